import type { DeviceLifecycleStatus, DeviceModel, DeviceSettings } from '#contract';
import { collection, type MaybeStale } from '../../projection.js';
import type { Knowledge } from './knowledge.js';

/** How a device is reached and spoken to; never a secret. */
export type CommunicationSettings = Omit<DeviceSettings, 'networkAddress' | 'btsId' | 'cellId'> & {
  readonly networkAddress: string | null;
  readonly btsId: number | null;
  readonly cellId: number | null;
};

/** A registered device. Instants are ISO 8601 in UTC. */
export type DeviceDocument = CommunicationSettings &
  Pick<DeviceModel, 'manufacturer' | 'modelCode'> &
  MaybeStale & {
    readonly deviceIdentification: string;
    /** Name and version, "SMR 5.1": what the filter `protocol` matches. */
    readonly protocol: string;
    readonly lifecycleStatus: DeviceLifecycleStatus;
    /** Of an M-Bus device that is coupled. */
    readonly gatewayDevice: string | null;
    readonly channel: number | null;
    readonly lastContact: string | null;
    readonly lastFailure: string | null;
    /** Consecutive attempts that could not reach or use the meter. */
    readonly failedConnections: number;
    /** Set while the circuit is open: commands wait until then, unless the device is heard before. */
    readonly circuitOpenUntil: string | null;
    readonly firmware: readonly unknown[];
    /** Seconds; null as long as it was not measured. */
    readonly clockDrift: number | null;
    /** What the meter said of itself or was told, by name. */
    readonly known: Knowledge;
    readonly registeredAt: string;
    /** Of the last event that changed this document. */
    readonly revision: number;
    /** Commands whose attempt is under way: an ending of one of these was a contact. */
    readonly running: readonly string[];
  };

export const devices = collection<DeviceDocument>('devices', [
  ['deviceIdentification'],
  ['protocol', 'deviceIdentification'],
  ['protocolName', 'deviceIdentification'],
  ['lifecycleStatus', 'deviceIdentification'],
  ['gatewayDevice', 'deviceIdentification'],
]);

/** Taken over one by one, so that a field which should not be in the event cannot come along. */
const SETTINGS = [
  'deviceType',
  'timezone',
  'communicationMethod',
  'communicationProvider',
  'iccId',
  'protocolName',
  'protocolVersion',
  'protocolVariant',
  'supplier',
  'lls1Active',
  'hls3Active',
  'hls4Active',
  'hls5Active',
  'deliveryDate',
  'mbusIdentificationNumber',
  'mbusManufacturerIdentification',
  'mbusVersion',
  'mbusDeviceTypeIdentification',
  'polyphase',
  'ipAddressIsStatic',
  'withListMax',
  'selectiveAccessSupported',
  'challengeLength',
  'port',
  'logicalId',
  'clientId',
  'useHdlc',
  'useSn',
] as const satisfies readonly (keyof CommunicationSettings)[];

export function communicationSettings(device: DeviceSettings): CommunicationSettings {
  const { networkAddress = null, btsId = null, cellId = null } = device;
  const settings = Object.fromEntries(SETTINGS.filter((name) => device[name] !== undefined).map((name) => [name, device[name]]));
  return { ...(settings as Omit<DeviceSettings, 'networkAddress' | 'btsId' | 'cellId'>), networkAddress, btsId, cellId };
}
