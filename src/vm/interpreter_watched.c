#define WATCHED 1
#define INSTANCE interpreter_watched
#include "vm/interpreter_loop.inc"
