/** Bodies that are good by the page, for tests of every kind. */

const selector = (decoration: string, pattern = '**') => ({ kind: 'doublestar', decoration, pattern });

export const scope = (repositories = '**', tags = '**') => ({
  tag_selectors: [{ ...selector('matches', tags), extras: '{"untagged":true}' }],
  scope_selectors: { repository: [selector('repoMatches', repositories)] },
  repo_scope_mode: 'regular',
});

const SCHEDULED = { type: 'scheduled', trigger_settings: { cron: '0 0 2 * * ?' } };

export const retention = (name = 'keep-ten', more = {}) => ({
  algorithm: 'or',
  enabled: true,
  name,
  rules: [
    {
      priority: 0,
      disabled: false,
      action: 'retain',
      template: 'latestPushedK',
      params: { latestPushedK: 10 },
      ...scope(),
    },
  ],
  trigger: SCHEDULED,
  ...more,
});

export const signature = (name = 'sign-all', more = {}) => ({
  name,
  description: 'by hand',
  enabled: true,
  signature_method: 'KMS',
  signature_algorithm: 'ECDSA_SHA_256',
  signature_key: '11111111-2222-3333-4444-555555555555',
  trigger: { type: 'event_based' },
  scope_rules: [scope()],
  ...more,
});

export const webhook = (name = 'tell-us', more = {}) => ({
  name,
  description: 'of pushes',
  targets: [
    {
      type: 'http',
      address: 'https://hooks.example.com/a?b=c',
      auth_header: 'Authorization:Bearer canary',
      skip_cert_verify: false,
      address_type: 'internet',
    },
  ],
  scope_rules: [scope('app')],
  event_types: ['PUSH_ARTIFACT'],
  enabled: true,
  ...more,
});

export const registry = (name = 'elsewhere', more = {}) => ({
  name,
  description: 'a Harbor',
  type: 'swr-pro',
  url: 'https://harbor.example.com',
  credential: { type: 'basic', access_key: 'robot', access_secret: 'canary-of-the-registry' },
  dns_conf: { hosts: { 'harbor.example.com': '10.0.0.7' } },
  insecure: false,
  ...more,
});

export const replication = (target: number, name = 'copy-all', more = {}) => ({
  name,
  description: 'to elsewhere',
  dest_registry: { id: target },
  dest_namespace: 'mirror',
  filters: [
    { type: 'name', value: 'library/{a,b*}' },
    { type: 'tag', value: '**' },
  ],
  repo_scope_mode: 'regular',
  trigger: SCHEDULED,
  override: true,
  enabled: true,
  ...more,
});
