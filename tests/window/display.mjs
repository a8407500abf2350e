// A display without a screen, of a process of its own.
import { once } from "node:events";
import { spawn } from "node:child_process";

/** Starts Xvfb on the next free number. Only this user's programs reach it: it has no network address. */
export async function startDisplay({ width, height }) {
  const options = ["-displayfd", "3", "-screen", "0", `${width}x${height}x24`, "-nolisten", "tcp"];
  const server = spawn("Xvfb", options, { stdio: ["ignore", "ignore", "ignore", "pipe"] });
  const [number] = await Promise.race([
    once(server.stdio[3], "data"),
    once(server, "exit").then(() => Promise.reject(new Error("Xvfb ended before it had a display"))),
  ]);
  return {
    name: `:${String(number).trim()}`,
    async stop() {
      server.kill();
      if (server.exitCode === null) await once(server, "exit");
    },
  };
}
