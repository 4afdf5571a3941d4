const units = ['kB', 'MB', 'GB', 'TB'];

/** `178 B`, `2.5 kB`, `48.1 MB`: decimal, with a blank that does not break. */
export function formatSize(bytes: number): string {
  if (bytes < 1_000) return `${bytes}\u00A0B`;
  let value = bytes / 1_000;
  let unit = 0;
  while (value >= 999.95 && unit < units.length - 1) {
    value /= 1_000;
    unit += 1;
  }
  return `${value.toFixed(1)}\u00A0${units[unit]}`;
}
