import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import type { TestOutcome } from '../../compliance/jest-results.js';
import { MATRIX_CASES } from './cases.js';
import { documentedCells } from './documented.js';
import { ALL_KINDS, ONE_KIND_PER_PROFILE, type MatrixKind } from './matrix-site.js';
import { cellsOf, differences, notRun, tableText } from './table.js';
import { headingOf, titleOf } from './titles.js';

const report = (kinds: readonly MatrixKind[], statusOf: (title: string, kind: MatrixKind) => TestOutcome['status'] = () => 'passed'): TestOutcome[] =>
  kinds.flatMap((kind) =>
    MATRIX_CASES.map((test) => {
      const title = titleOf(test, kind);
      return { ancestorTitles: [headingOf(kind)], title, status: statusOf(title, kind), failureMessages: [] };
    }),
  );

describe('The matrix', () => {
  it('expects of each meter what the reference page says', () => {
    expect(differences(cellsOf(report(ALL_KINDS)), documentedCells())).toEqual([]);
  });

  it('shows a cell as failed when one of its cases fails on one of its meters', () => {
    const failing = (title: string, { protocol, polyphase }: MatrixKind) =>
      title.startsWith('`GetOutages`') && protocol === 'SMR 5.2' && !polyphase ? 'failed' : 'passed';
    const cells = cellsOf(report(ALL_KINDS, failing));
    expect(cells.get('`GetOutages`')?.get('SMR 5.2')).toBe('✗');
    expect(cells.get('`GetOutages`')?.get('SMR 5.1')).toBe('✓');
    expect(differences(cells, documentedCells())).toEqual(["`GetOutages`, SMR 5.2: the page says '✓', the meters '✗'"]);
  });

  it('does not show a cell as run that was run with one phase or with three only', () => {
    const cells = cellsOf(report(ONE_KIND_PER_PROFILE));
    expect(new Set([...cells.values()].flatMap((profiles) => [...profiles.values()]))).toEqual(new Set(['✗']));
  });

  it('tells which cells of the page no case covers', () => {
    const [cells, documented] = [cellsOf(report(ALL_KINDS)), documentedCells()];
    expect(notRun(cells, documented)).toContain('`SynchronizeTime`, SMR 5.1');
    expect(tableText(cells, documented)).toContain('| `SynchronizeTime` | · | · | · | · | · | · | · |');
    expect(tableText(cells, documented)).toContain('| `TestAlarmScheduler` LAST_GASP |  |  |  |  |  |  | 3 |');
  });

  it('carries out each case at least once, and refuses it where some meters lack it, also in the short form', () => {
    const outcomes = (kinds: readonly MatrixKind[]) =>
      MATRIX_CASES.map((test) => [test.operation, new Set(kinds.map((kind) => test.has(kind))).size]);
    expect(outcomes(ONE_KIND_PER_PROFILE)).toEqual(outcomes(ALL_KINDS));
    expect(MATRIX_CASES.filter((test) => !ONE_KIND_PER_PROFILE.some((kind) => test.has(kind)))).toEqual([]);
    expect(new Set(ONE_KIND_PER_PROFILE.map(({ polyphase }) => polyphase)).size).toBe(2);
  });
});
