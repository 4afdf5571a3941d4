/** Version of Slipway, as the root `package.json` has it. Written by `npm run docs`. */
export const version = '0.1.0';
