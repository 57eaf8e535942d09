import { Button } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { useAct } from "../host/act";
import type { Finding, ImportReport } from "../host/types";
import { Chip } from "../parts/chip";
import { tell } from "../parts/notice";
import page from "../parts/page.module.css";
import { columnsOf, Rows } from "../parts/rows";
import { sentence, word } from "../words/words";
import { IMPORT_BYTES_MAX, readFiles, totalBytes } from "./files";
import css from "./imports.module.css";

/** Files from an ERP: first tried, then taken; what was found stands by file and row. */
export default function Imports() {
  const { busy, act } = useAct();
  const views = useQueryClient();
  const [files, setFiles] = useState<File[]>([]);
  const [report, setReport] = useState<ImportReport | null>(null);
  function choose(chosen: File[]) {
    setFiles(chosen);
    setReport(null);
  }
  async function send(dry_run: boolean) {
    if (totalBytes(files) > IMPORT_BYTES_MAX) return tell("reject", word("import.too_large"));
    const answer = await act("command_import", { dry_run, files: await readFiles(files) });
    if (answer === null) return;
    setReport(answer);
    if (answer.refused) tell("reject", word("import.refused"));
    else tell("accept", word(dry_run ? "import.tried" : "import.taken"));
    if (!dry_run) void views.invalidateQueries();
  }
  const tried = report?.dry_run === true && !report.refused;
  return (
    <div className={page.page}>
      <div className={page.title}>
        <h1>{word("import.title")}</h1>
        <span className={page.quiet}>{word("import.hint")}</span>
      </div>
      <Chooser files={files} onFiles={choose}>
        <Button
          variant={tried ? "default" : "filled"}
          disabled={files.length === 0 || busy}
          onClick={() => void send(true)}
        >
          {word("import.try")}
        </Button>
        <Button
          variant={tried ? "filled" : "default"}
          disabled={files.length === 0 || busy}
          onClick={() => void send(false)}
        >
          {word("import.take")}
        </Button>
      </Chooser>
      {report && <Report report={report} />}
    </div>
  );
}

interface ChooserProps {
  files: File[];
  onFiles: (files: File[]) => void;
  children: ReactNode;
}

function Chooser({ files, onFiles, children }: ChooserProps) {
  return (
    <fieldset
      className={`${page.panel} ${css.choose}`}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        onFiles([...event.dataTransfer.files]);
      }}
    >
      <legend>{word("import.files")}</legend>
      <input
        type="file"
        multiple
        accept=".xml,.csv"
        aria-label={word("import.choose")}
        onChange={(event) => onFiles([...(event.target.files ?? [])])}
      />
      <span className={page.quiet}>{word("import.count", { count: files.length })}</span>
      <div className={css.acts}>{children}</div>
    </fieldset>
  );
}

function Report({ report }: { report: ImportReport }) {
  return (
    <>
      <section className={page.panel} aria-label={word("import.report")}>
        <p className={css.outcome}>
          <Outcome report={report} />
        </p>
        <table className={`${page.table} ${css.tallies}`}>
          <thead>
            <tr>
              <th>{word("import.kind")}</th>
              <th data-end>{word("import.new")}</th>
              <th data-end>{word("import.changed")}</th>
              <th data-end>{word("import.unchanged")}</th>
            </tr>
          </thead>
          <tbody>
            {report.tallies.map((tally) => (
              <tr key={tally.kind}>
                <td>{tally.kind}</td>
                <td data-end>{tally.new}</td>
                <td data-end>{tally.changed}</td>
                <td data-end>{tally.unchanged}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <Findings report={report} />
    </>
  );
}

function Outcome({ report }: { report: ImportReport }) {
  if (report.refused) return <Chip tone="alarm">{word("import.refused")}</Chip>;
  if (report.dry_run) return <Chip tone="neutral">{word("import.tried")}</Chip>;
  return <Chip tone="done">{word("import.taken")}</Chip>;
}

/** A line of the report, with its kind. */
interface Line extends Finding {
  key: string;
  error: boolean;
}

const column = columnsOf<Line>();
const columns = [
  column.display({
    id: "kind",
    header: () => word("import.severity"),
    cell: ({ row: { original } }) =>
      original.error ? (
        <Chip tone="alarm">{word("import.error")}</Chip>
      ) : (
        <Chip tone="warn">{word("import.finding")}</Chip>
      ),
  }),
  column.display({
    id: "file",
    header: () => word("import.file"),
    cell: ({ row: { original } }) => <span dir="ltr">{original.file}</span>,
  }),
  column.display({
    id: "row",
    header: () => word("import.row"),
    cell: ({ row: { original } }) => original.row ?? "",
  }),
  column.display({
    id: "text",
    header: () => word("import.text"),
    cell: ({ row: { original } }) => <span title={original.text}>{sentence(original.text)}</span>,
  }),
];

function Findings({ report }: { report: ImportReport }) {
  const line = (error: boolean) => (finding: Finding, index: number) => ({
    ...finding,
    error,
    key: `${error}/${index}`,
  });
  const lines = [...report.errors.map(line(true)), ...report.findings.map(line(false))];
  if (lines.length === 0) return <p className={page.quiet}>{word("import.nothing_found")}</p>;
  return (
    <div className={page.fill}>
      <Rows
        label={word("import.found", { count: lines.length })}
        columns={columns}
        rows={lines}
        rowKey={({ key }) => key}
        template="100px 200px 70px minmax(0, 1fr)"
      />
    </div>
  );
}
