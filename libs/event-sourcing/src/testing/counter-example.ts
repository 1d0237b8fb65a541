import { Type } from '@sinclair/typebox';
import { EventRegistry } from '../registry/event-registry.js';
import { eventType, type EventOf } from '../registry/event-type.js';
import type { RecordedOf } from '../registry/event.js';
import type { Decider, DecisionContext } from '../repository/stream-repository.js';
import { uuidv5 } from '../uuid.js';

/** The smallest decider that remembers what it handled: the example of this library's own tests. */
export const Opened = eventType('Opened', Type.Object({ limit: Type.Integer() }));
export const Added = eventType('Added', Type.Object({ amount: Type.Integer(), note: Type.Optional(Type.String()) }), { personal: ['note'] });
export type CounterEvent = EventOf<typeof Opened> | EventOf<typeof Added>;
export const counterRegistry = new EventRegistry([Opened, Added]);

export interface Counter {
  readonly id: string;
  readonly limit: number;
  readonly total: number;
  readonly handled: readonly string[];
}

export type CounterCommand = { readonly open: number } | { readonly add: readonly number[]; readonly at?: number };

export class CounterRefused extends Error {}

export const counter: Decider<Counter, CounterCommand, CounterEvent> = {
  initialState: (id) => ({ id, limit: 0, total: 0, handled: [] }),
  decide(command, state) {
    if ('open' in command) return state.limit > 0 ? [] : [{ type: 'Opened', data: { limit: command.open } }];
    if (state.limit === 0) throw new CounterRefused('not open');
    if (state.total + command.add.reduce((sum, n) => sum + n, 0) > state.limit) throw new CounterRefused('over the limit');
    const time = command.at === undefined ? {} : { occurredAt: command.at };
    return command.add.map((amount) => ({ type: 'Added', data: { amount }, ...time }));
  },
  evolve(state: Counter, event: RecordedOf<CounterEvent>): Counter {
    const handled = state.handled.includes(event.commandId) ? state.handled : [...state.handled, event.commandId];
    if (event.type === 'Opened') return { ...state, handled, limit: event.data.limit };
    return { ...state, handled, total: state.total + event.data.amount };
  },
};

/** The context of the command with this name. */
export function counterContext(name: string, more: Partial<DecisionContext> = {}): DecisionContext {
  const commandId = uuidv5('6ba7b810-9dad-11d1-80b4-00c04fd430c8', name);
  return { commandId, correlationUid: commandId, causationId: null, actor: 'grid/api/anna', ...more };
}
