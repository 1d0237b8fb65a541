import { describe, expect, it } from '@jest/globals';
import { DEVICE_FUNCTION_GROUPS, groupsOf } from './function-groups.js';
import { OPERATIONS } from './operations.js';

describe('function groups', () => {
  it.each([
    ['ADD_METER', ['INSTALLATION', 'OWNER']],
    ['GET_FIRMWARE_VERSION', ['FIRMWARE', 'OWNER']],
    ['UPDATE_FIRMWARE', ['FIRMWARE', 'OWNER']],
    ['SET_DEVICE_ALIASES', ['METADATA_MANAGEMENT', 'OWNER']],
    ['REMOVE_DEVICE', ['MANAGEMENT', 'OWNER']],
    ['GET_EVENT_NOTIFICATIONS', ['MANAGEMENT', 'OWNER']],
    ['GET_DEVICE_AUTHORIZATION', [...DEVICE_FUNCTION_GROUPS].sort()],
    ['constructor', ['OWNER']],
  ])('%s is for %j', (deviceFunction, groups) => {
    expect([...groupsOf(deviceFunction)].sort()).toEqual(groups);
  });

  it('give every operation to the owner, and only installers and firmware people some more', () => {
    for (const { name, deviceFunction } of Object.values(OPERATIONS)) {
      const groups = deviceFunction === null ? new Set(['OWNER']) : groupsOf(deviceFunction);
      expect(groups).toContain('OWNER');
      if (!/^(?:GetFirmwareVersion|UpdateFirmware|AddDevice)/.test(name)) expect(groups.size).toBe(1);
    }
  });
});
