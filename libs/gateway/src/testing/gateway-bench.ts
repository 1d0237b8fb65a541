import { randomBytes } from 'node:crypto';
import type { DeviceSettings, SecretType } from '#contract';
import type { KeyInUse } from '#domain';
import { systemClock, type Clock } from '#event-sourcing/clock.js';
import { Gateway } from '../gateway.js';
import type { GatewayOptions, SessionEnded } from '../gateway-options.js';
import type { SessionAction, SessionRequest } from '../session-request.js';
import { smr51Settings } from './fixtures.js';
import { recordingLog } from './log-lines.js';
import { MemoryVault } from './memory-vault.js';
import { TestMeter, type MeterKeys, type TestMeterOptions } from './test-meter.js';

export const DEVICE = 'TEST1024000000001';

type StoredKeys = Partial<Record<SecretType, KeyInUse>>;

/** A gateway with a vault that knows the keys of one meter, and everything it lets out. */
export class GatewayBench {
  readonly vault = new MemoryVault();
  readonly recording = recordingLog();
  readonly ended: SessionEnded[] = [];
  readonly associated: string[] = [];
  readonly gateway: Gateway;
  readonly meterKeys: MeterKeys = { encryptionKey: randomBytes(16), authenticationKey: randomBytes(16) };
  private readonly meters: TestMeter[] = [];

  constructor(options: { readonly clock?: Clock; readonly responseTimeout?: number } & Pick<GatewayOptions, 'addresses'> = {}) {
    this.gateway = new Gateway({
      vault: this.vault,
      clock: options.clock ?? systemClock,
      log: this.recording.log,
      random: randomBytes,
      connectTimeout: 10_000,
      responseTimeout: options.responseTimeout ?? 10_000,
      ...(options.addresses === undefined ? {} : { addresses: options.addresses }),
      observer: { associated: ({ client }) => this.associated.push(client), ended: (event) => this.ended.push(event) },
    });
  }

  async meter(options: Partial<TestMeterOptions> = {}): Promise<TestMeter> {
    const meter = await TestMeter.start({ keys: this.meterKeys, ...options });
    this.meters.push(meter);
    return meter;
  }

  /** The meter's keys as the platform has them. */
  async keys(keys: MeterKeys = this.meterKeys): Promise<StoredKeys> {
    return {
      E_METER_ENCRYPTION_KEY_UNICAST: await this.vault.store(DEVICE, 'E_METER_ENCRYPTION_KEY_UNICAST', keys.encryptionKey),
      E_METER_AUTHENTICATION_KEY: await this.vault.store(DEVICE, 'E_METER_AUTHENTICATION_KEY', keys.authenticationKey),
    };
  }

  /** The platform's idea of the meter's counter. */
  async knowCounter(next: number): Promise<void> {
    await this.vault.setCounter(DEVICE, `${DEVICE}/E_METER_ENCRYPTION_KEY_UNICAST`, next);
  }

  async request(port: number, actions: readonly SessionAction[], change: Partial<DeviceSettings> = {}, keys?: StoredKeys): Promise<SessionRequest> {
    const settings = { ...smr51Settings, port, ...change };
    return { correlationUid: 'uid-1', attempt: 1, deviceIdentification: DEVICE, settings, keys: keys ?? (await this.keys()), actions };
  }

  async stop(): Promise<void> {
    await this.gateway.close();
    for (const meter of this.meters.splice(0)) await meter.stop();
  }
}
