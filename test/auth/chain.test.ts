import { describe, expect, it } from 'vitest';
import { requireCredential, resolveCredential, type CredentialInputs } from '../../src/auth/chain.ts';

const swrctl = { SWRCTL_AK: 'AK-SWRCTL', SWRCTL_SK: 'SK' };
const sdk = { HUAWEICLOUD_SDK_AK: 'AK-SDK', HUAWEICLOUD_SDK_SK: 'SK' };
const terraform = { HW_ACCESS_KEY: 'AK-HW', HW_SECRET_KEY: 'SK' };
const profile = { name: 'work', accessKey: 'AK-PROFILE', secretKey: 'SK' };
const flags = { accessKey: 'AK-FLAGS', secretKey: 'SK' };

describe('resolveCredential', () => {
  it.each<{ name: string; inputs: CredentialInputs; accessKey: string; source: string; ignored: string[] }>([
    {
      name: 'flags before everything',
      inputs: { flags, env: { ...swrctl, ...sdk, ...terraform }, profile },
      accessKey: 'AK-FLAGS',
      source: 'the command line',
      ignored: [
        'SWRCTL_AK and SWRCTL_SK: the command line comes first',
        'HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK: the command line comes first',
        'HW_ACCESS_KEY and HW_SECRET_KEY: the command line comes first',
        'profile "work": the command line comes first',
      ],
    },
    {
      name: 'SWRCTL_* before SDK variables',
      inputs: { flags: {}, env: { ...terraform, ...sdk, ...swrctl } },
      accessKey: 'AK-SWRCTL',
      source: 'SWRCTL_AK and SWRCTL_SK',
      ignored: [
        'HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK: SWRCTL_AK and SWRCTL_SK come first',
        'HW_ACCESS_KEY and HW_SECRET_KEY: SWRCTL_AK and SWRCTL_SK come first',
      ],
    },
    {
      name: 'SDK variables before those of Terraform',
      inputs: { env: { ...terraform, ...sdk } },
      accessKey: 'AK-SDK',
      source: 'HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK',
      ignored: ['HW_ACCESS_KEY and HW_SECRET_KEY: HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK come first'],
    },
    {
      name: 'Terraform variables before the profile',
      inputs: { env: terraform, profile },
      accessKey: 'AK-HW',
      source: 'HW_ACCESS_KEY and HW_SECRET_KEY',
      ignored: ['profile "work": HW_ACCESS_KEY and HW_SECRET_KEY come first'],
    },
    {
      name: 'the profile when nothing else is set',
      inputs: { env: { SWRCTL_AK: ' ', SWRCTL_SK: '' }, profile },
      accessKey: 'AK-PROFILE',
      source: 'profile "work"',
      ignored: [],
    },
    {
      name: 'an access key before an IAM token of the same place',
      inputs: { env: { ...swrctl, SWRCTL_TOKEN: 'T' } },
      accessKey: 'AK-SWRCTL',
      source: 'SWRCTL_AK and SWRCTL_SK',
      ignored: ['SWRCTL_TOKEN: SWRCTL_AK and SWRCTL_SK come first'],
    },
    {
      name: 'the profile, with a lone security token left aside',
      inputs: { env: { SWRCTL_SECURITY_TOKEN: 'T' }, profile },
      accessKey: 'AK-PROFILE',
      source: 'profile "work"',
      ignored: ['SWRCTL_SECURITY_TOKEN: a security token without an access key is of no use'],
    },
    {
      name: 'a whole pair before half of one',
      inputs: { env: { ...swrctl, HW_ACCESS_KEY: 'AK' } },
      accessKey: 'AK-SWRCTL',
      source: 'SWRCTL_AK and SWRCTL_SK',
      ignored: ['HW_ACCESS_KEY: SWRCTL_AK and SWRCTL_SK come first'],
    },
  ])('takes $name', ({ inputs, accessKey, source, ignored }) => {
    const found = resolveCredential(inputs);
    expect(found.credential).toMatchObject({ kind: 'access-key', accessKey });
    expect(found.source).toBe(source);
    expect(found.ignored.map((other) => `${other.source}: ${other.reason}`)).toEqual(ignored);
  });

  it('trims line ends and blanks', () => {
    const env = { SWRCTL_AK: ' AK\r\n', SWRCTL_SK: 'SK\n', SWRCTL_SECURITY_TOKEN: '\tT\n' };
    expect(resolveCredential({ env }).credential).toEqual({
      kind: 'access-key',
      accessKey: 'AK',
      secretKey: 'SK',
      securityToken: 'T',
    });
  });

  it.each([
    { env: { ...sdk, HUAWEICLOUD_SDK_SECURITY_TOKEN: 'T' }, accessKey: 'AK-SDK' },
    { env: { ...terraform, HW_SECURITY_TOKEN: 'T' }, accessKey: 'AK-HW' },
    { env: { ...sdk, SWRCTL_SECURITY_TOKEN: 'other' }, accessKey: 'AK-SDK', securityToken: null },
  ])('takes the security token of the same place as $accessKey', ({ env, accessKey, securityToken }) => {
    const { credential } = resolveCredential({ env });
    expect(credential).toMatchObject({ accessKey });
    if (securityToken === null) expect(credential).not.toHaveProperty('securityToken');
    else expect(credential).toMatchObject({ securityToken: 'T' });
  });

  it('takes an IAM token', () => {
    expect(resolveCredential({ env: { SWRCTL_TOKEN: 'T' }, profile })).toMatchObject({
      credential: { kind: 'iam-token', token: 'T' },
      source: 'SWRCTL_TOKEN',
    });
  });

  it.each([
    { env: { SWRCTL_AK: 'AK' }, missing: 'SWRCTL_SK' },
    { env: { SWRCTL_SK: 'secret' }, missing: 'SWRCTL_AK' },
    { env: { HUAWEICLOUD_SDK_AK: 'AK', ...terraform }, missing: 'HUAWEICLOUD_SDK_SK' },
    { env: { HW_SECRET_KEY: 'secret', HW_ACCESS_KEY: ' ' }, missing: 'HW_ACCESS_KEY' },
  ])('names $missing when only the other half of the pair is set', ({ env, missing }) => {
    const attempt = () => resolveCredential({ env, profile });
    expect(attempt).toThrow(expect.objectContaining({ code: 'AUTH_REQUIRED' }));
    expect(attempt).toThrow(`${missing} is not`);
    expect(attempt).not.toThrow('secret');
  });

  it('finds nothing where nothing is set', () => {
    expect(resolveCredential({ env: {} })).toEqual({ ignored: [] });
  });
});

describe('requireCredential', () => {
  it('names both ways out when the profile has no SK', () => {
    const found = resolveCredential({ env: {}, profile: { name: 'work', accessKey: 'AK' } });
    expect(found.credential).toBeUndefined();
    expect(() => requireCredential(found)).toThrow(
      expect.objectContaining({
        code: 'AUTH_REQUIRED',
        message: 'The secret key of profile "work" was not saved on this machine',
        hint: expect.stringMatching(/SWRCTL_SK.*--insecure-storage/) as string,
      }),
    );
  });

  it('sends somebody without anything to login', () => {
    expect(() => requireCredential(resolveCredential({ env: {} }))).toThrow(
      expect.objectContaining({ code: 'AUTH_REQUIRED', hint: expect.stringContaining('swrctl login') as string }),
    );
  });

  it('gives what was found', () => {
    expect(requireCredential(resolveCredential({ env: swrctl }))).toMatchObject({ accessKey: 'AK-SWRCTL' });
  });
});
