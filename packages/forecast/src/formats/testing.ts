/** Each format with a small whole file of it, and all that reads it: what tests of readers run over. */
import { readClassroom, readClassroomQuestions, readClassroomResolutions } from './classroom.ts';
import { readExperts, readSeeds } from './experts.ts';
import { readHubAdmin, readHubTasks } from './hub/config.ts';
import { readModelOutput } from './hub/model-output.ts';
import { readOracleOutput } from './hub/oracle-output.ts';
import { readTimeSeries } from './hub/time-series.ts';
import { readMarket } from './market.ts';
import { readMetaculusForecasts, readMetaculusQuestions, readMetaculusScores } from './metaculus.ts';
import type { Read } from './problem.ts';
import type { QuestionSpec } from './question.ts';
import { readRegistered, writeRegistered } from './registered.ts';
import { readResolutions, readResolutionsYaml, resolutionsOf } from './resolutions.ts';
import { readCsv, type Sheet } from './sheet.ts';

export interface Sample {
  readonly name: string;
  readonly text: string;
  readonly read: (text: string) => Read<unknown>;
}

const ofSheet =
  (read: (sheet: Sheet) => Read<unknown>) =>
  (text: string): Read<unknown> => {
    const { value, problems } = readCsv(text, 'f.csv');
    return value ? read(value) : { problems };
  };

export const questions: ReadonlyMap<string, QuestionSpec> = new Map(
  (
    [
      { id: 'treaty', kind: 'binary', options: ['yes', 'no'] },
      { id: 'trend', kind: 'ordinal', options: ['falls', 'holds', 'rises'] },
      { id: 'level', kind: 'number', options: [] },
      { id: 'start', kind: 'time', options: [], origin: '2024-01-01', until: '2024-12-31' },
    ] as const
  ).map((question) => [question.id, question]),
);

const tasksText = `{
  "schema_version": "v6.0.0",
  "rounds": [
    {
      "round_id_from_variable": true,
      "round_id": "origin_date",
      "model_tasks": [
        {
          "task_ids": {
            "origin_date": { "required": null, "optional": ["2024-01-06"] },
            "target": { "required": null, "optional": ["cases"] },
            "horizon": { "required": [0], "optional": [1, 2] }
          },
          "output_type": {
            "quantile": {
              "output_type_id": { "required": [0.25, 0.5, 0.75] },
              "is_required": true,
              "value": { "type": "double", "minimum": 0 }
            }
          },
          "target_metadata": [{ "target_id": "cases", "target_keys": { "target": "cases" }, "target_type": "continuous" }]
        },
        {
          "task_ids": {
            "origin_date": { "required": null, "optional": ["2024-01-06"] },
            "target": { "required": null, "optional": ["alarm"] },
            "horizon": { "required": null, "optional": [0] }
          },
          "output_type": {
            "pmf": { "output_type_id": { "required": ["low", "high"] }, "value": { "type": "double", "minimum": 0, "maximum": 1 } }
          },
          "target_metadata": [{ "target_id": "alarm", "target_keys": { "target": "alarm" }, "target_type": "ordinal" }]
        }
      ]
    }
  ]
}
`;
export const tasks = readHubTasks(tasksText, 'tasks.json').value;

const modelOutput = `origin_date,target,horizon,output_type,output_type_id,value
2024-01-06,cases,0,quantile,0.25,10
2024-01-06,cases,0,quantile,0.5,12
2024-01-06,cases,0,quantile,0.75,15.5
2024-01-06,alarm,0,pmf,low,0.75
2024-01-06,alarm,0,pmf,high,0.25
`;

const registered = writeRegistered({
  registeredAt: '2024-01-06T00:00:00.000Z',
  origin: { kind: 'batch', seed: '7' },
  questions: [...questions.values()],
  tasks: [{ id: 'treaty', keys: { question: 'treaty' } }],
  forecasts: [{ forecaster: 'base', task: 'treaty', statement: { kind: 'binary', probability: 0.25 } }],
});

const metaculusQuestions = `Question ID,Question Title,Question Type,MC Options (All),Continuous Range,Open Time,Scheduled Close Time,Actual Close Time,Resolution,Resolution Known Time
1,Does it happen?,binary,,,2024-01-01 00:00:00+00:00,2024-02-01 00:00:00+00:00,,yes,2024-02-02 00:00:00+00:00
2,Which?,multiple_choice,"['a', ""b's"", 'c']",,2024-01-01 00:00:00+00:00,2024-02-01 00:00:00+00:00,,b's,2024-02-02 00:00:00+00:00
3,How much?,numeric,,"[0.0, 5.0, 10.0]",2024-01-01 00:00:00+00:00,2024-02-01 00:00:00+00:00,,above_upper_bound,2024-02-02 00:00:00+00:00
4,When?,date,,"['2024-01-01', '2024-01-02', '2024-01-03']",2024-01-01 00:00:00+00:00,2024-02-01 00:00:00+00:00,,,
`;
export const exported = readMetaculusQuestions(
  readCsv(metaculusQuestions, 'question_data.csv').value as Sheet,
).value;

