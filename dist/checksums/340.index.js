export const id = 340;
export const ids = [340];
export const modules = {

/***/ 5340:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  signManifest: () => (/* binding */ signManifest)
});

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./packages/github/src/job/id-token.ts
var id_token = __webpack_require__(8380);
// EXTERNAL MODULE: ./packages/github/src/job/server.ts
var server = __webpack_require__(2194);
// EXTERNAL MODULE: ./node_modules/@sigstore/bundle/dist/index.js
var dist = __webpack_require__(8659);
// EXTERNAL MODULE: ./node_modules/@sigstore/core/dist/index.js
var core_dist = __webpack_require__(3917);
// EXTERNAL MODULE: ./node_modules/@sigstore/verify/dist/index.js
var verify_dist = __webpack_require__(4187);
// EXTERNAL MODULE: ./packages/core/src/errors/action-error.ts
var action_error = __webpack_require__(5336);
// EXTERNAL MODULE: ./packages/core/src/neutralize.ts
var neutralize = __webpack_require__(2430);
// EXTERNAL MODULE: ./packages/core/src/errors/define-errors.ts
var define_errors = __webpack_require__(700);
;// CONCATENATED MODULE: ./packages/sigstore/src/errors.ts

/** Errors of signing and verification. */
const sigstoreErrors = (0,define_errors/* defineErrors */.V)({
    E_ATTESTATION_INVALID: {
        message: 'An attestation is not valid for these files.',
        hint: 'Do not publish it. Sign again in a job of the workflow that publishes. The reason is given above.',
    },
    E_SIGSTORE_CERTIFICATE: {
        message: 'Sigstore did not issue a signing certificate.',
        hint: 'Check the status page of Sigstore, then re-run the job. Nothing was published.',
    },
    E_SIGSTORE_FORMAT: {
        message: 'This Sigstore instance cannot create a signature in that format.',
        hint: 'Use only the format "bundle", or version 1 of the public log.',
    },
    E_SIGSTORE_ID_TOKEN: {
        message: "The job's ID token cannot be used for signing.",
        hint: 'Add "id-token: write" to the "permissions" of the job.',
    },
    E_SIGSTORE_ISSUER: {
        message: "Sigstore does not trust the server that issues this job's ID tokens.",
        hint: 'Sign in a repository on github.com, or remove the step that signs.',
    },
    E_SIGSTORE_LOG: {
        message: 'The Sigstore transparency log did not accept a signature.',
        hint: 'Check the status page of Sigstore, then re-run the job. Nothing was published.',
    },
    E_SIGSTORE_SBOM: {
        message: 'The SBOM cannot be attested.',
        hint: 'Use an SPDX or CycloneDX file in JSON of at most 16 MiB.',
    },
    E_SIGSTORE_TIMESTAMP: {
        message: 'The timestamp authority did not return a timestamp.',
        hint: 'Re-run the job. Nothing was published.',
    },
    E_SIGSTORE_TRUST: {
        message: 'The Sigstore trusted root could not be read.',
        hint: 'Re-run the job. For your own instance, pass the file with its trusted root.',
    },
});

;// CONCATENATED MODULE: ./packages/sigstore/src/verification/known-trust.ts


/** Certificates of signers that are kept for one root: a release has one, or two if the first expires meanwhile. */
const maxSigners = 16;
/**
 * A certificate that remembers which issuers signed it. The library encodes both certificates again for each comparison and each
 * check, which takes most of the time of verifying many bundles of one signer.
 */
