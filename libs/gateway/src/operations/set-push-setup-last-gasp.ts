import type { Effect, Operation } from './operation.js';
import { destinationSetting } from './push-setups.js';
import { settingEffect } from './setting-effect.js';

const OPERATION = 'SetPushSetupLastGasp';

/** Where the meter says that it loses its power; the UDP push setup of SMR 5.5. */
export const setPushSetupLastGasp: Operation<'SetPushSetupLastGasp', Effect> = ({ pushSetupLastGasp }, context) => {
  const setting = destinationSetting('PUSH_SETUP_UDP', 'UDP', pushSetupLastGasp, context, OPERATION);
  return settingEffect(OPERATION, [setting], 1, () => ({
    response: null,
    description: 'Set push setup last gasp was successful',
    facts: [{ type: 'PushSetupSet', data: { setup: 'LAST_GASP', ...pushSetupLastGasp }, occurredAt: context.now() }],
  }));
};
