import { createRequire as __WEBPACK_EXTERNAL_createRequire } from "module";
/******/ var __webpack_modules__ = ({

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

/***/ 7319:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  XZ: () => (/* binding */ hints),
  QL: () => (/* binding */ inputs_inputs),
  V4: () => (/* binding */ outputs)
});

// EXTERNAL MODULE: ./packages/core/src/inputs.ts
var inputs = __nccwpck_require__(7276);
// EXTERNAL MODULE: ./node_modules/@actions/core/lib/core.js + 5 modules
var core = __nccwpck_require__(5049);
// EXTERNAL MODULE: ./packages/core/src/errors/action-error.ts
var action_error = __nccwpck_require__(5336);
// EXTERNAL MODULE: ./packages/core/src/errors/core-errors.ts
var core_errors = __nccwpck_require__(1040);
// EXTERNAL MODULE: ./packages/core/src/neutralize.ts
var neutralize = __nccwpck_require__(2430);
// EXTERNAL MODULE: ./packages/core/src/inputs/find-nearest.ts
var find_nearest = __nccwpck_require__(4111);
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
var parse_file_list = __nccwpck_require__(4630);
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

;// CONCATENATED MODULE: ./actions/github-packages-publish/src/inputs.ts

/** The inputs, as `action.yml` describes them. */
const inputs_inputs = (0,inputs/* defineInputs */.pf)({
    'packages-dir': scalar_inputs_text({ default: 'dist' }),
    'artifact-name': list(),
    digests: fileList(),
    handover: scalar_inputs_text(),
    mode: choice(['ghcr', 'index'], { default: 'ghcr' }),
    registry: scalar_inputs_text({ default: '' }),
    namespace: scalar_inputs_text(),
    'repository-url': scalar_inputs_text({ default: '' }),
    'index-url': scalar_inputs_text({ default: '' }),
    user: scalar_inputs_text({ default: '' }),
    password: secret({ default: '' }),
    visibility: choice(['warn', 'require-public', 'require-private', 'ignore'], { default: 'warn' }),
    verify: flag({ default: true }),
    'wait-minutes': integer({ default: 5, max: 120 }),
    'dry-run': flag({ default: false }),
    token: secret({ default: '' }),
});
const outputs = [
    'files',
    'index-digest',
    'package-url',
    'visibility',
    'install-command',
    'install-markdown',
    'result-markdown',
];
/** What to change about an error, in the names of these inputs. */
const hints = {
    E_PYPI_AUTHENTICATION: 'Check "user" and "password".',
    E_PYPI_REPOSITORY: 'Set "repository-url" to the https address of an upload API.',
};


/***/ }),

/***/ 4136:
/***/ ((module, __unused_webpack___webpack_exports__, __nccwpck_require__) => {

__nccwpck_require__.a(module, async (__webpack_handle_async_dependencies__, __webpack_async_result__) => { try {
/* harmony import */ var _slipway_core_run_action__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(6187);
/* harmony import */ var _slipway_handover__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(8032);
/* harmony import */ var _inputs_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(7319);
/* harmony import */ var _run_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(9739);




await (0,_slipway_core_run_action__WEBPACK_IMPORTED_MODULE_0__/* .runAction */ .C)({
    ...{ name: 'github-packages-publish', inputs: _inputs_js__WEBPACK_IMPORTED_MODULE_1__/* .inputs */ .QL, outputs: _inputs_js__WEBPACK_IMPORTED_MODULE_1__/* .outputs */ .V4, hints: _inputs_js__WEBPACK_IMPORTED_MODULE_1__/* .hints */ .XZ },
    async main(context) {
        await (0,_slipway_handover__WEBPACK_IMPORTED_MODULE_2__/* .refuseOtherPart */ .Mj)(context.inputs.handover, process.argv[1]);
        await (0,_run_js__WEBPACK_IMPORTED_MODULE_3__/* .runPackagesPublish */ .a)(context);
    },
});

__webpack_async_result__();
} catch(e) { __webpack_async_result__(e); } }, 1);

/***/ }),

/***/ 9739:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  a: () => (/* binding */ runPackagesPublish)
});

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __nccwpck_require__(1455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __nccwpck_require__(6760);
// EXTERNAL MODULE: ./packages/core/src/errors/action-error.ts
var action_error = __nccwpck_require__(5336);
// EXTERNAL MODULE: ./packages/core/src/errors/file-system-error.ts
var file_system_error = __nccwpck_require__(142);
// EXTERNAL MODULE: ./packages/core/src/files/parse-file-list.ts
var parse_file_list = __nccwpck_require__(4630);
// EXTERNAL MODULE: ./packages/core/src/neutralize.ts
var neutralize = __nccwpck_require__(2430);
// EXTERNAL MODULE: ./packages/core/src/errors/define-errors.ts
var define_errors = __nccwpck_require__(700);
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
    throw new action_error/* EnvironmentError */.eG(errors_githubErrors.E_GITHUB_FOREIGN_HOST, {
        message: `The token of this job is for ${nameServer(server)} and was not sent to ${(0,neutralize/* neutralizeLine */.a0)(host, 200)}.`,
        hint: wayOut,
    });
}

// EXTERNAL MODULE: ./packages/core/src/errors/core-errors.ts
var core_errors = __nccwpck_require__(1040);
// EXTERNAL MODULE: ./packages/core/src/is-record.ts
var is_record = __nccwpck_require__(9583);
// EXTERNAL MODULE: ./packages/core/src/redact.ts
var redact = __nccwpck_require__(796);
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
var external_node_crypto_ = __nccwpck_require__(7598);
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
var external_node_fs_ = __nccwpck_require__(3024);
;// CONCATENATED MODULE: external "node:stream/promises"
const external_node_stream_promises_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:stream/promises");
// EXTERNAL MODULE: external "node:zlib"
var external_node_zlib_ = __nccwpck_require__(8522);
// EXTERNAL MODULE: ./node_modules/yauzl/index.js
var yauzl = __nccwpck_require__(663);
;// CONCATENATED MODULE: ./packages/github/src/artifacts/zip-entries.ts












