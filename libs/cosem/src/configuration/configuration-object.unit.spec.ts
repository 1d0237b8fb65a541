import { describe, expect, it } from '@jest/globals';

import { d } from '#dlms';

import { profiles } from '../profiles/registry.js';
import { CosemValueError } from '../values/cosem-value-error.js';
import {
  configurationDsmr422,
  configurationFlagNames,
  configurationSmr43,
  configurationSmr5,
  type ConfigurationFlag,
  type ConfigurationLayout,
} from './configuration-layout.js';
import { decodeConfiguration, encodeConfiguration } from './configuration-object.js';

/** Flag, then its position in 4.2.2, 4.3 and 5.x; - where the profile has none. */
const table = `
DISCOVER_ON_OPEN_COVER 0 0 -
DISCOVER_ON_POWER_ON 1 1 -
DYNAMIC_MBUS_ADDRESS 2 2 -
PO_ENABLE 3 3 3
HLS_3_ON_P3_ENABLE 4 4 -
HLS_4_ON_P3_ENABLE 5 5 -
HLS_5_ON_P3_ENABLE 6 6 6
HLS_3_ON_P0_ENABLE 7 7 -
HLS_4_ON_P0_ENABLE 8 8 -
HLS_5_ON_P0_ENABLE 9 9 9
DIRECT_ATTACH_AT_POWER_ON - 10 10
HLS_6_ON_P3_ENABLE - - 11
HLS_7_ON_P3_ENABLE - - 12
HLS_6_ON_P0_ENABLE - - 13
HLS_7_ON_P0_ENABLE - - 14`;

const layouts: readonly ConfigurationLayout[] = [configurationDsmr422, configurationSmr43, configurationSmr5];
const names = ['4.2.2', '4.3', '5.x'];
const rows = table
  .trim()
  .split('\n')
  .map((line) => line.split(' '))
  .map(([flag, ...positions]) => [flag as ConfigurationFlag, positions] as const);

const none = '0'.repeat(16);
const only = (position: number): string => `${none.slice(0, position)}1${none.slice(position + 1)}`;
const wrap = (layout: ConfigurationLayout, bits: string): ReturnType<typeof d.bits> =>
  layout.gprsMode ? d.structure(d.enumeration(2), d.bits(bits)) : d.bits(bits);

describe('configuration flags', () => {
  it('lists every flag', () => {
    expect(rows.map(([flag]) => flag)).toEqual(configurationFlagNames);
  });

  it.each(rows)('%s', (flag, positions) => {
    positions.forEach((position, index) => {
      const layout = layouts[index];
      if (layout === undefined) throw new Error(names[index]);
      const current = decodeConfiguration(layout, wrap(layout, none));
      const change = { flags: new Map([[flag, true]]) };
      if (position === '-') {
        expect(current.flags.has(flag)).toBe(false);
        expect(() => encodeConfiguration(layout, current, change)).toThrow(`${flag} not known for protocol`);
        expect(encodeConfiguration(layout, current, { flags: new Map([[flag, false]]) })).toEqual(wrap(layout, none));
      } else {
        const data = wrap(layout, only(Number(position)));
        expect([...decodeConfiguration(layout, data).flags].filter(([, on]) => on).map(([name]) => name)).toEqual([flag]);
        expect(encodeConfiguration(layout, current, change)).toEqual(data);
      }
    });
  });

  it('gives every flag of the profile, switched on or not', () => {
    expect(layouts.map((layout) => decodeConfiguration(layout, wrap(layout, none)).flags.size)).toEqual([10, 11, 8]);
  });

  it('reads the examples of the standard', () => {
    const on = (bits: string): string[] =>
      [...decodeConfiguration(configurationSmr43, wrap(configurationSmr43, bits)).flags].filter(([, set]) => set).map(([name]) => name);
    expect(on('0101001000000000')).toEqual(['DISCOVER_ON_POWER_ON', 'PO_ENABLE', 'HLS_5_ON_P3_ENABLE']);
    expect(on('0001001000100000')).toEqual(['PO_ENABLE', 'HLS_5_ON_P3_ENABLE', 'DIRECT_ATTACH_AT_POWER_ON']);
  });

  it('keeps bits without a name', () => {
    const current = decodeConfiguration(configurationSmr5, d.bits('1000000000000001'));
    expect(encodeConfiguration(configurationSmr5, current, { flags: new Map([['PO_ENABLE', true]]) })).toEqual(d.bits('1001000000000001'));
  });
});

describe('GPRS operation mode', () => {
  const mode = (number: number): ReturnType<typeof d.structure> => d.structure(d.enumeration(number), d.bits(none));
  const decode = (number: number): unknown => decodeConfiguration(configurationDsmr422, mode(number)).gprsOperationMode;

  it('has two names', () => {
    expect([decode(1), decode(2), decode(0), decode(3)]).toEqual(['ALWAYS_ON', 'TRIGGERED', undefined, undefined]);
  });

  it('stays, changes, or is left out', () => {
    const current = decodeConfiguration(configurationDsmr422, mode(1));
    expect(encodeConfiguration(configurationDsmr422, current)).toEqual(mode(1));
    expect(encodeConfiguration(configurationDsmr422, current, { gprsOperationMode: 'TRIGGERED' })).toEqual(mode(2));
    expect(encodeConfiguration(configurationDsmr422, decodeConfiguration(configurationDsmr422, mode(9)))).toEqual(d.structure(d.bits(none)));
  });

  it('does not exist in SMR 5', () => {
    const current = decodeConfiguration(configurationSmr5, d.bits(none));
    expect(() => encodeConfiguration(configurationSmr5, current, { gprsOperationMode: 'TRIGGERED' })).toThrow(CosemValueError);
  });
});

describe('shape of the configuration object', () => {
  it.each([
    [configurationDsmr422, d.bits(none)],
    [configurationDsmr422, d.structure(d.bits(none))],
    [configurationDsmr422, d.structure(d.enumeration(1), d.bits(none), d.nul)],
    [configurationDsmr422, d.structure(d.text('1'), d.bits(none))],
    [configurationSmr5, d.structure(d.enumeration(1), d.bits(none))],
    [configurationSmr5, d.bits('0'.repeat(15))],
    [configurationSmr5, d.nul],
  ])('another one is refused (%#)', (layout, data) => {
    expect(() => decodeConfiguration(layout, data)).toThrow(CosemValueError);
  });

  it('of each profile fits its default', () => {
    for (const { configuration, objects } of profiles) {
      const value = objects.get('CONFIGURATION_OBJECT')?.attributes[0]?.value;
      expect(value === undefined).toBe(configuration === undefined);
      if (configuration !== undefined && value !== undefined)
        expect(encodeConfiguration(configuration, decodeConfiguration(configuration, value))).toEqual(value);
    }
  });
});
