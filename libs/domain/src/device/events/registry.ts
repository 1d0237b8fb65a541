import { Type } from '@sinclair/typebox';
import { eventType } from '#event-sourcing';
import { DEVICE_LIFECYCLE_STATUSES, type DeviceModel, type DeviceSettings } from '#contract';
import { Count, oneOf, Opaque, optional, Text } from './shapes.js';

const Registration = Type.Object({
  device: Opaque<DeviceSettings>(),
  deviceModel: Opaque<DeviceModel>(),
  lifecycleStatus: oneOf(DEVICE_LIFECYCLE_STATUSES),
});

export const DeviceRegistered = eventType('DeviceRegistered', Registration);
/** AddDevice with `overwrite`: the record is new, the history goes on. */
export const DeviceReplaced = eventType('DeviceReplaced', Registration);
export const DeviceAuthorizationGranted = eventType('DeviceAuthorizationGranted', Type.Object({ organisation: Text, functionGroup: Text }));
export const DeviceAuthorizationRevoked = eventType(
  'DeviceAuthorizationRevoked',
  Type.Object({ organisation: Text, functionGroup: Text, reason: Text }),
);

/** How the platform speaks to the device from now on. */
export const CommunicationSettingsChanged = eventType(
  'CommunicationSettingsChanged',
  Type.Object({
    challengeLength: Count,
    withListMax: Count,
    selectiveAccessSupported: Type.Boolean(),
    ipAddressIsStatic: Type.Boolean(),
    useSn: Type.Boolean(),
    useHdlc: Type.Boolean(),
    polyphase: Type.Boolean(),
  }),
);
/** The protocol that the device speaks from now on; without a variant when there is none. */
export const ProtocolChanged = eventType(
  'ProtocolChanged',
  Type.Object({ protocolName: Text, protocolVersion: Text, protocolVariant: optional(Text) }),
);
export const LifecycleStatusChanged = eventType(
  'LifecycleStatusChanged',
  Type.Object({ from: oneOf(DEVICE_LIFECYCLE_STATUSES), to: oneOf(DEVICE_LIFECYCLE_STATUSES) }),
);
