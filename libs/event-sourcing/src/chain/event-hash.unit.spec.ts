import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson, CanonicalJsonError } from '../canonical-json.js';
import { eventHash, firstHash, hashOfParts, linkEvent } from './event-hash.js';

const text = fc.string({ unit: 'grapheme' });
const envelope = fc.record({
  eventId: text,
  type: text,
  schemaVersion: fc.integer({ min: 1 }),
  commandId: text,
  correlationUid: text,
  causationId: fc.option(text),
  actor: text,
  occurredAt: text,
  recordedAt: text,
  stream: text,
  revision: fc.nat(),
});
const PREVIOUS = firstHash('device-E1');

describe('the quick way to seal an event', () => {
  it('gives the hash and the metadata that canonical JSON of the whole gives', () => {
    fc.assert(
      fc.property(envelope, fc.jsonValue(), (event, data) => {
        const hash = eventHash(PREVIOUS, { ...event, data });
        expect(hashOfParts(PREVIOUS, event, canonicalJson(data))).toBe(hash);
        const { stream: _stream, revision: _revision, ...facts } = event;
        expect(linkEvent(PREVIOUS, event, canonicalJson(data))).toEqual({ hash, metadata: canonicalJson({ ...facts, prevHash: PREVIOUS, hash }) });
      }),
    );
  });

  it.each(['eventId', 'type', 'commandId', 'correlationUid', 'causationId', 'actor', 'occurredAt', 'recordedAt', 'stream'])(
    'refuses a lone surrogate in %s',
    (field) => {
      const [event] = fc.sample(envelope, { numRuns: 1, seed: 1 });
      expect(() => linkEvent(PREVIOUS, { ...event!, [field]: '\ud800' }, 'null')).toThrow(CanonicalJsonError);
    },
  );

  it('refuses to continue what is no hash', () => {
    const [event] = fc.sample(envelope, { numRuns: 1, seed: 1 });
    expect(() => linkEvent('none', event!, 'null')).toThrow(TypeError);
  });
});
