import type { Context, Invocation, World } from './world.ts';
import type { Services } from './services.ts';
import { placeFlags } from './settings/place-flags.ts';
import { readSettings } from './settings/settings.ts';
import { once } from '../base/once.ts';
import { wantsColor, type ColorChoice } from '../output/color.ts';
import { createOutput, type Output } from '../output/output.ts';

/** The commands that `--profile` may name a new profile for. */
export const MAKES_PROFILE: ReadonlySet<string> = new Set(['login', 'auth login']);

/** The commands that are about instances of a project, so that a name which is wrong ends none that would list the right ones. */
const FINDS_INSTANCE = /^(?:instance|job)\b/;

/** Puts the parts of the program together, each on first use. */
export function composeContext(world: World, invocation: Invocation): Context {
  let opened: Output | undefined;
  const output = once(() => (opened = outputFor(world, invocation)));
  const settings = once(() => Promise.resolve().then(() => readSettings(invocation.options, world.env, world)));
  let services: Promise<Services> | undefined;
  const openServices = async (): Promise<Services> => {
    const { createServices } = await import('./open-services.ts');
    const makesProfile = MAKES_PROFILE.has(invocation.command);
    const isLater = makesProfile || FINDS_INSTANCE.test(invocation.command);
    const choice = { makesProfile, isLater, operandHost: invocation.operandHost };
    return createServices(world, await settings(), invocation.options, output(), choice);
  };
  return {
    world,
    settings,
    output,
    services: () => (services ??= openServices()),
    choosePlace: (host) => {
      invocation.operandHost = host;
    },
    close: async () => {
      opened?.close();
      await services?.then(
        ({ close }) => close(),
        () => undefined, // it never came up, and whoever needed it knows
      );
    },
  };
}

function outputFor({ stdout, stderr, env, now }: World, { options, output, usualFormat }: Invocation): Output {
  const color = (options['color'] ?? 'auto') as ColorChoice; // checked against the choices when it was parsed
  return createOutput({
    stdout,
    stderr,
    request: output ?? {},
    usualFormat,
    isQuiet: options['quiet'] === true,
    isColored: wantsColor(color, env, stdout.isTTY === true),
    canAnimate: env['TERM'] !== 'dumb',
    now,
    place: placeFlags(options),
  });
}
