import { pypiHost } from '@slipway/core/pypi-hosts';
import { describe, expect, it } from 'vitest';
import { describeServedIndex, listInstallCommands } from '../../src/reader/install/install-lines.ts';

const release = { directory: '/tmp/new wheels', project: 'demo', version: '1.2.0' };
const universal = ['demo-1.2.0-py3-none-any.whl', 'demo-1.2.0.tar.gz'];
const native = ['demo-1.2.0-cp313-cp313-manylinux_2_17_x86_64.whl', 'demo-1.2.0-cp313-cp313-win_amd64.whl'];

describe('listInstallCommands', () => {
  it('a release without dependencies is installed from its folder alone', () => {
    for (const requirements of [[], ['pytest; extra == "test"', "x>1 ; python_version<'4' and extra=='y'"]])
      expect(listInstallCommands({ ...release, fileNames: native, requirements })).toEqual([
        "pip install --no-index --find-links '/tmp/new wheels' demo==1.2.0",
      ]);
  });

  it('a universal wheel with dependencies is installed by its path', () => {
    for (const requirements of [['requests>=2'], undefined])
      expect(listInstallCommands({ ...release, fileNames: universal, requirements })).toEqual([
        "pip install '/tmp/new wheels/demo-1.2.0-py3-none-any.whl'",
      ]);
  });

  it('dependencies of native wheels are installed by their own names', () => {
    const requirements = ['requests>=2 ; python_version < "4"', 'pytest; extra == "test"', 'numpy'];
    expect(listInstallCommands({ ...release, fileNames: native, requirements })).toEqual([
      "pip install --no-index --no-deps --find-links '/tmp/new wheels' demo==1.2.0",
      'pip install \'requests>=2 ; python_version < "4"\' numpy',
    ]);
  });

  it('a requirement that would leave its quotation marks stays one word', () => {
    const [, second] = listInstallCommands({
      ...{ ...release, fileNames: native },
      requirements: ["a'; rm -rf ~; '\n--index-url x"],
    });
    expect(second).toMatch(/^pip install '[^\n]*'$/);
    expect(second).toContain("'\\''; rm -rf ~; '\\''");
  });

  it('no command asks an index for the project', () => {
    for (const fileNames of [universal, native, ['demo-1.2.0.tar.gz']])
      for (const requirements of [undefined, [], ['requests']])
        for (const command of listInstallCommands({ ...release, fileNames, requirements }))
          expect(command).toMatch(/--no-index| '\/tmp\/new wheels\/demo-|^pip install requests$/);
  });
});

describe('describeServedIndex', () => {
  const index = { url: 'http://127.0.0.1:8741/simple/', namespace: 'octo/demo/pypi' };

  it('an index without fallback names the command that also finds dependencies', () => {
    const told = describeServedIndex({ ...index, projects: ['demo', 'other'], fallback: undefined });
    expect(told).toContain('pip install --index-url http://127.0.0.1:8741/simple/ NAME\n');
    expect(told).toContain(
      `npm run slipway -- serve --namespace octo/demo/pypi --project demo --project other --fallback https://${pypiHost}/simple/`,
    );
  });

  it('an index with a fallback needs nothing else', () => {
    const told = describeServedIndex({ ...index, projects: ['demo'], fallback: 'https://index.example/' });
    expect(told).toBe('pip install --index-url http://127.0.0.1:8741/simple/ demo\n');
  });
});
