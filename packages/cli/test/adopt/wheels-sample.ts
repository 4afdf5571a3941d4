const checkout = '3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1';

/** Wheels of several platforms with cibuildwheel, a look at all of them, and trusted publishing; a fork does not release. */
export const native = `name: Wheels
on:
  push:
    tags: ["v*"]
env:
  CIBW_SKIP: pp*
jobs:
  sdist:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@${checkout}
      - run: echo "SOURCE_DATE_EPOCH=$(git log -1 --pretty=%ct)" >> $GITHUB_ENV
      - run: pipx run build --sdist
      - uses: actions/upload-artifact@${'4'.repeat(40)}
        with:
          name: cibw-sdist
          path: dist/*.tar.gz

  wheels:
    strategy:
      matrix:
        os: [ubuntu-latest, macos-latest, windows-latest]
        only: ["cp3*", "pp*"]
    runs-on: \${{ matrix.os }}
    steps:
      - uses: actions/checkout@${checkout}
      - uses: docker/setup-qemu-action@${'4'.repeat(40)}
        with:
          platforms: arm64,ppc64le
      - uses: pypa/cibuildwheel@${'5'.repeat(40)}
        env:
          CIBW_BUILD: \${{ matrix.only }}
          CIBW_ARCHS_LINUX: auto aarch64 ppc64le
          CIBW_BEFORE_ALL_LINUX: yum install -y "libffi-devel" # for cffi
          CIBW_TEST_COMMAND: pytest {project}/tests
      - uses: actions/upload-artifact@${'4'.repeat(40)}
        with:
          name: cibw-wheels-\${{ matrix.os }}
          path: wheelhouse/*.whl

  look:
    needs: [sdist, wheels]
    runs-on: ubuntu-latest
    steps:
      - uses: actions/download-artifact@v8
        with:
          pattern: cibw-*
          path: dist
      - run: ./look.sh

  publish:
    needs: look
    if: github.repository == 'octo/demo'
    runs-on: ubuntu-latest
    environment: pypi
    permissions:
      id-token: write
    steps:
      - uses: actions/download-artifact@${'4'.repeat(40)}
        with:
          pattern: cibw-*
          path: dist
          merge-multiple: true
      - uses: pypa/gh-action-pypi-publish@${'6'.repeat(40)}
`;
