import type { MeterOperation } from '#contract';
import type { AttributeRef, Data } from '#dlms';
import { valueOf } from './access-result.js';
import type { MeterAccess } from './meter-access.js';

/**
 * Reads attributes in portions of at most `withListMax` (1 or less: one by one).
 * @returns values in the order of the references
 * @throws OperationError 412 for the first that the meter does not give
 */
export async function readAttributes(
  access: MeterAccess,
  refs: readonly AttributeRef[],
  withListMax: number,
  operation: MeterOperation,
): Promise<readonly Data[]> {
  const size = Math.max(1, withListMax);
  const values: Data[] = [];
  for (let start = 0; start < refs.length; start += size) {
    const portion = refs.slice(start, start + size);
    const results = await access.get(portion);
    portion.forEach((ref, index) => values.push(valueOf(results[index], ref, operation)));
  }
  return values;
}
