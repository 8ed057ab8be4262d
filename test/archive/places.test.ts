import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openArchive, type Archive } from '../../src/archive/read/archive.ts';
import { choicesOf, selectImage } from '../../src/archive/read/select.ts';
import type { ContentNode } from '../../src/model/content.ts';
import {
  addAttestation,
  addImage,
  addIndex,
  createLayout,
  layoutFiles,
  layoutManifest,
  named,
  savedManifest,
  sha256,
  testImage,
  type Layout,
  type TestDescriptor,
  type TestImage,
} from '../support/archives.ts';
import { itWith } from '../support/peers.ts';
import { tarOf, type TarItem } from '../support/tar.ts';
import { tempFile } from '../support/temp-dir.ts';

/*
 * `--image @N` is the N-th entry of the source, whatever state the entries are in.
 */

const exec = promisify(execFile);
const TEXTS = ['zero', 'one', 'two'];
const IMAGES = TEXTS.map((text) => testImage({ texts: [text] }));

async function openItems(items: readonly TarItem[]): Promise<Archive> {
  const archive = await openArchive(await tempFile(tarOf(items)));
  onTestFinished(() => archive.close());
  return archive;
}

const diffIDs = (node: ContentNode): unknown[] =>
  node.kind === 'image'
    ? node.layers.map(({ diffID }) => diffID)
    : node.children.flatMap(({ node: child, isAttestation }) => (child && !isAttestation ? diffIDs(child) : []));

const layersOf = (image: TestImage): string[] => image.layers.map((layer) => `sha256:${sha256(layer)}`);

