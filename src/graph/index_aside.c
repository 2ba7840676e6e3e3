/* index_aside.c - a process that writes an index in two steps. */
#define _GNU_SOURCE
#include "graph/index_aside.h"

#include "graph/index.h"
#include "graph/index_path.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

/* The index of columns alone, held until the process ends; false while another
 * process adds the lists to it. */
static bool lock_index(const Mapping *mapping) {
  Buffer path = {};
  int file = -1;
  if (index_path(mapping, &path)) file = open(path.bytes, O_RDONLY | O_CLOEXEC);
  buffer_free(&path);
  return file >= 0 && !flock(file, LOCK_EX | LOCK_NB);
}

/* The graph is this process's own copy. */
static void write_index(HeapGraph *graph) {
  HeapGraph again;
  Buffer path = {}, error = {};
  if (!graph->index.bytes && !index_save_columns(graph)) return;
  if (!lock_index(&graph->file.mapping)) return;
  buffer_text(&path, graph->file.path);
  graph_close(graph);
  if (graph_open(path.bytes, (GraphOptions){}, &again, &error)) {
    if (again.index.bytes) index_save(&again);
    graph_close(&again);
  }
  buffer_free(&path);
  buffer_free(&error);
}

/* Twice forked: it is nobody's child. */
void index_save_aside(const HeapGraph *graph) {
  if (!index_is_wanted(graph)) return;
  pid_t child = fork();
  if (child == 0) {
    if (fork() == 0) {
      setsid();
      for (int file = 0; file < 3; file++)
        close(file);
      (void)!nice(10);
      HeapGraph own = *graph;
      write_index(&own);
    }
    _exit(0);
  }
}
