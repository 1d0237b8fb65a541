import { randomUUID } from 'node:crypto';
import { ownFault, type Fault, type SecretType } from '#contract';
import { CommandRefusedError, type DeviceState, type KeyInUse, type OpenCommand } from '#domain';
import { RepositoryError, type Clock, type Log } from '#event-sourcing';
import { EventStoreError } from '#eventstore/port.js';
import type { Gateway, SessionResult } from '#gateway';
import { ResultsStoreError, type ResultsStore } from '#security/results/port.js';
import { act, firstEventId, GATEWAY, ORCHESTRATOR } from './acts.js';
import type { Lease } from './attempt-lease.js';
import type { DeviceRepository } from './device-repository.js';
import { effectJournal } from './effect-journal.js';
import { factBatches } from './fact-batches.js';
import { actionsOf, outcomeOf, reportOf, type AttemptReport } from './outcome.js';
import { parseStored, storedText, type StoredResponse } from './stored-response.js';
import type { AttemptClaim, DispatchObserver } from './ports.js';

export interface AttemptDependencies {
  readonly devices: DeviceRepository;
  readonly gateway: Pick<Gateway, 'run'>;
  readonly results: ResultsStore;
  readonly clock: Clock;
  readonly log: Log;
  /** How long responses are kept, ms. */
  readonly resultTtl: number;
  readonly observer?: DispatchObserver;
}

/** What became of a try. */
export interface AttemptEnd {
  /** After it the due index knows what was recorded; undefined when nothing was. */
  readonly position?: number;
  /** The decider said no to the claim. */
  readonly refused?: CommandRefusedError;
  /** A session was tried. */
  readonly dialled: boolean;
}

/**
 * One try of one command: claim, session, response, outcome, each durable before the next.
 * The claim is the append of AttemptStarted at the exact revision; a refusal means that somebody was first or nothing is due.
 */
export async function runAttempt(request: AttemptClaim, dependencies: AttemptDependencies, signal: AbortSignal): Promise<AttemptEnd> {
  const { deviceIdentification, ...named } = request;
  const { correlationUid } = named;
  const { devices, clock, observer } = dependencies;
  const leaseToken = randomUUID();
  const start = act(correlationUid, `start-${leaseToken}`, ORCHESTRATOR);
  const claim = await claimed(devices.execute(deviceIdentification, { kind: 'StartAttempt', ...named, leaseToken }, start));
  if (claim instanceof CommandRefusedError) return { refused: claim, dialled: false };
  const open = claim.state.open[correlationUid];
  if (open?.leaseToken !== leaseToken) return { position: claim.position, dialled: false };
  const began = clock.now();
  observer?.attemptStarted(open.operation);
  const lease: Lease = { deviceIdentification, open, leaseToken, causationId: firstEventId(start) };
  const earlier = await earlierAnswers(open, dependencies.results);
  const session = await runSession(claim.state, lease, dependencies, signal);
  const report = reportOf(open, session, earlier);
  observer?.attemptEnded(open.operation, report.ending.ok ? 'SUCCEEDED' : report.ending.fault.type, clock.now() - began);
  return { position: await record(lease, report, earlier, dependencies), dialled: true };
}

async function claimed<T>(execution: Promise<T>): Promise<T | CommandRefusedError> {
  try {
    return await execution;
  } catch (error) {
    if (error instanceof CommandRefusedError) return error;
    throw error;
  }
}

async function earlierAnswers(open: OpenCommand, results: ResultsStore): Promise<StoredResponse | undefined> {
  if (open.partialRef === undefined) return undefined;
  const text = await results.get(open.correlationUid, open.partialRef);
  return text === undefined ? undefined : parseStored(text);
}

