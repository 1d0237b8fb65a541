/** Says when something is; ms from some beginning. */
export interface Moment {
  readonly now: number;
}

/** What went against the rules in one history, and, when it is asked for, what happened in it. */
export class Findings {
  readonly violations: string[] = [];
  /** In order, readable. */
  readonly trace: string[] = [];

  constructor(
    private readonly time: Moment,
    private readonly isTraced = false,
  ) {}

  add(text: string): void {
    this.violations.push(`at ${this.#now()}: ${text}`);
    this.tell(() => `VIOLATION ${text}`);
  }

  /** Something happened; the text is only made when somebody wants to read it. */
  tell(text: () => string): void {
    if (this.isTraced) this.trace.push(`${this.#now().padStart(12)}  ${text()}`);
  }

  #now(): string {
    return `${(this.time.now / 1_000).toFixed(3)} s`;
  }
}
