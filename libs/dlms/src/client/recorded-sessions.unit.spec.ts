import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeApdu } from '../apdu/apdu.js';
import { parseConformance } from '../apdu/conformance.js';
import { counterFrom, hls5Options } from '../testing/peer.js';
import { hex, toHex } from '../testing/hex.js';
import { framesOf, vectors, type RecordedSession } from '../testing/vectors.js';
import { DlmsClient } from './client.js';
import type { ClientEvent } from './events.js';
import type { ClientOptions } from './options.js';

const recorded = vectors.recorded;

/** The settings that the recorded client had. */
const settings: Readonly<Record<string, { counter: number; conformance: string; dedicated?: boolean }>> = {
  'service-specific global ciphering': { counter: 1, conformance: '001E5D' },
  'dedicated key': { counter: 0x64, conformance: '001E5D', dedicated: true },
  'general-protection negotiated (general-glo-ciphering)': { counter: 0xc8, conformance: '401E5D' },
  'stale invocation counter': { counter: 5, conformance: '001E5D' },
};

function optionsOf(session: RecordedSession): ClientOptions {
  const { counter, conformance, dedicated } = settings[session.name] ?? { counter: 0, conformance: '000000' };
  const dedicatedKey = dedicated === true ? { dedicatedKey: hex(recorded.keys.dedicated) } : {};
  return hls5Options({ nextInvocationCounter: counterFrom(counter), ...dedicatedKey }, { conformance: parseConformance(conformance) });
}

/** Calls the client the way the recorded one was called; undefined where the frame follows from the previous answer. */
function request(client: DlmsClient, plain: string): Uint8Array | undefined {
  const apdu = decodeApdu(hex(plain)).value;
  switch (apdu.kind) {
    case 'initiate-request':
      return client.associate();
    case 'get-request':
      return client.get([apdu.attribute]);
    case 'get-request-list':
      return client.get(apdu.attributes);
    case 'set-request':
      return client.set(apdu.attribute, apdu.data);
    case 'action-request':
      return client.ready ? client.action(apdu.method, apdu.parameter) : undefined;
    default:
      return undefined;
  }
}

/** Plays a session: the client's frames are compared, the server's are pushed in as `split` cuts them. */
function play(session: RecordedSession, split: (frame: Uint8Array) => readonly Uint8Array[]): ClientEvent[] {
  const client = new DlmsClient(optionsOf(session));
  const events: ClientEvent[] = [];
  let pending: Uint8Array | undefined;
  for (const { dir, frame, plain } of framesOf(session)) {
    if (dir === 'C>S') {
      const bytes = pending ?? request(client, plain ?? '');
      pending = undefined;
      expect(bytes === undefined ? 'nothing' : toHex(bytes)).toBe(frame);
      continue;
    }
    for (const piece of split(hex(frame))) {
      for (const event of client.receive(piece)) {
        events.push(event);
        if (event.kind === 'send') pending = event.bytes;
      }
    }
  }
  return events;
}

const whole = (frame: Uint8Array): readonly Uint8Array[] => [frame];
const bytewise = (frame: Uint8Array): readonly Uint8Array[] => Array.from(frame, (octet) => Uint8Array.of(octet));
const accepted = recorded.sessions.filter((session) => session.name !== 'stale invocation counter');

describe('the client against recorded sessions of another implementation', () => {
  it.each(accepted.map((session) => [session.name, session] as const))('%s: sends the same bytes', (_name, session) => {
    const events = play(session, whole);
    expect(events.find((event) => event.kind === 'associated')).toMatchObject({ serverTitle: hex(recorded.keys.serverTitle) });
    expect(events).toContainEqual({
      kind: 'get',
      results: [{ ok: true, data: { type: 'octet-string', value: Buffer.from('GRX0000000123456') } }],
    });
  });

  it.each(accepted.map((session) => [session.name, session] as const))('%s: the pieces of the stream do not matter', (_name, session) => {
    const expected = play(session, whole);
    expect(play(session, bytewise)).toEqual(expected);
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 130 }), { maxLength: 6 }), (cuts) => {
        const split = (frame: Uint8Array): readonly Uint8Array[] => {
          const ends = [...new Set([...cuts.filter((cut) => cut < frame.length), frame.length])].toSorted((a, b) => a - b);
          return ends.map((end, index) => frame.subarray(ends[index - 1] ?? 0, end));
        };
        expect(play(session, split)).toEqual(expected);
      }),
      { numRuns: 30 },
    );
  });

  it('reads the results of the plain steps', () => {
    const events = play(recorded.sessions[0] as RecordedSession, whole);
    expect(events).toContainEqual({ kind: 'get', results: [{ ok: false, result: 3 }] });
    expect(events).toContainEqual({ kind: 'set', result: 0, results: [0] });
    expect(events).toContainEqual({ kind: 'action', result: 0 });
    expect(events).toContainEqual({
      kind: 'get',
      results: [
        { ok: true, data: { type: 'octet-string', value: Buffer.from('GRX0000000123456') } },
        { ok: true, data: { type: 'long', value: 0 } },
      ],
    });
  });

  it('puts the blocks of a profile together and forgives what the meter appends to the empty last one', () => {
    const events = play(recorded.sessions[0] as RecordedSession, whole);
    const blocks = events.filter((event) => event.kind === 'block');
    expect(blocks).toEqual([
      { kind: 'block', number: 1, bytes: 0x15 },
      { kind: 'block', number: 2, bytes: 0 },
      { kind: 'block', number: 1, bytes: 0x28 },
      { kind: 'block', number: 2, bytes: 0 },
    ]);
    const sizes = events.flatMap((event) => {
      const result = event.kind === 'get' ? event.results[0] : undefined;
      return result?.ok === true && result.data.type === 'array' ? [result.data.value.length] : [];
    });
    expect(sizes).toEqual([2, 1, 2]);
  });

  it('tells the counter that the server expects when ours is stale', () => {
    const session = recorded.sessions.find(({ name }) => name === 'stale invocation counter') as RecordedSession;
    expect(() => play(session, whole)).toThrow(
      expect.objectContaining({ code: 'EXCEPTION_RESPONSE', details: { stateError: 1, serviceError: 6, expectedCounter: 0xcc } }),
    );
  });
});
