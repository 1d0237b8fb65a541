import { administrativeStatus } from '#cosem';
import { d } from '#dlms';
import type { Effect, Operation } from './operation.js';
import { attributeOf, profileObject } from './profile-object.js';
import { settingEffect } from './setting-effect.js';

const OPERATION = 'SetAdministrativeStatus';

export const setAdministrativeStatus: Operation<'SetAdministrativeStatus', Effect> = ({ enabled: status }, context) => {
  const ref = attributeOf(profileObject(context.profile, 'ADMINISTRATIVE_IN_OUT', OPERATION), 2);
  const data = d.enumeration(administrativeStatus.numberOf(status));
  return settingEffect(OPERATION, [{ ref, data }], 1, () => ({
    response: null,
    description: 'Set administrative status was successful',
    facts: [{ type: 'AdministrativeStatusSet', data: { status }, occurredAt: context.now() }],
  }));
};
