import { statSync } from 'node:fs';
import { absence, absenceIfQuick, cranePush, dockerAbsence, dockerPush, freshSkopeo, skopeoPush } from '../peers.js';
import { freshHome, measure, swrctl } from '../programs.js';
import { startEngine, startFilledRegistry, startRegistry, startSlowLink } from '../servers.js';

const REPOSITORY = 'bench/app:v1';

/** Measures one push into an empty registry and tells what it got. */
async function coldPush({ folder }, commandFor, options) {
  const registry = await startRegistry(folder);
  try {
    const result = await measure(commandFor(`${registry.host}/${REPOSITORY}`), options());
    return { ...result, bytes: registry.size() };
  } finally {
    await registry.stop();
  }
}

const ourPush =
  (archive, ...flags) =>
  (reference) =>
    swrctl('push', '-q', archive, reference, ...flags);

/** A docker engine for each run: it remembers what it has pushed. */
async function dockerRun(bench, archive) {
  const engine = await startEngine(bench.folder);
  try {
    return await coldPush(
      bench,
      (reference) => dockerPush(archive, reference),
      () => ({ env: engine.env }),
    );
  } finally {
    await engine.stop();
  }
}

export function coldPushScenario(bench) {
  const { folder, images } = bench;
  const ours =
    (...flags) =>
    () =>
      coldPush(bench, ourPush(images.image, ...flags), () => ({ env: freshHome(folder) }));
  const [major, minor] = process.versions.node.split('.').map(Number);
  const hasZstd = major > 22 || (major === 22 && minor >= 15);
  return {
    id: 'A',
    title: `push into an empty registry, nothing cached; ${Math.round(statSync(images.image).size / 1e6)} MB in 5 plain layers`,
    reference: 'skopeo',
    contenders: [
      {
        name: 'swrctl, builtin',
        run: ours('--compressor', 'builtin'),
        budget: { time: 1, bytes: 1.05, memory: 150 * 2 ** 20 },
      },
      { name: 'swrctl, igzip', absent: absence('igzip'), run: ours('--compressor', 'igzip'), budget: { time: 0.7 } },
      {
        name: 'swrctl, pigz',
        absent: absenceIfQuick(bench.isQuick, 'pigz'),
        run: ours('--compressor', 'pigz'),
      },
      {
        name: 'swrctl, zstd (A2)',
        absent: hasZstd ? undefined : `needs Node 22.15, this is ${process.version}`,
        run: ours('--compression', 'zstd'),
        budget: { time: 0.6 },
      },
      {
        name: 'skopeo',
        run: () =>
          coldPush(
            bench,
            (to) => skopeoPush(images.image, to),
            () => freshSkopeo(folder),
          ),
      },
      {
        name: 'crane',
        absent: absence('crane'),
        run: () =>
          coldPush(
            bench,
            (to) => cranePush(images.image, to),
            () => ({ env: freshHome(folder) }),
          ),
      },
      { name: 'docker load + push', absent: dockerAbsence(bench.isQuick), run: () => dockerRun(bench, images.image) },
    ],
  };
}

/** Pushes to a copy of a registry that has an image: `bytes` is what came on top. */
async function secondPush({ folder }, { stored }, commandFor, options) {
  const registry = await startRegistry(folder, stored);
  try {
    const before = registry.size();
    const result = await measure(commandFor(`${registry.host}/${REPOSITORY}`), options());
    return { ...result, bytes: registry.size() - before };
  } finally {
    await registry.stop();
  }
}

/** The same by a machine that pushed the first image itself, whose record was kept. */
async function recordedPush({ folder, images }, { stored }, archive) {
  const registry = await startRegistry(folder, stored);
  try {
    const reference = `${registry.host}/${REPOSITORY}`;
    const env = freshHome(folder);
    await measure(ourPush(images.image)(reference), { env });
    const before = registry.size();
    const result = await measure(ourPush(archive)(reference), { env });
    return { ...result, bytes: registry.size() - before };
  } finally {
    await registry.stop();
  }
}

async function secondPushScenario(bench, id, title, archive, { known, unknown }) {
  const { folder, images } = bench;
  const filled = await startFilledRegistry(bench, images.image);
  const plain = () => ({ env: freshHome(folder) });
  return {
    id,
    title,
    reference: 'skopeo',
    contenders: [
      { name: 'swrctl, record kept', run: () => recordedPush(bench, filled, archive), budget: { time: known } },
      {
        name: 'swrctl, --reuse trusted',
        run: () => secondPush(bench, filled, ourPush(archive, '--reuse', 'trusted'), plain),
        budget: { time: known },
      },
      {
        name: 'swrctl, nothing kept',
        run: () => secondPush(bench, filled, ourPush(archive), plain),
        budget: { time: unknown },
      },
      {
        name: 'skopeo',
        run: () =>
          secondPush(
            bench,
            filled,
            (to) => skopeoPush(archive, to),
            () => freshSkopeo(folder),
          ),
      },
      {
        name: 'crane',
        absent: absence('crane'),
        run: () => secondPush(bench, filled, (to) => cranePush(archive, to), plain),
      },
    ],
  };
}

export const samePushScenario = (bench) =>
  secondPushScenario(bench, 'B', 'push again, nothing changed', bench.images.image, {
    known: 0.1,
    unknown: 0.7,
  });

export const changedPushScenario = (bench) =>
  secondPushScenario(bench, 'C', 'push with a new layer of 1 MB on top', bench.images.changed, {
    known: 0.15,
    unknown: 0.75,
  });

const LINK = 25e6;

/** Measures one push over a slow link. */
async function slowPush({ folder }, commandFor, options) {
  const registry = await startRegistry(folder);
  const link = await startSlowLink(registry.host, LINK);
  try {
    const result = await measure(commandFor(`${link.host}/${REPOSITORY}`), options());
    return { ...result, bytes: registry.size() };
  } finally {
    await link.stop();
    await registry.stop();
  }
}

export function slowPushScenario(bench) {
  const { folder, images } = bench;
  const ours = (compressor) => () =>
    slowPush(bench, ourPush(images.image, '--compressor', compressor), () => ({ env: freshHome(folder) }));
  return {
    id: 'G',
    title: 'push into an empty registry over a link of 25 MB/s',
    reference: 'skopeo',
    contenders: [
      { name: 'swrctl, builtin', run: ours('builtin'), budget: { time: 1.05 } },
      { name: 'swrctl, igzip', absent: absenceIfQuick(bench.isQuick, 'igzip'), run: ours('igzip') },
      {
        name: 'skopeo',
        run: () =>
          slowPush(
            bench,
            (to) => skopeoPush(images.image, to),
            () => freshSkopeo(folder),
          ),
      },
    ],
  };
}
