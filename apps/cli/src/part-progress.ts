/** How often the line is written anew, ms. */
const EVERY = 200;

/** How far work of several phases is, when only the part that is done is known: one line on a terminal; nothing where nobody looks. */
export class PartProgress {
  private phase = '';
  private started = 0;
  private shown = 0;

  /** @param write to the terminal; undefined: nobody looks */
  constructor(private readonly write: ((text: string) => void) | undefined) {}

  /**
   * @param done so many events, say, in this phase
   * @param part 0 to 1
   */
  show(phase: string, done: number, part: number): void {
    const now = performance.now();
    if (phase !== this.phase) [this.phase, this.started, this.shown] = [phase, now, 0];
    if (this.write === undefined || now - this.shown < EVERY) return;
    this.shown = now;
    const seconds = (now - this.started) / 1_000;
    const rate = seconds === 0 ? 0 : done / seconds;
    const left = part === 0 ? '' : `, ${Math.ceil((seconds / part) * (1 - part))} s left`;
    this.write(`\r\u001b[K${phase}: ${done}, ${Math.floor(part * 100)} %, ${Math.round(rate)}/s${left}`);
  }

  /** Takes the line away. */
  end(): void {
    this.write?.('\r\u001b[K');
  }
}
