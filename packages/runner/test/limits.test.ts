import { describe, expect, it } from 'vitest';
import { findProcesses, runText } from './fake-platform.ts';

const job = (body: string): string => `on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n${body}`;

/** Waits for the two sleeping processes that are not the step's own, and one that is. */
async function abortOnceRunning(marker: string, controller: AbortController): Promise<void> {
  while ((await findProcesses(`sleep ${marker}`)).length < 3)
    await new Promise((resume) => setImmediate(resume));
  controller.abort();
}

describe('runner', () => {
  it('a stopped run leaves no process behind, even in a different process group or session', async () => {
    const marker = `7${process.pid}${Date.now() % 100_000}`;
    const controller = new AbortController();
    const text = job(`    steps:
      - run: |
          setsid sh -c 'trap "" INT TERM; (setsid sleep ${marker} &) ; sleep ${marker}' &
          trap '' INT
          echo started
          sleep ${marker}
      - if: always()
        run: echo "never said"
`);
    const run = await runText(text, {
      signal: controller.signal,
      reporter: (event) => {
        if (event.type === 'log' && event.line === 'started') void abortOnceRunning(marker, controller);
      },
    });
    expect(run.result.conclusion).toBe('cancelled');
    expect(run.result.jobs[0]?.steps.map((step) => step.result)).toEqual(['cancelled', 'skipped']);
    expect(run.closed).toHaveLength(1);
    expect(await findProcesses(`sleep ${marker}`)).toEqual([]);
  });

  it('a process left running by a finished job is ended', async () => {
    const marker = `8${process.pid}${Date.now() % 100_000}`;
    await runText(job(`    steps:\n      - run: setsid sleep ${marker} > /dev/null 2>&1 &\n`));
    expect(await findProcesses(`sleep ${marker}`)).toEqual([]);
  });

  it('a step that times out fails and later steps with a matching condition run', async () => {
    const { result, said } = await runText(
      job(`    steps:
      - run: sleep 60
        timeout-minutes: 0.01
      - if: failure()
        run: echo "after"
`),
    );
    expect(result.conclusion).toBe('failure');
    expect(said['a']).toEqual(['after']);
    expect(result.jobs[0]?.annotations[0]?.message).toMatch(/has timed out after 0.01 minutes/);
  });

  it('a job that times out is canceled and its steps for that case run', async () => {
    const { result, said } = await runText(
      job(`    timeout-minutes: 0.01
    steps:
      - run: sleep 60
      - if: cancelled()
        run: echo "cancelled"
      - if: failure()
        run: echo "never said"
`),
    );
    expect(result.jobs[0]?.result).toBe('cancelled');
    expect(said['a']).toEqual(['cancelled']);
    expect(result.jobs[0]?.annotations.at(-1)?.message).toMatch(/maximum execution time of 0.01 minutes/);
  });

  it('a failure with fail-fast cancels the other combinations', async () => {
    const { result } = await runText(
      job(`    strategy:
      matrix: { n: [1, 2, 3] }
      max-parallel: 2
    steps:
      - run: test \${{ matrix.n }} = 2 || exit 1
        if: matrix.n != 2
      - run: sleep 60
`),
    );
    expect(result.jobs.map(({ name, result: ended }) => `${name} ${ended}`).sort()).toEqual([
      'a (1) failure',
      'a (2) cancelled',
      'a (3) cancelled',
    ]);
  });

  it('a job enters an environment only if it is allowed, and fails with the reason otherwise', async () => {
    const { result, opened } = await runText(
      job(`    environment: locked\n    steps:\n      - run: echo "never said"\n`),
    );
    expect(result.jobs[0]).toMatchObject({ result: 'failure', steps: [] });
    expect(result.jobs[0]?.annotations[0]?.message).toBe('locked is locked');
    expect(opened).toEqual([]);
    const open = await runText(
      job(
        `    environment: { name: pypi, url: 'https://example.org/\${{ github.sha }}' }\n    steps:\n      - run: 'true'\n`,
      ),
    );
    expect(open.result.jobs[0]?.environment).toEqual({
      name: 'pypi',
      url: `https://example.org/${'a'.repeat(40)}`,
    });
    expect(open.opened[0]?.environment).toBe('pypi');
  });

  it('NODE_OPTIONS in the environment file and disabled commands are rejected', async () => {
    const { result } = await runText(
      job(`    steps:
      - run: echo "NODE_OPTIONS=--require=x" >> "$GITHUB_ENV"
      - run: test -z "$NODE_OPTIONS"
      - run: echo "::set-env name=A::b"
`),
    );
    expect(result.jobs[0]?.steps.map((step) => step.result)).toEqual(['success', 'success', 'failure']);
    expect(result.jobs[0]?.annotations.map((annotation) => annotation.message)).toEqual([
      "Can't store NODE_OPTIONS output parameter using '$GITHUB_ENV' command.",
      "Unable to process command '::set-env name=A::b' successfully.",
      expect.stringMatching(/^The `set-env` command is disabled/),
    ]);
  });

  it('a called workflow that requests more permissions than its caller is rejected', async () => {
    const text = `on: push
permissions: { contents: read }
jobs:
  a:
    uses: ./.github/workflows/called.yml
`;
    const called = `on: workflow_call\njobs:\n  b:\n    runs-on: x\n    permissions: { contents: write, id-token: write }\n    steps:\n      - run: 'true'\n`;
    await expect(runText(text, { loadFile: async () => called })).rejects.toThrow(
      /nested job 'b' is requesting 'contents: write, id-token: write', but is only allowed 'contents: read, id-token: none'/,
    );
  });

  it('unsupported shells, services and tokens for calls are rejected by name', async () => {
    const text = `on: push
jobs:
  a:
    runs-on: x
    services: { db: { image: postgres } }
    steps:
      - shell: pwsh
        run: Get-Date
  b:
    uses: ./.github/workflows/called.yml
    secrets:
      token: \${{ secrets.GITHUB_TOKEN }}
`;
    const called = `on: { workflow_call: { secrets: { token: { required: true } } } }\njobs:\n  c:\n    runs-on: x\n    steps:\n      - run: 'true'\n`;
    await expect(
      runText(text, { loadFile: async () => called, environment: { PATH: '/nowhere' } }),
    ).rejects.toThrow(/'services'.*'shell: pwsh' \(not on this machine\).*token of the calling job/);
  });

  it('a local action of an unsupported kind is rejected before anything starts', async () => {
    const { opened } = await runText(job(`    steps:\n      - uses: ./made-by-a-step\n        if: false\n`));
    expect(opened).toHaveLength(1);
    await expect(
      runText(job('    steps:\n      - uses: ./local\n'), {
        loadFile: async (path) =>
          path === 'local/action.yml'
            ? 'name: n\ndescription: d\nruns: { using: docker, image: Dockerfile }\n'
            : undefined,
      }),
    ).rejects.toThrow(/'uses: \.\/local'.*'using: docker' is not supported/);
  });

  it('a step whose environment cannot be evaluated fails in spite of continue-on-error', async () => {
    const { result } = await runText(
      job(`    steps:
      - run: 'true'
        continue-on-error: true
        env:
          VALUE: \${{ fromJSON('{') }}
`),
    );
    expect(result.jobs[0]?.result).toBe('failure');
  });
});

describe('actions that the platform does not allow', () => {
  it('a workflow that names a forbidden action does not start', async () => {
    const text = job(`    steps:\n      - uses: o/r/js@v1\n      - uses: forbidden/action@v1\n`);
    await expect(runText(text)).rejects.toMatchObject({
      code: 'E_WORKFLOW_NOT_ALLOWED',
      message: 'forbidden/action@v1 may not be used',
    });
  });

  it('a job whose composite action names a forbidden action fails without starting', async () => {
    const text = `on: push
jobs:
  first:
    runs-on: ubuntu-latest
    steps:
      - run: echo "said"
  second:
    needs: first
    runs-on: ubuntu-latest
    steps:
      - run: echo "never said"
      - uses: o/r/uses-forbidden@v1
`;
    const standIns = new Map([['forbidden/action', { inputs: [], main: async () => undefined }]]);
    const { result, said } = await runText(text, { standIns });
    expect(said).toEqual({ first: ['said'] });
    expect(result.jobs[1]).toMatchObject({ id: 'second', result: 'failure', steps: [] });
    expect(result.jobs[1]?.annotations.map(({ message }) => message)).toEqual([
      'forbidden/action@v1 may not be used',
    ]);
  });
});
