import type { MeterOperation } from '#contract';
import { decodeConfiguration, type Configuration, type ConfigurationLayout } from '#cosem';
import type { AttributeRef } from '#dlms';
import { OperationError } from '../faults/fault-error.js';
import { decoded, unreadable } from './access-result.js';
import type { MeterAccess } from './meter-access.js';
import type { OperationContext } from './operation.js';
import { attributeOf, profileObject } from './profile-object.js';
import { readAttributes } from './read-attributes.js';

/** Where the configuration object of a profile is, and what its bits mean. */
export interface ConfigurationPlace {
  readonly ref: AttributeRef;
  readonly layout: ConfigurationLayout;
}

/** @throws OperationError 416 when the profile has none */
export function configurationPlace({ profile }: OperationContext, operation: MeterOperation): ConfigurationPlace {
  const ref = attributeOf(profileObject(profile, 'CONFIGURATION_OBJECT', operation), 2);
  const layout = profile.configuration;
  if (layout === undefined) throw new OperationError(416, `${operation}: protocol ${profile.name} ${profile.version} has no configuration flags`);
  return { ref, layout };
}

/** @throws OperationError 412 when it cannot be read, or has another shape than the profile's */
export async function readConfiguration(access: MeterAccess, { ref, layout }: ConfigurationPlace, operation: MeterOperation): Promise<Configuration> {
  const [value] = await readAttributes(access, [ref], 1, operation);
  if (value === undefined) throw unreadable(operation, ref, 'the meter gave no answer');
  return decoded(ref, operation, () => decodeConfiguration(layout, value));
}
