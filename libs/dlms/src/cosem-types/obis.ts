import { DlmsError } from '../errors.js';

/** "1.0.1.8.0.255" → the six octets of a logical name. */
export function parseObis(obis: string): Buffer {
  const bytes = Buffer.allocUnsafe(6);
  const groups = obis.split('.');
  if (groups.length !== 6) throw new DlmsError('INVALID_VALUE', `"${obis}" is not a logical name of six groups`);
  groups.forEach((group, index) => {
    const value = Number(group);
    if (!/^\d{1,3}$/.test(group) || value > 255) throw new DlmsError('INVALID_VALUE', `"${obis}" is not a logical name of six groups 0..255`);
    bytes[index] = value;
  });
  return bytes;
}

/** Six octets → "1.0.1.8.0.255". */
export function formatObis(bytes: Uint8Array): string {
  if (bytes.length !== 6) throw new DlmsError('INVALID_VALUE', `a logical name has 6 octets, not ${bytes.length}`);
  return `${bytes[0]}.${bytes[1]}.${bytes[2]}.${bytes[3]}.${bytes[4]}.${bytes[5]}`;
}
