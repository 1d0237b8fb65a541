import type { ProtocolProfile } from '#cosem';

import { FaultPlan } from '../faults/fault-plan.js';
import { deviceIdentification, factoryKeys, type MeterIdentity, type MeterKeys } from '../meter/identity.js';
import { Meter } from '../meter/meter.js';
import { SimulatedClock } from '../meter/meter-clock.js';
import { Blackhole } from '../net/blackhole.js';
import type { MeterDirectory } from '../net/meter-listener.js';
import { formatIpv4, parseIpv4, stripMapped } from './addresses.js';
import { resolveProfiles, type FleetOptions } from './options.js';

/** The meters of a fleet. State is made for a meter when somebody first asks for it. */
export class MeterFleet implements MeterDirectory {
  readonly clock = new SimulatedClock(() => Date.now());
  readonly faults: FaultPlan;
  /** Port of all meters, known once the listener is open. */
  port = 0;
  private readonly base: number;
  private readonly profiles: readonly ProtocolProfile[];
  private readonly meters = new Map<number, Meter>();
  private readonly plans = new Map<number, FaultPlan>();
  private opened: Promise<Blackhole> | undefined;

  constructor(private readonly options: FleetOptions) {
    this.base = parseIpv4(options.base);
    this.profiles = resolveProfiles(options);
    this.faults = new FaultPlan(options.seed);
  }

  get size(): number {
    return this.options.meters;
  }

  get timezone(): string {
    return this.options.timezone;
  }

  identity(index: number): MeterIdentity {
    const profile = this.profiles[index % this.profiles.length];
    if (profile === undefined || index < 0 || index >= this.size) throw new RangeError(`no meter ${index}`);
    return {
      index,
      deviceIdentification: deviceIdentification(index),
      address: formatIpv4(this.base + index),
      logicalDevice: 1,
      profile,
      polyphase: false,
    };
  }

  /** Position of a device identification in the fleet. */
  indexOf(identification: string): number | undefined {
    const index = Number(identification.slice(-9)) - 1;
    return Number.isInteger(index) && index >= 0 && index < this.size && deviceIdentification(index) === identification ? index : undefined;
  }

  meter(index: number): Meter {
    let meter = this.meters.get(index);
    if (meter === undefined) {
      meter = new Meter(this.identity(index), this.options.timezone, this.options.seed, () => this.clock.now());
      this.meters.set(index, meter);
    }
    return meter;
  }

  /** Keys that a meter holds now; makes no state for a meter that nobody has used. */
  keysOf(index: number): MeterKeys {
    return this.meters.get(index)?.keys.keys ?? factoryKeys(this.options.seed, index);
  }

  /** Faults of one meter. */
  faultsOf(index: number): FaultPlan {
    let plan = this.plans.get(index);
    if (plan === undefined) {
      plan = new FaultPlan(this.options.seed + index + 1);
      this.plans.set(index, plan);
    }
    return plan;
  }

  /** The address behind the last meter: connections to it time out. Opened when somebody first asks for it. */
  async blackhole(): Promise<Blackhole> {
    this.opened ??= Blackhole.open(formatIpv4(this.base + this.size));
    return this.opened;
  }

  async close(): Promise<void> {
    await (await this.opened)?.close();
  }

  meterAt(address: string): { meter: Meter; plans: readonly FaultPlan[] } | undefined {
    const index = parseIpv4(stripMapped(address)) - this.base;
    if (index < 0 || index >= this.size) return undefined;
    return { meter: this.meter(index), plans: [this.faultsOf(index), this.faults] };
  }
}
