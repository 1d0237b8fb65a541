import { parseDsmr4 } from './dsmr4-message.js';
import { EVENT_NOTIFICATION, parseMx382 } from './mx382-message.js';
import { IncompletePushError } from './octets.js';
import type { PushMessage, PushTransport } from './push-message.js';
import { DATA_NOTIFICATION, parseSmr5 } from './smr5-message.js';

/** The octet that tells the formats apart. */
const MARK = 8;

/** No message is longer than one of SMR 5 with a time and two registers. */
export const LONGEST_PUSH = 65;

/**
 * What a meter has sent by itself, in any of the three formats.
 * @param ended nothing follows the octets that are here
 * @throws IncompletePushError when it is the beginning of a message; InvalidPushError when no message begins so
 */
export function parsePush(bytes: Buffer, transport: PushTransport, ended: boolean): PushMessage {
  const mark = bytes[MARK];
  if (mark === undefined) throw new IncompletePushError();
  if (mark === DATA_NOTIFICATION) return parseSmr5(bytes);
  if (mark === EVENT_NOTIFICATION) return parseMx382(bytes, transport);
  return parseDsmr4(bytes, ended);
}
