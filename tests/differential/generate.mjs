// Random programs for the comparison with Node.js (run.mjs): a seed is a
// program, the same every time.
//
// Programs end: every loop and every function counts steps against one limit.
// They print what they compute through `show`, which writes any value in a
// form that says its type, and the order of an object's keys. What the two
// engines may choose for themselves (stack traces, addresses, time) is not
// shown; of an error only its name.

const PRELUDE = `
let steps = 0;
function tick() { if (++steps > 3000) throw new RangeError('steps'); }
function text(value, depth = 0) {
  switch (typeof value) {
    case 'string': return JSON.stringify(value);
    case 'bigint': return value + 'n';
    case 'symbol': return value.toString();
    case 'function': return 'function ' + JSON.stringify(value.name) + '/' + value.length;
    case 'number': return Object.is(value, -0) ? '-0' : String(value);
    case 'object': break;
    default: return String(value);
  }
  if (value === null) return 'null';
  if (depth > 3) return '...';
  const more = (each) => text(each, depth + 1);
  if (value instanceof Error) return value.name;
  if (Array.isArray(value)) {
    let items = [];
    for (let i = 0; i < Math.min(value.length, 20); i++) {
      items.push(i in value ? more(value[i]) : '<hole>');
    }
    return '[' + items.join() + ']#' + value.length;
  }
  const tag = Object.prototype.toString.call(value).slice(8, -1);
  if (value instanceof Map || value instanceof Set) {
    return tag + '{' + [...value].slice(0, 20).map(more).join() + '}';
  }
  if (ArrayBuffer.isView(value)) return tag + '[' + value.join() + ']';
  if (value instanceof Date || value instanceof RegExp) {
    return tag + ' ' + (value instanceof Date ? value.getTime() : value);
  }
  return tag + '{' + Reflect.ownKeys(value).slice(0, 20).map((key) => {
    const found = Object.getOwnPropertyDescriptor(value, key);
    const flags = (found.writable ? 'w' : '') + (found.enumerable ? 'e' : '') +
      (found.configurable ? 'c' : '');
    const inside = 'value' in found ? more(found.value)
      : (found.get ? 'get ' : '') + (found.set ? 'set' : '');
    return text(key) + (flags === 'wec' ? ':' : '<' + flags + '>:') + inside;
  }).join() + '}';
}
function show(...values) { console.log(values.map((v) => text(v)).join(' ')); }
function attempt(f) {
  try { return f(); } catch (error) {
    if (error instanceof RangeError && error.message === 'steps') throw error;
    return error instanceof Error ? error.name : error;
  }
}
`;

// ---- Chance -------------------------------------------------------------------

// mulberry32
export function randomOf(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let z = state;
    z = Math.imul(z ^ (z >>> 15), z | 1);
    z ^= z + Math.imul(z ^ (z >>> 7), z | 61);
    return ((z ^ (z >>> 14)) >>> 0) / 4294967296;
  };
}

// ---- Words --------------------------------------------------------------------

const NUMBERS = ['0', '1', '(-1)', '2', '3', '7', '10', '0.5', '(-0)', '1e21',
  '2147483647', '(-2147483648)', '4294967295', '9007199254740991', 'NaN',
  'Infinity', '1e-7', '123.456', '0x1f', '255'];
const STRINGS = ['""', '"a"', '"abc"', '"0"', '"10"', '"-1"', '" 12 "', '"é"',
  '"\\u{1F600}x"', '"\\ud800"', '"length"', '"x"', '"__proto__x"', '"1e3"',
  '"the quick brown fox"', '"aXbXc"', '"true"'];
const BIGINTS = ['0n', '1n', '(-1n)', '(2n ** 70n)', '123456789012345678901n',
  '(-5n)', '10n'];
const OTHERS = ['true', 'false', 'null', 'undefined', 'Symbol.iterator'];
const KEYS = ['a', 'b', 'c', 'x', 'length', '0', '1', 'name', 'valueOf'];
const BINARY = ['+', '-', '*', '/', '%', '**', '&', '|', '^', '<<', '>>', '>>>',
  '<', '<=', '>', '>=', '==', '!=', '===', '!==', '&&', '||', '??', ','];
const ASSIGN = ['=', '=', '=', '+=', '-=', '*=', '%=', '&=', '|=', '>>>=',
  '&&=', '||=', '??=', '**='];
