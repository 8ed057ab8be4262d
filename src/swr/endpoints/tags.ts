import { array, map, object, optional, parseJson, string } from '../../decode.ts';
import { digestText } from '../../model/descriptor.ts';
import { DOCKER } from '../../model/media-type.ts';
import type { TagInfo } from '../../model/tag.ts';
import { endpoint } from '../endpoint.ts';
import { looseNumber, time } from '../wire.ts';

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

/** Tags of one repository, page by page. Source: SWR API reference, "Querying Image Tags". */
export const listTags = endpoint({
  does: 'list the tags of {namespace}/{repository}',
  method: 'GET',
  path: '/v2/manage/namespaces/{namespace}/repos/{repository}/tags',
  query: ['limit', 'offset', 'order_column', 'order_type', 'tag', 'filter'],
  decode: array(tag),
});
