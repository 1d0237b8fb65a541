import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DlmsError } from '../errors.js';
import { hex } from '../testing/hex.js';
import { clientAddress, serverAddress } from './address.js';
import { HdlcClientLink, type HdlcClientOptions } from './client-link.js';
import type { HdlcControl } from './control.js';
import { encodeFrame } from './frame.js';
import { FrameParser } from './frame-parser.js';
import type { HdlcParameters } from './parameters.js';
import { HdlcServerLink } from './server-link.js';

const client = clientAddress(1);
const server = serverAddress(1, 17);

/** Both ends of a link, a clock, and a line that loses what it is told to. */
class Line {
  now = 0;
  readonly client: HdlcClientLink;
  readonly server: HdlcServerLink;
  readonly received: Uint8Array[] = [];
  readonly served: Uint8Array[] = [];
  readonly kinds: string[] = [];
  private readonly parser = new FrameParser();
  private sent = 0;

  constructor(
    parameters: Partial<HdlcParameters>,
    private readonly answer: (apdu: Uint8Array) => Uint8Array | undefined,
    private readonly lost: (frame: number) => boolean = () => false,
    options: Partial<HdlcClientOptions> = {},
  ) {
    this.client = new HdlcClientLink({ client, server, parameters, now: () => this.now, responseTimeoutMs: 1_000, ...options });
    this.server = new HdlcServerLink({
      client,
      server,
      parameters: { maxInfoTransmit: 128, maxInfoReceive: 128, windowTransmit: 7, windowReceive: 7, ...parameters },
    });
  }

  /** Runs the line until nobody has anything to say, letting time pass where something was lost. */
  run(bytes: Uint8Array): void {
    this.toServer(bytes);
    while (this.client.deadline !== undefined) {
      this.now = this.client.deadline;
      for (const event of this.client.tick()) if (event.kind === 'send') this.toServer(event.bytes);
    }
  }

  private toServer(bytes: Uint8Array): void {
    const toClient: Uint8Array[] = [];
    for (const frame of this.parser.push(bytes)) {
      if (this.drop()) continue;
      for (const event of this.server.receive(frame)) {
        if (event.kind === 'send') toClient.push(event.bytes);
        else if (event.kind === 'apdu') {
          this.served.push(event.apdu);
          toClient.push(this.server.answer(this.answer(event.apdu)));
        }
      }
    }
    for (const frame of new FrameParser().push(Buffer.concat(toClient))) {
      if (this.drop()) continue;
      for (const event of this.client.receive(encodeFrame(frame))) {
        this.kinds.push(event.kind);
        if (event.kind === 'apdu') this.received.push(event.apdu);
        else if (event.kind === 'send') this.toServer(event.bytes);
      }
    }
  }

  private drop(): boolean {
    this.sent += 1;
    return this.lost(this.sent);
  }
}

const octets = (size: number, seed = 1): Buffer => Buffer.from(Array.from({ length: size }, (_, index) => (index * seed) & 0xff));

describe('a link', () => {
  it.each([
    ['one frame at a time', { windowTransmit: 1, windowReceive: 1 }],
    ['windows of three', { windowTransmit: 3, windowReceive: 3 }],
    ['windows of seven and frames of 64 octets', { windowTransmit: 7, windowReceive: 7, maxInfoTransmit: 64, maxInfoReceive: 64 }],
  ])('carries APDUs of any size both ways: %s', (_name, parameters) => {
    const answers = [octets(3000, 3), octets(10, 5), octets(2000, 7)];
    const line: Line = new Line(parameters, () => answers[line.served.length - 1]);
    line.run(line.client.connect());
    expect(line.kinds).toEqual(['connected']);
    const requests = [octets(20), octets(2500), octets(1)];
    for (const request of requests) line.run(line.client.send(request));
    expect(line.served).toEqual(requests);
    expect(line.received).toEqual(answers);
    line.run(line.client.disconnect());
    expect(line.kinds.at(-1)).toBe('disconnected');
    expect(line.server.connected).toBe(false);
  });

  it('repeats whatever a lossy line loses, and delivers each APDU once and in order', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 40, maxLength: 120 }), fc.integer({ min: 1, max: 7 }), (losses, window) => {
        const answers = [octets(700, 3), octets(50, 5)];
        const lost = (frame: number): boolean => (losses[frame] ?? false) && frame % 3 === 0;
        const line: Line = new Line({ windowTransmit: window, windowReceive: window }, () => answers[line.served.length - 1], lost, { retries: 50 });
        const requests = [octets(500), octets(30)];
        line.run(line.client.connect());
        for (const request of requests) line.run(line.client.send(request));
        expect(line.client.failure).toBeUndefined();
        expect(line.served).toEqual(requests);
        expect(line.received).toEqual(answers);
      }),
      { numRuns: 100 },
    );
  });

  it('gives up a dead line after its retries', () => {
    const line = new Line(
      {},
      () => undefined,
      () => true,
      { retries: 2 },
    );
    line.run(line.client.connect());
    expect(line.client.failure).toMatchObject({ code: 'TIMEOUT' });
    expect(line.now).toBe(3_000);
    expect(() => line.client.send(octets(1))).toThrow(DlmsError);
  });

  it('gives up a server that answers polls with nothing for ever', () => {
    const line = new Line({}, () => undefined);
    line.run(line.client.connect());
    line.run(line.client.send(octets(5)));
    expect(line.client.failure).toMatchObject({ code: 'LIMIT' });
  });
});

