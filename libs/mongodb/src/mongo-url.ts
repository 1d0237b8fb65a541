import { MongoStoreError } from './errors.js';

const DEFAULT_DATABASE = 'meterlog';
const UPDATES_PER_COMMAND = 'meterlogUpdatesPerCommand';

/** What the driver is told when the connection string says nothing of it: nobody waits for ever. */
const DEFAULTS = { serverSelectionTimeoutMS: '10000', connectTimeoutMS: '10000', socketTimeoutMS: '60000', maxPoolSize: '20' };

export interface MongoUrl {
  /** For the driver. */
  readonly url: string;
  readonly database: string;
  readonly updatesPerCommand?: number;
  /** Host names and database, without credentials: may be shown. */
  readonly shown: string;
}

/** The form of a connection string: scheme, credentials, hosts, database, options. */
const FORM = /^(mongodb(?:\+srv)?:\/\/)([^@/?]*@)?([^@/?]+)(?:\/([^?]*))?(?:\?(.*))?$/;
const DATABASE = /^[^/\\. "$*<>:|?\0]{1,63}$/;

/**
 * `mongodb://…` or `mongodb+srv://…` with the database in the path (default `meterlog`) and the driver's own options. One option is ours:
 * `meterlogUpdatesPerCommand`, how many updates one command may hold.
 * @throws MongoStoreError INVALID_URL, with a message that tells nothing of what stands in it
 */
export function parseMongoUrl(text: string): MongoUrl {
  const form = FORM.exec(text);
  const [, scheme = '', credentials = '', hosts = '', path = '', query = ''] = form ?? [];
  if (form === null) throw invalid('must look like mongodb://host:port/database?option=value, with special characters of user and password escaped');
  const database = decoded(path) || DEFAULT_DATABASE;
  if (!DATABASE.test(database)) throw invalid('the database after the hosts has a character that MongoDB does not take, or is too long');
  const options = new URLSearchParams(query);
  const updatesPerCommand = positive(options.get(UPDATES_PER_COMMAND));
  options.delete(UPDATES_PER_COMMAND);
  const given = new Set([...options.keys()].map((name) => name.toLowerCase()));
  for (const [name, value] of Object.entries(DEFAULTS)) if (!given.has(name.toLowerCase())) options.set(name, value);
  return {
    url: `${scheme}${credentials}${hosts}/${path}?${options.toString()}`,
    database,
    shown: `${scheme}${hosts}/${database}`,
    ...(updatesPerCommand === undefined ? {} : { updatesPerCommand }),
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw invalid('the database after the hosts is not well escaped');
  }
}

function positive(text: string | null): number | undefined {
  if (text === null) return undefined;
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) throw invalid(`${UPDATES_PER_COMMAND} must be a positive integer`);
  return value;
}

const invalid = (why: string): MongoStoreError => new MongoStoreError('INVALID_URL', `unusable MongoDB connection string: ${why}`);
