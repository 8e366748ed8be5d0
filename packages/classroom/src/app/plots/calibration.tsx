/**
 * Calibration: of all that was said at about 70%, how much came true? Sayings are put into tenths; a point stands at
 * the mean of what was said there and the share that came true, as large as there are sayings.
 */
import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import type { QuestionView } from '../../protocol/protocol.ts';
import { useRoom } from '../room.ts';
import { percent } from '../words/formats.ts';

/** Room for figures and a word beside the square, and for half a figure and a point beyond it. */
const [SIDE, LEFT, BELOW, BEYOND] = [198, 54, 34, 20];
const [WIDE, HIGH] = [LEFT + SIDE + BEYOND, BEYOND + SIDE + BELOW];

export interface Bin {
  /** Mean of the probabilities that were said, share that came true, and how many there are. */
  readonly said: number;
  readonly true: number;
  readonly n: number;
}

/** Of questions that have been settled: every probability that anybody said of an outcome in any turn. */
export function calibration(questions: readonly QuestionView[]): readonly Bin[] {
  const tenths = Array.from({ length: 10 }, () => ({ said: 0, true: 0, n: 0 }));
  for (const { settled, revealed, outcomes } of questions) {
    if (settled === undefined) continue;
    for (const said of revealed.flatMap((one) => one.said))
      for (const { id } of outcomes) {
        const probability = said[id] ?? 0;
        const tenth = tenths[Math.min(9, Math.floor(probability * 10))];
        if (tenth === undefined) continue;
        tenth.said += probability;
        tenth.true += id === settled ? 1 : 0;
        tenth.n++;
      }
  }
  return tenths
    .filter(({ n }) => n > 0)
    .map((tenth) => ({ said: tenth.said / tenth.n, true: tenth.true / tenth.n, n: tenth.n }));
}

export function Calibration({ bins }: { bins: readonly Bin[] }): JSX.Element | null {
  const { say, language } = useRoom();
  const id = useId();
  if (bins.length === 0) return null;
  const x = (p: number): number => LEFT + p * SIDE;
  const y = (p: number): number => BEYOND + (1 - p) * SIDE;
  const most = Math.max(...bins.map(({ n }) => n));
  return (
    <figure class="plot calibration">
      <figcaption>{say('calibrationCaption')}</figcaption>
      <svg viewBox={`0 0 ${WIDE} ${HIGH}`} role="img" aria-labelledby={id}>
        <title id={id}>
          {bins
            .map((bin) =>
              say('calibrationText', {
                said: percent(language, bin.said),
                share: percent(language, bin.true),
                n: bin.n,
              }),
            )
            .join(' ')}
        </title>
        {[0, 0.5, 1].map((tick) => (
          <g key={tick}>
            <line class="grid" x1={x(tick)} x2={x(tick)} y1={y(0)} y2={y(1)} />
            <line class="grid" x1={x(0)} x2={x(1)} y1={y(tick)} y2={y(tick)} />
            <text class="tick" x={x(tick)} y={HIGH - 18} text-anchor="middle">
              {percent(language, tick)}
            </text>
            <text class="tick" x={LEFT - 5} y={y(tick) + 4} text-anchor="end">
              {percent(language, tick)}
            </text>
          </g>
        ))}
        <line class="diagonal" x1={x(0)} y1={y(0)} x2={x(1)} y2={y(1)} />
        {bins.map((bin) => (
          <circle
            key={bin.said}
            class="dot"
            cx={x(bin.said)}
            cy={y(bin.true)}
            r={3 + 6 * Math.sqrt(bin.n / most)}
          />
        ))}
        <text class="tick" x={x(0.5)} y={HIGH - 3} text-anchor="middle">
          {say('calibrationSaid')}
        </text>
        <text class="tick" x={-y(0.5)} y={9} text-anchor="middle" transform="rotate(-90)">
          {say('calibrationTrue')}
        </text>
      </svg>
    </figure>
  );
}
