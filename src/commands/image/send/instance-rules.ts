import { SwrctlError, hasCode } from '../../../base/errors.ts';
import { isSelected } from '../../../model/doublestar.ts';
import { isDigestOf, type Digest } from '../../../model/digest.ts';
import { isInstanceHost } from '../../../model/instance.ts';
import type { ImageIndex, ImageManifest } from '../../../model/manifest.ts';
import { remember } from '../../../model/remember.ts';
import { formatReference, parseRepositoryName, type Reference } from '../../../model/reference.ts';
import { headManifest } from '../../../registry/manifest.ts';
import type { InstanceClient } from '../../../swr/enterprise/client.ts';
import { listImmutableRules, type ImmutableRule } from '../../../swr/enterprise/immutability.ts';
import { createInstanceNamespace, getInstanceNamespace } from '../../../swr/enterprise/namespaces.ts';
import { readAlignedPages } from '../../../swr/paging.ts';
import type { Services } from '../../../app/services.ts';
import { isAnother } from './guards.ts';
import type { PreparedImage, PushRun } from './run.ts';

/** Tags that a rule protects, with what they hold. */
export interface ProtectedTags {
  /** True where the tag holds this very manifest: then nothing is sent, since the registry refuses even that. */
  readonly isDone: (reference: Reference, manifest: ImageManifest | ImageIndex) => boolean;
  /** @throws {SwrctlError} REFUSED naming the rule. */
  readonly requireMayMove: (reference: Reference, manifest: ImageManifest | ImageIndex) => void;
}

/** What a push looks at in instances of the enterprise edition before the first byte. */
export interface InstanceRules {
  /** Undefined where the image goes to no instance, or nobody may ask its API. */
  readonly look: (prepared: PreparedImage) => Promise<ProtectedTags | undefined>;
}

/**
 * @throws {SwrctlError} by `look`: USAGE for `--public`; NOT_FOUND for a namespace that is not there, and that
 *   `--create-org` does not make; REFUSED for a tag that a rule protects and that holds something else.
 */
export function createInstanceRules(run: PushRun): InstanceRules {
  const { services, options } = run;
  const clientAt = remember((registry) => clientOf(services, registry));
  const rulesAt = remember(async (registry) => rulesOf(await clientAt(registry)));
  const ready = new Set<string>();
  return {
    look: async (prepared) => {
      const { registry, repository } = prepared;
      const found = await clientAt(registry);
      if (found === undefined) return undefined;
      if (options.public) throw publicNamespace(repository);
      if (found === 'unknown') return undefined;
      const { namespace } = parseRepositoryName(repository);
      if (!ready.has(`${registry}/${namespace}`)) await requireNamespace(run, found, namespace);
      ready.add(`${registry}/${namespace}`);
      return protectedTags(services, prepared, await rulesAt(registry));
    },
  };
}

/** `unknown`: it is an instance, and without a credential nobody can ask its API. */
async function clientOf(services: Services, registry: string): Promise<InstanceClient | 'unknown' | undefined> {
  const { instance, instances, profiles } = services;
  const isNamed = isInstanceHost(registry) || (await profiles.forHost(registry))?.instance !== undefined;
  try {
    const place = instance?.host === registry ? instance : await instances.ofHost(registry);
    if (place === undefined) return isNamed ? 'unknown' : undefined;
    return (await services.findCredential()).credential === undefined ? 'unknown' : await instances.client(place);
  } catch (error) {
    // The registry has the last word.
    if (hasCode(error, 'AUTH_REQUIRED', 'AUTH_DENIED', 'USAGE', 'NETWORK')) return isNamed ? 'unknown' : undefined;
    throw error;
  }
}

function publicNamespace(repository: string): SwrctlError {
  const { namespace } = parseRepositoryName(repository);
  return new SwrctlError(
    'USAGE',
    '--public is for the shared edition: in an instance, visibility belongs to the namespace',
    {
      hint: `Leave it out, and open the namespace with: swrctl org set ${namespace} --public`,
    },
  );
}

