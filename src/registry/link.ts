/**
 * The target of the next page in a `Link` header, as written; undefined when there is none. The header is taken apart in
 * one pass, whatever is in it. Source: RFC 8288; distribution-spec, "Listing Tags".
 */
export function nextLink(header: string | undefined): string | undefined {
  const text = header ?? '';
  for (let start = text.indexOf('<'); start !== -1;) {
    const end = text.indexOf('>', start);
    if (end === -1) return undefined;
    const following = text.indexOf('<', end);
    const parameters = text.slice(end + 1, following === -1 ? text.length : following);
    if (isNext(parameters)) return text.slice(start + 1, end);
    start = following;
  }
  return undefined;
}

/** `; rel="next"`, alone or among other relations and parameters. */
function isNext(parameters: string): boolean {
  return parameters.split(/[;,]/).some((parameter) => {
    const [name = '', value = ''] = parameter.split('=', 2);
    const relations = value.trim().replaceAll('"', '').toLowerCase().split(/\s+/);
    return name.trim().toLowerCase() === 'rel' && relations.includes('next');
  });
}
