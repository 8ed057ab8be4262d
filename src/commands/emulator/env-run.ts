import { setTimeout } from 'node:timers/promises';
import { number, object, parseJson, string, withDefault } from '../../base/decode.ts';
import { SwrctlError, systemCode } from '../../base/errors.ts';
import { quoteForShell } from '../../model/shell-word.ts';
import type { Context } from '../../app/world.ts';
import type { SHELLS } from './shells.ts';

export interface EmulatorEnvOptions {
  readonly port: number;
  readonly shell: (typeof SHELLS)[number];
}

const decodeInfo = object({
  endpoint: string,
  registry: string,
  iamEndpoint: string,
  region: string,
  project: string,
  projectId: string,
  ak: string,
  sk: string,
  port: withDefault(number, 0),
});

/** For an emulator that was started in the same moment: `swrctl emulator start & eval "$(swrctl emulator env)"`. */
const TRIES = 20;
const BETWEEN_TRIES_MS = 150;

/** `swrctl emulator env`. */
export async function runEmulatorEnv(context: Context, { port, shell }: EmulatorEnvOptions): Promise<void> {
  const { output } = context;
  const url = new URL(`http://127.0.0.1:${port}/_emulator/info`);
  const text = await fetchWhenReady(context, url).catch((cause: unknown) => {
    context.world.signal.throwIfAborted();
    throw new SwrctlError('FAILED', `No emulator answers on port ${port}`, {
      hint: `Start one in another shell: swrctl emulator start --port ${port}`,
      cause,
    });
  });
  const info = decodeInfo(parseJson(text, url.href), url.href);
  const variables = {
    SWRCTL_ENDPOINT: info.endpoint,
    SWRCTL_REGISTRY: info.registry,
    SWRCTL_IAM_ENDPOINT: info.iamEndpoint,
    SWRCTL_REGION: info.region,
    SWRCTL_PROJECT: info.project,
    SWRCTL_PROJECT_ID: info.projectId,
    SWRCTL_AK: info.ak,
    SWRCTL_SK: info.sk,
  };
  const line = LINES[shell];
  await output().text(
    Object.entries(variables)
      .map(([name, value]) => `${line(name, value)}\n`)
      .join(''),
  );
}

async function fetchWhenReady({ services, world }: Context, url: URL): Promise<string> {
  const { fetchText } = await services();
  for (let tries = 1; ; tries += 1) {
    try {
      return await fetchText(url);
    } catch (error) {
      const isNobody = error instanceof Error && systemCode(error.cause) === 'ECONNREFUSED';
      if (!isNobody || tries === TRIES) throw error;
      await setTimeout(BETWEEN_TRIES_MS, undefined, { signal: world.signal });
    }
  }
}

/** What listens on the port may be anything, and the shell runs what is printed. */
const LINES: Record<EmulatorEnvOptions['shell'], (name: string, value: string) => string> = {
  bash: (name, value) => `export ${name}=${quoteForShell(value)}`,
  fish: (name, value) => `set -gx ${name} ${quoteForShell(value, 'fish')}`,
  pwsh: (name, value) => `$env:${name} = ${quoteForShell(value, 'pwsh')}`,
};
