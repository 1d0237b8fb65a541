import type { AddDeviceBody } from '../../support/fleet-process.js';
import { TestSite, type Protocol } from '../../support/test-site.js';

/** A kind of meters: a protocol profile with one or three phases. */
export interface MatrixKind {
  readonly protocol: Protocol;
  readonly polyphase: boolean;
  /** The version alone, such as `5.1`. */
  readonly version: string;
}

/** The meter of the matrix that is of a kind. */
export interface MatrixMeter extends MatrixKind {
  readonly id: string;
}

export const PROTOCOLS: readonly Protocol[] = ['DSMR 2.2', 'DSMR 4.2.2', 'SMR 4.3', 'SMR 5.0.0', 'SMR 5.1', 'SMR 5.2', 'SMR 5.5'];

/** Modems that the profiles know; the older ones none. */
export const MODEMS: Readonly<Record<Protocol, string>> = {
  'DSMR 2.2': 'GPRS',
  'DSMR 4.2.2': 'GPRS',
  'SMR 4.3': 'CDMA',
  'SMR 5.0.0': 'GPRS',
  'SMR 5.1': 'CDMA',
  'SMR 5.2': 'LTE',
  'SMR 5.5': 'LTE',
};

const kindOf = (protocol: Protocol, polyphase: boolean): MatrixKind => ({ protocol, polyphase, version: protocol.split(' ')[1] ?? '' });

/** Every kind of meters: both of each profile. */
export const ALL_KINDS = PROTOCOLS.flatMap((protocol) => [false, true].map((polyphase) => kindOf(protocol, polyphase)));

/**
 * One of each profile, alternating. The newest has three phases, like every second one before it: it alone, and only with three phases,
 * has everything.
 */
export const ONE_KIND_PER_PROFILE = PROTOCOLS.map((protocol, index) => kindOf(protocol, index % 2 === 0));

/** A platform and a meter of every profile, with one phase and with three. */
export class MatrixSite {
  private constructor(
    readonly site: TestSite,
    private readonly meters: readonly MatrixMeter[],
  ) {}

  static async start(base: string): Promise<MatrixSite> {
    const profiles = PROTOCOLS.map((protocol) => protocol.replace(' ', '')).join(',');
    // As many profiles as make an odd number: each of them comes once with every number of phases.
    const site = await TestSite.start({ base, meters: 2 * PROTOCOLS.length, profiles, polyphase: 2, register: false });
    for (const body of site.devices) await site.register(withModem(body));
    return new MatrixSite(site, site.devices.map(meterOf));
  }

  meter(protocol: Protocol, polyphase: boolean): MatrixMeter {
    const found = this.meters.find((meter) => meter.protocol === protocol && meter.polyphase === polyphase);
    if (found === undefined) throw new RangeError(`no meter of ${protocol}`);
    return found;
  }

  /** What an attribute of the meter holds, as the meter's own side tells it. */
  async held({ id }: MatrixMeter, attribute: string): Promise<unknown> {
    return (await this.site.fleet.control<{ data: unknown }>('GET', `/meters/${id}/objects/${attribute}`)).data;
  }

  /** Lets an attribute hold something else. */
  async hold({ id }: MatrixMeter, attribute: string, data: { readonly type?: string; readonly value: unknown }): Promise<void> {
    await this.site.fleet.control('PUT', `/meters/${id}/objects/${attribute}`, data);
  }

  async stop(): Promise<void> {
    await this.site.stop();
  }
}

const protocolOf = ({ data: { device } }: AddDeviceBody): Protocol =>
  `${String(device['protocolName'])} ${String(device['protocolVersion'])}` as Protocol;

function withModem(body: AddDeviceBody): AddDeviceBody {
  const device = { ...body.data.device, communicationMethod: MODEMS[protocolOf(body)] };
  return { ...body, data: { ...body.data, device } };
}

function meterOf(body: AddDeviceBody): MatrixMeter {
  return { id: body.deviceIdentification, ...kindOf(protocolOf(body), body.data.device['polyphase'] === true) };
}
