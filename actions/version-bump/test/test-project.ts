export const changelog = `# Changelog

## [Unreleased]

### Added

- A thing.

## [1.1.0] - 2026-01-01

- First.

[Unreleased]: https://github.com/octo/demo/compare/v1.1.0...HEAD
[1.1.0]: https://github.com/octo/demo/releases/tag/v1.1.0
`;

export const pyproject = '[project]\nname = "demo"\nversion = "1.1.0"  # the version';

/** Files of a project whose version 1.1.0 is tagged, with one feature since. */
export const projectFiles: Readonly<Record<string, string>> = {
  'pyproject.toml': pyproject,
  'CHANGELOG.md': changelog,
  '.github/workflows/release.yml': 'name: release\non:\n  workflow_dispatch:\n',
};
