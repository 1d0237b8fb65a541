import { join } from 'node:path';
import { repositoryRoot } from '../support/repository-root.js';
import { type PortTable, tableText } from './table.js';

export const pagePath = join(repositoryRoot, 'docs/reference/compliance.md');

const INTRODUCTION = `# What every adapter has to do

Each port has one suite of cases that all of its adapters run. ✓ the adapter runs the case and passes it; – the case is left out because it
asks for something that the adapter does not have (nothing lies between the embedded store and its file that could be cut).

This page is written by \`npm run compliance -- --write\`, which fails when a case does (\`--collect\` only lists the cases; \`npm test\` runs
them all, and fails when this page names others). The EventStoreDB adapter runs over the gRPC façade
over the embedded store, through the official client; the MongoDB adapters over two servers that are built by \`test/servers/install.sh\`:
without them (\`METERLOG_TEST_PEERS\` is not set) their specs are skipped and say so. \`METERLOG_TEST_MONGODB=mongodb://…\` adds any other
MongoDB.`;

/** The page holds nothing that differs from run to run. */
export function pageText(tables: readonly PortTable[]): string {
  return `${[INTRODUCTION, ...tables.map(tableText)].join('\n\n')}\n`;
}
