export interface Output {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** Shows how far something is: one line that changes on a terminal, a line at every quarter otherwise. */
export class Progress {
  #done = 0;
  #failed = 0;

  constructor(
    private readonly what: string,
    private readonly total: number,
    private readonly output: Output,
  ) {
    this.show();
  }

  get failed(): number {
    return this.#failed;
  }

  step(good = true): void {
    this.#done += 1;
    if (!good) this.#failed += 1;
    this.show();
  }

  private show(): void {
    const failed = this.#failed === 0 ? '' : `, ${this.#failed} failed`;
    const line = `${this.what} ${this.#done}/${this.total}${failed}`;
    if (this.output.isTTY === true) this.output.write(`\r${line}${this.#done === this.total ? '\n' : ''}`);
    else if (this.#done % Math.max(1, Math.ceil(this.total / 4)) === 0 || this.#done === this.total) this.output.write(`${line}\n`);
  }
}
