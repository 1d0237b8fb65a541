import { describe, expect, it } from '@jest/globals';

import { d } from '#dlms';

import { profiles } from '../profiles/registry.js';
import { CosemValueError } from '../values/cosem-value-error.js';
import { decodeFirmwareVersion, decodeSimpleVersionInfo, firmwareModulesOf } from './firmware-versions.js';

const three = ['ACTIVE_FIRMWARE', 'MODULE_ACTIVE_FIRMWARE', 'COMMUNICATION_MODULE_ACTIVE_FIRMWARE'];
const four = [...three, 'M_BUS_DRIVER_ACTIVE_FIRMWARE'];

describe('firmwareModulesOf', () => {
  it('names three modules, and the M-Bus driver since SMR 5', () => {
    expect(profiles.map((profile) => firmwareModulesOf(profile).map(({ module }) => module))).toEqual([three, three, three, four, four, four, four]);
  });

  it('names their objects', () => {
    const [profile] = profiles;
    expect(profile === undefined ? [] : firmwareModulesOf(profile).map(({ object }) => object.obis)).toEqual([
      '1.0.0.2.0.255',
      '1.1.0.2.0.255',
      '1.2.0.2.0.255',
    ]);
  });
});

describe('versions', () => {
  it.each([
    ['M57 4836', Buffer.from('M57 4836')],
    ['Telit 10.00.154', Buffer.from('\u0000Telit 10.00.154\r\n\u007f', 'latin1')],
    ['é1', Buffer.from('\u0085é1', 'latin1')],
    ['', Buffer.alloc(4)],
  ])('%j', (text, octets) => {
    expect(decodeFirmwareVersion(d.octets(octets))).toBe(text);
  });

  it('of M-Bus devices are hex', () => {
    expect(decodeSimpleVersionInfo(d.octets('00400011'))).toBe('00400011');
  });

  it('have octets', () => {
    expect(() => decodeFirmwareVersion(d.text('M57'))).toThrow(CosemValueError);
    expect(() => decodeSimpleVersionInfo(d.nul)).toThrow(CosemValueError);
  });
});
