import type { Context } from '../../app/world.ts';
import { SwrctlError, systemCode } from '../../base/errors.ts';

/** How long whoever has the port may take to say who it is, in milliseconds. */
const PATIENCE_MS = 2_000;

/** Rethrows, but for a port that is taken: then it says by whom, an emulator or anything else, and what to do. */
export async function explainTakenPort(
  context: Context,
  { host, port }: { readonly host: string; readonly port: number },
  error: unknown,
): Promise<never> {
  if (!(error instanceof Error) || systemCode(error.cause) !== 'EADDRINUSE') throw error;
  const elsewhere = 'swrctl emulator start --port 0';
  const details = (await isEmulator(context, port))
    ? {
        what: `Another emulator runs on port ${port} already`,
        hint: `Use that one: eval "$(swrctl emulator env --port ${port})"; or start one on a free port: ${elsewhere}`,
      }
    : {
        what: `Port ${port} of ${host} is in use by another program`,
        hint: `Start the emulator on a free port: ${elsewhere}`,
      };
  throw new SwrctlError('NETWORK', details.what, { hint: details.hint, cause: error.cause });
}

/** `emulator env` asks at the loopback address; so an emulator elsewhere is of no use to it. */
async function isEmulator({ services }: Context, port: number): Promise<boolean> {
  const url = new URL(`http://127.0.0.1:${port}/_emulator/info`);
  try {
    const info: unknown = JSON.parse(await (await services()).fetchText(url, PATIENCE_MS));
    return typeof info === 'object' && info !== null && 'registry' in info;
  } catch {
    return false; // whatever it is, it is no emulator
  }
}
