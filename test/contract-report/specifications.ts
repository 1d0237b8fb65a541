import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../support/repository-root.js';

/** The matrix first: it says the most of an operation. */
const WHERE = ['test/e2e/matrix/{reads,writes}.ts', 'test/e2e/*.e2e.spec.ts', 'apps/**/*.e2e.spec.ts'];

/** Finds the specification that sends an operation to a running platform. */
export class Specifications {
  private readonly files = WHERE.flatMap((pattern) => globSync(pattern, { cwd: repositoryRoot }).toSorted()).map(
    (path) => [path, readFileSync(join(repositoryRoot, path), 'utf8')] as const,
  );

  /** Path of the first that runs it as a command of its own; undefined when none does. */
  of(operation: string): string | undefined {
    const matrix = `  operation: '${operation}',`;
    const sent = [`.run('${operation}'`, `/v1/commands/${operation}'`];
    return this.files.find(([path, text]) => (path.includes('/matrix/') ? text.includes(matrix) : sent.some((one) => text.includes(one))))?.[0];
  }

  has(path: string): boolean {
    return globSync(path, { cwd: repositoryRoot }).length === 1;
  }
}
