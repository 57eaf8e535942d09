import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { expect, test } from "@playwright/test";
import { goTo, open, signIn } from "./station";

const INSTALLER = { badge: "B-9001", pin: "9001" };

/** The simulated scale of the demo plant, where the plant expects it. */
async function demoScale(): Promise<ChildProcess> {
  const scale = spawn(process.env.LINESIDECTL_BIN ?? "", ["sim", "scale"]);
  for await (const line of createInterface({ input: scale.stdout })) {
    if (line.startsWith("ready ")) return scale;
  }
  throw new Error("the demo plant's scale ended");
}

test("an installer finds a device, gives it its role and tries it out", async ({ page }) => {
  const scale = await demoScale();
  await open(page);
  await signIn(page, INSTALLER);
  await goTo(page, "/devices");

  await page.getByRole("button", { name: "Find devices" }).click();
  const finder = page.getByRole("region", { name: "Find devices" });
  const found = finder.getByRole("listitem").filter({ hasText: "47011" });
  await expect(found).toContainText("Simulator");
  await found.getByRole("button", { name: /^Use as Scale:/ }).click();
  await expect(page.getByLabel("Where it is")).toHaveValue("tcp:127.0.0.1:47011");
  await expect(page.getByLabel("It is simulated")).toBeChecked();
  await page.getByRole("button", { name: "Use this device" }).click();

  await expect(finder.getByRole("heading", { name: "Try it out: Scale" })).toBeVisible();
  await expect(found).toContainText("In use: Scale");
  await finder.getByRole("button", { name: "Test: put something on it" }).click();
  await expect(finder.getByRole("status")).toContainText("stands still at");
  scale.kill();
});

test("a scanner is tried out with the codes on the screen", async ({ page }) => {
  await open(page);
  await signIn(page, INSTALLER);
  await goTo(page, "/devices");

  await page.getByRole("button", { name: "Find devices" }).click();
  const finder = page.getByRole("region", { name: "Find devices" });
  await finder.getByRole("button", { name: "Use as Scanner: tcp:127.0.0.1:47010" }).click();
  await page.getByRole("button", { name: "Use this device" }).click();

  const sheet = finder.getByRole("img", { name: "Codes to scan" });
  await expect(sheet).toBeVisible();
  expect(await sheet.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);
});
