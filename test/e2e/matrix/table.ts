import { table } from '../../docs/markdown.js';
import type { TestOutcome } from '../../compliance/jest-results.js';
import { PROTOCOLS, type MatrixKind } from './matrix-site.js';
import { headingOf, readTitle } from './titles.js';

/** Rows × profiles as on the reference page; a cell is absent where no case covers it. */
export type Cells = ReadonlyMap<string, ReadonlyMap<string, string>>;

const NOT_RUN = '·';

/** Both kinds of a profile as the reference page shows them. */
const mark = (single: boolean, poly: boolean): string => (single === poly ? (poly ? '✓' : '') : poly ? '3' : '1');

/** What the specifications of all kinds showed. ✗: at least one failed. */
export function cellsOf(outcomes: readonly TestOutcome[]): Cells {
  const cells = new Map<string, Map<string, string>>();
  for (const protocol of PROTOCOLS) {
    const of = (polyphase: boolean) => byRow(outcomes, { protocol, polyphase, version: '' });
    const [single, poly] = [of(false), of(true)];
    for (const row of new Set([...single.keys(), ...poly.keys()])) {
      const [ofSingle = [], ofPoly = []] = [single.get(row), poly.get(row)];
      const all = [...ofSingle, ...ofPoly];
      const good = ofSingle.length > 0 && ofPoly.length > 0 && all.every(({ status }) => status === 'passed');
      const has = (some: readonly TestOutcome[]): boolean => some.some(({ title }) => readTitle(title).has);
      const profiles = cells.get(row) ?? new Map<string, string>();
      cells.set(row, profiles.set(protocol, good ? mark(has(ofSingle), has(ofPoly)) : '✗'));
    }
  }
  return cells;
}

function byRow(outcomes: readonly TestOutcome[], kind: MatrixKind): ReadonlyMap<string, readonly TestOutcome[]> {
  const ofKind = outcomes.filter(({ ancestorTitles }) => ancestorTitles.includes(headingOf(kind)));
  return Map.groupBy(ofKind, ({ title }) => readTitle(title).row);
}

/** Where the page and the meters disagree, or no row of the page is meant. */
export function differences(cells: Cells, documented: Cells): readonly string[] {
  return [...cells].flatMap(([row, profiles]) =>
    [...profiles].flatMap(([protocol, cell]) => {
      const said = documented.get(row)?.get(protocol);
      return said === cell ? [] : [`${row}, ${protocol}: the page says '${said ?? 'nothing'}', the meters '${cell}'`];
    }),
  );
}

/** Cells of the page that no case covers. */
export function notRun(cells: Cells, documented: Cells): readonly string[] {
  return [...documented.keys()].flatMap((row) =>
    PROTOCOLS.filter((protocol) => cells.get(row)?.get(protocol) === undefined).map((protocol) => `${row}, ${protocol}`),
  );
}

/** The table in the order of the page; · where no case covers a cell. */
export const tableText = (cells: Cells, documented: Cells): string =>
  table(
    ['Operation', ...PROTOCOLS],
    [...documented.keys()].map((row) => [row, ...PROTOCOLS.map((protocol) => cells.get(row)?.get(protocol) ?? NOT_RUN)]),
  );
