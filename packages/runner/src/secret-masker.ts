/** Replaces secrets and their usual encodings by `***`, as GitHub's runner does before anything reaches a log. */
export interface SecretMasker {
  add(secret: string): void;
  mask(text: string): string;
  /** Whether the text contains a secret. */
  reveals(text: string): boolean;
}

/** Base64 of a secret inside a longer text, at each of the three alignments (the encoders of GitHub's SecretMasker). */
function base64Forms(secret: string): string[] {
  return [0, 1, 2].flatMap((shift) => {
    const bytes = Buffer.from(secret).subarray(shift);
    const whole = bytes.subarray(0, bytes.length - (bytes.length % 3)).toString('base64');
    return whole.length < 8 ? [] : [whole];
  });
}

/** A masker without secrets. */
export function createSecretMasker(): SecretMasker {
  const forms = new Set<string>();
  let longestFirst: string[] = [];
  const mask = (text: string): string =>
    longestFirst.reduce((seen, form) => seen.replaceAll(form, '***'), text);
  return {
    add(secret) {
      // A secret of several lines shows up line by line in a log.
      for (const part of [secret, ...secret.split(/\r?\n/)]) {
        if (part.trim() === '') continue;
        forms.add(part);
        forms.add(JSON.stringify(part).slice(1, -1));
        if (part.length >= 6) forms.add(encodeURIComponent(part));
        for (const form of base64Forms(part)) forms.add(form);
      }
      longestFirst = [...forms].sort((left, right) => right.length - left.length);
    },
    mask,
    reveals: (text) => mask(text) !== text,
  };
}
