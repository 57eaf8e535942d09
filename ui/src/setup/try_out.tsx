import { Button } from "@mantine/core";
import { useState } from "react";
import type { DeviceRole, DeviceTest } from "../host/types";
import { useHost } from "../host/views";
import { Note } from "../parts/chip";
import { tellFailure } from "../parts/notice";
import { sentence, word } from "../words/words";

/** A live test: the core tries the device out and says what came of it. */
export function TryOut({ role }: { role: DeviceRole }) {
  const host = useHost();
  const [trying, setTrying] = useState(false);
  const [test, setTest] = useState<DeviceTest | null>(null);
  async function tryOut() {
    setTrying(true);
    setTest(null);
    try {
      setTest(await host.call("test_device", { role }));
    } catch (thrown) {
      tellFailure(thrown);
    } finally {
      setTrying(false);
    }
  }
  return (
    <>
      <Button variant="default" loading={trying} onClick={() => void tryOut()}>
        {word(`devices.test_${role}`)}
      </Button>
      {test && (
        <div role="status">
          <Note tone={test.passed ? "done" : "alarm"}>{sentence(test.sentence)}</Note>
        </div>
      )}
    </>
  );
}
