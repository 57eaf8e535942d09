import { expect, test } from "@playwright/test";
import { goTo, open } from "./station";

test("a board whose core went silent turns grey and says how old it is", async ({ page }) => {
  await open(page);
  await goTo(page, "/board");
  await expect(page.getByTestId("board")).not.toHaveAttribute("data-stale");

  await page.route("**/api/**", (route) => route.abort());

  await expect(page.getByText("No answer from this station's core")).toBeVisible({
    timeout: 20_000,
  });
  await expect(page.getByTestId("board")).toHaveAttribute("data-stale", "true", {
    timeout: 45_000,
  });
  await expect(page.getByText(/This board is .* old/)).toBeVisible();
});
