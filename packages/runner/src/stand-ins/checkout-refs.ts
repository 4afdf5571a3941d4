/** What is to be checked out: a full or bare reference (may be empty) and a commit (may be empty). */
export interface CheckoutTarget {
  readonly ref: string;
  readonly commit: string;
}

const tagsSpecification = '+refs/tags/*:refs/tags/*';
const headsPrefix = 'refs/heads/';
const tagsPrefix = 'refs/tags/';

/** The target of the inputs, as actions/checkout v7 reads them (input-helper.ts). */
export function chooseTarget(
  wanted: string,
  own: { readonly ref: string; readonly sha: string } | undefined,
): CheckoutTarget {
  if (/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/i.test(wanted)) return { ref: '', commit: wanted };
  if (wanted !== '') return { ref: wanted, commit: '' };
  if (own === undefined) return { ref: '', commit: '' };
  return { ref: own.ref.startsWith('refs/') ? own.ref : headsPrefix + own.ref, commit: own.sha };
}

/** What to fetch with a depth (ref-helper.ts, getRefSpec). */
export function listRefSpecifications({ ref, commit }: CheckoutTarget, fetchTags: boolean): string[] {
  const tags = fetchTags ? [tagsSpecification] : [];
  if (ref.startsWith(tagsPrefix)) return fetchTags ? tags : [`+${ref}:${ref}`];
  if (ref.startsWith(headsPrefix)) {
    return [...tags, `+${commit || ref}:refs/remotes/origin/${ref.slice(headsPrefix.length)}`];
  }
  if (ref.startsWith('refs/pull/')) {
    return [...tags, `+${commit || ref}:refs/remotes/pull/${ref.slice('refs/pull/'.length)}`];
  }
  if (commit !== '') return [...tags, commit];
  if (ref.startsWith('refs/')) return [...tags, `+${ref}:${ref}`];
  return [
    ...tags,
    `+refs/heads/${ref}*:refs/remotes/origin/${ref}*`,
    ...(fetchTags ? [] : [`+refs/tags/${ref}*:refs/tags/${ref}*`]),
  ];
}

/** What to fetch without a depth (getRefSpecForAllHistory). */
export function listHistorySpecifications({ ref, commit }: CheckoutTarget): string[] {
  const everything = ['+refs/heads/*:refs/remotes/origin/*', tagsSpecification];
  if (!ref.startsWith('refs/pull/')) return everything;
  return [...everything, `+${commit || ref}:refs/remotes/pull/${ref.slice('refs/pull/'.length)}`];
}

/**
 * Where the target is after a fetch: a local branch to make, or what to detach at (getCheckoutInfo).
 * @param exists whether a full reference is there
 * @throws Error when neither branch nor tag has the name
 */
export async function locateTarget(
  { ref, commit }: CheckoutTarget,
  exists: (reference: string) => Promise<boolean>,
): Promise<{ readonly branch: string | undefined; readonly start: string }> {
  if (ref === '') return { branch: undefined, start: commit };
  if (ref.startsWith('refs/pull/')) {
    return { branch: undefined, start: `refs/remotes/pull/${ref.slice('refs/pull/'.length)}` };
  }
  if (ref.startsWith(tagsPrefix)) return { branch: undefined, start: ref };
  if (ref.startsWith('refs/') && !ref.startsWith(headsPrefix))
    return { branch: undefined, start: commit || ref };
  const name = ref.startsWith(headsPrefix) ? ref.slice(headsPrefix.length) : ref;
  if (ref.startsWith(headsPrefix) || (await exists(`refs/remotes/origin/${name}`))) {
    return { branch: name, start: `refs/remotes/origin/${name}` };
  }
  if (await exists(`refs/tags/${name}`)) return { branch: undefined, start: `refs/tags/${name}` };
  throw new Error(`A branch or tag with the name '${ref}' could not be found`);
}
