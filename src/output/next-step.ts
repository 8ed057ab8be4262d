import type { ErrorCode, SwrctlError } from '../base/errors.ts';

/** What to do next about an error that does not say it better itself. */
const NEXT_STEPS: Readonly<Record<ErrorCode, string>> = {
  USAGE: 'See the command with --help',
  REFERENCE_INVALID: 'Write it as [registry/]org/repo[:tag][@digest], for example team/web:v1',
  SOURCE_MISSING: 'Check the path of the archive; "-" reads it from standard input',
  IMAGE_AMBIGUOUS: 'List the images with: swrctl inspect SOURCE',
  SOURCE_INVALID: 'Copy or make it again; see all that is wrong with it: swrctl check SOURCE',
  CONTENT_MISMATCH: 'Copy, save or pull it again; an archive is read whole by: swrctl check SOURCE',
  NETWORK: 'Check the network and the proxy settings, then run the same command again',
  TLS: 'Check the address of the registry, and the certificate with --ca-file',
  DISK: 'Check path, permissions and free space, then run the same command again',
  API_SHAPE: 'Run the same command with --debug and report what it prints',
  MANIFEST_REFUSED: 'Try other manifest types with: --format docker',
  CONFIG_INVALID: 'Repair the file, or move it away and log in again: swrctl login',
  HELPER_FAILED: 'Install the credential helper, or take it out of the docker config',
  KEYCHAIN_FAILED: 'Set SWRCTL_AK and SWRCTL_SK, or log in with: swrctl login --insecure-storage',
  FAILED: 'Run the same command with --debug and report what it prints',
  PARTLY_FAILED: 'Run the same command again: what is done is not done twice',
  AUTH_REQUIRED: 'Log in with: swrctl login',
  AUTH_DENIED: 'Check the login with: swrctl auth status',
  NOT_FOUND: 'Check the spelling and the region; list what is there with: swrctl repo list',
  CONFLICT: 'Choose another name, or change the object that exists',
  OUTPUT_EXISTS: 'Choose another name, or replace it with --force',
  REFUSED: 'Change what the message names, then run the same command again',
  CONFIRMATION_REQUIRED: 'Add --yes to go ahead',
  THROTTLED: 'Wait a minute, then run the same command with a lower --rate or --jobs',
  BLOCKED: 'Wait 30 minutes, then run the same command with a lower --rate and --jobs',
  DIFFERENT: 'Look closer with: swrctl inspect REFERENCE',
  INTERRUPTED: 'Run the same command again to go on',
  TERMINATED: 'Run the same command again to go on',
};

/** One imperative line for every error. */
export function nextStep({ hint, code }: SwrctlError): string {
  return hint ?? NEXT_STEPS[code];
}
