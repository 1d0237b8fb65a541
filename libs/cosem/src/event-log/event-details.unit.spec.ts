import { describe, expect, it } from '@jest/globals';

import { d, encodeDateTime, type Data } from '#dlms';

import { object, profile } from '../profiles/testing/profile-of.js';
import { fromInstant } from '../time/cosem-instant.js';
import { eventCounter, eventDetails } from './event-details.js';
import { decodeEventLog, EventLogError, type EventLogRow } from './event-log-rows.js';

const zone = 'Europe/Amsterdam';
const stamp = d.octets(encodeDateTime(fromInstant(Date.parse('2026-11-01T10:00:00Z'), zone)));

function row(version: string, tag: string, ...cells: readonly Data[]): EventLogRow {
  const [first] = decodeEventLog(object(version, tag), d.array(d.structure(stamp, ...cells)), zone);
  if (first === undefined) throw new Error('no row');
  return first;
}

const extended = 'POWER_QUALITY_EXTENDED_EVENT_LOG';
const harmonic = 'POWER_QUALITY_THD_EVENT_LOG';

describe('eventDetails', () => {
  it.each([93, 94, 95, 96, 97, 98])('of a sag or swell (%i) are volts and seconds', (code) => {
    for (const version of ['5.2', '5.5']) {
      expect(eventDetails(profile(version), object(version, extended), row(version, extended, d.u8(code), d.u16(1834), d.u16(25)))).toEqual([
        { name: 'magnitude', value: '183.4 V' },
        { name: 'duration', value: '2.5 s' },
      ]);
    }
  });

  it.each([51, 52, 53, 54, 55, 56, 57, 58, 59])('of distortion (%i) are per cent', (code) => {
    expect(eventDetails(profile('5.2'), object('5.2', harmonic), row('5.2', harmonic, d.u8(code), d.u16(12)))).toEqual([
      { name: 'magnitude', value: '12 %' },
    ]);
  });

  it.each([
    [extended, [d.u8(255), d.u16(0), d.u16(0)]],
    [extended, [d.u8(51), d.u16(1), d.u16(2)]],
    [harmonic, [d.u8(255), d.u16(0)]],
    [harmonic, [d.u8(93), d.u16(1)]],
  ])('of a code without a register are none: %s', (tag, cells) => {
    expect(eventDetails(profile('5.2'), object('5.2', tag), row('5.2', tag, ...cells))).toEqual([]);
  });

  it.each([
    ['4.2.2', 'STANDARD_EVENT_LOG', [d.u8(1)]],
    ['4.2.2', 'COMMUNICATION_SESSION_LOG', [d.u8(73), d.u16(9)]],
  ])('of %s %s are none', (version, tag, cells) => {
    expect(eventDetails(profile(version), object(version, tag), row(version, tag, ...cells))).toEqual([]);
  });

  it('takes scaler and unit from the register that the code belongs to', () => {
    const sources = object('5.2', extended).eventColumns?.map((column) => Object.fromEntries(column.sources ?? []));
    const obis = (tag: string | undefined): string => object('5.2', tag ?? '').obis;
    expect([93, 94, 95, 96, 97, 98].map((code) => obis(sources?.[0]?.[code]))).toEqual(
      [32, 52, 72].map((c) => `1.0.${c}.34.0.255`).concat([32, 52, 72].map((c) => `1.0.${c}.38.0.255`)),
    );
    expect([93, 94, 95, 96, 97, 98].map((code) => obis(sources?.[1]?.[code]))).toEqual(
      [32, 52, 72].map((c) => `1.0.${c}.33.0.255`).concat([32, 52, 72].map((c) => `1.0.${c}.37.0.255`)),
    );
    const distortion = object('5.2', harmonic).eventColumns?.[0]?.sources;
    expect([51, 54, 57, 52, 55, 58, 53, 56, 59].map((code) => obis(distortion?.get(code)))).toEqual(
      [31, 31, 31, 51, 51, 51, 71, 71, 71].map((c) => `1.0.${c}.38.124.255`),
    );
  });
});

describe('eventCounter', () => {
  it('is a column of the communication log only', () => {
    expect(eventCounter(object('5.1', 'COMMUNICATION_SESSION_LOG'), row('5.1', 'COMMUNICATION_SESSION_LOG', d.u8(73), d.u16(4711)))).toBe(4711);
    expect(eventCounter(object('5.2', extended), row('5.2', extended, d.u8(93), d.u16(1), d.u16(2)))).toBeUndefined();
    expect(eventCounter(object('5.1', 'STANDARD_EVENT_LOG'), row('5.1', 'STANDARD_EVENT_LOG', d.u8(1)))).toBeUndefined();
  });
});

describe('length of a row', () => {
  it.each([
    ['STANDARD_EVENT_LOG', 2],
    ['FRAUD_DETECTION_LOG', 2],
    ['M_BUS_EVENT_LOG', 2],
    ['COMMUNICATION_SESSION_LOG', 3],
    ['POWER_QUALITY_EVENT_LOG', 2],
    ['AUXILIARY_EVENT_LOG', 2],
    [extended, 4],
    [harmonic, 3],
  ])('%s: %i', (tag, length) => {
    for (let cells = 1; cells <= 4; cells++) {
      const read = (): EventLogRow => row('5.5', tag, ...Array.from({ length: cells }, () => d.u16(1)));
      if (cells + 1 === length) expect(read().values).toHaveLength(length - 2);
      else expect(read).toThrow(EventLogError);
    }
  });
});
