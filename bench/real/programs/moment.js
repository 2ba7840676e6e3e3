// moment runs examples of its documentation.
'use strict';
const moment = require('moment');
moment.suppressDeprecationWarnings = true;
const m = moment.utc('2013-02-08 09:30:26.123');
console.log(m.format('dddd, MMMM Do YYYY, h:mm:ss a [x] Q wo E DDDo X SSS'), m.clone().add(7, 'days').subtract(1, 'months').startOf('week').toISOString());
console.log(m.diff(moment.utc('2014-01-01'), 'days'), m.from(moment.utc('2013-02-01')), moment.duration(100000, 'seconds').humanize(), moment.duration('P1Y2M3DT4H').asHours(), m.isBetween('2013-01-01', '2014-01-01'));
console.log(moment.utc('12-25-1995 5pm', 'MM-DD-YYYY ha').toISOString(), moment('nope').isValid(), moment.utc([2010, 1, 14, 15]).calendar(moment.utc([2010, 1, 15])), m.isLeapYear(), m.week(), m.isoWeekday(), moment.months().length, m.toObject());
