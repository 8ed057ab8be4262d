// The command lines of other people's programs.
import { chownSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram } from './programs.js';

const NOBODY = 65534;

/**
 * Skopeo without what it remembers of blobs. For root that lies in a folder of the system, so it runs as somebody else
 * then: that folder is neither used nor touched.
 */
export function freshSkopeo(folder) {
  const home = mkdtempSync(join(folder, 'skopeo-'));
  const env = { HOME: home, XDG_DATA_HOME: home, XDG_RUNTIME_DIR: home, TMPDIR: home };
  if (process.getuid?.() !== 0) return { env };
  chownSync(home, NOBODY, NOBODY);
  return { env, as: NOBODY };
}

const skopeo = (...args) => [findProgram('skopeo'), '--insecure-policy', ...args];

export const skopeoPush = (archive, reference) =>
  skopeo('copy', '-q', '--dest-tls-verify=false', `docker-archive:${archive}`, `docker://${reference}`);

export const skopeoPull = (reference, archive) =>
  skopeo('copy', '-q', '--src-tls-verify=false', `docker://${reference}`, `docker-archive:${archive}:bench/app:v1`);

export const skopeoSync = (from, to) => {
  const insecure = ['--src-tls-verify=false', '--dest-tls-verify=false'];
  return skopeo('sync', '--src', 'docker', '--dest', 'docker', ...insecure, from, to);
};

export const cranePush = (archive, reference) => [findProgram('crane'), 'push', '--insecure', archive, reference];

export const cranePull = (reference, archive) => [findProgram('crane'), 'pull', '--insecure', reference, archive];

const LOAD_AND_PUSH = 'docker load -q -i "$1" && docker tag bench/app:v1 "$2" && docker push -q "$2"';

export const dockerPush = (archive, reference) => ['/bin/sh', '-c', LOAD_AND_PUSH, 'sh', archive, reference];

const PULL_AND_SAVE = 'docker pull -q "$1" && docker save -o "$2" "$1"';

export const dockerPull = (reference, archive) => ['/bin/sh', '-c', PULL_AND_SAVE, 'sh', reference, archive];

/** What stands in a row that cannot be measured here. */
export const absence = (...programs) => {
  const missing = programs.filter((name) => findProgram(name) === undefined);
  return missing.length > 0 ? 'absent' : undefined;
};

/** The same for what a quick run can do without. */
export const absenceIfQuick = (isQuick, ...programs) => (isQuick ? 'left out with --quick' : absence(...programs));

/** A docker engine needs root. */
export const dockerAbsence = (isQuick) =>
  absenceIfQuick(isQuick, 'docker', 'dockerd') ?? (process.getuid?.() === 0 ? undefined : 'left out (not root)');
