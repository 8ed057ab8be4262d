import { recordKey } from '../../../auth/record-key.ts';
import { openLayerCache, type LayerCache } from '../../../cache/layer-cache.ts';
import { MARK_SIZE, readGzipMark } from '../../../content/gzip-mark.ts';
import type { Digest } from '../../../model/digest.ts';
import { claimedCompression } from '../../../model/media-type.ts';
import { manifestKey, type Reference } from '../../../model/reference.ts';
import { hasBlob } from '../../../registry/blob.ts';
import { findKnownLayers, type KnownLayer } from '../../../registry/known-layers.ts';
import { mountBlob } from '../../../registry/mount.ts';
import { readBlobEnd, unpacksTo, type BlobPlace } from '../../../registry/read-blob.ts';
import type { CopyOptions, ReusableBlob } from '../../../transfer/copy-session.ts';
import { packingFor, packingName, parseGzipPacking } from '../../../transfer/packing.ts';
import type { PlannedLayer } from '../../../transfer/plan.ts';
import type { Services } from '../../../app/services.ts';
import type { Packers } from './packers.ts';
import type { ReuseMode } from './options.ts';

export interface ReuseOptions {
  readonly services: Services;
  /** Where the image goes: the tags that it is to get. */
  readonly references: readonly Reference[];
  /** `--cache-from`: further images of the same registry to learn from. */
  readonly cacheFrom: readonly Reference[];
  readonly packers: Packers;
  readonly mode: ReuseMode;
  /** Reads the blobs that are reused, too. */
  readonly verify: boolean;
  readonly warn: (text: string) => void;
  readonly signal: AbortSignal;
}

/** Finds layers that need not be packed or sent, and remembers what was: parts of a copy session. */
export type Reuse = Required<Pick<CopyOptions, 'reuse' | 'onPacked'>>;

/** A blob that is said to be a layer, and the repository that has it. */
interface Candidate extends KnownLayer {
  /** How it was packed, where that is said too. */
  readonly packing?: string;
}

/**
 * What this credential recorded is evidence; what others recorded, or what the images of the registry say, is a hint:
 * the layer is packed in the same way and has to become that blob, unless `trusted` takes hints of the registry as
 * they are. In every case the registry is asked whether the blob is there.
 */
export function createReuse(options: ReuseOptions): Reuse {
  const { services, references, mode, packers } = options;
  const { registry = '', repository = '' } = references[0] ?? {};
  const host = services.registry(registry);
  const place = { host, repository, signal: options.signal };
  const cache = openRecord(services, registry, place);
  const learned = learnOnce(options, place);
  const check = createChecks(options, place);
  return {
    reuse: async (planned) => {
      const { diffID } = planned.source;
      if (mode === 'off' || diffID === undefined) return undefined;
      const remembered = await cache.find(diffID);
      for (const { packing, digest, size, isOwn } of remembered) {
        const candidate = { repository, packing, blob: { mediaType: planned.mediaType, digest, size } };
        const found = isOwn ? await check.evidence(candidate, planned) : await check.claim(candidate, planned);
        if (found !== undefined) return found;
      }
      const hint = (await learned()).get(diffID);
      if (hint === undefined || claimedCompression(hint.blob.mediaType) !== planned.compression) return undefined;
      return mode === 'trusted' && packers.takesAny ? check.trusted(hint, planned) : check.claim(hint, planned);
    },
    onPacked: async ({ source, compression }, { digest, size }, packedWith) => {
      // The bytes went through the diffID on the way into the packer, so this is what we know, not what we were told.
      if (source.diffID !== undefined)
        await cache.add(source.diffID, { packing: packingName(compression, packedWith), digest, size });
    },
  };
}

/** The key is derived when there is an entry to be judged or written. */
function openRecord({ settings }: Services, registry: string, { host, repository }: BlobPlace): LayerCache {
  let key: Promise<Buffer | undefined> | undefined;
  const derive = async (): Promise<Buffer | undefined> => {
    const login = await host.login(repository);
    const owner = login && { username: login.username, secret: login.identityToken ?? login.password };
    return recordKey(owner, { registry, configDir: settings.configDir });
  };
  return openLayerCache({ dir: settings.cacheDir, registry, key: () => (key ??= derive()) });
}

