import { shellWord } from '../../model/shell-word.ts';
import type { LoginPlan } from './login-plan.ts';
import type { PrintForm } from './login-options.ts';

export type PrintedLogin = Pick<LoginPlan, 'host' | 'username' | 'password'> & {
  /** True for a registry that does not speak HTTPS: some programs must be told. */
  readonly isPlainHttp: boolean;
};

/** The flag by which a program takes a registry without TLS. Docker finds out itself on this machine. */
const PLAIN_HTTP: Readonly<Record<PrintForm, string>> = {
  docker: '',
  json: '',
  ctr: '--plain-http ',
  nerdctl: '--insecure-registry ',
  podman: '--tls-verify=false ',
  skopeo: '--tls-verify=false ',
};

/**
 * The login as a program takes it, secret included: one line for a POSIX shell, or JSON with registry, username and
 * password.
 *
 * @throws {SwrctlError} API_SHAPE when a part has a line break in it.
 */
export function engineLine(form: PrintForm, { host, username, password, isPlainHttp }: PrintedLogin): string {
  if (form === 'json') return JSON.stringify({ registry: host, username, password });
  const flag = isPlainHttp ? PLAIN_HTTP[form] : '';
  if (form === 'ctr') {
    return `ctr images pull ${flag}--user ${shellWord(`${username}:${password}`)} ${shellWord(host)}/ORG/REPO:TAG`;
  }
  return `${form} login ${flag}-u ${shellWord(username)} -p ${shellWord(password)} ${shellWord(host)}`;
}
