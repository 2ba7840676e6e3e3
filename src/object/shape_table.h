/* shape_table.h - the hash table over the keys of a Shape; for the shape_*.c
 * files alone. */
#ifndef GLASSHEAP_OBJECT_SHAPE_TABLE_H
#define GLASSHEAP_OBJECT_SHAPE_TABLE_H

#include "object/isolate.h"

/* shape_table_new - an empty table with room for `limit` entries at least.
 * The caller asks for memory first when that may be large. */
ShapeTable *shape_table_new(Isolate *isolate, u32 limit);
/* shape_table_bytes - what such a table takes. */
size_t shape_table_bytes(u32 limit);
/* shape_table_of - a new table with all properties of a Shape and room for
 * `more`. */
ShapeTable *shape_table_of(Isolate *isolate, Shape *shape, u32 more);
/* shape_table_find - the entry of a key, or NULL. */
ShapeTableEntry *shape_table_find(ShapeTable *table, Key key);
/* shape_table_append - adds a key that is not there; there is room. */
void shape_table_append(Isolate *isolate, ShapeTable *table, Key key,
                        u32 offset, u32 attributes);
/* shape_table_grown - the table itself when it has room for one more entry,
 * else a larger or tidier one. `table` is kept alive by the caller. */
ShapeTable *shape_table_grown(Isolate *isolate, ShapeTable *table);
/* shape_table_grown_bytes - what shape_table_grown would allocate. */
size_t shape_table_grown_bytes(const ShapeTable *table);
/* shape_table_remove - deletes an entry and remembers its slot as free. */
void shape_table_remove(Isolate *isolate, ShapeTable *table,
                        ShapeTableEntry *entry);
/* shape_table_take_slot - a slot that was freed; false when there is none. */
bool shape_table_take_slot(ShapeTable *table, u32 *offset);

ALWAYS_INLINE bool shape_entry_is_live(const ShapeTableEntry *entry) {
  return entry->key.bits > SHAPE_KEY_DELETED;
}

/* Transitions (shape_transitions.c). */
Shape *transition_find(Shape *shape, Key key, u8 attributes);
void transition_insert(Isolate *isolate, Shape *shape, Shape *child);

#endif
