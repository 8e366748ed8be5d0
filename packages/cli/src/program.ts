/** All verbs together, and what is said of a command that is used wrongly. What a verb does is loaded when it is used. */
import { Command, type CommanderError } from 'commander';
import { addBench } from './bench-verb.ts';
import { addDebrief } from './debrief-verb.ts';
import { UsageError } from './failure.ts';
import { addForget, addHost } from './host-verb.ts';
import { addExerciseVerbs } from './play/verbs.ts';
import { addScenarioVerbs } from './scenario-verbs.ts';
import { addScoringVerbs } from './score/verbs.ts';
import { addStudyVerbs } from './study-verbs.ts';
import { version } from './version.ts';

const EXAMPLES = `
Examples:
  stave check scenario.yaml
  stave run scenario.yaml --trials 20000 --seed 7
  stave trace scenario.yaml --trial 17 --seed 7
  stave batch study.yaml --out results/study
  stave host exercise.yaml --lan

Exit codes: 0 done, 1 bad input or failed trials, 2 wrong usage.
`;

export function createProgram(): Command {
  const program = new Command('stave')
    .description(
      'Scenario and wargame simulation: forecasts, exercises and comparisons from one scenario file.',
    )
    .version(version, '--version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand(false)
    .addHelpText('after', EXAMPLES);

  addScenarioVerbs(program);
  addStudyVerbs(program);
  addHost(program);
  addExerciseVerbs(program);
  addDebrief(program);
  addForget(program);
  addScoringVerbs(program);
  addBench(program);

  const all = [program, ...program.commands, ...program.commands.flatMap(({ commands }) => commands)];
  for (const command of all) {
    command.exitOverride((error) => {
      throw usageOf(error, command);
    });
    // Errors are told in main.ts, in one form; help that was asked for still goes to stdout.
    command.configureOutput({ outputError: () => {} });
  }
  return program;
}

/** `run`, `forecast register` */
const nameOf = (command: Command): string =>
  command.parent?.parent ? `${nameOf(command.parent)} ${command.name()}` : command.name();

/** What commander says, as one message and one hint. */
function usageOf(error: CommanderError, command: Command): Error {
  if (error.exitCode === 0) return error;
  const verb = command.parent ? ` ${nameOf(command)}` : '';
  if (error.code === 'commander.help') {
    return new UsageError('no verb was given', 'stave --help lists the verbs', verb);
  }
  const [, message = error.message, meant] =
    /^(?:error: )?(.*?)(?:\n\(Did you mean (.*?)\?\))?$/s.exec(error.message) ?? [];
  const hint = meant === undefined ? '' : `did you mean \`${meant}\`? `;
  const seed = message.includes("'--seed") ? 'any seed will do, such as --seed 7; ' : '';
  return new UsageError(message, `${hint}${seed}stave${verb} --help shows how it is used`, verb);
}
