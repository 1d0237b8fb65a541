import { DATA_ACCESS_RESULT } from '#dlms';

import { raiseEvent } from '../events/alarms.js';
import { eventCode } from '../events/event-codes.js';
import { keep, type ObjectBehaviour } from './object-behaviour.js';
import { hasShape, numberOf } from './shapes.js';

const maxAdministrativeStatus = 2;
const flagBits = 16;

/** Administrative status: undefined, off or on. */
export const administrativeStatusBehaviour: ObjectBehaviour = {
  write: (_, __, ___, data) => ((numberOf(data) ?? 0) > maxAdministrativeStatus ? DATA_ACCESS_RESULT['other-reason'] : undefined),
};

/** Configuration object: the change is logged and raises an alarm. */
export const configurationObjectBehaviour: ObjectBehaviour = {
  write(meter, object, attribute, data) {
    const flags = data.type === 'structure' ? data.value.at(-1) : data;
    if (flags?.type !== 'bit-string' || flags.value.length !== flagBits) return DATA_ACCESS_RESULT['type-unmatched'];
    keep(meter, object, attribute, data);
    raiseEvent(meter, eventCode.configurationChange);
    return DATA_ACCESS_RESULT.success;
  },
};

/** Randomisation: start window, multiplication factor, number of retries. */
export const randomisationBehaviour: ObjectBehaviour = {
  write: (_, __, ___, data) =>
    hasShape(data, { structure: ['double-long-unsigned', 'long-unsigned', 'long-unsigned'] }) ? undefined : DATA_ACCESS_RESULT['type-unmatched'],
};
