import { expect } from '@jest/globals';
import { everywhere, since4, since5, since52, type MatrixCase } from './matrix-case.js';
import type { MatrixKind, MatrixMeter, MatrixSite } from './matrix-site.js';

interface Held {
  readonly type: string;
  readonly value: unknown;
}

/** The attribute as the meter itself holds it. */
const held = (site: MatrixSite, meter: MatrixMeter, attribute: string) => site.held(meter, attribute) as Promise<Held>;

async function holds(site: MatrixSite, meter: MatrixMeter, values: Readonly<Record<string, Held>>): Promise<void> {
  for (const [attribute, value] of Object.entries(values)) expect([attribute, await held(site, meter, attribute)]).toEqual([attribute, value]);
}

const enumeration = (value: number) => ({ type: 'enum', value });
const u8 = (value: number) => ({ type: 'unsigned', value });
const u16 = (value: number) => ({ type: 'long-unsigned', value });
const u32 = (value: number) => ({ type: 'double-long-unsigned', value });
const i8 = (value: number) => ({ type: 'integer', value });
const octets = (value: string) => ({ type: 'octet-string', value });
const structure = (...value: Held[]) => ({ type: 'structure', value });
const array = (...value: Held[]) => ({ type: 'array', value });
const ascii = (text: string) => octets(Buffer.from(text, 'ascii').toString('hex'));
const tariff = (start: string, selector: number) => structure(octets(start), octets('00000a0064ff'), u16(selector));

const since51 = ({ version }: MatrixKind): boolean => ['5.1', '5.2', '5.5'].includes(version);
const only55 = ({ version }: MatrixKind): boolean => version === '5.5';
const messageType = (meter: MatrixMeter): number => (since5(meter) ? 0 : 128);

const day = (dayId: number, startTime: string) => ({ dayId, daySchedule: [{ startTime, scriptSelector: dayId + 1 }] });
const [working, weekend] = [day(0, '07000000'), day(1, '0000FF00')];
const week = (weekProfileName: string) => ({
  weekProfileName,
  ...Object.fromEntries(['monday', 'tuesday', 'wednesday', 'thursday', 'friday'].map((name) => [name, working])),
  saturday: weekend,
  sunday: weekend,
});
const calendar = (activatePassiveCalendarTime: string) => ({
  activityCalendar: {
    calendarName: 'TARIFF26',
    activatePassiveCalendarTime,
    seasonProfile: [
      { seasonProfileName: '1', seasonStart: 'FFFF0101FF00000000FFC400', weekProfile: week('3') },
      { seasonProfileName: '2', seasonStart: 'ffff0701ff00000000ff8880', weekProfile: week('3') },
    ],
  },
});
const weekTable = array(structure(octets('03'), ...[0, 0, 0, 0, 0, 1, 1].map(u8)));
const seasonTable = array(
  structure(octets('01'), octets('ffff0101ff00000000ffc400'), octets('03')),
  structure(octets('02'), octets('ffff0701ff00000000ff8880'), octets('03')),
);
const dayTable = array(structure(u8(0), array(tariff('07000000', 1))), structure(u8(1), array(tariff('0000ff00', 2))));

