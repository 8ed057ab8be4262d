/** What only instances have, as the subject of a sentence. */
export const NETWORK_OF = 'Who reaches a registry';
