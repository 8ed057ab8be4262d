import { describe, expect, it } from 'vitest';
import { openAccountShell } from '../support/account-shell.ts';
import { dockerSave, testImage } from '../support/archives.ts';

const TRIGGER = ['--on', 'all', '--cluster', 'prod', '--workload', 'deployment/web'];

const SHOWN = [
  ['org', 'show', 'team'],
  ['repo', 'show', 'team/web'],
  ['tag', 'show', 'team/web:v1'],
  ['trigger', 'show', 'team/web', 't1'],
  ['retention', 'show', 'team/web'],
  ['share', 'show', 'team/web', 'partner'],
  ['inspect', 'team/web:v1'],
  ['inspect', 'app.tar'],
  ['auth', 'status'],
  ['version'],
];

describe('TSV of one object', () => {
  it('has the keys of JSON, all of them and no others', async () => {
    const { run, save } = await openAccountShell();
    await save('app.tar', dockerSave(testImage()));
    await run(['push', 'app.tar', 'team/web:v1']);
    await run(['trigger', 'add', 'team/web', 't1', ...TRIGGER]);
    await run(['retention', 'add', 'team/web', '--keep-days', '300']);
    await run(['share', 'add', 'team/web', '--account', 'partner', '--until', 'forever']);
    for (const args of SHOWN) {
      const json = JSON.parse((await run([...args, '--json'])).stdout) as Record<string, unknown>;
      const lines = (await run(args)).stdout
        .split('\n')
        .slice(0, -1)
        .map((line) => line.split('\t'));
      const told = new Set(lines.map(([key = '']) => key));
      // A list has a line for each of its values, and so none when it is empty.
      const isEmptyList = (value: unknown): boolean =>
        typeof value === 'object' && value !== null && Object.keys(value).length === 0;
      const fields = Object.entries(json).flatMap(([field, value]) => (isEmptyList(value) ? [] : [field]));
      expect({ args, missing: fields.filter((field) => !told.has(field)) }).toEqual({ args, missing: [] });
      // JSON leaves out what TSV has without a value.
      const strangers = lines.filter(([key = '', value]) => value !== '' && !(key in json));
      expect({ args, strangers }).toEqual({ args, strangers: [] });
    }
  });
});
