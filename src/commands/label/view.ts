import type { View } from '../../output/output.ts';
import type { Label, Labelled, LabelKey } from '../../swr/enterprise/labels.ts';

/** JSON fields of a label: a contract. Source: docs/reference/contract.md#json-fields. */
export const LABEL_FIELDS = ['key', 'value'] as const;

/** Of a key with all its values, as `list --all` has them. */
export const LABEL_KEY_FIELDS = ['key', 'values'] as const;

/** Of what has labels. */
export const LABELLED_FIELDS = ['name', 'id', 'labels'] as const;

export const LABEL_VIEW: View<Label> = {
  columns: [
    { header: 'Key', value: ({ key }) => key },
    { header: 'Value', value: ({ value }) => value, flow: 'shorten' },
  ],
  name: ({ key }) => key,
  empty: 'There are no labels; set one with: swrctl label set KEY=VALUE',
};

export const LABEL_KEY_VIEW: View<LabelKey> = {
  columns: [
    { header: 'Key', value: ({ key }) => key },
    { header: 'Values', value: ({ values }) => values.join(', '), flow: 'wrap' },
  ],
  name: ({ key }) => key,
  empty: 'No labels are in use',
};

/** An instance or a namespace that was found, as JSON shows it. */
export interface LabelledRow {
  readonly name: string;
  readonly id: string;
  /** By key. */
  readonly labels: Readonly<Record<string, string>>;
}

export const labelledRow = ({ id, name, labels }: Labelled): LabelledRow => ({
  name,
  id,
  labels: Object.fromEntries(labels.map(({ key, value }) => [key, value])),
});

export const LABELLED_VIEW: View<LabelledRow> = {
  columns: [
    { header: 'Name', value: ({ name }) => name },
    {
      header: 'Labels',
      value: ({ labels }) =>
        Object.entries(labels)
          .map((pair) => pair.join('='))
          .join(', '),
      flow: 'wrap',
    },
    { header: 'ID', value: ({ id }) => id, field: 'id', wide: true },
  ],
  name: ({ name }) => name,
  empty: 'Nothing has these labels',
};
