import { silentLog, type Clock } from '#event-sourcing';
import { EventStoreError, type EventStore } from '#eventstore/port.js';
import {
  deviceRepository,
  Dispatcher,
  everything,
  guardedGateway,
  LeaseKeeper,
  LimitTable,
  localPermits,
  sharedPermits,
  UNLIMITED,
  type DeviceRepository,
} from '#orchestration';
import { DueQueries } from '#projections';
import type { ReadStore } from '#readstore/port.js';
import { GrantJudge } from '../checks/grant-judge.js';
import { JudgedPermits } from '../checks/judged-permits.js';
import { DueFollower } from '../stores/due-follower.js';
import { mortal, mortalClock, mortalEventStore } from '../stores/mortal-stores.js';
import { Life } from './life.js';
import { INACTIVITY, ScriptedGateway } from './scripted-gateway.js';
import type { World } from './world.js';

const RESULT_TTL = 86_400_000;
const SLOWEST_CALL = 200;
/** From the death of a process of itself until it is started anew, ms. */
const RESTART = 1_000;
const LEASE_TERM = 30_000;

/** What a process of the platform lends to clients. */
export interface Desk {
  readonly life: Life;
  readonly devices: DeviceRepository;
}

/** Ports as one life has them. */
interface Mine {
  readonly store: EventStore;
  readonly readStore: ReadStore;
  readonly clock: Clock;
}

/** A process of the platform, with the lives that it has one after the other. */
export class PlatformProcess {
  #desk: Desk | undefined;
  #dispatcher: Dispatcher | undefined;
  #permits: JudgedPermits | undefined;
  #limits: LimitTable | undefined;
  #leases: LeaseKeeper | undefined;
  #stopping = new AbortController();
  #restart: () => void = () => undefined;
  #lives = 0;

  constructor(
    private readonly world: World,
    readonly name: string,
  ) {}

  /** Undefined while it is dead. */
  get desk(): Desk | undefined {
    return this.#desk;
  }

  /** It lives, and is not frozen. */
  get isWell(): boolean {
    return this.#desk?.life.isFrozen === false;
  }

  get lives(): number {
    return this.#lives;
  }

  get permitsOut(): number {
    return this.#permits?.open ?? 0;
  }

  setLimit(scope: string): void {
    const limit = this.world.limits.get(scope);
    if (limit !== undefined) this.#limits?.set(scope, { maxConcurrency: limit.concurrency, maxNewPerSecond: limit.newPerSecond });
  }

