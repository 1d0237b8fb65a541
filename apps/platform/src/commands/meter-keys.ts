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
      const bytes = await open(secret, options);
      if (!(bytes instanceof Uint8Array)) return bytes;
      opened.push({ type: secret.type, bytes });
    }
    return await Promise.all(opened.map(async ({ type, bytes }) => ({ type, ...(await options.vault.store(device, type, bytes)) })));
  } finally {
    for (const { bytes } of opened) bytes.fill(0);
  }
}

async function open(secret: GivenSecret, { keyTransport, plainKeys }: MeterKeysOptions): Promise<Uint8Array | Fault> {
  const { type, hex } = secret;
  if (type === 'LLS_PASSWORD' && plainKeys === 'accept' && hex.length <= 2 * LONGEST_PASSWORD) return new Uint8Array(Buffer.from(hex, 'hex'));
  try {
    if (type === 'LLS_PASSWORD') return await keyTransport.decrypt(hex);
    const encoded = decodeMeterKey(hex, { plainKeys });
    return await openMeterKey(encoded, keyTransport).catch((error: unknown) => keyFault(802, secret, error));
  } catch (error) {
    // A plain key where none is accepted, and text of another length, are cipher texts that nobody can open.
    return keyFault(804, secret, error);
  }
}

/** `code`: for key material that is not what it should be; cipher text that does not open is 804. */
function keyFault(code: 802 | 804, { field }: GivenSecret, error: unknown): Fault {
  if (!(error instanceof KeyTransportError) && !(error instanceof MeterKeyError)) throw error;
  const details = { parameters: { field }, innerException: error.name };
  return fault(error instanceof KeyTransportError ? 804 : code, `${field}: ${error.message}`, 'PROTOCOL_DLMS', details);
}
