/* traverse.c - TreeWalker, NodeIterator and NodeFilter.
 *
 * A NodeIterator stands where it stands: unlike the standard's it is not moved
 * when its node is taken out of the tree, and goes on from there.
 */
#include "host/dom/traverse.h"

constexpr u32 SHOW_ALL = UINT32_MAX;
constexpr i32 FILTER_ACCEPT = 1, FILTER_REJECT = 2, FILTER_SKIP = 3;

/* ---- Filters
 * ----------------------------------------------------------------- */

/* What the filter says of a node. A filter may not ask its own walker. */
static bool ask(VM *vm, Walker *walker, DomNode *node, i32 *answer) {
  *answer = FILTER_SKIP;
  if (walker->is_active)
    return dom_throw(vm, "InvalidStateError",
                     "Filter function can't be recursive");
  if (!(walker->shown >> (node->type - 1) & 1)) return true;
  *answer = FILTER_ACCEPT;
  if (value_is_nullish(walker->filter)) return true;
  KEEP_CELL(vm, Walker, kept, walker);
  KEEP(vm, function, walker->filter);
  KEEP(vm, result, VALUE_UNDEFINED);
  Value argument = value_from_cell(node);
  if (!value_is_callable(function) &&
      !vm_get(vm, walker->filter, key_from_c(&vm->isolate, "acceptNode"),
              &function))
    return false;
  kept->is_active = true;
  bool ok =
      vm_call(vm, function,
              value_is_callable(kept->filter) ? VALUE_UNDEFINED : kept->filter,
              &argument, 1, &result);
  kept->is_active = false;
  return ok && vm_to_int32(vm, result, answer);
}

static Walker *this_walker(VM *vm, const Call *call, bool is_iterator) {
  if (value_is_kind(call->this_value, KIND_DOM_WALKER)) {
    Walker *walker = (Walker *)value_to_cell(call->this_value);
    if (walker->is_iterator == is_iterator) return walker;
  }
  dom_throw_receiver(vm);
  return NULL;
}

static void move_to(VM *vm, Walker *walker, DomNode *node) {
  cell_write_pointer(&vm->isolate.heap, walker, walker->current, node);
}

/* ---- TreeWalker
 * ----------------------------------------------------------------- */

static bool parent_node(VM *vm, Call *call) {
  i32 answer;
  Walker *walker = this_walker(vm, call, false);
  if (!walker) return false;
  call->result = VALUE_NULL;
  KEEP_CELL(vm, DomNode, node, walker->current);
  while (node != walker->root && node->parent) {
    node = node->parent;
    if (!ask(vm, walker, node, &answer)) return false;
    if (answer != FILTER_ACCEPT) continue;
    move_to(vm, walker, node);
    return call_return(call, value_from_cell(node));
  }
  return true;
}

/* The first (or last) child: what is skipped is replaced by its children. */
static bool child(VM *vm, Call *call) {
  i32 answer;
  bool is_last = library_native(call)->magic;
  Walker *walker = this_walker(vm, call, false);
  if (!walker) return false;
  call->result = VALUE_NULL;
  KEEP_CELL(vm, DomNode, top, walker->current);
  KEEP_CELL(vm, DomNode, node, is_last ? top->last : top->first);
  while (node) {
    if (!ask(vm, walker, node, &answer)) return false;
    if (answer == FILTER_ACCEPT) {
      move_to(vm, walker, node);
      return call_return(call, value_from_cell(node));
    }
    DomNode *below = is_last ? node->last : node->first;
    if (answer == FILTER_SKIP && below) {
      node = below;
      continue;
    }
    while (node && !(is_last ? node->previous : node->next)) {
      node = node->parent;
      if (!node || node == top || node == walker->root) return true;
    }
    node = node ? (is_last ? node->previous : node->next) : NULL;
  }
  return true;
}

static bool sibling(VM *vm, Call *call) {
  i32 answer;
  bool goes_back = library_native(call)->magic;
  Walker *walker = this_walker(vm, call, false);
  if (!walker) return false;
  call->result = VALUE_NULL;
  KEEP_CELL(vm, DomNode, node, walker->current);
  if (node == walker->root) return true;
  for (;;) {
    KEEP_CELL(vm, DomNode, at, goes_back ? node->previous : node->next);
    while (at) {
      node = at;
      if (!ask(vm, walker, node, &answer)) return false;
      if (answer == FILTER_ACCEPT) {
        move_to(vm, walker, node);
        return call_return(call, value_from_cell(node));
      }
      at = goes_back ? node->last : node->first;
      if (answer == FILTER_REJECT || !at)
        at = goes_back ? node->previous : node->next;
    }
    node = node->parent;
    if (!node || node == walker->root) return true;
    if (!ask(vm, walker, node, &answer)) return false;
    if (answer == FILTER_ACCEPT) return true;
  }
}

