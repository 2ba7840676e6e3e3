// node:stream/web - the streams that can be read (internal/readable_stream).
'use strict';
module.exports = { ...require('internal/readable_stream') };
