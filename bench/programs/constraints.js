// One-way constraints with strengths, solved incrementally: when a constraint
// is added, the weakest ones give way, and a plan of methods is run. Many
// small classes, polymorphic calls, arrays of objects.
const REQUIRED = 0;
const STRONG = 1;
const NORMAL = 2;
const WEAK = 3;
const WEAKEST = 4;

class Variable {
  constructor(name, value) {
    this.name = name;
    this.value = value;
    this.constraints = [];
    this.source = null;
    this.strength = WEAKEST;
    this.mark = 0;
    this.stays = true;
  }
  detach(constraint) {
    const at = this.constraints.indexOf(constraint);
    if (at >= 0) this.constraints.splice(at, 1);
    if (this.source === constraint) this.source = null;
  }
}

class Constraint {
  constructor(strength) {
    this.strength = strength;
    this.output = null;
  }
  isSatisfied() {
    return this.output !== null;
  }
  isInput() {
    return false;
  }
  attach() {
    for (const variable of this.variables()) variable.constraints.push(this);
  }
  release() {
    for (const variable of this.variables()) variable.detach(this);
    this.output = null;
  }
  // The inputs have been computed in this pass, or never change.
  inputsKnown(mark) {
    for (const variable of this.variables()) {
      if (variable === this.output) continue;
      const known = variable.mark === mark || variable.stays;
      if (!known && variable.source !== null) return false;
    }
    return true;
  }
  // The strength that the output's value now stands on: the weakest around.
  propagateStrength() {
    let weakest = this.strength;
    let stays = true;
    for (const variable of this.variables()) {
      if (variable === this.output) continue;
      if (variable.strength > weakest) weakest = variable.strength;
      stays = stays && variable.stays;
    }
    this.output.strength = weakest;
    this.output.stays = stays;
    if (stays) this.execute();
  }
}

class UnaryConstraint extends Constraint {
  constructor(variable, strength) {
    super(strength);
    this.variable = variable;
  }
  variables() {
    return [this.variable];
  }
  choose(mark) {
    const variable = this.variable;
    const free = variable.mark !== mark && this.strength < variable.strength;
    this.output = free ? variable : null;
  }
}

class Stay extends UnaryConstraint {
  execute() {}
}

class Edit extends UnaryConstraint {
  isInput() {
    return true;
  }
  propagateStrength() {
    this.output.strength = this.strength;
    this.output.stays = false;
  }
  execute() {}
}

class BinaryConstraint extends Constraint {
  constructor(first, second, strength) {
    super(strength);
    this.first = first;
    this.second = second;
  }
  variables() {
    return [this.first, this.second];
  }
  choose(mark) {
    const { first, second } = this;
    if (first.mark === mark) this.output = this.canTake(second, mark);
    else if (second.mark === mark) this.output = this.canTake(first, mark);
    else {
      const weaker = first.strength > second.strength ? first : second;
      this.output = this.canTake(weaker, mark);
    }
  }
  canTake(variable, mark) {
    const free = variable.mark !== mark && this.strength < variable.strength;
    return free ? variable : null;
  }
}

class Equal extends BinaryConstraint {
  execute() {
    if (this.output === this.second) this.second.value = this.first.value;
    else this.first.value = this.second.value;
  }
}

class Scale extends BinaryConstraint {
  constructor(first, factor, offset, second, strength) {
    super(first, second, strength);
    this.factor = factor;
    this.offset = offset;
  }
  variables() {
    return [this.first, this.factor, this.offset, this.second];
  }
  execute() {
    const factor = this.factor.value;
    const offset = this.offset.value;
    if (this.output === this.second) {
      this.second.value = this.first.value * factor + offset;
    } else {
      this.first.value = Math.floor((this.second.value - offset) / factor);
    }
  }
}