const UNARY = ['-', '+', '!', '~', 'typeof ', 'void '];
const STRING_CALLS = ['length', 'toUpperCase()', 'charAt(1)', 'slice(1, -1)',
  'split("")', 'indexOf("a")', 'padStart(6, "-")', 'repeat(2)', 'at(-1)',
  'trim()', 'codePointAt(0)', 'substring(2, 0)', 'normalize("NFD")',
  'localeCompare("b")', 'replace(/[a-c]/g, (m) => m + m)', 'match(/(.)(.)?/)',
  'search(/X|x/)', 'replaceAll("X", "$&$&")', 'split(/X/)', 'concat(1, null)',
  'isWellFormed()', 'lastIndexOf("a")', 'includes("b")', 'codePointAt(9)'];
const ARRAY_CALLS = ['length', 'map((e, i) => [e, i])', 'filter((e) => e)',
  'join("-")', 'reverse()', 'slice(1)', 'concat([1, [2]])', 'indexOf(1)',
  'flat()', 'includes(NaN)', 'sort()', 'keys().next()', 'at(-1)', 'pop()',
  'shift()', 'push(5, 6)', 'unshift("u")', 'splice(1, 1, "s")', 'fill(0, 1)',
  'reduce((s, e) => s + String(e), "")', 'findLast((e) => e)', 'entries()',
  'toSorted((a, b) => (a > b) - (a < b))', 'with(0, 9)', 'copyWithin(0, 1)',
  'some((e) => e === 1)', 'every(Number)', 'flatMap((e) => [e, e])',
  'toSpliced(0, 1)', 'lastIndexOf(1)'];
const GLOBAL_CALLS = ['Math.max(1, @)', 'Math.round(@)', 'Math.trunc(@)',
  'Math.sign(@)', 'Math.hypot(@, 4)', 'Math.clz32(@)', 'Math.fround(@)',
  'Number(@)', 'String(@)', 'Boolean(@)', 'parseInt(@, 16)', 'parseFloat(@)',
  'Object.keys(Object(@))', 'JSON.stringify(@)', 'Array.from(Object(@))',
  'Object.entries(Object(@))', 'Number.isInteger(@)', 'isNaN(@)',
  'Array.isArray(@)', 'Object.is(@, @)', 'new Set([@, @, @])',
  'new Map([[@, @]])', '[...new Set([@, @])]', 'Array.of(@, @)',
  'Object.freeze([@])', 'Object.assign({}, @, @)', 'BigInt.asIntN(8, 300n)',
  'Object.fromEntries([["k", @]])', 'structuredClone([@])',
  'Reflect.ownKeys(Object(@))', 'new Uint8Array([@, @, 300, -1])',
  'new Date(0).toISOString()', 'Date.UTC(2020, @, 1)', 'encodeURIComponent(@)',
  'new Float64Array([@, 1.5])', 'Number(@).toFixed(2)',
  'Number(@).toString(7)', 'Number(@).toPrecision(4)', 'Symbol(@).toString()',
  'String.raw`a${@}b`'];

// ---- The writer ---------------------------------------------------------------

class Writer {
  constructor(seed) {
    this.random = randomOf(seed);
    this.scopes = [[]];
    this.counter = 0;
    this.lines = [];
    this.depth = 0;
    this.inLoop = 0;
    this.inFunction = 0;
    this.inGenerator = 0;
    this.inAsync = 0;
  }

  below(n) { return Math.floor(this.random() * n); }
  chance(p) { return this.random() < p; }
  pick(list) { return list[this.below(list.length)]; }

  name(prefix) { return `${prefix}${this.counter++}`; }

  declare(name, writable) {
    this.scopes.at(-1).push({ name, writable });
    return name;
  }

  variable(writable = false) {
    const all = this.scopes.flat().filter((v) => !writable || v.writable);
    return all.length ? this.pick(all).name : null;
  }

  emit(line) { this.lines.push('  '.repeat(this.depth) + line); }

  block(write) {
    this.depth++;
    this.scopes.push([]);
    write();
    this.scopes.pop();
    this.depth--;
  }

  // ---- Expressions

  literal() {
    const kind = this.random();
    if (kind < 0.4) return this.pick(NUMBERS);
    if (kind < 0.7) return this.pick(STRINGS);
    if (kind < 0.8) return this.pick(BIGINTS);
    return this.pick(OTHERS);
  }

  leaf() {
    const variable = this.chance(0.6) && this.variable();
    return variable || this.literal();
  }

