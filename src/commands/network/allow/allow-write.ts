import type { Context } from '../../../app/world.ts';
import { SwrctlError } from '../../../base/errors.ts';
import type { InstanceClient } from '../../../swr/enterprise/client.ts';
import {
  getPublicAccess,
  replaceAllowList,
  type AllowedRange,
  type PublicAccess,
} from '../../../swr/enterprise/network.ts';
import { writeAndLook } from '../../../swr/write-and-look.ts';
import { withoutEffect } from '../../shared/changes.ts';
import { confirmRemovals } from '../../shared/confirm.ts';
import { requireInstance } from '../../shared/edition.ts';
import { acceptExisting, type ExistOkFlag } from '../../shared/existing.ts';
import { counted } from '../../../base/words.ts';
import { ALLOW_VIEW, allowRow, publicStatus } from '../view.ts';
import { NETWORK_OF } from '../words.ts';
import { canonicalRange, letInEverybody, parseRange, type WantedRange } from './range.ts';

export interface AllowOptions {
  readonly yes: boolean;
}

/** `swrctl network allow add`. */
export async function runAllowAdd(
  context: Context,
  texts: readonly string[],
  { yes, existOk }: AllowOptions & ExistOkFlag,
): Promise<void> {
  const wanted = parseRanges(texts);
  requireSure(wanted, yes);
  const { client, list } = await openList(context);
  const known = wanted.filter((one) => find(list, one) !== undefined);
  for (const one of known) {
    const hint = `Remove it first: swrctl network allow remove ${one.cidr}`;
    const fact = `${one.cidr} is let in already`;
    acceptExisting({ fact, isSame: isSame(find(list, one), one), hint }, { existOk }, context.output());
  }
  const added = wanted.filter((one) => !known.includes(one)).map(entryOf);
  if (added.length > 0) requireSure([...list, ...added], yes);
  await replace(context, client, list, [...list, ...added]);
}

/** `swrctl network allow set`. What is not named goes, which is a removal like any other; a text that is not said stays. */
export async function runAllowSet(context: Context, texts: readonly string[], { yes }: AllowOptions): Promise<void> {
  const wanted = parseRanges(texts);
  requireSure(wanted, yes);
  const { client, list } = await openList(context);
  const next = wanted.map((one) => {
    const before = find(list, one);
    return isSame(before, one) && before !== undefined ? before : entryOf(one);
  });
  const kept = new Set(next.map(key));
  await confirmGone(
    context,
    client,
    list.filter((one) => !kept.has(key(one))),
    yes,
  );
  await replace(context, client, list, next);
}

/** `swrctl network allow remove`. All of them are there, or nothing changes. */
export async function runAllowRemove(context: Context, texts: readonly string[], { yes }: AllowOptions): Promise<void> {
  const unwanted = texts.map(parseRange);
  const { client, list } = await openList(context);
  const missing = unwanted.filter((one) => find(list, one) === undefined).map(({ cidr }) => cidr);
  if (missing.length > 0) {
    throw new SwrctlError('NOT_FOUND', `${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} not in the list`, {
      hint: 'See what is in it with: swrctl network allow list',
    });
  }
  await confirmGone(context, client, unwanted, yes);
  const gone = new Set(unwanted.map((one) => find(list, one)));
  await replace(
    context,
    client,
    list,
    list.filter((one) => !gone.has(one)),
  );
}

/** One question for all that are let in no longer. */
const confirmGone = (
  context: Context,
  { place }: InstanceClient,
  gone: readonly Pick<AllowedRange, 'cidr'>[],
  isSure: boolean,
): Promise<void> =>
  confirmRemovals(context, {
    what: gone.map(({ cidr }) => `the access of ${cidr} to ${place.name}`),
    count: counted(gone.length, 'range'),
    isSure,
  });

/** @throws {SwrctlError} USAGE */
function parseRanges(texts: readonly string[]): WantedRange[] {
  const ranges = texts.map(parseRange);
  const twice = ranges.find(({ cidr }, index) => ranges.findIndex((other) => other.cidr === cidr) !== index);
  if (twice === undefined) return ranges;
  throw new SwrctlError('USAGE', `${twice.cidr} is given twice`, { hint: 'Give each range once' });
}

/** @throws {SwrctlError} CONFIRMATION_REQUIRED where the list would let everybody in, and nobody said that this is meant. */
function requireSure(ranges: readonly Pick<AllowedRange, 'cidr'>[], isSure: boolean): void {
  const cidrs = ranges.map(key);
  if (isSure || !letInEverybody(cidrs)) return;
  const whole = cidrs.find((cidr) => cidr.endsWith('/0'));
  throw new SwrctlError(
    'CONFIRMATION_REQUIRED',
    `${whole ?? 'These ranges together'} ${whole === undefined ? 'let' : 'lets'} in the whole internet`,
    {
      hint: 'Name the addresses that need access; if you do mean everybody, add --yes',
    },
  );
}

/** @throws {SwrctlError} REFUSED while public access is not on: the service changes no list then. */
async function openList(
  context: Context,
): Promise<{ readonly client: InstanceClient; readonly list: PublicAccess['allowList'] }> {
  const client = await requireInstance(context, NETWORK_OF);
  const { status, allowList } = await client.call(getPublicAccess, {});
  if (publicStatus(status) === 'on') return { client, list: allowList };
  throw new SwrctlError(
    'REFUSED',
    `The list changes only while public access is on, and it is ${publicStatus(status)}`,
    {
      hint: 'Switch it on first: swrctl network public on --wait',
    },
  );
}

const key = ({ cidr }: Pick<AllowedRange, 'cidr'>): string => canonicalRange(cidr) ?? cidr;

const find = (list: readonly AllowedRange[], wanted: WantedRange): AllowedRange | undefined =>
  list.find((one) => key(one) === wanted.cidr);

const isSame = (found: AllowedRange | undefined, { description }: WantedRange): boolean =>
  description === undefined || found?.description === description;

const entryOf = ({ cidr, description = '' }: WantedRange): AllowedRange => ({ cidr, description });

/** Sends the list as a whole, reads it back and tells what changed. */
async function replace(
  context: Context,
  client: InstanceClient,
  before: readonly AllowedRange[],
  wanted: readonly AllowedRange[],
): Promise<void> {
  const output = context.output();
  const { name } = client.place;
  const changes = differences(before, wanted);
  if (changes === '') {
    output.note(`The list of ${name} is like that already`);
  } else {
    await writeAndLook(
      () => client.call(replaceAllowList, { body: wanted }),
      async () => {
        const { allowList } = await client.call(getPublicAccess, {});
        const wrong = differences(wanted, allowList);
        if (wrong !== '') throw withoutEffect(`the list of ${name} is another one (${wrong})`);
      },
    );
    output.note(`Changed who may reach ${name}: ${changes}`);
  }
  if (output.isFormatAsked) await output.list(wanted.map(allowRow), ALLOW_VIEW);
}

/** `added 203.0.113.0/24 (office), removed 198.51.100.7/32`; empty where nothing differs. */
function differences(before: readonly AllowedRange[], after: readonly AllowedRange[]): string {
  const minus = (some: readonly AllowedRange[], others: readonly AllowedRange[]): AllowedRange[] =>
    some.filter((one) => !others.some((other) => key(other) === key(one) && other.description === one.description));
  const words = (verb: string, ranges: readonly AllowedRange[]): string[] =>
    ranges.map(({ cidr, description }) => `${verb} ${cidr}${description === '' ? '' : ` (${description})`}`);
  return [...words('added', minus(after, before)), ...words('removed', minus(before, after))].join(', ');
}