/** Reads the images that may have layers of ours, when the first layer asks. */
function learnOnce({ references, cacheFrom }: ReuseOptions, place: BlobPlace): () => Promise<Map<Digest, KnownLayer>> {
  const learn = async (): Promise<Map<Digest, KnownLayer>> => {
    const own = await findKnownLayers({ ...place, keys: references.map(manifestKey) });
    const others = cacheFrom.filter(({ registry }) => registry === references[0]?.registry);
    const more = others.map((one) =>
      findKnownLayers({ ...place, repository: one.repository, keys: [manifestKey(one)] }),
    );
    return new Map([...(await Promise.all(more)).flatMap((layers) => [...layers]), ...own]);
  };
  let known: Promise<Map<Digest, KnownLayer>> | undefined;
  return () => (known ??= learn());
}

type Check = (candidate: Candidate, planned: PlannedLayer) => Promise<ReusableBlob | undefined>;

interface Checks {
  /** For what we recorded ourselves. */
  readonly evidence: Check;
  /** For what the user said to trust. */
  readonly trusted: Check;
  /** For what anybody can have said: comes with the options to pack the layer with, for the comparison. */
  readonly claim: Check;
}

function createChecks({ packers, verify, warn }: ReuseOptions, place: BlobPlace): Checks {
  const { host, repository, signal } = place;
  let isWarned = false;
  const warnOnce = (): void => {
    if (!isWarned) warn(`layers are taken unread, as ${host.host} says what they are (--reuse trusted)`);
    isWarned = true;
  };
  const target = { host, repository, signal };
  const isThere = async ({ blob, repository: from }: Candidate): Promise<boolean> =>
    (await hasBlob(host, repository, blob, signal)) ||
    (await mountBlob({ ...target, label: blob.digest }, blob.digest, from)) === 'mounted';
  /** With --verify also what is not sent is read. */
  const isSound = async ({ blob }: Candidate, { source, compression }: PlannedLayer): Promise<boolean> => {
    if (!verify || source.diffID === undefined) return true;
    const isLayer = await unpacksTo(place, blob, compression, source.diffID);
    if (!isLayer) warn(`${blob.digest} in ${host.host}/${repository} is not ${source.label}; the layer is sent anew`);
    return isLayer;
  };
  const confirmed: Check = async (candidate, planned) =>
    (await isThere(candidate)) && (await isSound(candidate, planned)) ? { blob: candidate.blob } : undefined;
  return {
    evidence: async (candidate, planned) =>
      (await isWanted(candidate, planned, packers)) ? confirmed(candidate, planned) : undefined,
    trusted: async (candidate, planned) => {
      const found = await confirmed(candidate, planned);
      if (found !== undefined) warnOnce();
      return found;
    },
    claim: async (candidate, planned) => {
      if (planned.compression !== 'gzip') return undefined; // nothing says how zstd was packed
      const packing = await claimedPacking(candidate, place);
      const claim = packing && (await packers.like(packing));
      const found = claim && (await confirmed(candidate, planned));
      return found && { ...found, claim };
    },
  };
}

/** Who asks for a packer or a level does not want the layer as another one packed it. */
async function isWanted(
  { packing = '' }: Candidate,
  { source, compression }: PlannedLayer,
  packers: Packers,
): Promise<boolean> {
  if (packing === packingName(compression, packingFor(packers.own, source.size))) return true;
  const gzip = compression === 'gzip' ? parseGzipPacking(packing) : undefined;
  return gzip !== undefined && (await packers.like(gzip)) !== undefined;
}

/** How a blob was packed: as the entry says, else as the blob itself says at its end. */
async function claimedPacking({ packing, blob, repository }: Candidate, place: BlobPlace) {
  if (packing !== undefined) return parseGzipPacking(packing);
  const end = await readBlobEnd({ ...place, repository }, blob, MARK_SIZE);
  return end && readGzipMark(end);
}
