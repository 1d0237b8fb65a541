import { describe, it } from '@jest/globals';
import fc from 'fast-check';

import { d, decodeData, DlmsError, encodeData, type Data } from '#dlms';
import { anyData, mutated } from '#dlms/testing/arbitraries.js';

import { decodeObjectList } from './association/object-list.js';
import { decodeDays, decodeSeasons, decodeWeeks } from './calendar/activity-calendar.js';
import { decodeExecutionTimes } from './calendar/execution-times.js';
import { decodeSpecialDays } from './calendar/special-days.js';
import { configurationDsmr422, configurationSmr5 } from './configuration/configuration-layout.js';
import { decodeConfiguration } from './configuration/configuration-object.js';
import { decodeRandomisationSettings } from './configuration/randomisation-settings.js';
import { decodeEventLog } from './event-log/event-log-rows.js';
import { decodeFirmwareVersion, decodeSimpleVersionInfo } from './firmware/firmware-versions.js';
import { decodeAdjacentCells, decodeCellInfo } from './gsm/cells.js';
import { object } from './profiles/testing/profile-of.js';
import { decodeCommunicationWindows, decodeObjectDefinitions } from './push/push-objects.js';
import { decodeSendDestination } from './push/send-destination.js';
import { CosemValueError } from './values/cosem-value-error.js';
import { decodeScalerUnit } from './values/scaler-unit.js';

const dateTime = d.octets('07ea0b010708000000ffc400');
const log = object('5.2', 'POWER_QUALITY_EXTENDED_EVENT_LOG');

/** Every decoder with a value that it takes: what mutations start from. */
const decoders: Readonly<Record<string, readonly [(data: Data) => unknown, Data]>> = {
  'object list': [
    decodeObjectList,
    d.array(d.structure(d.u16(1), d.u8(0), d.octets('0000600100ff'), d.structure(d.array(d.structure(d.i8(2), d.enumeration(1), d.nul)), d.array()))),
  ],
  seasons: [decodeSeasons, d.array(d.structure(d.octets('01'), dateTime, d.octets('01')))],
  weeks: [decodeWeeks, d.array(d.structure(d.octets('01'), ...Array.from({ length: 7 }, () => d.u8(1))))],
  days: [decodeDays, d.array(d.structure(d.u8(1), d.array(d.structure(d.octets('07000000'), d.octets('00000a0064ff'), d.u16(2)))))],
  'execution times': [decodeExecutionTimes, d.array(d.structure(d.octets('07000000'), d.octets('07ea0b0107')))],
  'special days': [decodeSpecialDays, d.array(d.structure(d.u16(0), d.octets('07ea0b0107'), d.u8(1)))],
  'configuration, DSMR': [(data) => decodeConfiguration(configurationDsmr422, data), d.structure(d.enumeration(1), d.bits('0101001000000000'))],
  'configuration, SMR 5': [(data) => decodeConfiguration(configurationSmr5, data), d.bits('0101001000000000')],
  randomisation: [decodeRandomisationSettings, d.structure(d.u32(1), d.u16(1), d.u16(1))],
  'event log': [(data) => decodeEventLog(log, data, 'Europe/Amsterdam'), d.array(d.structure(dateTime, d.u8(93), d.u16(1), d.u16(2)))],
  firmware: [decodeFirmwareVersion, d.octets('4d3537')],
  'simple version': [decodeSimpleVersionInfo, d.octets('00400011')],
  cells: [decodeAdjacentCells, d.array(d.structure(d.u32(93), d.u8(11)))],
  cell: [decodeCellInfo, d.structure(d.u32(77), d.u16(2230), d.u8(13), d.u8(6), d.u16(66), d.u16(204), d.u32(107))],
  windows: [decodeCommunicationWindows, d.array(d.structure(dateTime, dateTime))],
  'object definitions': [decodeObjectDefinitions, d.array(d.structure(d.u16(1), d.octets('0000600100ff'), d.i8(2), d.u16(0)))],
  destination: [decodeSendDestination, d.structure(d.enumeration(0), d.octets('613a31'), d.enumeration(0))],
  'scaler and unit': [decodeScalerUnit, d.structure(d.i8(-1), d.enumeration(35))],
};

/** A value made of mutated octets, or nothing when they are no value any more. */
function valueOf(octets: Uint8Array): Data | undefined {
  try {
    return decodeData(octets).value;
  } catch (error) {
    if (error instanceof DlmsError) return undefined;
    throw error;
  }
}

describe('hostile values', () => {
  it.each(Object.entries(decoders))('%s: nothing but a CosemValueError comes out', (_, [decode, sample]) => {
    decode(sample);
    const mutations = mutated(fc.constant(sample).map(encodeData)).map(valueOf);
    fc.assert(
      fc.property(fc.oneof(anyData, mutations), (data) => {
        try {
          if (data !== undefined) decode(data);
        } catch (error) {
          if (!(error instanceof CosemValueError)) throw error;
        }
      }),
      { numRuns: 500 },
    );
  });
});
