import type { CosemObject } from '#cosem';
import type { Data } from '#dlms';

import type { MeterState } from '../meter-state.js';

/** How the objects of an interface class behave beyond keeping what is written to them. */
export interface ObjectBehaviour {
  /** What an attribute holds now; undefined for what is kept, or for its default. */
  readonly read?: (meter: MeterState, object: CosemObject, attribute: number) => Data | undefined;
  /** Takes a client's value of the declared type: a data-access-result; undefined lets the value be kept as it is. */
  readonly write?: (meter: MeterState, object: CosemObject, attribute: number, data: Data) => number | undefined;
  /** Methods that it offers, by number; each gives an action-result. */
  readonly methods?: Readonly<Record<number, MethodBehaviour>>;
}

export type MethodBehaviour = (meter: MeterState, object: CosemObject, parameter: Data | undefined) => number;

/** Keeps a value as if a client had written it. */
export function keep(meter: MeterState, object: CosemObject, attribute: number, data: Data): void {
  meter.values.write(object.classId, object.obis, attribute, data);
}
