/** What `stave batch` and `stave merge` say when they end. */
import type { BatchRun, DesignPoint, Shard } from '@stave/engine';
import { presentationOf, terminalReport } from '@stave/report';
import { failedSaid, type BatchAnswers } from './batch-folder.ts';
import { documentOf, replay } from './document.ts';
import type { ExecutorName } from './executor-names.ts';
import type { Interrupt } from './interrupt.ts';
import { counted, grouped } from './numbers.ts';
import { json } from './outputs.ts';
import { precisionMissed, precisionText } from './precision.ts';
import { failuresText } from './run.ts';
import { placeText, type OpenedStudy } from './study.ts';
import { wantsColour, widthOf } from './terminal.ts';

export interface BatchTold {
  readonly opened: OpenedStudy;
  readonly out: string;
  readonly shard: Shard;
  readonly seed: string;
  readonly run: BatchRun;
  readonly executor: ExecutorName | 'merge';
  readonly threads: number;
  readonly seconds: number;
}

export interface TextOptions {
  readonly lang: string;
  readonly json?: true;
}

export const stoppedText = ({ ran, left }: BatchRun, out: string): string =>
  `stopped: ${counted(ran, 'trial')} run now are in ${out}, ${grouped(left)} are left; --resume goes on\n`;

/** All trials are counted, but the folder is not complete. */
export function tablesStopped(out: string, interrupt: Interrupt, next: string): void {
  process.stderr.write(`stopped: all trials of ${out} are counted, but its tables are not whole; ${next}\n`);
  process.exitCode = interrupt.exitCode() ?? 1;
}

/** Answers are absent where a shard alone has ended; the exit code is set for failed trials and a precision missed. */
export function printBatch(told: BatchTold, answers: BatchAnswers | undefined, options: TextOptions): void {
  const { run, out, shard, opened } = told;
  process.stdout.write(options.json ? json(documentFor(told, answers)) : text(told, answers, options));
  const { stderr } = process;
  if (answers) stderr.write(`wrote ${out}\n`);
  else stderr.write(`shard ${shard.index} of ${shard.of} is whole; stave merge adds the shards up\n`);
  if (run.precision && !run.precision.reached) {
    stderr.write(precisionMissed(run.precision, run.trials));
    process.exitCode = 1;
  }
  for (const { arm, point, message } of answers?.failed ?? []) {
    stderr.write(`error: no answer of ${placeText({ arm, ...(point && { point }) })}: ${message}\n`);
    process.exitCode = 1;
  }
  for (const { name, forecast, failures } of answers?.arms ?? []) {
    // Of a point all of whose trials failed, that was said above.
    if (forecast.failed === 0 || (opened.isPointed && forecast.failed === forecast.trials)) continue;
    stderr.write(`arm ${name}: ${failuresText({ ...forecast, failures })}`);
    process.exitCode = 1;
  }
}

function text(
  { opened, run, seed, ...ran }: BatchTold,
  answers: BatchAnswers | undefined,
  { lang }: TextOptions,
): string {
  const { stdout, env } = process;
  const options = { lang, color: wantsColour(stdout, env), width: widthOf(stdout) };
  const parts = (answers?.arms ?? []).map(({ name, forecast }, i) => {
    const { scenario, arm, point } = opened.arms[i] as OpenedStudy['arms'][number];
    const label = arm.label?.[lang] ?? arm.label?.['en'];
    const document = documentOf(scenario, forecast, { seed, ...ran }, (trial) =>
      replay(opened.source.name, trial, seed, { arm: name }),
    );
    const heading = `Arm ${name}${label === undefined ? '' : `: ${label}`}${point ? pointText(point) : ''}`;
    return `${heading}\n\n${terminalReport(document, presentationOf(scenario.model), options)}`;
  });
  if (run.precision?.reached) parts.push(`${precisionText(run.precision, run.trials)}\n`);
  return parts.join('\n');
}

function documentFor(
  { opened, out, shard, seed, run, ...ran }: BatchTold,
  answers: BatchAnswers | undefined,
): object {
  const { study, scenario, arms } = opened;
  const { precision } = run;
  const { replications } = study;
  return {
    schema: 'stave-batch/1',
    study: { id: study.id },
    scenario: { id: scenario.ir.id, hash: scenario.ir.hash },
    seed,
    trials: run.trials,
    shard,
    ran: run.ran,
    ...ran,
    ...(precision && {
      precision: { ...precision, arm: arms[Math.floor(precision.arm / replications)]?.name },
    }),
    ...(replications > 1 && { replications }),
    out,
    ...(answers && {
      ...(answers.failed.length > 0 && { failedPoints: answers.failed.map(failedSaid) }),
      arms: answers.arms.map(({ name, arm, point, ir, forecast, failures }) => ({
        arm: point ? arm : name,
        ...(point && { point: point.index, parameters: valuesOf(point) }),
        hash: ir.hash,
        failed: forecast.failed,
        ...(forecast.nested && { nested: forecast.nested }),
        questions: forecast.questions,
        measures: forecast.measures,
        occupancy: forecast.occupancy,
        failures,
      })),
    }),
  };
}

/** Parameters of a point as they are written. */
const valuesOf = ({ parameters }: DesignPoint): Readonly<Record<string, unknown>> =>
  Object.fromEntries(parameters.map(({ name, input }) => [name, input]));

const pointText = (point: DesignPoint): string =>
  `, point ${point.index}: ${Object.entries(valuesOf(point))
    .map(([name, value]) => `${name} = ${String(value)}`)
    .join(', ')}`;
