import { describe, expect, it } from 'vitest';
import { describeImage, type ImageFacts } from '../src/build/image-annotations.ts';
import { readAnnotations, readLabels } from '../src/inputs/annotation-records.ts';

const facts: ImageFacts = {
  source: 'https://github.com/octo/demo',
  title: 'demo',
  description: 'Über\n  alles',
  url: 'https://github.com/octo/demo',
  documentation: '',
  licenses: 'MIT',
  version: '1.2.0',
  revision: 'abc',
  created: '2026-01-01T00:00:00Z',
};
const oci = (name: string): string => `org.opencontainers.image.${name}`;
const lines = (...texts: string[]) => texts.map((text, index) => ({ text, line: index + 1 }));
const describeWith = (labels: string[], annotations: string[]) =>
  describeImage(facts, readLabels(lines(...labels)), readAnnotations(lines(...annotations)));

describe('describeImage', () => {
  it('known facts are written equally to labels, manifests and the index', () => {
    const { labels, manifest, index, others } = describeWith([], []);
    expect(Object.fromEntries(labels)).toEqual({
      [oci('created')]: '2026-01-01T00:00:00Z',
      [oci('description')]: 'Über alles',
      [oci('licenses')]: 'MIT',
      [oci('revision')]: 'abc',
      [oci('source')]: 'https://github.com/octo/demo',
      [oci('title')]: 'demo',
      [oci('url')]: 'https://github.com/octo/demo',
      [oci('version')]: '1.2.0',
    });
    expect(manifest).toEqual(labels);
    expect(index).toEqual(labels);
    expect(others).toEqual([]);
  });

  it('user labels from the specification apply everywhere and other labels only to the config', () => {
    const { labels, manifest, index } = describeWith([`${oci('title')}=Mine = "best"`, 'own=1'], []);
    for (const each of [labels, manifest, index]) expect(each.get(oci('title'))).toBe('Mine = "best"');
    expect([labels.get('own'), manifest.get('own'), index.get('own')]).toEqual(['1', undefined, undefined]);
  });

  it('annotations override labels, and a level-specific annotation overrides a general one', () => {
    const { labels, manifest, index, others } = describeWith(
      [`${oci('title')}=label`],
      [
        `index:${oci('title')}=index`,
        `${oci('title')}=both`,
        'manifest,index:x=1',
        'index-descriptor:y=2',
        'manifest[linux/arm64],manifest-descriptor:z=3',
      ],
    );
    expect([labels, manifest, index].map((each) => each.get(oci('title')))).toEqual([
      'label',
      'both',
      'index',
    ]);
    expect([manifest.get('x'), index.get('x')]).toEqual(['1', '1']);
    expect(others).toEqual(['index-descriptor:y=2', 'manifest[linux/arm64]:z=3', 'manifest-descriptor:z=3']);
    expect(manifest.has('z')).toBe(false);
  });

  it('an empty value is kept and a long description is cut to the GitHub limit', () => {
    expect(describeWith([`${oci('licenses')}=`], []).labels.get(oci('licenses'))).toBe('');
    const long = describeImage({ ...facts, description: 'é'.repeat(600) }, new Map(), []);
    expect(long.labels.get(oci('description'))).toHaveLength(512);
  });
});
