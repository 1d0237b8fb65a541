import { encodeCommunicationWindows } from '#cosem';
import type { Effect, Operation } from './operation.js';
import { attributeOf, profileObject } from './profile-object.js';
import { settingEffect } from './setting-effect.js';

const OPERATION = 'SetPushSetupUdp';

/** No communication window: the meter may push at any time. */
export const setPushSetupUdp: Operation<'SetPushSetupUdp', Effect> = (_, context) => {
  const ref = attributeOf(profileObject(context.profile, 'PUSH_SETUP_UDP', OPERATION), 4);
  return settingEffect(OPERATION, [{ ref, data: encodeCommunicationWindows([]) }], 1, () => ({
    response: null,
    description: 'Set push setup UDP was successful',
    facts: [{ type: 'PushSetupSet', data: { setup: 'UDP', anyTime: true }, occurredAt: context.now() }],
  }));
};
