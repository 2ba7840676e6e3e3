/* test_scopes.c - which variable a name means, what is captured, and what is
 * checked for initialisation. */
#include "tests/syntax/parse_check.h"

static void test_globals(void) {
  static const TreeCase rows[] = {
      {SCRIPT, "var a; a", "IDENTIFIER a\n"},
      {SCRIPT, "var a; function f() {}",
       "scope script: function f global, var a global"},
      {SCRIPT, "let a; a", "scope script: let a captured"},
      {SOLE, "let a; a", "scope script: let a\n"},
      {SOLE, "let a; () => a", "scope script: let a captured\n"},
      {SOLE, "let a; eval", "scope script: let a captured\n"},
      {SOLE, "let a; Function", "scope script: let a captured\n"},
      {SOLE, "let a; 'eval'", "scope script: let a\n"},
      {SOLE, "this; () => this", "THIS\n"},
      {MODULE, "var a; a", "IDENTIFIER a -> var\n"},
      {MODULE, "export var a; a", "scope module: var a captured"},
      {MODULE, "let a; export {a}", "scope module: let a captured"},
      {MODULE, "import a from 'b'; a", "IDENTIFIER a -> import^?"},
  };
  CHECK_TREES(rows);
}

static void test_functions(void) {
  static const TreeCase rows[] = {
      {SOLE, "function f(a, b) { return () => a }",
       "scope function: parameter a captured, parameter b\n"},
      {SOLE, "function f(a) { var a, b; b = 1 }",
       "scope function: parameter a, var b assigned\n"},
      {SOLE, "function f(a) { function a() {} }",
       "scope function: parameter a\n"},
      {SOLE, "function f(a = b) { var b }", "scope body: var b\n"},
      {SOLE, "function f(a = b) { var b }", "IDENTIFIER b\n"},
      {SOLE, "(function f() { f })", "scope function-name: own-name f\n"},
      {SOLE, "(function f() { })",
       "FUNCTION normal f/0\n      scope function:"},
      {SOLE, "(function f() { () => f })",
       "scope function-name: own-name f captured"},
      {SOLE, "function f() { this; () => this }",
       "scope function: this this captured"},
      {SOLE, "function f() { arguments }",
       "scope function: arguments arguments\n"},
      {SOLE, "function f(arguments) { arguments }",
       "IDENTIFIER arguments -> parameter"},
      {SOLE, "function f() { var arguments; arguments }",
       "IDENTIFIER arguments -> arguments"},
      {SOLE, "function f() { let arguments; arguments }",
       "IDENTIFIER arguments -> let"},
      {SOLE, "function f() { () => arguments }",
       "IDENTIFIER arguments -> arguments^"},
      {SOLE, "() => arguments", "IDENTIFIER arguments\n"},
      {SOLE, "function callee() { let callee; return { m() { super.x } } }",
       "scope function: let callee\n"},
      {SOLE, "function f(a) { let b; { eval('') } }",
       "scope function: parameter a captured assigned, let b captured "
       "assigned"},
  };
  CHECK_TREES(rows);
}

static void test_blocks(void) {
  static const TreeCase rows[] = {
      {SOLE, "{ a }", "BLOCK\n    EXPRESSION_STATEMENT"},
      {SOLE, "{ let a; const b = 1; class C {} }",
       "scope block: let a, const b, class C\n"},
      {SOLE, "for (let i = 0; i < 1; i++) { i }",
       "scope loop: let i assigned\n"},
      {SOLE, "for (var i = 0;;) { }", "FOR\n    init:"},
      {SOLE, "for (const a of b) () => a", "scope loop: const a captured"},
      {SOLE, "try {} catch ({a, b}) { }", "scope catch: let a, let b"},
      {SOLE, "try {} catch (e) { var e = 1 }", "IDENTIFIER e -> catch"},
      {SOLE, "switch (1) { case 1: let a }", "scope switch: let a"},
      {SOLE, "{ function f() {} }", "scope script: var f assigned global"},
      {STRICT, "{ function f() {} }", "scope script:\n"},
      {SOLE, "let f; { function f() {} }", "scope script: let f\n"},
      {SOLE, "function g(f) { { function f() {} } }",
       "scope function: parameter f\n"},
      {SOLE, "{ let f; { function f() {} } }", "scope script:\n"},
      {SOLE, "try {} catch (f) { { function f() {} } }",
       "scope script: var f assigned global"},
  };
  CHECK_TREES(rows);
}

