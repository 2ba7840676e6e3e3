/* access.c - properties: object.name, object[key], object.#name, super.name,
 * optional chains and delete.
 *
 * A key that is known is one operand of GetField or SetField with an inline
 * cache; text that is an array index counts as that number. All other keys go
 * to the element instructions.
 */
#include "bytecode/function_compiler.h"

/* ---- Which property ----------------------------------------------------- */

Node *node_super(Node *node) {
  Node *object =
      node->kind == NODE_MEMBER ? node->member.object : node->index.object;
  return object->kind == NODE_SUPER ? object : NULL;
}

void compile_at_property(FunctionCompiler *f, const Node *node,
                         const Node *whole) {
  u32 start;
  if (node->kind == NODE_INDEX)
    start = node->index.key->start;
  else if (node->member.private_name)
    start = node->member.private_name->start;
  else
    start = node->member.name_start;
  assembler_range_within(&f->assembler, whole->start, start, whole->end);
}

/* What the key of a MEMBER or INDEX is, before anything is evaluated. */
typedef struct StaticKey {
  ReferenceKind kind;
  const Name *name; /* FIELD */
  i32 index;        /* ELEMENT_INT */
} StaticKey;

static StaticKey name_key(const Name *name) {
  u32 index;
  if (!name_index(name, &index)) return (StaticKey){REFERENCE_FIELD, name, 0};
  if (index <= INT16_MAX)
    return (StaticKey){REFERENCE_ELEMENT_INT, NULL, (i32)index};
  return (StaticKey){REFERENCE_ELEMENT, NULL, 0};
}

static StaticKey static_key(const Node *node) {
  if (node->kind == NODE_MEMBER) {
    if (node->member.private_name)
      return (StaticKey){REFERENCE_PRIVATE, NULL, 0};
    return (StaticKey){REFERENCE_FIELD, node->member.name, 0};
  }
  const Node *key = node->index.key;
  i32 number;
  if (key->kind == NODE_STRING) return name_key(key->string.value);
  if (node_small_int(key, &number) && number >= 0)
    return (StaticKey){REFERENCE_ELEMENT_INT, NULL, number};
  return (StaticKey){REFERENCE_ELEMENT, NULL, 0};
}

/* ---- References --------------------------------------------------------- */

/* The key of super[...] and delete in a register: constants too. */
static Register key_register(FunctionCompiler *f, Node *node,
                             const Node *later) {
  if (node->kind == NODE_INDEX)
    return compile_kept(f, node->index.key, later, NULL);
  Register key = compile_register(f);
  EMIT(LoadConstant, key, compile_name_constant(f, node->member.name));
  return key;
}

/* After the key's expression, but before the key is converted. */
static Register super_register(FunctionCompiler *f, Node *node) {
  Register super = compile_register(f);
  EMIT(LoadSuper, super,
       compile_binding(f, node_super(node)->identifier.variable));
  return super;
}

static Reference super_reference(FunctionCompiler *f, Node *node,
                                 const Node *later, bool for_update) {
  Reference reference = {.kind = REFERENCE_SUPER, .node = node};
  reference.object = compile_super_this(f, node);
  reference.key = key_register(f, node, later);
  reference.super = super_register(f, node);
  if (!for_update || node->kind == NODE_MEMBER ||
      node_is_primitive(node->index.key))
    return reference;
  Register key = compile_register(f);
  compile_at_property(f, node, node);
  EMIT(ToPropertyKey, key, reference.key);
  reference.key = key;
  return reference;
}

Reference compile_reference(FunctionCompiler *f, Node *node, const Node *later,
                            bool for_update) {
  if (node_super(node)) return super_reference(f, node, later, for_update);
  StaticKey key = static_key(node);
  Reference reference = {.kind = key.kind,
                         .node = node,
                         .index = key.index,
                         .property_key = REGISTER_NONE};
  if (node->kind == NODE_MEMBER)
    reference.object = compile_kept(f, node->member.object, later, NULL);
  else
    reference.object =
        compile_kept(f, node->index.object, node->index.key, later);
  switch (key.kind) {
  case REFERENCE_FIELD:
    reference.constant = compile_name_constant(f, key.name);
    break;
  case REFERENCE_PRIVATE:
    reference.key =
        compile_binding(f, node->member.private_name->identifier.variable);
    break;
  case REFERENCE_ELEMENT:
    reference.key = compile_kept(f, node->index.key, later, NULL);
    if (for_update && !node_is_primitive(node->index.key))
      reference.property_key = compile_register(f);
    break;
  default: break;
  }
  return reference;
}

