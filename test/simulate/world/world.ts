import { deviceEventTypes, uniformPolicies, type CommandPolicies } from '#domain';
import { EventRegistry } from '#event-sourcing';
import { MemoryEventStore } from '#event-sourcing/testing/memory-event-store.js';
import { Random } from '../../chaos/random.js';
import { Findings } from '../checks/findings.js';
import { PermitLedger } from '../checks/permit-ledger.js';
import { Record } from '../checks/record.js';
import { StarvationJudge } from '../checks/starvation-judge.js';
import type { Limit } from '../plan/acts.js';
import type { Plan } from '../plan/plan.js';
import { MemoryReadStore } from '../stores/memory-read-store.js';
import { MemoryResults } from '../stores/memory-results.js';
import { ObservedEventStore } from '../stores/observed-event-store.js';
import { Field } from './field.js';
import { SimClock } from './sim-clock.js';
import { SimTime } from './sim-time.js';
import { CALM, someWeather, type Weather } from './weather.js';

/** A limit, and since when it has been in force, ms from the start. */
export interface LimitInForce extends Limit {
  readonly since: number;
}

/** What outlives every process of a history: what is stored, the meters, and time. */
export class World {
  readonly time = new SimTime();
  readonly clock = new SimClock(this.time);
  readonly registry = new EventRegistry(deviceEventTypes);
  readonly readStore = new MemoryReadStore();
  readonly results = new MemoryResults();
  readonly permits = new PermitLedger(this);
  readonly limits = new Map<string, LimitInForce>();
  readonly findings: Findings;
  readonly record: Record;
  readonly store: ObservedEventStore;
  readonly field: Field;
  readonly random: Random;
  readonly policies: CommandPolicies;
  weather: Weather;
  /** When something happened last that may keep a process from doing its best, ms from the start. */
  troubledAt = -Infinity;

  constructor(
    readonly plan: Plan,
    seed: number,
    isTraced: boolean,
  ) {
    this.random = new Random(seed);
    this.findings = new Findings(this.time, isTraced);
    this.record = new Record(this.time, this.findings, plan.policy.attempts);
    const starvation = new StarvationJudge(this);
    this.store = new ObservedEventStore(new MemoryEventStore(), this.registry, (event) => {
      starvation.observe(event);
      this.record.observe(event);
    });
    this.field = new Field(this.record, this.findings);
    this.policies = uniformPolicies(plan.policy, plan.circuit);
    this.weather = someWeather(this.random);
    for (const limit of plan.limits) this.limits.set(limit.scope, { ...limit, since: 0 });
  }

  get isCalm(): boolean {
    return this.time.now >= this.plan.calmAt;
  }

  trouble(): void {
    this.troubledAt = this.time.now;
  }

  changeWeather(): void {
    this.weather = this.isCalm ? CALM : someWeather(this.random);
  }
}
