/* script.c - running scripts. */
#include "host/dom/script.h"

/* A type that names JavaScript, or none. */
static bool is_javascript(VM *vm, const Element *script) {
  const String *type = attribute_text(script, DOM_WORD(vm, type));
  static const char *const types[] = {"",
                                      "text/javascript",
                                      "application/javascript",
                                      "text/ecmascript",
                                      "application/ecmascript",
                                      "application/x-javascript"};
  if (!type) return true;
  for (u32 i = 0; i < ARRAY_COUNT(types); i++)
    if (string_is_c(type, types[i])) return true;
  return false;
}

static bool may_run(VM *vm, const Element *script) {
  return script->tag == TAG_script && script->node.is_connected &&
         !(script->state & ELEMENT_SCRIPT_DONE) && script->node.first &&
         !attribute_find(script, string_intern_c(&vm->isolate, "src")) &&
         is_javascript(vm, script) &&
         node_document(&script->node) == dom_of(vm)->document;
}

static bool run_text(VM *vm, const String *text) {
  Buffer bytes = {};
  Value ignored;
  dom_text(text, &bytes);
  Source *source =
      vm_add_source(vm, "inline script", bytes.bytes, bytes.length);
  buffer_free(&bytes);
  return vm_run_script(vm, source, false, &ignored);
}

static void run(VM *vm, Element *script) {
  Dom *dom = dom_of(vm);
  KEEP_CELL(vm, Element, outer, dom->current_script);
  script->state |= ELEMENT_SCRIPT_DONE;
  KEEP_CELL(vm, Element, kept, script);
  KEEP_CELL(vm, String, text, node_text(vm, &script->node));
  dom->current_script = kept;
  if (!text || !run_text(vm, text)) host_report_exception(vm);
  dom->current_script = outer;
}

/* They are found before the first of them runs: it may change the tree. */
void script_run_below(VM *vm, DomNode *parent, DomNode *const *nodes,
                      u32 count) {
  if (!dom_of(vm)->has_scripts || !parent->is_connected) return;
  KEEP_CELL(vm, Object, found, array_new(&vm->isolate, 0));
  if (node_is_element(parent) && may_run(vm, (Element *)parent))
    array_push(&vm->isolate, found, value_from_cell(parent));
  for (u32 i = 0; i < count; i++)
    for (DomNode *at = nodes[i]; at; at = tree_next(at, nodes[i]))
      if (node_is_element(at) && may_run(vm, (Element *)at))
        array_push(&vm->isolate, found, value_from_cell(at));
  for (u32 i = 0; i < found->elements->length; i++) {
    Element *script = (Element *)value_to_cell(found->elements->values[i]);
    if (vm->is_terminating) return;
    if (may_run(vm, script)) run(vm, script);
  }
}
