import { joinFindings } from '@slipway/python/distribution/distribution-findings';
import { inspectDistribution } from '@slipway/python/distribution/inspect-distribution';
import { judgeForIndex } from '@slipway/python/distribution/judge-for-index';

/** One file of a real project, as `fetch_files.py` prints it. */
export interface RealFile {
  readonly project: string;
  readonly filename: string;
  /** The platform without its versions, or `sdist`. */
  readonly kind: string;
  /** Bytes. */
  readonly size: number;
  /** ISO 8601. */
  readonly uploaded: string;
  readonly sha256: string;
}

/**
 * Asks what `python-build` asks after a build and `pypi-publish` before the first byte.
 * @returns why the file would be refused; empty for one that is accepted
 */
export async function judgeFile(path: string, { size }: RealFile): Promise<readonly string[]> {
  try {
    const distribution = await inspectDistribution(path);
    return joinFindings(distribution, judgeForIndex(distribution, size, true)).problems;
  } catch (cause) {
    return [cause instanceof Error ? cause.message : String(cause)];
  }
}
