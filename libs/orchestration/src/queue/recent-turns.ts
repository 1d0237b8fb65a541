const SLICE = 1_000;
const SLICES = 60;

/** How often each organisation had its turn in the last minute, to the second. */
export class RecentTurns {
  private readonly turns = new Map<string, { readonly slices: number[]; total: number; newest: number }>();

  count(organisation: string, now: number): number {
    const turns = this.turns.get(organisation);
    if (turns === undefined) return 0;
    this.move(turns, sliceOf(now));
    if (turns.total === 0) this.turns.delete(organisation);
    return turns.total;
  }

  add(organisation: string, now: number): void {
    const slice = sliceOf(now);
    let turns = this.turns.get(organisation);
    if (turns === undefined) this.turns.set(organisation, (turns = { slices: Array<number>(SLICES).fill(0), total: 0, newest: slice }));
    this.move(turns, slice);
    const at = turns.newest % SLICES;
    turns.slices[at] = (turns.slices[at] ?? 0) + 1;
    turns.total++;
  }

  /** Empties the slices that are more than a minute old. A clock that goes back counts in the newest. */
  private move(turns: { readonly slices: number[]; total: number; newest: number }, slice: number): void {
    for (let passed = 0; turns.newest < slice && passed < SLICES; passed++) {
      turns.newest++;
      const at = turns.newest % SLICES;
      turns.total -= turns.slices[at] ?? 0;
      turns.slices[at] = 0;
    }
    turns.newest = Math.max(turns.newest, slice);
  }
}

const sliceOf = (now: number): number => Math.floor(now / SLICE);
