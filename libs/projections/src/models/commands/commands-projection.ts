import { ownFault, type Fault } from '#contract';
import type { DeviceEventData, RecordedDeviceEvent, ResponseRef } from '#domain';
import { deviceOf, instantOf } from '../../device-stream.js';
import { keyOf, type Projection } from '../../projection.js';
import { endAttempt, startAttempt } from './attempts.js';
import { commands, type CommandDocument } from './command-document.js';

/** One document per correlationUid. */
export const commandsProjection: Projection = {
  name: 'commands',
  version: 2,
  collections: [commands],
  sharesDocuments: true,
  handles: [
    'CommandAccepted',
    'CommandScheduled',
    'AttemptStarted',
    'AttemptFailed',
    'RetryScheduled',
    'DecisionRequested',
    'DecisionTaken',
    'CommandHeld',
    'CommandReleased',
    'PriorityChanged',
    'CommandSucceeded',
    'CommandFailed',
    'CommandExpired',
    'CommandCancelled',
    'ResponseDeleted',
  ],
  reads: (event) => [keyOf(commands, event.correlationUid)],
  apply(event, documents) {
    const before = documents.get(commands, event.correlationUid);
    const after = before === undefined ? accepted(event) : belongs(before, event) ? evolved(before, event) : undefined;
    if (after !== undefined && after !== before) documents.put(commands, event.correlationUid, after);
  },
};

/** The streams of two devices can hold the same uid (an idempotency key used for both): the first one keeps the document. */
function belongs(command: CommandDocument, event: RecordedDeviceEvent): boolean {
  return command.deviceIdentification === deviceOf(event.stream);
}

function accepted(event: RecordedDeviceEvent): CommandDocument | undefined {
  const deviceIdentification = deviceOf(event.stream);
  if (event.type !== 'CommandAccepted' || deviceIdentification === undefined) return undefined;
  const { operation, options, expiresAt } = event.data;
  return {
    correlationUid: event.correlationUid,
    deviceIdentification,
    operation,
    status: 'ACCEPTED',
    result: null,
    fault: null,
    acceptedAt: event.occurredAt,
    completedAt: null,
    attempts: [],
    options,
    priority: options.priority,
    expiresAt,
    nextAttemptAt: event.occurredAt,
    description: null,
    responseRef: null,
    responseState: null,
    organisation: event.actor.split('/', 1)[0] ?? '',
    actor: event.actor,
  };
}

function evolved(command: CommandDocument, event: RecordedDeviceEvent): CommandDocument {
  switch (event.type) {
    case 'CommandScheduled':
      return { ...command, status: 'SCHEDULED', nextAttemptAt: utc(event.data.dueAt) };
    case 'AttemptStarted':
      return { ...command, status: 'RUNNING', nextAttemptAt: null, attempts: startAttempt(command.attempts, event.data.attempt, event.recordedAt) };
    case 'AttemptFailed':
      return { ...command, attempts: failedAttempt(command, event.data, event.recordedAt) };
    case 'RetryScheduled':
      return { ...command, status: 'RETRY_SCHEDULED', nextAttemptAt: utc(event.data.dueAt), priority: event.data.priority };
    case 'DecisionRequested':
      return undecided(command, event.data);
    case 'DecisionTaken':
      return decided(command);
    case 'CommandHeld':
      return { ...command, status: 'HELD', nextAttemptAt: null };
    case 'CommandReleased':
      return { ...command, status: event.data.status, nextAttemptAt: utc(event.data.dueAt) };
    case 'PriorityChanged':
      return { ...command, priority: event.data.priority, options: { ...command.options, priority: event.data.priority } };
    case 'CommandSucceeded':
      return succeeded(command, event.data, event.recordedAt);
    case 'CommandFailed':
      return failed(command, 'FAILED', event.data.fault as Fault, event.data.responseRef, event.recordedAt);
    case 'CommandExpired':
      return failed(command, 'EXPIRED', event.data.fault as Fault, event.data.responseRef, event.recordedAt);
    case 'CommandCancelled':
      return failed(command, 'CANCELLED', ownFault('CANCELLED', event.data.reason, 'OSGP_CORE'), event.data.responseRef, event.recordedAt);
    case 'ResponseDeleted':
      return command.responseRef === null ? command : { ...command, responseState: 'DELETED' };
    default:
      return command;
  }
}

function undecided(command: CommandDocument, { index, operation, reason }: DeviceEventData<'DecisionRequested'>): CommandDocument {
  const asked = [...(command.undecided ?? []), { index, operation, reason }];
  return { ...command, status: 'NEEDS_DECISION', nextAttemptAt: null, undecided: asked };
}

const decided = ({ undecided: _settled, ...command }: CommandDocument): CommandDocument => command;

function failedAttempt(command: CommandDocument, data: DeviceEventData<'AttemptFailed'>, at: string): CommandDocument['attempts'] {
  const { attempt, code, type } = data;
  return endAttempt(command.attempts, attempt, { endedAt: at, outcome: type === 'ATTEMPT_ABANDONED' ? 'ABANDONED' : 'FAILED', code, type });
}

function succeeded(command: CommandDocument, data: DeviceEventData<'CommandSucceeded'>, at: string): CommandDocument {
  const attempts = command.attempts.map((attempt) =>
    attempt.endedAt === null ? { ...attempt, endedAt: at, outcome: 'SUCCEEDED' as const } : attempt,
  );
  const ended = { ...command, attempts, status: 'SUCCEEDED', result: 'OK', description: data.description ?? null } as const;
  return withResponse({ ...ended, completedAt: at, nextAttemptAt: null }, data.responseRef);
}

function failed(
  command: CommandDocument,
  status: 'FAILED' | 'EXPIRED' | 'CANCELLED',
  fault: Fault,
  responseRef: ResponseRef | undefined,
  at: string,
): CommandDocument {
  return withResponse({ ...decided(command), status, result: 'NOT OK', fault, completedAt: at, nextAttemptAt: null }, responseRef);
}

function withResponse(command: CommandDocument, responseRef: ResponseRef | undefined): CommandDocument {
  return responseRef === undefined ? command : { ...command, responseRef, responseState: 'PRESENT' };
}

const utc = (text: string): string => new Date(instantOf(text)).toISOString();
