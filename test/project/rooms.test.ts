import { expect, test } from "vitest";
import { filesUnder, type Import, importsOf, read } from "./sources.js";

/** Which rooms a room may import; the picture is in docs/architecture.md. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  core: [],
  circuit: ["core"],
  netlist: ["core", "circuit"],
  graph: ["core", "circuit", "netlist"],
  simulate: ["core", "circuit", "netlist"],
  dataset: ["core", "circuit", "netlist", "graph", "simulate"],
  tensor: ["core"],
  nn: ["core", "tensor"],
  model: ["core", "circuit", "netlist", "graph", "tensor", "nn"],
  train: ["core", "circuit", "netlist", "graph", "simulate", "dataset", "tensor", "nn", "model"],
  size: ["core", "circuit", "netlist", "graph", "simulate", "dataset", "tensor", "nn", "model", "train"],
  report: ["core", "circuit", "netlist", "graph"],
  bench: [
    ...["core", "circuit", "netlist", "graph", "simulate", "dataset", "tensor", "nn", "model", "train"],
    ...["size", "report"],
  ],
  cli: [
    ...["core", "circuit", "netlist", "graph", "simulate", "dataset", "tensor", "nn", "model", "train"],
    ...["size", "report", "bench"],
  ],
};

/** Rooms that run in a browser as they are. */
const pureRooms = ["core", "circuit", "netlist", "graph", "tensor", "nn", "model"];

/** The part of a pure room that needs Node (`node/`, `node-files/`): a second entry of its own, which a caller passes in; the room never loads it. */
const nodePart = /^src\/[^/]+\/node(-[a-z]+)?\//;

const nodePackages = ["onnxruntime-node", "koffi", "eecircuit-engine", "cli-progress", "commander"];

const sources = filesUnder("src", ".ts");
const imports = sources.flatMap(importsOf);

function roomOf(file: string): string | undefined {
  return /^src\/([^/]+)\/./.exec(file)?.[1];
}

function show({ file, specifier }: Import): string {
  return `${file} imports ${specifier}`;
}

test("every room is one that the design knows", () => {
  const rooms = new Set(sources.map(roomOf).filter((room) => room !== undefined));
  expect([...rooms].filter((room) => !(room in mayImport))).toEqual([]);
  expect(rooms.size).toBeGreaterThan(3);
});

test("a room imports only the rooms below it, and of those only the index", () => {
  const wrong = imports.filter(({ file, target }) => {
    const [from, to] = [roomOf(file), target && roomOf(target)];
    if (!from || !to || from === to) return false;
    return !mayImport[from]?.includes(to) || !/^src\/[^/]+\/(node(-[a-z]+)?\/)?index\.ts$/.test(target!);
  });
  expect(wrong.map(show)).toEqual([]);
});

test("pure rooms import nothing of Node, but for a node folder that the room itself does not load", () => {
  const needsNode = imports.filter(({ file, specifier }) => {
    if (!pureRooms.includes(roomOf(file) ?? "") || nodePart.test(file)) return false;
    return specifier.startsWith("node:") || nodePackages.includes(specifier);
  });
  expect(needsNode.filter(({ typeOnly }) => !typeOnly).map(show)).toEqual([]);

  const reachesNode = imports.filter(({ file, target, typeOnly }) => {
    if (typeOnly || !target || !nodePart.test(target) || nodePart.test(file)) return false;
    return roomOf(file) === roomOf(target) && pureRooms.includes(roomOf(file) ?? "");
  });
  expect(reachesNode.map(show)).toEqual([]);
});

test("imports resolve to files of the project", () => {
  const missing = imports.filter(({ target }) => target?.endsWith(".ts") && !sources.includes(target));
  expect(missing.map(show)).toEqual([]);
});

/** Gradient rules are expressions themselves, so the files of operators name each other, inside functions alone. */
const mayBeCircular = "src/tensor/";

test("no file needs itself to load", () => {
  const edges = new Map<string, string[]>();
  for (const { file, target, typeOnly, lazy } of imports) {
    if (target && !typeOnly && !lazy && !file.startsWith(mayBeCircular))
      edges.set(file, [...(edges.get(file) ?? []), target]);
  }
  const finished = new Set<string>();
  const circles: string[] = [];
  const visit = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) circles.push([...path.slice(path.indexOf(file)), file].join(" -> "));
    if (finished.has(file) || path.includes(file)) return;
    for (const next of edges.get(file) ?? []) visit(next, [...path, file]);
    finished.add(file);
  };
  for (const file of sources) visit(file, []);
  expect(circles).toEqual([]);
});

test("every index names what it exports", () => {
  const indexes = sources.filter((file) => /^src\/[^/]+\/index\.ts$/.test(file));
  expect(indexes.filter((file) => /export\s*\*\s*from/.test(read(file)))).toEqual([]);
});
