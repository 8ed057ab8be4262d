import type { Params, Reply, Request, Route } from './handler.ts';

/** What a path led to. */
export type Match =
  | { readonly kind: 'found'; readonly answer: (request: Request) => Reply | Promise<Reply> }
  | { readonly kind: 'wrong-method'; readonly allow: readonly string[] }
  | { readonly kind: 'unknown' };

export type Router = (method: string, rawPath: string) => Match;

interface Compiled {
  readonly route: Route;
  readonly pattern: RegExp;
  readonly names: readonly string[];
}

/** A literal segment beats a parameter, and a parameter of one segment beats one of many. */
function rank(path: string): string {
  return path
    .split('/')
    .map((segment) => (segment.endsWith('*}') ? 2 : segment.startsWith('{') ? 1 : 0))
    .join('');
}

function compile(route: Route): Compiled {
  const names: string[] = [];
  const source = route.path.replace(/[.$]|\{([a-z]+)(\*?)\}/gi, (text, name: string | undefined, many: string) => {
    if (name === undefined) return `\\${text}`;
    names.push(name);
    return many === '*' ? '(.+)' : '([^/]+)';
  });
  return { route, pattern: new RegExp(`^${source}$`), names };
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment; // a stray "%" is part of the name, as the client wrote it
  }
}

export function createRouter(routes: readonly Route[]): Router {
  const compiled = [...routes].sort((a, b) => rank(a.path).localeCompare(rank(b.path))).map(compile);
  return (method, rawPath) => {
    const hits = compiled.flatMap((candidate) => {
      const groups = candidate.pattern.exec(rawPath)?.slice(1);
      return groups === undefined ? [] : [{ ...candidate, groups }];
    });
    const hit = hits.find(({ route }) => route.method === method);
    if (hit !== undefined) {
      const params: Params = Object.fromEntries(
        hit.names.map((name, index) => [name, decode(hit.groups[index] ?? '')]),
      );
      return { kind: 'found', answer: (request) => hit.route.handle(request, params) };
    }
    return hits.length === 0
      ? { kind: 'unknown' }
      : { kind: 'wrong-method', allow: [...new Set(hits.map(({ route }) => route.method))] };
  };
}
