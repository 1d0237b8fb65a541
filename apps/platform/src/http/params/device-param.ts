import { Param, type PipeTransform } from '@nestjs/common';
import { Problem } from '../problem/problem.js';

/** Control characters stand in no name of a stream: the store would not even look. */
// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const CONTROL = /[\u0000-\u001f\u007f]/;

/** @throws Problem 404 code 201 for what can be no device's name */
export function possibleDevice(deviceIdentification: string): string {
  if (CONTROL.test(deviceIdentification)) throw new Problem(404, 201, `no device ${JSON.stringify(deviceIdentification)} is known`);
  return deviceIdentification;
}

const possible: PipeTransform<string, string> = { transform: possibleDevice };

/** The device that a path names; what can be no device's name is answered as an unknown one: 404 code 201. */
export const DeviceParam = (): ParameterDecorator => Param('deviceIdentification', possible);
