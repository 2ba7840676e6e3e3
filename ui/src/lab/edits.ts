// Edits of a program that move a variable: into a room of its own, together
// with the closures that use it, or out to the script. They read the text only
// as far as they must: brackets and statements. What they cannot do, they say.

/** Comments, strings and templates. */
const NO_CODE = new RegExp([
  '//[^\\n]*', '/\\*[^]*?\\*/', "'(?:\\\\.|[^'\\\\\\n])*'",
  '"(?:\\\\.|[^"\\\\\\n])*"', '`(?:\\\\[^]|[^`\\\\])*`',
].join('|'), 'g');

/** The text with strings, templates and comments blanked: as long as before. */
export function maskOf(text: string): string {
  const blank = (found: string) => found.replace(/[^\n]/g, ' ');
  return text.replace(NO_CODE, blank);
}

interface Span { from: number; to: number }

const OPEN = '([{';
const CLOSE = ')]}';

/** The inside of the block around a place; all of the text, if there is none.
 */
function blockAround(mask: string, at: number): Span {
  const edge = (step: 1 | -1, up: string, down: string) => {
    let depth = 0;
    let place = step > 0 ? at : at - 1;
    for (; place >= 0 && place < mask.length; place += step) {
      const sign = mask[place]!;
      if (up.includes(sign)) depth++;
      else if (down.includes(sign) && depth-- === 0) break;
    }
    return place;
  };
  return { from: edge(-1, CLOSE, OPEN) + 1, to: edge(1, OPEN, CLOSE) };
}

/** Statements of a block: to a semicolon, or a brace that ends a line. */
function statementsIn(mask: string, { from, to }: Span): Span[] {
  const found: Span[] = [];
  let depth = 0;
  let start = from;
  const end = (at: number) => {
    const gap = /^\s*/.exec(mask.slice(start, at))![0].length;
    if (mask.slice(start, at).trim()) found.push({ from: start + gap, to: at });
    start = at;
  };
  for (let at = from; at < to; at++) {
    const sign = mask[at]!;
    if (OPEN.includes(sign)) depth++;
    else if (CLOSE.includes(sign)) depth--;
    const isBody = sign === '}' && /^\s*(\n|$)/.test(mask.slice(at + 1, to)) &&
      !/^\s*(const|let|var|return)\b/.test(mask.slice(start, at));
    if (depth === 0 && (sign === ';' || isBody)) end(at + 1);
  }
  end(to);
  return found;
}

const names = (name: string) => new RegExp(`(?<![\\w$.])${
  name.replaceAll('$', '\\$')}(?![\\w$])`);

/** Where a variable is declared, among the statements beside it. */
function findVariable(text: string, name: string) {
  const mask = maskOf(text);
  const found = new RegExp(`^[ \\t]*(const|let|var)\\s+${
    name.replaceAll('$', '\\$')}(?![\\w$])`, 'm').exec(mask);
  if (!found) throw new Error(`${name} is declared in no statement of its own`);
  const place = found.index + found[0].length;
  const beside = statementsIn(mask, blockAround(mask, place));
  const own = beside.find(({ from, to }) => from <= place && place <= to);
  if (!own) throw new Error(`where ${name} is declared cannot be read`);
  return { mask, beside, own };
}

interface User { name: string; statement: Span; expression: string }

const CLOSURE = new RegExp('^(?:const|let|var)\\s+([\\w$]+)\\s*=\\s*(' +
  '(?:async\\s*)?(?:function\\b|\\([^)]*\\)\\s*=>|[\\w$]+\\s*=>)[^]*?);?$');
const DECLARED = /^(?:async\s+)?function\s+([\w$]+)[\s\S]*$/;

/** The closures beside a variable that use it; all of its users must be. */
function usersOf(text: string, name: string): { own: Span; users: User[] } {
  const { mask, beside, own } = findVariable(text, name);
  const users: User[] = [];
  for (const statement of beside) {
    if (statement === own) continue;
    const { from, to } = statement;
    if (!names(name).test(mask.slice(from, to))) continue;
    const code = text.slice(from, to);
    const closure = CLOSURE.exec(code) ?? DECLARED.exec(code);
    if (!closure) {
      throw new Error(`“${code.split('\n')[0]}” uses ${name} too, outside of ` +
        'a closure');
    }
    users.push({ name: closure[1]!, statement,
      expression: closure[2] ?? code });
  }
  if (!users.length) throw new Error(`no closure beside ${name} uses it`);
  return { own, users };
}

const indentOf = (text: string, at: number): string =>
  /[^\n]*$/.exec(text.slice(0, at))![0];

