/* code_block.h - the bytecode of one function, and all that belongs to it.
 *
 *   CodeBlock --> instructions   u16 units (instructions.def)
 *             --> constants      values: numbers, atoms, code blocks, Shapes,
 *                                scope infos, lists
 *             --> caches         one inline cache for each C operand
 *             --> handlers       ranges of code and where exceptions go
 *             --> positions      which source each instruction comes from
 *             --> variables      which register or environment slot is what,
 *                                and over which range of code
 *
 * Registers of a frame: r0 is `this`, r1.. the parameters, then variables and
 * temporaries. A call's window lies at the end of the caller's registers, so
 * arguments are not copied: its first FRAME_WORDS registers become the
 * callee's frame header, the next its `this`, and so on.
 */
#ifndef GLASSHEAP_BYTECODE_CODE_BLOCK_H
#define GLASSHEAP_BYTECODE_CODE_BLOCK_H

#include "object/isolate.h"

typedef u16 Unit;

typedef enum Opcode : u16 {
#define INSTRUCTION(name, operands, synopsis) OP_##name,
#include "bytecode/instructions.def"
#undef INSTRUCTION
  OPCODE_COUNT,
  /* what only optimised code has (optimised_code.h) */
  OPCODE_BEFORE_OPTIMISED = OPCODE_COUNT - 1,
#define OPTIMISED(name, baseline, operands, checks, synopsis) OP_##name,
#include "bytecode/optimised.def"
#undef OPTIMISED
  OPCODE_ALL,
} Opcode;

/* Words of a call's window before `this`: struct Frame of vm/frame.h. */
constexpr u32 FRAME_WORDS = 6;

/* Where source came from; the VM owns it and keeps it until it closes. */
typedef struct Source {
  char *name; /* file name as given */
  char *text; /* UTF-8, zero after it */
  u32 length;
  u32 id;                /* 1, 2, ... in order of loading */
  struct Module *module; /* whose text it is, or NULL; the VM keeps it alive */
  char *path;            /* of its file, where that is not its name */
  u32 *line_starts;      /* byte offset of each line; made by vm_add_source */
  u32 line_count;
  bool is_eval; /* text of the program's own: goes with its last code block */
  char *origin; /* of such a text without a name: "eval at f (file:1:2)" */
  u32 users;    /* of such a text: its code blocks */
  void *owner;
  void (*drop)(struct Source *source); /* the last code block is gone */
} Source;

/* source_locate - line and column from 1 (column in UTF-16 units). */
void source_locate(const Source *source, u32 offset, u32 *line, u32 *column);

/* source_append_place - "file:1:2", or "eval at f (file:1:2), <anonymous>:3:4".
 */
void source_append_place(const Source *source, u32 offset, Buffer *out);

/* ---- Inline caches ------------------------------------------------------ */

typedef enum CacheState : u8 {
  CACHE_UNINITIALISED,
  CACHE_MONOMORPHIC,
  CACHE_POLYMORPHIC, /* two to four Shapes */
  CACHE_MEGAMORPHIC, /* more: the VM's shared table is asked */
} CacheState;

typedef enum CachePlace : u8 {
  CACHE_INLINE,   /* own, inside the object */
  CACHE_SLOTS,    /* own, out of line */
  CACHE_HOLDER,   /* in a prototype */
  CACHE_ABSENT,   /* nowhere on the chain */
  CACHE_ADD,      /* a write that goes to another Shape */
  CACHE_GETTER,   /* an accessor; offset in `holder` or own */
  CACHE_VARIABLE, /* a let, const or class of a script: holder is its
                     Environment, offset its slot */
} CachePlace;

typedef struct CacheEntry {
  u32 shape;     /* compressed; 0: empty */
  u32 new_shape; /* CACHE_ADD: the Shape afterwards */
  u32 epoch;     /* prototype_epoch when this was learned; only compared for
                    HOLDER, ABSENT, ADD and GETTER */
  u16 offset;    /* INLINE: in words from the start of the object; else slot */
  CachePlace place;
  u8 unused;
  Cell *holder;
} CacheEntry;

typedef struct InlineCache {
  CacheEntry first;
  CacheEntry *more; /* three further entries, or NULL */
  CacheState state;
  u8 count; /* entries in use */
  u16 unused;
} InlineCache; /* how often it was hit and missed is counted by running again:
                  watch/cache_counts.h */

/* The most caches that a code block has: in one that would need more, all the
 * others share the last, which is megamorphic from the start. */
constexpr u32 CODE_CACHES_MAX = UINT16_MAX;

/* inline_cache_grow - room for the three further entries, all empty. */
void inline_cache_grow(Heap *heap, InlineCache *cache);

/* ---- Flags in instructions ---------------------------------------------- */

