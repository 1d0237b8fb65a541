import type { CosemObject } from '#cosem';
import { d, type Data } from '#dlms';

/** Packet switched status: GPRS, CDMA, LTE. */
const packetSwitched: Readonly<Record<string, number>> = { GPRS_DIAGNOSTIC: 1, CDMA_DIAGNOSTIC: 6, LTE_DIAGNOSTIC: 5 };

const roaming = 5;
const cell = d.structure(d.u32(77), d.u16(2230), d.u8(13), d.u8(6), d.u16(66), d.u16(204), d.u32(107));
const adjacentCells = d.array(d.structure(d.u32(93), d.u8(11)), d.structure(d.u32(94), d.u8(12)));

/** Attributes 2 to 7 of a GSM diagnostic object (interface class 47). */
export function modemDefault({ tag }: CosemObject, attribute: number): Data | undefined {
  const values: Readonly<Record<number, Data>> = {
    2: d.text('Utility Connect'),
    3: d.enumeration(roaming),
    4: d.enumeration(0),
    5: d.enumeration(packetSwitched[tag] ?? 0),
    6: cell,
    7: adjacentCells,
  };
  return values[attribute];
}
