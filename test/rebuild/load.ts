import { setTimeout as pause } from 'node:timers/promises';
import type { Api } from '../support/api.js';

/** Events that one AddDevice records in one append: registered, three keys stored and activated, accepted, succeeded. */
export const EVENTS_PER_COMMAND = 9;
/** Every so many commands one is read back at once. */
const READ_BACK = 5;

interface Accepted {
  readonly correlationUid: string;
  readonly position: string;
}

const keys = { masterKey: '11'.repeat(16), authenticationKey: '22'.repeat(16), globalEncryptionUnicastKey: '33'.repeat(16) };

/** Registers devices at a pace, and reads some of its own writes back at the position that the platform answered with. */
export class Load {
  accepted = 0;
  readonly violations: string[] = [];
  private readonly started = performance.now();
  private readonly under = new Set<Promise<void>>();
  private next = 0;
  private stopped = false;
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly api: Api,
    /** Tells devices of this load from those of another. */
    private readonly name: string,
    private readonly eventsPerSecond: number,
  ) {}

  start(): void {
    this.running = this.run();
  }

  /** Answers the pace that it kept, events/s. */
  async stop(): Promise<number> {
    this.stopped = true;
    await this.running;
    const seconds = (performance.now() - this.started) / 1_000;
    await Promise.all(this.under);
    return (this.accepted * EVENTS_PER_COMMAND) / seconds;
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      const due = ((performance.now() - this.started) / 1_000) * (this.eventsPerSecond / EVENTS_PER_COMMAND);
      for (; this.next < due && this.under.size < 200; this.next += 1) this.send(this.next);
      await pause(5);
    }
  }

  private send(index: number): void {
    const sent = this.register(index)
      // The platform was killed: whoever did it knows.
      .catch(() => undefined)
      .finally(() => this.under.delete(sent));
    this.under.add(sent);
  }

  private async register(index: number): Promise<void> {
    const device = { timezone: 'Europe/Amsterdam', protocolName: 'SMR', protocolVersion: '5.1', hls5Active: true, challengeLength: 16 };
    const body = {
      deviceIdentification: `${this.name}${String(index).padStart(15, '0')}`,
      data: {
        device: { ...device, deliveryDate: '2026-01-15T00:00:00Z', networkAddress: '127.16.0.1', ...keys },
        deviceModel: { manufacturer: 'Test', modelCode: 'E450' },
      },
    };
    const answer = await this.api.post<Accepted>('/v1/commands/AddDevice', body);
    if (answer.status !== 202) this.violations.push(`AddDevice was refused: ${answer.status} ${JSON.stringify(answer.body)}`);
    else {
      this.accepted += 1;
      if (index % READ_BACK === 0) await this.readBack(answer.body);
    }
  }

  private async readBack({ correlationUid, position }: Accepted): Promise<void> {
    const { status, body } = await this.api.get(`/v1/commands/${correlationUid}?minPosition=${position}&timeout=30`);
    if (status !== 200 || body['status'] !== 'SUCCEEDED')
      this.violations.push(`a command is not read as it was written: ${status} ${JSON.stringify(body)}`);
  }
}
