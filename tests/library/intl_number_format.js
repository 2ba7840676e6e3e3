// Intl.NumberFormat: locales, styles, notations, digits, parts, ranges.
const say = (locale, options, ...numbers) => console.log(numbers.map(n => new Intl.NumberFormat(locale, options).format(n)).join(' '))
say('en-US', {}, 0, -0, 1234.5678, 1e21, NaN, -Infinity) // expect: 0 -0 1,234.568 1,000,000,000,000,000,000,000 NaN -∞
say('de', {}, 1234.5, 123456789.987) // expect: 1.234,5 123.456.789,987
say('en-IN', {}, 123456789) // expect: 12,34,56,789
say('ja-JP', { style: 'currency', currency: 'JPY' }, 1234.5) // expect: ￥1,235
say('en-US', { style: 'currency', currency: 'usd', currencySign: 'accounting' }, -5, 1234567.891) // expect: ($5.00) $1,234,567.89
say('de', { style: 'currency', currency: 'EUR', currencyDisplay: 'name' }, 1, 2) // expect: 1,00 Euro 2,00 Euro
say('en-US', { style: 'percent', maximumFractionDigits: 1 }, 0.4567, 1) // expect: 45.7% 100%
say('en-US', { style: 'unit', unit: 'kilometer-per-hour' }, 50) // expect: 50 km/h
say('en-US', { style: 'unit', unit: 'liter', unitDisplay: 'long' }, 1, 16) // expect: 1 liter 16 liters
say('en-US', { notation: 'compact' }, 999, 1234, 15300, 1e9) // expect: 999 1.2K 15K 1B
say('de', { notation: 'compact', compactDisplay: 'long' }, 1234567) // expect: 1,2 Millionen
say('en-US', { notation: 'scientific' }, 123456, 0.00012) // expect: 1.235E5 1.2E-4
say('en-US', { notation: 'engineering' }, 123456) // expect: 123.456E3
say('en-US', { minimumFractionDigits: 2 }, 1, 1.005) // expect: 1.00 1.005
say('en-US', { maximumSignificantDigits: 3 }, 123456, 0.0012345) // expect: 123,000 0.00123
say('en-US', { minimumIntegerDigits: 4, useGrouping: false }, 7, 12345) // expect: 0007 12345
say('en-US', { signDisplay: 'exceptZero' }, 1, 0, -1) // expect: +1 0 -1
say('en-US', { roundingMode: 'floor', maximumFractionDigits: 1 }, 1.29, -1.21) // expect: 1.2 -1.3
say('en-US', { roundingIncrement: 5, minimumFractionDigits: 2, maximumFractionDigits: 2 }, 1.23, 1.28) // expect: 1.25 1.30
say('en-US', { trailingZeroDisplay: 'stripIfInteger', minimumFractionDigits: 2 }, 1, 1.5) // expect: 1 1.50
say('ar-EG', {}, 1234.5) // expect: ١٬٢٣٤٫٥
say('en-u-nu-deva', {}, 123) // expect: १२३
say('en-US', {}, 12345678901234567890n, '12345678901234567890.5') // expect: 12,345,678,901,234,567,890 12,345,678,901,234,567,890.5
console.log(new Intl.NumberFormat('en-US', { style: 'currency', currency: 'EUR' }).formatToParts(-1234.5).map(p => `${p.type}:${p.value}`).join(' ')) // expect: minusSign:- currency:€ integer:1 group:, integer:234 decimal:. fraction:50
const dollars = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD', maximumFractionDigits: 0 })
console.log(dollars.formatRange(3, 5), dollars.formatRange(2.9, 3.1)) // expect: $3 – $5 ~$3
console.log(new Intl.NumberFormat('en').formatRangeToParts(3, 5).map(p => `${p.source} ${p.type} ${p.value}`).join(', ')) // expect: startRange integer 3, shared literal –, endRange integer 5
console.log(JSON.stringify(new Intl.NumberFormat('de', { style: 'currency', currency: 'usd', notation: 'compact' }).resolvedOptions())) // expect: {"locale":"de","numberingSystem":"latn","style":"currency","currency":"USD","currencyDisplay":"symbol","currencySign":"standard","minimumIntegerDigits":1,"minimumSignificantDigits":1,"maximumSignificantDigits":2,"minimumFractionDigits":0,"maximumFractionDigits":0,"useGrouping":"min2","notation":"compact","compactDisplay":"short","signDisplay":"auto","roundingMode":"halfExpand","roundingIncrement":1,"trailingZeroDisplay":"auto","roundingPriority":"morePrecision"}
const { format } = new Intl.NumberFormat('en-US')
console.log(format(1e6), [1000, 2000].map(format).join(' '), Intl.NumberFormat.supportedLocalesOf(['de', 'tlh']).join()) // expect: 1,000,000 1,000 2,000 de
console.log((1234.5).toLocaleString(), (1234.5).toLocaleString('de'), (0.5).toLocaleString('en', { style: 'percent' }), (12345678901234567890n).toLocaleString('de'), [1234.5, 2].toLocaleString('de')) // expect: 1,234.5 1.234,5 50% 12.345.678.901.234.567.890 1.234,5,2
const attempt = f => { try { return f() } catch (e) { return String(e) } }
console.log(attempt(() => Intl.NumberFormat('en', { style: 'currency' }))) // expect: TypeError: Currency code is required with currency style.
console.log(attempt(() => Intl.NumberFormat('en', { style: 'x' }))) // expect: RangeError: Value x out of range for Intl.NumberFormat options property style
console.log(attempt(() => Intl.NumberFormat('en', { minimumFractionDigits: 101 }))) // expect: RangeError: minimumFractionDigits value is out of range.
console.log(attempt(() => Intl.NumberFormat('not a locale'))) // expect: RangeError: Incorrect locale information provided
console.log(attempt(() => Intl.PluralRules())) // expect: TypeError: Constructor Intl.PluralRules requires 'new'
