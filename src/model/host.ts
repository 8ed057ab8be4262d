const LABEL = '[a-z0-9](?:[a-z0-9-]*[a-z0-9])?';
const NAME = new RegExp(`^${LABEL}(?:\\.${LABEL})*$`, 'i');
const ADDRESS = /^\[[0-9a-f:.]+\]$/i;
const MAX_LENGTH = 255;

/** True for `host[:port]` in characters that hosts have: nothing that a shell, a URL or a header would read otherwise. */
export function isHost(text: string): boolean {
  const [, name = '', port] = /^(.*?)(?::(\d{1,5}))?$/s.exec(text) ?? [];
  const isName = name.length <= MAX_LENGTH && (NAME.test(name) || ADDRESS.test(name));
  return isName && Number(port ?? 0) <= 65_535 && URL.canParse(`https://${text}/`);
}

/** True when a list of hosts has this one: with its port, or without any, which stands for all of them. */
export function isListed(host: string, hosts: readonly string[]): boolean {
  const bare = host.replace(/:\d+$/, '');
  return hosts.some((name) => name === host || name === bare || name === `${host}:80`);
}
