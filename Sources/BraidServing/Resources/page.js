"use strict";

const examples = [
  ["News", "en", "The captain sold the old ferry to a company in Ghent on Tuesday. The mayor said that nobody could repair the engine, and the crew has not been paid since May."],
  ["Review", "en", "The room was bright and the breakfast was excellent. The shower, however, turned cold after a minute and the staff shrugged."],
  ["Caption", "en", "Two women wearing red coats are waiting for a boat."],
  ["Deutsch", "de", "Die Fähre fährt am 3. Mai um 9.30 Uhr ab. Frau Dr. Keller hat den Koffer am Bahnhof vergessen."],
  ["العربية", "ar", "وصلت العبارة القديمة إلى الميناء صباح الثلاثاء. قال القبطان إن المحرك لا يعمل (منذ 3 أيام)."],
  ["中文", "zh", "旧渡轮星期二早上到达了港口。船长说,发动机已经坏了三天,没有人会修理。"],
];

const shownSentences = 40;
const shownLabels = 8;
const mapCells = 6400;
const $ = (id) => document.getElementById(id);
const results = $("results");
let model = null;
let running = null;

/** An element with properties and children; text is only ever set as text. */
function el(name, properties = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined || value === null) continue;
    if (key === "class") element.className = value;
    else if (key.startsWith("--")) element.style.setProperty(key, value);
    else if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

const percent = (value) => (value * 100).toFixed(value > 0.9995 || value < 0.0005 ? 0 : 1) + " %";
const plural = (count, one) => `${count.toLocaleString("en")} ${one}${count === 1 ? "" : "s"}`;

/** Hues around the wheel, far apart for neighbours, the same for a label in every prediction. */
const hues = new Map();
function hue(label) {
  if (!hues.has(label)) hues.set(label, (25 + hues.size * 137.508) % 360);
  return hues.get(label).toFixed(1);
}

/** A document of the service, whose offsets count bytes, as JavaScript's strings count. */
class Annotated {
  constructor(document) {
    this.document = document;
    const text = document.text;
    const starts = new Uint32Array(new TextEncoder().encode(text).length + 1);
    let byte = 0;
    let unit = 0;
    for (const character of text) {
      starts[byte] = unit;
      const code = character.codePointAt(0);
      byte += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
      unit += character.length;
    }
    starts[byte] = unit;
    this.tokens = (document.tokens ?? []).map((token) => [starts[token[0]], starts[token[1]]]);
    this.sentences = (document.sentences ?? []).map((sentence) => Array.isArray(sentence) ? sentence : sentence.tokens);
    if (this.sentences.length === 0 && this.tokens.length > 0) this.sentences = [[0, this.tokens.length]];
  }

  word(index) { return this.document.text.slice(...this.tokens[index]); }

  /** The text of tokens `first` up to `end`. */
  span(first, end) { return first < end ? this.document.text.slice(this.tokens[first][0], this.tokens[end - 1][1]) : ""; }

  /** The text between a token and the one before it, when that is not before `first`. */
  gap(index, first) {
    return index > first ? this.document.text.slice(this.tokens[index - 1][1], this.tokens[index][0]) : "";
  }
}

function row(kind, name, line, title) {
  return el("div", { class: `row ${kind}` }, el("span", { class: "name", title }, name), line);
}

function line(...children) { return el("div", { class: "line", dir: "auto" }, ...children); }

function tagRow(text, sentence, layer, tags, scores) {
  const tokens = [];
  for (let index = sentence[0]; index < sentence[1]; index++) {
    const tag = tags[index];
    const score = scores?.[index];
    tokens.push(el("span", { class: "token", "--hue": tag ? hue(tag) : 0, title: score === undefined || score === null ? null : percent(score) },
      el("span", { class: "form" }, text.word(index)), el("span", { class: "tag" }, tag ?? "–")));
  }
  return row("tags", layer, line(...tokens));
}

/** The text of tokens `first` up to `end` with some parts marked, marks inside of marks; what crosses goes to `crossing`. */
function marked(text, first, end, marks, crossing) {
  const parts = [];
  let next = first;
  while (marks.length > 0) {
    const [mark, ...rest] = marks;
    const inner = rest.filter((other) => other.first < mark.end && other.end <= mark.end);
    crossing.push(...rest.filter((other) => other.first < mark.end && other.end > mark.end));
    marks = rest.filter((other) => other.first >= mark.end);
    if (mark.first > next) parts.push(text.gap(next, first), text.span(next, mark.first));
    parts.push(text.gap(mark.first, first), el("mark",
      { class: mark.kind, "--hue": hue(mark.label), title: mark.score === undefined ? null : `${mark.label} ${percent(mark.score)}` },
      ...marked(text, mark.first, mark.end, inner, crossing), el("span", { class: "label" }, mark.label)));
    next = mark.end;
  }
  if (next < end) parts.push(text.gap(next, first), text.span(next, end));
  return parts;
}

