import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { repositoryRoot } from '../support/repository-root.js';
import { faultsPage, faultsPageFile } from './faults-page.js';
import { operationsPage, operationsPageFile } from './operations-page.js';
import { profilePages, profilePagesFolder } from './profile-pages.js';

/** Writes the generated reference pages anew. */
const folder = join(repositoryRoot, profilePagesFolder);
await rm(folder, { recursive: true, force: true });
await mkdir(folder, { recursive: true });
for (const [file, text] of profilePages()) await writeFile(join(folder, file), text);
await writeFile(join(repositoryRoot, faultsPageFile), faultsPage());
await writeFile(join(repositoryRoot, operationsPageFile), operationsPage());
