/* heap.h - cells, blocks, allocation, roots and the collector's interface.
 *
 * The heap is one reserved region of address space, divided into blocks of
 * 64 KiB. A block holds cells of one size, or (over several blocks in a row)
 * one large cell. Cells never move.
 *
 *   region  | block | block | block ........ | block |      (32 GiB reserved)
 *
 *   block   +--------------+------+------+------+------+---
 *           | header:      | cell | cell | free run ...|
 *           | cell size,   +------+------+------+------+---
 *           | mark bits    |
 *           +--------------+
 *
 *   cell    +-----------+------+-------+------+------------------
 *           | shape u32 | kind | flags | info | the kind's fields
 *           +-----------+------+-------+------+------------------
 *
 * `shape` is an address in the region divided by 8: objects are compared to
 * inline caches by this word alone. Mark bits sit in the block's header and
 * not in the cells, so that marking after a fork copies few pages.
 *
 * An address, as shown and as hashed, is the offset of a cell in the region,
 * so it is the same in every process that runs the same program.
 *
 * Rooting. The collector runs only inside heap_allocate (and on demand), and
 * what it keeps is exact: VM registers, the interned tables, and every C
 * variable that was declared with ROOT. Because cells never move, rooting a
 * variable only says "this must live"; it can be used as an ordinary variable.
 * The rule for native code: a fresh cell that only a C local refers to must be
 * in a ROOT before the next allocation. Stress mode collects at every
 * allocation and sanitizer builds poison free cells, so a missing root is
 * found by the tests.
 *
 * Memory limits. Allocating a small cell never fails: beyond the heap limit
 * the heap only raises `over_limit`, which the interpreter turns into an
 * out-of-memory error at its next check (and lowers again). What can grow
 * without bound (strings, elements, tables) asks heap_can_allocate first and
 * fails cleanly.
 *
 * The region is aligned to its own size, so that a compressed reference can be
 * followed without knowing which heap it belongs to (cell_expand).
 */
#ifndef GLASSHEAP_HEAP_HEAP_H
#define GLASSHEAP_HEAP_HEAP_H

#include "base/vector.h"
#include "heap/value.h"

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define HEAP_POISONS
#include <sanitizer/asan_interface.h>
#endif
#endif

typedef struct Heap Heap;

typedef enum CellKind : u8 {
#define CELL(name, type, label, text) KIND_##name,
#include "heap/cells.def"
#undef CELL
  KIND_COUNT,
} CellKind;

typedef enum ProbeKind : u8 {
#define PROBE(name, protocol, text) PROBE_##name,
#include "heap/probes.def"
#undef PROBE
  PROBE_COUNT,
} ProbeKind;

typedef enum CollectorKind : u8 {
#define COLLECTOR(name, option, text) COLLECTOR_##name,
#include "heap/collectors.def"
#undef COLLECTOR
  COLLECTOR_COUNT,
} CollectorKind;

/* Whom the barrier words tell of every store. */
typedef enum HeapTells : u8 {
  TELLS_NOBODY,
  TELLS_STAMPS, /* only the table of stamps, see stamps.h */
  TELLS_ALL,    /* a collector that counts, or a listener; and the table */
} HeapTells;

/* What a test makes hard for the engine. */
typedef enum HeapStress : u8 {
  STRESS_NONE,
  STRESS_COLLECT, /* collect at every allocation, of tens of thousands at every
                     second and so on: finds missing roots */
  STRESS_BARRIER, /* smallest steps, and each collection is checked: finds
                     stores that nobody told of, see check.c */
} HeapStress;

/* The header of every cell. */
struct Cell {
  u32 shape; /* region offset / 8 of its Shape; 0 for kinds without one */
  CellKind kind;
  u8 flags; /* the kind's own */
  u16 info; /* the kind's own; inline capacity in objects */
};

/* A run of free cells inside a block. `bytes` covers the whole run, and the
 * header's `shape` is the next run of the size class, compressed. */
typedef struct FreeCell {
  Cell cell;
  u64 bytes;
} FreeCell;

/* ---- Edges ------------------------------------------------------------- */

/* How one cell refers to another; with the referring cell this resolves to a
 * name for people (cell_edge_text in watch/). */
typedef enum CellEdgeType : u8 {
  CELL_EDGE_INTERNAL, /* label: "shape", "elements", "prototype", ... */
  CELL_EDGE_SLOT,     /* index: property at that slot of the object's Shape */
  CELL_EDGE_ELEMENT,  /* index: element */
  CELL_EDGE_VARIABLE, /* index: slot of an environment */
  CELL_EDGE_REGISTER, /* index: register of a parked frame */
  CELL_EDGE_ENTRY,    /* index: entry of a table; label: "key" or "value" */
  CELL_EDGE_CONSTANT, /* index: constant of a code block */
  CELL_EDGE_WEAK,     /* does not keep its target alive; label as INTERNAL */
  CELL_EDGE_ROOT,     /* from the root; label says which */
} CellEdgeType;

