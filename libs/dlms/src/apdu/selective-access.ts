import type { Data } from '../axdr/data.js';
import { readData } from '../axdr/decode-data.js';
import { writeData } from '../axdr/encode-data.js';
import { d } from '../axdr/constructors.js';
import type { ByteReader } from '../bytes/byte-reader.js';
import type { ByteWriter } from '../bytes/byte-writer.js';
import { formatObis, parseObis } from '../cosem-types/obis.js';

/** A column of a profile: an attribute, or with dataIndex > 0 one element of it. */
export interface CaptureObject {
  readonly classId: number;
  readonly obis: string;
  readonly attribute: number;
  readonly dataIndex: number;
}

/**
 * Which part of an attribute is wanted. Range and entry are the two of profile_generic attribute 2;
 * other classes' selectors stay raw, and so does a parameter that has not the standard's shape.
 */
export type SelectiveAccess =
  | {
      /** Rows whose restricting column lies between from and to, both included. No columns means all. */
      readonly kind: 'range';
      readonly restrictingObject: CaptureObject;
      readonly from: Data;
      readonly to: Data;
      readonly columns: readonly CaptureObject[];
    }
  | {
      /** Rows by number from 1, the oldest; toEntry 0 = to the end, toColumn 0 = to the last column. */
      readonly kind: 'entry';
      readonly fromEntry: number;
      readonly toEntry: number;
      readonly fromColumn: number;
      readonly toColumn: number;
    }
  | { readonly kind: 'selector'; readonly selector: number; readonly parameter: Data };

const RANGE = 1;
const ENTRY = 2;
const PROFILE_GENERIC = 7;
const BUFFER = 2;

export function selectorOf(access: SelectiveAccess): number {
  if (access.kind === 'range') return RANGE;
  return access.kind === 'entry' ? ENTRY : access.selector;
}

/** The selector's parameter. */
export function selectorData(access: SelectiveAccess): Data {
  if (access.kind === 'selector') return access.parameter;
  if (access.kind === 'entry') {
    return d.structure(d.u32(access.fromEntry), d.u32(access.toEntry), d.u16(access.fromColumn), d.u16(access.toColumn));
  }
  return d.structure(captureObjectData(access.restrictingObject), access.from, access.to, d.array(...access.columns.map(captureObjectData)));
}

export function writeSelector(out: ByteWriter, access: SelectiveAccess): void {
  writeData(out, selectorData(access));
}

export function readSelectiveAccess(input: ByteReader, target: { readonly classId: number; readonly attribute: number }): SelectiveAccess {
  const selector = input.u8();
  return selectiveAccessOf(selector, readData(input), target);
}

/** Typed where the target's selectors are known and the parameter has their shape. */
export function selectiveAccessOf(
  selector: number,
  parameter: Data,
  target: { readonly classId: number; readonly attribute: number },
): SelectiveAccess {
  const typed = target.classId === PROFILE_GENERIC && target.attribute === BUFFER ? profileAccess(selector, parameter) : undefined;
  return typed ?? { kind: 'selector', selector, parameter };
}

/** capture_object_definition: structure { class, logical name, attribute, data index }. */
export function captureObjectData(object: CaptureObject): Data {
  return d.structure(d.u16(object.classId), d.octets(parseObis(object.obis)), d.i8(object.attribute), d.u16(object.dataIndex));
}

/** The inverse of `captureObjectData`; undefined for another shape. */
export function captureObjectOf(data: Data): CaptureObject | undefined {
  if (data.type !== 'structure' || data.value.length !== 4) return undefined;
  const [classId, obis, attribute, dataIndex] = data.value;
  if (classId?.type !== 'long-unsigned' || obis?.type !== 'octet-string' || obis.value.length !== 6) return undefined;
  if (attribute?.type !== 'integer' || dataIndex?.type !== 'long-unsigned') return undefined;
  return { classId: classId.value, obis: formatObis(obis.value), attribute: attribute.value, dataIndex: dataIndex.value };
}

function profileAccess(selector: number, parameter: Data): SelectiveAccess | undefined {
  if (parameter.type !== 'structure' || parameter.value.length !== 4) return undefined;
  const [first, second, third, fourth] = parameter.value;
  if (first === undefined || second === undefined || third === undefined || fourth === undefined) return undefined;
  if (selector === RANGE) return rangeAccess(first, second, third, fourth);
  if (selector !== ENTRY || first.type !== 'double-long-unsigned' || second.type !== 'double-long-unsigned') return undefined;
  if (third.type !== 'long-unsigned' || fourth.type !== 'long-unsigned') return undefined;
  return { kind: 'entry', fromEntry: first.value, toEntry: second.value, fromColumn: third.value, toColumn: fourth.value };
}

function rangeAccess(restricting: Data, from: Data, to: Data, selected: Data): SelectiveAccess | undefined {
  const restrictingObject = captureObjectOf(restricting);
  if (restrictingObject === undefined || selected.type !== 'array') return undefined;
  const columns: CaptureObject[] = [];
  for (const element of selected.value) {
    const column = captureObjectOf(element);
    if (column === undefined) return undefined;
    columns.push(column);
  }
  return { kind: 'range', restrictingObject, from, to, columns };
}
