import { createKeeper } from '../helper/profile-logins.ts';
import { answerKubelet } from '../k8s/credential-provider.ts';
import { asFailure, exitCodeOf, formatFailure } from '../output/failure.ts';
import { writeText } from '../output/screen.ts';
import { endWith, openProcess } from '../app/process-world.ts';

const CRASH = { isJson: false, isDebug: false };
const NAME = 'swrctl-credential-provider';

const world = openProcess(CRASH);

async function answer(): Promise<string> {
  const [flag] = world.argv;
  if (flag === '--version' || flag === '-V') return `${NAME} (swrctl) ${world.version}\n`;
  return answerKubelet(world.stdin, createKeeper(world).get, world.now);
}

async function run(): Promise<number> {
  try {
    await writeText(world.stdout, await answer());
    return 0;
  } catch (error) {
    const failure = asFailure(error);
    await writeText(world.stderr, formatFailure(failure, CRASH));
    return exitCodeOf(failure);
  }
}

endWith(run());
