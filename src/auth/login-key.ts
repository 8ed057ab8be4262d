import { createHmac } from 'node:crypto';
import type { AccessKey, PasswordLogin } from './credential.ts';

/**
 * The long-term registry password of an access key: lower-case hex HMAC-SHA256 with the SK as key and the AK as
 * message. Works as long as the access key lives. Source: docs/reference/service.md#login-key.
 */
export function deriveLoginKey({ accessKey, secretKey }: Pick<AccessKey, 'accessKey' | 'secretKey'>): string {
  return createHmac('sha256', secretKey).update(accessKey).digest('hex');
}

/** The registry user name, `<project>@<AK>`. `project` is a project name, most often the same as the region. */
export function loginUser(project: string, accessKey: string): string {
  return `${project}@${accessKey}`;
}

/** User and password for the registry of `project`. */
export function deriveLogin(project: string, key: Pick<AccessKey, 'accessKey' | 'secretKey'>): PasswordLogin {
  return { kind: 'password', username: loginUser(project, key.accessKey), password: deriveLoginKey(key) };
}

/**
 * Takes a registry user name apart at the first `@`. The project is not checked: it may be a sub-project.
 *
 * @returns undefined when there is no `@`, so it is no SWR user name.
 */
export function parseLoginUser(username: string): { project: string; accessKey: string } | undefined {
  const at = username.indexOf('@');
  return at === -1 ? undefined : { project: username.slice(0, at), accessKey: username.slice(at + 1) };
}

/** True for a user name of the form `project@AK`. What has a dot behind its `@` is an e-mail address, as other registries use. */
export function isServiceUser(username: string): boolean {
  const user = parseLoginUser(username);
  return user !== undefined && user.project !== '' && /^[^.\s]+$/.test(user.accessKey);
}
