import type { RecordedDeviceEvent } from './events/recorded.js';
import type { OpenCommand } from './state.js';

type ActionEvent = Extract<RecordedDeviceEvent, { type: 'ActionStarted' | 'ActionAnswered' | 'DecisionRequested' | 'DecisionTaken' }>;

/** Folds how far the actions of a command came. */
export function evolveActions(open: OpenCommand, event: ActionEvent): OpenCommand {
  switch (event.type) {
    case 'ActionStarted':
      return { ...open, doubtful: withIndex(open.doubtful, event.data.index) };
    case 'ActionAnswered':
      return answered(open, event.data.index, event.data.retry === true);
    case 'DecisionRequested':
      return { ...open, status: 'NEEDS_DECISION', undecided: withIndex(open.undecided, event.data.index) };
    case 'DecisionTaken': {
      // It is carried out without asking the meter first: that is what was decided.
      const { undecided = [], ...rest } = open;
      return { ...settled(rest, undecided), status: 'RETRY_SCHEDULED' };
    }
  }
}

function answered(open: OpenCommand, index: number, retry: boolean): OpenCommand {
  const rest = settled(open, [index]);
  if (!retry) return { ...rest, answered: withIndex(rest.answered, index) };
  return { ...rest, actionFailures: { ...rest.actionFailures, [index]: (rest.actionFailures?.[index] ?? 0) + 1 } };
}

function settled({ doubtful = [], ...open }: OpenCommand, indices: readonly number[]): OpenCommand {
  const left = doubtful.filter((index) => !indices.includes(index));
  return left.length === 0 ? open : { ...open, doubtful: left };
}

const withIndex = (indices: readonly number[] = [], index: number): readonly number[] =>
  indices.includes(index) ? indices : [...indices, index].sort((a, b) => a - b);
