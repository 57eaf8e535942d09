/** Longest wait for the first frame, in milliseconds: a window that is hidden draws none. */
const FRAME_MS = 100;

/** After the first frame, so that it is drawn before anything else is read. */
function afterFirstFrame(): Promise<void> {
  return new Promise((done) => {
    requestAnimationFrame(() => setTimeout(done));
    setTimeout(done, FRAME_MS);
  });
}

void afterFirstFrame().then(() => import("./main"));
