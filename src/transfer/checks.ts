import { counted } from '../base/words.ts';
import { hasCode } from '../base/errors.ts';
import type { ContentNode, LayerNode } from '../model/content.ts';
import type { Finding } from '../model/finding.ts';
import { imagesOf } from '../model/images-of.ts';
import { formatLimitSize } from '../model/limits.ts';
import { claimedCompression, isImageLayerType } from '../model/media-type.ts';
import { matchesPlatform } from '../model/platform-match.ts';
import { formatPlatform } from '../model/platform.ts';
import { DEFAULT_TAG } from '../model/reference.ts';
import { nameProblems } from '../model/swr-names.ts';
import { ARTIFACT_HINT, artifactType } from './artifact.ts';
import { foreignLayers } from './check-foreign.ts';
import { perImage, type Check, type CheckedTarget, type CheckSubject } from './check-subject.ts';
import { planCopy, plannedImages, type PlannedLayer, type PlannedNode } from './plan.ts';
import { holdsContainers } from './select.ts';

const leftOut: Check = ({ notes }) => notes.map((message) => ({ level: 'info', check: 'left-out', message }));

const severalImages: Check = ({ images }) =>
  images.length < 2
    ? []
    : [{ level: 'info', check: 'images', message: `the source holds ${images.length} images, each is pushed` }];

/** Two images under one name: the later one wins. */
const sameTarget: Check = ({ images }) => {
  const texts = images.flatMap(({ targets = [] }) => [...new Set(targets.flatMap(formatTarget))]);
  const repeated = new Set(texts.filter((text, index) => texts.indexOf(text) < index));
  return [...repeated].map((text) => ({
    level: 'warning',
    check: 'same-target',
    message: `more than one image goes to ${text}: the last one stays`,
    hint: 'Choose one with --image, or push each under a name of its own',
  }));
};

const formatTarget = ({ reference }: CheckedTarget): string[] =>
  reference === undefined ? [] : [`${reference.repository}:${reference.tag ?? DEFAULT_TAG}`];

const names = perImage(({ targets }, { limits, isDestinationGiven }) => {
  if (targets === undefined) return [];
  if (targets.length === 0) return [NAMELESS];
  return targets.flatMap(({ written, name, problem = `"${written}" is not a name` }): Finding[] => {
    if (name !== undefined) return nameProblems(name, limits).map((found) => ({ ...found, check: 'name' }));
    return [{ level: isDestinationGiven ? 'blocker' : 'warning', check: 'name', message: problem, hint: NAME_HINT }];
  });
});

const NAME_HINT = 'Say where it is to go: --to ORG, or --to ORG/REPO:TAG';

const NAMELESS: Finding = {
  level: 'warning',
  check: 'name',
  message: 'the image has no name in the source, so the push needs one',
  hint: 'Give it: swrctl push SOURCE ORG/REPO:TAG',
};

const platforms = perImage(({ node }, { host }) => {
  const known = imagesOf(node).flatMap(({ platform }) => (platform ? [platform] : []));
  if (known.length === 0 || known.some((platform) => matchesPlatform(platform, host, 'machine'))) return [];
  const made = known.map(formatPlatform).join(', ');
  return [
    {
      level: 'info',
      check: 'platform',
      message: `the image is for ${made}, and this machine is ${formatPlatform(host)}: is that what is to run it?`,
    },
  ];
});

const layersOf = (node: ContentNode): LayerNode[] => imagesOf(node).flatMap(({ layers }) => layers);

/** SWR takes container images; whoever asks for the types of the source leaves the answer to the service. */
const artifacts = perImage(({ node }, { keepsTypes }): Finding[] => {
  if (holdsContainers(node)) return [];
  const fact = `it is no container image but ${artifactType(node)}`;
  return keepsTypes === true
    ? [{ level: 'warning', check: 'artifact', message: `${fact}, which SWR may refuse` }]
    : [{ level: 'blocker', check: 'artifact', message: `${fact}, which SWR does not take`, hint: ARTIFACT_HINT }];
});

