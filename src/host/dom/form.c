/* form.c - the state of form controls. */
#include "host/dom/form.h"

static String *attribute_by(VM *vm, const Element *element, const char *name) {
  return attribute_text(element, string_intern_c(&vm->isolate, name));
}

/* ---- Kinds of controls
 * ----------------------------------------------------------- */

static bool same_folded(const String *text, const char *lower) {
  size_t length = strlen(lower);
  if (text->length != length) return false;
  for (u32 i = 0; i < length; i++) {
    u32 unit = string_unit(text, i);
    if (unit >= 'A' && unit <= 'Z') unit |= 0x20;
    if (unit != (u32)(u8)lower[i]) return false;
  }
  return true;
}

bool form_type_is(VM *vm, const Element *element, const char *type) {
  if (element->tag != TAG_input) return false;
  const String *text = attribute_text(element, DOM_WORD(vm, type));
  return text && same_folded(text, type);
}

static bool is_checkable(VM *vm, const Element *element) {
  return form_type_is(vm, element, "checkbox") ||
         form_type_is(vm, element, "radio");
}

bool form_is_control(const Element *element) {
  switch (element->tag) {
  case TAG_button:
  case TAG_fieldset:
  case TAG_input:
  case TAG_object:
  case TAG_output:
  case TAG_select:
  case TAG_textarea: return true;
  default: return false;
  }
}

bool form_can_be_disabled(const Element *element) {
  switch (element->tag) {
  case TAG_button:
  case TAG_fieldset:
  case TAG_input:
  case TAG_optgroup:
  case TAG_option:
  case TAG_select:
  case TAG_textarea: return true;
  default: return false;
  }
}

/* ---- Disabled
 * ----------------------------------------------------------------------- */

static const Element *first_legend(const Element *fieldset) {
  const Element *at = tree_first_element(&fieldset->node);
  while (at && at->tag != TAG_legend)
    at = tree_sibling_after(&at->node);
  return at;
}

/* By a fieldset around it, unless it lies in that one's first legend. */
static bool is_in_disabled(VM *vm, const Element *element) {
  for (const Element *at = tree_parent_element(&element->node); at;
       at = tree_parent_element(&at->node)) {
    if (at->tag != TAG_fieldset || !attribute_find(at, DOM_WORD(vm, disabled)))
      continue;
    const Element *legend = first_legend(at);
    if (!legend || !tree_contains(&legend->node, &element->node)) return true;
  }
  return false;
}

bool form_is_disabled(VM *vm, const Element *element) {
  if (!form_can_be_disabled(element)) return false;
  if (attribute_find(element, DOM_WORD(vm, disabled))) return true;
  const Element *parent = tree_parent_element(&element->node);
  if (element->tag == TAG_option)
    return parent && parent->tag == TAG_optgroup &&
           attribute_find(parent, DOM_WORD(vm, disabled));
  return element->tag != TAG_optgroup && is_in_disabled(vm, element);
}

/* ---- Other states
 * -------------------------------------------------------------------- */

bool form_is_checked(VM *vm, const Element *element) {
  if (element->tag == TAG_option) return form_is_selected(vm, element);
  return is_checkable(vm, element) && element->state & ELEMENT_CHECKED;
}

bool form_is_required(VM *vm, const Element *element, bool wanted) {
  bool can_be = element->tag == TAG_input || element->tag == TAG_select ||
                element->tag == TAG_textarea;
  return can_be && (attribute_by(vm, element, "required") != NULL) == wanted;
}

bool form_is_writable(VM *vm, const Element *element) {
  if (element->tag == TAG_input || element->tag == TAG_textarea)
    return !attribute_by(vm, element, "readonly") &&
           !form_is_disabled(vm, element) && !is_checkable(vm, element);
  const String *editable =
      attribute_text(element, DOM_WORD(vm, contenteditable));
  return editable && !same_folded(editable, "false");
}

