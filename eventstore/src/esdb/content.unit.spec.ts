import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fromWire, toWire } from './content.js';
import type { WireEvent } from './wire.js';

const parse = (bytes: Uint8Array): unknown => {
  if (bytes.length === 0) return undefined;
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    return bytes;
  }
};

/** What the client makes of an event on its way through a server. */
function throughTheClient({ id, type, content, metadata }: WireEvent) {
  const data: unknown = 'json' in content ? JSON.parse(JSON.stringify(content.json)) : content.bytes;
  return { id, type, data, metadata: parse(metadata) };
}

const event = (data: string, metadata: string) => ({ id: '0c7e4b5e-5a77-4a5e-8f8e-3b8f4c1a2d30', type: 'Tested', data, metadata });

const spaced = (value: unknown): string => JSON.stringify(value, null, 1);
const text = fc.oneof(
  fc.json(),
  fc.jsonValue().map(spaced),
  fc.string({ unit: 'grapheme' }),
  fc.json().map((json) => JSON.stringify({ 'meterlog-verbatim': json })),
  fc.constantFrom(
    '',
    ' ',
    'null',
    '1.0',
    '-0',
    '"\\u0061"',
    '{"a":1,"a":2}',
    '{"b":1,"1":2}',
    '{"meterlog-verbatim":"x"}',
    '\ufeff{}',
    '{"__proto__":{"a":1}}',
  ),
);

describe('the content of an event', () => {
  it('comes back byte for byte, whatever it is', () => {
    fc.assert(
      fc.property(text, text, (data, metadata) => {
        const given = event(data, metadata);
        expect(fromWire(throughTheClient(toWire(given)))).toEqual(given);
      }),
      { numRuns: 500 },
    );
  });

  it('is JSON to the server where the client would write it the same', () => {
    expect(toWire(event('{"kWh":12.5}', '{}')).content).toEqual({ json: { kWh: 12.5 } });
    expect(toWire(event('{ "kWh": 12.50 }', '{}')).content).toEqual({ bytes: Buffer.from('{ "kWh": 12.50 }') });
  });

  it('keeps metadata as they are where the client would write them the same', () => {
    expect(Buffer.from(toWire(event('{}', '{"by":"é"}')).metadata).toString()).toBe('{"by":"é"}');
  });

  it('of events that others wrote is text', () => {
    const id = 'x';
    expect(fromWire({ id, type: 'T', data: Buffer.from('plain'), metadata: undefined })).toMatchObject({ data: 'plain', metadata: '' });
    expect(fromWire({ id, type: 'T', data: { a: 1 }, metadata: { b: 2 } })).toMatchObject({ data: '{"a":1}', metadata: '{"b":2}' });
  });
});
