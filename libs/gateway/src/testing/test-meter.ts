import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import { encodeWrapper, InvocationWindow, WrapperParser, type AttributeRef, type Data, type GetResult, type WrapperFrame } from '#dlms';
import { ServerAssociation, type ServerKeys, type ServerObjects, type ServerReply } from '#dlms/server/index.js';
import { nameOf, type Script } from './scripted-access.js';
import { TcpPeer } from './tcp-peer.js';

const PUBLIC_CLIENT = 16;

export interface MeterKeys {
  readonly encryptionKey: Uint8Array;
  readonly authenticationKey: Uint8Array;
}

export interface TestMeterOptions {
  readonly keys: MeterKeys;
  /** Objects by `class/obis/attribute`, as in ScriptedAccess. */
  readonly objects?: Script;
  /** The last counter that the meter has accepted. */
  readonly lastCounter?: number;
  /** Largest APDU, to provoke block transfer. */
  readonly maxPduSize?: number;
  /** Sees every answer before it is sent; returns what is sent instead, or undefined for nothing. `connection` counts from 1. */
  readonly tamper?: (answer: MeterAnswer, socket: Socket) => Uint8Array | undefined;
}

export interface MeterAnswer {
  readonly client: number;
  readonly connection: number;
  readonly reply: ServerReply;
  readonly bytes: Uint8Array | undefined;
}

/** A meter on the loopback interface: HLS 5 for the management client, the invocation counter for the public one. */
export class TestMeter implements ServerObjects {
  readonly window: InvocationWindow;
  /** Associations that were made, as client SAPs. */
  readonly associations: number[] = [];
  /** Services that were asked for. */
  readonly services: string[] = [];
  readonly written: { readonly name: string; readonly data: Data }[] = [];
  private ownCounter = 0;
  private peer: TcpPeer | undefined;

  private constructor(private readonly options: TestMeterOptions) {
    this.window = new InvocationWindow(options.lastCounter ?? 12_345);
  }

  static async start(options: TestMeterOptions): Promise<TestMeter> {
    const meter = new TestMeter(options);
    meter.peer = await TcpPeer.listen((socket, number) => meter.talk(socket, number));
    return meter;
  }

  get port(): number {
    return this.peer?.port ?? 0;
  }

  get connections(): number {
    return this.peer?.sockets.length ?? 0;
  }

  async stop(): Promise<void> {
    await this.peer?.close();
  }

  read(ref: AttributeRef): GetResult {
    const name = nameOf(ref);
    if (name === '1/0.0.43.1.0.255/2') return { ok: true, data: { type: 'double-long-unsigned', value: this.window.last } };
    const value = this.options.objects?.[name] ?? 4;
    return typeof value === 'number' ? { ok: false, result: value } : { ok: true, data: value };
  }

  write(ref: AttributeRef, data: Data): number {
    this.written.push({ name: nameOf(ref), data });
    return 0;
  }

  invoke(): { readonly result: number } {
    return { result: 4 };
  }

  private talk(socket: Socket, connection: number): void {
    const parser = new WrapperParser();
    const associations = new Map<number, ServerAssociation>();
    socket.on('data', (bytes) => {
      for (const frame of parser.push(bytes)) {
        const association = associations.get(frame.source) ?? this.association(frame.source);
        associations.set(frame.source, association);
        this.answer(frame, association, socket, connection);
      }
    });
  }

  private answer(frame: WrapperFrame, association: ServerAssociation, socket: Socket, connection: number): void {
    const client = frame.source;
    const reply = association.receive(frame.apdu);
    this.services.push(reply.service);
    if (reply.change === 'established') this.associations.push(client);
    const bytes = reply.apdu === undefined ? undefined : encodeWrapper({ source: frame.destination, destination: client, apdu: reply.apdu });
    const { tamper } = this.options;
    const sent = tamper === undefined ? bytes : tamper({ client, connection, reply, bytes }, socket);
    if (sent !== undefined && !socket.destroyed) socket.write(sent);
  }

  private association(client: number): ServerAssociation {
    const limits = this.options.maxPduSize === undefined ? {} : { maxPduSize: this.options.maxPduSize };
    if (client === PUBLIC_CLIENT) return new ServerAssociation({ authentication: { kind: 'none' }, objects: this, ...limits });
    return new ServerAssociation({
      authentication: {
        kind: 'hls5',
        systemTitle: Buffer.from('TST0000000000001', 'latin1').subarray(0, 8),
        keys: () => this.keys(),
        keySwitch: 'immediate',
        challenge: () => randomBytes(16),
      },
      objects: this,
      ...limits,
    });
  }

  private keys(): ServerKeys {
    return { ...this.options.keys, window: this.window, nextInvocationCounter: () => (this.ownCounter += 1) };
  }
}
