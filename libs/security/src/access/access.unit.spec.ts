import { describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { inspect } from 'node:util';
import { OrganisationDirectory } from '../organisations/directory.js';
import { initialState } from '../organisations/organisation-state.js';
import { createAccess, DisabledOrganisationError } from './access.js';
import { generateApiKey } from './api-key.js';
import { actorOf } from './principal.js';

const NOW = Date.parse('2026-06-01T00:00:00Z');

describe('access', () => {
  const bootstrapKey = generateApiKey();
  const directory = new OrganisationDirectory();
  const access = createAccess({ bootstrapKey, directory, now: () => NOW });

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
    const withKey = (key: string) => createAccess({ bootstrapKey: key, directory, now: () => NOW });
    expect(withKey('clé').authenticate('clé')).toBeDefined();
    expect(() => withKey(' ')).toThrow(RangeError);
  });

  it('knows the holder of a key that was issued, until it is over or the organisation disabled', () => {
    const apiKey = generateApiKey();
    const key = {
      keyId: 'k1',
      sha256: createHash('sha256').update(apiKey).digest('hex'),
      application: 'mdm',
      user: null,
      issuedAt: '',
      expiresAt: null,
    };
    const grid = { ...initialState('grid'), functionGroup: 'USER' as const };
    expect(access.authenticate(apiKey)).toBeUndefined();
    directory.put({ ...grid, keys: [{ ...key, revokedAt: null }] }, 1);
    expect(access.authenticate(apiKey)).toEqual({ organisation: 'grid', application: 'mdm' });
    directory.put({ ...grid, enabled: false, keys: [{ ...key, revokedAt: null }] }, 2);
    expect(() => access.authenticate(apiKey)).toThrow(DisabledOrganisationError);
    directory.put({ ...grid, keys: [{ ...key, revokedAt: '2026-01-01T00:00:00.000Z' }] }, 3);
    expect(access.authenticate(apiKey)).toBeUndefined();
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

  it('say of a user whom the application names that it is a claim', () => {
    expect(actorOf({ organisation: 'grid', application: 'mdm', user: 'anna', isClaimed: true })).toBe('grid/mdm/claimed:anna');
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
