// toLocaleString groups by three and keeps three decimals.
console.log((1234567.8915).toLocaleString(), (999).toLocaleString(), (-1000).toLocaleString(), (0.5).toLocaleString(), NaN.toLocaleString(), (-Infinity).toLocaleString())
// expect: 1,234,567.892 999 -1,000 0.5 NaN -∞
