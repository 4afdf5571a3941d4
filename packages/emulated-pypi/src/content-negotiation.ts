interface Range {
  readonly type: string;
  readonly quality: number;
}

function parseAccept(header: string): readonly Range[] {
  return header
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => {
      const [type = '', ...parameters] = part.split(';').map((piece) => piece.trim().toLowerCase());
      const q = parameters.find((parameter) => parameter.startsWith('q='));
      return { type, quality: q === undefined ? 1 : Number(q.slice(2)) };
    });
}

function qualityOf(offer: string, ranges: readonly Range[]): number {
  // The most specific range decides (RFC 9110, 12.5.1).
  const [family] = offer.split('/', 1);
  for (const wanted of [offer, `${family}/*`, '*/*']) {
    const range = ranges.find(({ type }) => type === wanted);
    if (range !== undefined) return range.quality;
  }
  return 0;
}

/**
 * `request.accept.acceptable_offers(offers)[0]` of WebOb: the best offer, at equal quality the earlier one; the first
 * without an Accept header; undefined when none is accepted.
 */
export function negotiate<T extends string>(accept: string | undefined, offers: readonly T[]): T | undefined {
  const ranges = parseAccept(accept ?? '');
  if (ranges.length === 0) return offers[0];
  return offers
    .map((offer) => ({ offer, quality: qualityOf(offer, ranges) }))
    .filter(({ quality }) => quality > 0)
    .sort((left, right) => right.quality - left.quality)[0]?.offer;
}
