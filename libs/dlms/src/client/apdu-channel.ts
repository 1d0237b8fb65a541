import { decodeApdu, encodeApdu, type Apdu } from '../apdu/apdu.js';
import { hasConformance } from '../apdu/conformance.js';
import { encodeGeneralBlock, readGeneralBlock } from '../apdu/general-block.js';
import { APDU_TAG } from '../apdu/tags.js';
import { ByteReader } from '../bytes/byte-reader.js';
import { DlmsError } from '../errors.js';
import { GeneralBlocks } from '../general-blocks/general-blocks.js';
import type { Negotiated } from './association.js';
import { NO_PDU_LIMIT } from './options.js';
import type { SecureChannel } from './secure-channel.js';

export interface BlockOptions {
  readonly window: number;
  readonly maxSize: number;
}

/** What one received APDU holds. */
export interface Received {
  /** Absent while blocks of it are still to come. */
  readonly apdu?: Apdu;
  /** APDUs that keep a block transfer going. */
  readonly send: readonly Uint8Array[];
  readonly progress?: { readonly number: number; readonly bytes: number };
}

/** Between services and framing: protects APDUs and cuts long ones into general blocks, if that was negotiated. */
export class ApduChannel {
  private limit = NO_PDU_LIMIT;
  private blocks: GeneralBlocks | undefined;

  constructor(
    private readonly cipher: SecureChannel | undefined,
    private readonly options: BlockOptions,
  ) {}

  agree({ conformance, maxPduSize }: Negotiated): void {
    // 0 and 0xFFFF declare no limit, but the framing has one.
    this.limit = maxPduSize === 0 ? NO_PDU_LIMIT : maxPduSize;
    this.blocks = hasConformance(conformance, 'general-block-transfer') ? new GeneralBlocks(this.options.window, this.options.maxSize) : undefined;
  }

  /** Octets that a plain request may have. */
  get room(): number {
    return this.blocks === undefined ? this.limit - (this.cipher?.overhead ?? 0) : this.options.maxSize;
  }

  /** The APDUs that carry `apdu`: itself, or the first of its blocks. PDU_TOO_LONG for what the server does not take. */
  seal(apdu: Apdu): readonly Uint8Array[] {
    const bytes = this.cipher === undefined ? encodeApdu(apdu) : this.cipher.seal(apdu);
    if (bytes.length <= this.limit) return [bytes];
    if (this.blocks === undefined) throw new DlmsError('PDU_TOO_LONG', `a request of ${bytes.length} octets to a server that takes ${this.limit}`);
    return this.blocks.begin(bytes, this.limit).map(encodeGeneralBlock);
  }

  /** What is inside is protected as a whole; the blocks around it are not. */
  open(bytes: Uint8Array): Received {
    if (this.blocks === undefined || bytes[0] !== APDU_TAG.generalBlockTransfer) return { apdu: this.plain(bytes), send: [] };
    const { send, whole, progress } = this.blocks.receive(readGeneralBlock(new ByteReader(bytes, 1)));
    return {
      send: send.map(encodeGeneralBlock),
      ...(whole === undefined ? {} : { apdu: this.plain(whole) }),
      ...(progress === undefined ? {} : { progress }),
    };
  }

  private plain(bytes: Uint8Array): Apdu {
    return decodeApdu(this.cipher === undefined ? bytes : this.cipher.open(bytes)).value;
  }
}