/* Uses that may come before the initialisation, and some that may not. */
static void test_checks(void) {
  static const TreeCase rows[] = {
      {SOLE, "let a = 1; a", "EXPRESSION_STATEMENT\n    IDENTIFIER a -> let\n"},
      {SOLE, "a; let a", "EXPRESSION_STATEMENT\n    IDENTIFIER a -> let?"},
      {SOLE, "let a = a", "IDENTIFIER a -> let?"},
      {SOLE, "let a = 1, b = a", "IDENTIFIER a -> let\n      NUMBER 1"},
      {SOLE, "let a; () => a",
       "ARROW arrow/0\n      scope function:\n      "
       "IDENTIFIER a -> let^\n"},
      {SOLE, "x = () => a; let a", "IDENTIFIER a -> let^?"},
      {SOLE, "let a; function f() { a }", "IDENTIFIER a -> let^?"},
      {SOLE, "let a; { function f() { a } }", "IDENTIFIER a -> let^\n"},
      {SOLE, "{ function f() { a } } let a", "IDENTIFIER a -> let^?"},
      {SOLE, "switch (1) { case 1: let a; a }", "IDENTIFIER a -> let\n"},
      {SOLE, "switch (1) { case 1: let a; case 2: a }", "IDENTIFIER a -> let?"},
      {SOLE, "switch (1) { case 1: let a; case 2: () => a }",
       "IDENTIFIER a -> let^?"},
      {SOLE, "for (const a of a);", "right:\n      IDENTIFIER a -> const?"},
      {SOLE, "for (;;) { let a; () => a }", "IDENTIFIER a -> let^\n"},
      {SOLE, "function f(a = b, b) {}", "IDENTIFIER b -> parameter?"},
      {SOLE, "function f(a, b = a) {}", "IDENTIFIER a -> parameter\n"},
      {SOLE, "function f(a, b = 1) { function g() { a } }",
       "IDENTIFIER a -> parameter^\n"},
      {SOLE, "function f() { g(); var a; function g() { a } }",
       "IDENTIFIER a -> var^\n"},
      {SOLE, "class A { static x = A }", "IDENTIFIER A -> class^?"},
      {SOLE, "class A {} new A", "IDENTIFIER A -> class\n"},
      {SOLE, "class A extends B { constructor() { this } }", "THIS -> this?"},
      {SOLE, "class A { constructor() { this } }", "THIS -> this\n"},
  };
  CHECK_TREES(rows);
}

static void test_classes(void) {
  static const TreeCase rows[] = {
      {SOLE, "class A { }", "CLASS_DECLARATION A\n"},
      {SOLE, "class A { m() { A } }", "scope class: class A captured checked"},
      {SOLE, "class A { #a; get #b() {} set #b(x) {} static #c() {} }",
       "scope class: private #a, private #b, private #c static"},
      {SOLE, "class A { [a] = 1 }", "scope class: const [key] captured"},
      {SOLE, "class A { a = 1; b = this.a; static c = 1 }",
       "fields: fields/0 strict uses-this properties=2\n"
       "      scope function: this this"},
      {SOLE, "class A { #a; m() { return class { n() { this.#a } } } }",
       "PRIVATE_NAME #a -> private^"},
      {SOLE, "class A extends B { constructor() { () => super() } }",
       "scope function: callee super captured, this this captured checked, "
       "new-target new.target captured"},
  };
  CHECK_TREES(rows);
}

int main(void) {
  RUN(test_globals);
  RUN(test_functions);
  RUN(test_blocks);
  RUN(test_checks);
  RUN(test_classes);
  return check_finish();
}
