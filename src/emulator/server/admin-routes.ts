import {
  array,
  number,
  object,
  optional,
  parseJson,
  string,
  withDefault,
  boolean,
  type Decoder,
} from '../../base/decode.ts';
import { SwrctlError } from '../../base/errors.ts';
import type { CallLog } from './call-log.ts';
import type { Clock } from '../domain/clock.ts';
import { parseFault, type FaultBox } from './faults.ts';
import type { Housekeeping } from '../domain/housekeeping.ts';
import { empty, json, readBody, type Params, type Reply, type Request, type Route } from './handler.ts';
import { refuseControl } from './web-guard.ts';

export interface AdminParts {
  readonly info: () => unknown;
  readonly log: CallLog;
  readonly faults: FaultBox;
  readonly clock: Clock;
  readonly housekeep: Housekeeping;
  readonly reset: () => Promise<void>;
  /** What `--host` says. */
  readonly host: string;
}

const MAX_BODY = 64 * 1024;

const decodeFaults = object({ faults: array(string), keep: withDefault(boolean, false) });
const decodeClock = object({ advanceSeconds: withDefault(number, 0), skewSeconds: optional(number) });

/**
 * The emulator's own controls, for programs on this machine only:
 * GET info, GET log, DELETE log, POST faults `{"faults":["503:PATCH@2"],"keep":false}`,
 * POST clock `{"advanceSeconds":900}` or `{"skewSeconds":900}`, POST reset.
 */
export function adminRoutes({ info, log, faults, clock, housekeep, reset, host }: AdminParts): Route[] {
  const routes: Route[] = [
    { method: 'GET', path: '/_emulator/info', handle: () => json(200, info()) },
    { method: 'GET', path: '/_emulator/log', handle: () => json(200, log.all()) },
    {
      method: 'DELETE',
      path: '/_emulator/log',
      handle: () => {
        log.clear();
        return empty(204);
      },
    },
    {
      method: 'POST',
      path: '/_emulator/faults',
      handle: async (request) => {
        const body = await readJson(request, decodeFaults);
        const parsed = body.faults.map(parseFault);
        if (body.keep) faults.add(parsed);
        else faults.set(parsed);
        return empty(204);
      },
    },
    {
      method: 'POST',
      path: '/_emulator/clock',
      handle: async (request) => {
        const { advanceSeconds, skewSeconds } = await readJson(request, decodeClock);
        clock.advance(advanceSeconds);
        if (skewSeconds !== undefined) clock.skew(skewSeconds);
        await housekeep(true);
        return json(200, { now: clock.now().toISOString() });
      },
    },
    {
      method: 'POST',
      path: '/_emulator/reset',
      handle: async () => {
        await reset();
        return empty(204);
      },
    },
  ];
  return routes.map((route) => ({ ...route, handle: (request, params) => guarded(route, host, request, params) }));
}

async function guarded(route: Route, host: string, request: Request, params: Params): Promise<Reply> {
  const refusal = refuseControl(request, host);
  if (refusal !== undefined) return refusal;
  try {
    return await route.handle(request, params);
  } catch (error) {
    if (error instanceof SwrctlError) return json(400, { error: error.message, hint: error.hint });
    throw error;
  }
}

async function readJson<T>(request: Request, decode: Decoder<T>): Promise<T> {
  const bytes = await readBody(request.body, MAX_BODY, json(413, { error: 'the body is too large' }));
  return decode(parseJson(bytes.toString('utf8'), 'body'), 'body');
}
