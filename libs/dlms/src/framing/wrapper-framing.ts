import { DlmsError } from '../errors.js';
import { Retry } from '../timing/retry.js';
import { encodeWrapper, WrapperParser } from '../wrapper/wrapper.js';
import type { ClientFraming, FramingEvent } from './framing.js';

export interface WrapperOptions {
  readonly clientSap: number;
  readonly serverSap: number;
  readonly now?: () => number;
  readonly responseTimeoutMs?: number;
}

/** The TCP wrapper: no link, and nothing repeated, since the transport loses nothing. */
export class WrapperFraming implements ClientFraming {
  private readonly parser = new WrapperParser();
  private readonly patience: Retry;
  private broken: DlmsError | undefined;

  constructor(private readonly options: WrapperOptions) {
    this.patience = new Retry({ ...options, retries: 0 });
  }

  get failure(): DlmsError | undefined {
    return this.broken;
  }

  get deadline(): number | undefined {
    return this.patience.deadline;
  }

  open(): undefined {
    return undefined;
  }

  close(): undefined {
    return undefined;
  }

  send(apdu: Uint8Array, answered: boolean): Uint8Array {
    if (answered) this.patience.begin();
    return encodeWrapper({ source: this.options.clientSap, destination: this.options.serverSap, apdu });
  }

  settled(): void {
    this.patience.end();
  }

  receive(bytes: Uint8Array): readonly FramingEvent[] {
    if (this.broken !== undefined) return [];
    const events: FramingEvent[] = [];
    try {
      for (const { source, destination, apdu } of this.parser.push(bytes)) {
        if (source !== this.options.serverSap || destination !== this.options.clientSap) {
          throw new DlmsError('UNEXPECTED_APDU', `APDU from ${source} to ${destination}`);
        }
        events.push({ kind: 'apdu', apdu });
      }
      this.broken = this.parser.failure;
    } catch (error) {
      if (!(error instanceof DlmsError)) throw error;
      this.broken = error;
    }
    return events;
  }

  tick(): readonly FramingEvent[] {
    if (this.patience.due) {
      this.patience.end();
      this.broken = new DlmsError('TIMEOUT', 'no answer');
    }
    return [];
  }
}
