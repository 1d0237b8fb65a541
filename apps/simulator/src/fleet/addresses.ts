/** IPv4 addresses of the fleet: meter i answers at the base address plus i. */

/** @throws RangeError unless the text is an IPv4 address */
export function parseIpv4(text: string): number {
  const parts = text.split('.').map(Number);
  if (parts.length !== 4 || parts.some((part) => !Number.isInteger(part) || part < 0 || part > 255)) {
    throw new RangeError(`not an IPv4 address: ${text}`);
  }
  return parts.reduce((value, part) => value * 256 + part, 0);
}

export function formatIpv4(value: number): string {
  return [24, 16, 8, 0].map((shift) => (value >>> shift) & 0xff).join('.');
}

/** True for 127.0.0.0/8, the only network that the fleet talks to; also in its IPv6-mapped form. */
export function isLoopback(address: string | undefined): boolean {
  return address !== undefined && stripMapped(address).startsWith('127.');
}

/** `::ffff:127.0.0.1`, as a dual-stack socket names an IPv4 peer, without its prefix. */
export function stripMapped(address: string): string {
  return address.startsWith('::ffff:') ? address.slice(7) : address;
}
