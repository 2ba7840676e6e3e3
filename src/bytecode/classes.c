/* classes.c - classes.
 *
 * The constructor and the prototype are made first, then the members in their
 * order. Instance fields are one function, the field initializer, which the
 * class keeps and which runs on each new object. Private methods are on each
 * instance too: the class makes their functions once and keeps them in
 * variables of its scope, and the initializer defines them first of all.
 */
#include "bytecode/function_compiler.h"

/* A class being compiled. */
typedef struct ClassCompiler {
  Node *node;
  ClassFacts facts;
  Register constructor, prototype;
} ClassCompiler;

/* ---- Private methods ---------------------------------------------------- */

static bool is_method(const Node *member) {
  PropertyKind kind = member->property.kind;
  return kind == PROPERTY_METHOD || kind == PROPERTY_GETTER ||
         kind == PROPERTY_SETTER;
}

static bool is_private(const Node *member) {
  return member->property.key &&
         member->property.key->kind == NODE_PRIVATE_NAME;
}

static const char *accessor_prefix(const Node *member) {
  return member->property.kind == PROPERTY_GETTER   ? "get "
         : member->property.kind == PROPERTY_SETTER ? "set "
                                                    : "";
}

static u32 private_kind(const Node *member) {
  return member->property.kind == PROPERTY_GETTER   ? PRIVATE_GETTER
         : member->property.kind == PROPERTY_SETTER ? PRIVATE_SETTER
                                                    : PRIVATE_METHOD;
}

/* A variable of the class scope for the function of a private method. */
static Variable *add_holder(FunctionCompiler *f, Scope *scope,
                            const Node *member) {
  Buffer text = {};
  const Name *name = member->property.key->identifier.name;
  buffer_text(&text, accessor_prefix(member));
  buffer_append(&text, name->bytes, name->length);
  buffer_text(&text, "()");
  Variable *variable = arena_new(&f->compiler->tree->arena, Variable);
  variable->name = tree_name(f->compiler->tree, text.bytes, text.length);
  variable->scope = scope;
  variable->kind = VARIABLE_PRIVATE;
  variable->captured = true;
  buffer_free(&text);
  scope->last->next = variable;
  scope->last = variable;
  scope->count++;
  scope->has_captured = true;
  return variable;
}

/* The initializers refer to the names of what they define, and to the holders.
 */
static void capture_private(FunctionCompiler *f, ClassCompiler *class,
                            const Node *member) {
  Scope *scope = class->node->class.scope;
  if (is_method(member) && member->property.is_static) return;
  member->property.key->identifier.variable->captured = true;
  scope->has_captured = true;
  if (!is_method(member)) return;
  PrivateMethod method = {member, add_holder(f, scope, member)};
  vector_push(&class->facts.methods, method);
}

static void capture_privates(FunctionCompiler *f, ClassCompiler *class) {
  const NodeList *members = &class->node->class.members;
  for (u32 i = 0; i < members->count; i++) {
    if (is_private(members->items[i]))
      capture_private(f, class, members->items[i]);
  }
}

static bool is_holder(const ClassCompiler *class, const Variable *variable) {
  for (u32 i = 0; i < class->facts.methods.count; i++) {
    if (class->facts.methods.items[i].holder == variable) return true;
  }
  return false;
}

static void make_private_names(FunctionCompiler *f,
                               const ClassCompiler *class) {
  const Scope *scope = class->node->class.scope;
  if (!scope) return;
  for (Variable *variable = scope->first; variable; variable = variable->next) {
    if (variable->kind != VARIABLE_PRIVATE || is_holder(class, variable))
      continue;
    Register mark = compile_mark(f);
    Register reg = compile_initialise_target(f, variable);
    EMIT(NewPrivateName, reg, compile_name_constant(f, variable->name));
    compile_initialise(f, variable, reg);
    compile_release(f, mark);
  }
}

static void private_closure(FunctionCompiler *f, const Node *member,
                            Register home, Register target) {
  FunctionNode *function = member->property.value->function;
  Value name = compile_prefixed_atom(
      f, accessor_prefix(member),
      compile_atom(f, member->property.key->identifier.name));
  compile_closure(f, function, name, target);
  if (function->uses_super) EMIT(SetHome, target, home);
}

