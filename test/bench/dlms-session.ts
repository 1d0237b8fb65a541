import { connect } from 'node:net';
import { randomBytes } from 'node:crypto';
import { fromInstant } from '#cosem';
import { d, DlmsClient, encodeDateTime, type AttributeRef, type ClientOptions } from '#dlms';

/** A meter of the fleet, as a client has to know it. */
export interface BenchMeter {
  readonly address: string;
  readonly timezone: string;
  /** Hex. */
  readonly encryptionKey: string;
  readonly authenticationKey: string;
}

/** Everything that decides the octets of a session but the meter's answers. */
export interface SessionPlan {
  readonly options: ClientOptions;
  readonly daily: AttributeRef;
  readonly interval: AttributeRef;
}

const DAY_MS = 86_400_000;
const CHALLENGE_SIZE = 16;
const CLOCK = { classId: 8, obis: '0.0.1.0.0.255', attribute: 2, dataIndex: 0 };
const MAX_PDU = 1_024;

/** The reference session's plan for one meter: yesterday's 15-minute values and the last days' daily ones. */
export function planOf(
  meter: BenchMeter,
  nextInvocationCounter: () => number,
  now: number,
  challenge: Uint8Array = randomBytes(CHALLENGE_SIZE),
): SessionPlan {
  const midnight = Math.floor(now / DAY_MS) * DAY_MS;
  const profile = (obis: string, from: number, to: number): AttributeRef => {
    const at = (ms: number) => d.octets(encodeDateTime(fromInstant(ms, meter.timezone)));
    return { classId: 7, obis, attribute: 2, access: { kind: 'range', restrictingObject: CLOCK, from: at(from), to: at(to), columns: [] } };
  };
  return {
    options: {
      clientSap: 1,
      serverSap: 1,
      maxReceivePduSize: MAX_PDU,
      authentication: { kind: 'hls5', challenge },
      security: {
        encryptionKey: Buffer.from(meter.encryptionKey, 'hex'),
        authenticationKey: Buffer.from(meter.authenticationKey, 'hex'),
        systemTitle: Buffer.from('MTLBENCH'),
        nextInvocationCounter,
      },
    },
    daily: profile('1.0.99.2.0.255', midnight - 3 * DAY_MS, midnight),
    interval: profile('1.0.99.1.0.255', midnight - DAY_MS, midnight - 900_000),
  };
}

/** What went over the wire, exchange by exchange. */
export interface Recording {
  readonly requests: Uint8Array[];
  readonly answers: Uint8Array[];
}

/** Runs the steps of a session on a client: takes what came, gives what is to be written; undefined when the session is over. */
export class SessionDriver {
  readonly client: DlmsClient;
  private step = 0;

  constructor(private readonly plan: SessionPlan) {
    this.client = new DlmsClient(plan.options);
  }

  begin(): Uint8Array {
    return this.client.associate();
  }

  /** An empty answer: more of the response is to come. @throws DlmsError, or Error for a value that is none */
  receive(bytes: Uint8Array): Uint8Array | undefined {
    for (const event of this.client.receive(bytes)) {
      if (event.kind === 'send') return event.bytes;
      if (event.kind === 'released') return undefined;
      if (event.kind === 'get' && event.results[0]?.ok !== true) throw new Error('the meter refused a profile');
      if (event.kind === 'associated' || event.kind === 'get') return this.next();
    }
    return EMPTY;
  }

  private next(): Uint8Array {
    this.step += 1;
    if (this.step === 1) return this.client.get([this.plan.daily]);
    return this.step === 2 ? this.client.get([this.plan.interval]) : this.client.release();
  }
}

const EMPTY = new Uint8Array(0);

/** One session over TCP. */
export function runSession(address: string, port: number, plan: SessionPlan, recording?: Recording): Promise<void> {
  return new Promise((resolve, reject) => {
    const driver = new SessionDriver(plan);
    const socket = connect({ host: address, port, noDelay: true });
    const send = (bytes: Uint8Array): void => {
      recording?.requests.push(bytes);
      socket.write(bytes);
    };
    socket.on('connect', () => send(driver.begin()));
    socket.on('data', (bytes) => {
      recording?.answers.push(Buffer.from(bytes));
      try {
        const next = driver.receive(bytes);
        if (next === undefined) socket.destroy();
        else if (next.length > 0) send(next);
      } catch (error) {
        socket.destroy(error instanceof Error ? error : new Error(String(error)));
      }
    });
    let failure: Error | undefined;
    socket.on('error', (error) => (failure = error));
    socket.on('close', () => (failure === undefined ? resolve() : reject(failure)));
  });
}
