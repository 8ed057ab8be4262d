import { Command, Option } from 'commander';
import { commandSpec, type CommandSpec } from '../../src/completion/spec.ts';

const FORMATS = ['table', 'json'];

/** A small tree with everything that the shells have to cope with. */
export function fixtureSpec(): CommandSpec {
  const push = new Command('push')
    .description("Push an image: it's quick")
    .argument('<source>', 'archive')
    .argument('[references...]')
    .option('--public', 'make the repository public')
    .addOption(new Option('--compression <kind>', 'how').choices(['gzip', 'zstd', 'none']));
  const pull = new Command('pull').argument('<reference>').option('-o, --output <file>', 'where to write');
  const list = new Command('list')
    .alias('ls')
    .description('List organizations')
    .addOption(new Option('-o, --output <format>', 'how to print').choices(FORMATS));
  const show = new Command('show').argument('<org>').addOption(new Option('-o, --output <format>').choices(FORMATS));
  const org = new Command('org').description('Organizations').addCommand(list).addCommand(show);
  const root = new Command('swrctl').addCommand(push).addCommand(pull).addCommand(org);
  return commandSpec(root, (command) =>
    command
      .option('--region <region>', 'region')
      .addOption(new Option('--color <when>', 'use color').choices(['auto', 'always', 'never'])),
  );
}
