import 'reflect-metadata';
import {
  METER_OPERATIONS,
  EVENT_LOG_CATEGORIES,
  OPERATIONS,
  PERIOD_TYPES,
  PROFILE_TYPES,
  TEST_ALARM_TYPES,
  type MeterOperation,
  type DeviceSettings,
  type OperationDefinition,
} from '#contract';
import { parseRequest, plannedOperations, REQUEST_EXAMPLES } from '#contract/dto/index.js';
import { profiles, type ProtocolProfile } from '#cosem';
import { LIFECYCLE } from '#domain';
import { isSupported, type SessionAction } from '#gateway';

import { code, page, table } from './markdown.js';

/** Where the page is, from the repository's root. */
export const operationsPageFile = 'docs/reference/operations.md';

const REPEATING: Readonly<Record<OperationDefinition['repeating'], string>> = {
  harmless: 'harmless',
  checkable: 'asked back',
  dangerous: 'dangerous',
};

/** What of an operation's data decides which meters have it. */
const VARIANTS: Readonly<Partial<Record<MeterOperation, readonly (readonly [name: string, data: object])[]>>> = {
  FindEvents: EVENT_LOG_CATEGORIES.map((eventLogCategory) => [
    eventLogCategory,
    { queries: [{ eventLogCategory, from: '2026-11-01T00:00:00Z', until: '2026-11-08T00:00:00Z' }] },
  ]),
  GetPeriodicMeterReads: PERIOD_TYPES.map((periodType) => [periodType, { periodType }]),
  GetActualPowerQuality: PROFILE_TYPES.map((profileType) => [profileType, { profileType }]),
  GetPowerQualityProfile: PROFILE_TYPES.map((profileType) => [profileType, { profileType }]),
  GetGsmDiagnostic: ['GPRS', 'CDMA', 'LTE'].map((modem) => [modem, {}]),
  TestAlarmScheduler: TEST_ALARM_TYPES.map((alarmType) => [alarmType, { alarmType }]),
  SetRandomisationSettings: [
    ['directAttach 0', { directAttach: 0 }],
    ['directAttach 1', { directAttach: 1 }],
  ],
};

/** Every operation, what it needs, and which meters have what it is about. */
export function operationsPage(): string {
  const definitions: readonly OperationDefinition[] = Object.values(OPERATIONS);
  return page([
    '<!-- Generated from libs/contract and libs/gateway by `npm run docs`. Change the definitions, not this page. -->',
    '# Operations',
    'Fields, limits and a worked example of each are served by the platform: `/docs`, `/openapi.json`. What is common to all stands in [the interface](../api.md).',
    '*Repeating* says what becomes of an action of which nobody knows whether it was carried out, because the platform died or the connection was lost: *harmless*: it is done again. ' +
      '*Asked back*: the meter is read first, and it is done again only if it was not. *Dangerous*: something could be lost by doing it twice; unless the meter shows that it was done, somebody has to decide.',
    table(
      ['Operation', 'What it does', 'Device function', 'In a bundle', 'Repeating'],
      definitions.map(({ name, summary, deviceFunction, bundleable, repeating }) => [
        code(name),
        summary,
        deviceFunction === null ? '' : code(deviceFunction),
        bundleable ? 'yes' : '',
        REPEATING[repeating],
      ]),
    ),
    '## Operations by profile',
    '✓: all meters of the profile; 3: those with three phases. Elsewhere the answer is fault 416, before the meter is called.',
    '`npm run matrix` runs the cases of `test/e2e/matrix` on a simulated meter of every profile with one phase and with three, compares each answer with what that meter holds, prints this table from what happened (· where it has no case yet: GetActualMeterReads, GetPeriodicMeterReads, SynchronizeTime, GetPowerQualityProfile PRIVATE, and all but one modem of a profile) and fails where the two differ. `npm test` runs the same cases on one meter of each profile, with one phase and with three in turn.',
    table(['Operation', ...profiles.map(({ name, version }) => `${name} ${version}`)], operationsByProfile()),
    '## Life-cycle',
    'What may follow a status that a device has (SetDeviceLifecycleStatus); the same again changes nothing, anything else is fault 401.',
    table(
      ['Status', 'May become'],
      Object.entries(LIFECYCLE).map(([status, next]) => [code(status), next.map(code).join(', ')]),
    ),
    '## Not in this version',
    `Operations of the contract that are known by name and refused: ${plannedOperations().map(code).join(', ')}.`,
  ]);
}

/** Rows of the table of operations × profiles: name and variant of the operation, then a mark per profile in the order of `profiles`. */
export const operationsByProfile = (): readonly (readonly string[])[] => METER_OPERATIONS.flatMap(rowsOf);

function rowsOf(operation: MeterOperation): readonly (readonly string[])[] {
  const variants = VARIANTS[operation] ?? [['', {}] as const];
  return variants.map(([name, data]) => [
    [code(operation), name].join(' ').trim(),
    ...profiles.map((profile) => cell(operation, { ...exampleOf(operation), ...data }, profile, name)),
  ]);
}

function exampleOf(operation: MeterOperation): object {
  return (REQUEST_EXAMPLES[operation] as { readonly data?: object }).data ?? {};
}

function cell(operation: MeterOperation, data: object, profile: ProtocolProfile, modem: string): string {
  const [single, poly] = [false, true].map((polyphase) => {
    const parsed = parseRequest(operation, { deviceIdentification: 'TEST1024000000001', data });
    const action = { index: 0, operation, data: parsed.data } as SessionAction;
    return isSupported(action, settingsOf(profile, polyphase, modem));
  });
  if (poly === single) return poly === true ? '✓' : '';
  return '3';
}

function settingsOf(profile: ProtocolProfile, polyphase: boolean, communicationMethod: string): DeviceSettings {
  return {
    deviceType: 'SMART_METER_E',
    timezone: 'Europe/Amsterdam',
    communicationMethod,
    protocolName: profile.name,
    protocolVersion: profile.version,
    lls1Active: false,
    hls3Active: false,
    hls4Active: false,
    hls5Active: true,
    deliveryDate: '2026-01-15T00:00:00Z',
    polyphase,
    ipAddressIsStatic: true,
    withListMax: 32,
    selectiveAccessSupported: true,
    challengeLength: 16,
    port: 4059,
    logicalId: 1,
    clientId: 1,
    useHdlc: false,
    useSn: false,
  };
}
