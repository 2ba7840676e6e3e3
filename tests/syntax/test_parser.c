/* test_parser.c - the grammar: what parses, and into what. */
#include "tests/syntax/parse_check.h"

static void test_literals(void) {
  static const TreeCase rows[] = {
      {SCRIPT, "0x1F", "NUMBER 31"},
      {SCRIPT, "0b101", "NUMBER 5"},
      {SCRIPT, "0o17", "NUMBER 15"},
      {SCRIPT, "017", "NUMBER 15"},
      {SCRIPT, "089.5", "NUMBER 89.5"},
      {SCRIPT, "1_000_000", "NUMBER 1000000"},
      {SCRIPT, ".5e1", "NUMBER 5"},
      {SCRIPT, "5.", "NUMBER 5"},
      {SCRIPT, "1e400", "NUMBER Infinity"},
      {SCRIPT, "0.1", "NUMBER 0.1"},
      {SCRIPT, "9007199254740993", "NUMBER 9007199254740992"},
      {SCRIPT, "0x1F_Fn", "BIGINT \"0x1FF\""},
      {SCRIPT, "123n", "BIGINT \"123\""},
      {SCRIPT, "'a\\u{1F600}\\x41\\101'", "STRING \"a\U0001F600AA\""},
      {SCRIPT, "'\\uD83D\\uDE00'", "STRING \"\U0001F600\""},
      {SCRIPT, "'\\uD83D'", "STRING \"\xED\xA0\xBD\""},
      {SCRIPT, "'a\\\nb'", "STRING \"ab\""},
      {SCRIPT, "'\u2028'", "STRING \"\u2028\""},
      {SCRIPT, "`a${1}b${2}c`", "STRING \"b\"\n      NUMBER 2\n"},
      {SCRIPT, "`a\r\nb`", "STRING \"a\nb\""},
      {SCRIPT, "f`\\u{`", "STRING \"bad\""},
      {SCRIPT, "f`${`${1}`}`", "TAGGED_TEMPLATE"},
      {SCRIPT, "a = /[/]\\//gi", "REGEXP /[/]\\//gi"},
      {SCRIPT, "a /b/ c", "BINARY /\n      BINARY /"},
      {SCRIPT, "({}) / 1 / 2", "BINARY /"},
      {SCRIPT, "x = {1n: 1, 0x10n: 2}", "STRING \"16\""},
  };
  CHECK_TREES(rows);
}

static void test_operators(void) {
  static const TreeCase rows[] = {
      {SCRIPT, "a + b * c", "BINARY +\n      IDENTIFIER a\n      BINARY *"},
      {SCRIPT, "a ** b ** c", "BINARY **\n      IDENTIFIER a\n      BINARY **"},
      {SCRIPT, "a - b - c", "BINARY -\n      BINARY -\n        IDENTIFIER a"},
      {SCRIPT, "a ?? (b || c)", "LOGICAL ??"},
      {SCRIPT, "a || b && c", "LOGICAL ||\n      IDENTIFIER a\n      LOGICAL"},
      {SCRIPT, "a = b = c", "ASSIGN\n      IDENTIFIER a\n      ASSIGN"},
      {SCRIPT, "a >>>= 1", "ASSIGN >>>="},
      {SCRIPT, "a ?\?= b", "ASSIGN ?\?="},
      {SCRIPT, "(-1) ** 2", "BINARY **"},
      {SCRIPT, "typeof void !a", "UNARY typeof\n      UNARY void"},
      {SCRIPT, "a\n++b", "UPDATE ++ prefix"},
      {SCRIPT, "a?.b.c", "OPTIONAL_CHAIN\n      MEMBER .c\n        MEMBER ?.b"},
      {SCRIPT, "a?.[0]?.(1)", "CALL ?."},
      {SCRIPT, "a?.5:1", "CONDITIONAL"},
      {SCRIPT, "new a.b(1).c", "MEMBER .c\n      NEW"},
      {SCRIPT, "new new a()()", "NEW\n      NEW"},
      {SCRIPT, "a, b", "SEQUENCE"},
      {SCRIPT, "import('x', {})", "IMPORT_CALL"},
      {SCRIPT, "eval('x')", "CALL direct-eval"},
      {SCRIPT, "(0, eval)('x')", "CALL\n      SEQUENCE"},
      {SCRIPT, "class A { #x; has(o) { return #x in o } }",
       "BINARY in\n            PRIVATE_NAME #x -> private^"},
  };
  CHECK_TREES(rows);
}

static void test_patterns(void) {
  static const TreeCase rows[] = {
      {SCRIPT, "[a, , b = 1, ...c] = d", "ARRAY_PATTERN"},
      {SCRIPT, "({a, b: [c], d = 1, ...e} = f)", "OBJECT_PATTERN"},
      {SCRIPT, "[(a), (b.c)] = d", "ARRAY_PATTERN"},
      {SCRIPT, "({__proto__: a, __proto__: b} = c)", "OBJECT_PATTERN"},
      {SCRIPT, "({a = 1}) => a", "DEFAULT"},
      {SCRIPT, "(a, b = 1, {c}, [d], ...e) => 0", "arrow/1"},
      {SCRIPT, "async (a, {b}) => await a", "arrow/2 async"},
      {SCRIPT, "async x => x", "arrow/1 async"},
      {SCRIPT, "async(a, b)", "CALL\n      IDENTIFIER async"},
      {SCRIPT, "var {a: {b = 1}, ...c} = d", "PROPERTY spread"},
      {SCRIPT, "for (const [a, b] of c);", "FOR_OF"},
      {SCRIPT, "for ({a} of b);", "OBJECT_PATTERN"},
      {SCRIPT, "for (a.b in c);", "FOR_IN"},
      {SCRIPT, "for (var a = 1 in b);", "FOR_IN"},
      {SCRIPT, "for (let in a);", "FOR_IN"},
      {SCRIPT, "for (async of => 1;;) break", "FOR\n"},
      {SCRIPT, "for (var i = ('a' in b); i;);", "BINARY in"},
  };
  CHECK_TREES(rows);
}

