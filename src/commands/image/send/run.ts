import type { ContentNode } from '../../../model/content.ts';
import type { Reference } from '../../../model/reference.ts';
import type { Plan } from '../../../transfer/plan.ts';
import type { Context } from '../../../app/world.ts';
import type { Services } from '../../../app/services.ts';
import type { SendOptions } from './options.ts';

/** One run of push or copy: what every step of it reads, made once and handed on whole. */
export interface PushRun<O extends SendOptions = SendOptions> {
  readonly context: Context;
  readonly services: Services;
  readonly options: O;
}

/** An image on its way into one repository, with everything decided. */
export interface PreparedImage {
  readonly registry: string;
  readonly repository: string;
  readonly references: readonly Reference[];
  readonly node: ContentNode;
  readonly plan: Plan;
}