const maxFiles = 1000;
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
                    : names.size >= maxFiles
                        ? `is one of more than ${maxFiles} files`
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
            const files = await unpack(archive, folder, request);
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
async function unpack(archive, folder, { directory, promised }) {
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

;// CONCATENATED MODULE: ./packages/github/src/artifacts/open-distributions.ts



/**
 * The folder of the distributions: of the artifacts when some are named, fetched into a temporary folder, or else in the workspace.
 * @returns an absolute path
 * @throws like `fetchArtifact`
 */
async function openDistributions(calling, { artifacts, folder, promised }) {
    const { job } = calling;
    if (artifacts.length === 0)
        return (0,external_node_path_.resolve)(job.workspace, folder);
    const directory = await (0,promises_.mkdtemp)((0,external_node_path_.join)(job.temporaryDirectory, 'slipway-dist-'));
    // One after the other: a file that two of them contain is an error.
    for (const name of artifacts)
        await fetchArtifact(calling, { name, directory, promised });
    return directory;
}

;// CONCATENATED MODULE: ./packages/core/src/files/checksum-manifest.ts



/** Lengths of the digests in hex digits, and the names of the BSD form. */
const digestForms = {
    sha256: { length: 64, label: 'SHA256' },
    sha512: { length: 128, label: 'SHA512' },
    blake2b512: { length: 128, label: 'BLAKE2b' },
};
const escapes = { '\\': '\\\\', '\n': '\\n', '\r': '\\r' };
const unescapes = { '\\': '\\', n: '\n', r: '\r' };
/**
 * The manifest as `sha256sum` of GNU coreutils (9.0 and later) writes it: two blanks, names as given, and a backslash before a
 * line whose name contains a backslash or a line break, which is then escaped.
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
 * @param platform decides which names leave the folder: outside Windows, a backslash or a colon is an ordinary part of a name
 * @throws InputError E_MANIFEST_INVALID naming each line that is malformed, duplicated or leaves the folder
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
            problems.push(`line ${index + 1} ${problem}: "${(0,neutralize/* neutralizeLine */.a0)(line, 120)}"`);
        else if (entry !== undefined) {
            seen.add(entry.name);
            entries.push(entry);
        }
    }
    if (problems.length > 0 || entries.length === 0) {
        const shown = problems.length === 0 ? 'it lists no files' : problems.slice(0, 10).join('; ');
        const more = problems.length > 10 ? ` and ${problems.length - 10} more` : '';
        throw new action_error/* InputError */.dz(core_errors/* coreErrors */.F.E_MANIFEST_INVALID, {
            message: `The manifest cannot be used: ${shown}${more}.`,
        });
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
        return 'repeats a file';
    if (name.includes('\0'))
        return 'contains an invalid file name';
    const [absolute, separator] = platform === 'win32' ? [/^(?:[/\\]|[a-z]:)/i, /[\\/]/] : [/^\//, /\//];
    if (absolute.test(name) || name.split(separator).includes('..'))
        return 'points outside the folder';
    return undefined;
}

// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __nccwpck_require__(8161);
// EXTERNAL MODULE: external "node:worker_threads"
var external_node_worker_threads_ = __nccwpck_require__(5919);
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

;// CONCATENATED MODULE: ./packages/python/src/errors.ts

/** Errors of project files, versions and distributions. */
const errors_pythonErrors = (0,define_errors/* defineErrors */.V)({
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

;// CONCATENATED MODULE: ./packages/python/src/names.ts
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

;// CONCATENATED MODULE: ./packages/python/src/metadata/token-reader.ts
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

;// CONCATENATED MODULE: ./packages/python/src/metadata/canonical-marker.ts


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
    const reader = new TokenReader(text);
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
    const left = canonical_marker_readValue(reader);
    const operator = reader.take(comparison)?.replace(/\s+/g, ' ');
    if (operator === undefined)
        throw new NotCanonical();
    reader.take(blanks);
    return writeComparison(left, operator, canonical_marker_readValue(reader));
}
function canonical_marker_readValue(reader) {
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
    const value = isExtra ? JSON.stringify(normalizeName(JSON.parse(right))) : right;
    return `${left} ${operator} ${value}`;
}

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
    return `${normalizeSubject(before)};${canonicalizeMarker(marker) ?? withoutBlanks(marker)}`;
}
function normalizeSubject(text) {
    const bare = withoutBlanks(text);
    const [whole, name = '', extras = '', specifiers = ''] = shape.exec(bare) ?? [];
    if (whole === undefined)
        return bare;
    return `${normalizeName(name)}[${sortParts(extras, normalizeName)}]${sortParts(specifiers)}`;
}

;// CONCATENATED MODULE: ./packages/python/src/metadata/metadata-fields.ts
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

;// CONCATENATED MODULE: ./packages/python/src/metadata/parse-core-metadata.ts




/** Far beyond the largest known metadata: a description of some hundred kilobytes. */
const maxBytes = 4 * 1024 * 1024;
/** Number of values; a project with a thousand dependencies is rare. */
const maxFields = 10_000;
/** Number of lines; folded values have many. */
const maxLines = 100_000;
const headerLine = /^(?:From |[!-9;-~]*:|[\t ])/;
function invalid(fileName, reason, cause) {
    const subject = fileName === undefined ? 'The metadata' : `${(0,neutralize/* neutralizeLine */.a0)(fileName, 200)}: the metadata`;
    return new action_error/* InputError */.dz(errors_pythonErrors.E_DISTRIBUTION_INVALID, { message: `${subject} ${reason}.`, cause });
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
        if (isSingleField(key) && counts.get(key) === 2) {
            throw invalid(fileName, `contains the field "${(0,neutralize/* neutralizeLine */.a0)(name, 80)}" twice`);
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
    return parse_core_metadata_readFields(metadata, name)[0];
}
/** All values of a field. */
function parse_core_metadata_readFields({ fields }, name) {
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
    compare('Name', index([wheel.project], normalizeName), index([sdist.project], normalizeName));
    compare('Version', index([wheel.version], same), index([sdist.version], same));
    const [, minor = '0'] = (readField(sdist.metadata, 'Metadata-Version') ?? '').split('.');
    const isOld = Number(minor) < 2 || (readField(sdist.metadata, 'Metadata-Version') ?? '').startsWith('1.');
    const dynamic = new Set(parse_core_metadata_readFields(sdist.metadata, 'Dynamic').map((field) => field.toLowerCase()));
    for (const [field, normalize] of [
        ['Requires-Dist', normalizeRequirement],
        ['Requires-Python', normalizeSpecifiers],
        ['Provides-Extra', normalizeName],
    ]) {
        const [left, right] = [wheel, sdist].map(({ metadata }) => index(parse_core_metadata_readFields(metadata, field), normalize));
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

;// CONCATENATED MODULE: ./packages/python/src/distribution/cut-findings.ts
const maxFindings = 50;
/** The first of many sentences, and how many more there are, so that a message stays readable. */
function cutFindings(findings) {
    const more = findings.length - maxFindings;
    return more <= 0 ? findings : [...findings.slice(0, maxFindings), `and ${more} more`];
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

;// CONCATENATED MODULE: ./packages/python/src/archive/archive.ts




const maxMembers = 100_000;
/** The maximum path length on Linux, so that checking a path part by part is cheap. */
const maxPathLength = 4096;
const maxKeptBytes = 16 * 1024 * 1024;
const mostRatio = 50;
const freeBytes = 64 * 1024 * 1024;
/** The error for an archive that is rejected and not read any further. */
function refuseArchive(fileName, reason, cause) {
    return new action_error/* InputError */.dz(errors_pythonErrors.E_DISTRIBUTION_INVALID, {
        message: `${(0,neutralize/* neutralizeLine */.a0)(fileName, 200)}: ${reason}.`,
        cause,
    });
}
/** A name from an archive, for a message. */
function quoteName(name) {
    return `"${(0,neutralize/* neutralizeLine */.a0)(name, 200)}"`;
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
        const hash = (0,external_node_crypto_.createHash)('sha256');
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
        this.#members.push({ name, size: bytes.byteLength, sha256: (0,external_node_crypto_.hash)('sha256', bytes) });
    }
    /** Records a link, which contains a path instead of bytes. */
    takeLink(name, target) {
        this.#members.push({ name, size: 0, sha256: (0,external_node_crypto_.createHash)('sha256').update(target).digest('hex') });
    }
    finish() {
        return { members: this.#members, contents: this.#contents, warnings: this.#warnings };
    }
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
            throw new TarProblem('an extended header in the archive cannot be read');
        let key;
        let value;
        try {
            key = utf8.decode(data.subarray(space + 1, equals));
            value = utf8.decode(data.subarray(equals + 1, end - 1));
        }
        catch {
            throw new TarProblem('an extended header in the archive is not UTF-8');
        }
        if (records.has(key))
            throw new TarProblem(`an extended header in the archive contains ${quote(key)} twice`);
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
            throw new TarProblem(`an extended header in the archive has a value of ${quote(key)} that is not a number`);
        if (harmless.test(key))
            continue;
        const isName = key === 'path' || key === 'linkpath' || key === 'size';
        if (!isName || isGlobal) {
            throw new TarProblem(`${isGlobal ? 'a global' : 'an'} extended header in the archive contains ${quote(key)}, which some readers ignore`);
        }
        if (value === '' || value.includes('\0'))
            throw new TarProblem(`an extended header in the archive has an invalid value of ${quote(key)}`);
    }
    const size = records.get('size');
    if (size !== undefined && !/^(?:0|[1-9]\d{0,14})$/.test(size))
        throw new TarProblem('a size in an extended header of the archive is not a number');
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
        throw new TarProblem('a name in the archive is not UTF-8');
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
        throw new TarProblem('a header in the archive has a wrong checksum');
    const magic = field(257, 265);
    const isGnu = magic === 'ustar  \0';
    if (!isGnu && !magic.startsWith('ustar\0'))
        throw new TarProblem('a header in the archive is in neither the ustar nor the GNU format');
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
        throw new TarProblem('a number in a header of the archive is not octal');
    const size = field(124, 136);
    if (!octal.test(size))
        throw new TarProblem('a size in a header of the archive is not octal');
    const flag = field(156, 157);
    const prefix = decodeTarText(block.subarray(345, 500));
    // GNU tar stores times there, which Python reads as the folder.
    if (isGnu && block.subarray(345, 500).some((byte) => byte !== 0))
        throw new TarProblem('a GNU header in the archive contains data in the field that other formats use for the folder');
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
            throw new TarProblem('the archive ends in the middle of a block');
        if (block.every((byte) => byte === 0)) {
            if (isAwaited)
                throw new TarProblem('the archive ends with a header that belongs to no member');
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
                    throw new TarProblem('the archive ends in the middle of a file');
                left -= chunk.byteLength;
                yield chunk;
            }
        };
        yield { ...member, offset: at, read };
        const rest = left + pad(member.size) - member.size;
        if ((await source.skip(rest)) < rest)
            throw new TarProblem('the archive ends in the middle of a file');
        at += pad(member.size);
    }
}
/** A header about the member after it. At most one of each kind: readers differ in which of two counts. */
function announce(header, data, before) {
    if (header.type === 'g') {
        if (before !== nothing)
            throw new TarProblem('the archive has a global header between a header and its member');
        judgePaxRecords(parsePaxRecords(data), true);
        return before;
    }
    if (before.pax !== undefined || (header.type === 'x' && before !== nothing))
        throw new TarProblem('a member of the archive has several headers');
    if (header.type === 'x')
        return { ...before, pax: judgePaxRecords(parsePaxRecords(data), false) };
    const text = data.at(-1) === 0 ? data.subarray(0, -1) : data;
    if (text.byteLength === 0 || text.includes(0))
        throw new TarProblem('a long name in the archive is invalid');
    const key = header.type === 'L' ? 'longName' : 'longLink';
    if (before[key] !== undefined)
        throw new TarProblem('a member of the archive has several headers');
    return { ...before, [key]: decodeTarText(text) };
}
function settle(header, { pax, longName, longLink }) {
    const name = pax?.path ?? longName ?? header.name;
    const shown = `the member "${(0,neutralize/* neutralizeLine */.a0)(name, 200)}"`;
    const type = Object.hasOwn(types, header.type) ? types[header.type] : undefined;
    if (type === undefined)
        throw new TarProblem(`${shown} is not a file, folder or link (type "${(0,neutralize/* neutralizeLine */.a0)(header.type, 4)}")`);
    // For some readers, a slash at the end turns a file into a folder. A long name may be cut off behind one.
    const hasSlash = name.endsWith('/') || (header.isOldFile && header.name.endsWith('/'));
    if (type !== 'folder' && hasSlash)
        throw new TarProblem(`${shown} has the name of a folder`);
    if (pax?.size !== undefined && pax.size !== header.size)
        throw new TarProblem(`${shown} has two sizes`);
    if (type !== 'file' && header.size !== 0)
        throw new TarProblem(`${shown} is a ${type === 'folder' ? 'folder' : 'link'} that contains data`);
    const isLink = type === 'hard-link' || type === 'symbolic-link';
    const linkName = pax?.linkPath ?? longLink ?? header.linkName;
    if (!isLink && (pax?.linkPath !== undefined || longLink !== undefined))
        throw new TarProblem(`${shown} has a link target but is not a link`);
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
        throw new TarProblem(`a header in the archive has more than ${maxHeaderBytes} bytes`);
    const data = await source.read(pad(size));
    if (data.byteLength < pad(size))
        throw new TarProblem('the archive ends in the middle of a header');
    return data.subarray(0, size);
}
/** Readers stop at the first block of zeros, unless told otherwise. */
async function assertEnd(source) {
    for (;;) {
        const rest = await source.read(maxChunkBytes);
        if (rest.byteLength === 0)
            return;
        if (rest.some((byte) => byte !== 0))
            throw new TarProblem('the archive contains data after its end');
    }
}

;// CONCATENATED MODULE: ./packages/python/src/archive/chunk-source.ts
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

// EXTERNAL MODULE: external "node:stream"
var external_node_stream_ = __nccwpck_require__(7075);
;// CONCATENATED MODULE: ./packages/python/src/archive/gunzip-file.ts





/** RFC 1952, 2.3.1: flags that say which fields follow the fixed ones. */
const hasHeaderSum = 0x02;
const hasExtra = 0x04;
const hasName = 0x08;
const hasComment = 0x10;
const reservedFlags = 0xe0;
const fixedBytes = 10;
const trailerBytes = 8;
const gunzip_file_maxHeaderBytes = 64 * 1024;
/**
 * The content of a gzip file (RFC 1952) with exactly one member: some readers continue with a second one, others stop before
 * it.
 * @throws TarProblem for anything else, and for content that does not match its checksum
 */
async function* gunzipFile(path) {
    const file = await (0,promises_.open)(path);
    let headerBytes;
    let size;
    const trailer = Buffer.alloc(trailerBytes);
    try {
        ({ size } = await file.stat());
        const { buffer, bytesRead } = await file.read(Buffer.alloc(gunzip_file_maxHeaderBytes), 0, gunzip_file_maxHeaderBytes, 0);
        headerBytes = measureHeader(buffer.subarray(0, bytesRead));
        if (size < headerBytes + trailerBytes)
            throw new TarProblem('the archive is truncated');
        await file.read(trailer, 0, trailerBytes, size - trailerBytes);
    }
    finally {
        await file.close();
    }
    const inflate = (0,external_node_zlib_.createInflateRaw)();
    // Failures reach the reader of the last stream.
    (0,external_node_stream_.pipeline)((0,external_node_fs_.createReadStream)(path, { start: headerBytes, end: size - trailerBytes - 1 }), inflate, () => undefined);
    let sum = 0;
    let length = 0;
    for await (const chunk of inflate) {
        sum = (0,external_node_zlib_.crc32)(chunk, sum);
        length += chunk.byteLength;
        yield chunk;
    }
    if (inflate.bytesWritten !== size - headerBytes - trailerBytes)
        throw new TarProblem('the archive has data after its end');
    if (trailer.readUInt32LE(0) !== sum || trailer.readUInt32LE(4) !== length % 2 ** 32)
        throw new TarProblem('the archive is damaged (CRC-32)');
}
function measureHeader(bytes) {
    const flags = bytes[3] ?? reservedFlags;
    if (bytes.readUInt16BE(0) !== 0x1f8b || bytes[2] !== 8 || (flags & reservedFlags) !== 0)
        throw new TarProblem('the archive is not compressed with gzip');
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

;// CONCATENATED MODULE: ./packages/python/src/archive/sdist-links.ts

/** How many links one path may follow, and how long it may be, as on Linux. */
const maxLinks = 40;
const sdist_links_maxPathLength = 4096;
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
            return `is a hard link that points outside the archive, to ${quoteName(target)}`;
        // A later member cannot be linked to, and a link to a link is ambiguous across readers.
        if (!this.#files.has(path.join('/')))
            return `is a hard link to ${quoteName(target)}, which is not an earlier file`;
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
            return `is a link that points outside the archive, to ${quoteName(target)}`;
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
                return `${quoteName(name)} is inside a linked folder`;
        }
        for (const [name, target] of this.#targets.values()) {
            const path = this.#resolve(splitPath(fold(name)));
            if (path === undefined)
                return `${quoteName(name)} is a link to itself`;
            if (path.length === 0)
                return `${quoteName(name)} is a link that points outside the archive, to ${quoteName(target)}`;
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
    if (name.length > sdist_links_maxPathLength || target.length > sdist_links_maxPathLength)
        return `with a path of more than ${sdist_links_maxPathLength} characters`;
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
    if (target === '' || /[\u0000-\u001F\u007F\\]/.test(target))
        return `to ${quoteName(target)}, which is empty or contains a backslash or a control character`;
    return target.startsWith('/') || /^[a-z]:/i.test(target)
        ? `to the absolute path ${quoteName(target)}`
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
    const chunks = gunzipFile(path);
    try {
        const { size } = await (0,promises_.stat)(path);
        const collector = new MemberCollector(fileName, size, want);
        // Folders, headers and padding count too, because an archive can consist of nothing else.
        const source = createChunkSource(chunks, (chunk) => collector.count(chunk.byteLength));
        await readMembers(walkTar(source), fileName, collector);
        const archive = collector.finish();
        if (archive.members.length === 0)
            throw refuseArchive(fileName, 'the archive contains no files');
        return archive;
    }
    catch (cause) {
        if (cause instanceof action_error/* InputError */.dz)
            throw cause;
        if (cause instanceof TarProblem)
            throw refuseArchive(fileName, cause.message, cause);
        throw refuseArchive(fileName, `the archive is not a valid .tar.gz file (${String(cause)})`, cause);
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
                throw refuseArchive(fileName, `the member ${quoteName(name)} ${reason}`);
            collector.takeLink(name, linkName);
        }
    }
    const problem = links.findProblem(names);
    if (problem !== undefined)
        throw refuseArchive(fileName, `the member ${problem}`);
}

;// CONCATENATED MODULE: ./packages/python/src/archive/file-window.ts
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

;// CONCATENATED MODULE: ./packages/python/src/archive/zip-members.ts


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
    const bytes = (0,external_node_zlib_.inflateRawSync)(packed, { chunkSize, maxOutputLength: Math.max(size, 1) });
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
    const source = external_node_stream_.Readable.from(packed);
    const unpacked = (0,external_node_zlib_.createInflateRaw)({ chunkSize: pieceBytes });
    source.once('error', (cause) => unpacked.destroy(cause));
    try {
        yield* source.pipe(unpacked);
    }
    finally {
        source.destroy();
    }
}

;// CONCATENATED MODULE: ./packages/python/src/archive/zip-directory.ts



const zip_directory_typeMask = 0o170_000;
const regularFile = 0o100_000;
const directoryType = 0o040_000;
/** Gives yauzl the ranges of the directory, which it reads in two small pieces for each member. */
class DirectoryReader extends yauzl/* RandomAccessReader */.lJ {
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
    const zip = await yauzl/* fromRandomAccessReaderPromise */.or(new DirectoryReader(window), fileBytes, {
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
            throw refuseArchive(fileName, `the member ${quoteName(entry.fileName)} ${refusal}`);
        members.push(shrink(entry));
        directoryBytes += 46 + entry.fileNameLength + entry.extraFieldLength;
    }
    if (directoryBytes !== directory.size || members.length !== directory.entries) {
        throw refuseArchive(fileName, 'the size of its ZIP directory is wrong');
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
    const type = (entry.externalFileAttributes >>> 16) & zip_directory_typeMask;
    if (entry.isEncrypted())
        return 'is encrypted';
    if (entry.compressionMethod !== stored && entry.compressionMethod !== deflated) {
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

;// CONCATENATED MODULE: ./packages/python/src/archive/zip-layout.ts
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

;// CONCATENATED MODULE: ./packages/python/src/archive/read-wheel.ts









/**
 * Reads a wheel without unpacking it, one member at a time, and counts and hashes every byte.
 * @param want members whose bytes are kept; at most 16 MiB each
 * @throws InputError E_DISTRIBUTION_INVALID for anything that installers read differently or that is unsafe to unpack
 */
async function readWheel(path, want = () => false) {
    const fileName = (0,external_node_path_.basename)(path);
    const file = await openFile(path, fileName);
    try {
        const { size } = await file.stat();
        const window = new FileWindow(file);
        const directory = await readZipEnd(window, size);
        if (typeof directory === 'string')
            throw refuseArchive(fileName, directory);
        const collector = new MemberCollector(fileName, size, want);
        const members = await readDirectory(window, size, fileName, directory, collector);
        await read_wheel_readMembers(window, members, fileName, directory, collector);
        return collector.finish();
    }
    catch (cause) {
        if (cause instanceof action_error/* InputError */.dz)
            throw cause;
        throw refuseArchive(fileName, `the wheel is not a valid ZIP archive (${String(cause)})`, cause);
    }
    finally {
        await file.close();
    }
}
async function openFile(path, fileName) {
    try {
        return await (0,promises_.open)(path, 'r');
    }
    catch (cause) {
        throw refuseArchive(fileName, 'the wheel cannot be opened', cause);
    }
}
async function read_wheel_readMembers(window, members, fileName, directory, collector) {
    let end = 0;
    for (const member of members.toSorted((left, right) => left.offset - right.offset)) {
        const start = await findMemberData(window, member, end, directory);
        if (typeof start === 'string')
            throw refuseArchive(fileName, start);
        end = start + member.packedSize;
        if (member.name.endsWith('/'))
            continue;
        const sum = await takeMember(window, member, start, collector);
        if (sum !== member.crc32)
            throw refuseArchive(fileName, `the member ${quoteName(member.name)} is damaged (CRC-32)`);
    }
    if (end !== directory.offset)
        throw refuseArchive(fileName, 'the archive has bytes between its last member and its directory');
}
/** @returns the CRC-32 of its bytes */
async function takeMember(window, member, start, collector) {
    let sum = 0;
    if (isSmall(member)) {
        collector.count(member.size);
        await readSmallMember(window, member, start, (bytes) => {
            collector.takeWhole(member.name, bytes);
            sum = (0,external_node_zlib_.crc32)(bytes);
        });
        return sum;
    }
    await collector.take(member.name, readLargeMember(window, member, start), (chunk) => {
        collector.count(chunk.byteLength);
        sum = (0,external_node_zlib_.crc32)(chunk, sum);
    });
    return sum;
}

;// CONCATENATED MODULE: ./packages/python/src/version/parse-version.ts



// PEP 440, appendix B, without surrounding blanks; digits are ASCII.
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
// Longer than any published version; the limit keeps hostile input cheap.
const maxVersionLength = 256;
/** Undefined for a text that is not a version. */
function tryParseVersion(text) {
    if (text.length > maxVersionLength)
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
        throw new InputError(pythonErrors.E_VERSION_INVALID, {
            message: `${what} is "${neutralizeLine(text, 120)}", which is not a version of PEP 440.`,
        });
    }
    return version;
}

;// CONCATENATED MODULE: ./packages/python/src/metadata/lists/classifiers.json
const classifiers_namespaceObject = /*#__PURE__*/JSON.parse('{"sP":"trove-classifiers 2026.9.21.13","p6":"2026-12-01","bf":["Development Status :: 1 - Planning","Development Status :: 2 - Pre-Alpha","Development Status :: 3 - Alpha","Development Status :: 4 - Beta","Development Status :: 5 - Production/Stable","Development Status :: 6 - Mature","Development Status :: 7 - Inactive","Environment :: Console","Environment :: Console :: Curses","Environment :: Console :: Framebuffer","Environment :: Console :: Newt","Environment :: Console :: svgalib","Environment :: Cygwin (MS Windows)","Environment :: GPU","Environment :: GPU :: NVIDIA CUDA","Environment :: GPU :: NVIDIA CUDA :: 1.0","Environment :: GPU :: NVIDIA CUDA :: 1.1","Environment :: GPU :: NVIDIA CUDA :: 10.0","Environment :: GPU :: NVIDIA CUDA :: 10.1","Environment :: GPU :: NVIDIA CUDA :: 10.2","Environment :: GPU :: NVIDIA CUDA :: 11","Environment :: GPU :: NVIDIA CUDA :: 11.0","Environment :: GPU :: NVIDIA CUDA :: 11.1","Environment :: GPU :: NVIDIA CUDA :: 11.2","Environment :: GPU :: NVIDIA CUDA :: 11.3","Environment :: GPU :: NVIDIA CUDA :: 11.4","Environment :: GPU :: NVIDIA CUDA :: 11.5","Environment :: GPU :: NVIDIA CUDA :: 11.6","Environment :: GPU :: NVIDIA CUDA :: 11.7","Environment :: GPU :: NVIDIA CUDA :: 11.8","Environment :: GPU :: NVIDIA CUDA :: 12","Environment :: GPU :: NVIDIA CUDA :: 12 :: 12.0","Environment :: GPU :: NVIDIA CUDA :: 12 :: 12.1","Environment :: GPU :: NVIDIA CUDA :: 12 :: 12.2","Environment :: GPU :: NVIDIA CUDA :: 12 :: 12.3","Environment :: GPU :: NVIDIA CUDA :: 12 :: 12.4","Environment :: GPU :: NVIDIA CUDA :: 12 :: 12.5","Environment :: GPU :: NVIDIA CUDA :: 12 :: 12.6","Environment :: GPU :: NVIDIA CUDA :: 13","Environment :: GPU :: NVIDIA CUDA :: 2.0","Environment :: GPU :: NVIDIA CUDA :: 2.1","Environment :: GPU :: NVIDIA CUDA :: 2.2","Environment :: GPU :: NVIDIA CUDA :: 2.3","Environment :: GPU :: NVIDIA CUDA :: 3.0","Environment :: GPU :: NVIDIA CUDA :: 3.1","Environment :: GPU :: NVIDIA CUDA :: 3.2","Environment :: GPU :: NVIDIA CUDA :: 4.0","Environment :: GPU :: NVIDIA CUDA :: 4.1","Environment :: GPU :: NVIDIA CUDA :: 4.2","Environment :: GPU :: NVIDIA CUDA :: 5.0","Environment :: GPU :: NVIDIA CUDA :: 5.5","Environment :: GPU :: NVIDIA CUDA :: 6.0","Environment :: GPU :: NVIDIA CUDA :: 6.5","Environment :: GPU :: NVIDIA CUDA :: 7.0","Environment :: GPU :: NVIDIA CUDA :: 7.5","Environment :: GPU :: NVIDIA CUDA :: 8.0","Environment :: GPU :: NVIDIA CUDA :: 9.0","Environment :: GPU :: NVIDIA CUDA :: 9.1","Environment :: GPU :: NVIDIA CUDA :: 9.2","Environment :: Handhelds/PDA\'s","Environment :: MacOS X","Environment :: MacOS X :: Aqua","Environment :: MacOS X :: Carbon","Environment :: MacOS X :: Cocoa","Environment :: No Input/Output (Daemon)","Environment :: OpenStack","Environment :: Other Environment","Environment :: Plugins","Environment :: Web Environment","Environment :: Web Environment :: Buffet","Environment :: Web Environment :: Mozilla","Environment :: Web Environment :: ToscaWidgets","Environment :: WebAssembly","Environment :: WebAssembly :: Emscripten","Environment :: WebAssembly :: WASI","Environment :: Win32 (MS Windows)","Environment :: X11 Applications","Environment :: X11 Applications :: GTK","Environment :: X11 Applications :: Gnome","Environment :: X11 Applications :: KDE","Environment :: X11 Applications :: Qt","Framework :: AWS CDK","Framework :: AWS CDK :: 1","Framework :: AWS CDK :: 2","Framework :: AiiDA","Framework :: Ansible","Framework :: AnyIO","Framework :: Apache Airflow","Framework :: Apache Airflow :: Provider","Framework :: AsyncIO","Framework :: BEAT","Framework :: BFG","Framework :: Bob","Framework :: Bottle","Framework :: Buildout","Framework :: Buildout :: Extension","Framework :: Buildout :: Recipe","Framework :: CastleCMS","Framework :: CastleCMS :: Theme","Framework :: Celery","Framework :: Chandler","Framework :: CherryPy","Framework :: CubicWeb","Framework :: Dash","Framework :: Datasette","Framework :: Django","Framework :: Django :: 1","Framework :: Django :: 1.10","Framework :: Django :: 1.11","Framework :: Django :: 1.4","Framework :: Django :: 1.5","Framework :: Django :: 1.6","Framework :: Django :: 1.7","Framework :: Django :: 1.8","Framework :: Django :: 1.9","Framework :: Django :: 2","Framework :: Django :: 2.0","Framework :: Django :: 2.1","Framework :: Django :: 2.2","Framework :: Django :: 3","Framework :: Django :: 3.0","Framework :: Django :: 3.1","Framework :: Django :: 3.2","Framework :: Django :: 4","Framework :: Django :: 4.0","Framework :: Django :: 4.1","Framework :: Django :: 4.2","Framework :: Django :: 5","Framework :: Django :: 5.0","Framework :: Django :: 5.1","Framework :: Django :: 5.2","Framework :: Django :: 6","Framework :: Django :: 6.0","Framework :: Django :: 6.1","Framework :: Django CMS","Framework :: Django CMS :: 3.10","Framework :: Django CMS :: 3.11","Framework :: Django CMS :: 3.4","Framework :: Django CMS :: 3.5","Framework :: Django CMS :: 3.6","Framework :: Django CMS :: 3.7","Framework :: Django CMS :: 3.8","Framework :: Django CMS :: 3.9","Framework :: Django CMS :: 4.0","Framework :: Django CMS :: 4.1","Framework :: Django CMS :: 5.0","Framework :: Django CMS :: 5.1","Framework :: FastAPI","Framework :: Flake8","Framework :: Flask","Framework :: Hatch","Framework :: Hypothesis","Framework :: IDLE","Framework :: IPython","Framework :: InvenTree","Framework :: Jupyter","Framework :: Jupyter :: JupyterLab","Framework :: Jupyter :: JupyterLab :: 1","Framework :: Jupyter :: JupyterLab :: 2","Framework :: Jupyter :: JupyterLab :: 3","Framework :: Jupyter :: JupyterLab :: 4","Framework :: Jupyter :: JupyterLab :: Extensions","Framework :: Jupyter :: JupyterLab :: Extensions :: Mime Renderers","Framework :: Jupyter :: JupyterLab :: Extensions :: Prebuilt","Framework :: Jupyter :: JupyterLab :: Extensions :: Themes","Framework :: Kedro","Framework :: Lektor","Framework :: Litestar","Framework :: Litestar :: 1","Framework :: Litestar :: 2","Framework :: Litestar :: 3","Framework :: Masonite","Framework :: Matplotlib","Framework :: MkDocs","Framework :: Nengo","Framework :: Odoo","Framework :: Odoo :: 10.0","Framework :: Odoo :: 11.0","Framework :: Odoo :: 12.0","Framework :: Odoo :: 13.0","Framework :: Odoo :: 14.0","Framework :: Odoo :: 15.0","Framework :: Odoo :: 16.0","Framework :: Odoo :: 17.0","Framework :: Odoo :: 18.0","Framework :: Odoo :: 19.0","Framework :: Odoo :: 20.0","Framework :: Odoo :: 8.0","Framework :: Odoo :: 9.0","Framework :: OpenTelemetry","Framework :: OpenTelemetry :: Distros","Framework :: OpenTelemetry :: Exporters","Framework :: OpenTelemetry :: Instrumentations","Framework :: Opps","Framework :: Paste","Framework :: Pelican","Framework :: Pelican :: Plugins","Framework :: Pelican :: Themes","Framework :: Plone","Framework :: Plone :: 3.2","Framework :: Plone :: 3.3","Framework :: Plone :: 4.0","Framework :: Plone :: 4.1","Framework :: Plone :: 4.2","Framework :: Plone :: 4.3","Framework :: Plone :: 5.0","Framework :: Plone :: 5.1","Framework :: Plone :: 5.2","Framework :: Plone :: 5.3","Framework :: Plone :: 6.0","Framework :: Plone :: 6.1","Framework :: Plone :: 6.2","Framework :: Plone :: 6.3","Framework :: Plone :: Addon","Framework :: Plone :: Core","Framework :: Plone :: Distribution","Framework :: Plone :: Theme","Framework :: PySimpleGUI","Framework :: PySimpleGUI :: 4","Framework :: PySimpleGUI :: 5","Framework :: Pycsou","Framework :: Pydantic","Framework :: Pydantic :: 1","Framework :: Pydantic :: 2","Framework :: Pylons","Framework :: Pyodide","Framework :: Pyramid","Framework :: Pytest","Framework :: Review Board","Framework :: Robot Framework","Framework :: Robot Framework :: Library","Framework :: Robot Framework :: Tool","Framework :: Scrapy","Framework :: Setuptools Plugin","Framework :: Sphinx","Framework :: Sphinx :: Domain","Framework :: Sphinx :: Extension","Framework :: Sphinx :: Theme","Framework :: Trac","Framework :: Trio","Framework :: Tryton","Framework :: TurboGears","Framework :: TurboGears :: Applications","Framework :: TurboGears :: Widgets","Framework :: Twisted","Framework :: Wagtail","Framework :: Wagtail :: 1","Framework :: Wagtail :: 2","Framework :: Wagtail :: 3","Framework :: Wagtail :: 4","Framework :: Wagtail :: 5","Framework :: Wagtail :: 6","Framework :: Wagtail :: 7","Framework :: Wagtail :: 8","Framework :: ZODB","Framework :: Zope","Framework :: Zope :: 2","Framework :: Zope :: 3","Framework :: Zope :: 4","Framework :: Zope :: 5","Framework :: Zope :: 6","Framework :: Zope2","Framework :: Zope3","Framework :: aiohttp","Framework :: cocotb","Framework :: napari","Framework :: tox","Intended Audience :: Customer Service","Intended Audience :: Developers","Intended Audience :: Education","Intended Audience :: End Users/Desktop","Intended Audience :: Financial and Insurance Industry","Intended Audience :: Healthcare Industry","Intended Audience :: Information Technology","Intended Audience :: Legal Industry","Intended Audience :: Manufacturing","Intended Audience :: Other Audience","Intended Audience :: Religion","Intended Audience :: Science/Research","Intended Audience :: System Administrators","Intended Audience :: Telecommunications Industry","License :: Aladdin Free Public License (AFPL)","License :: CC0 1.0 Universal (CC0 1.0) Public Domain Dedication","License :: CeCILL-B Free Software License Agreement (CECILL-B)","License :: CeCILL-C Free Software License Agreement (CECILL-C)","License :: DFSG approved","License :: Eiffel Forum License (EFL)","License :: Free For Educational Use","License :: Free For Home Use","License :: Free To Use But Restricted","License :: Free for non-commercial use","License :: Freely Distributable","License :: Freeware","License :: GUST Font License 1.0","License :: GUST Font License 2006-09-30","License :: Netscape Public License (NPL)","License :: Nokia Open Source License (NOKOS)","License :: OSI Approved","License :: OSI Approved :: Academic Free License (AFL)","License :: OSI Approved :: Apache Software License","License :: OSI Approved :: Apple Public Source License","License :: OSI Approved :: Artistic License","License :: OSI Approved :: Attribution Assurance License","License :: OSI Approved :: BSD License","License :: OSI Approved :: Blue Oak Model License (BlueOak-1.0.0)","License :: OSI Approved :: Boost Software License 1.0 (BSL-1.0)","License :: OSI Approved :: CEA CNRS Inria Logiciel Libre License, version 2.1 (CeCILL-2.1)","License :: OSI Approved :: CMU License (MIT-CMU)","License :: OSI Approved :: Common Development and Distribution License 1.0 (CDDL-1.0)","License :: OSI Approved :: Common Public License","License :: OSI Approved :: Eclipse Public License 1.0 (EPL-1.0)","License :: OSI Approved :: Eclipse Public License 2.0 (EPL-2.0)","License :: OSI Approved :: Educational Community License, Version 2.0 (ECL-2.0)","License :: OSI Approved :: Eiffel Forum License","License :: OSI Approved :: European Union Public Licence 1.0 (EUPL 1.0)","License :: OSI Approved :: European Union Public Licence 1.1 (EUPL 1.1)","License :: OSI Approved :: European Union Public Licence 1.2 (EUPL 1.2)","License :: OSI Approved :: GNU Affero General Public License v3","License :: OSI Approved :: GNU Affero General Public License v3 or later (AGPLv3+)","License :: OSI Approved :: GNU Free Documentation License (FDL)","License :: OSI Approved :: GNU General Public License (GPL)","License :: OSI Approved :: GNU General Public License v2 (GPLv2)","License :: OSI Approved :: GNU General Public License v2 or later (GPLv2+)","License :: OSI Approved :: GNU General Public License v3 (GPLv3)","License :: OSI Approved :: GNU General Public License v3 or later (GPLv3+)","License :: OSI Approved :: GNU Lesser General Public License v2 (LGPLv2)","License :: OSI Approved :: GNU Lesser General Public License v2 or later (LGPLv2+)","License :: OSI Approved :: GNU Lesser General Public License v3 (LGPLv3)","License :: OSI Approved :: GNU Lesser General Public License v3 or later (LGPLv3+)","License :: OSI Approved :: GNU Library or Lesser General Public License (LGPL)","License :: OSI Approved :: Historical Permission Notice and Disclaimer (HPND)","License :: OSI Approved :: IBM Public License","License :: OSI Approved :: ISC License (ISCL)","License :: OSI Approved :: MIT License","License :: OSI Approved :: MIT No Attribution License (MIT-0)","License :: OSI Approved :: MirOS License (MirOS)","License :: OSI Approved :: Motosoto License","License :: OSI Approved :: Mozilla Public License 1.0 (MPL)","License :: OSI Approved :: Mozilla Public License 1.1 (MPL 1.1)","License :: OSI Approved :: Mozilla Public License 2.0 (MPL 2.0)","License :: OSI Approved :: Mulan Permissive Software License v2 (MulanPSL-2.0)","License :: OSI Approved :: NASA Open Source Agreement v1.3 (NASA-1.3)","License :: OSI Approved :: Nethack General Public License","License :: OSI Approved :: Nokia Open Source License","License :: OSI Approved :: Open Group Test Suite License","License :: OSI Approved :: Open Software License 3.0 (OSL-3.0)","License :: OSI Approved :: PostgreSQL License","License :: OSI Approved :: Python License (CNRI Python License)","License :: OSI Approved :: Python Software Foundation License","License :: OSI Approved :: Qt Public License (QPL)","License :: OSI Approved :: Ricoh Source Code Public License","License :: OSI Approved :: SIL Open Font License 1.1 (OFL-1.1)","License :: OSI Approved :: Sleepycat License","License :: OSI Approved :: Sun Public License","License :: OSI Approved :: The Unlicense (Unlicense)","License :: OSI Approved :: Universal Permissive License (UPL)","License :: OSI Approved :: University of Illinois/NCSA Open Source License","License :: OSI Approved :: Vovida Software License 1.0","License :: OSI Approved :: W3C License","License :: OSI Approved :: Zero-Clause BSD (0BSD)","License :: OSI Approved :: Zope Public License","License :: OSI Approved :: zlib/libpng License","License :: Other/Proprietary License","License :: Public Domain","License :: Repoze Public License","Natural Language :: Afrikaans","Natural Language :: Arabic","Natural Language :: Armenian","Natural Language :: Basque","Natural Language :: Bengali","Natural Language :: Bosnian","Natural Language :: Bulgarian","Natural Language :: Cantonese","Natural Language :: Catalan","Natural Language :: Catalan (Valencian)","Natural Language :: Chinese (Simplified)","Natural Language :: Chinese (Traditional)","Natural Language :: Croatian","Natural Language :: Czech","Natural Language :: Danish","Natural Language :: Dutch","Natural Language :: English","Natural Language :: Esperanto","Natural Language :: Estonian","Natural Language :: Finnish","Natural Language :: French","Natural Language :: Galician","Natural Language :: Georgian","Natural Language :: German","Natural Language :: Greek","Natural Language :: Hebrew","Natural Language :: Hindi","Natural Language :: Hungarian","Natural Language :: Icelandic","Natural Language :: Indonesian","Natural Language :: Irish","Natural Language :: Italian","Natural Language :: Japanese","Natural Language :: Javanese","Natural Language :: Korean","Natural Language :: Latin","Natural Language :: Latvian","Natural Language :: Lithuanian","Natural Language :: Macedonian","Natural Language :: Malay","Natural Language :: Marathi","Natural Language :: Nepali","Natural Language :: Norwegian","Natural Language :: Panjabi","Natural Language :: Persian","Natural Language :: Polish","Natural Language :: Portuguese","Natural Language :: Portuguese (Brazilian)","Natural Language :: Romanian","Natural Language :: Russian","Natural Language :: Serbian","Natural Language :: Slovak","Natural Language :: Slovenian","Natural Language :: Spanish","Natural Language :: Swedish","Natural Language :: Tamil","Natural Language :: Telugu","Natural Language :: Thai","Natural Language :: Tibetan","Natural Language :: Turkish","Natural Language :: Ukrainian","Natural Language :: Urdu","Natural Language :: Vietnamese","Natural Language :: Yiddish","Operating System :: Android","Operating System :: BeOS","Operating System :: MacOS","Operating System :: MacOS :: MacOS 9","Operating System :: MacOS :: MacOS X","Operating System :: Microsoft","Operating System :: Microsoft :: MS-DOS","Operating System :: Microsoft :: Windows","Operating System :: Microsoft :: Windows :: Windows 10","Operating System :: Microsoft :: Windows :: Windows 11","Operating System :: Microsoft :: Windows :: Windows 3.1 or Earlier","Operating System :: Microsoft :: Windows :: Windows 7","Operating System :: Microsoft :: Windows :: Windows 8","Operating System :: Microsoft :: Windows :: Windows 8.1","Operating System :: Microsoft :: Windows :: Windows 95/98/2000","Operating System :: Microsoft :: Windows :: Windows CE","Operating System :: Microsoft :: Windows :: Windows NT/2000","Operating System :: Microsoft :: Windows :: Windows Server 2003","Operating System :: Microsoft :: Windows :: Windows Server 2008","Operating System :: Microsoft :: Windows :: Windows Vista","Operating System :: Microsoft :: Windows :: Windows XP","Operating System :: OS Independent","Operating System :: OS/2","Operating System :: Other OS","Operating System :: PDA Systems","Operating System :: POSIX","Operating System :: POSIX :: AIX","Operating System :: POSIX :: BSD","Operating System :: POSIX :: BSD :: BSD/OS","Operating System :: POSIX :: BSD :: FreeBSD","Operating System :: POSIX :: BSD :: NetBSD","Operating System :: POSIX :: BSD :: OpenBSD","Operating System :: POSIX :: GNU Hurd","Operating System :: POSIX :: HP-UX","Operating System :: POSIX :: IRIX","Operating System :: POSIX :: Linux","Operating System :: POSIX :: Other","Operating System :: POSIX :: SCO","Operating System :: POSIX :: SunOS/Solaris","Operating System :: PalmOS","Operating System :: RISC OS","Operating System :: Unix","Operating System :: iOS","Programming Language :: APL","Programming Language :: ASP","Programming Language :: Ada","Programming Language :: Assembly","Programming Language :: Awk","Programming Language :: Basic","Programming Language :: C","Programming Language :: C#","Programming Language :: C++","Programming Language :: Cold Fusion","Programming Language :: Cython","Programming Language :: D","Programming Language :: Delphi/Kylix","Programming Language :: Dylan","Programming Language :: Eiffel","Programming Language :: Emacs-Lisp","Programming Language :: Erlang","Programming Language :: Euler","Programming Language :: Euphoria","Programming Language :: F#","Programming Language :: Forth","Programming Language :: Fortran","Programming Language :: Go","Programming Language :: Haskell","Programming Language :: Hy","Programming Language :: Java","Programming Language :: JavaScript","Programming Language :: Kotlin","Programming Language :: Lisp","Programming Language :: Logo","Programming Language :: Lua","Programming Language :: ML","Programming Language :: Modula","Programming Language :: OCaml","Programming Language :: Object Pascal","Programming Language :: Objective C","Programming Language :: Other","Programming Language :: Other Scripting Engines","Programming Language :: PHP","Programming Language :: PL/SQL","Programming Language :: PROGRESS","Programming Language :: Pascal","Programming Language :: Perl","Programming Language :: Pike","Programming Language :: Pliant","Programming Language :: Prolog","Programming Language :: Python","Programming Language :: Python :: 2","Programming Language :: Python :: 2 :: Only","Programming Language :: Python :: 2.3","Programming Language :: Python :: 2.4","Programming Language :: Python :: 2.5","Programming Language :: Python :: 2.6","Programming Language :: Python :: 2.7","Programming Language :: Python :: 3","Programming Language :: Python :: 3 :: Only","Programming Language :: Python :: 3.0","Programming Language :: Python :: 3.1","Programming Language :: Python :: 3.10","Programming Language :: Python :: 3.11","Programming Language :: Python :: 3.12","Programming Language :: Python :: 3.13","Programming Language :: Python :: 3.14","Programming Language :: Python :: 3.15","Programming Language :: Python :: 3.16","Programming Language :: Python :: 3.2","Programming Language :: Python :: 3.3","Programming Language :: Python :: 3.4","Programming Language :: Python :: 3.5","Programming Language :: Python :: 3.6","Programming Language :: Python :: 3.7","Programming Language :: Python :: 3.8","Programming Language :: Python :: 3.9","Programming Language :: Python :: Free Threading","Programming Language :: Python :: Free Threading :: 1 - Unstable","Programming Language :: Python :: Free Threading :: 2 - Beta","Programming Language :: Python :: Free Threading :: 3 - Stable","Programming Language :: Python :: Free Threading :: 4 - Resilient","Programming Language :: Python :: Implementation","Programming Language :: Python :: Implementation :: CPython","Programming Language :: Python :: Implementation :: GraalPy","Programming Language :: Python :: Implementation :: IronPython","Programming Language :: Python :: Implementation :: Jython","Programming Language :: Python :: Implementation :: MicroPython","Programming Language :: Python :: Implementation :: PyPy","Programming Language :: Python :: Implementation :: Stackless","Programming Language :: R","Programming Language :: REBOL","Programming Language :: Rexx","Programming Language :: Ruby","Programming Language :: Rust","Programming Language :: SQL","Programming Language :: Scheme","Programming Language :: Simula","Programming Language :: Smalltalk","Programming Language :: Tcl","Programming Language :: Unix Shell","Programming Language :: Visual Basic","Programming Language :: XBasic","Programming Language :: YACC","Programming Language :: Zig","Programming Language :: Zope","Topic :: Adaptive Technologies","Topic :: Artistic Software","Topic :: Communications","Topic :: Communications :: BBS","Topic :: Communications :: Chat","Topic :: Communications :: Chat :: ICQ","Topic :: Communications :: Chat :: Internet Relay Chat","Topic :: Communications :: Chat :: Unix Talk","Topic :: Communications :: Conferencing","Topic :: Communications :: Email","Topic :: Communications :: Email :: Address Book","Topic :: Communications :: Email :: Email Clients (MUA)","Topic :: Communications :: Email :: Filters","Topic :: Communications :: Email :: Mail Transport Agents","Topic :: Communications :: Email :: Mailing List Servers","Topic :: Communications :: Email :: Post-Office","Topic :: Communications :: Email :: Post-Office :: IMAP","Topic :: Communications :: Email :: Post-Office :: POP3","Topic :: Communications :: FIDO","Topic :: Communications :: Fax","Topic :: Communications :: File Sharing","Topic :: Communications :: File Sharing :: Gnutella","Topic :: Communications :: File Sharing :: Napster","Topic :: Communications :: Ham Radio","Topic :: Communications :: Internet Phone","Topic :: Communications :: Telephony","Topic :: Communications :: Usenet News","Topic :: Database","Topic :: Database :: Database Engines/Servers","Topic :: Database :: Front-Ends","Topic :: Desktop Environment","Topic :: Desktop Environment :: File Managers","Topic :: Desktop Environment :: GNUstep","Topic :: Desktop Environment :: Gnome","Topic :: Desktop Environment :: K Desktop Environment (KDE)","Topic :: Desktop Environment :: K Desktop Environment (KDE) :: Themes","Topic :: Desktop Environment :: PicoGUI","Topic :: Desktop Environment :: PicoGUI :: Applications","Topic :: Desktop Environment :: PicoGUI :: Themes","Topic :: Desktop Environment :: Screen Savers","Topic :: Desktop Environment :: Window Managers","Topic :: Desktop Environment :: Window Managers :: Afterstep","Topic :: Desktop Environment :: Window Managers :: Afterstep :: Themes","Topic :: Desktop Environment :: Window Managers :: Applets","Topic :: Desktop Environment :: Window Managers :: Blackbox","Topic :: Desktop Environment :: Window Managers :: Blackbox :: Themes","Topic :: Desktop Environment :: Window Managers :: CTWM","Topic :: Desktop Environment :: Window Managers :: CTWM :: Themes","Topic :: Desktop Environment :: Window Managers :: Enlightenment","Topic :: Desktop Environment :: Window Managers :: Enlightenment :: Epplets","Topic :: Desktop Environment :: Window Managers :: Enlightenment :: Themes DR15","Topic :: Desktop Environment :: Window Managers :: Enlightenment :: Themes DR16","Topic :: Desktop Environment :: Window Managers :: Enlightenment :: Themes DR17","Topic :: Desktop Environment :: Window Managers :: FVWM","Topic :: Desktop Environment :: Window Managers :: FVWM :: Themes","Topic :: Desktop Environment :: Window Managers :: Fluxbox","Topic :: Desktop Environment :: Window Managers :: Fluxbox :: Themes","Topic :: Desktop Environment :: Window Managers :: IceWM","Topic :: Desktop Environment :: Window Managers :: IceWM :: Themes","Topic :: Desktop Environment :: Window Managers :: MetaCity","Topic :: Desktop Environment :: Window Managers :: MetaCity :: Themes","Topic :: Desktop Environment :: Window Managers :: Oroborus","Topic :: Desktop Environment :: Window Managers :: Oroborus :: Themes","Topic :: Desktop Environment :: Window Managers :: Sawfish","Topic :: Desktop Environment :: Window Managers :: Sawfish :: Themes 0.30","Topic :: Desktop Environment :: Window Managers :: Sawfish :: Themes pre-0.30","Topic :: Desktop Environment :: Window Managers :: Waimea","Topic :: Desktop Environment :: Window Managers :: Waimea :: Themes","Topic :: Desktop Environment :: Window Managers :: Window Maker","Topic :: Desktop Environment :: Window Managers :: Window Maker :: Applets","Topic :: Desktop Environment :: Window Managers :: Window Maker :: Themes","Topic :: Desktop Environment :: Window Managers :: XFCE","Topic :: Desktop Environment :: Window Managers :: XFCE :: Themes","Topic :: Documentation","Topic :: Documentation :: Sphinx","Topic :: Education","Topic :: Education :: Computer Aided Instruction (CAI)","Topic :: Education :: Testing","Topic :: File Formats","Topic :: File Formats :: JSON","Topic :: File Formats :: JSON :: JSON Schema","Topic :: Games/Entertainment","Topic :: Games/Entertainment :: Arcade","Topic :: Games/Entertainment :: Board Games","Topic :: Games/Entertainment :: First Person Shooters","Topic :: Games/Entertainment :: Fortune Cookies","Topic :: Games/Entertainment :: Multi-User Dungeons (MUD)","Topic :: Games/Entertainment :: Puzzle Games","Topic :: Games/Entertainment :: Real Time Strategy","Topic :: Games/Entertainment :: Role-Playing","Topic :: Games/Entertainment :: Side-Scrolling/Arcade Games","Topic :: Games/Entertainment :: Simulation","Topic :: Games/Entertainment :: Turn Based Strategy","Topic :: Home Automation","Topic :: Internet","Topic :: Internet :: File Transfer Protocol (FTP)","Topic :: Internet :: Finger","Topic :: Internet :: Log Analysis","Topic :: Internet :: Name Service (DNS)","Topic :: Internet :: Proxy Servers","Topic :: Internet :: WAP","Topic :: Internet :: WWW/HTTP","Topic :: Internet :: WWW/HTTP :: Browsers","Topic :: Internet :: WWW/HTTP :: Dynamic Content","Topic :: Internet :: WWW/HTTP :: Dynamic Content :: CGI Tools/Libraries","Topic :: Internet :: WWW/HTTP :: Dynamic Content :: Content Management System","Topic :: Internet :: WWW/HTTP :: Dynamic Content :: Message Boards","Topic :: Internet :: WWW/HTTP :: Dynamic Content :: News/Diary","Topic :: Internet :: WWW/HTTP :: Dynamic Content :: Page Counters","Topic :: Internet :: WWW/HTTP :: Dynamic Content :: Wiki","Topic :: Internet :: WWW/HTTP :: HTTP Servers","Topic :: Internet :: WWW/HTTP :: Indexing/Search","Topic :: Internet :: WWW/HTTP :: Session","Topic :: Internet :: WWW/HTTP :: Site Management","Topic :: Internet :: WWW/HTTP :: Site Management :: Link Checking","Topic :: Internet :: WWW/HTTP :: WSGI","Topic :: Internet :: WWW/HTTP :: WSGI :: Application","Topic :: Internet :: WWW/HTTP :: WSGI :: Middleware","Topic :: Internet :: WWW/HTTP :: WSGI :: Server","Topic :: Internet :: XMPP","Topic :: Internet :: Z39.50","Topic :: Multimedia","Topic :: Multimedia :: Graphics","Topic :: Multimedia :: Graphics :: 3D Modeling","Topic :: Multimedia :: Graphics :: 3D Rendering","Topic :: Multimedia :: Graphics :: Capture","Topic :: Multimedia :: Graphics :: Capture :: Digital Camera","Topic :: Multimedia :: Graphics :: Capture :: Scanners","Topic :: Multimedia :: Graphics :: Capture :: Screen Capture","Topic :: Multimedia :: Graphics :: Editors","Topic :: Multimedia :: Graphics :: Editors :: Raster-Based","Topic :: Multimedia :: Graphics :: Editors :: Vector-Based","Topic :: Multimedia :: Graphics :: Graphics Conversion","Topic :: Multimedia :: Graphics :: Presentation","Topic :: Multimedia :: Graphics :: Viewers","Topic :: Multimedia :: Sound/Audio","Topic :: Multimedia :: Sound/Audio :: Analysis","Topic :: Multimedia :: Sound/Audio :: CD Audio","Topic :: Multimedia :: Sound/Audio :: CD Audio :: CD Playing","Topic :: Multimedia :: Sound/Audio :: CD Audio :: CD Ripping","Topic :: Multimedia :: Sound/Audio :: CD Audio :: CD Writing","Topic :: Multimedia :: Sound/Audio :: Capture/Recording","Topic :: Multimedia :: Sound/Audio :: Conversion","Topic :: Multimedia :: Sound/Audio :: Editors","Topic :: Multimedia :: Sound/Audio :: MIDI","Topic :: Multimedia :: Sound/Audio :: Mixers","Topic :: Multimedia :: Sound/Audio :: Players","Topic :: Multimedia :: Sound/Audio :: Players :: MP3","Topic :: Multimedia :: Sound/Audio :: Sound Synthesis","Topic :: Multimedia :: Sound/Audio :: Speech","Topic :: Multimedia :: Video","Topic :: Multimedia :: Video :: Capture","Topic :: Multimedia :: Video :: Conversion","Topic :: Multimedia :: Video :: Display","Topic :: Multimedia :: Video :: Non-Linear Editor","Topic :: Office/Business","Topic :: Office/Business :: Financial","Topic :: Office/Business :: Financial :: Accounting","Topic :: Office/Business :: Financial :: Investment","Topic :: Office/Business :: Financial :: Point-Of-Sale","Topic :: Office/Business :: Financial :: Spreadsheet","Topic :: Office/Business :: Groupware","Topic :: Office/Business :: News/Diary","Topic :: Office/Business :: Office Suites","Topic :: Office/Business :: Scheduling","Topic :: Other/Nonlisted Topic","Topic :: Printing","Topic :: Religion","Topic :: Scientific/Engineering","Topic :: Scientific/Engineering :: Artificial Intelligence","Topic :: Scientific/Engineering :: Artificial Life","Topic :: Scientific/Engineering :: Astronomy","Topic :: Scientific/Engineering :: Atmospheric Science","Topic :: Scientific/Engineering :: Bio-Informatics","Topic :: Scientific/Engineering :: Chemistry","Topic :: Scientific/Engineering :: Electronic Design Automation (EDA)","Topic :: Scientific/Engineering :: GIS","Topic :: Scientific/Engineering :: Human Machine Interfaces","Topic :: Scientific/Engineering :: Hydrology","Topic :: Scientific/Engineering :: Image Processing","Topic :: Scientific/Engineering :: Image Recognition","Topic :: Scientific/Engineering :: Information Analysis","Topic :: Scientific/Engineering :: Instrument Drivers","Topic :: Scientific/Engineering :: Instrument Drivers :: IVI Conformant","Topic :: Scientific/Engineering :: Interface Engine/Protocol Translator","Topic :: Scientific/Engineering :: Mathematics","Topic :: Scientific/Engineering :: Medical Science Apps.","Topic :: Scientific/Engineering :: Oceanography","Topic :: Scientific/Engineering :: Physics","Topic :: Scientific/Engineering :: Quantum Computing","Topic :: Scientific/Engineering :: Visualization","Topic :: Security","Topic :: Security :: Cryptography","Topic :: Sociology","Topic :: Sociology :: Genealogy","Topic :: Sociology :: History","Topic :: Software Development","Topic :: Software Development :: Assemblers","Topic :: Software Development :: Bug Tracking","Topic :: Software Development :: Build Tools","Topic :: Software Development :: Code Generators","Topic :: Software Development :: Compilers","Topic :: Software Development :: Debuggers","Topic :: Software Development :: Disassemblers","Topic :: Software Development :: Documentation","Topic :: Software Development :: Embedded Systems","Topic :: Software Development :: Embedded Systems :: Controller Area Network (CAN)","Topic :: Software Development :: Embedded Systems :: Controller Area Network (CAN) :: CANopen","Topic :: Software Development :: Embedded Systems :: Controller Area Network (CAN) :: J1939","Topic :: Software Development :: Internationalization","Topic :: Software Development :: Interpreters","Topic :: Software Development :: Libraries","Topic :: Software Development :: Libraries :: Application Frameworks","Topic :: Software Development :: Libraries :: Java Libraries","Topic :: Software Development :: Libraries :: PHP Classes","Topic :: Software Development :: Libraries :: Perl Modules","Topic :: Software Development :: Libraries :: Pike Modules","Topic :: Software Development :: Libraries :: Python Modules","Topic :: Software Development :: Libraries :: Ruby Modules","Topic :: Software Development :: Libraries :: Tcl Extensions","Topic :: Software Development :: Libraries :: pygame","Topic :: Software Development :: Localization","Topic :: Software Development :: Object Brokering","Topic :: Software Development :: Object Brokering :: CORBA","Topic :: Software Development :: Pre-processors","Topic :: Software Development :: Quality Assurance","Topic :: Software Development :: Testing","Topic :: Software Development :: Testing :: Acceptance","Topic :: Software Development :: Testing :: BDD","Topic :: Software Development :: Testing :: Mocking","Topic :: Software Development :: Testing :: Traffic Generation","Topic :: Software Development :: Testing :: Unit","Topic :: Software Development :: User Interfaces","Topic :: Software Development :: Version Control","Topic :: Software Development :: Version Control :: Bazaar","Topic :: Software Development :: Version Control :: CVS","Topic :: Software Development :: Version Control :: Git","Topic :: Software Development :: Version Control :: Mercurial","Topic :: Software Development :: Version Control :: RCS","Topic :: Software Development :: Version Control :: SCCS","Topic :: Software Development :: Widget Sets","Topic :: System","Topic :: System :: Archiving","Topic :: System :: Archiving :: Backup","Topic :: System :: Archiving :: Compression","Topic :: System :: Archiving :: Mirroring","Topic :: System :: Archiving :: Packaging","Topic :: System :: Benchmark","Topic :: System :: Boot","Topic :: System :: Boot :: Init","Topic :: System :: Clustering","Topic :: System :: Console Fonts","Topic :: System :: Distributed Computing","Topic :: System :: Emulators","Topic :: System :: Filesystems","Topic :: System :: Hardware","Topic :: System :: Hardware :: Hardware Drivers","Topic :: System :: Hardware :: Mainframes","Topic :: System :: Hardware :: Symmetric Multi-processing","Topic :: System :: Hardware :: Universal Serial Bus (USB)","Topic :: System :: Hardware :: Universal Serial Bus (USB) :: Audio","Topic :: System :: Hardware :: Universal Serial Bus (USB) :: Audio/Video (AV)","Topic :: System :: Hardware :: Universal Serial Bus (USB) :: Communications Device Class (CDC)","Topic :: System :: Hardware :: Universal Serial Bus (USB) :: Diagnostic Device","Topic :: System :: Hardware :: Universal Serial Bus (USB) :: Hub","Topic :: System :: Hardware :: Universal Serial Bus (USB) :: Human Interface Device (HID)","Topic :: System :: Hardware :: Universal Serial Bus (USB) :: Mass Storage","Topic :: System :: Hardware :: Universal Serial Bus (USB) :: Miscellaneous","Topic :: System :: Hardware :: Universal Serial Bus (USB) :: Printer","Topic :: System :: Hardware :: Universal Serial Bus (USB) :: Smart Card","Topic :: System :: Hardware :: Universal Serial Bus (USB) :: Vendor","Topic :: System :: Hardware :: Universal Serial Bus (USB) :: Video (UVC)","Topic :: System :: Hardware :: Universal Serial Bus (USB) :: Wireless Controller","Topic :: System :: Installation/Setup","Topic :: System :: Logging","Topic :: System :: Monitoring","Topic :: System :: Networking","Topic :: System :: Networking :: Firewalls","Topic :: System :: Networking :: Monitoring","Topic :: System :: Networking :: Monitoring :: Hardware Watchdog","Topic :: System :: Networking :: Time Synchronization","Topic :: System :: Operating System","Topic :: System :: Operating System Kernels","Topic :: System :: Operating System Kernels :: BSD","Topic :: System :: Operating System Kernels :: GNU Hurd","Topic :: System :: Operating System Kernels :: Linux","Topic :: System :: Power (UPS)","Topic :: System :: Recovery Tools","Topic :: System :: Shells","Topic :: System :: Software Distribution","Topic :: System :: System Shells","Topic :: System :: Systems Administration","Topic :: System :: Systems Administration :: Authentication/Directory","Topic :: System :: Systems Administration :: Authentication/Directory :: LDAP","Topic :: System :: Systems Administration :: Authentication/Directory :: NIS","Topic :: Terminals","Topic :: Terminals :: Serial","Topic :: Terminals :: Telnet","Topic :: Terminals :: Terminal Emulators/X Terminals","Topic :: Text Editors","Topic :: Text Editors :: Documentation","Topic :: Text Editors :: Emacs","Topic :: Text Editors :: Integrated Development Environments (IDE)","Topic :: Text Editors :: Text Processing","Topic :: Text Editors :: Word Processors","Topic :: Text Processing","Topic :: Text Processing :: Filters","Topic :: Text Processing :: Fonts","Topic :: Text Processing :: General","Topic :: Text Processing :: Indexing","Topic :: Text Processing :: Linguistic","Topic :: Text Processing :: Markup","Topic :: Text Processing :: Markup :: HTML","Topic :: Text Processing :: Markup :: LaTeX","Topic :: Text Processing :: Markup :: Markdown","Topic :: Text Processing :: Markup :: SGML","Topic :: Text Processing :: Markup :: VRML","Topic :: Text Processing :: Markup :: XML","Topic :: Text Processing :: Markup :: reStructuredText","Topic :: Utilities","Typing :: Stubs Only","Typing :: Typed"],"io":{"Framework :: Django CMS :: 4.2":["Framework :: Django CMS :: 5.0"],"License :: OSI Approved :: Intel Open Source License":[],"License :: OSI Approved :: Jabber Open Source License":[],"License :: OSI Approved :: MITRE Collaborative Virtual Workspace License (CVW)":[],"License :: OSI Approved :: Sun Industry Standards Source License (SISSL)":[],"License :: OSI Approved :: X.Net License":[],"Natural Language :: Ukranian":["Natural Language :: Ukrainian"],"Topic :: Communications :: Chat :: AOL Instant Messenger":[]}}');
;// CONCATENATED MODULE: ./packages/python/src/metadata/classifiers.ts



const known = new Set(classifiers_namespaceObject.bf);
const deprecated = new Map(Object.entries(classifiers_namespaceObject.io));
const isPrivate = (classifier) => classifier.trim().startsWith('Private ::');
/** The classifier that keeps a project from being uploaded: PyPI rejects every classifier with this prefix, and always will. */
function findPrivateClassifier(metadata) {
    return readFields(metadata, 'Classifier').find(isPrivate);
}
/**
 * Sentences about classifiers that PyPI does not have, or no longer accepts (warehouse, `forklift/metadata.py`). A private one
 * is not among them: it is there on purpose, and has a sentence of its own.
 */
function listClassifierProblems(metadata) {
    const problems = [];
    for (const classifier of new Set(parse_core_metadata_readFields(metadata, 'Classifier'))) {
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

;// CONCATENATED MODULE: ./packages/python/src/metadata/content-type.ts


const contentTypes = new Set(['text/plain', 'text/x-rst', 'text/markdown']);
const shown = (text) => `"${(0,neutralize/* neutralizeLine */.a0)(text, 120)}"`;
/** Checks Description-Content-Type: three types, in UTF-8, and two variants of Markdown. */
function judgeContentType(metadata, problems, warnings) {
    const type = readField(metadata, 'Description-Content-Type');
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
        const value = readField(metadata, field);
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

;// CONCATENATED MODULE: ./packages/python/src/metadata/project-urls.ts


const project_urls_maxLabelLength = 32;
const project_urls_shown = (text) => `"${(0,neutralize/* neutralizeLine */.a0)(text, 120)}"`;
/**
 * Checks Project-URL, Home-page and Download-URL: unique labels, and web URLs.
 * @param pypiProblems collects what PyPI requires beyond the specification
 */
function judgeProjectUrls(metadata, problems, pypiProblems) {
    const labels = new Set();
    for (const value of parse_core_metadata_readFields(metadata, 'Project-URL')) {
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
        const url = readField(metadata, field)?.trim() ?? '';
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
const marker_blanks = /[ \t]*/y;
const variable = /(?:python_version|python_full_version|os[._]name|sys[._]platform|platform_(?:release|system)|platform[._](?:version|machine|python_implementation)|python_implementation|implementation_(?:name|version)|extras?|dependency_groups)\b/y;
const marker_quoted = /"[^"\r\n]*"|'[^'\r\n]*'/y;
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
    reader.take(marker_blanks);
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
        reader.take(marker_blanks);
        if (!takeValue(reader))
            return `"${reader.rest}" does not begin with a marker variable or a quoted string`;
    }
    reader.take(marker_blanks);
    return undefined;
}
function takeValue(reader) {
    const found = reader.take(variable) ?? reader.take(marker_quoted);
    reader.take(marker_blanks);
    return found !== undefined;
}

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
    const reader = new TokenReader(text);
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
    const version = readField(metadata, 'Metadata-Version');
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
    const known = knownMetadataVersions;
    if (version === undefined)
        problems.push('The field Metadata-Version is missing.');
    else if (/^2\.[1-9][0-9]?$/.test(version)) {
        if (isBefore(newestForPypi, version))
            pypiProblems.push(`PyPI does not accept Metadata-Version ${version}, only ${newestForPypi} and older. Pin the build backend to a release that writes such metadata.`);
    }
    else if (!known.includes(version))
        problems.push(`Metadata-Version ${list_metadata_problems_shown(version)} is unknown.`);
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
        problems.push(`Version ${list_metadata_problems_shown(version)} is not valid under PEP 440.`);
}
function judgeSummary(metadata, problems, pypiProblems) {
    const summary = readField(metadata, 'Summary') ?? '';
    if (lineBreak.test(summary))
        problems.push('Summary has more than one line.');
    if ([...summary].length > maxSummary)
        pypiProblems.push(`Summary has ${[...summary].length} characters; at most ${maxSummary} are allowed.`);
}
function judgeRequirements(metadata, problems, pypiProblems) {
    for (const requirement of parse_core_metadata_readFields(metadata, 'Requires-Dist')) {
        const problem = findRequirementProblem(requirement);
        if (problem === undefined)
            continue;
        (problem === addressProblem ? pypiProblems : problems).push(`Requires-Dist ${list_metadata_problems_shown(requirement)}: ${(0,neutralize/* neutralizeLine */.a0)(problem, 200)}.`);
    }
    const python = readField(metadata, 'Requires-Python');
    const problem = python === undefined ? undefined : findSpecifierProblem(python);
    if (problem !== undefined)
        problems.push(`Requires-Python ${list_metadata_problems_shown(python ?? '')}: ${(0,neutralize/* neutralizeLine */.a0)(problem, 200)}.`);
    for (const extra of parse_core_metadata_readFields(metadata, 'Provides-Extra')) {
        if (!isProjectName(extra))
            problems.push(`Provides-Extra ${list_metadata_problems_shown(extra)} is not the name of an extra.`);
    }
}
/** Nothing reads these fields any more, but PyPI checks them (warehouse, `_validate_dist_req_list`). */
function judgeReplacements(metadata, pypiProblems) {
    for (const field of ['Provides-Dist', 'Obsoletes-Dist'])
        for (const requirement of parse_core_metadata_readFields(metadata, field)) {
            const problem = findRequirementProblem(requirement);
            if (problem !== undefined)
                pypiProblems.push(`${field} ${list_metadata_problems_shown(requirement)}: ${(0,neutralize/* neutralizeLine */.a0)(problem, 200)}.`);
        }
}
function judgeDynamic(metadata, problems) {
    for (const field of parse_core_metadata_readFields(metadata, 'Dynamic')) {
        if (/^(name|version|metadata-version)$/i.test(field))
            problems.push(`Dynamic ${list_metadata_problems_shown(field)}: this field is always static.`);
        else if (versionOfField(field) === undefined)
            problems.push(`Dynamic ${list_metadata_problems_shown(field)} is not the name of a field.`);
    }
}
function judgeImportNames(metadata, problems) {
    for (const field of ['Import-Name', 'Import-Namespace']) {
        const names = parse_core_metadata_readFields(metadata, field);
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
    if (readField(metadata, 'License') !== undefined &&
        readField(metadata, 'License-Expression') !== undefined) {
        problems.push('License and License-Expression cannot be combined (PEP 639).');
    }
    const expression = readField(metadata, 'License-Expression');
    const problem = expression === undefined ? undefined : findLicenseExpressionProblem(expression);
    if (problem !== undefined)
        problems.push(`License-Expression ${list_metadata_problems_shown(expression ?? '')}: ${(0,neutralize/* neutralizeLine */.a0)(problem, 200)}.`);
    // Before 2.4, setuptools wrote arbitrary values into it; indexes and twine ignore it.
    const files = isBefore(readField(metadata, 'Metadata-Version') ?? '', '2.4')
        ? []
        : parse_core_metadata_readFields(metadata, 'License-File');
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
        const since = versionOfField(name);
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
                problems.push(`The script ${quoteName(name)} in entry_points.txt has a name that PyPI rejects.`);
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
                return `has two sections ${quoteName(section)}`;
            names = new Set();
            sections.set(section, names);
            hasOption = false;
            continue;
        }
        if (names === undefined)
            return 'has a line before its first section';
        const [name = '', ...rest] = content.split('=');
        if (rest.length === 0 || name.trim() === '')
            return `has the line ${quoteName(content)} without "name ="`;
        if (names.has(name.trim()))
            return `defines ${quoteName(name.trim())} twice in one section`;
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
    const parsed = tryParseVersion(version);
    return (part.test(project) &&
        fileNameOf(project) === project &&
        parsed !== undefined &&
        formatVersion(parsed) === version);
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
    const parsed = tryParseVersion(version);
    return parsed === undefined
        ? undefined
        : parseWheelFileName([fileNameOf(project), formatVersion(parsed), ...rest].join('-'));
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
            problems.push(`RECORD lists ${quoteName(path)}${reason}.`);
        }
        else if (!exempt.has(path) || digest !== '')
            judgeRow(member, digest, size, problems);
        awaited.set(path, undefined);
    }
    for (const { name } of members) {
        if (awaited.get(name) !== undefined && (!exempt.has(name) || name.endsWith('/RECORD')))
            problems.push(`RECORD does not list ${quoteName(name)}.`);
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
            problems.push(`RECORD has no SHA-256 for ${quoteName(name)}.`);
        else if (digest.slice('sha256='.length) !== scratch.toString('base64url'))
            problems.push(`RECORD has a wrong SHA-256 for ${quoteName(name)}.`);
    }
    if (rowSize !== '' && rowSize !== String(size))
        problems.push(`RECORD has a wrong size for ${quoteName(name)}; expected ${size} bytes.`);
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
        const archive = await readWheel(path, (name) => /^[^/]+\.dist-info\/(?:METADATA|WHEEL|RECORD|entry_points\.txt)$/.test(name));
        const folders = listTopFolders(archive).filter((name) => name.endsWith('.dist-info'));
        const [folder = ''] = folders;
        if (folders.length !== 1) {
            throw refuseArchive(fileName, `the wheel has ${folders.length} *.dist-info folders instead of one`);
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
            throw refuseArchive(fileName, 'the archive contains files outside its top folder');
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
            warnings: folder === expected ? [] : [`Its top folder is ${quoteName(folder)}, not "${expected}".`],
        });
    }
    throw refuseArchive(fileName, 'the file is neither a wheel (.whl) nor a source distribution (.tar.gz)');
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
        throw refuseArchive(fileName, `${quoteName(metadataName)} is missing`);
    const metadata = parseCoreMetadata(bytes, fileName);
    const findings = listMetadataProblems(metadata);
    const project = readField(metadata, 'Name') ?? '';
    const parsed = tryParseVersion(readField(metadata, 'Version') ?? '');
    const version = parsed === undefined ? '' : formatVersion(parsed);
    const rule = kind === 'wheel' ? 'PEP 427' : `PEP 625; expected "${fileNameOf(project)}-${version}.tar.gz"`;
    const spelling = isNormalized
        ? []
        : [`The file name ${quoteName(fileName)} is not normalized as in ${rule}.`];
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
    if (named.project !== fileNameOf(project))
        problems.push(`The file name contains the project "${named.project}", but its metadata contains ${quoteName(project)}.`);
    if (named.version !== version)
        problems.push(`The file name contains version ${named.version}, but its metadata contains ${version || 'none'}.`);
    return problems;
}
/** Older backends keep the case and dots of the name in the folder of the metadata, which installers allow. */
function normalizeFolder(folder) {
    const [, name = '', version = ''] = /^(.*)-([^-]*)\.dist-info$/.exec(folder) ?? [];
    return `${fileNameOf(name)}-${version}.dist-info`;
}
function judgeWheel({ members, contents }, folder, parsed) {
    const problems = [];
    const expected = parsed === undefined ? undefined : `${parsed.project}-${parsed.version}.dist-info`;
    if (expected !== undefined && normalizeFolder(folder) !== expected)
        problems.push(`Its folder is ${quoteName(folder)}, not "${expected}".`);
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
    return isOther ? [`PyPI looks for the folder "${expected}", but it is spelled ${quoteName(folder)}.`] : [];
}
// PEP 639: each named file exists, in `licenses/` of a wheel and in the top folder of an sdist.
function listLicenseProblems(metadata, metadataName, kind, { members }) {
    const [, minor = '0'] = (readField(metadata, 'Metadata-Version') ?? '').split('.');
    if (Number(minor) < 4)
        return [];
    const folder = metadataName.split('/')[0] ?? '';
    const paths = parse_core_metadata_readFields(metadata, 'License-File');
    if (paths.length === 0)
        return [];
    const names = new Set(members.map(({ name }) => name));
    return paths
        .map((path) => (kind === 'wheel' ? `${folder}/licenses/${path}` : `${folder}/${path}`))
        .filter((name) => !names.has(name))
        .map((name) => `The license file ${quoteName(name)} is listed in the metadata but missing.`);
}

;// CONCATENATED MODULE: ./packages/python/src/distribution/check-distributions.ts














/**
 * Checks all files: digests first, then everything that an index would reject. One error contains every finding of every file,
 * so that a release is rejected as a whole.
 * @throws IntegrityError E_FILES_DIFFER; InputError E_DISTRIBUTION_INVALID, E_MANIFEST_INVALID
 */
async function checkDistributions(collected, options) {
    const { directory, promised, log } = options;
    const hashed = await hashFiles(collected.distributions.map((name) => (0,external_node_path_.join)(directory, name)), { signal: options.signal });
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
        const path = (0,external_node_path_.join)(directory, name);
        const distribution = await inspectDistribution(path);
        files.push({ distribution, path, name, sha256, size });
        const own = options.judge?.(distribution, size) ?? { problems: [], warnings: [] };
        const { problems, warnings } = joinFindings(distribution, own);
        for (const problem of problems)
            findings.push(`${name}: ${problem}`);
        for (const warning of cutFindings(warnings))
            log.warning(`${name}: ${warning}`);
    }
    findings.push(...comparePairs(files));
    if (findings.length > 0) {
        throw new action_error/* InputError */.dz(errors_pythonErrors.E_DISTRIBUTION_INVALID, {
            message: `Nothing was published: ${cutFindings(findings)
                .map((text) => (0,neutralize/* neutralizeLine */.a0)(text, 400).replace(/\.$/, ''))
                .join('; ')}.`,
        });
    }
    return files;
}
async function verifyManifest(directory, files) {
    const listed = new Map();
    const findings = [];
    // Written in the folder above, a manifest has "dist/" before its names, and with find(1) "./".
    for (const { name, digest } of parseManifest(await (0,promises_.readFile)((0,external_node_path_.join)(directory, 'SHA256SUMS'), 'utf8'))) {
        const fileName = name.split('/').at(-1) ?? name;
        const known = listed.get(fileName);
        if (known !== undefined && known !== digest)
            findings.push(`${fileName} is listed with two digests`);
        listed.set(fileName, digest);
    }
    findings.push(...listDifferences(listed, files));
    if (findings.length > 0) {
        throw new action_error/* IntegrityError */.cs(core_errors/* coreErrors */.F.E_FILES_DIFFER, {
            message: `The distributions do not match SHA256SUMS: ${findings.map((text) => (0,neutralize/* neutralizeLine */.a0)(text)).join('; ')}.`,
        });
    }
}
function listDifferences(listed, files) {
    const findings = files.flatMap(({ name, sha256 }) => {
        const digest = listed.get(name);
        if (digest === sha256)
            return [];
        return [
            digest === undefined ? `${name} is not listed` : `${name} has ${sha256}, but ${digest} is listed`,
        ];
    });
    for (const name of listed.keys()) {
        if ((0,parse_file_list/* kindOfFile */.yK)(name) !== 'other' && !files.some((file) => file.name === name))
            findings.push(`${name} is missing`);
    }
    return findings;
}
/** Requires one release of each project, and the same metadata in all of its files. */
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
            findings.push(`${project} has several versions (${versions.join(', ')})`);
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






