import type { EffectJournal, SessionAction } from '#gateway';
import { act, GATEWAY } from './acts.js';
import type { Lease } from './attempt-lease.js';
import type { DeviceRepository } from './device-repository.js';

/**
 * Writes effects on the device's stream before the meter hears of them, so that whoever comes after a crash knows what may have been done.
 * It rejects when the lease is lost, and when the store is in trouble: nothing may be sent then.
 */
export function effectJournal(lease: Lease, actions: readonly SessionAction[], devices: Pick<DeviceRepository, 'execute'>): EffectJournal {
  const { deviceIdentification, leaseToken, causationId } = lease;
  const { correlationUid } = lease.open;
  return {
    async started(index) {
      const operation = actions.find((action) => action.index === index)?.operation ?? lease.open.operation;
      const context = act(correlationUid, `action-${leaseToken}-${index}`, GATEWAY, causationId);
      await devices.execute(deviceIdentification, { kind: 'StartAction', correlationUid, leaseToken, index, operation }, context);
    },
  };
}
