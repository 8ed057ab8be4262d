/**
 * Loads a package. A file of its own, for Node's own loader: Node 20 cannot follow an `import()` in code that was kept.
 * `scripts/build/` puts it in the place of each `import()` of one.
 */
export const loadPackage = (name: string): Promise<unknown> => import(name);
