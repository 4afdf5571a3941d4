const blockBytes = 512;

function renderHeader(name: string, size: number, modifiedAt: number): Buffer {
  const header = Buffer.alloc(blockBytes);
  const octal = (value: number, width: number): string => `${value.toString(8).padStart(width - 1, '0')}\0`;
  header.write(name, 0, 100, 'utf8');
  header.write(octal(0o644, 8), 100);
  header.write(octal(0, 8), 108);
  header.write(octal(0, 8), 116);
  header.write(octal(size, 12), 124);
  header.write(octal(modifiedAt, 12), 136);
  header.write('        ', 148);
  header.write('0', 156);
  header.write('ustar\u000000', 257, 8, 'latin1');
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return header;
}

/** A tar archive (POSIX ustar) of regular files. @param modifiedAt seconds since the epoch */
export function renderTar(files: ReadonlyMap<string, Uint8Array>, modifiedAt: number): Buffer {
  const parts: Uint8Array[] = [];
  for (const [name, bytes] of files) {
    const padding = (blockBytes - (bytes.byteLength % blockBytes)) % blockBytes;
    parts.push(renderHeader(name, bytes.byteLength, modifiedAt), bytes, Buffer.alloc(padding));
  }
  return Buffer.concat([...parts, Buffer.alloc(2 * blockBytes)]);
}
