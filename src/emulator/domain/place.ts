/** Where something is: `repository` may contain slashes. */
export interface Place {
  readonly region: string;
  readonly namespace: string;
  readonly repository: string;
}

/** `region/organization` */
export function namespaceScope({ region, namespace }: Pick<Place, 'region' | 'namespace'>): string {
  return `${region}/${namespace}`;
}

/** `region/organization/repository` */
export function repositoryScope(place: Place): string {
  return `${namespaceScope(place)}/${place.repository}`;
}

/** The place whose scope this is. */
export function placeOfScope(scope: string): Place {
  const slash = scope.indexOf('/');
  return placeOf(scope.slice(0, slash), scope.slice(slash + 1));
}

/** Splits at the first slash. A name of one part has an empty repository. */
export function placeOf(region: string, name: string): Place {
  const slash = name.indexOf('/');
  return slash === -1
    ? { region, namespace: name, repository: '' }
    : { region, namespace: name.slice(0, slash), repository: name.slice(slash + 1) };
}
