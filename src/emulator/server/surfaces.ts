import { blobRoutes } from '../registry/blob-routes.ts';
import { dockyardRoutes } from '../registry/dockyard-routes.ts';
import type { Reply, Request, Route } from './handler.ts';
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
import { dockyardDoor } from '../registry/dockyard-door.ts';
import { enterpriseRoutes } from '../enterprise/call.ts';
import { harborDoor, noSuchHarborPage } from '../enterprise/harbor-door.ts';
import { harborRoutes } from '../enterprise/harbor-routes.ts';
import { harborWorld } from '../enterprise/harbor-world.ts';
import { requireLetIn } from '../enterprise/network.ts';
import { enterpriseOperations } from '../enterprise/operations.ts';
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

/** The distribution API, which all registries have. */
const distribution = [tagRoutes, uploadRoutes, blobRoutes, manifestRoutes];

/** Calls of the enterprise edition on the API host. Organization names of this form are refused. */
const ENTERPRISE = /^\/v2\/(?:[0-9a-f]{32}|instances)\//;

/** Finds the surface that a call belongs to, by its host and then by its path. Source: docs/emulator.md#routes. */
export function createSurfaces(world: World, adminRoutes: readonly Route[]): (request: Request) => Surface {
  const authenticate = createAuthenticator(world);
  const gateway = { failure: gatewayFailure, unknown: () => gatewayFailure(404) };
  const management = {
    name: 'management' as const,
    route: createRouter([
      ...versionRoutes(),
      ...managementRoutes(world, authenticate, operations),
      ...enterpriseRoutes(world, authenticate, enterpriseOperations),
    ]),
    ...gateway,
  };
  const shared = { ...world, door: dockyardDoor(world) };
  const registry = {
    name: 'registry' as const,
    route: createRouter([
      ...[tokenRoutes, dockyardRoutes].flatMap((make) => make(world)),
      ...distribution.flatMap((make) => make(shared)),
    ]),
    failure: registryFailure,
    unknown: noSuchPage,
  };
  const behind = harborWorld(world);
  const instances = { ...behind, door: harborDoor(behind) };
  const harbor = {
    name: 'registry' as const,
    route: createRouter([...harborRoutes(instances), ...distribution.flatMap((make) => make(instances))]),
    failure: registryFailure,
    unknown: noSuchHarborPage,
  };
  const iam = { name: 'iam' as const, route: createRouter(iamRoutes(world, authenticate)), ...gateway };
  const own = { name: 'emulator' as const, route: createRouter(adminRoutes), ...gateway };
  return (request) => {
    const { rawPath } = request;
    if (rawPath.startsWith('/_emulator/')) return own;
    const instance = world.hosts.find(world.database, request);
    if (instance !== undefined) {
      requireLetIn(world, instance, request);
      return harbor;
    }
    if (/^\/v[23]\/manage\//.test(rawPath) || ENTERPRISE.test(rawPath)) return management;
    if (/^\/(?:v2|swr|dockyard)\//.test(rawPath)) return registry;
    return /^\/v3(?:\.0)?\//.test(rawPath) ? iam : management;
  };
}
