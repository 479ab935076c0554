// The list of programmes: search, filters and a grid that stays fast with ten thousand rows.
"use strict";

const FITS = { small: ["any", "sme", "small"], sme: ["any", "sme"], mid: ["any", "mid"], large: ["any", "large"],
  individual: ["any", "individual"], group: ["any", "group"] };
let grid = null;
let picked = null; // the rate and cap chosen in the picture

const fold = (text) => text.normalize("NFKC").toLowerCase();

/** Everything a programme says, folded once, on the first search. */
function haystack(program) {
  program.hay ??= fold([program.n, program.pv, program.cat, ...(program.an || []), ...Object.values(program.x || {}),
    ...Object.values(program.f || {}).flat().flatMap((fact) => [fact.v, fact.s, fact.w])].filter(Boolean).join(" "));
  return program.hay;
}

function chosen() {
  const value = (name) => $(`#filter-${name}`).value;
  return { terms: fold($("#search").value).split(/\s+/).filter(Boolean), area: value("area"), status: value("status"),
    applicant: value("applicant"), rate: value("rate"), cap: value("cap"), deadline: value("deadline"), source: value("source") };
}

function fitsDeadline(program, wanted) {
  if (wanted === "none") return !program.d;
  if (!program.d) return false;
  const left = daysLeft(program.d);
  return wanted === "past" ? left < 0 : left >= 0 && left <= Number(wanted);
}

function fits(program, want) {
  return (!want.area || (program.an || []).includes(want.area))
    && (!want.status || program.st === want.status)
    && (!want.applicant || program.k.some((name) => FITS[want.applicant].includes(name)))
    && (!want.rate || program.p >= Number(want.rate))
    && (!want.cap || program.c >= Number(want.cap) || program.cw === "上限なし")
    && (!want.deadline || fitsDeadline(program, want.deadline))
    && (!want.source || program.src === want.source)
    && (!picked || (program.p === picked.p && program.c === picked.c))
    && want.terms.every((term) => haystack(program).includes(term));
}

function applyFilters() {
  const want = chosen();
  const rows = data.programs.filter((program) => fits(program, want));
  const by = $("#sort").value;
  const key = by.replace("-", "");
  const sign = by.startsWith("-") ? -1 : 1;
  const far = sign > 0 ? "\uffff" : -1;
  const of = (program) => (key === "d" && program.d < data.asOf ? `~${program.d}` : program[key] ?? far);
  rows.sort((a, b) => sign * (of(a) < of(b) ? -1 : of(a) > of(b) ? 1 : 0));
  grid.replaceData(rows);
  $("#found").textContent = `${rows.length.toLocaleString("ja")} 件${picked ? `（${picked.text}）` : ""}`;
}

function deadlineCell(program) {
  if (!program.d) return el("span", { className: "past", textContent: (program.flags || []).includes("随時") ? "随時" : "—" });
  const left = daysLeft(program.d);
  const kind = left < 0 ? "past" : left <= 14 ? "soon" : "";
  const note = left < 0 ? "終了" : left === 0 ? "きょう" : `あと${left}日`;
  return el("span", { className: `number ${kind}` }, program.d, el("div", { className: "facts-line", textContent: note }));
}

function card(program) {
  const figures = [program.r, program.cw].filter(Boolean).join("・");
  return el("div", {}, nameButton(program),
    el("div", {}, badge(program.st, data.words.status[program.st]), el("span", { className: "facts-line", textContent: (program.an || []).join("・") })),
    el("div", {}, figures ? el("strong", { textContent: figures }) : null),
    program.d ? el("div", { className: "facts-line" }, "締切 ", deadlineCell(program)) : null);
}

function columns() {
  const cell = (make) => (cell) => make(cell.getRow().getData());
  if (isPhone()) return [{ title: "制度", field: "n", formatter: cell(card), headerSort: false }];
  return [
    { title: "制度", field: "n", widthGrow: 4, minWidth: 220,
      formatter: cell((p) => el("div", {}, nameButton(p), el("div", { className: "facts-line", textContent: [p.rd, p.cat, p.pv].filter(Boolean).join("・") }))) },
    { title: "地域", field: "an", widthGrow: 1.4, minWidth: 100, formatter: cell((p) => el("span", { textContent: (p.an || []).join("・") || data.words.level[p.al] || "" })) },
    { title: "状態", field: "st", width: 120, formatter: cell((p) => badge(p.st, data.words.status[p.st])) },
    { title: "補助率", field: "p", sorter: "number", width: 120, formatter: cell((p) => el("span", { className: "number", textContent: p.r || "—" })) },
    { title: "上限額", field: "c", sorter: "number", width: 140, formatter: cell((p) => el("span", { className: "number", textContent: p.cw || "—" })) },
    { title: "締切", field: "d", sorter: "string", width: 140, formatter: cell(deadlineCell) },
  ];
}

function fill(name, entries) {
  $(`#filter-${name}`).append(...entries.map(([value, text]) => el("option", { value, textContent: text })));
}

function tally(values) {
  const counts = new Map();
  for (const value of values) counts.set(value, (counts.get(value) || 0) + 1);
  return counts;
}

function showPrograms() {
  const areas = [...tally(data.programs.flatMap((program) => program.an || []))].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0], "ja"));
  fill("area", areas.map(([name, count]) => [name, `${name}（${count}）`]));
  const statuses = tally(data.programs.map((program) => program.st));
  fill("status", Object.entries(data.words.status).filter(([key]) => statuses.has(key)).map(([key, text]) => [key, `${text}（${statuses.get(key)}）`]));
  fill("applicant", Object.entries(data.words.applicant).filter(([key]) => FITS[key]));
  fill("source", Object.entries(data.sources).map(([key, source]) => [key, source.title]));
  if (isPhone()) $("#more").open = false;
  grid = makeGrid("#grid", "制度の一覧", { data: data.programs, columns: columns(), maxHeight: isPhone() ? "75vh" : "70vh",
    placeholder: "条件に合う制度がありません", index: "id", headerVisible: !isPhone(), columnDefaults: { resizable: false, tooltip: false } });
  grid.on("tableBuilt", () => {
    applyFilters();
    // not on "change": a search field sends it between a click's press and release, and the row would be gone
    $("#filters").addEventListener("input", applyFilters);
    $("#filters").addEventListener("reset", () => { picked = null; setTimeout(applyFilters); });
    $("#filters").addEventListener("submit", (event) => event.preventDefault());
  });
}
