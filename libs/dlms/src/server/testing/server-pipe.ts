import { DlmsClient } from '../../client/client.js';
import type { ClientEvent } from '../../client/events.js';
import type { ClientOptions } from '../../client/options.js';
import { InvocationWindow } from '../../security/invocation-window.js';
import type { ServerKeys, ServerObjects, ServerOptions, ServerReply } from '../options.js';
import { ServerAssociation } from '../server-association.js';
import { encodeWrapper, WrapperParser } from '../../wrapper/wrapper.js';
import { counterFrom, hls5Options, keys } from '../../testing/peer.js';

/** Keys of a server that begin a new life of their counters. */
export function serverKeys(encryptionKey: Uint8Array = keys.encryptionKey): ServerKeys {
  return { encryptionKey, authenticationKey: keys.authenticationKey, window: new InvocationWindow(), nextInvocationCounter: counterFrom(1) };
}

/** An association with HLS 5 whose keys the test may exchange. */
export function hls5Server(
  objects: ServerObjects,
  changes: Partial<ServerOptions> & { keys?: () => ServerKeys; keySwitch?: 'immediate' | 'next-association' } = {},
): ServerAssociation {
  const { keys: given, keySwitch = 'immediate', ...options } = changes;
  const own = serverKeys();
  return new ServerAssociation({
    authentication: { kind: 'hls5', systemTitle: keys.serverTitle, keys: given ?? (() => own), keySwitch, challenge: () => keys.stoc },
    objects,
    ...options,
  });
}

/** A client wired to a server association: each call runs the exchange to its end. */
export class Pipe {
  readonly client: DlmsClient;
  /** Every APDU that the client sent, without wrapper. */
  readonly requests: Uint8Array[] = [];
  readonly replies: ServerReply[] = [];
  private readonly parser = new WrapperParser();

  constructor(
    readonly server: ServerAssociation,
    options: ClientOptions = hls5Options(),
  ) {
    this.client = new DlmsClient(options);
  }

  /** Events of the client that one request led to, all but `send`. */
  run(bytes: Uint8Array): ClientEvent[] {
    const events: ClientEvent[] = [];
    const waiting = [bytes];
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      for (const frame of this.parser.push(next)) {
        this.requests.push(frame.apdu);
        const reply = this.server.receive(frame.apdu);
        this.replies.push(reply);
        for (const apdu of reply.apdu === undefined ? [] : [reply.apdu, ...(reply.more ?? [])]) {
          for (const event of this.client.receive(encodeWrapper({ source: frame.destination, destination: frame.source, apdu }))) {
            if (event.kind === 'send') waiting.push(event.bytes);
            else events.push(event);
          }
        }
      }
    }
    return events;
  }

  associate(): ClientEvent[] {
    return this.run(this.client.associate());
  }
}
