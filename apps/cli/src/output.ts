/** Where results go: a JSON object per line, or lines for people. */
export interface Output {
  row(value: object, lines: () => string | readonly string[]): void;
}

/**
 * One line for people. Whoever made a record or a proof chose the texts in it: what would end the line, hide it or turn it round on a terminal is
 * shown as an escape.
 */
export const oneLine = (text: string): string =>
  text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);

export function outputTo(write: (text: string) => void, json: boolean): Output {
  return {
    row(value, lines) {
      if (json) write(`${JSON.stringify(value)}\n`);
      else for (const line of [lines()].flat()) write(`${oneLine(line)}\n`);
    },
  };
}
