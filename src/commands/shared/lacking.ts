import type { Context } from '../../app/world.ts';
import { SwrctlError } from '../../base/errors.ts';

/** What an instance has in place of a noun of the shared edition. */
interface Counterpart {
  /** As a sentence without a full stop. */
  readonly fact: string;
  readonly hint: string;
}

const RIGHTS: Counterpart = {
  fact: 'Rights on an instance are given by IAM policies (actions swr:instance:… and swr:repository:…)',
  hint: 'Give them in the IAM console; a namespace is opened to everybody by: swrctl org set NS --public',
};

const rawCall = (path: string): string => `swrctl api GET /v2/PROJECT_ID/instances/INSTANCE_ID/${path}`;

/** By noun, or by noun and verb. Source: docs/reference/enterprise.md#features. */
const IN_INSTANCE: Readonly<Record<string, Counterpart>> = {
  perm: RIGHTS,
  share: RIGHTS,
  sync: {
    fact: 'Instances copy by replication policies, which have no command here yet',
    hint: `Call the API: ${rawCall('replication/policies')}`,
  },
  trigger: {
    fact: 'Triggers of an instance are webhooks of a namespace, which have no command here yet',
    hint: `Call the API: ${rawCall('webhook/policies')}`,
  },
  retention: {
    fact: 'Retention policies of an instance say what is kept, not what goes, and have no command here yet',
    hint: `Call the API: ${rawCall('retention/policies')}`,
  },
  'repo add': {
    fact: 'A repository of an instance is made by the first push',
    hint: 'Push an image: swrctl push app.tar NS/REPO:TAG',
  },
};

/**
 * Refuses what the edition in use does not have, before anything is asked.
 *
 * @param name noun and verb of a command.
 * @throws {SwrctlError} USAGE naming what the edition has in its place.
 */
export async function refuseLacking(context: Context, name: string): Promise<void> {
  const counterpart = IN_INSTANCE[name] ?? IN_INSTANCE[name.split(' ', 1)[0] ?? ''];
  if (counterpart === undefined) return;
  const { instance } = await context.services();
  if (instance === undefined) return;
  const noun = name
    .split(' ')
    .slice(0, name in IN_INSTANCE ? 2 : 1)
    .join(' ');
  throw new SwrctlError('USAGE', `${instance.name} is an instance of the enterprise edition, which has no "${noun}"`, {
    cause: new Error(counterpart.fact),
    hint: counterpart.hint,
  });
}
