import { expect } from '@jest/globals';
import { everywhere, since4, since5, since52, type MatrixCase } from './matrix-case.js';
import type { MatrixKind, MatrixMeter } from './matrix-site.js';

const u16 = (value: number) => ({ type: 'long-unsigned', value });
const u32 = (value: number) => ({ type: 'double-long-unsigned', value });
const ascii = (text: string) => ({ type: 'octet-string', value: Buffer.from(text, 'ascii').toString('hex') });
const registers = ({ version }: MatrixMeter): number => ({ '5.2': 2, '5.5': 3 })[version] ?? 1;

const modemOf = ({ version }: MatrixMeter): string =>
  ({ '4.3': '0.1.25.6.0.255', '5.0.0': '0.0.25.6.0.255', '5.1': '0.1.25.6.0.255' })[version] ?? '0.2.25.6.0.255';

const structure = (...value: readonly { readonly type: string; readonly value: unknown }[]) => ({ type: 'structure', value });
const array = (...value: readonly { readonly type: string; readonly value: unknown }[]) => ({ type: 'array', value });
const octets = (value: string) => ({ type: 'octet-string', value });
const u8 = (value: number) => ({ type: 'unsigned', value });
/** 2026-11-01 10:00 in Amsterdam. */
const TIME = octets('07ea0b01ff0a000000ffc400');
const SHOWN = '2026-11-01T10:00:00+01:00';
const PERIOD = { beginDate: '2026-11-01T00:00:00Z', endDate: '2026-11-02T00:00:00Z' };

const only =
  (...versions: readonly string[]) =>
  ({ version }: MatrixKind): boolean =>
    versions.includes(version);

/** Each log with one event of its own, in the columns that it has. */
const LOGS: readonly (readonly [
  category: string,
  number: number,
  has: MatrixCase['has'],
  code: number,
  columns: readonly { type: string; value: number }[],
  shown: object,
])[] = [
  ['STANDARD_EVENT_LOG', 0, everywhere, 1, [], { eventType: 'POWER_FAILURE' }],
  ['FRAUD_DETECTION_LOG', 1, everywhere, 40, [], { eventType: 'TERMINAL_COVER_REMOVED' }],
  ['M_BUS_EVENT_LOG', 3, everywhere, 100, [], { eventType: 'COMMUNICATION_ERROR_M_BUS_CHANNEL_1' }],
  ['COMMUNICATION_SESSION_LOG', 4, since4, 71, [u16(4711)], { eventType: 'METROLOGICAL_MAINTENANCE', eventCounter: 4711 }],
  ['POWER_QUALITY_EVENT_LOG', 5, since5, 77, [], { eventCode: 77 }],
  ['AUXILIARY_EVENT_LOG', 6, only('5.1', '5.2', '5.5'), 0xffff, [], { eventType: 'AUXILIARY_EVENTLOG_CLEARED' }],
  [
    'POWER_QUALITY_EXTENDED_EVENT_LOG',
    7,
    since52,
    93,
    [u16(1834), u16(25)],
    {
      eventCode: 93,
      eventDetails: [
        { name: 'magnitude', value: '183.4 V' },
        { name: 'duration', value: '2.5 s' },
      ],
    },
  ],
  ['POWER_QUALITY_THD_EVENT_LOG', 8, since52, 51, [u16(12)], { eventCode: 51, eventDetails: [{ name: 'magnitude', value: '12 %' }] }],
];

const EVENT_CASES = LOGS.map(([eventLogCategory, number, has, code, columns, shown]): MatrixCase => ({
  operation: 'FindEvents',
  data: { queries: [{ eventLogCategory, from: PERIOD.beginDate, until: PERIOD.endDate }] },
  has,
  arrange: (site, meter) => site.hold(meter, `7/0.0.99.98.${number}.255/2`, array(structure(TIME, code > 255 ? u16(code) : u8(code), ...columns))),
  response: () => ({ events: [{ timestamp: SHOWN, eventCode: code, eventLogCategory, ...shown }] }),
}));

