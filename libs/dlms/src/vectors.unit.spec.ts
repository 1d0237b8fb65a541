import { describe, expect, it } from '@jest/globals';
import { decodeApdu, encodeApdu } from './apdu/apdu.js';
import { hlsProof, verifyHlsProof } from './security/hls-gmac.js';
import { isCiphered } from './security/families.js';
import { InvocationWindow } from './security/invocation-window.js';
import { unwrapKey, wrapKey } from './security/key-wrap.js';
import { protect } from './security/protect.js';
import { parseCiphered, unprotect } from './security/unprotect.js';
import { AUTHENTICATION_KEY, DEDICATED, documented, ENCRYPTION_KEY, TITLE, type DocumentedVector } from './testing/documented-vectors.js';
import { hex, toHex } from './testing/hex.js';
import { framesOf, vectors, type PublishedVector } from './testing/vectors.js';
import { encodeWrapper, WrapperParser } from './wrapper/wrapper.js';

interface Keys {
  readonly ek: string;
  readonly ak: string;
  readonly title: string;
  readonly dedicated: string;
}

/** A row of the table. `check` decodes and encodes again to the same octets. */
interface Row {
  readonly name: string;
  readonly check: () => void;
}

const WRAPPER_HEADER = 8;
/** Recorded: the meter appends eleven octets (the APDU's head) to an empty last block; they belong to no field. */
const STRAY = 22;

/** An APDU encodes to what it was decoded from, up to what the meter appended. */
function checkApdu(octets: string): void {
  const { value, end } = decodeApdu(hex(octets));
  expect(toHex(encodeApdu(value))).toBe(octets.slice(0, end * 2));
  expect(octets.length - end * 2).toBe(octets.startsWith('C402C101') ? STRAY : 0);
}

/** Deciphers to `plain`, ciphers to the same octets. */
function checkCiphered(octets: string, plain: string, keys: Keys): void {
  const [authenticationKey, title] = [hex(keys.ak), hex(keys.title)];
  const receiving = (key: string): { key: Buffer; window: InvocationWindow } => ({ key: hex(key), window: new InvocationWindow() });
  const opened = unprotect(hex(octets), { authenticationKey, title, unicast: receiving(keys.ek), dedicated: receiving(keys.dedicated) }, 0);
  expect(toHex(opened.apdu)).toBe(plain);
  const key = hex(parseCiphered(hex(octets)).family === 'ded' ? keys.dedicated : keys.ek);
  expect(toHex(protect(opened.apdu, { ...opened, key, authenticationKey, title }))).toBe(octets);
  checkApdu(plain);
}

function checkProof(octets: string, keys: Keys, challenge: string): void {
  const proof = { encryptionKey: hex(keys.ek), authenticationKey: hex(keys.ak), title: hex(keys.title), challenge: hex(challenge) };
  expect(toHex(hlsProof(proof, verifyHlsProof(proof, hex(octets))))).toBe(octets);
}

function checkKeyWrap(octets: string, kek: string, key: string): void {
  expect(toHex(unwrapKey(hex(kek), hex(octets)))).toBe(key);
  expect(toHex(wrapKey(hex(kek), hex(key)))).toBe(octets);
}

function checkWrapper(octets: string): void {
  const [frame] = new WrapperParser().push(hex(octets));
  expect(frame && toHex(encodeWrapper(frame))).toBe(octets);
}

function publishedRow(vector: PublishedVector): Row {
  const { id, apdu, f, wrapped } = vector;
  const keys: Keys = { ek: vector.ek ?? '', ak: vector.ak ?? '', title: vector.systemTitle ?? '', dedicated: vector.ek ?? '' };
  if (apdu !== undefined) return { name: `published: ${id}`, check: () => checkCiphered(apdu, vector.plain ?? '', keys) };
  if (f !== undefined) return { name: `published: ${id}`, check: () => checkProof(f, keys, vector.challenge ?? '') };
  return { name: `published: ${id}`, check: () => checkKeyWrap(wrapped ?? '', vector.kek ?? '', vector.key ?? '') };
}

function documentedRow({ name, as, octets, plain = '', title = TITLE, challenge = '' }: DocumentedVector): Row {
  const keys: Keys = { ek: ENCRYPTION_KEY, ak: AUTHENTICATION_KEY, title, dedicated: DEDICATED };
  const checks: Readonly<Record<DocumentedVector['as'], () => void>> = {
    apdu: () => checkApdu(octets),
    ciphered: () => checkCiphered(octets, plain, keys),
    proof: () => checkProof(octets, keys, challenge),
    'key-wrap': () => checkKeyWrap(octets, ENCRYPTION_KEY, plain),
    wrapper: () => checkWrapper(octets),
  };
  return { name: `documented: ${name}`, check: checks[as] };
}

/** A recorded frame: its wrapper, what is clear in it, what is ciphered in it; and as a row of its own the APDU inside. */
function recordedRows(name: string, dir: 'C>S' | 'S>C', frame: string, plain: string | undefined): Row[] {
  const { ek, ak, dedicated, clientTitle, serverTitle } = vectors.recorded.keys;
  const keys: Keys = { ek, ak, dedicated, title: dir === 'C>S' ? clientTitle : serverTitle };
  const wire = (): void => {
    checkWrapper(frame);
    const apdu = hex(frame).subarray(WRAPPER_HEADER);
    if (isCiphered(apdu)) {
      checkCiphered(toHex(apdu), plain ?? '', keys);
      return;
    }
    checkApdu(toHex(apdu));
    const { value } = decodeApdu(apdu);
    if ('userInformation' in value && value.userInformation !== undefined) checkCiphered(toHex(value.userInformation), plain ?? '', keys);
  };
  const inside = plain === undefined ? [] : [{ name: `recorded: ${name}, deciphered`, check: () => checkApdu(plain) }];
  return [{ name: `recorded: ${name}, on the wire`, check: wire }, ...inside];
}

const { sessions, push } = vectors.recorded;
const table: readonly Row[] = [
  ...vectors.public.map(publishedRow),
  ...vectors.derived.map(publishedRow),
  ...documented.map(documentedRow),
  ...sessions.flatMap((session) =>
    framesOf(session).flatMap(({ dir, frame, plain }, index) => recordedRows(`${session.name}, frame ${index + 1}`, dir, frame, plain)),
  ),
  ...recordedRows('push', 'S>C', push.frame, push.plain),
];

describe('vectors decode, and encode to the same octets', () => {
  it.each(table.map((row) => [row.name, row] as const))('%s', (_name, row) => {
    row.check();
  });

  it('are at least a hundred, each under a name of its own, none left out', () => {
    expect(new Set(table.map(({ name }) => name)).size).toBe(table.length);
    expect(table.length).toBeGreaterThanOrEqual(100);
  });

  it.each(['0002', '1001'])('a wrapper of version %s is refused', (version) => {
    expect(() => new WrapperParser().push(hex(`${version}001000110022${'00'.repeat(34)}`))).toThrow(
      expect.objectContaining({ code: 'WRAPPER_HEADER_INVALID' }),
    );
  });
});
