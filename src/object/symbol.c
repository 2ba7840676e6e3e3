/* symbol.c - symbols. Their hash is a serial number, mixed: the same in every
 * run of the same program. */
#include "object/isolate.h"

static u32 next_hash(Isolate *isolate) {
  u32 hash = ++isolate->next_symbol_hash * 0x9E3779B1u;
  return hash ? hash : 1;
}

Symbol *symbol_new(Isolate *isolate, Value description, u8 flags) {
  assert(value_is_undefined(description) || value_is_string(description));
  ROOT(&isolate->heap, kept, description);
  Symbol *symbol =
      (Symbol *)heap_allocate(&isolate->heap, KIND_SYMBOL, sizeof *symbol);
  symbol->cell.shape = heap_compress(&isolate->heap, isolate->symbol_shape);
  symbol->cell.flags = flags;
  symbol->hash = next_hash(isolate);
  symbol->unused = 0;
  symbol->description = kept;
  return symbol;
}

Symbol *symbol_for(Isolate *isolate, String *key) {
  assert(key->cell.flags & STRING_ATOM);
  Value description = value_from_cell(key);
  for (u32 i = 0; i < isolate->registered_symbols.count; i++) {
    Symbol *symbol = isolate->registered_symbols.items[i];
    if (value_same_bits(symbol->description, description)) return symbol;
  }
  Symbol *symbol = symbol_new(isolate, description, SYMBOL_REGISTERED);
  vector_push(&isolate->registered_symbols, symbol);
  return symbol;
}
