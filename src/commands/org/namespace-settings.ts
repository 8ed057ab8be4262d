import { SwrctlError } from '../../base/errors.ts';
import type { InstanceNamespace, NamespaceSettings } from '../../swr/enterprise/namespaces.ts';
import { parseUntil } from '../share/until.ts';

/** As commander gives them; absent: as it is. */
export interface NamespaceFlags {
  readonly public?: boolean;
  readonly private?: boolean;
  readonly autoScan?: 'on' | 'off';
  readonly block?: NamespaceSettings['block'];
  readonly allowCve?: readonly string[];
  readonly allowUntil?: string;
}

/** The flags by commander's names for them. */
export const NAMESPACE_FLAGS: readonly (readonly [keyof NamespaceFlags, string])[] = [
  ['public', '--public'],
  ['private', '--private'],
  ['autoScan', '--auto-scan'],
  ['block', '--block'],
  ['allowCve', '--allow-cve'],
  ['allowUntil', '--allow-until'],
];

/** What a namespace is to be: a change is always the whole of it. */
export type WholeNamespace = NamespaceSettings & Pick<InstanceNamespace, 'allowList'>;

/** Most findings on the list. Source: docs/reference/enterprise.md#limits. */
const MAX_CVES = 100;

/**
 * The namespace with what the flags change.
 *
 * @throws {SwrctlError} USAGE for flags that contradict each other, or that mean nothing.
 */
export function withFlags(before: WholeNamespace, flags: NamespaceFlags, now: Date): WholeNamespace {
  if (flags.public === true && flags.private === true) {
    throw new SwrctlError('USAGE', '--public and --private contradict each other', { hint: 'Give one of them' });
  }
  const isPublic = flags.public === true ? true : flags.private === true ? false : before.isPublic;
  const { severity } = before;
  return {
    isPublic,
    autoScan: flags.autoScan === undefined ? before.autoScan : flags.autoScan === 'on',
    block: flags.block ?? before.block,
    ...(severity === undefined || flags.block !== undefined ? {} : { severity }),
    allowList: allowListOf(before.allowList, flags, now),
  };
}

/** What `org set` needs to make a namespace what `org add` was to make, each flag with a blank in front. */
export function flagsTo({ isPublic, autoScan, block }: WholeNamespace, is: WholeNamespace): string {
  return [
    ...(is.isPublic === isPublic ? [] : [isPublic ? '--public' : '--private']),
    ...(is.autoScan === autoScan ? [] : [`--auto-scan ${autoScan ? 'on' : 'off'}`]),
    ...(is.block === block ? [] : [`--block ${block}`]),
    // New ones allow nothing.
    ...(is.allowList.cves.length === 0 ? [] : ['--allow-cve none']),
    ...(is.allowList.expiresAt === undefined ? [] : ['--allow-until forever']),
  ]
    .map((flag) => ` ${flag}`)
    .join('');
}

function allowListOf(
  before: InstanceNamespace['allowList'],
  { allowCve, allowUntil }: NamespaceFlags,
  now: Date,
): InstanceNamespace['allowList'] {
  const end = allowUntil === undefined ? before.expiresAt : parseUntil(allowUntil, now, '--allow-until');
  const cves = allowCve === undefined ? before.cves : [...new Set(allowCve.filter((id) => id !== 'none').map(cveId))];
  if (cves.length > MAX_CVES) {
    throw new SwrctlError('REFUSED', `${cves.length} findings are too many to allow: the service takes ${MAX_CVES}`, {
      hint: 'Allow fewer with --allow-cve, or change the severity with --block',
    });
  }
  const { id } = before;
  return {
    cves,
    ...(id === undefined ? {} : { id }),
    ...(end === undefined || end === 'forever' ? {} : { expiresAt: end }),
  };
}

function cveId(text: string): string {
  if (/^[A-Za-z][A-Za-z0-9._:-]{2,99}$/.test(text)) return text;
  throw new SwrctlError('USAGE', `--allow-cve is "${text}", expected the id of a finding`, {
    hint: 'Write it as the scan shows it, for example --allow-cve CVE-2026-10164',
  });
}
