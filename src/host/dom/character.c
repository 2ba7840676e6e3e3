/* character.c - CharacterData, Text and Comment. */
#include "host/dom/parts.h"

static String *data_of(const CharacterData *character) {
  return (String *)value_to_cell(character->data);
}

static bool get_data(VM *vm, Call *call) {
  CharacterData *character = dom_this_character(vm, call);
  return character && call_return(call, character->data);
}

static bool set_data(VM *vm, Call *call) {
  CharacterData *character = dom_this_character(vm, call);
  String *text = character ? dom_argument_text(vm, call, 0) : NULL;
  return text && mutate_replace_data(vm, call, character, 0,
                                     data_of(character)->length, text);
}

static bool get_length(VM *vm, Call *call) {
  CharacterData *character = dom_this_character(vm, call);
  return character &&
         call_return(call, value_from_u32(data_of(character)->length));
}

static bool append_data(VM *vm, Call *call) {
  CharacterData *character = dom_this_character(vm, call);
  String *text = character ? dom_argument_string(vm, call, 0) : NULL;
  return text && mutate_replace_data(vm, call, character,
                                     data_of(character)->length, 0, text);
}

static bool read_offsets(VM *vm, Call *call, u32 *start, u32 *count) {
  return dom_check_count(vm, call, 2) &&
         vm_to_uint32(vm, call->arguments[0], start) &&
         vm_to_uint32(vm, call->arguments[1], count);
}

static bool insert_data(VM *vm, Call *call) {
  u32 start;
  CharacterData *character = dom_this_character(vm, call);
  if (!character || !dom_check_count(vm, call, 2) ||
      !vm_to_uint32(vm, call->arguments[0], &start))
    return false;
  String *text = dom_argument_string(vm, call, 1);
  return text && mutate_replace_data(vm, call, character, start, 0, text);
}

static bool delete_data(VM *vm, Call *call) {
  u32 start, count;
  CharacterData *character = dom_this_character(vm, call);
  return character && read_offsets(vm, call, &start, &count) &&
         mutate_replace_data(vm, call, character, start, count,
                             vm->isolate.empty_string);
}

static bool replace_data(VM *vm, Call *call) {
  u32 start, count;
  CharacterData *character = dom_this_character(vm, call);
  if (!character || !read_offsets(vm, call, &start, &count)) return false;
  String *text = dom_argument_string(vm, call, 2);
  return text && mutate_replace_data(vm, call, character, start, count, text);
}

static bool substring_data(VM *vm, Call *call) {
  u32 start, count;
  CharacterData *character = dom_this_character(vm, call);
  if (!character || !read_offsets(vm, call, &start, &count)) return false;
  String *data = data_of(character);
  if (start > data->length)
    return dom_refuse(vm, call, "IndexSizeError",
                      "The offset %u is larger than the node's length (%u).",
                      start, data->length);
  u64 end = (u64)start + count;
  if (end > data->length) end = data->length;
  return library_string(vm, string_slice(&vm->isolate, data, start, (u32)end),
                        &call->result);
}

void interface_open_CharacterData(VM *vm, Object *prototype) {
  static const NativeEntry entries[] = {
      {"data", get_data, 0, NATIVE_GETTER},
      {"data", set_data, 1, NATIVE_SETTER},
      {"length", get_length, 0, NATIVE_GETTER},
      {"appendData", append_data, 1},
      {"insertData", insert_data, 2},
      {"deleteData", delete_data, 2},
      {"replaceData", replace_data, 3},
      {"substringData", substring_data, 2},
  };
  dom_add(vm, prototype, CharacterData, entries);
  dom_add_child_members(vm, prototype, INTERFACE_CharacterData);
}

/* ---- Text
 * --------------------------------------------------------------------- */

/* The parts of a text that lie beside each other: from the first of them. */
static bool whole_text(VM *vm, Call *call) {
  CharacterData *character = dom_this_character(vm, call);
  if (!character) return false;
  const DomNode *at = &character->node;
  StringBuilder builder = {};
  while (at->previous && node_is_text(at->previous))
    at = at->previous;
  for (; at && node_is_text(at); at = at->next)
    builder_string(&builder, data_of((const CharacterData *)at));
  return library_string(vm, builder_finish(&vm->isolate, &builder),
                        &call->result);
}

static bool split_text(VM *vm, Call *call) {
  u32 offset;
  CharacterData *character = dom_this_character(vm, call);
  if (!character || !dom_check_count(vm, call, 1) ||
      !vm_to_uint32(vm, call->arguments[0], &offset))
    return false;
  KEEP_CELL(vm, String, data, data_of(character));
  if (offset > data->length)
    return dom_refuse(vm, call, "IndexSizeError",
                      "The offset %u is larger than the Text node's length.",
                      offset);
  KEEP_CELL(vm, String, rest,
            string_slice(&vm->isolate, data, offset, data->length));
  if (!rest) return vm_throw_memory(vm);
  KEEP_CELL(
      vm, CharacterData, second,
      tree_new_character(vm, node_document(&character->node), DOM_TEXT, rest));
  if (character->node.parent)
    mutate_insert_unchecked(vm, character->node.parent, &second->node,
                            character->node.next);
  if (!mutate_replace_data(vm, call, character, offset, data->length,
                           vm->isolate.empty_string))
    return false;
  return call_return(call, value_from_cell(second));
}

static bool construct(VM *vm, Call *call, DomType type, Interface interface) {
  if (value_is_undefined(call->new_target))
    return vm_throw_type(vm,
                         "Class constructor %s cannot be invoked without 'new'",
                         interface_name(interface));
  String *text = value_is_undefined(call_argument(call, 0))
                     ? vm->isolate.empty_string
                     : vm_to_string(vm, call->arguments[0]);
  if (!text) return false;
  CharacterData *character =
      tree_new_character(vm, dom_of(vm)->document, type, text);
  return call_return(call, value_from_cell(character));
}

static bool construct_text(VM *vm, Call *call) {
  return construct(vm, call, DOM_TEXT, INTERFACE_Text);
}

static bool construct_comment(VM *vm, Call *call) {
  return construct(vm, call, DOM_COMMENT, INTERFACE_Comment);
}

void interface_open_Text(VM *vm, Object *prototype) {
  static const NativeEntry entries[] = {
      {"wholeText", whole_text, 0, NATIVE_GETTER},
      {"splitText", split_text, 1},
  };
  dom_add(vm, prototype, Text, entries);
  dom_set_constructor(vm, prototype, construct_text, 0);
}

void interface_open_Comment(VM *vm, Object *prototype) {
  dom_set_constructor(vm, prototype, construct_comment, 0);
}
