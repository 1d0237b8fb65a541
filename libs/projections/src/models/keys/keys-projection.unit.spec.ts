import { describe, expect, it } from '@jest/globals';
import type { SecretType } from '#contract';
import type { DeviceEvent } from '#domain';
import { projected } from '../../test/projection-specification.js';
import { at, type Sample } from '../../test/samples.js';
import { keys } from './key-document.js';
import { keysProjection } from './keys-projection.js';

const EK: SecretType = 'E_METER_ENCRYPTION_KEY_UNICAST';
const stored = (keyId: string, type: SecretType = EK): DeviceEvent => ({ type: 'KeyStored', data: { type, keyId, fingerprint: `of-${keyId}` } });
const activated = (keyId: string, type: SecretType = EK): DeviceEvent => ({
  type: 'KeyActivated',
  data: { type, keyId, fingerprint: `of-${keyId}` },
});

async function livesAfter(...samples: Sample[]) {
  const [document] = (await projected(keysProjection, samples)).of(keys);
  return document?.keys.map(({ keyId, status, since }) => [keyId, status, since]);
}

describe('Keys', () => {
  it('is NEW when it came to the vault', async () => {
    expect(await livesAfter(stored('k1'))).toEqual([['k1', 'NEW', at(1000)]]);
  });

  it('is ACTIVE from its activation on', async () => {
    expect(await livesAfter(stored('k1'), activated('k1'))).toEqual([['k1', 'ACTIVE', at(2000)]]);
  });

  it('expires when another one takes its place', async () => {
    expect(await livesAfter(stored('k1'), activated('k1'), stored('k2'), activated('k2'))).toEqual([
      ['k1', 'EXPIRED', at(4000)],
      ['k2', 'ACTIVE', at(4000)],
    ]);
  });

  it('is withdrawn when another one comes before it was used', async () => {
    expect(await livesAfter(stored('k1'), activated('k1'), stored('k2'), stored('k3'))).toEqual([
      ['k1', 'ACTIVE', at(2000)],
      ['k2', 'WITHDRAWN', at(4000)],
      ['k3', 'NEW', at(4000)],
    ]);
  });

  it('stays one key when it is stored again', async () => {
    expect(await livesAfter(stored('k1'), activated('k1'), stored('k1'), activated('k1'))).toEqual([['k1', 'ACTIVE', at(4000)]]);
  });

  it('has one document per type', async () => {
    const result = await projected(keysProjection, [stored('k1'), stored('k2', 'E_METER_MASTER_KEY')]);
    expect(result.of(keys).map(({ type }) => type)).toEqual(['E_METER_ENCRYPTION_KEY_UNICAST', 'E_METER_MASTER_KEY']);
  });
});
