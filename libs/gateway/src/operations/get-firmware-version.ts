import type { FirmwareVersions } from '#contract';
import { decodeFirmwareVersion, firmwareModulesOf } from '#cosem';
import { decoded, unreadable } from './access-result.js';
import type { Operation } from './operation.js';
import { attributeOf } from './profile-object.js';
import { readAttributes } from './read-attributes.js';

const OPERATION = 'GetFirmwareVersion';

/** The version of each module that the profile names, without control characters. */
export const getFirmwareVersion: Operation<'GetFirmwareVersion'> = (_, context) => {
  const modules = firmwareModulesOf(context.profile).map(({ module, object }) => ({ module, ref: attributeOf(object, 2) }));
  return async (access) => {
    const refs = modules.map(({ ref }) => ref);
    const values = await readAttributes(access, refs, context.settings.withListMax, OPERATION);
    const versions = modules.map(({ module, ref }, index) => {
      const value = values[index];
      if (value === undefined) throw unreadable(OPERATION, ref, 'the meter gave no answer');
      return { version: decoded(ref, OPERATION, () => decodeFirmwareVersion(value)), firmwareModuleType: module };
    });
    const response: FirmwareVersions = { firmwareVersion: versions };
    return { response, facts: [{ type: 'FirmwareVersionsRead', data: { versions }, occurredAt: context.now() }] };
  };
};
