import { expect, test } from "@playwright/test";
import { call, goTo, OPERATOR, open, SUPERVISOR, scan, signIn } from "./station";

/** Longer than a screen waits for a touch before it signs out. */
const LEFT_ALONE = "11:00";

test("a screen left alone signs its person out, and the run goes on", async ({ page }) => {
  await page.clock.install();
  await open(page);
  await signIn(page, OPERATOR);
  const before = (await call("view_board", {})).running;

  await page.clock.fastForward(LEFT_ALONE);

  await expect(page.getByRole("heading", { name: "Scan your badge" })).toBeVisible();
  await expect(page.getByTestId("notice")).toContainText("What runs goes on");
  expect((await call("view_board", {})).running).toBe(before);
});

test("a PIN typed as fast as a scanner types signs in and is never shown", async ({ page }) => {
  await open(page);
  await scan(page, OPERATOR.badge);
  await expect(page.getByLabel("PIN")).toBeVisible();
  const asked: string[] = [];
  page.on("request", (request) => {
    if (request.url().endsWith("/api/find_scan")) asked.push(request.postData() ?? "");
  });

  await scan(page, OPERATOR.pin);

  await expect(page.getByRole("button", { name: "Sign out" })).toBeVisible();
  expect(asked).toEqual([]);
});

test("who has no run of their own is told so before anything is weighed", async ({ page }) => {
  await open(page);
  await signIn(page, OPERATOR);
  const units = (await call("view_station", {})).work_units;
  const lists = await Promise.all(units.map(({ id }) => call("view_job_list", { work_unit: id })));
  const idle = lists.flatMap(({ jobs }) => jobs).find(({ runs }) => runs.length === 0);
  expect(idle).toBeDefined();

  await goTo(page, `/jobs/${idle?.job}/weigh`);

  await expect(page.getByText("You have no run of your own on this job")).toBeVisible();
});

test("two people are signed in, and one touch changes who acts", async ({ page }) => {
  await open(page);
  await signIn(page, OPERATOR);
  await scan(page, SUPERVISOR.badge);
  await expect(page.getByLabel("PIN")).toBeVisible();
  await scan(page, SUPERVISOR.pin);
  await expect(page.locator("[aria-current=true]")).toContainText("Ingrid Sund");

  await page.getByRole("button", { name: "Go on as Jana Novak" }).click();

  await expect(page.locator("[aria-current=true]")).toContainText("Jana Novak");
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page.getByRole("heading", { name: "Scan your badge" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Go on as Ingrid Sund" })).toBeVisible();
});
