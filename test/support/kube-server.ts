import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sendJson, startServer, type SeenRequest } from './scripted-server.ts';
import { tempDir } from './temp-dir.ts';

type KubeObject = Record<string, unknown>;

export interface KubeServer {
  /** For KUBECONFIG. */
  readonly config: string;
  /** What was created or changed, by path. */
  readonly objects: Map<string, KubeObject>;
  /** What was asked about objects, `GET /api/v1/namespaces/a/secrets/b`, without discovery. */
  readonly calls: () => string[];
}

const resource = (kind: string, name: string): object => ({
  ...{ kind, name, namespaced: true, singularName: '' },
  verbs: ['create', 'get', 'patch'],
});

/** Group and version → resources: as a cluster of version 1.21 or later has them. */
const RESOURCES: Readonly<Record<string, readonly object[]>> = {
  v1: [resource('Secret', 'secrets'), resource('ServiceAccount', 'serviceaccounts')],
  'batch/v1': [resource('CronJob', 'cronjobs')],
  'rbac.authorization.k8s.io/v1': [resource('Role', 'roles'), resource('RoleBinding', 'rolebindings')],
};

const groups = Object.keys(RESOURCES).flatMap((groupVersion) => {
  const [name, version] = groupVersion.split('/');
  if (version === undefined) return [];
  const versions = [{ groupVersion, version }];
  return [{ name, versions, preferredVersion: versions[0] }];
});

function discovery(path: string): object | undefined {
  if (path === '/api') return { kind: 'APIVersions', versions: ['v1'] };
  if (path === '/apis') return { kind: 'APIGroupList', apiVersion: 'v1', groups };
  const groupVersion = /^\/apis?\/(.+)$/.exec(path)?.[1] ?? '';
  const resources = RESOURCES[groupVersion];
  return resources && { kind: 'APIResourceList', apiVersion: 'v1', groupVersion, resources };
}

function merge(into: KubeObject, change: KubeObject): KubeObject {
  const isObject = (value: unknown): value is KubeObject => typeof value === 'object' && value !== null;
  const changed = Object.entries(change).map(([key, value]) => {
    const old = into[key];
    return [key, isObject(value) && isObject(old) && !Array.isArray(value) ? merge(old, value) : value];
  });
  return { ...into, ...(Object.fromEntries(changed) as KubeObject) };
}

/**
 * As much of a Kubernetes API server as kubectl needs for `apply`: discovery, and objects that are kept. Its schema is
 * empty, so kubectl checks no fields. Closes with the test.
 */
export async function startKubeServer(): Promise<KubeServer> {
  const objects = new Map<string, KubeObject>();
  const isOfObjects = ({ url }: SeenRequest): boolean => url.includes('/namespaces/');
  const server = await startServer((request, response) => {
    const path = new URL(request.url, 'http://kube').pathname;
    const found = discovery(path);
    if (found !== undefined) return sendJson(response, 200, found);
    if (path === '/openapi/v2') return void response.writeHead(200, { 'content-type': 'application/x-protobuf' }).end();
    if (!isOfObjects(request)) return sendJson(response, 404, { kind: 'Status', status: 'Failure', code: 404 });
    const body = request.body.length === 0 ? {} : (JSON.parse(request.body.toString()) as KubeObject);
    const name = (body['metadata'] as { name?: string } | undefined)?.name ?? '';
    const key = request.method === 'POST' ? `${path}/${name}` : path;
    const old = objects.get(key);
    if (request.method === 'POST') objects.set(key, body);
    if (request.method === 'PATCH' && old !== undefined) objects.set(key, merge(old, body));
    const now = objects.get(key);
    if (now !== undefined) return sendJson(response, request.method === 'POST' ? 201 : 200, now);
    const status = { kind: 'Status', apiVersion: 'v1', status: 'Failure', reason: 'NotFound', code: 404 };
    return sendJson(response, 404, { ...status, message: `${key} not found` });
  });
  const config = join(await tempDir(), 'kubeconfig');
  const cluster = { name: 'test', cluster: { server: server.origin } };
  const context = { name: 'test', context: { cluster: 'test', user: 'test', namespace: 'here' } };
  const value = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'test',
    clusters: [cluster],
    contexts: [context],
  };
  await writeFile(config, JSON.stringify({ ...value, users: [{ name: 'test', user: {} }] }));
  return {
    config,
    objects,
    calls: () => server.seen.filter(isOfObjects).map(({ method, url }) => `${method} ${url.split('?')[0]}`),
  };
}
