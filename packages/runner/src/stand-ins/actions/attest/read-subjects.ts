import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import type { Subject } from '@actions/attest';
import * as core from '@actions/core';
import { create } from '@actions/glob';

const maxSubjects = 1024;
const hex = /^[0-9a-fA-F]+$/;

/** Reads the subjects as actions/attest does (src/subject.ts): exactly one of three inputs names them. */
export async function readSubjects(): Promise<readonly Subject[]> {
  const path = core.getInput('subject-path');
  const digest = core.getInput('subject-digest');
  const checksums = core.getInput('subject-checksums');
  const name = core.getInput('subject-name');
  const given = [path, digest, checksums].filter((value) => value !== '');
  if (given.length === 0)
    throw new Error('One of subject-path, subject-digest, or subject-checksums must be provided');
  if (given.length > 1)
    throw new Error('Only one of subject-path, subject-digest, or subject-checksums may be provided');
  if (digest !== '' && name === '')
    throw new Error('subject-name must be provided when using subject-digest');
  if (path !== '') return readFiles(path, name);
  return digest === '' ? readChecksums(checksums) : [readDigest(digest, name)];
}

function distinct(subjects: readonly Subject[]): Subject[] {
  return [...new Map(subjects.map((subject) => [JSON.stringify(subject), subject])).values()];
}

async function readFiles(patterns: string, name: string): Promise<Subject[]> {
  const lines = patterns
    .split(/[\n,]/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const globber = await create(lines.join('\n'));
  const files = (await globber.glob()).filter((file) => statSync(file).isFile());
  if (files.length > maxSubjects)
    throw new Error(
      `Too many subjects specified (>${maxSubjects}). The maximum number of subjects is ${maxSubjects}.`,
    );
  if (files.length === 0) throw new Error(`Could not find subject at path ${patterns}`);
  return distinct(
    files.map((file) => ({
      name: name === '' ? basename(file) : name,
      digest: { sha256: createHash('sha256').update(readFileSync(file)).digest('hex') },
    })),
  );
}

function readDigest(text: string, name: string): Subject {
  const [, algorithm, digest = ''] = /^([^:]+):([^:]+)$/.exec(text) ?? [];
  if (algorithm === undefined) throw new Error('subject-digest must be in the format "algorithm:hex_digest"');
  const length = { sha224: 56, sha256: 64, sha384: 96, sha512: 128 }[algorithm];
  if (length === undefined) throw new Error(`subject-digest has unsupported algorithm "${algorithm}"`);
  if (!hex.test(digest)) throw new Error('subject-digest has invalid hex digits');
  if (digest.length !== length)
    throw new Error(
      `subject-digest has invalid length for algorithm "${algorithm}" (expected ${length}, got ${digest.length})`,
    );
  return { name, digest: { [algorithm]: digest } };
}

function readChecksums(value: string): Subject[] {
  const text = existsSync(value) ? readFileSync(value, 'utf8') : value;
  return distinct(
    text.split(/\r?\n/).flatMap((line) => {
      const [, digest = '', name] = /^(\S*) [* ]?(.*)$/.exec(line) ?? [];
      if (name === undefined) return [];
      if (!hex.test(digest)) throw new Error(`Invalid digest: ${digest}`);
      const algorithm = { 64: 'sha256', 128: 'sha512' }[digest.length];
      if (algorithm === undefined) throw new Error(`Unknown digest algorithm: ${digest}`);
      return [{ name, digest: { [algorithm]: digest } }];
    }),
  );
}
