/** B: forecasts that stood for a while, teams, and where forecasters differ. */
import { heading, list, note, table, type Block } from './blocks.ts';
import { listed, taskText, type ReportDocument } from './document.ts';
import { num, percent, signed } from './numbers.ts';

const EXPLAINED = 12;

export function tournamentBlocks({ tournament, teams, published }: ReportDocument): readonly Block[] {
  return [
    ...(tournament
      ? [
          heading(3, 'Over the time that questions were open'),
          table(
            ['#rank', 'forecaster', `#${tournament.by} score`, '#± se', '#questions', '#covered'],
            tournament.leaderboard.map(({ rank, forecaster, value, standardError, questions, covered }) => [
              ...[
                String(rank),
                forecaster,
                signed(value),
                num(standardError, 2),
                String(questions),
                num(covered),
              ],
            ]),
            `${tournament.questions} questions. The sum of scores over the covered questions, at least a third of all: few questions do not win, nor does sheer number.`,
          ),
          table(
            [
              'question',
              'forecaster',
              '#peer',
              '#baseline',
              '#spot peer',
              '#spot baseline',
              '#Brier over time',
              '#median forecaster',
              '#coverage',
              '#attainable',
            ],
            tournament.rows
              .slice(0, 60)
              .map((row) => [
                ...[
                  row.question,
                  row.forecaster,
                  signed(row.peer),
                  signed(row.baseline),
                  signed(row.spotPeer),
                  signed(row.spotBaseline),
                  num(row.brier),
                  num(row.medianBrier),
                ],
                ...[percent(row.coverage), percent(row.attainable)],
              ]),
            'Averaged over time; spot scores are of what stood when the question closed, alone. Brier from 0 to 2. More is better of peer and baseline scores. Coverage can be no more than what early resolution left attainable.',
          ),
          ...overTimeBlocks(tournament.overTime),
          ...tournament.notes.map(note),
          list(
            tournament.rows
              .filter(({ why }) => why.length > 0)
              .slice(0, EXPLAINED)
              .map(({ forecaster, question, why }) => `${forecaster} on ${question}: ${why.join(' ')}`),
          ),
        ]
      : []),
    ...(teams.length > 0
      ? [
          table(
            ['team', 'members', '#tasks', '#mean of members', '#pooled'],
            teams.map(({ team, members, n, meanOfMembers, pooled }) => [
              ...[team, listed(members, 6), String(n), num(meanOfMembers), num(pooled)],
            ]),
            'Teams (Brier): their members on average, and what the mean of their probabilities would have scored.',
          ),
        ]
      : []),
    ...(published.length > 0
      ? [
          table(
            ['forecaster', 'score', '#questions', '#mean'],
            published
              .slice(0, 60)
              .map(({ forecaster, type, n, mean }) => [forecaster, type, String(n), signed(mean)]),
            'As the tournament itself has published them; more is better.',
          ),
        ]
      : []),
  ];
}

function overTimeBlocks(all: NonNullable<ReportDocument['tournament']>['overTime']): readonly Block[] {
  const shares = [...new Set(all.map(({ share }) => share))].sort((a, b) => a - b);
  const names = [...new Set(all.map(({ forecaster }) => forecaster))];
  if (all.length === 0) return [];
  return [
    table(
      ['share of the open time', ...names.map((name) => `#${name}`)],
      shares.map((share) => [
        percent(share),
        ...names.map((name) => {
          const own = all.find((one) => one.share === share && one.forecaster === name);
          return own ? `${num(own.brier)} (${own.n})` : '–';
        }),
      ]),
      'By the time of the decision: mean Brier score (0 to 2) of what stood then, and of how many questions',
    ),
  ];
}

export function disagreementBlocks({ disagreements }: ReportDocument): readonly Block[] {
  if (disagreements.length === 0) return [];
  return [
    heading(3, 'Where they differ most'),
    table(
      ['task', 'first', 'said', 'second', 'said', 'came', 'better', '#by'],
      disagreements.map((one) => [
        ...[
          taskText(one.task),
          one.first,
          one.firstSaid,
          one.second,
          one.secondSaid,
          one.came,
          one.better,
          num(one.by),
        ],
      ]),
    ),
  ];
}
