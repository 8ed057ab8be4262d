import type { CheckedFinding } from '../../doctor/check.ts';
import type { View } from '../../output/view.ts';

/** JSON fields of `doctor`: a contract with scripts. */
export const DOCTOR_FIELDS = ['status', 'check', 'target', 'message', 'hint'] as const;

/** One line, as JSON shows it. */
export interface DoctorRow {
  /** `ok`, `warn` or `fail`. */
  readonly status: string;
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

export const DOCTOR_VIEW: View<DoctorRow> = {
  columns: [
    { header: 'Status', value: ({ status }) => status },
    { header: 'Check', value: ({ check }) => check },
    { header: 'Target', value: ({ target }) => target },
    { header: 'Message', value: ({ message }) => message },
    { header: 'Hint', value: ({ hint }) => hint },
  ],
  name: ({ check }) => check,
};