/** Lines of the sentence with some of its parts marked; marks that cross another's end go to a line of their own. */
function markLines(text, sentence, marks) {
  const lines = [];
  let left = marks.filter((mark) => mark.end > mark.first).sort((a, b) => a.first - b.first || b.end - a.end);
  do {
    const crossing = [];
    lines.push(line(...marked(text, ...sentence, left, crossing)));
    left = crossing;
  } while (left.length > 0);
  return lines;
}

const within = (range, sentence) => range[0] >= sentence[0] && range[1] <= sentence[1];

function sentenceRows(text, sentence) {
  const { tags = {}, tagScores = {}, spans = {}, frames } = text.document;
  const rows = [];
  for (const [layer, values] of Object.entries(tags)) rows.push(tagRow(text, sentence, layer, values, tagScores[layer]));
  for (const [layer, values] of Object.entries(spans)) {
    const marks = values.filter((span) => within(span.tokens, sentence))
      .map((span) => ({ first: span.tokens[0], end: span.tokens[1], label: span.label, score: span.score }));
    if (marks.length === 0) rows.push(row("spans", layer, el("span", { class: "none" }, "none in this sentence")));
    else for (const marked of markLines(text, sentence, marks)) rows.push(row("spans", layer, marked));
  }
  if (frames) {
    const here = frames.filter((frame) => within([frame.predicate, frame.predicate + 1], sentence));
    for (const frame of here) {
      const [first, end] = frame.extent ?? [frame.predicate, frame.predicate + 1];
      const marks = frame.arguments.map((argument) =>
        ({ first: argument.tokens[0], end: argument.tokens[1], label: argument.role, score: argument.score }));
      marks.push({ first, end, kind: "predicate", label: frame.sense ?? "predicate", score: frame.senseScore ?? frame.score });
      for (const marked of markLines(text, sentence, marks)) rows.push(row("frame", text.word(frame.predicate), marked, frame.sense));
    }
    if (here.length === 0) rows.push(row("frame", "frames", el("span", { class: "none" }, "no predicate in this sentence")));
  }
  if (rows.length === 0) rows.push(row("plain", "", line(text.span(...sentence))));
  return rows;
}

/** The first of many elements, and a button for the next. */
function paged(items, count, render, container, what) {
  let shown = 0;
  const more = el("button", { class: "more", type: "button", onclick: () => show() });
  function show() {
    const from = shown;
    shown = Math.min(items.length, shown + count);
    more.remove();
    for (let index = from; index < shown; index++) container.append(render(items[index], index));
    if (shown < items.length) {
      more.textContent = `Show ${Math.min(count, items.length - shown)} more of ${items.length - shown} ${what}`;
      container.append(more);
    }
  }
  show();
  return container;
}

function labelsPanel(text) {
  const { labels = {}, probabilities = {} } = text.document;
  const layers = Object.keys(labels);
  if (layers.length === 0) return null;
  const blocks = layers.map((layer) => {
    const given = new Map(labels[layer].map((label) => [label.name, label.score]));
    const deviations = new Map(labels[layer].map((label) => [label.name, label.deviation]));
    const all = Object.entries(probabilities[layer] ?? Object.fromEntries(given)).sort((a, b) => b[1] - a[1]);
    const list = el("ul", { class: "bars" });
    paged(all, shownLabels, ([name, value]) => el("li", { class: given.has(name) ? "given" : null },
      el("span", { class: "name", dir: "auto" }, name),
      el("span", { class: "track", "aria-hidden": "true" }, value === undefined ? "" : el("span", { class: "fill", "--value": value })),
      el("span", { class: "value" }, value !== undefined ? percent(value)
        : deviations.get(name) === undefined ? "" : `± ${deviations.get(name).toFixed(2)}`)), list, "labels");
    return el("div", {}, el("h3", {}, layer), given.size === 0 ? el("p", { class: "none" }, "no label") : null, list);
  });
  return el("section", { class: "panel" }, el("header", {}, el("h2", {}, "Labels")), el("div", { class: "layers" }, ...blocks));
}

function sentencesPanel(text) {
  const { tags, spans, frames } = text.document;
  if (!tags && !spans && !frames && text.sentences.length < 2) return null;
  const panel = el("section", { class: "panel" }, el("header", {}, el("h2", {}, "Sentences"),
    el("span", { class: "note" }, `${plural(text.sentences.length, "sentence")}, ${plural(text.tokens.length, "token")}`)));
  return paged(text.sentences, shownSentences, (sentence, index) =>
    el("article", { class: "sentence", "aria-label": `Sentence ${index + 1}`, lang: text.document.language }, ...sentenceRows(text, sentence)),
  panel, "sentences");
}

