import assert from 'node:assert/strict';
import type { DomainEvent, RecordedEvent, RecordedOf } from '../registry/event.js';
import type { EventRegistry } from '../registry/event-registry.js';
import type { Decider } from '../repository/stream-repository.js';
import { eventIdOf } from '../uuid.js';

export interface SpecificationOptions {
  /** Epoch ms: the time of all decisions, and of given events that do not say when they were true; default 2026-01-01. */
  readonly now?: number;
  /** The id that the initial state is made for. */
  readonly id?: string;
  /** Checks given and decided events against their schemas. */
  readonly registry?: EventRegistry;
}

/** What an error must be: of a class, have a message, or pass a function (false or a throw fails). */
export type ErrorCheck = (abstract new (...args: never[]) => Error) | RegExp | ((error: unknown) => boolean | void);

export interface Outcome<Event extends DomainEvent> {
  /** Exactly these events, in order. */
  then(events: readonly Event[]): void;
  thenThrows(check?: ErrorCheck): void;
  thenNothing(): void;
}

/** An event that says of which command it is; without that, of one of its own. */
export type GivenEvent<Event extends DomainEvent> = Event & { readonly correlationUid?: string };

export interface Specification<Command, Event extends DomainEvent> {
  /** What happened before; of which command, where the fold asks for it. */
  given(this: void, events: readonly GivenEvent<Event>[]): { when(command: Command): Outcome<Event> };
}

const NO_HASH = '0'.repeat(64);
const ID = '00000000-0000-0000-0000-000000000000';

/** A given event in the form that `evolve` gets, with an envelope that says nothing but its revision and times. */
function recorded(event: GivenEvent<DomainEvent>, revision: number, stream: string, now: number): RecordedEvent {
  const eventId = eventIdOf(ID, revision);
  const instants = { occurredAt: new Date(event.occurredAt ?? now).toISOString(), recordedAt: new Date(now).toISOString() };
  const origin = { commandId: eventId, correlationUid: event.correlationUid ?? eventId, causationId: null, actor: 'meterlog/specification' };
  const place = { stream, revision, position: revision + 1, prevHash: NO_HASH, hash: NO_HASH };
  return { type: event.type, data: event.data, schemaVersion: 1, eventId, ...origin, ...instants, ...place };
}

/** Without members that are undefined: a store does not keep them. */
const comparable = (events: readonly DomainEvent[]): unknown => JSON.parse(JSON.stringify(events));

function checkError(error: unknown, check: ErrorCheck): void {
  if (check instanceof RegExp) {
    assert.match(error instanceof Error ? error.message : String(error), check);
  } else if (isErrorClass(check)) {
    assert.ok(error instanceof check, `expected a ${check.name}, got ${String(error)}`);
  } else {
    assert.notEqual(check(error), false, `not the expected error: ${String(error)}`);
  }
}

function isErrorClass(check: Exclude<ErrorCheck, RegExp>): check is abstract new (...args: never[]) => Error {
  return check === Error || check.prototype instanceof Error;
}

type Result<Event> = { readonly events: readonly Event[] } | { readonly error: unknown };

function outcomeOf<Event>(decide: () => readonly Event[]): Result<Event> {
  try {
    return { events: decide() };
  } catch (error) {
    return { error };
  }
}

class DecisionOutcome<Event extends DomainEvent> implements Outcome<Event> {
  constructor(private readonly result: Result<Event>) {}

  // A specification is never awaited: the word is the one of given/when/then.
  // oxlint-disable-next-line unicorn/no-thenable
  then(events: readonly Event[]): void {
    assert.deepEqual(comparable(this.decided()), comparable(events));
  }

  thenThrows(check: ErrorCheck = Error): void {
    if (!('error' in this.result)) assert.fail(`expected an error, got ${JSON.stringify(this.result.events)}`);
    checkError(this.result.error, check);
  }

  thenNothing(): void {
    assert.deepEqual(comparable(this.decided()), []);
  }

  private decided(): readonly Event[] {
    if ('error' in this.result) throw this.result.error;
    return this.result.events;
  }
}

/** Specifies a decider by examples: `given(events).when(command).then(events)`. The time stands still. */
export function deciderSpecification<State, Command, Event extends DomainEvent>(
  decider: Decider<State, Command, Event>,
  options: SpecificationOptions = {},
): Specification<Command, Event> {
  const { now = Date.UTC(2026, 0, 1), id = 'id', registry } = options;
  const validate = (events: readonly Event[]): void => events.forEach((event) => registry?.validate(event));
  return {
    given(events) {
      validate(events);
      let state = decider.initialState(id);
      for (const [revision, event] of events.entries()) {
        state = decider.evolve(state, recorded(event, revision, `specification-${id}`, now) as RecordedOf<Event>);
      }
      return {
        when(command) {
          const result = outcomeOf(() => decider.decide(command, state, now));
          if ('events' in result) validate(result.events);
          return new DecisionOutcome(result);
        },
      };
    },
  };
}
