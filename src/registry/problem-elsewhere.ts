import { SwrctlError, type ErrorCode, type ServiceAnswer } from '../base/errors.ts';
import type { HttpResponse } from '../http/message.ts';
import { isCode } from '../problem/codes.ts';

import { writtenHost } from '../model/docker-hub.ts';
import { loginCommand } from './login.ts';

/*
 * What to do about an error of a registry that is no SWR: there are no organizations, no access keys and no management
 * calls, so nothing of them is named.
 */

export interface AskedElsewhere {
  /** Host with optional port. */
  readonly registry: string;
  /** Empty for what is no matter of one. */
  readonly repository: string;
  /** What did not work, without a full stop. */
  readonly what: string;
  /** Whose login it was; absent: nobody's. */
  readonly login: object | undefined;
  readonly who: string;
}

interface Words {
  readonly code?: ErrorCode;
  readonly message?: string;
  /** Absent: what is true for every registry. */
  readonly hint?: string | undefined;
}

/** @param plain the error as the codes of SWR would have it. */
export function problemElsewhere(plain: SwrctlError, response: HttpResponse, asked: AskedElsewhere): SwrctlError {
  const { code = plain.code, message = asked.what, hint } = wordsFor(plain, response, asked);
  return new SwrctlError(code, message, {
    service: withoutMeaning(plain.service),
    hint,
  });
}

/** What a code means is said in the terms of SWR. */
function withoutMeaning(service: ServiceAnswer = {}): ServiceAnswer {
  return Object.fromEntries(Object.entries(service).filter(([name]) => name !== 'meaning'));
}

function wordsFor(plain: SwrctlError, { status, method }: HttpResponse, asked: AskedElsewhere): Words {
  const { registry, what, login, who } = asked;
  const name = writtenHost(registry);
  if (status === 405) return { message: `${what}: ${notAllowed(method, name)}`, hint: wayRound(method, name) };
  switch (plain.code) {
    case 'AUTH_DENIED':
      return login === undefined
        ? { code: 'AUTH_REQUIRED', hint: `Log in first: ${loginCommand(registry, false)}` }
        : { message: `${what} as ${who}`, hint: `Log in as somebody who may: ${loginCommand(registry, false)}` };
    case 'NOT_FOUND':
      if (isCode(plain, 'BLOB_UNKNOWN')) return { hint: `Push the image to ${name} again: it lacks a part` };
      return { hint: `Check the spelling; list what is there with: swrctl repo list ${name}` };
    case 'REFUSED':
      return refused(plain, name, asked);
    case 'THROTTLED':
    case 'BLOCKED':
      return { hint: plain.hint };
    default:
      return {};
  }
}

/** Harbor, and what is made of it, keeps tags and holds images back. Source: docs/reference/enterprise.md#what-harbor-does. */
function refused(plain: SwrctlError, name: string, { repository, what }: AskedElsewhere): Words {
  if (isCode(plain, 'NAME_INVALID')) {
    return { message: `${name} does not take the name "${repository}"`, hint: 'Choose another name' };
  }
  if (isCode(plain, 'PRECONDITION')) return { message: `${what}: a rule protects the tag`, hint: plain.hint };
  if (isCode(plain, 'PROJECTPOLICYVIOLATION')) {
    return { message: `${what}: it is held back because of its vulnerabilities`, hint: plain.hint };
  }
  return {};
}

/** A registry in maintenance, a pull-through cache, or one whose operator lets nobody delete. */
function notAllowed(method: string, name: string): string {
  if (method === 'DELETE') return `${name} is read-only, or deleting is switched off there`;
  return method === 'GET' || method === 'HEAD' ? `${name} does not offer this` : `${name} is read-only`;
}

function wayRound(method: string, name: string): string {
  if (method === 'DELETE') {
    return `Ask the operator of ${name}; the CNCF registry lets people delete with REGISTRY_STORAGE_DELETE_ENABLED=true`;
  }
  if (method === 'GET' || method === 'HEAD') return `Ask the operator of ${name}`;
  return `Push to another registry; if ${name} is a cache, to the one that it caches, else ask its operator`;
}
