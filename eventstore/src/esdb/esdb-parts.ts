import { AllReader } from './all-reader.js';
import { Appender } from './appender.js';
import { Attempts } from './attempts.js';
import type { Connection } from './connection.js';
import { Deleter } from './deleter.js';
import type { EsdbSettings } from './esdb-options.js';
import { LookBack } from './look-back.js';
import { StreamExistence } from './stream-existence.js';
import { MetadataStreams } from './stream-metadata.js';
import { StreamReader } from './stream-reader.js';

export interface EsdbParts {
  readonly connection: Connection;
  readonly settings: EsdbSettings;
  readonly streams: StreamReader;
  readonly all: AllReader;
  readonly metadata: MetadataStreams;
  readonly appender: Appender;
  readonly deleter: Deleter;
  /** Ends subscriptions and all further tries. */
  close(): void;
}

/** @param closing what `settings.closed` is the signal of */
export function esdbParts(connection: Connection, settings: EsdbSettings, closing: AbortController): EsdbParts {
  const attempts = new Attempts(connection, settings);
  const streams = new StreamReader(attempts, settings);
  const all = new AllReader(attempts, settings);
  const metadata = new MetadataStreams(attempts, settings, streams);
  const existence = new StreamExistence(streams, metadata);
  return {
    connection,
    settings,
    streams,
    all,
    metadata,
    appender: new Appender(attempts, settings, all, new LookBack(attempts, settings), existence),
    deleter: new Deleter(attempts, settings, all, existence),
    close: () => closing.abort(),
  };
}
