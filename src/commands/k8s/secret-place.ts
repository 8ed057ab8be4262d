import { DEFAULT_SECRET_NAME } from './secret-options.ts';

export interface SecretPlace {
  readonly name: string;
  /** Empty: where kubectl puts it. */
  readonly namespaces: readonly string[];
}

/** Flags were checked before; a manifest may hold anything. */
const isName = (text: string): boolean => /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/.test(text);

/**
 * The flags of `k8s secret` and `k8s cronjob` for secrets of one name, each with a blank in front; empty for the default.
 * What is no name in Kubernetes is left out: it could not be made anyway, and must not reach a shell.
 */
export function placeFlags({ name, namespaces }: SecretPlace): string {
  const known = namespaces.filter(isName);
  const nameFlag = name === DEFAULT_SECRET_NAME || !isName(name) ? '' : ` --name ${name}`;
  return `${nameFlag}${known.length === 0 ? '' : ` -n ${known.join(',')}`}`;
}

/** Commands that a hint shows at most. */
const MAX_COMMANDS = 3;

/** What makes secrets anew, one command for all of a name; a shell takes the whole line. */
export function renewCommands(secrets: readonly { name: string; namespace: string | null }[]): string {
  const names = [...new Set(secrets.map(({ name }) => name))];
  const places = names.flatMap((name): SecretPlace[] => {
    const all = secrets.filter((secret) => secret.name === name).map(({ namespace }) => namespace);
    const namespaces = [...new Set(all.filter((namespace) => namespace !== null))];
    const elsewhere = all.includes(null) ? [{ name, namespaces: [] }] : [];
    return namespaces.length === 0 ? elsewhere : [{ name, namespaces }, ...elsewhere];
  });
  const commands = places.map((place) => `swrctl k8s secret${placeFlags(place)} | kubectl apply -f -`);
  const rest = commands.length - MAX_COMMANDS;
  return `${commands.slice(0, MAX_COMMANDS).join('; ')}${rest > 0 ? `  # and ${rest} more` : ''}`;
}
