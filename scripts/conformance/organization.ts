import { randomBytes } from 'node:crypto';
import { SwrctlError } from '../../src/base/errors.ts';
import type { Reply, Side } from './side.ts';

const PREFIX = 'swrctl-conformance-';

export const randomOrganization = (): string => `${PREFIX}${randomBytes(5).toString('hex')}`;

const pathOf = ({ org }: Side): string => `/v2/manage/namespaces/${org}`;

/** @throws {SwrctlError} FAILED when it cannot be made: then there is nothing to ask, and nothing to remove. */
export async function makeOrganization(side: Side): Promise<Reply> {
  const reply = await side.manage('POST', '/v2/manage/namespaces', { namespace: side.org });
  if (reply.status < 300) return reply;
  throw new SwrctlError('FAILED', `The organization ${side.org} cannot be made: ${JSON.stringify(reply.body)}`, {
    hint: 'Have the right to make organizations, and room for one more: swrctl quota',
  });
}

const TRIES = 3;

/**
 * Removes the organization and the repositories in it, those that no step knows of too.
 *
 * @throws {SwrctlError} FAILED when it is, or may be, still there after three tries, with how to remove it.
 */
export async function removeOrganization(side: Side): Promise<void> {
  let cause: unknown;
  for (let count = 0; count < TRIES; count += 1) {
    try {
      if (await isRemoved(side)) return;
    } catch (error) {
      cause = error;
    }
  }
  throw new SwrctlError('FAILED', `The organization ${side.org} is still there`, {
    hint: `Remove it with: swrctl org remove ${side.org}`,
    ...(cause === undefined ? {} : { cause }),
  });
}

async function isRemoved(side: Side): Promise<boolean> {
  const { body } = await side.manage('GET', `/v2/manage/repos?namespace=${side.org}&limit=100&offset=0`);
  for (const { name } of Array.isArray(body) ? (body as { name: string }[]) : []) {
    await side.manage('DELETE', `${pathOf(side)}/repos/${name.replaceAll('/', '$')}`);
  }
  await side.manage('DELETE', pathOf(side));
  const left = await side.manage('GET', pathOf(side));
  return left.status === 404 || (left.status < 300 && (left.body as { name?: string }).name !== side.org);
}
