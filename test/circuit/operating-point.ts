import type { Circuit } from "../../src/circuit/index.js";

/**
 * Net voltages of a circuit of resistors and voltage sources, by modified nodal analysis and Gaussian elimination with pivoting:
 * an independent reference for tests.
 */
export function solveResistive(circuit: Circuit): Float64Array {
  const nets = circuit.nets.length;
  const sources = circuit.devices.filter((device) => device.kind === "voltage-source");
  const size = nets + sources.length;
  const rows = Array.from({ length: size }, () => new Float64Array(size + 1));
  for (const device of circuit.devices) {
    const [plus, minus] = device.terminals.map((terminal) => terminal.net) as [number, number];
    if (device.kind === "resistor") {
      const conductance = 1 / device.parameters.resistance!;
      rows[plus]![plus]! += conductance;
      rows[minus]![minus]! += conductance;
      rows[plus]![minus]! -= conductance;
      rows[minus]![plus]! -= conductance;
    } else {
      const branch = nets + sources.indexOf(device);
      rows[plus]![branch]! += 1;
      rows[minus]![branch]! -= 1;
      rows[branch]![plus]! += 1;
      rows[branch]![minus]! -= 1;
      rows[branch]![size] = device.parameters.dc!;
    }
  }
  const ground = circuit.nets.findIndex((net) => net.isGround);
  rows[ground]!.fill(0);
  rows[ground]![ground] = 1;
  for (let column = 0; column < size; column++) {
    let pivot = column;
    for (let r = column + 1; r < size; r++) {
      if (Math.abs(rows[r]![column]!) > Math.abs(rows[pivot]![column]!)) pivot = r;
    }
    [rows[column], rows[pivot]] = [rows[pivot]!, rows[column]!];
    const pivotRow = rows[column]!;
    for (let r = 0; r < size; r++) {
      if (r === column) continue;
      const factor = rows[r]![column]! / pivotRow[column]!;
      if (factor !== 0) for (let k = column; k <= size; k++) rows[r]![k]! -= factor * pivotRow[k]!;
    }
  }
  return Float64Array.from({ length: nets }, (_, net) => rows[net]![size]! / rows[net]![net]!);
}

/** Voltages of the circuit's outputs, in their order. */
export function outputVoltages(circuit: Circuit): number[] {
  const voltages = solveResistive(circuit);
  return circuit.outputs!.map((net) => voltages[net]!);
}
