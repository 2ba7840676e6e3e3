/* console.h - what the files of the console share. */
#ifndef GLASSHEAP_HOST_CONSOLE_H
#define GLASSHEAP_HOST_CONSOLE_H

#include "host/host.h"
#include "host/inspect.h"
#include "library/support.h"

/* console_open - makes the global `console`. */
void console_open(VM *vm);
/* console_free - frees what the Console holds. */
void console_free(Console *console);
/* console_write - writes one message (WTF-8) with the indentation of the open
 * groups, and keeps it. */
void console_write(VM *vm, Stream stream, const char *text, size_t length);
/* console_write_raw - writes text as it is, without adding a newline. */
void console_write_raw(VM *vm, Stream stream, const char *text, size_t length);
/* console_log - formats values as console.log does, and writes them. */
bool console_log(VM *vm, Stream stream, const Value *values, u32 count);
/* console_format - the text of console.log(...values), `%` and all. */
bool console_format(VM *vm, const Value *values, u32 count, Buffer *out);
/* console_warn - a line of the host's own on the error stream, in the form of
 * the warnings that Node prints. */
void console_warn(VM *vm, const char *text);

/* console.table, in console_table.c */
NativeCode console_table;
/* count, countReset, time, timeLog, timeEnd, in console_labels.c */
void console_open_labels(VM *vm, Object *console);

#endif
