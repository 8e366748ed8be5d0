/** Exact answers beside Monte Carlo estimates of the same questions: does the 95% interval hold the exact number? */
import type {
  ExactComparison,
  ExactProbability,
  ExactQuestion,
  ProportionEstimate,
  QuestionEstimate,
} from '@stave/engine';

type Interval = { readonly low: number | null; readonly high: number | null };

export function compareWithTrials(
  exact: readonly ExactQuestion[],
  estimates: readonly QuestionEstimate[],
): readonly ExactComparison[] {
  return exact.flatMap((question) => {
    const estimate = estimates.find(({ id }) => id === question.id);
    return estimate ? [...probabilities(question, estimate), ...numbers(question, estimate)] : [];
  });
}

function probabilities({ id, outcomes }: ExactQuestion, estimate: QuestionEstimate): ExactComparison[] {
  return outcomes.flatMap(({ value, cumulative, ...outcome }) => {
    const found = estimate.outcomes.find((other) => other.value === value);
    if (!found) return [];
    return [
      ...proportion(id, value, outcome, found),
      ...(cumulative && found.cumulative ? proportion(id, `by ${value}`, cumulative, found.cumulative) : []),
    ];
  });
}

function proportion(
  question: string,
  what: string,
  { probability }: ExactProbability,
  { probability: estimate, low, high }: ProportionEstimate,
): ExactComparison[] {
  if (probability === null || estimate === null) return [];
  return [
    { question, what, exact: probability, estimate, low, high, inside: isInside(probability, { low, high }) },
  ];
}

function numbers({ id, number, expectations }: ExactQuestion, estimate: QuestionEstimate): ExactComparison[] {
  const mean = expectations.find(({ of }) => of === 'number')?.value;
  const found = estimate.number;
  if (!found || found.mean === null || typeof mean !== 'number') return [];
  const quantiles = (number?.quantiles ?? []).flatMap(({ q, value }) => {
    const other = found.quantiles.find((one) => one.q === q);
    if (!other) return [];
    const { value: estimate, low, high } = other;
    if (estimate === null) return [];
    const inside = isInside(value, { low, high });
    return [{ question: id, what: `p${100 * q}`, exact: value, estimate, low, high, inside }];
  });
  const { mean: estimated, low, high } = found;
  const inside = isInside(mean, { low, high });
  return [{ question: id, what: 'mean', exact: mean, estimate: estimated, low, high, inside }, ...quantiles];
}

/** An open end holds everything; what both know exactly differs by rounding. */
function isInside(exact: number, { low, high }: Interval): boolean {
  const hair = 1e-12 * Math.max(1, Math.abs(exact));
  return (low === null || exact >= low - hair) && (high === null || exact <= high + hair);
}
