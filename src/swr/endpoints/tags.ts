import { list, boolean, map, object, optional, parseJson, string, unknown, withDefault } from '../../base/decode.ts';
import { digestText } from '../../model/descriptor.ts';
import { DOCKER } from '../../model/media-type.ts';
import type { TagInfo } from '../../model/tag.ts';
import { endpoint, nothing } from '../endpoint.ts';
import type { Page } from '../paging.ts';
import { looseNumber, text, time } from '../wire.ts';

const tag = map(
  object({
    // The capital T is real; other calls and editions write it small.
    Tag: optional(string),
    tag: optional(string),
    digest: digestText,
    size: looseNumber,
    manifest: optional(string),
    tag_type: optional(looseNumber),
    created: time,
    updated: time,
  }),
  (wire): TagInfo => ({
    name: wire.Tag ?? wire.tag ?? '',
    digest: wire.digest,
    size: wire.size,
    mediaType: mediaTypeOf(wire.manifest, wire.tag_type),
    createdAt: wire.created,
    updatedAt: wire.updated,
  }),
);

/** From the manifest's own words; `tag_type` 1 is a manifest list. */
function mediaTypeOf(manifest: string | undefined, tagType: number | undefined): string {
  const guess = tagType === 1 ? DOCKER.list : DOCKER.manifest;
  try {
    const { mediaType } = object({ mediaType: optional(string) })(parseJson(manifest ?? '{}', 'manifest'), 'manifest');
    return mediaType ?? guess;
  } catch {
    return guess; // the text is cut in some answers; the list is still good
  }
}

const TAGS = '/v2/manage/namespaces/{namespace}/repos/{repository}/tags';

/** Tags of one repository, page by page. Source: SWR API reference, "Querying Image Tags". */
export const listTags = endpoint({
  does: 'list the tags of {namespace}/{repository}',
  method: 'GET',
  path: TAGS,
  query: ['limit', 'offset', 'order_column', 'order_type', 'tag'],
  decode: list(tag),
});

/** The same by marker. The vendor's SDK reads `nextMarker`, its Terraform provider `next_marker`. */
export const listTagsByMarker = endpoint({
  does: 'list the tags of {namespace}/{repository}',
  method: 'GET',
  path: '/v3/manage/namespaces/{namespace}/repos/{repository}/tags',
  query: ['limit', 'marker', 'tag', 'order_column', 'order_type', 'with_manifest'],
  decode: map(
    object({ tags: list(tag), nextMarker: text, next_marker: text, has_more: optional(boolean) }),
    (wire): Page<TagInfo> => pageOf(wire.tags, wire.nextMarker || wire.next_marker, wire.has_more),
  ),
});

function pageOf<T>(items: readonly T[], marker: string, hasMore: boolean | undefined): Page<T> {
  return marker === '' || hasMore === false ? { items } : { items, next: marker };
}

export const getTag = endpoint({
  does: 'show {namespace}/{repository}:{tag}',
  method: 'GET',
  path: `${TAGS}/{tag}`,
  decode: tag,
});

export interface TagCopy {
  readonly source: string;
  readonly destination: string;
  /** True: `destination` may exist and is moved. */
  readonly isOverride: boolean;
}

/** A second name for an image. Source: SWR API reference, "Adding an Image Tag". */
export const createTag = endpoint({
  does: 'tag {namespace}/{repository}:{source} as {destination}',
  method: 'POST',
  path: TAGS,
  encode: ({ source, destination, isOverride }: TagCopy) => ({
    source_tag: source,
    destination_tag: destination,
    override: isOverride,
  }),
  decode: nothing,
});

export const deleteTag = endpoint({
  does: 'remove {namespace}/{repository}:{tag}',
  method: 'DELETE',
  path: `${TAGS}/{tag}`,
  decode: nothing,
});

/** Tags that a signature tag (`sha256-….sig`) belongs to; 10 a page. */
export const listReferences = endpoint({
  does: 'list what {namespace}/{repository}:{tag} refers to',
  method: 'GET',
  path: '/v2/manage/namespaces/{namespace}/repos/{repository}/{tag}/references',
  query: ['limit', 'marker'],
  decode: map(object({ tags: list(string), next_marker: text, has_more: optional(boolean) }), (wire): Page<string> =>
    pageOf(wire.tags, wire.next_marker, wire.has_more),
  ),
});

/** Signatures and the like that belong to a tag, unread; at most 100 a page. */
export const listAccessories = endpoint({
  does: 'list the accessories of {namespace}/{repository}:{tag}',
  method: 'GET',
  path: '/v2/manage/namespaces/{namespace}/repos/{repository}/{tag}/accessories',
  query: ['limit', 'offset'],
  decode: map(
    object({ total: withDefault(looseNumber, 0), accessories: list(unknown) }),
    ({ total, accessories }): Page<unknown> => ({ items: accessories, total }),
  ),
});