typedef struct EdgeName {
  CellEdgeType type;
  u32 index;
  const char *label;
} EdgeName;

/* Called for each outgoing reference of `from` (NULL when from the roots). */
typedef void EdgeFunction(void *context, Cell *from, EdgeName name, Cell *to);

/* An entry of a WeakMap: `table` refers to `value` by the edge `name`, which
 * keeps it alive while `key` lives. */
typedef struct Ephemeron {
  Cell *table, *key, *value;
  EdgeName name;
} Ephemeron;
typedef void EphemeronFunction(void *context, Ephemeron entry);

/* What the heap must know of a kind of cell. `visit` and `mark` are made from
 * one body by DEFINE_VISIT, so neither can see an edge that the other does
 * not. */
typedef struct CellClass {
  const char *name;
  void (*visit)(Cell *cell, EdgeFunction *edge, void *context);
  void (*mark)(Heap *heap, Cell *cell);
  /* frees what the cell owns outside the heap; or NULL */
  void (*finalize)(Heap *heap, Cell *cell);
  /* how many bytes that is, as heap_external was told; NULL: none */
  u64 (*external)(const Cell *cell);
  /* forgets weak references to cells that were not marked; called for every
   * marked cell that asked with heap_note_weak; or NULL */
  void (*clear_weak)(Heap *heap, Cell *cell);
  /* calls `each` for every entry whose value lives while its key does, if both
   * are cells; of those that asked with heap_note_weak; or NULL (WeakMap) */
  void (*each_ephemeron)(Cell *cell, EphemeronFunction *each, void *context);
} CellClass;

/* NOLINTBEGIN(bugprone-macro-parentheses): `Type *x` wants none */

/* DEFINE_VISIT(name, Type) { ... EDGE(name, Cell*); EDGE_VALUE(name,
 * Value) } defines name_visit (any function) and name_mark (marking, inlined).
 */
#define DEFINE_VISIT(name, Type)                                               \
  ALWAYS_INLINE void name##_edges(Type *self, EdgeFunction *edge,              \
                                  void *context);                              \
  static void name##_visit(Cell *cell, EdgeFunction *edge, void *context) {    \
    name##_edges((Type *)cell, edge, context);                                 \
  }                                                                            \
  static void name##_mark(Heap *heap, Cell *cell) {                            \
    name##_edges((Type *)cell, heap_mark_edge, heap);                          \
  }                                                                            \
  ALWAYS_INLINE void name##_edges(Type *self, EdgeFunction *edge, void *context)

/* NOLINTEND(bugprone-macro-parentheses) */

