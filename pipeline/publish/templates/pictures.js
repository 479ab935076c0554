// Two pictures: deadlines by week, and rates against caps; each with the same content as text below it.
"use strict";

const BLUE = "#17456f";
const GOLD = "#c77d00";
const WEEK = 7 * 86400000;
const WEEKS = 53;
const SHOWN_DAYS = 120;

Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
Chart.defaults.animation = false;

/** Every dated deadline: {e: day, h: why offices are shut, a: is it for applications, k, v, program}. */
function deadlines() {
  return data.programs.flatMap((program) => ((program.f || {})["期間・締切"] || [])
    .filter((fact) => fact.e).map((fact) => ({ ...fact, program }))).sort((a, b) => (a.e < b.e ? -1 : a.e > b.e ? 1 : 0));
}

function showDeadlines() {
  const all = deadlines();
  const first = Date.parse(data.asOf);
  const weeks = Array.from({ length: WEEKS }, (_, i) => new Date(first + i * WEEK).toISOString().slice(0, 10));
  const count = (wanted) => weeks.map((_, i) => all.filter((fact) => fact.a === wanted && Math.floor((Date.parse(fact.e) - first) / WEEK) === i).length);
  new Chart($("#timeline"), {
    type: "bar",
    data: { labels: weeks, datasets: [{ label: "申請の締切", data: count(true), backgroundColor: BLUE }, { label: "そのほかの期限", data: count(false), backgroundColor: GOLD }] },
    options: {
      maintainAspectRatio: false,
      scales: { x: { stacked: true, ticks: { callback: (_, i) => `${Number(weeks[i].slice(5, 7))}/${Number(weeks[i].slice(8))}`, maxRotation: 0, autoSkipPadding: 12 }, grid: { display: false } },
        y: { stacked: true, ticks: { precision: 0 } } },
      plugins: { tooltip: { callbacks: { title: ([item]) => `${dayInWords(weeks[item.dataIndex])}からの週` } } },
      onClick: (_, [bar]) => { if (bar) { $("#from-day").value = weeks[bar.index]; list(); } },
    },
  });
  const list = () => listDeadlines(all, $("#from-day").value || data.asOf, $("#only-application").checked);
  $("#from-day").value = data.asOf;
  $("#from-day").addEventListener("change", list);
  $("#only-application").addEventListener("change", list);
  list();
}

function listDeadlines(all, from, onlyApplication) {
  const ahead = all.filter((fact) => fact.e >= from && (fact.a || !onlyApplication));
  const days = Map.groupBy ? Map.groupBy(ahead, (fact) => fact.e) : ahead.reduce((map, fact) => map.set(fact.e, [...(map.get(fact.e) || []), fact]), new Map());
  const shown = [...days].slice(0, SHOWN_DAYS);
  $("#deadlines-list").replaceChildren(...shown.map(([day, facts]) => el("li", {},
    el("h3", {}, dayInWords(day), facts[0].h ? el("span", { className: "shut", textContent: `${facts[0].h}（受付を確認）` }) : null),
    el("ul", { className: "plain" }, facts.map((fact) => el("li", {}, nameButton(fact.program), ` ${fact.k} ${fact.s || ""} `,
      proofButton(`${fact.k} ${fact.v}`, fact.w, fact.l, fact.program.src)))))));
  if (!shown.length) $("#deadlines-list").append(el("li", { textContent: "この日から先の締切はありません。" }));
  if (days.size > shown.length) $("#deadlines-list").append(el("li", { textContent: `ほか ${days.size - shown.length} 日分。はじめの日を進めると見られます。` }));
}

function yenInWords(yen) {
  if (yen >= 1e8) return `${(yen / 1e8).toLocaleString("ja")}億円`;
  return yen >= 1e4 ? `${(yen / 1e4).toLocaleString("ja")}万円` : `${yen.toLocaleString("ja")}円`;
}

/** Programmes with both a rate and a cap, together where both are the same. */
function points() {
  const found = new Map();
  for (const program of data.programs) {
    if (program.p === undefined || !program.c) continue;
    const key = `${program.p} ${program.c}`;
    if (!found.has(key)) found.set(key, { x: program.p, y: program.c, r: 0, programs: [] });
    found.get(key).programs.push(program);
  }
  return [...found.values()].map((point) => ({ ...point, r: 4 + 3 * Math.sqrt(point.programs.length) }));
}

/** Whole powers of ten around some sums, for the axis. */
function decades(sums) {
  if (!sums.length) return { min: 1e4, max: 1e8 };
  const max = 10 ** Math.ceil(Math.log10(Math.max(...sums)));
  return { min: Math.min(10 ** Math.floor(Math.log10(Math.min(...sums))), max / 10), max };
}

function pick(point) {
  const [program] = point.programs;
  picked = { p: program.p, c: program.c, text: `補助率 ${program.r}・上限額 ${program.cw}` };
  location.hash = "#/programs";
}

function showPicture() {
  const all = points();
  new Chart($("#scatter"), {
    type: "bubble",
    data: { datasets: [{ label: "制度", data: all, backgroundColor: "rgba(23, 69, 111, .45)", borderColor: BLUE, clip: 16 }] },
    options: {
      maintainAspectRatio: false,
      scales: {
        x: { title: { display: true, text: "補助率（%）" }, min: 0, max: 105 },
        y: { type: "logarithmic", title: { display: true, text: "上限額" }, ...decades(all.map((point) => point.y)), ticks: { callback: (yen) => (Number.isInteger(Math.log10(yen)) ? yenInWords(yen) : ""), autoSkip: false } },
      },
      plugins: { legend: { display: false }, tooltip: { callbacks: { label: ({ raw }) => [`${raw.programs[0].r}・${raw.programs[0].cw}: ${raw.programs.length} 件`, ...raw.programs.slice(0, 5).map((program) => program.n)] } } },
      onClick: (_, [hit]) => hit && pick(all[hit.index]),
    },
  });
  const rows = [...all].sort((a, b) => b.y - a.y || b.x - a.x).map((point) => {
    const button = el("button", { type: "button", textContent: `${point.programs.length} 件` });
    button.addEventListener("click", () => pick(point));
    return el("tr", {}, el("td", { textContent: point.programs[0].r }), el("td", { textContent: point.programs[0].cw }), el("td", {}, button));
  });
  $("#scatter-table").replaceChildren(el("table", {}, el("thead", {}, el("tr", {}, ["補助率", "上限額", "制度"].map((title) => el("th", { scope: "col", textContent: title })))), el("tbody", {}, rows)));
}
