import { runAction } from '@slipway/core/run-action';
import { burnTokens } from './burn-tokens.ts';
import { inputs, outputs } from './inputs.ts';
import { runPublish } from './run-publish.ts';

await runAction({ name: 'pypi-publish', inputs, outputs, main: runPublish, post: burnTokens });
