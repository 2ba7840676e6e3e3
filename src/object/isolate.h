/* isolate.h - one engine instance's heap and what all its objects share:
 * atoms, well-known symbols, root Shapes and intrinsics.
 */
#ifndef GLASSHEAP_OBJECT_ISOLATE_H
#define GLASSHEAP_OBJECT_ISOLATE_H

#include "object/realm.h"
#include "object/regexp.h"

/* Atoms that C code names: ATOM(c_name, "text"). */
typedef enum AtomName : u16 {
#define ATOM(name, text) ATOM_##name,
#include "object/atoms.def"
#undef ATOM
  ATOM_COUNT,
} AtomName;

/* Well-known symbols: SYMBOL(c_name, "description"). */
#define WELL_KNOWN_SYMBOLS(SYMBOL)                                             \
  SYMBOL(iterator, "Symbol.iterator")                                          \
  SYMBOL(asyncIterator, "Symbol.asyncIterator")                                \
  SYMBOL(hasInstance, "Symbol.hasInstance")                                    \
  SYMBOL(toPrimitive, "Symbol.toPrimitive")                                    \
  SYMBOL(toStringTag, "Symbol.toStringTag")                                    \
  SYMBOL(species, "Symbol.species")                                            \
  SYMBOL(isConcatSpreadable, "Symbol.isConcatSpreadable")                      \
  SYMBOL(unscopables, "Symbol.unscopables")                                    \
  SYMBOL(match, "Symbol.match")                                                \
  SYMBOL(matchAll, "Symbol.matchAll")                                          \
  SYMBOL(replace, "Symbol.replace")                                            \
  SYMBOL(search, "Symbol.search")                                              \
  SYMBOL(split, "Symbol.split")                                                \
  SYMBOL(dispose, "Symbol.dispose")                                            \
  SYMBOL(asyncDispose, "Symbol.asyncDispose")

typedef enum SymbolName : u8 {
#define SYMBOL(name, text) SYMBOL_##name,
  WELL_KNOWN_SYMBOLS(SYMBOL)
#undef SYMBOL
      SYMBOL_COUNT,
} SymbolName;

