import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');
const LIST = 'docs/reference/README.md';

/** A file of the repository. */
export interface RepositoryFile {
  /** From the root, with slashes. */
  readonly path: string;
  readonly text: string;
}

/** All texts of the folders and files, which are named from the root. */
export function readFiles(...places: readonly string[]): RepositoryFile[] {
  return places
    .flatMap((place) =>
      place.includes('.')
        ? [place]
        : readdirSync(join(ROOT, place), { recursive: true, encoding: 'utf8' }).map((name) => join(place, name)),
    )
    .filter((path) => /\.(?:ts|js|md|json)$/.test(path))
    .map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));
}

/** The anchors that GitHub gives the headings of a page; undefined where there is no such page. */
export function anchorsOf(path: string): readonly string[] | undefined {
  if (!existsSync(join(ROOT, path))) return undefined;
  const prose = readFileSync(join(ROOT, path), 'utf8').replace(/^```[^]*?^```/gm, '');
  const seen = new Map<string, number>();
  return [...prose.matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) => {
    const slug = slugOf(heading);
    const count = seen.get(slug) ?? 0;
    seen.set(slug, count + 1);
    return count === 0 ? slug : `${slug}-${count}`;
  });
}

export function slugOf(heading: string): string {
  const text = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').trim();
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replace(/\s/g, '-');
}

/** A link to a place in a page: `page` from the root, and the anchor. */
export interface PageLink {
  readonly page: string;
  readonly anchor: string;
}

/** Pages below docs/ with an anchor, and in pages also links relative to them. */
export function pageLinks({ path, text }: RepositoryFile): PageLink[] {
  const written = [...text.matchAll(/(?<![\w./-])(docs\/[\w./-]+\.md)#([\w-]+)/g)].map(
    ([, page = '', anchor = '']) => ({
      page,
      anchor,
    }),
  );
  if (!path.endsWith('.md')) return written;
  const relative = [...text.matchAll(/\]\(((?!https?:)[^)#\s]*)#([^)\s]+)\)/g)].map(([, target = '', anchor = '']) => ({
    page: target === '' ? path : normalize(join(dirname(path), target)),
    anchor,
  }));
  return [...written, ...relative];
}

export const leadsSomewhere = ({ page, anchor }: PageLink): boolean => anchorsOf(page)?.includes(anchor) === true;

/** Documents that a file names and that the repository does not have. */
export function missingDocuments({ path, text }: RepositoryFile): string[] {
  const names = [...text.matchAll(/(?<![\w./:@-])((?:\.{1,2}\/|[\w.-]+\/)*[\w.-]+\.(?:md|openapi\.yaml))\b/g)];
  return names
    .map(([, name = '']) => name)
    .filter((name) => ![ROOT, join(ROOT, dirname(path))].some((from) => existsSync(join(from, name))));
}

/** Comments of code, or paragraphs and list items of a page, each as one line. */
function blocksOf({ path, text }: RepositoryFile): string[] {
  const blocks = path.endsWith('.md')
    ? text.split(/\n\s*\n|\n(?=- )/)
    : (text.match(/^[ \t]*\/\*[^]*?\*\/|(?:^[ \t]*\/\/.*\n)+/gm) ?? []);
  return blocks.map((block) => block.replace(/^[ \t]*(?:\/\*\*?|\*\/|\*|\/\/)/gm, '').replace(/\s+/g, ' '));
}

/** Each thing that stands behind `Source:`, `Sources:` or `@see`, up to the end of the sentence. */
export function sourcesOf(file: RepositoryFile): string[] {
  return blocksOf(file)
    .flatMap((block) => [...block.matchAll(/(?:\bSources?:|@see) (.*?)(?=\.?(?: \*\/)?$|\. | @)/g)])
    .flatMap(([, text = '']) => text.split(/; /))
    .map((source) => source.trim());
}

/** How often a file says that a source follows, wherever that stands. */
export const countMarks = ({ text }: RepositoryFile): number => text.match(/\bSources?:\s/g)?.length ?? 0;
export const countRead = (file: RepositoryFile): number =>
  blocksOf(file).reduce((sum, block) => sum + (block.match(/\bSources?: /g)?.length ?? 0), 0);

/** Names of the list, each with what is written of it. */
function readNames(): [string, string][] {
  const list = readFileSync(join(ROOT, LIST), 'utf8').split('## Names of sources')[1] ?? '';
  return list
    .split(/\n(?=- )/)
    .map((item) => item.replace(/\s+/g, ' '))
    .flatMap((item) => [...item.matchAll(/\*\*(.+?)\*\*/g)].map(([, name = '']): [string, string] => [name, item]))
    .sort(([a], [b]) => b.length - a.length);
}

const NAMES = readNames();

/** True for a heading of a page, an RFC, an issue, or a name of the list with pages that stand there. */
export function isKnownSource(source: string): boolean {
  const [, page, anchor] = /^(docs\/\S+\.md)#([\w-]+)$/.exec(source) ?? [];
  if (page !== undefined && anchor !== undefined) return leadsSomewhere({ page, anchor });
  if (/^RFC \d{3,5}(?:, (?:section )?[\d.]+(?: and [\d.]+)*)?(?: "[^"]+")?$/.test(source)) return true;
  if (/^[\w.-]+\/[\w.-]+#\d+$/.test(source)) return true;
  const found = NAMES.find(([name]) => source === name || source.startsWith(`${name}, `));
  if (found === undefined) return false;
  const parts = source.slice(found[0].length).match(/"[^"]+"|[^,"\s][^,"]*/g) ?? [];
  return parts.every((part) => found[1].includes(part.trim()));
}

/** Places of the repository that a page names and that are not there; names in capitals stand for any. */
export function missingPlaces({ text }: RepositoryFile): string[] {
  return [...text.matchAll(/`((?:src|test|docs|scripts)\/[\w./-]*)(?:#[\w-]+)?`/g)]
    .map(([, place = '']) => place)
    .filter((place) => !/(?:^|\/)[A-Z]+(?:[./]|$)/.test(place.replace('README', '')))
    .filter((place) => !existsSync(join(ROOT, place)));
}
