import { once } from 'node:events';
import { createConnection, type Socket } from 'node:net';

import {
  d,
  DlmsClient,
  type AttributeRef,
  type ClientEvent,
  type ClientOptions,
  type Data,
  type GetResult,
  type MethodRef,
  encodeDateTime,
  type SelectiveAccess,
} from '#dlms';
import { fromInstant } from '#cosem';

import type { MeterKeys } from '../meter/identity.js';

/** A TCP client of one meter, for tests: one exchange at a time. */
export class MeterClient {
  private readonly client: DlmsClient;
  private settle: { resolve(event: ClientEvent): void; reject(error: Error): void } | undefined;
  readonly blocks: number[] = [];

  private constructor(
    readonly socket: Socket,
    options: ClientOptions,
  ) {
    this.client = new DlmsClient(options);
    socket.on('data', (bytes) => this.receive(bytes));
    socket.on('error', (error) => this.settle?.reject(error));
    socket.on('close', () => this.settle?.reject(new Error('closed')));
  }

  static async dial(address: string, port: number, options: ClientOptions): Promise<MeterClient> {
    const socket = createConnection({ host: address, port });
    await once(socket, 'connect');
    return new MeterClient(socket, options);
  }

  async associate(): Promise<ClientEvent> {
    return this.exchange(() => this.client.associate());
  }

  async get(...refs: readonly AttributeRef[]): Promise<readonly GetResult[]> {
    const event = await this.exchange(() => this.client.get(refs));
    return event.kind === 'get' ? event.results : [];
  }

  async set(ref: AttributeRef, data: Data): Promise<number> {
    const event = await this.exchange(() => this.client.set(ref, data));
    return event.kind === 'set' ? event.result : -1;
  }

  async action(ref: MethodRef, parameter?: Data): Promise<number> {
    const event = await this.exchange(() => this.client.action(ref, parameter));
    return event.kind === 'action' ? event.result : -1;
  }

  async release(): Promise<ClientEvent> {
    return this.exchange(() => this.client.release());
  }

  close(): void {
    this.socket.destroy();
  }

  /** True while no answer has come within `ms`. */
  async staysSilent(request: Promise<unknown>, ms: number): Promise<boolean> {
    const timeout = new Promise<boolean>((resolve) => setTimeout(() => resolve(true), ms));
    return Promise.race([request.then(() => false), timeout]);
  }

  private async exchange(request: () => Uint8Array): Promise<ClientEvent> {
    return new Promise((resolve, reject) => {
      this.settle = { resolve, reject };
      if (this.socket.destroyed) reject(new Error('closed'));
      else this.socket.write(request());
    });
  }

  private receive(bytes: Uint8Array): void {
    try {
      for (const event of this.client.receive(bytes)) {
        if (event.kind === 'send') this.socket.write(event.bytes);
        else if (event.kind === 'block') this.blocks.push(event.bytes);
        else this.settle?.resolve(event);
      }
    } catch (error) {
      this.settle?.reject(error as Error);
    }
  }
}

/** Options of the management client; counters go on from `counter`. */
export function managementClient(keys: MeterKeys, counter: { next: number }, others: Partial<ClientOptions> = {}): ClientOptions {
  return {
    clientSap: 1,
    serverSap: 1,
    authentication: { kind: 'hls5', challenge: Buffer.from('0123456789abcdef') },
    security: {
      encryptionKey: keys.encryptionKey,
      authenticationKey: keys.authenticationKey,
      systemTitle: Buffer.from('MTL00001'),
      nextInvocationCounter: () => counter.next++,
    },
    ...others,
  };
}

export const publicClientOptions: ClientOptions = { clientSap: 16, serverSap: 1, authentication: { kind: 'none' } };

/** Range access by the clock, both ends included. */
export function between(from: number, to: number, timezone: string): SelectiveAccess {
  const at = (ms: number): Data => d.octets(encodeDateTime(fromInstant(ms, timezone)));
  return {
    kind: 'range',
    restrictingObject: { classId: 8, obis: '0.0.1.0.0.255', attribute: 2, dataIndex: 0 },
    from: at(from),
    to: at(to),
    columns: [],
  };
}
