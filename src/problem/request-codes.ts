/** Codes with the same advice. */
export interface CodeGroup {
  /** One imperative line. */
  readonly hint: string;
  /** True: another try changes nothing, although the status says that the service failed. */
  readonly isFinal?: true;
  /** What each code means, in plain words without a full stop. */
  readonly codes: Readonly<Record<string, string>>;
}

/**
 * Codes that say what is wrong with a request. Prefixes differ, so the digits stand alone. Source: SWR API reference,
 * "Error Codes".
 */
export const REQUEST_CODES: readonly CodeGroup[] = [
  {
    hint: 'Correct the parameter that the service names',
    codes: {
      4000013: 'Digest value is malformed',
      4000014: 'A parameter is invalid (general)',
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
      4001041: 'The parameter domain is invalid',
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
      4000015: 'Package name is invalid',
      4001029: 'Image name is invalid',
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
      4000045: 'Upload session could not be bound',
    },
  },
  {
    hint: 'Remove an organization that is not used, or ask the service for a larger quota',
    codes: {
      4000097: 'Organization quota used up',
    },
  },
  {
    hint: 'Remove repositories that are not used, or ask the service for a larger quota',
    codes: {
      4000098: 'Repository (image) quota used up',
    },
  },
  {
    hint: 'Remove tags that are not used, or ask the service for a larger quota',
    codes: {
      4000099: 'Tag quota used up',
    },
  },
  {
    hint: 'List what is there with: swrctl retention list ORG/REPO',
    codes: {
      4000306: 'Retention rule does not exist, answered with 400 instead of 404',
    },
  },
  {
    hint: 'Organization names: 1 to 64 lower-case letters and digits, a letter first, joined by ".", "-" or "_"',
    codes: {
      4001008: 'Organization or object name is invalid',
      4001028: 'Organization name is invalid',
    },
  },
  {
    hint: 'List what is there with: swrctl share list ORG/REPO',
    codes: {
      4001090: 'Account is not in the sharing list, answered with 400 instead of 404',
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
      4001158: 'Auto-sync rule does not exist, answered with 400 instead of 404',
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
  {
    hint: 'Ask an administrator for a higher permission level: swrctl org show ORG',
    codes: {
      4011044: 'Image was created by someone else; upload refused',
      4011064: 'Credential of one account used on objects of another',
      4030170: 'Right for the enhanced login command is missing',
      4037017: 'No edit or manage right on any organization',
      4037018: 'No edit or manage right on any image',
      4037020: 'Permission on this repository is too low',
      4039001: 'Resource belongs to somebody else',
      4039002: 'Not allowed to do this operation',
    },
  },
  {
    hint: 'Wait a minute and run the same command again, with a lower --rate or --jobs',
    codes: {
      4031032: 'Too many requests for the running server',
      4031033: 'Request cannot be served now',
      4031042: 'Too many requests',
      4090023: 'Resources are busy',
    },
  },
  {
    hint: 'Check spelling and region; list the parent first',
    codes: {
      4040004: 'Package not found',
      4040043: 'Upload session not found',
      4041051: 'Layer not found',
      4041060: 'Manifest not found',
    },
  },
  {
    hint: 'List what is there with: swrctl repo list',
    codes: {
      4040009: 'Image list not found',
      4040010: 'Image not found',
      4040113: 'Image (repository) not found',
    },
  },
  {
    hint: 'List what is there with: swrctl tag list ORG/REPO',
    codes: {
      4040048: 'Tag not found',
      4040115: 'Tag not found',
      4041056: 'Tag not found (registry)',
      4041057: 'Tag list not found',
    },
  },
  {
    hint: 'List what is there with: swrctl org list (organizations belong to one region)',
    codes: {
      4040058: 'Organization not found',
      4041061: 'Organization not found (registry)',
    },
  },
  {
    hint: 'List what is there with: swrctl perm list ORG',
    codes: {
      4040078: 'Organization permission not found',
      4040091: 'Permission not found',
    },
  },
  {
    hint: 'Check the method and the path',
    codes: {
      4040083: 'Unknown URL',
    },
  },
  {
    hint: 'List what is there with: swrctl trigger list ORG/REPO',
    codes: {
      4040126: 'Trigger not found',
    },
  },
  {
    hint: 'Remove what is inside first: swrctl repo list ORG, swrctl tag list ORG/REPO',
    codes: {
      4060012: 'Repository still holds images',
      4060053: 'Cannot delete before its package is deleted',
      4060074: 'Organization still holds images',
    },
  },
  {
    hint: 'Use another name, or change the object that exists',
    codes: {
      4090006: 'Image exists already',
    },
  },
  {
    hint: 'Choose another name: they are unique over all accounts of a region',
    codes: {
      4090060: 'Organization exists already (possibly in another account)',
    },
  },
  {
    hint: 'Change the permission that exists with: swrctl perm set TARGET USER=LEVEL',
    codes: {
      4090076: 'Organization permission exists already',
      4090089: 'Permission exists already',
    },
  },
  {
    hint: 'Send something smaller',
    codes: {
      4130025: 'Uploaded file too large',
      4131001: 'Request body too large',
      4131012: 'Description too long',
    },
  },
];
