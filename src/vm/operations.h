/* operations.h - the long ways of the interpreter's instructions.
 *
 * Each is called when an instruction's fast path does not apply. All return
 * false when they threw.
 */
#ifndef GLASSHEAP_VM_OPERATIONS_H
#define GLASSHEAP_VM_OPERATIONS_H

#include "vm/vm.h"

bool operate_add(VM *vm, Value a, Value b, Value *result);
/* operate_arithmetic - any other binary operator, by its opcode. */
bool operate_arithmetic(VM *vm, Opcode op, Value a, Value b, Value *result);
/* operate_power - a ** b for numbers. */
double operate_power(double base, double exponent);
bool operate_compare(VM *vm, Opcode op, Value a, Value b, bool *result);
bool operate_negate(VM *vm, Value a, Value *result);
bool operate_increment(VM *vm, Value a, int change, Value *result);
bool operate_bit_not(VM *vm, Value a, Value *result);
bool operate_concatenate(VM *vm, const Value *strings, u32 count,
                         Value *result);
bool operate_in(VM *vm, Value key, Value object, Value *result);
/* operate_throw_in - the right operand of `in` is no object. */
bool operate_throw_in(VM *vm, Value key, Value object);

bool operate_get_element(VM *vm, Value object, Value key, Value *result);
/* operate_get_element_to_update - the same; `*property_key` is what the key is
 * as a property key, for the write that follows. */
bool operate_get_element_to_update(VM *vm, Value object, Value key,
                                   Value *result, Value *property_key);
bool operate_set_element(VM *vm, Value object, Value key, Value value,
                         bool strict);
bool operate_delete_element(VM *vm, Value object, Value key, bool strict,
                            Value *result);
bool operate_define_method(VM *vm, Value object, Value key, Value function,
                           u32 flags);
bool operate_set_function_name(VM *vm, Value function, Value key, u32 prefix);
/* operate_get_super - `base` is what LoadSuper gave, before the key is
 * converted: that may change the prototype of the home object. */
bool operate_get_super(VM *vm, Value base, Value receiver, Value key,
                       Value *result);
bool operate_set_super(VM *vm, Value base, Value receiver, Value key,
                       Value value, bool strict);
bool operate_define_private(VM *vm, Value object, Value name, Value value,
                            u32 kind);
bool operate_has_private(VM *vm, Value object, Value name, Value *result);
bool operate_copy_properties(VM *vm, Value target, Value source,
                             const Value *excluded, u32 count);
bool operate_new_literal(VM *vm, Shape *shape, const Value *values, u32 count,
                         Value *result);
bool operate_array_spread(VM *vm, Value array, Value iterable);
bool operate_get_template(VM *vm, Value *constant, Value *result);
bool operate_new_class(VM *vm, CodeBlock *code, Value environment,
                       Value superclass, Value *constructor, Value *prototype);
bool operate_initialize_fields(VM *vm, Value function, Value object);
/* operate_import_hole - the imported variable has no value yet. */
bool operate_import_hole(VM *vm, Value import);
bool operate_import_meta(VM *vm, Value *result);
bool operate_import_module(VM *vm, Value specifier, Value options,
                           Value *result);
bool operate_create_arguments(VM *vm, bool hides_callee, Value *result);
/* operate_create_mapped_arguments - the same for a sloppy function: as long as
 * nobody forbids it, an argument is the parameter in that slot of the
 * environment; `slots` is an array, undefined for a hidden parameter. */
bool operate_create_mapped_arguments(VM *vm, Value environment, Value slots,
                                     Value *result);
bool operate_create_rest(VM *vm, u32 start, Value *result);
/* operate_declare_globals - `are_deletable`: as eval makes them. */
bool operate_declare_globals(VM *vm, Value environment, Value list,
                             bool are_deletable);
bool operate_resolve_global(VM *vm, Value name, Value *result);
bool operate_hoist_global(VM *vm, Value name, Value value);
/* operate_throw_constructed - a derived constructor returned a primitive
 * (`has_value`), or nothing without having called super(). The error is one of
 * the caller's realm. */
bool operate_throw_constructed(VM *vm, bool has_value);
bool operate_throw_undefined(VM *vm, Value name);
/* Names that only run time resolves (dynamic.c). operate_find_dynamic - the
 * environment that has the name, of `count` from the given one outwards; else
 * undefined. */
bool operate_find_dynamic(VM *vm, Value environment, u32 count, Value name,
                          Value *result);
bool operate_get_dynamic(VM *vm, Value environment, Value name, Value *result);
Value operate_dynamic_this(Value environment);
bool operate_set_dynamic(VM *vm, Value environment, Value name, Value value);
bool operate_delete_dynamic(VM *vm, Value environment, Value name,
                            Value *result);
/* operate_declare_dynamic, operate_store_dynamic - a variable that an eval
 * makes, in the environment `hops` out. */
bool operate_declare_dynamic(VM *vm, Value environment, u32 hops, Value name);
bool operate_store_dynamic(VM *vm, Value environment, u32 hops, Value name,
                           Value value);
/* operate_compile_eval - the function that runs the text of a direct eval in
 * that environment; `flags` are EvalFlags. */
bool operate_compile_eval(VM *vm, Value text, Value environment, u32 flags,
                          Value *function);
bool operate_throw_constant(VM *vm, Value name);
/* operate_throw_not_iterable - the TypeError for a value that the source has
 * no name for. */
