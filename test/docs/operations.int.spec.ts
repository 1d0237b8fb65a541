import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, it, jest } from '@jest/globals';

import { repositoryRoot } from '../support/repository-root.js';
import { operationsPage, operationsPageFile } from './operations-page.js';

// On a busy machine, too.
jest.setTimeout(60_000);

describe('the reference page of operations', () => {
  it('is what the definitions say; `npm run docs` writes it anew', async () => {
    expect(await readFile(join(repositoryRoot, operationsPageFile), 'utf8')).toBe(operationsPage());
  });

  it('tells which meters have what an operation is about', () => {
    for (const line of [
      '| `ClearAlarmRegister` | ✓ | ✓ | ✓ | ✓ | ✓ | ✓ | ✓ |',
      '| `GetAdministrativeStatus` |  | ✓ | ✓ | ✓ | ✓ | ✓ | ✓ |',
      '| `FindEvents` POWER_QUALITY_THD_EVENT_LOG |  |  |  |  |  | ✓ | ✓ |',
      '| `GetGsmDiagnostic` CDMA |  |  | ✓ | ✓ | ✓ | ✓ | ✓ |',
      '| `SetRandomisationSettings` directAttach 1 |  |  | ✓ | ✓ | ✓ | ✓ | ✓ |',
      '| `TestAlarmScheduler` LAST_GASP |  |  |  |  |  |  | 3 |',
      '| `SetPushSetupUdp` |  |  |  |  |  |  | ✓ |',
    ])
      expect(operationsPage()).toContain(line);
  });
});
