import type { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { group } from '../options/group.ts';
import { artifactAccessories } from './accessories.ts';
import { artifactHistory } from './history.ts';
import { artifactList } from './list.ts';
import { artifactRemove } from './remove.ts';
import { artifactShow } from './show.ts';

export const artifact = (context: Context): Command =>
  group(
    'artifact',
    'Manage what an instance has by digest: images, indexes and what else has a manifest',
    [
      artifactList(context),
      artifactShow(context),
      artifactRemove(context),
      artifactAccessories(context),
      artifactHistory(context),
    ],
    'swrctl artifact list team/web --instance prod',
    'swrctl artifact show team/web:v1 --json=digest,tags,pulledAt',
  );
