import type { Data } from '#dlms';

/** Values that differ from what a meter has by itself: set by a client, or put by the control interface. */
export class AttributeStore {
  // Most meters of a large fleet are never written to: they have no maps.
  private written: Map<string, Data> | undefined;
  private overrides: Map<string, Data> | undefined;

  get(classId: number, obis: string, attribute: number): Data | undefined {
    return this.overrideOf(classId, obis, attribute) ?? this.writtenTo(classId, obis, attribute);
  }

  overrideOf(classId: number, obis: string, attribute: number): Data | undefined {
    return this.overrides?.get(keyOf(classId, obis, attribute));
  }

  writtenTo(classId: number, obis: string, attribute: number): Data | undefined {
    return this.written?.get(keyOf(classId, obis, attribute));
  }

  /** A client's SET: replaces an override too, so that it can be read back. */
  write(classId: number, obis: string, attribute: number, data: Data): void {
    const key = keyOf(classId, obis, attribute);
    this.overrides?.delete(key);
    this.written ??= new Map();
    this.written.set(key, data);
  }

  override(classId: number, obis: string, attribute: number, data: Data): void {
    this.overrides ??= new Map();
    this.overrides.set(keyOf(classId, obis, attribute), data);
  }

  removeOverride(classId: number, obis: string, attribute: number): void {
    this.overrides?.delete(keyOf(classId, obis, attribute));
  }
}

function keyOf(classId: number, obis: string, attribute: number): string {
  return `${classId}/${obis}/${attribute}`;
}
