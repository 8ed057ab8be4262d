import { ok, warn, type Check, type Finding } from '../../doctor/check.ts';
import type { InstanceClient } from '../../swr/enterprise/client.ts';
import { loginCommand, maskUser } from '../../registry/login.ts';
import type { Services } from '../../app/services.ts';
import { checkBlobs } from './blob-check.ts';
import { hasCredential, notAsked } from './credential.ts';
import type { Subject } from './subject.ts';

/** Milliseconds: this one asks half a dozen questions in a row. */
const BLOBS_TIMEOUT_MS = 20_000;
const SHOWN_ORGANIZATIONS = 5;

/** Who is calling, whether that is accepted, and what it allows. */
export function accountChecks({ services, endpoints }: Subject): Check[] {
  if (services === undefined) return [];
  const { registry = '', endpoint = '' } = endpoints;
  const api = URL.canParse(endpoint) ? new URL(endpoint).host : '';
  return [
    { name: 'credential', target: '', run: () => checkCredential(services) },
    ...(registry === ''
      ? []
      : [{ name: 'login', target: registry, run: (signal: AbortSignal) => checkLogin(services, registry, signal) }]),
    ...(api === ''
      ? []
      : [
          { name: 'rights', target: api, run: () => checkRights(services) },
          { name: 'blobs', target: registry, timeoutMs: BLOBS_TIMEOUT_MS, run: () => checkBlobs(services, registry) },
        ]),
  ];
}

/** Which credential wins, and which were passed over. */
async function checkCredential({ findCredential }: Services): Promise<Finding[]> {
  const { credential, source = '', ignored } = await findCredential();
  const passedOver = ignored.map((other) => ok(`Passed over: ${other.source} (${other.reason})`));
  if (credential !== undefined) return [ok(`${source} ${source.includes(' and ') ? 'win' : 'wins'}`), ...passedOver];
  const none = warn(
    'There is no secret key, so management commands do not work',
    'Run: swrctl login, or set SWRCTL_AK and SWRCTL_SK',
  );
  return [none, ...passedOver];
}

/** The token handshake of the registry. */
async function checkLogin(
  { registry, settings, instance }: Services,
  name: string,
  signal: AbortSignal,
): Promise<Finding> {
  const host = registry(name);
  const login = await host.login(settings.org);
  const { challenge, isSwr } = await host.facts();
  if (login === undefined) return warn(`There is no login to ${name}`, `Run: ${loginCommand(name, isSwr)}`);
  await host.ping(signal, settings.org);
  if (challenge === undefined)
    return warn(
      `${name} asks nobody for a login, so this one proves nothing`,
      'Check the registry address: swrctl auth status',
    );
  const words = `${maskUser(login.username)} is accepted (${login.source})`;
  return isSwr || instance?.host === name
    ? ok(words)
    : warn(`${words}, but this is not an SWR registry`, 'Check the registry address: swrctl auth status');
}

async function checkRights({ swr, findCredential, instance, instances }: Services): Promise<Finding> {
  if (!(await hasCredential({ findCredential }))) return notAsked;
  if (instance !== undefined) return checkNamespaces(await instances.client(instance));
  const { listNamespaces } = await import('../../swr/endpoints/namespaces.ts');
  const found = await (await swr()).call(listNamespaces, {});
  if (found.length === 0) {
    return warn('There are no organizations that you have a right in', 'Create one with: swrctl org add NAME');
  }
  const names = found.slice(0, SHOWN_ORGANIZATIONS).map(({ name, permission }) => `${name} (${permission})`);
  const more = found.length > SHOWN_ORGANIZATIONS ? ` and ${found.length - SHOWN_ORGANIZATIONS} more` : '';
  return ok(`${names.join(', ')}${more}`);
}

/** Rights in an instance are IAM's, and nobody tells them; what can be seen is all that is known. */
async function checkNamespaces(client: InstanceClient): Promise<Finding> {
  const { listInstanceNamespaces } = await import('../../swr/enterprise/namespaces.ts');
  const { items, total = items.length } = await client.call(listInstanceNamespaces, {
    limit: SHOWN_ORGANIZATIONS,
    offset: 0,
  });
  const more = total > items.length ? ` and ${total - items.length} more` : '';
  return ok(`${client.place.name} has ${items.map(({ name }) => name).join(', ')}${more}`);
}
