/** Which pushes set a trigger off. */
export interface TriggerCondition {
  readonly by: 'all' | 'tag' | 'regex';
  /** A tag, several joined with ";", or a regular expression; empty for `all`. */
  readonly pattern: string;
}

/** What a trigger updates: a workload of a CCE cluster or of CCI. */
export interface TriggerTarget {
  readonly type: 'cce' | 'cci';
  /** Empty for CCI. */
  readonly clusterId: string;
  readonly cluster: string;
  /** Of Kubernetes. */
  readonly workloadNamespace: string;
  readonly workloadKind: 'deployment' | 'statefulset';
  readonly workload: string;
  /** Empty: all containers. */
  readonly container: string;
}

/** Updates a workload when a tag is pushed. */
export interface Trigger {
  readonly name: string;
  readonly condition: TriggerCondition;
  readonly target: TriggerTarget;
  readonly isEnabled: boolean;
  readonly createdAt?: Date;
  readonly creator?: string;
}

/** One time that a trigger fired. */
export interface TriggerRun {
  readonly tag: string;
  /** `success` or `failed`. */
  readonly result: string;
  /** What went wrong. */
  readonly detail: string;
  readonly createdAt?: Date;
}

/**
 * Whether a push of `tag` sets a trigger off. A regular expression may match anywhere in the tag, so `^v2` and `^v2.*`
 * are the same.
 */
export function firesFor({ by, pattern }: TriggerCondition, tag: string): boolean {
  if (by === 'all') return true;
  return by === 'tag' ? pattern.split(';').includes(tag) : new RegExp(pattern).test(tag);
}
