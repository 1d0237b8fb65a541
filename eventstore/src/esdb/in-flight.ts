interface Waiting {
  readonly bytes: number;
  readonly go: () => void;
}

/** Bounds how much is on its way at once; who comes first goes first, so that appends are sent in the order of the calls. */
export class InFlight {
  private count = 0;
  private bytes = 0;
  private readonly waiting: Waiting[] = [];

  constructor(
    private readonly mostCount: number,
    private readonly mostBytes: number,
  ) {}

  /** Begins `work` before it returns when there is room. */
  run<T>(bytes: number, work: () => Promise<T>): Promise<T> {
    if (this.waiting.length === 0 && this.hasRoom(bytes)) return this.begin(bytes, work);
    return new Promise((resolve) => {
      this.waiting.push({ bytes, go: () => resolve(this.begin(bytes, work)) });
    });
  }

  /** Something that is larger than all room still goes, alone. */
  private hasRoom(bytes: number): boolean {
    return this.count === 0 || (this.count < this.mostCount && this.bytes + bytes <= this.mostBytes);
  }

  private async begin<T>(bytes: number, work: () => Promise<T>): Promise<T> {
    this.count++;
    this.bytes += bytes;
    try {
      return await work();
    } finally {
      this.count--;
      this.bytes -= bytes;
      this.letIn();
    }
  }

  private letIn(): void {
    for (let first = this.waiting[0]; first !== undefined && this.hasRoom(first.bytes); first = this.waiting[0]) {
      this.waiting.shift();
      first.go();
    }
  }
}