/** Which of IMAGES is chosen, or what is wrong with it. */
async function chosen({ images, parts }: Archive, choice: string): Promise<number | string> {
  try {
    const found = diffIDs(await selectImage(images, choice, parts).load());
    return IMAGES.findIndex((image) => JSON.stringify(layersOf(image)) === JSON.stringify(found));
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Ways for an entry of `index.json` to be no good. `blob` is its manifest, `layer` its layer. */
const WRECKS: readonly {
  name: string;
  spoil: (items: TarItem[], blob: string, layer: string) => TarItem[];
  says: RegExp;
}[] = [
  { name: 'absent', spoil: (items, blob) => items.filter(({ name }) => name !== blob), says: /manifest .* is not in/ },
  {
    name: 'incomplete',
    spoil: (items, _, layer) => items.filter(({ name }) => name !== layer),
    says: /layer .* is not in/,
  },
  {
    name: 'altered',
    spoil: (items, blob) =>
      items.map((item) =>
        item.name === blob ? { ...item, data: String(item.data).replace('"layers"', '"Layers"') } : item,
      ),
    says: /was altered/,
  },
];

interface Laid {
  readonly items: TarItem[];
  readonly roots: readonly TestDescriptor[];
}

function layOut(describe: (text: string, index: number) => Partial<TestDescriptor>): Laid {
  const layout = createLayout();
  const roots = IMAGES.map((image, index) => addImage(layout, image, describe(TEXTS[index] ?? '', index)));
  return { items: [...layout.items, ...layoutFiles(roots)], roots };
}

/** The layer of an image, from its manifest. */
function layerName({ items }: Laid, { digest }: TestDescriptor): string {
  const manifest = JSON.parse(String(items.find(({ name }) => name.endsWith(digest.slice(7)))?.data)) as {
    layers: { digest: string }[];
  };
  return `blobs/sha256/${manifest.layers[0]?.digest.slice(7) ?? ''}`;
}

const NAMINGS = [
  { naming: 'no names', describe: () => ({}) },
  { naming: 'names', describe: (text: string) => named(`g/${text}:v1`) },
  { naming: 'one name for all', describe: () => ({ annotations: { 'org.opencontainers.image.ref.name': 'v1' } }) },
  {
    naming: 'platforms',
    describe: (_: string, index: number) => ({
      platform: { os: 'linux', architecture: ['amd64', 'arm64', 's390x'][index] },
    }),
  },
];

describe.each(NAMINGS)('an index.json with $naming', ({ describe: describeEntry }) => {
  it.each(WRECKS.flatMap((wreck) => [0, 1, 2].map((bad) => ({ ...wreck, bad }))))(
    'keeps its places when entry $bad is $name',
    async ({ bad, spoil, says }) => {
      const laid = layOut(describeEntry);
      const root = laid.roots[bad];
      if (root === undefined) throw new Error('no such entry');
      const archive = await openItems(spoil(laid.items, `blobs/sha256/${root.digest.slice(7)}`, layerName(laid, root)));
      expect(archive.images).toHaveLength(3);
      for (const place of [0, 1, 2]) {
        const found = await chosen(archive, `@${place}`);
        expect(found).toEqual(place === bad ? expect.stringMatching(says) : place);
      }
      expect(() => selectImage(archive.images)).toThrow(/holds 3 images/);
    },
  );
});

/** IMAGES in a docker-archive, saved by id, without one of the files `0.tar`, `1.tar` and `2.tar`. */
function savedWithout(missing: string): TarItem[] {
  const saved = IMAGES.map(({ config }, index) => ({
    Config: `${sha256(config)}.json`,
    RepoTags: null,
    Layers: [`${index}.tar`],
  }));
  return [
    ...IMAGES.map(({ config }) => ({ name: `${sha256(config)}.json`, data: config })),
    ...IMAGES.map(({ layers }, index) => ({ name: `${index}.tar`, data: layers[0] ?? '' })),
    savedManifest(...saved),
  ].filter(({ name }) => name !== missing);
}

describe('a place', () => {
  it('is one in index.json also where attestations and other names of the same image lie between', async () => {
    const layout = createLayout();
    const [zero, one] = IMAGES.map((image, index) => addImage(layout, image, named(`g/${TEXTS[index] ?? ''}:v1`)));
    if (zero === undefined || one === undefined) throw new Error('no images');
    const roots = [zero, addAttestation(layout, zero), { ...zero, ...named('g/again:v1') }, one];
    const archive = await openItems([...layout.items, ...layoutFiles(roots)]);
    expect(archive.images.map(({ names }) => names)).toEqual([['g/zero:v1', 'g/again:v1'], ['g/one:v1']]);
    expect(await Promise.all(['@0', '@2', '@3', '@4'].map((choice) => chosen(archive, choice)))).toEqual([
      ...[0, 0, 1],
      'the archive holds no image "@4"',
    ]);
    // Not an image to be offered, but what the source has at that place.
    const attestation = await selectImage(archive.images, '@1', archive.parts).load();
    expect(attestation.kind === 'image' && attestation.layers[0]?.mediaType).toBe('application/vnd.in-toto+json');
  });

  it('is one in manifest.json where there is no index.json, whatever is missing', async () => {
    const archive = await openItems(savedWithout('0.tar'));
    expect(await Promise.all(['@0', '@1', '@2'].map((choice) => chosen(archive, choice)))).toEqual([
      'manifest.json refers to 0.tar, which is not in the archive',
      ...[1, 2],
    ]);
  });

  it('of what manifest.json alone has comes behind those of index.json', async () => {
    const layout = createLayout();
    const [zero, one] = IMAGES.map((image) => addImage(layout, image, {}, 'none'));
    if (zero === undefined || one === undefined) throw new Error('no images');
    const saved = IMAGES.map((image) => String(layoutManifest(image, null, 'none').data).slice(1, -1)).reverse();
    const manifest = { name: 'manifest.json', data: `[${saved.join()}]` };
    const archive = await openItems([...layout.items, ...layoutFiles([zero, one]), manifest]);
    expect(await Promise.all(['@0', '@1', '@2'].map((choice) => chosen(archive, choice)))).toEqual([0, 1, 2]);
  });

  it('keeps its image when manifest.json stands in for a broken entry without a name', async () => {
    const laid = layOut(() => ({}));
    const [first] = laid.roots;
    const saved = IMAGES.map((image) => String(layoutManifest(image, null, 'gzip').data).slice(1, -1));
    const items = laid.items.filter(({ name }) => !name.endsWith(first?.digest.slice(7) ?? ''));
    const archive = await openItems([...items, { name: 'manifest.json', data: `[${saved.join()}]` }]);
    expect(await Promise.all(['@0', '@1', '@2'].map((choice) => chosen(archive, choice)))).toEqual([0, 1, 2]);
    expect(archive.images).toHaveLength(3);
  });

  itWith('skopeo')('is the one that skopeo takes', async () => {
    const path = await tempFile(tarOf(savedWithout('none')));
    const archive = await openArchive(path);
    onTestFinished(() => archive.close());
    for (const [place, { config }] of IMAGES.entries()) {
      const { stdout } = await exec('skopeo', ['inspect', '--config', '--raw', `docker-archive:${path}:@${place}`]);
      expect(sha256(stdout)).toBe(sha256(config));
      expect(await chosen(archive, `@${place}`)).toBe(place);
    }
  });
});

/** An index and its children, all of them at the top level, as oras lists them. */
function orasLayout(layout: Layout, ...names: readonly (string | undefined)[]): readonly TestDescriptor[] {
  const children = ['amd64', 'arm64'].map((architecture, index) =>
    addImage(layout, IMAGES[index] ?? testImage(), { platform: { os: 'linux', architecture } }),
  );
  const index = addIndex(layout, children, named('g/app:v1'));
  return [...children.map((child, place) => ({ ...child, ...(names[place] ? named(names[place]) : {}) })), index];
}

describe('children that an index of the same layout names', () => {
  it('are no images of their own, but can be chosen by place', async () => {
    const layout = createLayout();
    const roots = orasLayout(layout);
    const archive = await openItems([...layout.items, ...layoutFiles(roots)]);
    expect(archive.images.map(({ names }) => names)).toEqual([['g/app:v1']]);
    expect(diffIDs(await selectImage(archive.images).load())).toEqual(IMAGES.slice(0, 2).flatMap(layersOf));
    expect(await Promise.all(['@0', '@1'].map((choice) => chosen(archive, choice)))).toEqual([0, 1]);
    expect((await selectImage(archive.images, '@2', archive.parts).load()).kind).toBe('index');
  });

  it('are images where they have a tag of their own', async () => {
    const layout = createLayout();
    const roots = orasLayout(layout, undefined, 'g/app:v1-arm64');
    const archive = await openItems([...layout.items, ...layoutFiles(roots)]);
    expect(archive.images.map(({ names }) => names)).toEqual([['g/app:v1-arm64'], ['g/app:v1']]);
  });

  it('are none when a digest is all of a name they have', async () => {
    const layout = createLayout();
    const roots = orasLayout(layout, `g/app@sha256:${sha256('x')}`);
    const archive = await openItems([...layout.items, ...layoutFiles(roots)]);
    expect(archive.images).toHaveLength(1);
  });
});

describe('what is offered', () => {
  const choices = async (roots: (layout: Layout) => readonly TestDescriptor[]): Promise<string[]> => {
    const layout = createLayout();
    const made = roots(layout);
    return [...choicesOf((await openItems([...layout.items, ...layoutFiles(made)])).images).values()];
  };
  const refName = (name: string) => ({ annotations: { 'org.opencontainers.image.ref.name': name } });

  it.each([
    { name: 'equal tags', names: ['v1', 'v1', 'v2'], want: ['@0', '@1', 'v2'] },
    { name: 'equal names', names: ['g/app:v1', 'docker.io/g/app:v1', 'web'], want: ['@0', '@1', 'web'] },
    {
      name: 'digests',
      names: [`app@sha256:${sha256('x')}`, `sha256:${sha256('y')}`, 'a:1'],
      want: ['@0', '@1', 'a:1'],
    },
  ])('for $name are places', async ({ names, want }) => {
    expect(
      await choices((layout) =>
        names.map((name, index) => addImage(layout, IMAGES[index] ?? testImage(), refName(name))),
      ),
    ).toEqual(want);
  });

  it('is not endless', () => {
    const many = Array.from({ length: 1000 }, () => ({
      names: [],
      bareTags: [],
      load: () => Promise.reject(new Error('')),
    }));
    expect(() => selectImage(many)).toThrow(
      expect.objectContaining({ hint: expect.stringMatching(/@18, @19 … @N$/) as unknown }),
    );
  });
});
