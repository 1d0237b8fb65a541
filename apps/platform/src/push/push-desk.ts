import { AddressFinder, HttpSessionProvider, PushListener, WakeUps, type PushMessage } from '#gateway';
import type { Metrics } from '../metrics/metrics.js';
import type { Core } from '../composition/core.js';
import { ContactRecorder } from './contact-recorder.js';
import type { DeskSettings, SessionProviderSettings } from './push-settings.js';

/** Takes what meters send by themselves to where it matters: to sessions that wait for a meter, and to its record. */
export class PushDesk {
  /** Finds meters whose address is not fixed; undefined where no session provider is set. */
  readonly addresses: AddressFinder | undefined;
  private readonly wakeUps: WakeUps;
  private readonly contacts: ContactRecorder;
  private listener: PushListener | undefined;

  constructor(
    private readonly settings: DeskSettings,
    private readonly core: Pick<Core, 'devices' | 'clock' | 'log'>,
    private readonly observer: Metrics['pushes'],
  ) {
    this.wakeUps = new WakeUps(core.clock);
    this.contacts = new ContactRecorder(core);
    this.addresses = finderOf(settings.sessionProvider, this.wakeUps, core);
  }

  /** Port that is listened on; undefined while none is. */
  get port(): number | undefined {
    return this.listener?.port;
  }

  /** @throws PushListenError */
  async start(): Promise<void> {
    const { push } = this.settings;
    if (push === undefined) return;
    const { clock, log } = this.core;
    const heard = (message: PushMessage, address: string): void => this.heard(message, address);
    this.listener = await PushListener.open({ ...push, clock, log, observer: this.observer, heard });
    log.info({ host: push.host, port: this.listener.port }, 'listening for messages of meters');
  }

  async stop(): Promise<void> {
    await this.listener?.close();
    await this.contacts.stop();
  }

  private heard(message: PushMessage, address: string): void {
    const { deviceIdentification, kind } = message;
    const awaited = kind === 'wake-up' && this.wakeUps.heard(deviceIdentification, address);
    this.core.log.info({ ...message, address, ...(awaited ? { awaited } : {}) }, 'a meter sent a message');
    // A meter that has lost its supply is not called back.
    if (kind !== 'last-gasp') this.contacts.heard(deviceIdentification, kind === 'other' ? 'push' : kind);
  }
}

function finderOf(
  provider: SessionProviderSettings | undefined,
  wakeUps: WakeUps,
  { clock, log }: Pick<Core, 'clock' | 'log'>,
): AddressFinder | undefined {
  if (provider === undefined) return undefined;
  const { url, mode, patience } = provider;
  return new AddressFinder({
    provider: new HttpSessionProvider({ url, clock }),
    mode,
    wakeUps,
    clock,
    log,
    ...(patience === undefined ? {} : { patience }),
  });
}
