import { describe, expect, it } from '@jest/globals';
import { WEEKDAYS, type ActivityCalendar, type DayProfile, type Season, type WeekProfile } from '#contract';
import { d, type Data } from '#dlms';
import { settingsOf } from '../testing/all-settings.js';
import { contextOf } from '../testing/fixtures.js';
import { ScriptedAccess } from '../testing/scripted-access.js';
import { setActivityCalendar } from './set-activity-calendar.js';

const AT_ONCE = 'ffffffffffffffffff8000ff';
const NEXT_YEAR = '07eb0101ff00000000ffc400';
const LAST_YEAR = '07e90101ff00000000ffc400';
const EVERY_YEAR = 'ffff0101ff00000000ffc400';

const day = (dayId: number, selector = 1): DayProfile => ({ dayId, daySchedule: [{ startTime: '07000000', scriptSelector: selector }] });
const week = (weekProfileName: string, days: readonly DayProfile[]): WeekProfile =>
  ({ weekProfileName, ...Object.fromEntries(WEEKDAYS.map((name, index) => [name, days[index % days.length]])) }) as WeekProfile;
const season = (seasonProfileName: string, weekProfile: WeekProfile): Season => ({ seasonProfileName, seasonStart: EVERY_YEAR, weekProfile });
const calendar = (seasonProfile: readonly Season[], activatePassiveCalendarTime = AT_ONCE): ActivityCalendar => ({
  calendarName: 'TARIFF',
  activatePassiveCalendarTime,
  seasonProfile,
});

const simple = (activation = AT_ONCE) => calendar([season('1', week('2', [day(0), day(1, 2)]))], activation);
const prepared = (activityCalendar: ActivityCalendar) => setActivityCalendar({ activityCalendar }, contextOf(settingsOf('5.1')));

const attribute = (number: number): string => `20/0.0.13.0.0.255/${number}`;
const action = (selector: number) => d.array(d.structure(d.octets('07000000'), d.octets('00000a0064ff'), d.u16(selector)));
/** Name, seasons, weeks and days as the meter keeps them. */
const TABLES: readonly Data[] = [
  d.octets(Buffer.from('TARIFF')),
  d.array(d.structure(d.octets('01'), d.octets(EVERY_YEAR), d.octets('02'))),
  d.array(d.structure(d.octets('02'), ...[0, 1, 0, 1, 0, 1, 0].map(d.u8))),
  d.array(d.structure(d.u8(0), action(1)), d.structure(d.u8(1), action(2))),
];
const held = (first: number) => Object.fromEntries(TABLES.map((data, index) => [attribute(first + index), data]));

describe('SetActivityCalendar', () => {
  it.each([AT_ONCE, LAST_YEAR])('writes the passive calendar and takes it into use at once: %s', async (activation) => {
    const access = new ScriptedAccess({});
    const { facts } = await prepared(simple(activation)).execute(access);
    expect(access.writes).toEqual(TABLES.map((data, index) => ({ name: attribute(6 + index), data })));
    expect(access.actions).toEqual(['20/0.0.13.0.0.255 method 1']);
    expect(facts).toMatchObject([
      {
        type: 'ActivityCalendarSet',
        data: {
          calendarName: 'TARIFF',
          activation: null,
          seasons: [{ name: '1', start: EVERY_YEAR, week: '2' }],
          weeks: [{ name: '2', days: [0, 1, 0, 1, 0, 1, 0] }],
          days: [day(0), day(1, 2)],
        },
      },
    ]);
  });

  it.each([NEXT_YEAR, EVERY_YEAR])('leaves it to the meter when to use it: %s', async (activation) => {
    const access = new ScriptedAccess({});
    const { facts } = await prepared(simple(activation)).execute(access);
    expect(access.writes.at(-1)).toEqual({ name: attribute(10), data: d.octets(activation) });
    expect(access.actions).toEqual([]);
    expect(facts).toMatchObject([{ data: { activation } }]);
  });

  it('does not activate what was not written', async () => {
    const access = new ScriptedAccess({ [attribute(8)]: 3 });
    await expect(prepared(simple()).execute(access)).rejects.toMatchObject({ code: 412 });
    expect(access.actions).toEqual([]);
  });

  it('was done when the active calendar is the one asked for', async () => {
    expect(await prepared(simple()).verify(new ScriptedAccess(held(2)))).toMatchObject({ verdict: 'done' });
    expect(await prepared(simple()).verify(new ScriptedAccess({ ...held(2), [attribute(2)]: d.octets('00') }))).toEqual({ verdict: 'not done' });
  });

  it('was done when the passive calendar waits for its time', async () => {
    const passive = { ...held(6), [attribute(10)]: d.octets(NEXT_YEAR) };
    expect(await prepared(simple(NEXT_YEAR)).verify(new ScriptedAccess(passive))).toMatchObject({ verdict: 'done' });
    expect(await prepared(simple(NEXT_YEAR)).verify(new ScriptedAccess({ ...passive, [attribute(10)]: d.octets(AT_ONCE) }))).toEqual({
      verdict: 'not done',
    });
  });

  it('writes what seasons share only once', async () => {
    const shared = week('2', [day(0), day(1, 2)]);
    const access = new ScriptedAccess({});
    await prepared(calendar([season('1', shared), season('2', shared)])).execute(access);
    expect(access.writes[2]?.data).toEqual(TABLES[2]);
    expect(access.writes[3]?.data).toEqual(TABLES[3]);
  });

  const one = week('1', [day(0)]);
  it.each([
    ['seasons of one name', [season('1', one), season('1', one)]],
    ['a season whose name is no digit', [season('A', one)]],
    ['a week whose name has two digits', [season('1', week('12', [day(0)]))]],
    ['five seasons', ['1', '2', '3', '4', '5'].map((name) => season(name, one))],
    ['weeks of one name that differ', [season('1', one), season('2', week('1', [day(1)]))]],
    [
      'five days',
      [
        season(
          '1',
          week(
            '1',
            [0, 1, 2, 3, 4].map((id) => day(id)),
          ),
        ),
      ],
    ],
    ['days of one id that differ', [season('1', week('1', [day(0, 1), day(0, 2)]))]],
  ])('refuses %s before any I/O', (_what, seasons) => {
    expect(() => prepared(calendar(seasons))).toThrow(expect.objectContaining({ code: 401, component: 'PROTOCOL_DLMS' }));
  });
});
