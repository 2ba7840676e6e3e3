/* buffer.h - a growing string of bytes: text output, messages, escapes.
 *
 * Always followed by a zero byte once anything was appended, so `bytes` can
 * be handed to C. Zeroed memory is an empty buffer.
 */
#ifndef GLASSHEAP_BASE_BUFFER_H
#define GLASSHEAP_BASE_BUFFER_H

#include "base/base.h"

typedef struct Buffer {
  char *bytes;
  size_t length, capacity;
} Buffer;

/* buffer_append - appends `length` bytes. */
void buffer_append(Buffer *buffer, const void *bytes, size_t length);
/* buffer_text - appends a C string. */
void buffer_text(Buffer *buffer, const char *text);
/* buffer_byte - appends one byte. */
void buffer_byte(Buffer *buffer, char byte);
/* buffer_format - appends as printf would. */
void buffer_format(Buffer *buffer, const char *format, ...) PRINTF_LIKE(2, 3);
/* buffer_code_point - appends one code point as UTF-8. A lone surrogate is
 * written as its three-byte form (WTF-8), so that text keeps it. */
void buffer_code_point(Buffer *buffer, u32 code_point);
/* buffer_take - the bytes, now the caller's to free; the buffer is empty. */
char *buffer_take(Buffer *buffer);
/* buffer_clear - forgets the content, keeps the memory. */
void buffer_clear(Buffer *buffer);
/* buffer_free - frees the memory. */
void buffer_free(Buffer *buffer);

#endif
