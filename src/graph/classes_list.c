/* classes_list.c - sorting classes. */
#define _GNU_SOURCE
#include "graph/classes_list.h"

#include <stdlib.h>

typedef struct Sorting {
  const HeapClass *table;
  ClassOrder order;
} Sorting;

static int falling(u64 a, u64 b) {
  return (a < b) - (a > b);
}

static int compare(const void *a, const void *b, void *context) {
  const Sorting *sorting = context;
  const HeapClass *x = &sorting->table[*(const u32 *)a];
  const HeapClass *y = &sorting->table[*(const u32 *)b];
  int result = 0;
  switch (sorting->order) {
  case BY_RETAINED: result = falling(x->retained_size, y->retained_size); break;
  case BY_SELF: result = falling(x->self_size, y->self_size); break;
  case BY_COUNT: result = falling(x->count, y->count); break;
  case BY_NAME: break;
  }
  if (!result) result = strcmp(x->name, y->name);
  return result ? result : (x > y) - (x < y);
}

bool class_order_parse(const char *text, ClassOrder *order) {
  static const char *const names[] = {"retained", "self", "count", "name"};
  for (u32 i = 0; i < ARRAY_COUNT(names); i++)
    if (!strcmp(text, names[i])) {
      *order = (ClassOrder)i;
      return true;
    }
  return false;
}

u32 *classes_in_order(const HeapGraph *graph, ClassOrder order) {
  u32 *list = base_allocate((graph->class_count + 1) * sizeof *list);
  for (u32 i = 0; i < graph->class_count; i++)
    list[i] = i;
  Sorting sorting = {graph->class_table, order};
  qsort_r(list, graph->class_count, sizeof *list, compare, &sorting);
  return list;
}

u32 class_find(const HeapGraph *graph, const char *name) {
  u32 best = graph->class_count;
  for (u32 i = 0; i < graph->class_count; i++) {
    const HeapClass *class = &graph->class_table[i];
    if (class->count && !strcmp(class->name, name) &&
        (best == graph->class_count ||
         class->count > graph->class_table[best].count))
      best = i;
  }
  return best;
}
