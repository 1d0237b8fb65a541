import type { Log } from '#event-sourcing';
import type { Clock } from '#event-sourcing/clock.js';
import type { Vault } from '#security/vault/port.js';
import type { AddressFinder } from './address/address-finder.js';

/** Hears how sessions go, for metrics. Durations in milliseconds. Must not throw. */
export interface SessionObserver {
  connected?(event: { readonly deviceIdentification: string; readonly duration: number }): void;
  associated?(event: { readonly deviceIdentification: string; readonly client: 'public' | 'management'; readonly duration: number }): void;
  ended?(event: SessionEnded): void;
}

export interface SessionEnded {
  readonly deviceIdentification: string;
  readonly duration: number;
  readonly outcome: 'COMPLETED' | 'FAILED';
  /** Code of the fault that ended a failed session. */
  readonly code?: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
}

export interface GatewayOptions {
  readonly vault: Vault;
  readonly clock: Clock;
  readonly log: Log;
  /** Cryptographically secure random octets. */
  random(bytes: number): Uint8Array;
  /** Milliseconds until a connection that does not come about is given up. */
  readonly connectTimeout: number;
  /** Milliseconds that a meter may take for one response. */
  readonly responseTimeout: number;
  readonly observer?: SessionObserver;
  /** Finds meters whose address is not fixed. Without it they are called at the address they were registered with. */
  readonly addresses?: Pick<AddressFinder, 'find'>;
}

/** Timeouts of the reference platform, in milliseconds. */
export const DEFAULT_CONNECT_TIMEOUT = 10_000;
export const DEFAULT_RESPONSE_TIMEOUT = 120_000;
