import { describe, expect, it } from '@jest/globals';

import { fromInstant } from '#cosem';
import { d, encodeDateTime, type Data } from '#dlms';

import { raiseEvent } from '../events/alarms.js';
import { MeterBench } from '../../testing/meter-bench.js';

const zone = 'Europe/Amsterdam';
const minute = 60_000;
const day = 86_400_000;
const at = (ms: number): Data => d.octets(encodeDateTime(fromInstant(ms, zone)));
const octets = (text: string): Data => d.octets(Buffer.from(text, 'ascii'));

describe('clock', () => {
  it('shows the deviation and the daylight saving that were set', () => {
    const bench = new MeterBench('SMR5.1');
    bench.now = Date.parse('2026-07-01T10:00:00Z');
    expect(bench.get('CLOCK')).toEqual(d.octets('07ea0701030c000000ff8880'));
    expect(bench.set('CLOCK', d.bool(false), 8)).toBe(0);
    expect(bench.get('CLOCK')).toEqual(d.octets('07ea0701030b000000ffc400'));
    expect(bench.set('CLOCK', d.i16(0), 3)).toBe(0);
    expect(bench.get('CLOCK')).toEqual(d.octets('07ea0701030a000000000000'));
    expect(bench.set('CLOCK', d.bool(true), 8)).toBe(0);
    expect([bench.get('CLOCK'), bench.get('CLOCK', 4)]).toEqual([d.octets('07ea0701030b000000ffc480'), d.u8(0x80)]);
    expect([bench.set('CLOCK', d.i16(721), 3), bench.set('CLOCK', d.octets('00'), 5)]).toEqual([250, 12]);
  });

  it('saves daylight from the date to the date that were set', () => {
    const bench = new MeterBench('SMR5.1');
    // From the last Friday of April at 01:00 to the first Sunday from 8 September on at 03:00 summer time.
    expect(bench.set('CLOCK', d.octets('ffff04fe0501000000ffc400'), 5)).toBe(0);
    expect(bench.set('CLOCK', d.octets('ffff09080703000000ff8880'), 6)).toBe(0);
    const shown = ['2026-04-23T23:59:59Z', '2026-04-24T00:00:00Z', '2026-09-13T00:59:59Z', '2026-09-13T01:00:00Z'].map((text) => {
      bench.now = Date.parse(text);
      return bench.get('CLOCK', 4);
    });
    expect(shown).toEqual([0, 0x80, 0x80, 0].map((status) => d.u8(status)));
  });

  it('logs a change of a minute or more under the old and the new time', () => {
    const bench = new MeterBench('SMR5.1');
    expect(bench.set('CLOCK', at(bench.now + 10_000))).toBe(0);
    expect(bench.codes('STANDARD_EVENT_LOG').slice(-2)).not.toEqual([4, 5]);
    expect(bench.set('CLOCK', at(bench.now + 10 * minute))).toBe(0);
    expect(bench.codes('STANDARD_EVENT_LOG').slice(-2)).toEqual([4, 5]);
  });

  it('is adjusted to the minute, the quarter, by seconds, and to a time given before', () => {
    const bench = new MeterBench('SMR5.1');
    const { clock } = bench.meter;
    bench.now = Date.parse('2026-11-24T12:07:29Z');
    expect([bench.act('CLOCK', 3, d.i8(0)), clock.now()]).toEqual([0, Date.parse('2026-11-24T12:07:00Z')]);
    expect([bench.act('CLOCK', 1, d.i8(0)), clock.now()]).toEqual([0, Date.parse('2026-11-24T12:00:00Z')]);
    expect([bench.act('CLOCK', 6, d.i16(-60)), clock.now()]).toEqual([0, Date.parse('2026-11-24T11:59:00Z')]);
    expect(bench.act('CLOCK', 6, d.i16(901))).toBe(250);
    expect(bench.act('CLOCK', 4, d.i8(0))).toBe(250);
    const noon = Date.parse('2026-11-24T12:00:00Z');
    expect(bench.act('CLOCK', 5, d.structure(at(noon), at(noon - day), at(noon + day)))).toBe(0);
    expect([bench.act('CLOCK', 4, d.i8(0)), clock.now()]).toEqual([0, noon]);
  });
});

