const MASK = '…';

/** `https://user:password@host` and `user:password@host/path`, but no digest: `app:v1@sha256:…`. */
const WITH_SCHEME = /(:\/\/)[^\s/?#"'<>]*@/g;
const WITHOUT_SCHEME = /(^|[\s"'])[^\s"'@/:]+:[^\s"'@]+@(?!sha(?:256|384|512):)(?=localhost\b|[^\s"'@/]*[./:])/g;

/** Hides the user and password of every address in a text. */
export function hideUserinfo(text: string): string {
  if (!text.includes('@')) return text;
  return text.replace(WITH_SCHEME, `$1${MASK}@`).replace(WITHOUT_SCHEME, `$1${MASK}@`);
}

/** An address as an error may quote it: nothing before its last `@`, since a password may hold any character. */
export function withoutUserinfo(address: string): string {
  const at = address.lastIndexOf('@');
  if (at === -1) return address;
  const scheme = address.indexOf('://');
  return `${scheme === -1 || scheme > at ? '' : address.slice(0, scheme + 3)}${MASK}${address.slice(at)}`;
}
