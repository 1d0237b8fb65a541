import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { type Compliance, complianceOf } from './cases.js';
import { jestResults } from './jest-results.js';
import { pagePath } from './page.js';
import { complianceSpecs } from './specs.js';
import { cell, portTables, type PortTable, tableText } from './table.js';

// On a busy machine, too.
jest.setTimeout(60_000);

const LEAST_OF_STORES = 120;

describe('the compliance suites', () => {
  let compliance: Compliance;
  let tables: readonly PortTable[];
  beforeAll(async () => {
    compliance = complianceOf(await jestResults(complianceSpecs(), 'collect'));
    tables = portTables(compliance.cases);
  }, 60_000);

  it('can all be collected', () => {
    expect(compliance.broken).toEqual([]);
    expect(tables.map(({ port }) => port)).toEqual(['event store', 'read store', 'vault', 'results store']);
  });

  it.each(['event store', 'read store'])('of the %s have at least 120 cases that every adapter runs', (port) => {
    const { rows = [], adapters = [] } = tables.find((table) => table.port === port) ?? {};
    const common = rows.filter(({ cells }) => adapters.every((adapter) => cells.get(adapter) === 'ran'));
    expect(common.length).toBeGreaterThanOrEqual(LEAST_OF_STORES);
  });

  it('name no case twice', () => {
    const names = compliance.cases.map(({ port, adapter, group, title }) => JSON.stringify([port, adapter, group, title]));
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  // Where the servers of some adapters are missing their columns cannot be told; where all are there the page has to be the same.
  it('are all in docs/reference/compliance.md: else run `npm run compliance -- --write`', () => {
    const page = readFileSync(pagePath, 'utf8');
    if (compliance.skipped.length === 0) {
      const lines = new Set(page.split('\n'));
      expect(
        tables.flatMap((table) =>
          tableText(table)
            .split('\n')
            .filter((line) => !lines.has(line)),
        ),
      ).toEqual([]);
      for (const table of tables) expect(page.includes(tableText(table))).toBe(true);
      return;
    }
    const lines = page.split('\n');
    const unnamed = tables.flatMap(({ rows }) => rows).filter(({ title }) => !lines.some((line) => line.startsWith(`| ${cell(title)} | `)));
    expect(unnamed.map(({ title }) => title)).toEqual([]);
  });
});
