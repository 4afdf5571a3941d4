export const id = 712;
export const ids = [712];
export const modules = {

/***/ 18712:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  writeSbom: () => (/* binding */ writeSbom)
});

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(77598);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(51455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: ./node_modules/@cyclonedx/cyclonedx-library/dist.node/enums/index.js
var enums = __webpack_require__(6820);
// EXTERNAL MODULE: ./node_modules/@cyclonedx/cyclonedx-library/dist.node/models/index.js
var models = __webpack_require__(50320);
// EXTERNAL MODULE: ./node_modules/@cyclonedx/cyclonedx-library/dist.node/serialize/index.node.js
var index_node = __webpack_require__(51248);
// EXTERNAL MODULE: ./node_modules/@cyclonedx/cyclonedx-library/dist.node/spec/index.js
var spec = __webpack_require__(94321);
// EXTERNAL MODULE: ./packages/core/src/version.ts
var version = __webpack_require__(8109);
// EXTERNAL MODULE: ./packages/python/src/metadata/parse-core-metadata.ts
var parse_core_metadata = __webpack_require__(57553);
// EXTERNAL MODULE: ./packages/python/src/names.ts
var names = __webpack_require__(52584);
// EXTERNAL MODULE: ./packages/core/src/is-record.ts
var is_record = __webpack_require__(39583);
;// CONCATENATED MODULE: ./packages/python/src/sbom/embedded-sbom.ts

const maxComponents = 10_000;
const maxTextLength = 2000;
const textOf = (value) => typeof value === 'string' && value !== '' && value.length <= maxTextLength ? value : undefined;
const listOf = (value) => (Array.isArray(value) ? value : []);
/**
 * The components of an embedded document in CycloneDX JSON, nested ones included; empty for any other format. What is malformed is
 * left out: the document itself stays in the wheel as it is.
 */
function readEmbeddedComponents({ bytes }) {
    let document;
    try {
        document = JSON.parse(Buffer.from(bytes).toString('utf8'));
    }
    catch {
        return [];
    }
    if (!(0,is_record/* isRecord */.u)(document) || document['bomFormat'] !== 'CycloneDX')
        return [];
    const edges = new Map(listOf(document['dependencies']).flatMap((each) => {
        const ref = (0,is_record/* isRecord */.u)(each) ? textOf(each['ref']) : undefined;
        const on = (0,is_record/* isRecord */.u)(each) ? listOf(each['dependsOn']).flatMap((to) => textOf(to) ?? []) : [];
        return ref === undefined ? [] : [[ref, on]];
    }));
    const found = [];
    const pending = [...listOf(document['components'])];
    while (pending.length > 0 && found.length < maxComponents) {
        const next = pending.shift();
        if (!(0,is_record/* isRecord */.u)(next))
            continue;
        pending.push(...listOf(next['components']));
        const component = readComponent(next, edges);
        if (component !== undefined)
            found.push(component);
    }
    return found;
}
function readComponent(value, edges) {
    const name = textOf(value['name']);
    if (name === undefined)
        return undefined;
    const ref = textOf(value['bom-ref']) ?? '';
    const purl = textOf(value['purl']);
    return {
        ref,
        name,
        version: textOf(value['version']),
        group: textOf(value['group']),
        description: textOf(value['description']),
        purl: purl?.startsWith('pkg:') ? purl : undefined,
        isApplication: value['type'] === 'application',
        sha256: readSha256(value['hashes']),
        license: readLicense(value['licenses']),
        dependsOn: edges.get(ref) ?? [],
    };
}
function readSha256(hashes) {
    const found = listOf(hashes).find((each) => (0,is_record/* isRecord */.u)(each) && each['alg'] === 'SHA-256');
    const content = (0,is_record/* isRecord */.u)(found) ? textOf(found['content']) : undefined;
    return content !== undefined && /^[0-9a-fA-F]{64}$/.test(content) ? content.toLowerCase() : undefined;
}
function readLicense(licenses) {
    const names = listOf(licenses).flatMap((each) => {
        if (!(0,is_record/* isRecord */.u)(each))
            return [];
        const license = (0,is_record/* isRecord */.u)(each['license']) ? each['license'] : {};
        return textOf(each['expression']) ?? textOf(license['id']) ?? textOf(license['name']) ?? [];
    });
    return names.length === 0 ? undefined : names.join(' AND ');
}

;// CONCATENATED MODULE: ./packages/python/src/sbom/project-links.ts


/** By the well-known labels and their aliases: https://packaging.python.org/specifications/well-known-project-urls/. */
const types = new Map([
    ['homepage', enums.ExternalReferenceType.Website],
    ...['source', 'repository', 'sourcecode', 'github'].map((label) => [label, enums.ExternalReferenceType.VCS]),
    ['download', enums.ExternalReferenceType.Distribution],
    ...['changelog', 'changes', 'whatsnew', 'history', 'releasenotes'].map((label) => [label, enums.ExternalReferenceType.ReleaseNotes]),
    ...['documentation', 'docs'].map((label) => [label, enums.ExternalReferenceType.Documentation]),
    ...['issues', 'bugs', 'issue', 'tracker', 'issuetracker', 'bugtracker'].map((label) => [label, enums.ExternalReferenceType.IssueTracker]),
]);
/** The addresses in the metadata, without those that are none. */
function listProjectLinks(metadata) {
    const homepage = (0,parse_core_metadata/* readField */.dR)(metadata, 'Home-page');
    const lines = [
        ...(homepage === undefined ? [] : [`Homepage, ${homepage}`]),
        ...(0,parse_core_metadata/* readFields */.qU)(metadata, 'Project-URL'),
    ];
    const links = new Map();
    for (const line of lines) {
        const comma = line.indexOf(',');
        const label = line.slice(0, Math.max(0, comma)).trim();
        const parsed = URL.parse(line.slice(comma + 1).trim());
        if (parsed === null || !/^https?:$/.test(parsed.protocol))
            continue;
        const known = types.get(label.replace(/[^a-z0-9]/gi, '').toLowerCase());
        const type = known ?? enums.ExternalReferenceType.Other;
        links.set(`${type} ${parsed.href}`, { type, url: parsed.href, label });
    }
    return [...links.values()];
}

// EXTERNAL MODULE: ./packages/python/src/metadata/canonical-marker.ts
var canonical_marker = __webpack_require__(74665);
;// CONCATENATED MODULE: ./packages/python/src/metadata/extra-marker.ts

// "extra" is a text, and "extras" of lock files (PEP 751) a set.
const extraFirst = /^extras? (===?|!=|in|not in) "(.*)"$/;
const extraLast = /^"(.*)" (in|not in) extras?$/;
/**
 * Whether a requirement with this marker is only installed when an extra is asked for: whatever the environment, the marker does
 * not hold without one. https://packaging.python.org/specifications/dependency-specifiers/
 * @param marker the text after `;`; one that is not a marker may always hold
 */
function needsExtra(marker) {
    const read = (0,canonical_marker/* readMarker */.t)(marker);
    return read !== undefined && !mayHoldWithoutExtra(read);
}
function mayHoldWithoutExtra(part) {
    if (typeof part !== 'string')
        return part.joint === 'or' ? part.parts.some(mayHoldWithoutExtra) : part.parts.every(mayHoldWithoutExtra);
    const [, operator, value = ''] = extraFirst.exec(part) ?? [];
    // Without an extra, its name is the empty text, which every text contains.
    if (operator !== undefined)
        return operator === 'in' || (operator.startsWith('=') ? value === '' : value !== '' && operator === '!=');
    const [, within = '', containment] = extraLast.exec(part) ?? [];
    return containment === undefined || (containment === 'in') === (within === '');
}

;// CONCATENATED MODULE: ./packages/python/src/sbom/read-requirement.ts


const leading = /^[A-Za-z0-9][A-Za-z0-9._-]*/;
const pinned = /^===?\s*([A-Za-z0-9.!+_-]+)$/;
/** Reads a `Requires-Dist`; undefined for a text that does not begin with the name of a project. */
function readRequirement(line) {
    const text = line.replace(/\s+/g, ' ').trim();
    const name = leading.exec(text)?.[0];
    if (name === undefined)
        return undefined;
    const semicolon = text.indexOf(';', name.length);
    const marker = semicolon < 0 ? '' : text.slice(semicolon + 1);
    const rest = (semicolon < 0 ? text.slice(name.length) : text.slice(name.length, semicolon)).trim();
    const specifier = rest.replace(/^\[[^\]]*\]\s*/, '').replace(/^\(|\)$/g, '');
    return {
        name: (0,names/* normalizeName */.Pc)(name),
        text,
        version: pinned.exec(specifier.trim())?.[1],
        isExtra: needsExtra(marker),
    };
}

