import { expect, type Page, test } from "@playwright/test";
import { call, goTo, OPERATOR, open, SUPERVISOR, scan, signIn } from "./station";

/** More than any order of the demo plant asks for. */
const FAR_TOO_MUCH = "900";

// Runs after the other tests: what it reports is more than was ordered, and stays.
test("what does not add up waits for its owner, who settles it with a note", async ({ page }) => {
  await open(page);
  await signIn(page, OPERATOR);
  await reportFarTooMuch(page);
  await goTo(page, "/exceptions");
  const subject = (await call("view_exceptions", {})).exceptions[0]?.subject ?? "";

  await settle(page, subject, "Counted: a slip of the finger");
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("alert")).toContainText("Only a supervisor");
  await expect(dialog.getByLabel("What came of it")).toHaveValue("Counted: a slip of the finger");
  await dialog.getByRole("button", { name: "Cancel" }).last().click();

  await scan(page, SUPERVISOR.badge);
  await expect(page.getByLabel("PIN")).toBeVisible();
  await scan(page, SUPERVISOR.pin);
  await page.getByRole("link", { name: /^Exceptions 1$/ }).click();
  await settle(page, subject, "Counted: a slip of the finger");

  await expect(page.getByText("Everything adds up")).toBeVisible();
  await expect(page.getByRole("link", { name: /^Exceptions$/ })).toBeVisible();
  expect((await call("view_exceptions", {})).exceptions).toEqual([]);
});

async function reportFarTooMuch(page: Page): Promise<void> {
  const board = await call("view_board", {});
  const running = board.units.find(({ state }) => state === "running")?.job?.job;
  expect(running).toBeDefined();
  await goTo(page, `/jobs/${running}/report`);
  for (const digit of FAR_TOO_MUCH) {
    await page.getByRole("button", { name: digit, exact: true }).click();
  }
  await page.keyboard.press("F8");
  await page.getByRole("button", { name: "Yes, it is right" }).click();
  await expect(page.getByTestId("notice")).toContainText(`${FAR_TOO_MUCH} EA good reported`);
}

async function settle(page: Page, subject: string, note: string): Promise<void> {
  await page.getByRole("button", { name: `Settle ${subject}` }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("What came of it").fill(note);
  await dialog.getByRole("button", { name: "Settle", exact: true }).click();
}