/** A session that the platform's stop cut short has failed as ATTEMPT_ABANDONED: what was answered before is kept. */
async function runSession(
  state: DeviceState,
  lease: Lease,
  { gateway, devices, log }: AttemptDependencies,
  signal: AbortSignal,
): Promise<SessionResult> {
  const { deviceIdentification, registration } = state;
  const { correlationUid, attempt, expiresAt: notAfter } = lease.open;
  if (registration === null) return { answered: [], facts: [], failure: ownFault('TECHNICAL_ERROR', 'the device is not registered', 'OSGP_CORE') };
  try {
    const actions = actionsOf(lease.open);
    const keys = activeKeys(state);
    const request = { correlationUid, attempt, deviceIdentification, settings: registration.device, keys, actions, notAfter };
    const session = await gateway.run(request, signal, effectJournal(lease, actions, devices));
    return signal.aborted && session.failure !== undefined ? { ...session, failure: abandoned() } : session;
  } catch (error) {
    if (signal.aborted) return { answered: [], facts: [], failure: abandoned() };
    log.error({ correlationUid, deviceIdentification, err: error }, 'a session failed unexpectedly');
    const innerException = error instanceof Error ? error.name : 'Error';
    return { answered: [], facts: [], failure: ownFault('TECHNICAL_ERROR', 'the session failed unexpectedly', 'PROTOCOL_DLMS', { innerException }) };
  }
}

/** Whatever the socket said when it was torn down under the session. */
const abandoned = (): Fault => ownFault('ATTEMPT_ABANDONED', 'the platform stopped', 'OSGP_CORE');

function activeKeys(state: DeviceState): Partial<Record<SecretType, KeyInUse>> {
  const keys: Partial<Record<SecretType, KeyInUse>> = {};
  for (const [type, pair] of Object.entries(state.keys) as [SecretType, DeviceState['keys'][SecretType]][])
    if (pair?.active !== undefined) keys[type] = pair.active;
  return keys;
}

/**
 * What no event can hold (a meter that counts below zero, say) would not fit the next time either: the attempt then fails and counts,
 * so that the command ends. A store in trouble is another matter: the attempt is given up later and made again.
 */
async function record(lease: Lease, report: AttemptReport, earlier: StoredResponse | undefined, dependencies: AttemptDependencies): Promise<number> {
  try {
    return await finish(lease, report, dependencies);
  } catch (error) {
    if (isTroubleOfStore(error)) throw error;
    const { deviceIdentification, open } = lease;
    const { correlationUid } = open;
    dependencies.log.error({ err: error, correlationUid, deviceIdentification }, 'the outcome of an attempt cannot be recorded: the attempt failed');
    const innerException = error instanceof Error ? error.name : 'Error';
    const fault = ownFault('TECHNICAL_ERROR', 'the outcome of the session could not be recorded', 'OSGP_CORE', { innerException });
    const failed = reportOf(open, { answered: [], facts: [], failure: fault }, earlier);
    return finish(lease, { ...failed, reached: report.reached }, dependencies);
  }
}

function isTroubleOfStore(error: unknown): boolean {
  if (error instanceof EventStoreError) return error.code !== 'EVENT_TOO_LARGE' && error.code !== 'INVALID_ARGUMENT';
  return error instanceof RepositoryError || error instanceof ResultsStoreError;
}

/** The response is durable before the terminal event that names it. */
async function finish(lease: Lease, report: AttemptReport, { devices, results, clock, resultTtl }: AttemptDependencies): Promise<number> {
  const { deviceIdentification, open, leaseToken, causationId } = lease;
  const { correlationUid, attempt } = open;
  const responseRef = report.stored && (await results.put(correlationUid, storedText(report.stored), clock.now() + resultTtl));
  const batches = factBatches(report.facts);
  const ahead = batches.slice(0, -1);
  for (const [index, facts] of ahead.entries()) {
    const context = act(correlationUid, `facts-${leaseToken}-${index}`, GATEWAY, causationId);
    const recorded = await claimed(devices.execute(deviceIdentification, { kind: 'RecordFacts', correlationUid, leaseToken, facts }, context));
    if (recorded instanceof CommandRefusedError) break;
  }
  const finished = await devices.execute(
    deviceIdentification,
    {
      kind: 'FinishAttempt',
      correlationUid,
      attempt,
      leaseToken,
      facts: batches.at(-1) ?? [],
      answers: report.answers,
      ...(report.reached ? { reached: true } : {}),
      outcome: outcomeOf(report, responseRef),
    },
    act(correlationUid, `finish-${leaseToken}`, GATEWAY, causationId),
  );
  return finished.position;
}
