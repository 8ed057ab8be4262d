import { limitsWith, type Limits } from '../../../model/limits.ts';
import type { Context } from '../../../app/world.ts';
import type { Archive } from '../../../archive/read/archive.ts';
import { choicesOf, selectImage } from '../../../archive/read/select.ts';
import { SwrctlError, hasCode } from '../../../base/errors.ts';
import { sortFindings, type Finding, type FindingLevel } from '../../../model/finding.ts';
import { hostPlatform } from '../../../model/platform.ts';
import type { Output } from '../../../output/output.ts';
import type { Item, View } from '../../../output/view.ts';
import type { CheckedImage, CheckedTarget, CheckSubject } from '../../../transfer/check-subject.ts';
import { checkOffline } from '../../../transfer/checks.ts';
import { checkedTargets, parseDestination } from './targets.ts';
import { checkOnline, reasonToStayOffline } from './online.ts';
import { describeLeftOut, sortNames } from '../push/targets.ts';
import { openSource } from '../source/open.ts';
import { parseOperand, withImage } from '../source/operand.ts';
import { readLayers } from '../source/read-layers.ts';

export interface CheckOptions {
  /** Archive or reference. */
  readonly operand: string;
  /** ORG, or the reference that the image is to get. */
  readonly to?: string;
  /** NAME or @N: only this image of an archive with several. */
  readonly image?: string;
  /** Instead of those of the table. */
  readonly limits: Partial<Limits>;
}

/** One finding, as JSON shows it. */
interface FindingRow {
  readonly level: FindingLevel;
  readonly check: string;
  readonly image: string | null;
  readonly message: string;
  readonly hint: string | null;
}

const MARKS: Readonly<Record<FindingLevel, Item['mark']>> = { blocker: 'bad', warning: 'odd', info: 'plain' };

const VIEW: View<FindingRow> = {
  columns: [
    { header: 'Level', value: ({ level }) => level },
    { header: 'Check', value: ({ check }) => check },
    { header: 'Image', value: ({ image }) => image },
    { header: 'Message', value: ({ message }) => message },
    { header: 'Hint', value: ({ hint }) => hint, wide: true },
  ],
  item: ({ level, check, image, message, hint }) => ({
    mark: MARKS[level],
    title: check,
    text: image === null || message.includes(image) ? message : `${image}: ${message}`,
    hint: hint ?? undefined,
  }),
  name: ({ check }) => check,
};

/** What is there to be checked. */
interface Gathered extends Pick<CheckSubject, 'images' | 'notes'> {
  /** Images that are not even whole enough to be looked at. */
  readonly unreadable: readonly Finding[];
}

/**
 * `swrctl check`: everything that can be found out without sending or changing anything.
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
  const chosen = isOne ? [selectImage(archive.images, choice, archive.parts)] : archive.images;
  const choices = choicesOf(archive.images);
  const images: CheckedImage[] = [];
  const unreadable: Finding[] = [];
  const notes = [...archive.notes];
  for (const image of chosen) {
    const label = choices.get(image) ?? choice ?? '';
    const { tags, digests } = sortNames(image.names);
    notes.push(...describeLeftOut(digests));
    try {
      const node = await image.load();
      images.push({ label, node, targets: await targetsOf(context, options, tags) });
    } catch (error) {
      if (!hasCode(error, 'SOURCE_INVALID', 'CONTENT_MISMATCH')) throw error;
      unreadable.push({ level: 'blocker', check: 'image', image: label, ...textOf(error) });
    }
  }
  return { images, unreadable, notes };
}

function textOf({ message, hint }: SwrctlError): Pick<Finding, 'message' | 'hint'> {
  return { message, hint };
}

async function targetsOf(context: Context, { to }: CheckOptions, names: readonly string[]): Promise<CheckedTarget[]> {
  const { settings } = await context.services();
  return checkedTargets(names, to === undefined ? undefined : parseDestination(to), settings);
}

/** Reads the layers and asks the services at the same time. */
async function checkGathered(context: Context, options: CheckOptions, gathered: Gathered): Promise<Finding[]> {
  const { images, notes, unreadable } = gathered;
  const host = hostPlatform(context.world.arch);
  const [damaged, online] = await Promise.all([
    readLayers(context, images),
    checkAgainstServices(context, options, images),
  ]);
  const limits = limitsWith(options.limits);
  const subject = { images, notes, host, limits, isSwr: online.isSwr, isDestinationGiven: options.to !== undefined };
  return [...unreadable, ...damaged, ...online.findings, ...checkOffline(subject)];
}

/** The online part, or one line that says why it was left out. */
async function checkAgainstServices(
  context: Context,
  { to, limits }: CheckOptions,
  images: readonly CheckedImage[],
): Promise<{ readonly findings: readonly Finding[]; readonly isSwr: boolean }> {
  const services = await context.services();
  const references = images.flatMap(({ targets = [] }) => targets.flatMap(({ reference }) => reference ?? []));
  const own = services.endpoints.registry;
  const registry = references[0]?.registry ?? own;
  // Where nobody was asked, the name of the host has to do.
  const looksLikeSwr = registry === own || /^swr[.-]/.test(registry ?? '');
  const reason = await reasonToStayOffline(services, registry, references[0]?.repository);
  if (reason !== undefined || registry === undefined) {
    return { findings: reason === undefined ? [] : [reason], isSwr: looksLikeSwr };
  }
  const isDestinationGiven = to !== undefined;
  const subject = { registry, references, isDestinationGiven, createsOrganization: false, limits };
  const { findings, isSwr = looksLikeSwr } = await checkOnline(context, services, subject);
  return { findings, isSwr };
}

async function report(output: Output, findings: readonly Finding[]): Promise<void> {
  const rows = findings.map(({ level, check, image, message, hint }) => ({
    level,
    check,
    message,
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
