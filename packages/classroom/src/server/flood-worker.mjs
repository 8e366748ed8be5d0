/** A flood from outside, on a thread of its own: so many requests a second, each on a new connection or on a few kept. */
import { connect } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';

const { port, path, perSecond, connections } = workerData;
let sent = 0;
let answered = 0;
const statuses = {};
const text = (body, host) => {
  const head = `${body === undefined ? 'GET' : 'POST'} ${path} HTTP/1.1\r\nHost: ${host}\r\n`;
  return body === undefined
    ? `${head}\r\n`
    : `${head}Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
};
const open = () => {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  socket.on('data', (data) => {
    const found = /HTTP\/1\.1 (\d+)/.exec(String(data));
    if (!found) return;
    answered++;
    statuses[found[1]] = (statuses[found[1]] ?? 0) + 1;
    if (connections === 0) socket.destroy();
  });
  return socket;
};
const kept = Array.from({ length: connections }, open);
let due = 0;
let turn = 0;
let last = performance.now();
const timer = setInterval(() => {
  const now = performance.now();
  due = Math.min(perSecond, due + ((now - last) / 1000) * perSecond);
  last = now;
  for (; due >= 1; due--) {
    const at = turn++ % Math.max(1, connections);
    if (connections > 0 && kept[at].destroyed) kept[at] = open();
    const socket = connections > 0 ? kept[at] : open();
    socket.write(text(workerData.body, `127.0.0.1:${port}`));
    sent++;
  }
}, 5);
parentPort.on('message', () => {
  clearInterval(timer);
  for (const socket of kept) socket.destroy();
  parentPort.postMessage({ sent, answered, statuses });
  parentPort.close();
});
