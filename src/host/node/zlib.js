// node:zlib - see internal/absent.
'use strict';
module.exports = require('internal/absent')('zlib', [
  'gzipSync', 'gunzipSync', 'deflateSync', 'inflateSync', 'createGzip', 'createGunzip',
]);
