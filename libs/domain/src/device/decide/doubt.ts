import type { BundleData, Fault } from '#contract';
import type { OpenCommand } from '../state.js';

/** The parameter of a fault that names the operations of which nobody knows whether the meter carried them out. */
const DOUBTFUL = 'mayHaveBeenCarriedOut';

/** A command that ends with an action begun and not answered says so. */
export function withDoubt(fault: Fault, open: OpenCommand, doubtful: readonly number[] = open.doubtful ?? []): Fault {
  if (doubtful.length === 0) return fault;
  const operations = doubtful.map((index) => operationAt(open, index));
  return { ...fault, parameters: { ...fault.parameters, [DOUBTFUL]: operations.join(', ') } };
}

export function operationAt({ operation, data }: OpenCommand, index: number): string {
  return operation === 'Bundle' ? ((data as BundleData).actions[index]?.operation ?? operation) : operation;
}
