/* dump.c - a syntax tree as text. */
#include "syntax/dump.h"

#include "base/number.h"

typedef struct Dump {
  Buffer *out;
  u32 depth;
} Dump;

static void dump_node(Dump *dump, const Node *node);

static const char *const NODE_NAMES[] = {
#define NODE(name, payload, estree) [NODE_##name] = #name,
#include "syntax/nodes.def"
#undef NODE
};

static const char *const OPERATOR_TEXTS[] = {
#define OPERATOR(name, text) [OPERATOR_##name] = text,
    OPERATORS(OPERATOR)
#undef OPERATOR
};

static const char *const VARIABLE_NAMES[] = {
    [VARIABLE_VAR] = "var",
    [VARIABLE_LET] = "let",
    [VARIABLE_CONST] = "const",
    [VARIABLE_CLASS] = "class",
    [VARIABLE_FUNCTION] = "function",
    [VARIABLE_PARAMETER] = "parameter",
    [VARIABLE_CATCH] = "catch",
    [VARIABLE_FUNCTION_NAME] = "own-name",
    [VARIABLE_PRIVATE] = "private",
    [VARIABLE_IMPORT] = "import",
    [VARIABLE_THIS] = "this",
    [VARIABLE_NEW_TARGET] = "new-target",
    [VARIABLE_ARGUMENTS] = "arguments",
    [VARIABLE_CALLEE] = "callee",
    [VARIABLE_DYNAMIC] = "dynamic",
};

static const char *const SCOPE_NAMES[] = {
    [SCOPE_SCRIPT] = "script",
    [SCOPE_MODULE] = "module",
    [SCOPE_FUNCTION] = "function",
    [SCOPE_BODY] = "body",
    [SCOPE_FUNCTION_NAME] = "function-name",
    [SCOPE_BLOCK] = "block",
    [SCOPE_LOOP] = "loop",
    [SCOPE_SWITCH] = "switch",
    [SCOPE_CATCH] = "catch",
    [SCOPE_CLASS] = "class",
    [SCOPE_STATIC_BLOCK] = "static-block",
    [SCOPE_WITH] = "with",
    [SCOPE_EVAL] = "eval",
    [SCOPE_PARAMETER_VARS] = "parameter-vars",
};

static const char *const FUNCTION_NAMES[] = {
    [FUNCTION_NORMAL] = "normal",
    [FUNCTION_ARROW] = "arrow",
    [FUNCTION_METHOD] = "method",
    [FUNCTION_GETTER] = "getter",
    [FUNCTION_SETTER] = "setter",
    [FUNCTION_CONSTRUCTOR] = "constructor",
    [FUNCTION_DERIVED_CONSTRUCTOR] = "derived-constructor",
    [FUNCTION_FIELD_INITIALIZER] = "fields",
    [FUNCTION_STATIC_BLOCK] = "static-block",
    [FUNCTION_SCRIPT] = "script",
    [FUNCTION_MODULE] = "module",
    [FUNCTION_EVAL] = "eval",
};

static const char *const PROPERTY_NAMES[] = {
    [PROPERTY_INIT] = "init",         [PROPERTY_SHORTHAND] = "shorthand",
    [PROPERTY_METHOD] = "method",     [PROPERTY_GETTER] = "getter",
    [PROPERTY_SETTER] = "setter",     [PROPERTY_SPREAD] = "spread",
    [PROPERTY_FIELD] = "field",       [PROPERTY_STATIC_BLOCK] = "static-block",
    [PROPERTY_ACCESSOR] = "accessor",
};

/* ---- Lines ---- */

static void begin_line(Dump *dump) {
  if (dump->out->length) buffer_byte(dump->out, '\n');
  for (u32 i = 0; i < dump->depth; i++)
    buffer_text(dump->out, "  ");
}

static void dump_name(Dump *dump, const Name *name) {
  buffer_append(dump->out, name->bytes, name->length);
}

static void dump_flag(Dump *dump, bool flag, const char *text) {
  if (!flag) return;
  buffer_byte(dump->out, ' ');
  buffer_text(dump->out, text);
}

static void dump_variable(Dump *dump, const Variable *variable) {
  buffer_text(dump->out, VARIABLE_NAMES[variable->kind]);
  buffer_byte(dump->out, ' ');
  dump_name(dump, variable->name);
  dump_flag(dump, variable->is_static, "static");
  dump_flag(dump, variable->captured, "captured");
  dump_flag(dump, variable->assigned, "assigned");
  dump_flag(dump, variable->needs_check, "checked");
  dump_flag(dump, variable->top_level_var, "global");
}

