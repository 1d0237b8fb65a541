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

const keyOf = ({ killedBy, tests }: Mutant): string => JSON.stringify([killedBy, tests]);

/** Runs the specs of each mutant without it: they have to pass, and something has to run. */
async function checkUnharmed(copy: ScratchCopy, mutants: readonly Mutant[]): Promise<void> {
  const specs = [...new Set(mutants.flatMap(({ killedBy }) => killedBy))];
  const { passed, failed, broken } = await runSpecs(copy.folder, specs);
  if (failed.length > 0 || broken.length > 0) throw new UselessSpecsError(`without any mutant: ${[...failed, ...broken].join('\n')}`);
  for (const { name, tests } of mutants) {
    if (tests !== undefined && !passed.some((title) => new RegExp(tests, 'i').test(title)))
      throw new UselessSpecsError(`mutant ${name}: no test is named like ${tests}`);
  }
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
    const groups = [...Map.groupBy(mutants, keyOf).values()];
    await Promise.all(
      copies.map(async (copy, index) =>
        checkUnharmed(
          copy,
          groups.filter((_, group) => group % hunters === index).flatMap((group) => group.slice(0, 1)),
        ),
      ),
    );
    const left = [...mutants];
    const verdicts: Verdict[] = [];
    const huntIn = async (copy: ScratchCopy): Promise<void> => {
      for (let mutant = left.shift(); mutant !== undefined; mutant = left.shift()) {
        const verdict = await judge(copy, mutant);
        verdicts.push(verdict);
        tell(verdict);
      }
    };
    await Promise.all(copies.map(huntIn));
    return verdicts;
  } finally {
    for (const copy of copies) copy.remove();
  }
}
