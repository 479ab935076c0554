// A value's evidence: its words, and the page's picture with the box around them, or a link to the words.
"use strict";

const PAGE_BOX = /^p\.(\d+)(?: (-?[\d.]+),(-?[\d.]+),(-?[\d.]+),(-?[\d.]+))?$/; // p.3 120.4,310.0,480.2,326.5
const FRAGMENT_LENGTH = 40;

function quoted(text) {
  return encodeURIComponent(text.trim()).replace(/[-!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** The address of the words in their source, as pipeline/publish/evidence.py makes it. */
function evidenceAddress(source, locator, words) {
  const place = PAGE_BOX.exec(locator || "");
  const url = place ? source.file || source.page : source.page || source.file;
  if (!url || !/^https?:\/\//.test(url)) return null;
  const bare = url.split("#")[0];
  if (place) return `${bare}#page=${place[1]}`;
  if (!words || !(locator || "").startsWith("/")) return bare;
  const letters = [...words.split(/\s+/).filter(Boolean).join(" ")];
  const half = Math.floor(FRAGMENT_LENGTH / 3);
  const text = letters.length <= FRAGMENT_LENGTH ? quoted(letters.join(""))
    : `${quoted(letters.slice(0, half).join(""))},${quoted(letters.slice(-half).join(""))}`;
  return `${bare}#:~:text=${text}`;
}

function outwardLink(address, text) {
  return el("a", { href: address, target: "_blank", rel: "noopener noreferrer", textContent: text });
}

/** The picture of a page with the box drawn around the words; null where the source has no picture of it. */
function sheet(source, locator) {
  const place = PAGE_BOX.exec(locator || "");
  const page = place && source.pages && source.pages[place[1]];
  if (!page) return null;
  const [width, height, file] = page;
  const image = el("img", { src: file, alt: `${source.title} ${place[1]}ページ`, width: Math.round(width), height: Math.round(height) });
  const figure = el("div", { className: "sheet" }, image);
  if (place[2] !== undefined) {
    const [x0, top, x1, bottom] = place.slice(2).map(Number);
    const box = el("div", { className: "box" });
    const edge = 3;
    box.style.left = `${((x0 - edge) / width) * 100}%`;
    box.style.top = `${((top - edge) / height) * 100}%`;
    box.style.width = `${((x1 - x0 + 2 * edge) / width) * 100}%`;
    box.style.height = `${((bottom - top + 2 * edge) / height) * 100}%`;
    figure.append(box);
    image.addEventListener("load", () => box.scrollIntoView({ block: "center", inline: "center" }), { once: true });
  }
  return el("div", { className: "scroll", tabIndex: 0, role: "group", ariaLabel: "ページの画像" }, figure);
}

function openEvidence(title, words, locator, sourceId) {
  const source = data.sources[sourceId];
  const address = source ? evidenceAddress(source, locator, words) : null;
  const place = PAGE_BOX.exec(locator || "");
  $("#evidence-title").textContent = `根拠: ${title}`;
  $("#evidence-body").replaceChildren(
    ...[
      words ? el("blockquote", { textContent: words }) : null,
      el("p", {}, source ? source.title : "出典不明", place ? ` ${place[1]}ページ ` : " ",
        address ? outwardLink(address, place ? "資料のページを開く" : "資料の文言を開く") : null),
      source ? sheet(source, locator) : null,
      el("p", { className: "hint", textContent: `場所: ${locator || "記録なし"}` }),
    ].filter(Boolean),
  );
  $("#evidence").showModal();
  $("#evidence").scrollTop = 0;
}

function proofButton(title, words, locator, sourceId) {
  const button = el("button", { type: "button", className: "proof", textContent: "根拠" });
  button.setAttribute("aria-label", `根拠を見る: ${title}`);
  button.addEventListener("click", () => openEvidence(title, words, locator, sourceId));
  return button;
}

function factRow(kind, value, scope, fact, sourceId) {
  const shown = fact.u && /^https?:\/\//.test(fact.u) ? outwardLink(fact.u, value) : el("span", { className: "text", textContent: value });
  const target = fact.to && byId.get(fact.to);
  return el("tr", {},
    el("th", { scope: "row", textContent: kind }),
    el("td", { className: "value" }, shown, scope ? el("div", { className: "facts-line", textContent: scope }) : null,
      fact.why ? el("div", { className: "facts-line", textContent: fact.why }) : null, target ? nameButton(target) : null),
    el("td", { className: "do" }, proofButton(`${kind} ${value}`.slice(0, 60), fact.w || value, fact.l, sourceId)));
}

function factTable(rows) {
  return el("table", { className: "facts" }, el("tbody", {}, rows));
}

/** Everything that is known about a programme, each value with its evidence. */
function openProgramme(id) {
  const program = byId.get(id);
  const body = [
    el("p", {}, badge(program.st, data.words.status[program.st]), (program.flags || []).map((flag) => badge("info", flag)),
      program.rd ? badge("info", program.rd) : null, program.end ? badge("warning", `${program.end} 終了予定`) : null),
    factTable([
      factRow("名称の記載", program.w, "", program, program.src),
      el("tr", {}, el("th", { scope: "row", textContent: "地域・所管" }),
        el("td", { className: "value", textContent: [...new Set([(program.an || []).join("・"), program.pv, program.cat])].filter(Boolean).join(" / ") }), el("td")),
    ]),
  ];
  for (const [title, facts] of Object.entries(program.f || {})) {
    body.push(el("h3", { textContent: title }), factTable(facts.map((fact) => factRow(fact.k, fact.v, fact.s, fact, program.src))));
  }
  if (program.x) {
    const texts = Object.entries(program.x).map(([title, text]) => factRow(title, text, "", { w: text, l: program.l }, program.src));
    body.push(el("h3", { textContent: "記載" }), factTable(texts));
  }
  const findings = data.findings.filter((finding) => finding.p === id);
  if (findings.length) {
    const rows = findings.map((finding) => factRow(data.words.severity[finding.s], finding.m, finding.w, finding, finding.src));
    body.push(el("h3", { textContent: "確認事項" }), factTable(rows));
  }
  const changes = data.changes.filter((change) => change.p === id);
  if (changes.length) {
    body.push(el("h3", { textContent: "前回からの変更" }), el("ul", {}, changes.map((change) => el("li", { textContent: change.m }))));
  }
  $("#programme-title").textContent = program.n;
  $("#programme-body").replaceChildren(...body);
  if (!$("#programme").open) $("#programme").showModal();
  $("#programme").scrollTop = 0;
}
