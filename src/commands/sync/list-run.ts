import { warnIfFull } from '../shared/full-answer.ts';
import type { Context } from '../../app/world.ts';
import { formatName, repositoryName } from '../shared/names.ts';
import { RULE_VIEW, ruleRow } from './view.ts';
import { listSyncRules } from '../../swr/endpoints/syncs.ts';

/** `swrctl sync list`. */
export async function runSyncList({ services, output }: Context, repository: string): Promise<void> {
  const place = await services();
  const name = repositoryName(place, repository);
  const swr = await place.swr();
  const rules = await swr.call(listSyncRules, { ...name });
  warnIfFull(output(), rules, `rules of ${formatName(name)}`);
  await output().list(rules.map(ruleRow), RULE_VIEW);
}