static void dump_scope(Dump *dump, const Scope *scope) {
  if (!scope) return;
  begin_line(dump);
  buffer_format(dump->out, "scope %s:", SCOPE_NAMES[scope->kind]);
  for (const Variable *v = scope->first; v; v = v->next) {
    buffer_text(dump->out, v == scope->first ? " " : ", ");
    dump_variable(dump, v);
  }
}

/* A child under a heading of its own, when there is one. */
static void dump_part(Dump *dump, const char *heading, const Node *node) {
  if (!node) return;
  begin_line(dump);
  buffer_text(dump->out, heading);
  buffer_byte(dump->out, ':');
  dump->depth++;
  dump_node(dump, node);
  dump->depth--;
}

static void dump_list(Dump *dump, NodeList list) {
  for (u32 i = 0; i < list.count; i++)
    dump_node(dump, list.items[i]);
}

/* ---- Functions ---- */

static void dump_function_line(Dump *dump, const FunctionNode *function) {
  buffer_format(dump->out, " %s", FUNCTION_NAMES[function->kind]);
  if (function->name) {
    buffer_byte(dump->out, ' ');
    dump_name(dump, function->name);
  }
  buffer_format(dump->out, "/%u", function->length);
  dump_flag(dump, function->is_async, "async");
  dump_flag(dump, function->is_generator, "generator");
  dump_flag(dump, function->is_strict, "strict");
  dump_flag(dump, function->uses_this, "uses-this");
  dump_flag(dump, function->uses_arguments, "uses-arguments");
  dump_flag(dump, function->uses_super, "uses-super");
  dump_flag(dump, function->has_direct_eval, "eval");
  dump_flag(dump, function->annex_b, "annex-b");
  if (function->this_property_count)
    buffer_format(dump->out, " properties=%u", function->this_property_count);
}

static void dump_function_inside(Dump *dump, const FunctionNode *function) {
  dump_scope(dump, function->name_scope);
  dump_scope(dump, function->scope);
  for (u32 i = 0; i < function->parameters.count; i++)
    dump_part(dump, "parameter", function->parameters.items[i]);
  if (function->body_scope != function->scope)
    dump_scope(dump, function->body_scope);
  dump_list(dump, function->body);
}

static void dump_function_part(Dump *dump, const char *heading,
                               const FunctionNode *function) {
  if (!function) return;
  begin_line(dump);
  buffer_text(dump->out, heading);
  buffer_byte(dump->out, ':');
  dump_function_line(dump, function);
  dump->depth++;
  if (function->kind == FUNCTION_FIELD_INITIALIZER)
    dump_scope(dump, function->scope); /* its body: see the members */
  else
    dump_function_inside(dump, function);
  dump->depth--;
}

/* ---- Payloads ----
 *
 * line_PAYLOAD finishes the node's line, inside_PAYLOAD adds its children. */

static void line_number(Dump *dump, const Node *node) {
  char text[NUMBER_TEXT_BYTES];
  number_to_text(node->number, text);
  buffer_format(dump->out, " %s", text);
}

static void line_string(Dump *dump, const Node *node) {
  buffer_text(dump->out, " \"");
  if (node->string.value) dump_name(dump, node->string.value);
  buffer_text(dump->out, node->string.value ? "\"" : "bad\"");
}

static void line_regexp(Dump *dump, const Node *node) {
  buffer_text(dump->out, " /");
  dump_name(dump, node->regexp.pattern);
  buffer_byte(dump->out, '/');
  dump_name(dump, node->regexp.flags);
}

static void line_identifier(Dump *dump, const Node *node) {
  const Variable *variable = node->identifier.variable;
  if (node->identifier.name) {
    buffer_byte(dump->out, ' ');
    dump_name(dump, node->identifier.name);
  }
  if (variable) {
    buffer_format(dump->out, " -> %s", VARIABLE_NAMES[variable->kind]);
    if (variable->captured) buffer_byte(dump->out, '^');
    if (node->identifier.needs_check) buffer_byte(dump->out, '?');
  }
  if (node->kind == NODE_SUPER)
    dump_flag(dump, node->identifier.new_target, "calls");
}

static void line_property(Dump *dump, const Node *node) {
  dump_flag(dump, node->property.is_static, "static");
  dump_flag(dump, node->property.computed, "computed");
  dump_flag(dump, true, PROPERTY_NAMES[node->property.kind]);
}

static void inside_property(Dump *dump, const Node *node) {
  if (node->property.key) dump_node(dump, node->property.key);
  if (node->property.value) dump_node(dump, node->property.value);
}