// What other steps of a release put next to the distributions (SBOMs, provenance), and the `.gitignore` that uv leaves there.
const companion = /^(SHA256SUMS|SHA512SUMS|B2SUMS)(\.asc|\.sig|\.sigstore(\.json)?)?$|\.(asc|sig|sigstore|sigstore\.json|crt|pem|intoto\.jsonl|provenance|(?:cdx|spdx)\.(?:json|xml)|spdx|publish\.attestation|slsa\.attestation)$|^(?:publication|sbom(?:[._-]\w+)?)\.json$|^sbom\.(?:cdx|spdx)\.(?:json|xml)$|^\.gitignore$/;
const distribution = /\.whl$|\.tar\.gz$/;
const refusedArchives = /\.(zip|egg|tar\.bz2|tar\.xz|tar|tgz|exe|msi|rpm|deb)$/i;
/**
 * Sorts the files of a folder; nothing is skipped silently.
 * @throws InputError E_FILES_MISSING for no distribution, E_DISTRIBUTION_INVALID naming everything that does not belong there
 */
async function collectDistributions(directory) {
    const entries = await (0,promises_.readdir)(directory, { withFileTypes: true }).catch((cause) => {
        throw new action_error/* InputError */.dz(core_errors/* coreErrors */.F.E_FILES_MISSING, {
            message: `The folder "${(0,neutralize/* neutralizeLine */.a0)(directory, 300)}" does not exist.`,
            cause,
        });
    });
    const findings = [];
    const distributions = [];
    const attestations = [];
    for (const entry of entries) {
        const { name } = entry;
        const shown = (0,neutralize/* neutralizeLine */.a0)(name, 200);
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
            findings.push(`"${shown}" has a format that PyPI no longer accepts`);
        else
            findings.push(`"${shown}" is neither a distribution nor an accompanying file`);
    }
    if (findings.length > 0) {
        throw new action_error/* InputError */.dz(errors_pythonErrors.E_DISTRIBUTION_INVALID, {
            message: `The folder "${(0,neutralize/* neutralizeLine */.a0)(directory, 300)}" contains files that cannot be published: ${findings.sort().join('; ')}.`,
            hint: 'Move them elsewhere, or set the folder to one that contains only the distributions.',
        });
    }
    if (distributions.length === 0) {
        throw new action_error/* InputError */.dz(core_errors/* coreErrors */.F.E_FILES_MISSING, {
            message: `"${(0,neutralize/* neutralizeLine */.a0)(directory, 300)}" contains no wheel and no sdist.`,
        });
    }
    const hasManifest = entries.some(({ name }) => name === 'SHA256SUMS');
    return {
        distributions: distributions.sort(),
        hasManifest,
        attestations: attestations.sort().map((name) => (0,external_node_path_.join)(directory, name)),
    };
}

;// CONCATENATED MODULE: ./packages/github/src/job/registry-user.ts
/** User and password for GitHub's registries: the token decides, and any name goes with it. */
function registryUser({ actor }, token) {
    return { username: actor === '' ? 'github-actions' : actor, password: token };
}

;// CONCATENATED MODULE: ./packages/oci/src/errors.ts

