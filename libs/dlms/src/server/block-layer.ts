import { encodeGeneralBlock, readGeneralBlock, type GeneralBlock } from '../apdu/general-block.js';
import { encodeApdu } from '../apdu/apdu.js';
import { ByteReader } from '../bytes/byte-reader.js';
import { DlmsError } from '../errors.js';
import { GeneralBlocks } from '../general-blocks/general-blocks.js';
import type { ServerReply } from './options.js';
import { codecRefusal } from './refusal.js';

/** Largest APDU that a client may build up from general blocks. */
const MAX_APDU = 1 << 20;

/** General block transfer of one association: puts requests together and cuts answers that the client does not take whole. */
export class BlockLayer {
  private blocks: GeneralBlocks;

  constructor(
    private readonly window: number,
    /** Octets of an APDU that the client takes. */
    private readonly limit: number,
  ) {
    this.blocks = new GeneralBlocks(window, MAX_APDU);
  }

  /** A general block; `serve` answers the request that it completes. */
  receive(bytes: Uint8Array, serve: (request: Uint8Array) => ServerReply): ServerReply {
    try {
      const { whole, send } = this.blocks.receive(readGeneralBlock(new ByteReader(bytes, 1)));
      return whole === undefined ? reply({ service: 'unknown' }, send) : this.cut(serve(whole));
    } catch (error) {
      if (!(error instanceof DlmsError)) throw error;
      this.blocks = new GeneralBlocks(this.window, MAX_APDU);
      return { service: 'unknown', apdu: encodeApdu(codecRefusal(error)) };
    }
  }

  cut(whole: ServerReply): ServerReply {
    const { apdu, ...others } = whole;
    return apdu === undefined || apdu.length <= this.limit ? whole : reply(others, this.blocks.begin(apdu, this.limit));
  }
}

function reply(about: Omit<ServerReply, 'apdu'>, blocks: readonly GeneralBlock[]): ServerReply {
  const [first, ...others] = blocks;
  if (first === undefined) return about;
  return { ...about, block: first.number, apdu: encodeGeneralBlock(first), more: others.map(encodeGeneralBlock) };
}