static void line_function(Dump *dump, const Node *node) {
  dump_function_line(dump, node->function);
}

static void inside_function(Dump *dump, const Node *node) {
  dump_function_inside(dump, node->function);
}

static void line_class(Dump *dump, const Node *node) {
  if (!node->class.name) return;
  buffer_byte(dump->out, ' ');
  dump_name(dump, node->class.name);
}

static void inside_class(Dump *dump, const Node *node) {
  dump_scope(dump, node->class.scope);
  dump_part(dump, "extends", node->class.superclass);
  dump_function_part(dump, "constructor", node->class.constructor);
  dump_list(dump, node->class.members);
  dump_function_part(dump, "fields", node->class.fields);
  dump_function_part(dump, "static fields", node->class.static_fields);
}

static void line_unary(Dump *dump, const Node *node) {
  bool is_operator = node->kind == NODE_UNARY || node->kind == NODE_UPDATE;
  if (is_operator) dump_flag(dump, true, OPERATOR_TEXTS[node->unary.operator]);
  dump_flag(dump, node->unary.prefix, "prefix");
  dump_flag(dump, node->unary.delegate, "*");
}

static void inside_unary(Dump *dump, const Node *node) {
  if (node->unary.operand) dump_node(dump, node->unary.operand);
}

static void line_binary(Dump *dump, const Node *node) {
  if (node->kind == NODE_BINARY || node->kind == NODE_LOGICAL)
    dump_flag(dump, true, OPERATOR_TEXTS[node->binary.operator]);
  else if (node->kind == NODE_ASSIGN && node->binary.operator)
    buffer_format(dump->out, " %s=", OPERATOR_TEXTS[node->binary.operator]);
}

static void inside_binary(Dump *dump, const Node *node) {
  dump_node(dump, node->binary.left);
  if (node->binary.right) dump_node(dump, node->binary.right);
}

static void inside_with(Dump *dump, const Node *node) {
  dump_node(dump, node->with.object);
  dump_node(dump, node->with.body);
}

static void inside_conditional(Dump *dump, const Node *node) {
  dump_node(dump, node->conditional.test);
  dump_part(dump, "then", node->conditional.then);
  dump_part(dump, "else", node->conditional.otherwise);
}

static void line_call(Dump *dump, const Node *node) {
  dump_flag(dump, node->call.optional, "?.");
  dump_flag(dump, node->call.is_direct_eval, "direct-eval");
}

static void inside_call(Dump *dump, const Node *node) {
  if (node->call.callee) dump_node(dump, node->call.callee);
  for (u32 i = 0; i < node->call.arguments.count; i++)
    dump_part(dump, "argument", node->call.arguments.items[i]);
}

static void line_member(Dump *dump, const Node *node) {
  buffer_text(dump->out, node->member.optional ? " ?." : " .");
  dump_name(dump, node->member.name);
}

static void inside_member(Dump *dump, const Node *node) {
  dump_node(dump, node->member.object);
  if (node->member.private_name) dump_node(dump, node->member.private_name);
}

static void inside_index(Dump *dump, const Node *node) {
  dump_node(dump, node->index.object);
  dump_node(dump, node->index.key);
}

static void line_index(Dump *dump, const Node *node) {
  dump_flag(dump, node->index.optional, "?.");
}

static void inside_template(Dump *dump, const Node *node) {
  for (u32 i = 0; i < node->template.string_count; i++) {
    dump_node(dump, node->template.strings[i]);
    if (i < node->template.expressions.count)
      dump_node(dump, node->template.expressions.items[i]);
  }
}

static void inside_tagged(Dump *dump, const Node *node) {
  dump_node(dump, node->tagged.tag);
  dump_node(dump, node->tagged.template);
}

static void inside_list(Dump *dump, const Node *node) {
  dump_list(dump, node->list.items);
}

static void inside_block(Dump *dump, const Node *node) {
  dump_scope(dump, node->block.scope);
  dump_list(dump, node->block.statements);
}

static void line_variables(Dump *dump, const Node *node) {
  dump_flag(dump, node->variables.is_await_using, "await");
  dump_flag(dump, true,
            node->variables.is_using ? "using"
                                     : VARIABLE_NAMES[node->variables.kind]);
}

static void inside_variables(Dump *dump, const Node *node) {
  dump_list(dump, node->variables.declarators);
}

static void inside_for_loop(Dump *dump, const Node *node) {
  dump_scope(dump, node->for_loop.scope);
  dump_part(dump, "init", node->for_loop.init);
  dump_part(dump, "test", node->for_loop.test);
  dump_part(dump, "update", node->for_loop.update);
  dump_node(dump, node->for_loop.body);
}

