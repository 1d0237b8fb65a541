import type { Log } from '#event-sourcing';
import { act, ORCHESTRATOR } from './acts.js';
import type { DeviceRepository } from './device-repository.js';
import type { DueIndex } from './ports.js';

export interface DeadOrAlive {
  /** An attempt of this process. */
  isOurs(this: void, correlationUid: string): boolean;
  /** No other process may have attempts of the device. */
  owns(this: void, deviceIdentification: string): boolean;
}

/**
 * Gives up attempts that the index shows as running although nobody in this process runs them: their worker was killed.
 * The decider ignores a lease that is no longer the command's, so an outdated row does no harm. Answers how many rows it looked at.
 */
export async function abandonDeadAttempts(due: DueIndex, devices: DeviceRepository, { isOurs, owns }: DeadOrAlive, log: Log): Promise<number> {
  const dead = (await due.runningRows()).filter((row) => owns(row.deviceIdentification) && !isOurs(row.correlationUid));
  for (const { deviceIdentification, correlationUid, leaseToken } of dead) {
    if (leaseToken === null) continue;
    const context = act(correlationUid, `abandon-${leaseToken}`, ORCHESTRATOR);
    try {
      const { events } = await devices.execute(deviceIdentification, { kind: 'AbandonAttempt', correlationUid, leaseToken }, context);
      if (events.length > 0) log.warn({ correlationUid, deviceIdentification }, 'an attempt of a stopped worker was given up');
    } catch (error) {
      // One device in trouble must not keep all others from being taken up again.
      log.error({ err: error, correlationUid, deviceIdentification }, 'an attempt of a stopped worker could not be given up yet');
    }
  }
  return dead.length;
}
