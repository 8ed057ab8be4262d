import { runChecks, type Check } from '../../doctor/check.ts';
import { SwrctlError } from '../../base/errors.ts';
import type { Context } from '../../app/world.ts';
import { accountChecks } from './account-checks.ts';
import { dockerChecks } from './docker-checks.ts';
import { endpointChecks } from './endpoint-checks.ts';
import { fileChecks } from './file-checks.ts';
import { settingsChecks } from './settings-checks.ts';
import { openSubject } from './subject.ts';
import { DOCTOR_VIEW, doctorRow } from './view.ts';

/** `swrctl doctor`: all checks at once, then every finding. @throws {SwrctlError} FAILED when one of them is `fail`; USAGE. */
export async function runDoctor(context: Context): Promise<void> {
  const output = context.output();
  const subject = await openSubject(context);
  const checks: Check[] = [
    ...settingsChecks(subject),
    ...(await endpointChecks(subject)),
    ...fileChecks(subject),
    ...(await dockerChecks(subject)),
    ...accountChecks(subject),
  ];
  const { signal } = context.world;
  const rows = (await output.waitFor('Looking around', () => runChecks(checks, signal))).map(doctorRow);
  await output.list(rows, DOCTOR_VIEW);
  if (subject.misuse !== undefined) throw subject.misuse;
  const failed = rows.filter(({ status }) => status === 'fail');
  const [first] = failed;
  if (first === undefined) return;
  throw new SwrctlError('FAILED', `${failed.length} of ${rows.length} checks failed`, {
    hint: first.hint ?? 'Look at each line that failed, and at what it says',
  });
}
