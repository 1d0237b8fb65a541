/** A port with a compliance suite, as the suite's own heading names it: the first group is the adapter. */
export interface Suite {
  readonly port: string;
  readonly heading: RegExp;
  /** The function by which a spec runs the suite. */
  readonly runner: string;
}

export const suites: readonly Suite[] = [
  { port: 'event store', heading: /^(.*) is an event store$/, runner: 'eventStoreCompliance' },
  { port: 'read store', heading: /^read store compliance: (.*)$/, runner: 'readStoreCompliance' },
  { port: 'vault', heading: /^vault compliance: (.*)$/, runner: 'vaultCompliance' },
  { port: 'results store', heading: /^results store compliance: (.*)$/, runner: 'resultsStoreCompliance' },
];
