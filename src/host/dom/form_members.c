/* form_members.c - the members of forms and their controls. */
#include "host/dom/dispatch.h"
#include "host/dom/form.h"
#include "host/dom/view.h"

/* ---- Receivers and values
 * --------------------------------------------------------- */

static Element *this_tag(VM *vm, const Call *call, Tag tag) {
  Element *element = dom_this_element(vm, call);
  if (!element || element->tag == tag) return element;
  dom_throw_receiver(vm);
  return NULL;
}

static Value text_or_empty(VM *vm, const String *text) {
  return value_from_cell(text ? text : vm->isolate.empty_string);
}

static void set_value(VM *vm, Element *element, String *text) {
  node_set_extra(vm, &element->node, EXTRA_value, value_from_cell(text));
  tree_changed(vm, &element->node);
}

/* ---- Input
 * ---------------------------------------------------------------------------
 */

/* Types whose value is only what the attribute says. */
static bool is_by_attribute(VM *vm, const Element *input) {
  static const char *const types[] = {"hidden", "submit",   "image", "reset",
                                      "button", "checkbox", "radio"};
  for (u32 i = 0; i < ARRAY_COUNT(types); i++)
    if (form_type_is(vm, input, types[i])) return true;
  return false;
}

static Value value_of_input(VM *vm, Element *input) {
  Value typed = node_extra(&input->node, EXTRA_value);
  if (value_is_string(typed) && !is_by_attribute(vm, input)) return typed;
  String *text = attribute_text(input, DOM_WORD(vm, value));
  if (!text &&
      (form_type_is(vm, input, "checkbox") || form_type_is(vm, input, "radio")))
    text = string_intern_c(&vm->isolate, "on");
  return text_or_empty(vm, text);
}

static bool input_get_value(VM *vm, Call *call) {
  Element *input = this_tag(vm, call, TAG_input);
  return input && call_return(call, value_of_input(vm, input));
}

/* A line of text has no line breaks. */
static String *one_line(VM *vm, String *text) {
  StringBuilder builder = {};
  u32 at = 0;
  while (at < text->length && string_unit(text, at) != '\n' &&
         string_unit(text, at) != '\r')
    at++;
  if (at == text->length) return text;
  for (u32 i = 0; i < text->length; i++) {
    u32 unit = string_unit(text, i);
    if (unit != '\n' && unit != '\r') builder_unit(&builder, unit);
  }
  return builder_finish(&vm->isolate, &builder);
}

static bool input_set_value(VM *vm, Call *call) {
  Element *input = this_tag(vm, call, TAG_input);
  KEEP_CELL(vm, String, text, input ? dom_argument_text(vm, call, 0) : NULL);
  if (!text) return false;
  if (is_by_attribute(vm, input))
    return attribute_set(vm, input, DOM_WORD(vm, value), text);
  text = one_line(vm, text);
  if (!text) return vm_throw_memory(vm);
  set_value(vm, input, text);
  return true;
}

static bool input_get_checked(VM *vm, Call *call) {
  Element *input = this_tag(vm, call, TAG_input);
  return input &&
         call_return(call, value_from_boolean(input->state & ELEMENT_CHECKED));
}

static bool input_set_checked(VM *vm, Call *call) {
  Element *input = this_tag(vm, call, TAG_input);
  if (!input) return false;
  form_set_checked(vm, input, vm_to_boolean(call_argument(call, 0)));
  return true;
}

static bool input_get_indeterminate(VM *vm, Call *call) {
  Element *input = this_tag(vm, call, TAG_input);
  return input && call_return(call, value_from_boolean(input->state &
                                                       ELEMENT_INDETERMINATE));
}

static bool input_set_indeterminate(VM *vm, Call *call) {
  Element *input = this_tag(vm, call, TAG_input);
  if (!input) return false;
  input->state = (u8)(vm_to_boolean(call_argument(call, 0))
                          ? input->state | ELEMENT_INDETERMINATE
                          : input->state & ~ELEMENT_INDETERMINATE);
  return true;
}

