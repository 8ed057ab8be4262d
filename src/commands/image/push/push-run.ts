import type { Context } from '../../../app/world.ts';
import { pushedLine, type PushedTag } from '../send/view.ts';
import type { Archive } from '../../../archive/read/archive.ts';
import { choicesOf } from '../../../archive/read/select.ts';
import { SwrctlError } from '../../../base/errors.ts';
import { parseReference } from '../../../model/reference.ts';
import { narrowToPlatforms } from '../../../transfer/select.ts';
import { runAll } from '../../shared/batch.ts';
import { tellTopic } from '../../shared/transfer-events.ts';
import { findPackers, type Packers } from '../send/packers.ts';
import { openSource } from '../source/open.ts';
import { refuseFileTargets } from '../source/swapped.ts';
import { checkBeforePush, verifyBeforePush, type LoadedImage } from './checks.ts';
import { prepareImage } from '../send/prepare-image.ts';
import type { PreparedImage } from '../send/run.ts';
import { createSender } from '../send/sender.ts';
import type { PushRun } from '../send/run.ts';
import { sumUp } from '../send/sum-up.ts';
import { completeForPush } from './organization.ts';
import { openDigestFiles, type RecordDigests } from './digest-files.ts';
import { describeLeftOut, pushTargets, type PushTarget } from './targets.ts';
import type { PushOptions } from './push-options.ts';

type ArchiveRun = PushRun<PushOptions>;

/** `swrctl push`: opens the archive, decides everything, then sends. */
export async function runPush(context: Context, options: PushOptions): Promise<void> {
  await checkUsage(context, options);
  const record = await openDigestFiles(context, options);
  const packers = await findPackers(options, context.world.env['PATH']);
  const archive = await openSource(options.source, context.world);
  try {
    const run = { context, services: await context.services(), options };
    await sendAll(run, await prepareAll(run, archive), packers, record);
  } finally {
    await archive.close();
  }
}

/** Reads the images, looks at them, and plans. Nothing is sent. */
async function prepareAll(run: ArchiveRun, archive: Archive): Promise<PreparedImage[]> {
  for (const note of archive.notes) run.context.output().note(note);
  const complete = completeForPush(run.context, run.services, run.options.source);
  const images = await loadTargets(run, archive, await pushTargets(run, archive, complete));
  await checkBeforePush(run, images);
  const prepared: PreparedImage[] = [];
  for (const { node, references } of images) prepared.push(...(await prepareImage(run, node, references)));
  if (run.options.verify) await verifyBeforePush(run, images);
  return prepared;
}

async function sendAll(
  run: ArchiveRun,
  prepared: readonly PreparedImage[],
  packers: Packers,
  record: RecordDigests,
): Promise<void> {
  const { context, services, options } = run;
  const { reuse, verify, dryRun } = options;
  const cacheFrom = await Promise.all(options.cacheFrom.map((text) => services.complete(parseReference(text))));
  const startedAt = context.world.now();
  const sender = createSender(run, { cacheFrom, packers, reuse, verify });
  const show = async (sent: readonly PushedTag[][]): Promise<void> => {
    const pushed = sent.flat();
    if (!dryRun) await record(pushed);
    sumUp(run, 'Pushed', pushed, sender.totals(), startedAt);
    await context.output().lines(pushed, pushedLine(options));
  };
  await runAll(context, { items: prepared, noun: 'image', show }, (image, index) => {
    tellTopic(context.output().progress(), index, prepared.length, image.references[0]);
    return sender.send(image);
  });
}

async function loadTargets(
  { context, options: { image: choice = '', platforms } }: ArchiveRun,
  { images }: Archive,
  targets: readonly PushTarget[],
): Promise<LoadedImage[]> {
  const output = context.output();
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
  await refuseFileTargets(world, source, references);
}
