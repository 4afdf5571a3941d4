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

/***/ 7030:
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
const envelope_1 = __nccwpck_require__(7030);
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
const envelope_1 = __nccwpck_require__(7030);
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
__exportStar(__nccwpck_require__(7030), exports);
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

/***/ 3057:
/***/ ((module) => {

function isBuffer(value) {
  return Buffer.isBuffer(value) || value instanceof Uint8Array
}

function isEncoding(encoding) {
  return Buffer.isEncoding(encoding)
}

function alloc(size, fill, encoding) {
  return Buffer.alloc(size, fill, encoding)
}

function allocUnsafe(size) {
  return Buffer.allocUnsafe(size)
}

function allocUnsafeSlow(size) {
  return Buffer.allocUnsafeSlow(size)
}

function byteLength(string, encoding) {
  return Buffer.byteLength(string, encoding)
}

function compare(a, b) {
  return Buffer.compare(a, b)
}

function concat(buffers, totalLength) {
  return Buffer.concat(buffers, totalLength)
}

function copy(source, target, targetStart, start, end) {
  return toBuffer(source).copy(target, targetStart, start, end)
}

function equals(a, b) {
  return toBuffer(a).equals(b)
}

function fill(buffer, value, offset, end, encoding) {
  return toBuffer(buffer).fill(value, offset, end, encoding)
}

function from(value, encodingOrOffset, length) {
  return Buffer.from(value, encodingOrOffset, length)
}

function includes(buffer, value, byteOffset, encoding) {
  return toBuffer(buffer).includes(value, byteOffset, encoding)
}

function indexOf(buffer, value, byfeOffset, encoding) {
  return toBuffer(buffer).indexOf(value, byfeOffset, encoding)
}

function lastIndexOf(buffer, value, byteOffset, encoding) {
  return toBuffer(buffer).lastIndexOf(value, byteOffset, encoding)
}

function swap16(buffer) {
  return toBuffer(buffer).swap16()
}

function swap32(buffer) {
  return toBuffer(buffer).swap32()
}

function swap64(buffer) {
  return toBuffer(buffer).swap64()
}

function toBuffer(buffer) {
  if (Buffer.isBuffer(buffer)) return buffer
  return Buffer.from(buffer.buffer, buffer.byteOffset, buffer.byteLength)
}

function toString(buffer, encoding, start, end) {
  return toBuffer(buffer).toString(encoding, start, end)
}

function toHex(buffer, start, end) {
  return toBuffer(buffer).toString('hex', start, end)
}

function write(buffer, string, offset, length, encoding) {
  return toBuffer(buffer).write(string, offset, length, encoding)
}

function readDoubleBE(buffer, offset) {
  return toBuffer(buffer).readDoubleBE(offset)
}

function readDoubleLE(buffer, offset) {
  return toBuffer(buffer).readDoubleLE(offset)
}

function readFloatBE(buffer, offset) {
  return toBuffer(buffer).readFloatBE(offset)
}

function readFloatLE(buffer, offset) {
  return toBuffer(buffer).readFloatLE(offset)
}

function readInt32BE(buffer, offset) {
  return toBuffer(buffer).readInt32BE(offset)
}

function readInt32LE(buffer, offset) {
  return toBuffer(buffer).readInt32LE(offset)
}

function readUInt32BE(buffer, offset) {
  return toBuffer(buffer).readUInt32BE(offset)
}

function readUInt32LE(buffer, offset) {
  return toBuffer(buffer).readUInt32LE(offset)
}

function writeDoubleBE(buffer, value, offset) {
  return toBuffer(buffer).writeDoubleBE(value, offset)
}

function writeDoubleLE(buffer, value, offset) {
  return toBuffer(buffer).writeDoubleLE(value, offset)
}

function writeFloatBE(buffer, value, offset) {
  return toBuffer(buffer).writeFloatBE(value, offset)
}

function writeFloatLE(buffer, value, offset) {
  return toBuffer(buffer).writeFloatLE(value, offset)
}

function writeInt32BE(buffer, value, offset) {
  return toBuffer(buffer).writeInt32BE(value, offset)
}

function writeInt32LE(buffer, value, offset) {
  return toBuffer(buffer).writeInt32LE(value, offset)
}

function writeUInt32BE(buffer, value, offset) {
  return toBuffer(buffer).writeUInt32BE(value, offset)
}

function writeUInt32LE(buffer, value, offset) {
  return toBuffer(buffer).writeUInt32LE(value, offset)
}

module.exports = {
  isBuffer,
  isEncoding,
  alloc,
  allocUnsafe,
  allocUnsafeSlow,
  byteLength,
  compare,
  concat,
  copy,
  equals,
  fill,
  from,
  includes,
  indexOf,
  lastIndexOf,
  swap16,
  swap32,
  swap64,
  toBuffer,
  toString,
  toHex,
  write,
  readDoubleBE,
  readDoubleLE,
  readFloatBE,
  readFloatLE,
  readInt32BE,
  readInt32LE,
  readUInt32BE,
  readUInt32LE,
  writeDoubleBE,
  writeDoubleLE,
  writeFloatBE,
  writeFloatLE,
  writeInt32BE,
  writeInt32LE,
  writeUInt32BE,
  writeUInt32LE
}


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

/***/ 9580:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {

module.exports = __nccwpck_require__(4434)


/***/ }),

/***/ 3587:
/***/ ((module) => {

module.exports = class FixedFIFO {
  constructor (hwm) {
    if (!(hwm > 0) || ((hwm - 1) & hwm) !== 0) throw new Error('Max size for a FixedFIFO should be a power of two')
    this.buffer = new Array(hwm)
    this.mask = hwm - 1
    this.top = 0
    this.btm = 0
    this.next = null
  }

  clear () {
    this.top = this.btm = 0
    this.next = null
    this.buffer.fill(undefined)
  }

  push (data) {
    if (this.buffer[this.top] !== undefined) return false
    this.buffer[this.top] = data
    this.top = (this.top + 1) & this.mask
    return true
  }

  shift () {
    const last = this.buffer[this.btm]
    if (last === undefined) return undefined
    this.buffer[this.btm] = undefined
    this.btm = (this.btm + 1) & this.mask
    return last
  }

  peek () {
    return this.buffer[this.btm]
  }

  isEmpty () {
    return this.buffer[this.btm] === undefined
  }
}


/***/ }),

/***/ 3867:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {

const FixedFIFO = __nccwpck_require__(3587)

module.exports = class FastFIFO {
  constructor (hwm) {
    this.hwm = hwm || 16
    this.head = new FixedFIFO(this.hwm)
    this.tail = this.head
    this.length = 0
  }

  clear () {
    this.head = this.tail
    this.head.clear()
    this.length = 0
  }

  push (val) {
    this.length++
    if (!this.head.push(val)) {
      const prev = this.head
      this.head = prev.next = new FixedFIFO(2 * this.head.buffer.length)
      this.head.push(val)
    }
  }

  shift () {
    if (this.length !== 0) this.length--
    const val = this.tail.shift()
    if (val === undefined && this.tail.next) {
      const next = this.tail.next
      this.tail.next = null
      this.tail = next
      return this.tail.shift()
    }

    return val
  }

  peek () {
    const val = this.tail.peek()
    if (val === undefined && this.tail.next) return this.tail.next.peek()
    return val
  }

  isEmpty () {
    return this.length === 0
  }
}


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

/***/ 3313:
/***/ ((module) => {

module.exports = Pend;

function Pend() {
  this.pending = 0;
  this.max = Infinity;
  this.listeners = [];
  this.waiting = [];
  this.error = null;
}

Pend.prototype.go = function(fn) {
  if (this.pending < this.max) {
    pendGo(this, fn);
  } else {
    this.waiting.push(fn);
  }
};

Pend.prototype.wait = function(cb) {
  if (this.pending === 0) {
    cb(this.error);
  } else {
    this.listeners.push(cb);
  }
};

Pend.prototype.hold = function() {
  return pendHold(this);
};

function pendHold(self) {
  self.pending += 1;
  var called = false;
  return onCb;
  function onCb(err) {
    if (called) throw new Error("callback called twice");
    called = true;
    self.error = self.error || err;
    self.pending -= 1;
    if (self.waiting.length > 0 && self.pending < self.max) {
      pendGo(self, self.waiting.shift());
    } else if (self.pending === 0) {
      var listeners = self.listeners;
      self.listeners = [];
      listeners.forEach(cbListener);
    }
  }
  function cbListener(listener) {
    listener(self.error);
  }
}

function pendGo(self, fn) {
  fn(pendHold(self));
}


/***/ }),

/***/ 6204:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {

const { EventEmitter } = __nccwpck_require__(9580)
const FIFO = __nccwpck_require__(3867)
const TextDecoder = __nccwpck_require__(7934)

const StreamError = __nccwpck_require__(5657)

// if we do a future major, expect queue microtask to be there always, for now a bit defensive
const qmt =
  typeof queueMicrotask === 'undefined' ? (fn) => global.process.nextTick(fn) : queueMicrotask

// 29 bits used total (4 from shared, 14 from read, and 11 from write)
const MAX = (1 << 29) - 1

// Shared state
const OPENING = 0b0001
const PREDESTROYING = 0b0010
const DESTROYING = 0b0100
const DESTROYED = 0b1000

const NOT_OPENING = MAX ^ OPENING
const NOT_PREDESTROYING = MAX ^ PREDESTROYING

// Read state (4 bit offset from shared state)
const READ_ACTIVE = 0b00000000000001 << 4
const READ_UPDATING = 0b00000000000010 << 4
const READ_PRIMARY = 0b00000000000100 << 4
const READ_QUEUED = 0b00000000001000 << 4
const READ_RESUMED = 0b00000000010000 << 4
const READ_PIPE_DRAINED = 0b00000000100000 << 4
const READ_ENDING = 0b00000001000000 << 4
const READ_EMIT_DATA = 0b00000010000000 << 4
const READ_EMIT_READABLE = 0b00000100000000 << 4
const READ_EMITTED_READABLE = 0b00001000000000 << 4
const READ_DONE = 0b00010000000000 << 4
const READ_NEXT_TICK = 0b00100000000000 << 4
const READ_NEEDS_PUSH = 0b01000000000000 << 4
const READ_READ_AHEAD = 0b10000000000000 << 4

// Combined read state
const READ_FLOWING = READ_RESUMED | READ_PIPE_DRAINED
const READ_ACTIVE_AND_NEEDS_PUSH = READ_ACTIVE | READ_NEEDS_PUSH
const READ_PRIMARY_AND_ACTIVE = READ_PRIMARY | READ_ACTIVE
const READ_EMIT_READABLE_AND_QUEUED = READ_EMIT_READABLE | READ_QUEUED
const READ_RESUMED_READ_AHEAD = READ_RESUMED | READ_READ_AHEAD

const READ_NOT_ACTIVE = MAX ^ READ_ACTIVE
const READ_NON_PRIMARY = MAX ^ READ_PRIMARY
const READ_NON_PRIMARY_AND_PUSHED = MAX ^ (READ_PRIMARY | READ_NEEDS_PUSH)
const READ_PUSHED = MAX ^ READ_NEEDS_PUSH
const READ_PAUSED = MAX ^ READ_RESUMED
const READ_NOT_QUEUED = MAX ^ (READ_QUEUED | READ_EMITTED_READABLE)
const READ_NOT_ENDING = MAX ^ READ_ENDING
const READ_PIPE_NOT_DRAINED = MAX ^ READ_FLOWING
const READ_NOT_NEXT_TICK = MAX ^ READ_NEXT_TICK
const READ_NOT_UPDATING = MAX ^ READ_UPDATING
const READ_NO_READ_AHEAD = MAX ^ READ_READ_AHEAD
const READ_PAUSED_NO_READ_AHEAD = MAX ^ READ_RESUMED_READ_AHEAD

// Write state (18 bit offset, 4 bit offset from shared state and 14 from read state)
const WRITE_ACTIVE = 0b00000000001 << 18
const WRITE_UPDATING = 0b00000000010 << 18
const WRITE_PRIMARY = 0b00000000100 << 18
const WRITE_QUEUED = 0b00000001000 << 18
const WRITE_UNDRAINED = 0b00000010000 << 18
const WRITE_DONE = 0b00000100000 << 18
const WRITE_EMIT_DRAIN = 0b00001000000 << 18
const WRITE_NEXT_TICK = 0b00010000000 << 18
const WRITE_WRITING = 0b00100000000 << 18
const WRITE_FINISHING = 0b01000000000 << 18
const WRITE_CORKED = 0b10000000000 << 18

const WRITE_NOT_ACTIVE = MAX ^ (WRITE_ACTIVE | WRITE_WRITING)
const WRITE_NON_PRIMARY = MAX ^ WRITE_PRIMARY
const WRITE_NOT_FINISHING = MAX ^ (WRITE_ACTIVE | WRITE_FINISHING)
const WRITE_DRAINED = MAX ^ WRITE_UNDRAINED
const WRITE_NOT_QUEUED = MAX ^ WRITE_QUEUED
const WRITE_NOT_NEXT_TICK = MAX ^ WRITE_NEXT_TICK
const WRITE_NOT_UPDATING = MAX ^ WRITE_UPDATING
const WRITE_NOT_CORKED = MAX ^ WRITE_CORKED

// Combined shared state
const ACTIVE = READ_ACTIVE | WRITE_ACTIVE
const NOT_ACTIVE = MAX ^ ACTIVE
const DONE = READ_DONE | WRITE_DONE
const DESTROY_STATUS = DESTROYING | DESTROYED | PREDESTROYING
const OPEN_STATUS = DESTROY_STATUS | OPENING
const AUTO_DESTROY = DESTROY_STATUS | DONE
const NON_PRIMARY = WRITE_NON_PRIMARY & READ_NON_PRIMARY
const ACTIVE_OR_TICKING = WRITE_NEXT_TICK | READ_NEXT_TICK
const TICKING = ACTIVE_OR_TICKING & NOT_ACTIVE
const IS_OPENING = OPEN_STATUS | TICKING

// Combined shared state and read state
const READ_PRIMARY_STATUS = OPEN_STATUS | READ_ENDING | READ_DONE
const READ_STATUS = OPEN_STATUS | READ_DONE | READ_QUEUED
const READ_ENDING_STATUS = OPEN_STATUS | READ_ENDING | READ_QUEUED
const READ_READABLE_STATUS = OPEN_STATUS | READ_EMIT_READABLE | READ_QUEUED | READ_EMITTED_READABLE
const SHOULD_NOT_READ =
  OPEN_STATUS | READ_ACTIVE | READ_ENDING | READ_DONE | READ_NEEDS_PUSH | READ_READ_AHEAD
const READ_BACKPRESSURE_STATUS = DESTROY_STATUS | READ_ENDING | READ_DONE
const READ_UPDATE_SYNC_STATUS = READ_UPDATING | OPEN_STATUS | READ_NEXT_TICK | READ_PRIMARY
const READ_NEXT_TICK_OR_OPENING = READ_NEXT_TICK | OPENING

// Combined write state
const WRITE_PRIMARY_STATUS = OPEN_STATUS | WRITE_FINISHING | WRITE_DONE
const WRITE_QUEUED_AND_UNDRAINED = WRITE_QUEUED | WRITE_UNDRAINED
const WRITE_QUEUED_AND_ACTIVE = WRITE_QUEUED | WRITE_ACTIVE
const WRITE_DRAIN_STATUS = WRITE_QUEUED | WRITE_UNDRAINED | OPEN_STATUS | WRITE_ACTIVE
const WRITE_STATUS = OPEN_STATUS | WRITE_ACTIVE | WRITE_QUEUED | WRITE_CORKED
const WRITE_PRIMARY_AND_ACTIVE = WRITE_PRIMARY | WRITE_ACTIVE
const WRITE_ACTIVE_AND_WRITING = WRITE_ACTIVE | WRITE_WRITING
const WRITE_FINISHING_STATUS = OPEN_STATUS | WRITE_FINISHING | WRITE_QUEUED_AND_ACTIVE | WRITE_DONE
const WRITE_BACKPRESSURE_STATUS = WRITE_UNDRAINED | DESTROY_STATUS | WRITE_FINISHING | WRITE_DONE
const WRITE_UPDATE_SYNC_STATUS = WRITE_UPDATING | OPEN_STATUS | WRITE_NEXT_TICK | WRITE_PRIMARY
const WRITE_DROP_DATA = WRITE_FINISHING | WRITE_DONE | DESTROY_STATUS

const asyncIterator = Symbol.asyncIterator || Symbol('asyncIterator')

class WritableState {
  constructor(
    stream,
    { highWaterMark = 16384, map = null, mapWritable, byteLength, byteLengthWritable } = {}
  ) {
    this.stream = stream
    this.queue = new FIFO()
    this.highWaterMark = highWaterMark
    this.buffered = 0
    this.error = null
    this.pipeline = null
    this.drains = null // if we add more seldomly used helpers we might them into a subobject so its a single ptr
    this.byteLength = byteLengthWritable || byteLength || defaultByteLength
    this.map = mapWritable || map
    this.afterWrite = afterWrite.bind(this)
    this.afterUpdateNextTick = updateWriteNT.bind(this)
  }

  get ending() {
    return (this.stream._duplexState & WRITE_FINISHING) !== 0
  }

  get ended() {
    return (this.stream._duplexState & WRITE_DONE) !== 0
  }

  push(data) {
    if ((this.stream._duplexState & WRITE_DROP_DATA) !== 0) return false
    if (this.map !== null) data = this.map(data)

    this.buffered += this.byteLength(data)
    this.queue.push(data)

    if (this.buffered < this.highWaterMark) {
      this.stream._duplexState |= WRITE_QUEUED
      return true
    }

    this.stream._duplexState |= WRITE_QUEUED_AND_UNDRAINED
    return false
  }

  shift() {
    const data = this.queue.shift()

    this.buffered -= this.byteLength(data)
    if (this.buffered === 0) this.stream._duplexState &= WRITE_NOT_QUEUED

    return data
  }

  end(data) {
    if (typeof data === 'function') {
      this.stream.once('finish', data)
    } else if (data !== undefined && data !== null) {
      this.push(data)
    }

    this.stream._duplexState = (this.stream._duplexState | WRITE_FINISHING) & WRITE_NON_PRIMARY
  }

  autoBatch(data, cb) {
    const buffer = []
    const stream = this.stream

    buffer.push(data)
    while ((stream._duplexState & WRITE_STATUS) === WRITE_QUEUED_AND_ACTIVE) {
      buffer.push(stream._writableState.shift())
    }

    if ((stream._duplexState & OPEN_STATUS) !== 0) return cb(null)
    stream._writev(buffer, cb)
  }

  update() {
    const stream = this.stream

    stream._duplexState |= WRITE_UPDATING

    do {
      while ((stream._duplexState & WRITE_STATUS) === WRITE_QUEUED) {
        const data = this.shift()
        stream._duplexState |= WRITE_ACTIVE_AND_WRITING
        stream._write(data, this.afterWrite)
      }

      if ((stream._duplexState & WRITE_PRIMARY_AND_ACTIVE) === 0) this.updateNonPrimary()
    } while (this.continueUpdate() === true)

    stream._duplexState &= WRITE_NOT_UPDATING
  }

  updateNonPrimary() {
    const stream = this.stream

    if ((stream._duplexState & WRITE_FINISHING_STATUS) === WRITE_FINISHING) {
      stream._duplexState = stream._duplexState | WRITE_ACTIVE
      stream._final(afterFinal.bind(this))
      return
    }

    if ((stream._duplexState & DESTROY_STATUS) === DESTROYING) {
      if ((stream._duplexState & ACTIVE_OR_TICKING) === 0) {
        stream._duplexState |= ACTIVE
        stream._destroy(afterDestroy.bind(this))
      }
      return
    }

    if ((stream._duplexState & IS_OPENING) === OPENING) {
      stream._duplexState = (stream._duplexState | ACTIVE) & NOT_OPENING
      stream._open(afterOpen.bind(this))
    }
  }

  continueUpdate() {
    if ((this.stream._duplexState & WRITE_NEXT_TICK) === 0) return false
    this.stream._duplexState &= WRITE_NOT_NEXT_TICK
    return true
  }

  updateCallback() {
    if ((this.stream._duplexState & WRITE_UPDATE_SYNC_STATUS) === WRITE_PRIMARY) {
      this.update()
    } else {
      this.updateNextTick()
    }
  }

  updateNextTick() {
    if ((this.stream._duplexState & WRITE_NEXT_TICK) !== 0) return
    this.stream._duplexState |= WRITE_NEXT_TICK
    if ((this.stream._duplexState & WRITE_UPDATING) === 0) qmt(this.afterUpdateNextTick)
  }
}

class ReadableState {
  constructor(
    stream,
    { highWaterMark = 16384, map = null, mapReadable, byteLength, byteLengthReadable } = {}
  ) {
    this.stream = stream
    this.queue = new FIFO()
    this.highWaterMark = highWaterMark === 0 ? 1 : highWaterMark
    this.buffered = 0
    this.readAhead = highWaterMark > 0
    this.error = null
    this.pipeline = null
    this.byteLength = byteLengthReadable || byteLength || defaultByteLength
    this.map = mapReadable || map
    this.pipeTo = null
    this.afterRead = afterRead.bind(this)
    this.afterUpdateNextTick = updateReadNT.bind(this)
  }

  get ending() {
    return (this.stream._duplexState & READ_ENDING) !== 0
  }

  get ended() {
    return (this.stream._duplexState & READ_DONE) !== 0
  }

  pipe(pipeTo, cb) {
    if (this.pipeTo !== null) throw StreamError.BAD_ARGUMENT('Can only pipe to one destination')
    if (typeof cb !== 'function') cb = null

    this.stream._duplexState |= READ_PIPE_DRAINED
    this.pipeTo = pipeTo
    this.pipeline = new Pipeline(this.stream, pipeTo, cb)

    if (cb) this.stream.on('error', noop) // We already error handle this so supress crashes

    if (isStreamx(pipeTo)) {
      pipeTo._writableState.pipeline = this.pipeline
      if (cb) pipeTo.on('error', noop) // We already error handle this so supress crashes
      pipeTo.on('finish', this.pipeline.finished.bind(this.pipeline)) // TODO: just call finished from pipeTo itself
    } else {
      const onerror = this.pipeline.done.bind(this.pipeline, pipeTo)
      const onclose = this.pipeline.done.bind(this.pipeline, pipeTo, null) // onclose has a weird bool arg
      pipeTo.on('error', onerror)
      pipeTo.on('close', onclose)
      pipeTo.on('finish', this.pipeline.finished.bind(this.pipeline))
    }

    pipeTo.on('drain', afterDrain.bind(this))
    this.stream.emit('piping', pipeTo)
    pipeTo.emit('pipe', this.stream)
  }

  push(data) {
    const stream = this.stream

    if (data === null) {
      this.highWaterMark = 0
      stream._duplexState = (stream._duplexState | READ_ENDING) & READ_NON_PRIMARY_AND_PUSHED
      return false
    }

    if (this.map !== null) {
      data = this.map(data)
      if (data === null) {
        stream._duplexState &= READ_PUSHED
        return this.buffered < this.highWaterMark
      }
    }

    this.buffered += this.byteLength(data)
    this.queue.push(data)

    stream._duplexState = (stream._duplexState | READ_QUEUED) & READ_PUSHED

    return this.buffered < this.highWaterMark
  }

  shift() {
    const data = this.queue.shift()

    this.buffered -= this.byteLength(data)
    if (this.buffered === 0) {
      this.stream._duplexState &= READ_NOT_QUEUED
    }

    return data
  }

  unshift(data) {
    const pending = [this.map !== null ? this.map(data) : data]
    while (this.buffered > 0) pending.push(this.shift())

    for (let i = 0; i < pending.length - 1; i++) {
      const data = pending[i]
      this.buffered += this.byteLength(data)
      this.queue.push(data)
    }

    this.push(pending[pending.length - 1])
  }

  read() {
    const stream = this.stream

    if ((stream._duplexState & READ_STATUS) === READ_QUEUED) {
      const data = this.shift()

      if (this.pipeTo !== null && this.pipeTo.write(data) === false) {
        stream._duplexState &= READ_PIPE_NOT_DRAINED
      }

      if ((stream._duplexState & READ_EMIT_DATA) !== 0) {
        stream.emit('data', data)
      }

      return data
    }

    if (this.readAhead === false) {
      stream._duplexState |= READ_READ_AHEAD
      this.updateNextTick()
    }

    return null
  }

  drain() {
    const stream = this.stream

    while (
      (stream._duplexState & READ_STATUS) === READ_QUEUED &&
      (stream._duplexState & READ_FLOWING) !== 0
    ) {
      const data = this.shift()

      if (this.pipeTo !== null && this.pipeTo.write(data) === false) {
        stream._duplexState &= READ_PIPE_NOT_DRAINED
      }

      if ((stream._duplexState & READ_EMIT_DATA) !== 0) {
        stream.emit('data', data)
      }
    }
  }

  update() {
    const stream = this.stream

    stream._duplexState |= READ_UPDATING

    do {
      this.drain()

      while (
        this.buffered < this.highWaterMark &&
        (stream._duplexState & SHOULD_NOT_READ) === READ_READ_AHEAD
      ) {
        stream._duplexState |= READ_ACTIVE_AND_NEEDS_PUSH
        stream._read(this.afterRead)
        this.drain()
      }

      if ((stream._duplexState & READ_READABLE_STATUS) === READ_EMIT_READABLE_AND_QUEUED) {
        stream._duplexState |= READ_EMITTED_READABLE
        stream.emit('readable')
      }

      if ((stream._duplexState & READ_PRIMARY_AND_ACTIVE) === 0) {
        this.updateNonPrimary()
      }
    } while (this.continueUpdate() === true)

    stream._duplexState &= READ_NOT_UPDATING
  }

  updateNonPrimary() {
    const stream = this.stream

    if ((stream._duplexState & READ_ENDING_STATUS) === READ_ENDING) {
      stream._duplexState = (stream._duplexState | READ_DONE) & READ_NOT_ENDING
      stream.emit('end')

      if ((stream._duplexState & AUTO_DESTROY) === DONE) {
        stream._duplexState |= DESTROYING
      }

      if (this.pipeTo !== null) {
        this.pipeTo.end()
      }
    }

    if ((stream._duplexState & DESTROY_STATUS) === DESTROYING) {
      if ((stream._duplexState & ACTIVE_OR_TICKING) === 0) {
        stream._duplexState |= ACTIVE
        stream._destroy(afterDestroy.bind(this))
      }
      return
    }

    if ((stream._duplexState & IS_OPENING) === OPENING) {
      stream._duplexState = (stream._duplexState | ACTIVE) & NOT_OPENING
      stream._open(afterOpen.bind(this))
    }
  }

  continueUpdate() {
    if ((this.stream._duplexState & READ_NEXT_TICK) === 0) return false
    this.stream._duplexState &= READ_NOT_NEXT_TICK
    return true
  }

  updateCallback() {
    if ((this.stream._duplexState & READ_UPDATE_SYNC_STATUS) === READ_PRIMARY) {
      this.update()
    } else {
      this.updateNextTick()
    }
  }

  updateNextTickIfOpen() {
    if ((this.stream._duplexState & READ_NEXT_TICK_OR_OPENING) !== 0) return
    this.stream._duplexState |= READ_NEXT_TICK
    if ((this.stream._duplexState & READ_UPDATING) === 0) qmt(this.afterUpdateNextTick)
  }

  updateNextTick() {
    if ((this.stream._duplexState & READ_NEXT_TICK) !== 0) return
    this.stream._duplexState |= READ_NEXT_TICK
    if ((this.stream._duplexState & READ_UPDATING) === 0) qmt(this.afterUpdateNextTick)
  }
}

class TransformState {
  constructor(stream) {
    this.data = null
    this.afterTransform = afterTransform.bind(stream)
    this.afterFinal = null
  }
}

class Pipeline {
  constructor(src, dst, cb) {
    this.from = src
    this.to = dst
    this.afterPipe = cb
    this.error = null
    this.pipeToFinished = false
  }

  finished() {
    this.pipeToFinished = true
  }

  done(stream, err) {
    if (err) this.error = err

    if (stream === this.to) {
      this.to = null

      if (this.from !== null) {
        if ((this.from._duplexState & READ_DONE) === 0 || !this.pipeToFinished) {
          this.from.destroy(this.error || StreamError.PREMATURE_CLOSE('Writable stream closed'))
        }
        return
      }
    }

    if (stream === this.from) {
      this.from = null

      if (this.to !== null) {
        if ((stream._duplexState & READ_DONE) === 0) {
          this.to.destroy(this.error || StreamError.PREMATURE_CLOSE('Readable stream closed'))
        }
        return
      }
    }

    if (this.afterPipe !== null) this.afterPipe(this.error)
    this.to = this.from = this.afterPipe = null
  }
}

function afterDrain() {
  this.stream._duplexState |= READ_PIPE_DRAINED
  this.updateCallback()
}

function afterFinal(err) {
  const stream = this.stream
  if (err) stream.destroy(err)

  if ((stream._duplexState & DESTROY_STATUS) === 0) {
    stream._duplexState |= WRITE_DONE
    stream.emit('finish')
  }

  if ((stream._duplexState & AUTO_DESTROY) === DONE) {
    stream._duplexState |= DESTROYING
  }

  stream._duplexState &= WRITE_NOT_FINISHING

  // no need to wait the extra tick here, so we short circuit that
  if ((stream._duplexState & WRITE_UPDATING) === 0) {
    this.update()
  } else {
    this.updateNextTick()
  }
}

function afterDestroy(err) {
  const stream = this.stream

  if (!err && !StreamError.isStreamDestroyed(this.error)) err = this.error
  if (err) stream.emit('error', err)

  stream._duplexState |= DESTROYED
  stream.emit('close')

  const rs = stream._readableState
  const ws = stream._writableState

  if (rs !== null && rs.pipeline !== null) {
    rs.pipeline.done(stream, err)
  }

  if (ws !== null) {
    while (ws.drains !== null && ws.drains.length > 0) {
      ws.drains.shift().resolve(false)
    }

    if (ws.pipeline !== null) {
      ws.pipeline.done(stream, err)
    }
  }
}

function afterWrite(err) {
  const stream = this.stream

  if (err) stream.destroy(err)
  stream._duplexState &= WRITE_NOT_ACTIVE

  if (this.drains !== null) tickDrains(this.drains)

  if ((stream._duplexState & WRITE_DRAIN_STATUS) === WRITE_UNDRAINED) {
    stream._duplexState &= WRITE_DRAINED

    if ((stream._duplexState & WRITE_EMIT_DRAIN) === WRITE_EMIT_DRAIN) {
      stream.emit('drain')
    }
  }

  this.updateCallback()
}

function afterRead(err) {
  if (err) this.stream.destroy(err)
  this.stream._duplexState &= READ_NOT_ACTIVE

  if (this.readAhead === false && (this.stream._duplexState & READ_RESUMED) === 0) {
    this.stream._duplexState &= READ_NO_READ_AHEAD
  }

  this.updateCallback()
}

function updateReadNT() {
  if ((this.stream._duplexState & READ_UPDATING) === 0) {
    this.stream._duplexState &= READ_NOT_NEXT_TICK
    this.update()
  }
}

function updateWriteNT() {
  if ((this.stream._duplexState & WRITE_UPDATING) === 0) {
    this.stream._duplexState &= WRITE_NOT_NEXT_TICK
    this.update()
  }
}

function tickDrains(drains) {
  for (let i = 0; i < drains.length; i++) {
    // drains.writes are monotonic, so if one is 0 its always the first one
    if (--drains[i].writes === 0) {
      drains.shift().resolve(true)
      i--
    }
  }
}

function afterOpen(err) {
  const stream = this.stream

  if (err) stream.destroy(err)

  if ((stream._duplexState & DESTROYING) === 0) {
    if ((stream._duplexState & READ_PRIMARY_STATUS) === 0) {
      stream._duplexState |= READ_PRIMARY
    }

    if ((stream._duplexState & WRITE_PRIMARY_STATUS) === 0) {
      stream._duplexState |= WRITE_PRIMARY
    }

    stream.emit('open')
  }

  stream._duplexState &= NOT_ACTIVE

  if (stream._writableState !== null) {
    stream._writableState.updateCallback()
  }

  if (stream._readableState !== null) {
    stream._readableState.updateCallback()
  }
}

function afterTransform(err, data) {
  if (data !== undefined && data !== null) this.push(data)
  this._writableState.afterWrite(err)
}

function newListener(name) {
  if (this._readableState !== null) {
    if (name === 'data') {
      this._duplexState |= READ_EMIT_DATA | READ_RESUMED_READ_AHEAD
      this._readableState.updateNextTick()
    }
    if (name === 'readable') {
      this._duplexState |= READ_EMIT_READABLE
      this._readableState.updateNextTick()
    }
  }

  if (this._writableState !== null) {
    if (name === 'drain') {
      this._duplexState |= WRITE_EMIT_DRAIN
      this._writableState.updateNextTick()
    }
  }
}

class Stream extends EventEmitter {
  constructor(opts) {
    super()

    this._duplexState = 0
    this._readableState = null
    this._writableState = null

    if (opts) {
      if (opts.open) this._open = opts.open
      if (opts.destroy) this._destroy = opts.destroy
      if (opts.predestroy) this._predestroy = opts.predestroy
      if (opts.signal) opts.signal.addEventListener('abort', abort.bind(this))
    }

    this.on('newListener', newListener)
  }

  _open(cb) {
    cb(null)
  }

  _destroy(cb) {
    cb(null)
  }

  _predestroy() {
    // does nothing
  }

  get readable() {
    return this._readableState !== null ? true : undefined
  }

  get writable() {
    return this._writableState !== null ? true : undefined
  }

  get destroyed() {
    return (this._duplexState & DESTROYED) !== 0
  }

  get destroying() {
    return (this._duplexState & DESTROY_STATUS) !== 0
  }

  destroy(err) {
    if ((this._duplexState & DESTROY_STATUS) === 0) {
      if (!err) err = StreamError.STREAM_DESTROYED()
      this._duplexState = (this._duplexState | DESTROYING) & NON_PRIMARY

      if (this._readableState !== null) {
        this._readableState.highWaterMark = 0
        this._readableState.error = err
      }

      if (this._writableState !== null) {
        this._writableState.highWaterMark = 0
        this._writableState.error = err
      }

      this._duplexState |= PREDESTROYING
      this._predestroy()
      this._duplexState &= NOT_PREDESTROYING

      if (this._readableState !== null) {
        this._readableState.updateNextTick()
      }

      if (this._writableState !== null) {
        this._writableState.updateNextTick()
      }
    }
  }
}

class Readable extends Stream {
  constructor(opts) {
    super(opts)

    this._duplexState |= OPENING | WRITE_DONE | READ_READ_AHEAD
    this._readableState = new ReadableState(this, opts)

    if (opts) {
      if (this._readableState.readAhead === false) this._duplexState &= READ_NO_READ_AHEAD
      if (opts.read) this._read = opts.read
      if (opts.eagerOpen) this._readableState.updateNextTick()
      if (opts.encoding) this.setEncoding(opts.encoding)
    }
  }

  static deferred(fn, opts) {
    const out = new PassThrough(opts)

    fn()
      .then((src) => {
        if (src === null) return out.end()
        if (out.destroying) return
        pipeline(src, out, noop)
      })
      .catch((err) => out.destroy(err))

    return out
  }

  setEncoding(encoding) {
    const dec = new TextDecoder(encoding)
    const map = this._readableState.map || echo
    this._readableState.map = mapOrSkip
    return this

    function mapOrSkip(data) {
      const next = dec.push(data)
      return next === '' && (data.byteLength !== 0 || dec.remaining > 0) ? null : map(next)
    }
  }

  _read(cb) {
    cb(null)
  }

  pipe(dest, cb) {
    this._readableState.updateNextTick()
    this._readableState.pipe(dest, cb)
    return dest
  }

  read() {
    this._readableState.updateNextTick()
    return this._readableState.read()
  }

  push(data) {
    this._readableState.updateNextTickIfOpen()
    return this._readableState.push(data)
  }

  unshift(data) {
    this._readableState.updateNextTickIfOpen()
    return this._readableState.unshift(data)
  }

  resume() {
    this._duplexState |= READ_RESUMED_READ_AHEAD
    this._readableState.updateNextTick()
    return this
  }

  pause() {
    this._duplexState &=
      this._readableState.readAhead === false ? READ_PAUSED_NO_READ_AHEAD : READ_PAUSED
    return this
  }

  static _fromAsyncIterator(ite, opts) {
    let destroy

    const rs = new Readable({
      ...opts,
      read(cb) {
        ite.next().then(push).then(cb.bind(null, null)).catch(cb)
      },
      predestroy() {
        destroy = ite.return()
      },
      destroy(cb) {
        if (!destroy) return cb(null)
        destroy.then(cb.bind(null, null)).catch(cb)
      }
    })

    return rs

    function push(data) {
      if (data.done) rs.push(null)
      else rs.push(data.value)
    }
  }

  static from(data, opts) {
    if (isReadStreamx(data)) return data
    if (data[asyncIterator]) return this._fromAsyncIterator(data[asyncIterator](), opts)
    if (!Array.isArray(data)) data = data === undefined ? [] : [data]

    let i = 0
    return new Readable({
      ...opts,
      read(cb) {
        this.push(i === data.length ? null : data[i++])
        cb(null)
      }
    })
  }

  static isBackpressured(rs) {
    return (
      (rs._duplexState & READ_BACKPRESSURE_STATUS) !== 0 ||
      rs._readableState.buffered >= rs._readableState.highWaterMark
    )
  }

  static isPaused(rs) {
    return (rs._duplexState & READ_RESUMED) === 0
  }

  [asyncIterator]() {
    const stream = this

    let error = null
    let promiseResolve = null
    let promiseReject = null

    this.on('error', (err) => {
      error = err
    })
    this.on('readable', onreadable)
    this.on('close', onclose)

    return {
      [asyncIterator]() {
        return this
      },
      next() {
        return new Promise(function (resolve, reject) {
          promiseResolve = resolve
          promiseReject = reject
          const data = stream.read()
          if (data !== null) ondata(data)
          else if ((stream._duplexState & DESTROYED) !== 0) ondata(null)
        })
      },
      return() {
        return destroy(null)
      },
      throw(err) {
        return destroy(err)
      }
    }

    function onreadable() {
      if (promiseResolve !== null) ondata(stream.read())
    }

    function onclose() {
      if (promiseResolve !== null) ondata(null)
    }

    function ondata(data) {
      if (promiseReject === null) return
      if (error) {
        promiseReject(error)
      } else if (data === null && (stream._duplexState & READ_DONE) === 0) {
        promiseReject(StreamError.STREAM_DESTROYED())
      } else {
        promiseResolve({ value: data, done: data === null })
      }
      promiseReject = promiseResolve = null
    }

    function destroy(err) {
      stream.destroy(err)
      return new Promise((resolve, reject) => {
        if (stream._duplexState & DESTROYED) return resolve({ value: undefined, done: true })
        stream.once('close', function () {
          if (err) reject(err)
          else resolve({ value: undefined, done: true })
        })
      })
    }
  }
}

class Writable extends Stream {
  constructor(opts) {
    super(opts)

    this._duplexState |= OPENING | READ_DONE
    this._writableState = new WritableState(this, opts)

    if (opts) {
      if (opts.writev) this._writev = opts.writev
      if (opts.write) this._write = opts.write
      if (opts.final) this._final = opts.final
      if (opts.eagerOpen) this._writableState.updateNextTick()
    }
  }

  cork() {
    this._duplexState |= WRITE_CORKED
  }

  uncork() {
    this._duplexState &= WRITE_NOT_CORKED
    this._writableState.updateNextTick()
  }

  _writev(batch, cb) {
    cb(null)
  }

  _write(data, cb) {
    this._writableState.autoBatch(data, cb)
  }

  _final(cb) {
    cb(null)
  }

  static isBackpressured(ws) {
    return (ws._duplexState & WRITE_BACKPRESSURE_STATUS) !== 0
  }

  static drained(ws) {
    if (ws.destroyed) return Promise.resolve(false)

    const state = ws._writableState
    const pending = isWritev(ws) ? Math.min(1, state.queue.length) : state.queue.length
    const writes = pending + (ws._duplexState & WRITE_WRITING ? 1 : 0)
    if (writes === 0) return Promise.resolve(true)

    if (state.drains === null) state.drains = []
    return new Promise((resolve) => {
      state.drains.push({ writes, resolve })
    })
  }

  write(data) {
    this._writableState.updateNextTick()
    return this._writableState.push(data)
  }

  end(data) {
    this._writableState.updateNextTick()
    this._writableState.end(data)
    return this
  }
}

class Duplex extends Readable {
  // and Writable
  constructor(opts) {
    super(opts)

    this._duplexState = OPENING | (this._duplexState & READ_READ_AHEAD)
    this._writableState = new WritableState(this, opts)

    if (opts) {
      if (opts.writev) this._writev = opts.writev
      if (opts.write) this._write = opts.write
      if (opts.final) this._final = opts.final
    }
  }

  cork() {
    this._duplexState |= WRITE_CORKED
  }

  uncork() {
    this._duplexState &= WRITE_NOT_CORKED
    this._writableState.updateNextTick()
  }

  _writev(batch, cb) {
    cb(null)
  }

  _write(data, cb) {
    this._writableState.autoBatch(data, cb)
  }

  _final(cb) {
    cb(null)
  }

  write(data) {
    this._writableState.updateNextTick()
    return this._writableState.push(data)
  }

  end(data) {
    this._writableState.updateNextTick()
    this._writableState.end(data)
    return this
  }
}

class Transform extends Duplex {
  constructor(opts) {
    super(opts)
    this._transformState = new TransformState(this)

    if (opts) {
      if (opts.transform) this._transform = opts.transform
      if (opts.flush) this._flush = opts.flush
    }
  }

  _write(data, cb) {
    if (this._readableState.buffered >= this._readableState.highWaterMark) {
      this._transformState.data = data
    } else {
      this._transform(data, this._transformState.afterTransform)
    }
  }

  _read(cb) {
    if (this._transformState.data !== null) {
      const data = this._transformState.data
      this._transformState.data = null
      cb(null)
      this._transform(data, this._transformState.afterTransform)
    } else {
      cb(null)
    }
  }

  destroy(err) {
    super.destroy(err)
    if (this._transformState.data !== null) {
      this._transformState.data = null
      this._transformState.afterTransform()
    }
  }

  _transform(data, cb) {
    cb(null, data)
  }

  _flush(cb) {
    cb(null)
  }

  _final(cb) {
    this._transformState.afterFinal = cb
    this._flush(transformAfterFlush.bind(this))
  }
}

class PassThrough extends Transform {}

function transformAfterFlush(err, data) {
  const cb = this._transformState.afterFinal
  if (err) return cb(err)

  if (data !== null && data !== undefined) this.push(data)
  this.push(null)
  cb(null)
}

function pipelinePromise(...streams) {
  return new Promise((resolve, reject) => {
    return pipeline(...streams, (err) => {
      if (err) return reject(err)
      resolve()
    })
  })
}

function pipeline(stream, ...streams) {
  const all = Array.isArray(stream) ? [...stream, ...streams] : [stream, ...streams]
  const done = all.length && typeof all[all.length - 1] === 'function' ? all.pop() : null

  if (all.length < 2) throw StreamError.BAD_ARGUMENT('Pipeline requires at least 2 streams')

  let src = all[0]
  let dest = null
  let error = null

  for (let i = 1; i < all.length; i++) {
    dest = all[i]

    if (isStreamx(src)) {
      src.pipe(dest, onerror)
    } else {
      errorHandle(src, true, i > 1, onerror)
      src.pipe(dest)
    }

    src = dest
  }

  if (done) {
    let fin = false

    const autoDestroy =
      isStreamx(dest) || !!(dest._writableState && dest._writableState.autoDestroy)

    dest.on('error', (err) => {
      if (error === null) error = err
    })

    dest.on('finish', () => {
      fin = true
      if (!autoDestroy) done(error)
    })

    if (autoDestroy) {
      dest.on('close', () => done(error || (fin ? null : StreamError.PREMATURE_CLOSE())))
    }
  }

  return dest

  function errorHandle(s, rd, wr, onerror) {
    s.on('error', onerror)
    s.on('close', onclose)

    function onclose() {
      if (rd && s._readableState && !s._readableState.ended) {
        return onerror(StreamError.PREMATURE_CLOSE())
      }
      if (wr && s._writableState && !s._writableState.ended) {
        return onerror(StreamError.PREMATURE_CLOSE())
      }
    }
  }

  function onerror(err) {
    if (!err || error) return
    error = err

    for (const s of all) {
      s.destroy(err)
    }
  }
}

function echo(s) {
  return s
}

function isStream(stream) {
  return !!stream._readableState || !!stream._writableState
}

function isStreamx(stream) {
  return typeof stream._duplexState === 'number' && isStream(stream)
}

function isEnding(stream) {
  return !!stream._readableState && stream._readableState.ending
}

function isEnded(stream) {
  return !!stream._readableState && stream._readableState.ended
}

function isFinishing(stream) {
  return !!stream._writableState && stream._writableState.ending
}

function isFinished(stream) {
  return !!stream._writableState && stream._writableState.ended
}

function getStreamError(stream, opts = {}) {
  const err =
    (stream._readableState && stream._readableState.error) ||
    (stream._writableState && stream._writableState.error)

  // avoid implicit errors by default
  return !opts.all && StreamError.isStreamDestroyed(err) ? null : err
}

function isReadStreamx(stream) {
  return isStreamx(stream) && stream.readable
}

function isDisturbed(stream) {
  return (
    (stream._duplexState & OPENING) !== OPENING ||
    (stream._duplexState & DESTROYING) === DESTROYING ||
    (stream._duplexState & ACTIVE_OR_TICKING) !== 0
  )
}

function isTypedArray(data) {
  return typeof data === 'object' && data !== null && typeof data.byteLength === 'number'
}

function defaultByteLength(data) {
  return isTypedArray(data) ? data.byteLength : 1024
}

function noop() {}

function abort() {
  this.destroy(StreamError.ABORTED())
}

function isWritev(s) {
  return s._writev !== Writable.prototype._writev && s._writev !== Duplex.prototype._writev
}

module.exports = {
  pipeline,
  pipelinePromise,
  isStream,
  isStreamx,
  isEnding,
  isEnded,
  isFinishing,
  isFinished,
  isDisturbed,
  getStreamError,
  Stream,
  Writable,
  Readable,
  Duplex,
  Transform,
  // Export PassThrough for compatibility with Node.js core's stream module
  PassThrough
}


/***/ }),

/***/ 5657:
/***/ ((module) => {

module.exports = class StreamError extends Error {
  constructor(msg, code, fn = StreamError) {
    super(msg)

    this.code = code

    if (Error.captureStackTrace) {
      Error.captureStackTrace(this, fn)
    }
  }

  static isStreamDestroyed(err) {
    return err && err.code === 'STREAM_DESTROYED'
  }

  static isPrematureClose(err) {
    return err && err.code === 'PREMATURE_CLOSE'
  }

  static isAborted(err) {
    return err && err.code === 'ABORTED'
  }

  static isBadArgument(err) {
    return err && err.code === 'BAD_ARGUMENT'
  }

  get name() {
    return 'StreamError'
  }

  static STREAM_DESTROYED() {
    return new StreamError('Stream was destroyed', 'STREAM_DESTROYED', StreamError.STREAM_DESTROYED)
  }

  static PREMATURE_CLOSE(msg = 'Premature close') {
    return new StreamError(msg, 'PREMATURE_CLOSE', StreamError.PREMATURE_CLOSE)
  }

  static ABORTED() {
    return new StreamError('Stream aborted', 'ABORTED', StreamError.ABORTED)
  }

  static BAD_ARGUMENT(msg = 'Bad argument') {
    return new StreamError(msg, 'BAD_ARGUMENT', StreamError.BAD_ARGUMENT)
  }
}


/***/ }),

/***/ 775:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {

const constants = { // just for envs without fs
  S_IFMT: 61440,
  S_IFDIR: 16384,
  S_IFCHR: 8192,
  S_IFBLK: 24576,
  S_IFIFO: 4096,
  S_IFLNK: 40960
}

try {
  module.exports = (__nccwpck_require__(9896).constants) || constants
} catch {
  module.exports = constants
}


/***/ }),

/***/ 5763:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {

const { Writable, Readable, getStreamError } = __nccwpck_require__(6204)
const FIFO = __nccwpck_require__(3867)
const b4a = __nccwpck_require__(3057)
const headers = __nccwpck_require__(8428)

const EMPTY = b4a.alloc(0)
const MAX_HEADER_SIZE = 4 * 1024 * 1024 // arbitrary big number

class BufferList {
  constructor () {
    this.buffered = 0
    this.shifted = 0
    this.queue = new FIFO()

    this._offset = 0
  }

  push (buffer) {
    this.buffered += buffer.byteLength
    this.queue.push(buffer)
  }

  shiftFirst (size) {
    return this.buffered === 0 ? null : this._next(size)
  }

  shift (size) {
    if (size > this.buffered) return null
    if (size === 0) return EMPTY

    let chunk = this._next(size)

    if (size === chunk.byteLength) return chunk // likely case

    const chunks = [chunk]

    while ((size -= chunk.byteLength) > 0) {
      chunk = this._next(size)
      chunks.push(chunk)
    }

    return b4a.concat(chunks)
  }

  _next (size) {
    const buf = this.queue.peek()
    const rem = buf.byteLength - this._offset

    if (size >= rem) {
      const sub = this._offset ? buf.subarray(this._offset, buf.byteLength) : buf
      this.queue.shift()
      this._offset = 0
      this.buffered -= rem
      this.shifted += rem
      return sub
    }

    this.buffered -= size
    this.shifted += size

    return buf.subarray(this._offset, (this._offset += size))
  }
}

class Source extends Readable {
  constructor (self, header, offset) {
    super()

    this.header = header
    this.offset = offset

    this._parent = self
  }

  _read (cb) {
    if (this.header.size === 0) {
      this.push(null)
    }
    if (this._parent._stream === this) {
      this._parent._update()
    }
    cb(null)
  }

  _predestroy () {
    this._parent.destroy(getStreamError(this))
  }

  _detach () {
    if (this._parent._stream === this) {
      this._parent._stream = null
      this._parent._missing = overflow(this.header.size)
      this._parent._update()
    }
  }

  _destroy (cb) {
    this._detach()
    cb(null)
  }
}

class Extract extends Writable {
  constructor (opts) {
    super(opts)

    if (!opts) opts = {}

    this._buffer = new BufferList()
    this._offset = 0
    this._header = null
    this._stream = null
    this._missing = 0
    this._longHeader = false
    this._callback = noop
    this._locked = false
    this._finished = false
    this._pax = null
    this._paxGlobal = null
    this._gnuLongPath = null
    this._gnuLongLinkPath = null
    this._filenameEncoding = opts.filenameEncoding || 'utf-8'
    this._allowUnknownFormat = !!opts.allowUnknownFormat
    this._unlockBound = this._unlock.bind(this)
  }

  _unlock (err) {
    this._locked = false

    if (err) {
      this.destroy(err)
      this._continueWrite(err)
      return
    }

    this._update()
  }

  _consumeHeader () {
    if (this._locked) return false

    this._offset = this._buffer.shifted

    try {
      this._header = headers.decode(this._buffer.shift(512), this._filenameEncoding, this._allowUnknownFormat)
    } catch (err) {
      this._continueWrite(err)
      return false
    }

    if (!this._header) return true

    this._header.byteOffset = this._buffer.shifted

    switch (this._header.type) {
      case 'gnu-long-path':
      case 'gnu-long-link-path':
      case 'pax-global-header':
      case 'pax-header':
        this._longHeader = true
        this._missing = this._header.size
        if (this._missing > MAX_HEADER_SIZE) {
          this._continueWrite(new Error('Header exceeds max size'))
          return false
        }
        return true
    }

    this._locked = true
    this._applyLongHeaders()

    if (!(this._header.size >= 0)) {
      this._continueWrite(new Error('Invalid header'))
      return false
    }

    if (this._header.size === 0 || this._header.type === 'directory') {
      this.emit('entry', this._header, this._createStream(), this._unlockBound)
      return true
    }

    this._stream = this._createStream()
    this._missing = this._header.size

    this.emit('entry', this._header, this._stream, this._unlockBound)
    return true
  }

  _applyLongHeaders () {
    if (this._gnuLongPath) {
      this._header.name = this._gnuLongPath
      this._gnuLongPath = null
    }

    if (this._gnuLongLinkPath) {
      this._header.linkname = this._gnuLongLinkPath
      this._gnuLongLinkPath = null
    }

    if (this._pax) {
      if (this._pax.path) this._header.name = this._pax.path
      if (this._pax.linkpath) this._header.linkname = this._pax.linkpath
      if (this._pax.size) this._header.size = parseInt(this._pax.size, 10)
      this._header.pax = this._pax
      this._pax = null
    }
  }

  _decodeLongHeader (buf) {
    switch (this._header.type) {
      case 'gnu-long-path':
        this._gnuLongPath = headers.decodeLongPath(buf, this._filenameEncoding)
        break
      case 'gnu-long-link-path':
        this._gnuLongLinkPath = headers.decodeLongPath(buf, this._filenameEncoding)
        break
      case 'pax-global-header':
        this._paxGlobal = headers.decodePax(buf)
        break
      case 'pax-header':
        this._pax = this._paxGlobal === null
          ? headers.decodePax(buf)
          : Object.assign({}, this._paxGlobal, headers.decodePax(buf))
        break
    }
  }

  _consumeLongHeader () {
    this._longHeader = false
    this._missing = overflow(this._header.size)

    const buf = this._buffer.shift(this._header.size)

    try {
      this._decodeLongHeader(buf)
    } catch (err) {
      this._continueWrite(err)
      return false
    }

    return true
  }

  _consumeStream () {
    const buf = this._buffer.shiftFirst(this._missing)
    if (buf === null) return false

    this._missing -= buf.byteLength
    const drained = this._stream.push(buf)

    if (this._missing === 0) {
      this._stream.push(null)
      if (drained) this._stream._detach()
      return drained && this._locked === false
    }

    return drained
  }

  _createStream () {
    return new Source(this, this._header, this._offset)
  }

  _update () {
    while (this._buffer.buffered > 0 && !this.destroying) {
      if (this._missing > 0) {
        if (this._stream !== null) {
          if (this._consumeStream() === false) return
          continue
        }

        if (this._longHeader === true) {
          if (this._missing > this._buffer.buffered) break
          if (this._consumeLongHeader() === false) return false
          continue
        }

        const ignore = this._buffer.shiftFirst(this._missing)
        if (ignore !== null) this._missing -= ignore.byteLength
        continue
      }

      if (this._buffer.buffered < 512) break
      if (this._stream !== null || this._consumeHeader() === false) return
    }

    this._continueWrite(null)
  }

  _continueWrite (err) {
    const cb = this._callback
    this._callback = noop
    cb(err)
  }

  _write (data, cb) {
    this._callback = cb
    this._buffer.push(data)
    this._update()
  }

  _final (cb) {
    this._finished = this._missing === 0 && this._buffer.buffered === 0
    cb(this._finished ? null : new Error('Unexpected end of data'))
  }

  _predestroy () {
    this._continueWrite(null)
  }

  _destroy (cb) {
    if (this._stream) this._stream.destroy(getStreamError(this))
    cb(null)
  }

  [Symbol.asyncIterator] () {
    let error = null

    let promiseResolve = null
    let promiseReject = null

    let entryStream = null
    let entryCallback = null

    const extract = this

    this.on('entry', onentry)
    this.on('error', (err) => { error = err })
    this.on('close', onclose)

    return {
      [Symbol.asyncIterator] () {
        return this
      },
      next () {
        return new Promise(onnext)
      },
      return () {
        return destroy(null)
      },
      throw (err) {
        return destroy(err)
      }
    }

    function consumeCallback (err) {
      if (!entryCallback) return
      const cb = entryCallback
      entryCallback = null
      cb(err)
    }

    function onnext (resolve, reject) {
      if (error) {
        return reject(error)
      }

      if (entryStream) {
        resolve({ value: entryStream, done: false })
        entryStream = null
        return
      }

      promiseResolve = resolve
      promiseReject = reject

      consumeCallback(null)

      if (extract._finished && promiseResolve) {
        promiseResolve({ value: undefined, done: true })
        promiseResolve = promiseReject = null
      }
    }

    function onentry (header, stream, callback) {
      entryCallback = callback
      stream.on('error', noop) // no way around this due to tick sillyness

      if (promiseResolve) {
        promiseResolve({ value: stream, done: false })
        promiseResolve = promiseReject = null
      } else {
        entryStream = stream
      }
    }

    function onclose () {
      consumeCallback(error)
      if (!promiseResolve) return
      if (error) promiseReject(error)
      else promiseResolve({ value: undefined, done: true })
      promiseResolve = promiseReject = null
    }

    function destroy (err) {
      extract.destroy(err)
      consumeCallback(err)
      return new Promise((resolve, reject) => {
        if (extract.destroyed) return resolve({ value: undefined, done: true })
        extract.once('close', function () {
          if (err) reject(err)
          else resolve({ value: undefined, done: true })
        })
      })
    }
  }
}

module.exports = function extract (opts) {
  return new Extract(opts)
}

function noop () {}

function overflow (size) {
  size &= 511
  return size && 512 - size
}


/***/ }),

/***/ 8428:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {

const b4a = __nccwpck_require__(3057)

const ZEROS = '0000000000000000000'
const SEVENS = '7777777777777777777'
const ZERO_OFFSET = '0'.charCodeAt(0)
const USTAR_MAGIC = b4a.from([0x75, 0x73, 0x74, 0x61, 0x72, 0x00]) // ustar\x00
const USTAR_VER = b4a.from([ZERO_OFFSET, ZERO_OFFSET])
const GNU_MAGIC = b4a.from([0x75, 0x73, 0x74, 0x61, 0x72, 0x20]) // ustar\x20
const GNU_VER = b4a.from([0x20, 0x00])
const MASK = 0o7777
const MAGIC_OFFSET = 257
const VERSION_OFFSET = 263

exports.decodeLongPath = function decodeLongPath (buf, encoding) {
  return decodeStr(buf, 0, buf.length, encoding)
}

exports.encodePax = function encodePax (opts) { // TODO: encode more stuff in pax
  let result = ''
  if (opts.name) result += addLength(' path=' + opts.name + '\n')
  if (opts.linkname) result += addLength(' linkpath=' + opts.linkname + '\n')
  const pax = opts.pax
  if (pax) {
    for (const key in pax) {
      result += addLength(' ' + key + '=' + pax[key] + '\n')
    }
  }
  return b4a.from(result)
}

exports.decodePax = function decodePax (buf) {
  const result = {}

  while (buf.length) {
    let i = 0
    while (i < buf.length && buf[i] !== 32) i++
    const len = parseInt(b4a.toString(buf.subarray(0, i)), 10)
    if (!len) return result

    const b = b4a.toString(buf.subarray(i + 1, len - 1))
    const keyIndex = b.indexOf('=')
    if (keyIndex === -1) return result
    result[b.slice(0, keyIndex)] = b.slice(keyIndex + 1)

    buf = buf.subarray(len)
  }

  return result
}

exports.encode = function encode (opts) {
  const buf = b4a.alloc(512)
  let name = opts.name
  let prefix = ''

  if (opts.typeflag === 5 && name[name.length - 1] !== '/') name += '/'
  if (b4a.byteLength(name) !== name.length) return null // utf-8

  while (b4a.byteLength(name) > 100) {
    const i = name.indexOf('/')
    if (i === -1) return null
    prefix += prefix ? '/' + name.slice(0, i) : name.slice(0, i)
    name = name.slice(i + 1)
  }

  if (b4a.byteLength(name) > 100 || b4a.byteLength(prefix) > 155) return null
  if (opts.linkname && b4a.byteLength(opts.linkname) > 100) return null

  b4a.write(buf, name)
  b4a.write(buf, encodeOct(opts.mode & MASK, 6), 100)
  b4a.write(buf, encodeOct(opts.uid, 6), 108)
  b4a.write(buf, encodeOct(opts.gid, 6), 116)
  encodeSize(opts.size, buf, 124)
  b4a.write(buf, encodeOct((opts.mtime.getTime() / 1000) | 0, 11), 136)

  buf[156] = ZERO_OFFSET + toTypeflag(opts.type)

  if (opts.linkname) b4a.write(buf, opts.linkname, 157)

  b4a.copy(USTAR_MAGIC, buf, MAGIC_OFFSET)
  b4a.copy(USTAR_VER, buf, VERSION_OFFSET)
  if (opts.uname) b4a.write(buf, opts.uname, 265)
  if (opts.gname) b4a.write(buf, opts.gname, 297)
  b4a.write(buf, encodeOct(opts.devmajor || 0, 6), 329)
  b4a.write(buf, encodeOct(opts.devminor || 0, 6), 337)

  if (prefix) b4a.write(buf, prefix, 345)

  b4a.write(buf, encodeOct(cksum(buf), 6), 148)

  return buf
}

exports.decode = function decode (buf, filenameEncoding, allowUnknownFormat) {
  let typeflag = buf[156] === 0 ? 0 : buf[156] - ZERO_OFFSET

  let name = decodeStr(buf, 0, 100, filenameEncoding)
  const mode = decodeOct(buf, 100, 8)
  const uid = decodeOct(buf, 108, 8)
  const gid = decodeOct(buf, 116, 8)
  const size = decodeOct(buf, 124, 12)
  const mtime = decodeOct(buf, 136, 12)
  const type = toType(typeflag)
  const linkname = buf[157] === 0 ? null : decodeStr(buf, 157, 100, filenameEncoding)
  const uname = decodeStr(buf, 265, 32)
  const gname = decodeStr(buf, 297, 32)
  const devmajor = decodeOct(buf, 329, 8)
  const devminor = decodeOct(buf, 337, 8)

  const c = cksum(buf)

  // checksum is still initial value if header was null.
  if (c === 8 * 32) return null

  // valid checksum
  if (c !== decodeOct(buf, 148, 8)) throw new Error('Invalid tar header. Maybe the tar is corrupted or it needs to be gunzipped?')

  if (isUSTAR(buf)) {
    // ustar (posix) format.
    // prepend prefix, if present.
    if (buf[345]) name = decodeStr(buf, 345, 155, filenameEncoding) + '/' + name
  } else if (isGNU(buf)) {
    // 'gnu'/'oldgnu' format. Similar to ustar, but has support for incremental and
    // multi-volume tarballs.
  } else {
    if (!allowUnknownFormat) {
      throw new Error('Invalid tar header: unknown format.')
    }
  }

  // to support old tar versions that use trailing / to indicate dirs
  if (typeflag === 0 && name && name[name.length - 1] === '/') typeflag = 5

  return {
    name,
    mode,
    uid,
    gid,
    size,
    byteOffset: 0,
    mtime: new Date(1000 * mtime),
    type,
    linkname,
    uname,
    gname,
    devmajor,
    devminor,
    pax: null
  }
}

function isUSTAR (buf) {
  return b4a.equals(USTAR_MAGIC, buf.subarray(MAGIC_OFFSET, MAGIC_OFFSET + 6))
}

function isGNU (buf) {
  return b4a.equals(GNU_MAGIC, buf.subarray(MAGIC_OFFSET, MAGIC_OFFSET + 6)) &&
    b4a.equals(GNU_VER, buf.subarray(VERSION_OFFSET, VERSION_OFFSET + 2))
}

function clamp (index, len, defaultValue) {
  if (typeof index !== 'number') return defaultValue
  index = ~~index // Coerce to integer.
  if (index >= len) return len
  if (index >= 0) return index
  index += len
  if (index >= 0) return index
  return 0
}

function toType (flag) {
  switch (flag) {
    case 0:
      return 'file'
    case 1:
      return 'link'
    case 2:
      return 'symlink'
    case 3:
      return 'character-device'
    case 4:
      return 'block-device'
    case 5:
      return 'directory'
    case 6:
      return 'fifo'
    case 7:
      return 'contiguous-file'
    case 72:
      return 'pax-header'
    case 55:
      return 'pax-global-header'
    case 27:
      return 'gnu-long-link-path'
    case 28:
    case 30:
      return 'gnu-long-path'
  }

  return null
}

function toTypeflag (flag) {
  switch (flag) {
    case 'file':
      return 0
    case 'link':
      return 1
    case 'symlink':
      return 2
    case 'character-device':
      return 3
    case 'block-device':
      return 4
    case 'directory':
      return 5
    case 'fifo':
      return 6
    case 'contiguous-file':
      return 7
    case 'pax-header':
      return 72
  }

  return 0
}

function indexOf (block, num, offset, end) {
  for (; offset < end; offset++) {
    if (block[offset] === num) return offset
  }
  return end
}

function cksum (block) {
  let sum = 8 * 32
  for (let i = 0; i < 148; i++) sum += block[i]
  for (let j = 156; j < 512; j++) sum += block[j]
  return sum
}

function encodeOct (val, n) {
  val = val.toString(8)
  if (val.length > n) return SEVENS.slice(0, n) + ' '
  return ZEROS.slice(0, n - val.length) + val + ' '
}

function encodeSizeBin (num, buf, off) {
  buf[off] = 0x80
  for (let i = 11; i > 0; i--) {
    buf[off + i] = num & 0xff
    num = Math.floor(num / 0x100)
  }
}

function encodeSize (num, buf, off) {
  if (num.toString(8).length > 11) {
    encodeSizeBin(num, buf, off)
  } else {
    b4a.write(buf, encodeOct(num, 11), off)
  }
}

/* Copied from the node-tar repo and modified to meet
 * tar-stream coding standard.
 *
 * Source: https://github.com/npm/node-tar/blob/51b6627a1f357d2eb433e7378e5f05e83b7aa6cd/lib/header.js#L349
 */
function parse256 (buf) {
  // first byte MUST be either 80 or FF
  // 80 for positive, FF for 2's comp
  let positive
  if (buf[0] === 0x80) positive = true
  else if (buf[0] === 0xFF) positive = false
  else return null

  // build up a base-256 tuple from the least sig to the highest
  const tuple = []
  let i
  for (i = buf.length - 1; i > 0; i--) {
    const byte = buf[i]
    if (positive) tuple.push(byte)
    else tuple.push(0xFF - byte)
  }

  let sum = 0
  const l = tuple.length
  for (i = 0; i < l; i++) {
    sum += tuple[i] * Math.pow(256, i)
  }

  return positive ? sum : -1 * sum
}

function decodeOct (val, offset, length) {
  val = val.subarray(offset, offset + length)
  offset = 0

  // If prefixed with 0x80 then parse as a base-256 integer
  if (val[offset] & 0x80) {
    return parse256(val)
  } else {
    // Older versions of tar can prefix with spaces
    while (offset < val.length && val[offset] === 32) offset++
    const end = clamp(indexOf(val, 32, offset, val.length), val.length, val.length)
    while (offset < end && val[offset] === 0) offset++
    if (end === offset) return 0
    return parseInt(b4a.toString(val.subarray(offset, end)), 8)
  }
}

function decodeStr (val, offset, length, encoding) {
  return b4a.toString(val.subarray(offset, indexOf(val, 0, offset, offset + length)), encoding)
}

function addLength (str) {
  const len = b4a.byteLength(str)
  let digits = Math.floor(Math.log(len) / Math.log(10)) + 1
  if (len + digits >= Math.pow(10, digits)) digits++

  return (len + digits) + str
}


/***/ }),

/***/ 6118:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {

exports.extract = __nccwpck_require__(5763)
/* unused reexport */ __nccwpck_require__(861)


/***/ }),

/***/ 861:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {

const { Readable, Writable, getStreamError } = __nccwpck_require__(6204)
const b4a = __nccwpck_require__(3057)

const constants = __nccwpck_require__(775)
const headers = __nccwpck_require__(8428)

const DMODE = 0o755
const FMODE = 0o644

const END_OF_TAR = b4a.alloc(1024)

class Sink extends Writable {
  constructor (pack, header, callback) {
    super({ mapWritable, eagerOpen: true })

    this.written = 0
    this.header = header

    this._callback = callback
    this._linkname = null
    this._isLinkname = header.type === 'symlink' && !header.linkname
    this._isVoid = header.type !== 'file' && header.type !== 'contiguous-file'
    this._finished = false
    this._pack = pack
    this._openCallback = null

    if (this._pack._stream === null) this._pack._stream = this
    else this._pack._pending.push(this)
  }

  _open (cb) {
    this._openCallback = cb
    if (this._pack._stream === this) this._continueOpen()
  }

  _continuePack (err) {
    if (this._callback === null) return

    const callback = this._callback
    this._callback = null

    callback(err)
  }

  _continueOpen () {
    if (this._pack._stream === null) this._pack._stream = this

    const cb = this._openCallback
    this._openCallback = null
    if (cb === null) return

    if (this._pack.destroying) return cb(new Error('pack stream destroyed'))
    if (this._pack._finalized) return cb(new Error('pack stream is already finalized'))

    this._pack._stream = this

    if (!this._isLinkname) {
      this._pack._encode(this.header)
    }

    if (this._isVoid) {
      this._finish()
      this._continuePack(null)
    }

    cb(null)
  }

  _write (data, cb) {
    if (this._isLinkname) {
      this._linkname = this._linkname ? b4a.concat([this._linkname, data]) : data
      return cb(null)
    }

    if (this._isVoid) {
      if (data.byteLength > 0) {
        return cb(new Error('No body allowed for this entry'))
      }
      return cb()
    }

    this.written += data.byteLength
    if (this._pack.push(data)) return cb()
    this._pack._drain = cb
  }

  _finish () {
    if (this._finished) return
    this._finished = true

    if (this._isLinkname) {
      this.header.linkname = this._linkname ? b4a.toString(this._linkname, 'utf-8') : ''
      this._pack._encode(this.header)
    }

    overflow(this._pack, this.header.size)

    this._pack._done(this)
  }

  _final (cb) {
    if (this.written !== this.header.size) { // corrupting tar
      return cb(new Error('Size mismatch'))
    }

    this._finish()
    cb(null)
  }

  _getError () {
    return getStreamError(this) || new Error('tar entry destroyed')
  }

  _predestroy () {
    this._pack.destroy(this._getError())
  }

  _destroy (cb) {
    this._pack._done(this)

    this._continuePack(this._finished ? null : this._getError())

    cb()
  }
}

class Pack extends Readable {
  constructor (opts) {
    super(opts)
    this._drain = noop
    this._finalized = false
    this._finalizing = false
    this._pending = []
    this._stream = null
  }

  entry (header, buffer, callback) {
    if (this._finalized || this.destroying) throw new Error('already finalized or destroyed')

    if (typeof buffer === 'function') {
      callback = buffer
      buffer = null
    }

    if (!callback) callback = noop

    if (!header.size || header.type === 'symlink') header.size = 0
    if (!header.type) header.type = modeToType(header.mode)
    if (!header.mode) header.mode = header.type === 'directory' ? DMODE : FMODE
    if (!header.uid) header.uid = 0
    if (!header.gid) header.gid = 0
    if (!header.mtime) header.mtime = new Date()

    if (typeof buffer === 'string') buffer = b4a.from(buffer)

    const sink = new Sink(this, header, callback)

    if (b4a.isBuffer(buffer)) {
      header.size = buffer.byteLength
      sink.write(buffer)
      sink.end()
      return sink
    }

    if (sink._isVoid) {
      return sink
    }

    return sink
  }

  finalize () {
    if (this._stream || this._pending.length > 0) {
      this._finalizing = true
      return
    }

    if (this._finalized) return
    this._finalized = true

    this.push(END_OF_TAR)
    this.push(null)
  }

  _done (stream) {
    if (stream !== this._stream) return

    this._stream = null

    if (this._finalizing) this.finalize()
    if (this._pending.length) this._pending.shift()._continueOpen()
  }

  _encode (header) {
    if (!header.pax) {
      const buf = headers.encode(header)
      if (buf) {
        this.push(buf)
        return
      }
    }
    this._encodePax(header)
  }

  _encodePax (header) {
    const paxHeader = headers.encodePax({
      name: header.name,
      linkname: header.linkname,
      pax: header.pax
    })

    const newHeader = {
      name: 'PaxHeader',
      mode: header.mode,
      uid: header.uid,
      gid: header.gid,
      size: paxHeader.byteLength,
      mtime: header.mtime,
      type: 'pax-header',
      linkname: header.linkname && 'PaxHeader',
      uname: header.uname,
      gname: header.gname,
      devmajor: header.devmajor,
      devminor: header.devminor
    }

    this.push(headers.encode(newHeader))
    this.push(paxHeader)
    overflow(this, paxHeader.byteLength)

    newHeader.size = header.size
    newHeader.type = header.type
    this.push(headers.encode(newHeader))
  }

  _doDrain () {
    const drain = this._drain
    this._drain = noop
    drain()
  }

  _predestroy () {
    const err = getStreamError(this)

    if (this._stream) this._stream.destroy(err)

    while (this._pending.length) {
      const stream = this._pending.shift()
      stream.destroy(err)
      stream._continueOpen()
    }

    this._doDrain()
  }

  _read (cb) {
    this._doDrain()
    cb()
  }
}

module.exports = function pack (opts) {
  return new Pack(opts)
}

function modeToType (mode) {
  switch (mode & constants.S_IFMT) {
    case constants.S_IFBLK: return 'block-device'
    case constants.S_IFCHR: return 'character-device'
    case constants.S_IFDIR: return 'directory'
    case constants.S_IFIFO: return 'fifo'
    case constants.S_IFLNK: return 'symlink'
  }

  return 'file'
}

function noop () {}

function overflow (self, size) {
  size &= 511
  if (size) self.push(END_OF_TAR.subarray(0, 512 - size))
}

function mapWritable (buf) {
  return b4a.isBuffer(buf) ? buf : b4a.from(buf)
}


/***/ }),

/***/ 7934:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {

const PassThroughDecoder = __nccwpck_require__(7256)
const UTF8Decoder = __nccwpck_require__(6414)

module.exports = class TextDecoder {
  constructor(encoding = 'utf8') {
    this.encoding = normalizeEncoding(encoding)

    switch (this.encoding) {
      case 'utf8':
        this.decoder = new UTF8Decoder()
        break
      case 'utf16le':
      case 'base64':
        throw new Error('Unsupported encoding: ' + this.encoding)
      default:
        this.decoder = new PassThroughDecoder(this.encoding)
    }
  }

  get remaining() {
    return this.decoder.remaining
  }

  push(data) {
    if (typeof data === 'string') return data
    return this.decoder.decode(data)
  }

  // For Node.js compatibility
  write(data) {
    return this.push(data)
  }

  end(data) {
    let result = ''
    if (data) result = this.push(data)
    result += this.decoder.flush()
    return result
  }
}

function normalizeEncoding(encoding) {
  encoding = encoding.toLowerCase()

  switch (encoding) {
    case 'utf8':
    case 'utf-8':
      return 'utf8'
    case 'ucs2':
    case 'ucs-2':
    case 'utf16le':
    case 'utf-16le':
      return 'utf16le'
    case 'latin1':
    case 'binary':
      return 'latin1'
    case 'base64':
    case 'ascii':
    case 'hex':
      return encoding
    default:
      throw new Error('Unknown encoding: ' + encoding)
  }
}


/***/ }),

/***/ 7256:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {

const b4a = __nccwpck_require__(3057)

module.exports = class PassThroughDecoder {
  constructor(encoding) {
    this.encoding = encoding
  }

  get remaining() {
    return 0
  }

  decode(data) {
    return b4a.toString(data, this.encoding)
  }

  flush() {
    return ''
  }
}


/***/ }),

/***/ 6414:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {

const b4a = __nccwpck_require__(3057)

/**
 * https://encoding.spec.whatwg.org/#utf-8-decoder
 */
module.exports = class UTF8Decoder {
  constructor() {
    this._reset()
  }

  get remaining() {
    return this.bytesSeen
  }

  decode(data) {
    if (data.byteLength === 0) return ''

    if (this.bytesNeeded === 0 && trailingIncomplete(data, 0) === 0) {
      this.bytesSeen = trailingBytesSeen(data)
      return b4a.toString(data, 'utf8')
    }

    let result = ''
    let start = 0

    if (this.bytesNeeded > 0) {
      while (start < data.byteLength) {
        const byte = data[start]

        if (byte < this.lowerBoundary || byte > this.upperBoundary) {
          result += '\ufffd'
          this._reset()
          break
        }

        this.lowerBoundary = 0x80
        this.upperBoundary = 0xbf
        this.codePoint = (this.codePoint << 6) | (byte & 0x3f)
        this.bytesSeen++
        start++

        if (this.bytesSeen === this.bytesNeeded) {
          result += String.fromCodePoint(this.codePoint)
          this._reset()
          break
        }
      }

      if (this.bytesNeeded > 0) return result
    }

    const trailing = trailingIncomplete(data, start)
    const end = data.byteLength - trailing

    if (end > start) result += b4a.toString(data, 'utf8', start, end)

    for (let i = end; i < data.byteLength; i++) {
      const byte = data[i]

      if (this.bytesNeeded === 0) {
        if (byte <= 0x7f) {
          this.bytesSeen = 0
          result += String.fromCharCode(byte)
        } else if (byte >= 0xc2 && byte <= 0xdf) {
          this.bytesNeeded = 2
          this.bytesSeen = 1
          this.codePoint = byte & 0x1f
        } else if (byte >= 0xe0 && byte <= 0xef) {
          if (byte === 0xe0) this.lowerBoundary = 0xa0
          else if (byte === 0xed) this.upperBoundary = 0x9f
          this.bytesNeeded = 3
          this.bytesSeen = 1
          this.codePoint = byte & 0xf
        } else if (byte >= 0xf0 && byte <= 0xf4) {
          if (byte === 0xf0) this.lowerBoundary = 0x90
          else if (byte === 0xf4) this.upperBoundary = 0x8f
          this.bytesNeeded = 4
          this.bytesSeen = 1
          this.codePoint = byte & 0x7
        } else {
          this.bytesSeen = 1
          result += '\ufffd'
        }

        continue
      }

      if (byte < this.lowerBoundary || byte > this.upperBoundary) {
        result += '\ufffd'
        i--
        this._reset()

        continue
      }

      this.lowerBoundary = 0x80
      this.upperBoundary = 0xbf

      this.codePoint = (this.codePoint << 6) | (byte & 0x3f)
      this.bytesSeen++

      if (this.bytesSeen === this.bytesNeeded) {
        result += String.fromCodePoint(this.codePoint)
        this._reset()
      }
    }

    return result
  }

  flush() {
    const result = this.bytesNeeded > 0 ? '\ufffd' : ''
    this._reset()
    return result
  }

  _reset() {
    this.codePoint = 0
    this.bytesNeeded = 0
    this.bytesSeen = 0
    this.lowerBoundary = 0x80
    this.upperBoundary = 0xbf
  }
}

function trailingIncomplete(data, start) {
  const len = data.byteLength
  if (len <= start) return 0

  const limit = Math.max(start, len - 4)

  let i = len - 1
  while (i > limit && (data[i] & 0xc0) === 0x80) i--

  if (i < start) return 0

  const byte = data[i]

  let needed
  if (byte <= 0x7f) return 0
  if (byte >= 0xc2 && byte <= 0xdf) needed = 2
  else if (byte >= 0xe0 && byte <= 0xef) needed = 3
  else if (byte >= 0xf0 && byte <= 0xf4) needed = 4
  else return 0

  const available = len - i
  return available < needed ? available : 0
}

function trailingBytesSeen(data) {
  const len = data.byteLength
  if (len === 0) return 0

  const last = data[len - 1]

  if (last <= 0x7f) return 0
  if ((last & 0xc0) !== 0x80) return 1

  const limit = Math.max(0, len - 4)

  let i = len - 2
  while (i >= limit && (data[i] & 0xc0) === 0x80) i--

  if (i < 0) return 1

  const first = data[i]

  let needed
  if (first >= 0xc2 && first <= 0xdf) needed = 2
  else if (first >= 0xe0 && first <= 0xef) needed = 3
  else if (first >= 0xf0 && first <= 0xf4) needed = 4
  else return 1

  if (len - i !== needed) return 1

  if (needed >= 3) {
    const second = data[i + 1]
    if (first === 0xe0 && second < 0xa0) return 1
    if (first === 0xed && second > 0x9f) return 1
    if (first === 0xf0 && second < 0x90) return 1
    if (first === 0xf4 && second > 0x8f) return 1
  }

  return 0
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

/***/ 4248:
/***/ ((module) => {

// Adapted from https://github.com/brianloveswords/buffer-crc32/blob/v0.2.13/index.js
const CRC_TABLE = new Int32Array([
  0x00000000, 0x77073096, 0xee0e612c, 0x990951ba, 0x076dc419, 0x706af48f, 0xe963a535, 0x9e6495a3,
  0x0edb8832, 0x79dcb8a4, 0xe0d5e91e, 0x97d2d988, 0x09b64c2b, 0x7eb17cbd, 0xe7b82d07, 0x90bf1d91,
  0x1db71064, 0x6ab020f2, 0xf3b97148, 0x84be41de, 0x1adad47d, 0x6ddde4eb, 0xf4d4b551, 0x83d385c7,
  0x136c9856, 0x646ba8c0, 0xfd62f97a, 0x8a65c9ec, 0x14015c4f, 0x63066cd9, 0xfa0f3d63, 0x8d080df5,
  0x3b6e20c8, 0x4c69105e, 0xd56041e4, 0xa2677172, 0x3c03e4d1, 0x4b04d447, 0xd20d85fd, 0xa50ab56b,
  0x35b5a8fa, 0x42b2986c, 0xdbbbc9d6, 0xacbcf940, 0x32d86ce3, 0x45df5c75, 0xdcd60dcf, 0xabd13d59,
  0x26d930ac, 0x51de003a, 0xc8d75180, 0xbfd06116, 0x21b4f4b5, 0x56b3c423, 0xcfba9599, 0xb8bda50f,
  0x2802b89e, 0x5f058808, 0xc60cd9b2, 0xb10be924, 0x2f6f7c87, 0x58684c11, 0xc1611dab, 0xb6662d3d,
  0x76dc4190, 0x01db7106, 0x98d220bc, 0xefd5102a, 0x71b18589, 0x06b6b51f, 0x9fbfe4a5, 0xe8b8d433,
  0x7807c9a2, 0x0f00f934, 0x9609a88e, 0xe10e9818, 0x7f6a0dbb, 0x086d3d2d, 0x91646c97, 0xe6635c01,
  0x6b6b51f4, 0x1c6c6162, 0x856530d8, 0xf262004e, 0x6c0695ed, 0x1b01a57b, 0x8208f4c1, 0xf50fc457,
  0x65b0d9c6, 0x12b7e950, 0x8bbeb8ea, 0xfcb9887c, 0x62dd1ddf, 0x15da2d49, 0x8cd37cf3, 0xfbd44c65,
  0x4db26158, 0x3ab551ce, 0xa3bc0074, 0xd4bb30e2, 0x4adfa541, 0x3dd895d7, 0xa4d1c46d, 0xd3d6f4fb,
  0x4369e96a, 0x346ed9fc, 0xad678846, 0xda60b8d0, 0x44042d73, 0x33031de5, 0xaa0a4c5f, 0xdd0d7cc9,
  0x5005713c, 0x270241aa, 0xbe0b1010, 0xc90c2086, 0x5768b525, 0x206f85b3, 0xb966d409, 0xce61e49f,
  0x5edef90e, 0x29d9c998, 0xb0d09822, 0xc7d7a8b4, 0x59b33d17, 0x2eb40d81, 0xb7bd5c3b, 0xc0ba6cad,
  0xedb88320, 0x9abfb3b6, 0x03b6e20c, 0x74b1d29a, 0xead54739, 0x9dd277af, 0x04db2615, 0x73dc1683,
  0xe3630b12, 0x94643b84, 0x0d6d6a3e, 0x7a6a5aa8, 0xe40ecf0b, 0x9309ff9d, 0x0a00ae27, 0x7d079eb1,
  0xf00f9344, 0x8708a3d2, 0x1e01f268, 0x6906c2fe, 0xf762575d, 0x806567cb, 0x196c3671, 0x6e6b06e7,
  0xfed41b76, 0x89d32be0, 0x10da7a5a, 0x67dd4acc, 0xf9b9df6f, 0x8ebeeff9, 0x17b7be43, 0x60b08ed5,
  0xd6d6a3e8, 0xa1d1937e, 0x38d8c2c4, 0x4fdff252, 0xd1bb67f1, 0xa6bc5767, 0x3fb506dd, 0x48b2364b,
  0xd80d2bda, 0xaf0a1b4c, 0x36034af6, 0x41047a60, 0xdf60efc3, 0xa867df55, 0x316e8eef, 0x4669be79,
  0xcb61b38c, 0xbc66831a, 0x256fd2a0, 0x5268e236, 0xcc0c7795, 0xbb0b4703, 0x220216b9, 0x5505262f,
  0xc5ba3bbe, 0xb2bd0b28, 0x2bb45a92, 0x5cb36a04, 0xc2d7ffa7, 0xb5d0cf31, 0x2cd99e8b, 0x5bdeae1d,
  0x9b64c2b0, 0xec63f226, 0x756aa39c, 0x026d930a, 0x9c0906a9, 0xeb0e363f, 0x72076785, 0x05005713,
  0x95bf4a82, 0xe2b87a14, 0x7bb12bae, 0x0cb61b38, 0x92d28e9b, 0xe5d5be0d, 0x7cdcefb7, 0x0bdbdf21,
  0x86d3d2d4, 0xf1d4e242, 0x68ddb3f8, 0x1fda836e, 0x81be16cd, 0xf6b9265b, 0x6fb077e1, 0x18b74777,
  0x88085ae6, 0xff0f6a70, 0x66063bca, 0x11010b5c, 0x8f659eff, 0xf862ae69, 0x616bffd3, 0x166ccf45,
  0xa00ae278, 0xd70dd2ee, 0x4e048354, 0x3903b3c2, 0xa7672661, 0xd06016f7, 0x4969474d, 0x3e6e77db,
  0xaed16a4a, 0xd9d65adc, 0x40df0b66, 0x37d83bf0, 0xa9bcae53, 0xdebb9ec5, 0x47b2cf7f, 0x30b5ffe9,
  0xbdbdf21c, 0xcabac28a, 0x53b39330, 0x24b4a3a6, 0xbad03605, 0xcdd70693, 0x54de5729, 0x23d967bf,
  0xb3667a2e, 0xc4614ab8, 0x5d681b02, 0x2a6f2b94, 0xb40bbe37, 0xc30c8ea1, 0x5a05df1b, 0x2d02ef8d,
]);

function crc32(buf) {
  let crc = -1;
  for (let x of buf) {
    crc = CRC_TABLE[(crc ^ x) & 0xff] ^ (crc >>> 8);
  }
  return (crc ^ -1) >>> 0;
}

module.exports = crc32;


/***/ }),

/***/ 3502:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {

// This was adapted from https://github.com/andrewrk/node-fd-slicer by Andrew Kelley under the MIT License.
var fs = __nccwpck_require__(9896);
var util = __nccwpck_require__(9023);
var stream = __nccwpck_require__(2203);
var Readable = stream.Readable;
var PassThrough = stream.PassThrough;
var Pend = __nccwpck_require__(3313);
var EventEmitter = (__nccwpck_require__(4434).EventEmitter);

exports.BufferSlicer = BufferSlicer;
exports.FdSlicer = FdSlicer;

util.inherits(FdSlicer, EventEmitter);
function FdSlicer(fd) {
  EventEmitter.call(this);

  this.fd = fd;
  this.pend = new Pend();
  this.pend.max = 1;
  this.refCount = 0;
}

FdSlicer.prototype.read = function(buffer, offset, length, position, callback) {
  var self = this;
  self.pend.go(function(cb) {
    fs.read(self.fd, buffer, offset, length, position, function(err, bytesRead, buffer) {
      cb();
      callback(err, bytesRead, buffer);
    });
  });
};

FdSlicer.prototype.createReadStream = function(options) {
  return new ReadStream(this, options);
};

FdSlicer.prototype.ref = function() {
  this.refCount += 1;
};

FdSlicer.prototype.unref = function() {
  var self = this;
  self.refCount -= 1;
  if (self.refCount < 0) throw new Error("invalid unref");
  if (self.refCount > 0) return;

  fs.close(self.fd, onCloseDone);

  function onCloseDone(err) {
    if (err) {
      self.emit('error', err);
    } else {
      self.emit('close');
    }
  }
};

util.inherits(ReadStream, Readable);
function ReadStream(context, options) {
  options = options || {};
  Readable.call(this, options);

  this.context = context;
  this.context.ref();

  this.start = options.start || 0;
  this.endOffset = options.end;
  this.pos = this.start;
}

ReadStream.prototype._read = function(n) {
  var self = this;

  var toRead = Math.min(self._readableState.highWaterMark, n);
  if (self.endOffset != null) {
    toRead = Math.min(toRead, self.endOffset - self.pos);
  }
  if (toRead <= 0) {
    self.push(null);
    this._cleanup();
    return;
  }
  self.context.pend.go(function(cb) {
    var buffer = Buffer.allocUnsafe(toRead);
    fs.read(self.context.fd, buffer, 0, toRead, self.pos, function(err, bytesRead) {
      if (err) {
        self.destroy(err);
      } else if (bytesRead === 0) {
        self.push(null);
        self._cleanup();
      } else {
        self.pos += bytesRead;
        self.push(buffer.slice(0, bytesRead));
      }
      cb();
    });
  });
};

ReadStream.prototype._destroy = function(err, cb) {
  // Node 14+ calls this automatically at EOF.
  this._cleanup();
  cb(err);
};

ReadStream.prototype._cleanup = function() {
  if (this.context != null) {
    this.context.unref();
    this.context = null;
  }
};

util.inherits(BufferSlicer, EventEmitter);
function BufferSlicer(buffer) {
  EventEmitter.call(this);

  this.refCount = 0;
  this.buffer = buffer;
}

BufferSlicer.prototype.read = function(buffer, offset, length, position, callback) {
  if (!(0 <= offset && offset <= buffer.length)) throw new RangeError("offset outside buffer: 0 <= " + offset + " <= " + buffer.length);
  if (position < 0) throw new RangeError("position is negative: " + position);
  if (offset + length > buffer.length) {
    // The caller's buffer can't hold all the bytes they're trying to read.
    // Clamp the length instead of giving an error.
    // The callback will be informed of fewer than expected bytes written.
    length = buffer.length - offset;
  }
  if (position + length > this.buffer.length) {
    // Clamp any attempt to read past the end of the source buffer.
    length = this.buffer.length - position;
  }
  if (length <= 0) {
    // After any clamping, we're fully out of bounds or otherwise have nothing to do.
    // This isn't an error; it's just zero bytes written.
    setImmediate(function() {
      callback(null, 0);
    });
    return;
  }
  this.buffer.copy(buffer, offset, position, position + length);
  setImmediate(function() {
    callback(null, length);
  });
};

BufferSlicer.prototype.createReadStream = function(options) {
  options = options || {};
  var readStream = new PassThrough(options);
  readStream.start = options.start || 0;
  readStream.endOffset = options.end;
  // by the time this function returns, we'll be done.
  readStream.pos = readStream.endOffset || this.buffer.length;

  var entireSlice = this.buffer.slice(readStream.start, readStream.pos);
  // Cut the buffer into smaller slices for better memory usage when streaming into a zlib inflate stream.
  // See https://github.com/thejoshwolfe/yauzl/issues/87
  var maxChunkSize = 0x10000;
  var offset = 0;
  while (true) {
    var nextOffset = offset + maxChunkSize;
    if (nextOffset >= entireSlice.length) {
      // last chunk
      if (offset < entireSlice.length) {
        readStream.write(entireSlice.slice(offset, entireSlice.length));
      }
      break;
    }
    readStream.write(entireSlice.slice(offset, nextOffset));
    offset = nextOffset;
  }

  readStream.end();
  return readStream;
};

BufferSlicer.prototype.ref = function() {
  this.refCount += 1;
};

BufferSlicer.prototype.unref = function() {
  this.refCount -= 1;

  if (this.refCount < 0) {
    throw new Error("invalid unref");
  }
};


/***/ }),

/***/ 663:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {

var __webpack_unused_export__;
var fs = __nccwpck_require__(9896);
var zlib = __nccwpck_require__(3106);
var fd_slicer = __nccwpck_require__(3502);
var util = __nccwpck_require__(9023);
var EventEmitter = (__nccwpck_require__(4434).EventEmitter);
var Transform = (__nccwpck_require__(2203).Transform);
var PassThrough = (__nccwpck_require__(2203).PassThrough);
var Writable = (__nccwpck_require__(2203).Writable);

// Node 20 added zlib.crc32.
const crc32 = typeof zlib.crc32 === "function" ? zlib.crc32 : __nccwpck_require__(4248);

__webpack_unused_export__ = open;
__webpack_unused_export__ = fromFd;
__webpack_unused_export__ = fromBuffer;
__webpack_unused_export__ = fromRandomAccessReader;
exports.sO = openPromise;
__webpack_unused_export__ = fromFdPromise;
__webpack_unused_export__ = fromBufferPromise;
__webpack_unused_export__ = fromRandomAccessReaderPromise;

__webpack_unused_export__ = dosDateTimeToDate;
__webpack_unused_export__ = getFileNameLowLevel;
__webpack_unused_export__ = validateFileName;
__webpack_unused_export__ = parseExtraFields;
__webpack_unused_export__ = ZipFile;
__webpack_unused_export__ = Entry;
__webpack_unused_export__ = LocalFileHeader;
__webpack_unused_export__ = RandomAccessReader;

function openPromise(path, options) {
  return new Promise((resolve, reject) => {
    open(path, {...options, lazyEntries: true}, function(err, zipfile) {
      if (err) return reject(err);
      resolve(zipfile);
    });
  });
}
function fromFdPromise(fd, options) {
  return new Promise((resolve, reject) => {
    fromFd(fd, {...options, lazyEntries: true}, function(err, zipfile) {
      if (err) return reject(err);
      resolve(zipfile);
    });
  });
}
function fromBufferPromise(buffer, options) {
  return new Promise((resolve, reject) => {
    fromBuffer(buffer, {...options, lazyEntries: true}, function(err, zipfile) {
      if (err) return reject(err);
      resolve(zipfile);
    });
  });
}
function fromRandomAccessReaderPromise(reader, totalSize, options) {
  return new Promise((resolve, reject) => {
    fromRandomAccessReader(reader, totalSize, {...options, lazyEntries: true}, function(err, zipfile) {
      if (err) return reject(err);
      resolve(zipfile);
    });
  });
}

function open(path, options, callback) {
  if (typeof options === "function") {
    callback = options;
    options = null;
  }
  if (options == null) options = {};
  if (options.autoClose == null) options.autoClose = true;
  if (options.lazyEntries == null) options.lazyEntries = false;
  if (options.decodeStrings == null) options.decodeStrings = true;
  if (options.validateEntrySizes == null) options.validateEntrySizes = true;
  if (options.strictFileNames == null) options.strictFileNames = false;
  if (callback == null) callback = defaultCallback;
  fs.open(path, "r", function(err, fd) {
    if (err) return callback(err);
    fromFd(fd, options, function(err, zipfile) {
      if (err) fs.close(fd, defaultCallback);
      callback(err, zipfile);
    });
  });
}

function fromFd(fd, options, callback) {
  if (typeof options === "function") {
    callback = options;
    options = null;
  }
  if (options == null) options = {};
  if (options.autoClose == null) options.autoClose = false;
  if (options.lazyEntries == null) options.lazyEntries = false;
  if (options.decodeStrings == null) options.decodeStrings = true;
  if (options.validateEntrySizes == null) options.validateEntrySizes = true;
  if (options.strictFileNames == null) options.strictFileNames = false;
  if (callback == null) callback = defaultCallback;
  fs.fstat(fd, function(err, stats) {
    if (err) return callback(err);
    var reader = new fd_slicer.FdSlicer(fd);
    fromRandomAccessReader(reader, stats.size, options, callback);
  });
}

function fromBuffer(buffer, options, callback) {
  if (typeof options === "function") {
    callback = options;
    options = null;
  }
  if (options == null) options = {};
  options.autoClose = false;
  if (options.lazyEntries == null) options.lazyEntries = false;
  if (options.decodeStrings == null) options.decodeStrings = true;
  if (options.validateEntrySizes == null) options.validateEntrySizes = true;
  if (options.strictFileNames == null) options.strictFileNames = false;
  var reader = new fd_slicer.BufferSlicer(buffer);
  fromRandomAccessReader(reader, buffer.length, options, callback);
}

function fromRandomAccessReader(reader, totalSize, options, callback) {
  if (typeof options === "function") {
    callback = options;
    options = null;
  }
  if (options == null) options = {};
  if (options.autoClose == null) options.autoClose = true;
  if (options.lazyEntries == null) options.lazyEntries = false;
  if (options.decodeStrings == null) options.decodeStrings = true;
  var decodeStrings = !!options.decodeStrings;
  if (options.validateEntrySizes == null) options.validateEntrySizes = true;
  if (options.strictFileNames == null) options.strictFileNames = false;
  if (callback == null) callback = defaultCallback;
  if (typeof totalSize !== "number") throw new Error("expected totalSize parameter to be a number");
  if (totalSize > Number.MAX_SAFE_INTEGER) {
    throw new Error("zip file too large. only file sizes up to 2^52 are supported due to JavaScript's Number type being an IEEE 754 double.");
  }

  // the matching unref() call is in zipfile.close()
  reader.ref();

  // eocdr means End of Central Directory Record.
  // search backwards for the eocdr signature.
  // the last field of the eocdr is a variable-length comment.
  // the comment size is encoded in a 2-byte field in the eocdr, which we can't find without trudging backwards through the comment to find it.
  // as a consequence of this design decision, it's possible to have ambiguous zip file metadata if a coherent eocdr was in the comment.
  // we search backwards for a eocdr signature, and hope that whoever made the zip file was smart enough to forbid the eocdr signature in the comment.
  var eocdrWithoutCommentSize = 22;
  var zip64EocdlSize = 20; // Zip64 end of central directory locator
  var maxCommentSize = 0xffff; // 2-byte size
  var bufferSize = Math.min(zip64EocdlSize + eocdrWithoutCommentSize + maxCommentSize, totalSize);
  var buffer = newBuffer(bufferSize);
  var bufferReadStart = totalSize - buffer.length;
  readAndAssertNoEof(reader, buffer, 0, bufferSize, bufferReadStart, function(err) {
    if (err) return callback(err);
    for (var i = bufferSize - eocdrWithoutCommentSize; i >= 0; i -= 1) {
      if (buffer.readUInt32LE(i) !== 0x06054b50) continue;
      // found eocdr
      var eocdrBuffer = buffer.subarray(i);

      // 0 - End of central directory signature = 0x06054b50
      // 4 - Number of this disk
      var diskNumber = eocdrBuffer.readUInt16LE(4);
      // 6 - Disk where central directory starts
      // 8 - Number of central directory records on this disk
      // 10 - Total number of central directory records
      var entryCount = eocdrBuffer.readUInt16LE(10);
      // 12 - Size of central directory (bytes)
      // 16 - Offset of start of central directory, relative to start of archive
      var centralDirectoryOffset = eocdrBuffer.readUInt32LE(16);
      // 20 - Comment length
      var commentLength = eocdrBuffer.readUInt16LE(20);
      var expectedCommentLength = eocdrBuffer.length - eocdrWithoutCommentSize;
      if (commentLength !== expectedCommentLength) {
        return callback(new Error("Invalid comment length. Expected: " + expectedCommentLength + ". Found: " + commentLength + ". Are there extra bytes at the end of the file? Or is the end of central dir signature `PK☺☻` in the comment?"));
      }
      // 22 - Comment
      // the encoding is always cp437.
      var comment = decodeStrings ? decodeBuffer(eocdrBuffer.subarray(22), false)
                                  : eocdrBuffer.subarray(22);

      // Look for a Zip64 end of central directory locator
      if (i - zip64EocdlSize >= 0 && buffer.readUInt32LE(i - zip64EocdlSize) === 0x07064b50) {
        // ZIP64 format
        var zip64EocdlBuffer = buffer.subarray(i - zip64EocdlSize, i - zip64EocdlSize + zip64EocdlSize);
        // 0 - zip64 end of central dir locator signature = 0x07064b50
        // 4 - number of the disk with the start of the zip64 end of central directory
        // 8 - relative offset of the zip64 end of central directory record
        var zip64EocdrOffset = readUInt64LE(zip64EocdlBuffer, 8);
        // 16 - total number of disks

        // ZIP64 end of central directory record
        var zip64EocdrBuffer = newBuffer(56);
        return readAndAssertNoEof(reader, zip64EocdrBuffer, 0, zip64EocdrBuffer.length, zip64EocdrOffset, function(err) {
          if (err) return callback(err);

          // 0 - zip64 end of central dir signature                           4 bytes  (0x06064b50)
          if (zip64EocdrBuffer.readUInt32LE(0) !== 0x06064b50) {
            return callback(new Error("invalid zip64 end of central directory record signature"));
          }
          // 4 - size of zip64 end of central directory record                8 bytes
          // 12 - version made by                                             2 bytes
          // 14 - version needed to extract                                   2 bytes
          // 16 - number of this disk                                         4 bytes
          diskNumber = zip64EocdrBuffer.readUInt32LE(16);
          if (diskNumber !== 0) {
            // Check this only after zip64 overrides. See #118.
            return callback(new Error("multi-disk zip files are not supported: found disk number: " + diskNumber));
          }
          // 20 - number of the disk with the start of the central directory  4 bytes
          // 24 - total number of entries in the central directory on this disk         8 bytes
          // 32 - total number of entries in the central directory            8 bytes
          entryCount = readUInt64LE(zip64EocdrBuffer, 32);
          // 40 - size of the central directory                               8 bytes
          // 48 - offset of start of central directory with respect to the starting disk number     8 bytes
          centralDirectoryOffset = readUInt64LE(zip64EocdrBuffer, 48);
          // 56 - zip64 extensible data sector                                (variable size)
          return callback(null, new ZipFile(reader, centralDirectoryOffset, totalSize, entryCount, comment, options.autoClose, options.lazyEntries, decodeStrings, options.validateEntrySizes, options.strictFileNames));
        });
      }

      // Not ZIP64 format
      if (diskNumber !== 0) {
        return callback(new Error("multi-disk zip files are not supported: found disk number: " + diskNumber));
      }
      return callback(null, new ZipFile(reader, centralDirectoryOffset, totalSize, entryCount, comment, options.autoClose, options.lazyEntries, decodeStrings, options.validateEntrySizes, options.strictFileNames));

    }

    // Not a zip file.
    callback(new Error("End of central directory record signature not found. Either not a zip file, or file is truncated."));
  });
}

util.inherits(ZipFile, EventEmitter);
function ZipFile(reader, centralDirectoryOffset, fileSize, entryCount, comment, autoClose, lazyEntries, decodeStrings, validateEntrySizes, strictFileNames) {
  var self = this;
  EventEmitter.call(self);
  self.reader = reader;
  // forward close events
  self.reader.on("error", function(err) {
    // error closing the fd
    emitError(self, err);
  });
  self.reader.once("close", function() {
    self.emit("close");
  });
  self.readEntryCursor = centralDirectoryOffset;
  self.fileSize = fileSize;
  self.entryCount = entryCount;
  self.comment = comment;
  self.entriesRead = 0;
  self.autoClose = !!autoClose;
  self.lazyEntries = !!lazyEntries;
  self.decodeStrings = !!decodeStrings;
  self.validateEntrySizes = !!validateEntrySizes;
  self.strictFileNames = !!strictFileNames;
  self.isOpen = true;
  self.emittedError = false;
  self.hasEachEntryBeenCalled = false;

  if (!self.lazyEntries) self._readEntry();
}
ZipFile.prototype.close = function() {
  if (!this.isOpen) return;
  this.isOpen = false;
  this.reader.unref();
};

function emitErrorAndAutoClose(self, err) {
  if (self.autoClose) self.close();
  emitError(self, err);
}
function emitError(self, err) {
  if (self.emittedError) return;
  self.emittedError = true;
  self.emit("error", err);
}

ZipFile.prototype.readEntry = function() {
  if (!this.lazyEntries) throw new Error("readEntry() called without lazyEntries:true");
  this._readEntry();
};
ZipFile.prototype._readEntry = function() {
  var self = this;
  if (self.entryCount === self.entriesRead) {
    // done with metadata
    setImmediate(function() {
      if (self.autoClose) self.close();
      if (self.emittedError) return;
      self.emit("end");
    });
    return;
  }
  if (self.emittedError) return;
  var buffer = newBuffer(46);
  readAndAssertNoEof(self.reader, buffer, 0, buffer.length, self.readEntryCursor, function(err) {
    if (err) return emitErrorAndAutoClose(self, err);
    if (self.emittedError) return;
    var entry = new Entry();
    // 0 - Central directory file header signature
    var signature = buffer.readUInt32LE(0);
    if (signature !== 0x02014b50) return emitErrorAndAutoClose(self, new Error("invalid central directory file header signature: 0x" + signature.toString(16)));
    // 4 - Version made by
    entry.versionMadeBy = buffer.readUInt16LE(4);
    // 6 - Version needed to extract (minimum)
    entry.versionNeededToExtract = buffer.readUInt16LE(6);
    // 8 - General purpose bit flag
    entry.generalPurposeBitFlag = buffer.readUInt16LE(8);
    // 10 - Compression method
    entry.compressionMethod = buffer.readUInt16LE(10);
    // 12 - File last modification time
    entry.lastModFileTime = buffer.readUInt16LE(12);
    // 14 - File last modification date
    entry.lastModFileDate = buffer.readUInt16LE(14);
    // 16 - CRC-32
    entry.crc32 = buffer.readUInt32LE(16);
    // 20 - Compressed size
    entry.compressedSize = buffer.readUInt32LE(20);
    // 24 - Uncompressed size
    entry.uncompressedSize = buffer.readUInt32LE(24);
    // 28 - File name length (n)
    entry.fileNameLength = buffer.readUInt16LE(28);
    // 30 - Extra field length (m)
    entry.extraFieldLength = buffer.readUInt16LE(30);
    // 32 - File comment length (k)
    entry.fileCommentLength = buffer.readUInt16LE(32);
    // 34 - Disk number where file starts
    // 36 - Internal file attributes
    entry.internalFileAttributes = buffer.readUInt16LE(36);
    // 38 - External file attributes
    entry.externalFileAttributes = buffer.readUInt32LE(38);
    // 42 - Relative offset of local file header
    entry.relativeOffsetOfLocalHeader = buffer.readUInt32LE(42);

    if (entry.generalPurposeBitFlag & 0x40) return emitErrorAndAutoClose(self, new Error("strong encryption is not supported"));

    self.readEntryCursor += 46;

    buffer = newBuffer(entry.fileNameLength + entry.extraFieldLength + entry.fileCommentLength);
    readAndAssertNoEof(self.reader, buffer, 0, buffer.length, self.readEntryCursor, function(err) {
      if (err) return emitErrorAndAutoClose(self, err);
      if (self.emittedError) return;
      // 46 - File name
      entry.fileNameRaw = buffer.subarray(0, entry.fileNameLength);
      // 46+n - Extra field
      var fileCommentStart = entry.fileNameLength + entry.extraFieldLength;
      entry.extraFieldRaw = buffer.subarray(entry.fileNameLength, fileCommentStart);
      // 46+n+m - File comment
      entry.fileCommentRaw = buffer.subarray(fileCommentStart, fileCommentStart + entry.fileCommentLength);

      // Parse the extra fields, which we need for processing other fields.
      try {
        entry.extraFields = parseExtraFields(entry.extraFieldRaw);
      } catch (err) {
        return emitErrorAndAutoClose(self, err);
      }

      // Interpret strings according to bit flags, extra fields, and options.
      if (self.decodeStrings) {
        var isUtf8 = (entry.generalPurposeBitFlag & 0x800) !== 0;
        entry.fileComment = decodeBuffer(entry.fileCommentRaw, isUtf8);
        entry.fileName = getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, self.strictFileNames);
        var errorMessage = validateFileName(entry.fileName);
        if (errorMessage != null) return emitErrorAndAutoClose(self, new Error(errorMessage));
      } else {
        entry.fileComment = entry.fileCommentRaw;
        entry.fileName = entry.fileNameRaw;
      }
      // Maintain API compatibility. See https://github.com/thejoshwolfe/yauzl/issues/47
      entry.comment = entry.fileComment;

      self.readEntryCursor += buffer.length;
      self.entriesRead += 1;

      // Check for the Zip64 Extended Information Extra Field.
      for (var i = 0; i < entry.extraFields.length; i++) {
        var extraField = entry.extraFields[i];
        if (extraField.id !== 0x0001) continue;
        // Found it.

        var zip64EiefBuffer = extraField.data;
        var index = 0;
        // 0 - Original Size          8 bytes
        if (entry.uncompressedSize === 0xffffffff) {
          if (index + 8 > zip64EiefBuffer.length) {
            return emitErrorAndAutoClose(self, new Error("zip64 extended information extra field does not include uncompressed size"));
          }
          entry.uncompressedSize = readUInt64LE(zip64EiefBuffer, index);
          index += 8;
        }
        // 8 - Compressed Size        8 bytes
        if (entry.compressedSize === 0xffffffff) {
          if (index + 8 > zip64EiefBuffer.length) {
            return emitErrorAndAutoClose(self, new Error("zip64 extended information extra field does not include compressed size"));
          }
          entry.compressedSize = readUInt64LE(zip64EiefBuffer, index);
          index += 8;
        }
        // 16 - Relative Header Offset 8 bytes
        if (entry.relativeOffsetOfLocalHeader === 0xffffffff) {
          if (index + 8 > zip64EiefBuffer.length) {
            return emitErrorAndAutoClose(self, new Error("zip64 extended information extra field does not include relative header offset"));
          }
          entry.relativeOffsetOfLocalHeader = readUInt64LE(zip64EiefBuffer, index);
          index += 8;
        }
        // 24 - Disk Start Number      4 bytes

        break;
      }

      // validate file size
      if (self.validateEntrySizes && entry.compressionMethod === 0) {
        var expectedCompressedSize = entry.uncompressedSize;
        if (entry.isEncrypted()) {
          // traditional encryption prefixes the file data with a header
          expectedCompressedSize += 12;
        }
        if (entry.compressedSize !== expectedCompressedSize) {
          var msg = "compressed/uncompressed size mismatch for stored file: " + entry.compressedSize + " != " + entry.uncompressedSize;
          return emitErrorAndAutoClose(self, new Error(msg));
        }
      }

      self.emit("entry", entry);

      if (!self.lazyEntries) self._readEntry();
    });
  });
};

ZipFile.prototype.eachEntry = function() {
  const self = this;
  if (!self.lazyEntries) throw new Error("eachEntry() requires lazyEntries: true");
  if (self.hasEachEntryBeenCalled) throw new Error("eachEntry() must only be called once per ZipFile");
  self.hasEachEntryBeenCalled = true;

  let pendingResolveReject = null;
  self.on("entry", onEntry);
  self.on("end", onEnd);
  self.on("error", onError);
  function cleanup() {
    self.removeListener("entry", onEntry);
    self.removeListener("end", onEnd);
    self.removeListener("error", onError);
    if (self.autoClose) self.close();
  }

  function onEntry(entry) {
    let {resolve} = pendingResolveReject;
    pendingResolveReject = null;
    resolve({value: entry});
  }
  function onEnd() {
    let {resolve} = pendingResolveReject;
    pendingResolveReject = null;
    cleanup();
    resolve({done: true});
  }
  function onError(err) {
    let {reject} = pendingResolveReject;
    pendingResolveReject = null;
    cleanup();
    reject(err);
  }

  return {
    [Symbol.asyncIterator]() {
      // Called once by `for await...of`.
      return this;
    },
    next() {
      // Called on each iteration in a `for await...of`.
      const promise = new Promise((resolve, reject) => {
        if (pendingResolveReject != null) throw new Error("next() called before previous Promise was resolved.");
        pendingResolveReject = {resolve, reject};
      });
      self.readEntry();
      return promise;
    },
    return(value) {
      // Called when breaking, returning, throwing out of a `for await...of`.
      cleanup();
      return Promise.resolve({done: true, value});
    },
    throw(value) {
      // Almost never called. Something about `yield*` maybe?
      cleanup();
      return Promise.reject(value);
    },
  };
};

ZipFile.prototype.openReadStream = function(entry, options, callback) {
  var self = this;
  // parameter validation
  var relativeStart = 0;
  var relativeEnd = entry.compressedSize;
  if (callback == null) {
    callback = options;
    options = null;
  }
  if (options == null) {
    options = {};
  } else {
    if (options.decodeFileData === false) {
      // new, simple option
      if (options.decrypt != null) {
        throw new Error("cannot use options.decrypt when options.decodeFileData === false");
      }
      if (options.decompress != null) {
        throw new Error("cannot use options.decompress when options.decodeFileData === false");
      }
      // start and end are allowed
    } else {
      // old, complicated options
      if (options.decrypt != null) {
        if (!entry.isEncrypted()) {
          throw new Error("options.decrypt can only be specified for encrypted entries. See also option decodeFileData.");
        }
        if (options.decrypt !== false) throw new Error("invalid options.decrypt value: " + options.decrypt);
        if (entry.isCompressed()) {
          if (options.decompress !== false) throw new Error("entry is encrypted and compressed, and options.decompress !== false. See also option decodeFileData.");
        }
      }
      if (options.decompress != null) {
        if (!entry.isCompressed()) {
          throw new Error("options.decompress can only be specified for compressed entries. See also option decodeFileData.");
        }
        if (!(options.decompress === false || options.decompress === true)) {
          throw new Error("invalid options.decompress value: " + options.decompress);
        }
        decompress = options.decompress;
      }
    }
    if (options.start != null) {
      relativeStart = options.start;
      if (relativeStart < 0) throw new Error("options.start < 0");
      if (relativeStart > entry.compressedSize) throw new Error("options.start > entry.compressedSize");
    }
    if (options.end != null) {
      relativeEnd = options.end;
      if (relativeEnd < 0) throw new Error("options.end < 0");
      if (relativeEnd > entry.compressedSize) throw new Error("options.end > entry.compressedSize");
      if (relativeEnd < relativeStart) throw new Error("options.end < options.start");
    }
  }
  var rawMode = (
    options.decodeFileData === false || // Explicitly requested raw.
    (
      (entry.compressionMethod === 0 || // Naturally without compression.
        (entry.compressionMethod === 8 && options.decompress === false) // Deprecated compression bypass option.
      ) &&
      (!entry.isEncrypted() || // Naturally without encryption.
        options.decrypt === false // Deprecated encryption bypass option.
      )
    )
  );
  if (options.start != null || options.end != null) {
    // Ensure slicing deals with raw data.
    if (!rawMode) throw new Error("start/end range require options.decodeFileData === false for non-trivial encoded entries.");
  }

  // any further errors can either be caused by the zipfile,
  // or were introduced in a minor version of yauzl,
  // so should be passed to the client rather than thrown.
  if (!self.isOpen) return callback(new Error("closed"));
  if (entry.isEncrypted() && !rawMode) {
    if (options.decrypt !== false) return callback(new Error("entry is encrypted, and options.decodeFileData !== false"));
  }
  var decompress;
  if (rawMode) {
    decompress = false;
  } else if (entry.compressionMethod === 8) {
    // 8 - The file is Deflated
    decompress = options.decodeFileData !== true;
  } else {
    return callback(new Error("unsupported compression method: " + entry.compressionMethod));
  }

  self.readLocalFileHeader(entry, {minimal: true}, function(err, localFileHeader) {
    if (err) return callback(err);
    self.openReadStreamLowLevel(
      localFileHeader.fileDataStart, entry.compressedSize,
      relativeStart, relativeEnd,
      decompress, entry.uncompressedSize,
      callback);
  });
};

ZipFile.prototype.openReadStreamLowLevel = function(fileDataStart, compressedSize, relativeStart, relativeEnd, decompress, uncompressedSize, callback) {
  var self = this;

  var fileDataEnd = fileDataStart + compressedSize;
  var readStream = self.reader.createReadStream({
    start: fileDataStart + relativeStart,
    end: fileDataStart + relativeEnd,
  });
  var endpointStream = readStream;
  if (decompress) {
    var destroyed = false;
    var inflateFilter = zlib.createInflateRaw();
    readStream.on("error", function(err) {
      // setImmediate here because errors can be emitted during the first call to pipe()
      setImmediate(function() {
        if (!destroyed) inflateFilter.emit("error", err);
      });
    });
    readStream.pipe(inflateFilter);

    if (self.validateEntrySizes) {
      endpointStream = new AssertByteCountStream(uncompressedSize);
      inflateFilter.on("error", function(err) {
        // forward zlib errors to the client-visible stream
        setImmediate(function() {
          if (!destroyed) endpointStream.emit("error", err);
        });
      });
      inflateFilter.pipe(endpointStream);
    } else {
      // the zlib filter is the client-visible stream
      endpointStream = inflateFilter;
    }
    // this is part of yauzl's API, so implement this function on the client-visible stream
    installDestroyFn(endpointStream, function() {
      destroyed = true;
      if (inflateFilter !== endpointStream) inflateFilter.unpipe(endpointStream);
      readStream.unpipe(inflateFilter);
      // TODO: the inflateFilter may cause a memory leak. see Issue #27.
      readStream.destroy();
    });
  }
  callback(null, endpointStream);
};

ZipFile.prototype.readLocalFileHeader = function(entry, options, callback) {
  var self = this;
  if (callback == null) {
    callback = options;
    options = null;
  }
  if (options == null) options = {};

  self.reader.ref();
  var buffer = newBuffer(30);
  readAndAssertNoEof(self.reader, buffer, 0, buffer.length, entry.relativeOffsetOfLocalHeader, function(err) {
    try {
      if (err) return callback(err);
      // 0 - Local file header signature = 0x04034b50
      var signature = buffer.readUInt32LE(0);
      if (signature !== 0x04034b50) {
        return callback(new Error("invalid local file header signature: 0x" + signature.toString(16)));
      }

      var fileNameLength = buffer.readUInt16LE(26);
      var extraFieldLength = buffer.readUInt16LE(28);
      var fileDataStart = entry.relativeOffsetOfLocalHeader + 30 + fileNameLength + extraFieldLength;
      // We now have enough information to do this bounds check.
      if (fileDataStart + entry.compressedSize > self.fileSize) {
        return callback(new Error("file data overflows file bounds: " +
            fileDataStart + " + " + entry.compressedSize + " > " + self.fileSize));
      }

      if (options.minimal) {
        return callback(null, {fileDataStart: fileDataStart});
      }

      var localFileHeader = new LocalFileHeader();
      localFileHeader.fileDataStart = fileDataStart;

      // 4 - Version needed to extract (minimum)
      localFileHeader.versionNeededToExtract = buffer.readUInt16LE(4);
      // 6 - General purpose bit flag
      localFileHeader.generalPurposeBitFlag = buffer.readUInt16LE(6);
      // 8 - Compression method
      localFileHeader.compressionMethod = buffer.readUInt16LE(8);
      // 10 - File last modification time
      localFileHeader.lastModFileTime = buffer.readUInt16LE(10);
      // 12 - File last modification date
      localFileHeader.lastModFileDate = buffer.readUInt16LE(12);
      // 14 - CRC-32
      localFileHeader.crc32 = buffer.readUInt32LE(14);
      // 18 - Compressed size
      localFileHeader.compressedSize = buffer.readUInt32LE(18);
      // 22 - Uncompressed size
      localFileHeader.uncompressedSize = buffer.readUInt32LE(22);
      // 26 - File name length (n)
      localFileHeader.fileNameLength = fileNameLength;
      // 28 - Extra field length (m)
      localFileHeader.extraFieldLength = extraFieldLength;
      // 30 - File name
      // 30+n - Extra field

      buffer = newBuffer(fileNameLength + extraFieldLength);
      self.reader.ref();
      readAndAssertNoEof(self.reader, buffer, 0, buffer.length, entry.relativeOffsetOfLocalHeader + 30, function(err) {
        try {
          if (err) return callback(err);
          localFileHeader.fileName = buffer.subarray(0, fileNameLength);
          localFileHeader.extraField = buffer.subarray(fileNameLength);
          return callback(null, localFileHeader);
        } finally {
          self.reader.unref();
        }
      });
    } finally {
      self.reader.unref();
    }
  });
};

ZipFile.prototype.openReadStreamPromise = function(entry, options) {
  return new Promise((resolve, reject) => {
    this.openReadStream(entry, options, function(err, readStream) {
      if (err) return reject(err);
      resolve(readStream);
    });
  });
};
ZipFile.prototype.openReadStreamLowLevelPromise = function(fileDataStart, compressedSize, relativeStart, relativeEnd, decompress, uncompressedSize) {
  return new Promise((resolve, reject) => {
    this.openReadStream(fileDataStart, compressedSize, relativeStart, relativeEnd, decompress, uncompressedSize, function(err, readStream) {
      if (err) return reject(err);
      resolve(readStream);
    });
  });
};
ZipFile.prototype.readLocalFileHeaderPromise = function(entry, options) {
  return new Promise((resolve, reject) => {
    this.readLocalFileHeader(entry, options, function(err, localFileHeader) {
      if (err) return reject(err);
      resolve(localFileHeader);
    });
  });
};

function Entry() {
}
Entry.prototype.getLastModDate = function(options) {
  if (options == null) options = {};

  if (!options.forceDosFormat) {
    // Check extended fields.
    for (var i = 0; i < this.extraFields.length; i++) {
      var extraField = this.extraFields[i];
      if (extraField.id === 0x5455) {
        // Info-ZIP "universal timestamp" extended field (`0x5455` aka `"UT"`).
        // See the Info-ZIP source code unix/unix.c:set_extra_field() and zipfile.c:ef_scan_ut_time().
        var data = extraField.data;
        if (data.length < 5) continue; // Too short.
        // The flags define which of the three fields are present: mtime, atime, ctime.
        // We only care about mtime.
        // Also, ctime is never included in practice.
        // And also, atime is only included in the local file header for some reason
        // despite the flags lying about its inclusion in the central header.
        var flags = data[0];
        var HAS_MTIME = 1;
        if (!(flags & HAS_MTIME)) continue; // This will realistically never happen.
        // Although the positions of all of the fields shift around depending on the presence of other fields,
        // mtime is always first if present, and that's the only one we care about.
        var posixTimestamp = data.readInt32LE(1);
        return new Date(posixTimestamp * 1000);
      } else if (extraField.id === 0x000a) {
        var data = extraField.data;
        if (data.length !== 32) continue; // The length is always the same.
        // 4 bytes reserved
        // 2 bytes Tag
        if (data.readUInt16LE(4) !== 1) continue; // Tag1 is actually the only defined Tag.
        // 2 bytes Size
        if (data.readUInt16LE(6) !== 24) continue; // Size is always 24.
        // 8 bytes Mtime
        var hundredNanoSecondsSince1601 = data.readUInt32LE(8) + 4294967296 * data.readInt32LE(12);
        // Convert from NTFS to POSIX milliseconds.
        // The big number below is the milliseconds between year 1601 and year 1970
        // (i.e. the negative POSIX timestamp of 1601-01-01 00:00:00Z)
        var millisecondsSince1970 = hundredNanoSecondsSince1601 / 10000 - 11644473600000;
        // Note on numeric precision: JavaScript Number objects lose precision above Number.MAX_SAFE_INTEGER,
        // and NTFS timestamps are typically much bigger than that limit.
        // (MAX_SAFE_INTEGER would represent 1629-07-17T23:58:45.475Z.)
        // However, we're losing precision in the conversion from 100nanosecond units to millisecond units anyway,
        // and the time at which we also lose 1-millisecond precision is year 275760, the JavaScript Date limit (by design).
        // Up through the year 2057, this conversion only drops 4 bits of precision,
        // which is well under the 13-14 bits ratio between the milliseconds and 100nanoseconds.
        return new Date(millisecondsSince1970);
      }
    }
  }

  // Fallback to non-extended encoding.
  return dosDateTimeToDate(this.lastModFileDate, this.lastModFileTime, options.timezone);
};

Entry.prototype.canDecodeFileData = function() {
  return (
    !this.isEncrypted() &&
    (this.compressionMethod === 0 || this.compressionMethod === 8)
  );
};
Entry.prototype.isEncrypted = function() {
  return (this.generalPurposeBitFlag & 0x1) !== 0;
};
Entry.prototype.isCompressed = function() {
  return this.compressionMethod === 8;
};

function LocalFileHeader() {
}

function dosDateTimeToDate(date, time, timezone) {
  var day = date & 0x1f; // 1-31
  var month = (date >> 5 & 0xf) - 1; // 1-12, 0-11
  var year = (date >> 9 & 0x7f) + 1980; // 0-128, 1980-2108

  var millisecond = 0;
  var second = (time & 0x1f) * 2; // 0-29, 0-58 (even numbers)
  var minute = time >> 5 & 0x3f; // 0-59
  var hour = time >> 11 & 0x1f; // 0-23

  if (timezone == null || timezone === "local") {
    return new Date(year, month, day, hour, minute, second, millisecond);
  } else if (timezone === "UTC") {
    return new Date(Date.UTC(year, month, day, hour, minute, second, millisecond));
  } else {
    throw new Error("unrecognized options.timezone: " + options.timezone);
  }
}

function getFileNameLowLevel(generalPurposeBitFlag, fileNameBuffer, extraFields, strictFileNames) {
  var fileName = null;

  // check for Info-ZIP Unicode Path Extra Field (0x7075)
  // see https://github.com/thejoshwolfe/yauzl/issues/33
  for (var i = 0; i < extraFields.length; i++) {
    var extraField = extraFields[i];
    if (extraField.id === 0x7075) {
      if (extraField.data.length < 6) {
        // too short to be meaningful
        continue;
      }
      // Version       1 byte      version of this extra field, currently 1
      if (extraField.data.readUInt8(0) !== 1) {
        // > Changes may not be backward compatible so this extra
        // > field should not be used if the version is not recognized.
        continue;
      }
      // NameCRC32     4 bytes     File Name Field CRC32 Checksum
      var oldNameCrc32 = extraField.data.readUInt32LE(1);
      if (crc32(fileNameBuffer) !== oldNameCrc32) {
        // > If the CRC check fails, this UTF-8 Path Extra Field should be
        // > ignored and the File Name field in the header should be used instead.
        continue;
      }
      // UnicodeName   Variable    UTF-8 version of the entry File Name
      fileName = decodeBuffer(extraField.data.subarray(5), true);
      break;
    }
  }

  if (fileName == null) {
    // The typical case.
    var isUtf8 = (generalPurposeBitFlag & 0x800) !== 0;
    fileName = decodeBuffer(fileNameBuffer, isUtf8);
  }

  if (!strictFileNames) {
    // Allow backslash.
    fileName = fileName.replace(/\\/g, "/");
  }
  return fileName;
}

function validateFileName(fileName) {
  if (fileName.indexOf("\\") !== -1) {
    return "invalid characters in fileName: " + fileName;
  }
  if (/^[a-zA-Z]:/.test(fileName) || /^\//.test(fileName)) {
    return "absolute path: " + fileName;
  }
  if (fileName.split("/").indexOf("..") !== -1) {
    return "invalid relative path: " + fileName;
  }
  // all good
  return null;
}

function parseExtraFields(extraFieldBuffer) {
  var extraFields = [];
  var i = 0;
  while (i < extraFieldBuffer.length - 3) {
    var headerId = extraFieldBuffer.readUInt16LE(i + 0);
    var dataSize = extraFieldBuffer.readUInt16LE(i + 2);
    var dataStart = i + 4;
    var dataEnd = dataStart + dataSize;
    if (dataEnd > extraFieldBuffer.length) throw new Error("extra field length exceeds extra field buffer size");
    var dataBuffer = extraFieldBuffer.subarray(dataStart, dataEnd);
    extraFields.push({
      id: headerId,
      data: dataBuffer,
    });
    i = dataEnd;
  }
  return extraFields;
}

function readAndAssertNoEof(reader, buffer, offset, length, position, callback) {
  if (length === 0) {
    // fs.read will throw an out-of-bounds error if you try to read 0 bytes from a 0 byte file
    return setImmediate(function() { callback(null, newBuffer(0)); });
  }
  reader.read(buffer, offset, length, position, function(err, bytesRead) {
    if (err) return callback(err);
    if (bytesRead < length) {
      return callback(new Error("unexpected EOF"));
    }
    callback();
  });
}

util.inherits(AssertByteCountStream, Transform);
function AssertByteCountStream(byteCount) {
  Transform.call(this);
  this.actualByteCount = 0;
  this.expectedByteCount = byteCount;
}
AssertByteCountStream.prototype._transform = function(chunk, encoding, cb) {
  this.actualByteCount += chunk.length;
  if (this.actualByteCount > this.expectedByteCount) {
    var msg = "too many bytes in the stream. expected " + this.expectedByteCount + ". got at least " + this.actualByteCount;
    return cb(new Error(msg));
  }
  cb(null, chunk);
};
AssertByteCountStream.prototype._flush = function(cb) {
  if (this.actualByteCount < this.expectedByteCount) {
    var msg = "not enough bytes in the stream. expected " + this.expectedByteCount + ". got only " + this.actualByteCount;
    return cb(new Error(msg));
  }
  cb();
};

util.inherits(RandomAccessReader, EventEmitter);
function RandomAccessReader() {
  EventEmitter.call(this);
  this.refCount = 0;
}
RandomAccessReader.prototype.ref = function() {
  this.refCount += 1;
};
RandomAccessReader.prototype.unref = function() {
  var self = this;
  self.refCount -= 1;

  if (self.refCount > 0) return;
  if (self.refCount < 0) throw new Error("invalid unref");

  self.close(onCloseDone);

  function onCloseDone(err) {
    if (err) return self.emit('error', err);
    self.emit('close');
  }
};
RandomAccessReader.prototype.createReadStream = function(options) {
  if (options == null) options = {};
  var start = options.start;
  var end = options.end;
  if (start === end) {
    var emptyStream = new PassThrough();
    setImmediate(function() {
      emptyStream.end();
    });
    return emptyStream;
  }
  var stream = this._readStreamForRange(start, end);

  var destroyed = false;
  var refUnrefFilter = new RefUnrefFilter(this);
  stream.on("error", function(err) {
    setImmediate(function() {
      if (!destroyed) refUnrefFilter.emit("error", err);
    });
  });
  installDestroyFn(refUnrefFilter, function() {
    stream.unpipe(refUnrefFilter);
    refUnrefFilter.unref();
    stream.destroy();
  });

  var byteCounter = new AssertByteCountStream(end - start);
  refUnrefFilter.on("error", function(err) {
    setImmediate(function() {
      if (!destroyed) byteCounter.emit("error", err);
    });
  });
  installDestroyFn(byteCounter, function() {
    destroyed = true;
    refUnrefFilter.unpipe(byteCounter);
    refUnrefFilter.destroy();
  });

  return stream.pipe(refUnrefFilter).pipe(byteCounter);
};
RandomAccessReader.prototype._readStreamForRange = function(start, end) {
  throw new Error("not implemented");
};
RandomAccessReader.prototype.read = function(buffer, offset, length, position, callback) {
  var readStream = this.createReadStream({start: position, end: position + length});
  var writeStream = new Writable();
  var written = 0;
  writeStream._write = function(chunk, encoding, cb) {
    chunk.copy(buffer, offset + written, 0, chunk.length);
    written += chunk.length;
    cb();
  };
  writeStream.on("finish", callback);
  readStream.on("error", function(error) {
    callback(error);
  });
  readStream.pipe(writeStream);
};
RandomAccessReader.prototype.close = function(callback) {
  setImmediate(callback);
};

util.inherits(RefUnrefFilter, PassThrough);
function RefUnrefFilter(context) {
  PassThrough.call(this);
  this.context = context;
  this.context.ref();
  this.unreffedYet = false;
}
RefUnrefFilter.prototype._flush = function(cb) {
  this.unref();
  cb();
};
RefUnrefFilter.prototype.unref = function(cb) {
  if (this.unreffedYet) return;
  this.unreffedYet = true;
  this.context.unref();
};

var cp437 = '\u0000☺☻♥♦♣♠•◘○◙♂♀♪♫☼►◄↕‼¶§▬↨↑↓→←∟↔▲▼ !"#$%&\'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~⌂ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■ ';
function decodeBuffer(buffer, isUtf8) {
  if (isUtf8) {
    return buffer.toString("utf8");
  } else {
    var result = "";
    for (var i = 0; i < buffer.length; i++) {
      result += cp437[buffer[i]];
    }
    return result;
  }
}

function readUInt64LE(buffer, offset) {
  // There is no native function for this, because we can't actually store 64-bit integers precisely.
  // after 53 bits, JavaScript's Number type (IEEE 754 double) can't store individual integers anymore.
  // but since 53 bits is a whole lot more than 32 bits, we do our best anyway.
  // As of 2020, Node has added support for BigInt, which obviates this whole function,
  // but yauzl hasn't been updated to depend on BigInt (yet?).
  var lower32 = buffer.readUInt32LE(offset);
  var upper32 = buffer.readUInt32LE(offset + 4);
  // we can't use bitshifting here, because JavaScript bitshifting only works on 32-bit integers.
  return upper32 * 0x100000000 + lower32;
  // as long as we're bounds checking the result of this function against the total file size,
  // we'll catch any overflow errors, because we already made sure the total file size was within reason.
}

// Node 10 deprecated new Buffer().
var newBuffer;
if (typeof Buffer.allocUnsafe === "function") {
  newBuffer = function(len) {
    return Buffer.allocUnsafe(len);
  };
} else {
  newBuffer = function(len) {
    return new Buffer(len);
  };
}

// Node 8 introduced a proper destroy() implementation on writable streams.
function installDestroyFn(stream, fn) {
  if (typeof stream.destroy === "function") {
    // New API.
    stream._destroy = function(err, cb) {
      fn();
      if (cb != null) cb(err);
    };
  } else {
    // Old API.
    stream.destroy = fn;
  }
}

function defaultCallback(err) {
  if (err) throw err;
}


/***/ }),

/***/ 6370:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   I: () => (/* binding */ burnTokens),
/* harmony export */   c: () => (/* binding */ rememberTokens)
/* harmony export */ });
/* harmony import */ var _slipway_pypi_package_repository__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(4903);
/* harmony import */ var _slipway_pypi_trusted_publishing__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(4779);


const stateName = 'tokens';
/** Remembers the tokens of this job, so that they are ended whatever becomes of it. */
function rememberTokens({ state }, tokens) {
    state.set(stateName, JSON.stringify(tokens));
}
/** Ends the life of every upload token that was minted; also after a failed or cancelled job. */
async function burnTokens({ inputs, http, log, state }) {
    const tokens = JSON.parse(state.get(stateName) ?? '[]');
    if (tokens.length === 0)
        return;
    const repository = (0,_slipway_pypi_package_repository__WEBPACK_IMPORTED_MODULE_0__/* .resolvePackageRepository */ .X7)(inputs['repository-url'], inputs['index-url']);
    for (const token of tokens) {
        log.mask(token);
        const burned = await (0,_slipway_pypi_trusted_publishing__WEBPACK_IMPORTED_MODULE_1__/* .burnToken */ .VK)(http, repository, token);
        log.info(burned
            ? 'An upload token was ended.'
            : `${repository.title} cannot end tokens; it ends by itself in 15 minutes.`);
    }
}


/***/ }),

/***/ 6890:
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

// EXTERNAL MODULE: ./packages/core/src/parse-file-list.ts
var parse_file_list = __nccwpck_require__(5606);
;// CONCATENATED MODULE: ./packages/core/src/inputs/list-inputs.ts



/** Lines without blank ones and comments (`#` as the first character). */
function readLines(text) {
    return text
        .split(/\r\n|\r|\n/)
        .map((line) => line.trim())
        .filter((line) => line !== '' && !line.startsWith('#'));
}
/** One item a line. */
function list(options = {}) {
    return { kind: 'list', default: options.default, required: options.required === true, parse: readLines };
}
/** One `NAME=VALUE` a line; a name may stand once. */
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
                        // The value may be a secret; the name is what has to be corrected.
                        message: `Input "${name}": the line "${neutraliseLine(at < 1 ? line.slice(0, 40) : key, 100)}" ${problem}.`,
                    });
                }
                values.set(key, line.slice(at + 1));
            }
            return values;
        },
    };
}
/** The JSON list of files with their digests that another job put out; undefined when empty. */
function fileList() {
    return {
        kind: 'file-list',
        default: undefined,
        required: false,
        parse: (text, name) => (text === '' ? undefined : (0,parse_file_list/* parseFileList */.i$)(text, `Input "${name}"`)),
    };
}

;// CONCATENATED MODULE: ./actions/pypi-publish/src/inputs.ts

/** The inputs, as `action.yml` describes them. */
const inputs_inputs = (0,inputs/* defineInputs */.pf)({
    'packages-dir': scalar_inputs_text({ default: 'dist' }),
    'artifact-name': scalar_inputs_text(),
    digests: fileList(),
    'repository-url': scalar_inputs_text({ default: '' }),
    'index-url': scalar_inputs_text({ default: '' }),
    user: scalar_inputs_text({ default: '' }),
    password: secret({ default: '' }),
    attestations: choice(['true', 'false', 'reuse'], { default: 'true' }),
    'if-exists': choice(['verify', 'fail'], { default: 'verify' }),
    'wait-minutes': integer({ default: 10, max: 120 }),
    'trusted-root': scalar_inputs_text(),
    'dry-run': flag({ default: false }),
});
const outputs = ['files', 'published', 'publication', 'urls'];


/***/ }),

/***/ 2275:
/***/ ((module, __unused_webpack___webpack_exports__, __nccwpck_require__) => {

__nccwpck_require__.a(module, async (__webpack_handle_async_dependencies__, __webpack_async_result__) => { try {
/* harmony import */ var node_v8__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(8877);
/* harmony import */ var node_v8__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__nccwpck_require__.n(node_v8__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var _slipway_core_run_action__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(7598);
/* harmony import */ var _burn_tokens_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(6370);
/* harmony import */ var _inputs_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(6890);
/* harmony import */ var _run_publish_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(3936);





// Large wheels stream through in chunks. A young generation that grows keeps tens of MiB of them as garbage; it starts small,
// and stays so.
(0,node_v8__WEBPACK_IMPORTED_MODULE_0__.setFlagsFromString)('--semi-space-growth-factor=1');
await (0,_slipway_core_run_action__WEBPACK_IMPORTED_MODULE_1__/* .runAction */ .C)({ name: 'pypi-publish', inputs: _inputs_js__WEBPACK_IMPORTED_MODULE_2__/* .inputs */ .Q, outputs: _inputs_js__WEBPACK_IMPORTED_MODULE_2__/* .outputs */ .V, main: _run_publish_js__WEBPACK_IMPORTED_MODULE_3__/* .runPublish */ .j, post: _burn_tokens_js__WEBPACK_IMPORTED_MODULE_4__/* .burnTokens */ .I });

__webpack_async_result__();
} catch(e) { __webpack_async_result__(e); } }, 1);

/***/ }),

/***/ 3936:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  j: () => (/* binding */ runPublish)
});

;// CONCATENATED MODULE: external "node:path"
const external_node_path_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:path");
// EXTERNAL MODULE: ./packages/core/src/parse-file-list.ts
var parse_file_list = __nccwpck_require__(5606);
;// CONCATENATED MODULE: external "node:fs/promises"
const promises_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:fs/promises");
// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __nccwpck_require__(5217);
// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __nccwpck_require__(3024);
// EXTERNAL MODULE: ./packages/core/src/errors/action-error.ts + 11 modules
var action_error = __nccwpck_require__(1044);
// EXTERNAL MODULE: ./packages/core/src/neutralise.ts
var neutralise = __nccwpck_require__(3243);
;// CONCATENATED MODULE: ./packages/github/src/id-token.ts

/**
 * Asks GitHub for an ID token of this job.
 * @throws EnvironmentError E_GITHUB_ID_TOKEN_PERMISSION without `id-token: write`; RemoteError E_GITHUB_ID_TOKEN when GitHub
 * answers with an error, a page, or no token
 */
async function requestIdToken(request) {
    const { http, requestUrl, requestToken, audience, mask } = request;
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
        mask(value);
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

;// CONCATENATED MODULE: external "node:stream/promises"
const external_node_stream_promises_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:stream/promises");
// EXTERNAL MODULE: ./node_modules/yauzl/index.js
var yauzl = __nccwpck_require__(663);
;// CONCATENATED MODULE: ./packages/github/src/zip-entries.ts







const mostFiles = 1000;
const symbolicLink = 0o120_000;
const typeMask = 0o170_000;
/**
 * Reads a ZIP of files without folders, and stores each under its name in `directory` when that is given. A name with a
 * slash, a backslash, a control character, a name twice (in any case of its letters), or a link is refused before its bytes
 * are written.
 * @throws IntegrityError E_GITHUB_ARTIFACT_DIFFERS
 */
async function readFlatZip(zipPath, directory) {
    const archive = await openArchive(zipPath);
    const names = new Set();
    const files = [];
    try {
        for await (const entry of archive.eachEntry()) {
            assertFlat(entry, names);
            const hash = (0,external_node_crypto_.createHash)('sha256');
            let size = 0;
            async function* measured(source) {
                for await (const chunk of source) {
                    hash.update(chunk);
                    size += chunk.byteLength;
                    yield chunk;
                }
            }
            const stream = await archive.openReadStreamPromise(entry);
            if (directory === undefined)
                await (0,external_node_stream_promises_namespaceObject.pipeline)(stream, measured, drain);
            // `wx`: a file that is there is never overwritten.
            else
                await (0,external_node_stream_promises_namespaceObject.pipeline)(stream, measured, (0,external_node_fs_.createWriteStream)((0,external_node_path_namespaceObject.join)(directory, entry.fileName), { flags: 'wx' }));
            files.push({ name: entry.fileName, size, sha256: hash.digest('hex') });
        }
    }
    catch (cause) {
        if (cause instanceof action_error/* IntegrityError */.cs)
            throw cause;
        throw new action_error/* IntegrityError */.cs('E_GITHUB_ARTIFACT_DIFFERS', {
            message: `The archive of the artifact cannot be read: ${(0,neutralise/* neutraliseLine */.fZ)(String(cause), 200)}.`,
            cause,
        });
    }
    finally {
        archive.close();
    }
    return files.sort((left, right) => (left.name < right.name ? -1 : 1));
}
async function drain(source) {
    for await (const _ of source)
        ;
}
async function openArchive(path) {
    try {
        return await yauzl/* openPromise */.sO(path, { lazyEntries: true, autoClose: false, strictFileNames: true });
    }
    catch (cause) {
        throw new action_error/* IntegrityError */.cs('E_GITHUB_ARTIFACT_DIFFERS', {
            message: 'The artifact is not a ZIP archive.',
            cause,
        });
    }
}
function assertFlat(entry, names) {
    const { fileName } = entry;
    const mode = (entry.externalFileAttributes >>> 16) & typeMask;
    const key = fileName.normalize('NFC').toLowerCase();
    const reason = 
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
    /[/\\\u0000-\u001F]/.test(fileName) || fileName === '' || fileName === '.' || fileName === '..'
        ? 'is not a plain file name'
        : mode === symbolicLink
            ? 'is a symbolic link'
            : names.has(key)
                ? 'is there twice'
                : names.size >= mostFiles
                    ? `is one of more than ${mostFiles} files`
                    : undefined;
    names.add(key);
    if (reason === undefined)
        return;
    throw new action_error/* IntegrityError */.cs('E_GITHUB_ARTIFACT_DIFFERS', {
        message: `The artifact is refused: "${(0,neutralise/* neutraliseLine */.fZ)(fileName, 200)}" ${reason}.`,
    });
}

;// CONCATENATED MODULE: ./packages/github/src/fetch-artifact.ts








const service = 'twirp/github.actions.results.api.v1.ArtifactService';
const largestArchiveBytes = 10 * 2 ** 30;
/**
 * Fetches an artifact of this run into a folder and proves its digest, over the HTTP client of the caller: GitHub's own
 * client cannot be in a bundle that must not start programs.
 * @throws InputError E_GITHUB_ARTIFACT when the run has none of this name; IntegrityError E_GITHUB_ARTIFACT_DIFFERS;
 * RemoteError E_GITHUB_ARTIFACT, E_HTTP_*
 */
async function fetchArtifact(request) {
    const { name, directory, log } = request;
    const shown = (0,neutralise/* neutraliseLine */.fZ)(name, 100);
    const call = openService(request);
    const artifact = readListed(await call('ListArtifacts', { name_filter: name }), name);
    if (artifact === undefined) {
        throw new action_error/* InputError */.dz('E_GITHUB_ARTIFACT', {
            message: `This run has no artifact "${shown}".`,
            hint: 'Check "artifact-name" against the job that stores it, and that this job "needs" it.',
        });
    }
    const answer = await call('GetSignedArtifactURL', { name });
    const url = answer['signed_url'] ?? answer['signedUrl'];
    if (typeof url !== 'string') {
        throw new action_error/* RemoteError */.Hi('E_GITHUB_ARTIFACT', {
            message: `GitHub gave no address for the artifact ${shown}.`,
        });
    }
    await (0,promises_namespaceObject.mkdir)(directory, { recursive: true });
    const folder = await (0,promises_namespaceObject.mkdtemp)((0,external_node_path_namespaceObject.join)(directory, '.artifact-'));
    try {
        const archive = (0,external_node_path_namespaceObject.join)(folder, 'archive.zip');
        const digest = await store(request.http, url, archive);
        if (artifact.digest !== '' && digest !== artifact.digest) {
            throw new action_error/* IntegrityError */.cs('E_GITHUB_ARTIFACT_DIFFERS', {
                message: `The artifact ${shown} did not arrive with the SHA-256 GitHub has for it: ${digest} instead of ${artifact.digest}.`,
            });
        }
        const files = await readFlatZip(archive, directory);
        log.info(`Fetched the artifact ${shown}: ${files.map((file) => file.name).join(', ')}`);
        return files;
    }
    finally {
        await (0,promises_namespaceObject.rm)(folder, { recursive: true, force: true });
    }
}
/** The service as a function: method and message to its answer, in the ids of the token's run. */
function openService(request) {
    const { http, resultsUrl, runtimeToken } = request;
    if (resultsUrl === undefined || runtimeToken === undefined) {
        throw new action_error/* InputError */.dz('E_GITHUB_ARTIFACT', {
            message: 'There is no artifact service here (ACTIONS_RESULTS_URL and ACTIONS_RUNTIME_TOKEN are not set).',
            hint: 'Name the folder of the files instead of an artifact, or run this in a workflow job on GitHub.',
        });
    }
    const [run, job] = readScope(runtimeToken);
    return async (method, message) => {
        const response = await http.request({
            method: 'POST',
            url: new URL(`${service}/${method}`, resultsUrl).href,
            headers: { authorization: `Bearer ${runtimeToken}`, 'content-type': 'application/json' },
            body: JSON.stringify({ workflow_run_backend_id: run, workflow_job_run_backend_id: job, ...message }),
            // Both methods only read.
            idempotent: true,
        });
        return response.json();
    };
}
// `Actions.Results:<run>:<job>` is one of the scopes; the client of GitHub reads it in the same way.
function readScope(token) {
    const { scp } = decodeClaims(token);
    for (const scope of typeof scp === 'string' ? scp.split(' ') : []) {
        const [kind, run, job] = scope.split(':');
        if (kind === 'Actions.Results' && run !== undefined && job !== undefined)
            return [run, job];
    }
    throw new action_error/* RemoteError */.Hi('E_GITHUB_ARTIFACT', {
        message: 'The token of the job has no scope for the artifacts of its run.',
    });
}
/** The newest artifact of the name: a later attempt of a job stores its own. */
function readListed(answer, name) {
    const { artifacts } = answer;
    const found = (Array.isArray(artifacts) ? artifacts : [])
        .filter((artifact) => artifact['name'] === name)
        .map((artifact) => ({
        size: Number(artifact['size'] ?? 0),
        digest: String(artifact['digest'] ?? '').replace(/^sha256:/, ''),
        createdAt: String(artifact['created_at'] ?? artifact['createdAt'] ?? ''),
    }));
    return found.sort((left, right) => (left.createdAt < right.createdAt ? 1 : -1))[0];
}
async function store(http, url, path) {
    for (let attempt = 1;; attempt += 1) {
        const hash = (0,external_node_crypto_.createHash)('sha256');
        const file = (0,external_node_fs_.createWriteStream)(path);
        try {
            await http.request({
                method: 'GET',
                url,
                maxResponseBytes: largestArchiveBytes,
                attemptTimeoutMs: 15 * 60_000,
                deadlineMs: 30 * 60_000,
                sink: async (chunk) => {
                    hash.update(chunk);
                    if (!file.write(chunk))
                        await new Promise((resolve) => file.once('drain', resolve));
                },
            });
            await new Promise((resolve, reject) => file.end(resolve).once('error', reject));
            return hash.digest('hex');
        }
        catch (cause) {
            file.destroy();
            // A download that broke off starts over: what was written is written again.
            if (!(cause instanceof action_error/* RemoteError */.Hi) || !cause.retryable || attempt >= 4)
                throw cause;
        }
    }
}

;// CONCATENATED MODULE: ./packages/github/src/job-artifact.ts



/** Fetches an artifact of the job's run into a folder. @throws like `fetchArtifact` */
async function fetchJobArtifact({ http, log, job }, name, directory) {
    await fetchArtifact({
        http,
        log,
        resultsUrl: job.variable('ACTIONS_RESULTS_URL'),
        runtimeToken: job.variable('ACTIONS_RUNTIME_TOKEN'),
        name,
        directory,
    });
}
/**
 * The folder of the distributions: of the artifact when one is named, fetched into a temporary folder, or else in the workspace.
 * @returns an absolute path
 * @throws like `fetchArtifact`
 */
async function openDistributions(fetching, inputs) {
    const { job } = fetching;
    const name = inputs['artifact-name'];
    if (name === undefined)
        return (0,external_node_path_namespaceObject.resolve)(job.workspace, inputs['packages-dir']);
    const directory = await (0,promises_namespaceObject.mkdtemp)((0,external_node_path_namespaceObject.join)(job.temporaryDirectory, 'slipway-dist-'));
    await fetchJobArtifact(fetching, name, directory);
    return directory;
}

;// CONCATENATED MODULE: ./packages/pypi/src/hashed-distribution.ts



const chunkBytes = 64 * 1024;
/** The bytes of a file, which have to be those that were hashed: the last chunk is held back until that is certain. */
async function* readVerified({ path, name, sha256 }) {
    const hash = (0,external_node_crypto_.createHash)('sha256');
    let held;
    for await (const chunk of (0,external_node_fs_.createReadStream)(path, { highWaterMark: chunkBytes })) {
        hash.update(chunk);
        if (held !== undefined)
            yield held;
        held = chunk;
    }
    const found = hash.digest('hex');
    if (found !== sha256) {
        throw new action_error/* IntegrityError */.cs('E_DIGEST_MISMATCH', {
            message: `${name} changed after it was checked: SHA-256 ${found} instead of ${sha256}.`,
        });
    }
    if (held !== undefined)
        yield held;
}
/** A checked file as the index takes it. */
function toUploadFile(file, attestations) {
    const { distribution, name, sha256, size } = file;
    return {
        name,
        size,
        sha256,
        kind: distribution.kind,
        project: distribution.project,
        version: distribution.version,
        pythonTag: distribution.pythonTag,
        metadata: distribution.metadata.fields,
        description: distribution.metadata.description,
        attestations,
        open: () => readVerified(file),
    };
}

;// CONCATENATED MODULE: ./packages/pypi/src/compare-index.ts

const dayMs = 24 * 60 * 60 * 1000;
// PyPI, since July 2026: a release takes no new files 14 days after its first one.
const openDays = 14;
/**
 * Holds the files of one project against the index, before anything is uploaded.
 * @throws IntegrityError E_PYPI_FILE_DIFFERS, InputError E_PYPI_FILE_EXISTS, RemoteError E_PYPI_RELEASE_CLOSED
 */
function compareWithIndex(files, project, options) {
    const { repository, ifExists } = options;
    const states = new Map();
    for (const file of files) {
        const found = project?.files.get(file.name);
        if (found === undefined)
            states.set(file.name, 'absent');
        else if (found.sha256 === undefined)
            states.set(file.name, 'unknown');
        else if (found.sha256 === file.sha256)
            states.set(file.name, 'same');
        else {
            throw new action_error/* IntegrityError */.cs('E_PYPI_FILE_DIFFERS', {
                message: `${repository.title} has ${file.name} with SHA-256 ${found.sha256}, the file here has ${file.sha256}.`,
            });
        }
        if (found !== undefined && ifExists === 'fail') {
            throw new action_error/* InputError */.dz('E_PYPI_FILE_EXISTS', {
                message: `${repository.title} has ${file.name} already, and "if-exists" is "fail".`,
            });
        }
    }
    const absent = files.filter(({ name }) => states.get(name) === 'absent');
    if (project !== undefined && repository.kind !== 'other' && absent.length > 0) {
        assertAccepts(absent, files, project, options);
    }
    return states;
}
function assertAccepts(absent, files, project, { repository, nowMs }) {
    if (project.status === 'quarantined' || project.status === 'archived') {
        throw new action_error/* RemoteError */.Hi('E_PYPI_RELEASE_CLOSED', {
            message: `The project is ${project.status} at ${repository.title}; it takes no files.`,
            hint: 'Change the state of the project in its settings at the index.',
        });
    }
    // A release is told by file names alone; those of this release begin like ours.
    const stems = new Set(files.map(releaseStem));
    const released = [...project.files.values()].filter(({ name }) => stems.has(releaseStem({ name })));
    const first = Math.min(...released.map(({ uploadedAtMs }) => uploadedAtMs ?? Number.POSITIVE_INFINITY));
    if (nowMs - first > openDays * dayMs) {
        throw new action_error/* RemoteError */.Hi('E_PYPI_RELEASE_CLOSED', {
            message: `${repository.title} takes no new files for this release: its first one was uploaded on ${new Date(first).toISOString().slice(0, 10)}, more than ${openDays} days ago. Missing there: ${absent.map(({ name }) => name).join(', ')}.`,
        });
    }
    const sdist = released.find(({ name }) => /\.(tar\.gz|zip)$/.test(name));
    const another = absent.find(({ kind }) => kind === 'sdist');
    if (sdist !== undefined && another !== undefined) {
        throw new action_error/* RemoteError */.Hi('E_PYPI_RELEASE_CLOSED', {
            message: `${repository.title} has the sdist ${sdist.name} for this release and takes no second one (${another.name}).`,
        });
    }
}
/** `name-version` as both kinds of file names begin; names of older files may be spelled otherwise. */
function releaseStem({ name }) {
    const [project = '', version = ''] = name.replace(/\.(tar\.gz|zip)$/, '').split('-');
    return `${project.replace(/[-_.]+/g, '-').toLowerCase()} ${version}`;
}

;// CONCATENATED MODULE: ./packages/pypi/src/upload-file.ts
/** PEP 503. */
function normalizeProjectName(name) {
    return name.replace(/[-_.]+/g, '-').toLowerCase();
}

;// CONCATENATED MODULE: ./packages/pypi/src/group-by-project.ts

/** The files of each project by its normalised name, in the order they came. */
function groupByProject(files) {
    const groups = new Map();
    for (const file of files) {
        const name = normalizeProjectName(file.project);
        const group = groups.get(name);
        if (group === undefined)
            groups.set(name, [file]);
        else
            group.push(file);
    }
    return groups;
}

;// CONCATENATED MODULE: ./packages/pypi/src/own-page.ts


const mostRedirects = 5;
/**
 * Asks an index for a page and follows where it leads within its own origin. pypiserver and GitLab send readers of a project
 * that they do not have to PyPI, where another copy of the release may be: what stands there is no file of this index, and
 * the name of a private project is nobody else's business.
 * @returns undefined when the index leads elsewhere
 * @throws RemoteError E_HTTP_*, E_PYPI_AUTHENTICATION, E_PYPI_INDEX_MALFORMED
 */
async function requestOwnPage(http, address, request) {
    let url = address;
    for (let followed = 0; followed <= mostRedirects; followed += 1) {
        const response = await http
            .request({ ...request, method: 'GET', url, redirect: 'manual' })
            .catch((cause) => {
            throw refuseReader(cause, url);
        });
        if (response.status < 300 || response.status >= 400)
            return response;
        const next = URL.parse(response.headers['location'] ?? '', url);
        if (next === null || next.origin !== new URL(address).origin)
            return undefined;
        url = next.href;
    }
    throw new action_error/* RemoteError */.Hi('E_PYPI_INDEX_MALFORMED', {
        message: `The index leads from ${(0,neutralise/* neutraliseLine */.fZ)(address, 200)} on and on, and never to a page.`,
        url: address,
    });
}
function refuseReader(cause, url) {
    if (!(cause instanceof action_error/* RemoteError */.Hi) || (cause.status !== 401 && cause.status !== 403))
        return cause;
    return new action_error/* RemoteError */.Hi('E_PYPI_AUTHENTICATION', {
        message: `The index does not let this job read: ${cause.message}`,
        hint: 'Check "user" and "password"; reading may need another right than uploading.',
        status: cause.status,
        url,
        cause,
    });
}
/**
 * Whether a file on the page of an index is its own. A page of devpi also lists what the index inherits from its `bases`,
 * under their paths (`/user/index/+f/…`, `+e` for files that it has not fetched yet; devpi-server, `filestore.py`).
 */
function isOwnFile(simpleUrl, { url }) {
    if (!simpleUrl.endsWith('/+simple/'))
        return true;
    return (!/^\/.+\/\+[ef]\//.test(new URL(url).pathname) || url.startsWith(simpleUrl.slice(0, -'+simple/'.length)));
}
/** Refuses a page that asks for a login with the status 200: it says nothing of what the index has. @throws RemoteError E_PYPI_INDEX_MALFORMED */
function refuseLoginPage(page, url) {
    if (!/<input\b[^>]*\btype\s*=\s*["']?password\b/i.test(page))
        return;
    throw new action_error/* RemoteError */.Hi('E_PYPI_INDEX_MALFORMED', {
        message: `The index sent a page to log in at in place of its list of files (${(0,neutralise/* neutraliseLine */.fZ)(url, 200)}).`,
        hint: 'Check "user", "password" and "index-url".',
        url,
    });
}

;// CONCATENATED MODULE: ./packages/pypi/src/simple-html.ts
const simple_html_anchor = /<a\b((?:[^>"']|"[^"]*"|'[^']*')*)>([\s\S]*?)<\/a\s*>/gi;
const attribute = /([a-z][\w-]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/gi;
const comment = /<!--[\s\S]*?-->/g;
const baseElement = /<base\b((?:[^>"']|"[^"]*"|'[^']*')*)>/i;
const entities = {
    amp: '&',
    lt: '<',
    gt: '>',
    quot: '"',
    apos: "'",
    '#39': "'",
};
function decode(text) {
    return text.replace(/&(#39|[a-z]+);/gi, (whole, name) => entities[name.toLowerCase()] ?? whole);
}
function readAttributes(inside) {
    const attributes = new Map();
    for (const [, name = '', double, single, bare] of inside.matchAll(attribute)) {
        attributes.set(name.toLowerCase(), decode(double ?? single ?? bare ?? ''));
    }
    return attributes;
}
/**
 * The files on a page of the HTML form (PEP 503 with 592, 658 and 714). The form is a flat list of anchors, and indexes write
 * it by a template; what a browser would repair in a broken page is not looked for.
 */
function readSimpleHtml(page, address) {
    const files = [];
    const shown = page.replace(comment, '');
    // pip resolves addresses against it as browsers do.
    const stated = readAttributes(baseElement.exec(shown)?.[1] ?? '').get('href') ?? '';
    const base = URL.parse(stated, address)?.href ?? address;
    for (const [, inside = '', label = ''] of shown.matchAll(simple_html_anchor)) {
        const attributes = readAttributes(inside);
        const url = URL.parse(attributes.get('href') ?? '', base);
        if (url === null)
            continue;
        const sha256 = /^#sha256=([0-9a-f]{64})$/i.exec(url.hash)?.[1]?.toLowerCase();
        url.hash = '';
        const metadata = attributes.get('data-core-metadata') ?? attributes.get('data-dist-info-metadata');
        files.push({
            name: decode(label).trim(),
            url: url.href,
            sha256,
            size: undefined,
            uploadedAtMs: undefined,
            yanked: attributes.has('data-yanked'),
            metadataSha256: /^sha256=([0-9a-f]{64})$/i.exec(metadata ?? '')?.[1],
            provenanceUrl: attributes.get('data-provenance'),
        });
    }
    return files;
}

;// CONCATENATED MODULE: ./packages/pypi/src/simple-index.ts




const accept = 'application/vnd.pypi.simple.v1+json, application/vnd.pypi.simple.v1+html;q=0.2, text/html;q=0.1';
const json = /^application\/(vnd\.pypi\.simple\.v1\+)?json\b/i;
const html = /^(text\/html|application\/vnd\.pypi\.simple\.v1\+html)\b/i;
/**
 * Reads the page of one project.
 * @returns undefined when the index does not have the project, also when it sends readers elsewhere for it
 * @throws RemoteError E_HTTP_*, E_PYPI_INDEX_MALFORMED
 */
async function readIndexProject({ http, simpleUrl, authorization }, project) {
    const url = `${simpleUrl}${normalizeProjectName(project)}/`;
    const response = await requestOwnPage(http, url, {
        // Without this an edge may hand out a page that is as old as its cache.
        headers: {
            accept,
            'cache-control': 'no-cache',
            ...(authorization === undefined ? {} : { authorization }),
        },
        acceptedStatuses: [404],
    });
    if (response === undefined || response.status === 404)
        return undefined;
    const type = response.headers['content-type'] ?? '';
    const serial = response.headers['x-pypi-last-serial'];
    const own = (files) => toMap(files.filter((file) => isOwnFile(simpleUrl, file)));
    if (json.test(type)) {
        const { files, status } = readSimpleJson(response.json(), response.url);
        return { files: own(files), status, serial };
    }
    if (html.test(type)) {
        const page = response.text();
        refuseLoginPage(page, response.url);
        return { files: own(readSimpleHtml(page, response.url)), status: 'active', serial };
    }
    throw malformed(response.url, `its content type is "${type}"`);
}
function malformed(url, what) {
    return new action_error/* RemoteError */.Hi('E_PYPI_INDEX_MALFORMED', {
        message: `The index sent a page that is not one of the simple API: ${what} (${url}).`,
        url,
    });
}
function toMap(files) {
    return new Map(files.map((file) => [file.name, file]));
}
const isObject = (value) => typeof value === 'object' && value !== null;
const readText = (value) => (typeof value === 'string' ? value : undefined);
function readSimpleJson(page, url) {
    const files = isObject(page) ? page['files'] : undefined;
    if (!isObject(page) || !Array.isArray(files))
        throw malformed(url, 'it has no list of files');
    const meta = isObject(page['meta']) ? page['meta'] : {};
    // PEP 691: a client must refuse a major version it does not know.
    const version = readText(meta['api-version']) ?? '1.0';
    if (!version.startsWith('1.'))
        throw malformed(url, `its API version is ${version}`);
    const status = isObject(page['project-status']) ? readText(page['project-status']['status']) : undefined;
    return { files: files.map((file) => readJsonFile(file, url)), status: status ?? 'active' };
}
function readJsonFile(file, base) {
    const name = isObject(file) ? readText(file['filename']) : undefined;
    const address = isObject(file) ? readText(file['url']) : undefined;
    if (!isObject(file) || name === undefined || address === undefined) {
        throw malformed(base, 'one of its files has no name or address');
    }
    const hashes = isObject(file['hashes']) ? file['hashes'] : {};
    const metadata = file['core-metadata'] ?? file['dist-info-metadata'];
    const time = Date.parse(readText(file['upload-time']) ?? '');
    return {
        name,
        url: new URL(address, base).href,
        sha256: readText(hashes['sha256'])?.toLowerCase(),
        size: typeof file['size'] === 'number' ? file['size'] : undefined,
        uploadedAtMs: Number.isNaN(time) ? undefined : time,
        yanked: file['yanked'] !== undefined && file['yanked'] !== false,
        metadataSha256: isObject(metadata) ? readText(metadata['sha256']) : undefined,
        provenanceUrl: readText(file['provenance']),
    };
}

;// CONCATENATED MODULE: ./packages/pypi/src/tell-digest.ts

const largestFileBytes = 2 ** 31;
/**
 * The SHA-256 (hex) of a file of an index: as the index tells it, or else of the bytes it serves.
 * @throws RemoteError E_HTTP_* when the bytes are needed and cannot be read
 */
async function tellDigest(file, options) {
    if (file.sha256 !== undefined)
        return file.sha256;
    const hash = (0,external_node_crypto_.createHash)('sha256');
    await options.http.request({
        method: 'GET',
        url: file.url,
        headers: readAuthorization(file, options),
        sink: (chunk) => {
            hash.update(chunk);
        },
        maxResponseBytes: largestFileBytes,
    });
    return hash.digest('hex');
}
// A page may name files anywhere; the password of the index is for the index.
function readAuthorization({ url }, { repository: { simpleUrl }, authorization }) {
    if (authorization === undefined || simpleUrl === undefined)
        return {};
    return new URL(url).origin === new URL(simpleUrl).origin ? { authorization } : {};
}

;// CONCATENATED MODULE: ./packages/pypi/src/observe-index.ts





/** The projects of the files as the index has them; undefined for one it does not have. */
async function readProjects(files, { http, repository, authorization }) {
    const { simpleUrl } = repository;
    const pages = new Map();
    if (simpleUrl === undefined)
        return pages;
    const index = { http, simpleUrl, ...(authorization === undefined ? {} : { authorization }) };
    for (const name of groupByProject(files).keys())
        pages.set(name, await readIndexProject(index, name));
    return pages;
}
/**
 * What the index has of each file. A file whose digest the index does not tell is downloaded and hashed.
 * @throws IntegrityError E_PYPI_FILE_DIFFERS, InputError E_PYPI_FILE_EXISTS, RemoteError E_PYPI_RELEASE_CLOSED, E_HTTP_*
 */
async function observeIndex(files, options) {
    return observeProjects(files, await readProjects(files, options), options);
}
/** Like `observeIndex`, with what `readProjects` gave for these files. @throws like `observeIndex` */
async function observeProjects(files, pages, options) {
    const states = new Map();
    for (const [name, own] of groupByProject(files)) {
        const told = await tellDigests(own, pages.get(name), options);
        for (const [file, state] of compareWithIndex(own, told, options))
            states.set(file, settle(file, state));
    }
    return states;
}
function settle(name, state) {
    if (state !== 'unknown')
        return state;
    throw new action_error/* InputError */.dz('E_PYPI_FILE_EXISTS', {
        message: `The index has ${name}, and neither its digest nor its bytes can be read.`,
    });
}
async function tellDigests(files, project, options) {
    if (project === undefined)
        return undefined;
    const told = new Map(project.files);
    for (const { name } of files) {
        const found = told.get(name);
        if (found !== undefined)
            told.set(name, { ...found, sha256: await tellDigest(found, options) });
    }
    return { ...project, files: told };
}

// EXTERNAL MODULE: ./packages/pypi/src/package-repository.ts
var package_repository = __nccwpck_require__(4903);
;// CONCATENATED MODULE: ./packages/core/src/run-parallel.ts
/**
 * Runs `body` on every item, at most `limit` (and always one) at a time. After a failure nothing new is started, and what is under way is
 * waited for.
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

;// CONCATENATED MODULE: ./packages/pypi/src/upload-order.ts

/**
 * The order of uploads: wheels by name, then sdists, so that an installer that looks in between does not build from source
 * what is about to be there as a wheel.
 */
function orderUploads(files) {
    const rank = ({ kind }) => (kind === 'wheel' ? 0 : 1);
    return [...files].sort((a, b) => rank(a) - rank(b) || (a.name < b.name ? -1 : 1));
}
/**
 * Runs `upload` on the first file alone: what refuses it refuses the others too. The following files of its kind run at
 * most `limit` at a time, and sdists when all wheels are there. After a failure nothing new is started, and what is under
 * way is waited for.
 * @throws the first failure
 */
async function uploadInOrder(files, limit, upload) {
    const [first, ...rest] = orderUploads(files);
    if (first === undefined)
        return;
    await upload(first);
    await runParallel(rest.filter(({ kind }) => kind === 'wheel'), limit, upload);
    await runParallel(rest.filter(({ kind }) => kind === 'sdist'), limit, upload);
}

;// CONCATENATED MODULE: ./packages/pypi/src/publish.ts



const defaultParallelUploads = 6;
/**
 * Brings the index to hold exactly these files: looks first, uploads what is not there, and takes nothing that the index
 * says for granted. Nothing is sent when the index has one of the names with other bytes.
 * @returns the state of every file
 * @throws IntegrityError E_PYPI_FILE_DIFFERS, InputError E_PYPI_FILE_EXISTS, RemoteError E_PYPI_*, E_HTTP_*
 */
async function publishFiles(files, options) {
    const { clock, log, repository, uploader, signal } = options;
    const states = new Map();
    const settle = (file, state) => {
        states.set(file.name, state);
        options.onFile(file, state);
    };
    const observe = (some, ifExists) => observeIndex(some, { ...options, ifExists, nowMs: clock.now() });
    // An index that is not known to take the same bytes twice is asked what it has before anything is sent again.
    const retryUnclear = async (file, cause) => {
        if (!isUnclear(cause) || repository.kind !== 'other' || repository.simpleUrl === undefined)
            throw cause;
        log.info(`${file.name}: the outcome is unclear (${cause.message}); looking at the index`);
        const seen = (await observe([file], 'verify')).get(file.name);
        return seen === 'same' ? { kind: 'accepted', warnings: [] } : uploader.upload(file);
    };
    const observed = options.observed ?? (await observe(files, options.ifExists));
    for (const file of files)
        if (observed.get(file.name) === 'same')
            settle(file, 'present');
    const absent = files.filter(({ name }) => !states.has(name));
    await uploadInOrder(absent, options.parallelUploads ?? defaultParallelUploads, async (file) => {
        signal?.throwIfAborted();
        const outcome = await uploader.upload(file).catch((cause) => retryUnclear(file, cause));
        if (outcome.kind === 'accepted') {
            for (const warning of outcome.warnings)
                log.warning(`${repository.title} on ${file.name}: ${warning}`);
            settle(file, 'uploaded');
            return;
        }
        // Somebody else was quicker, or an index does not list what it has: its digest decides, not its answer.
        const again = await observe([file], 'verify');
        if (again.get(file.name) === 'same')
            settle(file, 'present');
        else
            throw unprovenFile(repository, file, outcome.text);
    });
    return states;
}
function unprovenFile(repository, file, text) {
    const readable = repository.simpleUrl !== undefined;
    return new action_error/* InputError */.dz('E_PYPI_FILE_EXISTS', {
        message: `${repository.title} says that it has ${file.name} (${text}), but ${readable ? 'does not list it' : 'there is no address to compare it at'}.`,
        hint: readable
            ? 'The same bytes may be there under another name, or the index is late; compare by hand, or raise the version.'
            : 'Give "index-url", the simple API of the index, so that the digests can be compared.',
    });
}
/** Whether a file may be there although its upload failed: no answer came, or one that says nothing of the request. */
function isUnclear(cause) {
    if (!(cause instanceof action_error/* RemoteError */.Hi))
        return false;
    if (cause.code === 'E_HTTP_NETWORK' || cause.code === 'E_HTTP_DEADLINE')
        return true;
    return cause.code === 'E_HTTP_STATUS' && (cause.status ?? 0) >= 500;
}

;// CONCATENATED MODULE: ./packages/pypi/src/multipart-body.ts

// WHATWG HTML, "multipart/form-data encoding algorithm": only these are escaped in a name, everything else is raw UTF-8.
function escapeName(name) {
    return name.replaceAll('\n', '%0A').replaceAll('\r', '%0D').replaceAll('"', '%22');
}
function renderField(boundary, name, value) {
    return `--${boundary}\r\ncontent-disposition: form-data; name="${escapeName(name)}"\r\n\r\n${value}\r\n`;
}
/**
 * A multipart/form-data body (RFC 7578) whose text fields are sent byte for byte. The `FormData` of the platform rewrites
 * line endings of text fields, which would change the description of a project.
 */
function createMultipartBody(fields, file) {
    const boundary = chooseBoundary(fields);
    const head = Buffer.from(`${fields.map(([name, value]) => renderField(boundary, name, value)).join('')}` +
        `--${boundary}\r\ncontent-disposition: form-data; name="${escapeName(file.field)}"; ` +
        `filename="${escapeName(file.filename)}"\r\ncontent-type: application/octet-stream\r\n\r\n`);
    const tail = Buffer.from(`\r\n--${boundary}--\r\n`);
    return {
        contentType: `multipart/form-data; boundary=${boundary}`,
        body: {
            size: head.byteLength + file.size + tail.byteLength,
            async *open() {
                yield head;
                yield* file.open();
                yield tail;
            },
        },
    };
}
// 24 random bytes meet the bytes of a file by chance in no lifetime; what can be looked through is looked through.
function chooseBoundary(fields) {
    for (;;) {
        const boundary = `slipway-${(0,external_node_crypto_.randomBytes)(24).toString('hex')}`;
        if (!fields.some(([name, value]) => name.includes(boundary) || value.includes(boundary)))
            return boundary;
    }
}

;// CONCATENATED MODULE: ./packages/pypi/src/upload-answer.ts

const longestText = 600;
/** The reason in an answer, whatever form it has: JSON of the index, plain text, or the title of a page; neutralised. */
function readRefusalText(response) {
    const body = response.text();
    const found = readJsonReason(body) ?? readPageTitle(body) ?? body;
    // "400 File already exists": the status stands beside it anyway.
    const text = found.replace(new RegExp(`^${response.status}\\s+`), '').trim();
    return text === '' ? '(no reason given)' : (0,neutralise/* neutraliseLine */.fZ)(text, longestText);
}
function readJsonReason(body) {
    if (!body.trimStart().startsWith('{'))
        return undefined;
    try {
        const { code, message, error, detail } = JSON.parse(body);
        // PyPI puts the reason into "code" and a general sentence into "message".
        return [code, message, error, detail].find((value) => typeof value === 'string');
    }
    catch {
        return undefined;
    }
}
function readPageTitle(body) {
    if (!/^\s*(<!doctype html|<html)/i.test(body))
        return undefined;
    return /<title>([^<]*)<\/title>/i.exec(body)?.[1] ?? 'a page for people instead of an answer';
}
const tokenExpired = /token is expired|invalid or non-existent authentication/i;
const otherProject = /isn't allowed to upload to project|non-user identities cannot create new projects/i;
const upload_answer_closed = /releases? older than|previously used by a file that has since been deleted|only one sdist may be uploaded/i;
// devpi, pypiserver, Artifactory, GitLab, Azure: none says with a status alone that it has the file.
const existsElsewhere = /already (exists?|been taken|there|uploaded)|conflict|overwrit/i;
/** Sorts a refusal by its status and its words. */
function classifyRefusal(repository, status, text) {
    if (status === 404 || status === 405 || status === 410)
        return 'address';
    if (repository.kind === 'other') {
        if (status === 409 ||
            ((status === 400 || status === 403 || status === 422) && existsElsewhere.test(text)))
            return 'exists';
        return status === 401 || status === 403 ? 'credentials' : 'refused';
    }
    if (status === 400 && /^file already exists/i.test(text))
        return 'exists';
    if (status === 400 && upload_answer_closed.test(text))
        return 'closed';
    if (otherProject.test(text))
        return 'other-project';
    if (status === 401 || status === 403)
        return tokenExpired.test(text) ? 'credentials-expired' : 'credentials';
    return 'refused';
}

;// CONCATENATED MODULE: ./packages/pypi/src/upload-form.ts
// https://packaging.python.org/specifications/core-metadata/: header in lower case → field of the upload form. The form of
// the legacy API (PyPI docs, "Upload API") has the plural where it lists these, and the singular everywhere else.
const renamed = new Map([
    ['classifier', 'classifiers'],
    ['project-url', 'project_urls'],
]);
// What the form of the index knows; a field it does not know would be dropped there without a word.
const headers = new Set([
    'author',
    'author-email',
    'classifier',
    'description-content-type',
    'download-url',
    'dynamic',
    'home-page',
    'import-name',
    'import-namespace',
    'keywords',
    'license',
    'license-expression',
    'license-file',
    'maintainer',
    'maintainer-email',
    'metadata-version',
    'name',
    'obsoletes',
    'obsoletes-dist',
    'platform',
    'project-url',
    'provides',
    'provides-dist',
    'provides-extra',
    'requires',
    'requires-dist',
    'requires-external',
    'requires-python',
    'summary',
    'supported-platform',
    'version',
]);
function isBefore(version, major, minor) {
    const [ownMajor = 0, ownMinor = 0] = version.split('.').map(Number);
    return ownMajor < major || (ownMajor === major && ownMinor < minor);
}
/**
 * The text fields of the upload form of one file, in the order they are sent: protocol, metadata, digests, attestations.
 * @param comment shown publicly beside the file; empty for none
 */
function renderUploadForm(file, comment = '') {
    const metadataVersion = file.metadata.find(([name]) => name.toLowerCase() === 'metadata-version')?.[1] ?? '';
    const fields = [
        [':action', 'file_upload'],
        ['protocol_version', '1'],
        ['filetype', file.kind === 'wheel' ? 'bdist_wheel' : 'sdist'],
        ['pyversion', file.pythonTag],
    ];
    for (const [name, value] of file.metadata) {
        const header = name.toLowerCase();
        if (!headers.has(header))
            continue;
        // setuptools writes License-File under older metadata versions, for which the index refuses the field.
        if (header === 'license-file' && isBefore(metadataVersion, 2, 4))
            continue;
        fields.push([renamed.get(header) ?? header.replaceAll('-', '_'), value]);
    }
    if (file.description !== undefined)
        fields.push(['description', file.description]);
    if (comment !== '')
        fields.push(['comment', comment]);
    fields.push(['sha256_digest', file.sha256]);
    if (file.attestations.length > 0)
        fields.push(['attestations', JSON.stringify(file.attestations)]);
    return fields;
}

;// CONCATENATED MODULE: ./packages/pypi/src/uploader.ts




// The index works on a request for up to ten minutes (its database statement limit).
const attemptTimeoutMs = 15 * 60 * 1000;
const deadlineMs = 45 * 60 * 1000;
const refusalStatuses = [400, 401, 403, 404, 405, 409, 410, 413, 415, 422, 429];
/** Uploads by PyPI docs, "Upload API", which other indexes speak as well. */
function createLegacyUploader(options) {
    const { http, log, repository, credentials, comment = '' } = options;
    const send = async (file) => {
        const { contentType, body } = createMultipartBody(renderUploadForm(file, comment), {
            field: 'content',
            filename: file.name,
            size: file.size,
            open: () => file.open(),
        });
        return http.request({
            method: 'POST',
            url: repository.uploadUrl,
            headers: {
                accept: 'application/json, text/plain;q=0.5, */*;q=0.1',
                authorization: await credentials.authorization(),
                'content-type': contentType,
            },
            body,
            // The same bytes under the same name are a success at PyPI however often they come; elsewhere the index is read
            // before anything is sent again.
            idempotent: repository.kind !== 'other',
            acceptedStatuses: refusalStatuses.filter((status) => status !== 429 || repository.kind === 'other'),
            maxResponseBytes: 256 * 1024,
            attemptTimeoutMs,
            deadlineMs,
        });
    };
    return {
        async upload(file) {
            let response = await send(file);
            if (response.status === 401 || response.status === 403) {
                const text = readRefusalText(response);
                if (classifyRefusal(repository, response.status, text) === 'credentials-expired') {
                    log.info(`${repository.title} no longer takes the upload token; asking for a new one`);
                    if (await credentials.renew())
                        response = await send(file);
                }
            }
            if (response.status < 300) {
                return {
                    kind: 'accepted',
                    warnings: response
                        .text()
                        .split('\n')
                        .filter((line) => line.trim() !== ''),
                };
            }
            const text = readRefusalText(response);
            const refusal = classifyRefusal(repository, response.status, text);
            if (refusal === 'exists')
                return { kind: 'exists', text };
            throw refuseUpload(repository, file, response, text, refusal);
        },
    };
}
function refuseUpload(repository, file, response, text, refusal) {
    const base = {
        message: `${repository.title} refused ${file.name} with status ${response.status}: ${text}`,
        status: response.status,
        url: repository.uploadUrl,
    };
    switch (refusal) {
        case 'credentials':
        case 'credentials-expired':
            return new action_error/* RemoteError */.Hi('E_PYPI_AUTHENTICATION', base);
        case 'closed':
            return new action_error/* RemoteError */.Hi('E_PYPI_RELEASE_CLOSED', base);
        case 'other-project':
            return new action_error/* RemoteError */.Hi('E_PYPI_AUTHENTICATION', {
                ...base,
                hint: `The publisher that fits this job may not upload to "${file.project}": add it in the settings of that project, or register a pending publisher under exactly that name.`,
            });
        case 'address':
            return new action_error/* RemoteError */.Hi('E_PYPI_REPOSITORY', {
                ...base,
                hint: 'This is not the address of an upload API; PyPI-like indexes often have it below "/legacy/".',
            });
        case 'refused':
            return new action_error/* RemoteError */.Hi('E_PYPI_UPLOAD_REFUSED', base);
    }
}

;// CONCATENATED MODULE: ./packages/core/src/checksum-manifest.ts


/** Lengths of the digests in hex digits, and the names of the BSD form. */
const digestForms = {
    sha256: { length: 64, label: 'SHA256' },
    sha512: { length: 128, label: 'SHA512' },
    blake2b512: { length: 128, label: 'BLAKE2b' },
};
const escapes = { '\\': '\\\\', '\n': '\\n', '\r': '\\r' };
const unescapes = { '\\': '\\', n: '\n', r: '\r' };
/**
 * The manifest as `sha256sum` of GNU coreutils (9.0 and later) writes it: two blanks, names as given, and a backslash before
 * a line whose name holds a backslash or a line break, which is then escaped.
 */
function renderManifest(entries) {
    return entries
        .map(({ name, digest }) => {
        const escaped = name.replace(/[\\\n\r]/g, (character) => escapes[character] ?? character);
        return `${escaped === name ? '' : '\\'}${digest}  ${escaped}\n`;
    })
        .join('');
}
/**
 * Reads a manifest: the form above, with `*` for binary mode, or the BSD form (`--tag`). A byte order mark, CRLF, upper-case
 * digits, blank lines and comments are accepted.
 * @param platform decides what leaves the folder: a backslash or a colon is an ordinary part of a name outside of Windows
 * @throws InputError E_MANIFEST_INVALID naming each line that is not understood, stands twice or leaves the folder
 */
function parseManifest(text, algorithm = 'sha256', platform = process.platform) {
    const entries = [];
    const problems = [];
    const seen = new Set();
    for (const [index, raw] of text
        .replace(/^\uFEFF/, '')
        .split('\n')
        .entries()) {
        const line = raw.replace(/\r$/, '');
        if (line.trim() === '' || line.startsWith('#'))
            continue;
        const entry = parseLine(line, algorithm);
        const problem = entry === undefined ? 'is not a checksum' : findNameProblem(entry.name, seen, platform);
        if (problem !== undefined)
            problems.push(`line ${index + 1} ${problem}: "${(0,neutralise/* neutraliseLine */.fZ)(line, 120)}"`);
        else if (entry !== undefined) {
            seen.add(entry.name);
            entries.push(entry);
        }
    }
    if (problems.length > 0 || entries.length === 0) {
        const shown = problems.length === 0 ? 'it lists no file' : problems.slice(0, 10).join('; ');
        const more = problems.length > 10 ? ` and ${problems.length - 10} more` : '';
        throw new action_error/* InputError */.dz('E_MANIFEST_INVALID', { message: `The manifest cannot be used: ${shown}${more}.` });
    }
    return entries;
}
function parseLine(line, algorithm) {
    const { length, label } = digestForms[algorithm];
    const escaped = line.startsWith('\\');
    const rest = escaped ? line.slice(1) : line;
    const isDigest = (digest) => digest.length === length && /^[0-9a-f]+$/i.test(digest);
    const bsd = rest.startsWith(`${label} (`) ? rest.lastIndexOf(') = ') : -1;
    const digest = bsd < 0 ? rest.slice(0, length) : rest.slice(bsd + 4);
    const separator = bsd < 0 ? rest.slice(length, length + 2) : '  ';
    const name = bsd < 0 ? rest.slice(length + 2) : rest.slice(label.length + 2, bsd);
    if (!isDigest(digest) || (separator !== '  ' && separator !== ' *') || name === '')
        return undefined;
    const plain = escaped ? unescapeName(name) : name;
    return plain === undefined ? undefined : { name: plain, digest: digest.toLowerCase() };
}
function unescapeName(name) {
    let valid = true;
    const plain = name.replace(/\\(.?)/gs, (_whole, character) => {
        const found = unescapes[character];
        if (found === undefined)
            valid = false;
        return found ?? '';
    });
    return valid ? plain : undefined;
}
function findNameProblem(name, seen, platform) {
    if (seen.has(name))
        return 'names a file for the second time';
    if (name.includes('\0'))
        return 'has a name that no file can have';
    const [absolute, separator] = platform === 'win32' ? [/^(?:[/\\]|[a-z]:)/i, /[\\/]/] : [/^\//, /\//];
    if (absolute.test(name) || name.split(separator).includes('..'))
        return 'leaves the folder';
    return undefined;
}

// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __nccwpck_require__(8161);
// EXTERNAL MODULE: external "node:worker_threads"
var external_node_worker_threads_ = __nccwpck_require__(5919);
;// CONCATENATED MODULE: ./packages/core/src/hash/hash-worker.ts
/**
 * Hashes one file. Its text is handed to workers, so it names nothing outside of itself.
 * Two buffers take turns: while one is hashed, the other is filled by a thread of the platform.
 */
async function hashOneFile({ path, algorithms }) {
    const { constants } = process.getBuiltinModule('node:fs');
    const { open } = process.getBuiltinModule('node:fs/promises');
    const { createHash } = process.getBuiltinModule('node:crypto');
    const bufferBytes = 2 * 1024 * 1024;
    try {
        // Neither a link is followed nor a pipe waited for; both flags are unknown on Windows.
        const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
        const file = await open(path, flags);
        try {
            const before = await file.stat({ bigint: true });
            if (!before.isFile())
                return { kind: 'not-a-file', what: before.isDirectory() ? 'a folder' : 'a device or pipe' };
            const length = Number(before.size < bufferBytes ? before.size + 1n : bufferBytes);
            const buffers = [Buffer.allocUnsafeSlow(length), Buffer.allocUnsafeSlow(length)];
            const hashes = algorithms.map((name) => [name, createHash(name)]);
            let size = 0;
            let turn = 0;
            let reading = file.read(buffers[0], 0, length, null);
            for (;;) {
                const { bytesRead, buffer } = await reading;
                if (bytesRead === 0)
                    break;
                turn = 1 - turn;
                reading = file.read(buffers[turn], 0, length, null);
                for (const [, each] of hashes)
                    each.update(buffer.subarray(0, bytesRead));
                size += bytesRead;
            }
            const after = await file.stat({ bigint: true });
            if (after.mtimeNs !== before.mtimeNs || Number(after.size) !== size)
                return { kind: 'changed' };
            const digests = Object.fromEntries(hashes.map(([name, each]) => [name, each.digest('hex')]));
            return { kind: 'hashed', size, digests };
        }
        finally {
            await file.close();
        }
    }
    catch (cause) {
        const { code, message } = cause;
        return code === 'ELOOP'
            ? { kind: 'not-a-file', what: 'a symbolic link' }
            : { kind: 'failed', reason: code ?? message };
    }
}
/**
 * The program of a worker that answers each request. It travels as text: a bundle is one file, and a path to a second one
 * would not survive it.
 */
const workerProgram = `const hash = ${hashOneFile.toString()};
const { parentPort } = process.getBuiltinModule('node:worker_threads');
parentPort.on('message', (request) => hash(request).then((answer) => parentPort.postMessage(answer)));`;

;// CONCATENATED MODULE: ./packages/core/src/hash.ts






const mostWorkers = 4;
// About 20 ms on one core.
const quickBytes = 32 * 1024 * 1024;
/** Hashes one file. @throws like `hashFiles` */
async function hashFile(path, options = {}) {
    const [file] = await hashFiles([path], options);
    if (file === undefined)
        throw new Error('one path gives one file');
    return file;
}
/**
 * Hashes files in their order, as many at a time as there are processors; memory does not grow with their sizes.
 * @throws InputError E_FILE_UNREADABLE for what is no regular file (links are not followed) or changes while it is read
 */
async function hashFiles(paths, options = {}) {
    const { signal } = options;
    signal?.throwIfAborted();
    const algorithms = [...new Set(['sha256', ...(options.algorithms ?? [])])];
    if (await isQuick(paths)) {
        const quick = [];
        for (const path of paths) {
            signal?.throwIfAborted();
            quick.push(readAnswer(path, await hashOneFile({ path, algorithms })));
        }
        return quick;
    }
    const results = [];
    const queue = paths.entries();
    const workers = [];
    const drain = async () => {
        const worker = startWorker();
        workers.push(worker);
        for (const [index, path] of queue) {
            signal?.throwIfAborted();
            results[index] = readAnswer(path, await ask(worker, { path, algorithms }, signal));
        }
    };
    try {
        const count = Math.min(paths.length, (0,external_node_os_.availableParallelism)(), mostWorkers);
        await Promise.all(Array.from({ length: count }, drain));
    }
    finally {
        await Promise.all(workers.map((worker) => worker.terminate()));
    }
    return results;
}
/** Whether hashing takes less time than starting a worker. */
async function isQuick(paths) {
    let bytes = 0;
    for (const path of paths) {
        // What is not there, or is no file, is told when it is read.
        bytes += (await (0,promises_namespaceObject.lstat)(path).catch(() => undefined))?.size ?? 0;
        if (bytes > quickBytes)
            return false;
    }
    return true;
}
function startWorker() {
    return new external_node_worker_threads_.Worker(workerProgram, { eval: true, env: {} });
}
function ask(worker, request, signal) {
    return new Promise((resolve, reject) => {
        const settle = (act) => {
            worker.off('message', answer).off('error', fail).off('exit', end);
            signal?.removeEventListener('abort', abort);
            act();
        };
        const answer = (message) => settle(() => resolve(message));
        const fail = (cause) => settle(() => reject(cause));
        const end = () => fail(new Error('the worker that hashes ended early'));
        const abort = () => fail(signal?.reason);
        worker.on('message', answer).on('error', fail).on('exit', end);
        signal?.addEventListener('abort', abort, { once: true });
        worker.postMessage(request);
    });
}
function readAnswer(path, answer) {
    const shown = (0,neutralise/* neutraliseLine */.fZ)(path, 300);
    switch (answer.kind) {
        case 'hashed': {
            const { sha256 = '' } = answer.digests;
            return { path, size: answer.size, sha256, digests: answer.digests };
        }
        case 'not-a-file':
            throw new action_error/* InputError */.dz('E_FILE_UNREADABLE', {
                message: `"${shown}" is not a regular file (${answer.what}).`,
            });
        case 'changed':
            throw new action_error/* EnvironmentError */.eG('E_FILE_UNREADABLE', {
                message: `"${shown}" changed while it was read.`,
                hint: 'Something else writes to this folder; hash the files when they are finished.',
            });
        case 'failed':
            throw new action_error/* InputError */.dz('E_FILE_UNREADABLE', { message: `"${shown}" cannot be read: ${answer.reason}.` });
    }
}

;// CONCATENATED MODULE: ./packages/python/src/names.ts
/** PEP 503: the one spelling that all spellings of a project name share. */
function normalizeName(name) {
    return name.replace(/[-_.]+/g, '-').toLowerCase();
}
/** PEP 427 and PEP 625: the normalised name as file names spell it. */
function fileNameOf(name) {
    return normalizeName(name).replaceAll('-', '_');
}
/** Whether a text is a name at all (PEP 508, `identifier`). */
function isProjectName(name) {
    return /^[A-Z0-9]([A-Z0-9._-]*[A-Z0-9])?$/i.test(name) && name.length <= 200;
}

;// CONCATENATED MODULE: ./packages/python/src/metadata/metadata-fields.ts
/** Fields of the core metadata by the version that brought them, https://packaging.python.org/specifications/core-metadata/. */
const fieldsByVersion = {
    '1.0': 'Metadata-Version Name Version Platform Summary Description Keywords Home-page Author Author-email License',
    '1.1': 'Supported-Platform Download-URL Classifier Requires Provides Obsoletes',
    '1.2': 'Maintainer Maintainer-email Requires-Dist Provides-Dist Obsoletes-Dist Requires-Python Requires-External Project-URL',
    '2.1': 'Description-Content-Type Provides-Extra',
    '2.2': 'Dynamic',
    '2.4': 'License-Expression License-File',
    '2.5': 'Import-Name Import-Namespace',
};
const introduced = new Map(Object.entries(fieldsByVersion).flatMap(([version, names]) => names.split(' ').map((name) => [name.toLowerCase(), [name, version]])));
const single = new Set(('metadata-version name version summary description keywords home-page download-url author author-email maintainer ' +
    'maintainer-email license license-expression requires-python description-content-type').split(' '));
/** Versions that are known, the lowest first; 2.0 was never finished, 2.3 and 2.6 brought no field. */
const knownMetadataVersions = ['1.0', '1.1', '1.2', '2.1', '2.2', '2.3', '2.4', '2.5', '2.6'];
/** Whether a field may stand once. @param name lower case */
function isSingleField(name) {
    return single.has(name);
}
/** The version that brought a field; undefined for a field that is not known. */
function versionOfField(name) {
    return introduced.get(name.toLowerCase())?.[1];
}

;// CONCATENATED MODULE: ./packages/python/src/metadata/parse-core-metadata.ts



const headerLine = /^(?:From |[!-9;-~]*:|[\t ])/;
function parse_core_metadata_invalid(reason, cause) {
    return new action_error/* InputError */.dz('E_DISTRIBUTION_INVALID', { message: `The metadata ${reason}.`, cause });
}
/**
 * Reads core metadata as Python's `email` package does with its policy `compat32`, which every index and installer uses.
 * @throws InputError E_DISTRIBUTION_INVALID for bytes that are not UTF-8, a field twice that may stand once, or two descriptions
 */
function parseCoreMetadata(bytes) {
    const [fields, body] = splitMessage(parse_core_metadata_decode(bytes));
    const counts = new Map();
    for (const [name] of fields) {
        const key = name.toLowerCase();
        counts.set(key, (counts.get(key) ?? 0) + 1);
        if (isSingleField(key) && counts.get(key) === 2) {
            throw parse_core_metadata_invalid(`holds the field "${(0,neutralise/* neutraliseLine */.fZ)(name, 80)}" twice`);
        }
    }
    const header = readField({ fields, description: undefined }, 'Description');
    if (header !== undefined && body !== '')
        throw parse_core_metadata_invalid('holds a description both as a field and behind the fields');
    return {
        fields: fields.filter(([name]) => name.toLowerCase() !== 'description'),
        description: header ?? (body === '' ? undefined : body),
    };
}
/** The first value of a field; names have no case. */
function readField(metadata, name) {
    return readFields(metadata, name)[0];
}
/** All values of a field. */
function readFields({ fields }, name) {
    const key = name.toLowerCase();
    return fields.filter(([each]) => each.toLowerCase() === key).map(([, value]) => value);
}
function parse_core_metadata_decode(bytes) {
    try {
        return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    }
    catch (cause) {
        throw parse_core_metadata_invalid('is not UTF-8', cause);
    }
}
function splitMessage(text) {
    const lines = [];
    let offset = 0;
    for (const [line] of text.matchAll(/[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$/g)) {
        if (!headerLine.test(line)) {
            // A blank line parts the fields from the description; any other line is its first.
            if (/^[\r\n]+$/.test(line))
                offset += line.length;
            break;
        }
        lines.push(line);
        offset += line.length;
    }
    const body = text.slice(offset);
    // The line that parts messages in a mailbox: passed over, but given back when it is the last of several.
    const last = lines.length > 1 && lines.at(-1)?.startsWith('From ') === true ? lines.pop() : undefined;
    return [readHeaders(lines), `${last ?? ''}${body}`];
}
function readHeaders(lines) {
    const fields = [];
    let open = [];
    const close = () => {
        const [first, ...rest] = open;
        open = [];
        if (first === undefined)
            return;
        const colon = first.indexOf(':');
        const value = `${first.slice(colon + 1).replace(/^[\t ]+/, '')}${rest.join('')}`;
        fields.push([first.slice(0, colon), value.replace(/[\r\n]+$/, '')]);
    };
    for (const line of lines) {
        if (/^[\t ]/.test(line)) {
            // What continues nothing is passed over.
            if (open.length > 0)
                open.push(line);
            continue;
        }
        close();
        if (!line.startsWith('From ') && !line.startsWith(':'))
            open = [line];
    }
    close();
    return fields;
}

;// CONCATENATED MODULE: ./packages/python/src/distribution/compare-pair.ts



const bare = (text) => text.replace(/\s+/g, '').replaceAll("'", '"').replace(/[()]/g, '');
/**
 * Where a wheel says something else about its project than the source distribution: a dependency that one of them hides is
 * what reviewers do not see. Metadata before version 2.2 may leave dependencies out of the source distribution, and later
 * metadata names the fields that only the build fills in as `Dynamic` (PEP 643).
 * @returns sentences
 */
function comparePair(wheel, sdist) {
    const problems = [];
    const compare = (field, left, right) => {
        if (left === right)
            return;
        const show = (text) => (text === '' ? 'nothing' : `"${(0,neutralise/* neutraliseLine */.fZ)(text, 300)}"`);
        problems.push(`${field}: ${(0,neutralise/* neutraliseLine */.fZ)(wheel.fileName, 200)} says ${show(left)}, ${(0,neutralise/* neutraliseLine */.fZ)(sdist.fileName, 200)} says ${show(right)}.`);
    };
    compare('Name', normalizeName(wheel.project), normalizeName(sdist.project));
    compare('Version', wheel.version, sdist.version);
    const [, minor = '0'] = (readField(sdist.metadata, 'Metadata-Version') ?? '').split('.');
    const isOld = Number(minor) < 2 || (readField(sdist.metadata, 'Metadata-Version') ?? '').startsWith('1.');
    const dynamic = new Set(readFields(sdist.metadata, 'Dynamic').map((field) => field.toLowerCase()));
    for (const [field, normalise] of [
        ['Requires-Dist', bare],
        ['Requires-Python', bare],
        ['Provides-Extra', normalizeName],
    ]) {
        const list = ({ metadata }) => [...new Set(readFields(metadata, field).map(normalise))].sort().join(', ');
        if ((isOld && list(sdist) === '') || dynamic.has(field.toLowerCase()))
            continue;
        compare(field, list(wheel), list(sdist));
    }
    return problems;
}

;// CONCATENATED MODULE: ./packages/python/src/archive/archive.ts



const mostMembers = 100_000;
const mostKeptBytes = 16 * 1024 * 1024;
const mostRatio = 50;
const freeBytes = 64 * 1024 * 1024;
/** An archive that is not read further. */
function refuseArchive(fileName, reason, cause) {
    return new action_error/* InputError */.dz('E_DISTRIBUTION_INVALID', {
        message: `${(0,neutralise/* neutraliseLine */.fZ)(fileName, 200)}: ${reason}.`,
        cause,
    });
}
/** A name from an archive, for a message. */
function quoteName(name) {
    return `"${(0,neutralise/* neutraliseLine */.fZ)(name, 200)}"`;
}
/** Collects the members of one archive, and refuses what could harm whoever unpacks it. */
class MemberCollector {
    #fileName;
    #archiveBytes;
    #want;
    #members = [];
    #contents = new Map();
    #names = new Set();
    #folded = new Map();
    #warnings = [];
    #unpackedBytes = 0;
    /** @param archiveBytes size of the file itself, which the unpacked size is held against */
    constructor(fileName, archiveBytes, want) {
        this.#fileName = fileName;
        this.#archiveBytes = archiveBytes;
        this.#want = want;
    }
    /** Judges a name before anything of the member is read. @throws InputError E_DISTRIBUTION_INVALID */
    admit(name) {
        const path = name.endsWith('/') ? name.slice(0, -1) : name;
        const key = path.normalize('NFC');
        const reason = 
        // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
        path === '' || /[\u0000-\u001F\u007F\\]/.test(path)
            ? 'has a backslash or a control character in its name, or none'
            : path.startsWith('/') || /^[a-z]:/i.test(path)
                ? 'has an absolute path'
                : path.split('/').some((part) => part === '' || part === '.' || part === '..')
                    ? 'has a path that leads elsewhere'
                    : this.#names.has(key)
                        ? 'is there twice'
                        : this.#names.size >= mostMembers
                            ? `is one of more than ${mostMembers} members`
                            : undefined;
        if (reason !== undefined)
            throw refuseArchive(this.#fileName, `the member ${quoteName(name)} ${reason}`);
        this.#names.add(key);
        const folded = key.toLowerCase();
        const other = this.#folded.get(folded);
        if (other !== undefined) {
            this.#warnings.push(`${quoteName(other)} and ${quoteName(name)} are one file where case does not count.`);
        }
        this.#folded.set(folded, name);
    }
    /** Counts unpacked bytes, and refuses an archive that grows out of all proportion. @throws InputError E_DISTRIBUTION_INVALID */
    count(bytes) {
        this.#unpackedBytes += bytes;
        if (this.#unpackedBytes > freeBytes && this.#unpackedBytes > this.#archiveBytes * mostRatio) {
            throw refuseArchive(this.#fileName, `it unpacks to more than ${mostRatio} times its size`);
        }
    }
    /** Reads a member to its end; `count` is for the caller. @param onChunk sees every byte @throws InputError E_DISTRIBUTION_INVALID */
    async take(name, stream, onChunk) {
        const hash = (0,external_node_crypto_.createHash)('sha256');
        const kept = this.#want(name) ? [] : undefined;
        let size = 0;
        for await (const chunk of stream) {
            size += chunk.byteLength;
            hash.update(chunk);
            onChunk?.(chunk);
            if (kept === undefined)
                continue;
            if (size > mostKeptBytes) {
                throw refuseArchive(this.#fileName, `the member ${quoteName(name)} is larger than ${mostKeptBytes} bytes`);
            }
            kept.push(chunk);
        }
        if (kept !== undefined)
            this.#contents.set(name, Buffer.concat(kept));
        this.#members.push({ name, size, sha256: hash.digest('hex') });
    }
    finish() {
        return { members: this.#members, contents: this.#contents, warnings: this.#warnings };
    }
}

// EXTERNAL MODULE: external "node:stream"
var external_node_stream_ = __nccwpck_require__(7075);
// EXTERNAL MODULE: external "node:zlib"
var external_node_zlib_ = __nccwpck_require__(8522);
// EXTERNAL MODULE: ./node_modules/tar-stream/index.js
var tar_stream = __nccwpck_require__(6118);
;// CONCATENATED MODULE: ./packages/python/src/archive/read-sdist.ts









/**
 * Reads a source distribution (`.tar.gz`) without unpacking it: every byte counted and hashed.
 * @param want members whose bytes are kept; at most 16 MiB each
 * @throws InputError E_DISTRIBUTION_INVALID for what is not a plain file or folder, or should not be unpacked
 */
async function readSdist(path, want = () => false) {
    const fileName = (0,external_node_path_namespaceObject.basename)(path);
    try {
        const { size } = await (0,promises_namespaceObject.stat)(path);
        const collector = new MemberCollector(fileName, size, want);
        const gunzip = (0,external_node_zlib_.createGunzip)();
        const tar = (0,tar_stream.extract)();
        // Folders, headers and padding count too: an archive of nothing else is one all the same.
        const meter = new external_node_stream_.Transform({
            transform(chunk, _encoding, done) {
                try {
                    collector.count(chunk.byteLength);
                    done(null, chunk);
                }
                catch (cause) {
                    done(cause instanceof Error ? cause : new Error(String(cause)));
                }
            },
        });
        await Promise.all([
            readMembers(tar, fileName, collector),
            (0,external_node_stream_promises_namespaceObject.pipeline)((0,external_node_fs_.createReadStream)(path), gunzip, meter, tar),
        ]);
        if (gunzip.bytesWritten !== size)
            throw refuseArchive(fileName, 'there is other data behind its end');
        const archive = collector.finish();
        if (archive.members.length === 0)
            throw refuseArchive(fileName, 'it holds no file');
        return archive;
    }
    catch (cause) {
        if (cause instanceof action_error/* InputError */.dz)
            throw cause;
        throw refuseArchive(fileName, `it cannot be read as a .tar.gz (${String(cause)})`, cause);
    }
}
async function readMembers(tar, fileName, collector) {
    for await (const entry of tar) {
        const { name, type, size } = entry.header;
        collector.admit(name);
        if (type !== 'file' && type !== 'directory') {
            throw refuseArchive(fileName, `the member ${quoteName(name)} is neither a file nor a folder (${type ?? 'unknown type'})`);
        }
        if (type === 'directory') {
            if (size > 0)
                throw refuseArchive(fileName, `the folder ${quoteName(name)} holds data`);
            entry.resume();
        }
        else
            await collector.take(name, entry);
    }
}

;// CONCATENATED MODULE: ./packages/python/src/archive/zip-layout.ts
const endSignature = 0x06054b50;
const localSignature = 0x04034b50;
const endBytes = 22;
const localBytes = 30;
const zip64 = 0xffffffff;
async function readBytes(file, position, length) {
    const buffer = Buffer.alloc(length);
    const { bytesRead } = await file.read(buffer, 0, length, position);
    return buffer.subarray(0, bytesRead);
}
/** Reads the end record; a reason when the file is no plain archive that begins and ends with itself. */
async function readZipEnd(file, fileBytes) {
    if (fileBytes < endBytes)
        return 'it is not a ZIP archive';
    const end = await readBytes(file, fileBytes - endBytes, endBytes);
    if (end.readUInt32LE(0) !== endSignature || end.readUInt16LE(20) !== 0) {
        return 'it is not a ZIP archive, or has a comment or other data behind its end';
    }
    const entries = end.readUInt16LE(10);
    const size = end.readUInt32LE(12);
    const offset = end.readUInt32LE(16);
    if (entries === 0xffff || offset === zip64)
        return 'it is a ZIP64 archive, with more members than are read';
    if (end.readUInt16LE(8) !== entries || end.readUInt32LE(4) !== 0)
        return 'it is one of several parts of a ZIP archive';
    if (offset + size + endBytes !== fileBytes)
        return 'there are bytes before its first member or around its directory';
    return { offset, size, entries };
}
/**
 * Holds the headers before the data against the directory, so that a reader from the front sees what a reader from the back
 * does: every header says the same, and members follow each other without a gap.
 * @returns the first difference
 */
async function findLayoutProblem(file, entries, directory) {
    let expected = 0;
    const inOrder = [...entries].sort((left, right) => left.relativeOffsetOfLocalHeader - right.relativeOffsetOfLocalHeader);
    for (const entry of inOrder) {
        const name = entry.fileNameRaw;
        if (entry.relativeOffsetOfLocalHeader !== expected)
            return 'there are bytes between its members';
        const header = await readBytes(file, expected, localBytes + name.length);
        if (header.length < localBytes + name.length || header.readUInt32LE(0) !== localSignature) {
            return 'a member has no header of its own';
        }
        const flags = header.readUInt16LE(6);
        if ((flags & 0x08) !== 0)
            return 'a member has its size behind its data (data descriptor)';
        const extraBytes = header.readUInt16LE(28);
        const extra = await readBytes(file, expected + localBytes + name.length, extraBytes);
        const sizes = readSizes(header, extra);
        const same = header.readUInt16LE(26) === name.length &&
            header.subarray(localBytes).equals(name) &&
            flags === entry.generalPurposeBitFlag &&
            header.readUInt16LE(8) === entry.compressionMethod &&
            header.readUInt32LE(14) === entry.crc32 &&
            sizes?.compressed === entry.compressedSize &&
            sizes.uncompressed === entry.uncompressedSize;
        if (!same)
            return 'the header of a member says something else than the directory';
        expected += localBytes + name.length + extraBytes + entry.compressedSize;
    }
    return expected === directory.offset
        ? undefined
        : 'there are bytes between its last member and the directory';
}
// APPNOTE.TXT 4.5.3: the sizes stand in the extra field when those of the header are all ones.
function readSizes(header, extra) {
    const compressed = header.readUInt32LE(18);
    const uncompressed = header.readUInt32LE(22);
    if (compressed !== zip64 && uncompressed !== zip64)
        return { compressed, uncompressed };
    if (extra.length < 20 || extra.readUInt16LE(0) !== 1)
        return undefined;
    return {
        uncompressed: uncompressed === zip64 ? Number(extra.readBigUInt64LE(4)) : uncompressed,
        compressed: compressed === zip64 ? Number(extra.readBigUInt64LE(12)) : compressed,
    };
}

;// CONCATENATED MODULE: ./packages/python/src/archive/read-wheel.ts







const read_wheel_typeMask = 0o170_000;
const regularFile = 0o100_000;
const directoryType = 0o040_000;
const stored = 0;
const deflated = 8;
/**
 * Reads a wheel without unpacking it: one member at a time, every byte counted and hashed.
 * @param want members whose bytes are kept; at most 16 MiB each
 * @throws InputError E_DISTRIBUTION_INVALID for what installers read differently or should not unpack
 */
async function readWheel(path, want = () => false) {
    const fileName = (0,external_node_path_namespaceObject.basename)(path);
    const file = await openFile(path, fileName);
    try {
        const { size } = await file.stat();
        const directory = await readZipEnd(file, size);
        if (typeof directory === 'string')
            throw refuseArchive(fileName, directory);
        const zip = await yauzl/* openPromise */.sO(path, { lazyEntries: true, autoClose: false, strictFileNames: true });
        try {
            const collector = new MemberCollector(fileName, size, want);
            const entries = await readEntries(zip, fileName, directory, collector);
            const problem = await findLayoutProblem(file, entries, directory);
            if (problem !== undefined)
                throw refuseArchive(fileName, problem);
            for (const entry of entries) {
                if (!entry.fileName.endsWith('/'))
                    await readEntry(zip, entry, fileName, collector);
            }
            return collector.finish();
        }
        finally {
            zip.close();
        }
    }
    catch (cause) {
        if (cause instanceof action_error/* InputError */.dz)
            throw cause;
        throw refuseArchive(fileName, `it cannot be read (${String(cause)})`, cause);
    }
    finally {
        await file.close();
    }
}
async function openFile(path, fileName) {
    try {
        return await (0,promises_namespaceObject.open)(path, 'r');
    }
    catch (cause) {
        throw refuseArchive(fileName, 'it cannot be opened', cause);
    }
}
async function readEntries(zip, fileName, directory, collector) {
    const entries = [];
    let directoryBytes = 0;
    for await (const entry of zip.eachEntry()) {
        collector.admit(entry.fileName);
        const refusal = findRefusal(entry);
        if (refusal !== undefined)
            throw refuseArchive(fileName, `the member ${quoteName(entry.fileName)} ${refusal}`);
        entries.push(entry);
        directoryBytes += 46 + entry.fileNameLength + entry.extraFieldLength;
    }
    if (directoryBytes !== directory.size || entries.length !== directory.entries) {
        throw refuseArchive(fileName, 'its directory has another size than it says');
    }
    return entries;
}
function findRefusal(entry) {
    const type = (entry.externalFileAttributes >>> 16) & read_wheel_typeMask;
    if (entry.isEncrypted())
        return 'is encrypted';
    if (entry.compressionMethod !== stored && entry.compressionMethod !== deflated) {
        return `is compressed by method ${entry.compressionMethod}; only stored and deflated ones are read everywhere`;
    }
    if (entry.fileCommentLength !== 0)
        return 'has a comment';
    if (type !== 0 && type !== regularFile && type !== directoryType)
        return 'is a link or a device';
    if (entry.fileName.endsWith('/') && entry.compressedSize !== 0)
        return 'is a folder that holds data';
    // Installers take the name from the header; others take it from this field (Info-ZIP Unicode path).
    if (entry.extraFields.some(({ id }) => id === 0x7075))
        return 'has a second name';
    return undefined;
}
async function readEntry(zip, entry, fileName, collector) {
    let sum = 0;
    const stream = await zip.openReadStreamPromise(entry);
    await collector.take(entry.fileName, stream, (chunk) => {
        collector.count(chunk.byteLength);
        sum = (0,external_node_zlib_.crc32)(chunk, sum);
    });
    if (sum !== entry.crc32)
        throw refuseArchive(fileName, `the member ${quoteName(entry.fileName)} is damaged (CRC-32)`);
}

;// CONCATENATED MODULE: ./packages/python/src/version/parse-version.ts


// PEP 440, appendix B, without the blanks around; digits are ASCII.
const parse_version_form = /^v?(?:(?<epoch>[0-9]+)!)?(?<release>[0-9]+(?:\.[0-9]+)*)(?:[-_.]?(?<phase>alpha|a|beta|b|preview|pre|c|rc)[-_.]?(?<pre>[0-9]+)?)?(?:-(?<implicit>[0-9]+)|(?<postWord>[-_.]?(?:post|rev|r)[-_.]?(?<post>[0-9]+)?))?(?<devWord>[-_.]?dev[-_.]?(?<dev>[0-9]+)?)?(?:\+(?<local>[a-z0-9]+(?:[-_.][a-z0-9]+)*))?$/i;
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
// Longer than any version that was ever published; a bound keeps hostile input cheap.
const longestVersion = 256;
/** Undefined for a text that is no version. */
function tryParseVersion(text) {
    if (text.length > longestVersion)
        return undefined;
    const found = parse_version_form.exec(text)?.groups;
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
        throw new InputError('E_VERSION_INVALID', {
            message: `${what} is "${neutraliseLine(text, 120)}", which is not a version of PEP 440.`,
        });
    }
    return version;
}

;// CONCATENATED MODULE: ./packages/python/src/metadata/content-type.ts


const contentTypes = new Set(['text/plain', 'text/x-rst', 'text/markdown']);
const shown = (text) => `"${(0,neutralise/* neutraliseLine */.fZ)(text, 120)}"`;
/** Judges Description-Content-Type: three types, in UTF-8, and two variants of Markdown. */
function judgeContentType(metadata, problems, warnings) {
    const type = readField(metadata, 'Description-Content-Type');
    if (type === undefined) {
        if (metadata.description !== undefined)
            warnings.push('Description-Content-Type is missing: the description is taken for reStructuredText.');
        return;
    }
    const [media = '', ...parameters] = type.split(';').map((part) => part.trim());
    if (!contentTypes.has(media.toLowerCase())) {
        problems.push(`Description-Content-Type ${shown(type)} is none of ${[...contentTypes].join(', ')}.`);
    }
    for (const parameter of parameters) {
        const [key = '', value = ''] = parameter.split('=').map((part) => part.trim().replace(/^"(.*)"$/, '$1'));
        if (key.toLowerCase() === 'charset' && value.toUpperCase() !== 'UTF-8')
            problems.push(`Description-Content-Type names the charset ${shown(value)}; it must be UTF-8.`);
        if (key.toLowerCase() === 'variant' &&
            media.toLowerCase() === 'text/markdown' &&
            !/^(GFM|CommonMark)$/.test(value)) {
            problems.push(`Description-Content-Type names the variant ${shown(value)}; it must be GFM or CommonMark.`);
        }
    }
}

;// CONCATENATED MODULE: ./packages/python/src/metadata/import-name.ts
// https://docs.python.org/3/reference/lexical_analysis.html#keywords, those that are always reserved.
const keywords = new Set(('False None True and as assert async await break class continue def del elif else except finally for from global if ' +
    'import in is lambda nonlocal not or pass raise return try while with yield').split(' '));
const identifier = /^[\p{XID_Start}_]\p{XID_Continue}*$/u;
/** Why a text is no value of Import-Name or Import-Namespace (PEP 794): a dotted name, with `; private` behind it or not. */
function findImportNameProblem(text) {
    const [name = '', ...options] = text.split(';');
    const parts = name.trimEnd().split('.');
    const wrong = parts.find((part) => !identifier.test(part) || keywords.has(part));
    if (wrong !== undefined)
        return `"${wrong}" is not an identifier of Python`;
    if (options.length > 0 && options.join(';').trimStart() !== 'private')
        return 'only "private" may stand behind ";"';
    return undefined;
}

;// CONCATENATED MODULE: ./node_modules/spdx-exceptions/index.json
const spdx_exceptions_namespaceObject = /*#__PURE__*/JSON.parse('["389-exception","Asterisk-exception","Autoconf-exception-2.0","Autoconf-exception-3.0","Autoconf-exception-generic","Autoconf-exception-generic-3.0","Autoconf-exception-macro","Bison-exception-1.24","Bison-exception-2.2","Bootloader-exception","Classpath-exception-2.0","CLISP-exception-2.0","cryptsetup-OpenSSL-exception","DigiRule-FOSS-exception","eCos-exception-2.0","Fawkes-Runtime-exception","FLTK-exception","fmt-exception","Font-exception-2.0","freertos-exception-2.0","GCC-exception-2.0","GCC-exception-2.0-note","GCC-exception-3.1","Gmsh-exception","GNAT-exception","GNOME-examples-exception","GNU-compiler-exception","gnu-javamail-exception","GPL-3.0-interface-exception","GPL-3.0-linking-exception","GPL-3.0-linking-source-exception","GPL-CC-1.0","GStreamer-exception-2005","GStreamer-exception-2008","i2p-gpl-java-exception","KiCad-libraries-exception","LGPL-3.0-linking-exception","libpri-OpenH323-exception","Libtool-exception","Linux-syscall-note","LLGPL","LLVM-exception","LZMA-exception","mif-exception","OCaml-LGPL-linking-exception","OCCT-exception-1.0","OpenJDK-assembly-exception-1.0","openvpn-openssl-exception","PS-or-PDF-font-exception-20170817","QPL-1.0-INRIA-2004-exception","Qt-GPL-exception-1.0","Qt-LGPL-exception-1.1","Qwt-exception-1.0","SANE-exception","SHL-2.0","SHL-2.1","stunnel-exception","SWI-exception","Swift-exception","Texinfo-exception","u-boot-exception-2.0","UBDL-exception","Universal-FOSS-exception-1.0","vsftpd-openssl-exception","WxWindows-exception-3.1","x11vnc-openssl-exception"]');
;// CONCATENATED MODULE: ./node_modules/spdx-license-ids/deprecated.json
const deprecated_namespaceObject = /*#__PURE__*/JSON.parse('["AGPL-1.0","AGPL-3.0","BSD-2-Clause-FreeBSD","BSD-2-Clause-NetBSD","GFDL-1.1","GFDL-1.2","GFDL-1.3","GPL-1.0","GPL-2.0","GPL-2.0-with-GCC-exception","GPL-2.0-with-autoconf-exception","GPL-2.0-with-bison-exception","GPL-2.0-with-classpath-exception","GPL-2.0-with-font-exception","GPL-3.0","GPL-3.0-with-GCC-exception","GPL-3.0-with-autoconf-exception","LGPL-2.0","LGPL-2.1","LGPL-3.0","Net-SNMP","Nunit","StandardML-NJ","bzip2-1.0.5","eCos-2.0","wxWindows"]');
;// CONCATENATED MODULE: ./node_modules/spdx-license-ids/index.json
const spdx_license_ids_namespaceObject = /*#__PURE__*/JSON.parse('["0BSD","3D-Slicer-1.0","AAL","ADSL","AFL-1.1","AFL-1.2","AFL-2.0","AFL-2.1","AFL-3.0","AGPL-1.0-only","AGPL-1.0-or-later","AGPL-3.0-only","AGPL-3.0-or-later","ALGLIB-Documentation","AMD-newlib","AMDPLPA","AML","AML-glslang","AMPAS","ANTLR-PD","ANTLR-PD-fallback","APAFML","APL-1.0","APSL-1.0","APSL-1.1","APSL-1.2","APSL-2.0","ASWF-Digital-Assets-1.0","ASWF-Digital-Assets-1.1","Abstyles","AdaCore-doc","Adobe-2006","Adobe-Display-PostScript","Adobe-Glyph","Adobe-Utopia","Advanced-Cryptics-Dictionary","Afmparse","Aladdin","Apache-1.0","Apache-1.1","Apache-2.0","App-s2p","Arphic-1999","Artistic-1.0","Artistic-1.0-Perl","Artistic-1.0-cl8","Artistic-2.0","Artistic-dist","Aspell-RU","BOLA-1.1","BSD-1-Clause","BSD-2-Clause","BSD-2-Clause-Darwin","BSD-2-Clause-Patent","BSD-2-Clause-Views","BSD-2-Clause-first-lines","BSD-2-Clause-pkgconf-disclaimer","BSD-2-Clause-pos-unchanged","BSD-3-Clause","BSD-3-Clause-Attribution","BSD-3-Clause-Clear","BSD-3-Clause-HP","BSD-3-Clause-LBNL","BSD-3-Clause-Modification","BSD-3-Clause-No-Military-License","BSD-3-Clause-No-Nuclear-License","BSD-3-Clause-No-Nuclear-License-2014","BSD-3-Clause-No-Nuclear-Warranty","BSD-3-Clause-Open-MPI","BSD-3-Clause-OpenWebUI","BSD-3-Clause-Sun","BSD-3-Clause-Tso","BSD-3-Clause-acpica","BSD-3-Clause-flex","BSD-4-Clause","BSD-4-Clause-Shortened","BSD-4-Clause-UC","BSD-4.3RENO","BSD-4.3TAHOE","BSD-Advertising-Acknowledgement","BSD-Attribution-HPND-disclaimer","BSD-Inferno-Nettverk","BSD-Mark-Modifications","BSD-Protection","BSD-Source-Code","BSD-Source-Code-no-disclaimer","BSD-Source-alt-GPL","BSD-Source-beginning-file","BSD-Systemics","BSD-Systemics-W3Works","BSD-ask-to-endorse","BSL-1.0","BUSL-1.1","Baekmuk","Bahyph","Barr","Beerware","BitTorrent-1.0","BitTorrent-1.1","Bitstream-Charter","Bitstream-Vera","BlueOak-1.0.0","Boehm-GC","Boehm-GC-without-fee","Borceux","Brian-Gladman-2-Clause","Brian-Gladman-3-Clause","Brian-Gladman-3-Clause-no-conversion","Buddy","Bugroff","C-UDA-1.0","CAL-1.0","CAL-1.0-Combined-Work-Exception","CAPEC-tou","CATOSL-1.1","CC-BY-1.0","CC-BY-2.0","CC-BY-2.5","CC-BY-2.5-AU","CC-BY-3.0","CC-BY-3.0-AT","CC-BY-3.0-AU","CC-BY-3.0-DE","CC-BY-3.0-IGO","CC-BY-3.0-NL","CC-BY-3.0-US","CC-BY-4.0","CC-BY-NC-1.0","CC-BY-NC-2.0","CC-BY-NC-2.5","CC-BY-NC-3.0","CC-BY-NC-3.0-DE","CC-BY-NC-3.0-IGO","CC-BY-NC-4.0","CC-BY-NC-ND-1.0","CC-BY-NC-ND-2.0","CC-BY-NC-ND-2.5","CC-BY-NC-ND-3.0","CC-BY-NC-ND-3.0-DE","CC-BY-NC-ND-3.0-IGO","CC-BY-NC-ND-4.0","CC-BY-NC-SA-1.0","CC-BY-NC-SA-2.0","CC-BY-NC-SA-2.0-DE","CC-BY-NC-SA-2.0-FR","CC-BY-NC-SA-2.0-UK","CC-BY-NC-SA-2.5","CC-BY-NC-SA-3.0","CC-BY-NC-SA-3.0-DE","CC-BY-NC-SA-3.0-IGO","CC-BY-NC-SA-4.0","CC-BY-ND-1.0","CC-BY-ND-2.0","CC-BY-ND-2.5","CC-BY-ND-3.0","CC-BY-ND-3.0-DE","CC-BY-ND-4.0","CC-BY-SA-1.0","CC-BY-SA-2.0","CC-BY-SA-2.0-UK","CC-BY-SA-2.1-JP","CC-BY-SA-2.5","CC-BY-SA-3.0","CC-BY-SA-3.0-AT","CC-BY-SA-3.0-DE","CC-BY-SA-3.0-IGO","CC-BY-SA-4.0","CC-PDDC","CC-PDM-1.0","CC-SA-1.0","CC0-1.0","CDDL-1.0","CDDL-1.1","CDL-1.0","CDLA-Permissive-1.0","CDLA-Permissive-2.0","CDLA-Sharing-1.0","CECILL-1.0","CECILL-1.1","CECILL-2.0","CECILL-2.1","CECILL-B","CECILL-C","CERN-OHL-1.1","CERN-OHL-1.2","CERN-OHL-P-2.0","CERN-OHL-S-2.0","CERN-OHL-W-2.0","CFITSIO","CMU-Mach","CMU-Mach-nodoc","CNRI-Jython","CNRI-Python","CNRI-Python-GPL-Compatible","COIL-1.0","CPAL-1.0","CPL-1.0","CPOL-1.02","CUA-OPL-1.0","Caldera","Caldera-no-preamble","Catharon","ClArtistic","Clips","Community-Spec-1.0","Condor-1.1","Cornell-Lossless-JPEG","Cronyx","Crossword","CryptoSwift","CrystalStacker","Cube","D-FSL-1.0","DEC-3-Clause","DL-DE-BY-2.0","DL-DE-ZERO-2.0","DOC","DRL-1.0","DRL-1.1","DSDP","DocBook-DTD","DocBook-Schema","DocBook-Stylesheet","DocBook-XML","Dotseqn","ECL-1.0","ECL-2.0","EFL-1.0","EFL-2.0","EPICS","EPL-1.0","EPL-2.0","ESA-PL-permissive-2.4","ESA-PL-strong-copyleft-2.4","ESA-PL-weak-copyleft-2.4","EUDatagrid","EUPL-1.0","EUPL-1.1","EUPL-1.2","Elastic-2.0","Entessa","ErlPL-1.1","Eurosym","FBM","FDK-AAC","FDK-MPEG-H","FSFAP","FSFAP-no-warranty-disclaimer","FSFUL","FSFULLR","FSFULLRSD","FSFULLRWD","FSL-1.1-ALv2","FSL-1.1-MIT","FTL","Fair","Ferguson-Twofish","Frameworx-1.0","FreeBSD-DOC","FreeImage","Furuseth","GCR-docs","GD","GFDL-1.1-invariants-only","GFDL-1.1-invariants-or-later","GFDL-1.1-no-invariants-only","GFDL-1.1-no-invariants-or-later","GFDL-1.1-only","GFDL-1.1-or-later","GFDL-1.2-invariants-only","GFDL-1.2-invariants-or-later","GFDL-1.2-no-invariants-only","GFDL-1.2-no-invariants-or-later","GFDL-1.2-only","GFDL-1.2-or-later","GFDL-1.3-invariants-only","GFDL-1.3-invariants-or-later","GFDL-1.3-no-invariants-only","GFDL-1.3-no-invariants-or-later","GFDL-1.3-only","GFDL-1.3-or-later","GL2PS","GLWTPL","GPL-1.0-only","GPL-1.0-or-later","GPL-2.0-only","GPL-2.0-or-later","GPL-3.0-only","GPL-3.0-or-later","Game-Programming-Gems","Giftware","Glide","Glulxe","Graphics-Gems","Gutmann","HDF5","HIDAPI","HP-1986","HP-1989","HPND","HPND-DEC","HPND-Fenneberg-Livingston","HPND-INRIA-IMAG","HPND-Intel","HPND-Kevlin-Henney","HPND-MIT-disclaimer","HPND-Markus-Kuhn","HPND-Netrek","HPND-Pbmplus","HPND-SMC","HPND-UC","HPND-UC-export-US","HPND-doc","HPND-doc-sell","HPND-export-US","HPND-export-US-acknowledgement","HPND-export-US-modify","HPND-export2-US","HPND-merchantability-variant","HPND-sell-MIT-disclaimer-xserver","HPND-sell-regexpr","HPND-sell-variant","HPND-sell-variant-MIT-disclaimer","HPND-sell-variant-MIT-disclaimer-rev","HPND-sell-variant-critical-systems","HTMLTIDY","HaskellReport","Hippocratic-2.1","Hippocratic-3.0-core","IBM-pibs","ICU","IEC-Code-Components-EULA","IJG","IJG-short","IPA","IPL-1.0","ISC","ISC-Veillard","ISO-permission","ImageMagick","Imlib2","Info-ZIP","Informatica","Inner-Net-2.0","InnoSetup","Intel","Intel-ACPI","Interbase-1.0","JPL-image","JPNIC","JSON","Jam","JasPer-2.0","Kastrup","Kazlib","Knuth-CTAN","LAL-1.2","LAL-1.3","LGPL-2.0-only","LGPL-2.0-or-later","LGPL-2.1-only","LGPL-2.1-or-later","LGPL-3.0-only","LGPL-3.0-or-later","LGPLLR","LOOP","LPD-document","LPL-1.0","LPL-1.02","LPPL-1.0","LPPL-1.1","LPPL-1.2","LPPL-1.3a","LPPL-1.3c","LZMA-SDK-9.11-to-9.20","LZMA-SDK-9.22","Latex2e","Latex2e-translated-notice","Leptonica","LiLiQ-P-1.1","LiLiQ-R-1.1","LiLiQ-Rplus-1.1","Libpng","Linux-OpenIB","Linux-man-pages-1-para","Linux-man-pages-copyleft","Linux-man-pages-copyleft-2-para","Linux-man-pages-copyleft-var","Lucida-Bitmap-Fonts","MIPS","MIT","MIT-0","MIT-CMU","MIT-Click","MIT-Festival","MIT-Khronos-old","MIT-Modern-Variant","MIT-STK","MIT-Wu","MIT-advertising","MIT-enna","MIT-feh","MIT-open-group","MIT-testregex","MITNFA","MMIXware","MMPL-1.0.1","MPEG-SSG","MPL-1.0","MPL-1.1","MPL-2.0","MPL-2.0-no-copyleft-exception","MS-LPL","MS-PL","MS-RL","MTLL","MVT-1.1","Mackerras-3-Clause","Mackerras-3-Clause-acknowledgment","MakeIndex","Martin-Birgmeier","McPhee-slideshow","Minpack","MirOS","Motosoto","MulanPSL-1.0","MulanPSL-2.0","Multics","Mup","NAIST-2003","NASA-1.3","NBPL-1.0","NCBI-PD","NCGL-UK-2.0","NCL","NCSA","NGPL","NICTA-1.0","NIST-PD","NIST-PD-TNT","NIST-PD-fallback","NIST-Software","NLOD-1.0","NLOD-2.0","NLPL","NOSL","NPL-1.0","NPL-1.1","NPOSL-3.0","NRL","NTIA-PD","NTP","NTP-0","Naumen","NetCDF","Newsletr","Nokia","Noweb","O-UDA-1.0","OAR","OCCT-PL","OCLC-2.0","ODC-By-1.0","ODbL-1.0","OFFIS","OFL-1.0","OFL-1.0-RFN","OFL-1.0-no-RFN","OFL-1.1","OFL-1.1-RFN","OFL-1.1-no-RFN","OGC-1.0","OGDL-Taiwan-1.0","OGL-Canada-2.0","OGL-UK-1.0","OGL-UK-2.0","OGL-UK-3.0","OGTSL","OLDAP-1.1","OLDAP-1.2","OLDAP-1.3","OLDAP-1.4","OLDAP-2.0","OLDAP-2.0.1","OLDAP-2.1","OLDAP-2.2","OLDAP-2.2.1","OLDAP-2.2.2","OLDAP-2.3","OLDAP-2.4","OLDAP-2.5","OLDAP-2.6","OLDAP-2.7","OLDAP-2.8","OLFL-1.3","OML","OPL-1.0","OPL-UK-3.0","OPUBL-1.0","OSC-1.0","OSET-PL-2.1","OSL-1.0","OSL-1.1","OSL-2.0","OSL-2.1","OSL-3.0","OSSP","OpenMDW-1.0","OpenPBS-2.3","OpenSSL","OpenSSL-standalone","OpenVision","PADL","PDDL-1.0","PHP-3.0","PHP-3.01","PPL","PSF-2.0","ParaType-Free-Font-1.3","Parity-6.0.0","Parity-7.0.0","Pixar","Plexus","PolyForm-Noncommercial-1.0.0","PolyForm-Small-Business-1.0.0","PostgreSQL","Python-2.0","Python-2.0.1","QPL-1.0","QPL-1.0-INRIA-2004","Qhull","RHeCos-1.1","RPL-1.1","RPL-1.5","RPSL-1.0","RSA-MD","RSCPL","Rdisc","Ruby","Ruby-pty","SAX-PD","SAX-PD-2.0","SCEA","SGI-B-1.0","SGI-B-1.1","SGI-B-2.0","SGI-OpenGL","SGMLUG-PM","SGP4","SHL-0.5","SHL-0.51","SISSL","SISSL-1.2","SL","SMAIL-GPL","SMLNJ","SMPPL","SNIA","SOFA","SPL-1.0","SSH-OpenSSH","SSH-short","SSLeay-standalone","SSPL-1.0","SUL-1.0","SWL","Saxpath","SchemeReport","Sendmail","Sendmail-8.23","Sendmail-Open-Source-1.1","SimPL-2.0","Sleepycat","Soundex","Spencer-86","Spencer-94","Spencer-99","SugarCRM-1.1.3","Sun-PPP","Sun-PPP-2000","SunPro","Symlinks","TAPR-OHL-1.0","TCL","TCP-wrappers","TGPPL-1.0","TMate","TORQUE-1.1","TOSL","TPDL","TPL-1.0","TTWL","TTYP0","TU-Berlin-1.0","TU-Berlin-2.0","TekHVC","TermReadKey","ThirdEye","TrustedQSL","UCAR","UCL-1.0","UMich-Merit","UPL-1.0","URT-RLE","Ubuntu-font-1.0","UnRAR","Unicode-3.0","Unicode-DFS-2015","Unicode-DFS-2016","Unicode-TOU","UnixCrypt","Unlicense","Unlicense-libtelnet","Unlicense-libwhirlpool","VOSTROM","VSL-1.0","Vim","Vixie-Cron","W3C","W3C-19980720","W3C-20150513","WTFNMFPL","WTFPL","Watcom-1.0","Widget-Workshop","WordNet","Wsuipa","X11","X11-distribute-modifications-variant","X11-no-permit-persons","X11-swapped","XFree86-1.1","XSkat","Xdebug-1.03","Xerox","Xfig","Xnet","YPL-1.0","YPL-1.1","ZPL-1.1","ZPL-2.0","ZPL-2.1","Zed","Zeeff","Zend-2.0","Zimbra-1.3","Zimbra-1.4","Zlib","any-OSI","any-OSI-perl-modules","atc-game","bcrypt-Solar-Designer","blessing","bzip2-1.0.6","check-cvs","checkmk","copyleft-next-0.3.0","copyleft-next-0.3.1","curl","cve-tou","diffmark","dtoa","dvipdfm","eGenix","etalab-2.0","fwlw","gSOAP-1.3b","generic-xts","gnuplot","gtkbook","hdparm","hyphen-bulgarian","iMatix","jove","libpng-1.6.35","libpng-2.0","libselinux-1.0","libtiff","libutil-David-Nugent","lsof","magaz","mailprio","man2html","metamail","mpi-permissive","mpich2","mplus","ngrep","pkgconf","pnmstitch","psfrag","psutils","python-ldap","radvd","snprintf","softSurfer","ssh-keyscan","swrule","threeparttable","ulem","w3m","wwl","xinetd","xkeyboard-config-Zinoviev","xlock","xpp","xzoom","zlib-acknowledgement"]');
;// CONCATENATED MODULE: ./packages/python/src/metadata/license-expression.ts



const licences = new Set([...spdx_license_ids_namespaceObject, ...deprecated_namespaceObject].map((id) => id.toLowerCase()));
const exceptions = new Set(spdx_exceptions_namespaceObject.map((id) => id.toLowerCase()));
const words = new Set(['and', 'or', 'with', '(', ')']);
const own = /^licenseref-[a-z0-9.-]+$/;
/** Why a text is no SPDX licence expression as PEP 639 wants it; undefined when it is one. Case does not count. */
function findLicenseExpressionProblem(text) {
    const tokens = text
        .toLowerCase()
        .replace(/[()]/g, ' $& ')
        .split(/\s+/)
        .filter((token) => token !== '');
    let position = 0;
    let depth = 0;
    // What may come next alternates: an operand, or what joins it to the next one.
    let wantsOperand = true;
    for (; position < tokens.length; position += 1) {
        const token = tokens[position] ?? '';
        if (wantsOperand) {
            if (token === '(') {
                depth += 1;
                continue;
            }
            const problem = findLicenceProblem(token);
            if (problem !== undefined)
                return problem;
            wantsOperand = false;
            if (tokens[position + 1] !== 'with')
                continue;
            position += 2;
            const exception = tokens[position] ?? '';
            if (!exceptions.has(exception))
                return `"${exception}" is no exception that SPDX lists`;
        }
        else if (token === ')' && depth > 0)
            depth -= 1;
        else if (token === 'and' || token === 'or')
            wantsOperand = true;
        else
            return `"${token}" stands where AND or OR should`;
    }
    if (wantsOperand)
        return 'a licence is missing at its end';
    return depth === 0 ? undefined : 'its parentheses do not match';
}
function findLicenceProblem(token) {
    if (words.has(token))
        return `"${token}" stands where a licence should`;
    if (token.startsWith('licenseref-'))
        return own.test(token) ? undefined : `"${token}" is not a licence reference`;
    return licences.has(token.endsWith('+') ? token.slice(0, -1) : token)
        ? undefined
        : `"${token}" is no licence that SPDX lists`;
}

;// CONCATENATED MODULE: ./packages/python/src/metadata/project-urls.ts


const longestLabel = 32;
const project_urls_shown = (text) => `"${(0,neutralise/* neutraliseLine */.fZ)(text, 120)}"`;
/** Sentences about Project-URL, Home-page and Download-URL: labels that are there once, and addresses of the web, as PyPI wants them. */
function findProjectUrlProblems(metadata) {
    const problems = [];
    const labels = new Set();
    for (const value of readFields(metadata, 'Project-URL')) {
        const comma = value.indexOf(',');
        const label = (comma < 0 ? value : value.slice(0, comma)).trim();
        const url = comma < 0 ? '' : value.slice(comma + 1).trim();
        if (labels.has(label))
            problems.push(`Project-URL has the label ${project_urls_shown(label)} twice.`);
        labels.add(label);
        if (label === '' || [...label].length > longestLabel)
            problems.push(`Project-URL ${project_urls_shown(value)} needs a label of 1 to ${longestLabel} characters.`);
        if (!isWebAddress(url))
            problems.push(`Project-URL ${project_urls_shown(label)} leads to ${project_urls_shown(url)}, which is no http or https address.`);
    }
    for (const field of ['Home-page', 'Download-URL']) {
        const url = readField(metadata, field)?.trim() ?? '';
        // Old backends write UNKNOWN for nothing, and indexes read it so.
        if (url !== '' && url !== 'UNKNOWN' && !isWebAddress(url))
            problems.push(`${field} is ${project_urls_shown(url)}, which is no http or https address.`);
    }
    return problems;
}
function isWebAddress(text) {
    return /^https?:/i.test(text) && !/[\s<>"{}|\\^`]/.test(text);
}

;// CONCATENATED MODULE: ./packages/python/src/metadata/marker.ts
// https://packaging.python.org/specifications/dependency-specifiers/, with the dotted spellings of old setuptools, which
// every installer still reads.
const blanks = /[ \t]*/y;
const variable = /(?:python_version|python_full_version|os[._]name|sys[._]platform|platform_(?:release|system)|platform[._](?:version|machine|python_implementation)|python_implementation|implementation_(?:name|version)|extras?|dependency_groups)\b/y;
const quoted = /"[^"\r\n]*"|'[^'\r\n]*'/y;
const operator = /===|==|~=|!=|<=|>=|<|>|in\b|not[ \t]+in\b/y;
const joint = /(?:and|or)\b/y;
// Deeper than any marker that was ever written; a bound keeps hostile input from the end of the stack.
const deepest = 50;
/**
 * Reads an environment marker up to where it ends.
 * @returns why there is none here; undefined when there is one
 */
function findMarkerProblem(reader, depth = 0) {
    for (;;) {
        const problem = readOperand(reader, depth);
        if (problem !== undefined)
            return problem;
        if (reader.take(joint) === undefined)
            return undefined;
    }
}
function readOperand(reader, depth) {
    reader.take(blanks);
    if (reader.take(/\(/y) !== undefined) {
        if (depth === deepest)
            return 'its marker is nested too deeply';
        const problem = findMarkerProblem(reader, depth + 1);
        if (problem !== undefined)
            return problem;
        if (reader.take(/\)/y) === undefined)
            return `")" is missing before "${reader.rest}"`;
    }
    else {
        if (!takeValue(reader))
            return `"${reader.rest}" does not begin with a marker variable or a quoted text`;
        if (reader.take(operator) === undefined)
            return `"${reader.rest}" does not begin with a comparison`;
        reader.take(blanks);
        if (!takeValue(reader))
            return `"${reader.rest}" does not begin with a marker variable or a quoted text`;
    }
    reader.take(blanks);
    return undefined;
}
function takeValue(reader) {
    const found = reader.take(variable) ?? reader.take(quoted);
    reader.take(blanks);
    return found !== undefined;
}

;// CONCATENATED MODULE: ./packages/python/src/metadata/token-reader.ts
/** Reads a text from left to right by patterns, for the small grammars of metadata. */
class TokenReader {
    #text;
    #position = 0;
    constructor(text) {
        this.#text = text;
    }
    /** Takes what the pattern matches here; undefined, and nothing taken, when it does not. @param pattern sticky (`/y`) */
    take(pattern) {
        pattern.lastIndex = this.#position;
        const found = pattern.exec(this.#text)?.[0];
        this.#position += found?.length ?? 0;
        return found;
    }
    /** What has not been taken. */
    get rest() {
        return this.#text.slice(this.#position);
    }
}

;// CONCATENATED MODULE: ./packages/python/src/metadata/requirement.ts


// PEP 440: a prefix match ("==1.*") and a local version ("==1+a") stand behind "==" and "!=" alone, and "~=" needs two parts.
const release = 'v?(?:[0-9]+!)?[0-9]+(?:\\.[0-9]+)*';
const suffix = '(?:[-_.]?(?:alpha|beta|preview|pre|a|b|c|rc)[-_.]?[0-9]*)?(?:-[0-9]+|[-_.]?(?:post|rev|r)[-_.]?[0-9]*)?(?:[-_.]?dev[-_.]?[0-9]*)?';
const local = '(?:\\+[a-z0-9]+(?:[-_.][a-z0-9]+)*)?';
const clause = `===\\s*[^\\s;)]+|(?:==|!=)\\s*${release}(?:\\.\\*|${suffix}${local})|` +
    `~=\\s*v?(?:[0-9]+!)?[0-9]+(?:\\.[0-9]+)+${suffix}|(?:<=|>=|<|>)\\s*${release}${suffix}`;
const wholeClause = new RegExp(`^(?:${clause})$`, 'i');
const nextClause = new RegExp(clause, 'iy');
const requirement_blanks = /[ \t]*/y;
// The last character is one that may end a name, so "a-" is read as "a" and a "-" that is not understood.
const requirement_identifier = /[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?/y;
const comma = /[ \t]*,[ \t]*/y;
/** Why a text is no set of version specifiers (PEP 440); undefined when it is one. */
function findSpecifierProblem(text) {
    // Commas too many are read by everyone.
    const parts = text
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== '');
    const wrong = parts.find((part) => !wholeClause.test(part));
    return wrong === undefined ? undefined : `"${wrong}" is not an operator and a version of PEP 440`;
}
/**
 * Why a text is no requirement that a package index takes (PEP 508, without addresses); undefined when it is one. A line
 * break inside is none of the blanks of PEP 508.
 */
function findRequirementProblem(text) {
    const reader = new TokenReader(text);
    reader.take(requirement_blanks);
    if (reader.take(requirement_identifier) === undefined)
        return 'it does not begin with a name';
    reader.take(requirement_blanks);
    if (reader.take(/\[[ \t]*/y) !== undefined) {
        const problem = findExtrasProblem(reader);
        if (problem !== undefined)
            return problem;
    }
    reader.take(requirement_blanks);
    if (reader.take(/@/y) !== undefined)
        return 'it points to an address, which a package index refuses';
    const problem = findClausesProblem(reader);
    if (problem !== undefined)
        return problem;
    if (reader.take(/;/y) !== undefined) {
        const wrong = findMarkerProblem(reader);
        if (wrong !== undefined)
            return wrong;
    }
    return reader.rest === '' ? undefined : `"${reader.rest}" is not understood`;
}
function findExtrasProblem(reader) {
    if (reader.take(requirement_identifier) !== undefined) {
        while (reader.take(comma) !== undefined)
            if (reader.take(requirement_identifier) === undefined)
                return `"${reader.rest}" does not begin with an extra`;
    }
    reader.take(requirement_blanks);
    return reader.take(/\]/y) === undefined ? `"]" is missing before "${reader.rest}"` : undefined;
}
function findClausesProblem(reader) {
    const isEnclosed = reader.take(/\([ \t]*/y) !== undefined;
    while (reader.take(nextClause) !== undefined && reader.take(comma) !== undefined)
        ;
    reader.take(requirement_blanks);
    if (isEnclosed && reader.take(/\)/y) === undefined)
        return `")" is missing before "${reader.rest}"`;
    reader.take(requirement_blanks);
    return undefined;
}

;// CONCATENATED MODULE: ./packages/python/src/metadata/list-metadata-problems.ts










const mostSummary = 512;
// What Python's `str.splitlines` parts lines at.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
const lineBreak = /[\n\r\v\f\x1C-\x1E\x85\u2028\u2029]/;
const list_metadata_problems_shown = (text) => `"${(0,neutralise/* neutraliseLine */.fZ)(text, 120)}"`;
/**
 * Judges metadata by the core metadata specification and the further rules of PyPI. A newer minor version than the known ones
 * is a warning, since the specification lets readers go on; another major version is a problem.
 */
function listMetadataProblems(metadata) {
    const problems = [];
    const warnings = [];
    const version = readField(metadata, 'Metadata-Version');
    judgeMetadataVersion(version, problems, warnings);
    judgeIdentity(metadata, problems);
    judgeSummary(metadata, problems);
    judgeRequirements(metadata, problems);
    judgeContentType(metadata, problems, warnings);
    judgeDynamic(metadata, problems);
    judgeImportNames(metadata, problems);
    problems.push(...findProjectUrlProblems(metadata));
    judgeLicence(metadata, problems);
    if (version !== undefined)
        judgeFieldVersions(metadata, version, problems, warnings);
    return { problems, warnings };
}
function judgeMetadataVersion(version, problems, warnings) {
    const known = knownMetadataVersions;
    if (version === undefined)
        problems.push('The field Metadata-Version is missing.');
    else if (/^2\.[1-9][0-9]?$/.test(version)) {
        if (!known.includes(version))
            warnings.push(`Metadata-Version ${version} is newer than those known here; PyPI may refuse it.`);
    }
    else if (!known.includes(version))
        problems.push(`Metadata-Version ${list_metadata_problems_shown(version)} is not one that is known.`);
}
function judgeIdentity(metadata, problems) {
    const name = readField(metadata, 'Name');
    const version = readField(metadata, 'Version');
    if (name === undefined)
        problems.push('The field Name is missing.');
    else if (!isProjectName(name))
        problems.push(`Name ${list_metadata_problems_shown(name)} is not a project name.`);
    if (version === undefined)
        problems.push('The field Version is missing.');
    else if (tryParseVersion(version.trim()) === undefined)
        problems.push(`Version ${list_metadata_problems_shown(version)} is not a version of PEP 440.`);
}
function judgeSummary(metadata, problems) {
    const summary = readField(metadata, 'Summary') ?? '';
    if (lineBreak.test(summary))
        problems.push('Summary has more than one line.');
    if ([...summary].length > mostSummary)
        problems.push(`Summary has ${[...summary].length} characters; at most ${mostSummary} are taken.`);
}
function judgeRequirements(metadata, problems) {
    for (const requirement of readFields(metadata, 'Requires-Dist')) {
        const problem = findRequirementProblem(requirement);
        if (problem !== undefined)
            problems.push(`Requires-Dist ${list_metadata_problems_shown(requirement)}: ${(0,neutralise/* neutraliseLine */.fZ)(problem, 200)}.`);
    }
    const python = readField(metadata, 'Requires-Python');
    const problem = python === undefined ? undefined : findSpecifierProblem(python);
    if (problem !== undefined)
        problems.push(`Requires-Python ${list_metadata_problems_shown(python ?? '')}: ${(0,neutralise/* neutraliseLine */.fZ)(problem, 200)}.`);
    for (const extra of readFields(metadata, 'Provides-Extra')) {
        if (!isProjectName(extra))
            problems.push(`Provides-Extra ${list_metadata_problems_shown(extra)} is not the name of an extra.`);
    }
}
function judgeDynamic(metadata, problems) {
    for (const field of readFields(metadata, 'Dynamic')) {
        if (/^(name|version|metadata-version)$/i.test(field))
            problems.push(`Dynamic ${list_metadata_problems_shown(field)}: this field is always static.`);
        else if (versionOfField(field) === undefined)
            problems.push(`Dynamic ${list_metadata_problems_shown(field)} is not the name of a field.`);
    }
}
function judgeImportNames(metadata, problems) {
    for (const field of ['Import-Name', 'Import-Namespace']) {
        const names = readFields(metadata, field);
        // One empty Import-Name says that there is nothing to import.
        if (field === 'Import-Name' && names.length === 1 && names[0] === '')
            continue;
        for (const name of names) {
            const problem = findImportNameProblem(name);
            if (problem !== undefined)
                problems.push(`${field} ${list_metadata_problems_shown(name)}: ${(0,neutralise/* neutraliseLine */.fZ)(problem, 200)}.`);
        }
    }
}
function judgeLicence(metadata, problems) {
    if (readField(metadata, 'License') !== undefined &&
        readField(metadata, 'License-Expression') !== undefined) {
        problems.push('License and License-Expression exclude each other (PEP 639).');
    }
    const expression = readField(metadata, 'License-Expression');
    const problem = expression === undefined ? undefined : findLicenseExpressionProblem(expression);
    if (problem !== undefined)
        problems.push(`License-Expression ${list_metadata_problems_shown(expression ?? '')}: ${(0,neutralise/* neutraliseLine */.fZ)(problem, 200)}.`);
    // Before 2.4 setuptools wrote into it what it liked; indexes and twine pass over it.
    const files = list_metadata_problems_isBefore(readField(metadata, 'Metadata-Version') ?? '', '2.4')
        ? []
        : readFields(metadata, 'License-File');
    for (const path of files) {
        // PyPI refuses two dots wherever they stand.
        const isOdd = /[*\\]|^[a-z]:\//i.test(path) || path.includes('..');
        if (isOdd || path.split('/').some((part) => part === '' || part === '.'))
            problems.push(`License-File ${list_metadata_problems_shown(path)} is not a path inside the project (PEP 639).`);
    }
}
function judgeFieldVersions(metadata, version, problems, warnings) {
    const seen = new Set();
    for (const [name] of metadata.fields) {
        const key = name.toLowerCase();
        if (seen.has(key))
            continue;
        seen.add(key);
        const since = versionOfField(name);
        if (since === undefined)
            warnings.push(`The field ${list_metadata_problems_shown(name)} is not known.`);
        else if (list_metadata_problems_isBefore(version, since)) {
            const sentence = `The field ${name} came with metadata version ${since}, and this is ${(0,neutralise/* neutraliseLine */.fZ)(version, 20)}.`;
            if (key === 'license-file')
                warnings.push(sentence);
            else
                problems.push(sentence);
        }
    }
}
/** Whether a metadata version is lower than another one. */
function list_metadata_problems_isBefore(version, other) {
    const order = (text) => Number(text.split('.')[0]) * 100 + Number(text.split('.')[1]);
    return order(version) < order(other);
}

;// CONCATENATED MODULE: ./packages/python/src/version/format-version.ts
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
/** Alpha, beta, candidate and development versions: what installers leave out unless asked. */
function isPrerelease({ pre, dev }) {
    return pre !== undefined || dev !== undefined;
}
const semverPhases = { a: 'alpha', b: 'beta', rc: 'rc' };
/**
 * The spelling of Semantic Versioning 2.0.0; undefined for what it cannot say: an epoch, a post-release, a release of more
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
/** The spelling as a tag of an OCI registry (`[A-Za-z0-9_][A-Za-z0-9._-]{0,127}`); undefined with an epoch or when too long. */
function toImageTag(version) {
    if (version.epoch !== 0n)
        return undefined;
    const tag = formatVersion(version).replace('+', '-');
    return tag.length <= 128 ? tag : undefined;
}

;// CONCATENATED MODULE: ./packages/python/src/distribution/file-names.ts



const part = /^[A-Za-z0-9](?:[A-Za-z0-9._]*[A-Za-z0-9])?$/;
const tag = /^[A-Za-z0-9_]+(?:\.[A-Za-z0-9_]+)*$/;
const longestName = 255;
function isCanonical(project, version) {
    const parsed = tryParseVersion(version);
    return (part.test(project) &&
        fileNameOf(project) === project &&
        parsed !== undefined &&
        formatVersion(parsed) === version);
}
/** Undefined for a name that is not exactly `<name>-<version>[-<build>]-<python>-<abi>-<platform>.whl`, normalised. */
function parseWheelFileName(fileName) {
    if (!fileName.endsWith('.whl') || fileName.length > longestName)
        return undefined;
    const parts = fileName.slice(0, -'.whl'.length).split('-');
    if (parts.length !== 5 && parts.length !== 6)
        return undefined;
    const [project = '', version = ''] = parts;
    const [pythonTag = '', abiTag = '', platformTag = ''] = parts.slice(-3);
    const buildTag = parts.length === 6 ? parts[2] : undefined;
    if (buildTag !== undefined && !/^[0-9][A-Za-z0-9_.]*$/.test(buildTag))
        return undefined;
    if (!isCanonical(project, version) || ![pythonTag, abiTag, platformTag].every((each) => tag.test(each)))
        return undefined;
    return { project, version, buildTag, pythonTag, abiTag, platformTag };
}
/** Undefined for a name that is not exactly `<name>-<version>.tar.gz`, normalised. */
function parseSdistFileName(fileName) {
    if (!fileName.endsWith('.tar.gz') || fileName.length > longestName)
        return undefined;
    const [project = '', version = '', ...rest] = fileName.slice(0, -'.tar.gz'.length).split('-');
    return rest.length === 0 && isCanonical(project, version) ? { project, version } : undefined;
}

;// CONCATENATED MODULE: ./packages/python/src/distribution/wheel-record.ts

/** Splits CSV as Python's `csv` module writes RECORD: quotes doubled, rows by line. Undefined when a quote stays open. */
function readRows(text) {
    const rows = [];
    let row = [];
    const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|\r|\n|$)/y;
    while (cell.lastIndex < text.length) {
        const found = cell.exec(text);
        if (found === null)
            return undefined;
        const [, quoted, plain = '', end] = found;
        row.push(quoted?.replaceAll('""', '"') ?? plain);
        if (end === ',') {
            if (cell.lastIndex === text.length)
                row.push('');
            else
                continue;
        }
        if (row.length > 1 || row[0] !== '')
            rows.push(row);
        row = [];
    }
    if (row.length > 0)
        rows.push(row);
    return rows;
}
/**
 * Holds RECORD against the members of a wheel: a row for each with the right digest and size, and no other row
 * (https://packaging.python.org/specifications/recording-installed-packages/).
 * @param folder `<name>-<version>.dist-info`
 * @returns sentences
 */
function listRecordProblems(record, folder, members) {
    const rows = readRows(record.toString('utf8'));
    if (rows === undefined)
        return ['RECORD is not a table of comma-separated values.'];
    const problems = [];
    const byName = new Map(members.map((member) => [member.name, member]));
    const seen = new Set();
    // It cannot hold its own digest, and signatures over it come later.
    const exempt = new Set(['RECORD', 'RECORD.jws', 'RECORD.p7s'].map((name) => `${folder}/${name}`));
    for (const [name = '', digest = '', size = ''] of rows) {
        const member = byName.get(name);
        if (seen.has(name))
            problems.push(`RECORD names ${quoteName(name)} twice.`);
        else if (member === undefined)
            problems.push(`RECORD names ${quoteName(name)}, which is not in the wheel.`);
        else if (!exempt.has(name) || digest !== '')
            problems.push(...judgeRow(member, digest, size));
        seen.add(name);
    }
    for (const { name } of members) {
        if (!seen.has(name) && (!exempt.has(name) || name.endsWith('/RECORD')))
            problems.push(`RECORD does not name ${quoteName(name)}.`);
    }
    return problems;
}
function judgeRow({ name, sha256, size }, digest, rowSize) {
    const problems = [];
    const expected = `sha256=${Buffer.from(sha256, 'hex').toString('base64url')}`;
    if (!digest.startsWith('sha256='))
        problems.push(`RECORD gives no SHA-256 of ${quoteName(name)}.`);
    else if (digest !== expected)
        problems.push(`RECORD gives another SHA-256 of ${quoteName(name)} than its bytes have.`);
    if (rowSize !== '' && rowSize !== String(size))
        problems.push(`RECORD gives ${quoteName(name)} another size than ${size} bytes.`);
    return problems;
}

;// CONCATENATED MODULE: ./packages/python/src/distribution/inspect-distribution.ts











/**
 * Reads a distribution to its last byte and judges its name, its archive and its metadata.
 * @throws InputError E_DISTRIBUTION_INVALID for an archive that cannot be read, or should not be, or holds no readable metadata
 */
async function inspectDistribution(path) {
    const fileName = (0,external_node_path_namespaceObject.basename)(path);
    if (fileName.endsWith('.whl')) {
        const archive = await readWheel(path, (name) => /^[^/]+\.dist-info\/(?:METADATA|WHEEL|RECORD)$/.test(name));
        const folders = listTopFolders(archive).filter((name) => name.endsWith('.dist-info'));
        const [folder = ''] = folders;
        if (folders.length !== 1) {
            throw refuseArchive(fileName, `it holds ${folders.length} folders *.dist-info instead of one`);
        }
        const parsed = parseWheelFileName(fileName);
        return judge(path, 'wheel', archive, `${folder}/METADATA`, {
            named: parsed,
            pythonTag: parsed?.pythonTag ?? '',
            isPure: parsed?.platformTag === 'any',
            problems: listWheelProblems(archive, folder, parsed),
        });
    }
    if (fileName.endsWith('.tar.gz')) {
        const archive = await readSdist(path, (name) => /^[^/]+\/PKG-INFO$/.test(name));
        const folders = listTopFolders(archive);
        const [folder = ''] = folders;
        if (folders.length !== 1 || archive.members.some(({ name }) => !name.includes('/'))) {
            throw refuseArchive(fileName, 'it holds something beside its one top folder');
        }
        const expected = fileName.slice(0, -'.tar.gz'.length);
        return judge(path, 'sdist', archive, `${folder}/PKG-INFO`, {
            named: parseSdistFileName(fileName),
            pythonTag: 'source',
            isPure: true,
            problems: folder === expected ? [] : [`Its top folder is ${quoteName(folder)}, not "${expected}".`],
        });
    }
    throw refuseArchive(fileName, 'it is neither a wheel (.whl) nor a source distribution (.tar.gz)');
}
function listTopFolders({ members }) {
    return [
        ...new Set(members.filter(({ name }) => name.includes('/')).map(({ name }) => name.split('/')[0] ?? '')),
    ];
}
function judge(path, kind, archive, metadataName, { named, pythonTag, isPure, problems }) {
    const fileName = (0,external_node_path_namespaceObject.basename)(path);
    const bytes = archive.contents.get(metadataName);
    if (bytes === undefined)
        throw refuseArchive(fileName, `${quoteName(metadataName)} is missing`);
    const metadata = parseCoreMetadata(bytes);
    const findings = listMetadataProblems(metadata);
    const project = readField(metadata, 'Name') ?? '';
    const parsed = tryParseVersion(readField(metadata, 'Version') ?? '');
    const version = parsed === undefined ? '' : formatVersion(parsed);
    return {
        path,
        fileName,
        kind,
        project,
        version,
        pythonTag,
        isPure,
        metadata,
        members: archive.members,
        problems: [
            ...(named === undefined
                ? [
                    `The name ${quoteName(fileName)} is not a normalised one of ${kind === 'wheel' ? 'PEP 427' : 'PEP 625'}.`,
                ]
                : listNameProblems(named, project, version)),
            ...problems,
            ...findings.problems,
            ...listLicenceProblems(metadata, metadataName, kind, archive),
        ],
        warnings: [...archive.warnings, ...findings.warnings],
    };
}
function listNameProblems(named, project, version) {
    const problems = [];
    if (named.project !== fileNameOf(project))
        problems.push(`The file name says "${named.project}", its metadata the project ${quoteName(project)}.`);
    if (named.version !== version)
        problems.push(`The file name says version ${named.version}, its metadata ${version || 'none'}.`);
    return problems;
}
function listWheelProblems({ members, contents }, folder, parsed) {
    const problems = [];
    const expected = parsed === undefined ? undefined : `${parsed.project}-${parsed.version}.dist-info`;
    // Older backends keep the case and dots of the name here, which installers allow.
    const normalised = folder
        .slice(0, -'.dist-info'.length)
        .replace(/^(.*)-/, (_, name) => `${fileNameOf(name)}-`);
    if (expected !== undefined && `${normalised}.dist-info` !== expected)
        problems.push(`Its folder is ${quoteName(folder)}, not "${expected}".`);
    const wheel = contents.get(`${folder}/WHEEL`);
    if (wheel === undefined)
        problems.push(`"${folder}/WHEEL" is missing.`);
    else if (!/^Wheel-Version:[ \t]*1\.[0-9]+\s*$/im.test(wheel.toString('utf8')))
        problems.push('WHEEL names no Wheel-Version 1.x.');
    const record = contents.get(`${folder}/RECORD`);
    if (record === undefined)
        problems.push(`"${folder}/RECORD" is missing.`);
    else
        problems.push(...listRecordProblems(record, folder, members));
    return problems;
}
// PEP 639: each named file is there, in `licenses/` of a wheel and in the top folder of a source distribution.
function listLicenceProblems(metadata, metadataName, kind, { members }) {
    const [, minor = '0'] = (readField(metadata, 'Metadata-Version') ?? '').split('.');
    if (Number(minor) < 4)
        return [];
    const folder = metadataName.split('/')[0] ?? '';
    const names = new Set(members.map(({ name }) => name));
    return readFields(metadata, 'License-File')
        .map((path) => (kind === 'wheel' ? `${folder}/licenses/${path}` : `${folder}/${path}`))
        .filter((name) => !names.has(name))
        .map((name) => `The licence file ${quoteName(name)} is named and not there.`);
}

;// CONCATENATED MODULE: ./packages/python/src/distribution/check-distributions.ts










/**
 * Checks all files: digests first, then what an index would refuse. Every finding of every file is in one error, so that a
 * release is refused as a whole.
 * @throws IntegrityError E_FILES_DIFFER; InputError E_DISTRIBUTION_INVALID, E_MANIFEST_INVALID
 */
async function checkDistributions(collected, options) {
    const { directory, promised, log } = options;
    const hashed = await hashFiles(collected.distributions.map((name) => (0,external_node_path_namespaceObject.join)(directory, name)), { signal: options.signal });
    const list = hashed.map(({ sha256, size }, index) => {
        const name = collected.distributions[index] ?? '';
        return { name, sha256, size, kind: (0,parse_file_list/* kindOfFile */.yK)(name) };
    });
    if (promised !== undefined)
        (0,parse_file_list/* compareFileList */.mn)(promised.filter(({ kind }) => kind !== 'other'), list);
    if (collected.hasManifest)
        await verifyManifest(directory, list);
    const findings = [];
    const files = [];
    for (const { name, sha256, size } of list) {
        const path = (0,external_node_path_namespaceObject.join)(directory, name);
        const distribution = await inspectDistribution(path);
        files.push({ distribution, path, name, sha256, size });
        const own = options.judge?.(distribution, size) ?? { problems: [], warnings: [] };
        for (const problem of [...distribution.problems, ...own.problems])
            findings.push(`${name}: ${problem}`);
        for (const warning of [...distribution.warnings, ...own.warnings])
            log.warning(`${name}: ${warning}`);
    }
    findings.push(...comparePairs(files));
    if (findings.length > 0) {
        throw new action_error/* InputError */.dz('E_DISTRIBUTION_INVALID', {
            message: `Nothing is published: ${findings.map((text) => (0,neutralise/* neutraliseLine */.fZ)(text, 400)).join('; ')}.`,
        });
    }
    return files;
}
async function verifyManifest(directory, files) {
    const listed = new Map(parseManifest(await (0,promises_namespaceObject.readFile)((0,external_node_path_namespaceObject.join)(directory, 'SHA256SUMS'), 'utf8')).map(({ name, digest }) => [
        name,
        digest,
    ]));
    const findings = files.flatMap(({ name, sha256 }) => {
        const digest = listed.get(name);
        if (digest === sha256)
            return [];
        return [digest === undefined ? `${name} is not listed` : `${name} has ${sha256}, listed is ${digest}`];
    });
    for (const name of listed.keys()) {
        if ((0,parse_file_list/* kindOfFile */.yK)(name) !== 'other' && !files.some((file) => file.name === name))
            findings.push(`${name} is missing`);
    }
    if (findings.length > 0) {
        throw new action_error/* IntegrityError */.cs('E_FILES_DIFFER', {
            message: `The distributions are not those of SHA256SUMS: ${findings.map((text) => (0,neutralise/* neutraliseLine */.fZ)(text)).join('; ')}.`,
        });
    }
}
/** One release of each project, and the same metadata in all of its files. */
function comparePairs(files) {
    const findings = [];
    const releases = new Map();
    for (const file of files) {
        const key = normalizeName(file.distribution.project);
        releases.set(key, [...(releases.get(key) ?? []), file]);
    }
    for (const [project, own] of releases) {
        const versions = [...new Set(own.map(({ distribution }) => distribution.version))];
        if (versions.length > 1)
            findings.push(`${project} is there in several versions (${versions.join(', ')})`);
        const sdists = own.filter(({ distribution }) => distribution.kind === 'sdist');
        if (sdists.length > 1)
            findings.push(`${project} has ${sdists.length} sdists`);
        const [sdist] = sdists;
        if (sdist === undefined || versions.length > 1)
            continue;
        for (const { distribution, name } of own.filter((file) => file !== sdist)) {
            for (const difference of comparePair(distribution, sdist.distribution))
                findings.push(`${name}: ${difference}`);
        }
    }
    return findings;
}

;// CONCATENATED MODULE: ./packages/python/src/distribution/collect-distributions.ts




// What other steps of a release put beside the distributions.
const companion = /^(SHA256SUMS|SHA512SUMS|B2SUMS)(\.asc|\.sig|\.sigstore(\.json)?)?$|\.(asc|sig|sigstore|sigstore\.json|crt|pem|intoto\.jsonl|publish\.attestation|slsa\.attestation)$|^publication\.json$/;
const distribution = /\.whl$|\.tar\.gz$/;
const refusedArchives = /\.(zip|egg|tar\.bz2|tar\.xz|tar|tgz|exe|msi|rpm|deb)$/i;
/**
 * Sorts the files of a folder; nothing is passed over in silence.
 * @throws InputError E_FILES_MISSING for no distribution, E_DISTRIBUTION_INVALID naming everything that does not belong
 */
async function collectDistributions(directory) {
    const entries = await (0,promises_namespaceObject.readdir)(directory, { withFileTypes: true }).catch((cause) => {
        throw new action_error/* InputError */.dz('E_FILES_MISSING', {
            message: `There is no folder "${(0,neutralise/* neutraliseLine */.fZ)(directory, 300)}".`,
            cause,
        });
    });
    const findings = [];
    const distributions = [];
    const attestations = [];
    for (const entry of entries) {
        const { name } = entry;
        const shown = (0,neutralise/* neutraliseLine */.fZ)(name, 200);
        if (entry.isDirectory()) {
            findings.push(`"${shown}" is a folder; put the files of all jobs into one ("merge-multiple: true")`);
        }
        else if (!entry.isFile())
            findings.push(`"${shown}" is a link or a device`);
        else if (companion.test(name)) {
            if (name.endsWith('.attestation'))
                attestations.push(name);
        }
        else if (distribution.test(name))
            distributions.push(name);
        else if (refusedArchives.test(name))
            findings.push(`"${shown}" is of a kind that PyPI no longer takes`);
        else
            findings.push(`"${shown}" is neither a distribution nor one of the files that belong to one`);
    }
    if (findings.length > 0) {
        throw new action_error/* InputError */.dz('E_DISTRIBUTION_INVALID', {
            message: `The folder "${(0,neutralise/* neutraliseLine */.fZ)(directory, 300)}" holds what cannot be published: ${findings.sort().join('; ')}.`,
            hint: 'Move it elsewhere, or give the folder that holds the distributions alone.',
        });
    }
    if (distributions.length === 0) {
        throw new action_error/* InputError */.dz('E_FILES_MISSING', {
            message: `There is no wheel and no sdist in "${(0,neutralise/* neutraliseLine */.fZ)(directory, 300)}".`,
        });
    }
    const hasManifest = entries.some(({ name }) => name === 'SHA256SUMS');
    return {
        distributions: distributions.sort(),
        hasManifest,
        attestations: attestations.sort().map((name) => (0,external_node_path_namespaceObject.join)(directory, name)),
    };
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
        throw new RemoteError('E_SIGSTORE_TRUST', {
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

;// CONCATENATED MODULE: ./packages/sigstore/src/in-toto.ts
/** The value of `_type`. */
const statementType = 'https://in-toto.io/Statement/v1';
/** The payload type of an envelope (DSSE) around a statement. */
const statementPayloadType = 'application/vnd.in-toto+json';
/** The subject for one file. */
function subjectOfFile(file) {
    return { name: file.name, digest: { sha256: file.sha256 } };
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
        _type: statementType,
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

// EXTERNAL MODULE: ./packages/core/src/pypi-hosts.ts
var pypi_hosts = __nccwpck_require__(1751);
// EXTERNAL MODULE: ./node_modules/@sigstore/bundle/dist/index.js
var dist = __nccwpck_require__(1040);
// EXTERNAL MODULE: ./node_modules/@sigstore/core/dist/index.js
var core_dist = __nccwpck_require__(3917);
// EXTERNAL MODULE: ./node_modules/@sigstore/verify/dist/index.js
var verify_dist = __nccwpck_require__(4187);
;// CONCATENATED MODULE: ./packages/sigstore/src/verify-bundle.ts






const arc = [1, 3, 6, 1, 4, 1, 57264, 1];
/** The error for an attestation that does not hold; `reason` may hold text of others. */
function verify_bundle_invalid(reason, cause) {
    return new action_error/* IntegrityError */.cs('E_ATTESTATION_INVALID', {
        message: `The attestation does not hold: ${(0,neutralise/* neutraliseLine */.fZ)(reason, 600)}`,
        cause,
    });
}
function isStatement(value) {
    const statement = value;
    return (typeof statement === 'object' &&
        statement?._type === statementType &&
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
    return readStatement(verifyBundle(serialized, trustedRoot, { checkForm: form }));
}
function readStatement({ bundle, signer }) {
    if (!(0,dist/* isBundleWithDsseEnvelope */.Km)(bundle))
        throw verify_bundle_invalid('it is not an envelope around a statement');
    const { payload, payloadType, signatures } = bundle.content.dsseEnvelope;
    if (payloadType !== statementPayloadType)
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
    if (!isStatement(statement))
        throw verify_bundle_invalid('its payload is not an in-toto statement of version 1');
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
    return readStatement(verifyBundle(serialized, trustedRoot, { thresholds: thresholdsOf(trust) }));
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
        throw verify_bundle_invalid('its bundle is not an envelope around a statement');
    if (certificate === undefined)
        throw verify_bundle_invalid('its bundle has no single certificate (version 0.3)');
    if (envelope.payloadType !== statementPayloadType)
        throw verify_bundle_invalid(`its payload is of type ${envelope.payloadType}`);
    const [signature] = envelope.signatures;
    if (signature === undefined || envelope.signatures.length !== 1)
        throw verify_bundle_invalid(`its bundle has ${envelope.signatures.length} signatures instead of one`);
    if (tlogEntries.length === 0)
        throw verify_bundle_invalid('its bundle has no entry of the transparency log');
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
function isRecord(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}
/** Reads a bundle that somebody else made, as a `.sigstore.json` file has it. @throws IntegrityError E_ATTESTATION_INVALID */
function parseBundle(text) {
    try {
        return bundleToJSON(bundleFromJSON(JSON.parse(text)));
    }
    catch (cause) {
        throw invalid(`it is not a bundle: ${cause instanceof Error ? cause.message : 'no reason given'}`, cause);
    }
}
/** Reads an attestation object that somebody else made. @throws IntegrityError E_ATTESTATION_INVALID */
function parseAttestation(text) {
    let value;
    try {
        value = JSON.parse(text);
    }
    catch (cause) {
        throw verify_bundle_invalid('it is not JSON', cause);
    }
    const material = isRecord(value) ? value['verification_material'] : undefined;
    const envelope = isRecord(value) ? value['envelope'] : undefined;
    if (!isRecord(value) || value['version'] !== 1 || !isRecord(material) || !isRecord(envelope))
        throw verify_bundle_invalid('it is not an attestation object of version 1');
    const { certificate, transparency_entries: entries } = material;
    const { statement, signature } = envelope;
    if (typeof certificate !== 'string' || typeof statement !== 'string' || typeof signature !== 'string')
        throw verify_bundle_invalid('it has no certificate, no statement or no signature');
    if (!Array.isArray(entries) || entries.length === 0 || !entries.every(isRecord))
        throw verify_bundle_invalid('it has no entry of the transparency log');
    return {
        version: 1,
        // What is inside an entry is read, and refused, by the verification of the bundle.
        verification_material: { certificate, transparency_entries: entries },
        envelope: { statement, signature },
    };
}

;// CONCATENATED MODULE: ./packages/sigstore/src/pypi-attestation.ts







/** The predicate type of PyPI's publish attestation, and the address of its description. */
const publishType = `https://docs.${pypi_hosts/* pypiHost */.hT}/attestations/publish/v1`;
/** The kinds of attestation PyPI takes, at most one of each for a file. */
const acceptedPredicateTypes = [publishType, provenanceType];
/** The statement that a file was published; its predicate has no content. */
function publishStatement(file) {
    return {
        _type: statementType,
        subject: [subjectOfFile(file)],
        predicateType: publishType,
        predicate: null,
    };
}
function checkPublisher(verified, publisher) {
    const expect = (number, name, expected) => {
        const found = verified.extension(number);
        if (found !== expected)
            throw verify_bundle_invalid(`the ${name} of its certificate is ${found ?? 'missing'} instead of ${expected}`);
    };
    expect(8, 'issuer', 'https://token.actions.githubusercontent.com');
    expect(12, 'source repository', `https://github.com/${publisher.repository}`);
    // The commit is 13, the ref is 14: PyPI does not know either and takes the certificate's own.
    const refs = [verified.extension(13), verified.extension(14)].filter((ref) => ref !== undefined);
    const file = `https://github.com/${publisher.repository}/.github/workflows/${publisher.workflow}`;
    const buildConfig = verified.extension(18);
    if (!refs.some((ref) => buildConfig === `${file}@${ref}`))
        throw verify_bundle_invalid(`the workflow of its certificate is ${buildConfig ?? 'missing'} instead of ${file}; a job that publishes has to be in the workflow file that was started, not in one that it calls`);
}
/**
 * Verifies an attestation by the rules of PyPI (`pypi-attestations`), with one that is stricter: the name of the subject
 * is the file's, letter for letter. What passes here is accepted there.
 * @throws IntegrityError E_ATTESTATION_INVALID with the reason
 */
function verifyAttestation(check) {
    const { attestation, file, trustedRoot, publisher } = check;
    const verified = verifyStatementBundle(toBundle(attestation), trustedRoot);
    checkPublisher(verified, publisher);
    const { subject: subjects, predicateType } = verified.statement;
    const [subject] = subjects;
    if (subject === undefined || subjects.length !== 1)
        throw verify_bundle_invalid(`its statement has ${subjects.length} subjects instead of one`);
    if (subject.name !== file.name)
        throw verify_bundle_invalid(`its statement is about ${subject.name ?? 'a file without a name'}, not about ${file.name}`);
    const sha256 = subject.digest['sha256'];
    if (sha256 !== file.sha256)
        throw verify_bundle_invalid(`its statement has sha256 ${sha256 ?? '(none)'}, ${file.name} has ${file.sha256}`);
    if (!acceptedPredicateTypes.includes(predicateType))
        throw verify_bundle_invalid(`PyPI takes no predicate of type ${predicateType}`);
}

// EXTERNAL MODULE: ./packages/core/src/redact.ts
var redact = __nccwpck_require__(796);
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

// EXTERNAL MODULE: ./node_modules/@sigstore/protobuf-specs/dist/index.js
var protobuf_specs_dist = __nccwpck_require__(9654);
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
 * entry is in the tree. Source: https://github.com/sigstore/rekor-tiles/blob/main/api/proto/rekor/v2/rekor_service.proto,
 * `POST /api/v2/log/entries`.
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
        // The same entry again is the same leaf.
        idempotent: true,
        acceptedStatuses: [400, 404, 409, 422],
        attemptTimeoutMs: 30_000,
        deadlineMs: 90_000,
    });
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
const longestWaitMs = 60_000;
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
    for (let waitMs = firstWaitMs;; waitMs = Math.min(waitMs * 2, longestWaitMs)) {
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
function explain(code, service, cause) {
    if (!(cause instanceof action_error/* ActionError */.lZ) || !cause.code.startsWith('E_HTTP_'))
        return cause;
    const options = { message: `${service} could not be used: ${cause.message}`, cause };
    return new action_error/* RemoteError */.Hi(code, {
        ...options,
        status: cause instanceof action_error/* RemoteError */.Hi ? cause.status : undefined,
        retryable: isTransient(cause),
    });
}
/** Makes a signer. Nothing is asked of any service before the first statement. */
function createSigner(options) {
    const { http, clock, log, instance, budgetMs = defaultBudgetMs, signal } = options;
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
            throw explain('E_SIGSTORE_CERTIFICATE', 'Fulcio', cause);
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
            if (proof.latestMs > Date.parse(usable.certificate.validTo)) {
                current = undefined;
                throw new action_error/* RemoteError */.Hi('E_SIGSTORE_LOG', {
                    message: 'The signature was recorded after its certificate had ended.',
                    retryable: true,
                });
            }
            const { verificationMaterial: material } = signed.bundle;
            material.tlogEntries = proof.entry === undefined ? [] : [proof.entry];
            if (proof.timestamp !== undefined)
                material.timestampVerificationData = { rfc3161Timestamps: [{ signedTimestamp: proof.timestamp }] };
            return (0,dist/* bundleToJSON */.ev)(signed.bundle);
        };
        const what = instance.log === undefined ? 'The timestamp authority' : 'Rekor';
        try {
            return await retryWithinBudget({ clock, log, giveUpAtMs, what, signal }, attempt);
        }
        catch (cause) {
            throw explain('E_SIGSTORE_LOG', what, cause);
        }
    };
    return {
        signStatement(statement) {
            const artifact = Buffer.from(JSON.stringify(statement), 'utf8');
            const toSign = core_dist.dsse.preAuthEncoding(statementPayloadType, artifact);
            return record(({ certificate, sign }) => {
                const signature = sign(toSign);
                const parts = {
                    artifact,
                    artifactType: statementPayloadType,
                    signature,
                    certificate: certificate.raw,
                };
                const bundle = (0,dist/* toDSSEBundle */.PR)(parts);
                const envelope = JSON.stringify((0,dist/* envelopeToJSON */.Qe)(bundle.content.dsseEnvelope));
                const digest = (0,external_node_crypto_.createHash)('sha256').update(toSign).digest();
                return { bundle, entry: proposeEnvelope(envelope, certificate.toString()), digest, signature };
            });
        },
        signBlob(blob) {
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
/** One attempt at the entry in the log and the timestamp, as far as the instance has them. */
async function prove({ http, instance }, { entry, digest, signature }, { certificate }) {
    const { log, timestampUrl } = instance;
    const record = () => {
        if (log === undefined)
            return undefined;
        return log.version === 1
            ? createLogEntry({ http, rekorUrl: log.url, entry })
            : createLogEntryV2({ http, rekorUrl: log.url, digest, signature, certificate: certificate.raw });
    };
    const [logged, stamped] = await Promise.all([
        record(),
        timestampUrl === undefined ? undefined : requestTimestamp({ http, timestampUrl, signature }),
    ]);
    // A log of API v2 tells no time: its number is 0.
    const integratedMs = Number(logged?.integratedTime ?? 0) * 1000;
    return {
        entry: logged,
        timestamp: stamped?.bytes,
        latestMs: Math.max(integratedMs, stamped?.signedAtMs ?? 0),
    };
}
function seconds(milliseconds) {
    return Math.round(milliseconds / 1000);
}

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

;// CONCATENATED MODULE: ./actions/pypi-publish/src/attest-files.ts







const parallelSignatures = 8;
/**
 * The two attestations of every file (PEP 740): that it was published, and how it came about. All are signed and verified by
 * PyPI's own policy before this returns; a failure leaves nothing that was sent.
 * @returns by file name
 * @throws RemoteError E_SIGSTORE_*; IntegrityError E_ATTESTATION_INVALID
 */
async function attestFiles(files, options) {
    const { http, clock, log, publisher, serverUrl, requestIdToken, signal } = options;
    const trustedRoot = await loadTrustedRoot({
        path: options.trustedRootPath,
        http,
        cacheDirectory: options.cacheDirectory,
        log,
    });
    const reused = await readExisting(files, options.existing);
    const claims = readProvenanceClaims(await requestIdToken());
    const signer = createSigner({ http, clock, log, requestIdToken, signal, instance: publicGood });
    const attested = new Map();
    const attest = async ({ name, sha256 }) => {
        const statements = [
            publishStatement({ name, sha256 }),
            provenanceStatement({ name, sha256 }, claims, serverUrl),
        ];
        const attestations = [];
        for (const statement of statements) {
            const known = reused.get(`${name} ${statement.predicateType}`);
            const attestation = known ?? toAttestation(await signer.signStatement(statement));
            verifyAttestation({ attestation, file: { name, sha256 }, trustedRoot, publisher });
            attestations.push(attestation);
        }
        attested.set(name, attestations);
    };
    await log.group('Attestations', async () => {
        await runParallel(files, parallelSignatures, attest);
        log.info(`${attested.size} files signed, and verified as PyPI will`);
    });
    return attested;
}
/** Attestations beside the files, by file name and predicate type; which file one is about is in its name. */
async function readExisting(files, paths) {
    const found = new Map();
    for (const path of paths) {
        const owner = files.find(({ name }) => (0,external_node_path_namespaceObject.basename)(path).startsWith(`${name}.`));
        if (owner === undefined)
            continue;
        const attestation = parseAttestation(await (0,promises_namespaceObject.readFile)(path, 'utf8'));
        const statement = JSON.parse(Buffer.from(attestation.envelope.statement, 'base64').toString('utf8'));
        found.set(`${owner.name} ${String(statement.predicateType)}`, attestation);
    }
    return found;
}

;// CONCATENATED MODULE: ./packages/pypi/src/platform-tag.ts
// What PyPI takes, as of 2026-08 (warehouse, forklift/legacy.py).
const plain = new Set(['any', 'win32', 'win_amd64', 'win_arm64', 'win_ia64', 'linux_armv6l', 'linux_armv7l']);
const oldManylinux = {
    manylinux1: ['x86_64', 'i686'],
    manylinux2010: ['x86_64', 'i686'],
    manylinux2014: ['x86_64', 'i686', 'aarch64', 'armv7l', 'ppc64', 'ppc64le', 's390x'],
};
const linuxArchitectures = ['x86_64', 'i686', 'aarch64', 'armv7l', 'ppc64le', 's390x', 'riscv64'];
const macArchitectures = 'ppc|ppc64|i386|x86_64|arm64|intel|fat|fat3|fat64|universal|universal2';
const platform_tag_forms = [
    new RegExp(`^macosx_(10_\\d+|\\d\\d_0)_(${macArchitectures})$`),
    new RegExp(`^manylinux_\\d+_\\d+_(${[...linuxArchitectures, 'ppc64'].join('|')})$`),
    new RegExp(`^musllinux_\\d+_\\d+_(${linuxArchitectures.join('|')})$`),
    /^ios_\d+_\d+_(arm64|x86_64)_(iphoneos|iphonesimulator)$/,
    /^android_\d+_(armeabi_v7a|arm64_v8a|x86|x86_64)$/,
    /^pyemscripten_\d+_\d+_wasm32$/,
];
/** Whether PyPI takes a wheel for a platform tag (one, without dots). */
function isPlatformTagAccepted(tag) {
    if (plain.has(tag) || platform_tag_forms.some((form) => form.test(tag)))
        return true;
    const [, family = '', architecture = ''] = /^(manylinux\d+)_(.+)$/.exec(tag) ?? [];
    return oldManylinux[family]?.includes(architecture) ?? false;
}
/** Platform tags of a wheel's file name (PEP 425, compressed sets by dots) that PyPI does not take. */
function listRefusedPlatformTags(wheelName) {
    const platforms = wheelName
        .replace(/\.whl$/, '')
        .split('-')
        .at(-1) ?? '';
    return platforms.split('.').filter((tag) => !isPlatformTagAccepted(tag));
}

;// CONCATENATED MODULE: ./actions/pypi-publish/src/check-readme.ts
const dangerousDirective = /^\.\. +(raw|include|csv-table::[^\n]*\n +:file|literalinclude)::/m;
const markdownHeading = /^#{1,6} \S/m;
const markdownFence = /^(```|~~~)/m;
/**
 * The rules of PyPI for the description that need no renderer: content types, and what reStructuredText may not hold there.
 * Whether reStructuredText renders can only be proven by docutils (`twine check`); the usual slips are warnings here.
 */
function checkReadme({ fields, description }) {
    const problems = [];
    const warnings = [];
    const contentType = fields.find(([name]) => name.toLowerCase() === 'description-content-type')?.[1];
    const kind = (contentType ?? 'text/x-rst').split(';')[0]?.trim().toLowerCase() ?? '';
    if (description === undefined || description.trim() === '' || description.trim() === 'UNKNOWN') {
        warnings.push('has no description; the page of the project will be empty');
    }
    else if (contentType === undefined) {
        warnings.push('has a description without a content type, which is taken for reStructuredText');
    }
    if (kind === 'text/x-rst' && description !== undefined) {
        const directive = dangerousDirective.exec(description)?.[1];
        if (directive !== undefined) {
            problems.push(`has the directive "${directive}" in its description, with which PyPI does not render it`);
        }
        if (markdownHeading.test(description) || markdownFence.test(description)) {
            warnings.push('has a description that looks like Markdown and is declared as reStructuredText');
        }
    }
    return { problems, warnings };
}

;// CONCATENATED MODULE: ./actions/pypi-publish/src/judge-for-index.ts


const judge_for_index_largestFileBytes = 100 * 1024 * 1024;
/**
 * What an index would refuse.
 * @param size bytes
 * @param isPypi whether the rules are those of PyPI, or an index's of its own
 */
function judgeForIndex(distribution, size, isPypi) {
    const readme = checkReadme(distribution.metadata);
    const problems = [...readme.problems];
    const warnings = [...readme.warnings];
    if (isPypi && distribution.version.includes('+')) {
        problems.push(`has the local version ${distribution.version}, which PyPI does not take`);
    }
    const refusedTags = isPypi && distribution.kind === 'wheel' ? listRefusedPlatformTags(distribution.fileName) : [];
    if (refusedTags.length > 0) {
        problems.push(`is for ${refusedTags.join(', ')}, which PyPI does not take; build it with cibuildwheel or auditwheel`);
    }
    if (isPypi && size > judge_for_index_largestFileBytes) {
        warnings.push(`has ${size} bytes; PyPI takes files of up to 100 MiB unless the limit of the project was raised`);
    }
    return { problems, warnings };
}

;// CONCATENATED MODULE: ./packages/pypi/src/publisher-claims.ts

/** @throws EnvironmentError E_PYPI_CLAIMS when a claim that the index needs is missing */
function readPublisherClaims(claims) {
    const read = (name) => {
        const value = claims[name];
        if (typeof value === 'string' && value !== '')
            return value;
        throw new action_error/* EnvironmentError */.eG('E_PYPI_CLAIMS', {
            message: `The ID token of this job has no claim "${name}".`,
            hint: 'Trusted publishing needs a token of GitHub Actions on github.com.',
        });
    };
    const optional = (name) => (typeof claims[name] === 'string' ? claims[name] : '');
    return {
        repository: read('repository'),
        repositoryOwnerId: read('repository_owner_id'),
        jobWorkflowRef: read('job_workflow_ref'),
        workflowRef: read('workflow_ref'),
        environment: optional('environment'),
        eventName: optional('event_name'),
        ref: optional('ref'),
    };
}
function parseWorkflowReference(reference) {
    const match = /^([^/]+\/[^/]+)\/\.github\/workflows\/([^/@]+)@/.exec(reference);
    return { repository: match?.[1] ?? '', file: match?.[2] ?? '' };
}
/** The publisher that fits the claims of this job: the workflow file that was started, as attestations name it. */
function describePublisher(claims) {
    const [owner = '', repository = ''] = claims.repository.split('/');
    const workflow = parseWorkflowReference(claims.workflowRef).file;
    return { owner, repository, workflow, environment: claims.environment };
}
/**
 * Refuses what the index would refuse, before it is asked: its own answer names no cause, and a pending publisher is used
 * up by a mint.
 * @throws EnvironmentError E_PYPI_CLAIMS
 */
function assertCanPublish(claims) {
    const job = parseWorkflowReference(claims.jobWorkflowRef);
    const started = parseWorkflowReference(claims.workflowRef);
    if (claims.eventName === 'pull_request_target') {
        throw new action_error/* EnvironmentError */.eG('E_PYPI_CLAIMS', {
            message: 'This run was started by "pull_request_target", for which no index mints a token.',
            hint: 'Publish from a tag or from "workflow_dispatch".',
        });
    }
    if (job.repository.toLowerCase() !== claims.repository.toLowerCase()) {
        throw new action_error/* EnvironmentError */.eG('E_PYPI_CLAIMS', {
            message: `This job is in a workflow of another repository (${claims.jobWorkflowRef}), called by ${claims.repository}.`,
            hint: 'Put the publishing job into the workflow file of your own repository; only steps may come from elsewhere.',
        });
    }
    if (job.file !== started.file) {
        throw new action_error/* EnvironmentError */.eG('E_PYPI_CLAIMS', {
            message: `This job is in the called workflow ${job.file}, but the run was started by ${started.file}: a token would be minted for the one and the attestations name the other.`,
            hint: `Put the publishing job into ${started.file} itself.`,
        });
    }
}
/** What is unusual but not refused, a sentence each. */
function listClaimWarnings(claims, form) {
    const warnings = [];
    if (form.environment === '') {
        warnings.push('The job has no environment: whoever can start the workflow can publish. Add "environment: pypi" and name it in the publisher.');
    }
    if (claims.eventName === 'pull_request') {
        warnings.push('The run was started by a pull request; release from a tag.');
    }
    return warnings;
}
/** A link to the form of the index with the fields filled in: of a project, or of a publisher for a project to come. */
function publisherFormUrl(repository, form, project) {
    if (repository.webUrl === undefined)
        return undefined;
    const query = new URLSearchParams({
        provider: 'github',
        owner: form.owner,
        repository: form.repository,
        workflow_filename: form.workflow,
        ...(form.environment === '' ? {} : { environment: form.environment }),
        ...(project.exists ? {} : { project_name: project.name }),
    });
    const page = project.exists
        ? `/manage/project/${encodeURIComponent(project.name)}/settings/publishing/`
        : '/manage/account/publishing/';
    return `${repository.webUrl}${page}?${query}`;
}

// EXTERNAL MODULE: ./packages/pypi/src/trusted-publishing.ts
var trusted_publishing = __nccwpck_require__(4779);
;// CONCATENATED MODULE: ./packages/pypi/src/upload-credentials.ts

function encodeBasic(user, password) {
    return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}
/** A user and a password (or API token with the user `__token__`) for indexes without trusted publishing. */
function createPasswordCredentials(user, password) {
    const value = encodeBasic(user, password);
    return { authorization: async () => value, renew: async () => false };
}
// An upload may take minutes, and the index looks at the token when the last byte is there.
const leastRemainingMs = 5 * 60 * 1000;
/**
 * Credentials by trusted publishing: minted at the first use, again when less than five minutes are left, and again when
 * the index refuses one. Uploads that run at the same time share one token and one mint.
 */
function createMintedCredentials(options) {
    const { clock, log, audience, onMint } = options;
    let current;
    let minting;
    let usedAuthorization = '';
    const mint = () => {
        minting ??= (0,trusted_publishing/* mintToken */.W$)(options, audience)
            .then((token) => {
            onMint(token);
            current = token;
            return token;
        })
            .finally(() => {
            minting = undefined;
        });
        return minting;
    };
    const present = ({ value }) => {
        usedAuthorization = encodeBasic('__token__', value);
        // The header is the token in another spelling.
        log.mask(usedAuthorization.slice('Basic '.length));
        return usedAuthorization;
    };
    return {
        async authorization() {
            const fresh = current !== undefined && current.expiresAtMs - clock.now() > leastRemainingMs;
            return present(fresh && current !== undefined ? current : await mint());
        },
        async renew() {
            current = undefined;
            await mint();
            return true;
        },
    };
}

// EXTERNAL MODULE: ./actions/pypi-publish/src/burn-tokens.ts
var burn_tokens = __nccwpck_require__(6370);
;// CONCATENATED MODULE: ./actions/pypi-publish/src/open-credentials.ts






/** An ID token of the job for an audience. */
function askIdToken({ http, job, log }, audience) {
    return requestIdToken({
        http,
        requestUrl: job.variable('ACTIONS_ID_TOKEN_REQUEST_URL'),
        requestToken: job.variable('ACTIONS_ID_TOKEN_REQUEST_TOKEN'),
        audience,
        mask: log.mask,
    });
}
/** The publisher by user and password; undefined when neither is given. @throws InputError E_INPUT_INVALID for half of it */
function readPasswordCredentials({ inputs }, repository) {
    const { user, password } = inputs;
    if (password === '' && user === '')
        return undefined;
    if (password === '')
        throw new action_error/* InputError */.dz('E_INPUT_INVALID', { message: 'Input "user" is set and "password" is empty.' });
    if (repository.kind !== 'other' && user !== '' && user !== '__token__') {
        throw new action_error/* InputError */.dz('E_INPUT_INVALID', {
            message: `${repository.title} takes no users with passwords.`,
            hint: 'Leave both empty for trusted publishing, or give an API token with the user "__token__".',
        });
    }
    return createPasswordCredentials(user === '' ? '__token__' : user, password);
}
/**
 * Opens the way to upload: a password, or trusted publishing with the claims of this job explained before anything is minted.
 * @param projects normalised names, with whether the index has them
 * @throws InputError, EnvironmentError E_PYPI_CLAIMS, E_GITHUB_ID_TOKEN_PERMISSION; RemoteError
 */
async function openPublisher(context, repository, projects) {
    const { http, clock, log } = context;
    const credentials = readPasswordCredentials(context, repository);
    if (credentials !== undefined)
        return { credentials, trusted: undefined };
    const audience = await (0,trusted_publishing/* discoverAudience */.wn)(http, repository);
    if (audience === undefined) {
        throw new action_error/* InputError */.dz('E_INPUT_MISSING', {
            message: `${repository.title} has no trusted publishing, and "user" and "password" are empty.`,
        });
    }
    const claims = readPublisherClaims(decodeClaims(await askIdToken(context, audience)));
    assertCanPublish(claims);
    const form = describePublisher(claims);
    await log.group('Trusted publisher', async () => {
        log.info(`owner: ${form.owner}`);
        log.info(`repository: ${form.repository}`);
        log.info(`workflow: ${form.workflow}`);
        log.info(`environment: ${form.environment === '' ? '(none)' : form.environment}`);
        for (const project of projects) {
            const url = publisherFormUrl(repository, form, project);
            if (url !== undefined)
                log.info(`${project.exists ? '' : 'not there yet, register a pending publisher: '}${url}`);
        }
    });
    for (const warning of listClaimWarnings(claims, form))
        log.warning(warning);
    const tokens = [];
    return {
        credentials: createMintedCredentials({
            http,
            clock,
            log,
            repository,
            audience,
            requestIdToken: (wanted) => askIdToken(context, wanted),
            onMint: ({ value }) => {
                tokens.push(value);
                (0,burn_tokens/* rememberTokens */.c)(context, tokens);
            },
        }),
        trusted: { form, repository: claims.repository },
    };
}

;// CONCATENATED MODULE: ./packages/pypi/src/provenance.ts


/** Address of the provenance object of a file, PyPI docs, "Integrity API". */
function provenanceUrl(repository, file) {
    if (repository.webUrl === undefined)
        return undefined;
    const parts = [normalizeProjectName(file.project), file.version, file.name].map(encodeURIComponent);
    return `${repository.webUrl}/integrity/${parts.join('/')}/provenance`;
}
/**
 * The attestations that the index serves for a file, in their order; undefined when it has none (yet).
 * @throws RemoteError E_HTTP_*, E_PYPI_PROVENANCE when the answer is not a provenance object (PEP 740)
 */
async function readProvenance(http, repository, file) {
    const url = provenanceUrl(repository, file);
    if (url === undefined)
        return undefined;
    const response = await http.request({
        method: 'GET',
        url,
        headers: { accept: 'application/vnd.pypi.integrity.v1+json', 'cache-control': 'no-cache' },
        acceptedStatuses: [404],
        maxResponseBytes: 8 * 1024 * 1024,
    });
    if (response.status === 404)
        return undefined;
    const { version, attestation_bundles: bundles } = response.json();
    if (version !== 1 || !Array.isArray(bundles)) {
        throw new action_error/* RemoteError */.Hi('E_PYPI_PROVENANCE', {
            message: `The provenance of ${file.name} is not in the form of PEP 740 (version ${String(version)}).`,
            url,
        });
    }
    return bundles.flatMap((bundle) => Array.isArray(bundle.attestations) ? bundle.attestations : []);
}
/** Whether everything that was sent is among what is served; the order of keys and of attestations does not count. */
function containsAttestations(served, sent) {
    const known = new Set(served.map(readEnvelope));
    return sent.every((attestation) => known.has(readEnvelope(attestation)));
}
// Statement and signature together are one act of signing; the rest of the object proves them.
function readEnvelope(attestation) {
    const { envelope } = attestation;
    return `${String(envelope?.statement)} ${String(envelope?.signature)}`;
}

;// CONCATENATED MODULE: ./packages/pypi/src/publication.ts



/** Puts the proof together; files without a state (never reached) are not in it. */
function createPublication(parts) {
    const { repository, states, served, attested } = parts;
    const files = parts.files.flatMap((file) => {
        const state = states.get(file.name);
        if (state === undefined)
            return [];
        const { name, sha256, size, kind, project, version } = file;
        const found = served.get(name);
        return [
            {
                name,
                sha256,
                size,
                kind,
                project,
                version,
                state,
                url: found?.url ?? null,
                uploadTime: found?.uploadedAtMs === undefined ? null : new Date(found.uploadedAtMs).toISOString(),
                provenance: attested.has(name) ? (provenanceUrl(repository, file) ?? null) : null,
            },
        ];
    });
    const releases = new Map(files.map(({ project, version }) => [
        `${normalizeProjectName(project)} ${version}`,
        { project, version },
    ]));
    return {
        version: 1,
        repository: repository.title,
        kind: repository.kind,
        verified: parts.verified,
        projects: [...releases.values()].map(({ project, version }) => ({
            name: project,
            version,
            url: (0,package_repository/* projectPageUrl */.g2)(repository, normalizeProjectName(project), version) ?? null,
        })),
        files: files.sort((a, b) => (a.name < b.name ? -1 : 1)),
    };
}

;// CONCATENATED MODULE: ./packages/pypi/src/read-back.ts




const firstPauseMs = 1000;
const longestPauseMs = 15_000;
/**
 * Waits until the simple index, which is what installers read, serves every file with its digest. On an index other than PyPI,
 * which may tell none, the bytes are fetched and hashed.
 * @returns the files as the index describes them
 * @throws IntegrityError E_PYPI_FILE_DIFFERS at once, RemoteError E_PYPI_NOT_VISIBLE after the wait
 */
async function waitForFiles(files, options) {
    const { clock, log, repository, waitMs } = options;
    const startedMs = clock.now();
    const served = new Map();
    let pauseMs = firstPauseMs;
    for (;;) {
        const missing = await look(files.filter(({ name }) => !served.has(name)), served, options);
        if (missing.length === 0)
            return served;
        const elapsedMs = clock.now() - startedMs;
        if (elapsedMs + pauseMs > waitMs) {
            const list = missing.map(({ name, reason }) => `${name} (${reason})`).join(', ');
            throw new action_error/* RemoteError */.Hi('E_PYPI_NOT_VISIBLE', {
                message: `${repository.title} accepted the files, but after ${Math.round(elapsedMs / 1000)} s its index does not show: ${list}.`,
            });
        }
        log.info(`waiting for the index of ${repository.title}: ${missing.map(({ name }) => name).join(', ')}`);
        await clock.sleep(pauseMs, options.signal);
        pauseMs = Math.min(pauseMs * 2, longestPauseMs);
    }
}
/** Adds to `served` what the index serves as it should. */
async function look(files, served, options) {
    const { http, repository, authorization } = options;
    const missing = [];
    const { simpleUrl } = repository;
    if (simpleUrl === undefined)
        return missing;
    const index = { http, simpleUrl, ...(authorization === undefined ? {} : { authorization }) };
    for (const [project, own] of groupByProject(files)) {
        const page = await readIndexProject(index, project);
        for (const file of own) {
            const found = page?.files.get(file.name);
            const reason = found === undefined ? 'not listed' : await findFault(file, found, options);
            if (reason !== undefined)
                missing.push({ name: file.name, reason });
            else if (found !== undefined)
                served.set(file.name, found);
        }
    }
    return missing;
}
async function findFault(file, found, options) {
    const { repository } = options;
    if (found.sha256 === undefined && repository.kind !== 'other')
        return 'listed without a digest';
    const read = await tellDigest(found, options).catch((cause) => {
        if (cause instanceof action_error/* RemoteError */.Hi)
            return cause;
        throw cause;
    });
    if (read instanceof action_error/* RemoteError */.Hi)
        return `listed without a digest, and not to be read: ${read.message}`;
    if (read !== file.sha256) {
        throw new action_error/* IntegrityError */.cs('E_PYPI_FILE_DIFFERS', {
            message: `${repository.title} serves ${file.name} with SHA-256 ${read}, uploaded was ${file.sha256}.`,
            hint: 'The index serves other bytes than were sent. Yank the release and look into it.',
        });
    }
    return undefined;
}

;// CONCATENATED MODULE: ./actions/pypi-publish/src/report-files.ts








const provenancePauseMs = 2000;
const parallelReads = 8;
/**
 * Reads back what the index serves: every file with its digest, and the attestations that were sent.
 * @throws RemoteError E_PYPI_NOT_VISIBLE, E_PYPI_PROVENANCE; IntegrityError E_PYPI_FILE_DIFFERS
 */
async function proveFiles(context, report) {
    const { inputs, http, clock, log, signal } = context;
    const { repository, files } = report;
    if (repository.simpleUrl === undefined) {
        log.notice(`What ${repository.title} serves was not looked at: "index-url" is empty.`);
        return;
    }
    const waitMs = inputs['wait-minutes'] * 60_000;
    const password = repository.kind === 'other' ? readPasswordCredentials(context, repository) : undefined;
    await log.group('Read back', async () => {
        const startedMs = clock.now();
        const authorization = password === undefined ? {} : { authorization: await password.authorization() };
        report.served = await waitForFiles(files, {
            http,
            clock,
            log,
            repository,
            waitMs,
            signal,
            ...authorization,
        });
        const remainingMs = Math.max(0, waitMs - (clock.now() - startedMs));
        report.proven = await proveProvenance(context, report, remainingMs);
        for (const { name, sha256 } of files)
            log.info(`${name}: served with sha256 ${sha256}`);
    });
}
async function proveProvenance(context, report, waitMs) {
    const { log } = context;
    const { repository, files, attested, states, served } = report;
    const proven = new Set();
    if (repository.webUrl === undefined)
        return proven;
    const untilMs = context.clock.now() + waitMs;
    // The index says for each file whether it has a provenance, so files that were sent without one are not asked for.
    const expected = files.filter(({ name }) => attested.has(name) || served?.get(name)?.provenanceUrl !== undefined);
    await runParallel(expected, parallelReads, async (file) => {
        if (await waitForProvenance(context, report, file, untilMs))
            proven.add(file.name);
    });
    for (const { name } of files) {
        if (!proven.has(name) && states.get(name) === 'present')
            log.notice(`${name} is on ${repository.title} without attestations; they cannot be added to a file that exists.`);
    }
    return proven;
}
/** @returns false for a file that was sent without attestations and has none */
async function waitForProvenance({ http, clock, signal }, { repository, attested }, file, untilMs) {
    for (;;) {
        const provenance = await readProvenance(http, repository, file);
        if (provenance !== undefined && containsAttestations(provenance, file.attestations))
            return true;
        if (!attested.has(file.name))
            return false;
        if (clock.now() + provenancePauseMs > untilMs) {
            throw new action_error/* RemoteError */.Hi('E_PYPI_PROVENANCE', {
                message: `${repository.title} took ${file.name}, but ${provenance === undefined ? 'serves no provenance for it' : 'the provenance it serves is not the one that was sent'}.`,
            });
        }
        await clock.sleep(provenancePauseMs, signal);
    }
}
/** Hands on what is known, in the outputs, in `publication.json` and in the summary; also after a failure. */
async function reportFiles(context, report, directory) {
    const { summary, setOutput, inputs } = context;
    const { repository, files, states, served = new Map(), proven = new Set() } = report;
    const verified = files.every(({ name }) => served.has(name));
    const publication = createPublication({ repository, files, states, served, attested: proven, verified });
    const text = JSON.stringify(publication);
    setOutput('publication', text);
    setOutput('urls', JSON.stringify(publication.projects.map(({ url }) => url).filter((url) => url !== null)));
    await (0,promises_namespaceObject.writeFile)((0,external_node_path_namespaceObject.join)(directory, 'publication.json'), `${text}\n`);
    summary.addHeading(inputs['dry-run'] ? `${repository.title}: dry run` : `Published to ${repository.title}`);
    summary.addTable(['file', 'bytes', 'SHA-256', 'state', 'served', 'attested'], files.map(({ name, size, sha256 }) => [
        name,
        String(size),
        sha256,
        states.get(name) ?? 'not published',
        served.has(name) ? 'yes' : 'not seen',
        proven.has(name) ? 'yes' : 'no',
    ]));
}

;// CONCATENATED MODULE: ./actions/pypi-publish/src/run-publish.ts















/**
 * Publishes the distributions of a folder: check everything, look at the index, sign everything, and only then upload; at the
 * end the index is asked what it serves.
 */
async function runPublish(context) {
    const { inputs, job, log, signal } = context;
    const repository = (0,package_repository/* resolvePackageRepository */.X7)(inputs['repository-url'], inputs['index-url']);
    const directory = await openDistributions(context, inputs);
    const collected = await collectDistributions(directory);
    const files = await checkDistributions(collected, {
        directory,
        promised: inputs.digests,
        judge: (distribution, size) => judgeForIndex(distribution, size, repository.kind !== 'other'),
        log,
        signal,
    });
    context.setOutput('files', (0,parse_file_list/* renderFileList */.zW)(toFileList(files)));
    const report = {
        repository,
        files: files.map((file) => toUploadFile(file, [])),
        states: new Map(),
        attested: new Set(),
    };
    try {
        const seen = await lookAtIndex(context, report);
        const { absent } = seen;
        if (inputs['dry-run']) {
            for (const { name } of absent)
                log.notice(`Dry run: ${name} would be uploaded to ${repository.title}.`);
            return;
        }
        if (absent.length > 0)
            await publishAbsent(context, report, files, seen, collected.attestations);
        await proveFiles(context, report);
    }
    finally {
        await reportFiles(context, report, job.temporaryDirectory);
    }
}
function toFileList(files) {
    return files.map(({ name, sha256, size, distribution }) => ({
        name,
        sha256,
        size,
        kind: distribution.kind,
    }));
}
/** What the index reads as, when it asks who reads. */
async function run_publish_readAuthorization(credentials) {
    return credentials === undefined ? {} : { authorization: await credentials.authorization() };
}
async function lookAtIndex(context, report) {
    const { inputs, http, clock } = context;
    const { repository, files } = report;
    const password = repository.kind === 'other' ? readPasswordCredentials(context, repository) : undefined;
    const options = {
        http,
        repository,
        ifExists: inputs['if-exists'],
        nowMs: clock.now(),
        ...(await run_publish_readAuthorization(password)),
    };
    const pages = await readProjects(files, options);
    const observed = await observeProjects(files, pages, options);
    for (const file of files)
        if (observed.get(file.name) === 'same')
            run_publish_settle(context, report, file.name, 'present');
    const absent = files.filter(({ name }) => !report.states.has(name));
    const names = [...new Set(absent.map(({ project }) => normalizeName(project)))];
    return {
        absent,
        observed,
        projects: names.map((name) => ({ name, exists: pages.get(name) !== undefined })),
    };
}
function run_publish_settle({ log, setOutput }, report, name, state) {
    if (report.states.get(name) === state)
        return;
    report.states.set(name, state);
    log.info(state === 'uploaded' ? `${name}: uploaded` : `${name}: there already, with the same bytes`);
    const published = [...report.states].map(([file, was]) => ({ name: file, state: was }));
    setOutput('published', JSON.stringify(published.sort((a, b) => (a.name < b.name ? -1 : 1))));
}
async function publishAbsent(context, report, files, { absent, observed, projects }, existing) {
    const { inputs, http, clock, log, job, signal } = context;
    const { repository } = report;
    const publisher = await openPublisher(context, repository, projects);
    const wanted = files.filter(({ name }) => absent.some((file) => file.name === name));
    const attestations = await attest(context, publisher, wanted, inputs.attestations === 'reuse' ? existing : []);
    const uploads = wanted.map((file) => toUploadFile(file, attestations.get(file.name) ?? []));
    const run = `${job.serverUrl}/${job.repository}/actions/runs/${job.runId}`;
    await publishFiles(uploads, {
        http,
        clock,
        log,
        repository,
        uploader: createLegacyUploader({
            http,
            log,
            repository,
            credentials: publisher.credentials,
            ...(job.repository === '' ? {} : { comment: run }),
        }),
        ifExists: inputs['if-exists'],
        signal,
        // Signing takes its time, in which the index may change.
        ...(attestations.size === 0 ? { observed } : {}),
        ...(publisher.trusted === undefined && repository.kind === 'other'
            ? await run_publish_readAuthorization(publisher.credentials)
            : {}),
        onFile: (file, state) => {
            run_publish_settle(context, report, file.name, state);
            if (state === 'uploaded' && file.attestations.length > 0)
                report.attested.add(file.name);
        },
    });
    report.files = report.files.map((file) => uploads.find(({ name }) => name === file.name) ?? file);
}
async function attest(context, { trusted }, files, existing) {
    const { inputs, http, clock, log, job, signal } = context;
    if (inputs.attestations === 'false')
        return new Map();
    if (trusted === undefined) {
        log.notice('Attestations are left out: an index takes them from trusted publishers only.');
        return new Map();
    }
    return attestFiles(files, {
        http,
        clock,
        log,
        requestIdToken: () => askIdToken(context, 'sigstore'),
        publisher: { repository: trusted.repository, workflow: trusted.form.workflow },
        serverUrl: job.serverUrl,
        existing,
        trustedRootPath: inputs['trusted-root'] ?? job.variable('SIGSTORE_TRUSTED_ROOT'),
        cacheDirectory: (0,external_node_path_namespaceObject.join)(job.temporaryDirectory, 'slipway-sigstore'),
        signal,
    });
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
/** Errors of inputs, programs, HTTP and integrity: those that every package may raise. */
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
        hint: 'The tag of a version does not move: raise the version, or promote the image that it was built as.',
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
    E_GITHUB_ARTIFACT_DIFFERS: {
        message: 'A workflow artifact does not hold the bytes that were expected.',
        hint: 'Run all jobs of the workflow again, so that the artifact is made by this attempt.',
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
        hint: 'A published file can never be replaced: raise the version and release again.',
    },
    E_PYPI_FILE_EXISTS: {
        message: 'The package index has this file already.',
        hint: 'Use "if-exists: verify" to accept a file whose bytes are the same.',
    },
    E_PYPI_INDEX_MALFORMED: {
        message: 'The package index sent a page that is not in the form of the simple API.',
        hint: 'Check "repository-url" and "index-url"; an outage page may stand in between.',
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
    E_SIGSTORE_ID_TOKEN: {
        message: 'The ID token of the job cannot be used for signing.',
        hint: 'Give the job "permissions: id-token: write".',
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
/** The caller wrote something that cannot be: an input, a project file, a tag. */
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
/** A service refused, stalled, or answered something else than its documentation says. */
class RemoteError extends ActionError {
    status;
    url;
    requestId;
    retryable;
    constructor(code, options = {}) {
        super(code, 'remote', options);
        this.status = options.status;
        this.url = options.url;
        this.requestId = options.requestId;
        this.retryable = options.retryable ?? false;
    }
}
/** Bytes are not the bytes that were promised. Never retried, never overridden. */
class IntegrityError extends ActionError {
    constructor(code, options = {}) {
        super(code, 'integrity', options);
    }
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
/** Edit distance (insertions, deletions, replacements), given up beyond `limit`. */
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
/** The known word that `word` was most likely meant to be; undefined when none is near. */
function findNearest(word, known) {
    const wanted = word.toLowerCase().replaceAll('_', '-').slice(0, 100);
    // Two letters that changed places are two replacements.
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

/***/ 3243:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   FV: () => (/* binding */ escapeMarkdown),
/* harmony export */   ZD: () => (/* binding */ escapeHtml),
/* harmony export */   fZ: () => (/* binding */ neutraliseLine)
/* harmony export */ });
/* unused harmony exports cutText, codeSpan */
// Anything a terminal or a log viewer acts on instead of showing: C0 and C1 controls, bidirectional overrides and isolates
// (Unicode UAX #9), zero-width characters, line and paragraph separators, and the byte order mark.
const invisible = 
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
/[\u0000-\u001F\u007F-\u009F\u061C\u200B-\u200F\u2028-\u202E\u2060-\u2069\uFEFF\uFFF9-\uFFFB]/gu;
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
 * Untrusted text as one harmless line: nothing in it ends a line, moves a cursor, hides text, or is read as a workflow
 * command (`::name::` at the start of a line, `##[name]` anywhere).
 * @param longest most UTF-16 units of the result
 */
function neutraliseLine(text, longest = defaultLineLength) {
    // What is far beyond the cut need not be looked at.
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
/** Untrusted text as plain text inside a line of GitHub's Markdown: no markup, no link, no mention, no reference. */
function escapeMarkdown(text) {
    return (neutraliseLine(text)
        .replace(markdownSpecial, '\\$&')
        // A zero-width non-joiner breaks mentions, issue numbers and bare addresses, and shows nothing.
        .replace(/@(?=[\w-])/g, '@\u200C')
        .replace(/\\#(?=\d)/g, '\\#\u200C')
        .replace(/\b(https?|ftp):(?=\/\/)/gi, '$1:\u200C')
        .replace(/\bwww\.(?=\S)/gi, 'www\u200C.')
        // The hyphen is escaped by now.
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
/** Untrusted text as code inside a line; pipes are escaped so that it may stand in a table cell. */
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

/***/ 5606:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   i$: () => (/* binding */ parseFileList),
/* harmony export */   mn: () => (/* binding */ compareFileList),
/* harmony export */   yK: () => (/* binding */ kindOfFile),
/* harmony export */   zW: () => (/* binding */ renderFileList)
/* harmony export */ });
/* harmony import */ var _errors_action_error_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(1044);
/* harmony import */ var _neutralise_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(3243);


const kinds = new Set(['wheel', 'sdist', 'other']);
function compareNames(left, right) {
    return left.name < right.name ? -1 : left.name > right.name ? 1 : 0;
}
function isFileEntry(value) {
    if (typeof value !== 'object' || value === null)
        return false;
    const { name, sha256, size, kind } = value;
    return (typeof name === 'string' &&
        // A name is a name and never a path: it is joined to a folder later.
        /^[^/\\\0]+$/.test(name) &&
        name !== '.' &&
        name !== '..' &&
        typeof sha256 === 'string' &&
        /^[0-9a-f]{64}$/.test(sha256) &&
        Number.isSafeInteger(size) &&
        size >= 0 &&
        kinds.has(kind));
}
/**
 * Reads the JSON form of a file list; the result is sorted by name.
 * @param what names the text in an error, e.g. `Input "digests"`
 * @throws InputError E_INPUT_INVALID; an empty or cut text is never taken for an empty list
 */
function parseFileList(json, what = 'The file list') {
    let value;
    try {
        value = JSON.parse(json);
    }
    catch (cause) {
        throw new _errors_action_error_js__WEBPACK_IMPORTED_MODULE_0__/* .InputError */ .dz('E_INPUT_INVALID', {
            message: `${what} is not JSON (${json.length} characters): "${(0,_neutralise_js__WEBPACK_IMPORTED_MODULE_1__/* .neutraliseLine */ .fZ)(json, 80)}".`,
            hint: 'Pass the "files" output of an action unchanged; an output that holds a secret or is too long arrives empty or cut.',
            cause,
        });
    }
    if (!Array.isArray(value))
        throw new _errors_action_error_js__WEBPACK_IMPORTED_MODULE_0__/* .InputError */ .dz('E_INPUT_INVALID', { message: `${what} is not a list of files.` });
    const wrong = value.findIndex((entry) => !isFileEntry(entry));
    if (wrong >= 0) {
        throw new _errors_action_error_js__WEBPACK_IMPORTED_MODULE_0__/* .InputError */ .dz('E_INPUT_INVALID', {
            message: `${what}: entry ${wrong + 1} is not {name, sha256, size, kind}: "${(0,_neutralise_js__WEBPACK_IMPORTED_MODULE_1__/* .neutraliseLine */ .fZ)(JSON.stringify(value[wrong]) ?? '', 200)}".`,
        });
    }
    const entries = value
        .map(({ name, sha256, size, kind }) => ({ name, sha256, size, kind }))
        .sort(compareNames);
    const twice = entries.find(({ name }, index) => entries[index + 1]?.name === name);
    if (twice !== undefined) {
        throw new _errors_action_error_js__WEBPACK_IMPORTED_MODULE_0__/* .InputError */ .dz('E_INPUT_INVALID', {
            message: `${what} names "${(0,_neutralise_js__WEBPACK_IMPORTED_MODULE_1__/* .neutraliseLine */ .fZ)(twice.name)}" twice.`,
        });
    }
    return entries;
}
/** The JSON form: one line, keys in a fixed order, sorted by name. */
function renderFileList(files) {
    return JSON.stringify([...files].sort(compareNames).map(({ name, sha256, size, kind }) => ({ name, sha256, size, kind })));
}
/**
 * Holds the files found against the files promised.
 * @throws IntegrityError E_FILES_DIFFER naming every missing, extra and different file
 */
function compareFileList(promised, found) {
    const findings = [];
    const byName = new Map(found.map((file) => [file.name, file]));
    for (const { name, sha256, size } of promised) {
        const other = byName.get(name);
        byName.delete(name);
        if (other === undefined)
            findings.push(`missing: ${name}`);
        else if (other.sha256 !== sha256)
            findings.push(`different: ${name} (promised sha256 ${sha256}, found ${other.sha256})`);
        else if (other.size !== size)
            findings.push(`different: ${name} (promised ${size} bytes, found ${other.size})`);
    }
    for (const name of byName.keys())
        findings.push(`not promised: ${name}`);
    if (findings.length > 0) {
        throw new _errors_action_error_js__WEBPACK_IMPORTED_MODULE_0__/* .IntegrityError */ .cs('E_FILES_DIFFER', {
            message: `The files are not the promised ones: ${findings.map((text) => (0,_neutralise_js__WEBPACK_IMPORTED_MODULE_1__/* .neutraliseLine */ .fZ)(text)).join('; ')}.`,
        });
    }
}
/** What a file of this name is (PEP 427, PEP 625). */
function kindOfFile(name) {
    if (name.endsWith('.whl'))
        return 'wheel';
    return name.endsWith('.tar.gz') ? 'sdist' : 'other';
}


/***/ }),

/***/ 1751:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   bM: () => (/* binding */ testPypiHost),
/* harmony export */   ev: () => (/* binding */ pypiUploadHost),
/* harmony export */   hT: () => (/* binding */ pypiHost)
/* harmony export */ });
/* unused harmony exports pypiFilesHost, testPypiFilesHost */
/**
 * The hosts of PyPI and TestPyPI, put together from their labels.
 *
 * This is the only file that holds them: everything else imports the names from here, so that the places a release can
 * reach are read off in one place, and a search of the tree for a literal host name finds nothing that bypasses it.
 */
const organisation = 'org';
const join = (...labels) => labels.join('.');
const pypi = 'pypi';
const testPypi = join('test', pypi);
/** Index, JSON API and trusted-publishing endpoints of PyPI. */
const pypiHost = join(pypi, organisation);
/** Legacy upload API of PyPI. */
const pypiUploadHost = join('upload', pypi, organisation);
/** Where PyPI's index points for the bytes of a file. */
const pypiFilesHost = join('files', 'pythonhosted', organisation);
/** Index, JSON API, upload and trusted-publishing endpoints of TestPyPI. */
const testPypiHost = join(testPypi, organisation);
/** Where TestPyPI's index points for the bytes of a file. */
const testPypiFilesHost = join('test-files', 'pythonhosted', organisation);


/***/ }),

/***/ 796:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   B: () => (/* binding */ redactUrl),
/* harmony export */   R: () => (/* binding */ redactText)
/* harmony export */ });
const mask = '***';
// GitHub's and PyPI's token formats, JSON Web Tokens, and what follows the scheme in an authorization header.
const secretText = /(?<![A-Za-z0-9])(gh[opsur]_[A-Za-z0-9]{16,}|github_pat_[A-Za-z0-9_]{16,}|pypi-[A-Za-z0-9_-]{16,}|eyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*)/g;
const authorization = /\b(basic|bearer)\s+[A-Za-z0-9+/=._~-]{8,}/gi;
// RFC 3986, "userinfo": what stands before the host of an address.
const addressCredentials = /(?<=[a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/?#@]{1,500}@/gi;
/** An address without user, password, query and fragment: what may stand in a log or an error. */
function redactUrl(url) {
    const parsed = URL.parse(url);
    if (parsed === null)
        return mask;
    const query = parsed.search === '' ? '' : '?…';
    return `${parsed.protocol}//${parsed.host}${parsed.pathname}${query}`.replaceAll(secretText, mask);
}
// Shorter ones would mask ordinary words and hide nothing.
const shortestSecret = 4;
/** The forms in which a secret may stand in a text; a text may be shown line by line, so each line of a secret is one. */
function* spellSecret(secret) {
    const bytes = Buffer.from(secret);
    yield bytes.toString('base64').replace(/=+$/, '');
    yield bytes.toString('base64url');
    yield JSON.stringify(secret).slice(1, -1);
    // Lone surrogates have no percent encoding.
    const encoded = encodeURIComponent(bytes.toString());
    yield encoded;
    yield encoded.replace(/%[0-9A-F]{2}/g, (byte) => byte.toLowerCase());
    yield encoded.replaceAll('%20', '+');
    for (const line of secret.split(/\r?\n/))
        yield line;
    yield secret;
}
/**
 * A text in which every given secret (also in base64, JSON and percent encoding), everything that has the form of a known
 * token, and what stands before the host of an address is masked.
 */
function redactText(text, secrets = []) {
    const spellings = new Set();
    for (const secret of secrets) {
        for (const spelling of spellSecret(secret))
            if (spelling.length >= shortestSecret)
                spellings.add(spelling);
    }
    return maskAll(text, spellings)
        .replaceAll(secretText, mask)
        .replaceAll(authorization, `$1 ${mask}`)
        .replaceAll(addressCredentials, `${mask}@`);
}
/** Masks what any of the needles covers. All are looked for in the text as it was: one may overlap another or hold it. */
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

/***/ 7598:
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
var external_node_crypto_ = __nccwpck_require__(5217);
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

;// CONCATENATED MODULE: ./packages/core/src/http/read-response.ts



/** What is quoted of an answer in an error. */
const excerptLength = 300;
/** Names of headers that services give the number of a request in. */
const requestIdHeaders = ['x-github-request-id', 'x-request-id', 'x-served-by', 'x-ms-request-id'];
/** The number a service gave to a request, for its support. */
function readRequestId(headers) {
    return requestIdHeaders.map((name) => headers[name]).find((value) => value !== undefined);
}
/** Reads the body of an answer up to a bound, or hands it to `sink`. */
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
/** The response handed to a caller. */
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
/** The beginning of an answer, harmless and without tokens. */
function excerpt(text) {
    return (0,neutralise/* neutraliseLine */.fZ)((0,src_redact/* redactText */.R)(text), excerptLength);
}

;// CONCATENATED MODULE: ./packages/core/src/http/redirects.ts


const redirectStatuses = new Set([301, 302, 303, 307, 308]);
const mostRedirects = 5;
// What tells a service who asks; it is meant for the origin it was given to.
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
 * The step a redirect asks for; undefined when the answer is none.
 * @param followed how many were followed before
 * @throws RemoteError E_HTTP_REDIRECT when it leaves https, goes in circles, or the request does not follow
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
// RFC 9110 and RFC 6585: what says that the same request may be answered otherwise later.
const passingStatuses = new Set([408, 425, 429, 500, 502, 503, 504]);
/**
 * Whether GitHub turned the request away for its rate limits: 403 or 429 with these headers.
 * https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api
 */
function isRateLimited({ status, headers }) {
    if (status === 429)
        return true;
    return status === 403 && (headers['retry-after'] !== undefined || headers['x-ratelimit-remaining'] === '0');
}
/** Whether an answer may be tried again; one that was turned away unread may also when the request is not idempotent. */
function mayRetryAnswer(head, idempotent) {
    return isRateLimited(head) || (idempotent && passingStatuses.has(head.status));
}
/** Errors that come before anything was sent. */
const unsentCodes = new Set([
    'ECONNREFUSED',
    'ENOTFOUND',
    'EAI_AGAIN',
    'EHOSTUNREACH',
    'ENETUNREACH',
    'UND_ERR_CONNECT_TIMEOUT',
]);
/** Whether an exchange that broke may be tried again. */
function mayRetryFailure(failure, idempotent) {
    if (idempotent)
        return true;
    for (let cause = failure; cause instanceof Error; cause = cause.cause) {
        if (unsentCodes.has(cause.code ?? ''))
            return true;
    }
    return false;
}
/** What the service asks to wait, in milliseconds: `Retry-After` (RFC 9110 §10.2.3) or the reset of GitHub's limit. */
function readRequestedDelayMs({ status, headers }, nowMs) {
    const after = headers['retry-after']?.trim();
    if (after !== undefined) {
        if (/^\d{1,12}$/.test(after))
            return Number(after) * 1000;
        const date = Date.parse(after);
        if (!Number.isNaN(date))
            return Math.max(0, date - nowMs);
    }
    const reset = headers['x-ratelimit-reset'];
    if ((status === 403 || status === 429) && headers['x-ratelimit-remaining'] === '0' && reset !== undefined) {
        return Math.max(0, Number(reset) * 1000 - nowMs) || 0;
    }
    return undefined;
}
/** Exponential backoff with full jitter: a random part of a bound that doubles. `random` gives 0 to 1. */
function chooseDelayMs(attempt, random) {
    return Math.round(random() * Math.min(longestDelayMs, firstDelayMs * 2 ** attempt));
}

// EXTERNAL MODULE: external "node:stream"
var external_node_stream_ = __nccwpck_require__(7075);
// EXTERNAL MODULE: external "node:tls"
var external_node_tls_ = __nccwpck_require__(1692);
;// CONCATENATED MODULE: ./packages/core/src/http/certificates.ts



/**
 * The authorities to trust when the environment names a file of them (`SSL_CERT_FILE`, as OpenSSL, Go and Python read it);
 * undefined when Node's own rules (its list and `NODE_EXTRA_CA_CERTS`) are enough.
 * @throws EnvironmentError E_PROXY for a file that cannot be read, or when verification is switched off
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
    const extra = variables['NODE_EXTRA_CA_CERTS'];
    const files = [path, ...(extra === undefined || extra === '' || extra === path ? [] : [extra])];
    return [...external_node_tls_.rootCertificates, ...files.map(readPem)];
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
 * The proxy for an address by `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` (hosts and their subdomains, addresses,
 * a port if given, `*` for all); undefined for the direct way.
 * @throws EnvironmentError E_PROXY for a setting that is not the address of an HTTP proxy
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




// undici times out by itself; here the signal of the attempt does, and long uploads are wanted.
const timeouts = { headersTimeout: 0, bodyTimeout: 0 };
/**
 * The transport of a process: proxy by `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` in either case, authorities by
 * `NODE_EXTRA_CA_CERTS` and `SSL_CERT_FILE`.
 * @throws EnvironmentError E_PROXY
 */
async function createTransport(variables) {
    const ca = readTrustedAuthorities(variables);
    // One context for all connections: each of its own would read every authority again, which takes longer than a handshake.
    const connect = ca === undefined ? {} : { secureContext: (0,external_node_tls_.createSecureContext)({ ca }) };
    // A large module: it is loaded when the first request is made.
    const { Agent, ProxyAgent, request } = await __nccwpck_require__.e(/* import() */ 752).then(__nccwpck_require__.t.bind(__nccwpck_require__, 6752, 19));
    const direct = new Agent({ connect, ...timeouts });
    const proxies = new Map();
    const choose = (url) => {
        const proxy = chooseProxy(variables, url);
        if (proxy === undefined)
            return direct;
        const agent = proxies.get(proxy.href) ??
            new ProxyAgent({ uri: proxy.href, requestTls: connect, proxyTls: connect, ...timeouts });
        proxies.set(proxy.href, agent);
        return agent;
    };
    return async ({ method, url, headers, body, signal }) => {
        const size = typeof body === 'object' && 'open' in body ? { 'content-length': String(body.size) } : {};
        const answer = await request(url, {
            method,
            // Compressed answers would have to be bounded twice; the few that are large are streamed anyway.
            headers: { 'accept-encoding': 'identity', ...headers, ...size },
            body: openBody(body),
            dispatcher: choose(url),
            signal,
        });
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
const mostAttempts = 8;
/** An HTTP client that retries what may be retried until a deadline, and says precisely why it gave up. */
function createHttp(options) {
    const { log, clock } = options;
    const random = options.random ?? Math.random;
    let transport;
    return {
        async request(request) {
            transport ??= createTransport(options.environment);
            const send = await transport;
            const startedMs = clock.now();
            const deadlineMs = request.deadlineMs ?? defaultDeadlineMs;
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
    const progress = { sunk: false };
    try {
        return await followRedirects(send, request, options, joinSignals(cancelled, timeout.signal), progress);
    }
    catch (cause) {
        if (cancelled.aborted)
            throw cancelled.reason;
        if (cause instanceof action_error/* ActionError */.lZ && !(cause instanceof action_error/* RemoteError */.Hi && cause.retryable))
            throw cause;
        const late = timeout.signal.aborted;
        const error = cause instanceof action_error/* RemoteError */.Hi
            ? cause
            : new action_error/* RemoteError */.Hi(late ? 'E_HTTP_DEADLINE' : 'E_HTTP_NETWORK', {
                message: `${label(request)} ${late ? `had no answer within ${timeoutMs} ms` : `failed: ${describeFailure(cause)}`}.`,
                url: (0,src_redact/* redactUrl */.B)(request.url),
                retryable: true,
                cause,
            });
        // What went into a sink cannot be taken back.
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
            : (chunk) => {
                progress.sunk = true;
                return sink(chunk);
            });
        const response = createResponse(answer, step.url, bytes);
        return accepted ? response : rejectStatus(request, response, options.clock.now());
    }
}
function rejectStatus(request, response, nowMs) {
    const retry = mayRetryAnswer(response, isIdempotent(request));
    const requestId = readRequestId(response.headers);
    const error = new action_error/* RemoteError */.Hi('E_HTTP_STATUS', {
        message: `${label(request)} was answered with ${response.status}${requestId === undefined ? '' : ` (request ${(0,neutralise/* neutraliseLine */.fZ)(requestId, 80)})`}: "${excerpt(response.text())}".`,
        status: response.status,
        url: (0,src_redact/* redactUrl */.B)(request.url),
        requestId,
        retryable: retry,
    });
    return { error, retry, delayMs: readRequestedDelayMs(response, nowMs) };
}
function exceedDeadline(request, { error }, deadlineMs, delayMs, attempts) {
    return new action_error/* RemoteError */.Hi('E_HTTP_DEADLINE', {
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
/** Names and codes down the chain of causes: "fetch failed" alone helps nobody. */
function describeFailure(failure) {
    const parts = [];
    for (let cause = failure; cause instanceof Error && parts.length < 4; cause = cause.cause) {
        const { code } = cause;
        parts.push(code === undefined ? cause.message : `${code} ${cause.message}`);
    }
    return (0,neutralise/* neutraliseLine */.fZ)((0,src_redact/* redactText */.R)(parts.join(', ')), 400);
}

// EXTERNAL MODULE: ./packages/core/src/inputs.ts
var inputs = __nccwpck_require__(7276);
// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __nccwpck_require__(8161);
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
        temporaryDirectory: read('RUNNER_TEMP', (0,external_node_os_.tmpdir)()),
        runnerEnvironment: read('RUNNER_ENVIRONMENT', 'self-hosted'),
        variable: (wanted) => variables[wanted] || undefined,
    };
}

;// CONCATENATED MODULE: ./packages/core/src/report-failure.ts

/** The failures inside an AggregateError, each once; any other failure alone. */
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
 * Says what went wrong: a known failure with its code, the value seen and what to change; anything else with its stack,
 * as the bug that it is.
 */
function reportFailure(log, failure) {
    for (const each of unroll(failure)) {
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

;// CONCATENATED MODULE: ./packages/core/src/summary.ts


// https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands#step-isolation-and-limits
const largestSummaryBytes = 1024 * 1024;
const mostTableRows = 1000;
/** A table of GitHub's Markdown; cells are untrusted text. */
function renderMarkdownTable(headers, rows) {
    const line = (cells) => `| ${cells.map(neutralise/* escapeMarkdown */.FV).join(' | ')} |`;
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
        addParagraph: (text) => void blocks.push((0,neutralise/* escapeMarkdown */.FV)(text)),
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

;// CONCATENATED MODULE: ./packages/core/src/run-action.ts









// The runner sends SIGINT, SIGTERM 7.5 s later, and kills after 2.5 s more.
const cancellationGraceMs = 7000;
const postMark = 'isPost';
const version = '0.1.0';
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
    const writeSummary = () => summary.write(output.variables['GITHUB_STEP_SUMMARY']);
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

/***/ 4903:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   X7: () => (/* binding */ resolvePackageRepository),
/* harmony export */   g2: () => (/* binding */ projectPageUrl)
/* harmony export */ });
/* unused harmony exports pypiRepository, testPypiRepository */
/* harmony import */ var _slipway_core_errors_action_error__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(1044);
/* harmony import */ var _slipway_core_pypi_hosts__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(1751);


const pypiRepository = {
    kind: 'pypi',
    title: 'PyPI',
    uploadUrl: `https://${_slipway_core_pypi_hosts__WEBPACK_IMPORTED_MODULE_0__/* .pypiUploadHost */ .ev}/legacy/`,
    simpleUrl: `https://${_slipway_core_pypi_hosts__WEBPACK_IMPORTED_MODULE_0__/* .pypiHost */ .hT}/simple/`,
    trustedPublishingUrl: `https://${_slipway_core_pypi_hosts__WEBPACK_IMPORTED_MODULE_0__/* .pypiHost */ .hT}`,
    webUrl: `https://${_slipway_core_pypi_hosts__WEBPACK_IMPORTED_MODULE_0__/* .pypiHost */ .hT}`,
};
const testPypiRepository = {
    kind: 'testpypi',
    title: 'TestPyPI',
    uploadUrl: `https://${_slipway_core_pypi_hosts__WEBPACK_IMPORTED_MODULE_0__/* .testPypiHost */ .bM}/legacy/`,
    simpleUrl: `https://${_slipway_core_pypi_hosts__WEBPACK_IMPORTED_MODULE_0__/* .testPypiHost */ .bM}/simple/`,
    trustedPublishingUrl: `https://${_slipway_core_pypi_hosts__WEBPACK_IMPORTED_MODULE_0__/* .testPypiHost */ .bM}`,
    webUrl: `https://${_slipway_core_pypi_hosts__WEBPACK_IMPORTED_MODULE_0__/* .testPypiHost */ .bM}`,
};
const loopbackHosts = new Set(['localhost', '127.0.0.1', '[::1]']);
function parseAddress(name, text) {
    const url = URL.parse(text);
    if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
        throw new _slipway_core_errors_action_error__WEBPACK_IMPORTED_MODULE_1__/* .InputError */ .dz('E_PYPI_REPOSITORY', {
            message: `"${name}" is "${text}", which is not an https address.`,
        });
    }
    // A password over plain http is readable on the way; on this machine there is no way.
    if (url.protocol === 'http:' && !loopbackHosts.has(url.hostname)) {
        throw new _slipway_core_errors_action_error__WEBPACK_IMPORTED_MODULE_1__/* .InputError */ .dz('E_PYPI_REPOSITORY', {
            message: `"${name}" is "${text}": http is accepted for this machine only.`,
        });
    }
    if (url.username !== '' || url.password !== '') {
        throw new _slipway_core_errors_action_error__WEBPACK_IMPORTED_MODULE_1__/* .InputError */ .dz('E_PYPI_REPOSITORY', {
            message: `"${name}" holds credentials for ${url.host}.`,
            hint: 'Give them as "user" and "password"; an address ends up in logs.',
        });
    }
    return url;
}
function withTrailingSlash(url) {
    if (!url.pathname.endsWith('/'))
        url.pathname += '/';
    return url.href;
}
/**
 * Reads the inputs `repository-url` and `index-url`: empty is PyPI, `testpypi` is TestPyPI, and the addresses of both are
 * recognised however they are written.
 * @throws InputError E_PYPI_REPOSITORY
 */
function resolvePackageRepository(repositoryUrl, indexUrl = '') {
    const known = findKnownRepository(repositoryUrl);
    if (known !== undefined) {
        if (indexUrl === '')
            return known;
        throw new _slipway_core_errors_action_error__WEBPACK_IMPORTED_MODULE_1__/* .InputError */ .dz('E_PYPI_REPOSITORY', {
            message: `"index-url" is "${indexUrl}", but ${known.title} is read at its own address.`,
            hint: 'Leave "index-url" out.',
        });
    }
    const url = parseAddress('repository-url', repositoryUrl);
    return {
        kind: 'other',
        title: url.host,
        // An upload API is asked at the address as given: a slash too many is another place for some servers.
        uploadUrl: url.href,
        simpleUrl: indexUrl === '' ? undefined : withTrailingSlash(parseAddress('index-url', indexUrl)),
        trustedPublishingUrl: url.origin,
        webUrl: undefined,
    };
}
function findKnownRepository(text) {
    const name = text.trim().toLowerCase();
    if (name === '' || name === 'pypi')
        return pypiRepository;
    if (name === 'testpypi')
        return testPypiRepository;
    const url = URL.parse(text);
    if (url?.protocol !== 'https:' || url.port !== '')
        return undefined;
    if (url.hostname === _slipway_core_pypi_hosts__WEBPACK_IMPORTED_MODULE_0__/* .pypiHost */ .hT || url.hostname === _slipway_core_pypi_hosts__WEBPACK_IMPORTED_MODULE_0__/* .pypiUploadHost */ .ev)
        return pypiRepository;
    return url.hostname === _slipway_core_pypi_hosts__WEBPACK_IMPORTED_MODULE_0__/* .testPypiHost */ .bM ? testPypiRepository : undefined;
}
/** Page of one release, or of the project. */
function projectPageUrl(repository, name, version) {
    if (repository.webUrl === undefined)
        return undefined;
    const release = version === undefined ? '' : `${encodeURIComponent(version)}/`;
    return `${repository.webUrl}/project/${encodeURIComponent(name)}/${release}`;
}


/***/ }),

/***/ 4779:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   VK: () => (/* binding */ burnToken),
/* harmony export */   W$: () => (/* binding */ mintToken),
/* harmony export */   wn: () => (/* binding */ discoverAudience)
/* harmony export */ });
/* harmony import */ var _slipway_core_errors_action_error__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(1044);

const mostMintAttempts = 5;
const mintWaitMs = 1000;
const attemptTimeoutMs = 30_000;
const transientStatuses = new Set([408, 425, 429, 500, 502, 503, 504]);
/**
 * The audience an ID token has to be made for, PyPI docs, "Trusted publishers: internals".
 * @returns undefined when the index has no trusted publishing (404)
 * @throws RemoteError E_HTTP_*, E_PYPI_MINT_REFUSED when the index has it switched off
 */
async function discoverAudience(http, repository) {
    const url = `${repository.trustedPublishingUrl}/_/oidc/audience`;
    const response = await http.request({
        method: 'GET',
        url,
        headers: { accept: 'application/json' },
        acceptedStatuses: [403, 404],
        maxResponseBytes: 64 * 1024,
    });
    if (response.status === 404)
        return undefined;
    const answer = response.json();
    if (response.status === 403) {
        throw new _slipway_core_errors_action_error__WEBPACK_IMPORTED_MODULE_0__/* .RemoteError */ .Hi('E_PYPI_MINT_REFUSED', {
            message: `${repository.title} does not mint tokens at the moment: ${quote(answer.message)}`,
            hint: 'This is a setting of the index, not of your project; try again later.',
            status: 403,
            url,
        });
    }
    if (typeof answer.audience !== 'string' || answer.audience === '') {
        throw new _slipway_core_errors_action_error__WEBPACK_IMPORTED_MODULE_0__/* .RemoteError */ .Hi('E_HTTP_MALFORMED', {
            message: `${repository.title} named no audience for ID tokens.`,
            url,
        });
    }
    return answer.audience;
}
/**
 * Exchanges an ID token for an upload token. The index takes each ID token once, also when its answer is lost: every
 * attempt asks for a new one.
 * @throws RemoteError E_PYPI_MINT_REFUSED with the index's reasons, E_HTTP_STATUS or E_HTTP_NETWORK after the last attempt
 */
async function mintToken(options, audience) {
    const { clock, log } = options;
    for (let attempt = 1;; attempt += 1) {
        const idToken = await options.requestIdToken(audience);
        try {
            return await attemptMint(options, idToken);
        }
        catch (cause) {
            const passing = cause instanceof _slipway_core_errors_action_error__WEBPACK_IMPORTED_MODULE_0__/* .RemoteError */ .Hi && isTransient(cause);
            if (!passing || attempt >= mostMintAttempts)
                throw cause;
            log.info(`minting did not succeed (${cause.message}); trying again with a new ID token`);
            await clock.sleep(mintWaitMs * 2 ** (attempt - 1));
        }
    }
}
function isTransient(error) {
    if (error.code === 'E_PYPI_MINT_REFUSED')
        return error.retryable;
    // An outage page with status 200 is an outage.
    if (error.code === 'E_HTTP_MALFORMED')
        return true;
    return error.status === undefined || transientStatuses.has(error.status);
}
async function attemptMint({ http, clock, log, repository }, idToken) {
    const url = `${repository.trustedPublishingUrl}/_/oidc/mint-token`;
    const response = await http.request({
        method: 'POST',
        url,
        headers: { accept: 'application/json', 'content-type': 'application/json' },
        body: JSON.stringify({ token: idToken }),
        idempotent: false,
        acceptedStatuses: [422],
        maxResponseBytes: 64 * 1024,
        attemptTimeoutMs,
    });
    const answer = response.json();
    if (response.status === 422)
        throw refuseMint(repository, url, answer);
    if (typeof answer.token !== 'string' || answer.token === '') {
        throw new _slipway_core_errors_action_error__WEBPACK_IMPORTED_MODULE_0__/* .RemoteError */ .Hi('E_HTTP_MALFORMED', {
            message: `${repository.title} minted no token.`,
            status: response.status,
            url,
        });
    }
    log.mask(answer.token);
    // The lifetime is part of the token and known to be 15 minutes; an index that does not say is taken at that.
    const expiresAtMs = typeof answer.expires === 'number' ? answer.expires * 1000 : clock.now() + 15 * 60 * 1000;
    return { value: answer.token, expiresAtMs };
}
const quote = (text) => typeof text === 'string' ? `"${text.slice(0, 500)}"` : 'no reason given';
/** Reads the `errors` of a 422 answer; a body in another form gives its message alone. */
function readMintRefusals(answer) {
    const errors = Array.isArray(answer.errors)
        ? answer.errors
        : [];
    return errors.map(({ code, description }) => ({
        code: typeof code === 'string' ? code : 'unknown',
        description: typeof description === 'string' ? description.slice(0, 1000) : '',
    }));
}
function refuseMint(repository, url, answer) {
    const refusals = readMintRefusals(answer);
    const reasons = refusals.map(({ code, description }) => `${code}: ${description}`).join('; ');
    return new _slipway_core_errors_action_error__WEBPACK_IMPORTED_MODULE_0__/* .RemoteError */ .Hi('E_PYPI_MINT_REFUSED', {
        message: `${repository.title} minted no token: ${reasons === '' ? quote(answer.message) : reasons}`,
        hint: explainRefusal(refusals),
        status: 422,
        url,
        // A token that was used before is no fault of the set-up: the next attempt has a new one.
        retryable: refusals.some(({ code }) => code === 'invalid-reuse-token'),
    });
}
function explainRefusal(refusals) {
    const codes = new Set(refusals.map(({ code }) => code));
    if (codes.has('invalid-publisher'))
        return undefined;
    if (codes.has('invalid-pending-publisher'))
        return 'The project exists by now: remove the pending publisher and add the publisher in the settings of the project.';
    if (codes.has('invalid-token'))
        return 'The clock of a self-hosted runner may be wrong, or the platform may have trouble; run the job again.';
    if (codes.has('not-enabled'))
        return 'Trusted publishing is switched off at the index; try again later.';
    return undefined;
}
/**
 * Ends the life of an upload token early; a failure is no harm, since the token expires by itself.
 * The endpoint answers 202 whatever it is given.
 */
async function burnToken(http, repository, token) {
    const response = await http.request({
        method: 'POST',
        url: `${repository.trustedPublishingUrl}/_/oidc/burn-token`,
        headers: { accept: 'application/json', 'content-type': 'application/json' },
        body: JSON.stringify({ token }),
        idempotent: true,
        acceptedStatuses: [404, 405],
        maxResponseBytes: 64 * 1024,
        deadlineMs: 20_000,
    });
    return response.status < 300;
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

/***/ 4434:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("events");

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

/***/ 5217:
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

/***/ 4649:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:net");

/***/ }),

/***/ 8161:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:os");

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

/***/ 8877:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:v8");

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

/***/ 2203:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("stream");

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

/***/ 3106:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("zlib");

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
/******/ var __webpack_exports__ = __nccwpck_require__(2275);
/******/ __webpack_exports__ = await __webpack_exports__;
/******/ 
