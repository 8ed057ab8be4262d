import { BasicCredentials } from '@huaweicloud/huaweicloud-sdk-core';
import * as swr from '@huaweicloud/huaweicloud-sdk-swr/v2/public-api.js';
import type { Emulator } from '../../src/emulator/emulator.ts';
import type { Keys } from './signed-call.ts';

/** One operation of the vendor's client, by its own name. */
export type VendorOperation = {
  [K in keyof swr.SwrClient]: swr.SwrClient[K] extends (request?: never) => Promise<unknown> ? K : never;
}[keyof swr.SwrClient];

/** Calls with the request's fields by the SDK's names, and the body as it goes over the wire. */
export type VendorCall = (
  operation: VendorOperation,
  fields?: Record<string, unknown>,
  body?: unknown,
) => Promise<Record<string, unknown>>;

const quiet = (): undefined => undefined;

/** Says nothing: the SDK's own logger prints every refused request. */
export const SILENT = {
  ...{ debug: quiet, info: quiet, warn: quiet, error: quiet },
  ...{ setLevel: quiet, setName: quiet, getLevel: () => 'error' as never },
};

/** Every operation that the vendor's client has. */
export const VENDOR_OPERATIONS: readonly string[] = Object.getOwnPropertyNames(swr.SwrClient.prototype).filter(
  (name) => name !== 'constructor' && name !== 'getPath',
);

/** The vendor's client, signing with `keys` (default: the administrator's). */
export function vendorSdk(
  { info }: Emulator,
  { ak, sk }: Keys = info,
  { endpoint = info.endpoint, projectId = info.projectId }: { endpoint?: string; projectId?: string } = {},
): VendorCall {
  const credentials = new BasicCredentials().withAk(ak).withSk(sk).withProjectId(projectId);
  const builder = swr.SwrClient.newBuilder().withCredential(credentials).withEndpoint(endpoint);
  const client = builder.withOptions({ logger: SILENT } as never).build() as unknown as Record<
    string,
    (request: object) => Promise<Record<string, unknown>>
  >;
  const requests = swr as unknown as Record<string, new () => object>;
  return async (operation, fields = {}, body) => {
    const Request = requests[`${operation.charAt(0).toUpperCase()}${operation.slice(1)}Request`];
    const call = client[operation];
    if (Request === undefined || call === undefined) throw new Error(`the SDK has no operation ${operation}`);
    const request = Object.assign(new Request(), { contentType: 'application/json', ...fields }, body && { body });
    return call.call(client, request);
  };
}
