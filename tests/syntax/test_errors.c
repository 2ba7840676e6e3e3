/* test_errors.c - what is a SyntaxError, in which words, and where. */
#include "tests/syntax/parse_check.h"

static void test_tokens(void) {
  static const ErrorCase rows[] = {
      {SCRIPT, "a b", "Unexpected identifier 'b'", "b"},
      {SCRIPT, "a 1", "Unexpected number", "1"},
      {SCRIPT, "a 'x'", "Unexpected string", "'x'"},
      {SCRIPT, "a )", "Unexpected token ')'", ")"},
      {SCRIPT, "(a", "Unexpected end of input", ""},
      {SCRIPT, "f(a b)", "missing ) after argument list", "b"},
      {SCRIPT, "f(", "Unexpected end of input", ""},
      {SCRIPT, "a.1", "Unexpected number", ".1"},
      {SCRIPT, "'abc", "Invalid or unexpected token", "'abc"},
      {SCRIPT, "'a\nb'", "Invalid or unexpected token", "'a"},
      {SCRIPT, "a = \u20AC", "Invalid or unexpected token", "\u20AC"},
      {SCRIPT, "/* a", "Invalid or unexpected token", "/*"},
      {SCRIPT, "3in []", "Invalid or unexpected token", "3i"},
      {SCRIPT, "1__0", "Only one underscore is allowed as numeric separator",
       "_"},
      {SCRIPT, "1_",
       "Numeric separators are not allowed at the end of numeric literals",
       "_"},
      {SCRIPT, "'\\u{110000}'", "Undefined Unicode code-point", "\\u{110000"},
      {SCRIPT, "'\\xg'", "Invalid hexadecimal escape sequence", "\\x"},
      {SCRIPT, "`\\01`",
       "Octal escape sequences are not allowed in template strings", "\\0"},
      {SCRIPT, "`a", "Unterminated template literal", "`a"},
      {SCRIPT, "`${a b}`", "Missing } in template expression", "b"},
      {SCRIPT, "/a", "Invalid regular expression: missing /", "/a"},
      {SCRIPT, "/a/gg", "Invalid regular expression flags", "gg"},
      {SCRIPT, "/a/uv", "Invalid regular expression flags", "uv"},
      {SCRIPT, "v\\u0061r x", "Keyword must not contain escaped characters",
       "v\\u0061r"},
      {MODULE, "<!-- a", "HTML comments are not allowed in modules", "<!--"},
      {SCRIPT, "enum", "Unexpected reserved word", "enum"},
  };
  CHECK_ERRORS(rows);
}

static void test_strict(void) {
  static const ErrorCase rows[] = {
      {STRICT, "017", "Octal literals are not allowed in strict mode.", "017"},
      {STRICT, "'\\17'",
       "Octal escape sequences are not allowed in strict mode.", "\\17"},
      {SCRIPT, "function f() { '\\17'; 'use strict' }",
       "Octal escape sequences are not allowed in strict mode.", "\\17"},
      {STRICT, "with (a) b",
       "Strict mode code may not include a with statement", "with"},
      {STRICT, "delete a",
       "Delete of an unqualified identifier in strict mode.", "a"},
      {STRICT, "eval = 1", "Unexpected eval or arguments in strict mode",
       "eval"},
      {STRICT, "var let", "Unexpected strict mode reserved word", "let"},
      {SCRIPT, "function f(eval) { 'use strict' }",
       "Unexpected eval or arguments in strict mode", "eval"},
      {SCRIPT, "function f(a = 1) { 'use strict' }",
       "Illegal 'use strict' directive in function with non-simple parameter "
       "list",
       "'use strict'"},
      {STRICT, "function f(a, a) {}",
       "Duplicate parameter name not allowed in this context", "a"},
      {SCRIPT, "(a, a) => 1",
       "Duplicate parameter name not allowed in this context", "a"},
      {STRICT, "if (1) function f() {}",
       "In strict mode code, functions can only be declared at top level or "
       "inside a block.",
       "function"},
  };
  CHECK_ERRORS(rows);
}