static bool input_get_type(VM *vm, Call *call) {
  static const char *const types[] = {
      "button", "checkbox", "color", "date",   "datetime-local", "email",
      "file",   "hidden",   "image", "month",  "number",         "password",
      "radio",  "range",    "reset", "search", "submit",         "tel",
      "text",   "time",     "url",   "week",
  };
  Element *input = this_tag(vm, call, TAG_input);
  if (!input) return false;
  const char *type = "text";
  for (u32 i = 0; i < ARRAY_COUNT(types); i++)
    if (form_type_is(vm, input, types[i])) type = types[i];
  return call_return(call,
                     value_from_cell(string_intern_c(&vm->isolate, type)));
}

/* A browser keeps what the user had typed when the type changes; so do we. */
static bool input_set_type(VM *vm, Call *call) {
  Element *input = this_tag(vm, call, TAG_input);
  String *text = input ? dom_argument_string(vm, call, 0) : NULL;
  return text && attribute_set(vm, input, DOM_WORD(vm, type), text);
}

static bool get_form(VM *vm, Call *call) {
  Element *element = dom_this_element(vm, call);
  return element && call_return(call, value_from_node(form_of(vm, element)));
}

/* The labels of a control: those that name it, and those around it. */
static bool labels_it(VM *vm, const Element *label, const Element *control) {
  if (label->tag != TAG_label) return false;
  const String *wanted = attribute_text(label, DOM_WORD(vm, for));
  if (!wanted) return tree_contains(&label->node, &control->node);
  const String *id = attribute_text(control, DOM_WORD(vm, id));
  return id && string_equals(id, wanted);
}

static bool get_labels(VM *vm, Call *call) {
  Element *control = dom_this_element(vm, call);
  if (!control) return false;
  KEEP_CELL(vm, Object, labels, array_new(&vm->isolate, 0));
  DomNode *root = tree_root(&control->node);
  for (Element *at = tree_next_element(root, root); labels && at;
       at = tree_next_element(&at->node, root))
    if (labels_it(vm, at, control) &&
        !array_push(&vm->isolate, labels, value_from_cell(at)))
      return vm_throw_memory(vm);
  return labels ? call_return(call, view_static(vm, labels))
                : vm_throw_memory(vm);
}

/* Selections of text need a screen: that there is one is all that is said. */
static bool select_text(VM *vm, Call *call) {
  return dom_this_element(vm, call);
}

/* No constraint is checked here but `required`. */
static bool check_validity(VM *vm, Call *call) {
  Element *element = dom_this_element(vm, call);
  if (!element) return false;
  KEEP(vm, value, VALUE_UNDEFINED);
  bool is_valid = true;
  if (form_is_required(vm, element, true) && !form_is_disabled(vm, element)) {
    if (!vm_get(vm, call->this_value, key_from_c(&vm->isolate, "value"),
                &value))
      return false;
    is_valid = vm_to_boolean(value);
  }
  return call_return(call, value_from_boolean(is_valid));
}

static void add_control(VM *vm, Object *prototype, Interface interface) {
  static const NativeEntry entries[] = {
      {"form", get_form, 0, NATIVE_GETTER},
      {"labels", get_labels, 0, NATIVE_GETTER},
      {"checkValidity", check_validity, 0},
      {"reportValidity", check_validity, 0},
  };
  dom_add_members(vm, prototype, interface, entries, ARRAY_COUNT(entries));
}

void interface_open_HTMLInputElement(VM *vm, Object *prototype) {
  static const NativeEntry entries[] = {
      {"value", input_get_value, 0, NATIVE_GETTER},
      {"value", input_set_value, 1, NATIVE_SETTER},
      {"checked", input_get_checked, 0, NATIVE_GETTER},
      {"checked", input_set_checked, 1, NATIVE_SETTER},
      {"indeterminate", input_get_indeterminate, 0, NATIVE_GETTER},
      {"indeterminate", input_set_indeterminate, 1, NATIVE_SETTER},
      {"type", input_get_type, 0, NATIVE_GETTER},
      {"type", input_set_type, 1, NATIVE_SETTER},
      {"select", select_text, 0},
  };
  dom_add(vm, prototype, HTMLInputElement, entries);
  add_control(vm, prototype, INTERFACE_HTMLInputElement);
}

void interface_open_HTMLButtonElement(VM *vm, Object *prototype) {
  add_control(vm, prototype, INTERFACE_HTMLButtonElement);
}

