import type { ObjectDefinition } from '#contract';
import type { CaptureObject } from '#dlms';

/** An attribute as the protocol names it. */
export function captureObject({ classId, logicalName, attributeIndex, dataIndex }: ObjectDefinition): CaptureObject {
  return { classId, obis: logicalName, attribute: attributeIndex, dataIndex };
}

/** An attribute as the contract names it. */
export function objectDefinition({ classId, obis, attribute, dataIndex }: CaptureObject): ObjectDefinition {
  return { classId, logicalName: obis, attributeIndex: attribute, dataIndex };
}
