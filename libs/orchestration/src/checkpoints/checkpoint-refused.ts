/** The record cannot be signed: it is damaged, or not what was signed before. `meterlog verify --all` says more. */
export class CheckpointRefusedError extends Error {
  constructor(message: string) {
    super(message);
    this.name = new.target.name;
  }
}
