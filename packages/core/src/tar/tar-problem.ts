/** Why an archive is not read. The message completes a sentence that begins with the archive, without a full stop. */
export class TarProblem extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'TarProblem';
  }
}
