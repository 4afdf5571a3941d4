type Variables = Readonly<Record<string, string>>;

/** One setting of pip and its name for uv. Each tool ignores the variables of the other. */
interface Counterpart {
  readonly pip: string;
  /** The first is written; an older spelling is read too. */
  readonly uv: readonly string[];
  /** How lists are separated; undefined for a single value. */
  readonly separators?: { readonly pip: string; readonly uv: string };
}

// https://pip.pypa.io/en/stable/topics/configuration/#environment-variables, https://docs.astral.sh/uv/reference/environment/
const counterparts: readonly Counterpart[] = [
  { pip: 'PIP_INDEX_URL', uv: ['UV_DEFAULT_INDEX', 'UV_INDEX_URL'] },
  { pip: 'PIP_EXTRA_INDEX_URL', uv: ['UV_INDEX', 'UV_EXTRA_INDEX_URL'], separators: { pip: ' ', uv: ' ' } },
  { pip: 'PIP_FIND_LINKS', uv: ['UV_FIND_LINKS'], separators: { pip: ' ', uv: ',' } },
  { pip: 'PIP_NO_INDEX', uv: ['UV_NO_INDEX'] },
  { pip: 'PIP_TRUSTED_HOST', uv: ['UV_INSECURE_HOST'], separators: { pip: ' ', uv: ' ' } },
  { pip: 'PIP_CERT', uv: ['SSL_CERT_FILE'] },
  { pip: 'PIP_CONSTRAINT', uv: ['UV_BUILD_CONSTRAINT'], separators: { pip: ' ', uv: ' ' } },
];

/**
 * The index settings of pip for uv, and those of uv for pip, so that a build uses the same index whichever tool installs its
 * requirements. A setting that a tool has of its own is kept.
 */
export function shareIndexSettings(variables: Variables): Variables {
  const shared: Record<string, string> = {};
  for (const { pip, uv, separators } of counterparts) {
    const [target = ''] = uv;
    const ofUv = uv.map((name) => variables[name]).find((value) => value !== undefined && value !== '');
    const ofPip = variables[pip];
    if (ofPip !== undefined && ofPip !== '') {
      if (ofUv === undefined) shared[target] = split(ofPip).join(separators?.uv ?? ' ');
    } else if (ofUv !== undefined && target !== 'SSL_CERT_FILE') {
      // `name=https://…`: pip's indexes have no names.
      const items = split(ofUv, separators?.uv).map((item) => item.replace(/^[\w.-]+=(?=\w+:)/, ''));
      shared[pip] = items.join(separators?.pip ?? ' ');
    }
  }
  return shared;
}

const split = (text: string, separator = ' '): string[] =>
  text.split(separator === ',' ? /[,\s]+/ : /\s+/).filter((item) => item !== '');
