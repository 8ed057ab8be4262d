/**
 * What to do about a service's code. Prefixes differ (`SVCSTG.SWR.`, `APIGW.`), so the last digits decide.
 * Source: swr-shared-notes.md §3.
 */
const HINTS: readonly (readonly [RegExp, string])[] = [
  [
    /APIGW\.0301$|4000031$|4001013$|4001048$|4019000$|4010000$/,
    'Check the AK/SK pair and the clock: swrctl auth status',
  ],
  [/4000097$/, 'Remove an organization that is not used, or ask the service for a larger quota'],
  [/4000098$|5007019$/, 'Remove repositories that are not used, or ask the service for a larger quota'],
  [/4000099$/, 'Remove tags that are not used, or ask the service for a larger quota'],
  [
    /4001028$|4001008$/,
    'Organization names: 1 to 64 lower-case letters and digits, a letter first, joined by ".", "-" or "_"',
  ],
  [/4001029$|4000015$/, 'Repository names: 1 to 128 lower-case letters and digits, joined by ".", "-", "_" or "/"'],
  [/4090060$/, 'Choose another name: they are unique over all accounts of a region'],
  [/4040058$|4041061$/, 'List what is there with: swrctl org list (organizations belong to one region)'],
  [/4040113$|4040010$|4040009$/, 'List what is there with: swrctl repo list'],
  [/4040115$|4040048$|4041056$|4041057$/, 'List what is there with: swrctl tag list ORG/REPO'],
  [/40401\d\d$|40400\d\d$|40410\d\d$|4000306$|4001090$|4001158$/, 'Check spelling and region; list the parent first'],
  [/403\d{4}$|401[01]\d{3}$|APIGW\.0302$/, 'Ask an administrator for a higher permission level: swrctl org show ORG'],
  [/40900\d\d$/, 'Use another name, or change the object that exists'],
  [/413\d{4}$/, 'Send something smaller'],
  [/400\d{4}$/, 'Correct the parameter that the service names'],
  [/5001101$/, 'Check the target region'],
  [/5070070$/, 'Check that object storage is enabled and not in arrears'],
  [/500\d{4}$/, 'Run it once more; if it stays, open a support ticket with the request id'],
];

export function hintForServiceCode(serviceCode: string | undefined): string | undefined {
  if (serviceCode === undefined) return undefined;
  return HINTS.find(([pattern]) => pattern.test(serviceCode))?.[1];
}
