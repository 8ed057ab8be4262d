import { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { examples } from '../help/layout.ts';
import { withOutputOptions } from '../options/output-options.ts';
import { CHECK_FIELDS } from './check-view.ts';

const DETAILS = `
Tries every login of every image pull secret at its registry, and changes nothing.
Exit status 4 when one of them no longer works; 1 when the input cannot be read
or a registry cannot be reached.
`;

export const k8sCheck = (context: Context): Command =>
  withOutputOptions(
    new Command('check')
      .description('Tell whether the logins in image pull secrets still work, and when they end')
      .argument('<file>', 'manifest with secrets, YAML or JSON; - is stdin')
      .addHelpText(
        'after',
        DETAILS +
          examples(
            'kubectl get secrets -A -o yaml | swrctl k8s check -',
            'swrctl k8s check secret.yaml --json=name,registry,status,expiresAt',
          ),
      ),
    CHECK_FIELDS,
  ).action(async (file: string) => {
    const { runK8sCheck } = await import('./check-run.ts');
    await runK8sCheck(context, file);
  });
