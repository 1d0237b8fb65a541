import type { ActualMeterReads, MeterValue } from '#contract';
import type { CosemObject, ScalerUnit } from '#cosem';
import type { AttributeRef, Data } from '#dlms';
import { unreadable } from './access-result.js';
import { energyTags, kwh, scalerUnitOf, type EnergyName } from './energy.js';
import { meterTimeOf } from './meter-time.js';
import type { Operation } from './operation.js';
import { attributeOf, profileObject } from './profile-object.js';
import { readAttributes } from './read-attributes.js';
import { readsFacts, withoutUnits } from './reads-facts.js';

const OPERATION = 'GetActualMeterReads';

interface RegisterRead {
  readonly name: EnergyName;
  readonly value: AttributeRef;
  /** The profile's, or where to read it. */
  readonly scalerUnit: ScalerUnit | AttributeRef;
}

/** Reads the clock and the six energy registers as they stand now. */
export const getActualMeterReads: Operation<'GetActualMeterReads'> = (_, context) => {
  const { profile, settings } = context;
  const clock = attributeOf(profileObject(profile, 'CLOCK', OPERATION), 2);
  const registers = (Object.keys(energyTags) as EnergyName[]).map((name) => registerRead(name, profileObject(profile, energyTags[name], OPERATION)));
  const refs = [clock, ...registers.flatMap(refsOf)];
  return async (access) => {
    const data = await readAttributes(access, refs, settings.withListMax, OPERATION);
    const [clockData, ...rest] = data;
    const time = clockData === undefined ? undefined : meterTimeOf(clockData, settings.timezone);
    if (time === undefined) throw unreadable(OPERATION, clock, 'the clock shows no time');
    const values = valuesOf(registers, rest);
    const response: ActualMeterReads = { logTime: time.text, ...values };
    return { response, facts: readsFacts('ACTUAL', [{ at: time.at, read: { logTime: time.text, ...withoutUnits(values) } }], context.now()) };
  };
};

function registerRead(name: EnergyName, object: CosemObject): RegisterRead {
  return { name, value: attributeOf(object, 2), scalerUnit: object.scalerUnit ?? attributeOf(object, 3) };
}

function refsOf({ value, scalerUnit }: RegisterRead): readonly AttributeRef[] {
  return 'obis' in scalerUnit ? [value, scalerUnit] : [value];
}

/** `data` holds one value per reference, in the order of the registers. */
function valuesOf(registers: readonly RegisterRead[], data: readonly Data[]): Record<EnergyName, MeterValue> {
  const values: Partial<Record<EnergyName, MeterValue>> = {};
  let at = 0;
  for (const register of registers) {
    const raw = data[at++];
    const scalerUnit = 'obis' in register.scalerUnit ? readScaler(data[at++], register.scalerUnit) : register.scalerUnit;
    const value = raw === undefined ? undefined : kwh(raw, scalerUnit);
    if (value === undefined) throw unreadable(OPERATION, register.value, 'not an amount of energy');
    values[register.name] = value;
  }
  return values as Record<EnergyName, MeterValue>;
}

function readScaler(data: Data | undefined, ref: AttributeRef): ScalerUnit {
  const scalerUnit = data === undefined ? undefined : scalerUnitOf(data);
  if (scalerUnit === undefined) throw unreadable(OPERATION, ref, 'not a scaler and unit');
  return scalerUnit;
}
