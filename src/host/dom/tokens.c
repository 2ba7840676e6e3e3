/* tokens.c - DOMTokenList: classList, relList and the like.
 *
 * The tokens are read from the attribute at every question: it is the only
 * place where they are.
 */
#include "host/dom/view.h"

/* ---- The ordered set of an attribute
 * ------------------------------------------- */

typedef struct Token {
  u32 start, end;
} Token;

typedef VECTOR(Token) Tokens;

static bool same(const String *text, Token a, Token b) {
  u32 length = a.end - a.start, i = 0;
  if (length != b.end - b.start) return false;
  while (i < length &&
         string_unit(text, a.start + i) == string_unit(text, b.start + i))
    i++;
  return i == length;
}

static bool is_there(const String *text, const Tokens *tokens, Token token) {
  for (u32 i = 0; i < tokens->count; i++)
    if (same(text, tokens->items[i], token)) return true;
  return false;
}

static String *text_of(const DomView *view) {
  return attribute_text((const Element *)view->root,
                        (const String *)value_to_cell(view->filter));
}

static void read_tokens(const String *text, Tokens *tokens) {
  for (u32 at = 0; text && at < text->length;) {
    while (at < text->length && dom_is_space(string_unit(text, at)))
      at++;
    u32 start = at;
    while (at < text->length && !dom_is_space(string_unit(text, at)))
      at++;
    Token token = {start, at};
    if (at > start && !is_there(text, tokens, token))
      vector_push(tokens, token);
  }
}

bool dom_has_word(const String *text, const String *word) {
  for (i64 at = string_find(text, word, 0); at >= 0;
       at = string_find(text, word, (u32)at + 1)) {
    u32 end = (u32)at + word->length;
    bool starts = !at || dom_is_space(string_unit(text, (u32)at - 1));
    bool ends = end == text->length || dom_is_space(string_unit(text, end));
    if (starts && ends && word->length) return true;
    if ((u32)at + 1 >= text->length) break;
  }
  return false;
}

u32 tokens_count(VM *vm, const DomView *view) {
  Tokens tokens = {};
  read_tokens(text_of(view), &tokens);
  u32 count = tokens.count;
  vector_free(&tokens);
  return count;
}

bool tokens_item(VM *vm, DomView *view, u32 index, Value *item) {
  Tokens tokens = {};
  String *text = text_of(view);
  read_tokens(text, &tokens);
  bool ok = true;
  *item = VALUE_UNDEFINED;
  if (index < tokens.count)
    ok = library_string(vm,
                        string_slice(&vm->isolate, text,
                                     tokens.items[index].start,
                                     tokens.items[index].end),
                        item);
  vector_free(&tokens);
  return ok;
}

/* ---- Changing it
 * -------------------------------------------------------------------- */

static DomView *this_list(VM *vm, const Call *call) {
  return view_this(vm, call, VIEW_TOKENS, VIEW_TOKENS);
}

/* A token must have units, and none of them white space. */
static String *token_argument(VM *vm, const Call *call, u32 index) {
  String *token = dom_argument_string(vm, call, index);
  if (!token) return NULL;
  if (!token->length) {
    dom_refuse(vm, call, "SyntaxError",
               "The token provided must not be empty.");
    return NULL;
  }
  for (u32 i = 0; i < token->length; i++) {
    if (!dom_is_space(string_unit(token, i))) continue;
    Buffer text = {};
    dom_text(token, &text);
    dom_refuse(vm, call, "InvalidCharacterError",
               "The token provided ('%s') contains HTML space characters, "
               "which are not valid in tokens.",
               text.bytes);
    buffer_free(&text);
    return NULL;
  }
  return token;
}

/* The set without `removed` and then with `added` (either may be NULL), or with
 * `added` in the place of `removed`. */
static String *rewrite(VM *vm, const String *text, const String *removed,
                       const String *added, bool replaces) {
  Tokens tokens = {};
  StringBuilder builder = {};
  bool is_added = !added, is_first = true;
  read_tokens(text, &tokens);
  for (u32 i = 0; i < tokens.count; i++) {
    Token token = tokens.items[i];
    const String *source = text;
    bool matches = false;
    for (u32 side = 0; side < 2; side++) {
      const String *other = side ? added : removed;
      if (!other || other->length != token.end - token.start ||
          string_find(text, other, token.start) != token.start)
        continue;
      matches |= !side || replaces;
      if (side) is_added |= !replaces;
    }
    if (matches) {
      if (!replaces || is_added) continue;
      source = added;
      token = (Token){0, added->length};
      is_added = true;
    }
    if (!is_first) builder_unit(&builder, ' ');
    builder_slice(&builder, source, token.start, token.end);
    is_first = false;
  }
  if (!is_added) {
    if (!is_first) builder_unit(&builder, ' ');
    builder_string(&builder, added);
  }
  vector_free(&tokens);
  String *result = builder_finish(&vm->isolate, &builder);
  if (!result) vm_throw_memory(vm);
  return result;
}

