import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { operations } from '../../src/emulator/management/operations.ts';
import { versionRoutes } from '../../src/emulator/management/versions.ts';
import { startTestEmulator } from '../support/emulator.ts';
import { signedCall } from '../support/signed-call.ts';

interface Documented {
  readonly operation: string;
  readonly method: string;
  readonly path: string;
}

const DOCUMENTED = JSON.parse(
  readFileSync(join(import.meta.dirname, '../swr/operations.json'), 'utf8'),
) as readonly Documented[];

/** Names of parameters are the router's own business. */
const shapeOf = (path: string): string => path.replace(/\{[^}]+\}/g, '{}');
const SERVED = [...operations, ...versionRoutes()].map(({ method, path }) => `${method} ${shapeOf(path)}`);

describe('the management API', () => {
  it('has 59 documented operations', () => {
    expect(DOCUMENTED).toHaveLength(59);
  });

  it.each(DOCUMENTED)('routes $operation', ({ method, path }) => {
    expect(SERVED).toContain(`${method} ${shapeOf(path)}`);
  });

  it.each(DOCUMENTED)('answers $operation itself, never as an unknown API', async ({ method, path }) => {
    const emulator = await startTestEmulator();
    const names: Record<string, string> = {
      api_version: 'v2',
      project_id: emulator.info.projectId,
      ...{ resource_type: 'store', frequency: 'daily' },
    };
    const filled = path.replace(/\{([^}]+)\}/g, (_, name: string) => names[name] ?? 'nope');
    const { status, body } = await signedCall(emulator, {
      method,
      path: filled,
      ...(method === 'GET' ? {} : { body: {} }),
    });
    expect(JSON.stringify(body)).not.toContain('APIGW.0101');
    expect(status).toBeLessThan(500);
  });
});
