"use strict";
/* The site of a clause library: search, filters, list, comparison. Without it every page can still be read. */
(() => {
  const site = (globalThis.docgenSite ??= {});
  const body = document.body;
  const MOST = 200;
  const byId = (id) => document.getElementById(id);

  const say = (key, values = {}) => {
    const text = body.getAttribute(`data-say-${key}`) ?? "";
    return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
  };
  const counted = (n) => (n === 0 ? say("found-none") : n === 1 ? say("found-one") : say("found-many", { n }));

  /* Text as it is looked for; the same as folded() of render/site/search.py. */
  const folded = (text) =>
    text.toLowerCase().replaceAll("œ", "oe").replaceAll("æ", "ae").replaceAll("ß", "ss").normalize("NFKD").replace(/\p{M}/gu, "");
  const wordsIn = (text) => (folded(text).match(/[\p{L}\p{N}]+/gu) ?? []).filter((w) => w.length > 1);

  /* Scripts of data are loaded when they are needed: a page of a folder may load a script, but read no file. */
  const loaded = new Map();
  const load = (name) => {
    if (!loaded.has(name)) {
      loaded.set(name, new Promise((done) => {
        const script = document.createElement("script");
        script.src = `${body.dataset.up}${name}.js`;
        script.onload = () => done(site[name]);
        script.onerror = () => done(undefined);
        document.head.append(script);
      }));
    }
    return loaded.get(name);
  };

  let index = null;
  const unpacked = (data) => {
    const words = data.words ? data.words.split(" ") : [];
    const steps = data.clauses ? data.clauses.split(" ") : [];
    return { words, steps };
  };
  const firstAtOrAfter = (words, wanted) => {
    let low = 0;
    let high = words.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (words[middle] < wanted) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const clausesWith = (beginning) => {
    const found = new Set();
    for (let at = firstAtOrAfter(index.words, beginning); at < index.words.length && index.words[at].startsWith(beginning); at++) {
      let clause = -1;
      for (const step of index.steps[at].split(",")) {
        clause += Number(step);
        found.add(clause);
      }
    }
    return found;
  };
  /* The numbers of the clauses that say every word, each word from its beginning; null for no question. */
  const search = async (text) => {
    const asked = wordsIn(text);
    if (!asked.length) return null;
    if (index === null) {
      const data = await load("words");
      index = data ? unpacked(data) : { words: [], steps: [] };
    }
    return asked.map(clausesWith).reduce((all, one) => new Set([...all].filter((n) => one.has(n))));
  };

  /* -- the list of all clauses, with filters */
  const filters = byId("filters");
  const cards = byId("cards");
  if (filters && cards) {
    const items = [...cards.children];
    const status = byId("count");
    const names = ["category", "owner", "state", "language"];
    const asked = new URLSearchParams(location.search);
    for (const name of ["q", ...names]) {
      const value = asked.get(name);
      const field = filters.elements.namedItem(name);
      if (value && (name === "q" || [...field.options].some((o) => o.value === value))) field.value = value;
    }
    let turn = 0;
    const show = async () => {
      const mine = ++turn;
      const found = await search(filters.elements.namedItem("q").value);
      if (mine !== turn) return;
      const wanted = names.map((name) => [name, filters.elements.namedItem(name).value]).filter(([, value]) => value);
      let count = 0;
      for (const item of items) {
        const fits = wanted.every(([name, value]) => item.dataset[name].split(name === "language" ? " " : "\n").includes(value));
        item.hidden = !fits || (found !== null && !found.has(Number(item.dataset.n)));
        count += item.hidden ? 0 : 1;
      }
      status.textContent = counted(count);
    };
    filters.addEventListener("input", show);
    filters.addEventListener("submit", (event) => {
      event.preventDefault();
      show();
    });
    filters.addEventListener("reset", () => setTimeout(show));
    filters.elements.namedItem("q").addEventListener("focus", () => load("words"), { once: true });
    show();
  }

  /* -- the list beside a clause */
  const list = byId("list");
  if (list) {
    const field = byId("q");
    const status = byId("count");
    let turn = 0;
    const row = ([page, title, id]) => {
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = page;
      link.textContent = title;
      if (id === list.dataset.here) link.setAttribute("aria-current", "page");
      item.append(link);
      return item;
    };
    const near = (rows) => {
      const here = rows.findIndex((r) => r[2] === list.dataset.here);
      const first = Math.max(0, Math.min(here - MOST / 2, rows.length - MOST));
      return rows.slice(first, first + MOST);
    };
    const show = async () => {
      const mine = ++turn;
      const rows = (await load("clauses")) ?? [];
      const found = await search(field.value);
      if (mine !== turn) return;
      const all = found === null ? rows : rows.filter((r) => found.has(r[7]));
      const shown = found === null ? near(all) : all.slice(0, MOST);
      list.replaceChildren(...shown.map(row));
      const rest = all.length - shown.length;
      status.textContent = counted(all.length) + (rest ? ` ${say("more", { n: rest })}` : "");
      const here = list.querySelector("[aria-current]");
      list.scrollTop = here && found === null ? here.offsetTop - list.offsetTop - 120 : 0;
    };
    field.addEventListener("input", show);
    show();
  }

  /* -- what is folded up on a phone */
  const narrow = matchMedia("(max-width: 60rem)");
  for (const details of document.querySelectorAll(".side details.more")) details.open = !narrow.matches;

  /* -- two revisions compared */
  const choose = document.querySelector("#compare .choose");
  if (choose) {
    const redlines = [...document.querySelectorAll("#compare .redline")];
    const status = byId("compared");
    const value = (name) => choose.elements.namedItem(name)?.value ?? "0";
    const show = (told) => {
      const [a, b] = [Number(value("from")), Number(value("to"))];
      const [old, recent] = [Math.min(a, b), Math.max(a, b)];
      const fits = (r) =>
        Number(r.dataset.from) === old && Number(r.dataset.to) === recent && r.dataset.wordings.split(" ").includes(value("wording"));
      let found = null;
      for (const redline of redlines) {
        const mine = a !== b && fits(redline);
        redline.hidden = !mine;
        redline.open = mine;
        redline.classList.toggle("chosen", mine);
        if (mine) found = redline;
      }
      const text = a === b ? say("same") : found ? say("compared", { a: old, b: recent }) : say("none");
      if (told || !found) status.textContent = text;
    };
    choose.hidden = false;
    choose.addEventListener("change", () => show(true));
    choose.addEventListener("submit", (event) => event.preventDefault());
    show(false);
  }

  /* -- links into what is folded up */
  const unfold = () => {
    const target = location.hash.length > 1 ? byId(decodeURIComponent(location.hash.slice(1))) : null;
    for (let e = target?.closest("details"); e; e = e.parentElement?.closest("details")) e.open = true;
  };
  addEventListener("hashchange", unfold);
  unfold();
})();