class KnownCertificate extends core_dist.X509Certificate {
    #der;
    #issuers = new WeakMap();
    constructor(der) {
        super(core_dist.ASN1Obj.parseBuffer(der));
        this.#der = der;
    }
    verify(issuer = this) {
        const known = this.#issuers.get(issuer);
        if (known !== undefined)
            return known;
        const isSigned = super.verify(issuer);
        this.#issuers.set(issuer, isSigned);
        return isSigned;
    }
    equals(other) {
        return other instanceof KnownCertificate ? this.#der.equals(other.#der) : super.equals(other);
    }
    /** The library removes an extension from the copy. */
    clone() {
        return core_dist.X509Certificate.parse(Buffer.from(this.#der));
    }
}
const known = new WeakMap();
/** Reads a trusted root once, however many bundles are verified with it. */
function knowTrust(trustedRoot) {
    const before = known.get(trustedRoot);
    if (before !== undefined)
        return before;
    const trust = readTrust(trustedRoot);
    known.set(trustedRoot, trust);
    return trust;
}
function readTrust(trustedRoot) {
    const material = (0,verify_dist/* toTrustMaterial */.jO)(trustedRoot);
    const authorities = trustedRoot.certificateAuthorities.map(({ certChain }) => (certChain?.certificates ?? []).map(({ rawBytes }) => new KnownCertificate(Buffer.from(rawBytes))));
    const signers = new Map();
    return {
        material: {
            ...material,
            certificateAuthorities: material.certificateAuthorities.map((authority, index) => ({
                ...authority,
                certChain: authorities[index] ?? authority.certChain,
            })),
        },
        adopt(entity, certificate) {
            if (certificate === undefined || entity.key.$case !== 'certificate')
                return entity;
            const der = Buffer.from(certificate);
            const name = der.toString('base64');
            const signer = signers.get(name) ?? new KnownCertificate(der);
            if (signers.size >= maxSigners)
                signers.clear();
            signers.set(name, signer);
            return { ...entity, key: { $case: 'certificate', certificate: signer } };
        },
    };
}

;// CONCATENATED MODULE: ./packages/sigstore/src/verify-bundle.ts








const arc = [1, 3, 6, 1, 4, 1, 57264, 1];
/** The error for an invalid attestation; `reason` may contain foreign text. */
function invalid(reason, cause) {
    return new action_error/* IntegrityError */.cs(sigstoreErrors.E_ATTESTATION_INVALID, {
        message: `The attestation is not valid: ${(0,neutralize/* neutralizeLine */.a0)(reason, 600)}`,
        cause,
    });
}
function isStatement(value, types) {
    const statement = value;
    return (typeof statement === 'object' &&
        statement !== null &&
        types.includes(statement._type) &&
        typeof statement.predicateType === 'string' &&
        Array.isArray(statement.subject) &&
        statement.subject.every((subject) => typeof subject?.digest === 'object' && subject.digest !== null));
}
function decodeText(der) {
    try {
        return core_dist.ASN1Obj.parseBuffer(Buffer.from(der)).value.toString('utf8');
    }
    catch {
        return undefined;
    }
}
function checkForm(bundle, expected) {
    const entries = bundle.verificationMaterial.tlogEntries;
    const [entry] = entries;
    if (entry === undefined || entries.length !== 1)
        throw invalid(`it has ${entries.length} entries of the transparency log instead of one`);
    const { kind = '(none)', version = '' } = entry.kindVersion ?? {};
    if (kind !== expected || version !== '0.0.1')
        throw invalid(`its entry in the log is of type ${kind} ${version} instead of ${expected} 0.0.1`);
    if (!entry.inclusionPromise?.signedEntryTimestamp)
        throw invalid('its entry in the log has no inclusion promise, so its time is not verified');
    const { inclusionProof: proof } = entry;
    if (!proof?.checkpoint?.envelope)
        throw invalid('its entry in the log has no inclusion proof with a checkpoint');
    // The verifier only uses the checkpoint; PyPI's also compares the tree of the proof.
    const [, treeSize, rootHash] = proof.checkpoint.envelope.split('\n');
    if (proof.treeSize !== treeSize || proof.rootHash !== rootHash)
        throw invalid('its inclusion proof is for a different tree than its checkpoint');
}
function describeSigner({ identity }) {
    const oids = identity?.oids ?? [];
    return {
        identity: identity?.subjectAlternativeName ?? '',
        extension(number) {
            const identifier = [...arc, number].join('.');
            const found = oids.find(({ oid }) => oid?.id.join('.') === identifier);
            return found === undefined ? undefined : decodeText(found.value);
        },
    };
}
function verifyBundle(serialized, trustedRoot, { blob, checkForm: check, thresholds }) {
    try {
        const bundle = (0,dist.bundleFromJSON)(serialized);
        check?.(serialized);
        const { material, adopt } = knowTrust(trustedRoot);
        const entity = (0,verify_dist/* toSignedEntity */.DC)(bundle, blob === undefined ? undefined : Buffer.from(blob));
        const signer = new verify_dist/* Verifier */.BL(material, thresholds).verify(adopt(entity, readCertificate(bundle)));
        return { bundle, signer: describeSigner(signer) };
    }
    catch (cause) {
        if (cause instanceof action_error/* IntegrityError */.cs)
            throw cause;
        throw invalid(cause instanceof Error ? cause.message : 'the certificate cannot be read', cause);
    }
}
/** The certificate of the signer, where a bundle of any version has it. */
function readCertificate({ verificationMaterial: { content } }) {
    if (content.$case === 'certificate')
        return content.certificate.rawBytes;
    return content.$case === 'x509CertificateChain'
        ? content.x509CertificateChain.certificates[0]?.rawBytes
        : undefined;
}
/**
 * Verifies a bundle with the signature of bytes, as `verifyStatementBundle` does one around a statement.
 * @throws IntegrityError E_ATTESTATION_INVALID
 */
function verifyBlobBundle(serialized, blob, trustedRoot) {
    return verifyBundle(serialized, trustedRoot, {
        blob,
        checkForm: (bundle) => checkForm(bundle, 'hashedrekord'),
    }).signer;
}
/**
 * Verifies a bundle around a statement: certificate chain, its logged timestamp, time of signing, entry in the log with
 * promise and proof, signature. Who signed is for the caller to judge.
 * @throws IntegrityError E_ATTESTATION_INVALID
 */
function verifyStatementBundle(serialized, trustedRoot) {
    const form = (bundle) => checkForm(bundle, 'dsse');
    return readStatement(verifyBundle(serialized, trustedRoot, { checkForm: form }), [statementType]);
}
function readStatement({ bundle, signer }, types) {
    if (!isBundleWithDsseEnvelope(bundle))
        throw invalid('it is not an envelope around a statement');
    const { payload, payloadType, signatures } = bundle.content.dsseEnvelope;
    if (payloadType !== statementPayloadType)
        throw invalid(`its payload is of type ${payloadType}`);
    if (signatures.length !== 1)
        throw invalid(`it has ${signatures.length} signatures instead of one`);
    let statement;
    try {
        statement = JSON.parse(payload.toString('utf8'));
    }
    catch (cause) {
        throw invalid('its payload is not valid JSON', cause);
    }
    if (!isStatement(statement, types))
        throw invalid(`its payload is not an in-toto statement (${types.join(', ')})`);
    return { ...signer, statement };
}
/** What each instance shows: GitHub's has neither a log of signatures nor one of certificates. */
const thresholdsOf = (trust) => trust === 'github' ? { tlogThreshold: 0, ctlogThreshold: 0, timestampThreshold: 1 } : undefined;
/**
 * Verifies a bundle around a statement in any form that verifiers of images read: with a log of API v1 or v2, or of GitHub's
 * instance. Who signed is for the caller to judge.
 * @throws IntegrityError E_ATTESTATION_INVALID
 */
function verifySignedStatement(serialized, trustedRoot, trust) {
    const verified = verifyBundle(serialized, trustedRoot, { thresholds: thresholdsOf(trust) });
    return readStatement(verified, [statementType, olderStatementType]);
}
/**
 * Verifies a bundle with the signature of bytes in any form that `signBytes` makes. Who signed is for the caller to judge.
 * @throws IntegrityError E_ATTESTATION_INVALID
 */
function verifySignedBytes(serialized, bytes, trustedRoot, trust) {
    return verifyBundle(serialized, trustedRoot, { blob: bytes, thresholds: thresholdsOf(trust) }).signer;
}
/**
 * Verifies the signature of bytes only by the log's inclusion promise, as in cosign's older format. @throws
 * IntegrityError E_ATTESTATION_INVALID
 */
function verifyPromisedBlob(serialized, blob, trustedRoot) {
    return verifyBundle(serialized, trustedRoot, { blob }).signer;
}

;// CONCATENATED MODULE: ./packages/sigstore/src/signing/release-signer.ts

// https://github.com/sigstore/fulcio/blob/main/docs/oid-info.md, below 1.3.6.1.4.1.57264.1.
const issuerNumber = 8;
const numbers = { repository: 12, commit: 13, ref: 14, workflow: 18 };
const words = {
    repository: 'its repository',
    workflow: 'its workflow',
    ref: 'its ref',
    commit: 'its commit',
};
/**
 * Checks that a certificate was issued to the expected workflow run: every part that is given has to be equal.
 * @param expected a part of a signer accepts any value for the rest
 * @throws IntegrityError E_ATTESTATION_INVALID naming the first part that differs, with both values
 */
function checkReleaseSigner(signer, expected) {
    const { identity, isIssuer } = expected;
    const issuer = signer.extension(issuerNumber);
    if (isIssuer !== undefined && !isIssuer(issuer))
        throw invalid(`its issuer is ${issuer ?? 'missing'}, which does not issue the ID tokens of this run`);
    if (identity !== undefined && signer.identity !== identity)
        throw invalid(`its signer is ${signer.identity || 'unknown'} instead of ${identity}`);
    for (const [name, text] of Object.entries(words)) {
        const [wanted, found] = [expected[name], signer.extension(numbers[name])];
        if (wanted !== undefined && found !== wanted)
            throw invalid(`${text} is ${found ?? 'missing'} instead of ${wanted}`);
    }
}

// EXTERNAL MODULE: ./packages/core/src/errors/core-errors.ts
var core_errors = __webpack_require__(1040);
;// CONCATENATED MODULE: ./packages/sigstore/src/id-token.ts


/**
 * Reads the claims of an ID token. No error has any part of the token in it.
 * @throws EnvironmentError E_SIGSTORE_ID_TOKEN
 */
function readIdTokenClaims(token) {
    const [, payload = '', signature = ''] = token.split('.');
    let claims;
    try {
        claims = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
    }
    catch {
        // The parser's own error quotes what it read.
        claims = undefined;
    }
    if (signature === '' || typeof claims !== 'object' || claims === null || Array.isArray(claims))
        throw new action_error/* EnvironmentError */.eG(sigstoreErrors.E_SIGSTORE_ID_TOKEN, {
            message: 'The ID token issued by the platform is not a valid JSON Web Token.',
        });
    return claims;
}
/** A claim that has to be a text. @throws EnvironmentError E_SIGSTORE_ID_TOKEN with the name of the claim */
function textClaim(claims, name) {
    const value = claims[name];
    if (typeof value !== 'string' || value === '')
        throw new action_error/* EnvironmentError */.eG(sigstoreErrors.E_SIGSTORE_ID_TOKEN, {
            message: `The ID token of this job has no claim "${name}".`,
        });
    return value;
}

;// CONCATENATED MODULE: ./packages/sigstore/src/instance.ts


/** Sigstore's public-good instance with the log of API v1: what PyPI trusts, and every cosign verifies. */
const publicGood = {
    trust: 'public-good',
    fulcioUrl: 'https://fulcio.sigstore.dev',
    log: { url: 'https://rekor.sigstore.dev', version: 1 },
    timestampUrl: undefined,
};
/**
 * GitHub's instance for private repositories: no public log, the time is told by an authority.
 * Source: https://docs.github.com/actions/concepts/security/artifact-attestations, and `actions/attest`, `endpoints.ts`.
 */
const githubInstance = {
    trust: 'github',
    fulcioUrl: 'https://fulcio.githubapp.com',
    log: undefined,
    timestampUrl: 'https://timestamp.githubapp.com/api/v1/timestamp',
};
/**
 * The public-good instance with the newest log of API v2. Such logs are one for each year, and the trusted root names them.
 * @throws RemoteError E_SIGSTORE_TRUST when it names no such log, or no timestamp authority
 */
function selectVersion2(trustedRoot, nowMs) {
    const isOpen = (validFor) => (validFor?.start?.getTime() ?? 0) <= nowMs &&
        nowMs < (validFor?.end?.getTime() ?? Number.POSITIVE_INFINITY);
    const startOf = (log) => log.publicKey?.validFor?.start?.getTime() ?? 0;
    const [log] = trustedRoot.tlogs
        .filter(({ baseUrl, publicKey }) => baseUrl !== publicGood.log?.url && isOpen(publicKey?.validFor))
        .sort((left, right) => startOf(right) - startOf(left));
    const authority = trustedRoot.timestampAuthorities.find(({ validFor }) => isOpen(validFor));
    if (log === undefined || authority === undefined) {
        throw new action_error/* RemoteError */.Hi(sigstoreErrors.E_SIGSTORE_TRUST, {
            message: `The trusted root contains no active ${log === undefined ? 'log of version 2' : 'timestamp authority'}.`,
            hint: 'Remove "rekor-version". Every verifier supports version 1 of the log.',
        });
    }
    return {
        ...publicGood,
        log: { url: log.baseUrl.replace(/\/$/, ''), version: 2 },
        timestampUrl: `${authority.uri.replace(/\/(?:api\/v1\/timestamp\/?)?$/, '')}/api/v1/timestamp`,
    };
}

;// CONCATENATED MODULE: ./packages/sigstore/src/statements/provenance.ts


/** https://slsa.dev/spec/v1.0/provenance. */
const provenanceType = 'https://slsa.dev/provenance/v1';
/** Picks the claims of a provenance out of an ID token. @throws EnvironmentError E_SIGSTORE_ID_TOKEN */
function readProvenanceClaims(token) {
    const claims = readIdTokenClaims(token);
    return {
        repository: textClaim(claims, 'repository'),
        repository_id: textClaim(claims, 'repository_id'),
        repository_owner_id: textClaim(claims, 'repository_owner_id'),
        ref: textClaim(claims, 'ref'),
        sha: textClaim(claims, 'sha'),
        event_name: textClaim(claims, 'event_name'),
        workflow_ref: textClaim(claims, 'workflow_ref'),
        job_workflow_ref: textClaim(claims, 'job_workflow_ref'),
        runner_environment: textClaim(claims, 'runner_environment'),
        run_id: textClaim(claims, 'run_id'),
        run_attempt: textClaim(claims, 'run_attempt'),
    };
}
/**
 * The statement that a workflow run made a file, with the build type of GitHub Actions:
 * https://actions.github.io/buildtypes/workflow/v1.
 * @param serverUrl of GitHub, without a slash at the end
 */
function provenanceStatement(file, claims, serverUrl = 'https://github.com') {
    return provenanceOfSubjects([subjectOfFile(file)], claims, serverUrl);
}
/** The same about several subjects. */
function provenanceOfSubjects(subject, claims, serverUrl) {
    const repository = `${serverUrl}/${claims.repository}`;
    const workflow = claims.workflow_ref.replace(`${claims.repository}/`, '');
    // A tag may have an at sign in it, the path of a workflow file not.
    const at = workflow.indexOf('@');
    return {
        _type: statementType,
        subject,
        predicateType: provenanceType,
        predicate: {
            buildDefinition: {
                buildType: 'https://actions.github.io/buildtypes/workflow/v1',
                externalParameters: {
                    workflow: { ref: workflow.slice(at + 1), repository, path: workflow.slice(0, at) },
                },
                internalParameters: {
                    github: {
                        event_name: claims.event_name,
                        repository_id: claims.repository_id,
                        repository_owner_id: claims.repository_owner_id,
                        runner_environment: claims.runner_environment,
                    },
                },
                resolvedDependencies: [{ uri: `git+${repository}@${claims.ref}`, digest: { gitCommit: claims.sha } }],
            },
            runDetails: {
                builder: { id: `${serverUrl}/${claims.job_workflow_ref}` },
                metadata: {
                    invocationId: `${repository}/actions/runs/${claims.run_id}/attempts/${claims.run_attempt}`,
                },
            },
        },
    };
}

// EXTERNAL MODULE: ./node_modules/@sigstore/protobuf-specs/dist/index.js
var protobuf_specs_dist = __webpack_require__(9654);
;// CONCATENATED MODULE: ./packages/sigstore/src/generated/github-root.ts
/**
 * The root metadata that trust in GitHub's instance begins with, as its maintainers signed it:
 * https://github.com/cli/cli, pkg/cmd/attestation/verification/embed/tuf-repo.github.com/root.json (version 3). Later ones are
 * reached from it by their signatures.
 */
const githubRoot = {
    "signatures": [
        {
            "keyid": "4f4d1dd75f2d7f3860e3a068d7bed90dec5f0faafcbe1ace7fb7d95d29e07228",
            "sig": ""
        },
        {
            "keyid": "eb8eff37f93af2faaba519f341decec3cecd3eeafcace32966db9723842c8a62",
            "sig": ""
        },
        {
            "keyid": "539dde44014c850fe6eeb8b299eb7dae2e1f4bf83454b949e98aa73542cdc65a",
            "sig": ""
        },
        {
            "keyid": "a10513a5ab61acd0c6b6fbe0504856ead18f3b17c4fabbe3fa848c79a5a187cf",
            "sig": "3046022100ca341d3ba2ef7657d69c2825729959681f55aec497b612e81a547e2abb616b49022100cd605b412a3d991f92e0818e07e60383bbd23904723eec221d6e39fdfeae3104"
        },
        {
            "keyid": "5e01c9a0b2641a8965a4a74e7df0bc7b2d8278a2c3ca0cf7a3f2f783d3c69800",
            "sig": "3046022100d0f70effe60d6a18319e2890088cd01d45c654ee6d2ce1d5c3cdcf2dc7f637570221008f947a2d7334d948f1c4794b0a465f1dfb99a578dd8d1f4563cee0581f457db2"
        },
        {
            "keyid": "54809115b40137aac01af4b7ac2408c77ea0d58fa4dad48fc3196497d2a26f44",
            "sig": "304502201ae931db1c48020fb37af54d446ac856306f619dfc3f93ddcff70d2880e443dc022100992b70451aa74805adef24e85ec352e598812267f623979bd4ce719b66b62d22"
        },
        {
            "keyid": "88737ccdac7b49cc237e9aaead81be2a40278b886a693d8149a19cf543f093d3",
            "sig": "3045022023bba8e14c177609f43873aa0087ef983ddd2bad9a0a832c0cf279e1be8798f2022100facfaecc1d7ee793042eaaa6970fb9ca700c3bdbf4ee43ed0f8d0fc3aef96563"
        },
        {
            "keyid": "d6a89e23fb22801a0d1186bf1bdd007e228f65a8aa9964d24d06cb5fbb0ce91c",
            "sig": "3046022100d2f6cceb05d135ce6a6ce7fe1dc76c24508154ad71c433028e64ca95ba716ffb022100f0592d60eb67508dd5f9cc593a4cca33bbaf94882c3d74a560fda845a456c6cc"
        },
        {
            "keyid": "8b498a80a1b7af188c10c9abdf6aade81d14faaffcde2abcd6063baa673ebd12",
            "sig": "30450221009af2f0c534ed92de909a3b727f7101319c18e10623de8f48a0eba980d3d54d830220095842b16c58567c71f9dfa0b54e79daca1b2fecf3cb2ea4ee6d8393bdf93294"
        }
    ],
    "signed": {
        "_type": "root",
        "consistent_snapshot": true,
        "expires": "2025-04-11T14:36:57Z",
        "keys": {
            "4f4d1dd75f2d7f3860e3a068d7bed90dec5f0faafcbe1ace7fb7d95d29e07228": {
                "keytype": "ecdsa",
                "keyval": {
                    "public": "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAENki7aZVips5SgRzCd/Om0CGzQKY/\nnv84giqVDmdwb2ys82Z6soFLasvYYEEQcwqaC170n9gr93wHUgPc796uJA==\n-----END PUBLIC KEY-----\n"
                },
                "scheme": "ecdsa-sha2-nistp256",
                "x-tuf-on-ci-keyowner": "@ashtom"
            },
            "539dde44014c850fe6eeb8b299eb7dae2e1f4bf83454b949e98aa73542cdc65a": {
                "keytype": "ecdsa",
                "keyval": {
                    "public": "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAElD0o2sOZN9n3RKQ7PtMLAoXj+2Ai\nn4PKT/pfnzDlNLrD3VTQwCc4sR4t+OLu4KQ+qk+kXkR9YuBsu3bdJZ1OWw==\n-----END PUBLIC KEY-----\n"
                },
                "scheme": "ecdsa-sha2-nistp256",
                "x-tuf-on-ci-keyowner": "@nerdneha"
            },
            "54809115b40137aac01af4b7ac2408c77ea0d58fa4dad48fc3196497d2a26f44": {
                "keytype": "ecdsa",
                "keyval": {
                    "public": "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEimKcdST+ORD+g0aGEFDOVZDAaIYg\nIgesNKiIe2L7MUsYx5UHhzQ08quvew13eYSCNJnfwooFZu7cdTu8AwqFjQ==\n-----END PUBLIC KEY-----\n"
                },
                "scheme": "ecdsa-sha2-nistp256",
                "x-tuf-on-ci-keyowner": "@alexiswales"
            },
            "88737ccdac7b49cc237e9aaead81be2a40278b886a693d8149a19cf543f093d3": {
                "keytype": "ecdsa",
                "keyval": {
                    "public": "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEBagkskNOpOTbetTX5CdnvMy+LiWn\nonRrNrqAHL4WgiebH7Uig7GLhC3bkeA/qgb926/vr9qhOPG9Buj2HatrPw==\n-----END PUBLIC KEY-----\n"
                },
                "scheme": "ecdsa-sha2-nistp256",
                "x-tuf-on-ci-keyowner": "@gregose"
            },
            "8b498a80a1b7af188c10c9abdf6aade81d14faaffcde2abcd6063baa673ebd12": {
                "keytype": "ecdsa",
                "keyval": {
                    "public": "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE7IEoVNwrprchXGhT5sAhSax7SOd3\n8duuISghCzfmHdKJWSbV2wJRamRiUVRtmA83K/qm5cT20WXMCT5QeM/D3A==\n-----END PUBLIC KEY-----\n"
                },
                "scheme": "ecdsa-sha2-nistp256",
                "x-tuf-on-ci-keyowner": "@trevrosen"
            },
            "a10513a5ab61acd0c6b6fbe0504856ead18f3b17c4fabbe3fa848c79a5a187cf": {
                "keytype": "ecdsa",
                "keyval": {
                    "public": "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEC2wJ3xscyXxBLybJ9FVjwkyQMe53\nRHUz77AjMO8MzVaT8xw6ZvJqdNZiytYtigWULlINxw6frNsWJKb/f7lC8A==\n-----END PUBLIC KEY-----\n"
                },
                "scheme": "ecdsa-sha2-nistp256",
                "x-tuf-on-ci-keyowner": "@kommendorkapten"
            },
            "d6a89e23fb22801a0d1186bf1bdd007e228f65a8aa9964d24d06cb5fbb0ce91c": {
                "keytype": "ecdsa",
                "keyval": {
                    "public": "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEDdORwcruW3gqAgaLjH/nNdGMB4kQ\nAvA+wD6DyO4P/wR8ee2ce83NZHq1ZADKhve0rlYKaKy3CqyQ5SmlZ36Zhw==\n-----END PUBLIC KEY-----\n"
                },
                "scheme": "ecdsa-sha2-nistp256",
                "x-tuf-on-ci-keyowner": "@krukow"
            },
            "eb8eff37f93af2faaba519f341decec3cecd3eeafcace32966db9723842c8a62": {
                "keytype": "ecdsa",
                "keyval": {
                    "public": "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAENynVdQnM9h7xU71G7PiJpQaDemub\nkbjsjYwLlPJTQVuxQO8WeIpJf8MEh5rf01t2dDIuCsZ5gRx+QvDv0UzfsA==\n-----END PUBLIC KEY-----\n"
                },
                "scheme": "ecdsa-sha2-nistp256",
                "x-tuf-on-ci-keyowner": "@mph4"
            },
            "eb9799b483affac9da87ef4c9ea467928415c961349e607e5e6e485679b07f8f": {
                "keytype": "ecdsa",
                "keyval": {
                    "public": "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAENKNcNcX+d73lS1TRFb9Vnp8JvOoh\nzYQ+in43iGenbG8RGo9L/6FJ2hoRbVU6xskvyuErcdPbCdI4GxrQ5i8hkw==\n-----END PUBLIC KEY-----\n"
                },
                "scheme": "ecdsa-sha2-nistp256",
                "x-tuf-on-ci-online-uri": "azurekms://production-tuf-root.vault.azure.net/keys/Online-Key/aaf375fd8ed24acb949a5cc173700b05"
            }
        },
        "roles": {
            "root": {
                "keyids": [
                    "a10513a5ab61acd0c6b6fbe0504856ead18f3b17c4fabbe3fa848c79a5a187cf",
                    "4f4d1dd75f2d7f3860e3a068d7bed90dec5f0faafcbe1ace7fb7d95d29e07228",
                    "88737ccdac7b49cc237e9aaead81be2a40278b886a693d8149a19cf543f093d3",
                    "d6a89e23fb22801a0d1186bf1bdd007e228f65a8aa9964d24d06cb5fbb0ce91c",
                    "eb8eff37f93af2faaba519f341decec3cecd3eeafcace32966db9723842c8a62",
                    "8b498a80a1b7af188c10c9abdf6aade81d14faaffcde2abcd6063baa673ebd12",
                    "539dde44014c850fe6eeb8b299eb7dae2e1f4bf83454b949e98aa73542cdc65a",
                    "54809115b40137aac01af4b7ac2408c77ea0d58fa4dad48fc3196497d2a26f44"
                ],
                "threshold": 3
            },
            "snapshot": {
                "keyids": [
                    "eb9799b483affac9da87ef4c9ea467928415c961349e607e5e6e485679b07f8f"
                ],
                "threshold": 1,
                "x-tuf-on-ci-expiry-period": 21,
                "x-tuf-on-ci-signing-period": 7
            },
            "targets": {
                "keyids": [
                    "a10513a5ab61acd0c6b6fbe0504856ead18f3b17c4fabbe3fa848c79a5a187cf",
                    "4f4d1dd75f2d7f3860e3a068d7bed90dec5f0faafcbe1ace7fb7d95d29e07228",
                    "88737ccdac7b49cc237e9aaead81be2a40278b886a693d8149a19cf543f093d3",
                    "d6a89e23fb22801a0d1186bf1bdd007e228f65a8aa9964d24d06cb5fbb0ce91c",
                    "eb8eff37f93af2faaba519f341decec3cecd3eeafcace32966db9723842c8a62",
                    "8b498a80a1b7af188c10c9abdf6aade81d14faaffcde2abcd6063baa673ebd12",
                    "539dde44014c850fe6eeb8b299eb7dae2e1f4bf83454b949e98aa73542cdc65a",
                    "54809115b40137aac01af4b7ac2408c77ea0d58fa4dad48fc3196497d2a26f44"
                ],
                "threshold": 3
            },
            "timestamp": {
                "keyids": [
                    "eb9799b483affac9da87ef4c9ea467928415c961349e607e5e6e485679b07f8f"
                ],
                "threshold": 1,
                "x-tuf-on-ci-expiry-period": 7,
                "x-tuf-on-ci-signing-period": 6
            }
        },
        "spec_version": "1.0.31",
        "version": 3,
        "x-tuf-on-ci-expiry-period": 240,
        "x-tuf-on-ci-signing-period": 60
    }
};

;// CONCATENATED MODULE: ./packages/sigstore/src/generated/public-good-root.ts
/**
 * The root metadata that trust in the public-good instance begins with, as its maintainers signed it:
 * https://github.com/sigstore/root-signing, metadata/root_history/16.root.json. Later ones are reached from it by their signatures.
 */
const publicGoodRoot = {
    "signatures": [
        {
            "keyid": "e71a54d543835ba86adad9460379c7641fb8726d164ea766801a1c522aba7ea2",
            "sig": "3045022065c68f28ebe44d0a4e047a6e287f9669c8e3b31e08536396c67a1483326be8c6022100e7524a889e40de0df84231dd40e1fcc57fbbbf62055c17076568307dbc509046"
        },
        {
            "keyid": "22f4caec6d8e6f9555af66b3d4c3cb06a3bb23fdc7e39c916c61f462e6f52b06",
            "sig": "304502206fedc4a382a0c5155e812c9b7461fe388ef704fef9e093c5c236e20abbf8e6620221008bbec36b63bf9baebc03a83c770cf9387efc90907eb83070b7a875129512d687"
        },
        {
            "keyid": "61643838125b440b40db6942f5cb5a31c0dc04368316eb2aaa58b95904a58222",
            "sig": "30450220468f4219db51c7e815e1e3d33d9987878aa12aeaf331604d5180dd60b19dfb350221009f778ef5e96647c08bd23d63f69c0cce6fc353d747b9d51f35dc0f8678de9fef"
        },
        {
            "keyid": "a687e5bf4fab82b0ee58d46e05c9535145a2c9afb458f43d42b45ca0fdce2a70",
            "sig": "3045022029e2518a7bcac05ec0b227809ce0c969406743412f90dc5255401afb13363f4602210087a64182249e41dd11de91c9f385a33659bd60147a93d13c86b7a64e447f9826"
        },
        {
            "keyid": "183e64f37670dc13ca0d28995a3053f3740954ddce44321a41e46534cf44e632",
            "sig": "30450221008051c456ed2bf48aa5fc5742928ab0904266c1d6bdde5fc75ae20f12d098a95502203cc683bd86793808e6c9f89e2ca93f80b00c6ea64880ac4e37db69e2e86b24e3"
        }
    ],
    "signed": {
        "_type": "root",
        "consistent_snapshot": true,
        "expires": "2027-04-22T19:27:31Z",
        "keys": {
            "0c87432c3bf09fd99189fdc32fa5eaedf4e4a5fac7bab73fa04a2e0fc64af6f5": {
                "keyid_hash_algorithms": [
                    "sha256",
                    "sha512"
                ],
                "keytype": "ecdsa",
                "keyval": {
                    "public": "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEWRiGr5+j+3J5SsH+Ztr5nE2H2wO7\nBV+nO3s93gLca18qTOzHY1oWyAGDykMSsGTUBSt9D+An0KfKsD2mfSM42Q==\n-----END PUBLIC KEY-----\n"
                },
                "scheme": "ecdsa-sha2-nistp256",
                "x-tuf-on-ci-online-uri": "gcpkms:projects/sigstore-root-signing/locations/global/keyRings/root/cryptoKeys/timestamp/cryptoKeyVersions/1"
            },
            "183e64f37670dc13ca0d28995a3053f3740954ddce44321a41e46534cf44e632": {
                "keytype": "ecdsa",
                "keyval": {
                    "public": "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEMxpPOJCIZ5otG4106fGJseEQi3V9\npkMYQ4uyV9Tj1M7WHXIyLG+jkfvuG0glQ1JZbRZZBV3gAR4sojdGHISeow==\n-----END PUBLIC KEY-----\n"
                },
                "scheme": "ecdsa-sha2-nistp256",
                "x-tuf-on-ci-keyowner": "@lance"
            },
            "22f4caec6d8e6f9555af66b3d4c3cb06a3bb23fdc7e39c916c61f462e6f52b06": {
                "keyid_hash_algorithms": [
                    "sha256",
                    "sha512"
                ],
                "keytype": "ecdsa",
                "keyval": {
                    "public": "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEzBzVOmHCPojMVLSI364WiiV8NPrD\n6IgRxVliskz/v+y3JER5mcVGcONliDcWMC5J2lfHmjPNPhb4H7xm8LzfSA==\n-----END PUBLIC KEY-----\n"
                },
                "scheme": "ecdsa-sha2-nistp256",
                "x-tuf-on-ci-keyowner": "@santiagotorres"
            },
            "61643838125b440b40db6942f5cb5a31c0dc04368316eb2aaa58b95904a58222": {
                "keyid_hash_algorithms": [
                    "sha256",
                    "sha512"
                ],
                "keytype": "ecdsa",
                "keyval": {
                    "public": "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEinikSsAQmYkNeH5eYq/CnIzLaacO\nxlSaawQDOwqKy/tCqxq5xxPSJc21K4WIhs9GyOkKfzueY3GILzcMJZ4cWw==\n-----END PUBLIC KEY-----\n"
                },
                "scheme": "ecdsa-sha2-nistp256",
                "x-tuf-on-ci-keyowner": "@bobcallaway"
            },
            "a687e5bf4fab82b0ee58d46e05c9535145a2c9afb458f43d42b45ca0fdce2a70": {
                "keyid_hash_algorithms": [
                    "sha256",
                    "sha512"
                ],
                "keytype": "ecdsa",
                "keyval": {
                    "public": "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE0ghrh92Lw1Yr3idGV5WqCtMDB8Cx\n+D8hdC4w2ZLNIplVRoVGLskYa3gheMyOjiJ8kPi15aQ2//7P+oj7UvJPGw==\n-----END PUBLIC KEY-----\n"
                },
                "scheme": "ecdsa-sha2-nistp256",
                "x-tuf-on-ci-keyowner": "@joshuagl"
            },
            "e71a54d543835ba86adad9460379c7641fb8726d164ea766801a1c522aba7ea2": {
                "keyid_hash_algorithms": [
                    "sha256",
                    "sha512"
                ],
                "keytype": "ecdsa",
                "keyval": {
                    "public": "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEEXsz3SZXFb8jMV42j6pJlyjbjR8K\nN3Bwocexq6LMIb5qsWKOQvLN16NUefLc4HswOoumRsVVaajSpQS6fobkRw==\n-----END PUBLIC KEY-----\n"
                },
                "scheme": "ecdsa-sha2-nistp256",
                "x-tuf-on-ci-keyowner": "@mnm678"
            }
        },
        "roles": {
            "root": {
                "keyids": [
                    "e71a54d543835ba86adad9460379c7641fb8726d164ea766801a1c522aba7ea2",
                    "22f4caec6d8e6f9555af66b3d4c3cb06a3bb23fdc7e39c916c61f462e6f52b06",
                    "61643838125b440b40db6942f5cb5a31c0dc04368316eb2aaa58b95904a58222",
                    "a687e5bf4fab82b0ee58d46e05c9535145a2c9afb458f43d42b45ca0fdce2a70",
                    "183e64f37670dc13ca0d28995a3053f3740954ddce44321a41e46534cf44e632"
                ],
                "threshold": 3
            },
            "snapshot": {
                "keyids": [
                    "0c87432c3bf09fd99189fdc32fa5eaedf4e4a5fac7bab73fa04a2e0fc64af6f5"
                ],
                "threshold": 1,
                "x-tuf-on-ci-expiry-period": 3650,
                "x-tuf-on-ci-signing-period": 365
            },
            "targets": {
                "keyids": [
                    "e71a54d543835ba86adad9460379c7641fb8726d164ea766801a1c522aba7ea2",
                    "22f4caec6d8e6f9555af66b3d4c3cb06a3bb23fdc7e39c916c61f462e6f52b06",
                    "61643838125b440b40db6942f5cb5a31c0dc04368316eb2aaa58b95904a58222",
                    "a687e5bf4fab82b0ee58d46e05c9535145a2c9afb458f43d42b45ca0fdce2a70",
                    "183e64f37670dc13ca0d28995a3053f3740954ddce44321a41e46534cf44e632"
                ],
                "threshold": 3
            },
            "timestamp": {
                "keyids": [
                    "0c87432c3bf09fd99189fdc32fa5eaedf4e4a5fac7bab73fa04a2e0fc64af6f5"
                ],
                "threshold": 1,
                "x-tuf-on-ci-expiry-period": 7,
                "x-tuf-on-ci-signing-period": 6
            }
        },
        "spec_version": "1.0",
        "version": 16,
        "x-tuf-on-ci-expiry-period": 197,
        "x-tuf-on-ci-signing-period": 46
    }
};

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
// EXTERNAL MODULE: ./node_modules/tuf-js/dist/index.js
var tuf_js_dist = __webpack_require__(4706);
// EXTERNAL MODULE: ./node_modules/tuf-js/dist/error.js
var error = __webpack_require__(6376);
;// CONCATENATED MODULE: ./packages/sigstore/src/verification/update-trusted-root.ts





const maxFileBytes = 16 * 1024 * 1024;
/** Fetches what TUF asks for through our own client: its proxy, its authorities, its retries. */
class HttpFetcher extends tuf_js_dist/* BaseFetcher */.xv {
    #http;
    constructor(http) {
        super();
        this.#http = http;
    }
    async fetch(url) {
        const response = await this.#http.request({
            method: 'GET',
            url,
            acceptedStatuses: [403, 404],
            maxResponseBytes: maxFileBytes,
            attemptTimeoutMs: 20_000,
            deadlineMs: 120_000,
        });
        // The chain of roots ends with a missing file.
        if (response.status >= 400)
            throw new error.DownloadHTTPError(`${url} returned status ${response.status}`, response.status);
        return new Blob([new Uint8Array(response.body)]).stream();
    }
}
/**
 * Fetches `trusted_root.json` of a repository, verified by the client workflow of TUF: newer roots are reached by the
 * signatures of older ones, and nothing that has expired or goes back is taken.
 * @param directory where metadata is kept between calls; what is in it is verified again
 */
