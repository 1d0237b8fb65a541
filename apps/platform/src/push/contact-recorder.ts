import { uuidv5, uuidv7, type Clock, type Log } from '#event-sourcing';
import { GATEWAY, type DeviceRepository } from '#orchestration';

/** Devices whose streams are looked at together. */
const AT_ONCE = 16;
/** Devices that wait for it; those beyond are not heard this time. */
const MOST_WAITING = 10_000;

interface Dependencies {
  readonly devices: Pick<DeviceRepository, 'execute'>;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Lets devices be called again at once that were left alone and have been heard of. Anybody can send a message in the name of a
 * device: however many come, a bounded number of streams is looked at, each once for all that came meanwhile.
 */
export class ContactRecorder {
  private readonly waiting = new Map<string, string>();
  private readonly underWay = new Set<Promise<void>>();

  constructor(private readonly dependencies: Dependencies) {}

  /** @param source how the device was heard of, for its history */
  heard(deviceIdentification: string, source: string): void {
    if (this.waiting.size >= MOST_WAITING && !this.waiting.has(deviceIdentification)) return;
    this.waiting.set(deviceIdentification, source);
    this.next();
  }

  /** Resolves when nothing is under way. What still waits is forgotten. */
  async stop(): Promise<void> {
    this.waiting.clear();
    await Promise.all(this.underWay);
  }

  private next(): void {
    if (this.underWay.size >= AT_ONCE) return;
    const [first] = this.waiting;
    if (first === undefined) return;
    const [deviceIdentification, source] = first;
    this.waiting.delete(deviceIdentification);
    const recording = this.record(deviceIdentification, source).finally(() => {
      this.underWay.delete(recording);
      this.next();
    });
    this.underWay.add(recording);
  }

  private async record(deviceIdentification: string, source: string): Promise<void> {
    const { devices, clock, log } = this.dependencies;
    const correlationUid = uuidv7(clock.now());
    const context = { commandId: uuidv5(correlationUid, 'contact'), correlationUid, causationId: null, actor: GATEWAY };
    try {
      await devices.execute(deviceIdentification, { kind: 'RecordContact', correlationUid, source }, context);
    } catch (error) {
      log.warn({ err: error, deviceIdentification, correlationUid }, 'it could not be recorded that a device was heard of');
    }
  }
}
