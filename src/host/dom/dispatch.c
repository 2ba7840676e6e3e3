/* dispatch.c - events in a tree: paths, clicks, forms and focus.
 *
 * A click on a checkbox checks it before the first listener runs, and what the
 * listeners see is the new state; when one of them cancels the event, the old
 * state comes back ("legacy-pre-activation behavior" of the DOM standard).
 * Whatever else a click does follows the last listener.
 */
#include "host/dom/dispatch.h"

#include "host/dom/form.h"

/* ---- The path
 * ------------------------------------------------------------------ */

static bool is_node_target(const EventTarget *target) {
  return cell_is_node(&target->object.cell);
}

static EventTarget *parent_of(VM *vm, EventTarget *target, Event *event) {
  if (!is_node_target(target)) return NULL;
  DomNode *node = (DomNode *)target;
  if (node->parent) return &node->parent->target;
  bool is_page = node == &dom_of(vm)->document->node;
  return is_page && !string_is_c(event->type, "load") ? event_target_window(vm)
                                                      : NULL;
}

bool dispatch_fire(VM *vm, DomNode *target, EventClass class, const char *type,
                   EventInit init, bool *was_canceled) {
  KEEP_CELL(vm, DomNode, kept, target);
  KEEP_CELL(vm, Event, event, event_new(vm, class, type, init));
  return event && event_dispatch(vm, &kept->target, event, was_canceled);
}

/* ---- What a click does by itself
 * ------------------------------------------------- */

/* The element that a click activates: the target or the nearest one above. */
static bool is_activated(VM *vm, const Element *element) {
  switch (element->tag) {
  case TAG_input:
  case TAG_button:
  case TAG_label:
  case TAG_summary: return element->space == SPACE_HTML;
  case TAG_a:
  case TAG_area: return attribute_find(element, DOM_WORD(vm, href));
  default: return false;
  }
}

static Element *activated_by(VM *vm, const Event *event) {
  if (!string_is_c(event->type, "click") ||
      event->class < EVENT_CLASS_MOUSE_EVENT || !value_is_node(event->target))
    return NULL;
  DomNode *at = value_to_node(event->target);
  while (at && !(node_is_element(at) && is_activated(vm, (Element *)at)))
    at = event->bubbles ? at->parent : NULL;
  return (Element *)at;
}

static bool is_box(VM *vm, const Element *element) {
  return form_type_is(vm, element, "checkbox");
}

static bool is_radio(VM *vm, const Element *element) {
  return form_type_is(vm, element, "radio");
}

static Element *checked_of_group(VM *vm, Element *radio) {
  DomNode *root = tree_root(&radio->node);
  const String *name = attribute_text(radio, DOM_WORD(vm, name));
  for (Element *at = tree_next_element(root, root); at && name;
       at = tree_next_element(&at->node, root)) {
    const String *other = attribute_text(at, DOM_WORD(vm, name));
    if (is_radio(vm, at) && at->state & ELEMENT_CHECKED && other &&
        string_equals(name, other) && form_of(vm, at) == form_of(vm, radio))
      return at;
  }
  return radio->state & ELEMENT_CHECKED ? radio : NULL;
}

/* What is to come back is kept in the event: the box's state, or the radio
 * button that was checked. */
static bool before_listeners(VM *vm, Event *event) {
  Element *element = activated_by(vm, event);
  if (!element) return true;
  event_set_field(vm, event, "activated", value_from_cell(element));
  if (is_box(vm, element)) {
    bool was_checked = element->state & ELEMENT_CHECKED;
    event_set_field(vm, event, "before", value_from_boolean(was_checked));
    form_set_checked(vm, element, !was_checked);
    element->state &= (u8)~ELEMENT_INDETERMINATE;
  } else if (is_radio(vm, element)) {
    event_set_field(vm, event, "before",
                    value_from_node(checked_of_group(vm, element)));
    form_set_checked(vm, element, true);
  }
  return true;
}

static void undo(VM *vm, Element *element, Value before) {
  if (is_box(vm, element))
    form_set_checked(vm, element, value_is_true(before));
  else if (is_radio(vm, element)) {
    form_set_checked(vm, element, false);
    if (value_is_element(before))
      form_set_checked(vm, (Element *)value_to_cell(before), true);
  }
}

static bool tell_of_input(VM *vm, Element *element) {
  KEEP_CELL(vm, Element, kept, element);
  constexpr EventInit init = {.bubbles = true};
  return !kept->node.is_connected ||
         (dispatch_fire(vm, &kept->node, EVENT_CLASS_EVENT, "input", init,
                        NULL) &&
          dispatch_fire(vm, &kept->node, EVENT_CLASS_EVENT, "change", init,
                        NULL));
}

