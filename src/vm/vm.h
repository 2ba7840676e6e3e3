/* vm.h - the virtual machine: running scripts, calling functions, and the
 * operations of the language that may run the program's own code.
 *
 * One discipline for errors everywhere: a function that can throw returns
 * false (or NULL); the exception is then vm->exception. Whoever gets false
 * passes it up at once, or takes the exception with vm_take_exception.
 *
 * Rooting: a Value that only C knows must be in a ROOT (heap/heap.h) across
 * anything that may allocate, which is nearly everything here. Arguments of a
 * native call, and values passed as arguments to the functions below, are kept
 * alive by the callee for the length of the call.
 */
#ifndef GLASSHEAP_VM_VM_H
#define GLASSHEAP_VM_VM_H

#include "base/vector.h"
#include "vm/frame.h"
#include "vm/jobs.h"

typedef enum ErrorKind : u8 {
  ERROR_ERROR,
  ERROR_TYPE,
  ERROR_RANGE,
  ERROR_REFERENCE,
  ERROR_SYNTAX,
  ERROR_EVAL,
  ERROR_URI,
  ERROR_AGGREGATE,
  ERROR_SUPPRESSED,
} ErrorKind;

/* An Error object; message, stack and cause are ordinary properties. */
typedef struct ErrorObject {
  Object object;
  ErrorKind kind;
  bool is_memory; /* made by vm_throw_memory */
} ErrorObject;

/* A Boolean, Number, BigInt, String or Symbol object. */
typedef struct Wrapper {
  Object object;
  Value primitive;
} Wrapper;

/* A Proxy; both null once it is revoked. */
typedef struct Proxy {
  Object object;
  Value target, handler;
} Proxy;

/* Where a run's randomness and time come from: inputs that a recording keeps.
 */
typedef struct Inputs {
  u64 random[2];         /* xorshift128+ state, from the seed */
  u64 start_ns;          /* Unix time at which the run began */
  bool virtual_clock;    /* time is a function of ticks: same in every replay */
  u64 waited_ns;         /* of a virtual clock: by which waiting has moved it */
  const char *time_zone; /* as the variable TZ has it; NULL: UTC */
  const char *locale;    /* as the variable LANG has it; NULL: en-US */
} Inputs;

typedef enum Stream : u8 { STREAM_OUT, STREAM_ERROR } Stream;

/* How a parked function goes on: with a value, with an exception, or by
 * returning. */
typedef enum ResumeMode : u8 {
  RESUME_NEXT,
  RESUME_THROW,
  RESUME_RETURN,
} ResumeMode;

typedef struct MegamorphicEntry {
  Key key;
  CacheEntry entry;
} MegamorphicEntry;
constexpr u32 MEGAMORPHIC_ENTRIES = 1024;

/* The code that an eval's text became, when it was called from there. */
typedef struct EvalCacheEntry {
  const CodeBlock *site; /* NULL: free */
  u32 unit, flags;
  String *text;
  CodeBlock *code;
} EvalCacheEntry;
constexpr u32 EVAL_CACHE_ENTRIES = 64;

/* Whether hot functions are optimised. */
typedef enum OptimiseMode : u8 {
  OPTIMISE_HOT,
  OPTIMISE_NEVER,
  OPTIMISE_STRESS, /* at every tick, whatever runs */
} OptimiseMode;

/* At the ticks of the run that are multiples of `interval` the running function
 * gets a little hotter: the same ones in every replay. */
typedef struct Sampling {
  u64 next; /* tick of the next sample; UINT64_MAX: never */
  u32 interval;
  u8 heat_needed; /* samples after which a function is optimised */
  u8 deopts_most; /* with that many it stays in its baseline */
} Sampling;

constexpr u32 LAST_CAPTURES = 10;
constexpr u32 REGEXP_CODES = 128;

struct StackTrace;

struct VM {
  Isolate isolate; /* must be first */

  /* The register stack. `registers` and `pc` are those of the running frame
   * whenever C code runs; the interpreter saves them before it leaves its
   * loop. */
  Value *stack, *stack_end;
  Value *registers;
  const Unit *pc;
  Value *native_top; /* end of the words in use above the running frame */

