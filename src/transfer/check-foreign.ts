import type { LayerNode } from '../model/content.ts';
import type { Finding } from '../model/finding.ts';
import { isForeignLayer } from '../model/media-type.ts';
import { perImage, type CheckSubject } from './check-subject.ts';
import { imagesOf } from '../model/images-of.ts';

/**
 * Layers of a vendor, mostly Windows. Where the source holds their content they can go up as layers like any other;
 * SWR gets them so, other registries when they refuse what is kept. Where it does not, only a registry that has them
 * already can take the image.
 */
export const foreignLayers = perImage(({ node }, subject): Finding[] => {
  const layers = imagesOf(node)
    .flatMap((image) => image.layers)
    .filter(isForeignLayer);
  const unique = [...new Map(layers.map((layer) => [layer.label, layer])).values()];
  return unique.map((layer) => ({ check: 'foreign-layer', ...judge(layer, subject) }));
});

function judge({ label, urls, isElsewhere }: LayerNode, { isSwr, keepsTypes }: CheckSubject): Omit<Finding, 'check'> {
  const fact = `the layer ${label} is a foreign one`;
  if (isElsewhere === true) {
    return isSwr
      ? { level: 'blocker', message: `${fact}, which stays with its vendor: the source does not hold it`, hint: HINT }
      : { level: 'warning', message: `${fact} that the source does not hold: the registry must have it`, hint: HINT };
  }
  if (isSwr && urls === undefined) {
    return { level: 'blocker', message: `${fact} without an address, which registries refuse`, hint: HINT };
  }
  if (isSwr && keepsTypes !== true) {
    return { level: 'warning', message: `${fact}; its content is here, so SWR gets it as a layer like any other` };
  }
  return { level: 'info', message: `${fact}, which many registries refuse: then it becomes a layer like any other` };
}

const HINT = 'Build the image on a base without such layers; those of Windows have them';
