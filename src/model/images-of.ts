import type { ContentNode, ImageNode } from './content.ts';

/**
 * Every image below a node that its source holds, attestations left out. An image that several entries lead to is there
 * once: entries of entries multiply, so 29 KB of indexes can hold more ways than anybody can go.
 */
export function imagesOf(node: ContentNode): ImageNode[] {
  const seen = new Set<ContentNode>();
  const visit = (current: ContentNode): ImageNode[] => {
    if (seen.has(current)) return [];
    seen.add(current);
    if (current.kind === 'image') return [current];
    return current.children.flatMap(({ node: child, isAttestation }) => (child && !isAttestation ? visit(child) : []));
  };
  return visit(node);
}
