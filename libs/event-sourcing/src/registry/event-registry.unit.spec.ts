import { describe, expect, it } from '@jest/globals';
import { Type } from '@sinclair/typebox';
import type { NewEvent, StoredEvent } from '#eventstore/port.js';
import { eventHash, firstHash } from '../chain/event-hash.js';
import { EventRegistry, type EncodingEnvelope } from './event-registry.js';
import { eventType, type EventOf } from './event-type.js';
import type { PayloadCodec } from './payload-codec.js';
import { EventSchemaError, MalformedEventError, NewerEventVersionError, UnknownEventTypeError } from './registry-errors.js';

const Registered = eventType('Registered', Type.Object({ name: Type.String(), channel: Type.Optional(Type.Integer()) }));
const ReadsCollected = eventType(
  'ReadsCollected',
  Type.Object({ subject: Type.Optional(Type.String()), reads: Type.Array(Type.Object({ value: Type.Integer() })) }),
  { personal: ['reads'] },
);
const registry = new EventRegistry([Registered, ReadsCollected]);

const envelope: EncodingEnvelope = {
  stream: 'device-E1',
  revision: 0,
  prevHash: firstHash('device-E1'),
  eventId: '00000000-0000-0000-0000-000000000001',
  commandId: 'command',
  correlationUid: 'correlation',
  causationId: null,
  actor: 'grid/api/anna',
  occurredAt: '2026-01-01T00:00:00.000Z',
  recordedAt: '2026-01-01T00:00:01.000Z',
};
const stored = (event: NewEvent, changes: Partial<StoredEvent> = {}): StoredEvent => ({
  ...event,
  stream: 'device-E1',
  revision: 0,
  position: 7,
  ...changes,
});

describe('EventRegistry', () => {
  it('gives back what it encoded, with where it stands', () => {
    const event: EventOf<typeof Registered> = { type: 'Registered', data: { name: 'kitchen' } };
    const decoded = registry.decode(stored(registry.encode(event, envelope)));
    const { prevHash, ...rest } = envelope;
    const hash = eventHash(prevHash, { ...rest, type: 'Registered', schemaVersion: 1, data: event.data });
    expect(decoded).toEqual({ ...envelope, type: 'Registered', schemaVersion: 1, data: event.data, position: 7, hash });
  });

  it('writes canonical texts whatever the order of members', () => {
    const { data } = registry.encode({ type: 'Registered', data: { name: 'n', channel: 1 } }, envelope);
    expect(data).toBe('{"channel":1,"name":"n"}');
  });

  it('refuses data that do not fit, naming type and field but no data', () => {
    const encode = (): NewEvent => registry.encode({ type: 'ReadsCollected', data: { reads: [{ value: 1 }, { value: 'secret' }] } }, envelope);
    expect(encode).toThrow(expect.objectContaining({ name: 'EventSchemaError', type: 'ReadsCollected', field: '/reads/1/value' }));
    expect(encode).toThrow(/^(?!.*secret).*ReadsCollected.*\/reads\/1\/value/);
    expect(() => registry.validate({ type: 'Registered', data: null })).toThrow(EventSchemaError);
  });

  it('refuses what it does not know, in both directions', () => {
    expect(() => registry.encode({ type: 'Unheard', data: {} }, envelope)).toThrow(UnknownEventTypeError);
    const event = registry.encode({ type: 'Registered', data: { name: 'n' } }, envelope);
    expect(() => new EventRegistry([]).decode(stored(event))).toThrow(UnknownEventTypeError);
  });

  it('hands out unknown types and newer versions as stored when asked to be tolerant', () => {
    const newer = new EventRegistry([eventType('Registered', Type.Any(), { version: 2, upcasters: { 1: (data) => data } })]);
    const event = newer.encode({ type: 'Registered', data: { title: 'n' } }, envelope);
    expect(() => registry.decode(stored(event))).toThrow(NewerEventVersionError);
    expect(registry.decodeTolerant(stored(event))).toMatchObject({ schemaVersion: 2, data: { title: 'n' }, revision: 0 });
    expect(new EventRegistry([]).decodeTolerant(stored(event))).toMatchObject({ type: 'Registered', data: { title: 'n' } });
  });

  it.each<[string, Partial<StoredEvent>]>([
    ['no JSON', { metadata: 'secret' }],
    ['no object', { metadata: 'null' }],
    ['no envelope', { metadata: '{"eventId":"1"}' }],
    ['data that are no JSON', { data: '{secret' }],
  ])('tells an event that is not ours: %s', (_name, changes) => {
    const event = stored(registry.encode({ type: 'Registered', data: { name: 'n' } }, envelope), changes);
    expect(() => registry.decode(event)).toThrow(MalformedEventError);
    expect(() => registry.decodeTolerant(event)).toThrow(/^(?!.*secret)/);
  });

  it('brings old data up step by step and leaves the stored bytes alone', () => {
    const third = eventType('Registered', Type.Object({ title: Type.String(), tags: Type.Array(Type.String()) }), {
      version: 3,
      upcasters: {
        1: (data) => ({ title: (data as { name: string }).name }),
        2: (data) => ({ ...(data as object), tags: [] }),
      },
    });
    const old = stored(registry.encode({ type: 'Registered', data: { name: 'n' } }, envelope));
    const text = old.data;
    expect(new EventRegistry([third]).decode(old)).toMatchObject({ schemaVersion: 3, data: { title: 'n', tags: [] } });
    expect(old.data).toBe(text);
  });

  it('knows its types and refuses two of one name', () => {
    expect(registry.get('ReadsCollected')?.personal).toEqual(['reads']);
    expect(registry.get('Unheard')).toBeUndefined();
    expect(registry.types).toHaveLength(2);
    expect(() => new EventRegistry([Registered, Registered])).toThrow('registered twice');
  });
});