/* Reads what will be written next; then the key is a property key. */
static void get_to_update(FunctionCompiler *f, Reference *reference,
                          Register target) {
  EMIT(GetElementToUpdate, target, reference->property_key, reference->object,
       reference->key);
  reference->key = reference->property_key;
}

void compile_reference_get(FunctionCompiler *f, Reference *reference,
                           Register target) {
  compile_at_property(f, reference->node, reference->node);
  Register object = reference->object;
  switch (reference->kind) {
  case REFERENCE_FIELD:
    EMIT(GetField, target, object, reference->constant, CACHE());
    break;
  case REFERENCE_ELEMENT:
    if (reference->property_key != REGISTER_NONE)
      get_to_update(f, reference, target);
    else
      EMIT(GetElement, target, object, reference->key);
    break;
  case REFERENCE_ELEMENT_INT:
    EMIT(GetElementInt, target, object, reference->index);
    break;
  case REFERENCE_PRIVATE:
    EMIT(GetPrivate, target, object, reference->key, CACHE());
    break;
  case REFERENCE_SUPER:
    EMIT(GetSuper, target, reference->key, reference->super, object);
    break;
  }
}

void compile_reference_set(FunctionCompiler *f, const Reference *reference,
                           Register value) {
  compile_at_property(f, reference->node, reference->node);
  Register object = reference->object;
  switch (reference->kind) {
  case REFERENCE_FIELD:
    EMIT(SetField, object, reference->constant, value, CACHE());
    break;
  case REFERENCE_ELEMENT:
    EMIT(SetElement, object, reference->key, value);
    break;
  case REFERENCE_ELEMENT_INT:
    EMIT(SetElementInt, object, reference->index, value);
    break;
  case REFERENCE_PRIVATE:
    EMIT(SetPrivate, object, reference->key, value, CACHE());
    break;
  case REFERENCE_SUPER:
    EMIT(SetSuper, reference->key, value, reference->super, object);
    break;
  }
}

/* ---- Reading ------------------------------------------------------------ */

Register compile_super_this(FunctionCompiler *f, Node *node) {
  const Node *super = node_super(node);
  return compile_this_register(f, super->identifier.receiver, super->start,
                               super->end);
}

void compile_super_property(FunctionCompiler *f, Node *node,
                            Register this_register, Register target) {
  Register mark = compile_mark(f);
  Register key = key_register(f, node, NULL);
  Register super = super_register(f, node);
  compile_at_property(f, node, node);
  EMIT(GetSuper, target, key, super, this_register);
  compile_release(f, mark);
}

void compile_property_of(FunctionCompiler *f, Node *node, Register object,
                         Register target) {
  Register mark = compile_mark(f);
  StaticKey key = static_key(node);
  Reference reference = {.kind = key.kind,
                         .node = node,
                         .object = object,
                         .index = key.index,
                         .property_key = REGISTER_NONE};
  if (key.kind == REFERENCE_FIELD)
    reference.constant = compile_name_constant(f, key.name);
  if (key.kind == REFERENCE_PRIVATE)
    reference.key =
        compile_binding(f, node->member.private_name->identifier.variable);
  if (key.kind == REFERENCE_ELEMENT)
    reference.key = compile_any(f, node->index.key);
  compile_reference_get(f, &reference, target);
  compile_release(f, mark);
}

bool compile_method_of(FunctionCompiler *f, Node *node, Register object,
                       Register this_register, Register target) {
  StaticKey key = static_key(node);
  if (key.kind != REFERENCE_FIELD) return false;
  compile_at_property(f, node, node);
  EMIT(GetMethod, target, this_register, object,
       compile_name_constant(f, key.name), CACHE());
  return true;
}

void compile_optional(FunctionCompiler *f, bool is_optional, Register value) {
  if (is_optional) JUMP(JumpIfNullish, f->chain_exit, value);
}

