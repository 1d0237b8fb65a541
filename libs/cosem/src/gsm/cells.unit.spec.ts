import { describe, expect, it } from '@jest/globals';

import { d } from '#dlms';

import { CosemValueError } from '../values/cosem-value-error.js';
import { decodeAdjacentCells, decodeCellInfo, encodeAdjacentCells, encodeCellInfo } from './cells.js';

const cell = { cellId: 77, locationId: 2230, signalQuality: 13, bitErrorRate: 6 };
const network = { mobileCountryCode: 66, mobileNetworkCode: 204, channelNumber: 107 };

describe('cell info', () => {
  it.each([
    ['without network', cell, d.structure(d.u16(77), d.u16(2230), d.u8(13), d.u8(6))],
    ['with network', { ...cell, network }, d.structure(d.u32(77), d.u16(2230), d.u8(13), d.u8(6), d.u16(66), d.u16(204), d.u32(107))],
  ])('%s', (_, info, data) => {
    expect(decodeCellInfo(data)).toEqual(info);
    expect(encodeCellInfo(info)).toEqual(data);
  });

  it.each([
    d.nul,
    d.structure(),
    d.structure(d.u32(77), d.u16(2230), d.u8(13), d.u8(6), d.u16(66)),
    d.structure(d.text('77'), d.u16(0), d.u8(0), d.u8(0)),
  ])('refuses another value (%#)', (data) => {
    expect(() => decodeCellInfo(data)).toThrow(CosemValueError);
  });
});

describe('adjacent cells', () => {
  it.each([
    [[], d.array()],
    [
      [
        { cellId: 93, signalQuality: 11 },
        { cellId: 94, signalQuality: 12 },
      ],
      d.array(d.structure(d.u32(93), d.u8(11)), d.structure(d.u32(94), d.u8(12))),
    ],
  ])('%j', (cells, data) => {
    expect(decodeAdjacentCells(data)).toEqual(cells);
    expect(encodeAdjacentCells(cells)).toEqual(data);
  });

  it('refuses another value', () => {
    expect(() => decodeAdjacentCells(d.structure())).toThrow(CosemValueError);
    expect(() => decodeAdjacentCells(d.array(d.structure(d.u32(93))))).toThrow(CosemValueError);
  });
});