async function updateTrustedRoot(repository, http, directory) {
    const targets = (0,external_node_path_.join)(directory, 'targets');
    await (0,promises_.mkdir)(targets, { recursive: true });
    const root = (0,external_node_path_.join)(directory, 'root.json');
    if (!(0,external_node_fs_.existsSync)(root))
        await (0,promises_.writeFile)(root, JSON.stringify(repository.root));
    const updater = new tuf_js_dist/* Updater */.Sx({
        metadataDir: directory,
        metadataBaseUrl: repository.url,
        targetDir: targets,
        targetBaseUrl: `${repository.url}/targets`,
        fetcher: new HttpFetcher(http),
    });
    await updater.refresh();
    const target = await updater.getTargetInfo('trusted_root.json');
    if (target === undefined)
        throw new Error(`${repository.url} has no trusted_root.json`);
    const path = (await updater.findCachedTarget(target)) ?? (await updater.downloadTarget(target));
    return (0,promises_.readFile)(path, 'utf8');
}

;// CONCATENATED MODULE: ./packages/sigstore/src/verification/trusted-root.ts









/** The trusted root that a job of GitHub verifies with: that of `SIGSTORE_TRUSTED_ROOT`, else what is kept for the job. */
function trustedRootOf(job) {
    return {
        path: job.variable('SIGSTORE_TRUSTED_ROOT'),
        cacheDirectory: (0,external_node_path_.join)(job.temporaryDirectory, 'slipway-sigstore'),
    };
}
const repositories = {
    'public-good': { url: 'https://tuf-repo-cdn.sigstore.dev', root: publicGoodRoot },
    github: { url: 'https://tuf-repo.github.com', root: githubRoot },
};
function parseTrustedRoot(text) {
    const root = protobuf_specs_dist.TrustedRoot.fromJSON(JSON.parse(text));
    const tellsTime = root.tlogs.length > 0 || root.timestampAuthorities.length > 0;
    if (root.certificateAuthorities.length === 0 || !tellsTime)
        throw new Error('it contains no certificate authority, or neither a transparency log nor a timestamp authority');
    const wrong = findUnusable(root);
    if (wrong !== undefined)
        throw new Error(`${wrong} has no key or no certificates`);
    return root;
}
/** What verification could not work with, and would stumble over later. */
function findUnusable({ certificateAuthorities, timestampAuthorities, tlogs, }) {
    const isEmpty = ({ certChain }) => certChain === undefined || !certChain.certificates.every(({ rawBytes }) => rawBytes.length > 0);
    const lacks = [...certificateAuthorities, ...timestampAuthorities].find((authority) => isEmpty(authority) || authority.certChain?.certificates.length === 0);
    if (lacks !== undefined)
        return `the authority "${lacks.uri}"`;
    const keyless = tlogs.find(({ publicKey }) => (publicKey?.rawBytes?.length ?? 0) === 0);
    return keyless === undefined ? undefined : `the log "${keyless.baseUrl}"`;
}
function reasonOf(cause) {
    return (0,neutralize/* neutralizeLine */.a0)(cause instanceof Error ? cause.message : 'no reason given', 300);
}
/**
 * Loads what verification trusts. Without `path` it is the root of the instance, fetched and verified by
 * TUF from the first root that is embedded in this program: a mirror cannot replace it.
 * @throws EnvironmentError, RemoteError E_SIGSTORE_TRUST
 */
