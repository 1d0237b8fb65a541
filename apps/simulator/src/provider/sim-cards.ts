/** ICCIDs of the fleet's SIM cards: 19 digits, `8931000000000000001` for the first meter. */
const issuer = '89310';
const digits = 14;

export function iccIdOf(index: number): string {
  return `${issuer}${String(index + 1).padStart(digits, '0')}`;
}

/** Position of the meter that holds a card, in a fleet of that size. */
export function indexOfIccId(iccId: string, size: number): number | undefined {
  const index = Number(iccId.slice(issuer.length)) - 1;
  return Number.isInteger(index) && index >= 0 && index < size && iccIdOf(index) === iccId ? index : undefined;
}
