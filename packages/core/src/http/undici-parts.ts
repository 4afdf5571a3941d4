/// <reference path="./undici-parts.d.ts" />
/**
 * The parts of undici that carry an exchange. Its main module loads `fetch`, caches, web sockets and mocks as well, which takes
 * a third of the time that an action needs to start.
 */
import methods from 'undici/lib/api/index.js';
import Agent from 'undici/lib/dispatcher/agent.js';
import Dispatcher from 'undici/lib/dispatcher/dispatcher.js';
import ProxyAgent from 'undici/lib/dispatcher/proxy-agent.js';

// As the main module does: both agents have their methods by it, and `ProxyAgent` opens tunnels by one of them.
Object.assign(Dispatcher.prototype, methods);

export { Agent, ProxyAgent };
