import { describe, expect, it } from '@jest/globals';

import { d, type Data } from '#dlms';

import { CosemValueError } from '../values/cosem-value-error.js';
import { decodeObjectList } from './object-list.js';

const element = (attributes: Data, methods: Data): Data => d.structure(d.u16(7), d.u8(1), d.octets('0100630100ff'), d.structure(attributes, methods));

describe('decodeObjectList', () => {
  it('reads attributes with selectors, and methods', () => {
    const attributes = d.array(d.structure(d.i8(1), d.enumeration(1), d.nul), d.structure(d.i8(2), d.enumeration(3), d.array(d.i8(1), d.i8(2))));
    expect(
      decodeObjectList(d.array(element(attributes, d.array(d.structure(d.i8(1), d.bool(true)), d.structure(d.i8(2), d.enumeration(2)))))),
    ).toEqual([
      {
        classId: 7,
        version: 1,
        obis: '1.0.99.1.0.255',
        attributes: [
          { id: 1, mode: 1, selectors: [] },
          { id: 2, mode: 3, selectors: [1, 2] },
        ],
        methods: [
          { id: 1, mode: 1 },
          { id: 2, mode: 2 },
        ],
      },
    ]);
    expect(decodeObjectList(d.array())).toEqual([]);
  });

  it.each([d.nul, d.array(d.nul), d.array(element(d.nul, d.array())), d.array(element(d.array(d.structure(d.i8(1), d.enumeration(1))), d.array()))])(
    'refuses another value (%#)',
    (data) => {
      expect(() => decodeObjectList(data)).toThrow(CosemValueError);
    },
  );
});
