/** A changelog whose headings a script has overwritten. */
export const carelessChangelog =
  '# Changelog\n\n## [Unreleased]\n\n- new\n\n## [0.6.1] - 2025-07-06\n\n## [0.5.13] - 2025-07-05\n\n## [0.6.0] - 2025-07-04\n';

/** A release workflow with every fault that a file alone shows, as they are found together in the field. */
export const careless = `name: Release
on:
  workflow_dispatch:
    inputs:
      draft:
        type: boolean
        default: false
jobs:
  bump:
    runs-on: ubuntu-latest
    permissions:
      contents: write
    outputs:
      version: \${{ steps.version.outputs.version }}
    steps:
      - uses: actions/checkout@v4
      - id: version
        run: |
          python << EOF
          print("$KIND")
          EOF
          poetry version "\${{ inputs.kind }}"
      - name: Extract the notes
        run: |
          python << 'EOF'
          import re
          pattern = r'^## \\[(.*?)\\] - (.*?)$'
          EOF
          sed -i "0,/^## \\[.*\\] - .*/s//new/" CHANGELOG.md
      - run: |
          git commit --all --message release
          git push origin main
          git push origin "v$VERSION"
  build:
    needs: bump
    runs-on: ubuntu-latest
    steps:
      - uses: actions/cache@v4
        with:
          path: .venv
          key: venv
      - run: poetry build
      - uses: actions/upload-artifact@v4
  image:
    needs: build
    runs-on: ubuntu-latest
    permissions:
      packages: write
      id-token: write
    steps:
      - uses: docker/build-push-action@v5
        with:
          push: true
          tags: ghcr.io/octo/demo:latest
          build-args: |
            VCS_REF=\${{ github.sha }}
      - run: cosign sign --yes ghcr.io/octo/demo:latest
  packages:
    needs: build
    runs-on: ubuntu-latest
    permissions:
      packages: write
    steps:
      - run: |
          sed -i 's/name = "demo"/name = "other"/' pyproject.toml
          poetry build
          poetry config http-basic.github octo \${{ secrets.GITHUB_TOKEN }}
          if ! twine upload --repository-url https://pypi.pkg.github.com/octo dist/*; then
            echo "Continuing"
          fi
      - name: Verify the packages
        run: echo "done"
  pypi:
    needs: [build, image]
    runs-on: ubuntu-latest
    environment: pypi
    permissions:
      id-token: write
      packages: write
    steps:
      - uses: actions/download-artifact@v4
      - run: pip install twine && twine check dist/*
      - uses: pypa/gh-action-pypi-publish@release/v1
  release:
    needs: [pypi, packages]
    if: always()
    runs-on: ubuntu-latest
    permissions:
      contents: write
    steps:
      - uses: softprops/action-gh-release@v2
        with:
          body: |
            - All files have SHA256 checksums
            - Builds are reproducible
`;