static bool next_node(VM *vm, Call *call) {
  i32 answer = FILTER_ACCEPT;
  Walker *walker = this_walker(vm, call, false);
  if (!walker) return false;
  call->result = VALUE_NULL;
  KEEP_CELL(vm, DomNode, node, walker->current);
  for (;;) {
    node = answer == FILTER_REJECT ? tree_next_skipping(node, walker->root)
                                   : tree_next(node, walker->root);
    if (!node) return true;
    if (!vm_check(vm) || !ask(vm, walker, node, &answer)) return false;
    if (answer != FILTER_ACCEPT) continue;
    move_to(vm, walker, node);
    return call_return(call, value_from_cell(node));
  }
}

static bool previous_node(VM *vm, Call *call) {
  i32 answer;
  Walker *walker = this_walker(vm, call, false);
  if (!walker) return false;
  call->result = VALUE_NULL;
  KEEP_CELL(vm, DomNode, node, walker->current);
  while (node != walker->root) {
    KEEP_CELL(vm, DomNode, before, node->previous);
    while (before) {
      node = before;
      if (!ask(vm, walker, node, &answer)) return false;
      if (answer == FILTER_REJECT || !node->last) break;
      before = node->last;
    }
    if (before) {
      if (answer != FILTER_ACCEPT) continue;
    } else {
      node = node->parent;
      if (!node) return true;
      if (!ask(vm, walker, node, &answer)) return false;
      if (answer != FILTER_ACCEPT) continue;
    }
    move_to(vm, walker, node);
    return call_return(call, value_from_cell(node));
  }
  return true;
}

/* ---- NodeIterator
 * ------------------------------------------------------------------- */

static bool iterator_step(VM *vm, Call *call) {
  i32 answer;
  bool goes_back = library_native(call)->magic;
  Walker *walker = this_walker(vm, call, true);
  if (!walker) return false;
  call->result = VALUE_NULL;
  KEEP_CELL(vm, DomNode, node, walker->current);
  bool is_before = walker->is_before;
  for (;;) {
    if (is_before == !goes_back)
      is_before = goes_back;
    else
      node = goes_back ? tree_previous(node, walker->root)
                       : tree_next(node, walker->root);
    if (!node) return true;
    if (!vm_check(vm) || !ask(vm, walker, node, &answer)) return false;
    if (answer != FILTER_ACCEPT) continue;
    move_to(vm, walker, node);
    walker->is_before = is_before;
    return call_return(call, value_from_cell(node));
  }
}

static bool detach(VM *vm, Call *call) {
  return this_walker(vm, call, true);
}

/* ---- Members
 * ---------------------------------------------------------------------------
 */

typedef enum WalkerPart : u8 {
  WALKER_ROOT,
  WALKER_SHOWN,
  WALKER_FILTER,
  WALKER_CURRENT,
  WALKER_BEFORE,
} WalkerPart;

static bool get_part(VM *vm, Call *call) {
  if (!value_is_kind(call->this_value, KIND_DOM_WALKER))
    return dom_throw_receiver(vm);
  const Walker *walker = (const Walker *)value_to_cell(call->this_value);
  switch ((WalkerPart)library_native(call)->magic) {
  case WALKER_ROOT: return call_return(call, value_from_cell(walker->root));
  case WALKER_SHOWN: return call_return(call, value_from_u32(walker->shown));
  case WALKER_FILTER: return call_return(call, walker->filter);
  case WALKER_CURRENT:
    return call_return(call, value_from_cell(walker->current));
  default: return call_return(call, value_from_boolean(walker->is_before));
  }
}

static bool set_current(VM *vm, Call *call) {
  Walker *walker = this_walker(vm, call, false);
  DomNode *node = walker ? dom_argument_node(vm, call, 0) : NULL;
  if (node) move_to(vm, walker, node);
  return node;
}

