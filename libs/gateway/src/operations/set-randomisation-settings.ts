import { encodeRandomisationSettings, type ConfigurationChange } from '#cosem';
import { changedConfiguration, isUnchanged, requireKnown, writeConfiguration } from './configuration-change.js';
import { configurationPlace } from './configuration-object.js';
import type { Effect, Operation, OperationOutcome } from './operation.js';
import { attributeOf, profileObject } from './profile-object.js';
import { settingEffect } from './setting-effect.js';

const OPERATION = 'SetRandomisationSettings';

/** Direct attach is a flag of the configuration object; only a meter without it spreads its attempts by the other three values. */
export const setRandomisationSettings: Operation<'SetRandomisationSettings', Effect> = (data, context) => {
  const { randomisationStartWindow, multiplicationFactor, numberOfRetries } = data;
  const directAttach = data.directAttach === 1;
  const place = configurationPlace(context, OPERATION);
  const ref = attributeOf(profileObject(context.profile, 'RANDOMISATION_SETTINGS', OPERATION), 2);
  const change: ConfigurationChange = { flags: new Map([['DIRECT_ATTACH_AT_POWER_ON', directAttach]]) };
  requireKnown(place, change, OPERATION);
  const outcome = (): OperationOutcome => {
    const spread = directAttach ? {} : { randomisationStartWindow, multiplicationFactor, numberOfRetries };
    return {
      response: null,
      description: 'Set randomisation settings was successful',
      facts: [{ type: 'RandomisationSettingsSet', data: { directAttach, ...spread }, occurredAt: context.now() }],
    };
  };
  const value = encodeRandomisationSettings({ startWindow: randomisationStartWindow, multiplicationFactor, numberOfRetries });
  const spread = settingEffect(OPERATION, directAttach ? [] : [{ ref, data: value }], 1, outcome);
  return {
    async execute(access) {
      const changed = await changedConfiguration(access, place, change, OPERATION);
      if (!isUnchanged(changed)) await writeConfiguration(access, place, changed, OPERATION);
      return spread.execute(access);
    },
    async verify(access) {
      if (!isUnchanged(await changedConfiguration(access, place, change, OPERATION))) return { verdict: 'not done' };
      return spread.verify(access);
    },
  };
};
