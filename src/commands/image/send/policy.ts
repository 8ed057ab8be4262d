import { SwrctlError } from '../../../base/errors.ts';
import type { CopyPolicy, TargetFormat } from '../../../transfer/plan.ts';
import { holdsContainers } from '../../../transfer/select.ts';
import type { PushRun } from './run.ts';
import { requireZstd } from '../../../content/zstd.ts';
import { foreignLayers, type Refused } from './refused-manifest.ts';

/**
 * `auto` means Docker types on SWR, which refuses OCI indexes, and the source's own elsewhere. zstd needs OCI types.
 *
 * @throws {SwrctlError} REFUSED for zstd on SWR without `--format oci`; USAGE for zstd with Docker types.
 */
export async function policyFor(
  { options, services }: Pick<PushRun, 'options' | 'services'>,
  registry: string,
): Promise<CopyPolicy> {
  const { format, compression } = options;
  const isZstd = compression === 'zstd';
  if (isZstd && format === 'docker') {
    throw new SwrctlError('USAGE', 'Docker manifest types have no zstd layers', { hint: 'Use --format oci, or gzip' });
  }
  const { isSwr } = await services.registry(registry).facts();
  const chosen = format === 'auto' ? automaticFormat(isSwr, isZstd) : format;
  if (isZstd && chosen === 'docker') {
    throw new SwrctlError('REFUSED', `${registry} is SWR, which is not known to take zstd layers`, {
      hint: 'Use --compression gzip, or insist with --format oci',
    });
  }
  if (isZstd) requireZstd();
  // SWR refuses layers that lie elsewhere, so what is here goes up.
  return { format: chosen, ...(compression ? { compression } : {}), ownsLayers: isSwr && chosen === 'docker' };
}

function automaticFormat(isSwr: boolean, isZstd: boolean): TargetFormat {
  if (isSwr) return 'docker';
  return isZstd ? 'oci' : 'keep';
}

/** Another way to push an image whose manifest a registry refused, and what is said about it after the registry's name. */
interface Way {
  readonly policy: CopyPolicy;
  readonly note: string;
}

/** What `--format auto` may still try. First only the layers change that lie elsewhere, then the types. */
export function otherWays({ options: { format, compression }, prepared: { node, plan } }: Refused): Way[] {
  if (format !== 'auto' || !holdsContainers(node)) return [];
  const more = compression === undefined ? {} : { compression };
  const own: Way = {
    policy: { format: compression === 'zstd' ? 'oci' : 'keep', ...more, ownsLayers: true },
    note: 'refuses layers that lie elsewhere; pushing them as layers like any other',
  };
  const docker: Way = {
    policy: { format: 'docker', ...more, ownsLayers: true },
    note: 'refuses the manifest types of the source; pushing Docker types',
  };
  return foreignLayers(plan.root).length > 0 ? [own, docker] : [docker];
}
