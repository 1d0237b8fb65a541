import type { Mutant } from './mutant.js';
import { runSpecs } from './run-specs.js';
import { ScratchCopy } from './scratch-copy.js';

export interface Verdict {
  readonly mutant: Mutant;
  readonly found: boolean;
  readonly seconds: number;
  /** The test that found it, or why it was not found. */
  readonly why: string;
}

/** Tells that the specs, as they are, say nothing: then a failure of theirs means nothing either. */
export class UselessSpecsError extends Error {
  override readonly name = 'UselessSpecsError';
}

const specsOf = ({ killedBy }: Mutant): string => JSON.stringify(killedBy);

/** Runs the tests that are to find these mutants, which have the same specs, without any: they have to pass, and something has to run. */
async function checkUnharmed(copy: ScratchCopy, specs: readonly string[], mutants: readonly Mutant[]): Promise<void> {
  const patterns = mutants.flatMap(({ tests }) => tests ?? []);
  const filter = patterns.length < mutants.length ? undefined : patterns.map((pattern) => `(?:${pattern})`).join('|');
  const { passed, failed, broken } = await runSpecs(copy.folder, specs, filter);
  if (failed.length > 0 || broken.length > 0) throw new UselessSpecsError(`without any mutant: ${[...failed, ...broken].join('\n')}`);
  for (const { name, tests = '' } of mutants) {
    if (!passed.some((title) => new RegExp(tests, 'i').test(title)))
      throw new UselessSpecsError(`mutant ${name}: no test of ${specs.join(', ')} is named like "${tests}"`);
  }
}

/** In each copy, until no work is left. */
async function sharedOut<T>(copies: readonly ScratchCopy[], work: readonly T[], run: (copy: ScratchCopy, item: T) => Promise<void>): Promise<void> {
  const left = [...work];
  const one = async (copy: ScratchCopy): Promise<void> => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await run(copy, item);
  };
  await Promise.all(copies.map(one));
}

async function judge(copy: ScratchCopy, mutant: Mutant): Promise<Verdict> {
  const began = Date.now();
  const undo = copy.plant(mutant);
  try {
    const { failed, broken } = await runSpecs(copy.folder, mutant.killedBy, mutant.tests);
    const [finder] = failed;
    const why = finder ?? (broken.length > 0 ? `a spec could not run: ${broken.join('\n')}` : 'every test passed');
    return { mutant, found: finder !== undefined, seconds: (Date.now() - began) / 1_000, why };
  } finally {
    undo();
  }
}

/** Plants one defect after the other, in as many copies side by side as `hunters` says, and looks whether the specs find it. */
export async function hunt(mutants: readonly Mutant[], hunters: number, tell: (verdict: Verdict) => void): Promise<readonly Verdict[]> {
  const copies = Array.from({ length: hunters }, () => new ScratchCopy());
  try {
    for (const copy of copies) for (const { file } of mutants) copy.rebuild(file);
    const bySpecs = [...Map.groupBy(mutants, specsOf).values()];
    await sharedOut(copies, bySpecs, async (copy, group) => checkUnharmed(copy, group[0]?.killedBy ?? [], group));
    const verdicts: Verdict[] = [];
    await sharedOut(copies, mutants, async (copy, mutant) => {
      const verdict = await judge(copy, mutant);
      verdicts.push(verdict);
      tell(verdict);
    });
    return verdicts;
  } finally {
    for (const copy of copies) copy.remove();
  }
}
