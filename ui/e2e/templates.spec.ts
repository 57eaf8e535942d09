import { expect, test } from "@playwright/test";
import { goTo, open, signIn } from "./station";

const INSTALLER = { badge: "B-9001", pin: "9001" };

test("an installer changes a label and keeps it as a new version", async ({ page }) => {
  await open(page);
  await signIn(page, INSTALLER);
  await goTo(page, "/devices");
  await page.getByRole("link", { name: "Label templates" }).click();

  const label = page.getByRole("button", { name: "The label" });
  const drawing = label.locator("img");
  const template = page.getByRole("combobox", { name: /^Template/ });
  await expect(label).toBeVisible();
  await template.selectOption("hold 1");
  await expect(page.getByRole("button", { name: /^Keep as version/ })).toBeDisabled();
  const before = await drawing.getAttribute("src");

  await page.getByRole("button", { name: "Add a text" }).click();
  await page.getByLabel("What it says").fill("BAY {bay}");
  await expect(page.getByLabel("bay", { exact: true })).toHaveValue("bay");
  await page.getByLabel("bay", { exact: true }).fill("7");
  await expect(drawing).not.toHaveAttribute("src", before ?? "");
  await label.press("ArrowDown");
  await expect(page.getByLabel("y mm")).toHaveValue("5.5");

  await page.getByRole("button", { name: "Keep as version 2" }).click();
  await expect(page.getByText("hold is kept as version 2")).toBeVisible();
  await expect(template).toHaveValue("hold 2");
});

test("a label that cannot be drawn says why and is not kept", async ({ page }) => {
  await open(page);
  await signIn(page, INSTALLER);
  await goTo(page, "/templates");
  await page.getByText("The template as its file").click();

  await page.getByRole("textbox", { name: "The template as its file" }).fill("{}");

  await expect(page.getByText(/name/).first()).toBeVisible();
  await expect(page.getByRole("button", { name: /^Keep as version/ })).toBeDisabled();
});
