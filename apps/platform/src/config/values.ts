import { DEFAULT_POLICY, type CommandPolicy } from '#domain';
import { ConfigError } from './config-error.js';

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const DURATION = '(\\d+)(ms|s|m|h|d)';

/** Milliseconds of `10s`, `7d`, `500ms`. */
export function duration(text: string): number {
  const match = new RegExp(`^${DURATION}$`).exec(text);
  const ms = Number(match?.[1]) * (UNITS[match?.[2] ?? ''] ?? Number.NaN);
  if (!Number.isSafeInteger(ms)) throw new ConfigError(`must be a duration such as 500ms, 10s, 5m, 1h or 7d, not "${text}"`);
  return ms;
}

export function positiveDuration(text: string): number {
  const ms = duration(text);
  if (ms === 0) throw new ConfigError('must be longer than nothing');
  return ms;
}

/** Shorter than this, an ordinary pause of a process would be taken for its death. */
const SHORTEST_LEASE = 1_000;

export function leaseTerm(text: string): number {
  const ms = duration(text);
  if (ms < SHORTEST_LEASE) throw new ConfigError(`must be 1s or longer, not "${text}"`);
  return ms;
}

export type Retry = Pick<CommandPolicy, 'attempts' | 'retryDelay' | 'retryCap'>;

const RETRY = new RegExp(`^(\\d+)x(${DURATION})\\*2\\^n(?:,cap=(${DURATION}))?(?:,jitter=(\\d+(?:\\.\\d+)?))?$`);

/** `3x30s*2^n,cap=1h,jitter=0`: three attempts in all, 30 s before the second, twice as long before each further one, at most 1 h. */
export function retry(text: string): Retry {
  const match = RETRY.exec(text);
  const attempts = Number(match?.[1]);
  if (match === null || attempts < 1) throw new ConfigError(`must look like 3x30s*2^n,cap=1h,jitter=0, not "${text}"`);
  if (match[8] !== undefined && Number(match[8]) !== 0) throw new ConfigError('a jitter other than 0 is not available in this version');
  return { attempts, retryDelay: duration(match[2] ?? ''), retryCap: match[5] === undefined ? DEFAULT_POLICY.retryCap : duration(match[5]) };
}

export function integer(minimum: number, maximum: number): (text: string) => number {
  return (text) => {
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (!(value >= minimum && value <= maximum)) throw new ConfigError(`must be a whole number from ${minimum} to ${maximum}, not "${text}"`);
    return value;
  };
}

/** A number that -1 lifts. */
export function limit(text: string): number {
  const value = /^(?:-1|\d+)$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= -1 && value <= 1_000_000)) throw new ConfigError(`must be -1 (unlimited) or a whole number from 0 to 1000000, not "${text}"`);
  return value;
}

/** 0 lets the system choose a port. */
export const port = integer(0, 65_535);

export function choice<const T extends string>(...values: readonly T[]): (text: string) => T {
  return (text) => {
    const value = values.find((candidate) => candidate === text);
    if (value === undefined) throw new ConfigError(`must be one of ${values.join(', ')}, not "${text}"`);
    return value;
  };
}

export function word(text: string): string {
  if (text.trim() === '') throw new ConfigError('must not be empty');
  return text;
}

/** A connection string of one of these schemes. It may hold a password: its text is never repeated in a message. */
export function address(...schemes: readonly string[]): (text: string) => string {
  return (text) => {
    const isKnown = schemes.some((scheme) => text.startsWith(`${scheme}://`) && text.length > scheme.length + 3);
    if (!isKnown || !/^[\x21-\x7e]+$/.test(text)) throw new ConfigError(`must be a connection string that begins with ${schemes.join(':// or ')}://`);
    return text;
  };
}

/** Where a webhook goes. It may hold a token: its text is never repeated in a message. */
export function webUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '')
    throw new ConfigError('must be an http or https URL without user name and password');
  return text;
}

/** A secret: its text is never repeated in a message. */
export function secret(text: string): string {
  if (!/^[\x21-\x7e]+$/.test(text)) throw new ConfigError('must be printable characters without blanks');
  return text;
}

const SHORTEST_SHARED_SECRET = 16;

/** A secret that others compute with, and could be guessed by who sees the outcome. */
export function sharedSecret(text: string): string {
  if (text.length < SHORTEST_SHARED_SECRET) throw new ConfigError(`must have at least ${SHORTEST_SHARED_SECRET} characters`);
  return secret(text);
}
