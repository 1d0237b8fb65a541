import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { repositoryRoot } from '../support/repository-root.js';
import { profilePages, profilePagesFolder } from './profile-pages.js';

/** Writes the reference pages of the protocol profiles anew. */
const folder = join(repositoryRoot, profilePagesFolder);
await rm(folder, { recursive: true, force: true });
await mkdir(folder, { recursive: true });
for (const [file, text] of profilePages()) await writeFile(join(folder, file), text);
