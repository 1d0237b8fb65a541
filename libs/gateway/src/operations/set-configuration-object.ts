import type { ConfigurationChange } from '#cosem';
import { changedConfiguration, isUnchanged, requireKnown, writeConfiguration, type ChangedConfiguration } from './configuration-change.js';
import { configurationPlace } from './configuration-object.js';
import type { Effect, Operation, OperationOutcome } from './operation.js';

const OPERATION = 'SetConfigurationObject';

/** Overlays what the meter holds with what is asked for. */
export const setConfigurationObject: Operation<'SetConfigurationObject', Effect> = ({ configurationObject }, context) => {
  const { gprsOperationMode, configurationFlags = [] } = configurationObject;
  const place = configurationPlace(context, OPERATION);
  const change: ConfigurationChange = {
    ...(gprsOperationMode === undefined ? {} : { gprsOperationMode }),
    flags: new Map(configurationFlags.map(({ configurationFlagType, enabled }) => [configurationFlagType, enabled])),
  };
  requireKnown(place, change, OPERATION);
  const outcome = ({ after }: ChangedConfiguration): OperationOutcome => {
    const flags = [...after.flags].filter(([, enabled]) => enabled).map(([flag]) => flag);
    const mode = after.gprsOperationMode === undefined ? {} : { gprsOperationMode: after.gprsOperationMode };
    return {
      response: null,
      description: 'Set configuration object was successful',
      facts: [{ type: 'ConfigurationObjectSet', data: { ...mode, flags, bits: after.bits }, occurredAt: context.now() }],
    };
  };
  return {
    async execute(access) {
      const changed = await changedConfiguration(access, place, change, OPERATION);
      await writeConfiguration(access, place, changed, OPERATION);
      return outcome(changed);
    },
    async verify(access) {
      const changed = await changedConfiguration(access, place, change, OPERATION);
      return isUnchanged(changed) ? { verdict: 'done', outcome: outcome(changed) } : { verdict: 'not done' };
    },
  };
};
