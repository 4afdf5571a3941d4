import exceptionIds from 'spdx-exceptions/index.json' with { type: 'json' };
import deprecatedIds from 'spdx-license-ids/deprecated.json' with { type: 'json' };
import licenseIds from 'spdx-license-ids/index.json' with { type: 'json' };

const licenses = new Set([...licenseIds, ...deprecatedIds].map((id) => id.toLowerCase()));
const exceptions = new Set(exceptionIds.map((id) => id.toLowerCase()));
const words = new Set(['and', 'or', 'with', '(', ')']);
const own = /^licenseref-[a-z0-9.-]+$/;

/** Why a text is not a valid SPDX license expression under PEP 639; undefined if it is. Case is ignored. */
export function findLicenseExpressionProblem(text: string): string | undefined {
  const tokens = text
    .toLowerCase()
    .replace(/[()]/g, ' $& ')
    .split(/\s+/)
    .filter((token) => token !== '');
  let position = 0;
  let depth = 0;
  // Operands and operators alternate.
  let wantsOperand = true;
  for (; position < tokens.length; position += 1) {
    const token = tokens[position] ?? '';
    if (wantsOperand) {
      if (token === '(') {
        depth += 1;
        continue;
      }
      const problem = findLicenseProblem(token);
      if (problem !== undefined) return problem;
      wantsOperand = false;
      if (tokens[position + 1] !== 'with') continue;
      position += 2;
      const exception = tokens[position] ?? '';
      if (!exceptions.has(exception)) return `"${exception}" is not a known SPDX exception`;
    } else if (token === ')' && depth > 0) depth -= 1;
    else if (token === 'and' || token === 'or') wantsOperand = true;
    else return `expected AND or OR instead of "${token}"`;
  }
  if (wantsOperand) return 'a license is missing at its end';
  return depth === 0 ? undefined : 'its parentheses do not match';
}

function findLicenseProblem(token: string): string | undefined {
  if (words.has(token)) return `expected a license instead of "${token}"`;
  if (token.startsWith('licenseref-'))
    return own.test(token) ? undefined : `"${token}" is not a license reference`;
  return licenses.has(token.endsWith('+') ? token.slice(0, -1) : token)
    ? undefined
    : `"${token}" is not a known SPDX license`;
}