describe('the client link', () => {
  const fromServer = (control: HdlcControl, information = hex('')): Buffer =>
    encodeFrame({ destination: client, source: server, control, segmented: false, information });
  const connected = (): HdlcClientLink => {
    const link = new HdlcClientLink({ client, server });
    link.connect();
    link.receive(fromServer({ kind: 'UA', final: true }));
    return link;
  };

  it('is refused by DM', () => {
    const link = new HdlcClientLink({ client, server });
    link.connect();
    link.receive(fromServer({ kind: 'DM', final: true }));
    expect(link.failure).toMatchObject({ code: 'LINK_REFUSED' });
  });

  it.each(['DM', 'FRMR'] as const)('is lost by %s', (kind) => {
    const link = connected();
    link.send(octets(4));
    link.receive(fromServer({ kind, final: true }));
    expect(link.failure).toMatchObject({ code: 'LINK_LOST' });
  });

  it('does not hear what is meant for others', () => {
    const link = connected();
    const other = encodeFrame({
      destination: clientAddress(2),
      source: server,
      control: { kind: 'DM', final: true },
      segmented: false,
      information: hex(''),
    });
    expect(link.receive(other)).toEqual([]);
    expect(link.failure).toBeUndefined();
  });

  it('refuses the acknowledgement of what it never sent, and an APDU without LLC header', () => {
    const wrong = connected();
    wrong.send(octets(4));
    wrong.receive(fromServer({ kind: 'RR', receive: 5, final: true }));
    expect(wrong.failure).toMatchObject({ code: 'UNEXPECTED_APDU' });
    const bare = connected();
    bare.send(octets(4));
    bare.receive(fromServer({ kind: 'I', send: 0, receive: 1, final: true }, hex('C401C10000')));
    expect(bare.failure).toMatchObject({ code: 'MALFORMED' });
  });

  it('asks a busy server again when its time is over', () => {
    let now = 0;
    const link = new HdlcClientLink({ client, server, now: () => now, responseTimeoutMs: 100 });
    link.connect();
    link.receive(fromServer({ kind: 'UA', final: true }));
    link.send(octets(4));
    link.receive(fromServer({ kind: 'RNR', receive: 1, final: true }));
    now = 100;
    expect(link.tick()).toMatchObject([{ kind: 'send' }]);
  });

  it('passes on an unnumbered push', () => {
    expect(connected().receive(fromServer({ kind: 'UI', final: false }, hex('E6E7000F00000000')))).toEqual([
      { kind: 'apdu', apdu: hex('0F00000000') },
    ]);
  });
});

describe('the server link', () => {
  const frame = (control: HdlcControl, information = hex('')): Parameters<HdlcServerLink['receive']>[0] => ({
    destination: server,
    source: client,
    control,
    segmented: false,
    information,
  });

  it('answers DM before it is connected, FRMR to an impossible acknowledgement', () => {
    const link = new HdlcServerLink({ client, server });
    const kindsOf = (control: HdlcControl): string[] =>
      link
        .receive(frame(control))
        .flatMap((event) => (event.kind === 'send' ? new FrameParser().push(event.bytes).map((sent) => sent.control.kind) : [event.kind]));
    expect(kindsOf({ kind: 'RR', receive: 0, final: true })).toEqual(['DM']);
    expect(kindsOf({ kind: 'DISC', final: true })).toEqual(['DM']);
    expect(kindsOf({ kind: 'SNRM', final: true })).toEqual(['connected', 'UA']);
    expect(kindsOf({ kind: 'RR', receive: 0, final: true })).toEqual(['RR']);
    expect(kindsOf({ kind: 'RR', receive: 6, final: true })).toEqual(['disconnected', 'FRMR']);
    expect(link.connected).toBe(false);
  });

  it('waits with a repeated request until its answer is there', () => {
    const link = new HdlcServerLink({ client, server });
    link.receive(frame({ kind: 'SNRM', final: true }));
    const request = frame({ kind: 'I', send: 0, receive: 0, final: true }, hex('E6E600C0'));
    expect(link.receive(request)).toEqual([{ kind: 'apdu', apdu: hex('C0') }]);
    expect(link.receive(request)).toEqual([]);
    expect(link.answer(hex('C4'))).not.toHaveLength(0);
    expect(link.answer(hex('C4'))).toHaveLength(0);
  });
});
