import { cpus } from 'node:os';

export interface Figure {
  readonly value: number;
  readonly unit: string;
}

export type Figures = Readonly<Record<string, Figure>>;

export interface BenchOptions {
  /** quick: under 45 s; full: as long as it takes for steady figures. */
  readonly scale: 'quick' | 'normal' | 'full';
  readonly progress: (text: string) => void;
}

export interface Bench {
  readonly name: string;
  readonly summary: string;
  run(options: BenchOptions): Promise<Figures>;
}

export function machine(): string {
  const all = cpus();
  return `${all.length} × ${all[0]?.model.trim() ?? 'unknown'}, node ${process.versions.node}, ${process.platform} ${process.arch}`;
}
