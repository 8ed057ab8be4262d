import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { spawnCli, type RunResult, type SpawnOptions } from './run.ts';
import { tempDir } from './temp-dir.ts';

/** On Linux not `resourceUsage().maxRSS`: that begins with what the process that started this one had. */
const HOOK = `
import { readFileSync, writeFileSync } from 'node:fs';
const peak = () => {
  try {
    return /VmHWM:\\s+(\\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))[1];
  } catch {
    return String(process.resourceUsage().maxRSS);
  }
};
process.once('exit', () => writeFileSync(FILE, peak()));
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
