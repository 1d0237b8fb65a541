import type { Meter } from '../meter/meter.js';
import { pushMessage } from '../push/push-message.js';
import { pushOf } from '../push/push-of-meter.js';
import { sendPush, type PushTarget } from '../push/send-push.js';

export const reactions = ['push', 'session', 'none'] as const;

/** How the mobile network and the meters in it behave; may be changed while the fleet runs. */
export interface NetworkSettings {
  /** What an SMS leads to: the meter goes online and pushes its address, only goes online, or sleeps on. */
  reaction: (typeof reactions)[number];
  /** From the SMS until then, milliseconds. */
  delayMs: number;
  /** How long the provider takes for an answer, milliseconds. */
  answerDelayMs: number;
  /** The provider answers every question with status 500. */
  broken: boolean;
  /** Where meters push to that no client has given another destination. */
  pushHost: string;
  pushPort: number;
  transport: PushTarget['transport'];
}

export const networkDefaults: NetworkSettings = {
  reaction: 'push',
  delayMs: 0,
  answerDelayMs: 0,
  broken: false,
  pushHost: '127.0.0.1',
  pushPort: 9598,
  transport: 'tcp',
};

/** Puts meters online when an SMS says so, and knows which ones are. */
export class MobileNetwork {
  readonly settings: NetworkSettings = { ...networkDefaults };
  /** SMS that were sent, and questions for a session that were answered. */
  readonly counters = { sms: 0, sessionRequests: 0 };
  private readonly online = new Set<Meter>();
  private readonly timers = new Set<NodeJS.Timeout>();

  /** Sends an SMS to a meter; nobody waits for what it does then. */
  wakeUp(meter: Meter): void {
    this.counters.sms += 1;
    const { reaction, delayMs } = this.settings;
    if (reaction === 'none') return;
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      this.goOnline(meter, reaction === 'push');
    }, delayMs);
    this.timers.add(timer);
  }

  /** Address of a meter that is online. */
  addressOf(meter: Meter): string | undefined {
    this.counters.sessionRequests += 1;
    return this.online.has(meter) ? meter.identity.address : undefined;
  }

  goOffline(meter: Meter): void {
    this.online.delete(meter);
  }

  close(): void {
    for (const timer of this.timers) clearTimeout(timer);
    this.timers.clear();
  }

  private goOnline(meter: Meter, pushes: boolean): void {
    this.online.add(meter);
    if (!pushes) return;
    const { bytes, target } = pushOf(meter, 'wake-up') ?? this.defaultPush(meter);
    sendPush(bytes, target).catch(() => {
      // A meter does not learn that nobody listens.
    });
  }

  private defaultPush({ identity }: Meter): { readonly bytes: Buffer; readonly target: PushTarget } {
    const { deviceIdentification, profile, address } = identity;
    const { pushHost, pushPort, transport } = this.settings;
    const bytes = pushMessage({ kind: 'wake-up', format: profile.name === 'SMR' ? 'SMR5' : 'DSMR4', deviceIdentification, registers: {} });
    return { bytes, target: { transport, host: pushHost, port: pushPort, localAddress: address } };
  }
}