/* A NULL is no edge. */
#define EDGE(type_, index_, label_, to_)                                       \
  do {                                                                         \
    Cell *edge_to_ = (Cell *)(to_);                                            \
    if (edge_to_)                                                              \
      edge(context, (Cell *)self,                                              \
           (EdgeName){CELL_EDGE_##type_, (index_), (label_)}, edge_to_);       \
  } while (0)
#define EDGE_VALUE(type_, index_, label_, value_)                              \
  do {                                                                         \
    Value edge_value_ = (value_);                                              \
    if (value_is_cell(edge_value_))                                            \
      EDGE(type_, index_, label_, value_to_cell(edge_value_));                 \
  } while (0)

/* EDGE_EACH(i, count) - `for (u32 i = 0; i < count; i++)` in the one loop of a
 * visit that may be long: a marker stops there after some thousand edges, and
 * comes back for the rest. */
#define EDGE_EACH(i, count)                                                    \
  for (u32 i = heap_part_begin_(edge, context),                                \
           i##_end = heap_part_end_(edge, context, (count));                   \
       i < i##_end; i++)

/* ---- The heap ---------------------------------------------------------- */

constexpr u64 HEAP_REGION_BYTES = 32ull << 30;
constexpr u64 HEAP_BLOCK_BYTES = 64 << 10;
constexpr u32 HEAP_GRANULE = 8; /* cell sizes and addresses */
constexpr u32 HEAP_SMALL_BYTES =
    8192; /* larger cells get blocks of their own */
constexpr u32 HEAP_SIZE_CLASSES = 40;
constexpr u32 HEAP_HOOKS_MAX = 8;

typedef struct Block {
  u32 cell_bytes; /* size of each cell; 0 for a large cell */
  u16 size_class; /* HEAP_SIZE_CLASSES for a large cell */
  u8 is_large;
  u8 has_owners;   /* holds, or held, a cell that finalize is for */
  u64 large_bytes; /* large: bytes of the whole cell */
  u32 block_count; /* blocks in a row, 1 unless large */
  u32 first;       /* offset of the first cell in the block */
  u32 end;         /* small: offset behind the last cell */
  u32 free_bytes;  /* small: in the free runs that nobody took yet */
  u64 marks[HEAP_BLOCK_BYTES / HEAP_GRANULE / 64];
  /* cells that wait to be visited again; two never begin within 16 bytes */
  u64 remembered[HEAP_BLOCK_BYTES / 16 / 64];
} Block;

/* The bump allocator of one size class. */
typedef struct Allocator {
  char *cursor, *end; /* the run being handed out; when every allocation
                         takes the slow path, end == cursor */
  char *run_end;      /* where that run really ends */
  FreeCell *runs;     /* next free runs, in address order */
  FreeCell *last_run;
} Allocator;

/* A C variable that the collector treats as a root. */
typedef struct Root {
  struct Root *previous;
  Value *value;
  Heap *heap;
} Root;

/* What a collection did. All sizes in bytes. */
typedef struct Collection {
  u64 number;         /* 1, 2, 3, ... */
  const char *reason; /* "young", "threshold", "forced", "limit", "stress" */
  u64 bytes_before, bytes_after;
  u64 cells_freed; /* so far: cells are freed little by little */
} Collection;

/* How long the program stood still, each time: counts in buckets of a quarter
 * of a doubling, from 1 microsecond (all below) up. For people; not part of the
 * described state. */
constexpr u32 PAUSE_BUCKETS = 96;
typedef struct Pauses {
  u64 count, nanoseconds, longest;
  u32 buckets[PAUSE_BUCKETS];
} Pauses;

typedef void RootVisitor(void *owner, EdgeFunction *edge, void *context);
/* Runs when marking is done and before anything is freed: for weak tables
 * that lie outside the heap. Asks heap_is_marked. */
typedef void AfterMark(void *owner, Heap *heap);
typedef void ProbeFunction(void *context, ProbeKind kind, Cell *cell,
                           Value detail, Value more);

/* Who is told of every reference that is made, in either instance of the
 * interpreter: for finding out, when a run is repeated, which statement made
 * one. Telling changes nothing of the run. */
typedef struct StoreListener {
  /* before a store into `owner` at `slot` (NULL: an edge only ends); `old` or
   * `value` NULL: no reference */
  void (*stored)(void *context, Cell *owner, const void *slot, Cell *old,
                 Cell *value);
  /* behind many stores into one cell */
  void (*rewritten)(void *context, Cell *owner);
  /* the fields of the cell are not set yet */
  void (*allocated)(void *context, Cell *cell);
} StoreListener;

/* What mark-and-sweep is doing: see marking.h. */
typedef enum CollectorPhase : u8 {
  PHASE_IDLE,
  PHASE_CLEARING, /* old marks are cleared, block by block */
  PHASE_MARKING,
  PHASE_SWEEPING,
  PHASE_COUNT,
} CollectorPhase;

/* A marked cell that waits to be visited, and the cell whose edge led to it:
 * NULL, a root. */
typedef struct GreyCell {
  Cell *cell, *from;
} GreyCell;

/* A large cell that is visited in parts: its next edge. */
typedef struct PartCell {
  Cell *cell;
  u32 next, restarts;
} PartCell;

/* Grey cells that are off the mark stack, while their memory is on its way to
 * the cache: the next to be visited, in a ring. */
typedef struct GreyQueue {
  GreyCell cells[8];
  u32 head, count;
} GreyQueue;

/* The state of mark-and-sweep. Whoever describes it reads it here; nobody but
 * src/heap/ changes it. */
typedef struct Marking {
  CollectorPhase phase;
  const char *reason; /* of this collection, see Collection */
  bool is_young;      /* it keeps the marks of those before */
  bool is_whole;      /* the program stands still until all is done */
  bool is_inside;     /* marking or sweeping right now */
  VECTOR(GreyCell) stack;
  GreyQueue queue;
  Cell *visiting; /* the grey cell whose edges are followed, under watch */
  VECTOR(PartCell) parts;
  VECTOR(Cell *) remembered;    /* marked cells to be visited again */
  VECTOR(Cell *) weak;          /* noted by heap_note_weak in this collection */
  VECTOR(Cell *) weak_again;    /* ... when remembered, perhaps many times */
  bool is_again;                /* what is visited was remembered */
  u32 part_begin, part_next;    /* of the cell that is being visited */
  u32 root_visits;              /* in this collection */
  u64 marked_bytes;             /* of all marked cells that were visited */
  u64 unswept_bytes;            /* dead, in blocks of sweep_map */
  u64 *sweep_map;               /* one bit a block: to be swept */
  u64 *young_map;               /* one bit a block: handed out since marking */
  u64 block;                    /* clearing, sweeping: the next to look at */
  u64 clock_at_end;             /* when the last collection had marked all */
  u64 clock_at_step, next_step; /* see heap_clock */
  u64 hard_threshold;           /* ... at which the program stands still */
} Marking;

/* How a heap is opened. */
typedef struct HeapOptions {
  u64 limit; /* bytes; 0: the default of 2 GiB; 24 GiB at most */
  CollectorKind collector;
  HeapStress stress;
} HeapOptions;

struct Heap {
  char *region;
  Allocator allocators[HEAP_SIZE_CLASSES];
  Root *roots;
  u64 bytes;          /* in blocks' cells handed out, see heap_live_bytes */
  u64 threshold;      /* collect when `bytes` passes this */
  u64 limit;          /* the heap limit */
  u64 external_bytes; /* owned by cells outside the region */
  u64 taken_bytes;    /* ever taken inside and outside, see heap_clock */
  bool over_limit;
  HeapStress stress;
  bool slow;        /* every allocation takes the slow path (probes) */
  HeapTells tells;  /* of stores */
  u8 stamp;         /* the time */
  uintptr_t stamps; /* a byte for each granule: where that of address 0 would
                       be; or 0 */
  CollectorKind collector_kind;
  const struct Collector *collector;
  struct Counting *counting; /* of reference counting, else NULL */
  u32 no_collect;            /* > 0: collections wait */
  void (*interrupt)(
      void *owner); /* called when over_limit is raised, or NULL */
  void *interrupt_owner;
  u64 used_blocks;      /* blocks of the region ever used */
  u64 committed_blocks; /* blocks of the region that may be touched */
  u64 first_free_block; /* no free block lies below */
  u64 *block_map;       /* one bit a block: in use */
  u64 *head_map;        /* one bit a block: in use, and a Block starts here */
  u64 *touched_map;     /* one bit a block: may hold memory of the system */
  u64 cell_counts_allocated; /* cells that took the slow path */
  Collection last;
  u64 collections, young_collections;
  u64 cells_marked, cells_freed; /* in all collections */
  Pauses pauses;
  CellClass classes[KIND_COUNT];
  struct {
    RootVisitor *visit;
    void *owner;
  } visitors[HEAP_HOOKS_MAX];
  u32 visitor_count;
  struct {
    AfterMark *run;
    void *owner;
  } after_marks[HEAP_HOOKS_MAX];
  u32 after_mark_count;
  Marking mark; /* of the collector that marks */
  /* watching: NULL when nobody watches */
  ProbeFunction *probe;
  void *probe_context;
  const StoreListener *listener;
  void *listener_context;
};

/* heap_open - reserves the region; false when the system refuses (then
 * nothing is held). */
bool heap_open(Heap *heap, HeapOptions options);
/* heap_close - finalizes every cell and gives everything back. */
void heap_close(Heap *heap);
/* kind_is_owner - whether cells of a kind may own something outside the heap,
 * and so have a `finalize`. Known beforehand, because allocating one takes the
 * slow path, which marks its block: all other blocks are swept without a look
 * at their dead cells. */
ALWAYS_INLINE bool kind_is_owner(CellKind kind) {
  return kind == KIND_CODE_BLOCK || kind == KIND_REGEXP_CODE ||
         kind == KIND_ARRAY_BUFFER || kind == KIND_SHARED_ARRAY_BUFFER ||
         kind == KIND_INTL;
}
/* heap_set_class - registers a kind; before the first cell of it. */
void heap_set_class(Heap *heap, CellKind kind, CellClass class);
/* heap_add_roots - `visit(owner, ...)` is asked for roots at each collection
 * and whenever roots are shown. */
void heap_add_roots(Heap *heap, RootVisitor *visit, void *owner);
/* heap_add_after_mark - `run(owner, heap)` at each collection, see AfterMark.
 */
void heap_add_after_mark(Heap *heap, AfterMark *run, void *owner);
/* heap_set_slow - every allocation takes the slow path from now on (or no
 * longer, unless stress or the collector want it): for probes. */
void heap_set_slow(Heap *heap, bool slow);

/* heap_listen - the listener hears of stores and allocations from now on; NULL:
 * nobody does. */
void heap_listen(Heap *heap, const StoreListener *listener, void *context);

/* heap_size_class_ - the class for a cell of `bytes` <= HEAP_SMALL_BYTES:
 * multiples of 8 up to 128, then four classes in each doubling. */
ALWAYS_INLINE u32 heap_size_class_(size_t bytes) {
  if (bytes <= 128) return (u32)((bytes + 7) / 8) - 1;
  u32 log = 63 - (u32)__builtin_clzll(bytes - 1); /* 7 for 129..256 */
  return 16 + (log - 7) * 4 + (u32)(((bytes - 1) >> (log - 2)) & 3);
}

/* heap_class_bytes_ - the size of the cells of a class. */
ALWAYS_INLINE size_t heap_class_bytes_(u32 class) {
  return class < 16
             ? (class + 1) * 8
             : (size_t)(4 + ((class - 16) & 3) + 1) << (5 + (class - 16) / 4);
}

/* heap_expose_ - in sanitizer builds all memory of the heap is poisoned but
 * the bytes of allocated cells and the headers of free runs. */
ALWAYS_INLINE void heap_expose_(const void *start, size_t bytes) {
#ifdef HEAP_POISONS
  ASAN_UNPOISON_MEMORY_REGION(start, bytes);
#else
  (void)start, (void)bytes;
#endif
}

Cell *heap_allocate_slow(Heap *heap, CellKind kind, size_t bytes);
Cell *heap_allocate_keeping_slow_(Heap *heap, CellKind kind, size_t bytes,
                                  Value a, Value b, Value c);

/* heap_try_allocate_ - the fast path of heap_allocate, or NULL. */
ALWAYS_INLINE Cell *heap_try_allocate_(Heap *heap, CellKind kind,
                                       size_t bytes) {
  if (unlikely(bytes > HEAP_SMALL_BYTES || kind_is_owner(kind))) return NULL;
  u32 class = heap_size_class_(bytes);
  Allocator *allocator = &heap->allocators[class];
  size_t size = heap_class_bytes_(class);
  char *cursor = allocator->cursor;
  if (unlikely((size_t)(allocator->end - cursor) < size)) return NULL;
  allocator->cursor = cursor + size;
  heap_expose_(cursor, bytes);
  Cell *cell = (Cell *)cursor;
  *cell = (Cell){.kind = kind};
  return cell;
}

/* heap_allocate - a cell of `bytes` bytes (at least 16, header included) with
 * its header set and the rest undefined: initialise every field that visit
 * reads before the next allocation. May collect. Never NULL for cells up to
 * HEAP_SMALL_BYTES; for larger ones ask heap_can_allocate first. */
ALWAYS_INLINE Cell *heap_allocate(Heap *heap, CellKind kind, size_t bytes) {
  Cell *cell = heap_try_allocate_(heap, kind, bytes);
  return likely(cell != NULL) ? cell : heap_allocate_slow(heap, kind, bytes);
}
/* heap_allocate_keeping - the same for functions that run often: instead of a
 * ROOT for each, up to three values are kept alive, and only when it may
 * collect. A Value of zero bits is nothing. */
ALWAYS_INLINE Cell *heap_allocate_keeping(Heap *heap, CellKind kind,
                                          size_t bytes, Value a, Value b,
                                          Value c) {
  Cell *cell = heap_try_allocate_(heap, kind, bytes);
  return likely(cell != NULL)
             ? cell
             : heap_allocate_keeping_slow_(heap, kind, bytes, a, b, c);
}

/* heap_can_allocate - whether `bytes` more would stay below the limit; may
 * collect to find out. */
bool heap_can_allocate(Heap *heap, u64 bytes);
/* heap_collect - a full collection now. `reason` is a constant string. */
void heap_collect(Heap *heap, const char *reason);
/* heap_make_room - collects when `bytes` more pass the threshold: before a cell
 * takes memory outside that heap_can_allocate has granted. */
void heap_make_room(Heap *heap, u64 bytes);
/* heap_external - the cell owns `change` more (or fewer) bytes outside. */
void heap_external(Heap *heap, i64 change);
/* heap_cell_external - the bytes that the cell owns outside the heap. */
u64 heap_cell_external(const Heap *heap, const Cell *cell);
/* heap_live_bytes - bytes of all allocated cells, exact: what was handed out
 * and was not yet found dead. */
u64 heap_live_bytes(const Heap *heap);
/* heap_cell_bytes - the size of a cell, its size class's rounding included. */
size_t heap_cell_bytes(const Heap *heap, const Cell *cell);
/* heap_is_marked - during clear_weak and each_ephemeron; between collections
 * it says whether the cell survived the last one. */
bool heap_is_marked(const Heap *heap, const Cell *cell);

/* heap_round_ - what a cell of `bytes` really takes. */
ALWAYS_INLINE size_t heap_round_(size_t bytes) {
  return bytes <= HEAP_SMALL_BYTES
             ? heap_class_bytes_(heap_size_class_(bytes))
             : (bytes + HEAP_GRANULE - 1) & ~(size_t)(HEAP_GRANULE - 1);
}

ALWAYS_INLINE Block *block_of_(const void *cell) {
  return (Block *)((uintptr_t)cell & ~(uintptr_t)(HEAP_BLOCK_BYTES - 1));
}
/* cell_is_marked_ - heap_is_marked, inlined. */
ALWAYS_INLINE bool cell_is_marked_(const void *cell) {
  u32 bit = ((uintptr_t)cell & (HEAP_BLOCK_BYTES - 1)) / HEAP_GRANULE;
  return block_of_(cell)->marks[bit / 64] >> (bit % 64) & 1;
}
void heap_note_holder_(Heap *heap, Cell *cell);
/* what a collector that counts looks at fresh cells with */
EdgeFunction heap_count_fresh_;
void heap_grow_stack_(Heap *heap);
/* heap_mark_edge - the marker's EdgeFunction; context is the Heap. Inlined
 * into the marking copy of every visit, where all but the test and set of one
 * bit folds away. */
ALWAYS_INLINE void heap_mark_edge(void *context, Cell *from, EdgeName name,
                                  Cell *to) {
  if (name.type == CELL_EDGE_WEAK) return;
  Heap *heap = context;
  u32 bit = ((uintptr_t)to & (HEAP_BLOCK_BYTES - 1)) / HEAP_GRANULE;
  u64 *word = &block_of_(to)->marks[bit / 64];
  if (*word >> (bit % 64) & 1) return;
  *word |= 1ull << (bit % 64);
  if (unlikely(heap->mark.stack.count == heap->mark.stack.capacity))
    heap_grow_stack_(heap);
  heap->mark.stack.items[heap->mark.stack.count++] = (GreyCell){to, from};
}
/* heap_mark_edge_watched, heap_check_edge_ - the same for a marker that tells
 * of each cell it greys, and for the one that checks the others. */
EdgeFunction heap_mark_edge_watched, heap_check_edge_;

/* heap_edge_marks - whether a visit asks for what keeps cells alive only, and
 * not for people. */
ALWAYS_INLINE bool heap_edge_marks(EdgeFunction *edge) {
  return edge == heap_mark_edge || edge == heap_mark_edge_watched ||
         edge == heap_check_edge_;
}
void heap_note_weak_(Heap *heap, Cell *cell);
/* heap_note_weak - called from a visit while marking: this cell has weak
 * references or ephemerons to be looked at when marking is done. And from the
 * first visit of a cell when references are counted: this cell may hold such
 * some day. Does nothing when `edge` is neither's. */
ALWAYS_INLINE void heap_note_weak(EdgeFunction *edge, void *context,
                                  Cell *cell) {
  if (edge == heap_mark_edge || edge == heap_mark_edge_watched)
    heap_note_weak_(context, cell);
  else if (edge == heap_count_fresh_)
    heap_note_holder_(context, cell);
}

constexpr u32 HEAP_PART_EDGES = 4096;

ALWAYS_INLINE u32 heap_part_begin_(EdgeFunction *edge, void *context) {
  if (edge != heap_mark_edge && edge != heap_mark_edge_watched) return 0;
  return ((Heap *)context)->mark.part_begin;
}
ALWAYS_INLINE u32 heap_part_end_(EdgeFunction *edge, void *context, u32 count) {
  if (edge != heap_mark_edge && edge != heap_mark_edge_watched) return count;
  Marking *mark = &((Heap *)context)->mark;
  if (likely(count <= mark->part_begin + HEAP_PART_EDGES)) return count;
  return mark->part_next = mark->part_begin + HEAP_PART_EDGES;
}

/* heap_visit - calls `edge` for every outgoing reference of `cell`. */
void heap_visit(Heap *heap, Cell *cell, EdgeFunction *edge, void *context);
/* heap_visit_roots - calls `edge` with from == NULL for every root. */
void heap_visit_roots(Heap *heap, EdgeFunction *edge, void *context);
/* heap_walk - calls `each` for every cell in address order, free runs
 * included (kind KIND_FREE, `bytes` of the whole run). Cells that are dead and
 * not swept yet are free already: what lies at `cell` is then nobody's, and
 * only `kind` may be asked. Must not allocate. */
typedef void CellVisitor(void *context, Cell *cell, CellKind kind,
                         size_t bytes);
void heap_walk(Heap *heap, CellVisitor *each, void *context);
/* heap_find - the cell at a region offset, or NULL when no living cell starts
 * there. Safe for any offset. */
Cell *heap_find(Heap *heap, u64 offset);

/* heap_offset - the address of a cell as shown and hashed. */
ALWAYS_INLINE u64 heap_offset(const Heap *heap, const void *cell) {
  return (u64)((const char *)cell - heap->region);
}
/* heap_compress, heap_expand - the 32-bit form of a cell's address. */
ALWAYS_INLINE u32 heap_compress(const Heap *heap, const void *cell) {
  return (u32)(heap_offset(heap, cell) / HEAP_GRANULE);
}
ALWAYS_INLINE void *heap_expand(const Heap *heap, u32 compressed) {
  return heap->region + (u64)compressed * HEAP_GRANULE;
}
/* cell_expand - heap_expand for the heap that `cell` lies in. */
ALWAYS_INLINE void *cell_expand(const void *cell, u32 compressed) {
  return (char *)((uintptr_t)cell & ~(uintptr_t)(HEAP_REGION_BYTES - 1)) +
         (u64)compressed * HEAP_GRANULE;
}

/* heap_probe - reports an event when somebody watches. For slow paths; the
 * interpreter's fast paths have a watched twin instead. */
#define heap_probe(heap, kind, cell, detail, more)                             \
  (unlikely((heap)->probe != NULL)                                             \
       ? (heap)->probe((heap)->probe_context, PROBE_##kind, (Cell *)(cell),    \
                       (detail), (more))                                       \
       : (void)0)

/* ---- Stores ------------------------------------------------------------ */

/* cell_write - stores a reference that `owner` holds. Every store of a
 * reference into a cell goes through here, through cell_write_pointer (a field
 * of the cell that is a pointer to another), or stands between
 * cell_begin_writes and cell_end_writes: that is where a collector learns of
 * it. Only stores into a cell that was allocated since the last allocation
 * need none: it is looked at when the next one is made.
 *
 * The filter, inlined: nothing is to be done unless the owner is marked and the
 * value is not. Between collections that is an old cell which refers to a
 * young one; while marking, a black one which refers to a white one. */
bool heap_owns_slot_(const Cell *owner, const void *slot);
void heap_stamp_owner_(Heap *heap, const Cell *owner);
void heap_remember_(Heap *heap, Cell *owner, Cell *value);
void heap_count_write_(Heap *heap, Cell *owner, const void *slot, Cell *old,
                       Cell *value);
void heap_count_copy_(Heap *heap, Cell *owner, const Value *slots,
                      const Value *values, u64 count);
void heap_count_begin_(Heap *heap, Cell *owner);
void heap_count_end_(Heap *heap, Cell *owner);
void heap_remember_owner_(Heap *heap, Cell *owner);
void heap_remember_moved_(Heap *heap, Cell *owner);

ALWAYS_INLINE Cell *heap_cell_or_null_(Value value) {
  return value_is_cell(value) ? value_to_cell(value) : NULL;
}
ALWAYS_INLINE u8 *heap_stamp_at_(const Heap *heap, const void *slot) {
  return (u8 *)(heap->stamps + (uintptr_t)slot / HEAP_GRANULE);
}
ALWAYS_INLINE void heap_stamp_(const Heap *heap, const void *slot) {
  *heap_stamp_at_(heap, slot) = heap->stamp;
}
/* A slot that lies outside the region is its owner's as a whole. */
ALWAYS_INLINE void heap_stamp_store_(Heap *heap, const void *owner,
                                     const void *slot, const Cell *value) {
  if (likely(((uintptr_t)slot ^ (uintptr_t)owner) < HEAP_REGION_BYTES))
    heap_stamp_(heap, slot);
  else
    heap_stamp_owner_(heap, owner);
  if (value) heap_stamp_(heap, value);
}
/* What a watched run does at each store of a reference, and so inlined. */
ALWAYS_INLINE void heap_tell_store_(Heap *heap, void *owner, const void *slot,
                                    Cell *old, Cell *value) {
  if (unlikely(heap->tells != TELLS_STAMPS)) {
    heap_count_write_(heap, owner, slot, old, value);
  } else if (value) {
    heap_stamp_store_(heap, owner, slot, value);
  }
}
/* The same in a slot of the cell, whatever is stored. */
ALWAYS_INLINE void heap_tell_slot_(Heap *heap, void *owner, const Value *slot,
                                   Value value) {
  if (unlikely(heap->tells != TELLS_STAMPS)) {
    heap_count_write_(heap, owner, slot, heap_cell_or_null_(*slot),
                      heap_cell_or_null_(value));
  } else {
    heap_stamp_(heap, slot);
    if (value_is_cell(value)) heap_stamp_(heap, value_to_cell(value));
  }
}

ALWAYS_INLINE void heap_note_write_(Heap *heap, void *owner, Cell *value) {
  if (likely(!cell_is_marked_(owner))) return;
  if (value && !cell_is_marked_(value)) heap_remember_(heap, owner, value);
}
ALWAYS_INLINE void cell_write(Heap *heap, void *owner, Value *slot,
                              Value value) {
  assert(heap_owns_slot_(owner, slot));
  if (unlikely(heap->tells))
    heap_tell_store_(heap, owner, slot, heap_cell_or_null_(*slot),
                     heap_cell_or_null_(value));
  *slot = value;
  if (value_is_cell(value)) heap_note_write_(heap, owner, value_to_cell(value));
}
/* cell_write_slot - the same for a property or a variable, in a slot that lies
 * in the owner: when it was written last is known to who watches, even if it
 * holds no reference. */
ALWAYS_INLINE void cell_write_slot(Heap *heap, void *owner, Value *slot,
                                   Value value) {
  assert(heap_owns_slot_(owner, slot));
  assert((((uintptr_t)slot ^ (uintptr_t)owner) < HEAP_REGION_BYTES));
  if (unlikely(heap->tells)) heap_tell_slot_(heap, owner, slot, value);
  *slot = value;
  if (value_is_cell(value)) heap_note_write_(heap, owner, value_to_cell(value));
}
#define cell_write_pointer(heap_, owner_, field, pointer)                      \
  do {                                                                         \
    Heap *write_heap_ = (heap_);                                               \
    Cell *write_owner_ = (Cell *)(owner_), *write_to_ = (Cell *)(pointer);     \
    assert(heap_owns_slot_(write_owner_, &(field)));                           \
    if (unlikely(write_heap_->tells))                                          \
      heap_tell_store_(write_heap_, write_owner_, &(field), (Cell *)(field),   \
                       write_to_);                                             \
    (field) = (void *)write_to_;                                               \
    heap_note_write_(write_heap_, write_owner_, write_to_);                    \
  } while (0)
/* cell_write_new - the same where no edge was before: a place that visit did
 * not reach, whatever lies there. */
ALWAYS_INLINE void cell_write_new(Heap *heap, void *owner, Value *slot,
                                  Value value) {
  assert(heap_owns_slot_(owner, slot));
  if (unlikely(heap->tells))
    heap_tell_store_(heap, owner, slot, NULL, heap_cell_or_null_(value));
  *slot = value;
  if (value_is_cell(value)) heap_note_write_(heap, owner, value_to_cell(value));
}
/* cell_write_compressed - the same for a 32-bit reference, 0 for none: the
 * Shape of an object is the most important. */
ALWAYS_INLINE void cell_write_compressed(Heap *heap, void *owner, u32 *field,
                                         u32 compressed) {
  Cell *value = compressed ? heap_expand(heap, compressed) : NULL;
  if (unlikely(heap->tells == TELLS_ALL))
    heap_count_write_(heap, owner, field,
                      *field ? heap_expand(heap, *field) : NULL, value);
  *field = compressed;
  heap_note_write_(heap, owner, value);
}
/* cell_copy_new - the same for `count` values in a row. */
ALWAYS_INLINE void cell_copy_new(Heap *heap, void *owner, Value *slots,
                                 const Value *values, u64 count) {
  if (unlikely(heap->tells))
    heap_count_copy_(heap, owner, slots, values, count);
  if (count) memcpy(slots, values, count * sizeof *slots);
  if (unlikely(cell_is_marked_(owner))) heap_remember_owner_(heap, owner);
}
/* cell_forget - an edge of `owner` ends without a store (an array became
 * shorter): before or after, but in the same breath. */
ALWAYS_INLINE void cell_forget(Heap *heap, void *owner, Value value) {
  if (unlikely(heap->tells == TELLS_ALL))
    heap_count_write_(heap, owner, NULL, heap_cell_or_null_(value), NULL);
}
/* cell_moved - references inside `owner` changed places, and it holds the same
 * ones as before. */
ALWAYS_INLINE void cell_moved(Heap *heap, void *owner) {
  if (unlikely(cell_is_marked_(owner))) heap_remember_moved_(heap, owner);
}
/* cell_note_weak - after a weak reference (CELL_EDGE_WEAK) was stored into a
 * cell that was not allocated since the last allocation: its clear_weak must
 * run at the next collection even if the cell is old. */
ALWAYS_INLINE void cell_note_weak(Heap *heap, void *owner) {
  if (cell_is_marked_(owner)) heap_remember_owner_(heap, owner);
}
/* cell_begin_writes, cell_end_writes - around many plain stores into one cell
 * (moving items, sorting, rehashing): all its references count as forgotten at
 * the first and as made at the second. No allocation lies between. */
ALWAYS_INLINE void cell_begin_writes(Heap *heap, void *owner) {
  if (unlikely(heap->tells)) heap_count_begin_(heap, owner);
}
ALWAYS_INLINE void cell_end_writes(Heap *heap, void *owner) {
  if (unlikely(heap->tells)) heap_count_end_(heap, owner);
  if (unlikely(cell_is_marked_(owner))) heap_remember_owner_(heap, owner);
}

/* ---- Roots in C code --------------------------------------------------- */

ALWAYS_INLINE void root_pop_(Root *root) {
  root->heap->roots = root->previous;
}
/* ROOT(heap, name, value) - declares `Value name` and keeps whatever it holds
 * alive until the end of the enclosing block. */
#define ROOT(heap_, name, initial)                                             \
  Value name = (initial);                                                      \
  __attribute__((cleanup(root_pop_))) Root name##_root_ = {(heap_)->roots,     \
                                                           &name, (heap_)};    \
  (heap_)->roots = &name##_root_
/* NOLINTBEGIN(bugprone-macro-parentheses): `Type *x` wants none */

/* ROOT_CELL(heap, Type, name, pointer) - the same for `Type *name`; a NULL is
 * fine. */
#define ROOT_CELL(heap_, Type, name, pointer)                                  \
  Type *name = (pointer);                                                      \
  __attribute__((cleanup(root_pop_))) Root name##_root_ = {                    \
      (heap_)->roots, (Value *)&name, (heap_)};                                \
  (heap_)->roots = &name##_root_

/* NOLINTEND(bugprone-macro-parentheses) */

/* ROOT_FIELD(heap, name, field) - the same for a field of a struct on the C
 * stack that holds a Value or a pointer to a cell; `name` only tells the roots
 * apart. */
#define ROOT_FIELD(heap_, name, field)                                         \
  __attribute__((cleanup(root_pop_))) Root name##_root_ = {                    \
      (heap_)->roots, (Value *)&(field), (heap_)};                             \
  (heap_)->roots = &name##_root_

#endif
