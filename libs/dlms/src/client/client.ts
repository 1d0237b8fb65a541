import { decodeApdu, encodeApdu, type Apdu } from '../apdu/apdu.js';
import { hasConformance } from '../apdu/conformance.js';
import type { AttributeRef, MethodRef } from '../apdu/descriptors.js';
import { DEFAULT_INVOKE_ID, invokeIdOf } from '../apdu/invoke-id.js';
import type { Aare } from '../acse/aare.js';
import type { Data } from '../axdr/data.js';
import { DlmsError } from '../errors.js';
import { clientFraming } from '../framing/choose-framing.js';
import type { ClientFraming, FramingEvent } from '../framing/framing.js';
import { ActionExchange } from './action-exchange.js';
import { Association, type Negotiated } from './association.js';
import type { ClientEvent } from './events.js';
import { unexpected, type Exchange } from './exchange.js';
import { GetExchange } from './get-exchange.js';
import { DEFAULT_MAX_VALUE_SIZE, NO_PDU_LIMIT, type ClientOptions } from './options.js';
import { SecureChannel } from './secure-channel.js';
import { SetExchange, type Assignment } from './set-exchange.js';

type State =
  | { readonly name: 'idle' | 'linking' | 'associating' | 'releasing' | 'unlinking' | 'released' }
  | { readonly name: 'authenticating'; readonly negotiated: Negotiated }
  | { readonly name: 'ready'; readonly negotiated: Negotiated }
  | { readonly name: 'busy'; readonly negotiated: Negotiated; readonly exchange: Exchange; readonly invoke: number }
  | { readonly name: 'failed'; readonly error: DlmsError };

/**
 * One association of a client, sans-io: requests return the bytes to write, received bytes are pushed in and give events.
 * No socket and no randomness inside, and no timer: with a clock in the options the owner calls `tick` after `deadline`, which repeats
 * what an HDLC link lost, and in the end throws TIMEOUT.
 * One request at a time. After an error other than a refused request (EXCEPTION_RESPONSE or CONFIRMED_SERVICE_ERROR
 * to a request) the association is over and every call throws that error.
 */
export class DlmsClient {
  private state: State = { name: 'idle' };
  private readonly framing: ClientFraming;
  /** What came and was not looked at, because an error came before it. */
  private inbox: FramingEvent[] = [];
  private readonly channel: SecureChannel | undefined;
  private readonly cipher: SecureChannel | undefined;
  private readonly association: Association;
  private invoke = DEFAULT_INVOKE_ID;
  /** An error that came after events in the same bytes. */
  private deferred: DlmsError | undefined;

  constructor(private readonly options: ClientOptions) {
    const { security } = options;
    this.framing = clientFraming(options);
    this.channel = security === undefined ? undefined : new SecureChannel(security);
    this.cipher = (security?.ciphered ?? true) ? this.channel : undefined;
    this.association = new Association(options, this.channel, this.cipher);
  }

  /** True when a request may be sent. */
  get ready(): boolean {
    return this.state.name === 'ready' && this.deferred === undefined;
  }

  /** Last invocation counter of the server that verified under the global key, -1 for none; for `lastServerCounter` of the next association. */
  get lastServerCounter(): number {
    return this.channel?.lastServerCounter ?? -1;
  }

  /** When `tick` is due, in milliseconds of the clock given; undefined while nothing is awaited. */
  get deadline(): number | undefined {
    return this.framing.deadline;
  }

  /** What opens the association: the AARQ, or first the HDLC link. Everything up to `associated` runs inside `receive`. */
  associate(): Uint8Array {
    this.throwFailure();
    if (this.state.name !== 'idle') throw new DlmsError('WRONG_STATE', `associate while ${this.state.name}`);
    const link = this.framing.open();
    if (link === undefined) return this.associationRequest();
    this.state = { name: 'linking' };
    return link;
  }

  /** GET normal for one attribute, with-list for several. Answered by one `get` event, after `block` events in a block transfer. */
  get(attributes: readonly AttributeRef[]): Uint8Array {
    const negotiated = this.negotiated('get');
    if (attributes.length > 1) requireLists(negotiated);
    const invoke = this.nextInvoke();
    return this.start(new GetExchange(attributes, invoke, this.maxValueSize), invoke, negotiated);
  }

  /** SET of one attribute. Answered by one `set` event. */
  set(attribute: AttributeRef, data: Data): Uint8Array {
    return this.setList([{ attribute, data }]);
  }

