import type { CodeGroup } from './group.ts';

/** Codes of the gateway in front of the service, and of its neighbors. Source: docs/reference/errors.md#gateway-codes. */
export const OTHER_CODES = [
  {
    hint: 'Check the method and the path',
    codes: { 'APIGW.0101': 'The gateway knows no such call' },
  },
  {
    hint: 'Run it once more; if it stays, open a support ticket with the request id',
    codes: { 'APIGW.0201': 'The request is bad or too large, or the service behind the gateway is down or slow' },
  },
  {
    hint: 'Check key, region and clock with: swrctl auth status',
    codes: { 'APIGW.0301': 'Token or signature is wrong' },
  },
  {
    hint: 'Ask an administrator for a higher permission level: swrctl org show ORG',
    codes: { 'APIGW.0302': 'The caller is not allowed to do this' },
  },
  {
    hint: 'Wait a minute and run the same command again, with a lower --rate or --jobs',
    codes: {
      'APIGW.0308': { meaning: 'Too many requests', retry: 'throttled' },
      TOOMANYREQUESTS: { meaning: 'Too many requests', retry: 'throttled' },
    },
  },
  {
    hint: 'Try other manifest types with: --format docker',
    codes: {
      MANIFEST_INVALID: {
        meaning: 'The registry does not take this manifest; SWR refuses OCI indexes',
        standsFor: 'MANIFEST_REFUSED',
      },
    },
  },
  {
    hint: 'List what is there with: swrctl repo list and swrctl tag list ORG/REPO',
    codes: {
      NAME_UNKNOWN: 'There is no such repository',
      MANIFEST_UNKNOWN: 'There is no such tag or image',
      BLOB_UNKNOWN: 'There is no such layer',
    },
  },
  {
    hint: 'Log in again: swrctl login',
    codes: { UNAUTHORIZED: 'The registry does not know who is calling' },
  },
  {
    hint: 'Check name and rights with: swrctl perm who-can push ORG/REPO',
    codes: { DENIED: 'The organization is missing, the right is missing, or the image belongs to somebody else' },
  },
  {
    hint: 'List what is there; it may have been removed just now',
    codes: {
      'SWR.400003': { meaning: 'What is named does not exist any more', name: 'ALREADY_GONE', standsFor: 'NOT_FOUND' },
    },
  },
  {
    hint: 'Choose another tag: what exists under this one cannot be moved or removed',
    codes: { PRECONDITION: { meaning: 'A rule keeps the tag as it is', standsFor: 'REFUSED' } },
  },
  {
    hint: 'Push an image without these findings; in an SWR instance they are let through by: swrctl org set NS --block off',
    codes: {
      PROJECTPOLICYVIOLATION: {
        meaning: 'The image has findings that its project lets nobody pull',
        standsFor: 'REFUSED',
      },
    },
  },
  {
    // Registries say in words what these are about, so nothing is added.
    codes: {
      BLOB_UPLOAD_INVALID: {},
      BLOB_UPLOAD_UNKNOWN: {},
      DIGEST_INVALID: {},
      NAME_INVALID: { retry: 'final', standsFor: 'REFUSED' },
      UNAVAILABLE: {},
      UNKNOWN: {},
    },
  },
] as const satisfies readonly CodeGroup[];
