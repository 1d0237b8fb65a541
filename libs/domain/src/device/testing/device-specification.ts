import { EventRegistry } from '#event-sourcing';
import { deciderSpecification } from '#event-sourcing/testing/decider-specification.js';
import type { DeviceCommand } from '../commands.js';
import { decide } from '../decide/index.js';
import { deviceEventTypes, type DeviceEvent } from '../events/index.js';
import { evolve } from '../evolve.js';
import { DEFAULT_POLICY, uniformPolicies, type CommandPolicies } from '../policy.js';
import { initialState, type DeviceState } from '../state.js';
import { DEVICE, NOW } from './samples.js';

/** given/when/then for devices, at {@link NOW} plus `later` ms. */
export function device(later = 0, policies: CommandPolicies = uniformPolicies(DEFAULT_POLICY)) {
  return deciderSpecification<DeviceState, DeviceCommand, DeviceEvent>(
    { decide: (command, state, now) => decide(command, state, now, policies), evolve, initialState },
    { now: NOW + later, id: DEVICE, registry: new EventRegistry(deviceEventTypes) },
  );
}
