import type { CommandOptions, DeviceSettings } from '#contract';
import type { DeviceEvent, RecordedDeviceEvent } from '#domain';

/** Where all times of the examples start. */
export const START = Date.parse('2026-11-24T12:00:00.000Z');
export const at = (ms: number): string => new Date(START + ms).toISOString();

export const METER = 'TEST1024000000001';
export const OTHER_METER = 'TEST1024000000002';
export const OPTIONS: CommandOptions = { priority: 4, bypassRetry: false };
export const SETTINGS: DeviceSettings = {
  deviceType: 'SMART_METER_E',
  timezone: 'Europe/Amsterdam',
  protocolName: 'SMR',
  protocolVersion: '5.1',
  lls1Active: false,
  hls3Active: false,
  hls4Active: false,
  hls5Active: true,
  deliveryDate: '2026-01-15T00:00:00.000Z',
  polyphase: false,
  ipAddressIsStatic: true,
  withListMax: 32,
  selectiveAccessSupported: true,
  challengeLength: 16,
  port: 4059,
  networkAddress: '127.16.0.1',
  btsId: 1,
  cellId: 2,
  logicalId: 1,
  clientId: 1,
  useHdlc: false,
  useSn: false,
};

export const registered = (settings: Partial<DeviceSettings> = {}): DeviceEvent => ({
  type: 'DeviceRegistered',
  data: {
    device: { ...SETTINGS, ...settings },
    deviceModel: { manufacturer: 'Test', modelCode: 'E450' },
    lifecycleStatus: 'NEW_IN_INVENTORY',
  },
});
export const accepted = (options: CommandOptions = OPTIONS, operation = 'GetActualMeterReads'): DeviceEvent => ({
  type: 'CommandAccepted',
  data: { operation, data: null, options, expiresAt: at(7 * 86_400_000), requestHash: 'hash' },
});
export const started = (attempt = 1, leaseToken = `lease-${attempt}`): DeviceEvent => ({
  type: 'AttemptStarted',
  data: { attempt, leaseToken, sessionDevice: METER },
});
export const attemptFailed = (attempt: number, code: number, type: string): DeviceEvent => ({
  type: 'AttemptFailed',
  data: { attempt, code, type, message: 'it did not work' },
});
export const retryAt = (attempt: number, ms: number, priority = 4): DeviceEvent => ({
  type: 'RetryScheduled',
  data: { attempt, dueAt: at(ms), priority },
});
export const succeeded: DeviceEvent = { type: 'CommandSucceeded', data: { responseRef: { sha256: 'ab', bytes: 12 } } };

/** An event, and where and when it stands if not where the example puts it. */
export type Sample =
  DeviceEvent | readonly [DeviceEvent, Partial<Pick<RecordedDeviceEvent, 'correlationUid' | 'actor'>> & { readonly device?: string }];

/** Records events one second apart, at positions 1, 2, …: of command `uid-1` on {@link METER} unless told. */
export function recorded(samples: readonly Sample[]): readonly RecordedDeviceEvent[] {
  const revisions = new Map<string, number>();
  return samples.map((sample, index) => {
    const [event, { device = METER, correlationUid = 'uid-1', actor = 'acme/billing/-' }] = isPlaced(sample) ? sample : [sample, {}];
    const revision = (revisions.get(device) ?? -1) + 1;
    revisions.set(device, revision);
    const time = at((index + 1) * 1000);
    return {
      ...event,
      stream: `device-${device}`,
      revision,
      position: index + 1,
      eventId: `event-${index}`,
      schemaVersion: 1,
      commandId: correlationUid,
      correlationUid,
      causationId: null,
      actor,
      occurredAt: time,
      recordedAt: time,
      prevHash: '',
      hash: '',
    } as RecordedDeviceEvent;
  });
}

function isPlaced(sample: Sample): sample is Exclude<Sample, DeviceEvent> {
  return Array.isArray(sample);
}
