import type { Random } from '../../chaos/random.js';
import type { SimTime } from './sim-time.js';

/** How a process fares. Probabilities are per call of a port. */
export interface Fate {
  /** The call of a port at which it dies, counted from 1; undefined: it does not die of a call. */
  readonly diesAtCall: number | undefined;
  /** Of a call that takes a while. */
  readonly slow: number;
  /** Longest such while, ms. */
  readonly slowest: number;
  /** Of a call that fails although it could be made, half of them after it has taken effect. */
  readonly broken: number;
  /** From here on it neither dies of a call nor does a call fail, ms from the start of the history. */
  readonly calmAt: number;
}

const never = <T>(): Promise<T> => new Promise<T>(() => undefined);

/**
 * One life of a process. Whatever it awaits it awaits through here: at its death nothing of it goes on, as after `kill -9`,
 * and a call under way has taken effect, or not; while it is frozen nothing goes on, as after SIGSTOP, and then everything does.
 */
export class Life {
  #isAlive = true;
  #calls = 0;
  readonly #mourners: (() => void)[] = [];
  readonly #freezers: (() => void)[] = [];
  #thawed: PromiseWithResolvers<undefined> | undefined;

  constructor(
    private readonly time: SimTime,
    private readonly random: Random,
    private readonly fate: Fate,
    private readonly failure: () => Error,
    private readonly onTrouble: () => void,
  ) {}

  get isAlive(): boolean {
    return this.#isAlive;
  }

  get calls(): number {
    return this.#calls;
  }

  /** Called at once when it is dead already. */
  onDeath(listener: () => void): void {
    if (this.#isAlive) this.#mourners.push(listener);
    else listener();
  }

  get isFrozen(): boolean {
    return this.#thawed !== undefined;
  }

  /** Calls back each time. */
  onFreeze(listener: () => void): void {
    this.#freezers.push(listener);
  }

  freeze(): void {
    this.#thawed ??= Promise.withResolvers();
    for (const freezer of this.#freezers) freezer();
  }

  thaw(): void {
    this.#thawed?.resolve(undefined);
    this.#thawed = undefined;
  }

  die(): void {
    if (!this.#isAlive) return;
    this.#isAlive = false;
    this.thaw();
    for (const mourn of this.#mourners) mourn();
  }

  /** Makes a call of a port. */
  async call<T>(work: () => Promise<T>): Promise<T> {
    if (!this.#isAlive) return never();
    this.#calls++;
    const { diesAtCall, broken, slow, slowest, calmAt } = this.fate;
    const isCalm = this.time.now >= calmAt;
    const dies = !isCalm && diesAtCall !== undefined && this.#calls >= diesAtCall;
    const breaks = !isCalm && !dies && broken > 0 && this.random.next() < broken;
    const early = (dies || breaks) && this.random.next() < 0.5;
    if (early) return this.#end(dies);
    const result = await this.settled(work());
    if (dies || breaks) return this.#end(dies);
    if (slow > 0 && this.random.next() < slow) await this.settled(this.time.wait(this.random.between(1, slowest)));
    return this.#isAlive ? result() : never();
  }

  /** Waits without being a call: time goes on whoever lives. */
  async outlived<T>(work: Promise<T>): Promise<T> {
    const result = await this.settled(work);
    return this.#isAlive ? result() : never();
  }

  private async settled<T>(work: Promise<T>): Promise<() => T> {
    let result: () => T;
    try {
      const value = await work;
      result = () => value;
    } catch (error) {
      result = () => {
        throw error;
      };
    }
    while (this.#thawed !== undefined) await this.#thawed.promise;
    return result;
  }

  #end<T>(dies: boolean): Promise<T> {
    if (dies) {
      this.die();
      return never();
    }
    this.onTrouble();
    return Promise.reject(this.failure());
  }
}
