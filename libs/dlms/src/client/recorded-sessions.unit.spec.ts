import { describe, expect, it } from '@jest/globals';
import { hex, toHex } from '../testing/hex.js';
import { optionsOf, request } from '../testing/recorded-client.js';
import { framesOf, vectors, type RecordedSession } from '../testing/vectors.js';
import { DlmsClient } from './client.js';
import type { ClientEvent } from './events.js';

const recorded = vectors.recorded;

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
