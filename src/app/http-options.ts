import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { underSignal } from '../base/abort.ts';
import type { HttpOptions } from '../http/client.ts';
import type { Sleep } from '../http/throttle.ts';
import type { Output } from '../output/output.ts';
import { escapeControlsInLines } from '../output/safe-text.ts';
import type { Settings } from './settings/settings.ts';
import type { World } from './world.ts';

/** What the settings and the environment say about connections. Warns of hosts whose certificate is not checked. */
export async function httpOptions(world: World, settings: Settings, output: Output): Promise<HttpOptions> {
  const { env, now, random, version } = world;
  const variable = (name: string) => env[name] ?? env[name.toLowerCase()];
  const proxy = { http: variable('HTTP_PROXY'), https: variable('HTTPS_PROXY'), no: variable('NO_PROXY') };
  for (const host of settings.insecureHosts) output.warn(`the certificate of ${host} is not checked (--insecure)`);
  return {
    userAgent: `swrctl/${version}`,
    retries: settings.retries,
    jobs: settings.jobs,
    headersTimeoutMs: settings.timeoutMs,
    bodyIdleTimeoutMs: settings.timeoutMs,
    totalTimeoutMs: settings.timeoutMs,
    insecureHosts: settings.insecureHosts,
    extraCa: await readCertificates([settings.caFile, env['NODE_EXTRA_CA_CERTS']]),
    proxy: Object.fromEntries(Object.entries(proxy).filter(([, value]) => value)),
    now: () => now().getTime(),
    random,
    sleep,
    signal: world.signal,
    onNotice: output.note,
    ...(settings.debug ? { onTrace: (line: string) => world.stderr.write(`${escapeControlsInLines(line)}\n`) } : {}),
  };
}

const sleep: Sleep = async (ms, signal) => {
  try {
    await underSignal(signal, (own) => delay(ms, undefined, { signal: own }));
  } catch {
    signal?.throwIfAborted();
  }
};

async function readCertificates(paths: readonly (string | undefined)[]): Promise<string[]> {
  const [caFile] = paths;
  if (caFile === undefined) return []; // Node reads NODE_EXTRA_CA_CERTS itself as long as nothing else is given
  return Promise.all(paths.filter((path) => path !== undefined).map((path) => readFile(path, 'utf8')));
}
