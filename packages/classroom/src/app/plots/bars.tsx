/** Probabilities of outcomes by option, each with its interval, and what an option changes against the first. */
import type { JSX } from 'preact';
import type { FanAnswer } from '../../protocol/protocol.ts';
import { useRoom } from '../room.ts';
import { points } from '../words/formats.ts';
import { ChanceBar } from './chance-bar.tsx';

export function OutcomeBars({ answer }: { answer: FanAnswer }): JSX.Element {
  const { say, language } = useRoom();
  const outcomes = answer.options[0]?.outcomes ?? [];
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={say('outcomesByOption')}>
      <table class="bars">
        <caption class="unseen">{say('outcomesByOption')}</caption>
        <thead>
          <tr>
            <th scope="col">{say('option')}</th>
            {outcomes.map((outcome) => (
              <th scope="col" key={outcome.id}>
                {outcome.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {answer.options.map((option, k) => (
            <tr key={k}>
              <th scope="row">
                {option.label}
                {option.failed > 0 ? <small>{say('failedTrials', { n: option.failed })}</small> : null}
              </th>
              {option.outcomes.map((outcome, i) => {
                const change = option.difference?.find((one) => one.id === outcome.id);
                const isClear = change !== undefined && (change.low > 0 || change.high < 0);
                return (
                  <td key={outcome.id} class={`tone-${i}`}>
                    <ChanceBar value={outcome.probability} low={outcome.low} high={outcome.high} />
                    {change === undefined ? null : (
                      <small class={isClear ? 'difference clear' : 'difference'}>
                        {isClear
                          ? say('differenceClear', {
                              value: points(language, change.value),
                              low: points(language, change.low),
                              high: points(language, change.high),
                            })
                          : say('differenceUnclear', { value: points(language, change.value) })}
                      </small>
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
