import { FaultPlan } from '../faults/fault-plan.js';
import { deviceIdentification, factoryKeys, type MeterIdentity, type MeterKeys } from '../meter/identity.js';
import { mbusDevicesOf, mbusFactoryKeys, type MbusDevice, type MbusKeys } from '../meter/mbus/mbus-device.js';
import { Meter } from '../meter/meter.js';
import { SimulatedClock } from '../meter/meter-clock.js';
import type { MeterHost } from '../meter/meter-host.js';
import { Blackhole } from '../net/blackhole.js';
import type { MeterDirectory, MeterSite, SiteMeter } from '../net/meter-site.js';
import { MobileNetwork } from '../provider/mobile-network.js';
import { sendPush, type PushTarget } from '../push/send-push.js';
import { formatIpv4, isLoopback, parseIpv4, stripMapped } from './addresses.js';
import { resolveOptions, type Catalogue, type FleetOptions } from './options.js';
import { Watch } from './watch.js';

/** The meters of a fleet. State is made for a meter when somebody first asks for it. */
export class MeterFleet implements MeterDirectory {
  readonly clock = new SimulatedClock(() => Date.now());
  readonly faults: FaultPlan;
  /** Wakes meters up by SMS, and knows which are online. */
  readonly network = new MobileNetwork();
  /** Port of all meters, known once the listener is open. */
  port = 0;
  private readonly base: number;
  private readonly catalogue: Catalogue;
  private readonly watch = new Watch();
  private readonly host: MeterHost;
  private readonly meters = new Map<number, Meter>();
  private readonly plans = new Map<number, FaultPlan>();
  private opened: Promise<Blackhole> | undefined;

  constructor(private readonly options: FleetOptions) {
    this.base = parseIpv4(options.base);
    this.catalogue = resolveOptions(options);
    this.host = {
      now: () => this.clock.now(),
      timezone: options.timezone,
      seed: options.seed,
      watch: (meter) => this.watch.add(meter),
      send: (bytes, target) => sendLocally(bytes, target),
    };
    this.faults = new FaultPlan(options.seed);
  }

  get size(): number {
    return this.options.meters;
  }

  get timezone(): string {
    return this.options.timezone;
  }

  /** What all meters carry their APDUs in. */
  get framing(): FleetOptions['framing'] {
    return this.options.framing;
  }

  identity(index: number): MeterIdentity {
    const { profiles, security, mbus } = this.catalogue;
    const profile = profiles[index % profiles.length];
    const level = security[Math.floor(index / profiles.length) % security.length];
    if (profile === undefined || level === undefined || index < 0 || index >= this.size) throw new RangeError(`no meter ${index}`);
    const { dynamic, polyphase, logicalDevices } = this.options;
    return {
      index,
      deviceIdentification: deviceIdentification(index),
      address: formatIpv4(this.base + Math.floor(index / logicalDevices)),
      dynamicAddress: everyNth(index, dynamic),
      logicalDevice: firstLogicalDevice + (index % logicalDevices),
      profile,
      polyphase: everyNth(index, polyphase),
      security: level,
      mbus,
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
      meter = new Meter(this.identity(index), this.host);
      this.meters.set(index, meter);
    }
    return meter;
  }

  /** Keys that a meter holds now; makes no state for a meter that nobody has used. */
  keysOf(index: number): MeterKeys {
    return this.meters.get(index)?.keys.keys ?? factoryKeys(this.options.seed, index);
  }

  /** What hangs on a meter's M-Bus channels. */
  mbusDevices(index: number): readonly MbusDevice[] {
    return mbusDevicesOf(this.identity(index));
  }

  /** Keys that an M-Bus device holds now; makes no state either. */
  mbusKeysOf(index: number, channel: number): MbusKeys {
    return this.meters.get(index)?.channels.at(channel).keys ?? mbusFactoryKeys(this.options.seed, index, channel);
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
    this.opened ??= Blackhole.open(formatIpv4(this.base + Math.ceil(this.size / this.options.logicalDevices)));
    return this.opened;
  }

  async close(): Promise<void> {
    this.watch.close();
    this.network.close();
    await (await this.opened)?.close();
  }

  siteAt(address: string): MeterSite | undefined {
    const { logicalDevices } = this.options;
    const first = (parseIpv4(stripMapped(address)) - this.base) * logicalDevices;
    if (first < 0 || first >= this.size) return undefined;
    return {
      first: this.siteMeter(first),
      device: (number) => {
        const index = first + number - firstLogicalDevice;
        return number >= firstLogicalDevice && index < Math.min(first + logicalDevices, this.size) ? this.siteMeter(index) : undefined;
      },
    };
  }

  private siteMeter(index: number): SiteMeter {
    const plans = (): readonly FaultPlan[] => {
      const own = this.plans.get(index);
      return own === undefined ? [this.faults] : [own, this.faults];
    };
    return { meter: this.meter(index), plans };
  }
}

const firstLogicalDevice = 1;

const everyNth = (index: number, n: number): boolean => n > 0 && (index + 1) % n === 0;

/** A message that a meter sends by itself goes nowhere but to this machine; nobody waits for it. */
function sendLocally(bytes: Buffer, target: PushTarget): void {
  if (!isLoopback(target.host)) return;
  sendPush(bytes, target).catch(() => {
    // A meter does not learn that nobody listens.
  });
}