static void private_method(FunctionCompiler *f, const ClassCompiler *class,
                           const Node *member) {
  bool is_static = member->property.is_static;
  Register closure = compile_register(f);
  private_closure(f, member, is_static ? class->constructor : class->prototype,
                  closure);
  if (is_static) {
    Register name =
        compile_binding(f, member->property.key->identifier.variable);
    compile_at(f, member);
    EMIT(DefinePrivate, class->constructor, name, closure,
         private_kind(member));
    return;
  }
  for (u32 i = 0; i < class->facts.methods.count; i++) {
    const PrivateMethod *method = &class->facts.methods.items[i];
    if (method->property == member) compile_store(f, method->holder, closure);
  }
}

/* ---- Fields ------------------------------------------------------------- */

/* The initializer of a class without fields but with private methods. */
static FunctionNode *make_function(FunctionCompiler *f, const Node *class,
                                   FunctionKind kind) {
  Arena *arena = &f->compiler->tree->arena;
  FunctionNode *function = arena_new(arena, FunctionNode);
  Scope *scope = arena_new(arena, Scope);
  *scope = (Scope){
      .kind = SCOPE_FUNCTION,
      .parent = class->class.scope,
      .function = function,
      .start = class->start,
      .end = class->end,
  };
  *function = (FunctionNode){
      .kind = kind,
      .is_strict = true,
      .has_simple_parameters = true,
      .scope = scope,
      .body_scope = scope,
      .parent = f->function,
      .start = class->start,
      .end = class->end,
  };
  return function;
}

/* The key of a field: computed ones were evaluated by the class. */
static PropertyKey field_key(FunctionCompiler *f, const Node *field) {
  if (!field->property.computed)
    return compile_literal_key(f, field->property.key);
  return (PropertyKey){.kind = KEY_COMPUTED,
                       .reg = compile_binding(f, field->property.key_variable)};
}

static void private_field(FunctionCompiler *f, const Node *field) {
  const Node *key = field->property.key;
  Register value = compile_register(f);
  if (field->property.value)
    compile_named(f, field->property.value, value,
                  compile_atom(f, key->identifier.name));
  else
    EMIT(LoadUndefined, value);
  Register name = compile_binding(f, key->identifier.variable);
  compile_at(f, field);
  EMIT(DefinePrivate, 0, name, value, PRIVATE_FIELD);
}

static void public_field(FunctionCompiler *f, const Node *field) {
  PropertyKey key = field_key(f, field);
  Register value = compile_register(f);
  if (field->property.value)
    compile_property_value(f, field->property.value, &key, value);
  else
    EMIT(LoadUndefined, value);
  compile_at(f, field);
  compile_define(f, 0, &key, value);
}

/* A static block is a function of its own, called at once. */
static void static_block(FunctionCompiler *f, const Node *member) {
  FunctionNode *function = member->property.value->function;
  Register closure = compile_register(f);
  compile_closure(f, function,
                  value_from_cell(ATOM(f->compiler->isolate, dot_static)),
                  closure);
  if (function->uses_super) EMIT(SetHome, closure, 0);
  Window window = compile_open_window(f);
  EMIT(Move, window_this(&window), 0);
  compile_at(f, member);
  EMIT(Call, closure, closure, window.first, 0);
}

static void define_private_methods(FunctionCompiler *f) {
  if (!f->class) return;
  for (u32 i = 0; i < f->class->methods.count; i++) {
    Register mark = compile_mark(f);
    const PrivateMethod *method = &f->class->methods.items[i];
    Register closure = compile_binding(f, method->holder);
    Register name =
        compile_binding(f, method->property->property.key->identifier.variable);
    compile_at(f, method->property);
    EMIT(DefinePrivate, 0, name, closure, private_kind(method->property));
    compile_release(f, mark);
  }
}

void compile_field_initializer(FunctionCompiler *f) {
  define_private_methods(f);
  const NodeList *fields = &f->function->body;
  for (u32 i = 0; i < fields->count; i++) {
    const Node *field = fields->items[i];
    Register mark = compile_mark(f);
    compile_at_statement(f, field);
    if (field->property.kind == PROPERTY_STATIC_BLOCK)
      static_block(f, field);
    else if (is_private(field))
      private_field(f, field);
    else
      public_field(f, field);
    compile_release(f, mark);
  }
}

