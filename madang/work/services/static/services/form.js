// Questions that are asked only under a condition: shown and hidden as the answers change.
// Without scripts all of them are on the page with the condition in words; the server decides what counts.
(() => {
  "use strict";

  const form = document.querySelector("form[data-questions]");
  if (!form) return;

  const answer = (name) => {
    const fields = [...form.querySelectorAll(`[name="${CSS.escape(name)}"]`)];
    if (!fields.length) return undefined;
    if (fields[0].type === "radio") return fields.find((field) => field.checked)?.value ?? "";
    if (fields[0].type === "checkbox") {
      const chosen = fields.filter((field) => field.checked).map((field) => field.value);
      return fields.length === 1 ? chosen.length > 0 : chosen;
    }
    return fields[0].value.trim();
  };

  const same = (value, wanted) => {
    if (Array.isArray(value)) return value.some((each) => same(each, wanted));
    if (wanted === true) return value === true || value === "yes";
    if (wanted === false) return value === false || value === "no";
    return String(value) === String(wanted);
  };

  const number = (value) => Number(String(value).replace(/[,\s원₩]/g, ""));
  const filled = (value) => value !== undefined && value !== "" && value !== false && value?.length !== 0;

  const tests = {
    is: same,
    is_not: (value, wanted) => !same(value, wanted),
    one_of: (value, wanted) => wanted.some((each) => same(value, each)),
    at_least: (value, wanted) => number(value) >= wanted,
    at_most: (value, wanted) => number(value) <= wanted,
    more_than: (value, wanted) => number(value) > wanted,
    less_than: (value, wanted) => number(value) < wanted,
    before: (value, wanted) => value < wanted,
    after: (value, wanted) => value > wanted,
  };

  // What cannot be known here, for example what a register said, is taken to hold: the question is shown.
  const holds = (condition) =>
    Object.entries(condition).every(([path, wanted]) => {
      if (path === "all") return wanted.every(holds);
      if (path === "any") return wanted.some(holds);
      if (path === "not") return !holds(wanted);
      if (!path.startsWith("form.")) return true;
      const value = answer(path.slice(5));
      return Object.entries(wanted).every(([name, operand]) => {
        if (name === "filled") return filled(value) === operand;
        return filled(value) || value === false ? (tests[name]?.(value, operand) ?? true) : false;
      });
    });

  const group = (field) => field.closest(".form-group");
  const update = () => {
    form.querySelectorAll("[data-when]").forEach((field) => {
      const place = group(field);
      if (place) place.hidden = !holds(JSON.parse(field.dataset.when));
    });
  };

  form.addEventListener("input", update);
  form.addEventListener("change", update);
  update();
})();
