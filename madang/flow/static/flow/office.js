// Comfort for the office's pages; everything works without it.
(() => {
  "use strict";

  const print = document.querySelector("[data-print]");
  if (print) {
    print.hidden = false;
    print.addEventListener("click", () => window.print());
  }

  const all = document.querySelector("[data-choose-all]");
  const boxes = [...document.querySelectorAll('input[name="item"], input[name="case"]')];
  if (!all || boxes.length === 0) return;

  const told = document.querySelector("[data-chosen]");
  const count = () => {
    const chosen = boxes.filter((box) => box.checked).length;
    told.textContent = chosen ? `${chosen} / ${boxes.length}` : "";
  };
  all.hidden = false;
  all.addEventListener("click", () => {
    const choose = boxes.some((box) => !box.checked);
    boxes.forEach((box) => (box.checked = choose));
    count();
  });
  boxes.forEach((box) => box.addEventListener("change", count));
  count();
})();
