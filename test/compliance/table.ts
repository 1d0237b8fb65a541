import type { Case } from './cases.js';
import { suites } from './suites.js';

export interface PortTable {
  readonly port: string;
  readonly adapters: readonly string[];
  /** In the order of the suite. */
  readonly rows: readonly { readonly group: string; readonly title: string; readonly cells: ReadonlyMap<string, 'ran' | 'failed' | 'absent'> }[];
  /** Why some adapters leave some cases out, if they say so. */
  readonly reasons: readonly string[];
}

const keyOf = ({ group, title }: { readonly group: string; readonly title: string }): string => JSON.stringify([group, title]);
/** The embedded adapter first: the others are measured by it. */
const byName = (a: string, b: string): number => Number(!a.includes('embedded')) - Number(!b.includes('embedded')) || (a < b ? -1 : 1);

/** Cases × adapters of each port. */
export function portTables(cases: readonly Case[]): readonly PortTable[] {
  return suites.flatMap(({ port }) => {
    const ofPort = cases.filter((one) => one.port === port);
    if (ofPort.length === 0) return [];
    const adapters = [...new Set(ofPort.map(({ adapter }) => adapter))].toSorted(byName);
    const ordered = adapters.flatMap((adapter) => ofPort.filter((one) => one.adapter === adapter));
    const cellsByKey = Map.groupBy(ordered, keyOf);
    const rows = [...cellsByKey.values()].flatMap((sameCase) => {
      const [first] = sameCase;
      if (first === undefined) return [];
      const cells = new Map(
        sameCase.map(({ adapter, failed, leftOut }) => [adapter, leftOut === undefined ? (failed ? 'failed' : 'ran') : 'absent'] as const),
      );
      return [{ group: first.group, title: first.title, cells }];
    });
    const reasons = new Set(ordered.flatMap(({ adapter, leftOut }) => (leftOut === undefined ? [] : [`${adapter}: ${leftOut}`])));
    return [{ port, adapters, rows, reasons: [...reasons] }];
  });
}

const MARKS = { ran: '✓', failed: '✗', absent: '–' } as const;
/** Text as it stands in a cell. */
export const cell = (text: string): string =>
  text.replaceAll('\\', '\\\\').replaceAll('|', '\\|').replaceAll('<', '\\<').replaceAll('*', '\\*').replaceAll('_', '\\_');

/** One row of a table as it stands in the page. */
export function rowText({ title, cells }: PortTable['rows'][number], adapters: readonly string[]): string {
  return `| ${cell(title)} | ${adapters.map((adapter) => MARKS[cells.get(adapter) ?? 'absent']).join(' | ')} |`;
}

/** The tables as Markdown: one for each heading of a suite. */
export function tableText({ port, adapters, rows, reasons }: PortTable): string {
  const groups = [...Map.groupBy(rows, ({ group }) => group)].map(([group, ofGroup]) =>
    [
      `### ${port}: ${group === '' ? 'general' : group}`,
      '',
      `| case | ${adapters.map(cell).join(' | ')} |`,
      `| --- | ${adapters.map(() => ':-:').join(' | ')} |`,
      ...ofGroup.map((row) => rowText(row, adapters)),
    ].join('\n'),
  );
  const leftOut = reasons.length === 0 ? [] : [['Left out:', ...reasons.map((reason) => `- ${reason}`)].join('\n')];
  return [`## ${port}: ${rows.length} cases`, ...leftOut, ...groups].join('\n\n');
}