  /** SET with-list (of one: SET normal). Answered by one `set` event. */
  setList(assignments: readonly Assignment[]): Uint8Array {
    const negotiated = this.negotiated('set');
    if (assignments.length > 1) requireLists(negotiated);
    const invoke = this.nextInvoke();
    const blocks = hasConformance(negotiated.conformance, 'block-transfer-with-set');
    return this.start(new SetExchange(assignments, invoke, this.room(negotiated), blocks), invoke, negotiated);
  }

  /** ACTION. Answered by one `action` event. */
  action(method: MethodRef, parameter?: Data): Uint8Array {
    const negotiated = this.negotiated('action');
    const invoke = this.nextInvoke();
    const blocks = hasConformance(negotiated.conformance, 'block-transfer-with-action');
    const limits = { room: this.room(negotiated), blocks, maxValueSize: this.maxValueSize };
    return this.start(new ActionExchange(method, parameter, invoke, limits), invoke, negotiated);
  }

  /** The RLRQ. Whatever comes back is taken as the release. */
  release(): Uint8Array {
    this.negotiated('release');
    const ciphered = this.cipher !== undefined && this.options.release !== 'bare';
    const userInformation = ciphered ? { userInformation: this.association.initiateRequest() } : {};
    const bytes = this.frame(encodeApdu({ kind: 'rlrq', reason: 0, ...userInformation }));
    this.state = { name: 'releasing' };
    return bytes;
  }

  /** Takes bytes of the connection in any pieces. Throws DlmsError; an error behind good frames is thrown by the next call. */
  receive(bytes: Uint8Array): readonly ClientEvent[] {
    this.throwFailure();
    return this.handle(this.framing.receive(bytes));
  }

  /** What the time asks for: frames to repeat. Throws TIMEOUT when the server had its chances. */
  tick(): readonly ClientEvent[] {
    this.throwFailure();
    return this.handle(this.framing.tick());
  }

  private handle(input: readonly FramingEvent[]): readonly ClientEvent[] {
    this.inbox.push(...input);
    const events: ClientEvent[] = [];
    try {
      for (let next = this.inbox.shift(); next !== undefined; next = this.inbox.shift()) events.push(...this.take(next));
      if (this.framing.failure !== undefined) throw this.framing.failure;
    } catch (thrown) {
      if (!(thrown instanceof DlmsError)) throw thrown;
      this.settle(thrown);
      if (events.length === 0) throw thrown;
      this.deferred = thrown;
    }
    return events;
  }

  private take(event: FramingEvent): readonly ClientEvent[] {
    switch (event.kind) {
      case 'send':
        return [event];
      case 'opened':
        return [{ kind: 'send', bytes: this.associationRequest() }];
      case 'closed':
        this.state = { name: 'released' };
        return [{ kind: 'released' }];
      case 'apdu':
        return this.answer(event.apdu);
    }
  }

  private answer(apdu: Uint8Array): readonly ClientEvent[] {
    const { state } = this;
    switch (state.name) {
      case 'releasing':
        return this.unlink();
      case 'associating':
        return this.associationAnswer(decodeApdu(apdu).value);
      case 'authenticating':
      case 'ready':
      case 'busy':
        return this.serviceAnswer(this.plain(apdu), state);
      case 'idle':
      case 'linking':
      case 'unlinking':
      case 'released':
      case 'failed':
        throw new DlmsError('UNEXPECTED_APDU', `APDU tag ${apdu[0]} while ${state.name}`);
    }
  }

  private associationRequest(): Uint8Array {
    this.state = { name: 'associating' };
    return this.frame(encodeApdu(this.association.request()));
  }

  private unlink(): readonly ClientEvent[] {
    const bytes = this.framing.close();
    this.state = { name: bytes === undefined ? 'released' : 'unlinking' };
    return [bytes === undefined ? { kind: 'released' } : { kind: 'send', bytes }];
  }

  private associationAnswer(answer: Apdu): readonly ClientEvent[] {
    refuse(answer);
    if (answer.kind !== 'aare') throw unexpected(answer);
    const negotiated = this.association.accept(answer);
    if (!this.association.hls) return [this.established(negotiated)];
    return [this.prove(answer, negotiated)];
  }

  private prove(aare: Aare, negotiated: Negotiated): ClientEvent {
    const bytes = this.seal(this.association.proof(aare));
    this.state = { name: 'authenticating', negotiated };
    return { kind: 'send', bytes };
  }

  private established(negotiated: Negotiated): ClientEvent {
    this.association.switchFamily(negotiated);
    this.state = { name: 'ready', negotiated };
    const serverTitle = this.channel?.knownServerTitle;
    return { kind: 'associated', negotiated, ...(serverTitle === undefined ? {} : { serverTitle }) };
  }

