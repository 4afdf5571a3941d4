/** This machine's own address. */
export const loopback = '127.0.0.1';

/** A page of another site must not read private packages through a name that leads to this machine. */
export function isOwnHost(host: string | undefined, port: number): boolean {
  // A client leaves the port of the scheme out, and may write a name in any case (RFC 9110, sections 4.2.3 and 7.2).
  const ports = port === 80 ? ['', ':80'] : [`:${port}`];
  const asked = host?.toLowerCase();
  return ports.some((each) => asked === `${loopback}${each}` || asked === `localhost${each}`);
}
