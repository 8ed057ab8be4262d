import { spawn } from 'node:child_process';

export interface ScriptResult {
  readonly stderr: string;
  /** Null when it did not end in time. */
  readonly exitCode: number | null;
}

/**
 * Runs the text of a module in a process of its own, which is killed after `seconds`: for code that may hang.
 */
export function runScript(code: string, seconds: number): Promise<ScriptResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
      stdio: ['ignore', 'ignore', 'pipe'],
      timeout: seconds * 1000,
      killSignal: 'SIGKILL',
    });
    let stderr = '';
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.on('error', reject);
    child.on('close', (exitCode) => resolve({ stderr, exitCode }));
  });
}