describe('alarms', () => {
  it('are raised by events, cleared by writing, and both are logged', () => {
    const bench = new MeterBench('SMR5.5');
    expect(bench.set('ALARM_REGISTER_1', d.u32(0))).toBe(0);
    expect(bench.codes('STANDARD_EVENT_LOG').at(-1)).toBe(11);
    expect(bench.set('CONFIGURATION_OBJECT', d.bits('0001001000100000'))).toBe(0);
    expect(bench.get('ALARM_REGISTER_1')).toEqual(d.u32(0b1_0000));
    expect(bench.codes('FRAUD_DETECTION_LOG').at(-1)).toBe(47);
  });

  it('have their details in the log that has columns for them', () => {
    const bench = new MeterBench('SMR5.5');
    bench.set('ALARM_REGISTER_2', d.u32(0));
    expect(raiseEvent(bench.meter, 94, { magnitude: 1870, duration: 12 })).toBe(true);
    expect(bench.get('POWER_QUALITY_EXTENDED_EVENT_LOG')).toMatchObject({
      value: { 19: { value: [at(bench.now), d.u8(94), d.u16(1870), d.u16(12)] } },
    });
    expect(bench.get('ALARM_REGISTER_2')).toEqual(d.u32(0b10));
    expect(raiseEvent(new MeterBench('SMR5.1').meter, 94)).toBe(false);
  });

  it('are pushed to the destination set, as far as the filter lets them through', () => {
    const bench = new MeterBench('SMR5.5');
    expect(bench.set('PUSH_SETUP_ALARM', d.structure(d.enumeration(0), octets('127.0.0.1:9598'), d.enumeration(0)), 3)).toBe(0);
    bench.set('CONFIGURATION_OBJECT', d.bits('0001001000100000'));
    expect(bench.sent).toEqual([]);
    bench.set('ALARM_FILTER_1', d.u32(0b1_0000));
    bench.set('CONFIGURATION_OBJECT', d.bits('0001001000100000'));
    expect(bench.sent.map(({ target }) => target)).toEqual([{ transport: 'tcp', host: '127.0.0.1', port: 9598, localAddress: '127.16.0.1' }]);
  });
});

describe('activity calendar', () => {
  const season = d.array(d.structure(d.octets('01'), d.octets('ffff0101ff00000000800000'), d.octets('02')));
  const day = d.u8(1);
  const week = d.array(d.structure(d.octets('02'), day, day, day, day, day, day, day));
  const days = d.array(d.structure(day, d.array(d.structure(d.octets('00000000'), d.octets('00000a0064ff'), d.u16(1)))));

  function passive(bench: MeterBench): void {
    const results = [octets('NEW'), season, week, days].map((data, index) => bench.set('ACTIVITY_CALENDAR', data, 6 + index));
    expect(results).toEqual([0, 0, 0, 0]);
    expect(bench.codes('STANDARD_EVENT_LOG').at(-1)).toBe(19);
  }

  it('is activated at once by its method', () => {
    const bench = new MeterBench('DSMR4.2.2');
    passive(bench);
    expect(bench.act('ACTIVITY_CALENDAR', 1, d.i8(0))).toBe(0);
    expect([2, 3, 4, 5].map((id) => bench.get('ACTIVITY_CALENDAR', id))).toEqual([octets('NEW'), season, week, days]);
    expect(bench.codes('STANDARD_EVENT_LOG').at(-1)).toBe(9);
  });

  it('is activated when the time of attribute 10 comes, and not when that was taken back', () => {
    const bench = new MeterBench('SMR5.1');
    passive(bench);
    expect(bench.set('ACTIVITY_CALENDAR', at(bench.now + minute), 10)).toBe(0);
    bench.set('ACTIVITY_CALENDAR', d.octets('ffffffffffffffffff8000ff'), 10);
    bench.pass(2 * minute);
    expect(bench.get('ACTIVITY_CALENDAR')).toEqual(octets(''));
    bench.set('ACTIVITY_CALENDAR', at(bench.now + minute), 10);
    bench.pass(minute);
    expect(bench.get('ACTIVITY_CALENDAR')).toEqual(octets('NEW'));
  });

  it('refuses tables of another shape', () => {
    const bench = new MeterBench('SMR5.1');
    expect([7, 8, 9].map((id) => bench.set('ACTIVITY_CALENDAR', d.array(d.u8(1)), id))).toEqual([12, 12, 12]);
  });
});

