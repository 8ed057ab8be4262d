import { SwrctlError } from '../../../base/errors.ts';
import { sortFindings, type Finding } from '../../../model/finding.ts';
import { limitsWith } from '../../../model/limits.ts';
import { hostPlatform } from '../../../model/platform.ts';
import { formatReference, type Reference } from '../../../model/reference.ts';
import type { Output } from '../../../output/output.ts';
import type { CheckedImage } from '../../../transfer/check-subject.ts';
import { checkForPush } from '../../../transfer/checks.ts';
import { describeTarget } from '../check/targets.ts';
import { checkOnline } from '../check/online.ts';
import type { PushOptions } from './push-options.ts';
import { readLayers } from '../source/read-layers.ts';
import type { PushRun } from '../send/run.ts';

/** An image that was read, and the tags that it is to get. */
export interface LoadedImage extends Pick<CheckedImage, 'label' | 'node'> {
  readonly references: readonly Reference[];
}

/**
 * What a push looks at before the first byte: always what needs neither network nor layers; with `--check` also what
 * the services say. Warnings go to stderr, with `--check` everything.
 *
 * @throws {SwrctlError} REFUSED when there is a blocker.
 */
export async function checkBeforePush(run: PushRun<PushOptions>, images: readonly LoadedImage[]): Promise<void> {
  const { context, services, options } = run;
  const hosts = new Set(images.flatMap(({ references }) => references.map(({ registry }) => registry)));
  const findings: Finding[] = [];
  for (const host of hosts) {
    const online = options.check ? await askServices(run, images, host) : undefined;
    const isSwr = online === undefined ? (await services.registry(host).facts()).isSwr : online.isSwr === true;
    findings.push(...(online?.findings ?? []), ...checkForHost(run, images, host, isSwr));
  }
  report(context.output(), sortFindings(findings), 'REFUSED', 'things stand in the way of the push');
}

/**
 * `--verify`: reads every layer, also those that need not be sent.
 *
 * @throws {SwrctlError} SOURCE_INVALID when one is damaged.
 */
export async function verifyBeforePush({ context }: PushRun, images: readonly LoadedImage[]): Promise<void> {
  report(context.output(), await readLayers(context, images), 'SOURCE_INVALID', 'layers are damaged');
}

function askServices(
  { context, services, options: { createOrg, limits } }: PushRun<PushOptions>,
  images: readonly LoadedImage[],
  registry: string,
) {
  const references = images.flatMap((image) => image.references.filter((one) => one.registry === registry));
  const subject = { registry, references, limits, isDestinationGiven: true, createsOrganization: createOrg };
  return checkOnline(context, services, subject);
}

function checkForHost(
  { context: { world }, options: { limits, format } }: PushRun<PushOptions>,
  loaded: readonly LoadedImage[],
  host: string,
  isSwr: boolean,
): Finding[] {
  const images = loaded.map(({ label, node, references }): CheckedImage => {
    const own = references.filter(({ registry }) => registry === host);
    return { label, node, targets: own.map((reference) => describeTarget(formatReference(reference), reference)) };
  });
  return checkForPush({
    images: images.filter(({ targets = [] }) => targets.length > 0),
    notes: [],
    isDestinationGiven: true,
    limits: limitsWith(limits),
    isSwr,
    keepsTypes: format === 'keep' || format === 'oci',
    host: hostPlatform(world.arch),
  });
}

/** A single blocker is the error itself; of several each is said before it. */
function report(output: Output, findings: readonly Finding[], code: 'REFUSED' | 'SOURCE_INVALID', what: string): void {
  const blockers = findings.filter(({ level }) => level === 'blocker');
  const [first] = blockers;
  for (const finding of findings) if (finding !== first || blockers.length > 1) say(output, finding);
  if (first === undefined) return;
  const message = blockers.length === 1 ? first.message : `${blockers.length} ${what}, the first: ${first.message}`;
  throw new SwrctlError(code, message, first.hint === undefined ? {} : { hint: first.hint });
}

function say(output: Output, { level, message, image, hint }: Finding): void {
  const about = image === undefined ? message : `${image}: ${message}`;
  const text = hint === undefined ? about : `${about} (${hint})`;
  if (level === 'warning') output.warn(text);
  else output.note(level === 'blocker' ? `Blocker: ${text}` : text);
}