/* ---- Textarea
 * ----------------------------------------------------------------------------
 */

static bool value_of_area(VM *vm, Element *area, Value *value) {
  *value = node_extra(&area->node, EXTRA_value);
  if (value_is_string(*value)) return true;
  String *text = node_text(vm, &area->node);
  if (text) *value = value_from_cell(text);
  return text;
}

static bool area_get_value(VM *vm, Call *call) {
  Value value;
  Element *area = this_tag(vm, call, TAG_textarea);
  return area && value_of_area(vm, area, &value) && call_return(call, value);
}

static bool area_set_value(VM *vm, Call *call) {
  Element *area = this_tag(vm, call, TAG_textarea);
  String *text = area ? dom_argument_text(vm, call, 0) : NULL;
  if (text) set_value(vm, area, text);
  return text;
}

static bool area_get_default(VM *vm, Call *call) {
  Element *area = this_tag(vm, call, TAG_textarea);
  String *text = area ? node_text(vm, &area->node) : NULL;
  return text && call_return(call, value_from_cell(text));
}

static bool area_set_default(VM *vm, Call *call) {
  Element *area = this_tag(vm, call, TAG_textarea);
  String *text = area ? dom_argument_text(vm, call, 0) : NULL;
  return text && mutate_set_text(vm, &area->node, text);
}

static bool area_get_type(VM *vm, Call *call) {
  return this_tag(vm, call, TAG_textarea) &&
         call_return(
             call, value_from_cell(string_intern_c(&vm->isolate, "textarea")));
}

void interface_open_HTMLTextAreaElement(VM *vm, Object *prototype) {
  static const NativeEntry entries[] = {
      {"value", area_get_value, 0, NATIVE_GETTER},
      {"value", area_set_value, 1, NATIVE_SETTER},
      {"defaultValue", area_get_default, 0, NATIVE_GETTER},
      {"defaultValue", area_set_default, 1, NATIVE_SETTER},
      {"type", area_get_type, 0, NATIVE_GETTER},
      {"select", select_text, 0},
  };
  dom_add(vm, prototype, HTMLTextAreaElement, entries);
  add_control(vm, prototype, INTERFACE_HTMLTextAreaElement);
}

/* ---- What a user types
 * --------------------------------------------------------------------------
 */

bool form_insert_text(VM *vm, Element *control, Value text) {
  KEEP_CELL(vm, Element, kept, control);
  KEEP(vm, added, text);
  KEEP(vm, value, VALUE_UNDEFINED);
  bool is_input = kept->tag == TAG_input && !is_by_attribute(vm, kept);
  if (!is_input && kept->tag != TAG_textarea) return true;
  if (!form_is_writable(vm, kept)) return true;
  if (is_input)
    value = value_of_input(vm, kept);
  else if (!value_of_area(vm, kept, &value))
    return false;
  Cell *both = string_concat(&vm->isolate, value, added);
  if (!both) return vm_throw_memory(vm);
  value = value_from_cell(both);
  String *flat = string_flatten(&vm->isolate, value);
  if (!flat) return vm_throw_memory(vm);
  set_value(vm, kept, flat);
  return true;
}

/* ---- Option
 * ---------------------------------------------------------------------------------
 */

/* Its text, with runs of white space made one space. */
static String *option_label(VM *vm, const Element *option) {
  KEEP_CELL(vm, String, text, node_text(vm, &option->node));
  if (!text) return NULL;
  StringBuilder builder = {};
  bool has_space = false, is_first = true;
  for (u32 i = 0; i < text->length; i++) {
    u32 unit = string_unit(text, i);
    if (dom_is_space(unit)) {
      has_space = true;
      continue;
    }
    if (has_space && !is_first) builder_unit(&builder, ' ');
    builder_unit(&builder, unit);
    has_space = is_first = false;
  }
  String *label = builder_finish(&vm->isolate, &builder);
  if (!label) vm_throw_memory(vm);
  return label;
}

static String *option_value(VM *vm, const Element *option) {
  String *value = attribute_text(option, DOM_WORD(vm, value));
  return value ? value : option_label(vm, option);
}

static bool option_get_value(VM *vm, Call *call) {
  Element *option = this_tag(vm, call, TAG_option);
  String *value = option ? option_value(vm, option) : NULL;
  return value && call_return(call, value_from_cell(value));
}

