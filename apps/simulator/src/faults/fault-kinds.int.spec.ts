import { once } from 'node:events';
import { createConnection, type Socket } from 'node:net';

import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';

import { DlmsClient, DlmsError, type ClientEvent, type GetResult } from '#dlms';

import { startFleet, type Fleet } from '../fleet/fleet.js';
import { managementClient } from '../testing/meter-client.js';
import { faultDefaults, faultKinds, type Fault, type FaultKind } from './fault.js';

const interval = { classId: 7, obis: '1.0.99.1.0.255', attribute: 2 };
/** For answers that come, however busy the machine is, and for those that never do. */
const PATIENCE = 30_000;
const SHORT_PATIENCE = 500;
const unanswered: ReadonlySet<FaultKind> = new Set<FaultKind>(['silent', 'delay', 'lose-block']);

/** The connection broke under the client, which has no say in it. */
class TransportLost extends Error {
  constructor(readonly code: string) {
    super(code);
  }
}

/** One session as a head-end holds it: connect, associate, read a long profile. Its time limit is the client's own. */
class Session {
  private waiting: { resolve(event: ClientEvent): void; reject(error: Error): void } | undefined;
  private broken: Error | undefined;
  private readonly timer: NodeJS.Timeout;

  private constructor(
    private readonly socket: Socket,
    private readonly client: DlmsClient,
  ) {
    socket.on('data', (bytes) => this.handle(() => client.receive(bytes)));
    socket.on('error', (error: NodeJS.ErrnoException) => this.fail(new TransportLost(error.code ?? 'ERROR')));
    socket.on('close', () => this.fail(new TransportLost('CLOSED')));
    this.timer = setInterval(() => this.handle(() => (performance.now() > (client.deadline ?? Infinity) ? client.tick() : [])), 20);
  }

  /** What a whole session comes to: the result of its read. @throws what ended it */
  static async run(fleet: Fleet, index: number, patience: number): Promise<GetResult | undefined> {
    const meter = fleet.meters.meter(index);
    const socket = createConnection({ host: meter.identity.address, port: fleet.port });
    const options = managementClient(meter.keys.keys, { next: meter.keys.lastAccepted + 1 });
    const session = new Session(socket, new DlmsClient({ ...options, now: () => performance.now(), responseTimeoutMs: patience }));
    try {
      await once(socket, 'connect');
      await session.exchange((client) => client.associate());
      const event = await session.exchange((client) => client.get([interval]));
      return event.kind === 'get' ? event.results[0] : undefined;
    } finally {
      clearInterval(session.timer);
      socket.destroy();
    }
  }

  private async exchange(request: (client: DlmsClient) => Uint8Array): Promise<ClientEvent> {
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject };
      if (this.broken === undefined) this.socket.write(request(this.client));
      else reject(this.broken);
    });
  }

  private handle(events: () => readonly ClientEvent[]): void {
    try {
      for (const event of events()) {
        if (event.kind === 'send') this.socket.write(event.bytes);
        else if (event.kind !== 'block') this.waiting?.resolve(event);
      }
    } catch (error) {
      this.fail(error as Error);
    }
  }

  private fail(error: Error): void {
    this.broken ??= error;
    this.waiting?.reject(this.broken);
  }
}

type Outcome =
  | { readonly error: 'TransportLost' | 'DlmsError'; readonly code: string; readonly details?: object }
  | { readonly result: number }
  | { readonly rows: number };

/** Each kind of fault, and what a client makes of it. */
const table: Readonly<Record<FaultKind, { readonly fault?: Partial<Fault>; readonly outcome: Outcome }>> = {
  refuse: { outcome: { error: 'TransportLost', code: 'ECONNRESET' } },
  silent: { outcome: { error: 'DlmsError', code: 'TIMEOUT' } },
  delay: { fault: { delayMs: 10 * SHORT_PATIENCE, onService: 'get' }, outcome: { error: 'DlmsError', code: 'TIMEOUT' } },
  'drop-after-pdus': { fault: { afterPdus: 2 }, outcome: { error: 'TransportLost', code: 'CLOSED' } },
  'bad-tag': { fault: { onService: 'get' }, outcome: { error: 'DlmsError', code: 'UNABLE_TO_DECIPHER' } },
  'stale-counter': { outcome: { error: 'DlmsError', code: 'EXCEPTION_RESPONSE', details: { serviceError: 6 } } },
  'other-reason': { outcome: { result: 250 } },
  'temporary-failure': { outcome: { result: 2 } },
  truncate: { fault: { onService: 'get' }, outcome: { error: 'TransportLost', code: 'CLOSED' } },
  garbage: { outcome: { error: 'DlmsError', code: 'WRAPPER_HEADER_INVALID' } },
  'lose-block': { fault: { blockNumber: 2 }, outcome: { error: 'DlmsError', code: 'TIMEOUT' } },
};

let fleet: Fleet;

beforeAll(async () => {
  fleet = await startFleet({ meters: faultKinds.length, profiles: ['SMR5.1'], base: '127.76.4.1', port: 0, controlPort: 0 });
});

afterEach(() => fleet.meters.faults.set([]));

afterAll(async () => fleet.stop());

async function outcomeOf(index: number, patience = PATIENCE): Promise<Outcome> {
  try {
    const result = await Session.run(fleet, index, patience);
    if (result?.ok !== true) return { result: result?.result ?? -1 };
    return { rows: result.data.type === 'array' ? result.data.value.length : 0 };
  } catch (error) {
    if (error instanceof DlmsError) return { error: 'DlmsError', code: error.code, details: error.details };
    if (error instanceof TransportLost) return { error: 'TransportLost', code: error.code };
    return { error: 'TransportLost', code: String((error as NodeJS.ErrnoException).code) };
  }
}

describe('each kind of fault, end to end', () => {
  it.each(faultKinds.map((kind, index) => [kind, index] as const))('%s', async (kind, index) => {
    const { fault, outcome } = table[kind];
    expect(await outcomeOf(index)).toEqual({ rows: 960 });
    fleet.meters.faultsOf(index).set([{ kind, ...faultDefaults, ...fault }]);
    expect(await outcomeOf(index, unanswered.has(kind) ? SHORT_PATIENCE : PATIENCE)).toMatchObject(outcome);
    fleet.meters.faultsOf(index).set([]);
    expect(await outcomeOf(index)).toEqual({ rows: 960 });
  });

  it('compose and replay: the same seed strikes the same sessions', async () => {
    const fault = (kind: FaultKind, probability: number, onService: Fault['onService']): Fault => ({
      kind,
      ...faultDefaults,
      probability,
      onService,
    });
    const play = async (): Promise<Outcome[]> => {
      fleet.meters.faults.set([fault('temporary-failure', 0.5, 'get'), fault('garbage', 0.4, 'aarq')], 5);
      const outcomes: Outcome[] = [];
      for (let session = 0; session < 12; session++) outcomes.push(await outcomeOf(session % faultKinds.length));
      return outcomes;
    };
    const first = await play();
    const shown = new Set(first.map((outcome) => ('rows' in outcome ? 'good' : 'result' in outcome ? 'temporary-failure' : outcome.code)));
    expect(shown).toEqual(new Set(['good', 'temporary-failure', 'WRAPPER_HEADER_INVALID']));
    expect(await play()).toEqual(first);
  });
});
