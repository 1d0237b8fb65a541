import { DlmsError } from '../errors.js';
import type { HdlcAddress } from './address.js';
import { sameAddress } from './address.js';
import type { UnnumberedKind } from './control.js';
import { FrameFlow, LLC_COMMAND, LLC_RESPONSE, withoutHeader } from './frame-flow.js';
import { asBuffer } from '../bytes/byte-reader.js';
import { encodeFrame, type HdlcFrame } from './frame.js';
import { FrameParser } from './frame-parser.js';
import type { HdlcEvent } from './link-events.js';
import { checkedParameters, decodeParameters, encodeParameters, negotiate, type HdlcParameters } from './parameters.js';
import { Retry, type RetryOptions } from '../timing/retry.js';

export interface HdlcClientOptions extends RetryOptions {
  readonly client: HdlcAddress;
  readonly server: HdlcAddress;
  /** What is proposed; default 128 octets and one frame. */
  readonly parameters?: Partial<HdlcParameters>;
}

/** Polls in a row that the server may answer with nothing. */
const MAX_EMPTY_POLLS = 100;

type State =
  | { readonly name: 'closed' | 'connecting' | 'disconnecting' }
  /** `turn`: ours, or the server's. */
  | { readonly name: 'connected'; readonly flow: FrameFlow; readonly turn: 'ours' | 'theirs' }
  | { readonly name: 'failed'; readonly error: DlmsError };

/**
 * The primary station of an HDLC link (IEC 62056-46, normal response mode), sans-io: the client speaks, hands over the turn with
 * the P bit and gets it back with the F bit. What is lost is repeated when `tick` comes after `deadline`.
 */
export class HdlcClientLink {
  private state: State = { name: 'closed' };
  private readonly parser = new FrameParser();
  private readonly own: HdlcParameters;
  private readonly retry: Retry;
  private emptyPolls = 0;

  constructor(private readonly options: HdlcClientOptions) {
    this.own = checkedParameters(options.parameters ?? {});
    this.retry = new Retry(options);
  }

  /** Why the link is over. */
  get failure(): DlmsError | undefined {
    return this.state.name === 'failed' ? this.state.error : undefined;
  }

  /** When `tick` is due, in the clock's milliseconds; undefined while nothing is awaited. */
  get deadline(): number | undefined {
    return this.retry.deadline;
  }

  /** The SNRM. Answered by `connected`. */
  connect(): Uint8Array {
    if (this.state.name !== 'closed') throw this.misuse('connect');
    this.state = { name: 'connecting' };
    this.retry.begin();
    return this.unnumbered('SNRM', encodeParameters(this.own));
  }

  /** First frames of an APDU; later ones follow as `send` events. */
  send(apdu: Uint8Array): Uint8Array {
    const { state } = this;
    if (state.name !== 'connected') throw this.misuse('send');
    state.flow.queue(apdu);
    if (state.turn === 'theirs') return new Uint8Array(0);
    this.state = { ...state, turn: 'theirs' };
    this.emptyPolls = 0;
    this.retry.begin();
    return state.flow.burst();
  }

  /** The DISC. Answered by `disconnected`. */
  disconnect(): Uint8Array {
    if (this.state.name !== 'connected') throw this.misuse('disconnect');
    this.state = { name: 'disconnecting' };
    this.retry.begin();
    return this.unnumbered('DISC');
  }

  /** Takes bytes in any pieces. Never throws: an error ends the link and stands in `failure`. */
  receive(bytes: Uint8Array): HdlcEvent[] {
    const events: HdlcEvent[] = [];
    for (const frame of this.parser.push(bytes)) {
      if (this.state.name === 'failed') break;
      // Others may speak on a shared line.
      if (!sameAddress(frame.destination, this.options.client) || !sameAddress(frame.source, this.options.server)) continue;
      this.guarded(() => this.take(frame, events));
    }
    return events;
  }

  /** Repeats what was not answered in time; TIMEOUT in `failure` when it was repeated often enough. */
  tick(): HdlcEvent[] {
    const { state } = this;
    if (!this.retry.due) return [];
    if (!this.retry.again()) {
      this.fail(new DlmsError('TIMEOUT', 'no answer on the HDLC link'));
      return [];
    }
    switch (state.name) {
      case 'connecting':
        return [{ kind: 'send', bytes: this.unnumbered('SNRM', encodeParameters(this.own)) }];
      case 'disconnecting':
        return [{ kind: 'send', bytes: this.unnumbered('DISC') }];
      case 'connected':
        return [{ kind: 'send', bytes: state.flow.outstanding ? state.flow.repeat() : state.flow.ready() }];
      case 'closed':
      case 'failed':
        return [];
    }
  }

