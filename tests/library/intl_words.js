// Collation, plurals, lists, relative times, names, segments, locales.
console.log(['z', 'ä', 'a', 'Z', 'ö', 'A', 'é', 'e'].sort(new Intl.Collator('de').compare).join(), ['z', 'ä', 'a'].sort(new Intl.Collator('sv').compare).join()) // expect: a,A,ä,e,é,ö,z,Z a,z,ä
console.log(['a10', 'a2', 'a1'].sort(new Intl.Collator('en', { numeric: true }).compare).join(), ['b', 'a', 'C', 'B'].sort((a, b) => a.localeCompare(b)).join()) // expect: a1,a2,a10 a,b,B,C
console.log('résumé'.localeCompare('resume'), 'a'.localeCompare('A', 'en', { sensitivity: 'base' }), 'a-b'.localeCompare('ab', 'en', { ignorePunctuation: true }), 'a'.localeCompare('b')) // expect: 1 0 0 -1
console.log(JSON.stringify(new Intl.Collator('de-u-co-phonebk-kn').resolvedOptions())) // expect: {"locale":"de-u-co-phonebk-kn","usage":"sort","sensitivity":"variant","ignorePunctuation":false,"collation":"phonebk","numeric":true,"caseFirst":"false"}
console.log(['en', 'pl', 'ar'].map(l => [0, 1, 2, 5, 11, 1.5].map(n => new Intl.PluralRules(l).select(n)).join()).join(' ')) // expect: other,one,other,other,other,other many,one,few,many,many,other zero,one,two,few,many,other
console.log([1, 2, 3, 4, 11, 21].map(n => new Intl.PluralRules('en', { type: 'ordinal' }).select(n)).join(), new Intl.PluralRules('pl').resolvedOptions().pluralCategories.join()) // expect: one,two,few,other,other,one few,many,one,other
const list = (locale, options) => new Intl.ListFormat(locale, options).format(['A', 'B', 'C'])
console.log(list('en'), '|', list('de', { type: 'disjunction' }), '|', list('en', { type: 'unit', style: 'narrow' }), '|', list('ja')) // expect: A, B, and C | A, B oder C | A B C | A、B、C
console.log(new Intl.ListFormat('en').formatToParts(['A', 'B']).map(p => `${p.type}:${p.value}`).join()) // expect: element:A,literal: and ,element:B
const relative = (...a) => new Intl.RelativeTimeFormat('en', { numeric: 'auto' }).format(...a)
console.log(relative(-1, 'day'), '|', relative(2, 'weeks'), '|', relative(-3.5, 'years'), '|', new Intl.RelativeTimeFormat('de').format(-1, 'day')) // expect: yesterday | in 2 weeks | 3.5 years ago | vor 1 Tag
console.log(new Intl.RelativeTimeFormat('en').formatToParts(10, 'day').map(p => `${p.type}:${p.value}:${p.unit}`).join()) // expect: literal:in :undefined,integer:10:day,literal: days:undefined
const name = (type, code, locale = 'en') => new Intl.DisplayNames(locale, { type }).of(code)
console.log(name('region', 'US'), '|', name('language', 'en-US', 'de'), '|', name('script', 'Latn'), '|', name('currency', 'EUR'), '|', name('calendar', 'gregory'), '|', name('dateTimeField', 'month')) // expect: United States | Englisch (Vereinigte Staaten) | Latin | Euro | Gregorian Calendar | month
console.log([...new Intl.Segmenter('en').segment('a👍🏽é')].map(s => s.segment.length).join(), [...new Intl.Segmenter('en', { granularity: 'word' }).segment('Hello, world!')].filter(s => s.isWordLike).map(s => s.segment).join(' ')) // expect: 1,4,1 Hello world
console.log([...new Intl.Segmenter('en', { granularity: 'sentence' }).segment('Hi. You there?')].map(s => s.index).join(), new Intl.Segmenter('en', { granularity: 'word' }).segment('Hello, world!').containing(8).segment) // expect: 0,4 world
const l = new Intl.Locale('de-Latn-DE-u-ca-buddhist', { hourCycle: 'h12', numeric: true })
console.log(String(l), l.language, l.script, l.region, l.baseName, l.calendar, l.hourCycle, l.numeric, l.numberingSystem) // expect: de-Latn-DE-u-ca-buddhist-hc-h12-kn de Latn DE de-Latn-DE buddhist h12 true undefined
console.log(String(new Intl.Locale('en').maximize()), String(new Intl.Locale('zh-Hans-CN').minimize()), Intl.getCanonicalLocales(['EN-us', 'ZH-hant-tw']).join(), Intl.supportedValuesOf('unit').length) // expect: en-Latn-US zh en-US,zh-Hant-TW 45
console.log('I'.toLocaleLowerCase('tr') + 'i'.toLocaleUpperCase('tr') + 'ß'.toLocaleUpperCase(), Object.prototype.toString.call(Intl), typeof Object.getOwnPropertyDescriptor(globalThis, 'Intl').value) // expect: ıİSS [object Intl] object
const attempt = f => { try { return f() } catch (e) { return String(e) } }
console.log(attempt(() => new Intl.ListFormat('en').format([1])), attempt(() => Intl.getCanonicalLocales(['de_DE']))) // expect: TypeError: Iterable yielded 1 which is not a string RangeError: Incorrect locale information provided
console.log(attempt(() => new Intl.RelativeTimeFormat('en').format(1, 'x')), attempt(() => Intl.supportedValuesOf('x'))) // expect: RangeError: Invalid unit argument for Intl.RelativeTimeFormat.prototype.format() 'x' RangeError: Invalid key : x
const here = tag => { const l = new Intl.Locale(tag); return JSON.stringify([l.calendars, l.hourCycles, l.timeZones, l.textInfo.direction, l.weekInfo]) }
console.log(here('de-DE')) // expect: [["gregory"],["h23"],["Europe/Berlin","Europe/Busingen"],"ltr",{"firstDay":1,"weekend":[6,7],"minimalDays":4}]
console.log(here('fa-IR')) // expect: [["persian","gregory","islamic","islamic-civil","islamic-tbla"],["h23"],["Asia/Tehran"],"rtl",{"firstDay":6,"weekend":[5],"minimalDays":1}]
console.log(attempt(() => new Intl.Locale('en', { region: '1' })), String(new Intl.Locale('en', { region: 'AT', numeric: true }))) // expect: RangeError: Incorrect locale information provided en-AT-u-kn
console.log(new Intl.PluralRules('en').selectRange(0, 1), new Intl.PluralRules('lv').selectRange(0, 1)) // expect: other one
