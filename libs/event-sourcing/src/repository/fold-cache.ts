interface Held<V> {
  readonly value: V;
  readonly weight: number;
}

/** Keeps the most recently used values, as many as together weigh no more than `capacity`. */
export class FoldCache<V> {
  private readonly held = new Map<string, Held<V>>();
  private weight = 0;

  /** @param weigh default: each weighs 1 */
  constructor(
    private readonly capacity: number,
    private readonly weigh: (value: V) => number = () => 1,
  ) {}

  get(key: string): V | undefined {
    const held = this.held.get(key);
    if (held === undefined) return undefined;
    // A map iterates in insertion order: the first key is the one that was not used for longest.
    this.held.delete(key);
    this.held.set(key, held);
    return held.value;
  }

  set(key: string, value: V): void {
    this.delete(key);
    const weight = this.weigh(value);
    this.held.set(key, { value, weight });
    this.weight += weight;
    if (this.weight <= this.capacity) return;
    // The last one kept may be the new one itself: what weighs more than all that may be held is not held.
    for (const oldest of this.held.keys()) {
      this.delete(oldest);
      if (this.weight <= this.capacity) return;
    }
  }

  delete(key: string): void {
    const held = this.held.get(key);
    if (held === undefined) return;
    this.held.delete(key);
    this.weight -= held.weight;
  }
}
