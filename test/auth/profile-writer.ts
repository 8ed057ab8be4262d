import { createProfileStore } from '../../src/auth/profile.ts';

/** What one of several swrctl processes does: argv is the folder and a number. */
const [, , dir = '', number = ''] = process.argv;
const store = createProfileStore(dir);
await store.save({ name: `own-${number}`, registry: `r${number}.example.com`, accessKey: `AK${number}` });
await store.update('shared', (current) => ({
  name: 'shared',
  registry: 'r.example.com',
  org: [current?.org, number].filter((part) => part !== undefined).join(','),
}));
await store.setActive(`own-${number}`);
await store.secrets.file.set({ profile: `own-${number}`, accessKey: `AK${number}` }, `SK${number}`);
