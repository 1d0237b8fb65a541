import type { SessionProvider } from '../address/session-provider.js';

/** A session provider that does what a test says, and writes down what it was asked, and when. */
export class ScriptedProvider implements SessionProvider {
  readonly asked: string[] = [];
  /** What becomes of the next SMS. */
  onWakeUp: (iccid: string, signal: AbortSignal) => void | Promise<void> = () => undefined;
  onSession: (iccid: string, signal: AbortSignal) => string | undefined | Promise<string | undefined> = () => undefined;

  constructor(private readonly now: () => number) {}

  async wakeUp(iccid: string, signal: AbortSignal): Promise<void> {
    this.asked.push(`${this.now() / 1_000} sms ${iccid}`);
    await this.onWakeUp(iccid, signal);
  }

  async session(iccid: string, signal: AbortSignal): Promise<string | undefined> {
    this.asked.push(`${this.now() / 1_000} session ${iccid}`);
    return this.onSession(iccid, signal);
  }
}
