import { SwrctlError, hasCode, systemCode } from '../../base/errors.ts';
import { findCloud } from '../../model/clouds.ts';

const HOST = /^(?:swr|swr-api|iam)\.([^.]+)\.(.+)$/;

/** The failure with better advice, when it is that a region of the service has no host: it is mistyped, most likely. */
export function orMistypedRegion(failure: SwrctlError): SwrctlError {
  if (!hasCode(failure, 'NETWORK')) return failure;
  const [, region = '', domain = ''] = HOST.exec(unknownHost(failure) ?? '') ?? [];
  const known = findCloud(domain)?.regions ?? [];
  if (known.length === 0 || known.includes(region)) return failure;
  const hint = `Check the spelling of the region "${region}"; all that are known: swrctl regions`;
  const { code, message, cause, service } = failure;
  return new SwrctlError(code, message, { hint, cause, service });
}

/** The name that DNS does not know, from the first error of the system behind this one. */
function unknownHost(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if (systemCode(error) !== 'ENOTFOUND') return unknownHost(error.cause);
  return 'hostname' in error && typeof error.hostname === 'string' ? error.hostname : undefined;
}
