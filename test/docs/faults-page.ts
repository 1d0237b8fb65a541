import { DATA_ACCESS_RESULT as RESULT_PARAMETER, fault, FAULT_TYPES, isRetryable, OWN_FAULT_TYPES, ownFault, retryClassOf } from '#contract';
import type { FaultCode, OwnFaultType, RetryClass } from '#contract';
import { DATA_ACCESS_RESULT } from '#dlms';
import { DEFAULT_POLICY, retryDelay } from '#domain';

import { code, page, table } from './markdown.js';

/** Where the page is, from the repository's root. */
export const faultsPageFile = 'docs/reference/faults.md';

const CLASSES: Readonly<Record<RetryClass, string>> = {
  retryable: 'retried',
  final: 'final',
  'by result': "the meter's result decides",
};

const OWN: Readonly<Record<OwnFaultType, string>> = {
  CANCELLED: 'the command was cancelled before it ran',
  TECHNICAL_ERROR: 'an error of the platform itself',
  ATTEMPT_ABANDONED: 'the platform stopped while an attempt was under way; costs the command none of its attempts',
  EFFECT_UNKNOWN: 'nobody knows whether the meter carried the command out, and somebody decided not to try again',
};

/** Every fault and whether another attempt is made after it. */
export function faultsPage(): string {
  const results = Object.entries(DATA_ACCESS_RESULT).filter(([, result]) => result !== DATA_ACCESS_RESULT.success);
  return page([
    '<!-- Generated from libs/contract and libs/domain by `npm run docs`. Change the tables there, not this page. -->',
    '# Faults',
    'What a command or an action of a bundle fails with: `code` and `type`. *Retried*: another attempt may succeed, and is made as long as one is left. *Final*: it ends there.',
    `Without another setting a command has ${DEFAULT_POLICY.attempts} attempts: ${timetable()}. ` +
      'With `bypassRetry` it has one. Actions of a bundle are counted one by one: only those whose fault is retried are sent again.',
    'An attempt that would come after `maxScheduleTime` is not made: the command then ends EXPIRED with 417, whatever was wrong before.',
    '## Codes of the contract',
    table(['Code', 'Type', 'Another attempt'], Object.entries(FAULT_TYPES).map(codeRow)),
    '## What the meter answered',
    `Of fault 412 the parameter \`${RESULT_PARAMETER}\` holds the meter's data-access or action result. Without one, the answer was not what it should have been: retried.`,
    table(
      ['Result', 'Name', 'Another attempt'],
      results.map(([name, result]) => [String(result), name, afterResult(result)]),
    ),
    'Results that are not in the table are retried.',
    '## Code 0',
    'The contract has no code for these.',
    table(
      ['Type', 'When', 'Another attempt'],
      OWN_FAULT_TYPES.map((type) => [code(type), OWN[type], worded(isRetryable(ownFault(type, '', 'OSGP_CORE')))]),
    ),
  ]);
}

const codeRow = ([number, type]: [string, string]): readonly string[] => [number, code(type), CLASSES[retryClassOf(Number(number) as FaultCode)]];

const afterResult = (result: number): string =>
  worded(isRetryable(fault(412, '', 'PROTOCOL_DLMS', { parameters: { [RESULT_PARAMETER]: String(result) } })));

const worded = (retryable: boolean): string => CLASSES[retryable ? 'retryable' : 'final'];

/** The delays of the default policy. */
function timetable(): string {
  const delays = Array.from({ length: DEFAULT_POLICY.attempts - 1 }, (_, index) => `${retryDelay(DEFAULT_POLICY, index + 1) / 1000} s`);
  return `the first at once, the others ${delays.join(' and ')} after the one before ended`;
}
