import { CommandRefusedError, decide, evolve, type CommandPolicies, type DeviceCommand, type DeviceEvent, type DeviceState } from '#domain';
import type { RecordedDeviceEvent } from '#domain';
import { commandOf } from './command-of.js';
import { differences, type Difference } from './differences.js';
import { recordedAct, type RecordedAct } from './recorded-act.js';

/** One event of an act: as it was recorded, and as today's code would have it. */
export interface RerunEvent {
  /** Of the recorded one; of one that only today's code has, the next. */
  readonly revision: number;
  readonly recorded: string | null;
  readonly today: string | null;
  /** Between the data; empty when the types differ, or one is missing. */
  readonly differences: readonly Difference[];
}

export interface RerunAct {
  readonly commandId: string;
  /** Null: no command of today leads to what was recorded. */
  readonly command: DeviceCommand['kind'] | null;
  /** When it was decided; ISO 8601 UTC. */
  readonly at: string;
  /** Why today's code says no. */
  readonly refusal: string | null;
  readonly events: readonly RerunEvent[];
  readonly same: boolean;
}

/**
 * Decides every act of a command anew: the recorded inputs go to today's decider, with the state that the record folds to before the act and the
 * time at which it was decided. Answers one item for each act of the command, in order; none: the stream has no event of it.
 * @param stream every event of the device's stream, from the first on
 */
export async function* rerun(
  stream: AsyncIterable<RecordedDeviceEvent> | Iterable<RecordedDeviceEvent>,
  initial: DeviceState,
  correlationUid: string,
  policies: CommandPolicies,
): AsyncGenerator<RerunAct, void, undefined> {
  let state = initial;
  for await (const act of actsOf(stream)) {
    if (act.correlationUid === correlationUid) yield again(act, state, policies);
    for (const event of act.events) state = evolve(state, event);
  }
}

/** Events that stand one after another with one command id came from one append. */
async function* actsOf(stream: AsyncIterable<RecordedDeviceEvent> | Iterable<RecordedDeviceEvent>): AsyncGenerator<RecordedAct, void, undefined> {
  let events: RecordedDeviceEvent[] = [];
  for await (const event of stream) {
    if (events[0] !== undefined && events[0].commandId !== event.commandId) {
      yield recordedAct(events);
      events = [];
    }
    events.push(event);
  }
  if (events.length > 0) yield recordedAct(events);
}

function again(act: RecordedAct, state: DeviceState, policies: CommandPolicies): RerunAct {
  const command = commandOf(act, state);
  const today = command === undefined ? [] : decided(command, state, act.now, policies);
  const refusal = today instanceof Error ? `${today instanceof CommandRefusedError ? today.code : today.name}: ${today.message}` : null;
  const events = compared(act, today instanceof Error ? [] : today);
  const same = events.every((event) => event.recorded === event.today && event.differences.length === 0);
  return { commandId: act.commandId, command: command?.kind ?? null, at: new Date(act.now).toISOString(), refusal, events, same };
}

function decided(command: DeviceCommand, state: DeviceState, now: number, policies: CommandPolicies): readonly DeviceEvent[] | Error {
  try {
    return decide(command, state, now, policies);
  } catch (error) {
    // Also what it cannot understand any more is an answer to the question.
    return error instanceof Error ? error : new Error(String(error));
  }
}

function compared({ events, revision }: RecordedAct, today: readonly DeviceEvent[]): readonly RerunEvent[] {
  return Array.from({ length: Math.max(events.length, today.length) }, (_, index) => {
    const [was, is] = [events[index], today[index]];
    return {
      revision: revision + index,
      recorded: was?.type ?? null,
      today: is?.type ?? null,
      differences: was === undefined || is === undefined || was.type !== is.type ? [] : differences(was.data, is.data),
    };
  });
}
