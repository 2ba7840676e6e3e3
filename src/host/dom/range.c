/* range.c - Range, as far as libraries need one without a screen: its ends, and
 * createContextualFragment. The ends are properties of the object, and do not
 * move when the tree changes.
 */
#include "host/dom/html.h"
#include "host/dom/parts.h"

static const char *const containers[] = {"startContainer", "endContainer"};
static const char *const offsets[] = {"startOffset", "endOffset"};

/* One end of a range: a place before the child, or the unit, of that number. */
typedef struct Boundary {
  DomNode *node;
  u32 offset;
} Boundary;

static u32 length_of(const DomNode *node) {
  u32 length = 0;
  if (node->target.object.cell.kind == KIND_DOM_TEXT)
    return string_length(((const CharacterData *)node)->data);
  for (const DomNode *at = node->first; at; at = at->next)
    length++;
  return length;
}

static u32 index_of(const DomNode *node) {
  u32 index = 0;
  while ((node = node->previous))
    index++;
  return index;
}

/* ---- Ends
 * -------------------------------------------------------------------- */

static void put(VM *vm, Value range, bool is_end, Boundary boundary) {
  Isolate *isolate = &vm->isolate;
  KEEP(vm, kept, range);
  KEEP(vm, node, value_from_cell(boundary.node));
  object_set_c(isolate, value_to_object(kept), containers[is_end], node,
               ATTRIBUTES_DEFAULT);
  object_set_c(isolate, value_to_object(kept), offsets[is_end],
               value_from_u32(boundary.offset), ATTRIBUTES_DEFAULT);
}

/* False: what was given is no range (thrown). */
static bool get_end(VM *vm, Value range, bool is_end, Boundary *boundary) {
  Property node, offset;
  Isolate *isolate = &vm->isolate;
  if (!value_is_object(range) ||
      !object_get_own(isolate, value_to_object(range),
                      key_from_c(isolate, containers[is_end]), &node) ||
      !object_get_own(isolate, value_to_object(range),
                      key_from_c(isolate, offsets[is_end]), &offset) ||
      !value_is_node(node.value) || !value_is_int(offset.value)) {
    dom_throw_receiver(vm);
    return false;
  }
  *boundary =
      (Boundary){value_to_node(node.value), (u32)value_to_int(offset.value)};
  return true;
}

/* Whether `a` comes behind `b`: in another tree it always does. */
static bool is_behind(Boundary a, Boundary b) {
  if (a.node == b.node) return a.offset > b.offset;
  if (tree_root(a.node) != tree_root(b.node)) return true;
  if (tree_contains(a.node, b.node)) {
    const DomNode *child = b.node;
    while (child->parent != a.node)
      child = child->parent;
    return index_of(child) < a.offset;
  }
  if (tree_contains(b.node, a.node)) {
    const DomNode *child = a.node;
    while (child->parent != b.node)
      child = child->parent;
    return index_of(child) >= b.offset;
  }
  return node_compare(a.node, b.node) > 0;
}

/* Sets one end; the other goes along when it would be on the wrong side. */
static bool set_end(VM *vm, Call *call, bool is_end, Boundary boundary) {
  Boundary other;
  if (!get_end(vm, call->this_value, !is_end, &other)) return false;
  if (boundary.offset > length_of(boundary.node))
    return dom_refuse(vm, call, "IndexSizeError",
                      "There is no child at offset %u.", boundary.offset);
  put(vm, call->this_value, is_end, boundary);
  if (is_end ? is_behind(other, boundary) : is_behind(boundary, other))
    put(vm, call->this_value, !is_end, boundary);
  return true;
}

/* setStart and setEnd; the magic says which. */
static bool set_boundary(VM *vm, Call *call) {
  u32 offset;
  if (!dom_check_count(vm, call, 2)) return false;
  DomNode *node = dom_argument_node(vm, call, 0);
  return node && vm_to_uint32(vm, call->arguments[1], &offset) &&
         set_end(vm, call, library_native(call)->magic,
                 (Boundary){node, offset});
}

/* setStartBefore and its three kin: bit 0 is the end, bit 1 behind. */
static bool set_beside(VM *vm, Call *call) {
  u32 magic = library_native(call)->magic;
  DomNode *node = dom_argument_node(vm, call, 0);
  if (!node) return false;
  if (!node->parent)
    return dom_refuse(vm, call, "InvalidNodeTypeError",
                      "the given Node has no parent.");
  Boundary boundary = {node->parent, index_of(node) + (magic >> 1)};
  return set_end(vm, call, magic & 1, boundary);
}

/* selectNode and selectNodeContents */
static bool select_node(VM *vm, Call *call) {
  DomNode *node = dom_argument_node(vm, call, 0);
  Boundary ignored;
  if (!node || !get_end(vm, call->this_value, false, &ignored)) return false;
  bool is_contents = library_native(call)->magic;
  if (!is_contents && !node->parent)
    return dom_refuse(vm, call, "InvalidNodeTypeError",
                      "the given Node has no parent.");
  DomNode *inside = is_contents ? node : node->parent;
  u32 first = is_contents ? 0 : index_of(node);
  put(vm, call->this_value, false, (Boundary){inside, first});
  put(vm, call->this_value, true,
      (Boundary){inside, is_contents ? length_of(node) : first + 1});
  return true;
}

