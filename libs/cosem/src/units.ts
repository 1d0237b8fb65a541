/** DLMS unit numbers (Blue Book, enumeration "unit") and symbols of the units that meters and M-Bus devices use. */
const units = {
  HOUR: [5, 'h'],
  MINUTE: [6, 'min'],
  SECOND: [7, 's'],
  DEGREE_CELSIUS: [9, '°C'],
  M3: [13, 'm3'],
  M3_CORRECTED: [14, 'm3'],
  M3_PER_HOUR: [15, 'm3/h'],
  BAR: [24, 'bar'],
  J: [25, 'J'],
  W: [27, 'W'],
  VA: [28, 'VA'],
  VAR: [29, 'var'],
  WH: [30, 'Wh'],
  VAH: [31, 'VAh'],
  VARH: [32, 'varh'],
  A: [33, 'A'],
  V: [35, 'V'],
  HZ: [44, 'Hz'],
  PERCENT: [56, '%'],
  DB: [72, 'dB'],
  COUNT: [255, ''],
} as const;

export type Unit = keyof typeof units;

const unitNames = new Map<number, Unit>(Object.entries(units).map(([name, [number]]) => [number, name as Unit]));

/** The number that a scaler_unit structure carries for the unit. */
export function unitNumber(unit: Unit): number {
  return units[unit][0];
}

/** The unit as people write it; nothing for a mere count. */
export function unitSymbol(unit: Unit): string {
  return units[unit][1];
}

/** The unit of a number read from a meter, undefined where no profile uses it. */
export function unitOf(number: number): Unit | undefined {
  return unitNames.get(number);
}
