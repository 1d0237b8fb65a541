import { decodeApdu, encodeApdu, type Apdu } from '../apdu/apdu.js';
import { conformanceOf } from '../apdu/conformance.js';
import { VAA_NAME_LN } from '../apdu/initiate.js';
import type { Aare } from '../acse/aare.js';
import type { ClientOptions } from '../client/options.js';
import { DlmsClient } from '../client/client.js';
import type { ClientEvent } from '../client/events.js';
import type { CipherFamily } from '../security/families.js';
import { hlsProof } from '../security/hls-gmac.js';
import { InvocationWindow } from '../security/invocation-window.js';
import { protect } from '../security/protect.js';
import { unprotect, type UnprotectedApdu } from '../security/unprotect.js';
import { encodeWrapper, WrapperParser } from '../wrapper/wrapper.js';
import { hex } from './hex.js';

export const keys = {
  encryptionKey: hex('000102030405060708090A0B0C0D0E0F'),
  authenticationKey: hex('D0D1D2D3D4D5D6D7D8D9DADBDCDDDEDF'),
  clientTitle: hex('4D4D4D0000000001'),
  serverTitle: hex('4142434445464748'),
  dedicatedKey: hex('00112233445566778899AABBCCDDEEFF'),
  ctos: Buffer.from('K56iVagYK56iVagY'),
  stoc: Buffer.from('P6wRJ21FP6wRJ21F'),
};

/** A counter that starts at `first`. */
export function counterFrom(first: number): () => number {
  let next = first;
  return () => {
    next += 1;
    return next - 1;
  };
}

/** Options of a client with HLS 5 and ciphering. */
export function hls5Options(security: Partial<NonNullable<ClientOptions['security']>> = {}, others: Partial<ClientOptions> = {}): ClientOptions {
  return {
    clientSap: 1,
    serverSap: 1,
    authentication: { kind: 'hls5', challenge: keys.ctos },
    security: {
      encryptionKey: keys.encryptionKey,
      authenticationKey: keys.authenticationKey,
      systemTitle: keys.clientTitle,
      nextInvocationCounter: counterFrom(1),
      ...security,
    },
    ...others,
  };
}

/** The far side of a test: answers whatever the test tells it to. No state machine. */
export class Peer {
  counter = 100;
  family: CipherFamily = 'glo';
  private readonly parser = new WrapperParser();
  private readonly unicast = { key: keys.encryptionKey, window: new InvocationWindow() };
  private readonly dedicated = { key: keys.dedicatedKey, window: new InvocationWindow() };

  /** APDU of the one frame in `bytes`, still ciphered. */
  unwrap(bytes: Uint8Array): Uint8Array {
    const [frame, ...others] = this.parser.push(bytes);
    if (frame === undefined || others.length > 0) throw new Error('one frame expected');
    return frame.apdu;
  }

  open(bytes: Uint8Array): UnprotectedApdu {
    const { authenticationKey, clientTitle: title } = keys;
    return unprotect(this.unwrap(bytes), { authenticationKey, title, unicast: this.unicast, dedicated: this.dedicated });
  }

  /** The plain request inside a ciphered frame. */
  request(bytes: Uint8Array): Apdu {
    return decodeApdu(this.open(bytes).apdu).value;
  }

  seal(apdu: Uint8Array, family = this.family): Buffer {
    this.counter += 1;
    const key = family === 'ded' || family === 'general-ded' ? keys.dedicatedKey : keys.encryptionKey;
    return protect(apdu, { key, authenticationKey: keys.authenticationKey, title: keys.serverTitle, counter: this.counter, family });
  }

  /** A ciphered answer in its frame. */
  reply(apdu: Apdu, family = this.family): Buffer {
    return wrap(this.seal(encodeApdu(apdu), family));
  }

  aare(changes: Partial<Aare> = {}, conformance = conformanceForTests, maxPduSize = 0x400): Buffer {
    const initiate = encodeApdu({ kind: 'initiate-response', conformance, maxPduSize, vaaName: VAA_NAME_LN });
    return wrap(
      encodeApdu({
        kind: 'aare',
        context: 3,
        result: 0,
        diagnostic: { source: 'user', value: 14 },
        respondingTitle: keys.serverTitle,
        mechanism: 5,
        authenticationValue: keys.stoc,
        userInformation: this.seal(initiate, 'glo'),
        ...changes,
      }),
    );
  }

  /** Pass 4 over the client's challenge. */
  proof(challenge: Uint8Array = keys.ctos): Buffer {
    this.counter += 1;
    const { encryptionKey, authenticationKey, serverTitle: title } = keys;
    const value = hlsProof({ encryptionKey, authenticationKey, title, challenge }, this.counter);
    return this.reply(
      { kind: 'action-response', invoke: 0xc1, outcome: { result: 0, returned: { ok: true, data: { type: 'octet-string', value } } } },
      'glo',
    );
  }
}

export const conformanceForTests = conformanceOf(
  'block-transfer-with-get',
  'block-transfer-with-set',
  'block-transfer-with-action',
  'multiple-references',
  'get',
  'set',
  'selective-access',
  'action',
);

export function wrap(apdu: Uint8Array): Buffer {
  return encodeWrapper({ source: 1, destination: 1, apdu });
}

/** Bytes of the `send` events. */
export function sent(events: readonly ClientEvent[]): Uint8Array {
  const bytes = events.flatMap((event) => (event.kind === 'send' ? [event.bytes] : []));
  const [first] = bytes;
  if (first === undefined || bytes.length > 1) throw new Error(`one frame to send expected, not ${bytes.length}`);
  return first;
}

/** A client with a standing HLS 5 association and the peer it talks to. */
export function associated(
  options: ClientOptions = hls5Options(),
  maxPduSize = 0x400,
  conformance = conformanceForTests,
): { client: DlmsClient; peer: Peer } {
  const client = new DlmsClient(options);
  const peer = new Peer();
  peer.unwrap(client.associate());
  peer.open(sent(client.receive(peer.aare({}, conformance, maxPduSize))));
  client.receive(peer.proof());
  return { client, peer };
}
