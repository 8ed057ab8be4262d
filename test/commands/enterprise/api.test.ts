import { describe, expect, it } from 'vitest';
import { openTwoInstances } from './two-instances.ts';

describe('api --paginate on calls of the enterprise edition', () => {
  it.each([
    ['instances', 2],
    ['instances/ID/namespaces', 13],
    ['instances/ID/long-term-credentials', 1],
    ['instances/ID/domainname', 1],
    ['instances/ID/artifacts', 0],
    ['instances/ID/system/gc', 0],
    ['repositories', 0],
    ['jobs', 0],
  ])('%s has %i entries on all its pages', async (path, count) => {
    const { run, teamCi, emulator } = await openTwoInstances();
    if (path.endsWith('namespaces')) {
      for (let index = 0; index < 12; index += 1) await run(['org', 'add', `n${index}`, '--instance', 'team-ci']);
    }
    const whole = `/v2/${emulator.info.projectId}/${path.replace('ID', teamCi.id)}`;
    const { stdout, stderr } = await run(['api', 'GET', whole, '--paginate']);
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toHaveLength(count);
  });
});
