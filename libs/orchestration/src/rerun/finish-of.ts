import type { Fault } from '#contract';
import type { ActionAnswer, AttemptOutcome, DeviceEventData, Fact, FinishAttempt, OpenCommand } from '#domain';
import { eventOf, isFact, type RecordedAct } from './recorded-act.js';

/** The outcome of an attempt as its session reported it, as far as the record tells. `open`: the command before it. */
export function finishOf({ correlationUid, events }: RecordedAct, open: OpenCommand | undefined): FinishAttempt {
  const failed = eventOf(events, 'AttemptFailed');
  const facts = events.filter(isFact).map(({ type, data, occurredAt }) => ({ type, data, occurredAt: Date.parse(occurredAt) }) as Fact);
  return {
    kind: 'FinishAttempt',
    correlationUid,
    attempt: open?.attempt ?? 0,
    leaseToken: open?.leaseToken ?? '',
    facts,
    answers: [...decided(events), ...undecided(events, failed)],
    ...(failed?.reached === true ? { reached: true } : {}),
    outcome: outcomeOf(events, failed, open),
  };
}

/** An answer that came when the attempt was not the command's any more. */
export function lateFinishOf(
  { correlationUid }: RecordedAct,
  { attempt, leaseToken, outcome }: DeviceEventData<'LateAnswerRecorded'>,
): FinishAttempt {
  const ended: AttemptOutcome =
    outcome === 'SUCCEEDED' ? { kind: 'succeeded' } : { kind: 'failed', fault: faultOf({ code: 0, type: outcome, message: '' }) };
  return { kind: 'FinishAttempt', correlationUid, attempt, leaseToken, facts: [], answers: [], outcome: ended };
}

function outcomeOf(
  events: RecordedAct['events'],
  failed: DeviceEventData<'AttemptFailed'> | undefined,
  open: OpenCommand | undefined,
): AttemptOutcome {
  if (failed === undefined) return { kind: 'succeeded', ...eventOf(events, 'CommandSucceeded') };
  const ref = failed.responseRef === undefined ? {} : { responseRef: failed.responseRef };
  if (open?.operation === 'Bundle' && isWholeSession(events, failed)) return { kind: 'succeeded', ...ref };
  // The end of a command has the whole fault, a failed attempt what names it.
  const whole = eventOf(events, 'CommandFailed')?.fault as Fault | undefined;
  return { kind: 'failed', fault: whole ?? faultOf(failed), ...ref };
}

/** Every slot of a bundle had its answer, and one of them is worth another attempt, or leaves open what the meter did. */
function isWholeSession(events: RecordedAct['events'], failed: DeviceEventData<'AttemptFailed'>): boolean {
  if (failed.type === 'ATTEMPT_ABANDONED' || failed.reached !== true) return false;
  if (failed.counted === false) return true;
  const again = events.flatMap((event) => (event.type === 'ActionAnswered' && event.data.retry === true ? [event.data.fault] : []))[0];
  return again !== undefined && again.code === failed.code && again.type === failed.type && again.message === failed.message;
}

function decided(events: RecordedAct['events']): readonly ActionAnswer[] {
  return events.flatMap((event) => {
    if (event.type !== 'ActionAnswered') return [];
    const { index, operation, fault, description } = event.data;
    return [{ index, operation, ...(fault === undefined ? {} : { fault: fault as Fault }), ...(description === undefined ? {} : { description }) }];
  });
}

function undecided(events: RecordedAct['events'], failed: DeviceEventData<'AttemptFailed'> | undefined): readonly ActionAnswer[] {
  return events.flatMap((event) => {
    if (event.type !== 'DecisionRequested') return [];
    const { index, operation, reason } = event.data;
    const { code = 0, type = '' } = failed ?? {};
    return [{ index, operation, fault: faultOf({ code, type, message: reason }), undecided: true as const }];
  });
}

/** Where a fault came from decides nothing. */
const faultOf = ({ code, type, message }: Pick<DeviceEventData<'AttemptFailed'>, 'code' | 'type' | 'message'>): Fault =>
  ({ code, type, message, component: 'PROTOCOL_DLMS' }) as Fault;