static bool store(VM *vm, DomView *view, String *text) {
  Element *element = (Element *)view->root;
  String *name = (String *)value_to_cell(view->filter);
  /* an empty set makes no attribute where there was none */
  if (!text->length && !attribute_find(element, name)) return true;
  return attribute_set(vm, element, name, text);
}

static bool update(VM *vm, Call *call, bool adds) {
  DomView *view = this_list(vm, call);
  if (!view) return false;
  for (u32 i = 0; i < call->count; i++)
    if (!token_argument(vm, call, i)) return false;
  KEEP_CELL(vm, String, text, text_of(view));
  if (!text) text = vm->isolate.empty_string;
  for (u32 i = 0; i < call->count || !i; i++) {
    KEEP_CELL(vm, String, token,
              call->count ? token_argument(vm, call, i) : NULL);
    if (call->count && !token) return false;
    text = rewrite(vm, text, adds ? NULL : token, adds ? token : NULL, false);
    if (!text) return false;
  }
  return store(vm, view, text);
}

static bool add(VM *vm, Call *call) {
  return update(vm, call, true);
}

static bool remove_tokens(VM *vm, Call *call) {
  return update(vm, call, false);
}

static bool contains(VM *vm, Call *call) {
  DomView *view = this_list(vm, call);
  String *token = view ? dom_argument_string(vm, call, 0) : NULL;
  if (!token) return false;
  String *text = text_of(view);
  return call_return(call,
                     value_from_boolean(text && dom_has_word(text, token)));
}

static bool toggle(VM *vm, Call *call) {
  DomView *view = this_list(vm, call);
  KEEP_CELL(vm, String, token, view ? token_argument(vm, call, 0) : NULL);
  if (!token) return false;
  KEEP_CELL(vm, String, text, text_of(view));
  if (!text) text = vm->isolate.empty_string;
  bool is_in = dom_has_word(text, token);
  Value force = call_argument(call, 1);
  bool wants = value_is_undefined(force) ? !is_in : vm_to_boolean(force);
  call->result = value_from_boolean(wants);
  if (wants == is_in) return true;
  String *changed =
      rewrite(vm, text, wants ? NULL : token, wants ? token : NULL, false);
  return changed && store(vm, view, changed);
}

static bool replace(VM *vm, Call *call) {
  DomView *view = this_list(vm, call);
  if (!view || !dom_check_count(vm, call, 2)) return false;
  KEEP_CELL(vm, String, old, token_argument(vm, call, 0));
  KEEP_CELL(vm, String, token, old ? token_argument(vm, call, 1) : NULL);
  if (!token) return false;
  KEEP_CELL(vm, String, text, text_of(view));
  call->result = VALUE_FALSE;
  if (!text || !dom_has_word(text, old)) return true;
  String *changed = rewrite(vm, text, old, token, true);
  call->result = VALUE_TRUE;
  return changed && store(vm, view, changed);
}

static bool item(VM *vm, Call *call) {
  u32 index;
  DomView *view = this_list(vm, call);
  if (!view || !dom_check_count(vm, call, 1) ||
      !vm_to_uint32(vm, call->arguments[0], &index) ||
      !tokens_item(vm, view, index, &call->result))
    return false;
  if (value_is_undefined(call->result)) call->result = VALUE_NULL;
  return true;
}

static bool get_length(VM *vm, Call *call) {
  DomView *view = this_list(vm, call);
  return view && call_return(call, value_from_u32(tokens_count(vm, view)));
}

static bool get_value(VM *vm, Call *call) {
  DomView *view = this_list(vm, call);
  if (!view) return false;
  String *text = text_of(view);
  return call_return(call,
                     value_from_cell(text ? text : vm->isolate.empty_string));
}

static bool set_value(VM *vm, Call *call) {
  DomView *view = this_list(vm, call);
  String *text = view ? dom_argument_string(vm, call, 0) : NULL;
  return text && attribute_set(vm, (Element *)view->root,
                               (String *)value_to_cell(view->filter), text);
}

void interface_open_DOMTokenList(VM *vm, Object *prototype) {
  static const NativeEntry entries[] = {
      {"length", get_length, 0, NATIVE_GETTER},
      {"value", get_value, 0, NATIVE_GETTER},
      {"value", set_value, 1, NATIVE_SETTER},
      {"item", item, 1},
      {"contains", contains, 1},
      {"add", add, 0},
      {"remove", remove_tokens, 0},
      {"toggle", toggle, 1},
      {"replace", replace, 2},
      {"toString", get_value, 0},
  };
  dom_add(vm, prototype, DOMTokenList, entries);
  view_add_iteration(vm, prototype, true);
}
