import { native } from './wheels-sample.ts';

/** Release workflows as they are written in the field, one of each kind. */

const checkout = '3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1';

const build = `  build:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@${checkout}
      - uses: actions/setup-python@${'5'.repeat(40)}
        with:
          python-version: "3.12"
      - run: python -m pip install build
      - run: python -m build
      - uses: actions/upload-artifact@v4
        with:
          name: dist
          path: dist/
`;

/** Trusted publishing, tests before and after the build, a release with files, and a notice. */
export const trusted = `# Publishes demo. Ask the release team first.
name: Publish

on:
  push:
    tags: ["v*"]

env:
  GREETING: hello

jobs:
  # The tests of the released commit.
  test:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@${checkout}
      # Some of them take long.
      - run: echo tests

${build}
  try-wheel:
    needs: build
    runs-on: ubuntu-latest
    steps:
      - uses: actions/download-artifact@${'4'.repeat(40)}
        with:
          name: dist
          path: dist/
      - run: ls dist/*.whl && test -n "$GREETING"

  publish:
    needs: [test, build, try-wheel]
    runs-on: ubuntu-latest
    environment:
      name: Release
      url: https://example.org/demo
    permissions:
      id-token: write # for PyPI
    steps:
      - uses: actions/download-artifact@${'4'.repeat(40)}
        with:
          name: dist
          path: dist/
      - uses: pypa/gh-action-pypi-publish@release/v1
        with:
          skip-existing: true

  release:
    needs: publish
    runs-on: ubuntu-latest
    permissions:
      contents: write
    steps:
      - uses: actions/download-artifact@${'4'.repeat(40)}
        with:
          name: dist
          path: dist/
      - uses: softprops/action-gh-release@v2
        with:
          files: dist/*
          generate_release_notes: true

  announce:
    needs: release
    if: startsWith(github.ref, 'refs/tags/v')
    runs-on: ubuntu-latest
    steps:
      - run: echo "$TAG is out"
        env:
          TAG: \${{ github.ref_name }}
`;

/** One job that uploads with a stored token. */
export const token = `name: Upload Python Package
on:
  release:
    types: [published]
permissions:
  contents: read
jobs:
  deploy:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@${checkout}
      - name: Set up Python
        uses: actions/setup-python@${'5'.repeat(40)}
        with:
          python-version: "3.x"
      - name: Install dependencies
        run: |
          python -m pip install --upgrade pip
          pip install build twine
      - name: Compile the translations
        run: ./translations.sh
      - name: Build package
        run: python -m build
      - name: Publish package
        env:
          TWINE_USERNAME: __token__
          TWINE_PASSWORD: \${{ secrets.PYPI_API_TOKEN }}
        run: twine upload dist/*
      - name: Tell the chat
        run: ./announce.sh "\${{ github.event.release.tag_name }}"
        env:
          HOOK: \${{ secrets.CHAT_HOOK }}
`;

/** `poetry publish` with a token, after a bump and a push of its own. */
export const poetry = `on:
  workflow_dispatch:
    inputs:
      bump:
        type: choice
        options: [patch, minor]
jobs:
  release:
    runs-on: ubuntu-latest
    permissions:
      contents: write
    steps:
      - uses: actions/checkout@${checkout}
        with:
          token: \${{ secrets.RELEASE_PAT }}
      - uses: snok/install-poetry@v1
      - name: Bump
        id: bump
        run: |
          poetry version "$BUMP"
          echo "version=$(poetry version -s)" >> "$GITHUB_OUTPUT"
          git config user.name bot
          git commit -am "Release" && git tag "v$(poetry version -s)"
          git push --follow-tags
        env:
          BUMP: \${{ inputs.bump }}
      - run: poetry publish --build
        env:
          POETRY_PYPI_TOKEN_PYPI: \${{ secrets.POETRY_TOKEN }}
`;

/** An image beside the package. */
export const image = `on:
  push:
    tags: ["[0-9]*"]
jobs:
${build}
  publish:
    needs: build
    runs-on: ubuntu-latest
    environment: pypi
    permissions:
      id-token: write
    steps:
      - uses: actions/download-artifact@${'4'.repeat(40)}
        with:
          name: dist
          path: dist/
      - uses: pypa/gh-action-pypi-publish@release/v1

  image:
    needs: publish
    runs-on: ubuntu-latest
    permissions:
      contents: read
      packages: write
    steps:
      - uses: actions/checkout@${checkout}
      - uses: docker/setup-buildx-action@v3
      - uses: docker/login-action@v3
        with:
          registry: ghcr.io
          username: \${{ github.actor }}
          password: \${{ secrets.GITHUB_TOKEN }}
      - id: meta
        uses: docker/metadata-action@v5
        with:
          images: |
            ghcr.io/octo/demo
            octo/demo
      - uses: docker/build-push-action@v6
        with:
          context: .
          file: docker/Dockerfile
          push: true
          tags: \${{ steps.meta.outputs.tags }}
          build-args: |
            FLAVOR=full
`;

/** python-semantic-release at every push to the branch. */
export const semantic = `on:
  push:
    branches: [main]
jobs:
  release:
    runs-on: ubuntu-latest
    environment: pypi
    permissions:
      id-token: write
      contents: write
    steps:
      - uses: actions/checkout@${checkout}
        with:
          fetch-depth: 0
      - id: release
        uses: python-semantic-release/python-semantic-release@v9
        with:
          github_token: \${{ secrets.GITHUB_TOKEN }}
      - run: python -m build
        if: steps.release.outputs.released == 'true'
      - uses: pypa/gh-action-pypi-publish@release/v1
        if: steps.release.outputs.released == 'true'
`;

/** release-please, and a publishing job in a file that it calls. */
export const releasePlease = `on:
  push:
    branches: [main]
jobs:
  release-please:
    runs-on: ubuntu-latest
    permissions:
      contents: write
      pull-requests: write
    outputs:
      release_created: \${{ steps.release.outputs.release_created }}
    steps:
      - id: release
        uses: googleapis/release-please-action@v4
        with:
          token: \${{ secrets.RELEASE_PLEASE_PAT }}
  publish:
    needs: release-please
    if: needs.release-please.outputs.release_created == 'true'
    uses: ./.github/workflows/publish-pypi.yml
    permissions:
      id-token: write
`;

/** What `releasePlease` calls. */
export const calledPublisher = `on: workflow_call
jobs:
${build}
  pypi:
    needs: build
    runs-on: ubuntu-latest
    environment: pypi
    permissions:
      id-token: write
    steps:
      - uses: actions/download-artifact@${'4'.repeat(40)}
        with:
          name: dist
          path: dist/
      - uses: pypa/gh-action-pypi-publish@release/v1
`;

/** All of them by name. */
export const samples: Readonly<Record<string, string>> = {
  'trusted publishing with action-gh-release': trusted,
  'twine with a token': token,
  'poetry publish with a token': poetry,
  'an image with build-push-action': image,
  'python-semantic-release': semantic,
  'release-please': releasePlease,
  'wheels with cibuildwheel': native,
};
