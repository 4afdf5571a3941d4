import { createRequire as __WEBPACK_EXTERNAL_createRequire } from "module";
/******/ var __webpack_modules__ = ({

/***/ 8456:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.toMessageSignatureBundle = toMessageSignatureBundle;
exports.toDSSEBundle = toDSSEBundle;
/*
Copyright 2023 The Sigstore Authors.

Licensed under the Apache License, Version 2.0 (the "License");
you may not use this file except in compliance with the License.
You may obtain a copy of the License at

    http://www.apache.org/licenses/LICENSE-2.0

Unless required by applicable law or agreed to in writing, software
distributed under the License is distributed on an "AS IS" BASIS,
WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
See the License for the specific language governing permissions and
limitations under the License.
*/
const protobuf_specs_1 = __nccwpck_require__(9654);
const bundle_1 = __nccwpck_require__(7742);
// Message signature bundle - $case: 'messageSignature'
function toMessageSignatureBundle(options) {
    return {
        mediaType: options.certificateChain
            ? bundle_1.BUNDLE_V02_MEDIA_TYPE
            : bundle_1.BUNDLE_V03_MEDIA_TYPE,
        content: {
            $case: 'messageSignature',
            messageSignature: {
                messageDigest: {
                    algorithm: protobuf_specs_1.HashAlgorithm.SHA2_256,
                    digest: options.digest,
                },
                signature: options.signature,
            },
        },
        verificationMaterial: toVerificationMaterial(options),
    };
}
// DSSE envelope bundle - $case: 'dsseEnvelope'
function toDSSEBundle(options) {
    return {
        mediaType: options.certificateChain
            ? bundle_1.BUNDLE_V02_MEDIA_TYPE
            : bundle_1.BUNDLE_V03_MEDIA_TYPE,
        content: {
            $case: 'dsseEnvelope',
            dsseEnvelope: toEnvelope(options),
        },
        verificationMaterial: toVerificationMaterial(options),
    };
}
function toEnvelope(options) {
    return {
        payloadType: options.artifactType,
        payload: options.artifact,
        signatures: [toSignature(options)],
    };
}
function toSignature(options) {
    return {
        keyid: options.keyHint || '',
        sig: options.signature,
    };
}
// Verification material
function toVerificationMaterial(options) {
    return {
        content: toKeyContent(options),
        tlogEntries: [],
        timestampVerificationData: { rfc3161Timestamps: [] },
    };
}
function toKeyContent(options) {
    if (options.certificate) {
        if (options.certificateChain) {
            return {
                $case: 'x509CertificateChain',
                x509CertificateChain: {
                    certificates: [{ rawBytes: options.certificate }],
                },
            };
        }
        else {
            return {
                $case: 'certificate',
                certificate: { rawBytes: options.certificate },
            };
        }
    }
    else {
        return {
            $case: 'publicKey',
            publicKey: {
                hint: options.keyHint || '',
            },
        };
    }
}


/***/ }),

/***/ 7742:
/***/ ((__unused_webpack_module, exports) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.BUNDLE_V03_MEDIA_TYPE = exports.BUNDLE_V03_LEGACY_MEDIA_TYPE = exports.BUNDLE_V02_MEDIA_TYPE = exports.BUNDLE_V01_MEDIA_TYPE = void 0;
exports.isBundleWithCertificateChain = isBundleWithCertificateChain;
exports.isBundleWithPublicKey = isBundleWithPublicKey;
exports.isBundleWithMessageSignature = isBundleWithMessageSignature;
exports.isBundleWithDsseEnvelope = isBundleWithDsseEnvelope;
exports.BUNDLE_V01_MEDIA_TYPE = 'application/vnd.dev.sigstore.bundle+json;version=0.1';
exports.BUNDLE_V02_MEDIA_TYPE = 'application/vnd.dev.sigstore.bundle+json;version=0.2';
exports.BUNDLE_V03_LEGACY_MEDIA_TYPE = 'application/vnd.dev.sigstore.bundle+json;version=0.3';
exports.BUNDLE_V03_MEDIA_TYPE = 'application/vnd.dev.sigstore.bundle.v0.3+json';
// Type guards for bundle variants.
function isBundleWithCertificateChain(b) {
    return b.verificationMaterial.content.$case === 'x509CertificateChain';
}
function isBundleWithPublicKey(b) {
    return b.verificationMaterial.content.$case === 'publicKey';
}
function isBundleWithMessageSignature(b) {
    return b.content.$case === 'messageSignature';
}
function isBundleWithDsseEnvelope(b) {
    return b.content.$case === 'dsseEnvelope';
}


/***/ }),

/***/ 7714:
/***/ ((__unused_webpack_module, exports) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.ValidationError = void 0;
/*
Copyright 2023 The Sigstore Authors.

Licensed under the Apache License, Version 2.0 (the "License");
you may not use this file except in compliance with the License.
You may obtain a copy of the License at

    http://www.apache.org/licenses/LICENSE-2.0

Unless required by applicable law or agreed to in writing, software
distributed under the License is distributed on an "AS IS" BASIS,
WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
See the License for the specific language governing permissions and
limitations under the License.
*/
class ValidationError extends Error {
    fields;
    constructor(message, fields) {
        super(message);
        this.fields = fields;
    }
}
exports.ValidationError = ValidationError;


/***/ }),

/***/ 1040:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {

var __webpack_unused_export__;

__webpack_unused_export__ = ({ value: true });
__webpack_unused_export__ = __webpack_unused_export__ = __webpack_unused_export__ = __webpack_unused_export__ = __webpack_unused_export__ = exports.Qe = __webpack_unused_export__ = exports.ev = exports.vw = __webpack_unused_export__ = __webpack_unused_export__ = __webpack_unused_export__ = exports.Km = __webpack_unused_export__ = __webpack_unused_export__ = __webpack_unused_export__ = __webpack_unused_export__ = __webpack_unused_export__ = exports.hj = exports.PR = void 0;
/*
Copyright 2023 The Sigstore Authors.

Licensed under the Apache License, Version 2.0 (the "License");
you may not use this file except in compliance with the License.
You may obtain a copy of the License at

    http://www.apache.org/licenses/LICENSE-2.0

Unless required by applicable law or agreed to in writing, software
distributed under the License is distributed on an "AS IS" BASIS,
WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
See the License for the specific language governing permissions and
limitations under the License.
*/
var build_1 = __nccwpck_require__(8456);
Object.defineProperty(exports, "PR", ({ enumerable: true, get: function () { return build_1.toDSSEBundle; } }));
Object.defineProperty(exports, "hj", ({ enumerable: true, get: function () { return build_1.toMessageSignatureBundle; } }));
var bundle_1 = __nccwpck_require__(7742);
__webpack_unused_export__ = ({ enumerable: true, get: function () { return bundle_1.BUNDLE_V01_MEDIA_TYPE; } });
__webpack_unused_export__ = ({ enumerable: true, get: function () { return bundle_1.BUNDLE_V02_MEDIA_TYPE; } });
__webpack_unused_export__ = ({ enumerable: true, get: function () { return bundle_1.BUNDLE_V03_LEGACY_MEDIA_TYPE; } });
__webpack_unused_export__ = ({ enumerable: true, get: function () { return bundle_1.BUNDLE_V03_MEDIA_TYPE; } });
__webpack_unused_export__ = ({ enumerable: true, get: function () { return bundle_1.isBundleWithCertificateChain; } });
Object.defineProperty(exports, "Km", ({ enumerable: true, get: function () { return bundle_1.isBundleWithDsseEnvelope; } }));
__webpack_unused_export__ = ({ enumerable: true, get: function () { return bundle_1.isBundleWithMessageSignature; } });
__webpack_unused_export__ = ({ enumerable: true, get: function () { return bundle_1.isBundleWithPublicKey; } });
var error_1 = __nccwpck_require__(7714);
__webpack_unused_export__ = ({ enumerable: true, get: function () { return error_1.ValidationError; } });
var serialized_1 = __nccwpck_require__(3404);
Object.defineProperty(exports, "vw", ({ enumerable: true, get: function () { return serialized_1.bundleFromJSON; } }));
Object.defineProperty(exports, "ev", ({ enumerable: true, get: function () { return serialized_1.bundleToJSON; } }));
__webpack_unused_export__ = ({ enumerable: true, get: function () { return serialized_1.envelopeFromJSON; } });
Object.defineProperty(exports, "Qe", ({ enumerable: true, get: function () { return serialized_1.envelopeToJSON; } }));
var validate_1 = __nccwpck_require__(9352);
__webpack_unused_export__ = ({ enumerable: true, get: function () { return validate_1.assertBundle; } });
__webpack_unused_export__ = ({ enumerable: true, get: function () { return validate_1.assertBundleLatest; } });
__webpack_unused_export__ = ({ enumerable: true, get: function () { return validate_1.assertBundleV01; } });
__webpack_unused_export__ = ({ enumerable: true, get: function () { return validate_1.assertBundleV02; } });
__webpack_unused_export__ = ({ enumerable: true, get: function () { return validate_1.isBundleV01; } });


/***/ }),

/***/ 3404:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.envelopeToJSON = exports.envelopeFromJSON = exports.bundleToJSON = exports.bundleFromJSON = void 0;
/*
Copyright 2023 The Sigstore Authors.

Licensed under the Apache License, Version 2.0 (the "License");
you may not use this file except in compliance with the License.
You may obtain a copy of the License at

    http://www.apache.org/licenses/LICENSE-2.0

Unless required by applicable law or agreed to in writing, software
distributed under the License is distributed on an "AS IS" BASIS,
WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
See the License for the specific language governing permissions and
limitations under the License.
*/
const protobuf_specs_1 = __nccwpck_require__(9654);
const bundle_1 = __nccwpck_require__(7742);
const validate_1 = __nccwpck_require__(9352);
const bundleFromJSON = (obj) => {
    const bundle = protobuf_specs_1.Bundle.fromJSON(obj);
    switch (bundle.mediaType) {
        case bundle_1.BUNDLE_V01_MEDIA_TYPE:
            (0, validate_1.assertBundleV01)(bundle);
            break;
        case bundle_1.BUNDLE_V02_MEDIA_TYPE:
            (0, validate_1.assertBundleV02)(bundle);
            break;
        default:
            (0, validate_1.assertBundleLatest)(bundle);
            break;
    }
    return bundle;
};
exports.bundleFromJSON = bundleFromJSON;
const bundleToJSON = (bundle) => {
    return protobuf_specs_1.Bundle.toJSON(bundle);
};
exports.bundleToJSON = bundleToJSON;
const envelopeFromJSON = (obj) => {
    return protobuf_specs_1.Envelope.fromJSON(obj);
};
exports.envelopeFromJSON = envelopeFromJSON;
const envelopeToJSON = (envelope) => {
    return protobuf_specs_1.Envelope.toJSON(envelope);
};
exports.envelopeToJSON = envelopeToJSON;


/***/ }),

/***/ 9352:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.assertBundle = assertBundle;
exports.assertBundleV01 = assertBundleV01;
exports.isBundleV01 = isBundleV01;
exports.assertBundleV02 = assertBundleV02;
exports.assertBundleLatest = assertBundleLatest;
/*
Copyright 2023 The Sigstore Authors.

Licensed under the Apache License, Version 2.0 (the "License");
you may not use this file except in compliance with the License.
You may obtain a copy of the License at

    http://www.apache.org/licenses/LICENSE-2.0

Unless required by applicable law or agreed to in writing, software
distributed under the License is distributed on an "AS IS" BASIS,
WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
See the License for the specific language governing permissions and
limitations under the License.
*/
const error_1 = __nccwpck_require__(7714);
// Performs basic validation of a Sigstore bundle to ensure that all required
// fields are populated. This is not a complete validation of the bundle, but
// rather a check that the bundle is in a valid state to be processed by the
// rest of the code.
function assertBundle(b) {
    const invalidValues = validateBundleBase(b);
    if (invalidValues.length > 0) {
        throw new error_1.ValidationError('invalid bundle', invalidValues);
    }
}
// Asserts that the given bundle conforms to the v0.1 bundle format.
function assertBundleV01(b) {
    const invalidValues = [];
    invalidValues.push(...validateBundleBase(b));
    invalidValues.push(...validateInclusionPromise(b));
    if (invalidValues.length > 0) {
        throw new error_1.ValidationError('invalid v0.1 bundle', invalidValues);
    }
}
// Type guard to determine if Bundle is a v0.1 bundle.
function isBundleV01(b) {
    try {
        assertBundleV01(b);
        return true;
    }
    catch (e) {
        return false;
    }
}
// Asserts that the given bundle conforms to the v0.2 bundle format.
function assertBundleV02(b) {
    const invalidValues = [];
    invalidValues.push(...validateBundleBase(b));
    invalidValues.push(...validateInclusionProof(b));
    if (invalidValues.length > 0) {
        throw new error_1.ValidationError('invalid v0.2 bundle', invalidValues);
    }
}
// Asserts that the given bundle conforms to the newest (0.3) bundle format.
function assertBundleLatest(b) {
    const invalidValues = [];
    invalidValues.push(...validateBundleBase(b));
    invalidValues.push(...validateInclusionProof(b));
    invalidValues.push(...validateNoCertificateChain(b));
    if (invalidValues.length > 0) {
        throw new error_1.ValidationError('invalid bundle', invalidValues);
    }
}
function validateBundleBase(b) {
    const invalidValues = [];
    // Media type validation
    if (b.mediaType === undefined ||
        (!b.mediaType.match(/^application\/vnd\.dev\.sigstore\.bundle\+json;version=\d\.\d/) &&
            !b.mediaType.match(/^application\/vnd\.dev\.sigstore\.bundle\.v\d\.\d\+json/))) {
        invalidValues.push('mediaType');
    }
    // Content-related validation
    if (b.content === undefined) {
        invalidValues.push('content');
    }
    else {
        switch (b.content.$case) {
            case 'messageSignature':
                if (b.content.messageSignature.messageDigest === undefined) {
                    invalidValues.push('content.messageSignature.messageDigest');
                }
                else {
                    if (b.content.messageSignature.messageDigest.digest.length === 0) {
                        invalidValues.push('content.messageSignature.messageDigest.digest');
                    }
                }
                if (b.content.messageSignature.signature.length === 0) {
                    invalidValues.push('content.messageSignature.signature');
                }
                break;
            case 'dsseEnvelope':
                if (b.content.dsseEnvelope.payload.length === 0) {
                    invalidValues.push('content.dsseEnvelope.payload');
                }
                if (b.content.dsseEnvelope.signatures.length !== 1) {
                    invalidValues.push('content.dsseEnvelope.signatures');
                }
                else {
                    if (b.content.dsseEnvelope.signatures[0].sig.length === 0) {
                        invalidValues.push('content.dsseEnvelope.signatures[0].sig');
                    }
                }
                break;
        }
    }
    // Verification material-related validation
    if (b.verificationMaterial === undefined) {
        invalidValues.push('verificationMaterial');
    }
    else {
        if (b.verificationMaterial.content === undefined) {
            invalidValues.push('verificationMaterial.content');
        }
        else {
            switch (b.verificationMaterial.content.$case) {
                case 'x509CertificateChain':
                    if (b.verificationMaterial.content.x509CertificateChain.certificates
                        .length === 0) {
                        invalidValues.push('verificationMaterial.content.x509CertificateChain.certificates');
                    }
                    b.verificationMaterial.content.x509CertificateChain.certificates.forEach((cert, i) => {
                        if (cert.rawBytes.length === 0) {
                            invalidValues.push(`verificationMaterial.content.x509CertificateChain.certificates[${i}].rawBytes`);
                        }
                    });
                    break;
                case 'certificate':
                    if (b.verificationMaterial.content.certificate.rawBytes.length === 0) {
                        invalidValues.push('verificationMaterial.content.certificate.rawBytes');
                    }
                    break;
            }
        }
        if (b.verificationMaterial.tlogEntries === undefined) {
            invalidValues.push('verificationMaterial.tlogEntries');
        }
        else {
            if (b.verificationMaterial.tlogEntries.length > 0) {
                b.verificationMaterial.tlogEntries.forEach((entry, i) => {
                    if (entry.logId === undefined) {
                        invalidValues.push(`verificationMaterial.tlogEntries[${i}].logId`);
                    }
                    if (entry.kindVersion === undefined) {
                        invalidValues.push(`verificationMaterial.tlogEntries[${i}].kindVersion`);
                    }
                });
            }
        }
    }
    return invalidValues;
}
// Necessary for V01 bundles
function validateInclusionPromise(b) {
    const invalidValues = [];
    if (b.verificationMaterial &&
        b.verificationMaterial.tlogEntries?.length > 0) {
        b.verificationMaterial.tlogEntries.forEach((entry, i) => {
            if (entry.inclusionPromise === undefined) {
                invalidValues.push(`verificationMaterial.tlogEntries[${i}].inclusionPromise`);
            }
        });
    }
    return invalidValues;
}
// Necessary for V02 and later bundles
function validateInclusionProof(b) {
    const invalidValues = [];
    if (b.verificationMaterial &&
        b.verificationMaterial.tlogEntries?.length > 0) {
        b.verificationMaterial.tlogEntries.forEach((entry, i) => {
            if (entry.inclusionProof === undefined) {
                invalidValues.push(`verificationMaterial.tlogEntries[${i}].inclusionProof`);
            }
            else {
                if (entry.inclusionProof.checkpoint === undefined) {
                    invalidValues.push(`verificationMaterial.tlogEntries[${i}].inclusionProof.checkpoint`);
                }
            }
        });
    }
    return invalidValues;
}
// Necessary for V03 and later bundles
function validateNoCertificateChain(b) {
    const invalidValues = [];
    /* istanbul ignore next */
    if (b.verificationMaterial?.content?.$case === 'x509CertificateChain') {
        invalidValues.push('verificationMaterial.content.$case');
    }
    return invalidValues;
}


/***/ }),

/***/ 1121:
/***/ ((__unused_webpack_module, exports) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.ASN1TypeError = exports.ASN1ParseError = void 0;
/*
Copyright 2023 The Sigstore Authors.

Licensed under the Apache License, Version 2.0 (the "License");
you may not use this file except in compliance with the License.
You may obtain a copy of the License at

    http://www.apache.org/licenses/LICENSE-2.0

Unless required by applicable law or agreed to in writing, software
distributed under the License is distributed on an "AS IS" BASIS,
WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
See the License for the specific language governing permissions and
limitations under the License.
*/
class ASN1ParseError extends Error {
}
exports.ASN1ParseError = ASN1ParseError;
class ASN1TypeError extends Error {
}
exports.ASN1TypeError = ASN1TypeError;


/***/ }),

/***/ 6027:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.ASN1Obj = void 0;
/*
Copyright 2023 The Sigstore Authors.

Licensed under the Apache License, Version 2.0 (the "License");
you may not use this file except in compliance with the License.
You may obtain a copy of the License at

    http://www.apache.org/licenses/LICENSE-2.0

Unless required by applicable law or agreed to in writing, software
distributed under the License is distributed on an "AS IS" BASIS,
WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
See the License for the specific language governing permissions and
limitations under the License.
*/
var obj_1 = __nccwpck_require__(990);
Object.defineProperty(exports, "ASN1Obj", ({ enumerable: true, get: function () { return obj_1.ASN1Obj; } }));


/***/ }),

/***/ 4243:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {


/*
Copyright 2023 The Sigstore Authors.

Licensed under the Apache License, Version 2.0 (the "License");
you may not use this file except in compliance with the License.
You may obtain a copy of the License at

    http://www.apache.org/licenses/LICENSE-2.0

Unless required by applicable law or agreed to in writing, software
distributed under the License is distributed on an "AS IS" BASIS,
WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
See the License for the specific language governing permissions and
limitations under the License.
*/
Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.decodeLength = decodeLength;
exports.encodeLength = encodeLength;
const error_1 = __nccwpck_require__(1121);
// Decodes the length of a DER-encoded ANS.1 element from the supplied stream.
// https://learn.microsoft.com/en-us/windows/win32/seccertenroll/about-encoded-length-and-value-bytes
function decodeLength(stream) {
    const buf = stream.getUint8();
    // If the most significant bit is UNSET the length is just the value of the
    // byte.
    if ((buf & 0x80) === 0x00) {
        return buf;
    }
    // Otherwise, the lower 7 bits of the first byte indicate the number of bytes
    // that follow to encode the length.
    const byteCount = buf & 0x7f;
    // Ensure the encoded length can safely fit in a JS number.
    if (byteCount > 6) {
        throw new error_1.ASN1ParseError('length exceeds 6 byte limit');
    }
    // Iterate over the bytes that encode the length.
    let len = 0;
    for (let i = 0; i < byteCount; i++) {
        const byte = stream.getUint8();
        // The first byte of a multi-byte length must not be zero; a leading zero
        // means the length could have been encoded in fewer bytes (non-minimal).
        if (i === 0 && byte === 0x00) {
            throw new error_1.ASN1ParseError('non-minimal length encoding');
        }
        len = len * 256 + byte;
    }
    // This is a valid ASN.1 length encoding, but we don't support it.
    if (len === 0) {
        throw new error_1.ASN1ParseError('indefinite length encoding not supported');
    }
    // Lengths less than 128 must use the short form; rejecting them here ensures
    // the encoding is minimal (strict DER).
    if (len < 128) {
        throw new error_1.ASN1ParseError('non-minimal length encoding');
    }
    return len;
}
// Translates the supplied value to a DER-encoded length.
function encodeLength(len) {
    if (len < 128) {
        return Buffer.from([len]);
    }
    // Bitwise operations on large numbers are not supported in JS, so we need to
    // use BigInts.
    let val = BigInt(len);
    const bytes = [];
    while (val > 0n) {
        bytes.unshift(Number(val & 255n));
        val = val >> 8n;
    }
    return Buffer.from([0x80 | bytes.length, ...bytes]);
}


/***/ }),

/***/ 990:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.ASN1Obj = void 0;
/*
Copyright 2023 The Sigstore Authors.

Licensed under the Apache License, Version 2.0 (the "License");
you may not use this file except in compliance with the License.
You may obtain a copy of the License at

    http://www.apache.org/licenses/LICENSE-2.0

Unless required by applicable law or agreed to in writing, software
distributed under the License is distributed on an "AS IS" BASIS,
WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
See the License for the specific language governing permissions and
limitations under the License.
*/
const stream_1 = __nccwpck_require__(1673);
const error_1 = __nccwpck_require__(1121);
const length_1 = __nccwpck_require__(4243);
const parse_1 = __nccwpck_require__(8663);
const tag_1 = __nccwpck_require__(9343);
class ASN1Obj {
    tag;
    subs;
    value;
    constructor(tag, value, subs) {
        this.tag = tag;
        this.value = value;
        this.subs = subs;
    }
    // Constructs an ASN.1 object from a Buffer of DER-encoded bytes.
    static parseBuffer(buf) {
        const stream = new stream_1.ByteStream(buf);
        const obj = parseStream(stream);
        // Ensure the entire buffer was consumed; trailing data after the top-level
        // object indicates a malformed (or maliciously padded) encoding.
        if (stream.position !== stream.length) {
            throw new error_1.ASN1ParseError('invalid trailing data');
        }
        return obj;
    }
    toDER() {
        const valueStream = new stream_1.ByteStream();
        if (this.subs.length > 0) {
            for (const sub of this.subs) {
                valueStream.appendView(sub.toDER());
            }
        }
        else {
            valueStream.appendView(this.value);
        }
        const value = valueStream.buffer;
        // Concat tag/length/value
        const obj = new stream_1.ByteStream();
        obj.appendChar(this.tag.toDER());
        obj.appendView((0, length_1.encodeLength)(value.length));
        obj.appendView(value);
        return obj.buffer;
    }
    /////////////////////////////////////////////////////////////////////////////
    // Convenience methods for parsing ASN.1 primitives into JS types
    // Returns the ASN.1 object's value as a boolean. Throws an error if the
    // object is not a boolean.
    toBoolean() {
        if (!this.tag.isBoolean()) {
            throw new error_1.ASN1TypeError('not a boolean');
        }
        return (0, parse_1.parseBoolean)(this.value);
    }
    // Returns the ASN.1 object's value as a BigInt. Throws an error if the
    // object is not an integer.
    toInteger() {
        if (!this.tag.isInteger()) {
            throw new error_1.ASN1TypeError('not an integer');
        }
        return (0, parse_1.parseInteger)(this.value);
    }
    // Returns the ASN.1 object's value as an OID string. Throws an error if the
    // object is not an OID.
    toOID() {
        if (!this.tag.isOID()) {
            throw new error_1.ASN1TypeError('not an OID');
        }
        return (0, parse_1.parseOID)(this.value);
    }
    // Returns the ASN.1 object's value as a Date. Throws an error if the object
    // is not either a UTCTime or a GeneralizedTime.
    toDate() {
        switch (true) {
            case this.tag.isUTCTime():
                return (0, parse_1.parseTime)(this.value, true);
            case this.tag.isGeneralizedTime():
                return (0, parse_1.parseTime)(this.value, false);
            default:
                throw new error_1.ASN1TypeError('not a date');
        }
    }
    // Returns the ASN.1 object's value as a number[] where each number is the
    // value of a bit in the bit string. Throws an error if the object is not a
    // bit string.
    toBitString() {
        if (!this.tag.isBitString()) {
            throw new error_1.ASN1TypeError('not a bit string');
        }
        return (0, parse_1.parseBitString)(this.value);
    }
}
exports.ASN1Obj = ASN1Obj;
/////////////////////////////////////////////////////////////////////////////
// Internal stream parsing functions
// Maximum nesting depth for parsed ASN.1 objects. Bounds the mutual recursion
// between parseStream and collectSubs so that deeply nested DER cannot exhaust
// the call stack (denial of service).
const MAX_DEPTH = 100;
function parseStream(stream, depth = 0) {
    if (depth > MAX_DEPTH) {
        throw new error_1.ASN1ParseError('maximum nesting depth exceeded');
    }
    // Parse tag, length, and value from stream
    const tag = new tag_1.ASN1Tag(stream.getUint8());
    const len = (0, length_1.decodeLength)(stream);
    const value = stream.slice(stream.position, len);
    const start = stream.position;
    let subs = [];
    // If the object is constructed, parse its children. Sometimes, children
    // are embedded in OCTESTRING objects, so we need to check those
    // for children as well.
    if (tag.constructed) {
        subs = collectSubs(stream, len, depth);
    }
    else if (tag.isOctetString()) {
        // Attempt to parse children of OCTETSTRING objects. If anything fails,
        // assume the object is not constructed and treat as primitive. This is
        // intentional: it transparently unwraps DER content embedded in an OCTET
        // STRING (e.g. X.509 extnValue, CMS eContent). The error is swallowed
        // because a parse failure simply means the bytes are an opaque primitive
        // value rather than a nested structure.
        try {
            subs = collectSubs(stream, len, depth);
        }
        catch (e) {
            // Fail silently and treat as primitive
        }
    }
    // If there are no children, move stream cursor to the end of the object
    if (subs.length === 0) {
        stream.seek(start + len);
    }
    return new ASN1Obj(tag, value, subs);
}
function collectSubs(stream, len, depth) {
    // Calculate end of object content
    const end = stream.position + len;
    // Make sure there are enough bytes left in the stream. This should never
    // happen, cause it'll get caught when the stream is sliced in parseStream.
    // Leaving as an extra check just in case.
    /* istanbul ignore if */
    if (end > stream.length) {
        throw new error_1.ASN1ParseError('invalid length');
    }
    // Parse all children
    const subs = [];
    while (stream.position < end) {
        subs.push(parseStream(stream, depth + 1));
    }
    // When we're done parsing children, we should be at the end of the object
    if (stream.position !== end) {
        throw new error_1.ASN1ParseError('invalid length');
    }
    return subs;
}


/***/ }),

/***/ 8663:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.parseInteger = parseInteger;
exports.parseStringASCII = parseStringASCII;
exports.parseTime = parseTime;
exports.parseOID = parseOID;
exports.parseBoolean = parseBoolean;
exports.parseBitString = parseBitString;
/*
Copyright 2023 The Sigstore Authors.

Licensed under the Apache License, Version 2.0 (the "License");
you may not use this file except in compliance with the License.
You may obtain a copy of the License at

    http://www.apache.org/licenses/LICENSE-2.0

Unless required by applicable law or agreed to in writing, software
distributed under the License is distributed on an "AS IS" BASIS,
WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
See the License for the specific language governing permissions and
limitations under the License.
*/
const error_1 = __nccwpck_require__(1121);
const RE_TIME_SHORT_YEAR = /^(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(\.\d{3})?Z$/;
const RE_TIME_LONG_YEAR = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(\.\d{3})?Z$/;
// Parse a BigInt from the DER-encoded buffer
// https://learn.microsoft.com/en-us/windows/win32/seccertenroll/about-integer
function parseInteger(buf) {
    let pos = 0;
    const end = buf.length;
    let val = buf[pos];
    const neg = val > 0x7f;
    // Consume any padding bytes
    const pad = neg ? 0xff : 0x00;
    while (val == pad && ++pos < end) {
        val = buf[pos];
    }
    // Calculate remaining bytes to read
    const len = end - pos;
    if (len === 0)
        return BigInt(neg ? -1 : 0);
    // Handle two's complement for negative numbers
    val = neg ? val - 256 : val;
    // Parse remaining bytes
    let n = BigInt(val);
    for (let i = pos + 1; i < end; ++i) {
        n = n * BigInt(256) + BigInt(buf[i]);
    }
    return n;
}
// Parse an ASCII string from the DER-encoded buffer
// https://learn.microsoft.com/en-us/windows/win32/seccertenroll/about-basic-types#boolean
function parseStringASCII(buf) {
    return buf.toString('ascii');
}
// Parse a Date from the DER-encoded buffer
// https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.5.1
function parseTime(buf, shortYear) {
    const timeStr = parseStringASCII(buf);
    // Parse the time string into matches - captured groups start at index 1
    const m = shortYear
        ? RE_TIME_SHORT_YEAR.exec(timeStr)
        : RE_TIME_LONG_YEAR.exec(timeStr);
    if (!m) {
        throw new Error('invalid time');
    }
    // Translate dates with a 2-digit year to 4 digits per the spec
    if (shortYear) {
        let year = Number(m[1]);
        year += year >= 50 ? 1900 : 2000;
        m[1] = year.toString();
    }
    // Translate to ISO8601 format and parse
    return new Date(`${m[1]}-${m[2]}-${m[3]}T${m[4]}:${m[5]}:${m[6]}Z`);
}
// Parse an OID from the DER-encoded buffer
// https://learn.microsoft.com/en-us/windows/win32/seccertenroll/about-object-identifier
function parseOID(buf) {
    let pos = 0;
    const end = buf.length;
    // Consume first byte which encodes the first two OID components
    let n = buf[pos++];
    const first = Math.floor(n / 40);
    const second = n % 40;
    let oid = `${first}.${second}`;
    // Consume remaining bytes. Use a BigInt accumulator so that arcs which
    // exceed 32 bits are not silently truncated (a truncated arc could be made
    // to collide with a trusted OID).
    let val = 0n;
    for (; pos < end; ++pos) {
        n = buf[pos];
        val = (val << 7n) + BigInt(n & 0x7f);
        // If the left-most bit is NOT set, then this is the last byte in the
        // sequence and we can add the value to the OID and reset the accumulator
        if ((n & 0x80) === 0) {
            oid += `.${val}`;
            val = 0n;
        }
    }
    return oid;
}
// Parse a boolean from the DER-encoded buffer
// https://learn.microsoft.com/en-us/windows/win32/seccertenroll/about-basic-types#boolean
function parseBoolean(buf) {
    // DER requires a BOOLEAN to be a single byte that is either 0x00 (false) or
    // 0xff (true). Reject any other (non-canonical) encoding.
    if (buf.length !== 1) {
        throw new error_1.ASN1ParseError('invalid boolean');
    }
    switch (buf[0]) {
        case 0x00:
            return false;
        case 0xff:
            return true;
        default:
            throw new error_1.ASN1ParseError('invalid boolean');
    }
}
// Parse a bit string from the DER-encoded buffer
// https://learn.microsoft.com/en-us/windows/win32/seccertenroll/about-bit-string
function parseBitString(buf) {
    // First byte tell us how many unused bits are in the last byte
    const unused = buf[0];
    // The number of unused bits must be in the range 0-7.
    if (unused > 7) {
        throw new error_1.ASN1ParseError('invalid bit string');
    }
    const start = 1;
    const end = buf.length;
    const bits = [];
    for (let i = start; i < end; ++i) {
        const byte = buf[i];
        // The skip value is only used for the last byte
        const skip = i === end - 1 ? unused : 0;
        // Iterate over each bit in the byte (most significant first)
        for (let j = 7; j >= skip; --j) {
            // Read the bit and add it to the bit string
            bits.push((byte >> j) & 0x01);
        }
    }
    return bits;
}


/***/ }),

/***/ 9343:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.ASN1Tag = void 0;
/*
Copyright 2023 The Sigstore Authors.

Licensed under the Apache License, Version 2.0 (the "License");
you may not use this file except in compliance with the License.
You may obtain a copy of the License at

    http://www.apache.org/licenses/LICENSE-2.0

Unless required by applicable law or agreed to in writing, software
distributed under the License is distributed on an "AS IS" BASIS,
WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
See the License for the specific language governing permissions and
limitations under the License.
*/
const error_1 = __nccwpck_require__(1121);
const UNIVERSAL_TAG = {
    BOOLEAN: 0x01,
    INTEGER: 0x02,
    BIT_STRING: 0x03,
    OCTET_STRING: 0x04,
    OBJECT_IDENTIFIER: 0x06,
    SEQUENCE: 0x10,
    SET: 0x11,
    PRINTABLE_STRING: 0x13,
    UTC_TIME: 0x17,
    GENERALIZED_TIME: 0x18,
};
const TAG_CLASS = {
    UNIVERSAL: 0x00,
    APPLICATION: 0x01,
    CONTEXT_SPECIFIC: 0x02,
    PRIVATE: 0x03,
};
// https://learn.microsoft.com/en-us/windows/win32/seccertenroll/about-encoded-tag-bytes
class ASN1Tag {
    number;
    constructed;
    class;
    constructor(enc) {
        // Bits 0 through 4 are the tag number
        this.number = enc & 0x1f;
        // Bit 5 is the constructed bit
        this.constructed = (enc & 0x20) === 0x20;
        // Bit 6 & 7 are the class
        this.class = enc >> 6;
        if (this.number === 0x1f) {
            throw new error_1.ASN1ParseError('long form tags not supported');
        }
        if (this.class === TAG_CLASS.UNIVERSAL && this.number === 0x00) {
            throw new error_1.ASN1ParseError('unsupported tag 0x00');
        }
    }
    isUniversal() {
        return this.class === TAG_CLASS.UNIVERSAL;
    }
    isContextSpecific(num) {
        const res = this.class === TAG_CLASS.CONTEXT_SPECIFIC;
        return num !== undefined ? res && this.number === num : res;
    }
    isBoolean() {
        return this.isUniversal() && this.number === UNIVERSAL_TAG.BOOLEAN;
    }
    isInteger() {
        return this.isUniversal() && this.number === UNIVERSAL_TAG.INTEGER;
    }
    isBitString() {
        return this.isUniversal() && this.number === UNIVERSAL_TAG.BIT_STRING;
    }
    isOctetString() {
        return this.isUniversal() && this.number === UNIVERSAL_TAG.OCTET_STRING;
    }
    isOID() {
        return (this.isUniversal() && this.number === UNIVERSAL_TAG.OBJECT_IDENTIFIER);
    }
    isUTCTime() {
        return this.isUniversal() && this.number === UNIVERSAL_TAG.UTC_TIME;
    }
    isGeneralizedTime() {
        return this.isUniversal() && this.number === UNIVERSAL_TAG.GENERALIZED_TIME;
    }
    toDER() {
        return this.number | (this.constructed ? 0x20 : 0x00) | (this.class << 6);
    }
}
exports.ASN1Tag = ASN1Tag;


/***/ }),

/***/ 9368:
/***/ (function(__unused_webpack_module, exports, __nccwpck_require__) {


var __importDefault = (this && this.__importDefault) || function (mod) {
    return (mod && mod.__esModule) ? mod : { "default": mod };
};
Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.createPublicKey = createPublicKey;
exports.digest = digest;
exports.verify = verify;
exports.bufferEqual = bufferEqual;
/*
Copyright 2023 The Sigstore Authors.

Licensed under the Apache License, Version 2.0 (the "License");
you may not use this file except in compliance with the License.
You may obtain a copy of the License at

    http://www.apache.org/licenses/LICENSE-2.0

Unless required by applicable law or agreed to in writing, software
distributed under the License is distributed on an "AS IS" BASIS,
WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
See the License for the specific language governing permissions and
limitations under the License.
*/
const crypto_1 = __importDefault(__nccwpck_require__(6982));
function createPublicKey(key, type = 'spki') {
    if (typeof key === 'string') {
        if (key.startsWith('-----')) {
            return crypto_1.default.createPublicKey(key);
        }
        else {
            return crypto_1.default.createPublicKey({
                key: Buffer.from(key, 'base64'),
                format: 'der',
                type: type,
            });
        }
    }
    else {
        return crypto_1.default.createPublicKey({ key, format: 'der', type: type });
    }
}
function digest(algorithm, ...data) {
    const hash = crypto_1.default.createHash(algorithm);
    for (const d of data) {
        hash.update(d);
    }
    return hash.digest();
}
function verify(data, key, signature, algorithm) {
    // The try/catch is to work around an issue in Node 14.x where verify throws
    // an error in some scenarios if the signature is invalid.
    try {
        return crypto_1.default.verify(algorithm, data, key, signature);
    }
    catch (e) {
        /* istanbul ignore next */
        return false;
    }
}
function bufferEqual(a, b) {
    try {
        return crypto_1.default.timingSafeEqual(a, b);
    }
    catch {
        /* istanbul ignore next */
        return false;
    }
}


/***/ }),

/***/ 9032:
/***/ ((__unused_webpack_module, exports) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.preAuthEncoding = preAuthEncoding;
/*
Copyright 2023 The Sigstore Authors.

Licensed under the Apache License, Version 2.0 (the "License");
you may not use this file except in compliance with the License.
You may obtain a copy of the License at

    http://www.apache.org/licenses/LICENSE-2.0

Unless required by applicable law or agreed to in writing, software
distributed under the License is distributed on an "AS IS" BASIS,
WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
See the License for the specific language governing permissions and
limitations under the License.
*/
const PAE_PREFIX = 'DSSEv1';
// DSSE Pre-Authentication Encoding
function preAuthEncoding(payloadType, payload) {
    const typeBytes = Buffer.from(payloadType, 'utf-8');
    return Buffer.concat([
        Buffer.from(`${PAE_PREFIX} ${typeBytes.length} `, 'ascii'),
        typeBytes,
        Buffer.from(` ${payload.length} `, 'ascii'),
        payload,
    ]);
}


/***/ }),

/***/ 2788:
/***/ ((__unused_webpack_module, exports) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.base64Encode = base64Encode;
exports.base64Decode = base64Decode;
/*
Copyright 2023 The Sigstore Authors.

Licensed under the Apache License, Version 2.0 (the "License");
you may not use this file except in compliance with the License.
You may obtain a copy of the License at

    http://www.apache.org/licenses/LICENSE-2.0

Unless required by applicable law or agreed to in writing, software
distributed under the License is distributed on an "AS IS" BASIS,
WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
See the License for the specific language governing permissions and
limitations under the License.
*/
const BASE64_ENCODING = 'base64';
const UTF8_ENCODING = 'utf-8';
function base64Encode(str) {
    return Buffer.from(str, UTF8_ENCODING).toString(BASE64_ENCODING);
}
function base64Decode(str) {
    return Buffer.from(str, BASE64_ENCODING).toString(UTF8_ENCODING);
}


/***/ }),

/***/ 3917:
/***/ (function(__unused_webpack_module, exports, __nccwpck_require__) {


var __createBinding = (this && this.__createBinding) || (Object.create ? (function(o, m, k, k2) {
    if (k2 === undefined) k2 = k;
    var desc = Object.getOwnPropertyDescriptor(m, k);
    if (!desc || ("get" in desc ? !m.__esModule : desc.writable || desc.configurable)) {
      desc = { enumerable: true, get: function() { return m[k]; } };
    }
    Object.defineProperty(o, k2, desc);
}) : (function(o, m, k, k2) {
    if (k2 === undefined) k2 = k;
    o[k2] = m[k];
}));
var __setModuleDefault = (this && this.__setModuleDefault) || (Object.create ? (function(o, v) {
    Object.defineProperty(o, "default", { enumerable: true, value: v });
}) : function(o, v) {
    o["default"] = v;
});
var __importStar = (this && this.__importStar) || (function () {
    var ownKeys = function(o) {
        ownKeys = Object.getOwnPropertyNames || function (o) {
            var ar = [];
            for (var k in o) if (Object.prototype.hasOwnProperty.call(o, k)) ar[ar.length] = k;
            return ar;
        };
        return ownKeys(o);
    };
    return function (mod) {
        if (mod && mod.__esModule) return mod;
        var result = {};
        if (mod != null) for (var k = ownKeys(mod), i = 0; i < k.length; i++) if (k[i] !== "default") __createBinding(result, mod, k[i]);
        __setModuleDefault(result, mod);
        return result;
    };
})();
Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.X509SCTExtension = exports.X509Certificate = exports.EXTENSION_OID_SCT = exports.ByteStream = exports.RFC3161Timestamp = exports.pem = exports.json = exports.encoding = exports.dsse = exports.crypto = exports.ASN1Obj = void 0;
/*
Copyright 2023 The Sigstore Authors.

Licensed under the Apache License, Version 2.0 (the "License");
you may not use this file except in compliance with the License.
You may obtain a copy of the License at

    http://www.apache.org/licenses/LICENSE-2.0

Unless required by applicable law or agreed to in writing, software
distributed under the License is distributed on an "AS IS" BASIS,
WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
See the License for the specific language governing permissions and
limitations under the License.
*/
var asn1_1 = __nccwpck_require__(6027);
Object.defineProperty(exports, "ASN1Obj", ({ enumerable: true, get: function () { return asn1_1.ASN1Obj; } }));
exports.crypto = __importStar(__nccwpck_require__(9368));
exports.dsse = __importStar(__nccwpck_require__(9032));
exports.encoding = __importStar(__nccwpck_require__(2788));
exports.json = __importStar(__nccwpck_require__(3327));
exports.pem = __importStar(__nccwpck_require__(1055));
var rfc3161_1 = __nccwpck_require__(994);
Object.defineProperty(exports, "RFC3161Timestamp", ({ enumerable: true, get: function () { return rfc3161_1.RFC3161Timestamp; } }));
var stream_1 = __nccwpck_require__(1673);
Object.defineProperty(exports, "ByteStream", ({ enumerable: true, get: function () { return stream_1.ByteStream; } }));
var x509_1 = __nccwpck_require__(9358);
Object.defineProperty(exports, "EXTENSION_OID_SCT", ({ enumerable: true, get: function () { return x509_1.EXTENSION_OID_SCT; } }));
Object.defineProperty(exports, "X509Certificate", ({ enumerable: true, get: function () { return x509_1.X509Certificate; } }));
Object.defineProperty(exports, "X509SCTExtension", ({ enumerable: true, get: function () { return x509_1.X509SCTExtension; } }));


/***/ }),

/***/ 3327:
/***/ ((__unused_webpack_module, exports) => {


/*
Copyright 2023 The Sigstore Authors.

Licensed under the Apache License, Version 2.0 (the "License");
you may not use this file except in compliance with the License.
You may obtain a copy of the License at

    http://www.apache.org/licenses/LICENSE-2.0

Unless required by applicable law or agreed to in writing, software
distributed under the License is distributed on an "AS IS" BASIS,
WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
See the License for the specific language governing permissions and
limitations under the License.
*/
Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.canonicalize = canonicalize;
// JSON canonicalization per https://github.com/cyberphone/json-canonicalization
// eslint-disable-next-line @typescript-eslint/no-explicit-any
function canonicalize(object) {
    let buffer = '';
    if (object === null || typeof object !== 'object' || object.toJSON != null) {
        // Primitives or toJSONable objects
        buffer += JSON.stringify(object);
    }
    else if (Array.isArray(object)) {
        // Array - maintain element order
        buffer += '[';
        let first = true;
        object.forEach((element) => {
            if (!first) {
                buffer += ',';
            }
            first = false;
            // recursive call
            buffer += canonicalize(element);
        });
        buffer += ']';
    }
    else {
        // Object - Sort properties before serializing
        buffer += '{';
        let first = true;
        Object.keys(object)
            .sort()
            .forEach((property) => {
            if (!first) {
                buffer += ',';
            }
            first = false;
            buffer += JSON.stringify(property);
            buffer += ':';
            // recursive call
            buffer += canonicalize(object[property]);
        });
        buffer += '}';
    }
    return buffer;
}


/***/ }),

/***/ 1817:
/***/ ((__unused_webpack_module, exports) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.SHA2_HASH_ALGOS = exports.RSA_SIGNATURE_ALGOS = exports.ECDSA_SIGNATURE_ALGOS = void 0;
exports.ECDSA_SIGNATURE_ALGOS = {
    '1.2.840.10045.4.3.1': 'sha224',
    '1.2.840.10045.4.3.2': 'sha256',
    '1.2.840.10045.4.3.3': 'sha384',
    '1.2.840.10045.4.3.4': 'sha512',
};
exports.RSA_SIGNATURE_ALGOS = {
    '1.2.840.113549.1.1.14': 'sha224',
    '1.2.840.113549.1.1.11': 'sha256',
    '1.2.840.113549.1.1.12': 'sha384',
    '1.2.840.113549.1.1.13': 'sha512',
};
exports.SHA2_HASH_ALGOS = {
    '2.16.840.1.101.3.4.2.1': 'sha256',
    '2.16.840.1.101.3.4.2.2': 'sha384',
    '2.16.840.1.101.3.4.2.3': 'sha512',
};


/***/ }),

/***/ 1055:
/***/ ((__unused_webpack_module, exports) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.toDER = toDER;
exports.fromDER = fromDER;
/*
Copyright 2023 The Sigstore Authors.

Licensed under the Apache License, Version 2.0 (the "License");
you may not use this file except in compliance with the License.
You may obtain a copy of the License at

    http://www.apache.org/licenses/LICENSE-2.0

Unless required by applicable law or agreed to in writing, software
distributed under the License is distributed on an "AS IS" BASIS,
WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
See the License for the specific language governing permissions and
limitations under the License.
*/
const PEM_HEADER = /-----BEGIN (.*)-----/;
const PEM_FOOTER = /-----END (.*)-----/;
function toDER(certificate) {
    let der = '';
    certificate.split('\n').forEach((line) => {
        if (line.match(PEM_HEADER) || line.match(PEM_FOOTER)) {
            return;
        }
        der += line;
    });
    return Buffer.from(der, 'base64');
}
// Translates a DER-encoded buffer into a PEM-encoded string. Standard PEM
// encoding dictates that each certificate should have a trailing newline after
// the footer.
function fromDER(certificate, type = 'CERTIFICATE') {
    // Base64-encode the certificate.
    const der = certificate.toString('base64');
    // Split the certificate into lines of 64 characters.
    const lines = der.match(/.{1,64}/g) || '';
    return [`-----BEGIN ${type}-----`, ...lines, `-----END ${type}-----`]
        .join('\n')
        .concat('\n');
}


/***/ }),

/***/ 7512:
/***/ ((__unused_webpack_module, exports) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.RFC3161TimestampVerificationError = void 0;
/*
Copyright 2023 The Sigstore Authors.

Licensed under the Apache License, Version 2.0 (the "License");
you may not use this file except in compliance with the License.
You may obtain a copy of the License at

    http://www.apache.org/licenses/LICENSE-2.0

Unless required by applicable law or agreed to in writing, software
distributed under the License is distributed on an "AS IS" BASIS,
WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
See the License for the specific language governing permissions and
limitations under the License.
*/
class RFC3161TimestampVerificationError extends Error {
}
exports.RFC3161TimestampVerificationError = RFC3161TimestampVerificationError;


/***/ }),

/***/ 994:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {


/*
Copyright 2023 The Sigstore Authors.

Licensed under the Apache License, Version 2.0 (the "License");
you may not use this file except in compliance with the License.
You may obtain a copy of the License at

    http://www.apache.org/licenses/LICENSE-2.0

Unless required by applicable law or agreed to in writing, software
distributed under the License is distributed on an "AS IS" BASIS,
WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
See the License for the specific language governing permissions and
limitations under the License.
*/
Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.RFC3161Timestamp = void 0;
var timestamp_1 = __nccwpck_require__(2714);
Object.defineProperty(exports, "RFC3161Timestamp", ({ enumerable: true, get: function () { return timestamp_1.RFC3161Timestamp; } }));


/***/ }),

/***/ 2714:
/***/ (function(__unused_webpack_module, exports, __nccwpck_require__) {


var __createBinding = (this && this.__createBinding) || (Object.create ? (function(o, m, k, k2) {
    if (k2 === undefined) k2 = k;
    var desc = Object.getOwnPropertyDescriptor(m, k);
    if (!desc || ("get" in desc ? !m.__esModule : desc.writable || desc.configurable)) {
      desc = { enumerable: true, get: function() { return m[k]; } };
    }
    Object.defineProperty(o, k2, desc);
}) : (function(o, m, k, k2) {
    if (k2 === undefined) k2 = k;
    o[k2] = m[k];
}));
var __setModuleDefault = (this && this.__setModuleDefault) || (Object.create ? (function(o, v) {
    Object.defineProperty(o, "default", { enumerable: true, value: v });
}) : function(o, v) {
    o["default"] = v;
});
var __importStar = (this && this.__importStar) || (function () {
    var ownKeys = function(o) {
        ownKeys = Object.getOwnPropertyNames || function (o) {
            var ar = [];
            for (var k in o) if (Object.prototype.hasOwnProperty.call(o, k)) ar[ar.length] = k;
            return ar;
        };
        return ownKeys(o);
    };
    return function (mod) {
        if (mod && mod.__esModule) return mod;
        var result = {};
        if (mod != null) for (var k = ownKeys(mod), i = 0; i < k.length; i++) if (k[i] !== "default") __createBinding(result, mod, k[i]);
        __setModuleDefault(result, mod);
        return result;
    };
})();
Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.RFC3161Timestamp = void 0;
/*
Copyright 2023 The Sigstore Authors.

Licensed under the Apache License, Version 2.0 (the "License");
you may not use this file except in compliance with the License.
You may obtain a copy of the License at

    http://www.apache.org/licenses/LICENSE-2.0

Unless required by applicable law or agreed to in writing, software
distributed under the License is distributed on an "AS IS" BASIS,
WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
See the License for the specific language governing permissions and
limitations under the License.
*/
const asn1_1 = __nccwpck_require__(6027);
const crypto = __importStar(__nccwpck_require__(9368));
const oid_1 = __nccwpck_require__(1817);
const error_1 = __nccwpck_require__(7512);
const tstinfo_1 = __nccwpck_require__(2925);
const OID_PKCS9_CONTENT_TYPE_SIGNED_DATA = '1.2.840.113549.1.7.2';
const OID_PKCS9_CONTENT_TYPE_TSTINFO = '1.2.840.113549.1.9.16.1.4';
const OID_PKCS9_MESSAGE_DIGEST_KEY = '1.2.840.113549.1.9.4';
class RFC3161Timestamp {
    root;
    constructor(asn1) {
        this.root = asn1;
    }
    static parse(der) {
        const asn1 = asn1_1.ASN1Obj.parseBuffer(der);
        return new RFC3161Timestamp(asn1);
    }
    get status() {
        return this.pkiStatusInfoObj.subs[0].toInteger();
    }
    get contentType() {
        return this.contentTypeObj.toOID();
    }
    get eContentType() {
        return this.eContentTypeObj.toOID();
    }
    get signingTime() {
        return this.tstInfo.genTime;
    }
    get signerIssuer() {
        return this.signerSidObj.subs[0].value;
    }
    get signerSerialNumber() {
        return this.signerSidObj.subs[1].value;
    }
    get signerDigestAlgorithm() {
        const oid = this.signerDigestAlgorithmObj.subs[0].toOID();
        return oid_1.SHA2_HASH_ALGOS[oid];
    }
    get signatureAlgorithm() {
        const oid = this.signatureAlgorithmObj.subs[0].toOID();
        return oid_1.ECDSA_SIGNATURE_ALGOS[oid];
    }
    get signatureValue() {
        return this.signatureValueObj.value;
    }
    get tstInfo() {
        // Need to unpack tstInfo from an OCTET STRING
        return new tstinfo_1.TSTInfo(this.eContentObj.subs[0].subs[0]);
    }
    verify(data, publicKey) {
        if (!this.timeStampTokenObj) {
            throw new error_1.RFC3161TimestampVerificationError('timeStampToken is missing');
        }
        // Check for expected ContentInfo content type
        if (this.contentType !== OID_PKCS9_CONTENT_TYPE_SIGNED_DATA) {
            throw new error_1.RFC3161TimestampVerificationError(`incorrect content type: ${this.contentType}`);
        }
        // Check for expected encapsulated content type
        if (this.eContentType !== OID_PKCS9_CONTENT_TYPE_TSTINFO) {
            throw new error_1.RFC3161TimestampVerificationError(`incorrect encapsulated content type: ${this.eContentType}`);
        }
        // Check that the tstInfo references the correct artifact
        this.tstInfo.verify(data);
        // Check that the signed message digest matches the tstInfo
        this.verifyMessageDigest();
        // Check that the signature is valid for the signed attributes
        this.verifySignature(publicKey);
    }
    verifyMessageDigest() {
        // Check that the tstInfo matches the signed data
        const tstInfoDigest = crypto.digest(this.signerDigestAlgorithm, this.tstInfo.raw);
        const expectedDigest = this.messageDigestAttributeObj.subs[1].subs[0].value;
        if (!crypto.bufferEqual(tstInfoDigest, expectedDigest)) {
            throw new error_1.RFC3161TimestampVerificationError('signed data does not match tstInfo');
        }
    }
    verifySignature(key) {
        // Encode the signed attributes for verification
        const signedAttrs = this.signedAttrsObj.toDER();
        signedAttrs[0] = 0x31; // Change context-specific tag to SET
        // Check that the signature is valid for the signed attributes
        const verified = crypto.verify(signedAttrs, key, this.signatureValue, this.signatureAlgorithm);
        if (!verified) {
            throw new error_1.RFC3161TimestampVerificationError('signature verification failed');
        }
    }
    // https://www.rfc-editor.org/rfc/rfc3161#section-2.4.2
    get pkiStatusInfoObj() {
        // pkiStatusInfo is the first element of the timestamp response sequence
        return this.root.subs[0];
    }
    // https://www.rfc-editor.org/rfc/rfc3161#section-2.4.2
    get timeStampTokenObj() {
        // timeStampToken is the first element of the timestamp response sequence
        return this.root.subs[1];
    }
    // https://datatracker.ietf.org/doc/html/rfc5652#section-3
    get contentTypeObj() {
        return this.timeStampTokenObj.subs[0];
    }
    // https://www.rfc-editor.org/rfc/rfc5652#section-3
    get signedDataObj() {
        const obj = this.timeStampTokenObj.subs.find((sub) => sub.tag.isContextSpecific(0x00));
        return obj.subs[0];
    }
    // https://datatracker.ietf.org/doc/html/rfc5652#section-5.1
    get encapContentInfoObj() {
        return this.signedDataObj.subs[2];
    }
    // https://datatracker.ietf.org/doc/html/rfc5652#section-5.1
    get signerInfosObj() {
        // SignerInfos is the last element of the signed data sequence
        const sd = this.signedDataObj;
        return sd.subs[sd.subs.length - 1];
    }
    // https://www.rfc-editor.org/rfc/rfc5652#section-5.1
    get signerInfoObj() {
        // Only supporting one signer
        return this.signerInfosObj.subs[0];
    }
    // https://datatracker.ietf.org/doc/html/rfc5652#section-5.2
    get eContentTypeObj() {
        return this.encapContentInfoObj.subs[0];
    }
    // https://datatracker.ietf.org/doc/html/rfc5652#section-5.2
    get eContentObj() {
        return this.encapContentInfoObj.subs[1];
    }
    // https://datatracker.ietf.org/doc/html/rfc5652#section-5.3
    get signedAttrsObj() {
        const signedAttrs = this.signerInfoObj.subs.find((sub) => sub.tag.isContextSpecific(0x00));
        return signedAttrs;
    }
    // https://datatracker.ietf.org/doc/html/rfc5652#section-5.3
    get messageDigestAttributeObj() {
        const messageDigest = this.signedAttrsObj.subs.find((sub) => sub.subs[0].tag.isOID() &&
            sub.subs[0].toOID() === OID_PKCS9_MESSAGE_DIGEST_KEY);
        return messageDigest;
    }
    // https://datatracker.ietf.org/doc/html/rfc5652#section-5.3
    get signerSidObj() {
        return this.signerInfoObj.subs[1];
    }
    // https://datatracker.ietf.org/doc/html/rfc5652#section-5.3
    get signerDigestAlgorithmObj() {
        // Signature is the 2nd element of the signerInfoObj object
        return this.signerInfoObj.subs[2];
    }
    // https://datatracker.ietf.org/doc/html/rfc5652#section-5.3
    get signatureAlgorithmObj() {
        // Signature is the 4th element of the signerInfoObj object
        return this.signerInfoObj.subs[4];
    }
    // https://datatracker.ietf.org/doc/html/rfc5652#section-5.3
    get signatureValueObj() {
        // Signature is the 6th element of the signerInfoObj object
        return this.signerInfoObj.subs[5];
    }
}
exports.RFC3161Timestamp = RFC3161Timestamp;


/***/ }),

/***/ 2925:
/***/ (function(__unused_webpack_module, exports, __nccwpck_require__) {


var __createBinding = (this && this.__createBinding) || (Object.create ? (function(o, m, k, k2) {
    if (k2 === undefined) k2 = k;
    var desc = Object.getOwnPropertyDescriptor(m, k);
    if (!desc || ("get" in desc ? !m.__esModule : desc.writable || desc.configurable)) {
      desc = { enumerable: true, get: function() { return m[k]; } };
    }
    Object.defineProperty(o, k2, desc);
}) : (function(o, m, k, k2) {
    if (k2 === undefined) k2 = k;
    o[k2] = m[k];
}));
var __setModuleDefault = (this && this.__setModuleDefault) || (Object.create ? (function(o, v) {
    Object.defineProperty(o, "default", { enumerable: true, value: v });
}) : function(o, v) {
    o["default"] = v;
});
var __importStar = (this && this.__importStar) || (function () {
    var ownKeys = function(o) {
        ownKeys = Object.getOwnPropertyNames || function (o) {
            var ar = [];
            for (var k in o) if (Object.prototype.hasOwnProperty.call(o, k)) ar[ar.length] = k;
            return ar;
        };
        return ownKeys(o);
    };
    return function (mod) {
        if (mod && mod.__esModule) return mod;
        var result = {};
        if (mod != null) for (var k = ownKeys(mod), i = 0; i < k.length; i++) if (k[i] !== "default") __createBinding(result, mod, k[i]);
        __setModuleDefault(result, mod);
        return result;
    };
})();
Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.TSTInfo = void 0;
const crypto = __importStar(__nccwpck_require__(9368));
const oid_1 = __nccwpck_require__(1817);
const error_1 = __nccwpck_require__(7512);
class TSTInfo {
    root;
    constructor(asn1) {
        this.root = asn1;
    }
    get version() {
        return this.root.subs[0].toInteger();
    }
    get genTime() {
        return this.root.subs[4].toDate();
    }
    get messageImprintHashAlgorithm() {
        const oid = this.messageImprintObj.subs[0].subs[0].toOID();
        return oid_1.SHA2_HASH_ALGOS[oid];
    }
    get messageImprintHashedMessage() {
        return this.messageImprintObj.subs[1].value;
    }
    get raw() {
        return this.root.toDER();
    }
    verify(data) {
        const digest = crypto.digest(this.messageImprintHashAlgorithm, data);
        if (!crypto.bufferEqual(digest, this.messageImprintHashedMessage)) {
            throw new error_1.RFC3161TimestampVerificationError('message imprint does not match artifact');
        }
    }
    // https://www.rfc-editor.org/rfc/rfc3161#section-2.4.2
    get messageImprintObj() {
        return this.root.subs[2];
    }
}
exports.TSTInfo = TSTInfo;


/***/ }),

/***/ 1673:
/***/ ((__unused_webpack_module, exports) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.ByteStream = void 0;
/*
Copyright 2023 The Sigstore Authors.

Licensed under the Apache License, Version 2.0 (the "License");
you may not use this file except in compliance with the License.
You may obtain a copy of the License at

    http://www.apache.org/licenses/LICENSE-2.0

Unless required by applicable law or agreed to in writing, software
distributed under the License is distributed on an "AS IS" BASIS,
WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
See the License for the specific language governing permissions and
limitations under the License.
*/
class StreamError extends Error {
}
class ByteStream {
    static BLOCK_SIZE = 1024;
    buf;
    view;
    start = 0;
    constructor(buffer) {
        if (buffer) {
            this.buf = buffer;
            this.view = Buffer.from(buffer);
        }
        else {
            this.buf = Buffer.alloc(0);
            this.view = Buffer.from(this.buf);
        }
    }
    get buffer() {
        return this.view.subarray(0, this.start);
    }
    get length() {
        return this.view.byteLength;
    }
    get position() {
        return this.start;
    }
    seek(position) {
        this.start = position;
    }
    // Returns a Buffer containing the specified number of bytes starting at the
    // given start position.
    slice(start, len) {
        const end = start + len;
        if (end > this.length) {
            throw new StreamError('request past end of buffer');
        }
        return this.view.subarray(start, end);
    }
    appendChar(char) {
        this.ensureCapacity(1);
        this.view[this.start] = char;
        this.start += 1;
    }
    appendUint16(num) {
        this.ensureCapacity(2);
        const value = new Uint16Array([num]);
        const view = new Uint8Array(value.buffer);
        this.view[this.start] = view[1];
        this.view[this.start + 1] = view[0];
        this.start += 2;
    }
    appendUint24(num) {
        this.ensureCapacity(3);
        const value = new Uint32Array([num]);
        const view = new Uint8Array(value.buffer);
        this.view[this.start] = view[2];
        this.view[this.start + 1] = view[1];
        this.view[this.start + 2] = view[0];
        this.start += 3;
    }
    appendView(view) {
        this.ensureCapacity(view.length);
        this.view.set(view, this.start);
        this.start += view.length;
    }
    getBlock(size) {
        if (size <= 0) {
            return Buffer.alloc(0);
        }
        if (this.start + size > this.view.length) {
            throw new Error('request past end of buffer');
        }
        const result = this.view.subarray(this.start, this.start + size);
        this.start += size;
        return result;
    }
    getUint8() {
        return this.getBlock(1)[0];
    }
    getUint16() {
        const block = this.getBlock(2);
        return (block[0] << 8) | block[1];
    }
    ensureCapacity(size) {
        if (this.start + size > this.view.byteLength) {
            const blockSize = ByteStream.BLOCK_SIZE + (size > ByteStream.BLOCK_SIZE ? size : 0);
            this.realloc(this.view.byteLength + blockSize);
        }
    }
    realloc(size) {
        const newArray = Buffer.alloc(size);
        const newView = Buffer.from(newArray);
        // Copy the old buffer into the new one
        newView.set(this.view);
        this.buf = newArray;
        this.view = newView;
    }
}
exports.ByteStream = ByteStream;


/***/ }),

/***/ 3566:
/***/ (function(__unused_webpack_module, exports, __nccwpck_require__) {


var __createBinding = (this && this.__createBinding) || (Object.create ? (function(o, m, k, k2) {
    if (k2 === undefined) k2 = k;
    var desc = Object.getOwnPropertyDescriptor(m, k);
    if (!desc || ("get" in desc ? !m.__esModule : desc.writable || desc.configurable)) {
      desc = { enumerable: true, get: function() { return m[k]; } };
    }
    Object.defineProperty(o, k2, desc);
}) : (function(o, m, k, k2) {
    if (k2 === undefined) k2 = k;
    o[k2] = m[k];
}));
var __setModuleDefault = (this && this.__setModuleDefault) || (Object.create ? (function(o, v) {
    Object.defineProperty(o, "default", { enumerable: true, value: v });
}) : function(o, v) {
    o["default"] = v;
});
var __importStar = (this && this.__importStar) || (function () {
    var ownKeys = function(o) {
        ownKeys = Object.getOwnPropertyNames || function (o) {
            var ar = [];
            for (var k in o) if (Object.prototype.hasOwnProperty.call(o, k)) ar[ar.length] = k;
            return ar;
        };
        return ownKeys(o);
    };
    return function (mod) {
        if (mod && mod.__esModule) return mod;
        var result = {};
        if (mod != null) for (var k = ownKeys(mod), i = 0; i < k.length; i++) if (k[i] !== "default") __createBinding(result, mod, k[i]);
        __setModuleDefault(result, mod);
        return result;
    };
})();
Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.X509Certificate = exports.EXTENSION_OID_SCT = void 0;
/*
Copyright 2023 The Sigstore Authors.

Licensed under the Apache License, Version 2.0 (the "License");
you may not use this file except in compliance with the License.
You may obtain a copy of the License at

    http://www.apache.org/licenses/LICENSE-2.0

Unless required by applicable law or agreed to in writing, software
distributed under the License is distributed on an "AS IS" BASIS,
WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
See the License for the specific language governing permissions and
limitations under the License.
*/
const asn1_1 = __nccwpck_require__(6027);
const crypto = __importStar(__nccwpck_require__(9368));
const oid_1 = __nccwpck_require__(1817);
const pem = __importStar(__nccwpck_require__(1055));
const ext_1 = __nccwpck_require__(6389);
const EXTENSION_OID_SUBJECT_KEY_ID = '2.5.29.14';
const EXTENSION_OID_KEY_USAGE = '2.5.29.15';
const EXTENSION_OID_SUBJECT_ALT_NAME = '2.5.29.17';
const EXTENSION_OID_BASIC_CONSTRAINTS = '2.5.29.19';
const EXTENSION_OID_AUTHORITY_KEY_ID = '2.5.29.35';
exports.EXTENSION_OID_SCT = '1.3.6.1.4.1.11129.2.4.2';
class X509Certificate {
    root;
    constructor(asn1) {
        this.root = asn1;
    }
    static parse(cert) {
        const der = typeof cert === 'string' ? pem.toDER(cert) : cert;
        const asn1 = asn1_1.ASN1Obj.parseBuffer(der);
        return new X509Certificate(asn1);
    }
    get tbsCertificate() {
        return this.tbsCertificateObj;
    }
    get version() {
        // version number is the first element of the version context specific tag
        const ver = this.versionObj.subs[0].toInteger();
        return `v${(ver + BigInt(1)).toString()}`;
    }
    get serialNumber() {
        return this.serialNumberObj.value;
    }
    get notBefore() {
        // notBefore is the first element of the validity sequence
        return this.validityObj.subs[0].toDate();
    }
    get notAfter() {
        // notAfter is the second element of the validity sequence
        return this.validityObj.subs[1].toDate();
    }
    get issuer() {
        return this.issuerObj.value;
    }
    get subject() {
        return this.subjectObj.value;
    }
    get publicKey() {
        return this.subjectPublicKeyInfoObj.toDER();
    }
    get signatureAlgorithm() {
        const oid = this.signatureAlgorithmObj.subs[0].toOID();
        if (oid_1.RSA_SIGNATURE_ALGOS[oid]) {
            return oid_1.RSA_SIGNATURE_ALGOS[oid];
        }
        return oid_1.ECDSA_SIGNATURE_ALGOS[oid];
    }
    get signatureValue() {
        // Signature value is a bit string, so we need to skip the first byte
        return this.signatureValueObj.value.subarray(1);
    }
    get subjectAltName() {
        const ext = this.extSubjectAltName;
        return ext?.uri || /* istanbul ignore next */ ext?.rfc822Name;
    }
    get extensions() {
        // The extension list is the first (and only) element of the extensions
        // context specific tag
        /* istanbul ignore next */
        const extSeq = this.extensionsObj?.subs[0];
        /* istanbul ignore next */
        return extSeq?.subs || [];
    }
    get extKeyUsage() {
        const ext = this.findExtension(EXTENSION_OID_KEY_USAGE);
        return ext ? new ext_1.X509KeyUsageExtension(ext) : undefined;
    }
    get extBasicConstraints() {
        const ext = this.findExtension(EXTENSION_OID_BASIC_CONSTRAINTS);
        return ext ? new ext_1.X509BasicConstraintsExtension(ext) : undefined;
    }
    get extSubjectAltName() {
        const ext = this.findExtension(EXTENSION_OID_SUBJECT_ALT_NAME);
        return ext ? new ext_1.X509SubjectAlternativeNameExtension(ext) : undefined;
    }
    get extAuthorityKeyID() {
        const ext = this.findExtension(EXTENSION_OID_AUTHORITY_KEY_ID);
        return ext ? new ext_1.X509AuthorityKeyIDExtension(ext) : undefined;
    }
    get extSubjectKeyID() {
        const ext = this.findExtension(EXTENSION_OID_SUBJECT_KEY_ID);
        return ext
            ? new ext_1.X509SubjectKeyIDExtension(ext)
            : /* istanbul ignore next */ undefined;
    }
    get extSCT() {
        const ext = this.findExtension(exports.EXTENSION_OID_SCT);
        return ext ? new ext_1.X509SCTExtension(ext) : undefined;
    }
    get isCA() {
        const ca = this.extBasicConstraints?.isCA || false;
        // If the KeyUsage extension is present, keyCertSign must be set
        /* istanbul ignore else */
        if (this.extKeyUsage) {
            return ca && this.extKeyUsage.keyCertSign;
        }
        // TODO: test coverage for this case
        /* istanbul ignore next */
        return ca;
    }
    extension(oid) {
        const ext = this.findExtension(oid);
        return ext ? new ext_1.X509Extension(ext) : undefined;
    }
    verify(issuerCertificate) {
        // Use the issuer's public key if provided, otherwise use the subject's
        const publicKey = issuerCertificate?.publicKey || this.publicKey;
        const key = crypto.createPublicKey(publicKey);
        return crypto.verify(this.tbsCertificate.toDER(), key, this.signatureValue, this.signatureAlgorithm);
    }
    validForDate(date) {
        return this.notBefore <= date && date <= this.notAfter;
    }
    equals(other) {
        return this.root.toDER().equals(other.root.toDER());
    }
    // Creates a copy of the certificate with a new buffer
    clone() {
        const der = this.root.toDER();
        const clone = Buffer.alloc(der.length);
        der.copy(clone);
        return X509Certificate.parse(clone);
    }
    findExtension(oid) {
        // Find the extension with the given OID. The OID will always be the first
        // element of the extension sequence
        return this.extensions.find((ext) => ext.subs[0].toOID() === oid);
    }
    /////////////////////////////////////////////////////////////////////////////
    // The following properties use the documented x509 structure to locate the
    // desired ASN.1 object
    // https://www.rfc-editor.org/rfc/rfc5280#section-4.1
    // https://www.rfc-editor.org/rfc/rfc5280#section-4.1.1.1
    get tbsCertificateObj() {
        // tbsCertificate is the first element of the certificate sequence
        return this.root.subs[0];
    }
    // https://www.rfc-editor.org/rfc/rfc5280#section-4.1.1.2
    get signatureAlgorithmObj() {
        // signatureAlgorithm is the second element of the certificate sequence
        return this.root.subs[1];
    }
    // https://www.rfc-editor.org/rfc/rfc5280#section-4.1.1.3
    get signatureValueObj() {
        // signatureValue is the third element of the certificate sequence
        return this.root.subs[2];
    }
    // https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.1
    get versionObj() {
        // version is the first element of the tbsCertificate sequence
        return this.tbsCertificateObj.subs[0];
    }
    // https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.2
    get serialNumberObj() {
        // serialNumber is the second element of the tbsCertificate sequence
        return this.tbsCertificateObj.subs[1];
    }
    // https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.4
    get issuerObj() {
        // issuer is the fourth element of the tbsCertificate sequence
        return this.tbsCertificateObj.subs[3];
    }
    // https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.5
    get validityObj() {
        // version is the fifth element of the tbsCertificate sequence
        return this.tbsCertificateObj.subs[4];
    }
    // https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.6
    get subjectObj() {
        // subject is the sixth element of the tbsCertificate sequence
        return this.tbsCertificateObj.subs[5];
    }
    // https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.7
    get subjectPublicKeyInfoObj() {
        // subjectPublicKeyInfo is the seventh element of the tbsCertificate sequence
        return this.tbsCertificateObj.subs[6];
    }
    // Extensions can't be located by index because their position varies. Instead,
    // we need to find the extensions context specific tag
    // https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.9
    get extensionsObj() {
        return this.tbsCertificateObj.subs.find((sub) => sub.tag.isContextSpecific(0x03));
    }
}
exports.X509Certificate = X509Certificate;


/***/ }),

/***/ 6389:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.X509SCTExtension = exports.X509SubjectKeyIDExtension = exports.X509AuthorityKeyIDExtension = exports.X509SubjectAlternativeNameExtension = exports.X509KeyUsageExtension = exports.X509BasicConstraintsExtension = exports.X509Extension = void 0;
const stream_1 = __nccwpck_require__(1673);
const sct_1 = __nccwpck_require__(6144);
// https://www.rfc-editor.org/rfc/rfc5280#section-4.1
class X509Extension {
    root;
    constructor(asn1) {
        this.root = asn1;
    }
    get oid() {
        return this.root.subs[0].toOID();
    }
    get critical() {
        // The critical field is optional and will be the second element of the
        // extension sequence if present. Default to false if not present.
        return this.root.subs.length === 3 ? this.root.subs[1].toBoolean() : false;
    }
    get value() {
        return this.extnValueObj.value;
    }
    get valueObj() {
        return this.extnValueObj;
    }
    get extnValueObj() {
        // The extnValue field will be the last element of the extension sequence
        return this.root.subs[this.root.subs.length - 1];
    }
}
exports.X509Extension = X509Extension;
// https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.9
class X509BasicConstraintsExtension extends X509Extension {
    get isCA() {
        return this.sequence.subs[0]?.toBoolean() ?? false;
    }
    get pathLenConstraint() {
        return this.sequence.subs.length > 1
            ? this.sequence.subs[1].toInteger()
            : undefined;
    }
    // The extnValue field contains a single sequence wrapping the isCA and
    // pathLenConstraint.
    get sequence() {
        return this.extnValueObj.subs[0];
    }
}
exports.X509BasicConstraintsExtension = X509BasicConstraintsExtension;
// https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.3
class X509KeyUsageExtension extends X509Extension {
    get digitalSignature() {
        return this.bitString[0] === 1;
    }
    get keyCertSign() {
        return this.bitString[5] === 1;
    }
    get crlSign() {
        return this.bitString[6] === 1;
    }
    // The extnValue field contains a single bit string which is a bit mask
    // indicating which key usages are enabled.
    get bitString() {
        return this.extnValueObj.subs[0].toBitString();
    }
}
exports.X509KeyUsageExtension = X509KeyUsageExtension;
// https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.6
class X509SubjectAlternativeNameExtension extends X509Extension {
    get rfc822Name() {
        return this.findGeneralName(0x01)?.value.toString('ascii');
    }
    get uri() {
        return this.findGeneralName(0x06)?.value.toString('ascii');
    }
    // Retrieve the value of an otherName with the given OID.
    otherName(oid) {
        const otherName = this.findGeneralName(0x00);
        if (otherName === undefined) {
            return undefined;
        }
        // The otherName is a sequence containing an OID and a value.
        // Need to check that the OID matches the one we're looking for.
        const otherNameOID = otherName.subs[0].toOID();
        if (otherNameOID !== oid) {
            return undefined;
        }
        // The otherNameValue is a sequence containing the actual value.
        const otherNameValue = otherName.subs[1];
        return otherNameValue.subs[0].value.toString('ascii');
    }
    findGeneralName(tag) {
        return this.generalNames.find((gn) => gn.tag.isContextSpecific(tag));
    }
    // The extnValue field contains a sequence of GeneralNames.
    get generalNames() {
        return this.extnValueObj.subs[0].subs;
    }
}
exports.X509SubjectAlternativeNameExtension = X509SubjectAlternativeNameExtension;
// https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.1
class X509AuthorityKeyIDExtension extends X509Extension {
    get keyIdentifier() {
        return this.findSequenceMember(0x00)?.value;
    }
    findSequenceMember(tag) {
        return this.sequence.subs.find((el) => el.tag.isContextSpecific(tag));
    }
    // The extnValue field contains a single sequence wrapping the keyIdentifier
    get sequence() {
        return this.extnValueObj.subs[0];
    }
}
exports.X509AuthorityKeyIDExtension = X509AuthorityKeyIDExtension;
// https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.2
class X509SubjectKeyIDExtension extends X509Extension {
    get keyIdentifier() {
        return this.extnValueObj.subs[0].value;
    }
}
exports.X509SubjectKeyIDExtension = X509SubjectKeyIDExtension;
// https://www.rfc-editor.org/rfc/rfc6962#section-3.3
class X509SCTExtension extends X509Extension {
    constructor(asn1) {
        super(asn1);
    }
    get signedCertificateTimestamps() {
        const buf = this.extnValueObj.subs[0].value;
        const stream = new stream_1.ByteStream(buf);
        // The overall list length is encoded in the first two bytes -- note this
        // is the length of the list in bytes, NOT the number of SCTs in the list
        const end = stream.getUint16() + 2;
        const sctList = [];
        while (stream.position < end) {
            // Read the length of the next SCT
            const sctLength = stream.getUint16();
            // Slice out the bytes for the next SCT and parse it
            const sct = stream.getBlock(sctLength);
            sctList.push(sct_1.SignedCertificateTimestamp.parse(sct));
        }
        if (stream.position !== end) {
            throw new Error('SCT list length does not match actual length');
        }
        return sctList;
    }
}
exports.X509SCTExtension = X509SCTExtension;


/***/ }),

/***/ 9358:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {


/*
Copyright 2023 The Sigstore Authors.

Licensed under the Apache License, Version 2.0 (the "License");
you may not use this file except in compliance with the License.
You may obtain a copy of the License at

    http://www.apache.org/licenses/LICENSE-2.0

Unless required by applicable law or agreed to in writing, software
distributed under the License is distributed on an "AS IS" BASIS,
WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
See the License for the specific language governing permissions and
limitations under the License.
*/
Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.X509SCTExtension = exports.X509Certificate = exports.EXTENSION_OID_SCT = void 0;
var cert_1 = __nccwpck_require__(3566);
Object.defineProperty(exports, "EXTENSION_OID_SCT", ({ enumerable: true, get: function () { return cert_1.EXTENSION_OID_SCT; } }));
Object.defineProperty(exports, "X509Certificate", ({ enumerable: true, get: function () { return cert_1.X509Certificate; } }));
var ext_1 = __nccwpck_require__(6389);
Object.defineProperty(exports, "X509SCTExtension", ({ enumerable: true, get: function () { return ext_1.X509SCTExtension; } }));


/***/ }),

/***/ 6144:
/***/ (function(__unused_webpack_module, exports, __nccwpck_require__) {


var __createBinding = (this && this.__createBinding) || (Object.create ? (function(o, m, k, k2) {
    if (k2 === undefined) k2 = k;
    var desc = Object.getOwnPropertyDescriptor(m, k);
    if (!desc || ("get" in desc ? !m.__esModule : desc.writable || desc.configurable)) {
      desc = { enumerable: true, get: function() { return m[k]; } };
    }
    Object.defineProperty(o, k2, desc);
}) : (function(o, m, k, k2) {
    if (k2 === undefined) k2 = k;
    o[k2] = m[k];
}));
var __setModuleDefault = (this && this.__setModuleDefault) || (Object.create ? (function(o, v) {
    Object.defineProperty(o, "default", { enumerable: true, value: v });
}) : function(o, v) {
    o["default"] = v;
});
var __importStar = (this && this.__importStar) || (function () {
    var ownKeys = function(o) {
        ownKeys = Object.getOwnPropertyNames || function (o) {
            var ar = [];
            for (var k in o) if (Object.prototype.hasOwnProperty.call(o, k)) ar[ar.length] = k;
            return ar;
        };
        return ownKeys(o);
    };
    return function (mod) {
        if (mod && mod.__esModule) return mod;
        var result = {};
        if (mod != null) for (var k = ownKeys(mod), i = 0; i < k.length; i++) if (k[i] !== "default") __createBinding(result, mod, k[i]);
        __setModuleDefault(result, mod);
        return result;
    };
})();
Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.SignedCertificateTimestamp = void 0;
/*
Copyright 2023 The Sigstore Authors.

Licensed under the Apache License, Version 2.0 (the "License");
you may not use this file except in compliance with the License.
You may obtain a copy of the License at

    http://www.apache.org/licenses/LICENSE-2.0

Unless required by applicable law or agreed to in writing, software
distributed under the License is distributed on an "AS IS" BASIS,
WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
See the License for the specific language governing permissions and
limitations under the License.
*/
const crypto = __importStar(__nccwpck_require__(9368));
const stream_1 = __nccwpck_require__(1673);
class SignedCertificateTimestamp {
    version;
    logID;
    timestamp;
    extensions;
    hashAlgorithm;
    signatureAlgorithm;
    signature;
    constructor(options) {
        this.version = options.version;
        this.logID = options.logID;
        this.timestamp = options.timestamp;
        this.extensions = options.extensions;
        this.hashAlgorithm = options.hashAlgorithm;
        this.signatureAlgorithm = options.signatureAlgorithm;
        this.signature = options.signature;
    }
    get datetime() {
        return new Date(Number(this.timestamp.readBigInt64BE()));
    }
    // Returns the hash algorithm used to generate the SCT's signature.
    // https://www.rfc-editor.org/rfc/rfc5246#section-7.4.1.4.1
    get algorithm() {
        switch (this.hashAlgorithm) {
            /* istanbul ignore next */
            case 0:
                return 'none';
            /* istanbul ignore next */
            case 1:
                return 'md5';
            /* istanbul ignore next */
            case 2:
                return 'sha1';
            /* istanbul ignore next */
            case 3:
                return 'sha224';
            case 4:
                return 'sha256';
            /* istanbul ignore next */
            case 5:
                return 'sha384';
            /* istanbul ignore next */
            case 6:
                return 'sha512';
            /* istanbul ignore next */
            default:
                return 'unknown';
        }
    }
    verify(preCert, key) {
        // Assemble the digitally-signed struct (the data over which the signature
        // was generated).
        // https://www.rfc-editor.org/rfc/rfc6962#section-3.2
        const stream = new stream_1.ByteStream();
        stream.appendChar(this.version);
        stream.appendChar(0x00); // SignatureType = certificate_timestamp(0)
        stream.appendView(this.timestamp);
        stream.appendUint16(0x01); // LogEntryType = precert_entry(1)
        stream.appendView(preCert);
        stream.appendUint16(this.extensions.byteLength);
        /* istanbul ignore next - extensions are very uncommon */
        if (this.extensions.byteLength > 0) {
            stream.appendView(this.extensions);
        }
        return crypto.verify(stream.buffer, key, this.signature, this.algorithm);
    }
    // Parses a SignedCertificateTimestamp from a buffer. SCTs are encoded using
    // TLS encoding which means the fields and lengths of most fields are
    // specified as part of the SCT and TLS specs.
    // https://www.rfc-editor.org/rfc/rfc6962#section-3.2
    // https://www.rfc-editor.org/rfc/rfc5246#section-7.4.1.4.1
    static parse(buf) {
        const stream = new stream_1.ByteStream(buf);
        // Version - enum { v1(0), (255) }
        const version = stream.getUint8();
        // Log ID  - struct { opaque key_id[32]; }
        const logID = stream.getBlock(32);
        // Timestamp - uint64
        const timestamp = stream.getBlock(8);
        // Extensions - opaque extensions<0..2^16-1>;
        const extenstionLength = stream.getUint16();
        const extensions = stream.getBlock(extenstionLength);
        // Hash algo - enum { sha256(4), . . . (255) }
        const hashAlgorithm = stream.getUint8();
        // Signature algo - enum { anonymous(0), rsa(1), dsa(2), ecdsa(3), (255) }
        const signatureAlgorithm = stream.getUint8();
        // Signature  - opaque signature<0..2^16-1>;
        const sigLength = stream.getUint16();
        const signature = stream.getBlock(sigLength);
        // Check that we read the entire buffer
        if (stream.position !== buf.length) {
            throw new Error('SCT buffer length mismatch');
        }
        return new SignedCertificateTimestamp({
            version,
            logID,
            timestamp,
            extensions,
            hashAlgorithm,
            signatureAlgorithm,
            signature,
        });
    }
}
exports.SignedCertificateTimestamp = SignedCertificateTimestamp;


/***/ }),

/***/ 4649:
/***/ ((__unused_webpack_module, exports) => {


// Code generated by protoc-gen-ts_proto. DO NOT EDIT.
// versions:
//   protoc-gen-ts_proto  v2.12.0
//   protoc               v7.35.1
// source: envelope.proto
Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.Signature = exports.Envelope = void 0;
exports.Envelope = {
    fromJSON(object) {
        return {
            payload: isSet(object.payload) ? Buffer.from(bytesFromBase64(object.payload)) : Buffer.alloc(0),
            payloadType: isSet(object.payloadType) ? globalThis.String(object.payloadType) : "",
            signatures: globalThis.Array.isArray(object?.signatures)
                ? object.signatures.map((e) => exports.Signature.fromJSON(e))
                : [],
        };
    },
    toJSON(message) {
        const obj = {};
        if (message.payload.length !== 0) {
            obj.payload = base64FromBytes(message.payload);
        }
        if (message.payloadType !== "") {
            obj.payloadType = message.payloadType;
        }
        if (message.signatures?.length) {
            obj.signatures = message.signatures.map((e) => exports.Signature.toJSON(e));
        }
        return obj;
    },
};
exports.Signature = {
    fromJSON(object) {
        return {
            sig: isSet(object.sig) ? Buffer.from(bytesFromBase64(object.sig)) : Buffer.alloc(0),
            keyid: isSet(object.keyid) ? globalThis.String(object.keyid) : "",
        };
    },
    toJSON(message) {
        const obj = {};
        if (message.sig.length !== 0) {
            obj.sig = base64FromBytes(message.sig);
        }
        if (message.keyid !== "") {
            obj.keyid = message.keyid;
        }
        return obj;
    },
};
function bytesFromBase64(b64) {
    return Uint8Array.from(globalThis.Buffer.from(b64, "base64"));
}
function base64FromBytes(arr) {
    return globalThis.Buffer.from(arr).toString("base64");
}
function isSet(value) {
    return value !== null && value !== undefined;
}


/***/ }),

/***/ 5000:
/***/ ((__unused_webpack_module, exports) => {


// Code generated by protoc-gen-ts_proto. DO NOT EDIT.
// versions:
//   protoc-gen-ts_proto  v2.12.0
//   protoc               v7.35.1
// source: google/protobuf/timestamp.proto
Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.Timestamp = void 0;
exports.Timestamp = {
    fromJSON(object) {
        return {
            seconds: isSet(object.seconds) ? globalThis.String(object.seconds) : "0",
            nanos: isSet(object.nanos) ? globalThis.Number(object.nanos) : 0,
        };
    },
    toJSON(message) {
        const obj = {};
        if (message.seconds !== "0") {
            obj.seconds = message.seconds;
        }
        if (message.nanos !== 0) {
            obj.nanos = Math.round(message.nanos);
        }
        return obj;
    },
};
function isSet(value) {
    return value !== null && value !== undefined;
}


/***/ }),

/***/ 6764:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {


// Code generated by protoc-gen-ts_proto. DO NOT EDIT.
// versions:
//   protoc-gen-ts_proto  v2.12.0
//   protoc               v7.35.1
// source: rekor/v2/dsse.proto
Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.DSSELogEntryV002 = exports.DSSERequestV002 = void 0;
/* eslint-disable */
const envelope_1 = __nccwpck_require__(4649);
const sigstore_common_1 = __nccwpck_require__(5334);
const verifier_1 = __nccwpck_require__(7543);
exports.DSSERequestV002 = {
    fromJSON(object) {
        return {
            envelope: isSet(object.envelope) ? envelope_1.Envelope.fromJSON(object.envelope) : undefined,
            verifiers: globalThis.Array.isArray(object?.verifiers)
                ? object.verifiers.map((e) => verifier_1.Verifier.fromJSON(e))
                : [],
        };
    },
    toJSON(message) {
        const obj = {};
        if (message.envelope !== undefined) {
            obj.envelope = envelope_1.Envelope.toJSON(message.envelope);
        }
        if (message.verifiers?.length) {
            obj.verifiers = message.verifiers.map((e) => verifier_1.Verifier.toJSON(e));
        }
        return obj;
    },
};
exports.DSSELogEntryV002 = {
    fromJSON(object) {
        return {
            payloadHash: isSet(object.payloadHash) ? sigstore_common_1.HashOutput.fromJSON(object.payloadHash) : undefined,
            signatures: globalThis.Array.isArray(object?.signatures)
                ? object.signatures.map((e) => verifier_1.Signature.fromJSON(e))
                : [],
        };
    },
    toJSON(message) {
        const obj = {};
        if (message.payloadHash !== undefined) {
            obj.payloadHash = sigstore_common_1.HashOutput.toJSON(message.payloadHash);
        }
        if (message.signatures?.length) {
            obj.signatures = message.signatures.map((e) => verifier_1.Signature.toJSON(e));
        }
        return obj;
    },
};
function isSet(value) {
    return value !== null && value !== undefined;
}


/***/ }),

/***/ 381:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {


// Code generated by protoc-gen-ts_proto. DO NOT EDIT.
// versions:
//   protoc-gen-ts_proto  v2.12.0
//   protoc               v7.35.1
// source: rekor/v2/entry.proto
Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.CreateEntryRequest = exports.Spec = exports.Entry = void 0;
/* eslint-disable */
const dsse_1 = __nccwpck_require__(6764);
const hashedrekord_1 = __nccwpck_require__(4969);
exports.Entry = {
    fromJSON(object) {
        return {
            kind: isSet(object.kind) ? globalThis.String(object.kind) : "",
            apiVersion: isSet(object.apiVersion) ? globalThis.String(object.apiVersion) : "",
            spec: isSet(object.spec) ? exports.Spec.fromJSON(object.spec) : undefined,
        };
    },
    toJSON(message) {
        const obj = {};
        if (message.kind !== "") {
            obj.kind = message.kind;
        }
        if (message.apiVersion !== "") {
            obj.apiVersion = message.apiVersion;
        }
        if (message.spec !== undefined) {
            obj.spec = exports.Spec.toJSON(message.spec);
        }
        return obj;
    },
};
exports.Spec = {
    fromJSON(object) {
        return {
            spec: isSet(object.hashedRekordV002)
                ? { $case: "hashedRekordV002", hashedRekordV002: hashedrekord_1.HashedRekordLogEntryV002.fromJSON(object.hashedRekordV002) }
                : isSet(object.dsseV002)
                    ? { $case: "dsseV002", dsseV002: dsse_1.DSSELogEntryV002.fromJSON(object.dsseV002) }
                    : undefined,
        };
    },
    toJSON(message) {
        const obj = {};
        if (message.spec?.$case === "hashedRekordV002") {
            obj.hashedRekordV002 = hashedrekord_1.HashedRekordLogEntryV002.toJSON(message.spec.hashedRekordV002);
        }
        else if (message.spec?.$case === "dsseV002") {
            obj.dsseV002 = dsse_1.DSSELogEntryV002.toJSON(message.spec.dsseV002);
        }
        return obj;
    },
};
exports.CreateEntryRequest = {
    fromJSON(object) {
        return {
            spec: isSet(object.hashedRekordRequestV002)
                ? {
                    $case: "hashedRekordRequestV002",
                    hashedRekordRequestV002: hashedrekord_1.HashedRekordRequestV002.fromJSON(object.hashedRekordRequestV002),
                }
                : isSet(object.dsseRequestV002)
                    ? { $case: "dsseRequestV002", dsseRequestV002: dsse_1.DSSERequestV002.fromJSON(object.dsseRequestV002) }
                    : undefined,
        };
    },
    toJSON(message) {
        const obj = {};
        if (message.spec?.$case === "hashedRekordRequestV002") {
            obj.hashedRekordRequestV002 = hashedrekord_1.HashedRekordRequestV002.toJSON(message.spec.hashedRekordRequestV002);
        }
        else if (message.spec?.$case === "dsseRequestV002") {
            obj.dsseRequestV002 = dsse_1.DSSERequestV002.toJSON(message.spec.dsseRequestV002);
        }
        return obj;
    },
};
function isSet(value) {
    return value !== null && value !== undefined;
}


/***/ }),

/***/ 4969:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {


// Code generated by protoc-gen-ts_proto. DO NOT EDIT.
// versions:
//   protoc-gen-ts_proto  v2.12.0
//   protoc               v7.35.1
// source: rekor/v2/hashedrekord.proto
Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.HashedRekordLogEntryV002 = exports.HashedRekordRequestV002 = void 0;
/* eslint-disable */
const sigstore_common_1 = __nccwpck_require__(5334);
const verifier_1 = __nccwpck_require__(7543);
exports.HashedRekordRequestV002 = {
    fromJSON(object) {
        return {
            digest: isSet(object.digest) ? Buffer.from(bytesFromBase64(object.digest)) : Buffer.alloc(0),
            signature: isSet(object.signature) ? verifier_1.Signature.fromJSON(object.signature) : undefined,
        };
    },
    toJSON(message) {
        const obj = {};
        if (message.digest.length !== 0) {
            obj.digest = base64FromBytes(message.digest);
        }
        if (message.signature !== undefined) {
            obj.signature = verifier_1.Signature.toJSON(message.signature);
        }
        return obj;
    },
};
exports.HashedRekordLogEntryV002 = {
    fromJSON(object) {
        return {
            data: isSet(object.data) ? sigstore_common_1.HashOutput.fromJSON(object.data) : undefined,
            signature: isSet(object.signature) ? verifier_1.Signature.fromJSON(object.signature) : undefined,
        };
    },
    toJSON(message) {
        const obj = {};
        if (message.data !== undefined) {
            obj.data = sigstore_common_1.HashOutput.toJSON(message.data);
        }
        if (message.signature !== undefined) {
            obj.signature = verifier_1.Signature.toJSON(message.signature);
        }
        return obj;
    },
};
function bytesFromBase64(b64) {
    return Uint8Array.from(globalThis.Buffer.from(b64, "base64"));
}
function base64FromBytes(arr) {
    return globalThis.Buffer.from(arr).toString("base64");
}
function isSet(value) {
    return value !== null && value !== undefined;
}


/***/ }),

/***/ 7543:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {


// Code generated by protoc-gen-ts_proto. DO NOT EDIT.
// versions:
//   protoc-gen-ts_proto  v2.12.0
//   protoc               v7.35.1
// source: rekor/v2/verifier.proto
Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.Signature = exports.Verifier = exports.PublicKey = void 0;
/* eslint-disable */
const sigstore_common_1 = __nccwpck_require__(5334);
exports.PublicKey = {
    fromJSON(object) {
        return { rawBytes: isSet(object.rawBytes) ? Buffer.from(bytesFromBase64(object.rawBytes)) : Buffer.alloc(0) };
    },
    toJSON(message) {
        const obj = {};
        if (message.rawBytes.length !== 0) {
            obj.rawBytes = base64FromBytes(message.rawBytes);
        }
        return obj;
    },
};
exports.Verifier = {
    fromJSON(object) {
        return {
            verifier: isSet(object.publicKey)
                ? { $case: "publicKey", publicKey: exports.PublicKey.fromJSON(object.publicKey) }
                : isSet(object.x509Certificate)
                    ? { $case: "x509Certificate", x509Certificate: sigstore_common_1.X509Certificate.fromJSON(object.x509Certificate) }
                    : undefined,
            keyDetails: isSet(object.keyDetails) ? (0, sigstore_common_1.publicKeyDetailsFromJSON)(object.keyDetails) : 0,
        };
    },
    toJSON(message) {
        const obj = {};
        if (message.verifier?.$case === "publicKey") {
            obj.publicKey = exports.PublicKey.toJSON(message.verifier.publicKey);
        }
        else if (message.verifier?.$case === "x509Certificate") {
            obj.x509Certificate = sigstore_common_1.X509Certificate.toJSON(message.verifier.x509Certificate);
        }
        if (message.keyDetails !== 0) {
            obj.keyDetails = (0, sigstore_common_1.publicKeyDetailsToJSON)(message.keyDetails);
        }
        return obj;
    },
};
exports.Signature = {
    fromJSON(object) {
        return {
            content: isSet(object.content) ? Buffer.from(bytesFromBase64(object.content)) : Buffer.alloc(0),
            verifier: isSet(object.verifier) ? exports.Verifier.fromJSON(object.verifier) : undefined,
        };
    },
    toJSON(message) {
        const obj = {};
        if (message.content.length !== 0) {
            obj.content = base64FromBytes(message.content);
        }
        if (message.verifier !== undefined) {
            obj.verifier = exports.Verifier.toJSON(message.verifier);
        }
        return obj;
    },
};
function bytesFromBase64(b64) {
    return Uint8Array.from(globalThis.Buffer.from(b64, "base64"));
}
function base64FromBytes(arr) {
    return globalThis.Buffer.from(arr).toString("base64");
}
function isSet(value) {
    return value !== null && value !== undefined;
}


/***/ }),

/***/ 715:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {


// Code generated by protoc-gen-ts_proto. DO NOT EDIT.
// versions:
//   protoc-gen-ts_proto  v2.12.0
//   protoc               v7.35.1
// source: sigstore_bundle.proto
Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.Bundle = exports.VerificationMaterial = exports.TimestampVerificationData = void 0;
/* eslint-disable */
const envelope_1 = __nccwpck_require__(4649);
const sigstore_common_1 = __nccwpck_require__(5334);
const sigstore_rekor_1 = __nccwpck_require__(5204);
exports.TimestampVerificationData = {
    fromJSON(object) {
        return {
            rfc3161Timestamps: globalThis.Array.isArray(object?.rfc3161Timestamps)
                ? object.rfc3161Timestamps.map((e) => sigstore_common_1.RFC3161SignedTimestamp.fromJSON(e))
                : [],
        };
    },
    toJSON(message) {
        const obj = {};
        if (message.rfc3161Timestamps?.length) {
            obj.rfc3161Timestamps = message.rfc3161Timestamps.map((e) => sigstore_common_1.RFC3161SignedTimestamp.toJSON(e));
        }
        return obj;
    },
};
exports.VerificationMaterial = {
    fromJSON(object) {
        return {
            content: isSet(object.publicKey)
                ? { $case: "publicKey", publicKey: sigstore_common_1.PublicKeyIdentifier.fromJSON(object.publicKey) }
                : isSet(object.x509CertificateChain)
                    ? {
                        $case: "x509CertificateChain",
                        x509CertificateChain: sigstore_common_1.X509CertificateChain.fromJSON(object.x509CertificateChain),
                    }
                    : isSet(object.certificate)
                        ? { $case: "certificate", certificate: sigstore_common_1.X509Certificate.fromJSON(object.certificate) }
                        : undefined,
            tlogEntries: globalThis.Array.isArray(object?.tlogEntries)
                ? object.tlogEntries.map((e) => sigstore_rekor_1.TransparencyLogEntry.fromJSON(e))
                : [],
            timestampVerificationData: isSet(object.timestampVerificationData)
                ? exports.TimestampVerificationData.fromJSON(object.timestampVerificationData)
                : undefined,
        };
    },
    toJSON(message) {
        const obj = {};
        if (message.content?.$case === "publicKey") {
            obj.publicKey = sigstore_common_1.PublicKeyIdentifier.toJSON(message.content.publicKey);
        }
        else if (message.content?.$case === "x509CertificateChain") {
            obj.x509CertificateChain = sigstore_common_1.X509CertificateChain.toJSON(message.content.x509CertificateChain);
        }
        else if (message.content?.$case === "certificate") {
            obj.certificate = sigstore_common_1.X509Certificate.toJSON(message.content.certificate);
        }
        if (message.tlogEntries?.length) {
            obj.tlogEntries = message.tlogEntries.map((e) => sigstore_rekor_1.TransparencyLogEntry.toJSON(e));
        }
        if (message.timestampVerificationData !== undefined) {
            obj.timestampVerificationData = exports.TimestampVerificationData.toJSON(message.timestampVerificationData);
        }
        return obj;
    },
};
exports.Bundle = {
    fromJSON(object) {
        return {
            mediaType: isSet(object.mediaType) ? globalThis.String(object.mediaType) : "",
            verificationMaterial: isSet(object.verificationMaterial)
                ? exports.VerificationMaterial.fromJSON(object.verificationMaterial)
                : undefined,
            content: isSet(object.messageSignature)
                ? { $case: "messageSignature", messageSignature: sigstore_common_1.MessageSignature.fromJSON(object.messageSignature) }
                : isSet(object.dsseEnvelope)
                    ? { $case: "dsseEnvelope", dsseEnvelope: envelope_1.Envelope.fromJSON(object.dsseEnvelope) }
                    : undefined,
        };
    },
    toJSON(message) {
        const obj = {};
        if (message.mediaType !== "") {
            obj.mediaType = message.mediaType;
        }
        if (message.verificationMaterial !== undefined) {
            obj.verificationMaterial = exports.VerificationMaterial.toJSON(message.verificationMaterial);
        }
        if (message.content?.$case === "messageSignature") {
            obj.messageSignature = sigstore_common_1.MessageSignature.toJSON(message.content.messageSignature);
        }
        else if (message.content?.$case === "dsseEnvelope") {
            obj.dsseEnvelope = envelope_1.Envelope.toJSON(message.content.dsseEnvelope);
        }
        return obj;
    },
};
function isSet(value) {
    return value !== null && value !== undefined;
}


/***/ }),

/***/ 5334:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {


// Code generated by protoc-gen-ts_proto. DO NOT EDIT.
// versions:
//   protoc-gen-ts_proto  v2.12.0
//   protoc               v7.35.1
// source: sigstore_common.proto
Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.TimeRange = exports.X509CertificateChain = exports.SubjectAlternativeName = exports.X509Certificate = exports.DistinguishedName = exports.ObjectIdentifierValuePair = exports.ObjectIdentifier = exports.PublicKeyIdentifier = exports.PublicKey = exports.RFC3161SignedTimestamp = exports.LogId = exports.MessageSignature = exports.HashOutput = exports.SubjectAlternativeNameType = exports.PublicKeyDetails = exports.HashAlgorithm = void 0;
exports.hashAlgorithmFromJSON = hashAlgorithmFromJSON;
exports.hashAlgorithmToJSON = hashAlgorithmToJSON;
exports.publicKeyDetailsFromJSON = publicKeyDetailsFromJSON;
exports.publicKeyDetailsToJSON = publicKeyDetailsToJSON;
exports.subjectAlternativeNameTypeFromJSON = subjectAlternativeNameTypeFromJSON;
exports.subjectAlternativeNameTypeToJSON = subjectAlternativeNameTypeToJSON;
/* eslint-disable */
const timestamp_1 = __nccwpck_require__(5000);
/**
 * Only a subset of the secure hash standard algorithms are supported.
 * See <https://nvlpubs.nist.gov/nistpubs/FIPS/NIST.FIPS.180-4.pdf> for more
 * details.
 * UNSPECIFIED SHOULD not be used, primary reason for inclusion is to force
 * any proto JSON serialization to emit the used hash algorithm, as default
 * option is to *omit* the default value of an enum (which is the first
 * value, represented by '0'.
 */
var HashAlgorithm;
(function (HashAlgorithm) {
    HashAlgorithm[HashAlgorithm["HASH_ALGORITHM_UNSPECIFIED"] = 0] = "HASH_ALGORITHM_UNSPECIFIED";
    HashAlgorithm[HashAlgorithm["SHA2_256"] = 1] = "SHA2_256";
    HashAlgorithm[HashAlgorithm["SHA2_384"] = 2] = "SHA2_384";
    HashAlgorithm[HashAlgorithm["SHA2_512"] = 3] = "SHA2_512";
    /**
     * SHA3_256 - Used for LMS
     *
     * @deprecated
     */
    HashAlgorithm[HashAlgorithm["SHA3_256"] = 4] = "SHA3_256";
    /**
     * SHA3_384 - Used for LMS
     *
     * @deprecated
     */
    HashAlgorithm[HashAlgorithm["SHA3_384"] = 5] = "SHA3_384";
})(HashAlgorithm || (exports.HashAlgorithm = HashAlgorithm = {}));
function hashAlgorithmFromJSON(object) {
    switch (object) {
        case 0:
        case "HASH_ALGORITHM_UNSPECIFIED":
            return HashAlgorithm.HASH_ALGORITHM_UNSPECIFIED;
        case 1:
        case "SHA2_256":
            return HashAlgorithm.SHA2_256;
        case 2:
        case "SHA2_384":
            return HashAlgorithm.SHA2_384;
        case 3:
        case "SHA2_512":
            return HashAlgorithm.SHA2_512;
        case 4:
        case "SHA3_256":
            return HashAlgorithm.SHA3_256;
        case 5:
        case "SHA3_384":
            return HashAlgorithm.SHA3_384;
        default:
            throw new globalThis.Error("Unrecognized enum value " + object + " for enum HashAlgorithm");
    }
}
function hashAlgorithmToJSON(object) {
    switch (object) {
        case HashAlgorithm.HASH_ALGORITHM_UNSPECIFIED:
            return "HASH_ALGORITHM_UNSPECIFIED";
        case HashAlgorithm.SHA2_256:
            return "SHA2_256";
        case HashAlgorithm.SHA2_384:
            return "SHA2_384";
        case HashAlgorithm.SHA2_512:
            return "SHA2_512";
        case HashAlgorithm.SHA3_256:
            return "SHA3_256";
        case HashAlgorithm.SHA3_384:
            return "SHA3_384";
        default:
            throw new globalThis.Error("Unrecognized enum value " + object + " for enum HashAlgorithm");
    }
}
/**
 * Details of a specific public key, capturing the the key encoding method,
 * and signature algorithm.
 *
 * PublicKeyDetails captures the public key/hash algorithm combinations
 * recommended in the Sigstore ecosystem.
 *
 * This is modelled as a linear set as we want to provide a small number of
 * opinionated options instead of allowing every possible permutation.
 *
 * Any changes to this enum MUST be reflected in the algorithm registry.
 *
 * See: <https://github.com/sigstore/architecture-docs/blob/main/algorithm-registry.md>
 *
 * To avoid the possibility of contradicting formats such as PKCS1 with
 * ED25519 the valid permutations are listed as a linear set instead of a
 * cartesian set (i.e one combined variable instead of two, one for encoding
 * and one for the signature algorithm).
 */
var PublicKeyDetails;
(function (PublicKeyDetails) {
    PublicKeyDetails[PublicKeyDetails["PUBLIC_KEY_DETAILS_UNSPECIFIED"] = 0] = "PUBLIC_KEY_DETAILS_UNSPECIFIED";
    /**
     * PKCS1_RSA_PKCS1V5 - RSA
     *
     * @deprecated
     */
    PublicKeyDetails[PublicKeyDetails["PKCS1_RSA_PKCS1V5"] = 1] = "PKCS1_RSA_PKCS1V5";
    /**
     * PKCS1_RSA_PSS - See RFC8017
     *
     * @deprecated
     */
    PublicKeyDetails[PublicKeyDetails["PKCS1_RSA_PSS"] = 2] = "PKCS1_RSA_PSS";
    /** @deprecated */
    PublicKeyDetails[PublicKeyDetails["PKIX_RSA_PKCS1V5"] = 3] = "PKIX_RSA_PKCS1V5";
    /** @deprecated */
    PublicKeyDetails[PublicKeyDetails["PKIX_RSA_PSS"] = 4] = "PKIX_RSA_PSS";
    /** PKIX_RSA_PKCS1V15_2048_SHA256 - RSA public key in PKIX format, PKCS#1v1.5 signature */
    PublicKeyDetails[PublicKeyDetails["PKIX_RSA_PKCS1V15_2048_SHA256"] = 9] = "PKIX_RSA_PKCS1V15_2048_SHA256";
    PublicKeyDetails[PublicKeyDetails["PKIX_RSA_PKCS1V15_3072_SHA256"] = 10] = "PKIX_RSA_PKCS1V15_3072_SHA256";
    PublicKeyDetails[PublicKeyDetails["PKIX_RSA_PKCS1V15_4096_SHA256"] = 11] = "PKIX_RSA_PKCS1V15_4096_SHA256";
    /** PKIX_RSA_PSS_2048_SHA256 - RSA public key in PKIX format, RSASSA-PSS signature */
    PublicKeyDetails[PublicKeyDetails["PKIX_RSA_PSS_2048_SHA256"] = 16] = "PKIX_RSA_PSS_2048_SHA256";
    PublicKeyDetails[PublicKeyDetails["PKIX_RSA_PSS_3072_SHA256"] = 17] = "PKIX_RSA_PSS_3072_SHA256";
    PublicKeyDetails[PublicKeyDetails["PKIX_RSA_PSS_4096_SHA256"] = 18] = "PKIX_RSA_PSS_4096_SHA256";
    /**
     * PKIX_ECDSA_P256_HMAC_SHA_256 - ECDSA
     *
     * @deprecated
     */
    PublicKeyDetails[PublicKeyDetails["PKIX_ECDSA_P256_HMAC_SHA_256"] = 6] = "PKIX_ECDSA_P256_HMAC_SHA_256";
    /** PKIX_ECDSA_P256_SHA_256 - See NIST FIPS 186-4 */
    PublicKeyDetails[PublicKeyDetails["PKIX_ECDSA_P256_SHA_256"] = 5] = "PKIX_ECDSA_P256_SHA_256";
    PublicKeyDetails[PublicKeyDetails["PKIX_ECDSA_P384_SHA_384"] = 12] = "PKIX_ECDSA_P384_SHA_384";
    PublicKeyDetails[PublicKeyDetails["PKIX_ECDSA_P521_SHA_512"] = 13] = "PKIX_ECDSA_P521_SHA_512";
    /** PKIX_ED25519 - Ed 25519 */
    PublicKeyDetails[PublicKeyDetails["PKIX_ED25519"] = 7] = "PKIX_ED25519";
    PublicKeyDetails[PublicKeyDetails["PKIX_ED25519_PH"] = 8] = "PKIX_ED25519_PH";
    /**
     * PKIX_ECDSA_P384_SHA_256 - These algorithms are deprecated and should not be used, but they
     * were/are being used by most Sigstore clients implementations.
     *
     * @deprecated
     */
    PublicKeyDetails[PublicKeyDetails["PKIX_ECDSA_P384_SHA_256"] = 19] = "PKIX_ECDSA_P384_SHA_256";
    /** @deprecated */
    PublicKeyDetails[PublicKeyDetails["PKIX_ECDSA_P521_SHA_256"] = 20] = "PKIX_ECDSA_P521_SHA_256";
    /**
     * LMS_SHA256 - LMS and LM-OTS
     *
     * These algorithms are deprecated and should not be used.
     * There are no plans to support SLH-DSA at this time.
     *
     * USER WARNING: LMS and LM-OTS are both stateful signature schemes.
     * Using them correctly requires discretion and careful consideration
     * to ensure that individual secret keys are not used more than once.
     * In addition, LM-OTS is a single-use scheme, meaning that it
     * MUST NOT be used for more than one signature per LM-OTS key.
     * If you cannot maintain these invariants, you MUST NOT use these
     * schemes.
     *
     * @deprecated
     */
    PublicKeyDetails[PublicKeyDetails["LMS_SHA256"] = 14] = "LMS_SHA256";
    /** @deprecated */
    PublicKeyDetails[PublicKeyDetails["LMOTS_SHA256"] = 15] = "LMOTS_SHA256";
    /**
     * ML_DSA_44 - ML-DSA
     *
     * These ML_DSA_44, ML_DSA_65 and ML-DSA_87 algorithms are the pure variants
     * that take data to sign rather than the prehash variants (HashML-DSA), which
     * take digests. While considered quantum-resistant, their usage
     * involves tradeoffs in that signatures and keys are much larger, and
     * this makes deployments more costly.
     *
     * USER WARNING: ML_DSA_44, ML_DSA_65 and ML_DSA_87 are experimental algorithms.
     * In the future they MAY be used by private Sigstore deployments, but
     * they are not yet fully functional. This warning will be removed when
     * these algorithms are widely supported by Sigstore clients and servers,
     * but care should still be taken for production environments.
     *
     * See NIST FIPS 204, RFC 9881 for algorithm identifiers
     */
    PublicKeyDetails[PublicKeyDetails["ML_DSA_44"] = 23] = "ML_DSA_44";
    PublicKeyDetails[PublicKeyDetails["ML_DSA_65"] = 21] = "ML_DSA_65";
    PublicKeyDetails[PublicKeyDetails["ML_DSA_87"] = 22] = "ML_DSA_87";
})(PublicKeyDetails || (exports.PublicKeyDetails = PublicKeyDetails = {}));
function publicKeyDetailsFromJSON(object) {
    switch (object) {
        case 0:
        case "PUBLIC_KEY_DETAILS_UNSPECIFIED":
            return PublicKeyDetails.PUBLIC_KEY_DETAILS_UNSPECIFIED;
        case 1:
        case "PKCS1_RSA_PKCS1V5":
            return PublicKeyDetails.PKCS1_RSA_PKCS1V5;
        case 2:
        case "PKCS1_RSA_PSS":
            return PublicKeyDetails.PKCS1_RSA_PSS;
        case 3:
        case "PKIX_RSA_PKCS1V5":
            return PublicKeyDetails.PKIX_RSA_PKCS1V5;
        case 4:
        case "PKIX_RSA_PSS":
            return PublicKeyDetails.PKIX_RSA_PSS;
        case 9:
        case "PKIX_RSA_PKCS1V15_2048_SHA256":
            return PublicKeyDetails.PKIX_RSA_PKCS1V15_2048_SHA256;
        case 10:
        case "PKIX_RSA_PKCS1V15_3072_SHA256":
            return PublicKeyDetails.PKIX_RSA_PKCS1V15_3072_SHA256;
        case 11:
        case "PKIX_RSA_PKCS1V15_4096_SHA256":
            return PublicKeyDetails.PKIX_RSA_PKCS1V15_4096_SHA256;
        case 16:
        case "PKIX_RSA_PSS_2048_SHA256":
            return PublicKeyDetails.PKIX_RSA_PSS_2048_SHA256;
        case 17:
        case "PKIX_RSA_PSS_3072_SHA256":
            return PublicKeyDetails.PKIX_RSA_PSS_3072_SHA256;
        case 18:
        case "PKIX_RSA_PSS_4096_SHA256":
            return PublicKeyDetails.PKIX_RSA_PSS_4096_SHA256;
        case 6:
        case "PKIX_ECDSA_P256_HMAC_SHA_256":
            return PublicKeyDetails.PKIX_ECDSA_P256_HMAC_SHA_256;
        case 5:
        case "PKIX_ECDSA_P256_SHA_256":
            return PublicKeyDetails.PKIX_ECDSA_P256_SHA_256;
        case 12:
        case "PKIX_ECDSA_P384_SHA_384":
            return PublicKeyDetails.PKIX_ECDSA_P384_SHA_384;
        case 13:
        case "PKIX_ECDSA_P521_SHA_512":
            return PublicKeyDetails.PKIX_ECDSA_P521_SHA_512;
        case 7:
        case "PKIX_ED25519":
            return PublicKeyDetails.PKIX_ED25519;
        case 8:
        case "PKIX_ED25519_PH":
            return PublicKeyDetails.PKIX_ED25519_PH;
        case 19:
        case "PKIX_ECDSA_P384_SHA_256":
            return PublicKeyDetails.PKIX_ECDSA_P384_SHA_256;
        case 20:
        case "PKIX_ECDSA_P521_SHA_256":
            return PublicKeyDetails.PKIX_ECDSA_P521_SHA_256;
        case 14:
        case "LMS_SHA256":
            return PublicKeyDetails.LMS_SHA256;
        case 15:
        case "LMOTS_SHA256":
            return PublicKeyDetails.LMOTS_SHA256;
        case 23:
        case "ML_DSA_44":
            return PublicKeyDetails.ML_DSA_44;
        case 21:
        case "ML_DSA_65":
            return PublicKeyDetails.ML_DSA_65;
        case 22:
        case "ML_DSA_87":
            return PublicKeyDetails.ML_DSA_87;
        default:
            throw new globalThis.Error("Unrecognized enum value " + object + " for enum PublicKeyDetails");
    }
}
function publicKeyDetailsToJSON(object) {
    switch (object) {
        case PublicKeyDetails.PUBLIC_KEY_DETAILS_UNSPECIFIED:
            return "PUBLIC_KEY_DETAILS_UNSPECIFIED";
        case PublicKeyDetails.PKCS1_RSA_PKCS1V5:
            return "PKCS1_RSA_PKCS1V5";
        case PublicKeyDetails.PKCS1_RSA_PSS:
            return "PKCS1_RSA_PSS";
        case PublicKeyDetails.PKIX_RSA_PKCS1V5:
            return "PKIX_RSA_PKCS1V5";
        case PublicKeyDetails.PKIX_RSA_PSS:
            return "PKIX_RSA_PSS";
        case PublicKeyDetails.PKIX_RSA_PKCS1V15_2048_SHA256:
            return "PKIX_RSA_PKCS1V15_2048_SHA256";
        case PublicKeyDetails.PKIX_RSA_PKCS1V15_3072_SHA256:
            return "PKIX_RSA_PKCS1V15_3072_SHA256";
        case PublicKeyDetails.PKIX_RSA_PKCS1V15_4096_SHA256:
            return "PKIX_RSA_PKCS1V15_4096_SHA256";
        case PublicKeyDetails.PKIX_RSA_PSS_2048_SHA256:
            return "PKIX_RSA_PSS_2048_SHA256";
        case PublicKeyDetails.PKIX_RSA_PSS_3072_SHA256:
            return "PKIX_RSA_PSS_3072_SHA256";
        case PublicKeyDetails.PKIX_RSA_PSS_4096_SHA256:
            return "PKIX_RSA_PSS_4096_SHA256";
        case PublicKeyDetails.PKIX_ECDSA_P256_HMAC_SHA_256:
            return "PKIX_ECDSA_P256_HMAC_SHA_256";
        case PublicKeyDetails.PKIX_ECDSA_P256_SHA_256:
            return "PKIX_ECDSA_P256_SHA_256";
        case PublicKeyDetails.PKIX_ECDSA_P384_SHA_384:
            return "PKIX_ECDSA_P384_SHA_384";
        case PublicKeyDetails.PKIX_ECDSA_P521_SHA_512:
            return "PKIX_ECDSA_P521_SHA_512";
        case PublicKeyDetails.PKIX_ED25519:
            return "PKIX_ED25519";
        case PublicKeyDetails.PKIX_ED25519_PH:
            return "PKIX_ED25519_PH";
        case PublicKeyDetails.PKIX_ECDSA_P384_SHA_256:
            return "PKIX_ECDSA_P384_SHA_256";
        case PublicKeyDetails.PKIX_ECDSA_P521_SHA_256:
            return "PKIX_ECDSA_P521_SHA_256";
        case PublicKeyDetails.LMS_SHA256:
            return "LMS_SHA256";
        case PublicKeyDetails.LMOTS_SHA256:
            return "LMOTS_SHA256";
        case PublicKeyDetails.ML_DSA_44:
            return "ML_DSA_44";
        case PublicKeyDetails.ML_DSA_65:
            return "ML_DSA_65";
        case PublicKeyDetails.ML_DSA_87:
            return "ML_DSA_87";
        default:
            throw new globalThis.Error("Unrecognized enum value " + object + " for enum PublicKeyDetails");
    }
}
var SubjectAlternativeNameType;
(function (SubjectAlternativeNameType) {
    SubjectAlternativeNameType[SubjectAlternativeNameType["SUBJECT_ALTERNATIVE_NAME_TYPE_UNSPECIFIED"] = 0] = "SUBJECT_ALTERNATIVE_NAME_TYPE_UNSPECIFIED";
    SubjectAlternativeNameType[SubjectAlternativeNameType["EMAIL"] = 1] = "EMAIL";
    SubjectAlternativeNameType[SubjectAlternativeNameType["URI"] = 2] = "URI";
    /**
     * OTHER_NAME - OID 1.3.6.1.4.1.57264.1.7
     * See https://github.com/sigstore/fulcio/blob/main/docs/oid-info.md#1361415726417--othername-san
     * for more details.
     */
    SubjectAlternativeNameType[SubjectAlternativeNameType["OTHER_NAME"] = 3] = "OTHER_NAME";
})(SubjectAlternativeNameType || (exports.SubjectAlternativeNameType = SubjectAlternativeNameType = {}));
function subjectAlternativeNameTypeFromJSON(object) {
    switch (object) {
        case 0:
        case "SUBJECT_ALTERNATIVE_NAME_TYPE_UNSPECIFIED":
            return SubjectAlternativeNameType.SUBJECT_ALTERNATIVE_NAME_TYPE_UNSPECIFIED;
        case 1:
        case "EMAIL":
            return SubjectAlternativeNameType.EMAIL;
        case 2:
        case "URI":
            return SubjectAlternativeNameType.URI;
        case 3:
        case "OTHER_NAME":
            return SubjectAlternativeNameType.OTHER_NAME;
        default:
            throw new globalThis.Error("Unrecognized enum value " + object + " for enum SubjectAlternativeNameType");
    }
}
function subjectAlternativeNameTypeToJSON(object) {
    switch (object) {
        case SubjectAlternativeNameType.SUBJECT_ALTERNATIVE_NAME_TYPE_UNSPECIFIED:
            return "SUBJECT_ALTERNATIVE_NAME_TYPE_UNSPECIFIED";
        case SubjectAlternativeNameType.EMAIL:
            return "EMAIL";
        case SubjectAlternativeNameType.URI:
            return "URI";
        case SubjectAlternativeNameType.OTHER_NAME:
            return "OTHER_NAME";
        default:
            throw new globalThis.Error("Unrecognized enum value " + object + " for enum SubjectAlternativeNameType");
    }
}
exports.HashOutput = {
    fromJSON(object) {
        return {
            algorithm: isSet(object.algorithm) ? hashAlgorithmFromJSON(object.algorithm) : 0,
            digest: isSet(object.digest) ? Buffer.from(bytesFromBase64(object.digest)) : Buffer.alloc(0),
        };
    },
    toJSON(message) {
        const obj = {};
        if (message.algorithm !== 0) {
            obj.algorithm = hashAlgorithmToJSON(message.algorithm);
        }
        if (message.digest.length !== 0) {
            obj.digest = base64FromBytes(message.digest);
        }
        return obj;
    },
};
exports.MessageSignature = {
    fromJSON(object) {
        return {
            messageDigest: isSet(object.messageDigest) ? exports.HashOutput.fromJSON(object.messageDigest) : undefined,
            signature: isSet(object.signature) ? Buffer.from(bytesFromBase64(object.signature)) : Buffer.alloc(0),
        };
    },
    toJSON(message) {
        const obj = {};
        if (message.messageDigest !== undefined) {
            obj.messageDigest = exports.HashOutput.toJSON(message.messageDigest);
        }
        if (message.signature.length !== 0) {
            obj.signature = base64FromBytes(message.signature);
        }
        return obj;
    },
};
exports.LogId = {
    fromJSON(object) {
        return { keyId: isSet(object.keyId) ? Buffer.from(bytesFromBase64(object.keyId)) : Buffer.alloc(0) };
    },
    toJSON(message) {
        const obj = {};
        if (message.keyId.length !== 0) {
            obj.keyId = base64FromBytes(message.keyId);
        }
        return obj;
    },
};
exports.RFC3161SignedTimestamp = {
    fromJSON(object) {
        return {
            signedTimestamp: isSet(object.signedTimestamp)
                ? Buffer.from(bytesFromBase64(object.signedTimestamp))
                : Buffer.alloc(0),
        };
    },
    toJSON(message) {
        const obj = {};
        if (message.signedTimestamp.length !== 0) {
            obj.signedTimestamp = base64FromBytes(message.signedTimestamp);
        }
        return obj;
    },
};
exports.PublicKey = {
    fromJSON(object) {
        return {
            rawBytes: isSet(object.rawBytes) ? Buffer.from(bytesFromBase64(object.rawBytes)) : undefined,
            keyDetails: isSet(object.keyDetails) ? publicKeyDetailsFromJSON(object.keyDetails) : 0,
            validFor: isSet(object.validFor) ? exports.TimeRange.fromJSON(object.validFor) : undefined,
        };
    },
    toJSON(message) {
        const obj = {};
        if (message.rawBytes !== undefined) {
            obj.rawBytes = base64FromBytes(message.rawBytes);
        }
        if (message.keyDetails !== 0) {
            obj.keyDetails = publicKeyDetailsToJSON(message.keyDetails);
        }
        if (message.validFor !== undefined) {
            obj.validFor = exports.TimeRange.toJSON(message.validFor);
        }
        return obj;
    },
};
exports.PublicKeyIdentifier = {
    fromJSON(object) {
        return { hint: isSet(object.hint) ? globalThis.String(object.hint) : "" };
    },
    toJSON(message) {
        const obj = {};
        if (message.hint !== "") {
            obj.hint = message.hint;
        }
        return obj;
    },
};
exports.ObjectIdentifier = {
    fromJSON(object) {
        return { id: globalThis.Array.isArray(object?.id) ? object.id.map((e) => globalThis.Number(e)) : [] };
    },
    toJSON(message) {
        const obj = {};
        if (message.id?.length) {
            obj.id = message.id.map((e) => Math.round(e));
        }
        return obj;
    },
};
exports.ObjectIdentifierValuePair = {
    fromJSON(object) {
        return {
            oid: isSet(object.oid) ? exports.ObjectIdentifier.fromJSON(object.oid) : undefined,
            value: isSet(object.value) ? Buffer.from(bytesFromBase64(object.value)) : Buffer.alloc(0),
        };
    },
    toJSON(message) {
        const obj = {};
        if (message.oid !== undefined) {
            obj.oid = exports.ObjectIdentifier.toJSON(message.oid);
        }
        if (message.value.length !== 0) {
            obj.value = base64FromBytes(message.value);
        }
        return obj;
    },
};
exports.DistinguishedName = {
    fromJSON(object) {
        return {
            organization: isSet(object.organization) ? globalThis.String(object.organization) : "",
            commonName: isSet(object.commonName) ? globalThis.String(object.commonName) : "",
        };
    },
    toJSON(message) {
        const obj = {};
        if (message.organization !== "") {
            obj.organization = message.organization;
        }
        if (message.commonName !== "") {
            obj.commonName = message.commonName;
        }
        return obj;
    },
};
exports.X509Certificate = {
    fromJSON(object) {
        return { rawBytes: isSet(object.rawBytes) ? Buffer.from(bytesFromBase64(object.rawBytes)) : Buffer.alloc(0) };
    },
    toJSON(message) {
        const obj = {};
        if (message.rawBytes.length !== 0) {
            obj.rawBytes = base64FromBytes(message.rawBytes);
        }
        return obj;
    },
};
exports.SubjectAlternativeName = {
    fromJSON(object) {
        return {
            type: isSet(object.type) ? subjectAlternativeNameTypeFromJSON(object.type) : 0,
            identity: isSet(object.regexp)
                ? { $case: "regexp", regexp: globalThis.String(object.regexp) }
                : isSet(object.value)
                    ? { $case: "value", value: globalThis.String(object.value) }
                    : undefined,
        };
    },
    toJSON(message) {
        const obj = {};
        if (message.type !== 0) {
            obj.type = subjectAlternativeNameTypeToJSON(message.type);
        }
        if (message.identity?.$case === "regexp") {
            obj.regexp = message.identity.regexp;
        }
        else if (message.identity?.$case === "value") {
            obj.value = message.identity.value;
        }
        return obj;
    },
};
exports.X509CertificateChain = {
    fromJSON(object) {
        return {
            certificates: globalThis.Array.isArray(object?.certificates)
                ? object.certificates.map((e) => exports.X509Certificate.fromJSON(e))
                : [],
        };
    },
    toJSON(message) {
        const obj = {};
        if (message.certificates?.length) {
            obj.certificates = message.certificates.map((e) => exports.X509Certificate.toJSON(e));
        }
        return obj;
    },
};
exports.TimeRange = {
    fromJSON(object) {
        return {
            start: isSet(object.start) ? fromJsonTimestamp(object.start) : undefined,
            end: isSet(object.end) ? fromJsonTimestamp(object.end) : undefined,
        };
    },
    toJSON(message) {
        const obj = {};
        if (message.start !== undefined) {
            obj.start = message.start.toISOString();
        }
        if (message.end !== undefined) {
            obj.end = message.end.toISOString();
        }
        return obj;
    },
};
function bytesFromBase64(b64) {
    return Uint8Array.from(globalThis.Buffer.from(b64, "base64"));
}
function base64FromBytes(arr) {
    return globalThis.Buffer.from(arr).toString("base64");
}
function fromTimestamp(t) {
    let millis = (globalThis.Number(t.seconds) || 0) * 1_000;
    millis += (t.nanos || 0) / 1_000_000;
    return new globalThis.Date(millis);
}
function fromJsonTimestamp(o) {
    if (o instanceof globalThis.Date) {
        return o;
    }
    else if (typeof o === "string") {
        return new globalThis.Date(o);
    }
    else {
        return fromTimestamp(timestamp_1.Timestamp.fromJSON(o));
    }
}
function isSet(value) {
    return value !== null && value !== undefined;
}


/***/ }),

/***/ 5204:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {


// Code generated by protoc-gen-ts_proto. DO NOT EDIT.
// versions:
//   protoc-gen-ts_proto  v2.12.0
//   protoc               v7.35.1
// source: sigstore_rekor.proto
Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.TransparencyLogEntry = exports.InclusionPromise = exports.InclusionProof = exports.Checkpoint = exports.KindVersion = void 0;
/* eslint-disable */
const sigstore_common_1 = __nccwpck_require__(5334);
exports.KindVersion = {
    fromJSON(object) {
        return {
            kind: isSet(object.kind) ? globalThis.String(object.kind) : "",
            version: isSet(object.version) ? globalThis.String(object.version) : "",
        };
    },
    toJSON(message) {
        const obj = {};
        if (message.kind !== "") {
            obj.kind = message.kind;
        }
        if (message.version !== "") {
            obj.version = message.version;
        }
        return obj;
    },
};
exports.Checkpoint = {
    fromJSON(object) {
        return { envelope: isSet(object.envelope) ? globalThis.String(object.envelope) : "" };
    },
    toJSON(message) {
        const obj = {};
        if (message.envelope !== "") {
            obj.envelope = message.envelope;
        }
        return obj;
    },
};
exports.InclusionProof = {
    fromJSON(object) {
        return {
            logIndex: isSet(object.logIndex) ? globalThis.String(object.logIndex) : "0",
            rootHash: isSet(object.rootHash) ? Buffer.from(bytesFromBase64(object.rootHash)) : Buffer.alloc(0),
            treeSize: isSet(object.treeSize) ? globalThis.String(object.treeSize) : "0",
            hashes: globalThis.Array.isArray(object?.hashes)
                ? object.hashes.map((e) => Buffer.from(bytesFromBase64(e)))
                : [],
            checkpoint: isSet(object.checkpoint) ? exports.Checkpoint.fromJSON(object.checkpoint) : undefined,
        };
    },
    toJSON(message) {
        const obj = {};
        if (message.logIndex !== "0") {
            obj.logIndex = message.logIndex;
        }
        if (message.rootHash.length !== 0) {
            obj.rootHash = base64FromBytes(message.rootHash);
        }
        if (message.treeSize !== "0") {
            obj.treeSize = message.treeSize;
        }
        if (message.hashes?.length) {
            obj.hashes = message.hashes.map((e) => base64FromBytes(e));
        }
        if (message.checkpoint !== undefined) {
            obj.checkpoint = exports.Checkpoint.toJSON(message.checkpoint);
        }
        return obj;
    },
};
exports.InclusionPromise = {
    fromJSON(object) {
        return {
            signedEntryTimestamp: isSet(object.signedEntryTimestamp)
                ? Buffer.from(bytesFromBase64(object.signedEntryTimestamp))
                : Buffer.alloc(0),
        };
    },
    toJSON(message) {
        const obj = {};
        if (message.signedEntryTimestamp.length !== 0) {
            obj.signedEntryTimestamp = base64FromBytes(message.signedEntryTimestamp);
        }
        return obj;
    },
};
exports.TransparencyLogEntry = {
    fromJSON(object) {
        return {
            logIndex: isSet(object.logIndex) ? globalThis.String(object.logIndex) : "0",
            logId: isSet(object.logId) ? sigstore_common_1.LogId.fromJSON(object.logId) : undefined,
            kindVersion: isSet(object.kindVersion) ? exports.KindVersion.fromJSON(object.kindVersion) : undefined,
            integratedTime: isSet(object.integratedTime) ? globalThis.String(object.integratedTime) : "0",
            inclusionPromise: isSet(object.inclusionPromise) ? exports.InclusionPromise.fromJSON(object.inclusionPromise) : undefined,
            inclusionProof: isSet(object.inclusionProof) ? exports.InclusionProof.fromJSON(object.inclusionProof) : undefined,
            canonicalizedBody: isSet(object.canonicalizedBody)
                ? Buffer.from(bytesFromBase64(object.canonicalizedBody))
                : Buffer.alloc(0),
        };
    },
    toJSON(message) {
        const obj = {};
        if (message.logIndex !== "0") {
            obj.logIndex = message.logIndex;
        }
        if (message.logId !== undefined) {
            obj.logId = sigstore_common_1.LogId.toJSON(message.logId);
        }
        if (message.kindVersion !== undefined) {
            obj.kindVersion = exports.KindVersion.toJSON(message.kindVersion);
        }
        if (message.integratedTime !== "0") {
            obj.integratedTime = message.integratedTime;
        }
        if (message.inclusionPromise !== undefined) {
            obj.inclusionPromise = exports.InclusionPromise.toJSON(message.inclusionPromise);
        }
        if (message.inclusionProof !== undefined) {
            obj.inclusionProof = exports.InclusionProof.toJSON(message.inclusionProof);
        }
        if (message.canonicalizedBody.length !== 0) {
            obj.canonicalizedBody = base64FromBytes(message.canonicalizedBody);
        }
        return obj;
    },
};
function bytesFromBase64(b64) {
    return Uint8Array.from(globalThis.Buffer.from(b64, "base64"));
}
function base64FromBytes(arr) {
    return globalThis.Buffer.from(arr).toString("base64");
}
function isSet(value) {
    return value !== null && value !== undefined;
}


/***/ }),

/***/ 1997:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {


// Code generated by protoc-gen-ts_proto. DO NOT EDIT.
// versions:
//   protoc-gen-ts_proto  v2.12.0
//   protoc               v7.35.1
// source: sigstore_trustroot.proto
Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.ClientTrustConfig = exports.ServiceConfiguration = exports.Service = exports.SigningConfig = exports.TrustedRoot = exports.CertificateAuthority = exports.TransparencyLogInstance = exports.ServiceSelector = void 0;
exports.serviceSelectorFromJSON = serviceSelectorFromJSON;
exports.serviceSelectorToJSON = serviceSelectorToJSON;
/* eslint-disable */
const sigstore_common_1 = __nccwpck_require__(5334);
/**
 * ServiceSelector specifies how a client SHOULD select a set of
 * Services to connect to. A client SHOULD throw an error if
 * the value is SERVICE_SELECTOR_UNDEFINED.
 */
var ServiceSelector;
(function (ServiceSelector) {
    ServiceSelector[ServiceSelector["SERVICE_SELECTOR_UNDEFINED"] = 0] = "SERVICE_SELECTOR_UNDEFINED";
    /**
     * ALL - Clients SHOULD select all Services based on supported API version
     * and validity window.
     */
    ServiceSelector[ServiceSelector["ALL"] = 1] = "ALL";
    /**
     * ANY - Clients SHOULD select one Service based on supported API version
     * and validity window. It is up to the client implementation to
     * decide how to select the Service, e.g. random or round-robin.
     */
    ServiceSelector[ServiceSelector["ANY"] = 2] = "ANY";
    /**
     * EXACT - Clients SHOULD select a specific number of Services based on
     * supported API version and validity window, using the provided
     * `count`. It is up to the client implementation to decide how to
     * select the Service, e.g. random or round-robin.
     */
    ServiceSelector[ServiceSelector["EXACT"] = 3] = "EXACT";
})(ServiceSelector || (exports.ServiceSelector = ServiceSelector = {}));
function serviceSelectorFromJSON(object) {
    switch (object) {
        case 0:
        case "SERVICE_SELECTOR_UNDEFINED":
            return ServiceSelector.SERVICE_SELECTOR_UNDEFINED;
        case 1:
        case "ALL":
            return ServiceSelector.ALL;
        case 2:
        case "ANY":
            return ServiceSelector.ANY;
        case 3:
        case "EXACT":
            return ServiceSelector.EXACT;
        default:
            throw new globalThis.Error("Unrecognized enum value " + object + " for enum ServiceSelector");
    }
}
function serviceSelectorToJSON(object) {
    switch (object) {
        case ServiceSelector.SERVICE_SELECTOR_UNDEFINED:
            return "SERVICE_SELECTOR_UNDEFINED";
        case ServiceSelector.ALL:
            return "ALL";
        case ServiceSelector.ANY:
            return "ANY";
        case ServiceSelector.EXACT:
            return "EXACT";
        default:
            throw new globalThis.Error("Unrecognized enum value " + object + " for enum ServiceSelector");
    }
}
exports.TransparencyLogInstance = {
    fromJSON(object) {
        return {
            baseUrl: isSet(object.baseUrl) ? globalThis.String(object.baseUrl) : "",
            hashAlgorithm: isSet(object.hashAlgorithm) ? (0, sigstore_common_1.hashAlgorithmFromJSON)(object.hashAlgorithm) : 0,
            publicKey: isSet(object.publicKey) ? sigstore_common_1.PublicKey.fromJSON(object.publicKey) : undefined,
            logId: isSet(object.logId) ? sigstore_common_1.LogId.fromJSON(object.logId) : undefined,
            checkpointKeyId: isSet(object.checkpointKeyId) ? sigstore_common_1.LogId.fromJSON(object.checkpointKeyId) : undefined,
            operator: isSet(object.operator) ? globalThis.String(object.operator) : "",
        };
    },
    toJSON(message) {
        const obj = {};
        if (message.baseUrl !== "") {
            obj.baseUrl = message.baseUrl;
        }
        if (message.hashAlgorithm !== 0) {
            obj.hashAlgorithm = (0, sigstore_common_1.hashAlgorithmToJSON)(message.hashAlgorithm);
        }
        if (message.publicKey !== undefined) {
            obj.publicKey = sigstore_common_1.PublicKey.toJSON(message.publicKey);
        }
        if (message.logId !== undefined) {
            obj.logId = sigstore_common_1.LogId.toJSON(message.logId);
        }
        if (message.checkpointKeyId !== undefined) {
            obj.checkpointKeyId = sigstore_common_1.LogId.toJSON(message.checkpointKeyId);
        }
        if (message.operator !== "") {
            obj.operator = message.operator;
        }
        return obj;
    },
};
exports.CertificateAuthority = {
    fromJSON(object) {
        return {
            subject: isSet(object.subject) ? sigstore_common_1.DistinguishedName.fromJSON(object.subject) : undefined,
            uri: isSet(object.uri) ? globalThis.String(object.uri) : "",
            certChain: isSet(object.certChain) ? sigstore_common_1.X509CertificateChain.fromJSON(object.certChain) : undefined,
            validFor: isSet(object.validFor) ? sigstore_common_1.TimeRange.fromJSON(object.validFor) : undefined,
            operator: isSet(object.operator) ? globalThis.String(object.operator) : "",
        };
    },
    toJSON(message) {
        const obj = {};
        if (message.subject !== undefined) {
            obj.subject = sigstore_common_1.DistinguishedName.toJSON(message.subject);
        }
        if (message.uri !== "") {
            obj.uri = message.uri;
        }
        if (message.certChain !== undefined) {
            obj.certChain = sigstore_common_1.X509CertificateChain.toJSON(message.certChain);
        }
        if (message.validFor !== undefined) {
            obj.validFor = sigstore_common_1.TimeRange.toJSON(message.validFor);
        }
        if (message.operator !== "") {
            obj.operator = message.operator;
        }
        return obj;
    },
};
exports.TrustedRoot = {
    fromJSON(object) {
        return {
            mediaType: isSet(object.mediaType) ? globalThis.String(object.mediaType) : "",
            tlogs: globalThis.Array.isArray(object?.tlogs)
                ? object.tlogs.map((e) => exports.TransparencyLogInstance.fromJSON(e))
                : [],
            certificateAuthorities: globalThis.Array.isArray(object?.certificateAuthorities)
                ? object.certificateAuthorities.map((e) => exports.CertificateAuthority.fromJSON(e))
                : [],
            ctlogs: globalThis.Array.isArray(object?.ctlogs)
                ? object.ctlogs.map((e) => exports.TransparencyLogInstance.fromJSON(e))
                : [],
            timestampAuthorities: globalThis.Array.isArray(object?.timestampAuthorities)
                ? object.timestampAuthorities.map((e) => exports.CertificateAuthority.fromJSON(e))
                : [],
        };
    },
    toJSON(message) {
        const obj = {};
        if (message.mediaType !== "") {
            obj.mediaType = message.mediaType;
        }
        if (message.tlogs?.length) {
            obj.tlogs = message.tlogs.map((e) => exports.TransparencyLogInstance.toJSON(e));
        }
        if (message.certificateAuthorities?.length) {
            obj.certificateAuthorities = message.certificateAuthorities.map((e) => exports.CertificateAuthority.toJSON(e));
        }
        if (message.ctlogs?.length) {
            obj.ctlogs = message.ctlogs.map((e) => exports.TransparencyLogInstance.toJSON(e));
        }
        if (message.timestampAuthorities?.length) {
            obj.timestampAuthorities = message.timestampAuthorities.map((e) => exports.CertificateAuthority.toJSON(e));
        }
        return obj;
    },
};
exports.SigningConfig = {
    fromJSON(object) {
        return {
            mediaType: isSet(object.mediaType) ? globalThis.String(object.mediaType) : "",
            caUrls: globalThis.Array.isArray(object?.caUrls) ? object.caUrls.map((e) => exports.Service.fromJSON(e)) : [],
            oidcUrls: globalThis.Array.isArray(object?.oidcUrls) ? object.oidcUrls.map((e) => exports.Service.fromJSON(e)) : [],
            rekorTlogUrls: globalThis.Array.isArray(object?.rekorTlogUrls)
                ? object.rekorTlogUrls.map((e) => exports.Service.fromJSON(e))
                : [],
            rekorTlogConfig: isSet(object.rekorTlogConfig)
                ? exports.ServiceConfiguration.fromJSON(object.rekorTlogConfig)
                : undefined,
            tsaUrls: globalThis.Array.isArray(object?.tsaUrls) ? object.tsaUrls.map((e) => exports.Service.fromJSON(e)) : [],
            tsaConfig: isSet(object.tsaConfig) ? exports.ServiceConfiguration.fromJSON(object.tsaConfig) : undefined,
        };
    },
    toJSON(message) {
        const obj = {};
        if (message.mediaType !== "") {
            obj.mediaType = message.mediaType;
        }
        if (message.caUrls?.length) {
            obj.caUrls = message.caUrls.map((e) => exports.Service.toJSON(e));
        }
        if (message.oidcUrls?.length) {
            obj.oidcUrls = message.oidcUrls.map((e) => exports.Service.toJSON(e));
        }
        if (message.rekorTlogUrls?.length) {
            obj.rekorTlogUrls = message.rekorTlogUrls.map((e) => exports.Service.toJSON(e));
        }
        if (message.rekorTlogConfig !== undefined) {
            obj.rekorTlogConfig = exports.ServiceConfiguration.toJSON(message.rekorTlogConfig);
        }
        if (message.tsaUrls?.length) {
            obj.tsaUrls = message.tsaUrls.map((e) => exports.Service.toJSON(e));
        }
        if (message.tsaConfig !== undefined) {
            obj.tsaConfig = exports.ServiceConfiguration.toJSON(message.tsaConfig);
        }
        return obj;
    },
};
exports.Service = {
    fromJSON(object) {
        return {
            url: isSet(object.url) ? globalThis.String(object.url) : "",
            majorApiVersion: isSet(object.majorApiVersion) ? globalThis.Number(object.majorApiVersion) : 0,
            validFor: isSet(object.validFor) ? sigstore_common_1.TimeRange.fromJSON(object.validFor) : undefined,
            operator: isSet(object.operator) ? globalThis.String(object.operator) : "",
        };
    },
    toJSON(message) {
        const obj = {};
        if (message.url !== "") {
            obj.url = message.url;
        }
        if (message.majorApiVersion !== 0) {
            obj.majorApiVersion = Math.round(message.majorApiVersion);
        }
        if (message.validFor !== undefined) {
            obj.validFor = sigstore_common_1.TimeRange.toJSON(message.validFor);
        }
        if (message.operator !== "") {
            obj.operator = message.operator;
        }
        return obj;
    },
};
exports.ServiceConfiguration = {
    fromJSON(object) {
        return {
            selector: isSet(object.selector) ? serviceSelectorFromJSON(object.selector) : 0,
            count: isSet(object.count) ? globalThis.Number(object.count) : 0,
        };
    },
    toJSON(message) {
        const obj = {};
        if (message.selector !== 0) {
            obj.selector = serviceSelectorToJSON(message.selector);
        }
        if (message.count !== 0) {
            obj.count = Math.round(message.count);
        }
        return obj;
    },
};
exports.ClientTrustConfig = {
    fromJSON(object) {
        return {
            mediaType: isSet(object.mediaType) ? globalThis.String(object.mediaType) : "",
            trustedRoot: isSet(object.trustedRoot) ? exports.TrustedRoot.fromJSON(object.trustedRoot) : undefined,
            signingConfig: isSet(object.signingConfig) ? exports.SigningConfig.fromJSON(object.signingConfig) : undefined,
        };
    },
    toJSON(message) {
        const obj = {};
        if (message.mediaType !== "") {
            obj.mediaType = message.mediaType;
        }
        if (message.trustedRoot !== undefined) {
            obj.trustedRoot = exports.TrustedRoot.toJSON(message.trustedRoot);
        }
        if (message.signingConfig !== undefined) {
            obj.signingConfig = exports.SigningConfig.toJSON(message.signingConfig);
        }
        return obj;
    },
};
function isSet(value) {
    return value !== null && value !== undefined;
}


/***/ }),

/***/ 9732:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {


// Code generated by protoc-gen-ts_proto. DO NOT EDIT.
// versions:
//   protoc-gen-ts_proto  v2.12.0
//   protoc               v7.35.1
// source: sigstore_verification.proto
Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.Input = exports.Artifact = exports.ArtifactVerificationOptions_ObserverTimestampOptions = exports.ArtifactVerificationOptions_TlogIntegratedTimestampOptions = exports.ArtifactVerificationOptions_TimestampAuthorityOptions = exports.ArtifactVerificationOptions_CtlogOptions = exports.ArtifactVerificationOptions_TlogOptions = exports.ArtifactVerificationOptions = exports.PublicKeyIdentities = exports.CertificateIdentities = exports.CertificateIdentity = void 0;
/* eslint-disable */
const sigstore_bundle_1 = __nccwpck_require__(715);
const sigstore_common_1 = __nccwpck_require__(5334);
const sigstore_trustroot_1 = __nccwpck_require__(1997);
exports.CertificateIdentity = {
    fromJSON(object) {
        return {
            issuer: isSet(object.issuer) ? globalThis.String(object.issuer) : "",
            san: isSet(object.san) ? sigstore_common_1.SubjectAlternativeName.fromJSON(object.san) : undefined,
            oids: globalThis.Array.isArray(object?.oids)
                ? object.oids.map((e) => sigstore_common_1.ObjectIdentifierValuePair.fromJSON(e))
                : [],
        };
    },
    toJSON(message) {
        const obj = {};
        if (message.issuer !== "") {
            obj.issuer = message.issuer;
        }
        if (message.san !== undefined) {
            obj.san = sigstore_common_1.SubjectAlternativeName.toJSON(message.san);
        }
        if (message.oids?.length) {
            obj.oids = message.oids.map((e) => sigstore_common_1.ObjectIdentifierValuePair.toJSON(e));
        }
        return obj;
    },
};
exports.CertificateIdentities = {
    fromJSON(object) {
        return {
            identities: globalThis.Array.isArray(object?.identities)
                ? object.identities.map((e) => exports.CertificateIdentity.fromJSON(e))
                : [],
        };
    },
    toJSON(message) {
        const obj = {};
        if (message.identities?.length) {
            obj.identities = message.identities.map((e) => exports.CertificateIdentity.toJSON(e));
        }
        return obj;
    },
};
exports.PublicKeyIdentities = {
    fromJSON(object) {
        return {
            publicKeys: globalThis.Array.isArray(object?.publicKeys)
                ? object.publicKeys.map((e) => sigstore_common_1.PublicKey.fromJSON(e))
                : [],
        };
    },
    toJSON(message) {
        const obj = {};
        if (message.publicKeys?.length) {
            obj.publicKeys = message.publicKeys.map((e) => sigstore_common_1.PublicKey.toJSON(e));
        }
        return obj;
    },
};
exports.ArtifactVerificationOptions = {
    fromJSON(object) {
        return {
            signers: isSet(object.certificateIdentities)
                ? {
                    $case: "certificateIdentities",
                    certificateIdentities: exports.CertificateIdentities.fromJSON(object.certificateIdentities),
                }
                : isSet(object.publicKeys)
                    ? { $case: "publicKeys", publicKeys: exports.PublicKeyIdentities.fromJSON(object.publicKeys) }
                    : undefined,
            tlogOptions: isSet(object.tlogOptions)
                ? exports.ArtifactVerificationOptions_TlogOptions.fromJSON(object.tlogOptions)
                : undefined,
            ctlogOptions: isSet(object.ctlogOptions)
                ? exports.ArtifactVerificationOptions_CtlogOptions.fromJSON(object.ctlogOptions)
                : undefined,
            tsaOptions: isSet(object.tsaOptions)
                ? exports.ArtifactVerificationOptions_TimestampAuthorityOptions.fromJSON(object.tsaOptions)
                : undefined,
            integratedTsOptions: isSet(object.integratedTsOptions)
                ? exports.ArtifactVerificationOptions_TlogIntegratedTimestampOptions.fromJSON(object.integratedTsOptions)
                : undefined,
            observerOptions: isSet(object.observerOptions)
                ? exports.ArtifactVerificationOptions_ObserverTimestampOptions.fromJSON(object.observerOptions)
                : undefined,
        };
    },
    toJSON(message) {
        const obj = {};
        if (message.signers?.$case === "certificateIdentities") {
            obj.certificateIdentities = exports.CertificateIdentities.toJSON(message.signers.certificateIdentities);
        }
        else if (message.signers?.$case === "publicKeys") {
            obj.publicKeys = exports.PublicKeyIdentities.toJSON(message.signers.publicKeys);
        }
        if (message.tlogOptions !== undefined) {
            obj.tlogOptions = exports.ArtifactVerificationOptions_TlogOptions.toJSON(message.tlogOptions);
        }
        if (message.ctlogOptions !== undefined) {
            obj.ctlogOptions = exports.ArtifactVerificationOptions_CtlogOptions.toJSON(message.ctlogOptions);
        }
        if (message.tsaOptions !== undefined) {
            obj.tsaOptions = exports.ArtifactVerificationOptions_TimestampAuthorityOptions.toJSON(message.tsaOptions);
        }
        if (message.integratedTsOptions !== undefined) {
            obj.integratedTsOptions = exports.ArtifactVerificationOptions_TlogIntegratedTimestampOptions.toJSON(message.integratedTsOptions);
        }
        if (message.observerOptions !== undefined) {
            obj.observerOptions = exports.ArtifactVerificationOptions_ObserverTimestampOptions.toJSON(message.observerOptions);
        }
        return obj;
    },
};
exports.ArtifactVerificationOptions_TlogOptions = {
    fromJSON(object) {
        return {
            threshold: isSet(object.threshold) ? globalThis.Number(object.threshold) : 0,
            performOnlineVerification: isSet(object.performOnlineVerification)
                ? globalThis.Boolean(object.performOnlineVerification)
                : false,
            disable: isSet(object.disable) ? globalThis.Boolean(object.disable) : false,
        };
    },
    toJSON(message) {
        const obj = {};
        if (message.threshold !== 0) {
            obj.threshold = Math.round(message.threshold);
        }
        if (message.performOnlineVerification !== false) {
            obj.performOnlineVerification = message.performOnlineVerification;
        }
        if (message.disable !== false) {
            obj.disable = message.disable;
        }
        return obj;
    },
};
exports.ArtifactVerificationOptions_CtlogOptions = {
    fromJSON(object) {
        return {
            threshold: isSet(object.threshold) ? globalThis.Number(object.threshold) : 0,
            disable: isSet(object.disable) ? globalThis.Boolean(object.disable) : false,
        };
    },
    toJSON(message) {
        const obj = {};
        if (message.threshold !== 0) {
            obj.threshold = Math.round(message.threshold);
        }
        if (message.disable !== false) {
            obj.disable = message.disable;
        }
        return obj;
    },
};
exports.ArtifactVerificationOptions_TimestampAuthorityOptions = {
    fromJSON(object) {
        return {
            threshold: isSet(object.threshold) ? globalThis.Number(object.threshold) : 0,
            disable: isSet(object.disable) ? globalThis.Boolean(object.disable) : false,
        };
    },
    toJSON(message) {
        const obj = {};
        if (message.threshold !== 0) {
            obj.threshold = Math.round(message.threshold);
        }
        if (message.disable !== false) {
            obj.disable = message.disable;
        }
        return obj;
    },
};
exports.ArtifactVerificationOptions_TlogIntegratedTimestampOptions = {
    fromJSON(object) {
        return {
            threshold: isSet(object.threshold) ? globalThis.Number(object.threshold) : 0,
            disable: isSet(object.disable) ? globalThis.Boolean(object.disable) : false,
        };
    },
    toJSON(message) {
        const obj = {};
        if (message.threshold !== 0) {
            obj.threshold = Math.round(message.threshold);
        }
        if (message.disable !== false) {
            obj.disable = message.disable;
        }
        return obj;
    },
};
exports.ArtifactVerificationOptions_ObserverTimestampOptions = {
    fromJSON(object) {
        return {
            threshold: isSet(object.threshold) ? globalThis.Number(object.threshold) : 0,
            disable: isSet(object.disable) ? globalThis.Boolean(object.disable) : false,
        };
    },
    toJSON(message) {
        const obj = {};
        if (message.threshold !== 0) {
            obj.threshold = Math.round(message.threshold);
        }
        if (message.disable !== false) {
            obj.disable = message.disable;
        }
        return obj;
    },
};
exports.Artifact = {
    fromJSON(object) {
        return {
            data: isSet(object.artifactUri)
                ? { $case: "artifactUri", artifactUri: globalThis.String(object.artifactUri) }
                : isSet(object.artifact)
                    ? { $case: "artifact", artifact: Buffer.from(bytesFromBase64(object.artifact)) }
                    : isSet(object.artifactDigest)
                        ? { $case: "artifactDigest", artifactDigest: sigstore_common_1.HashOutput.fromJSON(object.artifactDigest) }
                        : undefined,
        };
    },
    toJSON(message) {
        const obj = {};
        if (message.data?.$case === "artifactUri") {
            obj.artifactUri = message.data.artifactUri;
        }
        else if (message.data?.$case === "artifact") {
            obj.artifact = base64FromBytes(message.data.artifact);
        }
        else if (message.data?.$case === "artifactDigest") {
            obj.artifactDigest = sigstore_common_1.HashOutput.toJSON(message.data.artifactDigest);
        }
        return obj;
    },
};
exports.Input = {
    fromJSON(object) {
        return {
            artifactTrustRoot: isSet(object.artifactTrustRoot) ? sigstore_trustroot_1.TrustedRoot.fromJSON(object.artifactTrustRoot) : undefined,
            artifactVerificationOptions: isSet(object.artifactVerificationOptions)
                ? exports.ArtifactVerificationOptions.fromJSON(object.artifactVerificationOptions)
                : undefined,
            bundle: isSet(object.bundle) ? sigstore_bundle_1.Bundle.fromJSON(object.bundle) : undefined,
            artifact: isSet(object.artifact) ? exports.Artifact.fromJSON(object.artifact) : undefined,
        };
    },
    toJSON(message) {
        const obj = {};
        if (message.artifactTrustRoot !== undefined) {
            obj.artifactTrustRoot = sigstore_trustroot_1.TrustedRoot.toJSON(message.artifactTrustRoot);
        }
        if (message.artifactVerificationOptions !== undefined) {
            obj.artifactVerificationOptions = exports.ArtifactVerificationOptions.toJSON(message.artifactVerificationOptions);
        }
        if (message.bundle !== undefined) {
            obj.bundle = sigstore_bundle_1.Bundle.toJSON(message.bundle);
        }
        if (message.artifact !== undefined) {
            obj.artifact = exports.Artifact.toJSON(message.artifact);
        }
        return obj;
    },
};
function bytesFromBase64(b64) {
    return Uint8Array.from(globalThis.Buffer.from(b64, "base64"));
}
function base64FromBytes(arr) {
    return globalThis.Buffer.from(arr).toString("base64");
}
function isSet(value) {
    return value !== null && value !== undefined;
}


/***/ }),

/***/ 9654:
/***/ (function(__unused_webpack_module, exports, __nccwpck_require__) {


var __createBinding = (this && this.__createBinding) || (Object.create ? (function(o, m, k, k2) {
    if (k2 === undefined) k2 = k;
    var desc = Object.getOwnPropertyDescriptor(m, k);
    if (!desc || ("get" in desc ? !m.__esModule : desc.writable || desc.configurable)) {
      desc = { enumerable: true, get: function() { return m[k]; } };
    }
    Object.defineProperty(o, k2, desc);
}) : (function(o, m, k, k2) {
    if (k2 === undefined) k2 = k;
    o[k2] = m[k];
}));
var __exportStar = (this && this.__exportStar) || function(m, exports) {
    for (var p in m) if (p !== "default" && !Object.prototype.hasOwnProperty.call(exports, p)) __createBinding(exports, m, p);
};
Object.defineProperty(exports, "__esModule", ({ value: true }));
/*
Copyright 2023 The Sigstore Authors.

Licensed under the Apache License, Version 2.0 (the "License");
you may not use this file except in compliance with the License.
You may obtain a copy of the License at

    http://www.apache.org/licenses/LICENSE-2.0

Unless required by applicable law or agreed to in writing, software
distributed under the License is distributed on an "AS IS" BASIS,
WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
See the License for the specific language governing permissions and
limitations under the License.
*/
__exportStar(__nccwpck_require__(4649), exports);
__exportStar(__nccwpck_require__(715), exports);
__exportStar(__nccwpck_require__(5334), exports);
__exportStar(__nccwpck_require__(5204), exports);
__exportStar(__nccwpck_require__(1997), exports);
__exportStar(__nccwpck_require__(9732), exports);


/***/ }),

/***/ 3835:
/***/ (function(__unused_webpack_module, exports, __nccwpck_require__) {


var __createBinding = (this && this.__createBinding) || (Object.create ? (function(o, m, k, k2) {
    if (k2 === undefined) k2 = k;
    var desc = Object.getOwnPropertyDescriptor(m, k);
    if (!desc || ("get" in desc ? !m.__esModule : desc.writable || desc.configurable)) {
      desc = { enumerable: true, get: function() { return m[k]; } };
    }
    Object.defineProperty(o, k2, desc);
}) : (function(o, m, k, k2) {
    if (k2 === undefined) k2 = k;
    o[k2] = m[k];
}));
var __exportStar = (this && this.__exportStar) || function(m, exports) {
    for (var p in m) if (p !== "default" && !Object.prototype.hasOwnProperty.call(exports, p)) __createBinding(exports, m, p);
};
Object.defineProperty(exports, "__esModule", ({ value: true }));
/*
Copyright 2025 The Sigstore Authors.

Licensed under the Apache License, Version 2.0 (the "License");
you may not use this file except in compliance with the License.
You may obtain a copy of the License at

    http://www.apache.org/licenses/LICENSE-2.0

Unless required by applicable law or agreed to in writing, software
distributed under the License is distributed on an "AS IS" BASIS,
WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
See the License for the specific language governing permissions and
limitations under the License.
*/
__exportStar(__nccwpck_require__(6764), exports);
__exportStar(__nccwpck_require__(381), exports);
__exportStar(__nccwpck_require__(4969), exports);
__exportStar(__nccwpck_require__(7543), exports);


/***/ }),

/***/ 2635:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.DSSESignatureContent = void 0;
/*
Copyright 2023 The Sigstore Authors.

Licensed under the Apache License, Version 2.0 (the "License");
you may not use this file except in compliance with the License.
You may obtain a copy of the License at

    http://www.apache.org/licenses/LICENSE-2.0

Unless required by applicable law or agreed to in writing, software
distributed under the License is distributed on an "AS IS" BASIS,
WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
See the License for the specific language governing permissions and
limitations under the License.
*/
const core_1 = __nccwpck_require__(3917);
class DSSESignatureContent {
    env;
    constructor(env) {
        this.env = env;
    }
    compareDigest(digest) {
        return core_1.crypto.bufferEqual(digest, core_1.crypto.digest('sha256', this.env.payload));
    }
    // For a DSSE envelope the signature is computed over the pre-authentication
    // encoding (PAE), so the digest of the signed bytes is the digest of the PAE.
    // This is what a Rekor v2 hashedrekord entry records for a DSSE envelope.
    compareSignedDigest(digest) {
        return core_1.crypto.bufferEqual(digest, core_1.crypto.digest('sha256', this.preAuthEncoding));
    }
    compareSignature(signature) {
        return core_1.crypto.bufferEqual(signature, this.signature);
    }
    verifySignature(key) {
        return core_1.crypto.verify(this.preAuthEncoding, key, this.signature);
    }
    get signature() {
        return this.env.signatures.length > 0
            ? this.env.signatures[0].sig
            : Buffer.from('');
    }
    // DSSE Pre-Authentication Encoding
    get preAuthEncoding() {
        return core_1.dsse.preAuthEncoding(this.env.payloadType, this.env.payload);
    }
}
exports.DSSESignatureContent = DSSESignatureContent;


/***/ }),

/***/ 2544:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.toSignedEntity = toSignedEntity;
exports.signatureContent = signatureContent;
const core_1 = __nccwpck_require__(3917);
const dsse_1 = __nccwpck_require__(2635);
const message_1 = __nccwpck_require__(6531);
function toSignedEntity(bundle, artifact) {
    const { tlogEntries, timestampVerificationData } = bundle.verificationMaterial;
    const timestamps = [];
    for (const entry of tlogEntries) {
        if (entry.integratedTime && entry.integratedTime !== '0') {
            timestamps.push({
                $case: 'transparency-log',
                tlogEntry: entry,
            });
        }
    }
    for (const ts of timestampVerificationData?.rfc3161Timestamps ?? []) {
        timestamps.push({
            $case: 'timestamp-authority',
            timestamp: core_1.RFC3161Timestamp.parse(Buffer.from(ts.signedTimestamp)),
        });
    }
    return {
        signature: signatureContent(bundle, artifact),
        key: key(bundle),
        tlogEntries,
        timestamps,
    };
}
function signatureContent(bundle, artifact) {
    switch (bundle.content.$case) {
        case 'dsseEnvelope':
            return new dsse_1.DSSESignatureContent(bundle.content.dsseEnvelope);
        case 'messageSignature':
            return new message_1.MessageSignatureContent(bundle.content.messageSignature, artifact);
    }
}
function key(bundle) {
    switch (bundle.verificationMaterial.content.$case) {
        case 'publicKey':
            return {
                $case: 'public-key',
                hint: bundle.verificationMaterial.content.publicKey.hint,
            };
        case 'x509CertificateChain':
            return {
                $case: 'certificate',
                certificate: core_1.X509Certificate.parse(Buffer.from(bundle.verificationMaterial.content.x509CertificateChain
                    .certificates[0].rawBytes)),
            };
        case 'certificate':
            return {
                $case: 'certificate',
                certificate: core_1.X509Certificate.parse(Buffer.from(bundle.verificationMaterial.content.certificate.rawBytes)),
            };
    }
}


/***/ }),

/***/ 6531:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.MessageSignatureContent = void 0;
/*
Copyright 2023 The Sigstore Authors.

Licensed under the Apache License, Version 2.0 (the "License");
you may not use this file except in compliance with the License.
You may obtain a copy of the License at

    http://www.apache.org/licenses/LICENSE-2.0

Unless required by applicable law or agreed to in writing, software
distributed under the License is distributed on an "AS IS" BASIS,
WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
See the License for the specific language governing permissions and
limitations under the License.
*/
const core_1 = __nccwpck_require__(3917);
const protobuf_specs_1 = __nccwpck_require__(9654);
// Map from the Sigstore protobuf HashAlgorithm enum to
// the string values used by the Node.js crypto module.
const HASH_ALGORITHM_MAP = {
    [protobuf_specs_1.HashAlgorithm.HASH_ALGORITHM_UNSPECIFIED]: 'sha256',
    [protobuf_specs_1.HashAlgorithm.SHA2_256]: 'sha256',
    [protobuf_specs_1.HashAlgorithm.SHA2_384]: 'sha384',
    [protobuf_specs_1.HashAlgorithm.SHA2_512]: 'sha512',
    [protobuf_specs_1.HashAlgorithm.SHA3_256]: 'sha3-256',
    [protobuf_specs_1.HashAlgorithm.SHA3_384]: 'sha3-384',
};
class MessageSignatureContent {
    signature;
    messageDigest;
    artifact;
    hashAlgorithm;
    constructor(messageSignature, artifact) {
        this.signature = messageSignature.signature;
        this.messageDigest = messageSignature.messageDigest.digest;
        this.artifact = artifact;
        this.hashAlgorithm =
            HASH_ALGORITHM_MAP[messageSignature.messageDigest.algorithm] ??
                /* istanbul ignore next */ 'sha256';
    }
    compareSignature(signature) {
        return core_1.crypto.bufferEqual(signature, this.signature);
    }
    compareDigest(digest) {
        return core_1.crypto.bufferEqual(digest, this.messageDigest);
    }
    // For a message signature the signature is computed over the artifact, so the
    // digest of the signed bytes is the artifact's message digest.
    compareSignedDigest(digest) {
        return this.compareDigest(digest);
    }
    verifySignature(key) {
        return core_1.crypto.verify(this.artifact, key, this.signature, this.hashAlgorithm);
    }
}
exports.MessageSignatureContent = MessageSignatureContent;


/***/ }),

/***/ 6849:
/***/ ((__unused_webpack_module, exports) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.PolicyError = exports.VerificationError = void 0;
/*
Copyright 2023 The Sigstore Authors.

Licensed under the Apache License, Version 2.0 (the "License");
you may not use this file except in compliance with the License.
You may obtain a copy of the License at

    http://www.apache.org/licenses/LICENSE-2.0

Unless required by applicable law or agreed to in writing, software
distributed under the License is distributed on an "AS IS" BASIS,
WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
See the License for the specific language governing permissions and
limitations under the License.
*/
class BaseError extends Error {
    code;
    cause; /* eslint-disable-line @typescript-eslint/no-explicit-any */
    constructor({ code, message, cause, }) {
        super(message);
        this.code = code;
        this.cause = cause;
        this.name = this.constructor.name;
    }
}
class VerificationError extends BaseError {
}
exports.VerificationError = VerificationError;
class PolicyError extends BaseError {
}
exports.PolicyError = PolicyError;


/***/ }),

/***/ 4187:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {

var __webpack_unused_export__;

__webpack_unused_export__ = ({ value: true });
exports.BL = exports.jO = __webpack_unused_export__ = __webpack_unused_export__ = exports.DC = void 0;
/* istanbul ignore file */
/*
Copyright 2023 The Sigstore Authors.

Licensed under the Apache License, Version 2.0 (the "License");
you may not use this file except in compliance with the License.
You may obtain a copy of the License at

    http://www.apache.org/licenses/LICENSE-2.0

Unless required by applicable law or agreed to in writing, software
distributed under the License is distributed on an "AS IS" BASIS,
WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
See the License for the specific language governing permissions and
limitations under the License.
*/
var bundle_1 = __nccwpck_require__(2544);
Object.defineProperty(exports, "DC", ({ enumerable: true, get: function () { return bundle_1.toSignedEntity; } }));
var error_1 = __nccwpck_require__(6849);
__webpack_unused_export__ = ({ enumerable: true, get: function () { return error_1.PolicyError; } });
__webpack_unused_export__ = ({ enumerable: true, get: function () { return error_1.VerificationError; } });
var trust_1 = __nccwpck_require__(7822);
Object.defineProperty(exports, "jO", ({ enumerable: true, get: function () { return trust_1.toTrustMaterial; } }));
var verifier_1 = __nccwpck_require__(4433);
Object.defineProperty(exports, "BL", ({ enumerable: true, get: function () { return verifier_1.Verifier; } }));


/***/ }),

/***/ 8412:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.CertificateChainVerifier = void 0;
exports.verifyCertificateChain = verifyCertificateChain;
const error_1 = __nccwpck_require__(6849);
const trust_1 = __nccwpck_require__(7822);
function verifyCertificateChain(timestamp, leaf, certificateAuthorities) {
    // Filter list of trusted CAs to those which are valid for the given
    // timestamp
    const cas = (0, trust_1.filterCertAuthorities)(certificateAuthorities, timestamp);
    /* eslint-disable-next-line @typescript-eslint/no-explicit-any */
    let error;
    for (const ca of cas) {
        try {
            const verifier = new CertificateChainVerifier({
                trustedCerts: ca.certChain,
                untrustedCert: leaf,
                timestamp,
            });
            return verifier.verify();
        }
        catch (err) {
            error = err;
        }
    }
    // If we failed to verify the certificate chain for all of the trusted
    // CAs, throw the last error we encountered.
    throw new error_1.VerificationError({
        code: 'CERTIFICATE_ERROR',
        message: 'Failed to verify certificate chain',
        cause: error,
    });
}
class CertificateChainVerifier {
    untrustedCert;
    trustedCerts;
    localCerts;
    timestamp;
    constructor(opts) {
        this.untrustedCert = opts.untrustedCert;
        this.trustedCerts = opts.trustedCerts;
        this.localCerts = dedupeCertificates([
            ...opts.trustedCerts,
            opts.untrustedCert,
        ]);
        this.timestamp = opts.timestamp;
    }
    verify() {
        // Construct certificate path from leaf to root
        const certificatePath = this.sort();
        // Perform validation checks on each certificate in the path
        this.checkPath(certificatePath);
        const validForDate = certificatePath.every((cert) => cert.validForDate(this.timestamp));
        if (!validForDate) {
            throw new error_1.VerificationError({
                code: 'CERTIFICATE_ERROR',
                message: 'certificate is not valid or expired at the specified date',
            });
        }
        // Return verified certificate path
        return certificatePath;
    }
    sort() {
        const leafCert = this.untrustedCert;
        // Construct all possible paths from the leaf
        let paths = this.buildPaths(leafCert);
        // Filter for paths which contain a trusted certificate
        paths = paths.filter((path) => path.some((cert) => this.trustedCerts.includes(cert)));
        if (paths.length === 0) {
            throw new error_1.VerificationError({
                code: 'CERTIFICATE_ERROR',
                message: 'no trusted certificate path found',
            });
        }
        // Find the shortest of possible paths
        /* istanbul ignore next */
        const path = paths.reduce((prev, curr) => prev.length < curr.length ? prev : curr);
        // Construct chain from shortest path
        // Removes the last certificate in the path, which will be a second copy
        // of the root certificate given that the root is self-signed.
        return [leafCert, ...path].slice(0, -1);
    }
    // Recursively build all possible paths from the leaf to the root
    buildPaths(certificate) {
        const paths = [];
        const issuers = this.findIssuer(certificate);
        if (issuers.length === 0) {
            throw new error_1.VerificationError({
                code: 'CERTIFICATE_ERROR',
                message: 'no valid certificate path found',
            });
        }
        for (let i = 0; i < issuers.length; i++) {
            const issuer = issuers[i];
            // Base case - issuer is self
            if (issuer.equals(certificate)) {
                paths.push([certificate]);
                continue;
            }
            // Recursively build path for the issuer
            const subPaths = this.buildPaths(issuer);
            // Construct paths by appending the issuer to each subpath
            for (let j = 0; j < subPaths.length; j++) {
                paths.push([issuer, ...subPaths[j]]);
            }
        }
        return paths;
    }
    // Return all possible issuers for the given certificate
    findIssuer(certificate) {
        let issuers = [];
        let keyIdentifier;
        // Exit early if the certificate is self-signed
        if (certificate.subject.equals(certificate.issuer)) {
            if (certificate.verify()) {
                return [certificate];
            }
        }
        // If the certificate has an authority key identifier, use that
        // to find the issuer
        if (certificate.extAuthorityKeyID) {
            keyIdentifier = certificate.extAuthorityKeyID.keyIdentifier;
            // TODO: Add support for authorityCertIssuer/authorityCertSerialNumber
            // though Fulcio doesn't appear to use these
        }
        // Find possible issuers by comparing the authorityKeyID/subjectKeyID
        // or issuer/subject. Potential issuers are added to the result array.
        this.localCerts.forEach((possibleIssuer) => {
            if (keyIdentifier) {
                /* istanbul ignore else */
                if (possibleIssuer.extSubjectKeyID) {
                    if (possibleIssuer.extSubjectKeyID.keyIdentifier.equals(keyIdentifier)) {
                        issuers.push(possibleIssuer);
                    }
                    return;
                }
            }
            // Fallback to comparing certificate issuer and subject if
            // subjectKey/authorityKey extensions are not present
            if (possibleIssuer.subject.equals(certificate.issuer)) {
                issuers.push(possibleIssuer);
            }
        });
        // Remove any issuers which fail to verify the certificate
        issuers = issuers.filter((issuer) => {
            try {
                return certificate.verify(issuer);
            }
            catch (ex) {
                /* istanbul ignore next - should never error */
                return false;
            }
        });
        return issuers;
    }
    checkPath(path) {
        /* istanbul ignore if */
        if (path.length < 1) {
            throw new error_1.VerificationError({
                code: 'CERTIFICATE_ERROR',
                message: 'certificate chain must contain at least one certificate',
            });
        }
        // Ensure that all certificates beyond the leaf are CAs
        const validCAs = path.slice(1).every((cert) => cert.isCA);
        if (!validCAs) {
            throw new error_1.VerificationError({
                code: 'CERTIFICATE_ERROR',
                message: 'intermediate certificate is not a CA',
            });
        }
        // Certificate's issuer must match the subject of the next certificate
        // in the chain
        for (let i = path.length - 2; i >= 0; i--) {
            /* istanbul ignore if */
            if (!path[i].issuer.equals(path[i + 1].subject)) {
                throw new error_1.VerificationError({
                    code: 'CERTIFICATE_ERROR',
                    message: 'incorrect certificate name chaining',
                });
            }
        }
        // Check pathlength constraints
        for (let i = 0; i < path.length; i++) {
            const cert = path[i];
            // If the certificate is a CA, check the path length
            if (cert.extBasicConstraints?.isCA) {
                const pathLength = cert.extBasicConstraints.pathLenConstraint;
                // The path length, if set, indicates how many intermediate
                // certificates (NOT including the leaf) are allowed to follow. The
                // pathLength constraint of any intermediate CA certificate MUST be
                // greater than or equal to it's own depth in the chain (with an
                // adjustment for the leaf certificate)
                if (pathLength !== undefined && pathLength < i - 1) {
                    throw new error_1.VerificationError({
                        code: 'CERTIFICATE_ERROR',
                        message: 'path length constraint exceeded',
                    });
                }
            }
        }
    }
}
exports.CertificateChainVerifier = CertificateChainVerifier;
// Remove duplicate certificates from the array
function dedupeCertificates(certs) {
    for (let i = 0; i < certs.length; i++) {
        for (let j = i + 1; j < certs.length; j++) {
            if (certs[i].equals(certs[j])) {
                certs.splice(j, 1);
                j--;
            }
        }
    }
    return certs;
}


/***/ }),

/***/ 3771:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.verifyPublicKey = verifyPublicKey;
exports.verifyCertificate = verifyCertificate;
/*
Copyright 2023 The Sigstore Authors.

Licensed under the Apache License, Version 2.0 (the "License");
you may not use this file except in compliance with the License.
You may obtain a copy of the License at

    http://www.apache.org/licenses/LICENSE-2.0

Unless required by applicable law or agreed to in writing, software
distributed under the License is distributed on an "AS IS" BASIS,
WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
See the License for the specific language governing permissions and
limitations under the License.
*/
const core_1 = __nccwpck_require__(3917);
const error_1 = __nccwpck_require__(6849);
const certificate_1 = __nccwpck_require__(8412);
const sct_1 = __nccwpck_require__(1633);
const OID_FULCIO_ISSUER_V1 = '1.3.6.1.4.1.57264.1.1';
const OID_FULCIO_ISSUER_V2 = '1.3.6.1.4.1.57264.1.8';
function verifyPublicKey(hint, timestamps, trustMaterial) {
    const key = trustMaterial.publicKey(hint);
    timestamps.forEach((timestamp) => {
        if (!key.validFor(timestamp)) {
            throw new error_1.VerificationError({
                code: 'PUBLIC_KEY_ERROR',
                message: `Public key is not valid for timestamp: ${timestamp.toISOString()}`,
            });
        }
    });
    return { key: key.publicKey };
}
function verifyCertificate(leaf, timestamps, trustMaterial) {
    // Check that leaf certificate chains to a trusted CA
    let path = [];
    timestamps.forEach((timestamp) => {
        path = (0, certificate_1.verifyCertificateChain)(timestamp, leaf, trustMaterial.certificateAuthorities);
    });
    return {
        scts: (0, sct_1.verifySCTs)(path[0], path[1], trustMaterial.ctlogs),
        signer: getSigner(path[0]),
    };
}
function getSigner(cert) {
    let issuer;
    const issuerExtension = cert.extension(OID_FULCIO_ISSUER_V2);
    /* istanbul ignore next */
    if (issuerExtension) {
        issuer = issuerExtension.valueObj.subs?.[0]?.value.toString('ascii');
    }
    else {
        issuer = cert.extension(OID_FULCIO_ISSUER_V1)?.value.toString('ascii');
    }
    const oids = cert.extensions.map((ext) => {
        const oid = ext.subs[0].toOID();
        return {
            oid: { id: oid.split('.').map(Number) },
            value: ext.subs[ext.subs.length - 1].value,
        };
    });
    const identity = {
        extensions: { issuer },
        subjectAlternativeName: cert.subjectAltName,
        oids,
    };
    return {
        key: core_1.crypto.createPublicKey(cert.publicKey),
        identity,
    };
}


/***/ }),

/***/ 1633:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.verifySCTs = verifySCTs;
/*
Copyright 2023 The Sigstore Authors.

Licensed under the Apache License, Version 2.0 (the "License");
you may not use this file except in compliance with the License.
You may obtain a copy of the License at

    http://www.apache.org/licenses/LICENSE-2.0

Unless required by applicable law or agreed to in writing, software
distributed under the License is distributed on an "AS IS" BASIS,
WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
See the License for the specific language governing permissions and
limitations under the License.
*/
const core_1 = __nccwpck_require__(3917);
const error_1 = __nccwpck_require__(6849);
const trust_1 = __nccwpck_require__(7822);
function verifySCTs(cert, issuer, ctlogs) {
    let extSCT;
    // Verifying the SCT requires that we remove the SCT extension and
    // re-encode the TBS structure to DER -- this value is part of the data
    // over which the signature is calculated. Since this is a destructive action
    // we create a copy of the certificate so we can remove the SCT extension
    // without affecting the original certificate.
    const clone = cert.clone();
    // Intentionally not using the findExtension method here because we want to
    // remove the the SCT extension from the certificate before calculating the
    // PreCert structure
    for (let i = 0; i < clone.extensions.length; i++) {
        const ext = clone.extensions[i];
        if (ext.subs[0].toOID() === core_1.EXTENSION_OID_SCT) {
            extSCT = new core_1.X509SCTExtension(ext);
            // Remove the extension from the certificate
            clone.extensions.splice(i, 1);
            break;
        }
    }
    // No SCT extension found to verify
    if (!extSCT) {
        return [];
    }
    // Found an SCT extension but it has no SCTs
    /* istanbul ignore if -- too difficult to fabricate test case for this */
    if (extSCT.signedCertificateTimestamps.length === 0) {
        return [];
    }
    // Construct the PreCert structure
    // https://www.rfc-editor.org/rfc/rfc6962#section-3.2
    const preCert = new core_1.ByteStream();
    // Calculate hash of the issuer's public key
    const issuerId = core_1.crypto.digest('sha256', issuer.publicKey);
    preCert.appendView(issuerId);
    // Re-encodes the certificate to DER after removing the SCT extension
    const tbs = clone.tbsCertificate.toDER();
    preCert.appendUint24(tbs.length);
    preCert.appendView(tbs);
    // Calculate and return the verification results for each SCT
    return extSCT.signedCertificateTimestamps.map((sct) => {
        // Find the ctlog instance that corresponds to the SCT's logID
        const validCTLogs = (0, trust_1.filterTLogAuthorities)(ctlogs, {
            logID: sct.logID,
            targetDate: sct.datetime,
        });
        // See if the SCT is valid for any of the CT logs
        const verified = validCTLogs.some((log) => sct.verify(preCert.buffer, log.publicKey));
        if (!verified) {
            throw new error_1.VerificationError({
                code: 'CERTIFICATE_ERROR',
                message: 'SCT verification failed',
            });
        }
        return sct.logID;
    });
}


/***/ }),

/***/ 8037:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.verifySubjectAlternativeName = verifySubjectAlternativeName;
exports.verifyExtensions = verifyExtensions;
exports.verifyOIDs = verifyOIDs;
const error_1 = __nccwpck_require__(6849);
// Verifies that the signer's SAN matches the policy identity. The
// policyIdentity is treated as a JavaScript regular expression pattern and
// tested against the full signerIdentity string. For exact matching, use
// anchored patterns (e.g. '^user@example\\.com$').
function verifySubjectAlternativeName(policyIdentity, signerIdentity) {
    if (signerIdentity === undefined || !signerIdentity.match(policyIdentity)) {
        throw new error_1.PolicyError({
            code: 'UNTRUSTED_SIGNER_ERROR',
            message: `certificate identity error - expected ${policyIdentity}, got ${signerIdentity}`,
        });
    }
}
function verifyExtensions(policyExtensions, signerExtensions = {}) {
    let key;
    for (key in policyExtensions) {
        if (signerExtensions[key] !== policyExtensions[key]) {
            throw new error_1.PolicyError({
                code: 'UNTRUSTED_SIGNER_ERROR',
                message: `invalid certificate extension - expected ${key}=${policyExtensions[key]}, got ${key}=${signerExtensions[key]}`,
            });
        }
    }
}
function verifyOIDs(policyOIDs, signerOIDs = []) {
    for (const policyOID of policyOIDs) {
        const match = signerOIDs.find((signerOID) => oidEquals(policyOID.oid?.id, signerOID.oid?.id) &&
            policyOID.value.equals(signerOID.value));
        if (!match) {
            const oid = policyOID.oid?.id.join('.') ?? '<unknown>';
            throw new error_1.PolicyError({
                code: 'UNTRUSTED_SIGNER_ERROR',
                message: `invalid certificate extension - missing OID ${oid}`,
            });
        }
    }
}
function oidEquals(a, b) {
    if (a === undefined || b === undefined) {
        return false;
    }
    return a.length === b.length && a.every((v, i) => v === b[i]);
}


/***/ }),

/***/ 7968:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.getTSATimestamp = getTSATimestamp;
exports.getTLogTimestamp = getTLogTimestamp;
const tsa_1 = __nccwpck_require__(4472);
function getTSATimestamp(timestamp, data, timestampAuthorities) {
    (0, tsa_1.verifyRFC3161Timestamp)(timestamp, data, timestampAuthorities);
    return {
        type: 'timestamp-authority',
        logID: timestamp.signerSerialNumber,
        timestamp: timestamp.signingTime,
    };
}
function getTLogTimestamp(entry) {
    // Only entries with an inclusion promise provide a verifiable timestamp
    if (!entry.inclusionPromise) {
        return undefined;
    }
    return {
        type: 'transparency-log',
        logID: entry.logId.keyId,
        timestamp: new Date(Number(entry.integratedTime) * 1000),
    };
}


/***/ }),

/***/ 4472:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.verifyRFC3161Timestamp = verifyRFC3161Timestamp;
const core_1 = __nccwpck_require__(3917);
const error_1 = __nccwpck_require__(6849);
const certificate_1 = __nccwpck_require__(8412);
const trust_1 = __nccwpck_require__(7822);
function verifyRFC3161Timestamp(timestamp, data, timestampAuthorities) {
    const signingTime = timestamp.signingTime;
    // Filter for CAs which were valid at the time of signing
    timestampAuthorities = (0, trust_1.filterCertAuthorities)(timestampAuthorities, signingTime);
    // Filter for CAs which match serial and issuer embedded in the timestamp
    timestampAuthorities = filterCAsBySerialAndIssuer(timestampAuthorities, {
        serialNumber: timestamp.signerSerialNumber,
        issuer: timestamp.signerIssuer,
    });
    // Check that we can verify the timestamp with AT LEAST ONE of the remaining
    // CAs
    const verified = timestampAuthorities.some((ca) => {
        try {
            verifyTimestampForCA(timestamp, data, ca);
            return true;
        }
        catch (e) {
            return false;
        }
    });
    if (!verified) {
        throw new error_1.VerificationError({
            code: 'TIMESTAMP_ERROR',
            message: 'timestamp could not be verified',
        });
    }
}
function verifyTimestampForCA(timestamp, data, ca) {
    const [leaf, ...cas] = ca.certChain;
    const signingKey = core_1.crypto.createPublicKey(leaf.publicKey);
    const signingTime = timestamp.signingTime;
    // Verify the certificate chain for the provided CA
    try {
        new certificate_1.CertificateChainVerifier({
            untrustedCert: leaf,
            trustedCerts: cas,
            timestamp: signingTime,
        }).verify();
    }
    catch (e) {
        throw new error_1.VerificationError({
            code: 'TIMESTAMP_ERROR',
            message: 'invalid certificate chain',
        });
    }
    // Check that the signing certificate's key can be used to verify the
    // timestamp signature.
    timestamp.verify(data, signingKey);
}
// Filters the list of CAs to those which have a leaf signing certificate which
// matches the given serial number and issuer.
function filterCAsBySerialAndIssuer(timestampAuthorities, criteria) {
    return timestampAuthorities.filter((ca) => ca.certChain.length > 0 &&
        core_1.crypto.bufferEqual(ca.certChain[0].serialNumber, criteria.serialNumber) &&
        core_1.crypto.bufferEqual(ca.certChain[0].issuer, criteria.issuer));
}


/***/ }),

/***/ 9266:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.LogCheckpoint = void 0;
exports.verifyCheckpoint = verifyCheckpoint;
/*
Copyright 2025 The Sigstore Authors.

Licensed under the Apache License, Version 2.0 (the "License");
you may not use this file except in compliance with the License.
You may obtain a copy of the License at

    http://www.apache.org/licenses/LICENSE-2.0

Unless required by applicable law or agreed to in writing, software
distributed under the License is distributed on an "AS IS" BASIS,
WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
See the License for the specific language governing permissions and
limitations under the License.
*/
const core_1 = __nccwpck_require__(3917);
const error_1 = __nccwpck_require__(6849);
// Separator between the note and the signatures in a checkpoint
const CHECKPOINT_SEPARATOR = '\n\n';
// Checkpoint signatures are of the following form:
// "– <identity> <key_hint+signature_bytes>\n"
// where:
// - the prefix is an emdash (U+2014).
// - <identity> gives a human-readable representation of the signing ID.
// - <key_hint+signature_bytes> is the first 4 bytes of the SHA256 hash of the
//   associated public key followed by the signature bytes.
const SIGNATURE_REGEX = /\u2014 (\S+) (\S+)\n/g;
// Verifies the checkpoint value in the given tlog entry. There are two steps
// to the verification:
// 1. Verify that all signatures in the checkpoint can be verified against a
//    trusted public key
// 2. Verify that the root hash in the checkpoint matches the root hash in the
//    inclusion proof
// See: https://github.com/transparency-dev/formats/blob/main/log/README.md
function verifyCheckpoint(entry, tlogs) {
    const inclusionProof = entry.inclusionProof;
    const signedNote = SignedNote.fromString(inclusionProof.checkpoint.envelope);
    const checkpoint = LogCheckpoint.fromString(signedNote.note);
    // Verify that the signatures in the checkpoint are all valid
    if (!verifySignedNote(signedNote, tlogs)) {
        throw new error_1.VerificationError({
            code: 'TLOG_INCLUSION_PROOF_ERROR',
            message: 'invalid checkpoint signature',
        });
    }
    return checkpoint;
}
// Verifies the signatures in the SignedNote. For each signature, the
// corresponding transparency log is looked up by the key hint and the
// signature is verified against the public key in the transparency log.
// Throws an error if any of the signatures are invalid.
function verifySignedNote(signedNote, tlogs) {
    const data = Buffer.from(signedNote.note, 'utf-8');
    return signedNote.signatures.some((signature) => {
        // Find the transparency log instance with the matching key hint
        const tlog = tlogs.find((tlog) => core_1.crypto.bufferEqual(tlog.logID.subarray(0, 4), signature.keyHint) &&
            // Match the signature name to the base URL of the tlog. The name is
            // attacker-controlled, so it MUST be compared as a literal substring
            // and never coerced into a RegExp (as String.prototype.match would).
            tlog.baseURL.includes(signature.name));
        if (!tlog) {
            return false;
        }
        return core_1.crypto.verify(data, tlog.publicKey, signature.signature);
    });
}
// SignedNote represents a signed note from a transparency log checkpoint. Consists
// of a body (or note) and one more signatures calculated over the body. See
// https://github.com/transparency-dev/formats/blob/main/log/README.md#signed-envelope
class SignedNote {
    note;
    signatures;
    constructor(note, signatures) {
        this.note = note;
        this.signatures = signatures;
    }
    // Deserialize a SignedNote from a string
    static fromString(envelope) {
        if (!envelope.includes(CHECKPOINT_SEPARATOR)) {
            throw new error_1.VerificationError({
                code: 'TLOG_INCLUSION_PROOF_ERROR',
                message: 'missing checkpoint separator',
            });
        }
        // Split the note into the header and the data portions at the separator
        const split = envelope.indexOf(CHECKPOINT_SEPARATOR);
        const header = envelope.slice(0, split + 1);
        const data = envelope.slice(split + CHECKPOINT_SEPARATOR.length);
        // Find all the signature lines in the data portion
        const matches = data.matchAll(SIGNATURE_REGEX);
        // Parse each of the matched signature lines into the name and signature.
        // The first four bytes of the signature are the key hint (should match the
        // first four bytes of the log ID), and the rest is the signature itself.
        const signatures = Array.from(matches, (match) => {
            const [, name, signature] = match;
            const sigBytes = Buffer.from(signature, 'base64');
            if (sigBytes.length < 5) {
                throw new error_1.VerificationError({
                    code: 'TLOG_INCLUSION_PROOF_ERROR',
                    message: 'malformed checkpoint signature',
                });
            }
            return {
                name,
                keyHint: sigBytes.subarray(0, 4),
                signature: sigBytes.subarray(4),
            };
        });
        if (signatures.length === 0) {
            throw new error_1.VerificationError({
                code: 'TLOG_INCLUSION_PROOF_ERROR',
                message: 'no signatures found in checkpoint',
            });
        }
        return new SignedNote(header, signatures);
    }
}
// LogCheckpoint represents a transparency log checkpoint. Consists of the
// following:
//  - origin: the name of the transparency log
//  - logSize: the size of the log at the time of the checkpoint
//  - logHash: the root hash of the log at the time of the checkpoint
//  - rest: the rest of the checkpoint body, which is a list of log entries
// See:
// https://github.com/transparency-dev/formats/blob/main/log/README.md#checkpoint-body
class LogCheckpoint {
    origin;
    logSize;
    logHash;
    rest;
    constructor(origin, logSize, logHash, rest) {
        this.origin = origin;
        this.logSize = logSize;
        this.logHash = logHash;
        this.rest = rest;
    }
    static fromString(note) {
        const lines = note.trimEnd().split('\n');
        if (lines.length < 3) {
            throw new error_1.VerificationError({
                code: 'TLOG_INCLUSION_PROOF_ERROR',
                message: 'too few lines in checkpoint header',
            });
        }
        const origin = lines[0];
        // logSize is attacker-controlled and parsed before any signature is
        // verified, so guard against BigInt() throwing an uncaught SyntaxError on
        // malformed input.
        let logSize;
        try {
            logSize = BigInt(lines[1]);
        }
        catch {
            throw new error_1.VerificationError({
                code: 'TLOG_INCLUSION_PROOF_ERROR',
                message: 'invalid checkpoint log size',
            });
        }
        const rootHash = Buffer.from(lines[2], 'base64');
        const rest = lines.slice(3);
        return new LogCheckpoint(origin, logSize, rootHash, rest);
    }
}
exports.LogCheckpoint = LogCheckpoint;


/***/ }),

/***/ 7005:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.DSSE_API_VERSION_V1 = void 0;
exports.verifyDSSETLogBody = verifyDSSETLogBody;
exports.verifyDSSETLogBodyV2 = verifyDSSETLogBodyV2;
/*
Copyright 2025 The Sigstore Authors.

Licensed under the Apache License, Version 2.0 (the "License");
you may not use this file except in compliance with the License.
You may obtain a copy of the License at

    http://www.apache.org/licenses/LICENSE-2.0

Unless required by applicable law or agreed to in writing, software
distributed under the License is distributed on an "AS IS" BASIS,
WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
See the License for the specific language governing permissions and
limitations under the License.
*/
const error_1 = __nccwpck_require__(6849);
exports.DSSE_API_VERSION_V1 = '0.0.1';
// Compare the given dsse tlog entry to the given bundle
function verifyDSSETLogBody(tlogEntry, content) {
    switch (tlogEntry.apiVersion) {
        case exports.DSSE_API_VERSION_V1:
            return verifyDSSE001TLogBody(tlogEntry, content);
        default:
            throw new error_1.VerificationError({
                code: 'TLOG_BODY_ERROR',
                message: `unsupported dsse version: ${tlogEntry.apiVersion}`,
            });
    }
}
// Compare the given dsse tlog entry to the given bundle. This function is
// specifically for Rekor V2 entries.
function verifyDSSETLogBodyV2(tlogEntry, content) {
    const spec = tlogEntry.spec?.spec;
    if (!spec) {
        throw new error_1.VerificationError({
            code: 'TLOG_BODY_ERROR',
            message: `missing dsse spec`,
        });
    }
    switch (spec.$case) {
        case 'dsseV002':
            return verifyDSSE002TLogBody(spec.dsseV002, content);
        default:
            throw new error_1.VerificationError({
                code: 'TLOG_BODY_ERROR',
                message: `unsupported version: ${spec.$case}`,
            });
    }
}
// Compare the given dsse v0.0.1 tlog entry to the given DSSE envelope.
function verifyDSSE001TLogBody(tlogEntry, content) {
    // Ensure the bundle's DSSE only contains a single signature
    if (tlogEntry.spec.signatures?.length !== 1) {
        throw new error_1.VerificationError({
            code: 'TLOG_BODY_ERROR',
            message: 'signature count mismatch',
        });
    }
    const tlogSig = tlogEntry.spec.signatures[0].signature;
    // Ensure that the signature in the bundle's DSSE matches tlog entry
    if (!content.compareSignature(Buffer.from(tlogSig, 'base64')))
        throw new error_1.VerificationError({
            code: 'TLOG_BODY_ERROR',
            message: 'tlog entry signature mismatch',
        });
    // Ensure the digest of the bundle's DSSE payload matches the digest in the
    // tlog entry
    const tlogHash = tlogEntry.spec.payloadHash?.value || '';
    if (!content.compareDigest(Buffer.from(tlogHash, 'hex'))) {
        throw new error_1.VerificationError({
            code: 'TLOG_BODY_ERROR',
            message: 'DSSE payload hash mismatch',
        });
    }
}
// Compare the given dsse v0.0.2 tlog entry to the given DSSE envelope.
function verifyDSSE002TLogBody(spec, content) {
    // Ensure the bundle's DSSE only contains a single signature
    if (spec.signatures?.length !== 1) {
        throw new error_1.VerificationError({
            code: 'TLOG_BODY_ERROR',
            message: 'signature count mismatch',
        });
    }
    const tlogSig = spec.signatures[0].content;
    // Ensure that the signature in the bundle's DSSE matches tlog entry
    if (!content.compareSignature(tlogSig))
        throw new error_1.VerificationError({
            code: 'TLOG_BODY_ERROR',
            message: 'tlog entry signature mismatch',
        });
    // Ensure the digest of the bundle's DSSE payload matches the digest in the
    // tlog entry
    const tlogHash = spec.payloadHash?.digest || Buffer.from('');
    if (!content.compareDigest(tlogHash)) {
        throw new error_1.VerificationError({
            code: 'TLOG_BODY_ERROR',
            message: 'DSSE payload hash mismatch',
        });
    }
}


/***/ }),

/***/ 1484:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.HASHEDREKORD_API_VERSION_V1 = void 0;
exports.verifyHashedRekordTLogBody = verifyHashedRekordTLogBody;
exports.verifyHashedRekordTLogBodyV2 = verifyHashedRekordTLogBodyV2;
/*
Copyright 2025 The Sigstore Authors.

Licensed under the Apache License, Version 2.0 (the "License");
you may not use this file except in compliance with the License.
You may obtain a copy of the License at

    http://www.apache.org/licenses/LICENSE-2.0

Unless required by applicable law or agreed to in writing, software
distributed under the License is distributed on an "AS IS" BASIS,
WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
See the License for the specific language governing permissions and
limitations under the License.
*/
const error_1 = __nccwpck_require__(6849);
exports.HASHEDREKORD_API_VERSION_V1 = '0.0.1';
// Compare the given hashedrekord tlog entry to the given bundle
function verifyHashedRekordTLogBody(tlogEntry, content) {
    switch (tlogEntry.apiVersion) {
        case exports.HASHEDREKORD_API_VERSION_V1:
            return verifyHashedrekord001TLogBody(tlogEntry, content);
        default:
            throw new error_1.VerificationError({
                code: 'TLOG_BODY_ERROR',
                message: `unsupported hashedrekord version: ${tlogEntry.apiVersion}`,
            });
    }
}
// Compare the given hashedrekor tlog entry to the given bundle. This function is
// specifically for Rekor V2 entries.
function verifyHashedRekordTLogBodyV2(tlogEntry, content) {
    const spec = tlogEntry.spec?.spec;
    if (!spec) {
        throw new error_1.VerificationError({
            code: 'TLOG_BODY_ERROR',
            message: `missing dsse spec`,
        });
    }
    switch (spec.$case) {
        case 'hashedRekordV002':
            return verifyHashedrekord002TLogBody(spec.hashedRekordV002, content);
        default:
            throw new error_1.VerificationError({
                code: 'TLOG_BODY_ERROR',
                message: `unsupported version: ${spec.$case}`,
            });
    }
}
// Compare the given hashedrekord v0.0.1 tlog entry to the given message
// signature
function verifyHashedrekord001TLogBody(tlogEntry, content) {
    // Ensure that the bundles message signature matches the tlog entry
    const tlogSig = tlogEntry.spec.signature.content || '';
    if (!content.compareSignature(Buffer.from(tlogSig, 'base64'))) {
        throw new error_1.VerificationError({
            code: 'TLOG_BODY_ERROR',
            message: 'signature mismatch',
        });
    }
    // Ensure that the bundle's signed digest matches the tlog entry
    const tlogDigest = tlogEntry.spec.data.hash?.value || '';
    if (!content.compareSignedDigest(Buffer.from(tlogDigest, 'hex'))) {
        throw new error_1.VerificationError({
            code: 'TLOG_BODY_ERROR',
            message: 'digest mismatch',
        });
    }
}
// Compare the given hashedrekord v0.0.2 tlog entry to the given message
// signature
function verifyHashedrekord002TLogBody(spec, content) {
    // Ensure that the bundles message signature matches the tlog entry
    const tlogSig = spec.signature?.content || Buffer.from('');
    if (!content.compareSignature(tlogSig)) {
        throw new error_1.VerificationError({
            code: 'TLOG_BODY_ERROR',
            message: 'signature mismatch',
        });
    }
    // Ensure that the bundle's signed digest matches the tlog entry
    const tlogHash = spec.data?.digest || Buffer.from('');
    if (!content.compareSignedDigest(tlogHash)) {
        throw new error_1.VerificationError({
            code: 'TLOG_BODY_ERROR',
            message: 'digest mismatch',
        });
    }
}


/***/ }),

/***/ 8218:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.verifyTLogBody = verifyTLogBody;
exports.verifyTLogInclusion = verifyTLogInclusion;
/*
Copyright 2023 The Sigstore Authors.

Licensed under the Apache License, Version 2.0 (the "License");
you may not use this file except in compliance with the License.
You may obtain a copy of the License at

    http://www.apache.org/licenses/LICENSE-2.0

Unless required by applicable law or agreed to in writing, software
distributed under the License is distributed on an "AS IS" BASIS,
WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
See the License for the specific language governing permissions and
limitations under the License.
*/
const v2_1 = __nccwpck_require__(3835);
const error_1 = __nccwpck_require__(6849);
const dsse_1 = __nccwpck_require__(7005);
const hashedrekord_1 = __nccwpck_require__(1484);
const intoto_1 = __nccwpck_require__(7703);
const checkpoint_1 = __nccwpck_require__(9266);
const merkle_1 = __nccwpck_require__(7046);
const set_1 = __nccwpck_require__(333);
// Verifies that the given tlog entry matches the supplied signature content.
function verifyTLogBody(entry, sigContent) {
    const { kind, version } = entry.kindVersion;
    // The canonicalized body is attacker-controlled; parse defensively so
    // malformed JSON yields a VerificationError rather than an uncaught
    // SyntaxError.
    let body;
    try {
        body = JSON.parse(entry.canonicalizedBody.toString('utf8'));
    }
    catch {
        throw new error_1.VerificationError({
            code: 'TLOG_BODY_ERROR',
            message: 'invalid canonicalized body',
        });
    }
    // validate body
    if (kind !== body.kind || version !== body.apiVersion) {
        throw new error_1.VerificationError({
            code: 'TLOG_BODY_ERROR',
            message: `kind/version mismatch - expected: ${kind}/${version}, received: ${body.kind}/${body.apiVersion}`,
        });
    }
    switch (kind) {
        case 'dsse':
            // Rekor V1 and V2 use incompatible types so we need to branch here based on version
            if (version == dsse_1.DSSE_API_VERSION_V1) {
                return (0, dsse_1.verifyDSSETLogBody)(body, sigContent);
            }
            else {
                const entryRekorV2 = v2_1.Entry.fromJSON(body);
                return (0, dsse_1.verifyDSSETLogBodyV2)(entryRekorV2, sigContent);
            }
        case 'intoto':
            return (0, intoto_1.verifyIntotoTLogBody)(body, sigContent);
        case 'hashedrekord':
            // Rekor V1 and V2 use incompatible types so we need to branch here based on version
            if (version == hashedrekord_1.HASHEDREKORD_API_VERSION_V1) {
                return (0, hashedrekord_1.verifyHashedRekordTLogBody)(body, sigContent);
            }
            else {
                const entryRekorV2 = v2_1.Entry.fromJSON(body);
                return (0, hashedrekord_1.verifyHashedRekordTLogBodyV2)(entryRekorV2, sigContent);
            }
        /* istanbul ignore next */
        default:
            throw new error_1.VerificationError({
                code: 'TLOG_BODY_ERROR',
                message: `unsupported kind: ${kind}`,
            });
    }
}
function verifyTLogInclusion(entry, tlogAuthorities) {
    let inclusionVerified = false;
    if (isTLogEntryWithInclusionPromise(entry)) {
        (0, set_1.verifyTLogSET)(entry, tlogAuthorities);
        inclusionVerified = true;
    }
    if (isTLogEntryWithInclusionProof(entry)) {
        // Bind the claimed log ID to the authority that verifies the checkpoint.
        const matchingAuthorities = tlogAuthorities.filter((tlog) => tlog.logID.equals(entry.logId.keyId));
        const checkpoint = (0, checkpoint_1.verifyCheckpoint)(entry, matchingAuthorities);
        (0, merkle_1.verifyMerkleInclusion)(entry, checkpoint);
        inclusionVerified = true;
    }
    if (!inclusionVerified) {
        throw new error_1.VerificationError({
            code: 'TLOG_MISSING_INCLUSION_ERROR',
            message: 'inclusion could not be verified',
        });
    }
    return;
}
function isTLogEntryWithInclusionPromise(entry) {
    return entry.inclusionPromise !== undefined;
}
function isTLogEntryWithInclusionProof(entry) {
    return entry.inclusionProof !== undefined;
}


/***/ }),

/***/ 7703:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.verifyIntotoTLogBody = verifyIntotoTLogBody;
/*
Copyright 2023 The Sigstore Authors.

Licensed under the Apache License, Version 2.0 (the "License");
you may not use this file except in compliance with the License.
You may obtain a copy of the License at

    http://www.apache.org/licenses/LICENSE-2.0

Unless required by applicable law or agreed to in writing, software
distributed under the License is distributed on an "AS IS" BASIS,
WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
See the License for the specific language governing permissions and
limitations under the License.
*/
const error_1 = __nccwpck_require__(6849);
// Compare the given intoto tlog entry to the given bundle
function verifyIntotoTLogBody(tlogEntry, content) {
    switch (tlogEntry.apiVersion) {
        case '0.0.2':
            return verifyIntoto002TLogBody(tlogEntry, content);
        default:
            throw new error_1.VerificationError({
                code: 'TLOG_BODY_ERROR',
                message: `unsupported intoto version: ${tlogEntry.apiVersion}`,
            });
    }
}
// Compare the given intoto v0.0.2 tlog entry to the given DSSE envelope.
function verifyIntoto002TLogBody(tlogEntry, content) {
    // Ensure the bundle's DSSE contains a single signature
    if (tlogEntry.spec.content.envelope.signatures?.length !== 1) {
        throw new error_1.VerificationError({
            code: 'TLOG_BODY_ERROR',
            message: 'signature count mismatch',
        });
    }
    // Signature is double-base64-encoded in the tlog entry
    const tlogSig = base64Decode(tlogEntry.spec.content.envelope.signatures[0].sig);
    // Ensure that the signature in the bundle's DSSE matches tlog entry
    if (!content.compareSignature(Buffer.from(tlogSig, 'base64'))) {
        throw new error_1.VerificationError({
            code: 'TLOG_BODY_ERROR',
            message: 'tlog entry signature mismatch',
        });
    }
    // Ensure the digest of the bundle's DSSE payload matches the digest in the
    // tlog entry
    const tlogHash = tlogEntry.spec.content.payloadHash?.value || '';
    if (!content.compareDigest(Buffer.from(tlogHash, 'hex'))) {
        throw new error_1.VerificationError({
            code: 'TLOG_BODY_ERROR',
            message: 'DSSE payload hash mismatch',
        });
    }
}
function base64Decode(str) {
    return Buffer.from(str, 'base64').toString('utf-8');
}


/***/ }),

/***/ 7046:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.verifyMerkleInclusion = verifyMerkleInclusion;
/*
Copyright 2023 The Sigstore Authors.

Licensed under the Apache License, Version 2.0 (the "License");
you may not use this file except in compliance with the License.
You may obtain a copy of the License at

    http://www.apache.org/licenses/LICENSE-2.0

Unless required by applicable law or agreed to in writing, software
distributed under the License is distributed on an "AS IS" BASIS,
WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
See the License for the specific language governing permissions and
limitations under the License.
*/
const core_1 = __nccwpck_require__(3917);
const error_1 = __nccwpck_require__(6849);
const RFC6962_LEAF_HASH_PREFIX = Buffer.from([0x00]);
const RFC6962_NODE_HASH_PREFIX = Buffer.from([0x01]);
function verifyMerkleInclusion(entry, checkpoint) {
    const inclusionProof = entry.inclusionProof;
    // logIndex is attacker-controlled; parse defensively so malformed input
    // yields a VerificationError rather than an uncaught SyntaxError.
    let logIndex;
    try {
        logIndex = BigInt(inclusionProof.logIndex);
    }
    catch {
        throw new error_1.VerificationError({
            code: 'TLOG_INCLUSION_PROOF_ERROR',
            message: 'invalid inclusion proof log index',
        });
    }
    const treeSize = BigInt(checkpoint.logSize);
    if (logIndex < 0n || logIndex >= treeSize) {
        throw new error_1.VerificationError({
            code: 'TLOG_INCLUSION_PROOF_ERROR',
            message: `invalid index: ${logIndex}`,
        });
    }
    // Figure out which subset of hashes corresponds to the inner and border
    // nodes
    const { inner, border } = decompInclProof(logIndex, treeSize);
    if (inclusionProof.hashes.length !== inner + border) {
        throw new error_1.VerificationError({
            code: 'TLOG_INCLUSION_PROOF_ERROR',
            message: 'invalid hash count',
        });
    }
    const innerHashes = inclusionProof.hashes.slice(0, inner);
    const borderHashes = inclusionProof.hashes.slice(inner);
    // The entry's hash is the leaf hash
    const leafHash = hashLeaf(entry.canonicalizedBody);
    // Chain the hashes belonging to the inner and border portions
    const calculatedHash = chainBorderRight(chainInner(leafHash, innerHashes, logIndex), borderHashes);
    // Calculated hash should match the root hash in the inclusion proof
    if (!core_1.crypto.bufferEqual(calculatedHash, checkpoint.logHash)) {
        throw new error_1.VerificationError({
            code: 'TLOG_INCLUSION_PROOF_ERROR',
            message: 'calculated root hash does not match inclusion proof',
        });
    }
}
// Breaks down inclusion proof for a leaf at the specified index in a tree of
// the specified size. The split point is where paths to the index leaf and
// the (size - 1) leaf diverge. Returns lengths of the bottom and upper proof
// parts.
function decompInclProof(index, size) {
    const inner = innerProofSize(index, size);
    const border = onesCount(index >> BigInt(inner));
    return { inner, border };
}
// Computes a subtree hash for a node on or below the tree's right border.
// Assumes the provided proof hashes are ordered from lower to higher levels
// and seed is the initial hash of the node specified by the index.
function chainInner(seed, hashes, index) {
    return hashes.reduce((acc, h, i) => {
        if ((index >> BigInt(i)) & BigInt(1)) {
            return hashChildren(h, acc);
        }
        else {
            return hashChildren(acc, h);
        }
    }, seed);
}
// Computes a subtree hash for nodes along the tree's right border.
function chainBorderRight(seed, hashes) {
    return hashes.reduce((acc, h) => hashChildren(h, acc), seed);
}
function innerProofSize(index, size) {
    return bitLength(index ^ (size - BigInt(1)));
}
// Counts the number of ones in the binary representation of the given number.
// https://en.wikipedia.org/wiki/Hamming_weight
function onesCount(num) {
    return num.toString(2).split('1').length - 1;
}
// Returns the number of bits necessary to represent an integer in binary.
function bitLength(n) {
    if (n === 0n) {
        return 0;
    }
    return n.toString(2).length;
}
// Hashing logic according to RFC6962.
// https://datatracker.ietf.org/doc/html/rfc6962#section-2
function hashChildren(left, right) {
    return core_1.crypto.digest('sha256', RFC6962_NODE_HASH_PREFIX, left, right);
}
function hashLeaf(leaf) {
    return core_1.crypto.digest('sha256', RFC6962_LEAF_HASH_PREFIX, leaf);
}


/***/ }),

/***/ 333:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.verifyTLogSET = verifyTLogSET;
/*
Copyright 2023 The Sigstore Authors.

Licensed under the Apache License, Version 2.0 (the "License");
you may not use this file except in compliance with the License.
You may obtain a copy of the License at

    http://www.apache.org/licenses/LICENSE-2.0

Unless required by applicable law or agreed to in writing, software
distributed under the License is distributed on an "AS IS" BASIS,
WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
See the License for the specific language governing permissions and
limitations under the License.
*/
const core_1 = __nccwpck_require__(3917);
const error_1 = __nccwpck_require__(6849);
const trust_1 = __nccwpck_require__(7822);
// Verifies the SET for the given entry against the list of trusted
// transparency logs. Returns true if the SET can be verified against at least
// one of the trusted logs; otherwise, returns false.
function verifyTLogSET(entry, tlogs) {
    // Filter the list of tlog instances to only those which might be able to
    // verify the SET
    const validTLogs = (0, trust_1.filterTLogAuthorities)(tlogs, {
        logID: entry.logId.keyId,
        targetDate: new Date(Number(entry.integratedTime) * 1000),
    });
    // Check to see if we can verify the SET against any of the valid tlogs
    const verified = validTLogs.some((tlog) => {
        // Re-create the original Rekor verification payload
        const payload = toVerificationPayload(entry);
        // Canonicalize the payload and turn into a buffer for verification
        const data = Buffer.from(core_1.json.canonicalize(payload), 'utf8');
        // Extract the SET from the tlog entry
        const signature = entry.inclusionPromise.signedEntryTimestamp;
        return core_1.crypto.verify(data, tlog.publicKey, signature);
    });
    if (!verified) {
        throw new error_1.VerificationError({
            code: 'TLOG_INCLUSION_PROMISE_ERROR',
            message: 'inclusion promise could not be verified',
        });
    }
}
// Returns a properly formatted "VerificationPayload" for one of the
// transaction log entires in the given bundle which can be used for SET
// verification.
function toVerificationPayload(entry) {
    const { integratedTime, logIndex, logId, canonicalizedBody } = entry;
    return {
        body: canonicalizedBody.toString('base64'),
        integratedTime: Number(integratedTime),
        logIndex: Number(logIndex),
        logID: logId.keyId.toString('hex'),
    };
}


/***/ }),

/***/ 9738:
/***/ ((__unused_webpack_module, exports) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.filterCertAuthorities = filterCertAuthorities;
exports.filterTLogAuthorities = filterTLogAuthorities;
function filterCertAuthorities(certAuthorities, timestamp) {
    return certAuthorities.filter((ca) => {
        return ca.validFor.start <= timestamp && ca.validFor.end >= timestamp;
    });
}
// Filter the list of tlog instances to only those which match the given log
// ID and have public keys which are valid for the given integrated time.
function filterTLogAuthorities(tlogAuthorities, criteria) {
    return tlogAuthorities.filter((tlog) => {
        // If we're filtering by log ID and the log IDs don't match, we can't use
        // this tlog
        if (criteria.logID && !tlog.logID.equals(criteria.logID)) {
            return false;
        }
        // Check that the integrated time is within the validFor range
        return (tlog.validFor.start <= criteria.targetDate &&
            criteria.targetDate <= tlog.validFor.end);
    });
}


/***/ }),

/***/ 7822:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.filterTLogAuthorities = exports.filterCertAuthorities = void 0;
exports.toTrustMaterial = toTrustMaterial;
/*
Copyright 2023 The Sigstore Authors.

Licensed under the Apache License, Version 2.0 (the "License");
you may not use this file except in compliance with the License.
You may obtain a copy of the License at

    http://www.apache.org/licenses/LICENSE-2.0

Unless required by applicable law or agreed to in writing, software
distributed under the License is distributed on an "AS IS" BASIS,
WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
See the License for the specific language governing permissions and
limitations under the License.
*/
const core_1 = __nccwpck_require__(3917);
const protobuf_specs_1 = __nccwpck_require__(9654);
const error_1 = __nccwpck_require__(6849);
const BEGINNING_OF_TIME = new Date(0);
const END_OF_TIME = new Date(8640000000000000);
var filter_1 = __nccwpck_require__(9738);
Object.defineProperty(exports, "filterCertAuthorities", ({ enumerable: true, get: function () { return filter_1.filterCertAuthorities; } }));
Object.defineProperty(exports, "filterTLogAuthorities", ({ enumerable: true, get: function () { return filter_1.filterTLogAuthorities; } }));
function toTrustMaterial(root, keys) {
    const keyFinder = typeof keys === 'function' ? keys : keyLocator(keys);
    return {
        certificateAuthorities: root.certificateAuthorities.map(createCertAuthority),
        timestampAuthorities: root.timestampAuthorities.map(createCertAuthority),
        tlogs: root.tlogs.map(createTLogAuthority),
        ctlogs: root.ctlogs.map(createTLogAuthority),
        publicKey: keyFinder,
    };
}
function createTLogAuthority(tlogInstance) {
    const keyDetails = tlogInstance.publicKey.keyDetails;
    const keyType = keyDetails === protobuf_specs_1.PublicKeyDetails.PKCS1_RSA_PKCS1V5 ||
        keyDetails === protobuf_specs_1.PublicKeyDetails.PKIX_RSA_PKCS1V5 ||
        keyDetails === protobuf_specs_1.PublicKeyDetails.PKIX_RSA_PKCS1V15_2048_SHA256 ||
        keyDetails === protobuf_specs_1.PublicKeyDetails.PKIX_RSA_PKCS1V15_3072_SHA256 ||
        keyDetails === protobuf_specs_1.PublicKeyDetails.PKIX_RSA_PKCS1V15_4096_SHA256
        ? 'pkcs1'
        : 'spki';
    /* istanbul ignore next */
    return {
        baseURL: tlogInstance.baseUrl,
        logID: tlogInstance.checkpointKeyId
            ? tlogInstance.checkpointKeyId.keyId
            : tlogInstance.logId.keyId,
        publicKey: core_1.crypto.createPublicKey(tlogInstance.publicKey.rawBytes, keyType),
        validFor: {
            start: tlogInstance.publicKey.validFor?.start || BEGINNING_OF_TIME,
            end: tlogInstance.publicKey.validFor?.end || END_OF_TIME,
        },
    };
}
function createCertAuthority(ca) {
    /* istanbul ignore next */
    return {
        certChain: ca.certChain.certificates.map((cert) => {
            return core_1.X509Certificate.parse(Buffer.from(cert.rawBytes));
        }),
        validFor: {
            start: ca.validFor?.start || BEGINNING_OF_TIME,
            end: ca.validFor?.end || END_OF_TIME,
        },
    };
}
function keyLocator(keys) {
    return (hint) => {
        const key = (keys || {})[hint];
        if (!key) {
            throw new error_1.VerificationError({
                code: 'PUBLIC_KEY_ERROR',
                message: `key not found: ${hint}`,
            });
        }
        return {
            publicKey: core_1.crypto.createPublicKey(key.rawBytes),
            validFor: (date) => {
                /* istanbul ignore next */
                return ((key.validFor?.start || BEGINNING_OF_TIME) <= date &&
                    (key.validFor?.end || END_OF_TIME) >= date);
            },
        };
    };
}


/***/ }),

/***/ 4433:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.Verifier = void 0;
/*
Copyright 2023 The Sigstore Authors.

Licensed under the Apache License, Version 2.0 (the "License");
you may not use this file except in compliance with the License.
You may obtain a copy of the License at

    http://www.apache.org/licenses/LICENSE-2.0

Unless required by applicable law or agreed to in writing, software
distributed under the License is distributed on an "AS IS" BASIS,
WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
See the License for the specific language governing permissions and
limitations under the License.
*/
const util_1 = __nccwpck_require__(9023);
const error_1 = __nccwpck_require__(6849);
const key_1 = __nccwpck_require__(3771);
const policy_1 = __nccwpck_require__(8037);
const timestamp_1 = __nccwpck_require__(7968);
const tlog_1 = __nccwpck_require__(8218);
class Verifier {
    trustMaterial;
    options;
    constructor(trustMaterial, options = {}) {
        this.trustMaterial = trustMaterial;
        this.options = {
            ctlogThreshold: options.ctlogThreshold ?? 1,
            tlogThreshold: options.tlogThreshold ?? 1,
            timestampThreshold: options.timestampThreshold ?? options.tsaThreshold ?? 1,
            tsaThreshold: 0,
        };
    }
    verify(entity, policy) {
        const timestamps = this.verifyTimestamps(entity);
        const signer = this.verifySigningKey(entity, timestamps);
        this.verifyTLogs(entity);
        this.verifySignature(entity, signer);
        if (policy) {
            this.verifyPolicy(policy, signer.identity || {});
        }
        return signer;
    }
    // Checks that all of the timestamps in the entity are valid and returns them
    verifyTimestamps(entity) {
        const timestamps = [];
        for (const timestamp of entity.timestamps) {
            switch (timestamp.$case) {
                case 'timestamp-authority':
                    timestamps.push((0, timestamp_1.getTSATimestamp)(timestamp.timestamp, entity.signature.signature, this.trustMaterial.timestampAuthorities));
                    break;
                case 'transparency-log': {
                    const result = (0, timestamp_1.getTLogTimestamp)(timestamp.tlogEntry);
                    if (result) {
                        timestamps.push(result);
                    }
                    break;
                }
            }
        }
        // Check for duplicate timestamps
        if (containsDupes(timestamps)) {
            throw new error_1.VerificationError({
                code: 'TIMESTAMP_ERROR',
                message: 'duplicate timestamp',
            });
        }
        if (timestamps.length < this.options.timestampThreshold) {
            throw new error_1.VerificationError({
                code: 'TIMESTAMP_ERROR',
                message: `expected ${this.options.timestampThreshold} timestamps, got ${timestamps.length}`,
            });
        }
        return timestamps.map((t) => t.timestamp);
    }
    // Checks that the signing key is valid for all of the the supplied timestamps
    // and returns the signer.
    verifySigningKey({ key }, timestamps) {
        switch (key.$case) {
            case 'public-key': {
                return (0, key_1.verifyPublicKey)(key.hint, timestamps, this.trustMaterial);
            }
            case 'certificate': {
                const result = (0, key_1.verifyCertificate)(key.certificate, timestamps, this.trustMaterial);
                /* istanbul ignore next - no fixture */
                if (containsDupes(result.scts)) {
                    throw new error_1.VerificationError({
                        code: 'CERTIFICATE_ERROR',
                        message: 'duplicate SCT',
                    });
                }
                if (result.scts.length < this.options.ctlogThreshold) {
                    throw new error_1.VerificationError({
                        code: 'CERTIFICATE_ERROR',
                        message: `expected ${this.options.ctlogThreshold} SCTs, got ${result.scts.length}`,
                    });
                }
                return result.signer;
            }
        }
    }
    // Checks that the tlog entries are valid for the supplied content
    verifyTLogs({ signature: content, tlogEntries }) {
        const entryIDs = [];
        tlogEntries.forEach((entry) => {
            (0, tlog_1.verifyTLogInclusion)(entry, this.trustMaterial.tlogs);
            (0, tlog_1.verifyTLogBody)(entry, content);
            entryIDs.push({
                logID: entry.logId.keyId,
                body: entry.canonicalizedBody,
            });
        });
        // Check for duplicate entries so that repeated copies of a single entry
        // cannot be counted more than once toward the threshold. Inclusion
        // verification authenticates the log ID and body, but a proof does not
        // authenticate the top-level log index.
        if (containsDupes(entryIDs)) {
            throw new error_1.VerificationError({
                code: 'TLOG_ERROR',
                message: 'duplicate tlog entry',
            });
        }
        if (entryIDs.length < this.options.tlogThreshold) {
            throw new error_1.VerificationError({
                code: 'TLOG_ERROR',
                message: `expected ${this.options.tlogThreshold} tlog entries, got ${entryIDs.length}`,
            });
        }
    }
    // Checks that the signature is valid for the supplied content
    verifySignature(entity, signer) {
        if (!entity.signature.verifySignature(signer.key)) {
            throw new error_1.VerificationError({
                code: 'SIGNATURE_ERROR',
                message: 'signature verification failed',
            });
        }
    }
    verifyPolicy(policy, identity) {
        // Check the subject alternative name of the signer matches the policy
        /* istanbul ignore else */
        if (policy.subjectAlternativeName) {
            (0, policy_1.verifySubjectAlternativeName)(policy.subjectAlternativeName, identity.subjectAlternativeName);
        }
        // Check that the extensions of the signer match the policy
        /* istanbul ignore else */
        if (policy.extensions) {
            (0, policy_1.verifyExtensions)(policy.extensions, identity.extensions);
        }
        // Check that the OIDs of the signer match the policy
        /* istanbul ignore if */
        if (policy.oids) {
            (0, policy_1.verifyOIDs)(policy.oids, identity.oids);
        }
    }
}
exports.Verifier = Verifier;
// Checks for duplicate items in the array. Objects are compared using
// deep equality.
function containsDupes(arr) {
    for (let i = 0; i < arr.length; i++) {
        for (let j = i + 1; j < arr.length; j++) {
            if ((0, util_1.isDeepStrictEqual)(arr[i], arr[j])) {
                return true;
            }
        }
    }
    return false;
}


/***/ }),

/***/ 5178:
/***/ ((module) => {

const COMMA = ',';
const COLON = ':';
const LEFT_SQUARE_BRACKET = '[';
const RIGHT_SQUARE_BRACKET = ']';
const LEFT_CURLY_BRACKET = '{';
const RIGHT_CURLY_BRACKET = '}';

// Recursively encodes the supplied object according to the canonical JSON form
// as specified at http://wiki.laptop.org/go/Canonical_JSON. It's a restricted
// dialect of JSON in which keys are lexically sorted, floats are not allowed,
// and only double quotes and backslashes are escaped.
function canonicalize(object) {
  const buffer = [];
  if (typeof object === 'string') {
    buffer.push(canonicalizeString(object));
  } else if (typeof object === 'boolean') {
    buffer.push(JSON.stringify(object));
  } else if (Number.isInteger(object)) {
    buffer.push(JSON.stringify(object));
  } else if (object === null) {
    buffer.push(JSON.stringify(object));
  } else if (Array.isArray(object)) {
    buffer.push(LEFT_SQUARE_BRACKET);
    let first = true;
    object.forEach((element) => {
      if (!first) {
        buffer.push(COMMA);
      }
      first = false;
      buffer.push(canonicalize(element));
    });
    buffer.push(RIGHT_SQUARE_BRACKET);
  } else if (typeof object === 'object') {
    buffer.push(LEFT_CURLY_BRACKET);
    let first = true;
    Object.keys(object)
      .sort()
      .forEach((property) => {
        if (!first) {
          buffer.push(COMMA);
        }
        first = false;
        buffer.push(canonicalizeString(property));
        buffer.push(COLON);
        buffer.push(canonicalize(object[property]));
      });
    buffer.push(RIGHT_CURLY_BRACKET);
  } else {
    throw new TypeError('cannot encode ' + object.toString());
  }

  return buffer.join('');
}

// String canonicalization consists of escaping backslash (\) and double
// quote (") characters and wrapping the resulting string in double quotes.
function canonicalizeString(string) {
  const escapedString = string.replace(/\\/g, '\\\\').replace(/"/g, '\\"');
  return '"' + escapedString + '"';
}

module.exports = {
  canonicalize,
};


/***/ }),

/***/ 8883:
/***/ (function(__unused_webpack_module, exports, __nccwpck_require__) {


var __importDefault = (this && this.__importDefault) || function (mod) {
    return (mod && mod.__esModule) ? mod : { "default": mod };
};
Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.Signed = exports.MetadataKind = void 0;
exports.isMetadataKind = isMetadataKind;
const util_1 = __importDefault(__nccwpck_require__(9023));
const error_1 = __nccwpck_require__(5494);
const utils_1 = __nccwpck_require__(846);
const SPECIFICATION_VERSION = ['1', '0', '31'];
var MetadataKind;
(function (MetadataKind) {
    MetadataKind["Root"] = "root";
    MetadataKind["Timestamp"] = "timestamp";
    MetadataKind["Snapshot"] = "snapshot";
    MetadataKind["Targets"] = "targets";
})(MetadataKind || (exports.MetadataKind = MetadataKind = {}));
function isMetadataKind(value) {
    return (typeof value === 'string' &&
        Object.values(MetadataKind).includes(value));
}
/***
 * A base class for the signed part of TUF metadata.
 *
 * Objects with base class Signed are usually included in a ``Metadata`` object
 * on the signed attribute. This class provides attributes and methods that
 * are common for all TUF metadata types (roles).
 */
class Signed {
    specVersion;
    expires;
    version;
    unrecognizedFields;
    constructor(options) {
        this.specVersion = options.specVersion || SPECIFICATION_VERSION.join('.');
        const specList = this.specVersion.split('.');
        if (!(specList.length === 2 || specList.length === 3) ||
            !specList.every((item) => isNumeric(item))) {
            throw new error_1.ValueError('Failed to parse specVersion');
        }
        // major version must match
        if (specList[0] != SPECIFICATION_VERSION[0]) {
            throw new error_1.ValueError('Unsupported specVersion');
        }
        this.expires = options.expires;
        this.version = options.version;
        this.unrecognizedFields = options.unrecognizedFields || {};
    }
    equals(other) {
        if (!(other instanceof Signed)) {
            return false;
        }
        return (this.specVersion === other.specVersion &&
            this.expires === other.expires &&
            this.version === other.version &&
            util_1.default.isDeepStrictEqual(this.unrecognizedFields, other.unrecognizedFields));
    }
    isExpired(referenceTime) {
        if (!referenceTime) {
            referenceTime = new Date();
        }
        return referenceTime >= new Date(this.expires);
    }
    static commonFieldsFromJSON(data) {
        const { spec_version, expires, version, ...rest } = data;
        if (!utils_1.guard.isDefined(spec_version)) {
            throw new error_1.ValueError('spec_version is not defined');
        }
        else if (typeof spec_version !== 'string') {
            throw new TypeError('spec_version must be a string');
        }
        if (!utils_1.guard.isDefined(expires)) {
            throw new error_1.ValueError('expires is not defined');
        }
        else if (!(typeof expires === 'string')) {
            throw new TypeError('expires must be a string');
        }
        else if (Number.isNaN(new Date(expires).getTime())) {
            throw new error_1.ValueError('Failed to parse expires');
        }
        if (!utils_1.guard.isDefined(version)) {
            throw new error_1.ValueError('version is not defined');
        }
        else if (!(typeof version === 'number')) {
            throw new TypeError('version must be a number');
        }
        return {
            specVersion: spec_version,
            expires,
            version,
            unrecognizedFields: rest,
        };
    }
}
exports.Signed = Signed;
function isNumeric(str) {
    return !isNaN(Number(str));
}


/***/ }),

/***/ 4727:
/***/ (function(__unused_webpack_module, exports, __nccwpck_require__) {


var __importDefault = (this && this.__importDefault) || function (mod) {
    return (mod && mod.__esModule) ? mod : { "default": mod };
};
Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.Delegations = void 0;
const util_1 = __importDefault(__nccwpck_require__(9023));
const error_1 = __nccwpck_require__(5494);
const key_1 = __nccwpck_require__(3343);
const role_1 = __nccwpck_require__(5934);
const utils_1 = __nccwpck_require__(846);
/**
 * A container object storing information about all delegations.
 *
 * Targets roles that are trusted to provide signed metadata files
 * describing targets with designated pathnames and/or further delegations.
 */
class Delegations {
    keys;
    roles;
    unrecognizedFields;
    succinctRoles;
    constructor(options) {
        this.keys = options.keys;
        this.unrecognizedFields = options.unrecognizedFields || {};
        if (options.roles) {
            if (Object.keys(options.roles).some((roleName) => role_1.TOP_LEVEL_ROLE_NAMES.includes(roleName))) {
                throw new error_1.ValueError('Delegated role name conflicts with top-level role name');
            }
        }
        this.succinctRoles = options.succinctRoles;
        this.roles = options.roles;
    }
    equals(other) {
        if (!(other instanceof Delegations)) {
            return false;
        }
        return (util_1.default.isDeepStrictEqual(this.keys, other.keys) &&
            util_1.default.isDeepStrictEqual(this.roles, other.roles) &&
            util_1.default.isDeepStrictEqual(this.unrecognizedFields, other.unrecognizedFields) &&
            util_1.default.isDeepStrictEqual(this.succinctRoles, other.succinctRoles));
    }
    *rolesForTarget(targetPath) {
        if (this.roles) {
            for (const role of Object.values(this.roles)) {
                if (role.isDelegatedPath(targetPath)) {
                    yield { role: role.name, terminating: role.terminating };
                }
            }
        }
        else if (this.succinctRoles) {
            yield {
                role: this.succinctRoles.getRoleForTarget(targetPath),
                terminating: true,
            };
        }
    }
    toJSON() {
        const json = {
            keys: keysToJSON(this.keys),
            ...this.unrecognizedFields,
        };
        if (this.roles) {
            json.roles = rolesToJSON(this.roles);
        }
        else if (this.succinctRoles) {
            json.succinct_roles = this.succinctRoles.toJSON();
        }
        return json;
    }
    static fromJSON(data) {
        const { keys, roles, succinct_roles, ...unrecognizedFields } = data;
        let succinctRoles;
        if (utils_1.guard.isObject(succinct_roles)) {
            succinctRoles = role_1.SuccinctRoles.fromJSON(succinct_roles);
        }
        return new Delegations({
            keys: keysFromJSON(keys),
            roles: rolesFromJSON(roles),
            unrecognizedFields,
            succinctRoles,
        });
    }
}
exports.Delegations = Delegations;
function keysToJSON(keys) {
    return Object.entries(keys).reduce((acc, [keyId, key]) => ({
        ...acc,
        [keyId]: key.toJSON(),
    }), {});
}
function rolesToJSON(roles) {
    return Object.values(roles).map((role) => role.toJSON());
}
function keysFromJSON(data) {
    if (!utils_1.guard.isObjectRecord(data)) {
        throw new TypeError('keys is malformed');
    }
    return Object.entries(data).reduce((acc, [keyID, keyData]) => ({
        ...acc,
        [keyID]: key_1.Key.fromJSON(keyID, keyData),
    }), {});
}
function rolesFromJSON(data) {
    let roleMap;
    if (utils_1.guard.isDefined(data)) {
        if (!utils_1.guard.isObjectArray(data)) {
            throw new TypeError('roles is malformed');
        }
        roleMap = data.reduce((acc, role) => {
            const delegatedRole = role_1.DelegatedRole.fromJSON(role);
            if (Object.hasOwn(acc, delegatedRole.name)) {
                throw new error_1.ValueError(`duplicate delegated role: ${delegatedRole.name}`);
            }
            return {
                ...acc,
                [delegatedRole.name]: delegatedRole,
            };
        }, {});
    }
    return roleMap;
}


/***/ }),

/***/ 5494:
/***/ ((__unused_webpack_module, exports) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.UnsupportedAlgorithmError = exports.CryptoError = exports.LengthOrHashMismatchError = exports.UnsignedMetadataError = exports.RepositoryError = exports.ValueError = void 0;
// An error about insufficient values
class ValueError extends Error {
}
exports.ValueError = ValueError;
// An error with a repository's state, such as a missing file.
// It covers all exceptions that come from the repository side when
// looking from the perspective of users of metadata API or ngclient.
class RepositoryError extends Error {
}
exports.RepositoryError = RepositoryError;
// An error about metadata object with insufficient threshold of signatures.
class UnsignedMetadataError extends RepositoryError {
}
exports.UnsignedMetadataError = UnsignedMetadataError;
// An error while checking the length and hash values of an object.
class LengthOrHashMismatchError extends RepositoryError {
}
exports.LengthOrHashMismatchError = LengthOrHashMismatchError;
class CryptoError extends Error {
}
exports.CryptoError = CryptoError;
class UnsupportedAlgorithmError extends CryptoError {
}
exports.UnsupportedAlgorithmError = UnsupportedAlgorithmError;


/***/ }),

/***/ 6708:
/***/ (function(__unused_webpack_module, exports, __nccwpck_require__) {


var __importDefault = (this && this.__importDefault) || function (mod) {
    return (mod && mod.__esModule) ? mod : { "default": mod };
};
Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.TargetFile = exports.MetaFile = void 0;
const crypto_1 = __importDefault(__nccwpck_require__(6982));
const util_1 = __importDefault(__nccwpck_require__(9023));
const error_1 = __nccwpck_require__(5494);
const utils_1 = __nccwpck_require__(846);
// A container with information about a particular metadata file.
//
// This class is used for Timestamp and Snapshot metadata.
class MetaFile {
    version;
    length;
    hashes;
    unrecognizedFields;
    constructor(opts) {
        if (opts.version <= 0) {
            throw new error_1.ValueError('Metafile version must be at least 1');
        }
        if (opts.length !== undefined) {
            validateLength(opts.length);
        }
        this.version = opts.version;
        this.length = opts.length;
        this.hashes = opts.hashes;
        this.unrecognizedFields = opts.unrecognizedFields || {};
    }
    equals(other) {
        if (!(other instanceof MetaFile)) {
            return false;
        }
        return (this.version === other.version &&
            this.length === other.length &&
            util_1.default.isDeepStrictEqual(this.hashes, other.hashes) &&
            util_1.default.isDeepStrictEqual(this.unrecognizedFields, other.unrecognizedFields));
    }
    verify(data) {
        // Verifies that the given data matches the expected length.
        if (this.length !== undefined) {
            if (data.length !== this.length) {
                throw new error_1.LengthOrHashMismatchError(`Expected length ${this.length} but got ${data.length}`);
            }
        }
        // Verifies that the given data matches the supplied hashes.
        if (this.hashes) {
            Object.entries(this.hashes).forEach(([key, value]) => {
                let hash;
                try {
                    hash = crypto_1.default.createHash(key);
                }
                catch (e) {
                    throw new error_1.LengthOrHashMismatchError(`Hash algorithm ${key} not supported`);
                }
                const observedHash = hash.update(data).digest('hex');
                if (observedHash !== value) {
                    throw new error_1.LengthOrHashMismatchError(`Expected hash ${value} but got ${observedHash}`);
                }
            });
        }
    }
    toJSON() {
        const json = {
            version: this.version,
            ...this.unrecognizedFields,
        };
        if (this.length !== undefined) {
            json.length = this.length;
        }
        if (this.hashes) {
            json.hashes = this.hashes;
        }
        return json;
    }
    static fromJSON(data) {
        const { version, length, hashes, ...rest } = data;
        if (typeof version !== 'number') {
            throw new TypeError('version must be a number');
        }
        if (utils_1.guard.isDefined(length) && typeof length !== 'number') {
            throw new TypeError('length must be a number');
        }
        if (utils_1.guard.isDefined(hashes) && !utils_1.guard.isStringRecord(hashes)) {
            throw new TypeError('hashes must be string keys and values');
        }
        return new MetaFile({
            version,
            length,
            hashes,
            unrecognizedFields: rest,
        });
    }
}
exports.MetaFile = MetaFile;
// Container for info about a particular target file.
//
// This class is used for Target metadata.
class TargetFile {
    length;
    path;
    hashes;
    unrecognizedFields;
    constructor(opts) {
        validateLength(opts.length);
        this.length = opts.length;
        this.path = opts.path;
        this.hashes = opts.hashes;
        this.unrecognizedFields = opts.unrecognizedFields || {};
    }
    get custom() {
        const custom = this.unrecognizedFields['custom'];
        if (!custom || Array.isArray(custom) || !(typeof custom === 'object')) {
            return {};
        }
        return custom;
    }
    equals(other) {
        if (!(other instanceof TargetFile)) {
            return false;
        }
        return (this.length === other.length &&
            this.path === other.path &&
            util_1.default.isDeepStrictEqual(this.hashes, other.hashes) &&
            util_1.default.isDeepStrictEqual(this.unrecognizedFields, other.unrecognizedFields));
    }
    async verify(stream) {
        let observedLength = 0;
        // Create a digest for each hash algorithm
        const digests = Object.keys(this.hashes).reduce((acc, key) => {
            try {
                acc[key] = crypto_1.default.createHash(key);
            }
            catch (e) {
                throw new error_1.LengthOrHashMismatchError(`Hash algorithm ${key} not supported`);
            }
            return acc;
        }, {});
        // Read stream chunk by chunk
        for await (const chunk of stream) {
            // Keep running tally of stream length
            observedLength += chunk.length;
            // Append chunk to each digest
            Object.values(digests).forEach((digest) => {
                digest.update(chunk);
            });
        }
        // Verify length matches expected value
        if (observedLength !== this.length) {
            throw new error_1.LengthOrHashMismatchError(`Expected length ${this.length} but got ${observedLength}`);
        }
        // Verify each digest matches expected value
        Object.entries(digests).forEach(([key, value]) => {
            const expected = this.hashes[key];
            const actual = value.digest('hex');
            if (actual !== expected) {
                throw new error_1.LengthOrHashMismatchError(`Expected hash ${expected} but got ${actual}`);
            }
        });
    }
    toJSON() {
        return {
            length: this.length,
            hashes: this.hashes,
            ...this.unrecognizedFields,
        };
    }
    static fromJSON(path, data) {
        const { length, hashes, ...rest } = data;
        if (typeof length !== 'number') {
            throw new TypeError('length must be a number');
        }
        if (!utils_1.guard.isStringRecord(hashes)) {
            throw new TypeError('hashes must have string keys and values');
        }
        return new TargetFile({
            length,
            path,
            hashes,
            unrecognizedFields: rest,
        });
    }
}
exports.TargetFile = TargetFile;
// Check that supplied length if valid
function validateLength(length) {
    if (length < 0) {
        throw new error_1.ValueError('Length must be at least 0');
    }
}


/***/ }),

/***/ 8908:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.Timestamp = exports.Targets = exports.Snapshot = exports.Signature = exports.Root = exports.Metadata = exports.Key = exports.TargetFile = exports.MetaFile = exports.ValueError = exports.MetadataKind = void 0;
var base_1 = __nccwpck_require__(8883);
Object.defineProperty(exports, "MetadataKind", ({ enumerable: true, get: function () { return base_1.MetadataKind; } }));
var error_1 = __nccwpck_require__(5494);
Object.defineProperty(exports, "ValueError", ({ enumerable: true, get: function () { return error_1.ValueError; } }));
var file_1 = __nccwpck_require__(6708);
Object.defineProperty(exports, "MetaFile", ({ enumerable: true, get: function () { return file_1.MetaFile; } }));
Object.defineProperty(exports, "TargetFile", ({ enumerable: true, get: function () { return file_1.TargetFile; } }));
var key_1 = __nccwpck_require__(3343);
Object.defineProperty(exports, "Key", ({ enumerable: true, get: function () { return key_1.Key; } }));
var metadata_1 = __nccwpck_require__(6555);
Object.defineProperty(exports, "Metadata", ({ enumerable: true, get: function () { return metadata_1.Metadata; } }));
var root_1 = __nccwpck_require__(8946);
Object.defineProperty(exports, "Root", ({ enumerable: true, get: function () { return root_1.Root; } }));
var signature_1 = __nccwpck_require__(874);
Object.defineProperty(exports, "Signature", ({ enumerable: true, get: function () { return signature_1.Signature; } }));
var snapshot_1 = __nccwpck_require__(9386);
Object.defineProperty(exports, "Snapshot", ({ enumerable: true, get: function () { return snapshot_1.Snapshot; } }));
var targets_1 = __nccwpck_require__(6150);
Object.defineProperty(exports, "Targets", ({ enumerable: true, get: function () { return targets_1.Targets; } }));
var timestamp_1 = __nccwpck_require__(1796);
Object.defineProperty(exports, "Timestamp", ({ enumerable: true, get: function () { return timestamp_1.Timestamp; } }));


/***/ }),

/***/ 3343:
/***/ (function(__unused_webpack_module, exports, __nccwpck_require__) {


var __importDefault = (this && this.__importDefault) || function (mod) {
    return (mod && mod.__esModule) ? mod : { "default": mod };
};
Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.Key = void 0;
const util_1 = __importDefault(__nccwpck_require__(9023));
const error_1 = __nccwpck_require__(5494);
const utils_1 = __nccwpck_require__(846);
const key_1 = __nccwpck_require__(6361);
// A container class representing the public portion of a Key.
class Key {
    keyID;
    keyType;
    scheme;
    keyVal;
    unrecognizedFields;
    constructor(options) {
        const { keyID, keyType, scheme, keyVal, unrecognizedFields } = options;
        this.keyID = keyID;
        this.keyType = keyType;
        this.scheme = scheme;
        this.keyVal = keyVal;
        this.unrecognizedFields = unrecognizedFields || {};
    }
    // Verifies the that the metadata.signatures contains a signature made with
    // this key and is correctly signed.
    verifySignature(metadata) {
        const signature = metadata.signatures[this.keyID];
        if (!signature)
            throw new error_1.UnsignedMetadataError('no signature for key found in metadata');
        if (!this.keyVal.public)
            throw new error_1.UnsignedMetadataError('no public key found');
        const publicKey = (0, key_1.getPublicKey)({
            keyType: this.keyType,
            scheme: this.scheme,
            keyVal: this.keyVal.public,
        });
        const signedData = metadata.signed.toJSON();
        try {
            if (!utils_1.crypto.verifySignature(signedData, publicKey, signature.sig)) {
                throw new error_1.UnsignedMetadataError(`failed to verify ${this.keyID} signature`);
            }
        }
        catch (error) {
            if (error instanceof error_1.UnsignedMetadataError) {
                throw error;
            }
            throw new error_1.UnsignedMetadataError(`failed to verify ${this.keyID} signature`);
        }
    }
    equals(other) {
        if (!(other instanceof Key)) {
            return false;
        }
        return (this.keyID === other.keyID &&
            this.keyType === other.keyType &&
            this.scheme === other.scheme &&
            util_1.default.isDeepStrictEqual(this.keyVal, other.keyVal) &&
            util_1.default.isDeepStrictEqual(this.unrecognizedFields, other.unrecognizedFields));
    }
    toJSON() {
        return {
            keytype: this.keyType,
            scheme: this.scheme,
            keyval: this.keyVal,
            ...this.unrecognizedFields,
        };
    }
    static fromJSON(keyID, data) {
        const { keytype, scheme, keyval, ...rest } = data;
        if (typeof keytype !== 'string') {
            throw new TypeError('keytype must be a string');
        }
        if (typeof scheme !== 'string') {
            throw new TypeError('scheme must be a string');
        }
        if (!utils_1.guard.isStringRecord(keyval)) {
            throw new TypeError('keyval must be a string record');
        }
        return new Key({
            keyID,
            keyType: keytype,
            scheme,
            keyVal: keyval,
            unrecognizedFields: rest,
        });
    }
}
exports.Key = Key;


/***/ }),

/***/ 6555:
/***/ (function(__unused_webpack_module, exports, __nccwpck_require__) {


var __importDefault = (this && this.__importDefault) || function (mod) {
    return (mod && mod.__esModule) ? mod : { "default": mod };
};
Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.Metadata = void 0;
const canonical_json_1 = __nccwpck_require__(5178);
const util_1 = __importDefault(__nccwpck_require__(9023));
const base_1 = __nccwpck_require__(8883);
const error_1 = __nccwpck_require__(5494);
const root_1 = __nccwpck_require__(8946);
const signature_1 = __nccwpck_require__(874);
const snapshot_1 = __nccwpck_require__(9386);
const targets_1 = __nccwpck_require__(6150);
const timestamp_1 = __nccwpck_require__(1796);
const utils_1 = __nccwpck_require__(846);
/***
 * A container for signed TUF metadata.
 *
 * Provides methods to convert to and from json, read and write to and
 * from JSON and to create and verify metadata signatures.
 *
 * ``Metadata[T]`` is a generic container type where T can be any one type of
 * [``Root``, ``Timestamp``, ``Snapshot``, ``Targets``]. The purpose of this
 * is to allow static type checking of the signed attribute in code using
 * Metadata::
 *
 * root_md = Metadata[Root].fromJSON("root.json")
 * # root_md type is now Metadata[Root]. This means signed and its
 * # attributes like consistent_snapshot are now statically typed and the
 * # types can be verified by static type checkers and shown by IDEs
 *
 * Using a type constraint is not required but not doing so means T is not a
 * specific type so static typing cannot happen. Note that the type constraint
 * ``[Root]`` is not validated at runtime (as pure annotations are not available
 * then).
 *
 * Apart from ``expires`` all of the arguments to the inner constructors have
 * reasonable default values for new metadata.
 */
class Metadata {
    signed;
    signatures;
    unrecognizedFields;
    constructor(signed, signatures, unrecognizedFields) {
        this.signed = signed;
        this.signatures = signatures || {};
        this.unrecognizedFields = unrecognizedFields || {};
    }
    sign(signer, append = true) {
        const bytes = Buffer.from((0, canonical_json_1.canonicalize)(this.signed.toJSON()));
        const signature = signer(bytes);
        if (!append) {
            this.signatures = {};
        }
        this.signatures[signature.keyID] = signature;
    }
    verifyDelegate(delegatedRole, delegatedMetadata) {
        let role;
        let keys = {};
        switch (this.signed.type) {
            case base_1.MetadataKind.Root:
                keys = this.signed.keys;
                role = this.signed.roles[delegatedRole];
                break;
            case base_1.MetadataKind.Targets:
                if (!this.signed.delegations) {
                    throw new error_1.ValueError(`No delegations found for ${delegatedRole}`);
                }
                keys = this.signed.delegations.keys;
                if (this.signed.delegations.roles) {
                    role = this.signed.delegations.roles[delegatedRole];
                }
                else if (this.signed.delegations.succinctRoles) {
                    if (this.signed.delegations.succinctRoles.isDelegatedRole(delegatedRole)) {
                        role = this.signed.delegations.succinctRoles;
                    }
                }
                break;
            default:
                throw new TypeError('invalid metadata type');
        }
        if (!role) {
            throw new error_1.ValueError(`no delegation found for ${delegatedRole}`);
        }
        const signingKeys = new Set();
        role.keyIDs.forEach((keyID) => {
            const key = keys[keyID];
            // If we dont' have the key, continue checking other keys
            if (!key) {
                return;
            }
            try {
                key.verifySignature(delegatedMetadata);
                signingKeys.add(key.keyID);
            }
            catch (error) {
                // continue
            }
        });
        if (signingKeys.size < role.threshold) {
            throw new error_1.UnsignedMetadataError(`${delegatedRole} was signed by ${signingKeys.size}/${role.threshold} keys`);
        }
    }
    equals(other) {
        if (!(other instanceof Metadata)) {
            return false;
        }
        return (
        // eslint-disable-next-line @typescript-eslint/no-unsafe-argument
        this.signed.equals(other.signed) &&
            util_1.default.isDeepStrictEqual(this.signatures, other.signatures) &&
            util_1.default.isDeepStrictEqual(this.unrecognizedFields, other.unrecognizedFields));
    }
    toJSON() {
        const signatures = Object.values(this.signatures).map((signature) => {
            return signature.toJSON();
        });
        return {
            signatures,
            signed: this.signed.toJSON(),
            ...this.unrecognizedFields,
        };
    }
    static fromJSON(type, data) {
        const { signed, signatures, ...rest } = data;
        if (!utils_1.guard.isDefined(signed) || !utils_1.guard.isObject(signed)) {
            throw new TypeError('signed is not defined');
        }
        if (type !== signed._type) {
            throw new error_1.ValueError(`expected '${type}', got ${signed['_type']}`);
        }
        if (!utils_1.guard.isObjectArray(signatures)) {
            throw new TypeError('signatures is not an array');
        }
        let signedObj;
        switch (type) {
            case base_1.MetadataKind.Root:
                signedObj = root_1.Root.fromJSON(signed);
                break;
            case base_1.MetadataKind.Timestamp:
                signedObj = timestamp_1.Timestamp.fromJSON(signed);
                break;
            case base_1.MetadataKind.Snapshot:
                signedObj = snapshot_1.Snapshot.fromJSON(signed);
                break;
            case base_1.MetadataKind.Targets:
                signedObj = targets_1.Targets.fromJSON(signed);
                break;
            default:
                throw new TypeError('invalid metadata type');
        }
        const sigMap = {};
        // Ensure that each signature is unique
        signatures.forEach((sigData) => {
            const sig = signature_1.Signature.fromJSON(sigData);
            if (sigMap[sig.keyID]) {
                throw new error_1.ValueError(`multiple signatures found for keyid: ${sig.keyID}`);
            }
            sigMap[sig.keyID] = sig;
        });
        return new Metadata(signedObj, sigMap, rest);
    }
}
exports.Metadata = Metadata;


/***/ }),

/***/ 5934:
/***/ (function(__unused_webpack_module, exports, __nccwpck_require__) {


var __importDefault = (this && this.__importDefault) || function (mod) {
    return (mod && mod.__esModule) ? mod : { "default": mod };
};
Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.SuccinctRoles = exports.DelegatedRole = exports.Role = exports.TOP_LEVEL_ROLE_NAMES = void 0;
const crypto_1 = __importDefault(__nccwpck_require__(6982));
const minimatch_1 = __nccwpck_require__(1956);
const util_1 = __importDefault(__nccwpck_require__(9023));
const error_1 = __nccwpck_require__(5494);
const utils_1 = __nccwpck_require__(846);
exports.TOP_LEVEL_ROLE_NAMES = [
    'root',
    'targets',
    'snapshot',
    'timestamp',
];
/**
 * Container that defines which keys are required to sign roles metadata.
 *
 * Role defines how many keys are required to successfully sign the roles
 * metadata, and which keys are accepted.
 */
class Role {
    keyIDs;
    threshold;
    unrecognizedFields;
    constructor(options) {
        const { keyIDs, threshold, unrecognizedFields } = options;
        if (hasDuplicates(keyIDs)) {
            throw new error_1.ValueError('duplicate key IDs found');
        }
        if (threshold < 1) {
            throw new error_1.ValueError('threshold must be at least 1');
        }
        this.keyIDs = keyIDs;
        this.threshold = threshold;
        this.unrecognizedFields = unrecognizedFields || {};
    }
    equals(other) {
        if (!(other instanceof Role)) {
            return false;
        }
        return (this.threshold === other.threshold &&
            util_1.default.isDeepStrictEqual(this.keyIDs, other.keyIDs) &&
            util_1.default.isDeepStrictEqual(this.unrecognizedFields, other.unrecognizedFields));
    }
    toJSON() {
        return {
            keyids: this.keyIDs,
            threshold: this.threshold,
            ...this.unrecognizedFields,
        };
    }
    static fromJSON(data) {
        const { keyids, threshold, ...rest } = data;
        if (!utils_1.guard.isStringArray(keyids)) {
            throw new TypeError('keyids must be an array');
        }
        if (typeof threshold !== 'number') {
            throw new TypeError('threshold must be a number');
        }
        return new Role({
            keyIDs: keyids,
            threshold,
            unrecognizedFields: rest,
        });
    }
}
exports.Role = Role;
function hasDuplicates(array) {
    return new Set(array).size !== array.length;
}
/**
 * A container with information about a delegated role.
 *
 * A delegation can happen in two ways:
 *   - ``paths`` is set: delegates targets matching any path pattern in ``paths``
 *   - ``pathHashPrefixes`` is set: delegates targets whose target path hash
 *      starts with any of the prefixes in ``pathHashPrefixes``
 *
 *   ``paths`` and ``pathHashPrefixes`` are mutually exclusive: both cannot be
 *   set, at least one of them must be set.
 */
class DelegatedRole extends Role {
    name;
    terminating;
    paths;
    pathHashPrefixes;
    constructor(opts) {
        super(opts);
        const { name, terminating, paths, pathHashPrefixes } = opts;
        this.name = name;
        this.terminating = terminating;
        if (opts.paths && opts.pathHashPrefixes) {
            throw new error_1.ValueError('paths and pathHashPrefixes are mutually exclusive');
        }
        this.paths = paths;
        this.pathHashPrefixes = pathHashPrefixes;
    }
    equals(other) {
        if (!(other instanceof DelegatedRole)) {
            return false;
        }
        return (super.equals(other) &&
            this.name === other.name &&
            this.terminating === other.terminating &&
            util_1.default.isDeepStrictEqual(this.paths, other.paths) &&
            util_1.default.isDeepStrictEqual(this.pathHashPrefixes, other.pathHashPrefixes));
    }
    isDelegatedPath(targetFilepath) {
        if (this.paths) {
            return this.paths.some((pathPattern) => isTargetInPathPattern(targetFilepath, pathPattern));
        }
        if (this.pathHashPrefixes) {
            const hasher = crypto_1.default.createHash('sha256');
            const pathHash = hasher.update(targetFilepath).digest('hex');
            return this.pathHashPrefixes.some((pathHashPrefix) => pathHash.startsWith(pathHashPrefix));
        }
        return false;
    }
    toJSON() {
        const json = {
            ...super.toJSON(),
            name: this.name,
            terminating: this.terminating,
        };
        if (this.paths) {
            json.paths = this.paths;
        }
        if (this.pathHashPrefixes) {
            json.path_hash_prefixes = this.pathHashPrefixes;
        }
        return json;
    }
    static fromJSON(data) {
        const { keyids, threshold, name, terminating, paths, path_hash_prefixes, ...rest } = data;
        if (!utils_1.guard.isStringArray(keyids)) {
            throw new TypeError('keyids must be an array of strings');
        }
        if (typeof threshold !== 'number') {
            throw new TypeError('threshold must be a number');
        }
        if (typeof name !== 'string') {
            throw new TypeError('name must be a string');
        }
        if (typeof terminating !== 'boolean') {
            throw new TypeError('terminating must be a boolean');
        }
        if (utils_1.guard.isDefined(paths) && !utils_1.guard.isStringArray(paths)) {
            throw new TypeError('paths must be an array of strings');
        }
        if (utils_1.guard.isDefined(path_hash_prefixes) &&
            !utils_1.guard.isStringArray(path_hash_prefixes)) {
            throw new TypeError('path_hash_prefixes must be an array of strings');
        }
        return new DelegatedRole({
            keyIDs: keyids,
            threshold,
            name,
            terminating,
            paths,
            pathHashPrefixes: path_hash_prefixes,
            unrecognizedFields: rest,
        });
    }
}
exports.DelegatedRole = DelegatedRole;
// JS version of Ruby's Array#zip
const zip = (a, b) => a.map((k, i) => [k, b[i]]);
function isTargetInPathPattern(target, pattern) {
    const targetParts = target.split('/');
    const patternParts = pattern.split('/');
    if (patternParts.length != targetParts.length) {
        return false;
    }
    return zip(targetParts, patternParts).every(([targetPart, patternPart]) => (0, minimatch_1.minimatch)(targetPart, patternPart));
}
/**
 * Succinctly defines a hash bin delegation graph.
 *
 * A ``SuccinctRoles`` object describes a delegation graph that covers all
 * targets, distributing them uniformly over the delegated roles (i.e. bins)
 * in the graph.
 *
 * The total number of bins is 2 to the power of the passed ``bit_length``.
 *
 * Bin names are the concatenation of the passed ``name_prefix`` and a
 * zero-padded hex representation of the bin index separated by a hyphen.
 *
 * The passed ``keyids`` and ``threshold`` is used for each bin, and each bin
 * is 'terminating'.
 *
 * For details: https://github.com/theupdateframework/taps/blob/master/tap15.md
 */
class SuccinctRoles extends Role {
    bitLength;
    namePrefix;
    numberOfBins;
    suffixLen;
    constructor(opts) {
        super(opts);
        const { bitLength, namePrefix } = opts;
        if (bitLength <= 0 || bitLength > 32) {
            throw new error_1.ValueError('bitLength must be between 1 and 32');
        }
        this.bitLength = bitLength;
        this.namePrefix = namePrefix;
        // Calculate the suffix_len value based on the total number of bins in
        // hex. If bit_length = 10 then number_of_bins = 1024 or bin names will
        // have a suffix between "000" and "3ff" in hex and suffix_len will be 3
        // meaning the third bin will have a suffix of "003".
        this.numberOfBins = Math.pow(2, bitLength);
        // suffix_len is calculated based on "number_of_bins - 1" as the name
        // of the last bin contains the number "number_of_bins -1" as a suffix.
        this.suffixLen = (this.numberOfBins - 1).toString(16).length;
    }
    equals(other) {
        if (!(other instanceof SuccinctRoles)) {
            return false;
        }
        return (super.equals(other) &&
            this.bitLength === other.bitLength &&
            this.namePrefix === other.namePrefix);
    }
    /***
     * Calculates the name of the delegated role responsible for 'target_filepath'.
     *
     * The target at path ''target_filepath' is assigned to a bin by casting
     * the left-most 'bit_length' of bits of the file path hash digest to
     * int, using it as bin index between 0 and '2**bit_length - 1'.
     *
     * Args:
     *  target_filepath: URL path to a target file, relative to a base
     *  targets URL.
     */
    getRoleForTarget(targetFilepath) {
        const hasher = crypto_1.default.createHash('sha256');
        const hasherBuffer = hasher.update(targetFilepath).digest();
        // can't ever need more than 4 bytes (32 bits).
        const hashBytes = hasherBuffer.subarray(0, 4);
        // Right shift hash bytes, so that we only have the leftmost
        // bit_length bits that we care about.
        const shiftValue = 32 - this.bitLength;
        const binNumber = hashBytes.readUInt32BE() >>> shiftValue;
        // Add zero padding if necessary and cast to hex the suffix.
        const suffix = binNumber.toString(16).padStart(this.suffixLen, '0');
        return `${this.namePrefix}-${suffix}`;
    }
    *getRoles() {
        for (let i = 0; i < this.numberOfBins; i++) {
            const suffix = i.toString(16).padStart(this.suffixLen, '0');
            yield `${this.namePrefix}-${suffix}`;
        }
    }
    /***
     * Determines whether the given ``role_name`` is in one of
     * the delegated roles that ``SuccinctRoles`` represents.
     *
     * Args:
     *  role_name: The name of the role to check against.
     */
    isDelegatedRole(roleName) {
        const desiredPrefix = this.namePrefix + '-';
        if (!roleName.startsWith(desiredPrefix)) {
            return false;
        }
        const suffix = roleName.slice(desiredPrefix.length, roleName.length);
        if (suffix.length != this.suffixLen) {
            return false;
        }
        // make sure the suffix is a hex string
        if (!suffix.match(/^[0-9a-fA-F]+$/)) {
            return false;
        }
        const num = parseInt(suffix, 16);
        return 0 <= num && num < this.numberOfBins;
    }
    toJSON() {
        const json = {
            ...super.toJSON(),
            bit_length: this.bitLength,
            name_prefix: this.namePrefix,
        };
        return json;
    }
    static fromJSON(data) {
        const { keyids, threshold, bit_length, name_prefix, ...rest } = data;
        if (!utils_1.guard.isStringArray(keyids)) {
            throw new TypeError('keyids must be an array of strings');
        }
        if (typeof threshold !== 'number') {
            throw new TypeError('threshold must be a number');
        }
        if (typeof bit_length !== 'number') {
            throw new TypeError('bit_length must be a number');
        }
        if (typeof name_prefix !== 'string') {
            throw new TypeError('name_prefix must be a string');
        }
        return new SuccinctRoles({
            keyIDs: keyids,
            threshold,
            bitLength: bit_length,
            namePrefix: name_prefix,
            unrecognizedFields: rest,
        });
    }
}
exports.SuccinctRoles = SuccinctRoles;


/***/ }),

/***/ 8946:
/***/ (function(__unused_webpack_module, exports, __nccwpck_require__) {


var __importDefault = (this && this.__importDefault) || function (mod) {
    return (mod && mod.__esModule) ? mod : { "default": mod };
};
Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.Root = void 0;
const util_1 = __importDefault(__nccwpck_require__(9023));
const base_1 = __nccwpck_require__(8883);
const error_1 = __nccwpck_require__(5494);
const key_1 = __nccwpck_require__(3343);
const role_1 = __nccwpck_require__(5934);
const utils_1 = __nccwpck_require__(846);
/**
 * A container for the signed part of root metadata.
 *
 * The top-level role and metadata file signed by the root keys.
 * This role specifies trusted keys for all other top-level roles, which may further delegate trust.
 */
class Root extends base_1.Signed {
    type = base_1.MetadataKind.Root;
    keys;
    roles;
    consistentSnapshot;
    constructor(options) {
        super(options);
        this.keys = options.keys || {};
        this.consistentSnapshot = options.consistentSnapshot ?? true;
        if (!options.roles) {
            this.roles = role_1.TOP_LEVEL_ROLE_NAMES.reduce((acc, role) => ({
                ...acc,
                [role]: new role_1.Role({ keyIDs: [], threshold: 1 }),
            }), {});
        }
        else {
            const roleNames = new Set(Object.keys(options.roles));
            if (!role_1.TOP_LEVEL_ROLE_NAMES.every((role) => roleNames.has(role))) {
                throw new error_1.ValueError('missing top-level role');
            }
            this.roles = options.roles;
        }
    }
    addKey(key, role) {
        if (!this.roles[role]) {
            throw new error_1.ValueError(`role ${role} does not exist`);
        }
        if (!this.roles[role].keyIDs.includes(key.keyID)) {
            this.roles[role].keyIDs.push(key.keyID);
        }
        this.keys[key.keyID] = key;
    }
    equals(other) {
        if (!(other instanceof Root)) {
            return false;
        }
        return (super.equals(other) &&
            this.consistentSnapshot === other.consistentSnapshot &&
            util_1.default.isDeepStrictEqual(this.keys, other.keys) &&
            util_1.default.isDeepStrictEqual(this.roles, other.roles));
    }
    toJSON() {
        return {
            _type: this.type,
            spec_version: this.specVersion,
            version: this.version,
            expires: this.expires,
            keys: keysToJSON(this.keys),
            roles: rolesToJSON(this.roles),
            consistent_snapshot: this.consistentSnapshot,
            ...this.unrecognizedFields,
        };
    }
    static fromJSON(data) {
        const { unrecognizedFields, ...commonFields } = base_1.Signed.commonFieldsFromJSON(data);
        const { keys, roles, consistent_snapshot, ...rest } = unrecognizedFields;
        if (typeof consistent_snapshot !== 'boolean') {
            throw new TypeError('consistent_snapshot must be a boolean');
        }
        return new Root({
            ...commonFields,
            keys: keysFromJSON(keys),
            roles: rolesFromJSON(roles),
            consistentSnapshot: consistent_snapshot,
            unrecognizedFields: rest,
        });
    }
}
exports.Root = Root;
function keysToJSON(keys) {
    return Object.entries(keys).reduce((acc, [keyID, key]) => ({ ...acc, [keyID]: key.toJSON() }), {});
}
function rolesToJSON(roles) {
    return Object.entries(roles).reduce((acc, [roleName, role]) => ({ ...acc, [roleName]: role.toJSON() }), {});
}
function keysFromJSON(data) {
    let keys;
    if (utils_1.guard.isDefined(data)) {
        if (!utils_1.guard.isObjectRecord(data)) {
            throw new TypeError('keys must be an object');
        }
        keys = Object.entries(data).reduce((acc, [keyID, keyData]) => ({
            ...acc,
            [keyID]: key_1.Key.fromJSON(keyID, keyData),
        }), {});
    }
    return keys;
}
function rolesFromJSON(data) {
    let roles;
    if (utils_1.guard.isDefined(data)) {
        if (!utils_1.guard.isObjectRecord(data)) {
            throw new TypeError('roles must be an object');
        }
        roles = Object.entries(data).reduce((acc, [roleName, roleData]) => ({
            ...acc,
            [roleName]: role_1.Role.fromJSON(roleData),
        }), {});
    }
    return roles;
}


/***/ }),

/***/ 874:
/***/ ((__unused_webpack_module, exports) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.Signature = void 0;
/**
 * A container class containing information about a signature.
 *
 * Contains a signature and the keyid uniquely identifying the key used
 * to generate the signature.
 *
 * Provide a `fromJSON` method to create a Signature from a JSON object.
 */
class Signature {
    keyID;
    sig;
    constructor(options) {
        const { keyID, sig } = options;
        this.keyID = keyID;
        this.sig = sig;
    }
    toJSON() {
        return {
            keyid: this.keyID,
            sig: this.sig,
        };
    }
    static fromJSON(data) {
        const { keyid, sig } = data;
        if (typeof keyid !== 'string') {
            throw new TypeError('keyid must be a string');
        }
        if (typeof sig !== 'string') {
            throw new TypeError('sig must be a string');
        }
        return new Signature({
            keyID: keyid,
            sig: sig,
        });
    }
}
exports.Signature = Signature;


/***/ }),

/***/ 9386:
/***/ (function(__unused_webpack_module, exports, __nccwpck_require__) {


var __importDefault = (this && this.__importDefault) || function (mod) {
    return (mod && mod.__esModule) ? mod : { "default": mod };
};
Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.Snapshot = void 0;
const util_1 = __importDefault(__nccwpck_require__(9023));
const base_1 = __nccwpck_require__(8883);
const file_1 = __nccwpck_require__(6708);
const utils_1 = __nccwpck_require__(846);
/**
 * A container for the signed part of snapshot metadata.
 *
 * Snapshot contains information about all target Metadata files.
 * A top-level role that specifies the latest versions of all targets metadata files,
 * and hence the latest versions of all targets (including any dependencies between them) on the repository.
 */
class Snapshot extends base_1.Signed {
    type = base_1.MetadataKind.Snapshot;
    meta;
    constructor(opts) {
        super(opts);
        this.meta = opts.meta || { 'targets.json': new file_1.MetaFile({ version: 1 }) };
    }
    equals(other) {
        if (!(other instanceof Snapshot)) {
            return false;
        }
        return super.equals(other) && util_1.default.isDeepStrictEqual(this.meta, other.meta);
    }
    toJSON() {
        return {
            _type: this.type,
            meta: metaToJSON(this.meta),
            spec_version: this.specVersion,
            version: this.version,
            expires: this.expires,
            ...this.unrecognizedFields,
        };
    }
    static fromJSON(data) {
        const { unrecognizedFields, ...commonFields } = base_1.Signed.commonFieldsFromJSON(data);
        const { meta, ...rest } = unrecognizedFields;
        return new Snapshot({
            ...commonFields,
            meta: metaFromJSON(meta),
            unrecognizedFields: rest,
        });
    }
}
exports.Snapshot = Snapshot;
function metaToJSON(meta) {
    return Object.entries(meta).reduce((acc, [path, metadata]) => ({
        ...acc,
        [path]: metadata.toJSON(),
    }), {});
}
function metaFromJSON(data) {
    let meta;
    if (utils_1.guard.isDefined(data)) {
        if (!utils_1.guard.isObjectRecord(data)) {
            throw new TypeError('meta field is malformed');
        }
        else {
            meta = Object.entries(data).reduce((acc, [path, metadata]) => ({
                ...acc,
                [path]: file_1.MetaFile.fromJSON(metadata),
            }), {});
        }
    }
    return meta;
}


/***/ }),

/***/ 6150:
/***/ (function(__unused_webpack_module, exports, __nccwpck_require__) {


var __importDefault = (this && this.__importDefault) || function (mod) {
    return (mod && mod.__esModule) ? mod : { "default": mod };
};
Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.Targets = void 0;
const util_1 = __importDefault(__nccwpck_require__(9023));
const base_1 = __nccwpck_require__(8883);
const delegations_1 = __nccwpck_require__(4727);
const file_1 = __nccwpck_require__(6708);
const utils_1 = __nccwpck_require__(846);
// Container for the signed part of targets metadata.
//
// Targets contains verifying information about target files and also delegates
// responsible to other Targets roles.
class Targets extends base_1.Signed {
    type = base_1.MetadataKind.Targets;
    targets;
    delegations;
    constructor(options) {
        super(options);
        this.targets = options.targets || {};
        this.delegations = options.delegations;
    }
    addTarget(target) {
        this.targets[target.path] = target;
    }
    equals(other) {
        if (!(other instanceof Targets)) {
            return false;
        }
        return (super.equals(other) &&
            util_1.default.isDeepStrictEqual(this.targets, other.targets) &&
            util_1.default.isDeepStrictEqual(this.delegations, other.delegations));
    }
    toJSON() {
        const json = {
            _type: this.type,
            spec_version: this.specVersion,
            version: this.version,
            expires: this.expires,
            targets: targetsToJSON(this.targets),
            ...this.unrecognizedFields,
        };
        if (this.delegations) {
            json.delegations = this.delegations.toJSON();
        }
        return json;
    }
    static fromJSON(data) {
        const { unrecognizedFields, ...commonFields } = base_1.Signed.commonFieldsFromJSON(data);
        const { targets, delegations, ...rest } = unrecognizedFields;
        return new Targets({
            ...commonFields,
            targets: targetsFromJSON(targets),
            delegations: delegationsFromJSON(delegations),
            unrecognizedFields: rest,
        });
    }
}
exports.Targets = Targets;
function targetsToJSON(targets) {
    return Object.entries(targets).reduce((acc, [path, target]) => ({
        ...acc,
        [path]: target.toJSON(),
    }), {});
}
function targetsFromJSON(data) {
    let targets;
    if (utils_1.guard.isDefined(data)) {
        if (!utils_1.guard.isObjectRecord(data)) {
            throw new TypeError('targets must be an object');
        }
        else {
            targets = Object.entries(data).reduce((acc, [path, target]) => ({
                ...acc,
                [path]: file_1.TargetFile.fromJSON(path, target),
            }), {});
        }
    }
    return targets;
}
function delegationsFromJSON(data) {
    let delegations;
    if (utils_1.guard.isDefined(data)) {
        if (!utils_1.guard.isObject(data)) {
            throw new TypeError('delegations must be an object');
        }
        else {
            delegations = delegations_1.Delegations.fromJSON(data);
        }
    }
    return delegations;
}


/***/ }),

/***/ 1796:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.Timestamp = void 0;
const base_1 = __nccwpck_require__(8883);
const file_1 = __nccwpck_require__(6708);
const utils_1 = __nccwpck_require__(846);
/**
 * A container for the signed part of timestamp metadata.
 *
 * A top-level that specifies the latest version of the snapshot role metadata file,
 * and hence the latest versions of all metadata and targets on the repository.
 */
class Timestamp extends base_1.Signed {
    type = base_1.MetadataKind.Timestamp;
    snapshotMeta;
    constructor(options) {
        super(options);
        this.snapshotMeta = options.snapshotMeta || new file_1.MetaFile({ version: 1 });
    }
    equals(other) {
        if (!(other instanceof Timestamp)) {
            return false;
        }
        return super.equals(other) && this.snapshotMeta.equals(other.snapshotMeta);
    }
    toJSON() {
        return {
            _type: this.type,
            spec_version: this.specVersion,
            version: this.version,
            expires: this.expires,
            meta: { 'snapshot.json': this.snapshotMeta.toJSON() },
            ...this.unrecognizedFields,
        };
    }
    static fromJSON(data) {
        const { unrecognizedFields, ...commonFields } = base_1.Signed.commonFieldsFromJSON(data);
        const { meta, ...rest } = unrecognizedFields;
        return new Timestamp({
            ...commonFields,
            snapshotMeta: snapshotMetaFromJSON(meta),
            unrecognizedFields: rest,
        });
    }
}
exports.Timestamp = Timestamp;
function snapshotMetaFromJSON(data) {
    let snapshotMeta;
    if (utils_1.guard.isDefined(data)) {
        const snapshotData = data['snapshot.json'];
        if (!utils_1.guard.isDefined(snapshotData) || !utils_1.guard.isObject(snapshotData)) {
            throw new TypeError('missing snapshot.json in meta');
        }
        else {
            snapshotMeta = file_1.MetaFile.fromJSON(snapshotData);
        }
    }
    return snapshotMeta;
}


/***/ }),

/***/ 7915:
/***/ ((__unused_webpack_module, exports) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.isDefined = isDefined;
exports.isObject = isObject;
exports.isStringArray = isStringArray;
exports.isObjectArray = isObjectArray;
exports.isStringRecord = isStringRecord;
exports.isObjectRecord = isObjectRecord;
function isDefined(val) {
    return val !== undefined;
}
function isObject(value) {
    return typeof value === 'object' && value !== null;
}
function isStringArray(value) {
    return Array.isArray(value) && value.every((v) => typeof v === 'string');
}
function isObjectArray(value) {
    return Array.isArray(value) && value.every(isObject);
}
function isStringRecord(value) {
    return (typeof value === 'object' &&
        value !== null &&
        Object.keys(value).every((k) => typeof k === 'string') &&
        Object.values(value).every((v) => typeof v === 'string'));
}
function isObjectRecord(value) {
    return (typeof value === 'object' &&
        value !== null &&
        Object.keys(value).every((k) => typeof k === 'string') &&
        Object.values(value).every((v) => typeof v === 'object' && v !== null));
}


/***/ }),

/***/ 846:
/***/ (function(__unused_webpack_module, exports, __nccwpck_require__) {


var __createBinding = (this && this.__createBinding) || (Object.create ? (function(o, m, k, k2) {
    if (k2 === undefined) k2 = k;
    var desc = Object.getOwnPropertyDescriptor(m, k);
    if (!desc || ("get" in desc ? !m.__esModule : desc.writable || desc.configurable)) {
      desc = { enumerable: true, get: function() { return m[k]; } };
    }
    Object.defineProperty(o, k2, desc);
}) : (function(o, m, k, k2) {
    if (k2 === undefined) k2 = k;
    o[k2] = m[k];
}));
var __setModuleDefault = (this && this.__setModuleDefault) || (Object.create ? (function(o, v) {
    Object.defineProperty(o, "default", { enumerable: true, value: v });
}) : function(o, v) {
    o["default"] = v;
});
var __importStar = (this && this.__importStar) || (function () {
    var ownKeys = function(o) {
        ownKeys = Object.getOwnPropertyNames || function (o) {
            var ar = [];
            for (var k in o) if (Object.prototype.hasOwnProperty.call(o, k)) ar[ar.length] = k;
            return ar;
        };
        return ownKeys(o);
    };
    return function (mod) {
        if (mod && mod.__esModule) return mod;
        var result = {};
        if (mod != null) for (var k = ownKeys(mod), i = 0; i < k.length; i++) if (k[i] !== "default") __createBinding(result, mod, k[i]);
        __setModuleDefault(result, mod);
        return result;
    };
})();
Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.crypto = exports.guard = void 0;
exports.guard = __importStar(__nccwpck_require__(7915));
exports.crypto = __importStar(__nccwpck_require__(4405));


/***/ }),

/***/ 6361:
/***/ (function(__unused_webpack_module, exports, __nccwpck_require__) {


var __importDefault = (this && this.__importDefault) || function (mod) {
    return (mod && mod.__esModule) ? mod : { "default": mod };
};
Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.getPublicKey = getPublicKey;
const crypto_1 = __importDefault(__nccwpck_require__(6982));
const error_1 = __nccwpck_require__(5494);
const oid_1 = __nccwpck_require__(334);
const ASN1_TAG_SEQUENCE = 0x30;
const ANS1_TAG_BIT_STRING = 0x03;
const NULL_BYTE = 0x00;
const OID_EDDSA = '1.3.101.112';
const OID_EC_PUBLIC_KEY = '1.2.840.10045.2.1';
const OID_EC_CURVE_P256V1 = '1.2.840.10045.3.1.7';
const OID_EC_CURVE_P384 = '1.3.132.0.34';
const PEM_HEADER = '-----BEGIN PUBLIC KEY-----';
function getPublicKey(keyInfo) {
    switch (keyInfo.keyType) {
        case 'rsa':
            return getRSAPublicKey(keyInfo);
        case 'ed25519':
            return getED25519PublicKey(keyInfo);
        case 'ecdsa':
        case 'ecdsa-sha2-nistp256':
        case 'ecdsa-sha2-nistp384':
            return getECDCSAPublicKey(keyInfo);
        default:
            throw new error_1.UnsupportedAlgorithmError(`Unsupported key type: ${keyInfo.keyType}`);
    }
}
function getRSAPublicKey(keyInfo) {
    // Only support PEM-encoded RSA keys
    if (!keyInfo.keyVal.startsWith(PEM_HEADER)) {
        throw new error_1.CryptoError('Invalid key format');
    }
    const key = crypto_1.default.createPublicKey(keyInfo.keyVal);
    switch (keyInfo.scheme) {
        case 'rsassa-pss-sha256':
        case 'rsassa-pss-sha384':
        case 'rsassa-pss-sha512':
            return {
                key: key,
                hashAlgorithm: keyInfo.scheme.slice('rsassa-pss-'.length),
                padding: crypto_1.default.constants.RSA_PKCS1_PSS_PADDING,
            };
        default:
            throw new error_1.UnsupportedAlgorithmError(`Unsupported RSA scheme: ${keyInfo.scheme}`);
    }
}
function getED25519PublicKey(keyInfo) {
    let key;
    // If key is already PEM-encoded we can just parse it
    if (keyInfo.keyVal.startsWith(PEM_HEADER)) {
        key = crypto_1.default.createPublicKey(keyInfo.keyVal);
    }
    else {
        // If key is not PEM-encoded it had better be hex
        if (!isHex(keyInfo.keyVal)) {
            throw new error_1.CryptoError('Invalid key format');
        }
        key = crypto_1.default.createPublicKey({
            key: ed25519.hexToDER(keyInfo.keyVal),
            format: 'der',
            type: 'spki',
        });
    }
    return { key };
}
function getECDCSAPublicKey(keyInfo) {
    let namedCurve;
    let curveOID;
    let hashAlgorithm;
    switch (keyInfo.scheme) {
        case 'ecdsa-sha2-nistp256':
            namedCurve = 'prime256v1';
            curveOID = OID_EC_CURVE_P256V1;
            hashAlgorithm = 'sha256';
            break;
        case 'ecdsa-sha2-nistp384':
            namedCurve = 'secp384r1';
            curveOID = OID_EC_CURVE_P384;
            hashAlgorithm = 'sha384';
            break;
        default:
            throw new error_1.UnsupportedAlgorithmError(`Unsupported ECDSA scheme: ${keyInfo.scheme}`);
    }
    if (keyInfo.keyType !== 'ecdsa' && keyInfo.keyType !== keyInfo.scheme) {
        throw new error_1.CryptoError('ECDSA key type does not match scheme');
    }
    let key;
    // If key is already PEM-encoded we can just parse it
    if (keyInfo.keyVal.startsWith(PEM_HEADER)) {
        key = crypto_1.default.createPublicKey(keyInfo.keyVal);
    }
    else {
        // If key is not PEM-encoded it had better be hex
        if (!isHex(keyInfo.keyVal)) {
            throw new error_1.CryptoError('Invalid key format');
        }
        key = crypto_1.default.createPublicKey({
            key: ecdsa.hexToDER(keyInfo.keyVal, curveOID),
            format: 'der',
            type: 'spki',
        });
    }
    if (key.asymmetricKeyType !== 'ec' ||
        key.asymmetricKeyDetails?.namedCurve !== namedCurve) {
        throw new error_1.CryptoError('ECDSA key curve does not match scheme');
    }
    return { key, hashAlgorithm };
}
const ed25519 = {
    // Translates a hex key into a crypto KeyObject
    // https://keygen.sh/blog/how-to-use-hexadecimal-ed25519-keys-in-node/
    hexToDER: (hex) => {
        const key = Buffer.from(hex, 'hex');
        const oid = (0, oid_1.encodeOIDString)(OID_EDDSA);
        // Create a byte sequence containing the OID and key
        const elements = Buffer.concat([
            Buffer.concat([
                Buffer.from([ASN1_TAG_SEQUENCE]),
                Buffer.from([oid.length]),
                oid,
            ]),
            Buffer.concat([
                Buffer.from([ANS1_TAG_BIT_STRING]),
                Buffer.from([key.length + 1]),
                Buffer.from([NULL_BYTE]),
                key,
            ]),
        ]);
        // Wrap up by creating a sequence of elements
        const der = Buffer.concat([
            Buffer.from([ASN1_TAG_SEQUENCE]),
            Buffer.from([elements.length]),
            elements,
        ]);
        return der;
    },
};
const ecdsa = {
    hexToDER: (hex, curveOID) => {
        const key = Buffer.from(hex, 'hex');
        const bitString = Buffer.concat([
            Buffer.from([ANS1_TAG_BIT_STRING]),
            Buffer.from([key.length + 1]),
            Buffer.from([NULL_BYTE]),
            key,
        ]);
        const oids = Buffer.concat([
            (0, oid_1.encodeOIDString)(OID_EC_PUBLIC_KEY),
            (0, oid_1.encodeOIDString)(curveOID),
        ]);
        const oidSequence = Buffer.concat([
            Buffer.from([ASN1_TAG_SEQUENCE]),
            Buffer.from([oids.length]),
            oids,
        ]);
        // Wrap up by creating a sequence of elements
        const der = Buffer.concat([
            Buffer.from([ASN1_TAG_SEQUENCE]),
            Buffer.from([oidSequence.length + bitString.length]),
            oidSequence,
            bitString,
        ]);
        return der;
    },
};
const isHex = (key) => /^[0-9a-fA-F]+$/.test(key);


/***/ }),

/***/ 334:
/***/ ((__unused_webpack_module, exports) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.encodeOIDString = encodeOIDString;
const ANS1_TAG_OID = 0x06;
function encodeOIDString(oid) {
    const parts = oid.split('.');
    // The first two subidentifiers are encoded into the first byte
    const first = parseInt(parts[0], 10) * 40 + parseInt(parts[1], 10);
    const rest = [];
    parts.slice(2).forEach((part) => {
        const bytes = encodeVariableLengthInteger(parseInt(part, 10));
        rest.push(...bytes);
    });
    const der = Buffer.from([first, ...rest]);
    return Buffer.from([ANS1_TAG_OID, der.length, ...der]);
}
function encodeVariableLengthInteger(value) {
    const bytes = [];
    let mask = 0x00;
    do {
        bytes.unshift((value & 0x7f) | mask);
        value >>= 7;
        mask = 0x80;
    } while (value > 0);
    return bytes;
}


/***/ }),

/***/ 4405:
/***/ (function(__unused_webpack_module, exports, __nccwpck_require__) {


var __importDefault = (this && this.__importDefault) || function (mod) {
    return (mod && mod.__esModule) ? mod : { "default": mod };
};
Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.verifySignature = void 0;
const canonical_json_1 = __nccwpck_require__(5178);
const crypto_1 = __importDefault(__nccwpck_require__(6982));
const verifySignature = (metaDataSignedData, key, signature) => {
    const canonicalData = Buffer.from((0, canonical_json_1.canonicalize)(metaDataSignedData));
    return crypto_1.default.verify(key.hashAlgorithm, canonicalData, key, Buffer.from(signature, 'hex'));
};
exports.verifySignature = verifySignature;


/***/ }),

/***/ 6110:
/***/ ((module, exports, __nccwpck_require__) => {

/* eslint-env browser */

/**
 * This is the web browser implementation of `debug()`.
 */

exports.formatArgs = formatArgs;
exports.save = save;
exports.load = load;
exports.useColors = useColors;
exports.storage = localstorage();
exports.destroy = (() => {
	let warned = false;

	return () => {
		if (!warned) {
			warned = true;
			console.warn('Instance method `debug.destroy()` is deprecated and no longer does anything. It will be removed in the next major version of `debug`.');
		}
	};
})();

/**
 * Colors.
 */

exports.colors = [
	'#0000CC',
	'#0000FF',
	'#0033CC',
	'#0033FF',
	'#0066CC',
	'#0066FF',
	'#0099CC',
	'#0099FF',
	'#00CC00',
	'#00CC33',
	'#00CC66',
	'#00CC99',
	'#00CCCC',
	'#00CCFF',
	'#3300CC',
	'#3300FF',
	'#3333CC',
	'#3333FF',
	'#3366CC',
	'#3366FF',
	'#3399CC',
	'#3399FF',
	'#33CC00',
	'#33CC33',
	'#33CC66',
	'#33CC99',
	'#33CCCC',
	'#33CCFF',
	'#6600CC',
	'#6600FF',
	'#6633CC',
	'#6633FF',
	'#66CC00',
	'#66CC33',
	'#9900CC',
	'#9900FF',
	'#9933CC',
	'#9933FF',
	'#99CC00',
	'#99CC33',
	'#CC0000',
	'#CC0033',
	'#CC0066',
	'#CC0099',
	'#CC00CC',
	'#CC00FF',
	'#CC3300',
	'#CC3333',
	'#CC3366',
	'#CC3399',
	'#CC33CC',
	'#CC33FF',
	'#CC6600',
	'#CC6633',
	'#CC9900',
	'#CC9933',
	'#CCCC00',
	'#CCCC33',
	'#FF0000',
	'#FF0033',
	'#FF0066',
	'#FF0099',
	'#FF00CC',
	'#FF00FF',
	'#FF3300',
	'#FF3333',
	'#FF3366',
	'#FF3399',
	'#FF33CC',
	'#FF33FF',
	'#FF6600',
	'#FF6633',
	'#FF9900',
	'#FF9933',
	'#FFCC00',
	'#FFCC33'
];

/**
 * Currently only WebKit-based Web Inspectors, Firefox >= v31,
 * and the Firebug extension (any Firefox version) are known
 * to support "%c" CSS customizations.
 *
 * TODO: add a `localStorage` variable to explicitly enable/disable colors
 */

// eslint-disable-next-line complexity
function useColors() {
	// NB: In an Electron preload script, document will be defined but not fully
	// initialized. Since we know we're in Chrome, we'll just detect this case
	// explicitly
	if (typeof window !== 'undefined' && window.process && (window.process.type === 'renderer' || window.process.__nwjs)) {
		return true;
	}

	// Internet Explorer and Edge do not support colors.
	if (typeof navigator !== 'undefined' && navigator.userAgent && navigator.userAgent.toLowerCase().match(/(edge|trident)\/(\d+)/)) {
		return false;
	}

	let m;

	// Is webkit? http://stackoverflow.com/a/16459606/376773
	// document is undefined in react-native: https://github.com/facebook/react-native/pull/1632
	// eslint-disable-next-line no-return-assign
	return (typeof document !== 'undefined' && document.documentElement && document.documentElement.style && document.documentElement.style.WebkitAppearance) ||
		// Is firebug? http://stackoverflow.com/a/398120/376773
		(typeof window !== 'undefined' && window.console && (window.console.firebug || (window.console.exception && window.console.table))) ||
		// Is firefox >= v31?
		// https://developer.mozilla.org/en-US/docs/Tools/Web_Console#Styling_messages
		(typeof navigator !== 'undefined' && navigator.userAgent && (m = navigator.userAgent.toLowerCase().match(/firefox\/(\d+)/)) && parseInt(m[1], 10) >= 31) ||
		// Double check webkit in userAgent just in case we are in a worker
		(typeof navigator !== 'undefined' && navigator.userAgent && navigator.userAgent.toLowerCase().match(/applewebkit\/(\d+)/));
}

/**
 * Colorize log arguments if enabled.
 *
 * @api public
 */

function formatArgs(args) {
	args[0] = (this.useColors ? '%c' : '') +
		this.namespace +
		(this.useColors ? ' %c' : ' ') +
		args[0] +
		(this.useColors ? '%c ' : ' ') +
		'+' + module.exports.humanize(this.diff);

	if (!this.useColors) {
		return;
	}

	const c = 'color: ' + this.color;
	args.splice(1, 0, c, 'color: inherit');

	// The final "%c" is somewhat tricky, because there could be other
	// arguments passed either before or after the %c, so we need to
	// figure out the correct index to insert the CSS into
	let index = 0;
	let lastC = 0;
	args[0].replace(/%[a-zA-Z%]/g, match => {
		if (match === '%%') {
			return;
		}
		index++;
		if (match === '%c') {
			// We only are interested in the *last* %c
			// (the user may have provided their own)
			lastC = index;
		}
	});

	args.splice(lastC, 0, c);
}

/**
 * Invokes `console.debug()` when available.
 * No-op when `console.debug` is not a "function".
 * If `console.debug` is not available, falls back
 * to `console.log`.
 *
 * @api public
 */
exports.log = console.debug || console.log || (() => {});

/**
 * Save `namespaces`.
 *
 * @param {String} namespaces
 * @api private
 */
function save(namespaces) {
	try {
		if (namespaces) {
			exports.storage.setItem('debug', namespaces);
		} else {
			exports.storage.removeItem('debug');
		}
	} catch (error) {
		// Swallow
		// XXX (@Qix-) should we be logging these?
	}
}

/**
 * Load `namespaces`.
 *
 * @return {String} returns the previously persisted debug modes
 * @api private
 */
function load() {
	let r;
	try {
		r = exports.storage.getItem('debug') || exports.storage.getItem('DEBUG') ;
	} catch (error) {
		// Swallow
		// XXX (@Qix-) should we be logging these?
	}

	// If debug isn't set in LS, and we're in Electron, try to load $DEBUG
	if (!r && typeof process !== 'undefined' && 'env' in process) {
		r = process.env.DEBUG;
	}

	return r;
}

/**
 * Localstorage attempts to return the localstorage.
 *
 * This is necessary because safari throws
 * when a user disables cookies/localstorage
 * and you attempt to access it.
 *
 * @return {LocalStorage}
 * @api private
 */

function localstorage() {
	try {
		// TVMLKit (Apple TV JS Runtime) does not have a window object, just localStorage in the global context
		// The Browser also has localStorage in the global context.
		return localStorage;
	} catch (error) {
		// Swallow
		// XXX (@Qix-) should we be logging these?
	}
}

module.exports = __nccwpck_require__(897)(exports);

const {formatters} = module.exports;

/**
 * Map %j to `JSON.stringify()`, since no Web Inspectors do that by default.
 */

formatters.j = function (v) {
	try {
		return JSON.stringify(v);
	} catch (error) {
		return '[UnexpectedJSONParseError]: ' + error.message;
	}
};


/***/ }),

/***/ 897:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {


/**
 * This is the common logic for both the Node.js and web browser
 * implementations of `debug()`.
 */

function setup(env) {
	createDebug.debug = createDebug;
	createDebug.default = createDebug;
	createDebug.coerce = coerce;
	createDebug.disable = disable;
	createDebug.enable = enable;
	createDebug.enabled = enabled;
	createDebug.humanize = __nccwpck_require__(744);
	createDebug.destroy = destroy;

	Object.keys(env).forEach(key => {
		createDebug[key] = env[key];
	});

	/**
	* The currently active debug mode names, and names to skip.
	*/

	createDebug.names = [];
	createDebug.skips = [];

	/**
	* Map of special "%n" handling functions, for the debug "format" argument.
	*
	* Valid key names are a single, lower or upper-case letter, i.e. "n" and "N".
	*/
	createDebug.formatters = {};

	/**
	* Selects a color for a debug namespace
	* @param {String} namespace The namespace string for the debug instance to be colored
	* @return {Number|String} An ANSI color code for the given namespace
	* @api private
	*/
	function selectColor(namespace) {
		let hash = 0;

		for (let i = 0; i < namespace.length; i++) {
			hash = ((hash << 5) - hash) + namespace.charCodeAt(i);
			hash |= 0; // Convert to 32bit integer
		}

		return createDebug.colors[Math.abs(hash) % createDebug.colors.length];
	}
	createDebug.selectColor = selectColor;

	/**
	* Create a debugger with the given `namespace`.
	*
	* @param {String} namespace
	* @return {Function}
	* @api public
	*/
	function createDebug(namespace) {
		let prevTime;
		let enableOverride = null;
		let namespacesCache;
		let enabledCache;

		function debug(...args) {
			// Disabled?
			if (!debug.enabled) {
				return;
			}

			const self = debug;

			// Set `diff` timestamp
			const curr = Number(new Date());
			const ms = curr - (prevTime || curr);
			self.diff = ms;
			self.prev = prevTime;
			self.curr = curr;
			prevTime = curr;

			args[0] = createDebug.coerce(args[0]);

			if (typeof args[0] !== 'string') {
				// Anything else let's inspect with %O
				args.unshift('%O');
			}

			// Apply any `formatters` transformations
			let index = 0;
			args[0] = args[0].replace(/%([a-zA-Z%])/g, (match, format) => {
				// If we encounter an escaped % then don't increase the array index
				if (match === '%%') {
					return '%';
				}
				index++;
				const formatter = createDebug.formatters[format];
				if (typeof formatter === 'function') {
					const val = args[index];
					match = formatter.call(self, val);

					// Now we need to remove `args[index]` since it's inlined in the `format`
					args.splice(index, 1);
					index--;
				}
				return match;
			});

			// Apply env-specific formatting (colors, etc.)
			createDebug.formatArgs.call(self, args);

			const logFn = self.log || createDebug.log;
			logFn.apply(self, args);
		}

		debug.namespace = namespace;
		debug.useColors = createDebug.useColors();
		debug.color = createDebug.selectColor(namespace);
		debug.extend = extend;
		debug.destroy = createDebug.destroy; // XXX Temporary. Will be removed in the next major release.

		Object.defineProperty(debug, 'enabled', {
			enumerable: true,
			configurable: false,
			get: () => {
				if (enableOverride !== null) {
					return enableOverride;
				}
				if (namespacesCache !== createDebug.namespaces) {
					namespacesCache = createDebug.namespaces;
					enabledCache = createDebug.enabled(namespace);
				}

				return enabledCache;
			},
			set: v => {
				enableOverride = v;
			}
		});

		// Env-specific initialization logic for debug instances
		if (typeof createDebug.init === 'function') {
			createDebug.init(debug);
		}

		return debug;
	}

	function extend(namespace, delimiter) {
		const newDebug = createDebug(this.namespace + (typeof delimiter === 'undefined' ? ':' : delimiter) + namespace);
		newDebug.log = this.log;
		return newDebug;
	}

	/**
	* Enables a debug mode by namespaces. This can include modes
	* separated by a colon and wildcards.
	*
	* @param {String} namespaces
	* @api public
	*/
	function enable(namespaces) {
		createDebug.save(namespaces);
		createDebug.namespaces = namespaces;

		createDebug.names = [];
		createDebug.skips = [];

		const split = (typeof namespaces === 'string' ? namespaces : '')
			.trim()
			.replace(/\s+/g, ',')
			.split(',')
			.filter(Boolean);

		for (const ns of split) {
			if (ns[0] === '-') {
				createDebug.skips.push(ns.slice(1));
			} else {
				createDebug.names.push(ns);
			}
		}
	}

	/**
	 * Checks if the given string matches a namespace template, honoring
	 * asterisks as wildcards.
	 *
	 * @param {String} search
	 * @param {String} template
	 * @return {Boolean}
	 */
	function matchesTemplate(search, template) {
		let searchIndex = 0;
		let templateIndex = 0;
		let starIndex = -1;
		let matchIndex = 0;

		while (searchIndex < search.length) {
			if (templateIndex < template.length && (template[templateIndex] === search[searchIndex] || template[templateIndex] === '*')) {
				// Match character or proceed with wildcard
				if (template[templateIndex] === '*') {
					starIndex = templateIndex;
					matchIndex = searchIndex;
					templateIndex++; // Skip the '*'
				} else {
					searchIndex++;
					templateIndex++;
				}
			} else if (starIndex !== -1) { // eslint-disable-line no-negated-condition
				// Backtrack to the last '*' and try to match more characters
				templateIndex = starIndex + 1;
				matchIndex++;
				searchIndex = matchIndex;
			} else {
				return false; // No match
			}
		}

		// Handle trailing '*' in template
		while (templateIndex < template.length && template[templateIndex] === '*') {
			templateIndex++;
		}

		return templateIndex === template.length;
	}

	/**
	* Disable debug output.
	*
	* @return {String} namespaces
	* @api public
	*/
	function disable() {
		const namespaces = [
			...createDebug.names,
			...createDebug.skips.map(namespace => '-' + namespace)
		].join(',');
		createDebug.enable('');
		return namespaces;
	}

	/**
	* Returns true if the given mode name is enabled, false otherwise.
	*
	* @param {String} name
	* @return {Boolean}
	* @api public
	*/
	function enabled(name) {
		for (const skip of createDebug.skips) {
			if (matchesTemplate(name, skip)) {
				return false;
			}
		}

		for (const ns of createDebug.names) {
			if (matchesTemplate(name, ns)) {
				return true;
			}
		}

		return false;
	}

	/**
	* Coerce `val`.
	*
	* @param {Mixed} val
	* @return {Mixed}
	* @api private
	*/
	function coerce(val) {
		if (val instanceof Error) {
			return val.stack || val.message;
		}
		return val;
	}

	/**
	* XXX DO NOT USE. This is a temporary stub function.
	* XXX It WILL be removed in the next major release.
	*/
	function destroy() {
		console.warn('Instance method `debug.destroy()` is deprecated and no longer does anything. It will be removed in the next major version of `debug`.');
	}

	createDebug.enable(createDebug.load());

	return createDebug;
}

module.exports = setup;


/***/ }),

/***/ 2830:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {

/**
 * Detect Electron renderer / nwjs process, which is node, but we should
 * treat as a browser.
 */

if (typeof process === 'undefined' || process.type === 'renderer' || process.browser === true || process.__nwjs) {
	module.exports = __nccwpck_require__(6110);
} else {
	module.exports = __nccwpck_require__(5108);
}


/***/ }),

/***/ 5108:
/***/ ((module, exports, __nccwpck_require__) => {

/**
 * Module dependencies.
 */

const tty = __nccwpck_require__(2018);
const util = __nccwpck_require__(9023);

/**
 * This is the Node.js implementation of `debug()`.
 */

exports.init = init;
exports.log = log;
exports.formatArgs = formatArgs;
exports.save = save;
exports.load = load;
exports.useColors = useColors;
exports.destroy = util.deprecate(
	() => {},
	'Instance method `debug.destroy()` is deprecated and no longer does anything. It will be removed in the next major version of `debug`.'
);

/**
 * Colors.
 */

exports.colors = [6, 2, 3, 4, 5, 1];

try {
	// Optional dependency (as in, doesn't need to be installed, NOT like optionalDependencies in package.json)
	// eslint-disable-next-line import/no-extraneous-dependencies
	const supportsColor = __nccwpck_require__(75);

	if (supportsColor && (supportsColor.stderr || supportsColor).level >= 2) {
		exports.colors = [
			20,
			21,
			26,
			27,
			32,
			33,
			38,
			39,
			40,
			41,
			42,
			43,
			44,
			45,
			56,
			57,
			62,
			63,
			68,
			69,
			74,
			75,
			76,
			77,
			78,
			79,
			80,
			81,
			92,
			93,
			98,
			99,
			112,
			113,
			128,
			129,
			134,
			135,
			148,
			149,
			160,
			161,
			162,
			163,
			164,
			165,
			166,
			167,
			168,
			169,
			170,
			171,
			172,
			173,
			178,
			179,
			184,
			185,
			196,
			197,
			198,
			199,
			200,
			201,
			202,
			203,
			204,
			205,
			206,
			207,
			208,
			209,
			214,
			215,
			220,
			221
		];
	}
} catch (error) {
	// Swallow - we only care if `supports-color` is available; it doesn't have to be.
}

/**
 * Build up the default `inspectOpts` object from the environment variables.
 *
 *   $ DEBUG_COLORS=no DEBUG_DEPTH=10 DEBUG_SHOW_HIDDEN=enabled node script.js
 */

exports.inspectOpts = Object.keys(process.env).filter(key => {
	return /^debug_/i.test(key);
}).reduce((obj, key) => {
	// Camel-case
	const prop = key
		.substring(6)
		.toLowerCase()
		.replace(/_([a-z])/g, (_, k) => {
			return k.toUpperCase();
		});

	// Coerce string value into JS value
	let val = process.env[key];
	if (/^(yes|on|true|enabled)$/i.test(val)) {
		val = true;
	} else if (/^(no|off|false|disabled)$/i.test(val)) {
		val = false;
	} else if (val === 'null') {
		val = null;
	} else {
		val = Number(val);
	}

	obj[prop] = val;
	return obj;
}, {});

/**
 * Is stdout a TTY? Colored output is enabled when `true`.
 */

function useColors() {
	return 'colors' in exports.inspectOpts ?
		Boolean(exports.inspectOpts.colors) :
		tty.isatty(process.stderr.fd);
}

/**
 * Adds ANSI color escape codes if enabled.
 *
 * @api public
 */

function formatArgs(args) {
	const {namespace: name, useColors} = this;

	if (useColors) {
		const c = this.color;
		const colorCode = '\u001B[3' + (c < 8 ? c : '8;5;' + c);
		const prefix = `  ${colorCode};1m${name} \u001B[0m`;

		args[0] = prefix + args[0].split('\n').join('\n' + prefix);
		args.push(colorCode + 'm+' + module.exports.humanize(this.diff) + '\u001B[0m');
	} else {
		args[0] = getDate() + name + ' ' + args[0];
	}
}

function getDate() {
	if (exports.inspectOpts.hideDate) {
		return '';
	}
	return new Date().toISOString() + ' ';
}

/**
 * Invokes `util.formatWithOptions()` with the specified arguments and writes to stderr.
 */

function log(...args) {
	return process.stderr.write(util.formatWithOptions(exports.inspectOpts, ...args) + '\n');
}

/**
 * Save `namespaces`.
 *
 * @param {String} namespaces
 * @api private
 */
function save(namespaces) {
	if (namespaces) {
		process.env.DEBUG = namespaces;
	} else {
		// If you set a process.env field to null or undefined, it gets cast to the
		// string 'null' or 'undefined'. Just delete instead.
		delete process.env.DEBUG;
	}
}

/**
 * Load `namespaces`.
 *
 * @return {String} returns the previously persisted debug modes
 * @api private
 */

function load() {
	return process.env.DEBUG;
}

/**
 * Init logic for `debug` instances.
 *
 * Create a new `inspectOpts` object in case `useColors` is set
 * differently for a particular `debug` instance.
 */

function init(debug) {
	debug.inspectOpts = {};

	const keys = Object.keys(exports.inspectOpts);
	for (let i = 0; i < keys.length; i++) {
		debug.inspectOpts[keys[i]] = exports.inspectOpts[keys[i]];
	}
}

module.exports = __nccwpck_require__(897)(exports);

const {formatters} = module.exports;

/**
 * Map %o to `util.inspect()`, all on a single line.
 */

formatters.o = function (v) {
	this.inspectOpts.colors = this.useColors;
	return util.inspect(v, this.inspectOpts)
		.split('\n')
		.map(str => str.trim())
		.join(' ');
};

/**
 * Map %O to `util.inspect()`, allowing multiple lines if needed.
 */

formatters.O = function (v) {
	this.inspectOpts.colors = this.useColors;
	return util.inspect(v, this.inspectOpts);
};


/***/ }),

/***/ 744:
/***/ ((module) => {

/**
 * Helpers.
 */

var s = 1000;
var m = s * 60;
var h = m * 60;
var d = h * 24;
var w = d * 7;
var y = d * 365.25;

/**
 * Parse or format the given `val`.
 *
 * Options:
 *
 *  - `long` verbose formatting [false]
 *
 * @param {String|Number} val
 * @param {Object} [options]
 * @throws {Error} throw an error if val is not a non-empty string or a number
 * @return {String|Number}
 * @api public
 */

module.exports = function (val, options) {
  options = options || {};
  var type = typeof val;
  if (type === 'string' && val.length > 0) {
    return parse(val);
  } else if (type === 'number' && isFinite(val)) {
    return options.long ? fmtLong(val) : fmtShort(val);
  }
  throw new Error(
    'val is not a non-empty string or a valid number. val=' +
      JSON.stringify(val)
  );
};

/**
 * Parse the given `str` and return milliseconds.
 *
 * @param {String} str
 * @return {Number}
 * @api private
 */

function parse(str) {
  str = String(str);
  if (str.length > 100) {
    return;
  }
  var match = /^(-?(?:\d+)?\.?\d+) *(milliseconds?|msecs?|ms|seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|h|days?|d|weeks?|w|years?|yrs?|y)?$/i.exec(
    str
  );
  if (!match) {
    return;
  }
  var n = parseFloat(match[1]);
  var type = (match[2] || 'ms').toLowerCase();
  switch (type) {
    case 'years':
    case 'year':
    case 'yrs':
    case 'yr':
    case 'y':
      return n * y;
    case 'weeks':
    case 'week':
    case 'w':
      return n * w;
    case 'days':
    case 'day':
    case 'd':
      return n * d;
    case 'hours':
    case 'hour':
    case 'hrs':
    case 'hr':
    case 'h':
      return n * h;
    case 'minutes':
    case 'minute':
    case 'mins':
    case 'min':
    case 'm':
      return n * m;
    case 'seconds':
    case 'second':
    case 'secs':
    case 'sec':
    case 's':
      return n * s;
    case 'milliseconds':
    case 'millisecond':
    case 'msecs':
    case 'msec':
    case 'ms':
      return n;
    default:
      return undefined;
  }
}

/**
 * Short format for `ms`.
 *
 * @param {Number} ms
 * @return {String}
 * @api private
 */

function fmtShort(ms) {
  var msAbs = Math.abs(ms);
  if (msAbs >= d) {
    return Math.round(ms / d) + 'd';
  }
  if (msAbs >= h) {
    return Math.round(ms / h) + 'h';
  }
  if (msAbs >= m) {
    return Math.round(ms / m) + 'm';
  }
  if (msAbs >= s) {
    return Math.round(ms / s) + 's';
  }
  return ms + 'ms';
}

/**
 * Long format for `ms`.
 *
 * @param {Number} ms
 * @return {String}
 * @api private
 */

function fmtLong(ms) {
  var msAbs = Math.abs(ms);
  if (msAbs >= d) {
    return plural(ms, msAbs, d, 'day');
  }
  if (msAbs >= h) {
    return plural(ms, msAbs, h, 'hour');
  }
  if (msAbs >= m) {
    return plural(ms, msAbs, m, 'minute');
  }
  if (msAbs >= s) {
    return plural(ms, msAbs, s, 'second');
  }
  return ms + ' ms';
}

/**
 * Pluralization helper.
 */

function plural(ms, msAbs, n, name) {
  var isPlural = msAbs >= n * 1.5;
  return Math.round(ms / n) + ' ' + name + (isPlural ? 's' : '');
}


/***/ }),

/***/ 2730:
/***/ ((__unused_webpack_module, exports) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.defaultConfig = void 0;
exports.defaultConfig = {
    maxRootRotations: 256,
    maxDelegations: 32,
    rootMaxLength: 512000, //bytes
    timestampMaxLength: 16384, // bytes
    snapshotMaxLength: 2000000, // bytes
    targetsMaxLength: 5000000, // bytes
    prefixTargetsWithHash: true,
    fetchTimeout: 100000, // milliseconds
    fetchRetries: undefined,
    fetchRetry: 2,
    userAgent: '',
};


/***/ }),

/***/ 6376:
/***/ ((__unused_webpack_module, exports) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.DownloadHTTPError = exports.DownloadLengthMismatchError = exports.DownloadError = exports.ExpiredMetadataError = exports.EqualVersionError = exports.BadVersionError = exports.RepositoryError = exports.PersistError = exports.RuntimeError = exports.ValueError = void 0;
// An error about insufficient values
class ValueError extends Error {
}
exports.ValueError = ValueError;
class RuntimeError extends Error {
}
exports.RuntimeError = RuntimeError;
class PersistError extends Error {
}
exports.PersistError = PersistError;
// An error with a repository's state, such as a missing file.
// It covers all exceptions that come from the repository side when
// looking from the perspective of users of metadata API or ngclient.
class RepositoryError extends Error {
}
exports.RepositoryError = RepositoryError;
// An error for metadata that contains an invalid version number.
class BadVersionError extends RepositoryError {
}
exports.BadVersionError = BadVersionError;
// An error for metadata containing a previously verified version number.
class EqualVersionError extends BadVersionError {
}
exports.EqualVersionError = EqualVersionError;
// Indicate that a TUF Metadata file has expired.
class ExpiredMetadataError extends RepositoryError {
}
exports.ExpiredMetadataError = ExpiredMetadataError;
//----- Download Errors -------------------------------------------------------
// An error occurred while attempting to download a file.
class DownloadError extends Error {
}
exports.DownloadError = DownloadError;
// Indicate that a mismatch of lengths was seen while downloading a file
class DownloadLengthMismatchError extends DownloadError {
}
exports.DownloadLengthMismatchError = DownloadLengthMismatchError;
// Returned by FetcherInterface implementations for HTTP errors.
class DownloadHTTPError extends DownloadError {
    statusCode;
    constructor(message, statusCode) {
        super(message);
        this.statusCode = statusCode;
    }
}
exports.DownloadHTTPError = DownloadHTTPError;


/***/ }),

/***/ 6337:
/***/ (function(__unused_webpack_module, exports, __nccwpck_require__) {


var __importDefault = (this && this.__importDefault) || function (mod) {
    return (mod && mod.__esModule) ? mod : { "default": mod };
};
Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.DefaultFetcher = exports.BaseFetcher = void 0;
const debug_1 = __importDefault(__nccwpck_require__(2830));
const fs_1 = __importDefault(__nccwpck_require__(9896));
const util_1 = __importDefault(__nccwpck_require__(9023));
const error_1 = __nccwpck_require__(6376);
const tmpfile_1 = __nccwpck_require__(4611);
const promise_retry_1 = __nccwpck_require__(9498);
const log = (0, debug_1.default)('tuf:fetch');
const USER_AGENT_HEADER = 'User-Agent';
class BaseFetcher {
    // Download file from given URL. The file is downloaded to a temporary
    // location and then passed to the given handler. The handler is responsible
    // for moving the file to its final location. The temporary file is deleted
    // after the handler returns.
    async downloadFile(url, maxLength, handler) {
        return (0, tmpfile_1.withTempFile)(async (tmpFile) => {
            const reader = await this.fetch(url);
            let numberOfBytesReceived = 0;
            const fileStream = fs_1.default.createWriteStream(tmpFile);
            // Read the stream a chunk at a time so that we can check
            // the length of the file as we go
            const streamReader = reader.getReader();
            try {
                while (true) {
                    const { done, value: chunk } = await streamReader.read();
                    if (done) {
                        break;
                    }
                    numberOfBytesReceived += chunk.length;
                    if (numberOfBytesReceived > maxLength) {
                        throw new error_1.DownloadLengthMismatchError('Max length reached');
                    }
                    await writeBufferToStream(fileStream, Buffer.from(chunk));
                }
            }
            finally {
                streamReader.releaseLock();
                // Make sure we always close the stream
                // eslint-disable-next-line @typescript-eslint/unbound-method
                await util_1.default.promisify(fileStream.close).bind(fileStream)();
            }
            return handler(tmpFile);
        });
    }
    // Download bytes from given URL.
    async downloadBytes(url, maxLength) {
        return this.downloadFile(url, maxLength, async (file) => {
            const stream = fs_1.default.createReadStream(file);
            const chunks = [];
            for await (const chunk of stream) {
                chunks.push(chunk);
            }
            return Buffer.concat(chunks);
        });
    }
}
exports.BaseFetcher = BaseFetcher;
class DefaultFetcher extends BaseFetcher {
    userAgent;
    timeout;
    retry;
    constructor(options = {}) {
        super();
        this.userAgent = options.userAgent;
        this.timeout = options.timeout;
        // Map retry to OperationOptions
        if (options.retry === true) {
            this.retry = { forever: true };
        }
        else if (options.retry === false || options.retry === undefined) {
            this.retry = undefined;
        }
        else if (typeof options.retry === 'number') {
            if (options.retry < 0) {
                throw new Error('Retry count must be non-negative number');
            }
            this.retry = { retries: options.retry };
        }
        else {
            this.retry = options.retry;
        }
    }
    async fetch(url) {
        const shouldRetry = this.retry !== undefined;
        return (0, promise_retry_1.promiseRetry)(async (retry, number) => {
            log('GET %s (attempt %d)', url, number);
            let response;
            try {
                response = await fetch(url, {
                    headers: {
                        [USER_AGENT_HEADER]: this.userAgent || '',
                    },
                    signal: this.timeout
                        ? AbortSignal.timeout(this.timeout)
                        : undefined,
                });
            }
            catch (error) {
                const err = error instanceof Error ? error : new Error(String(error));
                if (shouldRetry) {
                    return retry(err);
                }
                throw err;
            }
            if (!response.ok || !response.body) {
                const err = new error_1.DownloadHTTPError('Failed to download', response.status);
                if (shouldRetry && response.status >= 500 && response.status < 600) {
                    return retry(err);
                }
                throw err;
            }
            return response.body;
        }, this.retry);
    }
}
exports.DefaultFetcher = DefaultFetcher;
const writeBufferToStream = async (stream, buffer) => {
    return new Promise((resolve, reject) => {
        stream.write(buffer, (err) => {
            if (err) {
                reject(err);
            }
            resolve(true);
        });
    });
};


/***/ }),

/***/ 4706:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {

var __webpack_unused_export__;

__webpack_unused_export__ = ({ value: true });
exports.Sx = exports.xv = __webpack_unused_export__ = void 0;
var models_1 = __nccwpck_require__(8908);
__webpack_unused_export__ = ({ enumerable: true, get: function () { return models_1.TargetFile; } });
var fetcher_1 = __nccwpck_require__(6337);
Object.defineProperty(exports, "xv", ({ enumerable: true, get: function () { return fetcher_1.BaseFetcher; } }));
var updater_1 = __nccwpck_require__(6903);
Object.defineProperty(exports, "Sx", ({ enumerable: true, get: function () { return updater_1.Updater; } }));


/***/ }),

/***/ 5683:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.TrustedMetadataStore = void 0;
const models_1 = __nccwpck_require__(8908);
const error_1 = __nccwpck_require__(6376);
class TrustedMetadataStore {
    trustedSet = {};
    referenceTime;
    constructor(rootData) {
        // Client workflow 5.1: record fixed update start time
        this.referenceTime = new Date();
        // Client workflow 5.2: load trusted root metadata
        this.loadTrustedRoot(rootData);
    }
    get root() {
        if (!this.trustedSet.root) {
            throw new ReferenceError('No trusted root metadata');
        }
        return this.trustedSet.root;
    }
    get timestamp() {
        return this.trustedSet.timestamp;
    }
    get snapshot() {
        return this.trustedSet.snapshot;
    }
    get targets() {
        return this.trustedSet.targets;
    }
    getRole(name) {
        return this.trustedSet[name];
    }
    updateRoot(bytesBuffer) {
        // eslint-disable-next-line @typescript-eslint/no-unsafe-assignment
        const data = JSON.parse(bytesBuffer.toString('utf8'));
        // eslint-disable-next-line @typescript-eslint/no-unsafe-argument
        const newRoot = models_1.Metadata.fromJSON(models_1.MetadataKind.Root, data);
        if (newRoot.signed.type != models_1.MetadataKind.Root) {
            throw new error_1.RepositoryError(`Expected 'root', got ${newRoot.signed.type}`);
        }
        // Client workflow 5.4: check for arbitrary software attack
        this.root.verifyDelegate(models_1.MetadataKind.Root, newRoot);
        // Client workflow 5.5: check for rollback attack
        if (newRoot.signed.version != this.root.signed.version + 1) {
            throw new error_1.BadVersionError(`Expected version ${this.root.signed.version + 1}, got ${newRoot.signed.version}`);
        }
        // Check that new root is signed by self
        newRoot.verifyDelegate(models_1.MetadataKind.Root, newRoot);
        // Client workflow 5.7: set new root as trusted root
        this.trustedSet.root = newRoot;
        return newRoot;
    }
    updateTimestamp(bytesBuffer) {
        if (this.snapshot) {
            throw new error_1.RuntimeError('Cannot update timestamp after snapshot');
        }
        if (this.root.signed.isExpired(this.referenceTime)) {
            throw new error_1.ExpiredMetadataError('Final root.json is expired');
        }
        // eslint-disable-next-line @typescript-eslint/no-unsafe-assignment
        const data = JSON.parse(bytesBuffer.toString('utf8'));
        // eslint-disable-next-line @typescript-eslint/no-unsafe-argument
        const newTimestamp = models_1.Metadata.fromJSON(models_1.MetadataKind.Timestamp, data);
        if (newTimestamp.signed.type != models_1.MetadataKind.Timestamp) {
            throw new error_1.RepositoryError(`Expected 'timestamp', got ${newTimestamp.signed.type}`);
        }
        // Client workflow 5.4.2: check for arbitrary software attack
        this.root.verifyDelegate(models_1.MetadataKind.Timestamp, newTimestamp);
        if (this.timestamp) {
            // Prevent rolling back timestamp version
            // Client workflow 5.4.3.1: check for rollback attack
            if (newTimestamp.signed.version < this.timestamp.signed.version) {
                throw new error_1.BadVersionError(`New timestamp version ${newTimestamp.signed.version} is less than current version ${this.timestamp.signed.version}`);
            }
            //  Keep using old timestamp if versions are equal.
            if (newTimestamp.signed.version === this.timestamp.signed.version) {
                throw new error_1.EqualVersionError(`New timestamp version ${newTimestamp.signed.version} is equal to current version ${this.timestamp.signed.version}`);
            }
            // Prevent rolling back snapshot version
            // Client workflow 5.4.3.2: check for rollback attack
            const snapshotMeta = this.timestamp.signed.snapshotMeta;
            const newSnapshotMeta = newTimestamp.signed.snapshotMeta;
            if (newSnapshotMeta.version < snapshotMeta.version) {
                throw new error_1.BadVersionError(`New snapshot version ${newSnapshotMeta.version} is less than current version ${snapshotMeta.version}`);
            }
        }
        // expiry not checked to allow old timestamp to be used for rollback
        // protection of new timestamp: expiry is checked in update_snapshot
        this.trustedSet.timestamp = newTimestamp;
        // Client workflow 5.4.4: check for freeze attack
        this.checkFinalTimestamp();
        return newTimestamp;
    }
    updateSnapshot(bytesBuffer, trusted = false) {
        if (!this.timestamp) {
            throw new error_1.RuntimeError('Cannot update snapshot before timestamp');
        }
        if (this.targets) {
            throw new error_1.RuntimeError('Cannot update snapshot after targets');
        }
        // Snapshot cannot be loaded if final timestamp is expired
        this.checkFinalTimestamp();
        const snapshotMeta = this.timestamp.signed.snapshotMeta;
        // Verify non-trusted data against the hashes in timestamp, if any.
        // Trusted snapshot data has already been verified once.
        // Client workflow 5.5.2: check against timestamp role's snaphsot hash
        if (!trusted) {
            snapshotMeta.verify(bytesBuffer);
        }
        // eslint-disable-next-line @typescript-eslint/no-unsafe-assignment
        const data = JSON.parse(bytesBuffer.toString('utf8'));
        // eslint-disable-next-line @typescript-eslint/no-unsafe-argument
        const newSnapshot = models_1.Metadata.fromJSON(models_1.MetadataKind.Snapshot, data);
        if (newSnapshot.signed.type != models_1.MetadataKind.Snapshot) {
            throw new error_1.RepositoryError(`Expected 'snapshot', got ${newSnapshot.signed.type}`);
        }
        // Client workflow 5.5.3: check for arbitrary software attack
        this.root.verifyDelegate(models_1.MetadataKind.Snapshot, newSnapshot);
        // version check against meta version (5.5.4) is deferred to allow old
        // snapshot to be used in rollback protection
        // Client workflow 5.5.5: check for rollback attack
        if (this.snapshot) {
            Object.entries(this.snapshot.signed.meta).forEach(([fileName, fileInfo]) => {
                const newFileInfo = newSnapshot.signed.meta[fileName];
                if (!newFileInfo) {
                    throw new error_1.RepositoryError(`Missing file ${fileName} in new snapshot`);
                }
                if (newFileInfo.version < fileInfo.version) {
                    throw new error_1.BadVersionError(`New version ${newFileInfo.version} of ${fileName} is less than current version ${fileInfo.version}`);
                }
            });
        }
        this.trustedSet.snapshot = newSnapshot;
        // snapshot is loaded, but we raise if it's not valid _final_ snapshot
        // Client workflow 5.5.4 & 5.5.6
        this.checkFinalSnapsnot();
        return newSnapshot;
    }
    updateDelegatedTargets(bytesBuffer, roleName, delegatorName) {
        if (!this.snapshot) {
            throw new error_1.RuntimeError('Cannot update delegated targets before snapshot');
        }
        // Targets cannot be loaded if final snapshot is expired or its version
        // does not match meta version in timestamp.
        this.checkFinalSnapsnot();
        const delegator = this.trustedSet[delegatorName];
        if (!delegator) {
            throw new error_1.RuntimeError(`No trusted ${delegatorName} metadata`);
        }
        // Extract metadata for the delegated role from snapshot
        const meta = this.snapshot.signed.meta?.[`${roleName}.json`];
        if (!meta) {
            throw new error_1.RepositoryError(`Missing ${roleName}.json in snapshot`);
        }
        // Client workflow 5.6.2: check against snapshot role's targets hash
        meta.verify(bytesBuffer);
        // eslint-disable-next-line @typescript-eslint/no-unsafe-assignment
        const data = JSON.parse(bytesBuffer.toString('utf8'));
        // eslint-disable-next-line @typescript-eslint/no-unsafe-argument
        const newDelegate = models_1.Metadata.fromJSON(models_1.MetadataKind.Targets, data);
        if (newDelegate.signed.type != models_1.MetadataKind.Targets) {
            throw new error_1.RepositoryError(`Expected 'targets', got ${newDelegate.signed.type}`);
        }
        // Client workflow 5.6.3: check for arbitrary software attack
        delegator.verifyDelegate(roleName, newDelegate);
        // Client workflow 5.6.4: Check against snapshot role’s targets version
        const version = newDelegate.signed.version;
        if (version != meta.version) {
            throw new error_1.BadVersionError(`Version ${version} of ${roleName} does not match snapshot version ${meta.version}`);
        }
        // Client workflow 5.6.5: check for a freeze attack
        if (newDelegate.signed.isExpired(this.referenceTime)) {
            throw new error_1.ExpiredMetadataError(`${roleName}.json is expired`);
        }
        this.trustedSet[roleName] = newDelegate;
    }
    // Verifies and loads data as trusted root metadata.
    // Note that an expired initial root is still considered valid.
    loadTrustedRoot(bytesBuffer) {
        // eslint-disable-next-line @typescript-eslint/no-unsafe-assignment
        const data = JSON.parse(bytesBuffer.toString('utf8'));
        // eslint-disable-next-line @typescript-eslint/no-unsafe-argument
        const root = models_1.Metadata.fromJSON(models_1.MetadataKind.Root, data);
        if (root.signed.type != models_1.MetadataKind.Root) {
            throw new error_1.RepositoryError(`Expected 'root', got ${root.signed.type}`);
        }
        root.verifyDelegate(models_1.MetadataKind.Root, root);
        this.trustedSet['root'] = root;
    }
    checkFinalTimestamp() {
        // Timestamp MUST be loaded
        if (!this.timestamp) {
            throw new ReferenceError('No trusted timestamp metadata');
        }
        // Client workflow 5.4.4: check for freeze attack
        if (this.timestamp.signed.isExpired(this.referenceTime)) {
            throw new error_1.ExpiredMetadataError('Final timestamp.json is expired');
        }
    }
    checkFinalSnapsnot() {
        // Snapshot and timestamp MUST be loaded
        if (!this.snapshot) {
            throw new ReferenceError('No trusted snapshot metadata');
        }
        if (!this.timestamp) {
            throw new ReferenceError('No trusted timestamp metadata');
        }
        // Client workflow 5.5.6: check for freeze attack
        if (this.snapshot.signed.isExpired(this.referenceTime)) {
            throw new error_1.ExpiredMetadataError('snapshot.json is expired');
        }
        // Client workflow 5.5.4: check against timestamp role’s snapshot version
        const snapshotMeta = this.timestamp.signed.snapshotMeta;
        if (this.snapshot.signed.version !== snapshotMeta.version) {
            throw new error_1.BadVersionError("Snapshot version doesn't match timestamp");
        }
    }
}
exports.TrustedMetadataStore = TrustedMetadataStore;


/***/ }),

/***/ 6903:
/***/ (function(__unused_webpack_module, exports, __nccwpck_require__) {


var __createBinding = (this && this.__createBinding) || (Object.create ? (function(o, m, k, k2) {
    if (k2 === undefined) k2 = k;
    var desc = Object.getOwnPropertyDescriptor(m, k);
    if (!desc || ("get" in desc ? !m.__esModule : desc.writable || desc.configurable)) {
      desc = { enumerable: true, get: function() { return m[k]; } };
    }
    Object.defineProperty(o, k2, desc);
}) : (function(o, m, k, k2) {
    if (k2 === undefined) k2 = k;
    o[k2] = m[k];
}));
var __setModuleDefault = (this && this.__setModuleDefault) || (Object.create ? (function(o, v) {
    Object.defineProperty(o, "default", { enumerable: true, value: v });
}) : function(o, v) {
    o["default"] = v;
});
var __importStar = (this && this.__importStar) || (function () {
    var ownKeys = function(o) {
        ownKeys = Object.getOwnPropertyNames || function (o) {
            var ar = [];
            for (var k in o) if (Object.prototype.hasOwnProperty.call(o, k)) ar[ar.length] = k;
            return ar;
        };
        return ownKeys(o);
    };
    return function (mod) {
        if (mod && mod.__esModule) return mod;
        var result = {};
        if (mod != null) for (var k = ownKeys(mod), i = 0; i < k.length; i++) if (k[i] !== "default") __createBinding(result, mod, k[i]);
        __setModuleDefault(result, mod);
        return result;
    };
})();
var __importDefault = (this && this.__importDefault) || function (mod) {
    return (mod && mod.__esModule) ? mod : { "default": mod };
};
Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.Updater = void 0;
const models_1 = __nccwpck_require__(8908);
const debug_1 = __importDefault(__nccwpck_require__(2830));
const fs = __importStar(__nccwpck_require__(9896));
const path = __importStar(__nccwpck_require__(6928));
const package_json_1 = __nccwpck_require__(7523);
const config_1 = __nccwpck_require__(2730);
const error_1 = __nccwpck_require__(6376);
const fetcher_1 = __nccwpck_require__(6337);
const store_1 = __nccwpck_require__(5683);
const url = __importStar(__nccwpck_require__(6469));
const log = (0, debug_1.default)('tuf:cache');
class Updater {
    dir;
    metadataBaseUrl;
    targetDir;
    targetBaseUrl;
    forceCache;
    trustedSet;
    config;
    fetcher;
    constructor(options) {
        const { metadataDir, metadataBaseUrl, targetDir, targetBaseUrl, fetcher, config, } = options;
        this.dir = metadataDir;
        this.metadataBaseUrl = metadataBaseUrl;
        this.targetDir = targetDir;
        this.targetBaseUrl = targetBaseUrl;
        this.forceCache = options.forceCache ?? false;
        const data = this.loadLocalMetadata(models_1.MetadataKind.Root);
        this.trustedSet = new store_1.TrustedMetadataStore(data);
        this.config = { ...config_1.defaultConfig, ...config };
        const userAgent = config?.userAgent
            ? `${config.userAgent} tuf-js/${package_json_1.version}`
            : `tuf-js/${package_json_1.version}`;
        this.fetcher =
            fetcher ||
                new fetcher_1.DefaultFetcher({
                    userAgent,
                    timeout: this.config.fetchTimeout,
                    retry: this.config.fetchRetries ?? this.config.fetchRetry,
                });
    }
    // refresh and load the metadata before downloading the target
    // refresh should be called once after the client is initialized
    async refresh() {
        // If forceCache is true, try to load the timestamp from local storage
        // without fetching it from the remote. Otherwise, load the root and
        // timestamp from the remote per the TUF spec.
        if (this.forceCache) {
            // If anything fails, load the root and timestamp from the remote. This
            // should cover any situation where the local metadata is corrupted or
            // expired.
            try {
                await this.loadTimestamp({ checkRemote: false });
            }
            catch (error) {
                await this.loadRoot();
                await this.loadTimestamp();
            }
        }
        else {
            await this.loadRoot();
            await this.loadTimestamp();
        }
        await this.loadSnapshot();
        await this.loadTargets(models_1.MetadataKind.Targets, models_1.MetadataKind.Root);
    }
    // Returns the TargetFile instance with information for the given target path.
    //
    // Implicitly calls refresh if it hasn't already been called.
    async getTargetInfo(targetPath) {
        if (!this.trustedSet.targets) {
            await this.refresh();
        }
        return this.preorderDepthFirstWalk(targetPath);
    }
    async downloadTarget(targetInfo, filePath, targetBaseUrl) {
        const targetPath = filePath || this.generateTargetPath(targetInfo);
        if (!targetBaseUrl) {
            if (!this.targetBaseUrl) {
                throw new error_1.ValueError('Target base URL not set');
            }
            targetBaseUrl = this.targetBaseUrl;
        }
        let targetFilePath = targetInfo.path;
        const consistentSnapshot = this.trustedSet.root.signed.consistentSnapshot;
        if (consistentSnapshot && this.config.prefixTargetsWithHash) {
            const hashes = Object.values(targetInfo.hashes);
            const { dir, base } = path.parse(targetFilePath);
            const filename = `${hashes[0]}.${base}`;
            targetFilePath = dir ? `${dir}/${filename}` : filename;
        }
        const targetUrl = url.join(targetBaseUrl, targetFilePath);
        // Client workflow 5.7.3: download target file
        await this.fetcher.downloadFile(targetUrl, targetInfo.length, async (fileName) => {
            // Verify hashes and length of downloaded file
            await targetInfo.verify(fs.createReadStream(fileName));
            // Copy file to target path
            log('WRITE %s', targetPath);
            fs.copyFileSync(fileName, targetPath);
        });
        return targetPath;
    }
    async findCachedTarget(targetInfo, filePath) {
        if (!filePath) {
            filePath = this.generateTargetPath(targetInfo);
        }
        try {
            if (fs.existsSync(filePath)) {
                await targetInfo.verify(fs.createReadStream(filePath));
                return filePath;
            }
        }
        catch (error) {
            return; // File not found
        }
        return; // File not found
    }
    loadLocalMetadata(fileName) {
        const filePath = path.join(this.dir, `${fileName}.json`);
        log('READ %s', filePath);
        return fs.readFileSync(filePath);
    }
    // Sequentially load and persist on local disk every newer root metadata
    // version available on the remote.
    // Client workflow 5.3: update root role
    async loadRoot() {
        // Client workflow 5.3.2: version of trusted root metadata file
        const rootVersion = this.trustedSet.root.signed.version;
        const lowerBound = rootVersion + 1;
        const upperBound = lowerBound + this.config.maxRootRotations;
        for (let version = lowerBound; version < upperBound; version++) {
            const rootUrl = url.join(this.metadataBaseUrl, `${version}.root.json`);
            try {
                // Client workflow 5.3.3: download new root metadata file
                const bytesData = await this.fetcher.downloadBytes(rootUrl, this.config.rootMaxLength);
                // Client workflow 5.3.4 - 5.4.7
                this.trustedSet.updateRoot(bytesData);
                // Client workflow 5.3.8: persist root metadata file
                this.persistMetadata(models_1.MetadataKind.Root, bytesData);
            }
            catch (error) {
                if (error instanceof error_1.DownloadHTTPError) {
                    //  404/403 means current root is newest available
                    if ([403, 404].includes(error.statusCode)) {
                        break;
                    }
                }
                throw error;
            }
        }
    }
    // Load local and remote timestamp metadata.
    // Client workflow 5.4: update timestamp role
    async loadTimestamp({ checkRemote } = { checkRemote: true }) {
        // Load local and remote timestamp metadata
        try {
            const data = this.loadLocalMetadata(models_1.MetadataKind.Timestamp);
            this.trustedSet.updateTimestamp(data);
            // If checkRemote is disabled, return here to avoid fetching the remote
            // timestamp metadata.
            if (!checkRemote) {
                return;
            }
        }
        catch (error) {
            // continue
        }
        //Load from remote (whether local load succeeded or not)
        const timestampUrl = url.join(this.metadataBaseUrl, 'timestamp.json');
        // Client workflow 5.4.1: download timestamp metadata file
        const bytesData = await this.fetcher.downloadBytes(timestampUrl, this.config.timestampMaxLength);
        try {
            // Client workflow 5.4.2 - 5.4.4
            this.trustedSet.updateTimestamp(bytesData);
        }
        catch (error) {
            // If new timestamp version is same as current, discardd the new one.
            // This is normal and should NOT raise an error.
            if (error instanceof error_1.EqualVersionError) {
                return;
            }
            // Re-raise any other error
            throw error;
        }
        // Client workflow 5.4.5: persist timestamp metadata
        this.persistMetadata(models_1.MetadataKind.Timestamp, bytesData);
    }
    // Load local and remote snapshot metadata.
    // Client workflow 5.5: update snapshot role
    async loadSnapshot() {
        //Load local (and if needed remote) snapshot metadata
        try {
            const data = this.loadLocalMetadata(models_1.MetadataKind.Snapshot);
            this.trustedSet.updateSnapshot(data, true);
        }
        catch (error) {
            if (!this.trustedSet.timestamp) {
                throw new ReferenceError('No timestamp metadata', { cause: error });
            }
            const snapshotMeta = this.trustedSet.timestamp.signed.snapshotMeta;
            const maxLength = snapshotMeta.length || this.config.snapshotMaxLength;
            const version = this.trustedSet.root.signed.consistentSnapshot
                ? snapshotMeta.version
                : undefined;
            const snapshotUrl = url.join(this.metadataBaseUrl, version ? `${version}.snapshot.json` : 'snapshot.json');
            try {
                // Client workflow 5.5.1: download snapshot metadata file
                const bytesData = await this.fetcher.downloadBytes(snapshotUrl, maxLength);
                // Client workflow 5.5.2 - 5.5.6
                this.trustedSet.updateSnapshot(bytesData);
                // Client workflow 5.5.7: persist snapshot metadata file
                this.persistMetadata(models_1.MetadataKind.Snapshot, bytesData);
            }
            catch (error) {
                throw new error_1.RuntimeError(`Unable to load snapshot metadata error ${error}`);
            }
        }
    }
    // Load local and remote targets metadata.
    // Client workflow 5.6: update targets role
    async loadTargets(role, parentRole) {
        const cachedRole = this.trustedSet.getRole(role);
        if (cachedRole) {
            const delegator = this.trustedSet.getRole(parentRole);
            if (!delegator) {
                throw new error_1.RuntimeError(`No trusted ${parentRole} metadata`);
            }
            delegator.verifyDelegate(role, cachedRole);
            return cachedRole;
        }
        try {
            const buffer = this.loadLocalMetadata(role);
            this.trustedSet.updateDelegatedTargets(buffer, role, parentRole);
        }
        catch (error) {
            // Local 'role' does not exist or is invalid: update from remote
            if (!this.trustedSet.snapshot) {
                throw new ReferenceError('No snapshot metadata', { cause: error });
            }
            const metaInfo = this.trustedSet.snapshot.signed.meta[`${role}.json`];
            // TODO: use length for fetching
            const maxLength = metaInfo.length || this.config.targetsMaxLength;
            const version = this.trustedSet.root.signed.consistentSnapshot
                ? metaInfo.version
                : undefined;
            const encodedRole = encodeURIComponent(role);
            const metadataUrl = url.join(this.metadataBaseUrl, version ? `${version}.${encodedRole}.json` : `${encodedRole}.json`);
            try {
                // Client workflow 5.6.1: download targets metadata file
                const bytesData = await this.fetcher.downloadBytes(metadataUrl, maxLength);
                // Client workflow 5.6.2 - 5.6.6
                this.trustedSet.updateDelegatedTargets(bytesData, role, parentRole);
                // Client workflow 5.6.7: persist targets metadata file
                this.persistMetadata(role, bytesData);
            }
            catch (error) {
                throw new error_1.RuntimeError(`Unable to load targets error ${error}`);
            }
        }
        return this.trustedSet.getRole(role);
    }
    async preorderDepthFirstWalk(targetPath) {
        // Interrogates the tree of target delegations in order of appearance
        // (which implicitly order trustworthiness), and returns the matching
        // target found in the most trusted role.
        // List of delegations to be interrogated. A (role, parent role) pair
        // is needed to load and verify the delegated targets metadata.
        const delegationsToVisit = [
            {
                roleName: models_1.MetadataKind.Targets,
                parentRoleName: models_1.MetadataKind.Root,
            },
        ];
        const visitedRoleNames = new Set();
        // Client workflow 5.6.7: preorder depth-first traversal of the graph of
        // target delegations
        while (visitedRoleNames.size <= this.config.maxDelegations &&
            delegationsToVisit.length > 0) {
            //  Pop the role name from the top of the stack.
            const { roleName, parentRoleName } = delegationsToVisit.pop();
            // Skip any visited current role to prevent cycles.
            // Client workflow 5.6.7.1: skip already-visited roles
            if (visitedRoleNames.has(roleName)) {
                continue;
            }
            // The metadata for 'role_name' must be downloaded/updated before
            // its targets, delegations, and child roles can be inspected.
            const targets = (await this.loadTargets(roleName, parentRoleName))
                ?.signed;
            if (!targets) {
                continue;
            }
            const target = targets.targets?.[targetPath];
            if (target) {
                return target;
            }
            // After preorder check, add current role to set of visited roles.
            visitedRoleNames.add(roleName);
            if (targets.delegations) {
                const childRolesToVisit = [];
                // NOTE: This may be a slow operation if there are many delegated roles.
                const rolesForTarget = targets.delegations.rolesForTarget(targetPath);
                for (const { role: childName, terminating } of rolesForTarget) {
                    childRolesToVisit.push({
                        roleName: childName,
                        parentRoleName: roleName,
                    });
                    // Client workflow 5.6.7.2.1
                    if (terminating) {
                        delegationsToVisit.splice(0); // empty the array
                        break;
                    }
                }
                childRolesToVisit.reverse();
                delegationsToVisit.push(...childRolesToVisit);
            }
        }
        return; // no matching target found
    }
    generateTargetPath(targetInfo) {
        if (!this.targetDir) {
            throw new error_1.ValueError('Target directory not set');
        }
        // URL encode target path
        const filePath = encodeURIComponent(targetInfo.path);
        return path.join(this.targetDir, filePath);
    }
    persistMetadata(metaDataName, bytesData) {
        const encodedName = encodeURIComponent(metaDataName);
        try {
            const filePath = path.join(this.dir, `${encodedName}.json`);
            log('WRITE %s', filePath);
            fs.writeFileSync(filePath, bytesData.toString('utf8'));
        }
        catch (error) {
            throw new error_1.PersistError(`Failed to persist metadata ${encodedName} error: ${error}`);
        }
    }
}
exports.Updater = Updater;


/***/ }),

/***/ 4611:
/***/ (function(__unused_webpack_module, exports, __nccwpck_require__) {


var __importDefault = (this && this.__importDefault) || function (mod) {
    return (mod && mod.__esModule) ? mod : { "default": mod };
};
Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.withTempFile = void 0;
const promises_1 = __importDefault(__nccwpck_require__(1943));
const os_1 = __importDefault(__nccwpck_require__(857));
const path_1 = __importDefault(__nccwpck_require__(6928));
// Invokes the given handler with the path to a temporary file. The file
// is deleted after the handler returns.
const withTempFile = async (handler) => withTempDir(async (dir) => handler(path_1.default.join(dir, 'tempfile')));
exports.withTempFile = withTempFile;
// Invokes the given handler with a temporary directory. The directory is
// deleted after the handler returns.
const withTempDir = async (handler) => {
    const tmpDir = await promises_1.default.realpath(os_1.default.tmpdir());
    const dir = await promises_1.default.mkdtemp(tmpDir + path_1.default.sep);
    try {
        return await handler(dir);
    }
    finally {
        await promises_1.default.rm(dir, { force: true, recursive: true, maxRetries: 3 });
    }
};


/***/ }),

/***/ 6469:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.join = join;
const url_1 = __nccwpck_require__(7016);
function join(base, path) {
    return new url_1.URL(ensureTrailingSlash(base) + removeLeadingSlash(path)).toString();
}
function ensureTrailingSlash(path) {
    return path.endsWith('/') ? path : path + '/';
}
function removeLeadingSlash(path) {
    return path.startsWith('/') ? path.slice(1) : path;
}


/***/ }),

/***/ 2381:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Ou: () => (/* binding */ sbom),
/* harmony export */   aH: () => (/* binding */ provenance),
/* harmony export */   at: () => (/* binding */ selectBuildKitAttestations),
/* harmony export */   eg: () => (/* binding */ namesSbomFile)
/* harmony export */ });
/* harmony import */ var _slipway_core_errors_action_error__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(1044);
/* harmony import */ var _slipway_core_neutralise__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(3243);
/* harmony import */ var _records_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(3987);



function refuse(name, text, expected) {
    return new _slipway_core_errors_action_error__WEBPACK_IMPORTED_MODULE_0__/* .InputError */ .dz('E_INPUT_INVALID', {
        message: `Input "${name}" is "${(0,_slipway_core_neutralise__WEBPACK_IMPORTED_MODULE_1__/* .neutraliseLine */ .fZ)(text, 200)}"; ${expected}.`,
    });
}
/** Whether a text is a list of attributes that buildx takes for an attestation (`mode=max,builder-id=…`). */
function isAttributes(text) {
    const fields = (0,_records_js__WEBPACK_IMPORTED_MODULE_2__/* .splitFields */ .Kp)(text);
    return (fields?.every((field) => /^[a-z][a-z0-9-]*=./.test(field) && !/^(?:type|disabled)=/.test(field)) === true);
}
/** The input `provenance`: `true`, `false`, or the attributes of BuildKit's own. */
function provenance(options) {
    return {
        kind: 'text',
        default: options.default,
        required: false,
        parse(text, name) {
            if (/^(?:true|false)$/i.test(text))
                return text.toLowerCase();
            const mode = (0,_records_js__WEBPACK_IMPORTED_MODULE_2__/* .splitFields */ .Kp)(text)?.find((field) => field.startsWith('mode='));
            if (isAttributes(text) && (mode === undefined || /^mode=(?:min|max)$/.test(mode)))
                return text;
            throw refuse(name, text, 'expected true, false, mode=min or mode=max');
        },
    };
}
/** The input `sbom`: `true`, attributes of BuildKit's scanner, or a path; undefined for none. */
function sbom() {
    return {
        kind: 'text',
        default: undefined,
        required: false,
        parse(text, name) {
            if (text === '' || /^false$/i.test(text))
                return undefined;
            if (/^true$/i.test(text))
                return 'true';
            if (text.startsWith('generator=') && !isAttributes(text))
                throw refuse(name, text, 'expected true, generator=IMAGE, or the path of a file');
            return text;
        },
    };
}
/** Whether the input `sbom` asks BuildKit to scan the image; else it is the path of a file. */
function isScannerSetting(text) {
    return text === 'true' || text.startsWith('generator=');
}
/** Whether the input `sbom` is the path of a file, which the signer attaches. */
function namesSbomFile(sbom) {
    return sbom !== undefined && !isScannerSetting(sbom);
}
/** Tells BuildKit's part of two inputs from that of the signer. */
function selectBuildKitAttestations(inputs) {
    const { provenance: wanted, sbom: scan } = inputs;
    return {
        provenance: wanted === 'true' ? 'false' : wanted,
        sbom: scan !== undefined && isScannerSetting(scan) ? scan : undefined,
    };
}


/***/ }),

/***/ 3220:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   A: () => (/* binding */ listSecretLikeNames),
/* harmony export */   H: () => (/* binding */ readBuildArguments)
/* harmony export */ });
/* harmony import */ var _slipway_core_errors_action_error__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(1044);
/* harmony import */ var _slipway_core_neutralise__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(3243);


/** Reads the input `build-args`. @throws InputError E_INPUT_INVALID */
function readBuildArguments(records, input) {
    const seen = new Set();
    return records.map(({ text, line }) => {
        const at = text.indexOf('=');
        const name = (at < 0 ? text : text.slice(0, at)).trim();
        const problem = !/^[^\s"'=]+$/.test(name)
            ? 'is neither NAME=VALUE nor NAME'
            : seen.has(name)
                ? 'repeats a name'
                : undefined;
        if (problem !== undefined) {
            throw new _slipway_core_errors_action_error__WEBPACK_IMPORTED_MODULE_0__/* .InputError */ .dz('E_INPUT_INVALID', {
                message: `Input "${input}", line ${line}: "${(0,_slipway_core_neutralise__WEBPACK_IMPORTED_MODULE_1__/* .neutraliseLine */ .fZ)(name, 60)}" ${problem}.`,
            });
        }
        seen.add(name);
        return { name, value: at < 0 ? undefined : text.slice(at + 1) };
    });
}
const secretWord = /(?:^|_)(?:TOKEN|PASSWORD|PASSWD|PASSPHRASE|SECRET|KEY|APIKEY|CREDENTIALS?)(?:_|$)/i;
/** Names of build arguments that look like secrets; those of public keys do not. */
function listSecretLikeNames(buildArguments) {
    return buildArguments
        .map(({ name }) => name)
        .filter((name) => secretWord.test(name) && !/PUBLIC/i.test(name));
}


/***/ }),

/***/ 144:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   M3: () => (/* binding */ warnOfEntitlements),
/* harmony export */   f: () => (/* binding */ refuseHostNetwork),
/* harmony export */   t8: () => (/* binding */ entitlements)
/* harmony export */ });
/* harmony import */ var _slipway_core_errors_action_error__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(1044);
/* harmony import */ var _slipway_core_inputs__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(7417);
/* harmony import */ var _slipway_core_neutralise__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(3243);



/** What takes a step of a build out of its sandbox (moby/buildkit, util/entitlements). */
const known = {
    'network.host': 'may use the network of the builder',
    'security.insecure': 'may do whatever root can on the builder',
    device: 'may use devices of the builder',
};
const nameOf = (entitlement) => entitlement.split('=', 1)[0] ?? '';
/** The input `allow`: entitlements of the build, one a line. */
function entitlements() {
    const lines = (0,_slipway_core_inputs__WEBPACK_IMPORTED_MODULE_0__/* .list */ .p_)();
    return {
        ...lines,
        parse(text, name) {
            const given = [...new Set(lines.parse(text, name))];
            const wrong = given.find((each) => !(nameOf(each) in known) || (each.includes('=') && nameOf(each) !== 'device'));
            if (wrong === undefined)
                return given;
            throw new _slipway_core_errors_action_error__WEBPACK_IMPORTED_MODULE_1__/* .InputError */ .dz('E_INPUT_INVALID', {
                message: `Input "${name}": "${(0,_slipway_core_neutralise__WEBPACK_IMPORTED_MODULE_2__/* .neutraliseLine */ .fZ)(wrong, 100)}" is not an entitlement.`,
                hint: `Write ${Object.keys(known).join(', ')} or device=NAME, one a line.`,
            });
        },
    };
}
/** Whether arguments of `docker buildx build` ask for the network of the builder, which buildx takes for an entitlement. */
function asksForHostNetwork(args) {
    return args.some((each, index) => each === '--network=host' || (each === 'host' && args[index - 1] === '--network'));
}
/**
 * Refuses an argument that takes steps of the build out of their sandbox without "allow" saying so.
 * @throws InputError E_INPUT_INVALID
 */
function refuseHostNetwork(args, allowed) {
    if (!asksForHostNetwork(args) || allowed.includes('network.host'))
        return;
    throw new _slipway_core_errors_action_error__WEBPACK_IMPORTED_MODULE_1__/* .InputError */ .dz('E_INPUT_INVALID', {
        message: 'Input "extra-args" has "--network host", and "allow" does not have "network.host".',
        hint: 'With it every step of the Dockerfile uses the network of the builder. Add "network.host" to "allow" if that is meant.',
    });
}
/** Says what a build may do beyond its sandbox. */
function warnOfEntitlements(allowed, log) {
    if (allowed.length === 0)
        return;
    const words = allowed.map((each) => `"${(0,_slipway_core_neutralise__WEBPACK_IMPORTED_MODULE_2__/* .neutraliseLine */ .fZ)(each, 60)}" (${known[nameOf(each)] ?? ''})`);
    log.warning(`Steps of the Dockerfile are let out of their sandbox by ${words.join(', ')}, and may reach what this job can, its token included. Use "allow" in a job without "packages: write", or only for a Dockerfile that you trust like the workflow.`);
}


/***/ }),

/***/ 8155:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   s: () => (/* binding */ checkInputs)
/* harmony export */ });
/* harmony import */ var _slipway_core_errors_action_error__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(1044);
/* harmony import */ var _slipway_core_neutralise__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(3243);
/* harmony import */ var _attestation_inputs_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(2381);
/* harmony import */ var _build_entitlements_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(144);
/* harmony import */ var _image_tags_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(408);
/* harmony import */ var _platforms_js__WEBPACK_IMPORTED_MODULE_5__ = __nccwpck_require__(8849);






function refuse(message, hint) {
    return new _slipway_core_errors_action_error__WEBPACK_IMPORTED_MODULE_0__/* .InputError */ .dz('E_INPUT_INVALID', { message, hint });
}
/**
 * Looks at what the inputs say together, before anything is built or asked for.
 * @throws InputError E_INPUT_INVALID, E_INPUT_MISSING, E_VERSION_INVALID, E_DOCKER_TAG
 */
function checkInputs(inputs) {
    const { mode, digests, version } = inputs;
    if (version !== undefined)
        (0,_image_tags_js__WEBPACK_IMPORTED_MODULE_1__/* .imageTag */ .I)(version);
    checkDigests(mode, digests);
    if (mode !== 'promote')
        checkSbom(inputs);
    if (mode === 'merge' || mode === 'promote')
        return;
    (0,_build_entitlements_js__WEBPACK_IMPORTED_MODULE_2__/* .refuseHostNetwork */ .f)(inputs['extra-args'], inputs.allow);
    if (inputs.context.startsWith('-')) {
        throw refuse(`Input "context" is "${(0,_slipway_core_neutralise__WEBPACK_IMPORTED_MODULE_3__/* .neutraliseLine */ .fZ)(inputs.context, 100)}"; it is a folder or the address of a git repository.`);
    }
    if (inputs['rekor-version'] === '2' && !inputs['signature-formats'].includes('bundle')) {
        throw refuse('Input "signature-formats" is "legacy" alone, which version 2 of the log ("rekor-version") cannot make.', 'Add "bundle", or leave "rekor-version" out.');
    }
    if (mode === 'all')
        checkAnnotationPlatforms(inputs);
}
/** A document is attached in a signed bundle or not at all. */
function checkSbom({ sbom, sign, 'signature-formats': formats }) {
    if (!(0,_attestation_inputs_js__WEBPACK_IMPORTED_MODULE_4__/* .namesSbomFile */ .eg)(sbom))
        return;
    const what = `Input "sbom" names the file ${(0,_slipway_core_neutralise__WEBPACK_IMPORTED_MODULE_3__/* .neutraliseLine */ .fZ)(sbom, 200)}, which is attached as a signed bundle`;
    if (!sign)
        throw refuse(`${what}, and "sign" is false.`, 'Leave "sbom" out here, or leave out "sign: false"; a job of mode merge that signs can attach the file.');
    if (!formats.includes('bundle'))
        throw refuse(`${what}, and "signature-formats" is "legacy" alone.`, 'Add "bundle" to "signature-formats", or leave "sbom" out.');
}
function checkDigests(mode, digests) {
    if ((mode === 'all' || mode === 'stage') && digests.length > 0)
        throw refuse(`Input "digests" is for the modes merge and promote, and the mode is ${mode}.`);
    if (mode === 'merge' && digests.length === 0) {
        throw new _slipway_core_errors_action_error__WEBPACK_IMPORTED_MODULE_0__/* .InputError */ .dz('E_INPUT_MISSING', {
            message: 'Mode merge needs the digests of the images of single platforms in "digests".',
        });
    }
    if (mode === 'promote' && digests.length !== 1) {
        throw new _slipway_core_errors_action_error__WEBPACK_IMPORTED_MODULE_0__/* .InputError */ .dz(digests.length === 0 ? 'E_INPUT_MISSING' : 'E_INPUT_INVALID', {
            message: `Mode promote needs one digest in "digests"; there are ${digests.length}.`,
        });
    }
}
/** A platform that is not built is a slip, unless jobs that build one each share their inputs. */
function checkAnnotationPlatforms({ annotations, platforms }) {
    if (platforms.length === 0)
        return;
    for (const { places, key } of annotations) {
        for (const { platform } of places) {
            if (platform === undefined || platforms.includes((0,_platforms_js__WEBPACK_IMPORTED_MODULE_5__/* .parsePlatforms */ .qA)(platform, 'annotations').join()))
                continue;
            throw refuse(`Input "annotations": "${(0,_slipway_core_neutralise__WEBPACK_IMPORTED_MODULE_3__/* .neutraliseLine */ .fZ)(key, 100)}" is for ${(0,_slipway_core_neutralise__WEBPACK_IMPORTED_MODULE_3__/* .neutraliseLine */ .fZ)(platform, 60)}, which is not built.`);
        }
    }
}


/***/ }),

/***/ 408:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   I: () => (/* binding */ imageTag),
/* harmony export */   V: () => (/* binding */ planTags)
/* harmony export */ });
/* harmony import */ var _slipway_python_version_compare_versions__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(276);
/* harmony import */ var _slipway_python_version_format_version__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(2693);
/* harmony import */ var _slipway_python_version_parse_version__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(6401);
/* harmony import */ var _version_tags_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(8327);




/**
 * Decides which tags an image gets. It is pure: the same release may be planned again, and any order of releases ends with
 * the same tags.
 *
 * - The full version is always a tag.
 * - `X.Y` and `X` follow final and post-releases, and only forward: past no stable version of their series among the existing
 *   tags, and past no version that they hold now. A post-release is an update of its `X.Y`.
 * - `latest` follows the highest stable version of all, epochs first; that of another epoch is known by the image it is at.
 * - Pre-releases, development versions and local versions (builds of a release for one machine or user) move nothing.
 * - With an epoch a series is its own: `1!2.3.4` moves `1-2.3` and `1-2`, and never the `2.3` of the versions before.
 * - `1.0` is a version and a series: one tag, which 1.0.1 and 1.0.post1 move.
 * @throws InputError E_VERSION_INVALID, E_DOCKER_TAG
 */
function planTags(request) {
    const version = (0,_slipway_python_version_parse_version__WEBPACK_IMPORTED_MODULE_0__/* .parseVersion */ .o)(request.version, 'Input "version"');
    const versionTag = (0,_version_tags_js__WEBPACK_IMPORTED_MODULE_1__/* .tagOfVersion */ .ml)(version);
    const still = findStandstill(version, request);
    const series = (0,_version_tags_js__WEBPACK_IMPORTED_MODULE_1__/* .seriesOf */ .Lf)(version).map((tag, index) => {
        // Where it is the tag of this very version as well, nobody is led to a version that he did not ask for.
        if (still !== undefined && tag !== versionTag)
            return { tag, action: 'keep', because: still };
        const isOfSeries = (other) => other.epoch === version.epoch &&
            (0,_version_tags_js__WEBPACK_IMPORTED_MODULE_1__/* .partOf */ .BU)(other, 0) === (0,_version_tags_js__WEBPACK_IMPORTED_MODULE_1__/* .partOf */ .BU)(version, 0) &&
            (index === 1 || (0,_version_tags_js__WEBPACK_IMPORTED_MODULE_1__/* .partOf */ .BU)(other, 1) === (0,_version_tags_js__WEBPACK_IMPORTED_MODULE_1__/* .partOf */ .BU)(version, 1));
        return judge(version, request, tag, isOfSeries, `no stable version of ${tag} is higher`);
    });
    return { versionTag, floating: [...series, planLatest(version, request, still)] };
}
/** The tag of exactly one version. @throws InputError E_VERSION_INVALID, E_DOCKER_TAG */
function imageTag(version) {
    return (0,_version_tags_js__WEBPACK_IMPORTED_MODULE_1__/* .tagOfVersion */ .ml)((0,_slipway_python_version_parse_version__WEBPACK_IMPORTED_MODULE_0__/* .parseVersion */ .o)(version, 'Input "version"'));
}
/** Why a release moves no tag at all; undefined when it may. */
function findStandstill(version, request) {
    const text = (0,_slipway_python_version_format_version__WEBPACK_IMPORTED_MODULE_2__/* .formatVersion */ .qh)(version);
    if ((0,_slipway_python_version_format_version__WEBPACK_IMPORTED_MODULE_2__/* .isPrerelease */ .V1)(version))
        return `${text} is a pre-release`;
    if (version.local.length > 0)
        return `${text} is a local version`;
    return request.prerelease === true ? `${text} is released as a pre-release` : undefined;
}
function planLatest(version, request, still) {
    const tag = 'latest';
    const { latest } = request;
    if (latest === 'true')
        return { tag, action: 'set', because: 'the input "latest" says so' };
    if (latest === 'false')
        return { tag, action: 'keep', because: 'the input "latest" says so' };
    if (still !== undefined)
        return { tag, action: 'keep', because: still };
    return judge(version, request, tag, () => true, 'no stable version is higher');
}
function judge(version, { existing, holders }, tag, isOfSeries, because) {
    const known = existing
        .flatMap((each) => (0,_version_tags_js__WEBPACK_IMPORTED_MODULE_1__/* .readVersionTag */ .tM)(each, version) ?? [])
        .filter((each) => (0,_version_tags_js__WEBPACK_IMPORTED_MODULE_1__/* .isStable */ .MQ)(each) && (0,_version_tags_js__WEBPACK_IMPORTED_MODULE_1__/* .isComparable */ .n9)(each, version, holders !== undefined));
    const holder = (0,_slipway_python_version_parse_version__WEBPACK_IMPORTED_MODULE_0__/* .tryParseVersion */ .z)(holders?.get(tag) ?? '');
    const highest = [...known, ...(holder === undefined ? [] : [holder])]
        .filter(isOfSeries)
        .reduce((best, each) => (best === undefined || (0,_slipway_python_version_compare_versions__WEBPACK_IMPORTED_MODULE_3__/* .compareVersions */ .Z)(each, best) > 0 ? each : best), undefined);
    if (highest === undefined || (0,_slipway_python_version_compare_versions__WEBPACK_IMPORTED_MODULE_3__/* .compareVersions */ .Z)(highest, version) <= 0)
        return { tag, action: 'set', because };
    return { tag, action: 'keep', because: `${(0,_slipway_python_version_format_version__WEBPACK_IMPORTED_MODULE_2__/* .formatVersion */ .qh)(highest)} is higher` };
}


/***/ }),

/***/ 532:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  Q: () => (/* binding */ inputs_inputs),
  V: () => (/* binding */ outputs)
});

// EXTERNAL MODULE: ./packages/core/src/inputs.ts
var inputs = __nccwpck_require__(7276);
// EXTERNAL MODULE: ./packages/core/src/errors/action-error.ts + 11 modules
var action_error = __nccwpck_require__(1044);
// EXTERNAL MODULE: ./packages/core/src/neutralise.ts
var neutralise = __nccwpck_require__(3243);
// EXTERNAL MODULE: ./packages/core/src/inputs/find-nearest.ts
var find_nearest = __nccwpck_require__(4111);
;// CONCATENATED MODULE: ./packages/core/src/inputs/scalar-inputs.ts



function reject(name, text, expected) {
    return new action_error/* InputError */.dz('E_INPUT_INVALID', {
        message: `Input "${name}" is "${(0,neutralise/* neutraliseLine */.fZ)(text, 200)}"; ${expected}.`,
    });
}
function defineText(kind, options) {
    return {
        kind,
        default: options.default,
        required: options.required === true,
        parse: (text) => (text === '' && options.default === undefined ? undefined : text),
    };
}
/** Any text. */
function scalar_inputs_text(options = {}) {
    return defineText('text', options);
}
/** A text that is masked before anything else happens with it. */
function secret(options = {}) {
    return defineText('secret', options);
}
// YAML 1.2 core schema, as `getBooleanInput` of @actions/core reads it.
const flagWords = new Map([
    ['true', true],
    ['True', true],
    ['TRUE', true],
    ['false', false],
    ['False', false],
    ['FALSE', false],
]);
/** `true` or `false` in the words of the YAML 1.2 core schema. */
function flag(options) {
    return {
        kind: 'flag',
        default: String(options.default),
        required: false,
        parse(given, name) {
            const value = flagWords.get(given);
            if (value === undefined)
                throw reject(name, given, 'expected true or false');
            return value;
        },
    };
}
/** One of a few words. */
function choice(words, options = {}) {
    return {
        kind: 'choice',
        default: options.default,
        required: options.required === true,
        parse(given, name) {
            const found = words.find((word) => word === given);
            if (found !== undefined)
                return found;
            if (given === '' && options.default === undefined)
                return undefined;
            const nearest = (0,find_nearest/* findNearest */.q)(given, words);
            const guess = nearest === undefined ? '' : `, did you mean "${nearest}"`;
            throw reject(name, given, `expected one of ${words.join(', ')}${guess}`.replace(/\?$/, '?'));
        },
    };
}
/** A whole number within bounds. */
function integer(options) {
    const { min = 0, max = Number.MAX_SAFE_INTEGER } = options;
    return {
        kind: 'integer',
        default: String(options.default),
        required: false,
        parse(given, name) {
            const value = /^-?\d{1,15}$/.test(given) ? Number(given) : Number.NaN;
            if (value >= min && value <= max)
                return value;
            const bounds = max === Number.MAX_SAFE_INTEGER ? `of at least ${min}` : `from ${min} to ${max}`;
            throw reject(name, given, `expected a whole number ${bounds}`);
        },
    };
}

// EXTERNAL MODULE: ./packages/core/src/inputs/list-inputs.ts
var list_inputs = __nccwpck_require__(7417);
;// CONCATENATED MODULE: ./actions/docker-build-sign/src/annotation-records.ts


/** Where an annotation is written (https://docs.docker.com/build/metadata/annotations/). */
const annotationLevels = ['manifest', 'index', 'manifest-descriptor', 'index-descriptor'];
function refuse(input, { line, text }, what) {
    return new action_error/* InputError */.dz('E_INPUT_INVALID', {
        message: `Input "${input}", line ${line}: "${(0,neutralise/* neutraliseLine */.fZ)(text, 120)}" ${what}.`,
    });
}
// The rules of annotations ask for a key that is not empty; blanks and quotes in one are a slip in quoting.
const keyPattern = /^[^\s"'=:,[\]]+$/;
function splitPair(input, record) {
    const at = record.text.indexOf('=');
    if (at < 1)
        throw refuse(input, record, 'is not NAME=VALUE');
    return [record.text.slice(0, at).trim(), record.text.slice(at + 1)];
}
/** Reads the input `labels`. @throws InputError E_INPUT_INVALID */
function readLabels(records) {
    const labels = new Map();
    for (const record of records) {
        const [key, value] = splitPair('labels', record);
        if (/[\s"']/.test(key))
            throw refuse('labels', record, 'has a blank or a quote in its name');
        if (labels.has(key))
            throw refuse('labels', record, 'repeats a name');
        labels.set(key, value);
    }
    return labels;
}
/** Reads the input `annotations`. @throws InputError E_INPUT_INVALID */
function readAnnotations(records) {
    const seen = new Set();
    return records.map((record) => {
        const [name, value] = splitPair('annotations', record);
        const colon = name.indexOf(':');
        const key = name.slice(colon + 1);
        if (!keyPattern.test(key))
            throw refuse('annotations', record, 'has no name that an annotation can have');
        const places = colon < 0
            ? []
            : name
                .slice(0, colon)
                .split(',')
                .map((text) => readPlace(text, record));
        for (const place of colon < 0 ? [''] : name.slice(0, colon).split(',')) {
            const full = `${place}:${key}`;
            if (seen.has(full))
                throw refuse('annotations', record, 'repeats a name');
            seen.add(full);
        }
        return { places, key, value };
    });
}
function readPlace(text, record) {
    const [, word = '', platform] = /^([a-z-]+)(?:\[([A-Za-z0-9_/-]+)\])?$/.exec(text.trim()) ?? [];
    const level = annotationLevels.find((each) => each === word);
    if (level === undefined) {
        throw refuse('annotations', record, `has no known level before its name; there are ${annotationLevels.map((each) => `${each}:`).join(', ')}`);
    }
    if (platform !== undefined && level.startsWith('index'))
        throw refuse('annotations', record, 'names a platform, which an index has not');
    return { level, platform };
}

// EXTERNAL MODULE: ./actions/docker-build-sign/src/attestation-inputs.ts
var attestation_inputs = __nccwpck_require__(2381);
// EXTERNAL MODULE: ./actions/docker-build-sign/src/build/entitlements.ts
var entitlements = __nccwpck_require__(144);
// EXTERNAL MODULE: ./actions/docker-build-sign/src/build-arguments.ts
var build_arguments = __nccwpck_require__(3220);
// EXTERNAL MODULE: ./actions/docker-build-sign/src/records.ts
var records = __nccwpck_require__(3987);
;// CONCATENATED MODULE: ./actions/docker-build-sign/src/build-secrets.ts


function build_secrets_refuse(line, what, hint) {
    // Never what stands there: a part of it may be the secret.
    return new action_error/* InputError */.dz('E_DOCKER_SECRET', { message: `Input "secrets", line ${line}: ${what}.`, hint });
}
const severalLinesHint = 'A secret that is not set in the repository is empty. Each line of a value of several lines would be a secret of its own: hand it on in a variable ("id=ID,env=NAME"), or write "ID=…" with a quote before the ID and one behind the last line.';
const idPattern = /^[A-Za-z0-9_][A-Za-z0-9_./@:-]{0,127}$/;
/**
 * Reads the input `secrets`. A record is `ID=VALUE` as docker/build-push-action has it, or, where it begins with `id=`, what
 * `docker buildx build --secret` takes: `id=ID,env=NAME` or `id=ID,src=PATH`, in CSV. So a value may begin with anything.
 * @throws InputError E_DOCKER_SECRET for all that is neither: a build that goes on without its secret fails later, or does not
 */
function readSecrets(records) {
    const seen = new Set();
    return records.map((record) => {
        const secret = record.text.startsWith('id=') ? readFields(record) : readValue(record);
        if (seen.has(secret.id))
            throw build_secrets_refuse(record.line, 'the ID is there twice');
        seen.add(secret.id);
        return secret;
    });
}
/**
 * Whatever looks like the rest of a value that has several lines and no quotes is refused: the secret would be its first line alone, and
 * what is taken for an ID is shown to everybody.
 */
function readValue({ text, line }) {
    const at = text.indexOf('=');
    // With a blank before the "=" it is no ID: a file of settings ("name = value") is written so.
    const id = text.slice(0, Math.max(0, at));
    if (at < 1)
        throw build_secrets_refuse(line, 'there is no "=" behind an ID', severalLinesHint);
    if (!idPattern.test(id))
        throw build_secrets_refuse(line, 'what stands before the first "=" cannot be an ID', severalLinesHint);
    const value = text.slice(at + 1);
    // The last line of base64 ends in "=" or "==", and that of base32 in up to six.
    if (/^=*$/.test(value))
        throw build_secrets_refuse(line, 'there is no value behind the first "="', severalLinesHint);
    return { id, source: { kind: 'value', value } };
}
const keysOf = {
    id: 'id',
    type: 'type',
    env: 'env',
    src: 'src',
    source: 'src',
};
function readFields({ text, line }) {
    const fields = (0,records/* splitFields */.Kp)(text);
    if (fields === undefined)
        throw build_secrets_refuse(line, 'its quotes are not those of CSV');
    const given = new Map();
    for (const field of fields) {
        const at = field.indexOf('=');
        const key = keysOf[field.slice(0, Math.max(0, at)).trim().toLowerCase()];
        if (key === undefined)
            throw build_secrets_refuse(line, 'a part of it is none of id=, env= and src=');
        if (given.has(key))
            throw build_secrets_refuse(line, `"${key}=" is there twice`);
        given.set(key, field.slice(at + 1));
    }
    const id = given.get('id') ?? '';
    if (!idPattern.test(id))
        throw build_secrets_refuse(line, 'what follows "id=" cannot be an ID');
    const type = given.get('type');
    if (type !== undefined && type !== 'env' && type !== 'file')
        throw build_secrets_refuse(line, '"type=" is neither env nor file');
    // With "type=env" buildx takes the name of the variable from "src=" too.
    const env = given.get('env') ?? (type === 'env' ? given.get('src') : undefined);
    const src = type === 'env' && !given.has('env') ? undefined : given.get('src');
    if ((env ?? '') === '' ? (src ?? '') === '' : src !== undefined)
        throw build_secrets_refuse(line, 'it needs one of env=NAME and src=PATH (a value of its own is written ID=VALUE)');
    if (env !== undefined && env !== '')
        return { id, source: { kind: 'env', name: env } };
    return { id, source: { kind: 'file', path: src ?? '' } };
}

;// CONCATENATED MODULE: ./actions/docker-build-sign/src/extra-arguments.ts



// Where the image goes, and what the action reads of the build.
const ownOptions = 'push load output tag metadata-file iidfile quiet progress call check print help'.split(' ');
const shorthands = {
    o: 'output',
    t: 'tag',
    q: 'quiet',
    f: 'file',
    h: 'help',
};
const inputOptions = {
    allow: 'allow',
    attest: 'provenance" or "sbom',
    builder: 'builder',
    file: 'file',
    platform: 'platforms',
    provenance: 'provenance',
    sbom: 'sbom',
    secret: 'secrets',
    target: 'target',
};
/** The option that an argument sets; undefined for a value and for one that is let through. */
function findRefused(argument) {
    if (argument.startsWith('--')) {
        const name = argument.slice(2).split('=', 1)[0] ?? '';
        return name === '' || ownOptions.includes(name) || name in inputOptions ? name : undefined;
    }
    if (!argument.startsWith('-'))
        return undefined;
    // Letters may be run together (`-qt name`); `-D` and the hidden `-m` and `-c` are let through, the latter take the rest as
    // their value.
    for (const letter of argument.slice(1)) {
        if (letter in shorthands)
            return shorthands[letter];
        if (letter !== 'D')
            return undefined;
    }
    return argument === '-' ? '-' : undefined;
}
/** The input `extra-args`: arguments of `docker buildx build` that leave alone what comes out and where it goes. */
function extraArguments() {
    const lines = (0,list_inputs/* list */.p_)();
    return {
        ...lines,
        parse(text, name) {
            const given = lines.parse(text, name);
            for (const argument of given) {
                const refused = findRefused(argument);
                if (refused === undefined)
                    continue;
                const input = inputOptions[refused];
                const shown = (0,neutralise/* neutraliseLine */.fZ)(argument.split('=', 1)[0] ?? '', 60);
                throw new action_error/* InputError */.dz('E_INPUT_INVALID', {
                    message: `Input "${name}" has "${shown}", which this action sets itself.`,
                    hint: input === undefined
                        ? 'The action writes the image to the disk, pushes it by its digest and tags it when it is signed; leave the argument out.'
                        : `Use the input "${input}".`,
                });
            }
            // A line that is neither an option nor the value of one would be taken for the context.
            const stray = given.find((argument, index) => !argument.startsWith('-') && !takesValue(given[index - 1]));
            if (stray === undefined)
                return given;
            throw new action_error/* InputError */.dz('E_INPUT_INVALID', {
                message: `Input "${name}": "${(0,neutralise/* neutraliseLine */.fZ)(stray, 60)}" is neither an option nor the value of one.`,
                hint: 'Write one argument a line, such as "--build-context=base=./base"; the folder to build is the input "context".',
            });
        },
    };
}
// Options of `docker buildx build` without a value.
const switches = ['debug', 'no-cache', 'pull', 'compress', 'squash', 'rm', 'force-rm'];
function takesValue(before) {
    if (before?.startsWith('--') === true)
        return !before.includes('=') && !switches.includes(before.slice(2));
    return before !== undefined && /^-D*[mc]$/.test(before);
}

// EXTERNAL MODULE: ./packages/oci/src/digest.ts
var digest = __nccwpck_require__(253);
// EXTERNAL MODULE: ./packages/oci/src/reference.ts
var reference = __nccwpck_require__(6768);
;// CONCATENATED MODULE: ./actions/docker-build-sign/src/named-lists.ts





/** An input of one or both formats of signatures, between commas or one a line. */
function signatureFormats(options) {
    return {
        kind: 'list',
        default: options.default,
        required: false,
        parse(text, name) {
            const words = text
                .split(/[,\r\n]+/)
                .map((word) => word.trim())
                .filter((word) => word !== '');
            const wrong = words.find((word) => word !== 'bundle' && word !== 'legacy');
            if (wrong !== undefined || words.length === 0) {
                throw new action_error/* InputError */.dz('E_INPUT_INVALID', {
                    message: `Input "${name}" has "${(0,neutralise/* neutraliseLine */.fZ)(wrong ?? text, 100)}"; expected bundle, legacy, or both.`,
                });
            }
            return [...new Set(words)];
        },
    };
}
function checkedList(what, isRight) {
    const lines = (0,list_inputs/* list */.p_)();
    return {
        ...lines,
        parse(text, name) {
            const items = lines.parse(text, name);
            const wrong = items.find((item) => !isRight(item));
            if (wrong === undefined)
                return [...new Set(items)];
            throw new action_error/* InputError */.dz('E_INPUT_INVALID', {
                message: `Input "${name}": "${(0,neutralise/* neutraliseLine */.fZ)(wrong, 160)}" is not ${what}.`,
            });
        },
    };
}
/** An input of digests, each once. */
const digestList = () => checkedList('a digest of the form "sha256:" with 64 hex digits', digest/* isDigest */.Bc);
/** An input of tags, each once. */
const tagList = () => checkedList('a tag (at most 128 of A-Z a-z 0-9 _ . -)', reference/* isTag */.dz);

// EXTERNAL MODULE: ./actions/docker-build-sign/src/platforms.ts
var platforms = __nccwpck_require__(8849);
;// CONCATENATED MODULE: ./actions/docker-build-sign/src/inputs.ts










/** The inputs, as `action.yml` describes them; `checkInputs` looks at what they say together. */
const inputs_inputs = (0,inputs/* defineInputs */.pf)({
    context: scalar_inputs_text({ default: '.' }),
    file: scalar_inputs_text(),
    target: scalar_inputs_text(),
    platforms: (0,platforms/* platformList */._P)(),
    'build-args': (0,records/* records */.V0)(build_arguments/* readBuildArguments */.H),
    secrets: (0,records/* secretRecords */.Ng)(readSecrets),
    labels: (0,records/* records */.V0)(readLabels),
    annotations: (0,records/* records */.V0)(readAnnotations),
    'cache-from': (0,list_inputs/* list */.p_)(),
    'cache-to': (0,list_inputs/* list */.p_)(),
    provenance: (0,attestation_inputs/* provenance */.aH)({ default: 'true' }),
    sbom: (0,attestation_inputs/* sbom */.Ou)(),
    allow: (0,entitlements/* entitlements */.t8)(),
    'extra-args': extraArguments(),
    reproducible: choice(['off', 'check'], { default: 'off' }),
    builder: scalar_inputs_text(),
    image: scalar_inputs_text(),
    version: scalar_inputs_text(),
    tags: tagList(),
    latest: choice(['auto', 'true', 'false'], { default: 'auto' }),
    prerelease: choice(['auto', 'true'], { default: 'auto' }),
    mode: choice(['all', 'stage', 'merge', 'promote'], { default: 'all' }),
    digests: digestList(),
    sign: flag({ default: true }),
    'signature-formats': signatureFormats({ default: 'bundle,legacy' }),
    transparency: choice(['auto', 'public', 'private'], { default: 'auto' }),
    'rekor-version': choice(['1', '2'], { default: '1' }),
    token: secret({ default: '' }),
});
const outputs = [
    'digest',
    'platforms',
    'tags',
    'references',
    'bundles',
    'verify-commands',
    'result-markdown',
    'visibility',
];


/***/ }),

/***/ 5852:
/***/ ((module, __unused_webpack___webpack_exports__, __nccwpck_require__) => {

__nccwpck_require__.a(module, async (__webpack_handle_async_dependencies__, __webpack_async_result__) => { try {
/* harmony import */ var _slipway_core_exec__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(3933);
/* harmony import */ var _slipway_core_run_action__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(6723);
/* harmony import */ var _check_inputs_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(8155);
/* harmony import */ var _inputs_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(532);
/* harmony import */ var _run_image_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(4296);





await (0,_slipway_core_run_action__WEBPACK_IMPORTED_MODULE_0__/* .runAction */ .C)({
    name: 'docker-build-sign',
    inputs: _inputs_js__WEBPACK_IMPORTED_MODULE_1__/* .inputs */ .Q,
    outputs: _inputs_js__WEBPACK_IMPORTED_MODULE_1__/* .outputs */ .V,
    main: async (context) => {
        (0,_check_inputs_js__WEBPACK_IMPORTED_MODULE_2__/* .checkInputs */ .s)(context.inputs);
        await (0,_run_image_js__WEBPACK_IMPORTED_MODULE_3__/* .runImage */ .D)({ ...context, exec: (0,_slipway_core_exec__WEBPACK_IMPORTED_MODULE_4__/* .createExec */ .k)(), variables: process.env });
    },
});

__webpack_async_result__();
} catch(e) { __webpack_async_result__(e); } }, 1);

/***/ }),

/***/ 8849:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   _P: () => (/* binding */ platformList),
/* harmony export */   nS: () => (/* binding */ comparePlatform),
/* harmony export */   qA: () => (/* binding */ parsePlatforms)
/* harmony export */ });
/* harmony import */ var _slipway_core_errors_action_error__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(1044);
/* harmony import */ var _slipway_core_neutralise__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(3243);
/* harmony import */ var _slipway_oci_platform__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(5534);



// Those that Go knows, from which containerd takes its words (containerd/platforms, `isKnownArch`, `isKnownOS`).
const knownArchitectures = '386 amd64 arm arm64 armbe arm64be loong64 mips mipsle mips64 mips64le ppc64 ppc64le riscv64 s390x sparc64 wasm'.split(' ');
const knownSystems = 'aix android darwin dragonfly freebsd illumos ios js linux netbsd openbsd plan9 solaris wasi wasip1 windows'.split(' ');
// `os/architecture/variant`; Windows has its version in brackets behind the first.
const form = /^([a-z][a-z0-9_]*)(?:\([^()\s]+\))?\/([A-Za-z0-9_-]+)(?:\/(v?[0-9][A-Za-z0-9.]*))?$/i;
/** A platform as containerd writes it, in the form of `parsePlatforms`: nobody asks for one version of a system. */
function comparePlatform(text) {
    const [, os, architecture, variant] = form.exec(text) ?? [];
    return (0,_slipway_oci_platform__WEBPACK_IMPORTED_MODULE_0__/* .normalisePlatform */ .W)({ os, architecture, variant }) ?? text;
}
/** Platforms of an input, between commas or one a line, in comparable form. @throws InputError E_INPUT_INVALID */
function parsePlatforms(text, input) {
    const platforms = [];
    const words = text
        .split(/\r\n|\r|\n/)
        .filter((line) => !line.trim().startsWith('#'))
        .flatMap((line) => line.split(','))
        .map((word) => word.trim())
        .filter((word) => word !== '');
    for (const word of words) {
        const platform = form.test(word) ? comparePlatform(word) : '';
        const [system = '', name = ''] = platform.split('/');
        const isKnown = knownSystems.includes(system) && knownArchitectures.includes(name);
        const problem = !isKnown ? 'is not one' : platforms.includes(platform) ? 'is there twice' : undefined;
        if (problem !== undefined) {
            throw new _slipway_core_errors_action_error__WEBPACK_IMPORTED_MODULE_1__/* .InputError */ .dz('E_INPUT_INVALID', {
                message: `Input "${input}": the platform "${(0,_slipway_core_neutralise__WEBPACK_IMPORTED_MODULE_2__/* .neutraliseLine */ .fZ)(word, 100)}" ${problem}.`,
                hint: 'Write a platform as in linux/amd64, linux/arm64 or linux/arm/v7.',
            });
        }
        platforms.push(platform);
    }
    return platforms;
}
/** An input of platforms. */
function platformList() {
    return { kind: 'list', default: undefined, required: false, parse: parsePlatforms };
}


/***/ }),

/***/ 3987:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Kp: () => (/* binding */ splitFields),
/* harmony export */   Ng: () => (/* binding */ secretRecords),
/* harmony export */   V0: () => (/* binding */ records),
/* harmony export */   ll: () => (/* binding */ formatFields)
/* harmony export */ });
/* harmony import */ var _slipway_core_errors_action_error__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(1044);

function refuse(input, line, what) {
    return new _slipway_core_errors_action_error__WEBPACK_IMPORTED_MODULE_0__/* .InputError */ .dz('E_INPUT_INVALID', {
        // Never the text itself: it may be a secret.
        message: `Input "${input}", line ${line}: ${what}.`,
        hint: 'Write a value of several lines as "NAME=…" with a quote before the name and one after the last line; a quote inside is written twice.',
    });
}
/**
 * Takes an input apart as docker/build-push-action does (RFC 4180, one field a record): one record a line; a record in
 * double quotes may hold line ends, and two quotes for one. Blank lines and lines that begin with `#` are passed over.
 * @throws InputError E_INPUT_INVALID for quotes that do not end, and for text behind them
 */
function readRecords(text, input) {
    const records = [];
    const lines = text.split(/\r\n|\r|\n/);
    for (let at = 0; at < lines.length; at += 1) {
        const first = lines[at]?.trim() ?? '';
        if (first === '' || first.startsWith('#'))
            continue;
        const line = at + 1;
        if (!first.startsWith('"')) {
            records.push({ text: first, line });
            continue;
        }
        // What is inside the quotes stays as it is, blanks at the ends of lines too.
        let quoted = (lines[at] ?? '').trimStart().slice(1);
        let end = findClosingQuote(quoted);
        while (end < 0) {
            at += 1;
            const next = lines[at];
            if (next === undefined)
                throw refuse(input, line, 'the quotes that begin there do not end');
            quoted += `\n${next}`;
            end = findClosingQuote(quoted);
        }
        if (quoted.slice(end + 1).trim() !== '')
            throw refuse(input, line, 'there is text behind the closing quote');
        records.push({ text: quoted.slice(0, end).replaceAll('""', '"'), line });
    }
    return records;
}
/** Index of the first quote that is not one of two; -1 without one. */
function findClosingQuote(text) {
    for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 2))
        if (text[at + 1] !== '"')
            return at;
    return -1;
}
/** An input of records. */
function records(read) {
    return {
        kind: 'list',
        default: undefined,
        required: false,
        parse: (text, name) => read(readRecords(text, name), name),
    };
}
/** An input of records that are secrets: nothing of it is shown. */
function secretRecords(read) {
    return { ...records(read), kind: 'secret' };
}
/** Writes fields as one line of CSV, which is how buildx takes the parts of a value (RFC 4180). */
function formatFields(fields) {
    return fields
        .map((field) => (/[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field))
        .join(',');
}
/** Takes a line of CSV apart; undefined when its quotes are wrong. */
function splitFields(text) {
    const fields = [];
    const field = /(?:"((?:[^"]|"")*)"|([^",]*))(,|$)/y;
    for (let isOpen = true; isOpen;) {
        const found = field.exec(text);
        if (found === null)
            return undefined;
        fields.push(found[1]?.replaceAll('""', '"') ?? found[2] ?? '');
        isOpen = found[3] === ',';
    }
    return fields;
}


/***/ }),

/***/ 4296:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  D: () => (/* binding */ runImage)
});

// EXTERNAL MODULE: ./packages/core/src/errors/action-error.ts + 11 modules
var action_error = __nccwpck_require__(1044);
// EXTERNAL MODULE: ./packages/core/src/neutralise.ts
var neutralise = __nccwpck_require__(3243);
;// CONCATENATED MODULE: ./packages/core/src/run-parallel.ts
/**
 * Runs `body` on every item, at most `limit` (and at least one) at a time. After a failure, nothing new is started, and running
 * items are awaited.
 * @throws the first failure
 */
async function runParallel(items, limit, body) {
    const queue = items.values();
    const failures = [];
    const drain = async () => {
        for (const item of queue) {
            try {
                await body(item);
            }
            catch (cause) {
                failures.push(cause);
            }
            if (failures.length > 0)
                return;
        }
    };
    await Promise.all(Array.from({ length: Math.max(1, Math.min(limit, items.length)) }, drain));
    if (failures.length > 0)
        throw failures[0];
}

;// CONCATENATED MODULE: ./packages/core/src/is-record.ts
/** Whether a JSON value is an object, not an array or null. */
function is_record_isRecord(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __nccwpck_require__(7598);
;// CONCATENATED MODULE: ./packages/oci/src/blobs.ts


const mostAttempts = 4;
const longestMemoryBlob = 64 * 1024 * 1024;
const longestWaitMs = 120_000;
/** Time for one transfer: a minute, and what a slow line (256 KiB a second) needs. */
function transferTimeoutMs(bytes) {
    return 60_000 + Math.ceil(bytes / (256 * 1024)) * 1000;
}
const passingStatuses = new Set([408, 429, 500, 502, 503, 504]);
/**
 * Whether a failure may pass: another attempt is worth it. The HTTP client does not repeat the parts of an upload, because
 * what they leave behind has to be looked at first.
 */
function isPassing(cause) {
    return cause instanceof action_error/* RemoteError */.Hi && (cause.retryable || passingStatuses.has(cause.status));
}
/** Waits before attempt `attempt` + 1: a second, doubled each time, with jitter, or as long as the registry asked for. */
async function waitBefore({ clock, random }, attempt, { retryAfterMs = 0 }) {
    const bound = Math.min(20_000, 500 * 2 ** attempt);
    const asked = Math.min(longestWaitMs, retryAfterMs);
    await clock.sleep(Math.max(asked, Math.round(bound * (0.5 + random() / 2))));
}
/**
 * Whether the repository has a blob.
 * @throws IntegrityError E_OCI_DIGEST when it says that it has one of another size
 */
async function hasBlob(repository, { digest, size }, access = 'pull') {
    const response = await repository.send({
        what: `Looking for blob ${digest}`,
        access,
        method: 'HEAD',
        target: `blobs/${digest}`,
        // An answer to HEAD has no words: who pushes learns from the next request why it may not.
        accepted: access === 'push' ? [401, 403, 404] : [404],
    });
    if (response.status >= 400)
        return false;
    const stated = response.headers['content-length'];
    if (stated !== undefined && stated !== String(size)) {
        throw new action_error/* IntegrityError */.cs('E_OCI_DIGEST', {
            message: `${repository.registry} says that blob ${digest} has ${stated} bytes; it has ${size}.`,
        });
    }
    return true;
}
/**
 * Streams a blob; every attempt is hashed, and size and digest have to be right before it counts. The storage a registry
 * redirects to gets no credentials.
 * @throws IntegrityError E_OCI_DIGEST, RemoteError E_OCI_*, E_HTTP_*
 */
async function downloadBlob(repository, wanted, sink) {
    for (let attempt = 1;; attempt += 1) {
        try {
            await sink.restart();
            await receive(repository, wanted, sink);
            return;
        }
        catch (cause) {
            if (!isPassing(cause) || attempt >= mostAttempts)
                throw cause;
            repository.log.debug(`${cause.message} Reading blob ${wanted.digest} again.`);
            await waitBefore(repository, attempt, cause);
        }
    }
}
async function receive(repository, { digest, size }, sink) {
    const hash = (0,external_node_crypto_.createHash)(digest.split(':', 1)[0] ?? 'sha256');
    let received = 0;
    await repository.send({
        what: `Reading blob ${digest}`,
        access: 'pull',
        method: 'GET',
        target: `blobs/${digest}`,
        maxResponseBytes: size,
        attemptTimeoutMs: transferTimeoutMs(size),
        deadlineMs: transferTimeoutMs(size) + 120_000,
        sink(chunk) {
            received += chunk.byteLength;
            hash.update(chunk);
            return sink.write(chunk);
        },
    });
    if (received !== size)
        throw differ(repository, digest, `${received} bytes instead of ${size}`);
    const found = `${digest.split(':', 1)[0]}:${hash.digest('hex')}`;
    if (found !== digest)
        throw differ(repository, digest, `bytes with the digest ${found}`);
}
function differ({ registry, name }, digest, what) {
    return new action_error/* IntegrityError */.cs('E_OCI_DIGEST', {
        message: `${registry}/${name} sent ${what} for blob ${digest}.`,
    });
}
/**
 * A small blob in memory, checked like a download.
 * @throws IntegrityError E_OCI_DIGEST, RemoteError E_HTTP_BODY_TOO_LARGE for one of more than 64 MiB
 */
async function readBlob(repository, wanted) {
    if (wanted.size > longestMemoryBlob) {
        throw new action_error/* RemoteError */.Hi('E_HTTP_BODY_TOO_LARGE', {
            message: `Blob ${wanted.digest} has ${wanted.size} bytes, more than are read into memory.`,
        });
    }
    const chunks = [];
    await downloadBlob(repository, wanted, {
        restart: () => void chunks.splice(0),
        write: (chunk) => void chunks.push(chunk),
    });
    return Buffer.concat(chunks);
}
/** A small blob, as `readBlob` reads it; undefined when the repository does not have it. */
async function findBlob(repository, wanted) {
    try {
        return await readBlob(repository, wanted);
    }
    catch (cause) {
        if (cause instanceof action_error/* RemoteError */.Hi && cause.status === 404)
            return undefined;
        throw cause;
    }
}

// EXTERNAL MODULE: ./packages/oci/src/digest.ts
var src_digest = __nccwpck_require__(253);
;// CONCATENATED MODULE: ./packages/oci/src/index-entry.ts

/** What BuildKit gives an attestation manifest since 0.31 (exporter/containerimage/writer.go). */
const attestationArtifactType = 'application/vnd.docker.attestation.manifest.v1+json';
/** Whether an entry of an index is one of BuildKit's attestations, which are for no platform. */
function isAttestation({ annotations, platform, artifactType }) {
    return (annotations?.['vnd.docker.reference.type'] === 'attestation-manifest' ||
        platform?.['os'] === 'unknown' ||
        artifactType === attestationArtifactType);
}
/** The manifest an attestation is about, by its entry (BuildKit, "Attestation storage") or its subject. */
function readAttested({ annotations }, subject) {
    const named = annotations?.['vnd.docker.reference.digest'] ?? subject?.digest;
    return (0,src_digest/* isDigest */.Bc)(named) ? named : undefined;
}

;// CONCATENATED MODULE: ./packages/oci/src/descriptor.ts


/** Whether a value of somebody else's JSON is a descriptor that may be followed. */
function isDescriptor(value) {
    return (is_record_isRecord(value) &&
        typeof value['mediaType'] === 'string' &&
        (0,src_digest/* isDigest */.Bc)(value['digest']) &&
        typeof value['size'] === 'number' &&
        Number.isSafeInteger(value['size']) &&
        value['size'] >= 0);
}
function isList(value) {
    return value === undefined || (Array.isArray(value) && value.every(isDescriptor));
}
/** Reads the JSON of an index or a manifest; undefined for anything else. */
function parseManifest(bytes) {
    let value;
    try {
        value = JSON.parse(Buffer.from(bytes).toString('utf8'));
    }
    catch {
        return undefined;
    }
    if (!is_record_isRecord(value) || typeof value['schemaVersion'] !== 'number')
        return undefined;
    const { manifests, layers, config, subject, mediaType } = value;
    const single = [config, subject].every((each) => each === undefined || isDescriptor(each));
    const typed = mediaType === undefined || typeof mediaType === 'string';
    return single && typed && isList(manifests) && isList(layers)
        ? value
        : undefined;
}

;// CONCATENATED MODULE: ./packages/oci/src/media-types.ts
/** Media types of the OCI image specification and of Docker's, which registries hold side by side. */
const mediaTypes = {
    ociIndex: 'application/vnd.oci.image.index.v1+json',
    ociManifest: 'application/vnd.oci.image.manifest.v1+json',
    dockerIndex: 'application/vnd.docker.distribution.manifest.list.v2+json',
    dockerManifest: 'application/vnd.docker.distribution.manifest.v2+json',
    emptyConfig: 'application/vnd.oci.empty.v1+json',
};
// Last: what is not handled, but must be seen to be there.
const artifactManifest = 'application/vnd.oci.artifact.manifest.v1+json';
const schema1 = [
    'application/vnd.docker.distribution.manifest.v1+prettyjws',
    'application/vnd.docker.distribution.manifest.v1+json',
];
/**
 * `Accept` of every question for a manifest. A registry answers 404 for a manifest whose type is not asked for, which must
 * not be taken for "there is none".
 */
const manifestAccept = [
    mediaTypes.ociIndex,
    mediaTypes.ociManifest,
    mediaTypes.dockerIndex,
    mediaTypes.dockerManifest,
    artifactManifest,
    ...schema1,
].join(', ');
/** Whether a type is that of a list of manifests. */
function isIndexType(mediaType) {
    return mediaType === mediaTypes.ociIndex || mediaType === mediaTypes.dockerIndex;
}
/** Whether a type is that of one image or artifact. */
function isManifestType(mediaType) {
    return mediaType === mediaTypes.ociManifest || mediaType === mediaTypes.dockerManifest;
}
/** Layers that stay where they are and are never pushed (image-spec, "non-distributable layers"). */
function isForeignLayer(mediaType) {
    return (mediaType.startsWith('application/vnd.oci.image.layer.nondistributable.') ||
        mediaType.startsWith('application/vnd.docker.image.rootfs.foreign.'));
}

// EXTERNAL MODULE: ./packages/oci/src/reference.ts
var src_reference = __nccwpck_require__(6768);
// EXTERNAL MODULE: ./packages/core/src/redact.ts
var redact = __nccwpck_require__(796);
;// CONCATENATED MODULE: ./packages/oci/src/registry-answer.ts



/** The errors in the body of a refusal; empty when it has another form. */
function readProblems(response) {
    let value;
    try {
        value = JSON.parse(response.text());
    }
    catch {
        return [];
    }
    const errors = value?.errors;
    if (!Array.isArray(errors))
        return [];
    return errors.slice(0, 5).map((entry) => {
        const { code, message } = (entry ?? {});
        return {
            code: typeof code === 'string' ? code : '',
            message: typeof message === 'string' ? message : '',
        };
    });
}
/** The words of a refusal, harmless, for an error. */
function quoteProblems(response) {
    const problems = readProblems(response);
    const text = problems.length === 0
        ? response.text()
        : problems
            .map(({ code, message }) => [code, message].filter((part) => part !== '').join(': '))
            .join('; ');
    const quoted = (0,neutralise/* neutraliseLine */.fZ)((0,redact/* redactText */.R)(text), 300);
    return quoted === '' ? `status ${response.status} without a word` : `${response.status} "${quoted}"`;
}
/** What a refusal of ghcr.io means, and others whose words are known; undefined for the hint of the catalogue. */
function explain(text, repository) {
    const shown = (0,neutralise/* neutraliseLine */.fZ)(repository, 200);
    if (/permission_denied: write_package/i.test(text)) {
        return `The package "${shown}" exists and this repository may not write to it: open the settings of the package on GitHub, "Manage Actions access", and add the repository with the role Write.`;
    }
    if (/not allowed to create organization package/i.test(text)) {
        return 'Give the job "permissions: packages: write"; if it has that, the organization does not let workflows create packages: an owner allows it in the settings of the organization (Packages, Actions).';
    }
    if (/not allowed to write organization package/i.test(text))
        return `Give the job "permissions: packages: write", and in the settings of the package "${shown}", "Manage Actions access", the role Write to the repository.`;
    if (/permission_denied: read_package/i.test(text))
        return `Give the job "permissions: packages: read" (or "write"), and in the settings of the package "${shown}", "Manage Actions access", the role Read to the repository.`;
    if (/permission_denied: create_package/i.test(text))
        return `The token may not create packages for the owner of "${shown}": push below the owner of the repository that runs the job.`;
    if (/does not match expected scopes/i.test(text))
        return 'ghcr.io takes the GITHUB_TOKEN of a job or a classic personal token with "write:packages"; fine-grained tokens are not accepted.';
    if (/insufficient_scope/i.test(text))
        return 'The token that was handed out does not cover this: the account lacks the right to push (or pull) here.';
    return undefined;
}
/** Whether the registry says that a tag stays where it is; a repository that is called so, or a part of its name, says nothing. */
function saysImmutable(response, repository) {
    const names = [repository, ...repository.split('/')].map((name) => name.replaceAll('.', '\\.'));
    const named = new RegExp(`(?<![\\w.-])(?:${names.join('|')})(?![\\w/-])`, 'g');
    return readProblems(response).some(({ code, message }) => /immutab|TagAlreadyExists/i.test(`${code} ${message.replaceAll(named, '')}`));
}
function chooseCode(response, repository) {
    const { status } = response;
    if (status === 401)
        return 'E_OCI_AUTHENTICATION';
    if (saysImmutable(response, repository))
        return 'E_OCI_TAG_IMMUTABLE';
    if (status === 403)
        return 'E_OCI_DENIED';
    return 'E_OCI_REFUSED';
}
/**
 * Whether a manifest was refused for a blob that is not there yet: a registry that stores in several places may not see one it
 * has just taken, or one that another job is writing at the same moment ("blob unknown to registry").
 */
function isUnseenBlob(response) {
    return readProblems(response).some(({ code }) => /^(?:MANIFEST_)?BLOB_UNKNOWN$/.test(code));
}
/** The error for a refusal, with the registry's own words and what to do about them. */
function refuseAnswer(what, repository, response, note = '') {
    const challenge = response.headers['www-authenticate'] ?? '';
    const text = `${response.text()} ${challenge}`;
    return new action_error/* RemoteError */.Hi(chooseCode(response, repository), {
        message: `${what} was refused with ${quoteProblems(response)}${note}.`,
        hint: explain(text, repository),
        status: response.status,
        url: (0,redact/* redactUrl */.B)(response.url),
        retryable: isUnseenBlob(response),
    });
}

;// CONCATENATED MODULE: ./packages/oci/src/manifests.ts








// distribution-spec, "Pushing Manifests": what every registry has to take.
const longestManifest = 4 * 1024 * 1024;
const manifests_mostAttempts = 4;
function checkTarget(reference) {
    if ((0,src_digest/* isDigest */.Bc)(reference) || (0,src_reference/* isTag */.dz)(reference))
        return;
    throw new action_error/* InputError */.dz('E_OCI_REFERENCE', {
        message: `"${(0,neutralise/* neutraliseLine */.fZ)(reference, 200)}" is neither a tag nor a digest.`,
    });
}
/**
 * Whether a 404 says that there is no such manifest. One that is there in a form not asked for is answered with 404 too
 * ("OCI index found, but Accept header does not support OCI indexes").
 */
function isAbsent(repository, reference, response) {
    if (response.status !== 404)
        return false;
    if (readProblems(response).some(({ message }) => /accept header/i.test(message))) {
        throw new action_error/* RemoteError */.Hi('E_OCI_MEDIA_TYPE', {
            message: `${repository.registry}/${repository.name} has "${reference}" in a form that was not asked for: ${quoteProblems(response)}.`,
            status: 404,
        });
    }
    return true;
}
/**
 * Reads a manifest or an index by tag or digest; undefined when there is none.
 * @throws IntegrityError E_OCI_DIGEST, RemoteError E_OCI_MEDIA_TYPE, E_OCI_MALFORMED, E_OCI_*, E_HTTP_*
 */
async function getManifest(repository, reference) {
    checkTarget(reference);
    const { registry, name } = repository;
    const response = await repository.send({
        what: `Reading manifest ${reference}`,
        access: 'pull',
        method: 'GET',
        target: `manifests/${reference}`,
        headers: { accept: manifestAccept },
        maxResponseBytes: longestManifest,
        accepted: [404],
    });
    if (isAbsent(repository, reference, response))
        return undefined;
    const { body } = response;
    const digest = (0,src_digest/* isDigest */.Bc)(reference) ? (0,src_digest/* digestLike */.kG)(reference, body) : (0,src_digest/* digestBytes */.QN)(body);
    const stated = response.headers['docker-content-digest'];
    const wrong = ((0,src_digest/* isDigest */.Bc)(reference) && digest !== reference) ||
        ((0,src_digest/* isDigest */.Bc)(stated) && (0,src_digest/* digestLike */.kG)(stated, body) !== stated);
    if (wrong) {
        throw new action_error/* IntegrityError */.cs('E_OCI_DIGEST', {
            message: `${registry}/${name} sent bytes with the digest ${digest} for manifest ${reference}${(0,src_digest/* isDigest */.Bc)(stated) ? `, and says that they have ${stated}` : ''}.`,
        });
    }
    const content = parseManifest(body);
    const typed = response.headers['content-type']?.split(';', 1)[0]?.trim();
    const mediaType = content?.mediaType ?? typed;
    if (content === undefined || mediaType === undefined || (typed !== undefined && typed !== mediaType)) {
        throw new action_error/* RemoteError */.Hi('E_OCI_MALFORMED', {
            message: `${registry}/${name} sent something for manifest ${reference} that is not one (${(0,neutralise/* neutraliseLine */.fZ)(typed ?? 'no type', 100)}).`,
            status: response.status,
        });
    }
    return { digest, mediaType, bytes: body, content };
}
/** The digest a tag or digest stands for; undefined when there is none. @throws like `getManifest` */
async function resolveDigest(repository, reference) {
    checkTarget(reference);
    const response = await repository.send({
        what: `Looking for manifest ${reference}`,
        access: 'pull',
        method: 'HEAD',
        target: `manifests/${reference}`,
        headers: { accept: manifestAccept },
        accepted: [401, 403, 404],
    });
    const stated = response.headers['docker-content-digest'];
    if (response.status < 300 && (0,src_digest/* isDigest */.Bc)(stated))
        return stated;
    // An answer to HEAD has no words that tell "there is none", "not in a form you take" and "not for you" apart.
    return (await getManifest(repository, reference))?.digest;
}
/**
 * Puts a manifest or an index under a tag or its own digest; the same bytes again are no change.
 * @throws InputError E_OCI_MANIFEST_TOO_LARGE, IntegrityError E_OCI_DIGEST, RemoteError E_OCI_TAG_IMMUTABLE, E_OCI_*
 */
async function putManifest(repository, reference, bytes, mediaType, options = {}) {
    checkTarget(reference);
    if (bytes.byteLength > longestManifest) {
        throw new action_error/* InputError */.dz('E_OCI_MANIFEST_TOO_LARGE', {
            message: `The manifest for "${reference}" has ${bytes.byteLength} bytes; registries take ${longestManifest}.`,
        });
    }
    const digest = (0,src_digest/* isDigest */.Bc)(reference) ? (0,src_digest/* digestLike */.kG)(reference, bytes) : (0,src_digest/* digestBytes */.QN)(bytes);
    if ((0,src_digest/* isDigest */.Bc)(reference) && digest !== reference) {
        throw new action_error/* IntegrityError */.cs('E_OCI_DIGEST', {
            message: `The manifest to push as ${reference} has the digest ${digest}.`,
        });
    }
    const response = await sendManifest(repository, reference, bytes, mediaType, options);
    const stated = response.headers['docker-content-digest'];
    if ((0,src_digest/* isDigest */.Bc)(stated) && stated !== (0,src_digest/* digestLike */.kG)(stated, bytes)) {
        throw new action_error/* IntegrityError */.cs('E_OCI_DIGEST', {
            message: `${repository.registry}/${repository.name} took manifest ${digest} and says that it is ${stated}.`,
        });
    }
    return { digest, size: bytes.byteLength, listed: (0,src_digest/* isDigest */.Bc)(response.headers['oci-subject']) };
}
/** Asks again a few times where the registry does not see a blob that it has, unless the manifest is to be put once. */
async function sendManifest(repository, reference, bytes, mediaType, { once = false }) {
    const what = `Pushing manifest ${reference}`;
    for (let attempt = 1;; attempt += 1) {
        const response = await repository.send({
            what,
            access: 'push',
            method: 'PUT',
            target: `manifests/${reference}`,
            headers: { 'content-type': mediaType },
            body: bytes,
            accepted: [400, 404],
            ...(once ? { mostAttempts: 1 } : {}),
        });
        if (response.status < 300)
            return response;
        const refusal = refuseAnswer(`${what} (${repository.registry}/${repository.name})`, repository.name, response);
        if (once || !refusal.retryable || attempt >= manifests_mostAttempts)
            throw refusal;
        await waitBefore(repository, attempt, refusal);
    }
}

;// CONCATENATED MODULE: ./packages/oci/src/image-config.ts






const largestConfigBytes = 4 * 1024 * 1024;
const deepestIndex = 4;
const configTypes = [
    'application/vnd.oci.image.config.v1+json',
    'application/vnd.docker.container.image.v1+json',
];
/** Whether a config is that of an image; artifacts have others. */
function isImageConfig(config) {
    return config !== undefined && configTypes.includes(config.mediaType);
}
/** Reads the JSON of a config; undefined for what is none. */
function image_config_parseImageConfig(bytes) {
    let value;
    try {
        value = JSON.parse(Buffer.from(bytes).toString('utf8'));
    }
    catch {
        return undefined;
    }
    if (!is_record_isRecord(value))
        return undefined;
    const text = (name) => (typeof value[name] === 'string' ? value[name] : '');
    const inner = value['config'];
    const labels = is_record_isRecord(inner) && is_record_isRecord(inner['Labels']) ? inner['Labels'] : {};
    const features = value['os.features'];
    return {
        platform: {
            architecture: text('architecture'),
            os: text('os'),
            ...(text('os.version') === '' ? {} : { 'os.version': text('os.version') }),
            ...(Array.isArray(features) && features.length > 0 ? { 'os.features': features } : {}),
            ...(text('variant') === '' ? {} : { variant: text('variant') }),
        },
        labels: Object.fromEntries(Object.entries(labels).filter((entry) => typeof entry[1] === 'string')),
    };
}
/** Reads the config of a manifest; undefined for one that is not of an image. @throws RemoteError E_OCI_*, E_HTTP_* */
async function readImageConfig(repository, config) {
    if (!isImageConfig(config))
        return undefined;
    if (config.size > largestConfigBytes) {
        throw new action_error/* RemoteError */.Hi('E_OCI_MALFORMED', {
            message: `The config ${config.digest} of ${repository.registry}/${repository.name} has ${config.size} bytes.`,
        });
    }
    return image_config_parseImageConfig(await readBlob(repository, config));
}
/**
 * What an image says of itself under some keys of the OCI specification (`org.opencontainers.image.version`): the annotation of
 * its index or manifest, else the label of its first platform. Nothing is read beyond what has them all.
 */
async function readImageAnnotations(repository, stored, keys, depth = 0) {
    const { annotations, manifests = [], config } = stored.content;
    const told = pickTexts(annotations ?? {}, keys);
    const missing = keys.filter((key) => told[key] === undefined);
    if (missing.length === 0)
        return told;
    if (!isIndexType(stored.mediaType))
        return { ...told, ...pickTexts((await readImageConfig(repository, config))?.labels ?? {}, missing) };
    const first = manifests.find((each) => !isAttestation(each));
    if (first === undefined || depth >= deepestIndex)
        return told;
    const child = await getManifest(repository, first.digest);
    if (child === undefined)
        return told;
    return { ...told, ...(await readImageAnnotations(repository, child, missing, depth + 1)) };
}
function pickTexts(record, keys) {
    const picked = {};
    for (const key of keys) {
        const value = record[key];
        if (typeof value === 'string')
            picked[key] = value;
    }
    return picked;
}

// EXTERNAL MODULE: ./packages/oci/src/platform.ts
var src_platform = __nccwpck_require__(5534);
;// CONCATENATED MODULE: ./packages/oci/src/walk-tree.ts


const walk_tree_deepestIndex = 8;
const mostManifests = 1000;
// distribution-spec, "Pushing Manifests": what every registry has to take.
const walk_tree_longestManifest = 4 * 1024 * 1024;
// A bound for the memory of it all; a hundred platforms of a thousand layers have a quarter of it.
const mostBytes = 64 * 1024 * 1024;
const parallelReads = 8;
function listChildren({ listed, content }) {
    return isIndexType(listed.mediaType) ? (content.manifests ?? []) : [];
}
/** A document that is an index to one reader and a manifest to another shows each another image (CVE-2021-41190). */
function isAmbiguous({ listed, content }) {
    const { manifests, layers, config } = content;
    return isIndexType(listed.mediaType)
        ? manifests === undefined || layers !== undefined || config !== undefined
        : manifests !== undefined;
}
/** Reads a tree level by level, what a level lists side by side. @throws what `read` throws and `refuse` makes */
async function walkTree(root, { read, refuse }) {
    const nodes = new Map();
    let level = [root];
    let bytes = 0;
    for (let depth = 0; level.length > 0; depth += 1) {
        for (const node of level) {
            if (isAmbiguous(node))
                throw refuse(`${node.listed.digest} is neither an index nor a manifest, or both`);
            nodes.set(node.listed.digest, node);
        }
        const wanted = new Map();
        for (const child of level.flatMap(listChildren))
            if (!nodes.has(child.digest) && !wanted.has(child.digest))
                wanted.set(child.digest, child);
        if (wanted.size > 0 && depth >= walk_tree_deepestIndex)
            throw refuse(`its indexes are nested more than ${walk_tree_deepestIndex} deep`);
        if (nodes.size + wanted.size > mostManifests)
            throw refuse(`it lists more than ${mostManifests} manifests`);
        for (const { digest, size } of wanted.values()) {
            bytes += size;
            if (size > walk_tree_longestManifest)
                throw refuse(`its manifest ${digest} has ${size} bytes`);
        }
        if (bytes > mostBytes)
            throw refuse(`its manifests have more than ${mostBytes} bytes`);
        const found = new Map();
        await runParallel([...wanted.values()], parallelReads, async (child) => {
            found.set(child.digest, await read(child));
        });
        level = [...wanted.keys()].flatMap((digest) => found.get(digest) ?? []);
    }
    return orderTree(root, nodes);
}
function orderTree(root, nodes) {
    const seen = new Set();
    const childrenFirst = [];
    const visit = (node) => {
        if (seen.has(node))
            return;
        seen.add(node);
        for (const { digest } of listChildren(node)) {
            const child = nodes.get(digest);
            if (child !== undefined)
                visit(child);
        }
        childrenFirst.push(node);
    };
    visit(root);
    return { nodes: [...seen], childrenFirst };
}

;// CONCATENATED MODULE: ./packages/oci/src/image-tree.ts










const mostPlatforms = 100;
const image_tree_parallelReads = 8;
async function describeNode({ listed, content }, readConfig) {
    const { mediaType, digest, size } = listed;
    const descriptor = { mediaType, digest, size };
    const nothing = { platform: undefined, attests: undefined };
    if (isIndexType(mediaType))
        return { entry: { descriptor, kind: 'index', ...nothing }, listed };
    if (isAttestation({ ...listed, artifactType: content.artifactType })) {
        const attests = readAttested(listed, content.subject);
        return { entry: { descriptor, kind: 'attestation', platform: undefined, attests }, listed };
    }
    if (content.artifactType !== undefined || !isImageConfig(content.config))
        return { entry: { descriptor, kind: 'manifest', ...nothing }, listed };
    const isTold = (0,src_platform/* formatPlatform */.B)(listed.platform) !== undefined;
    const fields = isTold ? listed.platform : (await readConfig(content.config))?.platform;
    const platform = (0,src_platform/* formatPlatform */.B)(fields);
    const complete = fields === undefined || platform === undefined ? listed : { ...listed, platform: fields };
    return { entry: { descriptor, kind: 'platform', platform, attests: undefined }, listed: complete };
}
async function describeNodes(nodes, readConfig, refuse) {
    const described = new Map();
    await runParallel(nodes, image_tree_parallelReads, async (node) => {
        described.set(node, await describeNode(node, readConfig));
    });
    const inOrder = nodes.flatMap((node) => described.get(node) ?? []);
    const platforms = inOrder.filter(({ entry }) => entry.kind === 'platform').length;
    if (platforms > mostPlatforms)
        throw refuse(`it has ${platforms} platforms, more than ${mostPlatforms}`);
    return inOrder;
}
/** Makes the errors for an image of a registry that cannot be used. */
function refuseImage({ registry, name }, reference) {
    return (what) => new action_error/* InputError */.dz('E_OCI_IMAGE', {
        message: `${registry}/${name} has an image ${reference} that cannot be used: ${what}.`,
    });
}
/** An image of a registry, as `readImageTree` reads it, with what its indexes say of each entry. */
async function readImageNodes(repository, reference) {
    const name = `${repository.registry}/${repository.name}`;
    const refuse = refuseImage(repository, reference);
    const root = await getManifest(repository, reference);
    if (root === undefined)
        throw new action_error/* RemoteError */.Hi('E_OCI_NOT_FOUND', { message: `${name} has no image ${reference}.` });
    const { mediaType, digest, bytes, content } = root;
    const type = (0,neutralise/* neutraliseLine */.fZ)(content.artifactType ?? content.config?.mediaType ?? mediaType, 100);
    const isImage = isManifestType(mediaType) && content.artifactType === undefined && isImageConfig(content.config);
    if (!isIndexType(mediaType) && !isImage)
        throw refuse(`it is something else (${type})`);
    const top = { listed: { mediaType, digest, size: bytes.byteLength }, bytes, content };
    const read = async (listed) => {
        const found = await getManifest(repository, listed.digest);
        if (found === undefined) {
            throw new action_error/* RemoteError */.Hi('E_OCI_NOT_FOUND', {
                message: `${name} has no ${listed.digest}, which the image ${reference} lists.`,
            });
        }
        if (found.mediaType !== listed.mediaType || found.bytes.byteLength !== listed.size)
            throw refuse(`its index lists ${listed.digest} with another type or size than it has`);
        return { listed, bytes: found.bytes, content: found.content };
    };
    const { nodes } = await walkTree(top, { read, refuse });
    const described = await describeNodes(nodes, (config) => readImageConfig(repository, config), refuse);
    return { root, nodes: described };
}
/**
 * Reads an image of a registry: the index, those nested in it, every platform and every attestation.
 * @param reference digest or tag
 * @throws RemoteError E_OCI_NOT_FOUND for what is not there, E_OCI_*; InputError E_OCI_IMAGE for what is no image, or too much
 */
async function readImageTree(repository, reference) {
    const { root, nodes } = await readImageNodes(repository, reference);
    return { root, manifests: nodes.map(({ entry }) => entry) };
}
/** Reads an image of a layout in the same way. @throws InputError E_OCI_LAYOUT */
async function readLayoutTree(layout, root) {
    const { tree, refuse } = await readLayoutNodes(layout, root);
    const readConfig = async (config) => config === undefined ? undefined : parseImageConfig(await layout.read(config));
    return (await describeNodes(tree.nodes, readConfig, refuse)).map(({ entry }) => entry);
}

;// CONCATENATED MODULE: ./packages/oci/src/wait-until.ts

const firstDelayMs = 500;
const longestDelayMs = 30_000;
const defaultPatienceMs = 60_000;
/**
 * Reads until what was written shows: a registry that stores in several places may answer with what was there before, for some
 * seconds. The pauses double, with jitter.
 * @param patienceMs how long to wait in all, without the reading; default a minute
 * @returns the last answer, right or not
 */
async function waitUntil({ clock, random }, read, isRight, patienceMs = defaultPatienceMs) {
    let waitedMs = 0;
    for (let delayMs = firstDelayMs;; delayMs = Math.min(longestDelayMs, delayMs * 2)) {
        const value = await read();
        if (isRight(value) || waitedMs >= patienceMs)
            return value;
        const pauseMs = Math.min(patienceMs - waitedMs, Math.round(delayMs * (1 + random() / 4)));
        await clock.sleep(pauseMs);
        waitedMs += pauseMs;
    }
}
function isNotFound(cause) {
    return cause instanceof action_error/* RemoteError */.Hi && cause.code === 'E_OCI_NOT_FOUND';
}
/**
 * Reads what was written, as `waitUntil` does, as long as the registry says that it is not there.
 * @param isAbsent which failures say so
 * @throws as `read` at the end
 */
async function waitUntilThere(repository, read, patienceMs, isAbsent = isNotFound) {
    const attempt = async () => {
        try {
            return { value: await read() };
        }
        catch (cause) {
            if (isAbsent(cause))
                return { absent: cause };
            throw cause;
        }
    };
    const found = await waitUntil(repository, attempt, (result) => 'value' in result, patienceMs);
    if ('absent' in found)
        throw found.absent;
    return found.value;
}

;// CONCATENATED MODULE: ./packages/github/src/registry-user.ts
/** User and password for GitHub's registries: the token decides, and any name goes with it. */
function registryUser({ actor }, token) {
    return { username: actor === '' ? 'github-actions' : actor, password: token };
}

;// CONCATENATED MODULE: ./packages/github/src/server.ts


const publicRegistry = 'ghcr.io';
/** `iss` of the ID tokens of github.com, the one issuer that PyPI and the public Fulcio know for GitHub Actions. */
const publicIssuer = 'https://token.actions.githubusercontent.com';
/**
 * Describes the server of a job by `GITHUB_SERVER_URL`. Sources: https://docs.github.com/enterprise-cloud@latest/admin/data-residency
 * "Feature overview" for ghe.com; https://docs.github.com/enterprise-server@latest/packages "Working with the Container
 * registry" and ".../actions/reference/security/oidc" for GitHub Enterprise Server.
 */
function describeServer({ serverUrl }) {
    const { host, hostname } = new URL(serverUrl);
    if (hostname === 'github.com') {
        return {
            kind: 'github.com',
            host,
            registry: publicRegistry,
            idTokenIssuer: publicIssuer,
            hasArtifacts: true,
        };
    }
    const registry = `containers.${host}`;
    if (hostname.endsWith('.ghe.com')) {
        const idTokenIssuer = `https://token.actions.${hostname}`;
        return { kind: 'data-residency', host, registry, idTokenIssuer, hasArtifacts: true };
    }
    // `.localhost` is a development server of GitHub itself.
    const hasArtifacts = hostname.endsWith('.localhost');
    return {
        kind: 'enterprise-server',
        host,
        registry,
        idTokenIssuer: `https://${host}/_services/token`,
        hasArtifacts,
    };
}
/**
 * Whether ID tokens with this `iss` are those of a server. On github.com an enterprise may have its slug behind the address
 * (https://docs.github.com/enterprise-cloud@latest/actions/reference/security/oidc "Customizing the issuer value").
 */
function isIssuerOf({ kind, idTokenIssuer }, issuer) {
    if (issuer === idTokenIssuer)
        return true;
    const slug = typeof issuer === 'string' && kind === 'github.com' ? issuer.split(`${idTokenIssuer}/`) : [];
    return slug[0] === '' && /^[\w-]+$/.test(slug[1] ?? '');
}
/** A server as a person calls it. */
function nameServer({ kind, host }) {
    return kind === 'enterprise-server' ? `the GitHub Enterprise Server ${host}` : host;
}
/**
 * Whether a host belongs to a server: its own host and those below it; on github.com also the registry, which has a name of
 * its own. A subdomain of ghe.com owns nothing of another one.
 */
function ownsHost(server, host) {
    const wanted = host.toLowerCase();
    if (wanted === server.host || wanted === server.registry)
        return true;
    return wanted.endsWith(`.${server.host}`);
}
/**
 * Refuses artifacts on a server whose service the client of GitHub does not use, before anything is built for them.
 * @throws EnvironmentError E_GITHUB_SERVER
 */
function refuseMissingArtifacts(job, name) {
    const server = describeServer(job);
    if (server.hasArtifacts)
        return;
    throw new EnvironmentError('E_GITHUB_SERVER', {
        message: `The artifact ${neutraliseLine(name, 100)} cannot be used on ${nameServer(server)}: GitHub's artifact client (version 4 and later) does not support GitHub Enterprise Server.`,
        hint: 'Set "artifact-name" to an empty string and run the steps that need the files in the job that builds them.',
    });
}
/**
 * Whether a token is one that GitHub made for an app, which is what the token of a job is
 * (https://github.blog/2021-04-05-behind-githubs-new-authentication-token-formats/).
 */
function isInstallationToken(token) {
    return /^ghs_|^v1\.[0-9a-f]{40}$/.test(token);
}
/**
 * The one rule for credentials and hosts: the token of a job goes to the server that made it, and nowhere else. A secret that
 * the user names for another host is not the token of the job.
 * @throws EnvironmentError E_GITHUB_FOREIGN_HOST before anything is sent
 */
function refuseForeignHost(job, token, host, wayOut) {
    const server = describeServer(job);
    if (!isInstallationToken(token) || ownsHost(server, host))
        return;
    throw new EnvironmentError('E_GITHUB_FOREIGN_HOST', {
        message: `The token of this job is for ${nameServer(server)} and was not sent to ${neutraliseLine(host, 200)}.`,
        hint: wayOut,
    });
}

;// CONCATENATED MODULE: external "node:fs/promises"
const promises_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:fs/promises");
;// CONCATENATED MODULE: external "node:path"
const external_node_path_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:path");
;// CONCATENATED MODULE: ./packages/oci/src/credentials.ts




/** Docker's own key for Docker Hub. */
const hubKey = 'https://index.docker.io/v1/';
const helperTimeoutMs = 30_000;
/**
 * The credentials for a registry: those given, else what Docker's configuration names (a helper for this registry, the
 * entry of the file, the general store). Undefined for an anonymous caller. Every secret is masked.
 * @throws EnvironmentError E_OCI_CREDENTIALS, E_TOOL_MISSING, E_EXEC_FAILED
 */
async function findCredentials(registry, options) {
    const found = await searchCredentials(registry, options);
    if (found === undefined)
        return undefined;
    const secret = found.kind === 'basic' ? found.password : found.token;
    if (/[\r\n]/.test(secret)) {
        throw new action_error/* EnvironmentError */.eG('E_OCI_CREDENTIALS', {
            message: `The token for ${registry} has a line break in it.`,
            hint: 'Store the secret again, without a line break at its end.',
        });
    }
    options.log.mask(secret);
    if (found.kind === 'basic')
        options.log.mask(Buffer.from(`${found.username}:${secret}`).toString('base64'));
    return found;
}
async function searchCredentials(registry, { explicit, variables, exec }) {
    if (explicit !== undefined)
        return { kind: 'basic', ...explicit };
    if (variables === undefined)
        return undefined;
    const config = await readConfig(variables);
    const keys = registry === 'docker.io' ? [hubKey, 'docker.io', 'index.docker.io'] : [registry];
    const [key = registry] = keys;
    const helper = keys.map((each) => config.credHelpers?.[each]).find((name) => name !== undefined);
    if (helper !== undefined)
        return askHelper(helper, key, variables, exec);
    const entry = Object.entries(config.auths ?? {}).find(([name]) => keys.some((each) => sameKey(name, each)));
    const written = entry === undefined ? undefined : readEntry(entry[0], entry[1]);
    if (written !== undefined || config.credsStore === undefined)
        return written;
    return askHelper(config.credsStore, key, variables, exec);
}
/** Docker writes a host, and older versions an address of it. */
function sameKey(name, key) {
    const strip = (text) => text.replace(/^https?:\/\//, '').replace(/\/(?:v[12]\/?)?$/, '');
    return strip(name) === strip(key);
}
async function readConfig(variables) {
    const home = variables['HOME'] || variables['USERPROFILE'];
    const folder = variables['DOCKER_CONFIG'] || (home ? (0,external_node_path_namespaceObject.join)(home, '.docker') : undefined);
    if (folder === undefined)
        return {};
    const path = (0,external_node_path_namespaceObject.join)(folder, 'config.json');
    let text;
    try {
        text = await (0,promises_namespaceObject.readFile)(path, 'utf8');
    }
    catch (cause) {
        if (cause.code === 'ENOENT')
            return {};
        throw unusable(`${path} cannot be read`, cause);
    }
    try {
        const config = JSON.parse(text);
        if (typeof config === 'object' && config !== null)
            return config;
    }
    catch {
        // The words of the parser quote the file, which holds secrets.
    }
    throw unusable(`${path} is not a JSON object`);
}
function unusable(what, cause) {
    return new action_error/* EnvironmentError */.eG('E_OCI_CREDENTIALS', { message: `${(0,neutralise/* neutraliseLine */.fZ)(what, 400)}.`, cause });
}
function readEntry(name, entry) {
    if (entry === null)
        return undefined;
    if (entry.identitytoken)
        return { kind: 'identity', token: entry.identitytoken };
    if (entry.registrytoken)
        return { kind: 'bearer', token: entry.registrytoken };
    if (entry.username && entry.password)
        return { kind: 'basic', username: entry.username, password: entry.password };
    if (!entry.auth)
        return undefined;
    const text = Buffer.from(entry.auth, 'base64').toString('utf8').replace(/\0+$/, '');
    const colon = text.indexOf(':');
    if (colon < 1)
        throw unusable(`"auth" of "${name}" in Docker's configuration is not base64 of "user:password"`);
    return { kind: 'basic', username: text.slice(0, colon), password: text.slice(colon + 1) };
}
/** The protocol of https://github.com/docker/docker-credential-helpers: the registry on stdin, JSON on stdout. */
async function askHelper(name, key, variables, exec) {
    if (!/^[\w.-]+$/.test(name))
        throw unusable(`The credential helper "${name}" has no name of a program`);
    if (exec === undefined)
        return undefined;
    const env = Object.fromEntries(Object.entries(variables).flatMap(([each, value]) => (value === undefined ? [] : [[each, value]])));
    const program = `docker-credential-${name}`;
    const { exitCode, stdout } = await exec.run(program, ['get'], {
        env,
        input: `${key}\n`,
        acceptedExitCodes: [0, 1],
        maxOutputBytes: 1024 * 1024,
        timeoutMs: helperTimeoutMs,
    });
    if (exitCode !== 0) {
        // The helpers say it on stdout, in these words.
        if (/credentials not found/i.test(stdout))
            return undefined;
        throw unusable(`${program} failed for ${key}: ${(0,neutralise/* neutraliseLine */.fZ)(stdout.trim(), 200)}`);
    }
    try {
        const { Username: username, Secret: secret } = JSON.parse(stdout);
        if (typeof username === 'string' && typeof secret === 'string' && secret !== '')
            return username === '<token>'
                ? { kind: 'identity', token: secret }
                : { kind: 'basic', username, password: secret };
    }
    catch {
        // What it printed may be a secret.
    }
    throw unusable(`${program} did not answer with the JSON of a credential helper for ${key}`);
}

;// CONCATENATED MODULE: ./packages/oci/src/challenge.ts
// RFC 9110 §5.6.2 and §11.2
const token = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+/;
const quoted = /^"((?:[^"\\]|\\.)*)"/s;
/**
 * Reads `WWW-Authenticate` (RFC 9110 §11.6.1): several challenges in one header, commas inside quoted values, values
 * without quotes. What follows a part that cannot be read is left out.
 */
function parseChallenges(header) {
    const challenges = [];
    let rest = header;
    const skip = (pattern) => {
        rest = rest.replace(pattern, '');
    };
    for (;;) {
        skip(/^[\s,]+/);
        const word = token.exec(rest)?.[0];
        if (word === undefined)
            return challenges;
        rest = rest.slice(word.length);
        const assigned = /^\s*=\s*(?!=|$|\s*,)/.exec(rest)?.[0];
        const current = challenges.at(-1);
        if (assigned === undefined || current === undefined) {
            challenges.push({ scheme: word.toLowerCase(), parameters: new Map() });
            // token68: `Negotiate abc==`, which none of the schemes here uses.
            skip(/^ +[0-9A-Za-z._~+/-]+=*(?=\s*(?:,|$))/);
            continue;
        }
        rest = rest.slice(assigned.length);
        const inQuotes = quoted.exec(rest);
        const value = inQuotes?.[1]?.replaceAll(/\\(.)/gs, '$1') ?? token.exec(rest)?.[0];
        if (value === undefined)
            return challenges;
        rest = rest.slice(inQuotes?.[0].length ?? value.length);
        if (!current.parameters.has(word.toLowerCase()))
            current.parameters.set(word.toLowerCase(), value);
    }
}

;// CONCATENATED MODULE: ./packages/oci/src/realm.ts



/** The error for a way of signing in that is not taken. */
function refuseChallenge({ registry }, what) {
    return new action_error/* EnvironmentError */.eG('E_OCI_CHALLENGE', {
        message: `Signing in to ${registry} was stopped: ${(0,neutralise/* neutraliseLine */.fZ)(what, 300)}.`,
    });
}
// Below these anybody gets a name, so a site has one label more: of the list of public suffixes (publicsuffix.org) the common
// second levels of countries, and hosters. Registries of Amazon, Azure and Google have their token service on their own host.
const countrySuffix = /(?:^|\.)(?:co|com|net|org|gov|edu|ac|gob)\.[a-z]{2}$/;
const hosterSuffixes = new Set([
    'amazonaws.com',
    'azurecr.io',
    'cloudfront.net',
    'github.io',
    'gitlab.io',
    'herokuapp.com',
    'netlify.app',
    'pages.dev',
    'pkg.dev',
    'vercel.app',
    'workers.dev',
]);
// Sites whose registry has its token service on another site of the same owner.
const tokenSites = {
    // rg.fr-par.scw.cloud asks for tokens of https://api.scaleway.com/registry-internal/v1/regions/fr-par/tokens.
    'scw.cloud': 'scaleway.com',
};
/** The labels of a host that show whose it is: two, or three below a suffix where anybody gets a name. */
function siteOf(host) {
    const labels = host.split('.');
    const suffix = labels.slice(-2).join('.');
    const isPublic = countrySuffix.test(suffix) || hosterSuffixes.has(suffix);
    return isPublic ? labels.slice(-3).join('.') : suffix;
}
/** Whether a host may get the credentials of a registry over https. An address of numbers has no site. */
function isSameOwner(registryHost, tokenHost) {
    if (tokenHost === registryHost)
        return true;
    if (/^[\d.]+$|^\[/.test(tokenHost))
        return false;
    const [registrySite, tokenSite] = [siteOf(registryHost), siteOf(tokenHost)];
    return tokenSite === registrySite || tokenSite === tokenSites[registrySite];
}
/**
 * Where credentials may go: the registry's own origin, or over https any port of its host and a host of the same site
 * (auth.docker.io for registry-1.docker.io). An address with a user in it, another scheme or another site is refused.
 * @throws EnvironmentError E_OCI_CHALLENGE
 */
function checkRealm(options, realm) {
    const url = URL.parse(realm);
    const origin = new URL(options.origin);
    if (url === null)
        throw refuseChallenge(options, `the token service "${(0,neutralise/* neutraliseLine */.fZ)(realm, 200)}" is not an address`);
    if (url.username !== '' || url.password !== '')
        throw refuseChallenge(options, 'the token service has a user in its address');
    if (url.origin === origin.origin)
        return;
    if (url.protocol !== 'https:') {
        const local = origin.protocol === 'http:' && url.protocol === 'http:' && url.hostname === origin.hostname;
        if (local)
            return;
        throw refuseChallenge(options, `the token service ${(0,redact/* redactUrl */.B)(realm)} is not reached over https`);
    }
    if (!isSameOwner(origin.hostname, url.hostname))
        throw refuseChallenge(options, `the token service ${(0,redact/* redactUrl */.B)(realm)} belongs to another site than the registry`);
}

;// CONCATENATED MODULE: ./packages/oci/src/token-request.ts




// https://distribution.github.io/distribution/spec/auth/token/: 60 seconds unless the answer says otherwise.
const defaultLifetimeSeconds = 60;
const usedPart = 0.8;
const clientId = 'slipway';
/** User and password as HTTP has them (RFC 7617). */
function basicHeader(credentials) {
    if (credentials?.kind !== 'basic')
        return undefined;
    return `Basic ${Buffer.from(`${credentials.username}:${credentials.password}`).toString('base64')}`;
}
/**
 * Asks the token service a challenge names, as https://distribution.github.io/distribution/spec/auth/ has it.
 * @throws RemoteError E_OCI_AUTHENTICATION, E_OCI_MALFORMED, E_HTTP_*
 */
async function requestToken(options, { parameters }, scopes) {
    const { http, clock, credentials } = options;
    const url = new URL(parameters.get('realm') ?? '');
    const service = parameters.get('service');
    const form = new URLSearchParams();
    if (service !== undefined)
        form.set('service', service);
    const startedMs = clock.now();
    const common = {
        redirect: 'error',
        acceptedStatuses: [400, 401, 403, 404],
        maxResponseBytes: 1024 * 1024,
    };
    let response;
    if (credentials?.kind === 'identity') {
        // https://distribution.github.io/distribution/spec/auth/oauth/
        form.set('scope', scopes.join(' '));
        form.set('grant_type', 'refresh_token');
        form.set('client_id', clientId);
        form.set('refresh_token', credentials.token);
        const headers = { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' };
        const body = form.toString();
        response = await http.request({
            method: 'POST',
            url: url.href,
            headers,
            body,
            idempotent: true,
            ...common,
        });
    }
    else {
        for (const scope of scopes)
            form.append('scope', scope);
        for (const [name, value] of form)
            url.searchParams.append(name, value);
        const authorization = basicHeader(credentials);
        const headers = { accept: 'application/json', ...(authorization === undefined ? {} : { authorization }) };
        response = await http.request({ method: 'GET', url: url.href, headers, ...common });
    }
    if (response.status >= 300)
        throw refuseToken(options, response, scopes);
    const answer = response.json();
    // Docker's specification has `token`, OAuth 2 `access_token`; some services send one, some both.
    const value = [answer?.token, answer?.access_token].find((each) => typeof each === 'string' && each !== '');
    if (typeof value !== 'string' || /[^\x21-\x7e]/.test(value)) {
        throw new action_error/* RemoteError */.Hi('E_OCI_MALFORMED', {
            message: `The token service ${(0,redact/* redactUrl */.B)(url.href)} answered without a token.`,
            url: (0,redact/* redactUrl */.B)(url.href),
        });
    }
    const stated = answer?.expires_in;
    const seconds = typeof stated === 'number' && stated > 0 ? stated : defaultLifetimeSeconds;
    return { value, staleAtMs: startedMs + seconds * 1000 * usedPart };
}
function refuseToken(options, response, scopes) {
    const { registry, credentials } = options;
    const who = credentials === undefined
        ? 'without credentials'
        : credentials.kind === 'basic'
            ? `as "${(0,neutralise/* neutraliseLine */.fZ)(credentials.username, 100)}"`
            : 'with a stored token';
    return new action_error/* RemoteError */.Hi('E_OCI_AUTHENTICATION', {
        message: `${registry} gave no token for ${(0,neutralise/* neutraliseLine */.fZ)(scopes.join(' '), 300)} ${who}: ${quoteProblems(response)}.`,
        ...(credentials === undefined
            ? { hint: 'What is asked for does not exist, or is private: give user and token.' }
            : {}),
        status: response.status,
        url: (0,redact/* redactUrl */.B)(response.url),
    });
}

;// CONCATENATED MODULE: ./packages/oci/src/token.ts




/** Keeps the tokens of one registry: one for each set of scopes, renewed before their end, asked for once at a time. */
function createAuthorizer(options) {
    const { clock, log, credentials } = options;
    const tokens = new Map();
    const pending = new Map();
    let challenge;
    const fetchToken = (bearer, scopes, key) => {
        const running = pending.get(key) ??
            requestToken(options, bearer, scopes)
                .then((token) => {
                log.mask(token.value);
                tokens.set(key, token);
                return token;
            })
                .finally(() => pending.delete(key));
        pending.set(key, running);
        return running;
    };
    return {
        async authorize(scopes) {
            if (credentials?.kind === 'bearer')
                return `Bearer ${credentials.token}`;
            if (challenge === undefined)
                return undefined;
            if (challenge.scheme === 'basic')
                return basicHeader(credentials);
            const key = scopes.join(' ');
            const known = tokens.get(key);
            const fresh = known !== undefined && clock.now() < known.staleAtMs;
            return `Bearer ${(fresh ? known : await fetchToken(challenge, scopes, key)).value}`;
        },
        learn(response, scopes) {
            if (new URL(response.url).origin !== options.origin) {
                // A redirect led away: what asks for credentials there is not the registry.
                throw refuseChallenge(options, `${(0,redact/* redactUrl */.B)(response.url)}, to which the registry redirects, asks for credentials`);
            }
            const offered = parseChallenges(response.headers['www-authenticate'] ?? '');
            const bearer = offered.find(({ scheme }) => scheme === 'bearer');
            const chosen = bearer ?? offered.find(({ scheme }) => scheme === 'basic');
            if (credentials?.kind === 'bearer')
                return false;
            // A registry that has asked before, and does not here, wants no other credentials: what it says counts.
            if (offered.length === 0 && challenge !== undefined)
                return false;
            if (chosen === undefined) {
                const names = offered.map(({ scheme }) => scheme).join(', ');
                throw refuseChallenge(options, `it offers no way of signing in that is known (${names === '' ? 'none' : names})`);
            }
            if (chosen.scheme === 'bearer')
                checkRealm(options, chosen.parameters.get('realm') ?? '');
            const first = challenge === undefined;
            challenge = chosen;
            tokens.delete(scopes.join(' '));
            return chosen.scheme === 'bearer' || (first && credentials?.kind === 'basic');
        },
    };
}

;// CONCATENATED MODULE: ./packages/oci/src/registry.ts



// Refusals whose body has the registry's words; 429 and 5xx are repeated by the HTTP client.
const refusals = [400, 401, 403, 404, 405, 406, 409, 410, 411, 412, 413, 415, 416, 422];
/** Opens a registry; nothing is sent before the first request about a repository. @throws InputError E_OCI_REFERENCE */
function openRegistry(options) {
    const { http, clock, log, registry } = options;
    const origin = (0,src_reference/* registryOrigin */._g)(registry);
    const authorizer = createAuthorizer({ ...options, origin });
    const queues = new Map();
    const running = new Map();
    let greeting;
    // Asked once, so that no body is sent in vain: the answer says how to sign in.
    const greet = async () => {
        const url = `${origin}/v2/`;
        const response = await http.request({
            method: 'GET',
            url,
            redirect: 'manual',
            acceptedStatuses: refusals,
        });
        if (response.status === 401)
            authorizer.learn(response, []);
    };
    const send = async (name, request) => {
        greeting ??= greet().catch((cause) => {
            greeting = undefined;
            throw cause;
        });
        await greeting;
        const { what, access, alsoPull, target, accepted = [], headers = {}, ...rest } = request;
        const url = new URL(target, `${origin}/v2/${name}/`);
        // A blob store behind the registry gets what it needs in its address, and no credentials.
        const own = url.origin === origin;
        const scopes = [
            `repository:${name}:${access === 'push' || options.access === 'push' ? 'pull,push' : 'pull'}`,
            ...(alsoPull === undefined ? [] : [`repository:${alsoPull}:pull`]),
        ];
        const attempt = async () => {
            const authorization = own ? await authorizer.authorize(scopes) : undefined;
            return http.request({
                ...rest,
                url: url.href,
                headers: { ...headers, ...(authorization === undefined ? {} : { authorization }) },
                acceptedStatuses: refusals,
            });
        };
        let response = await attempt();
        // A token ends while a long upload runs, or covers less than the registry wants: one new one.
        if (response.status === 401 && own && authorizer.learn(response, scopes))
            response = await attempt();
        if (response.status < 300 || accepted.includes(response.status))
            return response;
        throw refuseAnswer(`${what} (${registry}/${name})`, name, response);
    };
    return {
        host: registry,
        repository(name) {
            (0,src_reference/* checkRepository */.n_)(name);
            return {
                registry,
                name,
                baseUrl: `${origin}/v2/${name}/`,
                clock,
                log,
                random: options.random ?? Math.random,
                runAlone(key, body) {
                    const before = queues.get(key) ?? Promise.resolve();
                    const run = before.then(body, body);
                    queues.set(key, run);
                    return run;
                },
                runShared(key, body) {
                    const run = running.get(key) ?? body().finally(() => running.delete(key));
                    running.set(key, run);
                    return run;
                },
                send: (request) => send(name, request),
            };
        },
    };
}

;// CONCATENATED MODULE: ./actions/docker-build-sign/src/open-image.ts






/**
 * Opens the image of the inputs, with the token of the job for the registry of its own server and Docker's configuration for any other registry.
 * @throws InputError E_OCI_REFERENCE, E_INPUT_INVALID for a name with a tag or a digest
 */
async function openImage(context) {
    const { inputs, job, http, clock, log } = context;
    const text = inputs.image ?? `${describeServer(job).registry}/${job.repository.toLowerCase()}`;
    const { registry, repository, tag, digest } = (0,src_reference/* parseReference */.F2)(text);
    if (tag !== undefined || digest !== undefined) {
        throw new action_error/* InputError */.dz('E_INPUT_INVALID', {
            message: 'Input "image" has a tag or a digest; it is the name alone.',
            hint: 'Tags follow from "version"; further ones go into "tags".',
        });
    }
    const credentials = await readCredentials(context, registry);
    const access = credentials === undefined ? {} : { access: 'push' };
    return {
        name: `${registry}/${repository}`,
        repository: openRegistry({ http, clock, log, registry, credentials, ...access }).repository(repository),
    };
}
/** The registry of the server takes the token of the job, and no other host is sent it. */
async function readCredentials(context, registry) {
    const { inputs, job, log, exec } = context;
    if (ownsHost(describeServer(job), registry) && inputs.token !== '')
        return findCredentials(registry, { log, explicit: registryUser(job, inputs.token) });
    return findCredentials(registry, { log, variables: selectHelperVariables(context), exec });
}
// Inputs with the token of the job, the right to say who this job is, and switches of the program that runs this action.
const withheld = /^(?:INPUT_.*|ACTIONS_.*|NODE_OPTIONS)$/i;
/** The environment of the job, as a credential helper sees it: earlier steps sign in to a cloud by variables. */
function selectHelperVariables({ variables }) {
    return Object.fromEntries(Object.entries(variables).filter(([name]) => !withheld.test(name)));
}

;// CONCATENATED MODULE: ./packages/oci/src/paging.ts


// 1,000 pages of 100 are more than any package has; a registry that goes on is one that never ends.
const mostPages = 1000;
/** The address with `rel="next"` in a `Link` header (RFC 8288), as it is written there. */
function readNextLink(header) {
    for (const [, target, parameters = ''] of header.matchAll(/<([^>]*)>((?:\s*;\s*[^,;"]+(?:"[^"]*")?)*)/g)) {
        if (/;\s*rel\s*=\s*"?(?:[^"]*\s)?next(?:\s|"|;|$)/i.test(parameters))
            return target;
    }
    return undefined;
}
/**
 * Reads all pages of a list.
 * @param first below the repository's address
 * @param ask sends one request and gives its answer, or undefined to end
 * @throws RemoteError E_OCI_MALFORMED for a list that leads elsewhere, in circles, or on without end
 */
async function readPages(repository, first, ask) {
    const seen = new Set();
    const fail = (what) => new action_error/* RemoteError */.Hi('E_OCI_MALFORMED', {
        message: `The list ${(0,redact/* redactUrl */.B)(new URL(first, repository.baseUrl).href)} ${what}.`,
    });
    let target = new URL(first, repository.baseUrl).href;
    while (target !== undefined) {
        if (seen.has(target))
            throw fail('leads in a circle');
        if (seen.size >= mostPages)
            throw fail(`has more than ${mostPages} pages`);
        seen.add(target);
        const response = await ask(target);
        const next = readNextLink(response?.headers['link'] ?? '');
        const url = next === undefined ? null : URL.parse(next, target);
        if (next !== undefined && url === null)
            throw fail('leads to no address');
        if (url !== null && url.origin !== new URL(repository.baseUrl).origin)
            throw fail(`leads to another host, ${(0,redact/* redactUrl */.B)(url.href)}`);
        target = url?.href;
    }
}

;// CONCATENATED MODULE: ./packages/oci/src/tags.ts


/**
 * All tags of a repository, sorted; none for one that does not exist.
 * @throws RemoteError E_OCI_MALFORMED, E_OCI_*, E_HTTP_*
 */
async function listTags(repository) {
    const tags = new Set();
    await readPages(repository, 'tags/list?n=1000', async (target) => {
        const response = await repository.send({
            what: 'Reading the list of tags',
            access: 'pull',
            method: 'GET',
            target,
            headers: { accept: 'application/json' },
            accepted: [404],
        });
        if (response.status === 404)
            return undefined;
        const { tags: page } = (response.json() ?? {});
        // Registries send null for a repository whose last tag was deleted.
        const list = page ?? [];
        if (!Array.isArray(list) || !list.every((tag) => typeof tag === 'string')) {
            throw new action_error/* RemoteError */.Hi('E_OCI_MALFORMED', {
                message: `${repository.registry} sent a list of tags of ${repository.name} that is none.`,
                status: response.status,
            });
        }
        for (const tag of list)
            tags.add(tag);
        return response;
    });
    return [...tags].sort();
}

// EXTERNAL MODULE: ./packages/python/src/version/parse-version.ts
var parse_version = __nccwpck_require__(6401);
// EXTERNAL MODULE: ./actions/docker-build-sign/src/image-tags.ts
var image_tags = __nccwpck_require__(408);
;// CONCATENATED MODULE: ./actions/docker-build-sign/src/tag/own-version.ts

const versionKey = 'org.opencontainers.image.version';
const sourceKey = 'org.opencontainers.image.source';
/**
 * The version that an image says it is, where it names this repository as its source; undefined for any other image. It may only
 * keep a tag that moves from moving back: an image can say anything.
 * @throws RemoteError E_OCI_*, E_HTTP_*
 */
async function readOwnVersion({ job }, image, stored) {
    const told = await readImageAnnotations(image.repository, stored, [versionKey, sourceKey]);
    return isRepository(told[sourceKey], job) ? told[versionKey] : undefined;
}
function isRepository(source, { serverUrl, repository }) {
    if (source === undefined || repository === '')
        return false;
    const address = `${serverUrl}/${repository}`.toLowerCase();
    return ['', '/', '.git', '.git/'].some((end) => source.toLowerCase() === `${address}${end}`);
}

// EXTERNAL MODULE: ./packages/python/src/version/compare-versions.ts
var compare_versions = __nccwpck_require__(276);
;// CONCATENATED MODULE: ./packages/oci/src/blob-source.ts
/** A blob in memory as a source. */
function sourceOfBytes(digest, bytes) {
    return {
        digest,
        size: bytes.byteLength,
        async *open(start) {
            yield bytes.subarray(start);
        },
    };
}

;// CONCATENATED MODULE: ./packages/oci/src/list-memory.ts
/** @param keyOf what makes two entries the same */
function createListMemory(wanted, keyOf) {
    const seen = new Map();
    const gone = new Set();
    return {
        observe(found) {
            const listed = new Set(found.map(keyOf));
            const expected = [...wanted.map(keyOf), ...seen.keys()];
            for (const entry of found) {
                const key = keyOf(entry);
                if (!seen.has(key) && !gone.has(key))
                    seen.set(key, entry);
            }
            const missing = new Map(wanted.map((entry) => [keyOf(entry), entry]));
            for (const key of seen.keys())
                missing.delete(key);
            return {
                complete: expected.every((key) => listed.has(key)),
                merged: [...seen.values(), ...missing.values()],
            };
        },
        forget(entries) {
            for (const key of entries.map(keyOf)) {
                gone.add(key);
                seen.delete(key);
            }
        },
    };
}

;// CONCATENATED MODULE: ./packages/oci/src/shared-list.ts



const defaultSettleMs = 500;
const mostWrites = 12;
const mostFailures = 5;
// Once may be a moment before somebody else's write.
const neededSightings = 2;
/**
 * Brings a list to have some entries beside those that it has. A registry has no compare-and-set, so two writers can lose each
 * other's: whoever wants them kept calls `settle`.
 * @throws RemoteError E_OCI_*, E_HTTP_*
 */
async function addToSharedList(repository, list, entries) {
    const { clock, random, log } = repository;
    const memory = createListMemory(entries, list.keyOf);
    let slowestMs = 0;
    let writes = 0;
    let failures = 0;
    /** Reads the list, and writes it when it is not complete. */
    const look = async () => {
        const readAtMs = clock.now();
        const { complete, merged } = memory.observe(await list.read());
        if (complete)
            return 'complete';
        if (writes >= mostWrites)
            throw givenUp(repository, list.tag, writes);
        if ((await list.prepare?.(merged)) === true)
            return look();
        writes += 1;
        try {
            await list.write(merged);
        }
        catch (cause) {
            await recover(merged, cause);
            return look();
        }
        slowestMs = Math.max(slowestMs, clock.now() - readAtMs);
        log.debug(`${list.tag} has ${merged.length} entries now`);
        return 'written';
    };
    /** Whether a write that failed took effect shows when the list is read again. */
    const recover = async (merged, cause) => {
        const lost = (await list.findGone?.(merged, cause)) ?? [];
        if (lost.length > 0) {
            log.notice(`${list.tag} of ${repository.registry}/${repository.name} lists ${lost.length} attachments that were deleted; they are taken off.`);
            memory.forget(lost);
            return;
        }
        failures += 1;
        if (!isPassing(cause) || failures > mostFailures)
            throw cause;
        log.debug(`${cause.message} The list ${list.tag} is read again.`);
        await waitBefore(repository, failures, cause);
    };
    // Within one process there is no need to race.
    const lookAlone = () => repository.runAlone(`${repository.name}:${list.tag}`, look);
    await lookAlone();
    // Entries of an earlier run, with nothing written now, have settled long ago.
    let sightings = writes === 0 ? neededSightings : 0;
    return {
        async settle({ settleMs = defaultSettleMs } = {}) {
            while (sightings < neededSightings) {
                // Each look comes later than a writer as slow as this one needs, and both together three times as late.
                const leastMs = Math.max(settleMs, slowestMs * 1.5);
                await clock.sleep(Math.round(leastMs * (1 + random() / 2)));
                sightings = (await lookAlone()) === 'complete' ? sightings + 1 : 0;
            }
        },
    };
}
function givenUp({ registry, name }, tag, writes) {
    return new action_error/* RemoteError */.Hi('E_OCI_REFERRERS', {
        message: `${registry}/${name} lost an entry of the list "${tag}" ${writes} times: other jobs write it all the time.`,
        hint: 'Put the jobs that attach to this image into one "concurrency:" group, and run this one again.',
    });
}
/** Names the rule that keeps a list from growing. */
function explainImmutable(repository, tag, cause) {
    if (!(cause instanceof action_error/* RemoteError */.Hi) || cause.code !== 'E_OCI_TAG_IMMUTABLE')
        return cause;
    return new action_error/* RemoteError */.Hi('E_OCI_REFERRERS', {
        message: `${repository.registry}/${repository.name} has the list "${tag}" for this image already and lets nobody change it: ${cause.message}`,
        hint: 'Except the tags "sha256-*" from the rule that makes tags immutable: the list of what is attached to an image grows under such a tag.',
        status: cause.status,
        url: cause.url,
        cause,
    });
}

;// CONCATENATED MODULE: ./packages/oci/src/fallback-index.ts




/** An image has a few signatures, provenance and SBOMs of each release; every one of them is a request to read. */
const maxAttachments = 1000;
/** @param count what is attached to a manifest, or would be @throws RemoteError E_OCI_REFERRERS for more than are ever read */
function refuseTooManyAttachments(repository, subject, count) {
    if (count <= maxAttachments)
        return;
    throw new action_error/* RemoteError */.Hi('E_OCI_REFERRERS', {
        message: `${repository.registry}/${repository.name} lists ${count} or more attachments of ${subject}; at most ${maxAttachments} are read.`,
        hint: 'Delete attachments that nobody needs (on ghcr.io: untagged versions on the page of the package), and run the job again.',
    });
}
/** `sha256-<hex>`: the tag with the index of what is attached to a digest. */
function fallbackTag(subject) {
    return subject.replace(':', '-');
}
/** @throws RemoteError E_OCI_REFERRERS when something else has the tag, or it lists too many */
async function readFallbackIndex(repository, subject) {
    const tag = fallbackTag(subject);
    const stored = await getManifest(repository, tag);
    if (stored === undefined)
        return { manifests: [], annotations: undefined };
    if (stored.mediaType !== mediaTypes.ociIndex || stored.content.manifests === undefined) {
        throw new action_error/* RemoteError */.Hi('E_OCI_REFERRERS', {
            message: `The tag "${tag}" of ${repository.registry}/${repository.name} holds no list of attachments but something else.`,
            hint: 'The tag is reserved for that list; remove what is there.',
        });
    }
    refuseTooManyAttachments(repository, subject, stored.content.manifests.length);
    return { manifests: stored.content.manifests, annotations: stored.content.annotations };
}
function renderIndex(manifests, annotations) {
    return Buffer.from(JSON.stringify({
        schemaVersion: 2,
        mediaType: mediaTypes.ociIndex,
        manifests,
        ...(annotations === undefined ? {} : { annotations }),
    }));
}
/** Brings the fallback index to list some entries beside those of other writers. @throws as `addToSharedList` */
function addToFallbackIndex(repository, subject, entries) {
    const tag = fallbackTag(subject);
    let annotations;
    return addToSharedList(repository, {
        tag,
        async read() {
            const found = await readFallbackIndex(repository, subject);
            annotations = found.annotations;
            return found.manifests;
        },
        keyOf: ({ digest }) => digest,
        async write(manifests) {
            refuseTooManyAttachments(repository, subject, manifests.length);
            const bytes = renderIndex(manifests, annotations);
            await putManifest(repository, tag, bytes, mediaTypes.ociIndex, { once: true }).catch((cause) => {
                throw explainImmutable(repository, tag, cause);
            });
        },
        findGone: (listed, cause) => findGone(repository, listed, cause),
    }, entries);
}
/** A cleaner of untagged versions deletes what is attached; some registries take no index that names what they do not have. */
async function findGone(repository, listed, cause) {
    if (!(cause instanceof action_error/* RemoteError */.Hi) || !/BLOB_UNKNOWN|MANIFEST_UNKNOWN/.test(cause.message))
        return [];
    const gone = [];
    for (const entry of listed)
        if ((await resolveDigest(repository, entry.digest)) === undefined)
            gone.push(entry);
    return gone;
}

;// CONCATENATED MODULE: ./packages/oci/src/referrers.ts






// A registry does not get the API while a job runs: it is asked once for each repository.
const withoutApi = new WeakSet();
// One whose API answers with a list that lacks what it took: found out after something was attached.
const withPartialApi = new WeakSet();
/** The list of the API; undefined for a registry without one. */
async function readApi(repository, subject) {
    if (withoutApi.has(repository))
        return undefined;
    const entries = [];
    let supported = false;
    const what = `Reading what is attached to ${subject}`;
    await readPages(repository, `referrers/${subject}`, async (target) => {
        const response = await repository.send({
            what,
            access: 'pull',
            method: 'GET',
            target,
            headers: { accept: mediaTypes.ociIndex },
            // distribution-spec, "Unavailable Referrers API": 404 and nothing else; some answer 400 or 405, Artifactory 406
            // (google/go-containerregistry#1962), and Harbor before 2.8 401 (goharbor/harbor#18305).
            accepted: [400, 401, 404, 405, 406],
        });
        if (response.status === 401) {
            // Harbor asks for no credentials then. Whether those there are hold shows where every registry has an answer.
            if (response.headers['www-authenticate'] !== undefined)
                throw refuseAnswer(`${what} (${repository.registry}/${repository.name})`, repository.name, response);
            await readFallbackIndex(repository, subject);
        }
        const content = parseManifest(response.body);
        const typed = response.headers['content-type']?.split(';', 1)[0]?.trim();
        // A repository that is not there yet says nothing about the API.
        const isUnknown = readProblems(response).some(({ code }) => code === 'NAME_UNKNOWN');
        if (response.status >= 400 && !isUnknown)
            withoutApi.add(repository);
        if (response.status >= 400 || typed !== mediaTypes.ociIndex || content?.manifests === undefined)
            return undefined;
        supported = true;
        refuseTooManyAttachments(repository, subject, entries.length + content.manifests.length);
        entries.push(...content.manifests.filter(isDescriptor));
        return response;
    });
    return supported ? entries : undefined;
}
/**
 * Lists what is attached to a manifest. Where the API lists nothing, or was seen to lack something, the fallback tag is read too.
 * @param artifactType only those; registries may ignore such a filter, so it is applied here
 * @throws RemoteError E_OCI_REFERRERS, also for more than `maxAttachments`, E_OCI_*, E_HTTP_*
 */
async function listReferrers(repository, subject, artifactType) {
    const api = await readApi(repository, subject);
    const isWhole = api !== undefined && api.length > 0 && !withPartialApi.has(repository);
    const tagged = isWhole ? [] : (await readFallbackIndex(repository, subject)).manifests;
    const listed = new Set(api?.map(({ digest }) => digest));
    const further = tagged.filter(({ digest }) => !listed.has(digest));
    refuseTooManyAttachments(repository, subject, listed.size + further.length);
    const isWanted = (entry) => artifactType === undefined || entry.artifactType === artifactType;
    return {
        source: api === undefined ? 'tag' : 'api',
        entries: [...(api ?? []), ...further].filter(isWanted),
        unlisted: api === undefined || further.length === 0 ? undefined : new Set(further.map(({ digest }) => digest)),
    };
}
/**
 * Whether the referrers API of a registry lists some entries. One that took them without saying that it processed their subject
 * (`OCI-Subject`, distribution-spec 1.1, "Pushing Manifests with Subject") may answer and list nothing.
 */
async function isListedByApi(repository, subject, entries) {
    const api = (0,src_digest/* isDigest */.Bc)(subject) ? await readApi(repository, subject) : undefined;
    if (api === undefined)
        return false;
    const listed = new Set(api.map(({ digest }) => digest));
    if (entries.every(({ digest }) => listed.has(digest)))
        return true;
    withPartialApi.add(repository);
    return false;
}

;// CONCATENATED MODULE: ./packages/oci/src/finish-upload.ts


/** Judges the answer to the last request of an upload. @throws IntegrityError, RemoteError */
function checkFinished(repository, { digest }, response) {
    const { registry, name } = repository;
    if (response.status >= 300) {
        const codes = readProblems(response).map(({ code }) => code);
        if (codes.includes('DIGEST_INVALID')) {
            throw new action_error/* IntegrityError */.cs('E_OCI_DIGEST', {
                message: `${registry}/${name} received other bytes than those of blob ${digest} and refused them.`,
                hint: 'The file changed after it was hashed, or something on the way changes it. Build again.',
            });
        }
        const refusal = refuseAnswer(`Pushing blob ${digest} (${registry}/${name})`, name, response);
        // A session that ended meanwhile: the next one may do.
        const ended = response.status === 404 || response.status === 416;
        throw new action_error/* RemoteError */.Hi(refusal.code, {
            message: refusal.message,
            status: refusal.status,
            url: refusal.url,
            retryable: ended,
        });
    }
    const stated = response.headers['docker-content-digest'];
    if (stated !== undefined && stated !== digest && stated.split(':', 1)[0] === digest.split(':', 1)[0]) {
        throw new action_error/* IntegrityError */.cs('E_OCI_DIGEST', {
            message: `${registry}/${name} stored blob ${digest} under another digest.`,
        });
    }
}

;// CONCATENATED MODULE: ./packages/oci/src/upload-session.ts


function malformed(repository, what) {
    return new action_error/* RemoteError */.Hi('E_OCI_MALFORMED', {
        message: `${repository.registry} ${what} for an upload to ${repository.name}.`,
    });
}
/**
 * Where an upload goes on: relative or absolute, with a query of its own or without, here or at another host, but never
 * from https to http.
 */
function readLocation(repository, response) {
    const location = response.headers['location'];
    const url = location === undefined ? null : URL.parse(location, response.url);
    if (url === null)
        throw malformed(repository, 'named no place to go on');
    const own = new URL(repository.baseUrl);
    if (url.protocol !== 'https:' && url.origin !== own.origin)
        throw malformed(repository, `named ${(0,redact/* redactUrl */.B)(url.href)}, which is not reached over https,`);
    return url.href;
}
/** The address that finishes a session: what the registry gave, with the digest added. */
function withDigest(location, digest) {
    const url = new URL(location);
    url.searchParams.set('digest', digest);
    return url.href;
}
/** Opens a session; undefined when the registry took the blob from `mountFrom` or has it already. */
async function openSession(repository, digest, mountFrom) {
    const mount = mountFrom === undefined ? '' : `?${new URLSearchParams({ mount: digest, from: mountFrom }).toString()}`;
    const response = await repository.send({
        what: `Starting the upload of blob ${digest}`,
        access: 'push',
        method: 'POST',
        target: `blobs/uploads/${mount}`,
        headers: { 'content-length': '0' },
        body: '',
        // A session that nobody uses ends by itself.
        idempotent: true,
        ...(mountFrom === undefined ? {} : { alsoPull: mountFrom }),
    });
    if (response.status === 201)
        return undefined;
    const least = Number(response.headers['oci-chunk-min-length'] ?? 0);
    return {
        location: readLocation(repository, response),
        leastChunkBytes: Number.isSafeInteger(least) && least > 0 ? least : 0,
    };
}
/**
 * Bytes the registry has of an upload, by the `Range` of an answer; undefined when there is none. `0-0` is what registries
 * send for nothing.
 */
function readOffset(response) {
    const end = /^(?:bytes=)?0-(\d{1,15})$/.exec(response.headers['range']?.trim() ?? '')?.[1];
    if (end === undefined)
        return undefined;
    return end === '0' ? 0 : Number(end) + 1;
}
/** How far an upload came; undefined when the registry does not know it any more. */
async function askOffset(repository, location) {
    const response = await repository.send({
        what: 'Asking how far an upload came',
        access: 'push',
        method: 'GET',
        target: location,
        accepted: [404, 405, 410],
    });
    const offset = readOffset(response);
    if (response.status >= 400 || offset === undefined)
        return undefined;
    const moved = response.headers['location'] !== undefined;
    return { offset, location: moved ? readLocation(repository, response) : location };
}

;// CONCATENATED MODULE: ./packages/oci/src/upload-chunks.ts





const defaultChunkBytes = 4 * 1024 * 1024;
const mostBreaks = 6;
async function* takeBytes(source, start, length) {
    let left = length;
    for await (const chunk of source.open(start)) {
        yield chunk.byteLength > left ? chunk.subarray(0, left) : chunk;
        left -= Math.min(left, chunk.byteLength);
        if (left === 0)
            return;
    }
}
/**
 * Sends a blob in chunks (distribution-spec, "Pushing a blob in chunks"). After a break, and after 416, the registry is
 * asked how far it is, and the upload goes on from there.
 */
async function uploadInChunks(repository, source, session, chunkBytes = defaultChunkBytes) {
    const chunk = Math.max(chunkBytes, session.leastChunkBytes);
    let progress = { location: session.location, offset: 0 };
    let breaks = 0;
    while (progress.offset < source.size) {
        try {
            progress = await sendChunk(repository, source, progress, Math.min(chunk, source.size - progress.offset));
        }
        catch (cause) {
            breaks += 1;
            if (!isPassing(cause) || breaks > mostBreaks)
                throw cause;
            await waitBefore(repository, breaks, cause);
            const seen = await askOffset(repository, progress.location);
            if (seen === undefined || seen.offset > source.size)
                throw cause;
            repository.log.debug(`${cause.message} Going on with blob ${source.digest} at byte ${seen.offset}.`);
            progress = seen;
        }
    }
    const response = await repository.send({
        what: `Pushing blob ${source.digest}`,
        access: 'push',
        method: 'PUT',
        target: withDigest(progress.location, source.digest),
        headers: { 'content-length': '0' },
        body: '',
        idempotent: false,
        accepted: [400, 404, 416],
    });
    checkFinished(repository, source, response);
}
async function sendChunk(repository, source, { location, offset }, length) {
    const what = `Pushing bytes ${offset} to ${offset + length - 1} of blob ${source.digest}`;
    const response = await repository.send({
        what,
        access: 'push',
        method: 'PATCH',
        target: location,
        headers: {
            'content-type': 'application/octet-stream',
            'content-range': `${offset}-${offset + length - 1}`,
        },
        body: { size: length, open: () => takeBytes(source, offset, length) },
        idempotent: false,
        attemptTimeoutMs: transferTimeoutMs(length),
        deadlineMs: transferTimeoutMs(length) + 60_000,
        accepted: [416],
    });
    if (response.status === 416)
        throw outOfOrder(repository, what, response);
    const reported = readOffset(response);
    const sent = offset + length;
    // Less than was sent: it goes on from there. No step at all after "accepted" is a stale number, as ECR sends; the
    // digest at the end decides.
    const next = reported !== undefined && reported > offset && reported < sent ? reported : sent;
    return { location: readLocation(repository, response), offset: next };
}
function outOfOrder(repository, what, response) {
    const refusal = refuseAnswer(`${what} (${repository.registry}/${repository.name})`, repository.name, response);
    return new action_error/* RemoteError */.Hi(refusal.code, {
        message: refusal.message,
        status: 416,
        url: refusal.url,
        retryable: true,
    });
}

;// CONCATENATED MODULE: ./packages/oci/src/upload-blob.ts





const upload_blob_mostAttempts = 5;
const defaultChunkedAboveBytes = 8 * 1024 * 1024;
/**
 * Brings the repository to have a blob: looks, mounts, or sends it in one piece, and after a break of a large one in chunks
 * from where the registry is. What a lost answer leaves open is looked at before anything is sent again.
 * @throws IntegrityError E_OCI_DIGEST when the bytes are not those of the digest, RemoteError E_OCI_*, E_HTTP_*
 */
async function uploadBlob(repository, source, options = {}) {
    if (options.isNew !== true && (await hasBlob(repository, source, 'push')))
        return 'present';
    let mountFrom = options.mountFrom;
    const chunkedAbove = options.chunkedAboveBytes ?? defaultChunkedAboveBytes;
    for (let attempt = 1;; attempt += 1) {
        try {
            const session = await openSession(repository, source.digest, mountFrom);
            if (session === undefined)
                return mountFrom === undefined ? 'present' : 'mounted';
            if (attempt > 1 && source.size > chunkedAbove)
                await uploadInChunks(repository, source, session, options.chunkBytes);
            else
                await uploadWhole(repository, source, session);
            return 'uploaded';
        }
        catch (cause) {
            if (cause instanceof action_error/* RemoteError */.Hi && mountFrom !== undefined && cause.code === 'E_OCI_DENIED') {
                // The other repository may not be read; the bytes are here.
                mountFrom = undefined;
                continue;
            }
            if (!isPassing(cause) || attempt >= upload_blob_mostAttempts)
                throw cause;
            repository.log.debug(`${cause.message} Sending blob ${source.digest} again.`);
            await waitBefore(repository, attempt, cause);
            if (await hasBlob(repository, source, 'push'))
                return 'uploaded';
        }
    }
}
async function uploadWhole(repository, source, session) {
    const { digest, size } = source;
    const response = await repository.send({
        what: `Pushing blob ${digest}`,
        access: 'push',
        method: 'PUT',
        target: withDigest(session.location, digest),
        headers: { 'content-type': 'application/octet-stream' },
        body: { size, open: () => source.open(0) },
        // What arrived before a break stays in the session: the same request again would add to it.
        idempotent: false,
        attemptTimeoutMs: transferTimeoutMs(size),
        deadlineMs: transferTimeoutMs(size) + 60_000,
        accepted: [400, 404, 416],
    });
    checkFinished(repository, source, response);
}

;// CONCATENATED MODULE: ./packages/oci/src/attach.ts








const emptyConfig = Buffer.from('{}');
/** The manifest of an attachment; the same input gives the same bytes. */
function renderAttachment({ subject, artifactType, bytes, mediaType, annotations, }) {
    return Buffer.from(JSON.stringify({
        schemaVersion: 2,
        mediaType: mediaTypes.ociManifest,
        artifactType,
        config: {
            mediaType: mediaTypes.emptyConfig,
            digest: (0,src_digest/* digestBytes */.QN)(emptyConfig),
            size: emptyConfig.byteLength,
        },
        layers: [{ mediaType, digest: (0,src_digest/* digestBytes */.QN)(bytes), size: bytes.byteLength }],
        subject: { mediaType: subject.mediaType, digest: subject.digest, size: subject.size },
        ...(annotations === undefined ? {} : { annotations }),
    }));
}
/**
 * Attaches blobs to one manifest as OCI 1.1 referrers. A registry without the referrers API, or whose API does not list what it
 * just took, gets the entries in the index under the fallback tag, all in one write.
 * @param attachments all with the same subject
 * @throws RemoteError E_OCI_REFERRERS, E_OCI_*, E_HTTP_*, IntegrityError E_OCI_DIGEST
 */
async function attachBlobs(repository, attachments) {
    const [first] = attachments;
    if (first === undefined)
        return { attached: [], settle: () => Promise.resolve() };
    const { digest: subject } = first.subject;
    // The same two bytes for every attachment of a repository: one upload for all that want it at the same time.
    const empty = sourceOfBytes((0,src_digest/* digestBytes */.QN)(emptyConfig), emptyConfig);
    const hasEmpty = repository.runShared(`${repository.name} ${empty.digest}`, () => uploadBlob(repository, empty));
    const pushed = await Promise.all(attachments.map(async (attachment) => {
        const { bytes } = attachment;
        const source = sourceOfBytes((0,src_digest/* digestBytes */.QN)(bytes), bytes);
        await Promise.all([uploadBlob(repository, source, { isNew: true }), hasEmpty]);
        return pushAttachment(repository, renderAttachment(attachment));
    }));
    const descriptors = pushed.map(({ descriptor }) => descriptor);
    const isListed = pushed.every(({ listed }) => listed) || (await isListedByApi(repository, subject, descriptors));
    const attached = descriptors.map((descriptor) => ({ descriptor, listedBy: isListed ? 'api' : 'tag' }));
    if (isListed)
        return { attached, settle: () => Promise.resolve() };
    const { settle } = await addToFallbackIndex(repository, subject, descriptors);
    return { attached, settle };
}
/** Pushes a manifest with a `subject` whose blobs are there. */
async function pushAttachment(repository, manifest) {
    const content = parseManifest(manifest);
    const digest = (0,src_digest/* digestBytes */.QN)(manifest);
    const { listed } = await putManifest(repository, digest, manifest, mediaTypes.ociManifest);
    const { annotations } = content ?? {};
    // distribution-spec, "Listing Referrers": the type of the config stands in for a missing artifactType.
    const artifactType = content?.artifactType ?? content?.config?.mediaType;
    const descriptor = {
        mediaType: mediaTypes.ociManifest,
        digest,
        size: manifest.byteLength,
        ...(artifactType === undefined ? {} : { artifactType }),
        ...(annotations === undefined ? {} : { annotations }),
    };
    return { descriptor, listed };
}

;// CONCATENATED MODULE: ./packages/oci/src/bundles.ts






/** Media type of a Sigstore bundle, version 0.3, and of what is attached as one. */
const bundleMediaType = 'application/vnd.dev.sigstore.bundle.v0.3+json';
const predicateAnnotation = 'dev.sigstore.bundle.predicateType';
const bundles_parallelReads = 8;
const bundlePrefix = 'application/vnd.dev.sigstore.bundle';
// Beyond what Rekor takes of an envelope, with what a bundle adds to it.
const largestBundleBytes = 40 * 1024 * 1024;
/**
 * Attaches bundles around statements to one manifest as cosign does
 * (https://github.com/sigstore/cosign/blob/main/specs/BUNDLE_SPEC.md).
 * @throws like `attachBlobs`
 */
function attachBundles(repository, subject, bundles) {
    const attachments = bundles.map(({ bytes, predicateType, created }) => ({
        subject,
        artifactType: bundleMediaType,
        mediaType: bundleMediaType,
        bytes,
        annotations: {
            'dev.sigstore.bundle.content': 'dsse-envelope',
            [predicateAnnotation]: predicateType,
            'org.opencontainers.image.created': created,
        },
    }));
    return attachBlobs(repository, attachments);
}
/**
 * Every bundle that is attached to a manifest, found as cosign finds them (pkg/cosign/verify.go, GetBundles): whatever type
 * the list says, by the one layer that is a bundle. What is attached and gone, or is something else, is passed over as cosign
 * does. cosign also passes over a bundle of a version before 0.3, which its `mediaType` says.
 * @throws RemoteError E_OCI_REFERRERS, E_OCI_*, E_HTTP_*; IntegrityError E_OCI_DIGEST
 */
async function listBundles(repository, subject) {
    const { entries, unlisted } = await listReferrers(repository, subject);
    const found = new Map();
    await runParallel(entries, bundles_parallelReads, async (descriptor) => {
        const bundle = await findBundle(repository, descriptor);
        const isUnlisted = unlisted?.has(descriptor.digest) === true;
        if (bundle !== undefined)
            found.set(descriptor, { ...bundle, isUnlisted });
    });
    return entries.flatMap((descriptor) => found.get(descriptor) ?? []);
}
async function findBundle(repository, descriptor) {
    if (!isManifestType(descriptor.mediaType))
        return undefined;
    const stored = await getManifest(repository, descriptor.digest);
    const [layer, ...more] = stored?.content.layers ?? [];
    if (layer === undefined || more.length > 0 || !layer.mediaType.startsWith(bundlePrefix))
        return undefined;
    if (layer.size > largestBundleBytes) {
        repository.log.warning(`The bundle ${layer.digest} has ${layer.size} bytes and is not read.`);
        return undefined;
    }
    const bytes = await findBlob(repository, layer);
    // The list need not have the annotations: cosign writes it without them.
    const named = stored?.content.annotations?.[predicateAnnotation];
    return bytes && { descriptor, predicateType: typeof named === 'string' ? named : undefined, bytes };
}

;// CONCATENATED MODULE: ./packages/oci/src/signature-manifest.ts






const configType = 'application/vnd.oci.image.config.v1+json';
// cosign reads none of more (pkg/oci/remote/signatures.go, maxLayers).
const maxSignatures = 1000;
/** `sha256-<hex>.sig`: the tag with the signatures of a digest. */
function signatureTag(subject) {
    return `${subject.replace(':', '-')}.sig`;
}
/** Empty without the tag. @throws RemoteError E_OCI_REFERRERS when something else or too much has the tag, E_OCI_*, E_HTTP_* */
async function readSignatureManifest(repository, subject) {
    const tag = signatureTag(subject);
    const stored = await getManifest(repository, tag);
    if (stored === undefined)
        return { layers: [], annotations: undefined };
    if (stored.mediaType !== mediaTypes.ociManifest && stored.mediaType !== mediaTypes.dockerManifest) {
        throw new action_error/* RemoteError */.Hi('E_OCI_REFERRERS', {
            message: `The tag "${tag}" of ${repository.registry}/${repository.name} holds no signatures but something else.`,
            hint: 'The tag is reserved for signatures; remove what is there.',
        });
    }
    const layers = stored.content.layers ?? [];
    refuseTooManySignatures(repository, tag, 'has', layers.length);
    return { layers, annotations: stored.content.annotations };
}
function refuseTooManySignatures({ registry, name }, tag, verb, count) {
    if (count <= maxSignatures)
        return;
    throw new action_error/* RemoteError */.Hi('E_OCI_REFERRERS', {
        message: `${registry}/${name} ${verb} ${count} signatures under "${tag}"; cosign reads at most ${maxSignatures}.`,
        hint: 'Remove the tag; the image is signed anew by the next run.',
    });
}
/** The config of a list of layers as cosign writes it: of an image for no platform whose layers are not compressed. */
function renderSignatureConfig(layers) {
    const config = Buffer.from(JSON.stringify({
        architecture: '',
        created: '0001-01-01T00:00:00Z',
        history: layers.map(() => ({ created: '0001-01-01T00:00:00Z' })),
        os: '',
        rootfs: { type: 'layers', diff_ids: layers.map(({ digest }) => digest) },
        config: {},
    }));
    return sourceOfBytes((0,src_digest/* digestBytes */.QN)(config), config);
}
/**
 * Puts a list of layers, whose config the registry has, under the tag of a digest.
 * @throws RemoteError E_OCI_REFERRERS, E_OCI_*, E_HTTP_*
 */
async function writeSignatureManifest(repository, subject, { layers, annotations }) {
    const tag = signatureTag(subject);
    refuseTooManySignatures(repository, tag, 'would have', layers.length);
    const { digest, size } = renderSignatureConfig(layers);
    const manifest = Buffer.from(JSON.stringify({
        schemaVersion: 2,
        mediaType: mediaTypes.ociManifest,
        config: { mediaType: configType, digest, size },
        layers,
        ...(annotations === undefined ? {} : { annotations }),
    }));
    await putManifest(repository, tag, manifest, mediaTypes.ociManifest, { once: true }).catch((cause) => {
        throw explainImmutable(repository, tag, cause);
    });
}

;// CONCATENATED MODULE: ./packages/oci/src/signature-tag.ts







/** Media type of what cosign's older format signs (https://github.com/sigstore/cosign/blob/main/specs/SIGNATURE_SPEC.md). */
const simpleSigningMediaType = 'application/vnd.dev.cosign.simplesigning.v1+json';
const signatureAnnotation = 'dev.cosignproject.cosign/signature';
const largestPayloadBytes = 1024 * 1024;
const signature_tag_parallelReads = 8;
const keyOf = ({ digest, annotations }) => `${digest} ${annotations?.[signatureAnnotation] ?? ''}`;
/**
 * The signatures of a digest in cosign's older format; layers of any other type, and those that are gone, are passed over as
 * cosign does.
 * @throws RemoteError E_OCI_REFERRERS, E_OCI_*, E_HTTP_*; IntegrityError E_OCI_DIGEST
 */
async function readSignatures(repository, subject) {
    const { layers } = await readSignatureManifest(repository, subject);
    const wanted = layers.filter(({ mediaType, size }) => mediaType === simpleSigningMediaType && size <= largestPayloadBytes);
    const found = new Map();
    await runParallel(wanted, signature_tag_parallelReads, async (layer) => {
        const payload = await findBlob(repository, layer);
        if (payload !== undefined)
            found.set(layer, { payload, annotations: layer.annotations ?? {} });
    });
    return wanted.flatMap((layer) => found.get(layer) ?? []);
}
/**
 * Adds a signature to those under the tag of a digest; those of others stay.
 * @throws RemoteError E_OCI_REFERRERS, E_OCI_*, E_HTTP_*
 */
async function appendSignature(repository, subject, { payload, annotations }) {
    const source = sourceOfBytes((0,src_digest/* digestBytes */.QN)(payload), payload);
    const { digest, size } = source;
    const layer = { mediaType: simpleSigningMediaType, digest, size, annotations };
    const sent = new Set();
    let manifestAnnotations;
    return addToSharedList(repository, {
        tag: signatureTag(subject),
        async read() {
            const found = await readSignatureManifest(repository, subject);
            manifestAnnotations = found.annotations;
            return found.layers;
        },
        keyOf,
        async prepare(layers) {
            const absent = [source, renderSignatureConfig(layers)].filter((blob) => !sent.has(blob.digest));
            await Promise.all(absent.map((blob) => uploadBlob(repository, blob, { isNew: true })));
            for (const blob of absent)
                sent.add(blob.digest);
            return absent.length > 0;
        },
        write: (layers) => writeSignatureManifest(repository, subject, { layers, annotations: manifestAnnotations }),
    }, [layer]);
}

;// CONCATENATED MODULE: ./packages/oci/src/stored-signatures.ts


/** Reads what is stored beside a manifest. @throws RemoteError E_OCI_*, E_HTTP_*; IntegrityError E_OCI_DIGEST */
async function readStoredSignatures(repository, subject) {
    const [bundles, legacy] = await Promise.all([
        listBundles(repository, subject),
        readSignatures(repository, subject),
    ]);
    return { bundles, legacy };
}

// EXTERNAL MODULE: ./node_modules/@sigstore/bundle/dist/index.js
var dist = __nccwpck_require__(1040);
;// CONCATENATED MODULE: ./packages/sigstore/src/serialize-bundle.ts

/** A bundle as JSON. What it has no entries of any log in has an empty list: the library's own form leaves that out, against its type. */
function serializeBundle(bundle) {
    const serialized = (0,dist/* bundleToJSON */.ev)(bundle);
    const { tlogEntries = [] } = serialized.verificationMaterial;
    return { ...serialized, verificationMaterial: { ...serialized.verificationMaterial, tlogEntries } };
}

// EXTERNAL MODULE: ./node_modules/@sigstore/core/dist/index.js
var core_dist = __nccwpck_require__(3917);
// EXTERNAL MODULE: ./node_modules/@sigstore/verify/dist/index.js
var verify_dist = __nccwpck_require__(4187);
;// CONCATENATED MODULE: ./packages/sigstore/src/in-toto.ts
/** The value of `_type` in what is signed here. */
const in_toto_statementType = 'https://in-toto.io/Statement/v1';
/** That of `cosign attest`: https://github.com/in-toto/attestation/blob/main/spec/v0.1.0/README.md. */
const olderStatementType = 'https://in-toto.io/Statement/v0.1';
/** The payload type of an envelope (DSSE) around a statement. */
const in_toto_statementPayloadType = 'application/vnd.in-toto+json';
/** The subject for one file. */
function subjectOfFile(file) {
    return { name: file.name, digest: { sha256: file.sha256 } };
}

;// CONCATENATED MODULE: ./packages/sigstore/src/verify-bundle.ts






const arc = [1, 3, 6, 1, 4, 1, 57264, 1];
/** The error for an attestation that does not hold; `reason` may hold text of others. */
function verify_bundle_invalid(reason, cause) {
    return new action_error/* IntegrityError */.cs('E_ATTESTATION_INVALID', {
        message: `The attestation does not hold: ${(0,neutralise/* neutraliseLine */.fZ)(reason, 600)}`,
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
        throw verify_bundle_invalid(`it has ${entries.length} entries of the transparency log instead of one`);
    const { kind = '(none)', version = '' } = entry.kindVersion ?? {};
    if (kind !== expected || version !== '0.0.1')
        throw verify_bundle_invalid(`its entry in the log is of type ${kind} ${version} instead of ${expected} 0.0.1`);
    if (!entry.inclusionPromise?.signedEntryTimestamp)
        throw verify_bundle_invalid('its entry in the log has no promise, and so no verified time');
    const { inclusionProof: proof } = entry;
    if (!proof?.checkpoint?.envelope)
        throw verify_bundle_invalid('its entry in the log has no inclusion proof with a checkpoint');
    // The verifier goes by the checkpoint alone; PyPI's compares what the proof says of the tree as well.
    const [, treeSize, rootHash] = proof.checkpoint.envelope.split('\n');
    if (proof.treeSize !== treeSize || proof.rootHash !== rootHash)
        throw verify_bundle_invalid('its inclusion proof is for another tree than its checkpoint');
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
        const bundle = (0,dist/* bundleFromJSON */.vw)(serialized);
        check?.(serialized);
        const entity = (0,verify_dist/* toSignedEntity */.DC)(bundle, blob === undefined ? undefined : Buffer.from(blob));
        const signer = new verify_dist/* Verifier */.BL((0,verify_dist/* toTrustMaterial */.jO)(trustedRoot), thresholds).verify(entity);
        return { bundle, signer: describeSigner(signer) };
    }
    catch (cause) {
        if (cause instanceof action_error/* IntegrityError */.cs)
            throw cause;
        throw verify_bundle_invalid(cause instanceof Error ? cause.message : 'it cannot be read', cause);
    }
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
    if (!(0,dist/* isBundleWithDsseEnvelope */.Km)(bundle))
        throw verify_bundle_invalid('it is not an envelope around a statement');
    const { payload, payloadType, signatures } = bundle.content.dsseEnvelope;
    if (payloadType !== in_toto_statementPayloadType)
        throw verify_bundle_invalid(`its payload is of type ${payloadType}`);
    if (signatures.length !== 1)
        throw verify_bundle_invalid(`it has ${signatures.length} signatures instead of one`);
    let statement;
    try {
        statement = JSON.parse(payload.toString('utf8'));
    }
    catch (cause) {
        throw verify_bundle_invalid('its payload is not JSON', cause);
    }
    if (!isStatement(statement, types))
        throw verify_bundle_invalid(`its payload is not an in-toto statement (${types.join(', ')})`);
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
    return readStatement(verified, [in_toto_statementType, olderStatementType]);
}
/** Verifies the signature of bytes by the promise of the log alone, as cosign's older format has it. @throws IntegrityError E_ATTESTATION_INVALID */
function verifyPromisedBlob(serialized, blob, trustedRoot) {
    return verifyBundle(serialized, trustedRoot, { blob }).signer;
}

;// CONCATENATED MODULE: ./packages/sigstore/src/attestation.ts





/** The attestation object of a bundle. @throws IntegrityError E_ATTESTATION_INVALID when it has no place in one */
function toAttestation(bundle) {
    const { certificate, tlogEntries } = bundle.verificationMaterial;
    const { dsseEnvelope: envelope } = bundle;
    if (envelope === undefined)
        throw invalid('its bundle is not an envelope around a statement');
    if (certificate === undefined)
        throw invalid('its bundle has no single certificate (version 0.3)');
    if (envelope.payloadType !== statementPayloadType)
        throw invalid(`its payload is of type ${envelope.payloadType}`);
    const [signature] = envelope.signatures;
    if (signature === undefined || envelope.signatures.length !== 1)
        throw invalid(`its bundle has ${envelope.signatures.length} signatures instead of one`);
    if (tlogEntries.length === 0)
        throw invalid('its bundle has no entry of the transparency log');
    return {
        version: 1,
        verification_material: { certificate: certificate.rawBytes, transparency_entries: tlogEntries },
        envelope: { statement: envelope.payload, signature: signature.sig },
    };
}
/** The bundle (version 0.3) of an attestation object. */
function toBundle(attestation) {
    const { certificate, transparency_entries: entries } = attestation.verification_material;
    const { statement, signature } = attestation.envelope;
    return {
        mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
        verificationMaterial: {
            x509CertificateChain: undefined,
            publicKey: undefined,
            certificate: { rawBytes: certificate },
            tlogEntries: [...entries],
            timestampVerificationData: undefined,
        },
        dsseEnvelope: {
            payload: statement,
            payloadType: statementPayloadType,
            signatures: [{ sig: signature, keyid: '' }],
        },
        messageSignature: undefined,
    };
}
/** Reads a bundle that somebody else made, as a `.sigstore.json` file has it. @throws IntegrityError E_ATTESTATION_INVALID */
function parseBundle(text) {
    try {
        return serializeBundle((0,dist/* bundleFromJSON */.vw)(JSON.parse(text)));
    }
    catch (cause) {
        throw verify_bundle_invalid(`it is not a bundle: ${cause instanceof Error ? cause.message : 'no reason given'}`, cause);
    }
}
/** Reads an attestation object that somebody else made. @throws IntegrityError E_ATTESTATION_INVALID */
function parseAttestation(text) {
    let value;
    try {
        value = JSON.parse(text);
    }
    catch (cause) {
        throw invalid('it is not JSON', cause);
    }
    const material = isRecord(value) ? value['verification_material'] : undefined;
    const envelope = isRecord(value) ? value['envelope'] : undefined;
    if (!isRecord(value) || value['version'] !== 1 || !isRecord(material) || !isRecord(envelope))
        throw invalid('it is not an attestation object of version 1');
    const { certificate, transparency_entries: entries } = material;
    const { statement, signature } = envelope;
    if (typeof certificate !== 'string' || typeof statement !== 'string' || typeof signature !== 'string')
        throw invalid('it has no certificate, no statement or no signature');
    if (!Array.isArray(entries) || entries.length === 0 || !entries.every(isRecord))
        throw invalid('it has no entry of the transparency log');
    return {
        version: 1,
        // What is inside an entry is read, and refused, by the verification of the bundle.
        verification_material: { certificate, transparency_entries: entries },
        envelope: { statement, signature },
    };
}

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
        throw new action_error/* EnvironmentError */.eG('E_SIGSTORE_ID_TOKEN', {
            message: 'What the platform handed out as an ID token is not a JSON Web Token.',
        });
    return claims;
}
/** A claim that has to be a text. @throws EnvironmentError E_SIGSTORE_ID_TOKEN with the name of the claim */
function textClaim(claims, name) {
    const value = claims[name];
    if (typeof value !== 'string' || value === '')
        throw new action_error/* EnvironmentError */.eG('E_SIGSTORE_ID_TOKEN', {
            message: `The ID token of this job has no claim "${name}".`,
        });
    return value;
}

;// CONCATENATED MODULE: ./packages/sigstore/src/provenance.ts


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
    const repository = `${serverUrl}/${claims.repository}`;
    const workflow = claims.workflow_ref.replace(`${claims.repository}/`, '');
    // A tag may have an at sign in it, the path of a workflow file not.
    const at = workflow.indexOf('@');
    return {
        _type: in_toto_statementType,
        subject: [subjectOfFile(file)],
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

;// CONCATENATED MODULE: ./packages/sigstore/src/image-statement.ts



/** Predicate type of cosign's own signatures of images; the predicate has no content. */
const imageSignatureType = 'https://sigstore.dev/cosign/sign/v1';
// What Rekor takes of an envelope, and cosign of a predicate.
const longestDocument = 16 * 1024 * 1024;
function hexOf(digest) {
    return digest.replace(/^sha256:/, '');
}
/**
 * The statement that a workflow signed an image, as cosign 3 makes it: one subject without a name.
 * @param annotations what `cosign verify -a` compares
 */
function imageStatement(digest, annotations) {
    return {
        _type: in_toto_statementType,
        subject: [{ digest: { sha256: hexOf(digest) }, ...(annotations === undefined ? {} : { annotations }) }],
        predicateType: imageSignatureType,
        predicate: {},
    };
}
/** The statement that a workflow run made an image (SLSA provenance v1). @param serverUrl of GitHub */
function imageProvenanceStatement({ name, digest }, claims, serverUrl) {
    return provenanceStatement({ name, sha256: hexOf(digest) }, claims, serverUrl);
}
/** Predicate type of a bill of materials; undefined for any other document. */
function typeOfDocument(document) {
    // https://spdx.github.io/spdx-spec/v2.3/document-creation-information/, https://cyclonedx.org/docs/1.6/json/
    if (typeof document['spdxVersion'] === 'string')
        return 'https://spdx.dev/Document';
    if (document['bomFormat'] === 'CycloneDX')
        return 'https://cyclonedx.org/bom';
    return undefined;
}
/**
 * The statement with the bill of materials of an image.
 * @throws InputError E_SIGSTORE_SBOM for a document that is neither SPDX nor CycloneDX in JSON, or above 16 MiB
 */
function sbomStatement({ name, digest }, document) {
    const predicate = document;
    const predicateType = typeOfDocument(predicate);
    if (predicateType === undefined) {
        throw new action_error/* InputError */.dz('E_SIGSTORE_SBOM', {
            message: 'The bill of materials is neither SPDX 2 ("spdxVersion") nor CycloneDX ("bomFormat") in JSON.',
        });
    }
    const size = Buffer.byteLength(JSON.stringify(predicate));
    if (size > longestDocument) {
        throw new action_error/* InputError */.dz('E_SIGSTORE_SBOM', {
            message: `The bill of materials has ${size} bytes; at most ${longestDocument} can be signed.`,
        });
    }
    return {
        _type: in_toto_statementType,
        subject: [{ name, digest: { sha256: hexOf(digest) } }],
        predicateType,
        predicate,
    };
}

;// CONCATENATED MODULE: ./packages/sigstore/src/release-signer.ts

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
        throw verify_bundle_invalid(`its issuer is ${issuer ?? 'missing'}, which does not issue the ID tokens of this run`);
    if (identity !== undefined && signer.identity !== identity)
        throw verify_bundle_invalid(`it is by ${signer.identity || 'nobody known'} instead of ${identity}`);
    for (const [name, text] of Object.entries(words)) {
        const [wanted, found] = [expected[name], signer.extension(numbers[name])];
        if (wanted !== undefined && found !== wanted)
            throw verify_bundle_invalid(`${text} is ${found ?? 'missing'} instead of ${wanted}`);
    }
}

;// CONCATENATED MODULE: ./packages/sigstore/src/simple-signing.ts




/** Annotations of a layer in cosign's older format: https://github.com/sigstore/cosign/blob/main/specs/SIGNATURE_SPEC.md. */
const names = {
    signature: 'dev.cosignproject.cosign/signature',
    certificate: 'dev.sigstore.cosign/certificate',
    chain: 'dev.sigstore.cosign/chain',
    bundle: 'dev.sigstore.cosign/bundle',
};
/** What is signed: the claim that a digest belongs to an image (containers-signature.5, "simple signing"). */
function simpleSigningPayload(image) {
    return Buffer.from(JSON.stringify({
        critical: {
            identity: { 'docker-reference': image.reference },
            image: { 'docker-manifest-digest': image.digest },
            type: 'cosign container image signature',
        },
        optional: null,
    }));
}
/** What a payload claims; undefined for anything else. */
function readPayload(payload) {
    try {
        const { critical, optional } = JSON.parse(Buffer.from(payload).toString('utf8'));
        const digest = critical?.image?.['docker-manifest-digest'];
        const isCosign = critical?.type === 'cosign container image signature';
        return isCosign && typeof digest === 'string' ? { digest, annotations: optional } : undefined;
    }
    catch {
        return undefined;
    }
}
/** The digest that a payload names; undefined for anything else. */
function readPayloadDigest(payload) {
    return readPayload(payload)?.digest;
}
/**
 * The annotations for the signature of a payload. The log of API v1 has to have promised the entry: the older format has no
 * place for anything else.
 * @param bundle from `Signer.signBlob`
 * @throws IntegrityError E_ATTESTATION_INVALID
 */
function simpleSigningAnnotations(bundle) {
    const { certificate, tlogEntries } = bundle.verificationMaterial;
    const [entry] = tlogEntries;
    const signature = bundle.messageSignature?.signature;
    if (signature === undefined || certificate === undefined || !entry?.inclusionPromise?.signedEntryTimestamp)
        throw verify_bundle_invalid('it has no promise of the log, which the older format of cosign is made of');
    return {
        [names.signature]: signature,
        [names.certificate]: new external_node_crypto_.X509Certificate(Buffer.from(certificate.rawBytes, 'base64')).toString(),
        // The verifier has the chain in its trusted root.
        [names.chain]: '',
        [names.bundle]: JSON.stringify({
            SignedEntryTimestamp: entry.inclusionPromise.signedEntryTimestamp,
            Payload: {
                body: entry.canonicalizedBody,
                integratedTime: Number(entry.integratedTime),
                logIndex: Number(entry.logIndex),
                logID: Buffer.from(entry.logId?.keyId ?? '', 'base64').toString('hex'),
            },
        }),
    };
}
/**
 * The bundle that annotations stand for; its entry has a promise and no proof.
 * @throws IntegrityError E_ATTESTATION_INVALID for annotations that are not whole
 */
function parseSimpleSigning(annotations, payload) {
    try {
        const { SignedEntryTimestamp: promise, Payload: logged } = JSON.parse(annotations[names.bundle] ?? '');
        const certificate = new external_node_crypto_.X509Certificate(annotations[names.certificate] ?? '');
        const bundle = (0,dist/* bundleFromJSON */.vw)({
            mediaType: 'application/vnd.dev.sigstore.bundle+json;version=0.1',
            verificationMaterial: {
                x509CertificateChain: { certificates: [{ rawBytes: certificate.raw.toString('base64') }] },
                tlogEntries: [
                    {
                        logIndex: String(logged?.logIndex),
                        logId: { keyId: Buffer.from(String(logged?.logID), 'hex').toString('base64') },
                        kindVersion: { kind: 'hashedrekord', version: '0.0.1' },
                        integratedTime: String(logged?.integratedTime),
                        inclusionPromise: { signedEntryTimestamp: String(promise) },
                        canonicalizedBody: String(logged?.body),
                    },
                ],
            },
            messageSignature: {
                messageDigest: {
                    algorithm: 'SHA2_256',
                    digest: (0,external_node_crypto_.createHash)('sha256').update(payload).digest('base64'),
                },
                signature: annotations[names.signature] ?? '',
            },
        });
        return serializeBundle(bundle);
    }
    catch (cause) {
        throw verify_bundle_invalid('its annotations are not those of a signature in the older format of cosign', cause);
    }
}

// EXTERNAL MODULE: ./node_modules/@sigstore/protobuf-specs/dist/index.js
var protobuf_specs_dist = __nccwpck_require__(9654);
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
var external_node_fs_ = __nccwpck_require__(3024);
// EXTERNAL MODULE: ./node_modules/tuf-js/dist/index.js
var tuf_js_dist = __nccwpck_require__(4706);
// EXTERNAL MODULE: ./node_modules/tuf-js/dist/error.js
var error = __nccwpck_require__(6376);
;// CONCATENATED MODULE: ./packages/sigstore/src/update-trusted-root.ts





const longestFileBytes = 16 * 1024 * 1024;
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
            maxResponseBytes: longestFileBytes,
            attemptTimeoutMs: 20_000,
            deadlineMs: 120_000,
        });
        // The end of the chain of roots is a file that is not there.
        if (response.status >= 400)
            throw new error.DownloadHTTPError(`${url} answered ${response.status}`, response.status);
        return new Blob([new Uint8Array(response.body)]).stream();
    }
}
/**
 * Fetches `trusted_root.json` of a repository, verified by the client workflow of TUF: newer roots are reached by the
 * signatures of older ones, and nothing that has expired or goes back is taken.
 * @param directory where metadata is kept between calls; what is in it is verified again
 */
async function updateTrustedRoot(repository, http, directory) {
    const targets = (0,external_node_path_namespaceObject.join)(directory, 'targets');
    await (0,promises_namespaceObject.mkdir)(targets, { recursive: true });
    const root = (0,external_node_path_namespaceObject.join)(directory, 'root.json');
    if (!(0,external_node_fs_.existsSync)(root))
        await (0,promises_namespaceObject.writeFile)(root, JSON.stringify(repository.root));
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
    return (0,promises_namespaceObject.readFile)(path, 'utf8');
}

;// CONCATENATED MODULE: ./packages/sigstore/src/trusted-root.ts








const repositories = {
    'public-good': { url: 'https://tuf-repo-cdn.sigstore.dev', root: publicGoodRoot },
    github: { url: 'https://tuf-repo.github.com', root: githubRoot },
};
function parseTrustedRoot(text) {
    const root = protobuf_specs_dist.TrustedRoot.fromJSON(JSON.parse(text));
    const tellsTime = root.tlogs.length > 0 || root.timestampAuthorities.length > 0;
    if (root.certificateAuthorities.length === 0 || !tellsTime)
        throw new Error('it names no certificate authority, or neither a transparency log nor a timestamp authority');
    return root;
}
function reasonOf(cause) {
    return (0,neutralise/* neutraliseLine */.fZ)(cause instanceof Error ? cause.message : 'no reason given', 300);
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
        log.notice(`Signatures are verified with the trusted root in ${path}, not with that of Sigstore`);
        try {
            return parseTrustedRoot(await (0,promises_namespaceObject.readFile)(path, 'utf8'));
        }
        catch (cause) {
            throw new action_error/* EnvironmentError */.eG('E_SIGSTORE_TRUST', {
                message: `The trusted root ${path} could not be read as the JSON form of a TrustedRoot message: ${reasonOf(cause)}`,
                cause,
            });
        }
    }
    try {
        const directory = (0,external_node_path_namespaceObject.join)(cacheDirectory, encodeURIComponent(new URL(repository.url).host));
        return parseTrustedRoot(await updateTrustedRoot(repository, http, directory));
    }
    catch (cause) {
        throw new action_error/* RemoteError */.Hi('E_SIGSTORE_TRUST', {
            message: `The trusted root of Sigstore (${repository.url}) could not be fetched and verified: ${reasonOf(cause)}`,
            hint: 'Run the job again; if it stays so, the clock of the machine or a proxy that changes answers may be the cause.',
            cause,
        });
    }
}

;// CONCATENATED MODULE: ./actions/docker-build-sign/src/sign/release-signature.ts











// What says "this workflow made this image"; an SBOM or a scan may be about an image of anybody.
const countedTypes = [imageSignatureType, provenanceType];
/** The policy for signatures by this run, with the ID token that says who it is: by the instance that it signs with. */
function policyOf({ job }, identity) {
    const { claims, issuer, instance, trustedRoot } = identity;
    return {
        signer: {
            isIssuer: (found) => found === issuer,
            repository: `${job.serverUrl}/${claims.repository}`,
            ref: claims.ref,
            commit: claims.sha,
            workflow: `${job.serverUrl}/${claims.workflow_ref}`,
            identity: identity.identity,
        },
        async loadRoot(trust) {
            if (trust === instance.trust)
                return trustedRoot;
            throw verify_bundle_invalid('it is by another instance of Sigstore than the one that this run signs with');
        },
    };
}
/** The policy for signatures by this run, for a job without an ID token: by either instance that knows GitHub's workflows. */
function policyWithoutToken({ job, http, log }) {
    const loaded = new Map();
    const server = describeServer(job);
    return {
        signer: {
            isIssuer: (found) => isIssuerOf(server, found),
            repository: `${job.serverUrl}/${job.repository}`,
            ref: job.ref,
            commit: job.sha,
            workflow: `${job.serverUrl}/${job.workflowRef}`,
        },
        loadRoot(trust) {
            const root = loaded.get(trust) ??
                loadTrustedRoot({
                    path: job.variable('SIGSTORE_TRUSTED_ROOT'),
                    trust,
                    http,
                    cacheDirectory: (0,external_node_path_namespaceObject.join)(job.temporaryDirectory, 'slipway-sigstore'),
                    log,
                });
            loaded.set(trust, root);
            return root;
        },
    };
}
/**
 * Looks for a signature of one digest that a policy accepts, in either format. Anyone who may write can attach anything, so what
 * cannot be read or does not verify is one reason more and stops nothing.
 * @returns undefined when there is one, else why each of those that are stored does not count
 * @throws RemoteError E_OCI_*, E_HTTP_*, E_SIGSTORE_TRUST
 */
async function explainUnsigned({ repository }, digest, policy) {
    const stored = await readStoredSignatures(repository, digest).catch(explainUnreadable);
    if (typeof stored === 'string')
        return stored;
    const { bundles, legacy } = stored;
    const attempts = [
        ...bundles.map(({ bytes }) => () => release_signature_verifyBundle(bytes, digest, policy)),
        ...legacy.map(({ payload, annotations }) => () => verifyLegacy(payload, annotations, digest, policy)),
    ];
    const reasons = [];
    for (const attempt of attempts) {
        try {
            await attempt();
            return undefined;
        }
        catch (cause) {
            if (!(cause instanceof action_error/* ActionError */.lZ) || cause.code !== 'E_ATTESTATION_INVALID')
                throw cause;
            reasons.push(cause.message);
        }
    }
    return reasons.join('; ') || 'there is none';
}
/** Whoever stored something else where signatures are looked for has signed nothing. */
function explainUnreadable(cause) {
    if (cause instanceof action_error/* ActionError */.lZ && ['E_OCI_REFERRERS', 'E_OCI_DIGEST'].includes(cause.code))
        return cause.message;
    throw cause;
}
async function release_signature_verifyBundle(bytes, digest, policy) {
    const bundle = parseBundle(Buffer.from(bytes).toString('utf8'));
    const trust = bundle.verificationMaterial.tlogEntries.length > 0 ? 'public-good' : 'github';
    const verified = verifySignedStatement(bundle, await policy.loadRoot(trust), trust);
    const { subject, predicateType } = verified.statement;
    const sha256 = digest.replace('sha256:', '');
    if (!subject.some((each) => each.digest['sha256'] === sha256))
        throw verify_bundle_invalid('its statement is about another image');
    if (!countedTypes.includes(predicateType))
        throw verify_bundle_invalid(`its statement is of type ${predicateType}, which does not say who made the image`);
    checkReleaseSigner(verified, policy.signer);
}
async function verifyLegacy(payload, annotations, digest, policy) {
    const signature = parseSimpleSigning(annotations, payload);
    const signer = verifyPromisedBlob(signature, payload, await policy.loadRoot('public-good'));
    // A signature of one image can be copied to the tag of another.
    if (readPayloadDigest(payload) !== digest)
        throw verify_bundle_invalid('it is about another image');
    checkReleaseSigner(signer, policy.signer);
}

// EXTERNAL MODULE: ./actions/docker-build-sign/src/version-tags.ts
var version_tags = __nccwpck_require__(8327);
;// CONCATENATED MODULE: ./actions/docker-build-sign/src/tag/series-holder.ts






/**
 * Whether the image under a tag that is a version and a series ("1.0") is another version of that series, which the tag moved on to
 * or will move on from: that version has a tag of its own with the same digest. Where images are signed, a workflow of this
 * repository has to have signed it, so that two tags of somebody else are not enough.
 * @param version of the release
 * @throws RemoteError E_OCI_*, E_HTTP_*, E_SIGSTORE_TRUST
 */
async function isOfOtherVersion(context, image, { tag, digest }, version) {
    const released = (0,parse_version/* parseVersion */.o)(version, 'Input "version"');
    const others = (await listTags(image.repository))
        .flatMap((each) => {
        const found = (0,version_tags/* readVersionTag */.tM)(each, released);
        return found === undefined ? [] : [{ tag: each, version: found }];
    })
        .filter((each) => each.tag !== tag && (0,compare_versions/* compareVersions */.Z)(each.version, released) !== 0)
        .filter((each) => (0,version_tags/* seriesOf */.Lf)(each.version).includes(tag))
        // The series is with the highest of them as a rule.
        .sort((left, right) => (0,compare_versions/* compareVersions */.Z)(right.version, left.version));
    for (const other of others) {
        if ((await resolveDigest(image.repository, other.tag)) !== digest)
            continue;
        if (!context.inputs.sign)
            return true;
        const policy = policyWithoutToken(context);
        const { ref, commit, workflow, ...signer } = policy.signer;
        const unsigned = await explainUnsigned(image, digest, { ...policy, signer });
        return unsigned === undefined;
    }
    return false;
}

;// CONCATENATED MODULE: ./actions/docker-build-sign/src/promote-tags.ts










/**
 * Gives an image its tags: that of the version, then those that move forward, "latest" last. Each is looked at again after it
 * was set: another job that sets it at the same moment is found out.
 * @throws IntegrityError E_DOCKER_TAG_TAKEN, E_DOCKER_TAG_MOVED; RemoteError E_OCI_*
 */
async function promoteTags(context, image, root, version, onPlaced) {
    const { log } = context;
    const placed = [];
    for (const planned of await planPromotion(context, image, root, version)) {
        const { tag, because, moves } = planned;
        const state = await placeTag(image, root, planned).catch((cause) => {
            throw moves ? explainMoving(image, tag, cause) : cause;
        });
        placed.push({ tag, state, because });
        log.info(state === 'kept'
            ? `${image.name}:${tag} stays: ${because}`
            : `${image.name}:${tag} is ${root.digest} (${because})`);
        onPlaced(placed);
    }
    return placed;
}
async function placeTag({ name, repository }, root, { tag, action, before }) {
    if (action === 'keep')
        return 'kept';
    if (before === root.digest)
        return 'present';
    await putManifest(repository, tag, root.bytes, root.mediaType);
    // A registry may show for some seconds what was there before. Any other answer is that of somebody who set the tag since.
    const isSettled = (digest) => digest !== undefined && digest !== before;
    const after = await waitUntil(repository, () => resolveDigest(repository, tag), isSettled);
    if (after === root.digest)
        return 'set';
    throw new action_error/* IntegrityError */.cs('E_DOCKER_TAG_MOVED', {
        message: `${name}:${tag} was set to ${root.digest}, and is ${after ?? 'not there'} now.`,
    });
}
/** A rule for all tags means those of versions, and meets those that move as well. */
function explainMoving(image, tag, cause) {
    if (!(cause instanceof action_error/* RemoteError */.Hi) || cause.code !== 'E_OCI_TAG_IMMUTABLE')
        return cause;
    return new action_error/* RemoteError */.Hi('E_OCI_TAG_IMMUTABLE', {
        message: `The tag of the version is set, and ${image.name}:${tag}, which follows releases, may not be moved: ${cause.message}`,
        hint: 'Except "latest" and the tags of series ("1", "1.2") from the rule that makes tags immutable; with "prerelease: true" an image gets the tag of its version alone.',
        status: cause.status,
        url: cause.url,
        cause,
    });
}
/** Every tag to set or to keep, once. The registry is asked about each, since its list of tags may be older than they are. */
async function planPromotion(context, image, root, version) {
    const { tags } = context.inputs;
    const ofVersion = version === '' ? [] : await planVersion(context, image, root, version);
    const known = new Set(ofVersion.map(({ tag }) => tag));
    const others = [];
    for (const tag of tags.filter((each) => !known.has(each))) {
        const before = await resolveDigest(image.repository, tag);
        others.push({ tag, action: 'set', because: 'asked for', before, moves: false });
    }
    const fixed = ofVersion.filter(({ moves }) => !moves);
    // What is asked for is set, wherever it would stay otherwise.
    const moving = ofVersion
        .filter(({ moves }) => moves)
        .map((each) => tags.includes(each.tag) ? { ...each, action: 'set', because: 'asked for' } : each);
    return [...fixed, ...others, ...moving];
}
/** The tag of the version, unless it is one that moves, and those that do. @throws IntegrityError E_DOCKER_TAG_TAKEN */
async function planVersion(context, image, root, version) {
    const { latest, prerelease } = context.inputs;
    const existing = await listTags(image.repository);
    const request = { version, existing, latest, prerelease: prerelease === 'true' };
    const digests = new Map();
    const holders = new Map();
    for (const { tag } of (0,image_tags/* planTags */.V)(request).floating) {
        const stored = await getManifest(image.repository, tag);
        const holder = stored && (await readHolder(context, image, stored, existing));
        digests.set(tag, stored?.digest);
        if (holder !== undefined)
            holders.set(tag, holder);
    }
    const { versionTag, floating } = (0,image_tags/* planTags */.V)({ ...request, holders });
    const moves = digests.has(versionTag);
    const before = moves ? digests.get(versionTag) : await resolveDigest(image.repository, versionTag);
    // A tag that is a series as well ("1.0") may be with another version of it, and moves on from that.
    const isOther = before !== undefined && before !== root.digest;
    const held = { tag: versionTag, digest: before ?? '' };
    if (isOther && !(moves && (await isOfOtherVersion(context, image, held, version)))) {
        throw new action_error/* IntegrityError */.cs('E_DOCKER_TAG_TAKEN', {
            message: `${image.name}:${versionTag} is ${before} already, and the image to tag is ${root.digest}.`,
        });
    }
    const moving = floating.map((each) => ({ ...each, before: digests.get(each.tag), moves: true }));
    if (moves)
        return moving;
    return [{ tag: versionTag, action: 'set', because: 'the version', before, moves: false }, ...moving];
}
/**
 * The version of an image that was released as one: it has a tag of its own. Labels are inherited, so an image built from Ubuntu
 * says `24.04` until somebody says otherwise, beside a source that its Dockerfile names.
 */
async function readHolder(context, image, stored, existing) {
    const said = await readOwnVersion(context, image, stored);
    const version = (0,parse_version/* tryParseVersion */.z)(said ?? '');
    if (version === undefined)
        return undefined;
    const tag = (0,version_tags/* formatTag */._3)(version);
    const isReleased = existing.includes(tag) || ((0,src_reference/* isTag */.dz)(tag) && (await resolveDigest(image.repository, tag)) !== undefined);
    return isReleased ? said : undefined;
}

// EXTERNAL MODULE: ./actions/docker-build-sign/src/attestation-inputs.ts
var attestation_inputs = __nccwpck_require__(2381);
;// CONCATENATED MODULE: ./actions/docker-build-sign/src/read-sbom.ts






// What cosign and Rekor take with a statement around it.
const longestBytes = 16 * 1024 * 1024;
/**
 * The bill of materials that the input `sbom` names, as JSON; undefined without one.
 * @throws InputError E_INPUT_INVALID, E_SIGSTORE_SBOM
 */
async function readSbom({ inputs, job }) {
    const { sbom } = inputs;
    // The words for BuildKit's scanner name no file.
    if (!(0,attestation_inputs/* namesSbomFile */.eg)(sbom))
        return undefined;
    const path = (0,external_node_path_namespaceObject.resolve)(job.workspace, sbom);
    const refuse = (what) => new action_error/* InputError */.dz('E_INPUT_INVALID', { message: `Input "sbom": ${(0,neutralise/* neutraliseLine */.fZ)(sbom, 200)} ${what}.` });
    const stats = await (0,promises_namespaceObject.stat)(path).catch(() => undefined);
    if (stats?.isFile() !== true)
        throw refuse('is not a file');
    if (stats.size > longestBytes)
        throw refuse(`has ${stats.size} bytes; at most ${longestBytes} can be signed`);
    const document = parseObject(await (0,promises_namespaceObject.readFile)(path, 'utf8'));
    if (document === undefined)
        throw refuse('is not JSON of an object');
    // Made for the image later; what cannot be one is said before anything is built.
    sbomStatement({ name: '', digest: '' }, document);
    return document;
}
function parseObject(text) {
    try {
        // Tools of Windows begin a file with a byte order mark, which is no part of JSON (RFC 8259, section 8.1).
        const document = JSON.parse(text.replace(/^\uFEFF/, ''));
        return typeof document === 'object' && document !== null ? document : undefined;
    }
    catch {
        return undefined;
    }
}

// EXTERNAL MODULE: ./packages/python/src/version/format-version.ts
var format_version = __nccwpck_require__(2693);
;// CONCATENATED MODULE: ./actions/docker-build-sign/src/read-version.ts



/**
 * The version of the image in canonical form: that of the input, else, when no tags are asked for either, the one that the tag of
 * the run names; empty for an image of no version.
 * @throws InputError E_VERSION_INVALID; E_INPUT_MISSING when there is nothing to tag the image with
 */
function readVersion({ inputs, job }) {
    if (inputs.version !== undefined)
        return (0,format_version/* formatVersion */.qh)((0,parse_version/* parseVersion */.o)(inputs.version, 'Input "version"'));
    if (inputs.tags.length > 0)
        return '';
    const tagged = job.refType === 'tag' ? (0,parse_version/* tryParseVersion */.z)(job.refName) : undefined;
    if (tagged !== undefined)
        return (0,format_version/* formatVersion */.qh)(tagged);
    if (inputs.mode === 'all' || inputs.mode === 'promote') {
        throw new action_error/* InputError */.dz('E_INPUT_MISSING', {
            message: 'There is no tag for the image: "version" and "tags" are empty, and this run is not at the tag of a version.',
        });
    }
    return '';
}

;// CONCATENATED MODULE: ./actions/docker-build-sign/src/refuse-unsigned.ts



const parallel = 8;
/**
 * Refuses to tag an image of which any manifest has no signature by this very workflow at this ref and commit: this job cannot say
 * who it is, and looks at what the job that signed left.
 * @throws IntegrityError E_DOCKER_NOT_VERIFIED; RemoteError E_SIGSTORE_TRUST, E_OCI_*
 */
async function refuseUnsigned(context, image, tree) {
    const { job, log } = context;
    const policy = policyWithoutToken(context);
    const reasons = new Map();
    await runParallel(tree.manifests, parallel, async ({ descriptor: { digest } }) => {
        const unsigned = await explainUnsigned(image, digest, policy);
        if (unsigned !== undefined)
            reasons.set(digest, unsigned);
    });
    const signer = `${job.workflowRef} at commit ${job.sha}`;
    if (reasons.size > 0) {
        const words = tree.manifests.flatMap(({ descriptor: { digest } }) => {
            const reason = reasons.get(digest);
            return reason === undefined ? [] : [`${digest} (${reason})`];
        });
        throw new action_error/* IntegrityError */.cs('E_DOCKER_NOT_VERIFIED', {
            message: `${image.name} has no signature by ${signer} for ${words.join(', ')}.`,
            hint: 'Promote the digest that "mode: stage" or "mode: merge" signed in this workflow at this ref, or tag an unsigned image with "sign: false".',
        });
    }
    log.info(`Every manifest is signed by ${signer}.`);
}

// EXTERNAL MODULE: ./packages/core/src/markdown.ts
var markdown = __nccwpck_require__(2712);
;// CONCATENATED MODULE: ./packages/sigstore/src/verify-command.ts
// `gh` writes the trusted root of the public-good instance and then that of GitHub's, each in a line of its own:
// https://github.com/cli/cli/blob/trunk/pkg/cmd/attestation/trustedroot/trustedroot.go, `getTrustedRoot`.
const rootFile = 'trusted_root.json';
const fetchRoot = `gh attestation trusted-root | tail -n 1 > ${rootFile}`;
/** The words of cosign without a log: neither one of signatures nor one of certificates, and a time by an authority. */
const unlogged = [
    ...['--insecure-ignore-tlog', '--insecure-ignore-sct', '--use-signed-timestamps'],
    ...['--trusted-root', rootFile],
];
function quote(word) {
    return /^[\w./:@%+=-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
/**
 * The commands of cosign for the forms an image was signed in, those for the most versions first. Version 2 up to 2.6.2 reads the
 * older form alone, later ones both; version 3 finds out by itself that a log of API v2 tells no time.
 * Source: `cmd/cosign/cli/options/verify.go`, `certificate.go` and `cmd/cosign/cli/verify/verify.go` of 3.1.3 and 2.6.5.
 */
function verifyCommands(signed) {
    const { reference, identity, issuer, instance, formats } = signed;
    const create = (versions, flags = []) => {
        const who = ['--certificate-identity', identity, '--certificate-oidc-issuer', issuer];
        const args = ['verify', ...who, ...flags, reference];
        const line = ['cosign', ...args].map(quote).join(' ');
        return { for: versions, args, line: flags.includes(rootFile) ? `${fetchRoot} && ${line}` : line };
    };
    if (instance.log === undefined)
        return [create('cosign 2.6.3 and later', unlogged)];
    if (instance.log.version === 2)
        return [create('cosign 3'), create('cosign 2.6.3 and later', ['--use-signed-timestamps'])];
    return [create(formats.includes('legacy') ? 'cosign 2 and 3' : 'cosign 2.6.3 and later')];
}

;// CONCATENATED MODULE: ./actions/docker-build-sign/src/report-image.ts


function createImageReport() {
    return { tree: undefined, signed: undefined, wasSigned: false, tags: [], origin: '' };
}
/** Hands on the digests of an image that is in the registry by them. */
function reportTree({ setOutput }, image, report, tree) {
    report.tree = tree;
    const platforms = tree.manifests.flatMap(({ platform, descriptor: { digest, size } }) => platform === undefined ? [] : [{ platform, digest, size }]);
    setOutput('digest', tree.root.digest);
    setOutput('platforms', JSON.stringify(platforms));
    setOutput('references', `${image.name}@${tree.root.digest}`);
}
/** Hands on the signatures, once they were read back. */
function reportSigned({ setOutput, log }, image, report, signed) {
    report.signed = signed;
    setOutput('bundles', signed.bundlePaths.join('\n'));
    const lines = listCommands(image, report).map(({ line }) => line);
    setOutput('verify-commands', lines.join('\n'));
    for (const line of lines)
        log.info(line);
}
/** Hands on the tags that point to the image, each as soon as it does. */
function reportTags({ setOutput }, image, report, tags) {
    report.tags = [...tags];
    const held = tags.filter(({ state }) => state !== 'kept').map(({ tag }) => `${image.name}:${tag}`);
    setOutput('tags', held.join('\n'));
    const digest = report.tree === undefined ? [] : [`${image.name}@${report.tree.root.digest}`];
    setOutput('references', [...digest, ...held].join('\n'));
}
function listCommands(image, { tree, signed }) {
    if (tree === undefined || signed === undefined || signed.isHidden)
        return [];
    const { identity, issuer, instance } = signed.identity;
    const reference = `${image.name}@${tree.root.digest}`;
    return verifyCommands({ reference, identity, issuer, instance, formats: signed.formats });
}
/** Page of the image on GitHub; undefined for a registry whose pages are not known. */
function findPage({ job }, { name }) {
    const [registry, owner, ...rest] = name.split('/');
    if (registry !== 'ghcr.io' || owner !== job.owner.toLowerCase())
        return undefined;
    return `${job.serverUrl}/${job.repository}/pkgs/container/${encodeURIComponent(rest.join('/'))}`;
}
/** One line about the image, with a link to its page. */
function describeResult(context, image, { tree, signed, wasSigned, tags }) {
    if (tree === undefined)
        return 'there is no image';
    const held = tags.filter(({ state }) => state !== 'kept').map(({ tag }) => tag);
    const title = held.join(', ') || `${image.name} without a tag`;
    const page = findPage(context, image);
    const release = page === undefined ? `${image.name}: ${title}` : (0,markdown/* linkTo */.uM)(title, page);
    const count = tree.manifests.filter(({ platform }) => platform !== undefined).length;
    const platforms = count === 0 ? '' : `: ${count} ${count === 1 ? 'platform' : 'platforms'}`;
    const isSigned = signed !== undefined || wasSigned;
    return (0,markdown/* joinMarkdown */.UF)(release, `${platforms}${isSigned ? ', signed' : ''}`).markdown;
}
/** Writes the table of the summary, whatever happened. */
function summarise(context, image, report) {
    const { summary, inputs, setOutput } = context;
    const { tree, signed, tags, origin } = report;
    setOutput('result-markdown', describeResult(context, image, report));
    summary.addHeading(`Container image ${image.name}`);
    if (tree === undefined) {
        summary.addParagraph('There is no image: see the error of this step.');
        return;
    }
    const unsigned = report.wasSigned ? 'by an earlier job' : inputs.sign ? 'no' : 'not asked for';
    const judged = new Map(signed?.judgements.map((each) => [each.digest, each]));
    summary.addTable(['manifest', 'what it is', 'bytes', 'signed'], tree.manifests.map(({ descriptor, platform, kind }) => [
        descriptor.digest,
        platform ?? kind,
        String(descriptor.size),
        judged.has(descriptor.digest) ? (signed?.formats.join(', ') ?? '') : unsigned,
    ]));
    if (origin !== '')
        summary.addParagraph(origin);
    if (tags.length > 0)
        summary.addTable(['tag', 'state', 'because'], tags.map(({ tag, state, because }) => [tag, state, because]));
    const commands = listCommands(image, report);
    if (commands.length > 0)
        summary.addDetails('Verify it', commands.map((command) => `${command.for}:\n\n\`\`\`sh\n${command.line}\n\`\`\``).join('\n\n'));
}

;// CONCATENATED MODULE: ./actions/docker-build-sign/src/see-visibility.ts




const see_visibility_refusals = [
    'E_OCI_AUTHENTICATION',
    'E_OCI_DENIED',
    'E_OCI_CHALLENGE',
    'E_OCI_NOT_FOUND',
];
/**
 * Whether a reader without a token gets the image, over a new connection: only then may a release say `docker pull` and nothing
 * else. Undefined when it could not be found out, which fails no release.
 */
async function seeVisibility({ http, clock, log }, { name }, digest) {
    const { registry, repository } = (0,src_reference/* parseReference */.F2)(name);
    try {
        const reader = openRegistry({ http, clock, log, registry, credentials: undefined }).repository(repository);
        return (await getManifest(reader, digest)) === undefined ? 'private' : 'public';
    }
    catch (cause) {
        if (!(cause instanceof action_error/* ActionError */.lZ))
            throw cause;
        log.debug(`A reader without a token: ${cause.message}`);
        const isRefused = see_visibility_refusals.includes(cause.code) || (cause instanceof action_error/* RemoteError */.Hi && cause.status === 403);
        return isRefused ? 'private' : undefined;
    }
}

;// CONCATENATED MODULE: ./packages/github/src/id-token.ts

/**
 * Asks GitHub for an ID token of this job.
 * @throws EnvironmentError E_GITHUB_ID_TOKEN_PERMISSION without `id-token: write`; RemoteError E_GITHUB_ID_TOKEN when GitHub
 * answers with an error, a page, or no token
 */
async function requestIdToken({ http, job, log }, audience) {
    const requestUrl = job.variable('ACTIONS_ID_TOKEN_REQUEST_URL');
    const requestToken = job.variable('ACTIONS_ID_TOKEN_REQUEST_TOKEN');
    if (requestUrl === undefined || requestUrl === '' || requestToken === undefined || requestToken === '') {
        throw new action_error/* EnvironmentError */.eG('E_GITHUB_ID_TOKEN_PERMISSION', {
            message: 'The job has no address for ID tokens (ACTIONS_ID_TOKEN_REQUEST_URL is empty).',
        });
    }
    const url = new URL(requestUrl);
    url.searchParams.set('audience', audience);
    try {
        const answer = await http.request({
            method: 'GET',
            url: url.href,
            headers: { authorization: `Bearer ${requestToken}`, accept: 'application/json; api-version=2.0' },
            redirect: 'error',
        });
        const value = readValue(answer.json());
        if (value === undefined) {
            throw new action_error/* RemoteError */.Hi('E_GITHUB_ID_TOKEN', {
                message: 'GitHub answered the request for an ID token without a token in it.',
                status: answer.status,
            });
        }
        log.mask(value);
        return value;
    }
    catch (error) {
        if (!(error instanceof action_error/* RemoteError */.Hi) || error.code === 'E_GITHUB_ID_TOKEN')
            throw error;
        throw refuseIdToken(error);
    }
}
function refuseIdToken(cause) {
    if (cause.status === 401 || cause.status === 403) {
        return new action_error/* EnvironmentError */.eG('E_GITHUB_ID_TOKEN_PERMISSION', {
            message: `GitHub refused an ID token with ${cause.status}: the job is over, or it may not have one.`,
            cause,
        });
    }
    const html = cause.code === 'E_HTTP_MALFORMED';
    return new action_error/* RemoteError */.Hi('E_GITHUB_ID_TOKEN', {
        message: html
            ? 'GitHub answered the request for an ID token with a page that is not JSON: an outage, or a proxy in between.'
            : `GitHub gave no ID token: ${cause.message}`,
        status: cause.status,
        cause,
    });
}
function readValue(body) {
    if (typeof body !== 'object' || body === null || !('value' in body))
        return undefined;
    const { value } = body;
    return typeof value === 'string' && value.split('.').length === 3 ? value : undefined;
}
/**
 * The claims of a token, not verified: for messages and for what is asked of others, never for trust.
 * @throws RemoteError E_GITHUB_ID_TOKEN when it is no JWT (RFC 7519)
 */
function decodeClaims(token) {
    try {
        const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
        if (typeof claims === 'object' && claims !== null && !Array.isArray(claims)) {
            return claims;
        }
    }
    catch (cause) {
        throw new action_error/* RemoteError */.Hi('E_GITHUB_ID_TOKEN', { message: 'The ID token of GitHub is not a JWT.', cause });
    }
    throw new action_error/* RemoteError */.Hi('E_GITHUB_ID_TOKEN', { message: 'The ID token of GitHub has no claims.' });
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
        throw new action_error/* RemoteError */.Hi('E_SIGSTORE_TRUST', {
            message: `The trusted root names no ${log === undefined ? 'log of version 2' : 'timestamp authority'} that is in use.`,
            hint: 'Leave "rekor-version" out: version 1 of the log is what every verifier reads.',
        });
    }
    return {
        ...publicGood,
        log: { url: log.baseUrl.replace(/\/$/, ''), version: 2 },
        timestampUrl: `${authority.uri.replace(/\/(?:api\/v1\/timestamp\/?)?$/, '')}/api/v1/timestamp`,
    };
}

;// CONCATENATED MODULE: ./actions/docker-build-sign/src/sign-identity.ts








/** An ID token of the job for Sigstore; a new one for each certificate. */
const askIdToken = (context) => requestIdToken(context, 'sigstore');
/**
 * Finds out who signs, and with which instance of Sigstore: the name of a private repository and its workflows do not go into
 * a public log unless that is asked for.
 * @throws EnvironmentError E_SIGSTORE_ISSUER, E_GITHUB_ID_TOKEN_PERMISSION; RemoteError E_GITHUB_ID_TOKEN, E_SIGSTORE_TRUST; InputError E_INPUT_INVALID
 */
async function findSigningIdentity(context) {
    const { inputs, job, http, clock, log } = context;
    const server = describeServer(job);
    // Looked at before anything is asked for: an ID token that nobody trusts is shown to nobody.
    if (server.kind !== 'github.com') {
        throw new action_error/* EnvironmentError */.eG('E_SIGSTORE_ISSUER', {
            message: `The image cannot be signed: Sigstore does not trust the ID tokens of ${nameServer(server)} (${server.idTokenIssuer}). Nothing was built.`,
        });
    }
    const token = await askIdToken(context);
    const all = decodeClaims(token);
    if (!isIssuerOf(server, all['iss'])) {
        throw new action_error/* EnvironmentError */.eG('E_SIGSTORE_ISSUER', {
            message: `The ID token of this job was issued by ${(0,neutralise/* neutraliseLine */.fZ)(String(all['iss']), 200)} instead of ${server.idTokenIssuer}. Nothing was built.`,
        });
    }
    const claims = readProvenanceClaims(token);
    // `public`, `private`, `internal`.
    const visibility = String(all['repository_visibility'] ?? '');
    const isPublic = inputs.transparency === 'public' || (inputs.transparency === 'auto' && visibility === 'public');
    if (inputs.transparency === 'public' && visibility !== 'public')
        log.notice('The public transparency log will show the name of this repository and of its workflow ("transparency" is "public").');
    if (!isPublic && inputs['rekor-version'] === '2') {
        throw new action_error/* InputError */.dz('E_INPUT_INVALID', {
            message: 'Input "rekor-version" is "2", and nothing goes into a log: this repository is not public.',
            hint: 'Leave "rekor-version" out, or allow the public log with "transparency: public".',
        });
    }
    const trustedRoot = await loadTrustedRoot({
        path: job.variable('SIGSTORE_TRUSTED_ROOT'),
        trust: isPublic ? 'public-good' : 'github',
        http,
        cacheDirectory: (0,external_node_path_namespaceObject.join)(job.temporaryDirectory, 'slipway-sigstore'),
        log,
    });
    const instance = !isPublic
        ? githubInstance
        : inputs['rekor-version'] === '2'
            ? selectVersion2(trustedRoot, clock.now())
            : publicGood;
    return {
        instance,
        trustedRoot,
        identity: `${job.serverUrl}/${claims.job_workflow_ref}`,
        issuer: String(all['iss'] ?? ''),
        claims,
    };
}

;// CONCATENATED MODULE: ./packages/sigstore/src/fulcio.ts





// The log has to record a signature before the certificate ends; one attempt at the log takes no longer than this.
const renewBeforeEndMs = 90_000;
function leafOf(answer, trust) {
    if (typeof answer !== 'object' || answer === null)
        return undefined;
    const { signedCertificateEmbeddedSct: embedded, signedCertificateDetachedSct: detached } = answer;
    // GitHub's instance has no certificate log, and so no timestamps of one.
    const found = embedded ?? (trust === 'github' ? detached : undefined);
    const chain = found
        ?.chain;
    const [leaf] = Array.isArray(chain?.certificates) ? chain.certificates : [];
    return typeof leaf === 'string' ? leaf : undefined;
}
function fulcio_malformed(message, cause) {
    return new action_error/* RemoteError */.Hi('E_SIGSTORE_CERTIFICATE', { message, cause, retryable: true });
}
/**
 * One attempt at a certificate for a new key, with a new ID token. Source: Fulcio's API v2, `POST /api/v2/signingCert`.
 * @throws RemoteError E_SIGSTORE_CERTIFICATE and those of `Http`; EnvironmentError E_SIGSTORE_ID_TOKEN
 */
async function requestCertificate(options) {
    const { http, clock, log, instance } = options;
    const token = await options.requestIdToken();
    log.mask(token);
    const subject = textClaim(readIdTokenClaims(token), 'sub');
    const keys = (0,external_node_crypto_.generateKeyPairSync)('ec', { namedCurve: 'P-256' });
    const publicKey = keys.publicKey.export({ format: 'pem', type: 'spki' }).toString();
    const askedAtMs = clock.now();
    const response = await http.request({
        method: 'POST',
        url: `${instance.fulcioUrl}/api/v2/signingCert`,
        headers: { 'content-type': 'application/json', accept: 'application/json' },
        body: JSON.stringify({
            credentials: { oidcIdentityToken: token },
            publicKeyRequest: {
                publicKey: { algorithm: 'ECDSA', content: publicKey },
                proofOfPossession: (0,external_node_crypto_.sign)('sha256', Buffer.from(subject, 'utf8'), keys.privateKey).toString('base64'),
            },
        }),
        // Not repeated as it is: the next attempt has a new token, since this one lives for five minutes.
        idempotent: false,
        acceptedStatuses: [400, 401, 403, 404, 422],
        attemptTimeoutMs: 30_000,
    });
    if (response.status >= 400) {
        const said = (0,neutralise/* neutraliseLine */.fZ)((0,redact/* redactText */.R)(response.text(), [token]), 400);
        throw new action_error/* EnvironmentError */.eG('E_SIGSTORE_CERTIFICATE', {
            message: `Fulcio answered ${response.status} to the request for a signing certificate: ${said}`,
            hint: 'Fulcio takes ID tokens of GitHub Actions with audience "sigstore", at most five minutes old; check the clock of the runner.',
        });
    }
    const leaf = leafOf(response.json(), instance.trust);
    if (leaf === undefined)
        throw fulcio_malformed('Fulcio answered without a certificate that has its timestamp inside.');
    let certificate;
    try {
        certificate = new external_node_crypto_.X509Certificate(leaf);
    }
    catch (cause) {
        throw fulcio_malformed('Fulcio answered with something that is not a certificate.', cause);
    }
    if (!certificate.checkPrivateKey(keys.privateKey))
        throw fulcio_malformed('Fulcio answered with a certificate for another key.');
    // Its life is measured from the moment of asking: the clock of the machine may be wrong, the length is not.
    const lifeMs = Date.parse(certificate.validTo) - Date.parse(certificate.validFrom);
    if (!(lifeMs > renewBeforeEndMs))
        throw fulcio_malformed('Fulcio answered with a certificate that ends at once.');
    return {
        certificate,
        renewAtMs: askedAtMs + lifeMs - renewBeforeEndMs,
        sign: (data) => (0,external_node_crypto_.sign)('sha256', data, keys.privateKey),
    };
}

;// CONCATENATED MODULE: ./packages/sigstore/src/rekor.ts



/**
 * The entry for an envelope: of type `dsse`, which PyPI verifies and Rekor's API v2 no longer takes.
 * @param envelope DSSE as JSON
 * @param certificatePem what verifies it
 */
function proposeEnvelope(envelope, certificatePem) {
    const verifiers = [base64Of(certificatePem)];
    return { apiVersion: '0.0.1', kind: 'dsse', spec: { proposedContent: { envelope, verifiers } } };
}
/** The entry for a signature of bytes that have a digest, of type `hashedrekord`. @param sha256 hexadecimal */
function proposeSignature(sha256, signature, certificatePem) {
    return {
        apiVersion: '0.0.1',
        kind: 'hashedrekord',
        spec: {
            data: { hash: { algorithm: 'sha256', value: sha256 } },
            signature: { content: signature.toString('base64'), publicKey: { content: base64Of(certificatePem) } },
        },
    };
}
function base64Of(text) {
    return Buffer.from(text, 'utf8').toString('base64');
}
function isEntry(value) {
    const entry = value;
    const { signedEntryTimestamp, inclusionProof: proof } = entry?.verification ?? {};
    return (typeof entry?.body === 'string' &&
        Number.isSafeInteger(entry.integratedTime) &&
        Number.isSafeInteger(entry.logIndex) &&
        typeof entry.logID === 'string' &&
        typeof signedEntryTimestamp === 'string' &&
        typeof proof?.checkpoint === 'string' &&
        typeof proof.rootHash === 'string' &&
        Number.isSafeInteger(proof.logIndex) &&
        Number.isSafeInteger(proof.treeSize) &&
        Array.isArray(proof.hashes));
}
function base64OfHex(hex) {
    return Buffer.from(hex, 'hex').toString('base64');
}
/** The answer of the API v1 as the message a bundle holds. */
function toLogEntry(response, { kind, apiVersion }) {
    const answer = response.json();
    const entries = typeof answer === 'object' && answer !== null ? Object.values(answer) : [];
    const [entry] = entries;
    if (entries.length !== 1 || !isEntry(entry))
        throw new action_error/* RemoteError */.Hi('E_SIGSTORE_LOG', {
            message: 'Rekor answered without an entry that has its promise, its proof and a checkpoint.',
            // Asked again, the log has the entry already and hands it out whole.
            retryable: true,
        });
    const proof = entry.verification.inclusionProof;
    const message = protobuf_specs_dist.TransparencyLogEntry.fromJSON({
        logIndex: String(entry.logIndex),
        logId: { keyId: base64OfHex(entry.logID) },
        kindVersion: { kind, version: apiVersion },
        integratedTime: String(entry.integratedTime),
        inclusionPromise: { signedEntryTimestamp: entry.verification.signedEntryTimestamp },
        inclusionProof: {
            logIndex: String(proof.logIndex),
            rootHash: base64OfHex(proof.rootHash),
            treeSize: String(proof.treeSize),
            hashes: proof.hashes.map((hash) => base64OfHex(String(hash))),
            checkpoint: { envelope: proof.checkpoint },
        },
        canonicalizedBody: entry.body,
    });
    return message;
}
/**
 * One attempt at an entry. An equal one that is there already is fetched, so that the same may be sent again after a lost
 * answer. Source: Rekor's API v1, `POST /api/v1/log/entries`.
 * @throws RemoteError E_SIGSTORE_LOG and those of `Http`
 */
async function createLogEntry(request) {
    const { http, rekorUrl, entry } = request;
    const response = await http.request({
        method: 'POST',
        url: `${rekorUrl}/api/v1/log/entries`,
        headers: { 'content-type': 'application/json', accept: 'application/json' },
        body: JSON.stringify(entry),
        idempotent: true,
        acceptedStatuses: [400, 404, 409, 422],
        attemptTimeoutMs: 30_000,
        deadlineMs: 60_000,
    });
    if (response.status < 400)
        return toLogEntry(response, entry);
    // Only the identifier is taken from the answer: the address stays the one of the log.
    const id = /\/(?<id>[0-9a-f]{64}|[0-9a-f]{80})$/i.exec(response.headers['location'] ?? '')?.groups?.['id'];
    if (response.status === 409 && id !== undefined)
        return toLogEntry(await http.request({
            method: 'GET',
            url: `${rekorUrl}/api/v1/log/entries/${id}`,
            headers: { accept: 'application/json' },
            attemptTimeoutMs: 30_000,
            deadlineMs: 60_000,
        }), entry);
    const said = (0,neutralise/* neutraliseLine */.fZ)(response.text(), 400);
    throw new action_error/* RemoteError */.Hi('E_SIGSTORE_LOG', {
        message: `Rekor answered ${response.status} to a new entry: ${said}`,
        status: response.status,
    });
}

;// CONCATENATED MODULE: ./packages/sigstore/src/rekor-v2.ts



/**
 * One attempt at an entry of type `hashedrekord` 0.0.2, the only one that verifiers of images read. The answer comes once the
 * entry is in the tree. It is undefined when an equal entry was there before, after a lost answer: this API hands out no entry a
 * second time. Source: https://github.com/sigstore/rekor-tiles, `internal/server/service.go`, `POST /api/v2/log/entries`.
 * @throws RemoteError E_SIGSTORE_LOG and those of `Http`
 */
async function createLogEntryV2(request) {
    const { http, rekorUrl, digest, signature, certificate } = request;
    const response = await http.request({
        method: 'POST',
        url: `${rekorUrl}/api/v2/log/entries`,
        headers: { 'content-type': 'application/json', accept: 'application/json' },
        body: JSON.stringify({
            hashedRekordRequestV002: {
                digest: digest.toString('base64'),
                signature: {
                    content: signature.toString('base64'),
                    verifier: {
                        x509Certificate: { rawBytes: certificate.toString('base64') },
                        keyDetails: 'PKIX_ECDSA_P256_SHA_256',
                    },
                },
            },
        }),
        // The same entry again is no second leaf.
        idempotent: true,
        acceptedStatuses: [400, 404, 405, 409],
        attemptTimeoutMs: 30_000,
        deadlineMs: 90_000,
    });
    if (response.status === 409)
        return undefined;
    if (response.status >= 400) {
        throw new action_error/* RemoteError */.Hi('E_SIGSTORE_LOG', {
            message: `Rekor answered ${response.status} to a new entry: ${(0,neutralise/* neutraliseLine */.fZ)(response.text(), 400)}`,
            status: response.status,
        });
    }
    const entry = rekor_v2_readEntry(response.json());
    if (entry !== undefined)
        return entry;
    throw new action_error/* RemoteError */.Hi('E_SIGSTORE_LOG', {
        message: 'Rekor answered without an entry that has its proof and a checkpoint.',
        retryable: true,
    });
}
function rekor_v2_readEntry(answer) {
    let entry;
    try {
        entry = protobuf_specs_dist.TransparencyLogEntry.fromJSON(answer);
    }
    catch {
        return undefined;
    }
    const isWhole = entry.logId !== undefined &&
        entry.kindVersion !== undefined &&
        entry.inclusionProof?.checkpoint?.envelope !== undefined &&
        entry.canonicalizedBody.length > 0;
    return isWhole ? entry : undefined;
}

;// CONCATENATED MODULE: ./packages/sigstore/src/timestamp.ts



function timestamp_malformed(message, cause) {
    return new action_error/* RemoteError */.Hi('E_SIGSTORE_TIMESTAMP', { message, cause, retryable: true });
}
/**
 * One attempt at a timestamp of a signature. That it is by the authority is found out when the bundle is verified.
 * Source: https://github.com/sigstore/timestamp-authority/blob/main/openapi.yaml, `POST /api/v1/timestamp` with JSON.
 * @throws RemoteError E_SIGSTORE_TIMESTAMP and those of `Http`
 */
async function requestTimestamp(request) {
    const { http, timestampUrl, signature } = request;
    const hash = (0,external_node_crypto_.createHash)('sha256').update(signature).digest();
    const response = await http.request({
        method: 'POST',
        url: timestampUrl,
        headers: { 'content-type': 'application/json', accept: 'application/timestamp-reply' },
        body: JSON.stringify({
            artifactHash: hash.toString('base64'),
            hashAlgorithm: 'sha256',
            certificates: true,
        }),
        idempotent: true,
        attemptTimeoutMs: 30_000,
        deadlineMs: 60_000,
        maxResponseBytes: 1024 * 1024,
    });
    const bytes = Buffer.from(response.body);
    try {
        const timestamp = core_dist.RFC3161Timestamp.parse(Buffer.from(bytes));
        if (timestamp.status !== 0n && timestamp.status !== 1n)
            throw timestamp_malformed(`The timestamp authority refused the request (status ${timestamp.status}).`);
        if (!timestamp.tstInfo.messageImprintHashedMessage.equals(hash))
            throw timestamp_malformed('The timestamp authority answered with a timestamp of something else.');
        return { bytes, signedAtMs: timestamp.signingTime.getTime() };
    }
    catch (cause) {
        if (cause instanceof action_error/* RemoteError */.Hi)
            throw cause;
        throw timestamp_malformed('The timestamp authority answered with something that is not a timestamp.', cause);
    }
}

;// CONCATENATED MODULE: ./packages/sigstore/src/transient.ts

const firstWaitMs = 1_000;
const transient_longestWaitMs = 60_000;
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
    for (let waitMs = firstWaitMs;; waitMs = Math.min(waitMs * 2, transient_longestWaitMs)) {
        try {
            return await attempt();
        }
        catch (cause) {
            const leftMs = giveUpAtMs - clock.now();
            if (!isTransient(cause) || leftMs <= 0)
                throw cause;
            const seconds = Math.round(leftMs / 1000);
            const reason = cause instanceof Error ? cause.message : '';
            log.info(`${what} did not answer (${reason}); trying again, for up to ${seconds} s more`);
            await clock.sleep(Math.min(waitMs, leftMs), signal);
        }
    }
}

;// CONCATENATED MODULE: ./packages/sigstore/src/signer.ts











const defaultBudgetMs = 20 * 60_000;
/** Names the service in an error of the transport; an error that has its reason already stays as it is. */
function signer_explain(code, service, cause) {
    if (!(cause instanceof action_error/* ActionError */.lZ) || !cause.code.startsWith('E_HTTP_'))
        return cause;
    const options = { message: `${service} could not be used: ${cause.message}`, cause };
    return new action_error/* RemoteError */.Hi(code, {
        ...options,
        // What is transient stays so by its mark: an outage page has any status.
        status: cause instanceof action_error/* RemoteError */.Hi && !isTransient(cause) ? cause.status : undefined,
        retryable: isTransient(cause),
    });
}
/** Makes a signer. Nothing is asked of any service before the first statement. */
function createSigner(options) {
    const { clock, log, instance, budgetMs = defaultBudgetMs, signal } = options;
    let current;
    let renewAtMs = 0;
    const renew = async (giveUpAtMs) => {
        try {
            const certificate = await retryWithinBudget({ clock, log, giveUpAtMs, what: 'Fulcio', signal }, () => requestCertificate(options));
            renewAtMs = certificate.renewAtMs;
            log.info(`Signing certificate issued; the next one is due in ${seconds(renewAtMs - clock.now())} s`);
            return certificate;
        }
        catch (cause) {
            current = undefined;
            throw signer_explain('E_SIGSTORE_CERTIFICATE', 'Fulcio', cause);
        }
    };
    const findCertificate = (giveUpAtMs) => {
        if (current === undefined || clock.now() >= renewAtMs) {
            // Until the answer is there, everybody waits for the same one.
            renewAtMs = Number.POSITIVE_INFINITY;
            current = renew(giveUpAtMs);
        }
        return current;
    };
    const record = async (signWith) => {
        const giveUpAtMs = clock.now() + budgetMs;
        let certificate;
        let signed;
        const attempt = async () => {
            const usable = await findCertificate(giveUpAtMs);
            if (signed === undefined || usable !== certificate) {
                // The same signature is sent again as long as its certificate lasts: after a lost answer it is in the log already.
                certificate = usable;
                signed = signWith(usable);
            }
            const proof = await prove(options, signed, usable);
            if (proof === undefined) {
                signed = undefined;
                throw tryAgain('The log has this entry already and does not hand it out: a new signature is made.');
            }
            const { validFrom, validTo } = usable.certificate;
            if (proof.timesMs.some((time) => time > Date.parse(validTo))) {
                current = undefined;
                throw tryAgain('The signature was recorded after its certificate had ended.');
            }
            // The clock of who tells the time is behind that of who issued the certificate, and will catch up.
            if (proof.timesMs.some((time) => time < Date.parse(validFrom)))
                throw tryAgain('The signature was dated before its certificate began.');
            const { verificationMaterial: material } = signed.bundle;
            material.tlogEntries = proof.entry === undefined ? [] : [proof.entry];
            if (proof.timestamp !== undefined)
                material.timestampVerificationData = { rfc3161Timestamps: [{ signedTimestamp: proof.timestamp }] };
            return serializeBundle(signed.bundle);
        };
        return retryWithinBudget({ clock, log, giveUpAtMs, what: 'Sigstore', signal }, attempt);
    };
    return {
        signStatement(statement) {
            const artifact = Buffer.from(JSON.stringify(statement), 'utf8');
            const toSign = core_dist.dsse.preAuthEncoding(in_toto_statementPayloadType, artifact);
            return record(({ certificate, sign }) => {
                const signature = sign(toSign);
                const parts = {
                    artifact,
                    artifactType: in_toto_statementPayloadType,
                    signature,
                    certificate: certificate.raw,
                };
                const bundle = (0,dist/* toDSSEBundle */.PR)(parts);
                const envelope = JSON.stringify((0,dist/* envelopeToJSON */.Qe)(bundle.content.dsseEnvelope));
                const digest = (0,external_node_crypto_.createHash)('sha256').update(toSign).digest();
                return { bundle, entry: proposeEnvelope(envelope, certificate.toString()), digest, signature };
            });
        },
        async signBlob(blob) {
            if (instance.log?.version !== 1) {
                throw new action_error/* InputError */.dz('E_SIGSTORE_FORMAT', {
                    message: `Bytes cannot be signed ${instance.log === undefined ? 'without a log' : 'with a log of version 2'}: no time would be promised for the signature.`,
                });
            }
            const digest = (0,external_node_crypto_.createHash)('sha256').update(blob).digest();
            return record(({ certificate, sign }) => {
                const signature = sign(blob);
                const bundle = (0,dist/* toMessageSignatureBundle */.hj)({ digest, signature, certificate: certificate.raw });
                const entry = proposeSignature(digest.toString('hex'), signature, certificate.toString());
                return { bundle, entry, digest, signature };
            });
        },
    };
}
function tryAgain(message) {
    return new action_error/* RemoteError */.Hi('E_SIGSTORE_LOG', { message, retryable: true });
}
/** One attempt at the entry in the log and the timestamp, as far as the instance has them; undefined as `createLogEntryV2` is. */
async function prove({ http, instance }, { entry, digest, signature }, { certificate }) {
    const { log, timestampUrl } = instance;
    const named = async (code, service, asked) => asked.catch((cause) => {
        throw signer_explain(code, service, cause);
    });
    const record = () => {
        if (log === undefined)
            return undefined;
        return log.version === 1
            ? createLogEntry({ http, rekorUrl: log.url, entry })
            : createLogEntryV2({ http, rekorUrl: log.url, digest, signature, certificate: certificate.raw });
    };
    const recorded = record();
    const [logged, stamped] = await Promise.all([
        recorded === undefined ? undefined : named('E_SIGSTORE_LOG', 'Rekor', recorded),
        timestampUrl === undefined
            ? undefined
            : named('E_SIGSTORE_TIMESTAMP', 'The timestamp authority', requestTimestamp({ http, timestampUrl, signature })),
    ]);
    if (log !== undefined && logged === undefined)
        return undefined;
    const timesMs = stamped === undefined ? [] : [stamped.signedAtMs];
    // A log of API v2 tells no time.
    if (logged !== undefined && log?.version === 1)
        timesMs.push(Number(logged.integratedTime) * 1000);
    return { entry: logged, timestamp: stamped?.bytes, timesMs };
}
function seconds(milliseconds) {
    return Math.round(milliseconds / 1000);
}

;// CONCATENATED MODULE: ./packages/sigstore/src/verify-image.ts




// https://github.com/sigstore/fulcio/blob/main/docs/oid-info.md: the issuer as a text of its own (8), and as raw bytes (1).
const issuerExtension = 8;
function checkSigner(signer, { identity, issuer }) {
    if (signer.identity !== identity)
        throw verify_bundle_invalid(`it is by ${signer.identity || 'nobody known'} instead of ${identity}`);
    const found = signer.extension(issuerExtension);
    if (found !== issuer)
        throw verify_bundle_invalid(`its issuer is ${found ?? 'missing'} instead of ${issuer}`);
}
function checkAnnotations(found, { annotations = {} }) {
    const noted = (typeof found === 'object' && found !== null ? found : {});
    for (const [name, expected] of Object.entries(annotations)) {
        const value = Object.hasOwn(noted, name) ? noted[name] : undefined;
        if (value !== expected)
            throw verify_bundle_invalid(`its annotation ${name} is ${String(value)} instead of ${expected}`);
    }
}
/**
 * Verifies one bundle by the rules of `cosign verify` (version 3): an envelope around a statement of any type with the digest
 * among its subjects, by exactly this identity.
 * @throws IntegrityError E_ATTESTATION_INVALID
 */
function verifyImageBundle(bundle, policy) {
    const verified = verifySignedStatement(bundle, policy.trustedRoot, policy.trust);
    const sha256 = policy.digest.replace('sha256:', '');
    // The first that fits decides of the annotations, as in cosign.
    const subject = verified.statement.subject.find(({ digest }) => digest['sha256'] === sha256);
    if (subject === undefined)
        throw verify_bundle_invalid(`its statement is not about ${policy.digest}`);
    checkAnnotations(subject.annotations, policy);
    checkSigner(verified, policy);
    return verified;
}
/** Verifies one signature in the older format by the rules of `cosign verify` (version 2). @throws IntegrityError E_ATTESTATION_INVALID */
function verifySimpleSigning(signature, policy) {
    const { payload, annotations } = signature;
    const signer = verifyPromisedBlob(parseSimpleSigning(annotations, payload), payload, policy.trustedRoot);
    const claim = readPayload(payload);
    if (claim?.digest !== policy.digest)
        throw verify_bundle_invalid(`it is about ${claim?.digest ?? 'no image'} instead of ${policy.digest}`);
    checkAnnotations(claim.annotations, policy);
    checkSigner(signer, policy);
    return signer;
}
function attempt(verify) {
    try {
        return { result: verify() };
    }
    catch (cause) {
        if (!(cause instanceof action_error/* ActionError */.lZ))
            throw cause;
        return { reason: cause.message };
    }
}
function reasonsOf(attempts) {
    return attempts.map((each) => ('reason' in each ? each.reason : undefined));
}
/** Undefined as soon as one holds. */
function verify_image_explain(attempts) {
    if (attempts.some((each) => 'result' in each))
        return undefined;
    return reasonsOf(attempts).join('; ') || 'no signatures found';
}
/**
 * Judges what is stored as cosign does. As soon as there is any bundle, whoever attached it, version 3 reads bundles alone:
 * one of them has to hold. Without any it reads the older format, as version 2 always does.
 * Source: https://github.com/sigstore/cosign, `cmd/cosign/cli/verify/verify.go` and `pkg/cosign/verify.go`, `GetBundles`.
 */
function judgeAsCosign(stored, policy) {
    const isFound = (_, place) => stored.bundles[place]?.isUnlisted !== true;
    const readable = stored.bundles.map(({ bytes }) => attempt(() => readNewBundle(bytes)));
    const bundles = readable.map((read) => 'reason' in read ? read : attempt(() => verifyImageBundle(read.result, policy).statement));
    const legacy = stored.legacy.map((signature) => attempt(() => verifySimpleSigning(signature, policy)));
    const cosign2 = verify_image_explain(legacy);
    // What cannot be read counts for nothing, as in cosign.
    const readsBundles = readable.filter(isFound).some((read) => 'result' in read);
    return {
        bundles: bundles.map((each) => ('result' in each ? each.result : undefined)),
        hasLegacy: cosign2 === undefined,
        cosign3: readsBundles ? verify_image_explain(bundles.filter(isFound)) : cosign2,
        cosign2,
        reasons: { bundles: reasonsOf(bundles), legacy: reasonsOf(legacy) },
    };
}
/** Types of entry that cosign reads; a bundle with any other is none to it. */
const readEntries = [
    'dsse 0.0.1',
    'hashedrekord 0.0.1',
    'hashedrekord 0.0.2',
    'intoto 0.0.1',
    'intoto 0.0.2',
];
/** @throws IntegrityError E_ATTESTATION_INVALID for what cosign passes over: older than version 0.3, or no bundle */
function readNewBundle(bytes) {
    const bundle = parseBundle(Buffer.from(bytes).toString('utf8'));
    const isOld = /version=0\.([12])$|bundle\.v0\.[12]\+json$/.test(bundle.mediaType);
    if (isOld)
        throw verify_bundle_invalid('its bundle is older than version 0.3');
    for (const { kindVersion: type } of bundle.verificationMaterial.tlogEntries) {
        const name = `${type?.kind} ${type?.version}`;
        if (!readEntries.includes(name))
            throw verify_bundle_invalid(`cosign reads no entry of type ${name}`);
    }
    return bundle;
}

;// CONCATENATED MODULE: ./actions/docker-build-sign/src/judge-stored.ts


/**
 * Reads everything that is stored beside a manifest and judges it as cosign of both formats will, whoever stored it: a bundle
 * of somebody else hides a signature in the older format from version 3.
 * @throws RemoteError E_OCI_*, E_HTTP_*; IntegrityError E_OCI_DIGEST
 */
async function judgeStored({ repository }, entry, { identity, issuer, trustedRoot, instance }, formats) {
    const { digest } = entry.descriptor;
    const stored = await readStoredSignatures(repository, digest);
    const policy = { digest, identity, issuer, trustedRoot, trust: instance.trust };
    const judged = judgeAsCosign(stored, policy);
    const own = judged.bundles.flatMap((statement, index) => {
        const bundle = stored.bundles[index];
        if (statement === undefined || bundle === undefined)
            return [];
        return [{ ...bundle, predicateType: statement.predicateType }];
    });
    // The older format is found by its own tag.
    const isHidden = own.length > 0 && own.every(({ isUnlisted }) => isUnlisted) && !formats.includes('legacy');
    return {
        entry,
        digest,
        own,
        hasLegacy: judged.hasLegacy,
        failures: [
            ...(judged.cosign3 === undefined || isHidden ? [] : [`cosign 3: ${judged.cosign3}`]),
            ...(judged.cosign2 === undefined || !formats.includes('legacy') ? [] : [`cosign 2: ${judged.cosign2}`]),
        ],
        isHidden,
    };
}

;// CONCATENATED MODULE: ./actions/docker-build-sign/src/make-signatures.ts




/** Signs what a plan names, and verifies each signature. @throws IntegrityError E_ATTESTATION_INVALID; RemoteError E_SIGSTORE_* */
async function makeSignatures({ entry, statements, needsLegacy }, signer, image, { trustedRoot, instance }) {
    const payload = simpleSigningPayload({ reference: image.name, digest: entry.descriptor.digest });
    const signStatement = async (statement) => {
        const bundle = await signer.signStatement(statement);
        verifySignedStatement(bundle, trustedRoot, instance.trust);
        return { statement, bundle };
    };
    const signPayload = async () => {
        const bundle = await signer.signBlob(payload);
        verifyBlobBundle(bundle, payload, trustedRoot);
        return { payload, bundle };
    };
    const [legacy, ...bundles] = await Promise.all([
        needsLegacy ? signPayload() : undefined,
        ...statements.map(signStatement),
    ]);
    return { entry, bundles, legacy };
}
/** Attaches what was signed for one manifest, in both formats. @throws RemoteError E_OCI_* */
async function attachSignatures({ clock, log }, { repository }, { entry, bundles, legacy }) {
    const { descriptor } = entry;
    const created = new Date(clock.now()).toISOString();
    const attached = await Promise.all([
        attachBundles(repository, descriptor, bundles.map(({ statement, bundle }) => ({
            bytes: Buffer.from(JSON.stringify(bundle)),
            predicateType: statement.predicateType,
            created,
        }))),
        ...(legacy === undefined
            ? []
            : [
                appendSignature(repository, descriptor.digest, {
                    payload: legacy.payload,
                    annotations: simpleSigningAnnotations(legacy.bundle),
                }),
            ]),
    ]);
    log.info(`${descriptor.digest}: signed`);
    return attached;
}

;// CONCATENATED MODULE: ./actions/docker-build-sign/src/plan-signatures.ts

/** What an instance can make: the older format needs a log that promises (API v1 of Rekor). */
function chooseFormats({ inputs, log }, { instance }) {
    const wanted = inputs['signature-formats'];
    if (instance.log?.version === 1 || !wanted.includes('legacy')) {
        // The default is to attach a provenance, and the runner does not tell it from what is written: it is said for both.
        if (!wanted.includes('bundle') && inputs.provenance !== 'false')
            log.notice('The signed provenance is left out: it is attached as a bundle, and "signature-formats" is "legacy" alone. Add "bundle", or write "provenance: false".');
        return wanted;
    }
    const why = instance.log === undefined ? 'without a public log' : 'with version 2 of the log';
    log.notice(`The older format of signatures cannot be made ${why}; the bundle is made alone.`);
    return ['bundle'];
}
/** The manifests beside which something is missing, with what that is. */
function planSignatures(judgements, facts) {
    return judgements
        .map((judgement) => planEntry(judgement, facts))
        .filter(({ statements, needsLegacy }) => statements.length > 0 || needsLegacy);
}
function planEntry({ entry, own, hasLegacy }, facts) {
    const { context, image, tree, identity, sbom, formats } = facts;
    const { digest } = entry.descriptor;
    const subject = { name: image.name, digest };
    const wanted = [];
    if (formats.includes('bundle')) {
        wanted.push(imageStatement(digest));
        const isRoot = digest === tree.root.digest;
        // Of a platform too: who pulls one by its digest finds where it came from. BuildKit's own attestations have no origin of ours.
        if (context.inputs.provenance !== 'false' && (isRoot || entry.kind === 'platform'))
            wanted.push(imageProvenanceStatement(subject, identity.claims, context.job.serverUrl));
        if (sbom !== undefined && isRoot)
            wanted.push(sbomStatement(subject, sbom));
    }
    const made = new Set(own.map(({ predicateType }) => predicateType));
    return {
        entry,
        statements: wanted.filter(({ predicateType }) => !made.has(predicateType)),
        needsLegacy: formats.includes('legacy') && !hasLegacy,
    };
}

;// CONCATENATED MODULE: ./actions/docker-build-sign/src/sign-image.ts










const parallelSignatures = 8;
const parallelAttachments = 8;
/**
 * Signs every manifest of an image with one certificate: the index, each platform and what BuildKit attests. All is signed and
 * verified before anything is attached, and read back as cosign reads it afterwards. What is there already is left alone.
 * @throws IntegrityError E_ATTESTATION_INVALID, E_DOCKER_NOT_VERIFIED; RemoteError E_SIGSTORE_*, E_OCI_*
 */
async function signImage(context, image, tree, identity, sbom) {
    const { log } = context;
    const formats = chooseFormats(context, identity);
    const facts = { context, image, tree, identity, sbom, formats };
    const stored = new Map();
    const judge = (entries) => runParallel(entries, parallelAttachments, async (entry) => {
        stored.set(entry.descriptor.digest, await judgeStored(image, entry, identity, formats));
    });
    const listJudgements = () => tree.manifests.flatMap(({ descriptor }) => stored.get(descriptor.digest) ?? []);
    await judge(tree.manifests);
    const open = planSignatures(listJudgements(), facts);
    if (open.length === 0)
        log.info('Every manifest of the image is signed already.');
    const signer = createSigner({
        http: context.http,
        clock: context.clock,
        log,
        signal: context.signal,
        requestIdToken: () => askIdToken(context),
        instance: identity.instance,
    });
    const made = [];
    await log.group('Signatures', () => runParallel(open, parallelSignatures, async (plan) => {
        made.push(await makeSignatures(plan, signer, image, identity));
    }));
    const unsettled = [];
    await log.group('Attaching', () => runParallel(made, parallelAttachments, async (each) => {
        unsettled.push(...(await attachSignatures(context, image, each)));
    }));
    const settle = () => runParallel(unsettled, unsettled.length, (each) => each.settle());
    await runParallel([settle, () => judge(tree.manifests)], 2, (task) => task());
    // A list that another writer had just replaced lacked something while it was read, or the registry shows it later.
    const missing = await waitUntil(image.repository, async () => {
        await judge(planSignatures(listJudgements(), facts).map(({ entry }) => entry));
        return planSignatures(listJudgements(), facts);
    }, (plans) => plans.length === 0);
    refuseUnlisted(missing);
    const judgements = listJudgements();
    refuseUnverified(judgements);
    const isHidden = judgements.some((each) => each.isHidden);
    if (isHidden)
        log.warning(`${image.repository.registry} answers the referrers API and does not list what is attached. The bundles are under the tags "sha256-…", where cosign does not look in such a registry; no command to verify them is printed. Add "legacy" to "signature-formats" for signatures that cosign finds.`);
    return { identity, formats, bundlePaths: await keepBundles(context, judgements), judgements, isHidden };
}
/** What a verifier makes of an image does not show that all is there: one format stands in for the other. */
function refuseUnlisted(missing) {
    if (missing.length === 0)
        return;
    const words = missing.map(({ entry, statements, needsLegacy }) => {
        const lost = statements.map(({ predicateType }) => predicateType);
        return `${entry.descriptor.digest}: ${[...lost, ...(needsLegacy ? ['the older signature'] : [])].join(', ')}`;
    });
    throw new action_error/* IntegrityError */.cs('E_DOCKER_NOT_VERIFIED', {
        message: `The registry took what was attached to the image, and does not hand it out: ${words.join('. ')}.`,
        hint: 'Run the job again; what is there by then is left alone.',
    });
}
function refuseUnverified(judgements) {
    const bad = judgements.filter(({ failures }) => failures.length > 0);
    if (bad.length === 0)
        return;
    const words = bad.map(({ digest, failures }) => `${digest}: ${failures.join('; ')}`);
    throw new action_error/* IntegrityError */.cs('E_DOCKER_NOT_VERIFIED', {
        message: `cosign would not verify what is stored beside the image: ${words.join('. ')}.`,
    });
}
/** The bundles as files, for who wants to keep them with the release. */
async function keepBundles({ job }, judgements) {
    const directory = (0,external_node_path_namespaceObject.join)(job.temporaryDirectory, 'slipway-bundles');
    await (0,promises_namespaceObject.mkdir)(directory, { recursive: true });
    const paths = [];
    for (const { digest, own } of judgements) {
        for (const [index, { bytes }] of own.entries()) {
            const path = (0,external_node_path_namespaceObject.join)(directory, `${digest.replace(':', '-')}.${index + 1}.sigstore.json`);
            await (0,promises_namespaceObject.writeFile)(path, bytes);
            paths.push(path);
        }
    }
    return paths;
}

;// CONCATENATED MODULE: ./packages/oci/src/layout-error.ts


/** The error for a layout that cannot be used. */
function refuseLayout(path, what) {
    return new action_error/* InputError */.dz('E_OCI_LAYOUT', {
        message: `${(0,neutralise/* neutraliseLine */.fZ)(path, 300)}: ${(0,neutralise/* neutraliseLine */.fZ)(what, 400)}.`,
    });
}

;// CONCATENATED MODULE: ./packages/core/src/tar/tar-problem.ts
/** Why an archive is not read. The message completes a sentence that begins with the archive, without a full stop. */
class TarProblem extends Error {
    constructor(reason) {
        super(reason);
        this.name = 'TarProblem';
    }
}

;// CONCATENATED MODULE: ./packages/core/src/tar/pax-records.ts


// Times, owners, comments and attributes: they change neither the name nor the contents of a member.
const harmless = /^(?:atime|charset|comment|ctime|gid|gname|mtime|uid|uname|LIBARCHIVE\.[\w.+/-]+|RHT\.security\.selinux|SCHILY\.(?:acl\.\w+|dev|fflags|ino|nlink|xattr\..+))$/;
/** Numbers; for other values, GNU tar ends with an error, and Python reads zero. */
const pax_records_numbers = {
    atime: /^-?\d{1,15}(?:\.\d*)?$/,
    ctime: /^-?\d{1,15}(?:\.\d*)?$/,
    mtime: /^-?\d{1,15}(?:\.\d*)?$/,
    gid: /^\d{1,15}$/,
    uid: /^\d{1,15}$/,
};
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
/** The records of an extended header, `<length> <key>=<value>\n` each. @throws TarProblem for any other form */
function parsePaxRecords(data) {
    const records = new Map();
    for (let at = 0; at < data.byteLength;) {
        const space = data.indexOf(0x20, at);
        const digits = space < 0 ? '' : data.toString('latin1', at, Math.min(space, at + 10));
        const end = at + Number(digits);
        const equals = data.indexOf(0x3d, space);
        if (!/^[1-9]\d{0,8}$/.test(digits) ||
            end > data.byteLength ||
            data[end - 1] !== 0x0a ||
            equals < space + 2 ||
            equals >= end)
            throw new TarProblem('an extended header in it cannot be read');
        let key;
        let value;
        try {
            key = utf8.decode(data.subarray(space + 1, equals));
            value = utf8.decode(data.subarray(equals + 1, end - 1));
        }
        catch {
            throw new TarProblem('an extended header in it is not UTF-8');
        }
        if (records.has(key))
            throw new TarProblem(`an extended header in it says ${pax_records_quote(key)} twice`);
        records.set(key, value);
        at = end;
    }
    return records;
}
const pax_records_quote = (key) => `"${(0,neutralise/* neutraliseLine */.fZ)(key, 100)}"`;
/**
 * Judges the records of an extended header. Some readers know keywords that change the names, sizes and bytes of members
 * (`GNU.sparse.*`, `SCHILY.realsize`, `hdrcharset`), and others do not, so they see different files.
 * @param isGlobal whether they apply to all following members, which some readers ignore
 * @throws TarProblem
 */
function judgePaxRecords(records, isGlobal) {
    for (const [key, value] of records) {
        const number = Object.hasOwn(pax_records_numbers, key) ? pax_records_numbers[key] : undefined;
        if (number?.test(value) === false)
            throw new TarProblem(`an extended header in it has no number as ${pax_records_quote(key)}`);
        if (harmless.test(key))
            continue;
        const isName = key === 'path' || key === 'linkpath' || key === 'size';
        if (!isName || isGlobal) {
            throw new TarProblem(`${isGlobal ? 'a global' : 'an'} extended header in it says ${pax_records_quote(key)}, which not all readers take into account`);
        }
        if (value === '' || value.includes('\0'))
            throw new TarProblem(`an extended header in it has no plain value of ${pax_records_quote(key)}`);
    }
    const size = records.get('size');
    if (size !== undefined && !/^(?:0|[1-9]\d{0,14})$/.test(size))
        throw new TarProblem('a size in an extended header of it is not a number');
    return {
        path: records.get('path'),
        linkPath: records.get('linkpath'),
        size: size === undefined ? undefined : Number(size),
    };
}

;// CONCATENATED MODULE: ./packages/core/src/tar/tar-header.ts

const tarBlockBytes = 512;
// Readers differ in all numbers that are written differently: signs, underscores, digits after a NUL, base 64, and no digits at
// all.
const octal = /^ *[0-7]+[ \0]*$/;
const octalOrBlank = /^ *[0-7]*[ \0]*$/;
const tar_header_utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
/** Text of a header, up to its first NUL. @throws TarProblem if it is not UTF-8: readers spell such names differently */
function decodeTarText(bytes) {
    const end = bytes.indexOf(0);
    try {
        return tar_header_utf8.decode(end < 0 ? bytes : bytes.subarray(0, end));
    }
    catch {
        throw new TarProblem('a name in it is not UTF-8');
    }
}
function sumBytes(block) {
    let sum = 0;
    for (const [index, byte] of block.entries())
        sum += index >= 148 && index < 156 ? 0x20 : byte;
    return sum;
}
/**
 * Parses a header block in the one way that all readers share. Anything that only some readers accept (numbers in base 256 or
 * with signs, a prefix where GNU tar has times, a checksum over signed bytes, the format before POSIX) is a problem, not a
 * guess.
 * @throws TarProblem
 */
function parseTarHeader(block) {
    const field = (start, end) => block.toString('latin1', start, end);
    const checksum = field(148, 156);
    if (!octal.test(checksum) || Number.parseInt(checksum, 8) !== sumBytes(block))
        throw new TarProblem('a header in it has a wrong checksum');
    const magic = field(257, 265);
    const isGnu = magic === 'ustar  \0';
    if (!isGnu && !magic.startsWith('ustar\0'))
        throw new TarProblem('a header in it is neither of the format ustar nor of GNU tar');
    // Mode, user, group and time: if Python cannot read one of them, the archive ends there for Python. All readers support base
    // 256.
    const owner = [
        [100, 108],
        [108, 116],
        [116, 124],
        [136, 148],
    ];
    const isOwnerPlain = owner.every(([start, end]) => {
        const first = block[start] ?? 0;
        return octal.test(field(start, end)) || (start !== 100 && (first === 0x80 || first === 0xff));
    });
    if (!isOwnerPlain || ![field(329, 337), field(337, 345)].every((text) => octalOrBlank.test(text)))
        throw new TarProblem('a number in a header of it is not octal');
    const size = field(124, 136);
    if (!octal.test(size))
        throw new TarProblem('a size in a header of it is not octal');
    const flag = field(156, 157);
    const prefix = decodeTarText(block.subarray(345, 500));
    // GNU tar stores times there, which Python reads as the folder.
    if (isGnu && block.subarray(345, 500).some((byte) => byte !== 0))
        throw new TarProblem('a header of GNU tar in it has something where others look for a folder');
    const name = decodeTarText(block.subarray(0, 100));
    return {
        type: flag === '\0' ? '0' : flag,
        name: prefix === '' ? name : `${prefix}/${name}`,
        linkName: decodeTarText(block.subarray(157, 257)),
        size: Number.parseInt(size, 8),
    };
}

;// CONCATENATED MODULE: ./packages/core/src/tar/walk-tar.ts




const maxHeaderBytes = 1024 * 1024;
const maxChunkBytes = 64 * 1024;
const nothing = { pax: undefined, longName: undefined, longLink: undefined };
const types = {
    '0': 'file',
    '1': 'hard-link',
    '2': 'symbolic-link',
    '5': 'folder',
};
const pad = (size) => Math.ceil(size / tarBlockBytes) * tarBlockBytes;
/**
 * Walks over the members of a tar archive that every reader sees in the same way, by name, size and bytes. If Python's
 * `tarfile`, GNU tar and others read an archive differently, it is rejected: it could contain different files for those who
 * check it and those who unpack it.
 * @throws TarProblem
 */
async function* walkTar(source) {
    let at = 0;
    let announced = nothing;
    // Python fails if the last header is about members that do not follow, even if it is global.
    let isAwaited = false;
    for (;;) {
        const block = await source.read(tarBlockBytes);
        if (block.byteLength > 0 && block.byteLength < tarBlockBytes)
            throw new TarProblem('it ends in the middle of a block');
        if (block.every((byte) => byte === 0)) {
            if (isAwaited)
                throw new TarProblem('it ends with a header that is about no member');
            return block.byteLength === 0 ? undefined : assertEnd(source);
        }
        at += tarBlockBytes;
        const header = parseTarHeader(block);
        if ('xgLK'.includes(header.type)) {
            announced = announce(header, await readData(source, header.size), announced);
            at += pad(header.size);
            isAwaited = true;
            continue;
        }
        const member = settle(header, announced);
        announced = nothing;
        isAwaited = false;
        let left = member.size;
        const read = async function* () {
            while (left > 0) {
                const chunk = await source.read(Math.min(left, maxChunkBytes));
                if (chunk.byteLength === 0)
                    throw new TarProblem('it ends in the middle of a file');
                left -= chunk.byteLength;
                yield chunk;
            }
        };
        yield { ...member, offset: at, read };
        const rest = left + pad(member.size) - member.size;
        if ((await source.skip(rest)) < rest)
            throw new TarProblem('it ends in the middle of a file');
        at += pad(member.size);
    }
}
/** A header about the member after it. At most one of each kind: readers differ in which of two counts. */
function announce(header, data, before) {
    if (header.type === 'g') {
        if (before !== nothing)
            throw new TarProblem('a global header in it stands between a header and its member');
        judgePaxRecords(parsePaxRecords(data), true);
        return before;
    }
    if (before.pax !== undefined || (header.type === 'x' && before !== nothing))
        throw new TarProblem('a member in it has several headers');
    if (header.type === 'x')
        return { ...before, pax: judgePaxRecords(parsePaxRecords(data), false) };
    const text = data.at(-1) === 0 ? data.subarray(0, -1) : data;
    if (text.byteLength === 0 || text.includes(0))
        throw new TarProblem('a long name in it is not plain');
    const key = header.type === 'L' ? 'longName' : 'longLink';
    if (before[key] !== undefined)
        throw new TarProblem('a member in it has several headers');
    return { ...before, [key]: decodeTarText(text) };
}
function settle(header, { pax, longName, longLink }) {
    const name = pax?.path ?? longName ?? header.name;
    const shown = `the member "${(0,neutralise/* neutraliseLine */.fZ)(name, 200)}"`;
    const type = Object.hasOwn(types, header.type) ? types[header.type] : undefined;
    if (type === undefined)
        throw new TarProblem(`${shown} is neither a file nor a folder nor a link (type "${(0,neutralise/* neutraliseLine */.fZ)(header.type, 4)}")`);
    // For some readers, a slash at the end turns a file into a folder.
    if (type !== 'folder' && (name.endsWith('/') || header.name.endsWith('/')))
        throw new TarProblem(`${shown} has the name of a folder`);
    if (pax?.size !== undefined && pax.size !== header.size)
        throw new TarProblem(`${shown} has two sizes`);
    if (type !== 'file' && header.size !== 0)
        throw new TarProblem(`${shown} is a ${type === 'folder' ? 'folder' : 'link'} that holds data`);
    const isLink = type === 'hard-link' || type === 'symbolic-link';
    const linkName = pax?.linkPath ?? longLink ?? header.linkName;
    if (!isLink && (pax?.linkPath !== undefined || longLink !== undefined))
        throw new TarProblem(`${shown} has the target of a link and is none`);
    return { type, name, linkName: isLink ? linkName : '', size: header.size };
}
async function readData(source, size) {
    if (size > maxHeaderBytes)
        throw new TarProblem(`a header in it has more than ${maxHeaderBytes} bytes`);
    const data = await source.read(pad(size));
    if (data.byteLength < pad(size))
        throw new TarProblem('it ends in the middle of a header');
    return data.subarray(0, size);
}
/** Readers stop at the first block of zeros, unless told otherwise. */
async function assertEnd(source) {
    for (;;) {
        const rest = await source.read(maxChunkBytes);
        if (rest.byteLength === 0)
            return;
        if (rest.some((byte) => byte !== 0))
            throw new TarProblem('there is something behind its end');
    }
}

;// CONCATENATED MODULE: ./packages/oci/src/tar-index.ts




const maxEntries = 100_000;
/**
 * Finds the regular files of an uncompressed tar archive without unpacking it; the last of a name counts.
 * @throws InputError E_OCI_LAYOUT for what is no such archive, or one that readers read differently
 */
async function scanTar(path, fileSize) {
    const files = new Map();
    const handle = await (0,promises_namespaceObject.open)(path);
    let position = 0;
    const source = {
        async read(length) {
            const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, position);
            position += bytesRead;
            return buffer.subarray(0, bytesRead);
        },
        async skip(length) {
            const skipped = Math.max(0, Math.min(length, fileSize - position));
            position += skipped;
            return skipped;
        },
    };
    let entries = 0;
    try {
        for await (const { type, name, size, offset } of walkTar(source)) {
            entries += 1;
            if (entries > maxEntries)
                throw new TarProblem(`it has more than ${maxEntries} members`);
            if (type === 'file')
                files.set(name.replace(/^(?:\.\/)+/, ''), { offset, size });
        }
        return files;
    }
    catch (cause) {
        throw cause instanceof TarProblem
            ? refuseLayout(path, `it is no tar archive that can be used: ${cause.message}`)
            : cause;
    }
    finally {
        await handle.close();
    }
}

;// CONCATENATED MODULE: ./packages/oci/src/layout.ts







// Pieces already sent wait to be collected: larger ones take more memory, and no less time.
const pieceBytes = 32 * 1024;
const layout_longestDocument = 8 * 1024 * 1024;
const blobName = (digest) => `blobs/${digest.replace(':', '/')}`;
/**
 * Opens a layout; blobs stay on disk until they are read.
 * @throws InputError E_OCI_LAYOUT
 */
async function openLayout(path) {
    let stats;
    try {
        stats = await (0,promises_namespaceObject.lstat)(path);
    }
    catch {
        throw refuseLayout(path, 'there is no such file or folder');
    }
    const find = stats.isDirectory() ? findInDirectory(path) : await findInTar(path, stats.size);
    const load = async (name) => {
        const place = await find(name);
        if (place === undefined)
            throw refuseLayout(path, `there is no "${name}" in it`);
        if (place.size > layout_longestDocument)
            throw refuseLayout(path, `"${name}" has ${place.size} bytes`);
        return collect(place);
    };
    const version = parseJson(path, 'oci-layout', await load('oci-layout'));
    if (version['imageLayoutVersion'] !== '1.0.0')
        throw refuseLayout(path, `its "imageLayoutVersion" is not "1.0.0"`);
    const { manifests } = parseJson(path, 'index.json', await load('index.json'));
    if (!Array.isArray(manifests) || manifests.length === 0 || !manifests.every(isDescriptor))
        throw refuseLayout(path, 'its index.json lists no image');
    return {
        path,
        entries: manifests,
        async read({ digest, size }) {
            const bytes = await load(blobName(digest));
            if (bytes.byteLength !== size || (0,src_digest/* digestLike */.kG)(digest, bytes) !== digest)
                throw refuseLayout(path, `the bytes of ${digest} are not those of its digest and size`);
            return bytes;
        },
        sizeOf: async (digest) => (await find(blobName(digest)))?.size,
        async *open(digest, start) {
            const place = await find(blobName(digest));
            if (place === undefined)
                throw refuseLayout(path, `blob ${digest} is not in it`);
            yield* stream(place, start);
        },
    };
}
function findInDirectory(path) {
    return async (name) => {
        const file = (0,external_node_path_namespaceObject.join)(path, ...name.split('/'));
        const stats = await (0,promises_namespaceObject.lstat)(file).catch(() => undefined);
        // A link could lead anywhere.
        return stats?.isFile() === true ? { path: file, offset: 0, size: stats.size } : undefined;
    };
}
async function findInTar(path, size) {
    const files = await scanTar(path, size);
    return async (name) => {
        const found = files.get(name);
        return found === undefined ? undefined : { path, ...found };
    };
}
/** Reads a range piece by piece; what is taken away is noticed, and what is added is not read. */
async function* stream({ path, offset, size }, start) {
    if (start >= size)
        return;
    const handle = await (0,promises_namespaceObject.open)(path, external_node_fs_.constants.O_RDONLY | external_node_fs_.constants.O_NOFOLLOW);
    try {
        for (let at = offset + start; at < offset + size;) {
            const length = Math.min(pieceBytes, offset + size - at);
            const { buffer, bytesRead } = await handle.read(Buffer.allocUnsafeSlow(length), 0, length, at);
            if (bytesRead === 0)
                throw refuseLayout(path, 'it became shorter while it was read');
            at += bytesRead;
            yield bytesRead === length ? buffer : buffer.subarray(0, bytesRead);
        }
    }
    finally {
        await handle.close();
    }
}
async function collect(place) {
    if (place.offset === 0) {
        const whole = await (0,promises_namespaceObject.readFile)(place.path);
        if (whole.byteLength === place.size)
            return whole;
    }
    const chunks = [];
    for await (const chunk of stream(place, 0))
        chunks.push(chunk);
    return Buffer.concat(chunks);
}
function parseJson(path, name, bytes) {
    try {
        const value = JSON.parse(Buffer.from(bytes).toString('utf8'));
        if (typeof value === 'object' && value !== null)
            return value;
    }
    catch {
        // Told below.
    }
    throw refuseLayout(path, `its "${name}" is not JSON`);
}

;// CONCATENATED MODULE: ./packages/oci/src/layout-nodes.ts




/** Reads every index and manifest below an entry of a layout. @throws InputError E_OCI_LAYOUT */
async function layout_nodes_readLayoutNodes(layout, root) {
    const refuse = (what) => refuseLayout(layout.path, what);
    const read = async (listed) => {
        const { digest, mediaType } = listed;
        const bytes = await layout.read(listed);
        const content = parseManifest(bytes);
        if (content === undefined || (content.mediaType ?? mediaType) !== mediaType)
            throw refuse(`${digest} is listed as ${mediaType} and is something else`);
        if (!isIndexType(mediaType) && !isManifestType(mediaType))
            throw refuse(`${digest} has the type ${mediaType}, which is not that of an image`);
        return { listed, bytes, content };
    };
    return { tree: await walkTree(await read(root), { read, refuse }), refuse };
}

;// CONCATENATED MODULE: ./packages/oci/src/push-layout.ts






const defaultParallel = 4;
/** Every blob that the manifests of a tree point to, each once; sizes are those of the files. */
async function collectBlobs(layout, nodes) {
    const blobs = new Map();
    for (const { listed, content } of nodes) {
        if (isIndexType(listed.mediaType))
            continue;
        const wanted = [content.config, ...(content.layers ?? [])].filter((each) => each !== undefined);
        for (const blob of wanted)
            if (!isForeignLayer(blob.mediaType))
                await addBlob(layout, blobs, blob);
    }
    return blobs;
}
async function addBlob(layout, blobs, blob) {
    const known = blobs.get(blob.digest);
    const size = known?.size ?? (await layout.sizeOf(blob.digest));
    if (size !== blob.size) {
        const found = size === undefined ? 'is not in it' : `has ${size} bytes instead of ${blob.size}`;
        throw refuseLayout(layout.path, `blob ${blob.digest} ${found}`);
    }
    blobs.set(blob.digest, blob);
}
/**
 * Pushes one entry of a layout by digest: blobs, then manifests, then the indexes that list them, the root last. The whole
 * tree is checked before anything is sent; what several platforms share is sent once.
 * @throws InputError E_OCI_LAYOUT, IntegrityError E_OCI_DIGEST, RemoteError E_OCI_*, E_HTTP_*
 */
async function pushLayout(repository, layout, root, options = {}) {
    const { tree } = await layout_nodes_readLayoutNodes(layout, root);
    const blobs = await collectBlobs(layout, tree.nodes);
    const states = new Map();
    await runParallel([...blobs.values()], options.parallel ?? defaultParallel, async ({ digest, size }) => {
        const source = { digest, size, open: (start) => layout.open(digest, start) };
        states.set(digest, await uploadBlob(repository, source, options));
    });
    for (const { listed, bytes } of tree.childrenFirst)
        await putManifest(repository, listed.digest, bytes, listed.mediaType);
    return { root, manifests: tree.childrenFirst.map(({ listed }) => listed), blobs: states };
}

;// CONCATENATED MODULE: ./actions/docker-build-sign/src/build/own-labels.ts

const prefix = 'org.opencontainers.image.';
const keys = ['version', 'revision'].map((name) => `${prefix}${name}`);
/**
 * Says that labels of the user which name a version or a commit are kept, and decide nothing.
 * @param version of the release in canonical form
 */
function noticeOwnLabels({ inputs, job, log }, version) {
    const facts = new Map([
        [`${prefix}version`, version],
        [`${prefix}revision`, job.sha],
    ]);
    const given = [...inputs.labels, ...inputs.annotations.map(({ key, value }) => [key, value])];
    const own = given
        .filter(([key, value]) => keys.includes(key) && facts.get(key) !== value)
        .map(([key, value]) => (0,neutralise/* neutraliseLine */.fZ)(`${key}=${value}`, 120));
    if (own.length === 0)
        return;
    log.notice(`The image keeps ${[...new Set(own)].join(', ')} as "labels" and "annotations" have it. Whether a version is released already is decided by its signature, and by no label.`);
}

;// CONCATENATED MODULE: ./actions/docker-build-sign/src/build/context-token.ts


/**
 * Warns of a token in the folder that the build sees: actions/checkout up to version 5 leaves that of the job in `.git/config`
 * (`http.<url>.extraheader`), where a step that copies the context can read it.
 */
async function warnOfContextToken(context, log) {
    const read = (name) => (0,promises_namespaceObject.readFile)((0,external_node_path_namespaceObject.join)(context, name), 'utf8').catch(() => '');
    if (!/^\s*extraheader\s*=\s*authorization:/im.test(await read('.git/config')))
        return;
    const ignored = (await read('.dockerignore'))
        .split(/\r?\n/)
        .map((line) => line.trim().replace(/^\/|\/$/g, ''));
    if (ignored.some((line) => ['.git', '**/.git', '.git/config', '.*', '*', '**'].includes(line)))
        return;
    log.warning('The checkout left a token in ".git/config", which every step of the Dockerfile that copies the context can read. Set "persist-credentials: false" of actions/checkout, or add ".git" to .dockerignore.');
}

// EXTERNAL MODULE: ./actions/docker-build-sign/src/build/entitlements.ts
var entitlements = __nccwpck_require__(144);
// EXTERNAL MODULE: ./actions/docker-build-sign/src/build-arguments.ts
var build_arguments = __nccwpck_require__(3220);
;// CONCATENATED MODULE: ./actions/docker-build-sign/src/build-environment.ts
// Inputs and state of this action, files that give commands to the runner, the right to say who this job is, and switches of the
// program that runs this action. No step of a build needs any.
const build_environment_withheld = /^(?:INPUT_.*|STATE_.*|ACTIONS_ID_TOKEN_REQUEST_.*|GITHUB_(?:ENV|PATH|OUTPUT|STATE|STEP_SUMMARY)|NODE_OPTIONS|SOURCE_DATE_EPOCH)$/i;
// The service behind `type=gha` (moby/buildkit, cache/remotecache/gha).
const cacheService = /^ACTIONS_(?:RUNTIME_|CACHE_|RESULTS_)/i;
/**
 * The environment of buildx. It is not that of the steps of a Dockerfile, which see none of it; a bare build argument and a secret with
 * `env=` take their values from here.
 * @param usesGitHubCache whether a cache of the type `gha` is asked for; else its token stays out
 * @param sourceDate seconds since the epoch
 */
function createBuildEnvironment(variables, usesGitHubCache, sourceDate) {
    const environment = {};
    for (const [name, value] of Object.entries(variables)) {
        if (value === undefined || build_environment_withheld.test(name) || (cacheService.test(name) && !usesGitHubCache))
            continue;
        environment[name] = value;
    }
    return {
        ...environment,
        SOURCE_DATE_EPOCH: String(sourceDate),
        BUILDX_METADATA_WARNINGS: 'true',
        // Links and hints for a terminal are no part of a build's log.
        DOCKER_CLI_HINTS: 'false',
    };
}

;// CONCATENATED MODULE: ./actions/docker-build-sign/src/build-metadata.ts


const build_metadata_text = (value) => (typeof value === 'string' ? value : '');
/** Reads the metadata file. @throws IntegrityError E_DOCKER_RESULT when it does not say what was built */
function parseBuildMetadata(json) {
    const raw = build_metadata_parseObject(json);
    const descriptor = raw['containerimage.descriptor'];
    const digest = raw['containerimage.digest'] ?? descriptor?.digest;
    if (!(0,src_digest/* isDigest */.Bc)(digest) || (descriptor?.digest !== undefined && descriptor.digest !== digest)) {
        throw new action_error/* IntegrityError */.cs('E_DOCKER_RESULT', {
            message: 'buildx did not say which digest the image has ("containerimage.digest" of its metadata).',
        });
    }
    const warnings = raw['buildx.build.warnings'];
    return {
        digest,
        warnings: Array.isArray(warnings) ? warnings.map(readWarning) : [],
    };
}
function build_metadata_parseObject(json) {
    try {
        const value = JSON.parse(json);
        if (typeof value === 'object' && value !== null)
            return value;
    }
    catch {
        // Told by the caller: nothing is known of the digest.
    }
    return {};
}
function readWarning({ short, url, sourceInfo, range }) {
    const line = range?.[0]?.start?.line;
    const file = build_metadata_text(sourceInfo?.filename);
    return {
        text: Buffer.from(build_metadata_text(short), 'base64').toString('utf8'),
        url: build_metadata_text(url),
        place: file === '' ? '' : `${file}${typeof line === 'number' ? `:${line}` : ''}`,
    };
}

// EXTERNAL MODULE: ./actions/docker-build-sign/src/platforms.ts
var src_platforms = __nccwpck_require__(8849);
// EXTERNAL MODULE: ./actions/docker-build-sign/src/records.ts
var records = __nccwpck_require__(3987);
;// CONCATENATED MODULE: ./actions/docker-build-sign/src/buildx-arguments.ts



/** Whether the image is an index: of several platforms, or of one with what BuildKit attests of it. */
function isIndexBuild(wishes, attestations) {
    const { provenance, sbom } = attestations;
    return wishes.platforms.length > 1 || provenance !== 'false' || sbom !== undefined;
}
/** Arguments of `docker buildx`: the build of an image into an archive of an OCI layout, and into nothing else. */
function buildxArguments(wishes, run) {
    const option = (name, value) => value === undefined ? [] : [`--${name}`, value];
    const options = (name, values) => values.flatMap((value) => option(name, value));
    const attestations = (0,attestation_inputs/* selectBuildKitAttestations */.at)(wishes);
    const pairs = (map) => [...map].map(([key, value]) => `${key}=${value}`);
    const timestamps = run.rewriteTimestamps ? ['rewrite-timestamp=true'] : [];
    return [
        'build',
        ...option('builder', run.builder),
        ...option('progress', 'plain'),
        ...option('file', wishes.file),
        ...option('target', wishes.target),
        ...(wishes.platforms.length === 0 ? [] : option('platform', wishes.platforms.join(','))),
        // Without "=" the client takes the value of its own environment, or nothing.
        ...options('build-arg', wishes['build-args'].map(({ name, value }) => (value === undefined ? name : `${name}=${value}`))),
        ...options('secret', run.secrets),
        ...options('label', pairs(run.description.labels)),
        ...options('annotation', listAnnotations(wishes, run.description, isIndexBuild(wishes, attestations))),
        ...(run.withoutCache === true
            ? ['--no-cache']
            : [...options('cache-from', wishes['cache-from']), ...options('cache-to', wishes['cache-to'])]),
        ...option('provenance', attestations.provenance),
        ...option('sbom', attestations.sbom),
        ...options('allow', wishes.allow),
        ...wishes['extra-args'],
        ...option('output', (0,records/* formatFields */.ll)(['type=oci', `dest=${run.layoutPath}`, ...timestamps])),
        ...option('metadata-file', run.metadataPath),
        '--',
        wishes.context,
    ];
}
/**
 * BuildKit refuses annotations of an index where there is none, and of a platform that is not built; both happen when jobs with
 * one platform each share their inputs. It also passes over those of the one platform of an image without an index.
 */
function listAnnotations({ platforms }, { manifest, index, others }, isIndex) {
    const general = [
        ...[...manifest].map(([key, value]) => `manifest:${key}=${value}`),
        ...(isIndex ? [...index].map(([key, value]) => `index:${key}=${value}`) : []),
    ];
    const special = others.flatMap((text) => {
        const [, level = '', platform, rest = ''] = /^([a-z-]+)(?:\[([^\]]*)\])?(:.*)$/s.exec(text) ?? [];
        if (level.startsWith('index'))
            return isIndex ? [text] : [];
        if (platform === undefined || platforms.length === 0)
            return [text];
        if (!platforms.includes((0,src_platforms/* parsePlatforms */.qA)(platform, 'annotations').join()))
            return [];
        return [isIndex ? text : `${level}${rest}`];
    });
    return [...general, ...special];
}

;// CONCATENATED MODULE: ./actions/docker-build-sign/src/explain-failure.ts

// Words of BuildKit, buildx and runc, and what to do about them; the first that is found counts.
const known = [
    [
        /no space left on device/i,
        'The disk of the runner is full: remove what is not needed before this step, or build fewer platforms on one runner.',
    ],
    [
        /exec format error/i,
        'A program of another platform was started, and nothing emulates it: add a step with docker/setup-qemu-action, or build each platform on a runner of its own kind ("mode: stage", then "merge").',
    ],
    [
        /toomanyrequests|429 Too Many Requests/i,
        'The registry of a base image limits how much it gives to whom it does not know: sign in to it before this step.',
    ],
    [
        /insufficient_scope|pull access denied|\b40[13] (?:Unauthorized|Forbidden)|unauthorized:|\bdenied:/i,
        'A base image or a cache needs a sign-in: add a step with docker/login-action before this one, and check the name of the image.',
    ],
    [
        /no match for platform in manifest|does not provide the specified platform/i,
        'A base image does not exist for one of the platforms: leave that platform out, or choose another base image.',
    ],
    [
        /unknown operating system or architecture|invalid platform|unknown platform/i,
        'Correct the platform, in the input "platforms" or behind "FROM --platform": it is written as in linux/arm64.',
    ],
    [
        /failed to read dockerfile|unable to prepare context|could not find (?:the )?dockerfile/i,
        'The Dockerfile or the context is not there: check "file" (seen from the workspace) and "context", and that a checkout comes before this step.',
    ],
    [
        /dockerfile parse error|unknown instruction|failed to parse stage name|dockerfile has no stages/i,
        'The Dockerfile cannot be read; the line is named above.',
    ],
    [/target stage .* could not be found/i, 'No stage of the Dockerfile has the name in the input "target".'],
    [
        /exporter "?oci"? could not be found|OCI exporter is not supported/i,
        'This builder cannot write OCI layouts: add a step with docker/setup-buildx-action before this one.',
    ],
    [
        /failed to (?:compute cache key|calculate checksum of ref).*not found/i,
        'A file that the Dockerfile copies is not in the context: check the path, the input "context", and .dockerignore.',
    ],
    [
        /secret [^:]*: not found|failed to .*secret/i,
        'The Dockerfile asks for a secret that "secrets" does not have, or that this action could not read.',
    ],
];
const quotedLines = 6;
const longestMessage = 1500;
const stepRuler = '------';
/**
 * What the step that failed printed: buildx repeats it between two rulers at the end of its output, with the instruction in
 * front (moby/buildkit, util/progress/progressui).
 */
function readStep(lines) {
    const end = lines.lastIndexOf(stepRuler);
    const start = lines.lastIndexOf(stepRuler, end - 1);
    if (start < 0 || end <= start)
        return [];
    const [instruction = '', ...output] = lines.slice(start + 1, end).map((line) => line.trim());
    return [instruction.replace(/^> /, ''), ...output.slice(-quotedLines)];
}
/** Where in the Dockerfile it happened: `Dockerfile:3`, above the lines that are quoted from there. */
function readPlace(lines) {
    const at = lines.findLastIndex((line, index) => /^\S+:\d+$/.test(line) && /^-{20}$/.test(lines[index + 1] ?? ''));
    return lines[at] ?? '';
}
/** Says why a build failed, by the last lines of its output (neutralised, without secrets). */
function explainFailure(lines) {
    const error = lines.findLast((line) => line.startsWith('ERROR: ')) ?? lines.at(-1) ?? '';
    const cause = error.replace(/^(?:ERROR: |failed to build: |failed to solve: )+/, '').trim();
    const step = readStep(lines);
    const place = readPlace(lines);
    const message = [
        `The build failed${place === '' ? '' : ` at ${place}`}: ${cause === '' ? 'it said nothing' : cause}.`,
        ...(step.length === 0 ? [] : [`The step: ${step.join(' / ')}`]),
    ].join(' ');
    const find = (text) => known.find(([words]) => words.test(text))?.[1];
    return {
        message: (0,neutralise/* cutText */.IN)((0,neutralise/* neutraliseLine */.fZ)(message, longestMessage), longestMessage),
        // What a step printed says more than that it failed, and less than the error of the builder.
        hint: find(cause) ?? find(step.join('\n')),
    };
}

;// CONCATENATED MODULE: ./actions/docker-build-sign/src/read-built.ts






function refuse(what) {
    return new action_error/* IntegrityError */.cs('E_DOCKER_RESULT', { message: `${what}.` });
}
async function readManifest(layout, descriptor) {
    const manifest = parseManifest(await layout.read(descriptor));
    if (manifest === undefined)
        throw refuse(`${descriptor.digest} of the image that was built is no manifest`);
    return manifest;
}
/** The JSON of a config; empty for what is none. @throws InputError E_OCI_LAYOUT */
async function read_built_readConfig(layout, { config }) {
    if (config === undefined)
        return {};
    const text = Buffer.from(await layout.read(config)).toString('utf8');
    const value = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : {};
}
/**
 * Opens what was built, and checks that it is what was asked for: the digest that buildx told, and the platforms.
 * @param platforms those asked for; none when the builder was free to choose
 * @throws IntegrityError E_DOCKER_RESULT; InputError E_OCI_LAYOUT
 */
async function readBuilt(layoutPath, digest, platforms) {
    const layout = await openLayout(layoutPath);
    const [root] = layout.entries;
    if (root === undefined || layout.entries.some((entry) => entry.digest !== digest)) {
        const found = layout.entries.map((entry) => entry.digest).join(', ');
        throw refuse(`buildx told the digest ${digest}, and the image that it wrote is ${found}`);
    }
    const top = await readManifest(layout, root);
    const isIndex = isIndexType(root.mediaType);
    const children = isIndex ? (top.manifests ?? []) : [root];
    const built = [];
    for (const descriptor of children) {
        // https://docs.docker.com/build/metadata/attestations/attestation-storage/
        if (descriptor.annotations?.['vnd.docker.reference.type'] === 'attestation-manifest')
            continue;
        const manifest = isIndex ? await readManifest(layout, descriptor) : top;
        // Nobody asks for one version of a system.
        const { os, architecture, variant } = descriptor.platform ?? (await read_built_readConfig(layout, manifest));
        const platform = (0,src_platform/* normalisePlatform */.W)({ os, architecture, variant }) ?? '';
        built.push({ platform, descriptor, manifest });
    }
    const found = built.map(({ platform }) => platform);
    if (built.length === 0)
        throw refuse('The image that was built has no platform');
    if (platforms.length > 0 && platforms.toSorted().join() !== found.toSorted().join()) {
        const shown = found.map((platform) => (platform === '' ? 'unknown' : platform)).join(', ');
        throw refuse(`${platforms.join(', ')} was asked for, and ${(0,neutralise/* neutraliseLine */.fZ)(shown, 300)} was built`);
    }
    return { layoutPath, root, platforms: built, hasAttestations: children.length > built.length };
}

;// CONCATENATED MODULE: ./actions/docker-build-sign/src/build-image.ts







// What is behind is in nobody's way of reading a log; a build may print without end.
const mostLoggedLines = 50_000;
const keptLines = 60;
/**
 * Builds an image into an OCI layout on disk, and checks that it is what was asked for. Nothing is pushed.
 * @throws InputError E_DOCKER_BUILD with the last words of the build; IntegrityError E_DOCKER_RESULT; EnvironmentError E_TOOL_MISSING
 */
async function buildImage(wishes, task, ports) {
    const layoutPath = (0,external_node_path_namespaceObject.join)(task.directory, 'image.tar');
    const metadataPath = (0,external_node_path_namespaceObject.join)(task.directory, 'metadata.json');
    const args = buildxArguments(wishes, { ...task, builder: task.builder.name, layoutPath, metadataPath });
    await ports.log.group(task.title, () => runBuild(args, task.builder, ports));
    const metadata = parseBuildMetadata(await (0,promises_namespaceObject.readFile)(metadataPath, 'utf8').catch(() => ''));
    for (const { text, place, url } of metadata.warnings)
        ports.log.warning([place, text, url === '' ? '' : `(${url})`].filter((part) => part !== '').join(' '));
    const built = await readBuilt(layoutPath, metadata.digest, wishes.platforms);
    return { ...built, metadata };
}
async function runBuild(args, { buildx }, ports) {
    const { exec, log, signal, environment, workspace } = ports;
    const [file, ...first] = buildx;
    const last = [];
    let lines = 0;
    try {
        await exec.run(file, [...first, ...args], {
            cwd: workspace,
            env: environment,
            signal,
            maxOutputBytes: 64 * 1024,
            onLine: (line) => {
                last.push(line);
                if (last.length > keptLines)
                    last.shift();
                lines += 1;
                if (lines <= mostLoggedLines)
                    log.info(line);
                else if (lines === mostLoggedLines + 1)
                    log.info(`(more than ${mostLoggedLines} lines; the rest is left out)`);
            },
        });
    }
    catch (cause) {
        if (!(cause instanceof action_error/* EnvironmentError */.eG) || cause.code !== 'E_EXEC_FAILED')
            throw cause;
        // Not the error of the program as a cause: it quotes the arguments, among them the values of build arguments.
        const how = /" (ended with exit code \d+|was ended by SIG[A-Z0-9]+)/.exec(cause.message)?.[1] ?? '';
        const { message, hint } = explainFailure(last.length === 0 ? [`buildx ${how}`] : last);
        throw new action_error/* InputError */.dz('E_DOCKER_BUILD', { message, hint });
    }
}

;// CONCATENATED MODULE: ./actions/docker-build-sign/src/builder-description.ts
/** Reads the text of `docker buildx inspect`; there is no other form of it. */
function parseBuilder(text) {
    const read = (key) => text
        .split('\n')
        .map((line) => line.trim())
        .flatMap((line) => {
        const found = key.exec(line);
        return found === null ? [] : [line.slice(found[0].length).trim()];
    });
    const [name = ''] = read(/^Name:/);
    const [driver = ''] = read(/^Driver:/);
    // Called "Buildkit:" before buildx 0.12.
    const [version = ''] = read(/^(?:BuildKit version|Buildkit):/);
    const platforms = read(/^Platforms:/)
        .flatMap((line) => line.split(','))
        // A star is a platform that was set by hand, brackets how many variants are not listed.
        .map((platform) => platform.replace(/\*|\(.*$/g, '').trim())
        .filter((platform) => platform !== '');
    return {
        name,
        driver,
        version,
        error: read(/^Error:/).join('; '),
        platforms: [...new Set(platforms)],
        hasSnapshotter: read(/^org\.mobyproject\.buildkit\.worker\.snapshotter:/).length > 0,
    };
}
// driver/*/driver.go of docker/buildx, `Features`.
const exporting = ['docker-container', 'remote', 'kubernetes', 'cloud'];
/** Whether a builder can write an image as an OCI layout. */
function canExport({ driver, error, hasSnapshotter }) {
    return error === '' && (exporting.includes(driver) || (driver === 'docker' && hasSnapshotter));
}
/** Whether BuildKit knows `rewrite-timestamp` (0.13); a version that is not told is taken for a new one. */
function canRewriteTimestamps({ version }) {
    const [, major = '0', minor = '0'] = /^v?(\d+)\.(\d+)/.exec(version) ?? [];
    return !/^v?0\.[1-9]/.test(version) || Number(major) > 0 || Number(minor) >= 13;
}

;// CONCATENATED MODULE: ./actions/docker-build-sign/src/compare-images.ts





/** Instructions of the Dockerfile that made a layer, in the order of the layers. */
function listSteps(config) {
    const history = Array.isArray(config['history']) ? config['history'] : [];
    return history
        .filter((step) => step['empty_layer'] !== true)
        .map((step) => String(step['created_by'] ?? ''));
}
/** Paths of what two values of JSON have not in common, two levels deep: `config.Labels`. */
function listDifferences(one, other, path = []) {
    if (JSON.stringify(one) === JSON.stringify(other))
        return [];
    if (!is_record_isRecord(one) || !is_record_isRecord(other) || path.length >= 2)
        return [path.join('.')];
    const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
    return [...keys].sort().flatMap((key) => listDifferences(one[key], other[key], [...path, key]));
}
function describeLayers(one, other, config) {
    const [layers, others] = [one.manifest.layers ?? [], other.manifest.layers ?? []];
    const at = layers.findIndex(({ digest }, index) => digest !== others[index]?.digest);
    if (at < 0)
        return layers.length === others.length
            ? undefined
            : `it has ${layers.length} layers, and then ${others.length}`;
    const step = listSteps(config)[at] ?? '';
    const shown = step === '' ? '' : ` (${(0,neutralise/* neutraliseLine */.fZ)(step, 160)})`;
    return `layer ${at + 1} of ${layers.length}${shown} is ${layers[at]?.digest}, and then ${others[at]?.digest ?? 'missing'}`;
}
/**
 * Holds two builds of one image against each other.
 * @throws IntegrityError E_DOCKER_NOT_REPRODUCIBLE naming the first layer, or what of the config, differs for each platform
 */
async function compareImages(first, second) {
    const [layout, again] = [await openLayout(first.layoutPath), await openLayout(second.layoutPath)];
    const others = new Map(second.platforms.map((each) => [each.platform, each]));
    const findings = [];
    for (const one of first.platforms) {
        const name = one.platform === '' ? 'the image' : one.platform;
        const other = others.get(one.platform);
        if (other === undefined)
            findings.push(`${name}: it was not built again`);
        else if (other.descriptor.digest !== one.descriptor.digest) {
            const [config, secondConfig] = [
                await read_built_readConfig(layout, one.manifest),
                await read_built_readConfig(again, other.manifest),
            ];
            const keys = listDifferences(config, secondConfig);
            const rest = keys.length === 0 ? 'its annotations differ' : `its config differs in ${keys.join(', ')}`;
            findings.push(`${name}: ${describeLayers(one, other, config) ?? rest}`);
        }
    }
    // BuildKit's attestations hold the time of the build; without them nothing may differ.
    const mayDiffer = first.hasAttestations || second.hasAttestations;
    if (findings.length === 0 && !mayDiffer && first.root.digest !== second.root.digest)
        findings.push('every platform is the same, and the index differs');
    if (findings.length === 0)
        return;
    throw new action_error/* IntegrityError */.cs('E_DOCKER_NOT_REPRODUCIBLE', {
        message: `A second build without the cache gave another image. ${findings.map((finding) => (0,neutralise/* neutraliseLine */.fZ)(finding, 600)).join('; ')}.`,
    });
}

;// CONCATENATED MODULE: ./actions/docker-build-sign/src/find-builder.ts




const programs = [['docker', 'buildx'], ['buildx']];
// Removal is short, and comes when the job may be cancelled already.
const removalMs = 6000;
/** Runs buildx. @throws as `Exec.run` */
function runBuildx([file, ...first], args, { exec, environment, signal, }, onLine) {
    return exec.run(file, [...first, ...args], {
        env: environment,
        ...(signal === undefined ? { timeoutMs: removalMs } : { signal }),
        ...(onLine === undefined ? {} : { onLine }),
    });
}
const isFailure = (cause) => cause instanceof action_error/* ActionError */.lZ && ['E_TOOL_MISSING', 'E_EXEC_FAILED'].includes(cause.code);
/** Finds `docker buildx`, else `buildx` by itself. @throws EnvironmentError E_TOOL_MISSING */
async function findBuildx(ports) {
    const seen = [];
    for (const program of programs) {
        try {
            const { stdout } = await runBuildx(program, ['version'], ports);
            ports.log.info(`Using ${program.join(' ')}: ${(0,neutralise/* neutraliseLine */.fZ)(stdout, 200)}`);
            return program;
        }
        catch (cause) {
            if (!isFailure(cause))
                throw cause;
            seen.push(cause.code === 'E_TOOL_MISSING' ? `there is no "${program[0]}" on PATH` : cause.message);
        }
    }
    throw new action_error/* EnvironmentError */.eG('E_TOOL_MISSING', {
        message: `There is no buildx: ${seen.join('; ')}`.replace(/\.?$/, '.'),
        hint: 'Add a step with docker/setup-buildx-action before this one, or install docker-buildx-plugin on the runner. Hosted Linux runners have it.',
    });
}
/**
 * Finds a builder that can write OCI layouts: the named one, or the current one, or one that is made for `body` alone and
 * removed after it, however it ended.
 * @param name the input `builder`; nothing takes the place of a builder that was asked for
 * @throws EnvironmentError E_TOOL_MISSING, E_DOCKER_BUILDER
 */
async function withBuilder(name, ports, body) {
    const buildx = await findBuildx(ports);
    const found = await inspect(buildx, name, ports);
    if (typeof found !== 'string' && canExport(found)) {
        ports.log.info(describe(found));
        return body({ ...found, buildx });
    }
    const problem = typeof found === 'string' ? found : describeLack(found);
    if (name !== undefined) {
        throw new action_error/* EnvironmentError */.eG('E_DOCKER_BUILDER', {
            message: `The builder "${(0,neutralise/* neutraliseLine */.fZ)(name, 100)}" cannot be used: ${problem}`,
            hint: 'Name one with the driver docker-container, remote or kubernetes, or leave "builder" empty.',
        });
    }
    return withOwnBuilder(buildx, problem, ports, body);
}
async function withOwnBuilder(buildx, problem, ports, body) {
    const { log, exec, environment } = ports;
    const name = `slipway-${(0,external_node_crypto_.randomBytes)(6).toString('hex')}`;
    log.info(`A builder is made for this run: ${problem}`);
    const fail = (words, cause) => new action_error/* EnvironmentError */.eG('E_DOCKER_BUILDER', {
        message: `The current builder cannot be used: ${problem} One for this run cannot be made: ${words}`,
        cause,
    });
    try {
        try {
            const create = ['create', '--driver', 'docker-container', '--name', name];
            await runBuildx(buildx, create, ports, (line) => log.info(line));
        }
        catch (cause) {
            throw isFailure(cause) ? fail(cause.message, cause) : cause;
        }
        const made = await inspect(buildx, name, ports);
        if (typeof made === 'string' || !canExport(made))
            throw fail(typeof made === 'string' ? made : describeLack(made));
        log.info(describe(made));
        return await body({ ...made, buildx });
    }
    finally {
        await runBuildx(buildx, ['rm', '--force', name], { exec, environment }).catch((cause) => log.debug(`The builder ${name} was not removed: ${cause instanceof Error ? cause.message : String(cause)}`));
    }
}
/** The description of a builder that was started if need be; a sentence where there is none. */
async function inspect(buildx, name, ports) {
    try {
        const args = ['inspect', '--bootstrap', ...(name === undefined ? [] : [name])];
        const { stdout } = await runBuildx(buildx, args, ports, (line) => ports.log.debug(line));
        return parseBuilder(stdout);
    }
    catch (cause) {
        if (!isFailure(cause))
            throw cause;
        return cause.message;
    }
}
function describe({ name, driver, version, platforms }) {
    const shown = [version === '' ? '' : `BuildKit ${version}`, platforms.join(', ')].filter((part) => part !== '');
    return `Builder ${name} (${[driver, ...shown].join('; ')})`;
}
function describeLack({ name, driver, error }) {
    const shown = (0,neutralise/* neutraliseLine */.fZ)(name, 100);
    if (error !== '')
        return `"${shown}" says: ${(0,neutralise/* neutraliseLine */.fZ)(error, 400)}.`;
    return driver === 'docker'
        ? `"${shown}" is Docker without its containerd image store, which cannot export an OCI layout.`
        : `"${shown}" has the driver "${(0,neutralise/* neutraliseLine */.fZ)(driver, 60)}", which is not known to export OCI layouts.`;
}

;// CONCATENATED MODULE: ./packages/github/src/repository.ts
/** Path of the REST interface for a repository. */
const repositoryPath = (repository) => `/repos/${repository}`;
/** A path with its slashes kept and everything else encoded. */
const encodePath = (path) => path.split('/').map(encodeURIComponent).join('/');
const commitFields = (/* unused pure expression or super */ null && ([
    'sha:string',
    'commit.message:string',
    'commit.tree.sha:string',
    'commit.author?.name?:string',
    'commit.committer?.date?:string',
    'author?.login?:string',
    'parents[].sha:string',
]));
const refFields = (/* unused pure expression or super */ null && (['ref:string', 'object.sha:string', 'object.type:string']));
function repository_summarise({ sha, commit, author, parents }) {
    return {
        sha,
        message: commit.message,
        parents: parents.map((parent) => parent.sha),
        tree: commit.tree.sha,
        authorName: commit.author?.name ?? '',
        authorLogin: author?.login,
        committedAt: commit.committer?.date ?? '',
    };
}
/** @throws as GitHubClient.request */
async function readRepository(client, repository) {
    const found = await client.rest('GET', repositoryPath(repository), [
        'node_id:string',
        'full_name:string',
        'default_branch:string',
        'private:boolean',
    ]);
    return {
        nodeId: found.node_id,
        fullName: found.full_name,
        defaultBranch: found.default_branch,
        isPrivate: found.private,
    };
}
/** @param ref `heads/main`, `tags/v1` @throws as GitHubClient.request */
async function findRef(client, repository, ref) {
    const found = await client.find(`${repositoryPath(repository)}/git/ref/${encodePath(ref)}`, refFields);
    return found === undefined ? undefined : { ref: found.ref, sha: found.object.sha, type: found.object.type };
}
/** A commit by its name, branch or tag. @throws as GitHubClient.request */
async function readCommit(client, repository, revision) {
    return repository_summarise(await client.rest('GET', `${repositoryPath(repository)}/commits/${encodePath(revision)}`, commitFields));
}
/** Names of all tags that begin with `prefix`, without `refs/tags/`. @throws as GitHubClient.request */
async function repository_listTags(client, repository, prefix = '') {
    const found = await client.list(`${repositoryPath(repository)}/git/matching-refs/tags/${encodePath(prefix)}`, refFields);
    return found.map(({ ref, object }) => ({ ref, sha: object.sha, type: object.type }));
}
/**
 * Commits that `head` has and `base` has not, oldest first; all of them, page by page.
 * @throws RemoteError E_GITHUB_NOT_FOUND when there is no common ancestor, and as GitHubClient.request
 */
async function listCommitsBetween(client, repository, base, head) {
    const path = `${repositoryPath(repository)}/compare/${encodePath(base)}...${encodePath(head)}`;
    const commits = [];
    for (let page = 1;; page += 1) {
        const { total_commits: total, commits: found } = await client.rest('GET', `${path}?per_page=100&page=${page}`, [
            'total_commits:number',
            'commits:list',
            ...commitFields.map((field) => `commits[].${field}`),
        ]);
        commits.push(...found.map(repository_summarise));
        if (commits.length >= total || found.length === 0)
            return commits;
    }
}
/** Commits reachable from `head`, newest first, at most `limit`. @throws as GitHubClient.request */
async function listCommits(client, repository, head, limit) {
    const found = await client.list(`${repositoryPath(repository)}/commits?sha=${encodeURIComponent(head)}`, commitFields, limit);
    return found.map(repository_summarise);
}
/** The bytes of a file at a revision; undefined when there is none. @throws as GitHubClient.request */
async function readFileAt(client, repository, path, revision) {
    const answer = await client.request('GET', `${repositoryPath(repository)}/contents/${encodePath(path)}?ref=${encodeURIComponent(revision)}`, { media: 'raw', acceptedStatuses: [404] });
    return answer.status === 404 ? undefined : answer.body;
}
/** Kinds of the rules of rulesets for a branch, for example `pull_request`; classic protection is not among them. */
async function listBranchRules(client, repository, branch) {
    const rules = await client.list(`${repositoryPath(repository)}/rules/branches/${encodePath(branch)}`, ['type:string']);
    return [...new Set(rules.map(({ type }) => type))].sort();
}

;// CONCATENATED MODULE: ./packages/github/src/commit-time.ts


/**
 * The time that stands in what is made of a commit, so that a second run makes the same: `SOURCE_DATE_EPOCH`, else that of the
 * commit. Seconds since the epoch; undefined when the commit cannot be read.
 */
async function findCommitTime(request) {
    const epoch = request.sourceDateEpoch ?? '';
    if (/^\d{1,11}$/.test(epoch))
        return Number(epoch);
    const committedMs = await readCommitTime(request).catch((cause) => {
        if (!(cause instanceof action_error/* ActionError */.lZ))
            throw cause;
        request.log.debug(cause.message);
        return Number.NaN;
    });
    return Number.isNaN(committedMs) ? undefined : Math.floor(committedMs / 1000);
}
/** Seconds since the epoch as RFC 3339, in UTC and without a fraction. */
function formatSeconds(seconds) {
    return new Date(seconds * 1000).toISOString().replace(/\.\d+Z$/, 'Z');
}
async function readCommitTime({ http, apiUrl, repository, sha, token }) {
    if (repository === '' || sha === '')
        return Number.NaN;
    const response = await http.request({
        method: 'GET',
        url: `${apiUrl}${repositoryPath(repository)}/commits/${sha}`,
        headers: {
            accept: 'application/vnd.github+json',
            ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
        },
        deadlineMs: 60_000,
    });
    const { commit } = response.json();
    return Date.parse(String(commit?.committer?.date));
}

;// CONCATENATED MODULE: ./actions/docker-build-sign/src/gather-facts.ts


/**
 * What is known of the repository, without asking anybody: the event that started the run describes it, and stays the same
 * when the run is started again.
 * @param version canonical form; empty when the image is of none
 * @param created seconds since the epoch
 */
async function gatherFacts({ job }, version, created) {
    const repository = await readEventRepository(job.eventPath);
    const source = job.repository === '' ? '' : `${job.serverUrl}/${job.repository}`;
    const text = (value) => (typeof value === 'string' ? value : '');
    const license = text(repository.license?.spdx_id);
    return {
        source,
        title: job.name,
        description: text(repository.description),
        url: source,
        documentation: source === '' ? '' : `${source}#readme`,
        // GitHub's word for a licence that it does not know.
        licenses: license === 'NOASSERTION' ? '' : license,
        version,
        revision: job.sha,
        created: formatSeconds(created),
    };
}
async function readEventRepository(path) {
    try {
        const event = JSON.parse(await (0,promises_namespaceObject.readFile)(path, 'utf8'));
        return event?.repository ?? {};
    }
    catch {
        // Outside of a job there is no event.
        return {};
    }
}

;// CONCATENATED MODULE: ./actions/docker-build-sign/src/image-annotations.ts

const image_annotations_prefix = 'org.opencontainers.image.';
// What GitHub shows of a description.
const longestDescription = 512;
/** The keys of the OCI specification ("Pre-Defined Annotation Keys"), sorted. */
function describeFacts(facts) {
    const oneLine = (text) => text.replaceAll(/\s+/g, ' ').trim();
    return new Map(Object.entries(facts)
        .map(([name, value]) => [
        `${image_annotations_prefix}${name}`,
        name === 'description' ? (0,neutralise/* cutText */.IN)(oneLine(value), longestDescription) : oneLine(value),
    ])
        .filter(([, value]) => value !== '')
        .sort(([left], [right]) => (left < right ? -1 : 1)));
}
/**
 * Puts together what the user wrote and what is known. The user's words win; a label with a key of the OCI specification
 * holds for the annotations too, unless there is an annotation for it.
 */
function describeImage(facts, userLabels, userAnnotations) {
    const known = describeFacts(facts);
    const shared = [...userLabels].filter(([key]) => key.startsWith(image_annotations_prefix));
    const forLevel = (level) => {
        const general = userAnnotations.filter(({ places }) => places.length === 0);
        const special = userAnnotations.filter(({ places }) => places.some((place) => place.level === level && place.platform === undefined));
        // Later ones win: what names the level stands above what does not.
        return new Map([
            ...known,
            ...shared,
            ...[...general, ...special].map(({ key, value }) => [key, value]),
        ]);
    };
    return {
        labels: new Map([...known, ...userLabels]),
        manifest: forLevel('manifest'),
        index: forLevel('index'),
        others: userAnnotations.flatMap(({ places, key, value }) => places
            .filter(({ level, platform }) => platform !== undefined || level.endsWith('-descriptor'))
            .map(({ level, platform }) => `${level}${platform === undefined ? '' : `[${platform}]`}:${key}=${value}`)),
    };
}

;// CONCATENATED MODULE: ./actions/docker-build-sign/src/prepare-secrets.ts





// moby/buildkit, session/secrets/secretsprovider, MaxSecretSize.
const longestSecret = 500 * 1024;
/**
 * Makes secrets ready for buildx, and takes back what was written when `body` has ended, however it did. A value goes into a file that
 * this user alone can read; all are masked from here on.
 * @param body gets the values of `--secret`, which name files and variables and hold no secret
 * @throws InputError E_DOCKER_SECRET for a variable that is not set, a file that is not there, and one that is too long
 */
async function withSecrets(secrets, ports, body) {
    if (secrets.length === 0)
        return body([]);
    const folder = await (0,promises_namespaceObject.mkdtemp)((0,external_node_path_namespaceObject.join)(ports.temporaryDirectory, 'build-secrets-'));
    try {
        const values = [];
        for (const [index, secret] of secrets.entries())
            values.push((0,records/* formatFields */.ll)([`id=${secret.id}`, await prepare(secret, (0,external_node_path_namespaceObject.join)(folder, String(index)), ports)]));
        return await body(values);
    }
    finally {
        await (0,promises_namespaceObject.rm)(folder, { recursive: true, force: true });
    }
}
async function prepare({ id, source }, path, ports) {
    if (source.kind === 'file')
        return `src=${await checkFile(id, source.path, ports)}`;
    const value = source.kind === 'env' ? (ports.environment[source.name] ?? '') : source.value;
    if (value === '') {
        const name = source.kind === 'env' ? source.name : '';
        throw prepare_secrets_refuse(id, `the variable "${(0,neutralise/* neutraliseLine */.fZ)(name, 100)}" is not set, or is one that no build sees`);
    }
    if (Buffer.byteLength(value) > longestSecret)
        throw prepare_secrets_refuse(id, tooLong);
    ports.log.mask(value);
    if (source.kind === 'env')
        return `env=${source.name}`;
    await (0,promises_namespaceObject.writeFile)(path, value, { mode: 0o600, flag: 'wx' });
    return `src=${path}`;
}
const tooLong = `it has more than the ${longestSecret} bytes that BuildKit takes`;
function prepare_secrets_refuse(id, what) {
    return new action_error/* InputError */.dz('E_DOCKER_SECRET', { message: `The secret "${(0,neutralise/* neutraliseLine */.fZ)(id, 130)}": ${what}.` });
}
async function checkFile(id, given, { workspace, log }) {
    const path = (0,external_node_path_namespaceObject.resolve)(workspace, given);
    const stats = await (0,promises_namespaceObject.stat)(path).catch(() => undefined);
    if (stats?.isFile() !== true)
        throw prepare_secrets_refuse(id, `there is no file "${(0,neutralise/* neutraliseLine */.fZ)(given, 200)}"`);
    if (stats.size > longestSecret)
        throw prepare_secrets_refuse(id, tooLong);
    const text = (await (0,promises_namespaceObject.readFile)(path)).toString('utf8').trim();
    // What is no text is not seen in a log either.
    if (text !== '' && !text.includes('\uFFFD'))
        log.mask(text);
    return path;
}

;// CONCATENATED MODULE: ./actions/docker-build-sign/src/source-date.ts

/**
 * The time that the image and its layers say they are from, in seconds since the epoch: `SOURCE_DATE_EPOCH`, else that of the
 * commit, so that the same sources give the same image.
 */
async function findSourceDate({ http, log, clock, job, inputs }) {
    const { apiUrl, repository, sha } = job;
    const sourceDateEpoch = job.variable('SOURCE_DATE_EPOCH');
    const seconds = await findCommitTime({
        ...{ http, log, apiUrl, repository, sha, token: inputs.token, sourceDateEpoch },
    });
    if (seconds !== undefined)
        return seconds;
    log.notice('The time of the commit could not be read ("permissions: contents: read"); the time of this run is written into the image. A second run gives another digest.');
    return Math.floor(clock.now() / 1000);
}

;// CONCATENATED MODULE: ./actions/docker-build-sign/src/build-from-inputs.ts
















// A git repository or an archive that BuildKit fetches (docker/buildx, `build.IsRemoteURL`).
const isRemote = (context) => /^(?:https?|ssh|git):\/\/|^git@|^github\.com\//.test(context);
/**
 * Builds the image of the inputs into an OCI layout, twice where that is asked for, and hands it to `use`. Builder and secrets are
 * gone by then; the layout goes when `use` has ended, however it did.
 * @param version of the release in canonical form; empty when the image is of none
 * @throws as `withBuilder`, `withSecrets`, `buildImage` and `compareImages`; InputError E_INPUT_INVALID for a context that is not there
 */
async function withBuiltImage(context, version, use) {
    const { inputs, job } = context;
    await checkContext(inputs, job.workspace);
    warnOfSecrets(context);
    (0,entitlements/* warnOfEntitlements */.M3)(inputs.allow, context.log);
    if (!isRemote(inputs.context))
        await warnOfContextToken((0,external_node_path_namespaceObject.resolve)(job.workspace, inputs.context), context.log);
    const directory = await (0,promises_namespaceObject.mkdtemp)((0,external_node_path_namespaceObject.join)(job.temporaryDirectory, 'docker-build-'));
    try {
        return await use(await buildInto(context, version, directory));
    }
    finally {
        await (0,promises_namespaceObject.rm)(directory, { recursive: true, force: true });
    }
}
async function buildInto(context, version, directory) {
    const { inputs, job, log, exec, signal, variables } = context;
    const sourceDate = await findSourceDate(context);
    const facts = await gatherFacts(context, version, sourceDate);
    const description = describeImage(facts, inputs.labels, inputs.annotations);
    const usesGitHubCache = [...inputs['cache-from'], ...inputs['cache-to']].some((each) => /\btype=gha\b/.test(each));
    const environment = createBuildEnvironment(variables, usesGitHubCache, sourceDate);
    const ports = { exec, log, signal, environment, workspace: job.workspace };
    const secretPorts = {
        log,
        environment,
        workspace: job.workspace,
        temporaryDirectory: job.temporaryDirectory,
    };
    return withSecrets(inputs.secrets, secretPorts, (secrets) => withBuilder(inputs.builder, ports, async (builder) => {
        const rewriteTimestamps = canRewriteTimestamps(builder);
        if (!rewriteTimestamps)
            log.notice(`BuildKit ${builder.version} leaves the times of files in the layers as they are (0.13 sets them).`);
        const build = async (name, title, withoutCache) => {
            const folder = (0,external_node_path_namespaceObject.join)(directory, name);
            await (0,promises_namespaceObject.mkdir)(folder);
            const task = {
                builder,
                directory: folder,
                title,
                description,
                secrets,
                rewriteTimestamps,
                withoutCache,
            };
            return buildImage(inputs, task, ports);
        };
        const built = await build('first', 'Build', false);
        if (inputs.reproducible === 'check') {
            await compareImages(built, await build('second', 'Second build, without the cache', true));
            log.info('A second build without the cache gave the same image.');
        }
        return built;
    }));
}
async function checkContext({ context, file }, workspace) {
    if (isRemote(context))
        return;
    const isFolder = (await (0,promises_namespaceObject.stat)((0,external_node_path_namespaceObject.resolve)(workspace, context)).catch(() => undefined))?.isDirectory() === true;
    const dockerfile = file ?? (0,external_node_path_namespaceObject.join)(context, 'Dockerfile');
    const isThere = isRemote(dockerfile) || (await (0,promises_namespaceObject.stat)((0,external_node_path_namespaceObject.resolve)(workspace, dockerfile)).catch(() => undefined));
    if (isFolder && isThere)
        return;
    throw new action_error/* InputError */.dz('E_INPUT_INVALID', {
        message: isFolder
            ? `There is no Dockerfile at "${(0,neutralise/* neutraliseLine */.fZ)(dockerfile, 200)}".`
            : `Input "context" is "${(0,neutralise/* neutraliseLine */.fZ)(context, 200)}", which is not a folder.`,
        hint: 'Paths are seen from the workspace; a checkout has to come before this step.',
    });
}
function warnOfSecrets({ inputs, log }) {
    const names = (0,build_arguments/* listSecretLikeNames */.A)(inputs['build-args']);
    if (names.length === 0)
        return;
    log.warning(`Build arguments are no place for secrets, the image and its provenance record them: ${(0,neutralise/* neutraliseLine */.fZ)(names.join(', '), 300)}. Use "secrets" and "RUN --mount=type=secret".`);
}

;// CONCATENATED MODULE: ./packages/oci/src/compose-index.ts









// What clients and registries handle without trouble; more in one index is a mistake.
const compose_index_mostPlatforms = 100;
const parallelImages = 4;
const otherJobsPatienceMs = 15_000;
/**
 * Renders an index of platforms and of what BuildKit attests about them. The same children, in any order, give the same
 * bytes: platforms by name, attestations behind them. It is a list of Docker's when all children are Docker's and nothing is
 * to be annotated, which such a list cannot be.
 * @throws InputError E_DOCKER_MERGE for two manifests of one platform, one without a platform, an attestation of a stranger
 */
function composeIndex(children, annotations) {
    const unique = uniteEntries(children);
    const platforms = new Map();
    for (const child of unique.filter((each) => !isAttestation(each))) {
        const platform = (0,src_platform/* normalisePlatform */.W)(child.platform);
        if (platform === undefined)
            throw compose_index_refuse(`${child.digest} does not say for which platform it is`);
        const other = platforms.get(platform);
        if (other !== undefined)
            throw compose_index_refuse(`${other.digest} and ${child.digest} are both for ${platform}`);
        platforms.set(platform, child);
    }
    if (platforms.size === 0)
        throw compose_index_refuse('there is no platform in it');
    if (platforms.size > compose_index_mostPlatforms)
        throw compose_index_refuse(`it has ${platforms.size} platforms, more than ${compose_index_mostPlatforms}`);
    const sorted = [...platforms].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, child]) => child);
    const manifests = [...sorted, ...sortAttestations(unique.filter(isAttestation), sorted)];
    const isDocker = annotations.size === 0 && manifests.every(({ mediaType }) => mediaType === mediaTypes.dockerManifest);
    const mediaType = isDocker ? mediaTypes.dockerIndex : mediaTypes.ociIndex;
    const bytes = Buffer.from(JSON.stringify({
        schemaVersion: 2,
        mediaType,
        manifests,
        ...(annotations.size === 0 ? {} : { annotations: sortEntries(Object.fromEntries(annotations)) }),
    }));
    return { bytes, descriptor: { mediaType, digest: (0,src_digest/* digestBytes */.QN)(bytes), size: bytes.byteLength }, manifests };
}
/** Behind the platforms and in their order, as BuildKit writes them. */
function sortAttestations(attestations, platforms) {
    const place = new Map(platforms.map(({ digest }, index) => [digest, index]));
    return attestations
        .map((child) => {
        const index = place.get(readAttested(child) ?? '');
        if (index === undefined)
            throw compose_index_refuse(`the attestation ${child.digest} is about a manifest that is not in it`);
        return { child, index };
    })
        .sort((left, right) => left.index - right.index || (left.child.digest < right.child.digest ? -1 : 1))
        .map(({ child }) => child);
}
function sortEntries(record) {
    return Object.fromEntries(Object.entries(record).sort(([left], [right]) => (left < right ? -1 : 1)));
}
/** Each digest once, its fields in one order; an image may be listed with annotations here and without there. */
function uniteEntries(children) {
    const united = new Map();
    for (const child of children) {
        const { mediaType, digest, size } = child;
        const known = united.get(digest);
        const artifactType = known?.artifactType ?? child.artifactType;
        const annotations = { ...known?.annotations, ...child.annotations };
        for (const [key, value] of Object.entries(known?.annotations ?? {}))
            if (annotations[key] !== value)
                throw compose_index_refuse(`${digest} is listed with two values of "${key}"`);
        const platform = choosePlatform(digest, known?.platform, child.platform);
        united.set(digest, {
            mediaType,
            digest,
            size,
            ...(artifactType === undefined ? {} : { artifactType }),
            ...(Object.keys(annotations).length === 0 ? {} : { annotations: sortEntries(annotations) }),
            ...(platform === undefined ? {} : { platform: sortEntries(platform) }),
        });
    }
    return [...united.values()];
}
/** Of two ways to write a platform the same one, whichever comes first. */
function choosePlatform(digest, known, further) {
    if (known === undefined || further === undefined)
        return known ?? further;
    if ((0,src_platform/* normalisePlatform */.W)(known) !== (0,src_platform/* normalisePlatform */.W)(further))
        throw compose_index_refuse(`${digest} is listed for two platforms`);
    return ((0,src_platform/* formatPlatform */.B)(known) ?? '') <= ((0,src_platform/* formatPlatform */.B)(further) ?? '') ? known : further;
}
/** What of an image goes into an index: its platforms, and what BuildKit attests about them. */
function selectEntries(nodes) {
    return nodes.flatMap(({ entry, listed }) => {
        if (entry.kind === 'index')
            return [];
        if (entry.kind === 'manifest')
            throw compose_index_refuse(`${listed.digest} is not an image`);
        if (entry.attests === undefined)
            return [listed];
        // An attestation that names its subject by itself alone is named in the index too, where readers look.
        const marks = {
            'vnd.docker.reference.type': 'attestation-manifest',
            'vnd.docker.reference.digest': entry.attests,
        };
        const platform = listed.platform ?? { architecture: 'unknown', os: 'unknown' };
        return [{ ...listed, annotations: { ...listed.annotations, ...marks }, platform }];
    });
}
/**
 * Reads images of the same repository, each of one platform or more, and composes the index that joins them. Nothing is written.
 * Images that another job has just pushed are waited for.
 * @throws InputError E_DOCKER_MERGE, E_OCI_IMAGE; RemoteError E_OCI_NOT_FOUND naming every image that is not there, E_OCI_*
 */
async function composeJoined(repository, digests, annotations) {
    const children = [];
    const absent = [];
    await runParallel([...new Set(digests)], parallelImages, async (digest) => {
        const read = () => readImageNodes(repository, digest);
        try {
            const { nodes } = await waitUntilThere(repository, read, otherJobsPatienceMs);
            children.push(...selectEntries(nodes));
        }
        catch (cause) {
            if (!(cause instanceof action_error/* RemoteError */.Hi) || cause.code !== 'E_OCI_NOT_FOUND')
                throw cause;
            absent.push(cause);
        }
    });
    const [first, ...more] = absent;
    if (first !== undefined && more.length === 0)
        throw first;
    if (first !== undefined) {
        const message = absent
            .map((each) => each.message)
            .sort()
            .join(' ');
        throw new action_error/* RemoteError */.Hi('E_OCI_NOT_FOUND', { message, cause: first });
    }
    return composeIndex(children, annotations);
}
/** Pushes a composed index by its digest, and reads it back; no tag is touched. @throws RemoteError E_OCI_NOT_FOUND, E_OCI_* */
async function pushIndex(repository, { bytes, descriptor: { digest, mediaType } }) {
    await putManifest(repository, digest, bytes, mediaType);
    // The digest of what is read is checked there.
    const read = () => getManifest(repository, digest);
    if ((await waitUntil(repository, read, (stored) => stored !== undefined)) !== undefined)
        return;
    throw new action_error/* RemoteError */.Hi('E_OCI_NOT_FOUND', {
        message: `${repository.registry}/${repository.name} took the index ${digest}, and has none now.`,
    });
}
function compose_index_refuse(what) {
    return new action_error/* InputError */.dz('E_DOCKER_MERGE', { message: `The images cannot be one: ${what}.` });
}

;// CONCATENATED MODULE: ./packages/oci/src/missing-parts.ts







const parallelLooks = 8;
/** A registry that has wrong bytes for a digest has as good as nothing. */
function isCorrupt(cause) {
    return cause instanceof action_error/* IntegrityError */.cs && cause.code === 'E_OCI_DIGEST';
}
/**
 * Looks for every manifest and every blob that an image refers to, without downloading blobs.
 * @returns digests of what is gone or has other bytes, in the order of the tree; empty for an image that is whole
 * @throws RemoteError E_OCI_*, E_HTTP_*; InputError E_OCI_IMAGE for an image that is nested too deep or too large
 */
async function findMissingParts(repository, { mediaType, digest, bytes, content }) {
    const missing = new Set();
    const read = async (listed) => {
        const found = await getManifest(repository, listed.digest).catch((cause) => {
            if (isCorrupt(cause))
                return undefined;
            throw cause;
        });
        if (found !== undefined)
            return { listed, bytes: found.bytes, content: found.content };
        missing.add(listed.digest);
        const empty = isIndexType(listed.mediaType) ? { manifests: [] } : {};
        return { listed, bytes: new Uint8Array(), content: { schemaVersion: 2, ...empty } };
    };
    const root = { listed: { mediaType, digest, size: bytes.byteLength }, bytes, content };
    const { nodes } = await walkTree(root, { read, refuse: refuseImage(repository, digest) });
    const blobs = new Map();
    for (const { listed, content: each } of nodes) {
        if (isIndexType(listed.mediaType))
            continue;
        for (const blob of [each.config, ...(each.layers ?? [])])
            if (blob !== undefined && !isForeignLayer(blob.mediaType))
                blobs.set(blob.digest, blob);
    }
    const absent = new Set();
    await runParallel([...blobs.values()], parallelLooks, async (blob) => {
        const isThere = await hasBlob(repository, blob).catch((cause) => {
            if (isCorrupt(cause))
                return false;
            throw cause;
        });
        if (!isThere)
            absent.add(blob.digest);
    });
    return [...missing, ...[...blobs.keys()].filter((each) => absent.has(each))];
}

;// CONCATENATED MODULE: ./actions/docker-build-sign/src/tag/find-released.ts




/** Reads the tag of a version. @throws InputError E_VERSION_INVALID, E_DOCKER_TAG; RemoteError E_OCI_* */
async function readVersionTag(image, version) {
    const { versionTag: tag, floating } = (0,image_tags/* planTags */.V)({ version, existing: [], latest: 'auto' });
    const isSeries = floating.some((each) => each.tag === tag);
    return { tag, isSeries, stored: await getManifest(image.repository, tag) };
}
/**
 * Looks whether a version was released already. Only a signature by this very workflow at this ref and commit says so: labels and
 * annotations can be written by anybody who may push. A job of mode `stage` that signs nothing builds a part of what a later job
 * of its workflow signs, so it recognizes that signature too; in any other mode, "sign: false" is a release without signatures.
 * @param identity undefined when this job signs nothing
 * @throws RemoteError E_OCI_*, E_HTTP_*, E_SIGSTORE_TRUST
 */
async function findReleased(context, image, version, identity) {
    if (version === '')
        return { released: undefined, reason: '' };
    const { stored } = await readVersionTag(image, version);
    if (stored === undefined)
        return { released: undefined, reason: '' };
    if (identity === undefined && context.inputs.mode !== 'stage')
        return { released: undefined, reason: 'Without a signature ("sign: false") no image is recognized' };
    const policy = identity === undefined ? policyWithoutToken(context) : policyOf(context, identity);
    const unsigned = await explainUnsigned(image, stored.digest, policy);
    if (unsigned !== undefined) {
        const workflow = identity?.claims.job_workflow_ref ?? context.job.workflowRef;
        const commit = identity?.claims.sha ?? context.job.sha;
        return {
            released: undefined,
            reason: `It has no signature by ${workflow} at commit ${commit} (${unsigned})`,
        };
    }
    return { released: { stored, missing: await findMissingParts(image.repository, stored) }, reason: '' };
}

;// CONCATENATED MODULE: ./actions/docker-build-sign/src/tag/refuse-missing-platforms.ts


/**
 * The output of a job that did not run is empty, and so is a line of "digests": what is missing shows here, as does a platform
 * that was added after the version had been released without it.
 * @param found platforms of the image, as containerd writes them
 * @throws InputError E_DOCKER_MERGE; IntegrityError E_DOCKER_TAG_TAKEN for a version that was released already
 */
function refuseMissingPlatforms({ inputs }, digest, found) {
    const known = new Set(found.map(src_platforms/* comparePlatform */.nS));
    const missing = inputs.platforms.filter((platform) => !known.has(platform));
    if (missing.length === 0)
        return;
    const message = `The image ${digest} is for ${found.join(', ') || 'no platform'}; ${missing.join(', ')} is missing.`;
    if (inputs.mode === 'merge')
        throw new action_error/* InputError */.dz('E_DOCKER_MERGE', { message });
    throw new action_error/* IntegrityError */.cs('E_DOCKER_TAG_TAKEN', {
        message: `This version is released already. ${message}`,
        hint: 'The image of a version stays as it is: release a new version with the platform.',
    });
}

;// CONCATENATED MODULE: ./actions/docker-build-sign/src/tag/refuse-other-image.ts



/**
 * Refuses to go on when the tag of a version is another image than the one that this run has. The tag is read at this moment:
 * before anything is pushed.
 * @returns the digest that it is; undefined when there is no such tag
 * @throws IntegrityError E_DOCKER_TAG_TAKEN
 */
async function refuseOtherImage(context, image, version, candidate) {
    if (version === '')
        return undefined;
    const found = await readVersionTag(image, version);
    const { stored } = found;
    if (stored === undefined || stored.digest === candidate.digest)
        return stored?.digest;
    const isListed = stored.content.manifests?.some(({ digest }) => digest === candidate.digest) === true;
    if (isListed && candidate.mayBeListed)
        return stored.digest;
    const { tag, isSeries } = found;
    const held = { tag, digest: stored.digest };
    if (isSeries && (await isOfOtherVersion(context, image, held, version)))
        return stored.digest;
    throw refuse_other_image_refuse(image, found, stored.digest, candidate);
}
function refuse_other_image_refuse({ name }, { tag }, digest, { digest: own, made, reason }) {
    const why = reason === '' ? '' : ` ${reason}.`;
    return new action_error/* IntegrityError */.cs('E_DOCKER_TAG_TAKEN', {
        message: `${name}:${tag} is ${digest} already, and this run ${made} ${own}.${why} Nothing was pushed, signed or tagged.`,
        hint: 'If that image is this release, and a build gives other bytes each time, run the failed jobs again instead of all jobs. If it is not yours, find out who pushed it, delete the version on the page of the package, and run again. Otherwise raise the version.',
    });
}

;// CONCATENATED MODULE: ./actions/docker-build-sign/src/join-images.ts










const join_images_otherJobsPatienceMs = 15_000;
/**
 * Joins exactly the images in the input `digests` into one. Everything is read, composed and compared before anything is written.
 * @throws RemoteError E_OCI_NOT_FOUND naming digests that do not exist; InputError E_DOCKER_MERGE; IntegrityError E_DOCKER_TAG_TAKEN
 */
async function joinImages(context, image, version, identity) {
    const { inputs, log } = context;
    const [only, ...more] = new Set(inputs.digests);
    // One image is whole as it is; its job described it.
    if (only !== undefined && more.length === 0)
        return takeOne(context, image, version, only);
    const facts = await gatherFacts(context, version, await findSourceDate(context));
    const { index } = describeImage(facts, inputs.labels, inputs.annotations);
    const composed = await composeJoined(image.repository, inputs.digests, index);
    const { digest } = composed.descriptor;
    const platforms = composed.manifests.flatMap(({ platform }) => (0,src_platform/* formatPlatform */.B)(platform) ?? []);
    refuseMissingPlatforms(context, digest, platforms);
    const { released, reason } = await findReleased(context, image, version, identity);
    if (released !== undefined && listsTheSame(composed, released.stored.content.manifests)) {
        log.notice(`${image.name} has ${version} already: this workflow signed ${released.stored.digest}, which joins the same images.`);
        return { digest: released.stored.digest, origin: 'It joins the same images already.', isNew: false };
    }
    const mayBeListed = false;
    const candidate = { digest, made: 'joined', reason, mayBeListed };
    const tagged = await refuseOtherImage(context, image, version, candidate);
    if (tagged !== digest)
        await pushIndex(image.repository, composed);
    log.info(`${image.name}@${digest} joins ${inputs.digests.length} images`);
    return { digest, origin: `It joins ${inputs.digests.length} images of single platforms.`, isNew: true };
}
/** Only what an index says about itself may differ, such as the description of the repository at the time. */
function listsTheSame({ manifests }, listed = []) {
    const digestsOf = (entries) => entries
        .map(({ digest }) => digest)
        .sort()
        .join();
    return digestsOf(manifests) === digestsOf(listed);
}
async function takeOne(context, image, version, digest) {
    // Another job has just pushed it.
    const read = () => readImageTree(image.repository, digest);
    const { manifests } = await waitUntilThere(image.repository, read, join_images_otherJobsPatienceMs);
    refuseMissingPlatforms(context, digest, manifests.flatMap(({ platform }) => platform ?? []));
    await refuseOtherImage(context, image, version, {
        digest,
        made: 'was given',
        reason: '',
        mayBeListed: false,
    });
    return { digest, origin: 'It is the image of one job.', isNew: false };
}

;// CONCATENATED MODULE: ./actions/docker-build-sign/src/stage-image.ts







/**
 * Brings the image of the mode into the registry, by its digest and without a tag: built here, joined from the images of
 * single platforms, or taken as an earlier job left it.
 * @param version canonical form; empty for an image of no version
 * @param identity of who signs; undefined when nothing is signed
 * @throws as `findReleased`, `withBuiltImage`, `joinImages`, `refuseOtherImage` and `pushLayout`
 */
async function stageImage(context, image, version, identity) {
    const { inputs, log } = context;
    if (inputs.mode === 'promote')
        return { digest: inputs.digests[0] ?? '', origin: 'It was built by an earlier job.', isNew: false };
    if (version !== '')
        noticeOwnLabels(context, version);
    if (inputs.mode === 'merge')
        return joinImages(context, image, version, identity);
    const { released, reason } = await findReleased(context, image, version, identity);
    if (released === undefined)
        return buildAndPush(context, image, version, reason);
    const { stored, missing } = released;
    if (missing.length > 0)
        return heal(context, image, version, released);
    log.notice(`${image.name} has ${version} from this commit already, as ${stored.digest} with a signature of this workflow; nothing is built.`);
    return {
        digest: stored.digest,
        origin: `It was there already: this workflow signed it as ${version} from this commit.`,
        isNew: false,
    };
}
/** Builds an image of which the registry has lost something, and pushes what is gone. */
function heal(context, image, version, { stored: { digest }, missing }) {
    const lost = `the registry has lost ${missing.length} of its parts: ${missing.slice(0, 5).join(', ')}${missing.length > 5 ? ', …' : ''}`;
    context.log.warning(`${image.name} has ${version} from this commit, as ${digest}, and ${lost}. It is built and pushed again.`);
    return buildAndPush(context, image, version, `This workflow signed it, and ${lost}`);
}
function buildAndPush(context, image, version, reason) {
    const { inputs, log } = context;
    return withBuiltImage(context, version, async ({ layoutPath, root }) => {
        const mayBeListed = inputs.mode === 'stage' && !inputs.sign;
        const candidate = { digest: root.digest, made: 'built', reason, mayBeListed };
        await refuseOtherImage(context, image, version, candidate);
        const layout = await openLayout(layoutPath);
        const { blobs } = await log.group('Push', () => pushLayout(image.repository, layout, root));
        const sent = [...blobs.values()].filter((state) => state === 'uploaded').length;
        log.info(`${image.name}@${root.digest}: ${sent} of ${blobs.size} blobs were sent`);
        return { digest: root.digest, origin: 'It was built by this job.', isNew: true };
    });
}

;// CONCATENATED MODULE: ./actions/docker-build-sign/src/run-image.ts













/** Builds an image, or joins or takes one, signs every manifest of it, and gives it its tags, as the mode says. */
async function runImage(context) {
    const image = await openImage(context);
    const report = createImageReport();
    try {
        await release(context, image, report);
    }
    finally {
        summarise(context, image, report);
    }
}
async function release(context, image, report) {
    const { inputs } = context;
    const version = readVersion(context);
    const sbom = await readSbom(context);
    // Before anything is built: a job that cannot say who it is would have built in vain.
    const identity = inputs.sign && inputs.mode !== 'promote' ? await findSigningIdentity(context) : undefined;
    const { digest, origin, isNew } = await stageImage(context, image, version, identity);
    report.origin = origin;
    const read = () => readImageTree(image.repository, digest);
    const tree = await (isNew ? waitUntilThere(image.repository, read) : read());
    const platforms = tree.manifests.flatMap(({ platform }) => platform ?? []);
    if (inputs.mode !== 'promote')
        refuseMissingPlatforms(context, digest, platforms);
    reportTree(context, image, report, tree);
    if (identity !== undefined)
        reportSigned(context, image, report, await signImage(context, image, tree, identity, sbom));
    if (inputs.mode !== 'promote') {
        const visibility = await seeVisibility(context, image, tree.root.digest);
        if (visibility !== undefined)
            context.setOutput('visibility', visibility);
    }
    if (inputs.mode !== 'promote' && inputs.mode !== 'all')
        return;
    if (inputs.mode === 'promote' && inputs.sign) {
        await refuseUnsigned(context, image, tree);
        report.wasSigned = true;
    }
    await promoteTags(context, image, tree.root, version, (tags) => reportTags(context, image, report, tags));
}


/***/ }),

/***/ 8327:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   BU: () => (/* binding */ partOf),
/* harmony export */   Lf: () => (/* binding */ seriesOf),
/* harmony export */   MQ: () => (/* binding */ isStable),
/* harmony export */   _3: () => (/* binding */ formatTag),
/* harmony export */   ml: () => (/* binding */ tagOfVersion),
/* harmony export */   n9: () => (/* binding */ isComparable),
/* harmony export */   tM: () => (/* binding */ readVersionTag)
/* harmony export */ });
/* harmony import */ var _slipway_core_errors_action_error__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(1044);
/* harmony import */ var _slipway_core_neutralise__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(3243);
/* harmony import */ var _slipway_python_version_format_version__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(2693);
/* harmony import */ var _slipway_python_version_parse_version__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(6401);




const longestTag = 128;
/** A version as a tag has it, however long: canonical, with `-` for what no tag may hold. */
function formatTag(version) {
    return (0,_slipway_python_version_format_version__WEBPACK_IMPORTED_MODULE_0__/* .formatVersion */ .qh)(version).replaceAll(/[^\w.-]+/g, '-');
}
/**
 * The tag of exactly one version (`1!2.0` is `1-2.0`, `1.0+cpu.1` is `1.0-cpu.1`).
 * @throws InputError E_DOCKER_TAG when it has more than the 128 characters of a tag
 */
function tagOfVersion(version) {
    const tag = formatTag(version);
    if (tag.length <= longestTag)
        return tag;
    throw new _slipway_core_errors_action_error__WEBPACK_IMPORTED_MODULE_1__/* .InputError */ .dz('E_DOCKER_TAG', {
        message: `The version "${(0,_slipway_core_neutralise__WEBPACK_IMPORTED_MODULE_2__/* .neutraliseLine */ .fZ)(tag, 160)}" has ${tag.length} characters; a tag has at most ${longestTag}.`,
        hint: 'Choose a shorter version; its local part (behind "+") is what may be long.',
    });
}
/** A final or a post-release, and no local one: what a tag that others follow may point at. */
function isStable(version) {
    return !(0,_slipway_python_version_format_version__WEBPACK_IMPORTED_MODULE_0__/* .isPrerelease */ .V1)(version) && version.local.length === 0;
}
/** A part of a release; those that are not written are 0 (PEP 440, "Final releases"). */
const partOf = ({ release }, index) => release[index] ?? 0n;
/** The tags that follow the major, and the major and minor, number. Each epoch has its own. */
function seriesOf(version) {
    const epoch = version.epoch === 0n ? '' : `${version.epoch}-`;
    const major = `${epoch}${partOf(version, 0)}`;
    return [`${major}.${partOf(version, 1)}`, major];
}
/**
 * The version that an existing tag stands for; undefined for a tag that stands for none, or could stand for anything.
 * A number alone is a date or a build as often as a version, `2024-11` is a month as well as a post-release or an epoch:
 * they count only where `released` is written in the same way. Nothing is lost, since whoever releases `2` sets `2.0` too.
 */
function readVersionTag(tag, released) {
    const usesEpochs = released.epoch > 0n;
    const separator = tag.indexOf('-');
    if (separator < 0 || !/^-\d/.test(tag.slice(separator))) {
        const version = (0,_slipway_python_version_parse_version__WEBPACK_IMPORTED_MODULE_3__/* .tryParseVersion */ .z)(tag);
        const isNumber = /^v?\d+$/i.test(tag);
        return isNumber && released.release.length > 1 ? undefined : version;
    }
    const version = (0,_slipway_python_version_parse_version__WEBPACK_IMPORTED_MODULE_3__/* .tryParseVersion */ .z)(`${tag.slice(0, separator)}!${tag.slice(separator + 1)}`);
    if (version === undefined || (version.release.length < 2 && !usesEpochs))
        return undefined;
    return (0,_slipway_python_version_format_version__WEBPACK_IMPORTED_MODULE_0__/* .formatVersion */ .qh)(version).replace('!', '-') === tag ? version : undefined;
}
/**
 * Whether the version that a tag was read as counts beside the one to release. `17-1.2.0` has the form of epoch 17, and is as
 * often a build for Java 17; `8-12.1` is the tag of 8+12.1 too. Only the image under `latest` tells them apart, so where the images
 * behind the tags that move are known, a tag counts within the epoch that is released, and a higher epoch by that image alone.
 * Where they are not known every reading counts: that moves nothing back.
 */
function isComparable(read, released, knowsHolders) {
    return !knowsHolders || read.epoch === 0n || read.epoch === released.epoch;
}


/***/ }),

/***/ 1044:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  lZ: () => (/* binding */ ActionError),
  eG: () => (/* binding */ EnvironmentError),
  dz: () => (/* binding */ InputError),
  cs: () => (/* binding */ IntegrityError),
  Hi: () => (/* binding */ RemoteError)
});

;// CONCATENATED MODULE: ./packages/core/src/errors/catalogue/changelog.ts
/** Errors of changelogs and release notes. */
const changelogErrors = {
    E_CHANGELOG_AMBIGUOUS: {
        message: 'The changelog says two things about one version.',
        hint: 'Keep one section for the version, or rename the heading that is wrong.',
    },
    E_CHANGELOG_MISSING: {
        message: 'The changelog says nothing about the version.',
        hint: 'Add a section for the version to the changelog, or set "source" to "commits".',
    },
    E_NOTES_EVIDENCE: {
        message: 'The evidence of the channels cannot be used.',
        hint: 'Pass the outputs of the publishing jobs as JSON, unchanged, under "pypi", "github-packages", "image" and "provenance".',
    },
    E_NOTES_TEMPLATE: {
        message: 'The template of the notes has a placeholder that is not known.',
        hint: 'Compare the placeholders with the README of release-notes.',
    },
    E_NOTES_TOO_LONG: {
        message: 'The notes are longer than GitHub takes.',
        hint: 'Shorten "header", "footer" or "template".',
    },
    E_RELEASE_ASSETS: {
        message: 'The assets of the release are not those of this job.',
        hint: 'Compare "assets" with the files the build job made; two of them may not have one name.',
    },
    E_RELEASE_PUBLISHED: {
        message: 'The release is published already and differs.',
        hint: 'A published release is not changed. Release a new version.',
    },
    E_RELEASE_TAG: {
        message: 'The tag is not the one to release.',
        hint: 'Run the workflow at the tag, or set "tag" to an existing tag.',
    },
};

;// CONCATENATED MODULE: ./packages/core/src/errors/catalogue/cli.ts
/** Errors of the command line and of rehearsals. */
const cliErrors = {
    E_REHEARSE_USAGE: {
        message: 'The words of the call are wrong.',
        hint: 'Run "npm run rehearse -- --help" for what can be said.',
    },
    E_REHEARSE_PROJECT: {
        message: 'The folder is not a project that can be rehearsed.',
        hint: 'Name the top folder of a git working copy that has a pyproject.toml, setup.cfg or setup.py.',
    },
    E_REHEARSE_DIRTY: {
        message: 'The working copy has changes that are not committed.',
        hint: 'Commit them, or rehearse the committed tree alone with --allow-dirty. Nothing of yours was touched.',
    },
    E_REHEARSE_WORKFLOW: {
        message: 'There is no workflow file to rehearse.',
        hint: 'Copy .github/workflows/release.yml of Slipway into the project, or name the file with --workflow.',
    },
    E_REHEARSE_TAG: {
        message: 'The tag cannot be rehearsed.',
        hint: 'Name a tag whose commit holds the workflow file, or one that does not exist yet.',
    },
    E_SETTINGS_INVALID: {
        message: 'The file with the settings cannot be used.',
        hint: 'Record the answers of GitHub as they are, for example with "gh api"; docs/settings.md lists the request lines.',
    },
    E_REHEARSE_DEPLOYMENT: {
        message: 'GitHub does not let the job deploy to its environment.',
        hint: 'Open the environment to the tags of your releases: the commands are above, under "Settings of the release". A tag in another style than your earlier ones needs a pattern of its own.',
    },
    E_REHEARSE_JOB_FAILED: {
        message: 'A job of the release failed.',
        hint: 'The log of the job above says why.',
    },
    E_REHEARSE_HOST_REFUSED: {
        message: 'The release contacted a host that is not part of it; nothing was sent there.',
        hint: 'Find out which step does it: on GitHub the request would have gone out.',
    },
    E_REHEARSE_CHECK_FAILED: {
        message: 'The release is not what it should be.',
        hint: 'The detail of the check says what was found.',
    },
    E_REHEARSE_NO_RELEASE: {
        message: 'The workflow ended without starting a release at a tag.',
        hint: 'Look at the job that bumps the version: without a change to release it makes no tag. --bump minor makes one.',
    },
    E_REHEARSE_FAULT_UNUSED: {
        message: 'The fault never struck, so the rehearsal has shown nothing about it.',
        hint: 'Choose a fault of a service that this workflow uses.',
    },
    E_REHEARSE_RUNAWAY: {
        message: 'The workflow starts itself again and again.',
        hint: 'Let the job that dispatches run on branches only: "if: github.ref_type == \'branch\'".',
    },
    E_REHEARSE_INTERNAL: {
        message: 'The rehearsal itself failed.',
        hint: 'This is a bug, please report it.',
    },
};

;// CONCATENATED MODULE: ./packages/core/src/errors/catalogue/core.ts
/** Errors of inputs, programs, HTTP and integrity, which every package may raise. */
const coreErrors = {
    E_INPUT_INVALID: {
        message: 'An input has a value that is not accepted.',
        hint: 'Compare the input with the table in the README of the action.',
    },
    E_INPUT_MISSING: {
        message: 'A required input is empty.',
        hint: 'Set the input in the "with:" block of the step.',
    },
    E_INPUT_UNKNOWN: {
        message: 'An input is not one of this action.',
        hint: 'Check the spelling against the README of the action.',
    },
    E_NOT_IN_JOB: {
        message: 'The variables of a workflow job are missing or wrong.',
        hint: 'Run the action as a step of a workflow, or in a rehearsal.',
    },
    E_PROXY: {
        message: 'The proxy or certificate settings of this machine cannot be used.',
        hint: 'Correct the variable named above.',
    },
    E_INTERRUPTED: {
        message: 'The job was cancelled.',
        hint: 'Run the job again; what was already done is recognised.',
    },
    E_FILES_MISSING: {
        message: 'No file matches.',
        hint: 'Check the pattern and the folder, and that the step before put its files there.',
    },
    E_MANIFEST_INVALID: {
        message: 'A file of checksums cannot be used.',
        hint: 'Write it with "sha256sum" or with the "checksums" action.',
    },
    E_FILE_UNREADABLE: {
        message: 'A file cannot be read.',
        hint: 'Check the path; links, folders, pipes and devices are not read.',
    },
    E_FILE_SYSTEM: {
        message: 'The machine refused to read or write a file.',
        hint: 'Check the disk space, the permissions and the limits of this machine, then re-run the job.',
    },
    E_TOOL_MISSING: {
        message: 'A program that is needed was not found.',
        hint: 'Install it, or put it on PATH.',
    },
    E_EXEC_FAILED: {
        message: 'A program ended with an error.',
        hint: 'Its own output above says why.',
    },
    E_HTTP_BODY_TOO_LARGE: {
        message: 'A service sent a larger answer than it may.',
        hint: 'Look at the address; the service behind it may not be the one expected.',
    },
    E_HTTP_DEADLINE: {
        message: 'A service did not answer in time.',
        hint: 'Run the job again; what was already done is recognised.',
    },
    E_HTTP_NETWORK: {
        message: 'A service could not be reached.',
        hint: 'Check the network, the proxy settings and the status page of the service, then run the job again.',
    },
    E_HTTP_REDIRECT: {
        message: 'A service redirected to a place that is not followed.',
        hint: 'Use the final address.',
    },
    E_HTTP_STATUS: {
        message: 'A service refused a request.',
        hint: 'The answer of the service is quoted above.',
    },
    E_HTTP_MALFORMED: {
        message: 'A service sent an answer that is not in the documented form.',
        hint: 'A proxy or an outage page may stand in between; run the job again later.',
    },
    E_DIGEST_MISMATCH: {
        message: 'A file does not have the digest it should have.',
        hint: 'Do not publish it. Build again and compare.',
    },
    E_FILES_DIFFER: {
        message: 'The files found are not the files that were promised.',
        hint: 'Pass the "files" output of the job that built them, and nothing else.',
    },
};

;// CONCATENATED MODULE: ./packages/core/src/errors/catalogue/docker.ts
/** Errors of building container images. */
const dockerErrors = {
    E_DOCKER_BUILD: {
        message: 'The image could not be built.',
        hint: 'The output of the build above says why.',
    },
    E_DOCKER_BUILDER: {
        message: 'There is no builder that can write the image as an OCI layout.',
        hint: 'Add a step with docker/setup-buildx-action before this one, or name a builder of yours in "builder".',
    },
    E_DOCKER_MERGE: {
        message: 'The images of the platforms cannot be joined.',
        hint: 'Give "digests" one image for each platform, all built from the same commit in "mode: stage".',
    },
    E_DOCKER_NOT_REPRODUCIBLE: {
        message: 'A second build gave another image.',
        hint: 'Times, random names, and packages that are fetched without a pinned version are the usual causes; SOURCE_DATE_EPOCH is set to the time of the commit.',
    },
    E_DOCKER_NOT_VERIFIED: {
        message: 'The signatures do not verify as they are stored.',
        hint: 'Run the job again; if it stays so, look at what else is attached to the image.',
    },
    E_DOCKER_RESULT: {
        message: 'The image that was built is not the one that was asked for.',
        hint: 'Run the job again; if it stays so, use a newer BuildKit.',
    },
    E_DOCKER_SECRET: {
        message: 'A secret of the build cannot be used.',
        hint: 'Write ID=VALUE, id=ID,env=NAME or id=ID,src=PATH, one a line. A secret that is not set in the repository is empty.',
    },
    E_DOCKER_TAG: {
        message: 'The version cannot be a tag.',
        hint: 'Choose another version.',
    },
    E_DOCKER_TAG_MOVED: {
        message: 'Another job set a tag at the same time.',
        hint: 'Give the jobs that release images one "concurrency" group, and run this one again.',
    },
    E_DOCKER_TAG_TAKEN: {
        message: 'The tag of this version is another image already.',
        hint: 'The tag of a version does not move: raise the version, or promote the image that has the tag.',
    },
};

;// CONCATENATED MODULE: ./packages/core/src/errors/catalogue/github.ts
/** Errors of repositories, releases and artifacts on GitHub. */
const githubErrors = {
    E_BUMP_BRANCH: {
        message: 'A version is released from a branch.',
        hint: 'Start the workflow on the branch that is to be released.',
    },
    E_BUMP_TREE: {
        message: 'The checked-out files are not those of the commit that is released.',
        hint: 'Check out the branch without changing files before this step; nothing was written.',
    },
    E_BUMP_VERSION: {
        message: 'The next version cannot be released.',
        hint: 'Choose a version that is later than the last one and has no tag.',
    },
    E_GITHUB_ARTIFACT: {
        message: 'A workflow artifact could not be stored or read.',
        hint: 'Look at the status page of GitHub, then run the job again.',
    },
    E_GITHUB_ARTIFACT_ABSENT: {
        message: 'The run has no workflow artifact of this name.',
        hint: 'Check "artifact-name" against the job that stores it, and that this job "needs" it. If the run is older than the retention period, re-run all of its jobs, or start a new run at the tag.',
    },
    E_GITHUB_ARTIFACT_DIFFERS: {
        message: 'A workflow artifact does not hold the bytes that were expected.',
        hint: 'Use "Re-run failed jobs", which keeps the files that were built. If no channel has them yet, start a new run at the tag.',
    },
    E_GITHUB_ARTIFACT_EXPIRED: {
        message: 'A workflow artifact has expired or was deleted.',
        hint: 'An expired artifact cannot be fetched again. Re-run all jobs of the workflow, or start a new run at the tag.',
    },
    E_GITHUB_ASSET_DIFFERS: {
        message: 'A published release has an asset with other bytes.',
        hint: 'A published asset is never replaced: raise the version and release again.',
    },
    E_GITHUB_ASSET_NAME: {
        message: 'GitHub would change the name of a release asset.',
        hint: 'Use letters, digits and "-_+@." in names of assets.',
    },
    E_GITHUB_AUTHENTICATION: {
        message: 'GitHub does not know the token.',
        hint: 'Leave "token" unset to use the token of the job, or give one that has not expired.',
    },
    E_GITHUB_BRANCH_MOVED: {
        message: 'The branch got another commit meanwhile.',
        hint: 'Run the workflow again on the branch; nothing was written.',
    },
    E_GITHUB_DISPATCH: {
        message: 'The workflow could not be started at the tag.',
        hint: 'Start it by hand at the tag, or run this job again: the commit and the tag stay as they are.',
    },
    E_GITHUB_FOREIGN_HOST: {
        message: 'The token of the job would have been sent to a host of another server.',
        hint: 'Name a host of the server that the job runs on, or give credentials for the other host.',
    },
    E_GITHUB_ID_TOKEN: {
        message: 'GitHub did not give this job an ID token.',
        hint: 'Run the job again.',
    },
    E_GITHUB_ID_TOKEN_PERMISSION: {
        message: 'This job may not have an ID token.',
        hint: 'Add "id-token: write" to the "permissions" of the job; pull requests from forks never have it.',
    },
    E_GITHUB_NOT_FOUND: {
        message: 'GitHub has nothing at an address, or the token may not see it.',
        hint: 'Check the name, and the "permissions" of the job: GitHub answers 404 also when a permission is missing.',
    },
    E_GITHUB_PERMISSION: {
        message: 'The token lacks a permission.',
        hint: 'Add the permission to the "permissions" of the job.',
    },
    E_GITHUB_REFUSED: {
        message: 'GitHub refused a request.',
        hint: 'The answer of GitHub is quoted above.',
    },
    E_GITHUB_RELEASE_CLOSED: {
        message: 'The release is published and cannot be changed.',
        hint: 'Raise the version and release again.',
    },
    E_GITHUB_RULES: {
        message: 'A rule of the repository forbids the change.',
        hint: 'Use "mode: pull-request", or let the app of the token bypass the rule.',
    },
    E_GITHUB_SERVER: {
        message: 'This GitHub server lacks something that the release needs.',
        hint: 'Remove the steps named above from the workflow, or release from a repository on github.com.',
    },
    E_GITHUB_SYMBOLIC_LINK: {
        message: 'A file to be changed is a symbolic link or no file in the repository.',
        hint: 'Name the file the link points at.',
    },
    E_GITHUB_TAG_TAKEN: {
        message: 'The tag exists and stands for something else.',
        hint: 'Choose another version; a tag that was published is never moved.',
    },
    E_GITHUB_WORKFLOW_FILE: {
        message: 'A file under .github/workflows would be changed, which the token of a job never may.',
        hint: 'Take the file out of "extra-files".',
    },
};

;// CONCATENATED MODULE: ./packages/core/src/errors/catalogue/oci.ts
/** Errors of registries and images. */
const ociErrors = {
    E_GHP_CONTENDED: {
        message: 'Another job keeps changing this version in GitHub Packages.',
        hint: 'Give the publishing jobs one "concurrency" group.',
    },
    E_GHP_DAMAGED: {
        message: 'The registry keeps a damaged copy of a file, and does not take the right bytes in its place.',
        hint: 'Delete this version on the page of the package ("Package settings", "Manage versions"), or ask who runs the registry to remove the damaged content; then run the job again.',
    },
    E_GHP_FILE_DIFFERS: {
        message: 'GitHub Packages holds a file of this name with other bytes.',
        hint: 'Published versions do not change: raise the version, or publish the very files that were published before.',
    },
    E_GHP_FOREIGN: {
        message: 'The name in the registry is taken by something that is not a Python package.',
        hint: 'Choose another "namespace": images, signatures and Python packages need names of their own.',
    },
    E_GHP_INCOMPLETE: {
        message: 'The registry lists a file that it no longer holds.',
        hint: 'A cleaner of untagged versions may have deleted it; publish the same files again, and let the cleaner spare what an index names.',
    },
    E_GHP_NO_INDEX: {
        message: 'The address is not a package index.',
        hint: 'GitHub Packages has no Python index. Use "mode: ghcr", or the "repository-url" of an index.',
    },
    E_GHP_NOT_FOUND: {
        message: 'The registry has no such Python package.',
        hint: 'Check name, version and namespace; what is private is not there for a caller without a token: set GITHUB_TOKEN.',
    },
    E_GHP_NOT_PROVEN: {
        message: 'What was published could not be read back.',
        hint: 'Run the job again; what is there already is recognised.',
    },
    E_GHP_PORT: {
        message: 'The port for the index on this machine cannot be opened.',
        hint: 'Choose another with --port; 0 takes a free one.',
    },
    E_GHP_USAGE: {
        message: 'The words of the call are wrong.',
        hint: 'See --help.',
    },
    E_GHP_VERSION_TAG: {
        message: 'The version cannot be a tag of a registry.',
        hint: 'Publish it to an index ("mode: index"), or change the version.',
    },
    E_GHP_VISIBILITY: {
        message: 'The package has another visibility than was asked for.',
        hint: 'GitHub has no interface to change it: open the settings of the package once.',
    },
    E_OCI_AUTHENTICATION: {
        message: 'The registry did not accept the credentials.',
        hint: 'Check user and token; ghcr.io takes the GITHUB_TOKEN of a job with "permissions: packages: write", or a classic token with "write:packages".',
    },
    E_OCI_CHALLENGE: {
        message: 'The registry asks for a way of signing in that is not safe or not known.',
        hint: 'Check the name of the registry; credentials are sent over https, and only to the registry or a host of the same site.',
    },
    E_OCI_CREDENTIALS: {
        message: 'The configuration of Docker or its credential helper cannot be used.',
        hint: 'Correct the file named above, or give user and token.',
    },
    E_OCI_DENIED: {
        message: 'The registry does not allow this with these credentials.',
        hint: 'The words of the registry are quoted above.',
    },
    E_OCI_DIGEST: {
        message: 'The registry holds or sent other bytes than those of the digest.',
        hint: 'Do not use what is there. Run the job again; if it stays so, the registry or something in front of it is broken.',
    },
    E_OCI_IMAGE: {
        message: 'What the registry has is not a container image that can be used.',
        hint: 'Check the digest: packages, signatures and other artifacts are no images.',
    },
    E_OCI_LAYOUT: {
        message: 'The image on disk is not a whole OCI layout.',
        hint: 'Build it again with "--output type=oci".',
    },
    E_OCI_MALFORMED: {
        message: 'The registry sent an answer that is not in the documented form.',
        hint: 'Check the name of the registry; a proxy or an outage page may stand in between.',
    },
    E_OCI_MANIFEST_TOO_LARGE: {
        message: 'A manifest is larger than registries take.',
        hint: 'Use fewer or shorter annotations, or fewer platforms in one index.',
    },
    E_OCI_MEDIA_TYPE: {
        message: 'The registry holds something under this name in a form that is not known.',
        hint: 'Choose another name, or remove what is there.',
    },
    E_OCI_NOT_FOUND: {
        message: 'The registry has no such image.',
        hint: 'Check name and digest; a cleaner of untagged versions may have deleted it: build the image again.',
    },
    E_OCI_REFERENCE: {
        message: 'The name of an image is not one that registries accept.',
        hint: 'Write it as "registry/owner/name:tag", in lower case up to the tag.',
    },
    E_OCI_REFERRERS: {
        message: 'A signature or attestation could not be listed beside its image.',
        hint: 'Run the job again; what was attached already is recognised. Let one job at a time attach to an image.',
    },
    E_OCI_REFUSED: {
        message: 'The registry refused a request.',
        hint: 'The words of the registry are quoted above.',
    },
    E_OCI_TAG_IMMUTABLE: {
        message: 'The registry does not let this tag be moved.',
        hint: 'Use another tag, or allow the change in the settings of the registry.',
    },
};

;// CONCATENATED MODULE: ./packages/core/src/errors/catalogue/pypi.ts
/** Errors of trusted publishing and of package indexes. */
const pypiErrors = {
    E_PYPI_AUTHENTICATION: {
        message: 'The package index did not accept the credentials.',
        hint: 'Check the trusted publisher of the project, or "user" and "password" for another index.',
    },
    E_PYPI_CLAIMS: {
        message: 'This job cannot be a trusted publisher.',
        hint: 'Publish from a job of the workflow file that is registered with the index, in the repository that is registered.',
    },
    E_PYPI_FILE_DIFFERS: {
        message: 'The package index has a file of this name with other bytes.',
        hint: 'A published file can never be replaced. If an earlier run or attempt published it, use "Re-run failed jobs" there; otherwise raise the version and release again.',
    },
    E_PYPI_FILE_EXISTS: {
        message: 'The package index has this file already.',
        hint: 'Use "if-exists: verify" to accept a file whose bytes are the same.',
    },
    E_PYPI_INDEX_MALFORMED: {
        message: 'The package index sent a page that is not in the form of the simple API.',
        hint: 'Check "repository-url" and "index-url"; an outage page may stand in between.',
    },
    E_PYPI_ISSUER: {
        message: 'The package index does not trust the server that issues the ID tokens of this job.',
        hint: 'Publish from a repository on github.com, or with an API token: set "user" to "__token__" and "password" to the token.',
    },
    E_PYPI_MINT_REFUSED: {
        message: 'The package index did not exchange the ID token for an upload token.',
        hint: 'Register the trusted publisher shown above, exactly as shown.',
    },
    E_PYPI_NOT_VISIBLE: {
        message: 'The files were uploaded, but the index does not show all of them yet.',
        hint: 'Run the job again later: nothing is uploaded twice, and the check is repeated.',
    },
    E_PYPI_PROVENANCE: {
        message: 'The package index does not serve the attestations that were sent.',
        hint: 'Attestations cannot be added to a file that exists; the next version will have them.',
    },
    E_PYPI_RELEASE_CLOSED: {
        message: 'The release on the package index takes no further files.',
        hint: 'Raise the version and release again.',
    },
    E_PYPI_REPOSITORY: {
        message: 'The address of the package index cannot be used.',
        hint: 'Leave "repository-url" empty for PyPI, write "testpypi" for TestPyPI, or the https address of an upload API.',
    },
    E_PYPI_UPLOAD_REFUSED: {
        message: 'The package index refused a file.',
        hint: 'The answer of the index is quoted above.',
    },
};

;// CONCATENATED MODULE: ./packages/core/src/errors/catalogue/python.ts
/** Errors of project files, versions and distributions. */
const pythonErrors = {
    E_BUILD_FAILED: {
        message: 'The build did not give the files that it should.',
        hint: 'The output of the build above says why.',
    },
    E_DISTRIBUTION_INVALID: {
        message: 'A distribution would be refused by a package index.',
        hint: 'Correct what is named above and build again.',
    },
    E_EXTRA_FILE: {
        message: 'A file named in "extra-files" cannot be edited.',
        hint: 'Mark each line that holds the version with the comment "slipway-version", or give a pattern that matches once.',
    },
    E_LOCK_FILE: {
        message: 'The lock file cannot be edited.',
        hint: 'Refresh it with the tool that wrote it, and commit it.',
    },
    E_PROJECT_MISSING: {
        message: 'There is no Python project in this folder.',
        hint: 'Set "path" to the folder that holds pyproject.toml, setup.cfg or setup.py.',
    },
    E_PROJECT_INVALID: {
        message: 'The project file cannot be read.',
        hint: 'Correct the line named above.',
    },
    E_VERSION_BUMP: {
        message: 'The version cannot be raised in this way.',
        hint: 'Choose another kind of bump, or give the version itself.',
    },
    E_VERSION_DISAGREE: {
        message: 'The project says two things about its version.',
        hint: 'Make the fields say the same version, or remove one of them.',
    },
    E_VERSION_INVALID: {
        message: 'The version is not one of PEP 440.',
        hint: 'Write it as in 1.2.3, 1.2.3rc1 or 1.2.3.post1.',
    },
    E_VERSION_SOURCE: {
        message: 'The place that holds the version cannot be found.',
        hint: 'Write the version into [project].version, or where the build backend is told to look.',
    },
};

;// CONCATENATED MODULE: ./packages/core/src/errors/catalogue/runner.ts
/** Errors of workflow files and of their runs. */
const runnerErrors = {
    E_WORKFLOW_INVALID: {
        message: 'The workflow file is not valid.',
        hint: 'Correct the line named above; GitHub would refuse the file in the same words.',
    },
    E_WORKFLOW_INPUTS: {
        message: 'The inputs of the workflow are not accepted.',
        hint: 'Compare them with "on.workflow_dispatch.inputs" of the workflow file.',
    },
    E_WORKFLOW_NOT_ALLOWED: {
        message: 'The settings of the repository do not allow what the workflow uses.',
        hint: 'Allow the action under Settings, Actions, General, or pin it to a full-length commit SHA if that is what is required.',
    },
    E_WORKFLOW_UNSUPPORTED: {
        message: 'The workflow uses something that this runner cannot run.',
        hint: 'Take the named parts out of the workflow, or run it on GitHub.',
    },
};

;// CONCATENATED MODULE: ./packages/core/src/errors/catalogue/sigstore.ts
/** Errors of signing and of verification. */
const sigstoreErrors = {
    E_ATTESTATION_INVALID: {
        message: 'An attestation does not prove what it is meant to prove.',
        hint: 'Do not publish it. Sign again in a job of the workflow that publishes; see the reason above.',
    },
    E_SIGSTORE_CERTIFICATE: {
        message: 'Sigstore did not issue a signing certificate.',
        hint: 'Check the status page of Sigstore, then run the job again: nothing was published.',
    },
    E_SIGSTORE_FORMAT: {
        message: 'This instance of Sigstore cannot make a signature of that format.',
        hint: 'Sign in the format "bundle" alone, or with version 1 of the public log.',
    },
    E_SIGSTORE_ID_TOKEN: {
        message: 'The ID token of the job cannot be used for signing.',
        hint: 'Give the job "permissions: id-token: write".',
    },
    E_SIGSTORE_ISSUER: {
        message: 'Sigstore does not trust the server that issues the ID tokens of this job.',
        hint: 'Set "sign" to "false", or build and sign the image from a repository on github.com.',
    },
    E_SIGSTORE_LOG: {
        message: 'The transparency log of Sigstore did not take a signature.',
        hint: 'Check the status page of Sigstore, then run the job again: nothing was published.',
    },
    E_SIGSTORE_SBOM: {
        message: 'The bill of materials cannot be attested.',
        hint: 'Name a file with SPDX or CycloneDX in JSON, of at most 16 MiB.',
    },
    E_SIGSTORE_TIMESTAMP: {
        message: 'The timestamp authority gave no time for a signature.',
        hint: 'Run the job again: nothing was published.',
    },
    E_SIGSTORE_TRUST: {
        message: 'The trusted root of Sigstore could not be read.',
        hint: 'Run the job again; for an instance of your own, name the file with its trusted root.',
    },
};

;// CONCATENATED MODULE: ./packages/core/src/errors/catalogue.ts










/** One row per error code; each package has its own file of rows, sorted inside a group. */
const catalogue = {
    ...changelogErrors,
    ...cliErrors,
    ...coreErrors,
    ...dockerErrors,
    ...githubErrors,
    ...ociErrors,
    ...pypiErrors,
    ...pythonErrors,
    ...runnerErrors,
    ...sigstoreErrors,
};

;// CONCATENATED MODULE: ./packages/core/src/errors/action-error.ts

/**
 * A failure with a code from the catalogue. `message` says what happened and the value seen,
 * `hint` what to change, `cause` is always kept.
 */
class ActionError extends Error {
    code;
    blame;
    hint;
    constructor(code, blame, options = {}) {
        const entry = catalogue[code];
        super(options.message ?? entry.message, options.cause === undefined ? {} : { cause: options.cause });
        this.name = new.target.name;
        this.code = code;
        this.blame = blame;
        this.hint = options.hint ?? entry.hint;
    }
}
/** The caller supplied something invalid: an input, a project file, a tag. */
class InputError extends ActionError {
    constructor(code, options = {}) {
        super(code, 'input', options);
    }
}
/** The machine or the job lacks something: a tool, a permission, a token. */
class EnvironmentError extends ActionError {
    constructor(code, options = {}) {
        super(code, 'environment', options);
    }
}
/** A service rejected a request, stalled, or returned a response that differs from its documentation. */
class RemoteError extends ActionError {
    status;
    url;
    requestId;
    retryable;
    retryAfterMs;
    constructor(code, options = {}) {
        super(code, 'remote', options);
        this.status = options.status;
        this.url = options.url;
        this.requestId = options.requestId;
        this.retryable = options.retryable ?? false;
        this.retryAfterMs = options.retryAfterMs;
    }
}
/** Bytes differ from the promised bytes. Never retried, never overridden. */
class IntegrityError extends ActionError {
    constructor(code, options = {}) {
        super(code, 'integrity', options);
    }
}


/***/ }),

/***/ 3933:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  k: () => (/* binding */ createExec)
});

;// CONCATENATED MODULE: external "node:child_process"
const external_node_child_process_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:child_process");
// EXTERNAL MODULE: ./packages/core/src/errors/action-error.ts + 11 modules
var action_error = __nccwpck_require__(1044);
;// CONCATENATED MODULE: external "node:string_decoder"
const external_node_string_decoder_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:string_decoder");
// EXTERNAL MODULE: ./packages/core/src/neutralise.ts
var neutralise = __nccwpck_require__(3243);
;// CONCATENATED MODULE: ./packages/core/src/exec/output-collector.ts


// A line that never ends is passed on in pieces.
const longestLine = 64 * 1024;
/** Splits one output stream of a program: its text up to a limit, and its lines as they arrive. */
class OutputCollector {
    #decoder = new external_node_string_decoder_namespaceObject.StringDecoder('utf8');
    #largestBytes;
    #onLine;
    #kept = [];
    #keptBytes = 0;
    #rest = '';
    constructor(largestBytes, onLine) {
        this.#largestBytes = largestBytes;
        this.#onLine = onLine;
    }
    /** The text so far, as it was written. */
    get text() {
        return Buffer.concat(this.#kept).toString('utf8');
    }
    accept(chunk) {
        const space = this.#largestBytes - this.#keptBytes;
        if (space > 0) {
            const part = chunk.subarray(0, space);
            this.#kept.push(part);
            this.#keptBytes += part.byteLength;
        }
        this.#split(this.#decoder.write(chunk));
    }
    /** The stream is over: a last line without an ending counts. */
    finish() {
        this.#split(this.#decoder.end());
        if (this.#rest !== '')
            this.#emit(this.#rest);
        this.#rest = '';
    }
    #split(text) {
        const lines = `${this.#rest}${text}`.split(/\r\n|\n/);
        this.#rest = lines.pop() ?? '';
        for (const line of lines)
            this.#emit(line);
        while (this.#rest.length > longestLine) {
            this.#emit(this.#rest.slice(0, longestLine));
            this.#rest = this.#rest.slice(longestLine);
        }
    }
    // A program cannot send commands to the runner: what it prints is only shown.
    #emit(line) {
        this.#onLine((0,neutralise/* neutraliseLine */.fZ)(line));
    }
}

;// CONCATENATED MODULE: ./packages/core/src/exec.ts




const defaultOutputBytes = 16 * 1024 * 1024;
// Time to end by itself after SIGTERM, before it is killed.
const terminationGraceMs = 2000;
/** Programs started from an argument array, each as a process group of its own that ends as a whole. */
function createExec() {
    return { run };
}
async function run(file, args, options = {}) {
    options.signal?.throwIfAborted();
    const limit = options.maxOutputBytes ?? defaultOutputBytes;
    const child = (0,external_node_child_process_namespaceObject.spawn)(file, [...args], {
        cwd: options.cwd,
        env: { ...options.env },
        shell: false,
        // A group of its own: what the program starts is ended with it.
        detached: process.platform !== 'win32',
        windowsHide: true,
        stdio: ['pipe', 'pipe', 'pipe'],
    });
    const stdout = new OutputCollector(limit, (line) => options.onLine?.(line, 'stdout'));
    const stderr = new OutputCollector(limit, (line) => options.onLine?.(line, 'stderr'));
    child.stdout.on('data', (chunk) => stdout.accept(chunk));
    child.stderr.on('data', (chunk) => stderr.accept(chunk));
    // A program that does not read its input is no error of ours.
    child.stdin.on('error', () => undefined);
    child.stdin.end(options.input);
    const limits = watchLimits(child, options);
    const ending = await awaitEnd(child, file, options).finally(() => limits.stop());
    stdout.finish();
    stderr.finish();
    if (limits.reason === 'aborted')
        throw options.signal?.reason;
    if (limits.reason === 'timeout') {
        throw new action_error/* EnvironmentError */.eG('E_EXEC_FAILED', {
            message: `${describe(file, args)} did not end within ${options.timeoutMs} ms and was stopped.`,
        });
    }
    return judge(file, args, options, ending, { stdout: stdout.text, stderr: stderr.text });
}
function judge(file, args, options, { exitCode, signal }, output) {
    const accepted = options.acceptedExitCodes ?? [0];
    if (exitCode !== null && accepted.includes(exitCode))
        return { exitCode, ...output };
    const how = exitCode === null ? `was ended by ${signal}` : `ended with exit code ${exitCode}`;
    const said = output.stderr.trim().split('\n').at(-1) ?? '';
    throw new action_error/* EnvironmentError */.eG('E_EXEC_FAILED', {
        message: `${describe(file, args)} ${how}${said === '' ? '' : `: ${(0,neutralise/* neutraliseLine */.fZ)(said, 500)}`}.`,
    });
}
function awaitEnd(child, file, options) {
    return new Promise((resolve, reject) => {
        child.once('error', (cause) => {
            // A missing folder gives the same code as a missing program.
            const what = options.cwd === undefined ? '' : `, or the folder ${(0,neutralise/* neutraliseLine */.fZ)(options.cwd, 300)} does not exist`;
            const missing = cause.code === 'ENOENT' || cause.code === 'EACCES';
            reject(new action_error/* EnvironmentError */.eG(missing ? 'E_TOOL_MISSING' : 'E_EXEC_FAILED', {
                message: missing
                    ? `The program "${(0,neutralise/* neutraliseLine */.fZ)(file, 300)}" cannot be started: it is not there${what}.`
                    : `The program "${(0,neutralise/* neutraliseLine */.fZ)(file, 300)}" cannot be started: ${cause.message}.`,
                cause,
            }));
        });
        child.once('close', (exitCode, signal) => resolve({ exitCode, signal }));
    });
}
/** Stops the child when its time is over or it is no longer wanted. */
function watchLimits(child, { signal, timeoutMs }) {
    const state = { reason: undefined, stop };
    const timers = [];
    const end = (reason) => {
        state.reason ??= reason;
        killGroup(child, 'SIGTERM');
        timers.push(setTimeout(() => killGroup(child, 'SIGKILL'), terminationGraceMs));
    };
    const abort = () => end('aborted');
    if (timeoutMs !== undefined)
        timers.push(setTimeout(() => end('timeout'), timeoutMs));
    signal?.addEventListener('abort', abort, { once: true });
    function stop() {
        for (const timer of timers)
            clearTimeout(timer);
        signal?.removeEventListener('abort', abort);
        // What the program left running in its group would outlive the step.
        if (state.reason !== undefined)
            killGroup(child, 'SIGKILL');
    }
    return state;
}
function killGroup(child, signal) {
    if (child.pid === undefined)
        return;
    try {
        if (process.platform === 'win32')
            child.kill(signal);
        else
            process.kill(-child.pid, signal);
    }
    catch {
        // It is gone.
    }
}
function describe(file, args) {
    return `"${(0,neutralise/* neutraliseLine */.fZ)([file, ...args].join(' '), 300)}"`;
}


/***/ }),

/***/ 7276:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Ko: () => (/* binding */ readInputs),
/* harmony export */   Q1: () => (/* binding */ listSecretInputs),
/* harmony export */   _: () => (/* binding */ readInputText),
/* harmony export */   pf: () => (/* binding */ defineInputs)
/* harmony export */ });
/* unused harmony export exactlyOneOf */
/* harmony import */ var _errors_action_error_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(1044);
/* harmony import */ var _inputs_find_nearest_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(4111);
/* harmony import */ var _neutralise_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(3243);





/** Keeps the exact type of a schema. */
function defineInputs(schema) {
    return schema;
}
// The runner: spaces become underscores, everything in upper case (GitHub docs, "Metadata syntax", `inputs`).
function variableName(input) {
    return `INPUT_${input.replaceAll(' ', '_').toUpperCase()}`;
}
/** The text of one input as the runner hands it over, trimmed, with the schema's default for an empty one. */
function readInputText(name, fallback, variables) {
    const given = (variables[variableName(name)] ?? '').trim();
    return given === '' ? (fallback ?? '') : given;
}
/** The secrets among the inputs, so that they can be masked before any of them can be in a message. */
function listSecretInputs(schema, variables) {
    return Object.entries(schema)
        .filter(([, { kind }]) => kind === 'secret')
        .map(([name, definition]) => readInputText(name, definition.default, variables))
        .filter((value) => value !== '');
}
/**
 * Reads every input of a schema.
 * @throws InputError E_INPUT_UNKNOWN for a variable that belongs to no input, E_INPUT_MISSING, E_INPUT_INVALID
 */
function readInputs(schema, variables) {
    refuseUnknownInputs(schema, variables);
    const values = {};
    for (const [name, definition] of Object.entries(schema)) {
        const text = readInputText(name, definition.default, variables);
        if (text === '' && definition.required) {
            throw new _errors_action_error_js__WEBPACK_IMPORTED_MODULE_0__/* .InputError */ .dz('E_INPUT_MISSING', { message: `Input "${name}" is required and empty.` });
        }
        values[name] = definition.parse(text, name);
    }
    return values;
}
function refuseUnknownInputs(schema, variables) {
    const names = Object.keys(schema);
    const known = new Set(names.map(variableName));
    for (const variable of Object.keys(variables)
        .filter((name) => name.startsWith('INPUT_'))
        .sort()) {
        if (known.has(variable))
            continue;
        const given = variable.slice('INPUT_'.length).toLowerCase();
        const nearest = (0,_inputs_find_nearest_js__WEBPACK_IMPORTED_MODULE_1__/* .findNearest */ .q)(given, names);
        throw new _errors_action_error_js__WEBPACK_IMPORTED_MODULE_0__/* .InputError */ .dz('E_INPUT_UNKNOWN', {
            message: `There is no input "${(0,_neutralise_js__WEBPACK_IMPORTED_MODULE_2__/* .neutraliseLine */ .fZ)(given, 100)}".`,
            hint: nearest === undefined ? `The inputs are: ${names.join(', ')}.` : `Did you mean "${nearest}"?`,
        });
    }
}
/**
 * The one of several inputs that has a value.
 * @throws InputError E_INPUT_MISSING when none has, E_INPUT_INVALID when several have
 */
function exactlyOneOf(inputs, names) {
    const given = names.filter((name) => inputs[name] !== undefined && inputs[name] !== '');
    const [only] = given;
    if (only !== undefined && given.length === 1)
        return only;
    const quoted = names.map((name) => `"${name}"`).join(' or ');
    if (only === undefined) {
        throw new InputError('E_INPUT_MISSING', {
            message: `Neither ${quoted.replace(' or ', ' nor ')} is set.`,
        });
    }
    throw new InputError('E_INPUT_INVALID', {
        message: `Only one of ${quoted} may be set, but ${given.map((name) => `"${name}"`).join(' and ')} are.`,
    });
}


/***/ }),

/***/ 4111:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   q: () => (/* binding */ findNearest)
/* harmony export */ });
/** Edit distance (insertions, deletions, replacements), abandoned beyond `limit`. */
function measureDistance(left, right, limit) {
    if (Math.abs(left.length - right.length) > limit)
        return limit + 1;
    let previous = Array.from({ length: right.length + 1 }, (_, index) => index);
    for (const [row, character] of [...left].entries()) {
        const current = [row + 1];
        for (let column = 0; column < right.length; column += 1) {
            const replaced = (previous[column] ?? 0) + (character === right[column] ? 0 : 1);
            current.push(Math.min(replaced, (previous[column + 1] ?? 0) + 1, (current[column] ?? 0) + 1));
        }
        previous = current;
    }
    return previous[right.length] ?? limit + 1;
}
/** The known word that `word` most likely stands for; undefined if none is similar. */
function findNearest(word, known) {
    const wanted = word.toLowerCase().replaceAll('_', '-').slice(0, 100);
    // Two swapped letters count as two replacements.
    const limit = Math.max(wanted.length > 2 ? 2 : 1, Math.floor(wanted.length / 3));
    let nearest;
    for (const candidate of known) {
        const distance = measureDistance(wanted, candidate.toLowerCase(), limit);
        if (distance <= limit && distance < (nearest?.distance ?? limit + 1))
            nearest = { word: candidate, distance };
    }
    return nearest?.word;
}


/***/ }),

/***/ 7417:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   p_: () => (/* binding */ list)
/* harmony export */ });
/* unused harmony exports keyValues, fileList */



/** Lines, without blank lines and comments (`#` as the first character). */
function readLines(text) {
    return text
        .split(/\r\n|\r|\n/)
        .map((line) => line.trim())
        .filter((line) => line !== '' && !line.startsWith('#'));
}
/** One item per line. */
function list(options = {}) {
    return { kind: 'list', default: options.default, required: options.required === true, parse: readLines };
}
/** One `NAME=VALUE` per line; each name may occur once. */
function keyValues() {
    return {
        kind: 'key-values',
        default: undefined,
        required: false,
        parse(text, name) {
            const values = new Map();
            for (const line of readLines(text)) {
                const at = line.indexOf('=');
                const key = line.slice(0, Math.max(0, at)).trim();
                const problem = at < 1 || key === '' ? 'is not NAME=VALUE' : values.has(key) ? 'repeats a name' : undefined;
                if (problem !== undefined) {
                    throw new InputError('E_INPUT_INVALID', {
                        // Do not show the value, which may be a secret; the name is enough to correct it.
                        message: `Input "${name}": the line "${neutraliseLine(at < 1 ? line.slice(0, 40) : key, 100)}" ${problem}.`,
                    });
                }
                values.set(key, line.slice(at + 1));
            }
            return values;
        },
    };
}
/** The JSON list of files with their digests that a different job output; undefined if empty. */
function fileList() {
    return {
        kind: 'file-list',
        default: undefined,
        required: false,
        parse: (text, name) => (text === '' ? undefined : parseFileList(text, `Input "${name}"`)),
    };
}


/***/ }),

/***/ 2712:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   UF: () => (/* binding */ joinMarkdown),
/* harmony export */   _: () => (/* binding */ renderInline),
/* harmony export */   uM: () => (/* binding */ linkTo)
/* harmony export */ });
/* harmony import */ var _neutralise_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(3243);

/** Characters that end a link, a cell or a line of Markdown, and that WHATWG URL does not escape. */
const breaksLink = /[()<>|\\`[\]"']/g;
function encodeCharacter(character) {
    return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}
/** A link with untrusted text; only the text if the URL is not `http` or `https`. */
function linkTo(text, address) {
    const label = (0,_neutralise_js__WEBPACK_IMPORTED_MODULE_0__/* .escapeMarkdown */ .FV)(text);
    const url = URL.parse(address);
    if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:'))
        return { markdown: label, text };
    const target = url.href.replace(breaksLink, encodeCharacter);
    return { markdown: `[${label}](${target})`, text: `${text} (${url.href})` };
}
/** Concatenates texts and links. */
function joinMarkdown(...parts) {
    return {
        markdown: parts.map((part) => (typeof part === 'string' ? escapePart(part) : part.markdown)).join(''),
        text: parts.map((part) => (typeof part === 'string' ? part : part.text)).join(''),
    };
}
/** `escapeMarkdown` trims its input, but blanks between the parts matter. */
function escapePart(part) {
    const [, before = '', words = '', after = ''] = /^(\s*)([\s\S]*?)(\s*)$/.exec(part) ?? [];
    return (before === '' ? '' : ' ') + (0,_neutralise_js__WEBPACK_IMPORTED_MODULE_0__/* .escapeMarkdown */ .FV)(words) + (after === '' || words === '' ? '' : ' ');
}
/** Inline Markdown of either kind. */
function renderInline(text) {
    return typeof text === 'string' ? (0,_neutralise_js__WEBPACK_IMPORTED_MODULE_0__/* .escapeMarkdown */ .FV)(text) : text.markdown;
}


/***/ }),

/***/ 3243:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   FV: () => (/* binding */ escapeMarkdown),
/* harmony export */   IN: () => (/* binding */ cutText),
/* harmony export */   ZD: () => (/* binding */ escapeHtml),
/* harmony export */   fZ: () => (/* binding */ neutraliseLine)
/* harmony export */ });
/* unused harmony export codeSpan */
// Everything that a terminal or a log viewer interprets instead of showing: C0 and C1 controls, bidirectional overrides and
// isolates (Unicode UAX #9), zero-width characters, line and paragraph separators, and the byte order mark. A zero-width
// non-joiner at a place where the code below inserts one is kept, so that a normalized text is not changed again.
const invisible = 
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
/(?!(?<=:|##)\u200C)[\u0000-\u001F\u007F-\u009F\u061C\u200B-\u200F\u2028-\u202E\u2060-\u2069\uFEFF\uFFF9-\uFFFB]/gu;
// biome-ignore lint/suspicious/noControlCharactersInRegex: ECMA-48 sequences begin with ESC
const escapeSequence = /\u001B(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001B]*(?:\u0007|\u001B\\)?|[@-Z\\-_])/gu;
const defaultLineLength = 2048;
const cutMark = '… (cut)';
/** Cuts a text to at most `longest` UTF-16 units, never inside a surrogate pair, and marks the cut. */
function cutText(text, longest) {
    if (text.length <= longest)
        return text;
    const end = Math.max(0, longest - cutMark.length);
    const last = text.charCodeAt(end - 1);
    return `${text.slice(0, last >= 0xd800 && last <= 0xdbff ? end - 1 : end)}${cutMark}`;
}
/**
 * Untrusted text as one harmless line: nothing in it ends a line, moves a cursor, hides text, or is read as a workflow command
 * (`::name::` at the start of a line, `##[name]` anywhere).
 * @param longest maximum length of the result in UTF-16 units
 */
function neutraliseLine(text, longest = defaultLineLength) {
    // Text far beyond the cut does not have to be scanned.
    const part = text.length > longest * 4 ? text.slice(0, longest * 4) : text;
    const shown = part
        .replace(escapeSequence, '')
        .replace(/\r\n|[\r\n\u2028\u2029]/g, ' ')
        .replace(/\t/g, ' ')
        .replace(invisible, '\uFFFD')
        .replace(/:(?=:)/g, ':\u200C')
        .replaceAll('##[', '##\u200C[');
    return cutText(shown.trim(), longest);
}
// CommonMark, "ASCII punctuation": each may be escaped by a backslash; these have a meaning inside a line or a table cell.
const markdownSpecial = /[\\`*_{}[\]<>()#+!|~&$-]/g;
// A URL that GitHub would link (GFM 0.29 §6.9). It is shown as code, so that you can copy the exact URL.
const bareAddress = /((?:https?|ftp):\/\/[^\s<>`{}]+|\bwww\.[^\s<>`{}]+)/i;
/** Untrusted text as plain text inside a line of GitHub's Markdown: no markup, no link, no mention, no reference. */
function escapeMarkdown(text) {
    return neutraliseLine(text)
        .split(bareAddress)
        .map((part, index) => (index % 2 === 1 ? codeSpan(part) : escapeWords(part)))
        .join('');
}
function escapeWords(text) {
    return (text
        .replace(markdownSpecial, '\\$&')
        // A zero-width non-joiner breaks mentions and issue numbers, and is invisible.
        .replace(/@(?=[\w-])/g, '@\u200C')
        .replace(/\\#(?=\d)/g, '\\#\u200C')
        // The hyphen is already escaped.
        .replace(/\bGH\\-(?=\d)/gi, 'GH\u200C\\-'));
}
/** Untrusted text as plain text inside an HTML element of GitHub's Markdown, where a backslash escapes nothing. */
function escapeHtml(text) {
    return neutraliseLine(text)
        .replaceAll('&', '&amp;')
        .replaceAll('<', '&lt;')
        .replaceAll('>', '&gt;')
        .replaceAll('"', '&quot;')
        .replace(/@(?=[\w-])/g, '@\u200C')
        .replace(/#(?=\d)/g, '#\u200C');
}
/** Untrusted text as inline code; pipes are escaped so that it can be in a table cell. */
function codeSpan(text) {
    const shown = neutraliseLine(text);
    if (shown === '')
        return '';
    // CommonMark §6.1: the fence is longer than any run of backticks inside.
    const longest = Math.max(0, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length));
    const fence = '`'.repeat(longest + 1);
    const padding = /^`|`$/.test(shown) ? ' ' : '';
    return `${fence}${padding}${shown.replaceAll('|', '\\|')}${padding}${fence}`;
}


/***/ }),

/***/ 796:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   B: () => (/* binding */ redactUrl),
/* harmony export */   R: () => (/* binding */ redactText)
/* harmony export */ });
const mask = '***';
// GitHub's and PyPI's token formats.
const tokenText = /(?<![A-Za-z0-9])(?:gh[opsur]_[A-Za-z0-9]{16,}|github_pat_[A-Za-z0-9_]{16,}|pypi-[A-Za-z0-9_-]{16,})/g;
/** Character runs that may contain a JSON Web Token (RFC 7515 §7.1): base64url in parts. Each run is read once. */
const dottedRuns = /[A-Za-z0-9_.-]+/g;
const webTokenStart = /(?<![A-Za-z0-9])eyJ[A-Za-z0-9_-]/;
const authorization = /\b(basic|bearer)\s+[A-Za-z0-9+/=._~-]{8,}/gi;
// RFC 3986, "userinfo": the part of a URL before the host.
const addressCredentials = /(?<=[a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/?#@]{1,500}@/gi;
/** Masks everything that has the form of a known token. */
function maskTokens(text) {
    return text.replaceAll(dottedRuns, maskWebTokens).replaceAll(tokenText, mask);
}
/** Masks the tokens in one run: a part that begins like a token (`{"` in base64), with the two parts after it. */
function maskWebTokens(run) {
    const parts = run.split('.');
    const shown = [];
    for (let index = 0; index < parts.length; index += 1) {
        const part = parts[index] ?? '';
        const start = (parts[index + 1] ?? '') === '' || index + 2 >= parts.length ? -1 : part.search(webTokenStart);
        shown.push(start < 0 ? part : part.slice(0, start) + mask);
        if (start >= 0)
            index += 2;
    }
    return shown.join('.');
}
/** A URL without user, password, query and fragment, which is safe in a log or an error. */
function redactUrl(url) {
    const parsed = URL.parse(url);
    if (parsed === null)
        return mask;
    const query = parsed.search === '' ? '' : '?…';
    return maskTokens(`${parsed.protocol}//${parsed.host}${parsed.pathname}${query}`);
}
// Masking shorter values would mask ordinary words and hide nothing.
const shortestSecret = 4;
/** The forms in which a secret may occur in a text. A text may be shown line by line, so each line of a secret is a form of its own. */
function* spellSecret(secret) {
    const bytes = Buffer.from(secret);
    yield bytes.toString('base64').replace(/=+$/, '');
    yield bytes.toString('base64url');
    yield JSON.stringify(secret).slice(1, -1);
    // Lone surrogates cannot be percent-encoded.
    const encoded = encodeURIComponent(bytes.toString());
    yield encoded;
    yield encoded.replace(/%[0-9A-F]{2}/g, (byte) => byte.toLowerCase());
    yield encoded.replaceAll('%20', '+');
    for (const line of secret.split(/\r?\n/))
        yield line;
    yield secret;
}
/**
 * Masks every given secret in a text (also in base64, JSON and percent encoding), everything that has the form of a known
 * token, and the user and password in URLs.
 */
function redactText(text, secrets = []) {
    const spellings = new Set();
    for (const secret of secrets) {
        for (const spelling of spellSecret(secret))
            if (spelling.length >= shortestSecret)
                spellings.add(spelling);
    }
    return maskTokens(maskAll(text, spellings))
        .replaceAll(authorization, `$1 ${mask}`)
        .replaceAll(addressCredentials, `${mask}@`);
}
/** Masks everything that a needle covers. All are searched in the original text, because one may overlap or contain another one. */
function maskAll(text, needles) {
    const ranges = [];
    for (const needle of needles) {
        for (let at = text.indexOf(needle); at >= 0; at = text.indexOf(needle, at + 1))
            ranges.push([at, at + needle.length]);
    }
    ranges.sort(([left], [right]) => left - right);
    let masked = '';
    let done = 0;
    for (const [start, end] of ranges) {
        if (start >= done)
            masked += text.slice(done, start) + mask;
        done = Math.max(done, end);
    }
    return masked + text.slice(done);
}


/***/ }),

/***/ 6723:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  C: () => (/* binding */ runAction)
});

// EXTERNAL MODULE: ./packages/core/src/neutralise.ts
var neutralise = __nccwpck_require__(3243);
// EXTERNAL MODULE: ./packages/core/src/redact.ts
var src_redact = __nccwpck_require__(796);
// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __nccwpck_require__(7598);
// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __nccwpck_require__(3024);
// EXTERNAL MODULE: ./packages/core/src/errors/action-error.ts + 11 modules
var action_error = __nccwpck_require__(1044);
;// CONCATENATED MODULE: ./packages/core/src/workflow-commands.ts



// The escapes of the runner: actions/runner, ActionCommand.cs; data first, the separators of properties besides.
function escapeData(text) {
    return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}
function escapeProperty(text) {
    return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
/** One workflow command, `::name key=value::data`. */
function renderCommand(name, data, properties = {}) {
    const rendered = Object.entries(properties)
        .filter(([, value]) => value !== '')
        .map(([key, value]) => `${key}=${escapeProperty(value)}`)
        .join(',');
    return `::${name}${rendered === '' ? '' : ` ${rendered}`}::${escapeData(data)}`;
}
/**
 * One entry of an environment file (`GITHUB_OUTPUT`, `GITHUB_STATE`), between delimiters that nobody can guess.
 * https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands#multiline-strings
 */
function renderFileEntry(name, value) {
    const delimiter = `ghadelimiter_${(0,external_node_crypto_.randomUUID)()}`;
    return `${name}<<${delimiter}\n${value}\n${delimiter}\n`;
}
/** Adds an entry to the file that a variable names. @throws EnvironmentError E_NOT_IN_JOB when the runner gave none */
function appendToCommandFile(output, variable, name, value) {
    const path = output.variables[variable];
    if (path === undefined || path === '') {
        throw new action_error/* EnvironmentError */.eG('E_NOT_IN_JOB', {
            message: `${variable} is not set, so "${name}" cannot be handed on.`,
        });
    }
    // At once and synchronously: what is known stays known however the process ends.
    (0,external_node_fs_.appendFileSync)(path, renderFileEntry(name, value));
}

;// CONCATENATED MODULE: ./packages/core/src/action-log.ts



// The runner would mask every occurrence, ordinary words included.
const shortestSecret = 4;
/** The log of an action, in the words of the runner. Every text is untrusted: it is redacted and made one harmless line. */
function createActionLog(output) {
    const secrets = new Set();
    const redact = (text) => (0,src_redact/* redactText */.R)(text, secrets);
    const clean = (text) => (0,neutralise/* neutraliseLine */.fZ)(redact(text));
    const command = (name, message, properties) => output.writeLine(renderCommand(name, clean(message), properties));
    return {
        debug: (message) => command('debug', message),
        // A leading space would be a change of the text; a line that begins like a command is broken up by `clean`.
        info: (message) => {
            for (const line of message.split('\n'))
                output.writeLine(clean(line));
        },
        notice: (message) => command('notice', message),
        warning: (message) => command('warning', message),
        error: (message, title) => command('error', message, { title: clean(title) }),
        detail: (message) => output.writeLine(`  ${clean(message)}`),
        redact,
        async group(name, body) {
            command('group', name);
            try {
                return await body();
            }
            finally {
                output.writeLine('::endgroup::');
            }
        },
        mask(secret) {
            if (secret.length < shortestSecret) {
                if (secret !== '')
                    command('warning', `A secret of ${secret.length} characters is too short to be masked.`);
                return;
            }
            if (secrets.has(secret))
                return;
            secrets.add(secret);
            // The runner masks line by line.
            for (const line of new Set([secret, ...secret.split(/\r?\n/)])) {
                if (line.length >= shortestSecret)
                    output.writeLine(renderCommand('add-mask', line));
            }
        },
    };
}

;// CONCATENATED MODULE: external "node:timers/promises"
const promises_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:timers/promises");
;// CONCATENATED MODULE: ./packages/core/src/clock.ts

/** The time of the machine. */
const systemClock = {
    now: () => Date.now(),
    async sleep(milliseconds, signal) {
        await (0,promises_namespaceObject.setTimeout)(Math.max(0, milliseconds), undefined, signal === undefined ? {} : { signal });
    },
};

;// CONCATENATED MODULE: ./packages/core/src/http/connect-failure.ts
/** A connection that could not be established: nothing of the request was sent. */
class ConnectFailure extends Error {
    /** Whether a retry may succeed; a proxy that asks for a password or forbids a host gives the same response again. */
    passing;
    /** What to change, if known. */
    hint;
    constructor(message, options = {}) {
        super(message, options.cause === undefined ? {} : { cause: options.cause });
        this.name = 'ConnectFailure';
        this.passing = options.passing ?? true;
        this.hint = options.hint;
    }
}
/** The failed connection among the causes of a failure. */
function findConnectFailure(failure) {
    for (let cause = failure; cause instanceof Error; cause = cause.cause)
        if (cause instanceof ConnectFailure)
            return cause;
    return undefined;
}

;// CONCATENATED MODULE: ./packages/core/src/http/read-response.ts



/** How much of a response an error quotes. */
const excerptLength = 300;
/** Headers in which services return the ID of a request. */
const requestIdHeaders = ['x-github-request-id', 'x-request-id', 'x-served-by', 'x-ms-request-id'];
/** The ID that a service assigned to a request, for its support. */
function readRequestId(headers) {
    return requestIdHeaders.map((name) => headers[name]).find((value) => value !== undefined);
}
/** Reads the body of a response up to a limit, or streams it to `sink`. */
async function readBody(answer, url, largestBytes, sink) {
    const encoding = answer.headers['content-encoding'] ?? 'identity';
    if (encoding !== 'identity') {
        answer.discard();
        throw new action_error/* RemoteError */.Hi('E_HTTP_MALFORMED', {
            message: `${(0,src_redact/* redactUrl */.B)(url)} answered in the encoding "${(0,neutralise/* neutraliseLine */.fZ)(encoding, 40)}", which was not asked for.`,
            url: (0,src_redact/* redactUrl */.B)(url),
        });
    }
    const chunks = [];
    let bytes = 0;
    for await (const chunk of answer.body) {
        bytes += chunk.byteLength;
        if (bytes > largestBytes) {
            answer.discard();
            throw new action_error/* RemoteError */.Hi('E_HTTP_BODY_TOO_LARGE', {
                message: `${(0,src_redact/* redactUrl */.B)(url)} answered with more than ${largestBytes} bytes.`,
                status: answer.status,
                url: (0,src_redact/* redactUrl */.B)(url),
            });
        }
        if (sink === undefined)
            chunks.push(chunk);
        else
            await sink(chunk);
    }
    return sink === undefined ? Buffer.concat(chunks) : new Uint8Array();
}
/** The response for the caller. */
function createResponse({ status, headers }, url, body) {
    const text = () => Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8');
    return {
        status,
        headers,
        url,
        body,
        text,
        json() {
            try {
                return JSON.parse(text());
            }
            catch (cause) {
                throw new action_error/* RemoteError */.Hi('E_HTTP_MALFORMED', {
                    message: `${(0,src_redact/* redactUrl */.B)(url)} answered ${status} with something that is not JSON: "${excerpt(text())}".`,
                    status,
                    url: (0,src_redact/* redactUrl */.B)(url),
                    requestId: readRequestId(headers),
                    cause,
                });
            }
        },
    };
}
/** How much text is scanned for an excerpt; a token that is cut at its end is not shown. */
const maxLookedAt = 64 * 1024;
/** The beginning of a response, escaped and without tokens. */
function excerpt(text) {
    return (0,neutralise/* neutraliseLine */.fZ)((0,src_redact/* redactText */.R)(text.slice(0, maxLookedAt)), excerptLength);
}

;// CONCATENATED MODULE: ./packages/core/src/http/redirects.ts


const redirectStatuses = new Set([301, 302, 303, 307, 308]);
const mostRedirects = 5;
// Headers that authenticate the caller; they are meant only for the origin that they were given for.
const credentialHeaders = new Set([
    'authorization',
    'cookie',
    'proxy-authorization',
    'private-token',
    'x-api-key',
]);
function refuse(from, what) {
    return new action_error/* RemoteError */.Hi('E_HTTP_REDIRECT', {
        message: `${(0,src_redact/* redactUrl */.B)(from)} redirects ${what}, which is not followed.`,
        url: (0,src_redact/* redactUrl */.B)(from),
    });
}
/**
 * The next step of a redirect; undefined if the response is not a redirect.
 * @param followed how many redirects were followed before
 * @throws RemoteError E_HTTP_REDIRECT if it leaves https, loops, or the request does not follow redirects
 */
function planRedirect(request, current, answer, followed) {
    const mode = request.redirect ?? (request.method === 'GET' || request.method === 'HEAD' ? 'follow' : 'error');
    if (mode === 'manual' || !redirectStatuses.has(answer.status))
        return undefined;
    if (request.acceptedStatuses?.includes(answer.status) === true)
        return undefined;
    const target = URL.parse(answer.headers['location'] ?? '', current.url);
    if (target === null)
        throw refuse(current.url, 'to nowhere');
    const shown = (0,src_redact/* redactUrl */.B)(target.href);
    if (mode === 'error')
        throw refuse(current.url, `to ${shown}`);
    if (followed >= mostRedirects)
        throw refuse(current.url, `for the ${followed + 1}th time, to ${shown}`);
    const origin = new URL(current.url);
    if (origin.protocol === 'https:' && target.protocol !== 'https:')
        throw refuse(current.url, `away from https, to ${shown}`);
    if (target.origin === origin.origin)
        return { url: target.href, headers: current.headers };
    const withheld = new Set([
        ...credentialHeaders,
        ...(request.secretHeaders ?? []).map((name) => name.toLowerCase()),
    ]);
    const headers = Object.entries(current.headers).filter(([name]) => !withheld.has(name.toLowerCase()));
    return { url: target.href, headers: Object.fromEntries(headers) };
}

;// CONCATENATED MODULE: ./packages/core/src/http/retry.ts

const firstDelayMs = 500;
const longestDelayMs = 20_000;
// RFC 9110 and RFC 6585: statuses for which the same request may succeed later.
const passingStatuses = new Set([408, 425, 429, 500, 502, 503, 504]);
/**
 * Whether GitHub rejected the request because of its rate limits: 403 or 429 with these headers.
 * https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api
 */
function isRateLimited({ status, headers }) {
    if (status === 429)
        return true;
    return status === 403 && (headers['retry-after'] !== undefined || headers['x-ratelimit-remaining'] === '0');
}
/** Whether to retry after a response. A request that was rejected unread is retried even if it is not idempotent. */
function mayRetryAnswer(head, idempotent) {
    return isRateLimited(head) || (idempotent && passingStatuses.has(head.status));
}
/** Whether a broken exchange may be retried: without a connection, nothing was sent. */
function mayRetryFailure(failure, idempotent) {
    const unconnected = findConnectFailure(failure);
    return unconnected === undefined ? idempotent : unconnected.passing;
}
/**
 * How long the service asks to wait, in milliseconds: `Retry-After` (RFC 9110 §10.2.3) or the reset of GitHub's limit.
 * Undefined if it asks for nothing (zero, a time in the past, neither a number nor a date): the ordinary backoff then applies.
 */
function readRequestedDelayMs(head, nowMs) {
    const delayMs = readRetryAfterMs(head, nowMs) ?? readResetMs(head, nowMs);
    return delayMs !== undefined && delayMs > 0 ? Math.min(delayMs, Number.MAX_SAFE_INTEGER) : undefined;
}
function readRetryAfterMs({ headers }, nowMs) {
    const after = headers['retry-after']?.trim() ?? '';
    if (/^\d+$/.test(after))
        return Number(after) * 1000;
    // `Date.parse` accepts too much: "-5", "5 minutes". RFC 9110 §5.6.7: each form begins with a day of the week, and one has no
    // zone.
    if (!/^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)/.test(after))
        return undefined;
    const date = Date.parse(/GMT$/.test(after) ? after : `${after} GMT`);
    return Number.isNaN(date) ? undefined : date - nowMs;
}
function readResetMs({ status, headers }, nowMs) {
    const reset = headers['x-ratelimit-reset']?.trim() ?? '';
    const isUsedUp = (status === 403 || status === 429) && headers['x-ratelimit-remaining'] === '0';
    return isUsedUp && /^\d+$/.test(reset) ? Number(reset) * 1000 - nowMs : undefined;
}
/** Exponential backoff with full jitter: a random part of a limit that doubles. `random` returns 0 to 1. */
function chooseDelayMs(attempt, random) {
    return Math.round(random() * Math.min(longestDelayMs, firstDelayMs * 2 ** attempt));
}

// EXTERNAL MODULE: external "node:stream"
var external_node_stream_ = __nccwpck_require__(7075);
// EXTERNAL MODULE: external "node:tls"
var external_node_tls_ = __nccwpck_require__(1692);
;// CONCATENATED MODULE: ./packages/core/src/http/certificates.ts



/**
 * The authorities to trust if the environment names a file of them (`SSL_CERT_FILE`, as OpenSSL, Go and Python read it);
 * undefined if Node's own rules (its list and `NODE_EXTRA_CA_CERTS`) are enough.
 * @throws EnvironmentError E_PROXY for a file that cannot be read, or if verification is disabled
 */
function readTrustedAuthorities(variables) {
    if (variables['NODE_TLS_REJECT_UNAUTHORIZED'] === '0') {
        throw new action_error/* EnvironmentError */.eG('E_PROXY', {
            message: 'NODE_TLS_REJECT_UNAUTHORIZED is "0": no certificate would be verified, and tokens could go to anybody.',
            hint: 'Unset it, and name the certificate of your proxy in NODE_EXTRA_CA_CERTS or SSL_CERT_FILE.',
        });
    }
    const path = variables['SSL_CERT_FILE'];
    if (path === undefined || path === '')
        return undefined;
    // Node read it at startup, which takes a fraction of the time of passing every authority.
    if (path === process.env['NODE_EXTRA_CA_CERTS'])
        return undefined;
    const extra = variables['NODE_EXTRA_CA_CERTS'];
    const files = [path, ...(extra === undefined || extra === '' || extra === path ? [] : [extra])];
    return [...external_node_tls_.getCACertificates('default'), ...files.map(readPem)];
}
function readPem(path) {
    try {
        return (0,external_node_fs_.readFileSync)(path, 'utf8');
    }
    catch (cause) {
        throw new action_error/* EnvironmentError */.eG('E_PROXY', {
            message: `The file of certificates "${path}" cannot be read.`,
            hint: 'Correct or unset SSL_CERT_FILE and NODE_EXTRA_CA_CERTS.',
            cause,
        });
    }
}

// EXTERNAL MODULE: external "node:async_hooks"
var external_node_async_hooks_ = __nccwpck_require__(6698);
// EXTERNAL MODULE: external "node:net"
var external_node_net_ = __nccwpck_require__(7030);
// EXTERNAL MODULE: external "node:http"
var external_node_http_ = __nccwpck_require__(7067);
;// CONCATENATED MODULE: external "node:https"
const external_node_https_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:https");
;// CONCATENATED MODULE: ./packages/core/src/http/proxy-tunnel.ts




/** RFC 7617: user and password of the proxy's address. */
function readCredentials({ username, password }) {
    if (username === '' && password === '')
        return {};
    const credentials = [username, password].map(decodePart).join(':');
    return { 'proxy-authorization': `Basic ${Buffer.from(credentials).toString('base64')}` };
}
/** A percent sign that encodes nothing is taken literally, as in curl. */
function decodePart(part) {
    try {
        return decodeURIComponent(part);
    }
    catch {
        return part;
    }
}
/**
 * Opens a connection through an HTTP proxy with CONNECT (RFC 9110 §9.3.6).
 * @param signal ends it at any point
 * @throws ConnectFailure if the proxy rejects the request
 */
function openProxyTunnel(target, proxy, secureContext, signal) {
    const authority = `${target.host.includes(':') ? `[${target.host}]` : target.host}:${target.port}`;
    const open = proxy.protocol === 'https:' ? external_node_https_namespaceObject.request : external_node_http_.request;
    return new Promise((resolve, reject) => {
        const request = open({
            method: 'CONNECT',
            host: proxy.hostname.replace(/^\[(.*)\]$/, '$1'),
            port: proxy.port === '' ? (proxy.protocol === 'https:' ? 443 : 80) : Number(proxy.port),
            path: authority,
            headers: { host: authority, ...readCredentials(proxy) },
            agent: false,
            ...(secureContext === undefined ? {} : { secureContext }),
        });
        const abort = () => void request.destroy(signal.reason instanceof Error ? signal.reason : undefined);
        const settle = (outcome) => {
            signal.removeEventListener('abort', abort);
            outcome();
        };
        request.once('connect', (response, socket, head) => {
            const status = response.statusCode ?? 0;
            if (status < 200 || status > 299) {
                socket.on('error', () => undefined).destroy();
                settle(() => reject(proxy_tunnel_refuse(proxy, authority, status, response.statusMessage ?? '')));
                return;
            }
            if (head.byteLength > 0)
                socket.unshift(head);
            // It belongs to the caller from here on, who may not be listening yet.
            socket.on('error', () => undefined);
            settle(() => resolve(socket));
        });
        request.on('error', (cause) => settle(() => reject(cause)));
        request.once('close', () => settle(() => reject(new Error('the proxy closed the connection'))));
        if (signal.aborted)
            abort();
        else
            signal.addEventListener('abort', abort, { once: true });
        request.end();
    });
}
function proxy_tunnel_refuse(proxy, authority, status, text) {
    const shown = `${proxy.protocol}//${proxy.host}`;
    const message = `the proxy ${shown} answered CONNECT ${authority} with ${status}${text === '' ? '' : ` ${(0,neutralise/* neutraliseLine */.fZ)(text, 100)}`}`;
    if (status === 407) {
        return new ConnectFailure(message, {
            passing: false,
            hint: 'Put the user and the password of the proxy into HTTPS_PROXY, percent-encoded: http://user:password@host:port.',
        });
    }
    // RFC 9110 §15.5: the same request gets the same response, except after a timeout (408) or a rate limit (429).
    const passing = status < 400 || status > 499 || status === 408 || status === 429;
    return new ConnectFailure(message, {
        passing,
        ...(passing ? {} : { hint: `Allow ${authority} in the proxy, or name the host in NO_PROXY.` }),
    });
}

;// CONCATENATED MODULE: ./packages/core/src/http/connect.ts





/** Maximum time for a connection including name lookup, proxy and TLS. */
const maxConnectMs = 30_000;
// undici makes connections for itself and passes nothing of the exchange to the connector. It does so in the same asynchronous
// context, so the exchange can be found there.
const waiting = new external_node_async_hooks_.AsyncLocalStorage();
/** Runs `send` so that connections made within it end with `wait.signal` and report their steps. */
function whileWaiting(wait, send) {
    return waiting.run(wait, send);
}
/**
 * Makes connections for undici; a time limit and the signal of the exchange apply to every step. undici's own proxy client
 * reconnects endlessly to a proxy that drops connections, and obeys neither limit (nodejs/undici#3897).
 */
function createConnector(settings) {
    return ({ hostname, protocol, port }, callback) => {
        const secure = protocol === 'https:';
        const target = { host: hostname, port: Number(port) || (secure ? 443 : 80), secure };
        const wait = waiting.getStore() ?? { signal: new AbortController().signal, step: undefined };
        connect(target, settings, wait).then((socket) => callback(null, socket), 
        // undici retries by itself for some error codes, but never for an error without a code.
        (cause) => callback(describeFailure(target, wait.step, cause), null));
    };
}
function describeFailure({ host, port }, step, cause) {
    return cause instanceof ConnectFailure
        ? cause
        : new ConnectFailure(`no connection to ${host}:${port}${step === undefined ? '' : ` (${step})`}`, {
            cause,
        });
}
async function connect(target, { secureContext, proxy }, wait) {
    const bound = new AbortController();
    const timer = setTimeout(() => bound.abort(new Error(`not finished within ${maxConnectMs} ms`)), maxConnectMs);
    const signal = AbortSignal.any([wait.signal, bound.signal]);
    let socket;
    try {
        if (proxy === undefined) {
            wait.step = 'connecting';
            socket = await untilReady((0,external_node_net_.connect)(target), 'connect', signal);
        }
        else {
            wait.step = `asking the proxy ${proxy.protocol}//${proxy.host}`;
            socket = await openProxyTunnel(target, proxy, secureContext, signal);
        }
        if (target.secure) {
            wait.step = 'TLS handshake';
            socket = await speakTls(target, socket, secureContext, signal);
        }
        socket.setKeepAlive(true, 60_000).setNoDelay(true);
        wait.step = undefined;
        return socket;
    }
    catch (cause) {
        socket?.destroy();
        throw cause;
    }
    finally {
        clearTimeout(timer);
    }
}
async function speakTls({ host, port }, socket, secureContext, signal) {
    const secured = (0,external_node_tls_.connect)({
        socket,
        // RFC 6066, section 3: an IP address is not a server name.
        ...((0,external_node_net_.isIP)(host) === 0 ? { servername: host } : { host }),
        ALPNProtocols: ['http/1.1'],
        ...(secureContext === undefined ? {} : { secureContext }),
    });
    try {
        return await untilReady(secured, 'secureConnect', signal);
    }
    catch (cause) {
        // Typed as an Error; it is an error code (Node's documentation, "X509 certificate error codes").
        const refused = secured.authorizationError;
        if (typeof refused !== 'string')
            throw cause;
        throw new ConnectFailure(`the certificate of ${host}:${port} is not trusted`, {
            passing: false,
            ...(/ISSUER|SIGNED|SIGNATURE|CHAIN/.test(refused)
                ? { hint: 'Name the certificate of the authority in NODE_EXTRA_CA_CERTS or SSL_CERT_FILE.' }
                : {}),
            cause,
        });
    }
}
/** Waits for the event that makes a socket usable; destroys the socket if the signal fires first. */
function untilReady(socket, event, signal) {
    return new Promise((resolve, reject) => {
        const abort = () => void socket.destroy(asError(signal.reason));
        const settle = (outcome) => {
            signal.removeEventListener('abort', abort);
            outcome();
        };
        socket.once(event, () => settle(() => resolve(socket)));
        // Keep this listener: an error without a listener would end the process.
        socket.on('error', (cause) => settle(() => reject(cause)));
        socket.once('close', () => settle(() => reject(new Error('the other side closed the connection'))));
        if (signal.aborted)
            abort();
        else
            signal.addEventListener('abort', abort, { once: true });
    });
}
const asError = (reason) => (reason instanceof Error ? reason : new Error(String(reason)));

;// CONCATENATED MODULE: ./packages/core/src/http/proxy.ts


/** A setting of the environment: lower case wins, as in curl. */
function readSetting(variables, name) {
    return variables[name.toLowerCase()] || variables[name] || '';
}
/** A host without the brackets of an IPv6 address and without the dot of a root. */
const plainHost = (host) => host
    .toLowerCase()
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '');
/** Host and port of an entry; an address with several colons and no brackets is IPv6 without a port. */
function splitEntry(entry) {
    const [, host, port] = /^(\[.*\]|[^:]*):(\d+)$/.exec(entry) ?? [];
    return { host: plainHost(host ?? entry), port };
}
function isExcepted(url, exceptions) {
    const defaultPort = url.protocol === 'https:' ? '443' : '80';
    const wanted = plainHost(url.hostname);
    return exceptions
        .split(/[\s,]+/)
        .filter((entry) => entry !== '')
        .some((entry) => {
        if (entry === '*')
            return true;
        const { host, port } = splitEntry(entry);
        if (port !== undefined && port !== (url.port || defaultPort))
            return false;
        const suffix = host.replace(/^\*?\./, '');
        return suffix !== '' && (wanted === suffix || wanted.endsWith(`.${suffix}`));
    });
}
/**
 * The proxy for a URL by `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` (hosts and their subdomains, addresses, a port if given,
 * `*` for all); undefined for a direct connection.
 * @throws EnvironmentError E_PROXY for a setting that is not the URL of an HTTP proxy
 */
function chooseProxy(variables, address) {
    const url = new URL(address);
    const name = url.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY';
    const setting = readSetting(variables, name);
    if (setting === '' || isExcepted(url, readSetting(variables, 'NO_PROXY')))
        return undefined;
    const proxy = URL.parse(setting);
    if (proxy === null || (proxy.protocol !== 'http:' && proxy.protocol !== 'https:')) {
        throw new action_error/* EnvironmentError */.eG('E_PROXY', {
            message: `${name} is "${proxy === null ? '(not an address)' : (0,src_redact/* redactUrl */.B)(setting)}", which is not the address of an HTTP proxy.`,
        });
    }
    return proxy;
}

;// CONCATENATED MODULE: ./packages/core/src/http/transport.ts






// undici has its own timeouts; here the signal of the attempt limits the time, and long uploads are allowed.
const timeouts = { headersTimeout: 0, bodyTimeout: 0 };
/**
 * The transport of a process: proxy by `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` in either case, authorities by
 * `NODE_EXTRA_CA_CERTS` and `SSL_CERT_FILE`.
 * @throws EnvironmentError E_PROXY
 */
async function createTransport(variables) {
    const ca = readTrustedAuthorities(variables);
    // One context for all connections: a context per connection would read every authority again, which takes longer than a
    // handshake.
    const secureContext = ca === undefined ? undefined : (0,external_node_tls_.createSecureContext)({ ca });
    // A large module, loaded at the first request.
    const { Agent, request } = await __nccwpck_require__.e(/* import() */ 752).then(__nccwpck_require__.t.bind(__nccwpck_require__, 6752, 19));
    const agents = new Map();
    const choose = (url) => {
        const proxy = chooseProxy(variables, url);
        const key = proxy?.href ?? '';
        const agent = agents.get(key) ?? new Agent({ connect: createConnector({ secureContext, proxy }), ...timeouts });
        agents.set(key, agent);
        return agent;
    };
    return async ({ method, url, headers, body, signal }) => {
        const size = typeof body === 'object' && 'open' in body ? { 'content-length': String(body.size) } : {};
        const dispatcher = choose(url);
        const answer = await untilAborted(signal, () => request(url, {
            method,
            // Compressed responses would need two limits; the few large ones are streamed anyway.
            headers: { 'accept-encoding': 'identity', ...headers, ...size },
            body: openBody(body),
            dispatcher,
            signal,
        }));
        return {
            status: answer.statusCode,
            headers: joinHeaders(answer.headers),
            body: answer.body,
            discard: () => {
                answer.body.on('error', () => undefined);
                answer.body.destroy();
            },
        };
    };
}
/**
 * Sends, and ends with the signal even before there is a connection, for which undici waits regardless of its signal. A
 * canceled exchange is never written, even if its connection is established later.
 */
async function untilAborted(signal, send) {
    signal.throwIfAborted();
    const wait = { signal, step: undefined };
    let give = () => undefined;
    const aborted = new Promise((_, reject) => {
        give = () => {
            const cause = signal.reason;
            reject(wait.step === undefined
                ? cause
                : new ConnectFailure(`no connection was made (${wait.step})`, { cause }));
        };
        signal.addEventListener('abort', give, { once: true });
    });
    try {
        return await Promise.race([whileWaiting(wait, send), aborted]);
    }
    catch (failure) {
        // undici's own message is omitted.
        throw findConnectFailure(failure) ?? failure;
    }
    finally {
        signal.removeEventListener('abort', give);
    }
}
function openBody(body) {
    if (body === undefined)
        return null;
    return typeof body === 'object' && 'open' in body
        ? external_node_stream_.Readable.from(body.open(), { objectMode: false })
        : body;
}
function joinHeaders(headers) {
    const joined = Object.create(null);
    for (const [name, value] of Object.entries(headers)) {
        if (value !== undefined)
            joined[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value;
    }
    return joined;
}

;// CONCATENATED MODULE: ./packages/core/src/http.ts








const defaultAttemptTimeoutMs = 60_000;
const defaultDeadlineMs = 300_000;
const defaultResponseBytes = 32 * 1024 * 1024;
const defaultAttempts = 8;
/** An HTTP client that retries idempotent requests until a deadline, and reports precisely why it gave up. */
function createHttp(options) {
    const { log, clock } = options;
    const random = options.random ?? Math.random;
    let transport;
    return {
        async request(request) {
            transport ??= createTransport(options.environment);
            const send = await transport;
            const startedMs = clock.now();
            const { deadlineMs = defaultDeadlineMs, mostAttempts = defaultAttempts } = request;
            for (let attempt = 1;; attempt += 1) {
                const remainingMs = deadlineMs - (clock.now() - startedMs);
                const outcome = await attemptRequest(send, request, options, Math.max(1, remainingMs));
                if (!('error' in outcome))
                    return outcome;
                const delayMs = outcome.delayMs ?? chooseDelayMs(attempt, random);
                const leftMs = deadlineMs - (clock.now() - startedMs) - delayMs;
                if (!outcome.retry || attempt >= mostAttempts)
                    throw outcome.error;
                if (leftMs <= 0)
                    throw exceedDeadline(request, outcome, deadlineMs, delayMs, attempt);
                log.debug(`${outcome.error.message} Trying again in ${delayMs} ms.`);
                await clock.sleep(delayMs, joinSignals(request.signal, options.signal));
            }
        },
    };
}
function joinSignals(...signals) {
    return AbortSignal.any(signals.filter((signal) => signal !== undefined));
}
async function attemptRequest(send, request, options, remainingMs) {
    const cancelled = joinSignals(request.signal, options.signal);
    const timeoutMs = Math.min(request.attemptTimeoutMs ?? defaultAttemptTimeoutMs, remainingMs);
    const timeout = new AbortController();
    const timer = setTimeout(() => timeout.abort(), timeoutMs);
    const progress = { sunk: false, sinkFailure: undefined };
    try {
        return await followRedirects(send, request, options, joinSignals(cancelled, timeout.signal), progress);
    }
    catch (cause) {
        if (cancelled.aborted)
            throw cancelled.reason;
        if (progress.sinkFailure !== undefined)
            throw progress.sinkFailure.cause;
        if (cause instanceof action_error/* ActionError */.lZ && !(cause instanceof action_error/* RemoteError */.Hi && cause.retryable))
            throw cause;
        const error = cause instanceof action_error/* RemoteError */.Hi ? cause : describeBroken(request, cause, timeout.signal, timeoutMs);
        // Bytes that were written to a sink cannot be taken back.
        const retry = !progress.sunk && mayRetryFailure(cause, isIdempotent(request));
        return { error, retry, delayMs: undefined };
    }
    finally {
        clearTimeout(timer);
    }
}
async function followRedirects(send, request, options, signal, progress) {
    let step = {
        url: request.url,
        headers: { 'user-agent': options.userAgent, ...request.headers },
    };
    for (let followed = 0;; followed += 1) {
        const { method, body } = request;
        const answer = await send({ method, url: step.url, headers: step.headers, body, signal });
        const next = planRedirect(request, step, answer, followed);
        options.log.debug(`${method} ${(0,src_redact/* redactUrl */.B)(step.url)} answered ${answer.status}`);
        if (next !== undefined) {
            answer.discard();
            step = next;
            continue;
        }
        const { status } = answer;
        const good = status >= 200 && status < 300;
        const accepted = good ||
            request.acceptedStatuses?.includes(status) === true ||
            (status < 400 && request.redirect === 'manual');
        const sink = good ? request.sink : undefined;
        const bytes = await readBody(answer, step.url, request.maxResponseBytes ?? defaultResponseBytes, sink === undefined
            ? undefined
            : async (chunk) => {
                progress.sunk = true;
                try {
                    await sink(chunk);
                }
                catch (cause) {
                    progress.sinkFailure = { cause };
                    throw cause;
                }
            });
        const response = createResponse(answer, step.url, bytes);
        return accepted ? response : rejectStatus(request, response, options.clock.now());
    }
}
function rejectStatus(request, response, nowMs) {
    const retry = mayRetryAnswer(response, isIdempotent(request));
    const delayMs = readRequestedDelayMs(response, nowMs);
    const requestId = readRequestId(response.headers);
    const error = new action_error/* RemoteError */.Hi('E_HTTP_STATUS', {
        message: `${label(request)} was answered with ${response.status}${requestId === undefined ? '' : ` (request ${(0,neutralise/* neutraliseLine */.fZ)(requestId, 80)})`}: "${excerpt(response.text())}".`,
        status: response.status,
        url: (0,src_redact/* redactUrl */.B)(request.url),
        requestId,
        retryable: retry,
        retryAfterMs: delayMs,
    });
    return { error, retry, delayMs };
}
function exceedDeadline(request, { error }, deadlineMs, delayMs, attempts) {
    // Distinguish a service that was never reached from a slow one.
    const unconnected = findConnectFailure(error) !== undefined;
    return new action_error/* RemoteError */.Hi(unconnected ? 'E_HTTP_NETWORK' : 'E_HTTP_DEADLINE', {
        message: `${label(request)} did not succeed within ${Math.round(deadlineMs / 1000)} s (${attempts} attempts, ${Math.round(delayMs / 1000)} s more to wait). The last one: ${error.message}`,
        status: error.status,
        url: error.url,
        requestId: error.requestId,
        retryable: true,
        cause: error,
    });
}
function isIdempotent({ idempotent, method }) {
    return idempotent ?? (method !== 'POST' && method !== 'PATCH');
}
const label = ({ method, url }) => `${method} ${(0,src_redact/* redactUrl */.B)(url)}`;
/** The error for an exchange without a response. @param timeout fired when it took too long */
function describeBroken(request, cause, timeout, timeoutMs) {
    const unconnected = findConnectFailure(cause);
    const late = timeout.aborted;
    const what = unconnected === undefined
        ? late
            ? `had no answer within ${timeoutMs} ms`
            : `failed: ${http_describeFailure(cause)}`
        : `failed: ${late ? `within ${timeoutMs} ms, ` : ''}${http_describeFailure(unconnected)}`;
    return new action_error/* RemoteError */.Hi(late && unconnected === undefined ? 'E_HTTP_DEADLINE' : 'E_HTTP_NETWORK', {
        message: `${label(request)} ${what}.`,
        hint: unconnected?.hint,
        url: (0,src_redact/* redactUrl */.B)(request.url),
        retryable: unconnected?.passing ?? true,
        cause,
    });
}
/** Names and codes along the chain of causes: "fetch failed" by itself helps nobody. */
function http_describeFailure(failure) {
    const parts = [];
    for (let cause = failure; cause instanceof Error && parts.length < 4; cause = cause.cause) {
        const { code } = cause;
        parts.push(typeof code === 'string' ? `${code} ${cause.message}` : cause.message);
    }
    return (0,neutralise/* neutraliseLine */.fZ)((0,src_redact/* redactText */.R)(parts.join(', ')), 400);
}

// EXTERNAL MODULE: ./packages/core/src/inputs.ts
var inputs = __nccwpck_require__(7276);
;// CONCATENATED MODULE: external "node:os"
const external_node_os_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:os");
;// CONCATENATED MODULE: ./packages/core/src/job-environment.ts


/**
 * Reads the variables of the runner.
 * @throws EnvironmentError E_NOT_IN_JOB for a repository that is not `owner/name`
 */
function readJobEnvironment(variables) {
    const read = (name, fallback = '') => variables[name] || fallback;
    const count = (name) => Number.parseInt(read(name, '0'), 10) || 0;
    const address = (name, fallback) => read(name, fallback).replace(/\/+$/, '');
    const repository = read('GITHUB_REPOSITORY');
    const [owner = '', name = '', ...rest] = repository.split('/');
    if (repository !== '' && (owner === '' || name === '' || rest.length > 0)) {
        throw new action_error/* EnvironmentError */.eG('E_NOT_IN_JOB', {
            message: `GITHUB_REPOSITORY is "${repository}", which is not "owner/name".`,
        });
    }
    const refType = read('GITHUB_REF_TYPE');
    return {
        repository,
        owner,
        name,
        serverUrl: address('GITHUB_SERVER_URL', 'https://github.com'),
        apiUrl: address('GITHUB_API_URL', 'https://api.github.com'),
        graphqlUrl: address('GITHUB_GRAPHQL_URL', 'https://api.github.com/graphql'),
        ref: read('GITHUB_REF'),
        refName: read('GITHUB_REF_NAME'),
        refType: refType === 'branch' || refType === 'tag' ? refType : undefined,
        sha: read('GITHUB_SHA'),
        runId: count('GITHUB_RUN_ID'),
        runAttempt: count('GITHUB_RUN_ATTEMPT'),
        runNumber: count('GITHUB_RUN_NUMBER'),
        jobId: read('GITHUB_JOB'),
        workflow: read('GITHUB_WORKFLOW'),
        workflowRef: read('GITHUB_WORKFLOW_REF'),
        eventName: read('GITHUB_EVENT_NAME'),
        eventPath: read('GITHUB_EVENT_PATH'),
        actor: read('GITHUB_ACTOR'),
        workspace: read('GITHUB_WORKSPACE', process.cwd()),
        temporaryDirectory: read('RUNNER_TEMP', (0,external_node_os_namespaceObject.tmpdir)()),
        runnerEnvironment: read('RUNNER_ENVIRONMENT', 'self-hosted'),
        variable: (wanted) => variables[wanted] || undefined,
    };
}

;// CONCATENATED MODULE: ./packages/core/src/errors/file-system-error.ts


/** What the machine lacks, by the errno(3) codes that report it, and what to do about it. */
const reasons = {
    ENOSPC: ['the disk is full', 'Free disk space or use a runner with a larger disk, then re-run the job.'],
    EDQUOT: ['the disk quota is used up', 'Free disk space or raise the quota, then re-run the job.'],
    EFBIG: ['the file would be larger than this machine allows', 'Raise the limit on file sizes (ulimit -f).'],
    EROFS: ['the file system is read-only', 'Choose a folder that can be written to.'],
    EACCES: ['permission denied', 'Give the user of the job access to the file and its folder.'],
    EPERM: ['operation not permitted', 'Give the user of the job access to the file and its folder.'],
    EMFILE: ['too many open files', 'Raise the limit on open files (ulimit -n), then re-run the job.'],
    ENFILE: ['too many open files on this machine', 'Re-run the job on a machine with less load.'],
    ENAMETOOLONG: ['the path is too long', 'Use a workspace with a shorter path.'],
    EIO: ['the disk failed', 'Re-run the job on a different machine.'],
    ESTALE: ['the network file system lost the file', 'Re-run the job.'],
};
/** System calls on files, as Node names them; sockets and programs have errors of their own. */
const fileCalls = /^(?:access|append|chmod|chown|close|copyfile|cp|f?stat|f?truncate|fdatasync|fsync|futime|link|lstat|lutime|mkdir|mkdtemp|open|opendir|read|readlink|realpath|rename|rm|rmdir|scandir|symlink|unlink|utime|write)/;
/**
 * The error for a failure of the file system that the caller's code did not cause: a full disk, a missing permission, too many
 * open files. Undefined for anything else.
 */
function describeFileSystemError(failure) {
    if (!(failure instanceof Error))
        return undefined;
    const { code = '', syscall = '', path } = failure;
    const reason = Object.hasOwn(reasons, code) ? reasons[code] : undefined;
    if (reason === undefined || !fileCalls.test(syscall))
        return undefined;
    const [what, hint] = reason;
    const where = path === undefined ? '' : ` of "${(0,neutralise/* neutraliseLine */.fZ)(path, 400)}"`;
    return new action_error/* EnvironmentError */.eG('E_FILE_SYSTEM', {
        message: `The call ${syscall}${where} failed: ${what} (${code}).`,
        hint,
        cause: failure,
    });
}

;// CONCATENATED MODULE: ./packages/core/src/report-failure.ts


/** The failures inside an AggregateError, each once; any other failure as a single item. */
function unroll(failure) {
    if (failure instanceof AggregateError && failure.errors.length > 0)
        return failure.errors.flatMap(unroll);
    return [failure];
}
function* walkCauses(failure) {
    const seen = new Set([failure]);
    let cause = failure instanceof Error ? failure.cause : undefined;
    while (cause instanceof Error && !seen.has(cause)) {
        seen.add(cause);
        yield cause;
        cause = cause.cause;
    }
}
/**
 * Reports what went wrong: a known failure with its code, the value seen and what to change; any other failure as a bug, with
 * its stack.
 */
function reportFailure(log, failure) {
    for (const thrown of unroll(failure)) {
        const each = describeFileSystemError(thrown) ?? thrown;
        if (each instanceof action_error/* ActionError */.lZ) {
            log.error(`${each.message} ${each.hint}`, each.code);
            for (const cause of walkCauses(each))
                log.detail(`caused by ${cause.name}: ${cause.message}`);
            continue;
        }
        const error = each instanceof Error ? each : new Error(String(each));
        log.error(`${error.name}: ${error.message} (this is a bug, please report it)`, 'unexpected error');
        for (const line of (error.stack ?? '').split('\n').slice(1))
            log.detail(line.trim());
        for (const cause of walkCauses(error))
            log.detail(`caused by ${cause.name}: ${cause.message}`);
    }
}

// EXTERNAL MODULE: ./packages/core/src/markdown.ts
var markdown = __nccwpck_require__(2712);
;// CONCATENATED MODULE: ./packages/core/src/summary.ts



// https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands#step-isolation-and-limits
const largestSummaryBytes = 1024 * 1024;
const mostTableRows = 1000;
/** A table of GitHub's Markdown. */
function renderMarkdownTable(headers, rows) {
    const line = (cells) => `| ${cells.map(markdown/* renderInline */._).join(' | ')} |`;
    const shown = rows.slice(0, mostTableRows).map((row) => headers.map((_, index) => row[index] ?? ''));
    const rest = rows.length - shown.length;
    return [
        line(headers),
        `|${headers.map(() => '---').join('|')}|`,
        ...shown.map(line),
        ...(rest > 0 ? ['', `… and ${rest} more.`] : []),
    ].join('\n');
}
const renderBlocks = (blocks) => blocks.map((block) => `${block}\n`).join('\n');
/** An empty summary. */
function createSummary() {
    const blocks = [];
    let written = false;
    return {
        addHeading: (text, level = 3) => void blocks.push(`${'#'.repeat(level)} ${(0,neutralise/* escapeMarkdown */.FV)(text)}`),
        addTable: (headers, rows) => void blocks.push(renderMarkdownTable(headers, rows)),
        addParagraph: (text) => void blocks.push((0,markdown/* renderInline */._)(text)),
        addDetails: (title, markdown) => void blocks.push(`<details>\n<summary>${(0,neutralise/* escapeHtml */.ZD)(title)}</summary>\n\n${markdown}\n\n</details>`),
        addMarkdown: (markdown) => void blocks.push(markdown),
        write(path) {
            if (path === undefined || path === '' || blocks.length === 0 || written)
                return;
            written = true;
            const used = (0,external_node_fs_.statSync)(path, { throwIfNoEntry: false })?.size ?? 0;
            let text = renderBlocks(blocks);
            // Whole blocks go, so that what stays is valid Markdown.
            for (let kept = blocks.length - 1; used + Buffer.byteLength(text) > largestSummaryBytes; kept -= 1) {
                if (kept < 0)
                    return;
                text = `${renderBlocks(blocks.slice(0, kept))}\nThe rest of this summary is longer than GitHub shows.\n`;
            }
            (0,external_node_fs_.appendFileSync)(path, text);
        },
    };
}

;// CONCATENATED MODULE: ./packages/core/src/version.ts
/** Version of Slipway, as the root `package.json` has it. Written by `npm run docs`. */
const version = '0.1.0';

;// CONCATENATED MODULE: ./packages/core/src/run-action.ts










// The runner sends SIGINT, SIGTERM 7.5 s later, and kills after 2.5 s more.
const cancellationGraceMs = 7000;
const postMark = 'isPost';
/**
 * Runs an action: reads and masks its inputs, runs its part, reports a failure once, writes the summary, and sets the exit
 * code. It never throws.
 */
async function runAction(definition) {
    const output = {
        variables: process.env,
        writeLine: (line) => void process.stdout.write(`${line}\n`),
    };
    const log = createActionLog(output);
    const summary = createSummary();
    const isPost = output.variables[`STATE_${postMark}`] === 'true';
    const writeSummary = () => {
        try {
            summary.write(output.variables['GITHUB_STEP_SUMMARY']);
        }
        catch (failure) {
            // The result of the action stands, whether or not there is room to tell it.
            log.warning(`The job summary was not written: ${describe(failure)}`);
        }
    };
    const fail = (failure) => {
        // What is left to do after a job cannot undo its result.
        if (isPost)
            log.warning(`the step after the job did not finish: ${describe(failure)}`);
        else {
            reportFailure(log, failure);
            process.exitCode = 1;
        }
    };
    const cancellation = watchCancellation(writeSummary);
    endOnStrayFailure((failure) => {
        fail(failure);
        writeSummary();
    });
    try {
        for (const secret of (0,inputs/* listSecretInputs */.Q1)(definition.inputs, output.variables))
            log.mask(secret);
        const context = createContext(definition, output, log, cancellation, summary);
        if (isPost)
            await definition.post?.(context);
        else {
            if (definition.post !== undefined)
                context.state.set(postMark, 'true');
            await log.group('Inputs', async () => listInputs(definition.inputs, output, log));
            await definition.main(context);
        }
    }
    catch (failure) {
        fail(cancellation.aborted && !isPost ? cancellation.reason : failure);
    }
    finally {
        writeSummary();
    }
    endSoon();
}
function createContext(definition, output, log, signal, summary) {
    const { variables } = output;
    return {
        inputs: (0,inputs/* readInputs */.Ko)(definition.inputs, variables),
        log,
        http: createHttp({
            log,
            clock: systemClock,
            userAgent: `slipway-${definition.name}/${version}`,
            environment: variables,
            signal,
        }),
        clock: systemClock,
        signal,
        job: readJobEnvironment(variables),
        setOutput: (name, value) => appendToCommandFile(output, 'GITHUB_OUTPUT', name, value),
        summary,
        state: {
            get: (name) => variables[`STATE_${name}`] || undefined,
            set: (name, value) => appendToCommandFile(output, 'GITHUB_STATE', name, value),
        },
    };
}
function listInputs(schema, { variables }, log) {
    for (const [name, definition] of Object.entries(schema)) {
        const text = (0,inputs/* readInputText */._)(name, definition.default, variables);
        if (text === '')
            continue;
        log.info(`${name}: ${definition.kind === 'secret' ? '(secret)' : text.replaceAll('\n', ', ')}`);
    }
}
function watchCancellation(beforeExit) {
    const controller = new AbortController();
    const cancel = (signal) => {
        if (controller.signal.aborted)
            return;
        controller.abort(new action_error/* EnvironmentError */.eG('E_INTERRUPTED', { message: `The job was cancelled (${signal}).` }));
        setTimeout(() => {
            beforeExit();
            process.exit(1);
        }, cancellationGraceMs).unref();
    };
    process.on('SIGINT', cancel);
    process.on('SIGTERM', cancel);
    return controller.signal;
}
/** A failure that nobody waits for, in a promise or a callback, ends the action; it must not end without its summary. */
function endOnStrayFailure(report) {
    const end = (failure) => {
        report(failure);
        endSoon();
    };
    process.on('unhandledRejection', end);
    process.on('uncaughtException', end);
}
function describe(failure) {
    return failure instanceof Error ? failure.message : String(failure);
}
// An idle connection would keep the process for as long as its server does; what was written is flushed first.
function endSoon() {
    process.stdout.write('', () => process.exit());
}


/***/ }),

/***/ 253:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Bc: () => (/* binding */ isDigest),
/* harmony export */   QN: () => (/* binding */ digestBytes),
/* harmony export */   kG: () => (/* binding */ digestLike)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(7598);
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__nccwpck_require__.n(node_crypto__WEBPACK_IMPORTED_MODULE_0__);

// https://github.com/opencontainers/image-spec/blob/v1.1.1/descriptor.md#registered-algorithms
const pattern = /^(?:sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$/;
/** Whether a text is a digest of a registered algorithm; only such a text becomes a part of an address or a path. */
function isDigest(text) {
    return typeof text === 'string' && pattern.test(text);
}
/** `sha256:<hex>` of bytes. */
function digestBytes(bytes) {
    return `sha256:${(0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256').update(bytes).digest('hex')}`;
}
/** The digest of bytes in the algorithm of another digest, to compare them. */
function digestLike(expected, bytes) {
    const algorithm = expected.split(':', 1)[0] ?? 'sha256';
    return `${algorithm}:${(0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)(algorithm).update(bytes).digest('hex')}`;
}


/***/ }),

/***/ 5534:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   B: () => (/* binding */ formatPlatform),
/* harmony export */   W: () => (/* binding */ normalisePlatform)
/* harmony export */ });
function readText(fields, name) {
    const value = fields?.[name];
    return typeof value === 'string' ? value : '';
}
/**
 * `linux/arm64/v8`, and `windows(10.0.17763.1577)/amd64` for a platform of one version, as containerd writes them; undefined
 * where there is none, or it is for no platform (`unknown/unknown` are BuildKit's attestations).
 */
function formatPlatform(fields) {
    const [os, architecture, variant] = ['os', 'architecture', 'variant'].map((name) => readText(fields, name));
    if (os === '' || os === 'unknown' || architecture === '')
        return undefined;
    const version = readText(fields, 'os.version');
    const system = version === '' ? os : `${os}(${version})`;
    return [system, architecture, ...(variant === '' ? [] : [variant])].join('/');
}
// Other spellings, as containerd reads them (github.com/containerd/platforms, database.go, normalizeArch and normalizeOS).
const architectures = {
    aarch64: 'arm64',
    armel: 'arm/v6',
    armhf: 'arm/v7',
    i386: '386',
    x86_64: 'amd64',
    'x86-64': 'amd64',
};
/**
 * The name of a platform that is the same for every way to write it: without the variant that is the default, `arm` with it;
 * undefined as `formatPlatform`.
 */
function normalisePlatform(fields) {
    const [os, architecture, variant] = ['os', 'architecture', 'variant'].map((name) => readText(fields, name).toLowerCase());
    const [name = '', implied = ''] = (architectures[architecture] ?? architecture).split('/');
    const given = variant === '' ? implied : variant;
    const number = given === '' || given.startsWith('v') ? given : `v${given}`;
    const isDefault = (name === 'arm64' && number === 'v8') || (name === 'amd64' && number === 'v1');
    const shown = isDefault ? '' : name === 'arm' && number === '' ? 'v7' : number;
    return formatPlatform({
        ...fields,
        os: os === 'macos' ? 'darwin' : os,
        architecture: name,
        variant: shown,
    });
}


/***/ }),

/***/ 6768:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   F2: () => (/* binding */ parseReference),
/* harmony export */   _g: () => (/* binding */ registryOrigin),
/* harmony export */   dz: () => (/* binding */ isTag),
/* harmony export */   n_: () => (/* binding */ checkRepository)
/* harmony export */ });
/* unused harmony exports checkRegistry, formatReference */
/* harmony import */ var _slipway_core_errors_action_error__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(1044);
/* harmony import */ var _slipway_core_neutralise__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(3243);
/* harmony import */ var _digest_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(253);



// The grammar of distribution/reference (https://pkg.go.dev/github.com/distribution/reference).
const component = /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*$/;
const registryPattern = /^(?:\[[0-9a-fA-F:]+\]|[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*)(?::\d{1,5})?$/;
const tagPattern = /^\w[\w.-]{0,127}$/;
const longestName = 255;
const dockerHub = 'docker.io';
function refuse(text, reason) {
    return new _slipway_core_errors_action_error__WEBPACK_IMPORTED_MODULE_0__/* .InputError */ .dz('E_OCI_REFERENCE', {
        message: `"${(0,_slipway_core_neutralise__WEBPACK_IMPORTED_MODULE_1__/* .neutraliseLine */ .fZ)(text, 300)}" is not the name of an image: ${reason}.`,
    });
}
/** Whether a text can be a tag: at most 128 letters, digits, `_`, `.` and `-`, not starting with the last two. */
function isTag(text) {
    return tagPattern.test(text);
}
/** Checks the path of an image below its registry. @throws InputError E_OCI_REFERENCE */
function checkRepository(repository) {
    if (/[A-Z]/.test(repository)) {
        throw refuse(repository, `it has upper-case letters, which no registry accepts; write "${(0,_slipway_core_neutralise__WEBPACK_IMPORTED_MODULE_1__/* .neutraliseLine */ .fZ)(repository.toLowerCase(), 300)}"`);
    }
    const wrong = repository.split('/').find((part) => !component.test(part));
    if (wrong !== undefined)
        throw refuse(repository, `"${(0,_slipway_core_neutralise__WEBPACK_IMPORTED_MODULE_1__/* .neutraliseLine */ .fZ)(wrong, 100)}" is not a part of a name`);
    if (repository.length > longestName)
        throw refuse(repository, `it has more than ${longestName} characters`);
}
/** Checks the host of a registry, with a port or without. @throws InputError E_OCI_REFERENCE */
function checkRegistry(registry) {
    if (!registryPattern.test(registry))
        throw refuse(registry, 'a registry is a host, with ":port" if it has one, and no "https://" in front');
}
function namesRegistry(first) {
    return first === 'localhost' || /[.:]/.test(first);
}
/**
 * Reads `registry/path:tag@digest`. A name without a registry is one of Docker Hub, as Docker has it.
 * @throws InputError E_OCI_REFERENCE
 */
function parseReference(text) {
    const [name = '', digest, ...more] = text.split('@');
    if (more.length > 0 || (digest !== undefined && !(0,_digest_js__WEBPACK_IMPORTED_MODULE_2__/* .isDigest */ .Bc)(digest)))
        throw refuse(text, 'what follows "@" is not a digest of the form "sha256:" with 64 hex digits');
    const colon = name.indexOf(':', name.lastIndexOf('/') + 1);
    const path = colon < 0 ? name : name.slice(0, colon);
    const tag = colon < 0 ? undefined : name.slice(colon + 1);
    if (tag !== undefined && !isTag(tag))
        throw refuse(text, `"${(0,_slipway_core_neutralise__WEBPACK_IMPORTED_MODULE_1__/* .neutraliseLine */ .fZ)(tag, 160)}" is not a tag (at most 128 of A-Z a-z 0-9 _ . -)`);
    const slash = path.indexOf('/');
    const first = slash < 0 ? '' : path.slice(0, slash);
    const registry = namesRegistry(first) ? first.toLowerCase() : dockerHub;
    const rest = namesRegistry(first) ? path.slice(slash + 1) : path;
    checkRegistry(registry);
    if (rest === '')
        throw refuse(text, 'it has no name below the registry');
    checkRepository(rest);
    const repository = registry === dockerHub && !rest.includes('/') ? `library/${rest}` : rest;
    return { registry, repository, tag, digest };
}
/** Writes a reference in full. */
function formatReference({ registry, repository, tag, digest }) {
    return `${registry}/${repository}${tag === undefined ? '' : `:${tag}`}${digest === undefined ? '' : `@${digest}`}`;
}
function isLoopback(host) {
    return (host === 'localhost' || host.endsWith('.localhost') || /^127(?:\.\d+){3}$/.test(host) || host === '[::1]');
}
/** The origin of a registry's API: https, or http for this machine alone. @throws InputError E_OCI_REFERENCE */
function registryOrigin(registry) {
    checkRegistry(registry);
    if (registry === dockerHub)
        return 'https://registry-1.docker.io';
    const host = registry.replace(/:\d+$/, '').toLowerCase();
    const origin = URL.parse(`${isLoopback(host) ? 'http' : 'https'}://${registry}`)?.origin;
    if (origin === undefined)
        throw refuse(registry, 'it is not a host');
    return origin;
}


/***/ }),

/***/ 276:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Z: () => (/* binding */ compareVersions)
/* harmony export */ });
const phaseRank = { a: 0n, b: 1n, rc: 2n };
const compareNumbers = (left, right) => (left < right ? -1 : left > right ? 1 : 0);
function compareReleases(left, right) {
    for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
        const order = compareNumbers(left[index] ?? 0n, right[index] ?? 0n);
        if (order !== 0)
            return order;
    }
    return 0;
}
// A development version sorts before the pre-releases of its release, a final version after them.
function rankPre({ pre, post, dev }) {
    if (pre !== undefined)
        return [phaseRank[pre.phase], pre.number];
    return post === undefined && dev !== undefined ? [-1n, 0n] : [3n, 0n];
}
function compareLocals(left, right) {
    for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
        const [a, b] = [left[index], right[index]];
        if (a === undefined || b === undefined)
            return a === b ? 0 : a === undefined ? -1 : 1;
        if (typeof a === 'bigint' && typeof b === 'bigint') {
            if (a !== b)
                return compareNumbers(a, b);
        }
        else if (typeof a === 'string' && typeof b === 'string') {
            if (a !== b)
                return a < b ? -1 : 1;
        }
        else
            return typeof a === 'bigint' ? 1 : -1;
    }
    return 0;
}
/** The order of PEP 440, for `sort`: negative if `left` is lower. */
function compareVersions(left, right) {
    const [leftPhase, leftNumber] = rankPre(left);
    const [rightPhase, rightNumber] = rankPre(right);
    return (compareNumbers(left.epoch, right.epoch) ||
        compareReleases(left.release, right.release) ||
        compareNumbers(leftPhase, rightPhase) ||
        compareNumbers(leftNumber, rightNumber) ||
        // No post number sorts before any; no development number sorts after any.
        compareNumbers(left.post ?? -1n, right.post ?? -1n) ||
        compareDev(left.dev, right.dev) ||
        compareLocals(left.local, right.local));
}
function compareDev(left, right) {
    if (left === undefined || right === undefined)
        return left === right ? 0 : left === undefined ? 1 : -1;
    return compareNumbers(left, right);
}


/***/ }),

/***/ 2693:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   V1: () => (/* binding */ isPrerelease),
/* harmony export */   qh: () => (/* binding */ formatVersion)
/* harmony export */ });
/* unused harmony exports toSemver, toImageTag */
/** The canonical form (PEP 440, "Normalization"). */
function formatVersion(version) {
    const { epoch, release, pre, post, dev, local } = version;
    return [
        epoch === 0n ? '' : `${epoch}!`,
        release.join('.'),
        pre === undefined ? '' : `${pre.phase}${pre.number}`,
        post === undefined ? '' : `.post${post}`,
        dev === undefined ? '' : `.dev${dev}`,
        local.length === 0 ? '' : `+${local.join('.')}`,
    ].join('');
}
/** Alpha, beta, candidate and development versions, which installers skip unless asked. */
function isPrerelease({ pre, dev }) {
    return pre !== undefined || dev !== undefined;
}
const semverPhases = { a: 'alpha', b: 'beta', rc: 'rc' };
/**
 * The spelling of Semantic Versioning 2.0.0; undefined for what it cannot express: an epoch, a post-release, a release of more
 * than three parts.
 */
function toSemver(version) {
    const { epoch, release, pre, post, dev, local } = version;
    if (epoch !== 0n || post !== undefined || release.length > 3)
        return undefined;
    const core = [release[0] ?? 0n, release[1] ?? 0n, release[2] ?? 0n].join('.');
    const identifiers = [
        ...(pre === undefined ? [] : [semverPhases[pre.phase], String(pre.number)]),
        ...(dev === undefined ? [] : ['dev', String(dev)]),
    ];
    const build = local.length === 0 ? '' : `+${local.join('.')}`;
    return `${core}${identifiers.length === 0 ? '' : `-${identifiers.join('.')}`}${build}`;
}
/** The spelling as a tag of an OCI registry (`[A-Za-z0-9_][A-Za-z0-9._-]{0,127}`); undefined with an epoch or if too long. */
function toImageTag(version) {
    if (version.epoch !== 0n)
        return undefined;
    const tag = formatVersion(version).replace('+', '-');
    return tag.length <= 128 ? tag : undefined;
}


/***/ }),

/***/ 6401:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   o: () => (/* binding */ parseVersion),
/* harmony export */   z: () => (/* binding */ tryParseVersion)
/* harmony export */ });
/* harmony import */ var _slipway_core_errors_action_error__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(1044);
/* harmony import */ var _slipway_core_neutralise__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(3243);


// PEP 440, appendix B, without surrounding blanks; digits are ASCII.
const form = /^v?(?:(?<epoch>[0-9]+)!)?(?<release>[0-9]+(?:\.[0-9]+)*)(?:[-_.]?(?<phase>alpha|a|beta|b|preview|pre|c|rc)[-_.]?(?<pre>[0-9]+)?)?(?:-(?<implicit>[0-9]+)|(?<postWord>[-_.]?(?:post|rev|r)[-_.]?(?<post>[0-9]+)?))?(?<devWord>[-_.]?dev[-_.]?(?<dev>[0-9]+)?)?(?:\+(?<local>[a-z0-9]+(?:[-_.][a-z0-9]+)*))?$/i;
const phases = {
    a: 'a',
    alpha: 'a',
    b: 'b',
    beta: 'b',
    c: 'rc',
    rc: 'rc',
    pre: 'rc',
    preview: 'rc',
};
// Longer than any published version; the limit keeps hostile input cheap.
const longestVersion = 256;
/** Undefined for a text that is not a version. */
function tryParseVersion(text) {
    if (text.length > longestVersion)
        return undefined;
    const found = form.exec(text)?.groups;
    if (found === undefined)
        return undefined;
    const count = (digits) => BigInt(digits ?? '0');
    const { phase } = found;
    const post = found['implicit'] ?? (found['postWord'] === undefined ? undefined : (found['post'] ?? '0'));
    return {
        epoch: count(found['epoch']),
        release: (found['release'] ?? '').split('.').map(BigInt),
        pre: phase === undefined
            ? undefined
            : { phase: phases[phase.toLowerCase()] ?? 'rc', number: count(found['pre']) },
        post: post === undefined ? undefined : BigInt(post),
        dev: found['devWord'] === undefined ? undefined : count(found['dev']),
        local: (found['local'] ?? '')
            .toLowerCase()
            .split(/[-_.]/)
            .filter((segment) => segment !== '')
            .map((segment) => (/^[0-9]+$/.test(segment) ? BigInt(segment) : segment)),
    };
}
/** @param what where the text is from, for the error  @throws InputError E_VERSION_INVALID */
function parseVersion(text, what = 'The version') {
    const version = tryParseVersion(text);
    if (version === undefined) {
        throw new _slipway_core_errors_action_error__WEBPACK_IMPORTED_MODULE_0__/* .InputError */ .dz('E_VERSION_INVALID', {
            message: `${what} is "${(0,_slipway_core_neutralise__WEBPACK_IMPORTED_MODULE_1__/* .neutraliseLine */ .fZ)(text, 120)}", which is not a version of PEP 440.`,
        });
    }
    return version;
}


/***/ }),

/***/ 75:
/***/ ((module) => {

module.exports = eval("require")("supports-color");


/***/ }),

/***/ 6982:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("crypto");

/***/ }),

/***/ 9896:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("fs");

/***/ }),

/***/ 1943:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("fs/promises");

/***/ }),

/***/ 4589:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:assert");

/***/ }),

/***/ 6698:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:async_hooks");

/***/ }),

/***/ 4573:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:buffer");

/***/ }),

/***/ 7540:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:console");

/***/ }),

/***/ 7598:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:crypto");

/***/ }),

/***/ 3053:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:diagnostics_channel");

/***/ }),

/***/ 610:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:dns");

/***/ }),

/***/ 8474:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:events");

/***/ }),

/***/ 3024:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:fs");

/***/ }),

/***/ 7067:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:http");

/***/ }),

/***/ 2467:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:http2");

/***/ }),

/***/ 7030:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:net");

/***/ }),

/***/ 643:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:perf_hooks");

/***/ }),

/***/ 1792:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:querystring");

/***/ }),

/***/ 7075:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:stream");

/***/ }),

/***/ 1692:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:tls");

/***/ }),

/***/ 3136:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:url");

/***/ }),

/***/ 7975:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:util");

/***/ }),

/***/ 3429:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:util/types");

/***/ }),

/***/ 5919:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:worker_threads");

/***/ }),

/***/ 8522:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:zlib");

/***/ }),

/***/ 857:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("os");

/***/ }),

/***/ 6928:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("path");

/***/ }),

/***/ 3193:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("string_decoder");

/***/ }),

/***/ 2018:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("tty");

/***/ }),

/***/ 7016:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("url");

/***/ }),

/***/ 9023:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("util");

/***/ }),

/***/ 9498:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {

const { RetryOperation } = __nccwpck_require__(4544)

const createTimeout = (attempt, opts) => Math.min(Math.round((1 + (opts.randomize ? Math.random() : 0)) * Math.max(opts.minTimeout, 1) * Math.pow(opts.factor, attempt)), opts.maxTimeout)
const isRetryError = err => err?.code === 'EPROMISERETRY' && Object.hasOwn(err, 'retried')

const promiseRetry = async (fn, options = {}) => {
  let timeouts = []
  if (options instanceof Array) {
    timeouts = [...options]
  } else {
    if (options.retries === Infinity) {
      options.forever = true
      delete options.retries
    }
    const opts = {
      retries: 10,
      factor: 2,
      minTimeout: 1 * 1000,
      maxTimeout: Infinity,
      randomize: false,
      ...options
    }
    if (opts.minTimeout > opts.maxTimeout) {
      throw new Error('minTimeout is greater than maxTimeout')
    }
    if (opts.retries) {
      for (let i = 0; i < opts.retries; i++) {
        timeouts.push(createTimeout(i, opts))
      }
      // sort the array numerically ascending (since the timeouts may be out of order at factor < 1)
      timeouts.sort((a, b) => a - b)
    } else if (options.forever) {
      timeouts.push(createTimeout(0, opts))
    }
  }

  const operation = new RetryOperation(timeouts, {
    forever: options.forever,
    unref: options.unref,
    maxRetryTime: options.maxRetryTime
  })

  return new Promise(function (resolve, reject) {
    operation.attempt(async number => {
      try {
        const result = await fn(err => {
          throw Object.assign(new Error('Retrying'), { code: 'EPROMISERETRY', retried: err })
        }, number, operation)
        return resolve(result)
      } catch (err) {
        if (!isRetryError(err)) {
          return reject(err)
        }
        if (!operation.retry(err.retried || new Error())) {
          return reject(err.retried)
        }
      }
    })
  })
}

module.exports = { promiseRetry }


/***/ }),

/***/ 4544:
/***/ ((module) => {

class RetryOperation {
  #attempts = 1
  #cachedTimeouts = null
  #errors = []
  #fn = null
  #maxRetryTime
  #operationStart = null
  #originalTimeouts
  #timeouts
  #timer = null
  #unref

  constructor (timeouts, options = {}) {
    this.#originalTimeouts = [...timeouts]
    this.#timeouts = [...timeouts]
    this.#unref = options.unref
    this.#maxRetryTime = options.maxRetryTime || Infinity
    if (options.forever) {
      this.#cachedTimeouts = [...this.#timeouts]
    }
  }

  get timeouts () {
    return [...this.#timeouts]
  }

  get errors () {
    return [...this.#errors]
  }

  get attempts () {
    return this.#attempts
  }

  get mainError () {
    let mainError = null
    if (this.#errors.length) {
      let mainErrorCount = 0
      const counts = {}
      for (let i = 0; i < this.#errors.length; i++) {
        const error = this.#errors[i]
        const { message } = error
        if (!counts[message]) {
          counts[message] = 0
        }
        counts[message]++

        if (counts[message] >= mainErrorCount) {
          mainError = error
          mainErrorCount = counts[message]
        }
      }
    }
    return mainError
  }

  reset () {
    this.#attempts = 1
    this.#timeouts = [...this.#originalTimeouts]
  }

  stop () {
    if (this.#timer) {
      clearTimeout(this.#timer)
    }

    this.#timeouts = []
    this.#cachedTimeouts = null
  }

  retry (err) {
    this.#errors.push(err)
    if (new Date().getTime() - this.#operationStart >= this.#maxRetryTime) {
      // XXX This puts the timeout error first, meaning it will never show as mainError, there may be no way to ever see this
      this.#errors.unshift(new Error('RetryOperation timeout occurred'))
      return false
    }

    let timeout = this.#timeouts.shift()
    if (timeout === undefined) {
      // We're out of timeouts, clear the last error and repeat the final timeout
      if (this.#cachedTimeouts) {
        this.#errors.pop()
        timeout = this.#cachedTimeouts.at(-1)
      } else {
        return false
      }
    }

    // TODO what if there already is a timer?
    this.#timer = setTimeout(() => {
      this.#attempts++
      this.#fn(this.#attempts)
    }, timeout)

    if (this.#unref) {
      this.#timer.unref()
    }

    return true
  }

  attempt (fn) {
    this.#fn = fn
    this.#operationStart = new Date().getTime()
    this.#fn(this.#attempts)
  }
}
module.exports = { RetryOperation }


/***/ }),

/***/ 4012:
/***/ ((__unused_webpack_module, exports) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.range = exports.balanced = void 0;
const balanced = (a, b, str) => {
    const ma = a instanceof RegExp ? maybeMatch(a, str) : a;
    const mb = b instanceof RegExp ? maybeMatch(b, str) : b;
    const r = ma !== null && mb != null && (0, exports.range)(ma, mb, str);
    return (r && {
        start: r[0],
        end: r[1],
        pre: str.slice(0, r[0]),
        body: str.slice(r[0] + ma.length, r[1]),
        post: str.slice(r[1] + mb.length),
    });
};
exports.balanced = balanced;
const maybeMatch = (reg, str) => {
    const m = str.match(reg);
    return m ? m[0] : null;
};
const range = (a, b, str) => {
    let begs, beg, left, right = undefined, result;
    let ai = str.indexOf(a);
    let bi = str.indexOf(b, ai + 1);
    let i = ai;
    if (ai >= 0 && bi > 0) {
        if (a === b) {
            return [ai, bi];
        }
        begs = [];
        left = str.length;
        while (i >= 0 && !result) {
            if (i === ai) {
                begs.push(i);
                ai = str.indexOf(a, i + 1);
            }
            else if (begs.length === 1) {
                const r = begs.pop();
                if (r !== undefined)
                    result = [r, bi];
            }
            else {
                beg = begs.pop();
                if (beg !== undefined && beg < left) {
                    left = beg;
                    right = bi;
                }
                bi = str.indexOf(b, i + 1);
            }
            i = ai < bi && ai >= 0 ? ai : bi;
        }
        if (begs.length && right !== undefined) {
            result = [left, right];
        }
    }
    return result;
};
exports.range = range;
//# sourceMappingURL=index.js.map

/***/ }),

/***/ 3783:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.EXPANSION_MAX_STEPS = exports.EXPANSION_MAX_REWRITES = exports.EXPANSION_MAX_DEPTH = exports.EXPANSION_MAX_LENGTH = exports.EXPANSION_MAX = void 0;
exports.expand = expand;
const balanced_match_1 = __nccwpck_require__(4012);
const escSlash = '\0SLASH' + Math.random().toFixed(16) + '\0';
const escOpen = '\0OPEN' + Math.random().toFixed(16) + '\0';
const escClose = '\0CLOSE' + Math.random().toFixed(16) + '\0';
const escComma = '\0COMMA' + Math.random().toFixed(16) + '\0';
const escPeriod = '\0PERIOD' + Math.random().toFixed(16) + '\0';
const escSlashPattern = new RegExp(escSlash, 'g');
const escOpenPattern = new RegExp(escOpen, 'g');
const escClosePattern = new RegExp(escClose, 'g');
const escCommaPattern = new RegExp(escComma, 'g');
const escPeriodPattern = new RegExp(escPeriod, 'g');
const slashPattern = /\\\\/g;
const openPattern = /\\{/g;
const closePattern = /\\}/g;
const commaPattern = /\\,/g;
const periodPattern = /\\\./g;
exports.EXPANSION_MAX = 100_000;
// `EXPANSION_MAX` caps the *number* of expansions, but not their length. An
// input like `'{a,b}'.repeat(1500)` stays under that count - its output is
// truncated to 100k results - while making every result ~1500 characters
// long. The result set, and the intermediate arrays built while combining
// brace sets, then grow large enough to exhaust memory and crash the process
// (CVE-2026-14257). `EXPANSION_MAX_LENGTH` bounds the total number of
// characters the accumulator may hold at any point, so memory stays flat no
// matter how many brace groups are chained. The limit sits well above any
// realistic expansion (100k results hitting `EXPANSION_MAX` measure ~1M
// characters) so legitimate input is unaffected.
exports.EXPANSION_MAX_LENGTH = 4_000_000;
// `expand_` recurses once per level of brace *nesting* - both when expanding a
// set's comma members and when re-wrapping a set whose body is a single part.
// The CVE-2026-14257 fix made the *tail* iterative (recursion on `m.post`, one
// level per chained group), which left nesting depth unbounded: about 3,100
// levels of `{{{...a,b...}}}` - only ~6KB of input - exhausted the native stack
// and crashed the process. `EXPANSION_MAX_DEPTH` bounds how deep the parser
// will follow nesting. It sits far above any realistic pattern and well below
// the depth at which the stack runs out.
exports.EXPANSION_MAX_DEPTH = 1_000;
// Bash keeps a quirk where a brace group followed by a comma set still expands
// (`{a},b}`). The parser implements it by rewriting the string and restarting
// the scan, absorbing one `}` per pass. `n` trailing braces therefore cost `n`
// full passes over a string that itself grows by one `escClose` sentinel each
// time - quadratic in `n`, with a ~26x constant from the sentinel's length.
// 128KB of `'{a}' + '}'.repeat(n) + ',z}'` blocked the event loop for 27
// seconds to produce two results. `EXPANSION_MAX_REWRITES` bounds how many
// times the scan may restart. Real `{a},b}` input needs a handful.
exports.EXPANSION_MAX_REWRITES = 1_000;
// `EXPANSION_MAX_STEPS` bounds the work one `expand` call does, which `max`,
// `maxLength` and `maxDepth` don't: nested sets are rescanned at every level
// and chained groups each rebuild up to `max` results, so 2KB of input could
// block the event loop for over 30 seconds. Each character scanned, result
// built and sequence value generated is a step, and each `expand_` call costs
// `CALL_STEPS` more. Past the budget, the set being expanded and everything
// after it stay literal. A glob needs a few hundred steps, and nesting all the
// way to `EXPANSION_MAX_DEPTH` about 4M.
exports.EXPANSION_MAX_STEPS = 20_000_000;
// What one `expand_` call costs on top of what it scans and builds. Setting
// one up takes about as long as scanning 16 characters, and a set whose
// results are wrapped to be expanded again makes one call per result, each
// scanning and building next to nothing: 64KB of
// `('{{' + ','.repeat(316) + '}{' + ','.repeat(316) + '}}').repeat(n)` made
// 4M such calls, which spent the budget three times as slowly as anything
// else.
const CALL_STEPS = 16;
function numeric(str) {
    return !isNaN(str) ? parseInt(str, 10) : str.charCodeAt(0);
}
function escapeBraces(str) {
    return str
        .replace(slashPattern, escSlash)
        .replace(openPattern, escOpen)
        .replace(closePattern, escClose)
        .replace(commaPattern, escComma)
        .replace(periodPattern, escPeriod);
}
function unescapeBraces(str) {
    return str
        .replace(escSlashPattern, '\\')
        .replace(escOpenPattern, '{')
        .replace(escClosePattern, '}')
        .replace(escCommaPattern, ',')
        .replace(escPeriodPattern, '.');
}
// Like `target.push(...items)` but doesn't overflow the stack
function pushAll(target, items) {
    for (let i = 0; i < items.length; i++) {
        target.push(items[i]);
    }
}
// `balanced`, run on `masked` (see `maskUnmatchedOpens`), sliced from `str`
// and charged for the characters it walks: up to the group's `}`, or the
// whole string when there is no match or unmatched `{` come first, which
// `unmatched` then flags for masking. Once a call overdraws the budget, it
// and every later one return undefined, so the rest stays literal.
function balancedWithBudget(str, masked, budget) {
    if (budget.remaining < 0) {
        return undefined;
    }
    const r = (0, balanced_match_1.range)('{', '}', masked);
    const unmatched = r !== undefined && masked.indexOf('{') < r[0];
    budget.remaining -= r && !unmatched ? r[1] + 1 : str.length;
    if (!r || budget.remaining < 0) {
        return undefined;
    }
    return {
        end: r[1],
        pre: str.slice(0, r[0]),
        body: str.slice(r[0] + 1, r[1]),
        post: str.slice(r[1] + 1),
        unmatched,
    };
}
// `masked` with every `{` that has no matching `}` swapped for a `\0`, which
// keeps the length, so a scan of it still lines up with the string it was
// made from. Such a `{` is literal either way, but `balanced` only learns that
// one is unmatched by reading to the end of the string, so with one at the
// head of every group (`'{a,{b,c}'.repeat(n)`) each scan read the rest of the
// input. That was quadratic, and once the step budget charged for it, it ran
// out partway through and left the rest literal. A scan of the masked copy
// stops at the group's `}`. It is one pass, charged as such.
function maskUnmatchedOpens(masked, budget) {
    budget.remaining -= masked.length;
    const open = [];
    for (let i = 0; i < masked.length; i++) {
        const c = masked.charCodeAt(i);
        if (c === 0x7b) {
            open.push(i);
        }
        else if (c === 0x7d && open.length) {
            open.pop();
        }
    }
    let out = '';
    let last = 0;
    for (let i = 0; i < open.length; i++) {
        const at = open[i];
        out += masked.slice(last, at) + '\0';
        last = at + 1;
    }
    return out + masked.slice(last);
}
// Whether `str` has a `,` not followed by another `,`, with a `}` after it on
// the same line - what `/,(?!,).*\}/.test(str)` asks, answered in one pass from
// the end. The regex tries every `,` and backtracks through the rest of its
// line from each, which is quadratic, and the `{a},b}` rewrite asks again on
// every pass. Like a scan, it is charged for the whole string and refused if
// that overdraws the budget.
function commaSetFollows(str, budget) {
    budget.remaining -= str.length;
    if (budget.remaining < 0) {
        return false;
    }
    // Whether a `}` follows the current position before the line ends
    let close = false;
    for (let i = str.length - 1; i >= 0; i--) {
        const c = str.charCodeAt(i);
        if (c === 0x7d) {
            close = true;
        }
        else if (c === 0x0a || c === 0x0d || c === 0x2028 || c === 0x2029) {
            // A line terminator, which `.` does not match
            close = false;
        }
        else if (c === 0x2c && close && str.charCodeAt(i + 1) !== 0x2c) {
            return true;
        }
    }
    return false;
}
/**
 * Basically just str.split(","), but handling cases
 * where we have nested braced sections, which should be
 * treated as individual members, like {a,{b,c},d}
 *
 * Returns `undefined` if the step budget runs out before the whole set is
 * split, since splitting what is left on every comma would tear apart the
 * nested sets it still holds.
 */
function parseCommaParts(str, budget) {
    const parts = [];
    // Walk the brace groups iteratively. Recursing on `post` once per group let a
    // chain of them exhaust the stack - the parsing-side counterpart to
    // the `expand_` overflow fixed for CVE-2026-14257, and not something `max` or
    // `maxLength` can bound, since it happens before expansion.
    //
    // The part the next chunk continues
    let carry = '';
    for (;;) {
        // A set's body holds no unmatched `{`, so there is nothing to mask.
        const m = balancedWithBudget(str, str, budget);
        if (budget.remaining < 0) {
            return undefined;
        }
        if (!m) {
            const tail = str.split(',');
            tail[0] = carry + tail[0];
            pushAll(parts, tail);
            return parts;
        }
        const { pre, body, post } = m;
        const p = pre.split(',');
        p[0] = carry + p[0];
        p[p.length - 1] += '{' + body + '}';
        if (!post.length) {
            pushAll(parts, p);
            return parts;
        }
        carry = p.pop();
        pushAll(parts, p);
        str = post;
    }
}
// An option that is left out, or that is NaN, gets its default. Every
// comparison against NaN is false, so a NaN bound would never be reached:
// `{ maxSteps: NaN }` let 15KB of input block the event loop for 16 seconds,
// and `{ maxDepth: NaN }` overflowed the stack again (CVE-2026-102278). Pass
// `Infinity` to lift a bound.
function bound(value, fallback) {
    return value === undefined || isNaN(value) ? fallback : value;
}
function expand(str, options = {}) {
    if (!str) {
        return [];
    }
    const max = bound(options.max, exports.EXPANSION_MAX);
    const maxLength = bound(options.maxLength, exports.EXPANSION_MAX_LENGTH);
    const maxDepth = bound(options.maxDepth, exports.EXPANSION_MAX_DEPTH);
    const maxRewrites = bound(options.maxRewrites, exports.EXPANSION_MAX_REWRITES);
    const maxSteps = bound(options.maxSteps, exports.EXPANSION_MAX_STEPS);
    // I don't know why Bash 4.3 does this, but it does.
    // Anything starting with {} will have the first two bytes preserved
    // but *only* at the top level, so {},a}b will not expand to anything,
    // but a{},b}c will be expanded to [a}c,abc].
    // One could argue that this is a bug in Bash, but since the goal of
    // this module is to match Bash's rules, we escape a leading {}
    if (str.slice(0, 2) === '{}') {
        str = '\\{\\}' + str.slice(2);
    }
    return expand_(escapeBraces(str), max, maxLength, maxDepth, 0, maxRewrites, { remaining: maxSteps }, true).map(unescapeBraces);
}
function embrace(str) {
    return '{' + str + '}';
}
function isPadded(el) {
    return /^-?0\d/.test(el);
}
function lte(i, y) {
    return i <= y;
}
function gte(i, y) {
    return i >= y;
}
// Build `{ acc[a] + pre + values[v] }` for every combination, capping the
// number of results at `max` and the total number of characters at `maxLength`.
// This is the one place output grows, so bounding it here keeps the single
// accumulator - and therefore memory - flat regardless of how many brace groups
// are combined (CVE-2026-14257). Each result built is a step, since `max` and
// `maxLength` bound one combination, not how many brace groups are combined.
function combine(acc, pre, values, max, maxLength, dropEmpties, budget) {
    const out = [];
    let length = 0;
    // Bash drops empty results at the top level, and they don't count against
    // `max`, so `max` bounds the number of *kept* results. Only an empty
    // `acc[a] + pre` can make one, so for those the empty values are skipped
    // without being visited. Visiting them one at a time let a set of empties
    // cost `acc.length * values.length` while keeping nothing.
    let nonEmpty;
    outer: for (let a = 0; a < acc.length; a++) {
        const prefix = acc[a] + pre;
        let vs = values;
        if (dropEmpties && !prefix) {
            if (!nonEmpty)
                nonEmpty = values.filter(v => v);
            vs = nonEmpty;
        }
        for (let v = 0; v < vs.length; v++) {
            if (out.length >= max)
                break outer;
            const expansion = prefix + vs[v];
            if (length + expansion.length > maxLength)
                break outer;
            out.push(expansion);
            length += expansion.length;
        }
    }
    budget.remaining -= out.length;
    return out;
}
// The expansion values of a single numeric (`1..5`) or alphabetic (`a..e..2`)
// sequence body, or `undefined` if the step budget runs out generating them.
function expandSequence(body, isAlphaSequence, max, maxLength, budget) {
    const n = body.split(/\.\./);
    const N = [];
    // A sequence body always splits into two or three parts, but the compiler
    // can't know that.
    /* c8 ignore start */
    if (n[0] === undefined || n[1] === undefined) {
        return N;
    }
    /* c8 ignore stop */
    const x = numeric(n[0]);
    const y = numeric(n[1]);
    const width = Math.max(n[0].length, n[1].length);
    let incr = n.length === 3 && n[2] !== undefined ?
        Math.max(Math.abs(numeric(n[2])), 1)
        : 1;
    let test = lte;
    const reverse = y < x;
    if (reverse) {
        incr *= -1;
        test = gte;
    }
    const pad = n.some(isPadded);
    // A padded value is built a character at a time to `width`, which the input
    // sets, so it costs one step per character: 64KB of
    // `('{' + '0'.repeat(100) + '..99999}').repeat(n)` took 7 seconds charged
    // one step per value.
    const cost = pad ? width : 1;
    let length = 0;
    for (let i = x; test(i, y) && N.length < max; i += incr) {
        // Each value is a step. `max` and `maxLength` bound one sequence, but a
        // chain of them still generated up to `max` values each, however few
        // combining could keep.
        budget.remaining -= cost;
        if (budget.remaining < 0) {
            return undefined;
        }
        let c;
        if (isAlphaSequence) {
            c = String.fromCharCode(i);
            if (c === '\\') {
                c = '';
            }
        }
        else {
            c = String(i);
            if (pad) {
                const need = width - c.length;
                if (need > 0) {
                    const z = new Array(need + 1).join('0');
                    if (i < 0) {
                        c = '-' + z + c.slice(1);
                    }
                    else {
                        c = z + c;
                    }
                }
            }
        }
        if (length + c.length > maxLength)
            break;
        N.push(c);
        length += c.length;
    }
    return N;
}
function expand_(str, max, maxLength, maxDepth, depth, maxRewrites, budget, isTop) {
    // An overdraft here makes the first scan refuse, so `str` stays literal.
    budget.remaining -= CALL_STEPS;
    // Too deeply nested to keep following: treat the rest as literal, the same
    // way a group that cannot expand is already handled. Truncating rather than
    // throwing keeps `expand` total, matching `max` and `maxLength`.
    if (depth > maxDepth) {
        return [str];
    }
    // Consume the string's top-level brace groups left to right, threading a
    // running set of combined prefixes (`acc`). Expanding the tail iteratively -
    // rather than recursing on `m.post` once per group - keeps the native stack
    // depth constant, so deeply chained input (`'{a,b}'.repeat(3000)`) can no
    // longer overflow the stack, and leaves a single accumulator whose size
    // `maxLength` bounds directly (CVE-2026-14257).
    let acc = [''];
    // Bash drops empty results, but only when the *first* top-level group is a
    // comma set - a sequence like `{a..\}` may legitimately yield ''. The drop
    // is on the final strings, so it is applied to whichever `combine` produces
    // them (the one with no brace set left in the tail).
    // How many times the `{a},b}` rewrite below has restarted the scan. Each pass
    // re-reads the whole string, so leaving this unbounded is quadratic.
    let rewrites = 0;
    let dropEmpties = false;
    let firstGroup = true;
    // `str` with its unmatched `{` masked, once a scan has run into them
    let masked = str;
    for (;;) {
        const m = balancedWithBudget(str, masked, budget);
        // No brace set left, or no step budget left to look for one: the rest of
        // the string is literal.
        if (!m) {
            return combine(acc, str, [''], max, maxLength, dropEmpties, budget);
        }
        if (m.unmatched) {
            masked = maskUnmatchedOpens(masked, budget);
        }
        // no need to expand pre, since it is guaranteed to be free of brace-sets
        const pre = m.pre;
        // This set and the rest of the string, literal: for a set that cannot
        // expand, and for one the step budget runs out on. Once it is overdrawn,
        // every set still being expanded, at every level, stays literal like this -
        // otherwise each level above would go on combining, and wrapping and
        // expanding again, results the budget was too small for.
        const literal = () => combine(acc, pre + '{' + m.body + '}' + m.post, [''], max, maxLength, dropEmpties, budget);
        if (/\$$/.test(pre)) {
            acc = combine(acc, pre + '{' + m.body + '}', [''], max, maxLength, dropEmpties && !m.post.length, budget);
            firstGroup = false;
            if (!m.post.length)
                break;
            str = m.post;
            masked = masked.slice(m.end + 1);
            continue;
        }
        const isNumericSequence = /^-?\d+\.\.-?\d+(?:\.\.-?\d+)?$/.test(m.body);
        const isAlphaSequence = /^[a-zA-Z]\.\.[a-zA-Z](?:\.\.-?\d+)?$/.test(m.body);
        const isSequence = isNumericSequence || isAlphaSequence;
        const isOptions = m.body.indexOf(',') >= 0;
        if (!isSequence && !isOptions) {
            // {a},b}
            if (rewrites < maxRewrites && commaSetFollows(m.post, budget)) {
                rewrites++;
                str = m.pre + '{' + m.body + escClose + m.post;
                // Taking a `}` away never gives an unmatched `{` a partner, so what
                // is masked stays unmatched. The `{` it closed can be left without
                // one, and the next scan masks it.
                masked =
                    masked.slice(0, m.end) + escClose + masked.slice(m.end + 1);
                isTop = true;
                continue;
            }
            // Nothing here expands, so the whole remaining string is literal.
            return literal();
        }
        if (firstGroup) {
            dropEmpties = isTop && !isSequence;
            firstGroup = false;
        }
        let values;
        if (isSequence) {
            values = expandSequence(m.body, isAlphaSequence, max, maxLength, budget);
            if (!values) {
                return literal();
            }
        }
        else {
            let n = parseCommaParts(m.body, budget);
            // The step budget ran out partway through the set.
            if (!n) {
                return literal();
            }
            if (n.length === 1 && n[0] !== undefined) {
                // x{{a,b}}y ==> x{a}y x{b}y
                n = expand_(n[0], max, maxLength, maxDepth, depth + 1, maxRewrites, budget, false).map(embrace);
                // The step budget ran out expanding the set's only part.
                if (budget.remaining < 0) {
                    return literal();
                }
                //XXX is this necessary? Can't seem to hit it in tests.
                /* c8 ignore start */
                if (n.length === 1) {
                    const next = combine(acc, pre + n[0], [''], max, maxLength, dropEmpties && !m.post.length, budget);
                    if (budget.remaining < 0) {
                        return literal();
                    }
                    acc = next;
                    if (!m.post.length)
                        break;
                    str = m.post;
                    masked = masked.slice(m.end + 1);
                    continue;
                }
                /* c8 ignore stop */
            }
            // Values that `combine` is going to drop as empty produce no result, so
            // they must not count against `max` - otherwise `{a,,b}` with `max: 2`
            // would stop at `['a', '']` and yield one result instead of two. Skipping
            // them outright keeps `values` bounded while leaving `max` a bound on
            // *kept* results.
            let dropsEmpties = dropEmpties && !m.post.length && !pre;
            for (let d = 0; dropsEmpties && d < acc.length; d++) {
                if (acc[d]) {
                    dropsEmpties = false;
                }
            }
            values = [];
            let valuesLength = 0;
            outer: for (let j = 0; j < n.length; j++) {
                const expanded = expand_(n[j], max, maxLength, maxDepth, depth + 1, maxRewrites, budget, false);
                // The step budget ran out expanding a member.
                if (budget.remaining < 0) {
                    return literal();
                }
                for (let k = 0; k < expanded.length; k++) {
                    const v = expanded[k];
                    if (dropsEmpties && !v)
                        continue;
                    if (values.length >= max ||
                        valuesLength + v.length > maxLength) {
                        break outer;
                    }
                    values.push(v);
                    valuesLength += v.length;
                }
            }
        }
        const next = combine(acc, pre, values, max, maxLength, dropEmpties && !m.post.length, budget);
        // The step budget ran out combining the set's values in.
        if (budget.remaining < 0) {
            return literal();
        }
        acc = next;
        if (!m.post.length)
            break;
        str = m.post;
        masked = masked.slice(m.end + 1);
    }
    return acc;
}
//# sourceMappingURL=index.js.map

/***/ }),

/***/ 4460:
/***/ ((__unused_webpack_module, exports) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.assertValidPattern = void 0;
const MAX_PATTERN_LENGTH = 1024 * 64;
const assertValidPattern = (pattern) => {
    if (typeof pattern !== 'string') {
        throw new TypeError('invalid pattern');
    }
    if (pattern.length > MAX_PATTERN_LENGTH) {
        throw new TypeError('pattern is too long');
    }
};
exports.assertValidPattern = assertValidPattern;
//# sourceMappingURL=assert-valid-pattern.js.map

/***/ }),

/***/ 5044:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {


// parse a single path portion
var _a;
Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.AST = void 0;
const brace_expressions_js_1 = __nccwpck_require__(7269);
const unescape_js_1 = __nccwpck_require__(8146);
const types = new Set(['!', '?', '+', '*', '@']);
const isExtglobType = (c) => types.has(c);
const isExtglobAST = (c) => isExtglobType(c.type);
// Map of which extglob types can adopt the children of a nested extglob
//
// anything but ! can adopt a matching type:
// +(a|+(b|c)|d) => +(a|b|c|d)
// *(a|*(b|c)|d) => *(a|b|c|d)
// @(a|@(b|c)|d) => @(a|b|c|d)
// ?(a|?(b|c)|d) => ?(a|b|c|d)
//
// * can adopt anything, because 0 or repetition is allowed
// *(a|?(b|c)|d) => *(a|b|c|d)
// *(a|+(b|c)|d) => *(a|b|c|d)
// *(a|@(b|c)|d) => *(a|b|c|d)
//
// + can adopt @, because 1 or repetition is allowed
// +(a|@(b|c)|d) => +(a|b|c|d)
//
// + and @ CANNOT adopt *, because 0 would be allowed
// +(a|*(b|c)|d) => would match "", on *(b|c)
// @(a|*(b|c)|d) => would match "", on *(b|c)
//
// + and @ CANNOT adopt ?, because 0 would be allowed
// +(a|?(b|c)|d) => would match "", on ?(b|c)
// @(a|?(b|c)|d) => would match "", on ?(b|c)
//
// ? can adopt @, because 0 or 1 is allowed
// ?(a|@(b|c)|d) => ?(a|b|c|d)
//
// ? and @ CANNOT adopt * or +, because >1 would be allowed
// ?(a|*(b|c)|d) => would match bbb on *(b|c)
// @(a|*(b|c)|d) => would match bbb on *(b|c)
// ?(a|+(b|c)|d) => would match bbb on +(b|c)
// @(a|+(b|c)|d) => would match bbb on +(b|c)
//
// ! CANNOT adopt ! (nothing else can either)
// !(a|!(b|c)|d) => !(a|b|c|d) would fail to match on b (not not b|c)
//
// ! can adopt @
// !(a|@(b|c)|d) => !(a|b|c|d)
//
// ! CANNOT adopt *
// !(a|*(b|c)|d) => !(a|b|c|d) would match on bbb, not allowed
//
// ! CANNOT adopt +
// !(a|+(b|c)|d) => !(a|b|c|d) would match on bbb, not allowed
//
// ! CANNOT adopt ?
// x!(a|?(b|c)|d) => x!(a|b|c|d) would fail to match "x"
const adoptionMap = new Map([
    ['!', ['@']],
    ['?', ['?', '@']],
    ['@', ['@']],
    ['*', ['*', '+', '?', '@']],
    ['+', ['+', '@']],
]);
// nested extglobs that can be adopted in, but with the addition of
// a blank '' element.
const adoptionWithSpaceMap = new Map([
    ['!', ['?']],
    ['@', ['?']],
    ['+', ['?', '*']],
]);
// union of the previous two maps
const adoptionAnyMap = new Map([
    ['!', ['?', '@']],
    ['?', ['?', '@']],
    ['@', ['?', '@']],
    ['*', ['*', '+', '?', '@']],
    ['+', ['+', '@', '?', '*']],
]);
// Extglobs that can take over their parent if they are the only child
// the key is parent, value maps child to resulting extglob parent type
// '@' is omitted because it's a special case. An `@` extglob with a single
// member can always be usurped by that subpattern.
const usurpMap = new Map([
    ['!', new Map([['!', '@']])],
    [
        '?',
        new Map([
            ['*', '*'],
            ['+', '*'],
        ]),
    ],
    [
        '@',
        new Map([
            ['!', '!'],
            ['?', '?'],
            ['@', '@'],
            ['*', '*'],
            ['+', '+'],
        ]),
    ],
    [
        '+',
        new Map([
            ['?', '*'],
            ['*', '*'],
        ]),
    ],
]);
// Patterns that get prepended to bind to the start of either the
// entire string, or just a single path portion, to prevent dots
// and/or traversal patterns, when needed.
// Exts don't need the ^ or / bit, because the root binds that already.
const startNoTraversal = '(?!(?:^|/)\\.\\.?(?:$|/))';
const startNoDot = '(?!\\.)';
// characters that indicate a start of pattern needs the "no dots" bit,
// because a dot *might* be matched. ( is not in the list, because in
// the case of a child extglob, it will handle the prevention itself.
const addPatternStart = new Set(['[', '.']);
// cases where traversal is A-OK, no dot prevention needed
const justDots = new Set(['..', '.']);
const reSpecials = new Set('().*{}+?[]^$\\!');
const regExpEscape = (s) => s.replace(/[-[\]{}()*+?.,\\^$|#\s]/g, '\\$&');
// any single thing other than /
const qmark = '[^/]';
// * => any number of characters
const star = qmark + '*?';
// use + when we need to ensure that *something* matches, because the * is
// the only thing in the path portion.
const starNoEmpty = qmark + '+?';
// remove the \ chars that we added if we end up doing a nonmagic compare
// const deslash = (s: string) => s.replace(/\\(.)/g, '$1')
let ID = 0;
class AST {
    type;
    #root;
    #hasMagic;
    #uflag = false;
    #parts = [];
    #parent;
    #parentIndex;
    #negs;
    #filledNegs = false;
    #options;
    #toString;
    // set to true if it's an extglob with no children
    // (which really means one child of '')
    #emptyExt = false;
    id = ++ID;
    get depth() {
        return (this.#parent?.depth ?? -1) + 1;
    }
    [Symbol.for('nodejs.util.inspect.custom')]() {
        return {
            '@@type': 'AST',
            id: this.id,
            type: this.type,
            root: this.#root.id,
            parent: this.#parent?.id,
            depth: this.depth,
            partsLength: this.#parts.length,
            parts: this.#parts,
        };
    }
    constructor(type, parent, options = {}) {
        this.type = type;
        // extglobs are inherently magical
        if (type)
            this.#hasMagic = true;
        this.#parent = parent;
        this.#root = this.#parent ? this.#parent.#root : this;
        this.#options = this.#root === this ? options : this.#root.#options;
        this.#negs = this.#root === this ? [] : this.#root.#negs;
        if (type === '!' && !this.#root.#filledNegs)
            this.#negs.push(this);
        this.#parentIndex = this.#parent ? this.#parent.#parts.length : 0;
    }
    get hasMagic() {
        /* c8 ignore start */
        if (this.#hasMagic !== undefined)
            return this.#hasMagic;
        /* c8 ignore stop */
        for (const p of this.#parts) {
            if (typeof p === 'string')
                continue;
            if (p.type || p.hasMagic)
                return (this.#hasMagic = true);
        }
        // note: will be undefined until we generate the regexp src and find out
        return this.#hasMagic;
    }
    // reconstructs the pattern
    toString() {
        return (this.#toString !== undefined ? this.#toString
            : !this.type ?
                (this.#toString = this.#parts.map(p => String(p)).join(''))
                : (this.#toString =
                    this.type +
                        '(' +
                        this.#parts.map(p => String(p)).join('|') +
                        ')'));
    }
    #fillNegs() {
        /* c8 ignore start */
        if (this !== this.#root)
            throw new Error('should only call on root');
        if (this.#filledNegs)
            return this;
        /* c8 ignore stop */
        // call toString() once to fill this out
        this.toString();
        this.#filledNegs = true;
        let n;
        while ((n = this.#negs.pop())) {
            if (n.type !== '!')
                continue;
            // walk up the tree, appending everthing that comes AFTER parentIndex
            let p = n;
            let pp = p.#parent;
            while (pp) {
                for (let i = p.#parentIndex + 1; !pp.type && i < pp.#parts.length; i++) {
                    for (const part of n.#parts) {
                        /* c8 ignore start */
                        if (typeof part === 'string') {
                            throw new Error('string part in extglob AST??');
                        }
                        /* c8 ignore stop */
                        part.copyIn(pp.#parts[i]);
                    }
                }
                p = pp;
                pp = p.#parent;
            }
        }
        return this;
    }
    push(...parts) {
        for (const p of parts) {
            if (p === '')
                continue;
            /* c8 ignore start */
            if (typeof p !== 'string' &&
                !(p instanceof _a && p.#parent === this)) {
                throw new Error('invalid part: ' + p);
            }
            /* c8 ignore stop */
            this.#parts.push(p);
        }
    }
    toJSON() {
        const ret = this.type === null ?
            this.#parts
                .slice()
                .map(p => (typeof p === 'string' ? p : p.toJSON()))
            : [this.type, ...this.#parts.map(p => p.toJSON())];
        if (this.isStart() && !this.type)
            ret.unshift([]);
        if (this.isEnd() &&
            (this === this.#root ||
                (this.#root.#filledNegs && this.#parent?.type === '!'))) {
            ret.push({});
        }
        return ret;
    }
    isStart() {
        if (this.#root === this)
            return true;
        // if (this.type) return !!this.#parent?.isStart()
        if (!this.#parent?.isStart())
            return false;
        if (this.#parentIndex === 0)
            return true;
        // if everything AHEAD of this is a negation, then it's still the "start"
        const p = this.#parent;
        for (let i = 0; i < this.#parentIndex; i++) {
            const pp = p.#parts[i];
            if (!(pp instanceof _a && pp.type === '!')) {
                return false;
            }
        }
        return true;
    }
    isEnd() {
        if (this.#root === this)
            return true;
        if (this.#parent?.type === '!')
            return true;
        if (!this.#parent?.isEnd())
            return false;
        if (!this.type)
            return this.#parent?.isEnd();
        // if not root, it'll always have a parent
        /* c8 ignore start */
        const pl = this.#parent ? this.#parent.#parts.length : 0;
        /* c8 ignore stop */
        return this.#parentIndex === pl - 1;
    }
    copyIn(part) {
        if (typeof part === 'string')
            this.push(part);
        else
            this.push(part.clone(this));
    }
    clone(parent) {
        const c = new _a(this.type, parent);
        for (const p of this.#parts) {
            c.copyIn(p);
        }
        return c;
    }
    static #parseAST(str, ast, pos, opt, extDepth) {
        const maxDepth = opt.maxExtglobRecursion ?? 2;
        let escaping = false;
        let inBrace = false;
        let braceStart = -1;
        let braceNeg = false;
        if (ast.type === null) {
            // outside of a extglob, append until we find a start
            let i = pos;
            let acc = '';
            while (i < str.length) {
                const c = str.charAt(i++);
                // still accumulate escapes at this point, but we do ignore
                // starts that are escaped
                if (escaping || c === '\\') {
                    escaping = !escaping;
                    acc += c;
                    continue;
                }
                if (inBrace) {
                    if (i === braceStart + 1) {
                        if (c === '^' || c === '!') {
                            braceNeg = true;
                        }
                    }
                    else if (c === ']' && !(i === braceStart + 2 && braceNeg)) {
                        inBrace = false;
                    }
                    acc += c;
                    continue;
                }
                else if (c === '[') {
                    inBrace = true;
                    braceStart = i;
                    braceNeg = false;
                    acc += c;
                    continue;
                }
                // we don't have to check for adoption here, because that's
                // done at the other recursion point.
                const doRecurse = !opt.noext &&
                    isExtglobType(c) &&
                    str.charAt(i) === '(' &&
                    extDepth <= maxDepth;
                if (doRecurse) {
                    ast.push(acc);
                    acc = '';
                    const ext = new _a(c, ast);
                    i = _a.#parseAST(str, ext, i, opt, extDepth + 1);
                    ast.push(ext);
                    continue;
                }
                acc += c;
            }
            ast.push(acc);
            return i;
        }
        // some kind of extglob, pos is at the (
        // find the next | or )
        let i = pos + 1;
        let part = new _a(null, ast);
        const parts = [];
        let acc = '';
        while (i < str.length) {
            const c = str.charAt(i++);
            // still accumulate escapes at this point, but we do ignore
            // starts that are escaped
            if (escaping || c === '\\') {
                escaping = !escaping;
                acc += c;
                continue;
            }
            if (inBrace) {
                if (i === braceStart + 1) {
                    if (c === '^' || c === '!') {
                        braceNeg = true;
                    }
                }
                else if (c === ']' && !(i === braceStart + 2 && braceNeg)) {
                    inBrace = false;
                }
                acc += c;
                continue;
            }
            else if (c === '[') {
                inBrace = true;
                braceStart = i;
                braceNeg = false;
                acc += c;
                continue;
            }
            const doRecurse = !opt.noext &&
                isExtglobType(c) &&
                str.charAt(i) === '(' &&
                /* c8 ignore start - the maxDepth is sufficient here */
                (extDepth <= maxDepth || (ast && ast.#canAdoptType(c)));
            /* c8 ignore stop */
            if (doRecurse) {
                const depthAdd = ast && ast.#canAdoptType(c) ? 0 : 1;
                part.push(acc);
                acc = '';
                const ext = new _a(c, part);
                part.push(ext);
                i = _a.#parseAST(str, ext, i, opt, extDepth + depthAdd);
                continue;
            }
            if (c === '|') {
                part.push(acc);
                acc = '';
                parts.push(part);
                part = new _a(null, ast);
                continue;
            }
            if (c === ')') {
                if (acc === '' && ast.#parts.length === 0) {
                    ast.#emptyExt = true;
                }
                part.push(acc);
                acc = '';
                ast.push(...parts, part);
                return i;
            }
            acc += c;
        }
        // unfinished extglob
        // if we got here, it was a malformed extglob! not an extglob, but
        // maybe something else in there.
        ast.type = null;
        ast.#hasMagic = undefined;
        ast.#parts = [str.substring(pos - 1)];
        return i;
    }
    #canAdoptWithSpace(child) {
        return this.#canAdopt(child, adoptionWithSpaceMap);
    }
    #canAdopt(child, map = adoptionMap) {
        if (!child ||
            typeof child !== 'object' ||
            child.type !== null ||
            child.#parts.length !== 1 ||
            this.type === null) {
            return false;
        }
        const gc = child.#parts[0];
        if (!gc || typeof gc !== 'object' || gc.type === null) {
            return false;
        }
        return this.#canAdoptType(gc.type, map);
    }
    #canAdoptType(c, map = adoptionAnyMap) {
        return !!map.get(this.type)?.includes(c);
    }
    #adoptWithSpace(child, index) {
        const gc = child.#parts[0];
        const blank = new _a(null, gc, this.options);
        blank.#parts.push('');
        gc.push(blank);
        this.#adopt(child, index);
    }
    #adopt(child, index) {
        const gc = child.#parts[0];
        this.#parts.splice(index, 1, ...gc.#parts);
        for (const p of gc.#parts) {
            if (typeof p === 'object')
                p.#parent = this;
        }
        this.#toString = undefined;
    }
    #canUsurpType(c) {
        const m = usurpMap.get(this.type);
        return !!m?.has(c);
    }
    #canUsurp(child) {
        if (!child ||
            typeof child !== 'object' ||
            child.type !== null ||
            child.#parts.length !== 1 ||
            this.type === null ||
            this.#parts.length !== 1) {
            return false;
        }
        const gc = child.#parts[0];
        if (!gc || typeof gc !== 'object' || gc.type === null) {
            return false;
        }
        return this.#canUsurpType(gc.type);
    }
    #usurp(child) {
        const m = usurpMap.get(this.type);
        const gc = child.#parts[0];
        const nt = m?.get(gc.type);
        /* c8 ignore start - impossible */
        if (!nt)
            return false;
        /* c8 ignore stop */
        this.#parts = gc.#parts;
        for (const p of this.#parts) {
            if (typeof p === 'object') {
                p.#parent = this;
            }
        }
        this.type = nt;
        this.#toString = undefined;
        this.#emptyExt = false;
    }
    static fromGlob(pattern, options = {}) {
        const ast = new _a(null, undefined, options);
        _a.#parseAST(pattern, ast, 0, options, 0);
        return ast;
    }
    // returns the regular expression if there's magic, or the unescaped
    // string if not.
    toMMPattern() {
        // should only be called on root
        /* c8 ignore start */
        if (this !== this.#root)
            return this.#root.toMMPattern();
        /* c8 ignore stop */
        const glob = this.toString();
        const [re, body, hasMagic, uflag] = this.toRegExpSource();
        // if we're in nocase mode, and not nocaseMagicOnly, then we do
        // still need a regular expression if we have to case-insensitively
        // match capital/lowercase characters.
        const anyMagic = hasMagic ||
            this.#hasMagic ||
            (this.#options.nocase &&
                !this.#options.nocaseMagicOnly &&
                glob.toUpperCase() !== glob.toLowerCase());
        if (!anyMagic) {
            return body;
        }
        const flags = (this.#options.nocase ? 'i' : '') + (uflag ? 'u' : '');
        return Object.assign(new RegExp(`^${re}$`, flags), {
            _src: re,
            _glob: glob,
        });
    }
    get options() {
        return this.#options;
    }
    // returns the string match, the regexp source, whether there's magic
    // in the regexp (so a regular expression is required) and whether or
    // not the uflag is needed for the regular expression (for posix classes)
    // TODO: instead of injecting the start/end at this point, just return
    // the BODY of the regexp, along with the start/end portions suitable
    // for binding the start/end in either a joined full-path makeRe context
    // (where we bind to (^|/), or a standalone matchPart context (where
    // we bind to ^, and not /).  Otherwise slashes get duped!
    //
    // In part-matching mode, the start is:
    // - if not isStart: nothing
    // - if traversal possible, but not allowed: ^(?!\.\.?$)
    // - if dots allowed or not possible: ^
    // - if dots possible and not allowed: ^(?!\.)
    // end is:
    // - if not isEnd(): nothing
    // - else: $
    //
    // In full-path matching mode, we put the slash at the START of the
    // pattern, so start is:
    // - if first pattern: same as part-matching mode
    // - if not isStart(): nothing
    // - if traversal possible, but not allowed: /(?!\.\.?(?:$|/))
    // - if dots allowed or not possible: /
    // - if dots possible and not allowed: /(?!\.)
    // end is:
    // - if last pattern, same as part-matching mode
    // - else nothing
    //
    // Always put the (?:$|/) on negated tails, though, because that has to be
    // there to bind the end of the negated pattern portion, and it's easier to
    // just stick it in now rather than try to inject it later in the middle of
    // the pattern.
    //
    // We can just always return the same end, and leave it up to the caller
    // to know whether it's going to be used joined or in parts.
    // And, if the start is adjusted slightly, can do the same there:
    // - if not isStart: nothing
    // - if traversal possible, but not allowed: (?:/|^)(?!\.\.?$)
    // - if dots allowed or not possible: (?:/|^)
    // - if dots possible and not allowed: (?:/|^)(?!\.)
    //
    // But it's better to have a simpler binding without a conditional, for
    // performance, so probably better to return both start options.
    //
    // Then the caller just ignores the end if it's not the first pattern,
    // and the start always gets applied.
    //
    // But that's always going to be $ if it's the ending pattern, or nothing,
    // so the caller can just attach $ at the end of the pattern when building.
    //
    // So the todo is:
    // - better detect what kind of start is needed
    // - return both flavors of starting pattern
    // - attach $ at the end of the pattern when creating the actual RegExp
    //
    // Ah, but wait, no, that all only applies to the root when the first pattern
    // is not an extglob. If the first pattern IS an extglob, then we need all
    // that dot prevention biz to live in the extglob portions, because eg
    // +(*|.x*) can match .xy but not .yx.
    //
    // So, return the two flavors if it's #root and the first child is not an
    // AST, otherwise leave it to the child AST to handle it, and there,
    // use the (?:^|/) style of start binding.
    //
    // Even simplified further:
    // - Since the start for a join is eg /(?!\.) and the start for a part
    // is ^(?!\.), we can just prepend (?!\.) to the pattern (either root
    // or start or whatever) and prepend ^ or / at the Regexp construction.
    toRegExpSource(allowDot) {
        const dot = allowDot ?? !!this.#options.dot;
        if (this.#root === this) {
            this.#flatten();
            this.#fillNegs();
        }
        if (!isExtglobAST(this)) {
            const noEmpty = this.isStart() &&
                this.isEnd() &&
                !this.#parts.some(s => typeof s !== 'string');
            const src = this.#parts
                .map(p => {
                const [re, _, hasMagic, uflag] = typeof p === 'string' ?
                    _a.#parseGlob(p, this.#hasMagic, noEmpty)
                    : p.toRegExpSource(allowDot);
                this.#hasMagic = this.#hasMagic || hasMagic;
                this.#uflag = this.#uflag || uflag;
                return re;
            })
                .join('');
            let start = '';
            if (this.isStart()) {
                if (typeof this.#parts[0] === 'string') {
                    // this is the string that will match the start of the pattern,
                    // so we need to protect against dots and such.
                    // '.' and '..' cannot match unless the pattern is that exactly,
                    // even if it starts with . or dot:true is set.
                    const dotTravAllowed = this.#parts.length === 1 && justDots.has(this.#parts[0]);
                    if (!dotTravAllowed) {
                        const aps = addPatternStart;
                        // check if we have a possibility of matching . or ..,
                        // and prevent that.
                        const needNoTrav = 
                        // dots are allowed, and the pattern starts with [ or .
                        (dot && aps.has(src.charAt(0))) ||
                            // the pattern starts with \., and then [ or .
                            (src.startsWith('\\.') && aps.has(src.charAt(2))) ||
                            // the pattern starts with \.\., and then [ or .
                            (src.startsWith('\\.\\.') && aps.has(src.charAt(4)));
                        // no need to prevent dots if it can't match a dot, or if a
                        // sub-pattern will be preventing it anyway.
                        const needNoDot = !dot && !allowDot && aps.has(src.charAt(0));
                        start =
                            needNoTrav ? startNoTraversal
                                : needNoDot ? startNoDot
                                    : '';
                    }
                }
            }
            // append the "end of path portion" pattern to negation tails
            let end = '';
            if (this.isEnd() &&
                this.#root.#filledNegs &&
                this.#parent?.type === '!') {
                end = '(?:$|\\/)';
            }
            const final = start + src + end;
            return [
                final,
                (0, unescape_js_1.unescape)(src),
                (this.#hasMagic = !!this.#hasMagic),
                this.#uflag,
            ];
        }
        // We need to calculate the body *twice* if it's a repeat pattern
        // at the start, once in nodot mode, then again in dot mode, so a
        // pattern like *(?) can match 'x.y'
        const repeated = this.type === '*' || this.type === '+';
        // some kind of extglob
        const start = this.type === '!' ? '(?:(?!(?:' : '(?:';
        let body = this.#partsToRegExp(dot);
        if (this.isStart() && this.isEnd() && !body && this.type !== '!') {
            // invalid extglob, has to at least be *something* present, if it's
            // the entire path portion.
            const s = this.toString();
            const me = this;
            me.#parts = [s];
            me.type = null;
            me.#hasMagic = undefined;
            return [s, (0, unescape_js_1.unescape)(this.toString()), false, false];
        }
        let bodyDotAllowed = !repeated || allowDot || dot || !startNoDot ?
            ''
            : this.#partsToRegExp(true);
        if (bodyDotAllowed === body) {
            bodyDotAllowed = '';
        }
        if (bodyDotAllowed) {
            body = `(?:${body})(?:${bodyDotAllowed})*?`;
        }
        // an empty !() is exactly equivalent to a starNoEmpty
        let final = '';
        if (this.type === '!' && this.#emptyExt) {
            final = (this.isStart() && !dot ? startNoDot : '') + starNoEmpty;
        }
        else {
            const close = this.type === '!' ?
                // !() must match something,but !(x) can match ''
                '))' +
                    (this.isStart() && !dot && !allowDot ? startNoDot : '') +
                    star +
                    ')'
                : this.type === '@' ? ')'
                    : this.type === '?' ? ')?'
                        : this.type === '+' && bodyDotAllowed ? ')'
                            : this.type === '*' && bodyDotAllowed ? `)?`
                                : `)${this.type}`;
            final = start + body + close;
        }
        return [
            final,
            (0, unescape_js_1.unescape)(body),
            (this.#hasMagic = !!this.#hasMagic),
            this.#uflag,
        ];
    }
    #flatten() {
        if (!isExtglobAST(this)) {
            for (const p of this.#parts) {
                if (typeof p === 'object') {
                    p.#flatten();
                }
            }
        }
        else {
            // do up to 10 passes to flatten as much as possible
            let iterations = 0;
            let done = false;
            do {
                done = true;
                for (let i = 0; i < this.#parts.length; i++) {
                    const c = this.#parts[i];
                    if (typeof c === 'object') {
                        c.#flatten();
                        if (this.#canAdopt(c)) {
                            done = false;
                            this.#adopt(c, i);
                        }
                        else if (this.#canAdoptWithSpace(c)) {
                            done = false;
                            this.#adoptWithSpace(c, i);
                        }
                        else if (this.#canUsurp(c)) {
                            done = false;
                            this.#usurp(c);
                        }
                    }
                }
            } while (!done && ++iterations < 10);
        }
        this.#toString = undefined;
    }
    #partsToRegExp(dot) {
        return this.#parts
            .map(p => {
            // extglob ASTs should only contain parent ASTs
            /* c8 ignore start */
            if (typeof p === 'string') {
                throw new Error('string type in extglob ast??');
            }
            /* c8 ignore stop */
            // can ignore hasMagic, because extglobs are already always magic
            const [re, _, _hasMagic, uflag] = p.toRegExpSource(dot);
            this.#uflag = this.#uflag || uflag;
            return re;
        })
            .filter(p => !(this.isStart() && this.isEnd()) || !!p)
            .join('|');
    }
    static #parseGlob(glob, hasMagic, noEmpty = false) {
        let escaping = false;
        let re = '';
        let uflag = false;
        // multiple stars that aren't globstars coalesce into one *
        let inStar = false;
        for (let i = 0; i < glob.length; i++) {
            const c = glob.charAt(i);
            if (escaping) {
                escaping = false;
                re += (reSpecials.has(c) ? '\\' : '') + c;
                continue;
            }
            if (c === '*') {
                if (inStar)
                    continue;
                inStar = true;
                re += noEmpty && /^[*]+$/.test(glob) ? starNoEmpty : star;
                hasMagic = true;
                continue;
            }
            else {
                inStar = false;
            }
            if (c === '\\') {
                if (i === glob.length - 1) {
                    re += '\\\\';
                }
                else {
                    escaping = true;
                }
                continue;
            }
            if (c === '[') {
                const [src, needUflag, consumed, magic] = (0, brace_expressions_js_1.parseClass)(glob, i);
                if (consumed) {
                    re += src;
                    uflag = uflag || needUflag;
                    i += consumed - 1;
                    hasMagic = hasMagic || magic;
                    continue;
                }
            }
            if (c === '?') {
                re += qmark;
                hasMagic = true;
                continue;
            }
            re += regExpEscape(c);
        }
        return [re, (0, unescape_js_1.unescape)(glob), !!hasMagic, uflag];
    }
}
exports.AST = AST;
_a = AST;
//# sourceMappingURL=ast.js.map

/***/ }),

/***/ 7269:
/***/ ((__unused_webpack_module, exports) => {


// translate the various posix character classes into unicode properties
// this works across all unicode locales
Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.parseClass = void 0;
// { <posix class>: [<translation>, /u flag required, negated]
const posixClasses = {
    '[:alnum:]': ['\\p{L}\\p{Nl}\\p{Nd}', true],
    '[:alpha:]': ['\\p{L}\\p{Nl}', true],
    '[:ascii:]': ['\\x' + '00-\\x' + '7f', false],
    '[:blank:]': ['\\p{Zs}\\t', true],
    '[:cntrl:]': ['\\p{Cc}', true],
    '[:digit:]': ['\\p{Nd}', true],
    '[:graph:]': ['\\p{Z}\\p{C}', true, true],
    '[:lower:]': ['\\p{Ll}', true],
    '[:print:]': ['\\p{C}', true],
    '[:punct:]': ['\\p{P}', true],
    '[:space:]': ['\\p{Z}\\t\\r\\n\\v\\f', true],
    '[:upper:]': ['\\p{Lu}', true],
    '[:word:]': ['\\p{L}\\p{Nl}\\p{Nd}\\p{Pc}', true],
    '[:xdigit:]': ['A-Fa-f0-9', false],
};
// only need to escape a few things inside of brace expressions
// escapes: [ \ ] -
const braceEscape = (s) => s.replace(/[[\]\\-]/g, '\\$&');
// escape all regexp magic characters
const regexpEscape = (s) => s.replace(/[-[\]{}()*+?.,\\^$|#\s]/g, '\\$&');
// everything has already been escaped, we just have to join
const rangesToString = (ranges) => ranges.join('');
// takes a glob string at a posix brace expression, and returns
// an equivalent regular expression source, and boolean indicating
// whether the /u flag needs to be applied, and the number of chars
// consumed to parse the character class.
// This also removes out of order ranges, and returns ($.) if the
// entire class just no good.
const parseClass = (glob, position) => {
    const pos = position;
    /* c8 ignore start */
    if (glob.charAt(pos) !== '[') {
        throw new Error('not in a brace expression');
    }
    /* c8 ignore stop */
    const ranges = [];
    const negs = [];
    let i = pos + 1;
    let sawStart = false;
    let uflag = false;
    let escaping = false;
    let negate = false;
    let endPos = pos;
    let rangeStart = '';
    WHILE: while (i < glob.length) {
        const c = glob.charAt(i);
        if ((c === '!' || c === '^') && i === pos + 1) {
            negate = true;
            i++;
            continue;
        }
        if (c === ']' && sawStart && !escaping) {
            endPos = i + 1;
            break;
        }
        sawStart = true;
        if (c === '\\') {
            if (!escaping) {
                escaping = true;
                i++;
                continue;
            }
            // escaped \ char, fall through and treat like normal char
        }
        if (c === '[' && !escaping) {
            // either a posix class, a collation equivalent, or just a [
            for (const [cls, [unip, u, neg]] of Object.entries(posixClasses)) {
                if (glob.startsWith(cls, i)) {
                    // invalid, [a-[] is fine, but not [a-[:alpha]]
                    if (rangeStart) {
                        return ['$.', false, glob.length - pos, true];
                    }
                    i += cls.length;
                    if (neg)
                        negs.push(unip);
                    else
                        ranges.push(unip);
                    uflag = uflag || u;
                    continue WHILE;
                }
            }
        }
        // now it's just a normal character, effectively
        escaping = false;
        if (rangeStart) {
            // throw this range away if it's not valid, but others
            // can still match.
            if (c > rangeStart) {
                ranges.push(braceEscape(rangeStart) + '-' + braceEscape(c));
            }
            else if (c === rangeStart) {
                ranges.push(braceEscape(c));
            }
            rangeStart = '';
            i++;
            continue;
        }
        // now might be the start of a range.
        // can be either c-d or c-] or c<more...>] or c] at this point
        if (glob.startsWith('-]', i + 1)) {
            ranges.push(braceEscape(c + '-'));
            i += 2;
            continue;
        }
        if (glob.startsWith('-', i + 1)) {
            rangeStart = c;
            i += 2;
            continue;
        }
        // not the start of a range, just a single character
        ranges.push(braceEscape(c));
        i++;
    }
    if (endPos < i) {
        // didn't see the end of the class, not a valid class,
        // but might still be valid as a literal match.
        return ['', false, 0, false];
    }
    // if we got no ranges and no negates, then we have a range that
    // cannot possibly match anything, and that poisons the whole glob
    if (!ranges.length && !negs.length) {
        return ['$.', false, glob.length - pos, true];
    }
    // if we got one positive range, and it's a single character, then that's
    // not actually a magic pattern, it's just that one literal character.
    // we should not treat that as "magic", we should just return the literal
    // character. [_] is a perfectly valid way to escape glob magic chars.
    if (negs.length === 0 &&
        ranges.length === 1 &&
        /^\\?.$/.test(ranges[0]) &&
        !negate) {
        const r = ranges[0].length === 2 ? ranges[0].slice(-1) : ranges[0];
        return [regexpEscape(r), false, endPos - pos, false];
    }
    const sranges = '[' + (negate ? '^' : '') + rangesToString(ranges) + ']';
    const snegs = '[' + (negate ? '' : '^') + rangesToString(negs) + ']';
    const comb = ranges.length && negs.length ? '(' + sranges + '|' + snegs + ')'
        : ranges.length ? sranges
            : snegs;
    return [comb, uflag, endPos - pos, true];
};
exports.parseClass = parseClass;
//# sourceMappingURL=brace-expressions.js.map

/***/ }),

/***/ 5525:
/***/ ((__unused_webpack_module, exports) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.escape = void 0;
/**
 * Escape all magic characters in a glob pattern.
 *
 * If the {@link MinimatchOptions.windowsPathsNoEscape}
 * option is used, then characters are escaped by wrapping in `[]`, because
 * a magic character wrapped in a character class can only be satisfied by
 * that exact character.  In this mode, `\` is _not_ escaped, because it is
 * not interpreted as a magic character, but instead as a path separator.
 *
 * If the {@link MinimatchOptions.magicalBraces} option is used,
 * then braces (`{` and `}`) will be escaped.
 */
const escape = (s, { windowsPathsNoEscape = false, magicalBraces = false, } = {}) => {
    // don't need to escape +@! because we escape the parens
    // that make those magic, and escaping ! as [!] isn't valid,
    // because [!]] is a valid glob class meaning not ']'.
    if (magicalBraces) {
        return windowsPathsNoEscape ?
            s.replace(/[?*()[\]{}]/g, '[$&]')
            : s.replace(/[?*()[\]\\{}]/g, '\\$&');
    }
    return windowsPathsNoEscape ?
        s.replace(/[?*()[\]]/g, '[$&]')
        : s.replace(/[?*()[\]\\]/g, '\\$&');
};
exports.escape = escape;
//# sourceMappingURL=escape.js.map

/***/ }),

/***/ 1956:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.unescape = exports.escape = exports.AST = exports.Minimatch = exports.match = exports.makeRe = exports.braceExpand = exports.defaults = exports.filter = exports.GLOBSTAR = exports.sep = exports.minimatch = void 0;
const brace_expansion_1 = __nccwpck_require__(3783);
const assert_valid_pattern_js_1 = __nccwpck_require__(4460);
const ast_js_1 = __nccwpck_require__(5044);
const escape_js_1 = __nccwpck_require__(5525);
const unescape_js_1 = __nccwpck_require__(8146);
const minimatch = (p, pattern, options = {}) => {
    (0, assert_valid_pattern_js_1.assertValidPattern)(pattern);
    // shortcut: comments match nothing.
    if (!options.nocomment && pattern.charAt(0) === '#') {
        return false;
    }
    return new Minimatch(pattern, options).match(p);
};
exports.minimatch = minimatch;
// Optimized checking for the most common glob patterns.
const starDotExtRE = /^\*+([^+@!?*[(]*)$/;
const starDotExtTest = (ext) => (f) => !f.startsWith('.') && f.endsWith(ext);
const starDotExtTestDot = (ext) => (f) => f.endsWith(ext);
const starDotExtTestNocase = (ext) => {
    ext = ext.toLowerCase();
    return (f) => !f.startsWith('.') && f.toLowerCase().endsWith(ext);
};
const starDotExtTestNocaseDot = (ext) => {
    ext = ext.toLowerCase();
    return (f) => f.toLowerCase().endsWith(ext);
};
const starDotStarRE = /^\*+\.\*+$/;
const starDotStarTest = (f) => !f.startsWith('.') && f.includes('.');
const starDotStarTestDot = (f) => f !== '.' && f !== '..' && f.includes('.');
const dotStarRE = /^\.\*+$/;
const dotStarTest = (f) => f !== '.' && f !== '..' && f.startsWith('.');
const starRE = /^\*+$/;
const starTest = (f) => f.length !== 0 && !f.startsWith('.');
const starTestDot = (f) => f.length !== 0 && f !== '.' && f !== '..';
const qmarksRE = /^\?+([^+@!?*[(]*)?$/;
const qmarksTestNocase = ([$0, ext = '']) => {
    const noext = qmarksTestNoExt([$0]);
    if (!ext)
        return noext;
    ext = ext.toLowerCase();
    return (f) => noext(f) && f.toLowerCase().endsWith(ext);
};
const qmarksTestNocaseDot = ([$0, ext = '']) => {
    const noext = qmarksTestNoExtDot([$0]);
    if (!ext)
        return noext;
    ext = ext.toLowerCase();
    return (f) => noext(f) && f.toLowerCase().endsWith(ext);
};
const qmarksTestDot = ([$0, ext = '']) => {
    const noext = qmarksTestNoExtDot([$0]);
    return !ext ? noext : (f) => noext(f) && f.endsWith(ext);
};
const qmarksTest = ([$0, ext = '']) => {
    const noext = qmarksTestNoExt([$0]);
    return !ext ? noext : (f) => noext(f) && f.endsWith(ext);
};
const qmarksTestNoExt = ([$0]) => {
    const len = $0.length;
    return (f) => f.length === len && !f.startsWith('.');
};
const qmarksTestNoExtDot = ([$0]) => {
    const len = $0.length;
    return (f) => f.length === len && f !== '.' && f !== '..';
};
/* c8 ignore start */
const defaultPlatform = (typeof process === 'object' && process ?
    (typeof process.env === 'object' &&
        process.env &&
        process.env.__MINIMATCH_TESTING_PLATFORM__) ||
        process.platform
    : 'posix');
const path = {
    win32: { sep: '\\' },
    posix: { sep: '/' },
};
/* c8 ignore stop */
exports.sep = defaultPlatform === 'win32' ? path.win32.sep : path.posix.sep;
exports.minimatch.sep = exports.sep;
exports.GLOBSTAR = Symbol('globstar **');
exports.minimatch.GLOBSTAR = exports.GLOBSTAR;
// any single thing other than /
// don't need to escape / when using new RegExp()
const qmark = '[^/]';
// * => any number of characters
const star = qmark + '*?';
// ** when dots are allowed.  Anything goes, except .. and .
// not (^ or / followed by one or two dots followed by $ or /),
// followed by anything, any number of times.
const twoStarDot = '(?:(?!(?:\\/|^)(?:\\.{1,2})($|\\/)).)*?';
// not a ^ or / followed by a dot,
// followed by anything, any number of times.
const twoStarNoDot = '(?:(?!(?:\\/|^)\\.).)*?';
const filter = (pattern, options = {}) => (p) => (0, exports.minimatch)(p, pattern, options);
exports.filter = filter;
exports.minimatch.filter = exports.filter;
const ext = (a, b = {}) => Object.assign({}, a, b);
const defaults = (def) => {
    if (!def || typeof def !== 'object' || !Object.keys(def).length) {
        return exports.minimatch;
    }
    const orig = exports.minimatch;
    const m = (p, pattern, options = {}) => orig(p, pattern, ext(def, options));
    return Object.assign(m, {
        Minimatch: class Minimatch extends orig.Minimatch {
            constructor(pattern, options = {}) {
                super(pattern, ext(def, options));
            }
            static defaults(options) {
                return orig.defaults(ext(def, options)).Minimatch;
            }
        },
        AST: class AST extends orig.AST {
            /* c8 ignore start */
            constructor(type, parent, options = {}) {
                super(type, parent, ext(def, options));
            }
            /* c8 ignore stop */
            static fromGlob(pattern, options = {}) {
                return orig.AST.fromGlob(pattern, ext(def, options));
            }
        },
        unescape: (s, options = {}) => orig.unescape(s, ext(def, options)),
        escape: (s, options = {}) => orig.escape(s, ext(def, options)),
        filter: (pattern, options = {}) => orig.filter(pattern, ext(def, options)),
        defaults: (options) => orig.defaults(ext(def, options)),
        makeRe: (pattern, options = {}) => orig.makeRe(pattern, ext(def, options)),
        braceExpand: (pattern, options = {}) => orig.braceExpand(pattern, ext(def, options)),
        match: (list, pattern, options = {}) => orig.match(list, pattern, ext(def, options)),
        sep: orig.sep,
        GLOBSTAR: exports.GLOBSTAR,
    });
};
exports.defaults = defaults;
exports.minimatch.defaults = exports.defaults;
// Brace expansion:
// a{b,c}d -> abd acd
// a{b,}c -> abc ac
// a{0..3}d -> a0d a1d a2d a3d
// a{b,c{d,e}f}g -> abg acdfg acefg
// a{b,c}d{e,f}g -> abdeg acdeg abdeg abdfg
//
// Invalid sets are not expanded.
// a{2..}b -> a{2..}b
// a{b}c -> a{b}c
const braceExpand = (pattern, options = {}) => {
    (0, assert_valid_pattern_js_1.assertValidPattern)(pattern);
    // Thanks to Yeting Li <https://github.com/yetingli> for
    // improving this regexp to avoid a ReDOS vulnerability.
    if (options.nobrace || !/\{(?:(?!\{).)*\}/.test(pattern)) {
        // shortcut. no need to expand.
        return [pattern];
    }
    return (0, brace_expansion_1.expand)(pattern, { max: options.braceExpandMax });
};
exports.braceExpand = braceExpand;
exports.minimatch.braceExpand = exports.braceExpand;
// parse a component of the expanded set.
// At this point, no pattern may contain "/" in it
// so we're going to return a 2d array, where each entry is the full
// pattern, split on '/', and then turned into a regular expression.
// A regexp is made at the end which joins each array with an
// escaped /, and another full one which joins each regexp with |.
//
// Following the lead of Bash 4.1, note that "**" only has special meaning
// when it is the *only* thing in a path portion.  Otherwise, any series
// of * is equivalent to a single *.  Globstar behavior is enabled by
// default, and can be disabled by setting options.noglobstar.
const makeRe = (pattern, options = {}) => new Minimatch(pattern, options).makeRe();
exports.makeRe = makeRe;
exports.minimatch.makeRe = exports.makeRe;
const match = (list, pattern, options = {}) => {
    const mm = new Minimatch(pattern, options);
    list = list.filter(f => mm.match(f));
    if (mm.options.nonull && !list.length) {
        list.push(pattern);
    }
    return list;
};
exports.match = match;
exports.minimatch.match = exports.match;
// replace stuff like \* with *
const globMagic = /[?*]|[+@!]\(.*?\)|\[|\]/;
const regExpEscape = (s) => s.replace(/[-[\]{}()*+?.,\\^$|#\s]/g, '\\$&');
class Minimatch {
    options;
    set;
    pattern;
    windowsPathsNoEscape;
    nonegate;
    negate;
    comment;
    empty;
    preserveMultipleSlashes;
    partial;
    globSet;
    globParts;
    nocase;
    isWindows;
    platform;
    windowsNoMagicRoot;
    maxGlobstarRecursion;
    regexp;
    constructor(pattern, options = {}) {
        (0, assert_valid_pattern_js_1.assertValidPattern)(pattern);
        options = options || {};
        this.options = options;
        this.maxGlobstarRecursion = options.maxGlobstarRecursion ?? 200;
        this.pattern = pattern;
        this.platform = options.platform || defaultPlatform;
        this.isWindows = this.platform === 'win32';
        // avoid the annoying deprecation flag lol
        const awe = ('allowWindow' + 'sEscape');
        this.windowsPathsNoEscape =
            !!options.windowsPathsNoEscape || options[awe] === false;
        if (this.windowsPathsNoEscape) {
            this.pattern = this.pattern.replace(/\\/g, '/');
        }
        this.preserveMultipleSlashes = !!options.preserveMultipleSlashes;
        this.regexp = null;
        this.negate = false;
        this.nonegate = !!options.nonegate;
        this.comment = false;
        this.empty = false;
        this.partial = !!options.partial;
        this.nocase = !!this.options.nocase;
        this.windowsNoMagicRoot =
            options.windowsNoMagicRoot !== undefined ?
                options.windowsNoMagicRoot
                : !!(this.isWindows && this.nocase);
        this.globSet = [];
        this.globParts = [];
        this.set = [];
        // make the set of regexps etc.
        this.make();
    }
    hasMagic() {
        if (this.options.magicalBraces && this.set.length > 1) {
            return true;
        }
        for (const pattern of this.set) {
            for (const part of pattern) {
                if (typeof part !== 'string')
                    return true;
            }
        }
        return false;
    }
    debug(..._) { }
    make() {
        const pattern = this.pattern;
        const options = this.options;
        // empty patterns and comments match nothing.
        if (!options.nocomment && pattern.charAt(0) === '#') {
            this.comment = true;
            return;
        }
        if (!pattern) {
            this.empty = true;
            return;
        }
        // step 1: figure out negation, etc.
        this.parseNegate();
        // step 2: expand braces
        this.globSet = [...new Set(this.braceExpand())];
        if (options.debug) {
            //oxlint-disable-next-line no-console
            this.debug = (...args) => console.error(...args);
        }
        this.debug(this.pattern, this.globSet);
        // step 3: now we have a set, so turn each one into a series of
        // path-portion matching patterns.
        // These will be regexps, except in the case of "**", which is
        // set to the GLOBSTAR object for globstar behavior,
        // and will not contain any / characters
        //
        // First, we preprocess to make the glob pattern sets a bit simpler
        // and deduped.  There are some perf-killing patterns that can cause
        // problems with a glob walk, but we can simplify them down a bit.
        const rawGlobParts = this.globSet.map(s => this.slashSplit(s));
        this.globParts = this.preprocess(rawGlobParts);
        this.debug(this.pattern, this.globParts);
        // glob --> regexps
        let set = this.globParts.map((s, _, __) => {
            if (this.isWindows && this.windowsNoMagicRoot) {
                // check if it's a drive or unc path.
                const isUNC = s[0] === '' &&
                    s[1] === '' &&
                    (s[2] === '?' || !globMagic.test(s[2])) &&
                    !globMagic.test(s[3]);
                const isDrive = /^[a-z]:/i.test(s[0]);
                if (isUNC) {
                    return [
                        ...s.slice(0, 4),
                        ...s.slice(4).map(ss => this.parse(ss)),
                    ];
                }
                else if (isDrive) {
                    return [s[0], ...s.slice(1).map(ss => this.parse(ss))];
                }
            }
            return s.map(ss => this.parse(ss));
        });
        this.debug(this.pattern, set);
        // filter out everything that didn't compile properly.
        this.set = set.filter(s => s.indexOf(false) === -1);
        // do not treat the ? in UNC paths as magic
        if (this.isWindows) {
            for (let i = 0; i < this.set.length; i++) {
                const p = this.set[i];
                if (p[0] === '' &&
                    p[1] === '' &&
                    this.globParts[i][2] === '?' &&
                    typeof p[3] === 'string' &&
                    /^[a-z]:$/i.test(p[3])) {
                    p[2] = '?';
                }
            }
        }
        this.debug(this.pattern, this.set);
    }
    // various transforms to equivalent pattern sets that are
    // faster to process in a filesystem walk.  The goal is to
    // eliminate what we can, and push all ** patterns as far
    // to the right as possible, even if it increases the number
    // of patterns that we have to process.
    preprocess(globParts) {
        // if we're not in globstar mode, then turn ** into *
        if (this.options.noglobstar) {
            for (const partset of globParts) {
                for (let j = 0; j < partset.length; j++) {
                    if (partset[j] === '**') {
                        partset[j] = '*';
                    }
                }
            }
        }
        const { optimizationLevel = 1 } = this.options;
        if (optimizationLevel >= 2) {
            // aggressive optimization for the purpose of fs walking
            globParts = this.firstPhasePreProcess(globParts);
            globParts = this.secondPhasePreProcess(globParts);
        }
        else if (optimizationLevel >= 1) {
            // just basic optimizations to remove some .. parts
            globParts = this.levelOneOptimize(globParts);
        }
        else {
            // just collapse multiple ** portions into one
            globParts = this.adjascentGlobstarOptimize(globParts);
        }
        return globParts;
    }
    // just get rid of adjascent ** portions
    adjascentGlobstarOptimize(globParts) {
        return globParts.map(parts => {
            let gs = -1;
            while (-1 !== (gs = parts.indexOf('**', gs + 1))) {
                let i = gs;
                while (parts[i + 1] === '**') {
                    i++;
                }
                if (i !== gs) {
                    parts.splice(gs, i - gs);
                }
            }
            return parts;
        });
    }
    // get rid of adjascent ** and resolve .. portions
    levelOneOptimize(globParts) {
        return globParts.map(parts => {
            parts = parts.reduce((set, part) => {
                const prev = set[set.length - 1];
                if (part === '**' && prev === '**') {
                    return set;
                }
                if (part === '..') {
                    if (prev && prev !== '..' && prev !== '.' && prev !== '**') {
                        set.pop();
                        return set;
                    }
                }
                set.push(part);
                return set;
            }, []);
            return parts.length === 0 ? [''] : parts;
        });
    }
    levelTwoFileOptimize(parts) {
        if (!Array.isArray(parts)) {
            parts = this.slashSplit(parts);
        }
        let didSomething = false;
        do {
            didSomething = false;
            // <pre>/<e>/<rest> -> <pre>/<rest>
            if (!this.preserveMultipleSlashes) {
                for (let i = 1; i < parts.length - 1; i++) {
                    const p = parts[i];
                    // don't squeeze out UNC patterns
                    if (i === 1 && p === '' && parts[0] === '')
                        continue;
                    if (p === '.' || p === '') {
                        didSomething = true;
                        parts.splice(i, 1);
                        i--;
                    }
                }
                if (parts[0] === '.' &&
                    parts.length === 2 &&
                    (parts[1] === '.' || parts[1] === '')) {
                    didSomething = true;
                    parts.pop();
                }
            }
            // <pre>/<p>/../<rest> -> <pre>/<rest>
            let dd = 0;
            while (-1 !== (dd = parts.indexOf('..', dd + 1))) {
                const p = parts[dd - 1];
                if (p &&
                    p !== '.' &&
                    p !== '..' &&
                    p !== '**' &&
                    !(this.isWindows && /^[a-z]:$/i.test(p))) {
                    didSomething = true;
                    parts.splice(dd - 1, 2);
                    dd -= 2;
                }
            }
        } while (didSomething);
        return parts.length === 0 ? [''] : parts;
    }
    // First phase: single-pattern processing
    // <pre> is 1 or more portions
    // <rest> is 1 or more portions
    // <p> is any portion other than ., .., '', or **
    // <e> is . or ''
    //
    // **/.. is *brutal* for filesystem walking performance, because
    // it effectively resets the recursive walk each time it occurs,
    // and ** cannot be reduced out by a .. pattern part like a regexp
    // or most strings (other than .., ., and '') can be.
    //
    // <pre>/**/../<p>/<p>/<rest> -> {<pre>/../<p>/<p>/<rest>,<pre>/**/<p>/<p>/<rest>}
    // <pre>/<e>/<rest> -> <pre>/<rest>
    // <pre>/<p>/../<rest> -> <pre>/<rest>
    // **/**/<rest> -> **/<rest>
    //
    // **/*/<rest> -> */**/<rest> <== not valid because ** doesn't follow
    // this WOULD be allowed if ** did follow symlinks, or * didn't
    firstPhasePreProcess(globParts) {
        let didSomething = false;
        do {
            didSomething = false;
            // <pre>/**/../<p>/<p>/<rest> -> {<pre>/../<p>/<p>/<rest>,<pre>/**/<p>/<p>/<rest>}
            for (let parts of globParts) {
                let gs = -1;
                while (-1 !== (gs = parts.indexOf('**', gs + 1))) {
                    let gss = gs;
                    while (parts[gss + 1] === '**') {
                        // <pre>/**/**/<rest> -> <pre>/**/<rest>
                        gss++;
                    }
                    // eg, if gs is 2 and gss is 4, that means we have 3 **
                    // parts, and can remove 2 of them.
                    if (gss > gs) {
                        parts.splice(gs + 1, gss - gs);
                    }
                    let next = parts[gs + 1];
                    const p = parts[gs + 2];
                    const p2 = parts[gs + 3];
                    if (next !== '..')
                        continue;
                    if (!p ||
                        p === '.' ||
                        p === '..' ||
                        !p2 ||
                        p2 === '.' ||
                        p2 === '..') {
                        continue;
                    }
                    didSomething = true;
                    // edit parts in place, and push the new one
                    parts.splice(gs, 1);
                    const other = parts.slice(0);
                    other[gs] = '**';
                    globParts.push(other);
                    gs--;
                }
                // <pre>/<e>/<rest> -> <pre>/<rest>
                if (!this.preserveMultipleSlashes) {
                    for (let i = 1; i < parts.length - 1; i++) {
                        const p = parts[i];
                        // don't squeeze out UNC patterns
                        if (i === 1 && p === '' && parts[0] === '')
                            continue;
                        if (p === '.' || p === '') {
                            didSomething = true;
                            parts.splice(i, 1);
                            i--;
                        }
                    }
                    if (parts[0] === '.' &&
                        parts.length === 2 &&
                        (parts[1] === '.' || parts[1] === '')) {
                        didSomething = true;
                        parts.pop();
                    }
                }
                // <pre>/<p>/../<rest> -> <pre>/<rest>
                let dd = 0;
                while (-1 !== (dd = parts.indexOf('..', dd + 1))) {
                    const p = parts[dd - 1];
                    if (p && p !== '.' && p !== '..' && p !== '**') {
                        didSomething = true;
                        const needDot = dd === 1 && parts[dd + 1] === '**';
                        const splin = needDot ? ['.'] : [];
                        parts.splice(dd - 1, 2, ...splin);
                        if (parts.length === 0)
                            parts.push('');
                        dd -= 2;
                    }
                }
            }
        } while (didSomething);
        return globParts;
    }
    // second phase: multi-pattern dedupes
    // {<pre>/*/<rest>,<pre>/<p>/<rest>} -> <pre>/*/<rest>
    // {<pre>/<rest>,<pre>/<rest>} -> <pre>/<rest>
    // {<pre>/**/<rest>,<pre>/<rest>} -> <pre>/**/<rest>
    //
    // {<pre>/**/<rest>,<pre>/**/<p>/<rest>} -> <pre>/**/<rest>
    // ^-- not valid because ** doens't follow symlinks
    secondPhasePreProcess(globParts) {
        for (let i = 0; i < globParts.length - 1; i++) {
            for (let j = i + 1; j < globParts.length; j++) {
                const matched = this.partsMatch(globParts[i], globParts[j], !this.preserveMultipleSlashes);
                if (matched) {
                    globParts[i] = [];
                    globParts[j] = matched;
                    break;
                }
            }
        }
        return globParts.filter(gs => gs.length);
    }
    partsMatch(a, b, emptyGSMatch = false) {
        let ai = 0;
        let bi = 0;
        let result = [];
        let which = '';
        while (ai < a.length && bi < b.length) {
            if (a[ai] === b[bi]) {
                result.push(which === 'b' ? b[bi] : a[ai]);
                ai++;
                bi++;
            }
            else if (emptyGSMatch && a[ai] === '**' && b[bi] === a[ai + 1]) {
                result.push(a[ai]);
                ai++;
            }
            else if (emptyGSMatch && b[bi] === '**' && a[ai] === b[bi + 1]) {
                result.push(b[bi]);
                bi++;
            }
            else if (a[ai] === '*' &&
                b[bi] &&
                (this.options.dot || !b[bi].startsWith('.')) &&
                b[bi] !== '**') {
                if (which === 'b')
                    return false;
                which = 'a';
                result.push(a[ai]);
                ai++;
                bi++;
            }
            else if (b[bi] === '*' &&
                a[ai] &&
                (this.options.dot || !a[ai].startsWith('.')) &&
                a[ai] !== '**') {
                if (which === 'a')
                    return false;
                which = 'b';
                result.push(b[bi]);
                ai++;
                bi++;
            }
            else {
                return false;
            }
        }
        // if we fall out of the loop, it means they two are identical
        // as long as their lengths match
        return a.length === b.length && result;
    }
    parseNegate() {
        if (this.nonegate)
            return;
        const pattern = this.pattern;
        let negate = false;
        let negateOffset = 0;
        for (let i = 0; i < pattern.length && pattern.charAt(i) === '!'; i++) {
            negate = !negate;
            negateOffset++;
        }
        if (negateOffset)
            this.pattern = pattern.slice(negateOffset);
        this.negate = negate;
    }
    // set partial to true to test if, for example,
    // "/a/b" matches the start of "/*/b/*/d"
    // Partial means, if you run out of file before you run
    // out of pattern, then that's fine, as long as all
    // the parts match.
    matchOne(file, pattern, partial = false) {
        let fileStartIndex = 0;
        let patternStartIndex = 0;
        // UNC paths like //?/X:/... can match X:/... and vice versa
        // Drive letters in absolute drive or unc paths are always compared
        // case-insensitively.
        if (this.isWindows) {
            const fileDrive = typeof file[0] === 'string' && /^[a-z]:$/i.test(file[0]);
            const fileUNC = !fileDrive &&
                file[0] === '' &&
                file[1] === '' &&
                file[2] === '?' &&
                /^[a-z]:$/i.test(file[3]);
            const patternDrive = typeof pattern[0] === 'string' && /^[a-z]:$/i.test(pattern[0]);
            const patternUNC = !patternDrive &&
                pattern[0] === '' &&
                pattern[1] === '' &&
                pattern[2] === '?' &&
                typeof pattern[3] === 'string' &&
                /^[a-z]:$/i.test(pattern[3]);
            const fdi = fileUNC ? 3
                : fileDrive ? 0
                    : undefined;
            const pdi = patternUNC ? 3
                : patternDrive ? 0
                    : undefined;
            if (typeof fdi === 'number' && typeof pdi === 'number') {
                const [fd, pd] = [
                    file[fdi],
                    pattern[pdi],
                ];
                // start matching at the drive letter index of each
                if (fd.toLowerCase() === pd.toLowerCase()) {
                    pattern[pdi] = fd;
                    patternStartIndex = pdi;
                    fileStartIndex = fdi;
                }
            }
        }
        // resolve and reduce . and .. portions in the file as well.
        // don't need to do the second phase, because it's only one string[]
        const { optimizationLevel = 1 } = this.options;
        if (optimizationLevel >= 2) {
            file = this.levelTwoFileOptimize(file);
        }
        if (pattern.includes(exports.GLOBSTAR)) {
            return this.#matchGlobstar(file, pattern, partial, fileStartIndex, patternStartIndex);
        }
        return this.#matchOne(file, pattern, partial, fileStartIndex, patternStartIndex);
    }
    #matchGlobstar(file, pattern, partial, fileIndex, patternIndex) {
        // split the pattern into head, tail, and middle of ** delimited parts
        const firstgs = pattern.indexOf(exports.GLOBSTAR, patternIndex);
        const lastgs = pattern.lastIndexOf(exports.GLOBSTAR);
        // split the pattern up into globstar-delimited sections
        // the tail has to be at the end, and the others just have
        // to be found in order from the head.
        const [head, body, tail] = partial ?
            [
                pattern.slice(patternIndex, firstgs),
                pattern.slice(firstgs + 1),
                [],
            ]
            : [
                pattern.slice(patternIndex, firstgs),
                pattern.slice(firstgs + 1, lastgs),
                pattern.slice(lastgs + 1),
            ];
        // check the head, from the current file/pattern index.
        if (head.length) {
            const fileHead = file.slice(fileIndex, fileIndex + head.length);
            if (!this.#matchOne(fileHead, head, partial, 0, 0)) {
                return false;
            }
            fileIndex += head.length;
            patternIndex += head.length;
        }
        // now we know the head matches!
        // if the last portion is not empty, it MUST match the end
        // check the tail
        let fileTailMatch = 0;
        if (tail.length) {
            // if head + tail > file, then we cannot possibly match
            if (tail.length + fileIndex > file.length)
                return false;
            // try to match the tail
            let tailStart = file.length - tail.length;
            if (this.#matchOne(file, tail, partial, tailStart, 0)) {
                fileTailMatch = tail.length;
            }
            else {
                // affordance for stuff like a/**/* matching a/b/
                // if the last file portion is '', and there's more to the pattern
                // then try without the '' bit.
                if (file[file.length - 1] !== '' ||
                    fileIndex + tail.length === file.length) {
                    return false;
                }
                tailStart--;
                if (!this.#matchOne(file, tail, partial, tailStart, 0)) {
                    return false;
                }
                fileTailMatch = tail.length + 1;
            }
        }
        // now we know the tail matches!
        // the middle is zero or more portions wrapped in **, possibly
        // containing more ** sections.
        // so a/**/b/**/c/**/d has become **/b/**/c/**
        // if it's empty, it means a/**/b, just verify we have no bad dots
        // if there's no tail, so it ends on /**, then we must have *something*
        // after the head, or it's not a matc
        if (!body.length) {
            let sawSome = !!fileTailMatch;
            for (let i = fileIndex; i < file.length - fileTailMatch; i++) {
                const f = String(file[i]);
                sawSome = true;
                if (f === '.' ||
                    f === '..' ||
                    (!this.options.dot && f.startsWith('.'))) {
                    return false;
                }
            }
            // in partial mode, we just need to get past all file parts
            return partial || sawSome;
        }
        // now we know that there's one or more body sections, which can
        // be matched anywhere from the 0 index (because the head was pruned)
        // through to the length-fileTailMatch index.
        // split the body up into sections, and note the minimum index it can
        // be found at (start with the length of all previous segments)
        // [section, before, after]
        const bodySegments = [[[], 0]];
        let currentBody = bodySegments[0];
        let nonGsParts = 0;
        const nonGsPartsSums = [0];
        for (const b of body) {
            if (b === exports.GLOBSTAR) {
                nonGsPartsSums.push(nonGsParts);
                currentBody = [[], 0];
                bodySegments.push(currentBody);
            }
            else {
                currentBody[0].push(b);
                nonGsParts++;
            }
        }
        let i = bodySegments.length - 1;
        const fileLength = file.length - fileTailMatch;
        for (const b of bodySegments) {
            b[1] = fileLength - (nonGsPartsSums[i--] + b[0].length);
        }
        return !!this.#matchGlobStarBodySections(file, bodySegments, fileIndex, 0, partial, 0, !!fileTailMatch);
    }
    // return false for "nope, not matching"
    // return null for "not matching, cannot keep trying"
    #matchGlobStarBodySections(file, 
    // pattern section, last possible position for it
    bodySegments, fileIndex, bodyIndex, partial, globStarDepth, sawTail) {
        // take the first body segment, and walk from fileIndex to its "after"
        // value at the end
        // If it doesn't match at that position, we increment, until we hit
        // that final possible position, and give up.
        // If it does match, then advance and try to rest.
        // If any of them fail we keep walking forward.
        // this is still a bit recursively painful, but it's more constrained
        // than previous implementations, because we never test something that
        // can't possibly be a valid matching condition.
        const bs = bodySegments[bodyIndex];
        if (!bs) {
            // just make sure that there's no bad dots
            for (let i = fileIndex; i < file.length; i++) {
                sawTail = true;
                const f = file[i];
                if (f === '.' ||
                    f === '..' ||
                    (!this.options.dot && f.startsWith('.'))) {
                    return false;
                }
            }
            return sawTail;
        }
        // have a non-globstar body section to test
        const [body, after] = bs;
        while (fileIndex <= after) {
            const m = this.#matchOne(file.slice(0, fileIndex + body.length), body, partial, fileIndex, 0);
            // if limit exceeded, no match. intentional false negative,
            // acceptable break in correctness for security.
            if (m && globStarDepth < this.maxGlobstarRecursion) {
                // match! see if the rest match. if so, we're done!
                const sub = this.#matchGlobStarBodySections(file, bodySegments, fileIndex + body.length, bodyIndex + 1, partial, globStarDepth + 1, sawTail);
                if (sub !== false) {
                    return sub;
                }
            }
            const f = file[fileIndex];
            if (f === '.' ||
                f === '..' ||
                (!this.options.dot && f.startsWith('.'))) {
                return false;
            }
            fileIndex++;
        }
        // walked off. no point continuing
        return partial || null;
    }
    #matchOne(file, pattern, partial, fileIndex, patternIndex) {
        let fi;
        let pi;
        let pl;
        let fl;
        for (fi = fileIndex,
            pi = patternIndex,
            fl = file.length,
            pl = pattern.length; fi < fl && pi < pl; fi++, pi++) {
            this.debug('matchOne loop');
            let p = pattern[pi];
            let f = file[fi];
            this.debug(pattern, p, f);
            // should be impossible.
            // some invalid regexp stuff in the set.
            /* c8 ignore start */
            if (p === false || p === exports.GLOBSTAR) {
                return false;
            }
            /* c8 ignore stop */
            // something other than **
            // non-magic patterns just have to match exactly
            // patterns with magic have been turned into regexps.
            let hit;
            if (typeof p === 'string') {
                hit = f === p;
                this.debug('string match', p, f, hit);
            }
            else {
                hit = p.test(f);
                this.debug('pattern match', p, f, hit);
            }
            if (!hit)
                return false;
        }
        // Note: ending in / means that we'll get a final ""
        // at the end of the pattern.  This can only match a
        // corresponding "" at the end of the file.
        // If the file ends in /, then it can only match a
        // a pattern that ends in /, unless the pattern just
        // doesn't have any more for it. But, a/b/ should *not*
        // match "a/b/*", even though "" matches against the
        // [^/]*? pattern, except in partial mode, where it might
        // simply not be reached yet.
        // However, a/b/ should still satisfy a/*
        // now either we fell off the end of the pattern, or we're done.
        if (fi === fl && pi === pl) {
            // ran out of pattern and filename at the same time.
            // an exact hit!
            return true;
        }
        else if (fi === fl) {
            // ran out of file, but still had pattern left.
            // this is ok if we're doing the match as part of
            // a glob fs traversal.
            return partial;
        }
        else if (pi === pl) {
            // ran out of pattern, still have file left.
            // this is only acceptable if we're on the very last
            // empty segment of a file with a trailing slash.
            // a/* should match a/b/
            return fi === fl - 1 && file[fi] === '';
            /* c8 ignore start */
        }
        else {
            // should be unreachable.
            throw new Error('wtf?');
        }
        /* c8 ignore stop */
    }
    braceExpand() {
        return (0, exports.braceExpand)(this.pattern, this.options);
    }
    parse(pattern) {
        (0, assert_valid_pattern_js_1.assertValidPattern)(pattern);
        const options = this.options;
        // shortcuts
        if (pattern === '**')
            return exports.GLOBSTAR;
        if (pattern === '')
            return '';
        // far and away, the most common glob pattern parts are
        // *, *.*, and *.<ext>  Add a fast check method for those.
        let m;
        let fastTest = null;
        if ((m = pattern.match(starRE))) {
            fastTest = options.dot ? starTestDot : starTest;
        }
        else if ((m = pattern.match(starDotExtRE))) {
            fastTest = (options.nocase ?
                options.dot ?
                    starDotExtTestNocaseDot
                    : starDotExtTestNocase
                : options.dot ? starDotExtTestDot
                    : starDotExtTest)(m[1]);
        }
        else if ((m = pattern.match(qmarksRE))) {
            fastTest = (options.nocase ?
                options.dot ?
                    qmarksTestNocaseDot
                    : qmarksTestNocase
                : options.dot ? qmarksTestDot
                    : qmarksTest)(m);
        }
        else if ((m = pattern.match(starDotStarRE))) {
            fastTest = options.dot ? starDotStarTestDot : starDotStarTest;
        }
        else if ((m = pattern.match(dotStarRE))) {
            fastTest = dotStarTest;
        }
        const re = ast_js_1.AST.fromGlob(pattern, this.options).toMMPattern();
        if (fastTest && typeof re === 'object') {
            // Avoids overriding in frozen environments
            Reflect.defineProperty(re, 'test', { value: fastTest });
        }
        return re;
    }
    makeRe() {
        if (this.regexp || this.regexp === false)
            return this.regexp;
        // at this point, this.set is a 2d array of partial
        // pattern strings, or "**".
        //
        // It's better to use .match().  This function shouldn't
        // be used, really, but it's pretty convenient sometimes,
        // when you just want to work with a regex.
        const set = this.set;
        if (!set.length) {
            this.regexp = false;
            return this.regexp;
        }
        const options = this.options;
        const twoStar = options.noglobstar ? star
            : options.dot ? twoStarDot
                : twoStarNoDot;
        const flags = new Set(options.nocase ? ['i'] : []);
        // regexpify non-globstar patterns
        // if ** is only item, then we just do one twoStar
        // if ** is first, and there are more, prepend (\/|twoStar\/)? to next
        // if ** is last, append (\/twoStar|) to previous
        // if ** is in the middle, append (\/|\/twoStar\/) to previous
        // then filter out GLOBSTAR symbols
        let re = set
            .map(pattern => {
            const pp = pattern.map(p => {
                if (p instanceof RegExp) {
                    for (const f of p.flags.split(''))
                        flags.add(f);
                }
                return (typeof p === 'string' ? regExpEscape(p)
                    : p === exports.GLOBSTAR ? exports.GLOBSTAR
                        : p._src);
            });
            pp.forEach((p, i) => {
                const next = pp[i + 1];
                const prev = pp[i - 1];
                if (p !== exports.GLOBSTAR || prev === exports.GLOBSTAR) {
                    return;
                }
                if (prev === undefined) {
                    if (next !== undefined && next !== exports.GLOBSTAR) {
                        pp[i + 1] = '(?:\\/|' + twoStar + '\\/)?' + next;
                    }
                    else {
                        pp[i] = twoStar;
                    }
                }
                else if (next === undefined) {
                    pp[i - 1] = prev + '(?:\\/|\\/' + twoStar + ')?';
                }
                else if (next !== exports.GLOBSTAR) {
                    pp[i - 1] = prev + '(?:\\/|\\/' + twoStar + '\\/)' + next;
                    pp[i + 1] = exports.GLOBSTAR;
                }
            });
            const filtered = pp.filter(p => p !== exports.GLOBSTAR);
            // For partial matches, we need to make the pattern match
            // any prefix of the full path. We do this by generating
            // alternative patterns that match progressively longer prefixes.
            if (this.partial && filtered.length >= 1) {
                const prefixes = [];
                for (let i = 1; i <= filtered.length; i++) {
                    prefixes.push(filtered.slice(0, i).join('/'));
                }
                return '(?:' + prefixes.join('|') + ')';
            }
            return filtered.join('/');
        })
            .join('|');
        // need to wrap in parens if we had more than one thing with |,
        // otherwise only the first will be anchored to ^ and the last to $
        const [open, close] = set.length > 1 ? ['(?:', ')'] : ['', ''];
        // must match entire pattern
        // ending in a * or ** will make it less strict.
        re = '^' + open + re + close + '$';
        // In partial mode, '/' should always match as it's a valid prefix for any pattern
        if (this.partial) {
            re = '^(?:\\/|' + open + re.slice(1, -1) + close + ')$';
        }
        // can match anything, as long as it's not this.
        if (this.negate)
            re = '^(?!' + re + ').+$';
        try {
            this.regexp = new RegExp(re, [...flags].join(''));
            /* c8 ignore start */
        }
        catch {
            // should be impossible
            this.regexp = false;
        }
        /* c8 ignore stop */
        return this.regexp;
    }
    slashSplit(p) {
        // if p starts with // on windows, we preserve that
        // so that UNC paths aren't broken.  Otherwise, any number of
        // / characters are coalesced into one, unless
        // preserveMultipleSlashes is set to true.
        if (this.preserveMultipleSlashes) {
            return p.split('/');
        }
        else if (this.isWindows && /^\/\/[^/]+/.test(p)) {
            // add an extra '' for the one we lose
            return ['', ...p.split(/\/+/)];
        }
        else {
            return p.split(/\/+/);
        }
    }
    match(f, partial = this.partial) {
        this.debug('match', f, this.pattern);
        // short-circuit in the case of busted things.
        // comments, etc.
        if (this.comment) {
            return false;
        }
        if (this.empty) {
            return f === '';
        }
        if (f === '/' && partial) {
            return true;
        }
        const options = this.options;
        // windows: need to use /, not \
        if (this.isWindows) {
            f = f.split('\\').join('/');
        }
        // treat the test path as a set of pathparts.
        const ff = this.slashSplit(f);
        this.debug(this.pattern, 'split', ff);
        // just ONE of the pattern sets in this.set needs to match
        // in order for it to be valid.  If negating, then just one
        // match means that we have failed.
        // Either way, return on the first hit.
        const set = this.set;
        this.debug(this.pattern, 'set', set);
        // Find the basename of the path by looking for the last non-empty segment
        let filename = ff[ff.length - 1];
        if (!filename) {
            for (let i = ff.length - 2; !filename && i >= 0; i--) {
                filename = ff[i];
            }
        }
        for (const pattern of set) {
            let file = ff;
            if (options.matchBase && pattern.length === 1) {
                file = [filename];
            }
            const hit = this.matchOne(file, pattern, partial);
            if (hit) {
                if (options.flipNegate) {
                    return true;
                }
                return !this.negate;
            }
        }
        // didn't get any hits.  this is success if it's a negative
        // pattern, failure otherwise.
        if (options.flipNegate) {
            return false;
        }
        return this.negate;
    }
    static defaults(def) {
        return exports.minimatch.defaults(def).Minimatch;
    }
}
exports.Minimatch = Minimatch;
/* c8 ignore start */
var ast_js_2 = __nccwpck_require__(5044);
Object.defineProperty(exports, "AST", ({ enumerable: true, get: function () { return ast_js_2.AST; } }));
var escape_js_2 = __nccwpck_require__(5525);
Object.defineProperty(exports, "escape", ({ enumerable: true, get: function () { return escape_js_2.escape; } }));
var unescape_js_2 = __nccwpck_require__(8146);
Object.defineProperty(exports, "unescape", ({ enumerable: true, get: function () { return unescape_js_2.unescape; } }));
/* c8 ignore stop */
exports.minimatch.AST = ast_js_1.AST;
exports.minimatch.Minimatch = Minimatch;
exports.minimatch.escape = escape_js_1.escape;
exports.minimatch.unescape = unescape_js_1.unescape;
//# sourceMappingURL=index.js.map

/***/ }),

/***/ 8146:
/***/ ((__unused_webpack_module, exports) => {


Object.defineProperty(exports, "__esModule", ({ value: true }));
exports.unescape = void 0;
/**
 * Un-escape a string that has been escaped with {@link escape}.
 *
 * If the {@link MinimatchOptions.windowsPathsNoEscape} option is used, then
 * square-bracket escapes are removed, but not backslash escapes.
 *
 * For example, it will turn the string `'[*]'` into `*`, but it will not
 * turn `'\\*'` into `'*'`, because `\` is a path separator in
 * `windowsPathsNoEscape` mode.
 *
 * When `windowsPathsNoEscape` is not set, then both square-bracket escapes and
 * backslash escapes are removed.
 *
 * Slashes (and backslashes in `windowsPathsNoEscape` mode) cannot be escaped
 * or unescaped.
 *
 * When `magicalBraces` is not set, escapes of braces (`{` and `}`) will not be
 * unescaped.
 */
const unescape = (s, { windowsPathsNoEscape = false, magicalBraces = true, } = {}) => {
    if (magicalBraces) {
        return windowsPathsNoEscape ?
            s.replace(/\[([^/\\])\]/g, '$1')
            : s
                .replace(/((?!\\).|^)\[([^/\\])\]/g, '$1$2')
                .replace(/\\([^/])/g, '$1');
    }
    return windowsPathsNoEscape ?
        s.replace(/\[([^/\\{}])\]/g, '$1')
        : s
            .replace(/((?!\\).|^)\[([^/\\{}])\]/g, '$1$2')
            .replace(/\\([^/{}])/g, '$1');
};
exports.unescape = unescape;
//# sourceMappingURL=unescape.js.map

/***/ }),

/***/ 7523:
/***/ ((module) => {

module.exports = /*#__PURE__*/JSON.parse('{"name":"tuf-js","version":"6.0.2","description":"JavaScript implementation of The Update Framework (TUF)","main":"dist/index.js","types":"dist/index.d.ts","scripts":{"build":"tsc --build tsconfig.build.json","clean":"rm -rf dist && rm tsconfig.build.tsbuildinfo","test":"jest"},"repository":{"type":"git","url":"git+https://github.com/theupdateframework/tuf-js.git"},"files":["dist"],"keywords":["tuf","security","update"],"author":"bdehamer@github.com","license":"MIT","bugs":{"url":"https://github.com/theupdateframework/tuf-js/issues"},"homepage":"https://github.com/theupdateframework/tuf-js/tree/main/packages/client#readme","devDependencies":{"@tufjs/repo-mock":"5.0.2","@types/debug":"^4.1.13","@types/retry":"^0.12.5"},"dependencies":{"@gar/promise-retry":"^1.0.3","@tufjs/models":"5.0.2","debug":"^4.4.3"},"engines":{"node":"^22.22.2 || ^24.15.0 || >=26.0.0"}}');

/***/ })

/******/ });
/************************************************************************/
/******/ // The module cache
/******/ var __webpack_module_cache__ = {};
/******/ 
/******/ // The require function
/******/ function __nccwpck_require__(moduleId) {
/******/ 	// Check if module is in cache
/******/ 	var cachedModule = __webpack_module_cache__[moduleId];
/******/ 	if (cachedModule !== undefined) {
/******/ 		return cachedModule.exports;
/******/ 	}
/******/ 	// Create a new module (and put it into the cache)
/******/ 	var module = __webpack_module_cache__[moduleId] = {
/******/ 		// no module.id needed
/******/ 		// no module.loaded needed
/******/ 		exports: {}
/******/ 	};
/******/ 
/******/ 	// Execute the module function
/******/ 	var threw = true;
/******/ 	try {
/******/ 		__webpack_modules__[moduleId].call(module.exports, module, module.exports, __nccwpck_require__);
/******/ 		threw = false;
/******/ 	} finally {
/******/ 		if(threw) delete __webpack_module_cache__[moduleId];
/******/ 	}
/******/ 
/******/ 	// Return the exports of the module
/******/ 	return module.exports;
/******/ }
/******/ 
/******/ // expose the modules object (__webpack_modules__)
/******/ __nccwpck_require__.m = __webpack_modules__;
/******/ 
/************************************************************************/
/******/ /* webpack/runtime/asset-relocator-loader */
/******/ if (typeof __nccwpck_require__ !== 'undefined') __nccwpck_require__.ab = decodeURIComponent(new URL('.', import.meta.url).pathname).slice(import.meta.url.match(/^file:\/\/\/\w:/) ? 1 : 0, -1) + "/";
/******/ 
/******/ /* webpack/runtime/async module */
/******/ (() => {
/******/ 	var webpackQueues = typeof Symbol === "function" ? Symbol("webpack queues") : "__webpack_queues__";
/******/ 	var webpackExports = typeof Symbol === "function" ? Symbol("webpack exports") : "__webpack_exports__";
/******/ 	var webpackError = typeof Symbol === "function" ? Symbol("webpack error") : "__webpack_error__";
/******/ 	var resolveQueue = (queue) => {
/******/ 		if(queue && queue.d < 1) {
/******/ 			queue.d = 1;
/******/ 			queue.forEach((fn) => (fn.r--));
/******/ 			queue.forEach((fn) => (fn.r-- ? fn.r++ : fn()));
/******/ 		}
/******/ 	}
/******/ 	var wrapDeps = (deps) => (deps.map((dep) => {
/******/ 		if(dep !== null && typeof dep === "object") {
/******/ 			if(dep[webpackQueues]) return dep;
/******/ 			if(dep.then) {
/******/ 				var queue = [];
/******/ 				queue.d = 0;
/******/ 				dep.then((r) => {
/******/ 					obj[webpackExports] = r;
/******/ 					resolveQueue(queue);
/******/ 				}, (e) => {
/******/ 					obj[webpackError] = e;
/******/ 					resolveQueue(queue);
/******/ 				});
/******/ 				var obj = {};
/******/ 				obj[webpackQueues] = (fn) => (fn(queue));
/******/ 				return obj;
/******/ 			}
/******/ 		}
/******/ 		var ret = {};
/******/ 		ret[webpackQueues] = x => {};
/******/ 		ret[webpackExports] = dep;
/******/ 		return ret;
/******/ 	}));
/******/ 	__nccwpck_require__.a = (module, body, hasAwait) => {
/******/ 		var queue;
/******/ 		hasAwait && ((queue = []).d = -1);
/******/ 		var depQueues = new Set();
/******/ 		var exports = module.exports;
/******/ 		var currentDeps;
/******/ 		var outerResolve;
/******/ 		var reject;
/******/ 		var promise = new Promise((resolve, rej) => {
/******/ 			reject = rej;
/******/ 			outerResolve = resolve;
/******/ 		});
/******/ 		promise[webpackExports] = exports;
/******/ 		promise[webpackQueues] = (fn) => (queue && fn(queue), depQueues.forEach(fn), promise["catch"](x => {}));
/******/ 		module.exports = promise;
/******/ 		body((deps) => {
/******/ 			currentDeps = wrapDeps(deps);
/******/ 			var fn;
/******/ 			var getResult = () => (currentDeps.map((d) => {
/******/ 				if(d[webpackError]) throw d[webpackError];
/******/ 				return d[webpackExports];
/******/ 			}))
/******/ 			var promise = new Promise((resolve) => {
/******/ 				fn = () => (resolve(getResult));
/******/ 				fn.r = 0;
/******/ 				var fnQueue = (q) => (q !== queue && !depQueues.has(q) && (depQueues.add(q), q && !q.d && (fn.r++, q.push(fn))));
/******/ 				currentDeps.map((dep) => (dep[webpackQueues](fnQueue)));
/******/ 			});
/******/ 			return fn.r ? promise : getResult();
/******/ 		}, (err) => ((err ? reject(promise[webpackError] = err) : outerResolve(exports)), resolveQueue(queue)));
/******/ 		queue && queue.d < 0 && (queue.d = 0);
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/compat get default export */
/******/ (() => {
/******/ 	// getDefaultExport function for compatibility with non-harmony modules
/******/ 	__nccwpck_require__.n = (module) => {
/******/ 		var getter = module && module.__esModule ?
/******/ 			() => (module['default']) :
/******/ 			() => (module);
/******/ 		__nccwpck_require__.d(getter, { a: getter });
/******/ 		return getter;
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/create fake namespace object */
/******/ (() => {
/******/ 	var getProto = Object.getPrototypeOf ? (obj) => (Object.getPrototypeOf(obj)) : (obj) => (obj.__proto__);
/******/ 	var leafPrototypes;
/******/ 	// create a fake namespace object
/******/ 	// mode & 1: value is a module id, require it
/******/ 	// mode & 2: merge all properties of value into the ns
/******/ 	// mode & 4: return value when already ns object
/******/ 	// mode & 16: return value when it's Promise-like
/******/ 	// mode & 8|1: behave like require
/******/ 	__nccwpck_require__.t = function(value, mode) {
/******/ 		if(mode & 1) value = this(value);
/******/ 		if(mode & 8) return value;
/******/ 		if(typeof value === 'object' && value) {
/******/ 			if((mode & 4) && value.__esModule) return value;
/******/ 			if((mode & 16) && typeof value.then === 'function') return value;
/******/ 		}
/******/ 		var ns = Object.create(null);
/******/ 		__nccwpck_require__.r(ns);
/******/ 		var def = {};
/******/ 		leafPrototypes = leafPrototypes || [null, getProto({}), getProto([]), getProto(getProto)];
/******/ 		for(var current = mode & 2 && value; typeof current == 'object' && !~leafPrototypes.indexOf(current); current = getProto(current)) {
/******/ 			Object.getOwnPropertyNames(current).forEach((key) => (def[key] = () => (value[key])));
/******/ 		}
/******/ 		def['default'] = () => (value);
/******/ 		__nccwpck_require__.d(ns, def);
/******/ 		return ns;
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/define property getters */
/******/ (() => {
/******/ 	// define getter functions for harmony exports
/******/ 	__nccwpck_require__.d = (exports, definition) => {
/******/ 		for(var key in definition) {
/******/ 			if(__nccwpck_require__.o(definition, key) && !__nccwpck_require__.o(exports, key)) {
/******/ 				Object.defineProperty(exports, key, { enumerable: true, get: definition[key] });
/******/ 			}
/******/ 		}
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/ensure chunk */
/******/ (() => {
/******/ 	__nccwpck_require__.f = {};
/******/ 	// This file contains only the entry chunk.
/******/ 	// The chunk loading function for additional chunks
/******/ 	__nccwpck_require__.e = (chunkId) => {
/******/ 		return Promise.all(Object.keys(__nccwpck_require__.f).reduce((promises, key) => {
/******/ 			__nccwpck_require__.f[key](chunkId, promises);
/******/ 			return promises;
/******/ 		}, []));
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/get javascript chunk filename */
/******/ (() => {
/******/ 	// This function allow to reference async chunks
/******/ 	__nccwpck_require__.u = (chunkId) => {
/******/ 		// return url for filenames based on template
/******/ 		return "" + chunkId + ".index.js";
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/hasOwnProperty shorthand */
/******/ (() => {
/******/ 	__nccwpck_require__.o = (obj, prop) => (Object.prototype.hasOwnProperty.call(obj, prop))
/******/ })();
/******/ 
/******/ /* webpack/runtime/make namespace object */
/******/ (() => {
/******/ 	// define __esModule on exports
/******/ 	__nccwpck_require__.r = (exports) => {
/******/ 		if(typeof Symbol !== 'undefined' && Symbol.toStringTag) {
/******/ 			Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });
/******/ 		}
/******/ 		Object.defineProperty(exports, '__esModule', { value: true });
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/import chunk loading */
/******/ (() => {
/******/ 	// no baseURI
/******/ 	
/******/ 	// object to store loaded and loading chunks
/******/ 	// undefined = chunk not loaded, null = chunk preloaded/prefetched
/******/ 	// [resolve, Promise] = chunk loading, 0 = chunk loaded
/******/ 	var installedChunks = {
/******/ 		792: 0
/******/ 	};
/******/ 	
/******/ 	var installChunk = (data) => {
/******/ 		var {ids, modules, runtime} = data;
/******/ 		// add "modules" to the modules object,
/******/ 		// then flag all "ids" as loaded and fire callback
/******/ 		var moduleId, chunkId, i = 0;
/******/ 		for(moduleId in modules) {
/******/ 			if(__nccwpck_require__.o(modules, moduleId)) {
/******/ 				__nccwpck_require__.m[moduleId] = modules[moduleId];
/******/ 			}
/******/ 		}
/******/ 		if(runtime) runtime(__nccwpck_require__);
/******/ 		for(;i < ids.length; i++) {
/******/ 			chunkId = ids[i];
/******/ 			if(__nccwpck_require__.o(installedChunks, chunkId) && installedChunks[chunkId]) {
/******/ 				installedChunks[chunkId][0]();
/******/ 			}
/******/ 			installedChunks[ids[i]] = 0;
/******/ 		}
/******/ 	
/******/ 	}
/******/ 	
/******/ 	__nccwpck_require__.f.j = (chunkId, promises) => {
/******/ 			// import() chunk loading for javascript
/******/ 			var installedChunkData = __nccwpck_require__.o(installedChunks, chunkId) ? installedChunks[chunkId] : undefined;
/******/ 			if(installedChunkData !== 0) { // 0 means "already installed".
/******/ 	
/******/ 				// a Promise means "currently loading".
/******/ 				if(installedChunkData) {
/******/ 					promises.push(installedChunkData[1]);
/******/ 				} else {
/******/ 					if(true) { // all chunks have JS
/******/ 						// setup Promise in chunk cache
/******/ 						var promise = import("./" + __nccwpck_require__.u(chunkId)).then(installChunk, (e) => {
/******/ 							if(installedChunks[chunkId] !== 0) installedChunks[chunkId] = undefined;
/******/ 							throw e;
/******/ 						});
/******/ 						var promise = Promise.race([promise, new Promise((resolve) => (installedChunkData = installedChunks[chunkId] = [resolve]))])
/******/ 						promises.push(installedChunkData[1] = promise);
/******/ 					}
/******/ 				}
/******/ 			}
/******/ 	};
/******/ 	
/******/ 	// no prefetching
/******/ 	
/******/ 	// no preloaded
/******/ 	
/******/ 	// no external install chunk
/******/ 	
/******/ 	// no on chunks loaded
/******/ })();
/******/ 
/************************************************************************/
/******/ 
/******/ // startup
/******/ // Load entry module and return exports
/******/ // This entry module used 'module' so it can't be inlined
/******/ var __webpack_exports__ = __nccwpck_require__(5852);
/******/ __webpack_exports__ = await __webpack_exports__;
/******/ 
