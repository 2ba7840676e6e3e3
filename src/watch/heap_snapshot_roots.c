/* heap_snapshot_roots.c - where everything hangs.
 *
 *   root ──> globalThis, variables of scripts       the program's: distance 1
 *        ──> frame of f(), frame of the script
 *        ──> (GC roots) ──> (Builtins), (Strings), (Shapes), ...
 *
 * A frame has an edge for each variable that lives in one of its registers, by
 * name, and for the other registers that still matter, by number; variables
 * that closures use are in the environments that it refers to.
 */
#include "watch/heap_snapshot_parts.h"
#include "watch/text.h"

/* Roots of the program that are no variables, and those of the engine's own. */
typedef enum Group : u8 {
  GROUP_JOBS,
  GROUP_TIMERS,
  GROUP_MODULES,
  GROUP_REJECTIONS,
  GROUP_PAGE,
  GROUP_ALL, /* of the engine's */
  GROUP_BUILTINS,
  GROUP_STRINGS,
  GROUP_SYMBOLS,
  GROUP_SHAPES,
  GROUP_NATIVE,
  GROUP_ENGINE,
  GROUP_COUNT,
} Group;

static const char *const group_names[GROUP_COUNT] = {
    [GROUP_JOBS] = "jobs that wait",
    [GROUP_TIMERS] = "timers that wait",
    [GROUP_MODULES] = "modules",
    [GROUP_REJECTIONS] = "unhandled rejections",
    [GROUP_PAGE] = "the page",
    [GROUP_ALL] = "(GC roots)",
    [GROUP_BUILTINS] = "(Builtins)",
    [GROUP_STRINGS] = "(Strings)",
    [GROUP_SYMBOLS] = "(Symbols)",
    [GROUP_SHAPES] = "(Shapes)",
    [GROUP_NATIVE] = "(Native code)",
    [GROUP_ENGINE] = "(Engine roots)",
};

static const struct {
  const char *label;
  Group group;
} labels[] = {
#define SNAPSHOT_ROOT(label, group) {label, group},
#include "watch/heap_snapshot.def"
};

static bool is_of_program(u32 group) {
  return group < GROUP_ALL;
}

constexpr u32 NODE_NUMBER_GROUPS = NODE_NUMBER_ROOT + 1;
constexpr u32 NODE_NUMBER_FRAMES = NODE_NUMBER_GROUPS + GROUP_COUNT;

/* ---- Nodes --------------------------------------------------------------- */

static u32 count_frames(const VM *vm) {
  u32 count = 0;
  for (Value *r = vm->registers; r; r = frame_of(r)->caller)
    count++;
  return count;
}

static void append_frame(VM *vm, Value *r, Buffer *out) {
  const Frame *frame = frame_of(r);
  bool is_script =
      !(frame->flags & FRAME_NATIVE) && frame_code(r)->flags & CODE_SCRIPT;
  buffer_text(out, is_script ? "frame of the script" : "frame of ");
  if (is_script) return;
  text_of_function(vm, frame->callee, out);
  buffer_text(out, "()");
}

static void locate_frame(Export *export, u32 node, Value *r, const Unit *pc) {
  if (frame_of(r)->flags & FRAME_NATIVE) return;
  const CodeBlock *code = frame_code(r);
  const Position *position =
      code_block_position(code, (u32)(pc - code->instructions));
  if (position && code->source)
    export_locate(export, node, code->source, position->source_start);
}

/* Innermost first; those further out keep their ids when others come and go. */
static void add_frames(Export *export) {
  VM *vm = export->vm;
  const Unit *pc = vm->pc;
  u32 depth = count_frames(vm);
  for (Value *r = vm->registers; r;
       pc = frame_of(r)->return_unit, r = frame_of(r)->caller) {
    Buffer name = {};
    append_frame(vm, r, &name);
    u32 node = export_add_node(export, NODE_NATIVE, export_text(export, &name),
                               ID_FRAMES + --depth, 0);
    locate_frame(export, node, r, pc);
  }
}

static void add_sources(Export *export) {
  VM *vm = export->vm;
  export->source_nodes = base_allocate_zeroed((vm->sources.count + 1) * 4);
  for (u32 i = 0; i < vm->sources.count; i++) {
    const Source *source = vm->sources.items[i];
    if (!source) continue; /* an eval's text whose code is gone */
    export->source_nodes[i] =
        export_add_node(export, NODE_CODE, export_string(export, source->name),
                        ID_SOURCES + i, 0);
  }
}

void export_root_nodes(Export *export) {
  export_add_node(export, NODE_SYNTHETIC, export_string(export, ""), ID_ROOT,
                  0);
  for (u32 i = 0; i < GROUP_COUNT; i++)
    export_add_node(export, is_of_program(i) ? NODE_NATIVE : NODE_SYNTHETIC,
                    export_string(export, group_names[i]), ID_GROUPS + 2 * i,
                    0);
  add_frames(export);
  add_sources(export);
}

/* ---- Edges --------------------------------------------------------------- */

typedef struct Roots {
  Export *export;
  Value *frame; /* whose roots come next */
  const Unit *pc;
  u32 frame_node; /* of the frame whose roots come, or none */
  u64 *is_named;  /* its registers that variables name */
  Cell *last_scope;
} Roots;

