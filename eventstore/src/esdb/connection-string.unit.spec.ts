import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { openEsdbEventStore } from './open-esdb-event-store.js';

const SECRET = 'hunter2';

const table: readonly (readonly [string, RegExp])[] = [
  [`http://admin:${SECRET}@localhost:2113`, /at character 0, expected esdb:\/\/ or esdb\+discover:\/\//],
  [`admin:${SECRET}@localhost`, /at character 0/],
  [`esdb://admin:${SECRET}@`, /expected host/],
  [`esdb://admin:${SECRET}@localhost:port`, /expected port number/],
  [`esdb://admin:${SECRET}@localhost:2113?tls=perhaps`, /expected true or false/],
  [`esdb://admin:${SECRET}@localhost:2113?keepAliveInterval=soon`, /expected Integer/],
  [`esdb://admin:${SECRET}@localhost:2113?tls=false&color=red`, /an unknown option; known are connectionName, /],
  [`esdb://admin:${SECRET}@localhost:2113?tlsVerifyCert=false`, /tlsverifycert must be true/],
  [`esdb://admin:${SECRET}@localhost:2113?node-preference=follower`, /nodepreference must be leader/],
  [`esdb://admin:${SECRET}@localhost:2113?throwOnAppendFailure=false`, /throwonappendfailure must be true/],
  [`esdb://admin:${SECRET}@localhost:2113?tlsCAFile=/no/such/file`, /certificate file\. File was not found/],
  [`esdb://admin:${SECRET}@localhost:2113?keepAliveInterval=-7`, /Invalid keepAliveInterval/],
];

describe('a connection string that cannot be used', () => {
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it.each(table)('%s', async (connectionString, message) => {
    const printed = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
    const error: unknown = await openEsdbEventStore(connectionString).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'INVALID_ARGUMENT', message: expect.stringMatching(message) });
    expect(`${String(error)} ${JSON.stringify(error)} ${String((error as Error).cause)}`).not.toContain(SECRET);
    expect(JSON.stringify(printed.mock.calls)).not.toContain(SECRET);
  });
});