static bool collapse(VM *vm, Call *call) {
  Boundary boundary;
  bool to_start = vm_to_boolean(call_argument(call, 0));
  if (!get_end(vm, call->this_value, !to_start, &boundary)) return false;
  put(vm, call->this_value, to_start, boundary);
  return true;
}

static bool get_collapsed(VM *vm, Call *call) {
  Boundary start, end;
  return get_end(vm, call->this_value, false, &start) &&
         get_end(vm, call->this_value, true, &end) &&
         call_return(call, value_from_boolean(start.node == end.node &&
                                              start.offset == end.offset));
}

static bool get_ancestor(VM *vm, Call *call) {
  Boundary start, end;
  if (!get_end(vm, call->this_value, false, &start) ||
      !get_end(vm, call->this_value, true, &end))
    return false;
  DomNode *at = start.node;
  while (!tree_contains(at, end.node))
    at = at->parent;
  return call_return(call, value_from_cell(at));
}

/* ---- Making
 * ------------------------------------------------------------------- */

static Value new_range(VM *vm, Boundary start, Boundary end) {
  KEEP_FIELD(vm, first, start.node);
  KEEP_FIELD(vm, last, end.node);
  KEEP(vm, range,
       value_from_cell(
           dom_new(vm, INTERFACE_Range, KIND_OBJECT, sizeof(Object))));
  put(vm, range, false, start);
  put(vm, range, true, end);
  return range;
}

bool range_create(VM *vm, Call *call) {
  Boundary boundary = {&dom_of(vm)->document->node, 0};
  return call_return(call, new_range(vm, boundary, boundary));
}

static bool construct(VM *vm, Call *call) {
  if (value_is_undefined(call->new_target))
    return vm_throw_type(
        vm, "Class constructor Range cannot be invoked without 'new'");
  return range_create(vm, call);
}

static bool clone_range(VM *vm, Call *call) {
  Boundary start, end;
  return get_end(vm, call->this_value, false, &start) &&
         get_end(vm, call->this_value, true, &end) &&
         call_return(call, new_range(vm, start, end));
}

/* The text is parsed as inside of the element that the range begins in. */
static bool create_fragment(VM *vm, Call *call) {
  Boundary start;
  if (!get_end(vm, call->this_value, false, &start)) return false;
  KEEP_CELL(vm, String, text, dom_argument_string(vm, call, 0));
  if (!text) return false;
  DomNode *at = start.node;
  while (at && !node_is_element(at))
    at = at->parent;
  Element *context = (Element *)at;
  if (!context || context->tag == TAG_html)
    context = tree_new_html_element(vm, node_document(start.node),
                                    string_intern_c(&vm->isolate, "body"));
  DomNode *fragment = html_parse_fragment(vm, context, text);
  return fragment && call_return(call, value_from_cell(fragment));
}

/* Before what stands at the start. */
static bool insert_node(VM *vm, Call *call) {
  Boundary start;
  if (!get_end(vm, call->this_value, false, &start)) return false;
  DomNode *node = dom_argument_node(vm, call, 0);
  if (!node) return false;
  if (start.node->target.object.cell.kind == KIND_DOM_TEXT)
    return dom_refuse(vm, call, "NotSupportedError",
                      "A text is not split by a range here.");
  DomNode *before = start.node->first;
  for (u32 i = 0; before && i < start.offset; i++)
    before = before->next;
  return mutate_insert(vm, call, start.node, node, before);
}

static bool detach(VM *vm, Call *call) {
  return true;
}

void interface_open_Range(VM *vm, Object *prototype) {
  static const NativeEntry entries[] = {
      {"setStart", set_boundary, 2, NATIVE_METHOD, false},
      {"setEnd", set_boundary, 2, NATIVE_METHOD, true},
      {"setStartBefore", set_beside, 1, NATIVE_METHOD, 0},
      {"setEndBefore", set_beside, 1, NATIVE_METHOD, 1},
      {"setStartAfter", set_beside, 1, NATIVE_METHOD, 2},
      {"setEndAfter", set_beside, 1, NATIVE_METHOD, 3},
      {"selectNode", select_node, 1, NATIVE_METHOD, false},
      {"selectNodeContents", select_node, 1, NATIVE_METHOD, true},
      {"collapse", collapse, 0},
      {"collapsed", get_collapsed, 0, NATIVE_GETTER},
      {"commonAncestorContainer", get_ancestor, 0, NATIVE_GETTER},
      {"cloneRange", clone_range, 0},
      {"createContextualFragment", create_fragment, 1},
      {"insertNode", insert_node, 1},
      {"detach", detach, 0},
  };
  dom_add(vm, prototype, Range, entries);
  dom_set_constructor(vm, prototype, construct, 0);
}
