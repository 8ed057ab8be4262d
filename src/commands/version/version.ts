import { Command } from 'commander';
import type { View } from '../../output/output.ts';
import type { Context } from '../../app/world.ts';
import { examples } from '../help/layout.ts';
import { withOutputOptions } from '../options/output-options.ts';

interface VersionInfo {
  readonly version: string;
  readonly platform: string;
  readonly arch: string;
}

const VIEW: View<VersionInfo> = {
  columns: [
    { header: 'Version', value: ({ version }) => version },
    { header: 'Platform', value: ({ platform }) => platform },
    { header: 'Arch', value: ({ arch }) => arch },
  ],
  name: ({ version }) => version,
};

export const version = (context: Context): Command =>
  withOutputOptions(
    new Command('version')
      .description('Show the version of swrctl and the platform it runs on')
      .addHelpText('after', examples('swrctl version', 'swrctl version -o name')),
    ['version', 'platform', 'arch'],
  ).action(() => runVersion(context));

export async function runVersion({ world, output }: Context): Promise<void> {
  const { version: number, platform, arch } = world;
  await output().show({ version: number, platform, arch }, VIEW);
}
