import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { spawnCli, type RunResult, type SpawnOptions } from './run.ts';
import { tempDir } from './temp-dir.ts';

const HOOK = `
import { writeFileSync } from 'node:fs';
process.once('exit', () => writeFileSync(FILE, String(process.resourceUsage().maxRSS)));
`;

/** Runs bin/swrctl.js as a process of its own. `peak`: its largest resident set, in MiB. */
export async function spawnMeasured(
  args: readonly string[],
  options: SpawnOptions = {},
): Promise<RunResult & { readonly peak: number }> {
  const folder = await tempDir();
  const file = join(folder, 'peak');
  const hook = join(folder, 'hook.mjs');
  await writeFile(hook, HOOK.replace('FILE', JSON.stringify(file)));
  const result = await spawnCli(args, { ...options, nodeArgs: ['--import', pathToFileURL(hook).href] });
  return { ...result, peak: Number(await readFile(file, 'utf8')) / 1024 };
}
