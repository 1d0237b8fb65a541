import { EventStoreError } from '../port.js';

/** Options of the official client that the adapter can stand by, in the client's spelling (it takes any case, `-` and `_`). */
const OPTIONS = [
  'connectionName',
  'defaultDeadline',
  'discoveryInterval',
  'gossipTimeout',
  'keepAliveInterval',
  'keepAliveTimeout',
  'maxDiscoverAttempts',
  'nodePreference',
  'tls',
  'tlsCAFile',
  'tlsVerifyCert',
  'throwOnAppendFailure',
  'userCertFile',
  'userKeyFile',
];

/** Values that would change what the adapter is told, or that the client takes and ignores. */
const FIXED: Readonly<Record<string, readonly [value: string, why: string]>> = {
  nodepreference: ['leader', 'only a leader has everything that was appended'],
  throwonappendfailure: ['true', 'the client then reports wrong revisions'],
  tlsverifycert: ['true', 'the client does not support it: give the certificate with tlsCAFile'],
};

const flat = (text: string): string => text.trim().toLowerCase().replace(/[_-]/g, '');
const known = new Set(OPTIONS.map(flat));

function refuse(why: string): EventStoreError {
  return new EventStoreError('INVALID_ARGUMENT', `the connection string for EventStoreDB cannot be used: ${why}`);
}

/**
 * Looks at the options before the client does: of those that it does not know it prints the whole string, with the password in it.
 * @throws EventStoreError INVALID_ARGUMENT, which never quotes the string
 */
export function checkOptions(connectionString: string): void {
  const query = connectionString.split('?').slice(1).join('&');
  for (const option of query.split('&')) {
    if (option === '') continue;
    const [name = '', value = ''] = option.split('=');
    if (!known.has(flat(name))) throw refuse(`it has an unknown option; known are ${OPTIONS.join(', ')}`);
    const fixed = FIXED[flat(name)];
    if (fixed !== undefined && flat(value) !== fixed[0]) throw refuse(`${flat(name)} must be ${fixed[0]}, as ${fixed[1]}`);
  }
}

/** What the client says of a string or a file that it cannot use, without the text it quotes. */
export function toConnectionError(error: unknown): EventStoreError {
  const message = error instanceof Error ? error.message : '';
  const place = /at position (\d+), expected ([^"]*)\.$/.exec(message);
  if (place !== null) return refuse(`at character ${place[1]}, expected ${place[2]}`);
  return refuse(/^(?:Failed to load|userCertFile must|Invalid keepAlive|Invalid default)[^:]*$/.test(message) ? message : 'it is not understood');
}