  expression(depth) {
    if (depth <= 0) return this.leaf();
    const next = () => this.expression(depth - 1);
    const inner = () => this.plain(depth - 1);
    const forms = [
      () => this.leaf(),
      () => `(${next()} ${this.binary()} ${next()})`,
      () => `(${this.pick(UNARY)}(${next()}))`,
      () => `(${next()} ? ${next()} : ${next()})`,
      () => this.array(next),
      () => this.object(next),
      () => `attempt(() => ${this.member(inner())})`,
      () => `attempt(() => ${this.member(inner())})`,
      () => `\`<\${attempt(() => String(${inner()}))}>\``,
      () => this.pick(GLOBAL_CALLS).replaceAll('@', () => next()),
      () => `attempt(() => (${inner()}).${this.pick(STRING_CALLS)})`,
      () => `attempt(() => [${inner()}, ${inner()}].${this.pick(ARRAY_CALLS)})`,
      () => this.arrowCall(next),
      () => this.assignment(next),
      () => `(${next()} instanceof ${this.pick(['Object', 'Array', 'Map'])})`,
      () => `attempt(() => ${inner()} in ${inner()})`,
    ];
    const form = this.pick(forms)();
    return this.inGenerator && this.chance(0.05) ? `(yield ${form})`
      : this.inAsync && this.chance(0.1) ? `(await ${form})` : form;
  }

  binary() { return this.pick(BINARY); }

  // `??` does not mix with || and && without parentheses; all are inside some.
  array(next) {
    const items = Array.from({ length: this.below(4) }, () =>
      (this.chance(0.1) ? '' : this.chance(0.15) ? `...[${next()}]` : next()));
    return `[${items.join(', ')}]`;
  }

  object(next) {
    const accessors = this.chance(0.5);
    const members = Array.from({ length: this.below(4) }, () => {
      const key = this.chance(0.2) ? `[${next()}]` : this.pick(KEYS);
      const kind = this.random();
      if (kind < 0.1 && accessors) return `get ${key}() { tick(); return ${this.plain()}; }`;
      if (kind < 0.2) return `${key}(p) { tick(); return ${this.plain()}; }`;
      // not beside accessors: V8 moves the members behind a spread about
      if (kind < 0.3 && !accessors) return `...(${next()})`;
      return `${key}: ${next()}`;
    });
    return `({ ${members.join(', ')} })`;
  }

  // An expression for another function, where nothing may be yielded.
  plain(depth = 1) {
    const { inGenerator, inAsync } = this;
    this.inGenerator = this.inAsync = 0;
    const result = this.expression(depth);
    Object.assign(this, { inGenerator, inAsync });
    return result;
  }

  member(object) {
    const key = this.chance(0.7) ? `.${this.pick(KEYS.slice(0, 5))}`
      : `[${this.plain()}]`;
    return `(${object})${this.chance(0.3) ? '?.' : ''}${key}`
      .replace('?..', '?.');
  }

  arrowCall(next) {
    const argument = next();
    const name = this.name('p');
    this.scopes.push([{ name, writable: true }]);
    const body = this.plain();
    this.scopes.pop();
    return `((${name}${this.chance(0.3) ? ' = 4' : ''}) => (tick(), ${body}))` +
      `(${argument})`;
  }

  assignment(next) {
    const target = this.variable(true);
    if (!target) return this.leaf();
    if (this.chance(0.2)) return `${target}${this.pick(['++', '--'])}`;
    return `(${target} ${this.pick(ASSIGN)} ${next()})`;
  }

  // ---- Statements

  statements(count) {
    for (let i = 0; i < count; i++) this.statement();
  }

  statement() {
    const simple = [
      () => this.showStatement(), () => this.showStatement(),
      () => this.declaration(), () => this.declaration(),
      () => this.guarded(this.assignment(() => this.expression(2))),
    ];
    const nested = [
      () => this.ifStatement(), () => this.loop(), () => this.forOf(),
      () => this.tryStatement(), () => this.functionStatement(),
      () => this.classStatement(), () => this.switchStatement(),
      () => this.generatorStatement(), () => this.destructuring(),
      () => this.asyncStatement(), () => this.labelled(), () => this.jump(),
      () => this.mutation(),
    ];
    this.pick(this.depth < 4 && this.chance(0.6) ? nested : simple)();
  }

  showStatement() {
    const value = this.expression(3);
    if (/\b(yield|await) /.test(value)) this.emit(`show(${value});`);
    else this.emit(`show(attempt(() => ${value}));`);
  }

  guarded(expression) {
    this.emit(`try { ${expression}; } catch (e) { show(e.name); }`);
  }

  declaration() {
    const kind = this.pick(['var', 'let', 'const']);
    const value = this.plain(2);
    const name = this.name('v');
    this.emit(`${kind} ${name} = attempt(() => ${value});`);
    this.declare(name, kind !== 'const');
  }

