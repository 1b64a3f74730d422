import { parityCase } from "./case.mjs";
import * as n from "./naive.mjs";
import { mlpParameters } from "./networks.mjs";

export function lossCases() {
  const draw = n.decimals(11);
  const labels = n.vector([1, 1, -1, 2, 2, -2, 1, -1]);
  const positive = n.vector([1, 1, 2, 2, 3, 3, 1, 2]);
  const meanOfTerms = (terms) => (terms.length === 0 ? 0 : terms.reduce((a, b) => a + b) / terms.length);
  const contrastive = (name, description, config, groups, termsOf) =>
    parityCase({
      name,
      description,
      config,
      inputs: { embeddings: draw([8, 4]), labels: groups },
      by: ["embeddings"],
      forward: (_, { embeddings }) => {
        const s = n.cosines(n.rowsOf(embeddings), n.rowsOf(embeddings));
        return { cosine: n.matrix(s), loss: -meanOfTerms(termsOf(s, groups.data, config)) };
      },
    });
  const dice = (s, a, { tau, tau_p: tauP, tau_n: tauN, own_negatives_in_denominator: own }) =>
    a.flatMap((label, i) => {
      if (label <= 0) return [];
      const scores = a.flatMap((other, k) => {
        if (other === label) return [s[i][k] / tauP];
        return other === -label && !own ? [] : [s[i][k] / tauN];
      });
      const denominator = n.logSumExp(scores);
      return a.flatMap((other, j) => (other === label ? [s[i][j] / tau - denominator] : []));
    });
  const ntXent = (s, a, { tau }) =>
    a.flatMap((label, i) => {
      const denominator = n.logSumExp(s[i].map((value) => value / tau));
      return a.flatMap((other, j) => (other === label ? [s[i][j] / tau - denominator] : []));
    });
  const temperatures = { tau: 0.1, tau_p: 0.5, tau_n: 0.25 };
  return [
    contrastive(
      "dice-faithful",
      "own negatives left out",
      { ...temperatures, own_negatives_in_denominator: false },
      labels,
      dice,
    ),
    contrastive(
      "dice-intended",
      "own negatives in",
      { ...temperatures, own_negatives_in_denominator: true },
      labels,
      dice,
    ),
    contrastive(
      "dice-no-positive",
      "no pair: 0",
      { ...temperatures, own_negatives_in_denominator: false },
      n.vector(Array(8).fill(-1)),
      dice,
    ),
    contrastive("nt-xent", "over labels", { tau: 0.2 }, positive, ntXent),
    simSiam(draw, positive, meanOfTerms),
  ];
}

function simSiam(draw, labels, meanOfTerms) {
  const config = { predictor: [4, 5, 5, 4] };
  const { parameters, buffers } = mlpParameters(draw, "predictor.", 3, [4, 5, 4]);
  const inputs = { embeddings: draw([8, 4]), labels };
  const still = n.rowsOf({ shape: [8, 4], data: [...inputs.embeddings.data] });
  return parityCase({
    name: "simsiam",
    description: "the embeddings themselves have no gradient, their predictions have",
    config,
    parameters,
    buffers,
    inputs,
    by: ["embeddings"],
    forward: (p, { embeddings }, norms) => {
      const prediction = n.mlp(n.rowsOf(embeddings), p, "predictor.", 3, norms);
      const cosine = n.cosines(still, prediction);
      const terms = labels.data.flatMap((a, i) =>
        labels.data.flatMap((b, j) => (a === b ? [cosine[i][j]] : [])),
      );
      return { prediction: n.matrix(prediction), cosine: n.matrix(cosine), loss: -meanOfTerms(terms) };
    },
  });
}

export function scheduleCases() {
  const linear = { peak: 1e-3, warmup: 4, total: 20, end: 1e-4 };
  const ramp =
    ({ peak, warmup, total, end }, shape) =>
    (k) => {
      if (k <= warmup) return (peak * k) / warmup;
      return k >= total ? end : (peak - end) * shape((k - warmup) / (total - warmup)) + end;
    };
  const cosine = (x) => 0.5 * (1 + Math.cos(Math.PI * x));
  const at = [1, 2, 4, 5, 12, 19, 20, 30];
  const product = { peak: 1e-3, warmup: 4, total: 20 };
  const of = (name, kind, config, first, k, rate) => ({
    name,
    kind,
    config,
    first_update_is_k: first,
    expected: { k, lr: k.map(rate) },
  });
  return [
    of(
      "linear",
      "linear",
      linear,
      1,
      at,
      ramp(linear, (x) => 1 - x),
    ),
    of("cosine-after-warmup", "cosine-after-warmup", linear, 1, at, ramp(linear, cosine)),
    of("cosine-product", "cosine-product", product, 0, [0, ...at], (k) =>
      k <= 4 ? (1e-3 * cosine(k / 20) * k) / 4 : 1e-3 * cosine(k / 20),
    ),
  ];
}
