import { code } from '../../docs/markdown.js';
import type { MatrixCase } from './matrix-case.js';
import { MODEMS, type MatrixKind } from './matrix-site.js';

/** Parts of an operation's data that decide which meters have it: they tell the rows of the reference page apart. */
interface Deciding {
  readonly queries?: readonly { readonly eventLogCategory: string }[];
  readonly profileType?: string;
  readonly alarmType?: string;
  readonly directAttach?: number;
}

/** The row of the reference page that a case fills for a kind of meters: the operation, and what of its data decides. */
export function rowOf({ operation, data }: Pick<MatrixCase, 'operation' | 'data'>, { protocol }: MatrixKind): string {
  const { queries, profileType, alarmType, directAttach } = (data ?? {}) as Deciding;
  const modem = operation === 'GetGsmDiagnostic' ? MODEMS[protocol] : undefined;
  const variant =
    modem ?? queries?.[0]?.eventLogCategory ?? profileType ?? alarmType ?? (directAttach === undefined ? '' : `directAttach ${directAttach}`);
  return [code(operation), variant].join(' ').trim();
}

/** Heading of the specifications of a kind. */
export const headingOf = ({ protocol, polyphase }: MatrixKind): string => `A meter of ${protocol} with ${polyphase ? 'three phases' : 'one phase'}`;

const REFUSED = ' is refused with 416';

/** Title of a specification; says what the meter has to do, so that the table can be made of the report alone. */
export const titleOf = (test: MatrixCase, kind: MatrixKind): string => `${rowOf(test, kind)}${test.has(kind) ? ' is carried out' : REFUSED}`;

/** Row and expected outcome of a title. */
export function readTitle(title: string): { readonly row: string; readonly has: boolean } {
  const refused = title.endsWith(REFUSED);
  return { row: title.slice(0, refused ? -REFUSED.length : -' is carried out'.length), has: !refused };
}
