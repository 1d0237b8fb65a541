import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson } from '../canonical-json.js';
import { canonicalEnvelope } from './canonical-envelope.js';
import { parseEnvelope, type StoredEnvelope } from './stored-envelope.js';

const HASH = '0123456789abcdef'.repeat(4);
const GOOD: StoredEnvelope = {
  eventId: 'e-1',
  type: 'Registered',
  schemaVersion: 12,
  commandId: 'c-1',
  correlationUid: 'u-1',
  causationId: null,
  actor: 'acme/ops/-',
  occurredAt: '2026-01-01T00:00:00.000Z',
  recordedAt: '2026-01-01T00:00:01.000Z',
  prevHash: HASH,
  hash: HASH.replace('0', 'f'),
};

/** What the parser and the validator make of a text: the same as ever, since blanks are not canonical. */
function slowly(metadata: string): StoredEnvelope | undefined {
  try {
    return parseEnvelope({ metadata: ` ${metadata}`, data: '{}', id: 'e-1', type: 'Registered', stream: 'device-E1', revision: 0, position: 1 });
  } catch {
    return undefined;
  }
}

describe('canonicalEnvelope', () => {
  it.each([null, 'e-0', ''])('reads what the registry writes (caused by %j)', (causationId) => {
    const envelope = { ...GOOD, causationId };
    expect(canonicalEnvelope(canonicalJson(envelope))).toEqual(envelope);
  });

  it('answers what a JSON parser and the validator would, whatever the texts are, or leaves it to them', () => {
    const text = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.constantFrom('null', '"', '\\', '","', '\u2028', '\ud800'));
    const envelopes = fc.record({ eventId: text, type: text, commandId: text, correlationUid: text, causationId: fc.option(text), actor: text });
    fc.assert(
      fc.property(envelopes, (fields) => {
        const metadata = JSON.stringify(Object.fromEntries(Object.entries({ ...GOOD, ...fields }).toSorted(([a], [b]) => (a < b ? -1 : 1))));
        const fast = canonicalEnvelope(metadata);
        const slow = slowly(metadata);
        expect(slow).toBeDefined();
        if (fast !== undefined) expect(fast).toEqual(slow);
      }),
    );
  });

  it('takes no text that differs by a character from a good one for something else than it is', () => {
    const good = canonicalJson(GOOD);
    const characters = '"\\,:{}0aA- \n\u0000'.split('');
    for (let at = 0; at < good.length; at += 1)
      for (const character of ['', ...characters]) {
        const metadata = good.slice(0, at) + character + good.slice(at + 1);
        const fast = canonicalEnvelope(metadata);
        if (fast !== undefined) expect(fast).toEqual(slowly(metadata));
      }
  });

  it.each<[string, object]>([
    ['a short hash', { hash: HASH.slice(1) }],
    ['a hash that is none', { prevHash: HASH.replace('0', 'G') }],
    ['version 0', { schemaVersion: 0 }],
    ['half a version', { schemaVersion: 1.5 }],
    ['no time', { occurredAt: '' }],
    ['one field more', { zone: 'x' }],
    ['a number for a text', { actor: 5 }],
  ])('leaves alone what is not of its form: %s', (_name, fields) => {
    expect(canonicalEnvelope(canonicalJson({ ...GOOD, ...fields }))).toBeUndefined();
  });
});
