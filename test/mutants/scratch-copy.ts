import { execFileSync } from 'node:child_process';
import { constants, cpSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { repositoryRoot } from '../support/repository-root.js';
import type { Mutant } from './mutant.js';

/** What belongs to the work tree: tracked and new files, not what is ignored. */
function sources(): readonly string[] {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: repositoryRoot, encoding: 'utf8' });
  return listed.split('\0').filter((path) => path !== '' && existsSync(join(repositoryRoot, path)));
}

function compilerOptions(folder: string): ts.CompilerOptions {
  const path = join(folder, 'tsconfig.json');
  const { config } = ts.readConfigFile(path, (name) => readFileSync(name, 'utf8')) as { config: { compilerOptions: object } };
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, folder);
  // Every file of the repository is an ECMAScript module, which the compiler cannot see of one file alone.
  return { ...options, module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler, sourceMap: false };
}

/** A copy of the work tree and of what was built from it, in which a defect harms nobody. */
export class ScratchCopy {
  readonly folder = mkdtempSync(join(tmpdir(), 'meterlog-mutants-'));
  private readonly options: ts.CompilerOptions;

  constructor() {
    for (const path of sources()) {
      const target = join(this.folder, path);
      mkdirSync(dirname(target), { recursive: true });
      copyFileSync(join(repositoryRoot, path), target, constants.COPYFILE_FICLONE);
    }
    cpSync(join(repositoryRoot, 'dist'), join(this.folder, 'dist'), { recursive: true, mode: constants.COPYFILE_FICLONE });
    symlinkSync(join(repositoryRoot, 'node_modules'), join(this.folder, 'node_modules'));
    this.options = compilerOptions(this.folder);
  }

  /** Plants the defect, in the source and in what is built of it; answers how to undo it. @throws Error when the text is not there exactly once */
  plant({ name, file, find, replace }: Mutant): () => void {
    const path = join(this.folder, file);
    const original = readFileSync(path, 'utf8');
    const occurrences = original.split(find).length - 1;
    if (occurrences !== 1) throw new Error(`mutant ${name}: its text stands ${occurrences} times in ${file}`);
    this.write(
      file,
      original.replace(find, () => replace),
    );
    return () => this.write(file, original);
  }

  /** Builds the file as it is, in the way that a planted one is built. */
  rebuild(file: string): void {
    this.write(file, readFileSync(join(this.folder, file), 'utf8'));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private write(file: string, text: string): void {
    writeFileSync(join(this.folder, file), text);
    const built = join(this.folder, 'dist', file.replace(/\.ts$/, '.js'));
    if (existsSync(built)) writeFileSync(built, ts.transpileModule(text, { compilerOptions: this.options, fileName: file }).outputText);
  }
}
