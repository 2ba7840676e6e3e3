/* Realms: programs of one see the globals of the other only through what they
 * are handed, and functions run where they were made. */
#include "tests/check.h"

#include "library/library.h"

static VM vm;

static Value run(const char *text) {
  Source *source = vm_add_source(&vm, "test.js", text, strlen(text));
  Value result = VALUE_UNDEFINED;
  ROOT_CELL(&vm.isolate.heap, Function, script, vm_compile(&vm, source, false));
  REQUIRE(script != NULL);
  REQUIRE(vm_call(&vm, value_from_cell(script),
                  value_from_cell(vm.isolate.global), NULL, 0, &result));
  return result;
}

static bool is_true(const char *expression) {
  Buffer text = {};
  buffer_format(&text, "answer = eval(%s)", expression);
  run(text.bytes);
  buffer_free(&text);
  Value answer;
  vm_get(&vm, value_from_cell(vm.isolate.global),
         key_from_c(&vm.isolate, "answer"), &answer);
  return value_is_true(answer);
}

/* The second realm; its global is `other` of the first one. */
static void open_both(bool stress) {
  REQUIRE(vm_open(
      &vm, (VMOptions){.heap.stress = stress ? STRESS_COLLECT : STRESS_NONE}));
  library_open(&vm);
  run("function before() { return this }");
  u32 first = vm.isolate.realm_index;
  vm_add_realm(&vm);
  library_open(&vm);
  Value other = value_from_cell(vm.isolate.global);
  CHECK_INTEGER(vm_enter_realm(&vm, first), 1);
  REQUIRE(vm_set(&vm, value_from_cell(vm.isolate.global),
                 key_from_c(&vm.isolate, "other"), other, true));
}

static void test_intrinsics(void) {
  CHECK(is_true("'other.Array !== Array'"));
  CHECK(is_true("'other.Symbol.iterator === Symbol.iterator'"));
  CHECK(is_true("'!(other.eval(\"[]\") instanceof Array)'"));
  CHECK(is_true("'Array.isArray(other.eval(\"[1]\"))'"));
  CHECK(is_true("'[...other.eval(\"[1, 2]\")].length === 2'"));
  CHECK(is_true("'other.eval(\"({})\").constructor === other.Object'"));
  CHECK(is_true("'other.eval(\"(function () {})\").constructor === "
                "other.Function'"));
}

/* Strings are shared, and have the methods of whoever asks. */
static void test_primitives(void) {
  run("String.prototype.own = function () { return 'here' }");
  run("other.String.prototype.own = function () { return 'there' }");
  run("other.ask = other.eval('(text) => text.own()')");
  CHECK(is_true("'\"x\".own() === \"here\"'"));
  CHECK(is_true("'other.ask(\"x\") === \"there\"'"));
  CHECK(is_true("'\"x\".own() === \"here\"'"));
}

static void test_calls(void) {
  CHECK(is_true("'other.eval(\"(function () { return this })\")() === other'"));
  CHECK(is_true("'before() === globalThis'"));
  run("other.callback = before");
  CHECK(is_true("'other.eval(\"callback()\") === globalThis'"));
  CHECK(is_true("'other.eval(\"[1].map(callback)[0]\") === globalThis'"));
  CHECK(is_true("'new (other.eval(\"(class {})\"))() instanceof "
                "other.Object'"));
}

static void test_errors(void) {
  run("function caught(run) { try { run() } catch (e) { return e } }");
  CHECK(is_true("'caught(other.eval(\"() => null.x\")) instanceof "
                "other.TypeError'"));
  CHECK(is_true("'caught(() => other.Array(-1)) instanceof other.RangeError'"));
  CHECK(is_true("'caught(() => null.x) instanceof TypeError'"));
  CHECK(is_true("'caught(other.eval(\"class C {}; C\")) instanceof "
                "other.TypeError'"));
}

/* Where new.target has no prototype to give, its realm does. */
static void test_fallback(void) {
  run("other.f = other.eval('(function () {})'); other.f.prototype = null");
  CHECK(is_true("'Reflect.construct(Array, [], other.f) instanceof "
                "other.Array'"));
  CHECK(is_true("'Reflect.construct(function () {}, [], other.f) instanceof "
                "other.Object'"));
}

static void test_scripts(void) {
  run("let lexical = 'here'");
  CHECK(is_true("'other.eval(\"typeof lexical\") === \"undefined\"'"));
  CHECK(is_true("'lexical === \"here\"'"));
}

static void test_realms(bool stress) {
  open_both(stress);
  test_intrinsics();
  test_primitives();
  test_calls();
  test_errors();
  test_fallback();
  test_scripts();
  vm_close(&vm);
}

static void test_two_realms(void) {
  test_realms(false);
}

static void test_two_realms_under_stress(void) {
  test_realms(true);
}

int main(void) {
  RUN(test_two_realms);
  RUN(test_two_realms_under_stress);
  return check_finish();
}