/** Reads of every meter; those of energy have specifications of their own. */
export const READ_CASES: readonly MatrixCase[] = [
  {
    operation: 'ReadAlarmRegister',
    has: everywhere,
    async arrange(site, meter) {
      for (const [index, value] of [2 ** 31 + 1, 0b10, 0b10].slice(0, registers(meter)).entries())
        await site.hold(meter, `1/0.0.97.98.${index}.255/2`, { value });
    },
    response: (_, meter) => ({
      alarmTypes: ['CLOCK_INVALID', 'PHASE_OUTAGE_TEST_INDICATION', 'VOLTAGE_SAG_IN_PHASE_DETECTED_L2', 'LAST_GASP_TEST'].slice(
        0,
        1 + registers(meter),
      ),
    }),
  },
  {
    operation: 'GetAdministrativeStatus',
    has: since4,
    arrange: (site, meter) => site.hold(meter, '1/0.1.94.31.0.255/2', { value: 2 }),
    response: () => ({ enabled: 'ON' }),
  },
  {
    operation: 'GetConfigurationObject',
    has: since4,
    async arrange(site, meter) {
      const bits = { type: 'bit-string', value: '0001001000000000' };
      const value = since5(meter) ? bits : { type: 'structure', value: [{ type: 'enum', value: 2 }, bits] };
      await site.hold(meter, '1/0.1.94.31.3.255/2', value);
    },
    response: (_, meter) => ({
      configurationObject: {
        ...(since5(meter) ? {} : { gprsOperationMode: 'TRIGGERED' }),
        configurationFlags: expect.arrayContaining([
          { configurationFlagType: 'PO_ENABLE', enabled: true },
          { configurationFlagType: 'HLS_5_ON_P3_ENABLE', enabled: true },
          { configurationFlagType: 'HLS_5_ON_P0_ENABLE', enabled: false },
        ]),
      },
    }),
  },
  {
    operation: 'GetFirmwareVersion',
    has: everywhere,
    arrange: (site, meter) => site.hold(meter, '1/1.0.0.2.0.255/2', ascii(`M57 ${meter.version}`)),
    response: (_, meter) => ({
      firmwareVersion: [
        { version: `M57 ${meter.version}`, firmwareModuleType: 'ACTIVE_FIRMWARE' },
        { version: 'BL_012 XMX_N42_GprsV09', firmwareModuleType: 'MODULE_ACTIVE_FIRMWARE' },
        { version: 'Telit 10.00.154', firmwareModuleType: 'COMMUNICATION_MODULE_ACTIVE_FIRMWARE' },
        ...(since5(meter) ? [{ version: 'M00 0000', firmwareModuleType: 'M_BUS_DRIVER_ACTIVE_FIRMWARE' }] : []),
      ],
    }),
  },
  {
    operation: 'GetGsmDiagnostic',
    has: ({ version }) => version !== '2.2' && version !== '4.2.2',
    arrange: (site, meter) => site.hold(meter, `47/${modemOf(meter)}/2`, { type: 'visible-string', value: 'Operator of another name' }),
    response: () => ({
      operator: 'Operator of another name',
      modemRegistrationStatus: 'REGISTERED_ROAMING',
      circuitSwitchedStatus: 'INACTIVE',
      cellInfo: { cellId: 77, locationId: 2230, signalQuality: 'MINUS_87_DBM', bitErrorRate: 6, mobileCountryCode: 66, mobileNetworkCode: 204 },
      adjacentCells: [{ cellId: 93 }, { cellId: 94 }],
    }),
  },
  {
    operation: 'GetThdFingerprint',
    has: since52,
    async arrange(site, meter) {
      await site.hold(meter, '1/0.1.94.31.24.255/2', { type: 'array', value: [u16(7), u16(8)] });
      await site.hold(meter, '3/1.0.31.36.124.255/2', { value: 99 });
    },
    response: (_, { polyphase }) => ({
      thdFingerprint: {
        thdInstantaneousCurrentL1: 317,
        thdInstantaneousCurrentFingerprintL1: [7, 8],
        thdCurrentOverLimitCounterL1: 99,
        ...(polyphase ? { thdInstantaneousCurrentL3: 717, thdCurrentOverLimitCounterL2: 5136 } : {}),
      },
    }),
  },
  {
    operation: 'GetOutages',
    has: everywhere,
    arrange: (site, meter) =>
      site.hold(meter, '7/1.0.99.97.0.255/2', {
        type: 'array',
        value: [{ type: 'structure', value: [{ type: 'octet-string', value: '07ea0b01ff0a000000ffc400' }, u32(4711)] }],
      }),
    response: () => ({ outages: [{ endTime: '2026-11-01T10:00:00+01:00', duration: 4711 }] }),
  },
  {
    operation: 'GetSpecificAttributeValue',
    data: { classId: 3, attribute: 2, obisCode: '1.0.1.8.0.255' },
    has: everywhere,
    arrange: (site, meter) => site.hold(meter, '3/1.0.1.8.0.255/2', { value: 815 }),
    response: () => ({ attributeValueData: 'double-long-unsigned 815' }),
  },
  {
    operation: 'GetAssociationLnObjects',
    has: everywhere,
    async response(site, meter) {
      const list = (await site.held(meter, '15/0.0.40.0.0.255/2')) as { value: { value: { value: unknown }[] }[] };
      return { associationLnList: list.value.map(({ value: [classId, version] }) => ({ classId: classId?.value, version: version?.value })) };
    },
  },
  {
    operation: 'ScanMbusChannels',
    has: everywhere,
    async response(site, { id }) {
      const channels = await site.site.fleet.control<{ device: Record<string, unknown> | null }[]>('GET', `/meters/${id}/channels`);
      const device = channels[0]?.device;
      return {
        channelShortId: [
          {
            channel: 1,
            shortId: {
              identificationNumber: device?.['identificationNumber'],
              manufacturerIdentification: device?.['manufacturer'],
              versionIdentification: device?.['version'],
              deviceTypeIdentification: device?.['deviceType'],
            },
          },
          { channel: 2, shortId: { identificationNumber: '00000000', manufacturerIdentification: '' } },
          { channel: 3 },
          { channel: 4 },
        ],
      };
    },
  },
  {
    operation: 'GetMbusEncryptionKeyStatusByChannel',
    data: { channel: 1 },
    has: since4,
    arrange: (site, meter) => site.hold(meter, '72/0.1.24.1.0.255/14', { value: 3 }),
    response: () => ({ encryptionKeyStatus: 'ENCRYPTION_KEY_SET_AND_TRANSFERRED' }),
  },
  ...EVENT_CASES,
  {
    operation: 'GetActualPowerQuality',
    data: { profileType: 'PUBLIC' },
    has: everywhere,
    arrange: (site, meter) => site.hold(meter, '3/1.0.32.7.0.255/2', { value: since5(meter) ? 2345 : 234 }),
    response: (_, meter) => ({
      actualPowerQualityData: {
        powerQualityObjects: expect.arrayContaining([{ name: 'INSTANTANEOUS_VOLTAGE_L1', unit: 'V' }]),
        powerQualityValues: expect.arrayContaining([{ floatValue: since5(meter) ? '234.5' : '234' }]),
      },
    }),
  },
  {
    operation: 'GetActualPowerQuality',
    data: { profileType: 'PRIVATE' },
    has: everywhere,
    arrange: (site, meter) => site.hold(meter, '3/1.0.90.7.0.255/2', { value: since5(meter) ? 1234 : 12 }),
    response: (_, meter) => ({
      actualPowerQualityData: { powerQualityValues: expect.arrayContaining([{ floatValue: since5(meter) ? '12.34' : '12' }]) },
    }),
  },
  {
    operation: 'GetPowerQualityProfile',
    data: { profileType: 'PUBLIC', ...PERIOD },
    has: since4,
    async arrange(site, meter) {
      const definition = (classId: number, obis: string) => structure(u16(classId), octets(obis), { type: 'integer', value: 2 }, u16(0));
      await site.hold(meter, '7/0.1.94.31.6.255/3', array(definition(8, '0000010000ff'), definition(1, '0000600715ff')));
      await site.hold(meter, '7/0.1.94.31.6.255/2', array(structure(TIME, u16(17))));
    },
    response: (_, { version, polyphase }) => ({
      powerQualityProfileDatas: expect.arrayContaining([
        expect.objectContaining({
          logicalName: '0.1.94.31.6.255',
          profileType: 'PUBLIC',
          // A meter of DSMR 4 with three phases shows power failures as actual values only.
          profileEntries: [version.startsWith('5.') || !polyphase ? [{ dateValue: SHOWN }, { longValue: 17 }] : [{ dateValue: SHOWN }]],
        }),
      ]),
    }),
  },
  {
    operation: 'GetProfileGenericData',
    data: { obisCode: '1.0.99.1.0.255', ...PERIOD },
    has: everywhere,
    arrange: (site, meter) => site.hold(meter, '7/1.0.99.1.0.255/2', array(structure(TIME, u8(8), u32(10_001), u32(20_002)))),
    response: () => ({
      logicalName: '1.0.99.1.0.255',
      profileEntries: [[{ dateValue: SHOWN }, { longValue: 8 }, { floatValue: '10.001' }, { floatValue: '20.002' }]],
    }),
  },
  {
    operation: 'GetAllAttributeValues',
    has: everywhere,
    arrange: (site, meter) => site.hold(meter, '3/1.0.2.8.0.255/2', { value: 4_000_000_001 }),
    response: () => ({ output: expect.stringContaining('double-long-unsigned 4000000001') }),
  },
];
