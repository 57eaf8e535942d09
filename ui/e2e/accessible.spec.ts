import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect, type Page, test } from "@playwright/test";
import type axe from "axe-core";
import { PATHS, type Path } from "../src/routes";
import { call, goTo, open, SUPERVISOR, signIn } from "./station";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
/** WCAG 2.0 to 2.2, levels A and AA. */
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/** How long a screen's chunk and first answer may take to be drawn, in milliseconds. */
const SETTLE_MS = 700;

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  return page.evaluate(async (tags) => {
    const checked = await (window as unknown as { axe: typeof axe }).axe.run(document, {
      runOnly: tags,
    });
    return checked.violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary}`),
    );
  }, RULES);
}

/** The address with a job and an order of the demo plant in it. */
async function filled(path: Path): Promise<string> {
  const tray = await call("view_order_tray", { filter: "all" });
  const released = tray.orders.find(({ jobs }) => jobs > 0);
  const order = released?.order_id ?? tray.orders[0]?.order_id ?? "";
  const job = (await call("view_order", { order_id: order })).jobs[0]?.job ?? "";
  return path.replace("$order", order).replace("$job", job);
}

for (const theme of ["light", "dark"] as const) {
  test(`the screens before signing in can be read by everyone, ${theme}`, async ({ page }) => {
    await open(page, theme);
    expect(await violations(page)).toEqual([]);

    await goTo(page, "/board");
    await expect(page.getByTestId("board")).toBeVisible();
    expect(await violations(page)).toEqual([]);
  });

  test(`every screen of the router can be read by everyone, ${theme}`, async ({ page }) => {
    await open(page, theme);
    await signIn(page, SUPERVISOR);
    for (const path of PATHS.filter((known) => known !== "/login")) {
      await goTo(page, await filled(path));
      await expect(page.getByText("Reading…")).toHaveCount(0);
      await page.waitForTimeout(SETTLE_MS);

      expect.soft(await violations(page), path).toEqual([]);
      await expect.soft(page.getByTestId("sharing"), path).toContainText("Works on its own");
      await expect.soft(page.getByRole("alert"), path).toHaveCount(0);
    }
  });
}
