import { neutralizeLine } from '@slipway/core/neutralize';
import type { HttpResponse } from '@slipway/core/ports';
import type { PackageRepository } from '../package-repository.ts';

/** What a refusal of an upload means. */
export type UploadRefusal =
  | 'exists'
  | 'credentials'
  | 'credentials-expired'
  | 'other-project'
  | 'closed'
  | 'address'
  | 'refused';

const maxTextLength = 600;

/** The reason in an answer, whatever form it has: JSON of the index, plain text, or the title of a page; neutralized. */
export function readRefusalText(response: HttpResponse): string {
  const body = response.text();
  const found = readJsonReason(body) ?? readPageTitle(body) ?? body;
  // "400 File already exists": the status is printed next to it anyway.
  const text = found.replace(new RegExp(`^${response.status}\\s+`), '').trim();
  return text === '' ? '(no reason given)' : neutralizeLine(text, maxTextLength);
}

function readJsonReason(body: string): string | undefined {
  if (!body.trimStart().startsWith('{')) return undefined;
  try {
    const { code, message, error, detail } = JSON.parse(body) as Record<string, unknown>;
    // PyPI puts the reason into "code" and a general sentence into "message".
    return [code, message, error, detail].find((value): value is string => typeof value === 'string');
  } catch {
    return undefined;
  }
}

function readPageTitle(body: string): string | undefined {
  if (!/^\s*(<!doctype html|<html)/i.test(body)) return undefined;
  return /<title>([^<]*)<\/title>/i.exec(body)?.[1] ?? 'an HTML page instead of an API response';
}

const tokenExpired = /token is expired|invalid or non-existent authentication/i;
const otherProject = /isn't allowed to upload to project|non-user identities cannot create new projects/i;
const closed =
  /releases? older than|previously used by a file that has since been deleted|only one sdist may be uploaded/i;
// devpi, pypiserver, Artifactory, GitLab, Azure: none says with a status alone that it has the file.
const existsElsewhere = /already (exists?|been taken|there|uploaded)|conflict|overwrit/i;

/** Sorts a refusal by its status and its words. */
export function classifyRefusal(repository: PackageRepository, status: number, text: string): UploadRefusal {
  if (status === 404 || status === 405 || status === 410) return 'address';
  if (repository.kind === 'other') {
    if (
      status === 409 ||
      ((status === 400 || status === 403 || status === 422) && existsElsewhere.test(text))
    )
      return 'exists';
    return status === 401 || status === 403 ? 'credentials' : 'refused';
  }
  if (status === 400 && /^file already exists/i.test(text)) return 'exists';
  if (status === 400 && closed.test(text)) return 'closed';
  if (otherProject.test(text)) return 'other-project';
  if (status === 401 || status === 403)
    return tokenExpired.test(text) ? 'credentials-expired' : 'credentials';
  return 'refused';
}
