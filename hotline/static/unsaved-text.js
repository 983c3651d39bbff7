// Asks before a page is left whose long texts were changed and not sent.
"use strict";

let unsaved = false;
document.querySelectorAll('form[method="post"]').forEach((form) => {
  form.addEventListener("input", (event) => { unsaved ||= event.target.matches("textarea, input[type=text]"); });
  form.addEventListener("submit", () => { unsaved = false; });
});
window.addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault(); });
