/** A search on a problem in Table II of paper A: means of three seeds, the 100 initial designs of its counter not among them. */
export interface PaperEntry {
  readonly queries?: number;
  readonly simulations: number;
}

/** A problem of the experiment: an example of that name. */
export interface SizingProblemEntry {
  readonly id: string;
  readonly title: string;
  /** By search. */
  readonly paper: Readonly<Record<string, PaperEntry>>;
}

/** The problems of Table II, then two that nothing was tuned for. */
export const sizingProblems: readonly SizingProblemEntry[] = [
  {
    id: "two-stage-opamp",
    title: "two-stage op-amp, Cc-Rc",
    paper: {
      oracle: { queries: 3770.7, simulations: 193 },
      evo: { simulations: 2757.3 },
      "bagnet-fc": { queries: 14720, simulations: 397.7 },
      "bagnet-gnn": { queries: 8892, simulations: 254.7 },
      "bagnet-gnn-frozen": { queries: 8000.3, simulations: 347.3 },
      "bagnet-gnn-tuned": { queries: 4890.7, simulations: 226 },
    },
  },
  {
    id: "two-stage-opamp-cc-only",
    title: "two-stage op-amp, Cc only",
    paper: {
      oracle: { queries: 18821, simulations: 224.3 },
      evo: { simulations: 5422.7 },
      "bagnet-fc": { queries: 176568.3, simulations: 4024 },
      "bagnet-gnn": { queries: 47961.7, simulations: 426.5 },
      "bagnet-gnn-frozen": { queries: 27309, simulations: 500.3 },
      "bagnet-gnn-tuned": { queries: 14408.7, simulations: 293 },
    },
  },
  { id: "folded-cascode", title: "folded-cascode OTA", paper: {} },
  { id: "ldo", title: "low-dropout regulator", paper: {} },
];

/** A search of the experiment, with how many seeds it gets and how many designs it may simulate. */
export interface SizingMethodEntry {
  readonly id: string;
  readonly seeds: number;
  readonly budget: number;
}

/** Cheap searches have twenty seeds, dear ones five. */
export const sizingMethods: readonly SizingMethodEntry[] = [
  { id: "screened", seeds: 20, budget: 2000 },
  { id: "unscreened", seeds: 20, budget: 2000 },
  { id: "surrogate", seeds: 20, budget: 2000 },
  { id: "turbo", seeds: 20, budget: 2000 },
  { id: "de", seeds: 20, budget: 2000 },
  { id: "bagnet-fc", seeds: 5, budget: 5000 },
  { id: "bagnet-gnn", seeds: 5, budget: 5000 },
  { id: "bagnet-gnn-frozen", seeds: 5, budget: 5000 },
  { id: "bagnet-gnn-tuned", seeds: 5, budget: 5000 },
  { id: "evo", seeds: 5, budget: 5000 },
  { id: "oracle", seeds: 5, budget: 10_000 },
  { id: "sobol", seeds: 5, budget: 2000 },
  { id: "random", seeds: 5, budget: 2000 },
];

/** Designs that have to meet the specs before a search is done, as in the paper. */
export const wanted = 20;
