import { array, object, parseJson, string } from '../decode.ts';
import { decodeDescriptor, type Descriptor } from '../model/descriptor.ts';
import { algorithmOf, hexOf, type Digest } from '../model/digest.ts';
import { MAX_MANIFEST_SIZE } from '../model/manifest.ts';
import { findNeeded, readWhole, type Entries } from './entries.ts';
import { decodeSource } from './invalid-source.ts';

/** Names of OCI image-spec 1.1, "Image Layout". */
export const OCI_LAYOUT = 'oci-layout';
export const OCI_INDEX = 'index.json';
export const OCI_LAYOUT_CONTENT = '{"imageLayoutVersion":"1.0.0"}';

/** A tag or a full name. Source: OCI image-spec 1.1, "Pre-Defined Annotation Keys". */
export const REF_NAME = 'org.opencontainers.image.ref.name';
/** A full name. Source: containerd images/annotations.go. */
export const CONTAINERD_NAME = 'io.containerd.image.name';

/** Where an OCI layout keeps a blob. */
export function blobName(digest: Digest): string {
  return `blobs/${algorithmOf(digest)}/${hexOf(digest)}`;
}

/** True when both files of a layout are there. @throws {SwrctlError} SOURCE_INVALID when one of them is no file. */
export async function isOciLayout(entries: Entries): Promise<boolean> {
  const [marker, index] = [await entries.find(OCI_LAYOUT), await entries.find(OCI_INDEX)];
  return marker !== undefined && index !== undefined;
}

/** `index.json`: its bytes, and what it lists. */
export interface LayoutIndex {
  readonly bytes: Buffer;
  readonly manifests: readonly Descriptor[];
}

const decodeMarker = object({ imageLayoutVersion: string });
const decodeLayoutIndex = object({ manifests: array(decodeDescriptor) });

/** Reads `oci-layout` and `index.json`. @throws {SwrctlError} SOURCE_INVALID */
export async function readLayoutIndex(entries: Entries): Promise<LayoutIndex> {
  const marker = await readJson(entries, OCI_LAYOUT);
  decodeSource(() => decodeMarker(marker.json, OCI_LAYOUT));
  const { bytes, json } = await readJson(entries, OCI_INDEX);
  return { bytes, manifests: decodeSource(() => decodeLayoutIndex(json, OCI_INDEX)).manifests };
}

async function readJson(entries: Entries, name: string): Promise<{ bytes: Buffer; json: unknown }> {
  const bytes = await readWhole(await findNeeded(entries, name, 'the OCI layout'), MAX_MANIFEST_SIZE);
  return { bytes, json: decodeSource(() => parseJson(bytes.toString('utf8'), name)) };
}

/** What the annotations of an entry in `index.json` call it. */
export interface LayoutNames {
  readonly names: readonly string[];
  readonly bareTags: readonly string[];
}

/** Full names and bare tags apart; a bare tag that a full name ends with says nothing new. */
export function layoutNames(annotations: Readonly<Record<string, string>> = {}): LayoutNames {
  const written = [annotations[CONTAINERD_NAME], annotations[REF_NAME]].filter((name) => name !== undefined);
  const unique = [...new Set(written.filter((name) => name !== ''))];
  const names = unique.filter((name) => /[/:]/.test(name));
  const bareTags = unique.filter((name) => !names.includes(name) && !names.some((full) => full.endsWith(`:${name}`)));
  return { names, bareTags };
}
