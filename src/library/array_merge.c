/* array_merge.c - see array_merge.h. */
#include "library/array_merge.h"

constexpr u64 MIN_RUN_BOUND = 64;
constexpr u32 RUNS_MAX = 64; /* lengths on the stack grow like Fibonacci's */

typedef struct Run {
  u64 start, count;
} Run;

/* One sort on its way: the runs found so far, each longer than the next two
 * together. */
typedef struct Merge {
  Sort *sort;
  Elements *elements;
  Value *items; /* those of the elements */
  Run runs[RUNS_MAX];
  u32 run_count;
} Merge;

/* From one array to the other, or towards the front of the same. */
static void copy_items(const Sort *sort, Elements *owner, Value *to,
                       const Value *from, u64 count) {
  Heap *heap = &sort->vm->isolate.heap;
  for (u64 i = 0; i < count * sort->stride; i++)
    cell_write(heap, owner, &to[i], from[i]);
}

static Value key_at(const Merge *merge, u64 index) {
  return merge->items[index * merge->sort->stride];
}

static bool is_before(Merge *merge, u64 later, u64 earlier, bool *before) {
  return merge->sort->order(merge->sort, key_at(merge, later),
                            key_at(merge, earlier), before);
}

/* ---- Runs --------------------------------------------------------------- */

static void reverse_run(Merge *merge, u64 start, u64 end) {
  u32 stride = merge->sort->stride;
  for (; start + 1 < end; start++) {
    end--;
    for (u32 i = 0; i < stride; i++) {
      Value *low = &merge->items[start * stride + i];
      Value *high = &merge->items[end * stride + i];
      Value value = *low;
      *low = *high;
      *high = value;
    }
  }
  cell_moved(&merge->sort->vm->isolate.heap, merge->elements);
}

/* How many items from `start` on are in order; falling ones are turned round.
 * Only strictly falling ones, or equal items would change places. */
static bool find_run(Merge *merge, u64 start, u64 end, u64 *count) {
  u64 at = start + 1;
  bool is_falling = false;
  for (; at < end; at++) {
    bool before;
    if (!is_before(merge, at, at - 1, &before)) return false;
    if (at == start + 1)
      is_falling = before;
    else if (before != is_falling)
      break;
  }
  if (is_falling) reverse_run(merge, start, at);
  *count = at - start;
  return true;
}

/* The place of item `index` among the sorted ones [start, index): behind all
 * that are equal. */
static bool find_place(Merge *merge, u64 start, u64 index, u64 *place) {
  u64 low = start, high = index;
  while (low < high) {
    u64 middle = low + (high - low) / 2;
    bool before;
    if (!is_before(merge, index, middle, &before)) return false;
    if (before)
      high = middle;
    else
      low = middle + 1;
  }
  *place = low;
  return true;
}

/* Items [start, sorted) are sorted; inserts the others up to `end`. */
static bool insert_items(Merge *merge, u64 start, u64 sorted, u64 end) {
  u32 stride = merge->sort->stride;
  for (u64 i = sorted; i < end; i++) {
    u64 place;
    if (!find_place(merge, start, i, &place)) return false;
    Value *from = merge->items + i * stride;
    Value *to = merge->items + place * stride;
    Value first = from[0], second = from[stride - 1];
    memmove(to + stride, to, (i - place) * stride * sizeof(Value));
    to[0] = first;
    to[stride - 1] = second;
    cell_moved(&merge->sort->vm->isolate.heap, merge->elements);
  }
  return true;
}

/* ---- Merging ------------------------------------------------------------ */

/* The scratch array is as long as all items. */
static Elements *scratch_of(Merge *merge, u64 words) {
  Sort *sort = merge->sort;
  VM *vm = sort->vm;
  if (!*sort->scratch)
    *sort->scratch = array_from_values(&vm->isolate, merge->items, (u32)words);
  if (*sort->scratch) return (*sort->scratch)->elements;
  vm_throw_memory(vm);
  return NULL;
}

