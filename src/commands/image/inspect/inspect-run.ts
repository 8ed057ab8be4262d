import type { Context } from '../../../app/world.ts';
import type { ManifestChoice } from './manifest-choice.ts';
import { hasCode, type SwrctlError } from '../../../base/errors.ts';
import type { ContentNode, ImageNode, IndexNode } from '../../../model/content.ts';
import type { ContainerDefaults } from '../../../model/image-config.ts';
import { imagesOf } from '../../../model/images-of.ts';
import { layerSteps } from '../../../model/layer-steps.ts';
import { bestMatches } from '../../../model/platform-match.ts';
import { formatPlatform, hostPlatform, type Platform } from '../../../model/platform.ts';
import { blobsOf, platformOfChild, selectImage, type SelectOptions } from '../../../transfer/select.ts';
import {
  INSPECT_VIEW,
  LIST_VIEW,
  type HistoryRow,
  type InspectedImage,
  type LayerRow,
  type ListedImage,
  type PlatformRow,
} from './view.ts';
import {
  parseOperand,
  withImage,
  withImages,
  type OpenedImage,
  type Operand,
  type OperandImage,
} from '../source/operand.ts';

/** `swrctl inspect`: nothing is read but manifests and configs. */
export async function runInspect(context: Context, { operand: text, image, platform }: ManifestChoice): Promise<void> {
  const operand = await parseOperand(context, text);
  const look: Look = {
    wanted: platform ?? hostPlatform(context.world.arch),
    isStrict: platform !== undefined,
    note: context.output().note,
  };
  if (operand.kind === 'reference') return showOne(context, await inspectReference(context, operand, look));
  await withImages(context, operand, { image }, async ([first, ...others]) => {
    if (first === undefined || others.length > 0) return listAll(context, first ? [first, ...others] : [], look);
    return showOne(context, inspected(await first.load(), look));
  });
}

/** Which image of several platforms is shown. */
interface Look extends SelectOptions {
  readonly wanted: Platform;
}

/** Of an index in a registry only the image that is shown is read; when it has none for this machine, all are. */
async function inspectReference(context: Context, operand: Operand, look: Look): Promise<InspectedImage> {
  const narrow = await withImage(context, operand, { platform: look.wanted }, (opened) =>
    Promise.resolve(imagesOf(opened.node).length > 0 ? inspected(opened, look) : undefined),
  );
  return narrow ?? withImage(context, operand, {}, (opened) => Promise.resolve(inspected(opened, look)));
}

async function showOne(context: Context, row: InspectedImage): Promise<void> {
  const platforms = row.platforms.filter(({ platform }) => platform !== null);
  if (platforms.length > 1) {
    context.output().note(`This is the image for ${row.platform ?? 'no platform'}; choose another with --platform`);
  }
  await context.output().show(row, INSPECT_VIEW);
}

/**
 * A row for each image. One that cannot be read is a row, too.
 *
 * @throws {SwrctlError} what is wrong with the first, when nothing can be read.
 */
async function listAll(context: Context, images: readonly OperandImage[], look: Look): Promise<void> {
  const rows: ListedImage[] = [];
  const errors: SwrctlError[] = [];
  for (const { choice, names, load } of images) {
    try {
      rows.push({ image: choice, problem: null, ...inspected(await load(), look) });
    } catch (error) {
      if (!hasCode(error, 'SOURCE_INVALID', 'CONTENT_MISMATCH', 'IMAGE_AMBIGUOUS')) throw error;
      errors.push(error);
      rows.push({ image: choice, problem: error.message, names });
    }
  }
  if (errors[0] !== undefined && errors.length === rows.length) throw errors[0];
  await context.output().list(rows, LIST_VIEW);
}

function inspected(opened: OpenedImage, { wanted, ...options }: Look): InspectedImage {
  const node = options.isStrict ? selectImage(opened.node, wanted, options) : opened.node;
  const image = shownImage(node, wanted);
  return {
    ...sourceFields(opened, node),
    ...configFields(image),
    ...defaultsFields(image),
    ...(image === undefined ? { size: blobSize(node), layers: [], history: [] } : partFields(image)),
    platforms: node.kind === 'index' ? platformRows(node) : [],
    leftOut: opened.archive?.notes ?? [],
  };
}

/** @returns undefined for an index of artifacts, none of which stands for the others. */
function shownImage(node: ContentNode, wanted: Platform): ImageNode | undefined {
  if (node.kind === 'image') return node;
  const images = imagesOf(node).filter(({ config }) => config.image !== undefined);
  const offers = images.flatMap((image) => (image.platform ? [{ platform: image.platform, image }] : []));
  return bestMatches(offers, wanted, 'machine')[0]?.image ?? images[0];
}

function blobSize(node: ContentNode): number {
  const sizes = new Map(blobsOf(node).map(({ label, size }) => [label, size]));
  return [...sizes.values()].reduce((sum, size) => sum + size, 0);
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

function configFields(image: ImageNode | undefined): Pick<InspectedImage, ConfigFields> {
  const config = image?.config;
  return {
    imageId: config?.descriptor.digest ?? null,
    platform: image?.platform ? formatPlatform(image.platform) : null,
    created: config?.image?.created ?? null,
    author: config?.image?.author ?? null,
  };
}

type DefaultsFields = 'user' | 'workdir' | 'entrypoint' | 'cmd' | 'ports' | 'volumes' | 'env' | 'labels';

/** Of an artifact, which is no container image. */
const NO_DEFAULTS: ContainerDefaults = {
  env: [],
  entrypoint: [],
  cmd: [],
  exposedPorts: [],
  volumes: [],
  labels: {},
};

function defaultsFields(image: ImageNode | undefined): Pick<InspectedImage, DefaultsFields> {
  const { user, workingDir, exposedPorts, ...rest } = image?.config.image?.defaults ?? NO_DEFAULTS;
  return { user: user ?? null, workdir: workingDir ?? null, ports: exposedPorts, ...rest };
}

function partFields(image: ImageNode): Pick<InspectedImage, 'size' | 'layers' | 'history'> {
  const history = image.config.image?.history ?? [];
  return {
    size: storedSize(image),
    layers: layerRows(image),
    history: history.map(({ createdBy, created, comment, emptyLayer }): HistoryRow => ({
      createdBy,
      emptyLayer,
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
    size,
    compression,
    mediaType,
    createdBy: steps[position]?.createdBy ?? null,
  }));
}

function storedSize({ config, layers }: ImageNode): number {
  const sizes = new Map(layers.map(({ digest, diffID, label, size }) => [digest ?? diffID ?? label, size]));
  return [...sizes.values()].reduce((sum, size) => sum + size, config.descriptor.size);
}

function platformRows({ children }: IndexNode): PlatformRow[] {
  const sizes = new Map<ImageNode, number>(); // an index may name one image many times
  const sizeOf = (image: ImageNode): number => {
    const size = sizes.get(image) ?? storedSize(image);
    sizes.set(image, size);
    return size;
  };
  return children
    .filter(({ isAttestation }) => !isAttestation)
    .map((child) => {
      const platform = platformOfChild(child);
      return {
        platform: platform ? formatPlatform(platform) : null,
        digest: child.descriptor.digest,
        mediaType: child.descriptor.mediaType,
        size: child.blob?.size ?? (child.node?.kind === 'image' ? sizeOf(child.node) : null),
      };
    });
}
