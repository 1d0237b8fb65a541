import { describe, expect, it } from '@jest/globals';
import {
  BUNDLEABLE_OPERATIONS,
  METER_OPERATIONS,
  REGISTRY_OPERATIONS,
  type MeterOperation,
  type RegistryOperation,
} from '../definitions/operations.js';
import { REQUEST_EXAMPLES } from './examples.js';
import { DATA_RULES } from './operation-data/data-rules.js';
import { parseRequest, type ParsedRequest } from './parse-request.js';
import { InvalidRequestError } from './validate.js';

const deviceIdentification = 'TEST1024000000001';

/** The fields that are refused; empty when the request is taken. Anything but a refusal of the contract is thrown on. */
function refused(operation: MeterOperation | RegistryOperation, data: unknown): readonly string[] {
  try {
    parseRequest(operation, { deviceIdentification, data });
    return [];
  } catch (error) {
    if (error instanceof InvalidRequestError) return error.errors.map(({ field }) => field);
    throw error;
  }
}

type Path = readonly (string | number)[];

/** Every place in a value, the value itself first. */
function placesOf(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, member]) => placesOf(member, [...path, Array.isArray(value) ? Number(key) : key]))];
}

function replaced(value: unknown, [first, ...rest]: Path, by: unknown): unknown {
  if (first === undefined) return by;
  const copy = structuredClone(value) as Record<string | number, unknown>;
  copy[first] = replaced(copy[first], rest, by);
  return copy;
}

const nameOf = (path: Path): string => path.reduce((name: string, key) => (typeof key === 'number' ? `${name}[${key}]` : `${name}.${key}`), 'data');

const ALL = [...REGISTRY_OPERATIONS, ...METER_OPERATIONS];
const exampleOf = (operation: MeterOperation | RegistryOperation): unknown => DATA_RULES[operation].example;
const WITH_DATA = ALL.filter((operation) => exampleOf(operation) !== undefined);
const WITHOUT_DATA = ALL.filter((operation) => exampleOf(operation) === undefined);
const PLACES = WITH_DATA.flatMap((operation) => placesOf(exampleOf(operation)).map((path) => [operation, nameOf(path), path] as const));

/** What no field of the contract takes. */
const NONSENSE = [
  Number.NaN,
  -1e15,
  0.5,
  '',
  '\u0000',
  "'; DROP TABLE devices; --",
  '../../etc/passwd',
  '9'.repeat(100_000),
  [[]],
  [null],
  { unknown: 1 },
];

describe('The data of every operation', () => {
  it.each(PLACES)('of %s: %s is checked, and blamed by its name', (operation, name, path) => {
    for (const nonsense of NONSENSE) {
      const fields = refused(operation, replaced(exampleOf(operation), path, nonsense));
      // A member of it may be blamed, or what holds it where only one of several shapes can be told.
      expect([
        nonsense,
        fields.length > 0 && fields.every((field) => field.startsWith('data') && (field.startsWith(name) || name.startsWith(field))),
      ]).toEqual([nonsense, true]);
    }
  });

  it.each(WITH_DATA)('of %s has no field that is not of the contract', (operation) => {
    const data = { ...(exampleOf(operation) as object), unknown: 1 };
    expect(refused(operation, data)).toEqual(['data.unknown']);
  });

  it.each(WITH_DATA)('of %s must be given', (operation) => {
    expect(refused(operation, undefined)).toEqual(['data']);
    expect(refused(operation, null)).toEqual(['data']);
  });

  it.each(WITHOUT_DATA)('of %s must not be given', (operation) => {
    expect([undefined, null, {}].map((data) => refused(operation, data))).toEqual([[], [], []]);
    expect([{ unknown: 1 }, [], 'x', 1, true].map((data) => refused(operation, data))).toEqual(Array.from({ length: 5 }, () => ['data']));
  });

  it.each(BUNDLEABLE_OPERATIONS)('of %s is the same in a bundle', (operation) => {
    const alone = parseRequest(operation, REQUEST_EXAMPLES[operation]);
    const { data } = REQUEST_EXAMPLES[operation] as { readonly data?: unknown };
    const bundle = parseRequest('Bundle', { deviceIdentification, data: { actions: [{ operation, data }] } });
    expect(bundle.data).toEqual({ actions: [{ operation, data: alone.data }] });
  });
});

