/**
 * Luck against decision, for everybody once the turns are over: what the same decisions bring on other luck, and the best
 * single change of each seat. Each plot has its numbers in a table, and sentences say what they mean.
 */
import type { JSX } from 'preact';
import type { BestTold, LuckTold } from '../../protocol/luck.ts';
import { Badge, Card, Fold } from '../parts/basics.tsx';
import { ChanceBar } from '../plots/chance-bar.tsx';
import { Histogram } from '../plots/histogram.tsx';
import { Worth } from '../plots/worth.tsx';
import { seatLabel, useRoom } from '../room.ts';
import { number, percent, points } from '../words/formats.ts';

/** Where there is room for a few alone, as on a wall. */
const FEW = 4;

/** What a wall shows of it at a time, since nobody scrolls there. */
export type LuckPage = 'outcome' | 'best' | 'goals' | 'ends';

/** @param page on a wall: big and few, as nobody can open anything there; all when left out */
export function Luck({ page }: { page?: LuckPage }): JSX.Element | null {
  const { view, say } = useRoom();
  const { luck, luckProgress } = view;
  if (luck === undefined && luckProgress === undefined) return null;
  const isWall = page !== undefined;
  const shows = (one: LuckPage): boolean => page === undefined || page === one;
  return (
    <Card title={say('luckTitle')}>
      {shows('outcome') ? <p>{say('luckMeans')}</p> : null}
      {luck === undefined ? null : (
        <>
          {shows('outcome') ? <p class="hint">{say('luckTrials', { trials: luck.trials })}</p> : null}
          <div class="luck-parts">
            {shows('outcome') ? <Outcomes question={luck.question} /> : null}
            {shows('best') ? <Best luck={luck} isWall={isWall} /> : null}
            {shows('goals') ? <Goals luck={luck} isWall={isWall} /> : null}
            {shows('ends') ? (
              <Ends measures={isWall ? luck.measures.slice(0, FEW) : luck.measures} isWall={isWall} />
            ) : null}
          </div>
        </>
      )}
      <Progress />
    </Card>
  );
}

function Progress(): JSX.Element | null {
  const { view, say, language } = useRoom();
  const progress = view.luckProgress;
  if (progress === undefined) return null;
  const { stage, share } = progress;
  const text =
    stage === 'runs'
      ? say(view.luck === undefined ? 'luckRuns' : 'luckTries', { share: percent(language, share) })
      : say(stage === 'waits' ? 'luckWaits' : 'luckFailed');
  return (
    <div class="luck-progress">
      <p class="hint">{text}</p>
      {stage === 'failed' ? null : <progress aria-label={say('luckProgress')} max={1} value={share} />}
    </div>
  );
}

// ---------------------------------------------------------------- what could have come

