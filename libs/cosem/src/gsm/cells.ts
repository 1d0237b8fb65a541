import { d, type Data } from '#dlms';

import { CosemValueError } from '../values/cosem-value-error.js';
import { elementsOf, fieldsOf, integerOf } from '../values/shapes.js';

/** The cell that a modem is connected to (GSM diagnostic, attribute 6). */
export interface CellInfo {
  readonly cellId: number;
  readonly locationId: number;
  /** As modems count it; see `signalQuality`. */
  readonly signalQuality: number;
  /** 0 to 7, or 99 not known. */
  readonly bitErrorRate: number;
  /** Version 0 of the class ends before these. */
  readonly network?: { readonly mobileCountryCode: number; readonly mobileNetworkCode: number; readonly channelNumber: number };
}

/** A cell nearby (attribute 7). */
export interface AdjacentCell {
  readonly cellId: number;
  readonly signalQuality: number;
}

const fieldsWithoutNetwork = 4;
const fieldsWithNetwork = 7;

/** @throws CosemValueError for another shape */
export function decodeCellInfo(data: Data): CellInfo {
  const what = 'cell info';
  const count = data.type === 'structure' && data.value.length === fieldsWithoutNetwork ? fieldsWithoutNetwork : fieldsWithNetwork;
  const [cellId = 0, locationId = 0, signalQuality = 0, bitErrorRate = 0, ...network] = fieldsOf(data, count, what).map((field) =>
    integerOf(field, what),
  );
  const cell = { cellId, locationId, signalQuality, bitErrorRate };
  const [mobileCountryCode, mobileNetworkCode, channelNumber] = network;
  if (mobileCountryCode === undefined || mobileNetworkCode === undefined || channelNumber === undefined) return cell;
  return { ...cell, network: { mobileCountryCode, mobileNetworkCode, channelNumber } };
}

/** The structure of version 1 of the class with a network, of version 0 without. */
export function encodeCellInfo({ cellId, locationId, signalQuality, bitErrorRate, network }: CellInfo): Data {
  if (network === undefined) return d.structure(d.u16(cellId), d.u16(locationId), d.u8(signalQuality), d.u8(bitErrorRate));
  const { mobileCountryCode, mobileNetworkCode, channelNumber } = network;
  return d.structure(
    d.u32(cellId),
    d.u16(locationId),
    d.u8(signalQuality),
    d.u8(bitErrorRate),
    d.u16(mobileCountryCode),
    d.u16(mobileNetworkCode),
    d.u32(channelNumber),
  );
}

/** @throws CosemValueError for another shape */
export function decodeAdjacentCells(data: Data): AdjacentCell[] {
  const what = 'adjacent cells';
  return elementsOf(data, what).map((cell) => {
    const [cellId, signalQuality] = fieldsOf(cell, 2, what).map((field) => integerOf(field, what));
    if (cellId === undefined || signalQuality === undefined) throw new CosemValueError(`${what}: a field is missing`);
    return { cellId, signalQuality };
  });
}

export function encodeAdjacentCells(cells: readonly AdjacentCell[]): Data {
  return d.array(...cells.map(({ cellId, signalQuality }) => d.structure(d.u32(cellId), d.u8(signalQuality))));
}
