import { sharedPb } from './generated.js';

export type UuidMessage = sharedPb.UUID;

const NIL = '00000000-0000-0000-0000-000000000000';
const text = /^[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}$/i;

const hyphenate = (hex: string): string => [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');

const half = (bits: string): string => BigInt.asUintN(64, BigInt(bits)).toString(16).padStart(16, '0');

/** Lower case with hyphens; undefined for none, an empty, an unreadable or the all-zero one. */
export function readUuid(message: UuidMessage | undefined): string | undefined {
  const structured = message?.getStructured();
  if (structured !== undefined) {
    const id = hyphenate(half(structured.getMostSignificantBits()) + half(structured.getLeastSignificantBits()));
    return id === NIL ? undefined : id;
  }
  const string = message?.getString() ?? '';
  if (!text.test(string)) return undefined;
  const id = hyphenate(string.replaceAll('-', '').toLowerCase());
  return id === NIL ? undefined : id;
}

export const stringUuid = (id: string): UuidMessage => new sharedPb.UUID().setString(id);

export function structuredUuid(id: string): UuidMessage {
  const hex = id.replaceAll('-', '');
  const signed = (digits: string): string => BigInt.asIntN(64, BigInt(`0x${digits}`)).toString();
  const structured = new sharedPb.UUID.Structured();
  structured.setMostSignificantBits(signed(hex.slice(0, 16))).setLeastSignificantBits(signed(hex.slice(16)));
  return new sharedPb.UUID().setStructured(structured);
}
