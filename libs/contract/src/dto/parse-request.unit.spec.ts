import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import type { OperationName } from '../definitions/operations.js';
import { REQUEST_EXAMPLES } from './examples.js';
import { parseRequest } from './parse-request.js';
import { InvalidRequestError } from './validate.js';

function fieldsOf(operation: OperationName, body: unknown): string[] {
  try {
    parseRequest(operation, body);
    return [];
  } catch (error) {
    if (error instanceof InvalidRequestError) return error.errors.map(({ field }) => field);
    throw error;
  }
}

type Path = readonly (string | number)[];

/** The operation's example with one value replaced; `undefined` removes it. */
function exampleWith(operation: OperationName, path: Path, value: unknown): unknown {
  const body: unknown = structuredClone(REQUEST_EXAMPLES[operation]);
  let node = body as Record<string | number, unknown>;
  for (const step of path.slice(0, -1)) {
    node[step] ??= {};
    node = node[step] as Record<string | number, unknown>;
  }
  const last = path.at(-1) ?? '';
  if (value === undefined) delete node[last];
  else node[last] = value;
  return body;
}

const nameOf = (path: Path): string => path.map((step, i) => (typeof step === 'number' ? `[${step}]` : `${i > 0 ? '.' : ''}${step}`)).join('');

const device = (name: string): Path => ['data', 'device', name];
const long = (n: number): string => 'x'.repeat(n);