static bool option_set_value(VM *vm, Call *call) {
  Element *option = this_tag(vm, call, TAG_option);
  String *text = option ? dom_argument_string(vm, call, 0) : NULL;
  return text && attribute_set(vm, option, DOM_WORD(vm, value), text);
}

static bool option_get_text(VM *vm, Call *call) {
  Element *option = this_tag(vm, call, TAG_option);
  String *label = option ? option_label(vm, option) : NULL;
  return label && call_return(call, value_from_cell(label));
}

static bool option_set_text(VM *vm, Call *call) {
  Element *option = this_tag(vm, call, TAG_option);
  String *text = option ? dom_argument_string(vm, call, 0) : NULL;
  return text && mutate_set_text(vm, &option->node, text);
}

static void select_option(VM *vm, Element *option, bool is_selected) {
  option->state |= ELEMENT_CHECKED_DIRTY;
  option->state = (u8)(is_selected ? option->state | ELEMENT_CHECKED
                                   : option->state & ~ELEMENT_CHECKED);
  tree_changed(vm, &option->node);
}

static Element *next_option(Element *at, const Element *select) {
  do
    at = tree_next_element(&at->node, &select->node);
  while (at && (at->tag != TAG_option || form_select_of(at) != select));
  return at;
}

/* One option alone, or none for NULL. */
static void select_only(VM *vm, Element *select, const Element *chosen) {
  select->state &= (u8)~ELEMENT_NONE_CHOSEN;
  if (!chosen) select->state |= ELEMENT_NONE_CHOSEN;
  for (Element *at = next_option(select, select); at;
       at = next_option(at, select))
    select_option(vm, at, at == chosen);
}

static bool option_get_selected(VM *vm, Call *call) {
  Element *option = this_tag(vm, call, TAG_option);
  return option &&
         call_return(call, value_from_boolean(form_is_selected(vm, option)));
}

static bool option_set_selected(VM *vm, Call *call) {
  Element *option = this_tag(vm, call, TAG_option);
  if (!option) return false;
  bool wants = vm_to_boolean(call_argument(call, 0));
  Element *select = form_select_of(option);
  if (wants && select && !attribute_find(select, DOM_WORD(vm, multiple)))
    select_only(vm, select, option);
  else
    select_option(vm, option, wants);
  return true;
}

static bool option_get_index(VM *vm, Call *call) {
  Element *option = this_tag(vm, call, TAG_option);
  if (!option) return false;
  const Element *select = form_select_of(option);
  i32 index = 0;
  if (select)
    for (const Element *at = next_option((Element *)select, select);
         at && at != option; at = next_option((Element *)at, select))
      index++;
  return call_return(call, value_from_int(index));
}

void interface_open_HTMLOptionElement(VM *vm, Object *prototype) {
  static const NativeEntry entries[] = {
      {"value", option_get_value, 0, NATIVE_GETTER},
      {"value", option_set_value, 1, NATIVE_SETTER},
      {"text", option_get_text, 0, NATIVE_GETTER},
      {"text", option_set_text, 1, NATIVE_SETTER},
      {"label", option_get_text, 0, NATIVE_GETTER},
      {"selected", option_get_selected, 0, NATIVE_GETTER},
      {"selected", option_set_selected, 1, NATIVE_SETTER},
      {"index", option_get_index, 0, NATIVE_GETTER},
      {"form", get_form, 0, NATIVE_GETTER},
  };
  dom_add(vm, prototype, HTMLOptionElement, entries);
}

/* ---- Select
 * ------------------------------------------------------------------------------------
 */

static Element *first_selected(VM *vm, Element *select, i32 *index) {
  *index = 0;
  for (Element *at = next_option(select, select); at;
       at = next_option(at, select), ++*index)
    if (form_is_selected(vm, at)) return at;
  *index = -1;
  return NULL;
}

static bool select_get_index(VM *vm, Call *call) {
  i32 index;
  Element *select = this_tag(vm, call, TAG_select);
  if (!select) return false;
  first_selected(vm, select, &index);
  return call_return(call, value_from_int(index));
}

