/** What was to be taken over meets something else under its name: the two stores have different histories. */
export class TransferError extends Error {
  readonly code = 'FOREIGN_ENTRY';

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}
