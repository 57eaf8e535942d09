import { expect, test } from "vitest";
import { deliver, takeCodes } from "./bus";

test("the screen on top gets the code, and the one below after it left", () => {
  const seen: string[] = [];
  const leaveFrame = takeCodes((code) => seen.push(`frame ${code.text}`));
  const leaveScreen = takeCodes((code) => seen.push(`screen ${code.text}`));

  deliver({ text: "A" });
  leaveScreen();
  deliver({ text: "B" });
  leaveFrame();

  expect(seen).toEqual(["screen A", "frame B"]);
  expect(deliver({ text: "C" })).toBe(false);
});
