import type { View } from '../../output/output.ts';
import type { Context } from '../../app/world.ts';

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

/** `swrctl version`. */
export async function runVersion({ world, output }: Context): Promise<void> {
  const { version: number, platform, arch } = world;
  await output().show({ version: number, platform, arch }, VIEW);
}
