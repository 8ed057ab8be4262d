import { json, Refusal, type Reply } from '../server/handler.ts';

/**
 * What the enterprise edition refuses with. Only a few numbers are public: those of authentication, permission,
 * parameters and "gone"; the others are believed, in the same form. Source: docs/reference/enterprise.md#errors-of-the-enterprise-edition.
 */
const REFUSALS = {
  badParameter: [400, 'SVCSTG.SWR.4000014', 'Invalid param'],
  /** What is gone, in the short form of the back end. */
  gone: [400, 'SWR.400003', 'The resource does not exist.'],
  wrongState: [400, 'SVCSTG.SWR.4000015', 'The operation is not allowed in the present state.'],
  notOffered: [400, 'SVCSTG.SWR.4000016', 'The feature is not available on the instance.'],
  forbidden: [403, 'SVCSTG.SWR.4030170', 'Insufficient permissions'],
  notYours: [403, 'SVCSTG.SWR.4039001', 'The resource is not yours.'],
  quota: [403, 'SVCSTG.SWR.4030097', 'The quota has been reached.'],
  notFound: [404, 'SVCSTG.SWR.4040000', 'The resource does not exist.'],
  exists: [409, 'SVCSTG.SWR.4090000', 'The resource already exists.'],
  notEmpty: [412, 'SVCSTG.SWR.4120000', 'The resource still holds something.'],
  covered: [412, 'SVCSTG.SWR.4120001', 'The version is protected by an immutability rule.'],
  partOfAnother: [412, 'SVCSTG.SWR.4120002', 'The version is part of another one.'],
} as const satisfies Readonly<Record<string, readonly [number, string, string]>>;

export type RefusalName = keyof typeof REFUSALS;

/**
 * A refusal in both forms that the service writes into one body.
 *
 * @param detail what is wrong with what; a client must not need it.
 */
export function no(name: RefusalName, detail = ''): Refusal {
  return new Refusal(refusalReply(name, detail));
}

function refusalReply(name: RefusalName, detail: string): Reply {
  const [status, code, message] = REFUSALS[name];
  return json(status, {
    error_code: code,
    error_msg: detail === '' ? message : `${message} ${detail}`,
    details: [{ error_code: code, error_msg: message }],
    errors: [{ errorCode: code, errorMessage: message, detail }],
  });
}
