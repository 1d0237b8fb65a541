import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, it, jest } from '@jest/globals';

import { repositoryRoot } from '../support/repository-root.js';
import { profilePages, profilePagesFolder } from './profile-pages.js';

// On a busy machine, too.
jest.setTimeout(60_000);

const pages = profilePages();
const folder = join(repositoryRoot, profilePagesFolder);

describe('reference pages of the protocol profiles', () => {
  it('has a page for each and no others', async () => {
    expect((await readdir(folder)).toSorted()).toEqual([...pages.keys()].toSorted());
  });

  it.each([...pages])('%s is what the profile says; `npm run docs` writes it anew', async (file, text) => {
    expect(await readFile(join(folder, file), 'utf8')).toBe(text);
  });

  it('names every object of a profile with its logical name', () => {
    const text = pages.get('smr-5.5.md');
    for (const line of [
      '| `ALARM_REGISTER_3` | 0.0.97.98.2.255 | double-long-unsigned | RW |  | all |  |',
      '| `INSTANTANEOUS_VOLTAGE_L2` | 1.0.52.7.0.255 | long-unsigned | R | `-1, V` | polyphase | public: actual PP |',
      '| `MBUS_CLIENT_SETUP_CHANNEL_x` | 0.x.24.1.0.255 | 1 | all | public: periodic SP, periodic PP |',
      '| 3 | time_zone | long | RW | set by the client, at first `-60` |',
    ]) {
      expect(text).toContain(line);
    }
  });
});
