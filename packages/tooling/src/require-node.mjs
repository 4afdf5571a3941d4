/**
 * Loaded before every script by `node --import`: plain JavaScript, so that a Node that cannot run TypeScript says what to do
 * instead of `ERR_UNKNOWN_FILE_EXTENSION`. Needed where npm has no package with the binary of Node 24.
 */
if (process.features.typescript === undefined || process.features.typescript === false) {
  console.error(
    `Slipway's scripts need Node 22.18 or later; this is Node ${process.versions.node}.\n` +
      `npm has no package with Node 24 for ${process.platform} ${process.arch}, or "npm ci" was run with --omit=optional.\n` +
      'Install the version in .nvmrc (for example with "nvm install"), then run the command again.',
  );
  process.exit(3);
}
