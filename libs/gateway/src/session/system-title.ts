/** Octets of a system title: manufacturer (blank for the head-end) and device number. */
const MANUFACTURER = '   ';
const NUMBER_OCTETS = 5;
/** The device number follows the type and manufacturer letters of an identification. */
const NUMBER_START = 5;

/**
 * The client's system title towards one device: three blanks and the device number, big endian. Always the same for a device;
 * digits beyond 40 bits are cut off at the front.
 */
export function clientSystemTitle(deviceIdentification: string): Uint8Array {
  const digits = deviceIdentification.slice(NUMBER_START).replaceAll(/\D/g, '');
  const number = BigInt.asUintN(NUMBER_OCTETS * 8, BigInt(digits === '' ? '0' : digits));
  const title = Buffer.alloc(MANUFACTURER.length + NUMBER_OCTETS);
  title.write(MANUFACTURER, 'latin1');
  title.writeUIntBE(Number(number), MANUFACTURER.length, NUMBER_OCTETS);
  return title;
}
