import { SwrctlError, type ErrorCode } from '../base/errors.ts';

/** What the program does about a code, beyond telling it. */
interface CodeRow {
  /** The code as the service has it; prefixes differ, so the digits of SWR's stand alone. */
  readonly code: string;
  /** How often it is worth another try, where the HTTP status does not say it. */
  readonly retry?: Retry;
  /** What it stands for, where the HTTP status does not say it. */
  readonly stands?: ErrorCode;
}

/** `once`: exactly one more try. `throttled`: later, and slower from then on. `final`: never. */
export type Retry = 'once' | 'throttled' | 'final';

const throttled = (code: string): CodeRow => ({ code, retry: 'throttled', stands: 'THROTTLED' });
const missing = (code: string): CodeRow => ({ code, stands: 'NOT_FOUND' });
const refused = (code: string): CodeRow => ({ code, retry: 'final', stands: 'REFUSED' });
const final = (code: string): CodeRow => ({ code, retry: 'final' });

/**
 * The codes that the program acts upon, by the names that call sites use. What each means to a person stands in
 * request-codes.ts, server-codes.ts and explain.ts. Source: SWR error code table, and codes that were seen.
 */
const ROWS = {
  TOO_MANY_REQUESTS: throttled('4031032'),
  NOT_SERVED_NOW: throttled('4031033'),
  REQUESTS_LIMITED: throttled('4031042'),
  RESOURCES_BUSY: throttled('4090023'),
  REGISTRY_THROTTLED: throttled('TOOMANYREQUESTS'),
  GATEWAY_THROTTLED: throttled('APIGW.0308'),
  UPLOAD_NOT_BOUND: { code: '4000045', retry: 'once' },
  ORG_NOT_CREATED: { code: '5000059', retry: 'once' },
  RETENTION_MISSING: missing('4000306'),
  SHARE_MISSING: missing('4001090'),
  SYNC_RULE_MISSING: missing('4001158'),
  TRIGGER_MISSING: missing('4040126'),
  SYNC_REGION_INVALID: { code: '5001101', retry: 'final', stands: 'NOT_FOUND' },
  ORG_QUOTA_REACHED: refused('4000097'),
  REPO_QUOTA_REACHED: refused('4000098'),
  TAG_QUOTA_REACHED: refused('4000099'),
  IMAGE_LIMIT_REACHED: refused('5007019'),
  REPO_NAME_INVALID: refused('4000015'),
  ORG_NAME_REFUSED: refused('4001008'),
  ORG_NAME_INVALID: refused('4001028'),
  IMAGE_NAME_INVALID: refused('4001029'),
  NAME_INVALID: refused('NAME_INVALID'),
  MANIFEST_INVALID: { code: 'MANIFEST_INVALID', stands: 'MANIFEST_REFUSED' },
  PARAMETER_INVALID: { code: '4000014' },
  FEATURE_NOT_OFFERED: { code: '4030170' },
  ORG_NOT_EMPTY: { code: '4060074' },
  WORKLOAD_NOT_FOUND: final('5004002'),
  BUILD_WITHDRAWN: final('5006033'),
  STORAGE_UNAVAILABLE: final('5070070'),
} as const satisfies Readonly<Record<string, CodeRow>>;

export type CodeName = keyof typeof ROWS;

const BY_CODE: ReadonlyMap<string, CodeRow> = new Map(Object.values(ROWS).map((row: CodeRow) => [row.code, row]));

/** The row of a code with any prefix, `SVCSTG.SWR.4060074` or `4060074`; undefined for codes that need no care. */
function rowOf(serviceCode: string | undefined): CodeRow | undefined {
  if (serviceCode === undefined) return undefined;
  return BY_CODE.get(serviceCode) ?? BY_CODE.get(/\d{7}$/.exec(serviceCode)?.[0] ?? '');
}

/** How often a request with this answer is tried again; undefined where the HTTP status decides. */
export function retryOf(serviceCode: string | undefined): Retry | undefined {
  return rowOf(serviceCode)?.retry;
}

/** Our code for what a service said; undefined where the HTTP status decides. */
export function meaningOf(serviceCode: string | undefined): ErrorCode | undefined {
  return rowOf(serviceCode)?.stands;
}

/** True for an error that a service gave one of these codes. */
export function isCode(error: unknown, ...names: readonly CodeName[]): error is SwrctlError {
  if (!(error instanceof SwrctlError)) return false;
  const row = rowOf(error.service?.serviceCode);
  return row !== undefined && names.some((name) => ROWS[name] === row);
}
