import { describe, expect, it } from 'vitest';
import { findTagStyle } from '../../src/settings/tag-style.ts';

describe('the tag style of a project', () => {
  it.each<[tags: string[], project: string, prefix: string, pattern: string]>([
    [['v1.2.0', 'v1.1.0'], 'demo', 'v', 'v*'],
    [['24.1.0', '23.2.0'], 'attrs', '', '[0-9]*'],
    [['demo-v1.0', 'other-v9.0'], 'demo', 'demo-v', 'demo-v*'],
    [['other-v9.0', 'demo-v1.0'], 'demo', 'demo-v', 'demo-v*'],
    [['other/v9.0', 'my_lib/v1.0rc1'], 'my-lib', 'my_lib/v', 'my_lib/v*'],
    [['demo==2.0.0'], 'demo', 'demo==', 'demo==*'],
    [['V2.0', 'v1.0'], 'demo', 'V', 'V*'],
    // The newest release decides when the style has changed.
    [['2.0.0', 'v1.0.0'], 'demo', '', '[0-9]*'],
    [['release-1.0.0rc1'], 'demo', 'release-', 'release-*'],
    [['py3-demo-1.0'], 'demo', 'py3-demo-', 'py3-demo-*'],
    // A floating tag is newer than the release it points at.
    [['v1', '1.4.2'], 'demo', '', '[0-9]*'],
    [['nightly', 'before-rewrite', '1!2.0'], 'demo', '', '[0-9]*'],
    [['v3'], 'demo', 'v', 'v*'],
  ])('of %j (%s) is "%s"', (tags, project, prefix, pattern) => {
    expect(findTagStyle(tags, project)).toEqual({ prefix, pattern, isAssumed: false });
  });

  it('is v* for a project that released nothing yet', () => {
    for (const tags of [[], ['nightly', 'before-rewrite']])
      expect(findTagStyle(tags, 'demo')).toEqual({ prefix: 'v', pattern: 'v*', isAssumed: true });
  });
});