  Value exception;     /* valid when a function returned false */
  bool is_terminating; /* the exception cannot be caught: out of memory
                          beyond help, stopped by the user, time limit */

  /* Ticks. `fuel` counts down at every function entry and backward jump; at
   * zero the interpreter calls vm_interrupt. ticks = tick_end - fuel. */
  volatile i32 fuel;
  u64 tick_end;
  u64 fuel_end; /* the tick that whoever set the fuel waits for */
  bool (*on_interrupt)(VM *vm, void *context); /* or NULL */
  void *interrupt_context;
  volatile bool stop_requested; /* set from a signal handler or the server */
  Sampling sampling;            /* which functions are hot (optimise.h) */

  /* The interpreter in use (interpreter.h), and the watcher of the watched
   * one: called before every instruction with vm->pc and vm->registers set. */
  const struct RunTable *table;
  bool (*on_step)(VM *vm, void *context); /* false: stop the run */
  void *step_context;
  Value result;              /* of the entry frame that just returned */
  const Unit *returned_from; /* its return instruction */
  bool result_is_object;     /* a generator gave the result object of another */
  /* What the next Resume instruction finds. */
  Value resumption;
  ResumeMode resume_mode;
  /* Where the pending exception was thrown, while that frame is still whole:
   * an uncaught one can be looked at there. */
  Value *thrown_registers;
  const Unit *thrown_pc;
  char *c_stack_limit; /* recursion in C ends here */

  Inputs inputs;
  VECTOR(Source *) sources; /* by id - 1; NULL: text of an eval, gone */
  MegamorphicEntry *megamorphic;
  EvalCacheEntry *eval_cache; /* EVAL_CACHE_ENTRIES */
  /* The last SyntaxError of an eval, held by nobody here (undefined once it is
   * gone), and where in the text it is: a line of it with carets below. */
  Value syntax_error;
  Buffer syntax_excerpt;
  u64 cache_changes;
  /* The internal methods of kinds that are not ordinary (exotic.h), or NULL;
   * and the trap that last refused something, for the TypeError. */
  const struct ExoticMethods *exotics[KIND_COUNT];
  const char *refused_trap;

  JobQueue jobs;
  u64 held_tick; /* when the program's function had returned (jobs.h) */
  /* Promises that were rejected while nobody handled that (promise.h). */
  VECTOR(struct Promise *) rejections;
  /* Those that the host has complained about, and that were handled since. */
  VECTOR(struct Promise *) handled_late;
  /* What AsyncLocalStorage finds: taken along by reactions, jobs and whatever
   * else the host queues; undefined, or a cell of the host's. */
  Value async_context;
  /* What WeakRefs gave out in this turn of the event loop: kept alive until
   * all its jobs have run. */
  VECTOR(Cell *) kept_objects;
  u64 turn; /* from 1 */
  /* FinalizationRegistries, weakly, in the order they were made; and whether a
   * cleanup waits (library/finalization.h). */
  VECTOR(struct FinalizationRegistry *) registries;
  bool finalization_due;
  bool has_waiters; /* promises of waitAsync may be due (waiters.h) */

  /* Every module that was made, and how many of them began to wait. */
  VECTOR(struct Module *) modules;
  u32 async_modules;
  /* The host's: finds the module that `specifier` names in the text of
   * `referrer`, loading it if need be; `attributes` is an array of keys and
   * values, or undefined. NULL: threw. And what import.meta is to have. */
  struct Module *(*load_module)(VM *vm, const Source *referrer, Value specifier,
                                Value attributes);
  bool (*fill_meta)(VM *vm, struct Module *module, Object *meta);

  /* Regular expressions: the memory of their matching; the last match, which
   * RegExp.$1 and the like tell of; and codes by their text, to be used again
   * (they live as long as somebody else refers to them). */
  RegexpMatcher matcher;
  struct LastMatch {
    String *input; /* or NULL */
    u32 captures[2 * LAST_CAPTURES];
    u32 count; /* groups, group 0 included; those beyond are not kept */
    u32 last_start, last_end; /* of the last group */
    Value set_input;          /* what RegExp.input was set to, or undefined */
  } last_match;
  RegexpCode *regexp_codes[REGEXP_CODES];

