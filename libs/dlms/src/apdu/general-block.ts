import type { ByteReader } from '../bytes/byte-reader.js';
import { ByteWriter } from '../bytes/byte-writer.js';
import { APDU_TAG } from './tags.js';

/** General-block-transfer (E0): a cut of any APDU, protected or not. Green Book, 9.4.6.13. */
export interface GeneralBlock {
  readonly kind: 'general-block';
  readonly last: boolean;
  /** True: another block follows at once; false: the receiver has the turn. */
  readonly streaming: boolean;
  /** How many blocks the sender of this one takes at once, 0..63. */
  readonly window: number;
  readonly number: number;
  /** Last block received in order. */
  readonly acknowledged: number;
  readonly bytes: Uint8Array;
}

/** Octets of a block without its data: tag, control, two numbers, and at most 3 of length. */
export const GENERAL_BLOCK_HEADER = 9;
const LAST = 0x80;
const STREAMING = 0x40;
export const MAX_GENERAL_WINDOW = 0x3f;

export function encodeGeneralBlock({ last, streaming, window, number, acknowledged, bytes }: GeneralBlock): Buffer {
  const control = (last ? LAST : 0) | (streaming ? STREAMING : 0) | (window & MAX_GENERAL_WINDOW);
  return new ByteWriter().u8(APDU_TAG.generalBlockTransfer).u8(control).u16(number).u16(acknowledged).octets(bytes).finish();
}

export function readGeneralBlock(input: ByteReader): GeneralBlock {
  const control = input.u8();
  return {
    kind: 'general-block',
    last: (control & LAST) !== 0,
    streaming: (control & STREAMING) !== 0,
    window: control & MAX_GENERAL_WINDOW,
    number: input.u16(),
    acknowledged: input.u16(),
    bytes: input.octets(),
  };
}
