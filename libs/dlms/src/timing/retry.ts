export interface RetryOptions {
  /** A monotonic clock in milliseconds. Without it nothing is ever repeated. */
  readonly now?: () => number;
  /** How long an answer may take. Default 5,000. */
  readonly responseTimeoutMs?: number;
  /** How often a frame is repeated before the link is given up. Default 3. */
  readonly retries?: number;
}

const DEFAULT_TIMEOUT_MS = 5_000;
const DEFAULT_RETRIES = 3;

/** When to repeat, and when to give up. */
export class Retry {
  private until: number | undefined;
  private left = 0;

  constructor(private readonly options: RetryOptions) {}

  get deadline(): number | undefined {
    return this.until;
  }

  get due(): boolean {
    const { now } = this.options;
    return this.until !== undefined && now !== undefined && now() >= this.until;
  }

  /** Something was sent, or got on, that an answer must follow. */
  begin(): void {
    this.left = this.options.retries ?? DEFAULT_RETRIES;
    this.wait();
  }

  /** False when there is no try left. */
  again(): boolean {
    if (this.left === 0) return false;
    this.left -= 1;
    this.wait();
    return true;
  }

  end(): void {
    this.until = undefined;
  }

  private wait(): void {
    const { now, responseTimeoutMs = DEFAULT_TIMEOUT_MS } = this.options;
    this.until = now === undefined ? undefined : now() + responseTimeoutMs;
  }
}
