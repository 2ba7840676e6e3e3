// What would need a regular expression says so.
for (const method of ['match', 'matchAll', 'search']) try { 'text'[method]('t') } catch (e) { console.log(`${e.name}: ${e.message}`) }
// expect: TypeError: String.prototype.match: regular expressions cannot run yet
// expect: TypeError: String.prototype.matchAll: regular expressions cannot run yet
// expect: TypeError: String.prototype.search: regular expressions cannot run yet
