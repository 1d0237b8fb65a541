import { describe, expect, it } from '@jest/globals';
import { isWanted, serverFilter } from './selection.js';

const record = (streamId: string, type: string) => ({ streamId, type });

function isLetThrough(filter: ReturnType<typeof serverFilter>, { streamId, type }: ReturnType<typeof record>): boolean {
  return filter.on === 'type' ? new RegExp(filter.regex, 'u').test(type) : streamId.startsWith(filter.prefix);
}

const records = [
  record('meter-1', 'Read'),
  record('meter-1', 'ReadTwice'),
  record('meter-2', 'a.b'),
  record('meter-2', 'aXb'),
  record('other', 'Read'),
  record('other', '(x|y)$[z]\\'),
  record('meter-1', '$streamDeleted'),
  record('$$meter-1', '$metadata'),
  record('$stats', 'Read'),
];

describe('the selection of events', () => {
  it.each([
    [{}, ['meter-1 Read', 'meter-1 ReadTwice', 'meter-2 a.b', 'meter-2 aXb', 'other Read', 'other (x|y)$[z]\\']],
    [{ streamPrefix: '' }, ['meter-1 Read', 'meter-1 ReadTwice', 'meter-2 a.b', 'meter-2 aXb', 'other Read', 'other (x|y)$[z]\\']],
    [{ types: ['Read'] }, ['meter-1 Read', 'other Read']],
    [{ types: ['a.b', '(x|y)$[z]\\'] }, ['meter-2 a.b', 'other (x|y)$[z]\\']],
    [{ types: [] }, []],
    [{ streamPrefix: 'meter-' }, ['meter-1 Read', 'meter-1 ReadTwice', 'meter-2 a.b', 'meter-2 aXb']],
    [{ streamPrefix: 'meter-', types: ['Read'] }, ['meter-1 Read']],
    [{ streamPrefix: '$' }, []],
    [{ types: ['$metadata'] }, []],
  ])('%j', (filter, expected) => {
    const wanted = records.filter((one) => isWanted(one, filter));
    expect(wanted.map(({ streamId, type }) => `${streamId} ${type}`)).toEqual(expected);
    const onServer = serverFilter(filter);
    expect(wanted.filter((one) => isLetThrough(onServer, one))).toEqual(wanted);
  });

  it.each([[{}], [{ types: ['Read'] }], [{ types: [] }], [{ types: ['a.b'] }]])('%j keeps the rest on the server', (filter) => {
    const onServer = serverFilter(filter);
    const letThrough = records.filter((one) => isLetThrough(onServer, one) && !one.streamId.startsWith('$'));
    expect(letThrough).toEqual(records.filter((one) => isWanted(one, filter)));
  });
});
