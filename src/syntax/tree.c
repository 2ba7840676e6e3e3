/* tree.c - the table of names, and the freeing of a tree. */
#include "syntax/tree.h"
#include "syntax/parser.h"

#include <stdlib.h>

constexpr u32 TREE_FIRST_NAMES = 512;

/* Eight bytes at a time; text is short and comes from one program, so a fast
 * hash is worth more than a strong one. A hostile text gets slow lookups of a
 * table that it fills itself, and no more. */
static u32 hash_bytes(const char *bytes, size_t length) {
  constexpr u64 factor = 0x9E3779B97F4A7C15;
  u64 hash = length * factor;
  for (u64 word; length >= sizeof word; length -= sizeof word) {
    memcpy(&word, bytes, sizeof word);
    hash = (hash ^ word) * factor;
    hash ^= hash >> 29;
    bytes += sizeof word;
  }
  u64 last = 0;
  for (size_t i = 0; i < length; i++)
    last = last << 8 | (u8)bytes[i];
  hash = (hash ^ last) * factor;
  return (u32)(hash >> 32);
}

static void grow_names(Tree *tree) {
  u32 capacity =
      tree->name_capacity ? 2 * tree->name_capacity : TREE_FIRST_NAMES;
  Name **names = base_allocate_zeroed(capacity * sizeof *names);
  for (u32 i = 0; i < tree->name_capacity; i++)
    for (Name *name = tree->names[i], *next; name; name = next) {
      next = name->next;
      Name **bucket = &names[name->hash & (capacity - 1)];
      name->next = *bucket;
      *bucket = name;
    }
  free(tree->names);
  tree->names = names;
  tree->name_capacity = capacity;
}

Name *tree_name(Tree *tree, const char *bytes, size_t length) {
  assert(length <= UINT32_MAX);
  u32 hash = hash_bytes(bytes, length);
  if (tree->name_count >= tree->name_capacity) grow_names(tree);
  Name **bucket = &tree->names[hash & (tree->name_capacity - 1)];
  for (Name *name = *bucket; name; name = name->next)
    if (name->hash == hash && name->length == length &&
        !memcmp(name->bytes, bytes, length))
      return name;
  Name *name = arena_allocate(&tree->arena, offsetof(Name, bytes) + length + 1);
  name->length = (u32)length;
  name->hash = hash;
  memcpy(name->bytes, bytes, length);
  name->next = *bucket;
  *bucket = name;
  tree->name_count++;
  return name;
}

void tree_free(Tree *tree) {
  arena_free(&tree->arena);
  free(tree->names);
  *tree = (Tree){};
}
