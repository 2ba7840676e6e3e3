#include "library/wrapper.h"

Object *wrapper_construct(VM *vm, Call *call, Intrinsic fallback,
                          Value primitive) {
  KEEP(vm, value, primitive);
  Wrapper *wrapper = (Wrapper *)library_new_from(vm, call, fallback,
                                                 KIND_WRAPPER, sizeof *wrapper);
  if (!wrapper) return NULL;
  wrapper->primitive = value;
  return &wrapper->object;
}

Object *wrapper_new_prototype(VM *vm, Intrinsic intrinsic, Value primitive) {
  Isolate *isolate = &vm->isolate;
  Value parent = value_from_cell(INTRINSIC(isolate, object_prototype));
  KEEP_CELL(vm, Shape, shape, shape_empty(isolate, parent, 0));
  Wrapper *wrapper =
      (Wrapper *)object_new_kind(isolate, KIND_WRAPPER, shape, sizeof *wrapper);
  wrapper->primitive = primitive;
  isolate->intrinsics[intrinsic] = &wrapper->object;
  return &wrapper->object;
}
