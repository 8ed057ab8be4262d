import type { CheckedFinding, Verdict } from '../../doctor/check.ts';
import type { Item, View } from '../../output/view.ts';

/** JSON fields of `doctor`: a contract with scripts. */
export const DOCTOR_FIELDS = ['status', 'check', 'target', 'message', 'hint'] as const;

/** One line, as JSON shows it. */
export interface DoctorRow {
  readonly status: Verdict;
  readonly check: string;
  /** Host, file or program. */
  readonly target: string | null;
  readonly message: string;
  /** The repair command. */
  readonly hint: string | null;
}

export function doctorRow({ status, check, target, message, hint }: CheckedFinding): DoctorRow {
  return { status, check, target: target === '' ? null : target, message, hint: hint ?? null };
}

const MARKS: Readonly<Record<Verdict, Item['mark']>> = { ok: 'good', warn: 'odd', fail: 'bad' };

export const DOCTOR_VIEW: View<DoctorRow> = {
  columns: [
    { header: 'Status', value: ({ status }) => status },
    { header: 'Check', value: ({ check }) => check },
    { header: 'Target', value: ({ target }) => target },
    { header: 'Message', value: ({ message }) => message },
    { header: 'Hint', value: ({ hint }) => hint },
  ],
  item: ({ status, check, target, message, hint }) => ({
    mark: MARKS[status],
    title: check,
    // Files and hosts are often named in the message, too.
    text: target === null || message.includes(target) ? message : `${target}: ${message}`,
    hint: hint ?? undefined,
  }),
  name: ({ check }) => check,
};