/** Types that are not what the bytes are: such images cannot be unpacked by everybody. */
const layerTypes = perImage(({ node }) => {
  const wrong = layersOf(node).filter(
    ({ mediaType, compression }) => isImageLayerType(mediaType) && claimedCompression(mediaType) !== compression,
  );
  if (wrong.length === 0) return [];
  const message = `${counted(wrong.length, 'layer')} of it are not packed as their type says (${wrong[0]?.label ?? ''})`;
  return [{ level: 'warning', check: 'layer-type', message }];
});

/** What a push to SWR changes: it makes Docker types. */
const conversion = perImage(({ node }) => {
  if (!holdsContainers(node)) return [];
  try {
    const { root, notes } = planCopy(node, { format: 'docker', ownsLayers: true });
    return [...notes.map((message): Finding => ({ level: 'info', check: 'left-out', message })), ...changes(root)];
  } catch (error) {
    if (!hasCode(error, 'SOURCE_INVALID', 'REFUSED')) throw error;
    return [{ level: 'blocker', check: 'manifest', message: error.message, hint: error.hint }];
  }
});

function changes(root: PlannedNode): Finding[] {
  const recoded = plannedLayers(root).filter(({ isRecoded }) => isRecoded);
  const count = (packing: string) => recoded.filter(({ source }) => source.compression === packing).length;
  const [plain, zstd] = [count('none'), count('zstd')];
  const keepsDigest = root.isKept || (root.kind === 'image' && root.source.manifest === undefined);
  const info = (check: string, message: string): Finding => ({ level: 'info', check, message });
  return [
    ...(keepsDigest ? [] : [info('manifest-type', 'SWR gets it with Docker types, so its digest changes')]),
    ...(plain > 0 ? [info('plain-layers', `${counted(plain, 'plain layer')} will be packed with gzip`)] : []),
    ...(zstd > 0 ? [info('zstd-layers', `${counted(zstd, 'zstd layer')} will be packed with gzip instead`)] : []),
  ];
}

function plannedLayers(root: PlannedNode): readonly PlannedLayer[] {
  return plannedImages(root).flatMap(({ layers }) => layers);
}

const layerSizes = perImage(({ node }, { limits }) =>
  layersOf(node)
    .filter(({ size }) => size > limits.layer)
    .map(({ label, size, compression }): Finding => {
      const fact = `the layer ${label} has ${formatLimitSize(size)}, more than the ${formatLimitSize(limits.layer)} that SWR takes`;
      // Other packings are redone, and what counts is the size after that.
      return compression === 'gzip'
        ? { level: 'blocker', check: 'layer-size', message: fact, hint: LIMIT_HINT }
        : {
            level: 'warning',
            check: 'layer-size',
            message: `${fact}, unless gzip makes it small enough`,
            hint: LIMIT_HINT,
          };
    }),
);

const LIMIT_HINT = 'Split the layer, or if your region takes more, say so: --limit layer=50GB';

/** All that can be found out without a network and without reading layers. */
const OFFLINE_CHECKS: readonly Check[] = [
  ...[severalImages, leftOut, names, sameTarget],
  ...[artifacts, foreignLayers, layerSizes, layerTypes, conversion, platforms],
];

/** What SWR has rules of its own for. */
const SWR_RULES: ReadonlySet<Check> = new Set([names, artifacts, layerSizes, conversion]);

/** What a push looks at before the first byte. The rest it decides and says itself when it makes its plan. */
const PUSH_CHECKS: readonly Check[] = [names, sameTarget, artifacts, foreignLayers, layerSizes];

/** Runs all offline checks that hold for the destination; findings in the order of the checks. */
export function checkOffline(subject: CheckSubject): Finding[] {
  return runChecks(OFFLINE_CHECKS, subject);
}

/** The blockers and warnings that a push begins with. Reads nothing. */
export function checkForPush(subject: CheckSubject): Finding[] {
  return runChecks(PUSH_CHECKS, subject).filter(({ level }) => level !== 'info');
}

function runChecks(checks: readonly Check[], subject: CheckSubject): Finding[] {
  return checks.filter((check) => subject.isSwr || !SWR_RULES.has(check)).flatMap((check) => check(subject));
}