describe('Limits of the contract', () => {
  const within = (operation: MeterOperation | RegistryOperation, path: Path, value: unknown): readonly string[] =>
    refused(operation, replaced(exampleOf(operation), path, value));
  const many = <T>(count: number, item: T): T[] => Array.from({ length: count }, () => item);

  it.each([
    ['SetClockConfiguration', ['timeZoneOffset'], [-720, 0, 720], [-721, 721]],
    ['SetRandomisationSettings', ['directAttach'], [0, 1], [-1, 2]],
    ['SetRandomisationSettings', ['randomisationStartWindow'], [1, 65_535], [0, 65_536]],
    ['SetRandomisationSettings', ['multiplicationFactor'], [1, 7], [0, 8]],
    ['SetRandomisationSettings', ['numberOfRetries'], [1, 31], [0, 32]],
    ['GetMbusEncryptionKeyStatusByChannel', ['channel'], [1, 4], [0, 5]],
    ['SetDeviceCommunicationSettings', ['challengeLength'], [8, 64], [7, 65]],
    ['SetSpecialDays', ['specialDays', 0, 'dayId'], [0, 255], [-1, 256]],
    ['SetSpecialDays', ['specialDays', 0, 'specialDayDate'], ['FFFF0C19FF'], ['ffff0c19', 'ffff0c19ff00', 'gfff0c19ff']],
    [
      'SetSpecialDays',
      ['specialDays'],
      [many(30, { specialDayDate: 'ffff0c19ff', dayId: 1 })],
      [[], many(31, { specialDayDate: 'ffff0c19ff', dayId: 1 })],
    ],
    ['SetActivityCalendar', ['activityCalendar', 'calendarName'], ['A', '12345678'], ['', '123456789']],
    [
      'SetConfigurationObject',
      ['configurationObject', 'configurationFlags'],
      [null],
      [many(11, { configurationFlagType: 'PO_ENABLE', enabled: true })],
    ],
    [
      'GetSpecificAttributeValue',
      ['obisCode'],
      ['0.0.0.0.0.0', '255.255.255.255.255.255'],
      ['1.0.1.8.0', '1.0.1.8.0.256', '1-0:1.8.0.255', '01.0.1.8.0.255'],
    ],
    ['GetSpecificAttributeValue', ['classId'], [0, 65_535], [-1, 65_536]],
    ['SetPushSetupSms', ['pushSetupSms', 'port'], [1, 65_535], [0, 65_536]],
    ['SetPushSetupSms', ['pushSetupSms', 'host'], ['10.0.0.1', 'a-b.example', '[2001:db8::1]'], ['a b', 'a:1', '2001:db8::1', 'http://a/']],
    [
      'ConfigureDefinableLoadProfile',
      [],
      [{ capturePeriod: 0 }, { capturePeriod: 4_294_967_295 }],
      [{}, { capturePeriod: null }, { capturePeriod: 4_294_967_296 }],
    ],
  ] as const)('%s: %j', (operation, path, good, bad) => {
    expect(good.map((value) => within(operation, path, value))).toEqual(good.map(() => []));
    expect(bad.map((value) => within(operation, path, value).length > 0)).toEqual(bad.map(() => true));
  });

  it('take an alarm test in the future only', () => {
    const at = (ms: number) => new Date(Date.now() + ms).toISOString();
    expect(within('TestAlarmScheduler', ['scheduleTime'], at(3_600_000))).toEqual([]);
    expect(within('TestAlarmScheduler', ['scheduleTime'], at(-1000))).toEqual(['data.scheduleTime']);
  });

  it('keep an alarm test out of bundles', () => {
    const { data } = REQUEST_EXAMPLES.TestAlarmScheduler as { readonly data?: unknown };
    expect(() => parseRequest('Bundle', { deviceIdentification, data: { actions: [{ operation: 'TestAlarmScheduler', data }] } })).toThrow(
      InvalidRequestError,
    );
  });

  it.each(REGISTRY_OPERATIONS)('let %s not be put off: it is done where it is accepted', (operation) => {
    const request = (scheduleTime: string) => parseRequest(operation, { ...REQUEST_EXAMPLES[operation], options: { scheduleTime } });
    expect(() => request('2099-01-01T00:00:00Z')).toThrow(/options\.scheduleTime/);
    expect(refused(operation, exampleOf(operation))).toEqual([]);
  });

  it('keep hexadecimal octets in lower case', () => {
    const data = { specialDays: [{ specialDayDate: 'FFFF0C19FF', dayId: 3 }] };
    const parsed: ParsedRequest = parseRequest('SetSpecialDays', { deviceIdentification, data });
    expect(parsed.data).toEqual({ specialDays: [{ specialDayDate: 'ffff0c19ff', dayId: 3 }] });
  });

  it('take an absent element of an attribute for the whole, and daylight saving for on', () => {
    const captureObjects = [{ classId: 1, logicalName: '0.0.96.7.21.255', attributeIndex: 2 }];
    expect(parseRequest('ConfigureDefinableLoadProfile', { deviceIdentification, data: { captureObjects } }).data).toMatchObject({
      captureObjects: [{ dataIndex: 0 }],
    });
    const { daylightSavingsEnabled: _absent, ...data } = exampleOf('SetClockConfiguration') as { daylightSavingsEnabled: boolean };
    expect(parseRequest('SetClockConfiguration', { deviceIdentification, data }).data).toMatchObject({ daylightSavingsEnabled: true });
  });
});