  struct JoinEntry *joins; /* arrays being joined, for cycles (library/) */

  /* One step of a built-in iterator without a call and a result object, when
   * `next` is the method it was made with; `*handled` is false for all others.
   * The library's; NULL before it is open. */
  bool (*advance_builtin)(VM *vm, Value iterator, Value next, Value *item,
                          bool *done, bool *handled);

  /* What the library keeps outside the heap: freed by `close_library`. */
  struct TimeZone *time_zone;
  char *default_locale;  /* its tag, once it was asked for */
  void *date_formats[3]; /* for Date.prototype.toLocaleString: ICU's */
  void *number_format;   /* for Number.prototype.toLocaleString: ICU's */
  void *collator;        /* for String.prototype.localeCompare: ICU's */
  /* What Error.prepareStackTrace makes of a trace; a hole, when there is no
   * such function. The library's; NULL before it is open. */
  bool (*prepare_stack)(VM *vm, Object *error, struct StackTrace *trace,
                        Value *stack);
  void (*close_library)(VM *vm);

  bool is_preparing_stack; /* by Error.prepareStackTrace */

  /* The host. */
  void (*write)(VM *vm, Stream stream, const char *text, size_t length);
  void *host;       /* the host floor's own */
  char **arguments; /* of the program */
  u32 argument_count;

  struct Counting *counting; /* of the instance that counts (counting.h) */
};

typedef struct VMOptions {
  HeapOptions heap;
  u64 stack_bytes; /* register stack, 0 default (8 MiB) */
  u64 seed;        /* of Math.random */
  u64 start_ns;
  bool virtual_clock;
  const char *time_zone, *locale; /* see Inputs; must outlive the VM */
  OptimiseMode optimise;
} VMOptions;

/* vm_open - a machine with an empty global object (library_open fills it).
 * False when memory cannot be reserved. */
bool vm_open(VM *vm, VMOptions options);
void vm_close(VM *vm);

/* vm_add_source - takes a copy of the text; `name` is as people gave it. */
Source *vm_add_source(VM *vm, const char *name, const char *text,
                      size_t length);
/* vm_drop_source - frees a source that no code block uses. */
void vm_drop_source(Source *source);
/* vm_run_script - compiles and runs a script. A syntax error is thrown as a
 * SyntaxError whose `stack` begins with file:line:column, the line and a caret.
 * `is_sole`: no other script will look at its bindings. */
bool vm_run_script(VM *vm, Source *source, bool is_sole, Value *result);
/* vm_compile - only compiles; the function object for vm_call, or NULL. */
Function *vm_compile(VM *vm, Source *source, bool is_sole);
/* vm_compile_commonjs - the text as the body of a function with the parameters
 * exports, require, module, __filename and __dirname; or NULL. */
Function *vm_compile_commonjs(VM *vm, Source *source);

/* vm_eval - the value of a string's text as indirect eval has it. */
bool vm_eval(VM *vm, Value text, Value *result);
/* vm_new_function - CreateDynamicFunction: a function whose parameters and
 * body (the last of the strings, if any) are texts; `words` is "function",
 * "async function*" or the like. */
bool vm_new_function(VM *vm, const char *words, const Value *strings, u32 count,
                     Value *result);

/* ---- Exceptions --------------------------------------------------------- */

/* vm_throw - always false. */
bool vm_throw(VM *vm, Value exception);
/* vm_throw_error - throws a new error of that kind with a formatted message
 * (UTF-8) and a stack trace of the moment. Always false. */
bool vm_throw_error(VM *vm, ErrorKind kind, const char *format, ...)
    PRINTF_LIKE(3, 4);
#define vm_throw_type(vm, ...) vm_throw_error(vm, ERROR_TYPE, __VA_ARGS__)
#define vm_throw_range(vm, ...) vm_throw_error(vm, ERROR_RANGE, __VA_ARGS__)
/* vm_throw_syntax - throws a SyntaxError about a place of a source; its stack
 * begins with where that is, the line and a caret. */