function Outcomes({ question }: { question: LuckTold['question'] }): JSX.Element | null {
  const { say } = useRoom();
  const { label, outcomes, says, carriedOn } = question;
  if (outcomes.length === 0) return null;
  return (
    <section class="luck-part">
      <h3>{label}</h3>
      {says.map((sentence, i) => (
        <p key={i}>{i === 0 ? <strong>{sentence}</strong> : sentence}</p>
      ))}
      <table class="bars luck-bars">
        <caption class="unseen">{say('luckOutcomes')}</caption>
        <thead>
          <tr>
            <th scope="col">{say('luckOutcome')}</th>
            <th scope="col">{say('luckChance')}</th>
          </tr>
        </thead>
        <tbody>
          {outcomes.map(({ id, label: name, value, low, high, happened }, i) => (
            <tr key={id} class={happened ? 'came' : undefined}>
              <th scope="row">
                {name} {happened ? <Badge tone="info">{say('luckHappened')}</Badge> : null}
              </th>
              <td class={`tone-${i}`}>
                <ChanceBar value={value} low={low} high={high} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {carriedOn ? <p class="hint">{say('luckCarriedOn')}</p> : null}
    </section>
  );
}

// ---------------------------------------------------------------- goals

function Goals({ luck, isWall }: { luck: LuckTold; isWall: boolean }): JSX.Element | null {
  const { say } = useRoom();
  const own = rowsOf(luck, true);
  const others = rowsOf(luck, false);
  if (own.length + others.length === 0) return null;
  return (
    <section class="luck-part">
      <h3>{say('luckGoals')}</h3>
      {own.length === 0 ? null : <GoalTable rows={own} caption={say('luckGoals')} />}
      {others.length === 0 || isWall ? null : (
        <Fold title={say('luckOtherGoals', { n: others.length })}>
          <GoalTable rows={others} caption={say('luckOtherGoals', { n: others.length })} />
        </Fold>
      )}
    </section>
  );
}

type GoalRow = LuckTold['seats'][number]['goals'][number] & { readonly seat: string };

const rowsOf = ({ seats }: LuckTold, isOwn: boolean): readonly GoalRow[] =>
  seats.flatMap(({ seat, goals }) =>
    goals.filter((goal) => goal.isOwn === isOwn).map((goal) => ({ ...goal, seat })),
  );

function GoalTable({ rows, caption }: { rows: readonly GoalRow[]; caption: string }): JSX.Element {
  const { view, say, language } = useRoom();
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={caption}>
      <table class="luck-goals">
        <caption class="unseen">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{say('luckGoal')}</th>
            <th scope="col" class="figure">
              {say('luckChance')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ seat, id, text, value, low, high, reached, says }) => (
            <tr key={`${seat} ${id}`}>
              <th scope="row">
                <strong>{seatLabel(view, seat)}</strong> {text}
                <span class="luck-verdict">
                  <Badge tone={reached ? 'good' : 'bad'}>{say(reached ? 'goalReached' : 'goalMissed')}</Badge>{' '}
                  {says}
                </span>
              </th>
              <td class="figure">
                <strong>{percent(language, value)}</strong>{' '}
                <small>
                  {percent(language, low)} – {percent(language, high)}
                </small>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

// ---------------------------------------------------------------- the best single change

function Best({ luck, isWall }: { luck: LuckTold; isWall: boolean }): JSX.Element | null {
  const { view, say, language } = useRoom();
  const found = luck.seats.flatMap(({ seat, best }) => (best ? [{ seat, best }] : []));
  if (found.length === 0) return null;
  const ends = found.flatMap(({ best: { worth } }) => (worth ? [worth.low, worth.high] : []));
  const [low, high] = [Math.min(0, ...ends), Math.max(0.01, ...ends)];
  return (
    <section class="luck-part">
      <h3>{say('luckBest')}</h3>
      <p class="hint">{say('luckBestHint')}</p>
      <ul class="luck-best">
        {found.map(({ seat, best }) => (
          <li key={seat}>
            <p>
              <strong>{seatLabel(view, seat)}</strong> {best.says}
            </p>
            {best.worth === undefined ? null : (
              <Worth worth={best.worth} low={low} high={high} isBetter={best.isBetter} />
            )}
          </li>
        ))}
      </ul>
      <p class="luck-scale" aria-hidden="true">
        <span>{points(language, low)}</span>
        <span>{points(language, high)}</span>
      </p>
      {isWall ? null : (
        <Fold title={say('luckAsTable')}>
          <BestTable found={found} />
        </Fold>
      )}
    </section>
  );
}

function BestTable({
  found,
}: {
  found: readonly { readonly seat: string; readonly best: BestTold }[];
}): JSX.Element {
  const { view, say, language } = useRoom();
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={say('luckBest')}>
      <table>
        <caption class="unseen">{say('luckBest')}</caption>
        <thead>
          <tr>
            <th scope="col">{say('seat')}</th>
            <th scope="col">{say('luckWhat')}</th>
            <th scope="col" class="figure">
              {say('luckWorth')}
            </th>
            <th scope="col" class="figure">
              {say('luckTried')}
            </th>
          </tr>
        </thead>
        <tbody>
          {found.map(({ seat, best: { turn, was, orders, worth, isBetter, tried } }) => (
            <tr key={seat}>
              <th scope="row">{seatLabel(view, seat)}</th>
              <td>{isBetter ? say('luckInstead', { turn, was, orders }) : say('luckNone')}</td>
              <td class="figure">
                {worth === undefined
                  ? '–'
                  : say('luckBetween', {
                      value: points(language, worth.value),
                      low: points(language, worth.low),
                      high: points(language, worth.high),
                    })}
              </td>
              <td class="figure">{number(language, tried)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

// ---------------------------------------------------------------- where numbers ended

function Ends({ measures, isWall }: { measures: LuckTold['measures']; isWall: boolean }): JSX.Element | null {
  const { say, language } = useRoom();
  if (measures.length === 0) return null;
  return (
    <section class="luck-part">
      <h3>{say('luckEnds')}</h3>
      <p class="hint">{say('luckEndsHint')}</p>
      <div class="histograms">
        {measures.map(({ name, label, ...place }) => (
          <Histogram key={name} label={label} place={place} />
        ))}
      </div>
      {isWall ? null : (
        <Fold title={say('luckAsTable')}>
          <div class="scroll" tabIndex={0} role="region" aria-label={say('luckEnds')}>
            <table>
              <caption class="unseen">{say('luckEnds')}</caption>
              <thead>
                <tr>
                  <th scope="col">{say('numberName')}</th>
                  <th scope="col" class="figure">
                    {say('luckHere')}
                  </th>
                  <th scope="col" class="figure">
                    {say('luckBelow')}
                  </th>
                  <th scope="col" class="figure">
                    {say('luckMiddle')}
                  </th>
                  <th scope="col" class="figure">
                    {say('luckNearly')}
                  </th>
                </tr>
              </thead>
              <tbody>
                {measures.map(({ name, label, happened, place, quantiles }) => (
                  <tr key={name}>
                    <th scope="row">{label}</th>
                    <td class="figure">{number(language, happened)}</td>
                    <td class="figure">{place === null ? '–' : percent(language, place)}</td>
                    <td class="figure">
                      {number(language, quantiles[1])} – {number(language, quantiles[3])}
                    </td>
                    <td class="figure">
                      {number(language, quantiles[0])} – {number(language, quantiles[4])}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </Fold>
      )}
    </section>
  );
}
