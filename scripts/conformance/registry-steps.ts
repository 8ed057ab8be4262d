import { createHash } from 'node:crypto';
import { DOCKER, OCI } from '../../src/model/media-type.ts';
import type { RegistryOptions, Reply, Side } from './side.ts';
import type { Step } from './steps.ts';

const PUSH = 'repository:ORG/web:pull,push';
const CONFIG = '{"architecture":"amd64","os":"linux","rootfs":{"type":"layers","diff_ids":[]},"config":{}}';
const digestOf = (text: string): string => `sha256:${createHash('sha256').update(text).digest('hex')}`;
const MANIFEST = JSON.stringify({
  ...{ schemaVersion: 2, mediaType: DOCKER.manifest, layers: [] },
  config: {
    mediaType: 'application/vnd.docker.container.image.v1+json',
    size: CONFIG.length,
    digest: digestOf(CONFIG),
  },
});
const INDEX = JSON.stringify({
  ...{ schemaVersion: 2, mediaType: OCI.index },
  manifests: [{ mediaType: DOCKER.manifest, size: MANIFEST.length, digest: digestOf(MANIFEST) }],
});

function ask(method: string, path: string, options: RegistryOptions = {}, note = ''): Step {
  const named = (side: Side, text: string): string => text.replaceAll('ORG', side.org);
  return {
    name: `${method} ${path}${note === '' ? '' : ` (${note})`}`,
    ask: (side) => {
      const { as } = options;
      const scope = as === undefined ? {} : { as: named(side, as) as NonNullable<RegistryOptions['as']> };
      return side.registry(method, named(side, path), { ...options, ...scope });
    },
  };
}

/** POST, then the whole blob with PUT. */
async function upload(side: Side): Promise<Reply> {
  const as = PUSH.replace('ORG', side.org) as NonNullable<RegistryOptions['as']>;
  const started = await side.registry('POST', `/v2/${side.org}/web/blobs/uploads/`, { as });
  const location = started.headers['location'];
  if (location === undefined) return started;
  const url = `${location}${location.includes('?') ? '&' : '?'}digest=${digestOf(CONFIG)}`;
  return side.registry('PUT', url, { as, body: CONFIG, headers: { 'content-type': 'application/octet-stream' } });
}

const put = (tag: string, type: string, body: string): Step =>
  ask('PUT', `/v2/ORG/web/manifests/${tag}`, { as: PUSH, body, headers: { 'content-type': type } }, type);

/** What is asked of the registry host, with an image of a few bytes. */
export const REGISTRY: readonly Step[] = [
  ask('GET', '/v2/'),
  ask('GET', '/swr/auth/v2/registry/auth/?scope=repository:ORG/web:push,pull', { as: 'login' }),
  ask('GET', '/swr/auth/v2/registry/auth/?scope=repository:ORG-missing/web:pull', { as: 'login' }, 'missing'),
  ask('GET', '/swr/auth/v2/registry/auth/?scope=repository:ORG/web:pull', {}, 'nobody'),
  ask('POST', '/swr/auth/v2/registry/auth/', { as: 'login' }),
  ask('GET', '/dockyard/v2/namespaces/ORG-missing', { as: 'login' }, 'missing'),
  ask('GET', '/v2/_catalog', { as: PUSH }),
  ask('GET', '/v2/ORG/missing/tags/list', { as: 'repository:ORG/missing:pull' }, 'missing'),
  { name: 'POST and PUT /v2/ORG/web/blobs/uploads/', ask: upload },
  ask('GET', `/v2/ORG/web/blobs/${digestOf(CONFIG)}`, { as: PUSH }),
  put('v1', DOCKER.manifest, MANIFEST),
  put('v2', OCI.index, INDEX),
  ask('HEAD', '/v2/ORG/web/manifests/v1', { as: PUSH }),
  ask('GET', '/v2/ORG/web/manifests/missing', { as: PUSH }, 'missing'),
  ask('GET', '/v2/ORG/web/tags/list', { as: PUSH }),
  ask('GET', `/v2/ORG/web/referrers/${digestOf(MANIFEST)}`, { as: PUSH }),
];
