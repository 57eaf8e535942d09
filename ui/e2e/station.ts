import { expect, type Page } from "@playwright/test";
import type { Calls } from "../src/host/types";

/** People of the demo plant, as its people.csv has them. */
export const OPERATOR = { badge: "B-1001", pin: "1001" };
export const SUPERVISOR = { badge: "B-2001", pin: "2001" };

function env(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: global setup did not run`);
  return value;
}

/** Asks the host directly, the way a third-party client does. */
export async function call<N extends keyof Calls>(
  name: N,
  body: Calls[N]["body"],
): Promise<Calls[N]["answer"]> {
  const answer = await fetch(`${env("LINESIDE_E2E_ADDRESS")}/api/${name}`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      authorization: `Bearer ${env("LINESIDE_E2E_TOKEN")}`,
    },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${name}: ${answer.status} ${text}`);
  return JSON.parse(text) as Calls[N]["answer"];
}

/** Opens the screens as a browser does, with the token in the fragment. */
export async function open(page: Page, theme: "light" | "dark" = "light"): Promise<void> {
  await page.addInitScript((kept) => {
    localStorage.setItem("lineside.screen", JSON.stringify({ theme: kept, volume: 0 }));
  }, theme);
  await page.goto(`${env("LINESIDE_E2E_ADDRESS")}/#token=${env("LINESIDE_E2E_TOKEN")}`);
  await expect(page.getByRole("heading", { name: "Scan your badge" })).toBeVisible();
  expect(new URL(page.url()).hash).not.toContain("token");
}

/** Types a code the way a keyboard scanner does: fast, with Enter, nothing focused. */
export async function scan(page: Page, text: string): Promise<void> {
  await page.evaluate((code) => {
    for (const key of [...code, "Enter"]) {
      const init = { key, bubbles: true, cancelable: true };
      (document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent("keydown", init));
    }
  }, text);
}

/** Signs in by badge, and by PIN where it is asked for. */
export async function signIn(page: Page, person: { badge: string; pin: string }): Promise<void> {
  await scan(page, person.badge);
  const pad = page.getByLabel("PIN");
  const out = page.getByRole("button", { name: "Sign out" });
  await expect(pad.or(out)).toBeVisible();
  if (await pad.isVisible()) {
    for (const digit of person.pin) {
      await page.getByRole("button", { name: digit, exact: true }).click();
    }
    await page.getByRole("button", { name: "Sign in" }).click();
  }
  await expect(out).toBeVisible();
}

/** Goes to a screen by its address. */
export async function goTo(page: Page, path: string): Promise<void> {
  await page.evaluate((hash) => {
    location.hash = hash;
  }, path);
}