  ifStatement() {
    this.emit(`if (attempt(() => ${this.plain(2)})) {`);
    this.block(() => this.statements(1 + this.below(2)));
    if (this.chance(0.5)) {
      this.emit('} else {');
      this.block(() => this.statements(1 + this.below(2)));
    }
    this.emit('}');
  }

  loop() {
    const name = this.name('i');
    const form = this.below(3);
    const count = 1 + this.below(5);
    if (form === 0) {
      this.emit(`for (let ${name} = 0; ${name} < ${count}; ${name}++) {`);
    } else if (form === 1) {
      this.emit(`var ${name} = ${count};`);
      this.emit(`while (${name}-- > 0) {`);
    } else {
      this.emit(`for (const ${name} in ${this.plain(1)}) {`);
    }
    this.inLoop++;
    this.block(() => {
      this.emit('tick();');
      this.scopes.at(-1).push({ name, writable: false });
      this.statements(1 + this.below(3));
    });
    this.inLoop--;
    this.emit('}');
  }

  forOf() {
    const name = this.name('e');
    const source = this.pick([
      () => `[${this.plain(1)}, ${this.plain(1)}, 3]`, () => '"a\\u{1F600}b"',
      () => `new Set([1, ${this.plain(1)}, 1])`,
      () => `new Map([[1, ${this.plain(1)}]])`,
      () => '(function* () { try { yield 1; yield 2; yield 3; } ' +
        'finally { show("closed"); } })()',
    ])();
    this.emit(`for (${this.pick(['const', 'let', 'var'])} ${name} of ` +
      `${source}) {`);
    this.inLoop++;
    this.block(() => {
      this.emit('tick();');
      this.scopes.at(-1).push({ name, writable: false });
      this.statements(1 + this.below(2));
    });
    this.inLoop--;
    this.emit('}');
  }

  jump() {
    if (this.inLoop) {
      this.emit(`if (attempt(() => ${this.plain(1)})) ` +
        `${this.pick(['break', 'continue'])};`);
    } else if (this.inFunction && this.chance(0.5)) {
      this.emit(`if (attempt(() => ${this.plain(1)})) return ${this.leaf()};`);
    } else this.showStatement();
  }

  labelled() {
    const label = this.name('l');
    const [a, b] = [this.name('i'), this.name('i')];
    this.emit(`${label}: for (let ${a} = 0; ${a} < 3; ${a}++) {`);
    this.emit(`  for (let ${b} = 0; ${b} < 3; ${b}++) {`);
    this.depth++;
    this.block(() => {
      this.emit('tick();');
      this.scopes.at(-1).push({ name: a }, { name: b });
      this.emit(`try { if (attempt(() => ${this.plain(2)})) ` +
        `${this.pick(['continue', 'break'])} ${label}; }`);
      this.emit(`finally { show(${a}, ${b}); }`);
    });
    this.depth--;
    this.emit('  }');
    this.emit('}');
  }

  tryStatement() {
    this.emit('try {');
    this.block(() => {
      this.statements(1 + this.below(2));
      if (this.chance(0.5)) {
        this.emit(`if (attempt(() => ${this.plain(1)})) ` +
          `throw ${this.pick(['new TypeError("t")', '"thrown"', '42'])};`);
      }
      if (this.chance(0.3)) this.emit(`(${this.plain(2)}).missing.x;`);
    });
    const form = this.below(3);
    if (form !== 1) {
      this.emit('} catch (error) {');
      this.block(() => {
        this.emit('if (error.message === "steps") throw error;');
        this.emit('show(error);');
        this.statements(this.below(2));
      });
    }
    if (form !== 0) {
      this.emit('} finally {');
      this.block(() => this.emit('show("finally");'));
    }
    this.emit('}');
  }

  switchStatement() {
    this.emit(`switch (attempt(() => ${this.plain(2)})) {`);
    this.inLoop++; // `break` may be used, `continue` only inside a loop
    const loops = this.inLoop;
    this.inLoop = 0;
    for (let i = 0; i < 3; i++) {
      this.emit(i === 1 ? 'default: {' : `case ${this.literal()}: {`);
      this.block(() => this.statements(1));
      this.emit(`}${this.chance(0.5) ? ' break;' : ''}`);
    }
    this.inLoop = loops - 1;
    this.emit('}');
  }