/** Errors of registries, images and packages in registries. */
const errors_ociErrors = (0,define_errors/* defineErrors */.V)({
    E_GHP_CONTENDED: {
        message: 'Other jobs keep changing this version in GitHub Packages.',
        hint: 'Put the publishing jobs in one "concurrency" group.',
    },
    E_GHP_DAMAGED: {
        message: 'The registry has a damaged copy of a file and does not accept a replacement.',
        hint: 'Delete this version on the package\'s page ("Package settings", "Manage versions"), or ask the registry\'s operator to remove the damaged content, then re-run the job.',
    },
    E_GHP_FILE_DIFFERS: {
        message: 'GitHub Packages already has a file with this name and different bytes.',
        hint: 'Published versions never change. Raise the version, or publish exactly the files that were published before.',
    },
    E_GHP_FOREIGN: {
        message: 'The name is already used in the registry, by something other than a Python package.',
        hint: 'Choose a different namespace. Images, signatures and Python packages need separate names.',
    },
    E_GHP_INCOMPLETE: {
        message: 'The registry lists a file that it no longer has.',
        hint: 'A cleanup of untagged versions may have deleted it. Publish the same files again, and configure the cleanup tool to keep manifests referenced by an index.',
    },
    E_GHP_NOT_PROVEN: {
        message: 'The published files could not be read back.',
        hint: 'Re-run the job. Completed steps are detected and skipped.',
    },
    E_GHP_VERSION_TAG: {
        message: 'The version is not a valid registry tag.',
        hint: 'Publish it to a package index, or change the version.',
    },
    E_OCI_AUTHENTICATION: {
        message: 'The registry rejected the credentials.',
        hint: 'Check the user and token. ghcr.io accepts the GITHUB_TOKEN of a job with "packages: write", or a classic token with "write:packages".',
    },
    E_OCI_CHALLENGE: {
        message: 'The registry requires an authentication method that is unsafe or unknown.',
        hint: 'Check the name of the registry. Credentials are only sent over https, and only to the registry or a host of the same site.',
    },
    E_OCI_CREDENTIALS: {
        message: "Docker's configuration or its credential helper is not usable.",
        hint: 'Correct the file named above, or pass a user and token.',
    },
    E_OCI_DENIED: {
        message: 'The registry denied the request.',
        hint: 'The response of the registry is quoted above.',
    },
    E_OCI_DIGEST: {
        message: 'The registry has or returned bytes that do not match their digest.',
        hint: 'Do not use this content. Re-run the job. If the problem persists, the registry or a proxy in front of it is broken.',
    },
    E_OCI_IMAGE: {
        message: 'The registry content is not a usable container image.',
        hint: 'Check the digest. Packages, signatures and other artifacts are not images.',
    },
    E_OCI_JOIN: {
        message: 'The images cannot be joined into one index.',
        hint: 'Join one image per platform, all built from the same commit.',
    },
    E_OCI_LAYOUT: {
        message: 'The image on disk is not a complete OCI layout.',
        hint: 'Build it again with "--output type=oci".',
    },
    E_OCI_MALFORMED: {
        message: 'The registry sent a response that is not in the documented form.',
        hint: 'Check the name of the registry. A proxy or an outage page may be in the way.',
    },
    E_OCI_MANIFEST_TOO_LARGE: {
        message: 'A manifest is larger than registries accept.',
        hint: 'Use fewer or shorter annotations, or fewer platforms in one index.',
    },
    E_OCI_MEDIA_TYPE: {
        message: 'The registry content has an unknown media type.',
        hint: 'Choose a different name, or remove the existing content.',
    },
    E_OCI_NOT_FOUND: {
        message: 'The registry has no such image.',
        hint: 'Check the name and digest. A cleanup of untagged versions may have deleted the image; build it again.',
    },
    E_OCI_REFERENCE: {
        message: 'The image name is not valid.',
        hint: 'Write it as "registry/owner/name:tag", in lower case before the tag.',
    },
    E_OCI_REFERRERS: {
        message: 'A signature or attestation could not be listed for its image.',
        hint: 'Re-run the job. Completed attachments are detected and skipped. Let only one job at a time attach to an image.',
    },
    E_OCI_REFUSED: {
        message: 'The registry rejected a request.',
        hint: 'The response of the registry is quoted above.',
    },
    E_OCI_TAG_IMMUTABLE: {
        message: 'The registry does not allow this tag to be moved.',
        hint: "Use a different tag, or allow the change in the registry's settings.",
    },
});

;// CONCATENATED MODULE: ./packages/oci/src/reference.ts




// The grammar of distribution/reference (https://pkg.go.dev/github.com/distribution/reference).
const component = /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*$/;
const registryPattern = /^(?:\[[0-9a-fA-F:]+\]|[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*)(?::\d{1,5})?$/;
const tagPattern = /^\w[\w.-]{0,127}$/;
const reference_maxNameLength = 255;
const dockerHub = 'docker.io';
function reference_refuse(text, reason) {
    return new action_error/* InputError */.dz(errors_ociErrors.E_OCI_REFERENCE, {
        message: `"${(0,neutralize/* neutralizeLine */.a0)(text, 300)}" is not a valid image name: ${reason}.`,
    });
}
/** Whether a text can be a tag: at most 128 letters, digits, `_`, `.` and `-`, not starting with the last two. */
function isTag(text) {
    return tagPattern.test(text);
}
/** Checks the path of an image below its registry. @throws InputError E_OCI_REFERENCE */
function checkRepository(repository) {
    if (/[A-Z]/.test(repository)) {
        throw reference_refuse(repository, `it has upper-case letters, which no registry accepts; write "${(0,neutralize/* neutralizeLine */.a0)(repository.toLowerCase(), 300)}"`);
    }
    const wrong = repository.split('/').find((part) => !component.test(part));
    if (wrong !== undefined)
        throw reference_refuse(repository, `"${(0,neutralize/* neutralizeLine */.a0)(wrong, 100)}" is not a valid name component`);
    if (repository.length > reference_maxNameLength)
        throw reference_refuse(repository, `it has more than ${reference_maxNameLength} characters`);
}
/** Checks the host of a registry, with a port or without. @throws InputError E_OCI_REFERENCE */
function checkRegistry(registry) {
    if (!registryPattern.test(registry))
        throw reference_refuse(registry, 'a registry is a host with an optional ":port" and without "https://"');
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
    if (more.length > 0 || (digest !== undefined && !isDigest(digest)))
        throw reference_refuse(text, 'what follows "@" is not a digest of the form "sha256:" with 64 hex digits');
    const colon = name.indexOf(':', name.lastIndexOf('/') + 1);
    const path = colon < 0 ? name : name.slice(0, colon);
    const tag = colon < 0 ? undefined : name.slice(colon + 1);
    if (tag !== undefined && !isTag(tag))
        throw reference_refuse(text, `"${neutralizeLine(tag, 160)}" is not a tag (at most 128 of A-Z a-z 0-9 _ . -)`);
    const slash = path.indexOf('/');
    const first = slash < 0 ? '' : path.slice(0, slash);
    const registry = namesRegistry(first) ? first.toLowerCase() : dockerHub;
    const rest = namesRegistry(first) ? path.slice(slash + 1) : path;
    checkRegistry(registry);
    if (rest === '')
        throw reference_refuse(text, 'the registry is not followed by a name');
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
/** The origin of a registry's API: https, or http only for this machine. @throws InputError E_OCI_REFERENCE */
function registryOrigin(registry) {
    checkRegistry(registry);
    if (registry === dockerHub)
        return 'https://registry-1.docker.io';
    const host = registry.replace(/:\d+$/, '').toLowerCase();
    const origin = URL.parse(`${isLoopback(host) ? 'http' : 'https'}://${registry}`)?.origin;
    if (origin === undefined)
        throw reference_refuse(registry, 'it is not a valid host');
    return origin;
}

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
    const quoted = (0,neutralize/* neutralizeLine */.a0)((0,redact/* redactText */.R)(text), 300);
    return quoted === ''
        ? `status ${response.status} with an empty response`
        : `${response.status} "${quoted}"`;
}
/** What a refusal of ghcr.io means, and others whose words are known; undefined for the hint of the kind. */
function explain(text, repository) {
    const shown = (0,neutralize/* neutralizeLine */.a0)(repository, 200);
    if (/permission_denied: write_package/i.test(text)) {
        return `The package "${shown}" exists, but this repository is not allowed to write to it. In the package's settings on GitHub, under "Manage Actions access", add the repository with the role Write.`;
    }
    if (/not allowed to create organization package/i.test(text)) {
        return 'Add "packages: write" to the job\'s permissions. If the job has it, your organization does not allow workflows to create packages; an owner can allow this in the organization\'s settings (Packages, Actions).';
    }
    if (/not allowed to write organization package/i.test(text))
        return `Add "packages: write" to the job's permissions, and in the settings of the package "${shown}", under "Manage Actions access", give the repository the role Write.`;
    if (/permission_denied: read_package/i.test(text))
        return `Add "packages: read" (or "write") to the job's permissions, and in the settings of the package "${shown}", under "Manage Actions access", give the repository the role Read.`;
    if (/permission_denied: create_package/i.test(text))
        return `The token is not allowed to create packages for the owner of "${shown}". Use the owner of the repository that runs the job.`;
    if (/does not match expected scopes/i.test(text))
        return 'ghcr.io accepts the GITHUB_TOKEN of a job or a classic personal token with "write:packages"; fine-grained tokens are not accepted.';
    if (/insufficient_scope/i.test(text))
        return 'The issued token does not cover this request: the account is not allowed to push (or pull) here.';
    return undefined;
}
/** Whether the registry says that a tag stays where it is; a repository that is called so, or a part of its name, says nothing. */
function saysImmutable(response, repository) {
    const names = [repository, ...repository.split('/')].map((name) => name.replaceAll('.', '\\.'));
    const named = new RegExp(`(?<![\\w.-])(?:${names.join('|')})(?![\\w/-])`, 'g');
    return readProblems(response).some(({ code, message }) => /immutab|TagAlreadyExists/i.test(`${code} ${message.replaceAll(named, '')}`));
}
function chooseKind(response, repository) {
    const { status } = response;
    if (status === 401)
        return errors_ociErrors.E_OCI_AUTHENTICATION;
    if (saysImmutable(response, repository))
        return errors_ociErrors.E_OCI_TAG_IMMUTABLE;
    if (status === 403)
        return errors_ociErrors.E_OCI_DENIED;
    return errors_ociErrors.E_OCI_REFUSED;
}
/**
 * Whether a manifest was rejected because of a missing blob: a replicated registry may not see a blob that it has just
 * accepted, or one that another job is writing at the same moment ("blob unknown to registry").
 */
function isUnseenBlob(response) {
    return readProblems(response).some(({ code }) => /^(?:MANIFEST_)?BLOB_UNKNOWN$/.test(code));
}
/** The error for a refusal, with the registry's own words and what to do about them. */
function refuseAnswer(what, repository, response, note = '') {
    const challenge = response.headers['www-authenticate'] ?? '';
    const text = `${response.text()} ${challenge}`;
    return new action_error/* RemoteError */.Hi(chooseKind(response, repository), {
        message: `${what} failed: ${quoteProblems(response)}${note}.`,
        hint: explain(text, repository),
        status: response.status,
        url: (0,redact/* redactUrl */.B)(response.url),
        retryable: isUnseenBlob(response),
    });
}

;// CONCATENATED MODULE: ./packages/oci/src/sign-in/challenge.ts
// RFC 9110 §5.6.2 and §11.2
const token = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+/;
const challenge_quoted = /^"([^"\\]*(?:\\.[^"\\]*)*)"/s;
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
        const assigned = /^\s*=\s*(?![=,\s]|$)/.exec(rest)?.[0];
        const current = challenges.at(-1);
        if (assigned === undefined || current === undefined) {
            challenges.push({ scheme: word.toLowerCase(), parameters: new Map() });
            // token68: `Negotiate abc==`, which none of the schemes here uses.
            skip(/^ +[0-9A-Za-z._~+/-]+=*(?=\s*(?:,|$))/);
            continue;
        }
        rest = rest.slice(assigned.length);
        const inQuotes = challenge_quoted.exec(rest);
        const value = inQuotes?.[1]?.replaceAll(/\\(.)/gs, '$1') ?? token.exec(rest)?.[0];
        if (value === undefined)
            return challenges;
        rest = rest.slice(inQuotes?.[0].length ?? value.length);
        if (!current.parameters.has(word.toLowerCase()))
            current.parameters.set(word.toLowerCase(), value);
    }
}

;// CONCATENATED MODULE: ./packages/oci/src/sign-in/realm.ts




