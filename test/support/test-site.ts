import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Api } from './api.js';
import { startFleetProcess, type AddDeviceBody, type FleetProcess } from './fleet-process.js';
import { startPlatform, type PlatformProcess } from './platform-process.js';
import { freePort } from './ports.js';

export type Protocol = 'DSMR 2.2' | 'DSMR 4.2.2' | 'SMR 4.3' | 'SMR 5.0.0' | 'SMR 5.1' | 'SMR 5.2' | 'SMR 5.5';
export const PROTOCOLS: readonly Protocol[] = ['SMR 5.1', 'DSMR 4.2.2'];

export interface TestSiteOptions {
  /** Address of the first meter. */
  readonly base: string;
  /** The profiles in turn. */
  readonly meters?: number;
  /** As the fleet's option; {@link PROTOCOLS} when absent. */
  readonly profiles?: string;
  /** Every n-th meter has three phases; none when absent. */
  readonly polyphase?: number;
  readonly seed?: number;
  /** Settings of the platform. */
  readonly env?: Readonly<Record<string, string>>;
  /** False: no meter is registered. */
  readonly register?: boolean;
}

export interface Counters {
  readonly connections: number;
  readonly associations: number;
  readonly publicAssociations: number;
  readonly refusedAssociations: number;
  readonly requests: number;
}

/** A platform and a simulated fleet, each in a process of its own, on a data directory of their own. */
export class TestSite {
  private constructor(
    readonly fleet: FleetProcess,
    readonly platform: PlatformProcess,
    readonly data: string,
    readonly devices: readonly AddDeviceBody[],
  ) {}

  static async start({ base, meters = 4, profiles, polyphase = 0, seed = 7, env = {}, register = true }: TestSiteOptions): Promise<TestSite> {
    const data = await mkdtemp(join(tmpdir(), 'meterlog-e2e-'));
    const fleetArguments = { base, polyphase, ...(profiles === undefined ? {} : { profiles }) };
    const [fleet, platform] = await Promise.all([startFleetProcess(meters, seed, fleetArguments), startPlatform(data, await freePort(), env)]);
    const site = new TestSite(fleet, platform, data, await fleet.devices());
    if (register) for (const device of site.devices) await site.register(device);
    return site;
  }

  get api(): Api {
    return this.platform.api;
  }

  /** Identification of the n-th meter (from 0) with that protocol. */
  meter(protocol: Protocol, nth = 0): string {
    return this.body(protocol, nth).deviceIdentification;
  }

  /** Body of AddDevice for the n-th meter (from 0) with that protocol. */
  body(protocol: Protocol, nth = 0): AddDeviceBody {
    const ofProtocol = this.devices.filter(
      ({ data }) => `${String(data.device['protocolName'])} ${String(data.device['protocolVersion'])}` === protocol,
    );
    const body = ofProtocol[nth];
    if (body === undefined) throw new RangeError(`the fleet has only ${ofProtocol.length} meters of ${protocol}`);
    return body;
  }

  async register(device: AddDeviceBody): Promise<void> {
    const { status, body } = await this.api.post('/v1/commands/AddDevice', device);
    if (status !== 202) throw new Error(`${device.deviceIdentification} was not registered: ${status} ${JSON.stringify(body)}`);
  }

  async counters(meter: string): Promise<Counters> {
    return (await this.fleet.control<{ readonly counters: Counters }>('GET', `/meters/${meter}`)).counters;
  }

  /** Lets a meter misbehave until {@link heal}. */
  async fault(meter: string, kind: string, details: Readonly<Record<string, unknown>> = {}): Promise<void> {
    await this.fleet.control('PUT', `/meters/${meter}/faults`, { seed: 1, faults: [{ kind, ...details }] });
  }

  async heal(meter: string): Promise<void> {
    await this.fleet.control('DELETE', `/meters/${meter}/faults`);
  }

  /** Stops a meter's clock at an instant: what it answers depends on nothing else then. */
  async stopClock(meter: string, at: string): Promise<void> {
    await this.fleet.control('PUT', `/meters/${meter}/clock`, { at, rate: 0 });
  }

  /** Ends both processes and removes what they stored. */
  async stop(): Promise<void> {
    await Promise.all([this.platform.program.stop(), this.fleet.program.stop()]);
    await rm(this.data, { recursive: true, force: true });
  }
}
