import { describe, expect, it } from '@jest/globals';
import { d, parseObis, type Data } from '#dlms';
import { settingsOf } from '../testing/all-settings.js';
import { contextOf, stamp } from '../testing/fixtures.js';
import { ScriptedAccess, type Script } from '../testing/scripted-access.js';
import { getAssociationLnObjects } from './get-association-ln-objects.js';
import { getGsmDiagnostic } from './get-gsm-diagnostic.js';
import { getSpecificAttributeValue } from './get-specific-attribute-value.js';

const NOW = Date.parse('2026-11-23T08:00:00Z');

const modem = (obis: string, captureTime: Data | number): Script => ({
  [`47/${obis}/2`]: d.text('Utility Connect'),
  [`47/${obis}/3`]: d.enumeration(5),
  [`47/${obis}/4`]: d.enumeration(0),
  [`47/${obis}/5`]: d.enumeration(5),
  [`47/${obis}/6`]: d.structure(d.u32(77), d.u16(2230), d.u8(13), d.u8(6), d.u16(66), d.u16(204), d.u32(107)),
  [`47/${obis}/7`]: d.array(d.structure(d.u32(93), d.u8(31)), d.structure(d.u32(94), d.u8(42))),
  [`47/${obis}/8`]: captureTime,
});

describe('GetGsmDiagnostic', () => {
  const prepared = (version: string, communicationMethod?: string) =>
    getGsmDiagnostic(null, contextOf({ ...settingsOf(version), ...(communicationMethod === undefined ? {} : { communicationMethod }) }));
  const expected = {
    operator: 'Utility Connect',
    modemRegistrationStatus: 'REGISTERED_ROAMING',
    circuitSwitchedStatus: 'INACTIVE',
    packetSwitchedStatus: 'LTE',
    cellInfo: {
      cellId: 77,
      locationId: 2230,
      signalQuality: 'MINUS_87_DBM',
      bitErrorRate: 6,
      mobileCountryCode: 66,
      mobileNetworkCode: 204,
      channelNumber: 107,
    },
    adjacentCells: [
      { cellId: 93, signalQuality: 'MINUS_51_DBM_OR_GREATER' },
      { cellId: 94, signalQuality: 'NOT_KNOWN_OR_NOT_DETECTABLE' },
    ],
  };

  it.each([
    ['4.3', 'CDMA', '0.1.25.6.0.255'],
    ['5.0.0', 'GPRS', '0.0.25.6.0.255'],
    ['5.5', 'LTE', '0.2.25.6.0.255'],
  ])('reads how the modem of %s is connected by %s', async (version, method, obis) => {
    const outcome = await prepared(version, method)(new ScriptedAccess(modem(obis, stamp('2026-11-23T07:00:00Z'))));
    const response = { ...expected, captureTime: '2026-11-23T08:00:00+01:00' };
    expect(outcome).toEqual({ response, facts: [{ type: 'GsmDiagnosticCollected', data: response, occurredAt: NOW }] });
  });

  it.each([d.nul, 4, d.octets('ff'.repeat(12))])('does without a time of capture: %j', async (captureTime) => {
    const { response } = await prepared('5.1', 'GPRS')(new ScriptedAccess(modem('0.0.25.6.0.255', captureTime)));
    expect(response).toEqual({ ...expected, captureTime: null });
  });

  it('fails when an attribute has another shape', async () => {
    const script = { ...modem('0.0.25.6.0.255', d.nul), '47/0.0.25.6.0.255/6': d.structure(d.u32(77)) };
    await expect(prepared('5.1', 'GPRS')(new ScriptedAccess(script))).rejects.toMatchObject({ code: 412 });
  });

  it.each([
    ['2.2', 'GPRS'],
    ['4.2.2', 'CDMA'],
    ['4.3', 'GPRS'],
    ['5.1', 'LTE'],
  ])('is not for %s by %s', (version, method) => {
    expect(() => prepared(version, method)).toThrow(expect.objectContaining({ code: 416 }));
  });

  it('needs a device whose communication method is known', () => {
    expect(() => prepared('5.1')).toThrow(expect.objectContaining({ code: 401 }));
  });
});

describe('GetSpecificAttributeValue', () => {
  const read = (value: Data | number) =>
    getSpecificAttributeValue(
      { classId: 3, attribute: 2, obisCode: '1.0.1.8.0.255' },
      contextOf(settingsOf('5.1')),
    )(new ScriptedAccess({ '3/1.0.1.8.0.255/2': value }));

  it.each([
    [d.u32(10_001), 'double-long-unsigned 10001'],
    [d.structure(d.i8(-3), d.enumeration(30)), 'structure [integer -3, enum 30]'],
    [d.octets('00ff'), 'octet-string 00ff'],
    [d.text('a "b"'), 'visible-string "a \\"b\\""'],
    [d.array(), 'array []'],
    [d.nul, 'null-data'],
    [d.bool(true), 'boolean true'],
    [d.bits('0101'), 'bit-string 0101'],
    [d.octets(''), 'octet-string'],
  ])('tells %j as text', async (value, text) => {
    expect(await read(value)).toEqual({
      response: { attributeValueData: text },
      facts: [
        {
          type: 'AttributeValuesCollected',
          data: { values: [{ classId: 3, obisCode: '1.0.1.8.0.255', attribute: 2, value: text }] },
          occurredAt: NOW,
        },
      ],
    });
  });

  it('fails with what the meter said', async () => {
    await expect(read(3)).rejects.toMatchObject({ code: 412, message: expect.stringContaining('read-write-denied') });
  });
});

describe('GetAssociationLnObjects', () => {
  const element = (mode: number) =>
    d.structure(
      d.u16(3),
      d.u8(0),
      d.octets(parseObis('1.0.1.8.0.255')),
      d.structure(
        d.array(d.structure(d.i8(2), d.enumeration(mode), d.nul), d.structure(d.i8(3), d.enumeration(1), d.array(d.i8(1), d.i8(2)))),
        d.array(d.structure(d.i8(1), d.bool(true))),
      ),
    );
  const read = (list: Data) => getAssociationLnObjects(null, contextOf(settingsOf('4.2.2')))(new ScriptedAccess({ '15/0.0.40.0.0.255/2': list }));

  it('names the rights on each object', async () => {
    const { response, facts } = await read(d.array(element(3)));
    const attributeAccess = [
      { attributeId: 2, accessMode: 'READ_AND_WRITE', accessSelectors: [] },
      { attributeId: 3, accessMode: 'READ_ONLY', accessSelectors: [1, 2] },
    ];
    const methodAccess = [{ methodId: 1, accessMode: 'ACCESS' }];
    const object = { classId: 3, version: 0, logicalName: '1.0.1.8.0.255' };
    expect(response).toEqual({ associationLnList: [{ ...object, accessRights: { attributeAccess, methodAccess } }] });
    expect(facts).toMatchObject([{ type: 'AssociationObjectsCollected', data: { objects: [{ ...object, attributeAccess, methodAccess }] } }]);
  });

  it.each([d.array(element(77)), d.array(d.u8(1)), d.nul])('fails on what is no list of objects', async (list) => {
    await expect(read(list)).rejects.toMatchObject({ code: 412 });
  });
});
