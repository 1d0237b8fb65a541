/** Kinds of M-Bus devices and their device types (EN 13757-3). */
export const mbusDeviceTypes = { gas: 3, heat: 4, water: 7, electricity: 2 } as const;

export type MbusKind = keyof typeof mbusDeviceTypes;
