/* heap_snapshot_traces.c - who allocated what, as snapshots have it: functions,
 * and a tree of calls.
 *
 * V8's tree has a function for each step of the stack. Ours has one level: the
 * expressions that allocated, each by the name of its function. (Line and
 * column are those of the expression, where V8's are those of the function:
 * readers show whatever is there.)
 */
#include "watch/heap_snapshot_parts.h"

static const char ROOT_NAME[] = "(root)";

/* As text_table_intern numbers them: known names have their numbers already. */
void export_name_traces(Export *export, SnapshotShape *shape) {
  const AllocationSites *sites = export->sites;
  export_string(export, ROOT_NAME);
  for (u32 i = 0; i < sites->sites.count; i++) {
    export_string(export, sites->sites.items[i].function);
    export_string(export, sites->sites.items[i].file);
  }
  shape->trace_function_count = sites->sites.count + 1;
}

static void write_functions(Export *export, SnapshotWriter *writer) {
  const AllocationSites *sites = export->sites;
  snapshot_writer_trace_function(writer,
                                 (u64[]){0, export_string(export, ROOT_NAME),
                                         export_string(export, ""), 0, 0, 0});
  for (u32 i = 0; i < sites->sites.count; i++) {
    const AllocationSite *site = &sites->sites.items[i];
    u64 numbers[] = {i + 1,
                     export_string(export, site->function),
                     export_string(export, site->file),
                     site->source,
                     site->line ? site->line - 1 : 0,
                     site->column ? site->column - 1 : 0};
    snapshot_writer_trace_function(writer, numbers);
  }
}

static void write_tree(const AllocationSites *sites, SnapshotWriter *writer) {
  Buffer text = {};
  buffer_format(&text, "[%u,0,0,0,[", ALLOCATION_TRACE_ROOT);
  for (u32 i = 0; i < sites->sites.count; i++)
    buffer_format(&text, "%s%u,%u,%llu,%llu,[]", i ? "," : "",
                  ALLOCATION_TRACE_FIRST + i, i + 1,
                  (unsigned long long)sites->sites.items[i].count,
                  (unsigned long long)sites->sites.items[i].bytes);
  buffer_text(&text, "]]");
  snapshot_writer_trace_tree(writer, text.bytes, text.length);
  buffer_free(&text);
}

void export_traces(Export *export, SnapshotWriter *writer) {
  write_functions(export, writer);
  write_tree(export->sites, writer);
}
