import { randomInt } from "node:crypto";
import { expect, type Page, test } from "@playwright/test";
import { call, goTo, OPERATOR, open, SUPERVISOR, scan, signIn } from "./station";

/** Where the demo plant cuts plates. */
const SAW = "Band saw 1";

test("an order goes from its file to the ERP with clicks, keys and scans", async ({ page }) => {
  const order = `MO-${randomInt(20_000, 99_999)}`;
  // A minute of standard time a piece: so many that the core asks whether they were made so fast.
  const ordered = randomInt(40, 90);
  await open(page);

  await signIn(page, SUPERVISOR);
  await importOrder(page, order, ordered);
  await release(page, order);
  await dispatch(page, order);
  await standAt(page, SAW);
  await page.getByRole("button", { name: "Sign out" }).click();

  await signIn(page, OPERATOR);
  await startJob(page, order, ordered);
  await consumePlates(page);
  await reportAll(page, ordered);
  await page.getByRole("button", { name: "Sign out" }).click();

  await signIn(page, SUPERVISOR);
  await goTo(page, "/outbox");
  await expect(page.getByRole("row").filter({ hasText: order })).toBeVisible();
});

async function importOrder(page: Page, order: string, ordered: number): Promise<void> {
  const days = (count: number) => new Date(Date.now() + count * 86_400_000).toISOString();
  const tables = {
    "routings.csv": [
      "key,revision,item,quantity,unit,segment,name,equipment,setup_s,run_s,after,instruction",
      `RT-${order},A,BRK-100,1,EA,10,Cut plates,SAW-1,0,60,,`,
    ],
    "bills.csv": [
      "routing,item,quantity,unit,segment,issue,tolerance_percent",
      `RT-${order},PLT-10,1,EA,10,scan,`,
    ],
    "orders.csv": [
      "key,revision,item,quantity,unit,start,due,priority,state,routing",
      `${order},1,BRK-100,${ordered},EA,${days(0)},${days(2)},1,planned,RT-${order}`,
    ],
  };
  await goTo(page, "/import");
  await page.getByLabel("Choose files to import").setInputFiles(
    Object.entries(tables).map(([name, lines]) => ({
      name,
      mimeType: "text/csv",
      buffer: Buffer.from(`${lines.join("\n")}\n`),
    })),
  );
  await page.getByRole("button", { name: "Try without recording" }).click();
  await expect(page.getByRole("region", { name: "Report" })).toContainText("Tried");
  expect((await tray(order)).total).toBe(0);
  await page.getByRole("button", { name: "Import", exact: true }).click();
  await expect(page.getByRole("region", { name: "Report" })).toContainText("Imported");
}

function tray(search: string) {
  return call("view_order_tray", { filter: "all", search });
}

async function release(page: Page, order: string): Promise<void> {
  await goTo(page, "/orders");
  await page.getByRole("searchbox").fill(order);
  const row = page.getByRole("row").filter({ hasText: order });
  await row.getByRole("button", { name: "Release" }).click();
  await expect(page.getByTestId("notice")).toContainText(`${order} released`);
  await expect(row).toContainText("Released");
}

async function dispatch(page: Page, order: string): Promise<void> {
  await goTo(page, "/dispatch");
  await page.getByRole("combobox", { name: "Work unit" }).selectOption({ label: `${SAW} (SAW-1)` });
  const waiting = page.getByRole("region", { name: "Without a work unit" });
  await waiting.getByRole("button", { name: `Move to… ${order} / 10` }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Move it there" }).click();
  const queue = page.getByRole("region", { name: "Queue" });
  await expect(queue.getByText(`${order} / 10`)).toBeVisible();
}

async function standAt(page: Page, unit: string): Promise<void> {
  await goTo(page, "/station");
  const choice = page.getByLabel("Where does this station stand?");
  await choice.selectOption({ label: `${unit} (SAW-1)` });
  await expect(page.getByRole("banner")).toContainText(unit);
}

async function startJob(page: Page, order: string, ordered: number): Promise<void> {
  const card = page.getByTestId("job-card").filter({ hasText: order });
  while (!(await card.isVisible())) await page.keyboard.press("PageDown");
  await expect(card).toContainText(`${ordered}`);
  await card.click();
  await expect(page.getByRole("button", { name: /^Start/ })).toBeEnabled();
  await page.keyboard.press("F1");
  await expect(page.getByTestId("notice")).toContainText("Started");
}

async function consumePlates(page: Page): Promise<void> {
  await scan(page, "BZ-0917");
  await expect(page.getByTestId("notice")).toHaveAttribute("data-sound", "reject");
  await scan(page, "no such lot");
  await expect(page.getByTestId("notice")).toContainText("no such lot");
  await scan(page, "H4502");
  await expect(page.getByTestId("notice")).toContainText("H4502 consumed");
  await expect(page.getByRole("region", { name: "Material" })).toContainText("Complete");
}

async function reportAll(page: Page, ordered: number): Promise<void> {
  await page.keyboard.press("F8");
  const good = String(ordered - 2);
  for (const digit of good) {
    await page.getByRole("button", { name: digit, exact: true }).click();
  }
  await page.getByRole("group", { name: "Scrap, by reason" }).getByRole("textbox").first().click();
  await page.getByRole("button", { name: "2", exact: true }).click();
  await page.getByRole("button", { name: /^Report and complete/ }).click();
  // Nobody cuts so many plates in a minute: the core asks before it records.
  await page.getByRole("button", { name: "Yes, it is right" }).click();
  await expect(page.getByTestId("notice")).toContainText(`${good} EA good reported`);
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await page.keyboard.press("F5");
  await page.getByRole("button", { name: "Print the label" }).click();
  await expect(page.getByTestId("label")).toBeVisible();
}

test("one tap reports one, and Undo takes it back without hiding it", async ({ page }) => {
  await open(page);
  await signIn(page, OPERATOR);
  await openRunning(page);

  await page.keyboard.press("F4");
  await expect(page.getByTestId("notice")).toContainText("1 EA good reported");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByTestId("notice")).toContainText("Taken back");

  await page.keyboard.press("F6");
  await expect(page.locator("del").first()).toBeVisible();
});

test("far more than remains is asked about before it is recorded", async ({ page }) => {
  await open(page);
  await signIn(page, OPERATOR);
  await openRunning(page);

  await page.keyboard.press("F8");
  for (const digit of "500") await page.getByRole("button", { name: digit, exact: true }).click();
  await page.keyboard.press("F8");

  const asked = page.getByRole("dialog", { name: "Please check" });
  await expect(asked).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(asked).toHaveCount(0);
  await expect(page.getByLabel("Good")).toHaveValue("500");

  await page.keyboard.press("F8");
  await asked.getByRole("button", { name: "No, go back" }).click();
  await expect(page.getByLabel("Good")).toHaveValue("500");
});

/** Opens the job the demo plant has running at the mill, whatever unit the station stands at. */
async function openRunning(page: Page): Promise<void> {
  const board = await call("view_board", {});
  const running = board.units.find(({ state }) => state === "running")?.job?.job;
  expect(running).toBeDefined();
  await goTo(page, `/jobs/${running}`);
  await expect(page.getByRole("button", { name: /^Report/ })).toBeEnabled();
}
