import { ownFault } from '#contract';
import type { StartAction, TakeDecision } from '../commands.js';
import type { DeviceEvent } from '../events/index.js';
import { CommandRefusedError } from '../refusal.js';
import type { DeviceState } from '../state.js';
import { running } from './attempt.js';
import { operationAt, withDoubt } from './doubt.js';

/** The write-ahead of an effect. @throws CommandRefusedError LEASE_LOST: nothing may be sent then */
export function decideStartAction({ index, operation, ...lease }: StartAction, state: DeviceState): readonly DeviceEvent[] {
  const open = running(state, lease);
  if (open === undefined) throw new CommandRefusedError('LEASE_LOST', `the attempt of command ${lease.correlationUid} is not ours any more`);
  return [{ type: 'ActionStarted', data: { attempt: open.attempt, index, operation } }];
}

/** @throws CommandRefusedError NOT_UNDECIDED unless the command waits for a decision */
export function decideDecision({ correlationUid, decision, reason }: TakeDecision, state: DeviceState, now: number): readonly DeviceEvent[] {
  const open = state.open[correlationUid];
  if (open?.status !== 'NEEDS_DECISION') throw new CommandRefusedError('NOT_UNDECIDED', `command ${correlationUid} does not wait for a decision`);
  const taken: DeviceEvent = { type: 'DecisionTaken', data: { decision, reason } };
  if (decision === 'retry') {
    const data = { attempt: open.attempt + 1, dueAt: new Date(now).toISOString(), priority: open.priority };
    return [taken, { type: 'RetryScheduled', data }];
  }
  const operations = (open.undecided ?? []).map((index) => operationAt(open, index)).join(', ');
  const message = `nobody knows whether ${operations} was carried out, and it is not to be tried again: ${reason}`;
  const fault = withDoubt(ownFault('EFFECT_UNKNOWN', message, 'OSGP_CORE'), open);
  return [taken, { type: 'CommandFailed', data: { fault, ...(open.partialRef === undefined ? {} : { responseRef: open.partialRef }) } }];
}
