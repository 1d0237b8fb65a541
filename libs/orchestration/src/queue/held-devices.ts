import type { QueueEntry } from './entry.js';
import { Heap } from './heap.js';

interface HeldDevice {
  readonly name: string;
  busy: boolean;
  /** Nothing is tried before, epoch ms; 0: no such instant. */
  until: number;
  /** In the heap of those that wait for an instant. */
  place: number;
  readonly passedOver: QueueEntry[];
}

/** Devices that cannot be called at the moment, and the commands that came up meanwhile: in a session, or not answering for long. */
export class HeldDevices {
  private readonly devices = new Map<string, HeldDevice>();
  private readonly timers = new Heap<'place', HeldDevice>('place', (a, b) => a.until < b.until);

  /** @param giveBack takes what was passed over when its device can be called again */
  constructor(private readonly giveBack: (entry: QueueEntry) => void) {}

  /** Instant at which the next one can be called again of itself, epoch ms. */
  get next(): number | undefined {
    return this.timers.first?.until;
  }

  isHeld(device: string): boolean {
    return this.devices.has(device);
  }

  /** To be given back later. Only of a held device. */
  passOver(entry: QueueEntry): void {
    this.devices.get(entry.deviceIdentification)?.passedOver.push(entry);
  }

  hold(device: string): void {
    this.deviceOf(device).busy = true;
  }

  release(device: string): void {
    const held = this.devices.get(device);
    if (held === undefined) return;
    held.busy = false;
    this.settle(held);
  }

  /** @param until epoch ms */
  holdUntil(device: string, until: number): void {
    const held = this.deviceOf(device);
    held.until = until;
    if (held.place < 0) this.timers.add(held);
    else this.timers.moved(held);
  }

  /** It can be called after all. */
  forgetUntil(device: string): void {
    const held = this.devices.get(device);
    if (held === undefined) return;
    held.until = 0;
    this.timers.remove(held);
    this.settle(held);
  }

  /** @param now epoch ms */
  advance(now: number): void {
    for (let first = this.timers.first; first !== undefined && first.until <= now; first = this.timers.first) this.forgetUntil(first.name);
  }

  private settle(held: HeldDevice): void {
    if (held.busy || held.until > 0) return;
    this.devices.delete(held.name);
    for (const entry of held.passedOver) this.giveBack(entry);
  }

  private deviceOf(name: string): HeldDevice {
    let held = this.devices.get(name);
    if (held === undefined) this.devices.set(name, (held = { name, busy: false, until: 0, place: -1, passedOver: [] }));
    return held;
  }
}
