/** Something that happens to a meter at an instant of its own clock. */
interface Due {
  readonly name: string;
  /** Epoch milliseconds of the meter's clock. */
  readonly at: number;
  readonly act: () => void;
}

/** What is still to happen to a meter; each name stands for one thing, planned anew it takes the place of the old. */
export class Pending {
  private list: Due[] = [];

  /** @param planned is told that something was planned */
  constructor(private readonly planned: () => void) {}

  get size(): number {
    return this.list.length;
  }

  plan(name: string, at: number, act: () => void): void {
    this.drop(name);
    this.list.push({ name, at, act });
    this.list.sort((one, other) => one.at - other.at);
    this.planned();
  }

  drop(name: string): void {
    this.list = this.list.filter((due) => due.name !== name);
  }

  /** Lets everything happen whose time has come, in order. What happens may plan more, and may set the clock. */
  settle(now: () => number): void {
    for (let [next] = this.list; next !== undefined && next.at <= now(); [next] = this.list) {
      this.list.shift();
      next.act();
    }
  }
}