  private take(frame: HdlcFrame, events: HdlcEvent[]): void {
    const { state } = this;
    switch (state.name) {
      case 'connecting':
        if (frame.control.kind === 'UA') this.connected(frame, events);
        else if (frame.control.kind === 'DM') this.fail(new DlmsError('LINK_REFUSED', 'the server refuses the HDLC link'));
        return;
      case 'connected':
        this.connectedFrame(frame, state, events);
        return;
      case 'disconnecting':
        // DM: it was disconnected already.
        if (frame.control.kind !== 'UA' && frame.control.kind !== 'DM') return;
        this.state = { name: 'closed' };
        this.retry.end();
        events.push({ kind: 'disconnected' });
        return;
      case 'closed':
      case 'failed':
    }
  }

  private connected(frame: HdlcFrame, events: HdlcEvent[]): void {
    const parameters = negotiate(this.own, decodeParameters(frame.information));
    const { client: own, server: peer } = this.options;
    const flow = new FrameFlow({ own, peer, parameters, sendHeader: LLC_COMMAND, receiveHeader: LLC_RESPONSE });
    this.state = { name: 'connected', flow, turn: 'ours' };
    this.retry.end();
    events.push({ kind: 'connected', parameters });
  }

  private connectedFrame(frame: HdlcFrame, state: Extract<State, { name: 'connected' }>, events: HdlcEvent[]): void {
    const { control } = frame;
    switch (control.kind) {
      case 'I': {
        this.acknowledge(state.flow, control.receive);
        const { inSequence, apdu } = state.flow.accept(frame, control.send);
        if (inSequence) this.progress();
        if (apdu !== undefined) events.push({ kind: 'apdu', apdu });
        if (control.final) this.ourTurn(state, apdu !== undefined, events);
        return;
      }
      case 'RR':
      case 'RNR':
        this.acknowledge(state.flow, control.receive);
        // A busy server is asked again when the time for its answer is over.
        if (control.kind === 'RR' && control.final) this.ourTurn(state, false, events);
        return;
      case 'UI':
        events.push({ kind: 'apdu', apdu: withoutHeader(asBuffer(frame.information), LLC_RESPONSE) });
        return;
      case 'DM':
      case 'FRMR':
        this.fail(new DlmsError('LINK_LOST', `the server ended the HDLC link (${control.kind})`));
        return;
      case 'UA':
      case 'SNRM':
      case 'DISC':
    }
  }

  /** The server handed over: send on, repeat what it missed, ask for more, or rest. */
  private ourTurn(state: Extract<State, { name: 'connected' }>, complete: boolean, events: HdlcEvent[]): void {
    const { flow, turn } = state;
    if (turn === 'ours') return;
    if (flow.outstanding || flow.hasMore) {
      if (flow.outstanding) this.countPoll();
      else this.progress();
      events.push({ kind: 'send', bytes: flow.outstanding ? flow.repeat() : flow.burst() });
      return;
    }
    if (complete) {
      this.state = { name: 'connected', flow, turn: 'ours' };
      this.retry.end();
      return;
    }
    this.countPoll();
    events.push({ kind: 'send', bytes: flow.ready() });
  }

  private countPoll(): void {
    this.emptyPolls += 1;
    if (this.emptyPolls > MAX_EMPTY_POLLS) throw new DlmsError('LIMIT', `${MAX_EMPTY_POLLS} polls without an answer`);
  }

  private progress(): void {
    this.emptyPolls = 0;
    this.retry.begin();
  }

  private acknowledge(flow: FrameFlow, receive: number): void {
    if (!flow.acknowledge(receive)) throw new DlmsError('UNEXPECTED_APDU', `HDLC frame ${receive} was acknowledged and never sent`);
  }

  private guarded(action: () => void): void {
    try {
      action();
    } catch (error) {
      if (!(error instanceof DlmsError)) throw error;
      this.fail(error);
    }
  }

  private fail(error: DlmsError): void {
    this.state = { name: 'failed', error };
    this.retry.end();
  }

  private unnumbered(kind: UnnumberedKind, information: Uint8Array = new Uint8Array(0)): Buffer {
    const { client: source, server: destination } = this.options;
    return encodeFrame({ destination, source, control: { kind, final: true }, segmented: false, information });
  }

  private misuse(what: string): DlmsError {
    return this.failure ?? new DlmsError('WRONG_STATE', `${what} while the HDLC link is ${this.state.name}`);
  }
}
