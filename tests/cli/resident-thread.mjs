/** Between tests, which wait without a turn of their event loop, and the resident command, which answers in its own time. */
import { fork } from 'node:child_process';
import { workerData } from 'node:worker_threads';

const { port, done, resident, bin, entry } = workerData;

let child;
let said = '';

function answer(result) {
  port.postMessage(result);
  Atomics.store(done, 0, 1);
  Atomics.notify(done, 0);
}

function start() {
  said = '';
  child = fork(resident, [bin, entry], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    serialization: 'advanced',
    execArgv: [],
  });
  const own = child;
  child.stderr.on('data', (data) => (said += String(data)));
  child.on('message', answer);
  // It ended in the midst of a command: what it left is all there is to tell, and the next command gets another.
  child.on('close', (code) => {
    if (child !== own) return;
    child = undefined;
    answer({ code, stdout: '', stderr: `the resident command ended\n${said}` });
  });
}

port.on('message', (order) => {
  if (order === 'stop') {
    const late = child;
    child = undefined;
    late?.kill('SIGKILL');
    return;
  }
  if (!child) start();
  child.send(order);
});