static void add_variables(Roots *roots) {
  Export *export = roots->export;
  Value *r = roots->frame;
  const CodeBlock *code = frame_code(r);
  u32 unit = (u32)(roots->pc - code->instructions);
  free(roots->is_named);
  roots->is_named =
      base_allocate_zeroed((code->register_count / 64 + 1) * sizeof(u64));
  for (u32 i = 0; i < code->variable_count; i++) {
    const VariableInfo *info = &code->variables[i];
    u64 *word = &roots->is_named[info->place / 64];
    if (info->environment || !variable_is_visible(info, unit)) continue;
    if (*word >> (info->place % 64) & 1) continue;
    *word |= 1ull << (info->place % 64);
    if (!value_is_cell(r[info->place])) continue;
    Buffer name = {};
    key_append_text((Key){info->name.bits}, &name);
    export_add_edge(export, roots->frame_node, EDGE_CONTEXT,
                    export_text(export, &name),
                    export_node_of(export, value_to_cell(r[info->place])));
  }
}

/* The roots of each frame begin with its callee. */
static void begin_frame(Roots *roots) {
  roots->frame_node = roots->frame_node == NODE_NUMBER_NONE
                          ? NODE_NUMBER_FRAMES
                          : roots->frame_node + 1;
  bool is_native = frame_of(roots->frame)->flags & FRAME_NATIVE;
  if (is_native) {
    free(roots->is_named);
    roots->is_named = NULL;
  } else {
    add_variables(roots);
  }
  roots->pc = frame_of(roots->frame)->return_unit;
  roots->frame = frame_of(roots->frame)->caller;
}

/* One of a frame's: false when it is none. */
static bool take_frame_root(Roots *roots, EdgeName name, Cell *to) {
  static const char *const of_frames[] = {"callee", "new.target", "this",
                                          "argument", "register"};
  Export *export = roots->export;
  bool is_frames = false;
  for (u32 i = 0; i < ARRAY_COUNT(of_frames); i++)
    is_frames = is_frames || !strcmp(name.label, of_frames[i]);
  if (!strcmp(name.label, "callee") && roots->frame) begin_frame(roots);
  if (!is_frames || roots->frame_node == NODE_NUMBER_NONE) return false;
  bool is_register = !strcmp(name.label, "register");
  if (is_register && roots->is_named &&
      roots->is_named[name.index / 64] >> (name.index % 64) & 1)
    return true;
  Buffer text = {};
  buffer_text(&text, name.label);
  if (is_register || !strcmp(name.label, "argument"))
    buffer_format(&text, " %u", name.index);
  export_add_edge(export, roots->frame_node, EDGE_INTERNAL,
                  export_text(export, &text), export_node_of(export, to));
  return true;
}

static void add_shortcut(Export *export, const char *name, const Cell *to) {
  export_add_edge(export, NODE_NUMBER_ROOT, EDGE_SHORTCUT,
                  export_string(export, name), export_node_of(export, to));
}

static Group group_of(const char *label, const Cell *to) {
  for (u32 i = 0; i < ARRAY_COUNT(labels); i++)
    if (!strcmp(label, labels[i].label)) return labels[i].group;
  if (cell_is_string(to)) return GROUP_STRINGS;
  if (to->kind == KIND_SYMBOL) return GROUP_SYMBOLS;
  if (to->kind == KIND_SHAPE) return GROUP_SHAPES;
  return cell_is_object(to) ? GROUP_BUILTINS : GROUP_ENGINE;
}

/* Scripts share a scope; the root is asked about once for each variable. */
static void take_root(void *context, Cell *from, EdgeName name, Cell *to) {
  Roots *roots = context;
  Export *export = roots->export;
  if (take_frame_root(roots, name, to)) return;
  if ((Object *)to == export->vm->isolate.global) {
    add_shortcut(export, "globalThis", to);
  } else if (to->kind == KIND_ENVIRONMENT) {
    if (to != roots->last_scope)
      add_shortcut(export, "variables of the script", to);
    roots->last_scope = to;
  } else {
    Group group = group_of(name.label, to);
    export_add_edge(export, NODE_NUMBER_GROUPS + group, EDGE_INTERNAL,
                    export_string(export, name.label),
                    export_node_of(export, to));
  }
}

/* What the engine has outside the heap for no cell in particular: queues. */
static void add_rest(Export *export) {
  u64 all = export->vm->isolate.heap.external_bytes;
  if (all <= export->bytes_outside) return;
  u32 node = export_add_node(
      export, NODE_NATIVE, export_string(export, "(tables of the engine)"),
      ID_GROUPS + 2 * GROUP_COUNT, all - export->bytes_outside);
  export_add_edge(export, NODE_NUMBER_GROUPS + GROUP_ENGINE, EDGE_INTERNAL,
                  export_string(export, "tables"), node);
}

static void add_groups(Export *export) {
  for (u32 i = 0; i < GROUP_COUNT; i++) {
    u32 node = NODE_NUMBER_GROUPS + i;
    if (i == GROUP_ALL)
      export_add_edge(export, NODE_NUMBER_ROOT, EDGE_ELEMENT, 1, node);
    else if (is_of_program(i))
      export_add_edge(export, NODE_NUMBER_ROOT, EDGE_SHORTCUT,
                      export_string(export, group_names[i]), node);
    else
      export_add_edge(export, NODE_NUMBER_GROUPS + GROUP_ALL, EDGE_ELEMENT,
                      i - GROUP_ALL, node);
  }
}

void export_root_edges(Export *export) {
  Roots roots = {.export = export,
                 .frame = export->vm->registers,
                 .pc = export->vm->pc,
                 .frame_node = NODE_NUMBER_NONE};
  heap_visit_roots(&export->vm->isolate.heap, take_root, &roots);
  free(roots.is_named);
  u32 frames = count_frames(export->vm);
  for (u32 i = 0; i < frames; i++)
    export_add_edge(export, NODE_NUMBER_ROOT, EDGE_SHORTCUT,
                    export_string(export, "frame"), NODE_NUMBER_FRAMES + i);
  add_groups(export);
  add_rest(export);
}