/* Objects that the language itself refers to. INTRINSIC(c_name, text) */
#define INTRINSICS(INTRINSIC)                                                  \
  INTRINSIC(object_prototype, "Object.prototype")                              \
  INTRINSIC(function_prototype, "Function.prototype")                          \
  INTRINSIC(array_prototype, "Array.prototype")                                \
  INTRINSIC(string_prototype, "String.prototype")                              \
  INTRINSIC(number_prototype, "Number.prototype")                              \
  INTRINSIC(boolean_prototype, "Boolean.prototype")                            \
  INTRINSIC(symbol_prototype, "Symbol.prototype")                              \
  INTRINSIC(bigint_prototype, "BigInt.prototype")                              \
  INTRINSIC(date_prototype, "Date.prototype")                                  \
  INTRINSIC(error_prototype, "Error.prototype")                                \
  INTRINSIC(type_error_prototype, "TypeError.prototype")                       \
  INTRINSIC(range_error_prototype, "RangeError.prototype")                     \
  INTRINSIC(reference_error_prototype, "ReferenceError.prototype")             \
  INTRINSIC(syntax_error_prototype, "SyntaxError.prototype")                   \
  INTRINSIC(eval_error_prototype, "EvalError.prototype")                       \
  INTRINSIC(uri_error_prototype, "URIError.prototype")                         \
  INTRINSIC(aggregate_error_prototype, "AggregateError.prototype")             \
  INTRINSIC(suppressed_error_prototype, "SuppressedError.prototype")           \
  INTRINSIC(disposable_stack_prototype, "DisposableStack.prototype")           \
  INTRINSIC(async_disposable_stack_prototype,                                  \
            "AsyncDisposableStack.prototype")                                  \
  INTRINSIC(iterator_prototype, "%IteratorPrototype%")                         \
  INTRINSIC(array_iterator_prototype, "%ArrayIteratorPrototype%")              \
  INTRINSIC(string_iterator_prototype, "%StringIteratorPrototype%")            \
  INTRINSIC(map_iterator_prototype, "%MapIteratorPrototype%")                  \
  INTRINSIC(set_iterator_prototype, "%SetIteratorPrototype%")                  \
  INTRINSIC(map_prototype, "Map.prototype")                                    \
  INTRINSIC(set_prototype, "Set.prototype")                                    \
  INTRINSIC(weak_map_prototype, "WeakMap.prototype")                           \
  INTRINSIC(weak_set_prototype, "WeakSet.prototype")                           \
  INTRINSIC(weak_ref_prototype, "WeakRef.prototype")                           \
  INTRINSIC(finalization_registry_prototype, "FinalizationRegistry.prototype") \
  INTRINSIC(generator_function_prototype, "%GeneratorFunction.prototype%")     \
  INTRINSIC(generator_prototype, "%GeneratorPrototype%")                       \
  INTRINSIC(generator_next, "%GeneratorPrototype%.next")                       \
  INTRINSIC(async_function_prototype, "%AsyncFunction.prototype%")             \
  INTRINSIC(async_generator_function_prototype,                                \
            "%AsyncGeneratorFunction.prototype%")                              \
  INTRINSIC(async_generator_prototype, "%AsyncGeneratorPrototype%")            \
  INTRINSIC(async_iterator_prototype, "%AsyncIteratorPrototype%")              \
  INTRINSIC(iterator, "Iterator")                                              \
  INTRINSIC(iterator_helper_prototype, "%IteratorHelperPrototype%")            \
  INTRINSIC(iterator_wrapper_prototype, "%WrapForValidIteratorPrototype%")     \
  INTRINSIC(async_from_sync_prototype, "%AsyncFromSyncIteratorPrototype%")     \
  INTRINSIC(promise, "Promise")                                                \
  INTRINSIC(promise_prototype, "Promise.prototype")                            \
  INTRINSIC(promise_then, "Promise.prototype.then")                            \
  INTRINSIC(regexp_prototype, "RegExp.prototype")                              \
  INTRINSIC(regexp_constructor, "RegExp")                                      \
  INTRINSIC(regexp_iterator_prototype, "%RegExpStringIteratorPrototype%")      \
  INTRINSIC(array_buffer_prototype, "ArrayBuffer.prototype")                   \
  INTRINSIC(shared_array_buffer_prototype, "SharedArrayBuffer.prototype")      \
  INTRINSIC(typed_array_prototype, "%TypedArray%.prototype")                   \
  INTRINSIC(int8_array_prototype, "Int8Array.prototype")                       \
  INTRINSIC(uint8_array_prototype, "Uint8Array.prototype")                     \
  INTRINSIC(uint8_clamped_array_prototype, "Uint8ClampedArray.prototype")      \
  INTRINSIC(int16_array_prototype, "Int16Array.prototype")                     \
  INTRINSIC(uint16_array_prototype, "Uint16Array.prototype")                   \
  INTRINSIC(int32_array_prototype, "Int32Array.prototype")                     \
  INTRINSIC(uint32_array_prototype, "Uint32Array.prototype")                   \
  INTRINSIC(float16_array_prototype, "Float16Array.prototype")                 \
  INTRINSIC(float32_array_prototype, "Float32Array.prototype")                 \
  INTRINSIC(float64_array_prototype, "Float64Array.prototype")                 \
  INTRINSIC(bigint64_array_prototype, "BigInt64Array.prototype")               \
  INTRINSIC(biguint64_array_prototype, "BigUint64Array.prototype")             \
  INTRINSIC(data_view_prototype, "DataView.prototype")                         \
  INTRINSIC(array_buffer, "ArrayBuffer")                                       \
  INTRINSIC(shared_array_buffer, "SharedArrayBuffer")                          \
  INTRINSIC(int8_array, "Int8Array")                                           \
  INTRINSIC(uint8_array, "Uint8Array")                                         \
  INTRINSIC(uint8_clamped_array, "Uint8ClampedArray")                          \
  INTRINSIC(int16_array, "Int16Array")                                         \
  INTRINSIC(uint16_array, "Uint16Array")                                       \
  INTRINSIC(int32_array, "Int32Array")                                         \
  INTRINSIC(uint32_array, "Uint32Array")                                       \
  INTRINSIC(float16_array, "Float16Array")                                     \
  INTRINSIC(float32_array, "Float32Array")                                     \
  INTRINSIC(float64_array, "Float64Array")                                     \
  INTRINSIC(bigint64_array, "BigInt64Array")                                   \
  INTRINSIC(biguint64_array, "BigUint64Array")                                 \
  INTRINSIC(array_values, "Array.prototype.values")                            \
  INTRINSIC(array_iterator_next, "%ArrayIteratorPrototype%.next")              \
  INTRINSIC(eval, "%eval%")                                                    \
  INTRINSIC(stack_getter, "the getter of stack")                               \
  INTRINSIC(stack_setter, "the setter of stack")                               \
  INTRINSIC(call_site_prototype, "CallSite.prototype")                         \
  INTRINSIC(intl_collator, "Intl.Collator.prototype")                          \
  INTRINSIC(intl_date_time_format, "Intl.DateTimeFormat.prototype")            \
  INTRINSIC(intl_display_names, "Intl.DisplayNames.prototype")                 \
  INTRINSIC(intl_list_format, "Intl.ListFormat.prototype")                     \
  INTRINSIC(intl_locale, "Intl.Locale.prototype")                              \
  INTRINSIC(intl_number_format, "Intl.NumberFormat.prototype")                 \
  INTRINSIC(intl_plural_rules, "Intl.PluralRules.prototype")                   \
  INTRINSIC(intl_relative_time_format, "Intl.RelativeTimeFormat.prototype")    \
  INTRINSIC(intl_segmenter, "Intl.Segmenter.prototype")                        \
  INTRINSIC(intl_segments, "%SegmentsPrototype%")                              \
  INTRINSIC(intl_segment_iterator, "%SegmentIteratorPrototype%")               \
  INTRINSIC(throw_type_error, "%ThrowTypeError%")                              \
  INTRINSIC(function_call, "Function.prototype.call")                          \
  INTRINSIC(function_apply, "Function.prototype.apply")

