/** Under which addresses others on the network reach this machine, the likeliest first. */
import { networkInterfaces, type NetworkInterfaceInfo } from 'node:os';

/** Bridges of containers and machines inside this one, and tunnels to elsewhere: nobody in the room is there. */
const INSIDE = /^(docker|br-|veth|virbr|vmnet|vboxnet|tun|tap|utun|wg|zt|tailscale|lo)/i;

export function lanAddresses(
  interfaces: NodeJS.Dict<readonly NetworkInterfaceInfo[]> = networkInterfaces(),
): readonly string[] {
  const found = Object.entries(interfaces).flatMap(([name, infos = []]) =>
    infos
      .filter(({ internal, family, address }) => !internal && (family === 'IPv4' || !/^fe80/i.test(address)))
      .map(({ family, address }) => ({ name, family, address })),
  );
  const rank = ({ name, family, address }: (typeof found)[number]): number =>
    (family === 'IPv4' ? 0 : 4) + (INSIDE.test(name) ? 2 : 0) + (isPrivate(address) ? 0 : 1);
  return found
    .map((one) => ({ one, rank: rank(one) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ one: { family, address } }) => (family === 'IPv4' ? address : `[${address}]`));
}

const isPrivate = (address: string): boolean =>
  /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|f[cd])/i.test(address);
