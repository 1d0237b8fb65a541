import type { FaultPlans } from '../faults/fault-plan.js';
import type { Meter } from '../meter/meter.js';

/** A meter with the faults that strike it. */
export interface SiteMeter {
  readonly meter: Meter;
  readonly plans: FaultPlans;
}

/** The meters behind one address, told apart by their logical device. */
export interface MeterSite {
  /** The one that stands for the address before a request names another. */
  readonly first: SiteMeter;
  /** Undefined where there is no such logical device. */
  device(logicalDevice: number): SiteMeter | undefined;
}

/** What the listener asks the fleet for. */
export interface MeterDirectory {
  /** The meters that answer at a local address; undefined where there are none. */
  siteAt(address: string): MeterSite | undefined;
}
