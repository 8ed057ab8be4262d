import { describe, expect, it } from 'vitest';
import type { SeenRequest } from '../../support/scripted-server.ts';
import { scripted } from './instance-shell.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const tag = { name: 'v1', digest, size: 1, push_time: '2026-01-02 03:04:05', pull_time: '0001-01-01T00:00:00Z' };

/** A service that takes every change and keeps none. */
function answer({ url }: SeenRequest): unknown {
  if (url.includes('/tags')) return { tags: [tag], total: 1 };
  if (url.includes('/artifacts')) return { digest, size: 1, tags: [tag], type: 'IMAGE' };
  if (url.includes('/long-term-credentials')) {
    return { auth_tokens: [{ token_id: 'c1', name: 'ci', enable: true }], total: 1 };
  }
  if (url.includes('/repositories/')) return { name: 'team/app', namespace_name: 'team', description: 'old' };
  return url.includes('/namespaces') ? { name: 'team', metadata: { public: 'false' } } : undefined;
}

describe('a success without effect in an instance', () => {
  it.each([
    ['tag', 'remove', 'team/app:v1', '--yes'],
    ['artifact', 'remove', `team/app@${digest}`, '--yes'],
    ['repo', 'remove', 'team/app', '--yes'],
    ['repo', 'set', 'team/app', '--description', 'new'],
    ['credential', 'remove', 'ci', '--yes'],
    ['credential', 'disable', 'ci'],
    ['org', 'set', 'team', '--public'],
  ])('is an error: %s %s', async (...args) => {
    const run = await scripted(answer);
    const { stdout, stderr, exitCode } = await run(args);
    expect(stderr).toContain('Error:');
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 1 });
  });
});

describe('times of an instance', () => {
  it('are ISO 8601 in JSON, however they came; what never was is absent', async () => {
    const run = await scripted(answer);
    const { stdout } = await run(['tag', 'show', 'team/app:v1', '-o', 'json']);
    expect(JSON.parse(stdout)).toEqual({ name: 'v1', digest, size: 1, updatedAt: '2026-01-02T03:04:05.000Z' });
  });
});
