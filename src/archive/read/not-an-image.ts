import { printableName } from '../entry-name.ts';
import { invalidSource } from '../invalid-source.ts';
import { hasChecksum } from '../tar/header.ts';

const ROOT_FOLDERS = ['bin', 'etc', 'usr', 'lib', 'dev', 'proc', 'sbin', 'var', 'root'];

/** What a file is that is no tar, for people who took the wrong one. Magic bytes in hex, as far as they matter. */
const LOOKALIKES: readonly (readonly [RegExp, string, string?])[] = [
  [
    /^(fffe|feff)/,
    'is UTF-16 text, as PowerShell writes with ">"',
    'Let docker write the file itself: docker save -o app.tar app:v1',
  ],
  [/^504b0304/, 'is a zip file, not an image archive', 'If the archive is in it, unpack it and give that file'],
  [/^7f454c46/, 'is a program, not an image archive', 'Give the file that the image was saved to'],
  [
    /^3c(21|68|3f)/,
    'is an HTML or XML page, not an image archive: a download that failed?',
    'Download the archive again; look into the file for what the server said',
  ],
  [/^(7b|5b)/, 'is JSON text, not an image archive', 'Give the archive or the OCI layout directory, not a file of it'],
];

/** @throws {SwrctlError} SOURCE_INVALID unless the file starts like a tar. `head`: its first 512 bytes. */
export function requireTar(head: Buffer, label: string): void {
  if (head.length === 0) throw invalidSource(`${label} is empty`);
  if (head.length === 512 && (hasChecksum(head) || head.every((byte) => byte === 0))) return;
  const start = head.subarray(0, 4).toString('hex');
  const [, what, hint] = LOOKALIKES.find(([magic]) => magic.test(start)) ?? [];
  if (what !== undefined) throw invalidSource(`${label} ${what}`, hint);
  throw invalidSource(`${label} is not an image archive: it does not start with a tar header`);
}

/** Says what a tar without `manifest.json` and `index.json` is. `names`: its entries, of which there may be a million. */
export function describeForeignTar(label: string, names: Iterable<string>): Error {
  let isEmpty = true;
  let isOldSave = false;
  let folder: string | undefined;
  const roots = new Set<string>();
  for (const name of names) {
    isEmpty = false;
    isOldSave ||= name === 'repositories';
    folder ??= /^(.+)\/(?:oci-layout|manifest\.json)$/.exec(name)?.[1];
    const root = ROOT_FOLDERS.find((each) => name === each || name.startsWith(`${each}/`));
    if (root !== undefined) roots.add(root);
  }
  if (isEmpty) return invalidSource(`${label} is an empty tar: it holds no image`);
  if (isOldSave) {
    return invalidSource(
      `${label} has no manifest.json: it was saved by a Docker older than 1.10`,
      'Load it into a current docker, then run: docker save -o app.tar app:v1',
    );
  }
  if (folder !== undefined) {
    return invalidSource(
      `${label} holds its image in the folder "${printableName(folder)}", not at the top`,
      'Pack it from inside that folder: tar -C FOLDER -cf app.tar .',
    );
  }
  if (roots.size >= 2) {
    return invalidSource(
      `${label} is a root file system, as docker export writes it, not an image: it has no manifest.json`,
      'Save the image, not a container: docker save -o app.tar app:v1',
    );
  }
  return invalidSource(`${label} is not an image archive: it has neither manifest.json nor index.json`);
}
