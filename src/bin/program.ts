import { setImmediate } from 'node:timers/promises';
import { Command, CommanderError } from 'commander';
import type { Context, Invocation, World } from '../app/world.ts';
import { isSwitchedOn } from '../app/settings/parse.ts';
import { orMistypedRegion } from '../app/settings/mistyped-region.ts';
import { placeFlags } from '../app/settings/place-flags.ts';
import type { Attempt } from '../commands/habits/suggest.ts';
import { isLiveRequest, liveNames } from '../commands/completion/live-names.ts';
import { helpLayout } from '../commands/help/layout.ts';
import { hasFormats, looksLikeJson, outputRequestOf } from '../commands/options/output-options.ts';
import { addSettingOptions, invocationOptions } from '../commands/options/setting-options.ts';
import { runQuietly } from './quiet-run.ts';
import { commandTree } from '../commands/tree.ts';
import { separateJsonFlag } from '../commands/options/json-flag.ts';
import { commandPath, isHelpShown } from '../commands/options/usage.ts';
import { composeContext, MAKES_PROFILE } from '../app/compose.ts';
import { SwrctlError, hasCode, systemCode } from '../base/errors.ts';
import { orInterruption, withCommandLine } from '../app/interruption.ts';
import { loadPaint, wantsColor, type ColorChoice } from '../output/color.ts';
import { exitCodeOf, formatFailure } from '../output/failure.ts';
import type { Format } from '../output/format.ts';
import { checkQuery } from '../output/query.ts';
import { writeText } from '../output/screen.ts';

const DESCRIPTION = 'Push and pull images and manage Huawei Cloud SWR, without a container engine';

/**
 * Builds the command tree.
 *
 * @param invocation is filled in before the action of a command runs.
 * @param print takes help and version texts.
 */
export function createProgram(
  context: Context,
  commands: readonly Command[],
  invocation: Invocation,
  print: (text: string) => void,
): Command {
  const columns = context.world.stdout.columns;
  const program = new Command('swrctl')
    .description(DESCRIPTION)
    .version(context.world.version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help for a command')
    .helpCommand(false)
    .enablePositionalOptions()
    .exitOverride()
    .configureHelp(columns === undefined ? helpLayout : { ...helpLayout, helpWidth: columns })
    // writeErr gets only the help of a bare group: errors are rendered by runProgram, in our own layout.
    .configureOutput({ writeOut: print, writeErr: print, outputError: () => undefined, getOutHasColors: () => false })
    .hook('preAction', async (_root, leaf) => {
      invocation.options = invocationOptions(leaf);
      invocation.output = outputRequestOf(leaf);
      await checkProfile(context, invocation);
      if (invocation.output.format === undefined && hasFormats(leaf))
        invocation.usualFormat = await usualFormat(context, invocation);
      if (invocation.output.query !== undefined) await checkQuery(invocation.output.query);
    });
  addSettingOptions(program, true);
  for (const command of commands) program.addCommand(command);
  prepareSubcommands(program, invocation);
  return program;
}

/** These have nothing to do with an account: a variable of the shell that names a profile is not for them. */
const WITHOUT_ACCOUNT = /^(?:completion|emulator|explain|help|regions|version)(?: |$)/;

/** A profile that somebody names has to be there, also for commands that would not look at it. @throws {SwrctlError} USAGE */
async function checkProfile(context: Context, { command, options }: Invocation): Promise<void> {
  const isSaid = options['profile'] !== undefined || !WITHOUT_ACCOUNT.test(command);
  const isMissing = options['profile'] === undefined && !context.world.env['SWRCTL_PROFILE']?.trim();
  // login makes it; doctor says it among all else
  if (!isSaid || isMissing || MAKES_PROFILE.has(command) || command === 'doctor') return;
  const { checkProfileName, openProfiles } = await import('../app/account/profiles.ts');
  const { profile } = await context.settings();
  if (profile !== undefined) await checkProfileName(await openProfiles(context), profile);
}

/** What the profile says about output. One that cannot be read is told by who needs it. */
async function usualFormat(context: Context, { command }: Invocation): Promise<Format | undefined> {
  if (WITHOUT_ACCOUNT.test(command)) return undefined;
  const { savedFormat } = await import('../app/account/saved-format.ts');
  return savedFormat(context).catch(() => undefined);
}

/** Global options are added only to the commands on the way to the one that runs: there are many commands. */
function prepareSubcommands(command: Command, invocation: Invocation): void {
  command.hook('preSubcommand', (_parent, sub) => {
    addSettingOptions(sub, false);
    invocation.command = commandPath(sub);
  });
  for (const sub of command.commands) {
    sub.copyInheritedSettings(command).helpCommand(false);
    prepareSubcommands(sub, invocation);
  }
}

export type BuildContext = (world: World, invocation: Invocation) => Context;
export type BuildCommands = (context: Context) => readonly Command[];

/**
 * Runs one command line from argv to exit status. Never throws; everything printed has been taken by the streams when
 * it is over.
 */
export async function runProgram(
  world: World,
  buildContext: BuildContext = composeContext,
  commands: BuildCommands = commandTree,
): Promise<number> {
  if (!isLiveRequest(world.argv)) return runOnce(world, buildContext, commands);
  return runQuietly(world, (quiet) => runOnce(quiet, buildContext, (context) => [liveNames(context)]));
}

async function runOnce(world: World, buildContext: BuildContext, commands: BuildCommands): Promise<number> {
  const { stdout, stderr } = world;
  const reader = { isGone: false };
  // Failed writes are reported where they are awaited; a reader that has enough, as in `… | head`, is no failure.
  stdout.on('error', (error) => (reader.isGone ||= systemCode(error) === 'EPIPE'));
  stderr.on('error', () => undefined);
  const invocation: Invocation = { command: '', options: {}, output: undefined };
  const context = buildContext(world, invocation);
  try {
    await orGiveUp(runCommand(context, commands(context), invocation), world.signal);
    await context.close();
    return 0;
  } catch (error) {
    await context.close().catch(() => undefined); // the first error is the one to report
    await setImmediate(); // the event of a stream comes after the failure of the write
    return reader.isGone ? 0 : report(error, world, invocation);
  }
}

/** Milliseconds that a command has for stopping by itself after a signal: to leave things so that one can go on. */
const GRACE_MS = 2000;

/** Waits for a command, but not for one that does not notice a signal. */
async function orGiveUp(command: Promise<void>, signal: AbortSignal): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_resolve, reject) => {
    const start = (): void => {
      timer = setTimeout(() => reject(signal.reason as Error), GRACE_MS);
    };
    if (signal.aborted) start();
    else signal.addEventListener('abort', start, { once: true });
  });
  try {
    await Promise.race([command, limit]);
  } finally {
    clearTimeout(timer);
  }
}

