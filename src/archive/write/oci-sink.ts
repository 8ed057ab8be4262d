import { Readable, type Writable } from 'node:stream';
import type { Descriptor } from '../../model/descriptor.ts';
import { buildIndex, type ImageIndex, type ImageManifest } from '../../model/manifest.ts';
import { isForeignLayerType } from '../../model/media-type.ts';
import { DEFAULT_TAG, parseReference } from '../../model/reference.ts';
import { createArchiveSink, type ArchiveFormatRules, type ArchiveSink } from './archive-sink.ts';
import { createDirectory } from './directory-output.ts';
import { blobName, CONTAINERD_NAME, OCI_INDEX, OCI_LAYOUT, OCI_LAYOUT_CONTENT, REF_NAME } from '../read/oci-layout.ts';
import type { OutputOptions } from '../partial/partial-output.ts';
import { createTarFile } from './tar-file-output.ts';
import { createTarStream, type StreamOutputOptions } from './tar-stream-output.ts';

/**
 * Makes an OCI archive, a tar of an OCI layout. Manifests keep their bytes.
 *
 * @param target path of the file, or a stream that gets the metadata last.
 * @throws {SwrctlError} OUTPUT_EXISTS, DISK
 */
export async function createOciArchive(
  target: string | Writable,
  options: OutputOptions & StreamOutputOptions = {},
): Promise<ArchiveSink> {
  const output = typeof target === 'string' ? createTarFile(target, options) : createTarStream(target, options);
  return createArchiveSink(await output, ociRules(), options);
}

/** Makes an OCI layout directory. Manifests keep their bytes. @throws {SwrctlError} OUTPUT_EXISTS, DISK */
export async function createOciLayout(path: string, options: OutputOptions = {}): Promise<ArchiveSink> {
  return createArchiveSink(await createDirectory(path, options), ociRules(), options);
}

function ociRules(): ArchiveFormatRules {
  const roots: Descriptor[] = [];
  return {
    entryName: ({ digest }) => blobName(digest),
    pushManifest: async (manifest, store) => {
      for (const part of partsOf(manifest)) store.entryOf(part);
      const { descriptor, bytes } = manifest;
      await store.write(descriptor, {
        open: (offset = 0) => Promise.resolve(Readable.from([bytes.subarray(offset)])),
      });
    },
    tag: (manifest, name) => void roots.push(rootEntry(manifest, name)),
    metadata: () => [
      { name: OCI_LAYOUT, bytes: Buffer.from(OCI_LAYOUT_CONTENT) },
      { name: OCI_INDEX, bytes: buildIndex('oci', roots).bytes },
    ],
  };
}

/** What has to be stored before a manifest; foreign layers may stay where they are. */
function partsOf(manifest: ImageManifest | ImageIndex): readonly Descriptor[] {
  if (manifest.kind === 'index') return manifest.manifests;
  return [manifest.config, ...manifest.layers.filter(({ mediaType }) => !isForeignLayerType(mediaType))];
}

/** One entry of `index.json` per name, as buildx writes it; an image named by digest has no annotations. */
function rootEntry({ descriptor }: ImageManifest | ImageIndex, name: string): Descriptor {
  const { mediaType, digest, size } = descriptor;
  const annotations = nameAnnotations(name);
  return { mediaType, digest, size, ...(annotations ? { annotations } : {}) };
}

function nameAnnotations(name: string): Record<string, string> | undefined {
  if (name.includes('@')) return undefined;
  return { [CONTAINERD_NAME]: name, [REF_NAME]: parseReference(name).tag ?? DEFAULT_TAG };
}