const deeper = (code: string): string =>
  code.split('\n').map((line) => line && `  ${line}`).join('\n');

/** Takes statements out, and puts code in place of the first of them. */
function exchange(text: string, out: Span[], code: string): string {
  const [first, ...rest] = [...out].sort((a, b) => a.from - b.from);
  let after = text;
  for (const { from, to } of rest.reverse()) {
    const line = from - indentOf(after, from).length;
    after = after.slice(0, line) + after.slice(to).replace(/^\n/, '');
  }
  const indent = indentOf(text, first!.from);
  const lines = code.split('\n').map((line, row) =>
    row && line ? indent + line : line).join('\n');
  return after.slice(0, first!.from) + lines + after.slice(first!.to);
}

const undented = (text: string, { from, to }: Span): string =>
  text.slice(from, to).replaceAll(`\n${indentOf(text, from)}`, '\n');

/** A block of its own: the variable and those who use it share another room. */
export function toOwnBlock(text: string, name: string): string {
  const { own, users } = usersOf(text, name);
  const inside = users.map(({ name: user, statement, expression }) =>
    `${user} = ${expression === text.slice(statement.from, statement.to)
      ? undented(text, statement) : expression};`);
  const code = `let ${users.map((user) => user.name).join(', ')};\n{\n${
    deeper([undented(text, own), ...inside].join('\n'))}\n}`;
  return exchange(text, [own, ...users.map(({ statement }) => statement)],
    code);
}

/** The function is split: one that makes the closure, with the variable. */
export function toOwnFunction(text: string, name: string): string {
  const { own, users } = usersOf(text, name);
  if (users.length > 1) {
    throw new Error(`${users.map((user) => user.name).join(' and ')} share ${
      name}: they cannot be made apart`);
  }
  const { name: user, statement, expression } = users[0]!;
  const code = `const ${user} = (() => {\n${deeper(`${undented(text, own)
  }\nreturn ${expression};`)}\n})();`;
  return exchange(text, [own, statement], code);
}

/** Out to the script: where everybody sees it, and it lives for ever. */
export function toScript(text: string, name: string): string {
  const { mask, own } = findVariable(text, name);
  const outermost = statementsIn(mask, { from: 0, to: mask.length })
    .find(({ from, to }) => from <= own.from && own.to <= to);
  if (!outermost || outermost.from === own.from) {
    throw new Error(`${name} is a variable of the script already`);
  }
  const declaration = undented(text, own);
  const line = own.from - indentOf(text, own.from).length;
  const without = text.slice(0, line) + text.slice(own.to).replace(/^\n/, '');
  return `${without.slice(0, outermost.from)}${declaration}\n${
    without.slice(outermost.from)}`;
}

/** It is emptied before the function returns. */
export function toNull(text: string, name: string): string {
  const { mask, beside, own } = findVariable(text, name);
  const last = beside.find(({ from, to }) =>
    /^return\b/.test(mask.slice(from, to)));
  if (!last) throw new Error('nothing is returned beside it');
  const indent = indentOf(text, last.from);
  const written = `${text.slice(0, last.from)}${name} = null;\n${indent}${
    text.slice(last.from)}`;
  return written.slice(0, own.from) +
    written.slice(own.from).replace(/^const\b/, 'let');
}

// ---- Whose room it is ------------------------------------------------------

/** What stands before the brace of a function: declared, an arrow, a method. */
const HEADER = new RegExp(`(?:${[
  'function\\s*\\*?\\s*([\\w$]*)\\s*\\([^()]*\\)',
  '([\\w$]+)\\s*=\\s*(?:async\\s*)?(?:\\([^()]*\\)|[\\w$]+)\\s*=>',
  '\\)\\s*=>', '([\\w$]+)\\s*\\([^()]*\\)',
].join('|')})\\s*$`);
const NO_FUNCTION = /^(if|for|while|switch|catch|with)$/;

/** The function whose code is around a place, or the block in it: for people. */
export function scopeAround(text: string, at: number): string {
  const mask = maskOf(text);
  let isBlock = false;
  for (let place = at; ;) {
    const open = blockAround(mask, place).from - 1;
    if (open < 0) return isBlock ? 'a block' : 'the script';
    const found = mask[open] === '{' ? HEADER.exec(text.slice(0, open)) : null;
    const name = found ? found[1] ?? found[2] ?? found[3] : undefined;
    if (found && !NO_FUNCTION.test(name ?? '')) {
      const whose = name ? `${name}()` : 'a function';
      return isBlock ? `a block in ${whose}` : whose;
    }
    isBlock ||= mask[open] === '{';
    place = open;
  }
}
