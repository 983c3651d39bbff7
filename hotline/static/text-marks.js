// Buttons that put the marks of CommonMark into an answer, and text pasted from a word processor turned into them.
// Without JavaScript the same marks are explained as text below the field.
"use strict";

const EDGES = /^([\s\p{P}]*)(.*?)([\s\p{P}]*)$/su;
const TABLE = "| 项目 | 说明 |\n| --- | --- |\n| 内容 | 内容 |";

// The mark for bold must stand at a letter: beside a punctuation mark it would be shown as two stars.
function bold(text) {
  const [, before, words, after] = text.match(EDGES);
  return words ? `${before}**${words}**${after}` : text;
}

// As typed, so that the browser's own undo takes it back and the counters follow.
function insert(field, text, selectFrom = text.length, selectTo = selectFrom) {
  const start = field.selectionStart;
  field.focus();
  if (!document.execCommand("insertText", false, text)) {
    field.setRangeText(text, start, field.selectionEnd, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  field.setSelectionRange(start + selectFrom, start + selectTo);
}

function selectLines(field) {
  const start = field.value.lastIndexOf("\n", field.selectionStart - 1) + 1;
  const end = field.value.indexOf("\n", field.selectionEnd);
  field.setSelectionRange(start, end < 0 ? field.value.length : end);
  return field.value.slice(field.selectionStart, field.selectionEnd);
}

function selected(field) {
  return field.value.slice(field.selectionStart, field.selectionEnd);
}

const DEEDS = {
  "加粗": (field) => {
    const words = selected(field);
    if (words.trim()) insert(field, bold(words));
    else insert(field, "**重点**", 2, 4);
  },
  "条目": (field) => insert(field, selectLines(field).split("\n").map((line) => `- ${line.replace(/^- /, "")}`).join("\n")),
  "小标题": (field) => insert(field, `### ${selectLines(field).replace(/^#+ */, "")}`),
  "链接": (field) => {
    const words = selected(field) || "网页的名称";
    insert(field, `[${words}](https://)`, words.length + 11);
  },
  "表格": (field) => {
    const before = field.value.slice(0, field.selectionStart);
    const gap = before && !before.endsWith("\n\n") ? (before.endsWith("\n") ? "\n" : "\n\n") : "";
    insert(field, `${gap}${TABLE}\n\n`, gap.length + 2, gap.length + 4);
  },
};

function addToolbar(field) {
  const bar = document.createElement("div");
  bar.className = "cluster marks";
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", "格式");
  bar.setAttribute("aria-controls", field.id);
  for (const [name, deed] of Object.entries(DEEDS)) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button-quiet";
    button.textContent = name;
    button.addEventListener("click", () => deed(field));
    bar.append(button);
  }
  field.before(bar);
}

const SKIPPED = new Set(["STYLE", "SCRIPT", "HEAD", "META", "LINK", "TITLE", "IMG", "OBJECT", "XML"]);
const BLOCKS = new Set(["P", "DIV", "BLOCKQUOTE", "SECTION", "ARTICLE", "UL", "OL", "H1", "H2", "H3", "H4", "H5", "H6"]);

function style(node) {
  return (node.getAttribute("style") || "").toLowerCase();
}

function escapeWords(text) {
  return text.replace(/[\s\u00a0]+/g, " ").replace(/[\\*`]/g, "\\$&");
}

// The words of a paragraph, a list item or a cell.
function inline(node) {
  let told = "";
  for (const child of node.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) told += escapeWords(child.data);
    if (child.nodeType !== Node.ELEMENT_NODE || SKIPPED.has(child.tagName)) continue;
    if (style(child).includes("mso-list:ignore")) continue; // the bullet or the number, as a picture of itself
    if (child.tagName === "BR") told += "\n";
    else if (child.tagName === "A" && /^https?:/.test(child.getAttribute("href") || "")) {
      told += `[${inline(child).trim()}](${child.getAttribute("href")})`;
    } else {
      const isBold = /^(B|STRONG)$/.test(child.tagName) ? !/font-weight:\s*normal/.test(style(child)) : /font-weight:\s*(bold|[6-9]00)/.test(style(child));
      const words = inline(child);
      told += isBold && !words.includes("**") ? bold(words) : words;
    }
  }
  return told;
}

function tidyLines(text) {
  return text.split("\n").map((line) => line.trim()).filter(Boolean).join("\n");
}

function tableOf(node) {
  const rows = [...node.rows].map((row) => [...row.cells].map((cell) => tidyLines(inline(cell)).replace(/\n/g, " ").replace(/\|/g, "\\|")));
  const width = Math.max(0, ...rows.map((row) => row.length));
  if (!width) return "";
  const lines = rows.map((row) => `| ${[...row, ...Array(width - row.length).fill("")].join(" | ")} |`);
  return [lines[0], `|${" --- |".repeat(width)}`, ...lines.slice(1)].join("\n");
}

function markerOf(node) {
  const ignored = [...node.querySelectorAll("[style]")].find((one) => style(one).includes("mso-list:ignore"));
  const number = ignored && ignored.textContent.match(/^\s*[(（]?(\d+)/);
  const depth = Number((style(node).match(/level(\d)/) || [0, 1])[1]) - 1;
  return "   ".repeat(depth) + (number ? `${number[1]}. ` : "- ");
}

// [text, whether it is a list item] of each paragraph, heading, list item and table below a node.
function* blocks(node, list = "") {
  let loose = "";
  let place = 0;
  for (const child of node.childNodes) {
    const tag = child.tagName || "";
    if (child.nodeType === Node.COMMENT_NODE || SKIPPED.has(tag)) continue;
    const isBlock = BLOCKS.has(tag) || tag === "TABLE" || tag === "LI";
    const holdsBlocks = child.nodeType === Node.ELEMENT_NODE && child.querySelector("p,div,table,ul,ol,li,h1,h2,h3,h4,h5,h6");
    if (!isBlock && !holdsBlocks) {
      const holder = document.implementation.createHTMLDocument("").createElement("span");
      holder.append(child.cloneNode(true));
      loose += inline(holder);
      continue;
    }
    if (tidyLines(loose)) yield [tidyLines(loose), false];
    loose = "";
    if (tag === "TABLE") yield [tableOf(child), false];
    else if (tag === "LI") {
      place += 1;
      const own = child.cloneNode(true);
      own.querySelectorAll("ul,ol").forEach((inner) => inner.remove());
      yield [`${list}${node.tagName === "OL" ? `${place}. ` : "- "}${tidyLines(inline(own)).replace(/\n/g, " ")}`, true];
      for (const inner of child.querySelectorAll(":scope > ul, :scope > ol")) yield* blocks(inner, `${list}   `);
    } else if (/^H[1-6]$/.test(tag)) yield [`### ${tidyLines(inline(child)).replace(/\n/g, " ").replace(/\*\*/g, "")}`, false];
    else if (holdsBlocks) yield* blocks(child, list);
    else if (style(child).includes("mso-list:l")) yield [markerOf(child) + tidyLines(inline(child)).replace(/\n/g, " "), true];
    else yield [tidyLines(inline(child)), false];
  }
  if (tidyLines(loose)) yield [tidyLines(loose), false];
}

// What a browser's clipboard holds of a formatted text, as CommonMark. The document is inert: it loads and runs nothing.
function commonMarkOf(html) {
  let told = "";
  let wasItem = false;
  for (const [text, isItem] of blocks(new DOMParser().parseFromString(html, "text/html").body)) {
    if (!text || text === "### ") continue;
    told += (told ? (wasItem && isItem ? "\n" : "\n\n") : "") + text;
    wasItem = isItem;
  }
  return told;
}

function paste(event) {
  const html = event.clipboardData.getData("text/html");
  const text = html && commonMarkOf(html);
  if (!text) return;
  event.preventDefault();
  insert(event.target, text);
}

document.querySelectorAll("textarea[data-marks]").forEach((field) => {
  addToolbar(field);
  field.addEventListener("paste", paste);
});
