import { effectivePriority } from '../effective-priority.js';
import { byName, type WaitingCommand } from '../entry.js';

interface Naive extends Omit<WaitingCommand, 'cell' | 'priority' | 'dueAt'> {
  cell: string;
  priority: number;
  dueAt: number;
  waits: boolean;
  ready: boolean;
}

/** What the queue of commands is to do, as a list that is searched from end to end. */
export class NaiveQueue {
  private all: Naive[] = [];
  private readonly busy = new Set<string>();
  private readonly until = new Map<string, number>();
  private readonly blocked = new Map<string, string>();
  private readonly turns: { readonly organisation: string; readonly at: number }[] = [];

  get waitingCount(): number {
    return this.all.filter(({ waits }) => waits).length;
  }

  find(name: { readonly correlationUid: string; readonly deviceIdentification: string }): Naive | undefined {
    return this.all.find((one) => one.correlationUid === name.correlationUid && one.deviceIdentification === name.deviceIdentification);
  }

  put(command: WaitingCommand): void {
    this.remove(command);
    this.all.push({ ...command, dueAt: Math.min(command.dueAt, command.expiresAt), waits: true, ready: false });
  }

  remove(name: { readonly correlationUid: string; readonly deviceIdentification: string }): void {
    const found = this.find(name);
    this.all = this.all.filter((one) => one !== found);
  }

  setAside(one: Naive): void {
    one.waits = false;
    one.ready = false;
  }

  reprioritise(one: Naive, priority: number): void {
    one.priority = priority;
  }

  move(one: Naive, cell: string): void {
    one.cell = cell;
  }

  putBack(one: Naive, { cell = one.cell, dueAt = one.dueAt }: { cell?: string; dueAt?: number }): void {
    if (one.waits || this.find(one) !== one) return;
    Object.assign(one, { cell, dueAt: Math.min(dueAt, one.expiresAt), waits: true, ready: false });
  }

  drop(one: Naive): void {
    if (!one.waits) this.remove(one);
  }

  advance(now: number): void {
    for (const [device, until] of this.until) if (until <= now) this.until.delete(device);
    for (const one of this.all) one.ready ||= one.waits && one.dueAt <= now;
  }

  takeExpired(now: number): Naive | undefined {
    const over = this.all.filter(({ waits, expiresAt }) => waits && expiresAt <= now).sort((a, b) => a.expiresAt - b.expiresAt || byName(a, b))[0];
    if (over !== undefined) this.setAside(over);
    return over;
  }

  best(now: number): Naive | undefined {
    const rank = (one: Naive): number => effectivePriority(one.priority, one.dueAt, now);
    const served = ({ organisation }: Naive): number =>
      this.turns.filter((turn) => turn.organisation === organisation && Math.floor(turn.at / 1000) > Math.floor(now / 1000) - 60).length;
    return this.all
      .filter((one) => one.ready && !this.isHeld(one) && !this.blocked.has(one.cell))
      .sort((a, b) => rank(b) - rank(a) || served(a) - served(b) || a.dueAt - b.dueAt || byName(a, b))[0];
  }

  take(one: Naive, now: number): void {
    this.setAside(one);
    this.busy.add(one.deviceIdentification);
    this.turns.push({ organisation: one.organisation, at: now });
  }

  releaseDevice(device: string): void {
    this.busy.delete(device);
  }

  holdDevice(device: string, until: number): void {
    this.until.set(device, until);
  }

  callDevice(device: string): void {
    this.until.delete(device);
  }

  block(cell: string, scope: string, _now: number): void {
    this.blocked.set(cell, scope);
  }

  unblock(scope: string): void {
    for (const [cell, blockedIn] of this.blocked) if (blockedIn === scope) this.blocked.delete(cell);
  }

  private isHeld({ deviceIdentification }: Naive): boolean {
    return this.busy.has(deviceIdentification) || this.until.has(deviceIdentification);
  }
}