async function loadTrustedRoot(options) {
    const { path, http, cacheDirectory, log, trust = 'public-good' } = options;
    const repository = options.repository ?? repositories[trust];
    if (path !== undefined && path !== '') {
        log.notice(`Verifying signatures with the trusted root in ${path} instead of the public Sigstore root`);
        try {
            return parseTrustedRoot(await (0,promises_.readFile)(path, 'utf8'));
        }
        catch (cause) {
            throw new action_error/* EnvironmentError */.eG(sigstoreErrors.E_SIGSTORE_TRUST, {
                message: `The trusted root ${path} is not a valid TrustedRoot message in JSON: ${reasonOf(cause)}`,
                cause,
            });
        }
    }
    try {
        const directory = (0,external_node_path_.join)(cacheDirectory, encodeURIComponent(new URL(repository.url).host));
        return parseTrustedRoot(await updateTrustedRoot(repository, http, directory));
    }
    catch (cause) {
        throw new action_error/* RemoteError */.Hi(sigstoreErrors.E_SIGSTORE_TRUST, {
            message: `The trusted root of Sigstore (${repository.url}) could not be fetched and verified: ${reasonOf(cause)}`,
            hint: 'Re-run the job. If the problem persists, check the clock of the machine and whether a proxy alters responses.',
            cause,
        });
    }
}