static void read_property(FunctionCompiler *f, Node *node, Node *object,
                          const Node *key, bool is_optional, Register target) {
  if (node_super(node)) {
    Register this_register = compile_super_this(f, node);
    compile_super_property(f, node, this_register, target);
    return;
  }
  Register reg = compile_own_variable(f, object)
                     ? compile_kept(f, object, key, NULL)
                     : compile_hint(f, object, target);
  compile_optional(f, is_optional, reg);
  compile_property_of(f, node, reg, target);
}

void compile_member(FunctionCompiler *f, Node *node, Register target) {
  read_property(f, node, node->member.object, NULL, node->member.optional,
                target);
}

void compile_index(FunctionCompiler *f, Node *node, Register target) {
  read_property(f, node, node->index.object, node->index.key,
                node->index.optional, target);
}

void compile_has_private(FunctionCompiler *f, Node *node, Register target) {
  const Node *name = node->binary.left;
  Register object = compile_any(f, node->binary.right);
  Register key = compile_binding(f, name->identifier.variable);
  compile_at(f, node);
  EMIT(HasPrivate, target, object, key);
}

/* ---- Optional chains ---------------------------------------------------- */

void compile_chain(FunctionCompiler *f, Node *node, Register target) {
  Label exit = {}, end = {};
  Label *outer = f->chain_exit;
  f->chain_exit = &exit;
  compile_into(f, node->unary.operand, target);
  f->chain_exit = outer;
  JUMP(Jump, &end);
  BIND(&exit);
  EMIT(LoadUndefined, target);
  BIND(&end);
}

/* ---- delete ------------------------------------------------------------- */

static void delete_super(FunctionCompiler *f, Node *node, Register target) {
  compile_super_this(f, node);
  if (node->kind == NODE_INDEX) compile_effect(f, node->index.key);
  String *message =
      string_intern_c(f->compiler->isolate, "Unsupported reference to 'super'");
  compile_at(f, node);
  EMIT(ThrowError, THROWN_REFERENCE_ERROR,
       compile_constant(f, value_from_cell(message)));
}

static void delete_property(FunctionCompiler *f, Node *node, Register target) {
  if (node_super(node)) {
    delete_super(f, node, target);
    return;
  }
  bool is_member = node->kind == NODE_MEMBER;
  Node *object = is_member ? node->member.object : node->index.object;
  Register reg =
      compile_kept(f, object, is_member ? NULL : node->index.key, NULL);
  compile_optional(f, is_member ? node->member.optional : node->index.optional,
                   reg);
  Register key = key_register(f, node, NULL);
  compile_at(f, node);
  EMIT(DeleteElement, target, reg, key);
}

static void delete_chain(FunctionCompiler *f, Node *node, Register target) {
  Label exit = {}, end = {};
  Label *outer = f->chain_exit;
  f->chain_exit = &exit;
  compile_delete(f, node->unary.operand, target);
  f->chain_exit = outer;
  JUMP(Jump, &end);
  BIND(&exit);
  EMIT(LoadTrue, target);
  BIND(&end);
}

void compile_delete_static(FunctionCompiler *f, const Node *node,
                           Register target) {
  if (node->identifier.variable && !node->identifier.variable->top_level_var) {
    EMIT(LoadFalse, target);
    return;
  }
  compile_at(f, node);
  EMIT(DeleteGlobal, target, compile_name_constant(f, node->identifier.name));
}

static void delete_name(FunctionCompiler *f, const Node *node,
                        Register target) {
  if (compile_is_dynamic(f, node))
    compile_delete_dynamic(f, node, target);
  else
    compile_delete_static(f, node, target);
}

void compile_delete(FunctionCompiler *f, Node *node, Register target) {
  switch (node->kind) {
  case NODE_MEMBER:
  case NODE_INDEX: delete_property(f, node, target); break;
  case NODE_OPTIONAL_CHAIN: delete_chain(f, node, target); break;
  case NODE_IDENTIFIER: delete_name(f, node, target); break;
  default:
    compile_effect(f, node);
    EMIT(LoadTrue, target);
    break;
  }
}
