/** Device functions of the contract that queries ask for: any group of functions sees what the device is. */
export const SEES_DEVICE = 'GET_DEVICE_AUTHORIZATION';

/** What happened to a device tells everything about it, also what others asked of it. */
export const SEES_HISTORY = 'GET_MESSAGES';
