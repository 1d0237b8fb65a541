import { encodeApdu, decodeApdu, type Apdu, type Notification } from '../apdu/apdu.js';
import type { AttributeRef, MethodRef } from '../apdu/descriptors.js';
import { invokeIdOf } from '../apdu/invoke-id.js';
import { wantsConfirmation } from '../apdu/notifications.js';
import type { Aare } from '../acse/aare.js';
import type { Data } from '../axdr/data.js';
import { DlmsError } from '../errors.js';
import { clientFraming } from '../framing/choose-framing.js';
import type { ClientFraming, FramingEvent } from '../framing/framing.js';
import type { AccessCall } from './access-exchange.js';
import type { MethodCall } from './action-exchange.js';
import { ApduChannel, type Received } from './apdu-channel.js';
import { Association, type Negotiated } from './association.js';
import type { ClientEvent } from './events.js';
import { unexpected, type Exchange } from './exchange.js';
import { DEFAULT_GENERAL_WINDOW, DEFAULT_MAX_VALUE_SIZE, type ClientOptions } from './options.js';
import { refuse } from './refused.js';
import { Requests, type Grant } from './requests.js';
import { SecureChannel } from './secure-channel.js';
import type { Assignment } from './set-exchange.js';

type State =
  | { readonly name: 'idle' | 'linking' | 'associating' | 'releasing' | 'unlinking' | 'released' }
  | { readonly name: 'authenticating'; readonly negotiated: Negotiated }
  | { readonly name: 'ready'; readonly negotiated: Negotiated }
  | { readonly name: 'busy'; readonly negotiated: Negotiated; readonly exchange: Exchange }
  | { readonly name: 'failed'; readonly error: DlmsError };

