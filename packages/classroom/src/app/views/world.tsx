/** The world as the seat may see it: the barrel, its numbers over the turns, and the state of every driver. */
import type { JSX } from 'preact';
import type { WorldView } from '../../protocol/protocol.ts';
import { Card, Empty } from '../parts/basics.tsx';
import { Barrel } from '../plots/barrel.tsx';
import { Sparkline } from '../plots/lines.tsx';
import { WorldMap } from '../plots/map.tsx';
import { useRoom } from '../room.ts';
import { number } from '../words/formats.ts';

type WorldNumber = WorldView['numbers'][number];

export function World(): JSX.Element {
  const { view, say } = useRoom();
  const { world } = view;
  return (
    <div class="stack">
      {world.barrel === undefined ? null : (
        // Where there is room for the map, it stands in its middle.
        <div class={world.links.length > 0 ? 'only-narrow' : undefined}>
          <Card title={world.barrel.label}>
            <Barrel world={world} />
          </Card>
        </div>
      )}
      <Card title={say('drivers')}>
        {world.drivers.length === 0 ? <Empty>{say('noDrivers')}</Empty> : <WorldMap world={world} />}
      </Card>
      {world.numbers.length === 0 ? null : (
        <Card title={say('numbers')}>
          <Numbers />
        </Card>
      )}
    </div>
  );
}

/** A scenario may report an indicator as a measure too, under the same label; once is enough. */
function withoutTwins(numbers: readonly WorldNumber[]): readonly WorldNumber[] {
  const tells = (one: WorldNumber): string => `${one.label} ${one.values.join(' ')}`;
  return numbers.filter((one, i) => numbers.findIndex((other) => tells(other) === tells(one)) === i);
}

export function Numbers(): JSX.Element {
  const { view, say, language } = useRoom();
  const isLater = view.world.numbers.some(({ values }) => values.length > 1);
  return (
    <table class="numbers">
      <thead>
        <tr>
          <th scope="col">{say('numberName')}</th>
          {isLater ? (
            <>
              <th scope="col">{say('numberWay')}</th>
              <th scope="col" class="figure">
                {say('numberStart')}
              </th>
            </>
          ) : null}
          <th scope="col" class="figure">
            {say('numberNow')}
          </th>
        </tr>
      </thead>
      <tbody>
        {withoutTwins(view.world.numbers).map((one) => (
          <tr key={one.name}>
            <th scope="row">
              {one.label}
              {one.unit === undefined || one.unit === '1' ? null : <small> {one.unit}</small>}
            </th>
            {isLater ? (
              <>
                <td>
                  <Sparkline values={one.values} {...(one.range === undefined ? {} : { range: one.range })} />
                </td>
                <td class="figure">{number(language, one.values[0])}</td>
              </>
            ) : null}
            <td class="figure">
              <strong>{number(language, one.values.at(-1))}</strong>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
