import type { Comparison } from './comparison.ts';
import { redact } from './observe.ts';

/** The report as it can be sent in: of the service only how its answers are made, and the words of its errors. */
export function reportOf(
  comparisons: readonly Comparison[],
  { version, org }: { readonly version: string; readonly org: string },
  secrets: readonly string[],
): string {
  const words = [...new Set(comparisons.flatMap((one) => one.words))].sort((a, b) => b.length - a.length);
  const different = comparisons.filter(({ isSame }) => !isSame);
  const show = (who: string, lines: readonly string[]): string[] =>
    lines.map((line) => `  ${who} ${redact(line, words, org)}`);
  const lines = [
    `swrctl ${version}: ${comparisons.length - different.length} of ${comparisons.length} answers are alike`,
    ...different.flatMap(({ name, service, emulator }) => [
      '',
      name,
      ...show('service: ', service),
      ...show('emulator:', emulator),
    ]),
  ];
  const safe = lines.filter((line) => !secrets.some((secret) => line.includes(secret)));
  return `${safe.join('\n')}\n`;
}
