import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import type { Context } from '../src/app/world.ts';
import { commandTree } from '../src/commands/tree.ts';
import { SETTINGS, type SettingRow } from '../src/app/settings/settings-table.ts';
import { TOPIC_NAMES } from '../src/commands/help/topic-names.ts';
import { withJsonOptions, withOutputOptions } from '../src/commands/options/output-options.ts';
import { composeContext } from '../src/app/compose.ts';
import { SwrctlError } from '../src/base/errors.ts';
import type { BuildCommands } from '../src/bin/program.ts';
import { runCli, type RunOptions, type RunResult } from './support/run.ts';

interface Seen {
  options?: Readonly<Record<string, unknown>>;
  region?: string | undefined;
  words?: readonly string[];
}

/** A tree of the shapes that real commands have; each action notes what it was given. */
function fixture(seen: Seen, work: () => Promise<void> = () => Promise.resolve()): BuildCommands {
  return (context: Context) => {
    const note = async (words: readonly string[], options: Record<string, unknown>): Promise<void> => {
      const { region } = await context.settings();
      Object.assign(seen, { words, options, region });
      await work();
    };
    const list = withOutputOptions(
      new Command('list')
        .alias('ls')
        .description('List them')
        .argument('[org]')
        .option('--description <text>')
        .option('--all'),
      ['name', 'size'],
    ).action(async (org: string | undefined, options: Record<string, unknown>) => {
      await note(org === undefined ? [] : [org], options);
      await context.output().list([{ name: 'a', size: 1 }], { columns: [], name: ({ name }) => name });
    });
    const pull = withJsonOptions(
      new Command('pull').argument('<reference>').option('-o, --output <file>', 'where to'),
      ['file'],
    ).action((reference: string, options: Record<string, unknown>) => note([reference], options));
    return [new Command('repo').description('Repositories').addCommand(list), pull];
  };
}

const run = (args: readonly string[], seen: Seen = {}, options: RunOptions = {}): Promise<RunResult> =>
  runCli(args, { ...options, commands: fixture(seen) });

describe('help', () => {
  it.each([{ args: [] }, { args: ['--help'] }, { args: ['-h'] }])(
    'of the program for $args is on stdout',
    async ({ args }) => {
      const { stdout, stderr, exitCode } = await run(args);
      expect(stdout).toMatch(/^USAGE\n {2}swrctl COMMAND/);
      expect(stdout).toContain('GLOBAL OPTIONS\n');
      expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
    },
  );

  it.each([{ args: ['repo'] }, { args: ['repo', '--help'] }, { args: ['repo', '--region', 'cn-north-4'] }])(
    'of a group for $args is on stdout',
    async ({ args }) => {
      const { stdout, stderr, exitCode } = await run(args);
      expect(stdout).toMatch(/^USAGE\n {2}swrctl repo /);
      expect(stdout).toMatch(/\n {2}list /);
      expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
    },
  );

  it('of a command documents its fields and leaves the global options out', async () => {
    const { stdout } = await run(['repo', 'list', '--help']);
    expect(stdout).toContain('JSON FIELDS\n  name, size\n');
    expect(stdout).toContain('ALIASES\n  ls\n');
    expect(stdout).toContain('--json[=fields]');
    expect(stdout).not.toContain('--region');
    expect(stdout).toMatch(/GLOBAL OPTIONS\n[^]*"swrctl --help"[^]*"swrctl help connection"/);
  });

  it.each([undefined, 80, 120])('of the program fits on one screen of %s columns', async (columns) => {
    const { stdout } = await runCli(['--help'], columns === undefined ? {} : { tty: true, columns });
    const lines = stdout.trimEnd().split('\n');
    expect(lines.length).toBeLessThanOrEqual(50);
    expect(lines.filter((line) => line.length > (columns ?? 80))).toEqual([]);
    const words = commandTree({} as Context).map((command) => command.name());
    expect(words.filter((word) => !new RegExp(` {2}${word} {2,}\\S`).test(stdout))).toEqual([]);
    for (const flag of ['--version', '--profile', '--debug']) expect(stdout).toContain(flag);
    expect(stdout).not.toContain('--region');
    expect(stdout).toContain('swrctl help connection');
  });

  it('of the program is one column where two have no room', async () => {
    const { stdout } = await runCli(['--help'], { tty: true, columns: 60 });
    expect(stdout).toMatch(/^ {2}logout {2,}\S.*\n {2}auth /m);
    expect(stdout.split('\n').filter((line) => line.length > 60)).toEqual([]);
  });

  it('of the connection has every option that the program takes for it', async () => {
    const { stdout } = await runCli(['help', 'connection']);
    const flags = Object.values<SettingRow>(SETTINGS).flatMap((row) => row.flags ?? []);
    expect(flags.filter((flag) => !stdout.includes(`  ${flag} `))).toEqual([]);
  });

  it('is not asked for by --help behind --', async () => {
    const seen: Seen = {};
    await run(['repo', 'list', '--', '--help'], seen);
    expect(seen.words).toEqual(['--help']);
  });
});