/* The last operand of DefineMethod. */
constexpr u32 METHOD_ENUMERABLE = 1; /* in an object literal */
constexpr u32 METHOD_GETTER = 2;
constexpr u32 METHOD_SETTER = 4;

/* The last operand of SetFunctionName: what comes before the name. */
typedef enum NamePrefix : u16 {
  NAME_PLAIN,
  NAME_GET,
  NAME_SET,
} NamePrefix;

/* The first operand of ThrowError: the values of vm/vm.h's ErrorKind. */
typedef enum ThrownError : u16 {
  THROWN_ERROR,
  THROWN_TYPE_ERROR,
  THROWN_RANGE_ERROR,
  THROWN_REFERENCE_ERROR,
  THROWN_SYNTAX_ERROR,
} ThrownError;

/* What DeclareGlobals declares. */
typedef enum DeclaredKind : u8 {
  DECLARED_VAR,
  DECLARED_FUNCTION,
  DECLARED_LET, /* or class */
  DECLARED_CONST,
  DECLARED_HOISTED, /* a var for functions in blocks, if nothing is in the way
                     */
} DeclaredKind;

/* ---- Code blocks -------------------------------------------------------- */

typedef struct Handler {
  u32 start, end; /* units of code covered, half open; inner ones first */
  u32 target;     /* where to go on */
  u32 exception;  /* register that gets the exception */
} Handler;

/* A statement's first instruction has an entry of the whole statement, and
 * behind it (with the same unit) one of its own when it has a source range of
 * its own. */
typedef struct Position {
  u32 unit;         /* first unit of an instruction; applies until the next */
  u32 source_start; /* byte range of the expression or statement */
  u32 source_end;
  u32 is_statement : 1; /* a statement begins here: where stepping stops */
  u32 lead : 31;        /* source_start is so far into the expression: that
                           of o.list.first() is where `first` stands */
} Position;

typedef struct VariableInfo {
  Value name;      /* atom */
  u32 start, end;  /* units over which it is in scope and initialised (a
                      let before its declaration is not) */
  u32 place;       /* register, or slot of an environment */
  u16 environment; /* 0: in register `place`; else 1 + the register that
                      holds the environment */
  u8 kind;         /* VariableKind of syntax/tree.h */
  u8 unused;
} VariableInfo;

constexpr u32 CODE_STRICT = 1;
constexpr u32 CODE_ARROW = 2;
constexpr u32 CODE_METHOD = 4; /* no prototype, not a constructor */
constexpr u32 CODE_CLASS = 8;  /* class constructor */
constexpr u32 CODE_DERIVED = 16;
constexpr u32 CODE_SCRIPT = 32;
constexpr u32 CODE_NEEDS_ARGUMENTS = 64;      /* extra arguments must be kept */
constexpr u32 CODE_DEFAULT_CONSTRUCTOR = 128; /* made for a class without */
/* Uses variables of functions around it: a closure keeps the environment that
 * it was made in. Others have none. */
constexpr u32 CODE_NEEDS_ENVIRONMENT = 256;

constexpr u32 CODE_GENERATOR = 1 << 9; /* with CODE_ASYNC: an async generator */
constexpr u32 CODE_ASYNC = 1 << 10;
constexpr u32 CODE_EVAL = 1 << 12; /* the text of an eval */
/* There is more than one realm: a call must look which one it goes to. */
constexpr u32 CODE_MANY_REALMS = 1 << 13;
/* What a call must look at before it makes a frame in the usual way. */
constexpr u32 CODE_CALLED_WITH_CARE =
    CODE_CLASS | CODE_NEEDS_ARGUMENTS | CODE_MANY_REALMS;

struct CodeBlock {
  Cell cell;
  u32 flags;           /* CODE_* */
  u32 register_count;  /* this, parameters, variables, temporaries */
  u32 parameter_count; /* registers r1..: parameters that get arguments */
  u32 length;          /* the function's `length` */
  Unit *instructions;  /* what runs: of the baseline, or optimised */
  u32 unit_count;
  u32 constant_count;
  Value *constants;
  InlineCache *caches;
  u32 cache_count;
  u32 handler_count;
  Handler *handlers;
  Position *positions;
  u32 position_count;
  u32 variable_count;
  VariableInfo *variables;
  Value name; /* atom, perhaps empty */
  Source *source;
  u32 source_start, source_end;    /* the function's own text */
  u32 realm;                       /* index of its realm */
  u32 inline_capacity;             /* of the objects that it constructs */
  u64 external_bytes;              /* of its arrays, as the heap was told */
  struct Liveness *liveness;       /* made when the collector first asks */
  struct OptimisedCode *optimised; /* NULL until that is first tried */
  bool counts_in_source;           /* the text of an eval goes with its code */
  u8 heat;                         /* samples that found it running */
};

