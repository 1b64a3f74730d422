export { type BarChart, type BarSeries, barChart } from "./bar-chart.js";
export { type BodePlot, type BodeSeries, bodePlot } from "./bode-plot.js";
export { type CircuitDrawing, drawCircuit } from "./circuit-drawing.js";
export { type Cluster, type ClusterMap, clusterMap } from "./cluster-map.js";
export { formatNumber, formatSi } from "./format.js";
export type { PlotOptions } from "./frame.js";
export { type HeatCell, type HeatMap, heatMap } from "./heat-map.js";
export { type Histogram, histogram } from "./histogram.js";
export {
  type HtmlReport,
  htmlReport,
  type ReportBlock,
  type ReportFact,
  type ReportFigure,
  type ReportSection,
} from "./html-report.js";
export { type LineChart, type LineSeries, lineChart, type ReferenceLine } from "./line-chart.js";
export { markdownTable } from "./markdown.js";
export { markdownReport } from "./markdown-report.js";
export type { Axis } from "./scale.js";
export { type ScatterPlot, type ScatterSeries, scatterPlot } from "./scatter-plot.js";
export type { Titled } from "./svg.js";
export { type TransientPlot, type TransientSeries, transientPlot } from "./transient-plot.js";
export { replaceSection, writeSection } from "./write-section.js";
