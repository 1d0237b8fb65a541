import { createHash } from 'node:crypto';

import { encodeData, type Data } from '#dlms';

/** One SET or ACTION that a meter received, in the form of the control interface. */
export interface JournalEntry {
  readonly n: number;
  /** Time of the meter's clock, ISO 8601 UTC. */
  readonly time: string;
  /** SAP of the client. */
  readonly association: number;
  readonly service: 'SET' | 'ACTION';
  readonly classId: number;
  readonly obis: string;
  /** Attribute or method. */
  readonly index: number;
  readonly result: number;
  /** Of the A-XDR encoding; null without parameter. */
  readonly payloadSha256: string | null;
}

const remembered = 10_000;

/** What was done to a meter; the oldest entries are forgotten. */
export class Journal {
  private entries: JournalEntry[] = [];
  private count = 0;

  add(entry: Omit<JournalEntry, 'n' | 'payloadSha256'>, payload: Data | undefined): void {
    this.count += 1;
    const payloadSha256 = payload === undefined ? null : createHash('sha256').update(encodeData(payload)).digest('hex');
    this.entries.push({ n: this.count, ...entry, payloadSha256 });
    if (this.entries.length > 2 * remembered) this.entries = this.entries.slice(-remembered);
  }

  /** Entries with a number above `n`. */
  after(n: number): readonly JournalEntry[] {
    return this.entries.filter((entry) => entry.n > n);
  }
}