bool operate_throw_not_iterable(VM *vm, Value value);
/* operate_throw_destructured - an object pattern met null or undefined. */
bool operate_throw_destructured(VM *vm, Value value);
bool operate_throw_hole(VM *vm, Value name);
bool operate_environment_hole(VM *vm, Environment *environment, u32 slot);
Value operate_coerce_this(VM *vm, Value value);

/* Iteration state: P[0] the iterator (or the array itself), P[1] its next
 * method (a hole: walk the array directly), P[2] the index. P[0] is undefined
 * once the iteration is over. */
bool operate_get_iterator(VM *vm, Value *state, Value iterable);
/* `*done` at the end; the item otherwise. */
bool operate_iterator_next(VM *vm, Value *state, Value *item, bool *done);
/* operate_iterator_end - the iteration is over. */
void operate_iterator_end(Value *state);
/* operate_iterator_result - the same as operate_iterator_next for the object
 * that its call has returned. */
bool operate_iterator_result(VM *vm, Value *state, Value result, Value *item,
                             bool *done);
bool operate_iterator_close(VM *vm, Value *state);
void operate_iterator_close_silent(VM *vm, Value *state);
bool operate_iterator_rest(VM *vm, Value *state, Value *result);
/* Asynchronous iteration, step by step: the awaits in between are the
 * program's. operate_iterator_call - calls next; _call_return - calls return,
 * if it is there. */
bool operate_get_async_iterator(VM *vm, Value *state, Value iterable);
bool operate_iterator_call(VM *vm, Value *state, Value *result);
bool operate_iterator_call_return(VM *vm, Value *state, Value *result,
                                  bool *is_there);
/* operate_throw_no_result - "Iterator result x is not an object". */
bool operate_throw_no_result(VM *vm, Value result);
/* operate_delegate - a step of yield*: calls next, throw or return of the
 * iteration with that value; `*mode` is how the generator was resumed, and may
 * become one of delegate.c's own. operate_delegate_done looks at the result
 * (awaited, in async generators): at the end `*done`, and its value. */
constexpr i32 DELEGATE_BARE_ITEM = -1; /* a mode: no result, only its item */
bool operate_delegate(VM *vm, Value *state, Value value, Value *mode,
                      Value *result);
bool operate_delegate_done(VM *vm, Value result, Value mode, Value *value,
                           bool *done);
/* for-in: P[0] the object, P[1] an array of keys, P[2] the index. */
bool operate_for_in_open(VM *vm, Value *state, Value object);
bool operate_for_in_next(VM *vm, Value *state, Value *key, bool *done);

/* Definitions (define.c). */
bool define_is_array_length(VM *vm, Object *object, Key key);
/* define_convert_length - ArraySetLength: any value to a length, with both
 * conversions the language asks for. */
bool define_convert_length(VM *vm, Value value, u32 *length);
/* define_can_add - may the (ordinary) object get a new property of that key? */
bool define_can_add(VM *vm, Object *object, Key key);

/* Calls (calls.c). */
/* call_stack_top - the first word of the stack above the running frame. */
Value *call_stack_top(VM *vm);
/* call_check_stacks - room on both stacks for one more call from C, with
 * `words` above `top`; false: thrown. */
bool call_check_stacks(VM *vm, Value *top, u64 words);
/* call_prepare - makes the frame in a window whose `this` and arguments are in
 * place, for a FUNCTION; returns the callee's registers or NULL when it threw
 * (stack overflow, class called without new). */
Value *call_prepare(VM *vm, Value *window, Function *function, u32 count,
                    Value new_target, u32 flags, const Unit *return_unit);
/* call_forward - while a call in a window is one of Function.prototype.call
 * or .apply, makes it the call that they would make, in the same window: so
 * they take neither a frame nor the C stack. What they refuse, or a list that
 * takes code to read, is left to them. */
void call_forward(VM *vm, Value *callee, Value *window, u32 *count);
/* call_other - calls what is not a FUNCTION (native, bound, or not callable)
 * with its window in place. */
bool call_other(VM *vm, Value callee, Value *window, u32 count, Value *result);
/* call_construct_other - new for what is not a base-class FUNCTION. */
bool call_construct_other(VM *vm, Value callee, Value new_target, Value *window,
                          u32 count, Value *result);
/* call_spread - pushes the items of a plain array as arguments of a window
 * above the running frame; the window, or NULL when it threw. */
Value *call_spread_window(VM *vm, Value this_value, Value array, u32 *count);
/* construct_this - makes the object of a constructor whose frame call_prepare
 * made, in registers[0]. When it throws, the frame is gone again. */
bool construct_this(VM *vm, Value *registers);
/* call_not_callable, call_not_constructor - the TypeError for the call
 * instruction that is running, naming the callee as the source does. */
bool call_not_callable(VM *vm, Value callee);
bool call_not_constructor(VM *vm, Value callee);

/* What the running instruction is about, in the words of the source; false,
 * and nothing appended, where it has none (source_names.c). */
bool source_name_callee(VM *vm, Buffer *out);
/* source_name_value - what is iterated, or taken apart by a pattern. With
 * `is_call`, of a call only the callee, and says whether it was one. */
bool source_name_value(VM *vm, Buffer *out, bool *is_call);
/* source_name_first_key - the first name in an object pattern. */
bool source_name_first_key(VM *vm, Buffer *out);

/* unwind - finds the handler of vm->exception from the running frame down to
 * the nearest entry frame. True: vm->registers and vm->pc are where to go on;
 * false: the entry frame was left, and the exception goes up in C. */
bool unwind(VM *vm);

#endif