struct SyntaxError;
void vm_throw_syntax(VM *vm, Source *source, const struct SyntaxError *error);
/* vm_throw_memory - RangeError: out of memory. Always false. */
bool vm_throw_memory(VM *vm);
/* vm_is_memory_error - is that what vm_throw_memory has thrown? */
bool vm_is_memory_error(Value exception);
/* vm_take_exception - the exception, which is then no longer pending. */
Value vm_take_exception(VM *vm);
/* vm_new_error - an error object with message and stack; never fails. */
Object *vm_new_error(VM *vm, ErrorKind kind, Value message);
/* vm_capture_stack - gives an object a `stack`: its text, made when it is read,
 * begins with "TypeError: message" as the object says it, and has a line for
 * each frame up to Error.stackTraceLimit, those above and including `until` (a
 * function, or NULL) left out (stack_trace.h). */
bool vm_capture_stack(VM *vm, Object *object, Object *until);
/* vm_describe_for_message - a short text for a value in an error message. */
void vm_describe_for_message(VM *vm, Value value, Buffer *out);

/* ---- Calls -------------------------------------------------------------- */

/* vm_call - calls any callable; `*result` is its result. */
bool vm_call(VM *vm, Value function, Value this_value, const Value *arguments,
             u32 count, Value *result);
/* vm_construct - new; `new_target` is usually the constructor itself. */
bool vm_construct(VM *vm, Value constructor, Value new_target,
                  const Value *arguments, u32 count, Value *result);
bool value_is_constructor(Value value);
/* vm_add_realm - makes another realm and enters it; the library fills it
 * (library_open). vm_enter_realm - that realm runs from now on; returns which
 * one did. Calls enter the realms of their functions by themselves. */
u32 vm_add_realm(VM *vm);
u32 vm_enter_realm(VM *vm, u32 realm);
/* vm_function_realm - GetFunctionRealm; false: threw (a revoked proxy). */
bool vm_function_realm(VM *vm, Value function, u32 *realm);
/* vm_prototype_for - GetPrototypeFromConstructor for native constructors:
 * new_target.prototype when that is an object, else the intrinsic of
 * new_target's realm. False: threw. `new_target` undefined gives the intrinsic.
 */
bool vm_prototype_for(VM *vm, Value new_target, Intrinsic fallback,
                      Value *prototype);
/* vm_check - for long loops in native code: false when the run must stop or
 * memory ran out (then thrown). Cheap. */
ALWAYS_INLINE bool vm_check(VM *vm);
/* vm_check_stack - for C code that calls itself: RangeError when the C stack is
 * nearly used up. Cheap. */
ALWAYS_INLINE bool vm_check_stack(VM *vm);

/* ---- Properties --------------------------------------------------------- */

/* vm_get - value[key]: primitives are looked up on their prototypes, getters
 * run. TypeError for null and undefined. */
bool vm_get(VM *vm, Value object, Key key, Value *result);
/* vm_get_with_receiver - [[Get]] with another receiver (super, Reflect). */
bool vm_get_with_receiver(VM *vm, Object *object, Key key, Value receiver,
                          Value *result);
/* vm_set - object[key] = value; with `strict` a failure is a TypeError, else
 * it is silent. */
bool vm_set(VM *vm, Value object, Key key, Value value, bool strict);
/* vm_set_with_receiver - [[Set]]; `*done` false when it was refused. */
bool vm_set_with_receiver(VM *vm, Object *object, Key key, Value value,
                          Value receiver, bool *done);
bool vm_has(VM *vm, Object *object, Key key, bool *result);
/* vm_get_own - [[GetOwnProperty]]. What the property refers to may be fresh:
 * root its value. */
bool vm_get_own(VM *vm, Object *object, Key key, Property *property,
                bool *found);
/* vm_own_keys - [[OwnPropertyKeys]]: a fresh array whose items are the bits of
 * each Key. NULL: threw. Rooted by the caller, it keeps keys alive that code
 * of the program deletes. */
Object *vm_own_keys(VM *vm, Object *object);
/* vm_delete - [[Delete]]; with strict a refusal is a TypeError. */
bool vm_delete(VM *vm, Value object, Key key, bool strict, bool *result);
/* vm_get_index, vm_set_index - the same with an integer key up to 2^53 - 1
 * (array-likes may be longer than arrays). vm_set_index is strict. */
