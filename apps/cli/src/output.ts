/** Where results go: a JSON object per line, or lines for people. */
export interface Output {
  row(value: object, line: () => string): void;
}

export function outputTo(write: (text: string) => void, json: boolean): Output {
  return { row: (value, line) => write(`${json ? JSON.stringify(value) : line()}\n`) };
}
