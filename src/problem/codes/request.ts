import type { CodeGroup } from './group.ts';

/** Codes that say what is wrong with a request. Prefixes differ, so the digits stand alone. Source: SWR API reference, "Error Codes". */
export const REQUEST_CODES = [
  {
    hint: 'Correct the parameter that the service names',
    codes: {
      4000013: 'Digest value is malformed',
      4000014: { meaning: 'A parameter is invalid (general)', name: 'PARAMETER_INVALID' },
      4000016: 'Version string is invalid',
      4000039: 'Upload session id is invalid',
      4000047: 'Version is not supported',
      4000055: 'Search term is missing',
      4000056: 'Page size is invalid',
      4001000: 'Upload must be multipart/form-data',
      4001003: 'Form file could not be read',
      4001004: 'The parameter type must be app',
      4001005: 'Form cannot be parsed',
      4001006: 'Metadata file has a bad format',
      4001009: 'The parameter is_public must be true or false',
      4001010: 'The parameter type must be app or image',
      4001011: 'The parameter type must be app, image or empty',
      4001014: 'A required parameter is missing',
      4001015: 'Form file is missing',
      4001016: 'The parameters is_public and manifests are both needed',
      4001018: 'Request body has the wrong type',
      4001019: 'Form file cannot be parsed',
      4001021: 'Version must not be empty',
      4001022: 'Wrong kind of file',
      4001023: 'File type is not supported',
      4001024: 'Query parameters could not be read',
      4001025: 'Query parameters are not allowed',
      4001027: 'The parameter status must be done or error',
      4001030: 'The parameter package is invalid',
      4001035: 'Filter is invalid',
      4001036: 'A parameter got lost',
      4001037: 'Registry type is not supported',
      4001045: 'SWRServer parameter is missing',
      4001065: 'Organization permission is invalid',
      4001066: 'Permission is invalid',
      4001067: 'User name is invalid',
      4001091: 'The permission parameter is wrong',
    },
  },
  {
    hint: 'Repository names: 1 to 128 lower-case letters and digits, joined by ".", "-", "_" or "/"',
    codes: {
      4000015: {
        meaning: 'Package name is invalid',
        name: 'PACKAGE_NAME_INVALID',
        retry: 'final',
        standsFor: 'REFUSED',
      },
      4001029: { meaning: 'Image name is invalid', name: 'IMAGE_NAME_INVALID', retry: 'final', standsFor: 'REFUSED' },
    },
  },
  {
    hint: 'Make the archive anew, for example with docker save, and upload it again',
    codes: {
      4000028: 'Image format is wrong',
      4000029: 'Image names inside the upload do not agree',
      4000064: 'Archive manifest has no RepoTags',
      4000065: 'Archive manifest lists no layers',
      4000066: 'Archive manifest has no config entry',
      4000067: 'Archive has no manifest file',
      4000068: 'Archive manifest cannot be parsed',
      4000069: 'Image format is wrong or unsupported',
    },
  },
  {
    hint: 'Check key, region and clock with: swrctl auth status',
    codes: {
      4000031: 'AK or SK is not valid',
      4001013: 'AK and SK must not be empty',
      4001048: 'No token could be taken from the request context',
      4010000: 'Authentication failed, usually an expired token',
      4019000: 'No token and no AK/SK in the request',
      4031043: 'Notary JWT was refused',
    },
  },
  {
    hint: 'Run it once more; if it stays, open a support ticket with the request id',
    codes: {
      4000045: { meaning: 'Upload session could not be bound', name: 'UPLOAD_SESSION_UNBOUND', retry: 'once' },
    },
  },
  {
    hint: 'Remove an organization that is not used, or ask the service for a larger quota',
    codes: {
      4000097: {
        meaning: 'Organization quota used up',
        name: 'ORG_QUOTA_USED_UP',
        retry: 'final',
        standsFor: 'REFUSED',
      },
    },
  },
  {
    hint: 'Remove repositories that are not used, or ask the service for a larger quota',
    codes: {
      4000098: {
        meaning: 'Repository (image) quota used up',
        name: 'REPOSITORY_QUOTA_USED_UP',
        retry: 'final',
        standsFor: 'REFUSED',
      },
    },
  },
  {
    hint: 'Remove tags that are not used, or ask the service for a larger quota',
    codes: {
      4000099: { meaning: 'Tag quota used up', name: 'TAG_QUOTA_USED_UP', retry: 'final', standsFor: 'REFUSED' },
    },
  },
  {
    hint: 'List what is there with: swrctl retention list ORG/REPO',
    codes: {
      4000306: {
        meaning: 'Retention rule does not exist, answered with 400 instead of 404',
        name: 'RETENTION_NOT_FOUND',
        standsFor: 'NOT_FOUND',
      },
    },
  },
  {
    hint: 'Organization names: 1 to 64 lower-case letters and digits, a letter first, joined by ".", "-" or "_"',
    codes: {
      4001008: {
        meaning: 'Organization or object name is invalid',
        name: 'OBJECT_NAME_INVALID',
        retry: 'final',
        standsFor: 'REFUSED',
      },
      4001028: {
        meaning: 'Organization name is invalid',
        name: 'ORG_NAME_INVALID',
        retry: 'final',
        standsFor: 'REFUSED',
      },
    },
  },
  {
    hint: 'List what is there with: swrctl share list ORG/REPO',
    codes: {
      4001090: {
        meaning: 'Account is not in the sharing list, answered with 400 instead of 404',
        name: 'SHARE_NOT_FOUND',
        standsFor: 'NOT_FOUND',
      },
    },
  },
  {
    hint: 'Check the name of the other account (--account): its owner sees it under "My Credentials"',
    codes: {
      4001041: {
        meaning: 'There is no such account to share with',
        name: 'ACCOUNT_NOT_FOUND',
        standsFor: 'NOT_FOUND',
      },
    },
  },
  {
    hint: 'Sort by updated_time, name or tag_count',
    codes: {
      4001096: 'Sort column is not supported',
    },
  },
  {
    hint: 'List what is there with: swrctl sync list ORG/REPO',
    codes: {
      4001158: {
        meaning: 'Auto-sync rule does not exist, answered with 400 instead of 404',
        name: 'SYNC_NOT_FOUND',
        standsFor: 'NOT_FOUND',
      },
    },
  },
  {
    hint: 'It belongs to the withdrawn build-from-source feature; nothing that swrctl calls leads here',
    codes: {
      4006030: 'Build run failed',
      4006031: 'Build record exists already',
      4009010: 'Organization is invalid (build)',
      4009011: 'Image name is invalid (build)',
      4009012: 'Code source type is invalid',
      4009013: 'Id is invalid (build)',
      4009014: 'Filter is invalid (build)',
      4009015: 'Build task cannot be parsed',
      4009016: 'File path is invalid',
      4009017: 'Code owner is invalid',
      4009018: 'Code repository is invalid',
      4009019: 'Code repository id is invalid',
      4009020: 'Code branch is invalid',
      4009021: 'Image tag is invalid (build)',
      4009022: 'Code user name is invalid',
      4009023: 'Commit id is invalid',
      4046032: 'Build record not found',
    },
  },
] as const satisfies readonly CodeGroup[];
