import { captureObjectData, captureObjectOf, d, decodeDateTime, encodeDateTime, type CaptureObject, type CosemDateTime, type Data } from '#dlms';

import { CosemValueError } from '../values/cosem-value-error.js';
import { elementsOf, fieldsOf, octetsOf } from '../values/shapes.js';

/**
 * Attributes that a push carries (push setup, attribute 2), or columns of a profile (profile generic, attribute 3).
 * @throws CosemValueError for another shape
 */
export function decodeObjectDefinitions(data: Data): CaptureObject[] {
  return elementsOf(data, 'object definitions').map((element) => {
    const definition = captureObjectOf(element);
    if (definition === undefined) throw new CosemValueError('object definitions: an element is not a structure of class, name, attribute and index');
    return definition;
  });
}

export function encodeObjectDefinitions(definitions: readonly CaptureObject[]): Data {
  return d.array(...definitions.map(captureObjectData));
}

/** When a meter may push (push setup, attribute 4); no window at all means always. */
export interface CommunicationWindow {
  readonly start: CosemDateTime;
  readonly end: CosemDateTime;
}

/** @throws CosemValueError for another shape */
export function decodeCommunicationWindows(data: Data): CommunicationWindow[] {
  const what = 'communication_window';
  return elementsOf(data, what).map((element) => {
    const [start, end] = fieldsOf(element, 2, what);
    return { start: decodeDateTime(octetsOf(start, what, 12)), end: decodeDateTime(octetsOf(end, what, 12)) };
  });
}

export function encodeCommunicationWindows(windows: readonly CommunicationWindow[]): Data {
  return d.array(...windows.map(({ start, end }) => d.structure(d.octets(encodeDateTime(start)), d.octets(encodeDateTime(end)))));
}
