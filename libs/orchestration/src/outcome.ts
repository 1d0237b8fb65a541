import type { ActionResponse, BundleAction, BundleableOperation, BundleData, Fault } from '#contract';
import { ownFault } from '#contract';
import type { ActionAnswer, AttemptOutcome, Fact, OpenCommand, ResponseRef } from '#domain';
import type { ActionResult, SessionResult } from '#gateway';
import type { StoredResponse } from './stored-response.js';

/** What an attempt came to, before its response has a place. */
export interface AttemptReport {
  readonly facts: readonly Fact[];
  readonly answers: readonly ActionAnswer[];
  readonly stored?: StoredResponse;
  readonly ending: { readonly ok: true; readonly description?: string } | { readonly ok: false; readonly fault: Fault };
}

/** The actions that a command still needs, in order. */
export function actionsOf(open: OpenCommand, earlier: StoredResponse | undefined): readonly (BundleAction & { readonly index: number })[] {
  const actions =
    open.operation === 'Bundle'
      ? (open.data as BundleData).actions
      : [{ operation: open.operation as BundleableOperation, data: open.data } as BundleAction];
  const answered = new Set(earlier?.answered);
  return actions.map((action, index) => ({ ...action, index })).filter(({ index }) => !answered.has(index));
}

export function reportOf(open: OpenCommand, session: SessionResult, earlier: StoredResponse | undefined): AttemptReport {
  const facts = [...session.facts, ...session.answered.flatMap((answer) => (answer.ok ? answer.facts : []))];
  return open.operation === 'Bundle' ? bundleReport(open, session, earlier, facts) : singleReport(session, facts);
}

function singleReport(session: SessionResult, facts: readonly Fact[]): AttemptReport {
  const [answer] = session.answered;
  if (answer === undefined) return { facts, answers: [], ending: { ok: false, fault: session.failure ?? unanswered() } };
  if (!answer.ok) return { facts, answers: [], ending: { ok: false, fault: answer.fault } };
  const description = answer.description === undefined ? {} : { description: answer.description };
  const stored = answer.response === null ? {} : { stored: { response: answer.response } };
  return { facts, answers: [], ...stored, ending: { ok: true, ...description } };
}

/** A slot with an answer, also a fault, is never tried again; the bundle fails only while slots are left without one. */
function bundleReport(open: OpenCommand, session: SessionResult, earlier: StoredResponse | undefined, facts: readonly Fact[]): AttemptReport {
  const { actions } = open.data as BundleData;
  const before = (earlier?.response as { readonly actions: readonly ActionResponse[] } | undefined)?.actions ?? [];
  const fresh = new Map(session.answered.map((answer) => [answer.index, answer]));
  const answered = [...new Set([...(earlier?.answered ?? []), ...fresh.keys()])].sort((a, b) => a - b);
  const missing = actions.length - answered.length;
  const failure = missing === 0 ? undefined : (session.failure ?? unanswered());
  const slots = actions.map(({ operation }, index): ActionResponse => {
    const answer = fresh.get(index);
    if (answer !== undefined) return slot(operation, answer);
    const known = before[index];
    if (known !== undefined && answered.includes(index)) return known;
    return { operation, result: 'NOT OK', fault: failure ?? unanswered() };
  });
  return {
    facts,
    answers: session.answered.map(({ index, operation, ...answer }) =>
      answer.ok ? { index, operation } : { index, operation, fault: answer.fault },
    ),
    stored: { response: { actions: slots }, answered },
    ending: failure === undefined ? { ok: true } : { ok: false, fault: failure },
  };
}

function slot(operation: BundleableOperation, answer: ActionResult): ActionResponse {
  if (!answer.ok) return { operation, result: 'NOT OK', fault: answer.fault };
  const description = answer.description === undefined ? {} : { description: answer.description };
  return { operation, result: 'OK', ...description, ...(answer.response === null ? {} : { response: answer.response }) };
}

const unanswered = (): Fault => ownFault('TECHNICAL_ERROR', 'the session ended without an answer', 'PROTOCOL_DLMS');

/** The outcome as the decider takes it, once the response is stored. */
export function outcomeOf({ ending }: AttemptReport, responseRef: ResponseRef | undefined): AttemptOutcome {
  const ref = responseRef === undefined ? {} : { responseRef };
  if (!ending.ok) return { kind: 'failed', fault: ending.fault, ...ref };
  return { kind: 'succeeded', ...ref, ...(ending.description === undefined ? {} : { description: ending.description }) };
}