  body(name, parameters, prefix, call) {
    this.emit(`${prefix} ${name}(${parameters.join(', ')}) {`);
    const saved = [this.inLoop, this.inFunction];
    this.inLoop = 0;
    this.inFunction = 1;
    this.block(() => {
      this.emit('tick();');
      for (const parameter of parameters) {
        const bare = /^(?:\.\.\.)?(\w+)/.exec(parameter)[1];
        this.scopes.at(-1).push({ name: bare, writable: true });
      }
      this.statements(1 + this.below(3));
      this.emit(`return ${this.expression(2)};`);
    });
    [this.inLoop, this.inFunction] = saved;
    this.emit('}');
    if (call) this.emit(call);
  }

  parameters() {
    const list = Array.from({ length: this.below(3) }, () => {
      const name = this.name('p');
      return this.chance(0.3) ? `${name} = ${this.literal()}` : name;
    });
    if (this.chance(0.2)) list.push(`...${this.name('p')}`);
    return list;
  }

  quietly(kind, write) {
    const saved = [this.inGenerator, this.inAsync];
    this.inGenerator = Number(kind === 'generator');
    this.inAsync = Number(kind === 'async');
    write();
    [this.inGenerator, this.inAsync] = saved;
  }

  functionStatement() {
    const name = this.name('f');
    this.quietly('', () => this.body(name, this.parameters(), 'function',
      `show(attempt(() => ${name}(${this.literal()}, ${this.literal()})));`));
    this.declare(name, false);
  }

  generatorStatement() {
    const name = this.name('g');
    this.quietly('generator', () =>
      this.body(name, this.parameters(), 'function*'));
    const use = this.pick([
      `show(attempt(() => [...${name}(1, 2)]));`,
      `{ const it = ${name}("p"); show(attempt(() => it.next(5)), ` +
        'attempt(() => it.next("n")), attempt(() => it.return("r")), ' +
        'attempt(() => it.next())); }',
      `{ const it = ${name}(); attempt(() => it.next()); ` +
        'show(attempt(() => it.throw(new TypeError("in"))), ' +
        'attempt(() => it.next())); }',
      `{ const [x, ...y] = [...${name}(), 1]; show(x, y); }`,
    ]);
    this.emit(`try { ${use} } catch (e) { show(e.name ?? e); }`);
  }

  asyncStatement() {
    const name = this.name('a');
    this.quietly('async', () =>
      this.body(name, this.parameters(), 'async function'));
    this.emit(`${name}(${this.literal()}).then((v) => show("${name}", v), ` +
      `(e) => show("${name} failed", e?.name));`);
  }

  classStatement() {
    const name = this.name('C');
    const base = this.chance(0.4) ? ` extends ${this.pick(['Array', 'Map',
      'Error', 'Object'])}` : '';
    this.emit(`class ${name}${base} {`);
    this.quietly('', () => this.block(() => {
      this.emit(`#secret = ${this.plain(1)};`);
      this.emit(`field = attempt(() => ${this.plain(2)});`);
      this.emit(`static made = ${this.literal()};`);
      this.emit(`get secret() { tick(); return this.#secret; }`);
      this.emit(`method(p) { tick(); return [p, this.field, #secret in this]; }`);
      this.emit(`static { this.made = [this.made, ${this.literal()}]; }`);
    }));
    this.emit('}');
    this.emit(`show(attempt(() => { const o = new ${name}(); ` +
      `return [o.secret, o.method(1), ${name}.made, ${name}.name]; }));`);
  }

  destructuring() {
    const [a, b, c] = [this.name('d'), this.name('d'), this.name('d')];
    const kind = this.pick(['let', 'var']);
    const source = this.chance(0.5)
      ? `{ a: ${this.plain(1)}, b: [${this.plain(1)}, 2], c: 3 }`
      : `Object.assign([1, ${this.plain(1)}], { a: 1, b: "xy" })`;
    this.emit(`${kind} { a: ${a} = ${this.literal()}, b: [${b} = 1] = [], ` +
      `...${c} } = ${source};`);
    for (const name of [a, b, c]) this.declare(name, true);
    this.emit(`show(${a}, ${b}, ${c});`);
  }

  mutation() {
    const target = this.variable();
    if (!target) return this.declaration();
    const key = this.pick(['.x', '[0]', '[5]', '.length', '["a"]']);
    this.guarded(this.chance(0.2) ? `delete ${target}${key}`
      : `${target}${key} = ${this.plain(1)}`);
    this.emit(`show(${target});`);
  }
}

// generate - the text of program number `seed`.
export function generate(seed) {
  const writer = new Writer(seed);
  writer.emit('try {');
  writer.block(() => writer.statements(6 + writer.below(10)));
  writer.emit('} catch (error) { show(error); }');
  return `${PRELUDE}${writer.lines.join('\n')}\n`;
}