;// CONCATENATED MODULE: ./packages/sigstore/src/signing/run-identity.ts








/**
 * Finds out who signs, and with which instance of Sigstore: the name of a private repository and its workflows do not go into
 * a public log unless that is asked for.
 * @throws EnvironmentError E_SIGSTORE_ISSUER, E_SIGSTORE_ID_TOKEN; RemoteError E_SIGSTORE_TRUST; InputError E_INPUT_INVALID; and
 * as `requestIdToken`
 */
async function identifyRun({ job, http, clock, log }, { server, requestIdToken, transparency, logVersion = '1' }) {
    // Looked at before anything is asked for: an ID token that nobody trusts is shown to nobody.
    if (!server.isTrusted) {
        throw new action_error/* EnvironmentError */.eG(sigstoreErrors.E_SIGSTORE_ISSUER, {
            message: `Nothing can be signed here: Sigstore does not trust the ID tokens of ${server.title} (${server.idTokenIssuer}).`,
        });
    }
    const token = await requestIdToken();
    const all = readIdTokenClaims(token);
    if (!server.isIssuer(all['iss'])) {
        throw new action_error/* EnvironmentError */.eG(sigstoreErrors.E_SIGSTORE_ISSUER, {
            message: `The ID token of this job was issued by ${(0,neutralize/* neutralizeLine */.a0)(String(all['iss']), 200)} instead of ${server.idTokenIssuer}.`,
        });
    }
    const claims = readProvenanceClaims(token);
    // `public`, `private`, `internal`.
    const visibility = String(all['repository_visibility'] ?? '');
    const isPublic = transparency === 'public' || (transparency === 'auto' && visibility === 'public');
    if (transparency === 'public' && visibility !== 'public')
        log.notice('The public transparency log will show the name of this repository and of its workflow ("transparency" is "public").');
    if (!isPublic && logVersion === '2') {
        throw new action_error/* InputError */.dz(core_errors/* coreErrors */.F.E_INPUT_INVALID, {
            message: 'Input "rekor-version" is "2", but this repository is not public, so signatures are not logged.',
            hint: 'Remove "rekor-version", or allow the public log with "transparency: public".',
        });
    }
    const trustedRoot = await loadTrustedRoot({
        ...trustedRootOf(job),
        trust: isPublic ? 'public-good' : 'github',
        http,
        log,
    });
    const chooseLog = () => logVersion === '2' ? selectVersion2(trustedRoot, clock.now()) : publicGood;
    return {
        instance: isPublic ? chooseLog() : githubInstance,
        trustedRoot,
        identity: `${server.url}/${claims.job_workflow_ref}`,
        issuer: String(all['iss'] ?? ''),
        claims,
    };
}
/** What a signature by this very run has to show. */
function signerOf({ claims, issuer, identity }, serverUrl) {
    return {
        isIssuer: (found) => found === issuer,
        repository: `${serverUrl}/${claims.repository}`,
        ref: claims.ref,
        commit: claims.sha,
        workflow: `${serverUrl}/${claims.workflow_ref}`,
        identity,
    };
}

