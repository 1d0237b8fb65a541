import { ByteReader } from '../bytes/byte-reader.js';
import type { ByteWriter } from '../bytes/byte-writer.js';
import { DlmsError } from '../errors.js';

/** Joint-iso-ccitt country(16) uk(756)… of DLMS UA, without the last two arcs. */
const OID_PREFIX = Buffer.from('6085740508', 'hex');
const OID_SIZE = 7;

/** Second last arc: 1 application context, 2 authentication mechanism. */
export type OidFamily = 1 | 2;

export function writeOid(out: ByteWriter, family: OidFamily, value: number): void {
  out.bytes(OID_PREFIX).u8(family).u8(value);
}

/** The last arc of a DLMS UA object identifier. */
export function oidValue(octets: Uint8Array, family: OidFamily): number {
  const value = octets[OID_SIZE - 1];
  if (octets.length !== OID_SIZE || value === undefined || octets[OID_SIZE - 2] !== family || !OID_PREFIX.equals(octets.subarray(0, 5))) {
    throw new DlmsError('MALFORMED', 'object identifier is not one of DLMS');
  }
  return value;
}

/** Contents of the one element inside, which must have the given tag. */
export function inner(octets: Uint8Array, tag: number): Buffer {
  const input = new ByteReader(octets);
  input.expect(tag, 'tag inside an ACSE field');
  return input.octets();
}

/** An INTEGER inside, which in ACSE is a small number; read without sign, as peers mean it. */
export function innerInteger(octets: Uint8Array): number {
  const contents = inner(octets, 0x02);
  if (contents.length === 0 || contents.length > 4) throw new DlmsError('MALFORMED', `INTEGER of ${contents.length} octets`);
  const value = contents.readUIntBE(0, contents.length);
  if (value > 0xff) throw new DlmsError('MALFORMED', `INTEGER ${value}`);
  return value;
}

/** Calls `visit` for each tag and contents of an ACSE APDU's fields. */
export function eachField(input: ByteReader, visit: (tag: number, contents: Buffer) => void): void {
  while (input.remaining > 0) {
    const tag = input.u8();
    visit(tag, input.octets());
  }
}