bool form_shows_placeholder(VM *vm, const Element *element) {
  if ((element->tag != TAG_input && element->tag != TAG_textarea) ||
      !attribute_by(vm, element, "placeholder"))
    return false;
  Value typed = node_extra(&element->node, EXTRA_value);
  if (value_is_string(typed)) return !string_length(typed);
  if (element->tag == TAG_textarea) return !element->node.first;
  const String *given = attribute_text(element, DOM_WORD(vm, value));
  return !given || !given->length;
}

/* ---- Radio buttons
 * ---------------------------------------------------------------------- */

static bool same_group(VM *vm, const Element *a, const Element *b) {
  const String *x = attribute_text(a, DOM_WORD(vm, name));
  const String *y = attribute_text(b, DOM_WORD(vm, name));
  return x && y && x->length && string_equals(x, y) &&
         form_of(vm, a) == form_of(vm, b);
}

void form_set_checked(VM *vm, Element *input, bool is_checked) {
  input->state |= ELEMENT_CHECKED_DIRTY;
  input->state = (u8)(is_checked ? input->state | ELEMENT_CHECKED
                                 : input->state & ~ELEMENT_CHECKED);
  tree_changed(vm, &input->node);
  if (!is_checked || !form_type_is(vm, input, "radio")) return;
  DomNode *root = tree_root(&input->node);
  for (Element *at = tree_next_element(root, root); at;
       at = tree_next_element(&at->node, root))
    if (at != input && form_type_is(vm, at, "radio") &&
        same_group(vm, at, input))
      at->state &= (u8)~ELEMENT_CHECKED;
}

/* ---- Options
 * ------------------------------------------------------------------------------
 */

Element *form_select_of(const Element *option) {
  Element *parent = tree_parent_element(&option->node);
  if (parent && parent->tag == TAG_optgroup)
    parent = tree_parent_element(&parent->node);
  return parent && parent->tag == TAG_select ? parent : NULL;
}

static const Element *next_option(const Element *at, const Element *select) {
  do
    at = tree_next_element(&at->node, &select->node);
  while (at && (at->tag != TAG_option || form_select_of(at) != select));
  return at;
}

/* The one that a list without multiple choice shows: the last that was
 * selected, else the first that is not disabled. */
static const Element *shown_option(VM *vm, const Element *select) {
  const Element *last = NULL, *first = NULL;
  for (const Element *at = next_option(select, select); at;
       at = next_option(at, select)) {
    if (at->state & ELEMENT_CHECKED) last = at;
    if (!first && !form_is_disabled(vm, at)) first = at;
  }
  if (last || select->state & ELEMENT_NONE_CHOSEN) return last;
  const String *size = attribute_by(vm, select, "size");
  bool is_menu = !size || string_is_c(size, "0") || string_is_c(size, "1");
  return is_menu ? first : NULL;
}

bool form_is_selected(VM *vm, const Element *option) {
  const Element *select = form_select_of(option);
  if (!select || attribute_find(select, DOM_WORD(vm, multiple)))
    return option->state & ELEMENT_CHECKED;
  return shown_option(vm, select) == option;
}

/* ---- Owners
 * -----------------------------------------------------------------------------------
 */

Element *form_of(VM *vm, const Element *element) {
  const String *id = attribute_text(element, DOM_WORD(vm, form));
  if (id && form_is_control(element) && element->node.is_connected) {
    DomNode *root = tree_root((DomNode *)&element->node);
    for (Element *at = tree_next_element(root, root); at;
         at = tree_next_element(&at->node, root)) {
      const String *other = attribute_text(at, DOM_WORD(vm, id));
      if (other && string_equals(other, id))
        return at->tag == TAG_form ? at : NULL;
    }
    return NULL;
  }
  Element *at = tree_parent_element(&element->node);
  while (at && at->tag != TAG_form)
    at = tree_parent_element(&at->node);
  return at;
}
