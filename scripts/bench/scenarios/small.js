// Start-up, many small images, long lists.
import { closeSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { absence, freshSkopeo, skopeoSync } from '../peers.js';
import { credentialHelper, freshHome, measure, swrctl } from '../programs.js';
import { fillEmulator, putImages } from '../registry-content.js';
import { startEmulator, startRegistry } from '../servers.js';

/** One command of ours, beside the start of node. */
const startOf = (env, plusMs) => ({
  node: { name: 'node -e 0', run: () => measure([process.execPath, '-e', '0'], { env }) },
  ours: (...args) => ({
    name: `swrctl ${args.join(' ')}`,
    run: () => measure(swrctl(...args), { env }),
    budget: { plusMs },
  }),
});

/** Commands that ask a server once, and what docker asks for a login. */
export async function requestScenario({ folder, atEnd }) {
  const emulator = await startEmulator(folder);
  atEnd(emulator.stop);
  await fillEmulator(emulator, { repositories: 3, tags: { few: 3 } });
  const { env, info } = emulator;
  const asked = join(folder, 'asked-host');
  writeFileSync(asked, info.registry);
  const { node, ours } = startOf(env, 150);
  const getLogin = async () => {
    const stdin = openSync(asked, 'r');
    try {
      return await measure(credentialHelper('get'), { env, stdin });
    } finally {
      closeSync(stdin);
    }
  };
  return {
    id: 'N',
    title: 'commands of one request, and the login that docker asks for',
    reference: 'node -e 0',
    contenders: [
      node,
      ours('org', 'list'),
      ours('tag', 'list', 'bench/few'),
      { name: 'docker-credential-swr get', run: getLogin, budget: { plusMs: 60 } },
    ],
  };
}

export function startUpScenario({ folder }) {
  const env = freshHome(folder);
  const { node, ours } = startOf(env, 50);
  return {
    id: 'E',
    title: 'start-up',
    reference: 'node -e 0',
    contenders: [node, ours('--version'), ours('tag', 'list', '--help')],
  };
}

/** Copies a repository from one registry, filled once, to an empty one. */
export async function copyScenario(bench) {
  const { folder } = bench;
  const count = bench.isQuick ? 20 : 200;
  const source = await startRegistry(folder);
  bench.atEnd(source.stop);
  await putImages({ host: source.host, repository: 'bench/app', count });
  const copy = async (commandFor, options) => {
    const target = await startRegistry(folder);
    try {
      return { ...(await measure(commandFor(target.host), options)), bytes: target.size() };
    } finally {
      await target.stop();
    }
  };
  const from = `${source.host}/bench/app`;
  return {
    id: 'H',
    title: `copy of a repository with ${count} small images from registry to registry`,
    reference: 'skopeo sync',
    contenders: [
      {
        name: 'swrctl copy --all-tags',
        run: () =>
          copy((to) => swrctl('copy', '-q', from, `${to}/bench/app`, '--all-tags'), { env: freshHome(folder) }),
        budget: { time: 0.35 },
      },
      {
        name: 'skopeo sync',
        absent: absence('skopeo'),
        run: () => copy((to) => skopeoSync(from, `${to}/bench`), freshSkopeo(folder)),
      },
    ],
  };
}

/** Lists of an emulator that holds many repositories. */
export async function listScenario(bench) {
  const [repositories, tags] = bench.isQuick ? [50, 1000] : [500, 10_000];
  const emulator = await startEmulator(bench.folder);
  bench.atEnd(emulator.stop);
  await fillEmulator(emulator, { repositories, tags: { full: tags, half: tags / 2, quarter: tags / 4 } });
  const list = (name, args, budget, lines) => ({
    name,
    budget,
    run: async () => {
      const result = await measure(swrctl(...args, '-o', 'tsv'), { env: emulator.env });
      const found = result.stdout.trim().split('\n').length;
      if (found < lines) throw new Error(`${name}: ${found} lines instead of ${lines}`);
      return result;
    },
  });
  return {
    id: 'I',
    title: `lists of an emulator with ${repositories} repositories and ${tags} tags in one`,
    reference: `tag list, ${tags / 4} tags`,
    contenders: [
      list(`tag list, ${tags / 4} tags`, ['tag', 'list', 'bench/quarter'], {}, tags / 4),
      list(`tag list, ${tags / 2} tags`, ['tag', 'list', 'bench/half'], { time: 3 }, tags / 2),
      list(`tag list, ${tags} tags`, ['tag', 'list', 'bench/full'], { time: 6, ms: 2000 }, tags),
      list(`repo list, ${repositories} repositories`, ['repo', 'list', 'bench'], { ms: 2000 }, repositories),
    ],
  };
}
