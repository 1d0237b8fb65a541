import type { DeviceCommand, DeviceState, Fact, OpenCommand } from '#domain';
import { acceptOf } from './accept-of.js';
import { finishOf, lateFinishOf } from './finish-of.js';
import { eventOf, isFact, type RecordedAct } from './recorded-act.js';

/**
 * The command that led to an act, from what the act recorded and the state before it; undefined when no command leads to such events.
 * What the record does not keep decides nothing that it shows: the cell of a permit, say, of a claim that was granted.
 */
export function commandOf(act: RecordedAct, state: DeviceState): DeviceCommand | undefined {
  const { correlationUid, events } = act;
  const open = state.open[correlationUid];
  const leaseToken = open?.leaseToken ?? '';
  const accepted = eventOf(events, 'CommandAccepted');
  if (accepted !== undefined) return acceptOf(act, accepted);
  const decision = eventOf(events, 'DecisionTaken');
  if (decision !== undefined) return { kind: 'TakeDecision', correlationUid, ...decision };
  const late = eventOf(events, 'LateAnswerRecorded');
  if (late !== undefined) return lateFinishOf(act, late);
  if (isAbandonment(act, open)) return { kind: 'AbandonAttempt', correlationUid, leaseToken };
  if (events.some(({ type }) => type === 'AttemptFailed' || type === 'CommandSucceeded')) return finishOf(act, open);
  if (events.every(isFact))
    return { kind: 'RecordFacts', correlationUid, leaseToken, facts: events.map(({ type, data }) => ({ type, data }) as Fact) };
  return events.length === 1 ? ofOne(act, leaseToken) : undefined;
}

/** A session that was cut short leaves the same, unless it brought something. */
function isAbandonment({ events }: RecordedAct, open: OpenCommand | undefined): boolean {
  const [first] = events;
  if (first?.type !== 'AttemptFailed' || first.data.type !== 'ATTEMPT_ABANDONED') return false;
  return first.data.responseRef?.sha256 === open?.partialRef?.sha256;
}

function ofOne({ correlationUid, events }: RecordedAct, leaseToken: string): DeviceCommand | undefined {
  const [event] = events;
  switch (event?.type) {
    case 'AttemptStarted': {
      const { fence } = event.data;
      return { kind: 'StartAttempt', correlationUid, leaseToken: event.data.leaseToken, ...(fence === undefined ? {} : { fence }) };
    }
    // By policy a command does not wait for a device that cannot be reached.
    case 'CommandFailed':
      return { kind: 'StartAttempt', correlationUid, leaseToken };
    case 'ActionStarted':
      return { kind: 'StartAction', correlationUid, leaseToken, index: event.data.index, operation: event.data.operation };
    case 'CommandExpired':
      return { kind: 'Expire', correlationUid };
    case 'CommandCancelled':
      return { kind: 'Cancel', correlationUid, reason: event.data.reason };
    case 'CommandHeld':
      return { kind: 'Hold', correlationUid, reason: event.data.reason };
    case 'CommandReleased':
      return { kind: 'Release', correlationUid, reason: event.data.reason };
    case 'PriorityChanged':
      return { kind: 'ChangePriority', correlationUid, ...event.data };
    case 'ResponseDeleted':
      return { kind: 'DeleteResponse', correlationUid, reason: event.data.reason };
    case 'CircuitClosed':
      return { kind: 'RecordContact', correlationUid, source: event.data.source ?? '' };
    default:
      return undefined;
  }
}
