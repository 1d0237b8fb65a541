import { isFactType, type DeviceEventOf, type FactType, type RecordedDeviceEvent } from '#domain';

/** One thing that is known of a device, as its meter last said it or was told it. Instants are ISO 8601 in UTC. */
export interface Known {
  readonly value: unknown;
  /** When it was first seen or told with this value, without another in between. */
  readonly since: string;
  /** When it was last. */
  readonly confirmedAt: string;
}

export type Knowledge = Readonly<Record<string, Known>>;

type Rule<T extends FactType> = (data: DeviceEventOf<T>['data']) => Readonly<Record<string, unknown>>;

/** What each fact says of the device itself; facts that only report what happened say nothing. */
const RULES: { readonly [T in FactType]?: Rule<T> } = {
  AlarmRegisterRead: ({ alarmTypes }) => ({ alarms: alarmTypes }),
  AlarmRegisterCleared: () => ({ alarms: [] }),
  AdministrativeStatusRead: ({ status }) => ({ administrativeStatus: status }),
  AdministrativeStatusSet: ({ status }) => ({ administrativeStatus: status }),
  ConfigurationObjectRead: configuration,
  ConfigurationObjectSet: configuration,
  FirmwareVersionsRead: ({ versions }) => ({ firmwareVersions: versions }),
  GsmDiagnosticCollected: ({ operator, modemRegistrationStatus, packetSwitchedStatus, cellInfo }) => ({
    network: { operator, modemRegistrationStatus, packetSwitchedStatus, cellId: cellInfo.cellId },
    signalQuality: cellInfo.signalQuality,
  }),
  MbusChannelsScanned: ({ channels }) => ({ mbusChannels: channels }),
  ClockConfigurationSet: (data) => ({ clockConfiguration: data }),
  RandomisationSettingsSet: (data) => ({ randomisationSettings: data }),
  AlarmNotificationsSet: ({ enabled }) => ({ alarmNotifications: enabled }),
  ThdConfigurationSet: (data) => ({ thdConfiguration: data }),
  SpecialDaysSet: ({ specialDays }) => ({ specialDays }),
  ActivityCalendarSet: (data) => ({ activityCalendar: data }),
  PushSetupSet: ({ setup, host, port, pushObjectList }) => ({
    ...(host === undefined ? {} : { [`push ${setup} destination`]: { host, port } }),
    ...(pushObjectList === undefined ? {} : { [`push ${setup} objects`]: pushObjectList }),
  }),
  DefinableLoadProfileConfigured: (data) => ({ definableLoadProfile: data }),
  MbusKeyStatusRead: ({ channel, status }) => ({ [`mbusKeyStatus${channel}`]: status }),
};

/** Types of the facts that say something. */
export const INFORMING = Object.keys(RULES) as FactType[];

/** The knowledge after an event; the same object when it says nothing. */
export function learned(before: Knowledge, event: RecordedDeviceEvent): Knowledge {
  const rule = isFactType(event.type) ? (RULES[event.type] as ((data: unknown) => Readonly<Record<string, unknown>>) | undefined) : undefined;
  if (rule === undefined) return before;
  const news = Object.entries(rule(event.data)).map(([name, value]) => [name, confirmed(before[name], value, event.occurredAt)]);
  return { ...before, ...Object.fromEntries(news) };
}

function configuration({ gprsOperationMode, flags }: DeviceEventOf<'ConfigurationObjectRead' | 'ConfigurationObjectSet'>['data']) {
  return { configurationObject: { ...(gprsOperationMode === undefined ? {} : { gprsOperationMode }), flags } };
}

function confirmed(before: Known | undefined, value: unknown, at: string): Known {
  if (before === undefined || JSON.stringify(before.value) !== JSON.stringify(value)) return { value, since: at, confirmedAt: at };
  return { ...before, confirmedAt: at };
}