describe('--version', () => {
  it.each(['--version', '-V'])('prints the number for %s', async (flag) => {
    expect(await run([flag])).toEqual({ stdout: '0.0.0-test\n', stderr: '', exitCode: 0 });
  });
});

describe('wrong usage', () => {
  it.each([
    { args: ['reop'], message: 'unknown command "reop"', hint: 'Did you mean repo?' },
    { args: ['repo', 'lsit'], message: 'unknown command "lsit"', hint: 'Did you mean list?' },
    { args: ['repo', 'list', '--al'], message: 'unknown option "--al"', hint: 'Did you mean --all?' },
    { args: ['repo', 'list', '--regoin', 'x'], message: 'unknown option "--regoin"', hint: 'Did you mean --region?' },
    { args: ['--nope'], message: 'unknown option "--nope"', hint: 'Run: swrctl --help' },
    { args: ['pull'], message: 'missing required argument "reference"', hint: 'Run: swrctl pull --help' },
    { args: ['pull', 'a', 'b'], message: 'too many arguments for "pull": expected 1, got 2', hint: 'Run: swrctl pull' },
    {
      args: ['repo', 'list', '-o', 'xml'],
      message: 'argument "xml" is invalid: choose one of table',
      hint: 'Run: swrctl',
    },
    { args: ['repo', 'list', '--description'], message: 'argument missing', hint: 'Run: swrctl repo list --help' },
    { args: ['repo', 'list', '--json=nope'], message: '"nope" is not a JSON field', hint: 'Choose from: name, size' },
    { args: ['repo', 'list', '--query', '[?'], message: '--query "[?" is not usable', hint: 'jmespath' },
    { args: ['repo', 'list', '--region', 'a/b'], message: '--region is "a/b"', hint: 'cn-north-4' },
  ])('$args is reported in our layout, with a hint, and ends with 2', async ({ args, message, hint }) => {
    const { stdout, stderr, exitCode } = await run(args);
    const text = args.some((word) => /^--(json|query)/.test(word)) ? stderr.replaceAll('\\"', '"') : stderr;
    expect(text).toContain(message);
    expect(text).toContain(hint);
    expect(stdout).toBe('');
    expect(exitCode).toBe(2);
  });

  it('is text on three lines at most', async () => {
    const { stderr } = await run(['reop']);
    expect(stderr).toBe('Error: unknown command "reop"\nHint: Did you mean repo? Run: swrctl --help\n');
  });

  it.each([['--json'], ['-o', 'json'], ['-ojson'], ['--output=json'], ['--query', 'a']])(
    'is one line of JSON when %s asks for it, also where the line cannot be read',
    async (...flags) => {
      const { stderr, exitCode } = await run(['repo', 'list', '--nope', ...flags]);
      expect(JSON.parse(stderr)).toMatchObject({ code: 'USAGE', exitCode: 2 });
      expect(exitCode).toBe(2);
    },
  );
});

describe('global options', () => {
  it.each([
    { args: ['--region', 'cn-north-4', 'repo', 'list'] },
    { args: ['repo', '--region', 'cn-north-4', 'list'] },
    { args: ['repo', 'list', '--region', 'cn-north-4'] },
    { args: ['repo', 'list', 'x', '--region=cn-north-4'] },
    { args: ['--region', 'cn-east-3', 'repo', 'list', '--region', 'cn-north-4'] },
  ])('count wherever they stand: $args', async ({ args }) => {
    const seen: Seen = {};
    const { exitCode } = await run(args, seen);
    expect(exitCode).toBe(0);
    expect(seen.region).toBe('cn-north-4');
  });

  it('are not looked for among the values of other options', async () => {
    const seen: Seen = {};
    await run(['repo', 'list', '--description', '-q'], seen);
    expect(seen.options).toMatchObject({ description: '-q' });
  });

  it('add up where they may be repeated', async () => {
    let hosts: readonly string[] = [];
    await runCli(['--insecure', 'a', 'repo', 'list', '--insecure', 'b'], {
      commands: (context) => fixture({}, async () => void (hosts = (await context.settings()).insecureHosts))(context),
    });
    expect(hosts).toEqual(['a', 'b']);
  });

  it('turn prompting off wherever --no-input stands', async () => {
    for (const args of [
      ['--no-input', 'repo', 'list'],
      ['repo', 'list', '--no-input'],
    ]) {
      let noInput = false;
      const commands: BuildCommands = (context) =>
        fixture({}, async () => void (noInput = (await context.settings()).noInput))(context);
      await runCli(args, { commands });
      expect(noInput).toBe(true);
    }
  });
});