static bool select_set_index(VM *vm, Call *call) {
  i32 wanted;
  Element *select = this_tag(vm, call, TAG_select);
  if (!select || !vm_to_int32(vm, call_argument(call, 0), &wanted))
    return false;
  Element *at = next_option(select, select);
  for (i32 i = 0; at && i < wanted; i++)
    at = next_option(at, select);
  select_only(vm, select, wanted < 0 ? NULL : at);
  return true;
}

static bool select_get_value(VM *vm, Call *call) {
  i32 index;
  Element *select = this_tag(vm, call, TAG_select);
  if (!select) return false;
  Element *option = first_selected(vm, select, &index);
  String *value = option ? option_value(vm, option) : vm->isolate.empty_string;
  return value && call_return(call, value_from_cell(value));
}

static bool select_set_value(VM *vm, Call *call) {
  Element *select = this_tag(vm, call, TAG_select);
  KEEP_CELL(vm, String, wanted,
            select ? dom_argument_string(vm, call, 0) : NULL);
  if (!wanted) return false;
  Element *chosen = NULL;
  for (Element *at = next_option(select, select); at && !chosen;
       at = next_option(at, select)) {
    String *value = option_value(vm, at);
    if (!value) return false;
    if (string_equals(value, wanted)) chosen = at;
  }
  select_only(vm, select, chosen);
  return true;
}

static bool select_get_type(VM *vm, Call *call) {
  Element *select = this_tag(vm, call, TAG_select);
  if (!select) return false;
  bool is_multiple = attribute_find(select, DOM_WORD(vm, multiple));
  return call_return(
      call, value_from_cell(string_intern_c(
                &vm->isolate, is_multiple ? "select-multiple" : "select-one")));
}

static bool select_get_options(VM *vm, Call *call) {
  Element *select = this_tag(vm, call, TAG_select);
  return select && call_return(call, view_of(vm, &select->node, EXTRA_elements,
                                             INTERFACE_HTMLCollection,
                                             VIEW_OPTIONS, VALUE_UNDEFINED));
}

static bool select_get_selected(VM *vm, Call *call) {
  Element *select = this_tag(vm, call, TAG_select);
  return select &&
         call_return(call, value_from_cell(view_new(
                               vm, INTERFACE_HTMLCollection, VIEW_SELECTED,
                               &select->node, VALUE_UNDEFINED)));
}

static bool select_get_length(VM *vm, Call *call) {
  Element *select = this_tag(vm, call, TAG_select);
  i32 length = 0;
  if (!select) return false;
  for (Element *at = next_option(select, select); at;
       at = next_option(at, select))
    length++;
  return call_return(call, value_from_int(length));
}

static bool select_item(VM *vm, Call *call) {
  u32 index;
  Element *select = this_tag(vm, call, TAG_select);
  if (!select || !vm_to_uint32(vm, call_argument(call, 0), &index))
    return false;
  Element *at = next_option(select, select);
  for (u32 i = 0; at && i < index; i++)
    at = next_option(at, select);
  return call_return(call, value_from_node(at));
}

/* add(option, before): before a node, an index, or at the end. */
static bool select_add(VM *vm, Call *call) {
  Element *select = this_tag(vm, call, TAG_select);
  DomNode *node = select ? dom_argument_node(vm, call, 0) : NULL;
  if (!node) return false;
  Value place = call_argument(call, 1);
  DomNode *before = value_is_node(place) ? value_to_node(place) : NULL;
  if (value_is_number(place)) {
    Element *at = next_option(select, select);
    for (double i = value_to_number(place); at && i > 0; i--)
      at = next_option(at, select);
    before = at ? &at->node : NULL;
  }
  DomNode *parent = before && before->parent ? before->parent : &select->node;
  return mutate_insert(vm, call, parent, node, before);
}

static bool select_remove(VM *vm, Call *call) {
  Element *select = this_tag(vm, call, TAG_select);
  if (!select) return false;
  if (!call->count) {
    if (select->node.parent) mutate_remove(vm, &select->node);
    return true;
  }
  if (!select_item(vm, call)) return false;
  if (value_is_node(call->result))
    mutate_remove(vm, value_to_node(call->result));
  return call_return(call, VALUE_UNDEFINED);
}