const WRONG: readonly (readonly [OperationName, Path, unknown])[] = [
  ['GetActualMeterReads', ['deviceIdentification'], undefined],
  ['GetActualMeterReads', ['deviceIdentification'], 'TOO-SHORT'],
  ['GetActualMeterReads', ['deviceIdentification'], 'TEST10240000000_1'],
  ['GetActualMeterReads', ['deviceIdentification'], 'A'.repeat(41)],
  ['GetActualMeterReads', ['deviceIdentification'], 1_024_000_000_000_001],
  ['GetActualMeterReads', ['unknown'], 1],
  ['GetActualMeterReads', ['data'], { something: 1 }],
  ['GetActualMeterReads', ['data'], []],
  ['GetActualMeterReads', ['options'], 'high'],
  ['GetActualMeterReads', ['options'], []],
  ['GetActualMeterReads', ['options', 'priority'], 10],
  ['GetActualMeterReads', ['options', 'priority'], -1],
  ['GetActualMeterReads', ['options', 'priority'], 1.5],
  ['GetActualMeterReads', ['options', 'priority'], '4'],
  ['GetActualMeterReads', ['options', 'scheduleTime'], '2026-11-24T12:00:00'],
  ['GetActualMeterReads', ['options', 'scheduleTime'], -1],
  ['GetActualMeterReads', ['options', 'maxScheduleTime'], 'soon'],
  ['GetActualMeterReads', ['options', 'bypassRetry'], 'true'],
  ['GetActualMeterReads', ['options', 'responseUrl'], 'ftp://example.org/'],
  ['GetActualMeterReads', ['options', 'responseUrl'], `https://example.org/${long(255)}`],
  ['GetActualMeterReads', ['options', 'speed'], 1],
  ['SynchronizeTime', ['data'], undefined],
  ['SynchronizeTime', ['data'], []],
  ['SynchronizeTime', ['data'], 'Europe/Amsterdam'],
  ['SynchronizeTime', ['data', 'timeZone'], undefined],
  ['SynchronizeTime', ['data', 'timeZone'], 'Europe/Nowhere'],
  ['SynchronizeTime', ['data', 'timeZone'], '+01:00'],
  ['SynchronizeTime', ['data', 'zone'], 'UTC'],
  ['GetPeriodicMeterReads', ['data', 'periodType'], 'HOURLY'],
  ['GetPeriodicMeterReads', ['data', 'beginDate'], '2026-11-01'],
  ['GetPeriodicMeterReads', ['data', 'beginDate'], '2026-02-30T00:00:00Z'],
  ['GetPeriodicMeterReads', ['data', 'beginDate'], undefined],
  ['GetPeriodicMeterReads', ['data', 'endDate'], '2026-10-31T23:59:59Z'],
  ['GetPeriodicMeterReads', ['data', 'endDate'], 1_700_000_000_000],
  ['FindEvents', ['data', 'queries'], []],
  ['FindEvents', ['data', 'queries'], undefined],
  ['FindEvents', ['data', 'queries'], {}],
  ['FindEvents', ['data', 'queries', 0, 'eventLogCategory'], 'NO_LOG'],
  ['FindEvents', ['data', 'queries', 0, 'from'], 'yesterday'],
  ['FindEvents', ['data', 'queries', 0, 'until'], '2026-11-01T00:00:00Z'],
  ['FindEvents', ['data', 'queries', 0, 'page'], 1],
  ['FindEvents', ['data', 'from'], '2026-11-01T00:00:00Z'],
  ['Bundle', ['data', 'actions'], []],
  ['Bundle', ['data', 'actions'], {}],
  ['Bundle', ['data', 'actions', 0, 'operation'], 'AddDevice'],
  ['Bundle', ['data', 'actions', 0, 'operation'], 'constructor'],
  ['Bundle', ['data', 'actions', 0, 'operation'], undefined],
  ['Bundle', ['data', 'actions', 0, 'data', 'timeZone'], 'Mars/Olympus'],
  ['Bundle', ['data', 'actions', 0, 'data'], undefined],
  ['Bundle', ['data', 'actions', 1, 'data'], { some: 'thing' }],
  ['Bundle', ['data', 'actions', 2, 'data', 'eventLogCategory'], 'NO_LOG'],
  ['Bundle', ['data', 'actions', 2, 'data', 'until'], '2026-10-01T00:00:00Z'],
  ['Bundle', ['data', 'actions', 2, 'priority'], 1],
  ['AddDevice', ['data', 'device'], undefined],
  ['AddDevice', ['data', 'deviceModel'], undefined],
  ['AddDevice', ['data', 'deviceModel', 'manufacturer'], 'Fivee'],
  ['AddDevice', ['data', 'deviceModel', 'manufacturer'], undefined],
  ['AddDevice', ['data', 'deviceModel', 'modelCode'], long(256)],
  ['AddDevice', ['data', 'overwrite'], 'false'],
  ['AddDevice', device('deviceIdentification'), 'TEST1024000000002'],
  ['AddDevice', device('deviceType'), long(51)],
  ['AddDevice', device('timezone'), 'Nowhere'],
  ['AddDevice', device('communicationMethod'), 'G-P-R-S'],
  ['AddDevice', device('communicationProvider'), long(11)],
  ['AddDevice', device('iccId'), long(21)],
  ['AddDevice', device('protocolName'), long(11)],
  ['AddDevice', device('protocolVersion'), 5.1],
  ['AddDevice', device('protocolVariant'), long(11)],
  ['AddDevice', device('supplier'), long(51)],
  ['AddDevice', device('lls1Active'), 1],
  ['AddDevice', device('hls3Active'), 'yes'],
  ['AddDevice', device('hls4Active'), 'no'],
  ['AddDevice', device('hls5Active'), 'true'],
  ['AddDevice', device('masterKey'), 'not hex'],
  ['AddDevice', device('globalEncryptionUnicastKey'), '0'],
  ['AddDevice', device('authenticationKey'), ''],
  ['AddDevice', device('deliveryDate'), undefined],
  ['AddDevice', device('deliveryDate'), '2026-01-15'],
  ['AddDevice', device('mbusIdentificationNumber'), '1234567'],
  ['AddDevice', device('mbusManufacturerIdentification'), 'Ab1'],
  ['AddDevice', device('mbusVersion'), 256],
  ['AddDevice', device('mbusDeviceTypeIdentification'), -1],
  ['AddDevice', device('mbusDefaultKey'), 'zz'],
  ['AddDevice', device('mbusUserKey'), 1],
  ['AddDevice', device('mbusFirmwareUpdateAuthenticationKey'), '0g'],
  ['AddDevice', device('mbusP0Key'), 'x'],
  ['AddDevice', device('polyphase'), 3],
  ['AddDevice', device('ipAddressIsStatic'), 'x'],
  ['AddDevice', device('withListMax'), '32'],
  ['AddDevice', device('selectiveAccessSupported'), {}],
  ['AddDevice', device('challengeLength'), undefined],
  ['AddDevice', device('challengeLength'), '16'],
  ['AddDevice', device('port'), 65_536],
  ['AddDevice', device('port'), 0],
  ['AddDevice', device('networkAddress'), long(51)],
  ['AddDevice', device('btsId'), -1],
  ['AddDevice', device('cellId'), 'x'],
  ['AddDevice', device('logicalId'), 65_536],
  ['AddDevice', device('clientId'), -1],
  ['AddDevice', device('useHdlc'), 0],
  ['AddDevice', device('useSn'), 0],
  ['AddDevice', device('llsPassword'), 'secret'],
  ['AddDevice', device('colour'), 'red'],
];