/** Writes, each read back by the meter's own side. */
export const WRITE_CASES: readonly MatrixCase[] = [
  {
    operation: 'SetAdministrativeStatus',
    data: { enabled: 'OFF' },
    has: since4,
    readBack: (site, meter) => holds(site, meter, { '1/0.1.94.31.0.255/2': enumeration(1) }),
  },
  {
    operation: 'SetClockConfiguration',
    data: {
      timeZoneOffset: -120,
      daylightSavingsBegin: 'FFFF03FE0702000000FF8800',
      daylightSavingsEnd: 'ffff0afe0703000000ff4c80',
      daylightSavingsEnabled: false,
    },
    has: everywhere,
    readBack: (site, meter) =>
      holds(site, meter, {
        '8/0.0.1.0.0.255/3': { type: 'long', value: -120 },
        '8/0.0.1.0.0.255/5': octets('ffff03fe0702000000ff8800'),
        '8/0.0.1.0.0.255/6': octets('ffff0afe0703000000ff4c80'),
        '8/0.0.1.0.0.255/8': { type: 'boolean', value: false },
      }),
  },
  {
    operation: 'SetSpecialDays',
    data: {
      specialDays: [
        { specialDayDate: 'FFFF0C19FF', dayId: 3 },
        { specialDayDate: '07ea0101ff', dayId: 1 },
      ],
    },
    has: everywhere,
    readBack: (site, meter) =>
      holds(site, meter, {
        '11/0.0.11.0.0.255/2': array(structure(u16(0), octets('ffff0c19ff'), u8(3)), structure(u16(1), octets('07ea0101ff'), u8(1))),
      }),
  },
  {
    operation: 'SetActivityCalendar',
    data: calendar('ffffffffffffffffff8000ff'),
    has: everywhere,
    readBack: (site, meter) =>
      holds(site, meter, {
        '20/0.0.13.0.0.255/2': ascii('TARIFF26'),
        '20/0.0.13.0.0.255/3': seasonTable,
        '20/0.0.13.0.0.255/4': weekTable,
        '20/0.0.13.0.0.255/5': dayTable,
      }),
  },
  {
    operation: 'SetActivityCalendar',
    data: calendar('08330101ff00000000ffc400'),
    has: everywhere,
    readBack: (site, meter) =>
      holds(site, meter, { '20/0.0.13.0.0.255/6': ascii('TARIFF26'), '20/0.0.13.0.0.255/10': octets('08330101ff00000000ffc400') }),
  },
  {
    operation: 'SetConfigurationObject',
    data: {
      configurationObject: {
        configurationFlags: [
          { configurationFlagType: 'PO_ENABLE', enabled: false },
          { configurationFlagType: 'HLS_5_ON_P0_ENABLE', enabled: true },
        ],
      },
    },
    has: since4,
    async arrange(site, meter) {
      const bits = { type: 'bit-string', value: '0001001000000001' };
      await site.hold(meter, '1/0.1.94.31.3.255/2', since5(meter) ? bits : structure(enumeration(2), bits));
    },
    readBack: (site, meter) => {
      const bits = { type: 'bit-string', value: '0000001001000001' };
      return holds(site, meter, { '1/0.1.94.31.3.255/2': since5(meter) ? bits : structure(enumeration(2), bits) });
    },
  },
  {
    operation: 'SetRandomisationSettings',
    data: { directAttach: 0, randomisationStartWindow: 600, multiplicationFactor: 3, numberOfRetries: 7 },
    has: since4,
    readBack: (site, meter) => holds(site, meter, { '1/0.1.94.31.12.255/2': structure(u32(600), u16(3), u16(7)) }),
  },
  {
    operation: 'SetRandomisationSettings',
    data: { directAttach: 1, randomisationStartWindow: 1, multiplicationFactor: 1, numberOfRetries: 1 },
    has: ({ version }) => version !== '2.2' && version !== '4.2.2',
    async readBack(site, meter) {
      const { value } = await held(site, meter, '1/0.1.94.31.3.255/2');
      const bits = since5(meter) ? value : (value as Held[])[1]?.value;
      expect(String(bits)[10]).toBe('1');
    },
  },
  {
    operation: 'SetAlarmNotifications',
    data: {
      alarmNotifications: [
        { alarmType: 'CLOCK_INVALID', enabled: true },
        { alarmType: 'REPLACE_BATTERY', enabled: false },
        { alarmType: 'VOLTAGE_SAG_IN_PHASE_DETECTED_L1', enabled: true },
      ],
    },
    has: everywhere,
    arrange: (site, meter) => site.hold(meter, '1/0.0.97.98.10.255/2', { value: 0b1010 }),
    readBack: (site, meter) =>
      holds(site, meter, {
        '1/0.0.97.98.10.255/2': u32(0b1001),
        ...(since52(meter) ? { '1/0.0.97.98.11.255/2': u32(1) } : {}),
      }),
  },
  {
    operation: 'ClearAlarmRegister',
    has: everywhere,
    arrange: (site, meter) => site.hold(meter, '1/0.0.97.98.0.255/2', { value: 5 }),
    readBack: (site, meter) => holds(site, meter, { '1/0.0.97.98.0.255/2': u32(0), ...(since52(meter) ? { '1/0.0.97.98.1.255/2': u32(0) } : {}) }),
  },
  {
    operation: 'ClearMBusStatusOnAllChannels',
    has: since51,
    async arrange(site, meter) {
      await site.hold(meter, '4/0.1.24.2.6.255/2', { value: 6 });
      await site.hold(meter, '4/0.3.24.2.6.255/2', { value: 1 });
    },
    readBack: (site, meter) =>
      holds(site, meter, {
        '4/0.1.24.2.6.255/2': u32(0),
        '4/0.2.24.2.6.255/2': u32(0),
        '4/0.3.24.2.6.255/2': u32(0),
        '1/0.3.94.31.10.255/2': u32(1),
      }),
  },
  {
    operation: 'SetPushSetupAlarm',
    data: {
      pushSetupAlarm: {
        host: 'alarms.example',
        port: 9598,
        pushObjectList: [
          { classId: 1, logicalName: '0.0.96.1.0.255', attributeIndex: 2 },
          { classId: 1, logicalName: '0.0.97.98.0.255', attributeIndex: 2, dataIndex: 0 },
        ],
      },
    },
    has: since4,
    readBack: (site, meter) =>
      holds(site, meter, {
        '40/0.1.25.9.0.255/3': structure(enumeration(0), ascii('alarms.example:9598'), enumeration(messageType(meter))),
        '40/0.1.25.9.0.255/2': array(
          structure(u16(1), octets('0000600100ff'), i8(2), u16(0)),
          structure(u16(1), octets('0000616200ff'), i8(2), u16(0)),
        ),
      }),
  },
  {
    operation: 'SetPushSetupSms',
    data: { pushSetupSms: { host: '10.0.0.1', port: 1 } },
    has: since4,
    readBack: (site, meter) =>
      holds(site, meter, { '40/0.2.25.9.0.255/3': structure(enumeration(0), ascii('10.0.0.1:1'), enumeration(messageType(meter))) }),
  },
  {
    operation: 'SetPushSetupLastGasp',
    data: { pushSetupLastGasp: { host: '[::1]', port: 65_535 } },
    has: only55,
    readBack: (site, meter) => holds(site, meter, { '40/0.3.25.9.0.255/3': structure(enumeration(1), ascii('[::1]:65535'), enumeration(0)) }),
  },
  {
    operation: 'SetPushSetupUdp',
    has: only55,
    arrange: (site, meter) =>
      site.hold(meter, '40/0.3.25.9.0.255/4', array(structure(octets('ffffffffff080000008000ff'), octets('ffffffffff173b3b008000ff')))),
    readBack: (site, meter) => holds(site, meter, { '40/0.3.25.9.0.255/4': array() }),
  },
  {
    operation: 'SetThdConfiguration',
    data: { minDurationNormalToOver: 901, minDurationOverToNormal: 601, timeThreshold: 86_401, valueHysteresis: 11, valueThreshold: 101 },
    has: since52,
    readBack: (site, meter) =>
      holds(site, meter, {
        '3/0.1.94.31.22.255/2': u32(901),
        '3/0.1.94.31.23.255/2': u32(601),
        '3/1.0.11.44.124.255/2': u32(86_401),
        '3/0.1.94.31.21.255/2': u16(11),
        '3/1.0.11.35.124.255/2': u16(101),
      }),
  },
  {
    operation: 'ConfigureDefinableLoadProfile',
    data: { captureObjects: [{ classId: 1, logicalName: '0.0.96.7.21.255', attributeIndex: 2 }], capturePeriod: 600 },
    has: since4,
    readBack: (site, meter) =>
      holds(site, meter, {
        '7/0.1.94.31.6.255/3': array(
          structure(u16(8), octets('0000010000ff'), i8(2), u16(0)),
          structure(u16(1), octets('0000600715ff'), i8(2), u16(0)),
        ),
        '7/0.1.94.31.6.255/4': u32(600),
      }),
  },
  {
    operation: 'TestAlarmScheduler',
    data: { scheduleTime: '2099-07-01T22:30:05Z', alarmType: 'PARTIAL_POWER_OUTAGE' },
    has: (meter) => meter.polyphase && since51(meter),
    readBack: (site, meter) => holds(site, meter, { '22/0.0.15.1.4.255/4': array(structure(octets('001e0500'), octets('0833070204'))) }),
  },
  {
    operation: 'TestAlarmScheduler',
    data: { scheduleTime: '2099-01-01T00:00:00Z', alarmType: 'LAST_GASP' },
    has: (meter) => meter.polyphase && only55(meter),
    readBack: (site, meter) => holds(site, meter, { '22/0.0.15.2.4.255/4': array(structure(octets('01000000'), octets('0833010104'))) }),
  },
];
