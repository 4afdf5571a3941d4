import { parseToml } from '@slipway/python/project/places/toml-document';
import type { ToolFiles } from './tool-settings.ts';

function tryParse(parse: () => unknown): unknown {
  try {
    return parse();
  } catch {
    // What is wrong with the file is for the build to tell; the old tool could not read it either.
    return undefined;
  }
}

/** Reads the files that tools for versions are configured in. */
export function readToolFiles(pyproject: string | undefined, releasePlease: string | undefined): ToolFiles {
  return {
    pyproject:
      pyproject === undefined ? undefined : tryParse(() => parseToml(pyproject, 'pyproject.toml').data),
    releasePleaseConfig:
      releasePlease === undefined ? undefined : tryParse(() => JSON.parse(releasePlease) as unknown),
  };
}
