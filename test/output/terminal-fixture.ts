import { setTimeout } from 'node:timers/promises';
import { createOutput } from '../../src/output/output.ts';

// Run in a real terminal by progress-terminal.test.ts. Each line on stdin is one step.
const output = createOutput({
  stdout: process.stdout,
  stderr: process.stderr,
  request: {},
  isQuiet: false,
  isColored: false,
  canAnimate: process.env['TERM'] !== 'dumb',
  now: () => new Date(),
});

const MIB = 1024 ** 2;
const progress = output.progress();
const first = progress.begin(`sha256:${'ab'.repeat(32)}`, 64 * MIB);
const second = progress.begin(`sha256:${'cd'.repeat(32)}`, 32 * MIB);
progress.begin('waiting-layer', MIB);
first.setState('uploading');
second.setState('downloading');
first.add(16 * MIB);

const steps: Record<string, () => void | Promise<void>> = {
  finish: () => second.setState('done'),
  note: () => output.note('a note between'),
  data: () => output.text('data on stdout\n'),
  stop: () => progress.stop(),
  spin: () => output.waitFor('asking the server', () => setTimeout(60_000, undefined, { ref: false })),
};

process.stdin.on('data', (chunk: Buffer) => {
  for (const step of chunk.toString().trim().split('\n')) void steps[step]?.();
});
