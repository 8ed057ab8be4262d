/** Makes a value on the first call and keeps it, a promise that fails included. A `make` that throws is called again. */
export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
