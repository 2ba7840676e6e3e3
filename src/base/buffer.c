#include "base/buffer.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

static void buffer_reserve(Buffer *buffer, size_t more) {
  size_t wanted = buffer->length + more + 1;
  if (wanted <= buffer->capacity) return;
  size_t next = buffer->capacity ? 2 * buffer->capacity : 64;
  buffer->capacity = next < wanted ? wanted : next;
  buffer->bytes = base_reallocate(buffer->bytes, buffer->capacity);
}

void buffer_append(Buffer *buffer, const void *bytes, size_t length) {
  buffer_reserve(buffer, length);
  if (length) memcpy(buffer->bytes + buffer->length, bytes, length);
  buffer->length += length;
  buffer->bytes[buffer->length] = 0;
}

void buffer_text(Buffer *buffer, const char *text) {
  buffer_append(buffer, text, strlen(text));
}

void buffer_byte(Buffer *buffer, char byte) {
  buffer_append(buffer, &byte, 1);
}

void buffer_format(Buffer *buffer, const char *format, ...) {
  va_list arguments, again;
  va_start(arguments, format);
  va_copy(again, arguments);
  int length = vsnprintf(NULL, 0, format, arguments);
  va_end(arguments);
  assert(length >= 0);
  buffer_reserve(buffer, (size_t)length);
  vsnprintf(buffer->bytes + buffer->length, (size_t)length + 1, format, again);
  va_end(again);
  buffer->length += (size_t)length;
}

void buffer_code_point(Buffer *buffer, u32 c) {
  assert(c <= 0x10FFFF);
  if (c < 0x80) {
    buffer_byte(buffer, (char)c);
  } else if (c < 0x800) {
    buffer_byte(buffer, (char)(0xC0 | c >> 6));
    buffer_byte(buffer, (char)(0x80 | (c & 0x3F)));
  } else if (c < 0x10000) {
    buffer_byte(buffer, (char)(0xE0 | c >> 12));
    buffer_byte(buffer, (char)(0x80 | (c >> 6 & 0x3F)));
    buffer_byte(buffer, (char)(0x80 | (c & 0x3F)));
  } else {
    buffer_byte(buffer, (char)(0xF0 | c >> 18));
    buffer_byte(buffer, (char)(0x80 | (c >> 12 & 0x3F)));
    buffer_byte(buffer, (char)(0x80 | (c >> 6 & 0x3F)));
    buffer_byte(buffer, (char)(0x80 | (c & 0x3F)));
  }
}

char *buffer_take(Buffer *buffer) {
  buffer_reserve(buffer, 0);
  buffer->bytes[buffer->length] = 0;
  char *bytes = buffer->bytes;
  *buffer = (Buffer){};
  return bytes;
}

void buffer_clear(Buffer *buffer) {
  buffer->length = 0;
  if (buffer->bytes) buffer->bytes[0] = 0;
}

void buffer_free(Buffer *buffer) {
  free(buffer->bytes);
  *buffer = (Buffer){};
}
