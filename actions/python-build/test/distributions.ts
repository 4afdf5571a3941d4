import type { BuiltDistribution } from '../src/build/build-into.ts';

/** A wheel or sdist that holds what it must, as far as the judge looks. */
export function distribution(fileName: string, more: Partial<BuiltDistribution> = {}): BuiltDistribution {
  const kind = fileName.endsWith('.whl') ? ('wheel' as const) : ('sdist' as const);
  return {
    ...{ path: `/x/${fileName}`, fileName, kind, project: 'demo', version: '1.0', isPure: true },
    ...{ pythonTag: kind === 'wheel' ? 'py3' : 'source', metadata: { fields: [], description: undefined } },
    ...{ members: [], problems: [], pypiProblems: [], warnings: [], sha256: '0', size: 1 },
    ...more,
  };
}
