import { SwrctlError } from '../../errors.ts';
import type { ContentNode, ImageNode, IndexNode } from '../../model/content.ts';
import type { ContainerDefaults } from '../../model/image-config.ts';
import { layerSteps } from '../../model/layer-steps.ts';
import { bestMatches } from '../../model/platform-match.ts';
import { formatPlatform, hostPlatform, type Platform } from '../../model/platform.ts';
import { imagesOf, platformOfChild, selectImage } from '../../transfer/select.ts';
import type { Context } from '../context.ts';
import type { ManifestChoice } from './digest.ts';
import { INSPECT_VIEW, type HistoryRow, type InspectedImage, type LayerRow, type PlatformRow } from './inspect-view.ts';
import { parseOperand, withImage, type OpenedImage } from './operand.ts';

/** `swrctl inspect`: nothing is read but manifests and configs. */
export async function runInspect(context: Context, { operand: text, image, platform }: ManifestChoice): Promise<void> {
  const operand = await parseOperand(context, text);
  const choice = image === undefined ? {} : { image };
  const wanted = platform ?? hostPlatform(context.world.arch);
  const look = (opened: OpenedImage) => Promise.resolve(inspected(context, opened, wanted, platform !== undefined));
  // Of an index in a registry only the image that is shown is read; when it has none for this machine, all are.
  const first = await withImage(context, operand, { ...choice, platform: wanted }, look);
  const row = first ?? (operand.kind === 'reference' ? await withImage(context, operand, choice, look) : undefined);
  if (row === undefined) {
    throw new SwrctlError('SOURCE_INVALID', `${text} holds none of the images that its index lists`);
  }
  if (row.platforms.length > 1) {
    context.output().note(`This is the image for ${row.platform ?? 'no platform'}; choose another with --platform`);
  }
  await context.output().show(row, INSPECT_VIEW);
}

/** @returns undefined when there is no image that could be shown. */
function inspected(
  context: Context,
  opened: OpenedImage,
  wanted: Platform,
  isAsked: boolean,
): InspectedImage | undefined {
  const { note } = context.output();
  const node = isAsked ? selectImage(opened.node, wanted, { isStrict: true, note }) : opened.node;
  const images = imagesOf(node);
  const offers = images.flatMap((image) => (image.platform ? [{ platform: image.platform, image }] : []));
  const image = bestMatches(offers, wanted, 'machine')[0]?.image ?? images[0];
  if (image === undefined) return undefined;
  return {
    ...sourceFields(opened, node),
    ...configFields(image),
    ...defaultsFields(image),
    ...partFields(image),
    platforms: node.kind === 'index' ? platformRows(node) : [],
    leftOut: opened.archive?.notes ?? [],
  };
}

type SourceFields = 'name' | 'names' | 'format' | 'digest' | 'mediaType';

function sourceFields({ label, archive }: OpenedImage, node: ContentNode): Pick<InspectedImage, SourceFields> {
  const stored = (node.kind === 'index' ? node.index : node.manifest)?.descriptor;
  return {
    name: label,
    names: archive?.names ?? [],
    format: archive?.format ?? 'registry',
    digest: stored?.digest ?? null,
    mediaType: stored?.mediaType ?? null,
  };
}

type ConfigFields = 'imageId' | 'platform' | 'created' | 'author';

function configFields({ config, platform }: ImageNode): Pick<InspectedImage, ConfigFields> {
  return {
    imageId: config.descriptor.digest,
    platform: platform ? formatPlatform(platform) : null,
    created: config.image?.created ?? null,
    author: config.image?.author ?? null,
  };
}

type DefaultsFields = 'user' | 'workdir' | 'entrypoint' | 'cmd' | 'ports' | 'volumes' | 'env' | 'labels';

/** Of an artifact, which is no container image. */
const NO_DEFAULTS: ContainerDefaults = {
  ...{ env: [], entrypoint: [], cmd: [], exposedPorts: [], volumes: [] },
  labels: {},
};

function defaultsFields({ config }: ImageNode): Pick<InspectedImage, DefaultsFields> {
  const { user, workingDir, exposedPorts, ...rest } = config.image?.defaults ?? NO_DEFAULTS;
  return { user: user ?? null, workdir: workingDir ?? null, ports: exposedPorts, ...rest };
}

function partFields(image: ImageNode): Pick<InspectedImage, 'size' | 'layers' | 'history'> {
  const history = image.config.image?.history ?? [];
  return {
    size: storedSize(image),
    layers: layerRows(image),
    history: history.map(({ createdBy, created, comment, emptyLayer }): HistoryRow => ({
      ...{ createdBy, emptyLayer },
      created: created ?? null,
      comment: comment ?? null,
    })),
  };
}

function layerRows({ config, layers }: ImageNode): LayerRow[] {
  const steps = config.image === undefined ? [] : layerSteps(config.image);
  return layers.map(({ digest, diffID, size, compression, mediaType }, position) => ({
    digest: digest ?? null,
    diffID: diffID ?? null,
    ...{ size, compression, mediaType },
    createdBy: steps[position]?.createdBy ?? null,
  }));
}

function storedSize({ config, layers }: ImageNode): number {
  const sizes = new Map(layers.map(({ digest, diffID, label, size }) => [digest ?? diffID ?? label, size]));
  return [...sizes.values()].reduce((sum, size) => sum + size, config.descriptor.size);
}

function platformRows({ children }: IndexNode): PlatformRow[] {
  return children
    .filter(({ isAttestation }) => !isAttestation)
    .map((child) => {
      const platform = platformOfChild(child);
      return {
        platform: platform ? formatPlatform(platform) : null,
        digest: child.descriptor.digest,
        mediaType: child.descriptor.mediaType,
        size: child.node?.kind === 'image' ? storedSize(child.node) : null,
      };
    });
}
