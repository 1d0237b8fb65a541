/** What is wrong with a field, by its path. */
export interface FieldFault {
  readonly field: string;
  readonly message: string;
}

/** The times of a schedule cannot be read: every offending field is named. */
export class ScheduleFaultError extends Error {
  constructor(readonly faults: readonly FieldFault[]) {
    super(faults.map(({ field, message }) => `${field}: ${message}`).join('; '));
    this.name = 'ScheduleFaultError';
  }
}
