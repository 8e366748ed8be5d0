/** What everybody said of one outcome: a dot each on a line from 0 to 100%, the mean as a mark. */
import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import type { QuestionView } from '../../protocol/protocol.ts';
import { useRoom } from '../room.ts';
import { percent } from '../words/formats.ts';

const WIDTH = 300;
const LEFT = 10;

const x = (probability: number): number => LEFT + probability * (WIDTH - 2 * LEFT);

/** Equal sayings stand above each other. */
function stacked(said: readonly number[]): { readonly at: number; readonly level: number }[] {
  const seen = new Map<number, number>();
  return said
    .toSorted((a, b) => a - b)
    .map((at) => {
      const place = Math.round(at * 40);
      const level = seen.get(place) ?? 0;
      seen.set(place, level + 1);
      return { at, level: Math.min(level, 5) };
    });
}

export function Spread({ question, turn }: { question: QuestionView; turn?: number }): JSX.Element | null {
  const { say, language } = useRoom();
  const id = useId();
  const revealed =
    turn === undefined ? question.revealed.at(-1) : question.revealed.find((one) => one.turn === turn);
  if (revealed === undefined || revealed.said.length === 0) return null;
  return (
    <figure class="plot spread">
      <figcaption>{say('spreadOf', { turn: revealed.turn, n: revealed.said.length })}</figcaption>
      {question.outcomes.map((outcome, i) => {
        const said = revealed.said.map((one) => one[outcome.id] ?? 0);
        const mean = revealed.mean[outcome.id] ?? 0;
        const dots = stacked(said);
        const height = 22 + 6 * Math.max(...dots.map(({ level }) => level));
        const text = say('spreadText', {
          outcome: outcome.label,
          mean: percent(language, mean),
          low: percent(language, Math.min(...said)),
          high: percent(language, Math.max(...said)),
        });
        return (
          <div class={`spread-row tone-${i}`} key={outcome.id}>
            <span class="spread-label">{outcome.label}</span>
            <svg viewBox={`0 0 ${WIDTH} ${height}`} role="img" aria-labelledby={`${id}-${i}`}>
              <title id={`${id}-${i}`}>{text}</title>
              <line class="axis" x1={LEFT} x2={WIDTH - LEFT} y1={height - 5} y2={height - 5} />
              {[0, 0.25, 0.5, 0.75, 1].map((tick) => (
                <line key={tick} class="axis" x1={x(tick)} x2={x(tick)} y1={height - 8} y2={height - 2} />
              ))}
              {dots.map(({ at, level }, k) => (
                <circle key={k} class="dot" cx={x(at)} cy={height - 12 - 6 * level} r={4} />
              ))}
              <path class="mean" d={`M${x(mean)} ${height - 5}l-5 5h10z`} />
            </svg>
            <span class="spread-mean">{percent(language, mean)}</span>
          </div>
        );
      })}
    </figure>
  );
}
