import { pypiHost } from '@slipway/core/pypi-hosts';
import type { SecretAnswer } from '@slipway/github/settings/inventory-answers';
import type { Recorded } from '@slipway/github/settings/recorded-settings';
import { type Diagnosis, failed, passed, unseen } from '../diagnosis.ts';
import { ghCommand, look, type SettingsView } from './settings-view.ts';

const check = {
  id: 'GH11',
  title: 'No upload token for PyPI is stored.',
  severity: 'insecure',
  source: '/actions/secrets',
} as const;
const isUploadToken = ({ name }: SecretAnswer): boolean =>
  /PYPI|TWINE|POETRY|FLIT|UV_PUBLISH|HATCH/i.test(name) && /TOKEN|PASSWORD|AUTH|KEY/i.test(name);

interface Place {
  readonly title: string;
  readonly answer: Recorded<readonly SecretAnswer[]> | undefined;
  /** Arguments of `gh secret delete`. */
  readonly where: readonly string[];
}

function listPlaces({ recorded, subject }: SettingsView): readonly Place[] {
  const { fullName } = subject;
  return [
    { title: 'the repository', answer: recorded.secrets, where: ['-R', fullName] },
    {
      title: 'the organization',
      answer: recorded.organizationSecrets,
      where: ['--org', fullName.split('/')[0] ?? ''],
    },
    {
      title: 'Dependabot',
      answer: recorded.dependabotSecrets,
      where: ['--app', 'dependabot', '-R', fullName],
    },
    ...[...recorded.environmentSecrets].map(([name, answer]) => ({
      title: `the environment "${name}"`,
      answer,
      where: ['--env', name, '-R', fullName],
    })),
  ];
}

/** A stored token can publish long after the project has moved to trusted publishing. */
export function judgeSecrets(view: SettingsView): Diagnosis {
  const places = listPlaces(view).map((place) => ({ ...place, seen: look(view, place.answer, 'Secrets') }));
  const found = places.flatMap(({ title, where, seen }) =>
    seen.kind === 'value' ? seen.value.filter(isUploadToken).map(({ name }) => ({ name, title, where })) : [],
  );
  if (found.length > 0)
    return failed(check, {
      seen: found.map(({ name, title }) => `${name} is a secret of ${title}.`).join(' '),
      otherwise:
        'Whoever reads it can publish to PyPI without a workflow, also after the secret was deleted here.',
      fix: {
        kind: 'command',
        text: [
          `# First revoke the token at https://${pypiHost}/manage/account/token/, then delete the secret:`,
          ...found.map(({ name, where }) => ghCommand('secret', 'delete', name, ...where)),
        ].join('\n'),
      },
    });
  const hidden = places.flatMap(({ title, seen }) =>
    seen.kind === 'unseen' ? [{ title, why: seen.why }] : [],
  );
  const [first] = hidden;
  if (first !== undefined)
    return unseen(
      check,
      `The secrets of ${hidden.map(({ title }) => title).join(', ')} are not visible. ${first.why}`,
    );
  return passed(check, 'no name of an upload token');
}
