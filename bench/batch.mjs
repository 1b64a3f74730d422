// Time to build a batch of 256 ladder graphs (2 to 10 branches), by feature scheme. Run after `npm run build`:
//   node bench/batch.mjs [--repeats 200]
import { parseArgs } from "node:util";
import { ladder } from "../dist/circuit/index.js";
import { degreeProfile, RandomStream } from "../dist/core/index.js";
import { batchGraphs, featureScheme, fitScheme, terminalGraph } from "../dist/graph/index.js";

const { repeats } = parseArgs({ options: { repeats: { type: "string", default: "200" } } }).values;

const circuits = Array.from({ length: 2560 }, (_, index) => {
  const random = new RandomStream(0, "bench/batch", index);
  const circuit = ladder(random.integer(2, 10));
  return circuit.build(circuit.parameters.map(() => random.uniform()));
});
const started = performance.now();
const graphs = circuits.map(terminalGraph);
const perGraph = (performance.now() - started) / graphs.length;
console.log(`terminalGraph: ${(1000 * perGraph).toFixed(1)} us a ladder`);

const profile = degreeProfile(new Set(graphs.map(({ topology }) => topology)));
const schemes = {
  "paper-resistive@1": featureScheme("paper-resistive@1"),
  "kirchhoff@1": fitScheme("kirchhoff@1", graphs),
};
for (const [name, scheme] of Object.entries(schemes)) {
  const times = [];
  let nodes = 0;
  for (let repeat = 0; repeat < Number(repeats); repeat++) {
    const first = (256 * repeat) % graphs.length;
    const start = performance.now();
    nodes = batchGraphs(graphs.slice(first, first + 256), scheme, profile).nodes;
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  const quantile = (q) => times[Math.floor(q * (times.length - 1))].toFixed(2);
  console.log(
    `batchGraphs ${name}: width ${scheme.width}, ${nodes} nodes, median ${quantile(0.5)} ms, ` +
      `10 % ${quantile(0.1)} ms, 90 % ${quantile(0.9)} ms`,
  );
}
