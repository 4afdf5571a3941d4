import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { InputError } from '@slipway/core/errors/action-error';
import { githubErrors } from '@slipway/github/errors';
import { parseRecordedSettings, type RecordedSettings } from '@slipway/github/settings/recorded-settings';

/** Reads the file of `--settings`. @throws InputError E_SETTINGS_INVALID */
export async function readSettingsFile(file: string | undefined): Promise<RecordedSettings | undefined> {
  if (file === undefined) return undefined;
  const text = await readFile(resolve(file), 'utf8').catch((cause: unknown) => {
    const why = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    throw new InputError(githubErrors.E_SETTINGS_INVALID, {
      message: `--settings ${file} cannot be read (${why}).`,
      cause,
    });
  });
  return parseRecordedSettings(text, file);
}