function attentionMap(text, words, attention) {
  const head = el("tr", {}, el("td", { class: "corner", "--weight": -0.064 }),
    ...text.tokens.map((_, index) => el("th", { scope: "col" },
      el("span", { class: "ik".includes(text.document.kinds?.[index] ?? "w") ? "upright" : null, dir: "auto" }, text.word(index)))));
  const rows = attention.map((weights, target) => el("tr", {}, el("th", { scope: "row", dir: "auto" }, words[target]),
    ...weights.map((weight, source) => el("td", {
      "--weight": weight.toFixed(3), title: `${words[target]} ← ${text.word(source)}: ${percent(weight)}`,
    }))));
  return el("div", { class: "attention" },
    el("p", { class: "note" }, "Attention: how much of each word of the translation came from each word of the text"),
    el("div", { class: "map", tabindex: "0", role: "region", "aria-label": "Attention map" },
      el("table", {}, el("thead", {}, head), el("tbody", {}, ...rows))));
}

function translationPanel(text, task, language, translation) {
  const aligned = new Annotated(translation);
  const words = aligned.tokens.map((_, index) => aligned.word(index));
  const attention = words.length > 0 && translation.attention?.length === words.length ? translation.attention : null;
  const source = el("div", { class: "line source", dir: "auto" });
  text.tokens.forEach((_, index) => source.append(
    text.gap(index, 0), el("span", {}, text.word(index))));
  const show = (target) => {
    const spans = source.querySelectorAll("span");
    spans.forEach((span, index) => span.style.setProperty("--weight", target === null ? 0 : attention[target][index] ?? 0));
  };
  const target = el("div", { class: "line", dir: "auto", lang: language });
  words.forEach((word, index) => target.append(aligned.gap(index, 0), el("span", attention ? {
    class: "word", tabindex: "0",
    onmouseenter: () => show(index), onfocus: () => show(index), onmouseleave: () => show(null), onblur: () => show(null),
  } : {}, word)));
  if (words.length === 0) target.append(translation.text || el("span", { class: "none" }, "nothing"));
  const panel = el("section", { class: "panel translation" },
    el("header", {}, el("h2", {}, `Translation: ${language}${task === language ? "" : ` (${task})`}`),
      translation.score === undefined ? null : el("span", { class: "note" }, `log-probability ${translation.score.toFixed(2)}`)),
    row("", "text", source), row("", language, target));
  if (translation.alternatives?.length > 0) {
    panel.append(row("", "otherwise", el("ul", { class: "alternatives" }, ...translation.alternatives.map((other) =>
      el("li", {}, el("span", { dir: "auto", lang: language }, other.text), el("span", { class: "note" }, other.score.toFixed(2)))))));
  }
  if (attention && words.length * text.tokens.length <= mapCells) panel.append(attentionMap(text, words, attention));
  else if (attention) panel.append(el("p", { class: "note" }, "Too long for a map: point at a word of the translation, or move to it with Tab."));
  return panel;
}

/** The document with each prediction's labels, tags and spans under its task's name. */
function byTask(document) {
  const drawn = { ...document };
  for (const [task, prediction] of Object.entries(document.predictions ?? {})) {
    if (prediction.frames) drawn.frames = prediction.frames;
    for (const kind of ["labels", "probabilities", "tags", "tagScores", "spans"]) {
      const layers = Object.entries(prediction[kind] ?? {});
      for (const [layer, value] of layers) {
        drawn[kind] = { ...drawn[kind], [layers.length === 1 ? task : `${task}: ${layer}`]: value };
      }
    }
  }
  return drawn;
}

function show(document, milliseconds) {
  const text = new Annotated(byTask(document));
  const panels = [labelsPanel(text), sentencesPanel(text)];
  for (const [task, prediction] of Object.entries(document.predictions ?? {})) {
    for (const [language, translation] of Object.entries(prediction.translations ?? {})) {
      panels.push(translationPanel(text, task, language, translation));
    }
  }
  if (text.tokens.length === 0) panels.unshift(el("p", { class: "panel empty" }, "The text has no words."));
  const json = el("pre", { tabindex: "0" });
  const raw = el("details", { class: "panel", ontoggle: () => { json.textContent ||= JSON.stringify(document, null, 1); } },
    el("summary", {}, "JSON"), json);
  results.replaceChildren(...panels.filter((panel) => panel !== null), raw,
    el("p", { class: "note" }, `Annotated in ${milliseconds < 10 ? milliseconds.toFixed(1) : Math.round(milliseconds)} ms.`));
}

