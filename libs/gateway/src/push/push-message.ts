import type { AlarmRegister } from '#cosem';

export type PushFormat = 'DSMR4' | 'SMR5' | 'MX382';

/** Registers by their number, 32 bits each. */
export type PushedRegisters = Readonly<Partial<Record<AlarmRegister, number>>>;

/** What a message says: the meter is online, has an alarm, has lost its supply, or did something that concerns nobody here. */
export type PushContent =
  | { readonly kind: 'wake-up' }
  | { readonly kind: 'alarm'; readonly registers: PushedRegisters }
  | { readonly kind: 'last-gasp'; readonly registers: PushedRegisters }
  | { readonly kind: 'other'; readonly trigger: 'CSD' | 'SCHEDULER' | 'UNKNOWN' };

export type PushKind = PushContent['kind'];

/** A message that a meter sent by itself. */
export type PushMessage = PushContent & {
  readonly format: PushFormat;
  /** 16 or 17 letters, digits or blanks. */
  readonly deviceIdentification: string;
};

export type PushTransport = 'tcp' | 'udp';

/** A message that is none of the three formats, or breaks its own. The text says why and quotes nothing of it. */
export class InvalidPushError extends Error {
  override readonly name = 'InvalidPushError';
}

const IDENTIFICATION = /^[0-9A-Za-z][0-9A-Za-z ]{14,15}[0-9A-Za-z]$/;

/** @throws InvalidPushError */
export function identification(bytes: Uint8Array): string {
  const text = Buffer.from(bytes).toString('latin1');
  if (!IDENTIFICATION.test(text)) throw new InvalidPushError('it does not begin with the identification of a device');
  return text;
}
