import { array, object, parseJson, record, string } from '../../base/decode.ts';
import { hasCode } from '../../base/errors.ts';
import { decodeDescriptor, type Descriptor } from '../../model/descriptor.ts';
import { algorithmOf, hexOf, isDigest, type Digest } from '../../model/digest.ts';
import { MAX_MANIFEST_SIZE } from '../../model/manifest.ts';
import { MANIFEST_FIELDS, typeOfManifest } from '../../model/manifest-meaning.ts';
import { OCI } from '../../model/media-type.ts';
import { parseStrictJson } from '../../model/strict-json.ts';
import { findNeeded, readWhole, type Entries, type Entry } from '../entries.ts';
import { decodeSource } from '../invalid-source.ts';

/** Names of OCI image-spec 1.1, "Image Layout". */
export const OCI_LAYOUT = 'oci-layout';
export const OCI_INDEX = 'index.json';
export const OCI_LAYOUT_CONTENT = '{"imageLayoutVersion":"1.0.0"}';

/** A tag or a full name. Source: OCI image-spec 1.1, "Pre-Defined Annotation Keys". */
export const REF_NAME = 'org.opencontainers.image.ref.name';
/** A full name. Source: containerd, images/annotations.go. */
export const CONTAINERD_NAME = 'io.containerd.image.name';

/** Where an OCI layout keeps a blob. */
export function blobName(digest: Digest): string {
  return `blobs/${algorithmOf(digest)}/${hexOf(digest)}`;
}

/** The digest that a blob of a layout is named by; undefined for other files. */
export function blobDigest(name: string): Digest | undefined {
  const [folder, algorithm = '', hex = '', ...rest] = name.split('/');
  const digest = `${algorithm}:${hex}`;
  return folder === 'blobs' && rest.length === 0 && isDigest(digest) ? digest : undefined;
}

/**
 * True when `index.json` is there and, as some tools leave the file `oci-layout` out, lists manifests.
 *
 * @throws {SwrctlError} SOURCE_INVALID when one of the two is no file.
 */
export async function isOciLayout(entries: Entries): Promise<boolean> {
  const [marker, index] = [await entries.find(OCI_LAYOUT), await entries.find(OCI_INDEX)];
  if (index === undefined) return false;
  return marker !== undefined || (await listsManifests(index));
}

async function listsManifests(index: Entry): Promise<boolean> {
  try {
    const json = parseJson((await readWhole(index, MAX_MANIFEST_SIZE)).toString('utf8'), OCI_INDEX);
    return decodeLayoutIndex(json, OCI_INDEX).manifests.length > 0;
  } catch (error) {
    if (!hasCode(error, 'API_SHAPE', 'SOURCE_INVALID')) throw error;
    return false;
  }
}

/** `index.json`: its bytes, and what it lists. */
export interface LayoutIndex {
  readonly bytes: Buffer;
  readonly manifests: readonly Descriptor[];
}

const decodeMarker = object({ imageLayoutVersion: string });
const decodeLayoutIndex = object({ manifests: array(decodeDescriptor) });

/** Reads `index.json`, and `oci-layout` where it is there. @throws {SwrctlError} SOURCE_INVALID */
export async function readLayoutIndex(entries: Entries): Promise<LayoutIndex> {
  if ((await entries.find(OCI_LAYOUT)) !== undefined) {
    const marker = await readFile(entries, OCI_LAYOUT);
    decodeSource(() => decodeMarker(parseJson(marker.toString('utf8'), OCI_LAYOUT), OCI_LAYOUT));
  }
  const bytes = await readFile(entries, OCI_INDEX);
  return { bytes, manifests: decodeSource(() => manifestsOf(bytes)) };
}

async function readFile(entries: Entries, name: string): Promise<Buffer> {
  return readWhole(await findNeeded(entries, name, 'the OCI layout'), MAX_MANIFEST_SIZE);
}

function manifestsOf(bytes: Buffer): readonly Descriptor[] {
  const json = record(parseStrictJson(bytes, OCI_INDEX, { fields: MANIFEST_FIELDS }), OCI_INDEX);
  typeOfManifest(json, OCI.index, OCI_INDEX); // refuses what is an image, too
  return decodeLayoutIndex(json, OCI_INDEX).manifests;
}

/** What the annotations of an entry in `index.json` call it. */
export interface LayoutNames {
  readonly names: readonly string[];
  readonly bareTags: readonly string[];
}

/** Full names and bare tags apart; the end of a full name (`v1`, `@sha256:…`) says nothing new. */
export function layoutNames(annotations: Readonly<Record<string, string>> = {}): LayoutNames {
  const written = [annotations[CONTAINERD_NAME], annotations[REF_NAME]].filter((name) => name !== undefined);
  const unique = [...new Set(written.filter((name) => name !== ''))];
  const own = unique.filter((name) => !unique.some((full) => isEndOf(name, full)));
  const names = own.filter((name) => /[/:]/.test(name));
  return { names, bareTags: own.filter((name) => !names.includes(name)) };
}

function isEndOf(part: string, full: string): boolean {
  return part !== full && (full.endsWith(`:${part}`) || (part.startsWith('@') && full.endsWith(part)));
}
