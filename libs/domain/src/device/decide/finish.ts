import { isRetryable, type Fault } from '#contract';
import type { AbandonAttempt, ActionAnswer, FinishAttempt } from '../commands.js';
import type { DeviceEvent } from '../events/index.js';
import { isConnectionCode } from '../evolve-contact.js';
import { organisationOf, retryDelay, retryPriority, type CommandPolicies } from '../policy.js';
import type { DeviceState, OpenCommand, ResponseRef } from '../state.js';
import { running } from './attempt.js';
import { closed, failedToConnect, summary } from './circuit.js';
import { withDoubt } from './doubt.js';

export function decideFinish(command: FinishAttempt, state: DeviceState, now: number, policies: CommandPolicies): readonly DeviceEvent[] {
  const open = running(state, command);
  if (open === undefined) return late(command, state);
  const judged = judge(command, open, policies);
  return [...summary(state, now), ...command.facts, ...judged.answers, ...ending(command, open, judged, state, now, policies)];
}

/** A killed platform's attempt costs the command nothing but time, unless the client forbade any retry. */
export function decideAbandon(command: AbandonAttempt, state: DeviceState, now: number): readonly DeviceEvent[] {
  const open = running(state, command);
  if (open === undefined) return [];
  return givenUp(open, now, refOf(open.partialRef));
}

interface Judged {
  readonly answers: readonly DeviceEvent[];
  /** Another attempt is allowed. */
  readonly mayRetry: boolean;
  /** A slot of a bundle that is worth another attempt, although the session was complete. */
  readonly again: Fault | undefined;
  readonly undecided: readonly ActionAnswer[];
  /** Begun, and still without an answer. */
  readonly doubtful: readonly number[];
}

/** Retries of a bundle are counted for the bundle, which connects, and for each action, which answers. */
function judge({ answers, outcome }: FinishAttempt, open: OpenCommand, policies: CommandPolicies): Judged {
  const organisation = organisationOf(open.actor);
  const isGivenUp = outcome.kind === 'failed' && outcome.fault.type === 'ATTEMPT_ABANDONED';
  const isOver = outcome.kind === 'failed' && !isRetryable(outcome.fault);
  const attempts = policies.of(open.operation, organisation).attempts;
  const mayRetry = !open.options.bypassRetry && !isOver && (isGivenUp || open.failures + 1 < attempts);
  const decided = answers.filter(({ undecided }) => undecided !== true);
  const isRetried = ({ index, operation, fault }: ActionAnswer): boolean =>
    mayRetry &&
    fault !== undefined &&
    isRetryable(fault) &&
    (open.operation !== 'Bundle' || (open.actionFailures?.[index] ?? 0) + 1 < policies.of(operation, organisation).attempts);
  const known = decided.map(({ index }) => index);
  const again = open.operation === 'Bundle' && outcome.kind === 'succeeded' ? decided.find(isRetried)?.fault : undefined;
  return {
    // A single answer needs no event of its own, unless it settles a doubt.
    answers: decided
      .filter(({ index }) => open.operation === 'Bundle' || open.doubtful?.includes(index))
      .map((answer) => answered(answer, isRetried(answer))),
    mayRetry,
    again,
    undecided: answers.filter(({ undecided }) => undecided === true),
    doubtful: (open.doubtful ?? []).filter((index) => !known.includes(index)),
  };
}

function answered({ index, operation, fault, description }: ActionAnswer, retry: boolean): DeviceEvent {
  const told = description === undefined ? {} : { description };
  if (fault === undefined) return { type: 'ActionAnswered', data: { index, operation, result: 'OK', ...told } };
  return { type: 'ActionAnswered', data: { index, operation, result: 'NOT OK', fault, ...told, ...(retry ? { retry } : {}) } };
}

