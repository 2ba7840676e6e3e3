/* source_names.c - what an error is about, in the words of the source.
 *
 * "o.list.first is not a function" helps more than "undefined is not a
 * function". The running instruction knows the range of source that it comes
 * from; here that expression is parsed once more, and what it calls, or
 * iterates, or takes apart, is written as V8 writes it: arguments as (...),
 * and what has no short form as (intermediate value). It costs nothing until an
 * error is made.
 */
#include "syntax/parser.h"
#include "vm/operations.h"

/* ---- Writing an expression ----------------------------------------------- */

static void append_expression(Buffer *out, const Tree *tree, const Node *node);

static void append_name(Buffer *out, const Name *name) {
  buffer_append(out, name->bytes, name->length);
}

static void append_quoted(Buffer *out, const Name *text) {
  buffer_byte(out, '"');
  append_name(out, text);
  buffer_byte(out, '"');
}

static void append_operator(Buffer *out, Operator operator) {
  static const char *const texts[] = {
#define OPERATOR(name, text) [OPERATOR_##name] = text,
      OPERATORS(OPERATOR)
#undef OPERATOR
  };
  buffer_text(out, texts[operator]);
}

static void append_list(Buffer *out, const Tree *tree, const NodeList *list,
                        const char *between) {
  for (u32 i = 0; i < list->count; i++) {
    if (i) buffer_text(out, between);
    append_expression(out, tree, list->items[i]);
  }
}

static void append_index(Buffer *out, const Tree *tree, const Node *node) {
  const Node *key = node->index.key;
  append_expression(out, tree, node->index.object);
  if (node->index.optional) buffer_text(out, "?.");
  if (key->kind == NODE_STRING) {
    if (!node->index.optional) buffer_byte(out, '.');
    append_name(out, key->string.value);
    return;
  }
  buffer_byte(out, '[');
  append_expression(out, tree, key);
  buffer_byte(out, ']');
}

static void append_member(Buffer *out, const Tree *tree, const Node *node) {
  const Node *private = node->member.private_name;
  append_expression(out, tree, node->member.object);
  buffer_text(out, node->member.optional ? "?." : ".");
  append_name(out, private ? private->identifier.name : node->member.name);
}

static void append_binary(Buffer *out, const Tree *tree, const Node *node) {
  buffer_byte(out, '(');
  append_expression(out, tree, node->binary.left);
  buffer_byte(out, ' ');
  append_operator(out, node->binary.operator);
  buffer_byte(out, ' ');
  append_expression(out, tree, node->binary.right);
  buffer_byte(out, ')');
}

/* Without holes it is a string. */
static void append_template(Buffer *out, const Node *node) {
  const Name *text = node->template.strings[0]->string.value;
  if (node->template.string_count == 1 && text)
    append_quoted(out, text);
  else
    buffer_text(out, "(intermediate value)");
}

static void append_object(Buffer *out, const Node *node) {
  buffer_byte(out, '{');
  for (u32 i = 0; i < node->list.items.count; i++)
    buffer_text(out, "(intermediate value)");
  buffer_byte(out, '}');
}

/* Lists, each with what stands around and between its items. */
static void append_items(Buffer *out, const Tree *tree, const Node *node) {
  bool is_array = node->kind == NODE_ARRAY;
  buffer_byte(out, is_array ? '[' : '(');
  append_list(out, tree, &node->list.items, is_array ? "," : " , ");
  buffer_byte(out, is_array ? ']' : ')');
}

static void append_expression(Buffer *out, const Tree *tree, const Node *node) {
  switch (node->kind) {
  case NODE_IDENTIFIER: append_name(out, node->identifier.name); break;
  case NODE_STRING: append_quoted(out, node->string.value); break;
  case NODE_TEMPLATE: append_template(out, node); break;
  case NODE_NULL:
  case NODE_TRUE:
  case NODE_FALSE:
  case NODE_THIS:
  case NODE_NUMBER:
    buffer_append(out, tree->source + node->start, node->end - node->start);
    break;
  case NODE_MEMBER: append_member(out, tree, node); break;
  case NODE_INDEX: append_index(out, tree, node); break;
  case NODE_CALL:
    append_expression(out, tree, node->call.callee);
    buffer_text(out, "(...)");
    break;
  case NODE_OPTIONAL_CHAIN:
    append_expression(out, tree, node->unary.operand);
    break;
  case NODE_BINARY: append_binary(out, tree, node); break;
  case NODE_SEQUENCE:
  case NODE_ARRAY: append_items(out, tree, node); break;
  case NODE_OBJECT: append_object(out, node); break;
  case NODE_HOLE: break;
  default: buffer_text(out, "(intermediate value)"); break;
  }
}

