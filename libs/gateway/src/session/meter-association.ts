import {
  DlmsClient,
  hasConformance,
  type AttributeRef,
  type ClientEvent,
  type ClientOptions,
  type Data,
  type GetResult,
  type MethodRef,
} from '#dlms';
import type { Log } from '#event-sourcing';
import type { MeterAccess } from '../operations/meter-access.js';
import type { TcpConnection } from '../transport/tcp-connection.js';
import type { CounterSource } from './counter-source.js';

/** Names the session in the log. */
export interface SessionName {
  readonly correlationUid: string;
  readonly deviceIdentification: string;
}

/** Milliseconds that the answer to a release is waited for: some meters never give one. */
const RELEASE_PATIENCE = 5000;

type EventOf<K extends ClientEvent['kind']> = Extract<ClientEvent, { readonly kind: K }>;

/** One association over one connection: drives the protocol with the socket and keeps it supplied with counters. */
export class MeterAssociation implements MeterAccess {
  private readonly client: DlmsClient;
  private lists = false;

  private constructor(
    private readonly connection: TcpConnection,
    options: ClientOptions,
    private readonly counters: CounterSource | undefined,
    private readonly name: SessionName,
    private readonly log: Log,
  ) {
    this.client = new DlmsClient(options);
  }

  /** @throws TransportError, DlmsError; the connection is left to the caller */
  static async open(
    connection: TcpConnection,
    options: ClientOptions,
    counters: CounterSource | undefined,
    name: SessionName,
    log: Log,
  ): Promise<MeterAssociation> {
    const association = new MeterAssociation(connection, options, counters, name, log);
    const { negotiated } = await association.exchange('ASSOCIATE', 'associated', () => association.client.associate());
    association.lists = hasConformance(negotiated.conformance, 'multiple-references');
    return association;
  }

  /** False once the association or its connection is lost: no other request can be made. */
  get usable(): boolean {
    return this.client.ready && this.connection.open;
  }

  async get(refs: readonly AttributeRef[]): Promise<readonly GetResult[]> {
    if (refs.length > 1 && !this.lists) return this.getOneByOne(refs);
    const { results } = await this.exchange('GET', 'get', () => this.client.get(refs));
    return results;
  }

  async set(ref: AttributeRef, data: Data): Promise<number> {
    const { result } = await this.exchange('SET', 'set', () => this.client.set(ref, data));
    return result;
  }

  async action(ref: MethodRef, parameter?: Data): Promise<{ readonly result: number; readonly data?: Data }> {
    return this.exchange('ACTION', 'action', () => this.client.action(ref, parameter));
  }

  /** Says goodbye as far as the meter takes part in it, and closes the connection. Never rejects. */
  async release(): Promise<void> {
    try {
      if (this.usable) await this.exchange('RELEASE', 'released', () => this.client.release(), RELEASE_PATIENCE);
    } catch (error) {
      this.log.debug({ ...this.name, err: error }, 'release without an answer');
    } finally {
      this.connection.close();
    }
  }

  private async getOneByOne(refs: readonly AttributeRef[]): Promise<readonly GetResult[]> {
    const results: GetResult[] = [];
    for (const ref of refs) results.push(...(await this.get([ref])));
    return results;
  }

  /** One request with all it takes until the awaited event: further passes, blocks. */
  private async exchange<K extends ClientEvent['kind']>(
    service: string,
    awaited: K,
    request: () => Uint8Array,
    patience?: number,
  ): Promise<EventOf<K>> {
    const { connection, counters } = this;
    const { bytesIn, bytesOut } = connection;
    if (counters?.low) await counters.refill();
    connection.send(request(), patience);
    for (;;) {
      const bytes = await connection.receive();
      if (counters?.low) await counters.refill();
      const answer = this.take(bytes, service, awaited);
      if (answer === undefined) continue;
      connection.settled();
      this.log.debug({ ...this.name, service, bytesOut: connection.bytesOut - bytesOut, bytesIn: connection.bytesIn - bytesIn }, 'exchange');
      return answer;
    }
  }

  private take<K extends ClientEvent['kind']>(bytes: Uint8Array, service: string, awaited: K): EventOf<K> | undefined {
    let answer: EventOf<K> | undefined;
    for (const event of this.client.receive(bytes)) {
      if (event.kind === awaited) answer = event as EventOf<K>;
      else if (event.kind === 'send') this.connection.send(event.bytes);
      else if (event.kind === 'block') this.log.debug({ ...this.name, service, block: event.number, bytes: event.bytes }, 'block');
      else this.log.debug({ ...this.name, service, event: event.kind }, 'unasked message of the meter');
    }
    return answer;
  }
}
