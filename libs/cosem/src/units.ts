/** DLMS unit numbers (Blue Book, enumeration "unit") of the units that Dutch profiles use. */
const unitNumbers = {
  HOUR: 5,
  MINUTE: 6,
  SECOND: 7,
  M3: 13,
  M3_CORRECTED: 14,
  W: 27,
  VA: 28,
  VAR: 29,
  WH: 30,
  VAH: 31,
  VARH: 32,
  A: 33,
  V: 35,
  HZ: 44,
  PERCENT: 56,
  DB: 72,
  COUNT: 255,
} as const;

export type Unit = keyof typeof unitNumbers;

const unitNames = new Map<number, Unit>(Object.entries(unitNumbers).map(([name, number]) => [number, name as Unit]));

/** The number that a scaler_unit structure carries for the unit. */
export function unitNumber(unit: Unit): number {
  return unitNumbers[unit];
}

/** The unit of a number read from a meter, undefined where no profile uses it. */
export function unitOf(number: number): Unit | undefined {
  return unitNames.get(number);
}
