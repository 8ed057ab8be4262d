import { Command, Option } from 'commander';
import type { Context } from '../../app/world.ts';
import { withExistOk } from '../shared/existing.ts';
import { examples } from '../help/layout.ts';
import { withOutputOptions } from '../options/output-options.ts';
import { withWaitOption } from '../options/wait-option.ts';
import type { InstanceAddOptions } from './add-run.ts';
import { INSTANCE_FIELDS } from './view.ts';

const collect = (text: string, before: readonly string[] = []): readonly string[] => [...before, text];

export const instanceAdd = (context: Context): Command =>
  withOutputOptions(
    withWaitOption(withStorageOptions(withPlaceOptions(withExistOk(newCommand()))), 'it is running', '40m').addHelpText(
      'after',
      examples(
        'swrctl instance add prod --vpc VPC_ID --subnet SUBNET_ID --spec professional --wait',
        'swrctl instance add prod --vpc VPC_ID --subnet SUBNET_ID --spec professional --encrypt aes256 --yes -o json',
      ),
    ),
    [...INSTANCE_FIELDS, 'job'],
  ).action(async (name: string, options: InstanceAddOptions) => {
    const { runInstanceAdd } = await import('./add-run.ts');
    await runInstanceAdd(context, name, options);
  });

const newCommand = (): Command =>
  new Command('add')
    .alias('create')
    .description('Make an instance of the enterprise edition; it costs money until it is removed')
    .argument('<name>', 'name: 3 to 48 lower-case letters, digits and single "-" between them, a letter first')
    .option('-y, --yes', 'do not ask', false);

const withPlaceOptions = (command: Command): Command =>
  command
    .requiredOption('--vpc <id>', 'the VPC that it stands in')
    .requiredOption('--subnet <id>', 'the subnet, by its network id')
    .addOption(new Option('--spec <spec>', 'size').choices(['professional', 'basic']).makeOptionMandatory())
    .option('--description <text>', 'what it is for')
    .option('--enterprise-project <id>', 'enterprise project (default: the default one)')
    .option('--label <key=value>', 'label to find it by (repeatable)', collect)
    .option('--no-intranet', 'do not let its own VPC reach it');

const withStorageOptions = (command: Command): Command =>
  command
    .option('--bucket <name>', 'bucket of OBS to keep images in (default: a new one)')
    .addOption(new Option('--encrypt <method>', 'encrypt the new bucket').choices(['aes256', 'sm4']))
    .option('--kms-key <id>', 'key of KMS to encrypt with (default: one of the service)');
