import { globPattern } from '../../model/glob.ts';
import { Transform, type Readable } from 'node:stream';
import { SwrctlError } from '../../base/errors.ts';
import { HangUp, type Reply, type Request } from './handler.ts';

/** What goes wrong: a status instead of the answer, or something done to the connection or the bytes. */
export type FaultKind =
  | { readonly type: 'status'; readonly status: number }
  | { readonly type: 'reset' }
  | { readonly type: 'stall' }
  | { readonly type: 'cut'; readonly after: number }
  | { readonly type: 'corrupt' };

export interface Fault {
  readonly kind: FaultKind;
  /** Default: any. */
  readonly method: string | undefined;
  /** `*` is any text, slashes too; `?` one character. Default: any. */
  readonly path: RegExp | undefined;
  /** Share of the matching calls, 0 to 1. */
  readonly share: number;
  /** Only the first so many matching calls; may be infinite. */
  readonly count: number;
}

const SPEC =
  /^([2-5]\d\d|reset|stall|corrupt|cut@\d+)(?::([A-Za-z]+|\*)(?::(.+?))?)?(?:=(100|\d{1,2}(?:\.\d+)?)%|=?@(\d+))?$/;

/**
 * Reads `KIND[:METHOD[:PATHGLOB]][=N%|@COUNT]`, for example `503:PATCH@2`.
 *
 * @throws {SwrctlError} USAGE
 */
export function parseFault(spec: string): Fault {
  const parts = SPEC.exec(spec);
  if (parts === null) {
    throw new SwrctlError('USAGE', `"${spec}" is not a fault`, {
      hint: 'Write it as KIND[:METHOD[:PATHGLOB]][=N%|@COUNT], for example 503:PATCH@2, reset or cut@1000:GET=10%',
    });
  }
  const [, kind = '', method, glob, percent = '100', count = 'Infinity'] = parts;
  return {
    kind: parseKind(kind),
    method: method === '*' ? undefined : method?.toUpperCase(),
    path: glob === undefined ? undefined : globPattern(glob),
    share: Number(percent) / 100,
    count: Number(count),
  };
}

function parseKind(text: string): FaultKind {
  if (text === 'reset' || text === 'stall' || text === 'corrupt') return { type: text };
  if (text.startsWith('cut@')) return { type: 'cut', after: Number(text.slice(4)) };
  return { type: 'status', status: Number(text) };
}

/** The faults in force. */
export interface FaultBox {
  readonly set: (faults: readonly Fault[]) => void;
  readonly add: (faults: readonly Fault[]) => void;
  /** The first fault that strikes this call, used up by one. */
  readonly take: (request: Request) => FaultKind | undefined;
}

export function createFaultBox(initial: readonly Fault[], random: () => number): FaultBox {
  let active: { fault: Fault; left: number }[] = [];
  const add = (faults: readonly Fault[]): void => {
    active.push(...faults.map((fault) => ({ fault, left: fault.count })));
  };
  add(initial);
  return {
    set: (faults) => {
      active = [];
      add(faults);
    },
    add,
    take: (request) => {
      const hit = active.find(({ fault, left }) => left > 0 && matches(fault, request) && random() < fault.share);
      if (hit === undefined) return undefined;
      hit.left -= 1;
      return hit.fault.kind;
    },
  };
}

function matches({ method, path }: Fault, request: Request): boolean {
  return (method === undefined || method === request.method) && (path === undefined || path.test(request.rawPath));
}

/** Ends with HangUp once more than `after` bytes want to pass; those before it do pass. */
function cutAfter(after: number): Transform {
  let left = after;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const part = chunk.subarray(0, left);
      left -= part.length;
      if (part.length > 0) this.push(part);
      if (part.length === chunk.length) done();
      else setImmediate(done, new HangUp()); // let what came through be read first
    },
  });
}

/** Turns over one bit in the middle of the first chunk. */
function corruptFirst(): Transform {
  let isDone = false;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const copy = Buffer.from(chunk);
      const middle = copy.length >> 1;
      if (!isDone && copy.length > 0) copy[middle] = (copy[middle] ?? 0) ^ 1;
      isDone = true;
      done(null, copy);
    },
  });
}

function through(source: Readable, stage: Transform): Readable {
  source.on('error', (error) => stage.destroy(error));
  source.on('close', () => {
    if (!source.readableEnded) stage.destroy(new HangUp());
  });
  return source.pipe(stage);
}

const hasBody = ({ method }: Request): boolean => method === 'PATCH' || method === 'PUT' || method === 'POST';

/** What the route sees: cut and corrupt strike the bytes that come in, if the method brings any. */
export function damageRequest(kind: FaultKind | undefined, request: Request): Request {
  if (!hasBody(request) || (kind?.type !== 'cut' && kind?.type !== 'corrupt')) return request;
  return { ...request, body: through(request.body, kind.type === 'cut' ? cutAfter(kind.after) : corruptFirst()) };
}

/** What the client sees: otherwise they strike the answer, whose headers stay as they were. */
export function damageReply(kind: FaultKind | undefined, request: Request, reply: Reply): Reply {
  if (hasBody(request) || reply.body === undefined || (kind?.type !== 'cut' && kind?.type !== 'corrupt')) return reply;
  const stage = kind.type === 'cut' ? cutAfter(kind.after) : corruptFirst();
  if (!Buffer.isBuffer(reply.body)) return { ...reply, body: through(reply.body, stage) };
  const headers = { ...reply.headers, 'content-length': String(reply.body.length) };
  stage.end(reply.body);
  return { ...reply, headers, body: stage };
}
