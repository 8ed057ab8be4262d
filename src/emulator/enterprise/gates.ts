import { no } from './errors.ts';
import type { Instance } from './records.ts';

/** What an instance can do. Only the larger size is said to have it all; what the smaller one lacks is believed. */
export interface FeatureGates {
  readonly enableDomainName: boolean;
  readonly enableCombinationRetention: boolean;
  readonly enableArtifactScanning: boolean;
  readonly enableArtifactGc: boolean;
}

export function featureGates({ spec }: Pick<Instance, 'spec'>): FeatureGates {
  const isFull = spec === 'swr.ee.professional';
  return {
    enableDomainName: isFull,
    enableCombinationRetention: isFull,
    enableArtifactScanning: isFull,
    enableArtifactGc: isFull,
  };
}

/** @throws {Refusal} 400 naming the gate that is shut. */
export function requireGate(instance: Instance, gate: keyof FeatureGates): void {
  if (!featureGates(instance)[gate]) throw no('notOffered', gate);
}
