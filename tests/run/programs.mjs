// Annotated programs: JavaScript files that say in comments what they print.
//
//   console.log(1 + 1); // expect: 2
//   null.x;             // expect-error: TypeError: Cannot read
//   // exit: 1
//
// Directives, each in a comment of its own or at the end of a line:
//
//   expect: TEXT         the next line of standard output, exactly
//   expect-error: TEXT   some line of standard error has this text in it
//   exit: N              the exit status; 0 when not given
//   flags: ...           options of `glassheap run`, before the file
//   args: ...            the program's own arguments, after the file
//   env: NAME=VALUE ...  variables of the environment; TZ is UTC and LC_ALL
//                        en_US.UTF-8 unless it says otherwise
//   timeout: SECONDS     in place of the usual limit
//   stress: skip REASON  run without a collection at every allocation, and not
//                        with the barrier's checks
//   counting: skip REASON  not run with the collector that counts references
//   only: BUILD REASON   run in that build alone (release or sanitize)
//
// A file that expects nothing is a mistake.
import { readFileSync } from 'node:fs';
import { endingOf, runCommand } from './processes.mjs';

const DIRECTIVE =
  /\/\/ (expect|expect-error|exit|flags|args|env|timeout|stress|counting|only):(?: (.*))?$/;

const words = (text) => text.split(/\s+/).filter(Boolean);

// What a file says of itself; throws an Error with what is wrong in it.
export function parseProgram(text) {
  const program = {
    output: [], errors: [], exit: 0, flags: [], args: [],
    env: { TZ: 'UTC', LC_ALL: 'en_US.UTF-8' },
    timeout: null, skipStress: null, skipCounting: null, only: null,
    expects: false,
  };
  for (const line of text.split(/\r?\n/)) {
    const found = DIRECTIVE.exec(line);
    if (found) addDirective(program, found[1], found[2] ?? '');
  }
  if (!program.expects) {
    throw new Error('no `// expect:` or `// expect-error:` in it');
  }
  return program;
}

function addDirective(program, name, text) {
  switch (name) {
    case 'expect':
      program.output.push(text);
      program.expects = true;
      break;
    case 'expect-error':
      program.errors.push(text);
      program.expects = true;
      break;
    case 'exit': program.exit = numberOf(name, text); break;
    case 'env':
      for (const word of words(text)) {
        const [key, value] = word.split('=', 2);
        program.env[key] = value;
      }
      break;
    case 'timeout': program.timeout = numberOf(name, text); break;
    case 'flags': program.flags.push(...words(text)); break;
    case 'args': program.args.push(...words(text)); break;
    case 'stress': program.skipStress = reasonOf(name, 'skip', text); break;
    case 'counting':
      program.skipCounting = reasonOf(name, 'skip', text);
      break;
    case 'only': {
      const build = words(text)[0];
      if (!['release', 'sanitize'].includes(build)) {
        throw new Error('`// only:` wants release or sanitize, and a reason');
      }
      reasonOf(name, build, text);
      program.only = build;
    }
  }
}

function numberOf(name, text) {
  if (!/^\d+$/.test(text.trim())) {
    throw new Error(`\`// ${name}:\` wants a number, not "${text}"`);
  }
  return Number(text);
}

function reasonOf(name, word, text) {
  const reason = text.startsWith(`${word} `) && text.slice(word.length).trim();
  if (!reason) throw new Error(`\`// ${name}: ${word}\` wants a reason`);
  return reason;
}

// The lines around the first difference, `-` wanted and `+` got.
function differenceOf(wanted, got) {
  const length = Math.max(wanted.length, got.length);
  let first = 0;
  while (first < length && wanted[first] === got[first]) first++;
  const lines = [`output differs from line ${first + 1} on (- wanted, + got):`];
  const from = Math.max(0, first - 2);
  for (let i = from; i < Math.min(length, first + 10); i++) {
    if (wanted[i] === got[i]) lines.push(`    ${got[i]}`);
    else {
      if (i < wanted.length) lines.push(`  - ${wanted[i]}`);
      if (i < got.length) lines.push(`  + ${got[i]}`);
    }
  }
  return lines.join('\n');
}

function complaintsAbout(program, result) {
  const complaints = [];
  const got = result.stdout.replace(/\n$/, '').split('\n');
  if (result.stdout === '') got.pop();
  if (result.timedOut || result.status !== program.exit) {
    complaints.push(`${endingOf(result)}, wanted exit status ${program.exit}`);
  }
  if (got.length !== program.output.length ||
      got.some((line, index) => line !== program.output[index])) {
    complaints.push(differenceOf(program.output, got));
  }
  const errorLines = result.stderr.split('\n');
  for (const text of program.errors) {
    if (!errorLines.some((line) => line.includes(text))) {
      complaints.push(`standard error does not say: ${text}`);
    }
  }
  if (complaints.length && result.stderr) {
    const lines = result.stderr.trimEnd().split('\n');
    const shown = lines.slice(0, 60).map((line) => `  | ${line}`);
    if (lines.length > 60) shown.push(`  | ... ${lines.length - 60} more`);
    complaints.push(`standard error was:\n${shown.join('\n')}`);
  }
  return complaints;
}

// Runs one file. Gives {outcome: 'passed' | 'failed' | 'skipped', detail,
// seconds}.
export async function runProgram(file, options) {
  const { build, command, stress, counting, barrier, optimise, seconds, cwd } =
    options;
  let program;
  try {
    program = parseProgram(readFileSync(file, 'utf8'));
  } catch (error) {
    return { outcome: 'failed', detail: error.message };
  }
  if (barrier && program.skipStress) return { outcome: 'skipped' };
  if (counting && program.skipCounting) return { outcome: 'skipped' };
  if (program.only && program.only !== build) return { outcome: 'skipped' };
  const args = ['run', ...(stress && !program.skipStress ? ['--gc-stress'] : []),
    ...(counting ? ['--collector', 'counting-cycles'] : []),
    ...(optimise ? ['--optimise-stress'] : []), ...program.flags,
    file, ...program.args];
  const result = await runCommand(command, args, {
    cwd, seconds: program.timeout ?? seconds,
    env: { ...program.env, ...(barrier ? { GLASSHEAP_STRESS: 'barrier' } : {}) },
  });
  const complaints = complaintsAbout(program, result);
  return {
    outcome: complaints.length ? 'failed' : 'passed',
    detail: complaints.join('\n'),
    seconds: result.seconds,
  };
}
