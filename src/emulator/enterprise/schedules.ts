import { object, optional, string, type Decoder } from '../../base/decode.ts';
import { SwrctlError } from '../../base/errors.ts';
import { choice } from './shapes.ts';

/** When a policy runs, in the form that it travels in. */
export interface Trigger {
  readonly type: 'manual' | 'scheduled' | 'event_based';
  readonly trigger_settings?: { readonly cron?: string | undefined } | undefined;
}

/** Seconds, minutes, hours, day, month, day of the week; in UTC. */
const CRON_FIELDS = 6;
const CRON_FIELD = /^[0-9A-Za-z*?,/#-]+$/;

export const cron: Decoder<string> = (value, at) => {
  const found = string(value, at);
  const fields = found.split(' ');
  if (fields.length === CRON_FIELDS && fields.every((field) => CRON_FIELD.test(field))) return found;
  throw new SwrctlError('API_SHAPE', `${at} has not the six fields of a time table`);
};

/** One of these ways to begin; a time table comes with it where it goes by time. */
export function trigger(...types: readonly Trigger['type'][]): Decoder<Trigger> {
  const decode = object({ type: choice(...types), trigger_settings: optional(object({ cron: optional(string) })) });
  return (value, at) => {
    const found = decode(value, at);
    if (found.type === 'scheduled') cron(found.trigger_settings?.cron, `${at}.trigger_settings.cron`);
    return found;
  };
}
