import type { Context } from '../../../app/world.ts';
import type { ArchiveSink } from '../../../archive/write/archive-sink.ts';
import { linkedStop, type Stop } from '../../../base/abort.ts';
import { SwrctlError, systemCode } from '../../../base/errors.ts';
import { parseReference } from '../../../model/reference.ts';
import { createCopySession } from '../../../transfer/copy-session.ts';
import type { Services } from '../../../app/services.ts';
import { formatBytes } from '../../../output/units.ts';
import { endTransfer } from '../send/sum-up.ts';
import { tellTopic, transferEvents } from '../../shared/transfer-events.ts';
import { endFailedPull } from './outcome.ts';
import { refuseFileSources } from '../source/swapped.ts';
import { announce, copyPulled, loadPulled, type PulledImage, type WantedImage } from './image.ts';
import { loadReferrers } from './referrers.ts';
import { findPullOutput, openPullOutput, type PullOutput } from './output.ts';
import type { PullOptions } from './pull-options.ts';

/** `swrctl pull`: reads what there is, then writes one archive, which gets its name when all of it is checked. */
export async function runPull(context: Context, options: PullOptions): Promise<void> {
  await refuseFileSources(context.world, options.references, options.output);
  checkUsage(options);
  const place = await findPullOutput(context, options);
  const services = await context.services();
  const references = await Promise.all(options.references.map((text) => services.complete(parseReference(text))));
  const { signal, stop } = linkedStop(context.world.signal);
  const output = await openPullOutput(context, place, options, references, signal);
  const { sink, file } = output;
  try {
    const startedAt = context.world.now();
    const images: WantedImage[] = [];
    for (const reference of references) {
      const image = await loadPulled(context, services, options, reference, signal);
      images.push(image, ...(options.referrers ? await loadReferrers(context, services, image, signal) : []));
    }
    const { pulled, words } = await writeAll(context, services, sink, images, { stop, signal, verify: options.verify });
    await sink.commit();
    const what = file === undefined ? 'Pulled' : `Wrote ${file}`;
    endTransfer(context.output(), `${what}: ${words}`, startedAt, context.world);
    if (file !== undefined) await report(context, pulled, file);
    if (output.isFolderReplaced) context.output().note('This folder was replaced; to see the new one, run: cd .');
  } catch (error) {
    // The first failure ends the transfers that are under way; theirs say no more than that.
    const failure: unknown = signal.aborted ? signal.reason : error;
    const reason = await endFailedPull(sink, failure, options.resume);
    if (!hasEnough(output, failure)) throw reason;
    if (file !== undefined) context.output().note(`The reader of ${file} has gone`);
  }
}

/** A reader that goes away has what it wanted, as in `… | head`. */
function hasEnough({ isStream }: PullOutput, failure: unknown): boolean {
  return isStream && systemCode(failure) === 'EPIPE';
}

async function report(context: Context, pulled: readonly PulledImage[], file: string): Promise<void> {
  const output = context.output();
  const rows = pulled.map((image) => ({ ...image, file }));
  await output.lines(rows, ({ reference, digest }) => (reference.includes('@') ? reference : `${reference}@${digest}`));
}

async function writeAll(
  context: Context,
  services: Services,
  sink: ArchiveSink,
  images: readonly WantedImage[],
  { stop, signal, verify }: Pick<Stop, 'stop' | 'signal'> & { readonly verify: boolean },
): Promise<{ readonly pulled: readonly PulledImage[]; readonly words: string }> {
  const progress = context.output().progress();
  const session = createCopySession(sink, {
    run: services.run,
    verifyLayers: verify,
    signal,
    abort: stop,
    events: transferEvents(progress, 'downloading'),
  });
  const earlier = images.reduce((sum, { plan }) => sum + announce(sink, plan.root), 0);
  if (earlier > 0) context.output().note(`Going on where an earlier run stopped: ${formatBytes(earlier)} are here`);
  const pulled: PulledImage[] = [];
  try {
    for (const [index, image] of images.entries()) {
      tellTopic(progress, index, images.length, image.reference);
      pulled.push(await copyPulled(session, image));
    }
    const words = `received ${formatBytes(session.uploadedBytes)}, reused ${formatBytes(earlier)}`;
    return { pulled, words };
  } finally {
    progress.stop();
  }
}

function checkUsage({ output, format, allPlatforms, references, platform, referrers }: PullOptions): void {
  const refuse = (message: string, hint: string) => {
    throw new SwrctlError('USAGE', message, { hint });
  };
  if (allPlatforms && format === 'docker-archive') {
    refuse('A docker-archive holds images of one platform', 'Add --format oci-archive, or choose one with --platform');
  }
  if (referrers && format === 'docker-archive') {
    refuse('A docker-archive has no room for what refers to an image', 'Add --format oci-archive or --format oci');
  }
  if (allPlatforms && platform) refuse('--platform and --all-platforms contradict each other', 'Leave one of them out');
  if (references.length > 1 && output === undefined) {
    refuse('Several references make one archive, which needs a name', 'Add: -o FILE');
  }
}
