import { resolve } from 'node:path';
import type { ArchiveSink } from '../../archive/archive-sink.ts';
import { createDockerArchive } from '../../archive/docker-archive-sink.ts';
import { createOciArchive, createOciLayout } from '../../archive/oci-sink.ts';
import { linkedStop, type Stop } from '../../abort.ts';
import { SwrctlError } from '../../errors.ts';
import { shortHex } from '../../model/digest.ts';
import { parseReference, type Reference } from '../../model/reference.ts';
import { createCopySession } from '../../transfer/copy.ts';
import type { Context } from '../context.ts';
import type { Services } from '../services.ts';
import { formatBytes } from '../../output/units.ts';
import { transferEvents } from '../transfer-events.ts';
import type { PullFormat, PullOptions } from './pull.ts';
import { endFailedPull } from './pull-outcome.ts';
import { announce, copyPulled, loadPulled, type PulledImage, type WantedImage } from './pull-image.ts';

/** `swrctl pull`: reads what there is, then writes one archive, which gets its name when all of it is checked. */
export async function runPull(context: Context, options: PullOptions): Promise<void> {
  checkUsage(context, options);
  const services = await context.services();
  const references = await Promise.all(options.references.map((text) => services.complete(parseReference(text))));
  const { signal, stop } = linkedStop(context.world.signal);
  const target = targetOf(context, options, references);
  const sink = await openSink(context, target, options, signal);
  try {
    const images: WantedImage[] = [];
    for (const reference of references) images.push(await loadPulled(context, services, options, reference, signal));
    const pulled = await writeAll(context, services, sink, images, { stop, signal, verify: options.verify });
    await sink.commit();
    if (target !== '-') await report(context, pulled, target);
  } catch (error) {
    // The first failure ends the transfers that are under way; theirs say no more than that.
    throw await endFailedPull(sink, signal.aborted ? signal.reason : error, options.resume);
  }
}

async function report(context: Context, pulled: readonly PulledImage[], file: string): Promise<void> {
  const output = context.output();
  output.note(`Wrote ${file}`);
  const rows = pulled.map((image) => ({ ...image, file }));
  await output.lines(rows, ({ reference, digest }) => (reference.includes('@') ? reference : `${reference}@${digest}`));
}

async function writeAll(
  context: Context,
  services: Services,
  sink: ArchiveSink,
  images: readonly WantedImage[],
  { stop, signal, verify }: Pick<Stop, 'stop' | 'signal'> & { readonly verify: boolean },
): Promise<PulledImage[]> {
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
    for (const image of images) pulled.push(await copyPulled(session, image));
    return pulled;
  } finally {
    progress.stop();
  }
}

function checkUsage({ world }: Context, options: PullOptions): void {
  const { output, format, allPlatforms, references, platform } = options;
  const refuse = (message: string, hint: string) => {
    throw new SwrctlError('USAGE', message, { hint });
  };
  if (allPlatforms && format === 'docker-archive') {
    refuse('A docker-archive holds images of one platform', 'Add --format oci-archive, or choose one with --platform');
  }
  if (allPlatforms && platform) refuse('--platform and --all-platforms contradict each other', 'Leave one of them out');
  if (references.length > 1 && output === undefined) {
    refuse('Several references make one archive, which needs a name', 'Add: -o FILE');
  }
  if (output === '-' && format === 'oci') refuse('A directory cannot go to stdout', 'Use --format oci-archive');
  if (output === '-' && world.stdout.isTTY === true) {
    refuse('An archive is no text for a terminal', 'Redirect stdout: swrctl pull … -o - > FILE, or give a file to -o');
  }
}

/** Last repository segment, `_`, tag or short digest. */
function targetOf({ world }: Context, { output, format }: PullOptions, [first]: readonly Reference[]): string {
  if (output === '-') return output;
  if (output !== undefined) return resolve(world.cwd, output);
  const segment = first?.repository.split('/').at(-1) ?? 'image';
  const suffix = first?.digest === undefined ? (first?.tag ?? 'latest') : (first.tag ?? shortHex(first.digest));
  return resolve(world.cwd, `${segment}_${suffix}${format === 'oci' ? '' : '.tar'}`);
}

function openSink(
  { world }: Context,
  target: string,
  { format, force, resume }: PullOptions,
  signal: AbortSignal,
): Promise<ArchiveSink> {
  const place = target === '-' ? world.stdout : target;
  const options = { force, resume, signal, owner: world.lockOwner };
  const make: Record<PullFormat, () => Promise<ArchiveSink>> = {
    'docker-archive': () => createDockerArchive(place, options),
    'oci-archive': () => createOciArchive(place, options),
    oci: () => createOciLayout(target, options),
  };
  return make[format]();
}