// EXTERNAL MODULE: ./node_modules/@sigstore/sign/dist/bundler/dsse.js
var dsse = __webpack_require__(3997);
;// CONCATENATED MODULE: ./packages/sigstore/src/in-toto.ts
/** The value of `_type` in what is signed here. */
const in_toto_statementType = 'https://in-toto.io/Statement/v1';
/** That of `cosign attest`: https://github.com/in-toto/attestation/blob/main/spec/v0.1.0/README.md. */
const in_toto_olderStatementType = 'https://in-toto.io/Statement/v0.1';
/** The payload type of an envelope (DSSE) around a statement. */
const in_toto_statementPayloadType = 'application/vnd.in-toto+json';
/** The subject for one file. */
function in_toto_subjectOfFile(file) {
    return { name: file.name, digest: { sha256: file.sha256 } };
}

;// CONCATENATED MODULE: ./packages/sigstore/src/serialize-bundle.ts

/** A bundle as JSON. What it has no entries of any log in has an empty list: the library's own form leaves that out, against its type. */
function serializeBundle(bundle) {
    const serialized = (0,dist.bundleToJSON)(bundle);
    const { tlogEntries = [] } = serialized.verificationMaterial;
    return { ...serialized, verificationMaterial: { ...serialized.verificationMaterial, tlogEntries } };
}

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
// EXTERNAL MODULE: ./node_modules/@sigstore/sign/dist/bundler/base.js
var base = __webpack_require__(3049);
;// CONCATENATED MODULE: ./packages/sigstore/src/signing/blob-bundle-builder.ts



/**
 * Builds bundles around the signature of bytes in version 0.3 of the format. The library's `MessageSignatureBundleBuilder`
 * writes version 0.2, with a chain of certificates, which PyPI and cosign's new format do not accept.
 */
class BlobBundleBuilder extends base.BaseBundleBuilder {
    async package({ data }, { signature, key }) {
        if (key.$case !== 'x509Certificate')
            throw new Error('bytes are signed with a certificate');
        const digest = (0,external_node_crypto_.createHash)('sha256').update(data).digest();
        const certificate = new external_node_crypto_.X509Certificate(key.certificate).raw;
        return (0,dist.toMessageSignatureBundle)({ digest, signature, certificate });
    }
}

// EXTERNAL MODULE: ./node_modules/@sigstore/sign/dist/witness/tlog/index.js
var tlog = __webpack_require__(2566);
// EXTERNAL MODULE: ./packages/core/src/redact.ts
var redact = __webpack_require__(796);
// EXTERNAL MODULE: ./packages/fetch-port/src/fetch.ts
var fetch = __webpack_require__(8934);
;// CONCATENATED MODULE: ./packages/sigstore/src/signing/transient.ts

const firstWaitMs = 1_000;
const maxWaitMs = 60_000;
/** Whether a failure may be gone at the next attempt: no connection, an outage page, a refusal for now. */
function isTransient(error) {
    if (!(error instanceof action_error/* RemoteError */.Hi))
        return false;
    // An outage page comes with any status, 200 included.
    if (error.code === 'E_HTTP_MALFORMED')
        return true;
    if (error.status !== undefined)
        return error.status === 408 || error.status === 429 || (error.status >= 500 && error.status !== 501);
    return error.retryable || error.code === 'E_HTTP_NETWORK' || error.code === 'E_HTTP_DEADLINE';
}
/** Attempts something again, with waits of one second to one minute, while its failures are transient and time is left. */
async function retryWithinBudget(options, attempt) {
    const { clock, log, giveUpAtMs, what, signal } = options;
    for (let waitMs = firstWaitMs;; waitMs = Math.min(waitMs * 2, maxWaitMs)) {
        try {
            return await attempt();
        }
        catch (cause) {
            const leftMs = giveUpAtMs - clock.now();
            if (!isTransient(cause) || leftMs <= 0)
                throw cause;
            const seconds = Math.round(leftMs / 1000);
            const reason = cause instanceof Error ? cause.message : '';
            log.info(`${what} did not respond (${reason}). Retrying for up to ${seconds} s more`);
            await clock.sleep(Math.min(waitMs, leftMs), signal);
        }
    }
}

;// CONCATENATED MODULE: ./packages/sigstore/src/signing/ask-service.ts





const maxAnswerBytes = 1024 * 1024;
// The library's own transport knows no redirect that it would follow, and no other status that says anything.
const acceptedStatuses = [400, 401, 403, 404, 405, 409, 422];
/**
 * Calls a client of `@sigstore/sign` with its requests sent through the `Http` port. What the port throws comes out as it is,
 * named by the service, and not in the words of the library, which quote what was sent and what was answered.
 * @throws RemoteError with the code of the service; whatever ended `signal`
 */
async function askService(service, ask) {
    const failures = [];
    const note = (cause) => {
        failures.push(cause);
        throw cause;
    };
    const send = (url, { method, headers, body, timeout }) => service.http
        .request({
        method,
        url,
        headers: {
            accept: service.accept,
            ...(body === undefined ? {} : { 'content-type': headers['Content-Type'] ?? 'application/json' }),
        },
        ...(body === undefined ? {} : { body }),
        ...(timeout === undefined ? {} : { attemptTimeoutMs: timeout }),
        ...(service.signal === undefined ? {} : { signal: service.signal }),
        idempotent: service.idempotent,
        acceptedStatuses,
        deadlineMs: service.deadlineMs,
        maxResponseBytes: maxAnswerBytes,
    })
        .then((response) => toFetchResponse(service, response, note))
        .catch(note);
    try {
        return await (0,fetch.bindFetch)(send, ask);
    }
    catch {
        throw failures.length === 0 ? malformed(service) : explain(service, failures[0]);
    }
}
function toFetchResponse(service, response, note) {
    const { status } = response;
    const ok = status < 400;
    const existing = service.existing?.exec(response.headers['location'] ?? '')?.[0];
    if (!ok && (status !== 409 || existing === undefined))
        throw refusal(service, response);
    return {
        ok,
        status,
        statusText: '',
        headers: {
            get: (name) => (name.toLowerCase() === 'location' && existing !== undefined ? existing : null),
        },
        async json() {
            try {
                return response.json();
            }
            catch (cause) {
                return note(cause);
            }
        },
        buffer: async () => Buffer.from(response.body),
    };
}
function refusal({ name, kind, secrets = [], refuse }, response) {
    const { status } = response;
    const message = `${name} returned status ${status}: ${(0,neutralize/* neutralizeLine */.a0)((0,redact/* redactText */.R)(response.text(), secrets), 400)}`;
    return refuse === undefined ? new action_error/* RemoteError */.Hi(kind, { message, status }) : refuse(message);
}
/** The error for an answer that is not what was asked for; the next attempt may be answered better. */
function malformed({ name, kind, expected, }) {
    return new action_error/* RemoteError */.Hi(kind, { message: `${name} did not return ${expected}.`, retryable: true });
}
/** Names the service in an error of the transport; an error that has its reason already stays as it is. */
function explain({ name, kind }, cause) {
    if (!(cause instanceof action_error/* ActionError */.lZ) || !cause.code.startsWith('E_HTTP_'))
        return cause;
    return new action_error/* RemoteError */.Hi(kind, {
        message: `${name} could not be used: ${cause.message}`,
        cause,
        // A transient error keeps its mark, because an outage page can have any status.
        status: cause instanceof action_error/* RemoteError */.Hi && !isTransient(cause) ? cause.status : undefined,
        retryable: isTransient(cause),
    });
}

