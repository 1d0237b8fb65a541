import type { AdministrativeStatusRead } from '#contract';
import { administrativeStatus } from '#cosem';
import { unreadable } from './access-result.js';
import type { Operation } from './operation.js';
import { attributeOf, profileObject } from './profile-object.js';
import { readAttributes } from './read-attributes.js';

const OPERATION = 'GetAdministrativeStatus';

export const getAdministrativeStatus: Operation<'GetAdministrativeStatus'> = (_, context) => {
  const ref = attributeOf(profileObject(context.profile, 'ADMINISTRATIVE_IN_OUT', OPERATION), 2);
  return async (access) => {
    const [value] = await readAttributes(access, [ref], 1, OPERATION);
    const status = value?.type === 'enum' ? administrativeStatus.nameOf(value.value) : undefined;
    if (status === undefined) throw unreadable(OPERATION, ref, 'not an administrative status');
    const response: AdministrativeStatusRead = { enabled: status };
    return { response, facts: [{ type: 'AdministrativeStatusRead', data: { status }, occurredAt: context.now() }] };
  };
};