describe('eventType', () => {
  it('needs an upcaster from every older version', () => {
    expect(() => eventType('A', Type.Any(), { version: 3, upcasters: { 2: (data) => data } })).toThrow('no upcaster from version 1');
    expect(() => eventType('A', Type.Any(), { version: 0 })).toThrow(TypeError);
  });
});

describe('a codec', () => {
  /** Hides personal fields behind the subject's name, as one with keys would. */
  class Hiding implements PayloadCodec {
    readonly prepared: (readonly string[])[] = [];
    readonly encode: PayloadCodec['encode'] = (type, data, subject) =>
      this.replace(type.personal, data, (value) => `${subject}:${JSON.stringify(value)}`);
    readonly decode: PayloadCodec['decode'] = (type, data, subject) =>
      this.replace(type.personal, data, (value) => JSON.parse(String(value).slice(subject.length + 1)));
    async prepare(subjects: readonly string[]): Promise<void> {
      this.prepared.push(subjects);
    }
    private replace(personal: readonly string[], data: unknown, change: (value: unknown) => unknown): unknown {
      return Object.fromEntries(Object.entries(data as object).map(([key, value]) => [key, personal.includes(key) ? change(value) : value]));
    }
  }
  const data = { subject: 'G1', reads: [{ value: 5 }] };

  it('sees every event on the way in and out, with its subject; the hash covers what is stored', async () => {
    const codec = new Hiding();
    const coded = registry.withCodec(codec);
    const event = coded.encode({ type: 'ReadsCollected', data }, envelope);
    expect(JSON.parse(event.data)).toEqual({ subject: 'G1', reads: 'G1:[{"value":5}]' });
    const [decoded] = await coded.decodeAll([stored(event)]);
    expect(decoded?.data).toEqual(data);
    expect(codec.prepared).toEqual([['G1']]);
    const facts = { ...envelope, prevHash: undefined, type: 'ReadsCollected', schemaVersion: 1 };
    expect(decoded?.hash).toBe(eventHash(envelope.prevHash, { ...facts, data: JSON.parse(event.data) }));
  });

  it('takes whoever the stream belongs to as subject when an event names none', async () => {
    const codec = new Hiding();
    const coded = registry.withCodec(codec);
    await coded.prepare('device-E1', [{ data: { reads: [] } }, { data: { reads: [] } }, { data: { subject: 'G2' } }]);
    expect(codec.prepared).toEqual([['E1', 'G2']]);
    expect(coded.encode({ type: 'ReadsCollected', data: { reads: [] } }, envelope).data).toBe('{"reads":"E1:[]"}');
  });
});
