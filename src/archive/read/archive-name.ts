import { isDigest } from '../../model/digest.ts';
import { isDockerHub } from '../../model/docker-hub.ts';

/** A name without what docker puts before it: `docker.io/library/app` is `app`. */
function shortName(name: string): string {
  const slash = name.indexOf('/');
  const short = isDockerHub(name.slice(0, Math.max(0, slash))) ? name.slice(slash + 1) : name;
  return short.startsWith('library/') ? short.slice('library/'.length) : short;
}

/** `app`, `app:latest` and `docker.io/library/app:latest` are the same name. */
export function canonicalName(name: string): string {
  return shortName(hasTag(name) || name.includes('@') ? name : `${name}:latest`);
}

/** True when both names mean the same image, as docker completes them. */
export function sameName(a: string, b: string): boolean {
  return canonicalName(a) === canonicalName(b);
}

function hasTag(name: string): boolean {
  const last = name.slice(name.lastIndexOf('/') + 1);
  const colon = last.indexOf(':');
  return colon !== -1 && colon < last.length - 1;
}

/**
 * True for a name that is a digest and no tag: `app@sha256:…`, and `sha256:…`, under which containerd keeps what
 * Kubernetes runs. Nothing can be pushed under such a name.
 */
export function isDigestName(name: string): boolean {
  const at = name.indexOf('@');
  return at === -1 ? isDigest(shortName(name)) : !hasTag(name.slice(0, at));
}
