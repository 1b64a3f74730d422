export { type PrintedCircuit, printCircuit } from "./print/print-circuit.js";