describe('parseRequest', () => {
  it.each(Object.keys(REQUEST_EXAMPLES) as OperationName[])('takes the example of %s', (operation) => {
    expect(fieldsOf(operation, REQUEST_EXAMPLES[operation])).toEqual([]);
  });

  it.each(WRONG.map(([operation, path, value]) => ({ operation, path, value, name: nameOf(path) })))(
    'names $name of $operation when it is $value',
    ({ operation, path, value, name }) => {
      expect(fieldsOf(operation, exampleWith(operation, path, value))).toEqual([name]);
    },
  );

  it('names every offending field, not only the first', () => {
    const body = { deviceIdentification: 'x', data: { periodType: 'X', beginDate: 'x', endDate: 'x' } };
    expect(fieldsOf('GetPeriodicMeterReads', body)).toEqual(
      expect.arrayContaining(['deviceIdentification', 'data.periodType', 'data.beginDate', 'data.endDate']),
    );
  });

  it.each([[null], ['text'], [[]], [7], [undefined]])('refuses a body that is no object: %j', (body) => {
    expect(fieldsOf('GetActualMeterReads', body)).toEqual(['']);
  });

  it.each([[[[]]], [[null]], [[7]]])('refuses lists whose members are no objects: %j', (list) => {
    expect(fieldsOf('FindEvents', exampleWith('FindEvents', ['data', 'queries'], list))[0]).toMatch(/^data\.queries/);
    expect(fieldsOf('Bundle', exampleWith('Bundle', ['data', 'actions'], list))[0]).toMatch(/^data\.actions/);
  });

  it('refuses maxScheduleTime before scheduleTime', () => {
    const options = { scheduleTime: '2026-11-25T00:00:00Z', maxScheduleTime: '2026-11-24T23:00:00Z' };
    expect(fieldsOf('GetActualMeterReads', { ...REQUEST_EXAMPLES.GetActualMeterReads, options })).toEqual(['options.maxScheduleTime']);
  });

  it('leaves a maxScheduleTime that is over to the command, which then expires', () => {
    const options = { maxScheduleTime: '2020-01-01T00:00:00Z' };
    expect(fieldsOf('GetActualMeterReads', { ...REQUEST_EXAMPLES.GetActualMeterReads, options })).toEqual([]);
  });

  it('brings instants to UTC, also schedule times in epoch milliseconds', () => {
    const body = {
      deviceIdentification: 'TEST1024000000001',
      options: { scheduleTime: Date.parse('2026-11-25T00:00:00Z') },
      data: { periodType: 'DAILY', beginDate: '2026-11-01T01:00:00+01:00', endDate: '2026-11-01T00:00:00Z' },
    };
    expect(parseRequest('GetPeriodicMeterReads', body)).toEqual({
      operation: 'GetPeriodicMeterReads',
      deviceIdentification: 'TEST1024000000001',
      options: { priority: 4, bypassRetry: false, scheduleTime: '2026-11-25T00:00:00.000Z' },
      data: { periodType: 'DAILY', beginDate: '2026-11-01T00:00:00.000Z', endDate: '2026-11-01T00:00:00.000Z' },
      secrets: [],
    });
  });

  it('takes one flat query for FindEvents', () => {
    const query = { eventLogCategory: 'FRAUD_DETECTION_LOG', from: '2026-11-01T00:00:00Z', until: '2026-11-02T00:00:00Z' };
    const { data } = parseRequest('FindEvents', { deviceIdentification: 'TEST1024000000001', data: query });
    expect(data).toEqual({
      queries: [{ eventLogCategory: 'FRAUD_DETECTION_LOG', from: '2026-11-01T00:00:00.000Z', until: '2026-11-02T00:00:00.000Z' }],
    });
  });

  it('knows actions by their other names', () => {
    const actions = [{ operation: 'ActualMeterReads' }];
    const { data } = parseRequest('Bundle', { deviceIdentification: 'TEST1024000000001', data: { actions } });
    expect(data).toEqual({ actions: [{ operation: 'GetActualMeterReads', data: null }] });
  });

  it('keeps key material out of what is recorded and fills in defaults', () => {
    const body = {
      deviceIdentification: 'TEST1024000000001',
      data: {
        device: { deliveryDate: '2026-01-15T00:00:00Z', challengeLength: 16, withListMax: 0, masterKey: 'AB'.repeat(16), mbusP0Key: null },
        deviceModel: { manufacturer: 'Test' },
      },
    };
    const request = parseRequest('AddDevice', body);
    expect(request.secrets).toEqual([{ type: 'E_METER_MASTER_KEY', field: 'data.device.masterKey', hex: 'AB'.repeat(16) }]);
    expect(JSON.stringify(request.data)).not.toContain('ABAB');
    expect(request.data).toMatchObject({
      overwrite: false,
      device: { deviceType: 'SMART_METER_E', timezone: 'UTC', withListMax: 1, port: 4059, logicalId: 1, clientId: 1, hls5Active: false },
    });
  });
});
