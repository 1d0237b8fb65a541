import type { ConfigurationObjectRead } from '#contract';
import { configurationPlace, readConfiguration } from './configuration-object.js';
import type { Operation } from './operation.js';

const OPERATION = 'GetConfigurationObject';

/** All flags that the protocol knows, switched on or not. */
export const getConfigurationObject: Operation<'GetConfigurationObject'> = (_, context) => {
  const place = configurationPlace(context, OPERATION);
  return async (access) => {
    const { gprsOperationMode, flags, bits } = await readConfiguration(access, place, OPERATION);
    const mode = gprsOperationMode === undefined ? {} : { gprsOperationMode };
    const named = [...flags].map(([configurationFlagType, enabled]) => ({ configurationFlagType, enabled }));
    const response: ConfigurationObjectRead = { configurationObject: { ...mode, configurationFlags: named } };
    const on = named.filter(({ enabled }) => enabled).map(({ configurationFlagType }) => configurationFlagType);
    return { response, facts: [{ type: 'ConfigurationObjectRead', data: { ...mode, flags: on, bits }, occurredAt: context.now() }] };
  };
};
