/**
 * Connections over which nobody is known yet, by where they come from, and those of each person who is: both are
 * bounded, and the oldest makes room.
 */
import type { Socket } from 'node:net';

export class Newcomers {
  private readonly most: number;
  /** The oldest first. */
  private readonly from = new Map<string, Set<Socket>>();
  private readonly mostOfPerson: number;
  /** By person, the oldest first. */
  private readonly of = new Map<string, Set<Socket>>();
  private readonly owned = new WeakSet<Socket>();

  /**
   * @param most from one network
   * @param mostOfPerson of somebody who is known
   */
  constructor(most: number, mostOfPerson: number) {
    this.most = most;
    this.mostOfPerson = mostOfPerson;
  }

  /** A browser opens another where one of its own was closed, so that the oldest has least to lose. */
  came(socket: Socket): void {
    const network = networkOf(socket.remoteAddress ?? '');
    const all = this.from.get(network) ?? new Set();
    this.from.set(network, all.add(socket));
    socket.once('close', () => this.left(socket, network));
    const [oldest] = all;
    if (all.size <= this.most || oldest === undefined) return;
    this.left(oldest, network);
    oldest.destroy();
  }

  /** A request of a person came over it: else whoever joins once could open as many as the machine has. */
  isOf(socket: Socket, person: string): void {
    this.isKnown(socket);
    // A program in between may send several people's requests over one: it counts as the first's.
    if (this.owned.has(socket)) return;
    this.owned.add(socket);
    const own = this.of.get(person) ?? new Set();
    this.of.set(person, own.add(socket));
    socket.once('close', () => {
      own.delete(socket);
      if (own.size === 0 && this.of.get(person) === own) this.of.delete(person);
    });
    const [oldest] = own;
    if (own.size <= this.mostOfPerson || oldest === undefined) return;
    own.delete(oldest);
    oldest.destroy();
  }

  /** It has become something that is counted elsewhere. */
  isKnown(socket: Socket): void {
    this.left(socket, networkOf(socket.remoteAddress ?? ''));
  }

  private left(socket: Socket, network: string): void {
    const all = this.from.get(network);
    all?.delete(socket);
    if (all?.size === 0) this.from.delete(network);
  }
}

/** An address of IPv4; of IPv6 its network of 64 bits, in which a single device may take as many as it likes. */
export function networkOf(address: string): string {
  if (!address.includes(':') || address.includes('.')) return address.replace(/^::ffff:/i, '');
  const [head = '', tail = ''] = address.replace(/%.*$/, '').split('::');
  const [left, right] = [head, tail].map((part) => part.split(':').filter(Boolean)) as [string[], string[]];
  const zeros = address.includes('::') ? Math.max(0, 8 - left.length - right.length) : 0;
  return [...left, ...Array<string>(zeros).fill('0'), ...right].slice(0, 4).join(':');
}
