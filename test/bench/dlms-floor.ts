import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject } from 'node:crypto';
import { connect } from 'node:net';

/** Sizes of one exchange of the reference session, in octets of the whole message. */
export interface ExchangeSize {
  readonly request: number;
  readonly answer: number;
}

const KEY = createSecretKey(Buffer.alloc(16, 7));
const AAD = Buffer.alloc(17, 9);
const TAG_SIZE = 12;
let counter = 0;

function nonce(): Buffer {
  const iv = Buffer.alloc(12);
  iv.writeUInt32BE(++counter >>> 0, 8);
  return iv;
}

/** AES-GCM of `plain` and nothing else. */
function encrypt(plain: Buffer, key: KeyObject, iv: Buffer): Buffer {
  const cipher = createCipheriv('aes-128-gcm', key, iv, { authTagLength: TAG_SIZE });
  cipher.setAAD(AAD);
  const body = cipher.update(plain);
  cipher.final();
  return Buffer.concat([body, cipher.getAuthTag()]);
}

/** Deciphers what stands in for an answer; its tag is not checked, since it cannot match. */
function decrypt(body: Buffer, key: KeyObject, iv: Buffer): void {
  const decipher = createDecipheriv('aes-128-gcm', key, iv, { authTagLength: TAG_SIZE });
  decipher.setAAD(AAD);
  decipher.update(body);
}

/** A session of raw octets over TCP with the cipher operations of a real one, and no protocol at all. */
export function runFloorSession(host: string, port: number, sizes: readonly ExchangeSize[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, noDelay: true });
    let index = 0;
    let missing = 0;
    const send = (): void => {
      const size = sizes[index];
      if (size === undefined) {
        socket.destroy();
        return;
      }
      index += 1;
      missing = size.answer;
      socket.write(encrypt(Buffer.alloc(Math.max(1, size.request - TAG_SIZE)), KEY, nonce()));
    };
    socket.on('connect', send);
    socket.on('data', (bytes) => {
      missing -= bytes.length;
      decrypt(bytes, KEY, nonce());
      if (missing <= 0) send();
    });
    let failure: Error | undefined;
    socket.on('error', (error) => (failure = error));
    socket.on('close', () => (failure === undefined ? resolve() : reject(failure)));
  });
}
