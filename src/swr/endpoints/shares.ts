import { list, boolean, map, object, optional, string, withDefault, type Decoder, present } from '../../base/decode.ts';
import type { Share } from '../../model/share.ts';
import { endpoint, nothing } from '../endpoint.ts';
import { text, time } from '../wire.ts';

/** The documentation says `repositories` here and `repos` everywhere else. */
const SHARES = '/v2/manage/namespaces/{namespace}/repositories/{repository}/access-domains';

const deadline: Decoder<Share['until']> = (value, at) => (value === 'forever' ? value : time(value, at));

const fields = {
  namespace: string,
  repository: string,
  access_domain: string,
  deadline,
  description: text,
  status: withDefault(boolean, true),
  created: optional(time),
  updated: optional(time),
  creator_name: text,
};
const wireShare = object(fields);

const share = map(wireShare, (wire): Share => ({
  namespace: wire.namespace,
  repository: wire.repository,
  account: wire.access_domain,
  until: wire.deadline,
  description: wire.description,
  isValid: wire.status,
  ...present({ createdAt: wire.created, updatedAt: wire.updated, creator: wire.creator_name }),
}));

/** Accounts that a repository is shared with; all in one answer. Source: SWR API reference, "Querying Shared Accounts". */
export const listShares = endpoint({
  does: 'list the shares of {namespace}/{repository}',
  method: 'GET',
  path: SHARES,
  decode: list(share),
});

/** Undefined where nothing is shared; the service has been seen to answer 400 4001090 instead. */
export const getShare = endpoint({
  does: 'show the share of {namespace}/{repository} with {account}',
  method: 'GET',
  path: `${SHARES}/{account}`,
  decode: (value, at): Share | undefined => {
    const { exist } = object({ exist: withDefault(boolean, true) })(value, at);
    return exist ? share(value, at) : undefined;
  },
});

export interface ShareTerms {
  readonly until: Share['until'];
  readonly description: string;
}

const encodeTerms = ({ until, description }: ShareTerms): object => ({
  permit: 'read', // there is no other
  deadline: until === 'forever' ? until : until.toISOString(),
  description,
});

/** Source: SWR API reference, "Creating a Shared Account". */
export const createShare = endpoint({
  does: 'share {namespace}/{repository} with {account}',
  method: 'POST',
  path: SHARES,
  encode: ({ account, ...terms }: ShareTerms & { readonly account: string }) => ({
    access_domain: account,
    ...encodeTerms(terms),
  }),
  decode: nothing,
});

/** A description that is left out is emptied, so both are sent. */
export const updateShare = endpoint({
  does: 'change the share of {namespace}/{repository} with {account}',
  method: 'PATCH',
  path: `${SHARES}/{account}`,
  encode: (terms: ShareTerms) => encodeTerms(terms),
  decode: nothing,
});

export const deleteShare = endpoint({
  does: 'end the share of {namespace}/{repository} with {account}',
  method: 'DELETE',
  path: `${SHARES}/{account}`,
  decode: nothing,
});
