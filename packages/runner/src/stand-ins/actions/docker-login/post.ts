import * as core from '@actions/core';
import { removeAuth } from './docker-config.ts';

const registry = core.getState('registry');
if (registry !== '' && core.getState('logout') === 'true') removeAuth(registry);
