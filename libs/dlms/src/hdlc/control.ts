/** Control field of a frame (ISO/IEC 13239, modulo 8). `final`: the P bit of a command, the F bit of a response. */
export type HdlcControl =
  | { readonly kind: 'I'; readonly send: number; readonly receive: number; readonly final: boolean }
  | { readonly kind: 'RR' | 'RNR'; readonly receive: number; readonly final: boolean }
  | { readonly kind: UnnumberedKind; readonly final: boolean };

export type UnnumberedKind = 'SNRM' | 'DISC' | 'UA' | 'DM' | 'FRMR' | 'UI';

const FINAL = 0x10;
const RR = 0x01;
const RNR = 0x05;
const UNNUMBERED: Readonly<Record<UnnumberedKind, number>> = { SNRM: 0x83, DISC: 0x43, UA: 0x63, DM: 0x0f, FRMR: 0x87, UI: 0x03 };

const kinds = new Map(Object.entries(UNNUMBERED).map(([kind, octet]) => [octet, kind as UnnumberedKind]));

export function controlOctet(control: HdlcControl): number {
  const final = control.final ? FINAL : 0;
  if (control.kind === 'I') return (control.receive << 5) | final | (control.send << 1);
  if (control.kind === 'RR' || control.kind === 'RNR') return (control.receive << 5) | final | (control.kind === 'RR' ? RR : RNR);
  return UNNUMBERED[control.kind] | final;
}

/** Undefined for a control field that DLMS does not use. */
export function controlOf(octet: number): HdlcControl | undefined {
  const final = (octet & FINAL) !== 0;
  const receive = octet >> 5;
  if ((octet & 1) === 0) return { kind: 'I', send: (octet >> 1) & 7, receive, final };
  if ((octet & 0x0f) === RR) return { kind: 'RR', receive, final };
  if ((octet & 0x0f) === RNR) return { kind: 'RNR', receive, final };
  const kind = kinds.get(octet & ~FINAL);
  return kind === undefined ? undefined : { kind, final };
}