export const samples: readonly Sample[] = [
  { name: 'hub tasks.json', text: tasksText, read: (text) => readHubTasks(text, 'tasks.json') },
  {
    name: 'hub admin.json',
    text: `{
  "schema_version": "v6.0.0",
  "name": "A hub",
  "maintainer": "Somebody",
  "contact": { "name": "Somebody", "email": "somebody@example.org" },
  "file_format": ["csv"],
  "timezone": "UTC"
}
`,
    read: (text) => readHubAdmin(text, 'admin.json'),
  },
  {
    name: 'hub model output',
    text: modelOutput,
    read: ofSheet((sheet) => readModelOutput(sheet, { modelId: 'team-model' })),
  },
  {
    name: 'hub model output under tasks.json',
    text: modelOutput,
    read: ofSheet((sheet) => readModelOutput(sheet, { modelId: 'team-model', ...(tasks && { tasks }) })),
  },
  {
    name: 'hub oracle output',
    text: `target,horizon,output_type,output_type_id,oracle_value,as_of
cases,0,quantile,NA,13,2024-01-10
cases,0,quantile,NA,14,2024-01-20
alarm,0,pmf,low,1,2024-01-10
alarm,0,pmf,high,0,2024-01-10
`,
    read: ofSheet(readOracleOutput),
  },
  {
    name: 'hub time series',
    text: 'date,target,observation\n2024-01-06,cases,11\n2024-01-13,cases,NA\n',
    read: ofSheet((sheet) => readTimeSeries(sheet)),
  },
  {
    name: 'classroom',
    text: `forecaster,team,question,issued_at,category,probability,rationale
ana,red,treaty,2024-01-06,yes,0.2,"unlikely, so far"
ana,red,treaty,2024-01-09T10:00:00Z,yes,30e-2,
bo,,trend,2024-01-06,falls,0.33,
bo,,trend,2024-01-06,holds,0.33,
bo,,trend,2024-01-06,rises,0.33,
bo,,trend,2024-01-09,,,
`,
    read: ofSheet((sheet) => readClassroom(sheet, questions)),
  },
  {
    name: 'classroom questions',
    text: 'id,type,options,opens,closes\ntreaty,binary,,2024-01-01,2024-06-30\ntrend,ordinal,falls|holds|rises,,\n',
    read: ofSheet(readClassroomQuestions),
  },
  {
    name: 'classroom resolutions',
    text: 'id,resolved_at,outcome,void\ntreaty,2024-07-01,no,\ntrend,2024-07-01,,true\n',
    read: ofSheet(readClassroomResolutions),
  },
  {
    name: 'resolutions',
    text: `question,state,outcome,resolved_at,source,share,happened_at,why
treaty,resolved,no,2024-07-01,a paper,,,
treaty,revised,yes,2024-08-01,another paper,,2024-06-30,
trend,partial,holds,2024-07-01,,0.5,,
trend,partial,rises,2024-07-01,,0.5,,
level,void,,2024-07-01,,,,the series ended
start,resolved,never,2025-01-02,,,,
`,
    read: ofSheet((sheet) => {
      const { value, problems } = readResolutions(sheet);
      return value ? resolutionsOf(value, questions, 'f.csv') : { problems };
    }),
  },
  {
    name: 'resolutions as YAML',
    text: `stave-resolutions: 1
resolutions:
  - { question: treaty, state: resolved, outcome: 'no', resolved_at: '2024-07-01', source: a paper }
  - { question: level, state: resolved, outcome: 12.5 }
`,
    read: (text) => {
      const { value, problems } = readResolutionsYaml(text, 'f.yaml');
      return value ? resolutionsOf(value, questions, 'f.yaml') : { problems };
    },
  },
  { name: 'Metaculus questions', text: metaculusQuestions, read: ofSheet(readMetaculusQuestions) },
  {
    name: 'Metaculus forecasts',
    text: `Question ID,Forecaster ID,Forecaster Username,Is Bot,Start Time,End Time,Forecaster Count,Probability Yes,Probability Yes Per Category,Continuous CDF
1,7,ana,False,2024-01-02 00:00:00+00:00,,,0.25,,
2,,recency_weighted,,2024-01-02 00:00:00+00:00,,12,,"[0.5, 0.5, None]",
3,7,ana,False,2024-01-02 00:00:00+00:00,2024-01-03 00:00:00+00:00,,,,"[0.1, 0.5, 0.9]"
`,
    read: ofSheet((sheet) => readMetaculusForecasts(sheet, exported?.questions ?? new Map())),
  },
  {
    name: 'Metaculus scores',
    text: 'Question ID,User ID,User Username,Score Type,Score,Coverage\n1,7,ana,peer,-12.5,0.5\n',
    read: ofSheet(readMetaculusScores),
  },
  {
    name: 'market',
    text: `market,question,time,category,price,bid,ask,volume,note
here,treaty,2024-01-06T09:00:00Z,,0.2,,,100,2% fee
here,treaty,2024-01-07T09:00:00Z,yes,,0.1,0.3,,
here,trend,2024-01-06T09:00:00Z,falls,0.3,,,,
here,trend,2024-01-06T09:00:00Z,holds,0.3,,,,
here,trend,2024-01-06T09:00:00Z,rises,0.5,,,,
`,
    read: ofSheet((sheet) => readMarket(sheet, questions)),
  },
  {
    name: 'experts',
    text: `expert,quantity,round,low,best,high,confidence,date,reason
ana,rate,1,0.1,0.2,0.4,0.9,2024-01-06,"two cases, in ten years"
bo,rate,1,0.05,0.1,0.2,0.8,,
`,
    read: ofSheet(readExperts),
  },
  {
    name: 'seeds',
    text: 'quantity,value\nrate,0.15\n',
    read: ofSheet((sheet) => readSeeds(sheet, new Set(['rate']))),
  },
  { name: 'registered forecasts', text: registered.text, read: (text) => readRegistered(text, 'f.json') },
];