class Planner {
  constructor() {
    this.mark = 0;
  }
  add(constraint) {
    constraint.attach();
    const mark = ++this.mark;
    let loser = this.satisfy(constraint, mark);
    while (loser !== null) loser = this.satisfy(loser, mark);
  }
  // Lets the constraint write its output; gives the one that did before.
  satisfy(constraint, mark) {
    constraint.choose(mark);
    const output = constraint.output;
    if (output === null) return null;
    for (const variable of constraint.variables()) {
      if (variable !== output) variable.mark = mark;
    }
    const loser = output.source;
    if (loser !== null) loser.output = null;
    output.source = constraint;
    this.propagateFrom(constraint);
    output.mark = mark;
    return loser;
  }
  propagateFrom(constraint) {
    const waiting = [constraint];
    while (waiting.length > 0) {
      const next = waiting.pop();
      next.propagateStrength();
      this.addReaders(next.output, waiting);
    }
  }
  addReaders(variable, list) {
    for (const constraint of variable.constraints) {
      if (constraint !== variable.source && constraint.isSatisfied()) {
        list.push(constraint);
      }
    }
  }
  remove(constraint) {
    const output = constraint.output;
    constraint.release();
    if (output === null) return;
    output.strength = WEAKEST;
    output.stays = true;
    const orphans = [];
    const waiting = [output];
    while (waiting.length > 0) {
      const variable = waiting.pop();
      for (const each of variable.constraints) {
        if (!each.isSatisfied()) orphans.push(each);
        else if (each !== variable.source) {
          each.propagateStrength();
          waiting.push(each.output);
        }
      }
    }
    orphans.sort((a, b) => a.strength - b.strength);
    for (const orphan of orphans) {
      const mark = ++this.mark;
      let loser = this.satisfy(orphan, mark);
      while (loser !== null) loser = this.satisfy(loser, mark);
    }
  }
  // The methods to run, in order, when the inputs change.
  planFor(inputs) {
    const mark = ++this.mark;
    const plan = [];
    const waiting = inputs.filter(
      (each) => each.isSatisfied() && each.isInput());
    while (waiting.length > 0) {
      const next = waiting.pop();
      const output = next.output;
      if (output.mark === mark || !next.inputsKnown(mark)) continue;
      plan.push(next);
      output.mark = mark;
      this.addReaders(output, waiting);
    }
    return plan;
  }
}

function setValue(planner, variable, values) {
  const edit = new Edit(variable, STRONG);
  planner.add(edit);
  const plan = planner.planFor([edit]);
  for (let i = 0; i < values; i++) {
    variable.value = i;
    for (const step of plan) step.execute();
  }
  planner.remove(edit);
}

function chainTest(length) {
  const planner = new Planner();
  const variables = [];
  for (let i = 0; i <= length; i++) variables.push(new Variable('v' + i, 0));
  for (let i = 0; i < length; i++) {
    planner.add(new Equal(variables[i], variables[i + 1], REQUIRED));
  }
  planner.add(new Stay(variables[length], NORMAL));
  setValue(planner, variables[0], 100);
  return variables[length].value;
}

function projectionTest(count) {
  const planner = new Planner();
  const scale = new Variable('scale', 10);
  const offset = new Variable('offset', 1000);
  planner.add(new Stay(scale, STRONG));
  planner.add(new Stay(offset, STRONG));
  const sources = [];
  const targets = [];
  for (let i = 0; i < count; i++) {
    const source = new Variable('source' + i, i);
    const target = new Variable('target' + i, i);
    planner.add(new Stay(source, WEAK));
    planner.add(new Scale(source, scale, offset, target, REQUIRED));
    sources.push(source);
    targets.push(target);
  }
  setValue(planner, sources[17], 40);
  setValue(planner, targets[5], 40);
  return targets.reduce((sum, target) => sum + target.value, 0) +
    sources.reduce((sum, source) => sum + source.value, 0);
}

let checksum = 0;
for (let round = 0; round < 12; round++) {
  checksum += chainTest(2000) + projectionTest(2000);
}
console.log(checksum);
