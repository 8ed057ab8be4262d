import type { Command } from 'commander';
import type { Context } from '../app/world.ts';
import { artifact } from './artifact/artifact.ts';
import { audit } from './audit/audit.ts';
import { credential } from './credential/credential.ts';
import { domain } from './domain/domain.ts';
import { instance } from './instance/instance.ts';
import { job } from './job/job.ts';
import { label } from './label/label.ts';
import { forOwnRegistry } from './management.ts';
import { network } from './network/network.ts';

/** Nouns that only the enterprise edition has, in the order of the root help. */
export function enterpriseCommands(context: Context): Command[] {
  const nouns = [instance(context), artifact(context), credential(context), audit(context)];
  return [
    ...nouns.map((noun) => forOwnRegistry(context, noun)),
    // Operands of these name no registry, whatever they look like: addresses, hosts, keys.
    ...[domain(context), network(context), label(context), job(context)],
  ];
}
