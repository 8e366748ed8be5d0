/** A: each kind of statement against what happened: means, skill, parts, clusters. */
import type { ModelReport, TableReport } from '@stave/forecast';
import { heading, note, table, type Block } from './blocks.ts';
import { listed, plotted } from './document.ts';
import { answered, num, percent, range } from './numbers.ts';
import { meansPlot } from './plots.ts';

export function tableBlocks(report: TableReport): readonly Block[] {
  const { table: name, score, title, unit, convention, models, references, tasks, common, onCommon } = report;
  const hasSkill = models.some(({ relativeSkill }) => relativeSkill !== undefined) && models.length > 1;
  const hasScaled = models.some(({ scaledRelativeSkill }) => scaledRelativeSkill !== undefined);
  const hasNoise = models.some(({ monteCarlo }) => monteCarlo !== undefined);
  const rows = [...models].sort((a, b) => (a.mean === b.mean ? 0 : a.mean - b.mean));
  const incomplete = models.filter(({ missing }) => missing.length > 0);
  return [
    heading(3, `${name}: ${title} (${score})`),
    note(
      `Less is better. ${convention}; unit: ${unit === 'outcome' ? 'that of the outcome' : unit}. Nothing is clipped: an infinite score stays infinite.`,
    ),
    table(
      [
        ...['forecaster', '#tasks', '#mean', '#95% interval', '#independent'],
        ...(hasSkill ? ['#relative skill'] : []),
        ...(hasScaled ? ['#scaled'] : []),
        ...references.map((reference) => `#skill: ${reference.name}`),
        ...(hasNoise ? ['#simulation error'] : []),
      ],
      rows.map((model) => [
        ...[model.forecaster, String(model.n), num(model.mean), intervalText(model), independentText(model)],
        ...(hasSkill ? [num(model.relativeSkill)] : []),
        ...(hasScaled ? [num(model.scaledRelativeSkill)] : []),
        ...references.map(({ name: against }) => {
          const skill = model.skill.find((one) => one.against === against);
          return skill && 'skill' in skill ? percent(skill.skill) : '–';
        }),
        ...(hasNoise ? [model.monteCarlo ? `≤ ${num(model.monteCarlo.error, 2)}` : '–'] : []),
      ]),
    ),
    ...plotted(meansPlot(report), 'mean scores with intervals'),
    ...(references.length > 0
      ? [
          note(
            `References: ${references.map(({ name: own, mean, n }) => `${own} ${num(mean)} (${n})`).join(', ')}. Skill is 1 − mean / mean of the reference, on the tasks of both.`,
          ),
        ]
      : [
          note(
            'No reference has a meaning here: questions fix no base rate, and there is no series of the past.',
          ),
        ]),
    ...(incomplete.length > 0
      ? [
          table(
            [
              'forecaster',
              '#has',
              '#lacks',
              'such as',
              `#mean on the ${common} common`,
              '#relative skill, missing = worst',
            ],
            models.map(({ forecaster, n, missing }) => [
              ...[forecaster, String(n), String(tasks - n), listed(missing, 3)],
              num(onCommon.find((one) => one.forecaster === forecaster)?.mean),
              num(onCommon.find((one) => one.forecaster === forecaster)?.imputedSkill),
            ]),
            'Not all have the same tasks: means over different tasks are not comparable, those over the common ones are. In the last column a missing task counts as the worst score of the others.',
          ),
        ]
      : []),
    ...partsBlocks(report),
    ...clusterBlocks(report),
  ];
}

function intervalText({ interval }: ModelReport): string {
  const found = answered(interval);
  return found ? range(found.interval.low, found.interval.high) : '–';
}

function independentText({ clustering, n }: ModelReport): string {
  const found = answered(clustering);
  return found ? num(found.effectiveTasks, 2) : String(n);
}

const PARTS = ['overprediction', 'underprediction', 'dispersion', 'bias'];

function partsBlocks({ models, score }: TableReport): readonly Block[] {
  const names = PARTS.filter((name) => models.some(({ means }) => means[name] !== undefined));
  const others = [...new Set(models.flatMap(({ means }) => Object.keys(means)))].filter(
    (name) => name !== score && !PARTS.includes(name) && !name.startsWith('interval_coverage'),
  );
  if (names.length + others.length === 0) return [];
  return [
    table(
      ['forecaster', ...names.map((name) => `#${name}`), ...others.map((name) => `#${name}`)],
      models.map(({ forecaster, means }) => [
        forecaster,
        ...[...names, ...others].map((name) => num(means[name])),
      ]),
      names.length > 0 ? 'What the score is made of, and other scores (means)' : 'Other scores (means)',
    ),
  ];
}

function clusterBlocks({ models }: TableReport): readonly Block[] {
  const found = models.flatMap(({ forecaster, clustering }) => {
    const own = answered(clustering);
    return own && own.clusters.length < own.n && own.clusters.length <= 12 ? [{ forecaster, own }] : [];
  });
  const [first] = found;
  if (!first) return [];
  return [
    table(
      ['cluster', '#tasks', ...found.map(({ forecaster }) => `#${forecaster}`)],
      first.own.clusters.map(({ cluster, n }) => [
        ...[cluster, String(n)],
        ...found.map(({ own }) => num(own.clusters.find((one) => one.cluster === cluster)?.mean)),
      ]),
      'By cluster of tasks that share causes',
    ),
  ];
}
