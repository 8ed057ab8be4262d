import type { Context } from '../../app/world.ts';
import { SwrctlError } from '../../base/errors.ts';
import type { InstanceClient } from '../../swr/enterprise/client.ts';
import { createDomain, updateDomain, type Domain } from '../../swr/enterprise/network.ts';
import { writeAndLook } from '../../swr/write-and-look.ts';
import { withoutEffect } from '../shared/changes.ts';
import { acceptExisting, type ExistOkFlag } from '../shared/existing.ts';
import { findOwnDomain, lookUpDomain, openDomainsToChange } from './find.ts';
import { DOMAIN_VIEW, domainRow } from './view.ts';

export interface DomainOptions {
  /** Id of a certificate in the SSL certificate service. */
  readonly certificate: string;
}

/** Longest host. Source: docs/reference/enterprise.md#limits. */
const MAX_HOST = 100;

const LABEL = '[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?';
const HOST = new RegExp(`^(?:\\*\\.)?${LABEL}(?:\\.${LABEL})+$`);

/** `swrctl domain add`. */
export async function runDomainAdd(
  context: Context,
  host: string,
  { certificate, existOk }: DomainOptions & ExistOkFlag,
): Promise<void> {
  checkHost(host);
  const output = context.output();
  const client = await openDomainsToChange(context);
  const { name } = client.place;
  const existing = await lookUpDomain(client, host);
  if (existing !== undefined) {
    const hint = `Give it another certificate with: swrctl domain set ${host} --certificate ID`;
    const isSame = existing.certificate === certificate;
    acceptExisting({ fact: `${name} has a domain ${existing.host} already`, isSame, hint }, { existOk }, output);
    return showWhereAsked(context, existing);
  }
  const made = await writeAndLook(
    () => client.call(createDomain, { body: { host, certificate } }),
    () => readBack(client, host, certificate),
  );
  output.note(`Added domain ${made.host} to ${name}; point its name at the host of the instance`);
  await showWhereAsked(context, made);
}

/** `swrctl domain set`. */
export async function runDomainSet(context: Context, host: string, { certificate }: DomainOptions): Promise<void> {
  const output = context.output();
  const client = await openDomainsToChange(context);
  const before = await findOwnDomain(client, host);
  if (before.certificate === certificate) {
    output.note(`${before.host} has this certificate already`);
    return showWhereAsked(context, before);
  }
  const after = await writeAndLook(
    () => client.call(updateDomain, { domain: before.id, body: { certificate } }),
    () => readBack(client, before.host, certificate),
  );
  output.note(`Changed domain ${before.host}: certificate: ${before.certificate ?? 'none'} → ${certificate}`);
  await showWhereAsked(context, after);
}

async function readBack(client: InstanceClient, host: string, certificate: string): Promise<Domain> {
  const found = await lookUpDomain(client, host);
  if (found === undefined) throw withoutEffect(`there is no domain ${host}`);
  if (found.certificate !== certificate) {
    throw withoutEffect(`${host} has ${found.certificate ?? 'no'} certificate`);
  }
  return found;
}

/** @throws {SwrctlError} USAGE */
function checkHost(host: string): void {
  if (HOST.test(host) && host.length <= MAX_HOST) return;
  throw new SwrctlError('USAGE', `"${host}" is no host name that a registry can have`, {
    hint: `Give a name with a dot and at most ${MAX_HOST} characters, without scheme and port: registry.example.com`,
  });
}

async function showWhereAsked(context: Context, domain: Domain): Promise<void> {
  const output = context.output();
  if (output.isFormatAsked) await output.show(domainRow(domain), DOMAIN_VIEW);
}
