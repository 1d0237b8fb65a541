import type { ActionResponse, BundleAction, BundleableOperation, BundleData, Fault } from '#contract';
import { ownFault } from '#contract';
import type { ActionAnswer, AttemptOutcome, Fact, OpenCommand, ResponseRef } from '#domain';
import type { ActionResult, SessionAction, SessionResult } from '#gateway';
import type { StoredResponse } from './stored-response.js';

/** What an attempt came to, before its response has a place. */
export interface AttemptReport {
  readonly facts: readonly Fact[];
  readonly answers: readonly ActionAnswer[];
  /** The meter itself answered something. */
  readonly reached: boolean;
  readonly stored?: StoredResponse;
  readonly ending: { readonly ok: true; readonly description?: string } | { readonly ok: false; readonly fault: Fault };
}

/** The actions that a command still needs, in order: all without a final answer. */
export function actionsOf(open: OpenCommand): readonly SessionAction[] {
  return allActions(open)
    .map((action, index) => ({ ...action, index, ...(open.doubtful?.includes(index) ? { doubtful: true as const } : {}) }))
    .filter(({ index }) => !open.answered?.includes(index));
}

function allActions({ operation, data }: OpenCommand): readonly BundleAction[] {
  return operation === 'Bundle' ? (data as BundleData).actions : [{ operation: operation as BundleableOperation, data } as BundleAction];
}

export function reportOf(open: OpenCommand, session: SessionResult, earlier: StoredResponse | undefined): AttemptReport {
  const facts = [...session.facts, ...session.answered.flatMap((answer) => (answer.ok ? answer.facts : []))];
  const told = { facts, answers: session.answered.map((answer) => answerOf(answer, open)), reached: session.answered.some(isOfMeter) };
  return { ...told, ...(open.operation === 'Bundle' ? bundleOutcome(open, session, earlier) : singleOutcome(session)) };
}

type Outcome = Pick<AttemptReport, 'stored' | 'ending'>;

/** How an action came to be done is worth telling only where that was in doubt. */
function answerOf(answer: ActionResult, { doubtful }: OpenCommand): ActionAnswer {
  const { index, operation } = answer;
  if (!answer.ok) return { index, operation, fault: answer.fault, ...(answer.undecided ? { undecided: true } : {}) };
  const isTold = answer.description !== undefined && doubtful?.includes(index);
  return { index, operation, ...(isTold ? { description: answer.description } : {}) };
}

/** Unsupported operations (416) and impossible data (401) are refused before anybody dials. */
const isOfMeter = (answer: ActionResult): boolean => answer.ok || (answer.fault.code !== 401 && answer.fault.code !== 416);

function singleOutcome({ answered: [answer], failure }: SessionResult): Outcome {
  if (answer === undefined) return { ending: { ok: false, fault: failure ?? unanswered() } };
  if (!answer.ok) return { ending: { ok: false, fault: answer.fault } };
  const description = answer.description === undefined ? {} : { description: answer.description };
  const stored = answer.response === null ? {} : { stored: { response: answer.response } };
  return { ...stored, ending: { ok: true, ...description } };
}

/** The session failed if it left slots without an answer; whether an answer calls for another attempt is the decider's to say. */
function bundleOutcome(open: OpenCommand, session: SessionResult, earlier: StoredResponse | undefined): Outcome {
  const before = (earlier?.response as { readonly actions: readonly ActionResponse[] } | undefined)?.actions ?? [];
  const fresh = new Map(session.answered.map((answer) => [answer.index, answer]));
  const actions = allActions(open);
  const isWhole = actions.every((_action, index) => fresh.has(index) || open.answered?.includes(index));
  const failure = isWhole ? undefined : (session.failure ?? unanswered());
  const slots = actions.map(({ operation }, index): ActionResponse => {
    const answer = fresh.get(index);
    if (answer !== undefined) return slot(operation, answer);
    const known = before[index];
    if (known !== undefined && isAnswered(open, index)) return known;
    return { operation, result: 'NOT OK', fault: open.answered?.includes(index) ? forgotten() : (failure ?? unanswered()) };
  });
  return { stored: { response: { actions: slots } }, ending: failure === undefined ? { ok: true } : { ok: false, fault: failure } };
}

/** A fault that another attempt was to cure is still what the meter said last. */
const isAnswered = ({ answered, actionFailures }: OpenCommand, index: number): boolean =>
  answered?.includes(index) === true || actionFailures?.[index] !== undefined;

function slot(operation: BundleableOperation, answer: ActionResult): ActionResponse {
  if (!answer.ok) return { operation, result: 'NOT OK', fault: answer.fault };
  const description = answer.description === undefined ? {} : { description: answer.description };
  return { operation, result: 'OK', ...description, ...(answer.response === null ? {} : { response: answer.response }) };
}

const unanswered = (): Fault => ownFault('TECHNICAL_ERROR', 'the session ended without an answer', 'PROTOCOL_DLMS');
const forgotten = (): Fault => ownFault('TECHNICAL_ERROR', 'the answer of an earlier attempt is not kept any more', 'OSGP_CORE');

/** The outcome as the decider takes it, once the response is stored. */
export function outcomeOf({ ending }: AttemptReport, responseRef: ResponseRef | undefined): AttemptOutcome {
  const ref = responseRef === undefined ? {} : { responseRef };
  if (!ending.ok) return { kind: 'failed', fault: ending.fault, ...ref };
  return { kind: 'succeeded', ...ref, ...(ending.description === undefined ? {} : { description: ending.description }) };
}
