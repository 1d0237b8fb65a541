import { describe, expect, it, jest } from '@jest/globals';
import type { StoredEvent } from '#eventstore/port.js';
import { noted } from '../checkpoints/testing/sample-record.js';
import { verifyStream, type ChainHead } from './verify-stream.js';

jest.setTimeout(60_000);

const LENGTH = 1_000;
const events = noted('device-E1', LENGTH);
const heads: readonly ChainHead[] = events.map(({ revision, metadata }) => ({ revision, hash: (JSON.parse(metadata) as { hash: string }).hash }));

/** Verification goes from event to event: what stands before the change was verified by the test that nothing is wrong. */
function isFound(stream: readonly StoredEvent[], changedFrom: number): boolean {
  const from = heads[changedFrom - 1];
  return !verifyStream(stream.slice(changedFrom, changedFrom + 3), from === undefined ? {} : { from }).ok;
}
const renumbered = (stream: readonly StoredEvent[]): StoredEvent[] => stream.map((event, revision) => ({ ...event, revision }));
const event = (revision: number): StoredEvent => events[revision]!;

describe(`on a stream of ${LENGTH} events`, () => {
  it('nothing is found when nothing was changed', () => {
    expect(verifyStream(events)).toEqual({ ok: true, head: heads.at(-1) });
  });

  const changed = (text: string): string => text.replace(/\d/, (digit) => String((Number(digit) + 1) % 10));

  it.each<[string, (at: number) => readonly StoredEvent[] | undefined]>([
    ['changed data', (at) => events.with(at, { ...event(at), data: changed(event(at).data) })],
    ['changed metadata', (at) => events.with(at, { ...event(at), metadata: changed(event(at).metadata) })],
    ['another type', (at) => events.with(at, { ...event(at), type: 'Other' })],
    ['another id', (at) => events.with(at, { ...event(at), id: event((at + 1) % LENGTH).id })],
    ['the data of its neighbour', (at) => events.with(at, { ...event(at), data: event((at + 1) % LENGTH).data })],
    ['removed', (at) => (at === LENGTH - 1 ? undefined : events.toSpliced(at, 1))],
    ['removed, the others closed up', (at) => (at === LENGTH - 1 ? undefined : renumbered(events.toSpliced(at, 1)))],
    ['doubled', (at) => events.toSpliced(at, 0, event(at))],
    ['doubled, the others moved on', (at) => renumbered(events.toSpliced(at, 0, event(at)))],
    ['one put in before it', (at) => renumbered(events.toSpliced(at, 0, event(LENGTH - 1 - at)))],
    ['exchanged with the next', (at) => (at === LENGTH - 1 ? undefined : events.with(at, event(at + 1)).with(at + 1, event(at)))],
    [
      'exchanged with the next, numbers kept',
      (at) => (at === LENGTH - 1 ? undefined : renumbered(events.with(at, event(at + 1)).with(at + 1, event(at)))),
    ],
    [
      'exchanged with one far away',
      (at) => (at === LENGTH - 1 ? undefined : renumbered(events.with(at, event(LENGTH - 1)).with(LENGTH - 1, event(at)))),
    ],
    ['taken from another device', (at) => events.with(at, { ...foreign[at]!, stream: 'device-E1' })],
  ])('every event: %s', (_kind, change) => {
    const unnoticed: number[] = [];
    for (let at = 0; at < LENGTH; at++) {
      const stream = change(at);
      if (stream !== undefined && !isFound(stream, at)) unnoticed.push(at);
    }
    expect(unnoticed).toEqual([]);
  });

  it('every byte of one event, whatever it is replaced by', () => {
    const middle = event(500);
    const unnoticed: string[] = [];
    for (const field of ['data', 'metadata', 'id', 'type', 'stream'] as const) {
      const text = middle[field];
      for (let at = 0; at < text.length; at++) {
        for (let code = 0x20; code < 0x7f; code++) {
          const instead = String.fromCharCode(code);
          if (text[at] === instead) continue;
          const stream = [{ ...middle, [field]: text.slice(0, at) + instead + text.slice(at + 1) }, event(501)];
          if (verifyStream(stream, { from: heads[499]! }).ok) unnoticed.push(`${field} ${at} ${instead}`);
        }
      }
    }
    expect(unnoticed).toEqual([]);
  });

  it('a member put into the metadata, whatever its name', () => {
    for (const name of ['aa', 'data', 'event', 'more', 'revision', 'stream', 'zz']) {
      const metadata = JSON.parse(event(500).metadata) as Record<string, unknown>;
      const ordered = Object.fromEntries(Object.entries({ ...metadata, [name]: 1 }).toSorted(([a], [b]) => (a < b ? -1 : 1)));
      expect(verifyStream([{ ...event(500), metadata: JSON.stringify(ordered) }], { from: heads[499]! }).ok).toBe(false);
    }
  });
});

const foreign = noted('device-E2', LENGTH);
