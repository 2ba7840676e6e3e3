/* store_sites.c - noting who puts what where. */
#include "watch/store_sites.h"

#include "watch/describe_internal.h"

#include <stdlib.h>

/* A round that stores more has its first ones noted: they are alike. */
constexpr u32 STORES_MAX = 1 << 20;

static bool is_new(const StoreSites *stores, const Cell *cell) {
  Birth birth;
  return allocation_birth(stores->sites, cell, &birth) &&
         birth.stretch == stores->stretch;
}

/* Lists that old objects have, and get anew when they grow. */
static bool is_list(const Cell *cell) {
  return describe_is_part(cell) || cell->kind == KIND_REACTION ||
         cell->kind == KIND_REGISTRATIONS || cell->kind == KIND_LISTENERS ||
         cell->kind == KIND_SIGNAL_LINKS;
}

static void on_store(void *context, Cell *owner, const void *slot, Cell *old,
                     Cell *value) {
  StoreSites *stores = context;
  if (!value || stores->stores.count == STORES_MAX || !is_new(stores, value))
    return;
  if (is_new(stores, owner) && !is_list(owner)) return;
  const Heap *heap = &stores->sites->vm->isolate.heap;
  SiteStore store = {heap_offset(heap, owner), heap_offset(heap, value),
                     allocation_site_here(stores->sites)};
  vector_push(&stores->stores, store);
}

static void on_rewrite(void *context, Cell *owner) {
}

static void on_allocate(void *context, Cell *cell) {
}

void store_sites_start(StoreSites *stores, AllocationSites *sites) {
  static const StoreListener listener = {
      .stored = on_store, .rewritten = on_rewrite, .allocated = on_allocate};
  *stores = (StoreSites){.sites = sites, .stretch = sites->stretch};
  heap_listen(&sites->vm->isolate.heap, &listener, stores);
}

void store_sites_stop(StoreSites *stores) {
  heap_listen(&stores->sites->vm->isolate.heap, NULL, NULL);
}

/* ---- What still holds ---------------------------------------------------- */

typedef struct Search {
  const Cell *target;
  bool is_found;
} Search;

static void compare(void *context, Cell *from, EdgeName name, Cell *to) {
  Search *search = context;
  search->is_found |= to == search->target && name.type != CELL_EDGE_WEAK;
}

/* A list that has grown since is another cell now: what was put into it is
 * believed. */
static bool still_holds(const StoreSites *stores, const SiteStore *store,
                        const Cell *target) {
  Heap *heap = &stores->sites->vm->isolate.heap;
  Search search = {.target = target};
  Cell *owner = heap_find(heap, store->owner);
  if (!owner) return true;
  heap_visit(heap, owner, compare, &search);
  return search.is_found;
}

typedef struct Telling {
  const StoreSites *stores;
  void (*each)(void *context, Cell *cell, u32 site);
  void *context;
  NumberTable seen; /* addresses */
  u32 site;
} Telling;

static void tell(Telling *telling, Cell *cell) {
  const StoreSites *stores = telling->stores;
  u64 address = heap_offset(&stores->sites->vm->isolate.heap, cell);
  u32 *place = number_table_at(&telling->seen, address);
  if (*place != TABLE_NONE || !is_new(stores, cell)) return;
  *place = telling->site;
  telling->each(telling->context, cell, telling->site);
}

static void tell_content(void *context, Cell *from, EdgeName name, Cell *to) {
  if (name.type != CELL_EDGE_WEAK && to->kind != from->kind) tell(context, to);
}

/* Whoever puts a link of a list there puts what it is for. */
static bool is_link(const Cell *cell) {
  return cell->kind == KIND_REACTION || cell->kind == KIND_LISTENER;
}

void store_sites_each(const StoreSites *stores,
                      void (*each)(void *context, Cell *cell, u32 site),
                      void *context) {
  Heap *heap = &stores->sites->vm->isolate.heap;
  Telling telling = {stores, each, context, {}, 0};
  for (u32 i = stores->stores.count; i-- > 0;) {
    const SiteStore *store = &stores->stores.items[i];
    Cell *target = heap_find(heap, store->target);
    if (!target || !still_holds(stores, store, target)) continue;
    telling.site = store->site;
    tell(&telling, target);
    if (is_link(target)) heap_visit(heap, target, tell_content, &telling);
  }
  number_table_free(&telling.seen);
}

void store_sites_free(StoreSites *stores) {
  vector_free(&stores->stores);
}
