import type { Data } from '../axdr/data.js';
import { readData } from '../axdr/decode-data.js';
import { writeData } from '../axdr/encode-data.js';
import type { ByteReader } from '../bytes/byte-reader.js';
import { ByteWriter } from '../bytes/byte-writer.js';
import { DlmsError } from '../errors.js';
import { formatObis, parseObis } from '../cosem-types/obis.js';
import { APDU_TAG } from './tags.js';

/** Push of a meter. Long invoke id: bits 0-23 id, 28 self-descriptive, 29 break-on-error, 30 confirmed, 31 high priority. */
export interface DataNotification {
  readonly kind: 'data-notification';
  readonly longInvoke: number;
  /** The 12 octets of a date-time. */
  readonly time?: Uint8Array;
  readonly data: Data;
}

/** Bit 30 of the long invoke id: the receiver is to confirm, or to answer. */
const CONFIRMED = 0x40000000;

export function wantsConfirmation({ longInvoke }: { readonly longInvoke: number }): boolean {
  return (longInvoke & CONFIRMED) !== 0;
}

/** The receiver's word that a confirmed DataNotification arrived; repeats its long invoke id. */
export interface DataNotificationConfirm {
  readonly kind: 'data-notification-confirm';
  readonly longInvoke: number;
  readonly time?: Uint8Array;
}

export interface EventNotification {
  readonly kind: 'event-notification';
  readonly time?: Uint8Array;
  readonly classId: number;
  readonly obis: string;
  readonly attribute: number;
  readonly data: Data;
}

export function encodeDataNotification(notification: DataNotification): Buffer {
  const out = new ByteWriter().u8(APDU_TAG.dataNotification).u32(notification.longInvoke);
  out.octets(notification.time ?? new Uint8Array(0));
  writeData(out, notification.data);
  return out.finish();
}

export function readDataNotification(input: ByteReader): DataNotification {
  const longInvoke = input.u32();
  const time = readTime(input);
  return { kind: 'data-notification', longInvoke, ...time, data: readData(input) };
}

export function encodeDataNotificationConfirm({ longInvoke, time }: DataNotificationConfirm): Buffer {
  return new ByteWriter()
    .u8(APDU_TAG.dataNotificationConfirm)
    .u32(longInvoke)
    .octets(time ?? new Uint8Array(0))
    .finish();
}

export function readDataNotificationConfirm(input: ByteReader): DataNotificationConfirm {
  return { kind: 'data-notification-confirm', longInvoke: input.u32(), ...readTime(input) };
}

export function encodeEventNotification(event: EventNotification): Buffer {
  const out = new ByteWriter().u8(APDU_TAG.eventNotification);
  if (event.time === undefined) out.u8(0);
  else out.u8(1).octets(event.time);
  out.u16(event.classId).bytes(parseObis(event.obis)).i8(event.attribute);
  writeData(out, event.data);
  return out.finish();
}

export function readEventNotification(input: ByteReader): EventNotification {
  const time = input.flag() ? readTime(input) : {};
  const classId = input.u16();
  const obis = formatObis(input.bytes(6));
  const attribute = input.i8();
  return { kind: 'event-notification', ...time, classId, obis, attribute, data: readData(input) };
}

function readTime(input: ByteReader): { time?: Uint8Array } {
  const time = input.octets();
  if (time.length === 0) return {};
  if (time.length !== 12) throw new DlmsError('MALFORMED', `date-time of ${time.length} octets`);
  return { time };
}
