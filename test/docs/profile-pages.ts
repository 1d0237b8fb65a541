import { objectsOfMeter, profiles } from '#cosem';

import { code, page, table } from './markdown.js';
import { fileOf, profilePage, titleOf } from './profile-page.js';

/** Where the pages are, from the repository's root. */
export const profilePagesFolder = 'docs/reference/profiles';

/** Every page by its file name. */
export function profilePages(): ReadonlyMap<string, string> {
  return new Map([['README.md', overview()], ...profiles.map((profile): [string, string] => [fileOf(profile), profilePage(profile)])]);
}

/** Which objects are in which profile. */
function overview(): string {
  const tags = new Set(profiles.flatMap(({ objects }) => [...objects.values()].map(({ tag }) => tag)));
  const shown = [...tags].filter((tag) => !/_CHANNEL_[234]$/.test(tag));
  return page([
    '<!-- Generated from libs/cosem by `npm run docs`. Change the profiles, not this page. -->',
    '# Protocol profiles',
    table(
      ['Profile', 'Inherits', 'Objects, polyphase', 'Objects, single phase'],
      profiles.map((profile) => [
        `[${titleOf(profile)}](${fileOf(profile)})`,
        profile.parent === undefined ? '' : titleOf(profile.parent),
        String(objectsOfMeter(profile, true).size),
        String(objectsOfMeter(profile, false).size),
      ]),
    ),
    '## Objects by profile',
    '`x` stands for M-Bus channels 1 to 4.',
    table(
      ['Object', ...profiles.map(({ version }) => version)],
      shown.map((tag) => [code(tag.replace(/_CHANNEL_1$/, '_CHANNEL_x')), ...profiles.map(({ objects }) => (objects.has(tag) ? '✓' : ''))]),
    ),
  ]);
}
