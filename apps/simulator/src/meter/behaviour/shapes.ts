import type { Data, DataTypeName } from '#dlms';

/** Shape of a value: a type, octets of a length, a structure of shapes, or an array of one. */
export type Shape = DataTypeName | { readonly octets: number } | { readonly structure: readonly Shape[] } | { readonly arrayOf: Shape };

/** Whether a value is made as the interface class wants it. */
export function hasShape(data: Data | undefined, shape: Shape): boolean {
  if (data === undefined) return false;
  if (typeof shape === 'string') return data.type === shape;
  if ('octets' in shape) return data.type === 'octet-string' && data.value.length === shape.octets;
  if ('arrayOf' in shape) return data.type === 'array' && data.value.every((element) => hasShape(element, shape.arrayOf));
  return (
    data.type === 'structure' &&
    data.value.length === shape.structure.length &&
    shape.structure.every((element, index) => hasShape(data.value[index], element))
  );
}

/** Elements of an array or structure; none of anything else. */
export function elementsOf(data: Data | undefined): readonly Data[] {
  return data?.type === 'array' || data?.type === 'structure' ? data.value : [];
}

/** A whole number; undefined for any other value. */
export function numberOf(data: Data | undefined): number | undefined {
  return data !== undefined && 'value' in data && typeof data.value === 'number' ? data.value : undefined;
}

export function octetsOf(data: Data | undefined): Uint8Array | undefined {
  return data?.type === 'octet-string' ? data.value : undefined;
}