describe('output options', () => {
  it('leave -o of pull to the file', async () => {
    const seen: Seen = {};
    expect((await run(['pull', 'a/b', '-o', 'json'], seen)).exitCode).toBe(0);
    expect(seen.options).toMatchObject({ output: 'json' });
  });

  it('do not take a file called json for the format of an error', async () => {
    const { stderr } = await runCli(['pull', 'a/b', '-o', 'json'], {
      commands: fixture({}, () => Promise.reject(new SwrctlError('NOT_FOUND', 'no such image'))),
    });
    expect(stderr).toMatch(/^Error: no such image\nHint: .+\n$/);
  });

  it('take the fields of --json only from behind "="', async () => {
    const seen: Seen = {};
    const { stdout } = await run(['repo', 'list', '--json', 'team'], seen);
    expect(seen.words).toEqual(['team']);
    expect(JSON.parse(stdout)).toEqual([{ name: 'a', size: 1 }]);
    expect(JSON.parse((await run(['repo', 'list', '--json=name'])).stdout)).toEqual([{ name: 'a' }]);
  });

  it('leave --json alone where it is the value of another option', async () => {
    const seen: Seen = {};
    await run(['repo', 'list', '--description', '--json'], seen);
    expect(seen.options).toMatchObject({ description: '--json' });
  });

  it('give the result of a query as JSON', async () => {
    expect((await run(['repo', 'list', '--query', '[0].name'])).stdout).toBe('"a"\n');
  });
});

describe('failures', () => {
  const fail = (error: unknown, args: readonly string[] = [], options: RunOptions = {}): Promise<RunResult> =>
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- anything can be thrown
    runCli(['repo', 'list', ...args], { ...options, commands: fixture({}, () => Promise.reject(error)) });

  it('end with the status of their code', async () => {
    const { stderr, exitCode } = await fail(new SwrctlError('THROTTLED', 'too many requests', { hint: 'Wait' }));
    expect(stderr).toBe('Error: too many requests\nHint: Wait\n');
    expect(exitCode).toBe(7);
  });

  it('are one line of JSON with --json', async () => {
    const { stderr } = await fail(new SwrctlError('NOT_FOUND', 'nothing'), ['--json']);
    expect(JSON.parse(stderr)).toMatchObject({ code: 'NOT_FOUND', exitCode: 5 });
  });

  it('are reported with --quiet too', async () => {
    expect((await fail(new SwrctlError('NOT_FOUND', 'nothing'), ['-q'])).stderr).toMatch(/^Error: nothing\n/);
  });

  it('show no stack without --debug, whatever was thrown', async () => {
    const { stderr, exitCode } = await fail(new TypeError('x is not a function'));
    expect(stderr).toMatch(/^Error: x is not a function\nHint: .*--debug.*\n$/);
    expect(exitCode).toBe(1);
    expect((await fail(new TypeError('x'), ['--debug'])).stderr).toContain('program.test.ts');
    expect((await fail(new TypeError('x'), [], { env: { SWRCTL_DEBUG: '1' } })).stderr).toContain('program.test.ts');
  });

  it.each([
    { code: 'INTERRUPTED' as const, status: 130 },
    { code: 'TERMINATED' as const, status: 143 },
  ])('after a signal are the signal, $status, and keep the hint', async ({ code, status }) => {
    const controller = new AbortController();
    controller.abort(new SwrctlError(code, 'stopped'));
    const { signal } = controller;
    const aborted = await fail(new DOMException('aborted', 'AbortError'), [], { signal });
    expect(aborted).toMatchObject({
      stderr: 'Error: stopped\nHint: Run the same command again to go on\n',
      exitCode: status,
    });
    const known = await fail(new SwrctlError('NETWORK', 'x', { hint: 'Run it again to go on' }), [], { signal });
    expect(known).toMatchObject({ stderr: 'Error: stopped\nHint: Run it again to go on\n', exitCode: status });
  });

  it('close what was opened', async () => {
    let isClosed = false;
    await fail(new Error('x'), [], {
      buildContext: (world, invocation) => ({
        ...composeContext(world, invocation),
        close: () => Promise.resolve(void (isClosed = true)),
      }),
    });
    expect(isClosed).toBe(true);
  });
});

describe('help topics', () => {
  it.each([
    ['connection', '--plain-http'],
    ['environment', 'SWRCTL_REGION'],
    ['exit-codes', 'stopped by Ctrl-C'],
    ['formatting', 'JMESPath'],
    ['limits', '10 GB'],
    ['permissions', 'manage'],
  ])('explain %s', async (topic, word) => {
    const { stdout, exitCode } = await runCli(['help', topic]);
    expect(stdout).toContain(word);
    expect(exitCode).toBe(0);
  });

  it('fit into 80 columns', async () => {
    for (const topic of TOPIC_NAMES) {
      const { stdout } = await runCli(['help', topic]);
      expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
    }
  });

  it('give way to commands', async () => {
    const { stdout } = await runCli(['help', 'version']);
    expect(stdout).toBe((await runCli(['version', '--help'])).stdout);
    expect((await runCli(['help'])).stdout).toBe((await runCli(['--help'])).stdout);
  });

  it('that there are not are wrong usage', async () => {
    const { stderr, exitCode } = await runCli(['help', 'nonsense']);
    expect(stderr).toContain('environment, exit-codes');
    expect(exitCode).toBe(2);
  });
});
