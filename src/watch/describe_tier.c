/* describe_tier.c - what became of a function's bytecode: optimised code, and
 * its returns to the baseline. */
#include "bytecode/optimised_code.h"
#include "watch/describe_internal.h"

json_t *describe_optimised(VM *vm, const CodeBlock *code, u32 unit) {
  Opcode opcode = (Opcode)code->instructions[unit];
  if (opcode < OPCODE_COUNT) return NULL;
  Buffer text = {};
  optimised_code_disassemble(&vm->isolate, code, unit, &text);
  json_t *result =
      json_pack("{s:s, s:o}", "name", instruction_info[opcode].name, "text",
                json_take(&text));
  const char *checks = opcode_checks(opcode);
  if (*checks) json_object_set_new(result, "checks", json_string(checks));
  const u32 *proofs = code->optimised->proofs;
  if (proofs && proofs[unit])
    json_object_set_new(result, "proven", json_integer(proofs[unit] - 1));
  return result;
}

static json_t *describe_deopt(const Deopt *deopt) {
  return json_pack(
      "{s:I, s:i, s:s, s:s, s:s}", "tick", (json_int_t)deopt->tick, "unit",
      (int)deopt->unit, "name", instruction_info[deopt->opcode].name, "reason",
      deopt_words[deopt->reason], "text", deopt_texts[deopt->reason]);
}

/* The latest of them, oldest first. */
static json_t *describe_deopts(const OptimisedCode *optimised) {
  json_t *list = json_array();
  u32 count = optimised->deopt_count;
  u32 first = count > DEOPTS_KEPT ? count - DEOPTS_KEPT : 0;
  for (u32 i = first; i < count; i++)
    json_array_append_new(list,
                          describe_deopt(&optimised->deopts[i % DEOPTS_KEPT]));
  return list;
}

json_t *describe_tier(const CodeBlock *code) {
  static const OptimisedCode never;
  const OptimisedCode *optimised = code->optimised ? code->optimised : &never;
  bool is_optimised = code_block_is_optimised(code);
  json_t *tier = json_pack(
      "{s:s, s:i, s:i, s:o}", "name", is_optimised ? "optimised" : "baseline",
      "optimisations", (int)optimised->optimisations, "deoptimisations",
      (int)optimised->deopt_count, "deopts", describe_deopts(optimised));
  if (is_optimised)
    json_object_set_new(tier, "since",
                        json_integer((json_int_t)optimised->optimised_tick));
  return tier;
}
