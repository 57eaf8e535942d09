import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** How long the host may take to listen, in milliseconds. */
const START_MS_MAX = 30_000;

/** Starts `linesidectl serve` on a demo plant of its own and leaves address and token behind. */
export default async function serve(): Promise<() => Promise<void>> {
  const binary = process.env.LINESIDECTL_BIN;
  if (!binary || !existsSync(binary)) {
    throw new Error("LINESIDECTL_BIN has to name a built linesidectl");
  }
  if (!existsSync("dist/index.html")) throw new Error("build the screens first: npm run build");
  const folder = mkdtempSync(join(tmpdir(), "lineside-e2e-"));
  const data = join(folder, "data");
  const token = randomBytes(24).toString("hex");
  const tokenFile = join(folder, "token");
  writeFileSync(tokenFile, token, { mode: 0o600 });
  execFileSync(binary, ["init", "--data", data, "--demo"], { stdio: "inherit" });
  const port = await freePort();
  const listen = `127.0.0.1:${port}`;
  const host = spawn(
    binary,
    ["serve", "--data", data, "--listen", listen, "--token-file", tokenFile, "--ui", "dist"],
    { stdio: "inherit" },
  );
  process.env.LINESIDE_E2E_ADDRESS = `http://${listen}`;
  process.env.LINESIDE_E2E_TOKEN = token;
  process.env.LINESIDE_E2E_DATA = data;
  await answering(host, `http://${listen}`, token);
  return async () => {
    await ended(host);
    rmSync(folder, { recursive: true, force: true });
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => {
        if (address !== null && typeof address === "object") resolve(address.port);
        else reject(new Error("no free port"));
      });
    });
  });
}

async function answering(host: ChildProcess, address: string, token: string): Promise<void> {
  const until = Date.now() + START_MS_MAX;
  while (Date.now() < until) {
    if (host.exitCode !== null) throw new Error(`linesidectl serve ended: ${host.exitCode}`);
    const answer = await fetch(`${address}/api/view_station`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body: "{}",
    }).catch(() => null);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error("linesidectl serve does not answer");
}

function ended(host: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (host.exitCode !== null) return resolve();
    host.once("exit", () => resolve());
    host.kill("SIGTERM");
  });
}
