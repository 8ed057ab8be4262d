import { Argument, Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { LIVE_COMMAND, LIVE_KINDS, type LiveKind } from '../../completion/live-kinds.ts';

export const isLiveRequest = ([word]: readonly string[]): boolean => word === LIVE_COMMAND;

/**
 * `swrctl __complete KIND WORD [LINE…]`, which the completion scripts call: names that fit WORD, one per line. LINE is
 * what stands before the word; the options of it that say whose names are meant count.
 */
export const liveNames = (context: Context): Command =>
  new Command(LIVE_COMMAND)
    .helpOption(false)
    .allowUnknownOption()
    .addArgument(new Argument('<kind>').choices(LIVE_KINDS))
    .argument('<word>')
    .argument('[line...]')
    .action(async (kind: LiveKind, word: string) => {
      const { runLiveNames } = await import('./live-names-run.ts');
      await runLiveNames(context, { kind, word });
    });
