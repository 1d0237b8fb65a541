import { describe, expect, it } from '@jest/globals';
import { smr51Settings } from '../testing/fixtures.js';
import { planSession } from './plan.js';

const key = (keyId: string) => ({ keyId, fingerprint: keyId });
const keys = { E_METER_ENCRYPTION_KEY_UNICAST: key('ek'), E_METER_AUTHENTICATION_KEY: key('ak'), LLS_PASSWORD: key('pw') };

describe('planSession', () => {
  it.each([
    ['no address', { networkAddress: undefined }, 212],
    ['a blank address', { networkAddress: '  ' }, 212],
    ['an unknown protocol', { protocolVersion: '9.9' }, 416],
    ['HDLC framing', { useHdlc: true }, 413],
    ['short names', { useSn: true }, 413],
    ['HLS 3 only', { hls5Active: false, hls3Active: true, lls1Active: true }, 413],
    ['HLS 4 only', { hls5Active: false, hls4Active: true }, 413],
    ['a challenge of 65 octets', { challengeLength: 65 }, 213],
    ['a challenge of 7 octets', { challengeLength: 7 }, 213],
  ])('refuses %s', (_, change, code) => {
    const { networkAddress, ...others } = { ...smr51Settings, ...change };
    const settings = networkAddress === undefined ? others : { ...others, networkAddress };
    expect(() => planSession({ settings, keys }, true)).toThrow(expect.objectContaining({ code, name: 'SessionSetupError' }));
  });

  it.each([
    ['E_METER_ENCRYPTION_KEY_UNICAST', { E_METER_AUTHENTICATION_KEY: key('ak') }],
    ['E_METER_AUTHENTICATION_KEY', { E_METER_ENCRYPTION_KEY_UNICAST: key('ek') }],
  ])('refuses HLS 5 without %s', (type, some) => {
    expect(() => planSession({ settings: smr51Settings, keys: some }, true)).toThrow(
      expect.objectContaining({ code: 806, message: `the device has no active ${type}` }),
    );
  });

  it.each([
    [
      'HLS 5 before everything else',
      { hls3Active: true, lls1Active: true },
      { kind: 'hls5', encryptionKey: key('ek'), authenticationKey: key('ak') },
    ],
    ['LLS 1', { hls5Active: false, lls1Active: true, challengeLength: 0 }, { kind: 'lls1', password: key('pw') }],
    ['nothing', { hls5Active: false }, { kind: 'none' }],
  ])('chooses %s', (_, change, security) => {
    const whereabouts = { kind: 'registered', host: '127.0.0.1' };
    expect(planSession({ settings: { ...smr51Settings, ...change }, keys }, true)).toMatchObject({ security, whereabouts, port: 4059 });
  });

  const dynamic = { ...smr51Settings, ipAddressIsStatic: false };

  it('looks for a device whose address is not fixed by its SIM card, whatever address it was registered with', () => {
    const plan = planSession({ settings: { ...dynamic, iccId: '8931000000000000001' }, keys }, true);
    expect(plan.whereabouts).toEqual({ kind: 'dynamic', iccId: '8931000000000000001' });
  });

  it('refuses such a device without ICCID', () => {
    expect(() => planSession({ settings: dynamic, keys }, true)).toThrow(expect.objectContaining({ code: 410, name: 'SessionSetupError' }));
  });

  it('makes do with the registered address where nobody can look for it', () => {
    expect(planSession({ settings: dynamic, keys }, false).whereabouts).toEqual({ kind: 'registered', host: '127.0.0.1' });
    const { networkAddress: _none, ...nowhere } = dynamic;
    expect(() => planSession({ settings: nowhere, keys }, false)).toThrow(expect.objectContaining({ code: 212 }));
  });
});
