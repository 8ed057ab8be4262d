import { SwrctlError } from '../base/errors.ts';

const FIELD = /^(?:\*|\d+(?:-\d+)?|[A-Za-z]{3}(?:-[A-Za-z]{3})?)(?:\/\d+)?$/;
const NICKNAMES: readonly string[] = ['@hourly', '@daily', '@midnight', '@weekly', '@monthly', '@yearly', '@annually'];

/** A schedule as CronJobs take it: five fields, or a nickname such as `@hourly`. @throws {SwrctlError} USAGE */
export function parseSchedule(text: string, name: string): string {
  const fields = text.trim().split(/\s+/);
  const isFields = fields.length === 5 && fields.every((field) => field.split(',').every((part) => FIELD.test(part)));
  if (isFields || NICKNAMES.includes(text.trim())) return fields.join(' ');
  throw new SwrctlError('USAGE', `${name} is "${text}", which is not a schedule`, {
    hint: `Write it as in cron, for example ${name} "17 */2 * * *"`,
  });
}
