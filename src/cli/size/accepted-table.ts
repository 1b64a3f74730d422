import type { AcceptedDesign } from "../../size/index.js";
import { withUnit } from "../simulate/units.js";

/** What let accepted designs through, a row for each spec that was compared, or for each spec with its margin where none was. */
export function acceptedTable(designs: readonly AcceptedDesign[]) {
  const probability = (value: number | undefined) => (value === undefined ? "" : value.toFixed(2));
  return {
    columns: ["design", "spec", "value", "margin", "reference", "its value", "better", "meets", "why"],
    rows: designs.flatMap(({ index, because = "", by, reference, specs }) => {
      const isCompared = ({ better, meets, reference: value }: (typeof specs)[number]) =>
        better !== undefined || meets !== undefined || value !== undefined;
      const compared = specs.filter(isCompared);
      return (compared.length > 0 ? compared : specs).map((one, i) => [
        ...[i === 0 ? String(index) : "", one.spec.name],
        one.value === undefined ? "-" : withUnit(one.value, one.spec.unit),
        one.margin === undefined ? "-" : withUnit(one.margin, one.spec.unit),
        reference === undefined || !isCompared(one) ? "" : String(reference),
        one.reference === undefined ? "" : withUnit(one.reference, one.spec.unit),
        ...[probability(one.better), probability(one.meets)],
        i === 0 ? [because, by && `by ${by}`].filter(Boolean).join(", ") : "",
      ]);
    }),
  };
}
