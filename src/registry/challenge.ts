/** What a registry answers to a request without credentials. Source: RFC 7235; distribution "token authentication". */
export type Challenge =
  | { readonly scheme: 'bearer'; readonly realm: string; readonly service?: string; readonly scope?: string }
  | { readonly scheme: 'basic' };

/**
 * Reads `WWW-Authenticate`. Several challenges may stand in one header; Bearer wins over Basic. Undefined when there is
 * none that we can answer.
 */
export function parseChallenge(header: string | undefined): Challenge | undefined {
  if (header === undefined) return undefined;
  // A realm may hold anything between its quotes, the name of a scheme too.
  const unquoted = header.replace(/"(?:[^"\\]|\\.)*"/g, (text) => '"'.repeat(text.length));
  const schemes = [...unquoted.matchAll(/(?:^|,\s*)(Bearer|Basic)(?=\s|,|$)/gi)];
  const parsed = schemes.map((match, index) => {
    const from = match.index + match[0].length;
    return { scheme: match[1]?.toLowerCase(), parameters: parameters(header.slice(from, schemes[index + 1]?.index)) };
  });
  const bearer = parsed.find(({ scheme, parameters }) => scheme === 'bearer' && parameters.has('realm'));
  if (bearer !== undefined) {
    const service = bearer.parameters.get('service');
    const scope = bearer.parameters.get('scope');
    return {
      scheme: 'bearer',
      realm: bearer.parameters.get('realm') ?? '',
      ...(service === undefined ? {} : { service }),
      ...(scope === undefined ? {} : { scope }),
    };
  }
  return parsed.some(({ scheme }) => scheme === 'basic') ? { scheme: 'basic' } : undefined;
}

function parameters(text: string): Map<string, string> {
  const pairs = text.matchAll(/([A-Za-z_-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,]+))/g);
  return new Map(
    [...pairs].map(([, name = '', quoted, bare = '']) => [
      name.toLowerCase(),
      quoted === undefined ? bare : quoted.replace(/\\(.)/g, '$1'),
    ]),
  );
}
