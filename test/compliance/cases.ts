import { relative } from 'node:path';
import { MONGO_SERVERS_SKIPPED } from '../support/mongo-servers.js';
import { repositoryRoot } from '../support/repository-root.js';
import type { FileOutcome, TestOutcome } from './jest-results.js';
import { suites } from './suites.js';

/** One case of a suite, run by one adapter. */
export interface Case {
  readonly port: string;
  readonly adapter: string;
  /** Headings below the suite's own. */
  readonly group: string;
  readonly title: string;
  readonly failed: boolean;
  readonly failure: string;
  /** Why this adapter leaves it out, if it does: the title says so. */
  readonly leftOut: string | undefined;
}

const LEFT_OUT = /^(.*) \(not here: (.*)\)$/s;

export interface Compliance {
  readonly cases: readonly Case[];
  /** Specs of which nothing can run here, and why. */
  readonly skipped: readonly { readonly spec: string; readonly why: string }[];
  /** Specs that failed before any case could be told. */
  readonly broken: readonly { readonly spec: string; readonly why: string }[];
}

function caseOf({ ancestorTitles, title, status, failureMessages }: TestOutcome): Case | undefined {
  for (const [depth, heading] of ancestorTitles.entries()) {
    for (const suite of suites) {
      const adapter = suite.heading.exec(heading)?.[1];
      if (adapter === undefined) continue;
      const group = ancestorTitles.slice(depth + 1).join(' › ');
      const [, shared = title, leftOut] = LEFT_OUT.exec(title) ?? [];
      const failure = failureMessages?.join('\n') ?? '';
      return { port: suite.port, adapter, group, title: shared, failed: status === 'failed', failure, leftOut };
    }
  }
  return undefined;
}

function whyNot(spec: string, results: readonly TestOutcome[]): string {
  return spec.includes('/mongodb/') ? MONGO_SERVERS_SKIPPED : results.map(({ title }) => title).join('; ');
}

/** What jest reported, as cases of ports and adapters. */
export function complianceOf(files: readonly FileOutcome[]): Compliance {
  const all = files.map(({ name, message, assertionResults }) => {
    const cases = assertionResults.flatMap((result) => caseOf(result) ?? []);
    return { spec: relative(repositoryRoot, name), message, results: assertionResults, cases };
  });
  const empty = all.filter(({ cases }) => cases.length === 0);
  return {
    cases: all.flatMap(({ cases }) => cases),
    skipped: empty.filter(({ results }) => results.length > 0).map(({ spec, results }) => ({ spec, why: whyNot(spec, results) })),
    broken: empty.filter(({ results }) => results.length === 0).map(({ spec, message }) => ({ spec, why: message })),
  };
}
