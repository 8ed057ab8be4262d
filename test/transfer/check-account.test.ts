import { describe, expect, it } from 'vitest';
import { checkClock } from '../../src/transfer/check-clock.ts';
import { checkOrganization, type OrganizationState } from '../../src/transfer/check-organization.ts';
import { checkQuota, type QuotaFacts } from '../../src/transfer/check-quota.ts';
import type { Finding } from '../../src/model/finding.ts';

const levels = (findings: readonly Finding[]): string[] => findings.map(({ level, check }) => `${level} ${check}`);

describe('checkClock', () => {
  const minute = 60_000;
  it.each([
    { skewMs: 10 * minute, isSigned: true, want: [] },
    { skewMs: 10 * minute + 1, isSigned: true, want: ['warning clock'] },
    { skewMs: -15 * minute, isSigned: true, want: ['warning clock'] },
    { skewMs: -15 * minute - 1, isSigned: true, want: ['blocker clock'] },
    { skewMs: 600 * minute, isSigned: false, want: ['warning clock'] },
  ])('judges $skewMs ms, signed calls: $isSigned', ({ skewMs, isSigned, want }) => {
    expect(levels(checkClock(skewMs, isSigned))).toEqual(want);
  });
});

describe('checkOrganization', () => {
  it.each<{ state: OrganizationState; isCreated?: boolean; want: string[] }>([
    { state: 'manage', want: [] },
    { state: 'edit', want: [] },
    { state: 'read', want: ['blocker upload-right'] },
    { state: 'none', want: ['blocker upload-right'] },
    { state: 'closed', want: ['blocker organization-owner'] },
    { state: 'closed', isCreated: true, want: ['blocker organization-owner'] },
    { state: 'missing', want: ['blocker organization'] },
    { state: 'missing', isCreated: true, want: ['info organization'] },
  ])('judges $state, created by the push: $isCreated', ({ state, isCreated = false, want }) => {
    expect(levels(checkOrganization({ name: 'team', state, place: 'cn-north-4', isCreated }))).toEqual(want);
  });
});

describe('checkQuota', () => {
  const facts: QuotaFacts = {
    quotas: [],
    isImageQuotaOn: false,
    changed: {},
    newOrganizations: [],
    repositories: [],
  };
  const full = { name: 'team/app', tagCount: 300, newTags: 1 };
  const fresh = { name: 'team/new', tagCount: undefined, newTags: 1 };

  it.each<{ name: string; change: Partial<QuotaFacts>; want: string[] }>([
    { name: 'no limit while the image quota is off', change: { repositories: [full] }, want: [] },
    {
      name: 'the table when it is on and the service says no number',
      change: { isImageQuotaOn: true, repositories: [full] },
      want: ['blocker quota'],
    },
    {
      name: 'the number of the service before the table',
      change: { isImageQuotaOn: true, repositories: [full], quotas: [{ name: 'tag', limit: 1000, used: 900 }] },
      want: [],
    },
    {
      name: 'the number of the user before all',
      change: { changed: { tags: 301 }, repositories: [full], quotas: [{ name: 'tag', limit: 10, used: 9 }] },
      want: ['warning quota'],
    },
    {
      name: 'the totals of the account where no quota counts repositories',
      change: { isImageQuotaOn: true, repositories: [fresh], repositoryCount: 500 },
      want: ['blocker quota'],
    },
    {
      name: 'nothing where nobody counts them',
      change: { isImageQuotaOn: true, repositories: [fresh] },
      want: [],
    },
    {
      name: 'organizations only when one is new',
      change: { quotas: [{ name: 'organization', limit: 5, used: 5 }] },
      want: [],
    },
    {
      name: 'several new organizations together',
      change: { newOrganizations: ['a', 'b'], quotas: [{ name: 'organization', limit: 5, used: 4 }] },
      want: ['blocker quota'],
    },
  ])('takes $name', ({ change, want }) => {
    expect(levels(checkQuota({ ...facts, ...change }))).toEqual(want);
  });
});
