import { ByteAccumulator } from '../bytes/byte-accumulator.js';
import { DlmsError } from '../errors.js';
import type { HdlcAddress } from './address.js';
import type { HdlcControl } from './control.js';
import { encodeFrame, type HdlcFrame } from './frame.js';
import type { HdlcParameters } from './parameters.js';

/** Sequence numbers count modulo 8. */
const MODULUS = 8;
/** LLC header: destination LSAP E6, source LSAP E6 (command) or E7 (response), quality 00. */
export const LLC_COMMAND = Buffer.from('e6e600', 'hex');
export const LLC_RESPONSE = Buffer.from('e6e700', 'hex');
/** The largest APDU that DLMS can negotiate. */
const MAX_APDU = 0xffff;

interface Segment {
  readonly information: Uint8Array;
  readonly more: boolean;
}

export interface FlowOptions {
  readonly own: HdlcAddress;
  readonly peer: HdlcAddress;
  readonly parameters: HdlcParameters;
  readonly sendHeader: Uint8Array;
  readonly receiveHeader: Uint8Array;
}

/** The numbered frames of a connected link in both directions: segments, sequence numbers, windows. The same for client and server. */
export class FrameFlow {
  /** N(S) of the next new frame, N(R) of the next expected one. */
  private sendState = 0;
  private receiveState = 0;
  private readonly waiting: Segment[] = [];
  private readonly unacknowledged: Segment[] = [];
  private readonly parts: ByteAccumulator;
  private midway = false;

  constructor(private readonly options: FlowOptions) {
    this.parts = new ByteAccumulator(MAX_APDU + options.receiveHeader.length);
  }

  /** True while frames that were sent wait for an acknowledgement. */
  get outstanding(): boolean {
    return this.unacknowledged.length > 0;
  }

  get hasMore(): boolean {
    return this.waiting.length > 0;
  }

  /** True inside an APDU whose last segment has not come. */
  get assembling(): boolean {
    return this.midway;
  }

  queue(apdu: Uint8Array): void {
    const { sendHeader, parameters } = this.options;
    const whole = Buffer.concat([sendHeader, apdu]);
    for (let start = 0; start < whole.length; start += parameters.maxInfoTransmit) {
      const end = Math.min(whole.length, start + parameters.maxInfoTransmit);
      this.waiting.push({ information: whole.subarray(start, end), more: end < whole.length });
    }
  }

  /** As many new frames as the window allows; the last one hands over the turn. */
  burst(): Buffer {
    const room = this.options.parameters.windowTransmit - this.unacknowledged.length;
    const segments = this.waiting.splice(0, Math.max(0, room));
    const first = this.sendState;
    this.sendState = (this.sendState + segments.length) % MODULUS;
    this.unacknowledged.push(...segments);
    return this.frames(segments, first);
  }

  /** All that was not acknowledged, once more. */
  repeat(): Buffer {
    return this.frames(this.unacknowledged, this.oldest);
  }

  /** RR: acknowledges, and hands over the turn. */
  ready(): Buffer {
    return this.frame({ kind: 'RR', receive: this.receiveState, final: true });
  }

  /** N(R) of a received frame. False when it acknowledges what was never sent. */
  acknowledge(receive: number): boolean {
    const count = (receive - this.oldest + MODULUS) % MODULUS;
    if (count > this.unacknowledged.length) return false;
    this.unacknowledged.splice(0, count);
    return true;
  }

  /**
   * An I frame. Gives the APDU that it completes. One out of sequence is dropped: its sender learns by N(R) what to repeat.
   * LIMIT for an APDU of more than 64 KiB, MALFORMED for one without the LLC header.
   */
  accept(frame: HdlcFrame, send: number): { readonly inSequence: boolean; readonly apdu?: Uint8Array } {
    if (send !== this.receiveState) return { inSequence: false };
    this.receiveState = (this.receiveState + 1) % MODULUS;
    this.parts.add(frame.information);
    this.midway = frame.segmented;
    return frame.segmented ? { inSequence: true } : { inSequence: true, apdu: withoutHeader(this.parts.take(), this.options.receiveHeader) };
  }

  private get oldest(): number {
    return (this.sendState - this.unacknowledged.length + MODULUS) % MODULUS;
  }

  private frames(segments: readonly Segment[], first: number): Buffer {
    return Buffer.concat(
      segments.map(({ information, more }, index) => {
        const send = (first + index) % MODULUS;
        return this.frame({ kind: 'I', send, receive: this.receiveState, final: index === segments.length - 1 }, information, more);
      }),
    );
  }

  private frame(control: HdlcControl, information: Uint8Array = new Uint8Array(0), segmented = false): Buffer {
    return encodeFrame({ destination: this.options.peer, source: this.options.own, control, segmented, information });
  }
}

/** An APDU without its LLC header. */
export function withoutHeader(octets: Buffer, header: Uint8Array): Buffer {
  if (!octets.subarray(0, header.length).equals(header)) throw new DlmsError('MALFORMED', 'information without the LLC header');
  return octets.subarray(header.length);
}