  private serviceAnswer(answer: Apdu, state: Extract<State, { negotiated: Negotiated }>): readonly ClientEvent[] {
    refuse(answer);
    if (state.name === 'authenticating') {
      if (answer.kind !== 'action-response') throw unexpected(answer);
      this.association.verify(answer);
      return [this.established(state.negotiated)];
    }
    if (answer.kind === 'data-notification' || answer.kind === 'event-notification') return [{ kind: 'notification', notification: answer }];
    if (state.name === 'ready') throw unexpected(answer);
    if ('invoke' in answer && invokeIdOf(answer.invoke) !== invokeIdOf(state.invoke)) throw unexpected(answer);
    const step = state.exchange.receive(answer);
    if (step.send !== undefined) return [...step.events, { kind: 'send', bytes: this.seal(step.send) }];
    this.state = { name: 'ready', negotiated: state.negotiated };
    return step.events;
  }

  /** Where an error leaves the association: a refused request ends only the request. */
  private settle(error: DlmsError): void {
    const refused = error.code === 'EXCEPTION_RESPONSE' || error.code === 'CONFIRMED_SERVICE_ERROR';
    if (refused && this.state.name === 'busy') this.state = { name: 'ready', negotiated: this.state.negotiated };
    else {
      this.state = { name: 'failed', error };
      this.inbox = [];
    }
  }

  private start(exchange: Exchange, invoke: number, negotiated: Negotiated): Uint8Array {
    const bytes = this.seal(exchange.first);
    this.state = { name: 'busy', negotiated, exchange, invoke };
    return bytes;
  }

  private negotiated(what: string): Negotiated {
    this.throwFailure();
    if (this.state.name !== 'ready') throw new DlmsError('WRONG_STATE', `${what} while ${this.state.name}`);
    return this.state.negotiated;
  }

  private throwFailure(): void {
    const error = this.state.name === 'failed' ? this.state.error : this.deferred;
    this.deferred = undefined;
    if (error !== undefined) throw error;
  }

  private plain(apdu: Uint8Array): Apdu {
    return decodeApdu(this.cipher === undefined ? apdu : this.cipher.open(apdu)).value;
  }

  private seal(apdu: Apdu): Uint8Array {
    const bytes = this.cipher === undefined ? encodeApdu(apdu) : this.cipher.seal(apdu);
    const limit = 'negotiated' in this.state ? maxPdu(this.state.negotiated) : NO_PDU_LIMIT;
    if (bytes.length > limit) throw new DlmsError('PDU_TOO_LONG', `a request of ${bytes.length} octets to a server that takes ${limit}`);
    return this.frame(bytes);
  }

  private frame(apdu: Uint8Array): Uint8Array {
    return this.framing.send(apdu, true);
  }

  /** Octets that a plain request may have. */
  private room(negotiated: Negotiated): number {
    return maxPdu(negotiated) - (this.cipher?.overhead ?? 0);
  }

  private get maxValueSize(): number {
    return this.options.maxValueSize ?? DEFAULT_MAX_VALUE_SIZE;
  }

  private nextInvoke(): number {
    const { invoke } = this;
    if (this.options.incrementInvokeId === true) this.invoke = (invoke & 0xf0) | ((invoke + 1) & 0x0f);
    return invoke;
  }
}

/** 0 and 0xFFFF declare no limit, but the wrapper has one. */
function maxPdu(negotiated: Negotiated): number {
  return negotiated.maxPduSize === 0 ? NO_PDU_LIMIT : negotiated.maxPduSize;
}

function requireLists(negotiated: Negotiated): void {
  if (!hasConformance(negotiated.conformance, 'multiple-references')) throw new DlmsError('UNSUPPORTED', 'the server takes no lists of attributes');
}

function refuse(answer: Apdu): void {
  if (answer.kind === 'exception-response') {
    const { stateError, serviceError, expectedCounter } = answer;
    const details = { stateError, serviceError, ...(expectedCounter === undefined ? {} : { expectedCounter }) };
    throw new DlmsError('EXCEPTION_RESPONSE', `exception response: state error ${stateError}, service error ${serviceError}`, details);
  }
  if (answer.kind === 'confirmed-service-error') {
    const { service, choice, value } = answer;
    throw new DlmsError('CONFIRMED_SERVICE_ERROR', `service ${service} refused: error ${choice}, value ${value}`, {
      service,
      serviceError: choice,
      value,
    });
  }
}
