import { describe, expect, it } from '@jest/globals';
import { inspect } from 'node:util';
import { createAccess } from './access.js';
import { generateApiKey } from './api-key.js';
import { actorOf } from './principal.js';

describe('access', () => {
  const bootstrapKey = generateApiKey();
  const access = createAccess({ bootstrapKey });

  it('knows who has the bootstrap key', () => {
    expect(access.authenticate(bootstrapKey)).toEqual({ organisation: 'operations', application: 'bootstrap' });
  });

  it.each([undefined, '', ' ', bootstrapKey.slice(1), `${bootstrapKey} `, bootstrapKey.toUpperCase(), generateApiKey()])(
    'knows nobody else (%#)',
    (apiKey) => {
      expect(access.authenticate(apiKey)).toBeUndefined();
    },
  );

  it('takes whatever key is configured, but not a blank one', () => {
    expect(createAccess({ bootstrapKey: 'clé' }).authenticate('clé')).toBeDefined();
    expect(() => createAccess({ bootstrapKey: ' ' })).toThrow(RangeError);
  });

  it('does not keep the key', () => {
    expect(inspect(access, { showHidden: true, depth: 10 })).not.toContain(bootstrapKey);
  });
});

describe('API keys', () => {
  it('carry 256 bits and are new each time', () => {
    const keys = Array.from({ length: 100 }, () => generateApiKey());
    expect(new Set(keys).size).toBe(100);
    for (const key of keys) expect(Buffer.from(key.replace('mlk_', ''), 'base64url')).toHaveLength(32);
  });

  it('can stand in a header and a shell as they are', () => {
    expect(generateApiKey()).toMatch(/^[a-z][\w-]+$/);
  });
});

describe('actors', () => {
  it('name organisation, application and user', () => {
    expect(actorOf({ organisation: 'grid', application: 'mdm', user: 'j.doe@grid.example' })).toBe('grid/mdm/j.doe@grid.example');
  });

  it('have a dash for no user', () => {
    expect(actorOf({ organisation: 'grid', application: 'mdm' })).toBe('grid/mdm/-');
    expect(actorOf({ organisation: 'grid', application: 'mdm', user: '' })).toBe('grid/mdm/-');
  });

  it('cannot be forged by a name', () => {
    expect(actorOf({ organisation: 'grid', application: 'mdm', user: 'a/b%2F' })).toBe('grid/mdm/a%2Fb%252F');
    expect(actorOf({ organisation: 'grid', application: 'mdm', user: '-' })).toBe('grid/mdm/%2D');
  });
});
