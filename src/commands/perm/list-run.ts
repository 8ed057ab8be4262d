import type { Context } from '../../app/world.ts';
import { targetName } from '../shared/names.ts';
import { PERM_VIEW, permRow } from './view.ts';
import { grantCalls } from './grants.ts';

/** `swrctl perm list`. */
export async function runPermList({ services, output }: Context, text: string): Promise<void> {
  const place = await services();
  const target = targetName(place, text);
  const grants = await grantCalls(await place.swr(), target).list();
  await output().list(
    grants.map((grant) => permRow(grant, target)),
    PERM_VIEW,
  );
}
