import { describe, expect, it } from 'vitest';
import { pruneDescription } from '../src/prune-openapi.ts';

const reference = (name: string) => ({ $ref: `#/components/schemas/${name}` });

const description = {
  openapi: '3.0.3',
  info: { title: 'demo' },
  paths: {
    '/a': {
      get: { summary: 'prose', operationId: 'a', responses: { 200: reference('a') } },
      post: { responses: { 200: reference('unused') } },
    },
    '/b': { get: {} },
  },
  components: {
    schemas: {
      a: {
        type: 'object',
        description: 'prose',
        properties: { description: { type: 'string' }, b: reference('b') },
      },
      b: { type: 'array', items: reference('a') },
      unused: {},
    },
  },
};

describe('pruneDescription', () => {
  it('the wanted operations and their references are kept without prose', () => {
    expect(pruneDescription(description, { '/a': ['get'] })).toEqual({
      openapi: '3.0.3',
      info: { title: 'demo' },
      paths: { '/a': { get: { operationId: 'a', responses: { 200: reference('a') } } } },
      components: {
        schemas: {
          a: { type: 'object', properties: { description: { type: 'string' }, b: reference('b') } },
          b: { type: 'array', items: reference('a') },
        },
      },
    });
  });

  it.each([
    ['missing path', { '/c': ['get'] }, 'no path /c'],
    ['missing method', { '/b': ['put'] }, 'no put of /b'],
  ])('a %s is rejected', (_what, wanted, message) => {
    expect(() => pruneDescription(description, wanted)).toThrow(message);
  });
});