/* code_block_note_realms - from now on there are many realms. */
void code_block_note_realms(Isolate *isolate);
/* code_block_register_class - tells the heap about code blocks. */
void code_block_register_class(Isolate *isolate);
/* CodeParts - what a code block is made of, all arrays from base_allocate. */
typedef struct CodeParts {
  u32 flags, register_count, parameter_count, length, inline_capacity;
  Unit *instructions;
  u32 unit_count;
  Value *constants;
  u32 constant_count, cache_count;
  Handler *handlers;
  u32 handler_count;
  Position *positions;
  u32 position_count;
  VariableInfo *variables;
  u32 variable_count;
  Value name;
  Source *source;
  u32 source_start, source_end;
} CodeParts;

/* code_block_new - a code block that owns those arrays; its caches are empty.
 * The values in `parts` must be alive. */
CodeBlock *code_block_new(Isolate *isolate, const CodeParts *parts);
/* code_block_prototype - what its functions inherit from: Function.prototype,
 * or that of generators or async functions. */
Object *code_block_prototype(Isolate *isolate, const CodeBlock *code);
/* variable_is_visible - whether the variable is there at `unit`. */
ALWAYS_INLINE bool variable_is_visible(const VariableInfo *info, u32 unit) {
  return info->start <= unit && unit < info->end;
}
/* code_block_variable_at - the variable that lies in a register at `unit`, or
 * NULL. */
const VariableInfo *code_block_variable_at(const CodeBlock *code, u32 reg,
                                           u32 unit);
/* code_block_position - what source the instruction at `unit` comes from; NULL
 * only in code without any positions. */
const Position *code_block_position(const CodeBlock *code, u32 unit);
/* code_block_statement - the statement that begins with the instruction at
 * `unit`, or NULL. */
const Position *code_block_statement(const CodeBlock *code, u32 unit);
/* code_block_handler - where an exception at `unit` goes, or NULL. */
const Handler *code_block_handler(const CodeBlock *code, u32 unit);

/* ---- Reading instructions ----------------------------------------------- */

/* For each opcode: its name, operand letters, units in all and synopsis. */
typedef struct InstructionInfo {
  const char *name, *operands, *synopsis;
  u8 units;
} InstructionInfo;
extern const InstructionInfo instruction_info[OPCODE_ALL];

ALWAYS_INLINE u32 unit_read_u32(const Unit *unit) {
  u32 value;
  memcpy(&value, unit, sizeof value);
  return value;
}
ALWAYS_INLINE i32 unit_read_i32(const Unit *unit) {
  return (i32)unit_read_u32(unit);
}

ALWAYS_INLINE Value unit_read_constant(const CodeBlock *code,
                                       const Unit *unit) {
  return code->constants[unit_read_u32(unit)];
}

/* instruction_goes_on - false for those after which the next instruction is
 * never run: jumps, returns, throws. */
bool instruction_goes_on(Opcode opcode);

/* operand_units - units that an operand with that letter takes. */
ALWAYS_INLINE u32 operand_units(char letter) {
  return letter == 'K' || letter == 'L' || letter == 'S' ? 2 : 1;
}

/* code_block_baseline - the instructions as they were compiled, whatever runs
 * now in their place: for all who decode them. */
const Unit *code_block_baseline(const CodeBlock *code);

/* ---- Verification ------------------------------------------------------- */

/* code_block_verify - checks what the interpreter and the collector rely on:
 * known opcodes, registers within the frame, jumps and handlers that land on
 * instructions, backward jumps only in the Loop forms, no register read
 * before it is written. NULL, or what is wrong (a constant text) with the
 * unit in `*unit`. Compiling checks every code block in builds with asserts. */
const char *code_block_verify(CodeBlock *code, u32 *unit);

/* ---- Liveness ----------------------------------------------------------- */

/* code_block_live_registers - which registers' values can still matter to
 * the instruction at `unit` or after it: exactly these are the collector's
 * roots. A register counts when the instructions say so (backward data flow,
 * exception edges included) or when a variable in scope at `unit` lives in it
 * (people expect a variable to hold its value until its scope ends). Returns
 * a bitmap of register_count bits that the code block keeps; for an
 * instruction that is a call in progress, its result register is not live. */
const u64 *code_block_live_registers(CodeBlock *code, u32 unit);
/* code_block_live_in - the registers whose values matter when control reaches
 * `unit`, into `live`, a bitmap of register_count bits. */
void code_block_live_in(CodeBlock *code, u32 unit, u64 *live);
/* code_block_free_liveness - forgets what was worked out. */
void code_block_free_liveness(CodeBlock *code);

/* ---- Disassembly -------------------------------------------------------- */

/* code_block_disassemble - one line of text for the instruction at `unit`,
 * operands named: `GetField r5, r3, "x"  [cache 2]`. Returns the next unit. */
u32 code_block_disassemble(Isolate *isolate, const CodeBlock *code, u32 unit,
                           Buffer *out);

#endif
