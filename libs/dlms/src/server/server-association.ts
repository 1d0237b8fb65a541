import { decodeApdu, encodeApdu, type Apdu, type Notification } from '../apdu/apdu.js';
import { hasConformance, type Conformance } from '../apdu/conformance.js';
import { VAA_NAME_LN, VAA_NAME_SN, type InitiateRequest } from '../apdu/initiate.js';
import { APDU_TAG } from '../apdu/tags.js';
import type { Aarq } from '../acse/aarq.js';
import { ASSOCIATION_RESULT, DIAGNOSTIC } from '../acse/names.js';
import type { Release } from '../acse/release.js';
import { DlmsError } from '../errors.js';
import { isCiphered } from '../security/families.js';
import { initiateRequest, refusedNames, refusedParameters, refusingAare, usesShortNames } from './association-request.js';
import { ciphering, isHls, keysOf, mechanismOf } from './authentication.js';
import { BlockLayer } from './block-layer.js';
import { HlsExchange } from './hls-exchange.js';
import { serverProofs } from './hls-proofs.js';
import {
  SERVER_CONFORMANCE,
  SERVER_GENERAL_WINDOW,
  SERVER_MAX_PDU_SIZE,
  SERVER_SHORT_NAME_CONFORMANCE,
  type ServerOptions,
  type ServerReply,
} from './options.js';
import { codecRefusal, notAllowed, notSupported, securityRefusal } from './refusal.js';
import { ServerChannel } from './server-channel.js';
import { ServiceContext, type Services } from './service.js';
import { serviceOf, ServiceDispatcher } from './service-dispatcher.js';
import { ShortNameService } from './short-name-service.js';

const NO_PDU_LIMIT = 0xffff;

interface Served {
  readonly channel?: ServerChannel;
  readonly services: Services;
  readonly blocks?: BlockLayer;
  /** Octets of an APDU that the client takes. */
  readonly limit: number;
}

type State =
  { readonly name: 'idle' } | ({ readonly name: 'pending'; readonly hls: HlsExchange } & Served) | ({ readonly name: 'associated' } & Served);

type Standing = Exclude<State, { name: 'idle' }>;

/** What an AARQ asks for, and under which keys. */
interface Proposal {
  readonly request: InitiateRequest;
  readonly conformance: Conformance;
  readonly keys: ServerChannel | undefined;
  /** The keys again, if APDUs are ciphered. */
  readonly channel: ServerChannel | undefined;
}

/**
 * The server's side of one client association, sans-io: APDUs without wrapper in, at most one APDU out for each.
 * Never throws for anything that a client sends.
 */
export class ServerAssociation {
  private state: State = { name: 'idle' };

  constructor(private readonly options: ServerOptions) {}

  get associated(): boolean {
    return this.state.name === 'associated';
  }

  receive(apdu: Uint8Array): ServerReply {
    if (apdu[0] === APDU_TAG.aarq) return this.associate(apdu);
    if (apdu[0] === APDU_TAG.rlrq) return this.release(apdu);
    return this.serve(apdu);
  }

  /** What the server says unasked, protected as the association asks for. PDU_TOO_LONG for more than the client takes. */
  notify(notification: Notification): Uint8Array {
    if (this.state.name !== 'associated') throw new DlmsError('WRONG_STATE', 'no association to notify');
    const { channel, limit } = this.state;
    const apdu = channel?.seal(notification) ?? encodeApdu(notification);
    if (apdu.length > limit) throw new DlmsError('PDU_TOO_LONG', `a notification of ${apdu.length} octets to a client that takes ${limit}`);
    return apdu;
  }

  private associate(bytes: Uint8Array): ServerReply {
    this.state = { name: 'idle' };
    try {
      const { value } = decodeApdu(bytes);
      return value.kind === 'aarq' ? this.answerAarq(value) : refused(encodeApdu(notSupported));
    } catch (error) {
      return refused(encodeApdu(codecRefusal(dlmsError(error))));
    }
  }

