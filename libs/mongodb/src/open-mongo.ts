import { type Db, MongoClient, MongoParseError } from 'mongodb';
import { asMongoStoreError, MongoStoreError } from './errors.js';
import { type MongoUrl, parseMongoUrl } from './mongo-url.js';
import type { Mongo, MongoOptions } from './mongo.js';

/** More than this in one command gains nothing. */
const UPDATES_PER_COMMAND = 500;
/** FerretDB holds a connection to its own store for each update of a command, and stands still when they run out. */
const UPDATES_PER_COMMAND_ON_FERRETDB = 20;
const WRITE_TIMEOUT_MS = 30_000;

/** See `openMongo` of the index. @throws MongoStoreError INVALID_URL, STORE_UNAVAILABLE, ACCESS_DENIED, STORE_FAILED */
export async function openMongo(url: string, options: MongoOptions = {}): Promise<Mongo> {
  const target = parseMongoUrl(url);
  const client = clientOf(target, options);
  const watched = watch(client, target, options);
  try {
    await client.connect();
    const db = client.db(target.database);
    const build = await db.command({ buildInfo: 1 });
    const isFerret = 'ferretdbVersion' in build || 'ferretdb' in build;
    watched.opened({ version: String(build['version']), ...(isFerret ? { ferretdb: true } : {}) });
    const ofServer = isFerret ? UPDATES_PER_COMMAND_ON_FERRETDB : UPDATES_PER_COMMAND;
    return mongoOf(client, db, options.updatesPerCommand ?? target.updatesPerCommand ?? ofServer);
  } catch (error) {
    await client.close();
    const known = asMongoStoreError(error);
    throw new MongoStoreError(known.code, `${target.shown} cannot be used: ${known.message}`, { cause: error });
  }
}

function clientOf({ url }: MongoUrl, { appName = 'meterlog' }: MongoOptions): MongoClient {
  try {
    return new MongoClient(url, {
      appName,
      writeConcern: { w: 'majority', journal: true, wtimeoutMS: WRITE_TIMEOUT_MS },
      readConcern: { level: 'majority' },
      readPreference: 'primary',
    });
  } catch (error) {
    // Its message may repeat a part of the string.
    const why = error instanceof MongoParseError ? 'the driver does not take one of its options or hosts' : 'the driver does not take it';
    throw new MongoStoreError('INVALID_URL', `unusable MongoDB connection string: ${why}`);
  }
}

function mongoOf(client: MongoClient, db: Db, updatesPerCommand: number): Mongo {
  let closing: Promise<void> | undefined;
  return {
    db,
    updatesPerCommand,
    ping: async () => {
      if (closing !== undefined) throw new MongoStoreError('STORE_CLOSED', 'the connection to MongoDB is closed');
      try {
        await db.command({ ping: 1 });
      } catch (error) {
        throw asMongoStoreError(error);
      }
    },
    close: async () => {
      closing ??= client.close();
      await closing;
    },
  };
}

/** Tells `log` of each change between reached and lost, once. */
function watch(client: MongoClient, { shown }: MongoUrl, { log }: MongoOptions): { opened(details: Readonly<Record<string, unknown>>): void } {
  let isReached: boolean | undefined;
  const heard = (reached: boolean, details: Readonly<Record<string, unknown>>): void => {
    if (isReached === undefined || isReached === reached) return;
    isReached = reached;
    log?.(reached ? 'MongoDB is reached again' : 'MongoDB cannot be reached', { server: shown, ...details });
  };
  client.on('serverHeartbeatSucceeded', ({ connectionId }) => heard(true, { host: connectionId }));
  client.on('serverHeartbeatFailed', ({ connectionId, failure }) => heard(false, { host: connectionId, reason: failure.message }));
  return {
    opened: (details) => {
      isReached = true;
      log?.('MongoDB is reached', { server: shown, ...details });
    },
  };
}
