// semver compares versions.
'use strict';
const semver = require('semver');
const list = ['1.2.3', '1.2.3-beta.2', '10.0.0', '1.10.0', '2.0.0-rc.1+build'];
console.log(semver.sort(list.slice()), semver.rsort(list.slice())[0], semver.maxSatisfying(list, '^1.2.0'));
for (const range of ['^1.2.3', '~1.2', '>=1 <2 || 3.x', '1.2 - 2.3.4', '*', 'latest']) console.log(range, semver.validRange(range), semver.satisfies('1.10.0', range));
console.log(semver.inc('1.2.3-beta.2', 'prerelease'), semver.inc('1.2.3', 'minor'), semver.diff('1.2.3', '2.0.0'), semver.coerce('v3.4 hello').version, semver.parse('1.2.3-a.1+b'));
console.log(semver.intersects('^1.2', '>=1.5'), semver.minVersion('>1.2.3 <2').version, semver.simplifyRange(list, '1.2.3 || 1.10.0'));
