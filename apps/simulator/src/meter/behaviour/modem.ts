import { encodeDateTime } from '#dlms';

import type { ObjectBehaviour } from './object-behaviour.js';

const minute = 60_000;

/** Interface class 47: captured once a minute; the other attributes are defaults of the technology. */
export const gsmDiagnosticBehaviour: ObjectBehaviour = {
  read({ clock, zone }, _, attribute) {
    if (attribute !== 8) return undefined;
    const captured = Math.floor(clock.now() / minute) * minute;
    return { type: 'date-time', value: encodeDateTime(zone.write(captured)) };
  },
};
