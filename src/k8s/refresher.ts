import type { CronJob } from 'kubernetes-types/batch/v1.js';
import type { Container, EnvVar, ServiceAccount } from 'kubernetes-types/core/v1.js';
import type { Role, RoleBinding } from 'kubernetes-types/rbac/v1.js';
import { LABELS } from './pull-secret.ts';

export interface RefresherOptions {
  /** Of the CronJob, its service account, and its roles. */
  readonly name: string;
  /** Where it runs. */
  readonly namespace: string;
  /** Namespaces whose secrets it keeps fresh. */
  readonly targets: readonly string[];
  /** Name of the secrets. */
  readonly secret: string;
  /** Five fields of cron, or one of its nicknames. */
  readonly schedule: string;
  /** Image with a shell, swrctl and kubectl. */
  readonly image: string;
  /** Words of the command that prints the secrets; none of them needs quoting. */
  readonly command: readonly string[];
  /** Secret with the access key, under the names of the variables. */
  readonly credentialsSecret: string;
  /** Further variables, without secrets. */
  readonly env: Readonly<Record<string, string>>;
}

/** Anyone but root. */
const USER_ID = 65532;
/** Seconds after which a job that hangs is ended. */
const DEADLINE_SECONDS = 600;

/**
 * A job that renews pull secrets, with the rights for nothing else: it may read and change the secrets of this one
 * name, and cannot make others. So the first one has to be there.
 */
export function refresherObjects(options: RefresherOptions): (ServiceAccount | Role | RoleBinding | CronJob)[] {
  return [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: metadata(options, options.namespace) },
    ...options.targets.flatMap((target) => [role(options, target), roleBinding(options, target)]),
    cronJob(options),
  ];
}

function metadata({ name }: RefresherOptions, namespace: string) {
  return { name, namespace, labels: LABELS };
}

function role(options: RefresherOptions, target: string): Role {
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'Role',
    metadata: metadata(options, target),
    rules: [{ apiGroups: [''], resources: ['secrets'], resourceNames: [options.secret], verbs: ['get', 'patch'] }],
  };
}

function roleBinding(options: RefresherOptions, target: string): RoleBinding {
  const { name, namespace } = options;
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: metadata(options, target),
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
    subjects: [{ kind: 'ServiceAccount', name, namespace }],
  };
}

function cronJob(options: RefresherOptions): CronJob {
  return {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: metadata(options, options.namespace),
    spec: {
      schedule: options.schedule,
      concurrencyPolicy: 'Forbid',
      successfulJobsHistoryLimit: 1,
      failedJobsHistoryLimit: 3,
      jobTemplate: {
        spec: {
          backoffLimit: 3,
          activeDeadlineSeconds: DEADLINE_SECONDS,
          template: {
            spec: {
              serviceAccountName: options.name,
              restartPolicy: 'Never',
              securityContext: {
                runAsNonRoot: true,
                runAsUser: USER_ID,
                runAsGroup: USER_ID,
                fsGroup: USER_ID,
                seccompProfile: { type: 'RuntimeDefault' },
              },
              containers: [container(options)],
              // In memory, since the logins go through it.
              volumes: [{ name: 'scratch', emptyDir: { medium: 'Memory', sizeLimit: '16Mi' } }],
            },
          },
        },
      },
    },
  };
}

function container({ image, command, credentialsSecret, env }: RefresherOptions): Container {
  const plain: EnvVar[] = Object.entries({ HOME: '/scratch', ...env }).map(([name, value]) => ({ name, value }));
  const secret: EnvVar[] = ['SWRCTL_AK', 'SWRCTL_SK'].map((key) => ({
    name: key,
    valueFrom: { secretKeyRef: { name: credentialsSecret, key } },
  }));
  return {
    name: 'refresh',
    image,
    // Through a file: a pipe would hide it when the first of the two fails.
    command: ['/bin/sh', '-euc', `${command.join(' ')} >"$HOME/secrets.yaml"\nkubectl apply -f "$HOME/secrets.yaml"\n`],
    env: [...plain, ...secret],
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    },
    resources: { requests: { cpu: '50m', memory: '128Mi' }, limits: { memory: '256Mi' } },
    volumeMounts: [{ name: 'scratch', mountPath: '/scratch' }],
  };
}
