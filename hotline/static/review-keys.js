// Two keys for whoever reviews many submissions: A goes to the button that approves, R to the comment with which it is
// returned. Neither decides by itself: a letter that was meant for somewhere else must not publish anything.
// A box switches them off (WCAG 2.2, 2.1.4), because programs that people speak to type single letters too.
"use strict";

const OFF = "review-keys-off";
const keys = document.getElementById("review-keys");
const box = keys.querySelector("input");
keys.hidden = false;
box.checked = localStorage.getItem(OFF) === null;
box.addEventListener("change", () => {
  if (box.checked) localStorage.removeItem(OFF);
  else localStorage.setItem(OFF, "1");
});

document.addEventListener("keydown", (event) => {
  const isTyping = event.target.matches("input:not([type=checkbox]), textarea, select");
  if (!box.checked || isTyping || event.repeat || event.isComposing) return;
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  const key = event.key.toLowerCase();
  const button = document.getElementById("approve");
  const comment = document.getElementById("comment");
  if (key === "a" && button) button.focus();
  else if (key === "r") comment.focus();
  else return;
  event.preventDefault();
});
