import { DeciderRepository, uuidv7, type Clock, type EventRegistry, type Loaded, type Log } from '#event-sourcing';
import type { EventStore } from '#eventstore/port.js';
import type { LimitTable } from '../permits/limit-table.js';
import type { LimitEvent } from './limit-events.js';
import {
  decideLimit,
  evolve,
  initialState,
  permitScopeOf,
  type LimitPlace,
  type LimitState,
  type SetLimit,
  type SetLimitCommand,
} from './limit-state.js';

/** The one stream that all limits stand in. */
export const LIMITS_STREAM = 'limits';
const PAUSE_AFTER_ERROR = 1_000;

export interface LimitsOptions {
  readonly store: EventStore;
  /** Must know the limit event types. */
  readonly registry: EventRegistry;
  readonly clock: Clock;
  readonly log: Log;
  /** What permits are given by. */
  readonly table: LimitTable;
}

/** The limits of permits: set by people, with a reason; in force at once, here and in every other process on the same store. */
export class Limits {
  private readonly repository: DeciderRepository<LimitState, LimitEvent>;
  private applied = 0;

  private constructor(private readonly options: LimitsOptions) {
    const { store, registry, clock } = options;
    this.repository = new DeciderRepository({ store, registry, clock, stream: () => LIMITS_STREAM, initialState, evolve });
  }

  /** The limits set before are in force when it resolves. */
  static async open(options: LimitsOptions): Promise<Limits> {
    const limits = new Limits(options);
    await limits.refresh();
    return limits;
  }

  /** What was set for a place; undefined: nothing ever. */
  async get(place: LimitPlace): Promise<SetLimit | undefined> {
    return (await this.refresh()).limits[permitScopeOf(place)];
  }

  /** Everything that was set, by base station and cell. */
  async list(): Promise<readonly SetLimit[]> {
    const { limits } = await this.refresh();
    const order = ({ btsId = -1, cellId = -1 }: LimitPlace): readonly [number, number] => [btsId, cellId];
    return Object.values(limits).sort((a, b) => order(a)[0] - order(b)[0] || order(a)[1] - order(b)[1]);
  }

  /** @param actor "organisation/application/user" */
  async set(command: SetLimitCommand, actor: string): Promise<SetLimit> {
    const id = uuidv7(this.options.clock.now());
    const context = { commandId: id, correlationUid: id, causationId: null, actor };
    const decided = await this.repository.decide(LIMITS_STREAM, context, (state) => decideLimit(command, state));
    this.apply(decided);
    const set = decided.state.limits[permitScopeOf(command)];
    if (set === undefined) throw new Error('a limit that was set is not in its stream');
    return set;
  }

  /** Follows what other processes set. Resolves after the signal aborted. */
  async run(signal: AbortSignal): Promise<void> {
    const { store, clock, log } = this.options;
    while (!signal.aborted) {
      try {
        for await (const { kind } of store.subscribe({ after: this.applied, streamPrefix: LIMITS_STREAM, types: ['LimitChanged'], signal }))
          if (kind === 'events') await this.refresh();
      } catch (error) {
        if (!signal.aborted) log.error({ err: error }, 'changes of limits were not noticed; they will be looked for again');
      }
      await clock.wait(PAUSE_AFTER_ERROR, signal);
    }
  }

  private async refresh(): Promise<LimitState> {
    const loaded = await this.repository.load(LIMITS_STREAM);
    this.apply(loaded);
    return loaded.state;
  }

  private apply({ state, position }: Loaded<LimitState>): void {
    // An older state may come last, when two are read at once.
    if (position <= this.applied) return;
    this.applied = position;
    const { table } = this.options;
    for (const [scope, { maxConcurrency, maxNewPerSecond }] of Object.entries(state.limits)) {
      const now = table.of(scope);
      if (now.maxConcurrency !== maxConcurrency || now.maxNewPerSecond !== maxNewPerSecond) table.set(scope, { maxConcurrency, maxNewPerSecond });
    }
  }
}