type Standing = Extract<State, { negotiated: Negotiated }>;

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
  private readonly requests: Requests;
  private readonly apdus: ApduChannel;
  /** An error that came after events in the same bytes. */
  private deferred: DlmsError | undefined;

  constructor(private readonly options: ClientOptions) {
    const { security } = options;
    this.framing = clientFraming(options);
    this.channel = security === undefined ? undefined : new SecureChannel(security);
    this.cipher = (security?.ciphered ?? true) ? this.channel : undefined;
    this.association = new Association(options, this.channel, this.cipher);
    this.requests = new Requests(options);
    // Over HDLC the turn changes with each block, so nothing can be streamed.
    const window = options.framing?.kind === 'hdlc' ? 1 : (options.generalBlockWindow ?? DEFAULT_GENERAL_WINDOW);
    this.apdus = new ApduChannel(this.cipher, { window, maxSize: options.maxValueSize ?? DEFAULT_MAX_VALUE_SIZE });
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
    const grant = this.grant('get');
    return this.start(this.requests.get(attributes, grant), grant);
  }

  /** SET of one attribute. Answered by one `set` event. */
  set(attribute: AttributeRef, data: Data): Uint8Array {
    return this.setList([{ attribute, data }]);
  }

  /** SET with-list (of one: SET normal). Answered by one `set` event. */
  setList(assignments: readonly Assignment[]): Uint8Array {
    const grant = this.grant('set');
    return this.start(this.requests.set(assignments, grant), grant);
  }

  /** ACTION. Answered by one `action` event. */
  action(method: MethodRef, parameter?: Data): Uint8Array {
    const grant = this.grant('action');
    return this.start(this.requests.action([{ method, ...(parameter === undefined ? {} : { parameter }) }], false, grant), grant);
  }

  /** ACTION with-list. Answered by one `actions` event. */
  actionList(calls: readonly MethodCall[]): Uint8Array {
    const grant = this.grant('action');
    return this.start(this.requests.action(calls, true, grant), grant);
  }

  /** ACCESS: gets, sets and actions at once; needs `access` in the conformance. Answered by one `access` event. */
  access(calls: readonly AccessCall[]): Uint8Array {
    const grant = this.grant('access');
    return this.start(this.requests.access(calls, grant), grant);
  }

  /** The RLRQ. Whatever comes back is taken as the release. */
  release(): Uint8Array {
    this.grant('release');
    const ciphered = this.cipher !== undefined && this.options.release !== 'bare';
    const userInformation = ciphered ? { userInformation: this.association.initiateRequest() } : {};
    const bytes = this.frames([encodeApdu({ kind: 'rlrq', reason: 0, ...userInformation })]);
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
        return this.received(this.apdus.open(apdu), state);
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
    return this.frames([encodeApdu(this.association.request())]);
  }

  private unlink(): readonly ClientEvent[] {
    this.framing.settled();
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
    this.apdus.agree(negotiated);
    this.state = { name: 'ready', negotiated };
    this.framing.settled();
    const serverTitle = this.channel?.knownServerTitle;
    return { kind: 'associated', negotiated, ...(serverTitle === undefined ? {} : { serverTitle }) };
  }

  private received({ apdu, send, progress }: Received, state: Standing): readonly ClientEvent[] {
    const events: ClientEvent[] = [];
    if (progress !== undefined) events.push({ kind: 'block', ...progress });
    if (send.length > 0) events.push({ kind: 'send', bytes: this.frames(send) });
    return apdu === undefined ? events : [...events, ...this.serviceAnswer(apdu, state)];
  }

  private serviceAnswer(answer: Apdu, state: Standing): readonly ClientEvent[] {
    refuse(answer);
    if (state.name === 'authenticating') {
      if (answer.kind !== 'action-response') throw unexpected(answer);
      this.association.verify(answer);
      return [this.established(state.negotiated)];
    }
    if (answer.kind === 'data-notification' || answer.kind === 'event-notification' || answer.kind === 'information-report') {
      return this.notified(answer);
    }
    if (state.name === 'ready') throw unexpected(answer);
    const { exchange, negotiated } = state;
    if ('invoke' in answer && invokeIdOf(answer.invoke) !== invokeIdOf(exchange.invoke ?? answer.invoke)) throw unexpected(answer);
    const step = exchange.receive(answer);
    if (step.send !== undefined) return [...step.events, { kind: 'send', bytes: this.seal(step.send) }];
    this.state = { name: 'ready', negotiated };
    this.framing.settled();
    return step.events;
  }

  private notified(notification: Notification): readonly ClientEvent[] {
    const event = { kind: 'notification', notification } as const;
    if (notification.kind !== 'data-notification' || !wantsConfirmation(notification)) return [event];
    const { longInvoke, time } = notification;
    const confirmation = this.apdus.seal({ kind: 'data-notification-confirm', longInvoke, ...(time === undefined ? {} : { time }) });
    return [event, { kind: 'send', bytes: this.frames(confirmation, false) }];
  }

  /** Where an error leaves the association: a refused request ends only the request. */
  private settle(error: DlmsError): void {
    const refused = error.code === 'EXCEPTION_RESPONSE' || error.code === 'CONFIRMED_SERVICE_ERROR';
    this.framing.settled();
    if (refused && this.state.name === 'busy') this.state = { name: 'ready', negotiated: this.state.negotiated };
    else {
      this.state = { name: 'failed', error };
      this.inbox = [];
    }
  }

  private start(exchange: Exchange, { negotiated }: Grant): Uint8Array {
    const bytes = this.seal(exchange.first);
    this.state = { name: 'busy', negotiated, exchange };
    return bytes;
  }

  private grant(what: string): Grant {
    this.throwFailure();
    if (this.state.name !== 'ready') throw new DlmsError('WRONG_STATE', `${what} while ${this.state.name}`);
    return { negotiated: this.state.negotiated, room: this.apdus.room };
  }

  private throwFailure(): void {
    const error = this.state.name === 'failed' ? this.state.error : this.deferred;
    this.deferred = undefined;
    if (error !== undefined) throw error;
  }

  private seal(apdu: Apdu): Uint8Array {
    return this.frames(this.apdus.seal(apdu));
  }

  private frames(apdus: readonly Uint8Array[], answered = true): Uint8Array {
    const [first, ...others] = apdus.map((apdu) => this.framing.send(apdu, answered));
    return others.length === 0 && first !== undefined ? first : Buffer.concat(first === undefined ? [] : [first, ...others]);
  }
}
