import { describe, expect, it } from '@jest/globals';

import { d } from '#dlms';

import { CosemValueError } from '../values/cosem-value-error.js';
import { calendarName, decodeDays, decodeSeasons, decodeWeeks, encodeDays, encodeSeasons, encodeWeeks, tariffScripts } from './activity-calendar.js';
import { decodeExecutionTimes, encodeExecutionTimes, executionTimeOf } from './execution-times.js';
import { decodeSpecialDays, encodeSpecialDays } from './special-days.js';

const octets = (hex: string): Uint8Array => Buffer.from(hex, 'hex');

describe('calendarName', () => {
  it('is the value of the digit in one octet', () => {
    expect(Array.from({ length: 10 }, (_, digit) => calendarName(String(digit))[0])).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it.each(['', '10', 'a', ' 1'])('refuses %j', (text) => {
    expect(() => calendarName(text)).toThrow(CosemValueError);
  });
});

describe('activity calendar', () => {
  it('has seasons', () => {
    const seasons = [{ name: calendarName('1'), start: octets('ffff0401ff00000000ffc400'), weekName: calendarName('2') }];
    const data = d.array(d.structure(d.octets(octets('01')), d.octets('ffff0401ff00000000ffc400'), d.octets(octets('02'))));
    expect(encodeSeasons(seasons)).toMatchObject({ type: 'array', value: [{ type: 'structure', value: { length: 3 } }] });
    expect(decodeSeasons(encodeSeasons(seasons))).toEqual(seasons);
    expect(encodeSeasons(decodeSeasons(data))).toEqual(data);
  });

  it('has weeks of seven days', () => {
    const data = d.array(d.structure(d.octets('01'), ...[1, 1, 1, 1, 1, 2, 2].map(d.u8)));
    expect(decodeWeeks(data)).toEqual([{ name: octets('01'), days: [1, 1, 1, 1, 1, 2, 2] }]);
    expect(encodeWeeks(decodeWeeks(data))).toEqual(data);
    expect(() => encodeWeeks([{ name: octets('01'), days: [1] }])).toThrow(CosemValueError);
  });

  it('has days of actions', () => {
    const data = d.array(
      d.structure(d.u8(1), d.array(d.structure(d.octets('07000000'), d.octets('00000a0064ff'), d.u16(2)))),
      d.structure(d.u8(2), d.array()),
    );
    expect(decodeDays(data)).toEqual([
      { id: 1, actions: [{ start: octets('07000000'), script: tariffScripts, selector: 2 }] },
      { id: 2, actions: [] },
    ]);
    expect(encodeDays(decodeDays(data))).toEqual(data);
  });

  it.each([
    [decodeSeasons, d.array(d.structure(d.octets('01'), d.octets('00'), d.octets('01')))],
    [decodeSeasons, d.structure()],
    [decodeWeeks, d.array(d.structure(d.octets('01'), d.u8(1)))],
    [decodeDays, d.array(d.structure(d.u8(1), d.nul))],
    [decodeDays, d.array(d.structure(d.u8(1), d.array(d.structure(d.octets('0700'), d.octets('00000a0064ff'), d.u16(2)))))],
    [decodeDays, d.array(d.structure(d.u8(1), d.array(d.structure(d.octets('07000000'), d.octets('00'), d.u16(2)))))],
  ])('refuses other shapes (%#)', (decode, data) => {
    expect(() => decode(data)).toThrow(CosemValueError);
  });
});

describe('special days', () => {
  it('are numbered from 0', () => {
    const days = [
      { date: octets('ffff0c19ff'), dayId: 3 },
      { date: octets('07ea010104'), dayId: 1 },
    ];
    const data = d.array(
      d.structure(d.u16(0), d.octets(octets('ffff0c19ff')), d.u8(3)),
      d.structure(d.u16(1), d.octets(octets('07ea010104')), d.u8(1)),
    );
    expect(encodeSpecialDays(days)).toEqual(data);
    expect(decodeSpecialDays(data)).toEqual(days.map((day, index) => ({ index, ...day })));
  });

  it('refuse other shapes', () => {
    expect(() => decodeSpecialDays(d.array(d.structure(d.u16(0), d.octets('ffff0c19'), d.u8(3))))).toThrow(CosemValueError);
  });
});

describe('execution times', () => {
  it('are local times', () => {
    const time = executionTimeOf(Date.parse('2026-07-01T22:30:05.678Z'), 'Europe/Amsterdam');
    expect(time).toEqual({ time: { hour: 0, minute: 30, second: 5, hundredths: 0 }, date: { year: 2026, month: 7, day: 2, dayOfWeek: 4 } });
    const data = d.array(d.structure(d.octets(octets('001e0500')), d.octets(octets('07ea070204'))));
    expect(encodeExecutionTimes([time])).toEqual(data);
    expect(decodeExecutionTimes(data)).toEqual([time]);
  });

  it('may have wildcards', () => {
    const data = d.array(d.structure(d.octets(octets('ff000000')), d.octets(octets('fffffffeff'))));
    expect(decodeExecutionTimes(data)).toEqual([{ time: { minute: 0, second: 0, hundredths: 0 }, date: { day: 0xfe } }]);
    expect(encodeExecutionTimes(decodeExecutionTimes(data))).toEqual(data);
  });

  it('refuse other shapes', () => {
    expect(() => decodeExecutionTimes(d.array(d.structure(d.octets('00'), d.octets('00'))))).toThrow(CosemValueError);
    expect(() => decodeExecutionTimes(d.array(d.structure(d.octets('00000000'), d.octets('00'))))).toThrow(CosemValueError);
    expect(() => encodeExecutionTimes([{ time: { hour: 256 }, date: {} }])).toThrow(CosemValueError);
    expect(() => encodeExecutionTimes([{ time: {}, date: { year: 65_536 } }])).toThrow(CosemValueError);
    expect(() => encodeExecutionTimes([{ time: {}, date: { year: 2026.5 } }])).toThrow(CosemValueError);
  });
});
