// An interpreter in the interpreter: a loop over a switch.
const PUSH = 0;
const ADD = 1;
const SUB = 2;
const MUL = 3;
const MOD = 4;
const LOAD = 5;
const STORE = 6;
const LESS = 7;
const JUMP = 8;
const JUMP_IF_NOT = 9;
const DUP = 10;
const HALT = 11;

// sum = 0; i = 0; while (i < LIMIT) { sum = (sum * 3 + i * i) % 65521; i++ }
const program = (limit) => [
  PUSH, 0, STORE, 0,
  PUSH, 0, STORE, 1,
  LOAD, 1, PUSH, limit, LESS, JUMP_IF_NOT, 36,
  LOAD, 0, PUSH, 3, MUL, LOAD, 1, DUP, MUL, ADD, PUSH, 65521, MOD, STORE, 0,
  LOAD, 1, PUSH, 1, JUMP, 37,
  HALT,
  ADD, STORE, 1, JUMP, 8,
];

function execute(code) {
  const stack = [];
  const variables = [0, 0];
  let top = 0;
  let pc = 0;
  let steps = 0;
  for (;;) {
    steps++;
    switch (code[pc++]) {
      case PUSH:
        stack[top++] = code[pc++];
        break;
      case ADD:
        top--;
        stack[top - 1] += stack[top];
        break;
      case SUB:
        top--;
        stack[top - 1] -= stack[top];
        break;
      case MUL:
        top--;
        stack[top - 1] *= stack[top];
        break;
      case MOD:
        top--;
        stack[top - 1] %= stack[top];
        break;
      case LOAD:
        stack[top++] = variables[code[pc++]];
        break;
      case STORE:
        variables[code[pc++]] = stack[--top];
        break;
      case LESS:
        top--;
        stack[top - 1] = stack[top - 1] < stack[top] ? 1 : 0;
        break;
      case JUMP:
        pc = code[pc];
        break;
      case JUMP_IF_NOT:
        pc = stack[--top] === 0 ? code[pc] : pc + 1;
        break;
      case DUP:
        stack[top] = stack[top - 1];
        top++;
        break;
      case HALT:
        return `${variables[0]} ${steps}`;
      default:
        throw new Error('no such instruction');
    }
  }
}

console.log(execute(program(250000)));