bool vm_get_index(VM *vm, Value object, double index, Value *result);
bool vm_set_index(VM *vm, Value object, double index, Value value);
/* vm_key_from_number - the key of a nonnegative integer. */
Key vm_key_from_number(VM *vm, double index);
/* vm_length - ToLength(Get(object, "length")). */
bool vm_length(VM *vm, Value object, double *length);

/* A property descriptor, with what is present. */
typedef struct Descriptor {
  bool has_value, has_get, has_set, has_writable, has_enumerable,
      has_configurable;
  bool writable, enumerable, configurable;
  Value value, get, set;
} Descriptor;
/* descriptor_default - of a data property with all attributes, as an assignment
 * makes it. */
ALWAYS_INLINE Descriptor descriptor_default(Value value) {
  return (Descriptor){.has_value = true,
                      .has_writable = true,
                      .has_enumerable = true,
                      .has_configurable = true,
                      .writable = true,
                      .enumerable = true,
                      .configurable = true,
                      .value = value};
}
/* vm_define - [[DefineOwnProperty]] with validation; a refusal is `*done`
 * false, or with `strict` a TypeError. */
bool vm_define(VM *vm, Object *object, Key key, const Descriptor *descriptor,
               bool strict, bool *done);
/* vm_create_property - CreateDataPropertyOrThrow: value with default
 * attributes. */
bool vm_create_property(VM *vm, Object *object, Key key, Value value);
/* vm_create_index - the same for an integer key. */
bool vm_create_index(VM *vm, Object *object, double index, Value value);
/* vm_to_descriptor, vm_from_descriptor - ToPropertyDescriptor and back. */
bool vm_to_descriptor(VM *vm, Value object, Descriptor *descriptor);
bool vm_from_descriptor(VM *vm, const Descriptor *descriptor, Value *object);
bool vm_from_property(VM *vm, const Property *property, Value *object);
/* define_is_compatible - ValidateAndApplyPropertyDescriptor, the part that
 * says whether an existing property may become what the descriptor asks for. */
bool define_is_compatible(VM *vm, const Property *own,
                          const Descriptor *descriptor);
/* vm_get_prototype, vm_is_extensible, vm_prevent_extensions - the internal
 * methods of these names. */
bool vm_get_prototype(VM *vm, Object *object, Value *prototype);
bool vm_is_extensible(VM *vm, Object *object, bool *result);
bool vm_prevent_extensions(VM *vm, Object *object, bool *done);
/* vm_set_prototype - [[SetPrototypeOf]] with its checks. */
bool vm_set_prototype(VM *vm, Object *object, Value prototype, bool *done);
/* vm_set_array_length - ArraySetLength for a number already converted. */
bool vm_set_array_length(VM *vm, Object *array, u32 length, bool strict,
                         bool *done);

/* vm_get_method - undefined when null or undefined; TypeError if not
 * callable. */
bool vm_get_method(VM *vm, Value object, Key key, Value *method);
/* vm_invoke - object[key](...arguments). */
bool vm_invoke(VM *vm, Value object, Key key, const Value *arguments, u32 count,
               Value *result);
/* vm_species - SpeciesConstructor(object, default). */
bool vm_species(VM *vm, Object *object, Value fallback, Value *constructor);

/* ---- Conversions and comparisons ---------------------------------------- */

