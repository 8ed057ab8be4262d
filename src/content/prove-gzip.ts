import type { Duplex } from 'node:stream';
import { SwrctlError } from '../base/errors.ts';
import { algorithmOf, type Digest } from '../model/digest.ts';
import { startProof } from './proof.ts';
import { stage } from './stage.ts';

/**
 * Passes gzip bytes through and unpacks them on the way: what is not the gzip of the expected content fails before its
 * end, so that nobody takes it for whole.
 *
 * @param expected digest of what they unpack to.
 * @param packer what packed them, for the message.
 * @param label how a person finds the content: an entry name, a digest.
 * @param checkSource called when they are not: throws when what was packed was wrong already.
 * @throws {SwrctlError} CONTENT_MISMATCH, or what `checkSource` throws, through the stream.
 */
export function proveGzip(
  expected: Digest,
  packer: string,
  label: string,
  checkSource: () => Promise<void> = () => Promise.resolve(),
): Duplex {
  const refuse = async (cause: unknown): Promise<never> => {
    await checkSource();
    throw new SwrctlError('CONTENT_MISMATCH', `What ${packer} made of ${label} does not unpack to it`, {
      hint: 'Use --compressor builtin',
      cause,
    });
  };
  return stage(async function* (source) {
    const proof = startProof(algorithmOf(expected));
    try {
      for await (const chunk of source) {
        await proof.add(chunk).catch(refuse);
        yield chunk;
      }
      const digest = await proof.end().catch(refuse);
      if (digest !== expected) await refuse(`its digest is ${digest}`);
    } finally {
      proof.drop();
    }
  });
}