void interface_open_HTMLSelectElement(VM *vm, Object *prototype) {
  static const NativeEntry entries[] = {
      {"value", select_get_value, 0, NATIVE_GETTER},
      {"value", select_set_value, 1, NATIVE_SETTER},
      {"selectedIndex", select_get_index, 0, NATIVE_GETTER},
      {"selectedIndex", select_set_index, 1, NATIVE_SETTER},
      {"type", select_get_type, 0, NATIVE_GETTER},
      {"options", select_get_options, 0, NATIVE_GETTER},
      {"selectedOptions", select_get_selected, 0, NATIVE_GETTER},
      {"length", select_get_length, 0, NATIVE_GETTER},
      {"item", select_item, 1},
      {"add", select_add, 1},
      {"remove", select_remove, 0},
  };
  dom_add(vm, prototype, HTMLSelectElement, entries);
  add_control(vm, prototype, INTERFACE_HTMLSelectElement);
}

/* ---- Form, fieldset, label
 * ------------------------------------------------------------------------ */

static bool get_elements(VM *vm, Call *call) {
  Element *element = dom_this_element(vm, call);
  return element &&
         call_return(call, view_of(vm, &element->node, EXTRA_elements,
                                   INTERFACE_HTMLCollection, VIEW_FORM,
                                   VALUE_UNDEFINED));
}

static bool form_get_length(VM *vm, Call *call) {
  if (!get_elements(vm, call)) return false;
  DomView *view = (DomView *)value_to_cell(call->result);
  return call_return(call, value_from_u32(view_count(vm, view)));
}

/* A control as its attributes have it. */
static void reset_control(VM *vm, Element *control) {
  control->state &=
      (u8) ~(ELEMENT_CHECKED_DIRTY | ELEMENT_CHECKED | ELEMENT_NONE_CHOSEN);
  element_reset(vm, control);
  if (control->node.extras)
    node_set_extra(vm, &control->node, EXTRA_value, VALUE_UNDEFINED);
  for (Element *at = control->tag == TAG_select ? next_option(control, control)
                                                : NULL;
       at; at = next_option(at, control)) {
    at->state &= (u8) ~(ELEMENT_CHECKED_DIRTY | ELEMENT_CHECKED);
    element_reset(vm, at);
  }
}

void form_reset(VM *vm, Element *form) {
  DomNode *root = tree_root(&form->node);
  for (Element *at = tree_next_element(root, root); at;
       at = tree_next_element(&at->node, root))
    if (form_is_control(at) && form_of(vm, at) == form) reset_control(vm, at);
  tree_changed(vm, &form->node);
}

void interface_open_HTMLFormElement(VM *vm, Object *prototype) {
  static const NativeEntry entries[] = {
      {"elements", get_elements, 0, NATIVE_GETTER},
      {"length", form_get_length, 0, NATIVE_GETTER},
      {"checkValidity", check_validity, 0},
      {"reportValidity", check_validity, 0},
  };
  dom_add(vm, prototype, HTMLFormElement, entries);
  dispatch_add_form_members(vm, prototype);
}

void interface_open_HTMLFieldSetElement(VM *vm, Object *prototype) {
  static const NativeEntry entries[] = {
      {"elements", get_elements, 0, NATIVE_GETTER},
      {"form", get_form, 0, NATIVE_GETTER},
  };
  dom_add(vm, prototype, HTMLFieldSetElement, entries);
}

Element *form_labelled(VM *vm, Element *label) {
  DomNode *root = attribute_find(label, DOM_WORD(vm, for))
                      ? tree_root(&label->node)
                      : &label->node;
  for (Element *at = tree_next_element(root, root); at;
       at = tree_next_element(&at->node, root))
    if (form_is_control(at) && at->tag != TAG_fieldset &&
        labels_it(vm, label, at))
      return at;
  return NULL;
}

static bool label_get_control(VM *vm, Call *call) {
  Element *label = this_tag(vm, call, TAG_label);
  return label && call_return(call, value_from_node(form_labelled(vm, label)));
}

void interface_open_HTMLLabelElement(VM *vm, Object *prototype) {
  static const NativeEntry entries[] = {
      {"control", label_get_control, 0, NATIVE_GETTER},
      {"form", get_form, 0, NATIVE_GETTER},
  };
  dom_add(vm, prototype, HTMLLabelElement, entries);
}
