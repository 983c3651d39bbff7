// Puts a print button in place of the hint; without JavaScript the hint stays.
const hint = document.getElementById("print-hint");
const button = document.createElement("button");
button.type = "button";
button.className = "button button-quiet no-print";
button.textContent = "打印这一页";
button.addEventListener("click", () => window.print());
hint.replaceWith(button);
