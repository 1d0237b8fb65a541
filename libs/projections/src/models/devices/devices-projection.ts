import { isConnectionCode, isFactType, type DeviceEventData, type RecordedDeviceEvent } from '#domain';
import { deviceOf } from '../../device-stream.js';
import { keyOf, type Projection } from '../../projection.js';
import { communicationSettings, devices, type DeviceDocument } from './device-document.js';
import { INFORMING, learned } from './knowledge.js';

/** One document per registered device. */
export const devicesProjection: Projection = {
  name: 'devices',
  version: 2,
  collections: [devices],
  handles: [
    'DeviceRegistered',
    'DeviceReplaced',
    'ClockSynchronized',
    'CommunicationSettingsChanged',
    'ProtocolChanged',
    'LifecycleStatusChanged',
    'AttemptStarted',
    'AttemptFailed',
    'CircuitOpened',
    'CircuitClosed',
    'CommandSucceeded',
    'CommandFailed',
    'CommandExpired',
    'CommandCancelled',
    ...INFORMING,
  ],
  reads: (event) => [keyOf(devices, deviceOf(event.stream) ?? '')],
  apply(event, documents) {
    const id = deviceOf(event.stream);
    if (id === undefined) return;
    const before = documents.get(devices, id);
    const after = changed(id, before, event);
    if (after !== undefined && after !== before) documents.put(devices, id, { ...after, revision: event.revision });
  },
};

function changed(id: string, before: DeviceDocument | undefined, event: RecordedDeviceEvent): DeviceDocument | undefined {
  if (event.type === 'DeviceRegistered' || event.type === 'DeviceReplaced') return registered(id, before, event.data, event.recordedAt);
  return before === undefined ? undefined : evolved(before, event);
}

function registered(
  deviceIdentification: string,
  before: DeviceDocument | undefined,
  { device, deviceModel, lifecycleStatus }: DeviceEventData<'DeviceRegistered'>,
  recordedAt: string,
): DeviceDocument {
  return {
    deviceIdentification,
    ...communicationSettings(device),
    protocol: `${device.protocolName} ${device.protocolVersion}`,
    manufacturer: deviceModel.manufacturer,
    ...(deviceModel.modelCode === undefined ? {} : { modelCode: deviceModel.modelCode }),
    lifecycleStatus,
    gatewayDevice: before?.gatewayDevice ?? null,
    channel: before?.channel ?? null,
    lastContact: before?.lastContact ?? null,
    lastFailure: before?.lastFailure ?? null,
    failedConnections: before?.failedConnections ?? 0,
    circuitOpenUntil: before?.circuitOpenUntil ?? null,
    firmware: before?.firmware ?? [],
    clockDrift: before?.clockDrift ?? null,
    known: before?.known ?? {},
    registeredAt: before?.registeredAt ?? recordedAt,
    revision: 0,
    running: before?.running ?? [],
  };
}

/** With a source, the device was heard without that we called it. */
function closed(device: DeviceDocument, { source }: DeviceEventData<'CircuitClosed'>, recordedAt: string): DeviceDocument {
  const heard = source === undefined ? {} : { lastContact: recordedAt };
  return { ...device, circuitOpenUntil: null, failedConnections: 0, ...heard };
}

function evolved(device: DeviceDocument, event: RecordedDeviceEvent): DeviceDocument {
  const uid = event.correlationUid;
  const wasRunning = device.running.includes(uid);
  const ended = wasRunning ? { ...device, running: device.running.filter((other) => other !== uid) } : device;
  switch (event.type) {
    case 'ClockSynchronized':
      return { ...device, timezone: event.data.timezone };
    case 'CommunicationSettingsChanged':
      return { ...device, ...event.data };
    case 'ProtocolChanged':
      return withProtocol(device, event.data);
    case 'LifecycleStatusChanged':
      return { ...device, lifecycleStatus: event.data.to };
    case 'AttemptStarted':
      return wasRunning ? device : { ...device, running: [...device.running, uid] };
    case 'CircuitOpened':
      return { ...device, circuitOpenUntil: event.data.until };
    case 'CircuitClosed':
      return closed(device, event.data, event.recordedAt);
    case 'AttemptFailed':
      if (event.data.reached === true) return { ...ended, lastContact: event.recordedAt, failedConnections: 0 };
      if (!isConnectionCode(event.data.code)) return ended;
      return { ...ended, lastFailure: event.recordedAt, failedConnections: device.failedConnections + 1 };
    case 'CommandSucceeded':
      // A command that succeeds without an attempt needed no meter.
      return wasRunning ? { ...ended, lastContact: event.recordedAt, failedConnections: 0 } : device;
    default:
      return isFactType(event.type) ? informed(device, event) : ended;
  }
}

function informed(device: DeviceDocument, event: RecordedDeviceEvent): DeviceDocument {
  const known = learned(device.known, event);
  if (known === device.known) return device;
  return { ...device, known, ...(event.type === 'FirmwareVersionsRead' ? { firmware: event.data.versions } : {}) };
}

function withProtocol({ protocolVariant: _before, ...device }: DeviceDocument, protocol: DeviceEventData<'ProtocolChanged'>): DeviceDocument {
  return { ...device, ...protocol, protocol: `${protocol.protocolName} ${protocol.protocolVersion}` };
}
