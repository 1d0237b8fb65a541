/** Sessions with meters: DLMS over TCP, and the operations of the contract on top. */
export {
  AddressFinder,
  DEFAULT_PATIENCE,
  type AddressFinderOptions,
  type SessionProviderMode,
  type Sleeper,
  type WakeUpPatience,
} from './address/address-finder.js';
export { HttpSessionProvider, type HttpSessionProviderOptions } from './address/http-session-provider.js';
export { SessionProviderError, type SessionProvider, type SessionProviderFailure } from './address/session-provider.js';
export { WakeUps, type Listening } from './address/wake-ups.js';
export { Gateway } from './gateway.js';
export { PushListenError } from './push/bound.js';
export { PushListener, type PushListenerOptions, type PushObserver } from './push/push-listener.js';
export type { PushContent, PushFormat, PushKind, PushMessage, PushTransport, PushedRegisters } from './push/push-message.js';
export { GatewayClosedError, SessionInProgressError } from './gateway-errors.js';
export {
  DEFAULT_CONNECT_TIMEOUT,
  DEFAULT_RESPONSE_TIMEOUT,
  type GatewayOptions,
  type SessionEnded,
  type SessionObserver,
} from './gateway-options.js';
export { isSupported } from './operations/index.js';
export type { ActionResult, EffectJournal, SessionAction, SessionRequest, SessionResult } from './session-request.js';
