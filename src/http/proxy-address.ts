/** The address in a proxy variable, which is often `host:port` alone; undefined for what is none or no HTTP proxy. */
export function parseProxyAddress(text: string): URL | undefined {
  const full = text.includes('://') ? text : `http://${text}`;
  const url = URL.canParse(full) ? new URL(full) : undefined;
  return url !== undefined && ['http:', 'https:'].includes(url.protocol) ? url : undefined;
}

/** What NO_PROXY leaves out: `*`, exact names, and the ends of names behind a dot or a star; each with a port or without. */
export function isExcludedFromProxy({ hostname, protocol, port }: URL, list: string): boolean {
  const actualPort = port === '' ? (protocol === 'https:' ? '443' : '80') : port;
  return list.split(/[\s,]+/).some((entry) => {
    const [, name = '', wantedPort] = /^(.+?)(?::(\d+))?$/.exec(entry.toLowerCase()) ?? [];
    if (name === '*') return true;
    if (name === '' || (wantedPort !== undefined && wantedPort !== actualPort)) return false;
    return /^[.*]/.test(name) ? hostname.endsWith(name.replace(/^\*/, '')) : hostname === name;
  });
}

/** Facts and way out for a proxy variable with a wrong value, which may hold a password and is not shown. */
export const invalidProxy = (variable: string): { readonly fact: string; readonly hint: string } => ({
  fact: `${variable} is not an address`,
  hint: `Correct it: export ${variable}=http://HOST:PORT`,
});