function ending(
  command: FinishAttempt,
  open: OpenCommand,
  judged: Judged,
  state: DeviceState,
  now: number,
  policies: CommandPolicies,
): readonly DeviceEvent[] {
  const { outcome } = command;
  const reached = command.reached === true || outcome.kind === 'succeeded';
  const { undecided, again, mayRetry } = judged;
  const [first] = undecided;
  const fault = outcome.kind === 'failed' ? outcome.fault : (again ?? first?.fault);
  if (fault === undefined) {
    const description = outcome.kind === 'succeeded' && outcome.description !== undefined ? { description: outcome.description } : {};
    return [...closed(state), { type: 'CommandSucceeded', data: { ...refOf(outcome.responseRef), ...description } }];
  }
  const ref = refOf(outcome.responseRef ?? open.partialRef);
  if (fault.type === 'ATTEMPT_ABANDONED') return givenUp(open, now, ref, judged.doubtful);
  const { code, type, message } = fault;
  const isLost = outcome.kind === 'failed' && (first === undefined || open.operation === 'Bundle');
  const asks = first !== undefined && (mayRetry || !isLost);
  const told = { ...(asks && !isLost ? { counted: false } : {}), ...(reached ? { reached } : {}) };
  const contact = reached ? closed(state) : isConnectionCode(code) ? failedToConnect(state, now, policies.circuit) : [];
  const failed: readonly DeviceEvent[] = [
    { type: 'AttemptFailed', data: { attempt: open.attempt, code, type, message, ...told, ...ref } },
    ...contact,
  ];
  if (asks) return [...failed, ...undecided.map((answer) => decisionOn(answer, open))];
  if (!mayRetry) return [...failed, { type: 'CommandFailed', data: { fault: withDoubt(fault, open, judged.doubtful), ...ref } }];
  const failures = open.failures + 1;
  const policy = policies.of(open.operation, organisationOf(open.actor));
  // A retry that would come too late waits for the expiry instead: the command then ends EXPIRED, when it does.
  const dueAt = Math.min(now + retryDelay(policy, failures), open.expiresAt);
  return [
    ...failed,
    { type: 'RetryScheduled', data: { attempt: open.attempt + 1, dueAt: iso(dueAt), priority: retryPriority(open.priority, failures) } },
  ];
}

const decisionOn = ({ index, operation, fault }: ActionAnswer, { attempt }: OpenCommand): DeviceEvent => ({
  type: 'DecisionRequested',
  data: { attempt, index, operation, reason: fault?.message ?? 'the meter cannot tell' },
});

/** What the meter answered before is kept; the attempt itself counts for nothing. */
function givenUp(
  open: OpenCommand,
  now: number,
  ref: { readonly responseRef?: ResponseRef },
  doubtful: readonly number[] | undefined = open.doubtful,
): readonly DeviceEvent[] {
  const message = 'the platform stopped while the attempt was under way';
  const failed: DeviceEvent = {
    type: 'AttemptFailed',
    data: { attempt: open.attempt, code: 0, type: 'ATTEMPT_ABANDONED', message, counted: false, ...ref },
  };
  if (open.options.bypassRetry) {
    const refused: Fault = { code: 0, type: 'ATTEMPT_ABANDONED', message, component: 'OSGP_CORE' };
    return [failed, { type: 'CommandFailed', data: { fault: withDoubt(refused, open, doubtful), ...ref } }];
  }
  return [failed, { type: 'RetryScheduled', data: { attempt: open.attempt + 1, dueAt: iso(now), priority: open.priority } }];
}

function late(command: FinishAttempt, state: DeviceState): readonly DeviceEvent[] {
  const known = state.open[command.correlationUid] ?? state.closed.find((ended) => ended.correlationUid === command.correlationUid);
  if (known === undefined) return [];
  const outcome = command.outcome.kind === 'succeeded' ? 'SUCCEEDED' : command.outcome.fault.type;
  return [{ type: 'LateAnswerRecorded', data: { attempt: command.attempt, leaseToken: command.leaseToken, outcome } }];
}

const iso = (at: number): string => new Date(at).toISOString();
const refOf = (responseRef: ResponseRef | undefined) => (responseRef === undefined ? {} : { responseRef });
