import type { CodeGroup } from './group.ts';

/** Codes about what a request is for: rights, what is missing or in the way, and limits. Source: SWR API reference, "Error Codes". */
export const OBJECT_CODES = [
  {
    hint: 'Ask an administrator for a higher permission level: swrctl org show ORG',
    codes: {
      4011044: 'Image was created by someone else; upload refused',
      4011064: 'Credential of one account used on objects of another',
      4030170: { meaning: 'Right for the enhanced login command is missing', name: 'ENHANCED_LOGIN_NOT_OFFERED' },
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
      4031032: { meaning: 'Too many requests', name: 'SERVER_BUSY', retry: 'throttled' },
      4031033: { meaning: 'Too many requests', name: 'REQUEST_NOT_SERVED_NOW', retry: 'throttled' },
      4031042: { meaning: 'Too many requests', name: 'TOO_MANY_REQUESTS', retry: 'throttled' },
      4090023: { meaning: 'Resources are busy', name: 'RESOURCES_BUSY', retry: 'throttled' },
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
      4040126: { meaning: 'Trigger not found', name: 'TRIGGER_NOT_FOUND' },
    },
  },
  {
    hint: 'Remove what is inside first: swrctl repo list ORG, swrctl tag list ORG/REPO',
    codes: {
      4060012: 'Repository still holds images',
      4060053: 'Cannot delete before its package is deleted',
      4060074: { meaning: 'Organization still holds images', name: 'ORG_NOT_EMPTY' },
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
] as const satisfies readonly CodeGroup[];