static void test_declarations(void) {
  static const ErrorCase rows[] = {
      {SCRIPT, "let x; let x", "Identifier 'x' has already been declared", "x"},
      {SCRIPT, "var x1; let x1", "Identifier 'x1' has already been declared",
       "x1"},
      {SCRIPT, "let x; { var x }", "Identifier 'x' has already been declared",
       "x"},
      {SCRIPT, "function f(x) { let x }",
       "Identifier 'x' has already been declared", "x"},
      {SCRIPT, "function f(x = 1) { let x }",
       "Identifier 'x' has already been declared", "x"},
      {SCRIPT, "try {} catch (e) { let e }",
       "Identifier 'e' has already been declared", "e"},
      {SCRIPT, "try {} catch ([e]) { var e }",
       "Identifier 'e' has already been declared", "e"},
      {SCRIPT, "for (let i;;) { var i }",
       "Identifier 'i' has already been declared", "i"},
      {STRICT, "{ function f() {} function f() {} }",
       "Identifier 'f' has already been declared", "f"},
      {SCRIPT, "switch (1) { case 1: let a; case 2: let a }",
       "Identifier 'a' has already been declared", "a"},
      {SCRIPT, "let let", "let is disallowed as a lexically bound name", "let"},
      {SCRIPT, "const a", "Missing initializer in const declaration", ""},
      {SCRIPT, "let [a]", "Missing initializer in destructuring declaration",
       ""},
      {SCRIPT, "class A { #a; #a }",
       "Identifier '#a' has already been declared", "#a"},
      {SCRIPT, "a.#b",
       "Private field '#b' must be declared in an enclosing class", "#b"},
      {MODULE, "export {a}", "Export 'a' is not defined in module", "a"},
      {MODULE, "var a, b; export {a, b as a}", "Duplicate export of 'a'", "b"},
      {MODULE, "import {a} from 'b'; let a",
       "Identifier 'a' has already been declared", "a"},
  };
  CHECK_ERRORS(rows);
}

static void test_statements(void) {
  static const ErrorCase rows[] = {
      {SCRIPT, "break", "Illegal break statement", "break"},
      {SCRIPT, "continue",
       "Illegal continue statement: no surrounding iteration statement",
       "continue"},
      {SCRIPT, "for (;;) { break a }", "Undefined label 'a'", "a"},
      {SCRIPT, "a: { continue a }",
       "Illegal continue statement: 'a' does not denote an iteration "
       "statement",
       "a"},
      {SCRIPT, "a: a: b", "Label 'a' has already been declared", "a"},
      {SCRIPT, "a: { function f() { break a } }", "Undefined label 'a'", "a"},
      {SCRIPT, "return", "Illegal return statement", "return"},
      {SCRIPT, "throw\na", "Illegal newline after throw", "throw"},
      {SCRIPT, "try {} a", "Missing catch or finally after try", "a"},
      {SCRIPT, "switch (a) { default: default: }",
       "More than one default clause in switch statement", "default"},
      {SCRIPT, "if (1) let a",
       "Lexical declaration cannot appear in a single-statement context",
       "let"},
      {SCRIPT, "while (1) async function f() {}",
       "Async functions can only be declared at the top level or inside a "
       "block.",
       "async"},
      {SCRIPT, "for (let a, b of c);",
       "Invalid left-hand side in for-of loop: Must have a single binding.",
       "let a, b"},
      {SCRIPT, "for (let a = 1 of c);",
       "for-of loop variable declaration may not have an initializer.",
       "a = 1"},
      {SCRIPT, "for (let.a of b);",
       "The left-hand side of a for-of loop may not be 'let'.", "let.a"},
      {SCRIPT, "for (async of b);",
       "The left-hand side of a for-of loop may not be 'async'.", "async"},
      {SCRIPT, "function () {}", "Function statements require a function name",
       "("},
      {SCRIPT, "import a from 'b'",
       "Cannot use import statement outside a module", "import"},
      {SCRIPT, "import.meta", "Cannot use 'import.meta' outside a module",
       "import.meta"},
      {SCRIPT, "await a",
       "await is only valid in async functions and the top level bodies of "
       "modules",
       "await"},
      {SCRIPT, "using x = a", "A using declaration is not allowed here",
       "using"},
  };
  CHECK_ERRORS(rows);
}

static void test_expressions(void) {
  static const ErrorCase rows[] = {
      {SCRIPT, "1 = a", "Invalid left-hand side in assignment", "1"},
      {SCRIPT, "a?.b = 1", "Invalid left-hand side in assignment", "a?.b"},
      /* a call is refused when it is reached, but for strict code */
      {SCRIPT, "'use strict'; a()++",
       "Invalid left-hand side expression in postfix operation", "a()"},
      {SCRIPT, "++this",
       "Invalid left-hand side expression in prefix operation", "this"},
      {SCRIPT, "[a + 1] = b", "Invalid destructuring assignment target",
       "a + 1"},
      {SCRIPT, "[...a, b] = c", "Rest element must be last element", "...a"},
      {SCRIPT, "[...a,] = c", "Rest element must be last element", "...a"},
      {SCRIPT, "({a = 1})", "Invalid shorthand property initializer", "="},
      {SCRIPT, "[{a = 1}.b] = c", "Invalid shorthand property initializer",
       "="},
      {SCRIPT, "({__proto__: 1, __proto__: 2})",
       "Duplicate __proto__ fields are not allowed in object literals",
       "__proto__"},
      {SCRIPT, "a ?? b || c", "Unexpected token '||'", "||"},
      {SCRIPT, "a && b ?? c", "Unexpected token '?\?'", "?\?"},
      {SCRIPT, "-1 ** 2",
       "Unary operator used immediately before exponentiation expression. "
       "Parenthesis must be used to disambiguate operator precedence",
       "-1 **"},
      {SCRIPT, "()", "Unexpected token ')'", ")"},
      {SCRIPT, "(a, ...b)", "Unexpected token '...'", "..."},
      {SCRIPT, "(...a, b) => 1", "Rest parameter must be last formal parameter",
       "...a"},
      {SCRIPT, "((a)) => 1", "Invalid destructuring assignment target", "a"},
      {SCRIPT, "a\n=> b", "Unexpected token '=>'", "=>"},
      {SCRIPT, "1 + a => b", "Unexpected token '=>'", "=>"},
      {SCRIPT, "new a?.b", "Invalid optional chain from new expression", "?."},
      {SCRIPT, "a?.`b`", "Invalid tagged template on optional chain", "`b`"},
      {SCRIPT, "new import('a')", "Cannot use new with import", "import"},
      {SCRIPT, "super.a", "'super' keyword unexpected here", "super"},
      {SCRIPT, "new.target", "new.target expression is not allowed here",
       "new.target"},
      {SCRIPT, "function* g(a = yield) {}",
       "Yield expression not allowed in formal parameter", "yield"},
      {SCRIPT, "async function f() { (a = await b) => 1 }",
       "Illegal await-expression in formal parameters of async function",
       "await"},
      {SCRIPT, "x = { get a(b) {} }",
       "Getter must not have any formal parameters.", "(b)"},
      {SCRIPT, "x = { set a() {} }",
       "Setter must have exactly one formal parameter.", "()"},
  };
  CHECK_ERRORS(rows);
}

