import { d, type Data } from '#dlms';

import { fieldsOf, integerOf } from '../values/shapes.js';

/** How meters spread their attempts to come online (0.1.94.31.12.255). */
export interface RandomisationSettings {
  /** Seconds. */
  readonly startWindow: number;
  readonly multiplicationFactor: number;
  readonly numberOfRetries: number;
}

/** @throws CosemValueError for another shape */
export function decodeRandomisationSettings(data: Data): RandomisationSettings {
  const what = 'randomisation settings';
  const [startWindow = 0, multiplicationFactor = 0, numberOfRetries = 0] = fieldsOf(data, 3, what).map((field) => integerOf(field, what));
  return { startWindow, multiplicationFactor, numberOfRetries };
}

export function encodeRandomisationSettings({ startWindow, multiplicationFactor, numberOfRetries }: RandomisationSettings): Data {
  return d.structure(d.u32(startWindow), d.u16(multiplicationFactor), d.u16(numberOfRetries));
}
