// The time that counts is the one from before the year is converted.
const date = new Date(2020, 5, 15, 12);
date.setYear({ valueOf() { date.setTime(0); return 99; } });
console.log(date.getFullYear(), date.getMonth(), date.getDate()); // expect: 1999 5 15

// years of two digits, and an invalid Date
console.log(new Date(NaN).setYear(70)); // expect: 0
console.log(new Date(2001, 1, 1).setYear(NaN)); // expect: NaN
date.setTime(NaN);
date.setYear(1970.7);
console.log(date.getFullYear()); // expect: 1970
console.log(Date.prototype.setYear.length, Date.prototype.setYear.name); // expect: 1 setYear
