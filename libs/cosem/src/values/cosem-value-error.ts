/** A value has not the shape or range that the object model gives to it. */
export class CosemValueError extends Error {
  override readonly name: string = 'CosemValueError';
}
