import { IconBackspace, IconCheck, IconId } from "@tabler/icons-react";
import { Link, useNavigate } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import type { Host } from "../host/host";
import { session } from "../host/session";
import type { StationView } from "../host/types";
import { useHost, useView } from "../host/views";
import { firstScreen } from "../parts/navigation";
import { Press } from "../parts/press";
import { useStore } from "../parts/store";
import { useShortcuts } from "../parts/use_shortcuts";
import { Loaded } from "../parts/waiting";
import { takeCodes } from "../scan/bus";
import { resolve } from "../scan/found";
import { word } from "../words/words";
import { CodeDialog } from "./code_dialog";
import css from "./login.module.css";
import { type Signing, signIn, signing } from "./signing";
import { PIN_DIGITS_MAX, typedPin } from "./typed_pin";

/** Who is working here: a badge, one of the people of late, and a PIN where it is wanted. */
export default function Login() {
  const station = useView("view_station", {});
  const who = useStore(session);
  const asked = useStore(signing);
  const navigate = useNavigate();
  useEffect(() => {
    if (who && !asked && station.data) void navigate({ to: firstScreen(who, station.data) });
  }, [who, asked, station.data, navigate]);
  return (
    <Loaded view={station}>
      {(shown) => (asked ? <PinPad asked={asked} /> : <Identify station={shown} />)}
    </Loaded>
  );
}

function Identify({ station }: { station: StationView }) {
  const host = useHost();
  const [typing, setTyping] = useState(false);
  return (
    <div className={css.login}>
      <section className={css.scan}>
        <IconId aria-hidden size={144} stroke={1.25} />
        <h1>{word("login.scan")}</h1>
        <p>{word("login.hint")}</p>
      </section>
      <section className={css.people} aria-label={word("login.recent")}>
        <h2>{word("login.recent")}</h2>
        {station.recent.map(({ person, name }) => (
          <Press key={person} onPress={() => void signIn(host, { person, name }, null)}>
            {name}
          </Press>
        ))}
        {station.recent.length === 0 && <p>{word("login.nobody")}</p>}
        <Press onPress={() => setTyping(true)}>{word("login.type_badge")}</Press>
      </section>
      <footer className={css.foot}>
        <span>{word("login.station", { station: station.station })}</span>
        <span>{word("login.version", { version: station.version })}</span>
        <Link to="/board">{word("login.board")}</Link>
      </footer>
      <CodeDialog
        open={typing}
        title={word("login.type_badge")}
        onClose={() => setTyping(false)}
        onCode={(text) => void resolve(host, { text })}
      />
    </div>
  );
}

function PinPad({ asked }: { asked: Signing }) {
  const host = useHost();
  const [pin, setPin] = useState("");
  useShortcuts({ back: () => signing.set(null) });
  const type = (digit: string) => setPin((old) => (old + digit).slice(0, PIN_DIGITS_MAX));
  async function submit(whole: string) {
    setPin("");
    await signIn(host, asked.who, whole);
  }
  usePinAtSpeed(host, (typed) => void submit(typed));
  return (
    <form
      className={css.pin}
      onSubmit={(event) => {
        event.preventDefault();
        if (pin !== "") void submit(pin);
      }}
    >
      <h1>{"name" in asked.who ? asked.who.name : word("login.badge_read")}</h1>
      <label>
        {word("login.pin")}
        <input
          type="password"
          inputMode="none"
          autoComplete="off"
          // biome-ignore lint/a11y/noAutofocus: the PIN is the only thing this screen asks for
          autoFocus
          value={pin}
          onChange={(event) =>
            setPin(event.target.value.replace(/\D/g, "").slice(0, PIN_DIGITS_MAX))
          }
        />
      </label>
      <div className={css.pad}>
        {["1", "2", "3", "4", "5", "6", "7", "8", "9"].map((digit) => (
          <Press key={digit} onPress={() => type(digit)}>
            {digit}
          </Press>
        ))}
        <Press label={word("keypad.back")} onPress={() => setPin(pin.slice(0, -1))}>
          <IconBackspace aria-hidden size={32} />
        </Press>
        <Press onPress={() => type("0")}>0</Press>
        <Press
          main
          label={word("login.enter")}
          onPress={pin === "" ? null : () => void submit(pin)}
        >
          <IconCheck aria-hidden size={32} />
        </Press>
      </div>
      <Press shortcut="back" onPress={() => signing.set(null)}>
        {word("login.someone_else")}
      </Press>
    </form>
  );
}

/** Keeps a PIN that came as fast as a scanner types from being looked up, and shown, as a code. */
function usePinAtSpeed(host: Host, onPin: (pin: string) => void): void {
  const current = useRef(onPin);
  useEffect(() => {
    current.current = onPin;
  });
  useEffect(
    () =>
      takeCodes((code) => {
        const pin = typedPin(code);
        if (pin === null) void resolve(host, code);
        else current.current(pin);
      }),
    [host],
  );
}
