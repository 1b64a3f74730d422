import {
  barChart,
  drawCircuit,
  formatNumber,
  type ReportFigure,
  type ReportSection,
  scatterPlot,
} from "../../report/index.js";
import type { OpAmpTest } from "./op-amp.js";
import { opAmp, type QuickstartSize } from "./plan.js";

/** What fine-tuning to an op-amp is worth: accuracies, voltages, one circuit. */
export function opAmpSection(test: OpAmpTest, { steps }: QuickstartSize): ReportSection {
  const { circuits, networks, nets, threshold } = test;
  return {
    title: "An op-amp of another topology",
    blocks: [
      {
        kind: "text",
        text: `The network ${opAmp.model} comes pretrained on two-stage op-amps whose first stage has a current mirror for a load. Here the loads have a bias of their own. It was fine-tuned to ${opAmp.samples} such op-amps, simulated on the spot; the same network was trained from scratch on the same ${opAmp.samples}, and both took ${steps} steps. All are tested on ${circuits} others. Acc@${opAmp.levels} is the share of voltages met to within a ${opAmp.levels}th of the range of all voltages, ${formatNumber(1000 * threshold, 3)} mV. Only the nets that no voltage source drives are counted here: the others can be read off the netlist.`,
      },
      {
        kind: "table",
        columns: ["network", `Acc@${opAmp.levels}, free nets`, "RMSE, free nets (mV)", "Acc@200, all nets"],
        rows: networks.map(({ name, metrics }) => [
          name,
          metrics.freeAccuracy!.toFixed(3),
          formatNumber(1000 * metrics.freeRmse!, 3),
          metrics.accuracy.toFixed(3),
        ]),
      },
      { kind: "figures", figures: networks.map((_, n) => scatterOf(test, n)) },
      { kind: "figures", figures: [netByNet(test)] },
      {
        kind: "table",
        columns: ["net", "simulated (V)", ...networks.map(({ name }) => `${name} (V)`)],
        rows: nets.map(({ net, simulated, predicted }) => [
          net,
          ...[simulated, ...predicted].map((volts) => volts[test.example.row]!.toFixed(4)),
        ]),
        caption: "One of the op-amps, the median by the error of the fine-tuned network",
      },
      { kind: "figures", figures: [drawingOf(test)] },
    ],
  };
}

function scatterOf({ networks, nets, threshold }: OpAmpTest, n: number): ReportFigure {
  const { name, metrics } = networks[n]!;
  return {
    svg: scatterPlot({
      title: `${name}: Acc@${opAmp.levels} ${metrics.freeAccuracy!.toFixed(3)}`,
      description: `Predicted over simulated voltages of the free nets, network ${name}`,
      x: { label: "simulated (V)" },
      y: { label: "predicted (V)" },
      series: nets.map(({ net, simulated, predicted }) => ({
        name: net,
        points: Array.from(simulated, (volts, row) => [volts, predicted[n]![row]!]),
      })),
      identity: true,
      tolerance: threshold,
    }),
  };
}

function netByNet({ networks, nets, threshold }: OpAmpTest): ReportFigure {
  return {
    svg: barChart({
      title: "Net by net",
      description: `Acc@${opAmp.levels} of each net by each network`,
      categories: nets.map(({ net }) => net),
      series: networks.map(({ name }, n) => ({
        name,
        values: nets.map(
          ({ simulated, predicted }) =>
            simulated.filter((volts, row) => Math.abs(predicted[n]![row]! - volts) < threshold).length /
            simulated.length,
        ),
      })),
      label: `Acc@${opAmp.levels}`,
      domain: [0, 1],
    }),
    caption:
      "The nets of high gain, net4 and net5 of the first stage and net6 of the second, are the hard ones.",
  };
}

function drawingOf({ nets, example: { circuit, row } }: OpAmpTest): ReportFigure {
  const voltsBy = (of: (series: OpAmpTest["nets"][number]) => ArrayLike<number>) =>
    new Map(nets.map((series) => [series.net, of(series)[row]!]));
  return {
    svg: drawCircuit(circuit, {
      voltages: voltsBy(({ simulated }) => simulated),
      predicted: voltsBy(({ predicted }) => predicted[1]!),
    }),
    caption:
      "The same op-amp: simulated voltages, and rings in the colour of what the fine-tuned network says.",
  };
}
