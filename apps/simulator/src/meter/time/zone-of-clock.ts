import { decodeDateTime, type CosemDateTime, type Data } from '#dlms';

import { numberOf, octetsOf } from '../behaviour/shapes.js';
import { ConfiguredZone } from './configured-zone.js';
import { factoryZone, type MeterZone } from './meter-zone.js';

/** Attributes of the clock object that a client configures local time with. */
const configurableAttributes = [3, 5, 6, 8] as const;

const usualSaving = 60;

/** The zone of a clock with these attributes, all of them present. */
function configuredZone(name: string, attribute: (id: number) => Data | undefined): MeterZone {
  const enabled = attribute(8);
  return new ConfiguredZone(name, {
    deviation: numberOf(attribute(3)) ?? 0,
    savingBegin: dateTime(attribute(5)),
    savingEnd: dateTime(attribute(6)),
    saving: numberOf(attribute(7)) ?? usualSaving,
    savingEnabled: enabled?.type === 'boolean' && enabled.value,
  });
}

/** The zone of a meter: the one it came with until a client configures its clock. */
export function zoneOfClock(name: string, written: (id: number) => boolean, attribute: (id: number) => Data | undefined): MeterZone {
  return configurableAttributes.some(written) ? configuredZone(name, attribute) : factoryZone(name);
}

function dateTime(data: Data | undefined): CosemDateTime {
  const octets = octetsOf(data);
  return octets?.length === 12 ? decodeDateTime(octets) : {};
}