async function runCommand(context: Context, commands: readonly Command[], invocation: Invocation): Promise<void> {
  const { world } = context;
  const help: string[] = [];
  const program = createProgram(context, commands, invocation, (text) => void help.push(text));
  try {
    await program.parseAsync(separateJsonFlag(world.argv, program), { from: 'user' });
  } catch (error) {
    if (!isHelpShown(error))
      throw await explained(error, { argv: world.argv, root: program, path: invocation.command });
    await writeText(world.stdout, help.join(''));
  }
}

/** What commander says, with what was probably meant. */
async function explained(error: unknown, attempt: Attempt): Promise<unknown> {
  if (!(error instanceof CommanderError)) return error;
  const { withSuggestion } = await import('../commands/habits/suggest.ts');
  return withSuggestion(error, attempt);
}

/** What is done of these is not done twice. */
const TRANSFERS: ReadonlySet<string> = new Set(['push', 'pull', 'copy']);

/** What is wrong with a line is told by the help of its command, where nothing better was said. */
function withUsageHint(failure: SwrctlError, { command }: Invocation): SwrctlError {
  if (failure.code !== 'USAGE' || failure.hint !== undefined || command === '') return failure;
  const { code, message, cause, service } = failure;
  return new SwrctlError(code, message, { hint: `Run: swrctl ${command} --help`, cause, service });
}

async function report(error: unknown, world: World, invocation: Invocation): Promise<number> {
  const ended = orMistypedRegion(orInterruption(error, world.signal));
  const plain = withUsageHint(ended, invocation);
  const isStopped = hasCode(ended, 'INTERRUPTED', 'TERMINATED') && TRANSFERS.has(invocation.command);
  const failure = isStopped ? withCommandLine(ended, world.argv) : plain;
  const { options, output } = invocation;
  const color = (options['color'] ?? 'auto') as ColorChoice; // checked against the choices when it was parsed
  const text = formatFailure(failure, {
    isJson: output === undefined ? looksLikeJson(world.argv) : (output.format ?? invocation.usualFormat) === 'json',
    isDebug: options['debug'] === true || isSwitchedOn(world.env['SWRCTL_DEBUG']),
    place: placeFlags(options),
    paint: await loadPaint(wantsColor(color, world.env, world.stderr.isTTY === true)),
  });
  await writeText(world.stderr, text).catch(() => undefined); // nobody left to tell
  return exitCodeOf(failure);
}
