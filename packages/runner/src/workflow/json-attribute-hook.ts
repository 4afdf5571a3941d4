import { registerHooks } from 'node:module';

// @actions/workflow-parser imports its schemas as JSON without the attribute that Node asks for;
// importing this module before it supplies the attribute. Vite loads such imports by itself.
registerHooks({
  load(url, context, nextLoad) {
    if (!url.endsWith('.json') || !url.includes('/@actions/workflow-parser/')) return nextLoad(url, context);
    return nextLoad(url, { ...context, importAttributes: { ...context.importAttributes, type: 'json' } });
  },
});
