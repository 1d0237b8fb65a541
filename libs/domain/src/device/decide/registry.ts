import { fault, type DeviceLifecycleStatus } from '#contract';
import type { AcceptOperation } from '../commands.js';
import type { DeviceEvent } from '../events/index.js';
import { LIFECYCLE } from '../lifecycle.js';
import type { DeviceState } from '../state.js';

/**
 * What the platform does by itself ends in the append that accepts it, so a crash leaves either all of it or nothing.
 * @returns undefined for an operation that needs a meter
 */
export function decideRegistry(command: AcceptOperation, { registration }: DeviceState): readonly DeviceEvent[] | undefined {
  switch (command.operation) {
    case 'SetDeviceCommunicationSettings':
      return [{ type: 'CommunicationSettingsChanged', data: command.data }, succeeded('Set device communication settings was successful')];
    case 'UpdateProtocol': {
      const { protocol: protocolName, ...version } = command.data;
      return [{ type: 'ProtocolChanged', data: { protocolName, ...version } }, succeeded('Update protocol was successful')];
    }
    case 'SetDeviceLifecycleStatus':
      return registration === null ? undefined : lifecycle(registration.lifecycleStatus, command.data.deviceLifecycleStatus);
    default:
      return undefined;
  }
}

function lifecycle(from: DeviceLifecycleStatus, to: DeviceLifecycleStatus): readonly DeviceEvent[] {
  const done = succeeded('Set device life-cycle status was successful');
  if (from === to) return [done];
  if (LIFECYCLE[from].includes(to)) return [{ type: 'LifecycleStatusChanged', data: { from, to } }, done];
  return [{ type: 'CommandFailed', data: { fault: fault(401, `${to} cannot follow ${from}`, 'DOMAIN_SMART_METERING') } }];
}

const succeeded = (description: string): DeviceEvent => ({ type: 'CommandSucceeded', data: { description } });
