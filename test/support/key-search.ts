/** A secret as it could have leaked. */
interface Form {
  readonly name: string;
  readonly needle: Buffer;
  /** Hexadecimal digits are looked for in any case. */
  readonly anyCase: boolean;
}

/** Base64 of the key wherever it stands in a longer text: the digits that its bytes decide alone, at each of three alignments. */
function base64Forms(key: Buffer): readonly Form[] {
  return [0, 1, 2].map((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), key])
      .toString('base64')
      .replaceAll('=', '');
    const whole = (key.length + shift) % 3 === 0;
    const needle = text.slice(shift === 0 ? 0 : shift + 1, whole ? undefined : -1);
    return { name: `base64 at ${shift}`, needle: Buffer.from(needle), anyCase: false };
  });
}

function formsOf(key: Buffer): readonly Form[] {
  const base64 = base64Forms(key);
  const url = base64.map(({ name, needle }) => {
    const text = needle.toString('latin1').replaceAll('+', '-').replaceAll('/', '_');
    return { name: name.replace('base64', 'base64url'), needle: Buffer.from(text), anyCase: false };
  });
  return [
    { name: 'raw bytes', needle: key, anyCase: false },
    { name: 'hex', needle: Buffer.from(key.toString('hex')), anyCase: true },
    ...base64,
    ...url,
  ];
}

const lowerCase = (bytes: Buffer): Buffer => Buffer.from(bytes.toString('latin1').toLowerCase(), 'latin1');

/** Which of the keys stand in the bytes, and how; keys are named by their place in the list, never shown. */
export function findKeys(bytes: Buffer, keys: readonly Buffer[]): readonly string[] {
  const lower = lowerCase(bytes);
  return keys.flatMap((key, index) =>
    formsOf(key)
      .filter(({ needle, anyCase }) => (anyCase ? lower : bytes).includes(needle))
      .map(({ name }) => `key ${index} as ${name}`),
  );
}
