import { hasCode } from '../../base/errors.ts';
import type { RepositoryName } from '../../model/reference.ts';
import type { RepositoryInfo } from '../../model/repository.ts';
import type { Output } from '../../output/output.ts';
import type { SwrClient } from '../../swr/client.ts';
import { createRepository, updateRepository } from '../../swr/endpoints/repositories.ts';
import { writeAndLook } from '../../swr/write-and-look.ts';
import { runBatch } from '../shared/batch.ts';
import { describeChanges, withoutEffect } from '../shared/changes.ts';
import type { Context } from '../../app/world.ts';
import { instanceInUse } from '../shared/edition.ts';
import { setOfInstance } from './in-instance.ts';
import { formatName, repositoryName } from '../shared/names.ts';
import { acceptExisting, type Existing, type ExistOkFlag } from '../shared/existing.ts';
import { findRepository, readRepository } from './read.ts';
import type { RepoChanges, RepoWriteOptions } from './settings-options.ts';
import { REPO_VIEW, repoRow, type RepoRow } from './view.ts';

type Work = (swr: SwrClient, name: RepositoryName, output: Output) => Promise<RepositoryInfo>;

async function writeEach(context: Context, { repositories }: RepoWriteOptions, work: Work): Promise<void> {
  const place = await context.services();
  const names = repositories.map((text) => repositoryName(place, text));
  const swr = await place.swr();
  await runBatch<RepositoryName, RepoRow>(
    context,
    { items: names, noun: 'repository', view: REPO_VIEW },
    async (name) => repoRow(await work(swr, name, context.output())),
  );
}

/** `swrctl repo add`. */
export async function runRepoAdd(context: Context, options: RepoWriteOptions & ExistOkFlag): Promise<void> {
  const { changes } = options;
  const settings = { public: false, category: '', description: '', ...changes };
  await writeEach(context, options, async (swr, name, output) => {
    const { namespace, repository } = name;
    const create = () => swr.call(createRepository, { namespace, body: { repository, ...settings } });
    let created: RepositoryInfo;
    try {
      created = await writeAndLook(create, () => readBack(swr, name, changes));
    } catch (error) {
      if (!hasCode(error, 'CONFLICT')) throw error;
      const found = await findRepository(swr, name);
      if (found === undefined) throw error;
      acceptExisting({ ...existing(found, changes), service: error.service }, options, output);
      return found;
    }
    output.note(`Created ${created.public ? 'public' : 'private'} repository ${created.name}`);
    warnOfPublic(created, output);
    return created;
  });
}

function existing(found: RepositoryInfo, changes: RepoChanges): Existing {
  return {
    fact: `There is a repository ${found.name} already`,
    isSame: wrongOf(found, changes) === undefined,
    hint: `Change it with: swrctl repo set ${found.name}`,
  };
}

/** `swrctl repo set`. The service replaces all attributes at once, so the others are sent as they are. */
export async function runRepoSet(context: Context, options: RepoWriteOptions): Promise<void> {
  const client = await instanceInUse(context);
  if (client !== undefined) return setOfInstance(context, client, options);
  const { changes } = options;
  await writeEach(context, options, async (swr, name, output) => {
    const before = await readRepository(swr, name);
    const { public: isPublic, category, description } = before;
    const after = await writeAndLook(
      () => swr.call(updateRepository, { ...name, body: { public: isPublic, category, description, ...changes } }),
      () => readBack(swr, name, changes),
    );
    const changed = describeChanges(before, after, ['public', 'category', 'description']);
    output.note(
      changed === undefined ? `${formatName(name)} is like that already` : `Changed ${after.name}: ${changed}`,
    );
    if (!before.public) warnOfPublic(after, output);
    return after;
  });
}

async function readBack(swr: SwrClient, name: RepositoryName, changes: RepoChanges): Promise<RepositoryInfo> {
  const after = await readRepository(swr, name);
  const wrong = wrongOf(after, changes);
  if (wrong !== undefined) throw withoutEffect(`${wrong} of ${after.name} is "${String(after[wrong])}"`);
  return after;
}

/** The first attribute that is not as asked for. */
const wrongOf = (is: RepositoryInfo, changes: RepoChanges): keyof RepoChanges | undefined =>
  (Object.keys(changes) as (keyof RepoChanges)[]).find((key) => is[key] !== changes[key]);

function warnOfPublic(repository: RepositoryInfo, output: Output): void {
  if (!repository.public) return;
  output.warn(
    `anyone can pull ${repository.name} now, without a login; undo it with: swrctl repo set ${repository.name} --private`,
  );
}
