// On a phone the menu of the console is folded until it is asked for; without JavaScript it stands open.
"use strict";

const menu = document.querySelector(".menu");
if (menu && window.matchMedia("(max-width: 47.99em)").matches) menu.open = false;