  private answerAarq(aarq: Aarq): ServerReply {
    const { authentication } = this.options;
    const diagnostic = refusedNames(aarq, this.options);
    if (diagnostic !== undefined) return refused(encodeApdu(refusingAare(aarq.context, diagnostic)));
    const security = keysOf(authentication);
    const keys = security === undefined ? undefined : new ServerChannel(security, Buffer.from(aarq.callingTitle ?? []));
    const channel = ciphering(authentication) === undefined ? undefined : keys;
    let plain = aarq.userInformation;
    try {
      if (channel !== undefined && plain !== undefined) plain = channel.open(plain).apdu;
    } catch (error) {
      return refused(encodeApdu(securityRefusal(dlmsError(error))));
    }
    const request = initiateRequest(plain);
    const conformance = request.conformance & this.supported(usesShortNames(aarq));
    const problem = refusedParameters(request, conformance);
    if (problem !== undefined) return refused(encodeApdu(refusingAare(aarq.context, DIAGNOSTIC.noReason, problem)));
    return this.accept(aarq, { request, conformance, keys, channel });
  }

  private accept(aarq: Aarq, { request, conformance, keys, channel }: Proposal): ServerReply {
    const { authentication } = this.options;
    if (request.dedicatedKey !== undefined) channel?.useDedicatedKey(request.dedicatedKey);
    const byShortNames = usesShortNames(aarq);
    const standing = { ...this.services(request, conformance, byShortNames, channel), ...(channel === undefined ? {} : { channel }) };
    const vaaName = byShortNames ? VAA_NAME_SN : VAA_NAME_LN;
    const initiate: Apdu = { kind: 'initiate-response', conformance, maxPduSize: this.maxPduSize, vaaName };
    const common = {
      kind: 'aare',
      context: aarq.context,
      result: ASSOCIATION_RESULT.accepted,
      ...(keys === undefined ? {} : { respondingTitle: keys.serverTitle }),
    } as const;
    const userInformation = (): Buffer => channel?.seal(initiate) ?? encodeApdu(initiate);
    if (!isHls(authentication)) {
      this.state = { name: 'associated', ...standing };
      const apdu = encodeApdu({ ...common, diagnostic: { source: 'user', value: DIAGNOSTIC.null }, userInformation: userInformation() });
      return { service: 'aarq', change: 'established', apdu };
    }
    const client = Buffer.from(aarq.authenticationValue ?? []);
    const server = authentication.challenge();
    if (Buffer.compare(server, client) === 0) return refused(encodeApdu(refusingAare(aarq.context, DIAGNOSTIC.authenticationFailure)));
    this.state = { name: 'pending', ...standing, hls: new HlsExchange(serverProofs(authentication, keys, { client, server })) };
    const apdu = encodeApdu({
      ...common,
      diagnostic: { source: 'user', value: DIAGNOSTIC.authenticationRequired },
      mechanism: mechanismOf(authentication),
      authenticationValue: server,
      userInformation: userInformation(),
    });
    return { service: 'aarq', apdu };
  }

  /** What serves the requests of an association with these parameters. */
  private services(
    request: InitiateRequest,
    conformance: Conformance,
    byShortNames: boolean,
    channel: ServerChannel | undefined,
  ): Omit<Served, 'channel'> {
    const { objects, shortNames, generalBlockWindow = SERVER_GENERAL_WINDOW } = this.options;
    const limit = this.pduLimit(request);
    const general = hasConformance(conformance, 'general-block-transfer');
    // General blocks cut what the services need not.
    const context = new ServiceContext(objects, conformance, () => (general ? Number.MAX_SAFE_INTEGER : limit - (channel?.overhead ?? 0)));
    const services = byShortNames && shortNames !== undefined ? new ShortNameService(context, shortNames) : new ServiceDispatcher(context);
    return { services, limit, ...(general ? { blocks: new BlockLayer(generalBlockWindow, limit) } : {}) };
  }

  private serve(bytes: Uint8Array): ServerReply {
    const { state } = this;
    if (state.name === 'idle') return { service: 'unknown', apdu: encodeApdu(notAllowed) };
    const { blocks } = state;
    if (blocks === undefined || state.name === 'pending') return this.serveWhole(bytes, state);
    if (bytes[0] === APDU_TAG.generalBlockTransfer) return blocks.receive(bytes, (whole) => this.serveWhole(whole, state));
    return blocks.cut(this.serveWhole(bytes, state));
  }

