import { join } from 'node:path';
import { SwrctlError } from '../base/errors.ts';
import { primaryAuthFile, type AuthFilePlace } from './containers-auth.ts';

/** Programs that a login can be written for. */
export const ENGINES = ['docker', 'podman', 'containerd', 'nerdctl', 'buildkit', 'helm', 'k3s', 'skopeo'] as const;

export type Engine = (typeof ENGINES)[number];

/** How a file keeps logins: as docker's config.json does, as a part of containerd's settings, or as k3s' registries.yaml. */
export type LoginFileKind = 'docker' | 'containerd' | 'k3s';

/** Where a program looks for the login of one registry. */
export interface EngineFile {
  readonly engine: Engine;
  readonly kind: LoginFileKind;
  readonly path: string;
}

/** What decides where programs look. */
export interface EnginePlace extends AuthFilePlace {
  /** Docker's config.json. */
  readonly dockerConfig: string;
}

const KINDS: Readonly<Record<Engine, LoginFileKind>> = {
  docker: 'docker',
  podman: 'docker',
  nerdctl: 'docker',
  buildkit: 'docker',
  helm: 'docker',
  skopeo: 'docker',
  containerd: 'containerd',
  k3s: 'k3s',
};

/**
 * The file of a program for a registry.
 *
 * @param chosen a path that somebody named instead of the usual one.
 * @see containers-auth.json(5); Helm, "helm env"; K3s, "Private Registry Configuration"; containerd, "Configure
 * Registry Credentials".
 */
export function engineFile(engine: Engine, host: string, place: EnginePlace, chosen?: string): EngineFile {
  return { engine, kind: KINDS[engine], path: chosen ?? usualPath(engine, host, place) };
}

function usualPath(engine: Engine, host: string, place: EnginePlace): string {
  switch (engine) {
    case 'docker':
    case 'nerdctl':
    case 'buildkit':
      return place.dockerConfig;
    case 'podman':
    case 'skopeo':
      return containersAuthFile(place);
    case 'helm':
      return helmConfig(place);
    case 'containerd':
      return `/etc/containerd/conf.d/swrctl-${host.replace(/[^\w.-]/g, '_')}.toml`;
    case 'k3s':
      return '/etc/rancher/k3s/registries.yaml';
  }
}

/** podman and skopeo follow DOCKER_CONFIG too, if it is set. */
function containersAuthFile(place: EnginePlace): string {
  const isDocker = !place.env['REGISTRY_AUTH_FILE'] && place.env['DOCKER_CONFIG']?.trim();
  return isDocker ? place.dockerConfig : primaryAuthFile(place);
}

function helmConfig({ env, homeDir, platform }: EnginePlace): string {
  const chosen = env['HELM_REGISTRY_CONFIG'];
  if (chosen) return chosen;
  return join(env['HELM_CONFIG_HOME'] || helmFolder(env, homeDir, platform), 'registry', 'config.json');
}

function helmFolder(env: EnginePlace['env'], homeDir: string, platform: NodeJS.Platform): string {
  if (platform === 'darwin') return join(homeDir, 'Library', 'Preferences', 'helm');
  if (platform === 'win32') return join(env['APPDATA'] || join(homeDir, 'AppData', 'Roaming'), 'helm');
  return join(env['XDG_CONFIG_HOME'] || join(homeDir, '.config'), 'helm');
}

/**
 * Reads a list such as `docker,podman,k3s=/tmp/registries.yaml`.
 *
 * @returns pairs of a program and the path that was named for it.
 * @throws {SwrctlError} USAGE naming the word that is no program.
 */
export function parseEngines(text: string): readonly (readonly [Engine, string | undefined])[] {
  return text.split(',').map((word) => {
    const [, name = '', path] = /^([^=]*)(?:=(.+))?$/s.exec(word.trim()) ?? [];
    const engine = ENGINES.find((known) => known === name.trim().toLowerCase());
    if (engine !== undefined) return [engine, path];
    throw new SwrctlError('USAGE', `--for has "${word.trim()}", expected some of ${ENGINES.join(', ')}`, {
      hint: 'Write for example: swrctl login --for docker,podman',
    });
  });
}
