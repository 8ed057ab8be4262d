declare module 'unbzip2-stream/lib/bzip2.js' {
  const value: unknown;
  export default value;
}

declare module 'unbzip2-stream/lib/bit_iterator.js' {
  const value: unknown;
  export default value;
}
