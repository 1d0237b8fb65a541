import { describe, expect, it } from '@jest/globals';
import { fault } from '#contract';
import type { OpenCommand } from '#domain';
import type { ActionResult, SessionResult } from '#gateway';
import { actionsOf, reportOf } from './outcome.js';

const lost = fault(229, 'closed', 'PROTOCOL_DLMS');
const busy = fault(412, 'busy', 'PROTOCOL_DLMS', { parameters: { dataAccessResult: '2' } });
const READ = 'GetActualMeterReads';
const CLEAR = 'ClearAlarmRegister';

const command = (change: Partial<OpenCommand>): OpenCommand => ({
  correlationUid: 'uid',
  operation: 'Bundle',
  data: { actions: [READ, CLEAR, READ].map((operation) => ({ operation, data: null })) },
  options: { priority: 4, bypassRetry: false },
  requestHash: '',
  actor: 'operations/demo/-',
  acceptedAt: 0,
  expiresAt: 1,
  dueAt: 0,
  priority: 4,
  status: 'RUNNING',
  attempt: 2,
  failures: 1,
  ...change,
});
const ok = (index: number, operation: typeof READ | typeof CLEAR = READ, more: object = {}): ActionResult =>
  ({ index, operation, ok: true, response: index, facts: [], ...more }) as ActionResult;
const session = (change: Partial<SessionResult>): SessionResult => ({ answered: [], facts: [], ...change });
/** What an earlier attempt left in the results store. */
const earlier = {
  response: {
    actions: [
      { operation: READ, result: 'OK', response: 'kept' },
      { operation: CLEAR, result: 'NOT OK', fault: busy },
      { operation: READ, result: 'NOT OK', fault: lost },
    ],
  },
};

describe('What is asked of the meter', () => {
  it('is all that has no final answer, and what of that is in doubt', () => {
    expect(actionsOf(command({ answered: [0], doubtful: [1] }))).toEqual([
      { index: 1, operation: CLEAR, data: null, doubtful: true },
      { index: 2, operation: READ, data: null },
    ]);
  });

  it('is the operation itself where it is no bundle', () => {
    expect(actionsOf(command({ operation: CLEAR, data: null, doubtful: [0] }))).toEqual([{ index: 0, operation: CLEAR, data: null, doubtful: true }]);
  });
});

describe('What is kept of a bundle', () => {
  const slots = (open: OpenCommand, ended: SessionResult, before?: typeof earlier): unknown =>
    Reflect.get(Object(reportOf(open, ended, before).stored?.response), 'actions');

  it('is each answer, of this attempt or of an earlier one, else why there is none', () => {
    const open = command({ answered: [0], actionFailures: { 1: 1 } });
    const cut = { ...lost, message: 'closed again' };
    expect(slots(open, session({ failure: cut }), earlier)).toEqual([
      { operation: READ, result: 'OK', response: 'kept' },
      // What the meter said last, although it was to be asked again.
      { operation: CLEAR, result: 'NOT OK', fault: busy },
      { operation: READ, result: 'NOT OK', fault: cut },
    ]);
    expect(slots(open, session({ answered: [ok(1, CLEAR), ok(2)] }), earlier)).toEqual([
      { operation: READ, result: 'OK', response: 'kept' },
      { operation: CLEAR, result: 'OK', response: 1 },
      { operation: READ, result: 'OK', response: 2 },
    ]);
  });

  it('is a fault where an earlier answer is not kept any more: it is not asked for again', () => {
    const open = command({ answered: [0] });
    const forgotten = { operation: READ, result: 'NOT OK', fault: { code: 0, type: 'TECHNICAL_ERROR' } };
    expect(slots(open, session({ answered: [ok(1, CLEAR), ok(2)] }))).toMatchObject([forgotten, { result: 'OK' }, { result: 'OK' }]);
  });
});

describe('A session with a bundle', () => {
  it('succeeded when no slot is left without an answer, whatever the answers are', () => {
    const refused: ActionResult = { index: 1, operation: CLEAR, ok: false, fault: busy };
    const ended = session({ answered: [refused, ok(2)], failure: lost });
    expect(reportOf(command({ answered: [0] }), ended, earlier).ending).toEqual({ ok: true });
  });

  it('failed for its reason as long as one is', () => {
    expect(reportOf(command({ answered: [0] }), session({ answered: [ok(1, CLEAR)], failure: lost }), earlier).ending).toEqual({
      ok: false,
      fault: lost,
    });
  });

  it('tells how an action came to be done only where that was in doubt', () => {
    const description = 'done already';
    const ended = session({ answered: [ok(0, READ, { description }), ok(1, CLEAR, { description })] });
    expect(reportOf(command({ doubtful: [1] }), ended, undefined).answers).toEqual([
      { index: 0, operation: READ },
      { index: 1, operation: CLEAR, description },
    ]);
  });
});
