/** From this many bytes on a secret is found as a part of something longer that is base64, and in hexadecimal. */
const LONG = 8;

/** The ways in which a secret may be written, as bytes in a string, in lower case. */
export function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret, 'utf8');
  const whole = bytes.toString('base64');
  const encoded = bytes.length < LONG ? [whole] : [whole, ...[0, 1, 2].map((before) => base64Core(bytes, before))];
  const forms = [
    bytes.toString('latin1'),
    ...encoded.flatMap((text) => [text, text.replaceAll('+', '-').replaceAll('/', '_')]),
    ...(bytes.length < LONG ? [] : [bytes.toString('hex')]),
  ];
  return [...new Set(forms.map((form) => form.toLowerCase()))];
}

/** The characters of a longer base64 text that are of these bytes alone, when they begin `before` bytes into a group. */
function base64Core(bytes: Buffer, before: number): string {
  const text = Buffer.concat([Buffer.alloc(before), bytes])
    .toString('base64')
    .replaceAll('=', '');
  const shared = (before + bytes.length) % 3 === 0 ? 0 : 1;
  return text.slice([0, 2, 3][before], text.length - shared);
}
