/** Lets a process live for a number of steps: from then on nothing that it waits for comes, as when it is killed. */
export class Mortality {
  private die: () => void = () => undefined;
  /** Resolves when it is dead. */
  readonly death = new Promise<'dead'>((resolve) => (this.die = () => resolve('dead')));
  private isDead = false;

  /**
   * @param left steps until the last
   * @param lastStep `done`: the last step takes place, though nobody hears of it; `not done`: it does not
   */
  constructor(
    private left: number,
    private readonly lastStep: 'done' | 'not done',
  ) {}

  async pass<T>(step: () => Promise<T>): Promise<T> {
    if (!this.isDead && this.left-- > 0) {
      const result = await step();
      return this.isDead ? never() : result;
    }
    if (!this.isDead && this.lastStep === 'done') {
      this.isDead = true;
      await step();
    }
    this.isDead = true;
    this.die();
    return never();
  }
}

const never = <T>(): Promise<T> => new Promise<T>(() => undefined);
