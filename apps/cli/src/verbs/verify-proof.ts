import { verifyProof, type ProofVerdict } from '#event-sourcing';
import { keyIdIn, readText } from '../checkpoint-input.js';
import type { Cli, Common } from '../cli.js';
import { EXIT } from '../cli-error.js';

interface VerifyProofOptions extends Common {
  readonly publicKey?: string;
}

export function verifyProofVerb(cli: Cli): void {
  cli
    .verb('verify-proof <file>', 'verifies a proof with nothing but the file', 'verify-proof proof.json --public-key platform.pem')
    .option('--public-key <file>', 'the only key to trust (PEM); without it compare the key id that is printed')
    .action((path: string, options: VerifyProofOptions) =>
      cli.run(options, async (output) => {
        const keyId = options.publicKey === undefined ? undefined : keyIdIn(options.publicKey);
        const verdict = verdictOn(readText(path), keyId);
        if (!verdict.ok) {
          output.row(
            { valid: false, reason: verdict.reason, detail: verdict.detail },
            () => `the proof does not hold: ${verdict.detail} (${verdict.reason})`,
          );
          return EXIT.bad;
        }
        const { stream, revision, hash, checkpoint } = verdict;
        const trusted = keyId !== undefined;
        output.row({ valid: true, stream, events: revision + 1, revision, hash, checkpoint, keyTrusted: trusted }, () => [
          `the proof holds: stream ${nameOf(stream)} had exactly these ${revision + 1} events at ${checkpoint.at}`,
          trusted ? `signed with the key that was given` : `signed with key ${checkpoint.keyId}: compare it with the one that the platform published`,
        ]);
        return EXIT.good;
      }),
    );
}

/** A name that reads like a part of the sentence must not pass for it. */
const nameOf = (stream: string): string => (/^[\w.:|@+-]+$/.test(stream) ? stream : JSON.stringify(stream));

function verdictOn(text: string, keyId: string | undefined): ProofVerdict {
  try {
    return verifyProof(JSON.parse(text), keyId);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { ok: false, reason: 'FORM', detail: 'it is not JSON' };
  }
}
