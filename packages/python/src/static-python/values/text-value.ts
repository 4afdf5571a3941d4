/** A stretch of text, and where it stands in a file; undefined if the program made it up. */
export interface Piece {
  readonly text: string;
  readonly origin: { readonly path: string; readonly start: number } | undefined;
}

/** A string of which each part remembers the file it was read from. */
export interface TextValue {
  readonly kind: 'text';
  readonly pieces: readonly Piece[];
}

/** A string that was read from a file, from an offset on. */
export function textFrom(text: string, path: string, start: number): TextValue {
  return { kind: 'text', pieces: [{ text, origin: { path, start } }] };
}

/** A string that stands in no file as it is. */
export function plainText(text: string): TextValue {
  return { kind: 'text', pieces: [{ text, origin: undefined }] };
}

/** The characters. */
export function readText({ pieces }: TextValue): string {
  return pieces.map(({ text }) => text).join('');
}

/** Strings one after the other; neighbors in a file become one piece again. */
export function concatTexts(texts: readonly TextValue[]): TextValue {
  const pieces: Piece[] = [];
  for (const piece of texts.flatMap((text) => text.pieces)) {
    if (piece.text === '') continue;
    const last = pieces.at(-1);
    const follows =
      last?.origin !== undefined &&
      piece.origin !== undefined &&
      last.origin.path === piece.origin.path &&
      last.origin.start + last.text.length === piece.origin.start;
    if (follows) pieces[pieces.length - 1] = { text: last.text + piece.text, origin: last.origin };
    else pieces.push(piece);
  }
  return { kind: 'text', pieces };
}

/** A part of a string by its offsets, with the places of its parts. */
export function sliceText(value: TextValue, start: number, end: number): TextValue {
  const pieces: Piece[] = [];
  let offset = 0;
  for (const { text, origin } of value.pieces) {
    const from = Math.max(start - offset, 0);
    const to = Math.min(end - offset, text.length);
    if (from < to) {
      const moved = origin === undefined ? undefined : { path: origin.path, start: origin.start + from };
      pieces.push({ text: text.slice(from, to), origin: moved });
    }
    offset += text.length;
  }
  return { kind: 'text', pieces };
}

/** A string cut at the given spans, which are left out. */
export function cutText(
  value: TextValue,
  cuts: readonly (readonly [start: number, end: number])[],
): TextValue[] {
  const parts: TextValue[] = [];
  let from = 0;
  for (const [start, end] of cuts) {
    parts.push(sliceText(value, from, start));
    from = end;
  }
  parts.push(sliceText(value, from, readText(value).length));
  return parts;
}
