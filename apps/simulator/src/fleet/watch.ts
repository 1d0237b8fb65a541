import type { Watched } from '../meter/meter-host.js';

/** How often pending things are looked at, real milliseconds. */
const interval = 50;

/** Lets things happen to meters when nobody asks them; at rest while nothing is pending anywhere. */
export class Watch {
  private readonly meters = new Set<Watched>();
  private timer: NodeJS.Timeout | undefined;

  add(meter: Watched): void {
    this.meters.add(meter);
    this.timer ??= setInterval(() => this.look(), interval).unref();
  }

  close(): void {
    clearInterval(this.timer);
    this.timer = undefined;
    this.meters.clear();
  }

  private look(): void {
    for (const meter of this.meters) if (!meter.settle()) this.meters.delete(meter);
    if (this.meters.size === 0) this.close();
  }
}
