/* parse_module.c - import and export declarations.
 *
 * The names that a specifier joins: `local` is the binding in this module,
 * `external` what the other side calls it. A NULL stands for the namespace
 * object of a whole module. */
#include "syntax/parse.h"

static bool has_lone_surrogate(const Name *name) {
  for (u32 i = 0; i + 1 < name->length; i++)
    if ((u8)name->bytes[i] == 0xED && (u8)name->bytes[i + 1] >= 0xA0)
      return true;
  return false;
}

/* The name of an import or export: any word, or a string. */
static Name *parse_module_name(Parser *parser) {
  Name *name = parse_token(parser)->name;
  if (parse_kind(parser) == TOKEN_STRING) {
    if (name && has_lone_surrogate(name))
      parse_fail_token(parser, "Invalid module export name: contains unpaired "
                               "surrogate character");
  } else if (!token_is_word(parse_kind(parser))) {
    parse_unexpected(parser);
  }
  parse_next(parser);
  return name;
}

static Name *parse_source(Parser *parser) {
  Name *name = parse_token(parser)->name;
  parse_expect(parser, TOKEN_STRING);
  return name;
}

static Name *parse_from(Parser *parser) {
  parse_expect(parser, TOKEN_FROM);
  return parse_source(parser);
}

static Node *specifier_node(Parser *parser, u32 start, Name *local,
                            Name *external) {
  Node *node = parse_node(parser, NODE_SPECIFIER, start);
  node->specifier.local = local;
  node->specifier.external = external;
  return node;
}

/* ---- Attributes ---- */

static Node *parse_attribute(Parser *parser) {
  u32 start = parse_start(parser);
  if (parse_kind(parser) != TOKEN_STRING && !token_is_word(parse_kind(parser)))
    parse_unexpected(parser);
  bool computed;
  Node *key = parse_member_key(parser, &computed);
  parse_expect(parser, TOKEN_COLON);
  if (parse_kind(parser) != TOKEN_STRING) parse_unexpected(parser);
  Node *value = parse_string_node(parser);
  Node *node = parse_node(parser, NODE_PROPERTY, start);
  node->property.key = key;
  node->property.value = value;
  return node;
}

static void check_attribute(Parser *parser, u32 base, const Node *attribute) {
  const Name *name = attribute->property.key->string.value;
  for (u32 i = base; i < parser->nodes.count; i++)
    if (parser->nodes.items[i]->property.key->string.value == name)
      parse_fail(parser, attribute->start, attribute->end,
                 "Import attributes has a duplicate key '%s'", name->bytes);
}

static NodeList parse_attributes(Parser *parser) {
  u32 base = parser->nodes.count;
  if (!parse_take(parser, TOKEN_WITH)) return (NodeList){};
  parse_expect(parser, TOKEN_LEFT_BRACE);
  while (parse_kind(parser) != TOKEN_RIGHT_BRACE) {
    Node *attribute = parse_attribute(parser);
    if (parse_failed(parser)) break;
    check_attribute(parser, base, attribute);
    vector_push(&parser->nodes, attribute);
    if (!parse_take(parser, TOKEN_COMMA)) break;
  }
  parse_expect(parser, TOKEN_RIGHT_BRACE);
  return parse_list_end(parser, base);
}

/* ---- import ---- */

static Node *parse_default_import(Parser *parser) {
  u32 start = parse_start(parser);
  Name *local = parse_binding_identifier(parser)->identifier.name;
  return specifier_node(parser, start, local,
                        tree_name(parser->tree, "default", 7));
}

static Node *parse_namespace_import(Parser *parser) {
  u32 start = parse_start(parser);
  parse_next(parser);
  parse_expect(parser, TOKEN_AS);
  Name *local = parse_binding_identifier(parser)->identifier.name;
  return specifier_node(parser, start, local, NULL);
}

static Node *parse_named_import(Parser *parser) {
  u32 start = parse_start(parser);
  Scanner *scanner = &parser->scanner;
  bool renamed = parse_kind(parser) == TOKEN_STRING ||
                 scanner_peek(scanner).kind == TOKEN_AS;
  Name *external, *local;
  if (renamed) {
    external = parse_module_name(parser);
    parse_expect(parser, TOKEN_AS);
    local = parse_binding_identifier(parser)->identifier.name;
  } else {
    external = local = parse_binding_identifier(parser)->identifier.name;
  }
  return specifier_node(parser, start, local, external);
}

static void parse_named_imports(Parser *parser) {
  parse_next(parser);
  while (parse_kind(parser) != TOKEN_RIGHT_BRACE) {
    vector_push(&parser->nodes, parse_named_import(parser));
    if (!parse_take(parser, TOKEN_COMMA)) break;
  }
  parse_expect(parser, TOKEN_RIGHT_BRACE);
}

static NodeList parse_import_clause(Parser *parser) {
  u32 base = parser->nodes.count;
  bool more = true;
  if (token_is_name(parse_kind(parser))) {
    vector_push(&parser->nodes, parse_default_import(parser));
    more = parse_take(parser, TOKEN_COMMA);
  }
  if (more && parse_kind(parser) == TOKEN_MULTIPLY)
    vector_push(&parser->nodes, parse_namespace_import(parser));
  else if (more && parse_kind(parser) == TOKEN_LEFT_BRACE)
    parse_named_imports(parser);
  else if (more)
    parse_unexpected(parser);
  return parse_list_end(parser, base);
}

