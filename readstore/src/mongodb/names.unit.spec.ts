import { describe, expect, it } from '@jest/globals';
import { collectionName, keyName } from './names.js';

describe('names in MongoDB', () => {
  const odd = ['', '%', 'a', 'A', 'a.b', '$set', '\0', 'é', 'x'.repeat(59), 'x'.repeat(60), `${'x'.repeat(70)}1`, `${'x'.repeat(70)}2`];

  it.each([
    ['fields', keyName],
    ['collections', collectionName],
  ])('of %s are such that every server takes them, and all different', (_, nameOf) => {
    const names = odd.map(nameOf);
    expect(new Set(names).size).toBe(odd.length);
    for (const name of names) expect(name).toMatch(/^[\w@%.-]{1,65}$/);
    for (const name of odd.map(keyName).filter((key) => key.length < 60)) expect(name).not.toContain('.');
  });
});
