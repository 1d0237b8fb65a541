import type { StoreProblem } from '../stores.js';

/** Rejects when the store does not work now. */
export interface StoreCheck {
  readonly store: StoreProblem['store'];
  readonly check: () => Promise<void>;
}

/** A probe that asks must get its answer before it gives up itself. */
const LONGEST = 3_000;

/** Runs all checks at once; never rejects. */
export async function problemsOf(checks: readonly StoreCheck[]): Promise<readonly StoreProblem[]> {
  const found = await Promise.all(checks.map(problemOf));
  return found.filter((problem) => problem !== undefined);
}

async function problemOf({ store, check }: StoreCheck): Promise<StoreProblem | undefined> {
  let late: NodeJS.Timeout | undefined;
  try {
    const patience = new Promise<never>((_, reject) => {
      late = setTimeout(() => reject(new Error(`no answer within ${LONGEST} ms`)), LONGEST);
    });
    await Promise.race([check(), patience]);
    return undefined;
  } catch (error) {
    return { store, message: error instanceof Error ? error.message : String(error) };
  } finally {
    clearTimeout(late);
  }
}