bool vm_to_boolean(Value value); /* never throws */
bool vm_to_number_slow(VM *vm, Value value, double *result);
ALWAYS_INLINE bool vm_to_number(VM *vm, Value value, double *result) {
  if (likely(value_is_number(value))) {
    *result = value_to_number(value);
    return true;
  }
  return vm_to_number_slow(vm, value, result);
}
/* vm_to_numeric - ToNumeric: a number or a BigInt. */
bool vm_to_numeric(VM *vm, Value value, Value *result);
/* vm_to_bigint - ToBigInt: no number becomes one. */
bool vm_to_bigint(VM *vm, Value value, Value *result);
/* vm_to_integer - ToIntegerOrInfinity. */
bool vm_to_integer(VM *vm, Value value, double *result);
bool vm_to_int32(VM *vm, Value value, i32 *result);
bool vm_to_uint32(VM *vm, Value value, u32 *result);
bool vm_to_length(VM *vm, Value value, double *result);
/* vm_to_string - NULL when it threw. The result is flat. */
String *vm_to_string(VM *vm, Value value);
/* vm_to_string_value - the same, but a rope stays a rope. */
bool vm_to_string_value(VM *vm, Value value, Value *result);
bool vm_to_key(VM *vm, Value value, Key *key);
/* vm_to_object - TypeError for null and undefined. */
Object *vm_to_object(VM *vm, Value value);
typedef enum PrimitiveHint : u8 {
  HINT_DEFAULT,
  HINT_NUMBER,
  HINT_STRING,
} PrimitiveHint;
bool vm_to_primitive(VM *vm, Value value, PrimitiveHint hint, Value *result);
/* vm_ordinary_to_primitive - of an object, by valueOf and toString alone. */
bool vm_ordinary_to_primitive(VM *vm, Value object, PrimitiveHint hint,
                              Value *result);
/* vm_number_to_string - the shared or fresh string of a number. */
String *vm_number_to_string(VM *vm, Value number);
String *vm_typeof(VM *vm, Value value);
bool vm_strict_equal(VM *vm, Value a, Value b);
bool vm_loose_equal(VM *vm, Value a, Value b, bool *result);
bool vm_same_value(VM *vm, Value a, Value b);
bool vm_same_value_zero(VM *vm, Value a, Value b);
bool vm_instance_of(VM *vm, Value value, Value target, bool *result);
bool vm_ordinary_has_instance(VM *vm, Value target, Value value, bool *result);
/* vm_has_prototype - whether `prototype` is in the chain of an object. */
bool vm_has_prototype(VM *vm, Object *object, Object *prototype, bool *result);
bool vm_is_array(VM *vm, Value value, bool *result);

/* ---- Iteration ---------------------------------------------------------- */

/* vm_iterate - calls `each` for every item of an iterable; when it returns
 * false the iterator is closed and, unless `*stop` was set, the exception
 * passes up. Plain arrays are read directly while iteration is pristine. */
typedef bool IterateFunction(VM *vm, void *context, Value item, bool *stop);
bool vm_iterate(VM *vm, Value iterable, IterateFunction *each, void *context);
/* vm_iterator_result - {value, done}. */
Object *vm_iterator_result(VM *vm, Value value, bool done);

/* ---- Time, randomness, interrupts --------------------------------------- */

/* vm_ticks - function entries and backward jumps so far. */
ALWAYS_INLINE u64 vm_ticks(const VM *vm) {
  return vm->tick_end - (u64)(i64)vm->fuel;
}
/* vm_set_fuel - calls on_interrupt after `ticks` more. */
void vm_set_fuel(VM *vm, i32 ticks);
/* vm_begin_ticks - the next tick is number 0, and calls on_interrupt. */
void vm_begin_ticks(VM *vm);
/* vm_pull_interrupt - makes the interpreter call vm_interrupt at its next tick;
 * no tick is lost or counted twice. */
void vm_pull_interrupt(VM *vm);
/* vm_interrupt - what the interpreter does when fuel is used up; false when
 * it threw. */
bool vm_interrupt(VM *vm);
/* vm_random - in [0, 1). */
double vm_random(VM *vm);
/* vm_wait_until - waits until the run's clock shows that; a virtual clock is
 * moved at once. False: the run must stop (thrown). */
bool vm_wait_until(VM *vm, u64 ns);
/* vm_now_ns - nanoseconds since the run began, by the run's clock. */
u64 vm_now_ns(VM *vm);

ALWAYS_INLINE bool vm_check(VM *vm) {
  return likely(vm->fuel > 0 && !vm->isolate.heap.over_limit) ||
         vm_interrupt(vm);
}

ALWAYS_INLINE bool vm_check_stack(VM *vm) {
  char here;
  return likely(&here > vm->c_stack_limit) ||
         vm_throw_range(vm, "Maximum call stack size exceeded");
}

#endif
