import { isRetryable, type Fault } from '#contract';
import type { AbandonAttempt, FinishAttempt, RecordFacts, StartAttempt } from '../commands.js';
import type { DeviceEvent } from '../events/index.js';
import { retryDelay, retryPriority, type CommandPolicy } from '../policy.js';
import { CommandRefusedError } from '../refusal.js';
import type { DeviceState, OpenCommand, ResponseRef } from '../state.js';
import { expired } from './expired.js';

export function decideStart(command: StartAttempt, state: DeviceState, now: number): readonly DeviceEvent[] {
  const open = waiting(state, command.correlationUid);
  if (now >= open.expiresAt) return [expired(open.expiresAt, now, open.partialRef)];
  if (open.status === 'HELD') throw new CommandRefusedError('HELD', `command ${open.correlationUid} is held`);
  if (now < open.dueAt) throw new CommandRefusedError('NOT_DUE', `command ${open.correlationUid} is due at ${new Date(open.dueAt).toISOString()}`);
  const data = { attempt: open.attempt + 1, leaseToken: command.leaseToken, sessionDevice: state.deviceIdentification };
  return [{ type: 'AttemptStarted', data }];
}

export function decideExpire(correlationUid: string, state: DeviceState, now: number): readonly DeviceEvent[] {
  const open = waiting(state, correlationUid);
  return now < open.expiresAt ? [] : [expired(open.expiresAt, now, open.partialRef)];
}

export function decideFacts(command: RecordFacts, state: DeviceState): readonly DeviceEvent[] {
  if (running(state, command) === undefined)
    throw new CommandRefusedError('LEASE_LOST', `the attempt of command ${command.correlationUid} is not ours any more`);
  return command.facts;
}

export function decideFinish(command: FinishAttempt, state: DeviceState, now: number, policy: CommandPolicy): readonly DeviceEvent[] {
  const open = running(state, command);
  if (open === undefined) return late(command, state);
  const answers = command.answers.map(({ index, operation, fault: refused }): DeviceEvent => ({
    type: 'ActionAnswered',
    data: refused === undefined ? { index, operation, result: 'OK' } : { index, operation, result: 'NOT OK', fault: refused },
  }));
  return [...command.facts, ...answers, ...ending(command, open, now, policy)];
}

/** A killed platform's attempt costs the command nothing but time, unless the client forbade any retry. */
export function decideAbandon(command: AbandonAttempt, state: DeviceState, now: number): readonly DeviceEvent[] {
  const open = running(state, command);
  if (open === undefined) return [];
  return givenUp(open, now, refOf(open.partialRef));
}

/** What the meter answered before is kept; the attempt itself counts for nothing. */
function givenUp(open: OpenCommand, now: number, ref: { readonly responseRef?: ResponseRef }): readonly DeviceEvent[] {
  const message = 'the platform stopped while the attempt was under way';
  const failed: DeviceEvent = {
    type: 'AttemptFailed',
    data: { attempt: open.attempt, code: 0, type: 'ATTEMPT_ABANDONED', message, counted: false, ...ref },
  };
  if (open.options.bypassRetry) {
    const refused: Fault = { code: 0, type: 'ATTEMPT_ABANDONED', message, component: 'OSGP_CORE' };
    return [failed, { type: 'CommandFailed', data: { fault: refused, ...ref } }];
  }
  return [failed, { type: 'RetryScheduled', data: { attempt: open.attempt + 1, dueAt: iso(now), priority: open.priority } }];
}

function ending(command: FinishAttempt, open: OpenCommand, now: number, policy: CommandPolicy): readonly DeviceEvent[] {
  const { outcome } = command;
  if (outcome.kind === 'succeeded') {
    const { responseRef, description } = outcome;
    return [{ type: 'CommandSucceeded', data: { ...refOf(responseRef), ...(description === undefined ? {} : { description }) } }];
  }
  const ref = refOf(outcome.responseRef ?? open.partialRef);
  const { code, type, message } = outcome.fault;
  if (type === 'ATTEMPT_ABANDONED') return givenUp(open, now, ref);
  const failed: DeviceEvent = { type: 'AttemptFailed', data: { attempt: open.attempt, code, type, message, ...ref } };
  const failures = open.failures + 1;
  if (!isRetryable(outcome.fault) || open.options.bypassRetry || failures >= policy.attempts)
    return [failed, { type: 'CommandFailed', data: { fault: outcome.fault, ...ref } }];
  // A retry that would come too late waits for the expiry instead: the command then ends EXPIRED, when it does.
  const dueAt = Math.min(now + retryDelay(policy, failures), open.expiresAt);
  return [
    failed,
    { type: 'RetryScheduled', data: { attempt: open.attempt + 1, dueAt: iso(dueAt), priority: retryPriority(open.priority, failures) } },
  ];
}

function late(command: FinishAttempt, state: DeviceState): readonly DeviceEvent[] {
  const known = state.open[command.correlationUid] ?? state.closed.find((closed) => closed.correlationUid === command.correlationUid);
  if (known === undefined) return [];
  const outcome = command.outcome.kind === 'succeeded' ? 'SUCCEEDED' : command.outcome.fault.type;
  return [{ type: 'LateAnswerRecorded', data: { attempt: command.attempt, leaseToken: command.leaseToken, outcome } }];
}

function waiting(state: DeviceState, correlationUid: string): OpenCommand {
  const open = state.open[correlationUid];
  if (open === undefined) throw new CommandRefusedError('UNKNOWN_COMMAND', `command ${correlationUid} is not open`);
  if (open.status === 'RUNNING') throw new CommandRefusedError('NOT_WAITING', `command ${correlationUid} is running`);
  return open;
}

function running(state: DeviceState, lease: { readonly correlationUid: string; readonly leaseToken: string }): OpenCommand | undefined {
  const open = state.open[lease.correlationUid];
  return open?.status === 'RUNNING' && open.leaseToken === lease.leaseToken ? open : undefined;
}

const iso = (at: number): string => new Date(at).toISOString();
const refOf = (responseRef: ResponseRef | undefined) => (responseRef === undefined ? {} : { responseRef });