  private serveWhole(bytes: Uint8Array, state: Standing): ServerReply {
    let plain = bytes;
    const { channel } = state;
    if ((channel !== undefined) !== isCiphered(bytes)) return { service: 'unknown', apdu: encodeApdu(notSupported) };
    try {
      if (channel !== undefined) plain = channel.open(bytes).apdu;
    } catch (error) {
      return { service: 'unknown', apdu: encodeApdu(securityRefusal(dlmsError(error))) };
    }
    try {
      return this.answer(decodeApdu(plain).value, state);
    } catch (error) {
      return { service: 'unknown', apdu: encodeApdu(codecRefusal(dlmsError(error))) };
    }
  }

  private answer(request: Apdu, state: Standing): ServerReply {
    const service = serviceOf(request);
    if (state.name === 'pending') {
      if (!HlsExchange.isPassThree(request)) return { service, apdu: encodeApdu(notAllowed) };
      const { hls, ...standing } = state;
      const { proven, response } = hls.answer(request);
      this.state = proven ? { ...standing, name: 'associated' } : { name: 'idle' };
      return { service, change: proven ? 'established' : 'refused', apdu: state.channel?.seal(response) ?? encodeApdu(response) };
    }
    const answer = state.services.handle(request);
    if (answer === undefined) return { service };
    // Exceptions travel in clear.
    const clear = state.channel === undefined || answer.kind === 'exception-response';
    const apdu = clear ? encodeApdu(answer) : (state.channel?.seal(answer) ?? encodeApdu(answer));
    return { service, apdu, ...(answer.kind === 'get-response-block' ? { block: answer.number } : {}) };
  }

  private release(bytes: Uint8Array): ServerReply {
    const channel = this.state.name === 'idle' ? undefined : this.state.channel;
    let ciphered: Uint8Array | undefined;
    try {
      const { value } = decodeApdu(bytes);
      if (value.kind === 'rlrq') ciphered = cipheredInformation(value);
      if (ciphered !== undefined && channel !== undefined) channel.open(ciphered);
    } catch (error) {
      return { service: 'rlrq', apdu: encodeApdu(securityRefusal(dlmsError(error))) };
    }
    this.state = { name: 'idle' };
    const answer: Apdu = {
      kind: 'initiate-response',
      conformance: this.supported(false),
      maxPduSize: this.maxPduSize,
      vaaName: VAA_NAME_LN,
    };
    const userInformation = ciphered === undefined || channel === undefined ? {} : { userInformation: channel.seal(answer, 'glo') };
    return { service: 'rlrq', change: 'released', apdu: encodeApdu({ kind: 'rlre', reason: 0, ...userInformation }) };
  }

  private supported(byShortNames: boolean): Conformance {
    return this.options.conformance ?? (byShortNames ? SERVER_SHORT_NAME_CONFORMANCE : SERVER_CONFORMANCE);
  }

  private get maxPduSize(): number {
    return this.options.maxPduSize ?? SERVER_MAX_PDU_SIZE;
  }

  /** Octets of an answer, protection included: the smaller of both sides' limits. */
  private pduLimit(request: InitiateRequest): number {
    const unlimited = request.maxPduSize === 0 || request.maxPduSize === NO_PDU_LIMIT;
    return unlimited ? this.maxPduSize : Math.min(request.maxPduSize, this.maxPduSize);
  }
}

function cipheredInformation(release: Release): Uint8Array | undefined {
  const { userInformation } = release;
  return userInformation !== undefined && isCiphered(userInformation) ? userInformation : undefined;
}

function refused(apdu: Uint8Array): ServerReply {
  return { service: 'aarq', change: 'refused', apdu };
}

/** Anything but a protocol error is a defect of the server and passes through. */
function dlmsError(error: unknown): DlmsError {
  if (error instanceof DlmsError) return error;
  throw error;
}
