import { Command } from 'commander';
import { SwrctlError } from '../../base/errors.ts';
import type { Context } from '../../app/world.ts';
import { examples } from '../help/layout.ts';
import { withOutputOptions } from '../options/output-options.ts';
import { withNamespaceOptions, type NamespaceFlags } from './namespace-options.ts';
import { ORG_FIELDS } from './view.ts';

export const orgSet = (context: Context): Command =>
  withOutputOptions(
    withNamespaceOptions(
      new Command('set')
        .aliases(['update', 'edit'])
        .description('Change a namespace of an instance; what is not said stays as it is')
        .argument('<org>', 'namespace'),
      true,
    ).addHelpText(
      'after',
      examples(
        'swrctl org set web --public --instance prod',
        'swrctl org set web --block high --allow-cve CVE-2026-10164 --allow-until 30d',
      ),
    ),
    ORG_FIELDS,
  ).action(async (org: string, flags: NamespaceFlags) => {
    const { public: isPublic, private: isPrivate, autoScan, block, allowCve, allowUntil } = flags;
    const settings = { public: isPublic, private: isPrivate, autoScan, block, allowCve, allowUntil };
    if (Object.values(settings).every((value) => value === undefined)) {
      throw new SwrctlError('USAGE', 'Nothing was said to change', {
        hint: 'Give --public, --private, --auto-scan, --block, --allow-cve or --allow-until',
      });
    }
    const { runOrgSet } = await import('./set-run.ts');
    await runOrgSet(context, org, flags);
  });
