// What changed, what to look at, what was kept back, and where everything comes from.
"use strict";

const SHOWN_CHANGES = 500;

function owner(id) {
  return id && byId.has(id) ? nameButton(byId.get(id)) : null;
}

function showChanges() {
  $("#change-summary").textContent = data.previous ? `${data.previous} → ${data.version}: ${data.summary}` : data.summary;
  const parts = [["major", "重要な変更"], ["minor", "軽微な変更"]].map(([weight, title]) => {
    const mine = data.changes.filter((change) => change.w === weight);
    if (!mine.length) return null;
    const items = mine.slice(0, SHOWN_CHANGES).map((change) => el("li", {}, badge(weight, weight === "major" ? "重要" : "軽微"),
      owner(change.p) || (change.k === "gone" ? null : change.n), " ", change.m));
    const rest = mine.length > SHOWN_CHANGES ? el("p", { className: "hint", textContent: `ほか ${mine.length - SHOWN_CHANGES} 件（changes.csv に全件）` }) : null;
    return el("div", { className: "card" }, el("h3", { textContent: `${title}（${mine.length} 件）` }), el("ul", { className: "plain" }, items), rest);
  });
  $("#changes-list").replaceChildren(...parts.filter(Boolean));
}

/** A grid of rows that belong to programmes and have evidence. */
function listGrid(selector, label, rows, columns, empty) {
  const cell = (make) => (cell) => make(cell.getRow().getData());
  const wide = columns.map(([title, field, make, width]) => ({ title, field, formatter: cell(make), ...(width ? { width } : { widthGrow: 2, minWidth: 160 }) }));
  const narrow = [{ title: "内容", field: columns[0][1], formatter: cell((row) => el("div", {}, columns.map(([, , make]) => el("div", {}, make(row))))) }];
  return makeGrid(selector, label, { data: rows, columns: isPhone() ? narrow : wide, maxHeight: "70vh",
    placeholder: empty, columnDefaults: { resizable: false, headerSort: !isPhone() } });
}

const plain = (key) => (row) => el("span", { textContent: row[key] || "" });
const proof = (row) => (row.l ? proofButton((row.m || row.k).slice(0, 60), row.w, row.l, row.src) : el("span"));

function showFindings() {
  const table = listGrid("#findings-list", "確認事項の一覧", data.findings, [
    ["重さ", "s", (row) => badge(row.s, data.words.severity[row.s]), 90],
    ["内容", "m", plain("m")],
    ["制度", "p", (row) => owner(row.p) || el("span")],
    ["資料の言葉", "w", plain("w")],
    ["検査", "k", plain("k"), 190],
    ["根拠", "l", proof, 90],
  ], "確認事項はありません");
  const counts = tally(data.findings.map((row) => row.s));
  const chips = [["", `すべて ${data.findings.length}`], ...Object.entries(data.words.severity).map(([key, text]) => [key, `${text} ${counts.get(key) || 0}`])];
  $("#severities").replaceChildren(...chips.map(([key, text]) => {
    const chip = el("button", { type: "button", textContent: text });
    chip.setAttribute("aria-pressed", String(key === ""));
    chip.addEventListener("click", () => {
      for (const other of chip.parentNode.children) other.setAttribute("aria-pressed", String(other === chip));
      table.replaceData(data.findings.filter((row) => !key || row.s === key));
    });
    return chip;
  }));
}

function showQuarantine() {
  listGrid("#quarantine-list", "隔離された行の一覧", data.quarantine, [
    ["表", "t", plain("t"), 110],
    ["列", "c", plain("c"), 150],
    ["検査", "k", plain("k")],
    ["値", "w", plain("w")],
    ["制度", "p", (row) => owner(row.p) || el("span")],
    ["行", "id", plain("id"), 180],
    ["根拠", "l", proof, 90],
  ], "隔離された行はありません");
}

function showSources() {
  const line = (title, value) => (value ? el("tr", {}, el("th", { scope: "row", textContent: title }), el("td", {}, value)) : null);
  const { fresh, origin } = data.words;
  $("#sources-list").replaceChildren(...Object.entries(data.sources).map(([id, source]) => el("div", { className: "card" },
    el("h3", { textContent: source.title }),
    el("div", { className: "scroll" }, el("table", {}, el("tbody", {},
      line("発行", source.publisher), line("版", source.edition), line("取得日", source.when), line("状態", fresh[source.fresh] || source.fresh),
      line("由来", origin[source.origin] || source.origin), line("利用条件", source.licence), line("出典の表示", source.attribution),
      line("公開元", source.page && /^https?:/.test(source.page) ? outwardLink(source.page, source.page) : null),
      line("SHA-256", source.sha), line("ID", id)))))),
    ...(data.contacts.length ? [el("h2", { textContent: "資料全体の問い合わせ先" }), el("div", { className: "card" }, factTable(data.contacts.map((row) => el("tr", {},
      el("th", { scope: "row", textContent: row.k }), el("td", { className: "value", textContent: row.v || "—" }), el("td", { className: "hint", textContent: row.l })))))] : []),
    ...(data.facilities.length ? [el("h2", { textContent: "施設" }), el("div", { className: "card" }, factTable(data.facilities.map((row) => factRow(row.k, row.v || "—", "", row, row.src))))] : []));
}
