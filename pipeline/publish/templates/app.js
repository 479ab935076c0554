// The data, small helpers, and which view the address names. Text from sources only ever enters as textContent.
"use strict";

const data = JSON.parse(document.getElementById("data").textContent);
const byId = new Map(data.programs.map((program) => [program.id, program]));
const isPhone = () => window.innerWidth <= 700;
const $ = (selector) => document.querySelector(selector);

/** An element with properties and children (nodes or text); null children are left out. */
function el(tag, properties = {}, ...children) {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
  return node;
}

/** 2025-12-05 → 2025年12月5日（金） */
function dayInWords(iso) {
  const day = new Date(`${iso}T00:00:00Z`);
  return `${day.getUTCFullYear()}年${day.getUTCMonth() + 1}月${day.getUTCDate()}日（${"日月火水木金土"[day.getUTCDay()]}）`;
}

/** Days from the as-of day to an ISO day. */
function daysLeft(iso) {
  return Math.round((Date.parse(iso) - Date.parse(data.asOf)) / 86400000);
}

function badge(kind, text) {
  return el("span", { className: `badge ${kind}`, textContent: text });
}

function nameButton(program) {
  const button = el("button", { type: "button", className: "name", textContent: program.n });
  button.addEventListener("click", () => openProgramme(program.id));
  return button;
}

/** A Tabulator grid whose scrolling part keeps its focus and is a group of rows for a screen reader. */
function makeGrid(selector, label, options) {
  const grid = new Tabulator(selector, { layout: "fitColumns", ...options });
  grid.on("tableBuilt", () => {
    $(selector).setAttribute("aria-label", label);
    $(`${selector} .tabulator-tableholder`).setAttribute("role", "rowgroup");
    $(`${selector} .tabulator-table`).setAttribute("role", "presentation");
  });
  return grid;
}

const views = {
  programs: () => showPrograms(),
  deadlines: () => showDeadlines(),
  picture: () => showPicture(),
  changes: () => showChanges(),
  findings: () => showFindings(),
  quarantine: () => showQuarantine(),
  sources: () => showSources(),
};
const drawn = new Set();

/** Show the view that the address names (#/deadlines); #/p/ID opens a programme over the list. */
function route() {
  const [name, id] = decodeURIComponent(location.hash.slice(2)).split("/");
  const view = views[name] ? name : "programs";
  for (const key of Object.keys(views)) $(`#view-${key}`).hidden = key !== view;
  for (const link of document.querySelectorAll("nav a")) {
    if (link.getAttribute("href") === `#/${view}`) {
      link.setAttribute("aria-current", "page");
      link.scrollIntoView({ block: "nearest", inline: "nearest" });
    } else {
      link.removeAttribute("aria-current");
    }
  }
  if (!drawn.has(view)) {
    drawn.add(view);
    views[view]();
  } else if (view === "programs") {
    applyFilters();
  }
  if (name === "p" && byId.has(id)) openProgramme(id);
}

function start() {
  const counts = { ...data.counts, 変更: data.changes.length };
  for (const span of document.querySelectorAll("[data-count]")) span.textContent = counts[span.dataset.count].toLocaleString("ja");
  for (const dialog of document.querySelectorAll("dialog")) {
    dialog.querySelector(".close").addEventListener("click", () => dialog.close());
    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  }
  window.addEventListener("hashchange", route);
  route();
}
document.addEventListener("DOMContentLoaded", start);