static Node *parse_import(Parser *parser) {
  u32 start = parse_start(parser);
  NodeList specifiers = {};
  Name *source;
  parse_next(parser);
  if (parse_kind(parser) == TOKEN_STRING) {
    source = parse_source(parser);
  } else {
    specifiers = parse_import_clause(parser);
    source = parse_from(parser);
  }
  NodeList attributes = parse_attributes(parser);
  parse_semicolon(parser);
  Node *node = parse_node(parser, NODE_IMPORT, start);
  node->module_item.specifiers = specifiers;
  node->module_item.source = source;
  node->module_item.attributes = attributes;
  return node;
}

/* ---- export ---- */

static Node *parse_export_specifier(Parser *parser, Token *bad_local) {
  Token token = *parse_token(parser);
  u32 start = token.start;
  /* without `from` the left name must be a binding */
  bool good = token_is_name(token.kind) && token.name &&
              !token_is_strict_reserved(token.name->token) &&
              token.name->token != TOKEN_AWAIT;
  if (!good && bad_local->kind == TOKEN_END) *bad_local = token;
  Name *local = parse_module_name(parser), *external = local;
  if (parse_take(parser, TOKEN_AS)) external = parse_module_name(parser);
  return specifier_node(parser, start, local, external);
}

static void parse_named_exports(Parser *parser, Node *node) {
  u32 base = parser->nodes.count;
  Token bad_local = {};
  parse_next(parser);
  while (parse_kind(parser) != TOKEN_RIGHT_BRACE) {
    vector_push(&parser->nodes, parse_export_specifier(parser, &bad_local));
    if (!parse_take(parser, TOKEN_COMMA)) break;
  }
  parse_expect(parser, TOKEN_RIGHT_BRACE);
  node->module_item.specifiers = parse_list_end(parser, base);
  if (parse_kind(parser) == TOKEN_FROM) {
    node->module_item.source = parse_from(parser);
    node->module_item.attributes = parse_attributes(parser);
  } else if (bad_local.kind == TOKEN_STRING) {
    parse_fail(parser, bad_local.start, bad_local.end, "Unexpected string");
  } else if (bad_local.kind != TOKEN_END) {
    parse_fail(parser, bad_local.start, bad_local.end,
               "Unexpected reserved word");
  }
  parse_semicolon(parser);
}

static void parse_star_export(Parser *parser, Node *node) {
  u32 start = parse_start(parser), base = parser->nodes.count;
  parse_next(parser);
  if (parse_take(parser, TOKEN_AS)) {
    Name *external = parse_module_name(parser);
    vector_push(&parser->nodes, specifier_node(parser, start, NULL, external));
    node->module_item.specifiers = parse_list_end(parser, base);
  } else {
    node->module_item.is_star = true;
  }
  node->module_item.source = parse_from(parser);
  node->module_item.attributes = parse_attributes(parser);
  parse_semicolon(parser);
}

static bool starts_async_function(Parser *parser) {
  if (parse_kind(parser) != TOKEN_ASYNC) return false;
  Token next = scanner_peek(&parser->scanner);
  return next.kind == TOKEN_FUNCTION && !next.newline_before;
}

static Node *parse_default_export(Parser *parser) {
  parse_next(parser);
  if (parse_kind(parser) == TOKEN_FUNCTION || starts_async_function(parser))
    return parse_function_declaration(parser, true);
  if (parse_kind(parser) == TOKEN_CLASS) return parse_class(parser, true, true);
  Node *expression = parse_assignment(parser, NULL);
  parse_semicolon(parser);
  return expression;
}

static Node *parse_exported_declaration(Parser *parser) {
  switch (parse_kind(parser)) {
  case TOKEN_VAR:
  case TOKEN_CONST:
  case TOKEN_FUNCTION:
  case TOKEN_CLASS: return parse_statement_list_item(parser);
  default: break;
  }
  if (parse_starts_let(parser) || starts_async_function(parser))
    return parse_statement_list_item(parser);
  u32 start = parse_start(parser);
  parse_unexpected(parser);
  return parse_node(parser, NODE_EMPTY, start);
}

static Node *parse_export(Parser *parser) {
  u32 start = parse_start(parser);
  Node *node = parse_node(parser, NODE_EXPORT, start);
  parse_next(parser);
  switch (parse_kind(parser)) {
  case TOKEN_LEFT_BRACE: parse_named_exports(parser, node); break;
  case TOKEN_MULTIPLY: parse_star_export(parser, node); break;
  case TOKEN_DEFAULT:
    node->module_item.is_default = true;
    node->module_item.declaration = parse_default_export(parser);
    break;
  default:
    node->module_item.declaration = parse_exported_declaration(parser);
    break;
  }
  node->end = parser->previous_end;
  return node;
}

Node *parse_module_item(Parser *parser) {
  if (parse_kind(parser) == TOKEN_EXPORT) return parse_export(parser);
  if (parse_kind(parser) == TOKEN_IMPORT) {
    TokenKind next = scanner_peek(&parser->scanner).kind;
    if (next != TOKEN_LEFT_PAREN && next != TOKEN_DOT)
      return parse_import(parser);
  }
  return parse_statement_list_item(parser);
}