/** Says what is wrong and what to do: a problem of the service, or one of the page's own. */
function fail(problem) {
  const detail = problem.detail ?? "This page failed: " + problem.message;
  const origin = [problem.status, problem.title, problem.where].filter(Boolean).join(" · ");
  results.replaceChildren(el("div", { class: "panel error", role: "alert" },
    el("h2", {}, detail[0].toUpperCase() + detail.slice(1) + "."), problem.advice ? el("p", {}, problem.advice) : null,
    origin ? el("p", { class: "note" }, origin) : null));
}

/** The service's response; problems are thrown as they are. */
async function ask(path, options = {}) {
  const token = sessionStorage.getItem("token");
  const headers = { ...options.headers, ...(token ? { Authorization: `Bearer ${token}` } : {}) };
  let response;
  try {
    response = await fetch(path, { ...options, headers });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw { detail: "the service can't be reached", advice: "Is braid serve still running?" };
  }
  const reply = await response.json().catch(() => ({ detail: `the service responded with status ${response.status}` }));
  if (response.status === 401) $("token-field").hidden = false;
  if (!response.ok) throw reply;
  return reply;
}

async function annotate() {
  running?.abort();
  const controller = new AbortController();
  running = controller;
  const go = $("go");
  go.setAttribute("aria-busy", "true");
  go.textContent = "Annotating";
  results.classList.add("stale");
  const boxes = [...document.querySelectorAll("#tasks input")];
  const tasks = boxes.filter((box) => box.checked).map((box) => box.value);
  const text = $("text").value;
  const text2 = model?.readsPairs ? $("text2").value : "";
  const attention = new TextEncoder().encode(text).length <= (model?.limits.attentionBytes ?? 0);
  const start = performance.now();
  try {
    if (boxes.length > 0 && tasks.length === 0) throw { detail: "no task is chosen", advice: "Choose at least one." };
    const reply = await ask("v1/annotate", {
      method: "POST", signal: controller.signal, headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ text, ...(text2 ? { text2 } : {}), attention, nBest: 4, ...(boxes.length > 0 ? { tasks } : {}) }),
    });
    show(reply.documents[0], performance.now() - start);
    // Where the page is narrow the results stand below what is in sight.
    if (results.getBoundingClientRect().top > innerHeight * 0.75) results.scrollIntoView();
  } catch (error) {
    if (error.name === "AbortError") return;
    fail(error);
  } finally {
    if (running === controller) {
      running = null;
      go.removeAttribute("aria-busy");
      go.textContent = "Annotate";
      results.classList.remove("stale");
    }
  }
}

function measure() {
  const bytes = new TextEncoder().encode($("text").value).length;
  const limit = model?.limits.textBytes;
  $("size").textContent = limit ? `${bytes.toLocaleString("en")} of ${limit.toLocaleString("en")} bytes` : "";
  $("size").classList.toggle("over", limit !== undefined && bytes > limit);
}

async function describe() {
  try {
    model = await ask("v1/model");
  } catch (error) {
    if (error.code === "loading") {
      $("about").textContent = "The model is being read.";
      setTimeout(describe, 1000);
    } else if ($("token-field").hidden) fail(error);
    else $("token").focus();
    return;
  }
  $("token-field").hidden = true;
  $("about").textContent = `${plural(model.tasks.length, "task")}, ${plural(model.words, "word")}, ${plural(model.weights, "weight")}`;
  for (const task of model.tasks) for (const label of task.labels ?? []) hue(label);
  $("tasks").replaceChildren(...model.tasks.map((task) => el("label", { title: task.kind },
    el("input", { type: "checkbox", value: task.name, checked: "" }), task.name)));
  $("tasks-field").hidden = model.tasks.length < 2;
  $("text2-field").hidden = !model.readsPairs;
  measure();
}

$("examples").append(...examples.map(([name, language, text]) => el("button", {
  type: "button", lang: language, onclick: () => {
    $("text").value = text;
    $("text").lang = language;
    measure();
    annotate();
  },
}, name)));
$("form").addEventListener("submit", (event) => {
  event.preventDefault();
  annotate();
});
$("text").addEventListener("input", measure);
$("token").addEventListener("change", () => {
  sessionStorage.setItem("token", $("token").value);
  describe();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    annotate();
  } else if (event.key === "Escape" && running) {
    running.abort();
  }
});
results.append(el("p", { class: "panel empty" }, "Labels, tags, spans, frames and translations appear here."));
describe();
$("text").focus();