static void line_for_each(Dump *dump, const Node *node) {
  dump_flag(dump, node->for_each.is_await, "await");
}

static void inside_for_each(Dump *dump, const Node *node) {
  dump_scope(dump, node->for_each.scope);
  dump_part(dump, "left", node->for_each.left);
  dump_part(dump, "right", node->for_each.right);
  dump_node(dump, node->for_each.body);
}

static void inside_loop(Dump *dump, const Node *node) {
  dump_part(dump, "test", node->loop.test);
  dump_node(dump, node->loop.body);
}

static void line_jump(Dump *dump, const Node *node) {
  if (!node->jump.label) return;
  buffer_byte(dump->out, ' ');
  dump_name(dump, node->jump.label);
}

static void inside_try_catch(Dump *dump, const Node *node) {
  dump_node(dump, node->try_catch.block);
  dump_scope(dump, node->try_catch.scope);
  dump_part(dump, "parameter", node->try_catch.parameter);
  dump_part(dump, "catch", node->try_catch.handler);
  dump_part(dump, "finally", node->try_catch.finalizer);
}

static void inside_switch_cases(Dump *dump, const Node *node) {
  dump_node(dump, node->switch_cases.discriminant);
  dump_scope(dump, node->switch_cases.scope);
  dump_list(dump, node->switch_cases.cases);
}

static void inside_case_clause(Dump *dump, const Node *node) {
  dump_part(dump, "test", node->case_clause.test);
  dump_list(dump, node->case_clause.body);
}

static void line_labeled(Dump *dump, const Node *node) {
  buffer_byte(dump->out, ' ');
  dump_name(dump, node->labeled.label);
}

static void inside_labeled(Dump *dump, const Node *node) {
  dump_node(dump, node->labeled.body);
}

static void line_module_item(Dump *dump, const Node *node) {
  dump_flag(dump, node->module_item.is_default, "default");
  dump_flag(dump, node->module_item.is_star, "*");
  if (!node->module_item.source) return;
  buffer_text(dump->out, " from ");
  dump_name(dump, node->module_item.source);
}

static void inside_module_item(Dump *dump, const Node *node) {
  dump_list(dump, node->module_item.specifiers);
  dump_list(dump, node->module_item.attributes);
  if (node->module_item.declaration)
    dump_node(dump, node->module_item.declaration);
}

static void line_specifier(Dump *dump, const Node *node) {
  const Name *local = node->specifier.local;
  const Name *external = node->specifier.external;
  buffer_byte(dump->out, ' ');
  buffer_text(dump->out, local ? local->bytes : "*");
  buffer_text(dump->out, " = ");
  buffer_text(dump->out, external ? external->bytes : "*");
}

static void nothing(Dump *dump, const Node *node) {
}

#define inside_none nothing
#define inside_number nothing
#define inside_string nothing
#define inside_regexp nothing
#define inside_identifier nothing
#define inside_jump nothing
#define inside_specifier nothing
#define line_none nothing
#define line_template nothing
#define line_tagged nothing
#define line_list nothing
#define line_conditional nothing
#define line_with nothing
#define line_block nothing
#define line_for_loop nothing
#define line_loop nothing
#define line_try_catch nothing
#define line_switch_cases nothing
#define line_case_clause nothing

typedef void DumpPart(Dump *, const Node *);

static void dump_node(Dump *dump, const Node *node) {
  static DumpPart *const line[NODE_KIND_COUNT] = {
#define NODE(name, payload, estree) [NODE_##name] = line_##payload,
#include "syntax/nodes.def"
#undef NODE
  };
  static DumpPart *const inside[NODE_KIND_COUNT] = {
#define NODE(name, payload, estree) [NODE_##name] = inside_##payload,
#include "syntax/nodes.def"
#undef NODE
  };
  begin_line(dump);
  if (dump->depth > TREE_DEPTH_LIMIT) {
    buffer_text(dump->out, "..."); /* a long sum */
    return;
  }
  buffer_text(dump->out, NODE_NAMES[node->kind]);
  line[node->kind](dump, node);
  dump->depth++;
  inside[node->kind](dump, node);
  dump->depth--;
}

void dump_tree(const Tree *tree, Buffer *out) {
  Dump dump = {.out = out};
  begin_line(&dump);
  buffer_text(out, "PROGRAM");
  dump_function_line(&dump, tree->script);
  dump.depth++;
  dump_function_inside(&dump, tree->script);
  buffer_byte(out, '\n');
}
