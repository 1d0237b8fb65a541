import { describe, expect, it } from '@jest/globals';
import { inspect } from 'node:util';
import { generateMasterKey, MasterKeysError, parseMasterKeys } from './parse-master-keys.js';

const one = '00112233445566778899aabbccddeeff00112233445566778899AABBCCDDEEFF';
const two = 'f'.repeat(64);

describe('master keys of the configuration', () => {
  it('takes one key without an id', () => {
    const keys = parseMasterKeys(one);
    expect(keys.wrapping.id).toBe('default');
    expect(keys.wrapping.key.export().toString('hex')).toBe(one.toLowerCase());
  });

  it('takes several: the first wraps, all are found', () => {
    const keys = parseMasterKeys(` 2026-11:${one}, old:${two} `);
    expect(keys.wrapping.id).toBe('2026-11');
    expect(keys.all().map((key) => key.id)).toEqual(['2026-11', 'old']);
    expect(keys.find('old')?.key.export().toString('hex')).toBe(two);
    expect(keys.find('older')).toBeUndefined();
  });

  it('takes what it generates, which is new each time', () => {
    const generated = generateMasterKey();
    expect(parseMasterKeys(generated).wrapping.key.export().toString('hex')).toBe(generated);
    expect(generateMasterKey()).not.toBe(generated);
  });

  const wrong: readonly (readonly [string, string, RegExp])[] = [
    ['nothing', ' ', /no master key/],
    ['a short key', one.slice(2), /64 hexadecimal digits.* 62 characters/],
    ['a long key', `${one}0`, /65 characters/],
    ['a key that is not hexadecimal', `${one.slice(1)}g`, /other characters/],
    ['id and key swapped', `${one}:id`, /the id must be/],
    ['a third part', `a:b:${one}`, /one colon/],
    ['no id before the colon', `:${one}`, /the id must be/],
    ['no key after the colon', 'id:', /0 characters/],
    ['an empty entry', `a:${one},`, /master key 2 of 2/],
    ['a short key among several', `a:${one},b:${two.slice(1)}`, /master key 2 of 2: .* 63 characters/],
    ['an id twice', `a:${one},b:${one},a:${two}`, /master key 3 of 3 has the id of an earlier one/],
  ];
  it.each(wrong)('refuses %s, and does not say what it read', (_name, text, message) => {
    const refused = caught(() => parseMasterKeys(text));
    expect(refused).toBeInstanceOf(MasterKeysError);
    expect(inspect(refused)).toMatch(message);
    for (const piece of text.split(/[,: ]+/).filter((part) => part.length > 16)) expect(inspect(refused)).not.toContain(piece);
  });

  it('does not show keys when it is logged', () => {
    const shown = inspect(parseMasterKeys(one), { depth: 10, showHidden: true });
    expect(shown.toLowerCase()).not.toContain(one.toLowerCase().slice(0, 16));
  });
});

function caught(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  return undefined;
}
