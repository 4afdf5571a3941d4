/** Replaces secrets and their usual encodings by `***`, as GitHub's runner does before anything reaches a log. */
export interface SecretMasker {
  add(secret: string): void;
  mask(text: string): string;
  /** Whether the text contains a secret. */
  reveals(text: string): boolean;
}

const xmlEntities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/**
 * Base64 of a secret, alone and inside a longer text at each of the three alignments. GitHub's runner masks the whole
 * encodings only; the parts that do not depend on what follows are masked too, so no longer text shows them either.
 */
function encodeBase64(secret: string): string[] {
  return [0, 1, 2].flatMap((shift) => {
    const bytes = Buffer.from(secret).subarray(shift);
    const aligned = bytes.subarray(0, bytes.length - (bytes.length % 3)).toString('base64');
    return [bytes.toString('base64'), ...(aligned.length < 8 ? [] : [aligned])];
  });
}

/** The encoders of GitHub's runner (ValueEncoders), without those for PowerShell's colored errors. */
function encodeSecret(secret: string): string[] {
  return [
    secret,
    ...encodeBase64(secret),
    secret.replaceAll('"', '\\"'),
    secret.replaceAll("'", "''"),
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(Buffer.from(secret).toString()),
    secret.replace(/[&<>"']/g, (character) => xmlEntities[character] ?? character),
    secret.length > 8 && secret.startsWith('"') && secret.endsWith('"') ? secret.slice(1, -1) : '',
  ].filter((form) => form.trim() !== '');
}

/** The parts of `text` that are one of `forms`; parts that overlap or touch become one. */
function findParts(text: string, forms: ReadonlySet<string>): [number, number][] {
  const found: [number, number][] = [];
  for (const form of forms) {
    for (let at = text.indexOf(form); at >= 0; at = text.indexOf(form, at + 1))
      found.push([at, at + form.length]);
  }
  found.sort((left, right) => left[0] - right[0]);
  const merged: [number, number][] = [];
  for (const [start, end] of found) {
    const last = merged.at(-1);
    if (last !== undefined && start <= last[1]) last[1] = Math.max(last[1], end);
    else merged.push([start, end]);
  }
  return merged;
}

/** A masker without secrets. */
export function createSecretMasker(): SecretMasker {
  const forms = new Set<string>();
  return {
    add(secret) {
      // A secret of several lines shows up line by line in a log.
      for (const part of [secret, ...secret.split(/[\r\n]+/).map((line) => line.trim())]) {
        if (part !== '') for (const form of encodeSecret(part)) forms.add(form);
      }
    },
    mask(text) {
      let masked = '';
      let end = 0;
      for (const [from, to] of findParts(text, forms)) {
        masked += `${text.slice(end, from)}***`;
        end = to;
      }
      return masked + text.slice(end);
    },
    reveals: (text) => findParts(text, forms).length > 0,
  };
}
