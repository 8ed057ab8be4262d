import type { Archive } from '../../archive/archive.ts';
import { describeChoice, selectImage } from '../../archive/select.ts';
import { SwrctlError, hasCode } from '../../errors.ts';
import { sortFindings, type Finding } from '../../model/finding.ts';
import { limitsWith } from '../../model/limits.ts';
import { normalizeArchitecture } from '../../model/platform.ts';
import { isDigest, shortHex } from '../../model/digest.ts';
import type { Output, View } from '../../output/output.ts';
import { checkContent } from '../../transfer/check-content.ts';
import type { CheckedImage, CheckedTarget, CheckSubject } from '../../transfer/check-subject.ts';
import { checkOffline } from '../../transfer/checks.ts';
import type { Context } from '../context.ts';
import type { CheckOptions } from './check.ts';
import { checkedTargets, parseDestination } from './check-targets.ts';
import { openSource } from './open-source.ts';
import { parseOperand, withImage } from './operand.ts';

/** One finding, as JSON shows it. */
interface FindingRow {
  readonly level: string;
  readonly check: string;
  readonly image: string | null;
  readonly message: string;
  readonly hint: string | null;
}

const VIEW: View<FindingRow> = {
  columns: [
    { header: 'Level', value: ({ level }) => level },
    { header: 'Check', value: ({ check }) => check },
    { header: 'Image', value: ({ image }) => image },
    { header: 'Message', value: ({ message }) => message },
    { header: 'Hint', value: ({ hint }) => hint, wide: true },
  ],
  name: ({ check }) => check,
};

/** What is there to be checked. */
interface Gathered extends Pick<CheckSubject, 'images' | 'notes'> {
  /** Images that are not even whole enough to be looked at. */
  readonly unreadable: readonly Finding[];
}

/**
 * `swrctl check`: everything that can be found out without sending anything.
 *
 * @throws {SwrctlError} REFUSED when there is a blocker.
 */
export async function runCheck(context: Context, options: CheckOptions): Promise<void> {
  const operand = await parseOperand(context, options.operand);
  const findings =
    operand.kind === 'source'
      ? await checkSource(context, options, operand.source)
      : await withImage(context, operand, {}, async ({ node, label }) => {
          const targets = options.to === undefined ? undefined : await targetsOf(context, options, []);
          return checkGathered(context, options, {
            images: [{ label, node, ...(targets ? { targets } : {}) }],
            notes: [],
            unreadable: [],
          });
        });
  await report(context.output(), sortFindings(findings));
}

async function checkSource(context: Context, options: CheckOptions, source: string): Promise<Finding[]> {
  const archive = await openSource(source, context.world);
  try {
    return await checkGathered(context, options, await gather(context, options, archive));
  } finally {
    await archive.close();
  }
}

/** Loads what can be loaded; what cannot is a finding like others, so that all come at once. */
async function gather(context: Context, options: CheckOptions, archive: Archive): Promise<Gathered> {
  const { image: choice, to } = options;
  const isOne = choice !== undefined || (to !== undefined && parseDestination(to).kind === 'reference');
  const chosen = isOne ? [selectImage(archive.images, choice)] : archive.images;
  const images: CheckedImage[] = [];
  const unreadable: Finding[] = [];
  for (const image of chosen) {
    const label = describeChoice(image, archive.images.indexOf(image));
    try {
      const node = await image.load();
      images.push({ label, node, targets: await targetsOf(context, options, image.names) });
    } catch (error) {
      if (!hasCode(error, 'SOURCE_INVALID', 'CONTENT_MISMATCH')) throw error;
      unreadable.push({ level: 'blocker', check: 'image', image: label, ...textOf(error) });
    }
  }
  return { images, unreadable, notes: archive.notes };
}

function textOf({ message, hint }: SwrctlError): Pick<Finding, 'message' | 'hint'> {
  return { message, ...(hint === undefined ? {} : { hint }) };
}

async function targetsOf(context: Context, { to }: CheckOptions, names: readonly string[]): Promise<CheckedTarget[]> {
  const { settings } = await context.services();
  return checkedTargets(names, to === undefined ? undefined : parseDestination(to), settings);
}

async function checkGathered(context: Context, { limits, to }: CheckOptions, gathered: Gathered): Promise<Finding[]> {
  const { images, notes, unreadable } = gathered;
  const host = { os: 'linux', architecture: normalizeArchitecture(context.world.arch) };
  const progress = context.output().progress();
  try {
    const damaged = await checkContent(images, {
      signal: context.world.signal,
      onLayer: (label, size) => {
        const item = progress.begin(isDigest(label) ? shortHex(label) : label, size);
        item.setState('reading');
        return { onBytes: item.add, onEnd: (isGood) => item.setState(isGood ? 'done' : 'failed') };
      },
    });
    const subject = { images, notes, host, limits: limitsWith(limits), isDestinationGiven: to !== undefined };
    return [...unreadable, ...damaged, ...checkOffline(subject)];
  } finally {
    progress.stop();
  }
}

async function report(output: Output, findings: readonly Finding[]): Promise<void> {
  const rows = findings.map(({ level, check, image, message, hint }) => ({
    ...{ level, check, message },
    image: image ?? null,
    hint: hint ?? null,
  }));
  await output.list(rows, VIEW);
  const blockers = findings.filter(({ level }) => level === 'blocker');
  if (blockers.length === 0) {
    output.note('Nothing stands in the way of a push');
    return;
  }
  const message = blockers.length === 1 ? '1 thing stands' : `${blockers.length} things stand`;
  const hint = blockers.find((blocker) => blocker.hint !== undefined)?.hint;
  throw new SwrctlError('REFUSED', `${message} in the way of a push`, hint === undefined ? {} : { hint });
}