typedef enum Intrinsic : u8 {
#define INTRINSIC(name, text) INTRINSIC_##name,
  INTRINSICS(INTRINSIC)
#undef INTRINSIC
      INTRINSIC_COUNT,
} Intrinsic;

struct Realm {
  REALM_FIELDS
};

struct Isolate {
  Heap heap;
  String *atoms[ATOM_COUNT];
  Symbol *symbols[SYMBOL_COUNT];
  /* The realm that runs. */
  union {
    Realm realm;
    struct {
      REALM_FIELDS
    };
  };
  u32 realm_index;        /* which one that is */
  VECTOR(Realm *) realms; /* what the others have; empty: there is but one */

  String *units[256]; /* one-unit strings, made when first used */
  String *empty_string;
  Elements *empty_elements;

  /* The Shapes of all primitives that are cells. Their prototypes are those of
   * the realm that runs. */
  Shape *string_shape;
  Shape *symbol_shape;
  Shape *bigint_shape;

  /* Interned strings (weak), Symbol.for, empty and literal Shapes: hash
   * tables of the isolate's own. */
  struct AtomTable {
    String **items;
    u32 count, capacity, used;
    VECTOR(String *) fresh; /* since the last collection */
  } atom_table;
  VECTOR(Symbol *) registered_symbols;
  struct ShapeSet {
    Shape **items;
    u32 count, capacity;
  } empty_shapes;
  struct ShapeSet literal_shapes;
  u32 next_symbol_hash;

  /* What a code block says of its functions; set by the bytecode floor. */
  void (*describe_code)(const CodeBlock *code, FunctionFacts *facts);
  /* Optimised code relied, at `unit`, on a Shape that has died: called by the
   * collector, set by the VM. */
  void (*deoptimise_dead)(struct Isolate *isolate, CodeBlock *code, u32 unit);

  /* Raised when the structure of a prototype changes: caches of prototype
   * hits and misses compare it. */
  u32 prototype_epoch;
  /* Some prototype object has indexed properties: holes and appends must
   * look at the chain. */
  bool prototype_has_elements;
};

#define ATOM(isolate, name) ((isolate)->atoms[ATOM_##name])
#define ATOM_KEY(isolate, name) key_from_atom(ATOM(isolate, name))
#define SYMBOL_KEY(isolate, name)                                              \
  key_from_symbol((isolate)->symbols[SYMBOL_##name])
#define INTRINSIC(isolate, name) ((isolate)->intrinsics[INTRINSIC_##name])

/* isolate_open - opens the heap, registers the kinds of this floor, makes
 * atoms, symbols, root Shapes, and the bare objects Object.prototype,
 * Function.prototype, Array.prototype, String.prototype, Symbol.prototype and
 * the global object (all other intrinsics are the library's). */
bool isolate_open(Isolate *isolate, HeapOptions options);
void isolate_close(Isolate *isolate);

#endif
