import { REQUEST_CODES, type CodeGroup } from './request-codes.ts';
import { SERVER_CODES } from './server-codes.ts';

/** What a code or a text of a service stands for, and what to do about it. */
export interface Explanation {
  /** Without its prefix, or the text that is recognized. */
  readonly code: string;
  /** Of HTTP; undefined where several are possible. */
  readonly status: number | undefined;
  /** Without a full stop. */
  readonly meaning: string;
  /** One imperative line. */
  readonly hint: string;
}

/**
 * Codes of the gateway in front of the service, and of its neighbors. Source: docs/reference/errors.md#gateway-codes.
 */
const OTHER_CODES: readonly CodeGroup[] = [
  {
    hint: 'Check the method and the path',
    codes: { 'APIGW.0101': 'The gateway knows no such call' },
  },
  {
    hint: 'Run it once more; if it stays, open a support ticket with the request id',
    codes: { 'APIGW.0201': 'The request is bad or too large, or the service behind the gateway is down or slow' },
  },
  {
    hint: 'Check key, region and clock with: swrctl auth status',
    codes: { 'APIGW.0301': 'Token or signature is wrong' },
  },
  {
    hint: 'Ask an administrator for a higher permission level: swrctl org show ORG',
    codes: { 'APIGW.0302': 'The caller is not allowed to do this' },
  },
  {
    hint: 'Wait a minute and run the same command again, with a lower --rate or --jobs',
    codes: {
      'APIGW.0308': 'Too many requests',
      TOOMANYREQUESTS: 'Too many requests',
      4031032: 'Too many requests',
      4031033: 'Too many requests',
      4031042: 'Too many requests',
    },
  },
  {
    hint: 'Try other manifest types with: --format docker',
    codes: { MANIFEST_INVALID: 'The registry does not take this manifest; SWR refuses OCI indexes' },
  },
  {
    hint: 'List what is there with: swrctl repo list and swrctl tag list ORG/REPO',
    codes: {
      NAME_UNKNOWN: 'There is no such repository',
      MANIFEST_UNKNOWN: 'There is no such tag or image',
      BLOB_UNKNOWN: 'There is no such layer',
    },
  },
  {
    hint: 'Log in again: swrctl login',
    codes: { UNAUTHORIZED: 'The registry does not know who is calling' },
  },
  {
    hint: 'Check name and rights with: swrctl perm who-can push ORG/REPO',
    codes: { DENIED: 'The organization is missing, the right is missing, or the image belongs to somebody else' },
  },
];

/**
 * What a service says in words, with no code or with one that stands for much. Source:
 * docs/reference/errors.md#texts-of-the-registry.
 */
const TEXTS: readonly (Omit<Explanation, 'status'> & { readonly pattern: RegExp })[] = [
  {
    pattern: /may not login yet/i,
    code: 'You may not login yet',
    meaning: 'The image is private, and the pull came without a login or with one that has no right on it',
    hint: 'Log in with: swrctl login, or let everybody pull with: swrctl repo set ORG/REPO --public',
  },
  {
    pattern: /authenticate error/i,
    code: 'Authenticate Error',
    meaning: 'The login is wrong, has expired, or belongs to another region',
    hint: 'Check it with: swrctl auth status',
  },
  {
    pattern: /ak access failed to reach the limit/i,
    code: 'AK access failed to reach the limit',
    meaning: 'Five signatures in a row were wrong, so the access key is locked for five minutes',
    hint: 'Check the secret key, wait five minutes, then run the same command again',
  },
  {
    pattern: /do not have the permission/i,
    code: 'you do not have the permission',
    meaning: 'The organization is missing, the right is missing, or the image belongs to somebody else',
    hint: 'Check name and rights with: swrctl perm who-can push ORG/REPO',
  },
  {
    pattern: /fail to parse 'manifest\.json'/i,
    code: "Invalid image, fail to parse 'manifest.json'",
    meaning: 'The image has OCI types, which SWR refuses',
    hint: 'Push it with swrctl, which makes Docker types: swrctl push SOURCE ORG/REPO:TAG --format docker',
  },
  {
    pattern: /not allow(?:ed)? to login, upload or download/i,
    code: 'Not allow to login, upload or download image',
    meaning: 'The account sent too many requests and is shut out for about 30 minutes',
    hint: 'Too many requests: wait 30 minutes, then go on with a lower --rate and --jobs',
  },
  {
    pattern: /get k8s deployment/i,
    code: 'fail to get k8s deployment',
    meaning: 'The workload was not found, or SWR may not act for the account in CCI',
    hint: 'Check cluster, namespace and workload; for CCI let the service act with: swrctl api POST /v2/manage/agency',
  },
];

/** For codes that are not in the table: newer ones appear. */
const FAMILIES: readonly (readonly [RegExp, string])[] = [
  [/404\d{4}$/, 'Check spelling and region; list the parent first'],
  [/403\d{4}$|401[01]\d{3}$/, 'Ask an administrator for a higher permission level: swrctl org show ORG'],
  [/40900\d\d$/, 'Use another name, or change the object that exists'],
  [/413\d{4}$/, 'Send something smaller'],
  [/400\d{4}$/, 'Correct the parameter that the service names'],
  [/500\d{4}$/, 'Run it once more; if it stays, open a support ticket with the request id'],
];

const statusOf = (code: string): number | undefined => (/^\d{7}$/.test(code) ? Number(code.slice(0, 3)) : undefined);

/** Everything that is known, by code. */
export const EXPLANATIONS: ReadonlyMap<string, Explanation> = new Map(
  [...REQUEST_CODES, ...SERVER_CODES, ...OTHER_CODES].flatMap(({ hint, codes }) =>
    Object.entries(codes).map(([code, meaning]) => [code, { code, status: statusOf(code), meaning, hint }] as const),
  ),
);

/** Prefixes differ (`SVCSTG.SWR.`, `SVCSTG.S2I.`), so the digits decide. */
export function explainCode(serviceCode: string): Explanation | undefined {
  const digits = /(\d{7})$/.exec(serviceCode)?.[1];
  return EXPLANATIONS.get(serviceCode) ?? (digits === undefined ? undefined : EXPLANATIONS.get(digits));
}

const FINAL_CODES: ReadonlySet<string> = new Set(
  SERVER_CODES.filter(({ isFinal }) => isFinal === true).flatMap(({ codes }) => Object.keys(codes)),
);

/** True for a code that blames the request, although its HTTP status blames the service. */
export function isFinalCode(serviceCode: string): boolean {
  return FINAL_CODES.has(/\d{7}$/.exec(serviceCode)?.[0] ?? '');
}

/** What a text of a service stands for; undefined for one that says what it means. */
export function explainText(text: string): Explanation | undefined {
  const found = TEXTS.find(({ pattern }) => pattern.test(text));
  return found && { code: found.code, status: undefined, meaning: found.meaning, hint: found.hint };
}

/** Texts that explainText recognizes. */
export const KNOWN_TEXTS: readonly Explanation[] = TEXTS.map(({ code, meaning, hint }) => ({
  ...{ code, meaning, hint },
  status: undefined,
}));

/** What to do about a service's code, also one that is not in the table. */
export function hintForServiceCode(serviceCode: string | undefined): string | undefined {
  if (serviceCode === undefined) return undefined;
  return explainCode(serviceCode)?.hint ?? FAMILIES.find(([pattern]) => pattern.test(serviceCode))?.[1];
}
