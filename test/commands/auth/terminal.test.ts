import { describe, expect, onTestFinished } from 'vitest';
import { startTestEmulator } from '../../support/emulator.ts';
import { testHome } from '../../support/login-home.ts';
import { itWith } from '../../support/peers.ts';
import { BIN } from '../../support/run.ts';
import { openTerminal } from '../../support/terminal.ts';

const itWithTerminal = itWith('tmux');

async function openLogin(args: readonly string[], place: Readonly<Record<string, string>> = {}) {
  const home = await testHome();
  const command = [process.execPath, BIN, 'login', ...args];
  // tmux hands on its own environment; CI would keep the program from asking.
  const terminal = openTerminal(['env', '-u', 'CI', ...command], { env: { ...home.env, ...place }, columns: 120 });
  onTestFinished(() => terminal.close());
  return { home, terminal };
}

describe('swrctl login on a terminal', () => {
  itWithTerminal('asks for what is missing and does not show the secret key', { timeout: 40_000 }, async () => {
    const { info, login } = await startTestEmulator();
    const place = { SWRCTL_REGISTRY: info.registry, SWRCTL_IAM_ENDPOINT: info.iamEndpoint };
    const { home, terminal } = await openLogin([], place);
    await terminal.waitFor(/Access key \(AK\):/);
    terminal.type(info.ak);
    terminal.press('Enter');
    await terminal.waitFor(/Secret key \(SK\) of EMUL…OR:/);
    terminal.type(`${info.sk}typo`);
    terminal.press('BSpace', 'BSpace', 'BSpace', 'BSpace', 'Enter');
    await terminal.waitFor(/Project on .*:/);
    terminal.type(info.project);
    terminal.press('Enter');
    const screen = await terminal.waitFor(/Logged in to [^]*Secret key: not saved/);
    expect(screen).toContain(info.ak); // what was typed before is still there to see
    expect(screen).not.toContain(info.sk.slice(0, 12));
    const { user, password } = login();
    const auth = Buffer.from(`${user}:${password}`).toString('base64');
    expect(await home.dockerConfig()).toEqual({ auths: { [info.registry]: { auth } } });
  });

  itWithTerminal('gives the terminal back when it is interrupted', { timeout: 40_000 }, async () => {
    const { info } = await startTestEmulator();
    const { home, terminal } = await openLogin([info.registry, '--ak', info.ak, '--project', info.project]);
    await terminal.waitFor(/Secret key/);
    terminal.type('half a secret');
    terminal.press('C-c');
    const screen = await terminal.waitFor(/Error: interrupted/);
    expect(screen).not.toContain('half a');
    terminal.type('seen again');
    await terminal.waitFor(/seen again/);
    const written = [...(await home.files())].map(([path]) => path);
    expect(written.filter((path) => !path.includes('/compiled/'))).toEqual([]); // Node keeps compiled code, from 22.1 on
  });
});