static bool is_kind_of_button(VM *vm, const Element *element,
                              const char *type) {
  if (element->tag == TAG_input) return form_type_is(vm, element, type);
  if (element->tag != TAG_button) return false;
  const String *text = attribute_text(element, DOM_WORD(vm, type));
  bool is_other =
      text && (string_is_c(text, "reset") || string_is_c(text, "button"));
  if (!strcmp(type, "submit")) return !is_other;
  return text && string_is_c(text, type);
}

/* There is nowhere to send a form to: a submission ends with its event. */
static bool submit(VM *vm, Element *form, Element *submitter) {
  KEEP_CELL(vm, Element, kept, form);
  KEEP_CELL(vm, Element, by, submitter);
  constexpr EventInit init = {.bubbles = true, .cancelable = true};
  KEEP_CELL(vm, Event, event,
            event_new(vm, EVENT_CLASS_SUBMIT_EVENT, "submit", init));
  if (!event) return false;
  event_set_field(vm, event, "submitter", value_from_node(by));
  return event_dispatch(vm, &kept->node.target, event, NULL);
}

static bool reset(VM *vm, Element *form) {
  bool was_canceled;
  KEEP_CELL(vm, Element, kept, form);
  constexpr EventInit init = {.bubbles = true, .cancelable = true};
  if (!dispatch_fire(vm, &kept->node, EVENT_CLASS_EVENT, "reset", init,
                     &was_canceled))
    return false;
  if (!was_canceled) form_reset(vm, kept);
  return true;
}

static bool toggle_details(VM *vm, Element *summary) {
  Element *details = tree_parent_element(&summary->node);
  if (!details || details->tag != TAG_details) return true;
  KEEP_CELL(vm, Element, kept, details);
  Attribute *open = attribute_find(details, DOM_WORD(vm, open));
  if (open)
    attribute_remove(vm, details, open);
  else if (!attribute_set(vm, details, DOM_WORD(vm, open),
                          vm->isolate.empty_string))
    return false;
  return dispatch_fire(vm, &kept->node, EVENT_CLASS_TOGGLE_EVENT, "toggle",
                       (EventInit){}, NULL);
}

static bool click(VM *vm, Element *element);

/* A click on a label is a click on its control, unless it came from there. */
static bool click_labelled(VM *vm, Element *label, const Event *event) {
  Element *control = form_labelled(vm, label);
  if (!control || !value_is_node(event->target) ||
      tree_contains(&control->node, value_to_node(event->target)))
    return true;
  return click(vm, control);
}

static bool activate(VM *vm, Element *element, const Event *event) {
  if (is_box(vm, element) || is_radio(vm, element))
    return tell_of_input(vm, element);
  if (element->tag == TAG_label) return click_labelled(vm, element, event);
  if (element->tag == TAG_summary) return toggle_details(vm, element);
  Element *form = form_is_disabled(vm, element) ? NULL : form_of(vm, element);
  if (!form) return true;
  if (is_kind_of_button(vm, element, "submit"))
    return submit(vm, form, element);
  return !is_kind_of_button(vm, element, "reset") || reset(vm, form);
}

static bool after_listeners(VM *vm, Event *event) {
  Value activated = event_field(vm, event, "activated");
  if (!value_is_element(activated)) return true;
  KEEP_CELL(vm, Element, element, (Element *)value_to_cell(activated));
  KEEP_CELL(vm, Event, kept, event);
  KEEP(vm, before, event_field(vm, event, "before"));
  event_set_field(vm, event, "activated", VALUE_UNDEFINED);
  event_set_field(vm, event, "before", VALUE_UNDEFINED);
  if (!kept->is_canceled) return activate(vm, element, kept);
  undo(vm, element, before);
  return true;
}

void dispatch_open(VM *vm) {
  static const EventHooks hooks = {
      .parent = parent_of,
      .before = before_listeners,
      .after = after_listeners,
  };
  event_set_hooks(vm, &hooks);
}

/* ---- click, submit, reset
 * ------------------------------------------------------------ */

static bool click(VM *vm, Element *element) {
  KEEP_CELL(vm, Element, kept, element);
  constexpr EventInit init = {
      .bubbles = true, .cancelable = true, .composed = true};
  if (form_is_disabled(vm, kept)) return true;
  KEEP_CELL(vm, Event, event,
            event_new(vm, EVENT_CLASS_POINTER_EVENT, "click", init));
  if (!event) return false;
  event->is_trusted = false;
  event_set_field(vm, event, "view", value_from_cell(vm->isolate.global));
  event_set_field(vm, event, "detail", value_from_int(1));
  event_set_field(vm, event, "which", value_from_int(1));
  return event_dispatch(vm, &kept->node.target, event, NULL);
}

static bool click_method(VM *vm, Call *call) {
  Element *element = dom_this_element(vm, call);
  return element && click(vm, element);
}

