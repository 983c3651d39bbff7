// Counts wordings while they are typed, by the rules of hotline/core/text_length.py; a browser test compares the two.
"use strict";

const SINGLE = 70;
const PART = 67;
const CHARACTERS_A_SECOND = 4;

function count(text, kind) {
  const characters = Array.from(text).length;
  const units = text.length; // JavaScript strings are UTF-16, the unit of SMS
  return {
    length: kind === "text" ? units : characters,
    parts: units <= SINGLE ? Math.min(units, 1) : Math.ceil(units / PART),
    seconds: Math.ceil(characters / CHARACTERS_A_SECOND),
  };
}

function words(counted, kind, limit) {
  const over = counted.length - limit;
  let told = (over > 0 ? `超出${over}个字：` : "") + `现在${counted.length}个字，最多${limit}个字`;
  if (kind === "text") told += `，分${counted.parts}条短信`;
  if (kind === "spoken") told += `，约念${counted.seconds}秒`;
  return told + "。";
}

function follow(field) {
  const shown = document.getElementById(field.id + "-count");
  const news = document.getElementById("count-news");
  const label = field.labels[0].textContent;
  const kind = field.dataset.count;
  const limit = Number(field.dataset.limit);
  let wasOver = shown.classList.contains("count-over");
  field.addEventListener("input", () => {
    const counted = count(field.value.trim(), kind);
    const over = counted.length > limit;
    shown.textContent = words(counted, kind, limit);
    shown.classList.toggle("count-over", over);
    // Screen readers hear the crossing of the limit, not every key.
    if (over !== wasOver) news.textContent = over ? `${label}超出了${limit}个字。` : `${label}没有超出。`;
    wasOver = over;
  });
}

document.querySelectorAll("[data-count]").forEach(follow);
