import { d, type Data } from '#dlms';

import { CosemValueError } from '../values/cosem-value-error.js';
import type { Enumeration } from '../values/enumeration.js';
import { fieldsOf, integerOf } from '../values/shapes.js';
import { gprsOperationMode } from '../values/small-enumerations.js';
import type { ConfigurationFlag, ConfigurationLayout } from './configuration-layout.js';

export type GprsOperationMode = typeof gprsOperationMode extends Enumeration<infer Name> ? Name : never;

export interface Configuration {
  /** Left out where the profile has none, or the meter sent a number without a name. */
  readonly gprsOperationMode?: GprsOperationMode;
  /** Every flag that the profile knows. */
  readonly flags: ReadonlyMap<ConfigurationFlag, boolean>;
  /** The 16 bits as the meter sent them: a change keeps those that have no name. */
  readonly bits: string;
}

export interface ConfigurationChange {
  readonly gprsOperationMode?: GprsOperationMode;
  readonly flags?: ReadonlyMap<ConfigurationFlag, boolean>;
}

const width = 16;

/**
 * The configuration object, attribute 2.
 * @throws CosemValueError for another shape than the profile's
 */
export function decodeConfiguration(layout: ConfigurationLayout, data: Data): Configuration {
  if (!layout.gprsMode) return flagsOf(layout, data);
  const [mode, flags] = fieldsOf(data, 2, 'configuration object');
  const name = gprsOperationMode.nameOf(integerOf(mode, 'configuration object'));
  return { ...(name === undefined ? {} : { gprsOperationMode: name }), ...flagsOf(layout, flags) };
}

/**
 * What to write so that the meter's configuration changes as asked and stays the same otherwise. The mode is left out
 * when neither the change nor the meter names one.
 * @throws CosemValueError when a flag is to be switched on, or a mode to be set, that the profile does not know
 */
export function encodeConfiguration(layout: ConfigurationLayout, current: Configuration, change: ConfigurationChange = {}): Data {
  const bits = d.bits(changed(layout, current.bits, change.flags));
  if (!layout.gprsMode) {
    if (change.gprsOperationMode !== undefined) throw new CosemValueError('GPRS operation mode not known for protocol');
    return bits;
  }
  const mode = change.gprsOperationMode ?? current.gprsOperationMode;
  return mode === undefined ? d.structure(bits) : d.structure(d.enumeration(gprsOperationMode.numberOf(mode)), bits);
}

function flagsOf(layout: ConfigurationLayout, data: Data | undefined): { flags: Configuration['flags']; bits: string } {
  if (data?.type !== 'bit-string' || data.value.length !== width) {
    throw new CosemValueError(`configuration object: ${data?.type ?? 'nothing'} where a bit-string of ${width} is expected`);
  }
  const bits = data.value;
  return { flags: new Map([...layout.positions].map(([flag, position]) => [flag, bits[position] === '1'])), bits };
}

function changed({ positions }: ConfigurationLayout, current: string, changes: ConfigurationChange['flags']): string {
  const bits = current.split('');
  for (const [flag, enabled] of changes ?? []) {
    const position = positions.get(flag);
    if (position !== undefined) bits[position] = enabled ? '1' : '0';
    else if (enabled) throw new CosemValueError(`${flag} not known for protocol`);
  }
  return bits.join('');
}
