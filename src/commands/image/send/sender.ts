import { linkedStop } from '../../../base/abort.ts';
import type { ImageIndex, ImageManifest } from '../../../model/manifest.ts';
import type { Reference } from '../../../model/reference.ts';
import { openRepository } from '../../../registry/repository.ts';
import { copyNode } from '../../../transfer/copy.ts';
import { createCopySession, type CopySession, type Ledger } from '../../../transfer/copy-session.ts';
import { planCopy, type Plan } from '../../../transfer/plan.ts';
import { predictManifest } from '../../../transfer/predict.ts';
import { requireManaged } from '../../../app/elsewhere.ts';
import { transferEvents } from '../../shared/transfer-events.ts';
import { createBlobBook } from './blob-book.ts';
import type { Packers } from './packers.ts';
import { showPlan } from './show-plan.ts';
import { repositoryKey } from './prepare-image.ts';
import type { PreparedImage } from './run.ts';
import { sentTag, unsentTag, reportDigest } from './pushed-tag.ts';
import type { PushedTag } from './view.ts';
import { explainRefusal, isRefusal, requireForeignLayers } from './refused-manifest.ts';
import { otherWays } from './policy.ts';
import { createReuse } from './reuse-layers.ts';
import { createMissingOrg, guardTags, makePublic, type TagGuard } from './guards.ts';
import { createInstanceRules, type ProtectedTags } from './instance-rules.ts';
import type { ReuseMode } from './options.ts';
import type { PushRun } from './run.ts';

/** Sends prepared images and tags them; what went into a repository once in a run is not sent there again. */
export interface Sender {
  readonly send: (prepared: PreparedImage) => Promise<PushedTag[]>;
  /** Bytes so far: on the wire, and in blobs that were there already. */
  readonly totals: () => { readonly sent: number; readonly reused: number };
}

/** What may save a sender work. */
export interface SenderHints {
  /** The repository that is copied from, which has all of its blobs. */
  readonly source?: Pick<Reference, 'registry' | 'repository'> | undefined;
  /** Images whose layers the registry is likely to have. */
  readonly cacheFrom?: readonly Reference[];
  readonly packers: Packers;
  /** Default `verified`. */
  readonly reuse?: ReuseMode;
  /** Reads the blobs of layers that are not sent, too. Default false. */
  readonly verify?: boolean;
}

/** A sender for one run of a command. */
export function createSender(run: PushRun, hints: SenderHints): Sender {
  const { context, services, options } = run;
  const book = createBlobBook(hints.source);
  const rules = createInstanceRules(run);
  const sessions = new Map<string, CopySession>();
  const sessionFor = (prepared: PreparedImage): CopySession => {
    const key = repositoryKey(prepared);
    const session = sessions.get(key) ?? openSession(run, prepared, book.ledgerFor(prepared), hints);
    sessions.set(key, session);
    return session;
  };
  const sum = (bytesOf: (session: CopySession) => number): number =>
    [...sessions.values()].reduce((total, session) => total + bytesOf(session), 0);
  return {
    totals: () => ({
      sent: sum(({ uploadedBytes }) => uploadedBytes),
      reused: sum(({ reusedBytes }) => reusedBytes),
    }),
    send: async (prepared) => {
      const { registry, repository, references, node } = prepared;
      const kept = await rules.look(prepared);
      if (options.createOrg && kept === undefined) await requireManaged(services, registry, '--create-org');
      if (options.public) await requireManaged(services, registry, '--public');
      const guard = await guardTags(run, prepared);
      const session = sessionFor(prepared);
      if (options.dryRun) {
        await showPlan(context.output(), prepared, session);
        return references.map((reference) => unsentTag(prepared, reference));
      }
      if (options.createOrg && kept === undefined) await createMissingOrg(run, repository);
      const before = session.uploadedBytes;
      const manifest = standing(prepared, kept) ?? (await sendOrConvert({ ...run, prepared, session, guard, kept }));
      if (options.public) await makePublic(run, repository);
      reportDigest(context.output(), node, manifest);
      const uploaded = session.uploadedBytes - before;
      return references.map((reference) => sentTag(prepared, reference, manifest, session, uploaded));
    },
  };
}

function openSession(
  { context, services, options: { chunkSize } }: PushRun,
  { registry, repository, references }: PreparedImage,
  ledger: Ledger,
  { cacheFrom = [], packers, reuse: mode = 'verified', verify = false }: SenderHints,
): CopySession {
  const { signal, stop } = linkedStop(context.world.signal);
  const { retries } = services.settings;
  const sink = openRepository(services.registry(registry), repository, { signal, retries, chunkSize });
  const { warn } = context.output();
  return createCopySession(sink, {
    ...createReuse({ services, references, cacheFrom, packers, mode, verify, warn, signal }),
    ...packers.own,
    packsFirst: mode !== 'off', // which is for those who doubt what the registry says it has
    guessesMisses: true,
    run: services.run,
    signal,
    ledger,
    abort: stop,
    events: transferEvents(context.output().progress(), 'uploading'),
  });
}

/** One image on its way. */
interface Sending extends PushRun {
  readonly prepared: PreparedImage;
  readonly session: CopySession;
  readonly guard: TagGuard;
  readonly kept: ProtectedTags | undefined;
}

/** The manifest that all tags hold already, where rules protect them: nothing of it may be sent again. */
function standing({ references, plan }: PreparedImage, kept: ProtectedTags | undefined) {
  const predicted = kept && predictManifest(plan.root);
  const isThere = predicted && references.every((reference) => kept.isDone(reference, predicted));
  return isThere === true ? predicted : undefined;
}

/**
 * Sends an image as planned; with `auto`, a registry that refuses the manifest gets it in the ways that are left. Blobs
 * that went over stay of use.
 */
async function sendOrConvert(sending: Sending): Promise<ImageManifest | ImageIndex> {
  const { context, prepared, session } = sending;
  await requireForeignLayers(prepared, session);
  const ways = otherWays(sending);
  let plan = prepared.plan;
  for (;;) {
    try {
      return await sendAndTag(sending, plan);
    } catch (error) {
      const next = isRefusal(error, plan) ? ways.shift() : undefined;
      if (next === undefined) throw explainRefusal(error, sending, plan);
      context.output().note(`${prepared.registry} ${next.note}`);
      plan = planCopy(prepared.node, next.policy);
    }
  }
}

async function sendAndTag(
  { services, prepared, session, guard, kept }: Sending,
  plan: Plan,
): Promise<ImageManifest | ImageIndex> {
  const manifest = await copyNode(session, plan.root);
  for (const reference of prepared.references) {
    guard.requireMayMove(reference, manifest);
    kept?.requireMayMove(reference, manifest);
  }
  const due = prepared.references.filter((reference) => kept?.isDone(reference, manifest) !== true);
  for (const { tag } of due) {
    await services.run(() =>
      tag === undefined ? session.sink.pushManifest(manifest) : session.sink.tag(manifest, tag),
    );
  }
  return manifest;
}
