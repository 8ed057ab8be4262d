import { isTooDeepYaml } from '../base/decode.ts';
import { SwrctlError } from '../base/errors.ts';

/** How manifests are written. */
export const MANIFEST_FORMATS = ['yaml', 'json'] as const;
export type ManifestFormat = (typeof MANIFEST_FORMATS)[number];

/**
 * Kubernetes objects as `kubectl apply -f` takes them: YAML documents, or one JSON `List`. YAML is written so that
 * readers of version 1.1, which kubectl is, do not take a namespace called `on` for true.
 */
export async function formatManifests(objects: readonly object[], format: ManifestFormat): Promise<string> {
  if (format === 'json') {
    const [only] = objects;
    const value = objects.length === 1 ? only : { apiVersion: 'v1', kind: 'List', items: objects };
    return `${JSON.stringify(value, undefined, 2)}\n`;
  }
  const { Document } = await import('yaml');
  const texts = objects.map((object) => new Document(object, { version: '1.1' }).toString({ lineWidth: 0 }));
  return texts.join('---\n');
}

/**
 * Reads what `kubectl get -o yaml|json` and people write: YAML documents or JSON, lists taken apart.
 *
 * @param label where it came from, for messages; the text itself is never quoted, since it holds secrets.
 * @throws {SwrctlError} SOURCE_INVALID when it is neither.
 */
export async function parseManifests(text: string, label: string): Promise<Readonly<Record<string, unknown>>[]> {
  if (isTooDeepYaml(text)) throw unreadable(label, 'is nested too deeply');
  const { parseAllDocuments } = await import('yaml');
  const documents = parseAllDocuments(text);
  const [first] = Array.isArray(documents) ? documents.flatMap(({ errors }) => errors) : [];
  if (first !== undefined) throw unreadable(label, `is not YAML or JSON (line ${first.linePos?.[0].line ?? 1})`);
  const objects = [...documents].flatMap((document) => itemsOf(toValue(document, label)));
  if (objects.length > 0 && objects.every((object) => typeof object['kind'] === 'string')) return objects;
  throw unreadable(label, 'holds no Kubernetes object');
}

/** The library's own words may quote the text. */
function toValue(document: { readonly toJS: () => unknown }, label: string): unknown {
  try {
    return document.toJS();
  } catch {
    throw unreadable(label, 'has aliases that cannot be resolved');
  }
}

function itemsOf(value: unknown): Record<string, unknown>[] {
  if (value === null || value === undefined) return []; // an empty document between two lines of dashes
  if (typeof value !== 'object') return [{}];
  const object = value as Record<string, unknown>; // any object has string keys
  const { kind, items } = object;
  return typeof kind === 'string' && kind.endsWith('List') && Array.isArray(items) ? items.flatMap(itemsOf) : [object];
}

function unreadable(label: string, what: string): SwrctlError {
  return new SwrctlError('SOURCE_INVALID', `${label} ${what}`, {
    hint: 'Give it a manifest, for example: kubectl get secret NAME -o yaml | swrctl k8s check -',
  });
}
