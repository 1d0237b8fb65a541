import { isOperationName, OPERATIONS } from '#contract';

/** AddDevice needs no right of a device function, but its notification has the type of one. */
const ADD_METER = 'ADD_METER';

/** The contract's type of the notification about an operation; the operation's own name where the contract has none. */
export const notificationTypeOf = (operation: string): string =>
  isOperationName(operation) ? (OPERATIONS[operation].deviceFunction ?? ADD_METER) : operation;
