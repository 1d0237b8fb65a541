import { describe, expect, it } from '@jest/globals';
import { eventIdOf, isUuid, uuidv5, uuidv7 } from './uuid.js';

const DNS = '6ba7b810-9dad-11d1-80b4-00c04fd430c8';

describe('uuidv5', () => {
  it('gives the example of RFC 9562 appendix A.4', () => {
    expect(uuidv5(DNS, 'www.example.com')).toBe('2ed6657d-e927-568b-95e1-2665a8aea6a2');
  });

  it('does not depend on the case of the namespace, but on every character of the name', () => {
    expect(uuidv5(DNS.toUpperCase(), 'ä')).toBe(uuidv5(DNS, 'ä'));
    expect(uuidv5(DNS, 'ä')).not.toBe(uuidv5(DNS, 'a\u0308'));
  });

  it('refuses a namespace that is no UUID', () => {
    expect(() => uuidv5('meter', '0')).toThrow(TypeError);
  });
});

describe('uuidv7', () => {
  it('gives the example of RFC 9562 appendix A.6', () => {
    const random = Buffer.from('0cc318c4dc0c0c07398f', 'hex');
    expect(uuidv7(0x017f22e279b0, random)).toBe('017f22e2-79b0-7cc3-98c4-dc0c0c07398f');
  });

  it('is ordered by time and differs within a millisecond', () => {
    expect(uuidv7(1_000) < uuidv7(1_001)).toBe(true);
    expect(new Set(Array.from({ length: 2_000 }, () => uuidv7(1_000))).size).toBe(2_000);
    expect(isUuid(uuidv7(Date.now()))).toBe(true);
  });

  it('refuses too little randomness', () => {
    expect(() => uuidv7(0, new Uint8Array(9))).toThrow(TypeError);
  });
});

describe('eventIdOf', () => {
  const command = '017f22e2-79b0-7cc3-98c4-dc0c0c07398f';

  it('is UUIDv5 of the command id and the index', () => {
    expect(eventIdOf(command, 3)).toBe(uuidv5(command, '3'));
  });

  it('takes a command id of any form', () => {
    expect(isUuid(eventIdOf('grid|E1|20260101', 0))).toBe(true);
    expect(eventIdOf('grid|E1|20260101', 0)).not.toBe(eventIdOf('grid|E2|20260101', 0));
  });
});