/* ---- Finding the expression ---------------------------------------------- */

/* The running instruction and where it comes from; NULL in native code. */
static const Position *running_position(VM *vm, Opcode *op, const char **text) {
  Value *r = vm->registers;
  if (!r || frame_of(r)->flags & FRAME_NATIVE) return NULL;
  CodeBlock *code = frame_code(r);
  if (vm->pc < code->instructions ||
      vm->pc >= code->instructions + code->unit_count || !code->source)
    return NULL;
  u32 unit = (u32)(vm->pc - code->instructions);
  *op = (Opcode)code_block_baseline(code)[unit];
  *text = code->source->text;
  return code_block_position(code, unit);
}

/* The expression that the running instruction belongs to, freshly parsed;
 * `tree` must be freed. */
static Node *running_expression(VM *vm, Tree *tree, Opcode *op) {
  *tree = (Tree){};
  const char *text;
  const Position *position = running_position(vm, op, &text);
  if (!position) return NULL;
  Node *node =
      parse_expression_at(tree, text, position->source_start - position->lead,
                          position->source_end);
  while (node && node->kind == NODE_OPTIONAL_CHAIN)
    node = node->unary.operand;
  return node;
}

/* ---- For errors ---------------------------------------------------------- */

static const Node *callee_of(const Node *node) {
  switch (node->kind) {
  case NODE_CALL:
  case NODE_NEW: return node->call.callee;
  case NODE_TAGGED_TEMPLATE: return node->tagged.tag;
  default: return NULL;
  }
}

bool source_name_callee(VM *vm, Buffer *out) {
  Tree tree;
  Opcode op;
  const Node *node = running_expression(vm, &tree, &op);
  const Node *callee = node ? callee_of(node) : NULL;
  if (callee && callee->kind != NODE_SUPER)
    append_expression(out, &tree, callee);
  else
    callee = NULL;
  tree_free(&tree);
  return callee;
}

/* Of `pattern = value` the value. A pattern alone, which is a parameter or
 * inside another pattern, reads like a literal, and has none. */
static const Node *value_of(const Node *node, Opcode op) {
  if (node->kind == NODE_ASSIGN) return node->binary.right;
  bool is_pattern = op == OP_RequireObject || node->kind == NODE_ARRAY;
  return is_pattern ? NULL : node;
}

bool source_name_value(VM *vm, Buffer *out, bool *is_call) {
  Tree tree;
  Opcode op;
  const Node *node = running_expression(vm, &tree, &op);
  const Node *value = node ? value_of(node, op) : NULL;
  bool drops_call = is_call && value && value->kind == NODE_CALL &&
                    value->call.callee->kind != NODE_SUPER;
  if (value)
    append_expression(out, &tree, drops_call ? value->call.callee : value);
  if (is_call) *is_call = drops_call;
  tree_free(&tree);
  return value;
}

static const Name *first_key(const Node *pattern) {
  if (!pattern->list.items.count) return NULL;
  const Node *first = pattern->list.items.items[0];
  bool is_plain = first->kind == NODE_PROPERTY && !first->property.computed &&
                  first->property.key &&
                  first->property.key->kind == NODE_STRING;
  return is_plain ? first->property.key->string.value : NULL;
}

bool source_name_first_key(VM *vm, Buffer *out) {
  Tree tree;
  Opcode op;
  const Node *node = running_expression(vm, &tree, &op);
  if (node && node->kind == NODE_ASSIGN) node = node->binary.left;
  bool is_pattern =
      node && (node->kind == NODE_OBJECT_PATTERN || node->kind == NODE_OBJECT);
  const Name *key = is_pattern ? first_key(node) : NULL;
  if (key) append_name(out, key);
  tree_free(&tree);
  return key;
}
