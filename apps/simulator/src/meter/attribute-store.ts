import type { Data } from '#dlms';

/** Values that differ from what a meter has by itself: set by a client, or put by the control interface. */
export class AttributeStore {
  private readonly written = new Map<string, Data>();
  private readonly overrides = new Map<string, Data>();

  get(classId: number, obis: string, attribute: number): Data | undefined {
    const key = keyOf(classId, obis, attribute);
    return this.overrides.get(key) ?? this.written.get(key);
  }

  isOverridden(classId: number, obis: string, attribute: number): boolean {
    return this.overrides.has(keyOf(classId, obis, attribute));
  }

  /** A client's SET: replaces an override too, so that it can be read back. */
  write(classId: number, obis: string, attribute: number, data: Data): void {
    const key = keyOf(classId, obis, attribute);
    this.overrides.delete(key);
    this.written.set(key, data);
  }

  override(classId: number, obis: string, attribute: number, data: Data): void {
    this.overrides.set(keyOf(classId, obis, attribute), data);
  }

  removeOverride(classId: number, obis: string, attribute: number): void {
    this.overrides.delete(keyOf(classId, obis, attribute));
  }
}

function keyOf(classId: number, obis: string, attribute: number): string {
  return `${classId}/${obis}/${attribute}`;
}
