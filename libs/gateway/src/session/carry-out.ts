import { OperationError } from '../faults/fault-error.js';
import type { MeterAccess } from '../operations/meter-access.js';
import type { OperationOutcome, Prepared } from '../operations/operation.js';
import type { EffectJournal, SessionAction } from '../session-request.js';

/** It could not be made durable that an action begins, so it did not begin. */
export class JournalError extends Error {
  override readonly name = 'JournalError';
}

/** The meter cannot tell whether an action that is in doubt was carried out. */
export class UndecidedError extends OperationError {}

/**
 * Carries out one action. An effect is written down before the first octet goes to the meter; one that an earlier attempt may have
 * carried out is looked for first, and not done again unless the meter says that it was not done.
 * @throws JournalError, UndecidedError 414, and what the operation rejects with
 */
export async function carryOut(
  action: Pick<SessionAction, 'index' | 'operation' | 'doubtful'>,
  prepared: Prepared,
  access: MeterAccess,
  journal: EffectJournal | undefined,
): Promise<OperationOutcome> {
  if (typeof prepared === 'function') return prepared(access);
  if (action.doubtful) {
    const found = await prepared.verify(access);
    if (found.verdict === 'done') return found.outcome;
    if (found.verdict === 'cannot tell')
      throw new UndecidedError(414, `${action.operation}: an earlier attempt may have done it, and the meter cannot tell`);
  }
  await writeDown(action.index, journal);
  return prepared.execute(access);
}

async function writeDown(index: number, journal: EffectJournal | undefined): Promise<void> {
  try {
    await journal?.started(index);
  } catch (error) {
    throw new JournalError('the begin of an action could not be written down', { cause: error });
  }
}