;// CONCATENATED MODULE: ./packages/sigstore/src/signing/log-witness.ts






/**
 * A transparency log that is asked once for each signature. Version 1 fetches an equal entry that exists already, so that the
 * same signature may be sent again after a lost answer; version 2 returns no entry a second time and answers 409.
 * @throws RemoteError E_SIGSTORE_LOG from `testify`
 */
function createLogWitness({ url, version }, options) {
    const service = {
        ...options,
        name: 'Rekor',
        kind: sigstoreErrors.E_SIGSTORE_LOG,
        expected: `an entry with its ${version === 1 ? 'promise, ' : ''}proof and checkpoint`,
        accept: 'application/json',
        // The same entry again is no second leaf.
        idempotent: true,
        deadlineMs: version === 1 ? 60_000 : 90_000,
        // Only the identifier is taken from the answer: the address stays the one of the log.
        ...(version === 1 ? { existing: /(?<=\/)(?:[0-9a-f]{64}|[0-9a-f]{80})$/i } : {}),
    };
    const rekor = new tlog/* RekorWitness */.fU({ rekorBaseURL: url, majorApiVersion: version, timeout: 30_000 });
    return {
        async testify(content, certificate) {
            const recorded = version === 1 ? content : toMessageSignature(content);
            const kind = recorded.$case === 'dsseEnvelope' ? 'dsse' : 'hashedrekord';
            const material = await askService(service, () => rekor.testify(recorded, certificate));
            if (!material.tlogEntries.every((entry) => isWhole(entry, kind, version)))
                throw malformed(service);
            return material;
        },
    };
}
/**
 * What a log of version 2 records of an envelope: the digest of its pre-authentication encoding, which is what was signed. The
 * library sends a `dsse` entry, which that log rejects: https://github.com/sigstore/rekor-tiles, `internal/server/service.go`.
 */
function toMessageSignature(content) {
    if (content.$case === 'messageSignature')
        return content;
    const { payload, payloadType, signatures } = content.dsseEnvelope;
    const digest = (0,external_node_crypto_.createHash)('sha256').update(core_dist.dsse.preAuthEncoding(payloadType, payload)).digest();
    const [signature] = signatures;
    if (signature === undefined)
        throw new Error('the envelope has no signature');
    const messageDigest = { algorithm: protobuf_specs_dist.HashAlgorithm.SHA2_256, digest };
    return { $case: 'messageSignature', messageSignature: { messageDigest, signature: signature.sig } };
}
/** Bytes of SHA-256: of a hash in the tree, and of the identifier of a log, which is that of its key. */
const hashLength = 32;
/** Whether an entry has what verifiers read: the library copies most fields without a look at them. */
function isWhole(entry, kind, version) {
    const { kindVersion, inclusionPromise: promise, inclusionProof: proof } = entry;
    // What is not hexadecimal, or not base64, is shorter once it is decoded.
    const hashes = [...(version === 1 ? [entry.logId.keyId] : []), proof?.rootHash, ...(proof?.hashes ?? [])];
    return (kindVersion.kind === kind &&
        kindVersion.version === `0.0.${version}` &&
        [entry.logIndex, entry.integratedTime, proof?.logIndex, proof?.treeSize].every(isCount) &&
        hashes.every((hash) => hash?.length === hashLength) &&
        typeof proof?.checkpoint?.envelope === 'string' &&
        proof.checkpoint.envelope !== '' &&
        entry.canonicalizedBody.length > 0 &&
        (version === 2 || (promise?.signedEntryTimestamp.length ?? 0) > 0));
}
function isCount(text) {
    return text !== undefined && /^\d+$/.test(text) && Number.isSafeInteger(Number(text));
}

// EXTERNAL MODULE: ./node_modules/@sigstore/sign/dist/signer/fulcio/ephemeral.js
var ephemeral = __webpack_require__(7064);
// EXTERNAL MODULE: ./node_modules/@sigstore/sign/dist/signer/fulcio/index.js
var signer_fulcio = __webpack_require__(6303);
;// CONCATENATED MODULE: ./packages/sigstore/src/signing/signing-identity.ts








// The log has to record a signature before the certificate ends; an attempt at the log never takes longer than this.
const renewBeforeEndMs = 90_000;
// A `FulcioSigner` asks for a certificate whenever it signs. It signs this once, and its key holder signs everything else.
const probe = Buffer.from('certificate');
/**
 * One attempt at a certificate for a new key, with a new ID token.
 * @throws RemoteError E_SIGSTORE_CERTIFICATE; EnvironmentError E_SIGSTORE_CERTIFICATE, E_SIGSTORE_ID_TOKEN
 */
async function requestIdentity(options) {
    const { http, clock, log, instance, signal } = options;
    const token = await options.requestIdToken();
    log.mask(token);
    checkClaims(token);
    const keyHolder = new ephemeral.EphemeralSigner();
    const fulcio = new signer_fulcio/* FulcioSigner */.$o({
        fulcioBaseURL: instance.fulcioUrl,
        identityProvider: { getToken: async () => token },
        keyHolder,
        timeout: 30_000,
    });
    const service = {
        http,
        name: 'Fulcio',
        kind: sigstoreErrors.E_SIGSTORE_CERTIFICATE,
        expected: 'a certificate for the requested key',
        accept: 'application/json',
        // Not repeated as it is: the next attempt has a new token, since this one lives for five minutes.
        idempotent: false,
        deadlineMs: 60_000,
        secrets: [token],
        refuse,
        signal,
    };
    const askedAtMs = clock.now();
    const signed = await askService(service, () => fulcio.sign(probe));
    const certificate = signing_identity_readCertificate(signed, instance.trust);
    if (certificate === undefined)
        throw malformed(service);
    // Its life is measured from the moment of asking: the clock of the machine may be wrong, the length is not.
    const lifeMs = Date.parse(certificate.validTo) - Date.parse(certificate.validFrom);
    if (!(lifeMs > renewBeforeEndMs))
        throw malformed({ ...service, expected: 'a certificate that is valid long enough to sign' });
    const key = { $case: 'x509Certificate', certificate: certificate.toString() };
    return {
        certificate,
        renewAtMs: askedAtMs + lifeMs - renewBeforeEndMs,
        sign: async (data) => ({ signature: (await keyHolder.sign(data)).signature, key }),
    };
}
/** @throws EnvironmentError E_SIGSTORE_ID_TOKEN for a token that the library would quote in an error of its own */
function checkClaims(token) {
    const claims = readIdTokenClaims(token);
    textClaim(claims, 'sub');
    if (claims['email'] && !claims['email_verified'])
        throw new action_error/* EnvironmentError */.eG(sigstoreErrors.E_SIGSTORE_ID_TOKEN, {
            message: 'The ID token of this job has a claim "email" that its issuer did not verify.',
        });
}
function refuse(message) {
    return new action_error/* EnvironmentError */.eG(sigstoreErrors.E_SIGSTORE_CERTIFICATE, {
        message,
        hint: 'Fulcio accepts ID tokens of GitHub Actions with audience "sigstore", at most five minutes old. Check the clock of the runner.',
    });
}
/** The certificate of a signature, when it is for the key that signed and, but for GitHub's instance, was logged. */
function signing_identity_readCertificate({ signature, key }, trust) {
    if (key.$case !== 'x509Certificate')
        return undefined;
    try {
        const certificate = new external_node_crypto_.X509Certificate(key.certificate);
        // GitHub's instance has no certificate log, and so no timestamps of one.
        const isLogged = trust === 'github' || core_dist.X509Certificate.parse(certificate.raw).extSCT !== undefined;
        return isLogged && (0,external_node_crypto_.verify)('sha256', probe, certificate.publicKey, signature) ? certificate : undefined;
    }
    catch {
        return undefined;
    }
}

// EXTERNAL MODULE: ./node_modules/@sigstore/sign/dist/witness/tsa/index.js
var tsa = __webpack_require__(6936);
;// CONCATENATED MODULE: ./packages/sigstore/src/signing/time-witness.ts