;// CONCATENATED MODULE: ./packages/python/src/sbom/create-sbom.ts











const requirementProperty = 'slipway:python:requirement';
/**
 * The bill of materials of a distribution, by its metadata alone, in CycloneDX 1.6 as JSON: nothing is resolved or installed, so a
 * requirement has a version only if it names one. The same distribution always gives the same bytes.
 */
function createSbom({ distribution, sha256, embedded, sourceDateEpoch }) {
    const root = describeDistribution(distribution, sha256);
    const bom = new models.Bom({ serialNumber: serialOf(sha256), version: 1 });
    bom.metadata.component = root;
    bom.metadata.tools.components.add(new models.Component(enums.ComponentType.Application, 'slipway', { version: version/* version */.r }));
    if (sourceDateEpoch !== undefined)
        bom.metadata.timestamp = new Date(sourceDateEpoch * 1000);
    for (const component of describeRequirements((0,parse_core_metadata/* readFields */.qU)(distribution.metadata, 'Requires-Dist'))) {
        bom.components.add(component);
        root.dependencies.add(component.bomRef);
    }
    for (const document of embedded)
        carryOver(document, bom, root);
    const normalizer = new index_node.JSON.Normalize.Factory(spec.Spec1dot6);
    const serializer = new index_node.JsonSerializer(normalizer);
    return `${serializer.serialize(bom, { sortLists: true, space: 2 })}\n`;
}
/** Derived from the bytes: a version 8 UUID (RFC 9562), whose content is free. */
function serialOf(sha256) {
    const hex = (0,external_node_crypto_.createHash)('sha256').update(`slipway cyclonedx ${sha256}`).digest('hex');
    const variant = ((Number.parseInt(hex[16] ?? '0', 16) & 3) | 8).toString(16);
    const groups = [
        hex.slice(0, 8),
        hex.slice(8, 12),
        `8${hex.slice(13, 16)}`,
        `${variant}${hex.slice(17, 20)}`,
    ];
    return `urn:uuid:${[...groups, hex.slice(20, 32)].join('-')}`;
}
// https://github.com/package-url/purl-spec/blob/main/types/pypi-definition.json
function purlOf(name, version, fileName) {
    const at = version === undefined ? '' : `@${encodeURIComponent(version).replaceAll('!', '%21')}`;
    const query = fileName === undefined ? '' : `?file_name=${encodeURIComponent(fileName)}`;
    return `pkg:pypi/${(0,names/* normalizeName */.Pc)(name)}${at}${query}`;
}
function describeDistribution({ fileName, project, version, metadata }, sha256) {
    const purl = purlOf(project, version, fileName);
    const description = (0,parse_core_metadata/* readField */.dR)(metadata, 'Summary');
    const author = (0,parse_core_metadata/* readField */.dR)(metadata, 'Author') ?? (0,parse_core_metadata/* readField */.dR)(metadata, 'Author-email');
    const component = new models.Component(enums.ComponentType.Library, project, {
        ...{ bomRef: purl, version, purl },
        ...(description === undefined ? {} : { description }),
        ...(author === undefined ? {} : { author }),
    });
    component.hashes.set(enums.HashAlgorithm['SHA-256'], sha256);
    const license = describeLicense((0,parse_core_metadata/* readField */.dR)(metadata, 'License-Expression'), (0,parse_core_metadata/* readField */.dR)(metadata, 'License'));
    if (license !== undefined)
        component.licenses.add(license);
    for (const { type, url, label } of listProjectLinks(metadata))
        component.externalReferences.add(new models.ExternalReference(url, type, { comment: label }));
    return component;
}
const maxLicenseLength = 200;
/** The older field may hold the whole text of a license: a name is one line. */
function describeLicense(expression, name) {
    if (expression !== undefined)
        return new models.LicenseExpression(expression);
    const plain = name?.trim();
    if (plain === undefined || plain === '' || plain.length > maxLicenseLength || plain.includes('\n'))
        return undefined;
    return new models.NamedLicense(plain);
}
/** One component for each project, with every line that requires it. */
function describeRequirements(lines) {
    const byName = new Map();
    for (const line of lines) {
        const requirement = readRequirement(line);
        if (requirement === undefined)
            continue;
        byName.set(requirement.name, [...(byName.get(requirement.name) ?? []), requirement]);
    }
    return [...byName].map(([name, requirements]) => {
        const versions = new Set(requirements.map(({ version }) => version));
        const [version] = versions.size === 1 ? versions : [undefined];
        const purl = purlOf(name, version);
        const component = new models.Component(enums.ComponentType.Library, name, {
            ...{ bomRef: purl, purl },
            ...(version === undefined ? {} : { version }),
            scope: requirements.every(({ isExtra }) => isExtra)
                ? enums.ComponentScope.Optional
                : enums.ComponentScope.Required,
        });
        for (const { text } of requirements)
            component.properties.add(new models.Property(requirementProperty, text));
        return component;
    });
}
/** Carries the components of an embedded document over, and refers to the document itself by its digest. */
function carryOver(document, bom, root) {
    const hashes = new models.HashDictionary([[enums.HashAlgorithm['SHA-256'], document.sha256]]);
    const url = document.name.split('/').map(encodeURIComponent).join('/');
    root.externalReferences.add(new models.ExternalReference(url, enums.ExternalReferenceType.BOM, { hashes }));
    const read = readEmbeddedComponents(document);
    const made = read.map((component, index) => describeEmbedded(component, `${url}#${component.ref || index}`));
    const byRef = new Map(read.map(({ ref }, index) => [ref, made[index]]));
    const required = new Set(read.flatMap(({ dependsOn }) => dependsOn));
    for (const [index, component] of made.entries()) {
        bom.components.add(component);
        const { ref, dependsOn = [] } = read[index] ?? {};
        for (const to of dependsOn) {
            const target = byRef.get(to);
            if (target !== undefined && target !== component)
                component.dependencies.add(target.bomRef);
        }
        // What no other component asks for is part of the distribution itself.
        if (ref === undefined || ref === '' || !required.has(ref))
            root.dependencies.add(component.bomRef);
    }
}
function describeEmbedded(from, bomRef) {
    const { name, version, group, description, purl, isApplication, sha256, license } = from;
    const type = isApplication ? enums.ComponentType.Application : enums.ComponentType.Library;
    const component = new models.Component(type, name, {
        bomRef,
        ...(version === undefined ? {} : { version }),
        ...(group === undefined ? {} : { group }),
        ...(description === undefined ? {} : { description }),
        ...(purl === undefined ? {} : { purl }),
    });
    if (sha256 !== undefined)
        component.hashes.set(enums.HashAlgorithm['SHA-256'], sha256);
    if (license !== undefined)
        component.licenses.add(new models.NamedLicense(license));
    return component;
}

