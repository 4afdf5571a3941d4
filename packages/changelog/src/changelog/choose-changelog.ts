import {
  type ChangelogFiles,
  type FoundChangelog,
  type PassedOver,
  readChangelogFile,
  searchChangelogs,
} from './find-changelog.ts';

/** What a search is for. */
export interface ChangelogQuestion {
  /** The input: a file from the root of the repository or below the project; undefined to search. */
  readonly path: string | undefined;
  /** Folder of the project, `''` or `.` for the root. */
  readonly folder: string;
  /** Whether a file has what is wanted: entries to release, a section of the version. */
  readonly suits: (found: FoundChangelog) => boolean;
  /** Continues a sentence about a file that does not: "has no section for 1.2.0". */
  readonly otherwise: string;
}

export interface ChosenChangelog {
  /** Undefined when there is none; a file that does not suit when nothing better is there. */
  readonly chosen: FoundChangelog | undefined;
  readonly suits: boolean;
  readonly passedOver: readonly PassedOver[];
  /** The input names a file that is not there. */
  readonly isMissing: boolean;
}

/** Finds the changelog of a project: the first candidate that suits, else the first. Every other one is passed over. */
export async function chooseChangelog(
  files: ChangelogFiles,
  question: ChangelogQuestion,
): Promise<ChosenChangelog> {
  const folder = cleanPath(question.folder);
  const { found, passedOver, isMissing } =
    question.path === undefined
      ? { ...(await searchChangelogs(files, folder)), isMissing: false }
      : await readNamed(files, folder, cleanPath(question.path));
  const chosen = found.find(question.suits) ?? found[0];
  const suits = chosen !== undefined && question.suits(chosen);
  const others = found
    .filter((each) => each !== chosen)
    .map((each) => ({
      path: each.path,
      reason: question.suits(each) ? `comes after ${chosen?.path ?? ''}` : question.otherwise,
    }));
  return { chosen, suits, passedOver: [...others, ...passedOver], isMissing };
}

async function readNamed(files: ChangelogFiles, folder: string, path: string) {
  const places = folder === '' ? [path] : [`${folder}/${path}`, path];
  for (const place of places) {
    const bytes = await files.read(place);
    if (bytes === undefined) continue;
    const read = readChangelogFile(place, bytes);
    return 'reason' in read
      ? { found: [], passedOver: [read], isMissing: false }
      : { found: [read], passedOver: [], isMissing: false };
  }
  return { found: [], passedOver: [], isMissing: true };
}

/** `./a//b/` → `a/b`, `.` → ``. */
function cleanPath(path: string): string {
  return path
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/');
}
