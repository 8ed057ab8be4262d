// Kills pulls and pushes at random moments until the time is up: SOAK_MINUTES=30 npm run soak (default 10).
// Each round has a seed of its own, which it prints; SOAK_SEED=N begins with that one.
import { spawn } from 'node:child_process';
import { once } from 'node:events';

const minutes = Number(process.env.SOAK_MINUTES ?? 10);
const end = Date.now() + minutes * 60_000;
let seed = Number(process.env.SOAK_SEED ?? Math.floor(Math.random() * 1_000_000));

for (let round = 1; round === 1 || Date.now() < end; round += 1, seed += 1) {
  console.log(`Round ${round}, SOAK_SEED=${seed}`);
  const tests = ['test/e2e/kill-pull.test.ts', 'test/e2e/kill-push.test.ts', '--testNamePattern', 'loses nothing'];
  const child = spawn(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', ...tests], {
    stdio: 'inherit',
    env: { ...process.env, SOAK_SEED: String(seed), SOAK_KILLS: process.env.SOAK_KILLS ?? '150' },
  });
  const [status] = await once(child, 'exit');
  if (status !== 0) {
    console.error(`Failed; again with: SOAK_SEED=${seed} SOAK_MINUTES=0 npm run soak`);
    process.exit(1);
  }
}
console.log(`Nothing was lost in ${minutes} minutes.`);
