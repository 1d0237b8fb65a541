import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { decodeApdu } from './apdu/apdu.js';
import { d } from './axdr/constructors.js';
import { DlmsClient } from './client/client.js';
import type { ClientEvent } from './client/events.js';
import { DlmsError } from './errors.js';
import type { FramingOptions } from './framing/choose-framing.js';
import { serverFraming, type ServerFramingOptions } from './framing/server-framing.js';
import { InvocationWindow } from './security/invocation-window.js';
import { ServerAssociation } from './server/server-association.js';
import { ServerConnection, type ServerEvent } from './server/server-connection.js';
import { hex } from './testing/hex.js';
import { counterFrom, keys } from './testing/peer.js';
import { optionsOf, request } from './testing/recorded-client.js';
import { bytewise, randomly, whole, type Split } from './testing/splits.js';
import { framesOf, vectors, type RecordedSession } from './testing/vectors.js';

const RANDOM_SPLITS = 1_000;
const HEADER = 8;
const PASS_THREE = /^C301..000F0000280000FF01/;

const framings: readonly (readonly [string, FramingOptions, ServerFramingOptions])[] = [
  ['wrapper', { kind: 'wrapper' }, { kind: 'wrapper' }],
  // Small frames, so that most APDUs take several.
  [
    'HDLC',
    { kind: 'hdlc', physicalDevice: 17, parameters: { maxInfoTransmit: 48, maxInfoReceive: 64, windowReceive: 3 } },
    { kind: 'hdlc', parameters: { windowTransmit: 3 } },
  ],
];

interface Played {
  readonly events: readonly ClientEvent[];
  readonly error?: string;
  /** What the client sent, for the server's turn. */
  readonly sent: readonly Uint8Array[];
}

/** A recorded session from the client's side: its requests are made again, the server's recorded APDUs come in pieces. */
function play(session: RecordedSession, [, framing, serverSide]: (typeof framings)[number], split: Split): Played {
  const client = new DlmsClient({ ...optionsOf(session), framing });
  const line = serverFraming(serverSide);
  const answers = framesOf(session).filter(({ dir }) => dir === 'S>C');
  const [events, sent]: [ClientEvent[], Uint8Array[]] = [[], []];
  const exchange = (bytes: Uint8Array): void => {
    const waiting = [bytes];
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      sent.push(next);
      const back = line.receive(next).map((event) => {
        if (event.kind === 'send') return event.bytes;
        if (event.kind === 'unlinked') return new Uint8Array(0);
        return line.answer(event, hex(answers.shift()?.frame ?? '').subarray(HEADER));
      });
      for (const piece of split(Buffer.concat(back))) {
        for (const event of client.receive(piece)) {
          events.push(event);
          if (event.kind === 'send') waiting.push(event.bytes);
        }
      }
    }
  };
  try {
    for (const { dir, plain } of framesOf(session)) {
      // Pass 3 and requests for blocks follow by themselves.
      if (dir === 'S>C' || PASS_THREE.test(plain ?? '')) continue;
      const bytes = request(client, plain ?? '');
      if (bytes !== undefined) exchange(bytes);
    }
  } catch (error) {
    if (!(error instanceof DlmsError)) throw error;
    return { events, error: error.code, sent };
  }
  return { events, sent };
}

/** The same session from the server's side. */
function serve(session: RecordedSession, [, , framing]: (typeof framings)[number], sent: readonly Uint8Array[], split: Split): ServerEvent[] {
  const window = new InvocationWindow();
  const own = { encryptionKey: keys.encryptionKey, authenticationKey: keys.authenticationKey, window, nextInvocationCounter: counterFrom(1) };
  const aare = decodeApdu(hex(framesOf(session)[1]?.frame ?? '').subarray(HEADER)).value;
  const challenge = 'authenticationValue' in aare ? aare.authenticationValue : undefined;
  const connection = new ServerConnection({
    framing,
    association: () =>
      new ServerAssociation({
        authentication: {
          kind: 'hls5',
          systemTitle: keys.serverTitle,
          keys: () => own,
          keySwitch: 'immediate',
          challenge: () => challenge ?? keys.stoc,
        },
        objects: { read: () => ({ ok: true, data: d.octets(Buffer.alloc(100)) }), write: () => 0, invoke: () => ({ result: 0 }) },
      }),
  });
  return sent.flatMap((bytes) => split(bytes).flatMap((piece) => [...connection.receive(piece)]));
}

describe.each(framings.map((framing) => [framing[0], framing] as const))('over %s', (_name, framing) => {
  describe.each(vectors.recorded.sessions.map((session) => [session.name, session] as const))('the session "%s"', (_session, session) => {
    const expected = play(session, framing, whole);
    const served = serve(session, framing, expected.sent, whole);

    it('runs to its end', () => {
      expect(expected.error).toBe(session.name === 'stale invocation counter' ? 'EXCEPTION_RESPONSE' : undefined);
      expect(served.some((event) => event.kind === 'served' && event.reply.change === 'established')).toBe(expected.error === undefined);
    });

    it('gives the same events byte by byte', () => {
      expect(play(session, framing, bytewise)).toEqual(expected);
      expect(serve(session, framing, expected.sent, bytewise)).toEqual(served);
    });

    it(`gives the same events at ${RANDOM_SPLITS} random splits`, () => {
      for (let seed = 1; seed <= RANDOM_SPLITS; seed += 1) {
        const [events, answers] = [play(session, framing, randomly(seed)), serve(session, framing, expected.sent, randomly(seed))];
        if (!isDeepStrictEqual(events, expected)) throw new Error(`the client's events differ with seed ${seed}`);
        if (!isDeepStrictEqual(answers, served)) throw new Error(`the server's events differ with seed ${seed}`);
      }
    }, 60_000);
  });
});
