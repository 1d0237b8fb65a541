import { join } from 'node:path';
import { eventsWriterModule } from '#eventstore';
import { resultsWriterModule, vaultWriterModule } from '#security';
import { openSqliteFile, type SqliteFile } from '#sqlite';

/** Where a data directory holds what can never be rebuilt: events, vault and results. */
export function eventsPath(directory: string): string {
  return join(directory, 'events.db');
}

/** Opens or creates `events.db` with the tables of all who live in it. @throws SqliteError */
export async function openEventsFile(directory: string): Promise<SqliteFile> {
  const modules = { events: eventsWriterModule, vault: vaultWriterModule, results: resultsWriterModule };
  return openSqliteFile({ path: eventsPath(directory), synchronous: 'FULL', modules });
}
