/**
 * The map of the world: the barrel in the middle, drivers and indicators around it, arrows from what moves to what is
 * moved. What changed in the last turn stands out, and so do the ways on which that may act. Where there is no room for
 * it the list says the same in words; the list is also what a screen reader finds.
 */
import type { JSX } from 'preact';
import { useId, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { WorldView } from '../../protocol/protocol.ts';
import { useRoom } from '../room.ts';
import { number } from '../words/formats.ts';
import { BarrelDrawing } from './barrel.tsx';
import { Board } from './board.tsx';
import { layoutOf, type Placed, type Sizes } from './map-layout.ts';
import { nodesOf, type Node } from './map-nodes.ts';
import { Trend } from './trend.tsx';
import { listed } from '../../grammar/punctuation.ts';

/** Narrower than this there is the list alone. */
const LEAST_WIDTH = 600;
/** From here on two columns stand on each side. */
const TWO_COLUMNS = 1080;
/** On a wall everything is drawn for this width and then as large as the wall. */
const WALL_WIDTH = 1240;
/** As many cards around the middle are shown at first: in the list, in one column on each side, in two. */
const FIRST_SHOWN = { list: 8, one: 12, two: 20 };
/** So many need no second column. */
const FEW = 6;
/** Above and below the cards, for arrows that pass there. */
const EDGE = 12;

const sizesFor = (width: number, world: WorldView, around: number): Sizes => ({
  width,
  cardWidth: width >= TWO_COLUMNS ? Math.min(190, width / 6.4) : Math.min(224, width / 4.2),
  cardHeight: 96,
  gap: 14,
  margin: 34,
  columnsASide: width >= TWO_COLUMNS && around > FEW ? 2 : 1,
  head: world.barrel === undefined ? 0 : 138,
});

/** `isWall`: nobody points at it. */
export function WorldMap({ world, isWall = false }: { world: WorldView; isWall?: boolean }): JSX.Element {
  const { say } = useRoom();
  const [frame, measured] = useWidth();
  const [isAll, setIsAll] = useState(false);
  const [chosen, setChosen] = useState<string>();
  const width = isWall ? Math.min(measured, WALL_WIDTH) : measured;
  const nodes = useMemo(() => nodesOf(world), [world]);
  const hasMap = width >= LEAST_WIDTH && world.links.length > 0;
  const most = FIRST_SHOWN[!hasMap ? 'list' : width >= TWO_COLUMNS ? 'two' : 'one'];
  const around = nodes.filter(({ isMiddle }) => !isMiddle).length;
  return (
    <div class={isWall ? 'map wall' : 'map'} ref={frame}>
      {hasMap ? (
        <>
          <Drawing
            world={world}
            nodes={isAll && !isWall ? nodes : strongest(nodes, most)}
            width={width}
            isWall={isWall}
            chosen={chosen}
            onChoose={(name) => setChosen(name === chosen ? undefined : name)}
          />
          <p class="hint">{say(isWall ? 'mapCaption' : 'mapCaptionChoose')}</p>
        </>
      ) : null}
      {!hasMap ? (
        <Board nodes={isAll ? nodes : strongest(nodes, most)} />
      ) : isWall ? (
        <div class="unseen">
          <Board nodes={nodes} />
        </div>
      ) : (
        <details class="map-list">
          <summary>{say('mapAsList')}</summary>
          <Board nodes={nodes} />
        </details>
      )}
      {around <= most || isWall ? null : (
        <button type="button" class="link" aria-expanded={isAll} onClick={() => setIsAll(!isAll)}>
          {isAll ? say('mapFewer', { n: most }) : say('mapAll', { n: around })}
        </button>
      )}
    </div>
  );
}

/** The middle, and of the others those that nodes of `nodesOf` begin with. */
function strongest(nodes: readonly Node[], most: number): readonly Node[] {
  const around = nodes.filter(({ isMiddle }) => !isMiddle).slice(0, most);
  return nodes.filter((node) => node.isMiddle || around.includes(node));
}

function useWidth(): [{ current: HTMLDivElement | null }, number] {
  const frame = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const element = frame.current;
    if (element === null) return undefined;
    const look = (): void => setWidth(Math.floor(element.clientWidth));
    look();
    const observer = new ResizeObserver(look);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [frame, width];
}

interface DrawingProps {
  readonly world: WorldView;
  readonly nodes: readonly Node[];
  readonly width: number;
  readonly isWall: boolean;
  readonly chosen: string | undefined;
  readonly onChoose: (name: string) => void;
}

function Drawing({ world, nodes, width, isWall, chosen, onChoose }: DrawingProps): JSX.Element {
  const { say } = useRoom();
  const id = useId();
  const around = nodes.filter(({ isMiddle }) => !isMiddle).length;
  const sizes = useMemo(() => sizesFor(width, world, around), [width, world, around]);
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const layout = useMemo(
    () =>
      layoutOf(
        // In an order that does not change from turn to turn, so that cards stay where they are.
        nodes.toSorted((a, b) => a.order - b.order),
        world.links,
        nodes.filter(({ isMiddle }) => isMiddle).map(({ name }) => name),
        sizes,
      ),
    [nodes, world, sizes],
  );
  const current = chosen !== undefined && byName.has(chosen) ? chosen : undefined;
  const lookOf = (from: string, to: string): 'plain' | 'hot' | 'mine' | 'faint' => {
    if (current !== undefined) return from === current || to === current ? 'mine' : 'faint';
    return byName.get(from)?.changed === true ? 'hot' : 'plain';
  };
  const arrows = layout.arrows.map((arrow) => ({ ...arrow, look: lookOf(arrow.from, arrow.to) }));
  const linked = new Set(
    world.links.filter((link) => current !== undefined && link.includes(current)).flat(),
  );
  return (
    <svg
      viewBox={`0 0 ${width} ${layout.height + 2 * EDGE}`}
      role={isWall ? 'img' : 'group'}
      aria-labelledby={id}
      class={current === undefined ? undefined : 'choosing'}
    >
      <title id={id}>{say('mapTitle', { n: nodes.length })}</title>
      <defs>
        {(['plain', 'hot', 'mine', 'faint'] as const).map((look) => (
          <marker
            key={look}
            id={`${id}-${look}`}
            class={`head-of ${look}`}
            viewBox="0 0 8 8"
            refX="1"
            refY="4"
            markerWidth="8"
            markerHeight="8"
            markerUnits="userSpaceOnUse"
            orient="auto"
          >
            <path d="M0,0.5 L8,4 L0,7.5 z" />
          </marker>
        ))}
      </defs>
      <g transform={`translate(0 ${EDGE})`}>
        <g aria-hidden="true">
          {/* What matters most is drawn last, over the rest. */}
          {(['faint', 'plain', 'hot', 'mine'] as const).map((look) =>
            arrows
              .filter((arrow) => arrow.look === look)
              .map(({ from, to, path }) => (
                <path
                  key={`${from} ${to}`}
                  class={`arrow ${look}`}
                  d={path}
                  marker-end={`url(#${id}-${look})`}
                />
              )),
          )}
        </g>
        {world.barrel === undefined || !nodes.some(({ isMiddle }) => isMiddle) ? null : (
          <svg
            x={layout.head.x}
            y={layout.head.y}
            width={sizes.cardWidth}
            height={sizes.head - 14}
            viewBox="10 6 300 176"
            class="barrel"
            aria-hidden="true"
          >
            <BarrelDrawing world={world} />
          </svg>
        )}
        {layout.cards.map((placed) => {
          const node = byName.get(placed.name);
          if (node === undefined) return null;
          const isFar = current !== undefined && node.name !== current && !linked.has(node.name);
          return (
            <MapCard
              key={node.name}
              node={node}
              placed={placed}
              sizes={sizes}
              isFar={isFar}
              isChosen={node.name === current}
              {...(isWall ? {} : { onChoose })}
            />
          );
        })}
      </g>
    </svg>
  );
}

interface MapCardProps {
  readonly node: Node;
  readonly placed: Placed;
  readonly sizes: Sizes;
  readonly isFar: boolean;
  readonly isChosen: boolean;
  readonly onChoose?: (name: string) => void;
}

function MapCard({ node, placed, sizes, isFar, isChosen, onChoose }: MapCardProps): JSX.Element {
  const { say, language } = useRoom();
  const looks = [
    'map-card',
    node.isNumber ? 'of-number' : '',
    node.changed ? 'changed' : '',
    isFar ? 'far' : '',
    isChosen ? 'chosen' : '',
  ];
  const content = (
    <>
      <span class="map-name">{node.label}</span>
      <span class="map-state">
        {node.isNumber ? number(language, node.value) : node.state}
        {node.isNumber ? <Trend node={node} /> : null}
      </span>
      {node.heldBy.length === 0 && !node.changed ? null : (
        <span class="map-foot">
          {node.changed ? <span class="board-mark">{say('hasChanged')}</span> : null}
          {node.heldBy.length === 0 ? null : <span>{listed(language, node.heldBy)}</span>}
        </span>
      )}
    </>
  );
  return (
    <foreignObject x={placed.x} y={placed.y} width={sizes.cardWidth} height={sizes.cardHeight}>
      {onChoose === undefined ? (
        <div class={looks.join(' ')}>{content}</div>
      ) : (
        <button
          type="button"
          class={looks.join(' ')}
          aria-pressed={isChosen}
          onClick={() => onChoose(node.name)}
        >
          {content}
        </button>
      )}
    </foreignObject>
  );
}
