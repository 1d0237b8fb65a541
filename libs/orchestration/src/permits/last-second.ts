const SECOND = 1_000;

/** What was granted in the last second, exactly: a bucket that refills would let twice as many through in a second that spans its edge. */
export class LastSecond {
  /** Instants of the grants, the oldest first. */
  private granted: number[] = [];
  private first = 0;

  /** How many. @param now epoch ms */
  count(now: number): number {
    this.forget(now);
    return this.granted.length - this.first;
  }

  add(now: number): void {
    this.forget(now);
    this.granted.push(now);
  }

  /** Takes back a grant of this instant, if it is still counted. */
  remove(at: number): void {
    const index = this.granted.lastIndexOf(at);
    if (index >= this.first) this.granted.splice(index, 1);
  }

  /** When there will be fewer than `most`, epoch ms. Only for a count that is not below it, and `most` of 1 and more. */
  belowAt(most: number): number {
    return (this.granted[this.granted.length - most] ?? 0) + SECOND;
  }

  private forget(now: number): void {
    // A clock that went back must not close the door until it has caught up: what seems to lie ahead counts from now.
    const { granted } = this;
    for (let last = granted.length - 1; last >= this.first && (granted[last] ?? 0) > now; last--) granted[last] = now;
    while (this.first < granted.length && (granted[this.first] ?? 0) <= now - SECOND) this.first++;
    if (this.first > 64 && this.first * 2 > granted.length) {
      this.granted = granted.slice(this.first);
      this.first = 0;
    }
  }
}