/** The error for a way of signing in that is not taken. */
function refuseChallenge({ registry }, what) {
    return new action_error/* EnvironmentError */.eG(errors_ociErrors.E_OCI_CHALLENGE, {
        message: `Signing in to ${registry} was stopped: ${(0,neutralize/* neutralizeLine */.a0)(what, 300)}.`,
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
        throw refuseChallenge(options, `the token service "${(0,neutralize/* neutralizeLine */.a0)(realm, 200)}" is not a valid address`);
    if (url.username !== '' || url.password !== '')
        throw refuseChallenge(options, 'the address of the token service contains a user');
    if (url.origin === origin.origin)
        return;
    if (url.protocol !== 'https:') {
        const local = origin.protocol === 'http:' && url.protocol === 'http:' && url.hostname === origin.hostname;
        if (local)
            return;
        throw refuseChallenge(options, `the token service ${(0,redact/* redactUrl */.B)(realm)} does not use https`);
    }
    if (!isSameOwner(origin.hostname, url.hostname))
        throw refuseChallenge(options, `the token service ${(0,redact/* redactUrl */.B)(realm)} belongs to a different site than the registry`);
}

;// CONCATENATED MODULE: ./packages/oci/src/sign-in/token-request.ts





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
        throw new action_error/* RemoteError */.Hi(errors_ociErrors.E_OCI_MALFORMED, {
            message: `The token service ${(0,redact/* redactUrl */.B)(url.href)} returned no token.`,
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
            ? `as "${(0,neutralize/* neutralizeLine */.a0)(credentials.username, 100)}"`
            : 'with a stored token';
    return new action_error/* RemoteError */.Hi(errors_ociErrors.E_OCI_AUTHENTICATION, {
        message: `${registry} issued no token for ${(0,neutralize/* neutralizeLine */.a0)(scopes.join(' '), 300)} ${who}: ${quoteProblems(response)}.`,
        ...(credentials === undefined
            ? { hint: 'The repository does not exist or is private. If it is private, set the user and token.' }
            : {}),
        status: response.status,
        url: (0,redact/* redactUrl */.B)(response.url),
    });
}

;// CONCATENATED MODULE: ./packages/oci/src/sign-in/token.ts




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
                throw refuseChallenge(options, `it offers no supported authentication method (${names === '' ? 'none' : names})`);
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
    const origin = registryOrigin(registry);
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
            checkRepository(name);
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

;// CONCATENATED MODULE: ./packages/oci/src/sign-in/credentials.ts





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
        throw new action_error/* EnvironmentError */.eG(errors_ociErrors.E_OCI_CREDENTIALS, {
            message: `The token for ${registry} contains a line break.`,
            hint: 'Store the secret again without a trailing line break.',
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
    const written = entry === undefined ? undefined : credentials_readEntry(entry[0], entry[1]);
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
    const folder = variables['DOCKER_CONFIG'] || (home ? (0,external_node_path_.join)(home, '.docker') : undefined);
    if (folder === undefined)
        return {};
    const path = (0,external_node_path_.join)(folder, 'config.json');
    let text;
    try {
        text = await (0,promises_.readFile)(path, 'utf8');
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
    return new action_error/* EnvironmentError */.eG(errors_ociErrors.E_OCI_CREDENTIALS, {
        message: `${(0,neutralize/* neutralizeLine */.a0)(what, 400)}.`,
        cause,
    });
}
function credentials_readEntry(name, entry) {
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
        throw unusable(`The credential helper "${name}" is not a valid program name`);
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
        throw unusable(`${program} failed for ${key}: ${(0,neutralize/* neutralizeLine */.a0)(stdout.trim(), 200)}`);
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
    throw unusable(`${program} did not return the JSON of a credential helper for ${key}`);
}

;// CONCATENATED MODULE: ./actions/github-packages-publish/src/open-packages.ts





/** A new connection; with nothing to sign in with for an anonymous reader. */
function connect(context, credentials) {
    const { http, clock, log, inputs } = context;
    return openRegistry({ http, clock, log, registry: inputs.registry, credentials });
}
/**
 * The inputs with the registry that is meant: without one, that of the server the job runs on.
 * @throws InputError E_OCI_REFERENCE for what is not a host
 */
function chooseRegistry(context) {
    const { inputs, job } = context;
    if (inputs.registry !== '') {
        checkRegistry(inputs.registry);
        return context;
    }
    return { ...context, inputs: { ...inputs, registry: describeServer(job).registry } };
}
/**
 * The token of the job, under the name of who started it.
 * @throws EnvironmentError E_GITHUB_FOREIGN_HOST for the token of a job and a registry that is not of its server
 */
async function readCredentials({ inputs, job, log }) {
    if (inputs.token === '')
        return undefined;
    refuseForeignHost(job, inputs.token, inputs.registry, `Leave "registry" empty to use ${describeServer(job).registry}, or set "token" to a token of ${inputs.registry}.`);
    return findCredentials(inputs.registry, { log, explicit: registryUser(job, inputs.token) });
}
/** Page of a package on GitHub; undefined for a registry whose pages are not known. */
function packageUrl({ inputs, job }, repositoryName) {
    const [owner = '', ...rest] = repositoryName.split('/');
    if (inputs.registry !== describeServer(job).registry || owner !== job.owner.toLowerCase())
        return undefined;
    return `${job.serverUrl}/${job.repository}/pkgs/container/${encodeURIComponent(rest.join('/'))}`;
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
        throw new action_error/* IntegrityError */.cs(core_errors/* coreErrors */.F.E_DIGEST_MISMATCH, {
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

;// CONCATENATED MODULE: ./packages/core/src/async/run-parallel.ts
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

;// CONCATENATED MODULE: ./packages/pypi/src/errors.ts

/** Errors of trusted publishing and package indexes. */
const pypiErrors = (0,define_errors/* defineErrors */.V)({
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

;// CONCATENATED MODULE: ./packages/pypi/src/group-by-project.ts

/** The files of each project by its normalized name, in the order they came. */
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

;// CONCATENATED MODULE: ./packages/pypi/src/index/compare-index.ts



const dayMs = 24 * 60 * 60 * 1000;
// PyPI, since July 2026: a release accepts no new files 14 days after its first one.
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
            throw new action_error/* IntegrityError */.cs(pypiErrors.E_PYPI_FILE_DIFFERS, {
                message: `${repository.title} has ${file.name} with SHA-256 ${found.sha256}, but the local file has ${file.sha256}.`,
            });
        }
        if (found !== undefined && ifExists === 'fail') {
            throw new action_error/* InputError */.dz(pypiErrors.E_PYPI_FILE_EXISTS, {
                message: `${repository.title} already has ${file.name}, and "if-exists" is "fail".`,
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
        throw new action_error/* RemoteError */.Hi(pypiErrors.E_PYPI_RELEASE_CLOSED, {
            message: `The project is ${project.status} on ${repository.title} and does not accept files.`,
            hint: "Change the project's status in its settings on the index.",
        });
    }
    // A release is only recognizable by its file names, which begin like ours.
    const stems = new Set(files.map(releaseStem));
    const released = [...project.files.values()].filter(({ name }) => stems.has(releaseStem({ name })));
    const first = Math.min(...released.map(({ uploadedAtMs }) => uploadedAtMs ?? Number.POSITIVE_INFINITY));
    if (nowMs - first > openDays * dayMs) {
        throw new action_error/* RemoteError */.Hi(pypiErrors.E_PYPI_RELEASE_CLOSED, {
            message: `${repository.title} no longer accepts files for this release: its first file was uploaded on ${new Date(first).toISOString().slice(0, 10)}, more than ${openDays} days ago. Missing files: ${absent.map(({ name }) => name).join(', ')}.`,
        });
    }
    const sdist = released.find(({ name }) => /\.(tar\.gz|zip)$/.test(name));
    const another = absent.find(({ kind }) => kind === 'sdist');
    if (sdist !== undefined && another !== undefined) {
        throw new action_error/* RemoteError */.Hi(pypiErrors.E_PYPI_RELEASE_CLOSED, {
            message: `${repository.title} has the sdist ${sdist.name} for this release and does not accept a second sdist (${another.name}).`,
        });
    }
}
/** `name-version` as both kinds of file names begin; names of older files may be spelled otherwise. */
function releaseStem({ name }) {
    const [project = '', version = ''] = name.replace(/\.(tar\.gz|zip)$/, '').split('-');
    // "1.2" and "1.2.0" are one release (PEP 440), which indexes tell by `canonicalize_version`.
    const release = version.replace(/^((?:\d+!)?\d+(?:\.\d+)*?)(?:\.0+)+(?![\d.]*\d)/, '$1');
    return `${normalizeProjectName(project)} ${release}`;
}

// EXTERNAL MODULE: ./packages/core/src/clock.ts + 1 modules
var src_clock = __nccwpck_require__(1470);
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
    throw new action_error/* RemoteError */.Hi(pypiErrors.E_PYPI_INDEX_MALFORMED, {
        message: `The index redirects from ${(0,neutralize/* neutralizeLine */.a0)(address, 200)} in a loop.`,
        url: address,
    });
}
function refuseReader(cause, url) {
    if (!(cause instanceof action_error/* RemoteError */.Hi) || (cause.status !== 401 && cause.status !== 403))
        return cause;
    return new action_error/* RemoteError */.Hi(pypiErrors.E_PYPI_AUTHENTICATION, {
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
    throw new action_error/* RemoteError */.Hi(pypiErrors.E_PYPI_INDEX_MALFORMED, {
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
function simple_html_decode(text) {
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
        attributes.set(name.toLowerCase(), simple_html_decode(double ?? single ?? bare ?? ''));
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
            name: simple_html_decode(content).trim(),
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
    return new action_error/* RemoteError */.Hi(pypiErrors.E_PYPI_INDEX_MALFORMED, {
        message: `The index returned a page that is not a file list${title === '' ? '' : ` ("${(0,neutralize/* neutralizeLine */.a0)(title, 200)}")`}: ${(0,neutralize/* neutralizeLine */.a0)(url, 200)}.`,
        url,
        retryable: true,
    });
}
function simple_index_malformed(url, what) {
    return new action_error/* RemoteError */.Hi(pypiErrors.E_PYPI_INDEX_MALFORMED, {
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

;// CONCATENATED MODULE: ./packages/pypi/src/index/tell-digest.ts

const maxFileBytes = 2 ** 31;
// Least that a line has to bring in a second, so that a large file has its time.
const slowestBytes = 256 * 1024;
/**
 * The SHA-256 (hex) of a file of an index: as the index tells it, or else of the bytes it serves.
 * @throws RemoteError E_HTTP_* when the bytes are needed and cannot be read
 */
async function tellDigest(file, options) {
    if (file.sha256 !== undefined)
        return file.sha256;
    return hashServed(file, options);
}
/**
 * The SHA-256 (hex) of the bytes that an index serves for a file, whatever it tells of them; they pass through, none is kept.
 * @throws RemoteError E_HTTP_* when they cannot be read
 */
async function hashServed(file, options) {
    const hash = (0,external_node_crypto_.createHash)('sha256');
    const transferMs = 60_000 + Math.ceil((file.size ?? 0) / slowestBytes) * 1000;
    await options.http.request({
        method: 'GET',
        url: file.url,
        headers: readAuthorization(file, options),
        sink: (chunk) => {
            hash.update(chunk);
        },
        maxResponseBytes: maxFileBytes,
        attemptTimeoutMs: transferMs,
        deadlineMs: transferMs + 240_000,
    });
    return hash.digest('hex');
}
// A page may name files anywhere; the password of the index is for the index.
function readAuthorization({ url }, { repository: { simpleUrl }, authorization }) {
    if (authorization === undefined || simpleUrl === undefined)
        return {};
    return new URL(url).origin === new URL(simpleUrl).origin ? { authorization } : {};
}

;// CONCATENATED MODULE: ./packages/pypi/src/index/observe-index.ts







const parallelReads = 8;
/** The projects of the files as the index has them; undefined for one it does not have. */
async function readProjects(files, { http, repository, authorization, clock }) {
    const { simpleUrl } = repository;
    const pages = new Map();
    if (simpleUrl === undefined)
        return pages;
    const index = {
        http,
        simpleUrl,
        ...(authorization === undefined ? {} : { authorization }),
        ...(clock === undefined ? {} : { clock }),
    };
    await runParallel([...groupByProject(files).keys()], parallelReads, async (name) => {
        pages.set(name, await readIndexProject(index, name));
    });
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
            states.set(file, observe_index_settle(file, state));
    }
    return states;
}
function observe_index_settle(name, state) {
    if (state !== 'unknown')
        return state;
    throw new action_error/* InputError */.dz(pypiErrors.E_PYPI_FILE_EXISTS, {
        message: `The index has ${name}, but neither its digest nor its bytes can be read.`,
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

;// CONCATENATED MODULE: ./packages/pypi/src/index/read-back.ts





const read_back_firstPauseMs = 1000;
const maxPauseMs = 15_000;
/**
 * Waits until the simple index, which is what installers read, serves every file with its digest. On an index other than PyPI,
 * which may tell none, the bytes are fetched and hashed where it does not, or where that is asked for.
 * @returns the files as the index describes them
 * @throws IntegrityError E_PYPI_FILE_DIFFERS at once, RemoteError E_PYPI_NOT_VISIBLE after the wait
 */
async function waitForFiles(files, options) {
    const { clock, log, repository, waitMs } = options;
    const startedMs = clock.now();
    const served = new Map();
    let pauseMs = read_back_firstPauseMs;
    for (;;) {
        const missing = await look(files.filter(({ name }) => !served.has(name)), served, options);
        if (missing.length === 0)
            return served;
        const elapsedMs = clock.now() - startedMs;
        if (elapsedMs + pauseMs > waitMs) {
            const list = missing.map(({ name, reason }) => `${name} (${reason})`).join(', ');
            throw new action_error/* RemoteError */.Hi(pypiErrors.E_PYPI_NOT_VISIBLE, {
                message: `${repository.title} accepted the files, but after ${Math.round(elapsedMs / 1000)} s its index does not list: ${list}.`,
            });
        }
        log.info(`Waiting for the index of ${repository.title}: ${missing.map(({ name }) => name).join(', ')}`);
        await clock.sleep(pauseMs, options.signal);
        pauseMs = Math.min(pauseMs * 2, maxPauseMs);
    }
}
/** Adds to `served` what the index serves as it should. */
async function look(files, served, options) {
    const missing = [];
    if (options.repository.simpleUrl === undefined)
        return missing;
    const pages = await readProjects(files, options).catch((cause) => {
        // A page of an outage: the index may be back before the wait is over.
        if (cause instanceof action_error/* RemoteError */.Hi && cause.code === 'E_PYPI_INDEX_MALFORMED' && cause.retryable)
            return cause;
        throw cause;
    });
    if (pages instanceof action_error/* RemoteError */.Hi)
        return files.map(({ name }) => ({ name, reason: pages.message }));
    for (const [project, own] of groupByProject(files)) {
        for (const file of own) {
            const found = pages.get(project)?.files.get(file.name);
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
    const told = found.sha256 === undefined ? 'listed without a digest' : 'listed';
    const tell = options.downloads === true && found.sha256 === file.sha256 ? hashServed : tellDigest;
    const read = await tell({ ...found, size: file.size }, options).catch((cause) => {
        if (cause instanceof action_error/* RemoteError */.Hi)
            return cause;
        throw cause;
    });
    if (read instanceof action_error/* RemoteError */.Hi)
        return `${told}, and the file cannot be read: ${read.message}`;
    if (read !== file.sha256) {
        throw new action_error/* IntegrityError */.cs(pypiErrors.E_PYPI_FILE_DIFFERS, {
            message: `${repository.title} serves ${file.name} with SHA-256 ${read}, but the uploaded file has ${file.sha256}.`,
            hint: 'The index serves different bytes than were uploaded. Yank the release and investigate.',
        });
    }
    return undefined;
}

;// CONCATENATED MODULE: ./packages/core/src/pypi-hosts.ts
/**
 * The hosts of PyPI and TestPyPI, assembled from their labels.
 *
 * This is the only file that contains them. All other code imports the names from here, so one place lists the hosts that a
 * release can reach, and a search for literal host names finds nothing that bypasses it.
 */
const organization = 'org';
const pypi_hosts_join = (...labels) => labels.join('.');
const pypi = 'pypi';
const testPypi = pypi_hosts_join('test', pypi);
/** Index, JSON API and trusted-publishing endpoints of PyPI. */
const pypiHost = pypi_hosts_join(pypi, organization);
/** Legacy upload API of PyPI. */
const pypiUploadHost = pypi_hosts_join('upload', pypi, organization);
/** Where PyPI's index links to the bytes of a file. */
const pypiFilesHost = pypi_hosts_join('files', 'pythonhosted', organization);
/** Index, JSON API, upload and trusted-publishing endpoints of TestPyPI. */
const testPypiHost = pypi_hosts_join(testPypi, organization);
/** Where TestPyPI's index links to the bytes of a file. */
const testPypiFilesHost = pypi_hosts_join('test-files', 'pythonhosted', organization);

;// CONCATENATED MODULE: ./packages/pypi/src/package-repository.ts



const pypiRepository = {
    kind: 'pypi',
    title: 'PyPI',
    uploadUrl: `https://${pypiUploadHost}/legacy/`,
    simpleUrl: `https://${pypiHost}/simple/`,
    trustedPublishingUrl: `https://${pypiHost}`,
    webUrl: `https://${pypiHost}`,
};
const testPypiRepository = {
    kind: 'testpypi',
    title: 'TestPyPI',
    uploadUrl: `https://${testPypiHost}/legacy/`,
    simpleUrl: `https://${testPypiHost}/simple/`,
    trustedPublishingUrl: `https://${testPypiHost}`,
    webUrl: `https://${testPypiHost}`,
};
const loopbackHosts = new Set(['localhost', '127.0.0.1', '[::1]']);
function parseAddress(name, text) {
    const url = URL.parse(text);
    if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
        throw new action_error/* InputError */.dz(pypiErrors.E_PYPI_REPOSITORY, {
            message: `The ${name} address "${text}" is not an https address.`,
        });
    }
    // A password over plain http is readable on the way; on this machine there is no way.
    if (url.protocol === 'http:' && !loopbackHosts.has(url.hostname)) {
        throw new action_error/* InputError */.dz(pypiErrors.E_PYPI_REPOSITORY, {
            message: `The ${name} address "${text}" is not encrypted: http is only accepted for this machine.`,
        });
    }
    if (url.username !== '' || url.password !== '') {
        throw new action_error/* InputError */.dz(pypiErrors.E_PYPI_REPOSITORY, {
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
        throw new action_error/* InputError */.dz(pypiErrors.E_PYPI_REPOSITORY, {
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
 * Uploads one project after the other, so that a rejected project leaves no other one half uploaded. Of each, `upload`
 * runs on the first file alone: what refuses it refuses the others too. The following files of its kind run at most
 * `limit` at a time, and sdists when all wheels are there. After a failure nothing new is started, and what is under
 * way is waited for.
 * @throws the first failure
 */
async function uploadInOrder(files, limit, upload) {
    for (const own of groupByProject(orderUploads(files)).values())
        await uploadProject(own, limit, upload);
}
async function uploadProject([first, ...rest], limit, upload) {
    if (first === undefined)
        return;
    await upload(first);
    await runParallel(rest.filter(({ kind }) => kind === 'wheel'), limit, upload);
    await runParallel(rest.filter(({ kind }) => kind === 'sdist'), limit, upload);
}

;// CONCATENATED MODULE: ./packages/pypi/src/publish.ts




const parallelUploads = 12;
/**
 * Uploads files until the index has exactly these: it checks first, uploads the missing ones, and verifies what the
 * index reports. Nothing is sent if the index has one of the names with different bytes.
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
    // An index that is not known to take the same bytes twice is asked what it has before anything is sent again. Its words for
    // a file that it has are its own ("Repository does not allow updating assets"): after any refusal its digest decides.
    const judgeFailure = async (file, cause) => {
        if (repository.kind !== 'other' || repository.simpleUrl === undefined)
            throw cause;
        if (isUnclear(cause)) {
            log.info(`${file.name}: the outcome is unclear (${cause.message}). Checking the index`);
            const seen = (await observe([file], 'verify')).get(file.name);
            return seen === 'same' ? { kind: 'accepted', warnings: [] } : uploader.upload(file);
        }
        if (!isRefusal(cause))
            throw cause;
        log.info(`${cause.message} Checking whether the index has the file.`);
        const again = await observe([file], 'verify').catch((failure) => {
            if (failure instanceof action_error/* IntegrityError */.cs)
                throw failure;
            return undefined;
        });
        if (again?.get(file.name) !== 'same')
            throw cause;
        return 'present';
    };
    const observed = options.observed ?? (await observe(files, options.ifExists));
    for (const file of files)
        if (observed.get(file.name) === 'same')
            settle(file, 'present');
    const absent = files.filter(({ name }) => !states.has(name));
    await uploadInOrder(absent, parallelUploads, async (file) => {
        signal?.throwIfAborted();
        const outcome = await uploader.upload(file).catch((cause) => judgeFailure(file, cause));
        if (outcome === 'present') {
            settle(file, outcome);
            return;
        }
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
    return new action_error/* InputError */.dz(pypiErrors.E_PYPI_FILE_EXISTS, {
        message: `${repository.title} reports that it already has ${file.name} (${text}), but ${readable ? 'does not list it' : 'its bytes cannot be compared without "index-url"'}.`,
        hint: readable
            ? 'The same bytes may exist under a different name, or the index may be delayed. Compare the files by hand, or raise the version.'
            : 'Set "index-url" to the simple API of the index, so that the digests can be compared.',
    });
}
/** Whether a file may be there although its upload failed: no answer came, or one that says nothing of the request. */
function isUnclear(cause) {
    if (!(cause instanceof action_error/* RemoteError */.Hi))
        return false;
    if (cause.code === 'E_HTTP_NETWORK' || cause.code === 'E_HTTP_DEADLINE')
        return true;
    // A page of something in between, with the status of an index that took the file.
    if (cause.code === 'E_HTTP_MALFORMED' && cause.retryable)
        return true;
    return cause.code === 'E_HTTP_STATUS' && (cause.status ?? 0) >= 500;
}
/** Whether an index turned an upload away; one that does not know who sends it says nothing about the file. */
function isRefusal(cause) {
    const status = cause instanceof action_error/* RemoteError */.Hi ? (cause.status ?? 0) : 0;
    return status >= 400 && status < 500 && status !== 401;
}

;// CONCATENATED MODULE: ./packages/pypi/src/upload/upload-credentials.ts

function encodeBasic(user, password) {
    return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}
/** A user and a password (or API token with the user `__token__`) for indexes without trusted publishing. */
function createPasswordCredentials(user, password) {
    const value = encodeBasic(user, password);
    return { authorization: async () => value, renew: async () => false };
}
// An upload may take minutes, and the index looks at the token when the last byte is there.
const minRemainingMs = (/* unused pure expression or super */ null && (5 * 60 * 1000));
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
        minting ??= mintToken(options, audience)
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
            const fresh = current !== undefined && current.expiresAtMs - clock.now() > minRemainingMs;
            return present(fresh && current !== undefined ? current : await mint());
        },
        async renew() {
            current = undefined;
            await mint();
            return true;
        },
    };
}

;// CONCATENATED MODULE: ./packages/pypi/src/upload/multipart-body.ts

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

;// CONCATENATED MODULE: ./packages/pypi/src/upload/upload-answer.ts

const maxTextLength = 600;
/** The reason in an answer, whatever form it has: JSON of the index, plain text, or the title of a page; neutralized. */
function readRefusalText(response) {
    const body = response.text();
    const found = readJsonReason(body) ?? readPageTitle(body) ?? body;
    // "400 File already exists": the status is printed next to it anyway.
    const text = found.replace(new RegExp(`^${response.status}\\s+`), '').trim();
    return text === '' ? '(no reason given)' : (0,neutralize/* neutralizeLine */.a0)(text, maxTextLength);
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
    return /<title>([^<]*)<\/title>/i.exec(body)?.[1] ?? 'an HTML page instead of an API response';
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

;// CONCATENATED MODULE: ./packages/pypi/src/upload/upload-form.ts
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
function upload_form_isBefore(version, major, minor) {
    const [ownMajor = 0, ownMinor = 0] = version.split('.').map(Number);
    return ownMajor < major || (ownMajor === major && ownMinor < minor);
}
/**
 * The text fields of the upload form of one file, in the order they are sent: protocol, metadata, digests,
 * attestations.
 * @param comment shown publicly next to the file; empty for none
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
        if (header === 'license-file' && upload_form_isBefore(metadataVersion, 2, 4))
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

;// CONCATENATED MODULE: ./packages/pypi/src/upload/uploader.ts







// The index works on a request for up to ten minutes (its database statement limit).
const attemptTimeoutMs = 15 * 60 * 1000;
const deadlineMs = 45 * 60 * 1000;
// An outage is sat out for about five minutes: the client's pauses grow up to 20 s and are half of that on average.
const uploader_maxAttempts = 35;
const maxPages = 5;
const pagePauseMs = 1000;
const refusalStatuses = [400, 401, 403, 404, 405, 409, 410, 413, 415, 422];
/** Uploads by PyPI docs, "Upload API", which other indexes speak as well. */
function createLegacyUploader(options) {
    const { http, log, clock = src_clock/* systemClock */.m, repository, credentials, comment = '' } = options;
    const sendOnce = async (file) => {
        const { contentType, body } = createMultipartBody(renderUploadForm(file, comment), {
            field: 'content',
            filename: file.name,
            size: file.size,
            open: () => file.open(),
        });
        const authorization = await credentials.authorization();
        try {
            return await http.request({
                method: 'POST',
                url: repository.uploadUrl,
                headers: {
                    accept: 'application/json, text/plain;q=0.5, */*;q=0.1',
                    authorization,
                    'content-type': contentType,
                },
                body,
                // The same bytes under the same name are a success at PyPI however often they come; elsewhere the index is read
                // before anything is sent again.
                idempotent: repository.kind !== 'other',
                acceptedStatuses: refusalStatuses,
                maxResponseBytes: 256 * 1024,
                attemptTimeoutMs,
                deadlineMs,
                maxAttempts: uploader_maxAttempts,
            });
        }
        catch (cause) {
            throw nameFile(file, cause);
        }
    };
    // A portal or an outage page says 200 without the index having seen the file.
    const send = async (file) => {
        for (let attempt = 1;; attempt += 1) {
            const response = await sendOnce(file);
            if (response.status >= 300 || !isPageForPeople(response.text()))
                return response;
            const page = refusePage(repository, file, response);
            if (repository.kind === 'other' || attempt >= maxPages)
                throw page;
            log.info(`${page.message} Uploading it again.`);
            await clock.sleep(pagePauseMs * 2 ** (attempt - 1));
        }
    };
    return {
        async upload(file) {
            let response = await send(file);
            if (response.status === 401 || response.status === 403) {
                const text = readRefusalText(response);
                if (classifyRefusal(repository, response.status, text) === 'credentials-expired') {
                    log.info(`${repository.title} no longer accepts the upload token. Requesting a new one`);
                    if (await credentials.renew())
                        response = await send(file);
                }
            }
            if (response.status < 300) {
                return { kind: 'accepted', warnings: readWarnings(repository, response) };
            }
            const text = readRefusalText(response);
            const refusal = classifyRefusal(repository, response.status, text);
            if (refusal === 'exists')
                return { kind: 'exists', text };
            throw refuseUpload(repository, file, response, text, refusal);
        },
    };
}
/** What PyPI has to say of a file that it took; others put greetings there ("OK", "201 Created"). */
function readWarnings(repository, response) {
    if (repository.kind === 'other')
        return [];
    return response
        .text()
        .split('\n')
        .filter((line) => line.trim() !== '');
}
// The content type tells nothing: PyPI's own empty answer is declared as HTML.
const isPageForPeople = (body) => /^\s*(<!doctype html|<html)/i.test(body);
function refusePage(repository, file, response) {
    return new action_error/* RemoteError */.Hi(core_errors/* coreErrors */.F.E_HTTP_MALFORMED, {
        message: `${repository.title} answered the upload of ${file.name} with an HTML page instead of an API response: ${readRefusalText(response)}.`,
        status: response.status,
        url: repository.uploadUrl,
        retryable: true,
    });
}
/** The failure of a request with the file that it was about; several may be under way. */
function nameFile(file, cause) {
    if (!(cause instanceof action_error/* RemoteError */.Hi))
        return cause;
    const { kind, message, hint, status, url, requestId, retryable, retryAfterMs } = cause;
    return new action_error/* RemoteError */.Hi(kind, {
        message: `${file.name}: ${message}`,
        hint,
        status,
        url,
        requestId,
        retryable,
        retryAfterMs,
        cause,
    });
}
function refuseUpload(repository, file, response, text, refusal) {
    const base = {
        message: `${repository.title} rejected ${file.name} with status ${response.status}: ${text}`,
        status: response.status,
        url: repository.uploadUrl,
    };
    switch (refusal) {
        case 'credentials':
        case 'credentials-expired':
            return new action_error/* RemoteError */.Hi(pypiErrors.E_PYPI_AUTHENTICATION, base);
        case 'closed':
            return new action_error/* RemoteError */.Hi(pypiErrors.E_PYPI_RELEASE_CLOSED, base);
        case 'other-project':
            return new action_error/* RemoteError */.Hi(pypiErrors.E_PYPI_AUTHENTICATION, {
                ...base,
                hint: `This job's trusted publisher is not allowed to upload to "${file.project}". Add it in that project's settings, or register a pending publisher with exactly that name.`,
            });
        case 'address':
            return new action_error/* RemoteError */.Hi(pypiErrors.E_PYPI_REPOSITORY, {
                ...base,
                hint: 'This address is not an upload API. PyPI-compatible indexes often serve it under "/legacy/".',
            });
        case 'refused':
            return new action_error/* RemoteError */.Hi(pypiErrors.E_PYPI_UPLOAD_REFUSED, base);
    }
}

;// CONCATENATED MODULE: ./actions/github-packages-publish/src/group-releases.ts



/** Sorted by the name of the project; checks before have refused two versions of one. */
function groupReleases(files) {
    const groups = new Map();
    for (const file of files) {
        const key = normalizeName(file.distribution.project);
        groups.set(key, [...(groups.get(key) ?? []), file]);
    }
    return [...groups]
        .sort(([left], [right]) => (left < right ? -1 : 1))
        .map(([, own]) => ({
        project: own[0]?.distribution.project ?? '',
        version: own[0]?.distribution.version ?? '',
        files: own,
    }));
}
/**
 * Whether the files are the complete release, if `digests` promised them. A job that built one platform may pass only
 * its own digests. Its list then contains none of the files that all platforms share.
 */
function isWholeRelease({ files }, isPromised) {
    // An sdist is pure, too.
    return isPromised && files.some(({ distribution }) => distribution.isPure);
}
/**
 * A checked distribution in the form that the registry accepts. Bytes that changed after hashing fail the digest check
 * of the blob.
 */
function toPackageSource({ distribution, path, name, sha256, size, }) {
    const { kind, members, metadata } = distribution;
    const named = members.find((member) => /^[^/]+\.dist-info\/METADATA$/.test(member.name));
    return {
        fileName: name,
        sha256,
        size,
        requiresPython: readField(metadata, 'Requires-Python'),
        metadataSha256: kind === 'wheel' ? named?.sha256 : undefined,
        projectUrls: readProjectUrls(parse_core_metadata_readFields(metadata, 'Project-URL')),
        open: (start) => (0,external_node_fs_.createReadStream)(path, { start }),
    };
}
// `Label, address`; a label has at most 32 characters (core metadata, "Project-URL").
function readProjectUrls(values) {
    return Object.fromEntries(values.flatMap((value) => {
        const comma = value.indexOf(',');
        return comma < 1 ? [] : [[value.slice(0, comma).trim(), value.slice(comma + 1).trim()]];
    }));
}

;// CONCATENATED MODULE: ./actions/github-packages-publish/src/errors.ts

/** Errors of publishing to GitHub Packages. */
const packagesErrors = (0,define_errors/* defineErrors */.V)({
    E_GHP_NO_INDEX: {
        message: 'The address is not a package index.',
        hint: 'GitHub Packages has no Python index. Use "mode: ghcr", or the "repository-url" of an index.',
    },
    E_GHP_VISIBILITY: {
        message: 'The package does not have the required visibility.',
        hint: "GitHub has no API for this. Change it on the package's settings page.",
    },
});

;// CONCATENATED MODULE: ./actions/github-packages-publish/src/probe-github-index.ts



const host = 'pypi.pkg.github.com';
const statuses = [400, 401, 403, 404, 405, 406, 410, 421, 429, 500, 501, 502, 503, 504];
/**
 * Asks the address that many workflows name as GitHub's Python index whether it is one. Should GitHub ever open it, an
 * answer of the simple API (PEP 629, PEP 691) lets the upload go on.
 * @throws RemoteError E_GHP_NO_INDEX with what the address answered
 */
async function probeGitHubIndex({ http, job, log }, addresses) {
    if (!addresses.some((address) => URL.parse(address)?.hostname === host))
        return;
    const url = `https://${host}/${job.owner}/simple/`;
    let answer;
    try {
        const response = await http.request({
            method: 'GET',
            url,
            headers: { accept: 'application/vnd.pypi.simple.v1+json, text/html;q=0.5' },
            acceptedStatuses: statuses,
            deadlineMs: 30_000,
        });
        if (isSimpleIndex(response)) {
            log.notice(`${host} answers as a package index.`);
            return;
        }
        answer = `status ${response.status}, "${(0,neutralize/* neutralizeLine */.a0)(response.headers['content-type'] ?? 'no type', 80)}"`;
    }
    catch (cause) {
        if (!(cause instanceof action_error/* ActionError */.lZ))
            throw cause;
        answer = (0,neutralize/* neutralizeLine */.a0)(cause.message, 300);
    }
    throw new action_error/* RemoteError */.Hi(packagesErrors.E_GHP_NO_INDEX, {
        message: `${host} is not a package index (${answer}).`,
        url,
    });
}
function isSimpleIndex(response) {
    if (response.status !== 200)
        return false;
    const type = response.headers['content-type'] ?? '';
    if (/^application\/vnd\.pypi\.simple\.v1\+json\b/i.test(type))
        return true;
    return /html/i.test(type) && /<meta\s+name="pypi:repository-version"/i.test(response.text());
}

// EXTERNAL MODULE: ./packages/core/src/markdown.ts
var markdown = __nccwpck_require__(2712);
;// CONCATENATED MODULE: ./packages/core/src/text/count.ts
/** A number with its noun: `1 file`, `5,373 files`. */
function count(number, noun, plural = `${noun}s`) {
    return `${number.toLocaleString('en-US')} ${number === 1 ? noun : plural}`;
}

;// CONCATENATED MODULE: ./actions/github-packages-publish/src/report.ts


/** Starts a report with the files that are to be published. */
function createReport(context, files) {
    const report = {
        files,
        states: new Map(),
        manifests: new Map(),
        proven: new Set(),
        pages: new Map(),
        visibility: undefined,
        installMarkdown: undefined,
    };
    handOn(context, report);
    return report;
}
/** Stores the state of a file and sets the outputs immediately. */
function settleFile(context, report, name, state) {
    report.states.set(name, state);
    const words = {
        published: 'published',
        present: 'already published (same bytes)',
        planned: 'would be published',
    };
    context.log.info(`${name}: ${words[state]}`);
    handOn(context, report);
}
function handOn({ setOutput }, { files, states, manifests, proven }) {
    const entries = files.map(({ name, sha256, size, distribution }) => ({
        name,
        sha256,
        size,
        kind: distribution.kind,
        project: distribution.project,
        version: distribution.version,
        ...(states.has(name) ? { state: states.get(name) } : {}),
        ...(manifests.has(name) ? { manifest: manifests.get(name) } : {}),
        // The bytes were read back from the place that they were published to.
        ...(proven.has(name) ? { verified: true } : {}),
    }));
    setOutput('files', JSON.stringify(entries));
}
/** One line about what was published, with a link to each package. */
function describeResult({ files, states, pages, visibility }) {
    const count = files.filter(({ name }) => states.has(name) && states.get(name) !== 'planned').length;
    if (count === 0)
        return 'nothing was published';
    const packages = [...pages].flatMap(([name, page], index) => [
        ...(index === 0 ? [] : [', ']),
        (0,markdown/* linkTo */.uM)(name, page),
    ]);
    const projects = [...new Set(files.map(({ distribution }) => distribution.project))].join(', ');
    const number = count === files.length ? `${count}` : `${count} of ${files.length}`;
    return (0,markdown/* joinMarkdown */.UF)(...(packages.length === 0 ? [projects] : packages), `: ${number} ${files.length === 1 ? 'file' : 'files'}${visibility === undefined ? '' : `, ${visibility}`}`).markdown;
}
const uploads = {
    published: 'new',
    present: 'exists already',
    planned: 'would be new',
    none: '– not published',
};
/** `demo 1.2.0`, or how many there are. */
function nameReleases({ files }) {
    const all = [...new Set(files.map(({ distribution: { project, version } }) => `${project} ${version}`))];
    return all.length === 1 ? (all[0] ?? '') : count(all.length, 'release');
}
/** Writes the table of the summary, whatever happened. */
function reportFiles(context, report) {
    const { summary, inputs, setOutput } = context;
    handOn(context, report);
    setOutput('result-markdown', describeResult(report));
    const place = inputs.mode === 'ghcr' ? 'GitHub Packages' : 'the package index';
    const [page] = report.pages.values();
    const where = page === undefined ? place : (0,markdown/* linkTo */.uM)(place, page);
    summary.setTitle(inputs['dry-run'] ? `Dry run for ${place}` : (0,markdown/* joinMarkdown */.UF)(`Published ${nameReleases(report)} to `, where));
    summary.addTable(['File', 'Upload', 'Same bytes'], report.files.map(({ name }) => [
        name,
        uploads[report.states.get(name) ?? 'none'],
        report.proven.has(name) ? '✓ read back' : '– not compared',
    ]));
    if (report.installMarkdown !== undefined)
        summary.addMarkdown(report.installMarkdown);
}

;// CONCATENATED MODULE: ./actions/github-packages-publish/src/publish-to-index.ts












/** Uploads the files to an index that speaks the legacy upload API; existing files are only compared by digest. */
async function publishToIndex(context, report) {
    const { inputs, http, clock, log, job, signal } = context;
    const repository = readRepository(context);
    await probeGitHubIndex(context, [repository.uploadUrl, repository.simpleUrl ?? '']);
    const credentials = createPasswordCredentials(inputs.user === '' ? '__token__' : inputs.user, inputs.password);
    const authorization = await credentials.authorization();
    log.mask(authorization.replace(/^Basic /, ''));
    const files = report.files.map((file) => toUploadFile(file, []));
    if (inputs['dry-run']) {
        const seen = await observeIndex(files, {
            http,
            repository,
            ifExists: 'verify',
            nowMs: clock.now(),
            authorization,
        });
        for (const { name } of files)
            settleFile(context, report, name, seen.get(name) === 'same' ? 'present' : 'planned');
        log.notice(`Dry run: nothing was uploaded to ${repository.title}.`);
        return;
    }
    await publishFiles(files, {
        http,
        clock,
        log,
        repository,
        uploader: createLegacyUploader({
            http,
            log,
            repository,
            credentials,
            ...(job.repository === ''
                ? {}
                : { comment: `${job.serverUrl}/${job.repository}/actions/runs/${job.runId}` }),
        }),
        ifExists: 'verify',
        authorization,
        signal,
        onFile: (file, state) => settleFile(context, report, file.name, state === 'uploaded' ? 'published' : 'present'),
    });
    if (inputs.verify)
        await proveIndex(context, report, repository, files, authorization);
}
function readRepository({ inputs }) {
    const url = inputs['repository-url'];
    if (url === '' || inputs.password === '') {
        throw new action_error/* InputError */.dz(core_errors/* coreErrors */.F.E_INPUT_MISSING, {
            message: `"mode: index" requires "${url === '' ? 'repository-url' : 'password'}", which is empty.`,
        });
    }
    const repository = resolvePackageRepository(url, inputs['index-url']);
    if (repository.kind !== 'other') {
        throw new action_error/* InputError */.dz(core_errors/* coreErrors */.F.E_INPUT_INVALID, {
            message: `"repository-url" is ${repository.title}. Use the action pypi-publish to publish there.`,
        });
    }
    if (repository.simpleUrl === undefined && inputs.verify) {
        throw new action_error/* InputError */.dz(core_errors/* coreErrors */.F.E_INPUT_MISSING, {
            message: '"index-url" is empty, so the published files could not be verified.',
            hint: 'Set it to the simple API of the index, or set "verify: false" to skip the verification.',
        });
    }
    return repository;
}
async function proveIndex(context, report, repository, files, authorization) {
    const { inputs, http, clock, log, setOutput, signal } = context;
    const readBack = { http, clock, log, repository, signal, downloads: true };
    await waitForFiles(files, { ...readBack, waitMs: inputs['wait-minutes'] * 60_000, authorization });
    for (const { name } of files)
        report.proven.add(name);
    // A login page instead of a file has different bytes.
    const isPublic = await waitForFiles(files, { ...readBack, waitMs: 0 }).then(() => true, () => false);
    report.visibility = isPublic ? 'public' : 'private';
    setOutput('visibility', report.visibility);
    if (!isPublic) {
        log.notice(`${repository.title} does not list the files without a login, so no install command is printed.`);
        return;
    }
    // What stands in a command is pasted into a shell.
    if (!/^[\w:/.%~+@-]+$/.test(repository.simpleUrl ?? ''))
        return;
    // Two steps, so that no other index can win the name, and dependencies still come from where the user has them.
    const commands = groupReleases(report.files).map(({ project, version }) => `pip install --no-deps --index-url ${repository.simpleUrl} ${project}==${version} && pip install ${project}==${version}`);
    setOutput('install-command', commands.join('\n'));
    setOutput('install-markdown', `\`\`\`sh\n${commands.join('\n')}\n\`\`\``);
}

;// CONCATENATED MODULE: ./packages/oci/src/pyoci/package-name.ts



/**
 * Type of the index, of its manifests and of their one layer in the layout of PyOCI
 * (https://github.com/AllexVeldman/pyoci/blob/main/docs/design.md).
 */
const packageType = 'application/pyoci.package.v1';
const maxTagLength = 128;
/**
 * Repository of a project: installers ask for the name of PEP 503, in which PyOCI writes `_` for `-`.
 * @param namespace path below the registry, of any depth
 */
function packageRepository(namespace, project) {
    return `${namespace}/${project.replace(/[-_.]+/g, '_')}`.toLowerCase();
}
/**
 * Tag of a version in canonical form: `+` is not allowed in a tag and becomes `-`, which no canonical version holds.
 * @throws InputError E_GHP_VERSION_TAG for an epoch, or for more than 128 characters
 */
function tagOfVersion(version) {
    const shown = (0,neutralize/* neutralizeLine */.a0)(version, 200);
    if (version.includes('!')) {
        throw new action_error/* InputError */.dz(errors_ociErrors.E_GHP_VERSION_TAG, {
            message: `Version ${shown} has an epoch, which a registry tag cannot express.`,
            hint: 'Publish it to an index ("mode: index"), or remove the epoch.',
        });
    }
    if (version.length > maxTagLength) {
        throw new action_error/* InputError */.dz(errors_ociErrors.E_GHP_VERSION_TAG, {
            message: `Version ${shown} has ${version.length} characters; a registry tag has at most ${maxTagLength}.`,
            hint: 'Shorten the local part of the version.',
        });
    }
    return version.replaceAll('+', '-');
}
/** The version a tag stands for; whether it is one at all is for the caller to judge. */
function versionOfTag(tag) {
    return tag.replaceAll('-', '+');
}
/** What tells the files of one version apart: what follows `name-version-` in a wheel's name, `.tar.gz` for an sdist. */
function architectureOf(fileName) {
    return fileName.endsWith('.tar.gz') ? '.tar.gz' : fileName.split('-').slice(2).join('-');
}
/** The name of a file that was published without it being written down, as PEP 427 and PEP 625 spell it. */
function package_name_fileNameOf(project, version, architecture) {
    const stem = `${project.replace(/[-_.]+/g, '_').toLowerCase()}-${version}`;
    return architecture.startsWith('.') ? `${stem}${architecture}` : `${stem}-${architecture}`;
}
/**
 * Whether a wheel or an sdist is named after a project and a version. The project may be spelled in any way (PEP 503), since
 * older sdists are; the version is compared as it stands.
 */
function isFileOf(fileName, project, version) {
    const normalize = (name) => name.replace(/[-_.]+/g, '-').toLowerCase();
    // The name of a project may hold a dash in an sdist; in a wheel it never does.
    const [, named = '', versioned = ''] = /^(.+)-([^-]+)\.tar\.gz$/.exec(fileName) ?? /^([^-]+)-([^-]+)-.+\.whl$/.exec(fileName) ?? [];
    return normalize(named) === normalize(project) && versioned === version;
}

;// CONCATENATED MODULE: ./packages/oci/src/blobs/blobs.ts




const blobs_maxAttempts = 4;
const maxMemoryBlobBytes = (/* unused pure expression or super */ null && (64 * 1024 * 1024));
const maxWaitMs = 120_000;
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
    const asked = Math.min(maxWaitMs, retryAfterMs);
    await clock.sleep(Math.max(asked, Math.round(bound * (0.5 + random() / 2))));
}
/**
 * Whether the repository has a blob.
 * @throws IntegrityError E_OCI_DIGEST when it says that it has one of another size
 */
async function hasBlob(repository, { digest, size }, access = 'pull') {
    const response = await repository.send({
        what: `Checking blob ${digest}`,
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
        throw new action_error/* IntegrityError */.cs(errors_ociErrors.E_OCI_DIGEST, {
            message: `${repository.registry} reports ${stated} bytes for blob ${digest}, which has ${size}.`,
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
            if (!isPassing(cause) || attempt >= blobs_maxAttempts)
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
        throw differ(repository, digest, `content with the digest ${found}`);
}
function differ({ registry, name }, digest, what) {
    return new action_error/* IntegrityError */.cs(errors_ociErrors.E_OCI_DIGEST, {
        message: `${registry}/${name} sent ${what} for blob ${digest}.`,
    });
}
/**
 * A small blob in memory, checked like a download.
 * @throws IntegrityError E_OCI_DIGEST, RemoteError E_HTTP_BODY_TOO_LARGE for one of more than 64 MiB
 */
async function readBlob(repository, wanted) {
    if (wanted.size > maxMemoryBlobBytes) {
        throw new RemoteError(coreErrors.E_HTTP_BODY_TOO_LARGE, {
            message: `Blob ${wanted.digest} is too large to read into memory (${wanted.size} bytes).`,
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
        if (cause instanceof RemoteError && cause.status === 404)
            return undefined;
        throw cause;
    }
}

;// CONCATENATED MODULE: ./packages/oci/src/digest.ts

// https://github.com/opencontainers/image-spec/blob/v1.1.1/descriptor.md#registered-algorithms
const pattern = /^(?:sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$/;
/** Whether a text is a digest of a registered algorithm; only such a text becomes a part of an address or a path. */
function digest_isDigest(text) {
    return typeof text === 'string' && pattern.test(text);
}
/** `sha256:<hex>` of bytes. */
function digestBytes(bytes) {
    return `sha256:${(0,external_node_crypto_.createHash)('sha256').update(bytes).digest('hex')}`;
}
/** The digest of bytes in the algorithm of another digest, to compare them. */
function digestLike(expected, bytes) {
    const algorithm = expected.split(':', 1)[0] ?? 'sha256';
    return `${algorithm}:${(0,external_node_crypto_.createHash)(algorithm).update(bytes).digest('hex')}`;
}

;// CONCATENATED MODULE: ./packages/oci/src/descriptor.ts


/** Whether a value of somebody else's JSON is a descriptor that may be followed. */
function isDescriptor(value) {
    return ((0,is_record/* isRecord */.u)(value) &&
        typeof value['mediaType'] === 'string' &&
        digest_isDigest(value['digest']) &&
        typeof value['size'] === 'number' &&
        Number.isSafeInteger(value['size']) &&
        value['size'] >= 0 &&
        isOptional(value['artifactType'], (type) => typeof type === 'string') &&
        isOptional(value['annotations'], isTexts) &&
        isOptional(value['platform'], is_record/* isRecord */.u));
}
/** Programs in Go write null for what is empty. */
const isOptional = (value, isRight) => value === undefined || value === null || isRight(value);
const isTexts = (value) => (0,is_record/* isRecord */.u)(value) && Object.values(value).every((text) => typeof text === 'string');
function isList(value) {
    return value === undefined || (Array.isArray(value) && value.every(isDescriptor));
}
/** Reads the JSON of an index or a manifest; undefined for anything else. */
function descriptor_parseManifest(bytes) {
    let value;
    try {
        value = JSON.parse(Buffer.from(bytes).toString('utf8'));
    }
    catch {
        return undefined;
    }
    if (!(0,is_record/* isRecord */.u)(value) || typeof value['schemaVersion'] !== 'number')
        return undefined;
    const { manifests, layers, config, subject, mediaType, artifactType, annotations } = value;
    const single = [config, subject].every((each) => each === undefined || isDescriptor(each));
    const typed = [mediaType, artifactType].every((type) => type === undefined || typeof type === 'string');
    return single && typed && isOptional(annotations, isTexts) && isList(manifests) && isList(layers)
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

;// CONCATENATED MODULE: ./packages/oci/src/manifests.ts









// distribution-spec, "Pushing Manifests": what every registry has to take.
const maxManifestLength = 4 * 1024 * 1024;
const manifests_maxAttempts = 4;
function checkTarget(reference) {
    if (digest_isDigest(reference) || isTag(reference))
        return;
    throw new action_error/* InputError */.dz(errors_ociErrors.E_OCI_REFERENCE, {
        message: `"${(0,neutralize/* neutralizeLine */.a0)(reference, 200)}" is neither a tag nor a digest.`,
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
        throw new action_error/* RemoteError */.Hi(errors_ociErrors.E_OCI_MEDIA_TYPE, {
            message: `${repository.registry}/${repository.name} has "${reference}" in a format that was not requested: ${quoteProblems(response)}.`,
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
        maxResponseBytes: maxManifestLength,
        accepted: [404],
    });
    if (isAbsent(repository, reference, response))
        return undefined;
    const { body } = response;
    const digest = digest_isDigest(reference) ? digestLike(reference, body) : digestBytes(body);
    const stated = response.headers['docker-content-digest'];
    const wrong = (digest_isDigest(reference) && digest !== reference) ||
        (digest_isDigest(stated) && digestLike(stated, body) !== stated);
    if (wrong) {
        throw new action_error/* IntegrityError */.cs(errors_ociErrors.E_OCI_DIGEST, {
            message: `${registry}/${name} sent bytes with the digest ${digest} for manifest ${reference}${digest_isDigest(stated) ? `, but reports ${stated}` : ''}.`,
        });
    }
    const content = descriptor_parseManifest(body);
    const typed = response.headers['content-type']?.split(';', 1)[0]?.trim();
    const mediaType = content?.mediaType ?? typed;
    if (content === undefined || mediaType === undefined || (typed !== undefined && typed !== mediaType)) {
        throw new action_error/* RemoteError */.Hi(errors_ociErrors.E_OCI_MALFORMED, {
            message: `${registry}/${name} returned content for manifest ${reference} that is not a manifest (${(0,neutralize/* neutralizeLine */.a0)(typed ?? 'no type', 100)}).`,
            status: response.status,
        });
    }
    return { digest, mediaType, bytes: body, content };
}
/** The digest a tag or digest stands for; undefined when there is none. @throws like `getManifest` */
async function resolveDigest(repository, reference) {
    checkTarget(reference);
    const response = await repository.send({
        what: `Checking manifest ${reference}`,
        access: 'pull',
        method: 'HEAD',
        target: `manifests/${reference}`,
        headers: { accept: manifestAccept },
        accepted: [401, 403, 404],
    });
    const stated = response.headers['docker-content-digest'];
    if (response.status < 300 && digest_isDigest(stated))
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
    if (bytes.byteLength > maxManifestLength) {
        throw new action_error/* InputError */.dz(errors_ociErrors.E_OCI_MANIFEST_TOO_LARGE, {
            message: `The manifest for "${reference}" has ${bytes.byteLength} bytes; registries accept at most ${maxManifestLength}.`,
        });
    }
    const digest = digest_isDigest(reference) ? digestLike(reference, bytes) : digestBytes(bytes);
    if (digest_isDigest(reference) && digest !== reference) {
        throw new action_error/* IntegrityError */.cs(errors_ociErrors.E_OCI_DIGEST, {
            message: `The manifest to push as ${reference} has the digest ${digest}.`,
        });
    }
    const response = await sendManifest(repository, reference, bytes, mediaType, options);
    const stated = response.headers['docker-content-digest'];
    if (digest_isDigest(stated) && stated !== digestLike(stated, bytes)) {
        throw new action_error/* IntegrityError */.cs(errors_ociErrors.E_OCI_DIGEST, {
            message: `${repository.registry}/${repository.name} accepted manifest ${digest} but reports it as ${stated}.`,
        });
    }
    return { digest, size: bytes.byteLength, listed: digest_isDigest(response.headers['oci-subject']) };
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
            ...(once ? { maxAttempts: 1 } : {}),
        });
        if (response.status < 300)
            return response;
        const refusal = refuseAnswer(`${what} (${repository.registry}/${repository.name})`, repository.name, response);
        if (once || !refusal.retryable || attempt >= manifests_maxAttempts)
            throw refusal;
        await waitBefore(repository, attempt, refusal);
    }
}

;// CONCATENATED MODULE: ./packages/oci/src/pyoci/package-manifests.ts



/** Annotations of this layout; what is not PyOCI's own has a prefix that its reader passes over. */
const packageAnnotations = {
    sha256: 'com.pyoci.sha256_digest',
    projectUrls: 'com.pyoci.project_urls',
    created: 'org.opencontainers.image.created',
    title: 'org.opencontainers.image.title',
    fileName: 'dev.slipway.filename',
    size: 'dev.slipway.size',
    requiresPython: 'dev.slipway.requires-python',
    metadataSha256: 'dev.slipway.metadata-sha256',
};
/** The two bytes `{}`, config of every artifact without one (image-spec, "Guidance for an empty descriptor"). */
const emptyConfigBytes = Buffer.from('{}');
/** The config of every file. */
const emptyConfig = {
    mediaType: mediaTypes.emptyConfig,
    digest: digestBytes(emptyConfigBytes),
    size: emptyConfigBytes.byteLength,
};
function render(value) {
    const bytes = Buffer.from(JSON.stringify(value));
    return { bytes, digest: digestBytes(bytes) };
}
function sortAnnotations(annotations) {
    const set = Object.entries(annotations).filter((entry) => entry[1] !== undefined);
    return Object.fromEntries(set.sort(([left], [right]) => (left < right ? -1 : 1)));
}
function describeRelease({ created, annotations }) {
    return sortAnnotations({ ...annotations, [packageAnnotations.created]: created });
}
/**
 * The manifest of one file. The same file and facts give the same bytes.
 * The name stands on the layer, where `oras pull` takes it from; on an entry of the index it would name the manifest.
 */
function renderFileManifest(file, facts) {
    return render({
        schemaVersion: 2,
        mediaType: mediaTypes.ociManifest,
        artifactType: packageType,
        config: emptyConfig,
        layers: [
            {
                mediaType: packageType,
                digest: `sha256:${file.sha256}`,
                size: file.size,
                annotations: { [packageAnnotations.title]: file.fileName },
            },
        ],
        annotations: describeRelease(facts),
    });
}
/** The entry of one file in the index of its release. */
function describeFile(file, facts) {
    const manifest = renderFileManifest(file, facts);
    const urls = Object.keys(file.projectUrls).length === 0 ? undefined : JSON.stringify(file.projectUrls);
    return {
        mediaType: mediaTypes.ociManifest,
        digest: manifest.digest,
        size: manifest.bytes.byteLength,
        platform: { architecture: architectureOf(file.fileName), os: 'any' },
        annotations: sortAnnotations({
            [packageAnnotations.sha256]: file.sha256,
            [packageAnnotations.projectUrls]: urls,
            [packageAnnotations.created]: facts.created,
            [packageAnnotations.fileName]: file.fileName,
            [packageAnnotations.size]: String(file.size),
            [packageAnnotations.requiresPython]: file.requiresPython,
            [packageAnnotations.metadataSha256]: file.metadataSha256,
        }),
    };
}
const architectureOfEntry = ({ platform }) => String(platform?.['architecture'] ?? '');
/**
 * The index of a release: the existing entries, with those of the same files replaced and others added, in an order
 * that does not depend on who came first.
 */
function renderPackageIndex(existing, added, facts) {
    const replaced = new Set(added.map(architectureOfEntry));
    const kept = (existing?.manifests ?? []).filter((entry) => !replaced.has(architectureOfEntry(entry)));
    const manifests = [...kept, ...added].sort((left, right) => architectureOfEntry(left) < architectureOfEntry(right) ? -1 : 1);
    return render({
        schemaVersion: 2,
        mediaType: mediaTypes.ociIndex,
        artifactType: packageType,
        manifests,
        // Whoever made the release has said these; a file that comes later does not change them.
        annotations: sortAnnotations({ ...describeRelease(facts), ...existing?.annotations }),
    });
}

;// CONCATENATED MODULE: ./packages/oci/src/pyoci/read-release.ts








const hex = /^[0-9a-f]{64}$/;
// A name is joined to a folder later, and written into a page.
const safeName = /^[A-Za-z0-9][A-Za-z0-9._+!-]*\.(?:whl|tar\.gz)$/;
/**
 * Reads an index of the layout; undefined for anything else that a tag may hold (an image, a signature, the list of
 * referrers). An entry that is not a file of this project and version is skipped: any tool can put the index of a
 * different version under a tag.
 */
function readRelease(stored, project, version) {
    const { content, mediaType, digest } = stored;
    if (!isIndexType(mediaType) || content.artifactType !== packageType)
        return undefined;
    const files = (content.manifests ?? []).flatMap((entry) => read_release_readEntry(entry, project, version) ?? []);
    return { digest, content, files };
}
function read_release_readEntry(entry, project, version) {
    const architecture = entry.platform?.['architecture'];
    if (typeof architecture !== 'string' || entry.platform?.['os'] !== 'any')
        return undefined;
    const read = (name) => {
        const value = entry.annotations?.[name];
        return typeof value === 'string' ? value : undefined;
    };
    const readHex = (name) => {
        const value = read(name);
        return value !== undefined && hex.test(value) ? value : undefined;
    };
    const fileName = read(packageAnnotations.fileName) ?? package_name_fileNameOf(project, version, architecture);
    if (!safeName.test(fileName) || !fileName.endsWith(architecture))
        return undefined;
    if (!isFileOf(fileName, project, version))
        return undefined;
    const size = read(packageAnnotations.size) ?? '';
    const created = Date.parse(read(packageAnnotations.created) ?? '');
    return {
        fileName,
        architecture,
        manifestDigest: entry.digest,
        sha256: readHex(packageAnnotations.sha256),
        size: /^\d{1,15}$/.test(size) ? Number(size) : undefined,
        requiresPython: read(packageAnnotations.requiresPython),
        metadataSha256: readHex(packageAnnotations.metadataSha256),
        createdAtMs: Number.isNaN(created) ? undefined : created,
    };
}
/**
 * The blob behind a file, from its manifest, held against what the index says.
 * @throws RemoteError E_GHP_INCOMPLETE when the manifest is gone or is none of the layout
 */
async function findFileBlob(repository, file) {
    const stored = await getManifest(repository, file.manifestDigest);
    const place = `${repository.registry}/${repository.name}`;
    const shown = (0,neutralize/* neutralizeLine */.a0)(file.fileName, 200);
    if (stored === undefined) {
        throw new action_error/* RemoteError */.Hi(errors_ociErrors.E_GHP_INCOMPLETE, {
            message: `${place} lists ${shown}, but its manifest ${file.manifestDigest} is gone.`,
        });
    }
    const [layer, ...more] = stored.content.layers ?? [];
    const told = file.sha256 === undefined ? layer?.digest : `sha256:${file.sha256}`;
    if (layer === undefined || more.length > 0 || !digest_isDigest(layer.digest) || layer.digest !== told) {
        throw new action_error/* RemoteError */.Hi(errors_ociErrors.E_GHP_INCOMPLETE, {
            message: `${place} has a manifest ${file.manifestDigest} for ${shown} that does not contain the file named by its index.`,
        });
    }
    return { digest: layer.digest, size: layer.size, title: layer.annotations?.[packageAnnotations.title] };
}

;// CONCATENATED MODULE: ./packages/oci/src/pyoci/inspect-file.ts



const damagedManifest = new Set(['E_GHP_INCOMPLETE', 'E_OCI_DIGEST', 'E_OCI_MALFORMED']);
/** Whether a manifest or an index was answered that cannot be the one that was stored. */
function isDamagedManifest(cause) {
    return cause instanceof action_error/* ActionError */.lZ && damagedManifest.has(cause.code);
}
/** Whether the registry has a blob of that digest and size. @throws RemoteError E_OCI_*, E_HTTP_* */
async function holdsBlob(repository, blob, access = 'pull') {
    try {
        return await hasBlob(repository, blob, access);
    }
    catch (cause) {
        if (cause instanceof action_error/* ActionError */.lZ && cause.code === 'E_OCI_DIGEST')
            return false;
        throw cause;
    }
}
/**
 * Checks whether the registry still has what an index lists. The bytes of a file are read later, when the release is
 * verified.
 * @param size expected size in bytes; defaults to that in its manifest
 * @throws RemoteError E_OCI_*, E_HTTP_*
 */
async function findDamage(repository, file, size) {
    try {
        const blob = await findFileBlob(repository, file);
        if (size !== undefined && blob.size !== size)
            return 'manifest';
        return (await holdsBlob(repository, blob)) ? undefined : 'blob';
    }
    catch (cause) {
        if (isDamagedManifest(cause))
            return 'manifest';
        throw cause;
    }
}

;// CONCATENATED MODULE: ./packages/oci/src/pyoci/observe-release.ts







// Time for an outage page in front of the registry to pass, which reads like a damaged index.
const secondLookMs = 1000;
/** Where a release is, for a message: `ghcr.io/octo/demo/pypi/demo:1.2.0`. */
function placeOf({ registry, name }, version) {
    return `${registry}/${name}:${tagOfVersion(version)}`;
}
/**
 * The release as the registry holds it; undefined without a tag.
 * @throws InputError E_GHP_FOREIGN, E_GHP_VERSION_TAG, RemoteError E_OCI_*, E_HTTP_*
 */
async function observeRelease(repository, { project, version }) {
    const tag = tagOfVersion(version);
    const read = () => readIntact(repository, tag);
    let stored = await read();
    if (stored === 'damaged') {
        await repository.clock.sleep(secondLookMs);
        stored = await read();
    }
    if (stored === undefined || stored === 'damaged')
        return stored;
    const release = readRelease(stored, project, version);
    if (release !== undefined)
        return observe_release_tellDigests(repository, release);
    const shown = (0,neutralize/* neutralizeLine */.a0)(stored.content.artifactType ?? stored.mediaType, 200);
    throw new action_error/* InputError */.dz(errors_ociErrors.E_GHP_FOREIGN, {
        message: `${placeOf(repository, version)} is not a Python package (${shown}).`,
    });
}
async function readIntact(repository, tag) {
    try {
        return await getManifest(repository, tag);
    }
    catch (cause) {
        if (!(cause instanceof action_error/* ActionError */.lZ))
            throw cause;
        if (cause.code === 'E_OCI_DIGEST')
            return 'damaged';
        // A page of a proxy in front of the registry is not an index either, but the proxy does not know the digest of the
        // tag.
        if (cause.code === 'E_OCI_MALFORMED' && (await resolveDigest(repository, tag)) !== undefined)
            return 'damaged';
        throw cause;
    }
}
/** PyOCI wrote no digests into its first indexes; the manifests tell them, where they are still there. */
async function observe_release_tellDigests(repository, release) {
    const files = [];
    for (const file of release.files) {
        const sha256 = file.sha256 ?? (await observe_release_tellDigest(repository, file));
        files.push({ ...file, sha256 });
    }
    return { ...release, files };
}
async function observe_release_tellDigest(repository, file) {
    try {
        return (await findFileBlob(repository, file)).digest.slice('sha256:'.length);
    }
    catch (cause) {
        if (isDamagedManifest(cause))
            return undefined;
        throw cause;
    }
}
/** What a job with a part of the files says of an index that it cannot read: it would drop the files of others. */
function refuseDamagedIndex(repository, version) {
    return new action_error/* RemoteError */.Hi(errors_ociErrors.E_GHP_INCOMPLETE, {
        message: `${placeOf(repository, version)} is damaged: the registry returns bytes that are not a release index, so its file list is unknown.`,
        hint: 'Publish all files of the version in one job, with their "digests". This rewrites the index.',
    });
}

;// CONCATENATED MODULE: ./packages/oci/src/pyoci/plan-release.ts








const parallelLooks = 8;
/** The file of a release with the same place in it; undefined when there is none. @throws IntegrityError E_GHP_FILE_DIFFERS */
function findSame(repository, release, file) {
    const found = release?.files.find(({ architecture }) => architecture === architectureOf(file.fileName));
    // Without a digest its manifest is gone: then nothing is left that could differ.
    if (found?.sha256 === undefined || found.sha256 === file.sha256)
        return found;
    throw new action_error/* IntegrityError */.cs(errors_ociErrors.E_GHP_FILE_DIFFERS, {
        message: `${repository.registry}/${repository.name} has ${found.fileName} with SHA-256 ${found.sha256}, but the local file has ${file.sha256}.`,
    });
}
/**
 * Looks at the registry and decides for every file, before anything is written.
 * @throws IntegrityError E_GHP_FILE_DIFFERS, InputError E_GHP_FOREIGN, E_GHP_VERSION_TAG, RemoteError E_GHP_INCOMPLETE, E_OCI_*,
 * E_HTTP_*
 */
async function planRelease(repository, files, facts, { isWhole = false } = {}) {
    const observed = await observeRelease(repository, facts);
    if (observed === 'damaged' && !isWhole)
        throw refuseDamagedIndex(repository, facts.version);
    const release = observed === 'damaged' ? undefined : observed;
    const places = new Set(files.map(({ fileName }) => architectureOf(fileName)));
    const present = new Set();
    const damaged = new Map();
    await runParallel(files, parallelLooks, async (file) => {
        const found = await findSameOrLost(repository, release, file);
        if (found === undefined)
            return;
        // The manifest may have fallen to a cleaner of untagged versions, the bytes to their storage: the index alone proves nothing.
        const damage = await findDamage(repository, found, file.size);
        if (damage === undefined)
            present.add(file.fileName);
        else
            damaged.set(file.fileName, damage);
    });
    const lost = [];
    const others = release?.files.filter(({ architecture }) => !places.has(architecture)) ?? [];
    await runParallel(others, parallelLooks, async (file) => {
        if ((await findDamage(repository, file)) !== undefined)
            lost.push(file);
    });
    const isConfigLost = present.size > 0 && !(await holdsBlob(repository, emptyConfig));
    return { repository, facts, files, isWhole, present, damaged, isConfigLost, lost };
}
/** As `findSame`; for a file with different bytes, it also reports whether the registry lost the published ones. */
async function findSameOrLost(repository, release, file) {
    try {
        return findSame(repository, release, file);
    }
    catch (cause) {
        const listed = release?.files.find(({ architecture }) => architecture === architectureOf(file.fileName));
        if (listed === undefined || (await findDamage(repository, listed)) === undefined)
            throw cause;
        const message = cause instanceof Error ? cause.message : String(cause);
        throw new action_error/* IntegrityError */.cs(errors_ociErrors.E_GHP_FILE_DIFFERS, {
            message: `${message} The registry lost the published bytes, and only identical bytes can replace them.`,
            hint: 'Publish the files that were published first (they are on PyPI and in the GitHub release), or raise the version.',
            cause,
        });
    }
}
/**
 * Says which files of the release nobody can download any more, once what is here has been published.
 * @throws RemoteError E_GHP_INCOMPLETE
 */
function refuseLostFiles({ repository, facts, lost }) {
    if (lost.length === 0)
        return;
    const names = lost
        .map(({ fileName, sha256 }) => `${(0,neutralize/* neutralizeLine */.a0)(fileName, 200)} (SHA-256 ${sha256 ?? 'unknown'})`)
        .sort();
    throw new action_error/* RemoteError */.Hi(errors_ociErrors.E_GHP_INCOMPLETE, {
        message: `${placeOf(repository, facts.version)} lists files whose manifest or bytes the registry lost, and no local file has the same digest: ${names.join(', ')}.`,
        hint: 'Re-run the job that published them, with the same files. The files on PyPI and in the GitHub release have the same digest.',
    });
}

;// CONCATENATED MODULE: ./packages/oci/src/blobs/blob-source.ts
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

;// CONCATENATED MODULE: ./packages/oci/src/blobs/finish-upload.ts



/** Judges the answer to the last request of an upload. @throws IntegrityError, RemoteError */
function checkFinished(repository, { digest }, response) {
    const { registry, name } = repository;
    if (response.status >= 300) {
        const codes = readProblems(response).map(({ code }) => code);
        if (codes.includes('DIGEST_INVALID')) {
            throw new action_error/* IntegrityError */.cs(errors_ociErrors.E_OCI_DIGEST, {
                message: `${registry}/${name} received bytes that do not match blob ${digest} and rejected them.`,
                hint: 'The file changed after it was hashed, or a proxy alters it in transit. Build again.',
            });
        }
        const refusal = refuseAnswer(`Pushing blob ${digest} (${registry}/${name})`, name, response);
        // A session that ended meanwhile: the next one may do.
        const ended = response.status === 404 || response.status === 416;
        throw new action_error/* RemoteError */.Hi(refusal.kind, {
            message: refusal.message,
            status: refusal.status,
            url: refusal.url,
            retryable: ended,
        });
    }
    const stated = response.headers['docker-content-digest'];
    if (stated !== undefined && stated !== digest && stated.split(':', 1)[0] === digest.split(':', 1)[0]) {
        throw new action_error/* IntegrityError */.cs(errors_ociErrors.E_OCI_DIGEST, {
            message: `${registry}/${name} stored blob ${digest} under a different digest.`,
        });
    }
}

;// CONCATENATED MODULE: ./packages/oci/src/blobs/upload-session.ts



function upload_session_malformed(repository, what) {
    return new action_error/* RemoteError */.Hi(errors_ociErrors.E_OCI_MALFORMED, {
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
        throw upload_session_malformed(repository, 'returned no upload location');
    const own = new URL(repository.baseUrl);
    if (url.protocol !== 'https:' && url.origin !== own.origin)
        throw upload_session_malformed(repository, `returned the location ${(0,redact/* redactUrl */.B)(url.href)}, which does not use https,`);
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
        minChunkBytes: Number.isSafeInteger(least) && least > 0 ? least : 0,
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
        what: 'Reading the progress of an upload',
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

;// CONCATENATED MODULE: ./packages/oci/src/blobs/upload-chunks.ts





const defaultChunkBytes = 4 * 1024 * 1024;
const maxBreaks = 6;
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
    const chunk = Math.max(chunkBytes, session.minChunkBytes);
    let progress = { location: session.location, offset: 0 };
    let breaks = 0;
    while (progress.offset < source.size) {
        try {
            progress = await sendChunk(repository, source, progress, Math.min(chunk, source.size - progress.offset));
        }
        catch (cause) {
            breaks += 1;
            if (!isPassing(cause) || breaks > maxBreaks)
                throw cause;
            await waitBefore(repository, breaks, cause);
            const seen = await askOffset(repository, progress.location);
            if (seen === undefined || seen.offset > source.size)
                throw cause;
            repository.log.debug(`${cause.message} Resuming blob ${source.digest} at byte ${seen.offset}.`);
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
    return new action_error/* RemoteError */.Hi(refusal.kind, {
        message: refusal.message,
        status: 416,
        url: refusal.url,
        retryable: true,
    });
}

;// CONCATENATED MODULE: ./packages/oci/src/blobs/upload-blob.ts





const upload_blob_maxAttempts = 5;
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
            if (!isPassing(cause) || attempt >= upload_blob_maxAttempts)
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

;// CONCATENATED MODULE: ./packages/oci/src/pyoci/send-file.ts





/** The bytes of a file, under their digest. */
function blobOf(file) {
    return { digest: `sha256:${file.sha256}`, size: file.size, open: (start) => file.open(start) };
}
/** Pushes a blob, also where the registry has one of another size under its digest. @throws as `uploadBlob` */
async function sendBlob(repository, blob) {
    if (await holdsBlob(repository, blob, 'push'))
        return;
    await uploadBlob(repository, blob, { isNew: true });
}
/** Pushes the manifest of one file, on which its bytes and the empty config have to wait. @throws as `putManifest` */
async function sendFileManifest(repository, file, facts) {
    const { bytes, digest } = renderFileManifest(file, facts);
    await putManifest(repository, digest, bytes, mediaTypes.ociManifest);
}
/**
 * Pushes again what a reader did not get although the registry says that it is there: the bytes, and the manifest where it is that
 * of these facts.
 * @param manifestDigest what the index names
 */
async function restoreFile({ repository, facts, files }, { fileName }, manifestDigest) {
    const file = files.find((each) => each.fileName === fileName);
    if (file === undefined)
        return;
    await uploadBlob(repository, blobOf(file), { isNew: true });
    if (renderFileManifest(file, facts).digest === manifestDigest)
        await sendFileManifest(repository, file, facts);
}

;// CONCATENATED MODULE: ./packages/oci/src/attachments/list-memory.ts
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

;// CONCATENATED MODULE: ./packages/oci/src/attachments/shared-list.ts




const defaultSettleMs = 500;
const maxWrites = 12;
const maxFailures = 5;
// Once may be a moment before somebody else's write.
const neededSightings = 2;
/**
 * Adds entries to a list. A registry has no compare-and-set, so two writers can overwrite each other's entries. To
 * prevent that, call `settle`.
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
        if (writes >= maxWrites)
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
        log.debug(`${list.tag} now has ${merged.length} entries`);
        return 'written';
    };
    /** Whether a write that failed took effect shows when the list is read again. */
    const recover = async (merged, cause) => {
        const lost = (await list.findGone?.(merged, cause)) ?? [];
        if (lost.length > 0) {
            log.notice(`${list.tag} of ${repository.registry}/${repository.name} lists ${lost.length} attachments that were deleted. Removing them from the list.`);
            memory.forget(lost);
            return;
        }
        failures += 1;
        if (!isPassing(cause) || failures > maxFailures)
            throw cause;
        log.debug(`${cause.message} Reading the list ${list.tag} again.`);
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
                const minMs = Math.max(settleMs, slowestMs * 1.5);
                await clock.sleep(Math.round(minMs * (1 + random() / 2)));
                sightings = (await lookAlone()) === 'complete' ? sightings + 1 : 0;
            }
        },
    };
}
function givenUp({ registry, name }, tag, writes) {
    return new action_error/* RemoteError */.Hi(errors_ociErrors.E_OCI_REFERRERS, {
        message: `${registry}/${name} lost an entry of the list "${tag}" ${writes} times because other jobs keep overwriting it.`,
        hint: 'Put the jobs that attach to this image into one "concurrency:" group, then re-run this job.',
    });
}
/** Names the rule that keeps a list from growing. */
function explainImmutable(repository, tag, cause) {
    if (!(cause instanceof RemoteError) || cause.code !== 'E_OCI_TAG_IMMUTABLE')
        return cause;
    return new RemoteError(ociErrors.E_OCI_REFERRERS, {
        message: `${repository.registry}/${repository.name} already has the list "${tag}" for this image and does not allow changes to it: ${cause.message}`,
        hint: 'Exclude the tags "sha256-*" from the rule that makes tags immutable. The list of an image\'s attachments is stored under such a tag and grows.',
        status: cause.status,
        url: cause.url,
        cause,
    });
}

;// CONCATENATED MODULE: ./packages/oci/src/pyoci/partial-writers.ts




/*
 * Who has every file of a release writes an index that leaves nothing out, and loses nothing unless somebody with fewer files read
 * the index before and writes it after. Such a partial writer says so first: it stores a blob that both can name, then reads, then
 * writes. The other writes, then looks for the blob. So one of the two sees what the other did (this is how two processes
 * exclude each other without a lock). A blob that was taken can be pulled, whether a manifest names it or not (distribution-spec,
 * "Pushing blobs": the answer gives "a pullable blob URL"), and no reader of the layout lists it.
 */
function noteOf({ name }, version) {
    return Buffer.from(`Jobs publish ${name} ${version} in parts.\n`);
}
/** Stores the note of a partial writer. It has to be there before the index is read that the writer adds to. @throws as `uploadBlob` */
async function announcePartialWriter(repository, version) {
    const note = noteOf(repository, version);
    await uploadBlob(repository, sourceOfBytes(digestBytes(note), note));
}
/** Whether a partial writer of the version said so, now or at any time before. @throws RemoteError E_OCI_*, E_HTTP_* */
async function findPartialWriter(repository, version) {
    const note = noteOf(repository, version);
    return hasBlob(repository, { digest: digestBytes(note), size: note.byteLength });
}

;// CONCATENATED MODULE: ./packages/oci/src/pyoci/write-index.ts











const write_index_maxWrites = 5;
const settleMs = 1500;
/** Two entries with the same key are two forms of one file. Content that is not a file of the layout has its own key. */
function keyOf({ platform, digest }) {
    const architecture = platform?.['architecture'];
    return platform?.['os'] === 'any' && typeof architecture === 'string' ? architecture : digest;
}
/**
 * Adds the files to the index of their release. A registry has no compare-and-set for tags, so who has a part of the files looks at
 * the index until another job that read before our write and wrote after it has shown itself; who has them all waits only when a
 * job with a part of them was here.
 * @param absent the files whose manifests were pushed just now
 * @returns digest of the index
 * @throws RemoteError E_GHP_CONTENDED, E_GHP_INCOMPLETE, E_OCI_*, E_HTTP_*
 */
async function writeIndex(plan, absent) {
    const { repository, facts, files, isWhole } = plan;
    const tag = tagOfVersion(facts.version);
    const own = new Map(absent.map((file) => [architectureOf(file.fileName), describeFile(file, facts)]));
    const sent = new Set(own.keys());
    const latest = new Map();
    const index = { digest: '', content: undefined };
    let writes = 0;
    let isAnnounced = isWhole;
    const places = new Set(files.map(({ fileName }) => architectureOf(fileName)));
    // At the place of one of our files: what no reader takes for it, and first what a cleaner deleted the manifest of; later,
    // another job's entry of the same bytes is as good.
    const givesWay = (entry, release) => {
        const place = keyOf(entry);
        if (!places.has(place))
            return false;
        if (release?.files.every(({ manifestDigest }) => manifestDigest !== entry.digest))
            return true;
        return writes === 0 && own.has(place) && own.get(place)?.digest !== entry.digest;
    };
    const list = {
        tag,
        keyOf,
        async read() {
            const observed = await observeRelease(repository, facts);
            if (observed === 'damaged' && !isWhole)
                throw refuseDamagedIndex(repository, facts.version);
            const release = observed === 'damaged' ? undefined : observed;
            for (const file of files)
                findSame(repository, release, file);
            Object.assign(index, { digest: release?.digest ?? '', content: release?.content });
            const entries = (release?.content.manifests ?? []).filter((entry) => !givesWay(entry, release));
            for (const entry of entries)
                latest.set(keyOf(entry), entry);
            return entries;
        },
        async prepare() {
            // Before the reading that the write stands on, which therefore comes once more.
            const isFirst = !isAnnounced;
            if (isFirst)
                await announcePartialWriter(repository, facts.version);
            isAnnounced = true;
            // One that was there when the release was planned, and was lost to another job before it was seen here.
            const unsent = files.filter(({ fileName }) => {
                const place = architectureOf(fileName);
                return !sent.has(place) && !latest.has(place);
            });
            for (const file of unsent) {
                await sendFileManifest(repository, file, facts);
                sent.add(architectureOf(file.fileName));
            }
            return isFirst || unsent.length > 0;
        },
        async write(merged) {
            if (writes === write_index_maxWrites) {
                throw new action_error/* RemoteError */.Hi(errors_ociErrors.E_GHP_CONTENDED, {
                    message: `${placeOf(repository, facts.version)} was written ${write_index_maxWrites} times and replaced by another job each time.`,
                });
            }
            if (writes > 0)
                repository.log.info(`Another job wrote ${facts.version} at the same time. Adding these files to it.`);
            const entries = merged.map((entry) => latest.get(keyOf(entry)) ?? entry);
            const { bytes, digest } = renderPackageIndex(index.content, entries, facts);
            await putManifest(repository, tag, bytes, mediaTypes.ociIndex, { once: true });
            index.digest = digest;
            writes += 1;
        },
        async findGone(_entries, cause) {
            // Some registries reject an index that lists missing manifests.
            if (cause instanceof action_error/* RemoteError */.Hi && (cause.status === 400 || cause.status === 404))
                refuseLostFiles(plan);
            return [];
        },
    };
    const wanted = files.map((file) => describeFile(file, facts));
    const unsettled = await addToSharedList(repository, list, wanted);
    if (!isWhole || (writes > 0 && (await findPartialWriter(repository, facts.version))))
        await unsettled.settle({ settleMs });
    return index.digest;
}

;// CONCATENATED MODULE: ./packages/oci/src/pyoci/write-release.ts




/**
 * Brings the registry to hold the release: blobs, config and manifests first, the index that names them last. Files of
 * others under the same version stay. What the registry lost is pushed again. Run again after a break, it ends with the same
 * digests.
 * @returns digest of the index
 * @throws RemoteError E_GHP_CONTENDED when others keep replacing the index; else like `planRelease`
 */
async function writeRelease(plan, onFile) {
    const { repository, facts, files, present, damaged } = plan;
    const unsent = files.filter(({ fileName }) => !present.has(fileName));
    for (const file of unsent) {
        const damage = damaged.get(file.fileName);
        if (damage !== undefined) {
            const what = damage === 'blob' ? 'lost its bytes' : 'lost its manifest';
            repository.log.notice(`${repository.registry} lists ${file.fileName} but ${what}. Pushing it again.`);
        }
        await sendBlob(repository, blobOf(file));
    }
    if (unsent.length > 0 || plan.isConfigLost)
        await sendBlob(repository, sourceOfBytes(emptyConfig.digest, emptyConfigBytes));
    // A manifest that is there stays, and with it its entry in the index.
    const absent = unsent.filter(({ fileName }) => damaged.get(fileName) !== 'blob');
    for (const file of absent)
        await sendFileManifest(repository, file, facts);
    for (const file of unsent)
        onFile(file);
    return writeIndex(plan, absent);
}

;// CONCATENATED MODULE: ./packages/github/src/client/answer-fields.ts




/** Finds the first value that is not of the documented form; undefined when all are. */
function findWrong(value, path, type, seen) {
    const [step, ...rest] = path;
    if (step === undefined) {
        const right = type === 'list' ? Array.isArray(value) : typeof value === type;
        return right ? undefined : `${seen} is no ${type}`;
    }
    const [, name = '', optional, list] = /^([^?[]*)(\?)?(\[\])?$/.exec(step) ?? [];
    if (name !== '' && !(0,is_record/* isRecord */.u)(value))
        return `${seen} is no object`;
    const inner = name === '' ? value : value[name];
    const where = name === '' ? seen : `"${name}"`;
    if (optional !== undefined && (inner === undefined || inner === null))
        return undefined;
    if (list === undefined)
        return findWrong(inner, rest, type, where);
    if (!Array.isArray(inner))
        return `${where} is not a list`;
    for (const entry of inner) {
        const wrong = findWrong(entry, rest, type, `an entry of ${where}`);
        if (wrong !== undefined)
            return wrong;
    }
    return undefined;
}
/**
 * Holds an answer against its documented form: a proxy or an outage may answer 200 with anything.
 * @param request method and address, for the message
 * @throws RemoteError E_HTTP_MALFORMED
 */
function assertFields(answer, fields, request) {
    for (const field of fields) {
        const colon = field.lastIndexOf(':');
        const path = field.slice(0, colon);
        const wrong = findWrong(answer, path === '' ? [] : path.split('.'), field.slice(colon + 1), 'the answer');
        if (wrong === undefined)
            continue;
        const shown = (0,neutralize/* neutralizeLine */.a0)(JSON.stringify(answer) ?? 'nothing', 200);
        throw new action_error/* RemoteError */.Hi(core_errors/* coreErrors */.F.E_HTTP_MALFORMED, {
            message: `${request} was answered with something else than documented: ${wrong} in ${shown}.`,
        });
    }
}

;// CONCATENATED MODULE: ./packages/github/src/client/refusals.ts





const refusals_readText = (value) => (typeof value === 'string' ? value : undefined);
/** What can be read of an error body; a proxy may answer in any other form. */
function readErrorBody(body) {
    const { message, errors } = (0,is_record/* isRecord */.u)(body) ? body : {};
    return {
        message: refusals_readText(message),
        errors: (Array.isArray(errors) ? errors : []).map((error) => {
            const { code, field, message: text } = (0,is_record/* isRecord */.u)(error) ? error : { message: error };
            return { code: refusals_readText(code), field: refusals_readText(field), message: refusals_readText(text) };
        }),
    };
}
/** GitHub's own words about a refusal, as one harmless line. */
function describeRefusal(body) {
    const { message, errors } = readErrorBody(body);
    const details = errors.map((error) => error.message ?? [error.field, error.code].filter((part) => part !== undefined).join(' '));
    const text = typeof body === 'string' ? body : (JSON.stringify(body) ?? '');
    return (0,neutralize/* neutralizeLine */.a0)([message ?? (0,redact/* redactText */.R)(text), ...details].join('; '), 800);
}
/** Whether GitHub refused a request by 422 with this `code` for one of its fields, for example `already_exists`. */
function hasErrorCode(error, code) {
    return error instanceof RefusedError && readErrorBody(error.body).errors.some((each) => each.code === code);
}
/** An error that keeps what GitHub answered. */
class RefusedError extends action_error/* RemoteError */.Hi {
    body;
    constructor(body, ...options) {
        super(...options);
        this.body = body;
    }
}
const ruleText = /repository rule violations|protected branch|protected ref|through a pull request|verified signatures|creations being restricted/i;
/** Whether GitHub's words are those of a ruleset or of a protected branch. */
function isRuleText(text) {
    return ruleText.test(text);
}
/** The error for a change that a rule of the repository forbids. */
function refuseRule(text) {
    return new action_error/* EnvironmentError */.eG(errors_githubErrors.E_GITHUB_RULES, {
        message: `A rule of the repository forbids the change: ${text}. Nothing was written.`,
    });
}
/** `contents=write; pull_requests=read, issues=write` as the lines of a `permissions:` block. */
function namePermissions(header) {
    // Alternatives are separated by semicolons; the first is enough.
    return (header.split(';')[0] ?? '')
        .split(',')
        .map((part) => part.trim().replaceAll('_', '-').replace('=', ': '))
        .map((part) => `"${(0,neutralize/* neutralizeLine */.a0)(part, 60)}"`)
        .join(' and ');
}
const planText = /upgrade to GitHub (?:Pro|Team|Enterprise)/i;
/** Whether GitHub refused because the plan of the owner does not have the feature for a private repository. */
function isPlanRefusal(error) {
    return (error instanceof EnvironmentError &&
        error.code === githubErrors.E_GITHUB_PERMISSION.code &&
        planText.test(error.message));
}
const rateLimitText = /rate limit|abuse detection/i;
/**
 * Refusals that no permission of the job changes, by GitHub's words, and what does. The header that names permissions is on
 * these answers too.
 */
const otherRefusals = [
    [
        /IP allow list|IP address is not permitted/i,
        'An owner of the organization has to add the address of this runner to the IP allow list, or the job has to run on a runner that is on it.',
    ],
    [
        /SAML|single sign-on|\bSSO\b/i,
        'Authorize the token for the single sign-on of the organization, or use the token of the job.',
    ],
    [/suspended/i, 'An account or an installation that is suspended has to be reinstated first.'],
    [planText, 'The plan of the owner does not have this feature for private repositories.'],
    [/billing|spending limit|payment/i, 'Check the billing of the account that owns the repository.'],
    [
        /repository (?:access )?(?:is )?(?:blocked|disabled)|DMCA|legal reasons/i,
        'GitHub blocks this repository. Contact GitHub Support.',
    ],
    [/was archived|is archived|read-only/i, 'Unarchive the repository first.'],
    [rateLimitText, 'Try again later. GitHub limits the number of requests.'],
    [
        /not permitted to create or approve pull requests/i,
        'Allow GitHub Actions to create pull requests in the settings of the repository, under Actions.',
    ],
    [
        /OAuth App access restrictions|third-party application/i,
        'An owner of the organization has to approve the app of the token.',
    ],
    [
        /personal access tokens? .*(?:forbid|lifetime|not allowed|expir)|forbids access via a/i,
        'The organization restricts personal access tokens. Use the token of the job.',
    ],
    [/two-factor|2FA/i, 'Turn on two-factor authentication for the account of the token.'],
    [/verify your email|email address/i, 'Verify the email address of the account of the token.'],
];
/** What to do about a refusal that no permission of the job changes; undefined for any other. */
function explainRefusal(text) {
    return otherRefusals.find(([words]) => words.test(text))?.[1];
}
/** `x-github-request-id`, by which GitHub's support finds a request. */
function readRequestId(headers) {
    const id = headers['x-github-request-id'];
    return id === undefined ? undefined : String(id);
}
const readPermissions = ({ headers }) => String(headers['x-accepted-github-permissions'] ?? '');
function refusePermission(request, text, answer) {
    const header = readPermissions(answer);
    const other = explainRefusal(text);
    // Only these words are about the permissions of a token.
    const isMissing = /resource not accessible by|permission|must have (?:admin|push|write)/i.test(text);
    const hint = other ??
        (isMissing
            ? header === ''
                ? undefined
                : `Add ${namePermissions(header)} to the "permissions" of the job.`
            : `GitHub's words above say why.${header === '' ? '' : ` If a permission is missing, the request takes ${namePermissions(header)}.`}`);
    return new action_error/* EnvironmentError */.eG(errors_githubErrors.E_GITHUB_PERMISSION, {
        message: `${request} was refused: ${text}.`,
        hint,
    });
}
/** The error for an answer that is not accepted. @param method of the request */
function refusals_refuse(method, answer) {
    const url = (0,redact/* redactUrl */.B)(answer.url);
    const request = `${method} ${url}`;
    const text = describeRefusal(answer.data);
    const facts = { status: answer.status, url, requestId: readRequestId(answer.headers) };
    if (isRuleText(text))
        return refuseRule(text);
    if (answer.status === 401) {
        return new action_error/* EnvironmentError */.eG(errors_githubErrors.E_GITHUB_AUTHENTICATION, {
            message: `${request} was refused: ${text}.`,
        });
    }
    if (answer.status === 429 || (answer.status === 403 && rateLimitText.test(text))) {
        // Secondary limits may come without the headers that say when to ask again.
        return new RefusedError(answer.data, errors_githubErrors.E_GITHUB_REFUSED, {
            ...{ ...facts, retryable: true, message: `${request} was refused: ${text}.` },
            hint: explainRefusal(text),
        });
    }
    if (answer.status === 403 || answer.status === 451)
        return refusePermission(request, text, answer);
    if (answer.status === 404) {
        const header = readPermissions(answer);
        return new action_error/* RemoteError */.Hi(errors_githubErrors.E_GITHUB_NOT_FOUND, {
            ...facts,
            message: `${request} was answered with 404: ${text}.`,
            ...(header === ''
                ? {}
                : {
                    hint: `Check the name. GitHub answers 404 also when a permission is missing: this request takes ${namePermissions(header)}.`,
                }),
        });
    }
    return new RefusedError(answer.data, errors_githubErrors.E_GITHUB_REFUSED, {
        ...facts,
        message: `${request} was answered with ${answer.status}: ${text}.`,
    });
}

;// CONCATENATED MODULE: ./packages/github/src/client/graphql-errors.ts




const describe = (errors) => errors
    .map(({ type, message }) => `${type === undefined ? '' : `${type}: `}${message ?? 'no message'}`)
    .map((text) => (0,neutralize/* neutralizeLine */.a0)(text, 500))
    .join('; ');
/** The error for a GraphQL answer that has `errors`. @param headers of the answer */
function refuseGraphql(errors, headers) {
    const text = describe(errors);
    if (isRuleText(text))
        return refuseRule(text);
    const types = new Set(errors.map(({ type }) => type));
    if (types.has('FORBIDDEN')) {
        return new action_error/* EnvironmentError */.eG(errors_githubErrors.E_GITHUB_PERMISSION, {
            message: `GitHub refused a GraphQL request: ${text}.`,
            hint: explainRefusal(text) ?? 'Add "contents: write" to the "permissions" of the job.',
        });
    }
    return new action_error/* RemoteError */.Hi(types.has('NOT_FOUND') ? errors_githubErrors.E_GITHUB_NOT_FOUND : errors_githubErrors.E_GITHUB_REFUSED, {
        message: `GitHub answered a GraphQL request with: ${text}.`,
        status: 200,
        requestId: readRequestId(headers),
    });
}

;// CONCATENATED MODULE: ./packages/github/src/client/octokit.ts





/** Limits of a transfer of a large file over a slow line; the deadline holds for all attempts. */
const slowTransfer = { attemptTimeoutMs: 600_000, deadlineMs: 1_200_000 };
// Statuses whose body says what is wrong. 403 is not among them: the HTTP port tells rate limits from refusals by it.
const explained = [400, 401, 404, 409, 410, 422, 451];
/** `fetch` for one call of octokit, over our port: its retries, deadlines, proxy, certificates and redaction. */
function bindFetch(http, { fields: _, ...port }) {
    return async (url, { method, headers: { 'user-agent': _agent, ...headers }, body }) => {
        const request = { ...port, method, url, headers, ...(body === undefined ? {} : { body }) };
        let answer;
        try {
            answer = await http.request({ ...request, acceptedStatuses: explained });
        }
        catch (error) {
            if (!(error instanceof action_error/* RemoteError */.Hi) || error.status !== 403 || error.retryable)
                throw error;
            // The header that names the missing permission is on the answer: refused once, the request is refused again.
            answer = await http.request({ ...request, acceptedStatuses: [...explained, 403] });
        }
        // octokit parses by the content type, and fails on one that is malformed. What was asked for is known here.
        const isRaw = answer.status < 300 && /raw|octet-stream/.test(headers['accept'] ?? '');
        return {
            status: answer.status,
            url: answer.url,
            headers: new Map(Object.entries(answer.headers)).set('content-type', isRaw ? 'application/octet-stream' : 'application/json'),
            text: async () => answer.text(),
            arrayBuffer: async () => answer.body,
        };
    };
}
/** Connects `@actions/github` with the HTTP port. It is loaded here, at the first request: it takes longer than an action to start. */
async function openOctokit(http, log, { apiUrl, token }) {
    const { GitHub: Client, getOctokitOptions } = await Promise.all(/* import() */[__nccwpck_require__.e(752), __nccwpck_require__.e(845)]).then(__nccwpck_require__.bind(__nccwpck_require__, 1845)).catch(async (cause) => {
        // The library reads the settings of the proxy, too, and fails on a wrong one without naming it. The port names it.
        await http.request({ method: 'GET', url: apiUrl });
        throw cause;
    });
    const tell = (message) => log.debug((0,neutralize/* neutralizeLine */.a0)(message, 400));
    const options = { baseUrl: apiUrl, log: { debug: tell, info: tell, warn: tell, error: tell } };
    const octokit = new Client(token === '' ? options : getOctokitOptions(token, options));
    octokit.hook.wrap('request', async (send, options) => {
        const port = options.request;
        // In place: the hook that adds the token holds this object and drops any other.
        options.request = { ...options.request, log: octokit.log, fetch: bindFetch(http, port) };
        options.headers['x-github-api-version'] = '2022-11-28';
        try {
            const response = await send(options);
            if (port.fields !== undefined && response.status !== 204)
                assertFields(response.data, port.fields, `${options.method} ${(0,redact/* redactUrl */.B)(response.url)}`);
            return response;
        }
        catch (error) {
            throw translate(error, options.method);
        }
    });
    return octokit;
}
function translate(error, method) {
    if (error.name !== 'HttpError')
        return error;
    const { response, cause } = error;
    return response === undefined ? cause : refusals_refuse(method, response);
}

;// CONCATENATED MODULE: ./packages/github/src/client.ts




/** Entries of one page; GitHub's maximum. */
const pageSize = 100;
const graphqlFields = [':object', 'errors?[].message?:string', 'errors?[].type?:string'];
/** `https://api.github.com` is paired with `https://uploads.github.com`, `…/api/v3` of a server with `…/api/uploads`. */
function uploadsUrlOf(apiUrl) {
    if (/\/api\/v3$/.test(apiUrl))
        return apiUrl.replace(/\/api\/v3$/, '/api/uploads');
    return apiUrl.replace(/^https:\/\/api\./, 'https://uploads.');
}
/** Creates a client; it holds no connection. */
function createGitHubClient(options) {
    const { http, apiUrl, graphqlUrl, log, uploadsUrl = uploadsUrlOf(apiUrl) } = options;
    let opening;
    const open = () => {
        opening ??= openOctokit(http, log, options);
        return opening;
    };
    return {
        log,
        uploadsUrl,
        rest: deferRest(open),
        async graphql(document, variables, { fields, idempotent }) {
            const octokit = await open();
            const data = await octokit
                .graphql({
                query: document,
                ...variables,
                baseUrl: graphqlUrl.replace(/\/graphql$/, ''),
                ...client_expecting(graphqlFields, { idempotent }),
            })
                .catch((error) => {
                throw error.name === 'GraphqlResponseError'
                    ? refuseGraphql(error.errors ?? [], error.headers ?? {})
                    : error;
            });
            assertFields(data, [':object', ...fields], `POST ${graphqlUrl}`);
            return data;
        },
    };
}
/** The endpoints of a client that is opened by the first call: a run that makes none does not load it. */
function deferRest(open) {
    const scopes = new Proxy({}, {
        get: (_, scope) => new Proxy({}, {
            get: (_endpoints, name) => async (parameters) => {
                const { rest } = await open();
                return rest[scope]?.[name]?.(parameters);
            },
        }),
    });
    return scopes;
}
/** Parameter of an endpoint: what must be in its answer, and how the request is sent. */
function client_expecting(fields, port = {}) {
    return { request: { ...port, fields } };
}
/** `expecting` for a list: what must be in each entry. */
function client_expectingEach(fields) {
    return client_expecting([':list', ...fields.map((field) => `[].${field}`)]);
}
/** The data of an answer; undefined when GitHub answers 404. */
async function client_findOptional(answer) {
    try {
        return (await answer).data;
    }
    catch (error) {
        if (error instanceof RemoteError && error.status === 404)
            return undefined;
        throw error;
    }
}
/**
 * All pages of a list, at most `limit` entries. Pages are counted: `octokit.paginate` drops the options of a request, follows a
 * link to any host, and takes a 409 and `null` for an empty list.
 */
async function client_listPages(request, limit = Number.POSITIVE_INFINITY) {
    const entries = [];
    for (let page = 1; entries.length < limit; page += 1) {
        const { headers, data } = await request({ per_page: pageSize, ...(page === 1 ? {} : { page }) });
        for (const entry of data)
            entries.push(entry);
        if (!/rel="next"/.test(headers.link ?? ''))
            break;
    }
    return entries.slice(0, limit);
}

;// CONCATENATED MODULE: ./packages/github/src/repository.ts

/** @param name `owner/name` */
function openRepository(client, name) {
    const [owner = '', repo = ''] = name.split('/');
    return { ...client, name, at: { owner, repo } };
}
const refFields = (/* unused pure expression or super */ null && (['ref:string', 'object.sha:string', 'object.type:string']));
const readTarget = ({ ref, object }) => ({ ref, sha: object.sha, type: object.type });
/** @throws as GitHubClient.rest */
async function repository_readRepository({ rest, at }) {
    const fields = ['node_id:string', 'default_branch:string'];
    const { data } = await rest.repos.get({ ...at, ...expecting(fields) });
    return { nodeId: data.node_id, defaultBranch: data.default_branch };
}
/** @param ref `heads/main`, `tags/v1` @throws as GitHubClient.rest */
async function findRef({ rest, at }, ref) {
    const found = await findOptional(rest.git.getRef({ ...at, ref, ...expecting(refFields) }));
    return found && readTarget(found);
}
/** Names of all tags that begin with `prefix`, without `refs/tags/`. @throws as GitHubClient.rest */
async function listTags({ rest, at }, prefix = '') {
    const ref = `tags/${prefix}`;
    const found = await listPages((page) => rest.git.listMatchingRefs({ ...at, ref, ...page, ...expectingEach(refFields) }));
    return found.map(readTarget);
}
/** The answer is the file itself instead of a JSON object with its base64. */
const rawMedia = { headers: { accept: 'application/vnd.github.raw+json' } };
/** The bytes of a file at a revision; undefined when there is none. @throws as GitHubClient.rest */
async function readFileAt({ rest, at }, path, ref) {
    const found = await findOptional(rest.repos.getContent({ ...at, path, ref, ...rawMedia }));
    return found;
}
/** The bytes of a blob of git. @throws as GitHubClient.rest */
async function repository_readBlob({ rest, at }, sha) {
    const { data } = await rest.git.getBlob({ ...at, file_sha: sha, ...rawMedia });
    return data;
}

;// CONCATENATED MODULE: ./packages/github/src/commits/commit-time.ts



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
async function readCommitTime(request) {
    if (request.repository === '' || request.sha === '')
        return Number.NaN;
    const { rest, at } = openRepository(createGitHubClient({ ...request, graphqlUrl: '' }), request.repository);
    const fields = client_expecting(['commit.committer?.date?:string'], { deadlineMs: 60_000 });
    const { data } = await rest.repos.getCommit({ ...at, ref: request.sha, ...fields });
    return Date.parse(data.commit.committer?.date ?? '');
}

;// CONCATENATED MODULE: ./actions/github-packages-publish/src/describe-release.ts




// What GitHub shows on the page of a package.
const maxDescriptionLength = 512;
/** The time that stands in the manifests: with that of the commit a run after a break leaves none behind. */
async function findReleaseTime({ http, log, clock, job, inputs }) {
    const { apiUrl, repository, sha } = job;
    const sourceDateEpoch = job.variable('SOURCE_DATE_EPOCH');
    // The secret of another registry is nothing for GitHub.
    const token = ownsHost(describeServer(job), inputs.registry) ? inputs.token : '';
    const request = { http, log, apiUrl, repository, sha, token, sourceDateEpoch };
    const seconds = await findCommitTime(request);
    if (seconds !== undefined)
        return { created: formatSeconds(seconds), isOfCommit: true };
    log.notice('The commit time could not be read (the job needs "contents: read"). Using the current time instead. A later re-run may leave unreferenced manifests behind.');
    return { created: formatSeconds(clock.now() / 1000), isOfCommit: false };
}
/** What the manifests say about a release; the source is what links the package to the repository. */
function describe_release_describeRelease({ job }, release, created) {
    const { project, version, files } = release;
    const metadata = files[0]?.distribution.metadata ?? { fields: [], description: undefined };
    const source = job.repository === '' ? undefined : `${job.serverUrl}/${job.repository}`;
    const summary = readField(metadata, 'Summary') ?? '';
    const annotations = {
        description: (0,neutralize/* cutText */.IN)(`Wheels and sdist of the Python package ${project} ${version}; not a container image. ${summary}`.trim(), maxDescriptionLength),
        documentation: source === undefined ? undefined : `${source}#readme`,
        licenses: readField(metadata, 'License-Expression'),
        revision: job.sha === '' ? undefined : job.sha,
        source,
        url: source,
        version,
    };
    return {
        project,
        version,
        created,
        annotations: Object.fromEntries(Object.entries(annotations).flatMap(([name, value]) => value === undefined ? [] : [[`org.opencontainers.image.${name}`, value]])),
    };
}

;// CONCATENATED MODULE: ./packages/oci/src/wait-until.ts

const firstDelayMs = 500;
const maxDelayMs = 30_000;
const defaultPatienceMs = 60_000;
/**
 * Reads until the written content appears: a replicated registry may return the previous content for some seconds. The
 * pauses double, with jitter.
 * @param patienceMs total waiting time without the reads; default a minute
 * @returns the last response, whether it is right or not
 */
async function waitUntil({ clock, random }, read, isRight, patienceMs = defaultPatienceMs) {
    let waitedMs = 0;
    for (let delayMs = firstDelayMs;; delayMs = Math.min(maxDelayMs, delayMs * 2)) {
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
 * Reads what was written, as `waitUntil` does, while the registry reports it as missing.
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

;// CONCATENATED MODULE: ./packages/oci/src/pyoci/prove-release.ts









// Three looks in less than ten seconds and three in the rest.
const patienceMs = 30_000;
const patienceAfterRestorationMs = 5000;
const damaged = new Set([
    'E_GHP_INCOMPLETE',
    'E_HTTP_BODY_TOO_LARGE',
    'E_OCI_DIGEST',
    'E_OCI_MALFORMED',
]);
function isDamaged(cause) {
    return cause instanceof action_error/* ActionError */.lZ && (damaged.has(cause.code) || isMissing(cause));
}
function isMissing(cause) {
    if (!(cause instanceof action_error/* RemoteError */.Hi))
        return false;
    return cause.code === 'E_GHP_NOT_PROVEN' || cause.code === 'E_GHP_INCOMPLETE' || cause.status === 404;
}
/** Reads what is missing again, for as long as a registry that stores in several places may need to show it. */
function readSettled(repository, read) {
    return waitUntilThere(repository, read, patienceMs, isMissing);
}
/**
 * Downloads a release as a user would, from its tag on, and compares every byte with what was built. Other jobs may add to the
 * release at any time: what counts is that it holds these files.
 * @param repository of a connection that has not seen the upload
 * @param restoration without it what is damaged is an error at once
 * @throws RemoteError E_GHP_NOT_PROVEN, E_GHP_INCOMPLETE, E_OCI_*; IntegrityError E_GHP_DAMAGED, E_OCI_DIGEST,
 * E_GHP_FILE_DIFFERS
 */
async function proveRelease(repository, { project, version }, files, restoration) {
    const tag = tagOfVersion(version);
    const place = placeOf(repository, version);
    const release = await readSettled(repository, async () => {
        const stored = await readIndex(repository, tag, place);
        const found = stored === undefined ? undefined : readRelease(stored, project, version);
        if (found === undefined) {
            const what = stored === undefined ? 'does not exist' : `has the wrong media type (${stored.mediaType})`;
            throw new action_error/* RemoteError */.Hi(errors_ociErrors.E_GHP_NOT_PROVEN, { message: `${place} ${what}.` });
        }
        for (const file of files)
            findListed(found, file, place);
        return found;
    });
    const proven = [];
    for (const file of files) {
        const listed = findListed(release, file, place);
        const prove = () => proveFile(repository, listed, file, place);
        proven.push(await proveOrRestore(repository, prove, file, listed, restoration));
    }
    return { indexDigest: release.digest, files: proven };
}
async function readIndex(repository, tag, place) {
    try {
        return await getManifest(repository, tag);
    }
    catch (cause) {
        if (!isDamagedManifest(cause))
            throw cause;
        throw new action_error/* IntegrityError */.cs(errors_ociErrors.E_GHP_DAMAGED, {
            message: `${place} was written, but the registry does not return its index: ${cause.message}`,
            cause,
        });
    }
}
/** Verifies one file. Content that the registry lost or damaged is pushed again once. */
async function proveOrRestore(repository, prove, file, { manifestDigest }, restoration) {
    let damage;
    try {
        return restoration?.isOld(file) === true ? await prove() : await readSettled(repository, prove);
    }
    catch (cause) {
        if (restoration === undefined || !isDamaged(cause))
            throw cause;
        damage = cause;
    }
    repository.log.notice(`${damage.message} Pushing ${file.fileName} again.`);
    await restoration.restore(file, manifestDigest);
    try {
        return await waitUntilThere(repository, prove, patienceAfterRestorationMs, isDamaged);
    }
    catch (cause) {
        if (!isDamaged(cause))
            throw cause;
        throw new action_error/* IntegrityError */.cs(errors_ociErrors.E_GHP_DAMAGED, {
            message: `${file.fileName} was pushed again, but the registry still does not return it: ${cause.message}`,
            cause,
        });
    }
}
function findListed(release, { fileName }, place) {
    const listed = release.files.find(({ architecture }) => architecture === architectureOf(fileName));
    if (listed !== undefined)
        return listed;
    throw new action_error/* RemoteError */.Hi(errors_ociErrors.E_GHP_NOT_PROVEN, { message: `${place} does not list ${fileName}.` });
}
async function proveFile(repository, listed, { fileName, sha256, size }, place) {
    const blob = await findFileBlob(repository, listed);
    if (blob.digest !== `sha256:${sha256}` || blob.size !== size) {
        throw new action_error/* IntegrityError */.cs(errors_ociErrors.E_GHP_FILE_DIFFERS, {
            message: `${place} has ${fileName} as ${blob.digest} with ${blob.size} bytes; expected sha256:${sha256} with ${size} bytes.`,
        });
    }
    await downloadBlob(repository, blob, { restart: () => undefined, write: () => undefined });
    return { fileName, manifestDigest: listed.manifestDigest, isTitled: blob.title === fileName };
}

;// CONCATENATED MODULE: ./actions/github-packages-publish/src/install-text.ts




// ghcr.io takes any token for what is public, base64 of one byte too; Homebrew downloads its bottles like this.
const openToken = 'QQ==';
function chooseFile({ files }) {
    const wheels = files.filter(({ distribution }) => distribution.kind === 'wheel');
    return (wheels.find(({ distribution }) => distribution.isPure) ?? (wheels.length === 0 ? files[0] : undefined));
}
/**
 * The command for a release whose files were read back. One that downloads with curl is given only after its request was
 * made and answered with the right bytes.
 * @returns undefined when there is no command that could be tried
 */
async function proveInstallText(context, release, { visibility, isTitled }) {
    const { inputs } = context;
    const { project, version, repositoryName } = release;
    const chosen = chooseFile(release);
    const intro = 'Stored in the container registry of GitHub Packages, which is not a Python index';
    if (visibility === 'public' && chosen !== undefined) {
        const { name, sha256 } = chosen;
        const url = `${registryOrigin(inputs.registry)}/v2/${repositoryName}/blobs/sha256:${sha256}`;
        if (await answersOpenly(context, url, chosen)) {
            const command = [
                `curl -fsSL -H "Authorization: Bearer ${openToken}" -o ${name} ${url}`,
                `echo "${sha256}  ${name}" | sha256sum -c`,
                `pip install ./${name}`,
            ].join(' && ');
            return { command, markdown: `${intro}:\n\n\`\`\`sh\n${command.replaceAll(' && ', ' &&\n')}\n\`\`\`` };
        }
    }
    if (!isTitled)
        return undefined;
    const pull = `oras pull ${inputs.registry}/${repositoryName}:${tagOfVersion(version)}`;
    const install = chosen === undefined
        ? `pip install --no-index --find-links . --no-deps ${project}==${version}`
        : `pip install ./${chosen.name}`;
    const command = `${pull} && ${install}`;
    const login = visibility === 'public'
        ? ''
        : `The package is private. Run \`oras login ${inputs.registry}\` first, with a classic token that has \`read:packages\`.\n\n`;
    return {
        command,
        markdown: `${intro}:\n\n${login}\`\`\`sh\n${command.replaceAll(' && ', ' &&\n')}\n\`\`\``,
    };
}
async function answersOpenly({ http }, url, { sha256, size }) {
    const hash = (0,external_node_crypto_.createHash)('sha256');
    try {
        await http.request({
            method: 'GET',
            url,
            headers: { authorization: `Bearer ${openToken}` },
            maxResponseBytes: size,
            sink: (chunk) => void hash.update(chunk),
        });
    }
    catch (cause) {
        if (cause instanceof action_error/* RemoteError */.Hi)
            return false;
        throw cause;
    }
    return hash.digest('hex') === sha256;
}

;// CONCATENATED MODULE: ./packages/oci/src/paging.ts



// 1,000 pages of 100 are more than any package has; a registry that goes on is one that never ends.
const paging_maxPages = 1000;
const parameter = /;\s*([^\s=;,"]+)\s*=\s*(?:"([^"]*)"|([^\s;,"]*))/g;
/** The address with `rel="next"` in a `Link` header (RFC 8288), as it is written there. */
function readNextLink(header) {
    for (const [, target, parameters = ''] of header.matchAll(/<([^<>]*)>((?:\s*;\s*[^,;"]+(?:"[^"]*")?)*)/g)) {
        for (const [, name = '', quoted, plain = ''] of parameters.matchAll(parameter)) {
            const values = (quoted ?? plain).toLowerCase().split(/\s+/);
            if (name.toLowerCase() === 'rel' && values.includes('next'))
                return target;
        }
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
    const fail = (what) => new action_error/* RemoteError */.Hi(errors_ociErrors.E_OCI_MALFORMED, {
        message: `The list ${(0,redact/* redactUrl */.B)(new URL(first, repository.baseUrl).href)} ${what}.`,
    });
    let target = new URL(first, repository.baseUrl).href;
    while (target !== undefined) {
        if (seen.has(target))
            throw fail('links to its own pages in a loop');
        if (seen.size >= paging_maxPages)
            throw fail(`has more than ${paging_maxPages} pages`);
        seen.add(target);
        const response = await ask(target);
        const next = readNextLink(response?.headers['link'] ?? '');
        const url = next === undefined ? null : URL.parse(next, target);
        if (next !== undefined && url === null)
            throw fail('links to a page without a valid address');
        if (url !== null && url.origin !== new URL(repository.baseUrl).origin)
            throw fail(`links to a different host: ${(0,redact/* redactUrl */.B)(url.href)}`);
        target = url?.href;
    }
}

;// CONCATENATED MODULE: ./packages/oci/src/tags.ts




/**
 * All tags of a repository, sorted; none for one that does not exist.
 * @throws RemoteError E_OCI_MALFORMED, E_OCI_*, E_HTTP_*
 */
async function tags_listTags(repository) {
    const tags = new Set();
    await readPages(repository, 'tags/list?n=1000', async (target) => {
        const response = await repository.send({
            what: 'Reading the tag list',
            access: 'pull',
            method: 'GET',
            target,
            headers: { accept: 'application/json' },
            accepted: [404],
        });
        if (response.status === 404)
            return undefined;
        const answer = response.json();
        const page = (0,is_record/* isRecord */.u)(answer) ? answer['tags'] : undefined;
        // Registries send null for a repository whose last tag was deleted. What names no tags at all says nothing of them.
        const list = page === null ? [] : page;
        if (!Array.isArray(list) || !list.every((tag) => typeof tag === 'string')) {
            throw new action_error/* RemoteError */.Hi(errors_ociErrors.E_OCI_MALFORMED, {
                message: `${repository.registry} returned an invalid tag list for ${repository.name}.`,
                status: response.status,
            });
        }
        for (const tag of list)
            tags.add(tag);
        return response;
    });
    return [...tags].sort();
}

;// CONCATENATED MODULE: ./actions/github-packages-publish/src/visibility.ts






// A registry that does not reject the request may not have replicated the package yet, and some report a private
// package as missing.
const visibility_patienceMs = 5000;
/** Whether a reader without a token gets a manifest of a package. */
async function seeVisibility(context, repositoryName, reference) {
    const repository = connect(context, undefined).repository(repositoryName);
    try {
        const read = () => getManifest(repository, reference);
        const found = await waitUntil(repository, read, (stored) => stored !== undefined, visibility_patienceMs);
        return found === undefined ? 'private' : 'public';
    }
    catch (cause) {
        const refused = cause instanceof action_error/* RemoteError */.Hi &&
            (cause.code === 'E_OCI_AUTHENTICATION' || cause.code === 'E_OCI_DENIED');
        if (refused)
            return 'private';
        throw cause;
    }
}
/**
 * Rejects existing packages with the wrong visibility before anything is written: a package that was public for a
 * minute may have been copied. New packages get their visibility with the first publication and are checked afterwards.
 * @throws InputError E_GHP_VISIBILITY, RemoteError E_OCI_*, E_HTTP_*
 */
async function refuseOtherVisibility(context, names) {
    if (!context.inputs.visibility.startsWith('require-'))
        return;
    const registry = connect(context, await readCredentials(context));
    const seen = [];
    for (const repositoryName of names) {
        const tag = (await tags_listTags(registry.repository(repositoryName))).at(-1);
        if (tag === undefined)
            continue;
        seen.push({ repositoryName, visibility: await seeVisibility(context, repositoryName, tag) });
    }
    judgeVisibility(context, seen);
}
/** Says which packages have another visibility than was asked for. @throws InputError E_GHP_VISIBILITY when it is required */
function judgeVisibility(context, seen) {
    const { inputs, log } = context;
    const wanted = inputs.visibility === 'require-private' ? 'private' : 'public';
    const others = seen.filter(({ visibility }) => visibility !== wanted);
    if (inputs.visibility === 'ignore' || others.length === 0)
        return;
    const names = others.map(({ repositoryName }) => packageUrl(context, repositoryName) ?? repositoryName);
    const message = `${names.join(', ')} ${wanted === 'public' ? 'is private, so readers need to log in' : 'is public'}.`;
    const hint = 'GitHub has no API for this. On the package\'s page, open "Package settings" and choose "Change visibility". A public package cannot be made private again.';
    if (inputs.visibility === 'warn')
        log.warning(`${message} ${hint}`);
    else
        throw new action_error/* InputError */.dz(packagesErrors.E_GHP_VISIBILITY, { message, hint });
}

;// CONCATENATED MODULE: ./actions/github-packages-publish/src/prove-releases.ts





/**
 * Reads everything back over new connections: without a token if the package is public, otherwise with the job's token.
 * Only verified files are reported as published, and only tested commands are printed.
 * @throws RemoteError E_GHP_NOT_PROVEN, E_GHP_INCOMPLETE, E_GHP_VISIBILITY; IntegrityError E_GHP_DAMAGED,
 * E_GHP_FILE_DIFFERS
 */
async function proveReleases(context, report, releases) {
    const { inputs, log, setOutput } = context;
    if (!inputs.verify) {
        setOutput('index-digest', releases.map(({ indexDigest }) => indexDigest).join('\n'));
        log.notice('Skipping the verification of the published files because "verify" is "false". No install command is printed.');
        return;
    }
    const seen = [];
    const indexDigests = [];
    const texts = [];
    for (const release of releases) {
        const { repositoryName } = release;
        const visibility = await seeVisibility(context, repositoryName, release.indexDigest);
        seen.push({ repositoryName, visibility });
        const credentials = visibility === 'public' ? undefined : await readCredentials(context);
        const repository = connect(context, credentials).repository(repositoryName);
        const proven = await log.group(`Verify ${repositoryName}`, () => readBack(context, report, release, repository));
        indexDigests.push(proven.indexDigest);
        const isTitled = proven.files.every((file) => file.isTitled);
        const text = await proveInstallText(context, release, { visibility, isTitled });
        if (text !== undefined)
            texts.push(text);
    }
    setOutput('index-digest', indexDigests.join('\n'));
    const overall = seen.every((each) => each.visibility === 'public') ? 'public' : 'private';
    setOutput('visibility', overall);
    report.visibility = overall;
    if (texts.length > 0) {
        setOutput('install-command', texts.map(({ command }) => command).join('\n'));
        const markdown = texts.map((text) => text.markdown).join('\n\n');
        setOutput('install-markdown', markdown);
        report.installMarkdown = markdown;
    }
    judgeVisibility(context, seen);
}
async function readBack({ log }, report, { project, version, plan }, repository) {
    const proven = await proveRelease(repository, { project, version }, plan.files, {
        isOld: ({ fileName }) => plan.present.has(fileName),
        restore: (file, manifestDigest) => restoreFile(plan, file, manifestDigest),
    });
    for (const { fileName, manifestDigest } of proven.files) {
        report.proven.add(fileName);
        report.manifests.set(fileName, manifestDigest);
        log.info(`${fileName}: downloaded and compared`);
    }
    return proven;
}

;// CONCATENATED MODULE: ./actions/github-packages-publish/src/publish-to-registry.ts












/** Stores the files in a container registry, in the layout of PyOCI: all releases are decided on before one is written. */
async function publishToRegistry(context, report) {
    const { inputs, job, log, setOutput } = context;
    // As readers take it.
    const namespace = (inputs.namespace ?? `${job.repository}/pypi`).replace(/^\/+|\/+$/g, '');
    const registry = connect(context, await readCredentials(context));
    const releases = groupReleases(report.files);
    for (const { version } of releases)
        tagOfVersion(version);
    const { created, isOfCommit } = await findReleaseTime(context);
    const planned = [];
    for (const release of releases) {
        const repositoryName = nameRepository(namespace, release.project);
        const facts = describe_release_describeRelease(context, release, created);
        const sources = release.files.map(toPackageSource);
        const isWhole = isOfCommit && isWholeRelease(release, inputs.digests !== undefined);
        const plan = await planRelease(registry.repository(repositoryName), sources, facts, { isWhole });
        for (const name of plan.present)
            settleFile(context, report, name, 'present');
        planned.push({ ...release, plan, facts, repositoryName });
    }
    await refuseOtherVisibility(context, planned.map(({ repositoryName }) => repositoryName));
    if (inputs['dry-run']) {
        for (const { name } of report.files.filter((file) => !report.states.has(file.name)))
            settleFile(context, report, name, 'planned');
        log.notice(`Dry run: nothing was written to ${inputs.registry}.`);
        for (const { plan } of planned)
            refuseLostFiles(plan);
        return;
    }
    const published = [];
    for (const release of planned) {
        const indexDigest = await writeRelease(release.plan, () => undefined);
        for (const { name } of release.files)
            if (!report.states.has(name))
                settleFile(context, report, name, 'published');
        published.push({ ...release, indexDigest });
        const place = `${inputs.registry}/${release.repositoryName}:${tagOfVersion(release.version)}`;
        log.info(`${place} is ${indexDigest}`);
    }
    for (const { project, repositoryName } of published) {
        const page = packageUrl(context, repositoryName);
        if (page !== undefined)
            report.pages.set(project, page);
    }
    const urls = published.flatMap(({ repositoryName }) => packageUrl(context, repositoryName) ?? []);
    if (urls.length > 0)
        setOutput('package-url', urls.join('\n'));
    await proveReleases(context, report, published);
    for (const { plan } of published)
        refuseLostFiles(plan);
}
/** GitHub takes names of repositories that a registry does not: `.github`, `demo-`. @throws InputError E_OCI_REFERENCE */
function nameRepository(namespace, project) {
    const name = packageRepository(namespace, project);
    try {
        checkRepository(name);
        return name;
    }
    catch (cause) {
        if (!(cause instanceof action_error/* InputError */.dz))
            throw cause;
        throw new action_error/* InputError */.dz(errors_ociErrors.E_OCI_REFERENCE, {
            message: cause.message,
            hint: 'Set "namespace" to parts of lower-case letters and digits, separated by "/". A part may contain single ".", "_" or "-".',
            cause,
        });
    }
}

;// CONCATENATED MODULE: ./actions/github-packages-publish/src/run.ts







/** Publishes the distributions of a folder, the very bytes, to the place of the mode, and reads them back. */
async function runPackagesPublish(given) {
    const context = chooseRegistry(given);
    const { inputs, log, signal } = context;
    // Before anything is fetched or asked: a token that may not go to the registry is known by its form.
    if (inputs.mode === 'ghcr')
        await readCredentials(context);
    const directory = await openDistributions(context, {
        artifacts: inputs['artifact-name'],
        folder: inputs['packages-dir'],
        promised: inputs.digests,
    });
    const collected = await collectDistributions(directory);
    const files = await checkDistributions(collected, { directory, promised: inputs.digests, log, signal });
    const report = createReport(context, files);
    try {
        await (inputs.mode === 'index' ? publishToIndex : publishToRegistry)(context, report);
    }
    finally {
        reportFiles(context, report);
    }
}


/***/ }),

/***/ 1470:
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

/***/ 5336:
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

/***/ 1040:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   F: () => (/* binding */ coreErrors)
/* harmony export */ });
/* harmony import */ var _define_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(700);

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

/***/ 700:
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

/***/ 142:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   t: () => (/* binding */ describeFileSystemError)
/* harmony export */ });
/* harmony import */ var _neutralize_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(2430);
/* harmony import */ var _action_error_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(5336);
/* harmony import */ var _core_errors_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(1040);



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

/***/ 4630:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   gn: () => (/* binding */ joinFileLists),
/* harmony export */   i$: () => (/* binding */ parseFileList),
/* harmony export */   mn: () => (/* binding */ compareFileList),
/* harmony export */   yK: () => (/* binding */ kindOfFile)
/* harmony export */ });
/* unused harmony export renderFileList */
/* harmony import */ var _errors_action_error_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(5336);
/* harmony import */ var _errors_core_errors_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(1040);
/* harmony import */ var _neutralize_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(2430);



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

/***/ 7276:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Ko: () => (/* binding */ readInputs),
/* harmony export */   Q1: () => (/* binding */ listSecretInputs),
/* harmony export */   _: () => (/* binding */ readInputText),
/* harmony export */   pf: () => (/* binding */ defineInputs)
/* harmony export */ });
/* harmony import */ var _actions_core__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(5049);
/* harmony import */ var _errors_action_error_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(5336);
/* harmony import */ var _errors_core_errors_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(1040);
/* harmony import */ var _inputs_find_nearest_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(4111);
/* harmony import */ var _neutralize_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(2430);







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

/***/ 9583:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   u: () => (/* binding */ isRecord)
/* harmony export */ });
/** Whether a JSON value is an object, not an array or null. */
function isRecord(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}


/***/ }),

/***/ 2712:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   UF: () => (/* binding */ joinMarkdown),
/* harmony export */   _: () => (/* binding */ renderInline),
/* harmony export */   uM: () => (/* binding */ linkTo)
/* harmony export */ });
/* unused harmony export codeOf */
/* harmony import */ var _neutralize_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(2430);

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
const codeOf = (text) => /^[\w:./@-]+$/.test(text) ? { markdown: `\`${text}\``, text } : { markdown: escapeMarkdown(text), text };
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

/***/ 2430:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   FV: () => (/* binding */ escapeMarkdown),
/* harmony export */   IN: () => (/* binding */ cutText),
/* harmony export */   ZD: () => (/* binding */ escapeHtml),
/* harmony export */   a0: () => (/* binding */ neutralizeLine)
/* harmony export */ });
/* unused harmony exports replaceInvisible, codeSpan */
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

/***/ 6187:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  C: () => (/* binding */ runAction)
});

// EXTERNAL MODULE: ./node_modules/@actions/core/lib/core.js + 5 modules
var core = __nccwpck_require__(5049);
// EXTERNAL MODULE: ./packages/core/src/neutralize.ts
var neutralize = __nccwpck_require__(2430);
// EXTERNAL MODULE: ./packages/core/src/redact.ts
var src_redact = __nccwpck_require__(796);
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
var clock = __nccwpck_require__(1470);
// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __nccwpck_require__(3024);
// EXTERNAL MODULE: ./packages/core/src/errors/action-error.ts
var action_error = __nccwpck_require__(5336);
// EXTERNAL MODULE: ./packages/core/src/errors/core-errors.ts
var core_errors = __nccwpck_require__(1040);
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
        throw new action_error/* EnvironmentError */.eG(core_errors/* coreErrors */.F.E_PROXY, {
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
    const { getCACertificates } = external_node_tls_;
    const trusted = getCACertificates?.('default') ?? external_node_tls_.rootCertificates;
    return [...trusted, ...files.map(readPem)];
}
/**
 * Makes every client of this process trust what `readTrustedAuthorities` names, also those with connections of their own. Node
 * 24.5 can do that; before, they only know `NODE_EXTRA_CA_CERTS`.
 * @throws as readTrustedAuthorities
 */
function trustAuthoritiesEverywhere(variables = process.env) {
    const authorities = readTrustedAuthorities(variables);
    if (authorities !== undefined && 'setDefaultCACertificates' in tls)
        tls.setDefaultCACertificates(authorities);
}
function readPem(path) {
    try {
        return (0,external_node_fs_.readFileSync)(path, 'utf8');
    }
    catch (cause) {
        throw new action_error/* EnvironmentError */.eG(core_errors/* coreErrors */.F.E_PROXY, {
            message: `The certificate file "${path}" cannot be read.`,
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
var file_system_error = __nccwpck_require__(142);
// EXTERNAL MODULE: ./packages/core/src/markdown.ts
var markdown = __nccwpck_require__(2712);
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
var external_os_ = __nccwpck_require__(857);
// EXTERNAL MODULE: external "fs"
var external_fs_ = __nccwpck_require__(9896);
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

/***/ 8109:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   r: () => (/* binding */ version)
/* harmony export */ });
/** Version of Slipway, as the root `package.json` has it. Written by `npm run docs`. */
const version = '0.1.0';


/***/ }),

/***/ 8032:
/***/ ((__unused_webpack_module, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  Mj: () => (/* binding */ refuseOtherPart)
});

// UNUSED EXPORTS: extendHandover, readHandover

// EXTERNAL MODULE: ./packages/core/src/errors/action-error.ts
var action_error = __nccwpck_require__(5336);
// EXTERNAL MODULE: ./packages/core/src/is-record.ts
var is_record = __nccwpck_require__(9583);
// EXTERNAL MODULE: ./packages/core/src/neutralize.ts
var neutralize = __nccwpck_require__(2430);
// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __nccwpck_require__(7598);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __nccwpck_require__(1455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __nccwpck_require__(6760);
// EXTERNAL MODULE: ./packages/core/src/version.ts
var version = __nccwpck_require__(8109);
;// CONCATENATED MODULE: ./packages/handover/src/build-id.ts




const idDigits = 12;
/**
 * Identifies the bundles that an action belongs to: the version, and the start of the SHA-256 over all of them, such as
 * `0.1.0+5f70bf18a086`. The runner has the whole repository of an action, so that every action of one commit says the same.
 * @param script path of the running bundle, `<repository>/dist/<action>/index.js`
 * @throws Error of the file system
 */
async function readBuildId(script) {
    const folder = (0,external_node_path_.dirname)((0,external_node_path_.dirname)(script));
    const hash = (0,external_node_crypto_.createHash)('sha256');
    const listed = await (0,promises_.readdir)(folder, { recursive: true });
    for (const name of listed.filter((path) => path.endsWith('.js')).sort()) {
        const bundle = await (0,promises_.readFile)((0,external_node_path_.join)(folder, name));
        hash.update(`${name.replaceAll('\\', '/')}\0${(0,external_node_crypto_.createHash)('sha256').update(bundle).digest('hex')}\n`);
    }
    return `${version/* version */.r}+${hash.digest('hex').slice(0, idDigits)}`;
}

// EXTERNAL MODULE: ./packages/core/src/errors/define-errors.ts
var define_errors = __nccwpck_require__(700);
;// CONCATENATED MODULE: ./packages/handover/src/errors.ts

/** Errors of what the parts of a release hand to each other. */
const handoverErrors = (0,define_errors/* defineErrors */.V)({
    E_HANDOVER_INVALID: {
        message: 'The handover between the parts of the release cannot be read.',
        hint: 'Pass the output "handover" of the part before unchanged, as docs/call-the-workflows.md shows.',
    },
    E_HANDOVER_MIXED: {
        message: 'The parts of this release are of different versions of Slipway.',
        hint: 'Use the same version in every "uses:" line of Slipway in the calling workflow, then start a new run at the tag.',
    },
});

;// CONCATENATED MODULE: ./packages/handover/src/handover.ts






function invalid(text, problem) {
    return new action_error/* InputError */.dz(handoverErrors.E_HANDOVER_INVALID, {
        message: `Input "handover" ${problem}: "${(0,neutralize/* neutralizeLine */.a0)(text, 80)}".`,
    });
}
function parseDocument(text) {
    let document;
    try {
        document = JSON.parse(text);
    }
    catch {
        throw invalid(text, 'is not JSON');
    }
    if (!(0,is_record/* isRecord */.u)(document))
        throw invalid(text, 'is not a JSON object');
    return document;
}
/**
 * Stops when the text was made by a different build of these actions.
 * @param ownBuild `readBuildId` of the running action
 * @throws InputError E_HANDOVER_INVALID, E_HANDOVER_MIXED with both builds
 */
function refuseOtherBuild(text, ownBuild) {
    const document = parseDocument(text);
    const build = document['slipway'];
    if (typeof build !== 'string' || build === '')
        throw invalid(text, 'does not say which version made it');
    if (build === ownBuild)
        return document;
    throw new action_error/* InputError */.dz(handoverErrors.E_HANDOVER_MIXED, {
        message: `The first part of this release ran Slipway ${(0,neutralize/* neutralizeLine */.a0)(build, 80)}, and this step is of ${ownBuild}. Nothing was published by this step.`,
    });
}
/**
 * Stops a part that was given a handover of a different build; without a handover there is nothing to compare.
 * @param script path of the running bundle
 * @throws InputError E_HANDOVER_INVALID, E_HANDOVER_MIXED
 */
async function refuseOtherPart(text, script) {
    if (text !== undefined)
        refuseOtherBuild(text, await readBuildId(script ?? ''));
}
/** Reads a handover with the files that it promises. @throws InputError as `refuseOtherPart`, E_INPUT_INVALID of the files */
function readHandover(text, ownBuild) {
    const document = refuseOtherBuild(text, ownBuild);
    const artifacts = list().parse(joinTexts(document['artifacts']), 'handover');
    if (artifacts.length === 0)
        throw invalid(text, 'names no artifact');
    const files = fileList().parse(joinTexts(document['files']), 'handover');
    if (files === undefined)
        throw invalid(text, 'has no files, so nothing was built');
    const inputs = isRecord(document['inputs']) ? document['inputs'] : {};
    return { artifacts, files, index: readIndex(inputs['index']), document };
}
/** The texts of several jobs as the lines of one input; a job that was skipped has null. */
function joinTexts(value) {
    const texts = Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
    return texts.join('\n').trim();
}
/** A release that was not asked for an index goes to PyPI. */
function readIndex(asked) {
    return typeof asked !== 'string' || asked === 'pypi' ? '' : asked;
}
/** The handover with what a further job reported, in the shape of the jobs before it. */
function extendHandover({ document }, job, outputs) {
    const jobs = isRecord(document['jobs']) ? document['jobs'] : {};
    return JSON.stringify({ ...document, jobs: { ...jobs, [job]: { outputs } } });
}


/***/ }),

/***/ 2613:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("assert");

/***/ }),

/***/ 4434:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("events");

/***/ }),

/***/ 9896:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("fs");

/***/ }),

/***/ 8611:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("http");

/***/ }),

/***/ 5692:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("https");

/***/ }),

/***/ 9278:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("net");

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

/***/ 1455:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:fs/promises");

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

/***/ 8161:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:os");

/***/ }),

/***/ 6760:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:path");

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

/***/ 2203:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("stream");

/***/ }),

/***/ 3193:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("string_decoder");

/***/ }),

/***/ 4756:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("tls");

/***/ }),

/***/ 9023:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("util");

/***/ }),

/***/ 3106:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("zlib");

/***/ }),

/***/ 5049:
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
var external_os_ = __nccwpck_require__(857);
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
;// CONCATENATED MODULE: external "crypto"
const external_crypto_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("crypto");
// EXTERNAL MODULE: external "fs"
var external_fs_ = __nccwpck_require__(9896);
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
    const delimiter = `ghadelimiter_${external_crypto_namespaceObject.randomUUID()}`;
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
;// CONCATENATED MODULE: external "path"
const external_path_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("path");
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
/******/ var __webpack_exports__ = __nccwpck_require__(4136);
/******/ __webpack_exports__ = await __webpack_exports__;
/******/ 