/* Merges `left` with the run behind it. The left items wait in the scratch
 * array while the places of both are filled from the front. */
static bool merge_items(Merge *merge, Run left, u64 end, Elements *waiting) {
  Sort *sort = merge->sort;
  Value *scratch = waiting->values;
  u32 stride = sort->stride;
  u64 right = left.start + left.count, at = left.start, taken = 0;
  copy_items(sort, waiting, scratch, merge->items + left.start * stride,
             left.count);
  while (taken < left.count && right < end) {
    bool before;
    if (!sort->order(sort, key_at(merge, right), scratch[taken * stride],
                     &before))
      return false;
    const Value *source =
        before ? merge->items + right++ * stride : scratch + taken++ * stride;
    copy_items(sort, merge->elements, merge->items + at++ * stride, source, 1);
  }
  copy_items(sort, merge->elements, merge->items + at * stride,
             scratch + taken * stride, left.count - taken);
  return true;
}

/* Merges the runs `index` and `index` + 1 of the stack. */
static bool merge_at(Merge *merge, u32 index, u64 words) {
  Run left = merge->runs[index], right = merge->runs[index + 1];
  merge->runs[index].count += right.count;
  for (u32 i = index + 1; i + 1 < merge->run_count; i++)
    merge->runs[i] = merge->runs[i + 1];
  merge->run_count--;
  bool before;
  if (!is_before(merge, right.start, right.start - 1, &before)) return false;
  if (!before) return true;
  Elements *scratch = scratch_of(merge, words);
  return scratch &&
         merge_items(merge, left, right.start + right.count, scratch);
}

/* Merges until each run is longer than the next two together. */
static bool merge_collapse(Merge *merge, u64 words) {
  const Run *runs = merge->runs;
  while (merge->run_count > 1) {
    u32 n = merge->run_count - 2;
    bool is_short =
        (n > 0 && runs[n - 1].count <= runs[n].count + runs[n + 1].count) ||
        (n > 1 && runs[n - 2].count <= runs[n - 1].count + runs[n].count);
    if (!is_short && runs[n].count > runs[n + 1].count) return true;
    if (is_short && runs[n - 1].count < runs[n + 1].count) n--;
    if (!merge_at(merge, n, words)) return false;
  }
  return true;
}

static bool merge_all(Merge *merge, u64 words) {
  const Run *runs = merge->runs;
  while (merge->run_count > 1) {
    u32 n = merge->run_count - 2;
    if (n > 0 && runs[n - 1].count < runs[n + 1].count) n--;
    if (!merge_at(merge, n, words)) return false;
  }
  return true;
}

/* Between 32 and 64, so that the number of runs is a power of two or a little
 * less. */
static u64 min_run(u64 count) {
  u64 rest = 0;
  for (; count >= MIN_RUN_BOUND; count /= 2)
    rest |= count & 1;
  return count + rest;
}

static bool sort_items(Merge *merge, u64 count) {
  u64 words = count * merge->sort->stride, least = min_run(count), run;
  for (u64 start = 0; start < count; start += run) {
    if (!find_run(merge, start, count, &run)) return false;
    u64 wanted = least < count - start ? least : count - start;
    if (run < wanted) {
      if (!insert_items(merge, start, start + run, start + wanted))
        return false;
      run = wanted;
    }
    assert(merge->run_count < RUNS_MAX);
    merge->runs[merge->run_count++] = (Run){start, run};
    if (!merge_collapse(merge, words)) return false;
  }
  return merge_all(merge, words);
}

bool array_merge_sort(Sort *sort, Object *items) {
  VM *vm = sort->vm;
  KEEP_CELL(vm, Object, kept, items);
  KEEP_CELL(vm, Object, scratch, NULL);
  sort->scratch = &scratch;
  Elements *elements = kept->elements;
  Merge merge = {.sort = sort, .elements = elements, .items = elements->values};
  return sort_items(&merge, kept->elements->length / sort->stride);
}
