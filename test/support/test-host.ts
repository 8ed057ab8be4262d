import { createRegistryHost } from '../../src/registry/host.ts';
import type { RegistryHost } from '../../src/registry/host-types.ts';
import type { HostLogin } from '../../src/registry/login.ts';
import { createTestHttp, type TestHttp } from './test-http.ts';

export interface TestHost extends RegistryHost {
  readonly http: TestHttp;
}

export interface TestHostOptions {
  readonly login?: Partial<HostLogin>;
  readonly http?: Parameters<typeof createTestHttp>[0];
  readonly scheme?: 'http' | 'https';
  readonly allowHttp?: boolean;
}

/** A registry host with a test connection; `address` is `host:port` or a URL. The scheme is found out by itself. */
export function testHost(address: string, { login, http: options, scheme, allowHttp }: TestHostOptions = {}): TestHost {
  const http = createTestHttp(options);
  const full = login && { username: 'user', password: 'secret', source: 'a test', sameOriginOnly: false, ...login };
  const host = createRegistryHost({
    http,
    host: address.replace(/^https?:\/\//, ''),
    login: () => Promise.resolve(full),
    ...(scheme ? { scheme } : {}),
    ...(allowHttp === undefined ? {} : { allowHttp }),
  });
  return { ...host, http };
}
