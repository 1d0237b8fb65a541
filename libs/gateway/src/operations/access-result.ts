import { DATA_ACCESS_RESULT, type MeterOperation } from '#contract';
import { CosemValueError } from '#cosem';
import { actionResultName, dataAccessResultName, type AttributeRef, type Data, type GetResult, type MethodRef } from '#dlms';
import { OperationError } from '../faults/fault-error.js';

/** `GetActualMeterReads: 3/1.0.1.8.0.255/2`: what was asked, in messages for people. */
export function describe(operation: MeterOperation, ref: AttributeRef): string {
  return `${operation}: ${ref.classId}/${ref.obis}/${ref.attribute}`;
}

/** The value that was read. @throws OperationError 412 with the meter's data-access-result */
export function valueOf(result: GetResult | undefined, ref: AttributeRef, operation: MeterOperation): Data {
  if (result === undefined) throw unreadable(operation, ref, 'the meter gave no answer');
  if (!result.ok) throw refused(result.result, ref, operation);
  return result.data;
}

/** @throws OperationError 412 unless the result is success */
export function requireSuccess(result: number, ref: AttributeRef, operation: MeterOperation): void {
  if (result !== 0) throw refused(result, ref, operation);
}

/** @throws OperationError 412 unless the method was carried out */
export function requireAction(result: number, { classId, obis, method }: MethodRef, operation: MeterOperation): void {
  if (result === 0) return;
  throw new OperationError(412, `${operation}: ${classId}/${obis} method ${method}: the meter answered ${actionResultName(result)} (${result})`);
}

/** What `decode` makes of a value that was read. @throws OperationError 412 when the value has not the shape of the profile */
export function decoded<T>(ref: AttributeRef, operation: MeterOperation, decode: () => T): T {
  try {
    return decode();
  } catch (error) {
    if (error instanceof CosemValueError) throw unreadable(operation, ref, error.message);
    throw error;
  }
}

/** The meter answered, but not what the profile says it should. */
export function unreadable(operation: MeterOperation, ref: AttributeRef, what: string): OperationError {
  return new OperationError(412, `${describe(operation, ref)}: ${what}`);
}

function refused(result: number, ref: AttributeRef, operation: MeterOperation): OperationError {
  const message = `${describe(operation, ref)}: the meter answered ${dataAccessResultName(result)} (${result})`;
  return new OperationError(412, message, { parameters: { [DATA_ACCESS_RESULT]: String(result) } });
}
