import type { NetVoltage } from "../../circuit/index.js";
import { type Definition, readDefinitions } from "../syntax/fields.js";
import type { CircuitBuilder } from "./circuit-builder.js";
import type { ExpressionCompiler } from "./compiler.js";
import type { Card } from "./content.js";
import type { Frame } from "./frame.js";

/** What an `.ic v(net)=value` or `.nodeset` card sets, in the frame's own names. */
export function readVoltages(
  card: Card,
  frame: Frame,
  builder: CircuitBuilder,
  compiler: ExpressionCompiler,
): NetVoltage[] {
  const { definitions } = readDefinitions(card.tokens(), 1);
  if (definitions.length === 0) card.report("error", "NETLIST_MISSING_VALUE", `${card.keyword} sets nothing`);
  return definitions.flatMap((definition) => readVoltage(definition, card, frame, builder, compiler) ?? []);
}

function readVoltage(
  { name, arguments: nets, value, start }: Definition,
  card: Card,
  frame: Frame,
  builder: CircuitBuilder,
  compiler: ExpressionCompiler,
): NetVoltage | undefined {
  const net = nets?.[0];
  if (name !== "v" || net === undefined || nets!.length > 1) {
    card.report("error", "NETLIST_UNEXPECTED_WORD", `${card.keyword} takes v(net)=value`, start);
    return undefined;
  }
  const index = frame.body.findNet(net);
  const id = index === undefined ? builder.findNet(frame.prefix + net) : builder.netOf(frame, index);
  if (id === undefined) {
    card.report("warning", "NETLIST_UNKNOWN_NET", `${card.keyword} names ${net}, which is no net`, start);
    return undefined;
  }
  const program = compiler.compile(value.text, card, value.start);
  const voltage = program && frame.evaluateFor(card, `${card.keyword} of ${net}`, program);
  return voltage === undefined ? undefined : { net: id, voltage };
}
