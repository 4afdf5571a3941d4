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

describe('the pruned description', () => {
  it('holds the wanted operations and what they refer to, without prose', () => {
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
    ['path', { '/c': ['get'] }, 'no path /c'],
    ['method', { '/b': ['put'] }, 'no put of /b'],
  ])('is refused for a %s that there is not', (_what, wanted, message) => {
    expect(() => pruneDescription(description, wanted)).toThrow(message);
  });
});
