import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { World } from '../../../app/world.ts';
import { SwrctlError } from '../../../base/errors.ts';
import { posixWord } from '../../../model/shell-word.ts';

type Folder = Pick<World, 'cwd'>;

/** What skopeo, podman and buildah write before a name. Source: container-libs. */
const TRANSPORT =
  /^(docker-archive|oci-archive|oci|dir|docker-daemon|containers-storage|docker(?=:\/\/)):(?:\/\/)?(.+)$/;

/** No repository is called like these, whereas `oci:dir` can be a tag. */
const NO_REPOSITORY = /^docker-archive|^oci-archive|^docker-daemon|^containers-storage/;

/** The path and the name behind it: `app.tar:team/app:v1`, `layout:v1`. */
function split(rest: string): readonly [path: string, name: string | undefined] {
  const at = rest.includes('://') ? -1 : rest.indexOf(':'); // in pieces, an address would show its password
  return at < 0 ? [rest, undefined] : [rest.slice(0, at), rest.slice(at + 1)];
}

const saved = (engine: string, name: string): string =>
  `Save it on the way: ${engine} save ${posixWord(name)} | swrctl push - ORG/REPO:TAG`;

function hintFor(transport: string, rest: string): string {
  if (transport === 'docker') return `An image of a registry is sent by: swrctl copy ${posixWord(rest)} ORG/REPO:TAG`;
  if (transport === 'docker-daemon') return saved('docker', rest);
  if (transport === 'containers-storage') return saved('podman', rest);
  if (transport === 'dir') return `Make a layout of it: skopeo copy ${posixWord(`dir:${rest}`)} oci:DIR, and give DIR`;
  const [path, name] = split(rest);
  return `Write ${posixWord(path)}${name === undefined ? '' : `, and --image ${posixWord(name)} behind it`}`;
}

const isThere = ({ cwd }: Folder, path: string): Promise<boolean> =>
  stat(resolve(cwd, path)).then(
    () => true,
    () => false,
  );

/**
 * A source that is written for another program.
 *
 * @param isSource false: it may be a reference.
 * @throws {SwrctlError} USAGE
 */
export async function refuseTransport(world: Folder, operand: string, isSource: boolean): Promise<void> {
  const [, transport, rest = ''] = TRANSPORT.exec(operand) ?? [];
  if (transport === undefined || (await isThere(world, operand))) return;
  const isMeant = isSource || NO_REPOSITORY.test(transport) || (await isThere(world, split(rest)[0]));
  if (!isMeant) return;
  throw new SwrctlError('USAGE', `"${transport}:" is no part of a path: archives are known by their content`, {
    hint: hintFor(transport, rest),
  });
}
