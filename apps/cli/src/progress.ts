/** How often the line is written anew, ms. */
const EVERY = 200;

/** How far long work has come: one line on a terminal, written over again and again; nothing where nobody looks. */
export class Progress {
  private readonly started = performance.now();
  private shown = 0;

  /**
   * @param write to the terminal; undefined: nobody looks
   * @param what is counted: `events`
   * @param total how many there will be, if that is known
   */
  constructor(
    private readonly write: ((text: string) => void) | undefined,
    private readonly what: string,
    private readonly total?: number,
  ) {}

  /** @param done so far */
  show(done: number): void {
    const now = performance.now();
    if (this.write === undefined || now - this.shown < EVERY) return;
    this.shown = now;
    const seconds = (now - this.started) / 1_000;
    const rate = seconds > 0 ? done / seconds : 0;
    const left = this.total === undefined || rate === 0 ? '' : `, ${Math.ceil((this.total - done) / rate)} s left`;
    const of = this.total === undefined ? '' : ` of ${this.total}`;
    this.write(`\r\u001b[K${done}${of} ${this.what}, ${Math.round(rate)}/s${left}`);
  }

  /** Takes the line away. */
  end(): void {
    if (this.shown > 0) this.write?.('\r\u001b[K');
  }
}
