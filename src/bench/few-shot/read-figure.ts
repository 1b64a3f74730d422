import { distinctMachines, type Machine } from "../machine.js";
import { type Estimate, estimate } from "../statistics.js";
import type { FewShotFigure, FigureName } from "./figure-definitions.js";
import { type FewShotRecord, readRecords } from "./record.js";

/** A figure as far as it is finished: what its page and its picture are made from. */
export interface FigureResult {
  readonly format: 1;
  readonly figure: FigureName;
  readonly panels: readonly Panel[];
  /** Of all cells together, by the clock. */
  readonly seconds: number;
  readonly machines: readonly Machine[];
}

/** What was found on one task. */
export interface Panel {
  readonly task: string;
  readonly curves: readonly Curve[];
  /** As of its records. */
  readonly invalid?: FewShotRecord["invalid"];
}

/** What one method found. */
export interface Curve {
  readonly method: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly points: readonly CurvePoint[];
}

/** Scores on one number of samples, over seeds. */
export interface CurvePoint {
  /** 0 for a method that takes none. */
  readonly samples: number;
  /** Test labels. */
  readonly labels: number;
  readonly accuracy: Estimate;
  readonly r2: Estimate;
  readonly rmse: Estimate;
  /** Acc@K on the targets that no voltage source decides, where some are decided so. */
  readonly freeAccuracy?: Estimate | undefined;
}

/** The figure in a folder, with all records that it holds. */
export async function readFigure(folder: string, figure: FewShotFigure): Promise<FigureResult> {
  const panels: Panel[] = [];
  const machines: Machine[] = [];
  let seconds = 0;
  for (const { id: task } of figure.tasks) {
    const curves: Curve[] = [];
    let invalid: Panel["invalid"];
    for (const { id: method } of figure.methods) {
      const records = await readRecords(folder, task, method);
      if (records.length === 0) continue;
      curves.push(curveOf(method, records));
      invalid = records[0]!.invalid;
      machines.push(...records.map(({ machine }) => machine));
      seconds += sumOf(records.map((record) => record.seconds));
    }
    if (curves.length > 0) panels.push({ task, curves, ...(invalid && { invalid }) });
  }
  return { format: 1, figure: figure.name, panels, seconds, machines: distinctMachines(machines) };
}

function curveOf(method: string, records: readonly FewShotRecord[]): Curve {
  const numbers = [...new Set(records.map(({ samples }) => samples))];
  return {
    method,
    settings: records[0]!.settings,
    points: numbers.map((samples) =>
      pointOf(
        samples,
        records.filter((record) => record.samples === samples),
      ),
    ),
  };
}

function pointOf(samples: number, records: readonly FewShotRecord[]): CurvePoint {
  const free = records.flatMap((record) => record.free?.accuracy ?? []);
  return {
    samples,
    labels: records[0]!.score.labels,
    accuracy: estimate(records.map(({ score }) => score.accuracy)),
    r2: estimate(records.map(({ score }) => score.r2)),
    rmse: estimate(records.map(({ score }) => score.rmse)),
    ...(free.length > 0 && { freeAccuracy: estimate(free) }),
  };
}

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
