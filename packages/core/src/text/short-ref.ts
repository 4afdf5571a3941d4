/** A branch or tag by its name: `main` of `refs/heads/main`. */
export const shortRef = (ref: string): string => ref.replace(/^refs\/(?:heads|tags)\//, '');
