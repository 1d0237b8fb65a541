/** Identification of the device number `index`, as in the histories of `projections`. */
export const deviceName = (index: number): string => `TEST1024${String(index).padStart(9, '0')}`;
