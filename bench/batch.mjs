// Time to build a batch of 256 ladder graphs (2 to 10 branches), by feature scheme. Run after `npm run build`:
//   node bench/batch.mjs [--repeats 200] [--json]
import { parseArgs } from "node:util";
import { ladder } from "../dist/circuit/index.js";
import { degreeProfile, RandomStream } from "../dist/core/index.js";
import { batchGraphs, featureScheme, fitScheme, terminalGraph } from "../dist/graph/index.js";

const { repeats, json } = parseArgs({
  options: { repeats: { type: "string", default: "200" }, json: { type: "boolean", default: false } },
}).values;

const circuits = Array.from({ length: 2560 }, (_, index) => {
  const random = new RandomStream(0, "bench/batch", index);
  const circuit = ladder(random.integer(2, 10));
  return circuit.build(circuit.parameters.map(() => random.uniform()));
});
const started = performance.now();
const graphs = circuits.map(terminalGraph);
const perGraph = (performance.now() - started) / graphs.length;
const microsecondsPerGraph = 1000 * perGraph;
if (!json) console.log(`terminalGraph: ${microsecondsPerGraph.toFixed(1)} us a ladder`);

const profile = degreeProfile(new Set(graphs.map(({ topology }) => topology)));
const schemes = {
  "paper-resistive@1": featureScheme("paper-resistive@1"),
  "kirchhoff@1": fitScheme("kirchhoff@1", graphs),
};
const rows = Object.entries(schemes).map(([name, scheme]) => {
  const times = [];
  let nodes = 0;
  for (let repeat = 0; repeat < Number(repeats); repeat++) {
    const first = (256 * repeat) % graphs.length;
    const start = performance.now();
    nodes = batchGraphs(graphs.slice(first, first + 256), scheme, profile).nodes;
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  const quantile = (q) => times[Math.floor(q * (times.length - 1))];
  return {
    scheme: name,
    width: scheme.width,
    nodes,
    medianMs: quantile(0.5),
    fastestTenthMs: quantile(0.1),
    slowestTenthMs: quantile(0.9),
  };
});
if (json)
  console.log(JSON.stringify({ graphs: 256, repeats: Number(repeats), microsecondsPerGraph, rows }, null, 2));
else {
  for (const { scheme, width, nodes, medianMs, fastestTenthMs, slowestTenthMs } of rows) {
    console.log(
      `batchGraphs ${scheme}: width ${width}, ${nodes} nodes, median ${medianMs.toFixed(2)} ms, ` +
        `10 % ${fastestTenthMs.toFixed(2)} ms, 90 % ${slowestTenthMs.toFixed(2)} ms`,
    );
  }
}
