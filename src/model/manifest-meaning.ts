import { optional, string } from '../base/decode.ts';
import { SwrctlError } from '../base/errors.ts';
import { OCI, SCHEMA1, isIndexType, isManifestType } from './media-type.ts';
import { TwoMeaningsError } from './strict-json.ts';

/** The fields of manifests, indexes and what is in them. Source: OCI image-spec 1.1; docker manifest schema 1 and 2. */
export const MANIFEST_FIELDS: ReadonlySet<string> = new Set([
  ...['schemaVersion', 'mediaType', 'artifactType', 'config', 'layers', 'manifests', 'fsLayers', 'subject'],
  ...['annotations', 'digest', 'size', 'urls', 'data', 'platform'],
  ...['architecture', 'os', 'os.version', 'os.features', 'variant', 'features'],
]);

/** Fields that make a document what it is. */
const KINDS = { index: ['manifests'], image: ['config', 'layers'], schema1: ['fsLayers'] } as const;

type Json = Readonly<Record<string, unknown>>;

/**
 * What a manifest is: the type that all its signs agree on. Those are its own `mediaType`, the type that it is known by
 * from outside (a Content-Type, the descriptor that led here) and its fields.
 *
 * @throws {SwrctlError} TwoMeaningsError when they contradict each other (CVE-2021-41190); API_SHAPE for what is neither
 *   image manifest nor index.
 */
export function typeOfManifest(json: Json, typeHint: string | undefined, at: string): string {
  const hint = plainType(typeHint);
  const own = optional(string)(json['mediaType'], `${at}.mediaType`) ?? '';
  const byFields = typeOfFields(json, at);
  if (json['schemaVersion'] === 1 || isSchema1(own || hint)) throw schema1(at);
  refuseContradiction(own, hint, at);
  const told = [own, hint].find(isKnown);
  if (told === undefined) return requireType(isWhole(json) ? byFields : undefined, own || hint, at);
  if (byFields === undefined || kindOf(told) === kindOf(byFields)) return told;
  throw new TwoMeaningsError(`${at} has two meanings: its type is ${told}, but its fields are those of another`);
}

/** A Content-Type without its parameters. */
const plainType = (hint = ''): string => (hint.split(';')[0] ?? '').trim().toLowerCase();

function refuseContradiction(own: string, hint: string, at: string): void {
  if (own === '' || !isDefinite(hint) || kindOf(own) === kindOf(hint)) return;
  throw new TwoMeaningsError(`${at} has two meanings: it says that it is ${own}, and is served as ${hint}`);
}

function schema1(at: string): SwrctlError {
  return new SwrctlError('API_SHAPE', `${at} is a schema 1 manifest, a format of Docker before 1.10`, {
    hint: 'Pull and push the image once with a current docker, then try again',
  });
}

function requireType(byFields: string | undefined, named: string, at: string): string {
  if (byFields !== undefined) return byFields;
  throw new SwrctlError('API_SHAPE', `${at} is not an image manifest (type ${named || 'missing'})`);
}

/**
 * Checks that something is what an entry that led to it says.
 *
 * @throws {SwrctlError} TwoMeaningsError
 */
export function requireKind(entry: { readonly mediaType: string }, kind: 'image' | 'index', at: string): void {
  if (!isKnown(entry.mediaType) || kindOf(entry.mediaType) === kind) return;
  throw new TwoMeaningsError(`${at} has two meanings: it is an ${kind}, but an index calls it ${entry.mediaType}`);
}

const isKnown = (type: string): boolean => isIndexType(type) || isManifestType(type);
const isSchema1 = (type: string): boolean => SCHEMA1.some((one) => one === type);
/** True for a type that says what a document is; `application/json` does not. */
const isDefinite = (type: string): boolean => isKnown(type) || isSchema1(type);

function kindOf(type: string): string {
  if (isIndexType(type)) return 'index';
  return isManifestType(type) ? 'image' : type;
}

/** By the fields alone. @throws {SwrctlError} TwoMeaningsError when they are those of several kinds. */
function typeOfFields(json: Json, at: string): string | undefined {
  const found = Object.entries(KINDS).flatMap(([kind, fields]) => {
    const field = fields.find((name) => Object.hasOwn(json, name) && json[name] !== null);
    return field === undefined ? [] : [{ kind, field }];
  });
  const [one, other] = found;
  if (one !== undefined && other !== undefined) {
    throw new TwoMeaningsError(`${at} has two meanings: it has "${one.field}" and "${other.field}"`);
  }
  if (one === undefined) return undefined;
  if (one.kind === 'schema1') return SCHEMA1[0];
  return one.kind === 'index' ? OCI.index : OCI.manifest;
}

/** Without a type, all that makes a kind has to be there. */
function isWhole(json: Json): boolean {
  return Array.isArray(json['manifests']) || (Array.isArray(json['layers']) && json['config'] !== undefined);
}
