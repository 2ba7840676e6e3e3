/* base.h - the few words that every file of the house uses.
 *
 * Nothing here knows about JavaScript. C23; clang 19.
 */
#ifndef GLASSHEAP_BASE_BASE_H
#define GLASSHEAP_BASE_BASE_H

#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;
typedef int8_t i8;
typedef int16_t i16;
typedef int32_t i32;
typedef int64_t i64;

#define likely(x) __builtin_expect(!!(x), 1)
#define unlikely(x) __builtin_expect(!!(x), 0)
#define ARRAY_COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define ALWAYS_INLINE static inline __attribute__((always_inline))
#define NO_INLINE __attribute__((noinline))
#define COLD __attribute__((cold, noinline))
#define PRINTF_LIKE(text, first) __attribute__((format(printf, text, first)))

/* base_allocate - `malloc` that never returns NULL: the process ends with one
 * clear line when the machine itself is out of memory. For tables of the
 * engine's own (source text, bytecode, syntax trees); the JavaScript heap has
 * its own allocator, its own limit and a clean error. */
void *base_allocate(size_t bytes);
/* base_allocate_zeroed - the same, with every byte zero. */
void *base_allocate_zeroed(size_t bytes);
/* base_reallocate - `realloc` under the same rule; `block` may be NULL. */
void *base_reallocate(void *block, size_t bytes);
/* base_copy - a fresh copy of `bytes` bytes; the caller frees it. */
void *base_copy(const void *source, size_t bytes);

#endif