static void test_statements(void) {
  static const TreeCase rows[] = {
      {SCRIPT, "#!/usr/bin/env x\na", "IDENTIFIER a"},
      {SCRIPT, "a <!-- b\n--> c\nd", "IDENTIFIER d"},
      {SCRIPT, "a /*\n*/ --> c", "IDENTIFIER a"},
      {SCRIPT, "return_\n1", "IDENTIFIER return_"},
      {SCRIPT, "do ; while (0) a", "DO_WHILE"},
      {SCRIPT, "let\nx", "VARIABLES let"},
      {SCRIPT, "let = 1; let()", NULL},
      {SCRIPT, "if (1) let\nx", "IDENTIFIER let"},
      {SCRIPT, "a: b: for (;;) continue a", "CONTINUE a"},
      {SCRIPT, "a: { break a }", "BREAK a"},
      {SCRIPT, "if (1) function f() {}", "BLOCK"},
      {SCRIPT, "a: function f() {}", "LABELED a"},
      {SCRIPT, "var yield, await, async, of, get, set, static", NULL},
      {SCRIPT, "async\nfunction f() {}", "IDENTIFIER async"},
      {SCRIPT, "{ using x = a }", "VARIABLES using"},
      {SCRIPT, "using\nx", "IDENTIFIER using"},
      {SCRIPT, "async function f() { await using x = a }", "await using"},
      {SCRIPT, "switch (a) { case 1: default: b }", "CASE"},
      {SCRIPT, "try { } catch { } finally { }", "finally:"},
      {SCRIPT, "var \\u0061b = \u00E9", "IDENTIFIER ab\n"},
  };
  CHECK_TREES(rows);
}

static void test_functions(void) {
  static const TreeCase rows[] = {
      {SCRIPT, "function f(a, b = 1, c) {}", "normal f/1"},
      {SCRIPT, "function* g() { yield* a; yield\nb }", "YIELD *"},
      {SCRIPT, "async function* g() { for await (a of b); }", "FOR_OF await"},
      {SCRIPT, "function f() { 'use strict'; this }", "normal f/0 strict"},
      {SCRIPT, "function f() { 'use\\x20strict' }", "normal f/0\n"},
      {SCRIPT, "x = { get a() {}, set a(b) {}, async *c() {}, async: 1, get }",
       "PROPERTY shorthand"},
      {SCRIPT, "class A { static async *[x]() {} static static = 1; get; set }",
       "PROPERTY static computed method"},
      {SCRIPT, "class A { static { var await_; this.x = 1 } }",
       "STATIC_BLOCK static-block/0 strict uses-this properties=1"},
      {SCRIPT, "class A extends B { constructor() { super(); super.x } }",
       "SUPER -> callee? calls"},
      {SCRIPT, "function F() { this.a = 1; this.b = 2; this.a = 3 }",
       "properties=2"},
      {SCRIPT, "function f() { return () => new.target }",
       "NEW_TARGET -> new-target^"},
      {MODULE, "await a; import.meta", "AWAIT"},
      {MODULE, "import a, * as b from 'c' with {type: 'json'}",
       "SPECIFIER b = *"},
      {MODULE, "import {a as b, default as c} from 'd'", "SPECIFIER b = a"},
      {MODULE, "export {a as 'x y'}; var a", "SPECIFIER a = x y"},
      {MODULE, "export default function () {}", "EXPORT default"},
      {MODULE, "export * as a from 'b'; export * from 'c'", "EXPORT * from c"},
  };
  CHECK_TREES(rows);
}

/* Deep nesting of every kind ends in one clean error. */
static void test_depth(void) {
  static const char *const openers[] = {"(",
                                        "[",
                                        "{",
                                        "x={a:",
                                        "f(",
                                        "!",
                                        "a=>",
                                        "new ",
                                        "`${",
                                        "if(1)",
                                        "a?b:",
                                        "1+(",
                                        "1**",
                                        "let [a=",
                                        "function f(){",
                                        "for(;;)",
                                        "class A{m(){",
                                        "class A extends ",
                                        "x=class{y=",
                                        "a=",
                                        "class A{static{",
                                        "switch(1){case 1:"};
  constexpr size_t repeats = 20000;
  for (size_t i = 0; i < ARRAY_COUNT(openers); i++) {
    Buffer source = {};
    for (size_t j = 0; j < repeats; j++)
      buffer_text(&source, openers[i]);
    Tree tree;
    SyntaxError error;
    CHECK(!parse_script(&tree, source.bytes, source.length, (ParseOptions){},
                        &error));
    tree_free(&tree);
    buffer_free(&source);
  }
}

/* Long, but not deep: the tree of a sum is as deep as the sum is long, and is
 * walked along its spine. */
static void test_spine(void) {
  constexpr u32 count = 100000;
  Buffer source = {};
  buffer_text(&source, "a");
  for (u32 i = 0; i < count; i++)
    buffer_text(&source, "+a");
  Tree tree;
  SyntaxError error;
  CHECK(parse_script(&tree, source.bytes, source.length, (ParseOptions){},
                     &error));
  tree_free(&tree);
  buffer_free(&source);
}

int main(void) {
  RUN(test_literals);
  RUN(test_operators);
  RUN(test_patterns);
  RUN(test_statements);
  RUN(test_functions);
  RUN(test_depth);
  RUN(test_spine);
  return check_finish();
}
