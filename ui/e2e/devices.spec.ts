import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { expect, test } from "@playwright/test";
import { goTo, open, signIn } from "./station";

const INSTALLER = { badge: "B-9001", pin: "9001" };

/** Starts a simulated device, and answers where it is once it is ready. */
async function simulated(...settings: string[]): Promise<[ChildProcess, string]> {
  const binary = process.env.LINESIDECTL_BIN ?? "";
  const device = spawn(binary, ["sim", ...settings, "--listen", "127.0.0.1:0"]);
  for await (const line of createInterface({ input: device.stdout })) {
    if (line.startsWith("ready ")) return [device, line.slice("ready ".length)];
  }
  throw new Error(`linesidectl sim ${settings.join(" ")} ended`);
}

test("an installer sets a scale up with its protocol, tests it, and changes nothing by the way", async ({
  page,
}) => {
  const [scale, address] = await simulated("scale", "--protocol", "toledo-8217");
  await open(page);
  await signIn(page, INSTALLER);
  await goTo(page, "/devices");
  const card = page.getByRole("article").filter({ hasText: "Scale" });

  await card.getByRole("button", { name: "Change…" }).click();
  await page.getByLabel("Where it is").fill(`tcp:${address}`);
  await expect(page.getByLabel("Unit the scale is set to")).toHaveCount(0);
  await page.getByLabel("What it speaks").selectOption("toledo-8217");
  await page.getByLabel("Unit the scale is set to").fill("lb");
  await page.getByRole("button", { name: "Use this device" }).click();
  await expect(card).toContainText(`${address} (toledo-8217 in lb)`);
  await expect(card).toContainText("Ready");

  await card.getByRole("button", { name: "Test: put something on it" }).click();
  await expect(card.getByRole("status")).toContainText("stands still at 0 lb");

  await card.getByRole("button", { name: "Change…" }).click();
  await expect(page.getByLabel("What it speaks")).toHaveValue("toledo-8217");
  await page.getByRole("button", { name: "Use this device" }).click();
  await expect(card).toContainText("(toledo-8217 in lb)");

  scale.kill();
  await expect(card).toContainText("Does not answer");
});