// EXTERNAL MODULE: ./packages/python/src/archive/read-wheel.ts
var read_wheel = __webpack_require__(49239);
;// CONCATENATED MODULE: ./packages/python/src/sbom/read-embedded.ts


const place = /^[^/]+\.dist-info\/sboms\/./;
/**
 * The bills of materials that a wheel has inside (PEP 770); none for an sdist.
 * @throws InputError E_DISTRIBUTION_INVALID for an archive that cannot be read
 */
async function readEmbeddedSboms(path) {
    if (!path.endsWith('.whl'))
        return [];
    const { contents } = await (0,read_wheel/* readWheel */.a)(path, (name) => place.test(name));
    return [...contents]
        .map(([name, bytes]) => ({ name, bytes, sha256: (0,external_node_crypto_.createHash)('sha256').update(bytes).digest('hex') }))
        .sort((left, right) => (left.name < right.name ? -1 : 1));
}

;// CONCATENATED MODULE: ./actions/python-build/src/write-sbom.ts





/**
 * Writes the bill of materials of a distribution beside it.
 * @param sourceDate seconds since the epoch, as `SOURCE_DATE_EPOCH` has them
 */
async function writeSbom(distribution, output, sourceDate) {
    const seconds = sourceDate !== undefined && /^\d{1,11}$/.test(sourceDate) ? Number(sourceDate) : undefined;
    const text = createSbom({
        distribution,
        sha256: distribution.sha256,
        embedded: await readEmbeddedSboms(distribution.path),
        sourceDateEpoch: seconds,
    });
    const fileName = `${distribution.fileName}.cdx.json`;
    await (0,promises_.writeFile)((0,external_node_path_.join)(output, fileName), text);
    const sha256 = (0,external_node_crypto_.createHash)('sha256').update(text).digest('hex');
    return { fileName, sha256, size: Buffer.byteLength(text), kind: 'other' };
}


/***/ })

};