static void test_classes(void) {
  static const ErrorCase rows[] = {
      {SCRIPT, "class A { constructor() {} constructor() {} }",
       "A class may only have one constructor", "constructor"},
      {SCRIPT, "class A { get constructor() {} }",
       "Class constructor may not be an accessor", "constructor"},
      {SCRIPT, "class A { constructor = 1 }",
       "Classes may not have a field named 'constructor'", "constructor"},
      {SCRIPT, "class A { static prototype() {} }",
       "Classes may not have a static property named 'prototype'", "prototype"},
      {SCRIPT, "class A { constructor() { super() } }",
       "'super' keyword unexpected here", "super"},
      {SCRIPT, "class A { #constructor }",
       "Classes may not have a private field named '#constructor'",
       "#constructor"},
      {SCRIPT, "class A { a = arguments }",
       "'arguments' is not allowed in class field initializer or static "
       "initialization block",
       "arguments"},
      {SCRIPT, "class A { static { await } }", "Unexpected reserved word",
       "await"},
      {SCRIPT, "class A { #a; m() { delete this.#a } }",
       "Private fields can not be deleted", "this.#a"},
      {SCRIPT, "class A extends B.#a { #a }",
       "Private field '#a' must be declared in an enclosing class", "#a"},
  };
  CHECK_ERRORS(rows);
}

/* ---- Where ---- */

static void test_position(void) {
  static const char source[] = "a\nb\r\nc\u2028\U0001F600d";
  static const struct {
    u32 offset, line, column;
  } rows[] = {{0, 1, 1}, {1, 1, 2},  {2, 2, 1},  {5, 3, 1},
              {9, 4, 1}, {13, 4, 3}, {14, 4, 4}, {99, 4, 4}};
  for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
    u32 line, column;
    source_position(source, sizeof source - 1, rows[i].offset, &line, &column);
    CHECK_INTEGER(line, rows[i].line);
    CHECK_INTEGER(column, rows[i].column);
  }
}

static void check_excerpt(const char *source, const char *wanted) {
  Tree tree;
  SyntaxError error;
  Buffer out = {};
  REQUIRE(
      !parse_script(&tree, source, strlen(source), (ParseOptions){}, &error));
  source_excerpt("a.js", source, strlen(source), &error, &out);
  CHECK_TEXT(out.bytes, wanted);
  buffer_free(&out);
  tree_free(&tree);
}

static void test_excerpt(void) {
  check_excerpt("let a;\n\tlet  abc 1;\nb",
                "a.js:2:11: SyntaxError: Unexpected number\n"
                " let  abc 1;\n"
                "          ^\n");
  check_excerpt("a(\n",
                "a.js:2:1: SyntaxError: Unexpected end of input\n\n^\n");
  Buffer wide = {}, wanted = {};
  for (int i = 0; i < 30; i++)
    buffer_text(&wide, "\u00E9bcde;");
  buffer_text(&wide, "x yz");
  buffer_format(&wanted, "a.js:1:183: SyntaxError: Unexpected identifier "
                         "'yz'\n...cde;");
  for (int i = 0; i < 9; i++)
    buffer_text(&wanted, "\u00E9bcde;");
  buffer_text(&wanted, "x yz\n");
  buffer_format(&wanted, "%*s^^\n", 63, "");
  check_excerpt(wide.bytes, wanted.bytes);
  buffer_free(&wide);
  buffer_free(&wanted);
}

int main(void) {
  RUN(test_tokens);
  RUN(test_strict);
  RUN(test_declarations);
  RUN(test_statements);
  RUN(test_expressions);
  RUN(test_classes);
  RUN(test_position);
  RUN(test_excerpt);
  return check_finish();
}
