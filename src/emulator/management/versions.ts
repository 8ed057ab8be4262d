import { gatewayFailure } from './errors.ts';
import { hostOf, json, type Request, type Route } from '../server/handler.ts';

const VERSIONS = [
  { id: 'v2', version: '2.26', min_version: '2.0', updated: '2020-07-09T00:00:00Z' },
  { id: 'v3', version: '3.0', min_version: '3.0', updated: '2024-01-01T00:00:00Z' },
];

/** API versions; nobody has to sign for them. */
export function versionRoutes(): Route[] {
  const encode = (request: Request, { id, ...rest }: (typeof VERSIONS)[number]): Record<string, unknown> => ({
    id,
    links: { href: `http://${hostOf(request)}/${id}/`, rel: 'self' },
    status: id === 'v2' ? 'CURRENT' : 'SUPPORTED',
    ...rest,
  });
  return [
    {
      method: 'GET',
      path: '/',
      handle: (request) => json(200, { versions: VERSIONS.map((version) => encode(request, version)) }),
    },
    {
      method: 'GET',
      path: '/{version}',
      handle: (request, { version }) => {
        const found = VERSIONS.find(({ id }) => id === version);
        return found === undefined ? gatewayFailure(404) : json(200, { version: encode(request, found) });
      },
    },
  ];
}
