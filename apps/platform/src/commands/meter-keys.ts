import { fault, type Fault } from '#contract';
import type { GivenSecret } from '#contract/dto/index.js';
import type { StoredKey } from '#domain';
import { decodeMeterKey, KeyTransportError, MeterKeyError, openMeterKey, type KeyTransport, type PlainKeys, type Vault } from '#security';

export interface MeterKeysOptions {
  readonly vault: Vault;
  readonly keyTransport: KeyTransport;
  readonly plainKeys: PlainKeys;
}

/** DLMS UA: a low level security secret has no fixed length; this is more than any meter of ours takes. */
const LONGEST_PASSWORD = 32;

/**
 * Puts the key material of a request into the vault; durable when it resolves. Answers references, or why a key cannot be used:
 * 804 when it cannot be opened, 802 when what it holds is no key.
 */
export async function storeMeterKeys(
  device: string,
  secrets: readonly GivenSecret[],
  options: MeterKeysOptions,
): Promise<readonly StoredKey[] | Fault> {
  const opened: { readonly type: GivenSecret['type']; readonly bytes: Uint8Array }[] = [];
  try {
    for (const secret of secrets) {
      const bytes = await open(secret, options).catch((error: unknown) => keyFault(secret, error));
      if (!(bytes instanceof Uint8Array)) return bytes;
      opened.push({ type: secret.type, bytes });
    }
    return await Promise.all(opened.map(async ({ type, bytes }) => ({ type, ...(await options.vault.store(device, type, bytes)) })));
  } finally {
    for (const { bytes } of opened) bytes.fill(0);
  }
}

async function open({ type, hex }: GivenSecret, { keyTransport, plainKeys }: MeterKeysOptions): Promise<Uint8Array> {
  if (type !== 'LLS_PASSWORD') return openMeterKey(decodeMeterKey(hex, { plainKeys }), keyTransport);
  if (plainKeys === 'accept' && hex.length <= 2 * LONGEST_PASSWORD) return new Uint8Array(Buffer.from(hex, 'hex'));
  return keyTransport.decrypt(hex);
}

function keyFault({ field }: GivenSecret, error: unknown): Fault {
  const details = { parameters: { field } };
  if (error instanceof KeyTransportError)
    return fault(804, `${field}: ${error.message}`, 'PROTOCOL_DLMS', { ...details, innerException: error.name });
  if (!(error instanceof MeterKeyError)) throw error;
  // A plain key where none is accepted, and text of another length, are cipher texts that nobody can open.
  const code = error.message.startsWith('must hold') ? 802 : 804;
  return fault(code, `${field}: ${error.message}`, 'PROTOCOL_DLMS', { ...details, innerException: error.name });
}
