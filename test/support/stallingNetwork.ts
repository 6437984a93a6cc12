import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export type StallingNetwork = {
  /** The server's address through this network. */
  readonly url: string;
  /** From now on it swallows what the connections made so far carry: they are half open. */
  stall(): void;
  close(): void;
};

/** A network between us and the server of a database. */
export async function stallingNetwork(database: string): Promise<StallingNetwork> {
  const address = new URL(database);
  const { hostname, port } = address;
  const sockets = new Set<Socket>();
  const stalled = new WeakSet<Socket>();
  const server = createServer((near) => {
    const far = connect(Number(port), hostname);
    near.pipe(far);
    far.pipe(near);
    for (const socket of [near, far]) {
      sockets.add(socket.on('error', () => {}).on('close', () => sockets.delete(socket)));
    }
    near.on('close', () => far.destroy());
    far.on('close', () => stalled.has(far) || near.destroy());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  address.port = String((server.address() as AddressInfo).port); // a TCP server has a port
  return {
    url: address.href,
    stall() {
      for (const socket of sockets) {
        stalled.add(socket);
        socket.unpipe().removeAllListeners('data').resume();
      }
    },
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