bool traverse_create(VM *vm, Call *call, bool is_iterator) {
  u32 shown = SHOW_ALL;
  DomNode *root = dom_argument_node(vm, call, 0);
  Value what = call_argument(call, 1), filter = call_argument(call, 2);
  if (!root) return false;
  if (!value_is_undefined(what) && !vm_to_uint32(vm, what, &shown))
    return false;
  if (!value_is_nullish(filter) && !value_is_object(filter))
    return dom_fail(vm, call, "parameter 3 is not of type 'NodeFilter'.");
  Walker *walker = (Walker *)dom_new(
      vm, is_iterator ? INTERFACE_NodeIterator : INTERFACE_TreeWalker,
      KIND_DOM_WALKER, sizeof *walker);
  walker->root = walker->current = root;
  walker->filter = value_is_undefined(filter) ? VALUE_NULL : filter;
  walker->shown = shown;
  walker->is_iterator = walker->is_before = is_iterator;
  walker->is_active = false;
  return call_return(call, value_from_cell(walker));
}

void interface_open_TreeWalker(VM *vm, Object *prototype) {
  static const NativeEntry entries[] = {
      {"root", get_part, 0, NATIVE_GETTER, WALKER_ROOT},
      {"whatToShow", get_part, 0, NATIVE_GETTER, WALKER_SHOWN},
      {"filter", get_part, 0, NATIVE_GETTER, WALKER_FILTER},
      {"currentNode", get_part, 0, NATIVE_GETTER, WALKER_CURRENT},
      {"currentNode", set_current, 1, NATIVE_SETTER},
      {"parentNode", parent_node, 0},
      {"firstChild", child, 0, NATIVE_METHOD, 0},
      {"lastChild", child, 0, NATIVE_METHOD, 1},
      {"nextSibling", sibling, 0, NATIVE_METHOD, 0},
      {"previousSibling", sibling, 0, NATIVE_METHOD, 1},
      {"nextNode", next_node, 0},
      {"previousNode", previous_node, 0},
  };
  dom_add(vm, prototype, TreeWalker, entries);
}

void interface_open_NodeIterator(VM *vm, Object *prototype) {
  static const NativeEntry entries[] = {
      {"root", get_part, 0, NATIVE_GETTER, WALKER_ROOT},
      {"whatToShow", get_part, 0, NATIVE_GETTER, WALKER_SHOWN},
      {"filter", get_part, 0, NATIVE_GETTER, WALKER_FILTER},
      {"referenceNode", get_part, 0, NATIVE_GETTER, WALKER_CURRENT},
      {"pointerBeforeReferenceNode", get_part, 0, NATIVE_GETTER, WALKER_BEFORE},
      {"nextNode", iterator_step, 0, NATIVE_METHOD, 0},
      {"previousNode", iterator_step, 0, NATIVE_METHOD, 1},
      {"detach", detach, 0},
  };
  dom_add(vm, prototype, NodeIterator, entries);
}

void interface_open_NodeFilter(VM *vm, Object *prototype) {
  static const ConstantEntry constants[] = {
      {"FILTER_ACCEPT", FILTER_ACCEPT},
      {"FILTER_REJECT", FILTER_REJECT},
      {"FILTER_SKIP", FILTER_SKIP},
      {"SHOW_ALL", SHOW_ALL},
      {"SHOW_ELEMENT", 1 << (DOM_ELEMENT - 1)},
      {"SHOW_ATTRIBUTE", 1 << (DOM_ATTRIBUTE - 1)},
      {"SHOW_TEXT", 1 << (DOM_TEXT - 1)},
      {"SHOW_CDATA_SECTION", 1 << (DOM_CDATA - 1)},
      {"SHOW_PROCESSING_INSTRUCTION", 1 << (DOM_INSTRUCTION - 1)},
      {"SHOW_COMMENT", 1 << (DOM_COMMENT - 1)},
      {"SHOW_DOCUMENT", 1 << (DOM_DOCUMENT - 1)},
      {"SHOW_DOCUMENT_TYPE", 1 << (DOM_DOCTYPE - 1)},
      {"SHOW_DOCUMENT_FRAGMENT", 1 << (DOM_FRAGMENT - 1)},
  };
  Property constructor;
  object_get_own(&vm->isolate, prototype, ATOM_KEY(&vm->isolate, constructor),
                 &constructor);
  library_add_constants(vm, value_to_object(constructor.value), constants,
                        ARRAY_COUNT(constants));
}
