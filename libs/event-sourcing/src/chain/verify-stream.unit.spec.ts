import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { Type } from '@sinclair/typebox';
import type { StoredEvent } from '#eventstore/port.js';
import { EventRegistry } from '../registry/event-registry.js';
import { eventType } from '../registry/event-type.js';
import { eventIdOf } from '../uuid.js';
import { firstHash } from './event-hash.js';
import { verifyStream, type ChainFault, type ChainVerdict } from './verify-stream.js';

const registry = new EventRegistry([eventType('Noted', Type.Object({ text: Type.String(), n: Type.Number() }))]);

function streamOf(name: string, count: number): StoredEvent[] {
  const events: StoredEvent[] = [];
  let prevHash = firstHash(name);
  for (let revision = 0; revision < count; revision++) {
    const eventId = eventIdOf(name, revision);
    const instants = { occurredAt: '2026-01-01T00:00:00.000Z', recordedAt: '2026-01-01T00:00:00.000Z' };
    const origin = { commandId: 'c', correlationUid: 'u', causationId: revision === 0 ? null : 'e', actor: 'grid/api/anna' };
    const { event, hash } = registry.seal(
      { type: 'Noted', data: { text: `nö${revision}`, n: 1.5 } },
      { stream: name, revision, prevHash, eventId, ...origin, ...instants },
    );
    prevHash = hash;
    events.push({ ...event, stream: name, revision, position: 10 + revision * 3 });
  }
  return events;
}

const events = streamOf('device-E1', 4);
const broken = (verdict: ChainVerdict): [number, ChainFault] | 'ok' => (verdict.ok ? 'ok' : [verdict.revision, verdict.reason]);
const changed = (revision: number, change: Partial<StoredEvent>): StoredEvent[] =>
  events.map((event) => (event.revision === revision ? { ...event, ...change } : event));

describe('the hash chain', () => {
  it('is what the documentation says, computed by hand', () => {
    const [first] = streamOf('device-E1', 1);
    const prev = createHash('sha256').update('meterlog/1/device-E1').digest();
    const text =
      `{"actor":"grid/api/anna","causationId":null,"commandId":"c","correlationUid":"u","data":{"n":1.5,"text":"nö0"},"eventId":"${first?.id}",` +
      '"occurredAt":"2026-01-01T00:00:00.000Z","recordedAt":"2026-01-01T00:00:00.000Z","revision":0,"schemaVersion":1,"stream":"device-E1","type":"Noted"}';
    const hash = createHash('sha256').update(prev).update(text, 'utf8').digest('hex');
    expect(verifyStream([first!])).toEqual({ ok: true, head: { revision: 0, hash } });
  });

  it('holds for an untouched stream, whole or in parts, wherever it was copied to', () => {
    const whole = verifyStream(events);
    expect(whole).toMatchObject({ ok: true, head: { revision: 3 } });
    const part = verifyStream(events.slice(0, 2));
    expect(part.ok && part.head && verifyStream(events.slice(2), { from: part.head })).toEqual(whole);
    expect(verifyStream(events.map((event) => ({ ...event, position: event.position + 100 })))).toEqual(whole);
  });

  it('has no head without events, or the one it goes on from', () => {
    expect(verifyStream([])).toEqual({ ok: true, head: undefined });
    expect(verifyStream([], { from: { revision: 4, hash: 'ab' } })).toEqual({ ok: true, head: { revision: 4, hash: 'ab' } });
  });
});

describe('verification finds', () => {
  const texts = ['data', 'metadata', 'id', 'type'] as const;

  it.each(texts)('every change of a single character of %s', (field) => {
    const unnoticed: string[] = [];
    for (const { revision, [field]: text } of events) {
      for (let at = 0; at < text.length; at++) {
        const code = text.charCodeAt(at);
        for (const instead of ['', ' ', '"', String.fromCharCode(code ^ 1), String.fromCharCode(code ^ 32)]) {
          if (text[at] === instead) continue;
          const verdict = verifyStream(changed(revision, { [field]: text.slice(0, at) + instead + text.slice(at + 1) }));
          if (verdict.ok || verdict.revision !== revision) unnoticed.push(`${revision}:${at}:${instead}`);
        }
      }
    }
    expect(unnoticed).toEqual([]);
  });

  it.each(texts)('every character put into %s', (field) => {
    const text = events[1]![field];
    for (let at = 0; at <= text.length; at++) {
      for (const more of [' ', '0', '\n']) expect(verifyStream(changed(1, { [field]: text.slice(0, at) + more + text.slice(at) })).ok).toBe(false);
    }
  });

  it('another spelling of the same content', () => {
    expect(broken(verifyStream(changed(2, { data: '{"n":1.50,"text":"nö2"}' })))).toEqual([2, 'FORM']);
    expect(broken(verifyStream(changed(2, { data: '{"text":"nö2","n":1.5}' })))).toEqual([2, 'FORM']);
    expect(broken(verifyStream(changed(2, { data: '{"n":7,"n":1.5,"text":"nö2"}' })))).toEqual([2, 'FORM']);
  });

  it('every removed event but the last ones', () => {
    for (let gone = 0; gone < 3; gone++) {
      expect(broken(verifyStream(events.filter(({ revision }) => revision !== gone)))).toEqual([gone, 'REVISION']);
    }
  });

  it('a removed event whose followers were renumbered', () => {
    const closed = events.filter(({ revision }) => revision !== 1).map((event, revision) => ({ ...event, revision }));
    expect(broken(verifyStream(closed))).toEqual([1, 'LINK']);
  });

  it('every pair of events that changed places, with or without their revisions', () => {
    for (let a = 0; a < 4; a++) {
      for (let b = a + 1; b < 4; b++) {
        const order = events.with(a, events[b]!).with(b, events[a]!);
        expect(broken(verifyStream(order))).toEqual([a, 'REVISION']);
        expect(broken(verifyStream(order.map((event, revision) => ({ ...event, revision }))))).toEqual([a, 'LINK']);
      }
    }
  });

  it('an inserted event at every place, also a doubled one', () => {
    const foreign = streamOf('device-E1', 5)[4]!;
    for (let at = 0; at < 4; at++) {
      for (const extra of [foreign, events[at]!]) {
        const more = events.toSpliced(at, 0, extra).map((event, revision) => ({ ...event, revision }));
        expect(verifyStream(more).ok).toBe(false);
      }
    }
  });

  it('an event of another stream, and a whole stream under another name', () => {
    expect(broken(verifyStream(events.with(2, streamOf('device-E2', 3)[2]!)))).toEqual([2, 'STREAM']);
    expect(broken(verifyStream(events.map((event) => ({ ...event, stream: 'device-E2' }))))).toEqual([0, 'LINK']);
  });

  it('a forged event with a right hash of its own', () => {
    const forged = streamOf('device-E1', 4).map((event) => event);
    const { event } = registry.seal(
      { type: 'Noted', data: { text: 'forged', n: 1 } },
      { ...JSON.parse(forged[1]!.metadata), stream: 'device-E1', revision: 1, prevHash: JSON.parse(forged[0]!.metadata).hash },
    );
    expect(broken(verifyStream(events.with(1, { ...event, stream: 'device-E1', revision: 1, position: 13 })))).toEqual([2, 'LINK']);
  });

  it('a stream that does not continue the verified part', () => {
    expect(broken(verifyStream(events.slice(2), { from: { revision: 1, hash: '0'.repeat(64) } }))).toEqual([2, 'LINK']);
    expect(broken(verifyStream(events.slice(2)))).toEqual([0, 'REVISION']);
  });
});
