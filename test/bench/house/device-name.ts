/** Identification of the device number `index` of a history that a benchmark has written. */
export const deviceName = (index: number): string => `TEST1024${String(index).padStart(9, '0')}`;
