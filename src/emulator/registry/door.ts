import type { Digest } from '../../model/digest.ts';
import type { Reply, Request } from '../server/handler.ts';
import type { ManifestRecord } from '../domain/records.ts';
import type { Place } from '../domain/place.ts';
import type { World } from '../domain/world.ts';
import type { Access } from './token.ts';

export type Action = 'pull' | 'push' | 'delete';

/** Who calls, as a token or a login says. */
export interface Identity {
  /** Absent for anonymous tokens. */
  readonly userId?: string;
  /** First part of the scope of everything: a region, or the id of an instance. */
  readonly region: string;
  /** `any`: a login that came with the call itself, which is asked for rights only. */
  readonly access: readonly Access[] | 'any';
}

/** What differs between the registries that share the routes of the distribution API: who may do what, and the rules of each. */
export interface Door {
  /** @throws {Refusal} 401 with the challenge; for a call about a repository it names what is asked for. */
  readonly identify: (request: Request, about?: { readonly name: string; readonly action: Action }) => Identity;
  /** The challenge to somebody whose token does not cover what he asks for. */
  readonly insufficient: (request: Request, name: string, action: Action) => Error;
  readonly hasNamespace: (place: Place) => boolean;
  readonly mayDo: (userId: string | undefined, place: Place, action: Action) => boolean;
  /** Names of all namespaces, for the catalog. */
  readonly namespaces: (region: string) => readonly string[];
  /** @throws {Refusal} for a tag or version that must not be written or removed. */
  readonly beforeChange: (place: Place, tag: string | undefined, digest: Digest) => void;
  /** @throws {Refusal} for an image that must not be pulled. */
  readonly beforePull: (place: Place, manifest: ManifestRecord) => void | Promise<void>;
  readonly afterPull: (place: Place, reference: string, digest: Digest, userId: string | undefined) => Promise<void>;
  readonly afterPush: (
    place: Place,
    tag: string | undefined,
    digest: Digest,
    userId: string | undefined,
  ) => Promise<void>;
  readonly afterRemoval: (place: Place, digest: Digest, userId: string | undefined) => Promise<void>;
  /** What a reader with this Accept gets. @throws {Refusal} MANIFEST_UNKNOWN */
  readonly choose: (
    request: Request,
    scope: string,
    stored: ManifestRecord,
    isByDigest: boolean,
  ) => Promise<ManifestRecord>;
  /** What else the answer to a pushed manifest says. */
  readonly pushedHeaders: (manifest: ManifestRecord) => Readonly<Record<string, string>>;
  readonly base: (request: Request) => Reply;
}

/** The world behind one door, with the quirks of the registry there. */
export interface RegistryWorld extends World {
  readonly door: Door;
}

/** Whether a token or login covers this. Who may push may delete, too. */
export function isGranted({ access }: Identity, name: string, action: Action): boolean {
  if (access === 'any') return true;
  const actions = access.filter((one) => one.name === name).flatMap((one) => one.actions);
  return actions.includes(action) || (action === 'delete' && actions.includes('push'));
}
