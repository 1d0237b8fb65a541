import type { CheckResult } from './gurux-client.js';

const marks = { passed: 'ok', failed: 'FAIL', absent: '-' };

/** Meters by checks as a table of text; `-` where a check does not apply. */
export function matrixOf(checks: readonly string[], meters: readonly string[], results: readonly CheckResult[]): string {
  const found = new Map(results.map(({ meter, check, ok }) => [`${meter}/${check}`, ok ? marks.passed : marks.failed]));
  const width = Math.max(...meters.map(({ length }) => length));
  const line = (first: string, cells: readonly string[]): string =>
    [first.padEnd(width), ...cells.map((cell, column) => cell.padEnd(checks[column]?.length ?? 0))].join('  ').trimEnd();
  return [
    line('', checks),
    ...meters.map((meter) =>
      line(
        meter,
        checks.map((check) => found.get(`${meter}/${check}`) ?? marks.absent),
      ),
    ),
  ].join('\n');
}
