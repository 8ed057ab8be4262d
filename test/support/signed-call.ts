import { AKSKSigner } from '@huaweicloud/huaweicloud-sdk-core/auth/AKSKSigner.js';
import { BasicCredentials } from '@huaweicloud/huaweicloud-sdk-core';
import type { Emulator } from '../../src/emulator/emulator.ts';

/** Who signs; the emulator's info and its users both fit. */
export interface Keys {
  readonly ak: string;
  readonly sk: string;
}

export interface SignedCall {
  readonly method?: string;
  /** Decoded, with `$` as it is. */
  readonly path: string;
  readonly query?: Record<string, string>;
  readonly body?: unknown;
  readonly keys?: Keys;
  readonly headers?: Record<string, string>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed JSON, or text. */
  readonly body: unknown;
}

/** Calls the emulator's management API, signed by the vendor's own signer. */
export async function signedCall({ info }: Emulator, call: SignedCall): Promise<Answer> {
  const { method = 'GET', path, query = {}, body, keys = info } = call;
  const credential = new BasicCredentials().withAk(keys.ak).withSk(keys.sk);
  const data = body === undefined ? undefined : JSON.stringify(body);
  const signed = AKSKSigner.sign(
    {
      endpoint: `${info.endpoint}${path}`,
      method,
      queryParams: query,
      pathParams: {},
      headers: { 'content-type': 'application/json', ...call.headers },
      ...(body === undefined ? {} : { data: body }),
    },
    credential,
  ) as Record<string, string>;
  const search = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  const wirePath = path.replace(/%/g, '%25');
  const reply = await fetch(`${info.endpoint}${wirePath}${search.length > 0 ? `?${search.join('&')}` : ''}`, {
    method,
    headers: signed,
    ...(data === undefined ? {} : { body: data }),
  });
  const text = await reply.text();
  const isJson = reply.headers.get('content-type')?.includes('json') === true;
  return { status: reply.status, headers: reply.headers, body: isJson ? JSON.parse(text) : text };
}
