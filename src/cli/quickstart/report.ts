import { stringify } from "yaml";
import {
  drawCircuit,
  formatNumber,
  htmlReport,
  lineChart,
  type ReportFigure,
  type ReportSection,
  scatterPlot,
} from "../../report/index.js";
import { voltageCells, voltageColumns } from "../voltage-cells.js";
import type { TestedSet } from "./accuracy.js";
import type { NetlistCheck } from "./netlist-check.js";
import { opAmpSection } from "./op-amp-report.js";
import { opAmp, otherCircuits } from "./plan.js";
import type { QuickstartResult } from "./run.js";
import { likenessSection, sizingSection } from "./search-sections.js";

/** The whole quickstart as one HTML file. */
export function quickstartReport(result: QuickstartResult): string {
  return htmlReport({
    title: "What networks learned from simulations",
    subtitle: "A Kirchhoff quickstart: simulated, trained and tested on this machine.",
    sections: [
      overview(result),
      accuracy(result),
      learning(result),
      handWritten(result.netlist),
      opAmpSection(result.opAmp, result.size),
      likenessSection(result.likeness),
      sizingSection(result.sizing),
      provenance(result),
    ],
  });
}

function overview(result: QuickstartResult): ReportSection {
  const { simulator, training, parameters, netlist } = result;
  const simulated = [...result.simulated, result.opAmp.simulated];
  const circuits = simulated.reduce((sum, { rows }) => sum + rows, 0);
  const failed = simulated.reduce((sum, set) => sum + set.failed, 0);
  const [asItComes, fineTuned, fromScratch] = result.opAmp.networks.map(({ metrics }) =>
    metrics.freeAccuracy!.toFixed(2),
  );
  const largest = Math.max(...netlist.nets.map((net) => Math.abs(net.predicted - net.simulated)));
  const best = training.best?.metrics;
  return {
    title: "At a glance",
    blocks: [
      {
        kind: "facts",
        facts: [
          { name: "Circuits simulated", value: `${circuits}`, note: `${simulator}, ${failed} failed` },
          { name: "Trained for", value: `${training.step} steps`, note: `${parameters} parameters` },
          ...(best
            ? [
                {
                  name: "Acc@100, ladders held back",
                  value: best.accuracy.toFixed(4),
                  note: `root mean square error ${formatNumber(1000 * best.rmse, 2)} mV`,
                },
              ]
            : []),
          {
            name: "Hand-written netlist",
            value: `${formatNumber(1000 * largest, 2)} mV`,
            note: "largest difference to the simulation",
          },
          {
            name: `Acc@${opAmp.levels}, free nets of an op-amp`,
            value: fineTuned!,
            note: `fine-tuned on ${opAmp.samples} samples; ${fromScratch} from scratch, ${asItComes} before`,
          },
        ],
      },
      {
        kind: "text",
        text: "Acc@100 is the share of voltages that are met to within a hundredth of the range of all voltages of a set; Acc@200 asks twice that.",
      },
    ],
  };
}

function accuracy({ sizes, others }: QuickstartResult): ReportSection {
  const columns = ["circuits", "number", "trained", "untrained", "mean", "RMSE of the trained (mV)"];
  const row = ({ row }: TestedSet) => [
    row.name,
    row.circuits,
    ...[row.trained, row.untrained, row.mean].map((value) => value.toFixed(3)),
    formatNumber(1000 * row.rmse, 2),
  ];
  return {
    title: "Circuits that it has never seen",
    blocks: [
      {
        kind: "text",
        text: "The network was trained on ladders of 2 to 10 branches. Beside it: the same network with random weights, and the mean of the training voltages.",
      },
      { kind: "table", columns, rows: sizes.map(row), caption: "Acc@100 on ladders of other sizes" },
      { kind: "figures", figures: sizes.slice(-2).map(scatterOf) },
      {
        kind: "text",
        text: "Four circuits of other shapes, not one of them in training. What the network learned of a resistor holds there too; around loops its messages need more rounds to settle than in ladders.",
      },
      {
        kind: "table",
        columns: [...columns, "what is new"],
        rows: others.map((set, i) => [...row(set), otherCircuits[i]!.what]),
        caption: "Acc@100 on circuits of other shapes",
      },
    ],
  };
}

function scatterOf({ row, data, predictions }: TestedSet): ReportFigure {
  return {
    svg: scatterPlot({
      title: `${row.name}: Acc@100 ${row.trained.toFixed(3)}`,
      description: `Predicted over simulated voltages of ${row.circuits} circuits`,
      x: { label: "simulated (V)" },
      y: { label: "predicted (V)" },
      series: [{ name: row.name, points: Array.from(data.labels, (label, i) => [label, predictions[i]!]) }],
      identity: true,
      tolerance: row.threshold,
    }),
    caption: `Within the band (${formatNumber(1000 * row.threshold, 3)} mV) a prediction counts as met.`,
  };
}

function learning({ run }: QuickstartResult): ReportSection {
  return {
    title: "Learning",
    blocks: [
      {
        kind: "figures",
        figures: [
          {
            svg: lineChart({
              title: "Error",
              description: "Root of the loss and of the validation error over optimiser steps",
              x: { label: "step" },
              y: { label: "root mean square error (V)", scale: "log" },
              series: [
                { name: "training", points: run.metrics.map(({ step, loss }) => [step, Math.sqrt(loss)]) },
                {
                  name: "validation",
                  points: run.validations.map(({ step, metrics }) => [step, metrics.rmse]),
                },
              ],
            }),
          },
          {
            svg: lineChart({
              title: "Accuracy",
              description: "Acc@100 on the validation ladders over optimiser steps",
              x: { label: "step" },
              y: { label: "Acc@100", domain: [0, 1] },
              series: [
                {
                  name: "validation",
                  points: run.validations.map(({ step, metrics }) => [step, metrics.accuracy]),
                },
              ],
            }),
          },
        ],
      },
    ],
  };
}

function handWritten({ file, text, circuit, voltages, nets }: NetlistCheck): ReportSection {
  const predicted = new Map(nets.map(({ net, predicted }) => [net, predicted]));
  const drawingOf = (style: "schematic" | "terminal-graph", caption: string): ReportFigure => ({
    svg: drawCircuit(circuit, { voltages, predicted, style, title: circuit.title }),
    caption,
  });
  return {
    title: "A netlist written by hand",
    blocks: [
      {
        kind: "text",
        text: `${file} has kiloohms and volts where the training ladders stay below one ohm and one volt: the network sees resistances relative to their circuit, and voltages enter it linearly.`,
      },
      { kind: "code", text },
      {
        kind: "table",
        columns: voltageColumns,
        rows: nets.map(({ net, predicted, simulated }) => voltageCells(net, predicted, simulated)),
      },
      {
        kind: "figures",
        figures: [
          drawingOf("schematic", "The circuit with its simulated and its predicted voltages."),
          drawingOf("terminal-graph", "The same circuit as the network sees it."),
        ],
      },
    ],
  };
}

function provenance({ run, simulator, size, folder }: QuickstartResult): ReportSection {
  const { versions, platform } = run.description;
  const facts = Object.entries({ ...versions, simulator, platform });
  return {
    title: "How it was made",
    blocks: [
      {
        kind: "table",
        columns: ["what", "version"],
        rows: facts.map(([name, version]) => [name, version]),
      },
      {
        kind: "text",
        text: `kirchhoff quickstart with seed ${size.seed}. The data, the journal and the weights lie in ${folder}. The complete configuration of training:`,
      },
      { kind: "code", text: stringify(run.config) },
    ],
  };
}
