/** Whether an address, or a name without port and brackets, always leads to this machine. */
export function isLoopback(host: string): boolean {
  return /^(?:localhost|(?:::ffff:)?127(?:\.\d{1,3}){3}|::ffff:7f[\da-f]{2}:[\da-f]{1,4}|::1)$/i.test(host);
}

/** Whether somebody who listens at this address listens at all of them. */
export const isWildcard = (address: string): boolean => address === '0.0.0.0' || address === '::';
