import type { Data } from '../axdr/data.js';
import { readData } from '../axdr/decode-data.js';
import { writeData } from '../axdr/encode-data.js';
import type { ByteReader } from '../bytes/byte-reader.js';
import { ByteWriter } from '../bytes/byte-writer.js';
import { formatObis, parseObis } from '../cosem-types/obis.js';
import { DlmsError } from '../errors.js';
import { readList, readMethod, writeList, writeMethod, type AttributeRef, type MethodRef } from './descriptors.js';
import { readSelectiveAccess, selectorOf, writeSelector } from './selective-access.js';
import { APDU_TAG } from './tags.js';

/** One of the requests inside an ACCESS (D9); its data stands at the same place of `data`, null-data where it has none. */
export type AccessItem = { readonly kind: 'get' | 'set'; readonly attribute: AttributeRef } | { readonly kind: 'action'; readonly method: MethodRef };

export interface AccessRequest {
  readonly kind: 'access-request';
  /** Long invoke id and priority, as in DataNotification. */
  readonly longInvoke: number;
  /** The 12 octets of a date-time. */
  readonly time?: Uint8Array;
  readonly items: readonly AccessItem[];
  readonly data: readonly Data[];
}

export interface AccessResponse {
  readonly kind: 'access-response';
  readonly longInvoke: number;
  readonly time?: Uint8Array;
  /** The request's items, if the server repeats them. */
  readonly items?: readonly AccessItem[];
  readonly data: readonly Data[];
  /** Data-access-results, or action-results for actions. */
  readonly results: readonly { readonly kind: AccessItem['kind']; readonly result: number }[];
}

const CHOICE = { get: 1, set: 2, action: 3, getSelected: 4, setSelected: 5 } as const;
const KINDS = ['get', 'set', 'action'] as const;

export function encodeAccess(access: AccessRequest | AccessResponse): Buffer {
  const request = access.kind === 'access-request';
  const out = new ByteWriter().u8(request ? APDU_TAG.accessRequest : APDU_TAG.accessResponse).u32(access.longInvoke);
  out.octets(access.time ?? new Uint8Array(0));
  if (request) {
    writeList(out, access.items, writeItem);
    writeList(out, access.data, writeData);
    return out.finish();
  }
  if (access.items === undefined) out.u8(0);
  else writeList(out.u8(1), access.items, writeItem);
  writeList(out, access.data, writeData);
  writeList(out, access.results, (to, { kind, result }) => void to.u8(CHOICE[kind]).u8(result));
  return out.finish();
}

export function readAccessRequest(input: ByteReader): AccessRequest {
  const longInvoke = input.u32();
  const time = readTime(input);
  return { kind: 'access-request', longInvoke, ...time, items: readList(input, readItem), data: readList(input, (from) => readData(from)) };
}

export function readAccessResponse(input: ByteReader): AccessResponse {
  const longInvoke = input.u32();
  const time = readTime(input);
  const items = input.flag() ? { items: readList(input, readItem) } : {};
  return {
    kind: 'access-response',
    longInvoke,
    ...time,
    ...items,
    data: readList(input, (from) => readData(from)),
    results: readList(input, readResult),
  };
}

function readResult(input: ByteReader): AccessResponse['results'][number] {
  const choice = input.u8();
  const kind = KINDS[choice - 1];
  if (kind === undefined) throw new DlmsError('MALFORMED', `access response choice ${choice}`);
  return { kind, result: input.u8() };
}

function writeItem(out: ByteWriter, item: AccessItem): void {
  if (item.kind === 'action') {
    writeMethod(out.u8(CHOICE.action), item.method);
    return;
  }
  const { classId, obis, attribute, access } = item.attribute;
  const selected = item.kind === 'get' ? CHOICE.getSelected : CHOICE.setSelected;
  out.u8(access === undefined ? CHOICE[item.kind] : selected);
  out.u16(classId).bytes(parseObis(obis)).i8(attribute);
  if (access === undefined) return;
  writeSelector(out.u8(selectorOf(access)), access);
}

function readItem(input: ByteReader): AccessItem {
  const choice = input.u8();
  if (choice === CHOICE.action) return { kind: 'action', method: readMethod(input) };
  const kind = choice === CHOICE.get || choice === CHOICE.getSelected ? 'get' : 'set';
  if (choice < CHOICE.get || choice > CHOICE.setSelected) throw new DlmsError('MALFORMED', `access request choice ${choice}`);
  const target = { classId: input.u16(), obis: formatObis(input.bytes(6)), attribute: input.i8() };
  const selected = choice === CHOICE.getSelected || choice === CHOICE.setSelected;
  return { kind, attribute: selected ? { ...target, access: readSelectiveAccess(input, target) } : target };
}

function readTime(input: ByteReader): { time?: Uint8Array } {
  const time = input.octets();
  return time.length === 0 ? {} : { time };
}
