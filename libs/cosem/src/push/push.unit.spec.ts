import { describe, expect, it } from '@jest/globals';

import { d } from '#dlms';

import { CosemValueError } from '../values/cosem-value-error.js';
import { decodeCommunicationWindows, decodeObjectDefinitions, encodeCommunicationWindows, encodeObjectDefinitions } from './push-objects.js';
import { decodeSendDestination, encodeSendDestination, parseDestination } from './send-destination.js';

describe('send destination', () => {
  it.each([
    [
      { transport: 'TCP', destination: 'platform.example:9598', messageType: 'A_XDR_ENCODED_X_DLMS_APDU' },
      d.structure(d.enumeration(0), d.octets(Buffer.from('platform.example:9598')), d.enumeration(0)),
    ],
    [
      { transport: 'UDP', destination: '10.0.0.1:9598', messageType: 'A_XDR_ENCODED_X_DLMS_APDU' },
      d.structure(d.enumeration(1), d.octets(Buffer.from('10.0.0.1:9598')), d.enumeration(0)),
    ],
    [
      { transport: 'TCP', destination: '', messageType: 'MANUFACTURER_SPECIFIC' },
      d.structure(d.enumeration(0), d.octets(Buffer.alloc(0)), d.enumeration(128)),
    ],
  ] as const)('%#', (destination, data) => {
    expect(decodeSendDestination(data)).toEqual(destination);
    expect(encodeSendDestination(destination)).toEqual(data);
  });

  it.each([
    d.nul,
    d.structure(d.enumeration(0), d.octets('')),
    d.structure(d.enumeration(9), d.octets(''), d.enumeration(0)),
    d.structure(d.enumeration(0), d.text('a:1'), d.enumeration(0)),
    d.structure(d.enumeration(0), d.octets(''), d.enumeration(2)),
  ])('refuses another value (%#)', (data) => {
    expect(() => decodeSendDestination(data)).toThrow(CosemValueError);
  });
});

describe('parseDestination', () => {
  it.each([
    ['platform.example:9598', 'platform.example', 9598],
    ['[::1]:1', '[::1]', 1],
    ['127.0.0.1:65535', '127.0.0.1', 65_535],
  ])('%s', (text, host, port) => {
    expect(parseDestination(text)).toEqual({ host, port });
  });

  it.each(['', 'host', ':9598', 'host:', 'host:65536', 'host:12a'])('refuses %j', (text) => {
    expect(() => parseDestination(text)).toThrow(CosemValueError);
  });
});

describe('object definitions', () => {
  const definitions = [
    { classId: 1, obis: '0.0.96.1.1.255', attribute: 2, dataIndex: 0 },
    { classId: 40, obis: '0.1.25.9.0.255', attribute: 1, dataIndex: 0 },
    { classId: 1, obis: '0.0.97.98.0.255', attribute: 2, dataIndex: 0 },
  ];

  it('come back as they were', () => {
    const data = encodeObjectDefinitions(definitions);
    expect(data).toMatchObject({ type: 'array', value: { length: 3 } });
    expect(decodeObjectDefinitions(data)).toEqual(definitions);
    expect(decodeObjectDefinitions(d.array())).toEqual([]);
  });

  it('refuse another value', () => {
    expect(() => decodeObjectDefinitions(d.structure())).toThrow(CosemValueError);
    expect(() => decodeObjectDefinitions(d.array(d.structure(d.u16(1))))).toThrow(CosemValueError);
  });
});

describe('communication windows', () => {
  it('come back as they were', () => {
    const data = d.array(d.structure(d.octets('ffffffffff080000008000ff'), d.octets('ffffffffff173b3b008000ff')));
    const windows = decodeCommunicationWindows(data);
    expect(windows).toEqual([{ start: { hour: 8, minute: 0, second: 0, hundredths: 0 }, end: { hour: 23, minute: 59, second: 59, hundredths: 0 } }]);
    expect(encodeCommunicationWindows(windows)).toEqual(data);
    expect(encodeCommunicationWindows([])).toEqual(d.array());
  });

  it('refuse another value', () => {
    expect(() => decodeCommunicationWindows(d.array(d.structure(d.octets('00'), d.octets('00'))))).toThrow(CosemValueError);
  });
});
