import { describe, expect, it } from '@jest/globals';
import type { DeviceEvent } from '#domain';
import { projected } from '../../test/projection-specification.js';
import { METER, type Sample } from '../../test/samples.js';
import { authorizations } from './authorization-document.js';
import { authorizationsProjection } from './authorizations-projection.js';

const granted = (functionGroup: string, organisation = 'grid'): DeviceEvent => ({
  type: 'DeviceAuthorizationGranted',
  data: { organisation, functionGroup },
});
const revoked = (functionGroup: string): DeviceEvent => ({
  type: 'DeviceAuthorizationRevoked',
  data: { organisation: 'grid', functionGroup, reason: 'sold' },
});

async function groupsAfter(...samples: Sample[]) {
  return (await projected(authorizationsProjection, samples))
    .of(authorizations)
    .map(({ organisation, functionGroups }) => [organisation, functionGroups]);
}

describe('Authorizations', () => {
  it('gathers the groups of each organisation on a device', async () => {
    expect(await groupsAfter(granted('OWNER'), granted('FIRMWARE'), granted('OWNER'), granted('OWNER', 'other'))).toEqual([
      ['grid', ['FIRMWARE', 'OWNER']],
      ['other', ['OWNER']],
    ]);
  });

  it('names the device', async () => {
    const [document] = (await projected(authorizationsProjection, [granted('OWNER')])).of(authorizations);
    expect(document?.deviceIdentification).toBe(METER);
  });

  it('forgets a group that is revoked, and the organisation with its last one', async () => {
    expect(await groupsAfter(granted('OWNER'), granted('FIRMWARE'), revoked('OWNER'))).toEqual([['grid', ['FIRMWARE']]]);
    expect(await groupsAfter(granted('OWNER'), revoked('OWNER'))).toEqual([]);
    expect(await groupsAfter(granted('OWNER'), revoked('OWNER'), granted('OWNER'))).toEqual([['grid', ['OWNER']]]);
  });
});
