/** Windows Server 2022: the first build that runs containers of older ones, down to itself. */
const FIRST_COMPATIBLE_BUILD = 20348;

interface WindowsBuild {
  readonly release: string;
  readonly build: number;
}

/** `10.0.17763` and anything behind it; the revision makes no difference to what runs where. */
function windowsBuild(version: string): WindowsBuild | undefined {
  const [, release = '', build = ''] = /^(\d+\.\d+)\.(\d+)(?:\.|$)/.exec(version) ?? [];
  return build === '' ? undefined : { release, build: Number(build) };
}

/** True for a version that names one build of Windows. */
export function isWindowsBuild(os: string, version: string): boolean {
  return os === 'windows' && windowsBuild(version) !== undefined;
}

/**
 * True when an image for the version `offered` is what somebody asking for `wanted` means. Windows runs images of its
 * own build, and from Server 2022 on those of builds between that one and itself. Elsewhere, and where `wanted` names no
 * build, it has to be the beginning of `offered`. Who says no version takes all.
 *
 * @see containerd, package platforms, windowsVersionMatcher.
 */
export function fitsVersion(os: string, offered: string | undefined, wanted: string | undefined): boolean {
  if (offered === undefined || wanted === undefined || offered === wanted) return true;
  const [image, host] = [windowsBuild(offered), windowsBuild(wanted)];
  if (os !== 'windows' || image === undefined || host === undefined) return offered.startsWith(`${wanted}.`);
  if (image.release !== host.release) return false;
  if (host.build < FIRST_COMPATIBLE_BUILD) return image.build === host.build;
  return image.build >= FIRST_COMPATIBLE_BUILD && image.build <= host.build;
}

/** Orders versions number by number, older ones first; none is the oldest. */
export function compareVersions(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}
