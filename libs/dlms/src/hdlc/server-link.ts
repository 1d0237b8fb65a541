import { asBuffer } from '../bytes/byte-reader.js';
import { DlmsError } from '../errors.js';
import type { HdlcAddress } from './address.js';
import type { UnnumberedKind } from './control.js';
import { FrameFlow, LLC_COMMAND, LLC_RESPONSE, withoutHeader } from './frame-flow.js';
import { encodeFrame, type HdlcFrame } from './frame.js';
import type { HdlcEvent } from './link-events.js';
import { checkedParameters, decodeParameters, encodeParameters, negotiate, type HdlcParameters } from './parameters.js';

export interface HdlcServerOptions {
  readonly server: HdlcAddress;
  readonly client: HdlcAddress;
  /** Limits of the server. Default 128 octets and one frame. */
  readonly parameters?: Partial<HdlcParameters>;
}

type State =
  | { readonly name: 'disconnected' }
  /** `owed`: the client handed over its turn with an APDU that has not been answered. */
  | { readonly name: 'connected'; readonly flow: FrameFlow; readonly owed: boolean };

/**
 * The secondary station of an HDLC link with one client, sans-io: frames in, frames and APDUs out. It only speaks in its turn;
 * after an `apdu` event the owner calls `answer`, at once or later. Never throws for anything that a client sends.
 */
export class HdlcServerLink {
  private state: State = { name: 'disconnected' };
  private readonly own: HdlcParameters;

  constructor(private readonly options: HdlcServerOptions) {
    this.own = checkedParameters(options.parameters ?? {});
  }

  get connected(): boolean {
    return this.state.name === 'connected';
  }

  /** Frames of an answer, or of the word that there is none; empty when the link has gone meanwhile. */
  answer(apdu: Uint8Array | undefined, more: readonly Uint8Array[] = []): Uint8Array {
    const { state } = this;
    if (state.name !== 'connected' || !state.owed) return new Uint8Array(0);
    this.state = { ...state, owed: false };
    if (apdu === undefined) return state.flow.ready();
    for (const each of [apdu, ...more]) state.flow.queue(each);
    return state.flow.burst();
  }

  /** One frame that is addressed to this link. */
  receive(frame: HdlcFrame): HdlcEvent[] {
    const { control } = frame;
    switch (control.kind) {
      case 'SNRM':
        return this.connect(frame);
      case 'DISC':
        return this.disconnect();
      case 'I':
      case 'RR':
      case 'RNR':
        return this.state.name === 'connected' ? this.guarded(() => this.numbered(frame, this.state)) : this.refuse(control.final);
      case 'UI':
        return this.guarded(() => [{ kind: 'apdu', apdu: withoutHeader(asBuffer(frame.information), LLC_COMMAND) }]);
      case 'UA':
      case 'DM':
      case 'FRMR':
        return [];
    }
  }

  private connect(frame: HdlcFrame): HdlcEvent[] {
    return this.guarded(() => {
      const parameters = negotiate(this.own, decodeParameters(frame.information));
      const { server: own, client: peer } = this.options;
      const flow = new FrameFlow({ own, peer, parameters, sendHeader: LLC_RESPONSE, receiveHeader: LLC_COMMAND });
      this.state = { name: 'connected', flow, owed: false };
      return [
        { kind: 'connected', parameters },
        { kind: 'send', bytes: this.unnumbered('UA', encodeParameters(parameters)) },
      ];
    });
  }

  private disconnect(): HdlcEvent[] {
    if (this.state.name === 'disconnected') return this.refuse(true);
    this.state = { name: 'disconnected' };
    return [{ kind: 'disconnected' }, { kind: 'send', bytes: this.unnumbered('UA') }];
  }

  private numbered(frame: HdlcFrame, state: State): HdlcEvent[] {
    const { control } = frame;
    if (state.name !== 'connected' || !('receive' in control)) return [];
    const { flow } = state;
    if (!flow.acknowledge(control.receive)) return this.reject();
    if (control.kind !== 'I') return control.final && !state.owed ? [{ kind: 'send', bytes: this.turn(flow) }] : [];
    const { inSequence, apdu } = flow.accept(frame, control.send);
    if (apdu !== undefined) {
      this.state = { ...state, owed: true };
      return [{ kind: 'apdu', apdu }];
    }
    // What comes out of sequence while the answer is still due is a repetition: the answer will do.
    if (!control.final || (state.owed && !inSequence)) return [];
    return [{ kind: 'send', bytes: this.turn(flow) }];
  }

  private turn(flow: FrameFlow): Uint8Array {
    if (flow.outstanding) return flow.repeat();
    return flow.hasMore ? flow.burst() : flow.ready();
  }

  /** FRMR, after which only SNRM helps. */
  private reject(): HdlcEvent[] {
    this.state = { name: 'disconnected' };
    return [{ kind: 'disconnected' }, { kind: 'send', bytes: this.unnumbered('FRMR') }];
  }

  private refuse(polled: boolean): HdlcEvent[] {
    return polled ? [{ kind: 'send', bytes: this.unnumbered('DM') }] : [];
  }

  private guarded(action: () => HdlcEvent[]): HdlcEvent[] {
    try {
      return action();
    } catch (error) {
      if (!(error instanceof DlmsError)) throw error;
      return this.state.name === 'connected' ? this.reject() : this.refuse(true);
    }
  }

  private unnumbered(kind: UnnumberedKind, information: Uint8Array = new Uint8Array(0)): Buffer {
    const { client: destination, server: source } = this.options;
    return encodeFrame({ destination, source, control: { kind, final: true }, segmented: false, information });
  }
}
