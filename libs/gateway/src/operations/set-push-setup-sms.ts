import type { Effect, Operation } from './operation.js';
import { destinationSetting } from './push-setups.js';
import { settingEffect } from './setting-effect.js';

const OPERATION = 'SetPushSetupSms';

/** Where the meter connects to when an SMS wakes it up. */
export const setPushSetupSms: Operation<'SetPushSetupSms', Effect> = ({ pushSetupSms }, context) => {
  const setting = destinationSetting('PUSH_SETUP_SMS', 'TCP', pushSetupSms, context, OPERATION);
  return settingEffect(OPERATION, [setting], 1, () => ({
    response: null,
    description: 'Set push setup SMS was successful',
    facts: [{ type: 'PushSetupSet', data: { setup: 'SMS', ...pushSetupSms }, occurredAt: context.now() }],
  }));
};