static Element *this_form(VM *vm, const Call *call) {
  Element *form = dom_this_element(vm, call);
  if (!form || form->tag == TAG_form) return form;
  dom_throw_receiver(vm);
  return NULL;
}

static bool request_submit(VM *vm, Call *call) {
  Element *form = this_form(vm, call);
  Value submitter = call_argument(call, 0);
  return form && submit(vm, form,
                        value_is_element(submitter)
                            ? (Element *)value_to_cell(submitter)
                            : NULL);
}

/* form.submit() sends without an event, and there is nowhere to send to. */
static bool submit_method(VM *vm, Call *call) {
  return this_form(vm, call);
}

static bool reset_method(VM *vm, Call *call) {
  Element *form = this_form(vm, call);
  return form && reset(vm, form);
}

void dispatch_add_form_members(VM *vm, Object *prototype) {
  static const NativeEntry entries[] = {
      {"submit", submit_method, 0},
      {"requestSubmit", request_submit, 0},
      {"reset", reset_method, 0},
  };
  dom_add(vm, prototype, HTMLFormElement, entries);
}

/* ---- Focus
 * -----------------------------------------------------------------------------
 */

static bool tell_of_focus(VM *vm, Element *target, Element *other,
                          const char *type, bool bubbles) {
  KEEP_CELL(vm, Element, kept, target);
  KEEP_CELL(vm, Element, related, other);
  EventInit init = {.bubbles = bubbles, .composed = true};
  KEEP_CELL(vm, Event, event,
            event_new(vm, EVENT_CLASS_FOCUS_EVENT, type, init));
  if (!event) return false;
  event_set_field(vm, event, "relatedTarget", value_from_node(related));
  return event_dispatch(vm, &kept->node.target, event, NULL);
}

static void set_active(VM *vm, Document *document, Element *element) {
  cell_write_pointer(&vm->isolate.heap, document, document->active, element);
}

bool dispatch_focus(VM *vm, Document *document, Element *element) {
  KEEP_CELL(vm, Document, kept, document);
  KEEP_CELL(vm, Element, old, document->active);
  KEEP_CELL(vm, Element, new, element);
  if (old == new) return true;
  set_active(vm, kept, NULL);
  if (old && (!tell_of_focus(vm, old, new, "blur", false) ||
              !tell_of_focus(vm, old, new, "focusout", true)))
    return false;
  /* a listener may have moved the focus, or taken the element away */
  if (!new || kept->active || !new->node.is_connected) return true;
  set_active(vm, kept, new);
  return tell_of_focus(vm, new, old, "focus", false) &&
         tell_of_focus(vm, new, old, "focusin", true);
}

static bool focus(VM *vm, Call *call) {
  Element *element = dom_this_element(vm, call);
  if (!element) return false;
  if (!element_can_focus(vm, element) || form_is_disabled(vm, element))
    return true;
  return dispatch_focus(vm, node_document(&element->node), element);
}

static bool blur(VM *vm, Call *call) {
  Element *element = dom_this_element(vm, call);
  if (!element) return false;
  Document *document = node_document(&element->node);
  return document->active != element || dispatch_focus(vm, document, NULL);
}

/* ---- A user's doing
 * ----------------------------------------------------------------------- */

/* The focus is moved, which says so by itself; where it cannot be moved, only
 * the event comes. */
static bool take_focus(VM *vm, Element *element, bool *is_told) {
  Document *document = node_document(&element->node);
  *is_told = document->active != element && element->node.is_connected &&
             element_can_focus(vm, element) && !form_is_disabled(vm, element);
  return !*is_told || dispatch_focus(vm, document, element);
}

static bool type_in(VM *vm, Element *control, const Event *event) {
  Value data = event_field(vm, event, "data");
  return !value_is_string(data) || form_insert_text(vm, control, data);
}

bool dom_dispatch_by_user(VM *vm, EventTarget *target, Event *event) {
  KEEP_CELL(vm, EventTarget, kept, target);
  KEEP_CELL(vm, Event, kept_event, event);
  bool is_told = false, ok = true;
  if (kept->object.cell.kind == KIND_DOM_ELEMENT) {
    Element *element = (Element *)kept;
    if (string_is_c(event->type, "focus"))
      ok = take_focus(vm, element, &is_told);
    else if (event->class == EVENT_CLASS_INPUT_EVENT &&
             string_is_c(event->type, "input"))
      ok = type_in(vm, element, event);
  }
  return ok && (is_told || event_dispatch(vm, kept, kept_event, NULL));
}

void dispatch_add_members(VM *vm, Object *prototype, Interface interface) {
  static const NativeEntry entries[] = {
      {"click", click_method, 0},
      {"focus", focus, 0},
      {"blur", blur, 0},
  };
  dom_add_members(vm, prototype, interface, entries, ARRAY_COUNT(entries));
}
