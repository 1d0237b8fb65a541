import { groupsOf, OPERATIONS, RUNNING_ORGANISATION, type BundleData } from '#contract';
import type { AcceptOperation } from './commands.js';
import { CommandRefusedError } from './refusal.js';
import type { DeviceState } from './state.js';

/** Whether an organisation has a device function of the contract (behaviour.md §1.1, step 5) on a device. */
export function hasRight(state: Pick<DeviceState, 'authorizations'>, organisation: string, deviceFunction: string): boolean {
  if (organisation === RUNNING_ORGANISATION) return true;
  const groups = groupsOf(deviceFunction);
  return groupsGranted(state, organisation).some((group) => groups.has(group));
}

/** Function groups that an organisation has on a device. */
export function groupsGranted({ authorizations }: Pick<DeviceState, 'authorizations'>, organisation: string): readonly string[] {
  // An organisation may be named like a member that every object inherits.
  return Object.hasOwn(authorizations, organisation) ? (authorizations[organisation] ?? []) : [];
}

/** @throws CommandRefusedError UNAUTHORIZED naming the functions that are missing */
export function requireRights(state: DeviceState, organisation: string, deviceFunctions: readonly string[]): void {
  const missing = [...new Set(deviceFunctions)].filter((deviceFunction) => !hasRight(state, organisation, deviceFunction));
  if (missing.length === 0) return;
  throw new CommandRefusedError('UNAUTHORIZED', `organisation ${organisation} may not ${missing.join(', ')} on device ${state.deviceIdentification}`);
}

/** What an operation asks for. Of a bundle: its own function and those of all its actions, so that one missing right refuses it whole. */
export function functionsOf({ operation, data }: Pick<AcceptOperation, 'operation' | 'data'>): readonly string[] {
  const own = OPERATIONS[operation].deviceFunction;
  const actions = operation === 'Bundle' ? (data as BundleData).actions.map((action) => OPERATIONS[action.operation].deviceFunction) : [];
  return [own, ...actions].filter((each) => each !== null);
}
