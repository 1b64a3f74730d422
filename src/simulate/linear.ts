import type { Circuit, Device } from "../circuit/index.js";
import type { FailureReport } from "./failure.js";
import type { OperatingPoint } from "./output.js";
import type { SimulationResult } from "./simulator.js";

/** A pivot below this part of the largest entry of its equation counts as zero. */
const SINGULAR = 1e-13;

/**
 * The exact operating point of a linear circuit by modified nodal analysis (Ho, Ruehli, Brennan 1975): one dense solve, no
 * simulator. Takes resistors, and independent voltage and current sources; capacitors are open and inductors shorts at DC.
 *
 * Fails with SIMULATION_UNSUPPORTED_DEVICE for any other device, SIMULATION_SINGULAR_MATRIX (floating nets, loops of sources)
 * and SIMULATION_INVALID_VALUE. Unlike ngspice it adds no conductance to ground and takes no resistance for another.
 */
export function solveLinear(
  circuit: Circuit,
  { currents = false }: { readonly currents?: boolean } = {},
): SimulationResult<OperatingPoint> {
  const start = performance.now();
  const system = assemble(circuit);
  const problem = "reason" in system ? system : solveInPlace(system);
  const seconds = (performance.now() - start) / 1000;
  if (problem) return { status: "failed", ...problem, log: "", seconds };
  const { rows, solution, branches } = system as LinearSystem;
  const voltages = Float64Array.from(rows, (row) => (row < 0 ? 0 : solution[row]!));
  circuit.nets.forEach((net, id) => {
    if (!net.isGround && rows[id]! < 0) voltages[id] = Number.NaN;
  });
  if (!currents) return { status: "ok", value: { voltages }, seconds };
  const sourceCurrents = Object.fromEntries(
    branches
      .filter(({ device }) => device.kind === "voltage-source")
      .map(({ device, row }) => [device.name, solution[row]!]),
  );
  return { status: "ok", value: { voltages, sourceCurrents }, seconds };
}

interface LinearSystem {
  readonly size: number;
  /** `[size, size]`, row by row. */
  readonly matrix: Float64Array;
  /** The right side; after solving, net voltages and branch currents. */
  readonly solution: Float64Array;
  /** Row of each net, -1 for ground and for nets without device. */
  readonly rows: Int32Array;
  readonly branches: readonly { readonly device: Device; readonly row: number }[];
}

const branchKinds = new Set(["voltage-source", "inductor"]);

function assemble(circuit: Circuit): LinearSystem | FailureReport {
  const { rows, nets } = numberRows(circuit);
  let size = nets;
  const branches: { device: Device; row: number }[] = [];
  for (const device of circuit.devices)
    if (branchKinds.has(device.kind)) branches.push({ device, row: size++ });
  const matrix = new Float64Array(size * size);
  const solution = new Float64Array(size);
  const add = (row: number, column: number, value: number) => {
    if (row >= 0 && column >= 0) matrix[row * size + column]! += value;
  };
  let branch = 0;
  for (const device of circuit.devices) {
    const { kind, terminals, parameters } = device;
    const plus = rows[terminals[0]?.net ?? 0]!;
    const minus = rows[terminals[1]?.net ?? 0]!;
    if (kind === "resistor" && !device.model && !device.text) {
      const { resistance = Number.NaN, m = 1 } = parameters;
      const conductance = m / resistance;
      if (!Number.isFinite(conductance)) return invalid(device, "resistance", resistance);
      add(plus, plus, conductance);
      add(minus, minus, conductance);
      add(plus, minus, -conductance);
      add(minus, plus, -conductance);
    } else if (branchKinds.has(kind)) {
      const { row } = branches[branch++]!;
      add(plus, row, 1);
      add(minus, row, -1);
      add(row, plus, 1);
      add(row, minus, -1);
      const { dc = 0 } = kind === "voltage-source" ? parameters : {};
      if (!Number.isFinite(dc)) return invalid(device, "dc", dc);
      solution[row] = dc;
    } else if (kind === "current-source") {
      const { dc = 0, m = 1 } = parameters;
      if (!Number.isFinite(dc * m)) return invalid(device, "dc", dc);
      if (plus >= 0) solution[plus]! -= dc * m;
      if (minus >= 0) solution[minus]! += dc * m;
    } else if (kind !== "capacitor") {
      return {
        reason: "SIMULATION_UNSUPPORTED_DEVICE",
        message: `${device.name} is a ${kind}; the linear solver takes resistors and independent sources`,
      };
    }
  }
  return { size, matrix, solution, rows, branches };
}

/** A row for each net that some device touches, ground excepted. */
function numberRows({ nets, devices }: Circuit): { rows: Int32Array; nets: number } {
  const rows = new Int32Array(nets.length).fill(-1);
  let count = 0;
  for (const { terminals } of devices) {
    for (const { net } of terminals) if (rows[net] === -1 && !nets[net]!.isGround) rows[net] = count++;
  }
  return { rows, nets: count };
}

/** Gaussian elimination with partial pivoting, rows scaled to their largest entry. */
function solveInPlace({ size, matrix, solution }: LinearSystem): FailureReport | undefined {
  for (let row = 0; row < size; row++) {
    let largest = 0;
    for (let column = 0; column < size; column++) {
      largest = Math.max(largest, Math.abs(matrix[row * size + column]!));
    }
    if (largest === 0) return singular();
    for (let column = 0; column < size; column++) matrix[row * size + column]! /= largest;
    solution[row]! /= largest;
  }
  for (let step = 0; step < size; step++) {
    let pivot = step;
    for (let row = step + 1; row < size; row++) {
      if (Math.abs(matrix[row * size + step]!) > Math.abs(matrix[pivot * size + step]!)) pivot = row;
    }
    if (Math.abs(matrix[pivot * size + step]!) < SINGULAR) return singular();
    if (pivot !== step) swapRows(matrix, solution, size, pivot, step);
    const own = step * size;
    for (let row = step + 1; row < size; row++) {
      const factor = matrix[row * size + step]! / matrix[own + step]!;
      if (factor === 0) continue;
      for (let column = step; column < size; column++) {
        matrix[row * size + column]! -= factor * matrix[own + column]!;
      }
      solution[row]! -= factor * solution[step]!;
    }
  }
  for (let row = size - 1; row >= 0; row--) {
    let sum = solution[row]!;
    for (let column = row + 1; column < size; column++)
      sum -= matrix[row * size + column]! * solution[column]!;
    solution[row] = sum / matrix[row * size + row]!;
  }
  return undefined;
}

function swapRows(matrix: Float64Array, solution: Float64Array, size: number, a: number, b: number): void {
  const kept = matrix.slice(a * size, (a + 1) * size);
  matrix.copyWithin(a * size, b * size, (b + 1) * size);
  matrix.set(kept, b * size);
  [solution[a], solution[b]] = [solution[b]!, solution[a]!];
}

function singular(): FailureReport {
  return {
    reason: "SIMULATION_SINGULAR_MATRIX",
    message: "the circuit's equations have no unique solution: a floating net or a loop of sources",
  };
}

function invalid({ name }: Device, parameter: string, value: number): FailureReport {
  return { reason: "SIMULATION_INVALID_VALUE", message: `${parameter} of ${name} is ${value}` };
}
