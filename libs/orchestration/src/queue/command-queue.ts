import type { PermitScope } from '../permits/port.js';
import { byName, entryOf, type QueueEntry, type WaitingCommand } from './entry.js';
import { HeldDevices } from './held-devices.js';
import { Heap } from './heap.js';
import { ReadyQueue } from './ready-queue.js';

interface Name {
  readonly deviceIdentification: string;
  readonly correlationUid: string;
}

/**
 * What is known of the commands that wait, in memory: those due later by their time, those that are due by importance, all by their expiry.
 * Hints only. A command that is taken stays known, without a place, until its end or its next wait is told.
 */
export class CommandQueue {
  /** By uid; a list where several devices have a command of one uid. */
  private readonly known = new Map<string, QueueEntry | QueueEntry[]>();
  private readonly ready = new ReadyQueue();
  private readonly later = new Heap<'place', QueueEntry>('place', (a, b) => a.dueAt < b.dueAt);
  private readonly expiries = new Heap<'expiryPlace', QueueEntry>('expiryPlace', (a, b) =>
    a.expiresAt === b.expiresAt ? byName(a, b) < 0 : a.expiresAt < b.expiresAt,
  );
  private readonly devices = new HeldDevices((entry) => {
    if (this.waits(entry) && entry.place < 0) this.place(entry);
  });

  /** Commands that are due, those in blocked cells too. */
  get dueCount(): number {
    return this.ready.size;
  }

  /** Commands that wait, for a permit or for their time. */
  get waitingCount(): number {
    return this.expiries.size;
  }

  find({ correlationUid, deviceIdentification }: Name): QueueEntry | undefined {
    const found = this.known.get(correlationUid);
    if (!Array.isArray(found)) return found?.deviceIdentification === deviceIdentification ? found : undefined;
    return found.find((entry) => entry.deviceIdentification === deviceIdentification);
  }

  /** Takes the place of what was known of the command. */
  put(command: WaitingCommand): void {
    this.remove(command);
    const entry = entryOf(command);
    const others = this.known.get(entry.correlationUid);
    if (others === undefined) this.known.set(entry.correlationUid, entry);
    else this.known.set(entry.correlationUid, Array.isArray(others) ? [...others, entry] : [others, entry]);
    this.file(entry);
  }

  remove(name: Name): void {
    const entry = this.find(name);
    if (entry === undefined) return;
    this.setAside(entry);
    const others = this.known.get(entry.correlationUid);
    if (!Array.isArray(others)) this.known.delete(entry.correlationUid);
    else
      this.known.set(
        entry.correlationUid,
        others.filter((other) => other !== entry),
      );
  }

  removeAll(unwanted: (entry: QueueEntry) => boolean): void {
    for (const found of [...this.known.values()].flat()) if (unwanted(found)) this.remove(found);
  }

  /** It does not wait any more, but stays known. */
  setAside(entry: QueueEntry): void {
    this.unplace(entry);
    this.expiries.remove(entry);
  }

  reprioritise(entry: QueueEntry, priority: number): void {
    this.refile(entry, () => (entry.priority = priority));
  }

  /** Its device is in another cell. */
  move(entry: QueueEntry, cell: string): void {
    this.refile(entry, () => (entry.cell = cell));
  }

  /** It waits again, unless more has become known of it since. */
  putBack(entry: QueueEntry, change: Partial<Pick<WaitingCommand, 'cell' | 'dueAt'>> = {}): void {
    if (this.find(entry) !== entry || this.waits(entry)) return;
    entry.cell = change.cell ?? entry.cell;
    entry.dueAt = Math.min(change.dueAt ?? entry.dueAt, entry.expiresAt);
    this.file(entry);
  }

  /** Nothing more is to be heard of it, unless more has become known since. */
  drop(entry: QueueEntry): void {
    if (this.find(entry) === entry && !this.waits(entry)) this.remove(entry);
  }

  /** What falls due by `now` (epoch ms) is due. */
  advance(now: number): void {
    this.devices.advance(now);
    for (let first = this.later.first; first !== undefined && first.dueAt <= now; first = this.later.first) {
      this.later.remove(first);
      this.ready.add(first);
    }
  }

  /** When something falls due, or expires, or can be called again of itself; epoch ms, Infinity: never. */
  get next(): number {
    return Math.min(this.later.first?.dueAt ?? Infinity, this.expiries.first?.expiresAt ?? Infinity, this.devices.next ?? Infinity);
  }

  /** A command that expired by `now` (epoch ms), wherever it waits; it is set aside. */
  takeExpired(now: number): QueueEntry | undefined {
    const { first } = this.expiries;
    if (first === undefined || first.expiresAt > now) return undefined;
    this.setAside(first);
    return first;
  }

  /** The most important command of a device that can be called, in a cell that is not blocked. @param now epoch ms */
  best(now: number): QueueEntry | undefined {
    for (;;) {
      const entry = this.ready.best(now);
      if (entry === undefined || !this.devices.isHeld(entry.deviceIdentification)) return entry;
      this.ready.remove(entry);
      this.devices.passOver(entry);
    }
  }

  /** Its device is busy until {@link releaseDevice}. */
  take(entry: QueueEntry, now: number): void {
    this.setAside(entry);
    this.devices.hold(entry.deviceIdentification);
    this.ready.countTurn(entry.organisation, now);
  }

  releaseDevice(device: string): void {
    this.devices.release(device);
  }

  /** Nothing of the device is handed out before `until` (epoch ms). */
  holdDevice(device: string, until: number): void {
    this.devices.holdUntil(device, until);
  }

  /** It need not wait for that instant any more. */
  callDevice(device: string): void {
    this.devices.forgetUntil(device);
  }

  /** Due commands in blocked cells, by what is at its limit. */
  blockedCounts(): { readonly bts: number; readonly cell: number } {
    return this.ready.blockedCounts();
  }

  block(cell: string, scope: PermitScope, now: number): void {
    this.ready.block(cell, scope, now);
  }

  unblock(scope: PermitScope): void {
    this.ready.unblock(scope);
  }

  /** Since when the cell of a due command has been short of permits, epoch ms. */
  shortSince(entry: QueueEntry): number | undefined {
    return this.ready.shortSince(entry);
  }

  private waits(entry: QueueEntry): boolean {
    return entry.expiryPlace >= 0;
  }

  private file(entry: QueueEntry): void {
    this.expiries.add(entry);
    this.place(entry);
  }

  /** What is due already goes the same way: {@link advance} comes before each look. */
  private place(entry: QueueEntry): void {
    this.later.add(entry);
  }

  /** Where it stands depends on what changes. */
  private refile(entry: QueueEntry, change: () => void): void {
    const isPlaced = entry.place >= 0;
    this.unplace(entry);
    change();
    if (isPlaced) this.place(entry);
  }

  private unplace(entry: QueueEntry): void {
    this.later.remove(entry);
    if (entry.place >= 0) this.ready.remove(entry);
  }
}
