import { blobRoutes } from '../registry/blob-routes.ts';
import { dockyardRoutes } from '../registry/dockyard-routes.ts';
import type { Reply, Route } from './handler.ts';
import { iamRoutes } from '../iam/routes.ts';
import { gatewayFailure } from '../management/errors.ts';
import { createAuthenticator } from '../management/caller.ts';
import { operations } from '../management/operations.ts';
import { managementRoutes } from '../management/route.ts';
import { versionRoutes } from '../management/versions.ts';
import { manifestRoutes } from '../registry/manifest-routes.ts';
import { createRouter, type Router } from './router.ts';
import { noSuchPage, registryFailure } from '../registry/errors.ts';
import { tagRoutes } from '../registry/tag-routes.ts';
import { tokenRoutes } from '../registry/token-routes.ts';
import { uploadRoutes } from '../registry/upload-routes.ts';
import type { World } from '../domain/world.ts';

/** One of the servers that share the port, with its own way of saying no. */
export interface Surface {
  readonly name: 'management' | 'registry' | 'iam' | 'emulator';
  readonly route: Router;
  /** The answer for a status that no route chose. */
  readonly failure: (status: number) => Reply;
  /** The answer to a path that no route knows. */
  readonly unknown: () => Reply;
}

/** Finds the surface that a path belongs to. Source: docs/emulator.md#routes. */
export function createSurfaces(world: World, adminRoutes: readonly Route[]): (rawPath: string) => Surface {
  const authenticate = createAuthenticator(world);
  const gateway = { failure: gatewayFailure, unknown: () => gatewayFailure(404) };
  const management = {
    name: 'management' as const,
    route: createRouter([...versionRoutes(), ...managementRoutes(world, authenticate, operations)]),
    ...gateway,
  };
  const registry = {
    name: 'registry' as const,
    route: createRouter([
      ...[tokenRoutes, dockyardRoutes, tagRoutes, uploadRoutes, blobRoutes, manifestRoutes].flatMap((make) =>
        make(world),
      ),
    ]),
    failure: registryFailure,
    unknown: noSuchPage,
  };
  const iam = { name: 'iam' as const, route: createRouter(iamRoutes(world, authenticate)), ...gateway };
  const own = { name: 'emulator' as const, route: createRouter(adminRoutes), ...gateway };
  return (rawPath) => {
    if (rawPath.startsWith('/_emulator/')) return own;
    if (/^\/v[23]\/manage\//.test(rawPath)) return management;
    if (/^\/(?:v2|swr|dockyard)\//.test(rawPath)) return registry;
    return /^\/v3(?:\.0)?\//.test(rawPath) ? iam : management;
  };
}
