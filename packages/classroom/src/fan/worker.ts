/** A thread that runs trials for fans: it keeps what it compiled, and answers each message by one. */
import { parentPort } from 'node:worker_threads';
import type { FromWorker, ToWorker } from './protocol.ts';
import { Compiled } from './runner.ts';
import { runTask } from './task.ts';

const compiled = new Compiled();

parentPort?.on('message', (message: ToWorker) => {
  const { answer, given } = answerTo(message);
  parentPort?.postMessage(answer, given);
});

function answerTo(message: ToWorker): { readonly answer: FromWorker; readonly given: ArrayBuffer[] } {
  try {
    if (message.is === 'scenario') {
      compiled.of(message.key, () => message.ir);
      return { answer: { is: 'ready' }, given: [] };
    }
    const { ir, executor } = compiled.of(message.key, () => {
      throw new Error('InvariantError: a task of a scenario that was not sent');
    });
    const ran = runTask(ir, executor, message.task);
    const { answers, numbers, values, fans, paths } = ran;
    const given = [answers, numbers, values, fans, paths].map(({ buffer }) => buffer as ArrayBuffer);
    return { answer: { is: 'ran', ran }, given };
  } catch (error) {
    return { answer: { is: 'failed', message: String(error) }, given: [] };
  }
}
