/** Something with a number that is made, listed, read, replaced and removed: a policy, a rule, a target registry. */
export interface Policy<D> {
  readonly id: number;
  /** Absent for what belongs to the instance. */
  readonly namespace?: { readonly id: number; readonly name: string };
  readonly creator: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  /** The body that it was made or last replaced by, as it travels. */
  readonly document: D;
}

/** Names of the tables of policies that a quota is about, by its key. Scope: instance, or instance and namespace. Key: id. */
export const COUNTED_POLICIES = {
  retention: 'instance-retention-policy',
  trigger: 'instance-webhook-policy',
  signing: 'instance-signature-policy',
  registry: 'instance-target-registry',
  replication: 'instance-replication-policy',
} as const;
