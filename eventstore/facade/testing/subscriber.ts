import type { ClientReadableStream, ServiceError } from '@grpc/grpc-js';
import type { streamsPb } from '../wire/generated.js';
import { Changes } from './changes.js';
import { describeMessage, ended, type Ended, type RawClient, readRequest, type ReadAsked } from './raw-client.js';

/** A raw subscription whose messages can be waited for. */
export class Subscriber {
  readonly messages: streamsPb.ReadResp[] = [];
  readonly call: ClientReadableStream<streamsPb.ReadResp>;
  private end: Ended | undefined;
  private readonly changes = new Changes();

  constructor(client: RawClient, asked: ReadAsked) {
    this.call = client.streams.read(readRequest(asked));
    this.call.on('data', (message: streamsPb.ReadResp) => {
      this.messages.push(message);
      this.changes.tell();
    });
    this.call.on('error', (error: ServiceError) => {
      this.end = ended(error);
      this.changes.tell();
    });
  }

  get described(): string[] {
    return this.messages.map(describeMessage);
  }

  /** Resolves when so many messages are there. */
  async received(count: number): Promise<string[]> {
    await this.until(() => this.messages.length >= count);
    return this.described;
  }

  async ended(): Promise<Ended> {
    await this.until(() => this.end !== undefined);
    return this.end as Ended;
  }

  cancel(): void {
    this.call.cancel();
  }

  until(condition: () => boolean): Promise<void> {
    return this.changes.until(condition);
  }
}
