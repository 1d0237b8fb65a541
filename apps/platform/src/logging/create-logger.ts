import pino, { type DestinationStream, type Logger } from 'pino';
import pretty from 'pino-pretty';

/** Fields that could hold secrets, wherever somebody may put them. */
const SECRET_FIELDS = [
  'masterKey',
  'authenticationKey',
  'globalEncryptionUnicastKey',
  'encryptionKey',
  'mbusDefaultKey',
  'mbusUserKey',
  'mbusFirmwareUpdateAuthenticationKey',
  'mbusP0Key',
  'llsPassword',
  'apiKey',
  'authorization',
  'key',
  'password',
  'secrets',
];
const REDACTED = [...SECRET_FIELDS.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), '["x-api-key"]', '*["x-api-key"]', '*.*["x-api-key"]'];

/** Pretty on a terminal, JSON lines otherwise; to standard output unless told. */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  const options = { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, redact: { paths: REDACTED, censor: '[secret]' } };
  if (destination !== undefined) return pino(options, destination);
  if (!process.stdout.isTTY) return pino(options, pino.destination({ dest: 1, sync: true }));
  return pino(options, pretty({ sync: true, translateTime: 'HH:MM:ss.l', ignore: 'context' }));
}
