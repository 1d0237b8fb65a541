import type { CosemObject } from '#cosem';
import { ACTION_RESULT, type Data, type MethodRef } from '#dlms';

import type { MeterState } from '../meter-state.js';
import { behaviourOf } from './behaviour-of.js';

/** Numbers of the methods that an object offers: those of its profile, and those that its class behaves for. */
export function methodsOf(object: CosemObject): readonly number[] {
  const declared = (object.methods ?? []).map(({ id }) => id);
  const behaved = Object.keys(behaviourOf(object).methods ?? {}).map(Number);
  return [...new Set([...declared, ...behaved])].sort((one, other) => one - other);
}

/** What a method does to a meter; an action-result. */
export function invokeMethod(meter: MeterState, { classId, obis, method }: MethodRef, parameter: Data | undefined): number {
  const object = meter.objectOf(classId, obis);
  if (object === undefined) return ACTION_RESULT['object-undefined'];
  const act = behaviourOf(object).methods?.[method];
  if (act !== undefined) return act(meter, object, parameter);
  return methodsOf(object).includes(method) ? ACTION_RESULT['object-unavailable'] : ACTION_RESULT['read-write-denied'];
}
