// date-fns runs examples of its documentation.
'use strict';
const d = require('date-fns');
const date = new Date(2014, 1, 11, 14, 5, 9);
console.log(d.format(date, "yyyy-MM-dd'T'HH:mm:ss EEEE, do MMMM QQQ w I R D", { useAdditionalDayOfYearTokens: true }));
console.log(d.formatDistance(new Date(2014, 6, 2), new Date(2015, 0, 1)), d.formatDistanceStrict(new Date(2014, 6, 2), new Date(2015, 0, 1)), d.formatRelative(d.subDays(date, 3), date));
console.log(d.addMonths(new Date(2014, 0, 31), 1).toISOString(), d.differenceInBusinessDays(new Date(2014, 6, 20), new Date(2014, 0, 10)), d.eachDayOfInterval({ start: new Date(2014, 9, 6), end: new Date(2014, 9, 10) }).length);
console.log(d.parse('02/11/2014 04:05 PM', 'MM/dd/yyyy hh:mm a', new Date(0)).toISOString(), d.parseISO('2014-02-11T11:30:30Z').toISOString(), d.isValid(new Date('x')), d.isLeapYear(date));
console.log(d.startOfWeek(date, { weekStartsOn: 1 }).toISOString(), d.endOfQuarter(date).toISOString(), d.getISOWeek(new Date(2005, 0, 2)), d.intervalToDuration({ start: new Date(1929, 0, 15), end: new Date(1968, 3, 4) }));
console.log(d.formatDuration({ years: 2, months: 9, weeks: 1, days: 7, hours: 5 }), d.compareAsc(new Date(1987, 1, 11), date), d.closestTo(new Date(2015, 8, 6), [new Date(2000, 0, 1), new Date(2030, 0, 1)]).getFullYear(), d.formatISO9075(date));
