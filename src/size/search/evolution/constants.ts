/** The constants of BagNet's loop in paper A (section V) and its code. */
export const constants = {
  /** Random designs before the first iteration. */
  initial: 100,
  /** Designs that an iteration adds. */
  offspring: 5,
  /** Parents of an iteration. */
  parents: 100,
  /** The design that offspring is compared with: so many have a lower penalty. All better ones have to meet the specs in the end. */
  reference: 20,
  /** Candidates that an iteration looks at before it gives up. */
  candidates: 20_000,
  crossover: 0.6,
  blend: 0.5,
  swap: 0.5,
  mutate: 0.5,
} as const;
