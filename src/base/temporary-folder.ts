import { mkdtempSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Folders of this process that are still there. */
const folders = new Set<string>();

export interface TemporaryFolder {
  readonly path: string;
  readonly remove: () => Promise<void>;
}

/**
 * Makes a folder for the owner only, which goes at the latest with the process.
 *
 * @param prefix of its name; random letters follow.
 * @throws a Node system error when `parent` cannot be written to.
 */
export function createTemporaryFolder(parent: string, prefix: string): TemporaryFolder {
  // In one step, so that no signal comes between the folder and our knowing of it.
  const path = mkdtempSync(join(parent, prefix));
  folders.add(path);
  return {
    path,
    remove: async () => {
      // What was just told to stop may still make a file.
      await rm(path, { recursive: true, force: true, maxRetries: 10 });
      folders.delete(path);
    },
  };
}

/** Removes what is left, before the process ends: a second Ctrl-C does not wait for anybody. */
export function removeTemporaryFolders(): void {
  for (const path of folders) {
    try {
      rmSync(path, { recursive: true, force: true });
    } catch {
      // The process ends anyway, and the others are still to be removed.
    }
  }
  folders.clear();
}
