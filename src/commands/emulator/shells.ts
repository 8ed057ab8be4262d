/** What `emulator env --shell` takes. */
export const SHELLS = ['bash', 'fish', 'pwsh'] as const;
