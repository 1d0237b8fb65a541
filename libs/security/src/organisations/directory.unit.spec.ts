import { describe, expect, it } from '@jest/globals';
import { OrganisationDirectory } from './directory.js';
import { initialState, type ApiKeyRecord, type OrganisationState } from './organisation-state.js';

const NOW = Date.parse('2026-06-01T00:00:00Z');
const KEY: ApiKeyRecord = {
  keyId: 'k1',
  sha256: 'aa',
  application: 'mdm',
  user: null,
  issuedAt: '2026-01-01T00:00:00.000Z',
  expiresAt: null,
  revokedAt: null,
};
const grid = (change: Partial<OrganisationState> = {}): OrganisationState => ({
  ...initialState('grid'),
  functionGroup: 'USER',
  name: 'Grid',
  keys: [KEY],
  ...change,
});
const directoryOf = (...states: readonly OrganisationState[]): OrganisationDirectory => {
  const directory = new OrganisationDirectory();
  states.forEach((state, index) => directory.put(state, index + 1));
  return directory;
};

describe('the directory of organisations', () => {
  it('knows whose key it is', () => {
    const directory = directoryOf(grid({ keys: [KEY, { ...KEY, keyId: 'k2', sha256: 'bb', application: null, user: 'anna' }] }));
    expect(directory.holderOf('aa', NOW)).toEqual({ principal: { organisation: 'grid', application: 'mdm' }, isOver: false, isEnabled: true });
    expect(directory.holderOf('bb', NOW)?.principal).toEqual({ organisation: 'grid', application: '', user: 'anna' });
    expect(directory.holderOf('cc', NOW)).toBeUndefined();
  });

  it('tells when a key is over: revoked, or from the instant on at which it expires', () => {
    expect(directoryOf(grid({ keys: [{ ...KEY, revokedAt: KEY.issuedAt }] })).holderOf('aa', NOW)?.isOver).toBe(true);
    const expiring = directoryOf(grid({ keys: [{ ...KEY, expiresAt: new Date(NOW).toISOString() }] }));
    expect(expiring.holderOf('aa', NOW - 1)?.isOver).toBe(false);
    expect(expiring.holderOf('aa', NOW)?.isOver).toBe(true);
  });

  it('tells when the organisation is disabled', () => {
    expect(directoryOf(grid({ enabled: false })).holderOf('aa', NOW)?.isEnabled).toBe(false);
  });

  it('keeps the newer of two folds, whatever comes last', () => {
    const directory = new OrganisationDirectory();
    directory.put(grid({ enabled: false }), 9);
    directory.put(grid(), 8);
    expect(directory.get('grid')?.enabled).toBe(false);
  });

  it('knows the organisation that runs the platform from the beginning, and no unregistered one', () => {
    const directory = directoryOf(initialState('nobody'), grid());
    expect(directory.list().map(({ organisation }) => organisation)).toEqual(['grid', 'operations']);
  });
});
