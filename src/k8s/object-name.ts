import { SwrctlError } from '../base/errors.ts';

const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const SUBDOMAIN = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/;
const MAX_SUBDOMAIN = 253;

/** Name of a Kubernetes namespace: a DNS label. @throws {SwrctlError} USAGE */
export function parseKubeNamespace(text: string, name: string): string {
  if (LABEL.test(text)) return text;
  throw wrong(text, name, 'a Kubernetes namespace');
}

/** Name of a Secret, a ServiceAccount or a CronJob: a DNS subdomain, of at most `max` characters. @throws {SwrctlError} USAGE */
export function parseObjectName(text: string, name: string, max = MAX_SUBDOMAIN): string {
  if (text.length <= max && SUBDOMAIN.test(text)) return text;
  throw wrong(text, name, `the name of a Kubernetes object of at most ${max} characters`);
}

function wrong(text: string, name: string, expected: string): SwrctlError {
  return new SwrctlError('USAGE', `${name} is "${text}", which is not ${expected}`, {
    hint: 'Use lower-case letters and digits, joined by hyphens',
  });
}
