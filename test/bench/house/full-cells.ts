/** Every so many devices one has no command of its own, for others to overtake all that wait in its cell. */
const SPARE_EVERY = 25;

export const isSpare = (index: number): boolean => index % SPARE_EVERY === SPARE_EVERY - 1;

/** Devices of a house in which so many have commands. */
export const devicesFor = (commands: number): number => Math.ceil((commands * SPARE_EVERY) / (SPARE_EVERY - 1));
