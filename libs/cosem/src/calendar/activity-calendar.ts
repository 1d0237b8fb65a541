import { d, formatObis, parseObis, type Data } from '#dlms';

import { CosemValueError } from '../values/cosem-value-error.js';
import { elementsOf, fieldsOf, integerOf, octetsOf } from '../values/shapes.js';

/** Tables of the activity calendar (interface class 20). Octets stay as they are: their wildcards belong to the meter. */

export interface Season {
  readonly name: Uint8Array;
  /** Date-time, 12 octets. */
  readonly start: Uint8Array;
  readonly weekName: Uint8Array;
}

export interface Week {
  readonly name: Uint8Array;
  /** Day ids, Monday to Sunday. */
  readonly days: readonly number[];
}

export interface DayAction {
  /** Time of day, 4 octets. */
  readonly start: Uint8Array;
  /** Logical name of the script table. */
  readonly script: string;
  readonly selector: number;
}

export interface Day {
  readonly id: number;
  readonly actions: readonly DayAction[];
}

/** Script table for tariffs. */
export const tariffScripts = '0.0.10.0.100.255';

/**
 * Name of a season or week: clients write one digit, meters keep its value in one octet.
 * @throws CosemValueError for anything but one digit
 */
export function calendarName(digit: string): Uint8Array {
  if (!/^\d$/.test(digit)) throw new CosemValueError(`calendar name ${digit} is not one digit`);
  return Uint8Array.of(Number(digit));
}

/** @throws CosemValueError for another shape */
export function decodeSeasons(data: Data): Season[] {
  return elementsOf(data, 'season profile').map((element) => {
    const [name, start, weekName] = fieldsOf(element, 3, 'season profile');
    return { name: octetsOf(name, 'season name'), start: octetsOf(start, 'season start', 12), weekName: octetsOf(weekName, 'week name') };
  });
}

export function encodeSeasons(seasons: readonly Season[]): Data {
  return d.array(...seasons.map(({ name, start, weekName }) => d.structure(d.octets(name), d.octets(start), d.octets(weekName))));
}

/** @throws CosemValueError for another shape */
export function decodeWeeks(data: Data): Week[] {
  return elementsOf(data, 'week profile').map((element) => {
    const [name, ...days] = fieldsOf(element, 8, 'week profile');
    return { name: octetsOf(name, 'week name'), days: days.map((day) => integerOf(day, 'day id')) };
  });
}

export function encodeWeeks(weeks: readonly Week[]): Data {
  return d.array(
    ...weeks.map(({ name, days }) => {
      if (days.length !== 7) throw new CosemValueError(`a week has 7 days, not ${days.length}`);
      return d.structure(d.octets(name), ...days.map(d.u8));
    }),
  );
}

/** @throws CosemValueError for another shape */
export function decodeDays(data: Data): Day[] {
  return elementsOf(data, 'day profile').map((element) => {
    const [id, actions] = fieldsOf(element, 2, 'day profile');
    return { id: integerOf(id, 'day id'), actions: elementsOf(actions, 'day schedule').map(decodeAction) };
  });
}

export function encodeDays(days: readonly Day[]): Data {
  return d.array(...days.map(({ id, actions }) => d.structure(d.u8(id), d.array(...actions.map(encodeAction)))));
}

function decodeAction(data: Data): DayAction {
  const [start, script, selector] = fieldsOf(data, 3, 'day schedule');
  return {
    start: octetsOf(start, 'start time', 4),
    script: formatObis(octetsOf(script, 'script name', 6)),
    selector: integerOf(selector, 'script selector'),
  };
}

function encodeAction({ start, script, selector }: DayAction): Data {
  return d.structure(d.octets(start), d.octets(parseObis(script)), d.u16(selector));
}
