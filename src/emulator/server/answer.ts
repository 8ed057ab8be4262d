import { randomBytes } from 'node:crypto';
import type { CallLog } from './call-log.ts';
import { damageReply, damageRequest, type FaultBox, type FaultKind } from './faults.ts';
import { empty, HangUp, Refusal, type Reply, type Request } from './handler.ts';
import { blobOriginRoutes } from '../registry/blob-routes.ts';
import type { Housekeeping } from '../domain/housekeeping.ts';
import { createRouter } from './router.ts';
import type { Answer } from './server.ts';
import type { Surface } from './surfaces.ts';
import { createThrottle } from './throttle.ts';
import { refusePage } from './web-guard.ts';
import type { World } from '../domain/world.ts';

export interface AnswerParts {
  readonly world: World;
  readonly surfaces: (request: Request) => Surface;
  readonly faults: FaultBox;
  readonly log: CallLog;
  readonly housekeep: Housekeeping;
}

/** From a request to its reply: throttling, faults, routing, and the quirks that concern every answer. */
export function createAnswer({ world, surfaces, faults, log, housekeep }: AnswerParts): Answer {
  const throttle = createThrottle();
  const replyTo = async (request: Request, surface: Surface, fault: FaultKind | undefined): Promise<Reply> => {
    const { quirks, now } = world;
    const throttled = quirks['throttle-503'] && surface.name === 'registry' ? throttle(now().getTime()) : undefined;
    if (throttled !== undefined) return throttled;
    if (fault?.type === 'status') return surface.failure(fault.status);
    if (fault?.type === 'reset') throw new HangUp();
    if (fault?.type === 'stall') return new Promise<never>(() => undefined); // until somebody hangs up
    return damageReply(fault, request, await routed(world, surface, damageRequest(fault, request)));
  };
  return async (request) => {
    // Before anything counts, so that no page uses up faults, the rate, or the log.
    const refused = refusePage(request);
    if (refused !== undefined) return refused;
    const surface = surfaces(request);
    const fault = surface.name === 'emulator' ? undefined : faults.take(request);
    const record = (status: number): void => {
      if (surface.name === 'emulator') return;
      const { method, rawPath: path } = request;
      const struck = fault === undefined ? {} : { fault: fault.type };
      log.add({ at: world.now().toISOString(), method, path, status, ...struck });
    };
    try {
      await housekeep();
      const reply = decorate(world, surface, await replyTo(request, surface, fault));
      record(reply.status);
      return reply;
    } catch (error) {
      record(0);
      throw error;
    }
  };
}

async function routed({ quirks }: World, surface: Surface, request: Request): Promise<Reply> {
  const match = surface.route(request.method, request.rawPath);
  if (match.kind === 'unknown') return surface.unknown();
  if (match.kind === 'wrong-method') {
    const reply = surface.failure(surface.name === 'registry' ? 405 : 404);
    return { ...reply, headers: { ...reply.headers, allow: match.allow.join(', ') } };
  }
  try {
    return await match.answer(request);
  } catch (error) {
    if (error instanceof Refusal) return quirks['helpful-errors'] ? error.helpfulReply : error.reply;
    throw error;
  }
}

function decorate({ quirks }: World, surface: Surface, reply: Reply): Reply {
  if (surface.name === 'emulator') return reply;
  const headers = {
    ...(surface.name === 'registry' ? { 'docker-distribution-api-version': 'registry/2.0' } : {}),
    'x-request-id': randomBytes(16).toString('hex'),
    ...reply.headers,
  };
  if (!quirks['html-errors'] || (reply.status !== 404 && reply.status < 500)) return { ...reply, headers };
  const body = Buffer.from(
    `<html>\r\n<head><title>${reply.status}</title></head>\r\n<body>${reply.status}</body>\r\n</html>\r\n`,
  );
  return { status: reply.status, headers: { ...headers, 'content-type': 'text/html' }, body };
}

/** The second origin of the quirk blob-redirect. */
export function createBlobOrigin(world: World): Answer {
  const route = createRouter(blobOriginRoutes(world));
  return async (request) => {
    const match = route(request.method, request.rawPath);
    return match.kind === 'found' ? match.answer(request) : empty(404);
  };
}
