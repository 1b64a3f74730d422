// What augmentation does to node voltages, and how many augmented graphs a second. Needs native ngspice or takes the embedded one.
// Run: npm run build && node bench/augmentation.mjs [--json] [--circuits name,name…]
import { compareEdits, countWorking, measureSeriesTransistors, summariseEdits } from "../dist/bench/index.js";
import { circuitCatalogue, faithfulRules, soundRules } from "../dist/circuit/index.js";
import { AugmentedDeviceGraphs, contrastiveBatch, stratifiedSampler } from "../dist/graph/index.js";
import { catalogueCircuit } from "../dist/netlist/node-catalogue/index.js";
import { openSimulator, provenCircuits } from "../dist/simulate/index.js";

const flags = process.argv.slice(2);
const names = flags.includes("--circuits")
  ? flags[flags.indexOf("--circuits") + 1].split(",")
  : provenCircuits;

/** Graphs made and batched in a second of processor time, of paper B's 40 circuits. */
function graphRate(style, rules) {
  const circuits = circuitCatalogue.filter(({ set, split }) => set === "dice" && split === "pretraining");
  const sources = circuits.map(
    ({ name }) => new AugmentedDeviceGraphs(catalogueCircuit(name), { style, rules, seed: 0, purpose: name }),
  );
  const set = { circuits: sources.length, members: 2000, negatives: true, seed: 0 };
  const sample = stratifiedSampler(set, { perLabel: 12 });
  contrastiveBatch(sources, sample(0));
  const before = process.cpuUsage();
  let [graphs, nodes, edges] = [0, 0, 0];
  for (let step = 1; step <= 40; step++) {
    const batch = contrastiveBatch(sources, sample(step));
    graphs += batch.graphs;
    nodes += batch.nodes;
    edges += batch.edges;
  }
  const { user, system } = process.cpuUsage(before);
  return {
    style,
    graphs,
    meanNodes: nodes / graphs,
    meanDirectedEdges: edges / graphs,
    graphsPerSecond: graphs / ((user + system) * 1e-6),
  };
}

const pool = await openSimulator({ timeoutSeconds: 120 });
/** Shows how far a part of the work is. */
const progress = (what) => {
  const started = performance.now();
  return (done) => {
    if (!process.stderr.isTTY) return;
    const left = done > 0 ? ((performance.now() - started) / done) * (names.length - done) : 0;
    process.stderr.write(
      `\r${what}: ${done} of ${names.length} circuits, ${Math.ceil(left / 1000)} s left   `,
    );
  };
};
const lengths = await measureSeriesTransistors(pool);
const comparisons = await compareEdits(pool, names, { onCircuit: progress("voltages") });
const working = await countWorking(pool, names, { onCircuit: progress("proofs") });
if (process.stderr.isTTY) process.stderr.write("\n");
await pool.close();

const edits = summariseEdits(comparisons);
const speed = [graphRate("faithful", faithfulRules), graphRate("sound", soundRules)];
const simulator = `${pool.name} ${pool.version}`;
if (flags.includes("--json"))
  console.log(JSON.stringify({ simulator, edits, working, lengths, speed }, null, 2));
else {
  console.log(simulator);
  for (const rows of [edits, working, lengths, speed]) console.table(rows);
}
