import type { OperationDefinition } from './definition.js';

/** What the platform does by itself, where the request is accepted: to what it knows of a device, without the device. */
export const REGISTRY = {
  SetDeviceCommunicationSettings: {
    name: 'SetDeviceCommunicationSettings',
    summary: 'Changes how the platform speaks to the device',
    bundleable: false,
    needsMeter: false,
    deviceFunction: 'SET_DEVICE_COMMUNICATION_SETTINGS',
    repeating: 'harmless',
  },
  UpdateProtocol: {
    name: 'UpdateProtocol',
    summary: 'Changes the protocol that the device speaks',
    bundleable: false,
    needsMeter: false,
    deviceFunction: 'UPDATE_PROTOCOL',
    repeating: 'harmless',
  },
  SetDeviceLifecycleStatus: {
    name: 'SetDeviceLifecycleStatus',
    summary: 'Changes the life-cycle status of the device, as far as the status that it has allows it',
    bundleable: false,
    needsMeter: false,
    deviceFunction: 'SET_DEVICE_LIFECYCLE_STATUS',
    repeating: 'harmless',
  },
} as const satisfies Record<string, OperationDefinition>;
