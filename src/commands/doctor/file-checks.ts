import type { Check } from '../../doctor/check.ts';
import { checkCaFile, checkFolderModes } from '../../doctor/files.ts';
import type { Subject } from './subject.ts';

/** Folders of swrctl, and files with further certificate authorities. */
export function fileChecks({ settings, world }: Subject): Check[] {
  const { configDir, cacheDir, caFile } = settings;
  const nodeCa = world.env['NODE_EXTRA_CA_CERTS'];
  const caFiles = [
    ['--ca-file', caFile],
    ['NODE_EXTRA_CA_CERTS', nodeCa],
  ] as const;
  const checks: Check[] = caFiles.flatMap(([name, path]) =>
    path === undefined || path === ''
      ? []
      : [{ name: 'ca', target: path, run: () => checkCaFile(path, name, world.now()) }],
  );
  if (world.platform === 'win32') return checks; // modes say nothing there
  const isSecret = (path: string): boolean => path.startsWith('secrets');
  const isLogin = (path: string): boolean => path.startsWith('logins');
  return [
    ...checks,
    { name: 'config-modes', target: configDir, run: () => checkFolderModes(configDir, isSecret) },
    { name: 'cache-modes', target: cacheDir, run: () => checkFolderModes(cacheDir, isLogin) },
  ];
}
