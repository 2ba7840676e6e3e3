# Glassheap: the commands of the house.
#
#   make          build build/glassheap
#   make run      set up what is missing, build, show the tour's memory, and
#                 serve the lab (SERVE=0 prints the pictures and ends)
#   make test     set up what is missing and run every test
#   make test262 TEST262=DIR   the conformance suite of ECMAScript over DIR
#   make programs      real programs from npm, beside Node
#   make lint     formatting, static analysis, floors
#   make bench    the classic programs beside the peers on the path
#   make bench-watch   what watching costs, how fast moments are reached
#   make bench-heap    opening heap snapshots, beside other analysers
#   make bench-leaks   planted leaks: who finds them
#   make bench-pauses  how long collectors stop a program, beside other engines
#   make bench-lab     two hundred learners on one server, some of them hostile
#   make fuzz     the fuzzers, FUZZ_SECONDS each (60)
#   make clean    remove build/
#
# CMake and Ninja do the building (CMakePresets.json); this file only calls.

MAKEFLAGS += --no-print-directory
SERVE ?= 1
FUZZ_SECONDS ?= 60
TEST_OPTIONS ?=
BENCH_OPTIONS ?=

.PHONY: all run test test262 programs lint bench bench-watch bench-why bench-heap \
	bench-leaks bench-pauses bench-lab fuzz clean

all: build/build.ninja
	@cmake --build build

run:
	@tools/setup run
	@$(MAKE) all
	@SERVE=$(SERVE) build/glassheap tour

test:
	@tools/setup test
	@node tests/run.mjs $(TEST_OPTIONS)

test262: all
	@node tools/test262.mjs $(TEST262) $(TEST262_OPTIONS)

programs: all
	@node bench/real/run.mjs $(BENCH_OPTIONS)

lint:
	@tools/setup test
	@tools/lint

bench: all
	@node bench/run.mjs $(BENCH_OPTIONS)

bench-watch: all
	@node bench/watch.mjs $(BENCH_OPTIONS)

bench-why: all
	@node bench/why.mjs $(BENCH_OPTIONS)

bench-heap: all
	@node bench/heap.mjs $(BENCH_OPTIONS)

bench-leaks: all
	@node bench/leaks.mjs $(BENCH_OPTIONS)

bench-pauses: all
	@node bench/pauses.mjs $(BENCH_OPTIONS)

bench-lab: all
	@node bench/lab.mjs $(BENCH_OPTIONS)

fuzz:
	@tools/setup run
	@cmake --preset fuzz > /dev/null
	@cmake --build build/fuzz --target tests
	@FUZZ_SECONDS=$(FUZZ_SECONDS) node tests/run.mjs --fuzz

clean:
	@rm -rf build

build/build.ninja:
	@cmake --preset release
