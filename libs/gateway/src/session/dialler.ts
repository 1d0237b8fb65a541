import type { ClientOptions } from '#dlms';
import type { GatewayOptions } from '../gateway-options.js';
import { TcpConnection, type TcpTarget } from '../transport/tcp-connection.js';
import type { CounterSource } from './counter-source.js';
import { MeterAssociation, type SessionName } from './meter-association.js';

/** Opens the connections of one session and remembers them, so that none is left open and every octet is counted. */
export class Dialler {
  private readonly connections: TcpConnection[] = [];

  constructor(
    private readonly name: SessionName,
    private readonly options: GatewayOptions,
    private readonly signal: AbortSignal,
    private readonly mayTalk?: () => boolean,
  ) {}

  /** One TCP connection with one association on it. @throws TransportError, DlmsError */
  async associate(
    client: 'public' | 'management',
    target: TcpTarget,
    clientOptions: ClientOptions,
    counters?: CounterSource,
  ): Promise<MeterAssociation> {
    const { clock, log, observer } = this.options;
    const { deviceIdentification } = this.name;
    const dialled = clock.now();
    const connection = await TcpConnection.open(target, this.options, clock, this.signal, this.mayTalk);
    this.connections.push(connection);
    const connected = clock.now();
    observer?.connected?.({ deviceIdentification, duration: connected - dialled });
    try {
      const association = await MeterAssociation.open(connection, clientOptions, counters, this.name, log);
      observer?.associated?.({ deviceIdentification, client, duration: clock.now() - connected });
      return association;
    } catch (error) {
      connection.close();
      throw error;
    }
  }

  get bytesIn(): number {
    return this.connections.reduce((sum, { bytesIn }) => sum + bytesIn, 0);
  }

  get bytesOut(): number {
    return this.connections.reduce((sum, { bytesOut }) => sum + bytesOut, 0);
  }

  close(): void {
    for (const connection of this.connections) connection.close();
  }
}