/**
 * A timestamp authority that is asked once for each signature. That a time is by it is found out when the bundle is verified.
 * @param url of the authority, with its path
 * @throws RemoteError E_SIGSTORE_TIMESTAMP from `testify`
 */
function createTimeWitness(url, options) {
    const service = {
        ...options,
        name: 'The timestamp authority',
        kind: sigstoreErrors.E_SIGSTORE_TIMESTAMP,
        expected: 'a timestamp for the signature',
        accept: 'application/timestamp-reply',
        idempotent: true,
        deadlineMs: 60_000,
    };
    const authority = new tsa/* TSAWitness */.g({ tsaBaseURL: url, timeout: 30_000 });
    return {
        async testify(content) {
            const material = await askService(service, () => authority.testify(content));
            const signature = signatureOf(content);
            // The library returns the body of any answer as a timestamp.
            if (!material.rfc3161Timestamps.every((each) => isTimestampOf(each.signedTimestamp, signature)))
                throw malformed(service);
            return material;
        },
    };
}
function signatureOf(content) {
    return content.$case === 'dsseEnvelope'
        ? (content.dsseEnvelope.signatures[0]?.sig ?? Buffer.alloc(0))
        : content.messageSignature.signature;
}
/** Whether a TimeStampResp (RFC 3161 §2.4.2) was granted for a signature. */
function isTimestampOf(response, signature) {
    try {
        const { status, tstInfo } = core_dist.RFC3161Timestamp.parse(Buffer.from(response));
        const hash = (0,external_node_crypto_.createHash)('sha256').update(signature).digest();
        return (status === 0n || status === 1n) && tstInfo.messageImprintHashedMessage.equals(hash);
    }
    catch {
        return false;
    }
}

;// CONCATENATED MODULE: ./packages/sigstore/src/signing/signer.ts











const defaultBudgetMs = 20 * 60_000;
/** Makes a signer. Nothing is asked of any service before the first statement. */
function createSigner(options) {
    const { clock, log, instance, budgetMs = defaultBudgetMs, signal } = options;
    const witnesses = [
        ...(instance.log === undefined ? [] : [createLogWitness(instance.log, options)]),
        ...(instance.timestampUrl === undefined ? [] : [createTimeWitness(instance.timestampUrl, options)]),
    ];
    let current;
    let renewAtMs = 0;
    const renew = async (giveUpAtMs) => {
        try {
            const identity = await retryWithinBudget({ clock, log, giveUpAtMs, what: 'Fulcio', signal }, () => requestIdentity(options));
            renewAtMs = identity.renewAtMs;
            log.info(`Signing certificate issued; the next one is due in ${seconds(renewAtMs - clock.now())} s`);
            return identity;
        }
        catch (cause) {
            current = undefined;
            throw cause;
        }
    };
    const findIdentity = (giveUpAtMs) => {
        if (current === undefined || clock.now() >= renewAtMs) {
            // Until the answer is there, everybody waits for the same one.
            renewAtMs = Number.POSITIVE_INFINITY;
            current = renew(giveUpAtMs);
        }
        return current;
    };
    const sign = async (artifact, open) => {
        const giveUpAtMs = clock.now() + budgetMs;
        let identity;
        let builder;
        const attempt = async () => {
            const usable = await findIdentity(giveUpAtMs);
            // The same signature is sent again as long as its certificate lasts: after a lost answer it is in the log already.
            if (builder === undefined || usable !== identity)
                builder = open({ signer: signOnce(usable), witnesses });
            identity = usable;
            const bundle = await builder.create(artifact).catch((cause) => {
                if (instance.log?.version !== 2 || !isConflict(cause))
                    throw cause;
                builder = undefined;
                throw tryAgain('The log already has this entry but does not return it. Creating a new signature.');
            });
            const { validFrom, validTo } = usable.certificate;
            const timesMs = listTimes(bundle);
            if (timesMs.some((time) => time > Date.parse(validTo))) {
                current = undefined;
                throw tryAgain('The signature was recorded after its certificate had expired.');
            }
            // The clock of who tells the time is behind that of who issued the certificate, and will catch up.
            if (timesMs.some((time) => time < Date.parse(validFrom)))
                throw tryAgain('The signature is dated before its certificate became valid.');
            return serializeBundle(bundle);
        };
        return retryWithinBudget({ clock, log, giveUpAtMs, what: 'Sigstore', signal }, attempt);
    };
    const signBytes = (bytes) => sign({ data: Buffer.from(bytes) }, (parts) => new BlobBundleBuilder(parts));
    return {
        signStatement: (statement) => sign({ data: Buffer.from(JSON.stringify(statement), 'utf8'), type: in_toto_statementPayloadType }, (parts) => new dsse/* DSSEBundleBuilder */.V(parts)),
        async signBlob(blob) {
            if (instance.log?.version !== 1) {
                throw new action_error/* InputError */.dz(sigstoreErrors.E_SIGSTORE_FORMAT, {
                    message: `Bytes cannot be signed ${instance.log === undefined ? 'without a log' : 'with a log of version 2'}: the signature would have no verified time.`,
                });
            }
            return signBytes(blob);
        },
        signBytes,
    };
}
/** A signer of one artifact that answers every time with the signature it made first. */
function signOnce(identity) {
    let signature;
    return {
        sign(data) {
            signature ??= identity.sign(data);
            return signature;
        },
    };
}
/** Every time that is told of a signature, in milliseconds since the epoch. A log of API v2 tells none. */
function listTimes({ verificationMaterial: material }) {
    const { tlogEntries, timestampVerificationData: data } = material;
    return [
        ...tlogEntries
            .filter(({ inclusionPromise }) => inclusionPromise !== undefined)
            .map(({ integratedTime }) => Number(integratedTime) * 1000),
        ...(data?.rfc3161Timestamps ?? []).map(({ signedTimestamp }) => core_dist.RFC3161Timestamp.parse(Buffer.from(signedTimestamp)).signingTime.getTime()),
    ];
}
function isConflict(cause) {
    return cause instanceof action_error/* RemoteError */.Hi && cause.code === 'E_SIGSTORE_LOG' && cause.status === 409;
}
function tryAgain(message) {
    return new action_error/* RemoteError */.Hi(sigstoreErrors.E_SIGSTORE_LOG, { message, retryable: true });
}
function seconds(milliseconds) {
    return Math.round(milliseconds / 1000);
}

;// CONCATENATED MODULE: ./packages/sigstore/src/signing/run-signer.ts

/**
 * A signer for what this run signs, with the instance that was chosen for it.
 * @param requestIdToken a new ID token with audience `sigstore`
 */
function createRunSigner({ http, clock, log, signal }, { instance }, requestIdToken) {
    return createSigner({ http, clock, log, signal, instance, requestIdToken });
}

// EXTERNAL MODULE: ./actions/checksums/src/companions.ts
var companions = __webpack_require__(5513);
;// CONCATENATED MODULE: ./actions/checksums/src/sign-manifest.ts









/**
 * Signs a manifest and verifies the signature before it is written beside it.
 * @returns path of the bundle
 * @throws EnvironmentError E_SIGSTORE_ISSUER, E_GITHUB_ID_TOKEN_PERMISSION; RemoteError E_SIGSTORE_*; IntegrityError
 * E_ATTESTATION_INVALID
 */
async function signManifest(context, manifestPath) {
    const { inputs, job, log } = context;
    const askIdToken = () => (0,id_token/* requestIdToken */.g)(context, 'sigstore');
    const identity = await identifyRun(context, {
        server: (0,server/* describeSigningServer */.GM)(job),
        requestIdToken: askIdToken,
        transparency: inputs.transparency,
    });
    const { instance, trustedRoot } = identity;
    const manifest = await (0,promises_.readFile)(manifestPath);
    const bundle = await createRunSigner(context, identity, askIdToken).signBytes(manifest);
    const found = verifySignedBytes(bundle, manifest, trustedRoot, instance.trust);
    checkReleaseSigner(found, signerOf(identity, job.serverUrl));
    const path = `${manifestPath}${companions/* bundleEnding */.qd}`;
    await (0,promises_.writeFile)(path, JSON.stringify(bundle));
    log.info(`${(0,external_node_path_.basename)(path)}: signed as ${identity.identity}`);
    return path;
}


/***/ }),

/***/ 8934:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   bindFetch: () => (/* binding */ bindFetch),
/* harmony export */   "default": () => (/* binding */ fetch)
/* harmony export */ });
/* harmony import */ var node_async_hooks__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6698);
/* harmony import */ var node_async_hooks__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_async_hooks__WEBPACK_IMPORTED_MODULE_0__);

const bound = new node_async_hooks__WEBPACK_IMPORTED_MODULE_0__.AsyncLocalStorage();
/** Runs `body`; every request that `@sigstore/sign` makes meanwhile, in the same asynchronous context, goes through `fetch`. */
function bindFetch(fetch, body) {
    return bound.run(fetch, body);
}
/** The function that `@sigstore/sign` imports as `make-fetch-happen`. @throws Error outside `bindFetch`: there is no other way out */
// biome-ignore lint/style/noDefaultExport: the library imports the default export
async function fetch(url, options) {
    const send = bound.getStore();
    if (send === undefined)
        throw new Error('@sigstore/sign made a request outside of bindFetch');
    return send(url, options);
}


/***/ })

};