  /** @param diesAtCall the call of a port at which this life ends */
  start(diesAtCall: number | undefined): void {
    const { time, random, plan, findings, store, clock, readStore, registry, policies } = this.world;
    const fate = { diesAtCall, slow: plan.slow, slowest: SLOWEST_CALL, broken: plan.broken, calmAt: plan.calmAt };
    const failure = (): Error => new EventStoreError('STORE_FAILED', 'the store is in trouble');
    const life = new Life(time, random, fate, failure, () => this.world.trouble());
    this.#lives++;
    this.#stopping = new AbortController();
    life.onDeath(() => this.#died());
    findings.tell(() => `${this.name} starts${diesAtCall === undefined ? '' : `, to die at call ${diesAtCall}`}`);
    const mine: Mine = { store: mortalEventStore(store.port, life), clock: mortalClock(clock, life), readStore: mortal(readStore, life) };
    const devices = deviceRepository({ store: mine.store, clock: mine.clock, registry, policies });
    this.#desk = { life, devices };
    const runner = new DueFollower(mine.store, mine.readStore, registry, mine.clock);
    void this.#work(life, devices, runner, mine);
  }

  /** Like `kill -9`; it is started anew after `downtime` ms. */
  kill(downtime: number, nextDiesAtCall: number | undefined): void {
    const life = this.#desk?.life;
    if (life === undefined) return;
    life.die();
    this.#restartIn(downtime, nextDiesAtCall);
  }

  /** Like SIGSTOP, and SIGCONT `lasting` ms later. */
  freeze(lasting: number): void {
    const { world, name } = this;
    const life = this.#desk?.life;
    if (life === undefined || life.isFrozen) return;
    world.findings.tell(() => `${name} freezes`);
    world.trouble();
    life.freeze();
    world.time.at(world.time.now + INACTIVITY, () => {
      if (life.isFrozen) world.permits.forget(name);
    });
    world.time.at(world.time.now + lasting, () => {
      world.findings.tell(() => `${name} goes on`);
      world.trouble();
      life.thaw();
    });
  }

  /** Ends it as an operator would. */
  async stop(): Promise<void> {
    await this.#dispatcher?.stop(0);
    await this.#leases?.stop();
    this.#stopping.abort();
  }

  async #work(life: Life, devices: DeviceRepository, runner: DueFollower, mine: Mine): Promise<void> {
    const { world, name } = this;
    const limits = new LimitTable(UNLIMITED);
    this.#limits = limits;
    for (const scope of world.limits.keys()) this.setLimit(scope);
    const leases = this.#leaseKeeper(mine);
    this.#leases = leases;
    const shared = leases === undefined ? undefined : sharedPermits({ limits, store: mine.readStore, leases, clock: mine.clock, log: silentLog });
    const permits = new JudgedPermits(shared ?? localPermits(limits), world, name, life);
    this.#permits = permits;
    const ownership = leases ?? everything;
    const judge = new GrantJudge(world, name, permits, ownership, () => this.#dispatcher?.position ?? 0);
    const meters = new ScriptedGateway(name, life, world.time, world.random, world.field, () => world.weather);
    const gateway = leases === undefined ? meters : guardedGateway(meters, leases);
    try {
      await runner.start(this.#stopping.signal);
      const dispatcher = new Dispatcher({
        store: mine.store,
        devices: judge.watched(devices),
        due: new DueQueries(mine.readStore),
        runner,
        gateway,
        ownership,
        results: mortal(world.results, life),
        permits,
        clock: mine.clock,
        log: silentLog,
        resultTtl: RESULT_TTL,
        times: { longestSleep: world.plan.longestSleep },
      });
      this.#dispatcher = dispatcher;
      leases?.start();
      void shared?.run(this.#stopping.signal);
      await dispatcher.start();
    } catch (error) {
      world.findings.tell(() => `${name} could not be started: ${String(error)}`);
      this.kill(RESTART, undefined);
    }
  }

  /** One process alone needs none. */
  #leaseKeeper({ readStore: store, clock }: Mine): LeaseKeeper | undefined {
    const { world, name } = this;
    if (world.plan.processes === 1) return undefined;
    const leases = new LeaseKeeper({
      store,
      clock,
      log: silentLog,
      term: LEASE_TERM,
      label: `${name}, life ${this.#lives}`,
      works: true,
      singletons: [],
      busy: () => this.#dispatcher?.busyDevices ?? [],
      steady: () => world.time.now,
    });
    leases.onChange(() => {
      world.trouble();
      world.findings.tell(() => `${name} owns ${leases.partitions.length} partitions`);
    });
    return leases;
  }

  #died(): void {
    const { world, name } = this;
    world.findings.tell(() => `${name} dies after ${this.#desk?.life.calls} calls`);
    world.trouble();
    world.permits.forget(name);
    this.#desk = undefined;
    this.#dispatcher = undefined;
    this.#permits = undefined;
    this.#leases = undefined;
    this.#stopping.abort();
    this.#restartIn(RESTART, undefined);
  }

  #restartIn(downtime: number, diesAtCall: number | undefined): void {
    const { time } = this.world;
    this.#restart();
    this.#restart = time.at(time.now + downtime, () => {
      this.world.trouble();
      this.start(diesAtCall);
    });
  }
}
