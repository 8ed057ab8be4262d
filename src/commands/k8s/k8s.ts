import type { Command } from 'commander';
import type { Context } from '../../app/world.ts';
import { group } from '../options/group.ts';
import { k8sCheck } from './check.ts';
import { k8sCronjob } from './cronjob.ts';
import { k8sSecret } from './secret.ts';

export const k8s = (context: Context): Command =>
  group(
    'k8s',
    'Let a Kubernetes cluster pull from SWR',
    [k8sSecret(context), k8sCronjob(context), k8sCheck(context)],
    'swrctl k8s secret --namespace web --patch-serviceaccount | kubectl apply -f -',
    'kubectl get secret swr-pull -o yaml | swrctl k8s check -',
  );
