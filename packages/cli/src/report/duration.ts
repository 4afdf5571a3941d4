const unbroken = '\u00A0';
const two = (number: number): string => String(number).padStart(2, '0');

/** `<0.1 s`, `5.3 s`, `1 min 04 s`, `1 h 02 min`. @param blank between number and unit. Default: one that does not break */
export function formatDuration(seconds: number, blank = unbroken): string {
  if (!(seconds >= 0.05)) return `<0.1${blank}s`;
  if (seconds < 59.95) return `${seconds.toFixed(1)}${blank}s`;
  const whole = Math.round(seconds);
  if (whole < 3_600) return `${Math.floor(whole / 60)}${blank}min${blank}${two(whole % 60)}${blank}s`;
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)}${blank}h${blank}${two(minutes % 60)}${blank}min`;
}
