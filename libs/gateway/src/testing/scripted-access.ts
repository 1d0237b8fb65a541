import type { AttributeRef, Data, GetResult, MethodRef } from '#dlms';
import type { MeterAccess } from '../operations/meter-access.js';

export type Script = Readonly<Record<string, Data | number>>;

/** A meter without wires: values by `class/obis/attribute`, a number stands for a data-access-result. Unknown is object-undefined (4). */
export class ScriptedAccess implements MeterAccess {
  /** Each GET request as the names of what it asked for. */
  readonly reads: string[][] = [];
  readonly readRefs: AttributeRef[] = [];
  readonly writes: { readonly name: string; readonly data: Data }[] = [];

  /** Methods that were called, `class/obis method n`. */
  readonly actions: string[] = [];

  constructor(private readonly script: Script) {}

  get(refs: readonly AttributeRef[]): Promise<readonly GetResult[]> {
    this.reads.push(refs.map(nameOf));
    this.readRefs.push(...refs);
    return Promise.resolve(refs.map((ref) => this.answer(nameOf(ref))));
  }

  set(ref: AttributeRef, data: Data): Promise<number> {
    this.writes.push({ name: nameOf(ref), data });
    const answer = this.script[nameOf(ref)];
    return Promise.resolve(typeof answer === 'number' ? answer : 0);
  }

  action({ classId, obis, method }: MethodRef): Promise<{ readonly result: number }> {
    this.actions.push(`${classId}/${obis} method ${method}`);
    return Promise.resolve({ result: 0 });
  }

  private answer(name: string): GetResult {
    const value = this.script[name] ?? 4;
    return typeof value === 'number' ? { ok: false, result: value } : { ok: true, data: value };
  }
}

export const nameOf = ({ classId, obis, attribute }: AttributeRef): string => `${classId}/${obis}/${attribute}`;
