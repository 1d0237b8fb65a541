import { describe, expect, it } from '@jest/globals';

import { d } from '#dlms';

import { CosemValueError } from '../values/cosem-value-error.js';
import { decodeRandomisationSettings, encodeRandomisationSettings } from './randomisation-settings.js';

describe('randomisation settings', () => {
  it('are a window and two small numbers', () => {
    const data = d.structure(d.u32(70_000), d.u16(2), d.u16(3));
    const settings = { startWindow: 70_000, multiplicationFactor: 2, numberOfRetries: 3 };
    expect(decodeRandomisationSettings(data)).toEqual(settings);
    expect(encodeRandomisationSettings(settings)).toEqual(data);
  });

  it.each([d.nul, d.structure(d.u32(1), d.u16(1)), d.structure(d.u32(1), d.u16(1), d.text('1'))])('refuse another value (%#)', (data) => {
    expect(() => decodeRandomisationSettings(data)).toThrow(CosemValueError);
  });
});