describe('special days', () => {
  const entry = (index: number, date: string): Data => d.structure(d.u16(index), d.octets(date), d.u8(1));

  it('are written as a table, inserted and deleted', () => {
    const bench = new MeterBench('SMR5.1');
    expect(bench.set('SPECIAL_DAYS_TABLE', d.array(d.u8(1)))).toBe(12);
    expect(bench.set('SPECIAL_DAYS_TABLE', d.array(entry(0, 'ffff0101ff')))).toBe(0);
    expect(bench.act('SPECIAL_DAYS_TABLE', 1, entry(1, 'ffff0c19ff'))).toBe(0);
    expect(bench.act('SPECIAL_DAYS_TABLE', 2, d.u16(0))).toBe(0);
    expect(bench.get('SPECIAL_DAYS_TABLE')).toEqual(d.array(entry(1, 'ffff0c19ff')));
  });
});

describe('single action schedules', () => {
  const schedule = (...instants: number[]): Data =>
    d.array(
      ...instants.map((ms) => {
        const bytes = encodeDateTime(fromInstant(ms, zone));
        return d.structure(d.octets(bytes.subarray(5, 9)), d.octets(bytes.subarray(0, 5)));
      }),
    );

  it('fire once per time that lies ahead: the phase outage test raises its alarm', () => {
    const bench = new MeterBench('SMR5.1');
    bench.set('ALARM_REGISTER_1', d.u32(0));
    expect(bench.set('PHASE_OUTAGE_TEST', schedule(bench.now - minute, bench.now + minute, bench.now + 3 * minute), 4)).toBe(0);
    bench.pass(30_000);
    expect(bench.get('ALARM_REGISTER_1')).toEqual(d.u32(0));
    bench.pass(30_000);
    expect(bench.get('ALARM_REGISTER_1')).toEqual(d.u32(2 ** 31));
    bench.pass(2 * minute);
    expect(bench.codes('POWER_QUALITY_EVENT_LOG').filter((code) => code === 89).length).toBeGreaterThan(1);
    expect(bench.meter.pending.size).toBe(0);
  });

  it('let the last gasp test send a message over UDP', () => {
    const bench = new MeterBench('SMR5.5');
    bench.set('ALARM_FILTER_3', d.u32(0b11));
    bench.set('PUSH_SETUP_UDP', d.structure(d.enumeration(1), octets('127.0.0.1:9598'), d.enumeration(0)), 3);
    expect(bench.set('LAST_GASP_TEST', schedule(bench.now + minute), 4)).toBe(0);
    bench.pass(minute);
    expect(bench.sent).toMatchObject([{ target: { transport: 'udp', port: 9598 } }]);
    expect(bench.get('ALARM_REGISTER_3')).toEqual(d.u32(0b11));
  });
});

describe('settings', () => {
  it.each([
    ['administrative status', 'ADMINISTRATIVE_IN_OUT', d.enumeration(2), d.enumeration(3), 250],
    ['configuration', 'CONFIGURATION_OBJECT', d.bits('0001001000100000'), d.bits('00'), 12],
    ['randomisation', 'RANDOMISATION_SETTINGS', d.structure(d.u32(9), d.u16(2), d.u16(3)), d.structure(d.u8(1)), 12],
    ['harmonics', 'THD_VALUE_THRESHOLD', d.u16(77), d.u32(77), 12],
    ['alarm filter', 'ALARM_FILTER_2', d.u32(5), d.u16(5), 12],
  ])('of %s are kept, others refused', (_, tag, good, bad, result) => {
    const bench = new MeterBench('SMR5.5');
    expect(bench.set(tag, good)).toBe(0);
    expect(bench.get(tag)).toEqual(good);
    expect(bench.set(tag, bad)).toBe(result);
    expect(bench.get(tag)).toEqual(good);
  });

  it('of a push: list, destination and window have their shape', () => {
    const bench = new MeterBench('SMR5.1');
    const list = d.array(d.structure(d.u16(1), d.octets('0000610000ff'), d.i8(2), d.u16(0)));
    expect([bench.set('PUSH_SETUP_SMS', list, 2), bench.set('PUSH_SETUP_SMS', d.array(), 4)]).toEqual([0, 0]);
    expect([bench.set('PUSH_SETUP_SMS', d.array(d.u8(1)), 2), bench.set('PUSH_SETUP_SMS', d.structure(), 3)]).toEqual([12, 12]);
  });
});