static void set_fields(FunctionCompiler *f, ClassCompiler *class) {
  if (!class->facts.has_fields) return;
  Register mark = compile_mark(f);
  FunctionNode *fields = class->node->class.fields;
  if (!fields)
    fields = make_function(f, class->node, FUNCTION_FIELD_INITIALIZER);
  CodeBlock *code = compile_code(
      f, fields, value_from_cell(ATOM(f->compiler->isolate, dot_fields)),
      &class->facts);
  if (code) {
    Register closure = compile_register(f);
    compile_emit_closure(f, code, closure);
    if (fields->uses_super) EMIT(SetHome, closure, class->prototype);
    EMIT(SetFields, class->constructor, closure);
  }
  compile_release(f, mark);
}

static void run_static_fields(FunctionCompiler *f, const ClassCompiler *class) {
  FunctionNode *fields = class->node->class.static_fields;
  if (!fields) return;
  Register mark = compile_mark(f);
  Register closure = compile_register(f);
  compile_closure(f, fields,
                  value_from_cell(ATOM(f->compiler->isolate, dot_static)),
                  closure);
  if (fields->uses_super) EMIT(SetHome, closure, class->constructor);
  Window window = compile_open_window(f);
  EMIT(Move, window_this(&window), class->constructor);
  compile_at(f, class->node);
  EMIT(Call, closure, closure, window.first, 0);
  compile_release(f, mark);
}

/* ---- Members ------------------------------------------------------------ */

static void computed_field_key(FunctionCompiler *f, const Node *field) {
  if (!field->property.computed) return;
  PropertyKey key = compile_key(f, field);
  compile_store(f, field->property.key_variable, key.reg);
}

static void member(FunctionCompiler *f, const ClassCompiler *class,
                   const Node *node) {
  Register mark = compile_mark(f);
  if (!is_method(node)) {
    if (node->property.kind == PROPERTY_FIELD) computed_field_key(f, node);
  } else if (is_private(node)) {
    private_method(f, class, node);
  } else {
    bool is_static = node->property.is_static;
    compile_define_method(f, is_static ? class->constructor : class->prototype,
                          node, 0);
  }
  compile_release(f, mark);
}

/* ---- The class ---------------------------------------------------------- */

static CodeBlock *constructor_code(FunctionCompiler *f, ClassCompiler *class,
                                   Value name) {
  FunctionNode *constructor = class->node->class.constructor;
  if (!constructor) {
    class->facts.is_default = true;
    constructor = make_function(f, class->node,
                                class->node->class.superclass
                                    ? FUNCTION_DERIVED_CONSTRUCTOR
                                    : FUNCTION_CONSTRUCTOR);
  }
  return compile_code(f, constructor, name, &class->facts);
}

static void new_class(FunctionCompiler *f, ClassCompiler *class, Value name) {
  Register mark = compile_mark(f);
  Register superclass = compile_register(f);
  Node *expression = class->node->class.superclass;
  if (expression)
    compile_into(f, expression, superclass);
  else
    EMIT(LoadHole, superclass);
  CodeBlock *code = constructor_code(f, class, name);
  if (code) {
    compile_at(f, expression ? expression : class->node);
    EMIT(NewClass, class->constructor, class->prototype, superclass,
         compile_code_environment(f, code),
         compile_constant(f, value_from_cell(code)));
  }
  compile_release(f, mark);
}

static void gather_facts(FunctionCompiler *f, ClassCompiler *class) {
  const FunctionNode *fields = class->node->class.fields;
  class->facts.node = class->node;
  capture_privates(f, class);
  class->facts.has_fields = fields || class->facts.methods.count;
  class->facts.field_count = fields ? fields->this_property_count : 0;
}

void compile_class(FunctionCompiler *f, Node *node, Register target, Value name,
                   Register key) {
  Register mark = compile_mark(f);
  ClassCompiler class = {.node = node};
  ActiveScope scope;
  gather_facts(f, &class);
  if (node->class.name) name = compile_atom(f, node->class.name);
  class.constructor = compile_scratch(f, target);
  compile_enter_scope(f, &scope, node->class.scope);
  class.prototype = compile_register(f);
  make_private_names(f, &class);
  new_class(f, &class, name);
  if (key != REGISTER_NONE)
    EMIT(SetFunctionName, class.constructor, key, NAME_PLAIN);
  for (u32 i = 0; i < node->class.members.count; i++)
    member(f, &class, node->class.members.items[i]);
  if (node->class.inner)
    compile_initialise(f, node->class.inner, class.constructor);
  set_fields(f, &class);
  run_static_fields(f, &class);
  compile_leave_scope(f, &scope);
  compile_move(f, target, class.constructor);
  vector_free(&class.facts.methods);
  compile_release(f, mark);
}
