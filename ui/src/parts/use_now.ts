import { useEffect, useState } from "react";

/** The browser's clock, drawn again every `every` milliseconds. For ages and timers only. */
export function useNow(every: number): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), every);
    return () => clearInterval(timer);
  }, [every]);
  return now;
}
