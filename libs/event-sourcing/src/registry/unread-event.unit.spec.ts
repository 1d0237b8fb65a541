import { describe, expect, it } from '@jest/globals';
import { Type } from '@sinclair/typebox';
import fc from 'fast-check';
import type { StoredEvent } from '#eventstore/port.js';
import { canonicalJson } from '../canonical-json.js';
import type { RecordedEvent } from './event.js';
import { EventRegistry } from './event-registry.js';
import { eventType } from './event-type.js';
import { MalformedEventError } from './registry-errors.js';

const registry = new EventRegistry([
  eventType('Registered', Type.Object({ name: Type.String() })),
  eventType('Renamed', Type.Object({ name: Type.String() }), { version: 2, upcasters: { 1: () => ({ name: 'upcast' }) } }),
]);
const HASH = '0123456789abcdef'.repeat(4);
const GOOD = {
  actor: 'acme/ops/-',
  causationId: null,
  commandId: 'c-1',
  correlationUid: 'u-1',
  eventId: 'e-1',
  hash: HASH.replace('0', 'f'),
  occurredAt: '2026-01-01T00:00:00.000Z',
  prevHash: HASH,
  recordedAt: '2026-01-01T00:00:01.000Z',
  schemaVersion: 1,
  type: 'Registered',
};
const FIELDS = ['eventId', 'type', 'schemaVersion', 'commandId', 'correlationUid', 'causationId', 'actor', 'occurredAt', 'recordedAt'] as const;
const REST = ['prevHash', 'hash', 'data', 'stream', 'revision', 'position'] as const;

const storedWith = (metadata: string, type = 'Registered'): StoredEvent => {
  return { id: 'e-1', type, data: '{"name":"n"}', metadata, stream: 'device-E1', revision: 3, position: 9 };
};
/** All that there is to ask an event for. */
const asked = (event: RecordedEvent): unknown => Object.fromEntries([...FIELDS, ...REST].map((field) => [field, event[field]]));
const unread = async (event: StoredEvent): Promise<RecordedEvent> => (await registry.decodeUnread([event]))[0] as RecordedEvent;

describe('An unread event', () => {
  it('answers what a decoded one does, whatever its texts are', async () => {
    const text = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.constantFrom('', 'null', '"', '\\', ',"actor":"', '","type":"', '}'));
    const fields = fc.record({ eventId: text, commandId: text, correlationUid: text, causationId: fc.option(text), actor: text });
    await fc.assert(
      fc.asyncProperty(fields, async (changes) => {
        const event = storedWith(canonicalJson({ ...GOOD, ...changes }));
        expect(asked(await unread(event))).toEqual(asked(registry.decode(event)));
      }),
    );
  });

  it('is decoded at once when it is of an older version', async () => {
    const event = storedWith(canonicalJson({ ...GOOD, type: 'Renamed' }), 'Renamed');
    expect(await unread(event)).toMatchObject({ data: { name: 'upcast' }, schemaVersion: 2, recordedAt: GOOD.recordedAt });
  });

  it.each([JSON.stringify(GOOD, null, 1), canonicalJson({ ...GOOD, type: 'Renamed' })])(
    'is decoded at once when its metadata end otherwise',
    async (metadata) => {
      const event = storedWith(metadata);
      expect(asked(await unread(event))).toEqual(asked(registry.decode(event)));
    },
  );

  it.each(['{}', '', 'null', canonicalJson(GOOD).slice(0, -1)])('is refused at once when its metadata are %s', async (metadata) => {
    const event = storedWith(metadata);
    await expect(registry.decodeUnread([event])).rejects.toThrow(MalformedEventError);
  });

  it.each(['actor', 'commandId', 'correlationUid', 'eventId', 'occurredAt', 'recordedAt', 'hash', 'prevHash'] as const)(
    'is refused when it is asked for its %s and has none',
    async (field) => {
      const { [field]: _gone, ...left } = GOOD;
      const event = await unread(storedWith(canonicalJson(left)));
      expect(() => event[field]).toThrow(MalformedEventError);
    },
  );

  it('is refused when a time is empty', async () => {
    const event = await unread(storedWith(canonicalJson({ ...GOOD, recordedAt: '' })));
    expect(() => event.recordedAt).toThrow(MalformedEventError);
  });

  it('is refused at once when its data are no JSON', async () => {
    await expect(registry.decodeUnread([{ ...storedWith(canonicalJson(GOOD)), data: '{' }])).rejects.toThrow(MalformedEventError);
  });
});
