import type { MeterOperation } from '#contract';
import type { CosemObject, ProtocolProfile } from '#cosem';
import type { AttributeRef } from '#dlms';
import { OperationError } from '../faults/fault-error.js';

/** The object of a tag. @throws OperationError 416 when the profile has none */
export function profileObject(profile: ProtocolProfile, tag: string, operation: MeterOperation): CosemObject {
  const object = profile.objects.get(tag);
  if (object !== undefined) return object;
  throw new OperationError(416, `${operation}: no address found for ${tag} in protocol ${profile.name} ${profile.version}`);
}

export const attributeOf = ({ classId, obis }: Pick<CosemObject, 'classId' | 'obis'>, attribute: number): AttributeRef => ({
  classId,
  obis,
  attribute,
});
