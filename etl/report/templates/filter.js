"use strict";
(() => {
  const BATCH = 25;
  const data = JSON.parse(document.getElementById("data").textContent);
  const form = document.getElementById("filter");
  const hits = document.getElementById("hits");
  const texts = (node) => node.textContent.toLowerCase();
  const groups = [...document.querySelectorAll("details.rule")].map((node) => ({
    node,
    about: texts(node.querySelector("summary")),
    samples: [...node.querySelectorAll(".sample")].map((sample) => ({ node: sample, text: texts(sample) })),
    rows: [], found: [], shown: 0, opened: false,
    list: node.querySelector(".rest"),
    more: node.querySelector(".more"),
    count: node.querySelector(".count"),
    all: node.querySelector(".count").textContent,
  }));
  const place = (row) => {
    if (row[1] < 0) return "";
    return data.paths[row[1]] + (row[2] ? ":" + row[2] + (row[3] > row[2] ? "–" + row[3] : "") : "");
  };
  for (const row of data.rows) {
    const group = groups[row[0]];
    group.rows.push({ row, text: (place(row) + " " + row[4]).toLowerCase() });
  }
  const show = (group) => {
    const next = group.found.slice(group.shown, group.shown + BATCH).map(({ row }) => {
      const item = document.createElement("li");
      const where = document.createElement("code");
      item.textContent = row[4] + " ";
      where.textContent = place(row);
      where.className = "place";
      item.append(where);
      return item;
    });
    group.list.append(...next);
    group.shown += next.length;
    const left = group.found.length - group.shown;
    group.more.hidden = left === 0;
    group.more.textContent = "Show " + Math.min(BATCH, left) + " more of " + left.toLocaleString("en");
    return next[0];
  };
  const reset = (group) => {
    group.list.replaceChildren();
    group.shown = 0;
    group.more.hidden = true;
    if (group.node.open) show(group);
  };
  const filter = () => {
    const words = form.elements.q.value.toLowerCase().split(/\s+/).filter(Boolean);
    const severities = [...form.querySelectorAll("[name=severity]:checked")].map((box) => box.value);
    const family = form.elements.family.value;
    const fits = (text) => words.every((word) => text.includes(word));
    let found = 0, rules = 0;
    for (const group of groups) {
      const wanted = severities.includes(group.node.dataset.severity) && (!family || group.node.dataset.family === family);
      const every = wanted && fits(group.about);
      let count = 0;
      for (const sample of group.samples) {
        const fit = every || (wanted && fits(sample.text));
        sample.node.hidden = !fit;
        count += fit;
      }
      group.found = every ? group.rows : wanted ? group.rows.filter((row) => fits(row.text)) : [];
      count += group.found.length;
      group.node.hidden = count === 0;
      group.count.textContent = words.length && !every ? count.toLocaleString("en") + " of " + group.all : group.all;
      if (words.length && !every && count && !group.node.open) { group.node.open = group.opened = true; }
      else if (!words.length && group.opened) { group.node.open = group.opened = false; }
      reset(group);
      found += count;
      rules += count > 0;
    }
    for (const part of document.querySelectorAll(".severity")) {
      part.hidden = !part.querySelector("details.rule:not([hidden])");
    }
    const here = groups.reduce((sum, group) => sum + group.rows.length + group.samples.length, 0);
    hits.textContent = found.toLocaleString("en") + " of " + here.toLocaleString("en") + " findings on this page match, of "
      + rules + (rules === 1 ? " rule" : " rules");
  };
  let timer = 0;
  const later = () => { clearTimeout(timer); timer = setTimeout(filter, 120); };
  form.addEventListener("input", later);
  form.addEventListener("submit", (event) => { event.preventDefault(); filter(); });
  form.addEventListener("reset", () => setTimeout(filter));
  for (const group of groups) {
    group.node.addEventListener("toggle", () => { if (group.node.open && group.shown === 0) show(group); });
    group.more.addEventListener("click", () => {
      const first = show(group);
      if (first) { first.tabIndex = -1; first.focus(); }
    });
  }
  const follow = () => {
    const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target && target.tagName === "DETAILS") { target.open = true; target.scrollIntoView(); }
  };
  addEventListener("hashchange", follow);
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll("details:not([open])")];
    for (const node of closed) node.open = true;
  });
  addEventListener("afterprint", () => { for (const node of closed) node.open = false; });
  form.hidden = false;
  filter();
  follow();
})();
