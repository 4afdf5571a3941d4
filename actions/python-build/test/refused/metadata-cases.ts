import { wheelFile } from './files.ts';
import type { RefusedCase } from './refused-case.ts';

/** Names, versions, texts, classifiers and addresses. */
export const metadataCases: readonly RefusedCase[] = [
  {
    title: 'metadata without a name',
    file: () => wheelFile({ metadata: ['Name:'] }),
    rule: 'The field Name is missing.',
    answer: "'' is an invalid value for Name. Error: This field is required",
  },
  {
    title: 'metadata without a version',
    file: () => wheelFile({ metadata: ['Version:'] }),
    rule: 'The field Version is missing.',
    answer: "'version' is a required field",
  },
  {
    title: 'metadata without a metadata version',
    file: () => wheelFile({ metadata: ['Metadata-Version:'] }),
    rule: 'The field Metadata-Version is missing.',
    answer: 'None is not a valid metadata version',
  },
  {
    title: 'metadata version 2.6',
    file: () => wheelFile({ metadata: ['Metadata-Version: 2.6'] }),
    rule: 'PyPI does not accept Metadata-Version 2.6, only 2.5 and older.',
    answer: "'2.6' is not a valid metadata version",
  },
  {
    title: 'metadata version 3.0',
    file: () => wheelFile({ metadata: ['Metadata-Version: 3.0'] }),
    rule: 'Metadata-Version "3.0" is unknown.',
    answer: "'3.0' is not a valid metadata version",
  },
  {
    title: 'metadata version 2.0',
    file: () => wheelFile({ metadata: ['Metadata-Version: 2.0'] }),
    rule: 'Metadata-Version "2.0" is unknown.',
    answer: "'2.0' is not a valid metadata version",
  },
  {
    title: 'a name that ends with a hyphen',
    file: () => wheelFile({ metadata: ['Name: demo-'] }),
    rule: 'Name "demo-" is not a project name.',
    answer: "'demo-' is an invalid value for Name. Error: Start and end with a letter or numeral contai",
  },
  {
    title: 'a name with a space',
    file: () => wheelFile({ metadata: ['Name: de mo'] }),
    rule: 'Name "de mo" is not a project name.',
    answer: "'de mo' is an invalid value for Name. Error: Start and end with a letter or numeral contai",
  },
  {
    title: 'a version that is not one',
    file: () => wheelFile({ metadata: ['Version: 1.2.0.x'] }),
    rule: 'Version "1.2.0.x" is not valid under PEP 440.',
    answer: "'1.2.0.x' is invalid for 'version'",
  },
  {
    title: 'a local version',
    file: () => wheelFile({ metadata: ['Version: 1.2.0+local'] }),
    rule: 'It has the local version 1.2.0+local, which PyPI rejects.',
    answer: "The use of local versions in '1.2.0+local' is not allowed",
  },
  {
    title: 'two lines of summary',
    file: () => wheelFile({ metadata: ['Summary: A demo\n  of two lines'] }),
    rule: 'Summary has more than one line.',
    answer: "'summary' must be a single line",
  },
  {
    title: 'a summary of 513 characters',
    file: () => wheelFile({ metadata: [`Summary: ${'x'.repeat(513)}`] }),
    rule: 'Summary has 513 characters; at most 512 are allowed.',
    answer: "'summary' field must be 512 characters or less",
  },
  {
    title: 'an unknown classifier',
    file: () => wheelFile({ metadata: ['Classifier: Topic :: Underwater Basket Weaving'] }),
    rule: 'The classifier "Topic :: Underwater Basket Weaving" is not among those of PyPI (trove-classifiers 2026.9.21.13',
    answer: "'Topic :: Underwater Basket Weaving' is not a valid classifier",
  },
  {
    title: 'a deprecated classifier',
    file: () => wheelFile({ metadata: ['Classifier: Natural Language :: Ukranian'] }),
    rule: 'The classifier "Natural Language :: Ukranian" is deprecated, and PyPI rejects it. Use "Natural Language :: Ukr',
    answer: "The classifier 'Natural Language :: Ukranian' has been deprecated, use one of ['Natural La",
  },
  {
    title: 'a private classifier',
    file: () => wheelFile({ metadata: ['Classifier: Private :: Do Not Upload'] }),
    rule: 'It has the classifier "Private :: Do Not Upload", which PyPI rejects.',
    answer: "'Private :: Do Not Upload' is not a valid classifier",
  },
  {
    title: 'an author address at localhost',
    file: () => wheelFile({ metadata: ['Author-email: a@localhost'] }),
    rule: 'Author-email begins with "a@localhost", which PyPI rejects: it has a domain without a period.',
    answer: "'a@localhost' is not a valid email address: The part after the @-sign is not valid. It sho",
  },
  {
    title: 'an author address without an at sign',
    file: () => wheelFile({ metadata: ['Author-email: nobody'] }),
    rule: 'Author-email begins with "nobody", which PyPI rejects: it has no "@".',
    answer: "'nobody' is not a valid email address: An email address must have an @-sign",
  },
  {
    title: 'a maintainer address with two periods in a row',
    file: () => wheelFile({ metadata: ['Maintainer-email: Ann <ann@example..com>'] }),
    rule: 'Maintainer-email begins with "ann@example..com", which PyPI rejects: it has a domain that is not the name of a',
    answer: "'ann@example..com' is not a valid email address: The part after the @-sign contains invali",
  },
];