describe('definable load profile', () => {
  const columns = (...obis: string[]): Data =>
    d.array(
      d.structure(d.u16(8), d.octets('0000010000ff'), d.i8(2), d.u16(0)),
      ...obis.map((hex) => d.structure(d.u16(3), d.octets(hex), d.i8(2), d.u16(0))),
    );
  const rows = (bench: MeterBench): readonly Data[] => {
    const buffer = bench.get('DEFINABLE_LOAD_PROFILE');
    return buffer.type === 'array' ? buffer.value : [];
  };

  it('is read as it was configured', () => {
    const bench = new MeterBench('SMR5.5');
    const voltages = columns('0100200700ff', '0100340700ff');
    expect(bench.set('DEFINABLE_LOAD_PROFILE', voltages, 3)).toBe(0);
    expect(bench.set('DEFINABLE_LOAD_PROFILE', d.u32(300), 4)).toBe(0);
    expect([bench.get('DEFINABLE_LOAD_PROFILE', 3), bench.get('DEFINABLE_LOAD_PROFILE', 4)]).toEqual([voltages, d.u32(300)]);
    const [first, second] = rows(bench).slice(-2);
    expect(first).toMatchObject({ value: { length: 3 } });
    expect(second).toMatchObject({ value: [at(Date.parse('2026-11-24T12:05:00Z')), { type: 'long-unsigned' }, { type: 'long-unsigned' }] });
    expect(bench.set('DEFINABLE_LOAD_PROFILE', d.u32(0), 4)).toBe(0);
    expect(rows(bench)).toEqual([]);
  });

  it('gives measured values near 230 V, the same whenever they are read', () => {
    const bench = new MeterBench('SMR5.5');
    bench.set('DEFINABLE_LOAD_PROFILE', columns('0100200700ff'), 3);
    const before = rows(bench);
    bench.pass(15 * minute);
    expect(rows(bench).slice(0, -1)).toEqual(before.slice(1));
    const volts = before.map((row) => (row.type === 'structure' && row.value[1]?.type === 'long-unsigned' ? row.value[1].value : 0));
    expect(Math.min(...volts)).toBeGreaterThan(2180);
    expect(Math.max(...volts)).toBeLessThan(2420);
    expect(new Set(volts).size).toBeGreaterThan(50);
  });

  it('refuses columns that the meter does not have', () => {
    const bench = new MeterBench('SMR5.5');
    expect([bench.set('DEFINABLE_LOAD_PROFILE', columns('0909090909ff'), 3), bench.set('DEFINABLE_LOAD_PROFILE', d.array(d.u8(1)), 3)]).toEqual([
      250, 12,
    ]);
  });

  it('is emptied by reset', () => {
    const bench = new MeterBench('SMR5.5');
    expect(bench.act('DEFINABLE_LOAD_PROFILE', 1, d.i8(0))).toBe(0);
    expect(rows(bench)).toEqual([]);
    bench.pass(15 * minute);
    expect(rows(bench)).toHaveLength(1);
  });
});

describe('modem', () => {
  it('tells by its technology how it is attached, captured in the last minute', () => {
    const bench = new MeterBench('SMR5.5');
    const attached = ['GPRS_DIAGNOSTIC', 'CDMA_DIAGNOSTIC', 'LTE_DIAGNOSTIC'].map((tag) => bench.get(tag, 5));
    expect(attached).toEqual([d.enumeration(1), d.enumeration(6), d.enumeration(5)]);
    expect(bench.get('LTE_DIAGNOSTIC', 8)).toEqual({ ...at(bench.now), type: 'date-time' });
  });
});