/** One question per namespace; who may not ask is told by the registry. */
async function requireNamespace(
  { context, options: { createOrg, dryRun } }: PushRun,
  client: InstanceClient,
  namespace: string,
): Promise<void> {
  try {
    await client.call(getInstanceNamespace, { namespace });
    return;
  } catch (error) {
    if (hasCode(error, 'AUTH_DENIED')) return;
    if (!hasCode(error, 'NOT_FOUND')) throw error;
    if (!createOrg) {
      throw new SwrctlError('NOT_FOUND', `There is no namespace "${namespace}" in ${client.place.name}`, {
        hint: `Add --create-org, or create it with: swrctl org add ${namespace}`,
        service: error.service,
      });
    }
  }
  if (dryRun) return;
  try {
    await client.call(createInstanceNamespace, {
      body: { name: namespace, isPublic: false, autoScan: false, block: 'off' },
    });
    context.output().note(`Created private namespace ${namespace} in ${client.place.name}`);
  } catch (error) {
    if (!hasCode(error, 'CONFLICT')) throw error; // somebody else was quicker
  }
}

const rulesOf = async (client: InstanceClient | 'unknown' | undefined): Promise<readonly ImmutableRule[]> =>
  client === undefined || client === 'unknown' ? [] : activeRules(client);

/** The rules that are not switched off, as far as the caller may see them. */
export async function activeRules(client: InstanceClient): Promise<readonly ImmutableRule[]> {
  try {
    const rules = await readAlignedPages((page) => client.call(listImmutableRules, page));
    return rules.filter(({ isDisabled }) => !isDisabled);
  } catch (error) {
    if (hasCode(error, 'AUTH_DENIED', 'NOT_FOUND')) return [];
    throw error;
  }
}

/** The first rule that covers a tag. */
export function ruleFor(rules: readonly ImmutableRule[], path: string, tag: string): ImmutableRule | undefined {
  const { namespace, repository } = parseRepositoryName(path);
  return rules.find(
    (rule) => rule.namespace === namespace && isSelected(rule.repositories, repository) && isSelected(rule.tags, tag),
  );
}

async function protectedTags(
  services: Services,
  { references, plan }: PreparedImage,
  rules: readonly ImmutableRule[],
): Promise<ProtectedTags> {
  const standing = new Map<string, { readonly digest: Digest; readonly rule: ImmutableRule }>();
  const found = (reference: Reference) => standing.get(formatReference(reference));
  const tags: ProtectedTags = {
    isDone: (reference, { bytes }) => {
      const held = found(reference);
      return held !== undefined && isDigestOf(held.digest, bytes);
    },
    requireMayMove: (reference, { bytes }) => {
      const held = found(reference);
      if (held !== undefined && !isDigestOf(held.digest, bytes)) throw isProtected(reference, held.rule);
    },
  };
  for (const reference of references) {
    const { registry, repository, tag } = reference;
    const rule = tag === undefined ? undefined : ruleFor(rules, repository, tag);
    if (rule === undefined || tag === undefined) continue;
    const address = { host: services.registry(registry), repository, key: tag };
    const there = await headManifest(address);
    if (there === undefined) continue; // a rule protects what exists
    standing.set(formatReference(reference), { digest: there.digest, rule });
    if (await isAnother(address, plan.root, there.digest).catch(orUnknown)) throw isProtected(reference, rule);
  }
  return tags;
}

/** What stands there may be held back from pulls: then it shows when the digest is known. */
function orUnknown(error: unknown): false {
  if (hasCode(error, 'REFUSED', 'AUTH_DENIED', 'NOT_FOUND')) return false;
  throw error;
}

function isProtected(reference: Reference, { id, repositories, tags }: ImmutableRule): SwrctlError {
  const words = `repositories "${repositories.pattern}", tags ${tags.isExcluding ? 'other than ' : ''}"${tags.pattern}"`;
  return new SwrctlError(
    'REFUSED',
    `${formatReference(reference)} holds another image, and rule ${id} protects it (${words})`,
    {
      hint: 'Choose another tag: what exists under this one cannot be moved or removed',
    },
  );
}
