import picomatch from 'picomatch';

/** Whether a path with `/` between its folders matches a pattern; names that begin with a dot match as others do. */
export const matchPath = (pattern: string, path: string): boolean => picomatch(pattern, { dot: true })(path);
