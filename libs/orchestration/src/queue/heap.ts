/** An item of a {@link Heap} knows its place in it, under the field that the heap was given: so it can be removed from the middle. -1: not in it. */
export type Placed<F extends string> = Record<F, number>;

/** A binary heap: the first of its items at once, all else in O(log n). */
export class Heap<F extends string, T extends Placed<F>> {
  private readonly items: T[] = [];

  /**
   * @param field where an item keeps its place; an item is in at most one heap per field at a time
   * @param before a strict order; who changes what it looks at calls {@link moved}
   */
  constructor(
    private readonly field: F,
    private readonly before: (a: T, b: T) => boolean,
  ) {}

  get size(): number {
    return this.items.length;
  }

  get first(): T | undefined {
    return this.items[0];
  }

  add(item: T): void {
    this.items.push(item);
    this.up(item, this.items.length - 1);
  }

  /** Nothing happens to an item that is not in it. */
  remove(item: T): void {
    const at: number = item[this.field];
    if (at < 0 || this.items[at] !== item) return;
    const last = this.items.pop();
    this.put(item, -1);
    if (last === undefined || last === item) return;
    this.settle(last, at);
  }

  shift(): T | undefined {
    const [first] = this.items;
    if (first !== undefined) this.remove(first);
    return first;
  }

  /** The item has another rank than before. */
  moved(item: T): void {
    this.settle(item, item[this.field]);
  }

  private settle(item: T, at: number): void {
    this.up(item, at);
    if (item[this.field] === at) this.down(item, at);
  }

  private up(item: T, from: number): void {
    let at = from;
    while (at > 0) {
      const above = (at - 1) >> 1;
      const parent = this.items[above];
      if (parent === undefined || !this.before(item, parent)) break;
      this.place(parent, at);
      at = above;
    }
    this.place(item, at);
  }

  private down(item: T, from: number): void {
    let at = from;
    for (;;) {
      let below = 2 * at + 1;
      let child = this.items[below];
      if (child === undefined) break;
      const other = this.items[below + 1];
      if (other !== undefined && this.before(other, child)) {
        child = other;
        below++;
      }
      if (!this.before(child, item)) break;
      this.place(child, at);
      at = below;
    }
    this.place(item, at);
  }

  private place(item: T, at: number): void {
    this.items[at] = item;
    this.put(item, at);
  }

  private put(item: T, at: number): void {
    (item as Placed<F>)[this.field] = at;
  }
}
