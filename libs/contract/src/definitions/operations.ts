import type { OperationDefinition } from './operations/definition.js';
import { READS } from './operations/reads.js';
import { REGISTRY } from './operations/registry.js';
import { WRITES } from './operations/writes.js';

export type { OperationDefinition } from './operations/definition.js';

/** Every operation that this version carries out. */
export const OPERATIONS = {
  AddDevice: {
    name: 'AddDevice',
    summary: 'Registers a meter with its model and keys, optionally overwriting',
    bundleable: false,
    needsMeter: false,
    deviceFunction: null,
    repeating: 'harmless',
  },
  ...REGISTRY,
  ...READS,
  ...WRITES,
  Bundle: {
    name: 'Bundle',
    summary: 'Runs several actions on one device in one association, in order',
    bundleable: false,
    needsMeter: true,
    deviceFunction: 'HANDLE_BUNDLED_ACTIONS',
    repeating: 'harmless',
  },
} as const satisfies Record<string, OperationDefinition>;

export type OperationName = keyof typeof OPERATIONS;
export type BundleableOperation = { [K in OperationName]: (typeof OPERATIONS)[K]['bundleable'] extends true ? K : never }[OperationName];

/** What is carried out in a session with a meter: alone or, most of it, in a bundle. */
export type MeterOperation = keyof typeof READS | keyof typeof WRITES;

/** What the platform does by itself to what it knows of a device. */
export type RegistryOperation = keyof typeof REGISTRY;

export function isOperationName(name: string): name is OperationName {
  return Object.hasOwn(OPERATIONS, name);
}

/** The operations that can stand in a bundle. */
export const BUNDLEABLE_OPERATIONS: readonly BundleableOperation[] = Object.values(OPERATIONS)
  .filter((definition) => definition.bundleable)
  .map((definition) => definition.name as BundleableOperation);

export const METER_OPERATIONS = Object.keys({ ...READS, ...WRITES }) as readonly MeterOperation[];

export const REGISTRY_OPERATIONS = Object.keys(REGISTRY) as readonly RegistryOperation[];
