import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Archive } from '../../../archive/read/archive.ts';
import { choicesOf } from '../../../archive/read/select.ts';
import { SwrctlError } from '../../../base/errors.ts';
import { parseReference } from '../../../model/reference.ts';
import type { Output } from '../../../output/output.ts';
import { narrowToPlatforms } from '../../../transfer/select.ts';
import type { Context } from '../../../app/world.ts';
import { batchResult } from '../../shared/batch.ts';
import type { Services } from '../../../app/services.ts';
import { findPackers, type Packers } from '../send/compressor.ts';
import { openSource } from '../source/open-source.ts';
import type { PushOptions } from './push.ts';
import { checkBeforePush, verifyBeforePush, type LoadedImage } from './checks.ts';
import { prepareImage, type PreparedImage } from '../send/prepare-image.ts';
import { createSender } from '../send/send-image.ts';
import { pushedLine, type PushedTag } from '../send/options.ts';
import { sumUp } from '../send/sum-up.ts';
import { tellTopic } from '../../shared/transfer-events.ts';
import { openDigestFiles, type RecordDigests } from './files.ts';
import { describeLeftOut, pushTargets, type PushTarget } from './targets.ts';

/** `swrctl push`: opens the archive, decides everything, then sends. */
export async function runPush(context: Context, options: PushOptions): Promise<void> {
  await checkUsage(context, options);
  const record = await openDigestFiles(context, options);
  const packers = await findPackers(options, context.world.env['PATH']);
  const archive = await openSource(options.source, context.world);
  try {
    await pushArchive(context, options, archive, await context.services(), packers, record);
  } finally {
    await archive.close();
  }
}

async function pushArchive(
  context: Context,
  options: PushOptions,
  archive: Archive,
  services: Services,
  packers: Packers,
  record: RecordDigests,
): Promise<void> {
  const output = context.output();
  const { reuse, verify } = options;
  for (const note of archive.notes) output.note(note);
  const images = await loadTargets(archive, await pushTargets(archive, options, services), options, output);
  await checkBeforePush(context, services, options, images);
  const prepared: PreparedImage[] = [];
  for (const { node, references } of images) {
    prepared.push(...(await prepareImage(node, references, options, services, output)));
  }
  if (verify) await verifyBeforePush(context, images);
  const cacheFrom = await Promise.all(options.cacheFrom.map((text) => services.complete(parseReference(text))));
  const startedAt = context.world.now();
  const sender = createSender(context, services, options, { cacheFrom, packers, reuse, verify });
  const pushed: PushedTag[] = [];
  const failures: unknown[] = [];
  for (const [index, image] of prepared.entries()) {
    tellTopic(output.progress(), index, prepared.length, image.references[0]);
    try {
      pushed.push(...(await sender.send(image)));
    } catch (error) {
      if (context.world.signal.aborted || prepared.length === 1) throw error;
      failures.push(error);
    }
  }
  if (!options.dryRun) {
    await record(pushed);
    sumUp(context, 'Pushed', pushed, sender.totals(), startedAt);
  }
  await output.lines(pushed, pushedLine(options));
  batchResult(failures, prepared.length, 'image', output);
}

async function loadTargets(
  { images }: Archive,
  targets: readonly PushTarget[],
  { image: choice = '', platforms }: PushOptions,
  output: Output,
): Promise<LoadedImage[]> {
  for (const note of describeLeftOut(targets.flatMap(({ leftOut }) => leftOut))) output.note(note);
  const choices = choicesOf(images);
  const loaded: LoadedImage[] = [];
  for (const { image, references } of targets) {
    const node = narrowToPlatforms(await image.load(), platforms, output.note);
    loaded.push({ label: choices.get(image) ?? choice, node, references });
  }
  return loaded;
}

async function checkUsage({ world }: Context, { source, references, all, image }: PushOptions): Promise<void> {
  if (all && references.length > 0) {
    throw new SwrctlError('USAGE', '--all pushes every image under its own names, so it takes no reference', {
      hint: 'Leave the reference out, or choose one image with --image',
    });
  }
  if (all && image !== undefined) {
    throw new SwrctlError('USAGE', '--all and --image contradict each other', { hint: 'Leave one of them out' });
  }
  for (const reference of references) {
    const file = await stat(resolve(world.cwd, reference)).catch(() => undefined);
    if (file?.isFile() !== true) continue;
    throw new SwrctlError('USAGE', `"${reference}" is a file, but what follows SOURCE is where to push to`, {
      hint: `Push one archive at a time: swrctl push ${source} && swrctl push ${reference}`,
    });
  }
}
