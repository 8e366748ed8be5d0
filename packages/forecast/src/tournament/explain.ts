/** A peer score in sentences, for the person who was scored. */
import type { PeerScore } from './peer-score.ts';

/**
 * @param name of the unit in which the question's times are counted, such as `day`
 * @returns one sentence for each stretch, and one that sums up
 */
export function explainPeerScore(score: PeerScore, unit = 'day'): string[] {
  const percent = (p: number): string => `${Number((100 * p).toPrecision(3))}%`;
  const points = (x: number): string => `${x > 0 ? '+' : ''}${x.toFixed(1)}`;
  const lines = score.stretches.map(({ from, to, probability, others, otherForecasters, points: gained }) => {
    const when = from === to ? `At ${unit} ${from}` : `From ${unit} ${from} to ${to}`;
    const you = `${when} you gave ${percent(probability)} to what happened`;
    return others === undefined
      ? `${you}, and nobody else had a forecast: no points either way.`
      : `${you}; the geometric mean of ${otherForecasters} other ${otherForecasters === 1 ? 'forecast' : 'forecasts'} was ${percent(others)}: ${points(gained)} points.`;
  });
  if (score.stretches.length === 0)
    return ['No forecast of yours stood while the question counted: 0 points.'];
  return [
    ...lines,
    `Together ${points(score.score)} points over ${percent(score.coverage)} of the question’s time.`,
  ];
}
