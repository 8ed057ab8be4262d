import { array, boolean, object, parseJson, string, withDefault } from '../../base/decode.ts';
import { hasCode } from '../../base/errors.ts';
import { parseManifest } from '../../model/manifest.ts';
import { DOCKER, OCI } from '../../model/media-type.ts';
import type { ManifestRecord } from '../domain/records.ts';
import type { World } from '../domain/world.ts';
import { no } from './errors.ts';

const decodeConfig = object({
  history: withDefault(
    array(
      object({
        created: withDefault(string, ''),
        created_by: withDefault(string, ''),
        empty_layer: withDefault(boolean, false),
      }),
    ),
    [],
  ),
});

/**
 * The steps that made an image, the first one first, each with its layer.
 *
 * @throws {Refusal} 400 for what is no image.
 */
export async function buildHistory(
  { blobs }: Pick<World, 'blobs'>,
  { digest, mediaType, configType }: ManifestRecord,
): Promise<readonly Record<string, unknown>[]> {
  if (configType !== OCI.config && configType !== DOCKER.config) throw no('badParameter', 'addition');
  const manifest = parseManifest(await blobs.read(digest), mediaType, 'the manifest');
  if (manifest.kind !== 'image') return [];
  const { history } = readConfig(await blobs.read(manifest.config.digest));
  const layers = [...manifest.layers];
  return history.map(({ created, ...step }) => {
    const layer = step.empty_layer ? undefined : layers.shift();
    return {
      created_at: created,
      ...step,
      mediaType: layer?.mediaType ?? '',
      size: layer?.size ?? 0,
      digest: layer?.digest ?? '',
    };
  });
}

/** A config that cannot be read tells nothing. */
function readConfig(bytes: Buffer): ReturnType<typeof decodeConfig> {
  try {
    return decodeConfig(parseJson(bytes.toString('utf8'), 'config'), 'config');
  } catch (error) {
    if (hasCode(error, 'API_SHAPE')) return { history: [] };
    throw error;
  }
}
