/** The organisation that runs the platform: there from the beginning, it may do everything with every device. */
export const RUNNING_ORGANISATION = 'operations';

/** Groups of device functions that an organisation is authorised for on a device (behaviour.md §1.1). */
export const DEVICE_FUNCTION_GROUPS = [
  'OWNER',
  'INSTALLATION',
  'AD_HOC',
  'MANAGEMENT',
  'FIRMWARE',
  'SCHEDULING',
  'TARIFF_SCHEDULING',
  'CONFIGURATION',
  'MONITORING',
  'METADATA_MANAGEMENT',
] as const;
export type DeviceFunctionGroup = (typeof DEVICE_FUNCTION_GROUPS)[number];

/** Which groups have a function beside OWNER, which has all. Others belong to no metering function of the contract. */
const ALSO: Readonly<Record<string, readonly DeviceFunctionGroup[]>> = {
  ADD_METER: ['INSTALLATION'],
  GET_FIRMWARE_VERSION: ['FIRMWARE'],
  UPDATE_FIRMWARE: ['FIRMWARE'],
  SET_DEVICE_ALIASES: ['METADATA_MANAGEMENT'],
  REMOVE_DEVICE: ['MANAGEMENT'],
  GET_EVENT_NOTIFICATIONS: ['MANAGEMENT'],
  GET_DEVICE_AUTHORIZATION: DEVICE_FUNCTION_GROUPS,
};

/** The groups of which any one is enough for a device function of the contract. */
export function groupsOf(deviceFunction: string): ReadonlySet<string> {
  return new Set(['OWNER', ...(Object.hasOwn(ALSO, deviceFunction) ? (ALSO[deviceFunction] ?? []) : [])]);
}
