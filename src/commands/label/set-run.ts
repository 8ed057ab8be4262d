import type { Context } from '../../app/world.ts';
import { SwrctlError } from '../../base/errors.ts';
import type { Label } from '../../swr/enterprise/labels.ts';
import { writeAndLook } from '../../swr/write-and-look.ts';
import { describeChanges, withoutEffect } from '../shared/changes.ts';
import { parseLabels, requireRoom } from '../shared/labels.ts';
import { bearerOf, openLabels, type Bearer } from './bearer.ts';
import { LABEL_VIEW } from './view.ts';

/** `swrctl label set`. Other labels stay. @param words labels, with a namespace before them or without. */
export async function runLabelSet(context: Context, words: readonly string[]): Promise<void> {
  const output = context.output();
  const [first = ''] = words;
  const namespace = first.includes('=') ? undefined : first;
  const wanted = parseLabels(namespace === undefined ? words : words.slice(1));
  if (wanted.length === 0) {
    throw new SwrctlError('USAGE', `No label is said for namespace ${first}`, {
      hint: 'Write labels as KEY=VALUE: swrctl label set web env=prod',
    });
  }
  requireRoom(wanted);
  const bearer = bearerOf(await openLabels(context), namespace);
  const before = await bearer.list();
  const merged = merge(before, wanted);
  requireRoom(merged);
  const changed = wanted.filter(({ key, value }) => valueOf(before, key) !== value);
  const after = changed.length === 0 ? before : await write(bearer, changed);
  const changes = changed.map(({ key, value }) => change(key, valueOf(before, key), value));
  output.note(
    changes.length === 0
      ? `${bearer.name} has these labels already`
      : `Changed labels of ${bearer.name}: ${changes.join(', ')}`,
  );
  if (output.isFormatAsked) await output.list(after, LABEL_VIEW);
}

const valueOf = (labels: readonly Label[], key: string): string | undefined =>
  labels.find((one) => one.key === key)?.value;

/** What is there, with these over it. */
const merge = (before: readonly Label[], wanted: readonly Label[]): Label[] => [
  ...before.filter(({ key }) => valueOf(wanted, key) === undefined),
  ...wanted,
];

const change = (key: string, before: string | undefined, after: string): string =>
  before === undefined ? `${key}=${after}` : (describeChanges({ [key]: before }, { [key]: after }, [key]) ?? key);

const write = (bearer: Bearer, changed: readonly Label[]): Promise<Label[]> =>
  writeAndLook(
    () => bearer.add(changed),
    async () => {
      const found = await bearer.list();
      const wrong = changed.find(({ key, value }) => valueOf(found, key) !== value);
      if (wrong !== undefined) {
        throw withoutEffect(`${bearer.name} has ${wrong.key}=${valueOf(found, wrong.key) ?? ''}`);
      }
      return found;
    },
  );
